//! What screens and commands show of the counter. Whole and ready to show: nothing is computed from it outside.

mod basket;
mod sale;
mod shift;

pub use basket::{BasketView, LineView, ParkedView, UnitCode, VatCode};
pub use sale::{
    PaymentView, ProofCode, ReceiptKindCode, ReceiptRowView, ReturnState, ReturnView, ReturnWay,
    ReturnableLine, ReturnableView, SaleStatus, SaleView, TenderCode,
};
pub(crate) use shift::moves;
pub use shift::{CashMoveCode, CashRowView, OpenThings, ShiftView};

use fils_order::{Money, SignedMoney};

/// An amount that may be below nothing, with thousands separated: `-1,234.50`.
pub fn signed_text(amount: SignedMoney) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    format!("{sign}{}", size_text(amount))
}

/// The size of an amount that may be below nothing, without its sign.
pub fn size_text(amount: SignedMoney) -> String {
    Money::from_fils(amount.0.saturating_abs())
        .unwrap_or(Money::MAX)
        .grouped()
}
