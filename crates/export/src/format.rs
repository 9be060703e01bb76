//! The forms a paper can have.

use std::fmt;
use std::str::FromStr;

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values (RFC 4180), for programs and every spreadsheet.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A document for people.
    Pdf,
    /// A JSON object per line.
    Jsonl,
}

/// Not a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a format. Write csv, xlsx, pdf or jsonl.")]
pub struct FormatError(pub String);

impl FormatError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        "format_unknown"
    }
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Pdf, Self::Jsonl];

    /// Its code, which is also how its files' names end.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Jsonl => "jsonl",
        }
    }

    /// Whether it is text, which can go to a terminal or a pipe.
    pub const fn is_text(self) -> bool {
        match self {
            Self::Csv | Self::Jsonl => true,
            Self::Xlsx | Self::Pdf => false,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = FormatError;
    fn from_str(text: &str) -> Result<Self, FormatError> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| FormatError(text.to_owned()))
    }
}
