//! The parts a charge is made of, each by itself: sign, verify, one step, one durable commit.

use std::hint::black_box;

use anyhow::{Context, Result, ensure};
use fils_order::{Draft, Event, Money, Order, OrderNumber, Rules, SaleId, Scene, UtcMs, step};
use fils_store::{Changes, NewEntry, OrderRow, SaleRow, Store, Update};
use payby::keys::PrivateKey;

use crate::sample::Sample;

/// 2 January 2026, 10:15:30 UTC: any time will do.
const NOW: UtcMs = UtcMs(1_767_348_930_000);

pub(crate) fn measure() -> Result<()> {
    keys()?;
    one_step()?;
    one_commit()
}

fn keys() -> Result<()> {
    // As long as a create's body.
    let body = vec![b'x'; 600];
    let key = PrivateKey::generate()?;
    let signature = key.sign(&body)?;
    ensure!(
        key.public_key().verify(&body, &signature),
        "the signature does not hold"
    );
    Sample::of("sign a request (RSA 2048)", 2_000, || {
        black_box(key.sign(black_box(&body))?);
        Ok(())
    })?
    .tell("");
    Sample::of("verify a reply", 2_000, || {
        ensure!(
            key.public_key()
                .verify(black_box(&body), black_box(&signature)),
            "it does not hold"
        );
        Ok(())
    })?
    .tell("");
    Ok(())
}

fn order(random: u64) -> Result<Order> {
    let draft = Draft {
        number: OrderNumber::make("B1", NOW, random)?,
        sale: SaleId::make("B1", NOW, random)?,
        amount: Money::parse_entry("12.50")?,
        payee: "200000012345".to_owned(),
        subject: "Karak".to_owned(),
        details: fils_order::Details::default(),
        scene: Scene::Qr,
    };
    Ok(Order::new(draft, NOW, &Rules::default()))
}

fn one_step() -> Result<()> {
    let (order, rules) = (order(1)?, Rules::default());
    Sample::of("one step of the state machine", 100_000, || {
        black_box(step(black_box(&order), Event::Submit, NOW, &rules));
        Ok(())
    })?
    .tell("");
    Ok(())
}

fn one_commit() -> Result<()> {
    // Beside the program and not in the system's temporary folder, which may be memory.
    let beside = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(beside.parent().context("the program lies in no folder")?)?;
    let mut store = Store::open(&folder.path().join("bench.db"))?;
    let mut row = row(&order(2)?)?;
    let sale = SaleRow {
        id: row.sale.clone(),
        amount: row.amount,
        subject: row.subject.clone(),
        by: row.by.clone(),
        created_at: NOW,
        business_day: row.business_day.clone(),
        shift: None,
        body: None,
    };
    let first = Changes {
        insert_sale: Some(sale),
        insert_order: Some(row.clone()),
        ..Changes::default()
    };
    row.version = store
        .commit(&first)?
        .order_version
        .context("no order was stored")?;
    Sample::of("one durable commit (order and journal)", 500, || {
        let changes = Changes {
            update_order: Some(Update {
                row: row.clone(),
                expected_version: row.version,
            }),
            journal: vec![NewEntry {
                at: NOW,
                kind: "query_answered".to_owned(),
                by: "fils".to_owned(),
                order: Some(row.number.clone()),
                refund: None,
                params: "{}".to_owned(),
                raw: Some("x".repeat(600)),
            }],
            ..Changes::default()
        };
        row.version = store
            .commit(&changes)?
            .order_version
            .context("no order was stored")?;
        Ok(())
    })?
    .tell("");
    Ok(())
}

fn row(order: &Order) -> Result<OrderRow> {
    Ok(OrderRow {
        number: order.number.clone(),
        sale: order.sale.clone(),
        amount: order.amount,
        subject: order.subject.clone(),
        scene: "qr".to_owned(),
        by: "bench".to_owned(),
        created_at: NOW,
        business_day: "2026-01-02".to_owned(),
        state: "submitting".to_owned(),
        released: false,
        wake_at: None,
        payby_no: None,
        paid_at: None,
        attention: false,
        body: serde_json::to_string(order)?,
        content: None,
        version: 1,
    })
}
