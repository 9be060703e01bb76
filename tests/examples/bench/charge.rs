//! A charge as the core sees it: stored, sent, answered, verified, stored, QR drawn.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fils_checkout::{Change, ChargeRequest, Checkout, Person, qr};
use fils_home::{Home, Opening, open, set_up_training};
use fils_order::Money;
use tokio::sync::broadcast::Receiver;

use crate::sample::Sample;

const TILLS: u32 = 10;
/// Few enough to be done before the first of them is asked about, 2 s after its start.
const CHARGES: u32 = 30;
const LONGEST: Duration = Duration::from_secs(10);

/// Charges against the PayBy inside the till, over loopback, on several new tills one after the other.
pub(crate) async fn measure() -> Result<()> {
    let mut sample = Sample::new("Charge to QR drawn, no network delay")?;
    for _ in 0..TILLS {
        let beside = std::env::current_exe()?;
        let folder =
            tempfile::tempdir_in(beside.parent().context("the program lies in no folder")?)?;
        let home = Home::at(folder.path());
        set_up_training(&home, &[])?;
        let till = open(Opening {
            home: &home,
            who: "bench",
            passphrase: None,
        })
        .await?;
        // The first charge opens the connection; a shop does that once a day.
        charge(&till.checkout).await?;
        for _ in 0..CHARGES {
            sample.add(charge(&till.checkout).await?)?;
        }
        till.close().await;
    }
    sample.tell("median below 5 ms, p99 below 20 ms");
    Ok(())
}

async fn charge(checkout: &Checkout) -> Result<Duration> {
    let mut changes = checkout.subscribe();
    let start = Instant::now();
    let order = checkout
        .charge(ChargeRequest {
            amount: Money::parse_entry("12.50")?,
            subject: None,
            code: None,
            by: Person("bench".to_owned()),
            sale: None,
            details: fils_order::Details::default(),
        })
        .await?;
    let token_url = tokio::time::timeout(LONGEST, token_url(&mut changes, &order.order)).await??;
    black_box(qr::draw(&token_url)?);
    Ok(start.elapsed())
}

async fn token_url(changes: &mut Receiver<Change>, order: &str) -> Result<String> {
    loop {
        match changes.recv().await? {
            Change::Order(view) if view.order == order => {
                if let Some(token_url) = view.token_url {
                    return Ok(token_url);
                }
                if view.alert.is_some() {
                    bail!("{order} came to an alert: {:?}", view.alert);
                }
            }
            Change::Order(_) | Change::Refund(_) | Change::Clock(_) | Change::Storage(_) => {}
        }
    }
}
