//! What a shop does beside its payments.

use fils_order::{SignedMoney, UtcMs};
use fils_store::baskets::BasketRow;
use fils_store::cash::{CashKind, NewCash, Tendered};
use fils_store::people::PersonRow;
use fils_store::prints::PrintState;
use fils_store::receipts::{ReceiptKind, ReceiptRow};
use fils_store::returns::{NewReturn, Way};
use fils_store::shifts::ClosedShift;
use fils_store::{
    Changes, SaleRow, Store, StoreError, VoidRow, baskets, cash, people, prints, receipts, returns,
    sales, shifts,
};

use crate::rows::{DAY, NOW, closed, fils, fresh, order, paid, sale, sale_id, update_order};

fn sold(id: &str) -> SaleRow {
    SaleRow {
        body: Some("{}".into()),
        ..sale(id)
    }
}

fn with_sale(store: &mut Store, id: &str) {
    store
        .transact::<_, StoreError>(|tx| sales::insert(tx, &sold(id)))
        .unwrap();
}

fn shift(store: &mut Store) -> i64 {
    store
        .transact::<_, StoreError>(|tx| shifts::open(tx, NOW, "Amal", DAY))
        .unwrap()
}

fn taken(shift: i64, sale: &str, towards: i64) -> NewCash {
    NewCash {
        shift,
        kind: CashKind::Sale,
        amount: fils(towards),
        sale: Some(sale_id(sale)),
        tendered: Some(Tendered {
            towards: fils(towards),
            given: fils(towards),
            change: fils(0),
            rounding: SignedMoney(0),
        }),
        reason: None,
        by: "Amal".into(),
        approved_by: None,
        at: NOW,
        business_day: DAY.into(),
    }
}

fn receipt(n: i64, sale: &str) -> ReceiptRow {
    ReceiptRow {
        n,
        number: format!("T1-{n:06}"),
        kind: ReceiptKind::Sale,
        sale: sale_id(sale),
        total: fils(1250),
        vat: fils(60),
        at: NOW,
        business_day: DAY.into(),
        shift: None,
        by: "Amal".into(),
        body: "{}".into(),
    }
}

fn basket(sale: &str, parked_at: Option<UtcMs>) -> BasketRow {
    BasketRow {
        sale: sale_id(sale),
        body: "{}".into(),
        parked_at,
        parked_as: parked_at.map(|_| "Blue shirt".into()),
        by: "Amal".into(),
        created_at: NOW,
        changed_at: NOW,
    }
}

#[test]
fn one_basket_is_at_hand_and_any_number_parked() {
    let (_dir, mut store) = fresh();
    let put = |store: &mut Store, row: &BasketRow| {
        store.transact::<_, StoreError>(|tx| baskets::put(tx, row))
    };
    put(&mut store, &basket("S1", None)).unwrap();
    assert!(matches!(
        put(&mut store, &basket("S2", None)),
        Err(StoreError::Duplicate { .. })
    ));
    put(&mut store, &basket("S1", Some(NOW))).unwrap();
    put(&mut store, &basket("S2", None)).unwrap();

    let reader = store.reader().unwrap();
    let (hand, parked) = reader
        .look::<_, StoreError>(|conn| Ok((baskets::at_hand(conn)?, baskets::parked(conn)?)))
        .unwrap();
    assert_eq!(hand, Some(basket("S2", None)));
    assert_eq!(parked, [basket("S1", Some(NOW))]);
    store
        .transact::<_, StoreError>(|tx| baskets::remove(tx, &sale_id("S1")))
        .unwrap();
    let left = reader.look::<_, StoreError>(baskets::parked).unwrap();
    assert!(left.is_empty());
}

#[test]
fn a_sale_is_open_until_it_has_its_receipt_or_is_void() {
    let (_dir, mut store) = fresh();
    for id in ["S1", "S2", "S3"] {
        with_sale(&mut store, id);
    }
    let ended = store.transact::<_, StoreError>(|tx| {
        receipts::insert(tx, &receipt(1, "S1"))?;
        let void = VoidRow {
            sale: sale_id("S2"),
            at: NOW,
            by: "Amal".into(),
            approved_by: None,
            reason: "Changed their mind".into(),
        };
        sales::void(tx, &void)
    });
    ended.unwrap();
    let reader = store.reader().unwrap();
    let open = reader.look::<_, StoreError>(sales::open).unwrap();
    assert_eq!(open, [sold("S3")]);

    let twice = store.transact::<_, StoreError>(|tx| receipts::insert(tx, &receipt(2, "S1")));
    assert!(matches!(twice, Err(StoreError::Duplicate { .. })));
    let dead = store.transact::<_, StoreError>(|tx| receipts::insert(tx, &receipt(2, "S2")));
    assert!(matches!(dead, Err(StoreError::Forbidden { .. })));
    let payable = store.commit(&Changes {
        insert_order: Some(order("A1", "S2")),
        ..Changes::default()
    });
    assert!(matches!(payable, Err(StoreError::Forbidden { .. })));
}

