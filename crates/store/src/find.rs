//! Searching for sales: one row for each, in the order of time, and an index of the words it is found by.
//!
//! What the words are is not the store's: whoever takes a sale in makes them. A row's id is its place in time, so that a
//! period, a page and "the newest first" are all one range of ids, which the index walks without looking at anything else.

use chrono::{Days, NaiveDate};
use fils_order::{Money, SaleId, UtcMs};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use crate::StoreError;
use crate::columns::{money, parsed};

/// How many ids a business day has: more than it can have seconds, so that two sales of one second find a place.
const IDS_A_DAY_BITS: u32 = 18;

/// A block is so many days: a word says which one a sale is in, so that a search can be held to some of them.
const DAYS_A_BLOCK_BITS: u32 = 5;

/// The last second a sale of a business day can be at, from its midnight in Dubai; what is later stands there too.
const LAST_SECOND: i64 = 200_000;

const DUBAI_OFFSET_MS: i64 = 4 * 3_600_000;
const DAY_S: i64 = 86_400;

/// What a search knows of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The sale.
    pub sale: SaleId,
    /// When: its receipt's time where there is one, else its own.
    pub at: UtcMs,
    /// The business day of that, `YYYY-MM-DD`.
    pub business_day: String,
    /// Where it stands, as a code of whoever took it in.
    pub state: String,
    /// What it costs, above 0.
    pub total: Money,
    /// What went back of it.
    pub returned: Money,
    /// Who sold.
    pub by: String,
    /// Its receipt's number.
    pub receipt: Option<String>,
    /// The numbers of its orders, the first one first.
    pub orders: Vec<String>,
    /// Whether cash pays for it.
    pub cash: bool,
    /// Whether a wallet pays for it.
    pub wallet: bool,
    /// Whether a person must look at it.
    pub attention: bool,
    /// The first things sold.
    pub what: String,
    /// The same in Arabic.
    pub what_ar: Option<String>,
}

/// What the words of a sale name by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// Somebody who sold.
    Person,
    /// A category of products.
    Category,
}

impl NameKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Category => "category",
        }
    }
}

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The words as FTS5 is asked for them; `None` finds every sale.
    pub words: Option<&'a str>,
    /// The first place.
    pub first: i64,
    /// The last place.
    pub last: i64,
    /// At most so many, the newest first.
    pub limit: u32,
}

/// A search that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedRow {
    /// What tells it from every other.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it looks for, as JSON.
    pub body: String,
}

/// The first place of a business day; `None` for what is no day.
fn first_of(day: &str) -> Option<i64> {
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let number = day.signed_duration_since(NaiveDate::default()).num_days();
    Some(number << IDS_A_DAY_BITS)
}

/// The block a place is in.
pub fn block_of(id: i64) -> i64 {
    id >> (IDS_A_DAY_BITS + DAYS_A_BLOCK_BITS)
}

/// The first place of a block.
pub fn first_of_block(block: i64) -> i64 {
    block << (IDS_A_DAY_BITS + DAYS_A_BLOCK_BITS)
}

/// The block a business day is in; 0 for what is no day.
pub fn block_of_day(day: &str) -> i64 {
    first_of(day).map(block_of).unwrap_or_default()
}

/// Whether a text is a day, `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    first_of(text).is_some()
}

