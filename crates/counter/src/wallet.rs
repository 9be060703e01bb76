//! Asking wallets for the money of a sale.

use fils_checkout::view::OrderView;
use fils_checkout::{ChargeRequest, Person};
use fils_order::{Details, Goods, Money, OrderNumber, SaleId};
use fils_sale::{Basket, Edit, Item, Quantity, Unit, VatClass};
use fils_store::{Books, orders, sales};

use crate::basket::{as_sale, subject, subject_ar};
use crate::pay::Charge;
use crate::payments::{Payments, order, sold, sold_of, still_open};
use crate::record::Sold;
use crate::shift::shift_or_new;
use crate::{Counter, CounterError, News};

impl Counter {
    /// Asks a wallet for what is due of a sale, or for a part of it: by our QR, or with the code on the customer's phone.
    ///
    /// # Errors
    /// [`CounterError::Checkout`] when another wallet payment of the sale is still open, [`CounterError::SaleComplete`],
    /// [`CounterError::MoreThanDue`], [`CounterError::TipsOff`].
    pub async fn charge(
        &self,
        sale: &SaleId,
        charge: Charge,
        by: &str,
    ) -> Result<OrderView, CounterError> {
        let request = self.look(|tx| self.request(tx, sale, charge, by))?;
        let order = self.inner.checkout.charge(request).await?;
        self.tell(News::Sale(sale.clone()));
        Ok(order)
    }

    /// Sells an amount without goods, and asks a wallet for it. What is at hand stays as it is.
    ///
    /// # Errors
    /// As for [`Counter::charge`].
    pub async fn charge_amount(
        &self,
        amount: Money,
        description: Option<&str>,
        charge: Charge,
        by: &str,
    ) -> Result<OrderView, CounterError> {
        let id = self.fresh_number()?;
        let subject = description
            .map(fils_order::check_subject)
            .transpose()
            .map_err(fils_checkout::CheckoutError::from)?
            .flatten();
        let one = Quantity::pieces(1)?;
        let basket = Basket::default().edit(Edit::Add {
            item: amount_item(subject.clone(), amount, VatClass::Standard),
            quantity: one,
        })?;
        let now = self.now();
        let day = self.day(now);
        let request = self.books(|tx| {
            let shift = shift_or_new(tx, by, now, &day)?;
            as_sale(tx, id.clone(), basket, by, (now, &day, shift))?;
            self.request(tx, &id, charge, by)
        })?;
        let request = ChargeRequest { subject, ..request };
        let order = self.inner.checkout.charge(request).await?;
        self.tell(News::Sale(id));
        Ok(order)
    }

    /// Asks a wallet again for what one that is proved closed was asked for, at most what is still due.
    ///
    /// # Errors
    /// As for [`Counter::charge`].
    pub async fn charge_again(
        &self,
        number: OrderNumber,
        charge: Charge,
        by: &str,
    ) -> Result<OrderView, CounterError> {
        let found = self.look(|tx| {
            let Some(row) = orders::by_number(tx, &number)? else {
                return Ok(None);
            };
            let old = order(&row)?;
            let Some(row) = sales::by_id(tx, &old.sale)? else {
                return Ok(None);
            };
            // An amount alone is paid for by one order after the other, as it always was.
            let at_counter = sold(&row)?.is_some();
            let due = Payments::of(tx, &old.sale)?.standing(row.amount).due;
            Ok(at_counter.then_some((old, due)))
        })?;
        let Some((old, due)) = found else {
            let by = Person(by.to_owned());
            return Ok(self.inner.checkout.replace(number, charge.code, by).await?);
        };
        let tip = old.details.tip.filter(|_| self.settings().tips);
        let towards = old
            .amount
            .checked_sub(old.details.tip.unwrap_or_default())
            .unwrap_or(old.amount);
        let again = Charge {
            amount: Some(towards.min(due)),
            tip,
            ..charge
        };
        self.charge(&old.sale, again, by).await
    }

    fn request(
        &self,
        tx: &Books<'_>,
        sale: &SaleId,
        charge: Charge,
        by: &str,
    ) -> Result<ChargeRequest, CounterError> {
        let (row, sold) = sold_of(tx, sale)?;
        still_open(tx, sale)?;
        let due = Payments::of(tx, sale)?.standing(row.amount).due;
        if due.is_zero() {
            return Err(CounterError::SaleComplete);
        }
        let towards = charge.amount.unwrap_or(due);
        if towards > due {
            return Err(CounterError::MoreThanDue { due });
        }
        let tip = charge.tip.filter(|tip| !tip.is_zero());
        if tip.is_some() && !self.settings().tips {
            return Err(CounterError::TipsOff);
        }
        let amount = towards
            .checked_add(tip.unwrap_or_default())
            .ok_or_else(|| fils_checkout::CheckoutError::from(fils_order::AmountError::TooLarge))?;
        Ok(ChargeRequest {
            amount,
            subject: Some(row.subject.clone()),
            code: charge.code,
            by: Person(by.to_owned()),
            sale: Some(sale.clone()),
            details: sold.details(towards == row.amount, tip, by),
        })
    }
}

impl Sold {
    /// What the customer reads: the first item, and how many more there are.
    pub fn subject(&self) -> String {
        subject(&self.basket)
    }

    /// What PayBy and the customer's phone are told of a sale. VAT is said only of an order that pays for `whole` of it.
    pub fn details(&self, whole: bool, tip: Option<Money>, by: &str) -> Details {
        let first = self.basket.lines().first();
        let one = self.basket.lines().len() == 1;
        Details {
            subject_ar: subject_ar(&self.basket),
            vat: whole.then_some(self.totals.vat),
            tip,
            goods: first.map(|line| Goods {
                id: line.item.code.clone(),
                name: self.subject(),
                category: line.item.category.clone(),
                price: one.then_some(line.item.price),
                quantity: match line.item.unit {
                    Unit::Piece if one => line.quantity.as_pieces(),
                    Unit::Piece | Unit::Kg => None,
                },
            }),
            operator: Some(by.to_owned()),
        }
    }
}

/// An amount that is no product, under its name or as a plain sale.
pub fn amount_item(name: Option<String>, amount: Money, vat: VatClass) -> Item {
    match name {
        Some(name) => Item::amount(name, amount, vat),
        None => Item {
            name_ar: Some("بيع".to_owned()),
            ..Item::amount("Sale", amount, vat)
        },
    }
}
