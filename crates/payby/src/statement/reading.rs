//! A statement, read: every row typed, and every line that cannot be read told.

use std::collections::HashMap;

use crate::amount::Millis;

use super::rows::{Cells, Columns, FundRow, PurchaseRow, SettleRow};
use super::summary::{self, FileKind, Summary, Totals};
use super::{Statement, StatementError, StatementFile};

/// A whole statement: all files of it. Rows are as they stand, repeated where PayBy repeats them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What was paid.
    pub purchases: Vec<PurchaseRow>,
    /// What was settled.
    pub settled: Vec<SettleRow>,
    /// How the balance moved.
    pub funds: Vec<FundRow>,
    /// What each file says of itself.
    pub summaries: Vec<Summary>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Files that are none of a statement's.
    pub unknown_files: Vec<String>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// Why.
    pub reason: UnreadableReason,
}

/// Why a line could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnreadableReason {
    /// It has another number of cells than there are columns.
    #[error("it has {found} cells, and there are {expected} columns")]
    Cells {
        /// How many it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A cell is not an amount of money.
    #[error("its cell {0} is not an amount")]
    Amount(&'static str),
    /// A cell is not a time.
    #[error("its cell {0} is not a time")]
    Time(&'static str),
    /// An amount is not in AED.
    #[error("its cell {0} is another currency than AED")]
    Currency(&'static str),
    /// Something without which the row means nothing is missing.
    #[error("its cell {0} is missing or unknown")]
    Missing(&'static str),
    /// PayBy counts more rows than there are.
    #[error("the file should have {expected} rows, and has {found}")]
    Count {
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
}

impl Statement {
    /// Reads all files.
    pub fn read(&self) -> Result<Reading, StatementError> {
        let mut reading = Reading::default();
        for file in self.files()? {
            reading.take(&file.name, &file.text);
        }
        reading.whole()
    }
}

impl Reading {
    /// Reads a statement from a file that a person chose: the ZIP, or one of the files out of it.
    ///
    /// # Errors
    /// [`StatementError`] when it is neither. Single lines that cannot be read are in [`Reading::unreadable`].
    pub fn of_file(name: &str, bytes: &[u8]) -> Result<Self, StatementError> {
        if bytes.starts_with(b"PK") {
            let statement = Statement {
                file_name: Some(name.to_owned()),
                zip: bytes.to_vec(),
            };
            return statement.read();
        }
        Self::of_files(&[StatementFile {
            name: name.to_owned(),
            text: String::from_utf8_lossy(bytes).into_owned(),
        }])
    }

    /// Reads unpacked files together.
    ///
    /// # Errors
    /// [`StatementError::NoColumns`] when none of them is a statement's.
    pub fn of_files(files: &[StatementFile]) -> Result<Self, StatementError> {
        let mut reading = Self::default();
        for file in files {
            reading.take(&file.name, &file.text);
        }
        reading.whole()
    }

    /// The period that all files together cover, where they say so: its start, and its end, which is not in it.
    pub fn period(&self) -> Option<(Millis, Millis)> {
        let starts = self.summaries.iter().filter_map(|summary| summary.starts);
        let ends = self.summaries.iter().filter_map(|summary| summary.ends);
        let (start, end) = (starts.min()?, ends.max()?);
        (start < end).then_some((start, end))
    }

    /// The settlement's totals: of all its files.
    pub fn totals(&self) -> Option<Totals> {
        summary::totals(&self.summaries)
    }

    /// PayBy's number of the period.
    pub fn period_no(&self) -> Option<&str> {
        self.summaries
            .iter()
            .find_map(|summary| summary.period_no.as_deref())
    }

    /// Whether every line was read.
    pub fn is_whole(&self) -> bool {
        self.unreadable.is_empty()
    }

    /// A statement that has any file of a statement, with what PayBy counts more than there is.
    fn whole(mut self) -> Result<Self, StatementError> {
        if self.summaries.is_empty() {
            return Err(StatementError::NoColumns);
        }
        let mut cut_off = Vec::new();
        for kind in [FileKind::Purchase, FileKind::Settle] {
            let files = || self.summaries.iter().filter(|summary| summary.kind == kind);
            let found: usize = files().map(|summary| summary.rows).sum();
            let lost = self
                .unreadable
                .iter()
                .filter(|line| files().any(|summary| summary.file == line.file))
                .count();
            let found = u64::try_from(found + lost).unwrap_or(u64::MAX);
            let counts: Vec<u64> = files().filter_map(|summary| summary.total_count).collect();
            // Files that count the same count the rows of all of them.
            let same = counts.windows(2).all(|pair| pair[0] == pair[1]);
            let expected = if same {
                counts.first().copied().unwrap_or_default()
            } else {
                counts
                    .iter()
                    .fold(0_u64, |sum, count| sum.saturating_add(*count))
            };
            let end = files().next_back().map(|summary| summary.file.clone());
            if let Some(file) = end.filter(|_| expected > found) {
                cut_off.push(Unreadable {
                    file,
                    line: 1,
                    reason: UnreadableReason::Count { expected, found },
                });
            }
        }
        self.unreadable.extend(cut_off);
        Ok(self)
    }

    fn take(&mut self, name: &str, text: &str) {
        let mut head: HashMap<String, &str> = HashMap::new();
        let mut open: Option<(FileKind, Columns, usize)> = None;
        let mut rows = 0;
        for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let Some((kind, columns, width)) = &open else {
                if cells.iter().all(|cell| cell.contains(':')) {
                    head.extend(summary::pairs(&cells));
                    continue;
                }
                // A fund file has a line of names and a line of figures before its columns.
                let columns = Columns::of(&cells);
                if let Some(kind) = kind_of(&columns) {
                    open = Some((kind, columns, cells.len()));
                }
                continue;
            };
            let read = if cells.len() == *width {
                let cells = Cells {
                    columns,
                    cells: &cells,
                };
                self.take_row(*kind, &cells)
            } else {
                Err(UnreadableReason::Cells {
                    found: cells.len(),
                    expected: *width,
                })
            };
            match read {
                Ok(()) => rows += 1,
                Err(reason) => self.unreadable.push(Unreadable {
                    file: name.to_owned(),
                    line: place + 1,
                    reason,
                }),
            }
        }
        match open {
            Some((kind, _, _)) => self
                .summaries
                .push(summary::summary(name, kind, rows, &head)),
            None => self.unknown_files.push(name.to_owned()),
        }
    }

    fn take_row(&mut self, kind: FileKind, cells: &Cells<'_>) -> Result<(), UnreadableReason> {
        match kind {
            FileKind::Purchase => self.purchases.push(cells.purchase()?),
            FileKind::Settle => self.settled.push(cells.settled()?),
            FileKind::Fund => self.funds.push(cells.fund()?),
        }
        Ok(())
    }
}

/// Which file has these columns.
fn kind_of(columns: &Columns) -> Option<FileKind> {
    let has = |names: &[&str]| names.iter().all(|name| columns.has(name));
    if has(&["settledtime", "settlementamount", "transactiontype"]) {
        Some(FileKind::Settle)
    } else if has(&["paidtime", "totalamount", "transactiontype"]) {
        Some(FileKind::Purchase)
    } else if has(&["txnamt", "direction"]) {
        Some(FileKind::Fund)
    } else {
        None
    }
}
