//! What papers for the accountant read beside a day's money, row by row: nothing of it is kept in memory.

use fils_order::{Money, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::columns::{money, parsed};

/// What a receipt is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleOfReceipt {
    /// The sale.
    pub sale: SaleId,
    /// What was sold, in a few words.
    pub subject: String,
    /// The number of the receipt that a credit note belongs to.
    pub original: Option<String>,
}

/// The sale of the receipt at a place in the sequence.
///
/// # Errors
/// When the database cannot be read.
pub fn sale_of_receipt(conn: &Connection, n: i64) -> Result<Option<SaleOfReceipt>, StoreError> {
    conn.prepare_cached(
        "SELECT r.sale, s.subject, CASE r.kind WHEN 'refund' THEN r.body ->> '$.original' END
         FROM receipts r JOIN sales s ON s.id = r.sale WHERE r.n = ?1",
    )
    .and_then(|mut statement| {
        statement
            .query_row([n], |row| {
                Ok(SaleOfReceipt {
                    sale: parsed(row, 0)?,
                    subject: row.get(1)?,
                    original: row.get(2)?,
                })
            })
            .optional()
    })
    .map_err(|e| StoreError::on(conn, "read a receipt's sale", e))
}

/// The wallet's orders that paid for a sale: our number and PayBy's.
///
/// # Errors
/// When the database cannot be read.
pub fn wallets_of_sale(
    conn: &Connection,
    sale: &SaleId,
) -> Result<Vec<(String, Option<String>)>, StoreError> {
    conn.prepare_cached(
        "SELECT number, payby_no FROM orders WHERE sale = ?1 AND paid_at IS NOT NULL ORDER BY id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([sale.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "read a sale's payments", e))
}

/// PayBy's number of an order, once known.
///
/// # Errors
/// When the database cannot be read.
pub fn payby_no(conn: &Connection, order: &str) -> Result<Option<String>, StoreError> {
    one_text(conn, "SELECT payby_no FROM orders WHERE number = ?1", order)
}

/// PayBy's number of a refund, once known.
///
/// # Errors
/// When the database cannot be read.
pub fn payby_no_of_refund(conn: &Connection, refund: &str) -> Result<Option<String>, StoreError> {
    one_text(
        conn,
        "SELECT payby_no FROM refunds WHERE number = ?1",
        refund,
    )
}

/// What an order is for, in a few words.
///
/// # Errors
/// When the database cannot be read.
pub fn subject_of_order(conn: &Connection, order: &str) -> Result<Option<String>, StoreError> {
    one_text(conn, "SELECT subject FROM orders WHERE number = ?1", order)
}

fn one_text(conn: &Connection, sql: &str, key: &str) -> Result<Option<String>, StoreError> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map(Option::flatten)
        .map_err(|e| StoreError::on(conn, "read a payment's number", e))
}

/// A sale without a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCompleted {
    /// Its number.
    pub sale: SaleId,
    /// When it was made.
    pub created_at: UtcMs,
    /// By whom.
    pub by: String,
    /// What it is for.
    pub subject: String,
    /// What it is worth.
    pub amount: Money,
    /// Whether it was given up; otherwise it is open.
    pub void: bool,
}

/// The sales with goods that were made on a business day and have no receipt.
///
/// # Errors
/// When the database cannot be read.
pub fn not_completed(conn: &Connection, day: &str) -> Result<Vec<NotCompleted>, StoreError> {
    conn.prepare_cached(
        "SELECT s.id, s.created_at, s.made_by, s.subject, s.amount_fils, v.sale IS NOT NULL
         FROM sales s LEFT JOIN voids v ON v.sale = s.id
         WHERE s.business_day = ?1 AND s.body IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.sale = s.id AND r.kind = 'sale')
         ORDER BY s.created_at, s.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([day], |row| {
                Ok(NotCompleted {
                    sale: parsed(row, 0)?,
                    created_at: UtcMs(row.get(1)?),
                    by: row.get(2)?,
                    subject: row.get(3)?,
                    amount: money(row, 4)?,
                    void: row.get(5)?,
                })
            })?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "read sales without receipt", e))
}

/// The numbers of the shifts that were opened on these business days, both included, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn shifts_opened(conn: &Connection, from: &str, to: &str) -> Result<Vec<i64>, StoreError> {
    conn.prepare_cached(
        "SELECT id FROM shifts WHERE business_day >= ?1 AND business_day <= ?2 ORDER BY id",
    )
    .and_then(|mut statement| statement.query_map([from, to], |row| row.get(0))?.collect())
    .map_err(|e| StoreError::on(conn, "read the shifts", e))
}

/// An entry of the journal as it is stored, text for text: what its hash was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its place.
    pub seq: i64,
    /// When it happened.
    pub at: UtcMs,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub by: String,
    /// The order it is about.
    pub order: Option<String>,
    /// The refund it is about.
    pub refund: Option<String>,
    /// Its details.
    pub params: String,
    /// A request or reply.
    pub raw: Option<String>,
    /// The hash of the entry before.
    pub prev: [u8; 32],
    /// Its own hash.
    pub hash: [u8; 32],
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    Ok(StoredEntry {
        seq: row.get(0)?,
        at: UtcMs(row.get(1)?),
        kind: row.get(2)?,
        by: row.get(3)?,
        order: row.get(4)?,
        refund: row.get(5)?,
        params: row.get(6)?,
        raw: row.get(7)?,
        prev: row.get(8)?,
        hash: row.get(9)?,
    })
}

/// The journal's unbroken stretch from the first to the last entry of a time, whose end is not in it. What a wrong clock dated otherwise
/// in between is part of it: a stretch with a gap proves nothing.
///
/// # Errors
/// Those of `each`, and when the database cannot be read.
pub fn journal_between<E: From<StoreError>>(
    conn: &Connection,
    (from, to): (UtcMs, UtcMs),
    mut each: impl FnMut(StoredEntry) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |e| StoreError::on(conn, "read the journal", e);
    let bounds: (Option<i64>, Option<i64>) = conn
        .prepare_cached(
            "SELECT min(seq), max(seq) FROM journal INDEXED BY journal_by_time WHERE at >= ?1 AND at < ?2",
        )
        .and_then(|mut statement| {
            statement.query_row([from.0, to.0], |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .map_err(failed)?;
    let (Some(first), Some(last)) = bounds else {
        return Ok(());
    };
    let mut statement = conn
        .prepare_cached(
            "SELECT seq, at, kind, made_by, order_number, refund_number, params, raw, prev_hash, hash
             FROM journal WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq",
        )
        .map_err(failed)?;
    let mut rows = statement.query([first, last]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        each(read_entry(row).map_err(failed)?)?;
    }
    Ok(())
}
