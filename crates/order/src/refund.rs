//! A refund: a machine of its own, with a number of its own.

use serde::{Deserialize, Serialize};

use crate::order::{Alert, AlertCode, Answer, RefusalKind, SeemsToSay, Told, Unknown};
use crate::{AED, Money, OrderNumber, RefundNumber, Rules, Span, UtcMs};

/// Money on its way back to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Merchant refund number.
    pub number: RefundNumber,
    /// The order whose money goes back.
    pub order: OrderNumber,
    /// How much of it.
    pub amount: Money,
    /// Why, in the person's words.
    pub reason: String,
    /// When it was asked for.
    pub created_at: UtcMs,
    /// When it came to its present state.
    pub since: UtcMs,
    /// Its present state.
    pub state: RefundState,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// Calls under way, tried and due.
    pub contact: RefundContact,
}

/// A refund's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RefundState {
    /// Sent, or about to be; whether PayBy has it is not known.
    Submitting,
    /// PayBy has it.
    Requested,
    /// The money has left the merchant.
    Refunded,
    /// PayBy refused it, or it failed.
    Failed {
        /// PayBy's words.
        detail: String,
    },
    /// PayBy's word does not fit the refund; a person has to look.
    NeedsReview {
        /// What does not fit: ours, then theirs.
        detail: String,
    },
}

/// A refund state's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStateCode {
    /// See [`RefundState::Submitting`].
    Submitting,
    /// See [`RefundState::Requested`].
    Requested,
    /// See [`RefundState::Refunded`].
    Refunded,
    /// See [`RefundState::Failed`].
    Failed,
    /// See [`RefundState::NeedsReview`].
    NeedsReview,
}

impl RefundStateCode {
    /// The name as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitting => "submitting",
            Self::Requested => "requested",
            Self::Refunded => "refunded",
            Self::Failed => "failed",
            Self::NeedsReview => "needs_review",
        }
    }
}

/// The calls of one refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each call is under way, wanted, or not, by itself"
)]
pub struct RefundContact {
    /// A placement is under way.
    pub place_in_flight: bool,
    /// A placement is wanted as soon as it may start.
    pub place_wanted: bool,
    /// When the last placement started.
    pub place_started: Option<UtcMs>,
    /// Placements whose outcome is unknown.
    pub places_unknown: u32,
    /// Placements refused for their time.
    pub time_refusals: u32,
    /// What PayBy said when it refused one while an earlier one was unknown.
    pub refused: Option<String>,
    /// A query is under way.
    pub query_in_flight: bool,
    /// When the last query started.
    pub query_started: Option<UtcMs>,
    /// A query is wanted now.
    pub query_wanted: bool,
    /// Calls in a row that proved nothing.
    pub failures: u32,
    /// What a reply without a valid signature says.
    pub seems_to_say: Option<SeemsToSay>,
    /// Since when a person knows that something is odd.
    pub told: Option<Told>,
}

/// A refund's status at PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Asked for.
    Created,
    /// Deducted from the merchant.
    RefundedSettled,
    /// With the payer or the payer's bank.
    Success,
    /// Failed.
    Failure,
    /// Newer than Fils.
    Other(String),
}

/// What a validly signed reply says about a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundClaim {
    /// Our refund number, as the reply has it.
    pub number: Option<String>,
    /// The number of the order, as the reply has it.
    pub order: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// Status at PayBy.
    pub status: RefundStatus,
    /// How much goes back.
    pub amount: Option<Money>,
    /// The amount's currency.
    pub currency: Option<String>,
    /// Why it failed, in PayBy's words.
    pub failure: Option<String>,
}

/// What can happen to a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundEvent {
    /// The till has started and takes the refund up again.
    Resumed,
    /// The time asked for has come.
    Woke,
    /// A person wants to know now.
    Asked,
    /// The placement was answered.
    PlaceAnswered(Answer<RefundClaim>),
    /// A query was answered.
    QueryAnswered(Answer<RefundClaim>),
    /// PayBy sent a notification with a valid signature.
    Notified(RefundClaim),
}

