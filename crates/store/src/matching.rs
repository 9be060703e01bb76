//! What PayBy's lists and statements say of the money in the books, what people decided about it, and payments taken over.

mod facts;
mod orphans;

use fils_order::{SignedMoney, UtcMs};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, named_params, params};

use crate::StoreError;
use crate::columns::named;

pub use facts::*;
pub use orphans::*;

/// What PayBy gave to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Its list of orders, which it signs.
    List,
    /// A day's statement, which it does not sign.
    Statement,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 2] = [Self::List, Self::Statement];

    /// The source as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Statement => "statement",
        }
    }
}

/// What a person decided about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is as it is, and the reason says why.
    Explained,
    /// The payment was taken over.
    TakenOver,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 2] = [Self::Explained, Self::TakenOver];

    /// The decision as the database writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::TakenOver => "taken_over",
        }
    }
}

/// A comparison to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// With what.
    pub source: Source,
    /// The time it is about: from here,
    pub from: UtcMs,
    /// to here, which is not in it.
    pub to: UtcMs,
    /// The file's name, where a person gave one.
    pub file: Option<String>,
    /// SHA-256 of the file.
    pub digest: Option<[u8; 32]>,
    /// Who compared.
    pub by: String,
    /// When.
    pub at: UtcMs,
    /// How many rows of each kind, as a JSON object.
    pub counts: String,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub id: i64,
    /// What was written down.
    pub run: NewRun,
}

/// What a comparison says of one movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReconciled {
    /// `payment`, `refund`, `settlement` or `fund`.
    pub what: String,
    /// What tells it from every other of its sort: our number where there is one, else PayBy's.
    pub number: String,
    /// The kind's code, as in the schema's check.
    pub kind: String,
    /// What a person should do, as a code of at most 64 characters.
    pub advice: String,
    /// The day in Dubai that the money is about, `YYYY-MM-DD`.
    pub day: String,
    /// The order of ours that it is about.
    pub order: Option<String>,
    /// The refund of ours that it is about.
    pub refund: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// Our side, as JSON.
    pub ours: Option<String>,
    /// PayBy's side, as JSON.
    pub theirs: Option<String>,
}

/// A decision, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// Why, in the person's words.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: UtcMs,
}

/// What the latest comparison says of one movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciledRow {
    /// Its number.
    pub id: i64,
    /// What was found.
    pub found: NewReconciled,
    /// By which comparison.
    pub run: i64,
    /// When.
    pub found_at: UtcMs,
    /// What a person decided about it.
    pub decided: Option<Decided>,
}

/// How many movements of a day are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// The kind's code.
    pub kind: String,
    /// How many.
    pub count: u32,
    /// How many of them nobody has decided about.
    pub undecided: u32,
}

/// What an earlier comparison said of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The kind's code.
    pub kind: String,
    /// The time that the comparison was about: from here,
    pub from: UtcMs,
    /// to here, which is not in it.
    pub to: UtcMs,
}

/// What the movements of a day come to, in fils. Refunds take away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// What the books say was paid, less what was refunded.
    pub ours: SignedMoney,
    /// What PayBy says.
    pub theirs: SignedMoney,
    /// PayBy's fees.
    pub fees: SignedMoney,
    /// The VAT on them.
    pub fee_vat: SignedMoney,
    /// What PayBy settled: credited less debited.
    pub settled: SignedMoney,
}

/// A day with differences that nobody has decided about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDay {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// How many.
    pub open: u32,
}

const RUN: &str = "id, source, from_at, to_at, file, digest, made_by, at, counts";

fn read_run(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: row.get(0)?,
        run: NewRun {
            source: named(row, 1, &Source::ALL, Source::as_str)?,
            from: UtcMs(row.get(2)?),
            to: UtcMs(row.get(3)?),
            file: row.get(4)?,
            digest: row.get(5)?,
            by: row.get(6)?,
            at: UtcMs(row.get(7)?),
            counts: row.get(8)?,
        },
    })
}

