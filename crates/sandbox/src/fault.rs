//! Faults on demand: how the wire and PayBy misbehave, for tests and for training.

use serde::{Deserialize, Serialize};

/// An operation of the gateway, as faults and the log name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// `/acquire2/placeOrder`
    #[serde(alias = "placeOrder", alias = "create")]
    PlaceOrder,
    /// `/acquire2/getOrder`
    #[serde(alias = "getOrder", alias = "query")]
    GetOrder,
    /// `/acquire2/cancelOrder`
    #[serde(alias = "cancelOrder", alias = "cancel")]
    CancelOrder,
    /// `/acquire2/revokeOrder`
    #[serde(alias = "revokeOrder", alias = "revoke")]
    RevokeOrder,
    /// `/acquire2/getCashierUrlInfo`
    #[serde(
        alias = "getCashierUrlInfo",
        alias = "scanned",
        alias = "cashier_url_info"
    )]
    GetCashierUrlInfo,
    /// `/acquire2/updateExpiredTime`
    #[serde(alias = "updateExpiredTime")]
    UpdateExpiredTime,
    /// `/acquire2Query/queryOrderPage`
    #[serde(alias = "queryOrderPage", alias = "order_page")]
    QueryOrderPage,
    /// `/acquire2/refund/placeOrder`
    #[serde(alias = "place_refund")]
    Refund,
    /// `/acquire2/refund/getOrder`
    #[serde(alias = "getRefund")]
    GetRefund,
    /// `/transfer/placeTransferOrder`
    #[serde(alias = "placeTransferOrder")]
    Transfer,
    /// `/transfer/getTransferOrder`
    #[serde(alias = "getTransferOrder")]
    GetTransfer,
    /// `/acquire2/download/getOrderStatement`
    #[serde(alias = "getOrderStatement", alias = "statement")]
    GetOrderStatement,
    /// `/member/getBalance`
    #[serde(alias = "getBalance", alias = "balance")]
    GetBalance,
    /// PayBy's own POST to the merchant's `notifyUrl`.
    #[serde(alias = "notification")]
    Notify,
}

impl Op {
    /// Every operation a merchant can call, with its path under the base URL.
    pub const PATHS: [(&'static str, Self); 13] = [
        ("/acquire2/placeOrder", Self::PlaceOrder),
        ("/acquire2/getOrder", Self::GetOrder),
        ("/acquire2/cancelOrder", Self::CancelOrder),
        ("/acquire2/revokeOrder", Self::RevokeOrder),
        ("/acquire2/getCashierUrlInfo", Self::GetCashierUrlInfo),
        ("/acquire2/updateExpiredTime", Self::UpdateExpiredTime),
        ("/acquire2Query/queryOrderPage", Self::QueryOrderPage),
        ("/acquire2/refund/placeOrder", Self::Refund),
        ("/acquire2/refund/getOrder", Self::GetRefund),
        ("/transfer/placeTransferOrder", Self::Transfer),
        ("/transfer/getTransferOrder", Self::GetTransfer),
        (
            "/acquire2/download/getOrderStatement",
            Self::GetOrderStatement,
        ),
        ("/member/getBalance", Self::GetBalance),
    ];

    /// The operation behind a path, with or without the `/sgs/api` in front.
    pub fn of_path(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/sgs/api").unwrap_or(path);
        Self::PATHS
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, op)| *op)
    }
}

/// One fault: what happens, to which calls, how often.
///
/// As JSON: `{"op": "get_order", "order": "T1-…", "times": 3, "kind": "code", "code": "500"}`;
/// only `kind` and what the kind needs must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The operation it meets; none: every call (notifications only where the kind speaks of them).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<Op>,
    /// The merchant order number it meets; none: every order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// For how many calls; none: until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

impl Fault {
    /// A fault for every call until cleared; narrow it with [`on`](Self::on) and [`times`](Self::times).
    pub fn new(kind: FaultKind) -> Self {
        Self {
            op: None,
            order: None,
            times: None,
            kind,
        }
    }

    /// Only for this operation.
    #[must_use]
    pub fn on(mut self, op: Op) -> Self {
        self.op = Some(op);
        self
    }

    /// Only for this merchant order number.
    #[must_use]
    pub fn for_order(mut self, order: impl Into<String>) -> Self {
        self.order = Some(order.into());
        self
    }

