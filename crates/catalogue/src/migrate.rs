//! The schema's history: numbered, forward only. A shipped migration is never edited; what it got wrong the next one mends.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use crate::CatalogueError;

/// Every migration, in order; the schema's number is how many have run.
pub(crate) const ALL: &[&str] = &[include_str!("../migrations/001_first.sql")];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(ALL.iter().map(|sql| M::up(sql)).collect()));

/// The schema number this program knows.
pub(crate) fn known() -> i64 {
    i64::try_from(ALL.len()).unwrap_or(i64::MAX)
}

/// Brings the schema up to date, in one transaction.
pub(crate) fn to_latest(path: &Path, conn: &mut Connection) -> Result<(), CatalogueError> {
    MIGRATIONS.to_latest(conn).map_err(|error| {
        let detail = error.to_string();
        if let Error::RusqliteError { err, .. } = error {
            return CatalogueError::sort(path, "bring the catalogue up to date", err);
        }
        CatalogueError::Corrupted {
            path: path.to_path_buf(),
            detail,
        }
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use aws_lc_rs::digest::{SHA256, digest};

    use super::*;

    /// SHA-256 of each shipped migration.
    const SHIPPED: &[&str] = &["ecd3afd05c697b8cf90781110a62b745b19501dde54452b677a3472b41d14520"];

    #[test]
    fn the_schema_is_the_one_that_was_agreed() {
        let mut conn = Connection::open_in_memory().unwrap();
        to_latest(Path::new("test"), &mut conn).unwrap();
        let mut statement = conn
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
            .unwrap();
        let parts: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        insta::assert_snapshot!("schema", parts.join(";\n\n"));
    }

    #[test]
    fn a_shipped_migration_is_never_edited() {
        let hex = |sql: &&str| {
            let mut hex = String::new();
            for byte in digest(&SHA256, sql.as_bytes()).as_ref() {
                write!(hex, "{byte:02x}").unwrap();
            }
            hex
        };
        let now: Vec<String> = ALL.iter().map(hex).collect();
        assert_eq!(
            now, SHIPPED,
            "write a new migration instead; add a new one's hash here"
        );
    }
}
