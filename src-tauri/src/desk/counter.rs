//! Selling: what is typed and scanned becomes changes of the basket, cash and payments. The counter decides; the desk reads what a
//! person typed, and asks for a manager where a discount goes over the shop's limit.

use fils_catalogue::Product;
use fils_checkout::CustomerCode;
use fils_checkout::view::OrderView;
use fils_counter::view::{BasketView, ParkedView, SaleView, VatCode};
use fils_counter::{Charge, Counter, CounterError, amount_item};
use fils_order::{Money, OrderNumber, SaleId};
use fils_people::Action;
use fils_sale::barcode::{self, Scanned};
use fils_sale::{Discount, Edit, Item, LineId, Quantity, Unit};

use super::{Desk, Who};
use crate::errors::CommandError;
use crate::news::News;
use crate::views::counter::{CashPreview, ScanView};
use crate::views::products::ProductView;

/// A change of the basket, as it was typed.
#[derive(Debug)]
pub(crate) enum Wish {
    AddAmount {
        amount: String,
        name: Option<String>,
        vat: VatCode,
    },
    SetQuantity {
        line: u32,
        text: String,
    },
    SetPrice {
        line: u32,
        text: String,
    },
    DiscountLine {
        line: u32,
        text: Option<String>,
    },
    NoteLine {
        line: u32,
        text: Option<String>,
    },
    Remove {
        line: u32,
    },
    DiscountSale {
        text: Option<String>,
    },
    NoteSale {
        text: Option<String>,
    },
    Clear,
}

impl Wish {
    fn edit(self) -> Result<Edit, CounterError> {
        let discount = |text: Option<String>| {
            text.filter(|text| !text.trim().is_empty())
                .map(|text| Discount::parse_entry(&text))
                .transpose()
        };
        Ok(match self {
            Self::AddAmount { amount, name, vat } => {
                let name = name
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty());
                Edit::Add {
                    item: amount_item(name, money(&amount)?, vat.into()),
                    quantity: Quantity::pieces(1)?,
                }
            }
            Self::SetQuantity { line, text } => Edit::SetQuantity {
                line: LineId(line),
                quantity: Quantity::parse_entry(&text)?,
            },
            Self::SetPrice { line, text } => Edit::SetPrice {
                line: LineId(line),
                price: money(&text)?,
            },
            Self::DiscountLine { line, text } => Edit::DiscountLine {
                line: LineId(line),
                discount: discount(text)?,
            },
            Self::NoteLine { line, text } => Edit::NoteLine {
                line: LineId(line),
                note: text,
            },
            Self::Remove { line } => Edit::Remove { line: LineId(line) },
            Self::DiscountSale { text } => Edit::DiscountSale {
                discount: discount(text)?,
            },
            Self::NoteSale { text } => Edit::NoteSale { note: text },
            Self::Clear => Edit::Clear,
        })
    }
}

/// What a person typed, as money.
pub(super) fn money(text: &str) -> Result<Money, CounterError> {
    Money::parse_entry(text).map_err(|error| fils_checkout::CheckoutError::from(error).into())
}

pub(super) fn sale_id(text: &str) -> Result<SaleId, CommandError> {
    Ok(text.parse()?)
}

impl From<CounterError> for CommandError {
    fn from(error: CounterError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl Desk {
    /// Works at the counter, off the async threads: the disk is waited for.
    pub(super) async fn at_counter<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Counter) -> Result<T, CounterError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let till = self.till().await?;
        let counter = till.counter.clone();
        let done = tokio::task::spawn_blocking(move || work(&counter)).await;
        drop(till);
        let done = done.map_err(|error| {
            tracing::error!(%error, "the counter failed");
            CommandError::internal()
        })?;
        Ok(done?)
    }

