//! Giving money back: by line, by amount or all of it, to the wallet it came from or in cash, with a credit note.
//!
//! Cash is given back at once. A wallet's refund is asked for first and proved by PayBy; its credit note is issued then. A refund
//! that has no return written down (the program ended in between, or somebody refunded an amount) becomes a return of its amount.

use fils_checkout::Person;
use fils_checkout::view::RefundView;
use fils_order::{Money, OrderNumber, RefundNumber, SaleId, UtcMs};
use fils_sale::receipt::Receipt;
use fils_sale::returns::{self as rules, Credit, Wanted};
use fils_sale::tender::{self, Payment, Proof, Tender};
use fils_store::cash::{self, CashKind, NewCash};
use fils_store::receipts::{self, ReceiptKind, ReceiptRow};
use fils_store::returns::{NewReturn, ReturnRow, Way};
use fils_store::{Books, RefundRow, SaleRow, journal, orders, refunds, returns, sales};
use serde_json::json;

use crate::papers::Paper;
use crate::payments::{Payments, excess, order, sold_of, sum};
use crate::record::{self, Sold};
use crate::settle::{TILL, mind_excess};
use crate::shift::shift_or_new;
use crate::view::{ReturnState, ReturnableView};
use crate::{Counter, CounterError, News, entry, reason};

/// How money goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// From the drawer.
    Cash,
    /// To the wallet that paid this order.
    Wallet(OrderNumber),
}

/// What to give back, how, why and by whom.
#[derive(Clone, Debug)]
pub struct GiveBack<'a> {
    /// What.
    pub what: Wanted,
    /// How.
    pub how: Back,
    /// Why, in the person's words.
    pub why: &'a str,
    /// Whose PIN allowed it, where one was needed.
    pub approved_by: Option<&'a str>,
    /// Who gives it back.
    pub by: &'a str,
}

impl Counter {
    /// What of a complete sale can still be given back.
    ///
    /// # Errors
    /// [`CounterError::NoSuchSale`], [`CounterError::NotComplete`].
    pub fn returnable(&self, sale: &SaleId) -> Result<ReturnableView, CounterError> {
        self.look(|tx| {
            let (row, sold) = sold_of(tx, sale)?;
            ReturnableView::of(tx, &row, &sold, self.settings())
        })
    }

    /// What giving that back would come to.
    ///
    /// # Errors
    /// [`CounterError::Return`] when it cannot be given back.
    pub fn credit(&self, sale: &SaleId, what: &Wanted) -> Result<Credit, CounterError> {
        self.look(|tx| {
            let (row, sold) = sold_of(tx, sale)?;
            original(tx, &row)?;
            credit(tx, &row, &sold, what)
        })
    }

    /// Gives money back. Cash has moved when this returns; a wallet's refund is stored and on its way.
    ///
    /// # Errors
    /// [`CounterError`]; then nothing moved.
    pub async fn give_back(
        &self,
        sale: &SaleId,
        give: GiveBack<'_>,
    ) -> Result<ReturnableView, CounterError> {
        let why = reason(give.why)?;
        match give.how.clone() {
            Back::Cash => self.give_cash(sale, &give, &why)?,
            Back::Wallet(number) => self.give_to_wallet(sale, &give, &why, number).await?,
        }
        self.tell(News::Sale(sale.clone()));
        self.returnable(sale)
    }

    fn give_cash(&self, sale: &SaleId, give: &GiveBack<'_>, why: &str) -> Result<(), CounterError> {
        let now = self.now();
        let day = self.day(now);
        self.books(|tx| {
            let (row, sold) = sold_of(tx, sale)?;
            let original = original(tx, &row)?;
            let credit = credit(tx, &row, &sold, &give.what)?;
            let held = held_in_cash(tx, sale)?;
            let most = if held.is_zero() { credit.total } else { held.max(credit.total) };
            let back = tender::cash_back(credit.total, most, self.settings().rounding);
            let moved = cash::insert(
                tx,
                &NewCash {
                    shift: shift_or_new(tx, give.by, now, &day)?,
                    kind: CashKind::Refund,
                    amount: back.handed,
                    sale: Some(sale.clone()),
                    tendered: None,
                    reason: Some(why.to_owned()),
                    by: give.by.to_owned(),
                    approved_by: give.approved_by.map(str::to_owned),
                    at: now,
                    business_day: day.clone(),
                },
            )?;
            let params = json!({ "sale": sale.as_str(), "amount": back.handed.to_string(), "reason": why,
                                 "approved_by": give.approved_by });
            journal::append(tx, &[entry(now, "cash_refunded", give.by, &params)])?;
            let new = new_return(sale, &credit, Way::Cash(moved), (why, give.by, give.approved_by), (now, &day))?;
            let id = returns::insert(tx, &new)?;
            self.credit_note(tx, (&row, &original), &sold, (id, &new), &credit, &[back.payment()], now)?;
            self.kick_drawer(tx, true, give.by, now)
        })?;
        self.after_paper()?;
        self.tell(News::Drawer);
        Ok(())
    }

