//! Orders: one attempt each to be paid for a sale.

use std::fmt;

use fils_order::{Money, OrderNumber, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, named_params};

use crate::StoreError;
use crate::columns::{money, parsed};
use crate::error::{is_breach_of, is_refused_with};

/// An order as it is stored: what is searched for in columns of its own, the whole state in `body`.
#[derive(Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// The merchant order number.
    pub number: OrderNumber,
    /// The sale it is an attempt for.
    pub sale: SaleId,
    /// What is to be paid, above 0.
    pub amount: Money,
    /// What is sold, at most 64 characters.
    pub subject: String,
    /// `qr` (the customer scans) or `code` (the till scanned the customer).
    pub scene: String,
    /// Who charged.
    pub by: String,
    /// When.
    pub created_at: UtcMs,
    /// The business day it belongs to, `YYYY-MM-DD`.
    pub business_day: String,
    /// The state's code, as in the schema's check.
    pub state: String,
    /// Whether it is proved closed and holds its sale no longer.
    pub released: bool,
    /// When it wants attention next; `None` when it is done with.
    pub wake_at: Option<UtcMs>,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// When it was paid, once proved.
    pub paid_at: Option<UtcMs>,
    /// Whether a person must look at it.
    pub attention: bool,
    /// The whole order as JSON.
    pub body: String,
    /// The exact request content that a retry must repeat, as JSON.
    pub content: Option<String>,
    /// How often it was written. Set by the database: 1 when stored, one more with every change.
    pub version: i64,
}

/// `body` and `content` are left out: they may name a customer.
impl fmt::Debug for OrderRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderRow")
            .field("number", &self.number)
            .field("sale", &self.sale)
            .field("amount", &self.amount)
            .field("state", &self.state)
            .field("released", &self.released)
            .field("wake_at", &self.wake_at)
            .field("payby_no", &self.payby_no)
            .field("paid_at", &self.paid_at)
            .field("attention", &self.attention)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Which orders a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderFilter {
    /// Every order.
    #[default]
    All,
    /// Those that could still be paid.
    Open,
    /// Those that are paid, late ones included.
    Paid,
    /// Those that are closed.
    Closed,
    /// Those a person must look at.
    Attention,
}

impl OrderFilter {
    fn condition(self) -> &'static str {
        match self {
            Self::All => "1",
            Self::Open => "state IN ('submitting', 'awaiting_payment', 'closing')",
            Self::Paid => "state IN ('paid', 'paid_late')",
            Self::Closed => "state = 'closed'",
            Self::Attention => "attention = 1",
        }
    }
}

/// What to look for; the default finds every order.
#[derive(Debug, Clone, Default)]
pub struct OrderQuery {
    /// Only of this business day, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// Only created at this time or later.
    pub since: Option<UtcMs>,
    /// Only where number, PayBy's number, subject, cashier or amount (as text, `1234.50`) contains this.
    pub search: Option<String>,
    /// Only in these states.
    pub filter: OrderFilter,
    /// At most so many, the newest first; `None` for all.
    pub limit: Option<u32>,
}

const COLUMNS: &str = "number, sale, amount_fils, subject, scene, made_by, created_at, business_day, \
     state, released, wake_at, payby_no, paid_at, attention, body, content, version";

fn read(row: &Row<'_>) -> rusqlite::Result<OrderRow> {
    Ok(OrderRow {
        number: parsed(row, 0)?,
        sale: parsed(row, 1)?,
        amount: money(row, 2)?,
        subject: row.get(3)?,
        scene: row.get(4)?,
        by: row.get(5)?,
        created_at: UtcMs(row.get(6)?),
        business_day: row.get(7)?,
        state: row.get(8)?,
        released: row.get(9)?,
        wake_at: row.get::<_, Option<i64>>(10)?.map(UtcMs),
        payby_no: row.get(11)?,
        paid_at: row.get::<_, Option<i64>>(12)?.map(UtcMs),
        attention: row.get(13)?,
        body: row.get(14)?,
        content: row.get(15)?,
        version: row.get(16)?,
    })
}

/// Stores a new order as version 1, whatever `order.version` says.
///
/// # Errors
/// [`StoreError::LiveAttempt`] when its sale has an order that is not released,
/// [`StoreError::Duplicate`] when its number is taken, [`StoreError::Forbidden`] when it breaks the schema.
pub fn insert(tx: &Transaction<'_>, order: &OrderRow) -> Result<i64, StoreError> {
    let written = tx
        .prepare_cached(
            "INSERT INTO orders (number, sale, amount_fils, subject, scene, made_by, created_at,
                 business_day, state, released, wake_at, payby_no, paid_at, attention, body, content, version)
             VALUES (:number, :sale, :amount_fils, :subject, :scene, :by, :created_at,
                 :business_day, :state, :released, :wake_at, :payby_no, :paid_at, :attention, :body, :content, 1)",
        )
        .and_then(|mut statement| {
            statement.execute(named_params! {
                ":number": order.number.as_str(), ":sale": order.sale.as_str(), ":amount_fils": order.amount.fils(),
                ":subject": order.subject, ":scene": order.scene, ":by": order.by,
                ":created_at": order.created_at.0, ":business_day": order.business_day, ":state": order.state,
                ":released": order.released, ":wake_at": order.wake_at.map(|at| at.0), ":payby_no": order.payby_no,
                ":paid_at": order.paid_at.map(|at| at.0), ":attention": order.attention, ":body": order.body,
                ":content": order.content,
            })
        });
    written.map(|_| 1).map_err(|e| refusal(tx, order, e))
}

