//! What customers buy.

use fils_catalogue::Product;
use fils_counter::Sold;
use fils_order::Money;
use fils_sale::{Basket, Discount, Edit, Item, LineId, Quantity, SaleError, Unit, VatClass};

use crate::GenerateError;
use crate::dice::Dice;
use crate::words::NOTES;

/// The lines of a basket, out of a hundred baskets: many customers want one thing.
const LINES: [(u64, u32); 6] = [(38, 1), (26, 2), (16, 3), (10, 4), (6, 6), (4, 10)];

/// What one customer buys, with something to pay for.
pub(crate) fn fill(dice: &mut Dice, products: &[Product]) -> Result<Sold, GenerateError> {
    let mut basket = Basket::default();
    for _ in 0..lines(dice) {
        let (item, quantity) = goods(dice, products)?;
        basket = basket
            .edit(Edit::Add { item, quantity })
            .map_err(impossible)?;
    }
    basket = discounts(dice, basket)?;
    if dice.happens(8) {
        let note = Some((*dice.pick(&NOTES)).to_owned());
        basket = basket.edit(Edit::NoteSale { note }).map_err(impossible)?;
    }
    let totals = basket.totals().map_err(impossible)?;
    Ok(Sold { basket, totals })
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn impossible(error: SaleError) -> GenerateError {
    GenerateError::Impossible(error.to_string())
}

fn lines(dice: &mut Dice) -> u32 {
    let mut at = dice.below(100);
    for (share, lines) in LINES {
        if at < share {
            return lines;
        }
        at -= share;
    }
    1
}

/// One thing. A product that is not sold any more, or whose price is typed at the till, is rung up at a typed price.
fn goods(dice: &mut Dice, products: &[Product]) -> Result<(Item, Quantity), GenerateError> {
    let typed = Money::from_fils(dice.between(4, 200) * 25)?;
    let known = if products.is_empty() || dice.happens(12) {
        None
    } else {
        let product = &products[dice.favourite(products.len())];
        let price = product.price.is_none().then_some(typed);
        product.item(price).filter(|_| product.active)
    };
    let item = known.unwrap_or_else(|| Item::amount("Sale", typed, VatClass::Standard));
    let quantity = match item.unit {
        Unit::Kg => Quantity::grams(u32::try_from(dice.between(60, 2400)).unwrap_or(500)),
        Unit::Piece if dice.happens(180) => {
            Quantity::pieces(u32::try_from(dice.between(2, 6)).unwrap_or(2))
        }
        Unit::Piece => Ok(Quantity::ONE),
    };
    let quantity = quantity.map_err(|error| GenerateError::Impossible(error.to_string()))?;
    Ok((item, quantity))
}

/// Now and then something is taken off, within what a cashier may give.
fn discounts(dice: &mut Dice, basket: Basket) -> Result<Basket, GenerateError> {
    let mut basket = basket;
    if dice.happens(25) {
        let line = basket.lines().first().map_or(LineId(0), |line| line.id);
        let discount = Some(Discount::Percent(*dice.pick(&[250, 500, 1000])));
        let edit = Edit::DiscountLine { line, discount };
        basket = basket.edit(edit).map_err(impossible)?;
    }
    if dice.happens(20) {
        let discount = Some(Discount::Percent(*dice.pick(&[250, 500])));
        basket = basket
            .edit(Edit::DiscountSale { discount })
            .map_err(impossible)?;
    }
    Ok(basket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goods::products;

    #[test]
    fn customers_buy_all_kinds_of_things() {
        let products = products(1, 200).unwrap();
        let mut dice = Dice::of(1, 5);
        let sold: Vec<Sold> = (0..2000)
            .map(|_| fill(&mut dice, &products).unwrap())
            .collect();
        assert!(sold.iter().all(|sold| !sold.totals.total.is_zero()));
        let lines = || sold.iter().flat_map(|sold| sold.basket.lines());
        assert!(lines().any(|line| line.item.unit == Unit::Kg));
        assert!(lines().any(|line| line.discount.is_some()));
        assert!(lines().any(|line| line.item.code.is_none()));
        assert!(sold.iter().any(|sold| sold.basket.discount().is_some()));
        assert!(sold.iter().any(|sold| sold.basket.note().is_some()));
    }

    #[test]
    fn a_shop_without_products_sells_amounts() {
        let sold = fill(&mut Dice::of(1, 5), &[]).unwrap();
        assert!(
            sold.basket
                .lines()
                .iter()
                .all(|line| line.item.code.is_none())
        );
    }
}