/// A call that has to be made for a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundEffect {
    /// Ask for the refund. Always the same number and content, so it can never happen twice.
    Place,
    /// Ask what became of it.
    Query,
}

/// What follows from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundStep {
    /// The refund as it is now.
    pub refund: Refund,
    /// The calls to make, once it is stored.
    pub effects: Vec<RefundEffect>,
    /// When to come back with [`RefundEvent::Woke`].
    pub wake: Option<UtcMs>,
}

/// The slowest that a refund whose outcome is unknown is asked about.
const UNKNOWN_SLOWEST: Span = Span::mins(5);

impl Refund {
    /// A new refund, to be placed by the first [`step`].
    pub fn new(
        number: RefundNumber,
        order: OrderNumber,
        amount: Money,
        reason: String,
        now: UtcMs,
    ) -> Self {
        Self {
            number,
            order,
            amount,
            reason,
            created_at: now,
            since: now,
            state: RefundState::Submitting,
            payby_no: None,
            contact: RefundContact {
                place_wanted: true,
                ..RefundContact::default()
            },
        }
    }

    /// The name of its state.
    pub const fn code(&self) -> RefundStateCode {
        match self.state {
            RefundState::Submitting => RefundStateCode::Submitting,
            RefundState::Requested => RefundStateCode::Requested,
            RefundState::Refunded => RefundStateCode::Refunded,
            RefundState::Failed { .. } => RefundStateCode::Failed,
            RefundState::NeedsReview { .. } => RefundStateCode::NeedsReview,
        }
    }

    /// Whether nothing more will happen to it.
    pub const fn is_final(&self) -> bool {
        matches!(
            self.state,
            RefundState::Refunded | RefundState::Failed { .. }
        )
    }

    /// Whether it takes away from what can still be refunded.
    pub const fn counts(&self) -> bool {
        !matches!(self.state, RefundState::Failed { .. })
    }

    /// What needs a person about it.
    pub fn alert(&self) -> Option<Alert> {
        match &self.state {
            RefundState::NeedsReview { detail } => Some(Alert {
                code: AlertCode::NeedsReview,
                since: self.since,
                detail: Some(detail.clone()),
            }),
            RefundState::Submitting | RefundState::Requested => {
                self.contact.told.map(|told| Alert {
                    code: told.code,
                    since: told.at,
                    detail: self
                        .contact
                        .seems_to_say
                        .as_ref()
                        .map(|said| format!("{} {}", said.code, said.message)),
                })
            }
            RefundState::Refunded | RefundState::Failed { .. } => None,
        }
    }
}

/// Decides what an event does to a refund. Total over every state and event.
pub fn step(refund: &Refund, event: RefundEvent, now: UtcMs, rules: &Rules) -> RefundStep {
    let mut next = refund.clone();
    match event {
        RefundEvent::Resumed => resume(&mut next),
        RefundEvent::Woke => {}
        RefundEvent::Asked => {
            next.contact.query_wanted = !next.is_final() && !next.contact.place_wanted;
        }
        RefundEvent::PlaceAnswered(answer) => place_answered(&mut next, answer, now),
        RefundEvent::QueryAnswered(answer) => query_answered(&mut next, answer, now, rules),
        RefundEvent::Notified(claim) => {
            if claim.number.as_deref() == Some(next.number.as_str()) {
                absorb(&mut next, &claim, now);
            } else {
                next.contact.query_wanted = !next.is_final();
            }
        }
    }
    let (effects, wake) = plan(&mut next, now, rules);
    RefundStep {
        refund: next,
        effects,
        wake,
    }
}

fn enter(refund: &mut Refund, state: RefundState, now: UtcMs) {
    if refund.state != state {
        refund.state = state;
        refund.since = now;
    }
    refund.contact.failures = 0;
    refund.contact.seems_to_say = None;
    refund.contact.place_wanted = false;
}

fn resume(refund: &mut Refund) {
    let contact = &mut refund.contact;
    if contact.place_in_flight {
        contact.place_in_flight = false;
        contact.places_unknown += 1;
    }
    contact.query_in_flight = false;
    let placed = contact.place_started.is_some() && !contact.place_wanted;
    refund.contact.query_wanted = !refund.is_final() && placed;
}

