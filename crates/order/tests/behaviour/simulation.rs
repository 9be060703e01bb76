//! Orders in a world where everything goes wrong that can: every one ends with the truth or with a person who knows.

use std::collections::BTreeMap;

use fils_order::{CancelOutcome, Effect, Scene, Span, StateCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::kit::START;
use crate::world::{Call, Fate, Judgement, Welcome, World};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

fn some_time() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => 0..130 * SECOND,
        2 => 0..200 * SECOND,
        1 => 0..20 * MINUTE,
        1 => 0..20 * HOUR,
    ]
}

fn fates() -> impl Strategy<Value = Fate> {
    let world = (
        any::<u64>(),
        prop_oneof![4 => Just(Scene::Qr), 1 => Just(Scene::Code)],
        prop_oneof![1 => Just(0_u64), 2 => 1..40_u64, 1 => 40..100_u64, 1 => Just(100_u64)],
        prop_oneof![
            2 => Just(0_i64),
            3 => 0..3 * MINUTE,
            2 => 0..40 * MINUTE,
            1 => 0..3 * HOUR,
        ],
        prop_oneof![
            8 => Just(Welcome::Made),
            1 => Just(Welcome::Refused),
            2 => (1..20 * SECOND).prop_map(Welcome::RefusedSince),
            1 => (1..4_u32).prop_map(Welcome::TooEarly),
        ],
        prop_oneof![2 => Just(0_i64), 1 => 0..10 * MINUTE],
    );
    let people = (
        prop::collection::vec(some_time(), 0..3),
        any::<bool>(),
        prop::option::of(0..120 * SECOND),
        prop_oneof![3 => Just(0_i64), 1 => 0..5 * MINUTE],
        prop_oneof![3 => Just(0_i64), 1 => 0..5 * MINUTE],
        prop::collection::vec(
            (
                prop_oneof![3 => 0..100 * SECOND, 1 => some_time()],
                prop_oneof![3 => 50..20 * SECOND, 1 => 0..2 * HOUR],
            ),
            0..3,
        ),
        prop_oneof![
            Just(Judgement::Keep),
            Just(Judgement::Revoke),
            Just(Judgement::Nothing)
        ],
        prop::option::weighted(0.2, 0..30 * MINUTE),
        (
            prop::option::weighted(0.1, 0..100 * SECOND),
            prop::option::weighted(0.1, (some_time(), 1..3 * HOUR)),
        ),
    );
    (world, people).prop_map(|(world, people)| {
        let (seed, scene, faults, faults_until, welcome, expiry_lag) = world;
        let (pays, late, cashier, broken, idle, crashes, judgement, gives_up, odd) = people;
        let mut fate = Fate {
            seed,
            scene,
            faults,
            faults_until,
            welcome,
            pays,
            pays_after_failure: late,
            expiry_lag,
            cashier_cancels: cashier,
            cancel_broken_until: broken,
            cancel_idle_until: idle,
            crashes,
            judgement,
            gives_up,
            declined: odd.0,
            clock_set_back: odd.1,
        };
        apart(&mut fate.crashes);
        fate
    })
}

/// A till dies only while it runs.
fn apart(crashes: &mut [(i64, i64)]) {
    crashes.sort_unstable();
    let mut free = 0;
    for (at, down) in crashes {
        *at = (*at).max(free);
        free = *at + *down + 1;
    }
}

fn of<'a>(world: &'a World, wanted: &'a Effect) -> impl Iterator<Item = &'a Call> + 'a {
    world
        .calls
        .iter()
        .filter(move |call| call.effect == *wanted)
}

/// By when everything that goes wrong has gone wrong.
fn calm(fate: &Fate) -> i64 {
    let crashes = fate.crashes.iter().map(|(at, down)| at + down);
    let clock = fate.clock_set_back.map_or(0, |(at, _)| at);
    crashes
        .chain([
            clock,
            fate.faults_until,
            fate.cancel_broken_until,
            fate.cancel_idle_until,
            3 * MINUTE + fate.expiry_lag,
        ])
        .max()
        .unwrap_or(0)
}

fn run(fate: &Fate) -> World {
    let mut world = World::new(fate.clone());
    let settled = calm(fate) + 45 * MINUTE;
    world.run(settled);
    let waits = matches!(world.order.code(), StateCode::PaidLate);
    assert!(
        waits || !world.order.is_unfinished(),
        "not finished 45 minutes after the calm: {:#?}",
        world.order
    );
    world.run(60 * HOUR);
    world
}

