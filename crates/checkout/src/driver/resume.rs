//! Taking up what was unfinished when the till started.

use std::collections::BTreeSet;

use fils_order::refund::RefundEvent;
use fils_order::{Event, OrderNumber, Span, State};

use super::{Driver, Key};
use crate::handle::{CheckoutError, Reply, TakenUp};
use crate::ports::{Clock, Gateway, Ledger, Randomness};

/// Closed orders that are still watched are taken up one after the other, so that a morning after a busy day does not begin
/// with a burst of queries in front of the first customer.
const BETWEEN_WATCHED: Span = Span(100);

/// What was taken up, and what of it PayBy has not been asked about yet.
#[derive(Default)]
pub(super) struct Resuming {
    taken_up: TakenUp,
    unasked: BTreeSet<Key>,
    waiting: Vec<(Option<OrderNumber>, Reply<()>)>,
    /// Watched orders whose turn is still to come.
    later: BTreeSet<OrderNumber>,
}

impl Resuming {
    pub(super) fn taken_up(&self) -> TakenUp {
        self.taken_up.clone()
    }

    /// Answers at once, or as soon as PayBy was asked.
    pub(super) fn wait(&mut self, order: Option<OrderNumber>, reply: Reply<()>) {
        self.waiting.push((order, reply));
        self.tell();
    }

    pub(super) fn asked(&mut self, key: &Key) {
        if self.unasked.remove(key) {
            self.tell();
        }
    }

    /// The event for an order whose wake has come.
    pub(super) fn event_for(&mut self, order: &OrderNumber) -> Event {
        if self.later.remove(order) {
            Event::Resumed
        } else {
            Event::Woke
        }
    }

    fn tell(&mut self) {
        let unasked = &self.unasked;
        let done = |(order, _): &mut (Option<OrderNumber>, Reply<()>)| match order {
            Some(order) => !unasked.contains(&Key::Order(order.clone())),
            None => unasked.is_empty(),
        };
        for (_, reply) in self.waiting.extract_if(.., done) {
            // Whoever waited may be gone.
            drop(reply.send(Ok(())));
        }
    }
}

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    /// Recovery is the ordinary path: every order that is not finished gets an event.
    pub(super) fn resume_all(&mut self) -> Result<(), CheckoutError> {
        for stored in self.ledger.orders_to_resume()? {
            let order = stored.item;
            let review = matches!(order.state, State::NeedsReview { .. });
            if order.is_unfinished() {
                self.resuming.taken_up.orders.push(order.number.clone());
            }
            if order.is_unfinished() || order.is_watched() || review {
                self.resuming
                    .unasked
                    .insert(Key::Order(order.number.clone()));
            }
            if order.is_watched() {
                let turn = i64::try_from(self.resuming.later.len()).unwrap_or(i64::MAX);
                let at = self
                    .now()
                    .plus(Span(BETWEEN_WATCHED.0.saturating_mul(turn)));
                self.resuming.later.insert(order.number.clone());
                self.wakes.set(Key::Order(order.number), Some(at));
            } else {
                self.order_event(&order.number, Event::Resumed, None);
            }
        }
        for stored in self.ledger.refunds_to_resume()? {
            let refund = stored.item;
            if !refund.is_final() {
                self.resuming.taken_up.refunds.push(refund.number.clone());
                self.resuming
                    .unasked
                    .insert(Key::Refund(refund.number.clone()));
            }
            self.refund_event(&refund.number, RefundEvent::Resumed, None);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot;

    #[test]
    fn who_waits_is_told_when_the_last_was_asked() {
        let order = |name: &str| name.parse::<OrderNumber>().unwrap();
        let mut resuming = Resuming::default();
        for name in ["a", "b"] {
            resuming.unasked.insert(Key::Order(order(name)));
        }
        let waiter = |resuming: &mut Resuming, order| {
            let (reply, answer) = oneshot::channel();
            resuming.wait(order, reply);
            answer
        };
        let mut one = waiter(&mut resuming, Some(order("b")));
        let mut other = waiter(&mut resuming, Some(order("c")));
        let mut all = waiter(&mut resuming, None);
        assert_eq!(other.try_recv(), Ok(Ok(())), "nothing to ask about it");
        assert!(one.try_recv().is_err() && all.try_recv().is_err());
        resuming.asked(&Key::Order(order("b")));
        assert_eq!(one.try_recv(), Ok(Ok(())));
        assert!(all.try_recv().is_err());
        resuming.asked(&Key::Order(order("a")));
        assert_eq!(all.try_recv(), Ok(Ok(())));
    }
}
