//! Which calls are due, and when to come back.

use super::{Effect, Freeze, Wake, Why, begin_closing};
use crate::order::{
    AlertCode, CancelOutcome, CloseCause, Contact, Order, Revoking, SeemsToSayKind, State, Told,
};
use crate::{Rules, Span, UtcMs};

/// The slowest that an order which is not closed yet is asked about and cancelled.
const UNFINISHED_SLOWEST: Span = Span::mins(5);
/// Revokes that fail in a row before a person is told.
const REVOKE_TOLD_FAILURES: u32 = 3;

/// When a call is due, if it is.
type Due = fn(&Order, &Rules) -> Option<UtcMs>;

/// A point in the past: as soon as allowed.
const AT_ONCE: UtcMs = UtcMs(i64::MIN);

/// Starts what is due, marks it as under way, and says when the next thing is due.
pub(super) fn plan(order: &mut Order, now: UtcMs, rules: &Rules) -> (Vec<Effect>, Option<Wake>) {
    from_no_future(order, now);
    let open = matches!(
        order.state,
        State::Submitting { .. } | State::AwaitingPayment { .. }
    );
    // An order from the future means that the clock was set back: its deadline means nothing any more.
    if open && (now >= order.deadline(rules) || order.created_at > now.plus(rules.query_gap)) {
        begin_closing(order, CloseCause::Deadline, now);
    }
    tell(order, now, rules);

    let mut effects = Vec::new();
    let mut wakes = Vec::new();
    let calls: [(Why, Due); 5] = [
        (Why::Create, due_create),
        (Why::Query, due_query),
        (Why::AskScanned, due_scan),
        (Why::Cancel, due_cancel),
        (Why::Revoke, due_revoke),
    ];
    // One after the other: what has just started decides when the next is due.
    for (why, due) in calls {
        match due(order, rules) {
            Some(at) if at <= now => effects.extend(start(order, why, now)),
            Some(at) => wakes.push(Wake { at, why }),
            None => {}
        }
    }
    if matches!(
        order.state,
        State::Submitting { .. } | State::AwaitingPayment { .. }
    ) {
        wakes.push(Wake {
            at: order.deadline(rules),
            why: Why::Deadline,
        });
    }
    if order.contact.told.is_none() {
        let why = Why::Tell;
        wakes.extend(due_tell(order, rules).map(|at| Wake { at, why }));
    }
    (effects, wakes.into_iter().min_by_key(|wake| wake.at))
}

/// A clock that was set back must not make the till wait for a time that has been.
fn from_no_future(order: &mut Order, now: UtcMs) {
    order.since = order.since.min(now);
    if let Some(told) = &mut order.contact.told {
        told.at = told.at.min(now);
    }
    let contact = &mut order.contact;
    for started in [
        &mut contact.create_started,
        &mut contact.query_started,
        &mut contact.scan_started,
        &mut contact.cancel_started,
        &mut contact.cancel_failed_since,
    ] {
        *started = started.map(|at| at.min(now));
    }
    if let Some(revoking) = revoking_mut(order) {
        revoking.started = revoking.started.map(|at| at.min(now));
    }
}

fn start(order: &mut Order, why: Why, now: UtcMs) -> Option<Effect> {
    let contact = &mut order.contact;
    match why {
        Why::Create => {
            let freeze = if contact.freeze_wanted {
                Freeze::Anew
            } else {
                Freeze::Kept
            };
            contact.create_wanted = false;
            contact.freeze_wanted = false;
            contact.create_in_flight = true;
            contact.create_started = Some(now);
            Some(Effect::Create(freeze))
        }
        Why::Query => {
            contact.query_wanted = false;
            contact.query_in_flight = true;
            contact.query_timed_out = false;
            contact.query_outdated = false;
            contact.query_started = Some(now);
            Some(Effect::Query)
        }
        Why::AskScanned => {
            let State::AwaitingPayment {
                token_url: Some(token_url),
                ..
            } = &order.state
            else {
                return None;
            };
            contact.scan_in_flight = true;
            contact.scan_started = Some(now);
            Some(Effect::AskScanned {
                token_url: token_url.clone(),
            })
        }
        Why::Cancel => {
            contact.cancel_soon = false;
            contact.cancel_in_flight = true;
            contact.cancel_started = Some(now);
            Some(Effect::Cancel)
        }
        Why::Revoke => {
            let revoking = revoking_mut(order)?;
            revoking.in_flight = true;
            revoking.started = Some(now);
            Some(Effect::Revoke)
        }
        Why::Deadline | Why::Tell => None,
    }
}

