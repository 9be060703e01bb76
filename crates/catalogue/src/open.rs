//! Opening the catalogue: every way in which it can be unfit is found here, before anything is written.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{CatalogueError, migrate};

/// "FCAT" in ASCII, as the first migration sets it.
const APPLICATION_ID: i64 = 0x4643_4154;

/// 3.51.3, the first release in which a WAL database cannot be corrupted by concurrent checkpoints.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long another program's transaction is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Statements kept prepared, a little more than there are.
const STATEMENTS: usize = 64;

/// Opens the catalogue for writing, makes it when it is missing, and brings it up to date.
pub(crate) fn for_writing(path: &Path) -> Result<Connection, CatalogueError> {
    require_sqlite()?;
    require_directory(path)?;
    make(path)?;
    let mut conn = connect(path)?;
    identify(path, &conn)?;
    let failed = |e| CatalogueError::sort(path, "open it", e);
    if conn.is_readonly("main").map_err(failed)? {
        return Err(CatalogueError::ReadOnly {
            path: path.to_path_buf(),
        });
    }
    configure(path, &conn)?;
    migrate::to_latest(path, &mut conn)?;
    Ok(conn)
}

/// Opens the catalogue for reading. Makes no catalogue and changes none.
pub(crate) fn for_reading(path: &Path) -> Result<Connection, CatalogueError> {
    require_sqlite()?;
    require_directory(path)?;
    let missing = || CatalogueError::Missing {
        path: path.to_path_buf(),
    };
    if !path.exists() {
        return Err(missing());
    }
    let conn = connect(path)?;
    let found = identify(path, &conn)?;
    if found == 0 {
        return Err(missing());
    }
    if found < migrate::known() {
        return Err(CatalogueError::Older {
            path: path.to_path_buf(),
            found,
            known: migrate::known(),
        });
    }
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
        .map_err(|e| CatalogueError::sort(path, "set it up", e))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

fn require_sqlite() -> Result<(), CatalogueError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(CatalogueError::OldSqlite {
            found: rusqlite::version(),
        });
    }
    Ok(())
}

fn require_directory(path: &Path) -> Result<(), CatalogueError> {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() && !dir.is_dir() => {
            Err(CatalogueError::MissingDirectory {
                dir: dir.to_path_buf(),
            })
        }
        _ => Ok(()),
    }
}

/// Makes an empty file that only this user may read, unless there is one. SQLite gives its log the same permissions.
fn make(path: &Path) -> Result<(), CatalogueError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(sort_io(path, &e)),
    }
}

fn sort_io(path: &Path, error: &std::io::Error) -> CatalogueError {
    let kind = error.kind();
    let detail = error.to_string();
    let path = path.to_path_buf();
    if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        CatalogueError::DiskFull { path }
    } else if matches!(
        kind,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    ) {
        CatalogueError::ReadOnly { path }
    } else {
        CatalogueError::Disk { path, detail }
    }
}

fn connect(path: &Path) -> Result<Connection, CatalogueError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|e| CatalogueError::sort(path, "open it", e))?;
    conn.busy_timeout(PATIENCE)
        .map_err(|e| CatalogueError::sort(path, "set it up", e))?;
    Ok(conn)
}

/// The schema's number; 0 for a file that was only just made. Refuses what is not ours, or newer than this program.
fn identify(path: &Path, conn: &Connection) -> Result<i64, CatalogueError> {
    let number = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(|e| CatalogueError::sort(path, "recognise it", e))
    };
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let application = number("PRAGMA application_id")?;
    let found = number("PRAGMA user_version")?;
    if tables == 0 && application == 0 && found == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID || found < 1 {
        return Err(CatalogueError::NotACatalogue {
            path: path.to_path_buf(),
        });
    }
    if found > migrate::known() {
        return Err(CatalogueError::Newer {
            path: path.to_path_buf(),
            found,
            known: migrate::known(),
        });
    }
    Ok(found)
}

fn configure(path: &Path, conn: &Connection) -> Result<(), CatalogueError> {
    let failed = |e: rusqlite::Error| {
        if e.sqlite_error_code() == Some(ErrorCode::CannotOpen) {
            // Its file can be opened, but no log made beside it.
            return CatalogueError::ReadOnly {
                path: path.to_path_buf(),
            };
        }
        CatalogueError::sort(path, "set it up", e)
    };
    let mode: String = conn
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(failed)?;
    if mode != "wal" {
        return Err(CatalogueError::Disk {
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
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )
    .map_err(failed)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}
