//! The people who use the till.

use fils_store::{Reader, StoreError, people};

use crate::paths::Home;

/// Whether anybody was ever made at this till.
///
/// # Errors
/// When there is a database and it cannot be read: nothing is known then.
pub fn anybody(home: &Home) -> Result<bool, StoreError> {
    match Reader::open(&home.database()) {
        Err(StoreError::Missing { .. } | StoreError::MissingDirectory { .. }) => Ok(false),
        opened => Ok(!opened?.look(people::all)?.is_empty()),
    }
}
