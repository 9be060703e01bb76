//! Verifying the whole journal: its chain, the ends of it that were kept elsewhere, and the rows that it must tell of.
//!
//! The chain alone finds an entry that was changed, taken out or moved. Whoever also computes every later hash anew, or cuts
//! entries off the end, is found by the heads that were kept: in the Z reports, in a file beside the books, on paper, or in an
//! exported journal. Nothing here relies on the triggers that keep the journal append-only: they can be dropped.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{self, SHA256};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;

use crate::{ChainHead, StoreError};

/// An end of the journal that was kept somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Where the journal ended then.
    pub head: ChainHead,
    /// Where it was kept, as the end of "as … says".
    pub kept_in: String,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// How many entries the journal has.
    pub entries: i64,
    /// Where it ends. Zeros where that cannot be read.
    pub head: ChainHead,
    /// How many kept heads it was compared with.
    pub witnesses: usize,
    /// The first thing that is not as it was written.
    pub broken: Option<Broken>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The place in the journal; `None` where a row has no entry at all.
    pub at: Option<i64>,
    /// One sentence.
    pub why: String,
}

impl Broken {
    fn at(seq: i64, why: impl Into<String>) -> Self {
        Self {
            at: Some(seq),
            why: why.into(),
        }
    }
}

/// How the reading of the journal ended.
enum Read {
    Whole,
    Broken(Broken),
}

/// A paper that the journal tells of: entry, number, total and VAT as decimal text.
struct Told {
    seq: i64,
    number: String,
    total: String,
    vat: String,
}

/// Cash that the journal tells of: entry, kinds of rows it may be, and its amount in fils where the entry has it.
struct Moved {
    seq: i64,
    kinds: &'static [&'static str],
    fils: Option<i64>,
}

/// What the journal says of the rows that must correspond to it.
#[derive(Default)]
struct Tale {
    papers: Vec<Told>,
    cash: Vec<Moved>,
}

/// Verifies the journal and compares it with `witnesses` and with the Z reports' heads.
///
/// # Errors
/// When the database cannot be read at all; what is wrong with the journal is in the answer.
pub(crate) fn audit(conn: &Connection, witnesses: &[Witness]) -> Result<Audit, StoreError> {
    let kept = sorted(conn, witnesses)?;
    let mut tale = Tale::default();
    let mut last = ChainHead {
        seq: 0,
        hash: [0; 32],
    };
    let read = read_all(conn, &kept, &mut last, Some(&mut tale))?;
    let (entries, head) = ending(conn)?;
    let broken = match read {
        Read::Broken(broken) => Some(broken),
        Read::Whole => {
            let cut = kept
                .range(last.seq + 1..)
                .next_back()
                .map(|(seq, (_, place))| {
                    Broken::at(
                        last.seq + 1,
                        format!(
                            "the journal ends at entry {}, but it had {seq}, as {place} says",
                            last.seq
                        ),
                    )
                });
            match cut {
                Some(broken) => Some(broken),
                None => corresponding(conn, &tale)?,
            }
        }
    };
    Ok(Audit {
        entries,
        head,
        witnesses: kept.len(),
        broken,
    })
}

/// Verifies the chain alone.
pub(crate) fn chain(conn: &Connection) -> Result<ChainHead, StoreError> {
    let mut last = ChainHead {
        seq: 0,
        hash: [0; 32],
    };
    match read_all(conn, &Kept::new(), &mut last, None)? {
        Read::Whole => Ok(last),
        Read::Broken(Broken { at, why }) => Err(StoreError::BrokenChain {
            seq: at.unwrap_or(last.seq + 1),
            why,
        }),
    }
}

type Kept = BTreeMap<i64, ([u8; 32], String)>;

/// The heads to compare with, by their place. Those of the Z reports are in the books themselves.
fn sorted(conn: &Connection, witnesses: &[Witness]) -> Result<Kept, StoreError> {
    let mut kept: Kept = BTreeMap::new();
    let mut add = |seq: i64, hash: [u8; 32], place: String| {
        if seq > 0 {
            kept.entry(seq).or_insert((hash, place));
        }
    };
    let failed = |e| StoreError::on(conn, "read the Z reports", e);
    let mut statement = conn
        .prepare("SELECT n, journal_to, journal_hash FROM z_reports ORDER BY n")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let n: i64 = row.get(0).map_err(failed)?;
        if let Ok(hash) = row.get(2) {
            add(
                row.get(1).map_err(failed)?,
                hash,
                format!("Z report {n} in the books"),
            );
        }
    }
    for witness in witnesses {
        add(witness.head.seq, witness.head.hash, witness.kept_in.clone());
    }
    // Two that differ about one place cannot both be right: the later ones are looked at on their own.
    let differing = witnesses.iter().find(|witness| {
        kept.get(&witness.head.seq)
            .is_some_and(|(hash, _)| *hash != witness.head.hash)
    });
    if let Some(witness) = differing {
        kept.insert(
            witness.head.seq,
            (witness.head.hash, witness.kept_in.clone()),
        );
    }
    Ok(kept)
}

