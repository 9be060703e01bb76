//! Making a backup: a copy of the books from one moment, proved whole, packed into one file, put in place and read again there.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use fils_order::{Span, UtcMs};
use fils_store::backup::{self, Counts, Interrupt, Keeping};
use fils_store::{ChainHead, NewEntry, Reader, Store, StoreError, journal};
use secrecy::SecretString;
use serde_json::json;

use super::container::{self, Stop};
use super::error::KeepingError;
use super::manifest::{Contents, FORM, Manifest, WHAT, Why, Year};
use super::names::{self, BackupFile, Place};
use super::passphrase;
use crate::config::Config;
use crate::paths::Home;

/// The files of a backup.
pub(super) const DATABASE: &str = "fils.db";
pub(super) const CATALOGUE: &str = "catalogue.db";
pub(super) const CONFIG: &str = "config.toml";
pub(super) const HEADS: &str = "journal-heads";
pub(super) const PARTS: [&str; 4] = [DATABASE, CATALOGUE, CONFIG, HEADS];

/// Until it is whole a backup has a name that begins so.
const UNFINISHED: &str = ".unfinished-";

/// A backup as it is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// Why.
    pub why: Why,
    /// Who asks for it.
    pub by: String,
    /// Into this folder, and nowhere else; without it into the home and the second place.
    pub to: Option<PathBuf>,
    /// Encrypts it; without it, the passphrase that is kept does, where there is one.
    pub passphrase: Option<SecretString>,
    /// As the archive of this year.
    pub year: Option<u16>,
}

impl Wanted {
    /// One for the usual places.
    pub fn new(why: Why, by: &str) -> Self {
        Self {
            why,
            by: by.to_owned(),
            to: None,
            passphrase: None,
            year: None,
        }
    }
}

/// A backup that was made, and read again from where it is.
#[derive(Debug)]
pub struct Made {
    /// The file.
    pub file: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its copy in the second place, where there is one.
    pub second: Option<Result<PathBuf, KeepingError>>,
}

/// Makes a backup, also while the till is open, and writes down how that went. Takes seconds for each gigabyte: call it where waiting
/// is allowed.
///
/// # Errors
/// [`KeepingError`]; then there is no new backup, and nothing else is changed. A second place that fails is no error.
pub fn back_up(home: &Home, wanted: &Wanted) -> Result<Made, KeepingError> {
    run(home, wanted, crate::open::now(), &Stop::new(false), |_| ())
}

/// As [`back_up`], ended early by `stop`; `begun` is given what ends the copying in the database.
pub(super) fn run(
    home: &Home,
    wanted: &Wanted,
    now: UtcMs,
    stop: &Stop,
    begun: impl FnOnce(Interrupt),
) -> Result<Made, KeepingError> {
    let config = Config::load(home)?.config;
    let passphrase = match &wanted.passphrase {
        Some(passphrase) => Some(passphrase.clone()),
        None => passphrase::kept(home)?,
    };
    let job = Job {
        home,
        config: &config,
        wanted,
        passphrase: passphrase.as_ref(),
        now,
        stop,
    };
    let made = job.make(begun).map_err(|error| {
        if stop.load(Ordering::Relaxed) {
            KeepingError::Stopped
        } else {
            error
        }
    });
    job.note(&made);
    made
}

struct Job<'a> {
    home: &'a Home,
    config: &'a Config,
    wanted: &'a Wanted,
    passphrase: Option<&'a SecretString>,
    now: UtcMs,
    stop: &'a Stop,
}

