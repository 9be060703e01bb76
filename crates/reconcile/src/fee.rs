//! What PayBy takes for a payment.

use fils_order::Money;
use serde::{Deserialize, Serialize};

/// A rate of PayBy's fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRate {
    /// Whether it is what refunds cost.
    pub refund: bool,
    /// The product it is for; any when not set.
    pub product: Option<String>,
    /// The way of paying it is for; any when not set.
    pub channel: Option<String>,
    /// The part of the amount, in millionths: 15,000 is 1.5 %.
    pub ppm: i64,
}

/// A fee and the VAT on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The fee.
    pub fee: Money,
    /// The VAT on it.
    pub vat: Money,
}
