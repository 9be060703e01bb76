//! Shifts, the drawer, and what is still open.

use fils_checkout::view::MoneyView;
use fils_order::{Money, OrderNumber, SaleId, SignedMoney};
use fils_sale::shift::{CashMove, Drawer, difference};
use fils_store::cash::{CashKind, CashRow};
use fils_store::shifts::ShiftRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{signed_text, size_text};
use crate::payments::sum;

/// Why cash moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CashMoveCode {
    /// What a shift starts with.
    Float,
    /// Put in, such as change from the bank.
    PaidIn,
    /// Taken out to pay for something.
    PaidOut,
    /// Taken out to the safe.
    Drop,
    /// Paid for a sale, less the change.
    Sale,
    /// Given back before the sale was complete.
    Returned,
    /// Given back for what a customer brought back.
    Refund,
}

impl From<CashKind> for CashMoveCode {
    fn from(kind: CashKind) -> Self {
        match kind {
            CashKind::Float => Self::Float,
            CashKind::PaidIn => Self::PaidIn,
            CashKind::PaidOut => Self::PaidOut,
            CashKind::Drop => Self::Drop,
            CashKind::Sale => Self::Sale,
            CashKind::Returned => Self::Returned,
            CashKind::Refund => Self::Refund,
        }
    }
}

/// Cash that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CashRowView {
    /// Why.
    pub kind: CashMoveCode,
    /// How much went into the drawer, or out of it.
    pub amount: MoneyView,
    /// When, UTC ms.
    pub at_ms: i64,
    /// Who moved it.
    pub by: String,
    /// Whose PIN allowed it.
    pub approved_by: Option<String>,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// For which sale.
    pub sale: Option<String>,
}

/// A shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ShiftView {
    /// Its number on this till.
    pub shift: i64,
    /// When it was opened, UTC ms.
    pub opened_at_ms: i64,
    /// By whom.
    pub opened_by: String,
    /// When it was closed, UTC ms.
    pub closed_at_ms: Option<i64>,
    /// By whom.
    pub closed_by: Option<String>,
    /// What moved in the drawer, oldest first.
    pub rows: Vec<CashRowView>,
    /// What it started with.
    pub float: MoneyView,
    /// What sales brought, less what went back before they were complete.
    pub sales: MoneyView,
    /// What was put in.
    pub paid_in: MoneyView,
    /// What was taken out for expenses.
    pub paid_out: MoneyView,
    /// What went to the safe.
    pub drops: MoneyView,
    /// What was handed back for goods returned.
    pub refunds: MoneyView,
    /// What the drawer should hold, in fils.
    pub expected_fils: i64,
    /// The same as text.
    pub expected_text: String,
    /// What was counted, once it is closed.
    pub counted: Option<MoneyView>,
    /// Counted less expected, in fils.
    pub difference_fils: Option<i64>,
    /// Its size as text, without a sign.
    pub difference_text: Option<String>,
    /// What was noted at the end.
    pub note: Option<String>,
}

pub(crate) fn moves(rows: &[CashRow]) -> Vec<CashMove> {
    let each = rows.iter().map(|row| {
        let amount = row.cash.amount;
        match row.cash.kind {
            CashKind::Float => CashMove::Float(amount),
            CashKind::PaidIn => CashMove::PaidIn(amount),
            CashKind::PaidOut => CashMove::PaidOut(amount),
            CashKind::Drop => CashMove::Drop(amount),
            CashKind::Sale => CashMove::Sale(amount),
            CashKind::Returned | CashKind::Refund => CashMove::Refund(amount),
        }
    });
    each.collect()
}

impl ShiftView {
    pub(crate) fn of(row: &ShiftRow, drawer: &[CashRow]) -> Self {
        let of = |kind: CashKind| -> Money {
            sum(drawer
                .iter()
                .filter(|row| row.cash.kind == kind)
                .map(|row| row.cash.amount))
        };
        let closed = row.closed.as_ref();
        let expected = closed.map_or_else(|| Drawer::expected(&moves(drawer)), |c| c.expected);
        let differs: Option<SignedMoney> = closed.map(|c| difference(c.counted, expected));
        let sales = of(CashKind::Sale).checked_sub(of(CashKind::Returned));
        Self {
            shift: row.id,
            opened_at_ms: row.opened_at.0,
            opened_by: row.opened_by.clone(),
            closed_at_ms: closed.map(|closed| closed.at.0),
            closed_by: closed.map(|closed| closed.by.clone()),
            rows: drawer.iter().map(cash_row).collect(),
            float: of(CashKind::Float).into(),
            sales: sales.unwrap_or_default().into(),
            paid_in: of(CashKind::PaidIn).into(),
            paid_out: of(CashKind::PaidOut).into(),
            drops: of(CashKind::Drop).into(),
            refunds: of(CashKind::Refund).into(),
            expected_fils: expected.0,
            expected_text: signed_text(expected),
            counted: closed.map(|closed| closed.counted.into()),
            difference_fils: differs.map(|differs| differs.0),
            difference_text: differs.map(size_text),
            note: closed.and_then(|closed| closed.note.clone()),
        }
    }
}

fn cash_row(row: &CashRow) -> CashRowView {
    CashRowView {
        kind: row.cash.kind.into(),
        amount: row.cash.amount.into(),
        at_ms: row.cash.at.0,
        by: row.cash.by.clone(),
        approved_by: row.cash.approved_by.clone(),
        reason: row.cash.reason.clone(),
        sale: row.cash.sale.as_ref().map(SaleId::to_string),
    }
}

/// What is not finished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenThings {
    /// Orders that could still be paid.
    pub orders: Vec<OrderNumber>,
    /// Sales that are neither complete nor void.
    pub sales: Vec<SaleId>,
    /// Sales that hold more money than they should.
    pub overpaid: Vec<SaleId>,
    /// Parked baskets.
    pub parked: usize,
    /// Papers that are not printed, or perhaps not.
    pub prints: usize,
}

impl OpenThings {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
