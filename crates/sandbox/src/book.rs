//! PayBy's book: every record, the indexes over them, and what happens by itself as time goes by.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use aws_lc_rs::digest;
use serde::Serialize;

use crate::fault::Faults;
use crate::log::LogEntry;
use crate::model::{
    Fail, HeldCreate, Notice, NoticeOf, NoticeState, Order, OrderStatus, Paid, Refund,
    RefundStatus, Scene, Transfer, TransferStatus,
};
use crate::money::Fils;
use crate::settings::Settings;
use crate::wire;

/// How many calls the log keeps.
const LOG_LENGTH: usize = 20_000;
/// How many notifications are kept once they are settled.
const NOTICES_KEPT: usize = 2_000;

/// What a changed record is, in a state file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// Counters.
    Meta,
    /// An order.
    Order,
    /// A refund.
    Refund,
    /// A transfer.
    Transfer,
    /// A create on its way.
    Held,
    /// A notification.
    Notice,
    /// A line of the log.
    Log,
}

impl RecordKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Meta,
        Self::Order,
        Self::Refund,
        Self::Transfer,
        Self::Held,
        Self::Notice,
        Self::Log,
    ];

    /// The kind's name in a state file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Order => "order",
            Self::Refund => "refund",
            Self::Transfer => "transfer",
            Self::Held => "held",
            Self::Notice => "notice",
            Self::Log => "log",
        }
    }
}

/// A record that changed: its JSON, or none when it is gone.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it is.
    pub kind: RecordKind,
    /// Its number.
    pub key: String,
    /// Its content as JSON.
    pub json: Option<String>,
}

