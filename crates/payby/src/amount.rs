//! Money on the wire: exact, in fils.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decimal;
use crate::tolerant;

/// The currency PayBy works in.
pub const AED: &str = "AED";
/// The largest amount the wire carries, in fils: 12 digits before the point.
const MAX_FILS: i64 = 99_999_999_999_999;

/// An amount of money in fils (hundredths of a dirham), exact.
///
/// On the wire it is a JSON number with two decimals, at most 12 digits before the point; a number or a string is
/// read, in any form that is exact (PayBy's public documentation, "Money").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// The number is not an amount of money: more than two decimals, more than 12 digits before the point, or no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money with at most 12 digits before the point and 2 after it")]
pub struct AmountError;

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// This many fils.
    pub fn from_fils(fils: i64) -> Result<Self, AmountError> {
        if (-MAX_FILS..=MAX_FILS).contains(&fils) {
            Ok(Self(fils))
        } else {
            Err(AmountError)
        }
    }

    /// The amount in fils.
    pub fn fils(self) -> i64 {
        self.0
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads a decimal as the wire writes it: `12.30`, `12.3`, `1.23E1`, `-5`.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        decimal::scaled(text, 2)
            .ok_or(AmountError)
            .and_then(Self::from_fils)
    }
}

/// Two decimals, no grouping: `1234.50`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fils = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fils / 100, fils % 100)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string())
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::number(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// An amount and its currency, as the wire pairs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// How much.
    pub amount: Amount,
    /// ISO 4217; PayBy only works in `AED`.
    #[serde(deserialize_with = "tolerant::required_text")]
    pub currency: String,
}

impl Money {
    /// This amount in dirham.
    pub fn aed(amount: Amount) -> Self {
        Self {
            amount,
            currency: AED.to_owned(),
        }
    }
}

/// A moment: milliseconds since 1970-01-01 UTC. Read from a number or a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Millis(pub i64);

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = tolerant::number(deserializer)?;
        decimal::scaled(&text, 0)
            .map(Self)
            .ok_or_else(|| D::Error::custom("not a time in milliseconds"))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::{Amount, Millis, Money};

    #[test]
    fn writes_a_number_with_two_decimals() {
        for (fils, text) in [
            (0, "0.00"),
            (1, "0.01"),
            (1230, "12.30"),
            (-5, "-0.05"),
            (99_999_999_999_999, "999999999999.99"),
        ] {
            let amount = Amount::from_fils(fils).unwrap();
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
            assert_eq!(amount.to_string(), text);
        }
        let money = Money::aed(Amount::from_fils(1230).unwrap());
        assert_eq!(
            serde_json::to_string(&money).unwrap(),
            r#"{"amount":12.30,"currency":"AED"}"#
        );
    }

    #[test]
    fn reads_numbers_and_strings() {
        for json in [
            "12.3",
            "12.30",
            "\"12.30\"",
            "\" 12.3 \"",
            "1.23e1",
            "\"1.23E1\"",
        ] {
            let amount: Amount = serde_json::from_str(json).unwrap();
            assert_eq!(amount.fils(), 1230, "{json}");
        }
        let value = serde_json::json!({"amount": 999_999_999_999.99, "currency": "AED"});
        let money: Money = serde_json::from_value(value).unwrap();
        assert_eq!(money.amount.fils(), 99_999_999_999_999);
    }

    #[test]
    fn refuses_what_is_not_money() {
        for json in [
            "12.345",
            "1000000000000.00",
            "true",
            "null",
            "\"\"",
            "\"12,30\"",
            "\"AED 1\"",
            "{}",
            "[1]",
            "1e13",
        ] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
        }
        assert!(Amount::from_fils(100_000_000_000_000).is_err());
        assert!(Amount::from_fils(i64::MIN).is_err());
    }

    #[test]
    fn reads_times_as_numbers_and_strings() {
        for json in [
            "1581493898000",
            "\"1581493898000\"",
            "1581493898000.0",
            "1.581493898e12",
        ] {
            assert_eq!(
                serde_json::from_str::<Millis>(json).unwrap(),
                Millis(1_581_493_898_000)
            );
        }
        assert!(serde_json::from_str::<Millis>("\"2021-01-12\"").is_err());
        assert!(serde_json::from_str::<Millis>("1.5").is_err());
    }

    proptest! {
        #[test]
        fn every_amount_comes_back(fils in -99_999_999_999_999_i64..=99_999_999_999_999) {
            let amount = Amount::from_fils(fils).unwrap();
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
            let quoted = format!("\"{json}\"");
            prop_assert_eq!(serde_json::from_str::<Amount>(&quoted).unwrap(), amount);
        }
    }
}
