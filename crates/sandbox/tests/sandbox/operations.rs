use payby_sandbox::CustomerAction::{Decline, FailTry, Pay, PayLate, Scan};
use payby_sandbox::{ApiRequest, Fault, FaultKind, OrderStatus, Settings};
use serde_json::{Value, json};

use crate::merchant::*;

#[test]
fn a_created_order_shows_its_token_until_it_is_paid() {
    let sandbox = sandbox();
    let placed = place(&sandbox, "T-1", "12.30", T0);
    let url = placed["body"]["interActionParams"]["tokenUrl"]
        .as_str()
        .unwrap();
    assert!(url.starts_with("http://127.0.0.1/pay/"), "{url}");
    let order = &placed["body"]["acquireOrder"];
    assert_eq!(order["status"], "CREATED");
    assert_eq!(order["payeeMid"], Settings::PARTNER_ID);
    assert_eq!(order["requestTime"], T0);
    assert_eq!(order["expiredTime"], T0 + 2 * HOUR);
    assert_eq!(order["revoked"], "false");
    let raw = raw(
        &sandbox,
        "/acquire2/getOrder",
        &json!({ "merchantOrderNo": "T-1" }),
        T0,
    );
    assert!(
        String::from_utf8(raw.body)
            .unwrap()
            .contains(r#""amount":12.30"#),
        "money has two decimals"
    );

    sandbox.customer("T-1", Scan, T0 + 1000).unwrap();
    let info = call(
        &sandbox,
        "/acquire2/getCashierUrlInfo",
        &json!({ "tokenUrl": url }),
        T0 + 2000,
    );
    assert_eq!(info["body"]["payer"]["mobileNumberMask"], "+971-58*92");
    sandbox.customer("T-1", Pay, T0 + 3000).unwrap();
    let again = place(&sandbox, "T-1", "12.3", T0 + 4000);
    assert_eq!(again["body"]["acquireOrder"]["status"], "PAID_SUCCESS");
    assert_eq!(
        again["body"]["acquireOrder"]["requestTime"], T0,
        "the first request's time stays"
    );
    assert_eq!(
        again["body"]["acquireOrder"]["paymentInfo"]["paidTime"],
        T0 + 3000
    );
    assert!(again["body"]["interActionParams"].is_null());
    let gone = call(
        &sandbox,
        "/acquire2/getCashierUrlInfo",
        &json!({ "tokenUrl": url }),
        T0 + 5000,
    );
    assert_eq!(code(&gone), "62082");
}

#[test]
fn an_unscanned_token_has_no_payer() {
    let sandbox = sandbox();
    let placed = place(&sandbox, "T-1", "5", T0);
    let url = &placed["body"]["interActionParams"]["tokenUrl"];
    let info = call(
        &sandbox,
        "/acquire2/getCashierUrlInfo",
        &json!({ "tokenUrl": url }),
        T0,
    );
    assert_eq!(code(&info), "0");
    assert!(info["body"]["payer"].is_null());
    let unknown = json!({ "tokenUrl": "http://127.0.0.1/pay/none" });
    assert_eq!(
        code(&call(&sandbox, "/acquire2/getCashierUrlInfo", &unknown, T0)),
        "62082"
    );
}

#[test]
fn the_same_number_with_other_parameters_is_taken() {
    let sandbox = sandbox();
    let first = place(&sandbox, "T-1", "10", T0);
    let same = place(&sandbox, "T-1", "10.00", T0 + 1000);
    assert_eq!(first["body"]["acquireOrder"], same["body"]["acquireOrder"]);
    assert_eq!(
        first["body"]["interActionParams"],
        same["body"]["interActionParams"]
    );
    let other = call(&sandbox, "/acquire2/placeOrder", &order("T-1", "11"), T0);
    assert_eq!(code(&other), "62016");
    assert!(other["body"].is_null());
}

#[test]
fn an_order_expires_at_its_time_and_not_before() {
    let sandbox = sandbox();
    let mut content = order("T-1", "10");
    content["expiredTime"] = json!(T0 + 180_000);
    assert_eq!(
        code(&call(&sandbox, "/acquire2/placeOrder", &content, T0)),
        "0"
    );
    assert_eq!(sandbox.next_due_ms(), Some(T0 + 180_000));
    assert_eq!(status(&sandbox, "T-1", T0 + 179_999), "CREATED");
    let expired = get(&sandbox, "T-1", T0 + 180_000);
    assert_eq!(expired["body"]["acquireOrder"]["status"], "FAILURE");
    assert_eq!(expired["body"]["acquireOrder"]["failCode"], "ORDER_EXPIRED");
    assert!(sandbox.customer("T-1", Pay, T0 + 180_001).is_err());
}

#[test]
fn expiry_rules() {
    let sandbox = sandbox();
    for (expiry, wanted) in [
        (T0, "62008"),
        (T0 + 48 * HOUR + 1, "62009"),
        (T0 + 48 * HOUR, "0"),
    ] {
        let mut content = order(&format!("T-{expiry}"), "10");
        content["expiredTime"] = json!(expiry);
        let reply = call(&sandbox, "/acquire2/placeOrder", &content, T0);
        assert_eq!(code(&reply), wanted);
    }
    let mut past = order("T-past", "10");
    past["expiredTime"] = json!(T0 + 1000);
    let late = sandbox.handle(&request("/acquire2/placeOrder", body(T0, &past)), T0 + 2000);
    let late: Value = serde_json::from_slice(&late.body).unwrap();
    assert_eq!(code(&late), "62089");

    place(&sandbox, "T-1", "10", T0);
    let update = |expiry: i64| {
        let biz = json!({ "merchantOrderNo": "T-1", "expiredTime": expiry });
        call(&sandbox, "/acquire2/updateExpiredTime", &biz, T0 + 1000)
    };
    assert_eq!(code(&update(T0)), "62008");
    assert_eq!(code(&update(T0 + 16 * 24 * HOUR)), "62089");
    assert_eq!(
        update(T0 + 15 * 24 * HOUR)["body"]["acquireOrder"]["expiredTime"],
        T0 + 15 * 24 * HOUR
    );
    assert_eq!(
        status(&sandbox, "T-1", T0 + 3 * HOUR),
        "CREATED",
        "the old expiry no longer counts"
    );
}

#[test]
fn a_request_far_from_paybys_clock_is_refused_with_a_signature() {
    let sandbox = sandbox();
    for (request_time, msg) in [
        (T0 - 15 * MINUTE - 1, "REQUESTTIME_TOO_EARLY"),
        (T0 + 15 * MINUTE + 1, "REQUESTTIME_TOO_LATER"),
    ] {
        let reply = sandbox.handle(
            &request(
                "/acquire2/placeOrder",
                body(request_time, &order("T-1", "10")),
            ),
            T0,
        );
        assert!(is_signed(&reply));
        let reply: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(
            (code(&reply), reply["head"]["msg"].as_str().unwrap()),
            ("400", msg)
        );
    }
    let edge = sandbox.handle(
        &request(
            "/acquire2/placeOrder",
            body(T0 - 15 * MINUTE, &order("T-1", "10")),
        ),
        T0,
    );
    let edge: Value = serde_json::from_slice(&edge.body).unwrap();
    assert_eq!(code(&edge), "0");
}

#[test]
fn a_skewed_clock_shows_in_the_date_and_refuses_true_times() {
    let sandbox = sandbox();
    sandbox.add_fault(Fault::new(FaultKind::ClockSkew { ms: 20 * MINUTE }));
    let refused = raw(&sandbox, "/acquire2/placeOrder", &order("T-1", "10"), T0);
    let date = &refused
        .headers
        .iter()
        .find(|(name, _)| *name == "Date")
        .unwrap()
        .1;
    assert_eq!(date, "Thu, 01 Jan 2026 00:20:00 GMT");
    let refused: Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(refused["head"]["msg"], "REQUESTTIME_TOO_EARLY");
    let skewed = request(
        "/acquire2/placeOrder",
        body(T0 + 20 * MINUTE, &order("T-1", "10")),
    );
    let placed: Value = serde_json::from_slice(&sandbox.handle(&skewed, T0).body).unwrap();
    assert_eq!(code(&placed), "0");
    assert_eq!(sandbox.clear_faults(), 1);
    assert_eq!(sandbox.clock_ms(T0), T0);
}

#[test]
fn a_caller_who_is_not_the_merchant_is_refused_unsigned() {
    let sandbox = sandbox();
    let good = request("/acquire2/placeOrder", body(T0, &order("T-1", "10")));
    let forged = ApiRequest {
        body: body(T0, &order("T-1", "1")),
        ..good.clone()
    };
    let unsigned = ApiRequest {
        sign: None,
        ..good.clone()
    };
    let foreign = ApiRequest {
        partner_id: Some("200000000889".to_owned()),
        ..good.clone()
    };
    for (request, apply_status) in [(forged, "ERROR"), (unsigned, "ERROR"), (foreign, "FAIL")] {
        let reply = sandbox.handle(&request, T0);
        assert!(sign_of(&reply).is_none());
        let reply: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(code(&reply), "403");
        assert_eq!(reply["head"]["applyStatus"], apply_status);
    }
    let lost = sandbox.handle(&request("/acquire2/nothing", good.body.clone()), T0);
    let lost: Value = serde_json::from_slice(&lost.body).unwrap();
    assert_eq!(code(&lost), "404");
    assert_eq!(
        code(&get(&sandbox, "T-1", T0)),
        "62004",
        "none of them made an order"
    );
    let log = sandbox.log();
    assert_eq!(
        log.iter()
            .map(|entry| entry.signature_valid)
            .collect::<Vec<_>>(),
        [false, false, true, true, true]
    );
}

#[test]
fn bad_content_is_refused_by_name() {
    let sandbox = sandbox();
    let change = |field: &str, value: Value| {
        let mut content = order("T-1", "10");
        content[field] = value;
        content
    };
    for (content, wanted) in [
        (change("merchantOrderNo", json!("T 1")), "400"),
        (change("merchantOrderNo", json!("T".repeat(65))), "400"),
        (change("subject", json!("s".repeat(65))), "400"),
        (
            change("totalAmount", json!({ "amount": 0, "currency": "AED" })),
            "400",
        ),
        (
            change("totalAmount", json!({ "amount": 1.234, "currency": "AED" })),
            "400",
        ),
        (
            change("totalAmount", json!({ "amount": 1, "currency": "USD" })),
            "400",
        ),
        (change("paySceneCode", json!("NONSENSE")), "62012"),
        (change("paySceneCode", json!("PAYPAGE")), "62026"),
        (change("paySceneCode", json!("QRPAY")), "62033"),
        (change("notifyUrl", json!("ftp://x")), "400"),
        (change("subject", json!("ق".repeat(64))), "0"),
    ] {
        let reply = call(&sandbox, "/acquire2/placeOrder", &content, T0);
        assert_eq!(code(&reply), wanted, "{content}");
    }
    let both = json!({ "merchantOrderNo": "T-1", "orderNo": "13" });
    assert_eq!(
        code(&call(&sandbox, "/acquire2/getOrder", &both, T0)),
        "400"
    );
    assert_eq!(
        code(&call(
            &sandbox,
            "/acquire2/getOrder",
            &json!({ "orderNo": "13" }),
            T0
        )),
        "62035"
    );
}

#[test]
fn a_customers_code_pays_small_amounts_at_once_and_asks_for_large_ones() {
    let sandbox = sandbox();
    let qrpay = |number: &str, amount: &str| {
        let mut content = order(number, amount);
        content["paySceneCode"] = json!("QRPAY");
        content["paySceneParams"] = json!({ "authCode": "2812345678901234567" });
        call(&sandbox, "/acquire2/placeOrder", &content, T0)
    };
    let small = qrpay("T-1", "499.99");
    assert_eq!(small["body"]["acquireOrder"]["status"], "PAID_SUCCESS");
    let large = qrpay("T-2", "500");
    assert_eq!(large["body"]["acquireOrder"]["status"], "CREATED");
    assert!(
        large["body"]["interActionParams"].is_null(),
        "there is no token to scan"
    );
    let paid = sandbox.customer("T-2", Pay, T0 + 1000).unwrap();
    assert_eq!(paid.status, OrderStatus::PaidSuccess);
}

#[test]
fn cancelling_closes_only_what_is_open() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    let cancelled = by_number(&sandbox, "/acquire2/cancelOrder", "T-1", T0);
    assert_eq!(cancelled["body"]["acquireOrder"]["status"], "FAILURE");
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/cancelOrder", "T-1", T0)),
        "62002"
    );
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/cancelOrder", "T-9", T0)),
        "62004"
    );
    place(&sandbox, "T-2", "10", T0);
    sandbox.customer("T-2", Pay, T0 + 1).unwrap();
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/cancelOrder", "T-2", T0 + 2)),
        "62001"
    );
    let settled = T0 + 25 * HOUR;
    assert_eq!(status(&sandbox, "T-2", settled), "SETTLED");
    assert_eq!(
        code(&by_number(
            &sandbox,
            "/acquire2/cancelOrder",
            "T-2",
            settled
        )),
        "62003"
    );
    assert!(
        place(&sandbox, "T-1", "10", T0)["body"]["interActionParams"].is_null(),
        "a cancelled order stays so"
    );
}

