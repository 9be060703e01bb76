//! What a basket comes to. Every total is the sum of the figures that are printed.

use fils_order::Money;
use serde::{Deserialize, Serialize};

use crate::apportion::{apportion, half_up, money};
use crate::{Basket, Line, LineId, MAX_BASIS_POINTS, SaleError, VatClass};

/// What one line comes to. `gross − discount − sale_discount = total`, with `vat` inside `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTotal {
    /// Which line.
    pub line: LineId,
    /// How it is taxed.
    pub class: VatClass,
    /// Price × quantity, half up to the fils.
    pub gross: Money,
    /// What the line's own discount takes off.
    pub discount: Money,
    /// The line's share of the discount on the whole sale.
    pub sale_discount: Money,
    /// What is charged for the line.
    pub total: Money,
    /// The VAT inside `total`, half up to the fils.
    pub vat: Money,
}

impl LineTotal {
    /// What the line comes to before the discount on the whole sale.
    pub fn before_sale_discount(&self) -> Money {
        self.gross.checked_sub(self.discount).unwrap_or(Money::ZERO)
    }
}

/// What the lines of one VAT class come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTotal {
    /// Which class.
    pub class: VatClass,
    /// The sum of the lines' totals.
    pub total: Money,
    /// `total − vat`.
    pub net: Money,
    /// The sum of the lines' VAT.
    pub vat: Money,
}

/// What a basket comes to. `gross − discount = total`, with `vat` inside `total`; each is the sum over the lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Totals {
    /// Line by line, in the basket's order.
    pub lines: Vec<LineTotal>,
    /// Before every discount.
    pub gross: Money,
    /// All discounts together, on lines and on the sale.
    pub discount: Money,
    /// The part of `discount` that is on the whole sale.
    pub sale_discount: Money,
    /// What the customer owes, before any rounding of cash.
    pub total: Money,
    /// The VAT inside `total`.
    pub vat: Money,
    /// The classes that occur, in the order of [`VatClass::ALL`].
    pub by_class: Vec<ClassTotal>,
}

impl Totals {
    /// One line's total, if it is there.
    pub fn line(&self, id: LineId) -> Option<&LineTotal> {
        self.lines.iter().find(|line| line.line == id)
    }

    /// The part of `gross` that all discounts together take off, in basis points, rounded up: what a limit on discounts is compared
    /// with.
    pub fn discount_basis_points(&self) -> u16 {
        let gross = i128::from(self.gross.fils()).max(1);
        let points =
            (i128::from(self.discount.fils()) * i128::from(MAX_BASIS_POINTS) + gross - 1) / gross;
        u16::try_from(points).unwrap_or(MAX_BASIS_POINTS)
    }

    /// What the lines come to before the discount on the whole sale.
    pub fn subtotal(&self) -> Money {
        self.total
            .checked_add(self.sale_discount)
            .unwrap_or(self.gross)
    }
}

impl Line {
    /// Price × quantity, half up to the fils.
    ///
    /// # Errors
    /// [`SaleError::TooLarge`].
    pub fn gross(&self) -> Result<Money, SaleError> {
        money(half_up(
            self.item.price.fils(),
            self.quantity.thousandths(),
            1000,
        ))
        .ok_or(SaleError::TooLarge)
    }
}

impl Basket {
    /// What the basket comes to. A discount on the sale is spread over the lines in proportion to what they come to.
    ///
    /// # Errors
    /// [`SaleError::TooLarge`] when a figure has more than 12 digits before the point.
    pub fn totals(&self) -> Result<Totals, SaleError> {
        let mut grosses = Vec::with_capacity(self.lines.len());
        let mut bases = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let gross = line.gross()?;
            let discount = line.discount.map_or(Money::ZERO, |d| d.off(gross));
            grosses.push((gross, discount));
            bases.push(minus(gross, discount)?);
        }
        let subtotal = sum(bases.iter().copied())?;
        let sale_discount = self.discount.map_or(Money::ZERO, |d| d.off(subtotal));
        let shares = apportion(sale_discount, &bases);
        let mut lines = Vec::with_capacity(self.lines.len());
        for (index, line) in self.lines.iter().enumerate() {
            let (gross, discount) = grosses[index];
            let total = minus(bases[index], shares[index])?;
            lines.push(LineTotal {
                line: line.id,
                class: line.item.vat,
                gross,
                discount,
                sale_discount: shares[index],
                total,
                vat: line.item.vat.vat_within(total),
            });
        }
        let gross = sum(lines.iter().map(|line| line.gross))?;
        let total = sum(lines.iter().map(|line| line.total))?;
        Ok(Totals {
            gross,
            discount: minus(gross, total)?,
            sale_discount,
            total,
            vat: sum(lines.iter().map(|line| line.vat))?,
            by_class: by_class(&lines.iter().map(|line| (line.class, line.total, line.vat)))?,
            lines,
        })
    }
}

/// Sums by class, in the order of [`VatClass::ALL`], of (class, total, VAT).
pub(crate) fn by_class(
    lines: &(impl Iterator<Item = (VatClass, Money, Money)> + Clone),
) -> Result<Vec<ClassTotal>, SaleError> {
    let mut classes = Vec::new();
    for class in VatClass::ALL {
        let of_class = lines.clone().filter(|(its, _, _)| *its == class);
        if of_class.clone().next().is_none() {
            continue;
        }
        let total = sum(of_class.clone().map(|(_, total, _)| total))?;
        let vat = sum(of_class.map(|(_, _, vat)| vat))?;
        classes.push(ClassTotal {
            class,
            total,
            net: minus(total, vat)?,
            vat,
        });
    }
    Ok(classes)
}

pub(crate) fn sum(amounts: impl Iterator<Item = Money>) -> Result<Money, SaleError> {
    let fils: i128 = amounts.map(|amount| i128::from(amount.fils())).sum();
    money(fils).ok_or(SaleError::TooLarge)
}

fn minus(from: Money, amount: Money) -> Result<Money, SaleError> {
    from.checked_sub(amount).ok_or(SaleError::TooLarge)
}
