//! Going back to a backup.
//!
//! Everything is taken out and proved beside the books first. Then each file takes its place, the old one being put aside, in steps of
//! which each can be done again: what a power cut interrupts is finished at the next opening. What is unfinished in the books is taken
//! up by the ordinary path, and what happened since is asked of PayBy.

use std::path::{Path, PathBuf};

use fils_order::{Span, UtcMs};
use fils_store::backup::{self, Counts};
use fils_store::{NewEntry, Reader, Store, StoreError, journal, settings};
use secrecy::SecretString;
use serde_json::json;

use super::backup::{CATALOGUE, DATABASE, PARTS, clear, make_folder, proved};
use super::container::{self, Stop};
use super::error::KeepingError;
use super::manifest::Manifest;
use crate::config::Config;
use crate::durable;
use crate::lock::DriverLock;
use crate::paths::Home;

/// Where a backup is taken out, beside the books.
const STAGE: &str = "restoring";
/// The file that says that everything there is proved, and where the old books go.
const READY: &str = "ready";
/// The setting that says from when on PayBy is to be asked what happened since.
const COMPARE_FROM: &str = "restored_from";

/// A backup before it is brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Its length.
    pub bytes: u64,
    /// How many sales the home has already, which would be put aside.
    pub sales_here: i64,
}

/// What bringing a backup back came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Where the old books are, when there were any.
    pub aside: Option<PathBuf>,
    /// The first and the last place of the receipts that are left out, because they may have been used since the backup.
    pub skipped: Option<(i64, i64)>,
}

/// Reads what a backup says of itself, without changing anything.
///
/// # Errors
/// [`KeepingError`]; [`KeepingError::PassphraseNeeded`] where it is encrypted and there is none.
pub fn look(
    home: &Home,
    file: &Path,
    passphrase: Option<&SecretString>,
) -> Result<Preview, KeepingError> {
    let archive = container::open(file, passphrase)?;
    Ok(Preview {
        encrypted: archive.encrypted,
        bytes: archive.bytes,
        manifest: archive.manifest,
        sales_here: here(home)?.sales,
    })
}

/// What the home's own books have.
fn here(home: &Home) -> Result<Counts, KeepingError> {
    match Reader::open(&home.database()) {
        Ok(reader) => Ok(reader.look(backup::count)?),
        Err(StoreError::Missing { .. } | StoreError::MissingDirectory { .. }) => {
            Ok(Counts::default())
        }
        // Unreadable books are books all the same.
        Err(
            StoreError::Corrupted { .. }
            | StoreError::NotADatabase { .. }
            | StoreError::Newer { .. }
            | StoreError::Older { .. },
        ) => Ok(Counts {
            sales: 1,
            ..Counts::default()
        }),
        Err(error) => Err(error.into()),
    }
}

/// Brings a backup back into a home whose till is not open. With `replace`, books that have sales are put aside, and kept.
///
/// # Errors
/// [`KeepingError`]; then the home is as it was. [`KeepingError::HasSales`] without `replace`.
pub fn restore(
    home: &Home,
    file: &Path,
    passphrase: Option<&SecretString>,
    replace: bool,
    by: &str,
) -> Result<Restored, KeepingError> {
    let now = crate::open::now();
    let mut archive = container::open(file, passphrase)?;
    home.make()?;
    let lock = DriverLock::acquire(home, "fils restore", now)?;
    finish_moves(home)?;
    let old = here(home)?;
    if !old.is_unused() && !replace {
        return Err(KeepingError::HasSales {
            dir: home.dir().to_path_buf(),
            sales: old.sales,
        });
    }
    let stage = home.dir().join(STAGE);
    clear(&stage)?;
    make_folder(&stage)?;
    let staged = prepare(home, &mut archive, &stage, (now, by));
    let skipped = match staged {
        Ok(skipped) => skipped,
        Err(error) => {
            clear(&stage)?;
            return Err(error);
        }
    };
    let aside = format!("before-restore-{}", now.to_dubai().format("%Y%m%dT%H%M%S"));
    let ready = stage.join(READY);
    let absent = PARTS.into_iter().filter(|part| !stage.join(part).exists());
    let text: Vec<&str> = std::iter::once(aside.as_str()).chain(absent).collect();
    durable::write(&ready, text.join("\n").as_bytes())
        .map_err(|why| KeepingError::writing(&ready, why))?;
    finish_moves(home)?;
    drop(lock);
    let aside = home.dir().join(aside);
    Ok(Restored {
        manifest: archive.manifest,
        aside: aside.exists().then_some(aside),
        skipped,
    })
}

