//! The journal as JSON lines: everything that is needed to check its chain, in a form that any program reads.

use std::io::Write;

use fils_order::UtcMs;
use serde::Serialize;

use crate::table::Head;
use crate::{ExportError, text};

/// An entry of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalLine<'a> {
    /// Its place, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: UtcMs,
    /// What happened.
    pub kind: &'a str,
    /// Who did it.
    pub by: &'a str,
    /// The order it is about.
    pub order: Option<&'a str>,
    /// The refund it is about.
    pub refund: Option<&'a str>,
    /// Its details, exactly as they were hashed.
    pub params: &'a str,
    /// A request or reply as it went over the wire.
    pub raw: Option<&'a str>,
    /// The hash of the entry before.
    pub prev: [u8; 32],
    /// Its own hash.
    pub hash: [u8; 32],
}

/// What stands in the file. `docs/journal.md` says what each field is and how the hash is made.
#[derive(Serialize)]
struct Record<'a> {
    seq: i64,
    at: i64,
    time: String,
    kind: &'a str,
    by: &'a str,
    order: Option<&'a str>,
    refund: Option<&'a str>,
    params: &'a str,
    raw: Option<&'a str>,
    prev: String,
    hash: String,
    till: &'a str,
    range: &'a str,
    program: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    training: bool,
}

/// Writes the journal, an object per line, each with the till, the range and the program it comes from.
#[derive(Debug)]
pub struct JournalWriter<W: Write> {
    to: W,
    till: String,
    range: String,
    program: String,
    training: bool,
}

impl<W: Write> JournalWriter<W> {
    /// Begins a file.
    pub fn begin(to: W, head: &Head) -> Self {
        Self {
            to,
            till: head.till.clone(),
            range: head.range(),
            program: head.program(),
            training: head.training,
        }
    }

    /// Writes one entry.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn line(&mut self, line: &JournalLine<'_>) -> Result<(), ExportError> {
        let record = Record {
            seq: line.seq,
            at: line.at.0,
            time: text::time(line.at),
            kind: line.kind,
            by: line.by,
            order: line.order,
            refund: line.refund,
            params: line.params,
            raw: line.raw,
            prev: hex(&line.prev),
            hash: hex(&line.hash),
            till: &self.till,
            range: &self.range,
            program: &self.program,
            training: self.training,
        };
        serde_json::to_writer(&mut self.to, &record)
            .map_err(|error| ExportError::Write(error.to_string()))?;
        Ok(self.to.write_all(b"\n")?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.to.flush()?)
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