const COLUMNS: &str =
    "seq, at, kind, made_by, order_number, refund_number, params, raw, prev_hash, hash";

fn read_all(
    conn: &Connection,
    kept: &Kept,
    last: &mut ChainHead,
    mut tale: Option<&mut Tale>,
) -> Result<Read, StoreError> {
    let failed = |e| StoreError::on(conn, "read the journal", e);
    let mut statement = conn
        .prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY seq"))
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut agreed = 0;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(Read::Whole),
            Err(error) => {
                let error = failed(error);
                if matches!(error, StoreError::Corrupted { .. }) {
                    let why = format!("it cannot be read: {error}");
                    return Ok(Read::Broken(Broken::at(last.seq + 1, why)));
                }
                return Err(error);
            }
        };
        let next = match follow(row, last) {
            Ok(head) => head,
            Err(broken) => return Ok(Read::Broken(broken)),
        };
        if let Some((hash, place)) = kept.get(&next.seq) {
            if *hash != next.hash {
                let from = agreed + 1;
                let why = if from == next.seq {
                    format!("it is not what was written, as {place} says")
                } else {
                    format!(
                        "something in the entries {from} to {} was written anew, as {place} says",
                        next.seq
                    )
                };
                return Ok(Read::Broken(Broken::at(next.seq, why)));
            }
            agreed = next.seq;
        }
        if let Some(tale) = tale.as_deref_mut() {
            remember(row, next.seq, tale).map_err(failed)?;
        }
        *last = next;
    }
}

/// Checks one entry against the one before. Answers the head with it.
fn follow(row: &Row<'_>, before: &ChainHead) -> Result<ChainHead, Broken> {
    let expected = before.seq + 1;
    let unreadable = |_| Broken::at(expected, "it cannot be read");
    let seq: i64 = row.get(0).map_err(unreadable)?;
    if seq != expected {
        let why = if seq < expected {
            "it stands there twice".to_owned()
        } else if seq == expected + 1 {
            "it is missing".to_owned()
        } else {
            format!("it and all up to entry {} are missing", seq - 1)
        };
        return Err(Broken::at(expected, why));
    }
    let prev: [u8; 32] = row.get(8).map_err(unreadable)?;
    let hash: [u8; 32] = row.get(9).map_err(unreadable)?;
    let counted = hash_of(row, &prev, seq).map_err(unreadable)?;
    if prev != before.hash {
        let why = if counted == hash {
            "it does not follow the entry before it: entries were taken out or exchanged, or the one before was written anew"
        } else {
            "it does not follow the entry before it: it was changed, or exchanged with another"
        };
        return Err(Broken::at(seq, why));
    }
    if counted != hash {
        return Err(Broken::at(seq, "its content is not what was written"));
    }
    Ok(ChainHead { seq, hash })
}

/// The hash of an entry as it stands, without making anything of its texts. The twin of `journal::hash`.
fn hash_of(row: &Row<'_>, prev: &[u8; 32], seq: i64) -> rusqlite::Result<[u8; 32]> {
    let mut context = digest::Context::new(&SHA256);
    context.update(b"fils journal 1");
    context.update(prev);
    context.update(&seq.to_be_bytes());
    let at: i64 = row.get(1)?;
    context.update(&at.to_be_bytes());
    for column in 2..=7 {
        match row.get_ref(column)? {
            ValueRef::Null => context.update(&u64::MAX.to_be_bytes()),
            ValueRef::Text(text) => {
                context.update(&(text.len() as u64).to_be_bytes());
                context.update(text);
            }
            other @ (ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_)) => {
                let name = row.as_ref().column_name(column)?.to_owned();
                return Err(rusqlite::Error::InvalidColumnType(
                    column,
                    name,
                    other.data_type(),
                ));
            }
        }
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    Ok(hash)
}

/// Keeps what must correspond to a row.
fn remember(row: &Row<'_>, seq: i64, tale: &mut Tale) -> rusqlite::Result<()> {
    let kinds: &[&str] = match row.get_ref(2)?.as_bytes()? {
        b"sale_completed" | b"sale_returned" => &[],
        b"cash_taken" => &["sale"],
        b"cash_returned" => &["returned"],
        b"cash_refunded" => &["refund"],
        b"cash_moved" => &["float", "paid_in", "paid_out", "drop"],
        _ => return Ok(()),
    };
    let params: Value = serde_json::from_slice(row.get_ref(6)?.as_bytes()?).unwrap_or_default();
    let text = |name: &str| params[name].as_str().unwrap_or_default().to_owned();
    if kinds.is_empty() {
        tale.papers.push(Told {
            seq,
            number: text("receipt"),
            total: text("total"),
            vat: text("vat"),
        });
    } else {
        let fils =
            fils(&text("amount")).or_else(|| Some(fils(&text("given"))? - fils(&text("change"))?));
        tale.cash.push(Moved { seq, kinds, fils });
    }
    Ok(())
}