/// A record's number in an index that must sort as numbers do.
pub(crate) fn numbered(number: u64) -> String {
    format!("{number:020}")
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alarm {
    Order(String),
    Refund(String),
    Transfer(String),
    Held(u64),
}

#[derive(Default)]
pub(crate) struct Book {
    orders: BTreeMap<String, Order>,
    by_order_no: HashMap<String, String>,
    by_token: HashMap<String, String>,
    refunds: BTreeMap<String, Refund>,
    by_refund_no: HashMap<String, String>,
    transfers: BTreeMap<String, Transfer>,
    by_transfer_no: HashMap<String, String>,
    held: BTreeMap<u64, HeldCreate>,
    notices: BTreeMap<u64, Notice>,
    log: VecDeque<LogEntry>,
    counter: u64,
    log_seq: u64,
    alarms: BTreeSet<(i64, Alarm)>,
    changes: BTreeSet<(RecordKind, String)>,
    record_changes: bool,
    pub(crate) faults: Faults,
}

impl Book {
    pub(crate) fn new(record_changes: bool) -> Self {
        Self {
            record_changes,
            ..Self::default()
        }
    }

    // Records.

    pub(crate) fn order(&self, merchant_order_no: &str) -> Option<&Order> {
        self.orders.get(merchant_order_no)
    }

    pub(crate) fn order_by_no(&self, order_no: &str) -> Option<&Order> {
        self.orders.get(self.by_order_no.get(order_no)?)
    }

    pub(crate) fn order_by_token(&self, token: &str) -> Option<&Order> {
        self.orders.get(self.by_token.get(token)?)
    }

    pub(crate) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    pub(crate) fn refund(&self, number: &str) -> Option<&Refund> {
        self.refunds.get(number)
    }

    pub(crate) fn refund_by_no(&self, order_no: &str) -> Option<&Refund> {
        self.refunds.get(self.by_refund_no.get(order_no)?)
    }

    pub(crate) fn refunds(&self) -> impl Iterator<Item = &Refund> {
        self.refunds.values()
    }

    pub(crate) fn transfer(&self, number: &str) -> Option<&Transfer> {
        self.transfers.get(number)
    }

    pub(crate) fn transfer_by_no(&self, order_no: &str) -> Option<&Transfer> {
        self.transfers.get(self.by_transfer_no.get(order_no)?)
    }

    pub(crate) fn transfers(&self) -> impl Iterator<Item = &Transfer> {
        self.transfers.values()
    }

    pub(crate) fn notice(&self, id: u64) -> Option<&Notice> {
        self.notices.get(&id)
    }

    pub(crate) fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.values()
    }

    pub(crate) fn log(&self) -> impl Iterator<Item = &LogEntry> {
        self.log.iter()
    }

    /// Forgets an order and its refunds.
    pub(crate) fn forget_order(&mut self, merchant_order_no: &str) {
        let Some(order) = self.orders.remove(merchant_order_no) else {
            return;
        };
        self.by_order_no.remove(&order.order_no);
        self.by_token.remove(&order.token);
        self.changed(RecordKind::Order, order.merchant_order_no);
        for number in order.refunds {
            if let Some(refund) = self.refunds.remove(&number) {
                self.by_refund_no.remove(&refund.order_no);
                self.changed(RecordKind::Refund, number);
            }
        }
    }

    /// What of an order's payment is given back or on its way back.
    pub(crate) fn refunded(&self, order: &Order) -> Fils {
        order
            .refunds
            .iter()
            .filter_map(|number| self.refunds.get(number))
            .filter(|refund| refund.status != RefundStatus::Failure)
            .fold(Fils(0), |sum, refund| sum.plus(refund.amount))
    }

    fn changed(&mut self, kind: RecordKind, key: String) {
        if self.record_changes {
            self.changes.insert((kind, key));
        }
    }

    pub(crate) fn put_order(&mut self, order: Order, settings: &Settings) {
        let key = order.merchant_order_no.clone();
        if let Some(due) = order_alarm(&order, settings) {
            self.alarms.insert((due, Alarm::Order(key.clone())));
        }
        self.by_order_no.insert(order.order_no.clone(), key.clone());
        self.by_token.insert(order.token.clone(), key.clone());
        self.changed(RecordKind::Order, key.clone());
        self.orders.insert(key, order);
    }

    pub(crate) fn put_refund(&mut self, refund: Refund, settings: &Settings) {
        let key = refund.refund_merchant_order_no.clone();
        if let Some(due) = refund_alarm(&refund, settings) {
            self.alarms.insert((due, Alarm::Refund(key.clone())));
        }
        self.by_refund_no
            .insert(refund.order_no.clone(), key.clone());
        self.changed(RecordKind::Refund, key.clone());
        self.refunds.insert(key, refund);
    }

    pub(crate) fn put_transfer(&mut self, transfer: Transfer, settings: &Settings) {
        let key = transfer.merchant_order_no.clone();
        if let Some(due) = transfer_alarm(&transfer, settings) {
            self.alarms.insert((due, Alarm::Transfer(key.clone())));
        }
        self.by_transfer_no
            .insert(transfer.order_no.clone(), key.clone());
        self.changed(RecordKind::Transfer, key.clone());
        self.transfers.insert(key, transfer);
    }

    pub(crate) fn put_held(&mut self, held: HeldCreate) {
        self.alarms.insert((held.land_at, Alarm::Held(held.id)));
        self.changed(RecordKind::Held, numbered(held.id));
        self.held.insert(held.id, held);
    }

    pub(crate) fn put_notice(&mut self, notice: Notice) {
        self.changed(RecordKind::Notice, numbered(notice.id));
        self.notices.insert(notice.id, notice);
        while self.notices.len() > NOTICES_KEPT {
            let settled = self
                .notices
                .values()
                .find(|notice| {
                    matches!(notice.state, NoticeState::Delivered | NoticeState::GivenUp)
                })
                .map(|notice| notice.id);
            let Some(id) = settled else { break };
            self.notices.remove(&id);
            self.changed(RecordKind::Notice, numbered(id));
        }
    }

    pub(crate) fn put_log(&mut self, mut entry: LogEntry) {
        self.log_seq += 1;
        entry.seq = self.log_seq;
        self.changed(RecordKind::Log, numbered(entry.seq));
        self.log.push_back(entry);
        while self.log.len() > LOG_LENGTH {
            if let Some(oldest) = self.log.pop_front() {
                self.changed(RecordKind::Log, numbered(oldest.seq));
            }
        }
    }

    /// The next number of anything.
    pub(crate) fn next(&mut self) -> u64 {
        self.counter += 1;
        self.changed(RecordKind::Meta, "counter".to_owned());
        self.counter
    }

    /// A number as PayBy gives them: a prefix, the second, six digits.
    pub(crate) fn number(&mut self, prefix: &str, at: i64) -> String {
        let next = self.next();
        format!("{prefix}{:010}{:06}", at / 1000, next % 1_000_000)
    }

    /// A token nobody can guess who does not know the seed.
    pub(crate) fn token(&mut self, settings: &Settings, order: &str) -> String {
        let next = self.next();
        let text = format!("{}/{next}/{order}", settings.seed);
        let hash = digest::digest(&digest::SHA256, text.as_bytes());
        wire::hex(hash.as_ref()).chars().take(32).collect()
    }

    // Persistence.

    /// The records that changed since the last call.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        let changes = std::mem::take(&mut self.changes);
        changes
            .into_iter()
            .map(|(kind, key)| Change {
                json: self.json_of(kind, &key),
                kind,
                key,
            })
            .collect()
    }

    fn json_of(&self, kind: RecordKind, key: &str) -> Option<String> {
        fn json<T: Serialize>(record: Option<&T>) -> Option<String> {
            record.and_then(|record| serde_json::to_string(record).ok())
        }
        let number = || key.parse::<u64>().ok();
        match kind {
            RecordKind::Meta => json(Some(&self.counter)),
            RecordKind::Order => json(self.orders.get(key)),
            RecordKind::Refund => json(self.refunds.get(key)),
            RecordKind::Transfer => json(self.transfers.get(key)),
            RecordKind::Held => json(number().and_then(|id| self.held.get(&id))),
            RecordKind::Notice => json(number().and_then(|id| self.notices.get(&id))),
            RecordKind::Log => {
                let first = self.log.front().map_or(0, |entry| entry.seq);
                let index = number()
                    .and_then(|seq| seq.checked_sub(first))
                    .and_then(|index| usize::try_from(index).ok());
                json(index.and_then(|index| self.log.get(index)))
            }
        }
    }

    /// Takes in a record of an earlier run.
    pub(crate) fn restore(
        &mut self,
        kind: RecordKind,
        json: &str,
        settings: &Settings,
    ) -> Result<(), serde_json::Error> {
        match kind {
            RecordKind::Meta => self.counter = serde_json::from_str(json)?,
            RecordKind::Order => self.put_order(serde_json::from_str(json)?, settings),
            RecordKind::Refund => self.put_refund(serde_json::from_str(json)?, settings),
            RecordKind::Transfer => self.put_transfer(serde_json::from_str(json)?, settings),
            RecordKind::Held => self.put_held(serde_json::from_str(json)?),
            RecordKind::Notice => {
                let mut notice: Notice = serde_json::from_str(json)?;
                // Whether the merchant got what was on its way when this machine stopped, nobody knows: send again.
                if notice.state == NoticeState::Sending {
                    notice.state = NoticeState::Waiting;
                }
                self.notices.insert(notice.id, notice);
            }
            RecordKind::Log => {
                let entry: LogEntry = serde_json::from_str(json)?;
                self.log_seq = self.log_seq.max(entry.seq);
                self.log.push_back(entry);
            }
        }
        self.changes.clear();
        Ok(())
    }

    // What happens.

    pub(crate) fn skew(&self, settings: &Settings) -> i64 {
        settings
            .clock_skew_ms
            .saturating_add(self.faults.clock_skew_ms())
    }

    /// When something next happens by itself or a notification is due, this machine's clock.
    pub(crate) fn next_due(&self, settings: &Settings) -> Option<i64> {
        let alarm = self
            .alarms
            .first()
            .map(|(due, _)| due - self.skew(settings));
        let notice = self
            .notices
            .values()
            .filter(|notice| notice.state == NoticeState::Waiting)
            .map(|notice| notice.due)
            .min();
        alarm.into_iter().chain(notice).min()
    }

    /// Lets everything happen that is due at `now` (this machine's clock).
    pub(crate) fn advance(&mut self, settings: &Settings, now: i64) {
        let payby_now = now.saturating_add(self.skew(settings));
        while self
            .alarms
            .first()
            .is_some_and(|(due, _)| *due <= payby_now)
        {
            if let Some((due, alarm)) = self.alarms.pop_first() {
                self.fire(settings, due, &alarm);
            }
        }
    }

    /// An alarm that a later change has overtaken does nothing.
    fn fire(&mut self, settings: &Settings, due: i64, alarm: &Alarm) {
        match alarm {
            Alarm::Order(number) => {
                let order = self.orders.get(number).cloned();
                if let Some(order) = order.filter(|order| order_alarm(order, settings) == Some(due))
                {
                    self.fire_order(settings, due, order);
                }
            }
            Alarm::Refund(number) => {
                let refund = self.refunds.get(number).cloned();
                if let Some(refund) =
                    refund.filter(|refund| refund_alarm(refund, settings) == Some(due))
                {
                    self.fire_refund(settings, due, refund);
                }
            }
            Alarm::Transfer(number) => {
                let transfer = self.transfers.get(number).cloned();
                if let Some(transfer) =
                    transfer.filter(|transfer| transfer_alarm(transfer, settings) == Some(due))
                {
                    self.fire_transfer(settings, due, transfer);
                }
            }
            Alarm::Held(id) => {
                if let Some(held) = self.held.remove(id) {
                    self.changed(RecordKind::Held, numbered(*id));
                    self.land(settings, held);
                }
            }
        }
    }

    fn fire_order(&mut self, settings: &Settings, due: i64, mut order: Order) {
        match order.status {
            OrderStatus::Created => {
                close(
                    &mut order,
                    Fail::new("ORDER_EXPIRED", "The order has expired"),
                    due,
                );
                self.put_order(order, settings);
            }
            OrderStatus::Failure => self.pay(settings, order, due),
            OrderStatus::PaidSuccess => {
                order.status = OrderStatus::Settled;
                if let Some(paid) = &mut order.paid {
                    paid.settled_at = Some(due);
                }
                self.put_order(order, settings);
            }
            OrderStatus::Settled => {}
        }
    }

    fn fire_refund(&mut self, settings: &Settings, due: i64, mut refund: Refund) {
        match (refund.status, refund.fails) {
            (RefundStatus::Created, true) => refund.status = RefundStatus::Failure,
            (RefundStatus::Created, false) => {
                refund.status = RefundStatus::RefundedSettled;
                refund.settled_at = Some(due);
            }
            (RefundStatus::RefundedSettled, _) => refund.status = RefundStatus::Success,
            (RefundStatus::Success | RefundStatus::Failure, _) => return,
        }
        let tell = refund.status != RefundStatus::Success;
        self.put_refund(refund.clone(), settings);
        if let Some(url) = refund.notify_url.clone().filter(|_| tell) {
            let number = refund.origin_merchant_order_no.clone();
            self.announce(
                settings,
                &url,
                &number,
                &NoticeOf::Refund(Box::new(refund)),
                due,
            );
        }
    }

    fn fire_transfer(&mut self, settings: &Settings, due: i64, mut transfer: Transfer) {
        if transfer.fail.is_some() {
            transfer.status = TransferStatus::Failure;
        } else {
            transfer.status = TransferStatus::Success;
            transfer.arrived_at = Some(due);
        }
        self.put_transfer(transfer.clone(), settings);
        if let Some(url) = transfer.notify_url.clone() {
            let number = transfer.merchant_order_no.clone();
            self.announce(
                settings,
                &url,
                &number,
                &NoticeOf::Transfer(Box::new(transfer)),
                due,
            );
        }
    }

    /// A create arrives at last. If the merchant sent it again meanwhile, the order is there and stays.
    fn land(&mut self, settings: &Settings, held: HeldCreate) {
        if self.orders.contains_key(&held.order.merchant_order_no) {
            return;
        }
        let at = held.land_at;
        if held.pays_at_once && at < held.order.expired_time {
            self.pay(settings, held.order, at);
        } else {
            self.put_order(held.order, settings);
        }
    }

    /// The customer's money arrives, whatever the order's state: only PayBy decides whether it takes it.
    pub(crate) fn pay(&mut self, settings: &Settings, mut order: Order, at: i64) {
        order.status = OrderStatus::PaidSuccess;
        order.fail = None;
        order.closed_at = None;
        order.pays_late = false;
        if order.scene == Scene::Dynqr && order.scanned_at.is_none() {
            order.scanned_at = Some(at);
        }
        let (fee, fee_vat) = settings.fee(order.total);
        order.paid = Some(Paid {
            at,
            amount: order.total,
            fee,
            fee_vat,
            payer_mid: "100000030030".to_owned(),
            settled_at: None,
        });
        self.put_order(order.clone(), settings);
        if let Some(url) = order.notify_url.clone() {
            let number = order.merchant_order_no.clone();
            self.announce(
                settings,
                &url,
                &number,
                &NoticeOf::Order(Box::new(order)),
                at,
            );
        }
    }

    fn announce(
        &mut self,
        settings: &Settings,
        url: &str,
        number: &str,
        about: &NoticeOf,
        at: i64,
    ) {
        let (copies, hold_ms) = self.faults.plan_notice(number);
        let notify_id = self.number("20", at);
        let due = at - self.skew(settings) + i64::try_from(hold_ms).unwrap_or(i64::MAX / 2);
        for _ in 0..=copies {
            let id = self.next();
            self.put_notice(Notice {
                id,
                notify_id: notify_id.clone(),
                notify_timestamp: at,
                url: url.to_owned(),
                merchant_order_no: number.to_owned(),
                about: about.clone(),
                tries: 0,
                due,
                state: NoticeState::Waiting,
                reply_lost: false,
            });
        }
    }
}

