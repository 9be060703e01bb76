//! Cash: every coin and note that went into the drawer or out of it. Append-only.

use fils_order::{Money, SaleId, SignedMoney, UtcMs};
use rusqlite::{Connection, Row, Transaction, params};

use crate::StoreError;
use crate::columns::{money, money_option, named, parsed_option};

/// Why cash moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CashKind {
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

impl CashKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Float,
        Self::PaidIn,
        Self::PaidOut,
        Self::Drop,
        Self::Sale,
        Self::Returned,
        Self::Refund,
    ];

    /// The kind as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Float => "float",
            Self::PaidIn => "paid_in",
            Self::PaidOut => "paid_out",
            Self::Drop => "drop",
            Self::Sale => "sale",
            Self::Returned => "returned",
            Self::Refund => "refund",
        }
    }
}

/// How a customer paid in cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tendered {
    /// What it pays of the sale.
    pub towards: Money,
    /// What the customer gave.
    pub given: Money,
    /// What went back at once.
    pub change: Money,
    /// What rounding added (above 0) or left out (below 0).
    pub rounding: SignedMoney,
}

/// Cash to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCash {
    /// The open shift.
    pub shift: i64,
    /// Why it moved.
    pub kind: CashKind,
    /// How much stayed in the drawer, or left it.
    pub amount: Money,
    /// The sale it is about: of a payment and of what is given back.
    pub sale: Option<SaleId>,
    /// Of a payment: how it was made.
    pub tendered: Option<Tendered>,
    /// Why, in a person's words.
    pub reason: Option<String>,
    /// Who moved it.
    pub by: String,
    /// The manager who allowed it.
    pub approved_by: Option<String>,
    /// When.
    pub at: UtcMs,
    /// The business day, `YYYY-MM-DD`.
    pub business_day: String,
}

/// Cash that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashRow {
    /// Its number.
    pub id: i64,
    /// What was written down.
    pub cash: NewCash,
}

const COLUMNS: &str = "id, shift, kind, amount_fils, sale, towards_fils, given_fils, change_fils, rounding_fils, reason, \
                       made_by, approved_by, at, business_day";

fn read(row: &Row<'_>) -> rusqlite::Result<CashRow> {
    let tendered = match (
        money_option(row, 5)?,
        money_option(row, 6)?,
        money_option(row, 7)?,
    ) {
        (Some(towards), Some(given), Some(change)) => Some(Tendered {
            towards,
            given,
            change,
            rounding: SignedMoney(row.get::<_, Option<i64>>(8)?.unwrap_or_default()),
        }),
        (_, _, _) => None,
    };
    Ok(CashRow {
        id: row.get(0)?,
        cash: NewCash {
            shift: row.get(1)?,
            kind: named(row, 2, &CashKind::ALL, CashKind::as_str)?,
            amount: money(row, 3)?,
            sale: parsed_option(row, 4)?,
            tendered,
            reason: row.get(9)?,
            by: row.get(10)?,
            approved_by: row.get(11)?,
            at: UtcMs(row.get(12)?),
            business_day: row.get(13)?,
        },
    })
}

/// Writes down cash that moved. Answers its number.
///
/// # Errors
/// [`StoreError::Forbidden`] when the shift is closed or the sums do not add up.
pub fn insert(tx: &Transaction<'_>, cash: &NewCash) -> Result<i64, StoreError> {
    let tendered = cash.tendered;
    tx.prepare_cached(
        "INSERT INTO cash (shift, kind, amount_fils, sale, towards_fils, given_fils, change_fils, rounding_fils, reason,
             made_by, approved_by, at, business_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )
    .and_then(|mut statement| {
        statement.insert(params![
            cash.shift,
            cash.kind.as_str(),
            cash.amount.fils(),
            cash.sale.as_ref().map(SaleId::as_str),
            tendered.map(|tendered| tendered.towards.fils()),
            tendered.map(|tendered| tendered.given.fils()),
            tendered.map(|tendered| tendered.change.fils()),
            tendered.map(|tendered| tendered.rounding.0),
            cash.reason,
            cash.by,
            cash.approved_by,
            cash.at.0,
            cash.business_day
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "write down cash", ("Cash", cash.kind.as_str()), e))
}

/// The cash of a sale, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Vec<CashRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cash WHERE sale = ?1 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([sale.as_str()], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a sale's cash", e))
}

/// The cash of a shift, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_shift(conn: &Connection, shift: i64) -> Result<Vec<CashRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cash WHERE shift = ?1 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([shift], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a shift's cash", e))
}

/// The cash of a business day, `YYYY-MM-DD`, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_day(conn: &Connection, day: &str) -> Result<Vec<CashRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cash WHERE business_day = ?1 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([day], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a day's cash", e))
}

/// The cash after one movement, up to another, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn between(conn: &Connection, after: i64, to: i64) -> Result<Vec<CashRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cash WHERE id > ?1 AND id <= ?2 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([after, to], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read cash", e))
}

/// The cash of a shift before one movement of it, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_shift_before(
    conn: &Connection,
    shift: i64,
    before: i64,
) -> Result<Vec<CashRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cash WHERE shift = ?1 AND id < ?2 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([shift, before], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a shift's cash", e))
}