/// Keeps, starts or ends what a person is told about an order whose truth is not known.
fn tell(order: &mut Order, now: UtcMs, rules: &Rules) {
    if !order.is_unfinished() {
        return;
    }
    let not_cancelled = order.contact.cancel_failures >= rules.cancel_told_failures
        || due_tell(order, rules).is_some_and(|at| now >= at);
    let contact = &mut order.contact;
    let signature = contact
        .seems_to_say
        .as_ref()
        .is_some_and(|said| said.kind == SeemsToSayKind::SignatureNotAccepted);
    let code = match &order.state {
        State::PaidLate {
            revoking: Some(revoking),
            ..
        }
        | State::NeedsReview {
            revoking: Some(revoking),
            ..
        } => (revoking.failures >= REVOKE_TOLD_FAILURES).then_some(AlertCode::RevokeNotConfirmed),
        State::Closing { .. } if not_cancelled && !signature => Some(AlertCode::CancelNotConfirmed),
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. }
        | State::Paid { .. }
        | State::Closed { .. } => {
            let silent = contact.failures >= rules.query_told_failures
                || (not_cancelled && matches!(order.state, State::Closing { .. }));
            silent.then_some(if signature {
                AlertCode::SignatureNotAccepted
            } else {
                AlertCode::PaybyNotAnswering
            })
        }
    };
    contact.told = code.map(|code| Told {
        code,
        at: contact.told.map_or(now, |told| told.at),
    });
}

/// When a person has to be told that the order does not come to its end, by time alone.
fn due_tell(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let State::Closing { asked_payby, .. } = &order.state else {
        return None;
    };
    let failing = order.contact.cancel_failed_since;
    let failing = failing.map(|since| since.plus(rules.cancel_told_after));
    let lasting = asked_payby.then(|| order.since.plus(rules.closing_told_after));
    failing.into_iter().chain(lasting).min()
}

fn due_create(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let contact = &order.contact;
    let wanted = contact.create_wanted
        && !contact.create_in_flight
        && matches!(order.state, State::Submitting { .. });
    wanted.then(|| {
        contact
            .create_started
            .map_or(AT_ONCE, |started| started.plus(rules.query_gap))
    })
}

/// From one query to the next while the customer is expected.
fn patience(order: &Order, rules: &Rules) -> Span {
    match i64::from(order.contact.failures) {
        0 => rules.query_every,
        failures => Span(rules.query_every.0 + Span::secs(failures + 1).0).min(rules.query_slowest),
    }
}

/// Ever more slowly: half of the time that has gone by since `since`, within bounds.
fn slower(last: UtcMs, since: UtcMs, first: Span, slowest: Span) -> UtcMs {
    let wait = Span(last.since(since).0 / 2).max(first).min(slowest);
    last.plus(wait)
}

fn due_query(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let contact = &order.contact;
    if contact.query_in_flight {
        return None;
    }
    let earliest = match contact.query_started {
        Some(started) if !contact.query_timed_out => started.plus(rules.query_gap),
        Some(_) | None => AT_ONCE,
    };
    let due = if contact.query_wanted {
        Some(AT_ONCE)
    } else {
        next_query(order, rules)
    };
    due.map(|at| at.max(earliest))
}

fn next_query(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let contact = &order.contact;
    let after_create = contact
        .create_started
        .unwrap_or(order.created_at)
        .plus(rules.first_query);
    let steady = contact
        .query_started
        .map_or(after_create, |started| started.plus(patience(order, rules)));
    match &order.state {
        State::Draft | State::Paid { .. } => None,
        // Also while a create is under way: one that hangs may have landed.
        State::Submitting { .. } | State::AwaitingPayment { .. } => Some(steady),
        State::Closing { .. } => match (contact.told, contact.query_started) {
            (Some(told), Some(last)) => Some(slower(
                last,
                told.at.max(order.since),
                rules.query_slowest,
                UNFINISHED_SLOWEST,
            )),
            (_, _) => Some(steady),
        },
        State::Closed {
            watch_over: false, ..
        }
        | State::PaidLate { revoking: None, .. }
        | State::NeedsReview { revoking: None, .. } => watch(order, rules),
        State::Closed {
            watch_over: true, ..
        } => None,
        State::PaidLate {
            revoking: Some(revoking),
            ..
        }
        | State::NeedsReview {
            revoking: Some(revoking),
            ..
        } => {
            let last = contact.query_started.unwrap_or(order.since);
            let tried = revoking.accepted || revoking.failures > 0;
            let since = revoking.started.unwrap_or(order.since);
            tried.then(|| slower(last, since, rules.query_every, UNFINISHED_SLOWEST))
        }
    }
}

