//! The network between till and PayBy, with weather.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use payby::{Transport, TransportError, TransportErrorKind, WireReply, WireRequest};
use payby_sandbox::{ApiRequest, CustomerAction, Delivery, Op, Sandbox};
use tokio::sync::oneshot;

use super::books::{Moment, Power};
use super::{Chance, Time, Witness};

/// The till's limit for a whole call.
const CALL_LIMIT: Duration = Duration::from_secs(10);

/// What the network does to a call, in percent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weather {
    /// The request never arrives.
    pub(crate) lost_request: u64,
    /// The reply never arrives.
    pub(crate) lost_reply: u64,
    /// The request arrives a second time, a little later.
    pub(crate) doubled: u64,
    /// Request or reply takes up to 14 seconds.
    pub(crate) slow: u64,
    /// The request takes up to ten minutes.
    pub(crate) stray: u64,
    /// The customer pays just before a cancel arrives.
    pub(crate) paid_before_cancel: u64,
    /// The customer's payment comes through just after a cancel.
    pub(crate) paid_after_cancel: u64,
    /// Nothing arrives.
    pub(crate) down: bool,
    /// Every way takes the same 20 ms.
    pub(crate) even: bool,
}

impl Weather {
    pub(crate) fn fair() -> Self {
        Self::default()
    }

    /// Every call takes the same time, so that PayBy's log shows when the till sent it.
    pub(crate) fn even() -> Self {
        Self {
            even: true,
            ..Self::default()
        }
    }
}

/// A call as it left the till.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// True time, UTC ms.
    pub(crate) at_ms: i64,
    pub(crate) op: Op,
    /// The order it names, where it does so by our number.
    pub(crate) order: Option<String>,
    /// The business content to the letter.
    pub(crate) content: String,
    /// How often the till's clock had been set by then.
    pub(crate) jumps: u64,
}

pub(crate) struct Net {
    sandbox: Arc<Sandbox>,
    time: Arc<Time>,
    power: Arc<Power>,
    witness: Arc<Witness>,
    chance: Mutex<Chance>,
    weather: Mutex<Weather>,
    sent: Mutex<Vec<Sent>>,
}

/// What happens to one call.
#[derive(Debug)]
struct Fate {
    there: Duration,
    back: Duration,
    lost_request: bool,
    lost_reply: bool,
    /// The line stays silent instead of breaking.
    silent: bool,
    again: Option<Duration>,
    pays: Option<CustomerAction>,
}

/// One end of the network, as the client's transport.
pub(crate) struct Line(pub(crate) Arc<Net>);

fn broken(kind: TransportErrorKind) -> TransportError {
    TransportError {
        kind,
        detail: format!("{kind:?}"),
    }
}

fn content_of(body: &[u8]) -> String {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let (_, content) = text.split_once("\"bizContent\":").unwrap();
    content.strip_suffix('}').unwrap().to_owned()
}

fn order_in(content: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(content).unwrap();
    value["merchantOrderNo"].as_str().map(str::to_owned)
}

impl Net {
    pub(crate) fn new(
        sandbox: Arc<Sandbox>,
        time: Arc<Time>,
        power: Arc<Power>,
        witness: Arc<Witness>,
        chance: Chance,
        weather: Weather,
    ) -> Self {
        Self {
            sandbox,
            time,
            power,
            witness,
            chance: Mutex::new(chance),
            weather: Mutex::new(weather),
            sent: Mutex::default(),
        }
    }

