use payby_sandbox::CustomerAction::Pay;
use payby_sandbox::{Delivery, Fault, FaultKind, Op, Sandbox};
use serde_json::{Value, json};

use crate::merchant::*;

const PLACE: &str = "/acquire2/placeOrder";
const GET: &str = "/acquire2/getOrder";

fn fault(json: Value) -> Fault {
    serde_json::from_value(json).unwrap()
}

fn by(number: &str) -> Value {
    json!({ "merchantOrderNo": number })
}

fn json_of(reply: &payby_sandbox::ApiReply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

#[test]
fn a_lost_request_changes_nothing_and_a_lost_reply_everything() {
    let sandbox = sandbox();
    sandbox.add_fault(fault(
        json!({ "op": "place_order", "times": 1, "kind": "lost_request", "hang_ms": 250 }),
    ));
    let lost = raw(&sandbox, PLACE, &order("T-1", "10"), T0);
    assert_eq!(lost.delivery, Delivery::Drop { after_ms: 250 });
    assert_eq!(code(&get(&sandbox, "T-1", T0)), "62004");
    sandbox.add_fault(fault(
        json!({ "op": "place_order", "times": 1, "kind": "lost_reply" }),
    ));
    let lost = raw(&sandbox, PLACE, &order("T-1", "10"), T0);
    assert_eq!(lost.delivery, Delivery::Drop { after_ms: 0 });
    assert_eq!(status(&sandbox, "T-1", T0), "CREATED");
    let log = sandbox.log();
    assert_eq!((log[0].processed, log[0].answered), (false, false));
    assert_eq!(log[0].fault.as_deref(), Some("lost_request"));
    assert_eq!((log[2].processed, log[2].answered), (true, false));
    assert!(sandbox.faults().is_empty());
}

#[test]
fn a_code_for_the_next_calls_of_one_operation() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    sandbox.add_fault(fault(
        json!({ "op": "cancel_order", "times": 2, "kind": "code", "code": "500" }),
    ));
    assert_eq!(status(&sandbox, "T-1", T0), "CREATED");
    for _ in 0..2 {
        let reply = raw(&sandbox, "/acquire2/cancelOrder", &by("T-1"), T0);
        assert!(sign_of(&reply).is_none(), "gateway refusals come unsigned");
        assert_eq!(json_of(&reply)["head"]["msg"], "SYSTEM_ERROR");
    }
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/cancelOrder", "T-1", T0)),
        "0"
    );
}

#[test]
fn a_code_can_be_signed_or_not_and_processed_or_not() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    sandbox.add_fault(fault(
        json!({ "times": 1, "kind": "code", "code": "500", "signed": true, "processed": true }),
    ));
    let reply = raw(&sandbox, "/acquire2/cancelOrder", &by("T-1"), T0);
    assert!(is_signed(&reply));
    assert_eq!(code(&json_of(&reply)), "500");
    assert_eq!(status(&sandbox, "T-1", T0), "FAILURE");
    sandbox.add_fault(fault(
        json!({ "times": 1, "kind": "code", "code": "62001", "signed": false, "msg": "X" }),
    ));
    let reply = raw(&sandbox, GET, &by("T-1"), T0);
    assert!(sign_of(&reply).is_none());
    assert_eq!(json_of(&reply)["head"]["msg"], "X");
}

#[test]
fn spoilt_replies() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    let with = |kind: FaultKind| {
        sandbox.add_fault(Fault::new(kind).on(Op::GetOrder).times(1));
        raw(&sandbox, GET, &by("T-1"), T0)
    };
    let bad = with(FaultKind::BadSignature);
    assert!(sign_of(&bad).is_some() && !is_signed(&bad));
    assert!(sign_of(&with(FaultKind::Unsigned)).is_none());
    let cut = with(FaultKind::Truncated);
    assert!(serde_json::from_slice::<Value>(&cut.body).is_err());
    let html = with(FaultKind::NotJson);
    assert!(html.body.starts_with(b"<html>") && html.status == 200);
    assert_eq!(with(FaultKind::HttpStatus { status: 502 }).status, 502);
    assert_eq!(
        with(FaultKind::Delay { ms: 700 }).delivery,
        Delivery::Reply { after_ms: 700 }
    );
}

