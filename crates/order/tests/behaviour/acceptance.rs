//! PayBy's acceptance cases 001 to 009, at the level of effects and answers. PayBy judges the merchant's traffic: so do these.

use fils_order::{AlertCode, Answer, ClaimStatus, Effect, Event, RefusalKind, Scene, StateCode};

use crate::kit::{Till, refused, silence, timed_out, unknown};

type Calls = Vec<(f64, Effect)>;

fn times(calls: &Calls, wanted: &Effect) -> Vec<f64> {
    calls
        .iter()
        .filter(|(_, effect)| effect == wanted)
        .map(|(at, _)| *at)
        .collect()
}

fn gaps(times: &[f64]) -> Vec<f64> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Asked for the first time 2 to 6 s after the start, then every 2 to 6 s until `until`.
fn asked_every_two_to_six_seconds(calls: &Calls, until: f64) {
    let mut asked = vec![0.0];
    asked.extend(times(calls, &Effect::Query));
    asked.retain(|at| *at <= until);
    for gap in gaps(&asked) {
        assert!((1.999..=6.001).contains(&gap), "{gap} s in {asked:?}");
    }
    assert!(until - asked.last().unwrap() <= 6.001, "{asked:?}");
}

fn first_cancel(calls: &Calls) -> f64 {
    *times(calls, &Effect::Cancel)
        .first()
        .expect("it is cancelled")
}

fn cancelled_in_time(calls: &Calls) {
    let at = first_cancel(calls);
    assert!((20.0..=120.0).contains(&at), "cancelled after {at} s");
    let before = times(calls, &Effect::Query);
    assert!(
        before
            .iter()
            .any(|asked| *asked <= at && at - asked <= 10.0)
    );
}

/// PayBy as it should be, with a customer who does nothing: cancelled orders fail.
fn idle(till: &Till, effect: &Effect, cancelled: &mut bool) -> Event {
    match effect {
        Effect::Create(_) => till.created(),
        Effect::Query if *cancelled => till.says(ClaimStatus::Failure),
        Effect::Query => till.says(ClaimStatus::Created),
        Effect::AskScanned { .. } => Event::ScanAnswered(Answer::Accepted(None)),
        Effect::Cancel => {
            *cancelled = true;
            till.cancelled_reply()
        }
        Effect::Revoke => silence(effect),
    }
}

#[test]
fn case_001_a_customer_who_takes_time_is_asked_about_until_paid() {
    for scene in [Scene::Qr, Scene::Code] {
        let mut till = Till::submitting(scene);
        let calls = till.live(200.0, |till, effect| {
            let paid = till.seconds() >= 30.0;
            match effect {
                Effect::Query if paid => till.says(ClaimStatus::PaidSuccess),
                _ => idle(till, effect, &mut false),
            }
        });
        assert_eq!(till.code(), StateCode::Paid);
        let (at, last) = calls.last().unwrap();
        assert_eq!(*last, Effect::Query, "the last query says paid");
        assert!(*at <= 36.0);
        asked_every_two_to_six_seconds(&calls, *at);
        assert_eq!(till.wake, None, "nothing more to do");
    }
}

#[test]
fn case_002_a_customer_who_never_pays_is_cancelled() {
    for (scene, scans, latest) in [
        (Scene::Qr, false, 92.0),
        (Scene::Qr, true, 117.0),
        (Scene::Code, false, 92.0),
    ] {
        let mut cancelled = false;
        let mut till = Till::submitting(scene);
        let calls = till.live(140.0, |till, effect| match effect {
            Effect::AskScanned { .. } if scans => {
                Event::ScanAnswered(Answer::Accepted(Some("+971-58*92".into())))
            }
            _ => idle(till, effect, &mut cancelled),
        });
        asked_every_two_to_six_seconds(&calls, first_cancel(&calls));
        cancelled_in_time(&calls);
        assert!(first_cancel(&calls) <= latest);
        assert_eq!(times(&calls, &Effect::Cancel).len(), 1);
        assert_eq!(till.reason(), Some("expired"));
        assert!(till.order.released);
    }
}

