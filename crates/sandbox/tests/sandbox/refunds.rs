use payby_sandbox::CustomerAction::Pay;
use payby_sandbox::{Fault, FaultKind, Sandbox};
use serde_json::{Value, json};

use crate::merchant::*;

fn refund(sandbox: &Sandbox, number: &str, origin: &str, amount: f64, at: i64) -> Value {
    let biz = json!({
        "refundMerchantOrderNo": number, "originMerchantOrderNo": origin,
        "amount": { "amount": amount, "currency": "AED" }, "operatorName": "Sara", "reason": "Returned",
    });
    call(sandbox, "/acquire2/refund/placeOrder", &biz, at)
}

fn paid(amount: &str) -> Sandbox {
    let sandbox = sandbox();
    place(&sandbox, "T-1", amount, T0);
    sandbox.customer("T-1", Pay, T0).unwrap();
    sandbox
}

fn remaining(reply: &Value) -> f64 {
    reply["body"]["refundSummary"]["remainRefundAmount"]["amount"]
        .as_f64()
        .unwrap()
}

#[test]
fn partial_refunds_add_up_and_never_exceed_what_was_paid() {
    let sandbox = paid("100.10");
    let first = refund(&sandbox, "R-1", "T-1", 40.05, T0);
    assert_eq!(first["body"]["refundOrder"]["status"], "CREATED");
    assert_eq!(
        first["body"]["refundSummary"]["acquireAmount"]["amount"],
        100.10
    );
    assert!((remaining(&first) - 60.05).abs() < 0.001);
    assert_eq!(code(&refund(&sandbox, "R-2", "T-1", 60.06, T0)), "62006");
    let rest = refund(&sandbox, "R-3", "T-1", 60.05, T0);
    assert!(remaining(&rest).abs() < 0.001);
    assert_eq!(code(&refund(&sandbox, "R-4", "T-1", 0.01, T0)), "62006");
}

#[test]
fn the_same_refund_again_is_the_same_refund() {
    let sandbox = paid("10");
    let first = refund(&sandbox, "R-1", "T-1", 4.0, T0);
    let again = refund(&sandbox, "R-1", "T-1", 4.0, T0);
    assert_eq!(first["body"], again["body"]);
    assert_eq!(code(&refund(&sandbox, "R-1", "T-1", 5.0, T0)), "62017");
}

#[test]
fn a_refund_goes_from_created_to_the_merchants_to_the_payers_side() {
    let sandbox = paid("10");
    refund(&sandbox, "R-1", "T-1", 4.0, T0);
    let status = |at: i64| {
        let reply = call(
            &sandbox,
            "/acquire2/refund/getOrder",
            &json!({ "refundMerchantOrderNo": "R-1" }),
            at,
        );
        reply["body"]["refundOrder"]["status"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(status(T0 + 999), "CREATED");
    assert_eq!(status(T0 + 1000), "REFUNDED_SETTLED");
    assert_eq!(status(T0 + 11 * MINUTE), "SUCCESS");
    let unknown = json!({ "refundMerchantOrderNo": "R-9" });
    assert_eq!(
        code(&call(&sandbox, "/acquire2/refund/getOrder", &unknown, T0)),
        "62007"
    );
}

#[test]
fn a_refund_that_fails_gives_its_amount_free() {
    let sandbox = paid("10");
    sandbox.add_fault(Fault::new(FaultKind::RefundFails).times(1));
    refund(&sandbox, "R-1", "T-1", 10.0, T0);
    assert_eq!(code(&refund(&sandbox, "R-2", "T-1", 10.0, T0)), "62006");
    let failed = call(
        &sandbox,
        "/acquire2/refund/getOrder",
        &json!({ "refundMerchantOrderNo": "R-1" }),
        T0 + 1000,
    );
    assert_eq!(failed["body"]["refundOrder"]["status"], "FAILURE");
    assert_eq!(code(&refund(&sandbox, "R-3", "T-1", 10.0, T0 + 2000)), "0");
}

#[test]
fn only_a_paid_order_can_be_refunded_and_revoking_excludes_it() {
    let sandbox = paid("10");
    place(&sandbox, "T-2", "10", T0);
    assert_eq!(code(&refund(&sandbox, "R-1", "T-2", 1.0, T0)), "62015");
    assert_eq!(code(&refund(&sandbox, "R-2", "T-9", 1.0, T0)), "62004");
    by_number(&sandbox, "/acquire2/cancelOrder", "T-2", T0);
    assert_eq!(code(&refund(&sandbox, "R-3", "T-2", 1.0, T0)), "62002");
    refund(&sandbox, "R-4", "T-1", 1.0, T0);
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/revokeOrder", "T-1", T0)),
        "62041"
    );
    place(&sandbox, "T-3", "10", T0);
    sandbox.customer("T-3", Pay, T0).unwrap();
    by_number(&sandbox, "/acquire2/revokeOrder", "T-3", T0);
    assert_eq!(code(&refund(&sandbox, "R-5", "T-3", 1.0, T0)), "62040");
    assert_eq!(
        code(&refund(&sandbox, "R-6", "T-1", 1.0, T0 + 181 * 24 * HOUR)),
        "62045"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn no_row_of_refunds_gives_back_more_than_was_paid(paid_fils in 1..5_000_i64, wanted in proptest::collection::vec(1..3_000_i64, 1..8)) {
        let decimal = |fils: i64| format!("{}.{:02}", fils / 100, fils % 100);
        let sandbox = paid(&decimal(paid_fils));
        let mut left = paid_fils;
        for (index, fils) in wanted.into_iter().enumerate() {
            let amount = decimal(fils).parse().unwrap();
            let reply = refund(&sandbox, &format!("R-{index}"), "T-1", amount, T0);
            if fils <= left {
                left -= fils;
                proptest::prop_assert_eq!(code(&reply), "0");
                let said = &reply["body"]["refundSummary"]["remainRefundAmount"]["amount"];
                proptest::prop_assert_eq!(said.as_f64(), decimal(left).parse().ok());
            } else {
                proptest::prop_assert_eq!(code(&reply), "62006");
            }
        }
    }
}
