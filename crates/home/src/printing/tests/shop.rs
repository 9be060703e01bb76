//! A shop's books with receipts in them, and what a printer has on its paper.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fils_order::{Money, SignedMoney, UtcMs};
use fils_paper::draw;
use fils_printer::Status;
use fils_printer::fake::{FakePrinter, Job};
use fils_sale::receipt::{Kind, PaidBy, Receipt, ReceiptPayment};
use fils_store::prints::{self, PrintState};
use fils_store::receipts::{self, ReceiptKind, ReceiptRow};
use fils_store::{SaleRow, sales};

use crate::printing::*;

pub(crate) const NOW: UtcMs = UtcMs(1_795_250_100_000);
pub(crate) const LONG: Duration = Duration::from_hours(1);
/// Longer than anything here may take.
pub(crate) const ENOUGH: Duration = Duration::from_secs(30);

/// A clock that stands until it is set.
#[derive(Clone)]
pub(crate) struct Standing(pub(crate) Arc<AtomicI64>);

impl Clock for Standing {
    fn now(&self) -> UtcMs {
        UtcMs(self.0.load(Ordering::SeqCst))
    }
}

/// A shop's books with some receipts in them.
pub(crate) struct Shop {
    dir: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) clock: Standing,
    pub(crate) pace: Pace,
}

pub(crate) fn wallet() -> PaidBy {
    PaidBy::Wallet {
        order: "T1-20261121T040000-0000000001".parse().unwrap(),
    }
}

pub(crate) fn cash() -> PaidBy {
    PaidBy::Cash {
        given: Money::from_fils(2000).unwrap(),
        change: Money::from_fils(750).unwrap(),
    }
}

pub(crate) fn receipt(n: i64, by: PaidBy) -> Receipt {
    let total = Money::from_fils(1250).unwrap();
    Receipt {
        kind: Kind::Sale,
        number: format!("T1-{n:06}"),
        payments: vec![ReceiptPayment { by, amount: total }],
        subtotal: total,
        total,
        rounding: SignedMoney(0),
        training: false,
        ..crate::printing::sample::sample(&setup(None), NOW)
    }
}

pub(crate) fn setup(printer: Option<&FakePrinter>) -> PrinterSetup {
    PrinterSetup {
        connection: printer.map(FakePrinter::connection),
        paper: Width::Mm80,
        shop: fils_sale::receipt::Shop {
            name: "Corner Shop".to_owned(),
            name_ar: Some("دكان الزاوية".to_owned()),
            ..fils_sale::receipt::Shop::default()
        },
        till: "T1".to_owned(),
    }
}

impl Shop {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("fils.db")).unwrap();
        let second = Duration::from_secs(1);
        Self {
            dir,
            store,
            clock: Standing(Arc::new(AtomicI64::new(NOW.0))),
            // Nothing is tried again or looked at by itself but in tests that ask for it.
            pace: Pace {
                first_pause: LONG,
                longest_pause: LONG,
                look: LONG,
                ending: second,
                patience: Patience {
                    write: second,
                    printed: second,
                    ..Patience::default()
                },
                ..Pace::default()
            },
        }
    }

    pub(crate) fn issue(&mut self, n: i64, by: PaidBy) -> Receipt {
        let receipt = receipt(n, by);
        self.issue_as(n, &serde_json::to_string(&receipt).unwrap());
        receipt
    }

    pub(crate) fn issue_as(&mut self, n: i64, body: &str) {
        let sale: fils_order::SaleId = format!("T1-S{n}").parse().unwrap();
        let (amount, by) = (Money::from_fils(1250).unwrap(), "Amal".to_owned());
        let day = "2026-11-21".to_owned();
        self.store
            .transact::<_, StoreError>(|tx| {
                sales::insert(
                    tx,
                    &SaleRow {
                        id: sale.clone(),
                        amount,
                        subject: "Coffee".to_owned(),
                        by: by.clone(),
                        created_at: NOW,
                        business_day: day.clone(),
                        shift: None,
                        body: Some("{}".to_owned()),
                    },
                )?;
                receipts::insert(
                    tx,
                    &ReceiptRow {
                        n,
                        number: format!("T1-{n:06}"),
                        kind: ReceiptKind::Sale,
                        sale: sale.clone(),
                        total: amount,
                        vat: Money::ZERO,
                        at: NOW,
                        business_day: day,
                        shift: None,
                        by,
                        body: body.to_owned(),
                    },
                )
            })
            .unwrap();
    }

    pub(crate) fn queue(&mut self, receipt: Option<i64>, copy: bool) -> i64 {
        let queued = self
            .store
            .transact::<_, StoreError>(|tx| prints::queue(tx, receipt, copy, "Amal", NOW));
        queued.unwrap()
    }

    pub(crate) fn start(&self, printer: Option<&FakePrinter>) -> Printing {
        let database = self.dir.path().join("fils.db");
        Printing::start(&database, setup(printer), self.clock.clone(), self.pace).unwrap()
    }

    pub(crate) fn state(&self, id: i64) -> PrintState {
        let reader = self.store.reader().unwrap();
        let job = reader.look::<_, StoreError>(|conn| prints::by_id(conn, id));
        job.unwrap().unwrap().state
    }

    /// What the journal says last, and who did it.
    pub(crate) fn told(&self) -> (String, String, String) {
        let entry = self.store.reader().unwrap().latest_entries(1).unwrap();
        let entry = entry.into_iter().next().unwrap().entry;
        (entry.kind, entry.by, entry.params)
    }
}

/// The queue once it is as wanted.
pub(crate) async fn once(
    printing: &Printing,
    wanted: impl Fn(&PrinterView) -> bool,
) -> PrinterView {
    let mut view = printing.subscribe();
    let seen = tokio::time::timeout(ENOUGH, view.wait_for(|view| wanted(view))).await;
    match seen {
        Ok(Ok(view)) => view.clone(),
        Ok(Err(_)) | Err(_) => panic!("it never came so: {:?}", printing.status()),
    }
}

pub(crate) async fn all_printed(printing: &Printing) -> PrinterView {
    once(printing, |view| view.queue.is_empty()).await
}

pub(crate) async fn jobs(printer: &FakePrinter, count: usize) -> Vec<Job> {
    tokio::time::timeout(ENOUGH, printer.jobs_once(count))
        .await
        .unwrap_or_else(|_| panic!("only {} jobs came", printer.jobs().len()))
}

/// Asserts that this is on the paper, dot for dot; answers how often the drawer was opened.
#[track_caller]
pub(crate) fn shows(job: &Job, receipt: &Receipt) -> usize {
    let paper = job.paper(576);
    let bitmap = draw(receipt, Width::Mm80).unwrap().raster().unwrap();
    let rows: Vec<u8> = paper.rows().concat();
    assert!(job.whole && !paper.torn && !paper.overrun && paper.unknown.is_empty());
    assert_eq!(paper.height(), bitmap.height());
    assert!(
        rows == bitmap.bytes(),
        "another picture than {}",
        receipt.number
    );
    assert_eq!(paper.cuts.len(), 1);
    paper.kicks
}

pub(crate) fn codes(view: &PrinterView) -> Vec<Option<&str>> {
    view.queue
        .iter()
        .map(|job| job.fault.as_ref().map(|fault| fault.code.as_str()))
        .collect()
}

pub(crate) const OUT_OF_PAPER: Status = Status {
    offline: false,
    cover_open: false,
    paper_out: true,
    paper_near_end: false,
    cutter: false,
    broken: false,
    recovering: false,
};
