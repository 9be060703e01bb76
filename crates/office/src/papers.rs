//! Papers: files of chosen business days for the accountant, the tax office and whoever checks.
//!
//! Every figure is a sum over the postings of [`fils_day`]; a row of a list is what one fact comes to, and its last line what all of
//! them do. A paper is read through a connection of its own, in one transaction, so that it holds up nobody and sees one state.

mod accountant;
mod cash;
mod lists;
mod money;
mod takings;
mod walk;
mod words;

use std::fs::File;
use std::io::{BufWriter, Write};

use chrono::NaiveDate;
use fils_export::{
    Cell, ExportError, Format, Head, JournalLine, JournalWriter, Language, Section, Writer,
};
use fils_order::UtcMs;
use fils_store::{Books, Store, StoreError, journal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use specta::Type;

use crate::day::bounds::BusinessDay;
use crate::{Office, OfficeError, entry};

/// The most days of one paper: ten years.
const DAYS_MAX: i64 = 3_660;

/// A paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperCode {
    /// Everything that adds up to PayBy's money.
    Accountant,
    /// What each day sold and gave back.
    Takings,
    /// VAT by class and day.
    Vat,
    /// Every sale and how it was paid.
    Orders,
    /// Receipts and credit notes in their sequence.
    Receipts,
    /// Cancelled payments.
    Cancellations,
    /// Shifts and what was counted.
    Shifts,
    /// What was compared with PayBy.
    Matching,
    /// The journal.
    Journal,
}

/// A form of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperFormat {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A document.
    Pdf,
    /// JSON lines.
    Jsonl,
}

/// The language of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperLanguage {
    /// English.
    #[default]
    En,
    /// Arabic.
    Ar,
}

impl PaperCode {
    /// Each, in the order screens list them.
    pub const ALL: [Self; 9] = [
        Self::Accountant,
        Self::Takings,
        Self::Vat,
        Self::Orders,
        Self::Receipts,
        Self::Cancellations,
        Self::Shifts,
        Self::Matching,
        Self::Journal,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accountant => "accountant",
            Self::Takings => "takings",
            Self::Vat => "vat",
            Self::Orders => "orders",
            Self::Receipts => "receipts",
            Self::Cancellations => "cancellations",
            Self::Shifts => "shifts",
            Self::Matching => "matching",
            Self::Journal => "journal",
        }
    }

    /// What it can be written as, the usual first.
    pub const fn formats(self) -> &'static [PaperFormat] {
        match self {
            Self::Journal => &[PaperFormat::Jsonl],
            Self::Accountant
            | Self::Takings
            | Self::Vat
            | Self::Orders
            | Self::Receipts
            | Self::Cancellations
            | Self::Shifts
            | Self::Matching => &[PaperFormat::Xlsx, PaperFormat::Csv, PaperFormat::Pdf],
        }
    }
}

impl From<PaperFormat> for Format {
    fn from(format: PaperFormat) -> Self {
        match format {
            PaperFormat::Csv => Self::Csv,
            PaperFormat::Xlsx => Self::Xlsx,
            PaperFormat::Pdf => Self::Pdf,
            PaperFormat::Jsonl => Self::Jsonl,
        }
    }
}

impl PaperFormat {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Pdf, Self::Jsonl];

    /// Its code.
    pub fn as_str(self) -> &'static str {
        Format::from(self).as_str()
    }
}

impl From<PaperLanguage> for Language {
    fn from(language: PaperLanguage) -> Self {
        match language {
            PaperLanguage::En => Self::English,
            PaperLanguage::Ar => Self::Arabic,
        }
    }
}

/// A paper with its forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaperView {
    /// Which paper.
    pub paper: PaperCode,
    /// What it can be, the usual first.
    pub formats: Vec<PaperFormat>,
}

/// What can be exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PapersView {
    /// The business day that is now.
    pub today: String,
    /// The papers.
    pub papers: Vec<PaperView>,
}

