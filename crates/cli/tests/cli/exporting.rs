//! `fils export`: papers that add up to the day.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::rig::{Ended, fils, run};

const FROM: &str = "2026-03-01";
const TO: &str = "2026-03-20";

/// A shop that is registered for VAT and has sold for some days.
fn shop() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut init = fils(&home);
    init.args(["init", "--training", "--set", "trn=100123456700003"]);
    run(init).exits(0);
    let mut generate = fils(&home);
    generate.args([
        "generate",
        "--products",
        "40",
        "--sales",
        "400",
        "--seed",
        "7",
    ]);
    generate.args(["--until", TO]);
    run(generate).exits(0);
    (dir, home)
}

fn export(home: &Path, args: &[&str]) -> Ended {
    let mut command = fils(home);
    command.arg("export").args(args);
    run(command)
}

/// The records of a paper on standard output, by the names of their columns.
fn records(home: &Path, paper: &str, more: &[&str]) -> Vec<HashMap<String, String>> {
    let mut args = vec![paper, "--to", TO];
    args.extend(if more.is_empty() {
        &["--from", FROM]
    } else {
        more
    });
    let text = export(home, &args).exits(0).out;
    let mut lines = text.split("\r\n").filter(|line| !line.is_empty());
    let split = |line: &str| -> Vec<String> { fields(line) };
    let names = split(lines.next().unwrap());
    lines
        .map(|line| {
            let fields = split(line);
            assert_eq!(fields.len(), names.len(), "{line}");
            names.iter().cloned().zip(fields).collect()
        })
        .collect()
}

/// The fields of a record as RFC 4180 has them; nothing here has line breaks in it.
fn fields(line: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    out.push(field);
    out
}

fn sum(records: &[HashMap<String, String>], column: &str) -> i64 {
    records.iter().map(|record| fils_of(&record[column])).sum()
}

/// Whole fils of decimal text.
fn fils_of(amount: &str) -> i64 {
    if amount.is_empty() {
        return 0;
    }
    let (whole, part) = amount.split_once('.').unwrap();
    assert_eq!(part.len(), 2, "{amount}");
    amount
        .replace('.', "")
        .parse::<i64>()
        .unwrap_or_else(|_| panic!("{whole}.{part}"))
}

#[test]
fn every_paper_comes_to_what_the_days_come_to() {
    let (_dir, home) = shop();
    let takings = records(&home, "takings", &[]);
    for day in &takings {
        let mut asked = fils(&home);
        asked.args(["day", &day["business_day"], "--json"]);
        let told = run(asked).lines.pop().unwrap();
        assert_eq!(told["vat"], day["vat"], "{day:?}");
        assert_eq!(told["refunds"], day["given_back"], "{day:?}");
        assert_eq!(day["till"], "T1");
        assert_eq!(day["range"], format!("{FROM}/{TO}"));
        assert_eq!(day["training"], "TRAINING");
        assert!(day["program"].starts_with("Fils "));
    }
    let (sold, net, vat) = (
        sum(&takings, "sold"),
        sum(&takings, "net"),
        sum(&takings, "vat"),
    );
    assert!(sold > 0 && vat > 0 && sold > net);
    assert_eq!(sum(&takings, "cash") + sum(&takings, "wallet"), net);

    let orders = records(&home, "orders", &[]);
    assert_eq!(sum(&orders, "total"), sold);
    let receipts = records(&home, "receipts", &[]);
    assert_eq!(sum(&receipts, "amount"), net);
    assert_eq!(sum(&receipts, "vat"), vat);
    assert_eq!(sum(&receipts, "cash"), sum(&takings, "cash"));
    let classes = records(&home, "vat", &[]);
    for section in ["vat", "vat_by_day"] {
        let rows: Vec<_> = classes
            .iter()
            .filter(|row| row["section"] == section)
            .cloned()
            .collect();
        assert_eq!(sum(&rows, "charged"), net, "{section}");
        assert_eq!(sum(&rows, "vat"), vat, "{section}");
    }
    let shifts = records(&home, "shifts", &[]);
    assert!(!shifts.is_empty());
    for shift in &shifts {
        let should = ["opened_with", "sales", "paid_in"].map(|name| fils_of(&shift[name]));
        let out = ["refunds", "paid_out", "drops"].map(|name| fils_of(&shift[name]));
        let held = should.iter().sum::<i64>() - out.iter().sum::<i64>();
        assert_eq!(held, fils_of(&shift["expected"]), "{shift:?}");
    }
}

