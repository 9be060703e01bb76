//! Payments from end to end.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::rig::{Running, Till, code, every, fils, run};

/// Every scenario, by its name.
pub(crate) const ALL: &[(&str, fn())] = &[
    ("paid", paid),
    ("paid with the customer's code", paid_by_code),
    ("declined", declined),
    ("expired", expired),
    ("a signal cancels", signal_cancels),
    ("the customer is faster than the cancel", customer_is_faster),
    ("killed and recovered", killed_and_recovered),
    ("killed and cancelled", killed_and_cancelled),
    ("the reply to the create is lost", create_reply_lost),
    ("refunds", refunds),
    ("a refund in doubt", refund_in_doubt),
    ("paid late", paid_late),
    ("a revoke that is refused", revoke_refused),
    ("nothing is signed", nothing_is_signed),
    (
        "the till's signature is not accepted",
        signature_not_accepted,
    ),
    ("nobody answers", nobody_answers),
    ("the wrong amount", wrong_amount),
    ("the clock is wrong", clock_is_wrong),
    ("a notification", notification),
    ("training", training),
];

fn kinds(shown: &Value) -> Vec<&str> {
    shown["journal"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect()
}

fn states(lines: &[Value]) -> Vec<&str> {
    let mut states: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["state"].as_str())
        .collect();
    states.dedup();
    states
}

fn paid() {
    let till = Till::new(&[]);
    let mut charge = till.start(&["charge", " 1,234.50 ", "--subject", "Two coffees"]);
    let first = charge.until(|line| line["order"].is_string());
    assert_eq!(
        (&first["amount"], &first["currency"]),
        (&json!("1234.50"), &json!("AED"))
    );
    let order = first["order"].as_str().unwrap();
    let waiting = charge.state("awaiting_payment");
    for member in ["token_url", "order_no", "expires_at", "at"] {
        assert!(waiting[member].is_string(), "{waiting}");
    }

    // Reading works while it is open; a second driver is told where.
    let listed = till.run(&["orders"]).exits(0);
    assert_eq!(
        (listed.lines.len(), &listed.last()["order"]),
        (1, &first["order"])
    );
    assert_eq!(till.show(order)["state"], "awaiting_payment");
    for second in [
        &["charge", "1"][..],
        &["cancel", order],
        &["recover"],
        &["refund", order, "1", "--reason", "r"],
    ] {
        let message = till.run(second).refused("already_open");
        assert!(message.contains("fils charge"), "{message}");
    }

    till.payby.customer(order, "scan");
    let scanned = charge.until(|line| line["scanned_by"].is_string());
    assert_eq!(scanned["state"], "awaiting_payment");
    till.payby.customer(order, "pay");
    let ended = charge.end().exits(0);
    let last = ended.last();
    assert_eq!(last["state"], "paid");
    assert!(
        last["paid_at"].is_string() && last["order_no"].is_string() && last["token_url"].is_null(),
        "{last}"
    );
    assert_eq!(
        states(&ended.lines),
        ["submitting", "awaiting_payment", "paid"]
    );
    let mut once = ended.lines.clone();
    once.dedup();
    assert_eq!(once, ended.lines, "a line says something new");

    let shown = till.show(order);
    assert_eq!(
        (&shown["order"], &shown["state"], &shown["subject"]),
        (&first["order"], &json!("paid"), &json!("Two coffees"))
    );
    assert_eq!(shown["refunds"], json!([]));
    for kind in ["created", "call_started", "call_answered", "state_changed"] {
        assert!(kinds(&shown).contains(&kind), "{kind}: {shown}");
    }
    assert_eq!(
        till.run(&["cancel", order]).exits(2).last()["state"],
        "paid"
    );
    // A paid order waits for no decision.
    till.run(&["decide", order, "close", "--reason", "why not"])
        .refused("nothing_to_decide");
    till.run(&["recover"]).exits(0);
}

fn paid_by_code() {
    let till = Till::new(&[]);
    let code = till.payby.auth_code();
    let ended = till.run(&["charge", "12.50", "--scan", &code]).exits(0);
    assert_eq!(ended.last()["state"], "paid");
    assert!(ended.lines.iter().all(|line| line["token_url"].is_null()));
    let shown = till
        .show(ended.last()["order"].as_str().unwrap())
        .to_string();
    assert!(!shown.contains(&code), "the customer's code is never kept");
}

