//! What of a past sale can still be given back, to the fils.

use fils_order::Money;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::apportion::{apportion, half_up, money};
use crate::totals::{by_class, sum};
use crate::{Basket, ClassTotal, LineId, LineTotal, Quantity, Totals, VatClass};

/// What should be given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Wanted {
    /// Everything that is left.
    All,
    /// These quantities of these lines, each line once.
    Lines {
        /// Line and quantity.
        lines: Vec<(LineId, Quantity)>,
    },
    /// An amount, spread over the lines in proportion to what is left of each; no goods come back.
    Amount {
        /// How much, VAT inside.
        amount: Money,
    },
}

/// What is given back of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    /// Which line of the sale.
    pub line: LineId,
    /// How it was taxed.
    pub class: VatClass,
    /// What comes back; none when only money goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The money that goes back.
    pub total: Money,
    /// The VAT inside it.
    pub vat: Money,
}

/// What one return gives back. Each figure is the sum over its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Line by line, in the sale's order.
    pub lines: Vec<CreditLine>,
    /// The money that goes back.
    pub total: Money,
    /// The VAT inside it.
    pub vat: Money,
    /// The classes that occur.
    #[serde(default)]
    pub by_class: Vec<ClassTotal>,
}

/// What is left of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftLine {
    /// Which line of the sale.
    pub line: LineId,
    /// What can still come back; none when all of it has.
    pub quantity: Option<Quantity>,
    /// The money that can still go back.
    pub total: Money,
}

/// What is left of a sale after its returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Every line of the sale.
    pub lines: Vec<LeftLine>,
    /// The money that can still go back.
    pub total: Money,
}

/// Why something cannot be given back. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReturnError {
    /// Nothing was chosen, or nothing is left.
    #[error("There is nothing to give back. Choose goods or an amount that this sale still has.")]
    Nothing,
    /// The sale has no such line, or it was named twice.
    #[error("Line {} cannot be given back. Choose each line of the sale once.", .0.0)]
    NoSuchLine(LineId),
    /// More than was sold, or than has not come back yet.
    #[error("Only {left} of this is left to give back. Enter at most that.")]
    MoreThanLeft {
        /// The quantity or the amount that is left, for people.
        left: String,
    },
    /// A part of something that is sold by the piece.
    #[error("This is sold by the piece. Enter a whole number.")]
    PartOfAPiece,
    /// The basket, its totals and its returns do not belong together.
    #[error("The returns of this sale do not fit it. Give nothing back, and call support.")]
    DoesNotFit,
}

impl ReturnError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "return_nothing",
            Self::NoSuchLine(_) => "return_no_such_line",
            Self::MoreThanLeft { .. } => "return_more_than_left",
            Self::PartOfAPiece => "part_of_a_piece",
            Self::DoesNotFit => "return_does_not_fit",
        }
    }
}

/// One line of a sale with what has come back of it.
struct Sold<'a> {
    total: &'a LineTotal,
    by_piece: bool,
    /// Thousandths that have not come back.
    left_quantity: i64,
    /// Fils that have not gone back.
    left: Money,
    /// Fils that have.
    gone: Money,
}

impl Sold<'_> {
    /// Gives back `amount` of the line. The VAT of each return is the growth of the VAT of all of them, so that together they never
    /// differ from the line's.
    fn credit(&self, quantity: Option<Quantity>, amount: Money) -> Result<CreditLine, ReturnError> {
        let class = self.total.class;
        let after = self
            .gone
            .checked_add(amount)
            .ok_or(ReturnError::DoesNotFit)?;
        let vat = class
            .vat_within(after)
            .checked_sub(class.vat_within(self.gone))
            .ok_or(ReturnError::DoesNotFit)?;
        Ok(CreditLine {
            line: self.total.line,
            class,
            quantity,
            total: amount,
            vat,
        })
    }

    /// What a quantity of the line is worth: its part of what is left, and all of it when it is the last.
    fn worth(&self, quantity: Quantity) -> Result<Money, ReturnError> {
        money(half_up(
            self.left.fils(),
            quantity.thousandths(),
            self.left_quantity,
        ))
        .filter(|worth| *worth <= self.left)
        .ok_or(ReturnError::DoesNotFit)
    }
}

/// What can still be given back of a sale.
///
/// # Errors
/// [`ReturnError::DoesNotFit`] when the three do not belong together.
pub fn left(basket: &Basket, totals: &Totals, returned: &[Credit]) -> Result<Left, ReturnError> {
    let sold = sold(basket, totals, returned)?;
    let line = |sold: &Sold<'_>| LeftLine {
        line: sold.total.line,
        quantity: Quantity::from_thousandths(sold.left_quantity).ok(),
        total: sold.left,
    };
    Ok(Left {
        lines: sold.iter().map(line).collect(),
        total: left_total(&sold)?,
    })
}

