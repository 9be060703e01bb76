//! Papers as files: tables as CSV, XLSX and PDF, the journal as JSON lines.
//!
//! Whoever makes a paper says once what it is ([`Head`]) and which tables it has ([`Section`]), and then gives row after row to a
//! [`Writer`]. Amounts, times and days stay what they are until the last step, so each form writes them in its own way: decimal
//! text in CSV, numbers and dates in a workbook, the country's way on paper.
//!
//! Every form says which days, which till and which version of Fils it comes from.

mod csv;
mod error;
mod format;
mod journal;
mod pdf;
mod plan;
mod table;
pub mod text;
mod words;
mod writer;
mod xlsx;

pub use error::ExportError;
pub use format::{Format, FormatError};
pub use journal::{JournalLine, JournalWriter};
pub use table::{Cell, Column, Head, Kind, Language, Section, Words};
pub use words::TOTAL;
pub use writer::{Writer, csv, pdf, xlsx};
