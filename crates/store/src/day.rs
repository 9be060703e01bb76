//! What a business day is added up from: papers, cash, and where money got to by the journal. Only that day's rows are read.

use fils_order::{Money, OrderNumber, RefundNumber, SaleId, SignedMoney, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::cash::{self, CashRow};
use crate::columns::{money, money_option, named, parsed_option};
use crate::receipts::ReceiptKind;

/// Where reading ends: the last receipt, movement of cash and journal entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// The last receipt's place.
    pub receipt: i64,
    /// The last movement of cash.
    pub cash: i64,
    /// The last entry of the journal.
    pub journal: i64,
}

/// Which part of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A business day, by what each record says of itself.
    Day {
        /// The day, `YYYY-MM-DD`.
        day: &'a str,
        /// Its first moment.
        from: UtcMs,
        /// The first moment after it.
        to: UtcMs,
    },
    /// What follows one mark, up to another: nothing falls between two such parts.
    Between {
        /// After these.
        after: Marks,
        /// Up to these.
        to: Marks,
    },
}

/// A paper with what was sold or given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    /// Its place in the sequence.
    pub n: i64,
    /// Its number.
    pub number: String,
    /// What it is for.
    pub kind: ReceiptKind,
    /// The VAT inside.
    pub vat: Money,
    /// When it was issued.
    pub at: UtcMs,
    /// Who issued it.
    pub by: String,
    /// What is printed, as JSON.
    pub body: String,
    /// What was sold, as JSON.
    pub sold: Option<String>,
    /// Of a credit note: what came back, as JSON.
    pub credit: Option<String>,
}

const PAPERS: &str =
    "SELECT r.n, r.number, r.kind, r.vat_fils, r.at, r.made_by, r.body, s.body, t.body
     FROM receipts r CROSS JOIN sales s ON s.id = r.sale LEFT JOIN returns t ON t.receipt = r.n";

fn read_paper(row: &Row<'_>) -> rusqlite::Result<PaperRow> {
    const KINDS: [ReceiptKind; 2] = [ReceiptKind::Sale, ReceiptKind::Refund];
    Ok(PaperRow {
        n: row.get(0)?,
        number: row.get(1)?,
        kind: named(row, 2, &KINDS, ReceiptKind::as_str)?,
        vat: money(row, 3)?,
        at: UtcMs(row.get(4)?),
        by: row.get(5)?,
        body: row.get(6)?,
        sold: row.get(7)?,
        credit: row.get(8)?,
    })
}

/// The papers of a part of the books, in their order, one after the other.
///
/// # Errors
/// Those of `each`, and when the database cannot be read.
pub fn papers<E: From<StoreError>>(
    conn: &Connection,
    part: Part<'_>,
    mut each: impl FnMut(PaperRow) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |e| StoreError::on(conn, "read a day's receipts", e);
    let sql = match part {
        Part::Day { .. } => format!("{PAPERS} WHERE r.business_day = ?1 ORDER BY r.n"),
        Part::Between { .. } => format!("{PAPERS} WHERE r.n > ?1 AND r.n <= ?2 ORDER BY r.n"),
    };
    let mut statement = conn.prepare_cached(&sql).map_err(failed)?;
    let mut rows = match part {
        Part::Day { day, .. } => statement.query([day]),
        Part::Between { after, to } => statement.query([after.receipt, to.receipt]),
    }
    .map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        each(read_paper(row).map_err(failed)?)?;
    }
    Ok(())
}

/// What the papers of a business day come to, each in its order: what it is for, when, and its total. Reads no paper.
///
/// # Errors
/// When the database cannot be read.
pub fn totals(
    conn: &Connection,
    day: &str,
) -> Result<Vec<(ReceiptKind, UtcMs, Money)>, StoreError> {
    const KINDS: [ReceiptKind; 2] = [ReceiptKind::Sale, ReceiptKind::Refund];
    conn.prepare_cached(
        "SELECT kind, at, total_fils FROM receipts WHERE business_day = ?1 ORDER BY n",
    )
    .and_then(|mut statement| {
        statement
            .query_map([day], |row| {
                let kind = named(row, 0, &KINDS, ReceiptKind::as_str)?;
                Ok((kind, UtcMs(row.get(1)?), money(row, 2)?))
            })?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "read what a day's receipts come to", e))
}

