//! How a refund ends: never twice, and never "failed" while the money may be on its way.

use fils_order::refund::{RefundEffect, RefundEvent, RefundStep, step};
use fils_order::{
    AlertCode, Answer, Money, Refund, RefundClaim, RefundState, RefundStateCode, RefundStatus,
    RefusalKind, Rules, Span, UtcMs,
};
use proptest::prelude::*;

use crate::kit::{at, refused, timed_out, unknown};

struct Desk {
    refund: Refund,
    now: UtcMs,
    rules: Rules,
    wake: Option<UtcMs>,
    places: u32,
    pending: Vec<RefundEvent>,
}

impl Desk {
    fn new() -> Self {
        let number = "T1-R20261120T223000-ABCDEFGHJK".parse().unwrap();
        let order = "T1-20261120T223000-ABCDEFGHJK".parse().unwrap();
        let amount = Money::from_fils(500).unwrap();
        Self {
            refund: Refund::new(number, order, amount, "spilled".into(), at(0.0)),
            now: at(0.0),
            rules: Rules::default(),
            wake: None,
            places: 0,
            pending: Vec::new(),
        }
    }

    /// The placement is under way.
    fn placing() -> Self {
        let mut desk = Self::new();
        assert_eq!(desk.at(0.0, RefundEvent::Woke), [RefundEffect::Place]);
        desk
    }

    fn at(&mut self, seconds: f64, event: RefundEvent) -> Vec<RefundEffect> {
        self.now = at(seconds);
        self.happens(event)
    }

    fn happens(&mut self, event: RefundEvent) -> Vec<RefundEffect> {
        let RefundStep {
            refund,
            effects,
            wake,
        } = step(&self.refund, event, self.now, &self.rules);
        self.refund = refund;
        self.wake = wake;
        let places = effects.iter().filter(|e| **e == RefundEffect::Place);
        self.places += u32::try_from(places.count()).unwrap();
        effects
    }

    fn sleep(&mut self) -> Vec<RefundEffect> {
        self.now = self
            .now
            .max(self.wake.expect("nothing would happen any more"));
        self.happens(RefundEvent::Woke)
    }

    fn sleep_or_answer(&mut self) -> Vec<RefundEffect> {
        match self.pending.pop() {
            Some(event) => self.happens(event),
            None => self.sleep(),
        }
    }

    fn claim(&self, status: RefundStatus) -> RefundClaim {
        RefundClaim {
            number: Some(self.refund.number.to_string()),
            order: Some(self.refund.order.to_string()),
            payby_no: Some("141000000001".into()),
            status,
            amount: Some(self.refund.amount),
            currency: Some("AED".into()),
            failure: None,
        }
    }

    fn placed(&self, status: RefundStatus) -> RefundEvent {
        RefundEvent::PlaceAnswered(Answer::Accepted(self.claim(status)))
    }

    fn says(&self, status: RefundStatus) -> RefundEvent {
        RefundEvent::QueryAnswered(Answer::Accepted(self.claim(status)))
    }
}

const NOT_KNOWN: fn() -> RefundEvent =
    || RefundEvent::QueryAnswered(refused(RefusalKind::NotKnown));

#[test]
fn a_refund_is_placed_asked_about_and_refunded() {
    let mut desk = Desk::placing();
    assert!(desk.at(0.3, desk.placed(RefundStatus::Created)).is_empty());
    assert_eq!(desk.refund.code(), RefundStateCode::Requested);
    assert_eq!(desk.sleep(), [RefundEffect::Query]);
    desk.happens(desk.says(RefundStatus::RefundedSettled));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
    assert!(desk.refund.is_final() && desk.wake.is_none());
    assert_eq!(desk.places, 1);
}

#[test]
fn money_with_the_payers_bank_is_refunded() {
    let mut desk = Desk::placing();
    desk.happens(desk.placed(RefundStatus::Success));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
}

