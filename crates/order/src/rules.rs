//! The rules a till follows, all settable.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{OrderNumber, Span};

/// Longest subject PayBy takes, in characters.
pub const SUBJECT_MAX: usize = 64;

/// Times and counts that decide when the till asks, cancels and calls a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The customer's time to pay, from the start of the order. 20 to 120 s.
    pub payment_window: Span,
    /// More time once the customer has scanned.
    pub scanned_extra: Span,
    /// What is added to the payment window for the expiry told to PayBy, so that a till that dies leaves nothing payable for long.
    pub expiry_extra: Span,
    /// Queries of one order never start closer together than this: 2 s, and a little for what the network may take off
    /// on the way to PayBy.
    pub query_gap: Span,
    /// From the create's start to the first query: 2 s, and what the create's own way to PayBy may take, whose clock starts
    /// when it arrives.
    pub first_query: Span,
    /// From one query's start to the next while all is well.
    pub query_every: Span,
    /// The same when PayBy asks to slow down or does not answer, while the customer is expected.
    pub query_slowest: Span,
    /// Queries that fail in a row before a person is told.
    pub query_told_failures: u32,
    /// From one cancel's start to the next. 3 to 10 s.
    pub cancel_every: Span,
    /// Cancels that fail before a person is told.
    pub cancel_told_failures: u32,
    /// Time from the first failed cancel until a person is told.
    pub cancel_told_after: Span,
    /// Time from the start of closing until a person is told, whatever answers come: some fail, some succeed, and it does not end.
    pub closing_told_after: Span,
    /// Latest start of closing when the till decides by itself, from the start of the order; leaves time for the query that
    /// must come before a cancel. PayBy's acceptance cases want that cancel at most 120 s after the start.
    pub close_latest: Span,
    /// Earliest first cancel when the till decides by itself, from the start of the order (PayBy's acceptance cases 002 to 004).
    pub cancel_earliest: Span,
    /// Latest first cancel when the till decides by itself, even when the query before it has not answered.
    pub cancel_latest: Span,
    /// How long a cashier's cancel waits for the query before it.
    pub cashier_cancel_patience: Span,
    /// PayBy takes requests whose time is this close to its clock; a create can land until then.
    pub request_time_window: Span,
    /// Added to that window before "not known" is believed.
    pub not_known_margin: Span,
    /// How long after its expiry a closed order is still watched.
    pub watch_after_expiry: Span,
    /// The first and the shortest wait between looks at a closed order.
    pub watch_first: Span,
    /// The longest wait between looks at a closed order, and between slow retries.
    pub watch_slowest: Span,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            payment_window: Span::secs(90),
            scanned_extra: Span::secs(30),
            expiry_extra: Span::secs(90),
            query_gap: Span(2050),
            first_query: Span(2300),
            query_every: Span(2500),
            query_slowest: Span::secs(6),
            query_told_failures: 3,
            cancel_every: Span::secs(4),
            cancel_told_failures: 3,
            cancel_told_after: Span::secs(10),
            closing_told_after: Span::secs(45),
            close_latest: Span::secs(115),
            cancel_earliest: Span::secs(20),
            cancel_latest: Span::secs(119),
            cashier_cancel_patience: Span::secs(4),
            request_time_window: Span::mins(15),
            not_known_margin: Span::mins(2),
            watch_after_expiry: Span::hours(24),
            watch_first: Span::secs(10),
            watch_slowest: Span::hours(1),
        }
    }
}

/// Why a subject cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("The description has {length} characters; at most {SUBJECT_MAX} are possible. Shorten it.")]
pub struct SubjectError {
    /// Its length in characters.
    pub length: usize,
}

/// Checks a description that a person typed; an empty one is no description.
///
/// # Errors
/// [`SubjectError`] with the count when it is longer than [`SUBJECT_MAX`] characters.
pub fn check_subject(text: &str) -> Result<Option<String>, SubjectError> {
    let text = text.trim();
    let length = text.chars().count();
    if length > SUBJECT_MAX {
        return Err(SubjectError { length });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// What the customer reads when nobody typed a description: "Sale" and the last digits of the number.
pub fn default_subject(number: &OrderNumber) -> String {
    format!("Sale {}", number.short())
}
