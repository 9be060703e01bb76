//! What is to be printed. It survives a restart; what was being printed then is uncertain, and is not printed again unasked.

use fils_order::UtcMs;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::columns::named;

/// Where a print job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintState {
    /// It has not been sent.
    Waiting,
    /// It is being sent.
    Printing,
    /// The printer took it.
    Printed,
    /// Some of it may have been printed; a person decides.
    Uncertain,
    /// A person gave it up.
    GivenUp,
}

impl PrintState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Printing,
        Self::Printed,
        Self::Uncertain,
        Self::GivenUp,
    ];

    /// The state as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Printing => "printing",
            Self::Printed => "printed",
            Self::Uncertain => "uncertain",
            Self::GivenUp => "given_up",
        }
    }
}

/// What comes out of a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintWhat {
    /// A receipt or credit note, by its place in the sequence.
    Receipt(i64),
    /// A Z report, by its place.
    Report(i64),
    /// An X report, as JSON.
    Look(String),
    /// Nothing: the drawer opens.
    Drawer,
}

impl PrintWhat {
    /// The receipt, where it is one.
    pub const fn receipt(&self) -> Option<i64> {
        match self {
            Self::Receipt(n) => Some(*n),
            Self::Report(_) | Self::Look(_) | Self::Drawer => None,
        }
    }
}

/// A print job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintRow {
    /// Its number.
    pub id: i64,
    /// What is printed.
    pub what: PrintWhat,
    /// Whether the paper is marked as a copy.
    pub copy: bool,
    /// Where it stands.
    pub state: PrintState,
    /// What was wrong last, as whoever prints writes it down.
    pub fault: Option<String>,
    /// How often it was sent.
    pub tries: u32,
    /// Who asked for it.
    pub by: String,
    /// When.
    pub at: UtcMs,
}

const COLUMNS: &str = "id, receipt, copy, state, fault, tries, made_by, at, report, body";

fn read(row: &Row<'_>) -> rusqlite::Result<PrintRow> {
    Ok(PrintRow {
        id: row.get(0)?,
        what: match (row.get(1)?, row.get(8)?, row.get(9)?) {
            (Some(n), _, _) => PrintWhat::Receipt(n),
            (None, Some(n), _) => PrintWhat::Report(n),
            (None, None, Some(body)) => PrintWhat::Look(body),
            (None, None, None) => PrintWhat::Drawer,
        },
        copy: row.get(2)?,
        state: named(row, 3, &PrintState::ALL, PrintState::as_str)?,
        fault: row.get(4)?,
        tries: row.get(5)?,
        by: row.get(6)?,
        at: UtcMs(row.get(7)?),
    })
}

/// Queues a receipt, or the opening of the drawer. Answers the job's number.
///
/// # Errors
/// When the database cannot be written.
pub fn queue(
    tx: &Transaction<'_>,
    receipt: Option<i64>,
    copy: bool,
    by: &str,
    at: UtcMs,
) -> Result<i64, StoreError> {
    let what = if receipt.is_some() {
        "receipt"
    } else {
        "drawer"
    };
    tx.prepare_cached(
        "INSERT INTO print_jobs (what, receipt, copy, state, tries, made_by, at) VALUES (?1, ?2, ?3, 'waiting', 0, ?4, ?5)",
    )
    .and_then(|mut statement| statement.insert(params![what, receipt, copy, by, at.0]))
    .map_err(|e| StoreError::on_row(tx, "queue a print", ("Print job", what), e))
}

/// Queues a report, as a copy where it is a Z report that was queued before. Answers the job's number.
///
/// # Errors
/// When the database cannot be written.
pub fn queue_report(
    tx: &Transaction<'_>,
    what: &PrintWhat,
    by: &str,
    at: UtcMs,
) -> Result<i64, StoreError> {
    let (report, body) = match what {
        PrintWhat::Report(n) => (Some(*n), None),
        PrintWhat::Look(body) => (None, Some(body)),
        PrintWhat::Receipt(_) | PrintWhat::Drawer => (None, None),
    };
    tx.prepare_cached(
        "INSERT INTO print_jobs (what, report, body, copy, state, tries, made_by, at)
         VALUES ('report', ?1, ?2, EXISTS (SELECT 1 FROM print_jobs WHERE report = ?1), 'waiting', 0, ?3, ?4)",
    )
    .and_then(|mut statement| statement.insert(params![report, body, by, at.0]))
    .map_err(|e| StoreError::on_row(tx, "queue a print", ("Print job", "report"), e))
}

/// Whether a Z report was queued before.
///
/// # Errors
/// When the database cannot be read.
pub fn report_printed(conn: &Connection, report: i64) -> Result<bool, StoreError> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM print_jobs WHERE report = ?1)")
        .and_then(|mut statement| statement.query_row([report], |row| row.get(0)))
        .map_err(|e| StoreError::on(conn, "read a report's prints", e))
}

/// Moves a job on from `from`; answers whether it was there.
///
/// # Errors
/// When the database cannot be written.
pub fn advance(
    tx: &Transaction<'_>,
    id: i64,
    from: PrintState,
    to: PrintState,
    fault: Option<&str>,
    now: UtcMs,
) -> Result<bool, StoreError> {
    let ended = matches!(to, PrintState::Printed | PrintState::GivenUp).then_some(now.0);
    let tries = i64::from(to == PrintState::Printing);
    tx.prepare_cached(
        "UPDATE print_jobs SET state = ?3, fault = ?4, tries = tries + ?5, ended_at = ?6 WHERE id = ?1 AND state = ?2",
    )
    .and_then(|mut statement| {
        statement.execute(params![id, from.as_str(), to.as_str(), fault, tries, ended])
    })
    .map(|changed| changed == 1)
    .map_err(|e| StoreError::on_row(tx, "move a print on", ("Print job", &id.to_string()), e))
}

/// What waits, is being printed or is uncertain, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn open(conn: &Connection) -> Result<Vec<PrintRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM print_jobs WHERE state IN ('waiting', 'printing', 'uncertain') ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read the print queue", e))
}

/// The job with this number, whatever became of it.
///
/// # Errors
/// When the database cannot be read.
pub fn by_id(conn: &Connection, id: i64) -> Result<Option<PrintRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM print_jobs WHERE id = ?1"))
        .and_then(|mut statement| statement.query_row([id], read).optional())
        .map_err(|e| StoreError::on(conn, "read a print", e))
}

/// Every job of a receipt, by its place in the sequence, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_receipt(conn: &Connection, receipt: i64) -> Result<Vec<PrintRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM print_jobs WHERE receipt = ?1 ORDER BY id"
    ))
    .and_then(|mut statement| statement.query_map([receipt], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read a receipt's prints", e))
}
