//! What screens and programs show of comparisons with PayBy.

use fils_checkout::view::MoneyView;
use fils_order::{Money, SignedMoney};
use fils_reconcile::{Counts, FeeRate, Kind, Side, What};
use fils_store::matching::{Decision, OrphanRow as StoredOrphan, Source};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a comparison came to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// Both sides agree.
    Matched,
    /// PayBy should have it, and does not.
    OursOnly,
    /// The books do not have it.
    TheirsOnly,
    /// Different amounts.
    AmountDiffers,
    /// States that do not go together.
    StateDiffers,
    /// Another fee than the usual one, or other VAT on it.
    FeeUnexpected,
}

/// What moved.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum MatchWhat {
    /// A customer's payment.
    Payment,
    /// Money that went back.
    Refund,
    /// What PayBy credits or debits for one of them.
    Settlement,
    /// A total, or money between PayBy and the merchant.
    Fund,
}

/// What a person may do about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MatchAct {
    /// Ask PayBy, and compare again with its answer.
    Ask,
    /// Take the payment over.
    TakeOver,
    /// Say why it is so.
    Explain,
    /// Look at the order.
    OpenOrder,
    /// Say what the payment taken over was.
    Assign,
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MatchDecision {
    /// The reason says why it is so.
    Explained,
    /// The payment was taken over.
    TakenOver,
}

/// What PayBy gave to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MatchSource {
    /// Its list of orders, signed.
    List,
    /// A day's statement, not signed.
    Statement,
}

/// One side of a movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchSide {
    /// How much; null where the side names no amount.
    pub amount: Option<MoneyView>,
    /// The state's code.
    pub state: String,
    /// When the money moved, UTC ms.
    pub at_ms: Option<i64>,
    /// What the customer read.
    pub subject: Option<String>,
}

/// What the latest comparison says of one movement of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchRow {
    /// For commands.
    pub id: i64,
    /// What moved.
    pub what: MatchWhat,
    /// What the comparison came to.
    pub kind: MatchKind,
    /// The day in Dubai.
    pub day: String,
    /// Our number where there is one, else PayBy's.
    pub number: String,
    /// The order it is about.
    pub order: Option<String>,
    /// The sale of that order, when it is ours.
    pub sale: Option<String>,
    /// The refund it is about.
    pub refund: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// What the books say.
    pub ours: Option<MatchSide>,
    /// What PayBy says.
    pub theirs: Option<MatchSide>,
    /// Of a settlement: the fee as it should be, the VAT on it not in it.
    pub fee_expected: Option<MoneyView>,
    /// Of a settlement: the fee as it was taken.
    pub fee: Option<MoneyView>,
    /// The code of the sentence that says what to do.
    pub advice: String,
    /// What can be done, the best first.
    pub acts: Vec<MatchAct>,
    /// What a person decided.
    pub decision: Option<MatchDecision>,
    /// Why.
    pub reason: Option<String>,
    /// Who.
    pub decided_by: Option<String>,
    /// When, UTC ms.
    pub decided_ms: Option<i64>,
    /// The payment taken over from it.
    pub orphan: Option<i64>,
}

/// How many rows there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchCounts {
    /// Both sides agree.
    pub matched: u32,
    /// PayBy should have it, and does not.
    pub ours_only: u32,
    /// The books do not have it.
    pub theirs_only: u32,
    /// Different amounts.
    pub amount_differs: u32,
    /// States that do not go together.
    pub state_differs: u32,
    /// Another fee than the usual one.
    pub fee_unexpected: u32,
}

/// A comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchRun {
    /// Its number.
    pub id: i64,
    /// With what.
    pub source: MatchSource,
    /// The time it is about, UTC ms.
    pub from_ms: i64,
    /// Its end, not in it.
    pub to_ms: i64,
    /// The file that a person gave.
    pub file: Option<String>,
    /// When, UTC ms.
    pub at_ms: i64,
    /// Who compared.
    pub by: String,
    /// What it came to.
    pub counts: MatchCounts,
}

