//! One sale's whole story, and what PayBy says of a number.

use fils_checkout::view::MoneyView;
use fils_home::{LookUpEnd, LookUpKind};
use fils_office::view::FoundRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{StoryEntry, StoryView};

/// A sale and all that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct SaleStory {
    /// The sale as lists show it.
    pub(crate) row: FoundRow,
    /// Each payment by wallet with its own story, the first one first.
    pub(crate) orders: Vec<StoryView>,
    /// What else happened: cash, papers, returns, whoever allowed what; oldest first. With the orders' entries by their places.
    pub(crate) entries: Vec<StoryEntry>,
}

/// What to look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LookUpCode {
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// A transfer.
    Transfer,
}

impl From<LookUpCode> for LookUpKind {
    fn from(code: LookUpCode) -> Self {
        match code {
            LookUpCode::Payment => Self::Payment,
            LookUpCode::Refund => Self::Refund,
            LookUpCode::Transfer => Self::Transfer,
        }
    }
}

/// What came of looking up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LookUpEndCode {
    /// PayBy knows it, by its signature.
    Found,
    /// PayBy does not know it or refuses to say, by its signature.
    Refused,
    /// Nothing is proved.
    NoProof,
}

impl From<LookUpEnd> for LookUpEndCode {
    fn from(end: LookUpEnd) -> Self {
        match end {
            LookUpEnd::Found => Self::Found,
            LookUpEnd::Refused => Self::Refused,
            LookUpEnd::NoProof => Self::NoProof,
        }
    }
}

/// Something else that PayBy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct LookedUpDetail {
    /// What it is, as a code.
    pub(crate) code: String,
    /// What PayBy says.
    pub(crate) text: String,
}

/// What PayBy says of a number, and what it is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct LookedUpView {
    /// What was looked up.
    pub(crate) kind: LookUpCode,
    /// What came of it.
    pub(crate) end: LookUpEndCode,
    /// PayBy's words, or what went wrong.
    pub(crate) words: Option<String>,
    /// The merchant's number.
    pub(crate) number: Option<String>,
    /// PayBy's number.
    pub(crate) payby_no: Option<String>,
    /// PayBy's word for its state.
    pub(crate) status: Option<String>,
    /// How much.
    pub(crate) amount: Option<MoneyView>,
    /// When it was paid or arrived, UTC ms.
    pub(crate) paid_at_ms: Option<i64>,
    /// What it was for.
    pub(crate) subject: Option<String>,
    /// What else is known.
    pub(crate) detail: Vec<LookedUpDetail>,
    /// PayBy's reply without secrets.
    pub(crate) raw: String,
    /// The sale of this till that it is about; none when this till did not make it.
    pub(crate) here: Option<FoundRow>,
}
