//! The program as a person meets it: how soon it is there, how soon the QR is, what it weighs.

use std::time::Duration;

use anyhow::{Context, Result};
use fils_tests::{TillHome, Window};

use crate::sample::Sample;

const STARTS: u32 = 7;
const CHARGES: u32 = 25;

/// Touches Charge and waits until the QR has been painted; gives milliseconds until it was in the page, and until it was
/// painted. Two frames: the first callback runs before the frame that holds the QR is painted, the second after it. A
/// display in memory has no graphics card: the second number holds what painting in software takes.
const CHARGE_TO_QR: &str = "const done = arguments[0]; \
     const at = (id) => document.querySelector(`[data-testid=\"${id}\"]`); \
     const start = performance.now(); \
     at('charge').click(); \
     const look = () => { \
       if (!at('qr')) { requestAnimationFrame(look); return } \
       const there = performance.now() - start; \
       requestAnimationFrame(() => requestAnimationFrame(() => done([there, performance.now() - start]))); \
     }; \
     requestAnimationFrame(look);";

pub(crate) async fn measure() -> Result<()> {
    println!("\nThe program, in training mode, on a display in memory");
    let mut start = Sample::new("start of the program to a usable till")?;
    for _ in 0..STARTS {
        let home = TillHome::new()?;
        let window = Window::open(&home, &["--training"]).await?;
        window.find("first-owner").await?;
        start.add(window.since_start())?;
        window.close().await?;
    }
    start.tell("below 1 s");

    let home = TillHome::new()?;
    let window = Window::open_as_owner(&home, &["--training"]).await?;
    window.find("amount-display").await?;
    let empty = window.memory()?;
    let mut drawn = Sample::new("Charge touched to QR in the page")?;
    let mut painted = Sample::new("Charge touched to QR painted")?;
    for _ in 0..CHARGES {
        window.touch("key-5").await?;
        window
            .until("charge", "5.00", Duration::from_secs(5))
            .await?;
        let took = window
            .client()
            .execute_async(CHARGE_TO_QR, Vec::new())
            .await?;
        let (there, shown): (f64, f64) =
            serde_json::from_value(took).context("the page measured nothing")?;
        drawn.add(Duration::from_secs_f64(there / 1e3))?;
        painted.add(Duration::from_secs_f64(shown / 1e3))?;
        window.touch("cancel-payment").await?;
        window.touch("new-sale").await?;
    }
    drawn.tell("below 60 ms");
    painted.tell("below 60 ms");
    let used = window.memory()?;
    println!(
        "  memory, its own and its web view's: {} MB after the start, {} MB after {CHARGES} charges",
        empty / 1_000_000,
        used / 1_000_000
    );
    window.close().await
}
