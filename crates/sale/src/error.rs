//! Why a basket refuses a change.

use thiserror::Error;

use crate::{LineId, MAX_LINES, MAX_NOTE_CHARS};

/// Why a basket refuses a change. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SaleError {
    /// The line is not, or no longer, in the basket.
    #[error("Line {} is no longer in the basket. Choose a line that is.", .0.0)]
    NoSuchLine(LineId),
    /// A part of something that is sold by the piece.
    #[error("This is sold by the piece. Enter a whole number.")]
    PartOfAPiece,
    /// More on one line than a quantity can be.
    #[error("The quantity is too large. At most 999,999 are possible on one line.")]
    QuantityTooLarge,
    /// An amount would have more than 12 digits before the point.
    #[error(
        "The total is too large. At most 12 digits before the point: enter less, or sell in two sales."
    )]
    TooLarge,
    /// More lines than a sale can have.
    #[error("The basket is full: at most {MAX_LINES} lines. Finish this sale and start another.")]
    TooManyLines,
    /// A discount of nothing.
    #[error("The discount is zero. Enter more than 0.00, or take the discount away.")]
    DiscountNothing,
    /// A discount above what it is taken off.
    #[error("The discount is larger than the price. Enter at most {most}.")]
    DiscountTooLarge {
        /// The most that is possible, such as `1,234.50`.
        most: String,
    },
    /// A percentage outside 0.01 to 100.
    #[error("A discount is between 0.01 % and 100 %. Enter a percentage in that range.")]
    PercentOutOfRange,
    /// A text that is no discount.
    #[error("“{0}” is no discount. Enter a percentage such as 10%, or an amount such as 5.00.")]
    NotADiscount(String),
    /// A note that is longer than a paper has room for.
    #[error("The note has {length} characters; at most {MAX_NOTE_CHARS} are possible. Shorten it.")]
    NoteTooLong {
        /// Its length in characters.
        length: usize,
    },
}

impl SaleError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchLine(_) => "no_such_line",
            Self::PartOfAPiece => "part_of_a_piece",
            Self::QuantityTooLarge => "quantity_too_large",
            Self::TooLarge => "total_too_large",
            Self::TooManyLines => "too_many_lines",
            Self::DiscountNothing => "discount_nothing",
            Self::DiscountTooLarge { .. } => "discount_too_large",
            Self::PercentOutOfRange => "percent_out_of_range",
            Self::NotADiscount(_) => "not_a_discount",
            Self::NoteTooLong { .. } => "note_too_long",
        }
    }
}
