//! Comma-separated values as RFC 4180 has them: one table, every record with the same fields, CRLF.
//!
//! Every record ends with the till, the range and the program, so that records of many files can stand in one table and still say
//! where they came from, and no line before the columns' names gets into a reader's way. There are no totals: whoever adds up a
//! column would count everything twice.

use std::io::Write;

use csv::{Terminator, WriterBuilder};

use crate::table::{Cell, Head, Language, Section, Words};
use crate::writer::Writer;
use crate::{ExportError, text};

/// What a spreadsheet takes for the beginning of a formula. A text that begins so is written behind an apostrophe; so is one that
/// begins with an apostrophe, which makes it certain what was written.
const FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\'', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
];

const SECTION: Words = Words::new("section", "القسم");
const TILL: Words = Words::new("till", "الصندوق");
const RANGE: Words = Words::new("range", "الفترة");
const PROGRAM: Words = Words::new("program", "البرنامج");
const TRAINING: Words = Words::new("training", "تدريب");

/// Writes one table, whatever the paper's sections are: their columns side by side, those with the same key in one.
pub(crate) struct CsvWriter<W: Write> {
    csv: csv::Writer<W>,
    language: Language,
    sections: Vec<Section>,
    /// For every section, the place of each of its columns.
    places: Vec<Vec<usize>>,
    width: usize,
    tail: Vec<String>,
    open: usize,
    record: Vec<String>,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the names of the columns: their keys in English, their titles in Arabic. `mark` begins the file with the mark by which
    /// Excel knows UTF-8.
    pub(crate) fn begin(
        mut to: W,
        head: &Head,
        sections: Vec<Section>,
        language: Language,
        mark: bool,
    ) -> Result<Self, ExportError> {
        if mark {
            to.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut names: Vec<(&str, &str)> = Vec::new();
        if sections.len() > 1 {
            names.push((SECTION.en, SECTION.ar));
        }
        let first = names.len();
        let mut places = Vec::new();
        for section in &sections {
            let mut own = Vec::new();
            for column in &section.columns {
                let known = names
                    .iter()
                    .skip(first)
                    .position(|(key, _)| *key == column.key);
                own.push(known.map_or(names.len(), |place| place + first));
                if known.is_none() {
                    names.push((column.key, column.title.ar));
                }
            }
            places.push(own);
        }
        let width = names.len();
        let mut tail = vec![head.till.clone(), head.range(), head.program()];
        names.extend([TILL, RANGE, PROGRAM].map(|words| (words.en, words.ar)));
        if head.training {
            names.push((TRAINING.en, TRAINING.ar));
            tail.push("TRAINING".to_owned());
        }
        let tail = tail.iter().map(|value| guarded(value)).collect();
        let mut csv = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(to);
        csv.write_record(names.iter().map(|(en, ar)| match language {
            Language::English => *en,
            Language::Arabic => *ar,
        }))
        .map_err(failed)?;
        Ok(Self {
            csv,
            language,
            sections,
            places,
            width,
            tail,
            open: 0,
            record: Vec::new(),
        })
    }
}

impl<W: Write> Writer for CsvWriter<W> {
    fn open(&mut self, section: usize) -> Result<(), ExportError> {
        self.open = section;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        let (Some(section), Some(places)) =
            (self.sections.get(self.open), self.places.get(self.open))
        else {
            return Err(ExportError::Row { section: "" });
        };
        self.record.clear();
        self.record.resize(self.width, String::new());
        if self.sections.len() > 1
            && let Some(first) = self.record.first_mut()
        {
            match self.language {
                Language::English => section.code.clone_into(first),
                Language::Arabic => section.title.ar.clone_into(first),
            }
        }
        for (cell, place) in cells.iter().zip(places) {
            if let Some(field) = self.record.get_mut(*place) {
                *field = written(cell, self.language);
            }
        }
        self.csv
            .write_record(self.record.iter().chain(&self.tail))
            .map_err(failed)
    }

    fn total(&mut self, _cells: Vec<Cell>) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.csv.flush()?)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where an error is mapped"
)]
fn failed(error: csv::Error) -> ExportError {
    ExportError::Write(error.to_string())
}

fn written(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Code(code, words) => match language {
            Language::English => (*code).to_owned(),
            Language::Arabic => words.ar.to_owned(),
        },
        Cell::Amount(money) => text::amount(*money),
        Cell::Count(count) => count.to_string(),
        Cell::Time(at) => text::time(*at),
        Cell::Day(day) => guarded(day),
        Cell::Percent(hundredths) => text::percent(*hundredths),
    }
}

/// A text that no spreadsheet runs.
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
