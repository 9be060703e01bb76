//! One event's changes, stored together or not at all.

use rusqlite::Transaction;

use crate::{
    ChainHead, NewEntry, NotificationRow, OrderRow, RefundRow, SaleRow, StoreError, journal,
    notifications, orders, refunds, sales, settings,
};

/// A row to write back, provided that nobody wrote it since it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update<R> {
    /// The row as it should be; its own `version` is not looked at.
    pub row: R,
    /// The version that was read.
    pub expected_version: i64,
}

/// Everything one event changes. They are written in the order of the fields, so that a commit may release one order of a
/// sale and store the next.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// A new sale.
    pub insert_sale: Option<SaleRow>,
    /// An order to write back.
    pub update_order: Option<Update<OrderRow>>,
    /// A new order.
    pub insert_order: Option<OrderRow>,
    /// A refund to write back.
    pub update_refund: Option<Update<RefundRow>>,
    /// A new refund.
    pub insert_refund: Option<RefundRow>,
    /// A verified notification, stored once.
    pub notification: Option<NotificationRow>,
    /// Settings to write, as key and value.
    pub settings: Vec<(String, String)>,
    /// What to append to the journal.
    pub journal: Vec<NewEntry>,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Where the journal ends now. The entries just written are the last ones, in their order.
    pub journal: ChainHead,
    /// The written order's version: of the inserted one if there is one, else of the updated one.
    pub order_version: Option<i64>,
    /// The written refund's version, likewise.
    pub refund_version: Option<i64>,
}

/// Writes `changes` within a transaction.
///
/// # Errors
/// As the functions it calls for each field; the transaction must then be dropped.
pub(crate) fn write(tx: &Transaction<'_>, changes: &Changes) -> Result<Committed, StoreError> {
    if let Some(sale) = &changes.insert_sale {
        sales::insert(tx, sale)?;
    }
    let mut order_version = None;
    if let Some(update) = &changes.update_order {
        order_version = Some(orders::update(tx, &update.row, update.expected_version)?);
    }
    if let Some(order) = &changes.insert_order {
        order_version = Some(orders::insert(tx, order)?);
    }
    let mut refund_version = None;
    if let Some(update) = &changes.update_refund {
        refund_version = Some(refunds::update(tx, &update.row, update.expected_version)?);
    }
    if let Some(refund) = &changes.insert_refund {
        refund_version = Some(refunds::insert(tx, refund)?);
    }
    if let Some(notification) = &changes.notification {
        notifications::insert(tx, notification)?;
    }
    for (key, value) in &changes.settings {
        settings::set(tx, key, value)?;
    }
    Ok(Committed {
        journal: journal::append(tx, &changes.journal)?,
        order_version,
        refund_version,
    })
}