/// What a return gives back of a sale of which `returned` has gone back already.
///
/// All returns of a sale together never come to more than the sale, in money, VAT or goods, and those that give everything back come
/// to exactly the sale.
///
/// # Errors
/// A [`ReturnError`] that says what is still possible.
pub fn credit(
    basket: &Basket,
    totals: &Totals,
    returned: &[Credit],
    wanted: &Wanted,
) -> Result<Credit, ReturnError> {
    let sold = sold(basket, totals, returned)?;
    let lines = match wanted {
        Wanted::All => all(&sold)?,
        Wanted::Lines { lines } => by_line(&sold, lines)?,
        Wanted::Amount { amount } => by_amount(&sold, *amount)?,
    };
    let total = sum(lines.iter().map(|line| line.total)).map_err(|_| ReturnError::DoesNotFit)?;
    if total.is_zero() {
        return Err(ReturnError::Nothing);
    }
    Ok(Credit {
        total,
        vat: sum(lines.iter().map(|line| line.vat)).map_err(|_| ReturnError::DoesNotFit)?,
        by_class: by_class(&lines.iter().map(|line| (line.class, line.total, line.vat)))
            .map_err(|_| ReturnError::DoesNotFit)?,
        lines,
    })
}

fn sold<'a>(
    basket: &Basket,
    totals: &'a Totals,
    returned: &[Credit],
) -> Result<Vec<Sold<'a>>, ReturnError> {
    if basket.lines().len() != totals.lines.len() {
        return Err(ReturnError::DoesNotFit);
    }
    let mut sold = Vec::with_capacity(totals.lines.len());
    for (line, total) in basket.lines().iter().zip(&totals.lines) {
        if line.id != total.line || line.item.vat != total.class {
            return Err(ReturnError::DoesNotFit);
        }
        let of_line = || {
            let credits = returned.iter().flat_map(|credit| &credit.lines);
            credits.filter(|credit| credit.line == line.id)
        };
        let gone =
            sum(of_line().map(|credit| credit.total)).map_err(|_| ReturnError::DoesNotFit)?;
        let back: i128 = of_line()
            .filter_map(|credit| credit.quantity)
            .map(|quantity| i128::from(quantity.thousandths()))
            .sum();
        let left_quantity = i128::from(line.quantity.thousandths()) - back;
        sold.push(Sold {
            total,
            by_piece: line.item.unit == crate::Unit::Piece,
            left_quantity: i64::try_from(left_quantity)
                .ok()
                .filter(|left| *left >= 0)
                .ok_or(ReturnError::DoesNotFit)?,
            left: total
                .total
                .checked_sub(gone)
                .ok_or(ReturnError::DoesNotFit)?,
            gone,
        });
    }
    Ok(sold)
}

fn left_total(sold: &[Sold<'_>]) -> Result<Money, ReturnError> {
    sum(sold.iter().map(|line| line.left)).map_err(|_| ReturnError::DoesNotFit)
}

fn all(sold: &[Sold<'_>]) -> Result<Vec<CreditLine>, ReturnError> {
    let mut lines = Vec::new();
    for line in sold {
        let quantity = Quantity::from_thousandths(line.left_quantity).ok();
        if quantity.is_some() || !line.left.is_zero() {
            lines.push(line.credit(quantity, line.left)?);
        }
    }
    Ok(lines)
}

fn by_line(
    sold: &[Sold<'_>],
    wanted: &[(LineId, Quantity)],
) -> Result<Vec<CreditLine>, ReturnError> {
    for (index, (id, _)) in wanted.iter().enumerate() {
        let known = sold.iter().any(|line| line.total.line == *id);
        if !known || wanted[..index].iter().any(|(other, _)| other == id) {
            return Err(ReturnError::NoSuchLine(*id));
        }
    }
    let mut lines = Vec::new();
    for line in sold {
        let Some((_, quantity)) = wanted.iter().find(|(id, _)| *id == line.total.line) else {
            continue;
        };
        if quantity.thousandths() > line.left_quantity {
            let left = Quantity::from_thousandths(line.left_quantity);
            return Err(ReturnError::MoreThanLeft {
                left: left.map_or_else(|_| "0".to_owned(), |left| left.to_string()),
            });
        }
        if line.by_piece && !quantity.is_whole() {
            return Err(ReturnError::PartOfAPiece);
        }
        lines.push(line.credit(Some(*quantity), line.worth(*quantity)?)?);
    }
    Ok(lines)
}

fn by_amount(sold: &[Sold<'_>], amount: Money) -> Result<Vec<CreditLine>, ReturnError> {
    let left = left_total(sold)?;
    if amount > left {
        return Err(ReturnError::MoreThanLeft {
            left: left.grouped(),
        });
    }
    let weights: Vec<Money> = sold.iter().map(|line| line.left).collect();
    let mut lines = Vec::new();
    for (line, share) in sold.iter().zip(apportion(amount, &weights)) {
        if !share.is_zero() {
            lines.push(line.credit(None, share)?);
        }
    }
    Ok(lines)
}
