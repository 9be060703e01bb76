//! The one function that decides everything about an order, and never asks for the time.

mod absorb;
mod plan;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::order::{
    AlertCode, Answer, CancelOutcome, CloseCause, ClosedCause, Decision, Event, Order, PaidHow,
    Refusal, RefusalKind, Revoking, Scanned, Scene, State, Told, Unknown,
};
use crate::{Claim, ClaimStatus, Misfit, Rules, UtcMs};
use absorb::{Source, absorb};

/// A call that has to be made. The order was marked before, so that a crash cannot make it twice unnoticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Place the order.
    Create(Freeze),
    /// Ask for its status.
    Query,
    /// Ask whether the QR was scanned.
    AskScanned {
        /// What the QR says.
        token_url: String,
    },
    /// Cancel it.
    Cancel,
    /// Take the payment back.
    Revoke,
}

/// What a create sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freeze {
    /// Content made now and stored before it is sent.
    Anew,
    /// The very content that was stored.
    Kept,
}

/// When to come back, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wake {
    /// When.
    pub at: UtcMs,
    /// Why.
    pub why: Why,
}

/// What a [`Wake`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Send the create again.
    Create,
    /// Ask for the status.
    Query,
    /// Ask whether the QR was scanned.
    AskScanned,
    /// Cancel.
    Cancel,
    /// Take the payment back.
    Revoke,
    /// The customer's time is up.
    Deadline,
    /// A person has to be told.
    Tell,
}

/// Why a person's wish does not apply to the order as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Denied {
    /// There is nothing to cancel.
    #[error("The order is paid already. To give the money back, refund it.")]
    AlreadyPaid,
    /// There is nothing to cancel.
    #[error("The order is closed already.")]
    AlreadyClosed,
    /// A person has to decide first.
    #[error("The order waits for a decision: keep, revoke or close.")]
    NeedsDecision,
    /// Nothing is to be decided.
    #[error("The order does not wait for a decision. Cancel it, or refund it if it is paid.")]
    NothingToDecide,
    /// Only proof makes an order paid.
    #[error(
        "Only PayBy's proof makes an order paid, and there is none that fits. Revoke it or close it."
    )]
    NoProofToKeep,
    /// The money is here; closing would forget it.
    #[error("The customer has paid this order. Keep the sale, or revoke the payment.")]
    MoneyMoved,
    /// The revoke is under way.
    #[error("The payment is being taken back already. Wait for PayBy's answer.")]
    RevokeUnderWay,
    /// Only an open order can be sent again.
    #[error("The order is not open any more, so it cannot be sent again.")]
    NotOpen,
}

impl Denied {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyPaid => "already_paid",
            Self::AlreadyClosed => "already_closed",
            Self::NeedsDecision => "needs_decision",
            Self::NothingToDecide => "nothing_to_decide",
            Self::NoProofToKeep => "no_proof_to_keep",
            Self::MoneyMoved => "money_moved",
            Self::RevokeUnderWay => "revoke_under_way",
            Self::NotOpen => "not_open",
        }
    }
}

/// What follows from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The order as it is now.
    pub order: Order,
    /// The calls to make, once the order is stored.
    pub effects: Vec<Effect>,
    /// When to come back with [`Event::Woke`].
    pub wake: Option<Wake>,
    /// Set when the event was a person's wish that does not apply; the order is as it was.
    pub denied: Option<Denied>,
}

/// Decides what an event does to an order.
///
/// Total over every state and event. Proof of payment wins in every state; an unknown outcome changes no state; only PayBy's
/// word, or a person's decision, closes an order.
pub fn step(order: &Order, event: Event, now: UtcMs, rules: &Rules) -> Step {
    let mut next = order.clone();
    let denied = happen(&mut next, event, now, rules).err();
    let (effects, wake) = plan::plan(&mut next, now, rules);
    Step {
        order: next,
        effects,
        wake,
        denied,
    }
}

