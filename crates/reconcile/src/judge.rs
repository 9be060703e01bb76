//! What two sides that name the same money come to.

use fils_order::Money;

use crate::kind::{Advice, Kind};
use crate::side::{Ours, OursState, Period, Theirs, TheirsState};

/// A difference, or none, and what to do.
pub(crate) type Verdict = (Kind, Advice);

const MATCHED: Verdict = (Kind::Matched, Advice::Nothing);
const ASK: Verdict = (Kind::StateDiffers, Advice::AskPayby);
const DECIDE: Verdict = (Kind::StateDiffers, Advice::Decide);

/// Whether PayBy's amount is the one in the books. A discount that PayBy gave the customer is no difference.
pub(crate) fn same_amount(ours: &Ours, theirs: Money) -> bool {
    theirs == ours.amount || Some(theirs) == ours.paid_amount
}

fn amounts(ours: &Ours, theirs: Money) -> Verdict {
    if same_amount(ours, theirs) {
        MATCHED
    } else {
        (Kind::AmountDiffers, Advice::AmountDiffers)
    }
}

/// A payment that both sides have. What PayBy proves beats what the books believe.
pub(crate) fn payment(ours: &Ours, theirs: &Theirs, period: &Period) -> Verdict {
    // The books are read after PayBy's list: what moved since then is news that the list could not have.
    let just_moved = ours
        .moved_at
        .is_some_and(|at| at.plus(period.edge) >= period.to);
    let just_made = ours.created_at.plus(period.edge) >= period.to;
    match (&theirs.state, ours.state) {
        (TheirsState::Paid, OursState::Paid | OursState::Returned) => amounts(ours, theirs.amount),
        (TheirsState::Paid, OursState::Open | OursState::Closed) => ASK,
        (TheirsState::Paid, OursState::Review) => {
            if same_amount(ours, theirs.amount) {
                DECIDE
            } else {
                (Kind::AmountDiffers, Advice::Decide)
            }
        }
        (TheirsState::Revoked | TheirsState::Closed, OursState::Returned | OursState::Closed)
        | (TheirsState::Waiting | TheirsState::Other(_), OursState::Open) => MATCHED,
        (TheirsState::Closed, OursState::Open) if just_made => MATCHED,
        (TheirsState::Waiting, OursState::Paid | OursState::Returned) if just_moved => MATCHED,
        (TheirsState::Waiting, OursState::Closed) if just_made => MATCHED,
        (TheirsState::Waiting, OursState::Closed) => (Kind::StateDiffers, Advice::StillPayable),
        (
            TheirsState::Revoked
            | TheirsState::Closed
            | TheirsState::Waiting
            | TheirsState::Other(_),
            OursState::Review,
        ) => DECIDE,
        (TheirsState::Revoked | TheirsState::Closed, OursState::Open | OursState::Paid)
        | (TheirsState::Waiting, OursState::Paid | OursState::Returned)
        | (TheirsState::Other(_), OursState::Paid | OursState::Closed | OursState::Returned) => ASK,
    }
}

/// A refund that both sides have.
pub(crate) fn refund(ours: &Ours, theirs: &Theirs) -> Verdict {
    let other_order =
        matches!((&ours.origin, &theirs.origin), (Some(ours), Some(theirs)) if ours != theirs);
    match (&theirs.state, ours.state) {
        (TheirsState::Paid, OursState::Paid | OursState::Returned) if other_order => {
            (Kind::StateDiffers, Advice::OtherOrder)
        }
        (TheirsState::Paid, OursState::Paid | OursState::Returned) => amounts(ours, theirs.amount),
        (TheirsState::Paid, OursState::Open | OursState::Closed) => ASK,
        (_, OursState::Review) => DECIDE,
        (TheirsState::Revoked | TheirsState::Closed, OursState::Closed)
        | (TheirsState::Waiting | TheirsState::Other(_), OursState::Open) => MATCHED,
        (TheirsState::Revoked | TheirsState::Closed, OursState::Open)
        | (
            TheirsState::Revoked
            | TheirsState::Closed
            | TheirsState::Waiting
            | TheirsState::Other(_),
            OursState::Paid | OursState::Returned,
        )
        | (TheirsState::Waiting | TheirsState::Other(_), OursState::Closed) => ASK,
    }
}
