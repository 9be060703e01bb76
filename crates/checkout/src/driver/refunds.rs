//! Events of refunds: read, decide, write, act.

use fils_order::refund::{RefundEffect, RefundEvent, step};
use fils_order::{Event, Money, OrderNumber, Refund, RefundNumber, Span, State};
use serde_json::json;
use tracing::warn;

use super::calls::refund_op_of;
use super::entries::{Scribe, TILL};
use super::{Driver, Key, Unwritten};
use crate::handle::{Change, CheckoutError, Person};
use crate::ports::{
    Changes, Clock, Exchange, Gateway, JournalKind, Ledger, LedgerError, Randomness, RefundWrite,
    Stored,
};
use crate::view::{self, RefundView};

/// PayBy takes refunds for 180 days.
const REFUND_WINDOW: Span = Span::hours(180 * 24);

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    /// A person asks for a refund. One that is not final yet is taken up instead of starting a second.
    pub(super) fn refund(
        &mut self,
        number: &OrderNumber,
        amount: Money,
        reason: &str,
        by: &Person,
    ) -> Result<RefundView, CheckoutError> {
        let reason = super::wishes::checked_reason(reason)?;
        let Some(stored) = self.ledger.order(number)? else {
            return Err(CheckoutError::NoSuchOrder(number.clone()));
        };
        let order = stored.item;
        let refunds: Vec<Refund> = self
            .ledger
            .refunds_of(number)?
            .into_iter()
            .map(|stored| stored.item)
            .collect();
        if let Some(open) = refunds.iter().find(|refund| !refund.is_final()) {
            let mut scribe = Scribe::refund(open, self.now());
            scribe.note(
                JournalKind::PersonActed,
                &by.0,
                json!({ "action": "refund_again", "reason": reason }),
            );
            let open = open.number.clone();
            return self.refund_step(&open, RefundEvent::Asked, None, scribe, None);
        }
        let now = self.now();
        let Some(payment) = order.payment() else {
            return Err(CheckoutError::NotPaid);
        };
        if matches!(
            order.state,
            State::PaidLate {
                revoking: Some(_),
                ..
            }
        ) {
            return Err(CheckoutError::Denied(fils_order::Denied::RevokeUnderWay));
        }
        if now.since(payment.paid_at) > REFUND_WINDOW {
            return Err(CheckoutError::RefundTooLate);
        }
        let remaining = order
            .amount
            .checked_sub(view::refunded(&refunds))
            .unwrap_or_default();
        if amount > remaining {
            return Err(CheckoutError::RefundTooLarge { remaining });
        }
        let new = RefundNumber::make(&self.settings.till_prefix, now, self.random.bits())?;
        let refund = Refund::new(new, number.clone(), amount, reason.clone(), now);
        let mut scribe = Scribe::refund(&refund, now);
        let data = json!({ "action": "refund", "amount": amount.to_string(), "reason": reason });
        scribe.note(JournalKind::PersonActed, &by.0, data);
        let content = self.gateway.refund_content(&refund);
        let stored = Stored {
            item: refund,
            version: 0,
            content,
            by: by.0.clone(),
            day: now.business_day(self.settings.business_day_start_h),
        };
        self.advance_refund(&stored, RefundEvent::Woke, scribe, Changes::default())
    }

    /// An event that nobody waits for. When it cannot be written it is kept and tried again.
    pub(super) fn refund_event(
        &mut self,
        number: &RefundNumber,
        event: RefundEvent,
        exchange: Option<Exchange>,
    ) {
        let scribe = match self.ledger.refund(number) {
            Ok(Some(stored)) => Scribe::refund(&stored.item, self.now()),
            Ok(None) => return warn!(%number, "an event for a refund that is not there"),
            Err(failure) => {
                return self
                    .keep_unwritten(Unwritten::Refund(number.clone(), event, exchange), &failure);
            }
        };
        match self.refund_step(number, event.clone(), exchange.as_ref(), scribe, None) {
            Ok(_) => {}
            Err(CheckoutError::Storage(sentence)) => {
                let again = Unwritten::Refund(number.clone(), event, exchange);
                self.keep_unwritten(again, &LedgerError::Storage(sentence));
            }
            Err(error) => warn!(%number, %error, "an event did not apply"),
        }
    }

    pub(super) fn refund_step(
        &mut self,
        number: &RefundNumber,
        event: RefundEvent,
        exchange: Option<&Exchange>,
        mut scribe: Scribe,
        notification: Option<(String, fils_order::UtcMs)>,
    ) -> Result<RefundView, CheckoutError> {
        let Some(stored) = self.ledger.refund(number)? else {
            return Err(CheckoutError::Storage(format!(
                "There is no refund {number} on this till. Check the number."
            )));
        };
        let measured = exchange.and_then(|exchange| self.measure_clock(exchange));
        if let Some(exchange) = exchange {
            scribe.answered(exchange);
        }
        if event == RefundEvent::Resumed {
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
        self.advance_refund(&stored, event, scribe, changes)
    }

    fn advance_refund(
        &mut self,
        stored: &Stored<Refund>,
        event: RefundEvent,
        mut scribe: Scribe,
        mut changes: Changes,
    ) -> Result<RefundView, CheckoutError> {
        let now = self.now();
        let step = step(&stored.item, event, now, &self.settings.rules);
        let refund = step.refund;
        scribe.refund_changes(&stored.item, &refund);
        for effect in &step.effects {
            if *effect == RefundEffect::Place {
                scribe.note(
                    JournalKind::CallStarted,
                    TILL,
                    json!({ "op": refund_op_of(*effect) }),
                );
            }
        }
        let worth_writing = refund != stored.item
            || stored.version == 0
            || !step.effects.is_empty()
            || !scribe.entries.is_empty();
        if worth_writing || changes.notification.is_some() {
            changes.refund = Some(RefundWrite {
                refund: refund.clone(),
                content: stored.content.clone(),
                // While a call is under way nothing else is due, and a till that stops then must still find the refund by its row.
                wake_at: step.wake.or_else(|| (!refund.is_final()).then_some(now)),
                by: stored.by.clone(),
                day: stored.day.clone(),
                expected: (stored.version > 0).then_some(stored.version),
            });
            changes.journal = scribe.entries;
            let measured = changes.clock_offset;
            self.ledger.commit(changes)?;
            self.adopt_offset(measured);
        }
        self.wakes
            .set(Key::Refund(refund.number.clone()), step.wake);
        for effect in step.effects {
            self.call_for_refund(refund.number.clone(), effect, stored.content.clone());
        }
        let view = view::refund(&refund);
        if refund.is_final() {
            self.open_refunds.remove(&refund.number);
            self.resuming.asked(&Key::Refund(refund.number.clone()));
        } else {
            self.open_refunds
                .insert(refund.number.clone(), view.clone());
        }
        if worth_writing {
            self.publish(Change::Refund(Box::new(view.clone())));
        }
        if refund.code() != stored.item.code() || stored.version == 0 {
            self.refunds_changed(&refund.order)?;
        }
        Ok(view)
    }

    /// The order shows what was refunded, and a late payment that went back whole is settled.
    fn refunds_changed(&mut self, number: &OrderNumber) -> Result<(), CheckoutError> {
        let Some(stored) = self.ledger.order(number)? else {
            return Ok(());
        };
        let done: Vec<Refund> = self
            .ledger
            .refunds_of(number)?
            .into_iter()
            .map(|stored| stored.item)
            .filter(Refund::is_final)
            .collect();
        let late = matches!(stored.item.state, State::PaidLate { .. });
        if late && view::refunded(&done) == stored.item.amount {
            self.order_event(number, Event::RefundedInFull, None);
        } else {
            let view = self.show(&stored.item)?;
            self.publish(Change::Order(Box::new(view)));
        }
        Ok(())
    }
}