/// A day with differences that nobody has decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchDay {
    /// The day.
    pub day: String,
    /// How many.
    pub open: u32,
}

/// Something that is to be compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchDue {
    /// The day.
    pub day: String,
    /// With what.
    pub source: MatchSource,
    /// Why it could not be, as a code, where that was tried.
    pub why: Option<String>,
}

/// What is known of a day's money at PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchView {
    /// The day in Dubai.
    pub day: String,
    /// The comparisons that were about it, the latest first.
    pub runs: Vec<MatchRun>,
    /// How many rows there are of each kind.
    pub counts: MatchCounts,
    /// How many differences nobody has decided about.
    pub open: u32,
    /// The differences, those to decide about first; then what matches, when it was asked for.
    pub rows: Vec<MatchRow>,
    /// What the books say was paid, less what went back.
    pub ours_total: MoneyView,
    /// What PayBy says.
    pub theirs_total: MoneyView,
    /// Theirs less ours.
    pub difference: MoneyView,
    /// PayBy's fees.
    pub fees: MoneyView,
    /// The VAT on them.
    pub fee_vat: MoneyView,
    /// The usual fee, such as `1.50 %`.
    pub usual_fee: Option<String>,
    /// What PayBy settled.
    pub settled: MoneyView,
    /// Other days with something to decide about, the oldest first.
    pub other_days: Vec<MatchDay>,
    /// What is to be compared and was not, the oldest first.
    pub due: Vec<MatchDue>,
}

/// How far a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MatchStep {
    /// PayBy is being asked.
    Fetching,
    /// What it gave is being read.
    Reading,
    /// Both sides are being compared.
    Comparing,
    /// What was found is being written down.
    Storing,
}

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MatchProgress {
    /// The day at hand; null for a file that has not said its day yet.
    pub day: Option<String>,
    /// How many days are done.
    pub days_done: u32,
    /// Of how many.
    pub days_total: u32,
    /// How many rows of this step are done.
    pub done: u32,
    /// Of how many, where that is known.
    pub total: Option<u32>,
    /// The step.
    pub step: MatchStep,
}

/// A payment that PayBy has and this till never made, taken over by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OrphanRow {
    /// For commands.
    pub id: i64,
    /// The merchant's number at PayBy.
    pub number: Option<String>,
    /// PayBy's number.
    pub payby_no: String,
    /// How much.
    pub amount: MoneyView,
    /// What the customer read.
    pub subject: Option<String>,
    /// When it was paid, UTC ms.
    pub paid_ms: i64,
    /// Who took it over.
    pub taken_by: String,
    /// Why.
    pub reason: String,
    /// What it turned out to be.
    pub assigned_as: Option<String>,
    /// The sale it paid for.
    pub assigned_sale: Option<String>,
}

impl MatchKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::OursOnly => "ours_only",
            Self::TheirsOnly => "theirs_only",
            Self::AmountDiffers => "amount_differs",
            Self::StateDiffers => "state_differs",
            Self::FeeUnexpected => "fee_unexpected",
        }
    }
}

impl MatchWhat {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Settlement => "settlement",
            Self::Fund => "fund",
        }
    }
}

impl MatchDecision {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::TakenOver => "taken_over",
        }
    }
}

impl From<Kind> for MatchKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Matched => Self::Matched,
            Kind::OursOnly => Self::OursOnly,
            Kind::TheirsOnly => Self::TheirsOnly,
            Kind::AmountDiffers => Self::AmountDiffers,
            Kind::StateDiffers => Self::StateDiffers,
            Kind::FeeUnexpected => Self::FeeUnexpected,
        }
    }
}

impl From<What> for MatchWhat {
    fn from(what: What) -> Self {
        match what {
            What::Payment => Self::Payment,
            What::Refund => Self::Refund,
            What::Settlement => Self::Settlement,
            What::Fund => Self::Fund,
        }
    }
}

