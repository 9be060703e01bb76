//! The passphrase that backups are encrypted with.
//!
//! It encrypts what leaves this computer. Whoever reads the home reads the books themselves, so it lies there in a file that only this
//! user may read; it is in no configuration, no backup and no log.

use std::io::ErrorKind;
use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};

use super::error::KeepingError;
use crate::durable;
use crate::paths::Home;

fn file(home: &Home) -> PathBuf {
    home.dir().join("backup-passphrase")
}

/// Whether backups of this home are encrypted.
pub fn encrypts(home: &Home) -> bool {
    file(home).exists()
}

/// The passphrase, where one is kept.
pub(super) fn kept(home: &Home) -> Result<Option<SecretString>, KeepingError> {
    let path = file(home);
    match std::fs::read_to_string(&path) {
        Ok(text) if text.is_empty() => Err(KeepingError::PassphraseEmpty),
        Ok(text) => Ok(Some(SecretString::from(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) => Err(KeepingError::Unreadable { path, why }),
    }
}

/// Encrypts every backup from now on.
///
/// # Errors
/// [`KeepingError::PassphraseEmpty`], [`KeepingError::NotWritten`].
pub fn keep_passphrase(home: &Home, passphrase: &SecretString) -> Result<(), KeepingError> {
    let text = passphrase.expose_secret();
    if text.trim().is_empty() {
        return Err(KeepingError::PassphraseEmpty);
    }
    let path = file(home);
    durable::write(&path, text.as_bytes()).map_err(|why| KeepingError::writing(&path, why))
}

/// Encrypts no backup from now on. Those that are keep needing theirs.
///
/// # Errors
/// [`KeepingError::NotWritten`].
pub fn forget_passphrase(home: &Home) -> Result<(), KeepingError> {
    let path = file(home);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(KeepingError::writing(&path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
