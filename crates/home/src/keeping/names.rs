//! Where backups are and what their files are called; which of them stay.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use fils_order::{Span, UtcMs};

use super::error::KeepingError;
use super::manifest::Why;
use crate::config::Config;
use crate::paths::Home;

/// How many days, weeks and months have a backup that stays: the last one of each.
const DAYS: usize = 7;
const WEEKS: usize = 5;
const MONTHS: usize = 12;
/// All of the last two days stay, so that nothing that was just asked for goes.
const ALL_OF: Span = Span::hours(48);

const DUBAI: Span = Span::hours(4);
const FORM: &str = "%Y%m%dT%H%M%S";

/// Where a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the home.
    Home,
    /// In the second place.
    Second,
}

/// A backup's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// Where it is.
    pub place: Place,
    /// When it was made. It was verified before it got its name.
    pub at: UtcMs,
    /// Its length.
    pub bytes: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Why it was made.
    pub why: Why,
    /// The year it is the archive of.
    pub year: Option<u16>,
}

/// The file's name: `fils-T1-20261121T223000-z.zip`, or `….zip.age` where it is encrypted.
pub(super) fn name(till: &str, at: UtcMs, why: Why, year: Option<u16>, encrypted: bool) -> String {
    let at = at.to_dubai().format(FORM);
    let year = year.map(|year| format!("-{year:04}")).unwrap_or_default();
    let end = if encrypted { ".zip.age" } else { ".zip" };
    format!("fils-{till}-{at}-{}{year}{end}", why.as_str())
}

/// What the name of a backup of this till says.
fn read(till: &str, name: &str) -> Option<(UtcMs, Why, Option<u16>, bool)> {
    let rest = name
        .strip_prefix("fils-")?
        .strip_prefix(till)?
        .strip_prefix('-')?;
    let (rest, encrypted) = match rest.strip_suffix(".zip.age") {
        Some(rest) => (rest, true),
        None => (rest.strip_suffix(".zip")?, false),
    };
    let mut fields = rest.split('-');
    let at = NaiveDateTime::parse_from_str(fields.next()?, FORM).ok()?;
    let at = UtcMs(at.and_utc().timestamp_millis()).plus(Span(-DUBAI.0));
    let why = fields.next()?;
    let why = Why::ALL.into_iter().find(|one| one.as_str() == why)?;
    let year = fields.next().map(str::parse).transpose().ok()?;
    Some((at, why, year, encrypted))
}

/// The backups of a till in a folder, the newest first. A folder that is not there has none.
pub(super) fn in_folder(dir: &Path, place: Place, till: &str) -> io::Result<Vec<BackupFile>> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let file = entry.file_name();
        let Some((at, why, year, encrypted)) = file.to_str().and_then(|name| read(till, name))
        else {
            continue;
        };
        found.push(BackupFile {
            path: entry.path(),
            place,
            at,
            bytes: entry.metadata()?.len(),
            encrypted,
            why,
            year,
        });
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.path.cmp(&a.path)));
    Ok(found)
}

/// The backups of a home, in the home and in the second place, the newest first.
///
/// # Errors
/// [`KeepingError::Unreadable`]; a second place that is not there has none.
pub fn list(home: &Home, config: &Config) -> Result<Vec<BackupFile>, KeepingError> {
    let read = |dir: &Path, place| {
        in_folder(dir, place, &config.till_prefix).map_err(|why| KeepingError::Unreadable {
            path: dir.to_path_buf(),
            why,
        })
    };
    let mut found = read(&home.backups(), Place::Home)?;
    if let Some(second) = &config.backup_place {
        found.extend(read(Path::new(second), Place::Second)?);
    }
    found.sort_by_key(|file| std::cmp::Reverse(file.at));
    Ok(found)
}

/// Those that may go: neither the last of one of the latest days, weeks or months, nor new, nor a year's.
pub(super) fn superfluous(newest_first: &[BackupFile], now: UtcMs) -> Vec<&BackupFile> {
    let day = |file: &BackupFile| -> NaiveDate { file.at.to_dubai().date_naive() };
    let mut seen: [(usize, BTreeSet<(i32, u32)>); 3] = [
        (DAYS, BTreeSet::new()),
        (WEEKS, BTreeSet::new()),
        (MONTHS, BTreeSet::new()),
    ];
    let mut go = Vec::new();
    for file in newest_first {
        if file.why == Why::Year {
            continue;
        }
        let date = day(file);
        let week = date.iso_week();
        let periods = [
            (date.year(), date.ordinal()),
            (week.year(), week.week()),
            (date.year(), date.month()),
        ];
        let mut stays = now.since(file.at) < ALL_OF;
        for ((most, had), period) in seen.iter_mut().zip(periods) {
            if !had.contains(&period) && had.len() < *most {
                had.insert(period);
                stays = true;
            }
        }
        if !stays {
            go.push(file);
        }
    }
    go
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(at: UtcMs) -> BackupFile {
        BackupFile {
            path: name("T1", at, Why::Due, None, false).into(),
            place: Place::Home,
            at,
            bytes: 1,
            encrypted: false,
            why: Why::Due,
            year: None,
        }
    }

    #[test]
    fn a_name_says_what_the_file_is() {
        let at = UtcMs(1_795_213_800_000);
        let plain = name("T1-A", at, Why::Z, None, false);
        assert_eq!(plain, "fils-T1-A-20261121T023000-z.zip");
        assert_eq!(read("T1-A", &plain), Some((at, Why::Z, None, false)));
        let shelf = name("T1", at, Why::Year, Some(2025), true);
        assert_eq!(shelf, "fils-T1-20261121T023000-year-2025.zip.age");
        assert_eq!(read("T1", &shelf), Some((at, Why::Year, Some(2025), true)));
        for other in [
            "fils-T2-20261121T023000-z.zip",
            "notes.zip",
            "fils-T1-x-z.zip",
        ] {
            assert_eq!(read("T1", other), None, "{other}");
        }
    }

    #[test]
    fn the_last_of_days_weeks_and_months_stay() {
        let now = UtcMs(1_795_213_800_000);
        // Four a day for 400 days.
        let mut files: Vec<BackupFile> = (0..1600)
            .map(|n| file(now.plus(Span::hours(-6 * n))))
            .collect();
        for _ in 0..3 {
            let go: Vec<PathBuf> = superfluous(&files, now)
                .into_iter()
                .map(|file| file.path.clone())
                .collect();
            files.retain(|file| !go.contains(&file.path));
        }
        assert_eq!(files[0].at, now, "the newest always stays");
        assert!((20..35).contains(&files.len()), "{}", files.len());
        let oldest = now.since(files.last().unwrap().at);
        assert!(oldest > Span::hours(24 * 320), "{oldest:?}");
        let days: BTreeSet<_> = files.iter().map(|f| f.at.to_dubai().date_naive()).collect();
        let today = now.to_dubai().date_naive();
        for back in 0..7 {
            assert!(days.contains(&(today - chrono::Days::new(back))), "{back}");
        }
    }

    #[test]
    fn a_years_archive_never_goes() {
        let now = UtcMs(1_795_213_800_000);
        let mut old = file(UtcMs(1_500_000_000_000));
        old.why = Why::Year;
        assert!(superfluous(&[old], now).is_empty());
    }
}
