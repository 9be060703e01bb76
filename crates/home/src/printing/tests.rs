//! Papers against a printer on this machine that keeps what it printed.

mod shop;

use std::sync::atomic::Ordering;

use fils_printer::Status;
use fils_printer::fake::{FakePrinter, Mishap};
use fils_store::prints::{self, PrintState};

use super::*;
use shop::{
    ENOUGH, LONG, NOW, OUT_OF_PAPER, Shop, all_printed, cash, codes, jobs, once, setup, shows,
    wallet,
};

#[tokio::test(flavor = "multi_thread")]
async fn papers_come_out_in_their_order_as_they_were_issued() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let paid_cash = shop.issue(1, cash());
    let paid_by_wallet = shop.issue(2, wallet());
    let ids = [
        shop.queue(Some(1), false),
        shop.queue(Some(2), false),
        shop.queue(Some(1), true),
    ];
    let printing = shop.start(Some(&printer));
    let view = all_printed(&printing).await;
    assert!(view.set && view.fault.is_none());
    assert_eq!(view.connection, Some(printer.connection().to_string()));
    let jobs = jobs(&printer, 3).await;
    assert_eq!(shows(&jobs[0], &paid_cash), 1, "cash opens the drawer");
    assert_eq!(shows(&jobs[1], &paid_by_wallet), 0);
    assert_eq!(
        shows(&jobs[2], &paid_cash.as_copy()),
        0,
        "nobody takes money for a copy"
    );
    assert!(ids.iter().all(|id| shop.state(*id) == PrintState::Printed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_a_wallet_completed_opens_no_drawer() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let receipt = shop.issue(1, cash());
    let by_the_till = |tx: &fils_store::Books<'_>| prints::queue(tx, Some(1), false, "till", NOW);
    shop.store.transact::<_, StoreError>(by_the_till).unwrap();
    let _printing = shop.start(Some(&printer));
    assert_eq!(shows(&jobs(&printer, 1).await[0], &receipt), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_later_is_printed_at_a_nudge() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let receipt = shop.issue(1, cash());
    let mut printing = shop.start(Some(&printer));
    shop.queue(Some(1), false);
    assert!(printing.nudge().nudge());
    shows(&jobs(&printer, 1).await[0], &receipt);
    let nudge = printing.nudge();
    printing.stop().await;
    assert!(!nudge.nudge());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_queues_is_found() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    shop.pace.look = Duration::from_millis(5);
    let receipt = shop.issue(1, cash());
    let _printing = shop.start(Some(&printer));
    shop.queue(Some(1), false);
    shows(&jobs(&printer, 1).await[0], &receipt);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_out_of_paper_prints_once_after_it_is_refilled() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(OUT_OF_PAPER);
    let mut shop = Shop::new();
    shop.pace.first_pause = Duration::from_millis(5);
    shop.pace.longest_pause = Duration::from_millis(20);
    let receipt = shop.issue(1, cash());
    let id = shop.queue(Some(1), false);
    let printing = shop.start(Some(&printer));
    let view = once(&printing, |view| {
        view.queue.first().is_some_and(|job| job.tries > 2)
    })
    .await;
    assert_eq!(codes(&view), [Some("paper_out")]);
    let fault = view.fault.unwrap();
    assert!(
        fault
            .message
            .ends_with("is out of paper: put in a new roll."),
        "{}",
        fault.message
    );
    assert!(printer.jobs().is_empty());
    printer.set_status(Status::default());
    let view = all_printed(&printing).await;
    assert_eq!((view.fault, shop.state(id)), (None, PrintState::Printed));
    let jobs = printer.jobs();
    assert_eq!(jobs.len(), 1);
    shows(&jobs[0], &receipt);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_is_off_is_named_and_tried_at_once_when_asked() {
    let mut printer = FakePrinter::start().unwrap();
    printer.switch_off().await;
    let mut shop = Shop::new();
    shop.issue(1, cash());
    let id = shop.queue(Some(1), false);
    let printing = shop.start(Some(&printer));
    let view = once(&printing, |view| view.fault.is_some()).await;
    assert_eq!(
        view.fault.unwrap().message,
        format!(
            "The printer at {} is not reachable: check that it is on and on the network.",
            printer.connection()
        )
    );
    assert_eq!(view.queue[0].state, PrintStateCode::Waiting);
    assert_eq!(view.queue[0].receipt.as_deref(), Some("T1-000001"));
    printer.switch_on().await.unwrap();
    printing.print_again(id, "Amal").await.unwrap();
    all_printed(&printing).await;
    assert_eq!(printer.jobs().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_printed_in_part_waits_for_a_person_and_holds_up_nobody() {
    let printer = FakePrinter::start().unwrap();
    printer.mishap_after(900, Mishap::PaperOut);
    let mut shop = Shop::new();
    let (first, second) = (shop.issue(1, wallet()), shop.issue(2, wallet()));
    let (torn, next) = (shop.queue(Some(1), false), shop.queue(Some(2), false));
    let printing = shop.start(Some(&printer));
    let view = once(&printing, |view| {
        view.queue
            .iter()
            .any(|job| job.state == PrintStateCode::Uncertain)
    })
    .await;
    assert_eq!(view.queue[0].id, torn);
    let fault = view.queue[0].fault.clone().unwrap();
    assert_eq!(fault.code, "paper_out");
    assert!(
        fault.message.contains("look at the paper"),
        "{}",
        fault.message
    );

    printer.set_status(Status::default());
    printing.print_again(next, "Amal").await.unwrap();
    let view = once(&printing, |view| view.queue.len() == 1).await;
    assert_eq!(view.queue[0].id, torn);
    let papers = jobs(&printer, 2).await;
    assert!(!papers[0].whole);
    shows(&papers[1], &second);

    printing.print_again(torn, "Bilal").await.unwrap();
    all_printed(&printing).await;
    shows(&jobs(&printer, 3).await[2], &first);
    let (kind, by, params) = shop.told();
    assert_eq!((kind.as_str(), by.as_str()), ("print_again", "Bilal"));
    assert!(params.contains("T1-000001"), "{params}");
    let again = printing.print_again(torn, "Bilal").await.unwrap_err();
    assert_eq!(again.code(), "print_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_being_printed_when_the_program_ended_is_not_printed_again_unasked() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    shop.issue(1, cash());
    let second = shop.issue(2, wallet());
    let id = shop.queue(Some(1), false);
    shop.queue(Some(2), false);
    let (from, to) = (PrintState::Waiting, PrintState::Printing);
    let begun = shop
        .store
        .transact::<_, StoreError>(|tx| prints::advance(tx, id, from, to, None, NOW));
    assert!(begun.unwrap());
    let mut printing = shop.start(Some(&printer));
    let view = once(&printing, |view| view.queue.len() == 1).await;
    assert_eq!(codes(&view), [Some("interrupted")]);
    assert_eq!(view.queue[0].state, PrintStateCode::Uncertain);
    printing.give_up(id, "Bilal").await.unwrap();
    printing.stop().await;
    let papers = printer.jobs();
    assert_eq!(papers.len(), 1);
    shows(&papers[0], &second);
    assert_eq!(shop.state(id), PrintState::GivenUp);
    let (kind, by, _) = shop.told();
    assert_eq!((kind.as_str(), by.as_str()), ("print_given_up", "Bilal"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_closes_in_the_middle_leaves_the_print_to_a_person() {
    let printer = FakePrinter::start().unwrap();
    printer.mishap_after(900, Mishap::Stall);
    let mut shop = Shop::new();
    shop.pace.patience.write = LONG;
    shop.pace.patience.printed = LONG;
    shop.pace.ending = Duration::from_millis(50);
    shop.issue(1, cash());
    let id = shop.queue(Some(1), false);
    let mut printing = shop.start(Some(&printer));
    let view = once(&printing, |view| {
        view.queue[0].state == PrintStateCode::Printing
    })
    .await;
    assert_eq!(view.queue[0].tries, 1);
    let refused = printing.give_up(id, "Amal").await.unwrap_err();
    assert_eq!(refused.code(), "print_under_way");
    printing.stop().await;
    assert_eq!(shop.state(id), PrintState::Uncertain);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_read_holds_up_nobody() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    shop.issue_as(1, "{}");
    let good = shop.issue(2, wallet());
    let bad = shop.queue(Some(1), false);
    shop.queue(Some(2), false);
    let printing = shop.start(Some(&printer));
    let view = once(&printing, |view| view.queue.len() == 1).await;
    shows(&jobs(&printer, 1).await[0], &good);
    assert_eq!(codes(&view), [Some("receipt_unreadable")]);
    assert_eq!(shop.state(bad), PrintState::Waiting);
    let view = printing.give_up(bad, "Amal").await.unwrap();
    assert!(view.queue.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_printed_again_as_a_copy_only() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let receipt = shop.issue(1, cash());
    let printing = shop.start(Some(&printer));
    let unknown = printing.print("T1-000002", "Amal").await.unwrap_err();
    assert_eq!(unknown.code(), "no_such_receipt");

    printing.print("T1-000001", "Amal").await.unwrap();
    shows(&jobs(&printer, 1).await[0], &receipt);
    all_printed(&printing).await;
    assert_eq!(shop.told().0, "receipt_printed");

    printing.print(" T1-000001 ", "Bilal").await.unwrap();
    shows(&jobs(&printer, 2).await[1], &receipt.as_copy());
    all_printed(&printing).await;
    let (kind, by, params) = shop.told();
    assert_eq!((kind.as_str(), by.as_str()), ("receipt_reprinted", "Bilal"));
    assert!(params.contains("T1-S1"), "{params}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pressing_print_while_it_waits_prints_one_paper() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(OUT_OF_PAPER);
    let mut shop = Shop::new();
    let receipt = shop.issue(1, cash());
    let printing = shop.start(Some(&printer));
    let first = printing.print("T1-000001", "Amal").await.unwrap();
    once(&printing, |view| view.fault.is_some()).await;
    assert_eq!(printing.print("T1-000001", "Amal").await.unwrap(), first);
    printer.set_status(Status::default());
    assert_eq!(printing.print("T1-000001", "Amal").await.unwrap(), first);
    all_printed(&printing).await;
    let papers = printer.jobs();
    assert_eq!(papers.len(), 1);
    shows(&papers[0], &receipt);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_printer_what_is_queued_waits_for_one() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let receipt = shop.issue(1, wallet());
    shop.queue(Some(1), false);
    let printing = shop.start(None);
    let refused = printing.print("T1-000001", "Amal").await.unwrap_err();
    assert_eq!(refused.code(), "no_printer");
    assert_eq!(
        printing.test_print().await.unwrap_err().code(),
        "no_printer"
    );
    let view = printing.status();
    assert!(!view.set && view.fault.is_none() && view.queue.len() == 1);
    printing.set_up(setup(Some(&printer)));
    shows(&jobs(&printer, 1).await[0], &receipt);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_print_shows_that_it_prints_or_says_why_not() {
    let mut printer = FakePrinter::start().unwrap();
    let shop = Shop::new();
    let printing = shop.start(Some(&printer));
    printing.test_print().await.unwrap();
    let expected = super::sample::sample(&setup(Some(&printer)), NOW);
    assert_eq!(shows(&jobs(&printer, 1).await[0], &expected), 0);
    printer.switch_off().await;
    let refused = printing.test_print().await.unwrap_err();
    assert_eq!(refused.code(), "not_reachable");
    assert!(
        refused
            .to_string()
            .contains(&printer.connection().to_string())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_gone_when_the_printer_is_well_though_nothing_waits() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(OUT_OF_PAPER);
    let mut shop = Shop::new();
    shop.pace.first_pause = Duration::from_millis(5);
    shop.pace.longest_pause = Duration::from_millis(20);
    let printing = shop.start(Some(&printer));
    printing.test_print().await.unwrap_err();
    once(&printing, |view| view.fault.is_some()).await;
    printer.set_status(Status {
        paper_out: false,
        paper_near_end: true,
        ..OUT_OF_PAPER
    });
    let view = once(&printing, |view| view.fault.is_none()).await;
    assert_eq!(view.warning.unwrap().code, "paper_near_end");
    assert!(printer.jobs().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_drawer_opens_when_it_is_asked_for_and_not_long_after() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    let now = shop.queue(None, false);
    let printing = shop.start(Some(&printer));
    all_printed(&printing).await;
    assert_eq!(jobs(&printer, 1).await[0].paper(576).kicks, 1);
    assert_eq!(shop.state(now), PrintState::Printed);

    let receipt = shop.issue(1, cash());
    let (late, paper) = (shop.queue(None, false), shop.queue(Some(1), false));
    shop.clock.0.store(NOW.0 + 61_000, Ordering::SeqCst);
    printing.nudge().nudge();
    let papers = jobs(&printer, 2).await;
    assert_eq!(shows(&papers[1], &receipt), 0);
    all_printed(&printing).await;
    assert_eq!(shop.state(late), PrintState::GivenUp);
    assert_eq!(shop.state(paper), PrintState::Printed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_goes_on_while_the_printer_takes_its_time() {
    let printer = FakePrinter::start().unwrap();
    printer.mishap_after(900, Mishap::Stall);
    let mut shop = Shop::new();
    shop.pace.patience.write = LONG;
    shop.pace.patience.printed = LONG;
    shop.pace.ending = Duration::from_millis(10);
    shop.issue(1, cash());
    shop.queue(Some(1), false);
    let printing = shop.start(Some(&printer));
    once(&printing, |view| {
        view.queue[0].state == PrintStateCode::Printing
    })
    .await;
    shop.issue(2, wallet());
    let second = shop.queue(Some(2), false);
    let view = printing.give_up(second, "Amal").await.unwrap();
    assert_eq!(view.queue.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_as_the_till_closes_is_still_printed() {
    let printer = FakePrinter::start().unwrap();
    let mut shop = Shop::new();
    shop.pace.ending = ENOUGH;
    let receipts = [1, 2].map(|n| shop.issue(n, cash()));
    let mut printing = shop.start(Some(&printer));
    let ids = [1, 2].map(|n| shop.queue(Some(n), false));
    printing.stop().await;
    assert!(ids.iter().all(|id| shop.state(*id) == PrintState::Printed));
    for (job, receipt) in printer.jobs().iter().zip(&receipts) {
        shows(job, receipt);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_closes_without_a_printer_that_is_not_well() {
    let printer = FakePrinter::start().unwrap();
    printer.set_status(OUT_OF_PAPER);
    let mut shop = Shop::new();
    shop.pace.ending = LONG;
    shop.issue(1, cash());
    let id = shop.queue(Some(1), false);
    let mut printing = shop.start(Some(&printer));
    tokio::time::timeout(ENOUGH, printing.stop()).await.unwrap();
    assert_eq!(shop.state(id), PrintState::Waiting);
}
