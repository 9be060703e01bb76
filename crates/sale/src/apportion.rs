//! Dividing amounts without losing a fils.

use fils_order::Money;

/// `value × times ÷ per`, half up. The arguments are not negative and `per` is not zero.
pub(crate) fn half_up(value: i64, times: i64, per: i64) -> i128 {
    let per = i128::from(per);
    (2 * i128::from(value) * i128::from(times) + per) / (2 * per)
}

/// Spreads `amount` over `weights` by the largest remainder; of equal remainders the first wins.
///
/// The shares add up to `amount` exactly, and none is larger than its weight. An `amount` above the sum of the weights gives each
/// its whole weight, no more.
pub(crate) fn apportion(amount: Money, weights: &[Money]) -> Vec<Money> {
    let sum: i128 = weights.iter().map(|w| i128::from(w.fils())).sum();
    let amount = i128::from(amount.fils()).min(sum);
    if amount == 0 {
        return vec![Money::ZERO; weights.len()];
    }
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let product = amount * i128::from(weight.fils());
        shares.push(product / sum);
        remainders.push((product % sum, index));
    }
    let mut left = amount - shares.iter().sum::<i128>();
    remainders.sort_by_key(|(remainder, index)| (std::cmp::Reverse(*remainder), *index));
    for (_, index) in remainders {
        if left == 0 {
            break;
        }
        shares[index] += 1;
        left -= 1;
    }
    // No share is above its weight, which is money.
    shares
        .into_iter()
        .zip(weights)
        .map(|(share, weight)| money(share).unwrap_or(*weight))
        .collect()
}

/// Fils as money, or `None` outside its range.
pub(crate) fn money(fils: i128) -> Option<Money> {
    i64::try_from(fils)
        .ok()
        .and_then(|fils| Money::from_fils(fils).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fils(values: &[i64]) -> Vec<Money> {
        values
            .iter()
            .map(|v| Money::from_fils(*v).unwrap())
            .collect()
    }

    #[test]
    fn the_largest_remainders_take_what_is_left_over() {
        let shares = apportion(Money::from_fils(100).unwrap(), &fils(&[100, 100, 100]));
        assert_eq!(shares, fils(&[34, 33, 33]));
        let shares = apportion(Money::from_fils(10).unwrap(), &fils(&[1, 999, 0]));
        assert_eq!(shares, fils(&[0, 10, 0]));
    }

    #[test]
    fn half_a_fils_goes_up() {
        assert_eq!(half_up(1, 500, 1000), 1);
        assert_eq!(half_up(1, 499, 1000), 0);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_none_exceeds_its_weight(
            weights in prop::collection::vec(prop_oneof![0..5_i64, 0..99_999_999_999_999_i64], 0..12),
            amount in 0..99_999_999_999_999_i64,
        ) {
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            let shares = apportion(Money::from_fils(amount).unwrap(), &fils(&weights));
            prop_assert_eq!(shares.len(), weights.len());
            let total: i128 = shares.iter().map(|s| i128::from(s.fils())).sum();
            prop_assert_eq!(total, i128::from(amount).min(sum));
            for (share, weight) in shares.iter().zip(&weights) {
                prop_assert!(share.fils() <= *weight);
            }
        }
    }
}
