//! Giving money back.

use fils_checkout::view::StateView;
use fils_counter::view::{ReturnState, TenderCode};
use fils_counter::{Back, Charge, GiveBack};
use fils_sale::returns::Wanted;
use fils_sale::{LineId, Quantity};
use payby_sandbox::{CustomerAction, Fault, FaultKind, Op};

use super::{AMAL, BADR, add, aed, pay_by_wallet, ring_up, sale_of, until, waiting, world};

fn give(what: Wanted, how: Back) -> GiveBack<'static> {
    GiveBack {
        what,
        how,
        why: "broken",
        approved_by: Some(BADR),
        by: AMAL,
    }
}

fn one_of_line(line: u32) -> Wanted {
    Wanted::Lines {
        lines: vec![(LineId(line), Quantity::pieces(1).unwrap())],
    }
}

#[tokio::test(start_paused = true)]
async fn goods_go_back_by_line_for_cash_with_a_credit_note_until_nothing_is_left() {
    let world = world();
    let counter = world.counter();
    counter.edit(add("A", "10.50", 3), AMAL).unwrap();
    counter.edit(add("B", "4.00", 1), AMAL).unwrap();
    let sale = sale_of(&counter.start_sale(AMAL).unwrap());
    assert_eq!(
        counter.returnable(&sale).unwrap_err().code(),
        "not_complete"
    );
    counter.take_cash(&sale, aed("50"), AMAL).await.unwrap();
    let left = counter.returnable(&sale).unwrap();
    assert_eq!((left.left.text.as_str(), left.lines.len()), ("35.50", 2));
    let left = counter
        .give_back(&sale, give(one_of_line(0), Back::Cash))
        .await
        .unwrap();
    assert_eq!(left.left.text, "25.00");
    assert_eq!(left.lines[0].left.as_deref(), Some("2"));
    assert_eq!(
        (
            left.returns[0].total.text.as_str(),
            left.returns[0].vat.text.as_str()
        ),
        ("10.50", "0.50")
    );
    assert_eq!(left.returns[0].receipt.as_deref(), Some("T1-000002"));
    assert_eq!(left.returns[0].approved_by.as_deref(), Some(BADR));
    let left = counter
        .give_back(&sale, give(Wanted::All, Back::Cash))
        .await
        .unwrap();
    assert_eq!((left.left.text.as_str(), left.ways.len()), ("0.00", 0));
    assert_eq!(left.papers.len(), 3);
    let error = counter
        .give_back(&sale, give(Wanted::All, Back::Cash))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "return_nothing");
    assert_eq!(counter.shift().unwrap().unwrap().expected_fils, 0);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_wallet_gets_its_money_back_and_the_credit_note_waits_for_the_proof() {
    let world = world();
    let counter = world.counter();
    counter.edit(add("A", "10.50", 2), AMAL).unwrap();
    let sale = sale_of(&counter.start_sale(AMAL).unwrap());
    let order = pay_by_wallet(&world, &sale, None).await;
    until(&world, &sale, |view| view.complete).await;
    let back = Back::Wallet(order.clone());
    let view = counter
        .give_back(&sale, give(one_of_line(0), back.clone()))
        .await
        .unwrap();
    assert_eq!(view.left.text, "10.50");
    assert_eq!(view.returns[0].tender, TenderCode::Wallet);
    if view.returns[0].state == ReturnState::UnderWay {
        assert_eq!(view.returns[0].receipt, None);
    }
    until(&world, &sale, |_| {
        counter.returnable(&sale).unwrap().returns[0]
            .receipt
            .is_some()
    })
    .await;
    let view = counter.returnable(&sale).unwrap();
    assert_eq!(view.returns[0].receipt.as_deref(), Some("T1-000002"));
    assert_eq!(view.returns[0].state, ReturnState::Done);
    let error = counter
        .give_back(&sale, give(Wanted::Amount { amount: aed("11") }, back))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "return_more_than_left");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_refund_whose_outcome_is_not_known_blocks_a_second_one_and_survives_a_crash() {
    let mut world = world();
    let sale = ring_up(&world.counter(), "10.50");
    let order = pay_by_wallet(&world, &sale, None).await;
    until(&world, &sale, |view| view.complete).await;
    let silent = FaultKind::LostReply { hang_ms: 60_000 };
    world.fault(Fault::new(silent).on(Op::Refund));
    let back = Back::Wallet(order.clone());
    let wanted = || Wanted::Amount { amount: aed("5") };
    let view = world
        .counter()
        .give_back(&sale, give(wanted(), back.clone()))
        .await
        .unwrap();
    assert_eq!(view.returns[0].state, ReturnState::UnderWay);
    let error = world
        .counter()
        .give_back(&sale, give(wanted(), back))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "refund_under_way");
    world.crash().await;
    world.sandbox.clear_faults();
    world.start();
    until(&world, &sale, |_| {
        let view = world.counter().returnable(&sale).unwrap();
        view.returns[0].receipt.is_some()
    })
    .await;
    let view = world.counter().returnable(&sale).unwrap();
    assert_eq!((view.returns.len(), view.left.text.as_str()), (1, "5.50"));
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_refund_from_the_orders_list_becomes_a_return_of_its_amount() {
    let world = world();
    let sale = ring_up(&world.counter(), "10.50");
    let order = pay_by_wallet(&world, &sale, None).await;
    until(&world, &sale, |view| view.complete).await;
    world.refund(&order, 210).await.unwrap();
    until(&world, &sale, |view| view.returned.fils == 210).await;
    let view = world.counter().returnable(&sale).unwrap();
    assert_eq!(view.left.text, "8.40");
    assert_eq!(view.returns[0].vat.text, "0.10");
    assert_eq!(view.papers.len(), 2);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_part_that_went_back_before_the_sale_was_complete_is_due_again() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = pay_by_wallet(&world, &sale, Some("4")).await;
    assert_eq!(counter.sale(&sale).unwrap().due.text, "6.50");
    world.refund(&order, 400).await.unwrap();
    until(&world, &sale, |view| view.due.fils == 1050).await;
    let again = waiting(&world, &sale, Charge::default()).await;
    assert_eq!(world.view(&again).await.amount.text, "10.50");
    world.customer(&again, CustomerAction::Pay);
    let view = until(&world, &sale, |view| view.complete).await;
    assert_eq!(view.over.text, "0.00");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn money_that_comes_for_a_void_sale_is_minded_until_it_went_back() {
    let world = world();
    let counter = world.counter();
    let sale = ring_up(&counter, "10.50");
    let order = waiting(&world, &sale, Charge::default()).await;
    world.customer(&order, CustomerAction::PayLate);
    world.cancel(&order).await.unwrap();
    world.until_state(&order, 30.0, StateView::Closed).await;
    counter.void(&sale, "left", None, AMAL).unwrap();
    world
        .until_state(&order, 7_200.0, StateView::PaidLate)
        .await;
    assert!(
        counter.overpaid_sales().unwrap().is_empty(),
        "the order's own alert stands for it"
    );
    let kept = world.checkout();
    let kept = kept.decide(
        order.clone(),
        fils_order::Decision::Keep,
        "kept".to_owned(),
        crate::scenarios::cashier(),
    );
    kept.await.unwrap();
    let view = until(&world, &sale, |view| view.over.fils > 0).await;
    assert_eq!((view.over.text.as_str(), view.receipt), ("10.50", None));
    assert_eq!(counter.overpaid_sales().unwrap().len(), 1);
    world.refund(&order, 1050).await.unwrap();
    until(&world, &sale, |view| view.over.fils == 0).await;
    assert!(counter.overpaid_sales().unwrap().is_empty());
    world.finish();
}