#[test]
fn a_definite_refusal_fails_it_with_paybys_words() {
    let mut desk = Desk::placing();
    desk.at(0.3, RefundEvent::PlaceAnswered(refused(RefusalKind::Other)));
    assert_eq!(
        desk.refund.state,
        RefundState::Failed {
            detail: "62004 refused".into()
        }
    );
    assert!(!desk.refund.counts(), "the money can be refunded again");
}

#[test]
fn a_number_that_is_taken_is_asked_about_and_never_placed_under_another() {
    let mut desk = Desk::placing();
    let effects = desk.at(
        0.3,
        RefundEvent::PlaceAnswered(refused(RefusalKind::NumberTaken)),
    );
    assert_eq!(effects, [RefundEffect::Query]);
    assert_eq!(desk.refund.code(), RefundStateCode::Submitting);
    desk.at(0.5, desk.says(RefundStatus::Success));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
    assert_eq!(desk.places, 1);
}

#[test]
fn a_number_taken_by_another_refund_needs_review() {
    let mut desk = Desk::placing();
    desk.at(
        0.3,
        RefundEvent::PlaceAnswered(refused(RefusalKind::NumberTaken)),
    );
    let mut claim = desk.claim(RefundStatus::Success);
    claim.amount = Some(Money::from_fils(700).unwrap());
    desk.at(0.5, RefundEvent::QueryAnswered(Answer::Accepted(claim)));
    assert_eq!(desk.refund.code(), RefundStateCode::NeedsReview);
    assert_eq!(desk.refund.alert().unwrap().code, AlertCode::NeedsReview);
    assert_eq!(
        desk.refund.alert().unwrap().detail.as_deref(),
        Some("5.00 / 7.00")
    );
}

#[test]
fn a_number_taken_and_not_known_tells_a_person_and_does_not_hammer() {
    let mut desk = Desk::placing();
    desk.pending.push(RefundEvent::PlaceAnswered(refused(
        RefusalKind::NumberTaken,
    )));
    let mut calls = 0;
    while desk.now < at(600.0) {
        for effect in desk.sleep_or_answer() {
            calls += 1;
            match effect {
                RefundEffect::Place => {
                    desk.pending.push(RefundEvent::PlaceAnswered(refused(
                        RefusalKind::NumberTaken,
                    )));
                }
                RefundEffect::Query => desk.pending.push(NOT_KNOWN()),
            }
        }
    }
    assert_eq!(
        desk.refund.alert().map(|alert| alert.code),
        Some(AlertCode::RefundNotConfirmed)
    );
    assert!(calls < 60, "{calls} calls in ten minutes");
}

#[test]
fn an_unknown_placement_is_asked_about_and_placed_again_under_the_same_number() {
    let mut desk = Desk::placing();
    let number = desk.refund.number.clone();
    let effects = desk.at(10.0, RefundEvent::PlaceAnswered(timed_out()));
    assert_eq!(effects, [RefundEffect::Query], "never again without asking");
    assert_eq!(desk.refund.code(), RefundStateCode::Submitting);
    desk.happens(NOT_KNOWN());
    assert!(desk.refund.contact.place_wanted || desk.refund.contact.place_in_flight);
    while !desk.refund.contact.place_in_flight {
        desk.sleep();
    }
    assert_eq!(desk.refund.number, number);
    desk.happens(desk.placed(RefundStatus::Success));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
}

#[test]
fn a_refusal_after_an_unknown_placement_fails_only_when_nothing_can_land_any_more() {
    let mut desk = Desk::placing();
    desk.at(0.3, RefundEvent::PlaceAnswered(unknown()));
    desk.sleep();
    desk.happens(NOT_KNOWN());
    while !desk.refund.contact.place_in_flight {
        desk.sleep();
    }
    let effects = desk.happens(RefundEvent::PlaceAnswered(refused(RefusalKind::Other)));
    assert_eq!(
        desk.refund.code(),
        RefundStateCode::Submitting,
        "the first may have landed"
    );
    assert!(effects.contains(&RefundEffect::Query) || desk.refund.contact.query_wanted);
    let placed = desk.refund.contact.place_started.unwrap();
    desk.now = placed.plus(Span::mins(16));
    desk.happens(NOT_KNOWN());
    assert_eq!(desk.refund.code(), RefundStateCode::Submitting);
    desk.now = placed.plus(Span::mins(17));
    desk.happens(NOT_KNOWN());
    assert_eq!(desk.refund.code(), RefundStateCode::Failed);
}