/// Writes an order back, provided that it is still at `expected_version`. Answers the new version.
///
/// The number, sale, amount, scene, time and day of an order never change.
///
/// # Errors
/// [`StoreError::Stale`] when the stored version is another one or the order is not there;
/// [`StoreError::LiveAttempt`] and [`StoreError::Forbidden`] as for [`insert`].
pub fn update(
    tx: &Transaction<'_>,
    order: &OrderRow,
    expected_version: i64,
) -> Result<i64, StoreError> {
    let changed = tx
        .prepare_cached(
            "UPDATE orders SET sale = :sale, amount_fils = :amount_fils, subject = :subject,
                 scene = :scene, made_by = :by, created_at = :created_at, business_day = :business_day,
                 state = :state, released = :released, wake_at = :wake_at, payby_no = :payby_no,
                 paid_at = :paid_at, attention = :attention, body = :body, content = :content,
                 version = version + 1
             WHERE number = :number AND version = :expected",
        )
        .and_then(|mut statement| {
            statement.execute(named_params! {
                ":number": order.number.as_str(), ":sale": order.sale.as_str(), ":amount_fils": order.amount.fils(),
                ":subject": order.subject, ":scene": order.scene, ":by": order.by,
                ":created_at": order.created_at.0, ":business_day": order.business_day, ":state": order.state,
                ":released": order.released, ":wake_at": order.wake_at.map(|at| at.0), ":payby_no": order.payby_no,
                ":paid_at": order.paid_at.map(|at| at.0), ":attention": order.attention, ":body": order.body,
                ":content": order.content, ":expected": expected_version,
            })
        })
        .map_err(|e| refusal(tx, order, e))?;
    if changed == 1 {
        Ok(expected_version + 1)
    } else {
        Err(StoreError::Stale {
            what: "Order",
            number: order.number.to_string(),
        })
    }
}

fn refusal(tx: &Transaction<'_>, order: &OrderRow, error: rusqlite::Error) -> StoreError {
    // A sale that is paid is held by what paid it.
    if is_breach_of(&error, "orders.sale")
        || ["the sale is paid", "the sale is complete"]
            .iter()
            .any(|words| is_refused_with(&error, words))
    {
        return StoreError::LiveAttempt {
            sale: order.sale.to_string(),
        };
    }
    StoreError::on_row(
        tx,
        "store an order",
        ("Order", order.number.as_str()),
        error,
    )
}

fn select(conn: &Connection, rest: &str, params: impl Params) -> Result<Vec<OrderRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM orders {rest}"))
        .and_then(|mut statement| statement.query_map(params, read)?.collect())
        .map_err(|e| StoreError::on(conn, "read orders", e))
}

/// The order with this merchant order number, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn by_number(conn: &Connection, number: &OrderNumber) -> Result<Option<OrderRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM orders WHERE number = ?1"))
        .and_then(|mut statement| statement.query_row([number.as_str()], read).optional())
        .map_err(|e| StoreError::on(conn, "read an order", e))
}

/// Every attempt for a sale, the first one first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Vec<OrderRow>, StoreError> {
    select(conn, "WHERE sale = ?1 ORDER BY id", [sale.as_str()])
}

/// What recovery takes up: every order that could still be paid or wants to be woken, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn unfinished(conn: &Connection) -> Result<Vec<OrderRow>, StoreError> {
    select(
        conn,
        "WHERE state IN ('submitting', 'awaiting_payment', 'closing') OR wake_at IS NOT NULL ORDER BY id",
        [],
    )
}

/// The orders that fit `query`, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn find(conn: &Connection, query: &OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
    let day = if query.day.is_some() {
        "business_day = :day"
    } else {
        ":day IS NULL"
    };
    let since = if query.since.is_some() {
        "created_at >= :since"
    } else {
        ":since IS NULL"
    };
    let search = query
        .search
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let found = if search.is_some() {
        "(number LIKE :text ESCAPE '\\' OR payby_no LIKE :text ESCAPE '\\' OR subject LIKE :text ESCAPE '\\'
          OR made_by LIKE :text ESCAPE '\\'
          OR printf('%d.%02d', amount_fils / 100, amount_fils % 100) LIKE :amount ESCAPE '\\')"
    } else {
        "(:text IS NULL AND :amount IS NULL)"
    };
    let text = search.map(contains);
    let amount = search.map(|text| contains(&text.replace(',', "")));
    select(
        conn,
        &format!(
            "WHERE {day} AND {since} AND {found} AND {} ORDER BY created_at DESC, id DESC LIMIT :limit",
            query.filter.condition()
        ),
        named_params! {
            ":day": query.day, ":since": query.since.map(|at| at.0), ":text": text, ":amount": amount,
            ":limit": query.limit.map_or(-1, i64::from),
        },
    )
}

/// A `LIKE` pattern for "contains this very text".
fn contains(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
