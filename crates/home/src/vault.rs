//! Where the merchant's private key is kept: in the operating system's keyring, or sealed in a file with a passphrase.
//!
//! Everything here may wait: for the keyring's own window, or while a passphrase is being worked on. Call it where waiting is
//! allowed.

use std::path::PathBuf;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyring::Entry;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::durable;
use crate::paths::Home;

/// What the keyring lists the key under.
const SERVICE: &str = "Fils";

/// Where a private key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// The operating system's keyring: Secret Service on Linux, the credential manager on Windows, the keychain on macOS.
    Keyring,
    /// A file in the home directory, sealed with a passphrase.
    Sealed,
}

impl KeyPlace {
    /// The place's name, as in `config.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Sealed => "sealed",
        }
    }
}

/// Why the key could not be kept or opened. None of these texts holds a part of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// No keyring answers on this computer.
    #[error(
        "This computer has no keyring that answers ({why}): give a passphrase instead, and the key is sealed in a file."
    )]
    NoKeyring {
        /// What the keyring said.
        why: String,
    },
    /// The keyring is locked, or denied Fils.
    #[error("The keyring does not let Fils in ({why}): unlock it, and allow Fils.")]
    KeyringDenied {
        /// What the keyring said.
        why: String,
    },
    /// The keyring has no key for this account.
    #[error("The keyring has no key for {account}: import the private key again.")]
    NotInKeyring {
        /// The account.
        account: String,
    },
    /// What the keyring has is not a key.
    #[error("What the keyring has for {account} is not a key: import the private key again.")]
    KeyringDamaged {
        /// The account.
        account: String,
    },
    /// There is no sealed key.
    #[error("There is no sealed key at {}: import the private key.", .path.display())]
    NoFile {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key is sealed and no passphrase is at hand.
    #[error(
        "The private key needs a passphrase: set FILS_PASSPHRASE, or name a file with --passphrase-file."
    )]
    PassphraseNeeded,
    /// An empty passphrase seals nothing.
    #[error("The passphrase is empty: choose one of several words.")]
    PassphraseEmpty,
    /// The passphrase does not open the sealed key.
    #[error(
        "The passphrase does not open the private key: type it again, capitals and spaces matter."
    )]
    WrongPassphrase,
    /// The sealed key is damaged.
    #[error("The sealed key {} is damaged: restore it from a backup, or import the private key again.", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A newer Fils sealed the key.
    #[error("The sealed key {} was made by a newer Fils: install the newer Fils again.", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("The sealed key {} cannot be {doing} ({why}): check the directory's permissions and the disk.", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `read` or `written`.
        doing: &'static str,
        /// What the operating system said.
        why: std::io::Error,
    },
    /// The computer cannot run the key derivation.
    #[error("The passphrase could not be worked on ({why}): free some memory, then try again.")]
    Derivation {
        /// What went wrong.
        why: String,
    },
}

impl VaultError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKeyring { .. } => "no_keyring",
            Self::KeyringDenied { .. } => "keyring_denied",
            Self::NotInKeyring { .. } => "key_not_in_keyring",
            Self::KeyringDamaged { .. } => "key_keyring_damaged",
            Self::NoFile { .. } => "key_missing",
            Self::PassphraseNeeded => "passphrase_needed",
            Self::PassphraseEmpty => "passphrase_empty",
            Self::WrongPassphrase => "passphrase_wrong",
            Self::Damaged { .. } => "key_damaged",
            Self::Newer { .. } => "key_newer",
            Self::File { .. } => "key_file",
            Self::Derivation { .. } => "key_derivation",
        }
    }
}

/// Keeps the private key, over whatever was kept for this account before.
///
/// # Errors
/// The keyring's or the file's; the key kept before is then still there.
pub fn keep(
    place: KeyPlace,
    home: &Home,
    account: &str,
    pem: &SecretString,
    passphrase: Option<&SecretString>,
) -> Result<(), VaultError> {
    match place {
        KeyPlace::Keyring => keep_in(&entry(home, account)?, account, pem),
        KeyPlace::Sealed => {
            let sealed = seal(pem, passphrase.ok_or(VaultError::PassphraseNeeded)?)?;
            let path = home.sealed_key();
            durable::write(&path, &sealed).map_err(|why| VaultError::File {
                path,
                doing: "written",
                why,
            })
        }
    }
}

/// The private key kept for this account, as PEM.
///
/// # Errors
/// When it is not there, or cannot be opened with what is at hand.
pub fn open(
    place: KeyPlace,
    home: &Home,
    account: &str,
    passphrase: Option<&SecretString>,
) -> Result<SecretString, VaultError> {
    match place {
        KeyPlace::Keyring => open_from(&entry(home, account)?, account),
        KeyPlace::Sealed => {
            let path = home.sealed_key();
            let sealed = match std::fs::read(&path) {
                Ok(sealed) => sealed,
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                    return Err(VaultError::NoFile { path });
                }
                Err(why) => {
                    return Err(VaultError::File {
                        path,
                        doing: "read",
                        why,
                    });
                }
            };
            unseal(
                &sealed,
                passphrase.ok_or(VaultError::PassphraseNeeded)?,
                path,
            )
        }
    }
}

