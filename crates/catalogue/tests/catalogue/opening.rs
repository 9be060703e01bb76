//! Files that are unfit: each is refused with one clear sentence, and left as it was.

use fils_catalogue::{Catalogue, Reader};
use rusqlite::Connection;

use crate::{fresh, product};

#[test]
fn it_is_durable_and_strict() {
    let (dir, catalogue) = fresh();
    let conn = Connection::open(dir.path().join("catalogue.db")).unwrap();
    let mode: String = conn
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    let loose: i64 = conn
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
             AND name NOT LIKE 'sqlite_%' AND strict = 0",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0);
    drop(catalogue);
}

#[test]
fn an_unfit_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("catalogue.db");
    assert_eq!(Reader::open(&path).unwrap_err().code(), "catalogue_missing");
    assert!(!path.exists());

    let nowhere = dir.path().join("nowhere").join("catalogue.db");
    assert_eq!(
        Catalogue::open(&nowhere).unwrap_err().code(),
        "catalogue_missing_directory"
    );

    std::fs::write(
        &path,
        "not a database at all, but long enough to look at it",
    )
    .unwrap();
    assert_eq!(
        Catalogue::open(&path).unwrap_err().code(),
        "catalogue_not_a_catalogue"
    );

    let other = dir.path().join("other.db");
    let conn = Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert_eq!(
        Catalogue::open(&other).unwrap_err().code(),
        "catalogue_not_a_catalogue"
    );
}

#[test]
fn a_newer_catalogue_is_refused() {
    let (dir, catalogue) = fresh();
    drop(catalogue);
    let path = dir.path().join("catalogue.db");
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    for error in [
        Catalogue::open(&path).map(|_| ()).unwrap_err(),
        Reader::open(&path).map(|_| ()).unwrap_err(),
    ] {
        assert_eq!(error.code(), "catalogue_newer");
        assert!(error.to_string().contains("99"), "{error}");
    }
}

#[test]
fn readers_see_what_is_stored_and_change_nothing() {
    let (_dir, mut catalogue) = fresh();
    let reader = catalogue.reader().unwrap();
    catalogue.put(&product("1", "One")).unwrap();
    assert_eq!(reader.count().unwrap(), 1);
    let moved = std::thread::spawn(move || reader.search("on", 5, false).unwrap().len());
    assert_eq!(moved.join().unwrap(), 1);
}
