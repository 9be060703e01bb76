//! Reading without a till, or beside one.

use std::path::{Path, PathBuf};

use fils_order::{OrderNumber, RefundNumber, SaleId};
use rusqlite::Connection;

use crate::open::Beside;
use crate::{
    Audit, ChainHead, Entry, OrderQuery, OrderRow, RefundRow, SaleRow, StoreError, Takings,
    Witness, audit, journal, notifications, open, orders, refunds, report, sales, settings,
};

/// A read-only view of the database. It works while a till has it open, never waits for that till, never makes it wait, and
/// makes no file.
///
/// A reader opened while no till is open sees the database as it then was: open one for each question, or get it from
/// [`crate::Store::reader`].
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    path: PathBuf,
}

impl Reader {
    /// Opens the database for reading.
    ///
    /// # Errors
    /// When there is none, or it cannot be read as it is: every case a [`StoreError`] of its own.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::beside(path, Beside::Whoever)
    }

    pub(crate) fn beside(path: &Path, beside: Beside) -> Result<Self, StoreError> {
        Ok(Self {
            conn: open::for_reading(path, beside)?,
            path: path.to_path_buf(),
        })
    }

    /// Runs `look` on a consistent view of the database.
    ///
    /// # Errors
    /// Those of `look`, and of the disk.
    pub fn look<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let failed = |e| E::from(StoreError::sort(&self.path, "read", e));
        let view = self.conn.unchecked_transaction().map_err(failed)?;
        let seen = look(&view)?;
        view.commit().map_err(failed)?;
        Ok(seen)
    }

    /// The orders that fit `query`, the newest first.
    pub fn orders(&self, query: &OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
        orders::find(&self.conn, query)
    }

    /// The order with this merchant order number, if there is one.
    pub fn order(&self, number: &OrderNumber) -> Result<Option<OrderRow>, StoreError> {
        orders::by_number(&self.conn, number)
    }

    /// Every attempt for a sale, the first one first.
    pub fn orders_of_sale(&self, sale: &SaleId) -> Result<Vec<OrderRow>, StoreError> {
        orders::of_sale(&self.conn, sale)
    }

    /// Every order that could still be paid or wants to be woken, the oldest first.
    pub fn unfinished_orders(&self) -> Result<Vec<OrderRow>, StoreError> {
        orders::unfinished(&self.conn)
    }

    /// The sale with this id, if there is one.
    pub fn sale(&self, id: &SaleId) -> Result<Option<SaleRow>, StoreError> {
        sales::by_id(&self.conn, id)
    }

    /// The refund with this number, if there is one.
    pub fn refund(&self, number: &RefundNumber) -> Result<Option<RefundRow>, StoreError> {
        refunds::by_number(&self.conn, number)
    }

    /// The refunds of an order, the first one first.
    pub fn refunds_of(&self, order: &OrderNumber) -> Result<Vec<RefundRow>, StoreError> {
        refunds::of_order(&self.conn, order)
    }

    /// Every refund without an end or that wants to be woken, the oldest first.
    pub fn unfinished_refunds(&self) -> Result<Vec<RefundRow>, StoreError> {
        refunds::unfinished(&self.conn)
    }

    /// The refunds a person must look at, the newest first.
    pub fn refunds_needing_attention(&self) -> Result<Vec<RefundRow>, StoreError> {
        refunds::needing_attention(&self.conn)
    }

    /// An order's story, its refunds' included, the first entry first.
    pub fn journal_of(&self, order: &OrderNumber) -> Result<Vec<Entry>, StoreError> {
        journal::of_order(&self.conn, order)
    }

    /// What is written of a sale beside its orders, the first entry first.
    pub fn journal_of_sale(&self, sale: &SaleId) -> Result<Vec<Entry>, StoreError> {
        journal::of_sale(&self.conn, sale)
    }

    /// The journal's last `limit` entries, the newest first.
    pub fn latest_entries(&self, limit: u32) -> Result<Vec<Entry>, StoreError> {
        journal::latest(&self.conn, limit)
    }

    /// The takings of a business day, `YYYY-MM-DD`.
    pub fn takings(&self, day: &str) -> Result<Takings, StoreError> {
        report::takings(&self.conn, day)
    }

    /// Whether a notification with this id is stored.
    pub fn notification_seen(&self, notify_id: &str) -> Result<bool, StoreError> {
        notifications::seen(&self.conn, notify_id)
    }

    /// The value of a setting, if there is one.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        settings::get(&self.conn, key)
    }

    /// Checks every entry of the journal against the one before.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`] names the first entry that does not fit.
    pub fn verify_chain(&self) -> Result<ChainHead, StoreError> {
        journal::verify_chain(&self.conn)
    }

    /// Verifies the whole journal: its chain, the ends of it in the Z reports and in `witnesses`, and the rows that it must tell of. A
    /// million entries take seconds. Works whatever became of the triggers.
    ///
    /// # Errors
    /// When the database cannot be read; what is wrong with the journal is in the answer.
    pub fn audit(&self, witnesses: &[Witness]) -> Result<Audit, StoreError> {
        self.look(|conn| audit::audit(conn, witnesses))
    }

    /// Reads every page and every journal entry and looks for damage. Takes seconds on a database of some gigabytes.
    ///
    /// # Errors
    /// [`StoreError::Corrupted`] or [`StoreError::BrokenChain`].
    pub fn check(&self) -> Result<ChainHead, StoreError> {
        open::check_pages(&self.path, &self.conn)?;
        self.verify_chain()
    }
}