#[test]
fn revoking_gives_back_or_closes_and_a_settled_order_keeps_its_status() {
    let sandbox = sandbox();
    for number in ["T-open", "T-paid", "T-settled"] {
        place(&sandbox, number, "10", T0);
    }
    let open = by_number(&sandbox, "/acquire2/revokeOrder", "T-open", T0);
    sandbox.customer("T-paid", Pay, T0).unwrap();
    sandbox.customer("T-settled", Pay, T0).unwrap();
    let paid = by_number(&sandbox, "/acquire2/revokeOrder", "T-paid", T0);
    let settled = by_number(
        &sandbox,
        "/acquire2/revokeOrder",
        "T-settled",
        T0 + 25 * HOUR,
    );
    for (reply, status) in [(open, "FAILURE"), (paid, "FAILURE"), (settled, "SETTLED")] {
        assert_eq!(reply["body"]["acquireOrder"]["status"], status);
        assert_eq!(reply["body"]["acquireOrder"]["revoked"], "true");
    }
}

#[test]
fn the_customer_declines_or_fails_once() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    sandbox.customer("T-1", FailTry, T0).unwrap();
    assert_eq!(
        status(&sandbox, "T-1", T0),
        "CREATED",
        "a failed try may be repeated"
    );
    sandbox.customer("T-1", Decline, T0).unwrap();
    let declined = get(&sandbox, "T-1", T0);
    assert_eq!(
        declined["body"]["acquireOrder"]["failCode"],
        "PAYER_REJECTED"
    );
    let mut once = order("T-2", "10");
    once["paySceneParams"] = json!({ "oneTimePayment": "true" });
    call(&sandbox, "/acquire2/placeOrder", &once, T0);
    sandbox.customer("T-2", FailTry, T0).unwrap();
    assert_eq!(status(&sandbox, "T-2", T0), "FAILURE");
}

