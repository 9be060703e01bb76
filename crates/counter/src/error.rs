//! Why the counter did not do what was asked. Each sentence says what to do.

use fils_checkout::CheckoutError;
use fils_order::{Money, NumberError, SaleId};
use fils_sale::receipt::ReceiptError;
use fils_sale::returns::ReturnError;
use fils_sale::tender::TenderError;
use fils_sale::{QuantityError, SaleError};
use fils_store::StoreError;

/// Why the counter did not do what was asked; nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CounterError {
    /// The basket does not take that.
    #[error(transparent)]
    Sale(#[from] SaleError),
    /// A quantity does not fit.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// The payment does not fit.
    #[error(transparent)]
    Tender(#[from] TenderError),
    /// A receipt cannot be made.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// That cannot be given back.
    #[error(transparent)]
    Return(#[from] ReturnError),
    /// The driver of payments refused.
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    /// The books.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A number does not fit.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// There is nothing in the basket.
    #[error("The basket is empty. Add something first.")]
    BasketEmpty,
    /// Nothing is to be paid.
    #[error("The total is 0.00, so there is nothing to pay. Change a price or a discount first.")]
    NothingToPay,
    /// There is nothing to undo.
    #[error("There is nothing to undo.")]
    NothingToUndo,
    /// No such basket is parked.
    #[error("That basket is not parked any more. Look at the list again.")]
    NotParked,
    /// No such sale.
    #[error("There is no sale {0} on this till. Check the number.")]
    NoSuchSale(SaleId),
    /// No such receipt.
    #[error(
        "There is no receipt for {0} on this till. Check the number, or finish the sale first."
    )]
    NoSuchReceipt(String),
    /// The sale is complete already.
    #[error("The sale is paid and has its receipt. Start a new one.")]
    SaleComplete,
    /// The sale was given up.
    #[error("The sale is void. Start a new one.")]
    SaleVoid,
    /// Something of the sale is paid.
    #[error("{paid} AED of this sale is paid already. Give that back first, or take the rest.")]
    SalePaid {
        /// What is paid.
        paid: Money,
    },
    /// A wallet payment could still be made.
    #[error(
        "A wallet payment for this sale is still open. Wait until PayBy has confirmed that it is closed."
    )]
    WalletOpen,
    /// There is no cash to give back.
    #[error("No cash was taken for this sale.")]
    NoCash,
    /// A shift is open.
    #[error("A shift is open already. Close it first.")]
    ShiftOpen,
    /// No shift is open.
    #[error("No shift is open. Open one first.")]
    NoShift,
    /// A reason is missing.
    #[error("Say why in a few words: the reason is kept.")]
    ReasonMissing,
    /// A reason does not fit.
    #[error("The reason has {length} characters; at most 64 are possible. Shorten it.")]
    ReasonTooLong {
        /// Its length in characters.
        length: usize,
    },
    /// More than what is due was to be asked for.
    #[error("Only {due} AED of this sale is left to pay. Enter at most that.")]
    MoreThanDue {
        /// What is due.
        due: Money,
    },
    /// Tips are off.
    #[error("Tips are off. Switch them on in the settings first.")]
    TipsOff,
    /// The sale is not complete.
    #[error(
        "The sale is not complete, so there is nothing to take back. Give its payments back, or finish it."
    )]
    NotComplete,
    /// A refund of the order is not final.
    #[error("A refund of this payment is still under way. Wait until PayBy has confirmed it.")]
    RefundUnderWay,
    /// The sale does not hold too much.
    #[error("This sale holds no more than it should. There is nothing to give back.")]
    NothingOver,
    /// The count is too large.
    #[error("The count is larger than any drawer. Check the numbers.")]
    CountTooLarge,
    /// The money cannot go back to a wallet.
    #[error(
        "That wallet payment does not have {amount} AED left to refund. Give back less, or cash."
    )]
    NoWalletToRefund {
        /// What was to go back.
        amount: Money,
    },
    /// What is stored cannot be read.
    #[error(
        "What is stored about {what} cannot be read ({why}): keep the data folder and report this."
    )]
    Record {
        /// About what.
        what: String,
        /// What is wrong with it.
        why: String,
    },
}

impl CounterError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sale(error) => error.code(),
            Self::Quantity(error) => error.code(),
            Self::Tender(error) => error.code(),
            Self::Receipt(error) => error.code(),
            Self::Return(error) => error.code(),
            Self::Checkout(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Number(_) => "bad_number",
            Self::BasketEmpty => "basket_empty",
            Self::NothingToPay => "nothing_to_pay",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NotParked => "not_parked",
            Self::NoSuchSale(_) => "no_such_sale",
            Self::NoSuchReceipt(_) => "no_such_receipt",
            Self::SaleComplete => "sale_complete",
            Self::SaleVoid => "sale_void",
            Self::SalePaid { .. } => "sale_paid",
            Self::WalletOpen => "wallet_open",
            Self::NoCash => "no_cash",
            Self::ShiftOpen => "shift_open",
            Self::NoShift => "no_shift",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong { .. } => "reason_too_long",
            Self::MoreThanDue { .. } => "more_than_due",
            Self::TipsOff => "tips_off",
            Self::NotComplete => "not_complete",
            Self::RefundUnderWay => "refund_under_way",
            Self::NothingOver => "nothing_over",
            Self::CountTooLarge => "count_too_large",
            Self::NoWalletToRefund { .. } => "no_wallet_to_refund",
            Self::Record { .. } => "db_record",
        }
    }
}