/// Without crashes and clocks, the till's calls keep PayBy's times.
fn check_times(world: &World) {
    let queries: Vec<&Call> = of(world, &Effect::Query).collect();
    for pair in queries.windows(2) {
        let expected = |call: &Call| {
            matches!(
                call.code,
                StateCode::Submitting | StateCode::AwaitingPayment
            )
        };
        let gap = pair[1].started.since(pair[0].started);
        let answer = pair[0]
            .answered
            .map_or(Span(0), |at| at.since(pair[0].started));
        if expected(pair[0]) && expected(pair[1]) {
            assert!(
                gap <= Span::secs(6).max(answer),
                "{gap:?} between queries while the customer is expected"
            );
        }
    }
    let cancels: Vec<&Call> = of(world, &Effect::Cancel).collect();
    for pair in cancels.windows(2) {
        let gap = pair[1].started.since(pair[0].started);
        let retry = pair[0].cancel == CancelOutcome::Failed
            && pair[0].code == StateCode::Closing
            && pair[1].code == StateCode::Closing;
        if retry {
            assert!(gap >= Span::secs(3), "cancelled again after {gap:?}");
            // "Told" may also mean that queries fail; only many cancels slow cancels down.
            let few = cancels
                .iter()
                .position(|call| call.started == pair[0].started)
                < Some(2);
            assert!(
                gap <= Span::secs(10) || (!few && pair[1].told),
                "cancelled again only after {gap:?}"
            );
        }
    }
    // An order that ended and shows up payable is cancelled whenever that is.
    let closing = |call: &&&Call| call.code == StateCode::Closing;
    if let Some(first) = cancels.iter().find(closing) {
        let after_start = first.started.since(START);
        let asked = queries.iter().any(|query| query.started <= first.started);
        assert!(asked, "cancelled without asking");
        match world.fate.cashier_cancels {
            Some(ms) if after_start.0 >= ms => {
                // At once: the query before it gets at most four seconds.
                let own = after_start <= Span::secs(120);
                assert!(after_start.0 <= ms + 4000 || own, "{after_start:?}");
            }
            _ => assert!(
                after_start >= Span::secs(20) && after_start <= Span::secs(120),
                "first cancel after {after_start:?}"
            ),
        }
    }
}

fn check_end(world: &World) {
    let code = world.order.code();
    let shown_paid = matches!(code, StateCode::Paid | StateCode::PaidLate);
    assert_eq!(
        world.paid(),
        shown_paid,
        "PayBy and the till disagree at the end: {:#?}",
        world.order
    );
    if world.revoked {
        assert_eq!(world.order.reason(), Some("revoked"));
    }
    assert!(
        !world.order.is_watched(),
        "watched for ever: {:#?}",
        world.order
    );
    assert!(
        world.calls.len() < 3000,
        "{} calls for one order",
        world.calls.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_ends_with_the_truth(fate in fates()) {
        let world = run(&fate);
        if fate.crashes.is_empty() && fate.clock_set_back.is_none() {
            check_times(&world);
        }
        check_end(&world);
    }
}

/// A simulation in which nothing happens would prove nothing.
#[test]
fn the_world_sees_every_end() {
    let mut runner = TestRunner::deterministic();
    let mut ends = BTreeMap::new();
    for _ in 0..1500 {
        let fate = fates().new_tree(&mut runner).unwrap().current();
        let world = run(&fate);
        let end = match world.order.reason() {
            Some(reason) => format!("{} {reason}", world.order.code().as_str()),
            None => format!("{:?}", world.order.state)
                .split_inclusive("how: ")
                .last()
                .unwrap_or_default()
                .to_owned(),
        };
        let end = end
            .split(['{', '}'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        *ends.entry(end).or_insert(0) += 1;
    }
    for end in [
        "InTime",
        "WhileClosing",
        "KeptLate",
        "PaidLate",
        "closed cancelled_by_cashier",
        "closed expired",
        "closed refused",
        "closed failed_at_payby",
        "closed revoked",
        "closed closed_by_person",
        "closed never_reached_payby",
    ] {
        assert!(
            ends.get(end).is_some_and(|times| *times >= 3),
            "{end}: {ends:#?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_silent_payby_always_ends_with_a_person_who_knows(fate in fates()) {
        let fate = Fate { faults: 100, faults_until: 1000 * HOUR, ..fate };
        let mut world = World::new(fate.clone());
        let calm = fate.crashes.iter().map(|(at, down)| at + down).max().unwrap_or(0);
        world.run(calm.max(2 * MINUTE) + 3 * MINUTE);
        let order = &world.order;
        prop_assert!(
            !order.is_unfinished() || order.alert().is_some(),
            "nobody knows: {:#?}", order
        );
    }
}