/// Decimal text with two digits, as fils.
fn fils(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let whole: i64 = whole.replace(',', "").parse().ok()?;
    digits.then_some(())?;
    whole.checked_mul(100)?.checked_add(part.parse().ok()?)
}

fn decimal(fils: i64) -> String {
    format!("{}.{:02}", fils / 100, fils % 100)
}

/// How many entries there are and where they end, whatever is wrong with them.
fn ending(conn: &Connection) -> Result<(i64, ChainHead), StoreError> {
    let failed = |e| StoreError::on(conn, "count the journal's entries", e);
    let entries = conn
        .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
        .map_err(failed)?;
    let head = conn.query_row(
        "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1",
        [],
        |row| {
            Ok(ChainHead {
                seq: row.get(0)?,
                // One that is no hash is found by the reading.
                hash: row.get(1).unwrap_or_default(),
            })
        },
    );
    match head {
        Ok(head) => Ok((entries, head)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok((
            entries,
            ChainHead {
                seq: 0,
                hash: [0; 32],
            },
        )),
        Err(error) => Err(failed(error)),
    }
}

/// Papers, cash and Z reports are written in the transaction of their entry, so both go in the same order and neither is without
/// the other.
fn corresponding(conn: &Connection, tale: &Tale) -> Result<Option<Broken>, StoreError> {
    let failed = |e| StoreError::on(conn, "compare the books with the journal", e);
    if let Some(broken) = papers(conn, &tale.papers).map_err(failed)? {
        return Ok(Some(broken));
    }
    if let Some(broken) = cash(conn, &tale.cash).map_err(failed)? {
        return Ok(Some(broken));
    }
    reports(conn).map_err(failed)
}

fn papers(conn: &Connection, told: &[Told]) -> rusqlite::Result<Option<Broken>> {
    let mut statement =
        conn.prepare("SELECT number, total_fils, vat_fils FROM receipts ORDER BY n")?;
    let mut rows = statement.query([])?;
    let mut told = told.iter();
    loop {
        let row = rows.next()?;
        let (row, entry) = match (row, told.next()) {
            (None, None) => return Ok(None),
            (Some(row), Some(entry)) => (row, entry),
            (Some(row), None) => {
                let number: String = row.get(0)?;
                return Ok(Some(Broken {
                    at: None,
                    why: format!("the journal does not tell of the receipt {number}"),
                }));
            }
            (None, Some(entry)) => {
                let why = format!(
                    "it tells of the receipt {}, which is not in the books",
                    entry.number
                );
                return Ok(Some(Broken::at(entry.seq, why)));
            }
        };
        let number: String = row.get(0)?;
        if number != entry.number {
            let why = format!(
                "it tells of the receipt {}, where the books have {number}",
                entry.number
            );
            return Ok(Some(Broken::at(entry.seq, why)));
        }
        let (total, vat): (i64, i64) = (row.get(1)?, row.get(2)?);
        if fils(&entry.total) != Some(total) || fils(&entry.vat) != Some(vat) {
            let why = format!(
                "it tells of the receipt {number} over {} with {} VAT, where the books have {} and {}",
                entry.total,
                entry.vat,
                decimal(total),
                decimal(vat)
            );
            return Ok(Some(Broken::at(entry.seq, why)));
        }
    }
}

fn cash(conn: &Connection, told: &[Moved]) -> rusqlite::Result<Option<Broken>> {
    let mut statement = conn.prepare("SELECT id, kind, amount_fils FROM cash ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut told = told.iter();
    loop {
        let row = rows.next()?;
        let (row, entry) = match (row, told.next()) {
            (None, None) => return Ok(None),
            (Some(row), Some(entry)) => (row, entry),
            (Some(row), None) => {
                let id: i64 = row.get(0)?;
                return Ok(Some(Broken {
                    at: None,
                    why: format!("the journal does not tell of the cash movement {id}"),
                }));
            }
            (None, Some(entry)) => {
                let why = "it tells of cash that is not in the books";
                return Ok(Some(Broken::at(entry.seq, why)));
            }
        };
        let (id, kind, amount): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let same =
            entry.kinds.contains(&kind.as_str()) && entry.fils.is_none_or(|fils| fils == amount);
        if !same {
            let why = format!(
                "it tells of other cash than the books have as movement {id}, {kind} {}",
                decimal(amount)
            );
            return Ok(Some(Broken::at(entry.seq, why)));
        }
    }
}

/// Z reports are numbered without gaps.
fn reports(conn: &Connection) -> rusqlite::Result<Option<Broken>> {
    let (count, last): (i64, i64) = conn.query_row(
        "SELECT count(*), coalesce(max(n), 0) FROM z_reports",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let closed: i64 = conn.query_row(
        "SELECT count(*) FROM journal WHERE kind = 'day_closed'",
        [],
        |row| row.get(0),
    )?;
    if count == last && closed == count {
        return Ok(None);
    }
    Ok(Some(Broken {
        at: None,
        why: format!(
            "the journal tells of {closed} closed days, and the books have {count} Z reports up to number {last}"
        ),
    }))
}
