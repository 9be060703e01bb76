//! What screens and programs show of a business day. Whole and ready to show: nothing is computed from it outside.

use fils_checkout::view::MoneyView;
use fils_counter::view::signed_text;
use fils_day::{Line, Report, ReportKind};
use fils_order::{AED, SignedMoney};
use fils_store::reports::ReportRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::FindQuery;

/// An amount that may be below nothing: `-1,234.50`.
pub fn signed(amount: SignedMoney) -> MoneyView {
    MoneyView {
        fils: amount.0,
        text: signed_text(amount),
        currency: AED.to_owned(),
    }
}

/// A number on the page, and the orders behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Figure {
    /// A code, an hour, a person, a category.
    pub key: String,
    /// Its name, where it is not a code.
    pub label: Option<String>,
    /// How many papers.
    pub count: u32,
    /// What they come to.
    pub amount: MoneyView,
    /// The orders behind it.
    pub query: Option<FindQuery>,
}

/// A figure beside those of the day before and of the same day a week before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Compared {
    /// Of the day.
    pub today: MoneyView,
    /// Of the day before.
    pub yesterday: MoneyView,
    /// Of the same day a week before.
    pub last_week: MoneyView,
    /// How many, of the day.
    pub count: u32,
    /// How many, the day before.
    pub count_yesterday: u32,
    /// How many, a week before.
    pub count_last_week: u32,
    /// The day's less that of the day before.
    pub than_yesterday: MoneyView,
    /// The day's less that of a week before.
    pub than_last_week: MoneyView,
    /// `+12.4 %`; none where there is nothing to compare with.
    pub change_yesterday: Option<String>,
    /// The same beside a week before.
    pub change_last_week: Option<String>,
}

/// What a person has to decide about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum DecisionCodeDay {
    /// Money that came after its order was closed.
    LatePayment,
    /// PayBy has not confirmed that an order is closed.
    CancelUnsure,
    /// PayBy's word does not fit the order.
    NeedsReview,
    /// A sale holds more money than it costs.
    Overpaid,
    /// A refund is not confirmed.
    RefundStuck,
    /// The printer.
    Printer,
    /// A paper may have been printed.
    PrintUncertain,
    /// The clock is wrong.
    Clock,
    /// PayBy does not answer.
    Offline,
    /// There is no fresh backup.
    Backup,
    /// The disk is filling up.
    Disk,
    /// The books do not add up.
    Audit,
    /// A business day has no Z report.
    UnclosedDay,
    /// The books and PayBy differ.
    Difference,
    /// A payment that was taken over and is not assigned.
    Orphan,
    /// A sale waits for its payment.
    OpenSale,
    /// An order could still be paid.
    OpenOrder,
    /// A drawer is not counted.
    OpenShift,
    /// A statement can be compared and was not.
    StatementDue,
}

impl DecisionCodeDay {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LatePayment => "late_payment",
            Self::CancelUnsure => "cancel_unsure",
            Self::NeedsReview => "needs_review",
            Self::Overpaid => "overpaid",
            Self::RefundStuck => "refund_stuck",
            Self::Printer => "printer",
            Self::PrintUncertain => "print_uncertain",
            Self::Clock => "clock",
            Self::Offline => "offline",
            Self::Backup => "backup",
            Self::Disk => "disk",
            Self::Audit => "audit",
            Self::UnclosedDay => "unclosed_day",
            Self::Difference => "difference",
            Self::Orphan => "orphan",
            Self::OpenSale => "open_sale",
            Self::OpenOrder => "open_order",
            Self::OpenShift => "open_shift",
            Self::StatementDue => "statement_due",
        }
    }
}

/// Where something is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Go {
    /// Among the alerts.
    Alerts,
    /// Among the orders.
    Orders,
    /// In the comparison with PayBy.
    Match,
    /// Among the reports.
    Reports,
    /// At the shift.
    Shift,
    /// In the printer's settings.
    SettingsPrinter,
    /// On the page of the till's health.
    Health,
}

/// Something a person has to decide about, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ToDecide {
    /// What.
    pub code: DecisionCodeDay,
    /// How many.
    pub count: u32,
    /// What they come to.
    pub amount: Option<MoneyView>,
    /// A number, a day, a sentence.
    pub about: Option<String>,
    /// Since when, UTC ms.
    pub at_ms: Option<i64>,
    /// Where it is decided.
    pub go: Go,
    /// The orders it is about.
    pub query: Option<FindQuery>,
    /// The order, where it is about one.
    pub order: Option<String>,
    /// The sale, where it is about one.
    pub sale: Option<String>,
    /// The day, where it is about one.
    pub day: Option<String>,
}

impl ToDecide {
    /// Something that is not about a sale: the printer, the clock, the disk.
    pub fn thing(code: DecisionCodeDay, go: Go, about: Option<String>, at_ms: Option<i64>) -> Self {
        Self {
            code,
            count: 1,
            amount: None,
            about,
            at_ms,
            go,
            query: None,
            order: None,
            sale: None,
            day: None,
        }
    }
}

