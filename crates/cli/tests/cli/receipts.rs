//! `fils receipt`: files and paper from the receipt that was issued.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fils_order::{Money, UtcMs};
use fils_printer::Status;
use fils_printer::fake::{FakePrinter, Paper};
use fils_store::prints::{self, PrintState};
use fils_store::receipts::{self, ReceiptKind, ReceiptRow};
use fils_store::{SaleRow, Store, StoreError, sales};
use serde_json::json;

use crate::rig::{Ended, Running, fils, run};

const NOW: UtcMs = UtcMs(1_795_250_100_000);

/// A home set up for training with a receipt and a sale that is not paid yet, and a folder for files.
fn shop(settings: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut init = fils(&home);
    init.args(["init", "--training", "--set", "merchant_name=Corner Shop"]);
    init.args(settings);
    run(init).exits(0);
    let body = json!({
        "kind": "sale", "number": "T1-000001", "at": NOW.0, "till": "T1", "cashier": "Amal",
        "shop": { "name": "Corner Shop", "name_ar": "دكان الزاوية", "trn": "100000000000003" },
        "lines": [{ "name": "Coffee", "name_ar": "قهوة", "quantity": 1000, "unit": "piece", "price": 1250,
                    "gross": 1250, "discount": 0, "total": 1250, "vat": { "class": "5", "amount": 60 } }],
        "subtotal": 1250, "total": 1250, "qr": "T1-000001",
        "vat": { "amount": 60, "by_class": [{ "class": "5", "total": 1250, "net": 1190, "vat": 60 }] },
        "payments": [{ "by": { "kind": "wallet", "order": "T1-20261121T040000-0000000001" }, "amount": 1250 }],
    });
    let amount = Money::from_fils(1250).unwrap();
    let mut store = Store::open(&home.join("fils.db")).unwrap();
    let issued = store.transact::<_, StoreError>(|tx| {
        for id in ["T1-S1", "T1-S2"] {
            sales::insert(
                tx,
                &SaleRow {
                    id: id.parse().unwrap(),
                    amount,
                    subject: "Coffee".to_owned(),
                    by: "Amal".to_owned(),
                    created_at: NOW,
                    business_day: "2026-11-21".to_owned(),
                    shift: None,
                    body: None,
                },
            )?;
        }
        receipts::insert(
            tx,
            &ReceiptRow {
                n: 1,
                number: "T1-000001".to_owned(),
                kind: ReceiptKind::Sale,
                sale: "T1-S1".parse().unwrap(),
                total: amount,
                vat: Money::from_fils(60).unwrap(),
                at: NOW,
                business_day: "2026-11-21".to_owned(),
                shift: None,
                by: "Amal".to_owned(),
                body: body.to_string(),
            },
        )
    });
    issued.unwrap();
    (dir, home)
}

fn receipt(home: &Path, args: &[&str]) -> Ended {
    let mut command = fils(home);
    command.args(["--json", "receipt"]).args(args);
    run(command)
}

fn states(home: &Path) -> Vec<(PrintState, bool)> {
    let reader = fils_store::Reader::open(&home.join("fils.db")).unwrap();
    let jobs = reader.look::<_, StoreError>(|conn| prints::of_receipt(conn, 1));
    let jobs = jobs.unwrap().into_iter();
    jobs.map(|job| (job.state, job.copy)).collect()
}

