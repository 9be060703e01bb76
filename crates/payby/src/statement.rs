//! A day's statement: a ZIP of pipe-separated files.
//!
//! A file begins with a line of `name:value` pairs and a line of column names. The versions differ in columns and in
//! how they write times, so everything is found by its column's name. All amounts are AED.

use std::io::{Cursor, Read as _};

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use crate::amount::{Amount, Millis};

mod reading;
mod rows;
mod summary;

pub use reading::{Reading, Unreadable, UnreadableReason};
pub use rows::{Direction, FundRow, PurchaseRow, RowStatus, SettleRow, TransactionType};
pub use summary::{FileKind, Summary, Totals};

/// The most bytes all files of a statement may have together, unpacked.
const UNPACKED_LIMIT: u64 = 512 * 1024 * 1024;
/// What every ZIP file, even an empty one, has at its end.
const END_OF_ZIP: &[u8] = b"PK\x05\x06";
/// How far from the end that mark can stand: its record and the longest comment.
const END_SPAN: usize = 22 + 65_535;
/// Times without an offset are Dubai's, which has no summer time: hours east of UTC.
const DUBAI_HOURS: i32 = 4;

/// A day's statement as it was downloaded. PayBy does not sign it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name PayBy gave the file, where it is one.
    pub file_name: Option<String>,
    /// The ZIP file.
    pub zip: Vec<u8>,
}

/// A file of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementFile {
    /// Its name, such as `Purchase_Statement_13012021_001.csv`.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// Why a statement cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatementError {
    /// The ZIP is damaged.
    #[error("the statement's ZIP file is damaged: {0}")]
    Zip(String),
    /// Unpacked it is larger than any statement.
    #[error("the statement is larger than any statement can be")]
    TooLarge,
    /// A file has no line of column names.
    #[error("the statement has no line of column names")]
    NoColumns,
}

impl Statement {
    pub(crate) fn received(disposition: &str, body: &[u8]) -> Option<Self> {
        let tail = &body[body.len().saturating_sub(END_SPAN)..];
        let whole = tail
            .windows(END_OF_ZIP.len())
            .any(|window| window == END_OF_ZIP);
        (body.starts_with(b"PK") && whole).then(|| Self {
            file_name: file_name(disposition),
            zip: body.to_vec(),
        })
    }

    /// The files inside.
    pub fn files(&self) -> Result<Vec<StatementFile>, StatementError> {
        let damaged = |error: &dyn std::fmt::Display| StatementError::Zip(error.to_string());
        let mut archive =
            zip::ZipArchive::new(Cursor::new(&self.zip)).map_err(|error| damaged(&error))?;
        let mut files = Vec::new();
        let mut left = UNPACKED_LIMIT;
        for place in 0..archive.len() {
            let file = archive.by_index(place).map_err(|error| damaged(&error))?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|error| damaged(&error))?.into_owned();
            let mut bytes = Vec::new();
            file.take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| damaged(&error))?;
            left = left
                .checked_sub(bytes.len() as u64)
                .ok_or(StatementError::TooLarge)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            files.push(StatementFile { name, text });
        }
        Ok(files)
    }
}

/// The last part of a `filename=` of a `Content-Disposition`: never a path.
fn file_name(disposition: &str) -> Option<String> {
    let (_, value) = disposition.split_once("filename=")?;
    let value = value.split(';').next()?.trim().trim_matches('"');
    let name = value.rsplit(['/', '\\']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// A statement file, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The first line's pairs, such as `mid` and `totalCount`.
    pub summary: Vec<(String, String)>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The numbers, from 1, of the lines that have another number of cells than there are columns.
    pub unreadable_lines: Vec<usize>,
}

/// A row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<(String, String)>);

impl Table {
    /// Reads a file's text.
    pub fn read(text: &str) -> Result<Self, StatementError> {
        let mut table = Self::default();
        let mut names = Vec::new();
        for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if !names.is_empty() {
                if cells.len() == table.columns.len() {
                    let cells = cells.into_iter().map(str::to_owned);
                    table
                        .rows
                        .push(Row(names.iter().cloned().zip(cells).collect()));
                } else {
                    table.unreadable_lines.push(place + 1);
                }
            } else if cells.iter().all(|cell| cell.contains(':')) {
                let pairs = cells.iter().filter_map(|cell| cell.split_once(':'));
                table
                    .summary
                    .extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            } else {
                names = cells.iter().map(|name| plain(name)).collect();
                table.columns = cells.into_iter().map(str::to_owned).collect();
            }
        }
        if names.is_empty() {
            return Err(StatementError::NoColumns);
        }
        Ok(table)
    }
}