impl Job<'_> {
    fn make(&self, begun: impl FnOnce(Interrupt)) -> Result<Made, KeepingError> {
        // Opening for writing brings an older database up to date, so that the copy can be read by this program.
        drop(Store::open(&self.home.database())?);
        let own = self.home.backups();
        make_folder(&own)?;
        let _one_at_a_time = only(&own)?;
        let work = own.join(format!("{UNFINISHED}work"));
        clear(&work)?;
        make_folder(&work)?;
        let packed = self.pack(&work, begun);
        let cleared = clear(&work);
        let (file, manifest, bytes) = packed?;
        cleared?;
        let second = self.second(&file);
        self.tidy(&own, Place::Home);
        if let Some(Ok(second)) = &second {
            let dir = second.parent().unwrap_or(second);
            self.tidy(dir, Place::Second);
        }
        Ok(Made {
            file,
            bytes,
            encrypted: self.passphrase.is_some(),
            manifest,
            second,
        })
    }

    /// Copies, proves, packs, and reads again what was packed.
    fn pack(
        &self,
        work: &Path,
        begun: impl FnOnce(Interrupt),
    ) -> Result<(PathBuf, Manifest, u64), KeepingError> {
        let copy = work.join(DATABASE);
        backup::copy(&self.home.database(), &copy, begun).map_err(disk_full)?;
        let (head, counts) = proved(&copy)?;
        let mut parts = vec![(DATABASE, copy.clone())];
        if self.home.catalogue().exists() {
            let products = work.join(CATALOGUE);
            copy_catalogue(&self.home.catalogue(), &products)?;
            parts.push((CATALOGUE, products));
        }
        for (name, path) in [
            (CONFIG, self.home.config()),
            (HEADS, self.home.journal_heads()),
        ] {
            if path.exists() {
                let target = work.join(name);
                container::copy(&path, &target, self.stop)?;
                parts.push((name, target));
            }
        }
        let mut manifest = self.manifest(&copy, &head, &counts)?;
        let folder = self.folder()?;
        let name = names::name(
            &self.config.till_prefix,
            self.now,
            self.wanted.why,
            self.wanted.year,
            self.passphrase.is_some(),
        );
        let unfinished = folder.join(format!("{UNFINISHED}{name}"));
        clear(&unfinished)?;
        let file = free(&folder, &name);
        let written = container::write(
            &unfinished,
            &parts,
            &mut manifest,
            self.passphrase,
            self.stop,
        )
        .and_then(|()| self.verify(&unfinished, &manifest))
        .and_then(|()| put(&unfinished, &file, self.wanted.why));
        if let Err(error) = written {
            clear(&unfinished)?;
            return Err(error);
        }
        let bytes = file
            .metadata()
            .map_err(|why| KeepingError::writing(&file, why))?
            .len();
        Ok((file, manifest, bytes))
    }

    /// Where it goes.
    fn folder(&self) -> Result<PathBuf, KeepingError> {
        match &self.wanted.to {
            None => Ok(self.home.backups()),
            Some(folder) if folder.is_dir() => Ok(folder.clone()),
            Some(folder) => Err(KeepingError::PlaceMissing {
                place: folder.clone(),
            }),
        }
    }

    fn verify(&self, file: &Path, manifest: &Manifest) -> Result<(), KeepingError> {
        let mut archive = container::open(file, self.passphrase)?;
        if archive.manifest != *manifest {
            return Err(KeepingError::Damaged {
                path: file.to_path_buf(),
                why: "its manifest is not what was written".to_owned(),
            });
        }
        archive.verify(self.stop)
    }

    fn manifest(
        &self,
        copy: &Path,
        head: &ChainHead,
        counts: &Counts,
    ) -> Result<Manifest, KeepingError> {
        let year = match self.wanted.year {
            None => None,
            Some(year) => Some(self.year(copy, year)?),
        };
        Ok(Manifest {
            what: WHAT.to_owned(),
            form: FORM,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: self.now.to_dubai().to_rfc3339(),
            made_ms: self.now.0,
            why: self.wanted.why,
            by: self.wanted.by.clone(),
            till: self.config.till_prefix.clone(),
            shop: self.config.merchant_name.clone(),
            mode: self.config.mode.as_str().to_owned(),
            partner_id: self.config.partner_id.clone(),
            schema: backup::schema(),
            contents: Contents::from(counts),
            last_receipt: counts.last_receipt,
            last_number: counts.last_number.clone(),
            journal_to: head.seq,
            journal_hash: head.hex(),
            year,
            parts: Vec::new(),
        })
    }

    fn year(&self, copy: &Path, year: u16) -> Result<Year, KeepingError> {
        let papers = Reader::open(copy)?
            .look(|conn| backup::papers_of_year(conn, year))?
            .ok_or(KeepingError::YearEmpty { year })?;
        let today = self.now.business_day(self.config.business_day_start_h);
        Ok(Year {
            year,
            receipts: papers.receipts,
            first: papers.first,
            last: papers.last,
            over: today > format!("{year:04}-12-31"),
        })
    }

    /// Copies the backup to the second place, and reads it again there.
    fn second(&self, file: &Path) -> Option<Result<PathBuf, KeepingError>> {
        let place = self.config.backup_place.as_deref()?;
        if self.wanted.to.is_some() {
            return None;
        }
        Some(copy_there(
            file,
            Path::new(place),
            self.passphrase,
            self.stop,
        ))
    }

    /// Takes away what need not stay.
    fn tidy(&self, dir: &Path, place: Place) {
        match names::in_folder(dir, place, &self.config.till_prefix) {
            Ok(files) => remove(&names::superfluous(&files, self.now)),
            Err(error) => {
                tracing::warn!(dir = %dir.display(), %error, "old backups cannot be looked through");
            }
        }
    }

    /// Writes down how it went: in the books, and with the journal's end beside them. A backup that was made stays made.
    fn note(&self, made: &Result<Made, KeepingError>) {
        if let Err(error) = self.note_in_books(made) {
            tracing::warn!(code = error.code(), %error, "how the backup went cannot be written down");
        }
        let Ok(made) = made else { return };
        let Some(head) = head_of(&made.manifest) else {
            return;
        };
        let name = made.file.file_name().unwrap_or_default().to_string_lossy();
        let kept = super::heads::keep(
            &self.home.journal_heads(),
            &head,
            self.now,
            &format!("backup {name}"),
        );
        if let Err(error) = kept {
            tracing::warn!(%error, "the journal's end cannot be kept beside the books");
        }
    }

    fn note_in_books(&self, made: &Result<Made, KeepingError>) -> Result<(), StoreError> {
        // Whoever wants one elsewhere, once, learns from the answer how it went.
        let usual = self.wanted.to.is_none();
        if matches!(made, Err(KeepingError::Stopped | KeepingError::UnderWay)) {
            return Ok(());
        }
        let mut store = Store::open(&self.home.database())?;
        store.transact(|tx| {
            let made = match made {
                Ok(made) => made,
                Err(error) => {
                    if usual {
                        backup::keep(tx, Keeping::Backup, self.now, Err(&error.to_string()))?;
                    }
                    return Ok(());
                }
            };
            if usual {
                backup::keep(tx, Keeping::Backup, self.now, Ok(()))?;
            }
            match &made.second {
                Some(Ok(_)) => backup::keep(tx, Keeping::Second, self.now, Ok(()))?,
                Some(Err(error)) => {
                    backup::keep(tx, Keeping::Second, self.now, Err(&error.to_string()))?;
                }
                None => {}
            }
            journal::append(tx, &[self.entry(made)])?;
            Ok(())
        })
    }

    fn entry(&self, made: &Made) -> NewEntry {
        let name = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let second = match &made.second {
            Some(Ok(_)) => Some(true),
            Some(Err(_)) => Some(false),
            None => None,
        };
        let params = json!({
            "file": name(&made.file), "why": self.wanted.why.as_str(), "year": self.wanted.year,
            "encrypted": made.encrypted, "bytes": made.bytes, "second": second,
            "journal_to": made.manifest.journal_to, "sales": made.manifest.contents.sales,
        });
        NewEntry {
            at: self.now,
            kind: "backed_up".to_owned(),
            by: self.wanted.by.clone(),
            order: None,
            refund: None,
            params: params.to_string(),
            raw: None,
        }
    }
}

