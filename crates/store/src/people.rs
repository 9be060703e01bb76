//! The people who use the till. Their PINs are here as hashes only.

use fils_order::UtcMs;
use rusqlite::{Connection, Row, Transaction, params};

use crate::StoreError;

/// A person.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The person's own id, which never changes.
    pub id: String,
    /// The name on screens and papers, at most 64 characters.
    pub name: String,
    /// `cashier`, `manager` or `owner`.
    pub role: String,
    /// The PIN's argon2id hash in PHC form.
    pub pin_hash: String,
    /// Whether the person may still sign in.
    pub active: bool,
    /// Wrong PINs so far and what follows from them, as JSON.
    pub lockout: String,
    /// Since when the person is known.
    pub created_at: UtcMs,
    /// Goes up with every change; 0 for a person who is new.
    pub version: i64,
}

impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("role", &self.role)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow {
        id: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        pin_hash: row.get(3)?,
        active: row.get(4)?,
        lockout: row.get(5)?,
        created_at: UtcMs(row.get(6)?),
        version: row.get(7)?,
    })
}

/// Stores a person as new (version 0) or over the version that was read.
///
/// # Errors
/// [`StoreError::Duplicate`] when an active person has the name, [`StoreError::Stale`] when the person has changed since.
pub fn put(tx: &Transaction<'_>, person: &PersonRow) -> Result<(), StoreError> {
    let sql = if person.version == 0 {
        "INSERT INTO people (id, name, role, pin_hash, active, lockout, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 + 1)"
    } else {
        "UPDATE people SET name = ?2, role = ?3, pin_hash = ?4, active = ?5, lockout = ?6, created_at = ?7,
             version = version + 1
         WHERE id = ?1 AND version = ?8"
    };
    let stored = tx
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.execute(params![
                person.id,
                person.name,
                person.role,
                person.pin_hash,
                person.active,
                person.lockout,
                person.created_at.0,
                person.version
            ])
        })
        .map_err(|e| StoreError::on_row(tx, "store a person", ("Person", &person.name), e))?;
    if stored == 1 {
        return Ok(());
    }
    Err(StoreError::Stale {
        what: "Person",
        number: person.name.clone(),
    })
}

/// Everybody, by name; also those who may no longer sign in.
///
/// # Errors
/// When the database cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<PersonRow>, StoreError> {
    conn.prepare_cached(
        "SELECT id, name, role, pin_hash, active, lockout, created_at, version FROM people ORDER BY name, id",
    )
    .and_then(|mut statement| statement.query_map([], read)?.collect())
    .map_err(|e| StoreError::on(conn, "read the people", e))
}
