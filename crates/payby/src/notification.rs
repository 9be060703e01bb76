//! What PayBy reports by itself, to the address an order was created with.
//!
//! The same report can come again, late and out of order, and may never come: it only makes faster what polling
//! finds. Answer HTTP 200 with [`ACKNOWLEDGEMENT`], else PayBy sends it again, seven times within a day.

use serde::Deserialize;

use crate::amount::Millis;
use crate::keys::PublicKey;
use crate::reply::{AcquireOrder, RefundOrder, TransferOrder};
use crate::tolerant;

/// The body of the answer that PayBy takes as "received".
pub const ACKNOWLEDGEMENT: &str = r#"{"response":"SUCCESS"}"#;

/// A validly signed report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The report's number: the same report sent again has the same one.
    pub notify_id: String,
    /// When PayBy made it.
    pub notify_timestamp: Option<Millis>,
    /// What it is about.
    pub payload: Payload,
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// An order was paid.
    Order(Box<AcquireOrder>),
    /// A refund ended.
    Refund(Box<RefundOrder>),
    /// A transfer ended.
    Transfer(Box<TransferOrder>),
    /// A pre-authorisation was voided; a till has none.
    Void,
    /// Something PayBy did not report when this was written.
    Other,
}

/// Why a report proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// It has no signature.
    #[error("the notification is not signed")]
    Unsigned,
    /// Its signature is not PayBy's over these bytes.
    #[error("the notification's signature is not PayBy's")]
    BadSignature,
    /// It is signed, and not what PayBy's documents describe.
    #[error("the notification cannot be read: {0}")]
    Unreadable(String),
}

#[derive(Deserialize)]
struct Wire {
    #[serde(deserialize_with = "tolerant::required_text")]
    notify_id: String,
    #[serde(default, deserialize_with = "tolerant::detail")]
    notify_timestamp: Option<Millis>,
    #[serde(default, rename = "acquireOrder")]
    acquire_order: Option<AcquireOrder>,
    #[serde(default, rename = "refundOrder")]
    refund_order: Option<RefundOrder>,
    #[serde(default, rename = "transferOrder")]
    transfer_order: Option<TransferOrder>,
    #[serde(default, rename = "voidOrder")]
    void_order: Option<serde::de::IgnoredAny>,
}

/// Verifies and reads a report: the exact bytes of the request's body and its `sign` header (empty when absent).
pub fn read(
    body: &[u8],
    sign: &str,
    payby_key: &PublicKey,
) -> Result<Notification, NotificationError> {
    if sign.trim().is_empty() {
        return Err(NotificationError::Unsigned);
    }
    if !payby_key.verify(body, sign) {
        return Err(NotificationError::BadSignature);
    }
    let wire: Wire = serde_json::from_slice(body)
        .map_err(|error| NotificationError::Unreadable(error.to_string()))?;
    let payload = if let Some(refund) = wire.refund_order {
        Payload::Refund(Box::new(refund))
    } else if let Some(transfer) = wire.transfer_order {
        Payload::Transfer(Box::new(transfer))
    } else if wire.void_order.is_some() {
        Payload::Void
    } else if let Some(order) = wire.acquire_order {
        Payload::Order(Box::new(order))
    } else {
        Payload::Other
    };
    Ok(Notification {
        notify_id: wire.notify_id,
        notify_timestamp: wire.notify_timestamp,
        payload,
    })
}
