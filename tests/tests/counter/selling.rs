//! From the first item to the receipt.

use fils_checkout::view::StateView;
use fils_counter::view::{ProofCode, SaleStatus};
use fils_counter::{CashMoved, Charge, CounterError};
use fils_order::{SaleId, UtcMs};
use fils_sale::shift::{Count, Denomination};
use fils_sale::tender::CashRounding;
use fils_sale::{Discount, Edit, LineId};
use fils_store::{SaleRow, Store, StoreError, sales};
use payby_sandbox::CustomerAction;

use super::{
    AMAL, BADR, add, aed, content, number, pay_by_wallet, ring_up, sale_of, until, waiting, world,
};
use crate::scenarios::{Setup, World};

#[tokio::test(start_paused = true)]
async fn a_half_filled_basket_is_there_after_a_crash_with_all_that_can_be_undone() {
    let mut world = world();
    world.counter().edit(add("A", "2.50", 2), AMAL).unwrap();
    let before = world.counter().edit(add("B", "10.00", 1), AMAL).unwrap();
    world.restart().await;
    let after = world.counter().basket().unwrap();
    assert_eq!(after, before);
    assert_eq!((after.total.text.as_str(), after.count), ("15.00", 3));
    let undone = world.counter().undo().unwrap();
    assert_eq!(undone.total.text, "5.00");
    assert_eq!(world.counter().undo().unwrap().total.text, "0.00");
    let error = world.counter().undo().unwrap_err();
    assert_eq!(error.code(), "nothing_to_undo");
}

#[tokio::test(start_paused = true)]
async fn a_basket_is_parked_under_a_name_and_taken_up_while_another_one_is_at_hand() {
    let world = world();
    let counter = world.counter();
    let first = counter.edit(add("A", "2.50", 2), AMAL).unwrap();
    counter.park(Some(" blue shirt "), AMAL).unwrap();
    assert!(counter.basket().unwrap().lines.is_empty());
    counter.edit(add("B", "10.00", 1), BADR).unwrap();
    let parked = counter.parked().unwrap();
    assert_eq!(parked[0].name.as_deref(), Some("blue shirt"));
    let sale = parked[0].sale.parse().unwrap();
    let again = counter.take_up(&sale, BADR).unwrap();
    assert_eq!((again.sale, again.total), (first.sale, first.total));
    let parked = counter.parked().unwrap();
    assert_eq!((parked.len(), parked[0].first.as_str()), (1, "Product B"));
    assert_eq!(
        counter.take_up(&sale, BADR).unwrap_err().code(),
        "not_parked"
    );
}

