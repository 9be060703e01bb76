//! How an order is closed: who may, when, how fast, and what ends it.

use fils_order::{
    Answer, CancelOutcome, ClaimStatus, CloseCause, Decision, Denied, Effect, Event, Freeze,
    RefusalKind, Scene, Span, State, StateCode, Why,
};

use crate::kit::{Till, at, refused, signature_not_accepted, silence, timed_out, unknown};

#[test]
fn the_deadline_asks_before_it_cancels_and_confirms_after() {
    let mut till = Till::awaiting();
    till.at(87.8, Event::Woke);
    till.at(88.0, till.says(ClaimStatus::Created));
    till.at(90.0, Event::Woke);
    assert!(till.is_closing());
    assert!(
        till.order.contact.query_in_flight,
        "the last was two seconds ago"
    );
    assert!(!till.order.contact.cancel_in_flight);
    assert_eq!(
        till.at(90.2, till.says(ClaimStatus::Created)),
        [Effect::Cancel]
    );
    assert_eq!(till.at(92.1, till.cancelled_reply()), [Effect::Query]);
    till.at(92.3, till.says(ClaimStatus::Failure));
    assert_eq!(till.reason(), Some("expired"));
    assert!(till.order.released);
}

#[test]
fn a_customer_who_scanned_has_thirty_seconds_more() {
    let mut till = Till::awaiting();
    till.at(
        3.0,
        Event::ScanAnswered(Answer::Accepted(Some("+971-58*92".into()))),
    );
    till.at(100.0, Event::Woke);
    assert_eq!(till.code(), StateCode::AwaitingPayment);
    till.at(115.0, Event::Woke);
    assert!(till.is_closing(), "and still the cancel comes before 120 s");
}

#[test]
fn a_query_that_hangs_at_the_deadline_does_not_keep_the_cancel_beyond_120_seconds() {
    let mut till = Till::awaiting();
    till.at(
        3.0,
        Event::ScanAnswered(Answer::Accepted(Some("+971-58*92".into()))),
    );
    till.at(114.5, Event::Woke);
    assert!(till.order.contact.query_in_flight);
    till.at(115.0, Event::Woke);
    assert_eq!(till.wake.map(|wake| wake.at), Some(at(119.0)));
    assert_eq!(till.at(119.0, Event::Woke), [Effect::Cancel]);
}

#[test]
fn a_cashiers_cancel_waits_four_seconds_at_most_for_the_query() {
    let mut till = Till::awaiting();
    till.at(4.9, Event::Woke);
    till.at(5.0, Event::CashierCancelled);
    assert!(till.order.contact.query_in_flight);
    assert_eq!(till.wake.map(|wake| wake.at), Some(at(9.0)));
    assert_eq!(till.at(9.0, Event::Woke), [Effect::Cancel]);
}

#[test]
fn a_cashier_can_hurry_a_deadline_that_waits_for_a_query() {
    let mut till = Till::awaiting();
    till.at(89.9, Event::Woke);
    till.at(90.0, Event::Woke);
    till.at(91.0, Event::CashierCancelled);
    assert_eq!(till.at(94.0, Event::Woke), [Effect::Cancel]);
}

#[test]
fn a_cancel_before_the_create_was_answered_still_ends_the_order() {
    let mut till = Till::submitting(Scene::Qr);
    assert_eq!(till.at(0.5, Event::CashierCancelled), [Effect::Query]);
    till.at(0.7, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.is_closing(), "the create may still land");
    assert_eq!(till.at(1.0, till.created()), [Effect::Cancel]);
    assert_eq!(
        till.code(),
        StateCode::Closing,
        "no QR for a cancelled order"
    );
}

#[test]
fn a_definite_refusal_of_the_create_closes_at_once() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.3, Event::CreateAnswered(refused(RefusalKind::Other)));
    assert_eq!(till.reason(), Some("refused"));
    assert!(till.order.released);
    assert!(till.order.is_watched());
}

#[test]
fn a_definite_refusal_of_the_create_ends_a_cancelled_order() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.1, Event::CashierCancelled);
    till.at(0.3, Event::CreateAnswered(refused(RefusalKind::Other)));
    assert_eq!(till.reason(), Some("cancelled_by_cashier"));
}

