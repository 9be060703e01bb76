//! What people and PayBy ask of the driver.

use fils_order::{
    Decision, Draft, Event, Order, OrderNumber, SUBJECT_MAX, SaleId, Scene, State, UtcMs,
    check_subject, default_subject,
};
use serde_json::json;

use super::Driver;
use super::entries::{PAYBY, Scribe};
use crate::handle::{ChargeRequest, CheckoutError, CustomerCode, Person, Wish};
use crate::ports::{
    Changes, Clock, Gateway, JournalKind, Ledger, NotificationPayload, Notified, NotifiedOutcome,
    Randomness, Rejected, Stored,
};
use crate::view::OrderView;

/// Notifications without proof that are written down in a minute.
const REJECTIONS_A_MINUTE: u32 = 30;
/// How much of such a notification is kept, in bytes.
const REJECTED_KEPT: usize = 2048;

/// A reason that fits: not empty, at most 64 characters, as PayBy takes it.
pub(super) fn checked_reason(reason: &str) -> Result<String, CheckoutError> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if length == 0 {
        return Err(CheckoutError::ReasonMissing);
    }
    if length > SUBJECT_MAX {
        return Err(CheckoutError::ReasonTooLong { length });
    }
    Ok(reason.to_owned())
}

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    pub(super) fn grant(&mut self, wish: Wish) {
        // Whoever asked may be gone by the time of the answer; what was asked is done all the same.
        match wish {
            Wish::Charge(request, reply) => drop(reply.send(self.charge(request))),
            Wish::Replace(order, code, by, reply) => {
                drop(reply.send(self.replace(&order, code, &by)))
            }
            Wish::Cancel(order, by, reply) => {
                drop(reply.send(self.person(&order, &by, "cancel", None, Event::CashierCancelled)));
            }
            Wish::Ask(order, by, reply) => {
                drop(reply.send(self.person(&order, &by, "ask", None, Event::Asked)))
            }
            Wish::TryAgain(order, by, reply) => {
                drop(reply.send(self.person(&order, &by, "try_again", None, Event::TriedAgain)));
            }
            Wish::Decide(order, decision, reason, by, reply) => {
                drop(reply.send(self.decide(&order, decision, &reason, &by)));
            }
            Wish::Refund {
                order,
                amount,
                reason,
                by,
                reply,
            } => {
                drop(reply.send(self.refund(&order, amount, &reason, &by)));
            }
            Wish::Order(order, reply) => drop(reply.send(self.look_up(&order))),
            Wish::RefundStatus(refund, reply) => {
                let found = self
                    .ledger
                    .refund(&refund)
                    .map_err(CheckoutError::from)
                    .and_then(|stored| {
                        let sentence = || {
                            format!("There is no refund {refund} on this till. Check the number.")
                        };
                        stored.ok_or_else(|| CheckoutError::Storage(sentence()))
                    });
                drop(reply.send(found.map(|stored| crate::view::refund(&stored.item))));
            }
            Wish::Open(reply) => drop(reply.send(Ok(self.open_views()))),
            Wish::OpenRefunds(reply) => {
                drop(reply.send(Ok(self.open_refunds.values().cloned().collect())))
            }
            Wish::TakenUp(reply) => drop(reply.send(Ok(self.resuming.taken_up()))),
            Wish::Asked(order, reply) => self.resuming.wait(order, reply),
            Wish::Notified(notified, reply) => drop(reply.send(self.notified(*notified))),
            Wish::Rejected(rejected, reply) => drop(reply.send(self.rejected(&rejected))),
        }
    }

    fn open_views(&self) -> Vec<OrderView> {
        let mut open: Vec<OrderView> = self.open.values().cloned().collect();
        open.sort_by_key(|view| view.created_at_ms);
        open
    }

    fn look_up(&mut self, number: &OrderNumber) -> Result<OrderView, CheckoutError> {
        match self.ledger.order(number)? {
            Some(stored) => self.show(&stored.item),
            None => Err(CheckoutError::NoSuchOrder(number.clone())),
        }
    }

    /// A person's wish about an order, written down with its outcome.
    fn person(
        &mut self,
        number: &OrderNumber,
        by: &Person,
        action: &str,
        reason: Option<&str>,
        event: Event,
    ) -> Result<OrderView, CheckoutError> {
        let mut scribe = Scribe::order(number, self.now());
        scribe.note(
            JournalKind::PersonActed,
            &by.0,
            json!({ "action": action, "reason": reason }),
        );
        self.order_step(number, event, None, scribe, None)
    }

    fn decide(
        &mut self,
        number: &OrderNumber,
        decision: Decision,
        reason: &str,
        by: &Person,
    ) -> Result<OrderView, CheckoutError> {
        let reason = checked_reason(reason)?;
        let action = match decision {
            Decision::Keep => "decide_keep",
            Decision::Revoke => "decide_revoke",
            Decision::Close => "decide_close",
        };
        if decision == Decision::Revoke
            && self
                .ledger
                .refunds_of(number)?
                .iter()
                .any(|stored| stored.item.counts())
        {
            return Err(CheckoutError::HasRefund);
        }
        self.person(number, by, action, Some(&reason), Event::Decided(decision))
    }

    fn charge(&mut self, request: ChargeRequest) -> Result<OrderView, CheckoutError> {
        let now = self.now();
        if let Some(sale) = request.sale.clone() {
            return self.new_order(request, sale, false, now);
        }
        let sale = SaleId::make(&self.settings.till_prefix, now, self.random.bits())?;
        self.new_order(request, sale, true, now)
    }

    /// Another payment for the same sale, with the amount and subject of the one that is proved closed.
    fn replace(
        &mut self,
        number: &OrderNumber,
        code: Option<CustomerCode>,
        by: &Person,
    ) -> Result<OrderView, CheckoutError> {
        let Some(stored) = self.ledger.order(number)? else {
            return Err(CheckoutError::NoSuchOrder(number.clone()));
        };
        let old = stored.item;
        if !old.released || !matches!(old.state, State::Closed { .. }) {
            return Err(CheckoutError::SaleHeld);
        }
        // A subject that was made from the old number is made anew.
        let subject = (old.subject != default_subject(&old.number)).then(|| old.subject.clone());
        let request = ChargeRequest {
            amount: old.amount,
            subject,
            code,
            by: by.clone(),
            sale: Some(old.sale),
            details: old.details,
        };
        self.charge(request)
    }

    fn new_order(
        &mut self,
        request: ChargeRequest,
        sale: SaleId,
        new_sale: bool,
        now: UtcMs,
    ) -> Result<OrderView, CheckoutError> {
        let number = OrderNumber::make(&self.settings.till_prefix, now, self.random.bits())?;
        let subject = match &request.subject {
            Some(text) => check_subject(text)?,
            None => None,
        };
        let draft = Draft {
            subject: subject.unwrap_or_else(|| default_subject(&number)),
            number: number.clone(),
            sale: sale.clone(),
            amount: request.amount,
            payee: self.settings.payee.clone(),
            details: request.details,
            scene: if request.code.is_some() {
                Scene::Code
            } else {
                Scene::Qr
            },
        };
        let order = Order::new(draft, now, &self.settings.rules);
        let mut scribe = Scribe::order(&number, now);
        let data = json!({ "amount": order.amount.to_string(), "subject": order.subject, "scene": order.scene });
        scribe.note(JournalKind::Created, &request.by.0, data);
        let changes = Changes {
            new_sale: new_sale.then_some((sale, now)),
            ..Changes::default()
        };
        if let Some(code) = request.code {
            self.codes.insert(number.clone(), code);
        }
        let stored = Stored {
            item: order,
            version: 0,
            content: String::new(),
            by: request.by.0,
            day: now.business_day(self.settings.business_day_start_h),
        };
        let started = self.advance(stored, Event::Submit, scribe, changes);
        if started.is_err() {
            self.codes.remove(&number);
        }
        started
    }

    fn notified(&mut self, notified: Notified) -> Result<NotifiedOutcome, CheckoutError> {
        let now = self.now();
        if self.ledger.notification_seen(&notified.id)? {
            return Ok(NotifiedOutcome::Repeated);
        }
        let id = Some((notified.id.clone(), now));
        let data = json!({ "notify_id": notified.id, "raw": notified.raw });
        match notified.payload {
            NotificationPayload::Order(claim) => {
                let number = claim
                    .number
                    .as_deref()
                    .and_then(|text| text.parse::<OrderNumber>().ok());
                // Books that cannot be read do not make it foreign: it is not acknowledged, and PayBy sends it again.
                let known = match &number {
                    Some(number) => self.ledger.order(number)?,
                    None => None,
                };
                let Some(known) = known else {
                    return self.foreign(&notified.id, &notified.raw, now);
                };
                let number = &known.item.number;
                let mut scribe = Scribe::order(number, now);
                scribe.note(JournalKind::Notification, PAYBY, data);
                self.order_step(number, Event::Notified(claim), None, scribe, id)?;
            }
            NotificationPayload::Refund(claim) => {
                let number = claim.number.as_deref().and_then(|text| text.parse().ok());
                let known = match &number {
                    Some(number) => self.ledger.refund(number)?,
                    None => None,
                };
                let Some(known) = known else {
                    return self.foreign(&notified.id, &notified.raw, now);
                };
                let mut scribe = Scribe::refund(&known.item, now);
                scribe.note(JournalKind::Notification, PAYBY, data);
                let event = fils_order::refund::RefundEvent::Notified(claim);
                self.refund_step(&known.item.number, event, None, scribe, id)?;
            }
            NotificationPayload::Other => return self.foreign(&notified.id, &notified.raw, now),
        }
        Ok(NotifiedOutcome::Taken)
    }

    /// Signed by PayBy, and not about anything of this till: written down once, and nothing else.
    fn foreign(
        &mut self,
        id: &str,
        raw: &str,
        now: UtcMs,
    ) -> Result<NotifiedOutcome, CheckoutError> {
        let mut scribe = Scribe::till(now);
        let data = json!({ "notify_id": id, "reason": "foreign", "raw": beginning(raw) });
        scribe.note(JournalKind::NotificationRejected, PAYBY, data);
        let notification = Some((id.to_owned(), now));
        self.ledger.commit(Changes {
            journal: scribe.entries,
            notification,
            ..Changes::default()
        })?;
        Ok(NotifiedOutcome::Foreign)
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), CheckoutError> {
        let now = self.now();
        let (since, count) = self.rejections;
        let same_minute = now.since(since) < fils_order::Span::mins(1);
        if same_minute && count >= REJECTIONS_A_MINUTE {
            return Ok(());
        }
        self.rejections = if same_minute {
            (since, count + 1)
        } else {
            (now, 1)
        };
        let mut scribe = Scribe::till(now);
        let data = json!({ "reason": rejected.reason, "raw": beginning(&rejected.raw) });
        scribe.note(JournalKind::NotificationRejected, "unknown", data);
        self.ledger.commit(Changes {
            journal: scribe.entries,
            ..Changes::default()
        })?;
        Ok(())
    }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(REJECTED_KEPT)]
}