#[test]
fn case_003_a_create_with_a_system_error_is_asked_about_and_cancelled() {
    for landed in [true, false] {
        let mut till = Till::submitting(Scene::Qr);
        let calls = till.live(140.0, |till, effect| match effect {
            Effect::Query if landed => till.says(ClaimStatus::Created),
            Effect::Query => Event::QueryAnswered(refused(RefusalKind::NotKnown)),
            _ => silence(effect),
        });
        assert!(!times(&calls, &Effect::Query).is_empty());
        asked_every_two_to_six_seconds(&calls, first_cancel(&calls));
        cancelled_in_time(&calls);
        assert_ne!(till.code(), StateCode::Closed, "nothing proves it closed");
        assert_eq!(
            till.order.alert().map(|alert| alert.code),
            Some(AlertCode::CancelNotConfirmed)
        );
    }
}

#[test]
fn case_003_a_create_with_a_system_error_that_landed_shows_its_qr_after_all() {
    let mut till = Till::submitting(Scene::Qr);
    let mut creates = 1;
    till.happens(Event::CreateAnswered(unknown()));
    till.live(20.0, |till, effect| {
        creates += u32::from(matches!(effect, Effect::Create(_)));
        idle(till, effect, &mut false)
    });
    assert_eq!(till.code(), StateCode::AwaitingPayment);
    assert_eq!(creates, 2, "the same create again returned it");
}

#[test]
fn case_004_a_create_that_times_out_is_asked_about_while_it_hangs_and_cancelled() {
    for landed in [true, false] {
        let mut cancelled = false;
        let mut till = Till::submitting(Scene::Qr);
        let calls = till.live_slowly(140.0, |till, effect| match effect {
            Effect::Create(_) => (10.0, Event::CreateAnswered(timed_out())),
            Effect::Query | Effect::Cancel if !landed => (
                0.2,
                match effect {
                    Effect::Query => Event::QueryAnswered(refused(RefusalKind::NotKnown)),
                    _ => Event::CancelAnswered(refused(RefusalKind::NotKnown)),
                },
            ),
            _ => (0.2, idle(till, effect, &mut cancelled)),
        });
        asked_every_two_to_six_seconds(&calls, first_cancel(&calls));
        cancelled_in_time(&calls);
        if landed {
            assert_eq!(till.reason(), Some("expired"));
        } else {
            assert!(till.is_closing() && till.order.alert().is_some());
        }
    }
}

#[test]
fn case_004_slow_answers_and_new_creates_do_not_hold_the_queries_up() {
    let mut till = Till::submitting(Scene::Qr);
    let calls = till.live_slowly(89.0, |_, effect| match effect {
        Effect::Query => (5.5, Event::QueryAnswered(refused(RefusalKind::NotKnown))),
        _ => (0.2, silence(effect)),
    });
    assert!(
        calls
            .iter()
            .filter(|(_, e)| matches!(e, Effect::Create(_)))
            .count()
            > 3
    );
    asked_every_two_to_six_seconds(&calls, 89.0);
}

#[test]
fn case_005_a_cancel_that_fails_twice_is_tried_a_third_time() {
    let mut till = Till::awaiting();
    let mut tries = 0;
    let mut cancelled = false;
    let calls = till.live(140.0, |till, effect| match effect {
        Effect::Cancel if tries < 2 => {
            tries += 1;
            Event::CancelAnswered(unknown())
        }
        _ => idle(till, effect, &mut cancelled),
    });
    let cancels = times(&calls, &Effect::Cancel);
    assert_eq!(cancels.len(), 3, "only the last one succeeds");
    for gap in gaps(&cancels) {
        assert!((3.0..=10.0).contains(&gap), "{cancels:?}");
    }
    assert_eq!(till.reason(), Some("expired"));
    assert_eq!(till.order.alert(), None);
}

#[test]
fn case_006_a_cancel_that_keeps_failing_tells_a_person_and_goes_on() {
    for takes in [0.2, 3.0, 10.0] {
        let mut till = Till::awaiting();
        let mut tries = 0;
        let mut told_by = None;
        let calls = till.live_slowly(400.0, |till, effect| {
            if told_by.is_none() && till.order.alert().is_some() {
                told_by = Some((till.seconds(), tries));
            }
            match effect {
                Effect::Cancel => {
                    tries += 1;
                    (takes, Event::CancelAnswered(refused(RefusalKind::Other)))
                }
                _ => (0.2, idle(till, effect, &mut false)),
            }
        });
        let cancels = times(&calls, &Effect::Cancel);
        for gap in gaps(&cancels[..3]) {
            assert!((3.0..=10.0).contains(&gap), "{cancels:?}");
        }
        let (at, tries) = told_by.expect("a person is told");
        let failing_since = cancels[0] + takes;
        assert!(
            tries >= 3 || at - failing_since >= 10.0,
            "{tries} tries, {at} s"
        );
        assert!(at - failing_since <= 25.0, "told {at} s");
        assert_eq!(
            till.order.alert().map(|alert| alert.code),
            Some(AlertCode::CancelNotConfirmed)
        );
        assert!(cancels.len() > 5, "it goes on: {cancels:?}");
    }
}

