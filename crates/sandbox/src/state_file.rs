//! The sandbox's memory across restarts: one SQLite table of records.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};

use crate::book::{Change, RecordKind};
use crate::sandbox::Sandbox;

/// Why the state cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The database refuses.
    #[error("the training state {} cannot be used: {source}. Close the other program that uses it, or move the file away.", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A record in it cannot be read.
    #[error("the training state {} holds a {kind} that cannot be read ({source}); move the file away to start anew.", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The record's kind.
        kind: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

pub(crate) struct StateFile {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl StateFile {
    /// Opens or makes the file. Only one sandbox at a time may have it: two would give two truths.
    pub(crate) fn open(path: &Path) -> Result<Self, StateError> {
        let connect = || -> Result<Connection, rusqlite::Error> {
            let connection = Connection::open(path)?;
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.execute_batch(
                "CREATE TABLE IF NOT EXISTS record (
                   kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL,
                   PRIMARY KEY (kind, key)
                 ) STRICT, WITHOUT ROWID;",
            )?;
            Ok(connection)
        };
        connect()
            .map(|connection| Self {
                path: path.to_owned(),
                connection: Mutex::new(connection),
            })
            .map_err(|source| StateError::Database {
                path: path.to_owned(),
                source,
            })
    }

    fn database(&self, source: rusqlite::Error) -> StateError {
        StateError::Database {
            path: self.path.clone(),
            source,
        }
    }

    /// Gives the sandbox what the file remembers.
    pub(crate) fn load(&self, sandbox: &Sandbox) -> Result<(), StateError> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for kind in RecordKind::ALL {
            let mut statement = connection
                .prepare("SELECT json FROM record WHERE kind = ?1 ORDER BY key")
                .map_err(|error| self.database(error))?;
            let rows = statement
                .query_map([kind.name()], |row| row.get::<_, String>(0))
                .map_err(|error| self.database(error))?;
            for json in rows {
                let json = json.map_err(|error| self.database(error))?;
                sandbox
                    .restore(kind, &json)
                    .map_err(|source| StateError::Record {
                        path: self.path.clone(),
                        kind: kind.name(),
                        source,
                    })?;
            }
        }
        Ok(())
    }

    /// Writes what has changed, all or nothing. The lock comes first, so that two savers keep the changes' order.
    pub(crate) fn save(&self, sandbox: &Sandbox) -> Result<(), StateError> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let changes = sandbox.take_changes();
        if changes.is_empty() {
            return Ok(());
        }
        self.write(&mut connection, &changes)
    }

    /// Writes records without a sandbox, all or nothing.
    pub(crate) fn put(&self, changes: &[Change]) -> Result<(), StateError> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.write(&mut connection, changes)
    }

    fn write(&self, connection: &mut Connection, changes: &[Change]) -> Result<(), StateError> {
        let mut write = || -> Result<(), rusqlite::Error> {
            let transaction = connection.transaction()?;
            for change in changes {
                let kind = change.kind.name();
                match &change.json {
                    Some(json) => transaction
                        .prepare_cached(
                            "INSERT OR REPLACE INTO record (kind, key, json) VALUES (?1, ?2, ?3)",
                        )?
                        .execute(params![kind, change.key, json])?,
                    None => transaction
                        .prepare_cached("DELETE FROM record WHERE kind = ?1 AND key = ?2")?
                        .execute(params![kind, change.key])?,
                };
            }
            transaction.commit()
        };
        write().map_err(|error| self.database(error))
    }
}
