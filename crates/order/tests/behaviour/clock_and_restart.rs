//! The till's own clock, crashes and restarts.

use fils_order::{
    CancelOutcome, ClaimStatus, CloseCause, ClosedCause, Effect, Event, Freeze, RefusalKind, Scene,
    Span, State, StateCode, UtcMs, Why,
};

use crate::kit::{Till, at, refused, timed_out, unknown};
use fils_order::{Answer, Rules};

#[test]
fn a_clock_set_back_by_an_hour_does_not_stop_the_cancelling() {
    let mut till = Till::cancelling();
    till.at(5.3, Event::CancelAnswered(unknown()));
    till.now = at(-3600.0);
    till.happens(Event::Woke);
    let wake = till.wake.unwrap();
    assert!(
        wake.at <= till.now.plus(Span::secs(5)),
        "waits until {} at {}",
        wake.at,
        till.now
    );
    assert!(till.until(&Effect::Cancel) <= Span::secs(10));
}

#[test]
fn a_clock_set_back_does_not_stop_the_watch() {
    let mut till = Till::cancelled();
    till.now = at(-7200.0);
    till.happens(Event::Woke);
    assert!(till.wake.unwrap().at <= till.now.plus(Span::secs(15)));
}

#[test]
fn an_order_from_the_future_is_closed_but_not_before_payby_was_asked() {
    let mut till = Till::awaiting();
    till.now = at(-600.0);
    let effects = till.happens(Event::Woke);
    assert!(till.is_closing());
    assert!(!effects.contains(&Effect::Cancel));
    assert!(till.until(&Effect::Cancel) >= Span::secs(19));
}

#[test]
fn a_query_cut_off_by_a_restart_keeps_its_distance_even_after_a_timed_out_one() {
    let mut till = Till::awaiting();
    till.until(&Effect::Query);
    till.now = till.now.plus(Span::secs(10));
    assert_eq!(
        till.happens(Event::QueryAnswered(timed_out())),
        [Effect::Query],
        "after a time-out the next may start at once"
    );
    let started = till.now;
    till.now = till.now.plus(Span(100));
    assert!(!till.happens(Event::Resumed).contains(&Effect::Query));
    till.until(&Effect::Query);
    assert!(till.now.since(started) >= Span::secs(2));
}

#[test]
fn a_create_cut_off_by_a_restart_is_asked_about_and_sent_again_as_it_was() {
    let mut till = Till::submitting(Scene::Qr);
    assert_eq!(till.at(1.0, Event::Resumed), [Effect::Query]);
    till.at(2.5, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.order.contact.create_in_flight);
    assert_eq!(till.order.contact.create_started, Some(at(2.5)));
}

#[test]
fn a_refusal_after_a_create_that_a_restart_cut_off_closes_nothing() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(1.0, Event::Resumed);
    till.at(2.5, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.order.contact.create_in_flight);
    till.at(2.7, Event::CreateAnswered(refused(RefusalKind::Other)));
    assert!(till.is_closing(), "the first may have landed");
    assert!(!till.order.released);
}

#[test]
fn a_customers_code_is_not_sent_again_after_a_restart() {
    let mut till = Till::submitting(Scene::Code);
    till.at(1.0, Event::Resumed);
    assert_eq!(till.order.state, State::Submitting { resendable: false });
    till.at(1.5, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(!till.order.contact.create_in_flight && !till.order.contact.create_wanted);
    till.at(1.6, Event::TriedAgain);
    assert!(!till.order.contact.create_wanted);
}

#[test]
fn a_code_draft_cannot_be_sent_after_a_restart_and_ends_when_payby_does_not_know_it() {
    let mut till = Till::drafted(Scene::Code);
    assert_eq!(till.at(3.0, Event::Resumed), [Effect::Query]);
    assert!(till.is_closing());
    till.at(3.2, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert_eq!(till.reason(), Some("never_reached_payby"));
    assert!(till.order.released);
}

#[test]
fn a_qr_draft_is_sent_after_a_restart() {
    let mut till = Till::drafted(Scene::Qr);
    assert_eq!(
        till.at(3.0, Event::Resumed),
        [Effect::Create(Freeze::Anew), Effect::Query]
    );
}

#[test]
fn a_draft_found_after_its_deadline_ends_as_soon_as_payby_does_not_know_it() {
    let mut till = Till::drafted(Scene::Qr);
    assert_eq!(till.at(300.0, Event::Resumed), [Effect::Query]);
    till.at(300.2, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert_eq!(till.reason(), Some("never_reached_payby"));
}

#[test]
fn after_a_restart_payby_is_asked_before_it_is_told_to_cancel_again() {
    let mut till = Till::cancelling();
    let effects = till.at(900.0, Event::Resumed);
    assert_eq!(
        effects,
        [Effect::Query],
        "the customer may have paid meanwhile"
    );
    assert_eq!(till.order.contact.cancel, CancelOutcome::Failed);
    assert_eq!(
        till.at(900.2, till.says(ClaimStatus::Created)),
        [Effect::Cancel]
    );
}

#[test]
fn after_a_restart_a_query_that_hangs_holds_the_cancel_for_two_seconds_only() {
    let mut till = Till::cancelling();
    till.at(900.0, Event::Resumed);
    let wake = till.wake.unwrap().at;
    assert_eq!(wake, at(900.0).plus(Rules::default().query_gap));
    assert_eq!(till.at(902.1, Event::Woke), [Effect::Cancel]);
}

#[test]
fn every_unfinished_or_watched_order_is_asked_about_after_a_restart() {
    let mut tills = vec![
        Till::submitting(Scene::Qr),
        Till::awaiting(),
        Till::cancelling(),
        Till::cancelled(),
    ];
    for till in &mut tills {
        till.now = till.now.plus(Span::secs(60));
        let effects = till.happens(Event::Resumed);
        assert!(effects.contains(&Effect::Query), "{:?}", till.code());
    }
}

#[test]
fn a_crash_in_a_revoke_takes_it_up_again() {
    let mut till = Till::cancelled();
    till.happens(till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::PaidLate);
    assert_eq!(
        till.happens(Event::Decided(fils_order::Decision::Revoke)),
        [Effect::Revoke]
    );
    till.now = till.now.plus(Span::secs(30));
    let effects = till.happens(Event::Resumed);
    assert!(effects.contains(&Effect::Query) && effects.contains(&Effect::Revoke));
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for now in [UtcMs(i64::MIN), UtcMs(0), UtcMs(i64::MAX)] {
        let mut till = Till::cancelling();
        till.now = now;
        till.happens(Event::Woke);
        till.happens(Event::CancelAnswered(unknown()));
        till.happens(Event::Resumed);
        till.happens(Event::QueryAnswered(Answer::Accepted(
            till.claim(ClaimStatus::Failure),
        )));
        till.happens(Event::Woke);
        assert_eq!(till.code(), StateCode::Closed);
    }
}

#[test]
fn a_till_off_over_the_deadline_closes_by_the_deadline() {
    let mut till = Till::awaiting();
    assert_eq!(till.at(4000.0, Event::Resumed), [Effect::Query]);
    assert!(matches!(
        till.order.state,
        State::Closing {
            cause: CloseCause::Deadline,
            ..
        }
    ));
    till.at(4000.3, till.says(ClaimStatus::Failure));
    assert!(matches!(
        till.order.state,
        State::Closed {
            cause: ClosedCause::Expired,
            ..
        }
    ));
    assert_eq!(till.why(), Some(Why::Query), "it is still watched");
}
