//! What the books say, as a comparison needs it: a few columns of many orders.

use fils_order::{Money, OrderNumber, RefundNumber, SaleId, UtcMs};
use rusqlite::{Connection, Params, Row};

use crate::StoreError;
use crate::columns::{money, money_option, parsed};

/// An order as a comparison needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFacts {
    /// The merchant order number.
    pub number: OrderNumber,
    /// The sale it is an attempt for.
    pub sale: SaleId,
    /// What was to be paid.
    pub amount: Money,
    /// What the customer paid, where PayBy gave a discount.
    pub paid_amount: Option<Money>,
    /// What is sold.
    pub subject: String,
    /// The state's code.
    pub state: String,
    /// Why it is closing or closed, as a code.
    pub cause: Option<String>,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// When it began.
    pub created_at: UtcMs,
    /// When it was paid, once proved.
    pub paid_at: Option<UtcMs>,
}

/// A refund as a comparison needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundFacts {
    /// The merchant's refund number.
    pub number: RefundNumber,
    /// The order it refunds.
    pub order: OrderNumber,
    /// What is given back.
    pub amount: Money,
    /// The state's code.
    pub state: String,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// When it was asked for.
    pub created_at: UtcMs,
    /// When it was proved.
    pub refunded_at: Option<UtcMs>,
}

const ORDER_FACTS: &str = "SELECT number, sale, amount_fils, body ->> '$.state.payment.paid_amount', subject, state, \
                           body ->> '$.state.cause', payby_no, created_at, paid_at FROM orders";

fn read_order(row: &Row<'_>) -> rusqlite::Result<OrderFacts> {
    Ok(OrderFacts {
        number: parsed(row, 0)?,
        sale: parsed(row, 1)?,
        amount: money(row, 2)?,
        paid_amount: money_option(row, 3)?,
        subject: row.get(4)?,
        state: row.get(5)?,
        cause: row.get(6)?,
        payby_no: row.get(7)?,
        created_at: UtcMs(row.get(8)?),
        paid_at: row.get::<_, Option<i64>>(9)?.map(UtcMs),
    })
}

fn select_orders(
    conn: &Connection,
    rest: &str,
    params: impl Params,
) -> Result<Vec<OrderFacts>, StoreError> {
    conn.prepare_cached(&format!("{ORDER_FACTS} {rest}"))
        .and_then(|mut statement| statement.query_map(params, read_order)?.collect())
        .map_err(|e| StoreError::on(conn, "read orders", e))
}

/// The orders that were proved paid from `from` up to `to`, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn orders_paid(
    conn: &Connection,
    from: UtcMs,
    to: UtcMs,
) -> Result<Vec<OrderFacts>, StoreError> {
    let rest = "WHERE paid_at >= ?1 AND paid_at < ?2 ORDER BY paid_at, id";
    select_orders(conn, rest, [from.0, to.0])
}

/// The orders that began from `from` up to `to`, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn orders_created(
    conn: &Connection,
    from: UtcMs,
    to: UtcMs,
) -> Result<Vec<OrderFacts>, StoreError> {
    let rest = "WHERE created_at >= ?1 AND created_at < ?2 ORDER BY created_at, id";
    select_orders(conn, rest, [from.0, to.0])
}

/// The order with this number: ours first, else PayBy's.
///
/// # Errors
/// When the database cannot be read.
pub fn order_facts(
    conn: &Connection,
    number: Option<&str>,
    payby_no: Option<&str>,
) -> Result<Option<OrderFacts>, StoreError> {
    for (rest, key) in [
        ("WHERE number = ?1", number),
        ("WHERE payby_no = ?1", payby_no),
    ] {
        if let Some(key) = key
            && let Some(found) = select_orders(conn, rest, [key])?.pop()
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// When the first order began; `None` without any.
///
/// # Errors
/// When the database cannot be read.
pub fn first_order_at(conn: &Connection) -> Result<Option<UtcMs>, StoreError> {
    conn.prepare_cached("SELECT min(created_at) FROM orders")
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, Option<i64>>(0)))
        .map(|at| at.map(UtcMs))
        .map_err(|e| StoreError::on(conn, "read orders", e))
}

const REFUND_FACTS: &str = "SELECT number, order_number, amount_fils, state, payby_no, created_at, refunded_at FROM refunds";

fn read_refund(row: &Row<'_>) -> rusqlite::Result<RefundFacts> {
    Ok(RefundFacts {
        number: parsed(row, 0)?,
        order: parsed(row, 1)?,
        amount: money(row, 2)?,
        state: row.get(3)?,
        payby_no: row.get(4)?,
        created_at: UtcMs(row.get(5)?),
        refunded_at: row.get::<_, Option<i64>>(6)?.map(UtcMs),
    })
}

fn select_refunds(
    conn: &Connection,
    rest: &str,
    params: impl Params,
) -> Result<Vec<RefundFacts>, StoreError> {
    conn.prepare_cached(&format!("{REFUND_FACTS} {rest}"))
        .and_then(|mut statement| statement.query_map(params, read_refund)?.collect())
        .map_err(|e| StoreError::on(conn, "read refunds", e))
}

/// The refunds that were proved from `from` up to `to`, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn refunds_proved(
    conn: &Connection,
    from: UtcMs,
    to: UtcMs,
) -> Result<Vec<RefundFacts>, StoreError> {
    let rest = "WHERE refunded_at >= ?1 AND refunded_at < ?2 ORDER BY refunded_at, id";
    select_refunds(conn, rest, [from.0, to.0])
}

/// The refund with this number of ours.
///
/// # Errors
/// When the database cannot be read.
pub fn refund_facts(conn: &Connection, number: &str) -> Result<Option<RefundFacts>, StoreError> {
    Ok(select_refunds(conn, "WHERE number = ?1", [number])?.pop())
}

/// The refunds of an order of ours, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn refunds_of(conn: &Connection, order: &str) -> Result<Vec<RefundFacts>, StoreError> {
    select_refunds(conn, "WHERE order_number = ?1 ORDER BY id", [order])
}
