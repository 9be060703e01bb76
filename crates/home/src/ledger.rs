//! The database as the driver's books.

use fils_checkout::{Changes, JournalEntry, Ledger, LedgerError, OrderWrite, RefundWrite, Stored};
use fils_order::{Order, OrderNumber, Refund, RefundNumber, Scene, Span};
use fils_store::{
    NewEntry, NotificationRow, OrderRow, RefundRow, SaleRow, Store, StoreError, Update, orders,
    refunds,
};

/// Where the measured offset of PayBy's clock is kept, in milliseconds.
pub(crate) const CLOCK_OFFSET: &str = "clock_offset_ms";

/// The database, as the driver's ledger.
#[derive(Debug)]
pub struct Database {
    /// Dropped before the store: the last connection to close is then one that may fold the log into the database.
    reader: fils_store::Reader,
    store: Store,
}

impl Database {
    /// Takes an open database.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read beside being written.
    pub fn new(store: Store) -> Result<Self, StoreError> {
        let reader = store.reader()?;
        Ok(Self { reader, store })
    }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "every other failure has its sentence"
)]
fn storage(error: StoreError) -> LedgerError {
    match error {
        StoreError::Stale { .. } => LedgerError::Stale,
        StoreError::LiveAttempt { .. } => LedgerError::SaleHeld,
        other => LedgerError::Storage(other.to_string()),
    }
}

impl Ledger for Database {
    fn commit(&mut self, changes: Changes) -> Result<(), LedgerError> {
        let mut rows = fils_store::Changes::default();
        if let Some((id, created_at)) = changes.new_sale
            && let Some(write) = &changes.order
        {
            rows.insert_sale = Some(SaleRow {
                id,
                amount: write.order.amount,
                subject: write.order.subject.clone(),
                by: write.by.clone(),
                created_at,
                business_day: write.day.clone(),
                shift: None,
                body: None,
            });
        }
        if let Some((notify_id, received_at)) = changes.notification {
            rows.notification = Some(NotificationRow {
                notify_id,
                received_at,
                order: changes
                    .order
                    .as_ref()
                    .map(|write| write.order.number.clone()),
                refund: changes
                    .refund
                    .as_ref()
                    .map(|write| write.refund.number.clone()),
                body: String::new(),
            });
        }
        if let Some(write) = changes.order {
            let expected = write.expected;
            let row = order_row(write)?;
            match expected {
                Some(expected_version) => {
                    rows.update_order = Some(Update {
                        row,
                        expected_version,
                    })
                }
                None => rows.insert_order = Some(row),
            }
        }
        if let Some(write) = changes.refund {
            let expected = write.expected;
            let row = refund_row(write)?;
            match expected {
                Some(expected_version) => {
                    rows.update_refund = Some(Update {
                        row,
                        expected_version,
                    })
                }
                None => rows.insert_refund = Some(row),
            }
        }
        if let Some(offset) = changes.clock_offset {
            rows.settings
                .push((CLOCK_OFFSET.to_owned(), offset.0.to_string()));
        }
        rows.journal = changes.journal.into_iter().map(entry).collect();
        self.store.commit(&rows).map(|_| ()).map_err(storage)
    }

    fn order(&self, number: &OrderNumber) -> Result<Option<Stored<Order>>, LedgerError> {
        self.reader
            .order(number)
            .map_err(storage)?
            .map(stored_order)
            .transpose()
    }

    fn refund(&self, number: &RefundNumber) -> Result<Option<Stored<Refund>>, LedgerError> {
        self.reader
            .refund(number)
            .map_err(storage)?
            .map(stored_refund)
            .transpose()
    }

    fn refunds_of(&self, number: &OrderNumber) -> Result<Vec<Stored<Refund>>, LedgerError> {
        self.reader
            .refunds_of(number)
            .map_err(storage)?
            .into_iter()
            .map(stored_refund)
            .collect()
    }

    fn orders_to_resume(&self) -> Result<Vec<Stored<Order>>, LedgerError> {
        let mut rows = self.reader.unfinished_orders().map_err(storage)?;
        let attention = orders_needing_attention(&self.reader).map_err(storage)?;
        let new = attention
            .into_iter()
            .filter(|row| rows.iter().all(|other| other.number != row.number));
        let new: Vec<OrderRow> = new.collect();
        rows.extend(new);
        rows.into_iter().map(stored_order).collect()
    }

