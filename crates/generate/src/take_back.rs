//! A customer brings something back.

use fils_order::{Money, OrderNumber, Refund, RefundNumber, Span, UtcMs};
use fils_sale::Quantity;
use fils_sale::receipt::Receipt;
use fils_sale::returns::{self, Credit, Wanted};
use fils_sale::tender::{self, Payment, Proof, Tender};
use fils_store::cash::CashKind;
use fils_store::receipts::ReceiptKind;
use fils_store::returns::{NewReturn, Way};
use serde_json::json;

use crate::GenerateError;
use crate::refund;
use crate::rows::Row;
use crate::till::{CashAbout, Past, Till, text};
use crate::words::{MANAGER, RETURNED};

/// How money went back, and what proves it.
struct GivenBack {
    way: Way,
    payment: Payment,
    /// When somebody asked for it.
    asked: UtcMs,
    /// When it was proved.
    at: UtcMs,
}

impl Till<'_> {
    /// Takes something back from a sale of these days. Answers when the customer leaves.
    pub(crate) fn take_back(&mut self, now: UtcMs) -> Result<UtcMs, GenerateError> {
        if self.recent.is_empty() {
            return Ok(now);
        }
        let end = u64::try_from(self.recent.len()).unwrap_or_default();
        let place = usize::try_from(self.dice.below(end)).unwrap_or_default();
        // A sale is brought back to once only.
        let Some(past) = self.recent.remove(place) else {
            return Ok(now);
        };
        let wanted = self.wanted(&past)?;
        let credit = returns::credit(&past.sold.basket, &past.sold.totals, &[], &wanted);
        let Ok(credit) = credit else {
            // A line that was given away has no money to give back.
            return Ok(now);
        };
        let now = now.plus(Span(self.dice.between(8000, 40_000)));
        let why = *self.dice.pick(&RETURNED);
        let back = match past.wallet.clone() {
            Some(order) => self.by_wallet(&past, &credit, order, why, now)?,
            None => self.in_cash(&past, &credit, why, now),
        };
        self.credit_note(&past, &credit, back, why)
    }

    fn wanted(&mut self, past: &Past) -> Result<Wanted, GenerateError> {
        let at = self.dice.below(100);
        if at < 45 {
            return Ok(Wanted::All);
        }
        if at < 85 {
            let line = self.dice.pick(past.sold.basket.lines());
            let quantity = if line.quantity.is_whole() {
                Quantity::ONE
            } else {
                line.quantity
            };
            return Ok(Wanted::Lines {
                lines: vec![(line.id, quantity)],
            });
        }
        let amount = (past.sold.totals.total.fils() / 4).max(1);
        Ok(Wanted::Amount {
            amount: Money::from_fils(amount)?,
        })
    }

    fn in_cash(&mut self, past: &Past, credit: &Credit, why: &str, now: UtcMs) -> GivenBack {
        let most = past.cash.max(credit.total);
        let back = tender::cash_back(credit.total, most, self.keeping.rounding);
        let about = CashAbout {
            sale: Some(past.sale.clone()),
            reason: Some(why.to_owned()),
            approved_by: Some(MANAGER.to_owned()),
            ..CashAbout::default()
        };
        let id = self.move_cash(now, (CashKind::Refund, back.handed), about);
        let params = json!({ "sale": past.sale.as_str(), "amount": back.handed.to_string(), "reason": why,
                             "approved_by": MANAGER });
        self.note(now, "cash_refunded", self.by, &params);
        GivenBack {
            way: Way::Cash(id),
            payment: back.payment(),
            asked: now,
            at: now,
        }
    }

    fn by_wallet(
        &mut self,
        past: &Past,
        credit: &Credit,
        order: OrderNumber,
        why: &str,
        now: UtcMs,
    ) -> Result<GivenBack, GenerateError> {
        let number = RefundNumber::make(&self.keeping.prefix, now, self.bits())?;
        let asked = Refund::new(
            number.clone(),
            order.clone(),
            credit.total,
            why.to_owned(),
            now,
        );
        let who = (self.by, self.day.as_str());
        let lived = refund::live(&self.keeping.setting(), asked, who, &mut self.dice)?;
        self.put(Row::Refund(Box::new(lived.row)));
        self.payby.refunds.push(lived.payby);
        self.journal(lived.asked);
        let params = json!({ "sale": past.sale.as_str(), "amount": credit.total.to_string(), "reason": why,
                             "refund": number.as_str(), "approved_by": MANAGER });
        self.note(now, "return_started", self.by, &params);
        self.journal(lived.answered);
        let tender = Tender::Wallet { order };
        Ok(GivenBack {
            way: Way::Wallet(number),
            payment: Payment::new(tender, credit.total, Proof::Proved),
            asked: now,
            at: lived.over.plus(Span(50)),
        })
    }

    fn credit_note(
        &mut self,
        past: &Past,
        credit: &Credit,
        back: GivenBack,
        why: &str,
    ) -> Result<UtcMs, GenerateError> {
        let head = self.head(back.at);
        let number = head.number.clone();
        let original = past.receipt.clone();
        let receipt = Receipt::refund(
            head,
            original.clone(),
            &past.sold.basket,
            credit,
            &[back.payment],
        )
        .map_err(|error| GenerateError::Impossible(error.to_string()))?;
        let place = self.issue((ReceiptKind::Refund, credit.vat), &past.sale, &receipt)?;
        self.put(Row::Return(Box::new(NewReturn {
            sale: past.sale.clone(),
            total: credit.total,
            vat: credit.vat,
            way: back.way,
            receipt: Some(place),
            reason: why.to_owned(),
            by: self.by.to_owned(),
            approved_by: Some(MANAGER.to_owned()),
            at: back.asked,
            business_day: self.day.clone(),
            body: text(credit)?,
        })));
        let params = json!({ "sale": past.sale.as_str(), "receipt": number, "original": original,
                             "total": credit.total.to_string(), "vat": credit.vat.to_string() });
        self.note(back.at, "sale_returned", self.by, &params);
        Ok(back.at)
    }
}
