//! A whole shift, from the first owner to the count that fits, in both languages.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fils_home::Home;
use fils_store::receipts::{ReceiptKind, ReceiptQuery};
use fils_store::{Reader, StoreError, cash, receipts, shifts};
use fils_tests::PATIENCE;
use serde_json::json;

use super::{SOON, Till};

const KARAK: &str = "6291003000010";
const WATER: &str = "6291003000027";
const DATES: &str = "6291003000034";
const MUG: &str = "6291003000041";

/// What the screens say, where it is more than an amount.
struct Words {
    code: &'static str,
    direction: &'static str,
    tea: &'static str,
    waiting: &'static str,
    paid: &'static str,
    handed_back: &'static str,
    in_wallet: &'static str,
    exact: &'static str,
    closed: &'static str,
}

const ENGLISH: Words = Words {
    code: "en",
    direction: "ltr",
    tea: "Karak tea",
    waiting: "Waiting for the customer",
    paid: "Paid",
    handed_back: "Handed back in cash",
    in_wallet: "Back in the customer’s wallet",
    exact: "Exactly right",
    closed: "The shift is closed",
};

const ARABIC: Words = Words {
    code: "ar",
    direction: "rtl",
    tea: "شاي كرك",
    waiting: "بانتظار العميل",
    paid: "تم الدفع",
    handed_back: "أُعيد نقدًا",
    in_wallet: "عاد إلى محفظة العميل",
    exact: "مطابق تمامًا",
    closed: "أُغلقت الوردية",
};

#[tokio::test]
async fn a_whole_shift_in_english_accounts_for_every_fils() -> Result<()> {
    a_whole_shift(&ENGLISH).await
}

#[tokio::test]
async fn a_whole_shift_in_arabic_accounts_for_every_fils() -> Result<()> {
    a_whole_shift(&ARABIC).await
}

async fn a_whole_shift(words: &Words) -> Result<()> {
    let till = Till::stocked().await?;
    till.window.find("first-owner").await?;
    if words.code != "en" {
        till.window.touch("switch-language").await?;
    }
    till.speaks(words).await?;
    till.window.come_as_owner().await?;

    till.opens_a_shift("200").await?;
    till.fills_a_basket_and_parks_it(words).await?;
    till.sells_a_mug_for_cash(words).await?;
    till.takes_up_what_is_parked(words).await?;
    till.is_paid_in_cash_after_a_refusal(words).await?;
    till.takes_a_tea_back("6.00", "5.00", words.handed_back)
        .await?;
    till.takes_a_tea_back("31.05", "4.50", words.in_wallet)
        .await?;
    till.closes_the_shift(words).await?;
    till.speaks(words).await?;

    let home = Home::at(till.home.home());
    let Till {
        window,
        home: folder,
        turn,
    } = till;
    window.close().await?;
    every_fils_is_in_the_books(&home)?;
    let paper = home.dir().join("receipt.pdf");
    folder.fils(&["receipt", "T1-000002", "--pdf", &paper.to_string_lossy()])?;
    ensure!(std::fs::read(&paper)?.starts_with(b"%PDF"), "no document");
    drop(turn);
    Ok(())
}

/// 200 to begin with, a mug of 35, a tea and a water of 6, less the tea of 5 that came back in cash.
const EXPECTED: i64 = 23_600;

