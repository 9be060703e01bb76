//! Backups are made, proved, lost, damaged and brought back here, with real files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fils_order::{Money, SaleId, UtcMs};
use fils_store::backup::Keeping;
use fils_store::receipts::{ReceiptKind, ReceiptRow};
use fils_store::{NewEntry, Reader, SaleRow, Store, StoreError, backup, journal, receipts, sales};
use secrecy::SecretString;
use tempfile::TempDir;

use super::*;
use crate::config::Config;
use crate::paths::Home;
use crate::{change_settings, set_up_training};

/// A till in training with this many receipts.
fn till(receipts: i64) -> (TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path().join("till"));
    set_up_training(&home, &[("merchant_name".into(), "Karak House".into())]).unwrap();
    sell(&home, 1, receipts);
    (dir, home)
}

fn sell(home: &Home, from: i64, to: i64) {
    let mut store = Store::open(&home.database()).unwrap();
    for n in from..=to {
        store.transact(|tx| sale(tx, n)).unwrap();
    }
    std::fs::write(home.dir().join("last-receipt"), format!("{to}\n")).unwrap();
}

fn sale(tx: &fils_store::Books<'_>, n: i64) -> Result<(), StoreError> {
    let at = UtcMs(1_795_200_000_000 + n * 60_000);
    let sale = SaleRow {
        id: format!("S{n}").parse::<SaleId>().unwrap(),
        amount: Money::from_fils(1250).unwrap(),
        subject: "Karak".to_owned(),
        by: "Mariam".to_owned(),
        created_at: at,
        business_day: "2026-11-21".to_owned(),
        shift: None,
        body: None,
    };
    sales::insert(tx, &sale)?;
    let receipt = ReceiptRow {
        n,
        number: format!("T1-{n:06}"),
        kind: ReceiptKind::Sale,
        sale: sale.id.clone(),
        total: sale.amount,
        vat: Money::from_fils(60).unwrap(),
        at,
        business_day: sale.business_day.clone(),
        shift: None,
        by: sale.by.clone(),
        body: "{}".to_owned(),
    };
    receipts::insert(tx, &receipt)?;
    let told = serde_json::json!({ "sale": format!("S{n}"), "receipt": receipt.number, "total": "12.50", "vat": "0.60" });
    let entry = NewEntry {
        at,
        kind: "sale_completed".to_owned(),
        by: "Mariam".to_owned(),
        order: None,
        refund: None,
        params: told.to_string(),
        raw: None,
    };
    journal::append(tx, &[entry])?;
    Ok(())
}

fn make(home: &Home) -> Made {
    back_up(home, &Wanted::new(Why::Asked, "Mona")).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn sales_in(home: &Home) -> i64 {
    Reader::open(&home.database())
        .unwrap()
        .look(backup::count)
        .unwrap()
        .sales
}

fn code<T: std::fmt::Debug>(done: Result<T, KeepingError>) -> &'static str {
    done.unwrap_err().code()
}