fn declined() {
    let till = Till::new(&[]);
    let (charge, order) = till.charge("5");
    till.payby.customer(&order, "decline");
    let ended = charge.end().exits(2);
    assert_eq!(
        (&ended.last()["state"], &ended.last()["reason"]),
        (&json!("closed"), &json!("failed_at_payby"))
    );
    till.run(&["cancel", &order]).exits(0);
}

fn expired() {
    let till = Till::new(&["payment_window_s=20"]);
    let started = Instant::now();
    let (charge, _) = till.charge("5");
    let ended = charge.end().exits(2);
    assert!(started.elapsed() >= Duration::from_secs(20));
    assert_eq!(
        (&ended.last()["state"], &ended.last()["reason"]),
        (&json!("closed"), &json!("expired"))
    );
    assert_eq!(
        states(&ended.lines),
        ["submitting", "awaiting_payment", "closing", "closed"]
    );
    let (cancels, queries) = (till.payby.log("cancel_order"), till.payby.log("get_order"));
    assert_eq!(cancels.len(), 1);
    assert!(
        queries.first().unwrap()["seq"].as_u64() < cancels[0]["seq"].as_u64(),
        "it asks before it cancels"
    );
}

fn signal_cancels() {
    let till = Till::new(&[]);
    for signal in ["INT", "TERM"] {
        let (charge, _) = till.charge("5");
        charge.signal(signal);
        let ended = charge.end().exits(2);
        let last = ended.last();
        assert_eq!(
            (&last["state"], &last["reason"]),
            (&json!("closed"), &json!("cancelled_by_cashier"))
        );
        assert!(states(&ended.lines).contains(&"closing"));
    }
    assert_eq!(till.run(&["orders"]).exits(0).lines.len(), 2);
    assert_eq!(
        till.run(&["orders", "--day", "2020-01-31"])
            .exits(0)
            .lines
            .len(),
        0
    );
    assert_eq!(till.run(&["orders", "--all"]).exits(0).lines.len(), 2);
}

fn customer_is_faster() {
    let till = Till::new(&[]);
    let (charge, order) = till.charge("5");
    till.payby.customer(&order, "pay");
    charge.signal("INT");
    assert_eq!(charge.end().exits(0).last()["state"], "paid");
}

fn killed_and_recovered() {
    let till = Till::new(&[]);
    let (charge, order) = till.charge("5");
    charge.signal("KILL");
    assert_eq!(charge.end().code, None);
    till.payby.customer(&order, "pay");
    let ended = till.run(&["recover"]).exits(0);
    assert_eq!(
        (&ended.last()["order"], &ended.last()["state"]),
        (&json!(order), &json!("paid"))
    );
    assert_eq!(
        till.run(&["recover"]).exits(0).lines.len(),
        0,
        "nothing is left to take up"
    );

    // In the middle of the create: the order is stored, so it is found again.
    till.payby
        .fault(&json!({ "op": "place_order", "kind": "lost_reply", "hang_ms": 9000 }));
    let mut charge = till.start(&["charge", "7"]);
    let order = charge.state("submitting")["order"]
        .as_str()
        .unwrap()
        .to_owned();
    while till.payby.log("place_order").len() < 2 {
        std::thread::sleep(Duration::from_millis(20));
    }
    charge.signal("KILL");
    charge.end();
    till.payby.mend();
    let mut recover = till.start(&["recover", "--for", "40"]);
    let waiting = recover.state("awaiting_payment");
    assert_eq!(
        (&waiting["order"], waiting["token_url"].is_string()),
        (&json!(order), true),
        "the same create returns the QR"
    );
    till.payby.customer(&order, "pay");
    recover.end().exits(0);
}