/// A shift of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayShift {
    /// Its number.
    pub id: i64,
    /// Who opened it.
    pub by: String,
    /// When, UTC ms.
    pub opened_ms: i64,
    /// When it was closed, UTC ms.
    pub closed_ms: Option<i64>,
    /// Counted less expected.
    pub difference: Option<MoneyView>,
}

/// The drawer's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayCash {
    /// What it held at first, and the floats of shifts that were opened.
    pub opened_with: MoneyView,
    /// What sales brought.
    pub sales: MoneyView,
    /// What went back.
    pub refunds: MoneyView,
    /// What was put in.
    pub paid_in: MoneyView,
    /// What was taken out to pay for something.
    pub paid_out: MoneyView,
    /// What was taken out to the safe.
    pub drops: MoneyView,
    /// What it should hold by all of that.
    pub expected: MoneyView,
    /// What was counted; none while a drawer of the day is not counted.
    pub counted: Option<MoneyView>,
    /// Counted less expected, of the shifts that ended.
    pub difference: Option<MoneyView>,
    /// The shifts.
    pub shifts: Vec<DayShift>,
}

/// The wallets' money of a day, from what PayBy took to what stands on receipts: `received − refunded = of_receipts + held`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayWallet {
    /// Every order that was proved paid that day.
    pub received: MoneyView,
    /// What was proved to have gone back that day.
    pub refunded: MoneyView,
    /// The tips on receipts.
    pub tips: MoneyView,
    /// What stands on receipts, tips and all, less what stands on credit notes.
    pub of_receipts: MoneyView,
    /// What is on no paper: open, late, too much. Below nothing when such money of an earlier day found its paper or went back.
    pub held: MoneyView,
    /// Payments taken over.
    pub taken_over: MoneyView,
    /// PayBy's fees, from the statement; none until there is one.
    pub fees: Option<MoneyView>,
}

/// What was compared with PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayMatched {
    /// When the day was last compared with PayBy's list, UTC ms.
    pub list_at_ms: Option<i64>,
    /// When the day was last compared with a statement, UTC ms.
    pub statement_at_ms: Option<i64>,
    /// Differences of the day that nobody has decided about.
    pub open_differences: u32,
}

/// How often wallet payments were closed unpaid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CancelFigure {
    /// How often.
    pub count: u32,
    /// The orders behind it.
    pub query: FindQuery,
}

/// A business day, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayView {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// The business day that is now.
    pub today: String,
    /// The Z report that closed it.
    pub closed_by: Option<ZRow>,
    /// Earlier business days that have records and no Z report.
    pub unclosed: Vec<String>,
    /// What needs a decision, the most urgent first.
    pub to_decide: Vec<ToDecide>,
    /// Receipts, VAT inside.
    pub sold: Compared,
    /// Credit notes.
    pub given_back: Compared,
    /// Sold less given back.
    pub net: Compared,
    /// The VAT that is owed.
    pub vat: MoneyView,
    /// Whether the shop is registered for VAT.
    pub vat_registered: bool,
    /// What a receipt comes to, on average.
    pub average: Option<MoneyView>,
    /// By tender; together they are `net`.
    pub by_tender: Vec<Figure>,
    /// By VAT class; together they are `net`.
    pub by_vat: Vec<Figure>,
    /// By whoever sold; together they are `net`.
    pub by_cashier: Vec<Figure>,
    /// By category; together they are `net`.
    pub by_category: Vec<Figure>,
    /// By hour, 24 of them, from the hour in which the business day starts; together they are `net`.
    pub by_hour: Vec<Figure>,
    /// The same hours a week before.
    pub by_hour_last_week: Vec<MoneyView>,
    /// What was given back.
    pub refunds: Figure,
    /// Wallet payments closed unpaid.
    pub cancellations: CancelFigure,
    /// Sales given up.
    pub voids: Figure,
    /// What was taken off prices.
    pub discounts: Figure,
    /// What belongs to the staff.
    pub tips: Figure,
    /// What cash rounding added or left out.
    pub rounding: Figure,
    /// The drawer.
    pub cash: DayCash,
    /// The wallets' money.
    pub wallet: DayWallet,
    /// What was compared with PayBy.
    pub matched: DayMatched,
}

/// A Z report in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ZRow {
    /// Its place, from 1.
    pub n: i64,
    /// Its number.
    pub number: String,
    /// The business day it closed.
    pub day: String,
    /// When, UTC ms.
    pub at_ms: i64,
    /// By whom.
    pub by: String,
    /// Who signed off what was open.
    pub signed_off_by: Option<String>,
    /// Sold less given back.
    pub net: MoneyView,
    /// The same of all reports so far.
    pub grand_total: MoneyView,
    /// How many receipts.
    pub receipts: u32,
}