#[test]
fn a_late_payment_lands_after_the_order_is_closed() {
    let sandbox = sandbox();
    for number in ["T-armed", "T-closed"] {
        place(&sandbox, number, "10", T0);
    }
    sandbox.customer("T-armed", PayLate, T0).unwrap();
    assert_eq!(status(&sandbox, "T-armed", T0), "CREATED");
    for number in ["T-armed", "T-closed"] {
        by_number(&sandbox, "/acquire2/cancelOrder", number, T0 + 1000);
    }
    assert_eq!(status(&sandbox, "T-armed", T0 + 3999), "FAILURE");
    assert_eq!(status(&sandbox, "T-armed", T0 + 4000), "PAID_SUCCESS");
    sandbox.customer("T-closed", PayLate, T0 + 5000).unwrap();
    assert_eq!(status(&sandbox, "T-closed", T0 + 5000), "PAID_SUCCESS");
}

#[test]
fn the_list_is_paged_and_filtered_by_dubais_day() {
    let sandbox = sandbox();
    // 19:59 and 20:01 UTC: two days in Dubai.
    place(&sandbox, "T-1", "1", T0 - 4 * HOUR - MINUTE);
    for index in 2..=6 {
        place(
            &sandbox,
            &format!("T-{index}"),
            "1",
            T0 - 4 * HOUR + index * MINUTE,
        );
    }
    sandbox.customer("T-3", Pay, T0 - 3 * HOUR).unwrap();
    let page = |biz: Value| {
        call(
            &sandbox,
            "/acquire2Query/queryOrderPage",
            &biz,
            T0 - 3 * HOUR,
        )
    };
    let day = page(
        json!({ "startDate": "2026-01-01", "endDate": "2026-01-01", "sortPageParam": { "number": 1, "size": 3 } }),
    );
    assert_eq!(day["body"]["totalElements"], 5);
    assert_eq!(day["body"]["totalPages"], 2);
    let numbers: Vec<_> = day["body"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["merchantOrderNo"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["T-3", "T-2"]);
    let paid = page(
        json!({ "startDate": "2025-12-31", "endDate": "2026-01-01", "includeStatusList": ["PAID_SUCCESS"], "sortPageParam": { "size": 20 } }),
    );
    assert_eq!(paid["body"]["totalElements"], 1);
}

#[test]
fn a_transfer_opens_its_encrypted_fields_and_takes_from_the_balance() {
    let sandbox = sandbox();
    let balance = |at: i64| {
        call(
            &sandbox,
            "/member/getBalance",
            &json!({ "currencyCode": "AED" }),
            at,
        )["body"]["balanceList"][0]["availableBalance"]["amount"]
            .as_f64()
            .unwrap()
    };
    assert!((balance(T0) - 100_000.0).abs() < 0.001);
    let transfer = |number: &str, amount: i64, identity: &str| {
        let keys = keys();
        json!({
            "merchantOrderNo": number, "beneficiaryIdentityType": "PHONE_NO",
            "beneficiaryIdentity": keys.payby_public().encrypt_field(identity).unwrap(),
            "beneficiaryFullName": keys.payby_public().encrypt_field("Aisha").unwrap(),
            "amount": { "amount": amount, "currency": "AED" }, "memo": "Thanks",
        })
    };
    let place = |biz: Value| call(&sandbox, "/transfer/placeTransferOrder", &biz, T0);
    let first = place(transfer("P-1", 250, "+971-585812345"));
    assert_eq!(first["body"]["transferOrder"]["status"], "CREATED");
    let again = place(transfer("P-1", 250, "+971-585812345"));
    assert_eq!(
        again["body"], first["body"],
        "encrypted anew, and still the same transfer"
    );
    assert_eq!(
        code(&place(transfer("P-1", 251, "+971-585812345"))),
        "62016"
    );
    assert_eq!(code(&place(transfer("P-2", 250, "nobody"))), "62027");
    assert_eq!(
        code(&place(transfer("P-3", 10_001, "+971-585812345"))),
        "400"
    );
    let mut plain = transfer("P-4", 1, "+971-585812345");
    plain["beneficiaryIdentity"] = json!("+971-585812345");
    assert_eq!(code(&place(plain)), "400");
    let done = by_number(&sandbox, "/transfer/getTransferOrder", "P-1", T0 + 2000);
    assert_eq!(done["body"]["transferOrder"]["status"], "SUCCESS");
    assert!((balance(T0 + 2000) - 99_750.0).abs() < 0.001);
    assert_eq!(
        code(&by_number(
            &sandbox,
            "/transfer/getTransferOrder",
            "P-9",
            T0
        )),
        "62004"
    );
}

#[test]
fn every_reply_carries_a_field_no_reader_knows() {
    let placed = place(&sandbox(), "T-1", "1", T0);
    assert!(placed["body"]["acquireOrder"]["promotionInfoList"].is_array());
}

#[test]
fn the_same_calls_give_the_same_bytes() {
    let run = || {
        let sandbox = sandbox();
        let first = raw(&sandbox, "/acquire2/placeOrder", &order("T-1", "10"), T0).body;
        sandbox.customer("T-1", Pay, T0 + 5).unwrap();
        let second = raw(
            &sandbox,
            "/acquire2/getOrder",
            &json!({ "merchantOrderNo": "T-1" }),
            T0 + 6,
        )
        .body;
        (first, second)
    };
    assert_eq!(run(), run());
}