/// Whether this computer has a keyring that answers. Asks it, so it may open the keyring's own window.
///
/// # Errors
/// [`VaultError::NoKeyring`] or [`VaultError::KeyringDenied`] with the keyring's words.
pub fn keyring_available() -> Result<(), VaultError> {
    store_status()?;
    let probe = Entry::new(SERVICE, "probe").map_err(|e| sort(e, "probe"))?;
    match probe.get_secret() {
        Ok(mut secret) => {
            secret.zeroize();
            Ok(())
        }
        Err(keyring::Error::NoEntry) => Ok(()),
        Err(e) => Err(sort(e, "probe")),
    }
}

fn store_status() -> Result<(), VaultError> {
    match Entry::store_status() {
        Ok(()) => Ok(()),
        Err(e) => Err(VaultError::NoKeyring { why: e.to_string() }),
    }
}

/// Two homes on one computer may hold different keys of one account, so the entry names both.
fn entry(home: &Home, account: &str) -> Result<Entry, VaultError> {
    store_status()?;
    let dir = std::path::absolute(home.dir()).unwrap_or_else(|_| home.dir().to_path_buf());
    Entry::new(SERVICE, &format!("{account} in {}", dir.display())).map_err(|e| sort(e, account))
}

fn keep_in(entry: &Entry, account: &str, pem: &SecretString) -> Result<(), VaultError> {
    let short = shorten(pem);
    entry.set_secret(&short).map_err(|e| sort(e, account))
}

fn open_from(entry: &Entry, account: &str) -> Result<SecretString, VaultError> {
    let kept = Zeroizing::new(entry.get_secret().map_err(|e| sort(e, account))?);
    lengthen(&kept).ok_or_else(|| VaultError::KeyringDamaged {
        account: account.to_owned(),
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the keyring's errors may grow; to a shop they all mean that it cannot be used"
)]
fn sort(error: keyring::Error, account: &str) -> VaultError {
    let why = error.to_string();
    let account = account.to_owned();
    match error {
        keyring::Error::NoEntry => VaultError::NotInKeyring { account },
        keyring::Error::NoStorageAccess(_) => VaultError::KeyringDenied { why },
        keyring::Error::BadEncoding(mut secret) | keyring::Error::BadDataFormat(mut secret, _) => {
            secret.zeroize();
            VaultError::KeyringDamaged { account }
        }
        _ => VaultError::NoKeyring { why },
    }
}

const PEM_START: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";

/// A PKCS#8 PEM as its DER, which is a quarter shorter: Windows keeps at most 2,560 bytes, too few for the PEM of a key of
/// 4,096 bits. Anything else stays as it is.
fn shorten(pem: &SecretString) -> Zeroizing<Vec<u8>> {
    let text = pem.expose_secret();
    let inner = text
        .trim()
        .strip_prefix(PEM_START)
        .and_then(|rest| rest.strip_suffix(PEM_END));
    let der = inner.and_then(|inner| {
        let joined: Zeroizing<String> = Zeroizing::new(inner.split_ascii_whitespace().collect());
        STANDARD.decode(joined.as_bytes()).ok()
    });
    Zeroizing::new(der.unwrap_or_else(|| text.as_bytes().to_vec()))
}

fn lengthen(kept: &[u8]) -> Option<SecretString> {
    if kept.is_empty() {
        return None;
    }
    if kept.starts_with(b"-----") {
        return std::str::from_utf8(kept).ok().map(SecretString::from);
    }
    let code = Zeroizing::new(STANDARD.encode(kept));
    let mut pem = String::with_capacity(code.len() + code.len() / 64 + 64);
    pem.push_str(PEM_START);
    for (place, c) in code.chars().enumerate() {
        if place % 64 == 0 {
            pem.push('\n');
        }
        pem.push(c);
    }
    pem.push('\n');
    pem.push_str(PEM_END);
    pem.push('\n');
    Some(SecretString::from(pem))
}

/// The sealed file: a header, which is authenticated with the key; the key under AES-256-GCM; a checksum over all of it, which
/// tells a damaged file from a wrong passphrase.
mod layout {
    pub(super) const MAGIC: &[u8; 8] = b"FILSKEY\0";
    pub(super) const VERSION: u8 = 1;
    pub(super) const SALT: usize = 16;
    /// Magic, version, three costs of argon2id, salt, nonce.
    pub(super) const HEADER: usize = 8 + 1 + 3 * 4 + SALT + super::NONCE_LEN;
    pub(super) const CHECKSUM: usize = 32;
    pub(super) const TAG: usize = 16;
}

/// What deriving a key costs. RFC 9106 recommends 64 MiB with three passes where memory is scarce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

const COST: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 3,
    lanes: 1,
};

