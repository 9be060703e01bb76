//! When a sale is complete: what is proved covers it. The receipt is issued in the transaction that finds it so.

use fils_checkout::view::{OrderView, StateView};
use fils_order::{SaleId, UtcMs};
use fils_sale::receipt::Receipt;
use fils_store::receipts::{self, ReceiptKind};
use fils_store::{Books, SaleRow, journal, sales};
use serde_json::json;

use crate::papers::Paper;
use crate::payments::{Payments, excess, sold};
use crate::{Counter, CounterError, News, entry};

/// Who settles when a wallet's proof comes.
pub(crate) const TILL: &str = "till";

impl Counter {
    /// Settles every open sale that is covered by now, and writes the credit notes of refunds that were proved meanwhile.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn settle_all(&self) -> Result<(), CounterError> {
        let mut rows = self.look(|tx| Ok(sales::open(tx)?))?;
        rows.extend(self.look(|tx| Ok(sales::overpaid(tx)?))?);
        for row in rows {
            match self.settle(&row.id) {
                // One record that cannot be read must not keep the shop from selling.
                Err(CounterError::Record { what, why }) => {
                    tracing::error!(sale = %row.id, what, why, "a sale cannot be settled");
                }
                settled => settled?,
            }
        }
        self.credit_refunds()
    }

    pub(crate) fn heard_of_order(&self, order: &OrderView) -> Result<(), CounterError> {
        let sale = order.sale.parse::<SaleId>()?;
        match order.state {
            StateView::Paid => self.settle(&sale)?,
            StateView::Submitting
            | StateView::AwaitingPayment
            | StateView::Closing
            | StateView::Closed
            | StateView::PaidLate
            | StateView::NeedsReview => {}
        }
        self.tell(News::Sale(sale));
        Ok(())
    }

    /// Settles one sale, if it is one of the counter's.
    pub(crate) fn settle(&self, sale: &SaleId) -> Result<(), CounterError> {
        let now = self.now();
        let issued = self.books(|tx| match sales::by_id(tx, sale)? {
            Some(row) => self.settle_within(tx, &row, TILL, now),
            None => Ok(false),
        })?;
        if issued {
            self.after_paper()?;
            self.tell(News::Sale(sale.clone()));
        }
        Ok(())
    }

    /// Issues the receipt of a sale that is covered, and minds one that holds too much. Answers whether a receipt was issued.
    pub(crate) fn settle_within(
        &self,
        tx: &Books<'_>,
        row: &SaleRow,
        by: &str,
        now: UtcMs,
    ) -> Result<bool, CounterError> {
        let Some(sold) = sold(row)? else {
            return Ok(false);
        };
        let payments = Payments::of(tx, &row.id)?;
        let ended =
            receipts::of_sale(tx, &row.id)?.is_some() || sales::void_of(tx, &row.id)?.is_some();
        let complete = payments.standing(row.amount).status.is_complete();
        if !ended && complete {
            let (n, number) = self.next_number(tx)?;
            let receipt = Receipt::sale(
                self.head(&number, &row.by, now),
                &sold.basket,
                &sold.totals,
                &payments.all,
            )?;
            self.issue(
                tx,
                Paper {
                    n,
                    kind: ReceiptKind::Sale,
                    sale: &row.id,
                    vat: sold.totals.vat,
                    receipt: &receipt,
                },
                by,
                now,
            )?;
            let params = json!({ "sale": row.id.as_str(), "receipt": number, "total": sold.totals.total.to_string(),
                                 "vat": sold.totals.vat.to_string() });
            journal::append(tx, &[entry(now, "sale_completed", by, &params)])?;
        }
        mind_excess(tx, row, by, now)?;
        Ok(!ended && complete)
    }
}

/// Remembers that a sale holds more money than it should, or forgets it once that has gone back.
pub(crate) fn mind_excess(
    tx: &Books<'_>,
    row: &SaleRow,
    by: &str,
    now: UtcMs,
) -> Result<(), CounterError> {
    let over = excess(tx, row)?;
    let known = sales::overpaid(tx)?.iter().any(|known| known.id == row.id);
    match (over.is_zero(), known) {
        (false, false) => {
            sales::mark_overpaid(tx, &row.id, now)?;
            let params = json!({ "sale": row.id.as_str(), "over": over.to_string() });
            journal::append(tx, &[entry(now, "sale_overpaid", by, &params)])?;
        }
        (true, true) => {
            sales::clear_overpaid(tx, &row.id)?;
            let params = json!({ "sale": row.id.as_str() });
            journal::append(tx, &[entry(now, "excess_given_back", by, &params)])?;
        }
        (true, false) | (false, true) => {}
    }
    Ok(())
}
