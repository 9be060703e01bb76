//! Rows to store.

use fils_order::{Money, OrderNumber, RefundNumber, SaleId, UtcMs};
use fils_store::{Changes, NewEntry, OrderRow, RefundRow, SaleRow, Store, Update};
use tempfile::TempDir;

/// 2026-11-21 08:00 in Dubai.
pub(crate) const NOW: UtcMs = UtcMs(1_795_233_600_000);
pub(crate) const DAY: &str = "2026-11-21";

/// A fresh store in a directory of its own.
pub(crate) fn fresh() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("fils.db")).unwrap();
    (dir, store)
}

pub(crate) fn order_number(text: &str) -> OrderNumber {
    text.parse().unwrap()
}

pub(crate) fn refund_number(text: &str) -> RefundNumber {
    text.parse().unwrap()
}

pub(crate) fn sale_id(text: &str) -> SaleId {
    text.parse().unwrap()
}

pub(crate) fn fils(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

pub(crate) fn sale(id: &str) -> SaleRow {
    SaleRow {
        id: sale_id(id),
        amount: fils(1250),
        subject: "Coffee".into(),
        by: "cashier".into(),
        created_at: NOW,
        business_day: DAY.into(),
        shift: None,
        body: None,
    }
}

pub(crate) fn order(number: &str, sale: &str) -> OrderRow {
    OrderRow {
        number: order_number(number),
        sale: sale_id(sale),
        amount: fils(1250),
        subject: "Coffee".into(),
        scene: "qr".into(),
        by: "cashier".into(),
        created_at: NOW,
        business_day: DAY.into(),
        state: "submitting".into(),
        released: false,
        wake_at: Some(UtcMs(NOW.0 + 2000)),
        payby_no: None,
        paid_at: None,
        attention: false,
        body: r#"{"state":"submitting"}"#.into(),
        content: Some(r#"{"merchantOrderNo":"x"}"#.into()),
        version: 1,
    }
}

pub(crate) fn paid(number: &str, sale: &str) -> OrderRow {
    OrderRow {
        state: "paid".into(),
        wake_at: None,
        paid_at: Some(UtcMs(NOW.0 + 9000)),
        payby_no: Some(format!("8{number}")),
        ..order(number, sale)
    }
}

pub(crate) fn closed(number: &str, sale: &str) -> OrderRow {
    OrderRow {
        state: "closed".into(),
        released: true,
        wake_at: None,
        ..order(number, sale)
    }
}

pub(crate) fn refund(number: &str, order: &str) -> RefundRow {
    RefundRow {
        number: refund_number(number),
        order: order_number(order),
        amount: fils(250),
        reason: "Cold".into(),
        by: "manager".into(),
        created_at: NOW,
        business_day: DAY.into(),
        state: "submitting".into(),
        unresolved: true,
        wake_at: Some(NOW),
        payby_no: None,
        refunded_at: None,
        attention: false,
        body: "{}".into(),
        content: None,
        version: 1,
    }
}

pub(crate) fn entry(kind: &str, order: Option<&str>) -> NewEntry {
    NewEntry {
        at: NOW,
        kind: kind.into(),
        by: "driver".into(),
        order: order.map(order_number),
        refund: None,
        params: r#"{"note":"é"}"#.into(),
        raw: Some("{}".into()),
    }
}

/// A new sale with its first order and the journal entry that says so.
pub(crate) fn first_attempt(number: &str, sale_id: &str) -> Changes {
    Changes {
        insert_sale: Some(sale(sale_id)),
        insert_order: Some(order(number, sale_id)),
        journal: vec![entry("charged", Some(number))],
        ..Changes::default()
    }
}

pub(crate) fn update_order(row: OrderRow, expected_version: i64) -> Changes {
    Changes {
        update_order: Some(Update {
            row,
            expected_version,
        }),
        ..Changes::default()
    }
}
