//! How a sale is paid, and the one function every sale's status comes from.

mod cash;

pub use cash::{
    CASH_STEP_FILS, CashBack, CashRounding, CashTaken, TenderError, cash, cash_back, quick_amounts,
};

use fils_order::{Money, OrderNumber, SignedMoney};
use serde::{Deserialize, Serialize};

/// What a payment is made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Tender {
    /// Notes and coins. `given − change = amount + tip + rounding` stays in the drawer.
    Cash {
        /// What the customer handed over.
        given: Money,
        /// What went back.
        change: Money,
        /// What rounding added: nothing or less to a sale, and up or down to money back.
        #[serde(default)]
        rounding: SignedMoney,
    },
    /// PayBy's wallet, by our QR or by the customer's code.
    Wallet {
        /// The attempt.
        order: OrderNumber,
    },
}

/// What is known of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The money is here: cash in the drawer, or a signed proof of PayBy.
    Proved,
    /// Nobody knows yet. It may still be paid.
    UnderWay,
    /// Proved that it was not paid.
    NotPaid,
    /// It was paid, and all of it has gone back, because the sale was not to be paid by it (paid late, or twice).
    Returned,
}

/// One payment of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What it is made with.
    pub tender: Tender,
    /// What it pays of the sale's total, without the tip.
    pub amount: Money,
    /// What comes on top for the staff. An order of the wallet charges `amount + tip`.
    #[serde(default)]
    pub tip: Money,
    /// What is known of it.
    pub proof: Proof,
}

impl Payment {
    /// A payment without a tip.
    pub fn new(tender: Tender, amount: Money, proof: Proof) -> Self {
        Self {
            tender,
            amount,
            tip: Money::ZERO,
            proof,
        }
    }
}

impl CashTaken {
    /// The payment it makes.
    pub fn payment(self) -> Payment {
        let tender = Tender::Cash {
            given: self.given,
            change: self.change,
            rounding: self.rounding,
        };
        Payment::new(tender, self.towards, Proof::Proved)
    }
}

impl CashBack {
    /// The money back it makes, as [`crate::receipt::Receipt::refund`] takes it.
    pub fn payment(self) -> Payment {
        let tender = Tender::Cash {
            given: self.handed,
            change: Money::ZERO,
            rounding: self.rounding,
        };
        Payment::new(tender, self.amount, Proof::Proved)
    }
}

/// Where a sale stands. Goods leave only on [`Status::Paid`] and [`Status::Overpaid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is proved.
    Open,
    /// A part is proved.
    PartlyPaid,
    /// Proved payments cover it to the fils.
    Paid,
    /// Proved payments come to more than it: a person decides what goes back.
    Overpaid,
}

impl Status {
    /// Whether proved payments cover the sale.
    pub const fn is_complete(self) -> bool {
        match self {
            Self::Paid | Self::Overpaid => true,
            Self::Open | Self::PartlyPaid => false,
        }
    }
}

/// Where a sale stands, in figures. `paid + due = total + over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// What is proved.
    pub paid: Money,
    /// What may still be paid by attempts nobody knows the end of.
    pub under_way: Money,
    /// What is not proved: total − paid, never below nothing. What another tender can be asked for.
    pub due: Money,
    /// What is proved above the total.
    pub over: Money,
}

/// Where a sale of this total stands, from its payments alone.
///
/// A payment that is not [`Proof::Proved`] pays for nothing. A sale without a proved payment is open, whatever its total: a
/// basket nobody paid for, even an empty one, is not paid; a sale of nothing is completed by a payment of nothing. Sums
/// that no sale can have stop at the largest amount.
pub fn standing(total: Money, payments: &[Payment]) -> Standing {
    let sum = |proof: Proof| -> i128 {
        let of = payments.iter().filter(|payment| payment.proof == proof);
        of.map(|payment| i128::from(payment.amount.fils())).sum()
    };
    let proved = sum(Proof::Proved);
    let owed = i128::from(total.fils());
    let any = payments.iter().any(|p| p.proof == Proof::Proved);
    let status = match proved.cmp(&owed) {
        _ if !any => Status::Open,
        std::cmp::Ordering::Less if proved == 0 => Status::Open,
        std::cmp::Ordering::Less => Status::PartlyPaid,
        std::cmp::Ordering::Equal => Status::Paid,
        std::cmp::Ordering::Greater => Status::Overpaid,
    };
    Standing {
        status,
        paid: clamped(proved),
        under_way: clamped(sum(Proof::UnderWay)),
        due: clamped(owed - proved),
        over: clamped(proved - owed),
    }
}

/// Fils as money, staying at the ends of its range.
fn clamped(fils: i128) -> Money {
    let fils = fils.clamp(0, i128::from(Money::MAX.fils()));
    i64::try_from(fils)
        .ok()
        .and_then(|fils| Money::from_fils(fils).ok())
        .unwrap_or(Money::MAX)
}
