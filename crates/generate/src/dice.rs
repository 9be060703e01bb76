//! Chance that can be repeated: the same seed throws the same dice on every computer and with every version of every library.

/// A stream of numbers (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The stream of `seed` for one purpose; streams of different purposes have nothing to do with each other.
    pub(crate) fn of(seed: u64, purpose: u64) -> Self {
        let mut mixed = Self(seed ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03));
        Self(mixed.bits())
    }

    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).saturating_add(1);
        let offset = self.below(u64::try_from(width).unwrap_or_default());
        low + i64::try_from(offset).unwrap_or_default()
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn happens(&mut self, of_a_thousand: u64) -> bool {
        self.below(1000) < of_a_thousand
    }

    /// One of `things`, the first ones much more often than the last: a few goods make most of a shop's sales.
    pub(crate) fn favourite(&mut self, things: usize) -> usize {
        let end = u64::try_from(things).unwrap_or(u64::MAX);
        let first = self.below(end.saturating_add(1));
        let second = self.below(first.saturating_add(1));
        let third = self.below(second.saturating_add(1));
        usize::try_from(third)
            .unwrap_or_default()
            .min(things.saturating_sub(1))
    }

    /// One of `things`, each as likely. `things` is not empty.
    pub(crate) fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        let end = u64::try_from(things.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.below(end)).unwrap_or_default();
        &things[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_are_the_same_everywhere_and_for_ever() {
        let mut dice = Dice::of(7, 1);
        let thrown: Vec<u64> = (0..4).map(|_| dice.below(1000)).collect();
        assert_eq!(thrown, Dice::of(7, 1).first_four());
        assert_ne!(thrown, Dice::of(7, 2).first_four());
        assert_ne!(thrown, Dice::of(8, 1).first_four());
        // The reference values of SplitMix64 for the seed 1234567.
        assert_eq!(Dice(1_234_567).bits(), 6_457_827_717_110_365_317);
    }

    impl Dice {
        fn first_four(mut self) -> Vec<u64> {
            (0..4).map(|_| self.below(1000)).collect()
        }
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut dice = Dice::of(1, 1);
        let mut seen = [false; 3];
        for _ in 0..1000 {
            let number = dice.between(-1, 1);
            seen[usize::try_from(number + 1).unwrap()] = true;
            assert!(dice.favourite(5) < 5);
        }
        assert_eq!(seen, [true; 3]);
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.between(4, 4), 4);
    }
}
