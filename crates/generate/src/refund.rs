//! The lives of refunds, likewise.

use fils_checkout::{JournalKind, RefundWrite};
use fils_order::refund::{RefundEffect, RefundEvent, step};
use fils_order::{AED, Answer, Refund, RefundClaim, RefundStatus, Span, UtcMs};
use fils_store::{NewEntry, RefundRow};
use payby_sandbox::{Fils, PastRefund};
use serde_json::{Value, json};

use crate::GenerateError;
use crate::dice::Dice;
use crate::life::{LONGEST, PAYBY, Setting, TILL, exchange};

/// A refund that has been lived.
pub(crate) struct Refunded {
    pub(crate) row: RefundRow,
    /// What the journal says of asking for it.
    pub(crate) asked: Vec<NewEntry>,
    /// What it says of the answers.
    pub(crate) answered: Vec<NewEntry>,
    /// When it was proved.
    pub(crate) over: UtcMs,
    /// What PayBy knows of it.
    pub(crate) payby: PastRefund,
}

struct Life {
    refund: Refund,
    payby_no: String,
    asked: Vec<NewEntry>,
    answered: Vec<NewEntry>,
}

/// Lives a refund from its start until PayBy has proved it.
pub(crate) fn live(
    setting: &Setting<'_>,
    refund: Refund,
    (by, day): (&str, &str),
    dice: &mut Dice,
) -> Result<Refunded, GenerateError> {
    let mut now = refund.created_at;
    let content = fils_home::refund_content(&refund);
    let mut life = Life {
        refund,
        payby_no: format!("23{:016}", dice.below(10_000_000_000_000_000)),
        asked: Vec::new(),
        answered: Vec::new(),
    };
    let data = json!({ "action": "refund", "amount": life.refund.amount.to_string(),
                       "reason": life.refund.reason });
    let first = life.entry(now, JournalKind::PersonActed, by, &data);
    life.asked.push(first);
    let mut event = RefundEvent::Woke;
    for _ in 0..LONGEST {
        let (calls, wake) = life.happen(event, now, setting);
        if life.refund.is_final() {
            let payby = PastRefund {
                number: life.refund.number.to_string(),
                order_no: life.payby_no,
                origin: life.refund.order.to_string(),
                amount: Fils(life.refund.amount.fils()),
                reason: Some(life.refund.reason.clone()),
                created_at: life.refund.created_at.0,
                settled_at: now.0,
            };
            let row = fils_home::refund_row(RefundWrite {
                refund: life.refund,
                content,
                wake_at: None,
                by: by.to_owned(),
                day: day.to_owned(),
                expected: None,
            })?;
            return Ok(Refunded {
                row,
                asked: life.asked,
                answered: life.answered,
                over: now,
                payby,
            });
        }
        event = match calls.first() {
            None => {
                now = wake.unwrap_or(now).max(now);
                RefundEvent::Woke
            }
            Some(call) => {
                now = now.plus(Span(dice.between(120, 600)));
                life.answer(*call, now)
            }
        };
    }
    Err(GenerateError::Impossible(format!(
        "the refund {} does not end",
        life.refund.number
    )))
}

impl Life {
    fn happen(
        &mut self,
        event: RefundEvent,
        now: UtcMs,
        setting: &Setting<'_>,
    ) -> (Vec<RefundEffect>, Option<UtcMs>) {
        let step = step(&self.refund, event, now, setting.rules);
        if step.refund.code() != self.refund.code() {
            let data =
                json!({ "from": self.refund.code().as_str(), "to": step.refund.code().as_str() });
            let entry = self.entry(now, JournalKind::StateChanged, TILL, &data);
            self.answered.push(entry);
        }
        self.refund = step.refund;
        if step.effects.contains(&RefundEffect::Place) {
            let data = json!({ "op": "place_refund" });
            let entry = self.entry(now, JournalKind::CallStarted, TILL, &data);
            self.asked.push(entry);
        }
        (step.effects, step.wake)
    }

    fn answer(&mut self, call: RefundEffect, now: UtcMs) -> RefundEvent {
        let (op, status, said) = match call {
            RefundEffect::Place => ("place_refund", RefundStatus::Created, "CREATED"),
            RefundEffect::Query => ("get_refund", RefundStatus::Success, "SUCCESS"),
        };
        let data = exchange(op, Ok(Some(said)));
        let entry = self.entry(now, JournalKind::CallAnswered, PAYBY, &data);
        self.answered.push(entry);
        let refund = &self.refund;
        let claim = RefundClaim {
            number: Some(refund.number.to_string()),
            order: Some(refund.order.to_string()),
            payby_no: Some(self.payby_no.clone()),
            status,
            amount: Some(refund.amount),
            currency: Some(AED.to_owned()),
            failure: None,
        };
        match call {
            RefundEffect::Place => RefundEvent::PlaceAnswered(Answer::Accepted(claim)),
            RefundEffect::Query => RefundEvent::QueryAnswered(Answer::Accepted(claim)),
        }
    }

    fn entry(&self, at: UtcMs, kind: JournalKind, by: &str, data: &Value) -> NewEntry {
        NewEntry {
            at,
            kind: kind.as_str().to_owned(),
            by: by.to_owned(),
            order: Some(self.refund.order.clone()),
            refund: Some(self.refund.number.clone()),
            params: data.to_string(),
            raw: None,
        }
    }
}
