//! When the driver comes back to what.

use std::collections::{BTreeSet, HashMap};

use fils_order::UtcMs;

use super::Key;

/// At most one wake a key, ordered by time.
#[derive(Debug, Default)]
pub(super) struct Wakes {
    ordered: BTreeSet<(UtcMs, Key)>,
    at: HashMap<Key, UtcMs>,
}

impl Wakes {
    /// Replaces the wake of `key`; `None` takes it away.
    pub(super) fn set(&mut self, key: Key, at: Option<UtcMs>) {
        if let Some(old) = self.at.remove(&key) {
            self.ordered.remove(&(old, key.clone()));
        }
        if let Some(at) = at {
            self.at.insert(key.clone(), at);
            self.ordered.insert((at, key));
        }
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Option<UtcMs> {
        self.ordered.first().map(|(at, _)| *at)
    }

    /// Takes out all that are due.
    pub(super) fn due(&mut self, now: UtcMs) -> Vec<Key> {
        let mut keys = Vec::new();
        while self.ordered.first().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, key)) = self.ordered.pop_first() {
                self.at.remove(&key);
                keys.push(key);
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::Order(name.parse().unwrap())
    }

    #[test]
    fn a_key_has_one_wake_at_most() {
        let mut wakes = Wakes::default();
        wakes.set(key("a"), Some(UtcMs(5)));
        wakes.set(key("a"), Some(UtcMs(9)));
        wakes.set(key("b"), Some(UtcMs(7)));
        wakes.set(key("c"), Some(UtcMs(1)));
        wakes.set(key("c"), None);
        assert_eq!(wakes.next(), Some(UtcMs(7)));
        assert_eq!(wakes.due(UtcMs(8)), [key("b")]);
        assert_eq!(wakes.due(UtcMs(9)), [key("a")]);
        assert_eq!(wakes.next(), None);
    }
}
