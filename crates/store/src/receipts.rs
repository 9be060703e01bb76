//! Receipts and credit notes: one sequence without gaps. Append-only.

use fils_order::{Money, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::columns::{money, named, parsed};

/// What a paper is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiptKind {
    /// Goods were sold.
    Sale,
    /// Goods came back.
    Refund,
}

impl ReceiptKind {
    const ALL: [Self; 2] = [Self::Sale, Self::Refund];

    /// The kind as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
        }
    }
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Its place in the sequence, from 1.
    pub n: i64,
    /// Its number as printed.
    pub number: String,
    /// What it is for.
    pub kind: ReceiptKind,
    /// The sale it is about.
    pub sale: SaleId,
    /// Its total.
    pub total: Money,
    /// The VAT inside.
    pub vat: Money,
    /// When it was issued.
    pub at: UtcMs,
    /// The business day, `YYYY-MM-DD`.
    pub business_day: String,
    /// The shift it belongs to.
    pub shift: Option<i64>,
    /// Who issued it.
    pub by: String,
    /// What is printed, as JSON.
    pub body: String,
}

const COLUMNS: &str =
    "n, number, kind, sale, total_fils, vat_fils, at, business_day, shift, made_by, body";

fn read(row: &Row<'_>) -> rusqlite::Result<ReceiptRow> {
    Ok(ReceiptRow {
        n: row.get(0)?,
        number: row.get(1)?,
        kind: named(row, 2, &ReceiptKind::ALL, ReceiptKind::as_str)?,
        sale: parsed(row, 3)?,
        total: money(row, 4)?,
        vat: money(row, 5)?,
        at: UtcMs(row.get(6)?),
        business_day: row.get(7)?,
        shift: row.get(8)?,
        by: row.get(9)?,
        body: row.get(10)?,
    })
}

/// The last place in the sequence that was used; 0 when none was.
///
/// # Errors
/// When the database cannot be read.
pub fn last(conn: &Connection) -> Result<i64, StoreError> {
    conn.prepare_cached("SELECT coalesce(max(n), 0) FROM receipts")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(|e| StoreError::on(conn, "read the last receipt", e))
}

/// Stores a receipt.
///
/// # Errors
/// [`StoreError::Duplicate`] when its number is taken or the sale has its receipt, [`StoreError::Forbidden`] when it breaks
/// the schema.
pub fn insert(tx: &Transaction<'_>, receipt: &ReceiptRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO receipts (n, number, kind, sale, total_fils, vat_fils, at, business_day, shift, made_by, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            receipt.n,
            receipt.number,
            receipt.kind.as_str(),
            receipt.sale.as_str(),
            receipt.total.fils(),
            receipt.vat.fils(),
            receipt.at.0,
            receipt.business_day,
            receipt.shift,
            receipt.by,
            receipt.body
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "store a receipt", ("Receipt", &receipt.number), e))?;
    Ok(())
}

/// The receipt of a completed sale.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Option<ReceiptRow>, StoreError> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM receipts WHERE sale = ?1 AND kind = 'sale'"),
        [sale.as_str()],
    )
}

/// The receipt at a place in the sequence.
///
/// # Errors
/// When the database cannot be read.
pub fn by_place(conn: &Connection, n: i64) -> Result<Option<ReceiptRow>, StoreError> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM receipts WHERE n = ?1"),
        [n],
    )
}

/// The receipt with this printed number.
///
/// # Errors
/// When the database cannot be read.
pub fn by_number(conn: &Connection, number: &str) -> Result<Option<ReceiptRow>, StoreError> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM receipts WHERE number = ?1"),
        [number],
    )
}

fn one(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Option<ReceiptRow>, StoreError> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.query_row(params, read).optional())
        .map_err(|e| StoreError::on(conn, "read a receipt", e))
}

/// Every paper of a sale, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn papers_of(conn: &Connection, sale: &SaleId) -> Result<Vec<ReceiptRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM receipts WHERE sale = ?1 ORDER BY n"
    ))
    .and_then(|mut statement| statement.query_map([sale.as_str()], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a sale's receipts", e))
}

/// Which receipts to find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiptQuery {
    /// Of this business day, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// Whose number, sale, goods or total contain this.
    pub search: Option<String>,
    /// At most this many.
    pub limit: u32,
}

/// The receipts that fit, the newest first. A search looks through the latest 20,000.
///
/// # Errors
/// When the database cannot be read.
pub fn find(conn: &Connection, query: &ReceiptQuery) -> Result<Vec<ReceiptRow>, StoreError> {
    let day = query.day.as_deref();
    let search = query
        .search
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| text.replace(['\\', '%', '_'], " ").to_lowercase());
    // A search in the goods reads bodies, so it looks only so far back.
    let from = if day.is_some() {
        "SELECT * FROM receipts WHERE business_day = ?1 ORDER BY n DESC"
    } else {
        "SELECT * FROM (SELECT * FROM receipts ORDER BY n DESC LIMIT 20000) WHERE ?1 IS NULL ORDER BY n DESC"
    };
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM ({from})
         WHERE ?2 IS NULL OR lower(number) LIKE '%' || ?2 || '%' OR lower(sale) LIKE '%' || ?2 || '%'
            OR lower(body) LIKE '%' || ?2 || '%' OR printf('%d.%02d', total_fils / 100, total_fils % 100) LIKE ?2 || '%'
         ORDER BY n DESC LIMIT ?3"
    ))
    .and_then(|mut statement| {
        statement
            .query_map(params![day, search, query.limit], read)?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "look for receipts", e))
}
