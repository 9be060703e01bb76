//! Watches till and PayBy at every step, and remembers what must never have happened.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use fils_checkout::Changes;
use fils_checkout::view::{OrderView, StateView};
use fils_order::{Order, OrderNumber, State};
use payby_sandbox::{Op, OrderStatus, Sandbox};

use super::{Net, Time};

/// Queries of one order start at least this far apart, in milliseconds.
const QUERY_GAP_MS: i64 = 2_000;

/// An order as it was last written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) order: Order,
    /// Counts from 0 in the order of their making.
    pub(crate) made: usize,
}

#[derive(Default)]
struct Memory {
    orders: BTreeMap<String, Written>,
    problems: Vec<String>,
    timeline: String,
}

pub(crate) struct Witness {
    sandbox: Arc<Sandbox>,
    time: Arc<Time>,
    memory: Mutex<Memory>,
}

impl Witness {
    pub(crate) fn new(sandbox: Arc<Sandbox>, time: Arc<Time>) -> Self {
        Self {
            sandbox,
            time,
            memory: Mutex::default(),
        }
    }

    pub(crate) fn note(&self, line: &str) {
        let seconds = self.time.seconds();
        let timeline = &mut self.memory.lock().unwrap().timeline;
        writeln!(timeline, "{seconds:>10.3} {line}").unwrap();
    }

    fn problem(&self, what: &str) {
        self.note(&format!("!!!! {what}"));
        let problems = &mut self.memory.lock().unwrap().problems;
        if !problems.iter().any(|known| known == what) {
            problems.push(what.to_owned());
        }
    }

    pub(crate) fn timeline(&self) -> String {
        self.memory.lock().unwrap().timeline.clone()
    }

    /// Every order that was ever written, the oldest first.
    pub(crate) fn orders(&self) -> Vec<Written> {
        let mut orders: Vec<Written> = self
            .memory
            .lock()
            .unwrap()
            .orders
            .values()
            .cloned()
            .collect();
        orders.sort_by_key(|written| written.made);
        orders
    }

    fn was_paid(&self, number: &str) -> bool {
        let order = self.sandbox.order(number, self.time.now_ms());
        order.is_some_and(|order| order.paid_at.is_some())
    }

    /// The till has written something down.
    pub(crate) fn wrote(&self, changes: &Changes) {
        let Some(write) = &changes.order else { return };
        let order = &write.order;
        let number = order.number.as_str();
        if matches!(order.state, State::Paid { .. } | State::PaidLate { .. })
            && !self.was_paid(number)
        {
            self.problem(&format!("{number} is written as paid, and nobody paid"));
        }
        let before = {
            let mut memory = self.memory.lock().unwrap();
            let made = memory.orders.len();
            let made = memory.orders.get(number).map_or(made, |known| known.made);
            let order = order.clone();
            let written = Written { order, made };
            memory.orders.insert(number.to_owned(), written)
        };
        let code = order.code();
        if before.as_ref().map(|before| before.order.code()) != Some(code) {
            let reason = order.reason().unwrap_or("");
            self.note(&format!("till writes {number} {} {reason}", code.as_str()));
        }
        let alert = |order: &Order| order.alert().map(|alert| alert.code);
        let raised = alert(order);
        if before.as_ref().and_then(|before| alert(&before.order)) != raised {
            self.note(&format!("till alerts {number} {raised:?}"));
        }
        if before.is_none() {
            self.look();
        }
    }

    /// The screens have been told.
    pub(crate) fn saw(&self, view: &OrderView) {
        let paid = matches!(view.state, StateView::Paid | StateView::PaidLate);
        if paid && !self.was_paid(&view.order) {
            self.problem(&format!("{} is shown as paid, and nobody paid", view.order));
        }
    }

    /// A request leaves the till.
    pub(crate) fn sends(&self, op: Op, order: Option<&str>) {
        let Some(number) = order.filter(|_| op == Op::PlaceOrder) else {
            return;
        };
        if !self.memory.lock().unwrap().orders.contains_key(number) {
            self.problem(&format!("{number} goes out and is not stored"));
        }
    }

    /// Compares till and PayBy as they are at this instant.
    pub(crate) fn look(&self) {
        let now = self.time.now_ms();
        let payable: Vec<String> = self
            .sandbox
            .orders(now)
            .into_iter()
            .filter(|order| order.status == OrderStatus::Created)
            .map(|order| order.merchant_order_no)
            .collect();
        let orders = self.orders();
        for number in &payable {
            let Some(written) = orders
                .iter()
                .find(|written| written.order.number.as_str() == number)
            else {
                self.problem(&format!("PayBy has {number}, and the till does not"));
                continue;
            };
            if written.order.released {
                self.problem(&format!("{number} counts as proved closed and can be paid"));
            }
            let newer = orders
                .iter()
                .find(|other| other.order.sale == written.order.sale && other.made > written.made);
            if let Some(newer) = newer {
                self.problem(&format!(
                    "{number} can be paid, and {} of the same sale was made after it",
                    newer.order.number
                ));
            }
        }
    }

    /// Everything that should not have been.
    pub(crate) fn problems(&self, net: &Net) -> Vec<String> {
        let mut problems = self.memory.lock().unwrap().problems.clone();
        for written in self.orders() {
            problems.extend(self.wrong_with_calls(net, &written.order.number));
        }
        problems
    }

    fn wrong_with_calls(&self, net: &Net, number: &OrderNumber) -> Vec<String> {
        let of_order = |op: Op| {
            let sent = net.sent().into_iter();
            let ours = sent.filter(move |sent| sent.op == op);
            ours.filter(|sent| sent.order.as_deref() == Some(number.as_str()))
                .collect::<Vec<_>>()
        };
        let mut problems = Vec::new();
        for pair in of_order(Op::GetOrder).windows(2) {
            let gap = pair[1].at_ms - pair[0].at_ms;
            if gap < QUERY_GAP_MS && pair[0].jumps == pair[1].jumps {
                let at = Time::seconds_of(pair[1].at_ms);
                problems.push(format!(
                    "{number} was queried again after {gap} ms, at {at} s"
                ));
            }
        }
        let refused_for_time = self.sandbox.log().iter().any(|entry| {
            entry.merchant_order_no.as_deref() == Some(number.as_str())
                && entry
                    .msg
                    .as_deref()
                    .is_some_and(|msg| msg.starts_with("REQUESTTIME"))
        });
        let creates = of_order(Op::PlaceOrder);
        let differ = creates
            .windows(2)
            .any(|pair| pair[0].content != pair[1].content);
        if differ && !refused_for_time {
            problems.push(format!("{number} was placed with two contents"));
        }
        problems
    }
}
