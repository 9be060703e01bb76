//! Backups and the till's health as they cross to the window.

use fils_home::keeping::{BackupFile, Place, Preview};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BackupPlace {
    /// On this computer.
    Home,
    /// In the second place.
    Second,
}

/// A backup's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct BackupRow {
    /// The file's name.
    pub(crate) file: String,
    pub(crate) place: BackupPlace,
    pub(crate) at_ms: i64,
    pub(crate) bytes: i64,
    pub(crate) encrypted: bool,
    /// It was read again before it got its name.
    pub(crate) verified_ms: Option<i64>,
    /// `due`, `z`, `asked` or `year`.
    pub(crate) why: String,
}

impl From<&BackupFile> for BackupRow {
    fn from(file: &BackupFile) -> Self {
        let name = file.path.file_name().unwrap_or_default();
        Self {
            file: name.to_string_lossy().into_owned(),
            place: match file.place {
                Place::Home => BackupPlace::Home,
                Place::Second => BackupPlace::Second,
            },
            at_ms: file.at.0,
            bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
            encrypted: file.encrypted,
            verified_ms: Some(file.at.0),
            why: file.why.as_str().to_owned(),
        }
    }
}

/// The backups there are, and how they are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct BackupsView {
    /// The newest first.
    pub(crate) rows: Vec<BackupRow>,
    /// The folder on this computer.
    pub(crate) folder: String,
    /// The second place, where one is chosen.
    pub(crate) place: Option<String>,
    /// Whether it is there.
    pub(crate) place_there: bool,
    /// Whether backups are encrypted from now on.
    pub(crate) encrypted: bool,
    /// What was wrong with the last one, or with its copy.
    pub(crate) problem: Option<String>,
}

/// A backup before it is brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct RestorePreview {
    /// The file's name.
    pub(crate) file: String,
    pub(crate) encrypted: bool,
    /// It is encrypted, and its passphrase is still to come: then nothing else is known.
    pub(crate) locked: bool,
    pub(crate) till: Option<String>,
    pub(crate) shop: Option<String>,
    pub(crate) training: bool,
    pub(crate) made_ms: Option<i64>,
    pub(crate) program: Option<String>,
    pub(crate) sales: i64,
    pub(crate) receipts: i64,
    pub(crate) last_number: Option<String>,
    pub(crate) last_day: Option<String>,
    pub(crate) people: i64,
    /// How many sales this till has, which would be put aside.
    pub(crate) sales_here: i64,
}

impl RestorePreview {
    /// One of which nothing is known yet.
    pub(crate) fn locked(file: String) -> Self {
        Self {
            file,
            encrypted: true,
            locked: true,
            till: None,
            shop: None,
            training: false,
            made_ms: None,
            program: None,
            sales: 0,
            receipts: 0,
            last_number: None,
            last_day: None,
            people: 0,
            sales_here: 0,
        }
    }

    pub(crate) fn of(file: String, seen: Preview) -> Self {
        let manifest = seen.manifest;
        Self {
            file,
            encrypted: seen.encrypted,
            locked: false,
            till: Some(manifest.till),
            shop: manifest.shop,
            training: manifest.mode == "training",
            made_ms: Some(manifest.made_ms),
            program: Some(manifest.program),
            sales: manifest.contents.sales,
            receipts: manifest.contents.receipts,
            last_number: manifest.last_number,
            last_day: manifest.contents.last_day,
            people: manifest.contents.people,
            sales_here: seen.sales_here,
        }
    }
}
