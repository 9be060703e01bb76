//! Calls on their way, and their answers as events.

use fils_order::refund::{RefundEffect, RefundEvent};
use fils_order::{Answer, Effect, Event, OrderNumber, RefundNumber, Unknown, UtcMs};

use super::{Driver, Key};
use crate::ports::{Call, Clock, Exchange, Gateway, Ledger, Randomness, Signature};

/// Which call a task makes, so that one that dies still gets an answer: unknown.
#[derive(Clone, Debug)]
pub(super) enum CallOf {
    Order(OrderNumber, Effect),
    Refund(RefundNumber, RefundEffect),
}

/// An answered call on its way to its order or refund.
pub(super) enum Answered {
    Order(OrderNumber, Event, Box<Exchange>),
    Refund(RefundNumber, RefundEvent, Box<Exchange>),
}

impl CallOf {
    pub(super) fn without_answer(self) -> Answered {
        match self {
            Self::Order(number, effect) => {
                let exchange = Box::new(lost(op_of(&effect)));
                let event = match effect {
                    Effect::Create(_) => Event::CreateAnswered(unknown()),
                    Effect::Query => Event::QueryAnswered(unknown()),
                    Effect::AskScanned { .. } => Event::ScanAnswered(unknown()),
                    Effect::Cancel => Event::CancelAnswered(unknown()),
                    Effect::Revoke => Event::RevokeAnswered(unknown()),
                };
                Answered::Order(number, event, exchange)
            }
            Self::Refund(number, effect) => {
                let exchange = Box::new(lost(refund_op_of(effect)));
                let event = match effect {
                    RefundEffect::Place => RefundEvent::PlaceAnswered(unknown()),
                    RefundEffect::Query => RefundEvent::QueryAnswered(unknown()),
                };
                Answered::Refund(number, event, exchange)
            }
        }
    }
}

fn unknown<T>() -> Answer<T> {
    Answer::Unknown(Unknown::default())
}

fn lost(op: &str) -> Exchange {
    Exchange {
        op: op.to_owned(),
        outcome: "unknown".to_owned(),
        code: None,
        message: Some("the call ended without an answer".to_owned()),
        status: None,
        http_status: None,
        trace_code: None,
        signature: Signature::Missing,
        payby_clock: None,
        request_time_refused: false,
        request: String::new(),
        reply: String::new(),
    }
}

/// A call's name in the journal.
pub(super) const fn op_of(effect: &Effect) -> &'static str {
    match effect {
        Effect::Create(_) => "create",
        Effect::Query => "query",
        Effect::AskScanned { .. } => "ask_scanned",
        Effect::Cancel => "cancel",
        Effect::Revoke => "revoke",
    }
}

/// A refund call's name in the journal.
pub(super) const fn refund_op_of(effect: RefundEffect) -> &'static str {
    match effect {
        RefundEffect::Place => "place_refund",
        RefundEffect::Query => "query_refund",
    }
}

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    /// The time to write into a request: the till's clock, corrected by what was measured.
    pub(super) fn request_time(&self) -> UtcMs {
        self.now().plus(self.clock_offset)
    }

    pub(super) fn call_for_order(&mut self, number: OrderNumber, effect: Effect, content: String) {
        let gateway = self.gateway.clone();
        let at = self.request_time();
        let code = self.codes.get(&number).cloned();
        let call = CallOf::Order(number.clone(), effect.clone());
        let handle = self.calls.spawn(async move {
            let (event, exchange) = match effect {
                Effect::Create(_) => split(
                    gateway.create(content, code, at).await,
                    Event::CreateAnswered,
                ),
                Effect::Query => split(
                    gateway.query(number.clone(), at).await,
                    Event::QueryAnswered,
                ),
                Effect::AskScanned { token_url } => split(
                    gateway.ask_scanned(token_url, at).await,
                    Event::ScanAnswered,
                ),
                Effect::Cancel => split(
                    gateway.cancel(number.clone(), at).await,
                    Event::CancelAnswered,
                ),
                Effect::Revoke => split(
                    gateway.revoke(number.clone(), at).await,
                    Event::RevokeAnswered,
                ),
            };
            Answered::Order(number, event, exchange)
        });
        self.under_way.insert(handle.id(), call);
    }

    pub(super) fn call_for_refund(
        &mut self,
        number: RefundNumber,
        effect: RefundEffect,
        content: String,
    ) {
        let gateway = self.gateway.clone();
        let at = self.request_time();
        let call = CallOf::Refund(number.clone(), effect);
        let handle = self.calls.spawn(async move {
            let (event, exchange) = match effect {
                RefundEffect::Place => split(
                    gateway.place_refund(content, at).await,
                    RefundEvent::PlaceAnswered,
                ),
                RefundEffect::Query => split(
                    gateway.query_refund(number.clone(), at).await,
                    RefundEvent::QueryAnswered,
                ),
            };
            Answered::Refund(number, event, exchange)
        });
        self.under_way.insert(handle.id(), call);
    }

    pub(super) fn answered(&mut self, answered: Answered) {
        match answered {
            Answered::Order(number, event, exchange) => {
                let asked = matches!(event, Event::QueryAnswered(_));
                self.order_event(&number, event, Some(*exchange));
                if asked {
                    self.resuming.asked(&Key::Order(number));
                }
            }
            Answered::Refund(number, event, exchange) => {
                self.refund_event(&number, event, Some(*exchange));
                self.resuming.asked(&Key::Refund(number));
            }
        }
    }
}

fn split<T, E>(call: Call<T>, event: impl FnOnce(Answer<T>) -> E) -> (E, Box<Exchange>) {
    (event(call.answer), Box::new(call.exchange))
}
