//! The tolerant readers: what the sources write differently, and what they do not mention at all.

use std::io::Write as _;

use chrono::NaiveDate;
use payby::{
    Exchange, Millis, OrderPageQuery, OrderRef, OrderStatus, Outcome, PayScene, PlacedOrder,
    RefundRef, RefundStatus, Statement, TransferStatus, Unknown, WireReply,
};
use proptest::prelude::*;

use crate::setting::{GATEWAY, NOW, PAID, Setting, forged, head, reply, signed, success};

fn number() -> OrderRef {
    OrderRef::Merchant("M1".to_owned())
}

fn accepted<T>(exchange: Exchange<T>) -> T {
    match exchange.outcome {
        Outcome::Accepted(value) => value,
        Outcome::Refused(said) => panic!("refused: {said:?}"),
        Outcome::Unknown(unknown) => panic!("unknown: {unknown:?}"),
    }
}

async fn order(json: &str) -> payby::AcquireOrder {
    let setting = Setting::signed(&success(&format!(r#"{{"acquireOrder":{json}}}"#)));
    accepted(setting.client.get_order(&number(), NOW).await)
}

async fn placed(body: &str) -> PlacedOrder {
    let setting = Setting::signed(&success(body));
    let order = payby::PlaceOrder::new(
        "M1",
        "x",
        payby::Amount::from_fils(1).unwrap(),
        PayScene::DynQr(payby::DynQr::default()),
    );
    accepted(setting.client.place_order(&order, NOW).await)
}

#[tokio::test]
async fn a_whole_order_is_read() {
    let order = order(
        r#"{"merchantOrderNo":"680cb196","orderNo":"131644231565010741","status":"SETTLED","product":"Basic",
        "totalAmount":{"amount":200.00,"currency":"AED"},"payeeMid":"200000062604","expiredTime":1631110507452,
        "notifyUrl":"https://n.test","subject":"test","requestTime":1631103307452,
        "accessoryContent":{"terminalDetail":{"merchantName":"Shop","x":1},"goodsDetail":{"quantity":2.0},"amountDetail":{"vatAmount":{"amount":0.1,"currency":"AED"}}},
        "paySceneCode":"DYNQR","revoked":"false","reserved":"r","failCode":"F1","failDes":"words",
        "paymentInfo":{"cardInfo":{"expMonth":"05","last4":"0008","cardType":"DC","brand":"MASTERCARD"},"payChannel":"BANKCARD",
        "paidTime":1631103377845,"payerFeeAmount":{"amount":0.00,"currency":"AED"},"paidAmount":{"amount":190,"currency":"AED"},
        "payerMid":"anonymousMember","settlementAmount":{"amount":"198.5","currency":"AED"}}}"#,
    )
    .await;
    assert_eq!(order.status, OrderStatus::Settled);
    assert_eq!(order.total_amount.unwrap().amount.fils(), 20_000);
    assert_eq!(order.expired_time, Some(Millis(1_631_110_507_452)));
    assert!(!order.revoked);
    let content = order.accessory_content.unwrap();
    assert_eq!(
        content.terminal_detail.unwrap().merchant_name.as_deref(),
        Some("Shop")
    );
    assert_eq!(
        content
            .amount_detail
            .unwrap()
            .vat_amount
            .unwrap()
            .amount
            .fils(),
        10
    );
    assert_eq!(content.goods_detail.unwrap().quantity, Some(2));
    let info = order.payment_info.unwrap();
    assert_eq!(info.paid_amount.unwrap().amount.fils(), 19_000);
    assert_eq!(info.settlement_amount.unwrap().amount.fils(), 19_850);
    assert_eq!(info.paid_time, Some(Millis(1_631_103_377_845)));
    assert_eq!(info.payer_mid.as_deref(), Some("anonymousMember"));
    assert_eq!(info.card_info.unwrap().last4.as_deref(), Some("0008"));
}

#[tokio::test]
async fn revoked_is_read_in_every_form() {
    for (form, revoked) in [
        (r#""revoked":true"#, true),
        (r#""revoked":"true""#, true),
        (r#""revoked":"TRUE""#, true),
        (r#""revoked":1"#, true),
        (r#""revoke":"true""#, true),
        (r#""revoke":true,"revoked":"false""#, true),
        (r#""revoked":false"#, false),
        (r#""revoked":"false""#, false),
        (r#""revoked":null"#, false),
        (r#""revoked":"""#, false),
        (r#""x":1"#, false),
    ] {
        let order = order(&format!(r#"{{"status":"FAILURE",{form}}}"#)).await;
        assert_eq!(order.revoked, revoked, "{form}");
    }
}

#[tokio::test]
async fn numbers_and_strings_stand_for_each_other() {
    let order = order(
        r#"{"merchantOrderNo":12,"orderNo":131,"status":"CREATED","payeeMid":200000018128,"expiredTime":"1631110507452",
        "totalAmount":{"amount":"12.3","currency":"AED"}}"#,
    )
    .await;
    assert_eq!(order.merchant_order_no.as_deref(), Some("12"));
    assert_eq!(order.order_no.as_deref(), Some("131"));
    assert_eq!(order.payee_mid.as_deref(), Some("200000018128"));
    assert_eq!(order.expired_time, Some(Millis(1_631_110_507_452)));
    assert_eq!(order.total_amount.unwrap().amount.fils(), 1230);
}

#[tokio::test]
async fn a_detail_that_cannot_be_read_does_not_spoil_the_rest() {
    let order = order(
        r#"{"status":"PAID_SUCCESS","expiredTime":"tomorrow","subject":{"en":"x"},"paymentInfo":{"paidAmount":{"amount":"?"},
        "paidTime":"2026-07-01","payChannel":["A"],"payerMid":7},"accessoryContent":"none","failCode":62001}"#,
    )
    .await;
    assert_eq!(order.expired_time, None);
    assert_eq!(order.subject, None);
    assert_eq!(order.fail_code.as_deref(), Some("62001"));
    let info = order.payment_info.unwrap();
    assert_eq!(
        (info.paid_amount, info.paid_time, info.pay_channel),
        (None, None, None)
    );
    assert_eq!(info.payer_mid.as_deref(), Some("7"));
}

#[tokio::test]
async fn states_that_are_not_known_keep_their_name() {
    for name in ["AUTHORIZATION", "VOID", "REFUNDING", "paid_success"] {
        let order = order(&format!(r#"{{"status":"{name}"}}"#)).await;
        assert_eq!(order.status, OrderStatus::Other(name.to_owned()));
        assert_eq!(order.status.as_str(), name);
    }
}

#[tokio::test]
async fn the_token_is_found_wherever_it_stands() {
    let inside = |name: &str| {
        format!(r#"{{"acquireOrder":{{"status":"CREATED","{name}":{{"tokenUrl":"https://t"}}}}}}"#)
    };
    let beside = |name: &str| {
        format!(r#"{{"acquireOrder":{{"status":"CREATED"}},"{name}":{{"tokenUrl":"https://t"}}}}"#)
    };
    for name in ["interActionParams", "interactionParams"] {
        for body in [inside(name), beside(name)] {
            assert_eq!(
                placed(&body).await.token_url.as_deref(),
                Some("https://t"),
                "{body}"
            );
        }
    }
    let both = r#"{"acquireOrder":{"status":"CREATED"},"interActionParams":{"tokenUrl":"https://a"},"interactionParams":{"tokenUrl":"https://b"}}"#;
    assert_eq!(placed(both).await.token_url.as_deref(), Some("https://a"));
    assert_eq!(placed(PAID).await.token_url, None);
    let empty = r#"{"acquireOrder":{"status":"CREATED"},"interActionParams":{"tokenUrl":""}}"#;
    assert_eq!(placed(empty).await.token_url, None);
}

#[tokio::test]
async fn a_cancel_is_accepted_with_or_without_the_order() {
    let bare = head("SUCCESS", "0", "SUCCESS");
    for body in [
        bare,
        success("null"),
        success("{}"),
        success(r#"{"acquireOrder":null}"#),
    ] {
        let setting = Setting::signed(&body);
        assert_eq!(
            accepted(setting.client.cancel_order(&number(), NOW).await),
            None
        );
        let setting = Setting::signed(&body);
        assert_eq!(
            accepted(setting.client.revoke_order(&number(), NOW).await),
            None
        );
        let setting = Setting::signed(&body);
        assert_eq!(
            accepted(
                setting
                    .client
                    .update_expired_time(&number(), NOW, NOW)
                    .await
            ),
            None
        );
        let setting = Setting::signed(&body);
        assert_eq!(
            accepted(setting.client.cashier_url_info("https://t", NOW).await).payer_mobile,
            None
        );
    }
    let setting = Setting::signed(&success(PAID));
    let order = accepted(setting.client.cancel_order(&number(), NOW).await).unwrap();
    assert_eq!(order.status, OrderStatus::PaidSuccess);
}

#[tokio::test]
async fn the_one_who_scanned_is_told() {
    let setting = Setting::signed(&success(r#"{"payer":{"mobileNumberMask":"+971-58*92"}}"#));
    let info = accepted(setting.client.cashier_url_info("https://t", NOW).await);
    assert_eq!(info.payer_mobile.as_deref(), Some("+971-58*92"));
}

#[tokio::test]
async fn a_refund_is_read_under_either_name() {
    for named in [
        r#""refundMerchantOrderNo":"R1""#,
        r#""merchantOrderNo":"R1""#,
        r#""merchantOrderNo":"M1","refundMerchantOrderNo":"R1""#,
    ] {
        let body = format!(
            r#"{{"refundOrder":{{{named},"orderNo":"9","originMerchantOrderNo":"M1","status":"REFUNDED_SETTLED","amount":{{"amount":5,"currency":"AED"}}}},
            "refundSummary":{{"acquireAmount":{{"amount":12.3,"currency":"AED"}},"remainRefundAmount":{{"amount":7.3,"currency":"AED"}}}}}}"#
        );
        let setting = Setting::signed(&success(&body));
        let refund = accepted(
            setting
                .client
                .get_refund(&RefundRef::Merchant("R1".to_owned()), NOW)
                .await,
        );
        assert_eq!(
            refund.refund_order.refund_merchant_order_no.as_deref(),
            Some("R1")
        );
        assert_eq!(refund.refund_order.status, RefundStatus::RefundedSettled);
        assert_eq!(
            refund
                .refund_summary
                .unwrap()
                .remain_refund_amount
                .unwrap()
                .amount
                .fils(),
            730
        );
    }
}

#[tokio::test]
async fn a_transfer_is_read() {
    let body = r#"{"transferOrder":{"merchantOrderNo":"T1","orderNo":"8","status":"SUCCESS","amount":{"amount":10,"currency":"AED"},
        "paymentInfo":{"payerFeeAmount":{"amount":0,"currency":"AED"},"arrivalTime":1631103377845}}}"#;
    let setting = Setting::signed(&success(body));
    let transfer = accepted(
        setting
            .client
            .get_transfer(&OrderRef::Merchant("T1".to_owned()), NOW)
            .await,
    );
    assert_eq!(transfer.status, TransferStatus::Success);
    assert_eq!(
        transfer.payment_info.unwrap().arrival_time,
        Some(Millis(1_631_103_377_845))
    );
}

#[tokio::test]
async fn one_bad_record_does_not_hide_the_others() {
    let body = r#"{"totalElements":"3","totalPages":1,"items":[{"merchantOrderNo":"M1","status":"CREATED"},
        {"merchantOrderNo":"M2","status":"CREATED","totalAmount":{"amount":"x","currency":"AED"}},{"merchantOrderNo":"M3","status":"SETTLED"}]}"#;
    let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let query = OrderPageQuery {
        start_date: day,
        end_date: day,
        device_ids: Vec::new(),
        statuses: Vec::new(),
        page: 0,
        size: 10,
    };
    let setting = Setting::signed(&success(body));
    let page = accepted(setting.client.order_page(&query, NOW).await);
    assert_eq!(
        (page.total_elements, page.total_pages, page.unreadable),
        (Some(3), Some(1), 1)
    );
    let numbers: Vec<_> = page
        .items
        .iter()
        .filter_map(|order| order.merchant_order_no.as_deref())
        .collect();
    assert_eq!(numbers, ["M1", "M3"]);
}

#[tokio::test]
async fn a_balance_is_read() {
    let body = r#"{"memberId":"200000018128","balanceList":[{"availableBalance":{"amount":10,"currency":"AED"}},{"availableBalance":{"amount":"2.5","currency":"AED"}}]}"#;
    let setting = Setting::signed(&success(body));
    let balance = accepted(setting.client.balance("AED", NOW).await);
    assert_eq!(balance.member_id.as_deref(), Some("200000018128"));
    assert_eq!(
        balance.balances[0]
            .available_balance
            .as_ref()
            .unwrap()
            .amount
            .fils(),
        1000
    );
    assert_eq!(
        balance.balances[1]
            .available_balance
            .as_ref()
            .unwrap()
            .amount
            .fils(),
        250
    );
}

fn zip() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer
        .start_file("Purchase_Statement_01072026_001.csv", options)
        .unwrap();
    writer
        .write_all(b"mid:1|totalCount:1\npaidTime|totalAmount\n2026-07-01T10:00:00+0400|60.00\n")
        .unwrap();
    writer.finish().unwrap().into_inner()
}

async fn statement(answer: WireReply) -> Outcome<Statement> {
    let setting = Setting::answering(Ok(answer));
    let exchange = setting
        .client
        .statement(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(), NOW)
        .await;
    assert!(exchange.trace.reply_body.len() < 1000);
    exchange.outcome
}

#[tokio::test]
async fn a_statement_comes_as_an_unsigned_file() {
    let mut answer = reply(
        200,
        &[(
            "Content-Disposition",
            "attachment; filename=\"20260701.zip\"",
        )],
        "",
    );
    answer.body = zip();
    let Outcome::Accepted(statement) = statement(answer).await else {
        panic!("not accepted");
    };
    assert_eq!(statement.file_name.as_deref(), Some("20260701.zip"));
    let files = statement.files().unwrap();
    assert_eq!(files[0].name, "Purchase_Statement_01072026_001.csv");
    let table = payby::statement::Table::read(&files[0].text).unwrap();
    assert_eq!(table.rows[0].amount("totalAmount").unwrap().fils(), 6000);
}

#[tokio::test]
async fn a_statement_that_is_no_whole_file_is_unknown() {
    let disposition = ("content-disposition", "attachment; filename=a.zip");
    let mut truncated = reply(200, &[disposition], "");
    truncated.body = zip();
    truncated.body.truncate(60);
    let page = reply(200, &[disposition], "<html></html>");
    for answer in [truncated, page] {
        assert!(matches!(
            statement(answer).await,
            Outcome::Unknown(Unknown::Unreadable { .. })
        ));
    }
    let mut error = reply(503, &[disposition], "");
    error.body = zip();
    assert!(matches!(
        statement(error).await,
        Outcome::Unknown(Unknown::HttpStatus { status: 503, .. })
    ));
    let mut false_signature = forged("x");
    false_signature
        .headers
        .push((disposition.0.to_owned(), disposition.1.to_owned()));
    false_signature.body = zip();
    assert!(matches!(
        statement(false_signature).await,
        Outcome::Unknown(Unknown::BadSignature { .. })
    ));
    let mut nameless = reply(200, &[], "");
    nameless.body = zip();
    assert!(matches!(
        statement(nameless).await,
        Outcome::Unknown(Unknown::Unreadable { .. })
    ));
}

#[tokio::test]
async fn a_statement_is_refused_as_signed_json() {
    let Outcome::Refused(said) = statement(signed(&head("FAIL", "62013", "none"))).await else {
        panic!("a signed refusal");
    };
    assert_eq!(said.code, payby::Code::StatementNotExist);
    assert!(matches!(
        statement(signed(&success("{}"))).await,
        Outcome::Unknown(Unknown::Unreadable { .. })
    ));
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "\\PC{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::hash_map("[a-zA-Z]{1,8}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

const DETAILS: [&str; 10] = [
    "expiredTime",
    "requestTime",
    "subject",
    "product",
    "failCode",
    "failDes",
    "accessoryContent",
    "paymentInfo",
    "notifyUrl",
    "somethingNew",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever PayBy puts into a detail, the order's proof is still read.
    #[test]
    fn no_detail_hides_a_payment(values in proptest::collection::vec(json_value(), DETAILS.len()), deep in json_value()) {
        let mut order = serde_json::json!({"merchantOrderNo": "M1", "status": "PAID_SUCCESS"});
        for (name, value) in DETAILS.iter().zip(values) {
            order[*name] = value;
        }
        if order["paymentInfo"].is_object() {
            order["paymentInfo"]["paidAmount"] = deep;
        }
        let read: payby::AcquireOrder = serde_json::from_str(&order.to_string()).unwrap();
        prop_assert_eq!(read.status, OrderStatus::PaidSuccess);
        prop_assert_eq!(read.merchant_order_no.as_deref(), Some("M1"));
    }

    /// Whatever arrives, the client neither fails nor believes it without a signature.
    #[test]
    fn no_unsigned_bytes_are_believed(body in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        json_value().prop_map(|value| value.to_string().into_bytes()),
        json_value().prop_map(|value| success(&value.to_string()).into_bytes()),
    ], status in prop_oneof![Just(200_u16), 100..600_u16]) {
        let answer = WireReply { status, headers: Vec::new(), body };
        let outcome = wait_for(query(answer));
        prop_assert!(matches!(outcome, Outcome::Unknown(_)));
    }

    /// A body PayBy signed is either read or unknown, and never breaks the reader.
    #[test]
    fn any_signed_body_is_read_or_unknown(body in json_value()) {
        let text = success(&body.to_string());
        let sign = GATEWAY.sign(text.as_bytes()).unwrap();
        let outcome = wait_for(query(reply(200, &[("sign", &sign)], &text)));
        prop_assert!(!matches!(outcome, Outcome::Refused(_)));
    }
}

async fn query(answer: WireReply) -> Outcome<payby::AcquireOrder> {
    let setting = Setting::answering(Ok(answer));
    setting.client.get_order(&number(), NOW).await.outcome
}

fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}
