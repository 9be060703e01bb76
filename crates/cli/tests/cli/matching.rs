//! `fils reconcile`: rows for programs, sentences for people, exit codes for schedulers.

use std::fs;

use fils_checkout::{Clock as _, SystemClock};
use fils_order::Span;
use serde_json::{Value, json};

use crate::rig::{Ended, Till, every, run};

/// Today in Dubai.
fn today() -> String {
    SystemClock::new().now().business_day(0)
}

fn counts(ended: &Ended) -> Value {
    ended.last().clone()
}

fn all(matched: u32, ours_only: u32, theirs_only: u32, amount_differs: u32) -> Value {
    json!({
        "matched": matched, "ours_only": ours_only, "theirs_only": theirs_only,
        "amount_differs": amount_differs, "state_differs": 0, "fee_unexpected": 0,
    })
}

#[test]
fn todays_payments_match_while_another_program_has_the_till() {
    let till = Till::new(&[]);
    let order = till.paid("12.30");
    let (waiting, other) = till.charge("5");
    let ended = till.run(&["reconcile"]).exits(0);
    assert_eq!(ended.lines.len(), 3, "{ended:?}");
    assert_eq!(counts(&ended), all(2, 0, 0, 0));
    let row = ended
        .lines
        .iter()
        .find(|line| line["order"] == order.as_str())
        .unwrap();
    assert_eq!(
        (&row["kind"], &row["ours"], &row["theirs"], &row["what"]),
        (
            &json!("matched"),
            &json!("12.30"),
            &json!("12.30"),
            &json!("payment")
        )
    );
    assert!(row["order_no"].is_string(), "{row}");
    till.payby.customer(&other, "pay");
    waiting.end().exits(0);
    let day = today();
    for args in [
        vec!["reconcile", "--day", &day],
        vec!["reconcile", "--from", &day, "--to", &day],
    ] {
        assert_eq!(counts(&till.run(&args).exits(0)), all(2, 0, 0, 0));
    }
    // For people: a sentence, no rows of what is fine.
    let mut command = crate::rig::fils(&till.home());
    command.arg("reconcile");
    let said = run(command).exits(0).out;
    assert!(said.contains("2 match, 0 differ"), "{said}");
    assert!(!said.contains(&order), "{said}");
}

#[test]
fn a_statement_in_a_file_needs_no_connection_and_what_is_explained_stays_so() {
    let till = Till::new(&[]);
    let order = till.paid("12.30");
    let home = till.home();
    let day = today();
    let file = home.join("statement.csv");
    let path = file.to_str().unwrap().to_owned();
    let row = |number: &str, payby: &str, amount: &str| {
        format!("{day}T10:00:00+0400|PAYMENT|{amount}|AED|{number}|{payby}|SUCCESS|Karak\n")
    };
    fs::write(
        &file,
        format!(
            "mid:200000000888|totalCount:2\n\
             paidTime|transactionType|totalAmount|orderCurrency|merchantOrderNo|orderNo|status|subject\n{}{}",
            row(&order, "9001", "12.40"),
            row("WEB-7", "9002", "45.00"),
        ),
    )
    .unwrap();
    // Nothing may be asked: PayBy breaks every call.
    till.payby.fault(&every("not_json"));
    let ended = till.run(&["reconcile", "--statement", &path]).exits(3);
    assert_eq!(counts(&ended), all(0, 0, 1, 1));
    let of = |ended: &Ended, number: &str| {
        let mut lines = ended.lines.iter();
        lines
            .find(|line| line["number"] == number)
            .cloned()
            .unwrap()
    };
    assert_eq!(
        of(&ended, "WEB-7"),
        json!({
            "kind": "theirs_only", "order": "WEB-7", "order_no": "9002", "ours": null, "theirs": "45.00",
            "what": "payment", "number": "WEB-7", "refund": null, "day": day, "advice": "take_over",
            "decision": null, "reason": null,
        })
    );
    let differs = of(&ended, &order);
    assert_eq!(
        (&differs["ours"], &differs["theirs"]),
        (&json!("12.30"), &json!("12.40"))
    );
    till.run(&["reconcile", "--explain", &order, "--reason", " "])
        .refused("reason_missing");
    till.run(&["reconcile", "--explain", "T1-nobody", "--reason", "x"])
        .refused("no_difference");
    for number in [order.as_str(), "9002"] {
        let args = ["reconcile", "--explain", number, "--reason", "known"];
        let explained = till.run(&args).exits(0);
        assert_eq!(explained.last()["decision"], "explained");
    }
    let again = till.run(&["reconcile", "--statement", &path]).exits(0);
    assert_eq!(counts(&again), all(0, 0, 1, 1));
    assert_eq!(of(&again, &order)["reason"], "known");
}

