//! Opening the database: every way in which it can be unfit is found here, before anything is written.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{StoreError, migrate};

/// "FILS" in ASCII, as the first migration sets it.
const APPLICATION_ID: i64 = 0x4649_4C53;

/// 3.51.3, the first release in which a WAL database cannot be corrupted by concurrent checkpoints.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Up to this size a database's pages are all checked at every opening; it takes well below 100 ms. Above it a reader's
/// [`crate::Reader::check`] does it aside.
const CHECKED_AT_OPENING: u64 = 64 * 1024 * 1024;

/// How long another program's transaction is waited for. The till is the only writer, so this is rare.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// Statements kept prepared, a little more than there are.
const STATEMENTS: usize = 64;

/// Opens the database for writing, makes it when it is missing, and brings it up to date.
pub(crate) fn for_writing(path: &Path) -> Result<Connection, StoreError> {
    let version = rusqlite::version_number();
    if version < OLDEST_SQLITE {
        return Err(StoreError::OldSqlite {
            found: rusqlite::version(),
        });
    }
    require_directory(path)?;
    make(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)
        .map_err(|e| StoreError::sort(path, "open it", e))?;
    conn.busy_timeout(PATIENCE)
        .map_err(|e| StoreError::sort(path, "set it up", e))?;
    let found = identify(path, &conn)?;
    if conn
        .is_readonly("main")
        .map_err(|e| StoreError::sort(path, "open it", e))?
    {
        return Err(StoreError::ReadOnly {
            path: path.to_path_buf(),
        });
    }
    configure(path, &conn)?;
    if found > 0 && size(path) <= CHECKED_AT_OPENING {
        check_pages(path, &conn)?;
    }
    migrate::to_latest(path, &mut conn)?;
    Ok(conn)
}

/// Whether the program that reads holds the database open for writing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// It does, so there is a write-ahead log to share.
    OwnStore,
    /// It does not; another program may.
    Whoever,
}

/// Opens the database for reading only. Makes no file and changes none.
pub(crate) fn for_reading(path: &Path, beside: Beside) -> Result<Connection, StoreError> {
    require_directory(path)?;
    let missing = || StoreError::Missing {
        path: path.to_path_buf(),
    };
    if !path.exists() {
        return Err(missing());
    }
    let conn = read_only(path, beside)?;
    conn.busy_timeout(PATIENCE)
        .map_err(|e| StoreError::sort(path, "set it up", e))?;
    let found = identify(path, &conn)?;
    if found == 0 {
        return Err(missing());
    }
    if found < migrate::known() {
        return Err(StoreError::Older {
            path: path.to_path_buf(),
            found,
            known: migrate::known(),
        });
    }
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

/// While a till has the database open there is a write-ahead log beside it, and reading shares it. Without one nobody is
/// writing; the file is then read as it stands, since SQLite would otherwise leave a new, empty log behind.
fn read_only(path: &Path, beside: Beside) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = if beside == Beside::OwnStore || log_of(path).exists() {
        Connection::open_with_flags(path, flags)
    } else {
        let uri = format!("file:{}?immutable=1", escaped(path));
        Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
    };
    opened.map_err(|e| StoreError::sort(path, "open it", e))
}

/// A path as the path of a `file:` URI.
fn escaped(path: &Path) -> String {
    let text = path.to_string_lossy();
    let slashed = if cfg!(windows) {
        format!("/{}", text.replace('\\', "/"))
    } else {
        text.into_owned()
    };
    slashed
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// Where SQLite keeps a database's write-ahead log.
fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn require_directory(path: &Path) -> Result<(), StoreError> {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() && !dir.is_dir() => {
            Err(StoreError::MissingDirectory {
                dir: dir.to_path_buf(),
            })
        }
        _ => Ok(()),
    }
}

/// Makes an empty file that only this user may read, unless there is one. SQLite gives its log the same permissions.
fn make(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // On Windows a user's data directory is already closed to other users.
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(sort_io(path, &e)),
    }
}

fn sort_io(path: &Path, error: &std::io::Error) -> StoreError {
    let kind = error.kind();
    let detail = error.to_string();
    let path = path.to_path_buf();
    if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        StoreError::DiskFull { path }
    } else if matches!(
        kind,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    ) {
        StoreError::ReadOnly { path }
    } else {
        StoreError::Disk { path, detail }
    }
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |meta| meta.len())
}

/// Refuses what is not a database of ours, or newer than this program.
pub(crate) fn recognise(path: &Path, conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(PATIENCE)
        .map_err(|e| StoreError::sort(path, "set it up", e))?;
    if identify(path, conn)? == 0 {
        return Err(StoreError::Missing {
            path: path.to_path_buf(),
        });
    }
    Ok(())
}

/// The schema's number; 0 for a database that was only just made. Refuses what is not ours, or newer than this program.
fn identify(path: &Path, conn: &Connection) -> Result<i64, StoreError> {
    let number = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(|e| StoreError::sort(path, "recognise it", e))
    };
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let application = number("PRAGMA application_id")?;
    let found = number("PRAGMA user_version")?;
    if tables == 0 && application == 0 && found == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID || found < 1 {
        return Err(StoreError::NotADatabase {
            path: path.to_path_buf(),
        });
    }
    if found > migrate::known() {
        return Err(StoreError::Newer {
            path: path.to_path_buf(),
            found,
            known: migrate::known(),
        });
    }
    Ok(found)
}

fn configure(path: &Path, conn: &Connection) -> Result<(), StoreError> {
    let failed = |e: rusqlite::Error| {
        if e.sqlite_error_code() == Some(ErrorCode::CannotOpen) {
            // Its file can be opened, but no log made beside it.
            return StoreError::ReadOnly {
                path: path.to_path_buf(),
            };
        }
        StoreError::sort(path, "set it up", e)
    };
    let mode: String = conn
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(failed)?;
    if mode != "wal" {
        return Err(StoreError::Disk {
            path: path.to_path_buf(),
            detail: format!("its file system cannot keep a write-ahead log, only {mode}"),
        });
    }
    // fullfsync is macOS's: there, a plain fsync leaves data in the disk's cache.
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )
    .map_err(failed)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Reads every page and looks for damage.
pub(crate) fn check_pages(path: &Path, conn: &Connection) -> Result<(), StoreError> {
    let found: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|e| StoreError::sort(path, "check its pages", e))?;
    if found == "ok" {
        return Ok(());
    }
    Err(StoreError::Corrupted {
        path: path.to_path_buf(),
        detail: found.lines().last().unwrap_or_default().to_owned(),
    })
}