    async fn give_to_wallet(
        &self,
        sale: &SaleId,
        give: &GiveBack<'_>,
        why: &str,
        number: OrderNumber,
    ) -> Result<(), CounterError> {
        let held = self.inner.returning.lock().await;
        let credit = self.look(|tx| {
            let (row, sold) = sold_of(tx, sale)?;
            original(tx, &row)?;
            let credit = credit(tx, &row, &sold, &give.what)?;
            let of_sale = orders::by_number(tx, &number)?.filter(|order| order.sale == *sale);
            let left = match of_sale {
                Some(order) => left_of(tx, &order.number, order.amount)?,
                None => Money::ZERO,
            };
            if credit.total > left {
                return Err(CounterError::NoWalletToRefund {
                    amount: credit.total,
                });
            }
            Ok(credit)
        })?;
        let by = Person(give.by.to_owned());
        let refund = self
            .inner
            .checkout
            .refund(number, credit.total, why.to_owned(), by)
            .await?;
        let refund: RefundNumber = refund.refund.parse()?;
        let now = self.now();
        let day = self.day(now);
        self.books(|tx| {
            let new = new_return(
                sale,
                &credit,
                Way::Wallet(refund.clone()),
                (why, give.by, give.approved_by),
                (now, &day),
            )?;
            returns::insert(tx, &new)?;
            let params = json!({ "sale": sale.as_str(), "amount": credit.total.to_string(), "reason": why,
                                 "refund": refund.as_str(), "approved_by": give.approved_by });
            journal::append(tx, &[entry(now, "return_started", give.by, &params)])?;
            Ok(())
        })?;
        drop(held);
        self.credit_refunds()
    }