fn killed_and_cancelled() {
    let till = Till::new(&[]);
    let (charge, order) = till.charge("5");
    charge.signal("KILL");
    charge.end();
    let ended = till.run(&["cancel", &order]).exits(0);
    assert_eq!(
        (&ended.last()["state"], &ended.last()["reason"]),
        (&json!("closed"), &json!("cancelled_by_cashier"))
    );
    till.run(&["cancel", &order]).exits(0);

    let (charge, order) = till.charge("5");
    charge.signal("KILL");
    charge.end();
    till.payby.customer(&order, "pay");
    assert_eq!(
        till.run(&["cancel", &order]).exits(2).last()["state"],
        "paid"
    );

    // Time is up before anything is settled.
    let (charge, _) = till.charge("5");
    charge.signal("KILL");
    charge.end();
    till.run(&["recover", "--for", "1"]).exits(3);
    let mut recover = till.start(&["recover"]);
    recover.until(|line| line["order"].is_string());
    recover.signal("INT");
    recover.end().exits(3);
}

fn create_reply_lost() {
    let till = Till::new(&[]);
    till.payby
        .fault(&json!({ "op": "place_order", "kind": "lost_reply", "times": 1 }));
    let (charge, order) = till.charge("5");
    till.payby.customer(&order, "pay");
    charge.end().exits(0);
    let creates = till.payby.log("place_order");
    assert_eq!(creates.len(), 2);
    assert!(
        creates
            .iter()
            .all(|create| create["merchant_order_no"] == json!(order)),
        "one number, whatever is lost"
    );
}