/// Where the journal of a backup ends.
pub(super) fn head_of(manifest: &Manifest) -> Option<ChainHead> {
    Some(ChainHead {
        seq: manifest.journal_to,
        hash: super::heads::read_hash(&manifest.journal_hash)?,
    })
}

/// Brings the newest backup of the home to the second place, where that is behind: a stick was away, and is back.
pub(super) fn catch_up(
    home: &Home,
    config: &Config,
    newest: &BackupFile,
    now: UtcMs,
    stop: &Stop,
) -> Result<(), KeepingError> {
    let Some(place) = config.backup_place.as_deref() else {
        return Ok(());
    };
    let passphrase = passphrase::kept(home)?;
    let went = copy_there(&newest.path, Path::new(place), passphrase.as_ref(), stop);
    Store::open(&home.database())?.transact(|tx| {
        let said = went.as_ref().err().map(ToString::to_string);
        backup::keep(
            tx,
            Keeping::Second,
            now,
            said.as_deref().map_or(Ok(()), Err),
        )
    })?;
    went.map(drop)
}

/// Copies a backup into a folder that is there, and reads it again from there.
fn copy_there(
    file: &Path,
    place: &Path,
    passphrase: Option<&SecretString>,
    stop: &Stop,
) -> Result<PathBuf, KeepingError> {
    if !place.is_dir() {
        return Err(KeepingError::PlaceMissing {
            place: place.to_path_buf(),
        });
    }
    let name = file.file_name().unwrap_or_default();
    let target = place.join(name);
    if target.exists() {
        return Ok(target);
    }
    let unfinished = place.join(format!("{UNFINISHED}{}", name.to_string_lossy()));
    clear(&unfinished)?;
    let copied = container::copy(file, &unfinished, stop)
        .and_then(|()| match container::open(&unfinished, passphrase) {
            Ok(mut archive) => archive.verify(stop),
            // It was encrypted with an earlier passphrase: then byte by byte is as good.
            Err(KeepingError::PassphraseNeeded { .. } | KeepingError::PassphraseWrong) => {
                same(file, &unfinished)
            }
            Err(error) => Err(error),
        })
        .and_then(|()| put(&unfinished, &target, Why::Due));
    match copied {
        Ok(()) => Ok(target),
        Err(error) => {
            clear(&unfinished)?;
            Err(error)
        }
    }
}