/// An unpaid order ends.
pub(crate) fn close(order: &mut Order, fail: Fail, at: i64) {
    order.status = OrderStatus::Failure;
    order.fail = Some(fail);
    order.closed_at = Some(at);
}

fn order_alarm(order: &Order, settings: &Settings) -> Option<i64> {
    match order.status {
        OrderStatus::Created => Some(order.expired_time),
        OrderStatus::Failure if order.pays_late => order
            .closed_at
            .map(|closed| closed + settings.late_payment_ms),
        OrderStatus::PaidSuccess => order
            .paid
            .as_ref()
            .map(|paid| paid.at + settings.settlement_ms()),
        OrderStatus::Failure | OrderStatus::Settled => None,
    }
}

fn refund_alarm(refund: &Refund, settings: &Settings) -> Option<i64> {
    match refund.status {
        RefundStatus::Created => Some(refund.created_at + settings.refund_takes_ms),
        RefundStatus::RefundedSettled => refund
            .settled_at
            .map(|at| at + settings.refund_arrives_ms()),
        RefundStatus::Success | RefundStatus::Failure => None,
    }
}

fn transfer_alarm(transfer: &Transfer, settings: &Settings) -> Option<i64> {
    (transfer.status == TransferStatus::Created)
        .then_some(transfer.created_at + settings.transfer_takes_ms)
}
