//! PayBy's acceptance cases 001 to 009 and the till's own rules, judged as PayBy would: from the log of what came to it, and when.

mod cases;
mod late;
mod proof;
mod rules;

use fils_order::{OrderNumber, Rules, Span};
use payby_sandbox::{Fault, FaultKind, Op};

use crate::scenarios::{Setup, World};

/// Far more than any rounding of times, far less than any rule.
const A_MOMENT: f64 = 0.15;

fn code(code: &str) -> FaultKind {
    FaultKind::Code {
        code: code.to_owned(),
        msg: None,
        signed: None,
        processed: false,
    }
}

fn said(code: &str, msg: Option<&str>, signed: bool) -> FaultKind {
    FaultKind::Code {
        code: code.to_owned(),
        msg: msg.map(str::to_owned),
        signed: Some(signed),
        processed: false,
    }
}

fn always(op: Op, kind: FaultKind) -> Fault {
    Fault::new(kind).on(op)
}

fn window(seconds: i64) -> Setup {
    Setup {
        rules: Rules {
            payment_window: Span::secs(seconds),
            ..Rules::default()
        },
        ..Setup::default()
    }
}

fn gaps(times: &[f64]) -> Vec<f64> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// The first time of an operation.
fn first(world: &World, order: &OrderNumber, op: Op) -> f64 {
    let times = world.times(order, op);
    *times
        .first()
        .unwrap_or_else(|| panic!("no {op:?}\n{}", world.witness.timeline()))
}

/// From the start on, one query every `least` to `most` seconds until `until`.
fn queried_every(world: &World, order: &OrderNumber, least: f64, most: f64, until: f64) {
    let mut times = vec![first(world, order, Op::PlaceOrder)];
    times.extend(world.times(order, Op::GetOrder));
    times.retain(|at| *at <= until + A_MOMENT);
    for gap in gaps(&times) {
        assert!(
            gap >= least - A_MOMENT && gap <= most + A_MOMENT,
            "{gap} s in {times:?}"
        );
    }
    let latest = times.last().unwrap();
    assert!(
        until - latest <= most + A_MOMENT,
        "silent from {latest} to {until}"
    );
}

/// The first cancel comes 20 to 120 s after the start, and a query before it.
fn cancelled_in_time(world: &World, order: &OrderNumber) -> f64 {
    let start = first(world, order, Op::PlaceOrder);
    let at = first(world, order, Op::CancelOrder);
    let after = at - start;
    assert!(
        (20.0 - A_MOMENT..=120.0).contains(&after),
        "cancelled after {after} s"
    );
    let queries = world.times(order, Op::GetOrder);
    assert!(
        queries
            .iter()
            .any(|query| *query <= at && at - query <= 12.0),
        "cancelled at {at} without a query: {queries:?}"
    );
    at
}
