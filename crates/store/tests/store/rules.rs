//! What the database itself refuses.

use fils_order::UtcMs;
use fils_store::{Changes, NotificationRow, OrderRow, RefundRow, StoreError, Update};

use crate::rows::{
    NOW, closed, entry, first_attempt, fresh, order, order_number, paid, refund, sale, update_order,
};

fn insert(order: OrderRow) -> Changes {
    Changes {
        insert_order: Some(order),
        ..Changes::default()
    }
}

fn insert_refund(refund: RefundRow) -> Changes {
    Changes {
        insert_refund: Some(refund),
        ..Changes::default()
    }
}

#[test]
fn a_sale_has_one_live_attempt() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let refused = store.commit(&insert(order("A2", "S1"))).unwrap_err();
    assert!(
        matches!(&refused, StoreError::LiveAttempt { sale } if sale == "S1"),
        "{refused}"
    );

    // Paid holds its sale as well; only what is proved closed lets go of it.
    store.commit(&update_order(paid("A1", "S1"), 1)).unwrap();
    assert!(matches!(
        store.commit(&insert(order("A2", "S1"))),
        Err(StoreError::LiveAttempt { .. })
    ));
}

#[test]
fn a_released_attempt_makes_room_for_the_next() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let replaced = Changes {
        insert_order: Some(order("A2", "S1")),
        ..update_order(closed("A1", "S1"), 1)
    };
    assert_eq!(store.commit(&replaced).unwrap().order_version, Some(1));

    // Paid late, the old one stays released: it never takes the sale back.
    let late = OrderRow {
        state: "paid_late".into(),
        released: true,
        attention: true,
        ..paid("A1", "S1")
    };
    store.commit(&update_order(late.clone(), 2)).unwrap();
    let back = OrderRow {
        released: false,
        ..late
    };
    assert!(matches!(
        store.commit(&update_order(back, 3)),
        Err(StoreError::Forbidden { .. })
    ));
    assert_eq!(
        store
            .reader()
            .unwrap()
            .orders_of_sale(&sale("S1").id)
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn an_order_that_can_be_paid_is_never_released() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    for state in ["submitting", "awaiting_payment", "closing"] {
        let row = OrderRow {
            state: state.into(),
            released: true,
            ..order("A1", "S1")
        };
        assert!(
            matches!(
                store.commit(&update_order(row, 1)),
                Err(StoreError::Forbidden { .. })
            ),
            "{state}"
        );
    }
}

#[test]
fn numbers_are_unique() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let again = store.commit(&first_attempt("A1", "S2")).unwrap_err();
    assert!(
        matches!(&again, StoreError::Duplicate { what: "Order", number } if number == "A1"),
        "{again}"
    );
    let again = store.commit(&first_attempt("A2", "S1")).unwrap_err();
    assert!(
        matches!(&again, StoreError::Duplicate { what: "Sale", .. }),
        "{again}"
    );
}

#[test]
fn a_row_is_written_only_over_the_version_that_was_read() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let waiting = OrderRow {
        state: "awaiting_payment".into(),
        ..order("A1", "S1")
    };
    assert_eq!(
        store
            .commit(&update_order(waiting.clone(), 1))
            .unwrap()
            .order_version,
        Some(2)
    );
    let stale = store
        .commit(&update_order(paid("A1", "S1"), 1))
        .unwrap_err();
    assert!(
        matches!(&stale, StoreError::Stale { what: "Order", number } if number == "A1"),
        "{stale}"
    );
    let unknown = store
        .commit(&update_order(paid("ZZ", "S1"), 1))
        .unwrap_err();
    assert!(matches!(unknown, StoreError::Stale { .. }));
    let stored = store
        .reader()
        .unwrap()
        .order(&order_number("A1"))
        .unwrap()
        .unwrap();
    assert_eq!(
        stored,
        OrderRow {
            version: 2,
            ..waiting
        }
    );
}

#[test]
fn an_order_keeps_its_amount_and_its_sale() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    store.commit(&first_attempt("B1", "S2")).unwrap();
    let dearer = OrderRow {
        amount: crate::rows::fils(9999),
        ..order("A1", "S1")
    };
    assert!(matches!(
        store.commit(&update_order(dearer, 1)),
        Err(StoreError::Forbidden { .. })
    ));
    let moved = order("A1", "S2");
    assert!(store.commit(&update_order(moved, 1)).is_err());
}

