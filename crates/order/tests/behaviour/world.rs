//! A small world around one order: a till that follows [`step`], a network that loses things, a PayBy, a customer, a cashier.
//! Virtual time only. Each run is decided by its [`Fate`].

use fils_order::{
    Answer, CancelOutcome, Claim, ClaimStatus, Decision, Effect, Event, Freeze, Order, RefusalKind,
    Rules, Scene, Span, State, StateCode, Unknown, UtcMs, step,
};

use crate::kit::{QR, START, claim, draft, refused, signature_not_accepted, timed_out, unknown};

/// What a create meets at PayBy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Welcome {
    Made,
    Refused,
    /// Refused when sent this late: an earlier one may still land.
    RefusedSince(i64),
    /// Refused for its time so many times.
    TooEarly(u32),
}

/// What a person does about a late payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Keep,
    Revoke,
    Nothing,
}

/// Everything that chance decides. Times are milliseconds after the start.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    pub(crate) seed: u64,
    pub(crate) scene: Scene,
    /// How many calls in a hundred go wrong, and until when.
    pub(crate) faults: u64,
    pub(crate) faults_until: i64,
    pub(crate) welcome: Welcome,
    pub(crate) pays: Vec<i64>,
    /// Whether a payment can still come after PayBy called the order failed.
    pub(crate) pays_after_failure: bool,
    /// How long after the expiry PayBy ends the order.
    pub(crate) expiry_lag: i64,
    pub(crate) cashier_cancels: Option<i64>,
    /// Until when PayBy refuses every cancel.
    pub(crate) cancel_broken_until: i64,
    /// Until when PayBy accepts cancels and does nothing.
    pub(crate) cancel_idle_until: i64,
    /// When the customer's payment fails for good at PayBy.
    pub(crate) declined: Option<i64>,
    /// When the till's clock is set back, and by how much.
    pub(crate) clock_set_back: Option<(i64, i64)>,
    /// When the till dies, and for how long.
    pub(crate) crashes: Vec<(i64, i64)>,
    pub(crate) judgement: Judgement,
    /// When the person gives up on an order that PayBy does not prove.
    pub(crate) gives_up: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Created,
    Paid,
    Failed,
}

#[derive(Debug)]
enum Item {
    /// A request gets to PayBy; `reply` is when its answer would be back, if it comes back at all.
    Arrives {
        effect: Effect,
        sent: UtcMs,
        life: u32,
        reply: Option<UtcMs>,
    },
    Event {
        event: Event,
        life: u32,
    },
    Notification(Claim),
    Pays,
    /// PayBy ends an order that waits.
    Ends,
    ClockSetBack(i64),
    CashierCancels,
    Dies(i64),
    Starts,
    GivesUp,
    Judges,
}

/// One start of a call, with when it was answered and whether that was a time-out.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) effect: Effect,
    pub(crate) started: UtcMs,
    pub(crate) answered: Option<UtcMs>,
    pub(crate) timed_out: bool,
    pub(crate) cancel: CancelOutcome,
    pub(crate) life: u32,
    pub(crate) code: StateCode,
    pub(crate) told: bool,
}

pub(crate) struct World {
    pub(crate) fate: Fate,
    pub(crate) rules: Rules,
    pub(crate) order: Order,
    pub(crate) now: UtcMs,
    pub(crate) calls: Vec<Call>,
    wake: Option<UtcMs>,
    queue: Vec<(UtcMs, u64, Item)>,
    sequence: u64,
    random: u64,
    up: bool,
    /// How far the till's clock is behind the world's.
    behind: Span,
    life: u32,
    payby: Option<Status>,
    pub(crate) revoked: bool,
    ever_paid: bool,
    refused_for_time: u32,
    closing_since: Option<UtcMs>,
    judged: Option<UtcMs>,
}