impl ZRow {
    pub(crate) fn of(row: &ReportRow, report: &Report) -> Self {
        Self {
            n: row.n,
            number: report.terms.number.clone().unwrap_or_default(),
            day: row.business_day.clone(),
            at_ms: row.at.0,
            by: row.by.clone(),
            signed_off_by: row.signed_off.as_ref().map(|(by, _)| by.clone()),
            net: signed(row.net),
            grand_total: signed(row.grand_total),
            receipts: report.figures.sold.count,
        }
    }
}

/// Something that was still open when a day was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OpenItem {
    /// What, as a code of [`DecisionCodeDay`].
    pub code: String,
    /// Its number.
    pub number: Option<String>,
    /// What it is worth.
    pub amount: Option<MoneyView>,
    /// A sentence in English, as papers say it.
    pub words: String,
}

impl From<&fils_day::OpenItem> for OpenItem {
    fn from(item: &fils_day::OpenItem) -> Self {
        Self {
            code: item.code.clone(),
            number: item.number.clone(),
            amount: item.amount.map(signed),
            words: item.words.clone(),
        }
    }
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportLine {
    /// Where it stands, as a code.
    pub section: String,
    /// What it says, as a code.
    pub code: String,
    /// A name, a category, a number.
    pub label: Option<String>,
    /// How many.
    pub count: Option<u32>,
    /// How much.
    pub amount: Option<MoneyView>,
}

impl From<&Line> for ReportLine {
    fn from(line: &Line) -> Self {
        Self {
            section: line.section.as_str().to_owned(),
            code: line.code.clone(),
            label: line.label.clone(),
            count: line.count,
            amount: line.amount.map(signed),
        }
    }
}

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportCode {
    /// A look, which closes nothing.
    X,
    /// Closes a day.
    Z,
}

/// A report on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportView {
    /// Which report.
    pub kind: ReportCode,
    /// Its place among the Z reports.
    pub n: Option<i64>,
    /// Its number.
    pub number: Option<String>,
    /// The business day.
    pub day: String,
    /// When what it takes in begins, UTC ms: the end of the report before.
    pub from_ms: Option<i64>,
    /// When it was made, UTC ms.
    pub to_ms: i64,
    /// By whom.
    pub by: String,
    /// Who signed off what was open.
    pub signed_off_by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Its lines.
    pub lines: Vec<ReportLine>,
    /// What was still open.
    pub open: Vec<OpenItem>,
    /// The journal's end, in hexadecimal.
    pub head: String,
    /// Whether it was printed before.
    pub copy: bool,
    /// Whether no money moved.
    pub training: bool,
}

impl ReportView {
    pub(crate) fn of(report: &Report, copy: bool) -> Self {
        let terms = &report.terms;
        let signed_off = terms.signed_off.as_ref();
        Self {
            kind: match terms.kind {
                ReportKind::X => ReportCode::X,
                ReportKind::Z => ReportCode::Z,
            },
            n: terms.n,
            number: terms.number.clone(),
            day: terms.day.clone(),
            from_ms: terms.from.map(|at| at.0),
            to_ms: terms.to.0,
            by: terms.by.clone(),
            signed_off_by: signed_off.map(|closing| closing.by.clone()),
            reason: signed_off.map(|closing| closing.reason.clone()),
            lines: report.lines.iter().map(ReportLine::from).collect(),
            open: terms.open.iter().map(OpenItem::from).collect(),
            head: terms.head.clone(),
            copy,
            training: terms.training,
        }
    }
}

/// What closing would make, before anything is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ZPreview {
    /// Which business days can be closed, the oldest first; one after the other.
    pub days: Vec<String>,
    /// The one that is next.
    pub day: String,
    /// What is still open.
    pub open: Vec<OpenItem>,
    /// The report as it would be.
    pub report: ReportView,
}

/// How closing a wallet's payment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CancelOutcomeCode {
    /// PayBy proved that it is closed.
    Proved,
    /// It is not proved yet.
    Open,
    /// The customer had paid.
    PaidInstead,
    /// PayBy refused to make the order.
    Refused,
    /// A person ended it without PayBy's proof.
    WithoutProof,
}

/// A wallet's payment that somebody or something wanted closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CancellationRow {
    /// The order.
    pub order: String,
    /// Its sale.
    pub sale: String,
    /// When it was asked for, UTC ms.
    pub at_ms: i64,
    /// A person, or `till`.
    pub by: String,
    /// Why, as a code.
    pub why: String,
    /// Why, in a person's words.
    pub reason: Option<String>,
    /// How often PayBy was asked to close it.
    pub tries: u32,
    /// When it was proved to be closed or paid, UTC ms.
    pub proved_ms: Option<i64>,
    /// How it ended.
    pub outcome: CancelOutcomeCode,
    /// What was to be paid.
    pub amount: MoneyView,
}

/// Which cancellations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct CancellationsQuery {
    /// Not before this business day.
    pub from: Option<String>,
    /// Not after this business day.
    pub to: Option<String>,
    /// That contain this text: numbers, people, reasons.
    pub text: String,
}
