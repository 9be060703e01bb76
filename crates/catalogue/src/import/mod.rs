//! Importing products from a file, in two steps.
//!
//! [`Reader::preview`](crate::Reader::preview) reads the whole file and says what it would do: which products are new, which change, which rows cannot be
//! taken and why. It changes nothing.
//! [`Catalogue::apply`](crate::Catalogue::apply) then stores exactly what the preview showed, in one transaction, and
//! only if the catalogue is still the one that was looked at.
//!
//! The first row that is not empty names the columns, in any order; case, spaces, `_` and `-` in the names do not matter. `code`,
//! `name`, `price` and `vat` must be there; `name_ar`, `barcodes`, `category`, `unit`, `colour` and `active` may. A column that is
//! not there leaves that field of a known product as it is. Others are ignored, and named in the preview.
//!
//! `code` says which product a row is. A price is decimal text with VAT inside, or `open`; it is read as written, never
//! through arithmetic on floating numbers.

mod apply;
mod error;
mod header;
mod preview;
mod problem;
mod row;
mod sheet;
mod text;

use std::ops::ControlFlow;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use apply::{Applied, Refusals};
pub use error::ImportError;
pub use preview::{Change, Preview, Previewed, Refused};
pub use problem::Problem;

/// The most rows a file may have.
pub const MAX_ROWS: u64 = 1_000_000;

/// The largest file, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The largest workbook when it is unpacked, in bytes: a small file may claim to be endless.
const MAX_UNPACKED: u64 = 1024 * 1024 * 1024;

/// Progress is told whenever so many rows are done.
const STRIDE: usize = 1000;

/// A file to import, as its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Text in columns: UTF-8, separated by comma, semicolon or tab.
    Csv(Vec<u8>),
    /// An Excel workbook, of which the first sheet is read.
    Xlsx(Vec<u8>),
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Rows done.
    pub done: usize,
    /// Rows in all.
    pub total: usize,
}

/// The steps of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The rows are compared with the catalogue.
    Checking,
    /// The products are stored.
    Storing,
}

/// One row of a file: where it is, and its cells.
pub(crate) struct RawRow {
    /// As a spreadsheet numbers it; the first row is 1.
    pub(crate) number: u64,
    pub(crate) cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text, or a number as decimal text; empty when there is nothing.
    Text(String),
    /// A number of a workbook, as decimal text: what had zeros in front has lost them.
    Number(String),
    /// A date or time.
    Date,
    /// An error of a formula, such as `#N/A`.
    Fault,
}

impl Cell {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// The rows of a file that are not empty, and what was passed over.
pub(crate) struct Rows {
    pub(crate) rows: Vec<RawRow>,
    pub(crate) ignored_sheets: Vec<String>,
}

impl Source {
    /// Reads the file at `path`; what it is, is told by its content.
    ///
    /// # Errors
    /// [`ImportError::CannotRead`], [`ImportError::TooLarge`], [`ImportError::OldExcel`].
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let unread = |e: std::io::Error| ImportError::CannotRead {
            path: path.to_path_buf(),
            detail: e.to_string(),
        };
        if path.metadata().map_err(unread)?.len() > MAX_BYTES {
            return Err(ImportError::TooLarge);
        }
        Self::of(std::fs::read(path).map_err(unread)?)
    }

    /// A file's bytes; what they are, is told by how they begin.
    ///
    /// # Errors
    /// [`ImportError::OldExcel`] for a workbook of Excel 97.
    pub fn of(bytes: Vec<u8>) -> Result<Self, ImportError> {
        if bytes.starts_with(b"PK\x03\x04") {
            Ok(Self::Xlsx(bytes))
        } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            Err(ImportError::OldExcel)
        } else {
            Ok(Self::Csv(bytes))
        }
    }

    fn rows(&self) -> Result<Rows, ImportError> {
        let (Self::Csv(bytes) | Self::Xlsx(bytes)) = self;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
            return Err(ImportError::TooLarge);
        }
        match self {
            Self::Csv(bytes) => text::rows(bytes),
            Self::Xlsx(bytes) => sheet::rows(bytes),
        }
    }
}

/// Tells progress every [`STRIDE`] rows, and at the end.
pub(crate) fn tell(
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    stage: Stage,
    done: usize,
    total: usize,
) -> Result<(), ImportError> {
    if !done.is_multiple_of(STRIDE) && done != total {
        return Ok(());
    }
    match on_progress(Progress { stage, done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(ImportError::Stopped),
    }
}