/// Above this a file is taken for damaged rather than worked on for hours.
const COSTLIEST: Cost = Cost {
    memory_kib: 1024 * 1024,
    passes: 16,
    lanes: 8,
};

fn derive(
    passphrase: &SecretString,
    salt: &[u8],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let failed = |e: argon2::Error| VaultError::Derivation { why: e.to_string() };
    let mut key = Zeroizing::new([0_u8; 32]);
    let params = argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(key.len()))
        .map_err(failed)?;
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut())
        .map_err(failed)?;
    Ok(key)
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, VaultError> {
    let key = UnboundKey::new(&AES_256_GCM, key)
        .map_err(|e| VaultError::Derivation { why: e.to_string() })?;
    Ok(LessSafeKey::new(key))
}

fn seal(pem: &SecretString, passphrase: &SecretString) -> Result<Vec<u8>, VaultError> {
    let failed = |e: aws_lc_rs::error::Unspecified| VaultError::Derivation { why: e.to_string() };
    if passphrase.expose_secret().is_empty() {
        return Err(VaultError::PassphraseEmpty);
    }
    let mut salt = [0_u8; layout::SALT];
    let mut nonce = [0_u8; NONCE_LEN];
    aws_lc_rs::rand::fill(&mut salt).map_err(failed)?;
    aws_lc_rs::rand::fill(&mut nonce).map_err(failed)?;

    let mut file = Vec::with_capacity(
        layout::HEADER + pem.expose_secret().len() + layout::TAG + layout::CHECKSUM,
    );
    file.extend_from_slice(layout::MAGIC);
    file.push(layout::VERSION);
    for cost in [COST.memory_kib, COST.passes, COST.lanes] {
        file.extend_from_slice(&cost.to_be_bytes());
    }
    file.extend_from_slice(&salt);
    file.extend_from_slice(&nonce);

    let key = derive(passphrase, &salt, COST)?;
    let mut text = Zeroizing::new(pem.expose_secret().as_bytes().to_vec());
    let tag = cipher(&key)?
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(&file),
            &mut text,
        )
        .map_err(failed)?;
    file.extend_from_slice(&text);
    file.extend_from_slice(tag.as_ref());
    let sum = digest(&SHA256, &file);
    file.extend_from_slice(sum.as_ref());
    Ok(file)
}

fn unseal(
    file: &[u8],
    passphrase: &SecretString,
    path: PathBuf,
) -> Result<SecretString, VaultError> {
    let Some((rest, version)) = file
        .strip_prefix(layout::MAGIC)
        .and_then(|rest| Some((rest, *rest.first()?)))
    else {
        return Err(VaultError::Damaged { path });
    };
    if version > layout::VERSION {
        return Err(VaultError::Newer { path });
    }
    let intact = version == layout::VERSION
        && file.len() > layout::HEADER + layout::TAG + layout::CHECKSUM
        && digest(&SHA256, &file[..file.len() - layout::CHECKSUM]).as_ref()
            == &file[file.len() - layout::CHECKSUM..];
    let (Some(cost), true) = (cost_of(&rest[1..]), intact) else {
        return Err(VaultError::Damaged { path });
    };
    let header = &file[..layout::HEADER];
    let (before_nonce, nonce) = header.split_at(layout::HEADER - NONCE_LEN);
    let salt = &before_nonce[before_nonce.len() - layout::SALT..];
    let key = derive(passphrase, salt, cost)?;
    let mut sealed = Zeroizing::new(file[layout::HEADER..file.len() - layout::CHECKSUM].to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce)
        .map_err(|_| VaultError::Damaged { path: path.clone() })?;
    let text = cipher(&key)?
        .open_in_place(nonce, Aad::from(header), &mut sealed)
        .map_err(|_| VaultError::WrongPassphrase)?;
    std::str::from_utf8(text)
        .map(SecretString::from)
        .map_err(|_| VaultError::Damaged { path })
}

/// The costs in a header, after its version; `None` when they are out of all reason.
fn cost_of(bytes: &[u8]) -> Option<Cost> {
    let number = |index: usize| {
        let four = bytes.get(index * 4..index * 4 + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    let cost = Cost {
        memory_kib: number(0)?,
        passes: number(1)?,
        lanes: number(2)?,
    };
    let sane = (8..=COSTLIEST.memory_kib).contains(&cost.memory_kib)
        && (1..=COSTLIEST.passes).contains(&cost.passes)
        && (1..=COSTLIEST.lanes).contains(&cost.lanes);
    sane.then_some(cost)
}

#[cfg(test)]
mod tests;