/// Everything in a folder but logs and locks, by name and content.
fn picture(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file()
            && !name.starts_with("driver.")
            && !name.ends_with("-shm")
            && !name.ends_with("-wal")
        {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn a_backup_is_one_file_that_brings_everything_back() {
    let (dir, home) = till(5);
    drop(crate::open_catalogue(&home).unwrap());
    let made = make(&home);
    assert!(!made.encrypted && made.second.is_none());
    assert_eq!(made.file.parent().unwrap(), home.backups());
    assert_eq!(made.manifest.contents.sales, 5);
    assert_eq!(made.manifest.last_number.as_deref(), Some("T1-000005"));
    let names: Vec<_> = made
        .manifest
        .parts
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    assert_eq!(names, ["fils.db", "catalogue.db", "config.toml"]);

    let other = Home::at(dir.path().join("another computer"));
    let seen = look(&other, &made.file, None).unwrap();
    assert_eq!(
        (seen.manifest.shop.as_deref(), seen.sales_here),
        (Some("Karak House"), 0)
    );
    let back = restore(&other, &made.file, None, false, "Mona").unwrap();
    assert_eq!(back.aside, None);
    assert_eq!(sales_in(&other), 5);
    assert_eq!(
        Config::load(&other)
            .unwrap()
            .config
            .merchant_name
            .as_deref(),
        Some("Karak House")
    );
    let found = audit(&other, &[home.journal_heads()]).unwrap();
    assert_eq!(
        found.broken, None,
        "the journal is the same one, and goes on"
    );
    assert_eq!(compare_from(&other).unwrap(), Some(made.manifest.made()));
    compared(&other).unwrap();
    assert_eq!(compare_from(&other).unwrap(), None);
    assert!(!other.dir().join("restoring").exists());
}

#[test]
fn it_is_written_down_and_kept_beside_the_books() {
    let (_dir, home) = till(3);
    let made = make(&home);
    let reader = Reader::open(&home.database()).unwrap();
    let last = reader.latest_entries(1).unwrap().remove(0);
    assert_eq!(
        (last.entry.kind.as_str(), last.entry.by.as_str()),
        ("backed_up", "Mona")
    );
    let kept = reader
        .look(|conn| backup::kept(conn, Keeping::Backup))
        .unwrap();
    assert_eq!(
        (kept.done, kept.problem),
        (Some(made.manifest.made()), None)
    );
    let heads = witnesses(&home.journal_heads()).unwrap();
    assert_eq!(heads[0].head.seq, 3);
    assert!(
        heads[0].kept_in.contains("backup fils-T1-"),
        "{:?}",
        heads[0]
    );
    // Whatever a power cut left of a line ends there.
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(home.journal_heads())
        .unwrap();
    file.write_all(b"4 00ff").unwrap();
    make(&home);
    assert_eq!(witnesses(&home.journal_heads()).unwrap().len(), 2);
    assert_eq!(
        list(&home, &Config::load(&home).unwrap().config)
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn selling_goes_on_while_it_is_made() {
    let (_dir, home) = till(200);
    let home2 = home.clone();
    let making = std::thread::spawn(move || make(&home2));
    sell(&home, 201, 260);
    let made = making.join().unwrap();
    assert!((200..=260).contains(&made.manifest.contents.sales));
    assert_eq!(sales_in(&home), 260);
    // Of one moment: as many entries as sales.
    assert_eq!(made.manifest.journal_to, made.manifest.contents.sales);
}

#[test]
fn no_secret_is_in_it() {
    let (_dir, home) = till(1);
    std::fs::write(home.sealed_key(), "THE SEALED KEY").unwrap();
    let made = make(&home);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&made.file).unwrap()).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.contains("key") || name.contains("passphrase")),
        "{names:?}"
    );
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        let found = bytes.windows(14).any(|part| part == b"THE SEALED KEY");
        assert!(!found, "{name}");
    }
}

#[test]
fn an_encrypted_one_opens_with_its_passphrase_alone() {
    let (dir, home) = till(2);
    keep_passphrase(&home, &secret("four simple words here")).unwrap();
    let made = make(&home);
    assert!(made.encrypted && made.file.to_string_lossy().ends_with(".zip.age"));
    let bytes = std::fs::read(&made.file).unwrap();
    assert!(!bytes.windows(10).any(|part| part == b"Karak Hous"));
    let other = Home::at(dir.path().join("other"));
    let go = |passphrase: Option<&str>| {
        restore(
            &other,
            &made.file,
            passphrase.map(secret).as_ref(),
            false,
            "Mona",
        )
    };
    assert_eq!(code(go(None)), "backup_passphrase_needed");
    assert_eq!(
        code(go(Some("four simple words"))),
        "backup_passphrase_wrong"
    );
    assert!(!other.database().exists());
    go(Some("four simple words here")).unwrap();
    assert_eq!(sales_in(&other), 2);
    forget_passphrase(&home).unwrap();
    assert!(!make(&home).encrypted);
}

#[test]
fn whatever_is_damaged_is_refused_and_changes_nothing() {
    let (dir, home) = till(20);
    let made = make(&home);
    let whole = std::fs::read(&made.file).unwrap();
    let other = Home::at(dir.path().join("other"));
    other.make().unwrap();
    let bad = dir.path().join("bad.zip");
    let step = whole.len() / 60;
    let mut refused = 0;
    for place in (0..whole.len()).step_by(step) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        std::fs::write(&bad, &bytes).unwrap();
        // A flipped bit in a field that nobody reads, such as a file's time, changes nothing that is brought back.
        match restore(&other, &bad, None, false, "Mona") {
            Ok(_) => {
                assert_eq!(sales_in(&other), 20, "byte {place}");
                std::fs::remove_dir_all(other.dir()).unwrap();
                other.make().unwrap();
            }
            Err(error) => {
                refused += 1;
                assert!(
                    [
                        "backup_damaged",
                        "backup_not_ours",
                        "backup_newer",
                        "backup_unreadable"
                    ]
                    .contains(&error.code()),
                    "{error:?}"
                );
                assert!(!other.database().exists() && !other.dir().join("restoring").exists());
            }
        }
    }
    assert!(refused > 40, "{refused}");
    for length in [0, 3, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&bad, &whole[..length]).unwrap();
        assert!(
            restore(&other, &bad, None, false, "Mona").is_err(),
            "{length}"
        );
    }
    std::fs::write(&bad, "a shopping list").unwrap();
    assert_eq!(code(look(&other, &bad, None)), "backup_not_ours");
    assert_eq!(code(look(&other, dir.path(), None)), "backup_unreadable");
}

