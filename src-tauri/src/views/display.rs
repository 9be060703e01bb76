//! What the customer's screen shows: whole, and nothing but what one customer may read.

use fils_checkout::qr::Qr;
use fils_checkout::view::MoneyView;
use fils_counter::view::UnitCode;
use serde::{Deserialize, Serialize};
use specta::Type;

/// How far the customer's screen is with its customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DisplayStage {
    /// Nobody is being served.
    #[default]
    Welcome,
    /// Goods are added, or wait to be paid.
    Basket,
    /// There is a QR to scan.
    Pay,
    /// It was scanned, or the customer's code was: the customer confirms on the phone.
    Scanned,
    /// What becomes of the payment is being found out; nothing can be scanned.
    Checking,
    /// It is paid.
    Thanks,
    /// Somebody of the shop has to look at the payment.
    Error,
}

/// A line of what is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct DisplayLine {
    /// Its number in the basket.
    pub(crate) line: u32,
    /// What it is called.
    pub(crate) name: String,
    /// The same in Arabic.
    pub(crate) name_ar: Option<String>,
    /// How much: `2`, `0.350`.
    pub(crate) quantity: String,
    /// Of what.
    pub(crate) unit: UnitCode,
    /// What it comes to, after its own discount.
    pub(crate) total: MoneyView,
}

/// The customer's screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct DisplayView {
    /// How far it is.
    pub(crate) stage: DisplayStage,
    /// The shop.
    pub(crate) shop: String,
    /// The same in Arabic.
    pub(crate) shop_ar: Option<String>,
    /// The languages it speaks at once, the first one first.
    pub(crate) languages: Vec<String>,
    /// Whether no money moves.
    pub(crate) training: bool,
    /// What is bought.
    pub(crate) lines: Vec<DisplayLine>,
    /// The line that was touched last.
    pub(crate) latest: Option<u32>,
    /// What is taken off the whole of it; null when nothing is.
    pub(crate) discount: Option<MoneyView>,
    /// What it costs.
    pub(crate) total: Option<MoneyView>,
    /// What of it is paid; null when nothing is.
    pub(crate) paid: Option<MoneyView>,
    /// What of it is left, when a part is paid.
    pub(crate) due: Option<MoneyView>,
    /// What the wallet is asked for, or was paid.
    pub(crate) amount: Option<MoneyView>,
    /// What goes back to the customer in cash.
    pub(crate) change: Option<MoneyView>,
    /// What to scan, only while it can be paid.
    pub(crate) qr: Option<Qr>,
    /// When the QR began, UTC ms.
    pub(crate) starts_at_ms: Option<i64>,
    /// When the QR ends, UTC ms.
    pub(crate) ends_at_ms: Option<i64>,
}
