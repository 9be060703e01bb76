//! A whole till in training: opened, charged, paid, closed, opened again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod matching;

use std::time::Duration;

use fils_checkout::view::{OrderView, StateView};
use fils_checkout::{Change, ChargeRequest, Checkout, Person};
use fils_home::{Books, Home, Opening, OrdersQuery, Till, open, set_up_training};
use fils_order::{Decision, Money, OrderNumber};
use payby_sandbox::CustomerAction;

fn cashier() -> Person {
    Person("cashier".to_owned())
}

async fn till(home: &Home) -> Till {
    open(Opening {
        home,
        who: "a test",
        passphrase: None,
    })
    .await
    .unwrap()
}

async fn charge(checkout: &Checkout, amount: &str) -> OrderView {
    let request = ChargeRequest {
        amount: Money::parse_entry(amount).unwrap(),
        subject: None,
        code: None,
        by: cashier(),
        sale: None,
        details: fils_order::Details::default(),
    };
    checkout.charge(request).await.unwrap()
}

/// Waits until the order is as wanted, for at most 20 seconds.
async fn until(checkout: &Checkout, order: &str, wanted: impl Fn(&OrderView) -> bool) -> OrderView {
    let number: OrderNumber = order.parse().unwrap();
    let mut changes = checkout.subscribe();
    let answer = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let view = checkout.order(number.clone()).await.unwrap();
            if wanted(&view) {
                return view;
            }
            while !matches!(changes.recv().await.unwrap(), Change::Order(view) if view.order == order)
            {
            }
        }
    });
    answer
        .await
        .unwrap_or_else(|_| panic!("order {order} never came to be as wanted"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_scans_and_pays() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let till = till(&home).await;

    let order = charge(&till.checkout, "12.30").await;
    assert_eq!(order.state, StateView::Submitting);
    let waiting = until(&till.checkout, &order.order, |view| {
        view.token_url.is_some()
    })
    .await;
    assert_eq!(waiting.state, StateView::AwaitingPayment);
    let training = till.training().unwrap();
    training
        .customer(&order.order, CustomerAction::Scan)
        .await
        .unwrap();
    let scanned = until(&till.checkout, &order.order, |view| {
        view.scanned_by.is_some()
    })
    .await;
    assert!(
        scanned.deadline_ms > waiting.deadline_ms,
        "a customer who scanned gets more time"
    );
    training
        .customer(&order.order, CustomerAction::Pay)
        .await
        .unwrap();
    let paid = until(&till.checkout, &order.order, |view| {
        view.state == StateView::Paid
    })
    .await;
    assert!(paid.paid_at_ms.is_some() && paid.token_url.is_none());

    let story = till
        .books()
        .unwrap()
        .story(&order.order.parse().unwrap())
        .unwrap()
        .unwrap();
    let kinds: Vec<&str> = story
        .entries
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds.first(), Some(&"created"));
    assert!(kinds.contains(&"call_answered") && kinds.contains(&"state_changed"));
    till.books().unwrap().check().unwrap();

    let refund = till
        .checkout
        .refund(
            order.order.parse().unwrap(),
            Money::parse_entry("2.30").unwrap(),
            "one item back".to_owned(),
            cashier(),
        )
        .await
        .unwrap();
    let partly = until(&till.checkout, &order.order, |view| {
        view.refunded.fils == 230
    })
    .await;
    assert_eq!(partly.refundable.fils, 1000);
    assert_eq!(refund.amount.fils, 230);
    till.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_was_closed_takes_up_what_was_open() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let first = till(&home).await;
    let order = charge(&first.checkout, "5").await;
    until(&first.checkout, &order.order, |view| {
        view.state == StateView::AwaitingPayment
    })
    .await;

    let second = open(Opening {
        home: &home,
        who: "another",
        passphrase: None,
    })
    .await
    .unwrap_err();
    assert_eq!(second.code(), "already_open");
    assert!(second.to_string().contains("a test"), "{second}");
    first
        .training()
        .unwrap()
        .customer(&order.order, CustomerAction::Pay)
        .await
        .unwrap();
    first.close().await;

    // Reading needs no lock and no open till.
    assert_eq!(
        Books::open(&home)
            .unwrap()
            .orders(&OrdersQuery::default())
            .unwrap()
            .len(),
        1
    );

    let again = till(&home).await;
    let paid = until(&again.checkout, &order.order, |view| {
        view.state == StateView::Paid
    })
    .await;
    assert_eq!(paid.amount.text, "5.00");
    again.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_is_closed_only_when_payby_confirms_and_a_late_payment_waits_for_a_person() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let till = till(&home).await;
    let order = charge(&till.checkout, "7.25").await;
    let number: OrderNumber = order.order.parse().unwrap();
    until(&till.checkout, &order.order, |view| {
        view.state == StateView::AwaitingPayment
    })
    .await;
    let closing = till
        .checkout
        .cancel(number.clone(), cashier())
        .await
        .unwrap();
    assert_eq!(closing.state, StateView::Closing);
    let closed = until(&till.checkout, &order.order, |view| {
        view.state == StateView::Closed
    })
    .await;
    assert!(closed.actions.replace);

    till.training()
        .unwrap()
        .customer(&order.order, CustomerAction::PayLate)
        .await
        .unwrap();
    let late = until(&till.checkout, &order.order, |view| {
        view.state == StateView::PaidLate
    })
    .await;
    assert!(late.alert.is_some() && late.actions.keep && late.actions.revoke);
    till.checkout
        .decide(
            number,
            Decision::Revoke,
            "the customer left".to_owned(),
            cashier(),
        )
        .await
        .unwrap();
    let revoked = until(&till.checkout, &order.order, |view| {
        view.state == StateView::Closed
    })
    .await;
    assert_eq!(revoked.reason.as_deref(), Some("revoked"));
    till.close().await;
}