    pub(crate) fn weather(&self, weather: Weather) {
        *self.weather.lock().unwrap() = weather;
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    fn fate(&self, op: Op) -> Fate {
        let weather = *self.weather.lock().unwrap();
        let mut chance = self.chance.lock().unwrap();
        let mut delay = |slow: bool| {
            let ms = if slow {
                chance.between(1_000, 14_000)
            } else if weather.even {
                20
            } else {
                chance.between(5, 60)
            };
            Duration::from_millis(ms)
        };
        let (quick_there, quick_back) = (delay(false), delay(false));
        let (slow_there, slow_back) = (delay(true), delay(true));
        let stray = chance.percent(weather.stray);
        let there = if stray {
            Duration::from_millis(chance.between(10_000, 600_000))
        } else if chance.percent(weather.slow) {
            slow_there
        } else {
            quick_there
        };
        let back = if chance.percent(weather.slow) {
            slow_back
        } else {
            quick_back
        };
        let again = chance
            .percent(weather.doubled)
            .then(|| Duration::from_millis(chance.between(0, 9_000)));
        let before = chance.percent(weather.paid_before_cancel);
        let after = chance.percent(weather.paid_after_cancel);
        let pays = match (op, before, after) {
            (Op::CancelOrder, true, _) => Some(CustomerAction::Pay),
            (Op::CancelOrder, false, true) => Some(CustomerAction::PayLate),
            _ => None,
        };
        Fate {
            there,
            back,
            lost_request: weather.down || chance.percent(weather.lost_request),
            lost_reply: chance.percent(weather.lost_reply),
            silent: chance.percent(50),
            again,
            pays,
        }
    }

    /// A request arrives.
    fn arrive(
        &self,
        request: &ApiRequest,
        order: Option<&str>,
        fate: &Fate,
    ) -> payby_sandbox::ApiReply {
        let now = self.time.now_ms();
        if let (Some(action @ CustomerAction::Pay), Some(order)) = (fate.pays, order)
            && self.sandbox.customer(order, action, now).is_ok()
        {
            self.witness
                .note(&format!("customer pays {order} just before the cancel"));
        }
        let reply = self.sandbox.handle(request, now);
        if let (Some(action @ CustomerAction::PayLate), Some(order)) = (fate.pays, order)
            && self.sandbox.customer(order, action, now).is_ok()
        {
            self.witness
                .note(&format!("customer pays {order} just after the cancel"));
        }
        let said = String::from_utf8_lossy(&reply.body);
        let said: String = said.chars().take(100).collect();
        let status = order.and_then(|order| self.sandbox.order(order, now));
        self.witness.note(&format!(
            "    PayBy: {} {} -> {said} {:?}, {:?}",
            request.path,
            order.unwrap_or("-"),
            reply.delivery,
            status.map(|order| order.status),
        ));
        self.witness.look();
        reply
    }

    async fn carry(
        self: Arc<Self>,
        request: ApiRequest,
        order: Option<String>,
        fate: Fate,
        answer: oneshot::Sender<Result<WireReply, TransportError>>,
    ) {
        tokio::time::sleep(fate.there).await;
        if fate.lost_request {
            if fate.silent {
                tokio::time::sleep(CALL_LIMIT).await;
            }
            // Whoever asked may have given up.
            drop(answer.send(Err(broken(TransportErrorKind::Connect))));
            return;
        }
        let reply = self.arrive(&request, order.as_deref(), &fate);
        // Nothing below HTTP doubles a request that was refused: only what was carried out may come again.
        let accepted = reply
            .body
            .windows(11)
            .any(|part| part == b"\"code\":\"0\",");
        if let Some(later) = fate.again.filter(|_| accepted) {
            let (net, order) = (self.clone(), order.clone());
            let fate = Fate {
                again: None,
                pays: None,
                ..fate
            };
            tokio::spawn(async move {
                tokio::time::sleep(later).await;
                net.arrive(&request, order.as_deref(), &fate);
            });
        }
        let (after_ms, lost) = match reply.delivery {
            Delivery::Reply { after_ms } => (after_ms, false),
            Delivery::Drop { after_ms } => (after_ms, true),
        };
        tokio::time::sleep(fate.back + Duration::from_millis(after_ms)).await;
        let down = self.weather.lock().unwrap().down;
        let outcome = if lost {
            Err(broken(TransportErrorKind::Interrupted))
        } else if fate.lost_reply || down {
            if fate.silent {
                tokio::time::sleep(CALL_LIMIT).await;
            }
            Err(broken(TransportErrorKind::Interrupted))
        } else {
            Ok(WireReply {
                status: reply.status,
                headers: reply
                    .headers
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
                body: reply.body,
            })
        };
        drop(answer.send(outcome));
    }
}

impl Transport for Line {
    async fn post(&self, request: WireRequest) -> Result<WireReply, TransportError> {
        let net = &self.0;
        let moment = net.power.at_request();
        if moment == Moment::Dark {
            return std::future::pending().await;
        }
        let op = Op::of_path(request.url.path()).expect("an operation of PayBy's");
        let content = content_of(&request.body);
        let order = order_in(&content);
        net.witness.note(&format!(
            "  till: {op:?} {}",
            order.as_deref().unwrap_or(&content)
        ));
        net.witness.sends(op, order.as_deref());
        net.sent.lock().unwrap().push(Sent {
            at_ms: net.time.now_ms(),
            op,
            order: order.clone(),
            content,
            jumps: net.time.jumps(),
        });
        let header = |wanted: &str| {
            let found = request.headers.iter();
            found
                .filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.clone())
                .next()
        };
        let sent = ApiRequest {
            path: request.url.path().to_owned(),
            sign: header("sign"),
            partner_id: header("partner-id"),
            body: request.body.clone(),
        };
        let fate = net.fate(op);
        let (answer, answered) = oneshot::channel();
        // What is on the wire stays on the wire, whatever becomes of the till.
        tokio::spawn(net.clone().carry(sent, order, fate, answer));
        if moment == Moment::LastBreath {
            return std::future::pending().await;
        }
        match tokio::time::timeout(CALL_LIMIT, answered).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(broken(TransportErrorKind::Interrupted)),
            Err(_) => Err(broken(TransportErrorKind::Timeout)),
        }
    }
}
