//! The till's money against PayBy's: what was compared, what a person decided, what was taken over.
//!
//! Whoever asks PayBy, or reads its statement, brings what it says; the books are read here, the two are compared by
//! [`fils_reconcile`], and what was found is written down in one transaction. A movement of money has one row, however often it
//! is compared. A decision stays as long as the difference is the same one.
//!
//! A payment that this till never made is taken over only on PayBy's signed word ([`Proof`]); a statement, which is not signed,
//! is no proof.

mod decide;
mod due;
mod gather;
mod keep;
mod show;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use fils_order::{Money, UtcMs};
use fils_reconcile::{Counts, FeeRate, Source};
use serde::{Deserialize, Serialize};

pub use due::Due;
pub(crate) use due::statements_due;

/// Where PayBy's side came from, for the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file's name, where a person gave one.
    pub file: Option<String>,
    /// SHA-256 of the file.
    pub digest: Option<[u8; 32]>,
}

/// PayBy's signed word that a payment came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The merchant's number, where it has one.
    pub number: Option<String>,
    /// PayBy's number.
    pub payby_no: String,
    /// How much.
    pub amount: Money,
    /// What the customer read.
    pub subject: Option<String>,
    /// When it was paid.
    pub paid_at: UtcMs,
}

/// What is kept of a comparison besides its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Summary {
    #[serde(flatten)]
    counts: Counts,
    #[serde(default)]
    left_out: usize,
    #[serde(default)]
    fees: Vec<FeeRate>,
}

/// The source as the books name it.
const fn stored(source: Source) -> fils_store::matching::Source {
    match source {
        Source::List => fils_store::matching::Source::List,
        Source::Statement => fils_store::matching::Source::Statement,
    }
}
