//! The two sides of a comparison, in terms of neither's own types.

use std::collections::{HashMap, HashSet};

use fils_order::{Money, SignedMoney, Span, UtcMs};
use serde::{Deserialize, Serialize};

use crate::fee::FeeRate;
use crate::kind::Kind;

/// A payment or a refund in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    /// Its number: a merchant order number, or a refund's.
    pub number: String,
    /// The order that a refund gives back; none for a payment.
    pub origin: Option<String>,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// What the customer owed, or gets back.
    pub amount: Money,
    /// What the customer paid, where PayBy said so: less than the amount when PayBy gave a discount.
    pub paid_amount: Option<Money>,
    /// Where it stands.
    pub state: OursState,
    /// Its start, on the till's clock.
    pub created_at: UtcMs,
    /// When the money moved; none while it has not.
    pub moved_at: Option<UtcMs>,
    /// Whether that moment is PayBy's word. Otherwise it is when the till learned of it, and the money moved at some time since the start.
    pub moved_by_payby: bool,
    /// What the customer reads.
    pub subject: Option<String>,
}

/// Where a payment or a refund of the books stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OursState {
    /// Not finished.
    Open,
    /// Proved paid, in time or late; a refund that is proved refunded.
    Paid,
    /// Closed, refused or failed: no money moved as far as the books know.
    Closed,
    /// It was paid, and all of it went back: revoked, or refunded after it came late.
    Returned,
    /// What PayBy said did not fit; a person has to decide.
    Review,
}

impl OursState {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Closed => "closed",
            Self::Returned => "returned",
            Self::Review => "review",
        }
    }
}

/// A payment or a refund as PayBy's list or purchase file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    /// Whether it is a refund.
    pub refund: bool,
    /// The merchant's number, or the merchant's refund number.
    pub number: Option<String>,
    /// The merchant's number of the order that a refund gives back.
    pub origin: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// The order's total amount: what the customer owed, before any discount of PayBy's.
    pub amount: Money,
    /// Where it stands.
    pub state: TheirsState,
    /// When the money moved; for what is not paid, when it was made.
    pub at: Option<UtcMs>,
    /// What the customer read.
    pub subject: Option<String>,
}

/// Where a payment or a refund stands at PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TheirsState {
    /// `CREATED`.
    Waiting,
    /// `PAID_SUCCESS`, `SETTLED`; a refund that was taken from the merchant.
    Paid,
    /// `FAILURE`.
    Closed,
    /// It was paid, and PayBy took the payment back.
    Revoked,
    /// A word that Fils does not know.
    Other(String),
}

impl TheirsState {
    /// The stable code, or PayBy's own word.
    pub fn code(&self) -> &str {
        match self {
            Self::Waiting => "waiting",
            Self::Paid => "paid",
            Self::Closed => "closed",
            Self::Revoked => "revoked",
            Self::Other(word) => word,
        }
    }
}

/// A row of a settlement file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Whether it is a refund's.
    pub refund: bool,
    /// The merchant's number, or the merchant's refund number.
    pub number: Option<String>,
    /// The merchant's number of the order that a refund gives back.
    pub origin: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// The total amount, where the file has that column.
    pub total: Option<Money>,
    /// What was credited or debited.
    pub net: Money,
    /// PayBy's fee.
    pub fee: Money,
    /// The VAT on the fee.
    pub vat: Money,
    /// What the fee depends on, besides the amount: PayBy's product, such as `DYNQR`.
    pub product: Option<String>,
    /// And how the customer paid, such as `BALANCE`.
    pub channel: Option<String>,
    /// When it was settled.
    pub settled_at: Option<UtcMs>,
    /// When it was paid.
    pub paid_at: Option<UtcMs>,
    /// What the customer read.
    pub subject: Option<String>,
}

