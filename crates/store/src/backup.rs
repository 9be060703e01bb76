//! Copying the database while it is in use, and what is known of the last copies.

use std::path::Path;

use fils_order::UtcMs;
pub use rusqlite::InterruptHandle as Interrupt;
use rusqlite::{Connection, OpenFlags, Transaction};

use crate::{StoreError, migrate, open, receipts, settings};

/// The schema number of this program's databases.
pub fn schema() -> i64 {
    migrate::known()
}

/// Copies the database at `from`, as it is at one moment, into the new file `to`, without its log and without the room that
/// deleted rows left. Whoever sells meanwhile does not wait. `begun` is given what ends it early.
///
/// # Errors
/// As [`crate::Store::open`]; [`StoreError::DiskFull`] names `to`. What was written of `to` is left to the caller.
pub fn copy(from: &Path, to: &Path, begun: impl FnOnce(Interrupt)) -> Result<(), StoreError> {
    let conn = beside(from)?;
    open::recognise(from, &conn)?;
    begun(conn.get_interrupt_handle());
    into(&conn, to)
}

/// Copies the shop's products, which have a database of their own, in the same way.
///
/// # Errors
/// As [`copy`].
pub fn copy_products(from: &Path, to: &Path) -> Result<(), StoreError> {
    let conn = beside(from)?;
    conn.busy_timeout(open::PATIENCE)
        .map_err(|e| StoreError::sort(from, "set it up", e))?;
    into(&conn, to)
}

fn beside(from: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(from, flags).map_err(|e| StoreError::sort(from, "open it", e))
}

fn into(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    conn.execute("VACUUM INTO ?1", [to.to_string_lossy()])
        .map(drop)
        .map_err(|e| StoreError::sort(to, "copy it", e))
}

/// What is in the books, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sales.
    pub sales: i64,
    /// Wallet orders.
    pub orders: i64,
    /// Refunds.
    pub refunds: i64,
    /// Receipts and credit notes.
    pub receipts: i64,
    /// Movements of cash.
    pub cash: i64,
    /// Z reports.
    pub z_reports: i64,
    /// People, those who left included.
    pub people: i64,
    /// The place of the last receipt; 0 without one.
    pub last_receipt: i64,
    /// The last receipt's number.
    pub last_number: Option<String>,
    /// The business days of the first and the last sale, `YYYY-MM-DD`.
    pub days: Option<(String, String)>,
}

impl Counts {
    /// Whether nothing was sold yet.
    pub fn is_unused(&self) -> bool {
        self.sales == 0 && self.orders == 0 && self.receipts == 0 && self.cash == 0
    }
}

/// Counts what is in the books.
///
/// # Errors
/// When the database cannot be read.
pub fn count(conn: &Connection) -> Result<Counts, StoreError> {
    let failed = |e| StoreError::on(conn, "count what is in it", e);
    let of = |table: &str| {
        conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })
        .map_err(failed)
    };
    let last_receipt = receipts::last(conn)?;
    let days = conn
        .query_row(
            "SELECT min(business_day), max(business_day) FROM sales",
            [],
            |row| Ok(row.get::<_, Option<_>>(0)?.zip(row.get(1)?)),
        )
        .map_err(failed)?;
    Ok(Counts {
        sales: of("sales")?,
        orders: of("orders")?,
        refunds: of("refunds")?,
        receipts: of("receipts")?,
        cash: of("cash")?,
        z_reports: of("z_reports")?,
        people: of("people")?,
        last_receipt,
        last_number: receipts::by_place(conn, last_receipt)?.map(|receipt| receipt.number),
        days,
    })
}

/// Whether nothing was sold yet, without counting.
///
/// # Errors
/// When the database cannot be read.
pub fn is_unused(conn: &Connection) -> Result<bool, StoreError> {
    conn.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM sales) AND NOT EXISTS (SELECT 1 FROM cash)",
        [],
        |row| row.get(0),
    )
    .map_err(|e| StoreError::on(conn, "look into it", e))
}

