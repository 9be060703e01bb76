//! Baskets and their lines.

use fils_checkout::view::MoneyView;
use fils_sale::{Basket, Discount, LineTotal, Totals, Unit, VatClass};
use fils_store::baskets::BasketRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::CounterError;
use crate::basket::read;

/// How goods are sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnitCode {
    /// By the piece.
    Piece,
    /// By weight.
    Kg,
}

impl From<Unit> for UnitCode {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Piece => Self::Piece,
            Unit::Kg => Self::Kg,
        }
    }
}

impl From<UnitCode> for Unit {
    fn from(unit: UnitCode) -> Self {
        match unit {
            UnitCode::Piece => Self::Piece,
            UnitCode::Kg => Self::Kg,
        }
    }
}

/// How goods are taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub enum VatCode {
    /// 5 %.
    #[serde(rename = "5")]
    Standard,
    /// Zero-rated.
    #[serde(rename = "0")]
    Zero,
    /// Exempt.
    #[serde(rename = "exempt")]
    Exempt,
}

impl From<VatClass> for VatCode {
    fn from(class: VatClass) -> Self {
        match class {
            VatClass::Standard => Self::Standard,
            VatClass::Zero => Self::Zero,
            VatClass::Exempt => Self::Exempt,
        }
    }
}

impl From<VatCode> for VatClass {
    fn from(code: VatCode) -> Self {
        match code {
            VatCode::Standard => Self::Standard,
            VatCode::Zero => Self::Zero,
            VatCode::Exempt => Self::Exempt,
        }
    }
}

/// A line of a basket or a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineView {
    /// Its number in the basket.
    pub line: u32,
    /// The product's code.
    pub code: Option<String>,
    /// What it is called.
    pub name: String,
    /// The same in Arabic.
    pub name_ar: Option<String>,
    /// What was noted.
    pub note: Option<String>,
    /// How much: `2`, `0.350`.
    pub quantity: String,
    /// Of what.
    pub unit: UnitCode,
    /// The price of one piece or kilogram, VAT inside.
    pub price: MoneyView,
    /// Price × quantity.
    pub gross: MoneyView,
    /// What the line's own discount takes off.
    pub discount: MoneyView,
    /// That discount as it was given: `10 %` or `5.00`.
    pub discount_text: Option<String>,
    /// What is left of `gross`, before a discount on the whole sale.
    pub total: MoneyView,
    /// How it is taxed.
    pub vat: VatCode,
}

pub(super) fn lines(basket: &Basket, totals: &Totals) -> Vec<LineView> {
    let total_of = |id| totals.line(id).copied();
    basket
        .lines()
        .iter()
        .filter_map(|line| Some((line, total_of(line.id)?)))
        .map(|(line, total): (_, LineTotal)| LineView {
            line: line.id.0,
            code: line.item.code.clone(),
            name: line.item.name.clone(),
            name_ar: line.item.name_ar.clone(),
            note: line.note.clone(),
            quantity: line.quantity.to_string(),
            unit: line.item.unit.into(),
            price: line.item.price.into(),
            gross: total.gross.into(),
            discount: total.discount.into(),
            discount_text: line.discount.map(discount_text),
            total: total.before_sale_discount().into(),
            vat: total.class.into(),
        })
        .collect()
}

fn discount_text(discount: Discount) -> String {
    match discount {
        Discount::Amount(amount) => amount.grouped(),
        Discount::Percent(points) => {
            let (whole, part) = (points / 100, points % 100);
            if part == 0 {
                format!("{whole} %")
            } else {
                let text = format!("{whole}.{part:02}");
                format!("{} %", text.trim_end_matches('0'))
            }
        }
    }
}

/// The basket at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BasketView {
    /// The number its sale will have; none before the first item.
    pub sale: Option<String>,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// How many pieces; what is weighed counts as one.
    pub count: u32,
    /// What the lines come to, before the discount on the whole sale.
    pub subtotal: MoneyView,
    /// The discount on the whole sale.
    pub discount: MoneyView,
    /// That discount as it was given: `10 %` or `5.00`.
    pub discount_text: Option<String>,
    /// The VAT inside `total`.
    pub vat: MoneyView,
    /// What the customer owes.
    pub total: MoneyView,
    /// What was noted about the whole sale.
    pub note: Option<String>,
    /// Whether the last change can be taken back.
    pub can_undo: bool,
    /// The line that the last change touched.
    pub changed_line: Option<u32>,
}

impl BasketView {
    pub(crate) fn empty() -> Result<Self, CounterError> {
        Self::build(None, &Basket::default(), false, None)
    }

    pub(crate) fn of(row: &BasketRow) -> Result<Self, CounterError> {
        let ringing = read(row)?;
        let touched = ringing.touched.map(|line| line.0);
        let can_undo = !ringing.past.is_empty();
        Self::build(
            Some(row.sale.to_string()),
            &ringing.basket,
            can_undo,
            touched,
        )
    }

    fn build(
        sale: Option<String>,
        basket: &Basket,
        can_undo: bool,
        changed_line: Option<u32>,
    ) -> Result<Self, CounterError> {
        let totals = basket.totals()?;
        let pieces = basket.lines().iter().map(|line| match line.item.unit {
            Unit::Piece => line.quantity.as_pieces().unwrap_or(1),
            Unit::Kg => 1,
        });
        Ok(Self {
            sale,
            lines: lines(basket, &totals),
            count: u32::try_from(pieces.sum::<u64>()).unwrap_or(u32::MAX),
            subtotal: totals.subtotal().into(),
            discount: totals.sale_discount.into(),
            discount_text: basket.discount().map(discount_text),
            vat: totals.vat.into(),
            total: totals.total.into(),
            note: basket.note().map(str::to_owned),
            can_undo,
            changed_line,
        })
    }
}

/// A parked basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ParkedView {
    /// The number its sale will have.
    pub sale: String,
    /// The name it was parked under.
    pub name: Option<String>,
    /// What it comes to.
    pub total: MoneyView,
    /// How many lines it has.
    pub lines: u32,
    /// The first of them.
    pub first: String,
    /// The same in Arabic, where it has a name in it.
    pub first_ar: Option<String>,
    /// When it was parked, UTC ms.
    pub parked_at_ms: i64,
    /// Who rang it up.
    pub by: String,
}

impl ParkedView {
    pub(crate) fn of(row: &BasketRow) -> Result<Self, CounterError> {
        let basket = read(row)?.basket;
        let first = basket.lines().first();
        Ok(Self {
            sale: row.sale.to_string(),
            name: row.parked_as.clone(),
            total: basket.totals()?.total.into(),
            lines: u32::try_from(basket.lines().len()).unwrap_or(u32::MAX),
            first_ar: first.and_then(|line| line.item.name_ar.clone()),
            first: first.map(|line| line.item.name.clone()).unwrap_or_default(),
            parked_at_ms: row.parked_at.unwrap_or(row.changed_at).0,
            by: row.by.clone(),
        })
    }
}