#[test]
fn a_refusal_after_an_unknown_placement_that_landed_is_refunded() {
    let mut desk = Desk::placing();
    desk.at(0.3, RefundEvent::PlaceAnswered(unknown()));
    desk.sleep();
    desk.happens(NOT_KNOWN());
    while !desk.refund.contact.place_in_flight {
        desk.sleep();
    }
    desk.happens(RefundEvent::PlaceAnswered(refused(RefusalKind::Other)));
    desk.happens(desk.says(RefundStatus::Success));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
}

#[test]
fn a_status_newer_than_fils_is_never_placed_again() {
    let mut desk = Desk::placing();
    let mut claim = desk.claim(RefundStatus::Other("IN_FLIGHT".into()));
    claim.payby_no = None;
    desk.at(0.3, RefundEvent::PlaceAnswered(Answer::Accepted(claim)));
    assert_eq!(desk.refund.code(), RefundStateCode::Requested);
    desk.sleep();
    desk.happens(NOT_KNOWN());
    desk.sleep();
    assert_eq!(desk.places, 1);
}

#[test]
fn a_time_refusal_is_placed_again_twice() {
    let mut desk = Desk::placing();
    for places in 2..4 {
        desk.happens(RefundEvent::PlaceAnswered(refused(
            RefusalKind::RequestTime,
        )));
        assert_eq!(desk.refund.code(), RefundStateCode::Submitting);
        desk.sleep();
        assert_eq!(desk.places, places);
    }
    desk.happens(RefundEvent::PlaceAnswered(refused(
        RefusalKind::RequestTime,
    )));
    assert_eq!(desk.refund.code(), RefundStateCode::Failed);
}

#[test]
fn final_states_are_final() {
    for first in [RefundStatus::Success, RefundStatus::Failure] {
        let mut desk = Desk::placing();
        desk.happens(desk.placed(first));
        assert!(desk.refund.is_final());
        let state = desk.refund.state.clone();
        let events = [
            RefundEvent::Resumed,
            RefundEvent::Woke,
            RefundEvent::Asked,
            RefundEvent::PlaceAnswered(unknown()),
            RefundEvent::PlaceAnswered(refused(RefusalKind::Other)),
            RefundEvent::QueryAnswered(unknown()),
            NOT_KNOWN(),
            desk.says(RefundStatus::Created),
            desk.says(RefundStatus::Failure),
            desk.says(RefundStatus::Success),
            RefundEvent::Notified(desk.claim(RefundStatus::Created)),
        ];
        for event in events {
            assert!(desk.happens(event).is_empty());
            assert_eq!(desk.refund.state, state);
            assert_eq!(desk.wake, None);
        }
    }
}

#[test]
fn a_refund_under_review_can_still_be_proved() {
    let mut desk = Desk::placing();
    let mut claim = desk.claim(RefundStatus::Success);
    claim.currency = Some("USD".into());
    desk.happens(RefundEvent::PlaceAnswered(Answer::Accepted(claim)));
    assert_eq!(desk.refund.code(), RefundStateCode::NeedsReview);
    assert!(desk.refund.counts() && desk.wake.is_some());
    desk.happens(RefundEvent::Notified(desk.claim(RefundStatus::Success)));
    assert_eq!(desk.refund.code(), RefundStateCode::Refunded);
    assert_eq!(desk.places, 1);
}