#[test]
fn case_007_queries_that_fail_twice_are_sent_again_in_time() {
    let mut till = Till::submitting(Scene::Qr);
    let mut fails = 0;
    let calls = till.live_slowly(60.0, |till, effect| match effect {
        Effect::Query if fails < 2 => {
            fails += 1;
            (0.2, Event::QueryAnswered(unknown()))
        }
        Effect::Query if till.seconds() > 40.0 => (0.2, till.says(ClaimStatus::Settled)),
        _ => (0.2, idle(till, effect, &mut false)),
    });
    assert!(times(&calls, &Effect::Query).len() >= 3);
    asked_every_two_to_six_seconds(&calls, 40.0);
    assert_eq!(till.code(), StateCode::Paid);
}

#[test]
fn case_008_queries_that_keep_failing_tell_a_person_and_go_on() {
    let mut till = Till::submitting(Scene::Qr);
    let mut asked = 0;
    let mut told_by = None;
    let calls = till.live_slowly(89.9, |till, effect| {
        if told_by.is_none() && till.order.alert().is_some() {
            told_by = Some((till.seconds(), asked));
        }
        match effect {
            Effect::Query => {
                asked += 1;
                (0.2, Event::QueryAnswered(unknown()))
            }
            _ => (0.2, idle(till, effect, &mut false)),
        }
    });
    let (at, asked) = told_by.expect("a person is told");
    assert!(asked >= 3 && at < 20.0, "{asked} queries, {at} s");
    asked_every_two_to_six_seconds(&calls, 89.0);
    assert_eq!(
        till.order.alert().map(|alert| alert.code),
        Some(AlertCode::PaybyNotAnswering)
    );
    assert_eq!(till.code(), StateCode::AwaitingPayment);
}

#[test]
fn case_008_queries_that_hang_follow_one_another() {
    let mut till = Till::submitting(Scene::Qr);
    let calls = till.live_slowly(80.0, |till, effect| match effect {
        Effect::Query => (10.0, Event::QueryAnswered(timed_out())),
        _ => (0.2, idle(till, effect, &mut false)),
    });
    let asked = times(&calls, &Effect::Query);
    assert!(asked.len() >= 7);
    for gap in gaps(&asked) {
        assert!(
            (gap - 10.0).abs() < 0.01,
            "the next starts at once: {asked:?}"
        );
    }
    assert!(till.order.alert().is_some());
}

#[test]
fn case_009_a_notification_is_proof_at_once() {
    let mut till = Till::awaiting();
    till.at(1.0, Event::Notified(till.claim(ClaimStatus::PaidSuccess)));
    assert_eq!(till.code(), StateCode::Paid);
    let paid = till.order.clone();
    till.at(700.0, Event::Notified(till.claim(ClaimStatus::PaidSuccess)));
    assert_eq!(till.order, paid, "the same again changes nothing");
}

#[test]
fn case_009_a_notification_that_proves_nothing_only_makes_the_query_come_sooner() {
    let mut till = Till::awaiting();
    till.at(2.3, Event::Woke);
    till.at(2.4, till.says(ClaimStatus::Created));
    for status in [
        ClaimStatus::Failure,
        ClaimStatus::Created,
        ClaimStatus::Other("VOID".into()),
    ] {
        till.at(2.5, Event::Notified(till.claim(status)));
        assert_eq!(till.code(), StateCode::AwaitingPayment);
        assert!(till.order.contact.query_wanted);
    }
    assert!(till.at(4.4, Event::Woke).contains(&Effect::Query));
    till.at(4.5, till.says(ClaimStatus::Created));
    let mut foreign = till.claim(ClaimStatus::PaidSuccess);
    foreign.number = Some("SOMEBODY-ELSE".into());
    till.at(4.6, Event::Notified(foreign));
    assert_eq!(till.code(), StateCode::AwaitingPayment);
}