impl From<Source> for MatchSource {
    fn from(source: Source) -> Self {
        match source {
            Source::List => Self::List,
            Source::Statement => Self::Statement,
        }
    }
}

impl From<Decision> for MatchDecision {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Explained => Self::Explained,
            Decision::TakenOver => Self::TakenOver,
        }
    }
}

impl From<Counts> for MatchCounts {
    fn from(counts: Counts) -> Self {
        let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            matched: small(counts.matched),
            ours_only: small(counts.ours_only),
            theirs_only: small(counts.theirs_only),
            amount_differs: small(counts.amount_differs),
            state_differs: small(counts.state_differs),
            fee_unexpected: small(counts.fee_unexpected),
        }
    }
}

impl MatchCounts {
    /// Counts more of a kind.
    pub fn add(&mut self, kind: MatchKind, count: u32) {
        let place = match kind {
            MatchKind::Matched => &mut self.matched,
            MatchKind::OursOnly => &mut self.ours_only,
            MatchKind::TheirsOnly => &mut self.theirs_only,
            MatchKind::AmountDiffers => &mut self.amount_differs,
            MatchKind::StateDiffers => &mut self.state_differs,
            MatchKind::FeeUnexpected => &mut self.fee_unexpected,
        };
        *place = place.saturating_add(count);
    }
}

impl From<&Side> for MatchSide {
    fn from(side: &Side) -> Self {
        Self {
            amount: Some(signed(side.amount)),
            state: side.state.clone(),
            at_ms: side.at.map(|at| at.0),
            subject: side.subject.clone(),
        }
    }
}

impl From<StoredOrphan> for OrphanRow {
    fn from(row: StoredOrphan) -> Self {
        let (assigned_as, assigned_sale) = row.assigned.map_or((None, None), |assigned| {
            (
                Some(assigned.words),
                assigned.sale.map(|sale| sale.to_string()),
            )
        });
        Self {
            id: row.id,
            number: row.orphan.number,
            payby_no: row.orphan.payby_no,
            amount: row.orphan.amount.into(),
            subject: row.orphan.subject,
            paid_ms: row.orphan.paid_at.0,
            taken_by: row.orphan.taken_by,
            reason: row.orphan.reason,
            assigned_as,
            assigned_sale,
        }
    }
}

/// An amount that may be below zero, as a screen shows it.
pub(crate) fn signed(amount: SignedMoney) -> MoneyView {
    let size = Money::from_fils(amount.0.saturating_abs()).unwrap_or(Money::MAX);
    let sign = if amount.0 < 0 { "-" } else { "" };
    MoneyView {
        fils: amount.0,
        text: format!("{sign}{}", size.grouped()),
        ..MoneyView::from(size)
    }
}

/// A rate as people read it: `1.50 %`.
pub(crate) fn percent(rate: &FeeRate) -> String {
    // A part of a percent has 10,000 millionths.
    let (whole, part) = (rate.ppm / 10_000, rate.ppm.rem_euclid(10_000));
    let digits = format!("{part:04}");
    let digits = match digits.trim_end_matches('0') {
        short if short.len() <= 2 => &digits[..2],
        long => long,
    };
    format!("{whole}.{digits} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_in_percent() {
        let rate = |ppm| {
            percent(&FeeRate {
                refund: false,
                product: None,
                channel: None,
                ppm,
            })
        };
        assert_eq!(rate(15_000), "1.50 %");
        assert_eq!(rate(0), "0.00 %");
        assert_eq!(rate(12_345), "1.2345 %");
        assert_eq!(rate(200_000), "20.00 %");
    }

    #[test]
    fn an_amount_below_zero_has_its_sign() {
        assert_eq!(signed(SignedMoney(-123_450)).text, "-1,234.50");
        assert_eq!(signed(SignedMoney(5)).text, "0.05");
        assert_eq!(signed(SignedMoney(-5)).fils, -5);
    }
}
