//! Settings: what the till has learnt and must keep, such as the measured clock offset. Never a secret.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::StoreError;

/// Stores a value under a key of at most 64 characters, over whatever was there.
///
/// # Errors
/// [`StoreError::Forbidden`] when the key is empty or too long.
pub fn set(tx: &Transaction<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .and_then(|mut statement| statement.execute([key, value]))
    .map_err(|e| StoreError::on_row(tx, "store a setting", ("Setting", key), e))?;
    Ok(())
}

/// The value under a key, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn get(conn: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    conn.prepare_cached("SELECT value FROM settings WHERE key = ?1")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map_err(|e| StoreError::on(conn, "read a setting", e))
}