    /// Gives back in cash what a sale holds beyond what it should. A wallet's part of it is refunded like any order.
    ///
    /// # Errors
    /// [`CounterError::NothingOver`].
    pub fn give_excess_back(
        &self,
        sale: &SaleId,
        why: &str,
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<(), CounterError> {
        let why = reason(why)?;
        let now = self.now();
        let day = self.day(now);
        self.books(|tx| {
            let row = sales::by_id(tx, sale)?.ok_or_else(|| CounterError::NoSuchSale(sale.clone()))?;
            let over = excess(tx, &row)?;
            if over.is_zero() || sales::void_of(tx, sale)?.is_some() {
                return Err(CounterError::NothingOver);
            }
            cash::insert(
                tx,
                &NewCash {
                    shift: shift_or_new(tx, by, now, &day)?,
                    kind: CashKind::Refund,
                    amount: over,
                    sale: Some(sale.clone()),
                    tendered: None,
                    reason: Some(why.clone()),
                    by: by.to_owned(),
                    approved_by: approved_by.map(str::to_owned),
                    at: now,
                    business_day: day.clone(),
                },
            )?;
            let params = json!({ "sale": sale.as_str(), "amount": over.to_string(), "reason": why, "approved_by": approved_by });
            journal::append(tx, &[entry(now, "cash_refunded", by, &params)])?;
            mind_excess(tx, &row, by, now)?;
            self.kick_drawer(tx, false, by, now)
        })?;
        self.tell(News::Drawer);
        self.tell(News::Sale(sale.clone()));
        Ok(())
    }

    pub(crate) async fn heard_of_refund(&self, refund: &RefundView) -> Result<(), CounterError> {
        if refund.is_final {
            // Whoever asked for it is writing down what for.
            let held = self.inner.returning.lock().await;
            drop(held);
            self.credit_refunds()?;
        }
        let number: OrderNumber = refund.order.parse()?;
        if let Some(order) = self.look(|tx| Ok(orders::by_number(tx, &number)?))? {
            self.tell(News::Sale(order.sale));
        }
        Ok(())
    }

    /// Writes the credit note of every refund that PayBy has proved.
    pub(crate) fn credit_refunds(&self) -> Result<(), CounterError> {
        let waiting = self.look(|tx| Ok(refunds::to_credit(tx)?))?;
        let mut issued = false;
        for refund in waiting {
            let now = self.now();
            issued |= self.books(|tx| self.credit_refund(tx, &refund, now))?;
        }
        if issued {
            self.after_paper()?;
        }
        Ok(())
    }

    fn credit_refund(
        &self,
        tx: &Books<'_>,
        refund: &RefundRow,
        now: UtcMs,
    ) -> Result<bool, CounterError> {
        refunds::credited(tx, &refund.number)?;
        let Some(order) = orders::by_number(tx, &refund.order)? else {
            return Ok(false);
        };
        let Some(row) = sales::by_id(tx, &order.sale)? else {
            return Ok(false);
        };
        // An amount alone has no receipt to credit, and before a sale is complete nothing was invoiced.
        let paper = receipts::of_sale(tx, &row.id)?;
        let (Some(original), Some(sold)) = (paper, crate::payments::sold(&row)?) else {
            mind_excess(tx, &row, TILL, now)?;
            return Ok(false);
        };
        let found = match returns::of_refund(tx, &refund.number)? {
            Some(known) => Some(known),
            None => self.return_of(tx, (&row, &sold), refund, now)?,
        };
        let issued = match found {
            Some(known) if known.given_back.receipt.is_none() => {
                let credit: Credit = record::read("a return", &known.given_back.body)?;
                let back = Payment::new(
                    Tender::Wallet {
                        order: refund.order.clone(),
                    },
                    credit.total,
                    Proof::Proved,
                );
                let what = (known.id, &known.given_back);
                self.credit_note(tx, (&row, &original), &sold, what, &credit, &[back], now)?;
                true
            }
            Some(_) | None => false,
        };
        mind_excess(tx, &row, TILL, now)?;
        Ok(issued)
    }

    /// The return that a refund without one is: of its amount, less what the sale held too much and less a tip.
    fn return_of(
        &self,
        tx: &Books<'_>,
        (row, sold): (&SaleRow, &Sold),
        refund: &RefundRow,
        now: UtcMs,
    ) -> Result<Option<ReturnRow>, CounterError> {
        let known = returns::of_sale(tx, &row.id)?;
        let standing = Payments::of(tx, &row.id)?.standing(row.amount);
        let left = rules::left(&sold.basket, &sold.totals, &credits(tx, &known)?)?;
        // What was paid too much goes first: it was never invoiced.
        let over = excess(tx, row)?;
        let gone = standing.over.checked_sub(over).unwrap_or_default();
        let was_over = gone.min(refund.amount);
        let amount = refund
            .amount
            .checked_sub(was_over)
            .unwrap_or_default()
            .min(left.total);
        if amount.is_zero() {
            return Ok(None);
        }
        let credit = credit(tx, row, sold, &Wanted::Amount { amount })?;
        let day = self.day(now);
        let new = new_return(
            &row.id,
            &credit,
            Way::Wallet(refund.number.clone()),
            (&refund.reason, &refund.by, None),
            (now, &day),
        )?;
        let id = returns::insert(tx, &new)?;
        Ok(Some(ReturnRow {
            id,
            given_back: new,
        }))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a credit note is made of all of it, once"
    )]
    fn credit_note(
        &self,
        tx: &Books<'_>,
        (row, original): (&SaleRow, &ReceiptRow),
        sold: &Sold,
        (id, new): (i64, &NewReturn),
        credit: &Credit,
        back: &[Payment],
        now: UtcMs,
    ) -> Result<(), CounterError> {
        let (n, number) = self.next_number(tx)?;
        let receipt = Receipt::refund(
            self.head(&number, &new.by, now),
            original.number.clone(),
            &sold.basket,
            credit,
            back,
        )?;
        let paper = Paper {
            n,
            kind: ReceiptKind::Refund,
            sale: &row.id,
            vat: credit.vat,
            receipt: &receipt,
        };
        self.issue(tx, paper, &new.by, now)?;
        returns::set_receipt(tx, id, n)?;
        let params = json!({ "sale": row.id.as_str(), "receipt": number, "original": original.number,
                             "total": credit.total.to_string(), "vat": credit.vat.to_string() });
        journal::append(tx, &[entry(now, "sale_returned", &new.by, &params)])?;
        Ok(())
    }
}