    /// Only for the next calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The request never reaches PayBy. The connection closes after `hang_ms` (at once without it).
    LostRequest {
        /// How long the line stays silent before it closes, ms.
        #[serde(default)]
        hang_ms: u64,
    },
    /// PayBy does what was asked, the reply is lost. The connection closes after `hang_ms`.
    LostReply {
        /// How long the line stays silent before it closes, ms.
        #[serde(default)]
        hang_ms: u64,
    },
    /// The reply comes this much later. Adds to any other fault.
    Delay {
        /// How much later, ms.
        ms: u64,
    },
    /// A reply with this code.
    Code {
        /// PayBy's code, such as `500` or `62001`.
        code: String,
        /// The message; none: the code's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        msg: Option<String>,
        /// Whether it is signed; none: as PayBy does for that code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<bool>,
        /// Whether PayBy did what was asked all the same.
        #[serde(default)]
        processed: bool,
    },
    /// The reply's signature does not fit its body.
    BadSignature,
    /// The reply carries no signature.
    Unsigned,
    /// The reply ends half-way; the signature is the whole body's.
    Truncated,
    /// An HTML page instead of JSON, as a proxy's error page.
    NotJson,
    /// A validly signed reply with another `totalAmount`.
    WrongAmount {
        /// What is added to the true amount, fils.
        #[serde(default = "one_dirham")]
        add_fils: i64,
    },
    /// A validly signed reply with another currency.
    WrongCurrency,
    /// A validly signed reply with another `payeeMid`.
    WrongPayee,
    /// A validly signed reply about another merchant order number.
    WrongNumber,
    /// Each new notification is sent this many times more.
    DuplicateNotification {
        /// How many more.
        #[serde(default = "one")]
        copies: u32,
    },
    /// Each new notification is held back, so that later ones overtake it.
    ReorderNotification {
        /// For how long, ms.
        #[serde(default = "five_seconds")]
        hold_ms: u64,
    },
    /// A create gets no answer (or 504), and the order comes to exist only later.
    LandCreateLate {
        /// How much later the order comes to exist, ms.
        after_ms: u64,
        /// Answer 504 `SERVICE_TIMEOUT` instead of dropping the connection.
        #[serde(default)]
        answer_timeout: bool,
    },
    /// A refund is accepted, and fails afterwards.
    RefundFails,
    /// Nothing gets through in either direction.
    NetworkDown,
    /// An HTTP status instead of 200, with no body of PayBy's; nothing is processed.
    HttpStatus {
        /// The status, such as 502.
        status: u16,
    },
    /// PayBy's clock is off by this much while the fault is there (`times`, `op`, `order` do not count).
    ClockSkew {
        /// Milliseconds PayBy is ahead; negative: behind.
        ms: i64,
    },
}

fn one() -> u32 {
    1
}

fn one_dirham() -> i64 {
    100
}

fn five_seconds() -> u64 {
    5_000
}

impl FaultKind {
    /// The kind's name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::LostRequest { .. } => "lost_request",
            Self::LostReply { .. } => "lost_reply",
            Self::Delay { .. } => "delay",
            Self::Code { .. } => "code",
            Self::BadSignature => "bad_signature",
            Self::Unsigned => "unsigned",
            Self::Truncated => "truncated",
            Self::NotJson => "not_json",
            Self::WrongAmount { .. } => "wrong_amount",
            Self::WrongCurrency => "wrong_currency",
            Self::WrongPayee => "wrong_payee",
            Self::WrongNumber => "wrong_number",
            Self::DuplicateNotification { .. } => "duplicate_notification",
            Self::ReorderNotification { .. } => "reorder_notification",
            Self::LandCreateLate { .. } => "land_create_late",
            Self::RefundFails => "refund_fails",
            Self::NetworkDown => "network_down",
            Self::HttpStatus { .. } => "http_status",
            Self::ClockSkew { .. } => "clock_skew",
        }
    }

    /// The operations this kind can meet at all when the fault names none.
    fn meets(&self, op: Op) -> bool {
        match self {
            Self::NetworkDown => true,
            Self::LandCreateLate { .. } => op == Op::PlaceOrder,
            Self::RefundFails => op == Op::Refund,
            Self::DuplicateNotification { .. }
            | Self::ReorderNotification { .. }
            | Self::ClockSkew { .. } => false,
            Self::LostRequest { .. }
            | Self::LostReply { .. }
            | Self::Delay { .. }
            | Self::Code { .. }
            | Self::BadSignature
            | Self::Unsigned
            | Self::Truncated
            | Self::NotJson
            | Self::WrongAmount { .. }
            | Self::WrongCurrency
            | Self::WrongPayee
            | Self::WrongNumber
            | Self::HttpStatus { .. } => op != Op::Notify,
        }
    }
}

