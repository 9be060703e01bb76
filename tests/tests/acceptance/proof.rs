//! What proves a payment, and what does not.

use fils_checkout::CheckoutError;
use fils_checkout::view::{Headline, StateView};
use fils_order::Decision;
use payby_sandbox::{CustomerAction, FaultKind, Op};

use super::{always, said};
use crate::scenarios::{World, cashier};

#[tokio::test(start_paused = true)]
async fn a_claim_that_does_not_fit_goes_to_a_person_with_its_reason() {
    for (kind, reason) in [
        (FaultKind::WrongAmount { add_fils: -1 }, "amount_differs"),
        (FaultKind::WrongCurrency, "currency_differs"),
        (FaultKind::WrongPayee, "payee_differs"),
        (FaultKind::WrongNumber, "number_differs"),
    ] {
        let world = World::fair();
        let order = world.charge(1_000).await;
        world.sleep(1.0).await;
        world.customer(&order, CustomerAction::Pay);
        world.fault(always(Op::GetOrder, kind));
        let view = world.until_state(&order, 6.1, StateView::NeedsReview).await;
        assert_eq!(view.reason.as_deref(), Some(reason));
        assert_eq!(view.alert.unwrap().code.as_str(), "needs_review");
        assert!(view.actions.close && view.actions.revoke && !view.actions.keep);
        world.sleep(300.0).await;
        assert_eq!(world.state(&order).await, StateView::NeedsReview);
        // What fits after all is proof after all.
        world.sandbox.clear_faults();
        world.until_state(&order, 700.0, StateView::Paid).await;
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn paid_without_a_valid_signature_is_not_paid() {
    for kind in [
        FaultKind::Unsigned,
        FaultKind::BadSignature,
        FaultKind::Truncated,
    ] {
        let world = World::fair();
        let order = world.charge(1_000).await;
        world.sleep(1.0).await;
        world.customer(&order, CustomerAction::Pay);
        world.fault(always(Op::GetOrder, kind));
        world.sleep(60.0).await;
        let view = world.view(&order).await;
        assert_eq!(view.state, StateView::AwaitingPayment);
        assert!(view.alert.is_some(), "a person is told");
        world.sandbox.clear_faults();
        world.until_state(&order, 6.1, StateView::Paid).await;
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn closed_without_a_valid_signature_is_not_closed() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    for op in [Op::GetOrder, Op::CancelOrder] {
        world.fault(always(op, said("62002", None, false)));
    }
    world.sleep(200.0).await;
    assert_eq!(world.state(&order).await, StateView::Closing);
    assert!(world.alert(&order).await.is_some());
    world.sandbox.clear_faults();
    world.until_state(&order, 330.0, StateView::Closed).await;
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_signature_that_payby_does_not_accept_is_said_in_so_many_words() {
    let world = World::fair();
    let refused = FaultKind::Code {
        code: "403".to_owned(),
        msg: Some("UNAUTHORIZED: sign".to_owned()),
        signed: Some(false),
        processed: false,
    };
    for op in [Op::PlaceOrder, Op::GetOrder, Op::CancelOrder] {
        world.fault(always(op, refused.clone()));
    }
    let order = world.charge(1_000).await;
    world.sleep(40.0).await;
    let alert = world.view(&order).await.alert.unwrap();
    assert!(
        alert.detail.unwrap().contains("403"),
        "what PayBy seems to say"
    );
    assert_ne!(world.state(&order).await, StateView::Closed);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_person_ends_what_nothing_proves_and_the_sale_stays_held_until_something_does() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(1.0).await;
    world.fault(payby_sandbox::Fault::new(FaultKind::NetworkDown));
    world.cancel(&order).await.unwrap();
    world.until(&order, 60.0, |view| view.actions.close).await;
    let reason = "the customer has left".to_owned();
    let checkout = world.checkout();
    let view = checkout
        .decide(order.clone(), Decision::Close, reason, cashier())
        .await
        .unwrap();
    assert_eq!(view.headline, Headline::ClosedByPerson);
    let replaced = checkout.replace(order.clone(), None, cashier()).await;
    assert_eq!(
        replaced,
        Err(CheckoutError::SaleHeld),
        "nobody has proved it closed"
    );
    world.sandbox.clear_faults();
    world.sleep(600.0).await;
    assert!(
        world.view(&order).await.actions.replace,
        "watched, cancelled, proved"
    );
    let there = world.at_payby(&order).unwrap();
    assert_eq!(there.fail_code.as_deref(), Some("ORDER_CANCELLED"));
    checkout.replace(order, None, cashier()).await.unwrap();
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn money_taken_back_after_paid_goes_to_a_person() {
    let mut world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(1.0).await;
    world.customer(&order, CustomerAction::Pay);
    world.until_state(&order, 6.1, StateView::Paid).await;
    world.restart().await;
    assert_eq!(world.state(&order).await, StateView::Paid);
    world.sleep(10.0).await;
    let cancelled = world.cancel(&order).await;
    assert!(cancelled.is_err(), "{cancelled:?}");
    world.finish();
}
