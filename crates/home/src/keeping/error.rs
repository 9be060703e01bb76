//! What can go wrong with keeping the books, each as one sentence that says what to do.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use fils_catalogue::CatalogueError;
use fils_store::StoreError;

use crate::config::ConfigError;
use crate::lock::LockError;
use crate::paths::HomeError;

/// Why a backup was not made, or not brought back. The books are as they were.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeepingError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The products.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The home directory.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The till is open.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// There is no room.
    #[error("The disk that holds {} is full: free some space, then try again. The books are safe.", .place.display())]
    DiskFull {
        /// The place.
        place: PathBuf,
    },
    /// The place is not there.
    #[error("{} is not there: plug it in or connect it, or choose another place for backups.", .place.display())]
    PlaceMissing {
        /// The place.
        place: PathBuf,
    },
    /// Something cannot be written.
    #[error("{} cannot be written ({why}): check the place and its permissions.", .path.display())]
    NotWritten {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
    /// Something cannot be read.
    #[error("{} cannot be read ({why}): check that it is there and may be read.", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
    /// The file is something else.
    #[error("{} is not a backup of Fils: choose another file.", .path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
    },
    /// The backup is not as it was written.
    #[error("The backup {} is damaged ({why}): take another one.", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A newer Fils made the backup.
    #[error("The backup {} was made by a newer Fils ({program}): install that one first.", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that made it.
        program: String,
    },
    /// The backup is encrypted and no passphrase is at hand.
    #[error("The backup {} is encrypted: give its passphrase.", .path.display())]
    PassphraseNeeded {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase is another one.
    #[error("The passphrase does not open this backup: type it again, capitals and spaces matter.")]
    PassphraseWrong,
    /// An empty passphrase encrypts nothing.
    #[error("The passphrase is empty: choose one of several words.")]
    PassphraseEmpty,
    /// Encryption was asked for without a passphrase.
    #[error(
        "There is no passphrase for backups: name a file that holds it with --passphrase-file."
    )]
    NoPassphrase,
    /// The till has sales of its own.
    #[error(
        "The till in {} has {sales} sales of its own: bring the backup back elsewhere, or have the books that are there put aside (--replace).",
        .dir.display()
    )]
    HasSales {
        /// The home directory.
        dir: PathBuf,
        /// How many.
        sales: i64,
    },
    /// There is nothing of that year.
    #[error("There are no receipts of {year}: name a year in which this till sold.")]
    YearEmpty {
        /// The year.
        year: u16,
    },
    /// A backup is being made.
    #[error("A backup is being made at this moment: wait until it is done.")]
    UnderWay,
    /// The program ended meanwhile.
    #[error("The backup was broken off because Fils was closed: it is made the next time.")]
    Stopped,
}

impl KeepingError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Catalogue(error) => error.code(),
            Self::Config(error) => error.code(),
            Self::Home(error) => error.code(),
            Self::Lock(error) => error.code(),
            Self::DiskFull { .. } => "backup_disk_full",
            Self::PlaceMissing { .. } => "backup_place_missing",
            Self::NotWritten { .. } => "backup_not_written",
            Self::Unreadable { .. } => "backup_unreadable",
            Self::NotABackup { .. } => "backup_not_ours",
            Self::Damaged { .. } => "backup_damaged",
            Self::Newer { .. } => "backup_newer",
            Self::PassphraseNeeded { .. } => "backup_passphrase_needed",
            Self::PassphraseWrong => "backup_passphrase_wrong",
            Self::PassphraseEmpty => "passphrase_empty",
            Self::NoPassphrase => "backup_no_passphrase",
            Self::HasSales { .. } => "restore_has_sales",
            Self::YearEmpty { .. } => "backup_year_empty",
            Self::UnderWay => "backup_under_way",
            Self::Stopped => "backup_stopped",
        }
    }

    /// Writing at `path` failed.
    pub(super) fn writing(path: &Path, why: io::Error) -> Self {
        let path = path.to_path_buf();
        if matches!(
            why.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
        ) {
            Self::DiskFull { place: path }
        } else {
            Self::NotWritten { path, why }
        }
    }

    /// Reading the backup at `path` failed: the bytes are wrong, or the disk.
    pub(super) fn reading(path: &Path, why: io::Error) -> Self {
        let path = path.to_path_buf();
        if matches!(
            why.kind(),
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::InvalidInput
        ) {
            Self::Damaged {
                path,
                why: why.to_string(),
            }
        } else {
            Self::Unreadable { path, why }
        }
    }
}