fn happen(order: &mut Order, event: Event, now: UtcMs, rules: &Rules) -> Result<(), Denied> {
    match event {
        Event::Submit => submit(order, now),
        Event::Resumed => resume(order, now),
        Event::Woke => {}
        Event::CashierCancelled => cancel(order, now)?,
        Event::Asked => order.contact.query_wanted = true,
        Event::TriedAgain => try_again(order)?,
        Event::Decided(decision) => decide(order, decision, now)?,
        Event::RefundedInFull => {
            if matches!(order.state, State::PaidLate { .. }) {
                close(order, ClosedCause::Refunded, None, now);
            }
        }
        Event::CreateAnswered(answer) => create_answered(order, answer, now),
        Event::QueryAnswered(answer) => query_answered(order, answer, now, rules),
        Event::ScanAnswered(answer) => scan_answered(order, answer, now),
        Event::CancelAnswered(answer) => cancel_answered(order, answer, now),
        Event::RevokeAnswered(answer) => revoke_answered(order, answer, now),
        Event::Notified(claim) => notified(order, &claim, now),
    }
    Ok(())
}

/// Moves the order to a state.
fn enter(order: &mut Order, state: State, now: UtcMs) {
    order.state = state;
    order.since = now;
    order.contact.told = None;
    order.contact.failures = 0;
    order.contact.cancel_soon = false;
    order.contact.seems_to_say = None;
}

/// Closes the order; everything but a person's own decision is proof and releases the sale.
fn close(order: &mut Order, cause: ClosedCause, detail: Option<String>, now: UtcMs) {
    order.released |= cause != ClosedCause::ClosedByPerson;
    enter(
        order,
        State::Closed {
            cause,
            detail,
            watch_over: false,
            weighed: None,
        },
        now,
    );
}

/// Closes the order at the wish of a person who has seen what does not fit.
fn close_weighed(order: &mut Order, seen: Misfit, now: UtcMs) {
    close(order, ClosedCause::ClosedByPerson, None, now);
    if let State::Closed { weighed, .. } = &mut order.state {
        *weighed = Some(seen);
    }
}

fn begin_closing(order: &mut Order, cause: CloseCause, now: UtcMs) {
    let contact = &mut order.contact;
    // An answer that is still to come is as fresh as one asked for now.
    contact.query_wanted = !contact.query_in_flight;
    contact.create_wanted = false;
    order.state = State::Closing {
        cause,
        asked_payby: false,
    };
    order.since = now;
}

fn submit(order: &mut Order, now: UtcMs) {
    if order.state == State::Draft {
        enter(order, State::Submitting { resendable: true }, now);
        order.contact.create_wanted = true;
        order.contact.freeze_wanted = true;
    }
}

/// Whatever was under way when the till stopped has an unknown outcome.
fn resume(order: &mut Order, now: UtcMs) {
    let scene = order.scene;
    if order.state == State::Draft && scene == Scene::Code {
        // The customer's code went with the till, so this can never be sent.
        begin_closing(order, CloseCause::Deadline, now);
    }
    submit(order, now);
    let contact = &mut order.contact;
    if contact.create_in_flight {
        contact.create_in_flight = false;
        contact.creates_unknown += 1;
    }
    if contact.cancel_in_flight {
        contact.cancel_in_flight = false;
        contact.cancel = CancelOutcome::Failed;
    }
    contact.query_in_flight = false;
    contact.scan_in_flight = false;
    contact.cancel_soon = false;
    if let State::Closing { asked_payby, .. } = &mut order.state {
        // The customer may have paid meanwhile.
        *asked_payby = false;
    }
    if let State::Submitting { resendable } = &mut order.state
        && scene == Scene::Code
        && contact.create_started.is_some()
    {
        *resendable = false;
    }
    if let State::PaidLate {
        revoking: Some(revoking),
        ..
    }
    | State::NeedsReview {
        revoking: Some(revoking),
        ..
    } = &mut order.state
    {
        revoking.in_flight = false;
    }
    let for_a_person = matches!(
        order.state,
        State::PaidLate { .. } | State::NeedsReview { .. }
    );
    if order.is_unfinished() || order.is_watched() || for_a_person {
        order.contact.query_wanted = true;
    }
}

