//! What a paper holds, before anybody decides in which form it is written.

use fils_order::{SignedMoney, UtcMs};

/// The language a paper is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic, from right to left.
    Arabic,
}

/// Words in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: &'static str,
    /// In Arabic.
    pub ar: &'static str,
}

impl Words {
    /// English and Arabic.
    pub const fn new(en: &'static str, ar: &'static str) -> Self {
        Self { en, ar }
    }

    /// In one language.
    pub const fn get(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Arabic => self.ar,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, names, numbers that nobody adds up.
    Text,
    /// Money, in AED.
    Amount,
    /// How many.
    Count,
    /// A moment, shown as date and time in Dubai.
    Time,
    /// A business day.
    Day,
    /// Hundredths of a percent, shown as percent.
    Percent,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What programs know it by: lower case, with underscores, the same in every version.
    pub key: &'static str,
    /// What people read above it.
    pub title: Words,
    /// What it holds.
    pub kind: Kind,
    /// Whether the section's totals are the sum of its cells.
    pub adds_up: bool,
}

impl Column {
    /// A column whose cells are not added up.
    pub const fn new(key: &'static str, kind: Kind, en: &'static str, ar: &'static str) -> Self {
        Self {
            key,
            title: Words::new(en, ar),
            kind,
            adds_up: false,
        }
    }

    /// The same column, whose total is the sum of its cells.
    #[must_use]
    pub const fn summed(self) -> Self {
        Self {
            adds_up: true,
            ..self
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// What somebody wrote: never to be run as a formula.
    Text(String),
    /// One of Fils's own words: its code for programs, and what people read.
    Code(&'static str, Words),
    /// Money.
    Amount(SignedMoney),
    /// How many.
    Count(i64),
    /// A moment.
    Time(UtcMs),
    /// A business day, `YYYY-MM-DD`.
    Day(String),
    /// Hundredths of a percent.
    Percent(i64),
}

impl Cell {
    /// A text, or nothing when it is not there or empty.
    pub fn text(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty())
            .map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }

    /// Whole fils.
    pub const fn fils(fils: i64) -> Self {
        Self::Amount(SignedMoney(fils))
    }
}

/// One table of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What programs know it by.
    pub code: &'static str,
    /// Its title.
    pub title: Words,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What its reader should know.
    pub note: Option<Words>,
}

/// What every paper says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the paper is called in file names, such as `takings`.
    pub code: &'static str,
    /// Its title.
    pub title: Words,
    /// The shop.
    pub shop: String,
    /// The shop in Arabic.
    pub shop_ar: Option<String>,
    /// The tax registration number of a shop that has one.
    pub trn: Option<String>,
    /// The first business day in it, `YYYY-MM-DD`.
    pub from: String,
    /// The last one.
    pub to: String,
    /// The till, as its numbers begin.
    pub till: String,
    /// The program's version.
    pub version: String,
    /// When it was made.
    pub made_at: UtcMs,
    /// Who made it.
    pub made_by: String,
    /// Whether no money moved.
    pub training: bool,
}

impl Head {
    /// The shop's name in one language.
    pub fn shop(&self, language: Language) -> &str {
        match (language, self.shop_ar.as_deref()) {
            (Language::Arabic, Some(name)) if !name.trim().is_empty() => name,
            (Language::Arabic | Language::English, _) => &self.shop,
        }
    }

    /// The range as ISO 8601 writes an interval of days: `2026-11-01/2026-11-30`.
    pub fn range(&self) -> String {
        format!("{}/{}", self.from, self.to)
    }

    /// The program with its version.
    pub fn program(&self) -> String {
        format!("Fils {}", self.version)
    }

    /// A name for the file, which names the paper, the till, the range and the program: `fils-takings-T1-2026-11-01_2026-11-30-v0.1.0.csv`.
    pub fn file_name(&self, extension: &str) -> String {
        let plain = |text: &str| -> String {
            let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
            text.chars().filter(|c| safe(*c)).collect()
        };
        let training = if self.training { "-TRAINING" } else { "" };
        let range = if self.from == self.to {
            self.from.clone()
        } else {
            format!("{}_{}", self.from, self.to)
        };
        format!(
            "fils-{}-{}-{range}{training}-v{}.{extension}",
            self.code,
            plain(&self.till),
            plain(&self.version)
        )
    }
}
