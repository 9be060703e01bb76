//! What an audit finds when somebody with an editor for SQLite files was at the books.

use std::path::{Path, PathBuf};

use fils_store::{Changes, Reader, Store, Witness, backup, journal};
use rusqlite::Connection;

use crate::rows::{entry, fresh};

/// Books with twelve entries, and their journal's end after each.
fn books() -> (tempfile::TempDir, PathBuf, Vec<Witness>) {
    let (dir, mut store) = fresh();
    let mut heads = Vec::new();
    for n in 1..=12 {
        let changes = Changes {
            journal: vec![entry(&format!("k{n}"), None)],
            ..Changes::default()
        };
        heads.push(Witness {
            head: store.commit(&changes).unwrap().journal,
            kept_in: "a paper".to_owned(),
        });
    }
    let path = dir.path().join("fils.db");
    (dir, path, heads)
}

fn tamper(path: &Path, sql: &str) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_forgets; DROP TRIGGER journal_appends;")
        .unwrap();
    conn.execute_batch(sql).unwrap();
}

/// Computes every hash anew from `from` on, as somebody who knows how would.
fn seal_again(path: &Path) {
    let mut conn = Connection::open(path).unwrap();
    let tx = conn.transaction().unwrap();
    let told: Vec<_> = journal::latest(&tx, 100).unwrap();
    tx.execute("DELETE FROM journal", []).unwrap();
    for one in told.into_iter().rev() {
        journal::append(&tx, &[one.entry]).unwrap();
    }
    tx.commit().unwrap();
}

fn audit(path: &Path, witnesses: &[Witness]) -> fils_store::Audit {
    Reader::open(path).unwrap().audit(witnesses).unwrap()
}

fn broken_at(path: &Path, witnesses: &[Witness]) -> Option<i64> {
    audit(path, witnesses).broken.map(|broken| {
        assert!(!broken.why.is_empty());
        broken.at.unwrap()
    })
}

#[test]
fn books_that_nobody_touched_are_whole() {
    let (_dir, path, heads) = books();
    let found = audit(&path, &heads);
    assert_eq!((found.entries, found.witnesses), (12, 12));
    assert_eq!(found.head, heads[11].head);
    assert_eq!(found.broken, None);
}

#[test]
fn an_edit_a_removal_and_an_exchange_are_found_where_they_are() {
    for (sql, at) in [
        (
            "UPDATE journal SET made_by = 'somebody else' WHERE seq = 5",
            5,
        ),
        ("UPDATE journal SET at = at - 1 WHERE seq = 1", 1),
        ("UPDATE journal SET raw = '' WHERE seq = 12", 12),
        ("DELETE FROM journal WHERE seq = 5", 5),
        ("DELETE FROM journal WHERE seq BETWEEN 5 AND 8", 5),
        ("DELETE FROM journal WHERE seq = 1", 1),
        // Closed up again, so that no place is empty.
        (
            "DELETE FROM journal WHERE seq = 5; UPDATE journal SET seq = seq - 1 WHERE seq > 5",
            5,
        ),
        (
            "UPDATE journal SET seq = 99 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 9; UPDATE journal SET seq = 9 WHERE seq = 99",
            4,
        ),
    ] {
        let (_dir, path, _) = books();
        tamper(&path, sql);
        assert_eq!(broken_at(&path, &[]), Some(at), "{sql}");
    }
}

#[test]
fn what_is_cut_off_the_end_is_missed_by_a_head_that_was_kept() {
    let (_dir, path, heads) = books();
    tamper(&path, "DELETE FROM journal WHERE seq > 9");
    assert_eq!(broken_at(&path, &[]), None, "a chain alone cannot know");
    assert_eq!(broken_at(&path, &heads[..9]), None, "an older head neither");
    assert_eq!(broken_at(&path, &heads[10..11]), Some(10));
    let found = audit(&path, &heads);
    assert_eq!((found.entries, found.head), (9, heads[8].head));
}

#[test]
fn what_was_sealed_again_after_an_edit_is_told_by_a_head_that_was_kept() {
    let (_dir, path, heads) = books();
    tamper(
        &path,
        "UPDATE journal SET made_by = 'somebody else' WHERE seq = 5",
    );
    seal_again(&path);
    assert_eq!(broken_at(&path, &[]), None, "the chain is whole again");
    assert_eq!(broken_at(&path, &heads[..4]), None);
    // A head now and then says between which two it was, one of each entry says which.
    let sparse = [heads[2].clone(), heads[7].clone()];
    let found = audit(&path, &sparse).broken.unwrap();
    assert_eq!(found.at, Some(8));
    assert!(found.why.contains("entries 4 to 8"), "{}", found.why);
    assert_eq!(broken_at(&path, &heads), Some(5));
}

#[test]
fn a_receipt_that_was_changed_or_taken_out_is_told_by_its_entry() {
    let with_receipt = || {
        let (dir, mut store) = fresh();
        let mut changes = crate::rows::first_attempt("A1", "S1");
        let mut done = entry("sale_completed", None);
        done.params = r#"{"receipt":"T1-000001","total":"12.50","vat":"0.60"}"#.to_owned();
        changes.journal.push(done);
        store.commit(&changes).unwrap();
        let path = dir.path().join("fils.db");
        Connection::open(&path)
            .unwrap()
            .execute(
                "INSERT INTO receipts (n, number, kind, sale, total_fils, vat_fils, at, business_day, made_by, body)
                 VALUES (1, 'T1-000001', 'sale', 'S1', 1250, 60, 1, '2026-11-21', 'Mariam', '{}')",
                [],
            )
            .unwrap();
        (dir, path)
    };
    let (_dir, path) = with_receipt();
    assert_eq!(broken_at(&path, &[]), None);
    for sql in [
        "DROP TRIGGER receipts_never_change; UPDATE receipts SET total_fils = 250",
        "DROP TRIGGER receipts_stay; DELETE FROM receipts",
    ] {
        let (_dir, path) = with_receipt();
        tamper(&path, sql);
        assert_eq!(broken_at(&path, &[]), Some(2), "{sql}");
    }
}

#[test]
fn a_copy_made_while_selling_is_whole_and_of_one_moment() {
    let (dir, path, heads) = books();
    let mut store = Store::open(&path).unwrap();
    let to = dir.path().join("copy.db");
    backup::copy(&path, &to, |_| ()).unwrap();
    // Selling goes on.
    let changes = Changes {
        journal: vec![entry("later", None)],
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
    let copy = Reader::open(&to).unwrap();
    assert_eq!(copy.check().unwrap(), heads[11].head);
    assert!(
        backup::copy(&path, &to, |_| ()).is_err(),
        "never over a file"
    );
}
