//! The one task that owns an open till.

mod calls;
mod entries;
mod orders;
mod refunds;
mod resume;
mod wakes;
mod wishes;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use fils_order::{Event, OrderNumber, RefundNumber, Rules, Span, UtcMs};
use tokio::sync::{broadcast, mpsc};
use tokio::task::{Id, JoinSet};
use tracing::{error, warn};

use crate::handle::{Change, Checkout, CheckoutError, CustomerCode, Wish};
use crate::ports::{Clock, Gateway, Ledger, LedgerError, Randomness};
use crate::view::{OrderView, RefundView};
use calls::{Answered, CallOf};
use resume::Resuming;
use wakes::Wakes;

/// Wishes that may wait while the driver is busy.
const WISHES: usize = 256;
/// Changes that a slow screen may be behind.
const CHANGES: usize = 4096;
/// The driver looks at the clock at least this often, so that a computer that slept is noticed.
const LONGEST_SLEEP: Span = Span::secs(2);
/// How soon a write that failed is tried again.
const WRITE_AGAIN: Span = Span::secs(2);

/// How a till names and paces its orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The rules of time.
    pub rules: Rules,
    /// The beginning of every number made here.
    pub till_prefix: String,
    /// Who gets the money: the PayBy member id that a proof must name.
    pub payee: String,
    /// The hour, 0 to 23, at which a business day begins in Dubai.
    pub business_day_start_h: u8,
}

/// What the driver keeps waking up for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Order(OrderNumber),
    Refund(RefundNumber),
}

/// An event that could not be written yet. The proof it may carry must not be lost.
enum Unwritten {
    Order(OrderNumber, Event, Option<crate::Exchange>),
    Refund(
        RefundNumber,
        fils_order::refund::RefundEvent,
        Option<crate::Exchange>,
    ),
}

/// The driver: reads the row, decides, writes, and only then acts.
pub struct Driver<G, L, C, R> {
    gateway: Arc<G>,
    ledger: L,
    clock: Arc<C>,
    random: R,
    settings: Settings,
    wishes: mpsc::Receiver<Wish>,
    changes: broadcast::Sender<Change>,
    calls: JoinSet<Answered>,
    under_way: HashMap<Id, CallOf>,
    wakes: Wakes,
    open: BTreeMap<OrderNumber, OrderView>,
    open_refunds: BTreeMap<RefundNumber, RefundView>,
    /// Customers' codes live here and nowhere else, for as long as their order may be sent again.
    codes: HashMap<OrderNumber, CustomerCode>,
    resuming: Resuming,
    clock_offset: Span,
    unwritten: Vec<Unwritten>,
    write_again_at: Option<UtcMs>,
    /// Notifications without proof are written down at most this often, so that nobody can fill the disk.
    rejections: (UtcMs, u32),
}

impl<G, L, C, R> Driver<G, L, C, R>
where
    G: Gateway,
    L: Ledger,
    C: Clock,
    R: Randomness,
{
    /// A driver and the handle to it. Nothing happens until [`Driver::run`].
    ///
    /// # Errors
    /// [`LedgerError`] when the books cannot be read.
    pub fn new(
        gateway: G,
        ledger: L,
        clock: C,
        random: R,
        settings: Settings,
    ) -> Result<(Self, Checkout), LedgerError> {
        let (wish, wishes) = mpsc::channel(WISHES);
        let (changes, _) = broadcast::channel(CHANGES);
        let clock_offset = ledger.clock_offset()?;
        let handle = Checkout {
            wishes: wish,
            changes: changes.clone(),
        };
        let driver = Self {
            gateway: Arc::new(gateway),
            ledger,
            clock: Arc::new(clock),
            random,
            settings,
            wishes,
            changes,
            calls: JoinSet::new(),
            under_way: HashMap::new(),
            wakes: Wakes::default(),
            open: BTreeMap::new(),
            open_refunds: BTreeMap::new(),
            codes: HashMap::new(),
            resuming: Resuming::default(),
            clock_offset,
            unwritten: Vec::new(),
            write_again_at: None,
            rejections: (UtcMs(0), 0),
        };
        Ok((driver, handle))
    }

    /// Takes up everything unfinished, then drives until the last [`Checkout`] is dropped.
    ///
    /// # Errors
    /// [`CheckoutError::Storage`] when the books cannot be read at the start.
    pub async fn run(mut self) -> Result<(), CheckoutError> {
        self.resume_all()?;
        loop {
            let sleep = self.until_next();
            tokio::select! {
                // What PayBy has answered counts before what anybody wishes next, and simulated days repeat exactly.
                biased;
                Some(joined) = self.calls.join_next_with_id(), if !self.calls.is_empty() => {
                    let answered = match joined {
                        Ok((id, answered)) => { self.under_way.remove(&id); Some(answered) }
                        Err(failure) => {
                            error!(%failure, "a call ended without an answer");
                            self.under_way.remove(&failure.id()).map(CallOf::without_answer)
                        }
                    };
                    if let Some(answered) = answered {
                        self.answered(answered);
                    }
                },
                wish = self.wishes.recv() => match wish {
                    Some(wish) => self.grant(wish),
                    None => return Ok(()),
                },
                () = tokio::time::sleep(sleep) => {}
            }
            self.wake_due();
        }
    }

    fn now(&self) -> UtcMs {
        self.clock.now()
    }

    fn until_next(&self) -> Duration {
        let now = self.now();
        let next = self
            .wakes
            .next()
            .into_iter()
            .chain(self.write_again_at)
            .min();
        let wait = next
            .map_or(LONGEST_SLEEP, |at| at.since(now))
            .min(LONGEST_SLEEP);
        Duration::from_millis(u64::try_from(wait.0).unwrap_or(0))
    }

    fn wake_due(&mut self) {
        let now = self.now();
        if self.write_again_at.is_some_and(|at| at <= now) {
            self.write_again();
        }
        for key in self.wakes.due(now) {
            match key {
                Key::Order(number) => {
                    let event = self.resuming.event_for(&number);
                    self.order_event(&number, event, None);
                }
                Key::Refund(number) => {
                    self.refund_event(&number, fils_order::refund::RefundEvent::Woke, None)
                }
            }
        }
    }

    /// What could not be written is kept, and tried again in its order.
    fn keep_unwritten(&mut self, unwritten: Unwritten, failure: &LedgerError) {
        warn!(%failure, "the books cannot be written; keeping the event");
        if self.unwritten.is_empty() {
            self.publish(Change::Storage(Some(failure.to_string())));
        }
        self.unwritten.push(unwritten);
        self.write_again_at = Some(self.now().plus(WRITE_AGAIN));
    }

    fn write_again(&mut self) {
        self.write_again_at = None;
        for unwritten in std::mem::take(&mut self.unwritten) {
            match unwritten {
                Unwritten::Order(number, event, exchange) => {
                    self.order_event(&number, event, exchange)
                }
                Unwritten::Refund(number, event, exchange) => {
                    self.refund_event(&number, event, exchange)
                }
            }
        }
        if self.unwritten.is_empty() {
            self.publish(Change::Storage(None));
        }
    }

    fn publish(&self, change: Change) {
        // Nobody listening is fine: screens come and go.
        drop(self.changes.send(change));
    }
}
