//! What can keep a paper from being written.

use fils_paper::PaperError;

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file cannot be written.
    #[error("The file cannot be written ({0}). Choose another place, or make room on the disk.")]
    Write(String),
    /// The workbook cannot be made.
    #[error("The workbook cannot be made ({0}). Choose CSV, or report this.")]
    Workbook(String),
    /// The document cannot be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// A document of more pages than anybody turns.
    #[error(
        "The PDF would have more than {pages} pages. Choose fewer days, or XLSX, which has no pages."
    )]
    TooManyPages {
        /// How many it may have.
        pages: usize,
    },
    /// A row that does not fit its section: a mistake in Fils.
    #[error("A row of “{section}” does not fit its columns. Report this.")]
    Row {
        /// The section's code.
        section: &'static str,
    },
}

impl ExportError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Write(_) => "export_not_written",
            Self::Workbook(_) => "export_workbook",
            Self::Paper(error) => error.code(),
            Self::TooManyPages { .. } => "export_too_many_pages",
            Self::Row { .. } => "export_row",
        }
    }
}

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error.to_string())
    }
}
