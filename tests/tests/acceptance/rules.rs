//! The till's own table of rules, seen from PayBy.

use fils_checkout::CheckoutError;
use fils_checkout::view::{Headline, StateView};
use payby_sandbox::{CustomerAction, FaultKind, Op};

use super::{A_MOMENT, always, cancelled_in_time, code, first, gaps, queried_every, said, window};
use crate::scenarios::{Setup, Weather, World, cashier};

#[tokio::test(start_paused = true)]
async fn the_first_query_comes_after_two_seconds_and_then_one_every_two_to_three() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(80.0).await;
    let queries = world.times(&order, Op::GetOrder);
    let after = queries[0] - first(&world, &order, Op::PlaceOrder);
    assert!(
        (2.0 - A_MOMENT..=3.0).contains(&after),
        "first after {after} s"
    );
    queried_every(&world, &order, 2.0, 3.0, 80.0);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn who_is_asked_to_slow_down_does_and_stays_within_six_seconds() {
    let world = World::fair();
    world.fault(always(Op::GetOrder, code("402")));
    let order = world.charge(1_000).await;
    world.sleep(80.0).await;
    queried_every(&world, &order, 2.0, 6.0, 80.0);
    let queries = world.times(&order, Op::GetOrder);
    let slowest = gaps(&queries).into_iter().fold(0.0, f64::max);
    assert!(slowest > 4.0, "it backs off: {queries:?}");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_scan_is_asked_about_between_queries_and_delays_none() {
    for slow in [0, 9_000] {
        let world = World::fair();
        if slow > 0 {
            world.fault(always(Op::GetCashierUrlInfo, FaultKind::Delay { ms: slow }));
        }
        let order = world.charge(1_000).await;
        world.sleep(30.0).await;
        let asked = world.times(&order, Op::GetCashierUrlInfo);
        assert!(asked.len() >= 2, "{asked:?}");
        world.customer(&order, CustomerAction::Scan);
        let view = world
            .until(&order, 15.0, |view| view.scanned_by.is_some())
            .await;
        assert_eq!(view.headline, Headline::Scanned);
        assert_eq!(view.scanned_by.as_deref(), Some("+971-58*92"));
        let asked = world.times(&order, Op::GetCashierUrlInfo).len();
        world.sleep(20.0).await;
        assert_eq!(
            world.times(&order, Op::GetCashierUrlInfo).len(),
            asked,
            "known is known"
        );
        queried_every(&world, &order, 2.0, 3.0, world.seconds());
        // Who has scanned gets more time, within what PayBy's cases allow.
        world.until_state(&order, 80.0, StateView::Closed).await;
        let cancelled = cancelled_in_time(&world, &order);
        assert!(cancelled > 110.0, "{cancelled}");
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_cashiers_cancel_goes_out_at_once_with_a_query_before_and_one_after() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(5.3).await;
    let view = world.cancel(&order).await.unwrap();
    assert_eq!(view.state, StateView::Closing, "cancelling, not cancelled");
    let asked = world.seconds();
    let view = world.until_state(&order, 6.0, StateView::Closed).await;
    assert_eq!(view.headline, Headline::ClosedCancelled);
    let cancel = first(&world, &order, Op::CancelOrder);
    assert!(cancel - asked <= 2.2, "{cancel} for {asked}");
    let queries = world.times(&order, Op::GetOrder);
    assert!(
        queries.iter().any(|at| *at >= asked - 0.1 && *at < cancel),
        "{queries:?}"
    );
    assert!(queries.iter().any(|at| *at > cancel), "{queries:?}");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_cashiers_cancel_does_not_wait_for_a_query_that_hangs() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.fault(always(
        Op::GetOrder,
        FaultKind::LostReply { hang_ms: 60_000 },
    ));
    world.sleep(5.0).await;
    world.cancel(&order).await.unwrap();
    let asked = world.seconds();
    world.sleep(10.0).await;
    let cancel = first(&world, &order, Op::CancelOrder);
    assert!(cancel - asked <= 6.1, "{}", cancel - asked);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_customer_who_pays_between_the_query_and_the_cancel_has_paid() {
    let world = World::fair();
    let order = world.charge(1_000).await;
    world.sleep(5.0).await;
    world.net.weather(Weather {
        paid_before_cancel: 100,
        ..Weather::even()
    });
    world.cancel(&order).await.unwrap();
    let view = world.until_state(&order, 10.0, StateView::Paid).await;
    assert_eq!(view.headline, Headline::PaidWhileCancelling);
    let cancels = world.calls(&order, Op::CancelOrder);
    assert_eq!(cancels[0].code.as_deref(), Some("62001"));
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_create_without_an_answer_is_sent_again_to_the_letter() {
    let world = World::fair();
    let lost = FaultKind::LostRequest { hang_ms: 0 };
    world.fault(always(Op::PlaceOrder, lost).times(3));
    let order = world.charge(1_000).await;
    let view = world
        .until_state(&order, 30.0, StateView::AwaitingPayment)
        .await;
    assert!(view.token_url.is_some());
    let creates: Vec<String> = world
        .net
        .sent()
        .into_iter()
        .filter(|sent| sent.op == Op::PlaceOrder)
        .map(|sent| sent.content)
        .collect();
    assert_eq!(creates.len(), 4);
    assert!(creates.iter().all(|content| *content == creates[0]));
    world.customer(&order, CustomerAction::Pay);
    world.until_state(&order, 6.1, StateView::Paid).await;
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn an_order_found_by_a_query_gets_its_qr_from_the_same_create_again() {
    let world = World::fair();
    let lost = FaultKind::LostReply { hang_ms: 0 };
    world.fault(always(Op::PlaceOrder, lost).times(1));
    let order = world.charge(1_000).await;
    let view = world
        .until_state(&order, 10.0, StateView::AwaitingPayment)
        .await;
    assert_eq!(
        view.token_url,
        world.at_payby(&order).map(|order| order.phone_url)
    );
    let statuses: Vec<Option<String>> = world
        .calls(&order, Op::GetOrder)
        .into_iter()
        .map(|query| query.order_status)
        .collect();
    assert_eq!(statuses, [Some("CREATED".to_owned())], "the query found it");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_create_that_lands_late_is_cancelled_before_the_sale_is_free() {
    for answer_timeout in [false, true] {
        let world = World::fair();
        let late = FaultKind::LandCreateLate {
            after_ms: 170_000,
            answer_timeout,
        };
        world.fault(always(Op::PlaceOrder, late));
        let order = world.charge(1_000).await;
        world.sleep(160.0).await;
        assert_eq!(world.state(&order).await, StateView::Closing);
        assert!(world.at_payby(&order).is_none(), "not there yet");
        let replaced = world
            .checkout()
            .replace(order.clone(), None, cashier())
            .await;
        assert_eq!(replaced, Err(CheckoutError::SaleHeld));
        world.until_state(&order, 330.0, StateView::Closed).await;
        world.sandbox.clear_faults();
        let next = world
            .checkout()
            .replace(order.clone(), None, cashier())
            .await
            .unwrap();
        assert_eq!(next.sale, world.view(&order).await.sale);
        assert_ne!(next.order, order.to_string());
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_does_not_speak_for_an_earlier_create_that_is_still_on_its_way() {
    for dies in [false, true] {
        let mut world = World::fair();
        let late = FaultKind::LandCreateLate {
            after_ms: 60_000,
            answer_timeout: false,
        };
        world.fault(always(Op::PlaceOrder, late).times(1));
        world.fault(always(Op::PlaceOrder, said("62026", None, true)));
        let order = world.charge(1_000).await;
        if dies {
            // The till never learns what became of the first create.
            world.sleep(0.03).await;
            world.restart().await;
        }
        world.sleep(30.0).await;
        assert!(
            world.calls(&order, Op::PlaceOrder).len() > 1,
            "refused meanwhile"
        );
        assert_eq!(world.state(&order).await, StateView::Closing);
        let replaced = world
            .checkout()
            .replace(order.clone(), None, cashier())
            .await;
        assert_eq!(replaced, Err(CheckoutError::SaleHeld));
        world.until_state(&order, 330.0, StateView::Closed).await;
        assert!(world.at_payby(&order).is_some(), "it had landed");
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_that_is_taken_is_asked_about_and_never_replaced_by_another() {
    let world = World::fair();
    world.fault(always(Op::PlaceOrder, said("62016", None, true)).times(1));
    let order = world.charge(1_000).await;
    world
        .until_state(&order, 10.0, StateView::AwaitingPayment)
        .await;
    assert_eq!(world.sandbox.orders(world.time.now_ms()).len(), 1);
    assert!(!world.times(&order, Op::GetOrder).is_empty(), "it asked");
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_refused_create_closes_the_order_and_frees_the_sale() {
    let world = World::fair();
    world.fault(always(Op::PlaceOrder, said("62026", None, true)));
    let order = world.charge(1_000).await;
    let view = world.until_state(&order, 1.0, StateView::Closed).await;
    assert_eq!(view.headline, Headline::ClosedRefused);
    assert!(view.reason_detail.unwrap().contains("62026"));
    world.sandbox.clear_faults();
    world
        .checkout()
        .replace(order, None, cashier())
        .await
        .unwrap();
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_measured_and_corrected_for_payby_alone() {
    for ahead_min in [20, -20, 600] {
        let world = World::new(Setup {
            payby_ahead_ms: ahead_min * 60_000,
            ..Setup::default()
        });
        let order = world.charge(1_000).await;
        let view = world
            .until_state(&order, 5.0, StateView::AwaitingPayment)
            .await;
        let creates = world.calls(&order, Op::PlaceOrder);
        assert!(
            creates[0]
                .msg
                .as_deref()
                .unwrap()
                .starts_with("REQUESTTIME")
        );
        assert_eq!(creates.len(), 2, "the same number, its times frozen anew");
        assert!(
            (view.created_at_ms - world.time.now_ms()).abs() < 10_000,
            "the till's own clock"
        );
        let there = world.at_payby(&order).unwrap();
        let lives_s = (there.expires_at - there.created_at) / 1000;
        assert!((175..=181).contains(&lives_s), "{lives_s}");
        let journal = world.journal(&order);
        assert!(
            journal
                .iter()
                .any(|entry| entry.entry.kind == "clock_measured")
        );
        world.customer(&order, CustomerAction::Pay);
        world.until_state(&order, 6.1, StateView::Paid).await;
        // The next one is right from the start.
        let next = world.charge(1_000).await;
        world
            .until_state(&next, 1.0, StateView::AwaitingPayment)
            .await;
        assert_eq!(world.calls(&next, Op::PlaceOrder).len(), 1);
        world.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn an_unsigned_refusal_of_the_time_refuses_nothing() {
    let world = World::fair();
    let claim = said("400", Some("REQUESTTIME_TOO_EARLY"), false);
    world.fault(always(Op::PlaceOrder, claim).times(2));
    let order = world.charge(1_000).await;
    world
        .until_state(&order, 30.0, StateView::AwaitingPayment)
        .await;
    let sent = world.net.sent();
    let creates: Vec<&str> = sent
        .iter()
        .filter(|sent| sent.op == Op::PlaceOrder)
        .map(|sent| sent.content.as_str())
        .collect();
    assert!(creates.len() > 1 && creates.iter().all(|content| *content == creates[0]));
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn trying_again_on_an_open_order_sends_the_same_again() {
    let world = World::fair();
    world.fault(always(Op::PlaceOrder, FaultKind::LostReply { hang_ms: 0 }).times(2));
    let order = world.charge(1_000).await;
    world.sleep(0.5).await;
    for _ in 0..3 {
        world
            .checkout()
            .try_again(order.clone(), cashier())
            .await
            .unwrap();
    }
    world
        .until_state(&order, 10.0, StateView::AwaitingPayment)
        .await;
    assert_eq!(world.sandbox.orders(world.time.now_ms()).len(), 1);
    world.finish();
}

#[tokio::test(start_paused = true)]
async fn a_short_window_is_kept_and_a_long_one_ends_before_two_minutes() {
    for (seconds, earliest, latest) in [(20, 20.0, 25.0), (120, 110.0, 120.0)] {
        let world = World::new(window(seconds));
        let order = world.charge(1_000).await;
        world.sleep(3.0).await;
        world.customer(&order, CustomerAction::Scan);
        world.until_state(&order, 130.0, StateView::Closed).await;
        let at = cancelled_in_time(&world, &order);
        let extra = if seconds == 20 { 30.0 } else { 0.0 };
        assert!((earliest..=latest + extra).contains(&at), "{at}");
        world.finish();
    }
}
