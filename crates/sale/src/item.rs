//! What is sold, as it was when it was sold.

use fils_order::Money;
use serde::{Deserialize, Serialize};

use crate::{Unit, VatClass};

/// A product as a sale remembers it: a copy, so that no later change of the catalogue alters what was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The shop's code; none for an amount typed on the keypad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The barcode it was scanned by, in the form [`crate::barcode::normalise`] gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// The name, in English or the only language there is.
    pub name: String,
    /// The name in Arabic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_ar: Option<String>,
    /// The category's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What the price is for.
    #[serde(default)]
    pub unit: Unit,
    /// The price of one piece or kilogram, VAT inside. May be nothing: a gift.
    pub price: Money,
    /// How it is taxed.
    #[serde(default)]
    pub vat: VatClass,
}

impl Item {
    /// An amount without a product, as typed on the keypad.
    pub fn amount(name: impl Into<String>, price: Money, vat: VatClass) -> Self {
        Self {
            code: None,
            barcode: None,
            name: name.into(),
            name_ar: None,
            category: None,
            unit: Unit::Piece,
            price,
            vat,
        }
    }

    /// The same as one piece at the price its label says (a price-in-barcode): the label is what the customer was promised, and
    /// weight × price per kilogram may differ from it by a fils.
    #[must_use]
    pub fn at_label_price(self, price: Money) -> Self {
        Self {
            unit: Unit::Piece,
            price,
            ..self
        }
    }
}
