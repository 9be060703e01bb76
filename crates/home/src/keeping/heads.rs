//! The journal's ends, kept beside the books: one line each of place, hash, time in ms UTC, and why.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use fils_order::UtcMs;
use fils_store::ChainHead;

use crate::durable;

/// Adds one; durable when this returns. A line that a power cut left unfinished is ended first.
///
/// # Errors
/// What the operating system says.
pub(crate) fn keep(path: &Path, head: &ChainHead, at: UtcMs, why: &str) -> io::Result<()> {
    let why = why.replace(char::is_control, " ");
    let line = format!("{} {} {} {why}\n", head.seq, head.hex(), at.0);
    let end = if torn(path)? { "\n" } else { "" };
    durable::append(path, format!("{end}{line}").as_bytes())
}

fn torn(path: &Path) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// The head that a line names, and why it was kept.
pub(super) fn read_line(line: &str) -> Option<(ChainHead, String)> {
    let mut fields = line.split_whitespace();
    let seq = fields.next()?.parse().ok()?;
    let hash = read_hash(fields.next()?)?;
    let why = fields.skip(1).collect::<Vec<_>>().join(" ");
    Some((ChainHead { seq, hash }, why))
}

/// 64 hexadecimal digits.
pub(super) fn read_hash(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).ok()?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(hash)
}
