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
    /// The shift it was made in.
    pub shift: Option<i64>,
    /// What is sold, as JSON; `None` for an amount alone, which is complete when its order is paid.
    pub body: Option<String>,
}

/// A sale that was given up before it was complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidRow {
    /// The sale.
    pub sale: SaleId,
    /// When.
    pub at: UtcMs,
    /// By whom.
    pub by: String,
    /// The manager who allowed it.
    pub approved_by: Option<String>,
    /// Why.
    pub reason: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<SaleRow> {
    Ok(SaleRow {
        id: parsed(row, 0)?,
        amount: money(row, 1)?,
        subject: row.get(2)?,
        by: row.get(3)?,
        created_at: UtcMs(row.get(4)?),
        business_day: row.get(5)?,
        shift: row.get(6)?,
        body: row.get(7)?,
    })
}

/// Stores a new sale.
///
/// # Errors
/// [`StoreError::Duplicate`] when its id is taken, [`StoreError::Forbidden`] when it breaks the schema.
pub fn insert(tx: &Transaction<'_>, sale: &SaleRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO sales (id, amount_fils, subject, made_by, created_at, business_day, shift, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            sale.id.as_str(),
            sale.amount.fils(),
            sale.subject,
            sale.by,
            sale.created_at.0,
            sale.business_day,
            sale.shift,
            sale.body
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "store a sale", ("Sale", sale.id.as_str()), e))?;
    Ok(())
}

/// Ends an open sale as void.
///
/// # Errors
/// [`StoreError::Forbidden`] when it is complete or void already.
pub fn void(tx: &Transaction<'_>, void: &VoidRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO voids (sale, at, made_by, approved_by, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            void.sale.as_str(),
            void.at.0,
            void.by,
            void.approved_by,
            void.reason
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "make a sale void", ("Sale", void.sale.as_str()), e))?;
    Ok(())
}

/// A CROSS JOIN keeps its order: from the few open sales to their rows, not through a million sales.
const OPEN: &str = "open_sales CROSS JOIN sales ON sale = id";
const OVERPAID: &str = "overpaid_sales CROSS JOIN sales ON sale = id";

const COLUMNS: &str = "id, amount_fils, subject, made_by, created_at, business_day, shift, body";

/// The sale with this id, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn by_id(conn: &Connection, id: &SaleId) -> Result<Option<SaleRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM sales WHERE id = ?1"))
        .and_then(|mut statement| statement.query_row([id.as_str()], read).optional())
        .map_err(|e| StoreError::on(conn, "read a sale", e))
}

/// The sales that are neither complete nor void, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn open(conn: &Connection) -> Result<Vec<SaleRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {OPEN} ORDER BY created_at, id"
    ))
    .and_then(|mut statement| statement.query_map([], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read the open sales", e))
}

/// How a sale was made void, if it was.
///
/// # Errors
/// When the database cannot be read.
pub fn void_of(conn: &Connection, sale: &SaleId) -> Result<Option<VoidRow>, StoreError> {
    conn.prepare_cached("SELECT sale, at, made_by, approved_by, reason FROM voids WHERE sale = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([sale.as_str()], |row| {
                    Ok(VoidRow {
                        sale: parsed(row, 0)?,
                        at: UtcMs(row.get(1)?),
                        by: row.get(2)?,
                        approved_by: row.get(3)?,
                        reason: row.get(4)?,
                    })
                })
                .optional()
        })
        .map_err(|e| StoreError::on(conn, "read a void", e))
}

/// Remembers that a sale holds more money than it should.
///
/// # Errors
/// When the database cannot be written.
pub fn mark_overpaid(tx: &Transaction<'_>, sale: &SaleId, at: UtcMs) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR IGNORE INTO overpaid_sales (sale, at) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.execute(params![sale.as_str(), at.0]))
        .map_err(|e| StoreError::on_row(tx, "mark a sale", ("Sale", sale.as_str()), e))?;
    Ok(())
}

/// Forgets that a sale held too much: it does not any more.
///
/// # Errors
/// When the database cannot be written.
pub fn clear_overpaid(tx: &Transaction<'_>, sale: &SaleId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM overpaid_sales WHERE sale = ?1")
        .and_then(|mut statement| statement.execute([sale.as_str()]))
        .map_err(|e| StoreError::on_row(tx, "clear a sale", ("Sale", sale.as_str()), e))?;
    Ok(())
}

/// The sales that hold more money than they should, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn overpaid(conn: &Connection) -> Result<Vec<SaleRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM {OVERPAID} ORDER BY at, id"))
        .and_then(|mut statement| statement.query_map([], read)?.collect())
        .map_err(|e| StoreError::on(conn, "read the sales that hold too much", e))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn what_is_open_is_found_without_reading_every_sale() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("fils.db")).unwrap();
        for (few, from) in [("open_sales", OPEN), ("overpaid_sales", OVERPAID)] {
            let sql = format!("EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM {from}");
            let plan = store.transact::<_, StoreError>(|tx| {
                let mut statement = tx.prepare(&sql).unwrap();
                let steps = statement.query_map([], |row| row.get(3)).unwrap();
                Ok(steps.map(Result::unwrap).collect::<Vec<String>>())
            });
            let plan = plan.unwrap();
            assert!(plan[0].starts_with(&format!("SCAN {few}")), "{plan:?}");
            assert!(plan[1].starts_with("SEARCH sales"), "{plan:?}");
        }
    }
}