    /// Passes on what the counter says, until its till is closed.
    pub(super) async fn follow(
        self: std::sync::Arc<Self>,
        mut news: tokio::sync::broadcast::Receiver<fils_counter::News>,
    ) {
        use tokio::sync::broadcast::error::RecvError;
        loop {
            match news.recv().await {
                Ok(fils_counter::News::Basket) => match self.at_counter(Counter::basket).await {
                    Ok(basket) => self.tell(News::Basket(Box::new(basket))),
                    Err(error) => tracing::warn!(code = error.code, "the basket is not told"),
                },
                Ok(fils_counter::News::Sale(sale)) => {
                    match self.at_counter(move |counter| counter.sale(&sale)).await {
                        Ok(sale) => self.tell(News::Sale(Box::new(sale))),
                        // An amount alone, of a till before there was a counter, is no sale of it.
                        Err(error) if error.code == "no_such_sale" => {}
                        Err(error) => tracing::warn!(code = error.code, "a sale is not told"),
                    }
                }
                Ok(fils_counter::News::Drawer) => self.tell(News::Drawer),
                Ok(fils_counter::News::Print) => {}
                Err(RecvError::Lagged(_)) => {
                    self.tell(News::Resync);
                    self.refresh_display().await;
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// The basket at hand.
    pub(crate) async fn basket(&self) -> Result<BasketView, CommandError> {
        self.at_counter(Counter::basket).await
    }

    /// Changes the basket as somebody typed it.
    pub(crate) async fn edit(&self, who: Who, wish: Wish) -> Result<BasketView, CommandError> {
        self.change(who, wish.edit()?).await
    }

    /// Changes the basket; what takes more off than the shop's limit needs a manager.
    async fn change(&self, who: Who, edit: Edit) -> Result<BasketView, CommandError> {
        let till = self.till().await?;
        let limit = till.config.discount_limit_percent.saturating_mul(100);
        drop(till);
        let weighed = {
            let edit = edit.clone();
            self.at_counter(move |counter| counter.weigh(&edit)).await?
        };
        let over = u32::from(weighed.after) > limit && weighed.after > weighed.before;
        let who = if over || weighed.lowers_price {
            self.may_also(who, Action::DiscountOverLimit)?
        } else {
            who
        };
        self.at_counter(move |counter| counter.edit(edit, &who.name))
            .await
    }

    /// Adds a product.
    pub(crate) async fn add_product(
        &self,
        who: Who,
        code: &str,
        quantity: Option<String>,
        price: Option<String>,
    ) -> Result<BasketView, CommandError> {
        let product = self.product_by_code(code).await?.ok_or_else(|| {
            CommandError::new(
                "no_such_product",
                "There is no such product any more. Look for it again.",
            )
        })?;
        let typed = price.as_deref().map(money).transpose()?;
        let quantity = match quantity {
            Some(text) => Quantity::parse_entry(&text).map_err(CounterError::from)?,
            None => Quantity::pieces(1).map_err(CounterError::from)?,
        };
        // A typed price stands for one that the product leaves open; another one is a change of the line afterwards.
        let item = item_of(&product, typed)?;
        self.change(who, Edit::Add { item, quantity }).await
    }

    /// What a code means; a product that needs no more questions is added, unless a sale is being paid.
    pub(crate) async fn scan(
        &self,
        who: Who,
        text: &str,
        paying: bool,
    ) -> Result<ScanView, CommandError> {
        let embedded = self.till().await?.config.embedded();
        let scanned = match barcode::read(text, &embedded) {
            Ok(scanned) => scanned,
            Err(error) => {
                return Ok(ScanView::BadCode {
                    code: text.trim().to_owned(),
                    message: error.to_string(),
                });
            }
        };
        let (product, price, weight) = match scanned {
            Scanned::Code { code } => (self.product_of(&code).await?, None, None),
            Scanned::WithPrice { item, price } => {
                (self.product_of(&item).await?, Some(price), None)
            }
            Scanned::WithWeight { item, grams } => {
                let weight = Quantity::grams(grams).map_err(CounterError::from)?;
                (self.product_of(&item).await?, None, Some(weight))
            }
        };
        let Some(product) = product else {
            return self.scanned_paper(text.trim()).await;
        };
        if paying {
            return Ok(ScanView::Product {
                product: ProductView::from(product),
            });
        }
        self.take_in(who, product, price, weight).await
    }

    async fn take_in(
        &self,
        who: Who,
        product: Product,
        price: Option<Money>,
        weight: Option<Quantity>,
    ) -> Result<ScanView, CommandError> {
        let one = Quantity::pieces(1).map_err(CounterError::from)?;
        let (item, quantity) = match (price, weight) {
            // The label's price is for what is in the bag, whatever it weighs.
            (Some(price), _) => (item_of(&product, Some(price))?.at_label_price(price), one),
            (None, Some(weight)) if product.price.is_some() => (item_of(&product, None)?, weight),
            (None, _) if product.price.is_none() => {
                return Ok(ScanView::WantsPrice {
                    product: ProductView::from(product),
                });
            }
            (None, _) => match product.unit {
                Unit::Kg => {
                    return Ok(ScanView::WantsWeight {
                        product: ProductView::from(product),
                    });
                }
                Unit::Piece => (item_of(&product, None)?, one),
            },
        };
        let basket = self.change(who, Edit::Add { item, quantity }).await?;
        Ok(ScanView::Added { basket })
    }

    /// The product with this barcode, or with this code.
    async fn product_of(&self, code: &str) -> Result<Option<Product>, CommandError> {
        let found = match self.product_by_barcode(code).await? {
            Some(product) => Some(product),
            None => self.product_by_code(code).await?,
        };
        Ok(found.filter(|product| product.active))
    }

    /// What is no product may be a receipt, an order on one, or a customer's code.
    async fn scanned_paper(&self, text: &str) -> Result<ScanView, CommandError> {
        let code = text.to_owned();
        let found = {
            let code = code.clone();
            self.at_counter(move |counter| counter.find(&code)).await?
        };
        Ok(match found {
            Some((number, sale)) => ScanView::Receipt {
                number,
                sale: sale.to_string(),
            },
            None if looks_like_a_wallet(&code) => ScanView::CustomerCode,
            None => ScanView::Unknown { code },
        })
    }

    /// Takes the last change back.
    pub(crate) async fn undo(&self) -> Result<BasketView, CommandError> {
        self.at_counter(Counter::undo).await
    }

    /// Puts the basket aside.
    pub(crate) async fn park(
        &self,
        who: Who,
        name: Option<String>,
    ) -> Result<BasketView, CommandError> {
        self.at_counter(move |counter| counter.park(name.as_deref(), &who.name))
            .await
    }

    /// What was put aside.
    pub(crate) async fn parked(&self) -> Result<Vec<ParkedView>, CommandError> {
        self.at_counter(Counter::parked).await
    }

    /// Takes a basket up again.
    pub(crate) async fn take_up(&self, who: Who, sale: &str) -> Result<BasketView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| counter.take_up(&sale, &who.name))
            .await
    }

    /// Makes the basket a sale.
    pub(crate) async fn start_sale(&self, who: Who) -> Result<SaleView, CommandError> {
        self.at_counter(move |counter| counter.start_sale(&who.name))
            .await
    }

    /// A sale.
    pub(crate) async fn sale(&self, sale: &str) -> Result<SaleView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| counter.sale(&sale)).await
    }

