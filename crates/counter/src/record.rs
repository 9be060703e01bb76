//! What the counter keeps as JSON in the books.

use fils_sale::{Basket, LineId, Totals};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::CounterError;

/// How many steps can be undone.
const UNDO: usize = 30;

/// A basket that is being filled, with what it was before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ringing {
    /// As it is.
    pub(crate) basket: Basket,
    /// The line that the last change touched.
    pub(crate) touched: Option<LineId>,
    /// As it was, the latest last.
    pub(crate) past: Vec<Basket>,
}

impl Ringing {
    /// A basket as it comes back from somewhere else: there is nothing to undo.
    pub(crate) fn of(basket: Basket) -> Self {
        Self {
            basket,
            ..Self::default()
        }
    }

    /// The basket changed.
    pub(crate) fn change_to(&mut self, next: Basket, touched: Option<LineId>) {
        let before = std::mem::replace(&mut self.basket, next);
        self.touched = touched;
        self.past.push(before);
        if self.past.len() > UNDO {
            self.past.remove(0);
        }
    }

    /// Takes the last change back. Answers whether there was one.
    pub(crate) fn undo(&mut self) -> bool {
        self.touched = None;
        match self.past.pop() {
            Some(before) => {
                self.basket = before;
                true
            }
            None => false,
        }
    }
}

/// What was sold, as it was when its first payment started. Later changes of prices do not touch it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sold {
    /// The lines and discounts.
    pub basket: Basket,
    /// What they came to.
    pub totals: Totals,
}

pub(crate) fn write<T: Serialize>(what: &str, record: &T) -> Result<String, CounterError> {
    serde_json::to_string(record).map_err(|why| unreadable(what, &why))
}

pub(crate) fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, CounterError> {
    serde_json::from_str(text).map_err(|why| unreadable(what, &why))
}

fn unreadable(what: &str, why: &serde_json::Error) -> CounterError {
    CounterError::Record {
        what: what.to_owned(),
        why: why.to_string(),
    }
}
