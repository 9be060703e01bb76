//! The rows of both sides, each movement of money once.

use std::collections::HashMap;
use std::hash::Hash;

use crate::side::{Ours, Settled, Theirs, TheirsState};

/// The books, by number.
pub(crate) struct Index<'a> {
    all: &'a [Ours],
    by_number: HashMap<&'a str, usize>,
    by_payby: HashMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(all: &'a [Ours]) -> Self {
        let mut by_number = HashMap::with_capacity(all.len());
        let mut by_payby = HashMap::with_capacity(all.len());
        for (place, ours) in all.iter().enumerate() {
            by_number.entry(ours.number.as_str()).or_insert(place);
            if let Some(payby_no) = &ours.payby_no {
                by_payby.entry(payby_no.as_str()).or_insert(place);
            }
        }
        Self {
            all,
            by_number,
            by_payby,
        }
    }

    /// By our number first, then by PayBy's.
    pub(crate) fn find(&self, number: Option<&str>, payby_no: Option<&str>) -> Option<usize> {
        number
            .and_then(|number| self.by_number.get(number))
            .or_else(|| payby_no.and_then(|payby_no| self.by_payby.get(payby_no)))
            .copied()
    }

    pub(crate) fn get(&self, place: usize) -> Option<&'a Ours> {
        self.all.get(place)
    }

    /// Each once, with its place, in the order of the books.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &'a Ours)> {
        self.all.iter().enumerate().filter(|(place, ours)| {
            self.by_number
                .get(ours.number.as_str())
                .is_some_and(|first| first == place)
        })
    }
}

/// What tells a row of PayBy's from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key<'a> {
    pub(crate) refund: bool,
    pub(crate) number: &'a str,
    /// Told by PayBy's number, because the merchant's is missing, or another payment has it.
    pub(crate) payby: bool,
}

/// A row with numbers.
pub(crate) trait Numbered {
    fn refund(&self) -> bool;
    fn number(&self) -> Option<&str>;
    fn payby_no(&self) -> Option<&str>;

    fn key(&self) -> Option<Key<'_>> {
        let key = |number, payby| Key {
            refund: self.refund(),
            number,
            payby,
        };
        self.number()
            .map(|number| key(number, false))
            .or_else(|| self.payby_no().map(|payby_no| key(payby_no, true)))
    }

    fn key_by_payby(&self) -> Option<Key<'_>> {
        Some(Key {
            refund: self.refund(),
            number: self.payby_no()?,
            payby: true,
        })
    }
}

impl Numbered for Theirs {
    fn refund(&self) -> bool {
        self.refund
    }
    fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
    fn payby_no(&self) -> Option<&str> {
        self.payby_no.as_deref()
    }
}

impl Numbered for Settled {
    fn refund(&self) -> bool {
        self.refund
    }
    fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
    fn payby_no(&self) -> Option<&str> {
        self.payby_no.as_deref()
    }
}

/// Rows in the order they came, each movement once.
pub(crate) struct Once<'a, R> {
    rows: Vec<(Key<'a>, &'a R)>,
    places: HashMap<Key<'a>, usize>,
}

impl<'a, R: Numbered> Once<'a, R> {
    /// Of rows that say the same of the same, one; of two that disagree, the one that `beats` the other. Two payments under one number of the
    /// merchant's are two payments, the second known by PayBy's number.
    pub(crate) fn new(all: &'a [R], beats: impl Fn(&R, &R) -> bool) -> Self {
        let mut once = Self {
            rows: Vec::with_capacity(all.len()),
            places: HashMap::with_capacity(all.len()),
        };
        for row in all {
            let Some(mut key) = row.key() else { continue };
            if let Some(place) = once.places.get(&key) {
                let same = once.rows.get(*place).is_none_or(|(_, first)| {
                    first.payby_no().is_none()
                        || row.payby_no().is_none()
                        || first.payby_no() == row.payby_no()
                });
                if !same {
                    key = row.key_by_payby().unwrap_or(key);
                }
            }
            match once.places.get(&key) {
                None => {
                    once.places.insert(key, once.rows.len());
                    once.rows.push((key, row));
                }
                Some(place) => {
                    if let Some(kept) = once.rows.get_mut(*place)
                        && beats(row, kept.1)
                    {
                        kept.1 = row;
                    }
                }
            }
        }
        once
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key<'a>, &'a R)> {
        self.rows.iter().copied()
    }

    pub(crate) fn get(&self, key: &Key<'_>) -> Option<&'a R> {
        let place = self.places.get(key)?;
        self.rows.get(*place).map(|(_, row)| *row)
    }
}

/// Pages of a list that is read while orders move have an order in two states: the later one counts.
pub(crate) fn later(row: &Theirs, than: &Theirs) -> bool {
    const fn rank(state: &TheirsState) -> u8 {
        match state {
            TheirsState::Other(_) => 0,
            TheirsState::Waiting => 1,
            TheirsState::Closed => 2,
            TheirsState::Paid => 3,
            TheirsState::Revoked => 4,
        }
    }
    rank(&row.state) > rank(&than.state)
}
