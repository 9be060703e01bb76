//! How much of something: pieces, or kilograms to the gram.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The largest quantity, in thousandths: 999,999.999.
pub const MAX_THOUSANDTHS: i64 = 999_999_999;
/// Thousandths of one piece, and grams of one kilogram.
const ONE: i64 = 1000;

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One piece.
    #[default]
    Piece,
    /// One kilogram.
    Kg,
}

impl Unit {
    /// How files write it: `piece` or `kg`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Piece => "piece",
            Self::Kg => "kg",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A quantity in whole thousandths (of a piece, or of a kilogram: grams), more than zero and at most [`MAX_THOUSANDTHS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Quantity(i64);

/// Why something is not a quantity. Each message says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// Not a plain number.
    #[error("This is not a quantity. Use digits and one point, such as 2 or 0.350.")]
    NotANumber,
    /// Nothing, or less.
    #[error("The quantity must be more than zero. To take a line away, remove it.")]
    NotPositive,
    /// Finer than a thousandth.
    #[error("The quantity has more than three decimals. Round it to grams, such as 0.350.")]
    TooFine,
    /// Above [`MAX_THOUSANDTHS`].
    #[error("The quantity is too large. At most 999,999 are possible on one line.")]
    TooLarge,
}

impl QuantityError {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "quantity_not_a_number",
            Self::NotPositive => "quantity_not_positive",
            Self::TooFine => "quantity_too_fine",
            Self::TooLarge => "quantity_too_large",
        }
    }
}

impl Quantity {
    /// One piece, or one kilogram.
    pub const ONE: Self = Self(ONE);

    /// A quantity of whole thousandths.
    ///
    /// # Errors
    /// [`QuantityError::NotPositive`] or [`QuantityError::TooLarge`].
    pub const fn from_thousandths(thousandths: i64) -> Result<Self, QuantityError> {
        if thousandths <= 0 {
            return Err(QuantityError::NotPositive);
        }
        if thousandths > MAX_THOUSANDTHS {
            return Err(QuantityError::TooLarge);
        }
        Ok(Self(thousandths))
    }

    /// So many pieces.
    ///
    /// # Errors
    /// [`QuantityError::NotPositive`] or [`QuantityError::TooLarge`].
    pub fn pieces(pieces: u32) -> Result<Self, QuantityError> {
        Self::from_thousandths(i64::from(pieces) * ONE)
    }

    /// So many grams, for goods priced by the kilogram.
    ///
    /// # Errors
    /// [`QuantityError::NotPositive`] or [`QuantityError::TooLarge`].
    pub fn grams(grams: u32) -> Result<Self, QuantityError> {
        Self::from_thousandths(i64::from(grams))
    }

    /// The quantity in thousandths: grams, for a weight.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether it is a number of whole pieces.
    pub const fn is_whole(self) -> bool {
        self.0 % ONE == 0
    }

    /// The number of whole pieces, or `None` when it is not whole.
    pub fn as_pieces(self) -> Option<u64> {
        if self.is_whole() {
            u64::try_from(self.0 / ONE).ok()
        } else {
            None
        }
    }

    /// The sum, or `None` above the largest quantity.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_thousandths(self.0 + other.0).ok()
    }

    /// The difference, or `None` when nothing is left.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_thousandths(self.0 - other.0).ok()
    }

    /// Reads what a person typed, `2` or `0.350`: spaces around it and Arabic digits are fine, at most three decimals.
    ///
    /// # Errors
    /// A [`QuantityError`] that says what to do.
    pub fn parse_entry(text: &str) -> Result<Self, QuantityError> {
        let text: String = text.trim().chars().map(latin).collect();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(QuantityError::NotANumber);
        }
        if fraction.len() > 3 {
            return Err(QuantityError::TooFine);
        }
        let thousandths = format!("{whole}{fraction:0<3}")
            .parse::<i64>()
            .map_err(|_| QuantityError::TooLarge)?;
        Self::from_thousandths(thousandths)
    }
}

/// Arabic-Indic and Persian digits and their point as the Latin twins; everything else as it is.
pub(crate) fn latin(c: char) -> char {
    let digit = |zero: u32| char::from_digit(u32::from(c).wrapping_sub(zero), 10).unwrap_or(c);
    match c {
        '\u{0660}'..='\u{0669}' => digit(0x0660),
        '\u{06F0}'..='\u{06F9}' => digit(0x06F0),
        '\u{066B}' => '.',
        _ => c,
    }
}

impl fmt::Display for Quantity {
    /// `2` when whole, `0.350` otherwise.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            write!(f, "{}", self.0 / ONE)
        } else {
            write!(f, "{}.{:03}", self.0 / ONE, self.0 % ONE)
        }
    }
}

impl TryFrom<i64> for Quantity {
    type Error = QuantityError;
    fn try_from(thousandths: i64) -> Result<Self, QuantityError> {
        Self::from_thousandths(thousandths)
    }
}

impl From<Quantity> for i64 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_quantities_in_many_ways() {
        for (text, thousandths) in [
            ("2", 2000),
            (" 0.350 ", 350),
            (".5", 500),
            ("3.", 3000),
            ("٠٫٣٥", 350),
            ("999999.999", MAX_THOUSANDTHS),
        ] {
            let quantity = Quantity::parse_entry(text).unwrap();
            assert_eq!(quantity.thousandths(), thousandths, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_quantity_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", QuantityError::NotANumber),
            (".", QuantityError::NotANumber),
            ("-1", QuantityError::NotANumber),
            ("1,5", QuantityError::NotANumber),
            ("two", QuantityError::NotANumber),
            ("0", QuantityError::NotPositive),
            ("0.000", QuantityError::NotPositive),
            ("0.3505", QuantityError::TooFine),
            ("1000000", QuantityError::TooLarge),
            ("99999999999999999999", QuantityError::TooLarge),
        ] {
            assert_eq!(Quantity::parse_entry(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn a_stored_quantity_is_checked_when_it_is_read() {
        assert_eq!(serde_json::to_string(&Quantity::ONE).unwrap(), "1000");
        for json in ["0", "-1", "1000000000"] {
            assert!(serde_json::from_str::<Quantity>(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(thousandths in 1..=MAX_THOUSANDTHS) {
            let quantity = Quantity::from_thousandths(thousandths).unwrap();
            prop_assert_eq!(Quantity::parse_entry(&quantity.to_string()), Ok(quantity));
        }
    }
}
