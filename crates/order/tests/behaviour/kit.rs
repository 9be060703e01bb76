//! An order in hand, a clock that tests move, and short words for PayBy's answers.

use fils_order::{
    Answer, Claim, ClaimStatus, Draft, Effect, Event, Money, Order, OrderNumber, Refusal,
    RefusalKind, Rules, SaleId, Scene, SeemsToSay, SeemsToSayKind, Span, State, StateCode, Step,
    Unknown, UtcMs, Wake, Why, step,
};

/// When every order of these tests starts: 2026-11-20T22:30:00Z.
pub(crate) const START: UtcMs = UtcMs(1_795_213_800_000);
pub(crate) const QR: &str = "https://pay.example/t/1";

/// A till with one order.
pub(crate) struct Till {
    pub(crate) order: Order,
    pub(crate) now: UtcMs,
    pub(crate) rules: Rules,
    pub(crate) wake: Option<Wake>,
    /// Calls that started and are not answered.
    running: Vec<Effect>,
}

pub(crate) fn draft(scene: Scene) -> Draft {
    Draft {
        number: "T1-20261120T223000-ABCDEFGHJK"
            .parse::<OrderNumber>()
            .unwrap(),
        sale: "T1-S20261120T223000-0000000000".parse::<SaleId>().unwrap(),
        amount: Money::from_fils(1250).unwrap(),
        payee: "200000000001".to_owned(),
        subject: "Coffee".to_owned(),
        details: fils_order::Details::default(),
        scene,
    }
}

impl Till {
    /// A draft that nobody has sent.
    pub(crate) fn drafted(scene: Scene) -> Self {
        let rules = Rules::default();
        let order = Order::new(draft(scene), START, &rules);
        Self {
            order,
            now: START,
            rules,
            wake: None,
            running: Vec::new(),
        }
    }

    /// The create is under way.
    pub(crate) fn submitting(scene: Scene) -> Self {
        let mut till = Self::drafted(scene);
        assert_eq!(
            till.happens(Event::Submit),
            [Effect::Create(fils_order::Freeze::Anew)]
        );
        till
    }

    /// The customer sees the QR.
    pub(crate) fn awaiting() -> Self {
        let mut till = Self::submitting(Scene::Qr);
        till.now = at(0.3);
        till.happens(till.created());
        assert_eq!(till.code(), StateCode::AwaitingPayment);
        till
    }

    /// The cashier has cancelled at 5 s, and PayBy was asked and said "waiting": the first cancel is under way.
    pub(crate) fn cancelling() -> Self {
        let mut till = Self::awaiting();
        till.at(5.0, Event::CashierCancelled);
        let effects = till.at(5.1, till.says(ClaimStatus::Created));
        assert_eq!(effects, [Effect::Cancel]);
        till
    }

    /// Proved closed after the cashier's cancel.
    pub(crate) fn cancelled() -> Self {
        let mut till = Self::cancelling();
        till.at(5.2, till.cancelled_reply());
        till.until(&Effect::Query);
        till.happens(till.says(ClaimStatus::Failure));
        assert_eq!(till.code(), StateCode::Closed);
        till
    }

    /// Feeds an event now.
    pub(crate) fn happens(&mut self, event: Event) -> Vec<Effect> {
        self.step(event).effects
    }

    /// Feeds an event at this many seconds after the start.
    pub(crate) fn at(&mut self, seconds: f64, event: Event) -> Vec<Effect> {
        self.now = at(seconds);
        self.happens(event)
    }

    pub(crate) fn step(&mut self, event: Event) -> Step {
        self.running
            .retain(|effect| !answers(&event, effect) && event != Event::Resumed);
        let next = step(&self.order, event, self.now, &self.rules);
        self.order = next.order.clone();
        self.wake = next.wake;
        self.running.extend(next.effects.clone());
        next
    }

    /// Follows the wakes until one starts this call; answers the rest of what starts with silence. Returns how long it took.
    pub(crate) fn until(&mut self, wanted: &Effect) -> Span {
        let from = self.now;
        for _ in 0..400 {
            let effects = match self.running.first().cloned() {
                Some(effect) => self.happens(silence(&effect)),
                None => self.sleep(),
            };
            if effects.contains(wanted) {
                return self.now.since(from);
            }
        }
        panic!("{wanted:?} never starts: {:#?}", self.order);
    }

    fn sleep(&mut self) -> Vec<Effect> {
        let wake = self.wake.expect("nothing would happen any more");
        self.now = self.now.max(wake.at);
        self.happens(Event::Woke)
    }

    /// Lives until this many seconds after the start, every call answered at once, and tells when which call started.
    pub(crate) fn live(
        &mut self,
        seconds: f64,
        mut answer: impl FnMut(&Self, &Effect) -> Event,
    ) -> Vec<(f64, Effect)> {
        self.live_slowly(seconds, |till, effect| (0.0, answer(till, effect)))
    }