/// The business day a place belongs to.
fn day_of(id: i64) -> String {
    let number = u64::try_from(id >> IDS_A_DAY_BITS).unwrap_or_default();
    NaiveDate::default()
        .checked_add_days(Days::new(number))
        .map(|day| day.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// Where a sale wants to stand; `None` for what is no day.
fn place(find: &Find) -> Option<i64> {
    let first = first_of(&find.business_day)?;
    let midnight_s = (first >> IDS_A_DAY_BITS) * DAY_S;
    let second = (find.at.0 + DUBAI_OFFSET_MS).div_euclid(1000) - midnight_s;
    Some(first + second.clamp(0, LAST_SECOND))
}

/// How many sales wait to be taken in, counted up to `most`.
///
/// # Errors
/// When the database cannot be read.
pub fn count_due(conn: &Connection, most: u32) -> Result<u32, StoreError> {
    conn.prepare_cached("SELECT count(*) FROM (SELECT 1 FROM finds_due LIMIT ?1)")
        .and_then(|mut statement| statement.query_row([most], |row| row.get(0)))
        .map_err(|e| StoreError::on(conn, "count what the search lacks", e))
}

/// Sales that wait to be taken in, the newest numbers first.
///
/// # Errors
/// When the database cannot be read.
pub fn due(conn: &Connection, limit: u32) -> Result<Vec<SaleId>, StoreError> {
    conn.prepare_cached("SELECT sale FROM finds_due ORDER BY sale DESC LIMIT ?1")
        .and_then(|mut statement| {
            statement
                .query_map([limit], |row| parsed(row, 0))?
                .collect()
        })
        .map_err(|e| StoreError::on(conn, "read what the search lacks", e))
}

/// A sale does not wait any more: it was taken in, in this very transaction.
///
/// # Errors
/// When the database cannot be written.
pub fn not_due(tx: &Transaction<'_>, sale: &SaleId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM finds_due WHERE sale = ?1")
        .and_then(|mut statement| statement.execute([sale.as_str()]))
        .map_err(|e| StoreError::on(tx, "bring the search up to date", e))?;
    Ok(())
}

/// Takes a sale in, in the place of what was known of it: what a list shows, the words it is found by, and those of them that
/// can be found by their beginning.
///
/// # Errors
/// [`StoreError::Forbidden`] when it breaks the schema or its day is no day.
pub fn put(
    tx: &Transaction<'_>,
    find: &Find,
    words: &str,
    vocabulary: &[String],
) -> Result<(), StoreError> {
    let failed = |e| {
        StoreError::on_row(
            tx,
            "take a sale into the search",
            ("Sale", find.sale.as_str()),
            e,
        )
    };
    let known: Option<(i64, i64)> = tx
        .prepare_cached("SELECT id, at FROM finds WHERE sale = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([find.sale.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(failed)?;
    if let Some((id, _)) = known {
        for sql in [
            "DELETE FROM find_words WHERE rowid = ?1",
            "DELETE FROM finds WHERE id = ?1",
        ] {
            tx.prepare_cached(sql)
                .and_then(|mut statement| statement.execute([id]))
                .map_err(failed)?;
        }
    }
    let id = match known {
        Some((id, at)) if at == find.at.0 && day_of(id) == find.business_day => id,
        Some(_) | None => free_place(tx, find)?,
    };
    tx.prepare_cached(
        "INSERT INTO finds (id, sale, at, state, total_fils, returned_fils, made_by, receipt, orders, cash, wallet,
             attention, what, what_ar)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            find.sale.as_str(),
            find.at.0,
            find.state,
            find.total.fils(),
            find.returned.fils(),
            find.by,
            find.receipt,
            find.orders.join(" "),
            find.cash,
            find.wallet,
            find.attention,
            find.what,
            find.what_ar
        ])
    })
    .map_err(failed)?;
    tx.prepare_cached("INSERT INTO find_words (rowid, words) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.execute(params![id, words]))
        .map_err(failed)?;
    for word in vocabulary {
        tx.prepare_cached("INSERT OR IGNORE INTO find_vocabulary (word) VALUES (?1)")
            .and_then(|mut statement| statement.execute([word]))
            .map_err(failed)?;
    }
    Ok(())
}

