//! One bad day: who does what when.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fils_checkout::view::{OrderView, StateView};
use fils_checkout::{CheckoutError, CustomerCode};
use fils_home::read_notification;
use fils_order::{Decision, Money, OrderNumber};
use payby_sandbox::{CustomerAction, Fault, FaultKind, Op, acknowledges};
use tokio::time::Instant;

use super::trouble::{fault, setup, weather};
use crate::scenarios::{Chance, Cut, KEYS, Weather, World, cashier};

/// How long things go wrong, in milliseconds.
const TROUBLE_MS: u64 = 6 * 60_000;
/// How long everything may take to end once nothing goes wrong any more, in milliseconds.
const HEALED_MS: u64 = 30 * 60_000;
/// The life of an order at PayBy, in milliseconds.
const EXPIRY_MS: u64 = 180_000;

/// Something that happens at some time.
#[derive(Clone, Debug)]
enum Act {
    Charge { fils: i64, code: bool },
    Customer(usize, CustomerAction),
    Cancel(usize),
    CancelTwice(usize),
    Ask(usize),
    TryAgain(usize),
    Replace(usize),
    Refund(usize, i64),
    Cut(Cut),
    Crash,
    Start,
    Jump(i64),
    Fault(Fault),
    Mend,
    Weather(Weather),
    DiskFull(bool),
    Tick,
}

/// A day: what happens when, by milliseconds from its start.
pub(super) struct Day {
    pub(super) world: World,
    chance: Chance,
    todo: BTreeMap<(u64, u64), Act>,
    count: u64,
    began: Instant,
    /// Whether people decide about what waits for them.
    decides: bool,
    pub(super) seen: BTreeSet<String>,
}

