//! The window's printer, from a sale for cash to the paper.

use fils_home::set_up_training;
use fils_order::Money;
use fils_printer::Status;
use fils_printer::fake::FakePrinter;
use fils_sale::{Edit, Item, Quantity, VatClass};

use super::*;
use crate::desk::tests::{Notebook, desk_choosing};

/// A till in training with that printer, and a receipt that was just issued.
async fn sold(printer: &FakePrinter) -> (tempfile::TempDir, Arc<Desk>, Notebook, String) {
    let dir = tempfile::tempdir().unwrap();
    let home = fils_home::Home::at(dir.path().join("home"));
    let place = printer.connection().to_string();
    set_up_training(&home, &[("printer".to_owned(), place)]).unwrap();
    let (desk, notebook) = desk_choosing(&dir, false, Some(dir.path().join("receipt")));
    let till = desk.till().await.unwrap();
    let price = Money::from_fils(1250).unwrap();
    let item = Item::amount("Coffee".to_owned(), price, VatClass::Standard);
    let quantity = Quantity::pieces(1).unwrap();
    till.counter
        .edit(Edit::Add { item, quantity }, "Amal")
        .unwrap();
    let sale = till.counter.start_sale("Amal").unwrap().sale;
    let given = Money::from_fils(2000).unwrap();
    let done = till
        .counter
        .take_cash(&sale.parse().unwrap(), given, "Amal")
        .await
        .unwrap();
    drop(till);
    (dir, desk, notebook, done.receipt.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_for_cash_is_printed_and_opens_the_drawer() {
    let printer = FakePrinter::start().unwrap();
    let (dir, desk, notebook, receipt) = sold(&printer).await;
    let first = printer.jobs_once(1).await;
    let paper = first[0].paper(576);
    assert_eq!((paper.kicks, paper.cuts.len()), (1, 1));
    assert!(paper.height() > 300);
    notebook.until("prints 0").await;

    desk.print_receipt(&Who::named("Amal"), &receipt)
        .await
        .unwrap();
    let second = printer.jobs_once(2).await;
    let copy = second[1].paper(576);
    assert!(copy.height() > paper.height(), "it says that it is a copy");
    assert_eq!(copy.kicks, 0);

    let narrow = desk
        .receipt_picture(receipt.clone(), PaperWidth::Mm58)
        .await
        .unwrap();
    assert_eq!(
        (narrow.number.as_str(), narrow.width),
        (receipt.as_str(), 464)
    );
    assert!(narrow.png.starts_with("data:image/png;base64,iVBOR"));
    let change = SettingChange {
        name: "trn".to_owned(),
        value: Some("100000000000003".to_owned()),
    };
    let plain = desk.receipt_sample(Vec::new(), PaperWidth::Mm80).await;
    let registered = desk.receipt_sample(vec![change], PaperWidth::Mm80).await;
    let grown = registered.unwrap().height - plain.unwrap().height;
    assert!(grown > 50, "a registered shop shows its number and the VAT");
    let saved = desk.save_receipt(receipt.clone()).await.unwrap().unwrap();
    assert_eq!(
        saved,
        dir.path()
            .join(format!("{receipt}.pdf"))
            .display()
            .to_string()
    );
    assert!(std::fs::read(saved).unwrap().starts_with(b"%PDF"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_without_paper_is_named_and_what_waits_can_be_given_up() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(Status {
        paper_out: true,
        ..Status::default()
    });
    let (_dir, desk, notebook, receipt) = sold(&printer).await;
    notebook.until("prints 1").await;
    let refused = desk.test_print().await.unwrap_err();
    assert_eq!(refused.code, "paper_out");
    let view = desk.printer().await.unwrap();
    assert_eq!(view.fault.unwrap().code, "paper_out");
    let waits = &view.queue[0];
    assert_eq!(waits.receipt.as_deref(), Some(receipt.as_str()));
    let who = Who::named("Amal");
    let view = desk.give_up_print(&who, waits.id).await.unwrap();
    assert!(view.queue.is_empty());
    let ended = desk.print_again(&who, waits.id).await.unwrap_err();
    assert_eq!(ended.code, "print_ended");
    assert!(printer.jobs().is_empty());
}
