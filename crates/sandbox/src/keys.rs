//! The two key pairs of a training account: the merchant's and PayBy's own.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use payby::keys::{KeyError, PrivateKey, PublicKey};
use secrecy::{ExposeSecret as _, SecretString};

/// The file of the merchant's private key (PKCS#8 PEM).
pub const MERCHANT_PRIVATE: &str = "merchant_private.pem";
/// The file of the merchant's public key (SPKI PEM).
pub const MERCHANT_PUBLIC: &str = "merchant_public.pem";
/// The file of PayBy's private key (PKCS#8 PEM).
pub const PAYBY_PRIVATE: &str = "payby_private.pem";
/// The file of PayBy's public key (SPKI PEM).
pub const PAYBY_PUBLIC: &str = "payby_public.pem";

/// Why the keys are not there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// A key cannot be read or made.
    #[error("{}: {source}", path.display())]
    Key {
        /// The file, or what the key is for.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A file cannot be read or written.
    #[error("{} cannot be read or written: {source}. Check the folder and its permissions.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Both key pairs. The merchant's private half is there only when this machine made or holds it.
#[derive(Clone)]
pub struct Keys {
    merchant_private: Option<Arc<PrivateKey>>,
    merchant_public: PublicKey,
    payby: Arc<PrivateKey>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("merchant_public", &self.merchant_public)
            .field("payby_public", self.payby.public_key())
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// Makes two new pairs of 2048 bits. Takes up to a few seconds.
    pub fn generate() -> Result<Self, KeysError> {
        let merchant = make("merchant's key")?;
        Ok(Self {
            merchant_public: merchant.public_key().clone(),
            merchant_private: Some(Arc::new(merchant)),
            payby: Arc::new(make("PayBy's key")?),
        })
    }

    /// Keys that are at hand already: PayBy's pair, and the merchant's public half.
    pub fn new(payby: PrivateKey, merchant_public: PublicKey) -> Self {
        Self {
            merchant_private: None,
            merchant_public,
            payby: Arc::new(payby),
        }
    }

    /// Reads the keys of a folder, and makes those that are missing (folder included). A merchant's public key that
    /// lies there without its private half is taken as it is: the till that holds the other half is the merchant.
    pub fn in_dir(dir: &Path) -> Result<Self, KeysError> {
        fs::create_dir_all(dir).map_err(|source| KeysError::File {
            path: dir.to_owned(),
            source,
        })?;
        let payby = match read(&dir.join(PAYBY_PRIVATE), PrivateKey::from_bytes)? {
            Some(key) => key,
            None => make_in(dir, PAYBY_PRIVATE)?,
        };
        write_if_other(&dir.join(PAYBY_PUBLIC), &payby.public_pem())?;
        let private = read(&dir.join(MERCHANT_PRIVATE), PrivateKey::from_bytes)?;
        let public = read(&dir.join(MERCHANT_PUBLIC), PublicKey::from_bytes)?;
        let (merchant_private, merchant_public) = match (private, public) {
            (None, Some(public)) => (None, public),
            (Some(private), Some(public)) => {
                private
                    .check_pair(&public)
                    .map_err(|source| KeysError::Key {
                        path: dir.join(MERCHANT_PUBLIC),
                        source,
                    })?;
                (Some(private), public)
            }
            (private, None) => {
                let private = match private {
                    Some(private) => private,
                    None => make_in(dir, MERCHANT_PRIVATE)?,
                };
                write_if_other(&dir.join(MERCHANT_PUBLIC), &private.public_pem())?;
                let public = private.public_key().clone();
                (Some(private), public)
            }
        };
        Ok(Self {
            merchant_private: merchant_private.map(Arc::new),
            merchant_public,
            payby: Arc::new(payby),
        })
    }

    /// The merchant's private key as PKCS#8 PEM, for the till that trains; none when it was never here.
    pub fn merchant_private_pem(&self) -> Option<Result<SecretString, KeyError>> {
        self.merchant_private.as_ref().map(|key| key.to_pkcs8_pem())
    }

    /// The merchant's private key; none when it was never here.
    pub fn merchant_private(&self) -> Option<Arc<PrivateKey>> {
        self.merchant_private.clone()
    }

    /// The key merchants' requests are verified with.
    pub fn merchant_public(&self) -> &PublicKey {
        &self.merchant_public
    }

    /// The key this PayBy's replies are verified with.
    pub fn payby_public(&self) -> &PublicKey {
        self.payby.public_key()
    }

    pub(crate) fn payby(&self) -> &PrivateKey {
        &self.payby
    }
}

fn make(what: &str) -> Result<PrivateKey, KeysError> {
    PrivateKey::generate().map_err(|source| KeysError::Key {
        path: PathBuf::from(what),
        source,
    })
}

fn make_in(dir: &Path, name: &str) -> Result<PrivateKey, KeysError> {
    let path = dir.join(name);
    let key = make(name)?;
    let pem = key.to_pkcs8_pem().map_err(|source| KeysError::Key {
        path: path.clone(),
        source,
    })?;
    write(&path, pem.expose_secret(), true)?;
    Ok(key)
}

fn read<K>(
    path: &Path,
    parse: impl Fn(&[u8]) -> Result<K, KeyError>,
) -> Result<Option<K>, KeysError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => zeroize::Zeroizing::new(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(KeysError::File {
                path: path.to_owned(),
                source,
            });
        }
    };
    parse(&bytes).map(Some).map_err(|source| KeysError::Key {
        path: path.to_owned(),
        source,
    })
}

fn write_if_other(path: &Path, text: &str) -> Result<(), KeysError> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    write(path, text, false)
}

/// Writes beside the file and renames, so that a crash leaves no half of a key behind.
fn write(path: &Path, text: &str, secret: bool) -> Result<(), KeysError> {
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let put = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if secret {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        // On Windows a file inherits the folder's access list; the owner's profile is private to the owner.
        #[cfg(not(unix))]
        let _: bool = secret;
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    put().map_err(|source| KeysError::File {
        path: path.to_owned(),
        source,
    })
}
