//! The basket: lines in the order they were added, and what holds for all of them.

use serde::{Deserialize, Serialize};

use crate::{Discount, Item, Quantity};

/// The most lines a sale can have.
pub const MAX_LINES: usize = 999;
/// The longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 200;

/// Names a line within its basket, forever: numbers of removed lines do not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u32);

/// One line of a basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name within the basket.
    pub id: LineId,
    /// What is sold.
    pub item: Item,
    /// How much of it.
    pub quantity: Quantity,
    /// What is taken off this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// A word about it, printed under the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a customer is buying. Changed only by [`Basket::edit`]; a past sale keeps its basket as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Basket {
    pub(crate) lines: Vec<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) discount: Option<Discount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    /// The number the next line gets.
    #[serde(default)]
    pub(crate) next_line: u32,
}

impl Basket {
    /// The lines, in the order they were added.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// One line, if it is there.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The discount on the whole sale.
    pub fn discount(&self) -> Option<Discount> {
        self.discount
    }

    /// A word about the sale.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether it has no lines.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