    /// The sales that wait for their payments.
    pub(crate) async fn open_sales(&self) -> Result<Vec<SaleView>, CommandError> {
        self.at_counter(Counter::open_sales).await
    }

    /// The sales that hold too much.
    pub(crate) async fn overpaid_sales(&self) -> Result<Vec<SaleView>, CommandError> {
        self.at_counter(Counter::overpaid_sales).await
    }

    /// What taking this much cash would do.
    pub(crate) async fn preview_cash(
        &self,
        sale: &str,
        given: &str,
    ) -> Result<CashPreview, CommandError> {
        let sale = sale_id(sale)?;
        let given = match Money::parse_entry(given) {
            Ok(given) => Some(given),
            Err(_) if given.trim().is_empty() => None,
            Err(error) => {
                return Ok(CashPreview {
                    error: Some(error.code().to_owned()),
                    ..CashPreview::default()
                });
            }
        };
        let taken = self
            .at_counter(move |counter| counter.preview_cash(&sale, given))
            .await?;
        Ok(CashPreview {
            given: Some(taken.taken.given.into()),
            change: Some(taken.taken.change.into()),
            left: Some(taken.left.into()),
            error: None,
        })
    }

    /// Takes cash.
    pub(crate) async fn take_cash(
        &self,
        who: Who,
        sale: &str,
        given: &str,
    ) -> Result<SaleView, CommandError> {
        let sale = sale_id(sale)?;
        let given = match given.trim() {
            "" => None,
            text => Some(money(text)?),
        };
        let till = self.till().await?;
        let given = match given {
            Some(given) => given,
            None => till.counter.preview_cash(&sale, None)?.taken.given,
        };
        Ok(till.counter.take_cash(&sale, given, &who.name).await?)
    }

    /// Asks a wallet for what is due of a sale.
    pub(crate) async fn charge_sale(
        &self,
        who: Who,
        sale: &str,
        amount: Option<String>,
        tip: Option<String>,
        code: Option<String>,
    ) -> Result<OrderView, CommandError> {
        let sale = sale_id(sale)?;
        let charge = Charge {
            amount: amount.as_deref().map(money).transpose()?,
            tip: tip.as_deref().map(money).transpose()?,
            code: code.as_deref().map(CustomerCode::new).transpose()?,
        };
        let till = self.till().await?;
        Ok(till.counter.charge(&sale, charge, &who.name).await?)
    }

    /// Gives back the cash of a sale that is not complete.
    pub(crate) async fn give_cash_back(
        &self,
        who: Who,
        sale: &str,
    ) -> Result<SaleView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| {
            counter.give_cash_back(&sale, who.approved_by.as_deref(), &who.name)
        })
        .await
    }

    /// Goes back to the basket.
    pub(crate) async fn back_to_basket(
        &self,
        who: Who,
        sale: &str,
    ) -> Result<BasketView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| counter.back_to_basket(&sale, &who.name))
            .await
    }

    /// Gives a sale up.
    pub(crate) async fn void_sale(
        &self,
        who: Who,
        sale: &str,
        reason: String,
    ) -> Result<SaleView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| {
            counter.void(&sale, &reason, who.approved_by.as_deref(), &who.name)
        })
        .await
    }

    /// Another payment for the sale of an order that is proved closed.
    pub(crate) async fn charge_again(
        &self,
        who: &Who,
        order: OrderNumber,
    ) -> Result<OrderView, CommandError> {
        let till = self.till().await?;
        let again = till
            .counter
            .charge_again(order, Charge::default(), &who.name);
        Ok(again.await?)
    }
}

/// A product as it is sold. A typed price stands for one that the product leaves open.
fn item_of(product: &Product, typed: Option<Money>) -> Result<Item, CommandError> {
    let price = product.price.is_none().then_some(typed).flatten();
    product.item(price).ok_or_else(|| {
        CommandError::new(
            "price_missing",
            "This product has no price of its own. Enter the price.",
        )
    })
}

/// A wallet's code is a long run of digits, which no product has.
fn looks_like_a_wallet(code: &str) -> bool {
    (16..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
}
