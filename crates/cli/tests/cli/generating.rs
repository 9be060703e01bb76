//! `fils generate`: a past that the other commands read.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::rig::{Ended, fils, run};

fn training() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let mut init = fils(&home);
    init.args(["init", "--training"]);
    run(init).exits(0);
    (dir, home)
}

fn generate(home: &Path, more: &[&str]) -> Ended {
    let mut command = fils(home);
    command.args([
        "generate",
        "--products",
        "40",
        "--sales",
        "60",
        "--seed",
        "7",
    ]);
    command.args(more).arg("--json");
    run(command)
}

fn lines(home: &Path, command: &[&str]) -> Vec<Value> {
    let mut asked = fils(home);
    asked.args(command).arg("--json");
    run(asked).exits(0).lines
}

#[test]
fn a_made_up_past_is_whole_and_can_be_listed() {
    let (_dir, home) = training();
    let made = generate(&home, &["--until", "2026-03-20"]).exits(0);
    let last = made.last();
    assert_eq!(
        (&last["products"], &last["sales"]),
        (&40.into(), &60.into())
    );
    assert_eq!(last["until"], "2026-03-20");
    lines(&home, &["doctor"]);
    let orders = lines(&home, &["orders", "--all"]);
    assert!(orders.iter().any(|order| order["state"] == "paid"));
    let one = orders[0]["order"].as_str().unwrap();
    let story = lines(&home, &["show", one]);
    assert!(
        story
            .iter()
            .any(|line| line.to_string().contains("\"kind\":\"created\""))
    );
}

#[test]
fn a_till_that_is_not_empty_keeps_what_it_has() {
    let (_dir, home) = training();
    generate(&home, &["--until", "2026-03-20"]).exits(0);
    let before = lines(&home, &["orders", "--all"]);
    let said = generate(&home, &["--until", "2026-03-20"]).refused("generate_not_empty");
    assert!(said.contains("a new folder with --home"), "{said}");
    assert_eq!(lines(&home, &["orders", "--all"]), before);
}

#[test]
fn a_day_that_is_none_is_named() {
    let (_dir, home) = training();
    generate(&home, &["--until", "yesterday"]).refused("bad_day");
}
