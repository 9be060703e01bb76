//! The UAE's VAT, which is inside every price.

use std::fmt;
use std::str::FromStr;

use fils_order::Money;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::apportion::{half_up, money};

/// The standard rate, in percent.
const STANDARD_PERCENT: i64 = 5;

/// How the UAE taxes a product. Written `5`, `0` or `exempt`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub enum VatClass {
    /// The standard rate of 5 %.
    #[default]
    #[serde(rename = "5")]
    Standard,
    /// Taxed at 0 %.
    #[serde(rename = "0")]
    Zero,
    /// Not taxed.
    #[serde(rename = "exempt")]
    Exempt,
}

/// A text names no VAT class.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{0}” is not a VAT class. Write 5, 0 or exempt.")]
pub struct VatClassError(pub String);

impl VatClassError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        "vat_class_unknown"
    }
}

impl VatClass {
    /// Every class, in the order papers list them.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Zero, Self::Exempt];

    /// How files and papers write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "5",
            Self::Zero => "0",
            Self::Exempt => "exempt",
        }
    }

    /// The VAT inside an amount: 5/105 of it, half up to the fils, for the standard class; nothing for the others.
    pub fn vat_within(self, gross: Money) -> Money {
        match self {
            Self::Standard => money(half_up(
                gross.fils(),
                STANDARD_PERCENT,
                100 + STANDARD_PERCENT,
            ))
            .unwrap_or(gross),
            Self::Zero | Self::Exempt => Money::ZERO,
        }
    }
}

impl fmt::Display for VatClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for VatClass {
    type Err = VatClassError;
    /// Reads `5`, `0` or `exempt`; spaces around it, a percent sign and capitals are fine.
    fn from_str(text: &str) -> Result<Self, VatClassError> {
        let plain = text.trim().trim_end_matches('%').trim_end();
        match plain.to_ascii_lowercase().as_str() {
            "5" | "5.0" | "5.00" => Ok(Self::Standard),
            "0" | "0.0" | "0.00" => Ok(Self::Zero),
            "exempt" => Ok(Self::Exempt),
            _ => Err(VatClassError(text.to_owned())),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn within(fils: i64) -> i64 {
        VatClass::Standard
            .vat_within(Money::from_fils(fils).unwrap())
            .fils()
    }

    #[test]
    fn standard_vat_is_five_of_every_hundred_and_five() {
        for (gross, vat) in [
            (0, 0),
            (10, 0),
            (11, 1),
            (31, 1),
            (32, 2),
            (105, 5),
            (1250, 60),
            (10_500, 500),
            (99_999_999_999_999, 4_761_904_761_905),
        ] {
            assert_eq!(within(gross), vat, "{gross}");
        }
    }

    #[test]
    fn zero_rated_and_exempt_goods_hold_no_vat() {
        let gross = Money::from_fils(10_500).unwrap();
        assert_eq!(VatClass::Zero.vat_within(gross), Money::ZERO);
        assert_eq!(VatClass::Exempt.vat_within(gross), Money::ZERO);
    }

    #[test]
    fn a_class_reads_as_it_is_written() {
        for class in VatClass::ALL {
            assert_eq!(class.as_str().parse(), Ok(class));
            let json = serde_json::to_string(&class).unwrap();
            assert_eq!(json, format!("\"{class}\""));
            assert_eq!(serde_json::from_str::<VatClass>(&json).unwrap(), class);
        }
        assert_eq!(" 5 % ".parse(), Ok(VatClass::Standard));
        assert_eq!("Exempt".parse(), Ok(VatClass::Exempt));
        for text in ["", "15", "5,0", "zero"] {
            assert!(text.parse::<VatClass>().is_err(), "{text}");
        }
    }

    proptest! {
        /// What lets returns take their VAT as differences of the VAT of sums.
        #[test]
        fn vat_never_grows_faster_than_its_amount(a in 0..50_000_000_000_000_i64, b in 0..100_000_i64) {
            let more = within(a + b) - within(a);
            prop_assert!(more >= 0 && more <= b);
        }
    }
}
