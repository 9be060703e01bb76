//! `fils audit`, `fils backup` and `fils restore` as a scheduler and an auditor use them.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use crate::rig::{Ended, fils, run};

/// A training till with a made-up past.
fn shop() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    asked(&home, &["init", "--training"]).exits(0);
    let past = "generate --products 30 --sales 80 --seed 7 --until 2026-03-20";
    asked(&home, &past.split(' ').collect::<Vec<_>>()).exits(0);
    (dir, home)
}

fn asked(home: &Path, args: &[&str]) -> Ended {
    let mut command = fils(home);
    command.args(args).arg("--json");
    run(command)
}

fn path(value: &Value) -> PathBuf {
    PathBuf::from(value.as_str().unwrap())
}

fn tamper(home: &Path, sql: &str) {
    let conn = Connection::open(home.join("fils.db")).unwrap();
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('journal', 'receipts', 'cash')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        conn.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    conn.execute_batch(sql).unwrap();
}

#[test]
fn an_audit_says_where_the_journal_breaks() {
    let (dir, home) = shop();
    let whole = asked(&home, &["audit"]).exits(0);
    let line = whole.last().clone();
    assert_eq!(line["ok"], true);
    assert_eq!(line["broken_at"], Value::Null);
    let entries = line["entries"].as_i64().unwrap();
    assert!(entries > 300, "{line}");
    assert_eq!(line["head"].as_str().unwrap().len(), 64);
    // What an audit printed is an end of the journal that was kept.
    let kept = dir.path().join("kept");
    std::fs::write(&kept, &whole.out).unwrap();
    let kept = kept.display().to_string();
    asked(&home, &["audit", "--heads", &kept]).exits(0);

    for (what, sql, at) in [
        ("edit", "UPDATE journal SET made_by = 'Nobody' WHERE seq = 120".to_owned(), Some(120)),
        ("removal", "DELETE FROM journal WHERE seq = 120".to_owned(), Some(120)),
        (
            "exchange",
            "UPDATE journal SET seq = -1 WHERE seq = 120; UPDATE journal SET seq = 120 WHERE seq = 150;
             UPDATE journal SET seq = 150 WHERE seq = -1"
                .to_owned(),
            Some(120),
        ),
        ("truncation", format!("DELETE FROM journal WHERE seq > {}", entries - 3), Some(entries - 2)),
        ("receipt", "UPDATE receipts SET total_fils = total_fils + 100 WHERE n = 5".to_owned(), None),
        ("cash", "DELETE FROM cash WHERE id = (SELECT max(id) FROM cash)".to_owned(), None),
    ] {
        let copy = dir.path().join(what);
        std::fs::create_dir(&copy).unwrap();
        std::fs::copy(home.join("fils.db"), copy.join("fils.db")).unwrap();
        tamper(&copy, &format!("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; {sql}"));
        let found = asked(&copy, &["audit", "--heads", &kept]).exits(3);
        assert_eq!(found.last()["ok"], false, "{what}");
        assert!(!found.last()["why"].as_str().unwrap().is_empty(), "{what}");
        if let Some(at) = at {
            assert_eq!(found.last()["broken_at"], at, "{what}");
        }
    }
    asked(&home, &["audit", "--heads", "/nowhere"]).refused("heads_unreadable");
    asked(&dir.path().join("none"), &["audit"]).refused("db_missing_directory");
}

#[test]
fn a_backup_is_made_and_brought_back() {
    let (dir, home) = shop();
    let audited = asked(&home, &["audit"]).exits(0).last().clone();
    let made = asked(&home, &["backup"]).exits(0).last().clone();
    assert_eq!(made["verified"], true);
    assert_eq!(made["sales"].as_i64().unwrap(), 80);
    assert_eq!(made["head"], audited["head"], "{made}");
    let file = path(&made["file"]);
    assert_eq!(file.parent().unwrap(), home.join("backups"));

    let other = dir.path().join("other");
    let seen = asked(
        &other,
        &["restore", &file.display().to_string(), "--dry-run"],
    )
    .exits(0);
    assert_eq!(seen.last()["manifest"]["contents"]["sales"], 80);
    assert!(!other.join("fils.db").exists());
    let back = asked(&other, &["restore", &file.display().to_string()]).exits(0);
    assert_eq!(back.last()["sales"], 80);
    asked(
        &other,
        &[
            "audit",
            "--heads",
            &home.join("journal-heads").display().to_string(),
        ],
    )
    .exits(0);
    let orders = |home: &Path| asked(home, &["orders", "--all"]).exits(0).out;
    assert_eq!(orders(&other), orders(&home));

    // A till that has sales is left alone, unless it is said otherwise.
    let said = asked(&home, &["restore", &file.display().to_string()]).refused("restore_has_sales");
    assert!(said.contains("80 sales"), "{said}");
    let back = asked(
        &home,
        &["restore", &file.display().to_string(), "--replace"],
    )
    .exits(0);
    assert!(path(&back.last()["aside"]).join("fils.db").exists());
    asked(&home, &["doctor"]).exits(0);
}

#[test]
fn an_encrypted_one_needs_its_passphrase() {
    let (dir, home) = shop();
    let words = dir.path().join("words");
    std::fs::write(&words, "a passphrase of some words\n").unwrap();
    let to = dir.path().join("media").join("stick");
    let place = to.display().to_string();
    let asks = [
        "backup",
        "--to",
        &place,
        "--encrypt",
        "--passphrase-file",
        &words.display().to_string(),
    ];
    let away = asked(&home, &asks).exits(3);
    assert_eq!(away.last()["error"], "backup_place_missing");
    std::fs::create_dir_all(&to).unwrap();
    let made = asked(&home, &asks).exits(0).last().clone();
    assert_eq!(made["encrypted"], true);
    let file = made["file"].as_str().unwrap();
    assert!(file.starts_with(&place), "{file}");

    let other = dir.path().join("other");
    // The environment of these tests has another passphrase.
    asked(&other, &["restore", file]).refused("backup_passphrase_wrong");
    let words = words.display().to_string();
    asked(&other, &["restore", file, "--passphrase-file", &words]).exits(0);

    let bytes = std::fs::read(file).unwrap();
    std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    let third = dir.path().join("third");
    let cut = asked(&third, &["restore", file, "--passphrase-file", &words]);
    assert!([Some(1), Some(3)].contains(&cut.code), "{cut:?}");
    assert!(!third.join("fils.db").exists());
}

#[test]
fn a_year_is_put_on_the_shelf() {
    let (dir, home) = shop();
    let place = dir.path().display().to_string();
    let made = asked(&home, &["backup", "--to", &place, "--year", "2026"])
        .exits(0)
        .last()
        .clone();
    assert_eq!(made["year"]["year"], 2026);
    assert!(made["year"]["receipts"].as_i64().unwrap() > 0);
    assert!(
        made["file"].as_str().unwrap().ends_with("-year-2026.zip"),
        "{made}"
    );
    asked(&home, &["backup", "--year", "2019"]).refused("backup_year_empty");
    asked(&home, &["backup", "--year", "26"]).refused("usage");
}