#[test]
fn one_of_a_newer_fils_is_refused() {
    let (dir, home) = till(1);
    let made = make(&home);
    let newer = dir.path().join("newer.zip");
    let mut manifest = made.manifest.clone();
    manifest.schema += 1;
    "9.9.9".clone_into(&mut manifest.program);
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&newer).unwrap());
    zip.start_file("manifest.json", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(&serde_json::to_vec(&manifest).unwrap())
        .unwrap();
    zip.finish().unwrap();
    let error = look(&home, &newer, None).unwrap_err();
    assert_eq!(error.code(), "backup_newer");
    assert!(error.to_string().contains("9.9.9"), "{error}");
}

#[test]
fn a_till_with_sales_is_not_written_over_but_put_aside_when_asked() {
    let (_dir, home) = till(4);
    let made = make(&home);
    sell(&home, 5, 9);
    let before = picture(home.dir());
    assert_eq!(
        code(restore(&home, &made.file, None, false, "Mona")),
        "restore_has_sales"
    );
    assert_eq!(picture(home.dir()), before);

    let back = restore(&home, &made.file, None, true, "Mona").unwrap();
    assert_eq!(sales_in(&home), 4);
    assert_eq!(back.skipped, None, "beside the books lies the last number");
    let kept = std::fs::read_to_string(home.dir().join("last-receipt")).unwrap();
    assert_eq!(kept.trim(), "9", "no number is used again");
    let aside = Home::at(back.aside.unwrap());
    assert_eq!(sales_in(&aside), 9);
    assert!(aside.config().exists() && aside.journal_heads().exists());
    assert_eq!(audit(&home, &[]).unwrap().broken, None);
    // The heads that went along with the old books show what the restored ones lack.
    make(&aside);
    let missed = audit(&home, &[aside.journal_heads()]).unwrap().broken;
    assert!(missed.is_some());
}

#[test]
fn on_another_computer_enough_numbers_are_left_out() {
    let (dir, home) = till(7);
    let made = make(&home);
    let other = Home::at(dir.path().join("other"));
    let back = restore(&other, &made.file, None, false, "Mona").unwrap();
    let (from, to) = back.skipped.unwrap();
    assert_eq!((from, to), (8, 1000));
    let kept = std::fs::read_to_string(other.dir().join("last-receipt")).unwrap();
    assert_eq!(kept.trim(), "1000");
    let reader = Reader::open(&other.database()).unwrap();
    let told = reader.latest_entries(1).unwrap().remove(0).entry;
    assert_eq!((told.kind.as_str(), told.by.as_str()), ("restored", "Mona"));
    assert!(
        told.params.contains("\"receipts_left_out\":[8,1000]"),
        "{}",
        told.params
    );
}

#[test]
fn a_restore_that_was_cut_off_is_finished_at_the_next_opening() {
    let (_dir, home) = till(4);
    let made = make(&home);
    sell(&home, 5, 6);
    let books = std::fs::read(home.database()).unwrap();
    // Proved and ready, and then the power went: before, between and after the first moves.
    for moved in 0..2 {
        let stage = home.dir().join("restoring");
        restore(&home, &made.file, None, true, "Mona").unwrap();
        std::fs::create_dir_all(&stage).unwrap();
        for part in ["fils.db", "config.toml", "journal-heads"] {
            if home.dir().join(part).exists() {
                std::fs::rename(home.dir().join(part), stage.join(part)).unwrap();
            }
        }
        if moved == 0 {
            std::fs::write(home.database(), &books).unwrap();
        }
        std::fs::write(stage.join("ready"), format!("aside-{moved}")).unwrap();
        finish_restore(&home).unwrap();
        assert_eq!(sales_in(&home), 4, "{moved}");
        assert!(!stage.exists());
        assert!(home.dir().join("aside-0").join("fils.db").exists());
    }
    // One that was not ready is thrown away by the next, and touches nothing.
    let before = picture(home.dir());
    std::fs::create_dir_all(home.dir().join("restoring")).unwrap();
    std::fs::write(home.dir().join("restoring").join("fils.db"), "half").unwrap();
    finish_restore(&home).unwrap();
    assert_eq!(picture(home.dir()), before);
}