/// Writes a comparison down. Answers its number.
///
/// # Errors
/// [`StoreError::Forbidden`] when it breaks the schema.
pub fn insert_run(tx: &Transaction<'_>, run: &NewRun) -> Result<i64, StoreError> {
    tx.prepare_cached(
        "INSERT INTO reconciliations (source, from_at, to_at, file, digest, made_by, at, counts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .and_then(|mut statement| {
        statement.insert(params![
            run.source.as_str(),
            run.from.0,
            run.to.0,
            run.file,
            run.digest,
            run.by,
            run.at.0,
            run.counts
        ])
    })
    .map_err(|e| {
        let key = ("Comparison", run.source.as_str());
        StoreError::on_row(tx, "write a comparison down", key, e)
    })
}

/// Says how many rows of each kind a comparison found, once that is known.
///
/// # Errors
/// When the database cannot be written.
pub fn set_counts(tx: &Transaction<'_>, run: i64, counts: &str) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE reconciliations SET counts = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![run, counts]))
        .map_err(|e| {
            let key = ("Comparison", run.to_string());
            StoreError::on_row(tx, "write a comparison down", (key.0, &key.1), e)
        })?;
    Ok(())
}

/// The comparisons that touch the time from `from` up to `to`, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn runs(conn: &Connection, from: UtcMs, to: UtcMs) -> Result<Vec<RunRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {RUN} FROM reconciliations WHERE from_at < ?2 AND to_at > ?1 ORDER BY id DESC"
    ))
    .and_then(|mut statement| statement.query_map([from.0, to.0], read_run)?.collect())
    .map_err(|e| StoreError::on(conn, "read comparisons", e))
}

const RECONCILED: &str = "id, what, number, kind, day, order_number, refund_number, payby_no, ours, theirs, run, found_at, \
                          decision, reason, decided_by, decided_at, advice";

fn read_reconciled(row: &Row<'_>) -> rusqlite::Result<ReconciledRow> {
    let decided = match row.get::<_, Option<i64>>(15)? {
        Some(at) => Some(Decided {
            decision: named(row, 12, &Decision::ALL, Decision::as_str)?,
            reason: row.get(13)?,
            by: row.get(14)?,
            at: UtcMs(at),
        }),
        None => None,
    };
    Ok(ReconciledRow {
        id: row.get(0)?,
        found: NewReconciled {
            what: row.get(1)?,
            number: row.get(2)?,
            kind: row.get(3)?,
            advice: row.get(16)?,
            day: row.get(4)?,
            order: row.get(5)?,
            refund: row.get(6)?,
            payby_no: row.get(7)?,
            ours: row.get(8)?,
            theirs: row.get(9)?,
        },
        run: row.get(10)?,
        found_at: UtcMs(row.get(11)?),
        decided,
    })
}

fn select(
    conn: &Connection,
    rest: &str,
    params: impl Params,
) -> Result<Vec<ReconciledRow>, StoreError> {
    conn.prepare_cached(&format!("SELECT {RECONCILED} FROM reconciled {rest}"))
        .and_then(|mut statement| statement.query_map(params, read_reconciled)?.collect())
        .map_err(|e| StoreError::on(conn, "read what was compared", e))
}

/// Writes down what a comparison says of a movement, over what an earlier one said of it. A decision about it stays only with
/// `keeps_decision`. Answers the row's number.
///
/// # Errors
/// [`StoreError::Forbidden`] when it breaks the schema.
pub fn put(
    tx: &Transaction<'_>,
    run: i64,
    at: UtcMs,
    found: &NewReconciled,
    keeps_decision: bool,
) -> Result<i64, StoreError> {
    tx.prepare_cached(
        "INSERT INTO reconciled (what, number, kind, advice, day, order_number, refund_number, payby_no, ours, theirs, run, found_at)
         VALUES (:what, :number, :kind, :advice, :day, :order, :refund, :payby_no, :ours, :theirs, :run, :at)
         ON CONFLICT (what, number) DO UPDATE SET kind = excluded.kind, advice = excluded.advice, day = excluded.day,
             order_number = excluded.order_number, refund_number = excluded.refund_number, payby_no = excluded.payby_no,
             ours = excluded.ours, theirs = excluded.theirs, run = excluded.run, found_at = excluded.found_at,
             decision = iif(:keeps, decision, NULL), reason = iif(:keeps, reason, NULL),
             decided_by = iif(:keeps, decided_by, NULL), decided_at = iif(:keeps, decided_at, NULL)
         RETURNING id",
    )
    .and_then(|mut statement| {
        statement.query_row(
            named_params! {
                ":what": found.what, ":number": found.number, ":kind": found.kind, ":advice": found.advice,
                ":day": found.day, ":order": found.order, ":refund": found.refund, ":payby_no": found.payby_no,
                ":ours": found.ours, ":theirs": found.theirs, ":run": run, ":at": at.0, ":keeps": keeps_decision,
            },
            |row| row.get(0),
        )
    })
    .map_err(|e| {
        let key = ("Compared", found.number.as_str());
        StoreError::on_row(tx, "write down what was compared", key, e)
    })
}

