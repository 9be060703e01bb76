//! What a person can do to a basket.

use fils_order::Money;
use serde::{Deserialize, Serialize};

use crate::{
    Basket, Discount, Item, Line, LineId, MAX_LINES, MAX_NOTE_CHARS, Quantity, SaleError, Unit,
};

/// One change of a basket. Undoing it is taking the basket from before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Edit {
    /// Adds goods. The same pieces at the same price, without discount or note, raise the quantity of their line instead.
    Add {
        /// What.
        item: Item,
        /// How much.
        quantity: Quantity,
    },
    /// Sets a line's quantity.
    SetQuantity {
        /// Which line.
        line: LineId,
        /// How much now.
        quantity: Quantity,
    },
    /// Sets a line's price per piece or kilogram, for this sale only.
    SetPrice {
        /// Which line.
        line: LineId,
        /// The price, VAT inside.
        price: Money,
    },
    /// Sets or takes away a line's discount.
    DiscountLine {
        /// Which line.
        line: LineId,
        /// The discount, if any.
        discount: Option<Discount>,
    },
    /// Sets or takes away a line's note.
    NoteLine {
        /// Which line.
        line: LineId,
        /// The note; an empty one is none.
        note: Option<String>,
    },
    /// Takes a line away.
    Remove {
        /// Which line.
        line: LineId,
    },
    /// Sets or takes away the discount on the whole sale.
    DiscountSale {
        /// The discount, if any.
        discount: Option<Discount>,
    },
    /// Sets or takes away the note on the sale.
    NoteSale {
        /// The note; an empty one is none.
        note: Option<String>,
    },
    /// Takes everything away.
    Clear,
}

impl Basket {
    /// The basket after a change; this one stays as it is.
    ///
    /// # Errors
    /// A [`SaleError`] when the change makes no sense, or the totals would have more than 12 digits before the point.
    pub fn edit(&self, edit: Edit) -> Result<Self, SaleError> {
        let mut next = self.clone();
        match edit {
            Edit::Add { item, quantity } => next.add(item, quantity)?,
            Edit::SetQuantity { line, quantity } => {
                let line = next.line_mut(line)?;
                check_pieces(&line.item, quantity)?;
                line.quantity = quantity;
            }
            Edit::SetPrice { line, price } => next.line_mut(line)?.item.price = price,
            Edit::DiscountLine { line, discount } => next.discount_line(line, discount)?,
            Edit::NoteLine { line, note } => next.line_mut(line)?.note = check_note(note)?,
            Edit::Remove { line } => {
                next.line_mut(line)?;
                next.lines.retain(|kept| kept.id != line);
            }
            Edit::DiscountSale { discount } => next.discount_sale(discount)?,
            Edit::NoteSale { note } => next.note = check_note(note)?,
            Edit::Clear => {
                next = Self {
                    next_line: self.next_line,
                    ..Self::default()
                }
            }
        }
        next.totals()?;
        Ok(next)
    }

    /// The line that adding this item would raise, if there is one.
    pub fn joins(&self, item: &Item) -> Option<LineId> {
        let joins = |line: &&Line| {
            item.unit == Unit::Piece
                && line.item == *item
                && line.discount.is_none()
                && line.note.is_none()
        };
        self.lines.iter().find(joins).map(|line| line.id)
    }

    fn add(&mut self, item: Item, quantity: Quantity) -> Result<(), SaleError> {
        check_pieces(&item, quantity)?;
        if let Some(id) = self.joins(&item) {
            let line = self.line_mut(id)?;
            line.quantity = line
                .quantity
                .checked_add(quantity)
                .ok_or(SaleError::QuantityTooLarge)?;
            return Ok(());
        }
        if self.lines.len() >= MAX_LINES {
            return Err(SaleError::TooManyLines);
        }
        let id = LineId(self.next_line);
        self.next_line = self
            .next_line
            .checked_add(1)
            .ok_or(SaleError::TooManyLines)?;
        self.lines.push(Line {
            id,
            item,
            quantity,
            discount: None,
            note: None,
        });
        Ok(())
    }

    fn discount_line(&mut self, id: LineId, discount: Option<Discount>) -> Result<(), SaleError> {
        let line = self.line_mut(id)?;
        if let Some(discount) = discount {
            discount.check(line.gross()?)?;
        }
        line.discount = discount;
        Ok(())
    }

    fn discount_sale(&mut self, discount: Option<Discount>) -> Result<(), SaleError> {
        self.discount = None;
        if let Some(discount) = discount {
            discount.check(self.totals()?.total)?;
        }
        self.discount = discount;
        Ok(())
    }

    fn line_mut(&mut self, id: LineId) -> Result<&mut Line, SaleError> {
        self.lines
            .iter_mut()
            .find(|line| line.id == id)
            .ok_or(SaleError::NoSuchLine(id))
    }
}

fn check_pieces(item: &Item, quantity: Quantity) -> Result<(), SaleError> {
    match item.unit {
        Unit::Piece if !quantity.is_whole() => Err(SaleError::PartOfAPiece),
        Unit::Piece | Unit::Kg => Ok(()),
    }
}

fn check_note(note: Option<String>) -> Result<Option<String>, SaleError> {
    let note = note.map(|text| text.trim().to_owned());
    let length = note.as_deref().unwrap_or_default().chars().count();
    if length > MAX_NOTE_CHARS {
        return Err(SaleError::NoteTooLong { length });
    }
    Ok(note.filter(|text| !text.is_empty()))
}