#[test]
fn an_open_till_is_not_restored_into() {
    let (_dir, home) = till(1);
    let made = make(&home);
    let lock = crate::lock::DriverLock::acquire(&home, "the till window", UtcMs(1)).unwrap();
    assert_eq!(
        code(restore(&home, &made.file, None, true, "Mona")),
        "already_open"
    );
    drop(lock);
}

#[test]
fn a_second_place_gets_it_too_and_may_be_away() {
    let (dir, home) = till(2);
    let stick = dir.path().join("stick");
    let place = stick.display().to_string();
    change_settings(&home, &[("backup_place".into(), place)]).unwrap();
    let made = make(&home);
    assert_eq!(code(made.second.unwrap()), "backup_place_missing");
    let kept = |what| {
        Reader::open(&home.database())
            .unwrap()
            .look(|conn| backup::kept(conn, what))
            .unwrap()
    };
    assert!(kept(Keeping::Second).problem.unwrap().contains("not there"));
    assert!(kept(Keeping::Backup).problem.is_none());
    let config = Config::load(&home).unwrap().config;
    let said = troubles(&home, &config, made.manifest.made());
    assert!(said.iter().any(|one| one.code == "backup"), "{said:?}");

    std::fs::create_dir(&stick).unwrap();
    let made = make(&home);
    let copy = made.second.unwrap().unwrap();
    assert_eq!(
        std::fs::read(&copy).unwrap(),
        std::fs::read(&made.file).unwrap()
    );
    assert!(kept(Keeping::Second).problem.is_none());
    let said = troubles(&home, &config, made.manifest.made());
    assert!(!said.iter().any(|one| one.code == "backup"), "{said:?}");
}