/// What is known of a movement.
///
/// # Errors
/// When the database cannot be read.
pub fn of_number(
    conn: &Connection,
    what: &str,
    number: &str,
) -> Result<Option<ReconciledRow>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {RECONCILED} FROM reconciled WHERE what = ?1 AND number = ?2"
    ))
    .and_then(|mut statement| {
        statement
            .query_row([what, number], read_reconciled)
            .optional()
    })
    .map_err(|e| StoreError::on(conn, "read what was compared", e))
}

/// What the latest comparison said of a movement, and what time that comparison was about.
///
/// # Errors
/// When the database cannot be read.
pub fn earlier(conn: &Connection, what: &str, number: &str) -> Result<Option<Earlier>, StoreError> {
    conn.prepare_cached(
        "SELECT found.kind, from_at, to_at FROM reconciled found JOIN reconciliations ON reconciliations.id = run
         WHERE what = ?1 AND number = ?2",
    )
    .and_then(|mut statement| {
        statement
            .query_row([what, number], |row| {
                Ok(Earlier {
                    kind: row.get(0)?,
                    from: UtcMs(row.get(1)?),
                    to: UtcMs(row.get(2)?),
                })
            })
            .optional()
    })
    .map_err(|e| StoreError::on(conn, "read what was compared", e))
}

/// The differences that only earlier comparisons found: with the same source as `run`, about no more than its time.
///
/// # Errors
/// When the database cannot be read.
pub fn differences_gone(conn: &Connection, run: i64) -> Result<Vec<ReconciledRow>, StoreError> {
    select(
        conn,
        "WHERE kind <> 'matched' AND run IN (
             SELECT old.id FROM reconciliations now JOIN reconciliations old ON old.source = now.source
                 AND old.from_at >= now.from_at AND old.to_at <= now.to_at AND old.id < now.id
             WHERE now.id = ?1) ORDER BY id",
        [run],
    )
}

/// The movement with this number of the row.
///
/// # Errors
/// When the database cannot be read.
pub fn by_id(conn: &Connection, id: i64) -> Result<Option<ReconciledRow>, StoreError> {
    let mut rows = select(conn, "WHERE id = ?1", [id])?;
    Ok(rows.pop())
}

/// The differences with this number, which may be our order's, our refund's or PayBy's.
///
/// # Errors
/// When the database cannot be read.
pub fn differences_named(
    conn: &Connection,
    number: &str,
) -> Result<Vec<ReconciledRow>, StoreError> {
    select(
        conn,
        "WHERE kind <> 'matched' AND (number = ?1 OR order_number = ?1 OR refund_number = ?1 OR payby_no = ?1) ORDER BY id",
        [number],
    )
}

/// Gives every movement of a day to `take`, the differences first, those that nobody has decided about before the others; those
/// that match only `with_matched`. At most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn of_day(
    conn: &Connection,
    day: &str,
    with_matched: bool,
    limit: Option<u32>,
) -> Result<Vec<ReconciledRow>, StoreError> {
    select(
        conn,
        "WHERE day = ?1 AND (?2 OR kind <> 'matched')
         ORDER BY kind = 'matched', decision IS NOT NULL, id LIMIT ?3",
        params![day, with_matched, limit.map_or(-1, i64::from)],
    )
}

