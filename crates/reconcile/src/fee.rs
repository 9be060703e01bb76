//! What PayBy takes for a payment, and what it usually takes.

use std::collections::BTreeMap;

use fils_order::Money;
use serde::{Deserialize, Serialize};

/// A rate of PayBy's fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRate {
    /// Whether it is what refunds cost.
    pub refund: bool,
    /// The product it is for; any when not set.
    pub product: Option<String>,
    /// The way of paying it is for; any when not set.
    pub channel: Option<String>,
    /// The part of the amount, in millionths: 15,000 is 1.5 %.
    pub ppm: i64,
}

/// A fee and the VAT on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The fee.
    pub fee: Money,
    /// The VAT on it.
    pub vat: Money,
}

/// A fee is rounded to the fils, nobody knows how.
const ROUNDING: i64 = 1;
/// A usual rate is that of at least so many rows.
const FEWEST_ROWS: usize = 4;
/// And of at least so many in ten.
const MOST_IN_TEN: usize = 6;
const MILLION: i64 = 1_000_000;
/// Rates are looked for in billionths, and taken as round as they fit.
const BILLION: i128 = 1_000_000_000;
const ROUND_STEPS: [i128; 6] = [10_000_000, 5_000_000, 1_000_000, 100_000, 10_000, 1_000];

/// What a fee depends on, besides the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tariff<'a> {
    pub(crate) refund: bool,
    pub(crate) product: Option<&'a str>,
    pub(crate) channel: Option<&'a str>,
}

impl FeeRate {
    fn fits(&self, tariff: Tariff<'_>) -> bool {
        let same = |set: &Option<String>, has: Option<&str>| {
            set.as_deref()
                .is_none_or(|set| has.is_some_and(|has| has.eq_ignore_ascii_case(set)))
        };
        self.refund == tariff.refund
            && same(&self.product, tariff.product)
            && same(&self.channel, tariff.channel)
    }

    fn precision(&self) -> usize {
        usize::from(self.product.is_some()) + usize::from(self.channel.is_some())
    }

    /// The fee for an amount, rounded half up.
    pub fn of(&self, amount: Money) -> Option<Money> {
        part(amount.fils(), self.ppm)
    }
}

/// A part of an amount, in millionths, rounded half up.
fn part(fils: i64, ppm: i64) -> Option<Money> {
    let exact = i128::from(fils) * i128::from(ppm);
    let rounded = (exact + i128::from(MILLION / 2)).div_euclid(i128::from(MILLION));
    Money::from_fils(i64::try_from(rounded).ok()?).ok()
}

/// The rates a comparison goes by.
pub(crate) struct Tariffs {
    rates: Vec<FeeRate>,
    vat_ppm: Option<i64>,
}

