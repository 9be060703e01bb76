//! Z reports: closed business days. Numbered without gaps, kept as they were made.

use fils_order::{SignedMoney, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::day::Marks;

/// A Z report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Its place, from 1.
    pub n: i64,
    /// The business day it closes, `YYYY-MM-DD`.
    pub business_day: String,
    /// When it was made.
    pub at: UtcMs,
    /// By whom.
    pub by: String,
    /// Who signed off what was still open, and why.
    pub signed_off: Option<(String, String)>,
    /// The last receipt, movement of cash and journal entry in it.
    pub to: Marks,
    /// The hash of that journal entry.
    pub journal_hash: [u8; 32],
    /// Sold less given back.
    pub net: SignedMoney,
    /// The same of all reports so far.
    pub grand_total: SignedMoney,
    /// What is printed, as JSON.
    pub body: String,
}

const COLUMNS: &str = "n, business_day, at, made_by, signed_off_by, reason, receipt_to, cash_to, journal_to, journal_hash, net_fils, \
                       grand_total_fils, body";

fn read(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    let by: Option<String> = row.get(4)?;
    let reason: Option<String> = row.get(5)?;
    Ok(ReportRow {
        n: row.get(0)?,
        business_day: row.get(1)?,
        at: UtcMs(row.get(2)?),
        by: row.get(3)?,
        signed_off: by.zip(reason),
        to: Marks {
            receipt: row.get(6)?,
            cash: row.get(7)?,
            journal: row.get(8)?,
        },
        journal_hash: row.get(9)?,
        net: SignedMoney(row.get(10)?),
        grand_total: SignedMoney(row.get(11)?),
        body: row.get(12)?,
    })
}

/// Stores a Z report.
///
/// # Errors
/// [`StoreError::Forbidden`] when it does not follow the last one.
pub fn insert(tx: &Transaction<'_>, report: &ReportRow) -> Result<(), StoreError> {
    let (by, reason) = match &report.signed_off {
        Some((by, reason)) => (Some(by), Some(reason)),
        None => (None, None),
    };
    tx.prepare_cached(
        "INSERT INTO z_reports (n, business_day, at, made_by, signed_off_by, reason, receipt_to, cash_to, journal_to,
             journal_hash, net_fils, grand_total_fils, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            report.n,
            report.business_day,
            report.at.0,
            report.by,
            by,
            reason,
            report.to.receipt,
            report.to.cash,
            report.to.journal,
            report.journal_hash,
            report.net.0,
            report.grand_total.0,
            report.body
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "store a Z report", ("Z report", &report.n.to_string()), e))?;
    Ok(())
}

fn one(
    conn: &Connection,
    rest: &str,
    params: impl rusqlite::Params,
) -> Result<Option<ReportRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM z_reports {rest}"))
        .and_then(|mut statement| statement.query_row(params, read).optional())
        .map_err(|e| StoreError::on(conn, "read a Z report", e))
}

/// The latest one.
///
/// # Errors
/// When the database cannot be read.
pub fn last(conn: &Connection) -> Result<Option<ReportRow>, StoreError> {
    one(conn, "ORDER BY n DESC LIMIT 1", [])
}

/// The one at a place.
///
/// # Errors
/// When the database cannot be read.
pub fn by_place(conn: &Connection, n: i64) -> Result<Option<ReportRow>, StoreError> {
    one(conn, "WHERE n = ?1", [n])
}

/// The latest one of a business day.
///
/// # Errors
/// When the database cannot be read.
pub fn of_day(conn: &Connection, day: &str) -> Result<Option<ReportRow>, StoreError> {
    one(
        conn,
        "WHERE business_day = ?1 ORDER BY n DESC LIMIT 1",
        [day],
    )
}

/// At most `limit` of them before the place `before`, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn before(
    conn: &Connection,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<ReportRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM z_reports WHERE n < ?1 ORDER BY n DESC LIMIT ?2"
    ))
    .and_then(|mut statement| {
        statement
            .query_map(params![before.unwrap_or(i64::MAX), limit], read)?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "read Z reports", e))
}

/// The hash of the journal's entry at a place; zeros for the place before the first.
///
/// # Errors
/// When the database cannot be read.
pub fn journal_hash(conn: &Connection, seq: i64) -> Result<[u8; 32], StoreError> {
    conn.prepare_cached("SELECT hash FROM journal WHERE seq = ?1")
        .and_then(|mut statement| statement.query_row([seq], |row| row.get(0)).optional())
        .map(Option::unwrap_or_default)
        .map_err(|e| StoreError::on(conn, "read the journal's hash", e))
}
