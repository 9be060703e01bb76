//! A sale's payments: the cash in the drawer and each wallet attempt, with what is proved of it.

use fils_order::{Money, Order, SaleId, State};
use fils_sale::tender::{self, Payment, Proof, Standing, Tender};
use fils_store::cash::{self, CashKind};
use fils_store::{Books, OrderRow, SaleRow, orders, receipts, refunds, returns, sales};

use crate::CounterError;
use crate::record::{self, Sold};

/// A sale that was made at the counter, with what was sold.
pub(crate) fn sold_of(tx: &Books<'_>, sale: &SaleId) -> Result<(SaleRow, Sold), CounterError> {
    let none = || CounterError::NoSuchSale(sale.clone());
    let row = sales::by_id(tx, sale)?.ok_or_else(none)?;
    let sold = sold(&row)?.ok_or_else(none)?;
    Ok((row, sold))
}

/// What was sold; `None` for a sale that is an amount alone.
pub(crate) fn sold(row: &SaleRow) -> Result<Option<Sold>, CounterError> {
    row.body
        .as_deref()
        .map(|body| record::read("a sale", body))
        .transpose()
}

/// Refuses a sale that has ended.
pub(crate) fn still_open(tx: &Books<'_>, sale: &SaleId) -> Result<(), CounterError> {
    if receipts::of_sale(tx, sale)?.is_some() {
        return Err(CounterError::SaleComplete);
    }
    if sales::void_of(tx, sale)?.is_some() {
        return Err(CounterError::SaleVoid);
    }
    Ok(())
}

/// A sale's payments as its status is computed from them.
pub(crate) struct Payments {
    pub(crate) all: Vec<Payment>,
    /// Whether a wallet's payment waits for a person.
    pub(crate) odd: bool,
}

impl Payments {
    /// Every payment of a sale. Before it is complete, what went back is not paid any more; afterwards a refund is a return.
    pub(crate) fn of(tx: &Books<'_>, sale: &SaleId) -> Result<Self, CounterError> {
        let complete = receipts::of_sale(tx, sale)?.is_some();
        let mut all = Vec::new();
        for row in cash::of_sale(tx, sale)? {
            match (row.cash.kind, row.cash.tendered) {
                (CashKind::Sale, Some(tendered)) => all.push(Payment::new(
                    Tender::Cash {
                        given: tendered.given,
                        change: tendered.change,
                        rounding: tendered.rounding,
                    },
                    tendered.towards,
                    Proof::Proved,
                )),
                // Before a sale is complete all of its cash goes back, or none.
                (CashKind::Returned, _) => all.clear(),
                (
                    CashKind::Sale
                    | CashKind::Float
                    | CashKind::PaidIn
                    | CashKind::PaidOut
                    | CashKind::Drop
                    | CashKind::Refund,
                    _,
                ) => {}
            }
        }
        let mut odd = false;
        for row in orders::of_sale(tx, sale)? {
            let order = order(&row)?;
            odd |= order.alert().is_some();
            all.push(wallet(tx, &order, complete)?);
        }
        Ok(Self { all, odd })
    }

    pub(crate) fn standing(&self, total: Money) -> Standing {
        tender::standing(total, &self.all)
    }

    /// The cash that pays towards the sale.
    pub(crate) fn cash(&self) -> Money {
        let cash = self.all.iter().filter(|payment| match payment.tender {
            Tender::Cash { .. } => true,
            Tender::Wallet { .. } => false,
        });
        sum(cash.map(|payment| payment.amount))
    }
}

/// Adds up amounts of one sale or shift; at most the largest amount.
pub(crate) fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(Money::ZERO, |sum, amount| {
        sum.checked_add(amount).unwrap_or(Money::MAX)
    })
}

pub(crate) fn order(row: &OrderRow) -> Result<Order, CounterError> {
    record::read("an order", &row.body)
}

fn wallet(tx: &Books<'_>, order: &Order, complete: bool) -> Result<Payment, CounterError> {
    let tip = order.details.tip.unwrap_or_default();
    let towards = order.amount.checked_sub(tip).unwrap_or(order.amount);
    let proof = match &order.state {
        State::Paid { .. } => Proof::Proved,
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. } => Proof::UnderWay,
        // Paid late or not fitting: nobody has decided that it counts.
        State::Closed { .. } | State::PaidLate { .. } | State::NeedsReview { .. } => Proof::NotPaid,
    };
    let mut payment = Payment {
        tender: Tender::Wallet {
            order: order.number.clone(),
        },
        amount: towards,
        tip,
        proof,
    };
    if proof == Proof::Proved && !complete {
        let back = refunded(tx, order)?;
        match order.amount.checked_sub(back) {
            Some(left) if left.is_zero() => payment.proof = Proof::Returned,
            Some(left) => payment.amount = left.min(towards),
            None => payment.proof = Proof::Returned,
        }
    }
    Ok(payment)
}

/// What PayBy has proved to have gone back of an order.
fn refunded(tx: &Books<'_>, order: &Order) -> Result<Money, CounterError> {
    let rows = refunds::of_order(tx, &order.number)?;
    let done = rows.into_iter().filter(|row| row.state == "refunded");
    Ok(sum(done.map(|row| row.amount)))
}

/// What a sale holds beyond what it should: a wallet paid after all, or a void sale was paid. What went back without being a
/// return is taken off.
pub(crate) fn excess(tx: &Books<'_>, row: &SaleRow) -> Result<Money, CounterError> {
    let payments = Payments::of(tx, &row.id)?;
    let standing = payments.standing(row.amount);
    if sales::void_of(tx, &row.id)?.is_some() {
        return Ok(standing.paid);
    }
    if receipts::of_sale(tx, &row.id)?.is_none() {
        return Ok(Money::ZERO);
    }
    let returns = returns::of_sale(tx, &row.id)?;
    let mut back = Vec::new();
    for order in orders::of_sale(tx, &row.id)? {
        for refund in refunds::of_order(tx, &order.number)? {
            let of_return = returns
                .iter()
                .any(|known| known.given_back.way == returns::Way::Wallet(refund.number.clone()));
            if refund.state == "refunded" && !of_return {
                back.push(refund.amount);
            }
        }
    }
    for row in cash::of_sale(tx, &row.id)? {
        let of_return = returns
            .iter()
            .any(|known| known.given_back.way == returns::Way::Cash(row.id));
        if row.cash.kind == CashKind::Refund && !of_return {
            back.push(row.cash.amount);
        }
    }
    Ok(standing
        .over
        .checked_sub(sum(back.into_iter()))
        .unwrap_or_default())
}
