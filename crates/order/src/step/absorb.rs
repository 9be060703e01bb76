//! What a validly signed claim does to an order.

use super::{cancel_did_nothing, close, closed_by, enter, failed};
use crate::UtcMs;
use crate::claim::{Claim, ClaimStatus, Misfit, MisfitField, Payment, Verdict, judge};
use crate::order::{ClosedCause, Order, PaidHow, Revoking, Scene, State, Unknown};

/// Where a claim came from.
pub(super) enum Source {
    /// The answer to a create, with the QR's text where it has one.
    Create(Option<String>),
    /// The answer to a query, or to a call that says as much.
    Query,
    /// A notification, which may be old.
    Notification,
}

pub(super) fn absorb(order: &mut Order, claim: &Claim, source: Source, now: UtcMs) {
    if claim.names(order) {
        order.contact.known = true;
        order.contact.creates_unknown = 0;
        if order.payby_no.is_none() {
            order.payby_no.clone_from(&claim.payby_no);
        }
    }
    let verdict = judge(order, claim, now);
    if verdict != Verdict::NoEvidence {
        order.contact.failures = 0;
        order.contact.seems_to_say = None;
    }
    match verdict {
        Verdict::Paid(payment) => paid(order, payment, &source, now),
        Verdict::Revoked => revoked(order, claim, now),
        Verdict::Closed(detail) => closed(order, detail, now),
        Verdict::Waiting => waiting(order, source, now),
        Verdict::NoEvidence => failed(order, Unknown::default()),
        Verdict::Misfit(misfit) => misfits(order, claim, misfit, now),
    }
}

fn paid(order: &mut Order, payment: Payment, source: &Source, now: UtcMs) {
    let may_be_old = match source {
        Source::Notification => true,
        Source::Query => order.contact.query_outdated,
        Source::Create(_) => false,
    };
    match &mut order.state {
        State::Draft | State::Submitting { .. } | State::AwaitingPayment { .. } => enter(
            order,
            State::Paid {
                payment,
                how: PaidHow::InTime,
            },
            now,
        ),
        State::Closing { .. } => enter(
            order,
            State::Paid {
                payment,
                how: PaidHow::WhileClosing,
            },
            now,
        ),
        State::Paid { .. } => {}
        // A refund or a revocation leaves the order's status as it was.
        State::Closed {
            cause: ClosedCause::Refunded,
            ..
        } => {}
        State::Closed {
            cause: ClosedCause::Revoked,
            ..
        }
        | State::NeedsReview {
            misfit:
                Misfit {
                    field: MisfitField::RevokedAfterPaid | MisfitField::FailedAfterPaid,
                    ..
                },
            ..
        } if may_be_old => {
            order.contact.query_wanted = true;
        }
        State::Closed { .. } => {
            enter(
                order,
                State::PaidLate {
                    payment,
                    revoking: None,
                },
                now,
            );
            order.contact.query_wanted |= may_be_old;
        }
        State::PaidLate { revoking, .. } => {
            if let Some(revoking) = revoking {
                not_yet_revoked(revoking);
            }
        }
        State::NeedsReview { revoking, .. } => {
            let revoking = revoking.take();
            let state = if revoking.is_some() || order.released {
                State::PaidLate { payment, revoking }
            } else {
                State::Paid {
                    payment,
                    how: PaidHow::InTime,
                }
            };
            enter(order, state, now);
        }
    }
}

/// PayBy accepted the revoke, and the order is not revoked: try again.
fn not_yet_revoked(revoking: &mut Revoking) {
    if !revoking.in_flight && revoking.accepted {
        revoking.failures = revoking.failures.saturating_add(1);
        revoking.accepted = false;
    }
}

fn revoked(order: &mut Order, claim: &Claim, now: UtcMs) {
    match &mut order.state {
        State::Paid { .. } => {
            let misfit = contradiction(MisfitField::RevokedAfterPaid, claim);
            enter(
                order,
                State::NeedsReview {
                    misfit,
                    revoking: None,
                },
                now,
            );
        }
        State::Closed { .. } => order.released = true,
        State::NeedsReview {
            misfit,
            revoking: None,
        } if matches!(
            misfit.field,
            MisfitField::RevokedAfterPaid | MisfitField::FailedAfterPaid
        ) => {}
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => {
            close(order, ClosedCause::Revoked, claim.failure.clone(), now);
        }
    }
}

fn contradiction(field: MisfitField, claim: &Claim) -> Misfit {
    Misfit {
        field,
        ours: "paid".to_owned(),
        theirs: claim.failure.clone().unwrap_or_default(),
        claims_money: false,
    }
}

