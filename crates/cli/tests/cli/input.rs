//! What is typed wrong, set up wrong, or lies wrong on the disk: one sentence each, and nothing half-done.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::rig::{Ended, Running, fils, init, keys, run};

const NOWHERE: &str = "http://127.0.0.1:9/sgs/api";

fn json(home: &Path, args: &[&str]) -> Ended {
    let mut command = fils(home);
    command.arg("--json").args(args);
    run(command)
}

/// A till with an account at which nobody answers.
fn home() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    run(init(
        &home,
        NOWHERE,
        &keys().join("merchant_private.pem"),
        &[],
    ))
    .exits(0);
    (dir, home)
}

#[test]
fn what_cannot_be_charged_is_refused_before_anything_is_opened() {
    let nowhere = Path::new("/nonexistent/home");
    for (amount, error) in [
        ("0", "amount_zero"),
        ("-5", "amount_negative"),
        ("-5.00", "amount_negative"),
        ("1.234", "amount_too_many_decimals"),
        ("1000000000000", "amount_too_large"),
        ("twelve", "amount_not_a_number"),
        ("1 234", "amount_inner_space"),
        ("", "amount_empty"),
    ] {
        json(nowhere, &["charge", amount]).refused(error);
    }
    let message =
        json(nowhere, &["charge", "5", "--subject", &"x".repeat(65)]).refused("subject_too_long");
    assert!(message.contains("65"), "{message}");
    json(nowhere, &["charge", "5", "--scan", "two words"]).refused("bad_customer_code");
    json(nowhere, &["charge", "٣٫٥٠"]).refused("not_set_up");
    json(nowhere, &["cancel", "not an order"]).refused("bad_number");
    assert!(!nowhere.exists());
}

#[test]
fn the_parser_s_errors_are_wrong_use() {
    let nowhere = Path::new("/nonexistent/home");
    for args in [
        &[][..],
        &["charge"],
        &["charge", "5", "--colour"],
        &["pay", "5"],
        &["decide", "T1-1", "shrug", "--reason", "x"],
        &["decide", "T1-1", "keep"],
        &["refund", "T1-1", "5"],
        &["recover", "--for", "soon"],
        &["orders", "--all", "--day", "2026-11-21"],
        &["init"],
        &["init", "--training", "--partner-id", "1"],
    ] {
        let mut command = fils(nowhere);
        let ended = run({
            command.args(args);
            command
        });
        assert_eq!(
            (ended.code, ended.out.as_str()),
            (Some(1), ""),
            "{args:?}: {ended:?}"
        );
        assert!(!ended.err.is_empty(), "{args:?}");
        let ended = json(nowhere, args).exits(1);
        assert_eq!(ended.last()["error"], "usage", "{args:?}");
    }
    for args in ["--help", "--version"] {
        let mut command = fils(nowhere);
        command.arg(args);
        assert!(run(command).exits(0).out.contains("fils"));
    }
    json(nowhere, &["orders", "--day", "21.11.2026"]).refused("bad_day");
    json(
        nowhere,
        &["init", "--training", "--set", "payment_window_s"],
    )
    .refused("usage");
}

#[test]
fn a_till_that_is_not_set_up_says_so() {
    let dir = tempfile::tempdir().unwrap();
    for args in [
        &["charge", "5"][..],
        &["orders"],
        &["show", "T1-1"],
        &["recover"],
    ] {
        let message = json(dir.path(), args).refused("not_set_up");
        assert!(message.contains("fils init"), "{message}");
    }
    let doctor = json(dir.path(), &["doctor"]).exits(1);
    assert_eq!(
        (&doctor.lines[0]["check"], &doctor.lines[0]["ok"]),
        (&json!("config"), &json!(false))
    );
    assert_eq!(doctor.last(), &json!({ "ok": false }));
}

