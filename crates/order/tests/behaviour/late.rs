//! Payments after the end, claims that do not fit, and what people decide about them.

use fils_order::{
    AlertCode, Answer, Claim, ClaimStatus, Decision, Denied, Effect, Event, Money, PaidHow,
    RefusalKind, Scene, Span, State, StateCode, UtcMs, Why,
};

use crate::kit::{Till, at, refused, silence, unknown};

fn late() -> Till {
    let mut till = Till::cancelled();
    till.at(60.0, till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::PaidLate);
    till
}

fn differs(till: &Till, status: ClaimStatus) -> Claim {
    let mut claim = till.claim(status);
    claim.amount = Some(Money::from_fils(999).unwrap());
    claim
}

fn under_review(status: ClaimStatus) -> Till {
    let mut till = Till::awaiting();
    let claim = differs(&till, status);
    till.at(3.0, Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.code(), StateCode::NeedsReview);
    till
}

fn revoking(mut till: Till) -> Till {
    assert_eq!(
        till.happens(Event::Decided(Decision::Revoke)),
        [Effect::Revoke]
    );
    till
}

#[test]
fn a_closed_order_is_watched_ever_more_slowly_until_a_day_after_its_expiry() {
    let mut till = Till::cancelled();
    let calls = till.live(4.0 * 86_400.0, |till, effect| match effect {
        Effect::Query => till.says(ClaimStatus::Failure),
        _ => silence(effect),
    });
    let over = till.order.expires_at.plus(till.rules.watch_after_expiry);
    let looks: Vec<UtcMs> = calls.iter().map(|(seconds, _)| at(*seconds)).collect();
    assert_eq!(
        looks.last(),
        Some(&over),
        "the last look is at the very end"
    );
    let gaps: Vec<i64> = looks
        .windows(2)
        .map(|pair| pair[1].since(pair[0]).0)
        .collect();
    assert!(gaps[..gaps.len() - 1].is_sorted(), "{gaps:?}");
    assert!(gaps.iter().all(|gap| *gap <= 3_600_000), "{gaps:?}");
    assert!(looks.len() < 60, "{} looks", looks.len());
    assert!(!till.order.is_watched() && till.wake.is_none());
}

#[test]
fn the_watch_ends_for_every_kind_of_closed_order_once_payby_answers() {
    let revoked = {
        let mut till = revoking(late());
        let mut claim = till.claim(ClaimStatus::Settled);
        claim.revoked = true;
        till.happens(Event::RevokeAnswered(Answer::Accepted(claim)));
        assert_eq!(till.reason(), Some("revoked"));
        till
    };
    let refunded = {
        let mut till = late();
        till.happens(Event::RefundedInFull);
        assert_eq!(till.reason(), Some("refunded"));
        till
    };
    let says: fn(&Till) -> Event = |till| {
        let mut claim = till.claim(ClaimStatus::Settled);
        claim.revoked = till.reason() == Some("revoked");
        Event::QueryAnswered(Answer::Accepted(claim))
    };
    let not_known: fn(&Till) -> Event = |_| Event::QueryAnswered(refused(RefusalKind::NotKnown));
    let mut by_person = Till::cancelling();
    by_person.happens(Event::Decided(Decision::Close));
    for (mut till, answer) in [
        (revoked, says),
        (refunded, says),
        (by_person, not_known),
        (Till::cancelled(), not_known),
    ] {
        till.live(86_400.0 + 7200.0, |till, effect| match effect {
            Effect::Query => answer(till),
            _ => silence(effect),
        });
        assert_eq!(till.code(), StateCode::Closed);
        assert!(!till.order.is_watched(), "{:?}", till.order.state);
        assert_eq!(till.wake, None);
    }
}

#[test]
fn the_last_look_has_to_be_answered_and_waits_ever_longer() {
    let mut till = Till::cancelled();
    let calls = till.live(30.0 * 86_400.0, |_, effect| silence(effect));
    assert!(till.order.is_watched());
    assert!(calls.len() < 100, "{} looks", calls.len());
    let effects = till.at(40.0 * 86_400.0, Event::Resumed);
    assert_eq!(effects, [Effect::Query], "a start asks at once");
    till.happens(till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::PaidLate);
}

#[test]
fn a_late_payment_alerts_until_a_person_keeps_it() {
    let mut till = late();
    let alert = till.order.alert().unwrap();
    assert_eq!((alert.code, alert.since), (AlertCode::PaidLate, at(60.0)));
    till.at(900.0, Event::Resumed);
    assert!(till.order.alert().is_some());
    till.at(901.0, Event::Decided(Decision::Keep));
    assert!(matches!(
        till.order.state,
        State::Paid {
            how: PaidHow::KeptLate,
            ..
        }
    ));
    assert_eq!(till.order.alert(), None);
    assert!(
        till.order.released,
        "what was once proved closed stays released"
    );
}

