//! The journal: everything that happened, in order, append-only, each entry's hash covering the one before.

use aws_lc_rs::digest::{self, SHA256};
use fils_order::{OrderNumber, RefundNumber, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, params};

use crate::columns::parsed_option;
use crate::{StoreError, audit};

/// What the first entry has for the hash of the one before.
const START: [u8; 32] = [0; 32];

/// An entry to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When it happened.
    pub at: UtcMs,
    /// What happened: a code of at most 64 characters, such as `query_answered`.
    pub kind: String,
    /// Who did it: a person, or a part of Fils.
    pub by: String,
    /// The order it is about.
    pub order: Option<OrderNumber>,
    /// The refund it is about.
    pub refund: Option<RefundNumber>,
    /// Its details as a JSON object.
    pub params: String,
    /// A request or reply as it went over the wire, without secrets.
    pub raw: Option<String>,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place: 1 for the first, without gaps.
    pub seq: i64,
    /// What it says.
    pub entry: NewEntry,
    /// SHA-256 over the hash of the one before and what this one says.
    pub hash: [u8; 32],
}

/// Where the journal ends. Kept outside the computer, it also proves that no entry was cut off the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// The last entry's place; 0 for an empty journal.
    pub seq: i64,
    /// The last entry's hash; zeros for an empty journal.
    pub hash: [u8; 32],
}

impl ChainHead {
    /// The hash in hexadecimal, 64 digits.
    pub fn hex(&self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let nibbles = self.hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.map(|nibble| DIGITS[usize::from(nibble)]).collect()
    }
}

/// The hash of an entry. Every field is preceded by its length, so that no two entries have the same bytes.
fn hash(prev: &[u8; 32], seq: i64, entry: &NewEntry) -> [u8; 32] {
    fn field(context: &mut digest::Context, text: Option<&str>) {
        match text {
            None => context.update(&u64::MAX.to_be_bytes()),
            Some(text) => {
                context.update(&(text.len() as u64).to_be_bytes());
                context.update(text.as_bytes());
            }
        }
    }
    let mut context = digest::Context::new(&SHA256);
    context.update(b"fils journal 1");
    context.update(prev);
    context.update(&seq.to_be_bytes());
    context.update(&entry.at.0.to_be_bytes());
    field(&mut context, Some(&entry.kind));
    field(&mut context, Some(&entry.by));
    field(&mut context, entry.order.as_ref().map(OrderNumber::as_str));
    field(
        &mut context,
        entry.refund.as_ref().map(RefundNumber::as_str),
    );
    field(&mut context, Some(&entry.params));
    field(&mut context, entry.raw.as_deref());
    let mut hash = START;
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Where the journal ends now.
///
/// # Errors
/// When the database cannot be read.
pub fn head(conn: &Connection) -> Result<ChainHead, StoreError> {
    conn.prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        .and_then(|mut statement| {
            statement
                .query_row([], |row| {
                    Ok(ChainHead {
                        seq: row.get(0)?,
                        hash: row.get(1)?,
                    })
                })
                .optional()
        })
        .map(|head| {
            head.unwrap_or(ChainHead {
                seq: 0,
                hash: START,
            })
        })
        .map_err(|e| StoreError::on(conn, "read the journal's end", e))
}

/// The hash of the entry at a place, as it stands there.
///
/// # Errors
/// When the database cannot be read.
pub fn hash_at(conn: &Connection, seq: i64) -> Result<Option<[u8; 32]>, StoreError> {
    conn.prepare_cached("SELECT hash FROM journal WHERE seq = ?1")
        .and_then(|mut statement| statement.query_row([seq], |row| row.get(0)).optional())
        .map_err(|e| StoreError::on(conn, "read an entry of the journal", e))
}

/// Appends entries in their order. Answers where the journal then ends.
///
/// # Errors
/// [`StoreError::Forbidden`] when an entry breaks the schema (an unknown order, details that are not JSON).
pub fn append(tx: &Transaction<'_>, entries: &[NewEntry]) -> Result<ChainHead, StoreError> {
    let mut head = head(tx)?;
    for entry in entries {
        let seq = head.seq + 1;
        let next = hash(&head.hash, seq, entry);
        tx.prepare_cached(
            "INSERT INTO journal (seq, at, kind, made_by, order_number, refund_number, params, raw, prev_hash, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                seq,
                entry.at.0,
                entry.kind,
                entry.by,
                entry.order.as_ref().map(OrderNumber::as_str),
                entry.refund.as_ref().map(RefundNumber::as_str),
                entry.params,
                entry.raw,
                head.hash,
                next
            ])
        })
        .map_err(|e| StoreError::on_row(tx, "append to the journal", ("Journal entry", &entry.kind), e))?;
        head = ChainHead { seq, hash: next };
    }
    Ok(head)
}

const COLUMNS: &str = "seq, at, kind, made_by, order_number, refund_number, params, raw, hash";

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        entry: NewEntry {
            at: UtcMs(row.get(1)?),
            kind: row.get(2)?,
            by: row.get(3)?,
            order: parsed_option(row, 4)?,
            refund: parsed_option(row, 5)?,
            params: row.get(6)?,
            raw: row.get(7)?,
        },
        hash: row.get(8)?,
    })
}

fn select(conn: &Connection, rest: &str, params: impl Params) -> Result<Vec<Entry>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM journal {rest}"))
        .and_then(|mut statement| statement.query_map(params, read)?.collect())
        .map_err(|e| StoreError::on(conn, "read the journal", e))
}

/// An order's story, its refunds' included, the first entry first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_order(conn: &Connection, order: &OrderNumber) -> Result<Vec<Entry>, StoreError> {
    select(
        conn,
        "WHERE seq IN (SELECT seq FROM journal WHERE order_number = ?1
             UNION SELECT j.seq FROM refunds r JOIN journal j ON j.refund_number = r.number WHERE r.order_number = ?1)
         ORDER BY seq",
        [order.as_str()],
    )
}

/// What is written of a sale that names none of its orders or refunds, the first entry first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Vec<Entry>, StoreError> {
    select(
        conn,
        "WHERE json_extract(params, '$.sale') = ?1 AND order_number IS NULL AND refund_number IS NULL ORDER BY seq",
        [sale.as_str()],
    )
}

/// The last `limit` entries, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn latest(conn: &Connection, limit: u32) -> Result<Vec<Entry>, StoreError> {
    select(conn, "ORDER BY seq DESC LIMIT ?1", [limit])
}

/// Checks every entry against the one before. Answers where the journal ends.
///
/// # Errors
/// [`StoreError::BrokenChain`] names the first place where there is not what was written.
pub fn verify_chain(conn: &Connection) -> Result<ChainHead, StoreError> {
    audit::chain(conn)
}