/// Takes a backup out and proves it; brings its schema up to date, and writes down in it what is being done.
fn prepare(
    home: &Home,
    archive: &mut container::Archive,
    stage: &Path,
    (now, by): (UtcMs, &str),
) -> Result<Option<(i64, i64)>, KeepingError> {
    archive.extract(stage, &PARTS, &Stop::new(false))?;
    let manifest = &archive.manifest;
    let damaged = |why: &str| KeepingError::Damaged {
        path: stage.join(DATABASE),
        why: why.to_owned(),
    };
    let database = stage.join(DATABASE);
    let mut store = Store::open(&database)?;
    let reader = store.reader()?;
    let head = reader.check()?;
    let counts = reader.look(backup::count)?;
    drop(reader);
    if head.seq != manifest.journal_to || head.hex() != manifest.journal_hash {
        return Err(damaged("its journal ends elsewhere than the manifest says"));
    }
    if super::manifest::Contents::from(&counts) != manifest.contents {
        return Err(damaged("it holds something else than the manifest says"));
    }
    if stage.join(CATALOGUE).exists() {
        fils_catalogue::Reader::open(&stage.join(CATALOGUE))?.count()?;
    }
    Config::load(&Home::at(stage))?;
    let skipped = skip(home, &store, &counts, manifest.made(), now)?;
    store.transact(|tx| -> Result<(), StoreError> {
        let params = json!({
            "made_at": manifest.made_at, "till": manifest.till, "program": manifest.program, "journal_to": manifest.journal_to,
            "receipts_left_out": skipped.map(|(from, to)| json!([from, to])),
        });
        let entry = NewEntry {
            at: now,
            kind: "restored".to_owned(),
            by: by.to_owned(),
            order: None,
            refund: None,
            params: params.to_string(),
            raw: None,
        };
        settings::set(tx, COMPARE_FROM, &manifest.made_ms.to_string())?;
        journal::append(tx, &[entry])?;
        Ok(())
    })?;
    drop(store);
    proved(&database)?;
    if let Some((_, to)) = skipped {
        let path = home.dir().join("last-receipt");
        durable::write(&path, format!("{to}\n").as_bytes())
            .map_err(|why| KeepingError::writing(&path, why))?;
    }
    Ok(skipped)
}

/// The places of receipts that may have been used since the backup, where nobody can say which were. Beside the books of the same
/// computer lies the last one that was; on another computer enough are left out, and that is written down.
fn skip(
    home: &Home,
    store: &Store,
    counts: &Counts,
    made: UtcMs,
    now: UtcMs,
) -> Result<Option<(i64, i64)>, KeepingError> {
    const MONTH: Span = Span::hours(30 * 24);
    const DAY: i64 = 24 * 3_600_000;
    let beside = std::fs::read_to_string(home.dir().join("last-receipt"))
        .ok()
        .and_then(|text| text.trim().parse::<i64>().ok());
    if beside.is_some_and(|n| n >= counts.last_receipt) || counts.last_receipt == 0 {
        return Ok(None);
    }
    let monthly = store
        .reader()?
        .look(|conn| backup::papers_since(conn, &made.plus(Span(-MONTH.0)).business_day(0)))?;
    let days = now.since(made).0.max(0) / DAY + 1;
    // Twice as many as usual, and up to the next thousand, so that the gap is seen to be one.
    let usual = monthly.saturating_mul(days).saturating_mul(2) / 30;
    let last = counts
        .last_receipt
        .saturating_add(usual)
        .saturating_add(100);
    let last = last.saturating_add(999) / 1000 * 1000;
    Ok(Some((counts.last_receipt + 1, last)))
}

/// Finishes a restore that was interrupted when everything was proved already; throws away one that was not.
///
/// # Errors
/// [`KeepingError`]; the next try goes on.
pub(crate) fn finish(home: &Home) -> Result<(), KeepingError> {
    if !home.dir().join(STAGE).join(READY).exists() {
        return Ok(());
    }
    let lock = DriverLock::acquire(home, "fils restore", crate::open::now())?;
    finish_moves(home)?;
    drop(lock);
    Ok(())
}

/// Moves each part to its place and the old one aside. Each step can be done again.
fn finish_moves(home: &Home) -> Result<(), KeepingError> {
    let stage = home.dir().join(STAGE);
    let ready = stage.join(READY);
    let text = match std::fs::read_to_string(&ready) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(KeepingError::Unreadable { path: ready, why }),
    };
    let mut lines = text.lines();
    let aside = home.dir().join(lines.next().unwrap_or("before-restore"));
    // What the backup does not have must not be mixed with what it has.
    let absent: Vec<&str> = lines.collect();
    for part in PARTS {
        let staged = stage.join(part);
        if !staged.exists() && !absent.contains(&part) {
            continue;
        }
        let place = home.dir().join(part);
        // Logs of the old database must never meet the new one.
        for end in ["-wal", "-shm", ""] {
            let old = beside(&place, end);
            if old.exists() {
                make_folder(&aside)?;
                move_to(&old, &aside.join(old.file_name().unwrap_or_default()))?;
            }
        }
        if staged.exists() {
            move_to(&staged, &place)?;
        }
    }
    clear(&ready)?;
    clear(&stage)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn move_to(from: &Path, to: &Path) -> Result<(), KeepingError> {
    let failed = |why| KeepingError::writing(to, why);
    std::fs::rename(from, to).map_err(failed)?;
    durable::sync_directory(to).map_err(failed)?;
    durable::sync_directory(from).map_err(failed)
}

/// From when on PayBy has not been asked yet what happened since a backup was brought back.
///
/// # Errors
/// When the books cannot be read.
pub fn compare_from(home: &Home) -> Result<Option<UtcMs>, StoreError> {
    let text = Reader::open(&home.database())?.setting(COMPARE_FROM)?;
    Ok(text.and_then(|text| text.parse().ok()).map(UtcMs))
}

/// PayBy has been asked.
///
/// # Errors
/// When the books cannot be written.
pub fn compared(home: &Home) -> Result<(), StoreError> {
    Store::open(&home.database())?.transact(|tx| settings::set(tx, COMPARE_FROM, ""))
}
