//! The lives of orders, lived through the state machine against a PayBy that answers in time.
//!
//! Queries that would prove nothing are left out, and so is what went over the wire: a real till asks every 2 to 3 seconds and keeps
//! each exchange.

use fils_checkout::{Exchange, JournalKind, OrderWrite, Signature};
use fils_order::{
    AED, Answer, Claim, ClaimStatus, Effect, Event, Freeze, Order, Refusal, RefusalKind, Rules,
    Span, State, UtcMs, step,
};
use fils_store::{NewEntry, OrderRow};
use payby_sandbox::PastOrder;
use serde_json::{Value, json};

use crate::GenerateError;
use crate::dice::Dice;
use crate::payby;

/// The actor of what nobody asked for.
pub(crate) const TILL: &str = "till";
/// The actor of what comes from PayBy.
pub(crate) const PAYBY: &str = "payby";
/// Steps after which a life that has not ended never will.
pub(crate) const LONGEST: u32 = 60;

/// What happens to an order beside what the till does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fate {
    /// When the customer scans the QR.
    pub(crate) scanned: Option<UtcMs>,
    /// When the customer pays.
    pub(crate) paid: Option<UtcMs>,
    /// When the cashier cancels.
    pub(crate) cancelled: Option<UtcMs>,
    /// Whether PayBy refuses the order.
    pub(crate) refused: bool,
}

/// The shop, as far as orders know it.
pub(crate) struct Setting<'s> {
    pub(crate) rules: &'s Rules,
    pub(crate) sent: &'s fils_home::Shop,
    /// After this nothing happens any more.
    pub(crate) end: UtcMs,
}

/// An order that has been lived.
pub(crate) struct Lived {
    pub(crate) row: OrderRow,
    pub(crate) order: Order,
    /// What the journal says until it was paid or closed.
    pub(crate) entries: Vec<NewEntry>,
    /// What it says of the looks at a closed order, long after.
    pub(crate) later: Vec<NewEntry>,
    /// When it was paid or closed.
    pub(crate) over: UtcMs,
    /// What PayBy knows of it; nothing when it refused to make it.
    pub(crate) payby: Option<PastOrder>,
}

struct Life<'s> {
    setting: &'s Setting<'s>,
    fate: Fate,
    order: Order,
    by: String,
    content: String,
    payby_no: String,
    phone: String,
    /// When PayBy closed it at the till's word.
    closed: bool,
    wake: Option<UtcMs>,
    entries: Vec<NewEntry>,
}

/// Lives an order from its start until it is paid or closed, and the looks at a closed one after that.
pub(crate) fn live(
    setting: &Setting<'_>,
    order: Order,
    (by, day): (&str, &str),
    fate: Fate,
    dice: &mut Dice,
) -> Result<Lived, GenerateError> {
    let mut life = Life {
        setting,
        fate,
        by: by.to_owned(),
        content: String::new(),
        payby_no: format!("13{:016}", dice.below(10_000_000_000_000_000)),
        phone: format!("+971-5{}*{:02}", dice.below(9), dice.below(100)),
        closed: false,
        wake: None,
        entries: Vec::new(),
        order,
    };
    let over = life.until_over(dice)?;
    let entries = std::mem::take(&mut life.entries);
    life.look_back(over, dice)?;
    let later = std::mem::take(&mut life.entries);
    let payby = payby::order(&life.order, &life.content, &life.payby_no, over);
    let order = life.order;
    let taken_up = order.is_unfinished() || order.is_watched();
    let row = fils_home::order_row(OrderWrite {
        order: order.clone(),
        content: life.content,
        wake_at: life.wake.or_else(|| taken_up.then_some(over)),
        by: life.by,
        day: day.to_owned(),
        expected: None,
    })?;
    Ok(Lived {
        row,
        order,
        entries,
        later,
        over,
        payby,
    })
}