/// Looks at a closed order ever more slowly until its expiry plus a day, and once more after that: a till that was off at
/// the time must not miss a late payment. What waits for a person is looked at until then too: the money may go back by other
/// ways.
fn watch(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let over = order.expires_at.plus(rules.watch_after_expiry);
    let last = order
        .contact
        .query_started
        .unwrap_or(order.since)
        .max(order.since);
    let next = last.plus(
        last.since(order.since)
            .max(rules.watch_first)
            .min(rules.watch_slowest),
    );
    let for_a_person = !matches!(order.state, State::Closed { .. });
    match (last < over, for_a_person) {
        (true, _) => Some(next.min(over.max(last.plus(rules.watch_first)))),
        (false, true) => None,
        // The last look has to be answered; however long that takes, it does not hammer.
        (false, false) => Some(last.plus(last.since(over).max(rules.watch_slowest))),
    }
}

fn due_scan(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let contact = &order.contact;
    let State::AwaitingPayment {
        token_url: Some(_),
        scanned: None,
    } = &order.state
    else {
        return None;
    };
    if contact.scan_in_flight || contact.scan_over || contact.failures > 0 {
        return None;
    }
    let half_way = Span(rules.query_every.0 / 2);
    let between = contact
        .query_started
        .or(contact.create_started)
        .unwrap_or(order.created_at)
        .plus(half_way);
    Some(contact.scan_started.map_or(between, |started| {
        between.max(started.plus(rules.query_gap))
    }))
}

fn due_cancel(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let contact = &order.contact;
    if contact.cancel_in_flight {
        return None;
    }
    match (&order.state, contact.cancel) {
        (State::Closing { cause, asked_payby }, CancelOutcome::None) => {
            Some(first_cancel(order, *cause, *asked_payby, rules))
        }
        (State::Closing { asked_payby, .. }, CancelOutcome::Failed) => {
            let again = cancel_again(contact, rules);
            Some(if *asked_payby {
                again
            } else {
                again.max(asking(order, rules))
            })
        }
        // It counts as closed and PayBy says that it can still be paid.
        (State::Closed { .. }, _) => contact.cancel_soon.then(|| {
            contact.cancel_started.map_or(AT_ONCE, |last| {
                slower(last, order.since, rules.cancel_every, UNFINISHED_SLOWEST)
            })
        }),
        (State::Closing { .. }, CancelOutcome::Accepted | CancelOutcome::Pointless)
        | (
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Paid { .. }
            | State::PaidLate { .. }
            | State::NeedsReview { .. },
            _,
        ) => None,
    }
}

/// How long the query before a cancel has at the least, where the till asks again after a restart.
fn asking(order: &Order, rules: &Rules) -> UtcMs {
    order
        .contact
        .query_started
        .unwrap_or(order.since)
        .plus(rules.query_gap)
}

/// PayBy is asked before the first cancel, but an answer that does not come must not keep the order payable.
fn first_cancel(order: &Order, cause: CloseCause, asked_payby: bool, rules: &Rules) -> UtcMs {
    let start = order.created_at.min(order.since);
    let by_cashier = cause == CloseCause::Cashier || order.contact.cancel_soon;
    let patient = order
        .since
        .plus(rules.cashier_cancel_patience)
        .max(asking(order, rules));
    let due = if asked_payby && !order.contact.create_in_flight {
        AT_ONCE
    } else if by_cashier || cause == CloseCause::Refused {
        patient
    } else {
        patient.max(start.plus(rules.cancel_latest))
    };
    if by_cashier {
        due
    } else {
        due.max(start.plus(rules.cancel_earliest))
    }
}

fn cancel_again(contact: &Contact, rules: &Rules) -> UtcMs {
    let Some(last) = contact.cancel_started else {
        return AT_ONCE;
    };
    let many = contact.cancel_failures >= rules.cancel_told_failures;
    match contact.cancel_failed_since {
        // By now a person has been told.
        Some(since)
            if (many || last >= since.plus(rules.cancel_told_after)) && !contact.cancel_soon =>
        {
            slower(last, since, rules.cancel_every, UNFINISHED_SLOWEST)
        }
        Some(_) | None => last.plus(rules.cancel_every),
    }
}

fn due_revoke(order: &Order, rules: &Rules) -> Option<UtcMs> {
    let (State::PaidLate {
        revoking: Some(revoking),
        ..
    }
    | State::NeedsReview {
        revoking: Some(revoking),
        ..
    }) = &order.state
    else {
        return None;
    };
    if revoking.in_flight || revoking.accepted {
        return None;
    }
    let doublings = revoking.failures.saturating_sub(1).min(10);
    let wait = Span(rules.cancel_every.0.saturating_mul(1 << doublings)).min(UNFINISHED_SLOWEST);
    Some(revoking.started.map_or(AT_ONCE, |last| last.plus(wait)))
}

const fn revoking_mut(order: &mut Order) -> Option<&mut Revoking> {
    match &mut order.state {
        State::PaidLate { revoking, .. } | State::NeedsReview { revoking, .. } => revoking.as_mut(),
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. }
        | State::Paid { .. }
        | State::Closed { .. } => None,
    }
}
