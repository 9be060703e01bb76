//! Refunds: money given back for a paid order, each with a number of its own.

use std::fmt;

use fils_order::{Money, OrderNumber, RefundNumber, UtcMs};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, named_params};

use crate::StoreError;
use crate::columns::{money, parsed};
use crate::error::is_breach_of;

/// A refund as it is stored: what is searched for in columns of its own, the whole state in `body`.
#[derive(Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// The merchant's refund number.
    pub number: RefundNumber,
    /// The number of the order it refunds.
    pub order: OrderNumber,
    /// What is given back, above 0.
    pub amount: Money,
    /// Why, in the cashier's words.
    pub reason: String,
    /// Who refunded.
    pub by: String,
    /// When.
    pub created_at: UtcMs,
    /// The business day it belongs to, `YYYY-MM-DD`.
    pub business_day: String,
    /// The state's code, as in the schema's check.
    pub state: String,
    /// Whether its outcome is open, so that the order may have no second one.
    pub unresolved: bool,
    /// When it wants attention next; `None` when it is done with.
    pub wake_at: Option<UtcMs>,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// When it was proved refunded.
    pub refunded_at: Option<UtcMs>,
    /// Whether a person must look at it.
    pub attention: bool,
    /// The whole refund as JSON.
    pub body: String,
    /// The exact request content that a retry must repeat, as JSON.
    pub content: Option<String>,
    /// How often it was written. Set by the database: 1 when stored, one more with every change.
    pub version: i64,
}

/// `body` and `content` are left out: they may name a customer.
impl fmt::Debug for RefundRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefundRow")
            .field("number", &self.number)
            .field("order", &self.order)
            .field("amount", &self.amount)
            .field("state", &self.state)
            .field("unresolved", &self.unresolved)
            .field("wake_at", &self.wake_at)
            .field("payby_no", &self.payby_no)
            .field("attention", &self.attention)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "number, order_number, amount_fils, reason, made_by, created_at, business_day, \
     state, unresolved, wake_at, payby_no, refunded_at, attention, body, content, version";

fn read(row: &Row<'_>) -> rusqlite::Result<RefundRow> {
    Ok(RefundRow {
        number: parsed(row, 0)?,
        order: parsed(row, 1)?,
        amount: money(row, 2)?,
        reason: row.get(3)?,
        by: row.get(4)?,
        created_at: UtcMs(row.get(5)?),
        business_day: row.get(6)?,
        state: row.get(7)?,
        unresolved: row.get(8)?,
        wake_at: row.get::<_, Option<i64>>(9)?.map(UtcMs),
        payby_no: row.get(10)?,
        refunded_at: row.get::<_, Option<i64>>(11)?.map(UtcMs),
        attention: row.get(12)?,
        body: row.get(13)?,
        content: row.get(14)?,
        version: row.get(15)?,
    })
}

/// Stores a new refund as version 1, whatever `refund.version` says.
///
/// # Errors
/// [`StoreError::RefundUnderWay`] when its order has one whose outcome is open,
/// [`StoreError::Duplicate`] when its number is taken, [`StoreError::Forbidden`] when it breaks the schema.
pub fn insert(tx: &Transaction<'_>, refund: &RefundRow) -> Result<i64, StoreError> {
    let written = tx
        .prepare_cached(
            "INSERT INTO refunds (number, order_number, amount_fils, reason, made_by, created_at,
                 business_day, state, unresolved, wake_at, payby_no, refunded_at, attention, body, content, version)
             VALUES (:number, :order, :amount_fils, :reason, :by, :created_at, :business_day,
                 :state, :unresolved, :wake_at, :payby_no, :refunded_at, :attention, :body, :content, 1)",
        )
        .and_then(|mut statement| {
            statement.execute(named_params! {
                ":number": refund.number.as_str(), ":order": refund.order.as_str(),
                ":amount_fils": refund.amount.fils(), ":reason": refund.reason, ":by": refund.by,
                ":created_at": refund.created_at.0, ":business_day": refund.business_day, ":state": refund.state,
                ":unresolved": refund.unresolved, ":wake_at": refund.wake_at.map(|at| at.0), ":payby_no": refund.payby_no,
                ":refunded_at": refund.refunded_at.map(|at| at.0), ":attention": refund.attention, ":body": refund.body,
                ":content": refund.content,
            })
        });
    written.map(|_| 1).map_err(|e| refusal(tx, refund, e))
}