/// Every movement that a comparison found, in the order in which they were first found.
///
/// # Errors
/// When the database cannot be read.
pub fn of_run(conn: &Connection, run: i64) -> Result<Vec<ReconciledRow>, StoreError> {
    select(conn, "WHERE run = ?1 ORDER BY id", [run])
}

/// How many movements of a day are of which kind.
///
/// # Errors
/// When the database cannot be read.
pub fn counts(conn: &Connection, day: &str) -> Result<Vec<KindCount>, StoreError> {
    conn.prepare_cached(
        "SELECT kind, count(*), count(*) FILTER (WHERE kind <> 'matched' AND decision IS NULL)
         FROM reconciled WHERE day = ?1 GROUP BY kind",
    )
    .and_then(|mut statement| {
        statement
            .query_map([day], |row| {
                Ok(KindCount {
                    kind: row.get(0)?,
                    count: row.get(1)?,
                    undecided: row.get(2)?,
                })
            })?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "count what was compared", e))
}

/// What the movements of a day come to.
///
/// # Errors
/// When the database cannot be read.
pub fn totals(conn: &Connection, day: &str) -> Result<Totals, StoreError> {
    conn.prepare_cached(
        "SELECT coalesce(sum(sign * abs(ours ->> '$.amount')) FILTER (WHERE moves AND ours ->> '$.state' = 'paid'), 0),
             coalesce(sum(sign * abs(theirs ->> '$.amount')) FILTER (WHERE moves AND theirs ->> '$.state' = 'paid'), 0),
             coalesce(sum(theirs ->> '$.fee.fee') FILTER (WHERE what = 'settlement'), 0),
             coalesce(sum(theirs ->> '$.fee.vat') FILTER (WHERE what = 'settlement'), 0),
             coalesce(sum(sign * (theirs ->> '$.net')) FILTER (WHERE what = 'settlement'), 0)
         FROM (SELECT what, ours, theirs, what IN ('payment', 'refund') AS moves,
                   iif(what = 'refund' OR (what = 'settlement' AND refund_number IS NOT NULL), -1, 1) AS sign
               FROM reconciled WHERE day = ?1)",
    )
    .and_then(|mut statement| {
        statement.query_row([day], |row| {
            Ok(Totals {
                ours: SignedMoney(row.get(0)?),
                theirs: SignedMoney(row.get(1)?),
                fees: SignedMoney(row.get(2)?),
                fee_vat: SignedMoney(row.get(3)?),
                settled: SignedMoney(row.get(4)?),
            })
        })
    })
    .map_err(|e| StoreError::on(conn, "add up what was compared", e))
}

/// The days with differences that nobody has decided about, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn open_days(conn: &Connection) -> Result<Vec<OpenDay>, StoreError> {
    conn.prepare_cached(
        "SELECT day, count(*) FROM reconciled WHERE kind <> 'matched' AND decision IS NULL GROUP BY day ORDER BY day",
    )
    .and_then(|mut statement| {
        statement
            .query_map([], |row| {
                Ok(OpenDay {
                    day: row.get(0)?,
                    open: row.get(1)?,
                })
            })?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "count differences", e))
}

/// Writes down, or with `None` takes back, what a person decided about a difference.
///
/// # Errors
/// [`StoreError::Stale`] when it is no difference any more, or another comparison found it since `found_at`.
pub fn decide(
    tx: &Transaction<'_>,
    row: &ReconciledRow,
    decided: Option<&Decided>,
) -> Result<(), StoreError> {
    let changed = tx
        .prepare_cached(
            "UPDATE reconciled SET decision = ?3, reason = ?4, decided_by = ?5, decided_at = ?6
             WHERE id = ?1 AND run = ?2 AND kind <> 'matched'",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                row.id,
                row.run,
                decided.map(|decided| decided.decision.as_str()),
                decided.map(|decided| decided.reason.as_str()),
                decided.map(|decided| decided.by.as_str()),
                decided.map(|decided| decided.at.0),
            ])
        })
        .map_err(|e| {
            let key = ("Difference", row.found.number.as_str());
            StoreError::on_row(tx, "decide about a difference", key, e)
        })?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale {
            what: "Difference",
            number: row.found.number.clone(),
        })
    }
}
