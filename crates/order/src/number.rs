//! The numbers that name orders, refunds and sales.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::UtcMs;

/// Longest merchant order number that PayBy takes.
pub const MAX_NUMBER_LEN: usize = 64;
/// Longest till prefix; it leaves room for time and randomness.
const MAX_PREFIX_LEN: usize = 16;
/// Letters and digits that people do not mistake for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a text cannot be a number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Empty, too long, or with characters PayBy does not take.
    #[error("“{0}” is not an order number. It has 1 to 64 letters, digits, - or _.")]
    NotANumber(String),
    /// A till prefix that would not fit.
    #[error("“{0}” cannot be a till prefix. Use 1 to 16 letters, digits, - or _.")]
    BadPrefix(String),
}

fn fits(text: &str, max: usize) -> bool {
    !text.is_empty()
        && text.len() <= max
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// `prefix` + kind + UTC time + 10 random letters (50 bits): unique even when an old backup is restored, because it rests on no
/// counter.
fn make(prefix: &str, kind: &str, now: UtcMs, random: u64) -> Result<String, NumberError> {
    if !fits(prefix, MAX_PREFIX_LEN) {
        return Err(NumberError::BadPrefix(prefix.to_owned()));
    }
    let letters: String = (0..10)
        .map(|place| {
            let index = usize::try_from((random >> (5 * place)) & 31).unwrap_or_default();
            char::from(ALPHABET[index])
        })
        .collect();
    Ok(format!(
        "{prefix}-{kind}{}-{letters}",
        now.to_utc().format("%Y%m%dT%H%M%S")
    ))
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Makes a new one from the till's prefix, the time, and 50 random bits.
            ///
            /// # Errors
            /// [`NumberError::BadPrefix`].
            pub fn make(prefix: &str, now: UtcMs, random: u64) -> Result<Self, NumberError> {
                make(prefix, $kind, now, random).map(Self)
            }

            /// The number as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The last six characters, which people compare by eye.
            pub fn short(&self) -> &str {
                &self.0[self.0.len().saturating_sub(6)..]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NumberError;
            fn from_str(text: &str) -> Result<Self, NumberError> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = NumberError;
            fn try_from(text: String) -> Result<Self, NumberError> {
                if fits(&text, MAX_NUMBER_LEN) { Ok(Self(text)) } else { Err(NumberError::NotANumber(text)) }
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }
    };
}

number!(
    /// A merchant order number: names one payment attempt, ours and PayBy's, forever.
    OrderNumber,
    ""
);
number!(
    /// A merchant refund number: names one refund, forever.
    RefundNumber,
    "R"
);
number!(
    /// Names a sale: what the customer buys, however many attempts it takes to pay for it.
    SaleId,
    "S"
);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_tells_its_till_and_time() {
        let number = OrderNumber::make("T1", UtcMs(1_795_213_800_000), 0).unwrap();
        assert_eq!(number.as_str(), "T1-20261120T223000-0000000000");
        assert_eq!(number.short(), "000000");
    }

    #[test]
    fn a_prefix_must_fit() {
        assert!(OrderNumber::make("", UtcMs(0), 1).is_err());
        assert!(OrderNumber::make("a b", UtcMs(0), 1).is_err());
        assert!(OrderNumber::make(&"x".repeat(17), UtcMs(0), 1).is_err());
    }

    proptest! {
        #[test]
        fn every_number_made_is_one_payby_takes(prefix in "[A-Za-z0-9_-]{1,16}", at in 0..4_000_000_000_000_i64, random: u64) {
            let number = OrderNumber::make(&prefix, UtcMs(at), random).unwrap();
            prop_assert_eq!(number.as_str().parse::<OrderNumber>().unwrap(), number);
        }

        #[test]
        fn different_randomness_gives_different_numbers(a in 0..(1_u64 << 50), b in 0..(1_u64 << 50)) {
            prop_assume!(a != b);
            prop_assert_ne!(OrderNumber::make("T", UtcMs(0), a).unwrap(), OrderNumber::make("T", UtcMs(0), b).unwrap());
        }
    }
}
