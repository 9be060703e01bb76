//! Baskets: what is being rung up now, and what was parked. Written on every change, so that nothing is lost in a crash.

use fils_order::{SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::columns::parsed;

/// A basket that is not yet a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketRow {
    /// The number the sale will have.
    pub sale: SaleId,
    /// What is in it, as JSON.
    pub body: String,
    /// When it was parked; `None` for the one at hand.
    pub parked_at: Option<UtcMs>,
    /// The name it was parked under, at most 64 characters.
    pub parked_as: Option<String>,
    /// Who started it.
    pub by: String,
    /// When it was started.
    pub created_at: UtcMs,
    /// When it was last changed.
    pub changed_at: UtcMs,
}

const COLUMNS: &str = "sale, body, parked_at, parked_as, made_by, created_at, changed_at";

fn read(row: &Row<'_>) -> rusqlite::Result<BasketRow> {
    Ok(BasketRow {
        sale: parsed(row, 0)?,
        body: row.get(1)?,
        parked_at: row.get::<_, Option<i64>>(2)?.map(UtcMs),
        parked_as: row.get(3)?,
        by: row.get(4)?,
        created_at: UtcMs(row.get(5)?),
        changed_at: UtcMs(row.get(6)?),
    })
}

/// Stores a basket over what it was before.
///
/// # Errors
/// [`StoreError::Duplicate`] when another basket is at hand, [`StoreError::Forbidden`] when it breaks the schema.
pub fn put(tx: &Transaction<'_>, basket: &BasketRow) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO baskets (sale, body, parked_at, parked_as, made_by, created_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (sale) DO UPDATE SET body = excluded.body, parked_at = excluded.parked_at,
             parked_as = excluded.parked_as, changed_at = excluded.changed_at",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            basket.sale.as_str(),
            basket.body,
            basket.parked_at.map(|at| at.0),
            basket.parked_as,
            basket.by,
            basket.created_at.0,
            basket.changed_at.0
        ])
    })
    .map_err(|e| StoreError::on_row(tx, "store a basket", ("Basket", basket.sale.as_str()), e))?;
    Ok(())
}

/// Takes a basket away: it has become a sale, or was emptied.
///
/// # Errors
/// When the database cannot be written.
pub fn remove(tx: &Transaction<'_>, sale: &SaleId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM baskets WHERE sale = ?1")
        .and_then(|mut statement| statement.execute([sale.as_str()]))
        .map_err(|e| StoreError::on(tx, "remove a basket", e))?;
    Ok(())
}

/// The basket at hand, if one was started.
///
/// # Errors
/// When the database cannot be read.
pub fn at_hand(conn: &Connection) -> Result<Option<BasketRow>, StoreError> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM baskets WHERE parked_at IS NULL"),
        [],
    )
}

/// The basket with this number.
///
/// # Errors
/// When the database cannot be read.
pub fn by_sale(conn: &Connection, sale: &SaleId) -> Result<Option<BasketRow>, StoreError> {
    one(
        conn,
        &format!("SELECT {COLUMNS} FROM baskets WHERE sale = ?1"),
        [sale.as_str()],
    )
}

fn one(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Option<BasketRow>, StoreError> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.query_row(params, read).optional())
        .map_err(|e| StoreError::on(conn, "read a basket", e))
}

/// The parked baskets, the one that has waited longest first.
///
/// # Errors
/// When the database cannot be read.
pub fn parked(conn: &Connection) -> Result<Vec<BasketRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM baskets WHERE parked_at IS NOT NULL ORDER BY parked_at, sale"
    ))
    .and_then(|mut statement| statement.query_map([], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read the parked baskets", e))
}
