//! What is taken off a line or a sale.

use fils_order::Money;
use serde::{Deserialize, Serialize};

use crate::SaleError;
use crate::apportion::{half_up, money};

/// All of it: 100 %.
pub const MAX_BASIS_POINTS: u16 = 10_000;

/// A discount on a line or on the whole sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// So much money, at most what there is to take it off.
    Amount(Money),
    /// So many basis points (hundredths of a percent), 1 to [`MAX_BASIS_POINTS`].
    Percent(u16),
}

impl Discount {
    /// Reads what a person typed: `10%`, `12.5 %` or an amount such as `5.00`, in Latin or Arabic digits.
    ///
    /// # Errors
    /// [`SaleError::NotADiscount`], [`SaleError::PercentOutOfRange`].
    pub fn parse_entry(text: &str) -> Result<Self, SaleError> {
        let not = || SaleError::NotADiscount(text.trim().to_owned());
        let latin: String = text
            .trim()
            .chars()
            .map(crate::quantity::latin)
            .map(|c| if c == '٪' { '%' } else { c })
            .collect();
        let Some(percent) = latin.strip_suffix('%') else {
            return Money::parse_entry(&latin)
                .map(Self::Amount)
                .map_err(|_| not());
        };
        let (whole, part) = percent
            .trim()
            .split_once('.')
            .unwrap_or((percent.trim(), "0"));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || part.is_empty() || part.len() > 2 || !digits(whole) || !digits(part)
        {
            return Err(not());
        }
        let points = format!("{whole}{part:0<2}")
            .parse()
            .map_err(|_| SaleError::PercentOutOfRange)?;
        if !(1..=MAX_BASIS_POINTS).contains(&points) {
            return Err(SaleError::PercentOutOfRange);
        }
        Ok(Self::Percent(points))
    }

    /// What it takes off `gross`, half up to the fils, never more than `gross`.
    pub fn off(self, gross: Money) -> Money {
        match self {
            Self::Amount(amount) => amount.min(gross),
            Self::Percent(basis_points) => {
                let points = basis_points.min(MAX_BASIS_POINTS);
                money(half_up(
                    gross.fils(),
                    i64::from(points),
                    i64::from(MAX_BASIS_POINTS),
                ))
                .unwrap_or(gross)
            }
        }
    }

    /// Whether a person may ask for it on `gross`.
    ///
    /// # Errors
    /// [`SaleError::DiscountNothing`], [`SaleError::DiscountTooLarge`] or [`SaleError::PercentOutOfRange`].
    pub fn check(self, gross: Money) -> Result<(), SaleError> {
        match self {
            Self::Amount(amount) if amount.is_zero() => Err(SaleError::DiscountNothing),
            Self::Amount(amount) if amount > gross => Err(SaleError::DiscountTooLarge {
                most: gross.grouped(),
            }),
            Self::Percent(points) if !(1..=MAX_BASIS_POINTS).contains(&points) => {
                Err(SaleError::PercentOutOfRange)
            }
            Self::Amount(_) | Self::Percent(_) => Ok(()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn fils(fils: i64) -> Money {
        Money::from_fils(fils).unwrap()
    }

    #[test]
    fn a_discount_is_read_as_people_type_it() {
        let read = |text: &str| Discount::parse_entry(text).map_err(|error| error.code());
        assert_eq!(read("10%"), Ok(Discount::Percent(1000)));
        assert_eq!(read(" 12.5 % "), Ok(Discount::Percent(1250)));
        assert_eq!(read("٥٪"), Ok(Discount::Percent(500)));
        assert_eq!(read("5"), Ok(Discount::Amount(fils(500))));
        assert_eq!(read("0.25"), Ok(Discount::Amount(fils(25))));
        assert_eq!(read("100%"), Ok(Discount::Percent(10_000)));
        for (text, code) in [
            ("0%", "percent_out_of_range"),
            ("101%", "percent_out_of_range"),
            ("999999%", "percent_out_of_range"),
            ("1.234%", "not_a_discount"),
            ("-1%", "not_a_discount"),
            ("%", "not_a_discount"),
            ("ten", "not_a_discount"),
        ] {
            assert_eq!(read(text), Err(code), "{text}");
        }
    }

    #[test]
    fn a_percentage_rounds_half_up_and_never_takes_more_than_there_is() {
        assert_eq!(Discount::Percent(1000).off(fils(1005)), fils(101));
        assert_eq!(Discount::Percent(1000).off(fils(1004)), fils(100));
        assert_eq!(Discount::Percent(10_000).off(fils(999)), fils(999));
        assert_eq!(Discount::Percent(u16::MAX).off(fils(999)), fils(999));
    }

    #[test]
    fn an_amount_stops_at_what_there_is() {
        assert_eq!(Discount::Amount(fils(500)).off(fils(300)), fils(300));
    }

    #[test]
    fn a_discount_that_makes_no_sense_is_refused() {
        let code = |discount: Discount| discount.check(fils(300)).map_err(|e| e.code());
        assert_eq!(code(Discount::Amount(Money::ZERO)), Err("discount_nothing"));
        assert_eq!(code(Discount::Amount(fils(301))), Err("discount_too_large"));
        assert_eq!(code(Discount::Percent(0)), Err("percent_out_of_range"));
        assert_eq!(code(Discount::Percent(10_001)), Err("percent_out_of_range"));
        assert_eq!(code(Discount::Amount(fils(300))), Ok(()));
        assert_eq!(code(Discount::Percent(10_000)), Ok(()));
    }
}
