//! What customers brought back, and how the money went back.

use fils_order::{Money, RefundNumber, SaleId, UtcMs};
use rusqlite::{Connection, Row, Transaction, params};

use crate::StoreError;
use crate::columns::{money, parsed, parsed_option};

/// How the money goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By PayBy's refund, which may still fail.
    Wallet(RefundNumber),
    /// From the drawer: the cash that moved.
    Cash(i64),
}

/// A return to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReturn {
    /// The sale it takes back from.
    pub sale: SaleId,
    /// How much goes back.
    pub total: Money,
    /// The VAT inside.
    pub vat: Money,
    /// How.
    pub way: Way,
    /// The credit note, by its place in the sequence; `None` until the money is proved to have gone back.
    pub receipt: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// The manager who allowed it.
    pub approved_by: Option<String>,
    /// When.
    pub at: UtcMs,
    /// The business day, `YYYY-MM-DD`.
    pub business_day: String,
    /// What came back, as JSON.
    pub body: String,
}

/// A return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnRow {
    /// Its number.
    pub id: i64,
    /// What was written down.
    pub given_back: NewReturn,
}

const COLUMNS: &str = "id, sale, total_fils, vat_fils, refund_number, cash, receipt, reason, made_by, approved_by, at, \
                       business_day, body";

fn read(row: &Row<'_>) -> rusqlite::Result<ReturnRow> {
    let way = match parsed_option(row, 4)? {
        Some(refund) => Way::Wallet(refund),
        None => Way::Cash(row.get(5)?),
    };
    Ok(ReturnRow {
        id: row.get(0)?,
        given_back: NewReturn {
            sale: parsed(row, 1)?,
            total: money(row, 2)?,
            vat: money(row, 3)?,
            way,
            receipt: row.get(6)?,
            reason: row.get(7)?,
            by: row.get(8)?,
            approved_by: row.get(9)?,
            at: UtcMs(row.get(10)?),
            business_day: row.get(11)?,
            body: row.get(12)?,
        },
    })
}

/// Writes a return down. Answers its number.
///
/// # Errors
/// [`StoreError::Duplicate`] when its refund or its cash belongs to another one.
pub fn insert(tx: &Transaction<'_>, new: &NewReturn) -> Result<i64, StoreError> {
    let (refund, cash) = match &new.way {
        Way::Wallet(refund) => (Some(refund.as_str()), None),
        Way::Cash(cash) => (None, Some(*cash)),
    };
    tx.prepare_cached(
        "INSERT INTO returns (sale, total_fils, vat_fils, refund_number, cash, receipt, reason, made_by, approved_by, at,
             business_day, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )
    .and_then(|mut statement| {
        statement.insert(params![
            new.sale.as_str(),
            new.total.fils(),
            new.vat.fils(),
            refund,
            cash,
            new.receipt,
            new.reason,
            new.by,
            new.approved_by,
            new.at.0,
            new.business_day,
            new.body
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "write down a return", ("Return", new.sale.as_str()), e))
}

/// Gives a return its credit note.
///
/// # Errors
/// [`StoreError::Forbidden`] when it has one.
pub fn set_receipt(tx: &Transaction<'_>, id: i64, receipt: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE returns SET receipt = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id, receipt]))
        .map_err(|e| {
            StoreError::on_row(tx, "store a credit note", ("Return", &id.to_string()), e)
        })?;
    Ok(())
}

/// The returns of a sale, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Vec<ReturnRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM returns WHERE sale = ?1 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([sale.as_str()], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a sale's returns", e))
}

/// The return that a refund pays for.
///
/// # Errors
/// When the database cannot be read.
pub fn of_refund(
    conn: &Connection,
    refund: &RefundNumber,
) -> Result<Option<ReturnRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM returns WHERE refund_number = ?1"
    ))
    .and_then(|mut statement| {
        use rusqlite::OptionalExtension as _;
        statement.query_row([refund.as_str()], read).optional()
    })
    .map_err(|e| StoreError::on(conn, "read a return", e))
}
