//! What happened, as the books have it.

use fils_order::{Money, SignedMoney};
use fils_sale::VatClass;
use serde::{Deserialize, Serialize};

/// What is paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tender {
    /// Notes and coins.
    Cash,
    /// A PayBy wallet.
    Wallet,
}

impl Tender {
    /// Each, in the order papers list them.
    pub const ALL: [Self; 2] = [Self::Cash, Self::Wallet];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Wallet => "wallet",
        }
    }
}

/// Which way goods went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaperKind {
    /// To the customer.
    Sale,
    /// Back to the shop.
    GivenBack,
}

/// One line of a paper. `gross − discount` is what is charged or goes back, with `vat` inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    /// How it is taxed.
    pub class: VatClass,
    /// The product's category; empty without one.
    pub category: String,
    /// Before every discount.
    pub gross: Money,
    /// All discounts, the line's own and its share of the sale's.
    pub discount: Money,
    /// The VAT inside what is charged; nothing where the shop is not registered.
    pub vat: Money,
}

/// A receipt or a credit note; or an amount that was sold without a receipt, as its wallet's proof has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Which way goods went.
    pub kind: PaperKind,
    /// Who sold, or gave back.
    pub by: String,
    /// The hour in Dubai, 0 to 23.
    pub hour: u8,
    /// The lines.
    pub lines: Vec<PaperLine>,
    /// What moved in cash, after rounding; none when no cash is on the paper.
    pub cash: Option<Money>,
    /// What moved by wallet, tips and all; none when no wallet is on the paper.
    pub wallet: Option<Money>,
    /// What cash rounding added.
    pub rounding: SignedMoney,
    /// What came on top for the staff.
    pub tips: Money,
    /// What was paid above the total.
    pub over: Money,
}

/// Why cash moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CashMoved {
    /// What a shift starts with.
    Float,
    /// Put in.
    PaidIn,
    /// Taken out to pay for something.
    PaidOut,
    /// Taken out to the safe.
    Drop,
    /// Paid for a sale, less the change.
    Sale,
    /// Given back before the sale was complete.
    Returned,
    /// Given back for what came back, or because it was too much.
    Refund,
}

impl CashMoved {
    /// Whether it goes into the drawer.
    pub const fn comes_in(self) -> bool {
        match self {
            Self::Float | Self::PaidIn | Self::Sale => true,
            Self::PaidOut | Self::Drop | Self::Returned | Self::Refund => false,
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Goods were sold or came back.
    Paper(Paper),
    /// Cash moved.
    Cash {
        /// Why.
        why: CashMoved,
        /// How much.
        amount: Money,
    },
    /// What an open drawer held when the time that is looked at began.
    Carried(SignedMoney),
    /// A drawer was counted at the end of its shift.
    Counted {
        /// What it should have held.
        expected: SignedMoney,
        /// What it held.
        counted: Money,
    },
    /// PayBy proved that an order is paid.
    Proved(Money),
    /// PayBy proved that a payment was taken back.
    TakenBack(Money),
    /// PayBy proved a refund.
    Refunded(Money),
    /// A payment that this till never asked for was taken over.
    TakenOver(Money),
    /// A sale was given up.
    Void(Money),
    /// The till wanted a wallet's payment closed, or found it closed.
    Cancelled(Money),
}
