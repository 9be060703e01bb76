//! Rows on their way into the books.

use fils_order::UtcMs;
use fils_store::cash::{self, NewCash};
use fils_store::receipts::{self, ReceiptRow};
use fils_store::returns::{self, NewReturn};
use fils_store::shifts::{self, ClosedShift};
use fils_store::{
    Books, NewEntry, OrderRow, RefundRow, SaleRow, StoreError, VoidRow, journal, orders, refunds,
    sales,
};

use crate::GenerateError;
use crate::payby::PaybyDay;

/// Something to write down.
pub(crate) enum Row {
    /// A shift begins, and has this number.
    ShiftOpened {
        id: i64,
        at: UtcMs,
        by: String,
        day: String,
    },
    ShiftClosed(i64, ClosedShift),
    Sale(SaleRow),
    Void(VoidRow),
    /// Cash moves, and has this number.
    Cash(i64, NewCash),
    Order(Box<OrderRow>),
    Refund(Box<RefundRow>),
    Receipt(Box<ReceiptRow>),
    Return(Box<NewReturn>),
    Journal(NewEntry),
}

/// One business day.
pub(crate) struct DayRows {
    pub(crate) rows: Vec<Row>,
    /// How many sales are among them.
    pub(crate) sales: u32,
    /// When it began, its name, and what PayBy knows of it.
    pub(crate) payby: Option<(UtcMs, String, PaybyDay)>,
}

/// Writes rows in their order, by the same functions as the till.
pub(crate) fn write(tx: &Books<'_>, rows: Vec<Row>) -> Result<(), GenerateError> {
    let mut entries = Vec::new();
    for row in rows {
        // The journal's entries name orders and refunds, which come before them.
        if let Row::Journal(entry) = row {
            entries.push(entry);
        } else {
            one(tx, &row)?;
        }
    }
    journal::append(tx, &entries)?;
    Ok(())
}

fn one(tx: &Books<'_>, row: &Row) -> Result<(), GenerateError> {
    match row {
        Row::ShiftOpened { id, at, by, day } => {
            numbered(*id, shifts::open(tx, *at, by, day)?)?;
        }
        Row::ShiftClosed(id, closed) => shifts::close(tx, *id, closed)?,
        Row::Sale(sale) => sales::insert(tx, sale)?,
        Row::Void(void) => sales::void(tx, void)?,
        Row::Cash(id, cash) => numbered(*id, cash::insert(tx, cash)?)?,
        Row::Order(order) => drop_version(orders::insert(tx, order))?,
        Row::Refund(refund) => drop_version(refunds::insert(tx, refund))?,
        Row::Receipt(receipt) => receipts::insert(tx, receipt)?,
        Row::Return(given_back) => drop_version(returns::insert(tx, given_back))?,
        Row::Journal(_) => {}
    }
    Ok(())
}

fn drop_version(written: Result<i64, StoreError>) -> Result<(), StoreError> {
    written.map(|_| ())
}

/// Rows refer to each other by numbers that the books give: they must be the ones that were expected.
fn numbered(expected: i64, given: i64) -> Result<(), GenerateError> {
    if expected == given {
        Ok(())
    } else {
        Err(GenerateError::Impossible(format!(
            "row {expected} became row {given}"
        )))
    }
}
