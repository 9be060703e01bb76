//! What can be wrong with the database, each as one sentence that says what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the database could not be opened, read or written.
///
/// Whatever the error, the transaction it happened in has left nothing behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The directory that should hold the database does not exist.
    #[error("There is no directory {}: create it, or name another one with --home.", .dir.display())]
    MissingDirectory {
        /// The directory.
        dir: PathBuf,
    },
    /// There is no database to read yet.
    #[error("There is no database at {} yet: take a first payment, or name another directory with --home.", .path.display())]
    Missing {
        /// Where the database should be.
        path: PathBuf,
    },
    /// The database, or the directory it is in, cannot be written.
    #[error("The database {} cannot be written: give this user write permission to the file and its directory.", .path.display())]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// The operating system does not let this user open the database.
    #[error("The database {} cannot be opened: check that it is a file this user may read and write.", .path.display())]
    CannotOpen {
        /// The database.
        path: PathBuf,
    },
    /// The disk that holds the database is full.
    #[error("The disk that holds {} is full: free some space, then try again. What was stored before is safe.", .path.display())]
    DiskFull {
        /// The database.
        path: PathBuf,
    },
    /// The file is something else than a database of Fils.
    #[error("{} is not a database of Fils: move that file away, or name another directory with --home.", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// A newer Fils wrote the database.
    #[error("The database {} was made by a newer Fils (its schema is number {found}, this program knows up to {known}): install the newer Fils again.", .path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// The database's schema number.
        found: i64,
        /// The highest schema number this program knows.
        known: i64,
    },
    /// An older Fils wrote the database and it has not been brought up to date, which reading never does.
    #[error("The database {} was made by an older Fils (schema {found}, now {known}): open the till once to bring it up to date.", .path.display())]
    Older {
        /// The database.
        path: PathBuf,
        /// The database's schema number.
        found: i64,
        /// The schema number this program reads.
        known: i64,
    },
    /// Pages of the database are damaged.
    #[error("The database {} is damaged ({detail}): stop using it, keep the file, and restore the latest backup.", .path.display())]
    Corrupted {
        /// The database.
        path: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// Another program holds the database.
    #[error("The database {} is in use by another program: close that program, then try again.", .path.display())]
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// The disk failed, or its file system cannot carry the database.
    #[error("The disk failed at {} ({detail}): check the disk, and keep the data on a local one.", .path.display())]
    Disk {
        /// The database.
        path: PathBuf,
        /// What the operating system or SQLite said.
        detail: String,
    },
    /// This program was built with a SQLite that can corrupt a database in WAL mode.
    #[error(
        "This Fils was built with SQLite {found}, which can damage a database: install one built with SQLite 3.51.3 or newer."
    )]
    OldSqlite {
        /// The version at hand.
        found: &'static str,
    },
    /// The row has changed since it was read.
    #[error("{what} {number} has changed in the meantime: read it again, then decide.")]
    Stale {
        /// `Order` or `Refund`.
        what: &'static str,
        /// Its number.
        number: String,
    },
    /// The sale already has an attempt that could still be paid.
    #[error(
        "The sale {sale} already has a payment that is not proved closed: finish that one first."
    )]
    LiveAttempt {
        /// The sale.
        sale: String,
    },
    /// The order already has a refund whose outcome is open.
    #[error("The order {order} already has a refund under way: finish that one first.")]
    RefundUnderWay {
        /// The order's number.
        order: String,
    },
    /// The number is taken.
    #[error("{what} {number} is stored already: take a new number.")]
    Duplicate {
        /// `Sale`, `Order` or `Refund`.
        what: &'static str,
        /// Its number.
        number: String,
    },
    /// The notification was stored before; nothing is left to do.
    #[error("The notification {notify_id} was stored before: there is nothing left to do.")]
    AlreadyNotified {
        /// PayBy's id of the notification.
        notify_id: String,
    },
    /// A row breaks a rule of the schema.
    #[error(
        "{what} {number} breaks a rule of the database ({rule}): this is a fault in Fils, please report it."
    )]
    Forbidden {
        /// What was to be stored.
        what: &'static str,
        /// Its number, key or kind.
        number: String,
        /// SQLite's words.
        rule: String,
    },
    /// The journal was changed behind Fils's back.
    #[error(
        "The journal was changed at entry {seq} ({why}): keep the file and compare it with a backup."
    )]
    BrokenChain {
        /// The first entry that does not fit.
        seq: i64,
        /// What does not fit.
        why: String,
    },
    /// Any other failure of SQLite.
    #[error("The database failed to {doing} ({source}): try again, and report this if it stays.")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// SQLite's error.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingDirectory { .. } => "db_missing_directory",
            Self::Missing { .. } => "db_missing",
            Self::ReadOnly { .. } => "db_read_only",
            Self::CannotOpen { .. } => "db_cannot_open",
            Self::DiskFull { .. } => "db_disk_full",
            Self::NotADatabase { .. } => "db_not_a_database",
            Self::Newer { .. } => "db_newer",
            Self::Older { .. } => "db_older",
            Self::Corrupted { .. } => "db_corrupted",
            Self::Locked { .. } => "db_locked",
            Self::Disk { .. } => "db_disk",
            Self::OldSqlite { .. } => "db_old_sqlite",
            Self::Stale { .. } => "stale",
            Self::LiveAttempt { .. } => "live_attempt",
            Self::RefundUnderWay { .. } => "refund_under_way",
            Self::Duplicate { .. } => "duplicate",
            Self::AlreadyNotified { .. } => "already_notified",
            Self::Forbidden { .. } => "forbidden",
            Self::BrokenChain { .. } => "broken_chain",
            Self::Sql { .. } => "db_failed",
        }
    }

    /// Sorts an error of SQLite met while `doing` something to the database at `path`.
    pub(crate) fn sort(path: &Path, doing: &'static str, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::NotADatabase) => Self::NotADatabase { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::CannotOpen { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupted {
                path,
                detail: source.to_string(),
            },
            Some(ErrorCode::SystemIoFailure) => Self::Disk {
                path,
                detail: source.to_string(),
            },
            _ => Self::Sql { doing, source },
        }
    }

    /// As [`StoreError::sort`], with the path taken from the connection.
    pub(crate) fn on(
        conn: &rusqlite::Connection,
        doing: &'static str,
        source: rusqlite::Error,
    ) -> Self {
        Self::sort(Path::new(conn.path().unwrap_or_default()), doing, source)
    }

    /// As [`StoreError::on`], for writing a row: a broken rule of the schema names the row.
    pub(crate) fn on_row(
        conn: &rusqlite::Connection,
        doing: &'static str,
        (what, number): (&'static str, &str),
        source: rusqlite::Error,
    ) -> Self {
        let unique = matches!(&source, rusqlite::Error::SqliteFailure(e, _)
            if [rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY]
                .contains(&e.extended_code));
        match source.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) if unique => Self::Duplicate {
                what,
                number: number.to_owned(),
            },
            Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => Self::Forbidden {
                what,
                number: number.to_owned(),
                rule: source.to_string(),
            },
            _ => Self::on(conn, doing, source),
        }
    }
}

/// Whether `error` is the breach of the unique index over `columns`, as SQLite words it.
pub(crate) fn is_breach_of(error: &rusqlite::Error, columns: &str) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(e, Some(message))
        if e.code == ErrorCode::ConstraintViolation
            && message.strip_prefix("UNIQUE constraint failed: ") == Some(columns))
}

/// Whether `error` is a trigger's refusal in these words.
pub(crate) fn is_refused_with(error: &rusqlite::Error, words: &str) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(e, Some(message))
        if e.code == ErrorCode::ConstraintViolation && message == words)
}