#[test]
fn a_late_payment_found_by_a_notification_is_checked_by_a_query() {
    let mut till = Till::cancelled();
    let effects = till.at(60.0, Event::Notified(till.claim(ClaimStatus::PaidSuccess)));
    assert_eq!(till.code(), StateCode::PaidLate);
    assert_eq!(effects, [Effect::Query]);
    let mut claim = till.claim(ClaimStatus::PaidSuccess);
    claim.revoked = true;
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"), "the notification was old");
}

#[test]
fn a_revoke_is_done_when_a_query_shows_it() {
    let mut till = revoking(late());
    let claim = till.claim(ClaimStatus::PaidSuccess);
    till.at(61.0, Event::RevokeAnswered(Answer::Accepted(claim)));
    assert_eq!(till.code(), StateCode::PaidLate, "accepted is not done");
    assert!(till.order.contact.query_in_flight);
    let mut claim = till.claim(ClaimStatus::Failure);
    claim.revoked = true;
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"));
    assert_eq!(till.order.alert(), None);
}

#[test]
fn a_revoke_of_unknown_outcome_is_tried_again_and_a_person_is_told() {
    let mut till = late();
    // The decision comes hours after the payment; retries are measured from the tries.
    till.now = at(7200.0);
    let mut till = revoking(till);
    let calls = till.live(7260.0, |till, effect| match effect {
        Effect::Revoke => Event::RevokeAnswered(unknown()),
        _ => till.says(ClaimStatus::PaidSuccess),
    });
    let revokes = calls.iter().filter(|(_, e)| *e == Effect::Revoke).count();
    assert!((2..12).contains(&revokes), "{revokes} in a minute");
    assert_eq!(
        till.order.alert().map(|alert| alert.code),
        Some(AlertCode::RevokeNotConfirmed)
    );
    assert_eq!(
        till.step(Event::Decided(Decision::Keep)).denied,
        Some(Denied::RevokeUnderWay),
        "it may have been done"
    );
}

#[test]
fn a_refused_revoke_goes_back_to_the_person_with_paybys_words() {
    let mut till = revoking(late());
    till.at(61.0, Event::RevokeAnswered(refused(RefusalKind::Other)));
    let alert = till.order.alert().unwrap();
    assert_eq!(alert.code, AlertCode::RevokeNotConfirmed);
    assert_eq!(alert.detail.as_deref(), Some("62004 refused"));
    assert_eq!(till.step(Event::Decided(Decision::Keep)).denied, None);
}

#[test]
fn a_payment_revoked_already_is_confirmed_by_a_query() {
    let mut till = revoking(late());
    till.at(
        62.1,
        Event::RevokeAnswered(refused(RefusalKind::SaysRevoked)),
    );
    assert!(till.order.contact.query_in_flight);
    let mut claim = till.claim(ClaimStatus::Settled);
    claim.revoked = true;
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"));
}

#[test]
fn an_answer_older_than_the_revoke_does_not_bring_the_payment_back() {
    let mut till = revoking(late());
    till.at(70.0, Event::RevokeAnswered(unknown()));
    assert!(till.order.contact.query_in_flight);
    till.at(75.0, Event::Woke);
    let mut claim = till.claim(ClaimStatus::PaidSuccess);
    claim.revoked = true;
    till.at(75.2, Event::RevokeAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"));
    till.at(75.3, till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.reason(), Some("revoked"), "that was asked before");
    till.until(&Effect::Query);
    till.happens(till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::PaidLate, "that was asked after");
}

#[test]
fn a_late_payment_that_waits_for_a_person_is_still_looked_at() {
    let mut till = late();
    assert_eq!(till.why(), Some(Why::Query));
    till.until(&Effect::Query);
    let mut claim = till.claim(ClaimStatus::Settled);
    claim.revoked = true;
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"), "somebody did it elsewhere");
    assert_eq!(late().at(900.0, Event::Resumed), [Effect::Query]);
}

#[test]
fn a_late_payment_refunded_in_full_is_closed() {
    let mut till = late();
    till.at(70.0, Event::RefundedInFull);
    assert_eq!(till.reason(), Some("refunded"));
    till.at(80.0, till.says(ClaimStatus::Settled));
    assert_eq!(
        till.reason(),
        Some("refunded"),
        "a refund leaves the status"
    );
}

#[test]
fn proof_of_payment_ends_a_review() {
    let mut till = under_review(ClaimStatus::PaidSuccess);
    till.at(6.0, till.says(ClaimStatus::PaidSuccess));
    assert_eq!(till.code(), StateCode::Paid);
}

#[test]
fn a_claim_that_does_not_fit_needs_review_with_its_reason() {
    let mut till = under_review(ClaimStatus::PaidSuccess);
    assert_eq!(till.reason(), Some("amount_differs"));
    assert_eq!(
        till.step(Event::Decided(Decision::Keep)).denied,
        Some(Denied::NoProofToKeep)
    );
    assert!(till.wake.is_some(), "it is still looked at");
}

#[test]
fn a_review_that_a_person_closed_does_not_come_back_with_the_same_claim() {
    let mut till = under_review(ClaimStatus::PaidSuccess);
    till.happens(Event::Decided(Decision::Close));
    assert_eq!(till.reason(), Some("closed_by_person"));
    till.until(&Effect::Query);
    let claim = differs(&till, ClaimStatus::PaidSuccess);
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("closed_by_person"));
    let mut other = till.claim(ClaimStatus::PaidSuccess);
    other.payee = Some("200000000009".into());
    till.happens(Event::QueryAnswered(Answer::Accepted(other)));
    assert_eq!(till.reason(), Some("payee_differs"), "that is news");
}