fn new_return(
    sale: &SaleId,
    credit: &Credit,
    way: Way,
    (why, by, approved_by): (&str, &str, Option<&str>),
    (now, day): (UtcMs, &str),
) -> Result<NewReturn, CounterError> {
    Ok(NewReturn {
        sale: sale.clone(),
        total: credit.total,
        vat: credit.vat,
        way,
        receipt: None,
        reason: why.to_owned(),
        by: by.to_owned(),
        approved_by: approved_by.map(str::to_owned),
        at: now,
        business_day: day.to_owned(),
        body: record::write("a return", credit)?,
    })
}

/// The receipt that a return takes back from.
pub(crate) fn original(tx: &Books<'_>, row: &SaleRow) -> Result<ReceiptRow, CounterError> {
    receipts::of_sale(tx, &row.id)?.ok_or(CounterError::NotComplete)
}

fn credit(
    tx: &Books<'_>,
    row: &SaleRow,
    sold: &Sold,
    what: &Wanted,
) -> Result<Credit, CounterError> {
    let known = returns::of_sale(tx, &row.id)?;
    Ok(rules::credit(
        &sold.basket,
        &sold.totals,
        &credits(tx, &known)?,
        what,
    )?)
}

/// What was given back or is on its way. A refund that failed gave nothing back.
pub(crate) fn credits(tx: &Books<'_>, known: &[ReturnRow]) -> Result<Vec<Credit>, CounterError> {
    let mut credits = Vec::new();
    for one in known {
        if state(tx, one)? != ReturnState::Failed {
            credits.push(record::read("a return", &one.given_back.body)?);
        }
    }
    Ok(credits)
}

pub(crate) fn state(tx: &Books<'_>, known: &ReturnRow) -> Result<ReturnState, CounterError> {
    let Way::Wallet(number) = &known.given_back.way else {
        return Ok(ReturnState::Done);
    };
    let refund = refunds::by_number(tx, number)?;
    Ok(match refund.as_ref().map(|refund| refund.state.as_str()) {
        Some("refunded") => ReturnState::Done,
        Some("failed") => ReturnState::Failed,
        Some(_) | None => ReturnState::UnderWay,
    })
}

/// What of a wallet's payment has not gone back and is not on its way.
pub(crate) fn left_of(
    tx: &Books<'_>,
    number: &OrderNumber,
    amount: Money,
) -> Result<Money, CounterError> {
    let paid = match orders::by_number(tx, number)? {
        Some(row) => order(&row)?.payment().is_some(),
        None => false,
    };
    if !paid {
        return Ok(Money::ZERO);
    }
    let rows = refunds::of_order(tx, number)?;
    if rows.iter().any(|row| row.unresolved) {
        return Err(CounterError::RefundUnderWay);
    }
    let gone = sum(rows
        .iter()
        .filter(|row| row.state == "refunded")
        .map(|row| row.amount));
    Ok(amount.checked_sub(gone).unwrap_or_default())
}

/// The cash that the drawer still holds of a sale.
fn held_in_cash(tx: &Books<'_>, sale: &SaleId) -> Result<Money, CounterError> {
    let rows = cash::of_sale(tx, sale)?;
    let of = |kind: CashKind| {
        sum(rows
            .iter()
            .filter(|row| row.cash.kind == kind)
            .map(|row| row.cash.amount))
    };
    let back = of(CashKind::Refund).checked_add(of(CashKind::Returned));
    Ok(of(CashKind::Sale)
        .checked_sub(back.unwrap_or_default())
        .unwrap_or_default())
}