fn cancel(order: &mut Order, now: UtcMs) -> Result<(), Denied> {
    match &order.state {
        State::Draft | State::Submitting { .. } | State::AwaitingPayment { .. } => {
            begin_closing(order, CloseCause::Cashier, now);
        }
        State::Closing { .. } => {
            order.contact.query_wanted = true;
            order.contact.cancel_soon = true;
        }
        State::Paid { .. } => return Err(Denied::AlreadyPaid),
        State::Closed { .. } => return Err(Denied::AlreadyClosed),
        State::PaidLate { .. } | State::NeedsReview { .. } => return Err(Denied::NeedsDecision),
    }
    Ok(())
}

fn try_again(order: &mut Order) -> Result<(), Denied> {
    match &order.state {
        State::Draft | State::AwaitingPayment { .. } => order.contact.query_wanted = true,
        State::Submitting { resendable } => {
            order.contact.create_wanted |= *resendable && !order.contact.create_in_flight;
            order.contact.query_wanted |= !order.contact.create_wanted;
        }
        State::Closing { .. }
        | State::Paid { .. }
        | State::Closed { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => return Err(Denied::NotOpen),
    }
    Ok(())
}

fn decide(order: &mut Order, decision: Decision, now: UtcMs) -> Result<(), Denied> {
    // Where a revoke does not come through, the person can still end what nothing proves.
    let revoke_stuck = order
        .contact
        .told
        .is_some_and(|told| told.code == AlertCode::RevokeNotConfirmed);
    match (&mut order.state, decision) {
        (
            State::NeedsReview {
                misfit,
                revoking: Some(_),
            },
            Decision::Close,
        ) if revoke_stuck => {
            let seen = misfit.clone();
            close_weighed(order, seen, now);
        }
        (
            State::PaidLate {
                revoking: Some(_), ..
            }
            | State::NeedsReview {
                revoking: Some(_), ..
            },
            _,
        ) => {
            return Err(Denied::RevokeUnderWay);
        }
        (State::PaidLate { payment, .. }, Decision::Keep) => {
            let state = State::Paid {
                payment: payment.clone(),
                how: PaidHow::KeptLate,
            };
            enter(order, state, now);
        }
        (
            State::PaidLate { revoking, .. } | State::NeedsReview { revoking, .. },
            Decision::Revoke,
        ) => {
            *revoking = Some(Revoking::default());
            order.contact.told = None;
            order.contact.failures = 0;
        }
        (State::PaidLate { .. }, Decision::Close) => return Err(Denied::MoneyMoved),
        (State::NeedsReview { misfit, .. }, Decision::Close) => {
            let seen = misfit.clone();
            close_weighed(order, seen, now);
        }
        (State::Closing { .. }, Decision::Close) => {
            close(order, ClosedCause::ClosedByPerson, None, now);
        }
        (State::NeedsReview { .. }, Decision::Keep) => return Err(Denied::NoProofToKeep),
        (
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Closing { .. }
            | State::Paid { .. }
            | State::Closed { .. },
            _,
        ) => return Err(Denied::NothingToDecide),
    }
    Ok(())
}

/// Counts a call that proved nothing.
fn failed(order: &mut Order, unknown: Unknown) {
    order.contact.failures = order.contact.failures.saturating_add(1);
    if unknown.seems_to_say.is_some() {
        order.contact.seems_to_say = unknown.seems_to_say;
    }
}

fn create_answered(order: &mut Order, answer: Answer<(Claim, Option<String>)>, now: UtcMs) {
    order.contact.create_in_flight = false;
    match answer {
        Answer::Accepted((claim, token_url)) => {
            absorb(order, &claim, Source::Create(token_url), now);
        }
        Answer::Refused(refusal) => create_refused(order, &refusal, now),
        Answer::Unknown(unknown) => {
            order.contact.creates_unknown = order.contact.creates_unknown.saturating_add(1);
            failed(order, unknown);
        }
    }
}

/// A refused create made no order. An earlier one whose outcome is unknown still may have.
fn create_refused(order: &mut Order, refusal: &Refusal, now: UtcMs) {
    let hint = matches!(
        refusal.kind,
        RefusalKind::NumberTaken
            | RefusalKind::SaysPaid
            | RefusalKind::SaysClosed
            | RefusalKind::SaysRevoked
    );
    if hint || order.contact.known {
        order.contact.query_wanted = true;
        return;
    }
    let definite = order.contact.creates_unknown == 0;
    let said = Some(format!("{} {}", refusal.code, refusal.message));
    match &order.state {
        State::Submitting { resendable: true }
            if definite
                && refusal.kind == RefusalKind::RequestTime
                && order.contact.refrozen < 2 =>
        {
            order.contact.refrozen += 1;
            order.contact.freeze_wanted = true;
            order.contact.create_wanted = true;
            order.contact.create_started = None;
        }
        State::Submitting { .. } if definite => close(order, ClosedCause::Refused, said, now),
        State::Submitting { .. } if refusal.kind == RefusalKind::RequestTime => {
            failed(order, Unknown::default());
        }
        State::Submitting { .. } => begin_closing(order, CloseCause::Refused, now),
        State::Closing { cause, .. } if definite => {
            let cause = closed_by(*cause);
            close(order, cause, said, now);
        }
        State::Draft
        | State::Closing { .. }
        | State::AwaitingPayment { .. }
        | State::Paid { .. }
        | State::Closed { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => {}
    }
}

const fn closed_by(cause: CloseCause) -> ClosedCause {
    match cause {
        CloseCause::Cashier => ClosedCause::CancelledByCashier,
        CloseCause::Deadline => ClosedCause::Expired,
        CloseCause::Refused => ClosedCause::Refused,
    }
}

fn query_answered(order: &mut Order, answer: Answer<Claim>, now: UtcMs, rules: &Rules) {
    order.contact.query_in_flight = false;
    order.contact.query_timed_out = false;
    if let State::Closing { asked_payby, .. } = &mut order.state {
        *asked_payby = true;
    }
    match answer {
        Answer::Accepted(claim) => {
            absorb(order, &claim, Source::Query, now);
            if claim.status != ClaimStatus::Created {
                looked(order, now, rules);
            }
        }
        Answer::Refused(refusal) if refusal.kind == RefusalKind::NotKnown => {
            not_known(order, now, rules);
            looked(order, now, rules);
        }
        Answer::Refused(_) => failed(order, Unknown::default()),
        Answer::Unknown(unknown) => {
            order.contact.query_timed_out = unknown.timed_out;
            failed(order, unknown);
        }
    }
}

/// PayBy has answered about a closed order, and not that it can still be paid: after its expiry plus a day that was the last look.
fn looked(order: &mut Order, now: UtcMs, rules: &Rules) {
    let over = order.expires_at.plus(rules.watch_after_expiry);
    if let State::Closed { watch_over, .. } = &mut order.state {
        *watch_over |= now >= over;
    }
}

/// PayBy says that it knows no such order. A create may still land until its request time has left PayBy's window.
fn not_known(order: &mut Order, now: UtcMs, rules: &Rules) {
    let contact = &mut order.contact;
    if contact.known {
        // It knew the order before; this proves nothing.
        failed(order, Unknown::default());
        return;
    }
    contact.failures = 0;
    contact.seems_to_say = None;
    let none_can_land = match contact.create_started {
        Some(last) => {
            let lands_until = last.plus(rules.request_time_window);
            now >= lands_until.plus(rules.not_known_margin)
        }
        // None was sent, or PayBy refused all that were.
        None => contact.creates_unknown == 0,
    };
    let believed = none_can_land && !contact.create_in_flight;
    match &mut order.state {
        State::Submitting { resendable } => {
            contact.create_wanted = *resendable && !contact.create_in_flight;
        }
        State::Closing { .. } if believed => {
            close(order, ClosedCause::NeverReachedPayby, None, now);
        }
        State::Closing { .. } => cancel_did_nothing(order, now),
        State::Closed { .. } => order.released |= believed,
        State::Draft
        | State::AwaitingPayment { .. }
        | State::Paid { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => {}
    }
}

/// A cancel that PayBy accepted, or called pointless, and that a later query does not confirm, has failed.
fn cancel_did_nothing(order: &mut Order, now: UtcMs) {
    let contact = &order.contact;
    match contact.cancel {
        CancelOutcome::Accepted | CancelOutcome::Pointless
            if !contact.cancel_in_flight && !contact.query_outdated =>
        {
            cancel_failed(order, now);
        }
        CancelOutcome::Accepted
        | CancelOutcome::Pointless
        | CancelOutcome::None
        | CancelOutcome::Failed => {}
    }
}

fn cancel_failed(order: &mut Order, now: UtcMs) {
    let contact = &mut order.contact;
    contact.cancel = CancelOutcome::Failed;
    contact.cancel_failures = contact.cancel_failures.saturating_add(1);
    contact.cancel_failed_since.get_or_insert(now);
}

fn scan_answered(order: &mut Order, answer: Answer<Option<String>>, now: UtcMs) {
    order.contact.scan_in_flight = false;
    match answer {
        Answer::Accepted(Some(phone)) => {
            if let State::AwaitingPayment { scanned, .. } = &mut order.state {
                *scanned = Some(Scanned { phone, at: now });
            }
        }
        Answer::Refused(refusal) if refusal.kind == RefusalKind::TokenNotKnown => {
            order.contact.scan_over = true;
        }
        // It only makes the screen friendlier: what it does not say, the queries will.
        Answer::Accepted(None) | Answer::Refused(_) | Answer::Unknown(_) => {}
    }
}

fn cancel_answered(order: &mut Order, answer: Answer<Claim>, now: UtcMs) {
    order.contact.cancel_in_flight = false;
    order.contact.query_outdated = order.contact.query_in_flight;
    order.contact.query_wanted |=
        matches!(order.state, State::Closing { .. } | State::Closed { .. });
    if let Answer::Accepted(claim) = &answer
        && claim.claims_money()
    {
        absorb(order, claim, Source::Query, now);
    }
    if !matches!(order.state, State::Closing { .. }) {
        return;
    }
    match answer {
        Answer::Accepted(_) => order.contact.cancel = CancelOutcome::Accepted,
        Answer::Refused(refusal)
            if matches!(
                refusal.kind,
                RefusalKind::SaysPaid | RefusalKind::SaysClosed
            ) =>
        {
            order.contact.cancel = CancelOutcome::Pointless;
        }
        Answer::Refused(_) => cancel_failed(order, now),
        Answer::Unknown(unknown) => {
            cancel_failed(order, now);
            if unknown.seems_to_say.is_some() {
                order.contact.seems_to_say = unknown.seems_to_say;
            }
        }
    }
}

fn revoke_answered(order: &mut Order, answer: Answer<Claim>, now: UtcMs) {
    let (State::PaidLate { revoking, .. } | State::NeedsReview { revoking, .. }) = &mut order.state
    else {
        return;
    };
    let Some(under_way) = revoking else { return };
    under_way.in_flight = false;
    order.contact.query_outdated = order.contact.query_in_flight;
    order.contact.query_wanted = true;
    match answer {
        Answer::Accepted(claim) => {
            under_way.accepted = true;
            if claim.revoked {
                absorb(order, &claim, Source::Query, now);
            }
        }
        Answer::Refused(refusal)
            if matches!(
                refusal.kind,
                RefusalKind::SaysRevoked | RefusalKind::SaysClosed
            ) =>
        {
            under_way.accepted = true;
        }
        Answer::Refused(refusal) => {
            // PayBy will not: back to the person, who can refund instead.
            *revoking = None;
            order.contact.told = Some(Told {
                code: AlertCode::RevokeNotConfirmed,
                at: now,
            });
            order.contact.seems_to_say = Some(crate::SeemsToSay {
                kind: crate::SeemsToSayKind::Other,
                code: refusal.code,
                message: refusal.message,
            });
        }
        Answer::Unknown(unknown) => {
            under_way.failures = under_way.failures.saturating_add(1);
            failed(order, unknown);
        }
    }
}

/// A notification brings proof of payment at once; whatever else it says, it only makes the next query come sooner, because
/// notifications come late and out of order.
fn notified(order: &mut Order, claim: &Claim, now: UtcMs) {
    if claim.names(order) && claim.claims_money() {
        absorb(order, claim, Source::Notification, now);
    } else {
        order.contact.query_wanted = true;
    }
}