#[test]
fn a_refusal_after_an_unknown_create_closes_nothing() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.3, Event::CreateAnswered(unknown()));
    till.until(&Effect::Query);
    till.happens(Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.order.contact.create_in_flight);
    till.happens(Event::CreateAnswered(refused(RefusalKind::Other)));
    assert!(till.is_closing(), "the first one may have landed");
    assert!(!till.order.released);
    // The till decided this by itself, so its cancel keeps to PayBy's 20 s.
    let calls = till.live(21.0, |_, effect| match effect {
        Effect::Query => Event::QueryAnswered(refused(RefusalKind::NotKnown)),
        _ => silence(effect),
    });
    let first = calls.iter().find(|(_, effect)| *effect == Effect::Cancel);
    assert_eq!(first, Some(&(20.0, Effect::Cancel)), "{calls:?}");
}

#[test]
fn a_refusal_of_a_create_for_an_order_that_payby_has_closes_nothing() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.3, Event::CreateAnswered(unknown()));
    till.until(&Effect::Query);
    // PayBy has it, and leaves its own number out.
    let mut claim = till.claim(ClaimStatus::Created);
    claim.payby_no = None;
    let effects = till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(
        effects,
        [Effect::Create(Freeze::Kept)],
        "the same create again returns the QR"
    );
    till.happens(Event::CreateAnswered(refused(RefusalKind::Other)));
    assert_eq!(till.code(), StateCode::Submitting);
    assert!(!till.order.released);
    assert!(till.order.contact.query_wanted || till.order.contact.query_in_flight);
}

#[test]
fn a_number_that_is_taken_is_asked_about() {
    let mut till = Till::submitting(Scene::Qr);
    let effects = till.at(
        0.3,
        Event::CreateAnswered(refused(RefusalKind::NumberTaken)),
    );
    assert_eq!(effects, [Effect::Query]);
    assert_eq!(till.code(), StateCode::Submitting);
}

#[test]
fn a_create_refused_for_its_time_is_frozen_anew_twice_at_most() {
    let mut till = Till::submitting(Scene::Qr);
    for _ in 0..2 {
        let effects = till.happens(Event::CreateAnswered(refused(RefusalKind::RequestTime)));
        assert_eq!(effects, [Effect::Create(Freeze::Anew)]);
    }
    till.happens(Event::CreateAnswered(refused(RefusalKind::RequestTime)));
    assert_eq!(till.reason(), Some("refused"));
}

#[test]
fn a_create_whose_fate_is_unknown_is_never_frozen_anew() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.3, Event::CreateAnswered(unknown()));
    till.until(&Effect::Query);
    till.happens(Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.order.contact.create_in_flight);
    till.happens(Event::CreateAnswered(refused(RefusalKind::RequestTime)));
    assert_eq!(till.code(), StateCode::Submitting);
    assert!(!till.order.contact.freeze_wanted);
}