impl World {
    pub(crate) fn new(fate: Fate) -> Self {
        let rules = Rules::default();
        let order = Order::new(draft(fate.scene), START, &rules);
        let expires = order.expires_at;
        let mut world = Self {
            random: fate.seed,
            rules,
            order,
            now: START,
            calls: Vec::new(),
            wake: None,
            queue: Vec::new(),
            sequence: 0,
            up: true,
            behind: Span(0),
            life: 0,
            payby: None,
            revoked: false,
            ever_paid: false,
            refused_for_time: 0,
            closing_since: None,
            judged: None,
            fate,
        };
        let at = |ms: i64| START.plus(Span(ms));
        let lag = Span(world.fate.expiry_lag);
        world.plan(expires.plus(lag), Item::Ends);
        for ms in world.fate.pays.clone() {
            world.plan(at(ms), Item::Pays);
        }
        for (ms, down) in world.fate.crashes.clone() {
            world.plan(at(ms), Item::Dies(down));
        }
        if let Some(ms) = world.fate.cashier_cancels {
            world.plan(at(ms), Item::CashierCancels);
        }
        if let Some(ms) = world.fate.declined {
            world.plan(at(ms), Item::Ends);
        }
        if let Some((ms, by)) = world.fate.clock_set_back {
            world.plan(at(ms), Item::ClockSetBack(by));
        }
        if let Some(ms) = world.fate.gives_up {
            world.plan(at(ms), Item::GivesUp);
        }
        world.feed(Event::Submit);
        world
    }

    /// Whether PayBy has the customer's money for the order now.
    pub(crate) fn paid(&self) -> bool {
        self.payby == Some(Status::Paid) && !self.revoked
    }

    fn plan(&mut self, at: UtcMs, item: Item) {
        self.sequence += 1;
        self.queue.push((at, self.sequence, item));
    }

    /// A random number below `bound` (`SplitMix64`).
    fn chance(&mut self, bound: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap();
        low + i64::try_from(self.chance(span)).unwrap()
    }

    /// Lives until this many milliseconds after the start.
    pub(crate) fn run(&mut self, until: i64) {
        let end = START.plus(Span(until));
        for _ in 0..100_000 {
            let next = self.queue.iter().map(|(at, seq, _)| (*at, *seq)).min();
            let wake = self.wake.filter(|_| self.up);
            match (next, wake) {
                (Some((at, seq)), wake) if wake.is_none_or(|wake| at <= wake) => {
                    if at > end {
                        break;
                    }
                    let place = self.queue.iter().position(|(_, s, _)| *s == seq).unwrap();
                    let (_, _, item) = self.queue.swap_remove(place);
                    self.now = at;
                    self.happen(item);
                }
                (_, Some(wake)) => {
                    if wake > end {
                        break;
                    }
                    self.now = wake;
                    self.feed(Event::Woke);
                }
                (_, None) => break,
            }
            self.check_always();
        }
        self.now = end;
    }

    fn happen(&mut self, item: Item) {
        match item {
            Item::Arrives {
                effect,
                sent,
                life,
                reply,
            } => {
                let answer = self.payby_does(&effect, sent);
                if let Some(at) = reply {
                    self.plan(
                        at,
                        Item::Event {
                            event: answer,
                            life,
                        },
                    );
                }
            }
            Item::Event { event, life } => {
                if self.up && life == self.life {
                    self.feed(event);
                }
            }
            Item::Notification(claim) => {
                if self.up {
                    self.feed(Event::Notified(claim));
                }
            }
            Item::Pays => self.customer_pays(),
            Item::Ends => {
                if self.payby == Some(Status::Created) {
                    self.payby = Some(Status::Failed);
                }
            }
            Item::ClockSetBack(by) => self.behind = Span(by),
            Item::CashierCancels => {
                if self.up {
                    self.feed(Event::CashierCancelled);
                }
            }
            Item::Dies(down) => {
                self.up = false;
                self.life += 1;
                self.plan(self.now.plus(Span(down)), Item::Starts);
            }
            Item::Starts => {
                self.up = true;
                self.feed(Event::Resumed);
            }
            Item::GivesUp => {
                if self.up && self.order.alert().is_some() {
                    self.feed(Event::Decided(Decision::Close));
                }
            }
            Item::Judges => {
                if self.up {
                    match self.fate.judgement {
                        Judgement::Keep => self.feed(Event::Decided(Decision::Keep)),
                        Judgement::Revoke => self.feed(Event::Decided(Decision::Revoke)),
                        Judgement::Nothing => {}
                    }
                }
            }
        }
    }