#[test]
fn nonsense_is_refused_by_the_schema() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let rows = [
        OrderRow {
            state: "lost".into(),
            ..order("A1", "S1")
        },
        OrderRow {
            scene: "cash".into(),
            ..order("A1", "S1")
        },
        OrderRow {
            body: "{".into(),
            ..order("A1", "S1")
        },
        OrderRow {
            content: Some("not JSON".into()),
            ..order("A1", "S1")
        },
        OrderRow {
            subject: "x".repeat(65),
            ..order("A1", "S1")
        },
        OrderRow {
            business_day: "21.11.2026".into(),
            ..order("A1", "S1")
        },
        OrderRow {
            paid_at: Some(UtcMs(-1)),
            ..order("A1", "S1")
        },
    ];
    for row in rows {
        let refused = store.commit(&update_order(row.clone(), 1));
        assert!(
            matches!(refused, Err(StoreError::Forbidden { .. })),
            "{row:?}: {refused:?}"
        );
    }
    let free = OrderRow {
        amount: crate::rows::fils(0),
        ..order("A9", "S1")
    };
    assert!(matches!(
        store.commit(&insert(free)),
        Err(StoreError::Forbidden { .. })
    ));
    let orphan = store
        .commit(&insert(order("A9", "no-such-sale")))
        .unwrap_err();
    assert!(matches!(orphan, StoreError::Forbidden { .. }), "{orphan}");
}

#[test]
fn an_order_has_one_refund_at_a_time() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    store.commit(&update_order(paid("A1", "S1"), 1)).unwrap();
    store.commit(&insert_refund(refund("R1", "A1"))).unwrap();
    let second = store
        .commit(&insert_refund(refund("R2", "A1")))
        .unwrap_err();
    assert!(
        matches!(&second, StoreError::RefundUnderWay { order } if order == "A1"),
        "{second}"
    );

    let done = RefundRow {
        state: "refunded".into(),
        unresolved: false,
        wake_at: None,
        refunded_at: Some(NOW),
        ..refund("R1", "A1")
    };
    let update = Changes {
        update_refund: Some(Update {
            row: done.clone(),
            expected_version: 1,
        }),
        ..insert_refund(refund("R2", "A1"))
    };
    assert_eq!(store.commit(&update).unwrap().refund_version, Some(1));
    let stale = Changes {
        update_refund: Some(Update {
            row: done,
            expected_version: 1,
        }),
        ..Changes::default()
    };
    assert!(matches!(
        store.commit(&stale),
        Err(StoreError::Stale { what: "Refund", .. })
    ));
    let number = store
        .commit(&insert_refund(refund("R2", "A1")))
        .unwrap_err();
    assert!(matches!(
        number,
        StoreError::Duplicate { .. } | StoreError::RefundUnderWay { .. }
    ));
}

#[test]
fn a_notification_is_stored_once() {
    let (_dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    let notified = Changes {
        notification: Some(NotificationRow {
            notify_id: "n-1".into(),
            received_at: NOW,
            order: Some(order_number("A1")),
            refund: None,
            body: "{}".into(),
        }),
        journal: vec![entry("notified", Some("A1"))],
        ..Changes::default()
    };
    assert!(!store.reader().unwrap().notification_seen("n-1").unwrap());
    let first = store.commit(&notified).unwrap();
    let again = store.commit(&notified).unwrap_err();
    assert!(
        matches!(&again, StoreError::AlreadyNotified { notify_id } if notify_id == "n-1"),
        "{again}"
    );
    let reader = store.reader().unwrap();
    assert!(reader.notification_seen("n-1").unwrap());
    assert_eq!(reader.verify_chain().unwrap(), first.journal);
}

#[test]
fn a_setting_is_the_last_one_written() {
    let (_dir, mut store) = fresh();
    for value in ["0", "-1500"] {
        let changes = Changes {
            settings: vec![("clock_offset_ms".into(), value.into())],
            ..Changes::default()
        };
        store.commit(&changes).unwrap();
    }
    let reader = store.reader().unwrap();
    assert_eq!(
        reader.setting("clock_offset_ms").unwrap().as_deref(),
        Some("-1500")
    );
    assert_eq!(reader.setting("unknown").unwrap(), None);
}

#[test]
fn nothing_is_ever_deleted() {
    let (dir, mut store) = fresh();
    store.commit(&first_attempt("A1", "S1")).unwrap();
    store.commit(&insert_refund(refund("R1", "A1"))).unwrap();
    drop(store);
    let conn = rusqlite::Connection::open(dir.path().join("fils.db")).unwrap();
    for sql in [
        "DELETE FROM orders",
        "DELETE FROM sales",
        "DELETE FROM refunds",
        "DELETE FROM journal",
        "UPDATE journal SET params = '{}'",
        "UPDATE sales SET amount_fils = 1",
        "UPDATE orders SET state = 'paid'",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}
