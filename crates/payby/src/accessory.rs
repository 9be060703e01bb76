//! What a sale consists of and where it takes place: sent with an order, and found in what PayBy says of it.

use serde::{Deserialize, Serialize};

use crate::amount::Money;
use crate::content::ContentError;
use crate::request::optional;
use crate::tolerant;

/// What a sale consists of and where it takes place. PayBy shows it to the customer and in its statements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessoryContent {
    /// The amount's parts.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub amount_detail: Option<AmountDetail>,
    /// The goods.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub goods_detail: Option<GoodsDetail>,
    /// The till and the shop.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub terminal_detail: Option<TerminalDetail>,
}

/// The parts of an amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AmountDetail {
    /// The goods alone.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub amount: Option<Money>,
    /// The part a discount may apply to.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub discountable_amount: Option<Money>,
    /// The VAT inside.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub vat_amount: Option<Money>,
    /// The tip inside.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub tip_amount: Option<Money>,
}

/// What is sold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GoodsDetail {
    /// The merchant's number of the goods.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub goods_id: Option<String>,
    /// Their name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub goods_name: Option<String>,
    /// Their category.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub goods_category: Option<String>,
    /// The categories above it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub categories_tree: Option<String>,
    /// A description.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub body: Option<String>,
    /// The price of one.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail"
    )]
    pub price: Option<Money>,
    /// How many.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::whole"
    )]
    pub quantity: Option<u64>,
    /// A page that shows them.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub show_url: Option<String>,
}

/// Where a sale takes place; each text up to 200 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TerminalDetail {
    /// The cashier.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub operator_id: Option<String>,
    /// The shop.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub store_id: Option<String>,
    /// The till.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub terminal_id: Option<String>,
    /// The merchant's name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub merchant_name: Option<String>,
    /// The shop's name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "tolerant::detail_text"
    )]
    pub store_name: Option<String>,
}

impl AccessoryContent {
    /// Checks every limit.
    pub(crate) fn check(&self) -> Result<(), ContentError> {
        let Some(terminal) = &self.terminal_detail else {
            return Ok(());
        };
        optional("operatorId", terminal.operator_id.as_ref(), 200)?;
        optional("storeId", terminal.store_id.as_ref(), 200)?;
        optional("terminalId", terminal.terminal_id.as_ref(), 200)?;
        optional("merchantName", terminal.merchant_name.as_ref(), 200)?;
        optional("storeName", terminal.store_name.as_ref(), 200)
    }
}
