//! `fils sell`: ring up goods by their barcodes and take the money, without a window.

use fils_catalogue::{Catalogue, Product};
use fils_checkout::view::{OrderView, StateView};
use fils_counter::view::{PaymentView, SaleView, TenderCode};
use fils_counter::{Charge, CounterError};
use fils_home::config::Config;
use fils_home::{ProductsError, open_catalogue};
use fils_order::{Money, OrderNumber, SaleId};
use fils_sale::barcode::{self, Embedded, Scanned};
use fils_sale::{Basket, Edit, Quantity, SaleError, Unit};
use serde_json::json;

use crate::args::{Global, Sell};
use crate::exit::{Exit, Failure};
use crate::output::{Output, decimal};
use crate::watch::{Watch, ended, home, person};

pub(crate) async fn run(global: &Global, asked: Sell, out: &mut Output) -> Result<Exit, Failure> {
    // Whatever is wrong with what was typed is said before the till is opened.
    let home = home(global)?;
    let config = Config::load(&home)?.config;
    let catalogue = open_catalogue(&home)?;
    let basket = ring_up(&catalogue, &config.embedded(), &asked.goods)?;
    let total = basket.totals()?.total;
    let due = config.rounding().asked(total);
    let cash = match asked.cash.as_deref().map(Money::parse_entry).transpose()? {
        Some(given) if given < due => {
            return Err(Failure::wrong(
                "cash_too_little",
                format!("The goods cost {due} AED in cash. Take at least that."),
            ));
        }
        Some(given) => Some(given),
        None => (!asked.wallet).then_some(due),
    };
    let mut watch = Watch::open(global, "fils sell", out).await?;
    let exit = sell(&mut watch, basket, cash, out).await;
    watch.close().await;
    exit
}

async fn sell(
    watch: &mut Watch,
    basket: Basket,
    cash: Option<Money>,
    out: &mut Output,
) -> Result<Exit, Failure> {
    watch.not_stopped().await?;
    let by = person().0;
    let counter = watch.counter();
    let sale: SaleId = counter.start_with(basket, &by)?.sale.parse()?;
    if let Some(given) = cash {
        let view = counter.take_cash(&sale, given, &by).await?;
        said(&view, out);
        return Ok(Exit::Done);
    }
    let order = counter.charge(&sale, Charge::default(), &by).await?;
    let exit = watch.follow(order, ends, out).await?;
    counter.settle_all()?;
    match exit {
        // Nothing was paid and nothing can be: no open sale is left behind.
        Exit::NotDone => {
            let view = counter.void(&sale, "Not paid", None, &by)?;
            said(&view, out);
        }
        Exit::Done | Exit::Wrong | Exit::Person => said(&counter.sale(&sale)?, out),
    }
    Ok(exit)
}

fn ends(view: &OrderView) -> Option<Exit> {
    match ended(view)? {
        StateView::Paid => Some(Exit::Done),
        StateView::Closed => Some(Exit::NotDone),
        StateView::PaidLate | StateView::NeedsReview => Some(Exit::Person),
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => None,
    }
}