    /// The till takes an event and starts what follows.
    fn feed(&mut self, event: Event) {
        self.note_answer(&event);
        let before = self.order.clone();
        let tills_clock = self.now.plus(Span(-self.behind.0));
        let next = step(&self.order, event, tills_clock, &self.rules);
        self.order = next.order;
        // A sleep takes its time, whatever the clock is set to meanwhile.
        self.wake = next
            .wake
            .map(|wake| self.now.plus(wake.at.since(tills_clock)));
        self.check_step(&before);
        for effect in &next.effects {
            self.send(effect);
        }
    }

    fn note_answer(&mut self, event: &Event) {
        let (effect, silent, refused) = match event {
            Event::CreateAnswered(answer) => (Effect::Create(Freeze::Kept), fate_of(answer), false),
            Event::QueryAnswered(answer) => (Effect::Query, fate_of(answer), false),
            Event::CancelAnswered(answer) => (
                Effect::Cancel,
                fate_of(answer),
                matches!(answer, Answer::Refused(refusal) if refusal.kind == RefusalKind::Other),
            ),
            _ => return,
        };
        let (unknown, timed_out) = silent;
        let same = |call: &Call| {
            std::mem::discriminant(&call.effect) == std::mem::discriminant(&effect)
                && call.answered.is_none()
        };
        let call = self.calls.iter_mut().rev().find(|call| same(call));
        let call = call.expect("an answer has its call");
        call.answered = Some(self.now);
        call.timed_out = timed_out;
        call.cancel = if unknown || refused {
            CancelOutcome::Failed
        } else {
            CancelOutcome::Accepted
        };
    }

    fn send(&mut self, effect: &Effect) {
        self.check_start(effect);
        self.calls.push(Call {
            effect: effect.clone(),
            started: self.now,
            answered: None,
            timed_out: false,
            cancel: CancelOutcome::None,
            life: self.life,
            code: self.order.code(),
            told: self.order.contact.told.is_some(),
        });
        let faulty =
            self.now.since(START).0 < self.fate.faults_until && self.chance(100) < self.fate.faults;
        let (arrives, back, silence) = if faulty {
            self.mishap()
        } else {
            let there = self.between(5, 400);
            (Some(there), Some(there + self.between(5, 400)), None)
        };
        let (sent, life) = (self.now, self.life);
        let later = |ms: i64| sent.plus(Span(ms));
        if let Some(there) = arrives {
            let item = Item::Arrives {
                effect: effect.clone(),
                sent,
                life,
                reply: back.map(later),
            };
            self.plan(later(there), item);
        }
        if let Some((ms, kind)) = silence {
            let event = silent(effect, kind);
            self.plan(later(ms), Item::Event { event, life });
        }
    }

    /// When the request arrives, when PayBy's answer is back, and what the till gets instead.
    fn mishap(&mut self) -> (Option<i64>, Option<i64>, Option<(i64, u64)>) {
        let time_out = Some((10_000, 0));
        match self.chance(8) {
            // The request is lost.
            0 => (None, None, time_out),
            // The reply is lost.
            1 => (Some(self.between(5, 9000)), None, time_out),
            // It arrives long after the till gave up.
            2 => (Some(self.between(10_000, 14 * 60_000)), None, time_out),
            // No connection.
            3 => (None, None, Some((self.between(1, 5000), 1))),
            // A system error: done or not done.
            4 => (None, None, Some((self.between(5, 800), 1))),
            5 => {
                let there = self.between(5, 400);
                (Some(there), None, Some((there + self.between(5, 400), 1)))
            }
            // A reply without a valid signature.
            6 => {
                let there = self.between(5, 400);
                (Some(there), None, Some((there + self.between(5, 400), 2)))
            }
            // Slow.
            _ => {
                let there = self.between(1000, 5000);
                (Some(there), Some(there + self.between(500, 4900)), None)
            }
        }
    }