#[test]
fn settings_are_taken_by_name_and_nothing_is_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    for (setting, error) in [
        ("payment_windows_s=90", "setting_unknown"),
        ("payment_window_s=19", "setting_invalid"),
        ("payment_window_s=121", "setting_invalid"),
        ("notify_listen=here", "setting_invalid"),
        ("mode=live", "setting_unknown"),
    ] {
        json(
            &home,
            &[
                "init",
                "--training",
                "--set",
                "till_prefix=T9",
                "--set",
                setting,
            ],
        )
        .refused(error);
        assert!(!home.join("config.toml").exists(), "{setting}");
    }
    let all = [
        "payment_window_s=60",
        "notify_listen=127.0.0.1:9099",
        "unresolved_exit_s=10",
        "payee_mid=200000000999",
    ];
    let mut args = vec!["init", "--training", "--set"];
    args.extend(all);
    json(&home, &args).exits(0);
    let before = fs::read_to_string(home.join("config.toml")).unwrap();
    assert!(before.contains("payment_window_s = 60"), "{before}");
    json(
        &home,
        &["init", "--training", "--set", "payment_window_s=1"],
    )
    .refused("setting_invalid");
    assert_eq!(
        fs::read_to_string(home.join("config.toml")).unwrap(),
        before
    );
    json(&home, &["init", "--training", "--set", "notify_listen="]).exits(0);
    assert!(
        !fs::read_to_string(home.join("config.toml"))
            .unwrap()
            .contains("notify_listen")
    );
}

#[test]
fn an_unknown_key_of_the_configuration_is_named() {
    let (_dir, home) = home();
    let path = home.join("config.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("paymnt_window_s = 5\n{text}")).unwrap();
    let ended = json(&home, &["recover"]).exits(0);
    assert!(ended.err.contains("paymnt_window_s"), "{ended:?}");
    fs::write(&path, "mode = ").unwrap();
    let message = json(&home, &["recover"]).refused("config_invalid");
    assert!(message.contains("line 1"), "{message}");
}

fn with_keys(home: &Path, base_url: &str, private: &Path, public: &Path) -> Ended {
    let mut command = fils(home);
    command.args([
        "--json",
        "init",
        "--partner-id",
        "200000000888",
        "--base-url",
        base_url,
        "--private-key",
    ]);
    command.arg(private).arg("--payby-public-key").arg(public);
    run(command)
}

#[test]
fn keys_that_do_not_fit_are_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let (private, public) = (
        keys().join("merchant_private.pem"),
        keys().join("payby_public.pem"),
    );
    let garbage = dir.path().join("garbage.pem");
    fs::write(&garbage, "not a key").unwrap();
    for (private, public, error) in [
        (
            &keys().join("merchant_public.pem"),
            &public,
            "key_public_given",
        ),
        (
            &private,
            &keys().join("payby_private.pem"),
            "key_private_given",
        ),
        (
            &private,
            &keys().join("merchant_public.pem"),
            "key_own_public",
        ),
        (&garbage, &public, "key_not_a_key"),
        (&dir.path().join("none.pem"), &public, "key_file"),
    ] {
        with_keys(&home, NOWHERE, private, public).refused(error);
        assert!(!home.exists(), "{error}");
    }
    for base_url in ["http://api.payby.com/sgs/api", "ftp://127.0.0.1", "payby"] {
        with_keys(&home, base_url, &private, &public).exits(1);
        assert!(!home.exists(), "{base_url}");
    }
}