fn failed(refund: &mut Refund, unknown: Unknown) {
    refund.contact.failures = refund.contact.failures.saturating_add(1);
    if unknown.seems_to_say.is_some() {
        refund.contact.seems_to_say = unknown.seems_to_say;
    }
}

fn place_answered(refund: &mut Refund, answer: Answer<RefundClaim>, now: UtcMs) {
    refund.contact.place_in_flight = false;
    match answer {
        Answer::Accepted(claim) => absorb(refund, &claim, now),
        Answer::Unknown(unknown) => {
            refund.contact.places_unknown = refund.contact.places_unknown.saturating_add(1);
            failed(refund, unknown);
        }
        Answer::Refused(refusal) => {
            if refund.state != RefundState::Submitting {
                return;
            }
            let said = format!("{} {}", refusal.code, refusal.message);
            match refusal.kind {
                RefusalKind::NumberTaken => {
                    failed(refund, Unknown::default());
                    refund.contact.query_wanted = true;
                }
                RefusalKind::RequestTime if refund.contact.time_refusals < 2 => {
                    refund.contact.time_refusals += 1;
                    refund.contact.place_wanted = true;
                }
                RefusalKind::RequestTime
                | RefusalKind::NotKnown
                | RefusalKind::SaysPaid
                | RefusalKind::SaysClosed
                | RefusalKind::SaysRevoked
                | RefusalKind::TokenNotKnown
                | RefusalKind::Other => refused(refund, said, now),
            }
        }
    }
}

fn refused(refund: &mut Refund, said: String, now: UtcMs) {
    if refund.contact.places_unknown == 0 {
        enter(refund, RefundState::Failed { detail: said }, now);
    } else {
        // An earlier placement may have landed.
        refund.contact.refused = Some(said);
        refund.contact.query_wanted = true;
    }
}

fn query_answered(refund: &mut Refund, answer: Answer<RefundClaim>, now: UtcMs, rules: &Rules) {
    refund.contact.query_in_flight = false;
    match answer {
        Answer::Accepted(claim) => absorb(refund, &claim, now),
        Answer::Refused(refusal) if refusal.kind == RefusalKind::NotKnown => {
            not_known(refund, now, rules);
        }
        Answer::Refused(_) => failed(refund, Unknown::default()),
        Answer::Unknown(unknown) => failed(refund, unknown),
    }
}

fn not_known(refund: &mut Refund, now: UtcMs, rules: &Rules) {
    if refund.state != RefundState::Submitting || refund.payby_no.is_some() {
        failed(refund, Unknown::default());
        return;
    }
    let lands_until = refund
        .contact
        .place_started
        .unwrap_or(refund.created_at)
        .plus(rules.request_time_window);
    match refund.contact.refused.clone() {
        None => refund.contact.place_wanted = !refund.contact.place_in_flight,
        Some(detail) if now >= lands_until.plus(rules.not_known_margin) => {
            enter(refund, RefundState::Failed { detail }, now);
        }
        Some(_) => failed(refund, Unknown::default()),
    }
}

fn absorb(refund: &mut Refund, claim: &RefundClaim, now: UtcMs) {
    if refund.is_final() {
        return;
    }
    let amount = claim.amount.map(|amount| amount.to_string());
    let checks = [
        (Some(refund.number.to_string()), claim.number.clone()),
        (Some(refund.order.to_string()), claim.order.clone()),
        (Some(refund.amount.to_string()), amount),
        (Some(AED.to_owned()), claim.currency.clone()),
    ];
    for (ours, theirs) in checks {
        if theirs.is_some() && theirs != ours {
            let detail = format!(
                "{} / {}",
                ours.unwrap_or_default(),
                theirs.unwrap_or_default()
            );
            enter(refund, RefundState::NeedsReview { detail }, now);
            return;
        }
    }
    if claim.number.is_none() {
        failed(refund, Unknown::default());
        return;
    }
    if refund.payby_no.is_none() {
        refund.payby_no.clone_from(&claim.payby_no);
    }
    refund.contact.places_unknown = 0;
    match &claim.status {
        RefundStatus::Created => enter(refund, RefundState::Requested, now),
        RefundStatus::RefundedSettled | RefundStatus::Success => {
            enter(refund, RefundState::Refunded, now);
        }
        RefundStatus::Failure => {
            enter(
                refund,
                RefundState::Failed {
                    detail: claim.failure.clone().unwrap_or_default(),
                },
                now,
            );
        }
        RefundStatus::Other(_) => {
            // PayBy has it, whatever the status means; it must not be placed again.
            if refund.state == RefundState::Submitting {
                enter(refund, RefundState::Requested, now);
            }
            failed(refund, Unknown::default());
        }
    }
}

