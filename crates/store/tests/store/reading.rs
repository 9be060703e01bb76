//! Looking things up, with and without a till beside.

use std::collections::BTreeSet;
use std::path::Path;

use fils_order::{SignedMoney, UtcMs};
use fils_store::{
    Changes, OrderFilter, OrderQuery, OrderRow, Reader, RefundRow, SaleRow, Store, StoreError,
    Update,
};

use crate::rows::{
    DAY, NOW, closed, fils, first_attempt, fresh, order, order_number, paid, refund, refund_number,
    sale, update_order,
};

fn numbers(reader: &Reader, query: &OrderQuery) -> Vec<String> {
    let found = reader.orders(query).unwrap();
    found
        .into_iter()
        .map(|row| row.number.to_string())
        .collect()
}

fn files(dir: &Path) -> BTreeSet<String> {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Four orders: open, paid, closed, and one of the day before paid late.
fn shop(store: &mut Store) {
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let tea = OrderRow {
        amount: fils(123_450),
        subject: "100% tea_leaves".into(),
        created_at: UtcMs(NOW.0 + 1000),
        ..order("A2", "S2")
    };
    let changes = Changes {
        insert_sale: Some(SaleRow {
            amount: tea.amount,
            ..sale("S2")
        }),
        insert_order: Some(tea.clone()),
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
    let tea = OrderRow {
        state: "paid".into(),
        wake_at: None,
        paid_at: Some(NOW),
        payby_no: Some("131234567".into()),
        ..tea
    };
    store.commit(&update_order(tea, 1)).unwrap();
    store.commit(&first_attempt("A3", "S3")).unwrap();
    let watched = OrderRow {
        wake_at: Some(NOW),
        ..closed("A3", "S3")
    };
    store.commit(&update_order(watched, 1)).unwrap();
    let late = OrderRow {
        state: "paid_late".into(),
        released: true,
        attention: true,
        wake_at: None,
        created_at: UtcMs(NOW.0 - 86_400_000),
        business_day: "2026-11-20".into(),
        by: "Layla".into(),
        ..paid("A4", "S4")
    };
    let changes = Changes {
        insert_sale: Some(sale("S4")),
        insert_order: Some(late),
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
}

#[test]
fn orders_are_found_by_day_text_state_and_time() {
    let (_dir, mut store) = fresh();
    shop(&mut store);
    let reader = store.reader().unwrap();
    let all = OrderQuery::default();
    assert_eq!(numbers(&reader, &all), ["A2", "A3", "A1", "A4"]);
    let today = OrderQuery {
        day: Some(DAY.into()),
        ..all.clone()
    };
    assert_eq!(numbers(&reader, &today), ["A2", "A3", "A1"]);
    let filtered = |filter| {
        numbers(
            &reader,
            &OrderQuery {
                filter,
                ..OrderQuery::default()
            },
        )
    };
    assert_eq!(filtered(OrderFilter::Open), ["A1"]);
    assert_eq!(filtered(OrderFilter::Paid), ["A2", "A4"]);
    assert_eq!(filtered(OrderFilter::Closed), ["A3"]);
    assert_eq!(filtered(OrderFilter::Attention), ["A4"]);
    let since = OrderQuery {
        since: Some(UtcMs(NOW.0 + 1)),
        ..all.clone()
    };
    assert_eq!(numbers(&reader, &since), ["A2"]);
    let limited = OrderQuery {
        limit: Some(2),
        ..all
    };
    assert_eq!(numbers(&reader, &limited), ["A2", "A3"]);
}

#[test]
fn a_search_means_the_very_characters() {
    let (_dir, mut store) = fresh();
    shop(&mut store);
    let reader = store.reader().unwrap();
    let search = |text: &str| {
        numbers(
            &reader,
            &OrderQuery {
                search: Some(text.into()),
                ..OrderQuery::default()
            },
        )
    };
    assert_eq!(search(" a3 "), ["A3"]);
    assert_eq!(search("1,234.50"), ["A2"]);
    assert_eq!(search("1234.5"), ["A2"]);
    assert_eq!(search("100% T"), ["A2"]);
    assert_eq!(search("tea_l"), ["A2"]);
    assert_eq!(search("layla"), ["A4"]);
    assert_eq!(search("13123"), ["A2"]);
    assert!(search("_").len() == 1, "an underscore is no wildcard");
    assert!(search("'; DROP TABLE orders; --").is_empty());
    assert_eq!(search("  ").len(), 4);
}

#[test]
fn recovery_takes_up_what_is_open_or_wants_waking() {
    let (_dir, mut store) = fresh();
    shop(&mut store);
    let stuck = OrderRow {
        wake_at: None,
        ..order("A1", "S1")
    };
    store.commit(&update_order(stuck, 1)).unwrap();
    let changes = Changes {
        insert_refund: Some(RefundRow {
            wake_at: None,
            ..refund("R1", "A2")
        }),
        ..Changes::default()
    };
    store.commit(&changes).unwrap();
    let reader = store.reader().unwrap();
    let open: Vec<_> = reader
        .unfinished_orders()
        .unwrap()
        .into_iter()
        .map(|row| row.number)
        .collect();
    assert_eq!(open, [order_number("A1"), order_number("A3")]);
    assert_eq!(
        reader.unfinished_refunds().unwrap()[0].number,
        refund_number("R1")
    );
}

#[test]
fn the_days_takings_add_up() {
    let (_dir, mut store) = fresh();
    shop(&mut store);
    let asked = Changes {
        insert_refund: Some(refund("R1", "A2")),
        ..Changes::default()
    };
    store.commit(&asked).unwrap();
    assert_eq!(
        store.reader().unwrap().takings(DAY).unwrap().refunded,
        (0, SignedMoney(0))
    );
    let done = RefundRow {
        state: "refunded".into(),
        unresolved: false,
        wake_at: None,
        refunded_at: Some(NOW),
        ..refund("R1", "A2")
    };
    let proved = Changes {
        update_refund: Some(Update {
            row: done.clone(),
            expected_version: 1,
        }),
        ..Changes::default()
    };
    store.commit(&proved).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(
        reader.refunds_of(&order_number("A2")).unwrap(),
        [RefundRow {
            version: 2,
            ..done.clone()
        }]
    );
    assert_eq!(
        reader.refund(&done.number).unwrap(),
        Some(RefundRow { version: 2, ..done })
    );
    let today = reader.takings(DAY).unwrap();
    assert_eq!(
        (today.paid, today.refunded),
        ((1, SignedMoney(123_450)), (1, SignedMoney(250)))
    );
    assert_eq!(
        (today.open, today.closed, today.attention, today.paid_late.0),
        (1, 1, 0, 0)
    );
    assert_eq!(today.net(), SignedMoney(123_200));
    let yesterday = reader.takings("2026-11-20").unwrap();
    assert_eq!(
        (yesterday.paid_late, yesterday.attention),
        ((1, SignedMoney(1250)), 1)
    );
    assert_eq!(reader.takings("2030-01-01").unwrap().net(), SignedMoney(0));
}

#[test]
fn a_reader_beside_a_till_sees_each_commit_and_makes_no_file() {
    let (dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let before = files(dir.path());
    let reader = Reader::open(store.path()).unwrap();
    assert_eq!(numbers(&reader, &OrderQuery::default()), ["A1"]);
    store.commit(&first_attempt("A2", "S2")).unwrap();
    assert_eq!(numbers(&reader, &OrderQuery::default()).len(), 2);
    assert_eq!(files(dir.path()), before);
    assert_eq!(reader.sale(&sale("S2").id).unwrap(), Some(sale("S2")));
    store.tidy().unwrap();
    assert_eq!(numbers(&reader, &OrderQuery::default()).len(), 2);
}

#[test]
fn a_reader_made_before_the_first_write_sees_it() {
    let (_dir, mut store) = fresh();
    let path = store.path().to_path_buf();
    let early = store.reader().unwrap();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    assert_eq!(numbers(&early, &OrderQuery::default()), ["A1"]);
    drop((early, store));

    let mut store = Store::open(&path).unwrap();
    let (own, other) = (store.reader().unwrap(), Reader::open(&path).unwrap());
    store.commit(&first_attempt("A2", "S2")).unwrap();
    for reader in [own, other] {
        assert_eq!(numbers(&reader, &OrderQuery::default()).len(), 2);
    }
}

#[test]
fn a_reader_without_a_till_makes_no_file_either() {
    let (dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let path = store.path().to_path_buf();
    drop(store);
    assert_eq!(files(dir.path()), BTreeSet::from(["fils.db".to_owned()]));
    let reader = Reader::open(&path).unwrap();
    assert_eq!(numbers(&reader, &OrderQuery::default()), ["A1"]);
    reader.check().unwrap();
    drop(reader);
    assert_eq!(files(dir.path()), BTreeSet::from(["fils.db".to_owned()]));
}

#[test]
fn a_path_with_signs_of_a_uri_is_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let odd = dir.path().join("50% #1?");
    std::fs::create_dir(&odd).unwrap();
    let path = odd.join("fils.db");
    let mut store = Store::open(&path).unwrap();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    drop(store);
    assert_eq!(
        numbers(&Reader::open(&path).unwrap(), &OrderQuery::default()),
        ["A1"]
    );
}

#[test]
fn there_is_nothing_to_read_before_the_first_payment() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("fils.db");
    assert!(matches!(
        Reader::open(&path),
        Err(StoreError::Missing { .. })
    ));
    std::fs::write(&path, "").unwrap();
    assert!(matches!(
        Reader::open(&path),
        Err(StoreError::Missing { .. })
    ));
    assert_eq!(files(dir.path()).len(), 1);
}