fn every_fils_is_in_the_books(home: &Home) -> Result<()> {
    let reader = Reader::open(&home.database())?;
    reader.check()?;
    let papers = reader.look(|conn| {
        let query = ReceiptQuery {
            limit: 100,
            ..ReceiptQuery::default()
        };
        receipts::find(conn, &query)
    })?;
    let mut papers: Vec<_> = papers
        .iter()
        .map(|paper| (paper.n, paper.kind, paper.total.fils(), paper.vat.fils()))
        .collect();
    papers.sort_by_key(|&(n, ..)| n);
    // VAT is 5/105 of what was paid for taxed goods; water is zero-rated.
    let wanted = [
        (1, ReceiptKind::Sale, 3500, 167),
        (2, ReceiptKind::Sale, 3105, 148),
        (3, ReceiptKind::Sale, 600, 24),
        (4, ReceiptKind::Refund, 500, 24),
        (5, ReceiptKind::Refund, 450, 21),
    ];
    ensure!(papers == wanted, "the papers are {papers:?}");

    let (shift, moved) = reader.look::<_, StoreError>(|conn| {
        let all = shifts::latest(conn, 10)?;
        let moved = match all.first() {
            Some(shift) => cash::of_shift(conn, shift.id)?,
            None => Vec::new(),
        };
        Ok((all, moved))
    })?;
    ensure!(shift.len() == 1, "{} shifts", shift.len());
    let closed = shift[0].closed.as_ref().context("the shift is open")?;
    ensure!(
        (closed.expected.0, closed.counted.fils()) == (EXPECTED, EXPECTED),
        "expected {:?}, counted {:?}",
        closed.expected,
        closed.counted
    );
    let moved: Vec<_> = moved
        .iter()
        .map(|row| (row.cash.kind.as_str(), row.cash.amount.fils()))
        .collect();
    ensure!(
        moved
            == [
                ("float", 20_000),
                ("sale", 3500),
                ("sale", 600),
                ("refund", 500)
            ],
        "the drawer's rows are {moved:?}"
    );
    Ok(())
}

impl Till {
    /// The whole page is in this language, and turned its way.
    async fn speaks(&self, words: &Words) -> Result<()> {
        let root = "const root = document.documentElement; return [root.lang, root.dir, getComputedStyle(document.body).direction]";
        let said = self.window.run(root).await?;
        ensure!(
            said == json!([words.code, words.direction, words.direction]),
            "the page is {said}"
        );
        Ok(())
    }

    async fn opens_a_shift(&self, float: &str) -> Result<()> {
        self.window.touch("nav-shift").await?;
        self.window.find("float").await?.send_keys(float).await?;
        self.window
            .until("open-shift-confirm", "200.00", PATIENCE)
            .await?;
        self.window.touch("open-shift-confirm").await?;
        self.window.until("expected", "200.00", PATIENCE).await?;
        self.window.touch("nav-till").await
    }

    /// Scans a code and waits until the basket comes to `total`.
    async fn scans(&self, code: &str, total: &str) -> Result<()> {
        self.window.scan(code).await?;
        self.window.until("basket-total", total, PATIENCE).await
    }

    async fn fills_a_basket_and_parks_it(&self, words: &Words) -> Result<()> {
        self.scans(KARAK, "5.00").await?;
        self.scans(KARAK, "10.00").await?;
        self.scans(DATES, "34.50").await?;
        self.window
            .until("basket-lines", words.tea, PATIENCE)
            .await?;
        self.window.touch("open-extras").await?;
        self.window.touch("sale-key-1").await?;
        self.window.touch("sale-key-0").await?;
        self.window.touch("extras-save").await?;
        self.window.until("basket-total", "31.05", PATIENCE).await?;
        self.window.until("basket-vat", "1.48", PATIENCE).await?;

        self.window.touch("open-park").await?;
        self.window
            .find("park-name")
            .await?
            .send_keys("blue shirt")
            .await?;
        self.window.touch("park-go").await?;
        self.window.until("parked-count", "1", PATIENCE).await?;
        self.window.until_gone("basket-lines").await
    }

    async fn sells_a_mug_for_cash(&self, words: &Words) -> Result<()> {
        self.scans(MUG, "35.00").await?;
        self.window.touch("pay").await?;
        self.window.until("due-amount", "35.00", PATIENCE).await?;
        self.window.touch("pay-key-5").await?;
        self.window.touch("pay-key-0").await?;
        self.window.until("tender-cash", "15.00", PATIENCE).await?;
        self.window.touch("tender-cash").await?;
        self.is_complete(words, "T1-000001").await?;
        self.window
            .until("change-amount", "15.00", PATIENCE)
            .await?;
        self.window.touch("new-sale").await
    }

