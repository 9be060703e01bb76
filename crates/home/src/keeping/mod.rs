//! Keeping the books: copies of them that are proved to open, going back to one, and what a person should look at before it hurts.
//!
//! A backup is one file: a ZIP archive with the database, the products, the configuration and a manifest, encrypted with `age` where a
//! passphrase was set. It never holds a key, a passphrase or a token. Nothing here ever holds up a sale.

mod audit;
mod backup;
mod container;
mod error;
mod heads;
pub mod health;
mod manifest;
mod names;
mod passphrase;
mod restore;
mod schedule;
mod since;
#[cfg(test)]
mod tests;

pub use audit::{AuditError, audit, witnesses};
pub use backup::{Made, Wanted, back_up};
pub use error::KeepingError;
pub use health::{Trouble, troubles};
pub use manifest::{Manifest, Why};
pub use names::{BackupFile, Place, list};
pub use passphrase::{encrypts, forget_passphrase, keep_passphrase};
pub use restore::{Preview, Restored, compare_from, compared, look, restore};
pub use schedule::{Keeper, Pace};

pub(crate) use heads::keep as keep_head;
pub(crate) use restore::finish as finish_restore;
pub(crate) use since::take_up as take_up_since;
