//! What an order says of its sale, beyond the amount: for the customer's phone and PayBy's portal. It decides nothing.

use serde::{Deserialize, Serialize};

use crate::Money;

/// What an order says of its sale. Every field may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The subject in Arabic; PayBy takes 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_ar: Option<String>,
    /// The VAT inside the order's amount. Missing where the order pays for a part of its sale only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat: Option<Money>,
    /// The tip inside the order's amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tip: Option<Money>,
    /// The goods: the first line, or a summary of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<Goods>,
    /// Who charges, as PayBy's operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

/// The goods of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goods {
    /// The shop's code of the first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What they are called.
    pub name: String,
    /// Their category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The price of one, where there is one price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How many; missing for goods that are weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u64>,
}
