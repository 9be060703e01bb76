//! What can be wrong with one row.

use fils_order::AmountError;
use fils_sale::VatClassError;

use crate::ProductError;

/// Why a row is not imported. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// More cells than the first row names columns.
    #[error(
        "The row has {found} cells, but the first row names {expected} columns: put texts that hold the separator in quotation marks."
    )]
    ExtraCells {
        /// Cells in the row.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// The row breaks a rule of products.
    #[error(transparent)]
    Product(#[from] ProductError),
    /// A text runs over several lines.
    #[error(
        "The {column} runs on to line {line}: remove the line break, or close the quotation mark."
    )]
    LineBreak {
        /// The column.
        column: &'static str,
        /// Where it ends.
        line: u64,
    },
    /// There is no price.
    #[error("The price is missing: write it as 12.50, or “open” if the cashier enters it.")]
    NoPrice,
    /// The price is none.
    #[error("The price “{text}” cannot be taken. {reason}")]
    Price {
        /// What is written.
        text: String,
        /// Why not.
        reason: AmountError,
    },
    /// There is no VAT class.
    #[error("The VAT class is missing: write 5, 0 or exempt.")]
    NoVat,
    /// The VAT class is none.
    #[error(transparent)]
    Vat(#[from] VatClassError),
    /// The unit is none.
    #[error("“{0}” is not a unit: write piece or kg.")]
    Unit(String),
    /// `active` is neither yes nor no.
    #[error("“{0}” does not say whether the product is active: write yes or no.")]
    Active(String),
    /// A spreadsheet shortened the barcode: `6.29E+12`.
    #[error(
        "The barcode “{0}” was shortened by a spreadsheet and its digits are lost: format the column as text and enter it again."
    )]
    ShortenedBarcode(String),
    /// A spreadsheet took the barcode for a number and dropped the zeros before it.
    #[error(
        "The barcode {0} is a number in the workbook, so zeros before it are lost: format the column as text and enter it again."
    )]
    NumberBarcode(String),
    /// A date where none belongs.
    #[error("The {0} is a date: format the cell as text and enter it again.")]
    Date(&'static str),
    /// A formula without a result.
    #[error("The {0} is a formula with an error: correct it in the workbook.")]
    Fault(&'static str),
    /// The code was in the file before.
    #[error("The code {code} is in row {row} already: keep one of the two rows.")]
    SameCode {
        /// The code.
        code: String,
        /// The earlier row.
        row: u64,
    },
    /// The barcode was in the file before.
    #[error("The barcode {barcode} is in row {row} already: a barcode belongs to one product.")]
    SameBarcode {
        /// The barcode, normalised.
        barcode: String,
        /// The earlier row.
        row: u64,
    },
    /// Another product of the catalogue has the barcode.
    #[error(
        "The barcode {barcode} belongs to the product {owner}: take it off that product first."
    )]
    BarcodeTaken {
        /// The barcode, normalised.
        barcode: String,
        /// The code of the product that has it.
        owner: String,
    },
}

impl Problem {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ExtraCells { .. } => "extra_cells",
            Self::Product(e) => e.code(),
            Self::LineBreak { .. } => "line_break",
            Self::NoPrice => "price_missing",
            Self::Price { reason, .. } => reason.code(),
            Self::NoVat => "vat_missing",
            Self::Vat(e) => e.code(),
            Self::Unit(_) => "unit_unknown",
            Self::Active(_) => "active_unknown",
            Self::ShortenedBarcode(_) => "barcode_shortened",
            Self::NumberBarcode(_) => "barcode_number",
            Self::Date(_) => "cell_date",
            Self::Fault(_) => "cell_fault",
            Self::SameCode { .. } => "code_twice",
            Self::SameBarcode { .. } => "barcode_in_file_twice",
            Self::BarcodeTaken { .. } => "barcode_taken",
        }
    }
}
