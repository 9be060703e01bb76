//! `fils doctor`: what is wrong with this till, and what to do.

use fils_home::doctor::{Check, examine_all};
use serde_json::json;

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::passphrase;
use crate::watch::home;

/// What lies outside this computer's set-up: a person has to look, and the till works on.
const OUTSIDE: [&str; 7] = [
    "connection",
    "signature",
    "account",
    "clock",
    "backup",
    "disk",
    "journal",
];

pub(crate) async fn run(global: &Global, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    // A passphrase file that cannot be read is a finding like the others.
    let (passphrase, unread) = match passphrase::at_hand(global) {
        Ok(passphrase) => (passphrase, None),
        Err(failure) => (
            None,
            Some(Check {
                check: "passphrase",
                ok: Some(false),
                message: failure.message,
            }),
        ),
    };
    let mut checks = examine_all(&home, passphrase).await;
    checks.extend(unread);
    for check in &checks {
        if out.is_json() {
            out.object(check);
        } else {
            let sign = match check.ok {
                Some(true) => "✓",
                Some(false) => "✗",
                None => "?",
            };
            out.line(&format!("{sign} {:<12} {}", check.check, check.message));
        }
    }
    let exit = verdict(&checks);
    if out.is_json() {
        out.object(&json!({ "ok": exit == Exit::Done }));
    }
    Ok(exit)
}

fn verdict(checks: &[Check]) -> Exit {
    let wrong: Vec<&Check> = checks
        .iter()
        .filter(|check| check.ok == Some(false))
        .collect();
    if wrong.is_empty() {
        Exit::Done
    } else if wrong.iter().all(|check| OUTSIDE.contains(&check.check)) {
        Exit::Person
    } else {
        Exit::Wrong
    }
}
