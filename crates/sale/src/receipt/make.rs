//! Making receipts from what was sold, paid and given back.

use fils_order::{Money, OrderNumber, SignedMoney, UtcMs};
use thiserror::Error;

use super::{Kind, LineVat, PaidBy, Receipt, ReceiptLine, ReceiptPayment, Shop, Vat};
use crate::returns::{Credit, CreditLine};
use crate::tender::{Payment, Proof, Tender, standing};
use crate::totals::sum;
use crate::{Basket, Line, LineTotal, Totals};

/// What a receipt says beyond its goods and money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: String,
    /// The shop, as it is now.
    pub shop: Shop,
    /// When the sale was completed, or the money went back.
    pub at: UtcMs,
    /// The till's name.
    pub till: String,
    /// Who sold.
    pub cashier: String,
    /// What the QR holds; without it, the first wallet order, or else the receipt's number.
    pub qr: Option<String>,
    /// Whether it was made in training.
    pub training: bool,
}

/// Why there is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The payments that are proved do not cover the sale.
    #[error("The sale is not paid. Take the rest of the payment first.")]
    NotPaid,
    /// What was sold, its totals, its payments or its return do not belong together.
    #[error("The figures of this receipt do not fit each other. Print nothing, and call support.")]
    DoesNotFit,
}

impl ReceiptError {
    /// A stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotPaid => "receipt_not_paid",
            Self::DoesNotFit => "receipt_does_not_fit",
        }
    }
}

/// Money that moved, and the figures its payments add to a paper.
#[derive(Default)]
struct Moved {
    payments: Vec<ReceiptPayment>,
    orders: Vec<OrderNumber>,
    rounding: i64,
    tips: i64,
    change: i64,
}

impl Moved {
    fn add(&mut self, payment: &Payment) -> Result<(), ReceiptError> {
        let whole = payment
            .amount
            .checked_add(payment.tip)
            .ok_or(ReceiptError::DoesNotFit)?;
        let (by, amount) = match &payment.tender {
            Tender::Cash {
                given,
                change,
                rounding,
            } => {
                self.rounding += rounding.0;
                self.change += change.fils();
                let amount = money(whole.fils() + rounding.0)?;
                let (given, change) = (*given, *change);
                (PaidBy::Cash { given, change }, amount)
            }
            Tender::Wallet { order } => {
                if !self.orders.contains(order) {
                    self.orders.push(order.clone());
                }
                let order = order.clone();
                (PaidBy::Wallet { order }, whole)
            }
        };
        self.tips += payment.tip.fils();
        self.payments.push(ReceiptPayment { by, amount });
        Ok(())
    }
}

fn money(fils: i64) -> Result<Money, ReceiptError> {
    Money::from_fils(fils).map_err(|_| ReceiptError::DoesNotFit)
}

impl Receipt {
    /// The receipt of a sale. Payments that are not proved are not on it.
    ///
    /// # Errors
    /// [`ReceiptError::NotPaid`] before proved payments cover the sale, [`ReceiptError::DoesNotFit`] for figures of another sale.
    pub fn sale(
        head: Head,
        basket: &Basket,
        totals: &Totals,
        payments: &[Payment],
    ) -> Result<Self, ReceiptError> {
        let standing = standing(totals.total, payments);
        if !standing.status.is_complete() {
            return Err(ReceiptError::NotPaid);
        }
        if basket.lines().len() != totals.lines.len() {
            return Err(ReceiptError::DoesNotFit);
        }
        let registered = head.shop.is_registered();
        let mut lines = Vec::with_capacity(totals.lines.len());
        for (line, total) in basket.lines().iter().zip(&totals.lines) {
            if line.id != total.line {
                return Err(ReceiptError::DoesNotFit);
            }
            lines.push(sold(line, total, registered));
        }
        let mut moved = Moved::default();
        for payment in payments {
            if payment.proof == Proof::Proved {
                moved.add(payment)?;
            }
        }
        let vat = registered.then(|| Vat {
            amount: totals.vat,
            by_class: totals.by_class.clone(),
        });
        Ok(Self {
            over: standing.over,
            sale_discount: totals.sale_discount,
            note: basket.note().map(str::to_owned),
            ..finish(Kind::Sale, head, lines, vat, totals.total, moved)?
        })
    }

    /// The credit note of a return. `back` is how the money goes back: cash with what was handed to the customer as `given`, wallets with
    /// the order that is refunded. `original` is the number of the sale's receipt.
    ///
    /// # Errors
    /// [`ReceiptError::DoesNotFit`] for the return of another sale, or money back that is not what the return says.
    pub fn refund(
        head: Head,
        original: String,
        basket: &Basket,
        credit: &Credit,
        back: &[Payment],
    ) -> Result<Self, ReceiptError> {
        let returned = sum(back.iter().map(|payment| payment.amount));
        if returned != Ok(credit.total) {
            return Err(ReceiptError::DoesNotFit);
        }
        let registered = head.shop.is_registered();
        let mut lines = Vec::with_capacity(credit.lines.len());
        for of in &credit.lines {
            let line = basket.line(of.line).ok_or(ReceiptError::DoesNotFit)?;
            lines.push(given_back(line, of, registered));
        }
        let mut moved = Moved::default();
        for payment in back {
            moved.add(payment)?;
        }
        let vat = registered.then(|| Vat {
            amount: credit.vat,
            by_class: credit.by_class.clone(),
        });
        Ok(Self {
            original: Some(original),
            ..finish(Kind::Refund, head, lines, vat, credit.total, moved)?
        })
    }
}

fn finish(
    kind: Kind,
    head: Head,
    lines: Vec<ReceiptLine>,
    vat: Option<Vat>,
    total: Money,
    moved: Moved,
) -> Result<Receipt, ReceiptError> {
    let first = moved.orders.first().map(ToString::to_string);
    Ok(Receipt {
        kind,
        qr: head.qr.or(first).or_else(|| Some(head.number.clone())),
        number: head.number,
        original: None,
        shop: head.shop,
        at: head.at,
        till: head.till,
        cashier: head.cashier,
        order_numbers: moved.orders,
        subtotal: sum(lines.iter().map(|line| line.total)).map_err(|_| ReceiptError::DoesNotFit)?,
        lines,
        sale_discount: Money::ZERO,
        total,
        vat,
        rounding: SignedMoney(moved.rounding),
        tips: money(moved.tips)?,
        over: Money::ZERO,
        payments: moved.payments,
        change: money(moved.change)?,
        note: None,
        copy: false,
        training: head.training,
    })
}

fn sold(line: &Line, total: &LineTotal, registered: bool) -> ReceiptLine {
    ReceiptLine {
        code: line.item.code.clone(),
        name: line.item.name.clone(),
        name_ar: line.item.name_ar.clone(),
        quantity: Some(line.quantity),
        unit: line.item.unit,
        price: Some(line.item.price),
        gross: total.gross,
        discount: total.discount,
        total: total.before_sale_discount(),
        vat: registered.then_some(LineVat {
            class: total.class,
            amount: total.vat,
        }),
        note: line.note.clone(),
    }
}

fn given_back(line: &Line, credit: &CreditLine, registered: bool) -> ReceiptLine {
    ReceiptLine {
        code: line.item.code.clone(),
        name: line.item.name.clone(),
        name_ar: line.item.name_ar.clone(),
        quantity: credit.quantity,
        unit: line.item.unit,
        price: None,
        gross: credit.total,
        discount: Money::ZERO,
        total: credit.total,
        vat: registered.then_some(LineVat {
            class: credit.class,
            amount: credit.vat,
        }),
        note: None,
    }
}
