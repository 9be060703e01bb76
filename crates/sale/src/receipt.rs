//! What a receipt says, before anybody draws it: the simplified tax invoice and the tax credit note.
//!
//! A shop that is not registered for VAT must print neither those words nor any VAT. So a receipt of such a shop holds no VAT at all:
//! [`Receipt::vat`] and [`ReceiptLine::vat`] are there exactly when the shop is registered.

mod make;

pub use make::{Head, ReceiptError};

use fils_order::{Money, OrderNumber, SignedMoney, UtcMs};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{ClassTotal, Quantity, Unit, VatClass};

/// Which paper it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Goods for money.
    Sale,
    /// Money back. It names the receipt of the sale.
    Refund,
}

/// The shop, as it was when the receipt was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Shop {
    /// The name in English, or the only one.
    pub name: String,
    /// The name in Arabic.
    pub name_ar: Option<String>,
    /// The address in English; several lines are possible.
    pub address: String,
    /// The address in Arabic.
    pub address_ar: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The tax registration number. A shop that has none is not registered for VAT.
    pub trn: Option<String>,
    /// A word at the end, in English.
    pub footer: Option<String>,
    /// The same in Arabic.
    pub footer_ar: Option<String>,
}

impl Shop {
    /// Whether it is registered for VAT: it has a tax registration number.
    pub fn is_registered(&self) -> bool {
        self.trn
            .as_deref()
            .is_some_and(|trn| !trn.trim().is_empty())
    }
}

/// A tax registration number that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "A tax registration number (TRN) has 15 digits. Copy it from the registration certificate."
)]
pub struct TrnError;

impl TrnError {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        "trn_not_15_digits"
    }
}

/// Reads a tax registration number that a person typed: 15 digits, Arabic ones and spaces or dashes between them too.
///
/// # Errors
/// [`TrnError`].
pub fn check_trn(text: &str) -> Result<String, TrnError> {
    let digits: String = text
        .chars()
        .map(crate::quantity::latin)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if digits.len() == 15 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(TrnError)
    }
}

/// The VAT of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineVat {
    /// How it is taxed.
    pub class: VatClass,
    /// The VAT inside the line's charge.
    pub amount: Money,
}

/// The VAT of the whole receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vat {
    /// The VAT inside [`Receipt::total`].
    pub amount: Money,
    /// The same by class; the classes that occur.
    pub by_class: Vec<ClassTotal>,
}

/// One line. `gross − discount = total`; the lines' totals add up to [`Receipt::subtotal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// The shop's code of what is sold.
    #[serde(default)]
    pub code: Option<String>,
    /// What it is called, in English or the only language.
    pub name: String,
    /// The name in Arabic.
    #[serde(default)]
    pub name_ar: Option<String>,
    /// How much; none where a credit note gives back money and no goods.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// What the price is for.
    pub unit: Unit,
    /// The price of one; none on a credit note, which says what goes back.
    #[serde(default)]
    pub price: Option<Money>,
    /// Price × quantity.
    pub gross: Money,
    /// The line's own discount.
    pub discount: Money,
    /// What the line comes to before the discount on the sale.
    pub total: Money,
    /// The VAT inside what is charged for the line, which is its total less its share of the discount on the sale. Only where the shop
    /// is registered.
    #[serde(default)]
    pub vat: Option<LineVat>,
    /// A word about the line.
    #[serde(default)]
    pub note: Option<String>,
}

/// How a payment was made, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PaidBy {
    /// Notes and coins.
    Cash {
        /// What was handed over: by the customer for a sale, to the customer for a refund.
        given: Money,
        /// What the customer got back.
        change: Money,
    },
    /// PayBy's wallet.
    Wallet {
        /// The order that was paid, or is refunded.
        order: OrderNumber,
    },
}

/// One payment of a sale, or one way money goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPayment {
    /// How.
    pub by: PaidBy,
    /// What moved: the amount and the tip, after rounding.
    pub amount: Money,
}

/// A receipt. Of a sale: `subtotal − sale_discount = total` and `total + rounding + tips + over = the payments' amounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which paper it is.
    pub kind: Kind,
    /// Its number: the till's sequence, without gaps.
    pub number: String,
    /// The number of the receipt that a credit note belongs to.
    #[serde(default)]
    pub original: Option<String>,
    /// The shop.
    pub shop: Shop,
    /// When the sale was completed, or the money went back.
    pub at: UtcMs,
    /// The till's name.
    pub till: String,
    /// Who sold, as customers may read it.
    pub cashier: String,
    /// The wallet's orders that paid, or are refunded.
    #[serde(default)]
    pub order_numbers: Vec<OrderNumber>,
    /// The lines.
    pub lines: Vec<ReceiptLine>,
    /// The sum of the lines' totals.
    pub subtotal: Money,
    /// The discount on the whole sale.
    #[serde(default)]
    pub sale_discount: Money,
    /// What was owed, or goes back.
    pub total: Money,
    /// The VAT inside `total`. Only where the shop is registered.
    #[serde(default)]
    pub vat: Option<Vat>,
    /// What cash rounding added; printed on a line of its own when it is not zero.
    #[serde(default)]
    pub rounding: SignedMoney,
    /// What came on top for the staff.
    #[serde(default)]
    pub tips: Money,
    /// What was paid above the total, when an attempt was paid that was thought closed.
    #[serde(default)]
    pub over: Money,
    /// How it was paid.
    pub payments: Vec<ReceiptPayment>,
    /// The change of all payments.
    #[serde(default)]
    pub change: Money,
    /// A word about the sale.
    #[serde(default)]
    pub note: Option<String>,
    /// What the QR holds: the number a person looks the sale up by.
    #[serde(default)]
    pub qr: Option<String>,
    /// Whether it is a reprint.
    #[serde(default)]
    pub copy: bool,
    /// Whether it was made in training, and is worth nothing.
    #[serde(default)]
    pub training: bool,
}

impl Receipt {
    /// The title in English, by the rules of the UAE's VAT.
    pub fn title_en(&self) -> &'static str {
        match (self.kind, self.shop.is_registered()) {
            (Kind::Sale, true) => "Tax Invoice",
            (Kind::Refund, true) => "Tax Credit Note",
            (Kind::Sale, false) => "Receipt",
            (Kind::Refund, false) => "Refund",
        }
    }

    /// The title in Arabic.
    pub fn title_ar(&self) -> &'static str {
        match (self.kind, self.shop.is_registered()) {
            (Kind::Sale, true) => "فاتورة ضريبية",
            (Kind::Refund, true) => "إشعار دائن ضريبي",
            (Kind::Sale, false) => "إيصال",
            (Kind::Refund, false) => "إيصال استرداد",
        }
    }

    /// Whether VAT and the tax registration number may be printed.
    pub fn shows_vat(&self) -> bool {
        self.shop.is_registered() && self.vat.is_some()
    }

    /// The same paper as a reprint.
    #[must_use]
    pub fn as_copy(&self) -> Self {
        Self {
            copy: true,
            ..self.clone()
        }
    }
}
