//! The drawer's arithmetic: what should be in it, and what was counted.

use std::collections::BTreeMap;

use fils_order::{Money, SignedMoney};
use serde::{Deserialize, Serialize};

use crate::apportion::money;

/// One movement of cash in a shift. The amount is what went into or out of the drawer, so change and rounding are taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "amount")]
pub enum CashMove {
    /// What the drawer started with.
    Float(Money),
    /// Put in without a sale.
    PaidIn(Money),
    /// Taken out for an expense.
    PaidOut(Money),
    /// Taken out to the safe.
    Drop(Money),
    /// Kept from a sale: given − change.
    Sale(Money),
    /// Handed back for goods returned.
    Refund(Money),
}

impl CashMove {
    /// What it does to the drawer, in fils.
    const fn fils(self) -> i64 {
        match self {
            Self::Float(amount) | Self::PaidIn(amount) | Self::Sale(amount) => amount.fils(),
            Self::PaidOut(amount) | Self::Drop(amount) | Self::Refund(amount) => -amount.fils(),
        }
    }
}

/// The cash drawer of a shift.
#[derive(Clone, Copy, Debug)]
pub struct Drawer;

impl Drawer {
    /// What should be in the drawer after these movements, in any order. Below nothing when more was taken out than the till knows
    /// to be there.
    pub fn expected(moves: &[CashMove]) -> SignedMoney {
        let sum: i128 = moves.iter().map(|m| i128::from(m.fils())).sum();
        SignedMoney(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
    }
}

/// A note or coin of the UAE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Denomination {
    /// The note of 1,000 dirhams.
    #[serde(rename = "1000")]
    Note1000,
    /// The note of 500 dirhams.
    #[serde(rename = "500")]
    Note500,
    /// The note of 200 dirhams.
    #[serde(rename = "200")]
    Note200,
    /// The note of 100 dirhams.
    #[serde(rename = "100")]
    Note100,
    /// The note of 50 dirhams.
    #[serde(rename = "50")]
    Note50,
    /// The note of 20 dirhams.
    #[serde(rename = "20")]
    Note20,
    /// The note of 10 dirhams.
    #[serde(rename = "10")]
    Note10,
    /// The note of 5 dirhams.
    #[serde(rename = "5")]
    Note5,
    /// The coin of 1 dirham.
    #[serde(rename = "1")]
    Coin1,
    /// The coin of 50 fils.
    #[serde(rename = "0.50")]
    Coin50Fils,
    /// The coin of 25 fils.
    #[serde(rename = "0.25")]
    Coin25Fils,
}

/// Every note and coin, largest first.
pub const DENOMINATIONS: [Denomination; 11] = [
    Denomination::Note1000,
    Denomination::Note500,
    Denomination::Note200,
    Denomination::Note100,
    Denomination::Note50,
    Denomination::Note20,
    Denomination::Note10,
    Denomination::Note5,
    Denomination::Coin1,
    Denomination::Coin50Fils,
    Denomination::Coin25Fils,
];

impl Denomination {
    const fn fils(self) -> i64 {
        match self {
            Self::Note1000 => 100_000,
            Self::Note500 => 50_000,
            Self::Note200 => 20_000,
            Self::Note100 => 10_000,
            Self::Note50 => 5000,
            Self::Note20 => 2000,
            Self::Note10 => 1000,
            Self::Note5 => 500,
            Self::Coin1 => 100,
            Self::Coin50Fils => 50,
            Self::Coin25Fils => 25,
        }
    }

    /// What one is worth.
    pub fn value(self) -> Money {
        Money::from_fils(self.fils()).unwrap_or_default()
    }

    /// Whether it is a coin.
    pub const fn is_coin(self) -> bool {
        self.fils() <= 100
    }
}

/// A drawer counted by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Count {
    /// How many of each note and coin.
    #[serde(default)]
    pub pieces: BTreeMap<Denomination, u32>,
    /// Smaller coins, as an amount.
    #[serde(default)]
    pub loose: Money,
}

impl Count {
    /// What it comes to, or `None` above the largest amount.
    pub fn total(&self) -> Option<Money> {
        let pieces: i128 = self
            .pieces
            .iter()
            .map(|(denomination, count)| i128::from(denomination.fils()) * i128::from(*count))
            .sum();
        money(pieces + i128::from(self.loose.fils()))
    }
}

/// Counted − expected: above nothing when the drawer holds too much, below when something is missing.
pub fn difference(counted: Money, expected: SignedMoney) -> SignedMoney {
    SignedMoney(counted.fils().saturating_sub(expected.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fils(fils: i64) -> Money {
        Money::from_fils(fils).unwrap()
    }

    #[test]
    fn a_drawer_holds_what_went_in_less_what_went_out() {
        let moves = [
            CashMove::Float(fils(50_000)),
            CashMove::Sale(fils(1025)),
            CashMove::PaidIn(fils(2000)),
            CashMove::PaidOut(fils(1500)),
            CashMove::Drop(fils(30_000)),
            CashMove::Refund(fils(525)),
        ];
        let expected = Drawer::expected(&moves);
        assert_eq!(expected, SignedMoney(21_000));
        assert_eq!(difference(fils(20_975), expected), SignedMoney(-25));
        assert_eq!(difference(fils(21_100), expected), SignedMoney(100));
    }

    #[test]
    fn more_taken_out_than_was_there_shows() {
        let moves = [CashMove::Float(fils(100)), CashMove::Drop(fils(300))];
        assert_eq!(Drawer::expected(&moves), SignedMoney(-200));
    }

    #[test]
    fn a_count_is_read_from_what_a_screen_sends() {
        let count: Count =
            serde_json::from_str(r#"{"pieces":{"1000":1,"5":2,"0.25":3},"loose":5}"#).unwrap();
        assert_eq!(count.total(), Some(fils(100_000 + 1000 + 75 + 5)));
        assert!(serde_json::from_str::<Count>(r#"{"pieces":{"25":1}}"#).is_err());
    }

    #[test]
    fn every_note_and_coin_is_listed_once_largest_first() {
        assert!(
            DENOMINATIONS
                .windows(2)
                .all(|w| w[0].value() > w[1].value())
        );
        assert_eq!(DENOMINATIONS.iter().filter(|d| d.is_coin()).count(), 3);
        for denomination in DENOMINATIONS {
            // Its name in files is its value.
            let name = serde_json::to_string(&denomination).unwrap();
            assert_eq!(
                Money::parse_entry(name.trim_matches('"')),
                Ok(denomination.value())
            );
        }
    }

    #[test]
    fn a_count_beyond_all_money_has_no_total() {
        let pieces = [(Denomination::Note1000, u32::MAX)].into_iter().collect();
        assert_eq!(
            Count {
                pieces,
                loose: Money::ZERO
            }
            .total(),
            None
        );
    }

    proptest! {
        #[test]
        fn the_order_of_movements_does_not_matter(amounts in prop::collection::vec((0..6_u8, 0..1_000_000_i64), 0..20)) {
            let moves: Vec<CashMove> = amounts.iter().map(|(kind, amount)| {
                let amount = fils(*amount);
                match kind {
                    0 => CashMove::Float(amount),
                    1 => CashMove::PaidIn(amount),
                    2 => CashMove::PaidOut(amount),
                    3 => CashMove::Drop(amount),
                    4 => CashMove::Sale(amount),
                    _ => CashMove::Refund(amount),
                }
            }).collect();
            let back: Vec<CashMove> = moves.iter().rev().copied().collect();
            prop_assert_eq!(Drawer::expected(&moves), Drawer::expected(&back));
        }
    }
}