/// Writes a refund back, provided that it is still at `expected_version`. Answers the new version.
///
/// The number, order, amount, time and day of a refund never change.
///
/// # Errors
/// [`StoreError::Stale`] when the stored version is another one or the refund is not there;
/// [`StoreError::RefundUnderWay`] and [`StoreError::Forbidden`] as for [`insert`].
pub fn update(
    tx: &Transaction<'_>,
    refund: &RefundRow,
    expected_version: i64,
) -> Result<i64, StoreError> {
    let changed = tx
        .prepare_cached(
            "UPDATE refunds SET order_number = :order, amount_fils = :amount_fils, reason = :reason,
                 made_by = :by, created_at = :created_at, business_day = :business_day,
                 state = :state, unresolved = :unresolved, wake_at = :wake_at, payby_no = :payby_no,
                 refunded_at = :refunded_at, attention = :attention, body = :body, content = :content,
                 version = version + 1
             WHERE number = :number AND version = :expected",
        )
        .and_then(|mut statement| {
            statement.execute(named_params! {
                ":number": refund.number.as_str(), ":order": refund.order.as_str(),
                ":amount_fils": refund.amount.fils(), ":reason": refund.reason, ":by": refund.by,
                ":created_at": refund.created_at.0, ":business_day": refund.business_day, ":state": refund.state,
                ":unresolved": refund.unresolved, ":wake_at": refund.wake_at.map(|at| at.0), ":payby_no": refund.payby_no,
                ":refunded_at": refund.refunded_at.map(|at| at.0), ":attention": refund.attention, ":body": refund.body,
                ":content": refund.content, ":expected": expected_version,
            })
        })
        .map_err(|e| refusal(tx, refund, e))?;
    if changed == 1 {
        Ok(expected_version + 1)
    } else {
        Err(StoreError::Stale {
            what: "Refund",
            number: refund.number.to_string(),
        })
    }
}

fn refusal(tx: &Transaction<'_>, refund: &RefundRow, error: rusqlite::Error) -> StoreError {
    if is_breach_of(&error, "refunds.order_number") {
        return StoreError::RefundUnderWay {
            order: refund.order.to_string(),
        };
    }
    StoreError::on_row(
        tx,
        "store a refund",
        ("Refund", refund.number.as_str()),
        error,
    )
}

fn select(
    conn: &Connection,
    rest: &str,
    params: impl Params,
) -> Result<Vec<RefundRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM refunds {rest}"))
        .and_then(|mut statement| statement.query_map(params, read)?.collect())
        .map_err(|e| StoreError::on(conn, "read refunds", e))
}

/// The refund with this number, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn by_number(
    conn: &Connection,
    number: &RefundNumber,
) -> Result<Option<RefundRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM refunds WHERE number = ?1"))
        .and_then(|mut statement| statement.query_row([number.as_str()], read).optional())
        .map_err(|e| StoreError::on(conn, "read a refund", e))
}

/// The refunds of an order, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_order(conn: &Connection, order: &OrderNumber) -> Result<Vec<RefundRow>, StoreError> {
    select(
        conn,
        "WHERE order_number = ?1 ORDER BY id",
        [order.as_str()],
    )
}

/// What recovery takes up: every refund without an end or that wants to be woken, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn unfinished(conn: &Connection) -> Result<Vec<RefundRow>, StoreError> {
    select(
        conn,
        "WHERE state IN ('submitting', 'requested') OR wake_at IS NOT NULL ORDER BY id",
        [],
    )
}

/// The refunds a person must look at, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn needing_attention(conn: &Connection) -> Result<Vec<RefundRow>, StoreError> {
    select(
        conn,
        "WHERE attention = 1 ORDER BY created_at DESC, id DESC",
        [],
    )
}

/// The refunds that PayBy has proved and that have no credit note yet, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn to_credit(conn: &Connection) -> Result<Vec<RefundRow>, StoreError> {
    select(
        conn,
        "WHERE number IN (SELECT refund FROM refunds_to_credit) ORDER BY id",
        [],
    )
}

/// A refund has its credit note, or needs none.
///
/// # Errors
/// When the database cannot be written.
pub fn credited(tx: &Transaction<'_>, number: &RefundNumber) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM refunds_to_credit WHERE refund = ?1")
        .and_then(|mut statement| statement.execute([number.as_str()]))
        .map_err(|e| {
            StoreError::on_row(tx, "write a refund off", ("Refund", number.as_str()), e)
        })?;
    Ok(())
}