fn plan(refund: &mut Refund, now: UtcMs, rules: &Rules) -> (Vec<RefundEffect>, Option<UtcMs>) {
    if refund.is_final() {
        return (Vec::new(), None);
    }
    from_no_future(refund, now);
    let contact = &mut refund.contact;
    contact.told = (contact.failures >= rules.query_told_failures).then(|| Told {
        code: AlertCode::RefundNotConfirmed,
        at: contact.told.map_or(now, |told| told.at),
    });

    let mut effects = Vec::new();
    let mut wakes = Vec::new();
    if let Some(at) = due_place(refund, rules) {
        if at > now {
            wakes.push(at);
        } else {
            refund.contact.place_wanted = false;
            refund.contact.place_in_flight = true;
            refund.contact.place_started = Some(now);
            effects.push(RefundEffect::Place);
        }
    }
    if let Some(at) = due_query(refund, rules) {
        if at > now {
            wakes.push(at);
        } else {
            refund.contact.query_wanted = false;
            refund.contact.query_in_flight = true;
            refund.contact.query_started = Some(now);
            effects.push(RefundEffect::Query);
        }
    }
    (effects, wakes.into_iter().min())
}

/// A clock that was set back must not make the till wait for a time that has been.
fn from_no_future(refund: &mut Refund, now: UtcMs) {
    refund.since = refund.since.min(now);
    let contact = &mut refund.contact;
    for started in [&mut contact.place_started, &mut contact.query_started] {
        *started = started.map(|at| at.min(now));
    }
    if let Some(told) = &mut contact.told {
        told.at = told.at.min(now);
    }
}

/// Ever more slowly: a quarter of the time that has gone by since the start, within bounds.
fn slower(refund: &Refund, last: UtcMs, first: Span, slowest: Span) -> UtcMs {
    let wait = Span(last.since(refund.created_at).0 / 4)
        .max(first)
        .min(slowest);
    last.plus(wait)
}

fn due_place(refund: &Refund, rules: &Rules) -> Option<UtcMs> {
    let contact = &refund.contact;
    if !contact.place_wanted || contact.place_in_flight {
        return None;
    }
    Some(contact.place_started.map_or(UtcMs(i64::MIN), |last| {
        slower(refund, last, rules.query_gap, UNKNOWN_SLOWEST)
    }))
}

fn due_query(refund: &Refund, rules: &Rules) -> Option<UtcMs> {
    let contact = &refund.contact;
    if contact.query_in_flight || contact.place_in_flight || contact.place_wanted {
        return None;
    }
    let last = contact
        .query_started
        .max(contact.place_started)
        .unwrap_or(refund.created_at);
    if contact.query_wanted {
        return Some(
            contact
                .query_started
                .map_or(UtcMs(i64::MIN), |started| started.plus(rules.query_gap)),
        );
    }
    // A refund that PayBy has can take days, and so can a person; one that it may not have is asked about every few minutes.
    let slowest = match refund.state {
        RefundState::Submitting => UNKNOWN_SLOWEST,
        RefundState::Requested
        | RefundState::NeedsReview { .. }
        | RefundState::Refunded
        | RefundState::Failed { .. } => rules.watch_slowest,
    };
    Some(slower(refund, last, rules.query_every, slowest))
}
