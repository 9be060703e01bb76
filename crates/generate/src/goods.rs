//! The products of the shop.

use fils_catalogue::{Colour, Product};
use fils_order::Money;
use fils_sale::{Unit, barcode};

use crate::GenerateError;
use crate::dice::Dice;
use crate::words::{BRANDS, SHELVES, Shelf, Word};

/// GS1's prefix of the Emirates.
const EMIRATES: &str = "629";
/// Digits between the prefix and the check digit.
const BODY: u64 = 1_000_000_000;
/// Spreads numbers over all bodies, each once: it shares no factor with [`BODY`].
const SPREAD: u64 = 387_420_489;

/// Goods that the shop's scale can name in the five digits of its labels.
const LABELS: u32 = 99_999;

/// So many products, the same for the same seed, and the first of them the same however many there are.
pub(crate) fn products(seed: u64, count: u32) -> Result<Vec<Product>, GenerateError> {
    let mut dice = Dice::of(seed, 1);
    let offset = dice.below(BODY);
    let mut products = Vec::new();
    let mut weighed = 0;
    for index in 0..u64::from(count) {
        let mut product = product(&mut dice, index, offset)?;
        if product.unit == Unit::Kg && weighed < LABELS {
            weighed += 1;
            product.barcodes.push(format!("{weighed:05}"));
        }
        products.push(product);
    }
    Ok(products)
}

fn shelf(dice: &mut Dice) -> &'static Shelf {
    let mut at = dice.below(100);
    for shelf in &SHELVES {
        if at < shelf.share {
            return shelf;
        }
        at -= shelf.share;
    }
    &SHELVES[0]
}

fn product(dice: &mut Dice, index: u64, offset: u64) -> Result<Product, GenerateError> {
    let shelf = shelf(dice);
    let (what, low, high) = *dice.pick(shelf.goods);
    let (kind, size) = (*dice.pick(shelf.kinds), *dice.pick(shelf.sizes));
    let brand = *dice.pick(&BRANDS);
    let words: &[Word] = if shelf.weighed {
        &[what, kind, size]
    } else {
        &[brand, what, kind, size]
    };
    let joined = |of: fn(&Word) -> &'static str| {
        let words = words.iter().map(of).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let mut barcodes = Vec::new();
    if !shelf.weighed {
        barcodes.push(ean13(index * 2, offset));
        if dice.happens(40) {
            barcodes.push(ean13(index * 2 + 1, offset));
        }
    }
    // Prices end in 0, 25, 50 or 75 fils.
    let price = dice.between(low / 25, high / 25) * 25;
    let price = if dice.happens(4) && !shelf.weighed {
        None
    } else {
        Some(Money::from_fils(price)?)
    };
    Ok(Product {
        code: format!("{:06}", index + 1),
        name: joined(|word| word.0),
        name_ar: Some(joined(|word| word.1)),
        barcodes,
        price,
        vat: shelf.vat,
        category: Some(shelf.name.to_owned()),
        colour: Some(
            shelf
                .colour
                .parse::<Colour>()
                .map_err(|error| GenerateError::Impossible(error.to_string()))?,
        ),
        unit: if shelf.weighed { Unit::Kg } else { Unit::Piece },
        active: !dice.happens(15),
    })
}

/// The barcode of a number; no two numbers below half a thousand million share one.
fn ean13(number: u64, offset: u64) -> String {
    let body = (number.wrapping_mul(SPREAD) + offset) % BODY;
    let digits = format!("{EMIRATES}{body:09}");
    let check = barcode::check_digit(&digits);
    format!("{digits}{check}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn products_are_fit_to_be_stored_and_every_barcode_is_there_once() {
        let products = products(1, 5000).unwrap();
        let mut barcodes = BTreeSet::new();
        for product in &products {
            assert_eq!(product.clone().checked().as_ref(), Ok(product));
            for code in &product.barcodes {
                assert!(barcodes.insert(code.clone()), "{code} twice");
            }
        }
        let weighed: Vec<&Product> = products.iter().filter(|p| p.unit == Unit::Kg).collect();
        assert_eq!(
            weighed[0].barcodes,
            ["00001"],
            "what a label of the scale names"
        );
        assert!(products.iter().any(|product| product.price.is_none()));
        let classes: BTreeSet<&str> = products.iter().map(|p| p.vat.as_str()).collect();
        assert_eq!(classes.len(), 3);
    }

    #[test]
    fn more_products_begin_with_the_same_ones() {
        let (few, many) = (products(3, 50).unwrap(), products(3, 60).unwrap());
        assert_eq!(few, many[..50]);
        assert_ne!(few, products(4, 50).unwrap());
    }

    #[test]
    fn the_shelves_share_the_shop() {
        assert_eq!(SHELVES.iter().map(|shelf| shelf.share).sum::<u64>(), 100);
    }
}
