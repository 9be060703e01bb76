//! Writing a paper: its sections one after the other, row by row.

use std::io::{Seek, Write};

use crate::ExportError;
use crate::csv::CsvWriter;
use crate::pdf::PdfWriter;
use crate::table::{Cell, Head, Language, Section};
use crate::xlsx::XlsxWriter;

/// A paper that is being written. Rows go straight on; only a PDF, whose pages know how many they are, is kept until its end.
pub trait Writer {
    /// Begins a section, by its place in the list given at the beginning. Every section is begun once, in order.
    ///
    /// # Errors
    /// When it cannot be written.
    fn open(&mut self, section: usize) -> Result<(), ExportError>;

    /// A row, with a cell for each column.
    ///
    /// # Errors
    /// When it cannot be written.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError>;

    /// The row at the section's end that says what it comes to.
    ///
    /// # Errors
    /// When it cannot be written.
    fn total(&mut self, cells: Vec<Cell>) -> Result<(), ExportError>;

    /// Ends the paper. What was not finished is no paper.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// Begins a table as CSV (RFC 4180, UTF-8). `mark`: it begins with the mark by which Excel knows UTF-8.
///
/// # Errors
/// When the columns' names cannot be written.
pub fn csv<'a>(
    to: impl Write + 'a,
    head: &Head,
    sections: Vec<Section>,
    language: Language,
    mark: bool,
) -> Result<Box<dyn Writer + 'a>, ExportError> {
    let writer = CsvWriter::begin(to, head, sections, language, mark)?;
    Ok(Box::new(writer))
}

/// Begins an Excel workbook with a sheet for each section.
///
/// # Errors
/// When the workbook cannot be made.
pub fn xlsx<'a>(
    to: impl Write + Seek + Send + 'a,
    head: &Head,
    sections: Vec<Section>,
    language: Language,
) -> Result<Box<dyn Writer + 'a>, ExportError> {
    let writer = XlsxWriter::begin(to, head.clone(), sections, language)?;
    Ok(Box::new(writer))
}

/// Begins a document on A4.
pub fn pdf<'a>(
    to: impl Write + 'a,
    head: &Head,
    sections: Vec<Section>,
    language: Language,
) -> Box<dyn Writer + 'a> {
    Box::new(PdfWriter::begin(to, head.clone(), sections, language))
}
