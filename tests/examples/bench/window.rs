//! The program as a person meets it: how soon it is there, how soon the QR is, what it weighs.

use std::time::Duration;

use anyhow::{Context, Result};
use fils_tests::{TillHome, Window};

use crate::sample::Sample;

const STARTS: u32 = 7;
const CHARGES: u32 = 25;

/// Touches Charge and waits until the QR has been painted; gives milliseconds. Two frames: the first callback runs
/// before the frame that holds the QR is painted, the second after it.
const CHARGE_TO_QR: &str = "const done = arguments[0]; \
     const at = (id) => document.querySelector(`[data-testid=\"${id}\"]`); \
     const start = performance.now(); \
     at('charge').click(); \
     const look = () => { \
       if (!at('qr')) { requestAnimationFrame(look); return } \
       requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))); \
     }; \
     requestAnimationFrame(look);";

pub(crate) async fn measure() -> Result<()> {
    println!("\nThe program, in training mode, on a display in memory");
    let mut start = Sample::new("start of the program to a usable till")?;
    for _ in 0..STARTS {
        let home = TillHome::new()?;
        let window = Window::open(&home, &["--training"]).await?;
        window.find("amount-display").await?;
        start.add(window.since_start())?;
        window.close().await?;
    }
    start.tell("below 1 s");

    let home = TillHome::new()?;
    let window = Window::open(&home, &["--training"]).await?;
    window.find("amount-display").await?;
    let empty = window.memory()?;
    let mut charge = Sample::new("Charge touched to QR painted")?;
    for _ in 0..CHARGES {
        window.touch("key-5").await?;
        window
            .until("charge", "5.00", Duration::from_secs(5))
            .await?;
        let took = window
            .client()
            .execute_async(CHARGE_TO_QR, Vec::new())
            .await?;
        let took = took.as_f64().context("the page measured nothing")?;
        charge.add(Duration::from_secs_f64(took / 1e3))?;
        window.touch("cancel-payment").await?;
        window.touch("new-sale").await?;
    }
    charge.tell("below 60 ms");
    let used = window.memory()?;
    println!(
        "  memory, its own and its web view's: {} MB after the start, {} MB after {CHARGES} charges",
        empty / 1_000_000,
        used / 1_000_000
    );
    window.close().await
}