/// The cash of a part of the books, in its order.
///
/// # Errors
/// When the database cannot be read.
pub fn cash_moved(conn: &Connection, part: Part<'_>) -> Result<Vec<CashRow>, StoreError> {
    match part {
        Part::Day { day, .. } => cash::of_day(conn, day),
        Part::Between { after, to } => cash::between(conn, after.cash, to.cash),
    }
}

/// An entry of the journal about money, with the order or refund it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyEntry {
    /// Its place.
    pub seq: i64,
    /// When.
    pub at: UtcMs,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub by: String,
    /// Its details as JSON.
    pub params: String,
    /// The order.
    pub order: Option<OrderNumber>,
    /// The refund.
    pub refund: Option<RefundNumber>,
    /// The order's amount.
    pub amount: Option<Money>,
    /// The tip inside it, of an order whose sale is an amount alone.
    pub tip: Option<Money>,
    /// The order's sale.
    pub sale: Option<SaleId>,
    /// Whether that sale is an amount alone, which has no receipt.
    pub alone: bool,
    /// Who charged, or refunded.
    pub made_by: Option<String>,
    /// The refund's amount.
    pub refunded: Option<Money>,
}

/// Which entries are about money; the condition of the index `journal_of_days`, word for word.
const OF_MONEY: &str = "coalesce(json_extract(j.params, '$.to'), j.kind) IN ('closing', 'closed', 'paid', 'paid_late', 'needs_review', 'refunded',
                                                           'sale_void', 'shift_closed', 'payment_taken_over')";

const ENTRY: &str = "j.seq, j.at, j.kind, j.made_by, j.params, j.order_number, j.refund_number, o.amount_fils,
     CASE WHEN s.body IS NULL THEN json_extract(o.body, '$.details.tip') END, o.sale, s.id IS NOT NULL AND s.body IS NULL,
     coalesce(r.made_by, o.made_by), r.amount_fils";
const JOINED: &str = "LEFT JOIN refunds r ON r.number = j.refund_number
     LEFT JOIN orders o ON o.number = coalesce(j.order_number, r.order_number)
     LEFT JOIN sales s ON s.id = o.sale";

fn read_entry(row: &Row<'_>) -> rusqlite::Result<MoneyEntry> {
    Ok(MoneyEntry {
        seq: row.get(0)?,
        at: UtcMs(row.get(1)?),
        kind: row.get(2)?,
        by: row.get(3)?,
        params: row.get(4)?,
        order: parsed_option(row, 5)?,
        refund: parsed_option(row, 6)?,
        amount: money_option(row, 7)?,
        tip: money_option(row, 8)?,
        sale: parsed_option(row, 9)?,
        alone: row.get(10)?,
        made_by: row.get(11)?,
        refunded: money_option(row, 12)?,
    })
}

/// The sentence that reads a part's entries. A day is found by its index; what follows a mark by its place.
fn entries_sql(part: Part<'_>) -> String {
    match part {
        Part::Day { .. } => format!(
            "SELECT {ENTRY} FROM journal j INDEXED BY journal_of_days {JOINED}
             WHERE {OF_MONEY} AND j.at >= ?1 AND j.at < ?2 ORDER BY j.at, j.seq"
        ),
        Part::Between { .. } => format!(
            "SELECT {ENTRY} FROM journal j NOT INDEXED {JOINED}
             WHERE {OF_MONEY} AND j.seq > ?1 AND j.seq <= ?2 ORDER BY j.seq"
        ),
    }
}