fn closed(order: &mut Order, detail: Option<String>, now: UtcMs) {
    match &mut order.state {
        State::Draft | State::Submitting { .. } | State::AwaitingPayment { .. } => {
            let cause = if now >= order.expires_at {
                ClosedCause::Expired
            } else {
                ClosedCause::FailedAtPayby
            };
            close(order, cause, detail, now);
        }
        State::Closing { cause, .. } => {
            let cause = closed_by(*cause);
            close(order, cause, detail, now);
        }
        State::Closed { .. } => order.released = true,
        State::Paid { .. } | State::PaidLate { revoking: None, .. } => {
            let theirs = detail.unwrap_or_default();
            let misfit = Misfit {
                field: MisfitField::FailedAfterPaid,
                ours: "paid".to_owned(),
                theirs,
                claims_money: false,
            };
            enter(
                order,
                State::NeedsReview {
                    misfit,
                    revoking: None,
                },
                now,
            );
        }
        State::PaidLate {
            revoking: Some(_), ..
        }
        | State::NeedsReview {
            revoking: Some(_), ..
        } => {
            close(order, ClosedCause::Revoked, detail, now);
        }
        // Where PayBy once said that money moved, a later "failed" is for a person to weigh.
        State::NeedsReview {
            misfit,
            revoking: None,
        } => {
            let proved_paid = matches!(
                misfit.field,
                MisfitField::RevokedAfterPaid | MisfitField::FailedAfterPaid
            );
            if !misfit.claims_money && !proved_paid {
                close(order, ClosedCause::FailedAtPayby, detail, now);
            }
        }
    }
}

fn waiting(order: &mut Order, source: Source, now: UtcMs) {
    let create = matches!(source, Source::Create(_));
    let token = match source {
        Source::Create(token) => token,
        Source::Query | Source::Notification => None,
    };
    let scene = order.scene;
    match &mut order.state {
        State::Draft | State::Submitting { .. } if scene == Scene::Code || token.is_some() => {
            enter(
                order,
                State::AwaitingPayment {
                    token_url: token,
                    scanned: None,
                },
                now,
            );
        }
        // The order is there and its QR is not: the same create again returns it.
        State::Submitting { resendable } if !create => {
            order.contact.create_wanted = *resendable && !order.contact.create_in_flight;
        }
        State::Draft | State::Submitting { .. } => failed(order, Unknown::default()),
        State::AwaitingPayment { token_url, .. } => {
            if token.is_some() {
                *token_url = token;
            }
        }
        State::Closing { .. } if !create => cancel_did_nothing(order, now),
        // A create is answered late: it may have been ended meanwhile.
        State::Closed { .. } if create => order.contact.query_wanted = true,
        // It can still be paid although it counts as closed: end it.
        State::Closed { .. } => order.contact.cancel_soon = true,
        State::PaidLate {
            revoking: Some(revoking),
            ..
        }
        | State::NeedsReview {
            revoking: Some(revoking),
            ..
        } => not_yet_revoked(revoking),
        State::Closing { .. }
        | State::Paid { .. }
        | State::PaidLate { revoking: None, .. }
        | State::NeedsReview { revoking: None, .. } => {}
    }
}

fn misfits(order: &mut Order, claim: &Claim, misfit: Misfit, now: UtcMs) {
    let ended = claim.revoked || claim.status == ClaimStatus::Failure;
    let taken_back = ended && claim.names(order);
    let payable = claim.status == ClaimStatus::Created && claim.names(order);
    match &mut order.state {
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. } => {
            enter(
                order,
                State::NeedsReview {
                    misfit,
                    revoking: None,
                },
                now,
            );
        }
        State::Closed { cause, weighed, .. } => {
            let settled = matches!(cause, ClosedCause::Revoked | ClosedCause::Refunded);
            let news = weighed.as_ref() != Some(&misfit);
            if misfit.claims_money && !settled && news {
                enter(
                    order,
                    State::NeedsReview {
                        misfit,
                        revoking: None,
                    },
                    now,
                );
            } else if payable {
                order.contact.cancel_soon = true;
            }
        }
        State::NeedsReview {
            revoking: Some(revoking),
            ..
        } => {
            if taken_back {
                close(order, ClosedCause::Revoked, claim.failure.clone(), now);
            } else {
                not_yet_revoked(revoking);
            }
        }
        State::NeedsReview {
            misfit: known,
            revoking: None,
        } => {
            if misfit.claims_money && !known.claims_money {
                *known = misfit;
            }
        }
        State::Paid { .. } | State::PaidLate { .. } => {}
    }
}
