//! Cash, and giving a sale up before it is complete.

use fils_checkout::{CustomerCode, Person};
use fils_order::{Money, OrderNumber, SaleId, SignedMoney, State, UtcMs};
use fils_sale::Basket;
use fils_sale::tender::{self, CashTaken};
use fils_store::cash::{self, CashKind, NewCash, Tendered};
use fils_store::{Books, SaleRow, VoidRow, baskets, journal, orders, sales};
use serde_json::json;

use crate::basket::{as_sale, basket_row, freeze, make_room};
use crate::payments::{Payments, order, sold_of, still_open};
use crate::record::{Ringing, Sold};
use crate::shift::shift_or_new;
use crate::view::{BasketView, SaleView};
use crate::{Counter, CounterError, News, entry, reason};

/// What to ask a wallet for.
#[derive(Clone, Debug, Default)]
pub struct Charge {
    /// A part of what is due; `None` for all of it.
    pub amount: Option<Money>,
    /// What the customer adds.
    pub tip: Option<Money>,
    /// The customer's code, when we scan it.
    pub code: Option<CustomerCode>,
}

/// What taking some cash would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashPreview {
    /// The cash.
    pub taken: CashTaken,
    /// What would still be due.
    pub left: Money,
}

impl Counter {
    /// Makes the basket at hand a sale that waits for its payments. Its prices and lines are then fixed.
    ///
    /// # Errors
    /// [`CounterError::BasketEmpty`], [`CounterError::NothingToPay`].
    pub fn start_sale(&self, by: &str) -> Result<SaleView, CounterError> {
        let now = self.now();
        let day = self.day(now);
        let view = self.books(|tx| {
            let shift = shift_or_new(tx, by, now, &day)?;
            let sale = freeze(tx, by, (now, &day, shift))?;
            self.view(tx, &sale)
        })?;
        self.tell(News::Basket);
        Ok(view)
    }

    /// Makes this basket a sale that waits for its payments. What is at hand stays as it is.
    ///
    /// # Errors
    /// [`CounterError::BasketEmpty`], [`CounterError::NothingToPay`].
    pub fn start_with(&self, basket: Basket, by: &str) -> Result<SaleView, CounterError> {
        let id = self.fresh_number()?;
        let now = self.now();
        let day = self.day(now);
        self.books(|tx| {
            let shift = shift_or_new(tx, by, now, &day)?;
            let sale = as_sale(tx, id, basket, by, (now, &day, shift))?;
            self.view(tx, &sale)
        })
    }

    /// A sale with what is paid of it.
    ///
    /// # Errors
    /// [`CounterError::NoSuchSale`].
    pub fn sale(&self, sale: &SaleId) -> Result<SaleView, CounterError> {
        self.look(|tx| self.view(tx, &sold_of(tx, sale)?.0))
    }