/// How many sales there are, without counting them: none is ever deleted.
///
/// # Errors
/// When the database cannot be read.
pub fn sales(conn: &Connection) -> Result<i64, StoreError> {
    conn.query_row("SELECT coalesce(max(rowid), 0) FROM sales", [], |row| {
        row.get(0)
    })
    .map_err(|e| StoreError::on(conn, "count sales", e))
}

/// When the last business day was closed.
///
/// # Errors
/// When the database cannot be read.
pub fn last_z(conn: &Connection) -> Result<Option<UtcMs>, StoreError> {
    conn.query_row("SELECT max(at) FROM z_reports", [], |row| {
        row.get::<_, Option<i64>>(0)
    })
    .map(|at| at.map(UtcMs))
    .map_err(|e| StoreError::on(conn, "read the last Z report", e))
}

/// The papers of one year: how many, the first and the last number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearOfPapers {
    /// Receipts and credit notes.
    pub receipts: i64,
    /// The first one's number.
    pub first: String,
    /// The last one's number.
    pub last: String,
}

/// The papers of a year's business days; none when there are none.
///
/// # Errors
/// When the database cannot be read.
pub fn papers_of_year(conn: &Connection, year: u16) -> Result<Option<YearOfPapers>, StoreError> {
    let failed = |e| StoreError::on(conn, "count a year's receipts", e);
    let (from, to) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    let (receipts, first, last): (i64, Option<i64>, Option<i64>) = conn
        .query_row(
            "SELECT count(*), min(n), max(n) FROM receipts WHERE business_day BETWEEN ?1 AND ?2",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .map_err(failed)?;
    let number = |n: Option<i64>| -> Result<String, StoreError> {
        let receipt = n
            .map(|n| receipts::by_place(conn, n))
            .transpose()?
            .flatten();
        Ok(receipt.map(|receipt| receipt.number).unwrap_or_default())
    };
    if receipts == 0 {
        return Ok(None);
    }
    Ok(Some(YearOfPapers {
        receipts,
        first: number(first)?,
        last: number(last)?,
    }))
}

/// How many papers were issued on the business day `from`, `YYYY-MM-DD`, and after it.
///
/// # Errors
/// When the database cannot be read.
pub fn papers_since(conn: &Connection, from: &str) -> Result<i64, StoreError> {
    conn.query_row(
        "SELECT count(*) FROM receipts WHERE business_day >= ?1",
        [from],
        |row| row.get(0),
    )
    .map_err(|e| StoreError::on(conn, "count the latest receipts", e))
}

/// How a kind of keeping went: when it was last done and proved, and what was wrong when it was last tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// When it was last done.
    pub done: Option<UtcMs>,
    /// When it was last tried.
    pub tried: Option<UtcMs>,
    /// One sentence about the last try, where it failed.
    pub problem: Option<String>,
}

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// A backup in the home.
    Backup,
    /// Its copy in the second place.
    Second,
    /// A check of pages and journal.
    Check,
}

impl Keeping {
    const fn key(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Second => "backup_second",
            Self::Check => "check",
        }
    }
}

/// How `what` went the last time.
///
/// # Errors
/// When the database cannot be read.
pub fn kept(conn: &Connection, what: Keeping) -> Result<Kept, StoreError> {
    let key = what.key();
    let time = |name: &str| -> Result<Option<UtcMs>, StoreError> {
        let text = settings::get(conn, &format!("{key}_{name}"))?;
        Ok(text.and_then(|text| text.parse().ok()).map(UtcMs))
    };
    Ok(Kept {
        done: time("done")?,
        tried: time("tried")?,
        problem: settings::get(conn, &format!("{key}_problem"))?.filter(|text| !text.is_empty()),
    })
}

/// Writes down that `what` was done at `at`, or what was wrong.
///
/// # Errors
/// When the database cannot be written.
pub fn keep(
    tx: &Transaction<'_>,
    what: Keeping,
    at: UtcMs,
    went: Result<(), &str>,
) -> Result<(), StoreError> {
    let key = what.key();
    settings::set(tx, &format!("{key}_tried"), &at.0.to_string())?;
    if went.is_ok() {
        settings::set(tx, &format!("{key}_done"), &at.0.to_string())?;
    }
    settings::set(
        tx,
        &format!("{key}_problem"),
        went.err().unwrap_or_default(),
    )
}
