//! Cash: what is asked for, change, rounding, and the amounts a cashier taps.

use fils_order::{Money, SignedMoney};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The smallest coin in daily use: 25 fils.
pub const CASH_STEP_FILS: i64 = 25;
/// Notes and sums of notes that customers hand over, in fils.
const ROUND_SUMS: [i64; 8] = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/// Whether cash is rounded to coins there are. Off unless a shop wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CashRounding {
    /// Every fils is asked for.
    #[default]
    Off,
    /// To 25 fils in the customer's favour: down when the customer pays, up when money goes back. Cash only, on a line of its
    /// own.
    #[serde(rename = "nearest_25_in_customers_favour")]
    Nearest25InCustomersFavour,
}

impl CashRounding {
    /// What is asked for in cash where `due` is left.
    pub fn asked(self, due: Money) -> Money {
        match self {
            Self::Off => due,
            Self::Nearest25InCustomersFavour => {
                let odd = due.fils() % CASH_STEP_FILS;
                Money::from_fils(due.fils() - odd).unwrap_or(due)
            }
        }
    }

    /// What is handed back in cash where `amount` is owed to the customer.
    fn handed(self, amount: Money) -> Money {
        match self {
            Self::Off => amount,
            Self::Nearest25InCustomersFavour => {
                let steps = (amount.fils() + CASH_STEP_FILS - 1) / CASH_STEP_FILS;
                Money::from_fils(steps * CASH_STEP_FILS).unwrap_or(amount)
            }
        }
    }
}

/// Why cash cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TenderError {
    /// The sale is covered already.
    #[error("Nothing is due any more. Take no cash for this sale.")]
    NothingDue,
    /// Nothing was handed over.
    #[error("No cash was entered. Enter what the customer hands over.")]
    NothingGiven,
}

impl TenderError {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NothingDue => "nothing_due",
            Self::NothingGiven => "nothing_given",
        }
    }
}

/// Cash that was taken. `given − change = towards + rounding` stays in the drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashTaken {
    /// What it pays of the total.
    pub towards: Money,
    /// What the customer handed over.
    pub given: Money,
    /// What goes back.
    pub change: Money,
    /// What rounding added: nothing, or up to 24 fils less.
    pub rounding: SignedMoney,
}

/// Takes cash where `due` is left of a sale. Less than what is asked for is a part payment, with no change and no rounding.
/// Nothing for nothing is taken: it completes a sale of gifts.
///
/// # Errors
/// [`TenderError::NothingDue`] when something was handed over for nothing, [`TenderError::NothingGiven`] when nothing was handed over
/// for something.
pub fn cash(due: Money, given: Money, rounding: CashRounding) -> Result<CashTaken, TenderError> {
    if due.is_zero() && !given.is_zero() {
        return Err(TenderError::NothingDue);
    }
    let asked = rounding.asked(due);
    match given.checked_sub(asked) {
        Some(change) => Ok(CashTaken {
            towards: due,
            given,
            change,
            rounding: SignedMoney(asked.fils() - due.fils()),
        }),
        None if given.is_zero() => Err(TenderError::NothingGiven),
        None => Ok(CashTaken {
            towards: given,
            given,
            change: Money::ZERO,
            rounding: SignedMoney(0),
        }),
    }
}

/// Cash that goes back to a customer. `amount + rounding = handed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashBack {
    /// What the credit note says.
    pub amount: Money,
    /// What leaves the drawer.
    pub handed: Money,
    /// What rounding added, up or down.
    pub rounding: SignedMoney,
}

/// Gives `amount` of a sale back in cash, rounded up in the customer's favour, but never above `most`: what the drawer still
/// holds of that sale's cash. So a sale that was rounded down gives back what was paid, and several refunds never give
/// back more.
pub fn cash_back(amount: Money, most: Money, rounding: CashRounding) -> CashBack {
    let handed = rounding.handed(amount).min(most);
    CashBack {
        amount,
        handed,
        rounding: SignedMoney(handed.fils() - amount.fils()),
    }
}

/// The amounts a customer is likely to hand over, smallest first: the exact one, then the next multiples of 5, 10, 20, 50, 100,
/// 200, 500 and 1,000 dirhams, each once.
pub fn quick_amounts(due: Money, rounding: CashRounding) -> Vec<Money> {
    let asked = rounding.asked(due);
    let mut amounts = vec![asked];
    if asked.is_zero() {
        return amounts;
    }
    for sum in ROUND_SUMS {
        let next = (asked.fils() + sum - 1) / sum * sum;
        // Above the largest amount there is nothing to tap.
        if let Ok(amount) = Money::from_fils(next) {
            amounts.push(amount);
        }
    }
    amounts.sort_unstable();
    amounts.dedup();
    amounts
}