#[tokio::test(start_paused = true)]
async fn cash_with_change_completes_a_sale_and_issues_its_receipt() {
    let world = world();
    let counter = world.counter();
    counter.open_shift(aed("200"), AMAL).unwrap();
    counter.edit(add("A", "10.50", 2), AMAL).unwrap();
    counter
        .edit(
            Edit::DiscountSale {
                discount: Some(Discount::Percent(1000)),
            },
            AMAL,
        )
        .unwrap();
    let sale = counter.start_sale(AMAL).unwrap();
    assert_eq!(
        (sale.total.text.as_str(), sale.vat.text.as_str()),
        ("18.90", "0.90")
    );
    assert_eq!(sale.status, SaleStatus::Open);
    let sale = counter
        .take_cash(&sale_of(&sale), aed("20"), AMAL)
        .await
        .unwrap();
    assert!(sale.complete);
    assert_eq!(sale.change.text, "1.10");
    assert_eq!(sale.receipt.as_deref(), Some("T1-000001"));
    let shift = counter.shift().unwrap().unwrap();
    assert_eq!(shift.expected_text, "218.90");
    let error = counter
        .take_cash(&sale_of(&sale), aed("20"), AMAL)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "sale_complete");
    let things = counter.open_things().unwrap();
    assert_eq!((things.sales.len(), things.prints), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn cash_is_rounded_only_where_the_shop_wants_it() {
    let world = World::new(Setup {
        rounding: CashRounding::Nearest25InCustomersFavour,
        ..Setup::default()
    });
    let counter = world.counter();
    let sale = ring_up(&counter, "10.10");
    let view = counter.sale(&sale).unwrap();
    assert_eq!(view.cash_due.text, "10.00");
    let view = counter.take_cash(&sale, aed("10"), AMAL).await.unwrap();
    assert!(view.complete);
    assert_eq!(view.payments[0].rounding_fils, -10);
    assert_eq!(counter.shift().unwrap().unwrap().expected_fils, 1000);
}

#[tokio::test(start_paused = true)]
async fn a_wallet_pays_what_cash_left_and_the_order_says_what_was_sold() {
    let world = world();
    let counter = world.counter();
    counter.edit(add("A", "10.50", 2), AMAL).unwrap();
    counter.edit(add("B", "4.00", 1), AMAL).unwrap();
    let sale = sale_of(&counter.start_sale(AMAL).unwrap());
    let part = counter.take_cash(&sale, aed("5"), AMAL).await.unwrap();
    assert_eq!(
        (part.status, part.due.text.as_str()),
        (SaleStatus::PartlyPaid, "20.00")
    );
    assert!(!part.complete);
    let order = pay_by_wallet(&world, &sale, None).await;
    let view = until(&world, &sale, |view| view.complete).await;
    assert_eq!(view.status, SaleStatus::Paid);
    let order = world.view(&order).await;
    assert_eq!(
        (order.amount.text.as_str(), order.subject.as_str()),
        ("20.00", "Product A + 1 more")
    );
    let body = content(&world, &number(&order));
    assert!(
        body.contains("Product A + 1 more") && body.contains("Amal"),
        "{body}"
    );
    assert!(
        !body.contains("vatAmount"),
        "the order pays a part only: {body}"
    );
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_tip_goes_to_payby_and_pays_nothing_of_the_sale() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let charge = Charge {
        tip: Some(aed("2")),
        ..Charge::default()
    };
    let order = counter.charge(&sale, charge, AMAL).await.unwrap();
    assert_eq!(order.amount.text, "12.50");
    let order = number(&order);
    world
        .until_state(&order, 5.0, StateView::AwaitingPayment)
        .await;
    world.customer(&order, CustomerAction::Pay);
    let view = until(&world, &sale, |view| view.complete).await;
    assert_eq!(
        (view.paid.text.as_str(), view.over.text.as_str()),
        ("10.50", "0.00")
    );
    assert_eq!(view.payments[0].tip.text, "2.00");
    let body = content(&world, &order);
    assert!(
        body.contains("tipAmount") && body.contains("vatAmount"),
        "{body}"
    );
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn what_payby_proves_while_the_till_is_off_gets_its_receipt_at_the_next_start() {
    let mut world = world();
    let sale = ring_up(&world.counter(), "10.50");
    let order = waiting(&world, &sale, Charge::default()).await;
    world.crash().await;
    world.customer(&order, CustomerAction::Pay);
    world.start();
    let view = until(&world, &sale, |view| view.complete).await;
    assert_eq!(view.receipt.as_deref(), Some("T1-000001"));
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_failed_wallet_leaves_the_sale_open_and_cash_can_finish_it() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = waiting(&world, &sale, Charge::default()).await;
    world.customer(&order, CustomerAction::Decline);
    world.until_state(&order, 10.0, StateView::Closed).await;
    let view = counter.sale(&sale).unwrap();
    assert_eq!(
        (view.status, view.payments[0].proof),
        (SaleStatus::Open, ProofCode::NotPaid)
    );
    let again = counter
        .charge_again(order, Charge::default(), AMAL)
        .await
        .unwrap();
    assert_eq!(again.amount.text, "10.50");
    world.cancel(&number(&again)).await.unwrap();
    let view = counter.take_cash(&sale, aed("20"), AMAL).await.unwrap();
    assert!(view.complete);
    world
        .until_state(&number(&again), 30.0, StateView::Closed)
        .await;
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn cash_cancels_a_waiting_wallet_and_is_never_taken_for_what_the_wallet_has_paid() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = waiting(&world, &sale, Charge::default()).await;
    let view = counter.take_cash(&sale, aed("10.50"), AMAL).await.unwrap();
    assert!(view.complete);
    assert_eq!(view.payments[1].proof, ProofCode::UnderWay);
    let state = world.state(&order).await;
    assert!(
        matches!(state, StateView::Closing | StateView::Closed),
        "{state:?}"
    );
    world.until_state(&order, 30.0, StateView::Closed).await;

    let paid = ring_up(&counter, "7.00");
    pay_by_wallet(&world, &paid, None).await;
    let error = counter.take_cash(&paid, aed("7"), AMAL).await.unwrap_err();
    assert!(
        ["sale_complete", "nothing_due"].contains(&error.code()),
        "{error}"
    );
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn an_old_qr_that_is_paid_after_cash_is_minded_until_the_money_went_back() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = waiting(&world, &sale, Charge::default()).await;
    world.customer(&order, CustomerAction::Pay);
    // The customer was faster than the question: the till has not heard of it when the cash is there.
    let view = counter.take_cash(&sale, aed("10.50"), AMAL).await;
    let view = match view {
        Ok(view) => view,
        Err(error) => panic!("{error}"),
    };
    assert!(view.complete);
    world.until_state(&order, 30.0, StateView::Paid).await;
    let view = until(&world, &sale, |view| view.over.fils > 0).await;
    assert_eq!(
        (view.over.text.as_str(), view.status),
        ("10.50", SaleStatus::Overpaid)
    );
    assert_eq!(counter.overpaid_sales().unwrap().len(), 1);
    assert_eq!(counter.open_things().unwrap().overpaid.len(), 1);
    world.refund(&order, 1050).await.unwrap();
    let view = until(&world, &sale, |view| view.over.fils == 0).await;
    assert_eq!(view.returned.text, "0.00", "too much is no return");
    assert!(counter.overpaid_sales().unwrap().is_empty());
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_sale_goes_back_to_the_basket_only_when_nothing_is_paid_and_nothing_can_be() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = counter
        .charge(&sale, Charge::default(), AMAL)
        .await
        .unwrap();
    let order = number(&order);
    let error = counter.back_to_basket(&sale, AMAL).unwrap_err();
    assert_eq!(error.code(), "wallet_open");
    world.cancel(&order).await.unwrap();
    world.until_state(&order, 30.0, StateView::Closed).await;
    counter.take_cash(&sale, aed("5"), AMAL).await.unwrap();
    let error = counter.void(&sale, "changed mind", None, AMAL).unwrap_err();
    assert_eq!(error.code(), "sale_paid");
    let back = counter.give_cash_back(&sale, Some(BADR), AMAL).unwrap();
    assert_eq!(back.due.text, "10.50");
    let basket = counter.back_to_basket(&sale, AMAL).unwrap();
    assert_eq!(basket.total.text, "10.50");
    assert_ne!(basket.sale.as_deref(), Some(sale.as_str()));
    assert!(counter.sale(&sale).unwrap().void);
    let error = counter
        .charge(&sale, Charge::default(), AMAL)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "sale_void");
    assert_eq!(counter.shift().unwrap().unwrap().expected_fils, 0);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_wallet_is_never_asked_for_more_than_is_due() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    counter.take_cash(&sale, aed("10"), AMAL).await.unwrap();
    let charge = Charge {
        amount: Some(aed("1")),
        ..Charge::default()
    };
    let error = counter.charge(&sale, charge, AMAL).await.unwrap_err();
    assert_eq!(error.code(), "more_than_due");
    let first = counter
        .charge(&sale, Charge::default(), AMAL)
        .await
        .unwrap();
    assert_eq!(first.amount.text, "0.50");
    let error = counter
        .charge(&sale, Charge::default(), AMAL)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "sale_held");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn receipt_numbers_go_on_after_old_books_were_put_back() {
    let mut world = world();
    for expected in ["T1-000001", "T1-000002"] {
        let sale = ring_up(&world.counter(), "1.00");
        let view = world
            .counter()
            .take_cash(&sale, aed("1"), AMAL)
            .await
            .unwrap();
        assert_eq!(view.receipt.as_deref(), Some(expected));
    }
    world.crash().await;
    for ending in ["", "-wal", "-shm"] {
        let mut name = world.path().into_os_string();
        name.push(ending);
        if let Err(error) = std::fs::remove_file(name) {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        }
    }
    drop(Store::open(&world.path()).unwrap());
    world.start();
    let sale = ring_up(&world.counter(), "1.00");
    let view = world
        .counter()
        .take_cash(&sale, aed("1"), AMAL)
        .await
        .unwrap();
    assert_eq!(view.receipt.as_deref(), Some("T1-000003"));
}

#[tokio::test(start_paused = true)]
async fn a_shift_counts_what_moved_and_names_what_is_open() {
    let world = world();
    let counter = world.counter();
    assert!(counter.shift().unwrap().is_none());
    counter.open_shift(aed("100"), AMAL).unwrap();
    assert_eq!(
        counter.open_shift(aed("1"), AMAL).unwrap_err().code(),
        "shift_open"
    );
    counter
        .move_cash(CashMoved::In, aed("50"), "change from the bank", None, AMAL)
        .unwrap();
    counter
        .move_cash(CashMoved::Out, aed("12.25"), "water", Some(BADR), AMAL)
        .unwrap();
    counter
        .move_cash(CashMoved::Drop, aed("80"), "safe", None, AMAL)
        .unwrap();
    let error = counter
        .move_cash(CashMoved::Drop, aed("1"), " ", None, AMAL)
        .unwrap_err();
    assert_eq!(error.code(), "reason_missing");
    let open = ring_up(&counter, "3.00");
    counter.edit(add("B", "1.00", 1), AMAL).unwrap();
    counter.park(None, AMAL).unwrap();
    let things = counter.open_things().unwrap();
    assert_eq!((things.sales, things.parked), (vec![open], 1));
    let mut count = Count::default();
    count.pieces.insert(Denomination::Note50, 1);
    count.pieces.insert(Denomination::Note5, 1);
    count.loose = aed("2.50");
    let closed = counter
        .close_shift(&count, Some("one note is torn"), BADR)
        .unwrap();
    assert_eq!(closed.expected_text, "57.75");
    assert_eq!(closed.difference_text.as_deref(), Some("0.25"));
    assert!(matches!(
        counter.close_shift(&count, None, BADR),
        Err(CounterError::NoShift)
    ));
    assert_eq!(counter.shifts(5).unwrap(), vec![closed]);
    world.reader().check().unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_amount_alone_is_a_sale_with_a_receipt_too() {
    let world = world();
    let counter = world.counter();
    counter.edit(add("B", "1.00", 1), AMAL).unwrap();
    let order = counter
        .charge_amount(aed("12.50"), Some("Coffee"), Charge::default(), AMAL)
        .await
        .unwrap();
    assert_eq!(order.subject, "Coffee");
    let plain = counter
        .charge_amount(aed("1"), None, Charge::default(), AMAL)
        .await
        .unwrap();
    assert!(plain.subject.starts_with("Sale "), "{}", plain.subject);
    let order = number(&order);
    world
        .until_state(&order, 5.0, StateView::AwaitingPayment)
        .await;
    world.customer(&order, CustomerAction::Pay);
    let sale = world.view(&order).await.sale.parse().unwrap();
    let view = until(&world, &sale, |view| view.complete).await;
    assert_eq!(
        (view.vat.text.as_str(), view.lines[0].name.as_str()),
        ("0.60", "Coffee")
    );
    assert_eq!(counter.basket().unwrap().count, 1, "what is at hand stays");
    assert_eq!(counter.basket().unwrap().lines[0].line, LineId(0).0);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn one_sale_that_cannot_be_read_does_not_keep_the_shop_from_selling() {
    let mut world = world();
    let damaged: SaleId = "T1-S1".parse().unwrap();
    world.crash().await;
    let mut store = Store::open(&world.path()).unwrap();
    store
        .transact::<_, StoreError>(|tx| {
            sales::insert(
                tx,
                &SaleRow {
                    id: damaged.clone(),
                    amount: aed("1"),
                    subject: "Damaged".to_owned(),
                    by: AMAL.to_owned(),
                    created_at: UtcMs(1),
                    business_day: "2026-11-21".to_owned(),
                    shift: None,
                    body: Some("{}".to_owned()),
                },
            )
        })
        .unwrap();
    drop(store);
    world.start();
    let sale = ring_up(&world.counter(), "2.00");
    let view = world
        .counter()
        .take_cash(&sale, aed("2"), AMAL)
        .await
        .unwrap();
    assert!(view.complete);
    assert_eq!(
        world.counter().sale(&damaged).unwrap_err().code(),
        "db_record"
    );
}
