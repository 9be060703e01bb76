//! After closing: watched for a day, and a late payment waits for a person.

use fils_checkout::CheckoutError;
use fils_checkout::view::{Headline, OrderView, StateView};
use fils_order::{Decision, OrderNumber};
use payby_sandbox::{CustomerAction, FaultKind, Op};

use super::{always, code, gaps};
use crate::scenarios::{World, cashier};

const HOUR: f64 = 3600.0;

async fn decide(
    world: &World,
    order: &OrderNumber,
    decision: Decision,
) -> Result<OrderView, CheckoutError> {
    let reason = "as the manager wishes".to_owned();
    world
        .checkout()
        .decide(order.clone(), decision, reason, cashier())
        .await
}

/// An order that was closed, and then paid.
async fn paid_late(world: &World) -> OrderNumber {
    let order = world.charge(1_000).await;
    world.sleep(5.0).await;
    world.cancel(&order).await.unwrap();
    world.until_state(&order, 10.0, StateView::Closed).await;
    world.sleep(60.0).await;
    world.customer(&order, CustomerAction::PayLate);
    let view = world.until_state(&order, 120.0, StateView::PaidLate).await;
    assert_eq!(view.alert.unwrap().code.as_str(), "paid_late");
    order
}

#[tokio::test(start_paused = true)]
async fn a_closed_order_is_watched_ever_more_slowly_until_a_day_after_its_expiry() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.cancel(&order).await.unwrap();
    world.until_state(&order, 20.0, StateView::Closed).await;
    let closed = world.seconds();
    world.sleep(30.0 * HOUR).await;
    let mut looks = world.times(&order, Op::GetOrder);
    looks.retain(|at| *at > closed);
    let waits = gaps(&looks);
    assert!(
        waits
            .windows(2)
            .all(|pair| pair[1] >= pair[0] * 0.99 || pair[1] > 600.0),
        "{waits:?}"
    );
    assert!(waits.iter().all(|wait| *wait <= HOUR + 1.0), "{waits:?}");
    let over = 180.0 + 24.0 * HOUR;
    let last = *looks.last().unwrap();
    assert!(
        (over..over + HOUR + 1.0).contains(&last),
        "last look at {last}"
    );
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn money_that_comes_twenty_hours_later_is_noticed() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.until_state(&order, 100.0, StateView::Closed).await;
    world.sleep(20.0 * HOUR).await;
    world.customer(&order, CustomerAction::PayLate);
    let view = world
        .until_state(&order, HOUR + 1.0, StateView::PaidLate)
        .await;
    assert_eq!(view.alert.unwrap().code.as_str(), "paid_late");
    world.sleep(30.0 * HOUR).await;
    assert_eq!(
        world.alert(&order).await,
        Some("paid_late"),
        "until a person decides"
    );
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_late_payment_is_kept() {
    let world = World::fair();
    let order = paid_late(&world).await;
    let view = decide(&world, &order, Decision::Keep).await.unwrap();
    assert_eq!(
        (view.state, view.headline),
        (StateView::Paid, Headline::PaidKept)
    );
    assert_eq!(world.alert(&order).await, None);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_late_payment_is_revoked_also_when_payby_is_slow_to_understand() {
    for trouble in [
        None,
        Some(code("500")),
        Some(FaultKind::LostReply { hang_ms: 0 }),
    ] {
        let world = World::fair();
        let order = paid_late(&world).await;
        if let Some(kind) = trouble {
            world.fault(always(Op::RevokeOrder, kind).times(2));
        }
        let view = decide(&world, &order, Decision::Revoke).await.unwrap();
        assert_eq!(view.headline, Headline::Revoking);
        let view = world.until_state(&order, 60.0, StateView::Closed).await;
        assert_eq!(view.headline, Headline::ClosedRevoked);
        assert!(world.at_payby(&order).unwrap().revoked);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_payment_is_refunded_once_however_often_the_button_is_pressed() {
    let world = World::fair();
    let order = paid_late(&world).await;
    world.fault(always(Op::Refund, FaultKind::LostReply { hang_ms: 0 }).times(1));
    let refund = world.refund(&order, 1_000).await.unwrap();
    let again = world.refund(&order, 1_000).await.unwrap();
    assert_eq!(refund.refund, again.refund, "the first is taken up");
    let view = world.until_state(&order, 60.0, StateView::Closed).await;
    assert_eq!(view.headline, Headline::ClosedRefunded);
    assert_eq!(world.at_payby(&order).unwrap().refunded, "10.00");
    assert_eq!(world.refund_state(&refund).await, "refunded");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn parts_of_a_payment_go_back_and_never_more_than_all_of_it() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(1.0).await;
    world.customer(&order, CustomerAction::Pay);
    world.until_state(&order, 6.1, StateView::Paid).await;
    for fils in [400, 500] {
        let refund = world.refund(&order, fils).await.unwrap();
        world.sleep(30.0).await;
        assert_eq!(world.refund_state(&refund).await, "refunded");
    }
    let refused = world.refund(&order, 101).await;
    assert!(
        matches!(refused, Err(CheckoutError::RefundTooLarge { .. })),
        "{refused:?}"
    );
    assert_eq!(world.at_payby(&order).unwrap().refunded, "9.00");
    assert_eq!(world.view(&order).await.refundable.fils, 100);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_till_that_stops_while_it_looks_at_a_closed_order_still_finds_late_money() {
    let mut world = World::fair();
    let order = world.charge(1_000).await;
    world.cancel(&order).await.unwrap();
    world.until_state(&order, 20.0, StateView::Closed).await;
    let looks = world.times(&order, Op::GetOrder).len();
    world.fault(always(
        Op::GetOrder,
        FaultKind::LostReply { hang_ms: 60_000 },
    ));
    while world.times(&order, Op::GetOrder).len() == looks {
        world.sleep(0.1).await;
    }
    world.crash().await;
    world.customer(&order, CustomerAction::PayLate);
    world.sandbox.clear_faults();
    world.start();
    world.until_state(&order, 5.0, StateView::PaidLate).await;
    world.finish();
}
