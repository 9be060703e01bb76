//! The back office: the manager's side of the books.
//!
//! It reads what the till wrote, closes business days and keeps what was decided. It decides nothing about a payment: it works
//! on a connection of its own, beside the driver and the counter, and needs neither.

mod cancellations;
mod day;
mod error;
mod find;
mod matching;
pub mod papers;
mod reports;
pub mod view;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fils_checkout::Clock;
use fils_order::UtcMs;
use fils_sale::receipt::Shop;
use fils_store::{Books, ChainHead, NewEntry, Store};
use serde_json::Value;

pub use day::DaySummary;
pub use error::OfficeError;
pub use matching::{Due, Origin, Proof};
pub use reports::{SignOff, amount};

/// What the office is set to.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What this till's numbers begin with.
    pub prefix: String,
    /// The hour at which a business day begins in Dubai, 0 to 23.
    pub day_start_h: u8,
    /// The shop, as papers name it.
    pub shop: Shop,
    /// Whether no money moves.
    pub training: bool,
    /// Whether there is a printer.
    pub printer: bool,
}

/// Where the journal's end is kept beside the books at each Z report, so that entries cut off its end are missed.
pub trait Heads: Send + 'static {
    /// Keeps one more; durable when this returns.
    ///
    /// # Errors
    /// With the reason when it cannot be kept.
    fn keep(&self, head: &ChainHead, at: UtcMs, why: &str) -> Result<(), String>;
}

/// A handle to the office. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").finish_non_exhaustive()
    }
}

struct Inner {
    store: Mutex<Store>,
    clock: Box<dyn Clock>,
    heads: Mutex<Box<dyn Heads>>,
    settings: Settings,
}

impl Office {
    /// Opens the office over `store`, which is its own.
    pub fn open(store: Store, clock: impl Clock, heads: impl Heads, settings: Settings) -> Self {
        Self {
            inner: Arc::new(Inner {
                store: Mutex::new(store),
                clock: Box::new(clock),
                heads: Mutex::new(Box::new(heads)),
                settings,
            }),
        }
    }

    /// What it is set to.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Where the books are.
    pub fn path(&self) -> std::path::PathBuf {
        Path::to_path_buf(self.store().path())
    }

    /// The business day that is now, `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.day_of(self.now())
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        held(&self.inner.store)
    }

    fn now(&self) -> UtcMs {
        self.inner.clock.now()
    }

    fn day_of(&self, at: UtcMs) -> String {
        at.business_day(self.settings().day_start_h)
    }

    /// Looks into the books. Nobody waits for it.
    fn look<T>(
        &self,
        look: impl FnOnce(&Books<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.store().look(look)
    }

    /// Changes the books.
    fn books<T>(
        &self,
        work: impl FnOnce(&Books<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.store().transact(work)
    }
}

/// What is behind a lock. A panic leaves nothing half-done there: what is stored changes in transactions.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line for the journal.
fn entry(at: UtcMs, kind: &str, by: &str, params: &Value) -> NewEntry {
    NewEntry {
        at,
        kind: kind.to_owned(),
        by: by.to_owned(),
        order: None,
        refund: None,
        params: params.to_string(),
        raw: None,
    }
}

/// Longest reason in characters.
const REASON_MAX: usize = 200;

/// A reason that a person gave, without the blanks around it.
fn reason(text: &str) -> Result<String, OfficeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(OfficeError::ReasonMissing);
    }
    let length = text.chars().count();
    if length > REASON_MAX {
        return Err(OfficeError::ReasonTooLong { length });
    }
    Ok(text.to_owned())
}