#[test]
fn the_private_key_opens_with_its_passphrase_only() {
    let (dir, home) = home();
    let sealed = fs::read(home.join("key.sealed")).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("PRIVATE"));
    let file = dir.path().join("passphrase");
    fs::write(&file, "four simple words here\n").unwrap();
    let recover = |passphrase: Option<&str>, file: Option<&Path>| {
        let mut command = fils(&home);
        command.args(["--json", "recover"]);
        if let Some(file) = file {
            command.arg("--passphrase-file").arg(file);
        }
        command.env_remove("FILS_PASSPHRASE");
        command.envs(passphrase.map(|passphrase| ("FILS_PASSPHRASE", passphrase)));
        run(command)
    };
    recover(Some("four simple words here"), None).exits(0);
    recover(Some("wrong"), None).refused("passphrase_wrong");
    recover(Some("wrong"), Some(&file)).exits(0);
    recover(None, Some(&file)).exits(0);
    recover(None, Some(Path::new("/nonexistent"))).refused("passphrase_file");
    let message = recover(None, None).refused("passphrase_needed");
    assert!(
        message.contains("FILS_PASSPHRASE") && message.contains("--passphrase-file"),
        "{message}"
    );

    let other = dir.path().join("other");
    let mut command = init(&other, NOWHERE, &keys().join("merchant_private.pem"), &[]);
    command.env_remove("FILS_PASSPHRASE");
    let ended = run(command).exits(1);
    assert!(ended.err.contains("FILS_PASSPHRASE"), "{ended:?}");
    assert!(!other.exists());
}

#[test]
fn an_order_nobody_knows_is_said_to_be_unknown() {
    let (_dir, home) = home();
    for args in [
        &["show", "T1-1"][..],
        &["cancel", "T1-1"],
        &["refund", "T1-1", "5", "--reason", "x"],
        &["decide", "T1-1", "keep", "--reason", "x"],
    ] {
        json(&home, args).refused("no_such_order");
    }
    assert_eq!(json(&home, &["orders", "--all"]).exits(0).lines.len(), 0);
}

#[test]
fn a_home_that_is_not_one_is_refused() {
    let (_dir, home) = home();
    fs::write(
        home.join("fils.db"),
        "this is no database, and it is long enough to be looked at",
    )
    .unwrap();
    for args in [&["charge", "5"][..], &["orders"], &["recover"]] {
        let ended = json(&home, args).exits(1);
        assert!(ended.err.contains("not a database"), "{ended:?}");
    }
    json(&home, &["doctor"]).exits(1);
}

#[test]
fn a_home_with_orders_keeps_its_account() {
    let (_dir, home) = home();
    let mut command = fils(&home);
    command.args(["--json", "charge", "5"]);
    let mut charge = Running::start(command);
    charge.state("submitting");
    charge.signal("KILL");
    charge.end();
    let message = json(&home, &["init", "--training"]).refused("has_orders");
    assert!(message.contains("--home"), "{message}");
    run(init(
        &home,
        NOWHERE,
        &keys().join("merchant_private.pem"),
        &["payment_window_s=30"],
    ))
    .exits(0);
}

#[test]
fn a_sandbox_makes_its_keys_and_ends_when_it_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let keys = dir.path().join("keys");
    let start = |more: &[&str]| {
        let mut command = fils(Path::new("/nonexistent"));
        command.args(["sandbox", "--keys"]).arg(&keys).args(more);
        command
    };
    for signal in ["INT", "TERM"] {
        let mut sandbox = Running::start(start(&[]));
        let said = sandbox.until(|line| {
            line.as_str()
                .is_some_and(|line| line.contains("http://127.0.0.1:"))
        });
        assert!(said.as_str().unwrap().contains("/sgs/api"));
        sandbox.signal(signal);
        sandbox.end().exits(0);
    }
    for name in [
        "merchant_private.pem",
        "merchant_public.pem",
        "payby_private.pem",
        "payby_public.pem",
    ] {
        assert!(
            fs::read_to_string(keys.join(name))
                .unwrap()
                .starts_with("-----BEGIN P"),
            "{name}"
        );
    }
    run(start(&["--json", "--speed", "0"])).refused("sandbox");
    run(start(&["--json", "--speed", "-1"])).refused("sandbox");
    run(start(&["--json", "--partner-id", "1234567890123"])).refused("partner_id");
}