/// The entries about money in a part of the books, in their order.
///
/// # Errors
/// When the database cannot be read.
pub fn entries(conn: &Connection, part: Part<'_>) -> Result<Vec<MoneyEntry>, StoreError> {
    let bounds = match part {
        Part::Day { from, to, .. } => [from.0, to.0],
        Part::Between { after, to } => [after.journal, to.journal],
    };
    conn.prepare_cached(&entries_sql(part))
        .and_then(|mut statement| statement.query_map(bounds, read_entry)?.collect())
        .map_err(|e| StoreError::on(conn, "read a day's money", e))
}

/// Where an order was before an entry of the journal: each state with its reason, the latest last.
///
/// # Errors
/// When the database cannot be read.
pub fn states_before(
    conn: &Connection,
    order: &OrderNumber,
    seq: i64,
) -> Result<Vec<(String, Option<String>)>, StoreError> {
    conn.prepare_cached(
        "SELECT json_extract(params, '$.to'), json_extract(params, '$.reason') FROM journal
         WHERE order_number = ?1 AND seq < ?2 AND kind = 'state_changed' AND refund_number IS NULL ORDER BY seq",
    )
    .and_then(|mut statement| {
        statement
            .query_map(params![order.as_str(), seq], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "read an order's states", e))
}

fn one(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<i64, StoreError> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.query_row(params, |row| row.get(0)).optional())
        .map(Option::unwrap_or_default)
        .map_err(|e| StoreError::on(conn, "find where a day ends", e))
}

/// Where a business day ends in the books, at least at `after`. `end` is the first moment after the day.
///
/// # Errors
/// When the database cannot be read.
pub fn marks_at(
    conn: &Connection,
    day: &str,
    end: UtcMs,
    after: Marks,
) -> Result<Marks, StoreError> {
    let receipt = "SELECT n FROM receipts WHERE business_day <= ?1 ORDER BY business_day DESC, n DESC LIMIT 1";
    let cash = "SELECT max(id) FROM cash WHERE business_day = (SELECT max(business_day) FROM cash WHERE business_day <= ?1)
                HAVING max(id) IS NOT NULL";
    let journal = format!(
        "SELECT j.seq FROM journal j INDEXED BY journal_of_days WHERE {OF_MONEY} AND j.at < ?1
         ORDER BY j.at DESC, j.seq DESC LIMIT 1"
    );
    let later = format!(
        "SELECT j.seq FROM journal j INDEXED BY journal_of_days WHERE {OF_MONEY} AND j.at >= ?1 LIMIT 1"
    );
    let journal = if one(conn, &later, [end.0])? == 0 {
        crate::journal::head(conn)?.seq
    } else {
        one(conn, &journal, [end.0])?
    };
    Ok(Marks {
        receipt: one(conn, receipt, [day])?.max(after.receipt),
        cash: one(conn, cash, [day])?.max(after.cash),
        journal: journal.max(after.journal),
    })
}

/// When the last of what comes before a part of the books was written.
///
/// # Errors
/// When the database cannot be read.
pub fn begins(conn: &Connection, part: Part<'_>) -> Result<UtcMs, StoreError> {
    match part {
        Part::Day { from, .. } => Ok(from),
        Part::Between { after, .. } => {
            let journal = one(
                conn,
                "SELECT at FROM journal WHERE seq = ?1",
                [after.journal],
            )?;
            let cash = one(conn, "SELECT at FROM cash WHERE id = ?1", [after.cash])?;
            Ok(UtcMs(journal.max(cash)))
        }
    }
}

/// When the first money after these marks moved, and when money first moved at or after a time: what the days without a report are
/// found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// After these marks.
    Marks(Marks),
    /// On this business day or later: the day's first moment.
    Time(UtcMs),
}

