//! A receipt to look at while the shop is set up: by the piece, by weight, a discount, cash with change.

use fils_order::{Money, UtcMs};
use fils_sale::receipt::{Head, Receipt};
use fils_sale::{Basket, Discount, Edit, Item, Quantity, Unit, VatClass, tender};

use crate::config::{Config, Mode};

type Failed = Box<dyn std::error::Error>;

fn item(name: &str, name_ar: &str, price: i64, unit: Unit) -> Result<Item, Failed> {
    let price = Money::from_fils(price)?;
    Ok(Item {
        name_ar: Some(name_ar.to_owned()),
        unit,
        ..Item::amount(name, price, VatClass::Standard)
    })
}

/// The receipt of a sale that never was.
pub(super) fn receipt(config: &Config, at: UtcMs) -> Result<Receipt, Failed> {
    let coffee = item("Arabic coffee", "قهوة عربية", 1850, Unit::Piece)?;
    let dates = item("Dates", "تمر", 5200, Unit::Kg)?;
    let basket = Basket::default()
        .edit(Edit::Add {
            item: coffee,
            quantity: Quantity::pieces(2)?,
        })?
        .edit(Edit::Add {
            item: dates,
            quantity: Quantity::grams(455)?,
        })?
        .edit(Edit::DiscountSale {
            discount: Some(Discount::Percent(1000)),
        })?;
    let totals = basket.totals()?;
    let given = Money::from_fils(10_000)?;
    let cash = tender::cash(totals.total, given, config.rounding())?;
    let head = Head {
        number: format!("{}-000001", config.till_prefix),
        shop: config.receipt_shop(),
        at,
        till: config.till_prefix.clone(),
        cashier: "Amal".to_owned(),
        qr: None,
        training: config.mode == Mode::Training,
    };
    Ok(Receipt::sale(head, &basket, &totals, &[cash.payment()])?)
}
