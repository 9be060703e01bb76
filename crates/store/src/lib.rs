//! The till's SQLite database: migrations, sales, payments, cash, receipts, shifts, people, journal.
//!
//! One [`Store`] writes, any number of [`Reader`]s read beside it. Everything an event changes is one [`Changes`], stored
//! by one transaction, which is on the disk when [`Store::commit`] returns. What must never be is refused by the database
//! itself: two live attempts for one sale, two refunds of one order at a time, a journal entry changed or taken out.
//!
//! The store does not know the state machines: rows carry what is searched for in columns, and the order as JSON.

mod audit;
pub mod backup;
pub mod baskets;
pub mod cash;
mod columns;
mod commit;
pub mod day;
mod error;
pub mod find;
pub mod journal;
pub mod matching;
mod migrate;
pub mod notifications;
mod open;
pub mod orders;
pub mod papers;
pub mod people;
pub mod prints;
mod reader;
pub mod receipts;
pub mod refunds;
mod report;
pub mod reports;
pub mod returns;
pub mod sales;
pub mod settings;
pub mod shifts;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use audit::{Audit, Broken, Witness};
pub use commit::{Changes, Committed, Update};
pub use error::StoreError;
pub use journal::{ChainHead, Entry, NewEntry};
pub use notifications::NotificationRow;
pub use orders::{OrderFilter, OrderQuery, OrderRow};
pub use reader::Reader;
pub use refunds::RefundRow;
pub use report::Takings;
pub use sales::{SaleRow, VoidRow};

/// The database inside one transaction: what every function that writes is given.
pub type Books<'a> = Transaction<'a>;

/// The database, open for writing. One at a time: the till's lock sees to that.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the database at `path`, makes it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// Every way in which a database can be unfit has its own [`StoreError`]; nothing is then changed.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            conn: open::for_writing(path)?,
            path: path.to_path_buf(),
        })
    }

    /// Stores `changes` together, or nothing of them. When this returns they survive a power failure.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when a row was written since it was read; [`StoreError::LiveAttempt`],
    /// [`StoreError::RefundUnderWay`], [`StoreError::Duplicate`], [`StoreError::AlreadyNotified`] when the database
    /// refuses what must not be; the others when it cannot be written.
    pub fn commit(&mut self, changes: &Changes) -> Result<Committed, StoreError> {
        self.transact(|tx| commit::write(tx, changes))
    }

    /// Runs `work` in one transaction, which is durable when this returns, and undone when `work` fails.
    ///
    /// # Errors
    /// Those of `work`, and of the disk.
    pub fn transact<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.within(TransactionBehavior::Immediate, "write", work)
    }

    /// Runs `work` in one transaction that sees one state and makes nobody wait, as long as it only reads.
    ///
    /// # Errors
    /// Those of `work`, and of the disk.
    pub fn look<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.within(TransactionBehavior::Deferred, "read", work)
    }

    fn within<T, E: From<StoreError>>(
        &mut self,
        behaviour: TransactionBehavior,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let failed = |e| E::from(StoreError::sort(&self.path, doing, e));
        let tx = self
            .conn
            .transaction_with_behavior(behaviour)
            .map_err(failed)?;
        let done = work(&tx)?;
        tx.commit().map_err(failed)?;
        Ok(done)
    }

    /// A reader of the same database, for another thread.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::beside(&self.path, open::Beside::OwnStore)
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves what is in the write-ahead log into the database file. Worth doing when the till is idle, so that no payment
    /// waits for it; otherwise SQLite does it every thousand pages.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn tidy(&mut self) -> Result<(), StoreError> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(|e| StoreError::sort(&self.path, "tidy up", e))
    }
}
