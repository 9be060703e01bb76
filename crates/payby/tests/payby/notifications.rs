//! Reports PayBy sends by itself: only a signed one is read.

use payby::keys::PublicKey;
use payby::notification::{ACKNOWLEDGEMENT, Notification, NotificationError, Payload, read};
use payby::{Millis, OrderStatus, RefundStatus, TransferStatus};

use crate::setting::{GATEWAY, MERCHANT};

fn key() -> &'static PublicKey {
    GATEWAY.public_key()
}

fn received(body: &str) -> Result<Notification, NotificationError> {
    read(
        body.as_bytes(),
        &GATEWAY.sign(body.as_bytes()).unwrap(),
        key(),
    )
}

const PAID: &str = r#"{"notify_time":"20210908161716","acquireOrder":{"merchantOrderNo":"M1","status":"PAID_SUCCESS","revoked":"false","totalAmount":{"amount":200.00,"currency":"AED"},"paymentInfo":{"paidTime":1631103377845}},"_input_charset":"UTF-8","notify_timestamp":1631103436174,"notify_id":"202109080007866651"}"#;

#[test]
fn a_payment_is_read() {
    let notification = received(PAID).unwrap();
    assert_eq!(notification.notify_id, "202109080007866651");
    assert_eq!(
        notification.notify_timestamp,
        Some(Millis(1_631_103_436_174))
    );
    let Payload::Order(order) = notification.payload else {
        panic!("an order");
    };
    assert_eq!(order.status, OrderStatus::PaidSuccess);
    assert_eq!(order.total_amount.unwrap().amount.fils(), 20_000);
}

#[test]
fn the_other_kinds_are_told_apart() {
    let refund =
        r#"{"notify_id":1,"refundOrder":{"refundMerchantOrderNo":"R1","status":"SUCCESS"}}"#;
    assert!(
        matches!(received(refund).unwrap().payload, Payload::Refund(order) if order.status == RefundStatus::Success)
    );
    let transfer = r#"{"notify_id":"2","notify_timestamp":"5","transferOrder":{"merchantOrderNo":"T1","status":"FAILURE"}}"#;
    let transfer = received(transfer).unwrap();
    assert_eq!(transfer.notify_timestamp, Some(Millis(5)));
    assert!(
        matches!(transfer.payload, Payload::Transfer(order) if order.status == TransferStatus::Failure)
    );
    assert_eq!(
        received(r#"{"notify_id":"3","voidOrder":{"x":1}}"#)
            .unwrap()
            .payload,
        Payload::Void
    );
    assert_eq!(
        received(r#"{"notify_id":"4","newOrder":{}}"#)
            .unwrap()
            .payload,
        Payload::Other
    );
}

#[test]
fn a_forged_one_is_not_read() {
    let good = GATEWAY.sign(PAID.as_bytes()).unwrap();
    for none in ["", " "] {
        assert_eq!(
            read(PAID.as_bytes(), none, key()),
            Err(NotificationError::Unsigned)
        );
    }
    let other = MERCHANT.sign(PAID.as_bytes()).unwrap();
    for sign in [other.as_str(), "AAAA", &good[1..]] {
        assert_eq!(
            read(PAID.as_bytes(), sign, key()),
            Err(NotificationError::BadSignature)
        );
    }
    let changed = PAID.replace("200.00", "900.00");
    assert_eq!(
        read(changed.as_bytes(), &good, key()),
        Err(NotificationError::BadSignature)
    );
}

#[test]
fn a_signed_one_that_makes_no_sense_is_named() {
    for body in [
        "",
        "[]",
        "{}",
        r#"{"notify_id":""}"#,
        r#"{"notify_id":"1","acquireOrder":{"revoked":true}}"#,
    ] {
        assert!(
            matches!(received(body), Err(NotificationError::Unreadable(_))),
            "{body}"
        );
    }
}

#[test]
fn the_acknowledgement_is_what_payby_wants() {
    assert_eq!(ACKNOWLEDGEMENT, r#"{"response":"SUCCESS"}"#);
}