impl Life<'_> {
    fn until_over(&mut self, dice: &mut Dice) -> Result<UtcMs, GenerateError> {
        let mut now = self.order.created_at;
        let data = json!({ "amount": self.order.amount.to_string(), "subject": self.order.subject,
                           "scene": self.order.scene });
        let by = self.by.clone();
        self.note(now, JournalKind::Created, &by, &data);
        let mut calls = self.happen(Event::Submit, now);
        for _ in 0..LONGEST {
            if calls.is_empty() {
                if !self.order.is_unfinished() {
                    return Ok(now);
                }
                now = self.next(now);
                let cancels = self.fate.cancelled.is_some_and(|at| at <= now);
                if cancels && self.is_open() {
                    let data = json!({ "action": "cancel", "reason": Value::Null });
                    self.note(now, JournalKind::PersonActed, &by, &data);
                    calls = self.happen(Event::CashierCancelled, now);
                } else {
                    calls = self.happen(Event::Woke, now);
                }
                continue;
            }
            for call in std::mem::take(&mut calls) {
                now = now.plus(Span(dice.between(90, 420)));
                calls.extend(self.answer(&call, now));
            }
        }
        Err(GenerateError::Impossible(format!(
            "the order {} does not end",
            self.order.number
        )))
    }

    /// The last look at a closed order, or the first when its day is not over yet.
    fn look_back(&mut self, over: UtcMs, dice: &mut Dice) -> Result<(), GenerateError> {
        if !self.order.is_watched() {
            return Ok(());
        }
        let last = self
            .order
            .expires_at
            .plus(self.setting.rules.watch_after_expiry)
            .plus(Span::secs(1));
        let now = last.min(self.setting.end).max(over);
        if self.wake.is_none_or(|wake| wake > now) {
            return Ok(());
        }
        let calls = self.happen(Event::Woke, now);
        for call in calls {
            let answered = now.plus(Span(dice.between(90, 420)));
            if !self.answer(&call, answered).is_empty() {
                return Err(GenerateError::Impossible(format!(
                    "the closed order {} asks for more",
                    self.order.number
                )));
            }
        }
        Ok(())
    }

    fn is_open(&self) -> bool {
        matches!(
            self.order.state,
            State::Submitting { .. } | State::AwaitingPayment { .. }
        )
    }

    /// When something happens next: a query before the customer has done anything proves nothing and is left out.
    fn next(&self, now: UtcMs) -> UtcMs {
        let wake = self.wake.unwrap_or(now);
        let State::AwaitingPayment { scanned, .. } = &self.order.state else {
            return wake.max(now);
        };
        let learns = Span(1200);
        let scan = self.fate.scanned.filter(|_| scanned.is_none());
        let news = [scan, self.fate.paid]
            .into_iter()
            .flatten()
            .map(|at| at.plus(learns))
            .chain(self.fate.cancelled)
            .min();
        let deadline = self.order.deadline(self.setting.rules);
        news.unwrap_or(deadline).min(deadline).max(wake).max(now)
    }

    fn happen(&mut self, event: Event, now: UtcMs) -> Vec<Effect> {
        let step = step(&self.order, event, now, self.setting.rules);
        let (before, after) = (&self.order, &step.order);
        let mut notes = Vec::new();
        if before.code() != after.code() {
            let data = json!({
                "from": before.code().as_str(),
                "to": after.code().as_str(),
                "reason": after.reason(),
                "paid_at": after.payment().map(|payment| payment.paid_at.to_string()),
            });
            notes.push((JournalKind::StateChanged, data));
        }
        for effect in &step.effects {
            let op = match effect {
                Effect::Create(_) => "create",
                Effect::Cancel => "cancel",
                Effect::Revoke => "revoke",
                Effect::Query | Effect::AskScanned { .. } => continue,
            };
            notes.push((JournalKind::CallStarted, json!({ "op": op })));
        }
        if step.effects.contains(&Effect::Create(Freeze::Anew)) {
            self.content = self.setting.sent.order_content(after, after.expires_at);
        }
        self.order = step.order;
        self.wake = step.wake.map(|wake| wake.at);
        for (kind, data) in notes {
            self.note(now, kind, TILL, &data);
        }
        step.effects
    }

    fn answer(&mut self, call: &Effect, now: UtcMs) -> Vec<Effect> {
        let refused = self.fate.refused;
        let (op, said, event) = match call {
            Effect::Create(_) if refused => {
                let refusal = Refusal {
                    kind: RefusalKind::Other,
                    code: "601".to_owned(),
                    message: "RISK_FAIL".to_owned(),
                };
                let event = Event::CreateAnswered(Answer::Refused(refusal));
                ("place_order", Err("601"), event)
            }
            Effect::Create(_) => {
                let claim = self.claim(now);
                let token = matches!(claim.status, ClaimStatus::Created)
                    .then(|| format!("https://pay.test2pay.com/qr/{}", self.payby_no));
                let status = status(&claim);
                let event = Event::CreateAnswered(Answer::Accepted((claim, token)));
                ("place_order", Ok(Some(status)), event)
            }
            Effect::Query if refused => {
                let refusal = Refusal {
                    kind: RefusalKind::NotKnown,
                    code: "62004".to_owned(),
                    message: "Order not exist".to_owned(),
                };
                let event = Event::QueryAnswered(Answer::Refused(refusal));
                ("get_order", Err("62004"), event)
            }
            Effect::Query | Effect::Revoke => {
                let claim = self.claim(now);
                let status = status(&claim);
                let event = Event::QueryAnswered(Answer::Accepted(claim));
                ("get_order", Ok(Some(status)), event)
            }
            Effect::AskScanned { .. } => {
                let phone = self.fate.scanned.filter(|at| *at <= now);
                let phone = phone.map(|_| self.phone.clone());
                let status = phone.as_ref().map(|_| "scanned");
                let event = Event::ScanAnswered(Answer::Accepted(phone));
                ("get_cashier_url_info", Ok(status), event)
            }
            Effect::Cancel => {
                self.closed = self.fate.paid.is_none_or(|at| at > now);
                let claim = self.claim(now);
                let status = status(&claim);
                let event = Event::CancelAnswered(Answer::Accepted(claim));
                ("cancel_order", Ok(Some(status)), event)
            }
        };
        self.note(now, JournalKind::CallAnswered, PAYBY, &exchange(op, said));
        self.happen(event, now)
    }

    /// What PayBy says of the order.
    fn claim(&self, now: UtcMs) -> Claim {
        let paid = self.fate.paid.filter(|at| *at <= now && !self.closed);
        let order = &self.order;
        Claim {
            number: Some(order.number.to_string()),
            payby_no: Some(self.payby_no.clone()),
            status: match paid {
                Some(_) => ClaimStatus::PaidSuccess,
                None if self.closed => ClaimStatus::Failure,
                None => ClaimStatus::Created,
            },
            amount: Some(order.amount),
            currency: Some(AED.to_owned()),
            payee: Some(order.payee.clone()),
            revoked: false,
            paid_at: paid,
            paid_amount: paid.map(|_| order.amount),
            channel: paid.map(|_| "BALANCE".to_owned()),
            failure: None,
        }
    }

    fn note(&mut self, at: UtcMs, kind: JournalKind, by: &str, data: &Value) {
        self.entries.push(NewEntry {
            at,
            kind: kind.as_str().to_owned(),
            by: by.to_owned(),
            order: Some(self.order.number.clone()),
            refund: None,
            params: data.to_string(),
            raw: None,
        });
    }
}

const fn status(claim: &Claim) -> &'static str {
    match claim.status {
        ClaimStatus::Created => "CREATED",
        ClaimStatus::PaidSuccess => "PAID_SUCCESS",
        ClaimStatus::Settled => "SETTLED",
        ClaimStatus::Failure => "FAILURE",
        ClaimStatus::Other(_) => "OTHER",
    }
}

/// A signed answer as the journal keeps it: accepted with a status, or refused with a code.
pub(crate) fn exchange(op: &str, said: Result<Option<&str>, &str>) -> Value {
    let (outcome, code, status) = match said {
        Ok(status) => ("accepted", "0", status),
        Err(code) => ("refused", code, None),
    };
    json!(Exchange {
        op: op.to_owned(),
        outcome: outcome.to_owned(),
        code: Some(code.to_owned()),
        message: None,
        status: status.map(str::to_owned),
        http_status: Some(200),
        trace_code: None,
        signature: Signature::Valid,
        payby_clock: None,
        request_time_refused: false,
        request: String::new(),
        reply: String::new(),
    })
}
