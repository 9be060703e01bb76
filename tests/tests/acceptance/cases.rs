//! PayBy's acceptance cases, in its order ("best practice of payment flow", cases 001 to 009).

use fils_checkout::view::{Headline, StateView};
use payby_sandbox::{CustomerAction, FaultKind, NoticeState, Op};

use super::{A_MOMENT, always, cancelled_in_time, code, first, gaps, queried_every, window};
use crate::scenarios::{Setup, Time, World};

const CODE: Option<&str> = Some("281234567890123456");

#[tokio::test(start_paused = true)]
async fn case_001_a_customer_who_types_a_password_is_asked_about_until_paid() {
    for scan in [None, CODE] {
        let world = World::fair();
        let order = world.charge_with(50_000, scan).await.unwrap();
        world
            .until_state(&order, 2.0, StateView::AwaitingPayment)
            .await;
        world.sleep(30.0).await;
        world.customer(&order, CustomerAction::Pay);
        world.until_state(&order, 6.1, StateView::Paid).await;
        world.sleep(300.0).await;
        let queries = world.calls(&order, Op::GetOrder);
        let last = queries.last().unwrap();
        assert_eq!(last.order_status.as_deref(), Some("PAID_SUCCESS"));
        let earlier = &queries[..queries.len() - 1];
        assert!(
            earlier
                .iter()
                .all(|query| query.order_status.as_deref() == Some("CREATED"))
        );
        queried_every(&world, &order, 2.0, 6.0, Time::seconds_of(last.at_ms));
        assert!(world.times(&order, Op::CancelOrder).is_empty());
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_002_a_customer_who_never_pays_is_cancelled() {
    for seconds in [20, 90, 120] {
        for scan in [None, CODE] {
            let world = World::new(window(seconds));
            let order = world.charge_with(60_000, scan).await.unwrap();
            world.until_state(&order, 125.0, StateView::Closed).await;
            let at = cancelled_in_time(&world, &order);
            queried_every(&world, &order, 2.0, 6.0, at);
            assert_eq!(world.times(&order, Op::CancelOrder).len(), 1);
            let view = world.view(&order).await;
            assert_eq!(view.headline, Headline::ClosedExpired);
            assert!(view.actions.replace, "proved closed");
            world.finish();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_002_a_query_that_hangs_does_not_hold_the_cancel_up() {
    for seconds in [20, 120] {
        let world = World::new(window(seconds));
        world.fault(always(
            Op::GetOrder,
            FaultKind::LostReply { hang_ms: 60_000 },
        ));
        let order = world.charge(1_000).await;
        world.sleep(130.0).await;
        cancelled_in_time(&world, &order);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_003_a_create_with_a_system_error_is_asked_about_and_cancelled() {
    for processed in [false, true] {
        let world = World::fair();
        world.fault(always(
            Op::PlaceOrder,
            FaultKind::Code {
                code: "500".to_owned(),
                msg: None,
                signed: None,
                processed,
            },
        ));
        let order = world.charge(1_000).await;
        world.sleep(125.0).await;
        let at = cancelled_in_time(&world, &order);
        queried_every(&world, &order, 2.0, 6.0, at);
        if processed {
            assert_eq!(world.state(&order).await, StateView::Closed);
        } else {
            // PayBy knows no such order; it could still come.
            assert_eq!(world.state(&order).await, StateView::Closing);
            let view = world
                .until_state(&order, 25.0 * 60.0, StateView::Closed)
                .await;
            assert_eq!(view.headline, Headline::ClosedNeverReached);
            let create = *world.times(&order, Op::PlaceOrder).last().unwrap();
            assert!(
                world.seconds() >= create + 15.0 * 60.0,
                "believed too early"
            );
        }
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_004_a_create_that_times_out_is_asked_about_and_cancelled() {
    for (kind, landed) in [
        (FaultKind::LostRequest { hang_ms: 60_000 }, false),
        (FaultKind::LostReply { hang_ms: 60_000 }, true),
        (FaultKind::Delay { ms: 30_000 }, true),
    ] {
        let world = World::fair();
        world.fault(always(Op::PlaceOrder, kind));
        let order = world.charge(1_000).await;
        world.sleep(125.0).await;
        let at = cancelled_in_time(&world, &order);
        queried_every(&world, &order, 2.0, 6.0, at);
        let closed = world.state(&order).await == StateView::Closed;
        assert_eq!(closed, landed);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_005_a_cancel_that_fails_twice_is_tried_a_third_time() {
    for kind in [
        code("500"),
        code("402"),
        code("62039"),
        FaultKind::LostRequest { hang_ms: 0 },
        FaultKind::LostRequest { hang_ms: 60_000 },
        FaultKind::BadSignature,
    ] {
        let done = matches!(kind, FaultKind::BadSignature);
        let world = World::fair();
        world.fault(always(Op::CancelOrder, kind).times(2));
        let order = world.charge(1_000).await;
        let view = world.until_state(&order, 150.0, StateView::Closed).await;
        assert_eq!(view.headline, Headline::ClosedExpired);
        cancelled_in_time(&world, &order);
        let cancels = world.calls(&order, Op::CancelOrder);
        if !done {
            assert_eq!(cancels.len(), 3);
            assert_eq!(cancels[2].code.as_deref(), Some("0"));
            let times = world.times(&order, Op::CancelOrder);
            for gap in gaps(&times) {
                assert!((3.0..=10.0 + A_MOMENT).contains(&gap), "{times:?}");
            }
        }
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_006_a_cancel_that_keeps_failing_tells_a_person_and_goes_on() {
    for kind in [
        code("500"),
        code("62039"),
        FaultKind::LostRequest { hang_ms: 60_000 },
    ] {
        let world = World::fair();
        world.fault(always(Op::CancelOrder, kind));
        let order = world.charge(1_000).await;
        let view = world
            .until(&order, 170.0, |view| view.alert.is_some())
            .await;
        let told = world.seconds();
        assert_eq!(view.alert.unwrap().code.as_str(), "cancel_not_confirmed");
        let cancels = world.times(&order, Op::CancelOrder);
        let tried = told - cancels[0];
        assert!(
            cancels.len() >= 3 || tried >= 10.0,
            "{cancels:?}, told at {told}"
        );
        assert!(tried <= 32.0, "told only after {tried} s");
        world.sleep(60.0).await;
        let cancels = world.times(&order, Op::CancelOrder);
        assert!(cancels.len() >= 3);
        for gap in gaps(&cancels[..3]) {
            assert!((3.0..=10.0 + A_MOMENT).contains(&gap), "{cancels:?}");
        }
        if world.seconds() < 175.0 {
            assert_eq!(world.state(&order).await, StateView::Closing);
        }
        // It goes on until PayBy itself lets the order expire.
        world.until_state(&order, 330.0, StateView::Closed).await;
        assert_eq!(world.alert(&order).await, None);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_007_a_query_that_fails_twice_is_tried_a_third_time() {
    for kind in [
        code("500"),
        code("504"),
        FaultKind::LostReply { hang_ms: 0 },
        FaultKind::Truncated,
        FaultKind::NotJson,
        FaultKind::HttpStatus { status: 502 },
        FaultKind::BadSignature,
    ] {
        let world = World::fair();
        world.fault(always(Op::GetOrder, kind).times(2));
        let order = world.charge(1_000).await;
        world.sleep(20.0).await;
        queried_every(&world, &order, 2.0, 6.0, 20.0);
        assert_eq!(world.alert(&order).await, None, "two failures alarm nobody");
        world.customer(&order, CustomerAction::Pay);
        world.until_state(&order, 6.1, StateView::Paid).await;
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_008_a_query_that_keeps_failing_tells_a_person_and_goes_on() {
    for kind in [code("500"), FaultKind::LostReply { hang_ms: 0 }] {
        let world = World::fair();
        world.fault(always(Op::GetOrder, kind));
        let order = world.charge(1_000).await;
        let view = world.until(&order, 30.0, |view| view.alert.is_some()).await;
        assert_eq!(view.alert.unwrap().code.as_str(), "payby_not_answering");
        assert_eq!(world.times(&order, Op::GetOrder).len(), 3);
        world.sleep(40.0).await;
        queried_every(&world, &order, 2.0, 6.0, world.seconds());
        world.customer(&order, CustomerAction::Pay);
        world.sandbox.clear_faults();
        world.until_state(&order, 6.1, StateView::Paid).await;
        assert_eq!(world.alert(&order).await, None);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn case_009_a_notification_is_verified_processed_and_acknowledged() {
    let world = World::new(Setup {
        notify: true,
        ..Setup::default()
    });
    let order = world.charge(1_000).await;
    world.sleep(10.0).await;
    let queries = world.times(&order, Op::GetOrder).len();
    world.customer(&order, CustomerAction::Pay);
    assert_eq!(world.notifications().await, 1);
    assert_eq!(world.state(&order).await, StateView::Paid, "at once");
    assert_eq!(
        world.times(&order, Op::GetOrder).len(),
        queries,
        "nobody had to ask"
    );
    let states: Vec<NoticeState> = world
        .sandbox
        .notifications()
        .into_iter()
        .map(|notice| notice.state)
        .collect();
    assert_eq!(states, [NoticeState::Delivered]);
    assert!(first(&world, &order, Op::PlaceOrder) < 1.0);
    world.finish();
}