impl Day {
    pub(super) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let setup = setup(seed, &mut chance);
        let decides = chance.percent(70);
        let mut day = Self {
            world: World::new(setup),
            chance,
            todo: BTreeMap::new(),
            count: 0,
            began: Instant::now(),
            decides,
            seen: BTreeSet::new(),
        };
        day.plan();
        day
    }

    fn at(&mut self, ms: u64, act: Act) {
        self.count += 1;
        self.todo.insert((ms, self.count), act);
    }

    fn plan(&mut self) {
        let clock_jumps = self.chance.percent(15);
        let charges = self.chance.one_of(&[1, 1, 1, 2, 2, 3]);
        for order in 0..charges {
            self.plan_sale(order);
        }
        if self.chance.percent(70) {
            for _ in 0..self.chance.between(1, 4) {
                let ms = self.chance.between(0, TROUBLE_MS);
                let weather = weather(&mut self.chance, clock_jumps);
                self.at(if ms < 120_000 { 0 } else { ms }, Act::Weather(weather));
            }
        }
        if self.chance.percent(60) {
            for _ in 0..self.chance.between(1, 6) {
                // Half of it is there when the first order goes out.
                let half = self.chance.one_of(&[0, 200_000]);
                let ms = self.chance.between(0, half);
                let fault = fault(&mut self.chance, clock_jumps);
                self.at(ms, Act::Fault(fault));
            }
        }
        if !clock_jumps && self.chance.percent(25) {
            self.plan_late_create();
        }
        if self.chance.percent(40) {
            for _ in 0..self.chance.between(1, 4) {
                self.plan_crash();
            }
        }
        if self.chance.percent(10) {
            let ms = self.chance.between(0, 200_000);
            let end = ms + self.chance.between(500, 20_000);
            self.at(ms, Act::DiskFull(true));
            self.at(end, Act::DiskFull(false));
        }
        if clock_jumps {
            let ms = self.chance.between(1_000, 200_000);
            let by = self
                .chance
                .one_of(&[60_000, 1_200_000, 3_600_000, -60_000, -3_600_000]);
            self.at(ms, Act::Jump(by));
            if by < 0 {
                self.at(ms + 10, Act::Crash);
            }
        }
        for ms in (0..TROUBLE_MS).step_by(5_000) {
            self.at(ms, Act::Tick);
        }
        self.at(TROUBLE_MS, Act::Mend);
        for ms in (TROUBLE_MS..TROUBLE_MS + HEALED_MS).step_by(30_000) {
            self.at(ms + 1, Act::Tick);
        }
    }

    /// A create that lands long after the till has given up on it, while others under its number are refused.
    fn plan_late_create(&mut self) {
        let late = FaultKind::LandCreateLate {
            after_ms: self.chance.between(2_000, 800_000),
            answer_timeout: self.chance.percent(50),
        };
        self.at(0, Act::Fault(Fault::new(late).on(Op::PlaceOrder).times(1)));
        let others = match self.chance.between(0, 2) {
            0 => FaultKind::Code {
                code: "62026".to_owned(),
                msg: None,
                signed: Some(true),
                processed: false,
            },
            1 => FaultKind::LostRequest { hang_ms: 0 },
            _ => return,
        };
        let times = u32::try_from(self.chance.between(1, 60)).unwrap();
        let others = Fault::new(others).on(Op::PlaceOrder).times(times);
        self.at(0, Act::Fault(others));
    }

    fn plan_sale(&mut self, order: usize) {
        let start = self.chance.between(0, 40_000);
        let fils = self.chance.one_of(&[1, 350, 123_450, 60_000]);
        let code = self.chance.percent(15);
        self.at(start, Act::Charge { fils, code });
        let window = u64::try_from(self.world.rules.payment_window.0).unwrap();
        for _ in 0..self.chance.between(0, 3) {
            let after = match self.chance.between(0, 5) {
                0 => self.chance.between(0, 3_000),
                1 => window - 3_000 + self.chance.between(0, 6_000),
                2 => window + self.chance.between(0, 40_000),
                3 => EXPIRY_MS - 3_000 + self.chance.between(0, 6_000),
                4 => self.chance.between(0, TROUBLE_MS + 200_000),
                _ => self.chance.between(0, window),
            };
            let action = self.chance.one_of(&[
                CustomerAction::Scan,
                CustomerAction::Pay,
                CustomerAction::Pay,
                CustomerAction::PayLate,
                CustomerAction::Decline,
                CustomerAction::FailTry,
            ]);
            self.at(start + after, Act::Customer(order, action));
        }
        for _ in 0..self.chance.between(0, 3) {
            let ms = start + self.chance.between(0, 150_000);
            let act = match self.chance.between(0, 7) {
                0..=2 => Act::Cancel(order),
                3 => Act::CancelTwice(order),
                4 => Act::Ask(order),
                5 => Act::TryAgain(order),
                _ => Act::Refund(order, self.up_to(fils)),
            };
            self.at(ms, act);
        }
        for _ in 0..self.chance.between(0, 4) {
            let ms = start + self.chance.between(0, TROUBLE_MS);
            let which = usize::try_from(self.chance.between(0, 3)).unwrap();
            self.at(ms, Act::Replace(order + which));
            // Impatient fingers.
            self.at(ms, Act::Replace(order + which));
        }
        if self.chance.percent(30) {
            let ms = self.chance.between(60_000, TROUBLE_MS);
            let refund = Act::Refund(order, self.up_to(fils));
            self.at(ms, refund.clone());
            let again = ms + self.chance.between(0, 3_000);
            self.at(again, refund);
        }
    }

    fn up_to(&mut self, fils: i64) -> i64 {
        let most = u64::try_from(fils).unwrap();
        i64::try_from(self.chance.between(1, most)).unwrap()
    }

    fn plan_crash(&mut self) {
        let ms = self.chance.between(0, 240_000);
        let steps = u32::try_from(self.chance.between(0, 6)).unwrap();
        let act = match self.chance.between(0, 4) {
            0 => Act::Crash,
            1 => Act::Cut(Cut::BeforeWrite(steps)),
            2 => Act::Cut(Cut::AfterWrite(steps)),
            3 => Act::Cut(Cut::BeforeRequest(steps)),
            _ => Act::Cut(Cut::AfterRequest(steps)),
        };
        self.at(ms, act);
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap()
    }

    pub(super) async fn live(&mut self) {
        while let Some(((ms, _), act)) = self.todo.pop_first() {
            let due = self.began + Duration::from_millis(ms);
            while Instant::now() < due {
                let power = self.world.power.clone();
                tokio::select! {
                    biased;
                    () = power.gone() => self.lost_power().await,
                    () = tokio::time::sleep_until(due) => {}
                }
            }
            self.act(act).await;
        }
    }

    async fn lost_power(&mut self) {
        if self.world.power.is_off() && self.world.runs() {
            self.world.crash().await;
            let after = match self.chance.between(0, 3) {
                0 => 0,
                1 => self.chance.between(0, 5_000),
                2 => self.chance.between(0, 60_000),
                _ => self.chance.between(0, 400_000),
            };
            // A driver that dies while it is mended is switched on at once.
            let at = (self.now_ms() + after).min(TROUBLE_MS.max(self.now_ms()));
            self.at(at, Act::Start);
        }
    }

    fn order(&self, index: usize) -> Option<OrderNumber> {
        let orders = self.world.witness.orders();
        let written = orders.get(index % orders.len().max(1))?;
        Some(written.order.number.clone())
    }

    async fn act(&mut self, act: Act) {
        if !matches!(act, Act::Tick) {
            self.world.witness.note(&format!("{act:?}"));
        }
        let runs = self.world.runs();
        match act {
            Act::Crash if runs => {
                self.world.power.cut();
                self.lost_power().await;
            }
            Act::Start if !runs => self.world.start(),
            Act::Crash | Act::Start => {}
            Act::Cut(cut) => self.world.power.cut_at(cut),
            Act::Jump(by) => self.world.time.jump(by),
            Act::Fault(fault) => self.world.fault(fault),
            Act::Weather(weather) => self.world.net.weather(weather),
            Act::DiskFull(full) => self.world.power.disk_full(full),
            Act::Mend => self.mend(),
            Act::Customer(index, action) => self.customer(index, action),
            Act::Tick => self.tick().await,
            Act::Charge { .. }
            | Act::Cancel(_)
            | Act::CancelTwice(_)
            | Act::Ask(_)
            | Act::TryAgain(_)
            | Act::Replace(_)
            | Act::Refund(..) => {
                if runs {
                    self.person(act).await;
                }
            }
        }
        self.world.witness.look();
    }

    /// Nothing goes wrong any more.
    fn mend(&mut self) {
        self.world.net.weather(Weather::fair());
        self.world.sandbox.clear_faults();
        self.world.power.disk_full(false);
        if self.world.runs() && !self.world.power.is_off() {
            self.world.power.on();
        }
    }

    fn customer(&mut self, index: usize, action: CustomerAction) {
        let Some(order) = self.order(index) else {
            return;
        };
        let now = self.world.time.now_ms();
        let done = self.world.sandbox.customer(order.as_str(), action, now);
        let outcome = done.map(|order| order.status);
        self.world
            .witness
            .note(&format!("customer {action:?} {order}: {outcome:?}"));
    }

    async fn person(&mut self, act: Act) {
        let checkout = self.world.checkout();
        let by = cashier();
        let outcome = match act {
            Act::Charge { fils, code } => {
                let code = code.then_some("281234567890123456");
                self.world.charge_with(fils, code).await.map(|_| ())
            }
            Act::Refund(index, fils) => {
                let Some(order) = self.order(index) else {
                    return;
                };
                self.world.refund(&order, fils).await.map(|_| ())
            }
            Act::Cancel(index) | Act::CancelTwice(index) => {
                let Some(order) = self.order(index) else {
                    return;
                };
                if matches!(act, Act::CancelTwice(_)) {
                    drop(checkout.cancel(order.clone(), by.clone()).await);
                }
                checkout.cancel(order, by).await.map(|_| ())
            }
            Act::Ask(index) => {
                let Some(order) = self.order(index) else {
                    return;
                };
                checkout.ask(order, by).await.map(|_| ())
            }
            Act::TryAgain(index) => {
                let Some(order) = self.order(index) else {
                    return;
                };
                checkout.try_again(order, by).await.map(|_| ())
            }
            Act::Replace(index) => {
                let Some(order) = self.order(index) else {
                    return;
                };
                let code = self
                    .chance
                    .percent(10)
                    .then(|| CustomerCode::new("281234567890123456").unwrap());
                checkout.replace(order, code, by).await.map(|_| ())
            }
            Act::Customer(..)
            | Act::Cut(_)
            | Act::Crash
            | Act::Start
            | Act::Jump(_)
            | Act::Fault(_)
            | Act::Mend
            | Act::Weather(_)
            | Act::DiskFull(_)
            | Act::Tick => return,
        };
        self.world.witness.note(&format!("  -> {outcome:?}"));
        assert_ne!(outcome, Err(CheckoutError::Stopped), "the driver has ended");
    }

    /// Notifications come, and people decide.
    async fn tick(&mut self) {
        self.world.witness.look();
        if !self.world.runs() || self.world.power.is_off() {
            return;
        }
        self.notifications().await;
        for view in self
            .world
            .checkout()
            .open_orders()
            .await
            .unwrap_or_default()
        {
            self.decide(&view).await;
        }
    }

    async fn notifications(&mut self) {
        let now = self.world.time.now_ms();
        for notice in self.world.sandbox.due_notifications(now) {
            if self.chance.percent(30) {
                self.world
                    .sandbox
                    .notification_answered(notice.id, false, now);
                continue;
            }
            let sign = notice.headers.iter().find(|(name, _)| *name == "Sign");
            let sign = sign.map_or("", |(_, sign)| sign.as_str());
            let checkout = self.world.checkout();
            let mut answered = false;
            for _ in 0..self.chance.between(1, 2) {
                match read_notification(&notice.body, sign, KEYS.payby_public()) {
                    Ok(notified) => answered = checkout.notified(notified).await.is_ok(),
                    Err(rejected) => drop(checkout.rejected(rejected).await),
                }
            }
            let body = if answered {
                payby::notification::ACKNOWLEDGEMENT
            } else {
                ""
            };
            let acknowledged = acknowledges(200, body.as_bytes());
            self.world
                .sandbox
                .notification_answered(notice.id, acknowledged, now);
        }
    }

    async fn decide(&mut self, view: &OrderView) {
        self.seen.insert(view.state.as_str().to_owned());
        if let Some(alert) = &view.alert {
            self.seen.insert(format!("alert {}", alert.code.as_str()));
        }
        if !self.decides || !self.chance.percent(20) {
            return;
        }
        let order: OrderNumber = view.order.parse().unwrap();
        let decisions: &[Option<Decision>] = match view.state {
            StateView::PaidLate => &[Some(Decision::Keep), Some(Decision::Revoke), None],
            StateView::NeedsReview => &[Some(Decision::Revoke), Some(Decision::Close)],
            StateView::Closing if view.actions.close && self.chance.percent(20) => {
                &[Some(Decision::Close)]
            }
            StateView::Submitting
            | StateView::AwaitingPayment
            | StateView::Closing
            | StateView::Paid
            | StateView::Closed => return,
        };
        let decision = self.chance.one_of(decisions);
        let checkout = self.world.checkout();
        let reason = "as the manager wishes".to_owned();
        let outcome = if let Some(decision) = decision {
            let decided = checkout.decide(order, decision, reason, cashier());
            decided.await.map(|_| ())
        } else {
            let amount = Money::from_fils(view.refundable.fils).unwrap();
            let refunded = checkout.refund(order, amount, reason, cashier());
            refunded.await.map(|_| ())
        };
        let note = format!(
            "person decides {decision:?} about {}: {outcome:?}",
            view.order
        );
        self.world.witness.note(&note);
    }
}
