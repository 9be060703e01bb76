//! The counter: what a cashier does with goods, cash and paper.
//!
//! A basket is stored on every change. It becomes a sale, which never changes, when its first payment starts. Payments prove
//! themselves: cash when it is written down, a wallet when the driver of payments ([`fils_checkout`]) has PayBy's proof.
//! When what is proved covers the sale, the receipt is issued in the same transaction that found it so. Nothing here decides
//! about an order, and nothing is kept only in memory: starting up settles what was proved while nobody looked.

mod basket;
mod error;
mod papers;
mod pay;
mod payments;
mod record;
mod returns;
mod settle;
mod shift;
pub mod view;
mod wallet;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fils_checkout::{Change, Checkout, Clock, Randomness};
use fils_order::{SaleId, UtcMs};
use fils_sale::receipt::Shop;
use fils_sale::tender::CashRounding;
use fils_store::{Books, NewEntry, Store};
use serde_json::Value;
use tokio::sync::broadcast;

pub use basket::Weighed;
pub use error::CounterError;
pub use pay::{CashPreview, Charge};
pub use record::Sold;
pub use returns::{Back, GiveBack};
pub use shift::CashMoved;
pub use wallet::amount_item;

/// How many changes a slow listener may miss before it has to look everything up again.
const NEWS: usize = 64;

/// What a counter is set to.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the settings"
)]
pub struct Settings {
    /// What this till's numbers begin with.
    pub prefix: String,
    /// The hour at which a business day begins in Dubai, 0 to 23.
    pub day_start_h: u8,
    /// The shop, as receipts name it.
    pub shop: Shop,
    /// How cash is rounded.
    pub rounding: CashRounding,
    /// Whether customers are asked for a tip.
    pub tips: bool,
    /// Whether no money moves.
    pub training: bool,
    /// Whether every receipt is queued for printing.
    pub print: bool,
    /// Whether a printer opens the drawer.
    pub drawer: bool,
}

/// Where the place of the last receipt is kept beside the books, so that books restored from a backup never use a number again.
pub trait LastReceipt: Send + 'static {
    /// The place of the last receipt of this till, 0 when there is none.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    fn read(&self) -> Result<i64, String>;
    /// Keeps it; durable when this returns.
    ///
    /// # Errors
    /// With the reason when it cannot be kept.
    fn write(&self, n: i64) -> Result<(), String>;
}

/// What screens hear from the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A sale changed: a payment came, or its receipt was issued.
    Sale(SaleId),
    /// The basket at hand changed.
    Basket,
    /// Cash moved or a shift began or ended.
    Drawer,
    /// A print was queued.
    Print,
}

/// A handle to the counter. Cheap to clone.
#[derive(Clone)]
pub struct Counter {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counter").finish_non_exhaustive()
    }
}

struct Inner {
    store: Mutex<Store>,
    checkout: Checkout,
    clock: Box<dyn Clock>,
    random: Mutex<Box<dyn Randomness>>,
    last_receipt: Mutex<Box<dyn LastReceipt>>,
    settings: Settings,
    news: broadcast::Sender<News>,
    /// Held while money goes back to a wallet, so that its proof finds what it was for written down.
    returning: tokio::sync::Mutex<()>,
}

impl Counter {
    /// Opens the counter and settles what was proved while it was closed. The task that settles what PayBy proves from now on
    /// runs inside the present tokio runtime until the driver ends.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn open(
        store: Store,
        checkout: Checkout,
        clock: impl Clock,
        random: impl Randomness,
        last_receipt: impl LastReceipt,
        settings: Settings,
    ) -> Result<Self, CounterError> {
        let changes = checkout.subscribe();
        let counter = Self {
            inner: Arc::new(Inner {
                store: Mutex::new(store),
                checkout,
                clock: Box::new(clock),
                random: Mutex::new(Box::new(random)),
                last_receipt: Mutex::new(Box::new(last_receipt)),
                settings,
                news: broadcast::channel(NEWS).0,
                returning: tokio::sync::Mutex::new(()),
            }),
        };
        counter.remember_last_receipt()?;
        counter.settle_all()?;
        tokio::spawn(go_on_settling(Arc::downgrade(&counter.inner), changes));
        Ok(counter)
    }

    /// What changes from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<News> {
        self.inner.news.subscribe()
    }

    /// What it is set to.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        held(&self.inner.store)
    }

    fn now(&self) -> UtcMs {
        self.inner.clock.now()
    }

    fn day(&self, now: UtcMs) -> String {
        now.business_day(self.inner.settings.day_start_h)
    }

    /// A number for a sale.
    fn fresh_number(&self) -> Result<SaleId, CounterError> {
        let bits = held(&self.inner.random).bits();
        Ok(SaleId::make(&self.settings().prefix, self.now(), bits)?)
    }

    fn tell(&self, news: News) {
        // Nobody may be listening.
        drop(self.inner.news.send(news));
    }

    /// Looks into the books. Nobody waits for it.
    fn look<T>(
        &self,
        look: impl FnOnce(&Books<'_>) -> Result<T, CounterError>,
    ) -> Result<T, CounterError> {
        self.store().look(look)
    }

    /// Changes the books.
    fn books<T>(
        &self,
        work: impl FnOnce(&Books<'_>) -> Result<T, CounterError>,
    ) -> Result<T, CounterError> {
        self.store().transact(work)
    }
}

/// What is behind a lock. A panic leaves nothing half-done there: what is stored changes in transactions.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Settles what PayBy proves, until the driver or the counter ends.
async fn go_on_settling(counter: std::sync::Weak<Inner>, mut changes: broadcast::Receiver<Change>) {
    loop {
        let heard = changes.recv().await;
        let Some(inner) = counter.upgrade() else {
            return;
        };
        let counter = Counter { inner };
        let settled = match heard {
            Ok(Change::Order(order)) => counter.heard_of_order(&order),
            Ok(Change::Refund(refund)) => counter.heard_of_refund(&refund).await,
            Ok(Change::Clock(_) | Change::Storage(_)) => Ok(()),
            Err(broadcast::error::RecvError::Lagged(_)) => counter.settle_all(),
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if let Err(error) = settled {
            // Nothing is lost: the next change, or the next start, finds the same proof.
            tracing::error!(code = error.code(), %error, "a proved payment could not be settled yet");
        }
    }
}

/// A line for the journal.
fn entry(at: UtcMs, kind: &str, by: &str, params: &Value) -> NewEntry {
    NewEntry {
        at,
        kind: kind.to_owned(),
        by: by.to_owned(),
        order: None,
        refund: None,
        params: params.to_string(),
        raw: None,
    }
}

fn reason(text: &str) -> Result<String, CounterError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CounterError::ReasonMissing);
    }
    let length = text.chars().count();
    if length > REASON_MAX {
        return Err(CounterError::ReasonTooLong { length });
    }
    Ok(text.to_owned())
}

/// Longest reason in characters, as for refunds.
const REASON_MAX: usize = 64;
