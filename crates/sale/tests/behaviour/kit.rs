//! Goods, baskets of every kind, and short words for both.

use fils_order::{Money, OrderNumber};
use fils_sale::tender::{Payment, Proof, Tender};
use fils_sale::{Basket, Discount, Edit, Item, LineId, Quantity, Unit, VatClass};
use proptest::prelude::*;

pub(crate) fn fils(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

pub(crate) fn aed(text: &str) -> Money {
    Money::parse_entry(text).unwrap()
}

pub(crate) fn qty(text: &str) -> Quantity {
    Quantity::parse_entry(text).unwrap()
}

pub(crate) fn coffee() -> Item {
    Item {
        code: Some("C1".to_owned()),
        barcode: Some("6291041500213".to_owned()),
        name: "Coffee".to_owned(),
        name_ar: Some("قهوة".to_owned()),
        category: Some("Drinks".to_owned()),
        unit: Unit::Piece,
        price: aed("12.50"),
        vat: VatClass::Standard,
    }
}

pub(crate) fn dates() -> Item {
    Item {
        code: Some("D1".to_owned()),
        unit: Unit::Kg,
        vat: VatClass::Zero,
        ..Item::amount("Dates", aed("39.95"), VatClass::Zero)
    }
}

pub(crate) fn add(item: Item, quantity: &str) -> Edit {
    Edit::Add {
        item,
        quantity: qty(quantity),
    }
}

pub(crate) fn basket(edits: impl IntoIterator<Item = Edit>) -> Basket {
    edits
        .into_iter()
        .fold(Basket::default(), |basket, edit| basket.edit(edit).unwrap())
}

/// Two coffees with 10 % off the line, 350 g of dates, 1.00 off the sale.
pub(crate) fn breakfast() -> Basket {
    basket([
        add(coffee(), "2"),
        add(dates(), "0.350"),
        Edit::DiscountLine {
            line: LineId(0),
            discount: Some(Discount::Percent(1000)),
        },
        Edit::DiscountSale {
            discount: Some(Discount::Amount(aed("1.00"))),
        },
    ])
}

pub(crate) fn wallet(number: &str, amount: Money, proof: Proof) -> Payment {
    let order = number.parse::<OrderNumber>().unwrap();
    Payment::new(Tender::Wallet { order }, amount, proof)
}

pub(crate) fn any_class() -> impl Strategy<Value = VatClass> {
    prop::sample::select(VatClass::ALL.to_vec())
}

fn any_discount() -> impl Strategy<Value = Option<Discount>> {
    prop_oneof![
        2 => Just(None),
        1 => (0..3_000_i64).prop_map(|amount| Some(Discount::Amount(fils(amount)))),
        1 => (1..=10_000_u16).prop_map(|points| Some(Discount::Percent(points))),
    ]
}

fn any_item() -> impl Strategy<Value = Item> {
    let prices = prop_oneof![0..10_i64, 0..50_000_i64, 0..90_000_000_000_i64];
    (prices, any_class(), any::<bool>()).prop_map(|(price, vat, by_weight)| Item {
        unit: if by_weight { Unit::Kg } else { Unit::Piece },
        ..Item::amount("Something", fils(price), vat)
    })
}

pub(crate) fn any_edit() -> impl Strategy<Value = Edit> {
    let line = || (0..8_u32).prop_map(LineId);
    let quantity = || {
        prop_oneof![
            (1..20_u32).prop_map(|pieces| Quantity::pieces(pieces).unwrap()),
            (1..5_000_u32).prop_map(|grams| Quantity::grams(grams).unwrap()),
        ]
    };
    prop_oneof![
        6 => (any_item(), quantity()).prop_map(|(item, quantity)| Edit::Add { item, quantity }),
        1 => (line(), quantity()).prop_map(|(line, quantity)| Edit::SetQuantity { line, quantity }),
        1 => (line(), 0..9_000_i64).prop_map(|(line, price)| Edit::SetPrice { line, price: fils(price) }),
        2 => (line(), any_discount()).prop_map(|(line, discount)| Edit::DiscountLine { line, discount }),
        1 => (line(), prop::option::of(".{0,12}")).prop_map(|(line, note)| Edit::NoteLine { line, note }),
        1 => line().prop_map(|line| Edit::Remove { line }),
        2 => any_discount().prop_map(|discount| Edit::DiscountSale { discount }),
        1 => prop::option::of(".{0,12}").prop_map(|note| Edit::NoteSale { note }),
    ]
}

/// Any basket a person can make: what is refused changes nothing.
pub(crate) fn any_basket() -> impl Strategy<Value = Basket> {
    prop::collection::vec(any_edit(), 1..20).prop_map(|edits| {
        edits.into_iter().fold(Basket::default(), |basket, edit| {
            basket.edit(edit).unwrap_or(basket)
        })
    })
}