fn refunds() {
    let till = Till::new(&[]);
    let order = till.paid("10");
    let done = till
        .run(&["refund", &order, "2.50", "--reason", "cold coffee"])
        .exits(0);
    let last = done.last();
    assert_eq!(
        (&last["state"], &last["amount"], &last["order"]),
        (&json!("refunded"), &json!("2.50"), &json!(order))
    );
    assert!(last["refund"].is_string());
    till.run(&["refund", &order, "7.51", "--reason", "all of it"])
        .refused("refund_too_large");
    till.run(&["refund", &order, "0", "--reason", "x"])
        .refused("amount_zero");
    till.run(&["refund", &order, "1", "--reason", " "])
        .refused("reason_missing");
    till.payby.fault(&code("refund", "62045"));
    let refused = till
        .run(&["refund", &order, "1", "--reason", "again"])
        .exits(2);
    assert_eq!(refused.last()["state"], "failed");
    assert!(refused.last()["detail"].as_str().unwrap().contains("62045"));
    till.payby.mend();
    till.run(&["refund", &order, "7.50", "--reason", "the rest"])
        .exits(0);
    let shown = till.show(&order);
    let refunds: Vec<&Value> = shown["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refund| &refund["state"])
        .collect();
    assert_eq!(refunds, ["refunded", "failed", "refunded"]);
    assert_eq!(shown["refunded"], "10.00");

    let open = till.cancelled("5");
    till.run(&["refund", &open, "1", "--reason", "x"])
        .refused("not_paid");
}

fn refund_in_doubt() {
    let till = Till::new(&["unresolved_exit_s=1"]);
    let order = till.paid("10");
    till.payby.fault(&code("get_refund", "500"));
    let first = till
        .run(&["refund", &order, "4", "--reason", "broken"])
        .exits(3);
    let number = first.last()["refund"].clone();
    assert_eq!(
        (&first.last()["state"], &first.last()["alert"]),
        (&json!("requested"), &json!("refund_not_confirmed"))
    );
    // A second one takes up the first, whatever it asks for.
    till.payby.mend();
    let second = till.run(&["refund", &order, "5", "--reason", "broken"]);
    assert_eq!(
        (&second.last()["refund"], &second.last()["amount"]),
        (&number, &json!("4.00")),
        "{second:?}"
    );
    let recovered = till.run(&["recover"]).exits(0);
    if let Some(last) = recovered.lines.last() {
        assert_eq!(
            (&last["refund"], &last["state"]),
            (&number, &json!("refunded"))
        );
    }
    assert_eq!(
        till.payby.log("refund").len(),
        1,
        "PayBy was asked for one refund"
    );
    assert_eq!(till.show(&order)["refunded"], "4.00");
}

fn paid_late() {
    let till = Till::new(&[]);
    let (kept, revoked) = (till.cancelled("5"), till.cancelled("6"));
    till.run(&["recover"]).exits(0);
    for order in [&kept, &revoked] {
        till.payby.customer(order, "pay_late");
    }
    let ended = till.run(&["recover"]).exits(3);
    for order in [&kept, &revoked] {
        let line = ended
            .lines
            .iter()
            .rev()
            .find(|line| line["order"] == json!(order))
            .unwrap();
        assert_eq!(
            (&line["state"], &line["alert"]),
            (&json!("paid_late"), &json!("paid_late"))
        );
        assert!(
            line["message"]
                .as_str()
                .unwrap()
                .contains("after the order was closed")
        );
    }
    till.run(&["recover"]).exits(3);
    till.run(&["decide", &kept, "close", "--reason", "no"])
        .refused("money_moved");
    let decided = till
        .run(&[
            "decide",
            &kept,
            "keep",
            "--reason",
            "the customer has the goods",
        ])
        .exits(0);
    assert_eq!(decided.last()["state"], "paid");
    let decided = till
        .run(&[
            "decide",
            &revoked,
            "revoke",
            "--reason",
            "the customer has left",
        ])
        .exits(0);
    assert_eq!(
        (&decided.last()["state"], &decided.last()["reason"]),
        (&json!("closed"), &json!("revoked"))
    );
    till.run(&["recover"]).exits(0);
    assert!(kinds(&till.show(&kept)).contains(&"person_acted"));
}

fn revoke_refused() {
    let till = Till::new(&[]);
    let order = till.cancelled("5");
    till.payby.customer(&order, "pay_late");
    till.run(&["recover"]).exits(3);
    till.payby.fault(&code("revoke_order", "62046"));
    let ended = till
        .run(&["decide", &order, "revoke", "--reason", "wrong customer"])
        .exits(2);
    assert_eq!(
        (&ended.last()["state"], &ended.last()["alert"]),
        (&json!("paid_late"), &json!("revoke_not_confirmed"))
    );
    assert!(ended.last()["message"].as_str().unwrap().contains("62046"));
    // The money can still go back another way.
    till.run(&["refund", &order, "5", "--reason", "wrong customer"])
        .exits(0);
    assert_eq!(till.show(&order)["reason"], "refunded");
}

fn nothing_is_signed() {
    let till = Till::new(&["unresolved_exit_s=1"]);
    till.payby.fault(&every("unsigned"));
    let ended = till.run(&["charge", "5"]).exits(3);
    let order = ended.last()["order"].as_str().unwrap();
    assert_eq!(ended.last()["alert"], "payby_not_answering");
    assert_eq!(
        states(&ended.lines),
        ["submitting"],
        "nothing unsigned changes anything"
    );
    till.run(&["cancel", order]).exits(3);
    let closed = till
        .run(&[
            "decide",
            order,
            "close",
            "--reason",
            "the customer paid cash",
        ])
        .exits(0);
    assert_eq!(
        (&closed.last()["state"], &closed.last()["reason"]),
        (&json!("closed"), &json!("closed_by_person"))
    );
    // It stays watched: what PayBy proves later is not missed.
    till.payby.mend();
    till.payby.customer(order, "pay_late");
    let ended = till.run(&["recover"]).exits(3);
    assert_eq!(
        (&ended.last()["order"], &ended.last()["state"]),
        (&json!(order), &json!("paid_late"))
    );
}

fn signature_not_accepted() {
    let dir = tempfile::tempdir().unwrap();
    // Some other merchant's key.
    payby_sandbox::Keys::in_dir(dir.path()).unwrap();
    let till = Till::with_key(
        &dir.path().join("merchant_private.pem"),
        &["unresolved_exit_s=1"],
    );
    let ended = till.run(&["charge", "5"]).exits(3);
    assert_eq!(ended.last()["alert"], "signature_not_accepted");
    assert!(
        ended.last()["message"]
            .as_str()
            .unwrap()
            .contains("does not accept this till's signature")
    );
    let doctor = till.run(&["doctor"]).exits(3);
    assert!(
        doctor
            .lines
            .iter()
            .any(|check| check["check"] == "signature" && check["ok"] == false),
        "{doctor:?}"
    );
    let order = ended.last()["order"].as_str().unwrap();
    till.run(&["decide", order, "close", "--reason", "wrong key"])
        .exits(0);
}

fn nobody_answers() {
    let till = Till::new(&["unresolved_exit_s=1"]);
    till.payby.fault(&every("network_down"));
    let ended = till.run(&["charge", "5"]).exits(3);
    assert_eq!(ended.last()["alert"], "payby_not_answering");
    till.run(&["recover", "--for", "2"]).exits(3);
    let doctor = till.run(&["doctor"]).exits(3);
    assert_eq!(doctor.last(), &json!({ "ok": false }));
    // The order stays open, and proof wins over a decision.
    till.payby.mend();
    let order = ended.last()["order"].as_str().unwrap();
    let mut recover = till.start(&["recover"]);
    recover.state("awaiting_payment");
    recover.signal("KILL");
    recover.end();
    till.payby.customer(order, "pay");
    let decided = till
        .run(&["decide", order, "close", "--reason", "never came"])
        .exits(2);
    assert_eq!(decided.last()["state"], "paid");
}

fn wrong_amount() {
    let till = Till::new(&[]);
    let (charge, order) = till.charge("5");
    till.payby
        .fault(&json!({ "op": "get_order", "kind": "wrong_amount" }));
    till.payby.customer(&order, "pay");
    let ended = charge.end().exits(3);
    let last = ended.last();
    assert_eq!(
        (&last["state"], &last["reason"], &last["alert"]),
        (
            &json!("needs_review"),
            &json!("amount_differs"),
            &json!("needs_review")
        )
    );
    till.run(&["cancel", &order]).exits(3);
    till.run(&["decide", &order, "keep", "--reason", "x"])
        .refused("no_proof_to_keep");
}

fn clock_is_wrong() {
    let till = Till::new(&[]);
    till.payby
        .fault(&json!({ "kind": "clock_skew", "ms": 3_600_000 }));
    let mut charge = till.start(&["charge", "5"]);
    let notice = charge.until(|line| line["notice"] == "clock_wrong");
    assert!(
        (notice["offset_ms"].as_i64().unwrap() - 3_600_000).abs() < 10_000,
        "{notice}"
    );
    let order = charge.state("awaiting_payment")["order"]
        .as_str()
        .unwrap()
        .to_owned();
    till.payby.customer(&order, "pay");
    let ended = charge.end().exits(0);
    assert!(ended.err.contains("set the clock right"), "{}", ended.err);
    assert_eq!(
        till.payby.log("place_order").len(),
        2,
        "the same number, its times frozen anew"
    );
}

fn notification() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let till = Till::new(&[
        &format!("notify_listen=127.0.0.1:{port}"),
        &format!("notify_public_url=http://127.0.0.1:{port}/"),
    ]);
    // Asking says nothing, so only the notification can bring the proof.
    let (charge, order) = till.charge("5");
    till.payby.fault(&code("get_order", "500"));
    till.payby.customer(&order, "pay");
    assert_eq!(charge.end().exits(0).last()["state"], "paid");
    assert!(kinds(&till.show(&order)).contains(&"notification"));
}

fn training() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut command = fils(&home);
    command.env_remove("FILS_PASSPHRASE").args([
        "init",
        "--training",
        "--json",
        "--set",
        "unresolved_exit_s=5",
    ]);
    assert_eq!(run(command).exits(0).last()["mode"], "training");
    let mut command = fils(&home);
    command
        .env_remove("FILS_PASSPHRASE")
        .args(["charge", "٣٫٥٠"]);
    let mut charge = Running::start(command);
    let link = charge.until(|line| {
        line.as_str()
            .is_some_and(|line| line.starts_with("http://127.0.0.1:"))
    });
    assert!(link.as_str().unwrap().contains("/pay/"));
    charge.signal("INT");
    let ended = charge.end().exits(2);
    assert!(
        ended
            .lines
            .iter()
            .any(|line| line.as_str().is_some_and(|line| line.contains("AED 3.50")))
    );
    assert!(
        ended
            .last()
            .as_str()
            .unwrap()
            .contains("the customer was not charged"),
        "{ended:?}"
    );
}
