//! What the journal says.

use fils_order::{Order, OrderNumber, Refund, RefundNumber, Span, UtcMs};
use serde_json::{Value, json};

use crate::ports::{Exchange, JournalEntry, JournalKind};

/// The actor of what nobody asked for.
pub(super) const TILL: &str = "till";
/// The actor of what comes from PayBy.
pub(super) const PAYBY: &str = "payby";

/// Writes entries about one order or refund at one time.
pub(super) struct Scribe {
    at: UtcMs,
    order: Option<OrderNumber>,
    refund: Option<RefundNumber>,
    pub(super) entries: Vec<JournalEntry>,
}

impl Scribe {
    pub(super) fn order(number: &OrderNumber, at: UtcMs) -> Self {
        Self {
            at,
            order: Some(number.clone()),
            refund: None,
            entries: Vec::new(),
        }
    }

    pub(super) fn refund(refund: &Refund, at: UtcMs) -> Self {
        Self {
            at,
            order: Some(refund.order.clone()),
            refund: Some(refund.number.clone()),
            entries: Vec::new(),
        }
    }

    pub(super) fn till(at: UtcMs) -> Self {
        Self {
            at,
            order: None,
            refund: None,
            entries: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, kind: JournalKind, by: &str, data: Value) {
        self.entries.push(JournalEntry {
            at: self.at,
            order: self.order.clone(),
            refund: self.refund.clone(),
            kind,
            by: by.to_owned(),
            data,
        });
    }

    pub(super) fn answered(&mut self, exchange: &Exchange) {
        self.note(JournalKind::CallAnswered, PAYBY, json!(exchange));
    }

    pub(super) fn clock(&mut self, offset: Span) {
        self.note(
            JournalKind::ClockMeasured,
            PAYBY,
            json!({ "offset_ms": offset.0.to_string() }),
        );
    }

    /// What an event did to an order.
    pub(super) fn order_changes(&mut self, before: &Order, after: &Order) {
        if before.code() != after.code() {
            self.note(
                JournalKind::StateChanged,
                TILL,
                json!({
                    "from": before.code().as_str(),
                    "to": after.code().as_str(),
                    "reason": after.reason(),
                    "paid_at": after.payment().map(|payment| payment.paid_at.to_string()),
                }),
            );
        }
        self.alerts(
            before.alert().map(|alert| alert.code.as_str()),
            after.alert().map(|alert| alert.code.as_str()),
        );
    }

    /// What an event did to a refund.
    pub(super) fn refund_changes(&mut self, before: &Refund, after: &Refund) {
        if before.code() != after.code() {
            let data = json!({ "from": before.code().as_str(), "to": after.code().as_str() });
            self.note(JournalKind::StateChanged, TILL, data);
        }
        self.alerts(
            before.alert().map(|alert| alert.code.as_str()),
            after.alert().map(|alert| alert.code.as_str()),
        );
    }

    fn alerts(&mut self, before: Option<&str>, after: Option<&str>) {
        if before == after {
            return;
        }
        match after {
            Some(code) => self.note(JournalKind::AlertRaised, TILL, json!({ "alert": code })),
            None => self.note(JournalKind::AlertCleared, TILL, json!({ "alert": before })),
        }
    }
}