    /// The same with calls that take some seconds each.
    pub(crate) fn live_slowly(
        &mut self,
        seconds: f64,
        mut answer: impl FnMut(&Self, &Effect) -> (f64, Event),
    ) -> Vec<(f64, Effect)> {
        let mut started: Vec<(f64, Effect)> = Vec::new();
        let mut replies: Vec<(UtcMs, Event)> = Vec::new();
        let mut effects = self.running.clone();
        loop {
            for effect in effects {
                let (takes, event) = answer(self, &effect);
                replies.push((self.now.plus(Span(ms(takes))), event));
            }
            replies.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            let reply = replies.last().map(|(at, _)| *at);
            let wake = self.wake.map(|wake| wake.at);
            let Some(next) = reply.into_iter().chain(wake).min() else {
                return started;
            };
            if next > at(seconds) {
                return started;
            }
            self.now = self.now.max(next);
            effects = if reply == Some(next) {
                let (_, event) = replies.pop().unwrap();
                self.happens(event)
            } else {
                self.happens(Event::Woke)
            };
            let now = self.seconds();
            started.extend(effects.iter().map(|effect| (now, effect.clone())));
        }
    }

    pub(crate) fn code(&self) -> StateCode {
        self.order.code()
    }

    pub(crate) fn reason(&self) -> Option<&'static str> {
        self.order.reason()
    }

    /// Seconds since the start.
    pub(crate) fn seconds(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let seconds = self.now.since(START).0 as f64 / 1000.0;
        seconds
    }

    /// A claim that fits the order.
    pub(crate) fn claim(&self, status: ClaimStatus) -> Claim {
        claim(&self.order, status)
    }

    /// The query's answer with a claim that fits.
    pub(crate) fn says(&self, status: ClaimStatus) -> Event {
        Event::QueryAnswered(Answer::Accepted(self.claim(status)))
    }

    /// The create's answer with a QR.
    pub(crate) fn created(&self) -> Event {
        let qr = (self.order.scene == Scene::Qr).then(|| QR.to_owned());
        Event::CreateAnswered(Answer::Accepted((self.claim(ClaimStatus::Created), qr)))
    }

    /// The cancel's answer: accepted.
    pub(crate) fn cancelled_reply(&self) -> Event {
        Event::CancelAnswered(Answer::Accepted(self.claim(ClaimStatus::Failure)))
    }

    pub(crate) fn why(&self) -> Option<Why> {
        self.wake.map(|wake| wake.why)
    }

    pub(crate) fn is_closing(&self) -> bool {
        matches!(self.order.state, State::Closing { .. })
    }
}

fn answers(event: &Event, effect: &Effect) -> bool {
    matches!(
        (event, effect),
        (Event::CreateAnswered(_), Effect::Create(_))
            | (Event::QueryAnswered(_), Effect::Query)
            | (Event::ScanAnswered(_), Effect::AskScanned { .. })
            | (Event::CancelAnswered(_), Effect::Cancel)
            | (Event::RevokeAnswered(_), Effect::Revoke)
    )
}

fn ms(seconds: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation)]
    let ms = (seconds * 1000.0).round() as i64;
    ms
}

pub(crate) fn at(seconds: f64) -> UtcMs {
    START.plus(Span(ms(seconds)))
}

pub(crate) fn claim(order: &Order, status: ClaimStatus) -> Claim {
    let paid = matches!(status, ClaimStatus::PaidSuccess | ClaimStatus::Settled);
    let failed = status == ClaimStatus::Failure;
    Claim {
        number: Some(order.number.to_string()),
        payby_no: Some("131000000001".to_owned()),
        status,
        amount: Some(order.amount),
        currency: Some("AED".to_owned()),
        payee: Some(order.payee.clone()),
        revoked: false,
        paid_at: paid.then_some(at(4.0)),
        paid_amount: paid.then_some(order.amount),
        channel: paid.then(|| "BALANCE".to_owned()),
        failure: failed.then(|| "ORDER_CLOSED closed".to_owned()),
    }
}

pub(crate) fn refused<T>(kind: RefusalKind) -> Answer<T> {
    Answer::Refused(Refusal {
        kind,
        code: "62004".to_owned(),
        message: "refused".to_owned(),
    })
}

pub(crate) fn unknown<T>() -> Answer<T> {
    Answer::Unknown(Unknown::default())
}

pub(crate) fn timed_out<T>() -> Answer<T> {
    Answer::Unknown(Unknown {
        timed_out: true,
        seems_to_say: None,
    })
}

pub(crate) fn signature_not_accepted<T>() -> Answer<T> {
    Answer::Unknown(Unknown {
        timed_out: false,
        seems_to_say: Some(SeemsToSay {
            kind: SeemsToSayKind::SignatureNotAccepted,
            code: "400".to_owned(),
            message: "signature".to_owned(),
        }),
    })
}

/// The answer that proves nothing, for any call.
pub(crate) fn silence(effect: &Effect) -> Event {
    match effect {
        Effect::Create(_) => Event::CreateAnswered(unknown()),
        Effect::Query => Event::QueryAnswered(unknown()),
        Effect::AskScanned { .. } => Event::ScanAnswered(unknown()),
        Effect::Cancel => Event::CancelAnswered(unknown()),
        Effect::Revoke => Event::RevokeAnswered(unknown()),
    }
}
