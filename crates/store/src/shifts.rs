//! Shifts: who had the drawer from when to when, and what was counted in the end.

use fils_order::{Money, SignedMoney, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::columns::money_option;

/// A shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// Its number on this till, from 1.
    pub id: i64,
    /// When it was opened.
    pub opened_at: UtcMs,
    /// By whom.
    pub opened_by: String,
    /// The business day it was opened on, `YYYY-MM-DD`.
    pub business_day: String,
    /// How it ended, once it has.
    pub closed: Option<ClosedShift>,
}

/// How a shift ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedShift {
    /// When.
    pub at: UtcMs,
    /// Who counted.
    pub by: String,
    /// What the drawer should have held.
    pub expected: SignedMoney,
    /// What it held.
    pub counted: Money,
    /// The count by denominations, as JSON.
    pub count: String,
    /// What the person noted.
    pub note: Option<String>,
}

const COLUMNS: &str = "id, opened_at, opened_by, business_day, closed_at, closed_by, expected_fils, counted_fils, count, note";

fn read(row: &Row<'_>) -> rusqlite::Result<ShiftRow> {
    let at: Option<i64> = row.get(4)?;
    let closed = match (at, money_option(row, 7)?) {
        (Some(at), Some(counted)) => Some(ClosedShift {
            at: UtcMs(at),
            by: row.get(5)?,
            expected: SignedMoney(row.get(6)?),
            counted,
            count: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
            note: row.get(9)?,
        }),
        (None | Some(_), _) => None,
    };
    Ok(ShiftRow {
        id: row.get(0)?,
        opened_at: UtcMs(row.get(1)?),
        opened_by: row.get(2)?,
        business_day: row.get(3)?,
        closed,
    })
}

/// Opens a shift. Answers its number.
///
/// # Errors
/// [`StoreError::Duplicate`] when one is open.
pub fn open(tx: &Transaction<'_>, at: UtcMs, by: &str, day: &str) -> Result<i64, StoreError> {
    tx.prepare_cached("INSERT INTO shifts (opened_at, opened_by, business_day) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.insert(params![at.0, by, day]))
        .map_err(|e| StoreError::on_row(tx, "open a shift", ("Shift", day), e))
}

/// Closes the open shift `id`.
///
/// # Errors
/// [`StoreError::Stale`] when it is not open any more.
pub fn close(tx: &Transaction<'_>, id: i64, closed: &ClosedShift) -> Result<(), StoreError> {
    let changed = tx
        .prepare_cached(
            "UPDATE shifts SET closed_at = ?2, closed_by = ?3, expected_fils = ?4, counted_fils = ?5, count = ?6, note = ?7
             WHERE id = ?1 AND closed_at IS NULL",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                id,
                closed.at.0,
                closed.by,
                closed.expected.0,
                closed.counted.fils(),
                closed.count,
                closed.note
            ])
        })
        .map_err(|e| StoreError::on_row(tx, "close a shift", ("Shift", &id.to_string()), e))?;
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::Stale {
        what: "Shift",
        number: id.to_string(),
    })
}

/// The open shift, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn current(conn: &Connection) -> Result<Option<ShiftRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shifts WHERE closed_at IS NULL"
    ))
    .and_then(|mut statement| statement.query_row([], read).optional())
    .map_err(|e| StoreError::on(conn, "read the shift", e))
}

/// The last `limit` shifts, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn latest(conn: &Connection, limit: u32) -> Result<Vec<ShiftRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shifts ORDER BY id DESC LIMIT ?1"
    ))
    .and_then(|mut statement| statement.query_map([limit], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read the shifts", e))
}

/// The shift with this number.
///
/// # Errors
/// When the database cannot be read.
pub fn by_id(conn: &Connection, id: i64) -> Result<Option<ShiftRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM shifts WHERE id = ?1"))
        .and_then(|mut statement| statement.query_row([id], read).optional())
        .map_err(|e| StoreError::on(conn, "read a shift", e))
}

/// The shift that was open at a moment.
///
/// # Errors
/// When the database cannot be read.
pub fn open_at(conn: &Connection, at: UtcMs) -> Result<Option<ShiftRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shifts WHERE opened_at <= ?1 AND (closed_at IS NULL OR closed_at > ?1) ORDER BY id DESC LIMIT 1"
    ))
    .and_then(|mut statement| statement.query_row([at.0], read).optional())
    .map_err(|e| StoreError::on(conn, "read a shift", e))
}