impl Tariffs {
    /// From what is agreed, and where nothing is, from what the rows have in common: each an amount and the fee taken for it.
    pub(crate) fn new(
        agreed: &[FeeRate],
        vat_ppm: i64,
        taken: &[(Tariff<'_>, Money, Fee)],
    ) -> Self {
        let mut rates = agreed.to_vec();
        let mut groups: BTreeMap<Tariff<'_>, Vec<(i64, i64)>> = BTreeMap::new();
        for (tariff, amount, fee) in taken {
            if !amount.is_zero() && !agreed.iter().any(|rate| rate.fits(*tariff)) {
                let row = (amount.fils(), fee.fee.fils());
                groups.entry(*tariff).or_default().push(row);
            }
        }
        for (tariff, rows) in groups {
            if let Some(ppm) = usual(&rows) {
                rates.push(FeeRate {
                    refund: tariff.refund,
                    product: tariff.product.map(str::to_owned),
                    channel: tariff.channel.map(str::to_owned),
                    ppm,
                });
            }
        }
        // A statement without any VAT on fees is one whose fees have it inside.
        let with_vat = taken.iter().any(|(_, _, fee)| !fee.vat.is_zero());
        Self {
            rates,
            vat_ppm: with_vat.then_some(vat_ppm),
        }
    }

    pub(crate) fn into_rates(self) -> Vec<FeeRate> {
        self.rates
    }

    /// The fee that is usual for an amount, when there is a usual one; its VAT is that of the fee that was taken when that is as usual.
    pub(crate) fn expected(&self, tariff: Tariff<'_>, amount: Money, taken: Fee) -> Option<Fee> {
        let rate = self
            .rates
            .iter()
            .filter(|rate| rate.fits(tariff))
            .max_by_key(|rate| rate.precision())?;
        let exact = rate.of(amount)?;
        let fee = if near(exact, taken.fee) {
            taken.fee
        } else {
            exact
        };
        let vat = match self.vat_ppm {
            None => taken.vat,
            Some(ppm) => {
                let exact = part(fee.fils(), ppm)?;
                if near(exact, taken.vat) {
                    taken.vat
                } else {
                    exact
                }
            }
        };
        Some(Fee { fee, vat })
    }
}

fn near(one: Money, other: Money) -> bool {
    one.fils().abs_diff(other.fils()) <= ROUNDING.unsigned_abs()
}

/// The rate that most rows agree on, in millionths: each row allows a stretch of rates, and the usual rate lies in most of them.
fn usual(rows: &[(i64, i64)]) -> Option<i64> {
    let mut edges: Vec<(i128, i8)> = Vec::with_capacity(rows.len() * 2);
    for (amount, fee) in rows {
        let scaled = |fee: i64| i128::from(fee) * BILLION;
        let amount = i128::from(*amount);
        let low = (scaled(fee - ROUNDING) + amount - 1)
            .div_euclid(amount)
            .max(0);
        let high = scaled(fee + ROUNDING).div_euclid(amount);
        edges.push((low, -1));
        edges.push((high, 1));
    }
    // At one place, stretches begin before others end.
    edges.sort_unstable();
    let (mut open, mut most) = (0_usize, 0_usize);
    let (mut begins, mut best) = (None, None);
    for (at, edge) in edges {
        if edge < 0 {
            open += 1;
            if open > most {
                most = open;
                begins = Some(at);
            }
        } else {
            open -= 1;
            if let Some(begin) = begins.take() {
                best = Some((begin, at));
            }
        }
    }
    if rows.len() < FEWEST_ROWS || most * 10 < rows.len() * MOST_IN_TEN {
        return None;
    }
    let (low, high) = best?;
    let rate = ROUND_STEPS.iter().find_map(|step| {
        let rate = (low + step - 1).div_euclid(*step) * step;
        (rate <= high).then_some(rate)
    })?;
    i64::try_from(rate.div_euclid(1000)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(fils: i64) -> Money {
        Money::from_fils(fils).unwrap()
    }

    const WALLET: Tariff<'static> = Tariff {
        refund: false,
        product: Some("Dynamic QR Code"),
        channel: Some("BALANCE"),
    };
    const CARD: Tariff<'static> = Tariff {
        channel: Some("CARD"),
        ..WALLET
    };

    fn row(tariff: Tariff<'static>, amount: i64, ppm: i64) -> (Tariff<'static>, Money, Fee) {
        let fee = part(amount, ppm).unwrap();
        let vat = part(fee.fils(), 50_000).unwrap();
        (tariff, money(amount), Fee { fee, vat })
    }

    #[test]
    fn ways_of_paying_have_rates_of_their_own() {
        let rows: Vec<_> = (1..40)
            .flat_map(|n| {
                [
                    row(WALLET, n * 371, 15_000),
                    row(CARD, n * 1000 + 7, 26_500),
                ]
            })
            .collect();
        let tariffs = Tariffs::new(&[], 50_000, &rows);
        let of = |tariff, amount| {
            let taken = Fee {
                fee: money(9_999),
                vat: Money::ZERO,
            };
            tariffs
                .expected(tariff, money(amount), taken)
                .unwrap()
                .fee
                .fils()
        };
        assert_eq!(of(WALLET, 10_000), 150);
        assert_eq!(of(CARD, 10_000), 265);
        let ppm: Vec<i64> = tariffs.into_rates().iter().map(|rate| rate.ppm).collect();
        assert_eq!(ppm, [15_000, 26_500]);
    }

    #[test]
    fn an_agreed_rate_comes_before_what_the_rows_say() {
        let agreed = FeeRate {
            refund: false,
            product: None,
            channel: None,
            ppm: 10_000,
        };
        let rows: Vec<_> = (1..20).map(|n| row(WALLET, n * 500, 15_000)).collect();
        let tariffs = Tariffs::new(&[agreed], 50_000, &rows);
        let (tariff, amount, taken) = rows[18];
        assert_eq!(
            tariffs.expected(tariff, amount, taken).unwrap().fee,
            money(95)
        );
    }

    #[test]
    fn few_rows_or_no_majority_say_nothing() {
        let few: Vec<_> = (1..4).map(|n| row(WALLET, n * 500, 15_000)).collect();
        let (tariff, amount, taken) = few[0];
        let none = |rows: &[_]| {
            Tariffs::new(&[], 50_000, rows)
                .expected(tariff, amount, taken)
                .is_none()
        };
        assert!(none(&few));
        let split: Vec<_> = (1..40)
            .flat_map(|n| [row(WALLET, n * 5000, 15_000), row(WALLET, n * 5000, 30_000)])
            .collect();
        assert!(none(&split));
    }

    #[test]
    fn vat_on_a_fee_is_expected_once_any_row_has_it() {
        let mut rows: Vec<_> = (1..20).map(|n| row(WALLET, n * 10_000, 15_000)).collect();
        rows[5].2.vat = Money::ZERO;
        let (tariff, amount, taken) = rows[5];
        let tariffs = Tariffs::new(&[], 50_000, &rows);
        assert_ne!(
            tariffs.expected(tariff, amount, taken).unwrap().vat,
            Money::ZERO
        );
        for row in &mut rows {
            row.2.vat = Money::ZERO;
        }
        let tariffs = Tariffs::new(&[], 50_000, &rows);
        assert_eq!(tariffs.expected(tariff, amount, taken), Some(taken));
    }

    proptest! {
        #[test]
        fn the_usual_rate_is_found_among_wrong_fees(
            ppm in 0..500_i64,
            rows in prop::collection::vec((100..5_000_000_i64, 0..10_u8, -1..=1_i64), 8..200),
        ) {
            let ppm = ppm * 100;
            let mut taken = Vec::new();
            let mut wrong = 0;
            for (place, (amount, chance, off)) in rows.iter().enumerate() {
                let mut row = row(WALLET, *amount, ppm);
                if *chance == 0 && wrong * 4 < place {
                    wrong += 1;
                    row.2.fee = money(row.2.fee.fils() * 2 + 500);
                } else {
                    // Nobody knows how PayBy rounds.
                    let exact = i128::from(*amount) * i128::from(ppm);
                    let up = exact % 1_000_000 != 0 && *off > 0;
                    let floor = i64::try_from(exact / 1_000_000).unwrap();
                    row.2.fee = money(floor + i64::from(up));
                }
                taken.push(row);
            }
            let found = Tariffs::new(&[], 50_000, &taken);
            for (tariff, amount, fee) in &taken {
                let expected = found.expected(*tariff, *amount, *fee);
                let exact = part(amount.fils(), ppm).unwrap();
                let usual = exact.fils().abs_diff(fee.fee.fils()) <= 1;
                prop_assert_eq!(expected.unwrap().fee == fee.fee, usual, "{:?} {:?} {:?}", amount, fee, expected);
            }
        }
    }
}
