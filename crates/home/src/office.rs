//! The office of a home: its settings, and where the journal's ends are kept.

use std::path::PathBuf;

use fils_checkout::SystemClock;
use fils_office::{Heads, Office, OfficeError, Settings};
use fils_order::UtcMs;
use fils_store::{ChainHead, Store, StoreError};

use crate::config::{Config, ConfigError, Mode};
use crate::keeping::keep_head;
use crate::paths::Home;

/// Why the office does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeOpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The office.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl OfficeOpenError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Office(error) => error.code(),
        }
    }
}

/// Opens the office of a home, also while another program drives its payments.
///
/// # Errors
/// [`OfficeOpenError`].
pub fn open_office(home: &Home) -> Result<Office, OfficeOpenError> {
    let config = Config::load(home)?.config;
    Ok(beside(home, &config)?)
}

/// The office of a home with this configuration.
pub(crate) fn beside(home: &Home, config: &Config) -> Result<Office, StoreError> {
    let settings = Settings {
        prefix: config.till_prefix.clone(),
        day_start_h: config.business_day_start_h,
        shop: config.receipt_shop(),
        training: config.mode == Mode::Training,
        printer: config.printer.is_some(),
    };
    Ok(Office::open(
        Store::open(&home.database())?,
        SystemClock::new(),
        KeptHeads(home.journal_heads()),
        settings,
    ))
}

/// The file beside the books with the journal's end at each Z report: a line each of place, hash, time in ms UTC, and why.
struct KeptHeads(PathBuf);

impl Heads for KeptHeads {
    fn keep(&self, head: &ChainHead, at: UtcMs, why: &str) -> Result<(), String> {
        keep_head(&self.0, head, at, why).map_err(|error| format!("{}: {error}", self.0.display()))
    }
}