#[test]
fn a_notification_for_another_refund_only_asks() {
    let mut desk = Desk::placing();
    desk.happens(desk.placed(RefundStatus::Created));
    let mut claim = desk.claim(RefundStatus::Success);
    claim.number = Some("T1-R-OTHER".into());
    assert_eq!(
        desk.happens(RefundEvent::Notified(claim)),
        [RefundEffect::Query]
    );
    assert_eq!(desk.refund.code(), RefundStateCode::Requested);
}

#[test]
fn queries_that_fail_tell_a_person_and_go_on() {
    let mut desk = Desk::placing();
    desk.happens(desk.placed(RefundStatus::Created));
    for told in [false, false, true] {
        desk.sleep();
        desk.happens(RefundEvent::QueryAnswered(unknown()));
        assert_eq!(desk.refund.alert().is_some(), told);
    }
    assert!(desk.wake.is_some());
    desk.sleep();
    desk.happens(desk.says(RefundStatus::Created));
    assert_eq!(desk.refund.alert(), None);
}

#[test]
fn a_crash_in_a_placement_asks_first() {
    let mut desk = Desk::placing();
    assert_eq!(desk.at(40.0, RefundEvent::Resumed), [RefundEffect::Query]);
    assert_eq!(desk.refund.contact.places_unknown, 1);
}

#[test]
fn a_crash_before_the_first_placement_places_it() {
    let mut desk = Desk::new();
    assert_eq!(desk.at(40.0, RefundEvent::Resumed), [RefundEffect::Place]);
}

#[test]
fn a_clock_set_back_does_not_stop_it() {
    let mut desk = Desk::placing();
    desk.at(0.3, RefundEvent::PlaceAnswered(unknown()));
    desk.at(-7200.0, RefundEvent::Woke);
    assert!(desk.wake.unwrap() <= desk.now.plus(Span::secs(10)));
}

#[derive(Clone, Debug)]
enum Luck {
    Answered,
    LostBefore,
    LostAfter,
    Crash,
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        4 => Just(Luck::Answered),
        2 => Just(Luck::LostBefore),
        2 => Just(Luck::LostAfter),
        1 => Just(Luck::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// PayBy moves the money once for a number, whatever is lost; the refund ends as PayBy has it.
    #[test]
    fn the_end_is_what_payby_did(lucks in prop::collection::vec(luck(), 0..40), refuses: bool) {
        let mut desk = Desk::new();
        let mut at_payby = false;
        let mut lucks = lucks.into_iter();
        let mut effects = desk.happens(RefundEvent::Woke);
        for _ in 0..2000 {
            if desk.refund.is_final() {
                break;
            }
            let Some(effect) = effects.first().copied() else {
                effects = desk.sleep();
                continue;
            };
            let luck = lucks.next().unwrap_or(Luck::Answered);
            let reached = !matches!(luck, Luck::LostBefore);
            let answer = match effect {
                RefundEffect::Place if refuses => refused(RefusalKind::Other),
                RefundEffect::Place => {
                    at_payby |= reached;
                    Answer::Accepted(desk.claim(RefundStatus::Success))
                }
                RefundEffect::Query if at_payby => Answer::Accepted(desk.claim(RefundStatus::Success)),
                RefundEffect::Query => refused(RefusalKind::NotKnown),
            };
            let answer = if matches!(luck, Luck::Answered) { answer } else { unknown() };
            desk.now = desk.now.plus(Span(200));
            effects = match (luck, effect) {
                (Luck::Crash, _) => desk.happens(RefundEvent::Resumed),
                (_, RefundEffect::Place) => desk.happens(RefundEvent::PlaceAnswered(answer)),
                (_, RefundEffect::Query) => desk.happens(RefundEvent::QueryAnswered(answer)),
            };
        }
        prop_assert!(desk.refund.is_final(), "{:#?}", desk.refund);
        prop_assert_eq!(desk.refund.code() == RefundStateCode::Refunded, at_payby);
    }
}
