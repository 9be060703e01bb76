//! `fils people`: who uses the till.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::rig::{Ended, fils, run};

fn shop() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    people(&home, &["init", "--training"], "").exits(0);
    (dir, home)
}

fn command(home: &Path, args: &[&str], pin: &str) -> Command {
    let mut command = fils(home);
    command.arg("--json").args(args).env("A_PIN", pin);
    command
}

fn people(home: &Path, args: &[&str], pin: &str) -> Ended {
    run(command(home, args, pin))
}

fn add(home: &Path, name: &str, role: &str, pin: &str) -> Ended {
    let args = ["people", "add", name, "--role", role, "--pin-env", "A_PIN"];
    people(home, &args, pin)
}

fn names(home: &Path) -> Vec<(String, Value)> {
    let listed = people(home, &["people", "list"], "").exits(0);
    let lines = listed.lines.iter();
    lines
        .map(|line| {
            (
                line["name"].as_str().unwrap().to_owned(),
                line["active"].clone(),
            )
        })
        .collect()
}

#[test]
fn the_first_is_an_owner_and_the_last_owner_stays() {
    let (_dir, home) = shop();
    assert!(names(&home).is_empty());
    let refused = add(&home, "Ali", "cashier", "314159").exits(1);
    assert_eq!(refused.last()["error"], "no_owner");
    let added = add(&home, "Noor", "owner", "182736").exits(0);
    assert_eq!(added.last()["role"], "owner");
    add(&home, "Ali", "cashier", "314159").exits(0);
    let stopped = people(&home, &["people", "stop", "noor"], "").exits(1);
    assert_eq!(stopped.last()["error"], "no_owner");
    people(&home, &["people", "stop", "Ali"], "").exits(0);
    let unknown = people(&home, &["people", "stop", "Ali"], "").exits(1);
    assert_eq!(unknown.last()["error"], "nobody");
    assert_eq!(
        names(&home),
        [
            ("Ali".to_owned(), json!(false)),
            ("Noor".to_owned(), json!(true))
        ]
    );
}

#[test]
fn a_pin_comes_from_standard_input_or_a_variable_and_is_never_shown() {
    let (_dir, home) = shop();
    let mut command = command(&home, &["people", "add", "Noor", "--role", "owner"], "");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"182736\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&ended.stdout),
        String::from_utf8_lossy(&ended.stderr)
    );
    assert!(!said.contains("182736"), "{said}");

    let weak = ["people", "new-pin", "Noor", "--pin-env", "A_PIN"];
    assert_eq!(
        people(&home, &weak, "123456").exits(1).last()["error"],
        "pin_run"
    );
    people(&home, &weak, "271828").exits(0);
    let unset = ["people", "new-pin", "Noor", "--pin-env", "NO_SUCH_VARIABLE"];
    assert_eq!(
        people(&home, &unset, "").exits(1).last()["error"],
        "pin_missing"
    );
}

#[test]
fn a_home_that_is_not_set_up_has_nobody_to_add() {
    let dir = tempfile::tempdir().unwrap();
    let refused = add(&dir.path().join("home"), "Noor", "owner", "182736").exits(1);
    assert_eq!(refused.last()["error"], "not_set_up");
}
