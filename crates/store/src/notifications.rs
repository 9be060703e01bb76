//! Notifications of PayBy, each stored once however often it comes (PayBy's public documentation, asynchronous
//! notifications: the same one is sent again until it is acknowledged).

use fils_order::{OrderNumber, RefundNumber, UtcMs};
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;

/// A notification whose signature was verified. A forged one must not be stored here: it could occupy the id of a genuine one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationRow {
    /// PayBy's id of it.
    pub notify_id: String,
    /// When it came.
    pub received_at: UtcMs,
    /// The order it is about, if it is one of ours.
    pub order: Option<OrderNumber>,
    /// The refund it is about, if it is one of ours.
    pub refund: Option<RefundNumber>,
    /// As it came.
    pub body: String,
}

/// Stores a notification.
///
/// # Errors
/// [`StoreError::AlreadyNotified`] when its id was stored before.
pub fn insert(tx: &Transaction<'_>, notification: &NotificationRow) -> Result<(), StoreError> {
    let written = tx
        .prepare_cached(
            "INSERT INTO notifications (notify_id, received_at, order_number, refund_number, body)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                notification.notify_id,
                notification.received_at.0,
                notification.order.as_ref().map(OrderNumber::as_str),
                notification.refund.as_ref().map(RefundNumber::as_str),
                notification.body
            ])
        });
    match written.map_err(|e| {
        StoreError::on_row(
            tx,
            "store a notification",
            ("Notification", &notification.notify_id),
            e,
        )
    }) {
        Ok(_) => Ok(()),
        Err(StoreError::Duplicate { number, .. }) => {
            Err(StoreError::AlreadyNotified { notify_id: number })
        }
        Err(other) => Err(other),
    }
}

/// Whether a notification with this id is stored.
///
/// # Errors
/// When the database cannot be read.
pub fn seen(conn: &Connection, notify_id: &str) -> Result<bool, StoreError> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM notifications WHERE notify_id = ?1)")
        .and_then(|mut statement| statement.query_row([notify_id], |row| row.get(0)))
        .map_err(|e| StoreError::on(conn, "read a notification", e))
}
