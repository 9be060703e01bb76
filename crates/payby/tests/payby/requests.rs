//! What is sent: the exact text of every operation, its limits, and what is never recorded.

use chrono::NaiveDate;
use payby::{
    AccessoryContent, Amount, Beneficiary, ContentError, DynQr, FrozenContent, Millis, Money,
    NotSent, OrderPageQuery, OrderRef, Outcome, PayScene, PlaceOrder, PlaceRefund, PlaceTransfer,
    RefundRef, TerminalDetail, Unknown,
};
use secrecy::SecretString;

use crate::setting::{GATEWAY, NOW, Setting, head};

const CODE: &str = "281004089123456789";

fn amount(fils: i64) -> Amount {
    Amount::from_fils(fils).unwrap()
}

fn qr_order() -> PlaceOrder {
    PlaceOrder::new(
        "M1",
        "Iced tea",
        amount(1230),
        PayScene::DynQr(DynQr::default()),
    )
}

fn code_order() -> PlaceOrder {
    let auth_code = SecretString::from(CODE);
    PlaceOrder::new(
        "M1",
        "Iced tea",
        amount(1230),
        PayScene::QrPay { auth_code },
    )
}

fn refusing() -> Setting {
    Setting::signed(&head("FAIL", "62026", "no"))
}

fn sent(content: &str) -> String {
    format!(r#"{{"requestTime":1781493898000,"bizContent":{content}}}"#)
}

#[tokio::test]
async fn a_create_says_only_what_is_set() {
    let setting = refusing();
    setting.client.place_order(&qr_order(), NOW).await;
    let content = r#"{"merchantOrderNo":"M1","subject":"Iced tea","totalAmount":{"amount":12.30,"currency":"AED"},"paySceneCode":"DYNQR"}"#;
    assert_eq!(
        setting.asked(),
        ("/sgs/api/acquire2/placeOrder".to_owned(), sent(content))
    );
}

#[tokio::test]
async fn a_create_says_everything_that_is_set() {
    let mut order = qr_order();
    order.scene = PayScene::DynQr(DynQr {
        change_payer: Some(true),
        one_time_payment: Some(false),
        ..DynQr::default()
    });
    order.subject_ar = Some("شاي".to_owned());
    order.expired_time = Some(Millis(1_781_494_078_000));
    order.payee_mid = Some("200000018129".to_owned());
    order.notify_url = Some("https://shop.test/n".to_owned());
    order.device_id = Some("D1".to_owned());
    order.secondary_merchant_id = Some("S1".to_owned());
    order.reserved = Some("r".to_owned());
    order.accessory_content = Some(AccessoryContent {
        terminal_detail: Some(TerminalDetail {
            terminal_id: Some("T1".to_owned()),
            ..TerminalDetail::default()
        }),
        ..AccessoryContent::default()
    });
    let setting = refusing();
    setting.client.place_order(&order, NOW).await;
    let content = concat!(
        r#"{"merchantOrderNo":"M1","subject":"Iced tea","subjectAr":"شاي","totalAmount":{"amount":12.30,"currency":"AED"},"#,
        r#""paySceneCode":"DYNQR","paySceneParams":{"changePayer":"true","oneTimePayment":"false"},"#,
        r#""expiredTime":1781494078000,"payeeMid":"200000018129","notifyUrl":"https://shop.test/n","deviceId":"D1","#,
        r#""secondaryMerchantId":"S1","reserved":"r","accessoryContent":{"terminalDetail":{"terminalId":"T1"}}}"#
    );
    assert_eq!(setting.asked().1, sent(content));
}

#[tokio::test]
async fn the_customers_code_is_sent_and_never_recorded() {
    let echo = format!(
        r#"{{"head":{{"applyStatus":"FAIL","code":"62033","msg":"code {CODE} is used"}},"authCode":"{CODE}"}}"#
    );
    let setting = Setting::signed(&echo);
    let order = code_order();
    let exchange = setting.client.place_order(&order, NOW).await;
    assert!(setting.asked().1.contains(&format!(
        r#""paySceneCode":"QRPAY","paySceneParams":{{"authCode":"{CODE}"}}"#
    )));
    let everything = format!(
        "{exchange:?} {order:?} {:?} {:?}",
        order.freeze(),
        setting.client.place_order(&order, NOW).await
    );
    assert!(!everything.contains(CODE), "{everything}");
    assert!(exchange.trace.request_body.contains(r#""authCode":"***""#));
    assert!(matches!(exchange.outcome, Outcome::Refused(said) if said.msg == "code *** is used"));
}

#[tokio::test]
async fn a_retry_sends_the_same_bytes() {
    let content = code_order().freeze().unwrap();
    let kept = content.without_secrets();
    let again = FrozenContent::restore(&kept, Some(&SecretString::from(CODE))).unwrap();
    let (first, second) = (refusing(), refusing());
    first.client.place_order_content(&content, NOW).await;
    second.client.place_order_content(&again, NOW).await;
    assert_eq!(first.asked(), second.asked());
}

#[tokio::test]
async fn an_order_is_named_by_one_number() {
    let ours = OrderRef::Merchant("M1".to_owned());
    let theirs = OrderRef::PayBy("1316".to_owned());
    for (order, content) in [
        (&ours, r#"{"merchantOrderNo":"M1"}"#),
        (&theirs, r#"{"orderNo":"1316"}"#),
    ] {
        let setting = refusing();
        setting.client.get_order(order, NOW).await;
        assert_eq!(
            setting.asked(),
            ("/sgs/api/acquire2/getOrder".to_owned(), sent(content))
        );
        let setting = refusing();
        setting.client.cancel_order(order, NOW).await;
        assert_eq!(
            setting.asked(),
            ("/sgs/api/acquire2/cancelOrder".to_owned(), sent(content))
        );
        let setting = refusing();
        setting.client.revoke_order(order, NOW).await;
        assert_eq!(
            setting.asked(),
            ("/sgs/api/acquire2/revokeOrder".to_owned(), sent(content))
        );
        let setting = refusing();
        setting.client.get_transfer(order, NOW).await;
        assert_eq!(
            setting.asked(),
            (
                "/sgs/api/transfer/getTransferOrder".to_owned(),
                sent(content)
            )
        );
    }
    let setting = refusing();
    setting
        .client
        .update_expired_time(&ours, Millis(1_781_494_078_000), NOW)
        .await;
    let content = r#"{"merchantOrderNo":"M1","expiredTime":1781494078000}"#;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/acquire2/updateExpiredTime".to_owned(),
            sent(content)
        )
    );
}

#[tokio::test]
async fn the_other_questions_are_asked_as_documented() {
    let setting = refusing();
    setting
        .client
        .cashier_url_info("https://pay.test/t?a=1&b=2", NOW)
        .await;
    let content = r#"{"tokenUrl":"https://pay.test/t?a=1&b=2"}"#;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/acquire2/getCashierUrlInfo".to_owned(),
            sent(content)
        )
    );

    let setting = refusing();
    let query = OrderPageQuery {
        start_date: NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(),
        end_date: NaiveDate::from_ymd_opt(2026, 7, 2).unwrap(),
        device_ids: vec!["D1".to_owned()],
        statuses: Vec::new(),
        page: 0,
        size: 50,
    };
    setting.client.order_page(&query, NOW).await;
    let content = r#"{"startDate":"2026-07-01","endDate":"2026-07-02","deviceIdList":["D1"],"sortPageParam":{"number":0,"size":50}}"#;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/acquire2Query/queryOrderPage".to_owned(),
            sent(content)
        )
    );

    let setting = refusing();
    setting
        .client
        .statement(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(), NOW)
        .await;
    let content = r#"{"statementDate":"20260701"}"#;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/acquire2/download/getOrderStatement".to_owned(),
            sent(content)
        )
    );

    let setting = refusing();
    setting.client.balance("AED", NOW).await;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/member/getBalance".to_owned(),
            sent(r#"{"currencyCode":"AED"}"#)
        )
    );
}