/// A paper that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperAsked {
    /// Which.
    pub paper: PaperCode,
    /// From this business day, `YYYY-MM-DD`.
    pub from: String,
    /// To this one, which is in it.
    pub to: String,
    /// As what.
    pub format: PaperFormat,
    /// In which language.
    pub language: PaperLanguage,
    /// Whether CSV begins with the mark by which Excel knows UTF-8.
    pub mark: bool,
    /// Who wants it.
    pub by: String,
    /// The program's version.
    pub version: String,
}

/// Where a paper goes.
pub enum PaperTo<'a> {
    /// A file, empty.
    File(File),
    /// Somewhere else, which takes text only.
    Stream(&'a mut dyn Write),
}

impl std::fmt::Debug for PaperTo<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::File(_) => "File",
            Self::Stream(_) => "Stream",
        })
    }
}

/// A paper that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperWritten {
    /// How many rows it has, those of totals aside.
    pub rows: u64,
    /// When it was made.
    pub made_at: UtcMs,
}

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PapersError {
    /// The books cannot be read.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The books cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The days run backwards.
    #[error("The last day, {to}, is before the first, {from}. Choose them the other way round.")]
    Backwards {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
    },
    /// More days than one paper takes.
    #[error("A paper has at most ten years. Choose fewer days.")]
    TooManyDays,
    /// Not a form of this paper.
    #[error("The paper “{paper}” cannot be made as {format}. Choose {instead}.")]
    NotAs {
        /// The paper.
        paper: &'static str,
        /// What was asked for.
        format: &'static str,
        /// What it can be.
        instead: String,
    },
    /// A form that is no text must go into a file.
    #[error("A paper as {format} needs a file. Name one.")]
    NeedsFile {
        /// What was asked for.
        format: &'static str,
    },
}

impl PapersError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Office(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Export(error) => error.code(),
            Self::Backwards { .. } => "days_backwards",
            Self::TooManyDays => "too_many_days",
            Self::NotAs { .. } => "paper_not_as",
            Self::NeedsFile { .. } => "paper_needs_file",
        }
    }
}

impl From<std::io::Error> for PapersError {
    fn from(error: std::io::Error) -> Self {
        Self::Export(error.into())
    }
}

impl Office {
    /// What can be exported.
    pub fn papers(&self) -> PapersView {
        PapersView {
            today: self.today(),
            papers: PaperCode::ALL
                .iter()
                .map(|paper| PaperView {
                    paper: *paper,
                    formats: paper.formats().to_vec(),
                })
                .collect(),
        }
    }

    /// A name for a paper's file, which names its days, its till and the program.
    ///
    /// # Errors
    /// As [`Office::write_paper`] for what cannot be asked for.
    pub fn paper_name(&self, asked: &PaperAsked) -> Result<String, PapersError> {
        self.days_of(asked)?;
        Ok(self.head(asked).file_name(asked.format.as_str()))
    }

    /// Writes a paper. What it is written into is no paper when this fails.
    ///
    /// # Errors
    /// [`PapersError`]: what cannot be asked for, before anything is written; books that cannot be read; a disk that is full.
    pub fn write_paper(
        &self,
        asked: &PaperAsked,
        to: PaperTo<'_>,
    ) -> Result<PaperWritten, PapersError> {
        let days = self.days_of(asked)?;
        let head = self.head(asked);
        let mut store = Store::open(&self.path())?;
        let rows = store.look(|tx| {
            let mut ground = Ground {
                office: self,
                tx,
                asked,
                days: &days,
                rows: 0,
            };
            match asked.paper {
                PaperCode::Journal => ground.journal(&head, to)?,
                PaperCode::Accountant
                | PaperCode::Takings
                | PaperCode::Vat
                | PaperCode::Orders
                | PaperCode::Receipts
                | PaperCode::Cancellations
                | PaperCode::Shifts
                | PaperCode::Matching => ground.table(&head, to)?,
            }
            Ok::<_, PapersError>(ground.rows)
        })?;
        Ok(PaperWritten {
            rows,
            made_at: head.made_at,
        })
    }