/// The goods as they were typed: a barcode or a product's code, and how many after an x.
fn ring_up(
    catalogue: &Catalogue,
    embedded: &Embedded,
    goods: &[String],
) -> Result<Basket, Failure> {
    let mut basket = Basket::default();
    for typed in goods {
        let (code, quantity) = match split(typed) {
            // A code may itself have an x in it.
            Some(_) if find(catalogue, embedded, typed)?.is_some() => (typed.as_str(), None),
            Some((code, quantity)) => (code, Some(quantity)),
            None => (typed.as_str(), None),
        };
        let found = find(catalogue, embedded, code)?;
        let (product, price, weight) = found.ok_or_else(|| {
            Failure::wrong(
                "unknown_product",
                format!("There is no product with the barcode or code “{code}”. Nothing was sold: check it with `fils products search`."),
            )
        })?;
        let item = product.item(None).ok_or_else(|| {
            Failure::wrong(
                "price_missing",
                format!("“{}” has no price of its own, so it is sold in the window only. Nothing was sold.", product.name),
            )
        });
        let item = match price {
            Some(price) => product
                .item(Some(price))
                .map_or(item, Ok)?
                .at_label_price(price),
            None => item?,
        };
        let quantity = match (quantity, weight) {
            (Some(text), _) => Quantity::parse_entry(text).map_err(CounterError::from)?,
            (None, Some(weight)) => weight,
            (None, None) if item.unit == Unit::Kg => {
                return Err(Failure::wrong(
                    "weight_missing",
                    format!(
                        "“{}” is sold by weight. Say how much, such as {code}x0.350.",
                        product.name
                    ),
                ));
            }
            (None, None) => Quantity::pieces(1).map_err(CounterError::from)?,
        };
        basket = basket.edit(Edit::Add { item, quantity })?;
    }
    Ok(basket)
}

/// `5000112637922x3` is three of them.
fn split(typed: &str) -> Option<(&str, &str)> {
    let (code, quantity) = typed.rsplit_once(['x', 'X', '×'])?;
    let number = Quantity::parse_entry(quantity).is_ok();
    (number && !code.is_empty()).then_some((code, quantity))
}

type Found = (Product, Option<Money>, Option<Quantity>);

fn find(catalogue: &Catalogue, embedded: &Embedded, code: &str) -> Result<Option<Found>, Failure> {
    let scanned = barcode::read(code, embedded)
        .map_err(|error| Failure::wrong(error.code(), error.to_string()))?;
    let (code, price, weight) = match scanned {
        Scanned::Code { code } => (code, None, None),
        Scanned::WithPrice { item, price } => (item, Some(price), None),
        Scanned::WithWeight { item, grams } => {
            let weight = Quantity::grams(grams).map_err(CounterError::from)?;
            (item, None, Some(weight))
        }
    };
    let product = match catalogue.by_barcode(&code).map_err(ProductsError::from)? {
        Some(product) => Some(product),
        None => catalogue.by_code(&code).map_err(ProductsError::from)?,
    };
    Ok(product
        .filter(|product| product.active)
        .map(|product| (product, price, weight)))
}

/// The last line: what was sold and how it was paid.
fn said(view: &SaleView, out: &mut Output) {
    if !out.is_json() {
        let text = match &view.receipt {
            Some(number) => format!(
                "Sold for {} AED, receipt {number}. Change: {} AED.",
                view.total.text, view.change.text
            ),
            None if view.void => format!("Not sold: {} AED were not paid.", view.total.text),
            None => format!(
                "The sale {} over {} AED is not complete.",
                view.sale, view.total.text
            ),
        };
        out.line(&text);
        return;
    }
    let payments: Vec<_> = view.payments.iter().map(payment).collect();
    out.object(&json!({
        "sale": view.sale,
        "receipt": view.receipt,
        "total": decimal(view.total.fils),
        "vat": decimal(view.vat.fils),
        "change": decimal(view.change.fils),
        "payments": payments,
    }));
}

fn payment(payment: &PaymentView) -> serde_json::Value {
    let tender = match payment.tender {
        TenderCode::Cash => "cash",
        TenderCode::Wallet => "wallet",
    };
    let order: Option<OrderNumber> = payment.order.as_deref().and_then(|text| text.parse().ok());
    json!({ "tender": tender, "amount": decimal(payment.amount.fils), "order": order, "proof": payment.proof })
}

impl From<SaleError> for Failure {
    fn from(error: SaleError) -> Self {
        Self::wrong(error.code(), error.to_string())
    }
}

impl From<CounterError> for Failure {
    fn from(error: CounterError) -> Self {
        if let CounterError::Checkout(error) = error {
            return error.into();
        }
        Self::wrong(error.code(), error.to_string())
    }
}
