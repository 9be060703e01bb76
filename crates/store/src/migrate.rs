//! The schema's history: numbered, forward only. A shipped migration is never edited; what it got wrong the next one mends.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use crate::StoreError;

/// Every migration, in order; the schema's number is how many have run.
pub(crate) const ALL: &[&str] = &[
    include_str!("../migrations/001_first.sql"),
    include_str!("../migrations/002_counter.sql"),
    include_str!("../migrations/003_settling.sql"),
    include_str!("../migrations/004_day.sql"),
    include_str!("../migrations/005_search.sql"),
];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(ALL.iter().map(|sql| M::up(sql)).collect()));

/// The schema number this program knows.
pub(crate) fn known() -> i64 {
    i64::try_from(ALL.len()).unwrap_or(i64::MAX)
}

/// Brings the schema up to date, in one transaction.
pub(crate) fn to_latest(path: &Path, conn: &mut Connection) -> Result<(), StoreError> {
    MIGRATIONS.to_latest(conn).map_err(|e| sort(path, e))
}

/// Brings the schema of a test's database up to `version`, as a program of that time would have made it.
#[cfg(test)]
pub(crate) fn to_version(
    path: &Path,
    conn: &mut Connection,
    version: usize,
) -> Result<(), StoreError> {
    MIGRATIONS
        .to_version(conn, version)
        .map_err(|e| sort(path, e))
}

fn sort(path: &Path, error: Error) -> StoreError {
    let detail = error.to_string();
    if let Error::RusqliteError { err, .. } = error {
        return StoreError::sort(path, "bring the database up to date", err);
    }
    StoreError::Corrupted {
        path: path.to_path_buf(),
        detail,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use aws_lc_rs::digest::{SHA256, digest};

    use super::*;

    /// What a till had stored with the schema of each number, as SQL. Index 0 is for the first schema.
    const DATA: &[&str] = &[
        include_str!("../tests/data/001.sql"),
        include_str!("../tests/data/002.sql"),
        include_str!("../tests/data/003.sql"),
        include_str!("../tests/data/004.sql"),
        include_str!("../tests/data/005.sql"),
    ];

    /// SHA-256 of each shipped migration.
    const SHIPPED: &[&str] = &[
        "0fef01c553b6e7799b81ad5fe4c14563aa63f05476896a61f3738e10366cfc93",
        "a001d74315f6e58249192900db9d75e64422f0cb50a991745d38df1b26eacbbb",
        "50e84913ec5dd724b69a0f4feef9b7074db711338c6b9679f4e3689b852cfb4e",
        "bac81b25907d0e731c272023650a0dca305c9f0bfc08c94647a166538b28969e",
        "a3dc7f79386fb3ed4249e37afd1d73118b593a73d9eb3f2db54fa3d118bc400e",
    ];

    fn schema(conn: &Connection) -> String {
        let mut statement = conn
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
            .unwrap();
        let parts: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        parts.join(";\n\n")
    }

    #[test]
    fn the_schema_is_the_one_that_was_agreed() {
        let mut conn = Connection::open_in_memory().unwrap();
        to_latest(Path::new("test"), &mut conn).unwrap();
        insta::assert_snapshot!("schema", schema(&conn));
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

    #[test]
    fn every_shipped_schema_is_brought_up_to_date_with_its_data() {
        assert_eq!(
            DATA.len(),
            ALL.len(),
            "each migration comes with data to migrate"
        );
        let mut fresh = Connection::open_in_memory().unwrap();
        to_latest(Path::new("test"), &mut fresh).unwrap();
        for (index, data) in DATA.iter().enumerate() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("fils.db");
            let mut conn = Connection::open(&path).unwrap();
            to_version(&path, &mut conn, index + 1).unwrap();
            conn.execute_batch(data).unwrap();
            drop(conn);

            let store = crate::Store::open(&path).unwrap();
            let reader = store.reader().unwrap();
            reader.check().unwrap();
            let orders = reader.orders(&crate::OrderQuery::default()).unwrap();
            assert_eq!(orders.len(), 2, "schema {}", index + 1);
            assert_eq!(orders[0].amount.fils(), 1250);
            assert_eq!(reader.refunds_of(&orders[1].number).unwrap().len(), 1);
            assert!(!reader.journal_of(&orders[1].number).unwrap().is_empty());
            assert_eq!(
                reader.setting("clock_offset_ms").unwrap().as_deref(),
                Some("-250")
            );
            drop(store);
            let conn = Connection::open(&path).unwrap();
            assert_eq!(schema(&conn), schema(&fresh));
            let broken: i64 = conn
                .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(broken, 0);
        }
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("fils.db");
        let mut conn = Connection::open(&path).unwrap();
        let broken = Migrations::new(vec![
            M::up(ALL[0]),
            M::up("CREATE TABLE more (a TEXT) STRICT; SELECT nothing FROM nowhere;"),
        ]);
        assert!(broken.to_latest(&mut conn).is_err());
        assert_eq!(schema(&conn), "");
        let version: i64 = conn
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, 0);
    }
}