#[test]
fn a_time_refusal_at_the_deadline_made_no_order() {
    let mut till = Till::submitting(Scene::Qr);
    let effects = till.at(
        91.0,
        Event::CreateAnswered(refused(RefusalKind::RequestTime)),
    );
    assert_eq!(effects, [Effect::Query]);
    assert!(till.is_closing());
    till.at(91.2, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert_eq!(till.reason(), Some("never_reached_payby"));
}

#[test]
fn not_known_closes_only_after_the_create_can_no_longer_land() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(10.0, Event::CreateAnswered(timed_out()));
    till.at(12.0, Event::CashierCancelled);
    for seconds in [13.0, 600.0, 1019.9] {
        till.at(
            seconds,
            Event::QueryAnswered(refused(RefusalKind::NotKnown)),
        );
        assert!(till.is_closing(), "at {seconds} s");
    }
    till.at(1020.0, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert_eq!(till.reason(), Some("never_reached_payby"));
    assert!(till.order.released);
}

#[test]
fn not_known_proves_nothing_about_an_order_that_payby_knew() {
    let mut till = Till::cancelling();
    till.at(6.0, Event::CancelAnswered(unknown()));
    till.at(5000.0, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert!(till.is_closing());
}

#[test]
fn a_refused_query_never_closes() {
    for kind in [
        RefusalKind::NumberTaken,
        RefusalKind::SaysPaid,
        RefusalKind::SaysClosed,
        RefusalKind::SaysRevoked,
        RefusalKind::RequestTime,
        RefusalKind::TokenNotKnown,
        RefusalKind::Other,
    ] {
        let mut till = Till::cancelling();
        till.at(5000.0, Event::QueryAnswered(refused(kind)));
        assert!(till.is_closing(), "{kind:?}");
    }
}

#[test]
fn a_cancel_that_says_paid_is_no_proof() {
    let mut till = Till::cancelling();
    let effects = till.at(5.3, Event::CancelAnswered(refused(RefusalKind::SaysPaid)));
    assert!(till.is_closing());
    assert_eq!(till.order.contact.cancel, CancelOutcome::Pointless);
    assert!(effects.is_empty(), "the last query is less than 2 s old");
    assert_eq!(till.why(), Some(Why::Query));
    till.until(&Effect::Query);
    till.happens(till.says(ClaimStatus::Settled));
    assert!(matches!(
        till.order.state,
        State::Paid {
            how: fils_order::PaidHow::WhileClosing,
            ..
        }
    ));
}

#[test]
fn a_cancel_that_payby_accepted_and_did_not_do_is_tried_again() {
    let mut till = Till::cancelling();
    till.at(5.3, till.cancelled_reply());
    till.until(&Effect::Query);
    till.happens(till.says(ClaimStatus::Created));
    assert_eq!(till.order.contact.cancel_failures, 1);
    till.until(&Effect::Cancel);
    assert_eq!(till.now, at(9.1), "4 s after the first started");
}

#[test]
fn a_query_from_before_the_cancels_answer_does_not_make_it_a_failure() {
    let mut till = Till::cancelling();
    // A query starts while the cancel is under way, and its answer overtakes nothing.
    till.at(8.0, Event::Woke);
    assert!(till.order.contact.query_in_flight);
    till.at(8.1, till.cancelled_reply());
    till.at(8.2, till.says(ClaimStatus::Created));
    assert_eq!(till.order.contact.cancel, CancelOutcome::Accepted);
    assert_eq!(till.order.contact.cancel_failures, 0);
    till.until(&Effect::Query);
    till.happens(till.says(ClaimStatus::Failure));
    assert_eq!(till.reason(), Some("cancelled_by_cashier"));
}

#[test]
fn a_person_who_knew_that_payby_is_silent_does_not_slow_the_cancels_down() {
    let mut till = Till::awaiting();
    // Queries fail from the start, so a person is told early.
    till.live(89.0, |_, effect| silence(effect));
    assert_eq!(till.code(), StateCode::AwaitingPayment);
    assert!(till.order.contact.told.is_some());
    till.until(&Effect::Cancel);
    let first = till.now;
    till.happens(Event::CancelAnswered(unknown()));
    till.until(&Effect::Cancel);
    let gap = till.now.since(first);
    assert!(gap >= Span::secs(3) && gap <= Span::secs(10), "{gap:?}");
}

#[test]
fn after_a_person_is_told_the_cancels_go_on_ever_more_slowly() {
    let mut till = Till::cancelling();
    till.happens(Event::CancelAnswered(unknown()));
    let mut gaps = Vec::new();
    for _ in 0..14 {
        let from = till.order.contact.cancel_started.unwrap();
        till.until(&Effect::Cancel);
        gaps.push(till.now.since(from).0);
        till.happens(Event::CancelAnswered(unknown()));
    }
    assert!(gaps.is_sorted(), "{gaps:?}");
    assert_eq!(gaps.last(), Some(&300_000), "{gaps:?}");
    assert!(gaps[..2].iter().all(|gap| (3000..=10_000).contains(gap)));
}

#[test]
fn a_closing_that_neither_fails_nor_ends_tells_a_person() {
    let mut till = Till::cancelling();
    till.at(5.3, till.cancelled_reply());
    // Too few queries fail, and no cancel.
    till.at(8.0, Event::QueryAnswered(unknown()));
    till.at(14.0, Event::QueryAnswered(unknown()));
    till.at(49.9, Event::Woke);
    assert_eq!(till.order.alert(), None);
    assert_eq!(till.why(), Some(Why::Tell));
    till.at(50.0, Event::Woke);
    assert_eq!(
        till.order.alert().map(|alert| alert.code),
        Some(fils_order::AlertCode::CancelNotConfirmed)
    );
}

#[test]
fn what_payby_seems_to_say_is_told_and_not_believed() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(0.3, Event::CreateAnswered(signature_not_accepted()));
    for _ in 0..2 {
        till.until(&Effect::Query);
        till.happens(Event::QueryAnswered(signature_not_accepted()));
    }
    assert_eq!(till.code(), StateCode::Submitting);
    let alert = till.order.alert().unwrap();
    assert_eq!(alert.code, fils_order::AlertCode::SignatureNotAccepted);
    assert_eq!(alert.detail.as_deref(), Some("400 signature"));
}

#[test]
fn a_person_can_end_what_payby_never_proves_and_it_stays_watched() {
    let mut till = Till::cancelling();
    till.happens(Event::CancelAnswered(unknown()));
    assert!(till.step(Event::Decided(Decision::Close)).denied.is_none());
    assert_eq!(till.reason(), Some("closed_by_person"));
    assert!(
        !till.order.released,
        "nothing proves that it cannot be paid"
    );
    assert!(till.order.is_watched() && till.wake.is_some());
    till.until(&Effect::Query);
    till.happens(till.says(ClaimStatus::Failure));
    assert!(till.order.released);
    till.happens(till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::PaidLate);
}

#[test]
fn an_order_ended_by_a_person_that_can_still_be_paid_is_cancelled_without_hammering() {
    let mut till = Till::cancelling();
    till.happens(Event::CancelAnswered(unknown()));
    till.happens(Event::Decided(Decision::Close));
    let calls = till.live(3600.0, |till, effect| match effect {
        Effect::Cancel => Event::CancelAnswered(refused(RefusalKind::Other)),
        _ => till.says(ClaimStatus::Created),
    });
    let cancels = calls
        .iter()
        .filter(|(_, effect)| *effect == Effect::Cancel)
        .count();
    assert!((8..60).contains(&cancels), "{cancels} cancels in an hour");
}

#[test]
fn wishes_that_do_not_apply_are_denied_and_change_nothing() {
    let mut paid = Till::awaiting();
    paid.happens(paid.says(ClaimStatus::PaidSuccess));
    let mut late = Till::cancelled();
    late.happens(late.says(ClaimStatus::PaidSuccess));
    let cases = [
        (
            paid.order.clone(),
            Event::CashierCancelled,
            Denied::AlreadyPaid,
        ),
        (paid.order.clone(), Event::TriedAgain, Denied::NotOpen),
        (
            paid.order,
            Event::Decided(Decision::Revoke),
            Denied::NothingToDecide,
        ),
        (
            Till::cancelled().order,
            Event::CashierCancelled,
            Denied::AlreadyClosed,
        ),
        (
            Till::awaiting().order,
            Event::Decided(Decision::Close),
            Denied::NothingToDecide,
        ),
        (
            late.order.clone(),
            Event::Decided(Decision::Close),
            Denied::MoneyMoved,
        ),
        (late.order, Event::CashierCancelled, Denied::NeedsDecision),
    ];
    for (order, event, denied) in cases {
        let mut till = Till::awaiting();
        till.order = order.clone();
        till.now = at(60.0);
        let step = till.step(event);
        assert_eq!(step.denied, Some(denied));
        assert_eq!(step.order.state, order.state);
    }
}

#[test]
fn the_cause_stays_with_who_wanted_it_first() {
    let mut till = Till::awaiting();
    till.at(95.0, Event::Woke);
    till.at(95.5, Event::CashierCancelled);
    assert!(matches!(
        till.order.state,
        State::Closing {
            cause: CloseCause::Deadline,
            ..
        }
    ));
}