    /// Writes down that a person took a paper out of the house, and whose PIN let them.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn exported(
        &self,
        asked: &PaperAsked,
        written: &PaperWritten,
        approved_by: Option<&str>,
    ) -> Result<(), OfficeError> {
        let params = json!({
            "paper": asked.paper.as_str(),
            "from": asked.from,
            "to": asked.to,
            "format": asked.format.as_str(),
            "rows": written.rows,
            "approved_by": approved_by,
        });
        let line = entry(self.now(), "exported", &asked.by, &params);
        self.books(|tx| {
            journal::append(tx, &[line])?;
            Ok(())
        })
    }

    fn head(&self, asked: &PaperAsked) -> Head {
        let settings = self.settings();
        Head {
            code: asked.paper.as_str(),
            title: words::title(asked.paper),
            shop: settings.shop.name.clone(),
            shop_ar: settings.shop.name_ar.clone(),
            trn: settings
                .shop
                .trn
                .clone()
                .filter(|_| settings.shop.is_registered()),
            from: asked.from.clone(),
            to: asked.to.clone(),
            till: settings.prefix.clone(),
            version: asked.version.clone(),
            made_at: self.now(),
            made_by: asked.by.clone(),
            training: settings.training,
        }
    }

    /// The days of a paper that can be asked for.
    fn days_of(&self, asked: &PaperAsked) -> Result<Vec<BusinessDay>, PapersError> {
        if !asked.paper.formats().contains(&asked.format) {
            let instead: Vec<&str> = asked
                .paper
                .formats()
                .iter()
                .map(|one| one.as_str())
                .collect();
            return Err(PapersError::NotAs {
                paper: asked.paper.as_str(),
                format: asked.format.as_str(),
                instead: instead.join(", "),
            });
        }
        let first = self.business_day(Some(&asked.from))?;
        let last = self.business_day(Some(&asked.to))?;
        if last.name < first.name {
            return Err(PapersError::Backwards {
                from: first.name,
                to: last.name,
            });
        }
        let bad = |_| OfficeError::BadDay(asked.from.clone());
        let date: NaiveDate = first.name.parse().map_err(bad)?;
        let until: NaiveDate = last.name.parse().map_err(bad)?;
        if (until - date).num_days() > DAYS_MAX {
            return Err(PapersError::TooManyDays);
        }
        date.iter_days()
            .take_while(|day| *day <= until)
            .map(|day| Ok(self.business_day(Some(&day.format("%Y-%m-%d").to_string()))?))
            .collect()
    }
}

/// What a paper is made from: one state of the books, and the days that are wanted.
struct Ground<'a> {
    office: &'a Office,
    tx: &'a Books<'a>,
    asked: &'a PaperAsked,
    days: &'a [BusinessDay],
    rows: u64,
}