/// A fault that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActiveFault {
    /// Names the fault, to clear it alone.
    pub id: u64,
    /// How many calls it has met so far.
    pub met: u64,
    /// The fault; its `times` counts down.
    #[serde(flatten)]
    pub fault: Fault,
}

/// The faults that meet one call.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The first fault that fits, delays aside.
    pub(crate) kind: Option<FaultKind>,
    /// All delays that fit, together, ms.
    pub(crate) delay_ms: u64,
    names: Vec<&'static str>,
}

impl Plan {
    pub(crate) fn names(&self) -> Option<String> {
        (!self.names.is_empty()).then(|| self.names.join("+"))
    }
}

/// The list of faults, in the order they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    list: Vec<ActiveFault>,
    last_id: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        if fault.times != Some(0) {
            self.list.push(ActiveFault {
                id: self.last_id,
                met: 0,
                fault,
            });
        }
        self.last_id
    }

    pub(crate) fn clear(&mut self, id: Option<u64>) -> usize {
        let before = self.list.len();
        self.list
            .retain(|active| id.is_some_and(|id| active.id != id));
        before - self.list.len()
    }

    pub(crate) fn list(&self) -> Vec<ActiveFault> {
        self.list.clone()
    }

    pub(crate) fn clock_skew_ms(&self) -> i64 {
        self.list
            .iter()
            .filter_map(|active| {
                if let FaultKind::ClockSkew { ms } = active.fault.kind {
                    Some(ms)
                } else {
                    None
                }
            })
            .sum()
    }

    fn fits(fault: &Fault, op: Op, orders: &[&str]) -> bool {
        let op_fits = match fault.op {
            Some(wanted) => wanted == op,
            None => fault.kind.meets(op),
        };
        let order_fits = fault
            .order
            .as_deref()
            .is_none_or(|wanted| orders.contains(&wanted));
        op_fits && order_fits && !matches!(fault.kind, FaultKind::ClockSkew { .. })
    }

    /// Takes the faults for one call and counts them down.
    pub(crate) fn plan(&mut self, op: Op, orders: &[&str]) -> Plan {
        let mut plan = Plan::default();
        let down = self.list.iter().position(|active| {
            active.fault.kind == FaultKind::NetworkDown && Self::fits(&active.fault, op, orders)
        });
        let mut chosen = down;
        for (index, active) in self.list.iter().enumerate() {
            if down.is_some()
                || !Self::fits(&active.fault, op, orders)
                || is_for_new_notices(&active.fault.kind)
            {
                continue;
            }
            if !matches!(active.fault.kind, FaultKind::Delay { .. }) && chosen.is_none() {
                chosen = Some(index);
            }
        }
        for (index, active) in self.list.iter_mut().enumerate() {
            let delays = down.is_none() && Self::fits(&active.fault, op, orders);
            if let (FaultKind::Delay { ms }, true) = (&active.fault.kind, delays) {
                plan.delay_ms += ms;
            } else if chosen == Some(index) {
                plan.kind = Some(active.fault.kind.clone());
            } else {
                continue;
            }
            plan.names.push(active.fault.kind.name());
            count_down(active);
        }
        self.list.retain(|active| active.fault.times != Some(0));
        plan
    }

    /// Takes what happens to a notification that has just come to be: `(copies, held back ms)`.
    pub(crate) fn plan_notice(&mut self, order: &str) -> (u32, u64) {
        let mut copies = 0;
        let mut hold = 0;
        for active in &mut self.list {
            if active
                .fault
                .order
                .as_deref()
                .is_some_and(|wanted| wanted != order)
            {
                continue;
            }
            if let FaultKind::DuplicateNotification { copies: more } = active.fault.kind {
                copies += more;
            } else if let FaultKind::ReorderNotification { hold_ms } = active.fault.kind {
                hold += hold_ms;
            } else {
                continue;
            }
            count_down(active);
        }
        self.list.retain(|active| active.fault.times != Some(0));
        (copies, hold)
    }
}

fn is_for_new_notices(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::DuplicateNotification { .. } | FaultKind::ReorderNotification { .. }
    )
}

fn count_down(active: &mut ActiveFault) {
    active.met += 1;
    if let Some(times) = &mut active.fault.times {
        *times = times.saturating_sub(1);
    }
}
