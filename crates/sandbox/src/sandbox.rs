//! PayBy as one value: the book behind a lock, and the ways in.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::book::{Book, Change, RecordKind};
use crate::fault::{ActiveFault, Fault};
use crate::keys::Keys;
use crate::log::LogEntry;
use crate::settings::Settings;

/// A PayBy in memory. Deterministic: the same calls at the same times give the same replies. Every `now_ms` is this
/// machine's clock, UTC ms; PayBy's own is ahead of it by the skew.
pub struct Sandbox {
    pub(crate) settings: Settings,
    pub(crate) keys: Keys,
    book: Mutex<Book>,
}

impl Sandbox {
    /// An empty PayBy.
    pub fn new(settings: Settings, keys: Keys) -> Self {
        let book = Mutex::new(Book::new(settings.record_changes));
        Self {
            settings,
            keys,
            book,
        }
    }

    /// How it is set up.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The keys of both sides.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The book is whole between two statements of any caller, so a caller's panic does not spoil it.
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// PayBy's clock, UTC ms.
    pub fn clock_ms(&self, now_ms: i64) -> i64 {
        now_ms.saturating_add(self.book().skew(&self.settings))
    }

    /// Adds a fault and gives its id.
    pub fn add_fault(&self, fault: Fault) -> u64 {
        self.book().faults.add(fault)
    }

    /// Clears every fault and says how many there were.
    pub fn clear_faults(&self) -> usize {
        self.book().faults.clear(None)
    }

    /// Clears one fault; false when there is none of that id.
    pub fn clear_fault(&self, id: u64) -> bool {
        self.book().faults.clear(Some(id)) > 0
    }

    /// The faults in force, oldest first.
    pub fn faults(&self) -> Vec<ActiveFault> {
        self.book().faults.list()
    }

    /// Every call so far, oldest first (the last 20,000).
    pub fn log(&self) -> Vec<LogEntry> {
        self.book().log().cloned().collect()
    }

    /// When something next happens by itself (an expiry, a late payment, a notification), by this machine's clock.
    pub fn next_due_ms(&self) -> Option<i64> {
        self.book().next_due(&self.settings)
    }

    /// Lets everything happen that is due. Every other call does this first.
    pub fn advance(&self, now_ms: i64) {
        self.book().advance(&self.settings, now_ms);
    }

    /// The records changed since the last call, for a state file (only with
    /// [`Settings::record_changes`]).
    pub fn take_changes(&self) -> Vec<Change> {
        self.book().take_changes()
    }

    /// Takes in a record of an earlier run. Faults are not among them: a new run starts healthy.
    ///
    /// # Errors
    /// When the record's JSON is not one of that kind.
    pub fn restore(&self, kind: RecordKind, json: &str) -> Result<(), serde_json::Error> {
        self.book().restore(kind, json, &self.settings)
    }
}