impl Row {
    /// The cell under a column, its name in any case and spacing; nothing when it is empty or there is no such
    /// column.
    pub fn get(&self, column: &str) -> Option<&str> {
        let wanted = plain(column);
        self.0
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The cell as an amount in AED; nothing when it is not one.
    pub fn amount(&self, column: &str) -> Option<Amount> {
        self.get(column)?.parse().ok()
    }

    /// The cell as a moment; nothing when it is not one. Without an offset it is Dubai's time.
    pub fn time(&self, column: &str) -> Option<Millis> {
        moment(self.get(column)?)
    }
}

/// A moment in either of the ways that statements write it. Without an offset it is Dubai's time.
fn moment(text: &str) -> Option<Millis> {
    let with_offset = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%.f%#z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(text, format).ok());
    let time = with_offset.or_else(|| {
        let dubai = FixedOffset::east_opt(DUBAI_HOURS * 3600)?;
        [
            "%d-%m-%Y %H:%M:%S",
            "%d-%m-%Y %H:%M",
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%dT%H:%M:%S",
        ]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .and_then(|local| local.and_local_timezone(dubai).single())
    })?;
    Some(Millis(time.timestamp_millis()))
}

/// A column's name without what the versions write differently: case, spaces, underscores.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{StatementError, Table, file_name};
    use crate::amount::Millis;

    const V1: &str = "mid:200000054800|periodNo:20210113|startTime:2021-01-12 00:00|totalCount:2\n\
        paidTime|settledTIme|totalAmount|merchantOrderNo|reserved\n\
        2021-01-12T17:46:36+0400|2021-01-13T01:00:00+0400|60.00|M1|\n\
        12-01-2021 17:46:36||1,5|M2|note\n\
        too|few\n";

    #[test]
    fn columns_are_found_by_name() {
        let table = Table::read(V1).unwrap();
        assert_eq!(
            table.summary[1],
            ("periodNo".to_owned(), "20210113".to_owned())
        );
        assert_eq!(table.summary[2].1, "2021-01-12 00:00");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.unreadable_lines, [5]);
        let first = &table.rows[0];
        assert_eq!(first.get("merchantOrderNo"), Some("M1"));
        assert_eq!(first.get("Merchant Order No"), Some("M1"));
        assert_eq!(first.amount("totalAmount").unwrap().fils(), 6000);
        assert!(first.time("settledTime").is_some());
        assert_eq!(first.get("reserved"), None);
        assert_eq!(first.get("unknown"), None);
    }

    #[test]
    fn both_ways_to_write_a_time_are_read() {
        let table = Table::read(V1).unwrap();
        let moment = Some(Millis(1_610_459_196_000));
        assert_eq!(table.rows[0].time("paidTime"), moment);
        assert_eq!(table.rows[1].time("paidTime"), moment);
        assert_eq!(table.rows[1].time("settledTime"), None);
        assert_eq!(table.rows[1].amount("totalAmount"), None);
    }

    #[test]
    fn a_file_without_columns_is_no_statement() {
        for text in ["", "\n \n", "mid:1|totalCount:0\n"] {
            assert_eq!(Table::read(text), Err(StatementError::NoColumns));
        }
    }

    #[test]
    fn a_file_name_is_never_a_path() {
        assert_eq!(
            file_name("attachment; filename=\"a.zip\"").as_deref(),
            Some("a.zip")
        );
        assert_eq!(
            file_name("attachment;filename=../../etc/a.zip; x=1").as_deref(),
            Some("a.zip")
        );
        assert_eq!(file_name("inline"), None);
    }
}