#[test]
fn a_years_archive_is_marked_read_only_and_elsewhere() {
    let (dir, home) = till(3);
    let mut wanted = Wanted::new(Why::Year, "Mona");
    wanted.to = Some(dir.path().to_path_buf());
    wanted.year = Some(2026);
    let made = back_up(&home, &wanted).unwrap();
    assert_eq!(made.file.parent().unwrap(), dir.path());
    let year = made.manifest.year.clone().unwrap();
    assert_eq!(
        (year.receipts, year.first.as_str(), year.last.as_str()),
        (3, "T1-000001", "T1-000003")
    );
    assert!(made.file.metadata().unwrap().permissions().readonly());
    assert_eq!(
        sales_in(&{
            let other = Home::at(dir.path().join("other"));
            restore(&other, &made.file, None, false, "Mona").unwrap();
            other
        }),
        3
    );
    wanted.year = Some(2025);
    assert_eq!(code(back_up(&home, &wanted)), "backup_year_empty");
    assert!(
        list(&home, &Config::load(&home).unwrap().config)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_full_disk_is_one_sentence() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error = KeepingError::writing(Path::new("/media/stick/x.zip"), full);
    assert_eq!(error.code(), "backup_disk_full");
    assert!(
        error.to_string().contains("/media/stick/x.zip is full"),
        "{error}"
    );
    #[cfg(target_os = "linux")]
    {
        // A device that is always full.
        let (_dir, home) = till(1);
        let to = tempfile::tempdir().unwrap();
        let target = to.path().join("full");
        std::os::unix::fs::symlink("/dev/full", &target).unwrap();
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(&target)
            .unwrap();
        let why = file.write_all(b"x").unwrap_err();
        assert_eq!(
            KeepingError::writing(&target, why).code(),
            "backup_disk_full"
        );
        drop(home);
    }
}

#[test]
fn nothing_unfinished_is_left_and_one_is_made_at_a_time() {
    let (_dir, home) = till(1);
    make(&home);
    let only = std::fs::OpenOptions::new()
        .write(true)
        .open(home.backups().join(".lock"))
        .unwrap();
    only.lock().unwrap();
    assert_eq!(
        code(back_up(&home, &Wanted::new(Why::Asked, "Mona"))),
        "backup_under_way"
    );
    only.unlock().unwrap();
    let left: Vec<_> = std::fs::read_dir(home.backups())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("unfinished"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn one_is_made_when_it_is_due_and_none_when_it_is_not() {
    let (_dir, home) = till(1);
    let pace = Pace {
        first: Duration::from_millis(1),
        then: Duration::from_millis(20),
    };
    let mut keeper = Keeper::start(&home, pace).unwrap();
    let config = Config::load(&home).unwrap().config;
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while list(&home, &config).unwrap().is_empty() {
        assert!(std::time::Instant::now() < deadline, "no backup was made");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let made = keeper.back_up(Wanted::new(Why::Z, "Mona")).await.unwrap();
    assert_eq!(made.manifest.why, Why::Z);
    keeper.end();
    assert_eq!(
        list(&home, &config).unwrap().len(),
        2,
        "one was due, one was asked for"
    );
    assert_eq!(
        code(keeper.back_up(Wanted::new(Why::Z, "Mona")).await),
        "backup_stopped"
    );
}

#[test]
fn health_says_what_to_do() {
    use health::HealthState::{Bad, Fine, Look};
    let (_dir, home) = till(3);
    let config = Config::load(&home).unwrap().config;
    let now = crate::open::now();
    let state = |code: &str, now| {
        let items = health::examine(&home, &config, None, now);
        let item = items.into_iter().find(|item| item.code == code).unwrap();
        assert!(!item.words.is_empty());
        (item.what, item.state)
    };
    assert_eq!(state("backup", now), ("none_yet".to_owned(), Look));
    assert_eq!(state("second_place", now), ("not_set".to_owned(), Look));
    assert_eq!(state("integrity", now), ("never".to_owned(), Look));
    make(&home);
    health::check(&home, "Mona", now).unwrap();
    assert_eq!(state("backup", now), ("fine".to_owned(), Fine));
    assert_eq!(state("integrity", now), ("fine".to_owned(), Fine));
    assert_eq!(state("journal", now), ("fine".to_owned(), Fine));
    let later = now.plus(fils_order::Span::hours(60));
    assert_eq!(state("backup", later), ("old".to_owned(), Look));
    let much_later = now.plus(fils_order::Span::hours(24 * 40));
    assert_eq!(state("backup", much_later), ("old".to_owned(), Bad));
    assert_eq!(state("integrity", much_later), ("old".to_owned(), Look));

    // Somebody wrote another end of the journal down than the books have.
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(home.journal_heads())
        .unwrap();
    writeln!(file, "2 {} 1 Z report 1", "ab".repeat(32)).unwrap();
    assert_eq!(state("journal", now), ("differs".to_owned(), Bad));
    health::check(&home, "Mona", now).unwrap();
    assert_eq!(state("integrity", now), ("broken".to_owned(), Bad));

    // What cannot be read has not been found to fit.
    std::fs::remove_file(home.journal_heads()).unwrap();
    std::fs::create_dir(home.journal_heads()).unwrap();
    assert_eq!(state("journal", now), ("unread".to_owned(), Bad));
}

#[test]
fn heads_are_read_from_lists_exports_and_audits() {
    let (dir, home) = till(3);
    let hash = |seq| {
        Reader::open(&home.database())
            .unwrap()
            .look(|conn| journal::hash_at(conn, seq))
            .unwrap()
            .map(|hash| fils_store::ChainHead { seq, hash }.hex())
            .unwrap()
    };
    let file = dir.path().join("heads");
    let write = |text: String| std::fs::write(&file, text).unwrap();
    write(format!(
        "\u{feff}{{\"from\":\"2026-11-01\"}}\n{{\"seq\":1,\"hash\":\"{}\",\"kind\":\"x\"}}\n\
         {{\"ok\":true,\"entries\":3,\"head\":\"{}\",\"broken_at\":null}}\n2 {} 1795200000000 Z report 1\n5 abc",
        hash(1),
        hash(3),
        hash(2)
    ));
    let heads = [file.clone()];
    let found = audit(&home, &heads).unwrap();
    assert_eq!((found.witnesses, found.broken), (3, None));
    write(format!("4 {}\n", "00".repeat(32)));
    let broken = audit(&home, &heads).unwrap().broken.unwrap();
    assert_eq!(broken.at, Some(4));
    write("nothing of the kind\n".to_owned());
    assert_eq!(audit(&home, &heads).unwrap_err().code(), "heads_none");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(audit(&home, &heads).unwrap_err().code(), "heads_unreadable");
}