#[test]
fn validly_signed_replies_that_do_not_fit_the_order() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    sandbox.customer("T-1", Pay, T0).unwrap();
    let with = |kind: FaultKind| {
        sandbox.add_fault(Fault::new(kind).for_order("T-1").times(1));
        get(&sandbox, "T-1", T0)["body"]["acquireOrder"].clone()
    };
    assert_eq!(
        with(FaultKind::WrongAmount { add_fils: 100 })["totalAmount"]["amount"],
        11.0
    );
    assert_eq!(
        with(FaultKind::WrongCurrency)["totalAmount"]["currency"],
        "USD"
    );
    assert_eq!(with(FaultKind::WrongPayee)["payeeMid"], "200000099999");
    assert_eq!(with(FaultKind::WrongNumber)["merchantOrderNo"], "T-1-X");
    let true_one = get(&sandbox, "T-1", T0);
    assert_eq!(
        true_one["body"]["acquireOrder"]["totalAmount"]["amount"],
        10.0
    );
}

#[test]
fn a_create_lands_late_whatever_was_answered() {
    let sandbox = sandbox();
    let late = |number: &str, answer: bool| {
        let land = json!({ "order": number, "times": 1, "kind": "land_create_late", "after_ms": 20_000, "answer_timeout": answer });
        sandbox.add_fault(fault(land));
        raw(&sandbox, PLACE, &order(number, "10"), T0)
    };
    assert_eq!(late("T-1", false).delivery, Delivery::Drop { after_ms: 0 });
    assert_eq!(code(&json_of(&late("T-2", true))), "504");
    for number in ["T-1", "T-2"] {
        assert_eq!(code(&get(&sandbox, number, T0 + 19_999)), "62004");
    }
    for number in ["T-1", "T-2"] {
        let landed = get(&sandbox, number, T0 + 20_000);
        assert_eq!(landed["body"]["acquireOrder"]["status"], "CREATED");
    }
}

#[test]
fn a_create_that_was_sent_again_does_not_land_a_second_time() {
    let sandbox = sandbox();
    let land = json!({ "times": 1, "kind": "land_create_late", "after_ms": 20_000 });
    sandbox.add_fault(fault(land));
    raw(&sandbox, PLACE, &order("T-3", "10"), T0);
    let again = place(&sandbox, "T-3", "10", T0 + 1000);
    by_number(&sandbox, "/acquire2/cancelOrder", "T-3", T0 + 2000);
    let after = get(&sandbox, "T-3", T0 + 30_000);
    assert_eq!(
        after["body"]["acquireOrder"]["status"], "FAILURE",
        "landing does not reopen it"
    );
    assert_eq!(
        after["body"]["acquireOrder"]["orderNo"],
        again["body"]["acquireOrder"]["orderNo"]
    );
}

#[test]
fn the_network_goes_down_and_comes_back() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    let down = sandbox.add_fault(Fault::new(FaultKind::NetworkDown));
    for path in [PLACE, GET, "/acquire2/cancelOrder"] {
        let reply = raw(&sandbox, path, &by("T-1"), T0);
        assert!(matches!(reply.delivery, Delivery::Drop { .. }));
    }
    assert_eq!(sandbox.faults()[0].met, 3);
    assert!(sandbox.clear_fault(down));
    assert_eq!(status(&sandbox, "T-1", T0), "CREATED");
}

#[test]
fn faults_meet_only_their_order_and_operation() {
    let sandbox = sandbox();
    place(&sandbox, "T-1", "10", T0);
    place(&sandbox, "T-2", "10", T0);
    sandbox.add_fault(
        Fault::new(FaultKind::Unsigned)
            .on(Op::GetOrder)
            .for_order("T-2"),
    );
    assert_eq!(status(&sandbox, "T-1", T0), "CREATED");
    assert!(sign_of(&raw(&sandbox, GET, &by("T-2"), T0)).is_none());
    assert_eq!(
        code(&by_number(&sandbox, "/acquire2/cancelOrder", "T-2", T0)),
        "0"
    );
    assert_eq!(sandbox.clear_faults(), 1);
}

#[test]
fn every_kind_is_read_from_its_name() {
    let plain = |kind: &str| json!({ "kind": kind });
    let mut all: Vec<Value> = [
        "lost_request",
        "lost_reply",
        "bad_signature",
        "unsigned",
        "truncated",
        "not_json",
        "wrong_amount",
        "wrong_currency",
        "wrong_payee",
        "wrong_number",
        "duplicate_notification",
        "reorder_notification",
        "refund_fails",
        "network_down",
    ]
    .map(plain)
    .to_vec();
    all.push(json!({ "kind": "delay", "ms": 1 }));
    all.push(json!({ "kind": "code", "code": "402" }));
    all.push(json!({ "kind": "land_create_late", "after_ms": 1 }));
    all.push(json!({ "kind": "http_status", "status": 500 }));
    all.push(json!({ "kind": "clock_skew", "ms": -1 }));
    let sandbox: Sandbox = sandbox();
    for json in all {
        let read = fault(json.clone());
        assert_eq!(json["kind"], read.kind.name());
        sandbox.add_fault(read);
    }
    assert_eq!(sandbox.clear_faults(), 19);
}