    /// What PayBy does and answers.
    fn payby_does(&mut self, effect: &Effect, sent: UtcMs) -> Event {
        match effect {
            Effect::Create(_) => Event::CreateAnswered(self.payby_creates(sent)),
            Effect::Query => Event::QueryAnswered(match self.payby {
                Some(status) => Answer::Accepted(self.claim(status)),
                None => refused(RefusalKind::NotKnown),
            }),
            Effect::AskScanned { .. } => Event::ScanAnswered(Answer::Accepted(
                (self.chance(4) == 0).then(|| "+971-58*92".to_owned()),
            )),
            Effect::Cancel => Event::CancelAnswered(self.payby_cancels()),
            Effect::Revoke => Event::RevokeAnswered(match self.payby {
                None => refused(RefusalKind::NotKnown),
                Some(_) if self.revoked => refused(RefusalKind::SaysRevoked),
                Some(Status::Failed) => refused(RefusalKind::SaysClosed),
                Some(status) => {
                    self.revoked = true;
                    Answer::Accepted(self.claim(status))
                }
            }),
        }
    }

    fn payby_creates(&mut self, sent: UtcMs) -> Answer<(Claim, Option<String>)> {
        if self.now.since(sent) > self.rules.request_time_window {
            return refused(RefusalKind::RequestTime);
        }
        if let Welcome::TooEarly(times) = self.fate.welcome
            && self.refused_for_time < times
        {
            self.refused_for_time += 1;
            return refused(RefusalKind::RequestTime);
        }
        if self.refuses(sent) && self.payby.is_none() {
            return refused(RefusalKind::Other);
        }
        let status = *self.payby.get_or_insert(Status::Created);
        let qr = self.fate.scene == Scene::Qr && status == Status::Created;
        Answer::Accepted((self.claim(status), qr.then(|| QR.to_owned())))
    }

    fn refuses(&self, sent: UtcMs) -> bool {
        match self.fate.welcome {
            Welcome::Refused => true,
            Welcome::RefusedSince(ms) => sent.since(START).0 >= ms,
            Welcome::Made | Welcome::TooEarly(_) => false,
        }
    }

    fn payby_cancels(&mut self) -> Answer<Claim> {
        let at = self.now.since(START).0;
        match self.payby {
            None => refused(RefusalKind::NotKnown),
            Some(Status::Paid) => refused(RefusalKind::SaysPaid),
            Some(Status::Failed) => refused(RefusalKind::SaysClosed),
            Some(Status::Created) if at < self.fate.cancel_broken_until => {
                refused(RefusalKind::Other)
            }
            Some(Status::Created) => {
                if at >= self.fate.cancel_idle_until {
                    self.payby = Some(Status::Failed);
                }
                Answer::Accepted(self.claim(Status::Failed))
            }
        }
    }

    fn claim(&self, status: Status) -> Claim {
        let status = match status {
            Status::Created => ClaimStatus::Created,
            Status::Paid => ClaimStatus::PaidSuccess,
            Status::Failed => ClaimStatus::Failure,
        };
        let mut claim = claim(&self.order, status);
        claim.revoked = self.revoked;
        claim
    }

    fn customer_pays(&mut self) {
        let can = match self.payby {
            Some(Status::Created) => true,
            Some(Status::Failed) => self.fate.pays_after_failure && !self.revoked,
            Some(Status::Paid) | None => false,
        };
        if !can {
            return;
        }
        self.payby = Some(Status::Paid);
        self.ever_paid = true;
        let notification = self.claim(Status::Paid);
        for _ in 0..self.chance(3) {
            let delay = Span(self.between(10, 900_000));
            self.plan(
                self.now.plus(delay),
                Item::Notification(notification.clone()),
            );
        }
    }
}