fn same(one: &Path, other: &Path) -> Result<(), KeepingError> {
    use std::io::Read as _;
    let read = |path: &Path| {
        let unread = |why| KeepingError::Unreadable {
            path: path.to_path_buf(),
            why,
        };
        let file = File::open(path).map_err(unread)?;
        Ok::<_, KeepingError>(std::io::BufReader::new(file).bytes())
    };
    let (mut one, mut two) = (read(one)?, read(other)?);
    loop {
        match (one.next(), two.next()) {
            (None, None) => return Ok(()),
            (Some(Ok(a)), Some(Ok(b))) if a == b => {}
            _ => {
                return Err(KeepingError::Damaged {
                    path: other.to_path_buf(),
                    why: "it is not what was copied".to_owned(),
                });
            }
        }
    }
}

/// Opens a copy of the books, and checks its pages and its journal.
pub(super) fn proved(copy: &Path) -> Result<(ChainHead, Counts), KeepingError> {
    let reader = Reader::open(copy)?;
    let head = reader.check()?;
    let counts = reader.look(backup::count)?;
    Ok((head, counts))
}

fn copy_catalogue(from: &Path, to: &Path) -> Result<(), KeepingError> {
    backup::copy_products(from, to).map_err(disk_full)?;
    fils_catalogue::Reader::open(to)?.count()?;
    Ok(())
}

fn disk_full(error: StoreError) -> KeepingError {
    if let StoreError::DiskFull { path } = error {
        KeepingError::DiskFull { place: path }
    } else {
        KeepingError::Store(error)
    }
}

/// A folder for this user only.
pub(super) fn make_folder(dir: &Path) -> Result<(), KeepingError> {
    Home::at(dir).make().map_err(KeepingError::Home)
}

/// One backup at a time for each home. Given up by the operating system when the program ends in any way.
fn only(dir: &Path) -> Result<File, KeepingError> {
    let path = dir.join(".lock");
    let failed = |why| KeepingError::writing(&path, why);
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(KeepingError::UnderWay),
        Err(TryLockError::Error(why)) => Err(failed(why)),
    }
}

/// Takes away what an earlier try left behind.
pub(super) fn clear(path: &Path) -> Result<(), KeepingError> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(KeepingError::writing(path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A name that nothing has yet.
fn free(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(name);
    if !first.exists() {
        return first;
    }
    // Two within a second: the later one says so before its ending.
    let (stem, end) = name.split_once(".zip").unwrap_or((name, ""));
    (2..=9999)
        .map(|n| folder.join(format!("{stem}-{n:04}.zip{end}")))
        .find(|path| !path.exists())
        .unwrap_or(first)
}

/// Gives a finished file its name; durable when this returns. A year's archive is for reading only.
fn put(unfinished: &Path, file: &Path, why: Why) -> Result<(), KeepingError> {
    let failed = |error| KeepingError::writing(file, error);
    std::fs::rename(unfinished, file).map_err(failed)?;
    if why == Why::Year {
        let mut permissions = file.metadata().map_err(failed)?.permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(file, permissions).map_err(failed)?;
    }
    crate::durable::sync_directory(file).map_err(failed)
}

fn remove(files: &[&BackupFile]) {
    for file in files {
        if let Err(error) = std::fs::remove_file(&file.path) {
            tracing::warn!(file = %file.path.display(), %error, "an old backup cannot be removed");
        }
    }
}

/// Whether a backup is due.
pub(super) fn is_due(config: &Config, kept: &backup::Kept, now: UtcMs) -> bool {
    /// After one that failed.
    const AGAIN: Span = Span::hours(1);
    let every = Span::hours(config.backup_every_h.into());
    let old = kept.done.is_none_or(|done| now.since(done) >= every);
    let rested = kept.problem.is_none() || kept.tried.is_none_or(|tried| now.since(tried) >= AGAIN);
    every > Span(0) && old && rested
}
