//! Searching for orders: a row is a sale, which is what a shop calls an order.

use fils_checkout::view::MoneyView;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where a sale stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SaleStateCode {
    /// It waits for its payment.
    Open,
    /// It is paid and has its receipt.
    Complete,
    /// It was given up.
    Void,
    /// It was started, and every attempt to pay is closed.
    Unpaid,
    /// A payment arrived after it was closed; a person decides.
    Late,
    /// A payment of it does not fit; a person decides.
    Review,
    /// A part of it went back.
    PartReturned,
    /// All of it went back.
    Returned,
}

impl SaleStateCode {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Complete,
        Self::Void,
        Self::Unpaid,
        Self::Late,
        Self::Review,
        Self::PartReturned,
        Self::Returned,
    ];

    /// The state as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Void => "void",
            Self::Unpaid => "unpaid",
            Self::Late => "late",
            Self::Review => "review",
            Self::PartReturned => "part_returned",
            Self::Returned => "returned",
        }
    }
}

/// What a sale was paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TenderFilter {
    /// Notes and coins.
    Cash,
    /// A PayBy wallet.
    Wallet,
}

/// What is special about a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FlagCode {
    /// A person must look at it.
    Attention,
    /// Something was taken off its price.
    Discount,
    /// Money went back, or is on its way.
    Refund,
    /// The customer added a tip.
    Tip,
    /// A wallet's payment of it was closed unpaid.
    Cancelled,
    /// It holds more money than it costs.
    Overpaid,
    /// It is neither complete nor void.
    Unfinished,
}

impl FlagCode {
    /// The flag as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attention => "attention",
            Self::Discount => "discount",
            Self::Refund => "refund",
            Self::Tip => "tip",
            Self::Cancelled => "cancelled",
            Self::Overpaid => "overpaid",
            Self::Unfinished => "unfinished",
        }
    }
}

/// What to look for. The default finds every sale; every figure of the day carries one that finds the orders behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FindQuery {
    /// What was typed: numbers of any kind, the last digits of one, products in either language, amounts, people. Each word must
    /// be found.
    pub text: String,
    /// Not before this business day, `YYYY-MM-DD`. The day is the receipt's where there is one, else the sale's.
    pub from: Option<String>,
    /// Not after this business day.
    pub to: Option<String>,
    /// Only in one of these states; empty for all.
    pub states: Vec<SaleStateCode>,
    /// Only with a proved payment of this kind.
    pub tender: Option<TenderFilter>,
    /// Only of this person.
    pub cashier: Option<String>,
    /// Only with a product of this category; an empty text for one without a category.
    pub category: Option<String>,
    /// Only with a line of this VAT class, as its code.
    pub vat: Option<String>,
    /// Only of this hour in Dubai, 0 to 23: the receipt's where there is one, else the sale's.
    pub hour: Option<u8>,
    /// Only with all of these.
    pub flags: Vec<FlagCode>,
    /// Only with a credit note of this business day.
    pub refunded_on: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// A sale that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundRow {
    /// Its number.
    pub sale: String,
    /// Its receipt's number, once it has one.
    pub receipt: Option<String>,
    /// Its payments by wallet, the first one first.
    pub orders: Vec<String>,
    /// The last characters of its number, for people.
    pub short: String,
    /// When its receipt was issued, or when it was started where it has none, UTC ms.
    pub at_ms: i64,
    /// The business day of that.
    pub day: String,
    /// Where it stands.
    pub state: SaleStateCode,
    /// What it costs.
    pub total: MoneyView,
    /// What went back, where something did.
    pub returned: Option<MoneyView>,
    /// Who sold.
    pub cashier: String,
    /// With what it was paid.
    pub tenders: Vec<TenderFilter>,
    /// The first things sold.
    pub what: String,
    /// The same in Arabic, where it has a name in it.
    pub what_ar: Option<String>,
    /// Whether a person must look at it.
    pub attention: bool,
}

/// A page of what was found, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundPage {
    /// The sales.
    pub rows: Vec<FoundRow>,
    /// Where the next page begins; none when this is the last. There may be one after a page that is not full.
    pub next: Option<String>,
    /// How many sales changed and are not in the search yet, counted up to ten thousand.
    pub behind: u32,
}

/// A search that was kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SavedFilter {
    /// What tells it from every other.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it looks for.
    pub query: FindQuery,
}

/// Among whom and what a search can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FindChoices {
    /// Everybody who sold.
    pub people: Vec<String>,
    /// Every category that something was sold of.
    pub categories: Vec<String>,
}