impl Ground<'_> {
    fn table(&mut self, head: &Head, to: PaperTo<'_>) -> Result<(), PapersError> {
        let sections = self.sections();
        let language = self.asked.language.into();
        let mark = self.asked.mark;
        let writer: Box<dyn Writer + '_> = match (self.asked.format, to) {
            (PaperFormat::Csv, PaperTo::Stream(to)) => {
                fils_export::csv(to, head, sections, language, mark)?
            }
            (PaperFormat::Csv, PaperTo::File(file)) => {
                fils_export::csv(BufWriter::new(file), head, sections, language, mark)?
            }
            (PaperFormat::Xlsx, PaperTo::File(file)) => {
                fils_export::xlsx(BufWriter::new(file), head, sections, language)?
            }
            (PaperFormat::Pdf, PaperTo::File(file)) => {
                fils_export::pdf(BufWriter::new(file), head, sections, language)
            }
            (format @ (PaperFormat::Xlsx | PaperFormat::Pdf | PaperFormat::Jsonl), _) => {
                return Err(PapersError::NeedsFile {
                    format: format.as_str(),
                });
            }
        };
        let mut sheet = Sheet { writer, rows: 0 };
        self.fill(&mut sheet)?;
        sheet.writer.finish()?;
        self.rows = sheet.rows;
        Ok(())
    }

    fn sections(&self) -> Vec<Section> {
        match self.asked.paper {
            PaperCode::Accountant => accountant::sections(),
            PaperCode::Takings => vec![takings::takings_section()],
            PaperCode::Vat => takings::vat_sections(),
            PaperCode::Orders => vec![lists::orders_section()],
            PaperCode::Receipts => vec![lists::receipts_section()],
            PaperCode::Cancellations => vec![lists::cancellations_section()],
            PaperCode::Shifts => vec![cash::section()],
            PaperCode::Matching => vec![money::matching_section()],
            PaperCode::Journal => Vec::new(),
        }
    }

    fn fill(&self, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
        match self.asked.paper {
            PaperCode::Accountant => accountant::write(self, sheet),
            PaperCode::Takings => {
                let taken = self.taken()?;
                sheet.open(0)?;
                takings::write_takings(&taken, sheet)
            }
            PaperCode::Vat => takings::vat(self, sheet),
            PaperCode::Orders => lists::orders(self, sheet),
            PaperCode::Receipts => lists::receipts(self, sheet),
            PaperCode::Cancellations => lists::cancellations(self, sheet),
            PaperCode::Shifts => {
                sheet.open(0)?;
                cash::write(self, sheet)
            }
            PaperCode::Matching => money::matching(self, sheet),
            PaperCode::Journal => Ok(()),
        }
    }

    /// From the first moment of the first day to the end of the last.
    fn time(&self) -> (UtcMs, UtcMs) {
        let none = UtcMs(0);
        (
            self.days.first().map_or(none, |day| day.from),
            self.days.last().map_or(none, |day| day.to),
        )
    }

    fn journal(&mut self, head: &Head, to: PaperTo<'_>) -> Result<(), PapersError> {
        match to {
            PaperTo::File(file) => self.journal_into(head, BufWriter::new(file)),
            PaperTo::Stream(to) => self.journal_into(head, BufWriter::new(to)),
        }
    }

    fn journal_into(&mut self, head: &Head, to: impl Write) -> Result<(), PapersError> {
        let mut writer = JournalWriter::begin(to, head);
        let rows = &mut self.rows;
        let (from, end) = (
            self.days.first().map_or(UtcMs(0), |day| day.from),
            self.days.last().map_or(UtcMs(0), |day| day.to),
        );
        fils_store::papers::journal_between(self.tx, (from, end), |entry| {
            *rows += 1;
            writer.line(&JournalLine {
                seq: entry.seq,
                at: entry.at,
                kind: &entry.kind,
                by: &entry.by,
                order: entry.order.as_deref(),
                refund: entry.refund.as_deref(),
                params: &entry.params,
                raw: entry.raw.as_deref(),
                prev: entry.prev,
                hash: entry.hash,
            })?;
            Ok::<_, PapersError>(())
        })?;
        Ok(writer.finish()?)
    }
}

/// A paper that is being filled.
struct Sheet<'a> {
    writer: Box<dyn Writer + 'a>,
    rows: u64,
}

impl Sheet<'_> {
    fn open(&mut self, section: usize) -> Result<(), PapersError> {
        Ok(self.writer.open(section)?)
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), PapersError> {
        self.rows += 1;
        Ok(self.writer.row(cells)?)
    }

    fn total(&mut self, cells: Vec<Cell>) -> Result<(), PapersError> {
        Ok(self.writer.total(cells)?)
    }
}