#[test]
fn what_cannot_be_compared_is_told_apart_from_wrong_use() {
    let till = Till::new(&[]);
    let home = till.home();
    let file = home.join("photo.zip");
    fs::write(&file, b"PK not really").unwrap();
    let sentence = till
        .run(&["reconcile", "--statement", file.to_str().unwrap()])
        .refused("not_a_statement");
    assert!(sentence.contains("photo.zip"), "{sentence}");
    till.run(&["reconcile", "--statement", "/nonexistent/file.zip"])
        .refused("file_unreadable");
    till.run(&["reconcile", "--day", "yesterday"])
        .refused("bad_day");
    till.run(&["reconcile", "--from", "2026-01-01"])
        .refused("usage");
    till.run(&["reconcile", "--day", "2026-01-01", "--fetch"])
        .refused("usage");
    let early = till.run(&["reconcile", "--fetch", &today()]);
    early.refused("day_not_over");
    till.payby.fault(&every("not_json"));
    let silent = till.run(&["reconcile", "--day", &today()]).exits(3);
    assert_eq!(silent.last()["error"], "no_answer");
    // Nothing is due but today's list, which could not be had: that is not fine.
    let due = till.run(&["reconcile"]).exits(3);
    assert_eq!(counts(&due), all(0, 0, 0, 0));
    assert!(due.err.contains("did not answer"), "{due:?}");
}

#[test]
fn a_difference_of_another_comparison_keeps_the_evening_from_ending_well() {
    let till = Till::new(&[]);
    till.paid("12.30");
    let file = till.home().join("statement.csv");
    let day = today();
    fs::write(
        &file,
        format!(
            "paidTime|transactionType|totalAmount|orderCurrency|merchantOrderNo|orderNo|status\n\
             {day}T10:00:00+0400|PAYMENT|45.00|AED|WEB-7|9002|SUCCESS\n"
        ),
    )
    .unwrap();
    let args = ["reconcile", "--statement", file.to_str().unwrap()];
    let ended = till.run(&args).exits(3);
    assert_eq!(counts(&ended), all(0, 1, 1, 0));
    // What PayBy signs proves the till's own payment; the other one waits.
    let due = till.run(&["reconcile"]).exits(3);
    assert_eq!(counts(&due), all(1, 0, 0, 0));
    assert!(due.err.contains("1 more"), "{due:?}");
    till.run(&["reconcile", "--explain", "9002", "--reason", "the web shop"])
        .exits(0);
    till.run(&["reconcile"]).exits(0);
}

/// A month in which differences of every kind were hidden: all are found, none is invented, and each can be settled.
#[test]
fn what_is_hidden_in_a_month_is_found_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let ask = |args: &[&str]| {
        let mut command = crate::rig::fils(&home);
        command.arg("--json").args(args);
        run(command)
    };
    ask(&["init", "--training"]).exits(0);
    let before = SystemClock::new().now().plus(Span::hours(-72));
    let until = before.business_day(0);
    let asked = [
        "--products",
        "20",
        "--sales",
        "600",
        "--mistakes",
        "2",
        "--until",
        &until,
    ];
    ask(&[&["generate"][..], &asked].concat()).exits(0);
    let hidden: Vec<Value> = fs::read_to_string(home.join("mistakes.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(hidden.len(), 10);

    let ended = ask(&["reconcile"]).exits(3);
    let mut found: Vec<&Value> = ended.lines.iter().collect();
    found.retain(|line| line["kind"].is_string() && line["kind"] != "matched");
    let told = |line: &Value| {
        let of = |name: &str| line[name].to_string();
        (
            of("order"),
            of("what"),
            of("kind"),
            of("ours"),
            of("theirs"),
        )
    };
    let sorted = |lines: Vec<&Value>| {
        let mut lines: Vec<_> = lines.into_iter().map(told).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(found), sorted(hidden.iter().collect()));

    for line in &hidden {
        let number = line["order"].as_str().unwrap();
        ask(&[
            "reconcile",
            "--explain",
            number,
            "--reason",
            "hidden on purpose",
        ])
        .exits(0);
    }
    // Only what is of today is compared again, and nothing waits on any day.
    ask(&["reconcile"]).exits(0);
}
