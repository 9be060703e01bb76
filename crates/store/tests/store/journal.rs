//! The journal's chain.

use fils_order::UtcMs;
use fils_store::{Changes, NewEntry, Store, StoreError};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::rows::{entry, first_attempt, fresh};

fn append(store: &mut Store, entries: Vec<NewEntry>) {
    let changes = Changes {
        journal: entries,
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
}

/// What someone with an editor for SQLite files can do: take the triggers away and change the table.
fn tamper(dir: &std::path::Path, sql: &str) {
    let conn = Connection::open(dir.join("fils.db")).unwrap();
    conn.execute_batch(
        "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_forgets; DROP TRIGGER journal_appends;",
    )
    .unwrap();
    assert_eq!(conn.execute(sql, []).unwrap(), 1, "{sql}");
}

#[test]
fn a_story_is_told_in_order() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    store.commit(&first_attempt("B1", "S2")).unwrap();
    append(
        &mut store,
        vec![entry("queried", Some("A1")), entry("clock_measured", None)],
    );
    let reader = store.reader().unwrap();
    let told = reader.journal_of(&crate::rows::order_number("A1")).unwrap();
    let kinds: Vec<_> = told
        .iter()
        .map(|e| (e.seq, e.entry.kind.as_str()))
        .collect();
    assert_eq!(kinds, [(1, "charged"), (3, "queried")]);
    assert_eq!(told[1].entry, entry("queried", Some("A1")));
    let latest = reader.latest_entries(2).unwrap();
    assert_eq!(latest.iter().map(|e| e.seq).collect::<Vec<_>>(), [4, 3]);
    assert_eq!(reader.verify_chain().unwrap().hash, latest[0].hash);
}

#[test]
fn a_refunds_entries_belong_to_its_orders_story() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let mut refunded = entry("refund_asked", None);
    refunded.refund = Some(crate::rows::refund_number("R1"));
    let changes = Changes {
        insert_refund: Some(crate::rows::refund("R1", "A1")),
        journal: vec![refunded],
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
    let told = store
        .reader()
        .unwrap()
        .journal_of(&crate::rows::order_number("A1"))
        .unwrap();
    assert_eq!(told.len(), 2);
}

#[test]
fn a_hole_is_found() {
    let (dir, mut store) = fresh();
    append(
        &mut store,
        (0..5).map(|n| entry(&format!("k{n}"), None)).collect(),
    );
    drop(store);
    tamper(dir.path(), "DELETE FROM journal WHERE seq = 3");
    let store = Store::open(&dir.path().join("fils.db")).unwrap();
    let found = store.reader().unwrap().verify_chain().unwrap_err();
    assert!(
        matches!(found, StoreError::BrokenChain { seq: 3, .. }),
        "{found}"
    );
}

#[test]
fn an_empty_journal_ends_at_zero() {
    let (_dir, store) = fresh();
    let head = store.reader().unwrap().verify_chain().unwrap();
    assert_eq!((head.seq, head.hash), (0, [0; 32]));
}

fn entries() -> impl Strategy<Value = Vec<NewEntry>> {
    let one = (
        1..4_000_000_000_000_i64,
        "[a-z_]{1,64}",
        ".{0,20}",
        ".{0,40}",
        proptest::option::of(".{0,40}"),
    )
        .prop_map(|(at, kind, by, note, raw)| NewEntry {
            at: UtcMs(at),
            kind,
            by,
            order: None,
            refund: None,
            params: serde_json::json!({ "note": note }).to_string(),
            raw,
        });
    proptest::collection::vec(one, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_is_written_verifies_and_any_change_is_found(
        entries in entries(),
        place in any::<prop::sample::Index>(),
        column in prop::sample::select(vec!["at = at + 1", "kind = kind || 'x'", "made_by = made_by || ' '",
            "params = '{\"note\":0}'", "raw = coalesce(raw || ' ', '')", "hash = randomblob(32)", "prev_hash = randomblob(32)"]),
    ) {
        let (dir, mut store) = fresh();
        let count = i64::try_from(entries.len()).unwrap();
        append(&mut store, entries.clone());
        let reader = store.reader().unwrap();
        prop_assert_eq!(reader.verify_chain().unwrap().seq, count);
        let mut read: Vec<_> = reader.latest_entries(100).unwrap().into_iter().map(|e| e.entry).collect();
        read.reverse();
        prop_assert_eq!(&read, &entries);
        drop(reader);
        drop(store);

        let seq = i64::try_from(place.index(entries.len())).unwrap() + 1;
        tamper(dir.path(), &format!("UPDATE journal SET {column} WHERE seq = {seq}"));
        let store = Store::open(&dir.path().join("fils.db")).unwrap();
        let found = store.reader().unwrap().verify_chain();
        prop_assert!(matches!(found, Err(StoreError::BrokenChain { seq: at, .. }) if at == seq), "{:?}", found);
    }
}