/// The first moment at or after `from` at which a receipt, cash or an entry about money was written, by the clock of the record.
///
/// # Errors
/// When the database cannot be read.
pub fn next_record(conn: &Connection, from: Since, day: &str) -> Result<Option<UtcMs>, StoreError> {
    let found = match from {
        Since::Marks(marks) => [
            one(
                conn,
                "SELECT at FROM receipts WHERE n > ?1 ORDER BY n LIMIT 1",
                [marks.receipt],
            )?,
            one(
                conn,
                "SELECT at FROM cash WHERE id > ?1 ORDER BY id LIMIT 1",
                [marks.cash],
            )?,
            one(
                conn,
                &format!(
                    "SELECT j.at FROM journal j NOT INDEXED WHERE j.seq > ?1 AND {OF_MONEY} ORDER BY j.seq LIMIT 1"
                ),
                [marks.journal],
            )?,
        ],
        Since::Time(time) => [
            one(
                conn,
                "SELECT at FROM receipts WHERE business_day >= ?1 ORDER BY business_day, n LIMIT 1",
                [day],
            )?,
            one(
                conn,
                "SELECT at FROM cash WHERE business_day >= ?1 ORDER BY business_day, at LIMIT 1",
                [day],
            )?,
            one(
                conn,
                &format!(
                    "SELECT j.at FROM journal j INDEXED BY journal_of_days WHERE {OF_MONEY} AND j.at >= ?1 ORDER BY j.at LIMIT 1"
                ),
                [time.0],
            )?,
        ],
    };
    Ok(found.into_iter().filter(|at| *at > 0).min().map(UtcMs))
}

/// How many payments that were taken over are not assigned, and what they come to.
///
/// # Errors
/// When the database cannot be read.
pub fn unassigned(conn: &Connection) -> Result<(u32, SignedMoney), StoreError> {
    conn.prepare_cached(
        "SELECT count(*), coalesce(sum(amount_fils), 0) FROM orphans WHERE assigned_at IS NULL",
    )
    .and_then(|mut statement| {
        statement.query_row([], |row| Ok((row.get(0)?, SignedMoney(row.get(1)?))))
    })
    .map_err(|e| StoreError::on(conn, "count payments taken over", e))
}

/// What the journal says of wallet payments that somebody or something wanted closed between two moments: the entries that began it.
///
/// # Errors
/// When the database cannot be read.
pub fn cancellations(
    conn: &Connection,
    from: UtcMs,
    to: UtcMs,
) -> Result<Vec<MoneyEntry>, StoreError> {
    conn.prepare_cached(&format!(
        "SELECT {ENTRY} FROM journal j INDEXED BY journal_of_days {JOINED}
         WHERE {OF_MONEY} AND j.at >= ?1 AND j.at < ?2 AND j.refund_number IS NULL
             AND (json_extract(j.params, '$.to') = 'closing'
                  OR json_extract(j.params, '$.to') = 'closed'
                     AND json_extract(j.params, '$.from') IN ('draft', 'submitting', 'awaiting_payment'))
         ORDER BY j.at DESC, j.seq DESC"
    ))
    .and_then(|mut statement| statement.query_map([from.0, to.0], read_entry)?.collect())
    .map_err(|e| StoreError::on(conn, "read what was cancelled", e))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Store;

    fn plan(sql: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("fils.db")).unwrap();
        let steps = store.look::<_, StoreError>(|tx| {
            let mut statement = tx.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = statement.query_map([1, 2], |row| row.get(3)).unwrap();
            Ok(steps.map(Result::unwrap).collect())
        });
        steps.unwrap()
    }

    #[test]
    fn only_a_days_rows_are_read() {
        let day = Part::Day {
            day: "2026-11-21",
            from: UtcMs(1),
            to: UtcMs(2),
        };
        let between = Part::Between {
            after: Marks::default(),
            to: Marks::default(),
        };
        for (sql, first) in [
            (
                entries_sql(day),
                "SEARCH j USING INDEX journal_of_days (at>? AND at<?)",
            ),
            (
                entries_sql(between),
                "SEARCH j USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
            ),
            (
                format!("{PAPERS} WHERE r.business_day = ?1 AND r.n > ?2 ORDER BY r.n"),
                "SEARCH r USING INDEX receipts_by_day (business_day=? AND n>?)",
            ),
        ] {
            let plan = plan(&sql);
            assert_eq!(plan[0], first);
            assert!(
                plan.iter().all(|step| !step.starts_with("SCAN")),
                "{plan:?}"
            );
        }
    }
}
