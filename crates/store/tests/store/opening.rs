//! Databases that are unfit: each is refused with one clear sentence, and left as it was.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use fils_store::{OrderQuery, Reader, Store, StoreError};
use rusqlite::Connection;

use crate::rows::{first_attempt, fresh};

/// One sentence that names the database and says what to do.
fn is_a_clear_sentence(error: &StoreError, path: &Path) {
    let text = error.to_string();
    assert!(text.ends_with('.') && !text.contains('\n'), "{text}");
    assert!(text.contains(&path.display().to_string()), "{text}");
    assert!(text.contains(": ") && text.len() < 400, "{text}");
}

#[test]
fn sqlite_is_new_enough() {
    // Older ones can corrupt a database in WAL mode.
    assert!(
        rusqlite::version_number() >= 3_051_003,
        "{}",
        rusqlite::version()
    );
}

#[test]
fn it_is_durable_and_strict() {
    let (_dir, mut store) = fresh();
    let value = |store: &mut Store, sql: &str| {
        store
            .transact::<_, StoreError>(|tx| {
                Ok(tx
                    .query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
                    .unwrap())
            })
            .unwrap()
    };
    let integer = rusqlite::types::Value::Integer;
    assert_eq!(
        value(&mut store, "PRAGMA journal_mode"),
        rusqlite::types::Value::Text("wal".into())
    );
    assert_eq!(value(&mut store, "PRAGMA synchronous"), integer(2));
    assert_eq!(value(&mut store, "PRAGMA foreign_keys"), integer(1));
    assert_eq!(
        value(
            &mut store,
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND name NOT LIKE 'sqlite_%' AND strict = 0"
        ),
        integer(0)
    );
}

#[test]
fn a_missing_directory() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gone").join("fils.db");
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::MissingDirectory { .. }));
    is_a_clear_sentence(&error, &dir.path().join("gone"));
    assert!(matches!(
        Reader::open(&path),
        Err(StoreError::MissingDirectory { .. })
    ));
    assert!(!dir.path().join("gone").exists());
}

#[test]
fn not_a_database() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("fils.db");
    let letter = "Dear shop,\n".repeat(1000);
    std::fs::write(&path, &letter).unwrap();
    for error in [
        Store::open(&path).unwrap_err(),
        Reader::open(&path).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
        is_a_clear_sentence(&error, &path);
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
}

#[test]
fn another_programs_database() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("fils.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE notes (t TEXT); PRAGMA user_version = 1;")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_directory_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("fils.db");
    std::fs::create_dir(&path).unwrap();
    is_a_clear_sentence(&Store::open(&path).unwrap_err(), &path);
    is_a_clear_sentence(&Reader::open(&path).unwrap_err(), &path);
}

#[test]
fn newer_than_the_program() {
    let (_dir, store) = fresh();
    let path = store.path().to_path_buf();
    drop(store);
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    for error in [
        Store::open(&path).unwrap_err(),
        Reader::open(&path).unwrap_err(),
    ] {
        assert!(
            matches!(error, StoreError::Newer { found: 99, .. }),
            "{error}"
        );
        assert!(
            error.to_string().contains("install the newer Fils"),
            "{error}"
        );
        is_a_clear_sentence(&error, &path);
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_page() {
    let (_dir, mut store) = fresh();
    for n in 0..40 {
        store
            .commit(&first_attempt(&format!("A{n}"), &format!("S{n}")))
            .unwrap();
    }
    let path = store.path().to_path_buf();
    drop(store);
    let size = std::fs::metadata(&path).unwrap().len();
    let pages = size / 4096;
    let whole = std::fs::read(&path).unwrap();
    let mut found = 0;
    for page in 1..pages {
        std::fs::write(&path, &whole).unwrap();
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xA5; 4096]).unwrap();
        drop(file);
        let error = Store::open(&path)
            .err()
            .unwrap_or_else(|| panic!("page {page} of {pages} was not missed"));
        assert!(
            matches!(error, StoreError::Corrupted { .. }),
            "page {page}: {error}"
        );
        is_a_clear_sentence(&error, &path);
        found += 1;
    }
    assert!(found > 10, "only {found} pages");
    // A damaged header.
    std::fs::write(&path, [&[0_u8; 100][..], &whole[100..]].concat()).unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::NotADatabase { .. } | StoreError::Corrupted { .. })
    ));
}

#[test]
fn cut_off_in_the_middle() {
    let (_dir, mut store) = fresh();
    for n in 0..40 {
        store
            .commit(&first_attempt(&format!("A{n}"), &format!("S{n}")))
            .unwrap();
    }
    let path = store.path().to_path_buf();
    drop(store);
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Corrupted { .. }), "{error}");
}

#[test]
fn held_by_another_program() {
    let (_dir, mut store) = fresh();
    let other = Connection::open(store.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.commit(&first_attempt("A1", "S1")).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    is_a_clear_sentence(&error, store.path());
    other.execute_batch("ROLLBACK").unwrap();
    store.commit(&first_attempt("A1", "S1")).unwrap();
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    for name in ["fils.db", "fils.db-wal", "fils.db-shm"] {
        let mode = std::fs::metadata(dir.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// Permissions do not bind root, so this also runs as a child that has given root away.
#[cfg(unix)]
mod read_only {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    use super::{
        OrderQuery, Path, Reader, Store, StoreError, first_attempt, fresh, is_a_clear_sentence,
    };

    const DIRECTORY: &str = "FILS_TEST_READ_ONLY_DIRECTORY";
    const NOBODY: u32 = 65534;

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs in the child.
    #[test]
    #[ignore = "the child of a_read_only_database_is_read_but_not_opened_for_writing"]
    fn child() {
        let Some(dir) = std::env::var_os(DIRECTORY) else {
            return;
        };
        let path = Path::new(&dir).join("fils.db");
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        is_a_clear_sentence(&error, &path);
        let reader = Reader::open(&path).unwrap();
        assert_eq!(reader.orders(&OrderQuery::default()).unwrap().len(), 1);
        let error = Store::open(&Path::new(&dir).join("new.db")).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    }

    #[test]
    fn a_read_only_database_is_read_but_not_opened_for_writing() {
        let (dir, mut store) = fresh();
        store.commit(&first_attempt("A1", "S1")).unwrap();
        drop(store);
        let database = dir.path().join("fils.db");
        let root = std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
        // First only the directory, then the file as well.
        for mode in [0o666, 0o444] {
            set_mode(&database, mode);
            set_mode(dir.path(), 0o555);
            // Root's files may lie where nobody else can start them: run a copy.
            let program = tempfile::tempdir().unwrap();
            set_mode(program.path(), 0o755);
            let copy = program.path().join("child");
            std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
            set_mode(&copy, 0o755);
            let mut child = Command::new(&copy);
            child
                .args(["opening::read_only::child", "--exact", "--ignored"])
                .env(DIRECTORY, dir.path());
            if root {
                child.uid(NOBODY).gid(NOBODY);
            }
            let output = child.output().unwrap();
            set_mode(dir.path(), 0o755);
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success() && said.contains("1 passed"),
                "mode {mode:o}: {said}"
            );
        }
    }
}

#[test]
fn a_database_that_turns_read_only_says_so() {
    let (_dir, mut store) = fresh();
    store
        .transact::<_, StoreError>(|tx| {
            tx.execute_batch("PRAGMA query_only = ON").unwrap();
            Ok(())
        })
        .unwrap();
    let error = store.commit(&first_attempt("A1", "S1")).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
}