/// Whether a sale is neither complete nor void, and whether it holds more money than it should.
///
/// # Errors
/// When the database cannot be read.
pub fn open_and_overpaid(conn: &Connection, sale: &SaleId) -> Result<(bool, bool), StoreError> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM open_sales WHERE sale = ?1), EXISTS (SELECT 1 FROM overpaid_sales WHERE sale = ?1)",
    )
    .and_then(|mut statement| {
        statement.query_row([sale.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
    })
    .map_err(|e| StoreError::on(conn, "read where a sale stands", e))
}

/// The first free place at or after the one it wants.
fn free_place(tx: &Transaction<'_>, find: &Find) -> Result<i64, StoreError> {
    let mut id = place(find).ok_or_else(|| StoreError::Forbidden {
        what: "Sale",
        number: find.sale.to_string(),
        rule: format!("“{}” is no business day", find.business_day),
    })?;
    let mut taken = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM finds WHERE id = ?1)")
        .map_err(|e| StoreError::on(tx, "take a sale into the search", e))?;
    while taken
        .query_row([id], |row| row.get(0))
        .map_err(|e| StoreError::on(tx, "take a sale into the search", e))?
    {
        id += 1;
    }
    Ok(id)
}

/// The number a name has in the words of the search; a new one when it has none yet.
///
/// # Errors
/// When the database cannot be written.
pub fn number_name(tx: &Transaction<'_>, kind: NameKind, name: &str) -> Result<i64, StoreError> {
    if let Some(id) = name_number(tx, kind, name)? {
        return Ok(id);
    }
    tx.prepare_cached("INSERT INTO find_names (kind, name) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.insert(params![kind.as_str(), name]))
        .map_err(|e| StoreError::on(tx, "name what is searched for", e))
}

/// The number a name has in the words of the search, if it has one.
///
/// # Errors
/// When the database cannot be read.
pub fn name_number(
    conn: &Connection,
    kind: NameKind,
    name: &str,
) -> Result<Option<i64>, StoreError> {
    conn.prepare_cached("SELECT id FROM find_names WHERE kind = ?1 AND name = ?2")
        .and_then(|mut statement| {
            statement
                .query_row([kind.as_str(), name], |row| row.get(0))
                .optional()
        })
        .map_err(|e| StoreError::on(conn, "read what can be searched for", e))
}

/// Every name of a kind, in their order.
///
/// # Errors
/// When the database cannot be read.
pub fn names(conn: &Connection, kind: NameKind) -> Result<Vec<String>, StoreError> {
    conn.prepare_cached("SELECT name FROM find_names WHERE kind = ?1 ORDER BY name")
        .and_then(|mut statement| {
            statement
                .query_map([kind.as_str()], |row| row.get(0))?
                .collect()
        })
        .map_err(|e| StoreError::on(conn, "read what can be searched for", e))
}

/// Words of the vocabulary that begin so, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn beginning(conn: &Connection, start: &str, limit: u32) -> Result<Vec<String>, StoreError> {
    let end = format!("{start}{}", char::MAX);
    conn.prepare_cached(
        "SELECT word FROM find_vocabulary WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3",
    )
    .and_then(|mut statement| {
        statement
            .query_map(params![start, end, limit], |row| row.get(0))?
            .collect()
    })
    .map_err(|e| StoreError::on(conn, "search", e))
}

const COLUMNS: &str = "f.id, f.sale, f.at, f.state, f.total_fils, f.returned_fils, f.made_by, f.receipt, f.orders, f.cash, \
                       f.wallet, f.attention, f.what, f.what_ar";

fn read(row: &Row<'_>) -> rusqlite::Result<(i64, Find)> {
    let id: i64 = row.get(0)?;
    let orders: String = row.get(8)?;
    let find = Find {
        sale: parsed(row, 1)?,
        at: UtcMs(row.get(2)?),
        business_day: day_of(id),
        state: row.get(3)?,
        total: money(row, 4)?,
        returned: money(row, 5)?,
        by: row.get(6)?,
        receipt: row.get(7)?,
        orders: orders.split_whitespace().map(str::to_owned).collect(),
        cash: row.get(9)?,
        wallet: row.get(10)?,
        attention: row.get(11)?,
        what: row.get(12)?,
        what_ar: row.get(13)?,
    };
    Ok((id, find))
}