/// A total of a statement, or a movement that is neither payment nor refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fund {
    /// What tells it from every other, on every day: such as `20260321-settleToBank`, or PayBy's number.
    pub number: String,
    /// What it is.
    pub kind: FundKind,
    /// How much. Of a movement, below zero when it went from the merchant.
    pub amount: SignedMoney,
    /// What the statement says of it.
    pub state: String,
    /// When.
    pub at: Option<UtcMs>,
    /// Whether it stands among the settled rows, so that their totals have it in them.
    pub settled: bool,
    /// The numbers of orders and refunds, the merchant's and PayBy's, that it names: a movement that is one of the rows is no other money.
    pub about: Vec<String>,
}

/// What a fund movement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundKind {
    /// All that was credited: the settled payments.
    Credit,
    /// All that was debited: the settled refunds.
    Debit,
    /// All fees.
    Fee,
    /// All VAT on fees.
    FeeVat,
    /// What went to the merchant's bank and what stays, less what had stayed before: credit less debit.
    ToBank,
    /// What no row accounts for.
    Movement,
}

/// Where PayBy's side comes from, and so what it can be expected to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The order list: every payment made in the period, in any state; no refunds.
    List,
    /// A statement: every payment that was paid and every refund that was done in the period.
    Statement,
}

/// The time that PayBy's side covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its start.
    pub from: UtcMs,
    /// Its end, which is not in it: the cut-off, or when the list was asked for.
    pub to: UtcMs,
    /// How far a time that is not PayBy's own can be off.
    pub edge: Span,
    /// Whether the period that ends where this one starts was compared from the same source, so that what lies near that edge and was in
    /// neither is missing.
    pub follows: bool,
}

impl Period {
    /// A quarter of an hour: PayBy refuses times that are further from its own.
    pub const EDGE: Span = Span::mins(15);

    /// From one moment to another, with the usual edge, following nothing.
    pub const fn new(from: UtcMs, to: UtcMs) -> Self {
        Self {
            from,
            to,
            edge: Self::EDGE,
            follows: false,
        }
    }
}

/// What PayBy says: a list, or a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaybySays {
    /// Which of the two.
    pub source: Source,
    /// The time it covers.
    pub period: Period,
    /// Payments and refunds, in any order, repeated or not.
    pub rows: Vec<Theirs>,
    /// Settled payments and refunds.
    pub settled: Vec<Settled>,
    /// Totals and movements.
    pub funds: Vec<Fund>,
}

impl PaybySays {
    /// The merchant's numbers and PayBy's numbers of every row: what the books have under any of them belongs into the comparison.
    pub fn numbers(&self) -> HashSet<&str> {
        let rows = self
            .rows
            .iter()
            .map(|row| (&row.number, &row.payby_no, &row.origin));
        let settled = self
            .settled
            .iter()
            .map(|row| (&row.number, &row.payby_no, &row.origin));
        rows.chain(settled)
            .flat_map(|(number, payby_no, origin)| [number, payby_no, origin])
            .filter_map(Option::as_deref)
            .collect()
    }
}

/// What the books say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Payments: every one of the period (made in it for a list, paid in it for a statement; an edge more at both ends), and every one that
    /// PayBy's rows name. Payments that were taken over belong here too, as paid. More does no harm.
    pub payments: Vec<Ours>,
    /// Refunds likewise.
    pub refunds: Vec<Ours>,
    /// What earlier comparisons said of payments, by number: of those that PayBy's rows name, and of those near the start of the period. It
    /// keeps a difference of another day from being told again, and lets a later row put right an earlier [`Kind::OursOnly`].
    pub earlier: HashMap<String, Kind>,
    /// What earlier comparisons said of refunds.
    pub earlier_refunds: HashMap<String, Kind>,
}

/// What the comparison goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Fee rates that are agreed. Where none fits, the usual rate is found from the rows.
    pub fees: Vec<FeeRate>,
    /// The VAT on fees, in millionths.
    pub fee_vat_ppm: i64,
    /// What the numbers of the merchant's other tills begin with, such as `T2-`: their rows are none of this till's.
    pub other_tills: Vec<String>,
}

impl Default for Terms {
    /// No agreed rate, 5 % VAT, one till.
    fn default() -> Self {
        Self {
            fees: Vec::new(),
            fee_vat_ppm: 50_000,
            other_tills: Vec::new(),
        }
    }
}
