//! Money as whole fils.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The one currency of the till.
pub const AED: &str = "AED";

/// Largest number of digits before the point that PayBy takes.
const MAX_WHOLE_DIGITS: usize = 12;
/// One fils more than the largest amount: 10^12 dirhams.
const LIMIT_FILS: i64 = 100_000_000_000_000;

/// An amount of money in whole fils (1 AED = 100 fils), never negative, at most 999,999,999,999.99 AED.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Money(i64);

/// A difference between two amounts, in whole fils; may be negative.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct SignedMoney(pub i64);

/// Why a text is not an amount that can be charged. Each message says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Nothing was entered.
    #[error("Enter an amount, such as 12.50.")]
    Empty,
    /// It holds something that is not part of a number.
    #[error("This is not an amount. Use digits and one point, such as 12.50.")]
    NotANumber,
    /// It has a space between its digits.
    #[error("The amount has a space inside. Write it without spaces, such as 1234.50.")]
    InnerSpace,
    /// It is zero.
    #[error("The amount is zero. Enter more than 0.00.")]
    Zero,
    /// It is below zero.
    #[error("The amount is negative. Enter more than 0.00; to give money back, refund the order.")]
    Negative,
    /// It is finer than a fils.
    #[error("The amount has more than two decimals. Round it to fils, such as 12.50.")]
    TooManyDecimals,
    /// It has more than 12 digits before the point.
    #[error("The amount is too large. At most 12 digits before the point.")]
    TooLarge,
}

impl AmountError {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "amount_empty",
            Self::NotANumber => "amount_not_a_number",
            Self::InnerSpace => "amount_inner_space",
            Self::Zero => "amount_zero",
            Self::Negative => "amount_negative",
            Self::TooManyDecimals => "amount_too_many_decimals",
            Self::TooLarge => "amount_too_large",
        }
    }
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount: 999,999,999,999.99 AED.
    pub const MAX: Self = Self(LIMIT_FILS - 1);

    /// An amount of whole fils.
    ///
    /// # Errors
    /// [`AmountError::Negative`] or [`AmountError::TooLarge`].
    pub const fn from_fils(fils: i64) -> Result<Self, AmountError> {
        if fils < 0 {
            return Err(AmountError::Negative);
        }
        if fils >= LIMIT_FILS {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(fils))
    }

    /// The amount in whole fils.
    pub const fn fils(self) -> i64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or `None` above the largest amount.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0
            .checked_add(other.0)
            .and_then(|fils| Self::from_fils(fils).ok())
    }

    /// The difference, or `None` below zero.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0
            .checked_sub(other.0)
            .and_then(|fils| Self::from_fils(fils).ok())
    }

    /// Reads what a person typed: spaces around it, Arabic digits, and thousands in groups of three are fine; more than
    /// zero, at most two decimals, at most 12 digits before the point.
    ///
    /// # Errors
    /// An [`AmountError`] that says what to do.
    pub fn parse_entry(text: &str) -> Result<Self, AmountError> {
        let amount = Self::parse_plain(text)?;
        if amount.is_zero() {
            Err(AmountError::Zero)
        } else {
            Ok(amount)
        }
    }

    fn parse_plain(text: &str) -> Result<Self, AmountError> {
        let text: String = text.trim().chars().map(latin).collect();
        if text.is_empty() {
            return Err(AmountError::Empty);
        }
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        if digits.chars().any(char::is_whitespace) {
            return Err(AmountError::InnerSpace);
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = ungroup(whole)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit())
            || (whole.is_empty() && fraction.is_empty())
        {
            return Err(AmountError::NotANumber);
        }
        if negative {
            return Err(AmountError::Negative);
        }
        if fraction.len() > 2 {
            return Err(AmountError::TooManyDecimals);
        }
        if whole.trim_start_matches('0').len() > MAX_WHOLE_DIGITS {
            return Err(AmountError::TooLarge);
        }
        let fils = format!("{whole}{fraction:0<2}")
            .parse::<i64>()
            .map_err(|_| AmountError::TooLarge)?;
        Self::from_fils(fils)
    }

    /// The amount with thousands separated, for people: `1,234.50`.
    pub fn grouped(self) -> String {
        let whole = (self.0 / 100).to_string();
        let mut out = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        format!("{out}.{:02}", self.0 % 100)
    }
}

