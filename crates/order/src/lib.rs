//! What Fils knows about money and orders, as pure data and pure functions.
//!
//! Nothing here reads a clock, a file or the network. Time comes in as an argument ([`UtcMs`]), answers of the gateway
//! come in as events ([`Event`]), and what should be done next goes out as [`Effect`]s and a [`Wake`]. The functions
//! [`step()`] and [`refund::step`] are total: every state takes every event.

mod claim;
mod details;
mod money;
mod number;
mod order;
pub mod refund;
mod rules;
mod step;
mod time;

pub use claim::{Claim, ClaimStatus, Misfit, MisfitField, Payment, Verdict, judge};
pub use details::{Details, Goods};
pub use money::{AED, AmountError, Money, SignedMoney};
pub use number::{MAX_NUMBER_LEN, NumberError, OrderNumber, RefundNumber, SaleId};
pub use order::{
    Alert, AlertCode, Answer, CancelOutcome, CloseCause, ClosedCause, Contact, Decision, Draft,
    Event, Order, PaidHow, Refusal, RefusalKind, Revoking, Scanned, Scene, SeemsToSay,
    SeemsToSayKind, State, StateCode, Told, Unknown,
};
pub use refund::{Refund, RefundClaim, RefundState, RefundStateCode, RefundStatus};
pub use rules::{Rules, SUBJECT_MAX, SubjectError, check_subject, default_subject};
pub use step::{Denied, Effect, Freeze, Step, Wake, Why, step};
pub use time::{Span, UtcMs};
