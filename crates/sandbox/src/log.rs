//! The log of every call a merchant made.

use serde::{Deserialize, Serialize};

use crate::fault::Op;

/// One call, as PayBy saw it. Times are UTC ms. Never holds a body: bodies can hold a customer's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Counts from 1.
    pub seq: u64,
    /// When it arrived, by this machine's clock.
    pub at_ms: i64,
    /// The operation; none for a path PayBy does not have.
    pub operation: Option<Op>,
    /// The path as it was called.
    pub path: String,
    /// The merchant order number it is about.
    pub merchant_order_no: Option<String>,
    /// The refund's number, for refunds.
    pub refund_merchant_order_no: Option<String>,
    /// The request's `requestTime`.
    pub request_time: Option<i64>,
    /// The header `Partner-Id`.
    pub partner_id: Option<String>,
    /// Whether the request's signature was the merchant's.
    pub signature_valid: bool,
    /// Whether PayBy carried it out: false for a refusal and for a request that was lost.
    pub processed: bool,
    /// Whether a reply was sent at all.
    pub answered: bool,
    /// How much later the reply was sent, ms.
    pub delay_ms: u64,
    /// The HTTP status of the reply.
    pub http_status: Option<u16>,
    /// The reply's `applyStatus`.
    pub apply_status: Option<String>,
    /// The reply's code; `0` is success.
    pub code: Option<String>,
    /// The reply's message.
    pub msg: Option<String>,
    /// The reply's trace code.
    pub trace_code: Option<String>,
    /// The order's status after the call.
    pub order_status: Option<String>,
    /// The faults that met it, joined with `+`.
    pub fault: Option<String>,
}