#[test]
fn the_accountants_file_accounts_for_every_fils() {
    let (_dir, home) = shop();
    let file = records(&home, "accountant", &[]);
    let line = |part: &str, line: &str| {
        let found = file
            .iter()
            .find(|row| row["part"] == part && row["line"] == line);
        fils_of(&found.unwrap_or_else(|| panic!("{part} {line}"))["amount"])
    };
    let of = |section: &str| -> Vec<_> {
        file.iter()
            .filter(|row| row["section"] == section)
            .cloned()
            .collect()
    };
    assert_eq!(line("checks", "check_sales"), 0);
    assert_eq!(line("checks", "check_settlement"), 0);
    let wallet = of("wallet");
    assert_eq!(sum(&wallet, "ours"), line("wallet", "ours"));
    assert_eq!(
        line("wallet", "received") + line("wallet", "refunded"),
        line("sales", "by_wallet") + line("sales", "tips") + line("wallet", "held")
    );
    // Nobody has compared yet: all of it is open, and named.
    assert_eq!(line("checks", "check_payby"), line("wallet", "ours"));
    assert_eq!(line("payby", "not_compared"), line("payby", "difference"));
    let different = of("differences");
    assert_eq!(different.len(), wallet.len());
    assert!(
        different
            .iter()
            .all(|row| row["standing"] == "not_compared")
    );
    assert_eq!(sum(&of("takings"), "net"), line("sales", "net"));
    assert_eq!(sum(&of("vat"), "vat"), line("sales", "vat"));
}

#[test]
fn the_accountants_file_names_what_is_hidden_between_the_books_and_payby() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut init = fils(&home);
    init.args(["init", "--training"]);
    run(init).exits(0);
    let mut generate = fils(&home);
    generate.args([
        "generate",
        "--products",
        "40",
        "--sales",
        "300",
        "--seed",
        "5",
    ]);
    generate.args(["--until", TO, "--mistakes", "1"]);
    run(generate).exits(0);
    let mut statements: Vec<_> = std::fs::read_dir(home.join("statements"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    statements.sort();
    for statement in statements {
        let mut reconcile = fils(&home);
        reconcile.args(["reconcile", "--statement"]).arg(statement);
        run(reconcile);
    }
    let file = records(&home, "accountant", &["--from", "2026-01-01"]);
    let line = |line: &str| {
        let found = file
            .iter()
            .find(|row| row["line"] == line && row["section"] == "summary");
        found.cloned().unwrap_or_else(|| panic!("{line}"))
    };
    let open: Vec<_> = file
        .iter()
        .filter(|row| row["section"] == "differences")
        .cloned()
        .collect();
    assert!(open.iter().all(|row| row["standing"] == "open"), "{open:?}");
    // One each: ours only, theirs only, another amount, another state. The fee stands with the settlement.
    assert_eq!(open.len(), 4, "{open:?}");
    let difference = fils_of(&line("check_payby")["amount"]);
    assert_eq!(sum(&open, "difference"), difference);
    assert_eq!(line("check_payby")["verdict"], "open");
    assert_eq!(line("check_settlement")["amount"], "0.00");
    assert_eq!(line("check_settlement")["verdict"], "open");
    let fee = file
        .iter()
        .filter(|row| row["result"] == "fee_unexpected")
        .count();
    assert_eq!(fee, 1);
    assert_eq!(line("not_compared")["count"], "0");
}

#[test]
fn files_are_named_written_and_told_of() {
    let (dir, home) = shop();
    for (paper, format, magic) in [
        ("takings", "xlsx", b"PK".as_slice()),
        ("orders", "pdf", b"%PDF"),
        ("cancellations", "csv", b"asked_at,"),
        ("journal", "jsonl", b"{\"seq\":1,"),
    ] {
        let to = dir.path().to_str().unwrap();
        let args = [
            paper, "--from", FROM, "--to", TO, "--format", format, "-o", to, "--json",
        ];
        let ended = export(&home, &args).exits(0);
        let told = ended.last();
        let file = Path::new(told["file"].as_str().unwrap());
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(
            name.starts_with(&format!("fils-{paper}-T1-{FROM}_{TO}-TRAINING-v")),
            "{name}"
        );
        assert!(std::fs::read(file).unwrap().starts_with(magic), "{name}");
        assert!(told["rows"].as_u64().unwrap() > 0, "{told}");
    }
    let arabic = export(&home, &["takings", "--from", FROM, "--lang", "ar", "--bom"])
        .exits(0)
        .out;
    assert!(arabic.starts_with("\u{FEFF}يوم العمل,"), "{arabic}");
}

#[test]
fn wrong_use_is_said_in_one_sentence_and_writes_nothing() {
    let (_dir, home) = shop();
    for (args, code) in [
        (["takings", "--from", TO, "--to", FROM], "days_backwards"),
        (["takings", "--from", "soon", "--to", TO], "bad_day"),
        (
            ["takings", "--from", TO, "--format", "pdf"],
            "paper_needs_file",
        ),
        (
            ["takings", "--from", TO, "--format", "jsonl"],
            "paper_not_as",
        ),
    ] {
        let mut args = args.to_vec();
        args.push("--json");
        let ended = export(&home, &args);
        assert_eq!(ended.code, Some(1), "{args:?}");
        ended.refused(code);
    }
}

#[test]
fn the_journals_file_is_an_unbroken_stretch() {
    let (_dir, home) = shop();
    let text = export(&home, &["journal", "--from", "2026-03-19", "--to", TO])
        .exits(0)
        .out;
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines.len() > 10);
    for pair in lines.windows(2) {
        assert_eq!(
            pair[1]["seq"].as_i64(),
            pair[0]["seq"].as_i64().map(|seq| seq + 1)
        );
        assert_eq!(pair[1]["prev"], pair[0]["hash"]);
    }
}
