//! What people and power cuts do in the middle of things.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use fils_tests::PATIENCE;

use super::Till;

const KARAK: &str = "6291003000010";
const MUG: &str = "6291003000041";

#[tokio::test]
async fn a_power_cut_loses_neither_the_basket_nor_what_was_paid() -> Result<()> {
    let till = Till::stocked().await?;
    till.window.come_as_owner().await?;
    // One customer has paid a part and looks for the rest; the next one's goods are being scanned.
    till.window.scan(MUG).await?;
    till.window.until("basket-total", "35.00", PATIENCE).await?;
    till.window.touch("pay").await?;
    till.window.touch("pay-key-1").await?;
    till.window.touch("pay-key-0").await?;
    till.window.until("tender-cash", "25.00", PATIENCE).await?;
    till.window.touch("tender-cash").await?;
    till.window.until("due-amount", "25.00", PATIENCE).await?;
    till.window.touch("nav-till").await?;
    till.window.scan(KARAK).await?;
    till.window.scan(KARAK).await?;
    till.window.until("basket-total", "10.00", PATIENCE).await?;

    let till = till.cut_off().await?;
    till.window.until("basket-total", "10.00", PATIENCE).await?;
    till.window.until("basket-count", "2", PATIENCE).await?;
    let sale = till.window.first_of("open-sale-").await?;
    till.window.touch(&format!("open-sale-{sale}")).await?;
    till.window.until("due-amount", "25.00", PATIENCE).await?;
    till.window.touch("tender-cash").await?;
    till.status("Paid").await?;
    till.window
        .until("payment-amount", "35.00", PATIENCE)
        .await?;
    till.window.touch("new-sale").await?;
    till.window.until("basket-total", "10.00", PATIENCE).await?;
    till.close().await
}

#[tokio::test]
async fn a_scan_while_a_dialog_is_open_sells_and_writes_nothing_into_its_fields() -> Result<()> {
    let till = Till::stocked().await?;
    till.window.come_as_owner().await?;
    till.window.scan(MUG).await?;
    till.window.until("basket-total", "35.00", PATIENCE).await?;
    till.window.touch("open-extras").await?;
    let note = till.window.find("sale-note").await?;
    note.send_keys("a gift").await?;

    till.window.scan(KARAK).await?;
    till.window.until("basket-total", "40.00", PATIENCE).await?;
    // Enter saved nothing, either: the dialog is still there, as it was.
    ensure!(till.window.value("sale-note").await? == "a gift");
    ensure!(till.window.value("sale-discount").await?.is_empty());

    till.window.touch("extras-save").await?;
    till.window.until_gone("extras-dialog").await?;
    till.window.until("basket", "a gift", PATIENCE).await?;
    till.window.until("basket-total", "40.00", PATIENCE).await?;
    till.close().await
}

#[tokio::test]
async fn the_till_locks_itself_but_never_in_the_middle_of_a_payment() -> Result<()> {
    let till = Till::stocked().await?;
    till.window.come_as_owner().await?;
    till.window.scan(MUG).await?;
    till.window.touch("pay").await?;
    till.window.touch("tender-wallet").await?;
    till.status("Waiting").await?;
    till.train("scan").await?;
    till.an_hour_passes().await?;
    // It is looked at every second, and the customer's scan is seen after two at the earliest.
    till.status("Scanned").await?;
    ensure!(
        !till.window.has("lock-screen").await?,
        "locked while a customer pays"
    );
    till.train("pay").await?;
    till.status("Paid").await?;
    till.window.touch("new-sale").await?;

    till.an_hour_passes().await?;
    till.window.find("lock-screen").await?;
    till.close().await
}

#[tokio::test]
async fn ten_scans_within_a_moment_are_ten_pieces() -> Result<()> {
    let till = Till::stocked().await?;
    till.window.come_as_owner().await?;
    let start = Instant::now();
    for _ in 0..10 {
        till.window.scan(KARAK).await?;
    }
    ensure!(
        start.elapsed() < Duration::from_secs(5),
        "the screen holds scans up"
    );
    till.window.until("basket-total", "50.00", PATIENCE).await?;
    till.window.until("basket-count", "10", PATIENCE).await?;
    till.close().await
}

impl Till {
    /// Nobody touches anything for an hour, as far as the page can tell.
    async fn an_hour_passes(&self) -> Result<()> {
        let script = "const now = Date.now.bind(Date); Date.now = () => now() + 3_600_000";
        self.window.run(script).await?;
        Ok(())
    }
}
