//! The audit of a home's journal, with every end of it that was kept.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use fils_store::{Audit, ChainHead, Reader, StoreError, Witness};
use serde_json::Value;

use super::heads::{read_hash, read_line};
use crate::paths::Home;

/// Why nothing was audited.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file of kept heads cannot be read.
    #[error("{} cannot be read ({why}): check its name and permissions.", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
    /// A file names no head.
    #[error("{} names no end of a journal: give a file of journal heads, an exported journal, or what an audit printed.", .path.display())]
    NoHeads {
        /// The file.
        path: PathBuf,
    },
}

impl AuditError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Unreadable { .. } => "heads_unreadable",
            Self::NoHeads { .. } => "heads_none",
        }
    }
}

/// The heads in a file: lines of place, hash and more, or JSON objects with `seq` and `hash` as an exported journal has them, or
/// with `entries` and `head` as an audit prints them. Other lines are passed over.
///
/// # Errors
/// [`AuditError::Unreadable`], [`AuditError::NoHeads`].
pub fn witnesses(path: &Path) -> Result<Vec<Witness>, AuditError> {
    let unreadable = |why| AuditError::Unreadable {
        path: path.to_path_buf(),
        why,
    };
    let file = File::open(path).map_err(unreadable)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy().into_owned();
    let mut found = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(unreadable)?;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_start_matches('\u{feff}').trim();
        let read = if line.starts_with('{') {
            from_json(line).map(|head| (head, String::new()))
        } else {
            read_line(line)
        };
        found.extend(read.map(|(head, why)| Witness {
            head,
            kept_in: if why.is_empty() {
                name.clone()
            } else {
                format!("{name} ({why})")
            },
        }));
    }
    if found.is_empty() {
        return Err(AuditError::NoHeads {
            path: path.to_path_buf(),
        });
    }
    Ok(found)
}

fn from_json(line: &str) -> Option<ChainHead> {
    let value: Value = serde_json::from_str(line).ok()?;
    [
        ("seq", "hash"),
        ("entries", "head"),
        ("journal_to", "journal_hash"),
    ]
    .into_iter()
    .find_map(|(seq, hash)| {
        Some(ChainHead {
            seq: value.get(seq)?.as_i64()?,
            hash: read_hash(value.get(hash)?.as_str()?)?,
        })
    })
}

/// The heads that the home keeps beside its books.
pub(super) fn beside(home: &Home) -> Result<Vec<Witness>, AuditError> {
    match witnesses(&home.journal_heads()) {
        Err(AuditError::NoHeads { .. }) => Ok(Vec::new()),
        Err(AuditError::Unreadable { why, .. }) if why.kind() == ErrorKind::NotFound => {
            Ok(Vec::new())
        }
        read => read,
    }
}

/// Verifies the whole journal of a home, also while its till is open, and changes nothing. `heads` are files with ends of the journal that
/// were kept elsewhere.
///
/// # Errors
/// [`AuditError`]; what is wrong with the journal is in the answer.
pub fn audit(home: &Home, heads: &[PathBuf]) -> Result<Audit, AuditError> {
    let mut kept = beside(home)?;
    for file in heads {
        kept.extend(witnesses(file)?);
    }
    Ok(Reader::open(&home.database())?.audit(&kept)?)
}