    /// The sales that are neither complete nor void, the oldest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn open_sales(&self) -> Result<Vec<SaleView>, CounterError> {
        self.look(|tx| self.views(tx, &sales::open(tx)?))
    }

    /// The sales that hold more money than they should, the oldest first: a person gives it back.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn overpaid_sales(&self) -> Result<Vec<SaleView>, CounterError> {
        self.look(|tx| self.views(tx, &sales::overpaid(tx)?))
    }

    fn views(&self, tx: &Books<'_>, rows: &[SaleRow]) -> Result<Vec<SaleView>, CounterError> {
        rows.iter().map(|row| self.view(tx, row)).collect()
    }

    pub(crate) fn view(&self, tx: &Books<'_>, row: &SaleRow) -> Result<SaleView, CounterError> {
        SaleView::of(tx, row, self.settings())
    }

    /// What taking this much cash would do; without an amount, exactly what is asked for. Changes nothing.
    ///
    /// # Errors
    /// As for [`Counter::take_cash`].
    pub fn preview_cash(
        &self,
        sale: &SaleId,
        given: Option<Money>,
    ) -> Result<CashPreview, CounterError> {
        self.look(|tx| {
            let (row, _) = sold_of(tx, sale)?;
            still_open(tx, sale)?;
            let due = Payments::of(tx, sale)?.standing(row.amount).due;
            let rounding = self.settings().rounding;
            let taken = tender::cash(due, given.unwrap_or(rounding.asked(due)), rounding)?;
            let left = due.checked_sub(taken.towards).unwrap_or_default();
            Ok(CashPreview { taken, left })
        })
    }

    /// Takes cash for a sale. A wallet payment that would pay the same money is cancelled first; when PayBy says that the
    /// customer has just paid, no more cash is taken than is still due.
    ///
    /// # Errors
    /// [`CounterError::Tender`] when nothing is due or nothing was given, [`CounterError::SaleComplete`].
    pub async fn take_cash(
        &self,
        sale: &SaleId,
        given: Money,
        by: &str,
    ) -> Result<SaleView, CounterError> {
        for order in self.in_the_way(sale, given)? {
            let by = Person(by.to_owned());
            // What the wallet's payment has become is read again below: only proof counts.
            if let Err(error) = self.inner.checkout.cancel(order, by).await {
                tracing::info!(%error, "nothing to cancel before taking cash");
            }
        }
        let now = self.now();
        let (view, issued) = self.books(|tx| self.cash_within(tx, sale, given, by, now))?;
        if issued {
            self.after_paper()?;
        }
        self.tell(News::Drawer);
        self.tell(News::Sale(sale.clone()));
        Ok(view)
    }

    fn cash_within(
        &self,
        tx: &Books<'_>,
        sale: &SaleId,
        given: Money,
        by: &str,
        now: UtcMs,
    ) -> Result<(SaleView, bool), CounterError> {
        let (row, _) = sold_of(tx, sale)?;
        still_open(tx, sale)?;
        let due = Payments::of(tx, sale)?.standing(row.amount).due;
        let taken = tender::cash(due, given, self.settings().rounding)?;
        let stays = taken
            .given
            .checked_sub(taken.change)
            .ok_or(tender::TenderError::NothingGiven)?;
        let day = self.day(now);
        cash::insert(
            tx,
            &NewCash {
                shift: shift_or_new(tx, by, now, &day)?,
                kind: CashKind::Sale,
                amount: stays,
                sale: Some(sale.clone()),
                tendered: Some(Tendered {
                    towards: taken.towards,
                    given: taken.given,
                    change: taken.change,
                    rounding: SignedMoney(stays.fils() - taken.towards.fils()),
                }),
                reason: None,
                by: by.to_owned(),
                approved_by: None,
                at: now,
                business_day: day,
            },
        )?;
        let params = json!({ "sale": sale.as_str(), "towards": taken.towards.to_string(),
                             "given": taken.given.to_string(), "change": taken.change.to_string() });
        journal::append(tx, &[entry(now, "cash_taken", by, &params)])?;
        let issued = self.settle_within(tx, &row, by, now)?;
        self.kick_drawer(tx, issued, by, now)?;
        Ok((self.view(tx, &row)?, issued))
    }

    /// Wallet payments of the sale that could still be made and are not being closed, where cash would pay the same money.
    fn in_the_way(&self, sale: &SaleId, given: Money) -> Result<Vec<OrderNumber>, CounterError> {
        self.look(|tx| {
            let (row, _) = sold_of(tx, sale)?;
            let standing = Payments::of(tx, sale)?.standing(row.amount);
            let free = standing.due.checked_sub(standing.under_way);
            if given.is_zero() || free.is_some_and(|free| given <= free) {
                return Ok(Vec::new());
            }
            let mut found = Vec::new();
            for row in orders::of_sale(tx, sale)? {
                let order = order(&row)?;
                match order.state {
                    State::Draft | State::Submitting { .. } | State::AwaitingPayment { .. } => {
                        found.push(order.number);
                    }
                    State::Closing { .. }
                    | State::Paid { .. }
                    | State::Closed { .. }
                    | State::PaidLate { .. }
                    | State::NeedsReview { .. } => {}
                }
            }
            Ok(found)
        })
    }

    /// Gives back the cash that was taken for a sale that is not complete.
    ///
    /// # Errors
    /// [`CounterError::NoCash`], [`CounterError::SaleComplete`].
    pub fn give_cash_back(
        &self,
        sale: &SaleId,
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<SaleView, CounterError> {
        let now = self.now();
        let day = self.day(now);
        let view = self.books(|tx| {
            let (row, _) = sold_of(tx, sale)?;
            still_open(tx, sale)?;
            let amount = Payments::of(tx, sale)?.cash();
            if amount.is_zero() {
                return Err(CounterError::NoCash);
            }
            cash::insert(
                tx,
                &NewCash {
                    shift: shift_or_new(tx, by, now, &day)?,
                    kind: CashKind::Returned,
                    amount,
                    sale: Some(sale.clone()),
                    tendered: None,
                    reason: None,
                    by: by.to_owned(),
                    approved_by: approved_by.map(str::to_owned),
                    at: now,
                    business_day: day.clone(),
                },
            )?;
            let params = json!({ "sale": sale.as_str(), "amount": amount.to_string(), "approved_by": approved_by });
            journal::append(tx, &[entry(now, "cash_returned", by, &params)])?;
            self.kick_drawer(tx, false, by, now)?;
            self.view(tx, &row)
        })?;
        self.tell(News::Drawer);
        self.tell(News::Sale(sale.clone()));
        Ok(view)
    }

    /// Goes back from paying to the basket: the sale becomes void and its lines are at hand again, under a new number. What was
    /// at hand is parked.
    ///
    /// # Errors
    /// [`CounterError::SalePaid`] when something is paid, [`CounterError::WalletOpen`] while a wallet could still pay.
    pub fn back_to_basket(&self, sale: &SaleId, by: &str) -> Result<BasketView, CounterError> {
        let fresh = self.fresh_number()?;
        let now = self.now();
        let view = self.books(|tx| {
            let (row, sold) = unpaid(tx, sale)?;
            end(tx, &row, "Back to the basket", None, (by, now))?;
            make_room(tx, by, now)?;
            let basket = basket_row(fresh, &Ringing::of(sold.basket), by, now)?;
            baskets::put(tx, &basket)?;
            BasketView::of(&basket)
        })?;
        self.tell(News::Sale(sale.clone()));
        self.tell(News::Basket);
        Ok(view)
    }

    /// Gives an open sale up.
    ///
    /// # Errors
    /// [`CounterError::SalePaid`] when something is paid, [`CounterError::WalletOpen`] while a wallet could still pay.
    pub fn void(
        &self,
        sale: &SaleId,
        why: &str,
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<SaleView, CounterError> {
        let why = reason(why)?;
        let now = self.now();
        let view = self.books(|tx| {
            let (row, _) = unpaid(tx, sale)?;
            end(tx, &row, &why, approved_by, (by, now))?;
            self.view(tx, &row)
        })?;
        self.tell(News::Sale(sale.clone()));
        Ok(view)
    }
}

/// A sale of which nothing is paid and nothing can be paid any more.
fn unpaid(tx: &Books<'_>, sale: &SaleId) -> Result<(SaleRow, Sold), CounterError> {
    let found = sold_of(tx, sale)?;
    still_open(tx, sale)?;
    let payments = Payments::of(tx, sale)?;
    let standing = payments.standing(found.0.amount);
    if !standing.paid.is_zero() {
        return Err(CounterError::SalePaid {
            paid: standing.paid,
        });
    }
    if !standing.under_way.is_zero() || payments.odd {
        return Err(CounterError::WalletOpen);
    }
    Ok(found)
}

fn end(
    tx: &Books<'_>,
    row: &SaleRow,
    why: &str,
    approved_by: Option<&str>,
    (by, now): (&str, UtcMs),
) -> Result<(), CounterError> {
    sales::void(
        tx,
        &VoidRow {
            sale: row.id.clone(),
            at: now,
            by: by.to_owned(),
            approved_by: approved_by.map(str::to_owned),
            reason: why.to_owned(),
        },
    )?;
    let params = json!({ "sale": row.id.as_str(), "reason": why, "approved_by": approved_by });
    journal::append(tx, &[entry(now, "sale_void", by, &params)])?;
    Ok(())
}