fn fate_of<T>(answer: &Answer<T>) -> (bool, bool) {
    match answer {
        Answer::Unknown(Unknown { timed_out, .. }) => (true, *timed_out),
        Answer::Accepted(_) | Answer::Refused(_) => (false, false),
    }
}

fn silent(effect: &Effect, kind: u64) -> Event {
    fn answer<T>(kind: u64) -> Answer<T> {
        match kind {
            0 => timed_out(),
            1 => unknown(),
            _ => signature_not_accepted(),
        }
    }
    match effect {
        Effect::Create(_) => Event::CreateAnswered(answer(kind)),
        Effect::Query => Event::QueryAnswered(answer(kind)),
        Effect::AskScanned { .. } => Event::ScanAnswered(answer(kind)),
        Effect::Cancel => Event::CancelAnswered(answer(kind)),
        Effect::Revoke => Event::RevokeAnswered(answer(kind)),
    }
}

/// What has to hold at every moment.
impl World {
    fn check_step(&mut self, before: &Order) {
        let after = &self.order;
        assert!(
            after.released || !before.released,
            "released went back: {after:#?}"
        );
        if after.released && !before.released {
            assert_ne!(
                self.payby,
                Some(Status::Created),
                "released while payable: {after:#?}"
            );
            assert!(
                self.payby.is_some() || !self.a_create_can_land(),
                "released while a create can land: {after:#?}"
            );
        }
        let shown_paid = matches!(after.code(), StateCode::Paid | StateCode::PaidLate);
        assert!(!shown_paid || self.ever_paid, "paid without money");
        self.closing_since = match (&after.state, self.closing_since) {
            (State::Closing { .. }, since) => since.or(Some(self.now)),
            _ => None,
        };
        let first_late = after.code() == StateCode::PaidLate && self.judged.is_none();
        if first_late {
            self.judged = Some(self.now);
            self.plan(self.now.plus(Span::mins(30)), Item::Judges);
        }
    }

    fn a_create_can_land(&self) -> bool {
        self.queue.iter().any(|(at, _, item)| {
            matches!(
                item,
                Item::Arrives { effect: Effect::Create(_), sent, .. }
                    if at.since(*sent) <= self.rules.request_time_window && !self.refuses(*sent)
            )
        })
    }

    fn check_always(&mut self) {
        if !self.up {
            self.closing_since = None;
            return;
        }
        if let Some(since) = self.closing_since {
            let long = self.now.since(since) > Span::secs(150);
            assert!(
                !long || self.order.alert().is_some(),
                "closing for long and nobody told: {:#?}",
                self.order
            );
        }
        if let Some(wake) = self.wake {
            assert!(wake >= self.now, "a wake that has been");
        }
    }

    fn check_start(&self, effect: &Effect) {
        let same =
            |call: &&Call| std::mem::discriminant(&call.effect) == std::mem::discriminant(effect);
        let last = self.calls.iter().rev().find(same);
        if let Some(last) = last
            && last.life == self.life
            && !matches!(effect, Effect::AskScanned { .. } | Effect::Revoke)
        {
            assert!(last.answered.is_some(), "two at once: {effect:?}");
        }
        if let (Effect::Query, Some(last)) = (effect, last) {
            assert!(
                last.timed_out || self.now.since(last.started) >= Span::secs(2),
                "queries too close"
            );
        }
        if *effect == Effect::Create(Freeze::Anew) && self.payby.is_none() {
            let earlier = self.queue.iter().any(|(_, _, item)| {
                matches!(
                    item,
                    Item::Arrives {
                        effect: Effect::Create(_),
                        ..
                    }
                )
            });
            assert!(!earlier, "frozen anew with an earlier create on its way");
        }
        assert!(
            *effect != Effect::Create(Freeze::Anew) || self.payby.is_none(),
            "other content for an order that PayBy has"
        );
    }
}
