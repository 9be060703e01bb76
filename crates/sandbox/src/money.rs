//! Exact money: integer fils inside, a JSON number with two decimals on the wire.

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount of money in fils (hundredths of a dirham).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fils(pub i64);

impl Fils {
    /// The amount as decimal text with two decimals, such as `12.30`.
    pub fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fils = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fils / 100, fils % 100)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Reads a decimal number exactly. At most 12 digits before and 2 after the point
    /// (PayBy's public documentation, type Money).
    fn read(text: &str) -> Option<Self> {
        let number = Decimal::from_str(text)
            .or_else(|_| Decimal::from_scientific(text))
            .ok()?
            .normalize();
        if number.scale() > 2 {
            return None;
        }
        let fils = number.checked_mul(Decimal::ONE_HUNDRED)?.to_i64()?;
        (fils.unsigned_abs() < 100_000_000_000_000).then_some(Self(fils))
    }
}

/// An amount as it stands in JSON on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WireAmount(pub(crate) Fils);

impl Serialize for WireAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.text())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WireAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let number = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(text);
        Fils::read(number)
            .map(Self)
            .ok_or_else(|| D::Error::custom("not an amount with at most 12 digits and 2 decimals"))
    }
}

/// `{"amount": 12.30, "currency": "AED"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Money {
    pub(crate) amount: WireAmount,
    pub(crate) currency: String,
}

impl Money {
    pub(crate) fn new(amount: Fils, currency: &str) -> Self {
        Self {
            amount: WireAmount(amount),
            currency: currency.to_owned(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn writes_two_decimals_and_reads_every_exact_spelling() {
        for (json, fils) in [
            ("12.30", 1230),
            ("12.3", 1230),
            ("\"12.30\"", 1230),
            ("1.23e1", 1230),
            ("0.010", 1),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            let read: WireAmount = serde_json::from_str(json).unwrap();
            assert_eq!(read.0, Fils(fils), "{json}");
        }
        assert_eq!(
            serde_json::to_string(&WireAmount(Fils(1230))).unwrap(),
            "12.30"
        );
        assert_eq!(Fils(-5).text(), "-0.05");
        for json in ["12.345", "1e13", "\"x\"", "null", "true"] {
            assert!(serde_json::from_str::<WireAmount>(json).is_err(), "{json}");
        }
    }
}