#[tokio::test]
async fn a_refund_names_itself_and_its_order() {
    let mut refund = PlaceRefund::new("R1", OrderRef::Merchant("M1".to_owned()), amount(500));
    refund.operator_name = Some("Amal".to_owned());
    refund.reason = Some("Spilt".to_owned());
    let setting = refusing();
    setting.client.refund(&refund, NOW).await;
    let content = r#"{"refundMerchantOrderNo":"R1","originMerchantOrderNo":"M1","amount":{"amount":5.00,"currency":"AED"},"operatorName":"Amal","reason":"Spilt"}"#;
    assert_eq!(
        setting.asked(),
        (
            "/sgs/api/acquire2/refund/placeOrder".to_owned(),
            sent(content)
        )
    );

    let setting = refusing();
    setting
        .client
        .refund_content(&refund.freeze().unwrap(), NOW)
        .await;
    assert_eq!(setting.asked().1, sent(content));

    refund.origin = OrderRef::PayBy("1316".to_owned());
    assert!(
        refund
            .freeze()
            .unwrap()
            .without_secrets()
            .contains(r#""originOrderNo":"1316""#)
    );

    for (named, content) in [
        (
            RefundRef::Merchant("R1".to_owned()),
            r#"{"refundMerchantOrderNo":"R1"}"#,
        ),
        (RefundRef::PayBy("1316".to_owned()), r#"{"orderNo":"1316"}"#),
    ] {
        let setting = refusing();
        setting.client.get_refund(&named, NOW).await;
        assert_eq!(
            setting.asked(),
            (
                "/sgs/api/acquire2/refund/getOrder".to_owned(),
                sent(content)
            )
        );
    }
}

fn transfer() -> PlaceTransfer {
    PlaceTransfer {
        merchant_order_no: "T1".to_owned(),
        beneficiary: Beneficiary::Phone("+971-585812345".into()),
        beneficiary_full_name: Some("Amal Haddad".into()),
        amount: Money::aed(amount(1000)),
        memo: "Bonus".to_owned(),
        notify_url: None,
    }
}

#[tokio::test]
async fn a_transfers_receiver_travels_encrypted() {
    let setting = refusing();
    let exchange = setting.client.transfer(&transfer(), NOW).await;
    let (path, body) = setting.asked();
    assert_eq!(path, "/sgs/api/transfer/placeTransferOrder");
    let everything = format!("{exchange:?} {:?} {body}", transfer());
    assert!(!everything.contains("585812345") && !everything.contains("Haddad"));
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    let content = &json["bizContent"];
    assert_eq!(content["beneficiaryIdentityType"], "PHONE_NO");
    assert_eq!(
        GATEWAY
            .decrypt_field(content["beneficiaryIdentity"].as_str().unwrap())
            .unwrap(),
        "+971-585812345"
    );
    assert_eq!(
        GATEWAY
            .decrypt_field(content["beneficiaryFullName"].as_str().unwrap())
            .unwrap(),
        "Amal Haddad"
    );

    let frozen = transfer().freeze(setting.client.payby_key()).unwrap();
    let (first, second) = (refusing(), refusing());
    first.client.transfer_content(&frozen, NOW).await;
    second.client.transfer_content(&frozen, NOW).await;
    assert_eq!(first.asked(), second.asked());
}

#[tokio::test]
async fn what_breaks_a_limit_is_not_sent() {
    let setting = refusing();
    let mut order = qr_order();
    order.subject = "é".repeat(65);
    let error = ContentError::TooLong {
        field: "subject",
        limit: 64,
        length: 65,
    };
    let exchange = setting.client.place_order(&order, NOW).await;
    assert_eq!(
        exchange.outcome,
        Outcome::Unknown(Unknown::NotSent(NotSent::Content(error)))
    );
    assert!(exchange.trace.request_body.is_empty());
    assert!(setting.nothing_was_sent());
    order.subject = "é".repeat(64);
    assert!(order.freeze().is_ok());
}

#[test]
fn every_limit_is_kept() {
    for number in ["", "a b", "M/1", "é", &"x".repeat(65)] {
        let mut order = qr_order();
        order.merchant_order_no = number.to_owned();
        assert_eq!(
            order.freeze().unwrap_err(),
            ContentError::OrderNumber,
            "{number}"
        );
        let refund = PlaceRefund::new(number, OrderRef::Merchant("M1".to_owned()), amount(1));
        assert_eq!(
            refund.freeze().unwrap_err(),
            ContentError::OrderNumber,
            "{number}"
        );
        let refund = PlaceRefund::new("R1", OrderRef::Merchant(number.to_owned()), amount(1));
        assert_eq!(
            refund.freeze().unwrap_err(),
            ContentError::OrderNumber,
            "{number}"
        );
    }
    let mut longest = qr_order();
    longest.merchant_order_no = format!("aZ09-_{}", "x".repeat(58));
    assert!(longest.freeze().is_ok());
    for fils in [0, -1] {
        let mut order = qr_order();
        order.total_amount = Money::aed(amount(fils));
        assert_eq!(order.freeze().unwrap_err(), ContentError::AmountNotPositive);
        let refund = PlaceRefund::new("R1", OrderRef::Merchant("M1".to_owned()), amount(fils));
        assert_eq!(
            refund.freeze().unwrap_err(),
            ContentError::AmountNotPositive
        );
    }
    let mut empty = qr_order();
    empty.subject.clear();
    assert_eq!(
        empty.freeze().unwrap_err(),
        ContentError::Empty { field: "subject" }
    );
    let empty = PlaceOrder::new(
        "M1",
        "x",
        amount(1),
        PayScene::QrPay {
            auth_code: "".into(),
        },
    );
    assert_eq!(
        empty.freeze().unwrap_err(),
        ContentError::Empty { field: "authCode" }
    );
    let mut large = transfer();
    large.amount = Money::aed(amount(1_000_001));
    assert_eq!(
        large.freeze(GATEWAY.public_key()).unwrap_err(),
        ContentError::AmountTooLarge
    );
    large.amount = Money::aed(amount(1_000_000));
    assert!(large.freeze(GATEWAY.public_key()).is_ok());
}