#[test]
fn a_receipt_number_is_never_used_again() {
    let (_dir, mut store) = fresh();
    with_sale(&mut store, "S1");
    with_sale(&mut store, "S2");
    store
        .transact::<_, StoreError>(|tx| receipts::insert(tx, &receipt(7, "S1")))
        .unwrap();
    for n in [6, 7] {
        let again = store.transact::<_, StoreError>(|tx| receipts::insert(tx, &receipt(n, "S2")));
        assert!(again.is_err(), "{n} was used again");
    }
    let reader = store.reader().unwrap();
    assert_eq!(reader.look::<_, StoreError>(receipts::last).unwrap(), 7);
    let found = reader
        .look::<_, StoreError>(|conn| receipts::by_number(conn, "T1-000007"))
        .unwrap();
    assert_eq!(found, Some(receipt(7, "S1")));
}

#[test]
fn orders_and_cash_together_stay_within_the_sale() {
    let (_dir, mut store) = fresh();
    let shift = shift(&mut store);
    with_sale(&mut store, "S1");
    store
        .transact::<_, StoreError>(|tx| cash::insert(tx, &taken(shift, "S1", 250)))
        .unwrap();
    let mut too_much = order("A1", "S1");
    assert_eq!(too_much.amount, fils(1250));
    let refused = store.commit(&Changes {
        insert_order: Some(too_much.clone()),
        ..Changes::default()
    });
    assert!(matches!(refused, Err(StoreError::LiveAttempt { .. })));

    too_much.amount = fils(600);
    store
        .commit(&Changes {
            insert_order: Some(too_much.clone()),
            ..Changes::default()
        })
        .unwrap();
    let mut part = paid("A1", "S1");
    part.amount = fils(600);
    store.commit(&update_order(part, 1)).unwrap();
    // The first part is paid: another wallet pays the rest, and no more.
    let mut rest = order("A2", "S1");
    rest.amount = fils(401);
    let refused = store.commit(&Changes {
        insert_order: Some(rest.clone()),
        ..Changes::default()
    });
    assert!(matches!(refused, Err(StoreError::LiveAttempt { .. })));
    rest.amount = fils(400);
    store
        .commit(&Changes {
            insert_order: Some(rest.clone()),
            ..Changes::default()
        })
        .unwrap();
    let mut let_go = closed("A2", "S1");
    let_go.amount = fils(400);
    store.commit(&update_order(let_go, 1)).unwrap();
}

#[test]
fn cash_that_moved_never_changes_and_a_closed_shift_takes_none() {
    let (_dir, mut store) = fresh();
    let id = shift(&mut store);
    let second = store.transact::<_, StoreError>(|tx| shifts::open(tx, NOW, "Badr", DAY));
    assert!(matches!(second, Err(StoreError::Duplicate { .. })));
    with_sale(&mut store, "S1");
    let row = taken(id, "S1", 1250);
    store
        .transact::<_, StoreError>(|tx| cash::insert(tx, &row))
        .unwrap();
    let edited = store.transact::<_, rusqlite_error::Wrapped>(|tx| {
        tx.execute("UPDATE cash SET amount_fils = 0", [])?;
        Ok(())
    });
    assert!(edited.is_err());
    let end = ClosedShift {
        at: UtcMs(NOW.0 + 1),
        by: "Amal".into(),
        expected: SignedMoney(1250),
        counted: fils(1200),
        count: "{}".into(),
        note: Some("50 fils short".into()),
    };
    store
        .transact::<_, StoreError>(|tx| shifts::close(tx, id, &end))
        .unwrap();
    let again = store.transact::<_, StoreError>(|tx| shifts::close(tx, id, &end));
    assert!(matches!(again, Err(StoreError::Stale { .. })));
    let late = store.transact::<_, StoreError>(|tx| cash::insert(tx, &row));
    assert!(matches!(late, Err(StoreError::Forbidden { .. })));

    let reader = store.reader().unwrap();
    let (current, latest, moved) = reader
        .look::<_, StoreError>(|conn| {
            Ok((
                shifts::current(conn)?,
                shifts::latest(conn, 5)?,
                cash::of_shift(conn, id)?,
            ))
        })
        .unwrap();
    assert_eq!(current, None);
    assert_eq!(latest[0].closed, Some(end));
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].cash, row);
}

#[test]
fn cash_must_add_up() {
    let (_dir, mut store) = fresh();
    let id = shift(&mut store);
    with_sale(&mut store, "S1");
    let mut row = taken(id, "S1", 1250);
    row.tendered = Some(Tendered {
        towards: fils(1250),
        given: fils(2000),
        change: fils(700),
        rounding: SignedMoney(0),
    });
    let refused = store.transact::<_, StoreError>(|tx| cash::insert(tx, &row));
    assert!(matches!(refused, Err(StoreError::Forbidden { .. })));
}