    async fn takes_up_what_is_parked(&self, words: &Words) -> Result<()> {
        self.window.touch("open-parked").await?;
        self.window
            .until("parked-dialog", "blue shirt", PATIENCE)
            .await?;
        let sale = self.window.first_of("take-up-").await?;
        self.window.touch(&format!("take-up-{sale}")).await?;
        self.window.until("basket-total", "31.05", PATIENCE).await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.status(words.waiting).await?;
        self.window
            .until("payment-amount", "31.05", PATIENCE)
            .await?;
        self.train("scan").await?;
        self.train("pay").await?;
        self.is_complete(words, "T1-000002").await?;
        self.window.touch("new-sale").await
    }

    async fn is_paid_in_cash_after_a_refusal(&self, words: &Words) -> Result<()> {
        self.scans(KARAK, "5.00").await?;
        self.scans(WATER, "6.00").await?;
        self.window.touch("pay").await?;
        self.window.touch("tender-wallet").await?;
        self.status(words.waiting).await?;
        self.train("decline").await?;
        self.window.until_gone("qr").await?;
        // The sale is as it was: nothing is paid, and it can be paid another way.
        self.window.until("due-amount", "6.00", SOON).await?;
        self.window.until_gone("wallet-held").await?;
        self.window.touch("tender-cash").await?;
        self.is_complete(words, "T1-000003").await?;
        ensure!(
            !self.window.has("change-amount").await?,
            "exactly 6.00 leaves no change"
        );
        self.window.touch("new-sale").await
    }

    /// The sale in front is paid in full, and has this receipt.
    async fn is_complete(&self, words: &Words, receipt: &str) -> Result<()> {
        self.status(words.paid).await?;
        self.window.until("receipt-number", receipt, PATIENCE).await
    }

    /// One tea of the sale of this total comes back, and its price with it.
    async fn takes_a_tea_back(&self, total: &str, price: &str, state: &str) -> Result<()> {
        self.window.touch("nav-receipts").await?;
        let search = self.window.find("receipts-search").await?;
        search.clear().await?;
        search.send_keys(total).await?;
        // The list has come when nothing else is in it.
        self.only_receipt_is(total).await?;
        let receipt = self.window.first_of("receipt-T").await?;
        self.window.touch(&format!("receipt-T{receipt}")).await?;
        self.window.touch("give-back").await?;
        let line = self.window.first_of("give-all-").await?;
        self.window.touch(&format!("give-line-{line}-more")).await?;
        self.window.until("give-preview", price, PATIENCE).await?;
        // What a wallet paid goes back to it, which is offered first.
        let way = self.window.first_of("way-").await?;
        self.window.touch(&format!("way-{way}")).await?;
        self.window
            .find("give-reason")
            .await?
            .send_keys("cold")
            .await?;
        self.window.touch("give-confirm").await?;
        self.window.until_gone("give-back-dialog").await?;
        self.window.until("return-0", state, SOON).await?;
        self.window.until("return-0", price, PATIENCE).await?;
        self.window.find("paper-picture").await?;
        Ok(())
    }

    async fn only_receipt_is(&self, total: &str) -> Result<()> {
        let script = "const rows = [...document.querySelectorAll('[data-testid^=receipt-T]')]; \
             return rows.map((row) => row.innerText)";
        let since = Instant::now();
        loop {
            let rows: Vec<String> = serde_json::from_value(self.window.run(script).await?)?;
            if let [row] = rows.as_slice()
                && row.contains(total)
            {
                return Ok(());
            }
            ensure!(
                since.elapsed() < PATIENCE,
                "the receipts found are {rows:?}"
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    async fn closes_the_shift(&self, words: &Words) -> Result<()> {
        self.window.touch("nav-shift").await?;
        self.window.until("expected", "236.00", PATIENCE).await?;
        self.window.touch("close-shift-begin").await?;
        self.window.find("open-things").await?;
        if self.window.has("things-seen").await? {
            self.window.touch("things-seen").await?;
        }
        self.window.touch("to-count").await?;
        for fils in [20_000, 2000, 1000, 500, 100] {
            let field = format!("pieces-{fils}");
            self.window.find(&field).await?.send_keys("1").await?;
        }
        self.window.until("count-total", "236.00", PATIENCE).await?;
        self.window.touch("to-compare").await?;
        self.window
            .until("difference", words.exact, PATIENCE)
            .await?;
        self.window.touch("close-confirm").await?;
        self.window
            .until("shift-closed", words.closed, PATIENCE)
            .await
    }
}
