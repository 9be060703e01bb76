//! What has gone on at the till lately, kept from the driver's changes.

use std::collections::BTreeMap;

use fils_checkout::Change;
use fils_checkout::view::{AlertKind, OrderView, RefundView, StateView};
use fils_order::UtcMs;

/// An ended payment stays among those under way this long, ms: the cashier may want to look at it once more.
const SHOWN_MS: i64 = 5 * 60_000;
/// No more ended payments than this are shown among those under way.
const SHOWN: usize = 6;

/// What has gone on at the till lately.
#[derive(Debug, Default)]
pub(super) struct Floor {
    orders: BTreeMap<String, OrderView>,
    refunds: BTreeMap<String, RefundView>,
    /// How far PayBy's clock is ahead, ms.
    pub(super) clock_offset_ms: i64,
    /// Set while the books cannot be written.
    pub(super) storage: Option<String>,
}

fn ended(order: &OrderView) -> bool {
    !order.unfinished && order.alert.is_none()
}

impl Floor {
    /// Takes in what the driver says.
    pub(super) fn take(&mut self, change: &Change, now: UtcMs) {
        match change {
            Change::Order(order) => {
                self.orders.insert(order.order.clone(), (**order).clone());
            }
            Change::Refund(refund) => {
                self.refunds
                    .insert(refund.refund.clone(), (**refund).clone());
            }
            Change::Clock(offset_ms) => self.clock_offset_ms = *offset_ms,
            Change::Storage(problem) => self.storage.clone_from(problem),
        }
        self.forget(now);
    }

    /// Takes in what was found when the till was opened.
    pub(super) fn found(&mut self, orders: Vec<OrderView>, refunds: Vec<RefundView>) {
        self.orders
            .extend(orders.into_iter().map(|one| (one.order.clone(), one)));
        self.refunds
            .extend(refunds.into_iter().map(|one| (one.refund.clone(), one)));
    }

    fn forget(&mut self, now: UtcMs) {
        let old = |at_ms: i64| now.0 - at_ms > SHOWN_MS;
        self.orders
            .retain(|_, order| !(ended(order) && old(order.at_ms)));
        self.refunds.retain(|_, refund| !refund.is_final);
    }

    /// The payments under way, as the driver names them, and those that ended a moment ago; the newest first.
    pub(super) fn payments(&self, open: &[OrderView], now: UtcMs) -> Vec<OrderView> {
        let mut shown: BTreeMap<&str, &OrderView> = self
            .orders
            .iter()
            .map(|(number, order)| (number.as_str(), order))
            .collect();
        shown.extend(open.iter().map(|order| (order.order.as_str(), order)));
        let mut shown: Vec<OrderView> = shown.into_values().cloned().collect();
        shown.sort_by_key(|order| std::cmp::Reverse((order.created_at_ms, order.order.clone())));
        let mut left = SHOWN;
        shown.retain(|order| {
            if !ended(order) {
                return true;
            }
            let keep = left > 0 && now.0 - order.at_ms <= SHOWN_MS;
            left -= usize::from(keep);
            keep
        });
        shown
    }

    /// Payments and refunds whose truth is not known yet.
    pub(super) fn unsettled(&self) -> usize {
        let orders = self.orders.values().filter(|order| order.unfinished);
        let refunds = self.refunds.values().filter(|refund| !refund.is_final);
        orders.count() + refunds.count()
    }

    /// What needs a person: which order or refund, and what about it.
    pub(super) fn alerts(&self) -> BTreeMap<String, AlertKind> {
        let orders = self.orders.values();
        let orders = orders.filter_map(|one| Some((one.order.clone(), one.alert.as_ref()?.code)));
        let refunds = self.refunds.values();
        let refunds =
            refunds.filter_map(|one| Some((one.refund.clone(), one.alert.as_ref()?.code)));
        orders.chain(refunds).collect()
    }

    /// False while PayBy does not answer about something.
    pub(super) fn payby_answers(&self) -> bool {
        !self.orders.values().any(|order| {
            let waits = matches!(
                order.state,
                StateView::Submitting | StateView::AwaitingPayment | StateView::Closing
            );
            let silent = order
                .alert
                .as_ref()
                .is_some_and(|alert| alert.code == AlertKind::PaybyNotAnswering);
            waits && silent
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    /// An order that began and came to its state `ago_s` seconds ago.
    fn order(number: &str, state: &str, ago_s: i64, alert: Option<&str>) -> OrderView {
        let money = |fils: i64| json!({ "fils": fils, "text": "1.00", "currency": "AED" });
        let at = NOW - ago_s * 1000;
        let unfinished = ["submitting", "awaiting_payment", "closing"].contains(&state);
        serde_json::from_value(json!({
            "order": number, "short": number, "sale": "S", "state": state, "headline": "checking",
            "at_ms": at, "created_at_ms": at, "amount": money(100), "subject": "Sale", "scene": "qr",
            "expires_at_ms": at, "unfinished": unfinished,
            "alert": alert.map(|code| json!({ "code": code, "since_ms": at, "detail": null })),
            "refunded": money(0), "refundable": money(0),
            "actions": { "cancel": false, "ask": false, "replace": false, "keep": false, "revoke": false,
                         "close": false, "refund": false }
        }))
        .unwrap()
    }

    fn names(orders: &[OrderView]) -> Vec<&str> {
        orders.iter().map(|order| order.order.as_str()).collect()
    }

    #[test]
    fn what_is_under_way_is_shown_and_what_ended_a_moment_ago() {
        let mut floor = Floor::default();
        let open = order("open", "awaiting_payment", 600, None);
        let found = vec![
            order("old", "paid", 3600, None),
            order("just", "paid", 60, None),
            order("late", "paid_late", 7200, Some("paid_late")),
            open.clone(),
        ];
        floor.found(found, Vec::new());
        let shown = floor.payments(std::slice::from_ref(&open), UtcMs(NOW));
        assert_eq!(names(&shown), ["just", "open", "late"]);

        // The driver's word is newer than what was kept.
        let closing = order("open", "closing", 600, None);
        let shown = floor.payments(&[closing], UtcMs(NOW));
        assert_eq!(shown[1].state, StateView::Closing);
    }

    #[test]
    fn a_busy_till_shows_the_last_few() {
        let mut floor = Floor::default();
        let busy = (0..20).map(|n| order(&format!("{n:02}"), "paid", 100 - n, None));
        floor.found(busy.collect(), Vec::new());
        let shown = floor.payments(&[], UtcMs(NOW));
        assert_eq!(names(&shown), ["19", "18", "17", "16", "15", "14"]);
    }

    #[test]
    fn payby_is_silent_while_an_open_payment_says_so() {
        let mut floor = Floor::default();
        let say = |floor: &mut Floor, order: OrderView| {
            floor.take(&Change::Order(Box::new(order)), UtcMs(NOW));
        };
        assert!(floor.payby_answers());
        say(
            &mut floor,
            order("a", "closing", 9, Some("payby_not_answering")),
        );
        assert!(!floor.payby_answers());
        assert_eq!((floor.unsettled(), floor.alerts().len()), (1, 1));
        say(&mut floor, order("a", "closed", 1, None));
        assert!(floor.payby_answers());
        assert_eq!((floor.unsettled(), floor.alerts().len()), (0, 0));
    }
}