#[test]
fn a_receipt_becomes_files_of_every_kind() {
    let (dir, home) = shop(&[]);
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (pdf, png, escpos) = (file("r.pdf"), file("r.png"), file("r.bin"));
    let args = [
        "T1-S1", "--pdf", &pdf, "--png", &png, "--escpos", &escpos, "--width", "58",
    ];
    let ended = receipt(&home, &args).exits(0);
    assert_eq!(
        *ended.last(),
        json!({ "receipt": "T1-000001", "kind": "sale", "sale": "T1-S1", "total": "12.50", "vat": "0.60",
                "pdf": pdf, "png": png, "escpos": escpos })
    );
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    assert!(fs::read(&png).unwrap().starts_with(b"\x89PNG\r\n"));
    let paper = Paper::print(&fs::read(&escpos).unwrap(), 384);
    assert!(paper.height() > 300 && !paper.overrun && !paper.torn && paper.unknown.is_empty());
    assert_eq!((paper.cuts.len(), paper.kicks), (1, 0));
    assert!(states(&home).is_empty(), "a file is no print");

    // The same by the receipt's own number, on the paper that the till is set to.
    receipt(&home, &["T1-000001", "--escpos", &escpos]).exits(0);
    let paper = Paper::print(&fs::read(&escpos).unwrap(), 576);
    assert!(
        paper
            .rows()
            .iter()
            .any(|row| row[384 / 8..].iter().any(|byte| *byte != 0))
    );
}

#[test]
fn what_is_no_receipt_is_named() {
    let (dir, home) = shop(&[]);
    let file = dir.path().join("r.pdf");
    let pdf = file.to_str().unwrap();
    let unpaid = receipt(&home, &["T1-S2", "--pdf", pdf]).exits(2);
    assert_eq!(unpaid.last()["error"], "sale_not_complete");
    assert!(unpaid.err.contains("T1-S2 is not complete"), "{unpaid:?}");
    receipt(&home, &["T1-000009", "--pdf", pdf]).refused("no_such_receipt");
    receipt(&home, &["T1-S1"]).refused("usage");
    receipt(&home, &["T1-S1", "--pdf", pdf, "--width", "81"]).refused("setting_invalid");
    assert!(!file.exists());
    let nowhere = dir.path().join("nowhere").join("r.pdf");
    let args = ["T1-S1", "--pdf", nowhere.to_str().unwrap()];
    let said = receipt(&home, &args).refused("file_not_written");
    assert!(said.contains("nowhere"), "{said}");
    receipt(&home, &["T1-S1", "--print"]).refused("no_printer");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_prints_once_and_then_copies() {
    let printer = FakePrinter::start().unwrap();
    let (_dir, home) = shop(&["--set", &format!("printer={}", printer.connection())]);
    let print = || receipt(&home, &["T1-000001", "--print"]);
    let ended = print().exits(0);
    assert_eq!(ended.last()["printed"], true);
    print().exits(0);
    let jobs = printer.jobs();
    assert_eq!(jobs.len(), 2);
    let heights = [0, 1].map(|at: usize| jobs[at].paper(576).height());
    assert!(heights[1] > heights[0], "the second says that it is a copy");
    let done = PrintState::Printed;
    assert_eq!(states(&home), [(done, false), (done, true)]);

    printer.set_status(Status {
        paper_out: true,
        ..Status::default()
    });
    let refused = print().exits(2);
    assert_eq!(refused.last()["error"], "paper_out");
    assert_eq!(
        states(&home)[2],
        (PrintState::GivenUp, true),
        "it never comes out by surprise"
    );
    assert_eq!(printer.jobs().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_an_open_till_its_queue_prints() {
    let printer = FakePrinter::start().unwrap();
    let (_dir, home) = shop(&["--set", &format!("printer={}", printer.connection())]);
    let mut command = fils(&home);
    command.args(["--json", "charge", "1.00"]);
    let mut till = Running::start(command);
    till.state("awaiting_payment");
    let print = || receipt(&home, &["T1-000001", "--print"]);
    print().exits(0);
    assert_eq!(printer.jobs().len(), 1);

    printer.set_status(Status {
        cover_open: true,
        ..Status::default()
    });
    let waits = print().exits(3);
    assert_eq!(waits.last()["error"], "cover_open");
    assert!(waits.err.contains("waits in the print queue"), "{waits:?}");
    printer.set_status(Status::default());
    let come = tokio::time::timeout(Duration::from_mins(1), printer.jobs_once(2)).await;
    assert_eq!(come.unwrap().len(), 2);
}
