//! What can be wrong with the catalogue, each as one sentence that says what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::ProductError;

/// Why the catalogue could not be opened, read or written.
///
/// Whatever the error, the transaction it happened in has left nothing behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The directory that should hold the catalogue does not exist.
    #[error("There is no directory {}: create it, or name another one with --home.", .dir.display())]
    MissingDirectory {
        /// The directory.
        dir: PathBuf,
    },
    /// There is no catalogue to read yet.
    #[error("There is no catalogue at {} yet: add or import products first.", .path.display())]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The catalogue, or the directory it is in, cannot be written.
    #[error("The catalogue {} cannot be written: give this user write permission to the file and its directory.", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The operating system does not let this user open the catalogue.
    #[error("The catalogue {} cannot be opened: check that it is a file this user may read and write.", .path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
    },
    /// The disk that holds the catalogue is full.
    #[error("The disk that holds {} is full: free some space, then try again. Nothing was changed.", .path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else than a catalogue of Fils.
    #[error("{} is not a catalogue of Fils: move that file away, or name another directory with --home.", .path.display())]
    NotACatalogue {
        /// The file.
        path: PathBuf,
    },
    /// A newer Fils wrote the catalogue.
    #[error("The catalogue {} was made by a newer Fils (its schema is number {found}, this program knows up to {known}): install the newer Fils again.", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The catalogue's schema number.
        found: i64,
        /// The highest schema number this program knows.
        known: i64,
    },
    /// An older Fils wrote the catalogue and it has not been brought up to date, which reading never does.
    #[error("The catalogue {} was made by an older Fils (schema {found}, now {known}): open the till once to bring it up to date.", .path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// The catalogue's schema number.
        found: i64,
        /// The schema number this program reads.
        known: i64,
    },
    /// Pages of the catalogue are damaged.
    #[error("The catalogue {} is damaged ({detail}): keep the file, and restore a backup or import the products again.", .path.display())]
    Corrupted {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// Another program is writing the catalogue.
    #[error("The catalogue {} is in use by another program: wait until it has finished, then try again.", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The disk failed, or its file system cannot carry the catalogue.
    #[error("The disk failed at {} ({detail}): check the disk, and keep the data on a local one.", .path.display())]
    Disk {
        /// The file.
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
    /// The product breaks a rule.
    #[error(transparent)]
    Product(#[from] ProductError),
    /// No product has the code.
    #[error("No product has the code {code}: check the code.")]
    NotFound {
        /// The code.
        code: String,
    },
    /// Another product has the code.
    #[error("The code {code} belongs to another product: choose another code.")]
    CodeTaken {
        /// The code.
        code: String,
    },
    /// Another product has the barcode.
    #[error(
        "The barcode {barcode} belongs to the product {owner}: take it off that product first."
    )]
    BarcodeTaken {
        /// The barcode, normalised.
        barcode: String,
        /// The code of the product that has it.
        owner: String,
    },
    /// An export could not be written.
    #[error("The export could not be written ({detail}): check the disk, then export again.")]
    Export {
        /// What the operating system said.
        detail: String,
    },
    /// Any other failure of SQLite.
    #[error("The catalogue failed to {doing} ({source}): try again, and report this if it stays.")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// SQLite's error.
        source: rusqlite::Error,
    },
}

impl CatalogueError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingDirectory { .. } => "catalogue_missing_directory",
            Self::Missing { .. } => "catalogue_missing",
            Self::ReadOnly { .. } => "catalogue_read_only",
            Self::CannotOpen { .. } => "catalogue_cannot_open",
            Self::DiskFull { .. } => "catalogue_disk_full",
            Self::NotACatalogue { .. } => "catalogue_not_a_catalogue",
            Self::Newer { .. } => "catalogue_newer",
            Self::Older { .. } => "catalogue_older",
            Self::Corrupted { .. } => "catalogue_corrupted",
            Self::Locked { .. } => "catalogue_locked",
            Self::Disk { .. } => "catalogue_disk",
            Self::OldSqlite { .. } => "catalogue_old_sqlite",
            Self::Product(e) => e.code(),
            Self::NotFound { .. } => "product_not_found",
            Self::CodeTaken { .. } => "code_taken",
            Self::BarcodeTaken { .. } => "barcode_taken",
            Self::Export { .. } => "export_failed",
            Self::Sql { .. } => "catalogue_failed",
        }
    }

    /// Sorts an error of SQLite met while `doing` something to the catalogue at `path`.
    pub(crate) fn sort(path: &Path, doing: &'static str, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::NotADatabase) => Self::NotACatalogue { path },
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

    /// As [`CatalogueError::sort`], with the path taken from the connection.
    pub(crate) fn on(
        conn: &rusqlite::Connection,
        doing: &'static str,
        source: rusqlite::Error,
    ) -> Self {
        Self::sort(Path::new(conn.path().unwrap_or_default()), doing, source)
    }
}
