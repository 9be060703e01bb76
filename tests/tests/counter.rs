//! Selling: baskets, tenders, receipts, shifts and returns, over the real books and a real driver.

mod day;
mod random;
mod returning;
mod selling;

use std::time::Duration;

use fils_checkout::view::{OrderView, StateView};
use fils_counter::view::SaleView;
use fils_counter::{Charge, Counter};
use fils_order::{Money, OrderNumber, SaleId};
use fils_sale::{Edit, Item, Quantity, Unit, VatClass};
use payby_sandbox::CustomerAction;

use crate::scenarios::{Setup, World};

pub(crate) const AMAL: &str = "Amal";
pub(crate) const BADR: &str = "Badr";

pub(crate) fn aed(text: &str) -> Money {
    Money::parse_entry(text).unwrap()
}

pub(crate) fn item(code: &str, price: &str, vat: VatClass) -> Item {
    Item {
        code: Some(code.to_owned()),
        barcode: None,
        name: format!("Product {code}"),
        name_ar: Some("منتج".to_owned()),
        category: None,
        unit: Unit::Piece,
        price: aed(price),
        vat,
    }
}

pub(crate) fn add(code: &str, price: &str, pieces: u32) -> Edit {
    Edit::Add {
        item: item(code, price, VatClass::Standard),
        quantity: Quantity::pieces(pieces).unwrap(),
    }
}

pub(crate) fn sale_of(view: &SaleView) -> SaleId {
    view.sale.parse().unwrap()
}

/// A sale of one product at this price, waiting for its payments.
pub(crate) fn ring_up(counter: &Counter, price: &str) -> SaleId {
    counter.edit(add("A", price, 1), AMAL).unwrap();
    sale_of(&counter.start_sale(AMAL).unwrap())
}

pub(crate) fn number(order: &OrderView) -> OrderNumber {
    order.order.parse().unwrap()
}

/// A wallet's payment for a sale that waits for its customer.
pub(crate) async fn waiting(world: &World, sale: &SaleId, charge: Charge) -> OrderNumber {
    let order = world.counter().charge(sale, charge, AMAL).await.unwrap();
    let order = number(&order);
    world
        .until_state(&order, 5.0, StateView::AwaitingPayment)
        .await;
    order
}

/// Charges a wallet for a sale and lets the customer pay.
pub(crate) async fn pay_by_wallet(
    world: &World,
    sale: &SaleId,
    amount: Option<&str>,
) -> OrderNumber {
    let charge = Charge {
        amount: amount.map(aed),
        ..Charge::default()
    };
    let order = waiting(world, sale, charge).await;
    world.customer(&order, CustomerAction::Pay);
    world.until_state(&order, 10.0, StateView::Paid).await;
    order
}

/// Waits until the sale shows what is wanted.
pub(crate) async fn until(
    world: &World,
    sale: &SaleId,
    what: impl Fn(&SaleView) -> bool,
) -> SaleView {
    for _ in 0..600 {
        let view = world.counter().sale(sale).unwrap();
        if what(&view) {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {:#?}", world.counter().sale(sale));
}

pub(crate) fn world() -> World {
    World::new(Setup::default())
}

/// What was sent to PayBy for an order.
pub(crate) fn content(world: &World, order: &OrderNumber) -> String {
    let row = world.reader().order(order).unwrap().unwrap();
    row.content.unwrap()
}
