//! What selling asks and answers, where the counter has no view of its own.

use fils_checkout::view::{MoneyView, OrderView};
use fils_counter::view::{BasketView, ParkedView, SaleView};
use fils_home::printing::PrintView;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::products::ProductView;

/// What a scanned or typed code meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum ScanView {
    /// A product, which is in the basket now.
    Added {
        /// With it.
        basket: BasketView,
    },
    /// A product whose price the cashier enters.
    WantsPrice {
        /// The product.
        product: ProductView,
    },
    /// A product that is weighed, and the code has no weight.
    WantsWeight {
        /// The product.
        product: ProductView,
    },
    /// A product, while a sale is being paid: nothing was added.
    Product {
        /// The product.
        product: ProductView,
    },
    /// No product.
    Unknown {
        /// What was scanned.
        code: String,
    },
    /// A code that cannot be right.
    BadCode {
        /// What was scanned.
        code: String,
        /// What is wrong with it.
        message: String,
    },
    /// A receipt of this till, or an order on one.
    Receipt {
        /// Its number.
        number: String,
        /// Its sale.
        sale: String,
    },
    /// A code from a customer's wallet.
    CustomerCode,
}

/// What taking some cash would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct CashPreview {
    /// What is handed over; null while the text is no amount.
    pub(crate) given: Option<MoneyView>,
    /// What goes back.
    pub(crate) change: Option<MoneyView>,
    /// What would still be due.
    pub(crate) left: Option<MoneyView>,
    /// Why the text is no amount, as a code.
    pub(crate) error: Option<String>,
}

/// Which receipts.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct ReceiptsQuery {
    /// That contain this.
    pub(crate) search: Option<String>,
    /// Of this business day; null is today.
    pub(crate) day: Option<String>,
    /// Of every day.
    pub(crate) all_days: bool,
}

/// A line to give back, or a part of one.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct ReturnedLine {
    /// Its number.
    pub(crate) line: u32,
    /// How much of it.
    pub(crate) quantity: String,
}

/// What to give back.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum ReturnWhat {
    /// All that is left.
    All,
    /// Some of the goods.
    Lines {
        /// Which.
        lines: Vec<ReturnedLine>,
    },
    /// An amount.
    Amount {
        /// How much.
        amount: String,
    },
}

/// Cash that moves without a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MovedCode {
    /// Put in.
    PaidIn,
    /// Taken out for an expense.
    PaidOut,
    /// Taken to the safe.
    Drop,
}

/// A note or a coin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct DenominationView {
    /// What it is worth.
    pub(crate) fils: i64,
    /// The same as text.
    pub(crate) text: String,
    /// Whether it is a note.
    pub(crate) note: bool,
}

/// How many of a note or coin.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct PiecesForm {
    /// What one is worth.
    pub(crate) fils: i64,
    /// How many.
    pub(crate) pieces: u32,
}

/// A drawer as somebody counted it.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct CountForm {
    /// Notes and coins.
    pub(crate) pieces: Vec<PiecesForm>,
    /// Everything else, as a typed amount; empty is nothing.
    pub(crate) loose: String,
}

/// What a count comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct CountView {
    /// What was counted.
    pub(crate) counted: MoneyView,
    /// Counted less expected.
    pub(crate) difference_fils: i64,
    /// Its size, without a sign.
    pub(crate) difference_text: String,
}

/// What is not finished.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct OpenThingsView {
    /// Payments that could still be made.
    pub(crate) orders: Vec<OrderView>,
    /// Sales that are neither complete nor void.
    pub(crate) sales: Vec<SaleView>,
    /// Sales that hold more money than they should.
    pub(crate) overpaid: Vec<SaleView>,
    /// Baskets that were put aside.
    pub(crate) parked: Vec<ParkedView>,
    /// Papers that are not printed, or perhaps not.
    pub(crate) prints: Vec<PrintView>,
    /// What needs a person.
    pub(crate) alerts: u32,
}

/// A setting that may be changed in the window.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct SettingView {
    /// Its name in `config.toml`.
    pub(crate) name: String,
    /// What it is set to.
    pub(crate) value: Option<String>,
    /// What it takes, in words.
    pub(crate) takes: String,
}

/// A setting's new value; null is the shipped one.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct SettingChange {
    /// Which.
    pub(crate) name: String,
    /// What to.
    pub(crate) value: Option<String>,
}

/// A value that would not be taken.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct SettingRefusal {
    /// Of which setting.
    pub(crate) name: String,
    /// What it takes, in words.
    pub(crate) takes: String,
}

/// What the shop has chosen about selling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct SellSettings {
    /// Whether customers are asked for a tip.
    pub(crate) tips: bool,
    /// To how many fils cash is rounded, in the customer's favour; 0 is not at all.
    pub(crate) cash_rounding_fils: u32,
    /// Whether the shop is registered for VAT.
    pub(crate) registered: bool,
    /// Whether there is a screen for the customer.
    pub(crate) display: bool,
}
