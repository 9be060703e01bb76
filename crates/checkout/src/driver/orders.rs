//! Events of orders: read, decide, write, act.

use fils_order::{Effect, Event, Freeze, Order, OrderNumber, Span, State, UtcMs, step};
use serde_json::json;
use tracing::{info, warn};

use super::calls::op_of;
use super::entries::{Scribe, TILL};
use super::{Driver, Key, Unwritten};
use crate::handle::{Change, CheckoutError};
use crate::ports::{
    Changes, Clock, Exchange, Gateway, JournalKind, Ledger, LedgerError, OrderWrite, Randomness,
    Stored,
};
use crate::view::{self, OrderView};

/// PayBy's `Date` header counts in seconds; an offset below this is noise.
const OFFSET_NOISE: Span = Span::secs(5);

/// Whether a till that starts has to come back to the order. While a call is under way nothing else is due, and a till that
/// stops then must still find the order by its row.
const fn taken_up(order: &Order) -> bool {
    order.is_unfinished() || order.is_watched()
}

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    /// An event that nobody waits for. When it cannot be written it is kept and tried again.
    pub(super) fn order_event(
        &mut self,
        number: &OrderNumber,
        event: Event,
        exchange: Option<Exchange>,
    ) {
        let scribe = Scribe::order(number, self.now());
        match self.order_step(number, event.clone(), exchange.as_ref(), scribe, None) {
            Ok(_) => {}
            Err(CheckoutError::Storage(sentence)) => {
                let again = Unwritten::Order(number.clone(), event, exchange);
                self.keep_unwritten(again, &LedgerError::Storage(sentence));
            }
            Err(error) => warn!(%number, %error, "an event did not apply"),
        }
    }

    /// One event, whole. `scribe` holds what should be written before the event's own entries.
    pub(super) fn order_step(
        &mut self,
        number: &OrderNumber,
        event: Event,
        exchange: Option<&Exchange>,
        mut scribe: Scribe,
        notification: Option<(String, UtcMs)>,
    ) -> Result<OrderView, CheckoutError> {
        // What comes before a watched order's turn to be taken up finds it taken up.
        if event != Event::Resumed && self.resuming.event_for(number) == Event::Resumed {
            self.order_event(number, Event::Resumed, None);
        }
        let Some(stored) = self.ledger.order(number)? else {
            return Err(CheckoutError::NoSuchOrder(number.clone()));
        };
        let measured = exchange.and_then(|exchange| self.measure_clock(exchange));
        if let Some(exchange) = exchange {
            scribe.answered(exchange);
        }
        if event == Event::Resumed {
            scribe.note(JournalKind::Resumed, TILL, json!({}));
        }
        if let Some(offset) = measured {
            scribe.clock(offset);
        }
        let changes = Changes {
            clock_offset: measured,
            notification,
            ..Changes::default()
        };
        self.advance(stored, event, scribe, changes)
    }

    /// Decides, writes in one transaction, then acts and publishes.
    pub(super) fn advance(
        &mut self,
        stored: Stored<Order>,
        event: Event,
        mut scribe: Scribe,
        mut changes: Changes,
    ) -> Result<OrderView, CheckoutError> {
        let now = self.now();
        let offset = changes.clock_offset.unwrap_or(self.clock_offset);
        let step = step(&stored.item, event, now, &self.settings.rules);
        let (order, effects) = (step.order, step.effects);
        let content = if effects.contains(&Effect::Create(Freeze::Anew)) {
            self.gateway
                .order_content(&order, order.expires_at.plus(offset))
        } else {
            stored.content
        };
        scribe.order_changes(&stored.item, &order);
        for effect in &effects {
            // Asking is read-only and frequent; its answer is written down. What moves money is written down before.
            if !matches!(effect, Effect::Query | Effect::AskScanned { .. }) {
                scribe.note(
                    JournalKind::CallStarted,
                    TILL,
                    json!({ "op": op_of(effect) }),
                );
            }
        }
        let worth_writing =
            order != stored.item || !effects.is_empty() || !scribe.entries.is_empty();
        let wake_at = step.wake.map(|wake| wake.at);
        if worth_writing || changes.notification.is_some() {
            changes.order = Some(OrderWrite {
                order: order.clone(),
                content: content.clone(),
                wake_at: wake_at.or_else(|| taken_up(&order).then_some(now)),
                by: stored.by,
                day: stored.day,
                expected: (stored.version > 0).then_some(stored.version),
            });
            changes.journal = scribe.entries;
            let measured = changes.clock_offset;
            self.ledger.commit(changes)?;
            self.adopt_offset(measured);
        }
        self.wakes.set(Key::Order(order.number.clone()), wake_at);
        for effect in effects {
            self.call_for_order(order.number.clone(), effect, content.clone());
        }
        let view = self.show(&order)?;
        if worth_writing {
            self.publish(Change::Order(Box::new(view.clone())));
        }
        match step.denied {
            None => Ok(view),
            Some(denied) => Err(CheckoutError::Denied(denied)),
        }
    }

    /// The view of an order, kept at hand while the order is open.
    pub(super) fn show(&mut self, order: &Order) -> Result<OrderView, CheckoutError> {
        if !matches!(order.state, State::Draft | State::Submitting { .. }) {
            self.codes.remove(&order.number);
        }
        let refunds: Vec<_> = match order.payment() {
            Some(_) => self
                .ledger
                .refunds_of(&order.number)?
                .into_iter()
                .map(|stored| stored.item)
                .collect(),
            None => Vec::new(),
        };
        let view = view::order(order, &refunds, &self.settings.rules);
        if view.unfinished || view.alert.is_some() {
            self.open.insert(order.number.clone(), view.clone());
        } else {
            self.open.remove(&order.number);
        }
        Ok(view)
    }

    /// When PayBy refuses a request for its time, its clock is measured; nothing else makes the till doubt its own.
    pub(super) fn measure_clock(&self, exchange: &Exchange) -> Option<Span> {
        if !exchange.request_time_refused {
            return None;
        }
        let measured = exchange.payby_clock?.since(self.now());
        let offset = if measured.0.abs() < OFFSET_NOISE.0 {
            Span(0)
        } else {
            measured
        };
        let moved = (offset.0 - self.clock_offset.0).abs();
        (moved >= OFFSET_NOISE.0).then_some(offset)
    }

    pub(super) fn adopt_offset(&mut self, measured: Option<Span>) {
        if let Some(offset) = measured {
            info!(
                offset_ms = offset.0,
                "PayBy's clock differs from the till's"
            );
            self.clock_offset = offset;
            self.publish(Change::Clock(offset.0));
        }
    }
}
