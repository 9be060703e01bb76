//! Payments that PayBy has and this till never made: taken over by a person, then assigned.

use fils_order::{Money, SaleId, UtcMs};
use rusqlite::{Connection, Params, Row, Transaction, params};

use crate::StoreError;
use crate::columns::{money, parsed_option};

/// A payment to take over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrphan {
    /// The merchant order number that it has at PayBy, where it has one.
    pub number: Option<String>,
    /// PayBy's number.
    pub payby_no: String,
    /// What was paid, above 0.
    pub amount: Money,
    /// What the customer read.
    pub subject: Option<String>,
    /// When it was paid.
    pub paid_at: UtcMs,
    /// The business day of that, `YYYY-MM-DD`.
    pub business_day: String,
    /// When it was taken over.
    pub taken_at: UtcMs,
    /// By whom.
    pub taken_by: String,
    /// Why.
    pub reason: String,
}

/// What a payment taken over turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The sale that it paid for, where it did.
    pub sale: Option<SaleId>,
    /// What it was, in words of at most 200 characters.
    pub words: String,
    /// Who found out.
    pub by: String,
    /// When.
    pub at: UtcMs,
}

/// A payment taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanRow {
    /// Its number.
    pub id: i64,
    /// What was taken over.
    pub orphan: NewOrphan,
    /// What it turned out to be; `None` until somebody knows.
    pub assigned: Option<Assigned>,
}

const ORPHAN: &str = "id, number, payby_no, amount_fils, subject, paid_at, business_day, taken_at, taken_by, reason, \
                      assigned_sale, assigned_as, assigned_by, assigned_at";

fn read_orphan(row: &Row<'_>) -> rusqlite::Result<OrphanRow> {
    let assigned = match row.get::<_, Option<i64>>(13)? {
        Some(at) => Some(Assigned {
            sale: parsed_option(row, 10)?,
            words: row.get(11)?,
            by: row.get(12)?,
            at: UtcMs(at),
        }),
        None => None,
    };
    Ok(OrphanRow {
        id: row.get(0)?,
        orphan: NewOrphan {
            number: row.get(1)?,
            payby_no: row.get(2)?,
            amount: money(row, 3)?,
            subject: row.get(4)?,
            paid_at: UtcMs(row.get(5)?),
            business_day: row.get(6)?,
            taken_at: UtcMs(row.get(7)?),
            taken_by: row.get(8)?,
            reason: row.get(9)?,
        },
        assigned,
    })
}

fn select_orphans(
    conn: &Connection,
    rest: &str,
    params: impl Params,
) -> Result<Vec<OrphanRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {ORPHAN} FROM orphans {rest}"))
        .and_then(|mut statement| statement.query_map(params, read_orphan)?.collect())
        .map_err(|e| StoreError::on(conn, "read payments taken over", e))
}

/// Takes a payment over. Answers its number.
///
/// # Errors
/// [`StoreError::Duplicate`] when it was taken over before.
pub fn insert_orphan(tx: &Transaction<'_>, orphan: &NewOrphan) -> Result<i64, StoreError> {
    tx.prepare_cached(
        "INSERT INTO orphans (number, payby_no, amount_fils, subject, paid_at, business_day, taken_at, taken_by, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .and_then(|mut statement| {
        statement.insert(params![
            orphan.number,
            orphan.payby_no,
            orphan.amount.fils(),
            orphan.subject,
            orphan.paid_at.0,
            orphan.business_day,
            orphan.taken_at.0,
            orphan.taken_by,
            orphan.reason
        ])
    })
    .map_err(|e| {
        let key = ("Payment", orphan.payby_no.as_str());
        StoreError::on_row(tx, "take a payment over", key, e)
    })
}

/// The payment taken over with this number of the row.
///
/// # Errors
/// When the database cannot be read.
pub fn orphan(conn: &Connection, id: i64) -> Result<Option<OrphanRow>, StoreError> {
    let mut rows = select_orphans(conn, "WHERE id = ?1", [id])?;
    Ok(rows.pop())
}

/// The payment taken over that has this number at PayBy.
///
/// # Errors
/// When the database cannot be read.
pub fn orphan_of_payby_no(
    conn: &Connection,
    payby_no: &str,
) -> Result<Option<OrphanRow>, StoreError> {
    let mut rows = select_orphans(conn, "WHERE payby_no = ?1", [payby_no])?;
    Ok(rows.pop())
}

/// The payments taken over: first those of which nobody knows what they are, then the latest ones, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn orphans(conn: &Connection, limit: u32) -> Result<Vec<OrphanRow>, StoreError> {
    select_orphans(
        conn,
        "ORDER BY assigned_at IS NOT NULL, id DESC LIMIT ?1",
        [limit],
    )
}

/// The payments taken over that were paid on a business day, `YYYY-MM-DD`, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn orphans_of_day(conn: &Connection, day: &str) -> Result<Vec<OrphanRow>, StoreError> {
    select_orphans(conn, "WHERE business_day = ?1 ORDER BY id", [day])
}

/// Says what a payment taken over turned out to be. That is said once.
///
/// # Errors
/// [`StoreError::Forbidden`] when it was said before, or there is no such sale.
pub fn assign_orphan(tx: &Transaction<'_>, id: i64, assigned: &Assigned) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE orphans SET assigned_sale = ?2, assigned_as = ?3, assigned_by = ?4, assigned_at = ?5 WHERE id = ?1",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            assigned.sale.as_ref().map(SaleId::as_str),
            assigned.words,
            assigned.by,
            assigned.at.0
        ])
    })
    .map_err(|e| {
        let key = ("Payment taken over", id.to_string());
        StoreError::on_row(tx, "assign a payment", (key.0, &key.1), e)
    })?;
    Ok(())
}
