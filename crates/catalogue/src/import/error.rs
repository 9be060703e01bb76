//! Why a file as a whole cannot be imported.

use std::path::PathBuf;

use crate::CatalogueError;

/// Why an import did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file cannot be read.
    #[error("The file {} cannot be read ({detail}): check its name, and that this user may read it.", .path.display())]
    CannotRead {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        detail: String,
    },
    /// The file is larger than any list of products.
    #[error("The file is too large: split it into files of at most 256 MB and a million rows.")]
    TooLarge,
    /// A workbook of Excel 97.
    #[error(
        "This is a workbook of an old Excel: save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”, then import that."
    )]
    OldExcel,
    /// Not a workbook, or a damaged one.
    #[error(
        "The workbook cannot be read ({detail}): save it again as “Excel Workbook (.xlsx)” or “CSV UTF-8”, then import that."
    )]
    BadWorkbook {
        /// What is wrong with it.
        detail: String,
    },
    /// Text in another encoding.
    #[error("Row {row} is not UTF-8 text: save the file as “CSV UTF-8”, then import it again.")]
    NotUtf8 {
        /// The first row that is not.
        row: u64,
    },
    /// A quotation mark is opened and never closed, so that the rows after it cannot be told apart.
    #[error(
        "A quotation mark is opened in row {row} and never closed: close it, then import the file again."
    )]
    OpenQuote {
        /// The row it was opened in.
        row: u64,
    },
    /// There is nothing in the file.
    #[error("The file is empty: its first row must name the columns code, name, price and vat.")]
    Empty,
    /// Columns that every import needs are not there.
    #[error("The file has no column {}: its first row must name the columns code, name, price and vat.", .names.join(", "))]
    MissingColumns {
        /// The columns.
        names: Vec<String>,
    },
    /// Two columns have one name.
    #[error("The file has the column {name} twice: rename or remove one of them.")]
    SameColumn {
        /// The column.
        name: String,
    },
    /// Some rows are refused, and they were not to be left out.
    #[error("{refused} rows cannot be imported: mend them, or import the others without them.")]
    Refused {
        /// How many.
        refused: usize,
    },
    /// The catalogue has changed since the preview.
    #[error("The catalogue has changed since the preview: look at the preview again.")]
    Stale,
    /// The person stopped it.
    #[error("The import was stopped: nothing was changed.")]
    Stopped,
    /// The catalogue cannot be read or written.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

impl ImportError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CannotRead { .. } => "import_cannot_read",
            Self::TooLarge => "import_too_large",
            Self::OldExcel => "import_old_excel",
            Self::BadWorkbook { .. } => "import_bad_workbook",
            Self::NotUtf8 { .. } => "import_not_utf8",
            Self::OpenQuote { .. } => "import_open_quote",
            Self::Empty => "import_empty",
            Self::MissingColumns { .. } => "import_missing_columns",
            Self::SameColumn { .. } => "import_same_column",
            Self::Refused { .. } => "import_refused_rows",
            Self::Stale => "import_stale",
            Self::Stopped => "import_stopped",
            Self::Catalogue(e) => e.code(),
        }
    }
}