    fn refunds_to_resume(&self) -> Result<Vec<Stored<Refund>>, LedgerError> {
        self.reader
            .unfinished_refunds()
            .map_err(storage)?
            .into_iter()
            .map(stored_refund)
            .collect()
    }

    fn clock_offset(&self) -> Result<Span, LedgerError> {
        let text = self.reader.setting(CLOCK_OFFSET).map_err(storage)?;
        Ok(Span(text.and_then(|text| text.parse().ok()).unwrap_or(0)))
    }

    fn notification_seen(&self, id: &str) -> Result<bool, LedgerError> {
        self.reader.notification_seen(id).map_err(storage)
    }
}

fn orders_needing_attention(reader: &fils_store::Reader) -> Result<Vec<OrderRow>, StoreError> {
    reader.orders(&fils_store::OrderQuery {
        filter: orders::OrderFilter::Attention,
        ..fils_store::OrderQuery::default()
    })
}

fn damaged(what: &str, error: &serde_json::Error) -> LedgerError {
    LedgerError::Storage(format!(
        "{what} in the database cannot be read ({error}). Keep the file and restore the latest backup."
    ))
}

/// An order as the driver knows it.
pub(crate) fn read_order(row: &OrderRow) -> Result<Order, LedgerError> {
    serde_json::from_str(&row.body)
        .map_err(|error| damaged(&format!("Order {}", row.number), &error))
}

/// A refund as the driver knows it.
pub(crate) fn read_refund(row: &refunds::RefundRow) -> Result<Refund, LedgerError> {
    serde_json::from_str(&row.body)
        .map_err(|error| damaged(&format!("Refund {}", row.number), &error))
}

fn stored_order(row: OrderRow) -> Result<Stored<Order>, LedgerError> {
    Ok(Stored {
        item: read_order(&row)?,
        version: row.version,
        content: row.content.unwrap_or_default(),
        by: row.by,
        day: row.business_day,
    })
}

fn stored_refund(row: RefundRow) -> Result<Stored<Refund>, LedgerError> {
    Ok(Stored {
        item: read_refund(&row)?,
        version: row.version,
        content: row.content.unwrap_or_default(),
        by: row.by,
        day: row.business_day,
    })
}

/// An order as it is stored.
///
/// # Errors
/// [`LedgerError`] when it cannot be written as JSON.
pub fn order_row(write: OrderWrite) -> Result<OrderRow, LedgerError> {
    let order = write.order;
    let body = serde_json::to_string(&order).map_err(|error| damaged("The order", &error))?;
    Ok(OrderRow {
        number: order.number.clone(),
        sale: order.sale.clone(),
        amount: order.amount,
        subject: order.subject.clone(),
        scene: match order.scene {
            Scene::Qr => "qr".to_owned(),
            Scene::Code => "code".to_owned(),
        },
        by: write.by,
        created_at: order.created_at,
        business_day: write.day,
        state: order.code().as_str().to_owned(),
        released: order.released,
        wake_at: write.wake_at,
        payby_no: order.payby_no.clone(),
        paid_at: order.payment().map(|payment| payment.paid_at),
        attention: order.alert().is_some(),
        body,
        content: Some(write.content).filter(|content| !content.is_empty()),
        version: 0,
    })
}

/// A refund as it is stored.
///
/// # Errors
/// [`LedgerError`] when it cannot be written as JSON.
pub fn refund_row(write: RefundWrite) -> Result<RefundRow, LedgerError> {
    let refund = write.refund;
    let body = serde_json::to_string(&refund).map_err(|error| damaged("The refund", &error))?;
    let refunded = refund.code() == fils_order::RefundStateCode::Refunded;
    Ok(RefundRow {
        number: refund.number.clone(),
        order: refund.order.clone(),
        amount: refund.amount,
        reason: refund.reason.clone(),
        by: write.by,
        created_at: refund.created_at,
        business_day: write.day,
        state: refund.code().as_str().to_owned(),
        unresolved: !refund.is_final(),
        wake_at: write.wake_at,
        payby_no: refund.payby_no.clone(),
        refunded_at: refunded.then_some(refund.since),
        attention: refund.alert().is_some(),
        body,
        content: Some(write.content).filter(|content| !content.is_empty()),
        version: 0,
    })
}

fn entry(entry: JournalEntry) -> NewEntry {
    NewEntry {
        at: entry.at,
        kind: entry.kind.as_str().to_owned(),
        by: entry.by,
        order: entry.order,
        refund: entry.refund,
        params: entry.data.to_string(),
        raw: None,
    }
}