/// Arabic-Indic and Persian digits and separators as their Latin twins; everything else as it is.
fn latin(c: char) -> char {
    let digit = |zero: u32| char::from_digit((c as u32).wrapping_sub(zero), 10);
    match c {
        '\u{0660}'..='\u{0669}' => digit(0x0660).unwrap_or(c),
        '\u{06F0}'..='\u{06F9}' => digit(0x06F0).unwrap_or(c),
        '\u{066B}' => '.',
        '\u{066C}' => ',',
        _ => c,
    }
}

/// Digits without their thousands separators, which must stand before groups of exactly three.
fn ungroup(whole: &str) -> Result<String, AmountError> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let well_grouped = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    if !digits(first) || !rest.iter().all(|group| digits(group)) || !well_grouped {
        return Err(AmountError::NotANumber);
    }
    Ok(format!("{first}{}", rest.concat()))
}

impl fmt::Display for Money {
    /// Decimal text with two places and no separators: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl TryFrom<i64> for Money {
    type Error = AmountError;
    fn try_from(fils: i64) -> Result<Self, AmountError> {
        Self::from_fils(fils)
    }
}

impl From<Money> for i64 {
    fn from(money: Money) -> Self {
        money.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fils(text: &str) -> i64 {
        Money::parse_entry(text).unwrap().fils()
    }

    #[test]
    fn people_write_amounts_in_many_ways() {
        for (text, expected) in [
            ("12.50", 1250),
            ("  12.5 ", 1250),
            ("٣٫٥٠", 350),
            ("۳٫۵", 350),
            ("1,234.50", 123_450),
            ("١٬٢٣٤٫٥٠", 123_450),
            ("1234", 123_400),
            (".05", 5),
            ("7.", 700),
            ("000000000000012.00", 1200),
            ("999,999,999,999.99", 99_999_999_999_999),
        ] {
            assert_eq!(fils(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", AmountError::Empty),
            ("   ", AmountError::Empty),
            ("0", AmountError::Zero),
            ("0.00", AmountError::Zero),
            ("-5", AmountError::Negative),
            ("1.234", AmountError::TooManyDecimals),
            ("1000000000000", AmountError::TooLarge),
            ("99999999999999999999999999", AmountError::TooLarge),
            ("twelve", AmountError::NotANumber),
            ("1 234.50", AmountError::InnerSpace),
            ("12,50", AmountError::NotANumber),
            ("1,2345", AmountError::NotANumber),
            ("1.2.3", AmountError::NotANumber),
            (".", AmountError::NotANumber),
            ("1e3", AmountError::NotANumber),
            ("+5", AmountError::NotANumber),
            ("-", AmountError::NotANumber),
            (",123", AmountError::NotANumber),
        ] {
            assert_eq!(Money::parse_entry(text), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(fils in 1..LIMIT_FILS) {
            let money = Money::from_fils(fils).unwrap();
            prop_assert_eq!(Money::parse_entry(&money.to_string()), Ok(money));
            prop_assert_eq!(Money::parse_entry(&money.grouped()), Ok(money));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(money) = Money::parse_entry(&text) {
                prop_assert!(money.fils() > 0 && money.fils() < LIMIT_FILS);
            }
        }

        #[test]
        fn sums_stay_in_range(a in 0..LIMIT_FILS, b in 0..LIMIT_FILS) {
            let (a, b) = (Money::from_fils(a).unwrap(), Money::from_fils(b).unwrap());
            match a.checked_add(b) {
                Some(sum) => prop_assert_eq!(sum.checked_sub(b), Some(a)),
                None => prop_assert!(a.fils() + b.fils() >= LIMIT_FILS),
            }
        }
    }
}
