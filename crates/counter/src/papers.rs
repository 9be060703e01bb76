//! Receipts and credit notes: numbers without gaps, and the queue of what is to be printed.

use fils_order::{Money, OrderNumber, SaleId, UtcMs};
use fils_sale::receipt::{Head, Receipt};
use fils_store::receipts::{self, ReceiptKind, ReceiptQuery, ReceiptRow};
use fils_store::{Books, journal, orders, prints, shifts};
use serde_json::json;

use crate::view::ReceiptRowView;
use crate::{Counter, CounterError, News, entry, held, record};

/// Receipts shown at once.
const SHOWN: u32 = 200;

/// A paper to issue.
#[derive(Clone, Copy)]
pub(crate) struct Paper<'a> {
    pub(crate) n: i64,
    pub(crate) kind: ReceiptKind,
    pub(crate) sale: &'a SaleId,
    pub(crate) vat: Money,
    pub(crate) receipt: &'a Receipt,
}

impl Counter {
    /// The receipts of a business day (`YYYY-MM-DD`; `None` for every day) that contain `search`, the newest first, at most 200.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn receipts(
        &self,
        day: Option<&str>,
        search: Option<&str>,
    ) -> Result<Vec<ReceiptRowView>, CounterError> {
        let rows = self.look(|tx| {
            let query = ReceiptQuery {
                day: day.map(str::to_owned),
                search: search.map(str::to_owned),
                limit: SHOWN,
            };
            Ok(receipts::find(tx, &query)?)
        })?;
        rows.iter().map(ReceiptRowView::of).collect()
    }

    /// The receipt with this number, of this sale, or that this order paid for: its number and its sale.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn find(&self, text: &str) -> Result<Option<(String, SaleId)>, CounterError> {
        self.look(|tx| {
            if let Some(paper) = receipts::by_number(tx, text)? {
                return Ok(Some((paper.number, paper.sale)));
            }
            let order = match text.parse::<OrderNumber>() {
                Ok(number) => orders::by_number(tx, &number)?.map(|order| order.sale),
                Err(_) => None,
            };
            let Some(sale) = order.or_else(|| text.parse().ok()) else {
                return Ok(None);
            };
            let paper = receipts::of_sale(tx, &sale)?;
            Ok(paper.map(|paper| (paper.number, sale)))
        })
    }

    /// Writes down that somebody changed what is not in the books themselves: `kind` says what (`settings_changed`,
    /// `products_changed`), `which` names it.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn note_change(
        &self,
        kind: &str,
        which: &[String],
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<(), CounterError> {
        let now = self.now();
        self.books(|tx| {
            let params = json!({ "which": which, "approved_by": approved_by });
            journal::append(tx, &[entry(now, kind, by, &params)])?;
            Ok(())
        })
    }

    /// The business day that is now, `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.day(self.now())
    }

    /// The place and number of the next paper. Inside the transaction that issues it, so that there is no gap.
    pub(crate) fn next_number(&self, tx: &Books<'_>) -> Result<(i64, String), CounterError> {
        let kept = held(&self.inner.last_receipt).read().unwrap_or_else(|why| {
            // A sale that is paid is not held up by this; the books know the last number unless they were restored.
            tracing::error!(%why, "the place of the last receipt cannot be read");
            0
        });
        let n = receipts::last(tx)?.max(kept) + 1;
        Ok((n, format!("{}-{n:06}", self.settings().prefix)))
    }

    /// Keeps the place of the last receipt beside the books.
    pub(crate) fn remember_last_receipt(&self) -> Result<(), CounterError> {
        let last = self.look(|tx| Ok(receipts::last(tx)?))?;
        let place = held(&self.inner.last_receipt);
        if place.read().is_ok_and(|kept| kept >= last) {
            return Ok(());
        }
        if let Err(why) = place.write(last) {
            tracing::error!(%why, "the place of the last receipt cannot be kept");
        }
        Ok(())
    }

    pub(crate) fn head(&self, number: &str, cashier: &str, at: UtcMs) -> Head {
        let settings = self.settings();
        Head {
            number: number.to_owned(),
            shop: settings.shop.clone(),
            at,
            till: settings.prefix.clone(),
            cashier: cashier.to_owned(),
            qr: None,
            training: settings.training,
        }
    }

    /// Stores a paper and queues it for printing.
    pub(crate) fn issue(
        &self,
        tx: &Books<'_>,
        paper: Paper<'_>,
        by: &str,
        now: UtcMs,
    ) -> Result<(), CounterError> {
        let receipt = paper.receipt;
        receipts::insert(
            tx,
            &ReceiptRow {
                n: paper.n,
                number: receipt.number.clone(),
                kind: paper.kind,
                sale: paper.sale.clone(),
                total: receipt.total,
                vat: paper.vat,
                at: now,
                business_day: self.day(now),
                shift: shifts::current(tx)?.map(|shift| shift.id),
                by: receipt.cashier.clone(),
                body: record::write("a receipt", receipt)?,
            },
        )?;
        if self.settings().print {
            prints::queue(tx, Some(paper.n), false, by, now)?;
        }
        Ok(())
    }

    /// Opens the drawer for cash that no printed receipt opens it for.
    pub(crate) fn kick_drawer(
        &self,
        tx: &Books<'_>,
        printed: bool,
        by: &str,
        now: UtcMs,
    ) -> Result<(), CounterError> {
        if self.settings().drawer && !(printed && self.settings().print) {
            prints::queue(tx, None, false, by, now)?;
        }
        Ok(())
    }

    /// What follows once a paper is on the disk.
    pub(crate) fn after_paper(&self) -> Result<(), CounterError> {
        self.remember_last_receipt()?;
        self.tell(News::Print);
        Ok(())
    }

    /// Opens the drawer without a sale.
    ///
    /// # Errors
    /// [`CounterError::ReasonMissing`].
    pub fn open_drawer(
        &self,
        why: &str,
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<(), CounterError> {
        let why = crate::reason(why)?;
        let now = self.now();
        self.books(|tx| {
            let params = json!({ "reason": why, "approved_by": approved_by });
            journal::append(tx, &[entry(now, "drawer_opened", by, &params)])?;
            self.kick_drawer(tx, false, by, now)
        })?;
        self.tell(News::Print);
        Ok(())
    }
}
