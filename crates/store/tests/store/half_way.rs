//! Errors half-way through a commit: nothing of it may be left.

use std::fmt::Write as _;

use fils_store::{Changes, NotificationRow, Reader, Store, StoreError};
use rusqlite::Connection;

use crate::rows::{
    NOW, closed, entry, first_attempt, fresh, order, order_number, refund, sale, update_order,
};

/// Everything that is stored, as text.
fn content(conn: &Connection) -> String {
    let mut all = String::new();
    for table in [
        "sales",
        "orders",
        "refunds",
        "journal",
        "notifications",
        "settings",
    ] {
        let mut statement = conn
            .prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                writeln!(all, "{table} {:?}", row.get_ref(column).unwrap()).unwrap();
            }
        }
    }
    all
}

/// A commit that touches every table.
fn everything() -> Changes {
    Changes {
        insert_sale: Some(sale("S2")),
        insert_order: Some(order("A2", "S2")),
        insert_refund: Some(refund("R1", "A1")),
        notification: Some(NotificationRow {
            notify_id: "n".into(),
            received_at: NOW,
            order: Some(order_number("A2")),
            refund: None,
            body: "{}".into(),
        }),
        settings: vec![("k".into(), "v".into())],
        journal: vec![entry("one", Some("A2")), entry("two", Some("A2"))],
        ..update_order(closed("A1", "S1"), 1)
    }
}

#[test]
fn whichever_statement_fails_nothing_is_written() {
    let statements = [
        "INSERT ON sales",
        "INSERT ON orders",
        "UPDATE ON orders",
        "INSERT ON refunds",
        "INSERT ON notifications",
        "INSERT ON settings",
        "INSERT ON journal",
    ];
    for statement in statements {
        let (dir, mut store) = fresh();
        store.commit(&first_attempt("A1", "S1")).unwrap();
        let other = Connection::open(dir.path().join("fils.db")).unwrap();
        let before = content(&other);
        other
            .execute_batch(&format!(
                "CREATE TRIGGER injected AFTER {statement} BEGIN SELECT RAISE(ABORT, 'injected'); END"
            ))
            .unwrap();
        let failed = store.commit(&everything()).unwrap_err();
        assert!(
            failed.to_string().contains("injected"),
            "{statement}: {failed}"
        );
        assert_eq!(content(&other), before, "{statement}");

        // The store goes on as if nothing had been.
        other.execute_batch("DROP TRIGGER injected").unwrap();
        store.commit(&everything()).unwrap();
        assert_ne!(content(&other), before);
        store.reader().unwrap().check().unwrap();
    }
}

#[test]
fn a_failure_in_the_second_entry_takes_the_first_along() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let head = store.reader().unwrap().verify_chain().unwrap();
    let mut broken = entry("second", Some("A1"));
    broken.params = "not JSON".into();
    let changes = Changes {
        journal: vec![entry("first", Some("A1")), broken],
        ..update_order(closed("A1", "S1"), 1)
    };
    assert!(matches!(
        store.commit(&changes),
        Err(StoreError::Forbidden { .. })
    ));
    let reader = store.reader().unwrap();
    assert_eq!(reader.verify_chain().unwrap(), head);
    assert_eq!(
        reader.order(&order_number("A1")).unwrap().unwrap().state,
        "submitting"
    );
}

#[test]
fn an_error_of_the_caller_undoes_its_transaction() {
    let (_dir, mut store) = fresh();
    let outcome: Result<(), StoreError> = store.transact::<_, StoreError>(|tx| {
        fils_store::settings::set(tx, "k", "v")?;
        Err(StoreError::Stale {
            what: "Order",
            number: "A1".into(),
        })
    });
    assert!(matches!(outcome, Err(StoreError::Stale { .. })));
    assert_eq!(store.reader().unwrap().setting("k").unwrap(), None);
}

#[test]
fn a_full_disk_loses_nothing_and_leaves_nothing_half_written() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    store
        .transact::<_, StoreError>(|tx| {
            let pages: i64 = tx
                .query_row("PRAGMA page_count", [], |row| row.get(0))
                .unwrap();
            let _: i64 = tx
                .query_row(
                    &format!("PRAGMA max_page_count = {}", pages + 4),
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            Ok(())
        })
        .unwrap();
    let mut stored = 1;
    let full = loop {
        let number = format!("A{}", stored + 1);
        let mut changes = first_attempt(&number, &format!("S{}", stored + 1));
        changes.journal[0].raw = Some("x".repeat(3000));
        match store.commit(&changes) {
            Ok(_) => stored += 1,
            Err(e) => break e,
        }
        assert!(stored < 1000, "the disk never filled up");
    };
    assert!(matches!(full, StoreError::DiskFull { .. }), "{full}");
    assert!(full.to_string().contains("free some space"), "{full}");
    let path = store.path().to_path_buf();
    let look = |reader: Reader| {
        assert_eq!(reader.check().unwrap().seq, stored);
        assert_eq!(
            i64::try_from(
                reader
                    .orders(&fils_store::OrderQuery::default())
                    .unwrap()
                    .len()
            )
            .unwrap(),
            stored
        );
    };
    look(store.reader().unwrap());
    drop(store);
    // With room again, it goes on where it was.
    let mut store = Store::open(&path).unwrap();
    look(store.reader().unwrap());
    store.commit(&first_attempt("B1", "T1")).unwrap();
}