#[test]
fn a_print_moves_on_from_where_it_was_only() {
    let (_dir, mut store) = fresh();
    with_sale(&mut store, "S1");
    let (job, moved, again) = store
        .transact::<_, StoreError>(|tx| {
            receipts::insert(tx, &receipt(1, "S1"))?;
            let job = prints::queue(tx, Some(1), false, "Amal", NOW)?;
            let (from, to) = (PrintState::Waiting, PrintState::Printing);
            let moved = prints::advance(tx, job, from, to, None, NOW)?;
            Ok((job, moved, prints::advance(tx, job, from, to, None, NOW)?))
        })
        .unwrap();
    assert!(moved && !again);
    let reader = store.reader().unwrap();
    let open = reader.look::<_, StoreError>(prints::open).unwrap();
    assert_eq!((open[0].id, open[0].tries), (job, 1));
    let done = store.transact::<_, StoreError>(|tx| {
        prints::advance(
            tx,
            job,
            PrintState::Printing,
            PrintState::Printed,
            None,
            NOW,
        )
    });
    assert!(done.unwrap());
    assert!(
        reader
            .look::<_, StoreError>(prints::open)
            .unwrap()
            .is_empty()
    );
    let ended = reader.look::<_, StoreError>(|conn| prints::by_id(conn, job));
    assert_eq!(ended.unwrap().unwrap().state, PrintState::Printed);
    let of_one = |n| reader.look::<_, StoreError>(|conn| prints::of_receipt(conn, n));
    assert_eq!(of_one(1).unwrap().len(), 1);
    assert!(of_one(2).unwrap().is_empty());
}

#[test]
fn a_return_gets_its_credit_note_once() {
    let (_dir, mut store) = fresh();
    let id = shift(&mut store);
    with_sale(&mut store, "S1");
    let back = store
        .transact::<_, StoreError>(|tx| {
            cash::insert(tx, &taken(id, "S1", 1250))?;
            receipts::insert(tx, &receipt(1, "S1"))?;
            let mut out = taken(id, "S1", 1250);
            (out.kind, out.tendered) = (CashKind::Refund, None);
            let moved = cash::insert(tx, &out)?;
            let row = NewReturn {
                sale: sale_id("S1"),
                total: fils(1250),
                vat: fils(60),
                way: Way::Cash(moved),
                receipt: None,
                reason: "Cold".into(),
                by: "Amal".into(),
                approved_by: Some("Badr".into()),
                at: NOW,
                business_day: DAY.into(),
                body: "{}".into(),
            };
            let back = returns::insert(tx, &row)?;
            let mut note = receipt(2, "S1");
            note.kind = ReceiptKind::Refund;
            receipts::insert(tx, &note)?;
            returns::set_receipt(tx, back, 2)?;
            Ok(back)
        })
        .unwrap();
    let again = store.transact::<_, StoreError>(|tx| returns::set_receipt(tx, back, 1));
    assert!(matches!(again, Err(StoreError::Forbidden { .. })));
    let reader = store.reader().unwrap();
    let (found, papers) = reader
        .look::<_, StoreError>(|conn| {
            Ok((
                returns::of_sale(conn, &sale_id("S1"))?,
                receipts::papers_of(conn, &sale_id("S1"))?,
            ))
        })
        .unwrap();
    assert_eq!(found[0].given_back.receipt, Some(2));
    assert_eq!(papers.len(), 2);
}

#[test]
fn people_keep_their_name_to_themselves_and_their_version() {
    let (_dir, mut store) = fresh();
    let row = PersonRow {
        id: "p1".into(),
        name: "Amal".into(),
        role: "owner".into(),
        pin_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA".into(),
        active: true,
        lockout: "{}".into(),
        created_at: NOW,
        version: 0,
    };
    let put = |store: &mut Store, row: &PersonRow| {
        store.transact::<_, StoreError>(|tx| people::put(tx, row))
    };
    put(&mut store, &row).unwrap();
    let twin = PersonRow {
        id: "p2".into(),
        ..row.clone()
    };
    assert!(matches!(
        put(&mut store, &twin),
        Err(StoreError::Duplicate { .. })
    ));
    let plain = PersonRow {
        id: "p3".into(),
        name: "Badr".into(),
        pin_hash: "123456".into(),
        ..row.clone()
    };
    assert!(matches!(
        put(&mut store, &plain),
        Err(StoreError::Forbidden { .. })
    ));
    let mut read = store
        .reader()
        .unwrap()
        .look::<_, StoreError>(people::all)
        .unwrap();
    assert_eq!(read.len(), 1);
    read[0].role = "manager".into();
    put(&mut store, &read[0]).unwrap();
    assert!(matches!(
        put(&mut store, &read[0]),
        Err(StoreError::Stale { .. })
    ));
    assert!(!format!("{row:?}").contains("argon2id"));
}

mod rusqlite_error {
    //! A plain statement's error, for statements that no function of the store would make.

    #[derive(Debug)]
    pub(super) struct Wrapped;

    impl From<rusqlite::Error> for Wrapped {
        fn from(_: rusqlite::Error) -> Self {
            Self
        }
    }

    impl From<fils_store::StoreError> for Wrapped {
        fn from(_: fils_store::StoreError) -> Self {
            Self
        }
    }
}