#[test]
fn a_payable_order_that_a_person_closed_unfit_is_cancelled() {
    let mut till = under_review(ClaimStatus::Created);
    till.happens(Event::Decided(Decision::Close));
    till.until(&Effect::Query);
    let claim = differs(&till, ClaimStatus::Created);
    assert_eq!(
        till.happens(Event::QueryAnswered(Answer::Accepted(claim))),
        [Effect::Cancel]
    );
}

#[test]
fn a_review_whose_money_went_back_is_closed_even_if_the_claim_never_fits() {
    let mut till = revoking(under_review(ClaimStatus::PaidSuccess));
    let claim = differs(&till, ClaimStatus::PaidSuccess);
    till.at(6.0, Event::RevokeAnswered(Answer::Accepted(claim)));
    let claim = differs(&till, ClaimStatus::Failure);
    till.at(7.0, Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.reason(), Some("revoked"));
}

#[test]
fn a_revoke_that_payby_accepts_and_never_does_lets_the_person_end_it() {
    let mut till = revoking(under_review(ClaimStatus::Created));
    till.live(300.0, |till, effect| {
        let claim = differs(till, ClaimStatus::Created);
        match effect {
            Effect::Revoke => Event::RevokeAnswered(Answer::Accepted(claim)),
            _ => Event::QueryAnswered(Answer::Accepted(claim)),
        }
    });
    assert_eq!(
        till.order.alert().map(|alert| alert.code),
        Some(AlertCode::RevokeNotConfirmed)
    );
    assert_eq!(till.step(Event::Decided(Decision::Close)).denied, None);
    assert_eq!(till.reason(), Some("closed_by_person"));
}

#[test]
fn a_paid_order_that_payby_calls_failed_or_revoked_needs_review() {
    for (revoked, reason) in [(true, "revoked_after_paid"), (false, "failed_after_paid")] {
        let mut till = Till::awaiting();
        till.at(3.0, till.says(ClaimStatus::PaidSuccess));
        assert_eq!(till.at(60.0, Event::Asked), [Effect::Query]);
        let mut claim = till.claim(ClaimStatus::Failure);
        claim.revoked = revoked;
        till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
        assert_eq!(till.reason(), Some(reason));
        // A notification from before that does not undo it, a query does.
        till.at(61.0, Event::Notified(till.claim(ClaimStatus::PaidSuccess)));
        assert_eq!(till.reason(), Some(reason));
        till.at(65.0, till.says(ClaimStatus::PaidSuccess));
        assert_eq!(till.code(), StateCode::Paid);
    }
}

#[test]
fn a_create_that_lands_after_the_end_is_cancelled() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(10.0, Event::CreateAnswered(unknown()));
    till.at(12.0, Event::CashierCancelled);
    till.at(1100.0, Event::QueryAnswered(refused(RefusalKind::NotKnown)));
    assert_eq!(till.reason(), Some("never_reached_payby"));
    assert_eq!(till.why(), Some(Why::Query));
    till.until(&Effect::Query);
    let effects = till.happens(till.says(ClaimStatus::Created));
    assert_eq!(effects, [Effect::Cancel]);
    assert_eq!(till.code(), StateCode::Closed);
}

#[test]
fn a_create_answered_after_a_person_ended_the_order_is_cancelled() {
    let mut till = Till::submitting(Scene::Qr);
    till.at(1.0, Event::CashierCancelled);
    till.at(2.0, Event::Decided(Decision::Close));
    assert_eq!(till.reason(), Some("closed_by_person"));
    till.at(3.0, till.created());
    assert!(
        till.order.contact.query_in_flight,
        "it may have been ended meanwhile"
    );
    let effects = till.at(3.2, till.says(ClaimStatus::Created));
    assert!(effects.contains(&Effect::Cancel));
    assert_eq!(till.code(), StateCode::Closed);
    assert!(!till.order.released);
}

#[test]
fn an_answer_that_names_no_order_wakes_nobody_and_moves_nothing() {
    let mut till = late();
    let mut claim = till.claim(ClaimStatus::Failure);
    claim.number = None;
    till.now = till.now.plus(Span::secs(1));
    till.happens(Event::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(till.code(), StateCode::PaidLate);
}
