//! The shop's products, in a SQLite file of their own, so that an import never holds up a payment.
//!
//! One [`Catalogue`] writes, any number of [`Reader`]s read beside it, also while an import runs. [`search`](Reader::search) takes
//! what a cashier types, in English or Arabic, and [`import`] reads a CSV or XLSX file in two steps: a preview that names every
//! row's problems, and one transaction that stores what the preview showed.
//!
//! Products are copied into sales ([`Product::item`]); nothing that happens here alters what was sold.

mod error;
mod export;
pub mod fold;
pub mod import;
mod migrate;
mod open;
mod product;
mod read;
mod search;
mod write;

use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use error::CatalogueError;
pub use export::{COLUMNS, Mark};
pub use product::{Colour, MAX_BARCODES, Product, ProductError};
pub use read::{Category, Language, Listed, Page, Reader};

/// The catalogue, open for writing. Reads as a [`Reader`] does.
#[derive(Debug)]
pub struct Catalogue {
    reader: Reader,
}

impl Catalogue {
    /// Opens the catalogue at `path`, makes it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// Every way in which a file can be unfit has its own [`CatalogueError`]; nothing is then changed.
    pub fn open(path: &Path) -> Result<Self, CatalogueError> {
        Ok(Self {
            reader: Reader::over(open::for_writing(path)?, path),
        })
    }

    /// A reader of the same catalogue, for another thread.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, CatalogueError> {
        Reader::open(self.path())
    }

    /// Stores a product under its code: a new one, or the new state of the one that has this code.
    ///
    /// # Errors
    /// [`CatalogueError::Product`] when it breaks a rule of [`Product::checked`]; [`CatalogueError::BarcodeTaken`] when another
    /// product has one of its barcodes; those of the disk.
    pub fn put(&mut self, product: &Product) -> Result<(), CatalogueError> {
        let product = product.clone().checked()?;
        self.transact(|tx| write::put(tx, None, &product))
    }

    /// Stores a new product.
    ///
    /// # Errors
    /// [`CatalogueError::CodeTaken`] when a product has its code already; else as [`Catalogue::put`].
    pub fn add(&mut self, product: &Product) -> Result<(), CatalogueError> {
        let product = product.clone().checked()?;
        self.transact(|tx| match write::id_of(tx, &product.code) {
            Err(CatalogueError::NotFound { .. }) => write::put(tx, None, &product),
            Ok(_) => Err(CatalogueError::CodeTaken {
                code: product.code.clone(),
            }),
            Err(other) => Err(other),
        })
    }

    /// Stores many products in one transaction, each as [`Catalogue::put`] does: all of them, or when this fails none.
    ///
    /// # Errors
    /// As [`Catalogue::put`].
    pub fn put_all(&mut self, products: &[Product]) -> Result<(), CatalogueError> {
        self.transact(|tx| {
            for product in products {
                write::put(tx, None, &product.clone().checked()?)?;
            }
            Ok(())
        })
    }

    /// Stores a product in the place of the one with the code `code`: how a code is corrected.
    ///
    /// # Errors
    /// [`CatalogueError::NotFound`] when nothing has that code, [`CatalogueError::CodeTaken`] when another product has the new
    /// one; else as [`Catalogue::put`].
    pub fn replace(&mut self, code: &str, product: &Product) -> Result<(), CatalogueError> {
        let product = product.clone().checked()?;
        self.transact(|tx| {
            let id = write::id_of(tx, code)?;
            write::put(tx, Some(id), &product)
        })
    }

    /// Offers a product for sale, or not any more.
    ///
    /// # Errors
    /// [`CatalogueError::NotFound`]; those of the disk.
    pub fn set_active(&mut self, code: &str, active: bool) -> Result<(), CatalogueError> {
        self.transact(|tx| {
            let id = write::id_of(tx, code)?;
            write::set_active(tx, id, active)
        })
    }

    /// Runs `work` in one transaction, which is durable when this returns, and undone when `work` fails.
    pub(crate) fn transact<T, E: From<CatalogueError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path: PathBuf = self.reader.path.clone();
        let failed = |e| CatalogueError::sort(&path, "write", e);
        let tx = self
            .reader
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let done = work(&tx)?;
        tx.execute("UPDATE revision SET count = count + 1", [])
            .map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(done)
    }
}

impl Deref for Catalogue {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

/// Prepares a statement once and keeps it.
pub(crate) fn prepared<'c>(
    conn: &'c Connection,
    sql: &str,
) -> Result<rusqlite::CachedStatement<'c>, CatalogueError> {
    conn.prepare_cached(sql)
        .map_err(|e| CatalogueError::on(conn, "read", e))
}
