use payby_sandbox::CustomerAction::Pay;
use payby_sandbox::{Fault, FaultKind, NoticeState, Op, Outgoing, Sandbox, Speed, acknowledges};
use serde_json::{Value, json};

use crate::merchant::*;

fn notified_order(sandbox: &Sandbox, number: &str, at: i64) {
    let mut content = order(number, "10");
    content["notifyUrl"] = json!("http://127.0.0.1:9/notify");
    assert_eq!(
        code(&call(sandbox, "/acquire2/placeOrder", &content, at)),
        "0"
    );
}

fn paid(sandbox: &Sandbox, number: &str, at: i64) {
    notified_order(sandbox, number, at);
    sandbox.customer(number, Pay, at).unwrap();
}

fn sign(outgoing: &Outgoing) -> Option<&String> {
    outgoing
        .headers
        .iter()
        .find(|(name, _)| *name == "Sign")
        .map(|(_, value)| value)
}

fn valid(outgoing: &Outgoing) -> bool {
    sign(outgoing).is_some_and(|sign| keys().payby_public().verify(&outgoing.body, sign))
}

#[test]
fn a_payment_is_told_signed_and_once_when_acknowledged() {
    let sandbox = sandbox();
    paid(&sandbox, "T-1", T0);
    let due = sandbox.due_notifications(T0);
    assert_eq!(due.len(), 1);
    assert!(valid(&due[0]));
    let body: Value = serde_json::from_slice(&due[0].body).unwrap();
    assert_eq!(body["acquireOrder"]["status"], "PAID_SUCCESS");
    assert_eq!(body["notify_timestamp"], T0);
    assert!(body["notify_id"].is_string());
    assert!(sandbox.due_notifications(T0).is_empty(), "it is on its way");
    sandbox.notification_answered(due[0].id, true, T0);
    assert_eq!(sandbox.notifications()[0].state, NoticeState::Delivered);
    assert!(sandbox.due_notifications(T0 + 100 * HOUR).is_empty());
}

#[test]
fn without_an_acknowledgement_it_is_tried_seven_times_more() {
    for factor in [1.0, 60.0] {
        let speed = Speed::new(factor).unwrap();
        let sandbox = with(|settings| settings.speed = speed);
        paid(&sandbox, "T-1", T0);
        let mut at = T0;
        let mut id = None;
        for minutes in [0, 2, 10, 10, 60, 120, 360, 900] {
            let wait = if factor > 1.0 {
                minutes * 1000
            } else {
                minutes * MINUTE
            };
            at += wait;
            if wait > 0 {
                assert!(sandbox.due_notifications(at - 1).is_empty());
                assert_eq!(sandbox.next_due_ms().map(|due| due <= at), Some(true));
            }
            let due = sandbox.due_notifications(at);
            assert_eq!(due.len(), 1, "after {minutes} minutes");
            let body: Value = serde_json::from_slice(&due[0].body).unwrap();
            let this = body["notify_id"].as_str().unwrap().to_owned();
            assert_eq!(id.get_or_insert(this.clone()), &this);
            sandbox.notification_answered(due[0].id, false, at);
        }
        assert_eq!(sandbox.notifications()[0].state, NoticeState::GivenUp);
        assert_eq!(sandbox.notifications()[0].tries, 8);
    }
}

#[test]
fn duplicates_have_the_same_id_and_late_ones_are_overtaken() {
    let sandbox = sandbox();
    sandbox.add_fault(Fault::new(FaultKind::DuplicateNotification { copies: 2 }).times(1));
    paid(&sandbox, "T-1", T0);
    let due = sandbox.due_notifications(T0);
    assert_eq!(due.len(), 3);
    assert!(due.iter().all(|one| one.body == due[0].body));
    sandbox.add_fault(Fault::new(FaultKind::ReorderNotification { hold_ms: 5000 }).times(1));
    paid(&sandbox, "T-2", T0 + 1);
    paid(&sandbox, "T-3", T0 + 2);
    let first: Value = serde_json::from_slice(&sandbox.due_notifications(T0 + 3)[0].body).unwrap();
    assert_eq!(first["acquireOrder"]["merchantOrderNo"], "T-3");
    let second: Value =
        serde_json::from_slice(&sandbox.due_notifications(T0 + 5001)[0].body).unwrap();
    assert_eq!(second["acquireOrder"]["merchantOrderNo"], "T-2");
}

#[test]
fn forged_unsigned_lost_and_unheard_notifications() {
    let sandbox = sandbox();
    let with = |number: &str, kind: FaultKind| {
        sandbox.add_fault(Fault::new(kind).on(Op::Notify).times(1));
        paid(&sandbox, number, T0);
        sandbox.due_notifications(T0)
    };
    let forged = with("T-1", FaultKind::BadSignature);
    assert!(sign(&forged[0]).is_some() && !valid(&forged[0]));
    assert!(sign(&with("T-2", FaultKind::Unsigned)[0]).is_none());
    let wrong = with("T-3", FaultKind::WrongAmount { add_fils: 1 });
    assert!(valid(&wrong[0]));
    assert!(String::from_utf8_lossy(&wrong[0].body).contains("10.01"));
    assert!(with("T-4", FaultKind::LostRequest { hang_ms: 0 }).is_empty());
    let unheard = with("T-5", FaultKind::LostReply { hang_ms: 0 });
    sandbox.notification_answered(unheard[0].id, true, T0);
    let waiting: Vec<_> = sandbox
        .notifications()
        .into_iter()
        .filter(|notice| notice.state == NoticeState::Waiting)
        .map(|notice| (notice.merchant_order_no, notice.due_ms))
        .collect();
    assert_eq!(
        waiting,
        [
            ("T-4".to_owned(), T0 + 2 * MINUTE),
            ("T-5".to_owned(), T0 + 2 * MINUTE)
        ]
    );
}

#[test]
fn a_refund_is_told_to_its_own_address() {
    let sandbox = sandbox();
    paid(&sandbox, "T-1", T0);
    sandbox.due_notifications(T0);
    let biz = json!({
        "refundMerchantOrderNo": "R-1", "originMerchantOrderNo": "T-1", "notifyUrl": "http://127.0.0.1:9/refund",
        "amount": { "amount": 1, "currency": "AED" },
    });
    call(&sandbox, "/acquire2/refund/placeOrder", &biz, T0);
    let due = sandbox.due_notifications(T0 + 1000);
    assert_eq!(due[0].url, "http://127.0.0.1:9/refund");
    let body: Value = serde_json::from_slice(&due[0].body).unwrap();
    assert_eq!(body["refundOrder"]["status"], "REFUNDED_SETTLED");
}

#[test]
fn what_counts_as_an_acknowledgement() {
    for body in [
        r#"{"response":"SUCCESS"}"#,
        "SUCCESS",
        "success\n",
        "\"Success\"",
        r#"{"response":"Success","x":1}"#,
    ] {
        assert!(acknowledges(200, body.as_bytes()), "{body}");
    }
    assert!(!acknowledges(500, b"SUCCESS"));
    for body in [
        "",
        "FAIL",
        r#"{"response":"FAIL"}"#,
        r#"{"result":"SUCCESS"}"#,
        "<html>SUCCESS</html>",
    ] {
        assert!(!acknowledges(200, body.as_bytes()), "{body}");
    }
}
