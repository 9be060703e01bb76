//! Sales: what a customer buys, however many attempts it takes to pay for it.

use fils_order::{Money, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::columns::{money, parsed};

/// A sale. It never changes once stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRow {
    /// The sale's own number.
    pub id: SaleId,
    /// What is to be paid, above 0.
    pub amount: Money,
    /// What is sold, at most 64 characters.
    pub subject: String,
    /// Who made it.
    pub by: String,
    /// When.
    pub created_at: UtcMs,
    /// The business day it belongs to, `YYYY-MM-DD`.
    pub business_day: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<SaleRow> {
    Ok(SaleRow {
        id: parsed(row, 0)?,
        amount: money(row, 1)?,
        subject: row.get(2)?,
        by: row.get(3)?,
        created_at: UtcMs(row.get(4)?),
        business_day: row.get(5)?,
    })
}

/// Stores a new sale.
///
/// # Errors
/// [`StoreError::Duplicate`] when its id is taken, [`StoreError::Forbidden`] when it breaks the schema.
pub fn insert(tx: &Transaction<'_>, sale: &SaleRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO sales (id, amount_fils, subject, made_by, created_at, business_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            sale.id.as_str(),
            sale.amount.fils(),
            sale.subject,
            sale.by,
            sale.created_at.0,
            sale.business_day
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "store a sale", ("Sale", sale.id.as_str()), e))?;
    Ok(())
}

/// The sale with this id, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn by_id(conn: &Connection, id: &SaleId) -> Result<Option<SaleRow>, StoreError> {
    conn.prepare_cached("SELECT id, amount_fils, subject, made_by, created_at, business_day FROM sales WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id.as_str()], read).optional())
        .map_err(|e| StoreError::on(conn, "read a sale", e))
}