/// The first and the last place from a business day to another, before a place; `None` when no sale stands there.
///
/// # Errors
/// When the database cannot be read.
pub fn range(
    conn: &Connection,
    from: Option<&str>,
    to: Option<&str>,
    before: Option<i64>,
) -> Result<Option<(i64, i64)>, StoreError> {
    let last_of = |day: &str| Some(first_of(day)? + (1 << IDS_A_DAY_BITS) - 1);
    let first = from.and_then(first_of).unwrap_or(i64::MIN);
    let last = to.and_then(last_of).unwrap_or(i64::MAX);
    let last = before.map_or(last, |before| last.min(before.saturating_sub(1)));
    conn.prepare_cached(
        "SELECT (SELECT id FROM finds WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 1),
             (SELECT id FROM finds WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1)",
    )
    .and_then(|mut statement| {
        statement.query_row([first, last], |row| {
            Ok(row
                .get::<_, Option<i64>>(0)?
                .zip(row.get::<_, Option<i64>>(1)?))
        })
    })
    .map_err(|e| StoreError::on(conn, "search", e))
}

/// The sales that fit, the newest first, each with its place.
///
/// # Errors
/// When the database cannot be read.
pub fn page(conn: &Connection, wanted: &Wanted<'_>) -> Result<Vec<(i64, Find)>, StoreError> {
    let (first, last) = (wanted.first, wanted.last);
    let limit = wanted.limit;
    let found = match wanted.words {
        None => conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM finds f WHERE f.id BETWEEN :first AND :last ORDER BY f.id DESC LIMIT :limit"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map(
                        named_params! { ":first": first, ":last": last, ":limit": limit },
                        read,
                    )?
                    .collect()
            }),
        // A CROSS JOIN keeps its order: from the few that fit to their rows.
        Some(words) => conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM find_words w CROSS JOIN finds f ON f.id = w.rowid
                 WHERE w.find_words MATCH :words AND w.rowid BETWEEN :first AND :last ORDER BY w.rowid DESC LIMIT :limit"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map(
                        named_params! { ":words": words, ":first": first, ":last": last, ":limit": limit },
                        read,
                    )?
                    .collect()
            }),
    };
    found.map_err(|e| StoreError::on(conn, "search", e))
}

/// What the search knows of a sale.
///
/// # Errors
/// When the database cannot be read.
pub fn of_sale(conn: &Connection, sale: &SaleId) -> Result<Option<Find>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM finds f WHERE f.sale = ?1"))
        .and_then(|mut statement| {
            statement
                .query_row([sale.as_str()], |row| Ok(read(row)?.1))
                .optional()
        })
        .map_err(|e| StoreError::on(conn, "search", e))
}

/// The searches that were kept, by their names.
///
/// # Errors
/// When the database cannot be read.
pub fn saved(conn: &Connection) -> Result<Vec<SavedRow>, StoreError> {
    conn.prepare_cached("SELECT id, name, body FROM saved_filters ORDER BY name")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| {
                    Ok(SavedRow {
                        id: row.get(0)?,
                        name: row.get(1)?,
                        body: row.get(2)?,
                    })
                })?
                .collect()
        })
        .map_err(|e| StoreError::on(conn, "read the searches that were kept", e))
}

/// Keeps a search under a name, in the place of the one that had it.
///
/// # Errors
/// [`StoreError::Forbidden`] when the name is empty or longer than 40 characters.
pub fn save(tx: &Transaction<'_>, name: &str, body: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO saved_filters (name, body) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET body = excluded.body",
    )
    .and_then(|mut statement| statement.execute([name, body]))
    .map_err(|e| StoreError::on_row(tx, "keep a search", ("Search", name), e))?;
    Ok(())
}

/// Forgets a search that was kept.
///
/// # Errors
/// When the database cannot be written.
pub fn forget(tx: &Transaction<'_>, id: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM saved_filters WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .map_err(|e| StoreError::on(tx, "forget a search", e))?;
    Ok(())
}
