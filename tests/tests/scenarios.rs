//! A world in a box: a till, its books on a disk, a network with weather, and a PayBy, all under one clock that only runs when
//! nobody has anything to do.
//!
//! Everything but the network and the clock is real: the driver, the client with its signatures, the database. What follows from
//! a seed repeats exactly.

mod books;
mod chance;
mod clock;
mod net;
mod witness;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use fils_checkout::view::{OrderView, RefundView, StateView};
use fils_checkout::{
    Change, ChargeRequest, Checkout, CheckoutError, CustomerCode, Driver, Person, Randomness,
    Settings,
};
use fils_counter::{Counter, LastReceipt};
use fils_home::{Database, PayByGateway, Shop, read_notification};
use fils_order::{Money, OrderNumber, RefundNumber, Rules};
use fils_sale::tender::CashRounding;
use fils_store::{Entry, Reader, Store};
use payby::keys::PrivateKey;
use payby::{Client, ClientConfig};
use payby_sandbox::{
    CustomerAction, Fault, Keys, LogEntry, MERCHANT_PRIVATE, MERCHANT_PUBLIC, Op, OrderSnapshot,
    PAYBY_PRIVATE, PAYBY_PUBLIC, Sandbox,
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

pub(crate) use books::{Books, Cut, Power};
pub(crate) use chance::Chance;
pub(crate) use clock::Time;
pub(crate) use net::{Line, Net, Weather};
pub(crate) use witness::Witness;

/// Making keys takes a second: one pair of pairs for everybody, as the files of a folder.
static KEY_FILES: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let dir = folder();
    Keys::in_dir(dir.path()).unwrap();
    let names = [
        MERCHANT_PRIVATE,
        MERCHANT_PUBLIC,
        PAYBY_PRIVATE,
        PAYBY_PUBLIC,
    ];
    names
        .into_iter()
        .map(|name| {
            (
                name,
                std::fs::read_to_string(dir.path().join(name)).unwrap(),
            )
        })
        .collect()
});

pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let dir = folder();
    put_keys(dir.path());
    Keys::in_dir(dir.path()).unwrap()
});

/// PayBy's own private key, for those who play PayBy.
pub(crate) static PAYBY_KEY: LazyLock<PrivateKey> = LazyLock::new(|| key_of(PAYBY_PRIVATE));

pub(crate) fn key_of(name: &str) -> PrivateKey {
    let found = KEY_FILES.iter().find(|(other, _)| *other == name);
    PrivateKey::from_pem(&found.unwrap().1).unwrap()
}

/// Puts everybody's keys into a folder, so that a sandbox there need not make its own.
pub(crate) fn put_keys(dir: &Path) {
    std::fs::create_dir_all(dir).unwrap();
    for (name, text) in KEY_FILES.iter() {
        std::fs::write(dir.join(name), text).unwrap();
    }
}

pub(crate) const PARTNER: &str = payby_sandbox::Settings::PARTNER_ID;
/// Where PayBy sends notifications to. Nobody resolves it: the test carries them.
pub(crate) const NOTIFY_URL: &str = "https://till.test/payby";

/// How a world begins.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) seed: u64,
    pub(crate) rules: Rules,
    pub(crate) payby_ahead_ms: i64,
    pub(crate) notify: bool,
    pub(crate) weather: Weather,
    pub(crate) rounding: CashRounding,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            seed: 0,
            rules: Rules::default(),
            payby_ahead_ms: 0,
            notify: false,
            weather: Weather::even(),
            rounding: CashRounding::Off,
        }
    }
}

struct Running {
    checkout: Checkout,
    counter: Counter,
    driver: JoinHandle<Result<(), CheckoutError>>,
    watcher: JoinHandle<()>,
}

pub(crate) struct World {
    pub(crate) time: Arc<Time>,
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) net: Arc<Net>,
    pub(crate) power: Arc<Power>,
    pub(crate) witness: Arc<Witness>,
    pub(crate) rules: Rules,
    setup: Setup,
    dir: TempDir,
    starts: u64,
    last_receipt: Arc<AtomicI64>,
    running: Option<Running>,
}

/// The place of the last receipt, which outlives every crash.
struct Kept(Arc<AtomicI64>);

impl LastReceipt for Kept {
    fn read(&self) -> Result<i64, String> {
        Ok(self.0.load(Ordering::SeqCst))
    }

    fn write(&self, n: i64) -> Result<(), String> {
        self.0.store(n, Ordering::SeqCst);
        Ok(())
    }
}

struct Seeded(Chance);

impl Randomness for Seeded {
    fn bits(&mut self) -> u64 {
        self.0.bits()
    }
}

/// A folder in memory where there is one: what is tested here is order, not the disk.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(dir) = tempfile::tempdir_in(memory)
    {
        return dir;
    }
    tempfile::tempdir().unwrap()
}

pub(crate) fn cashier() -> Person {
    Person("cashier".to_owned())
}

impl World {
    /// A world whose till is not switched on yet.
    pub(crate) fn dark(setup: Setup) -> Self {
        let time = Arc::new(Time::start());
        let mut settings = payby_sandbox::Settings::new(PARTNER);
        settings.clock_skew_ms = setup.payby_ahead_ms;
        settings.seed = setup.seed;
        let sandbox = Arc::new(Sandbox::new(settings, KEYS.clone()));
        let witness = Arc::new(Witness::new(sandbox.clone(), time.clone()));
        let power = Arc::new(Power::default());
        let net = Arc::new(Net::new(
            sandbox.clone(),
            time.clone(),
            power.clone(),
            witness.clone(),
            Chance::new(setup.seed ^ 0x6E65_7477),
            setup.weather,
        ));
        Self {
            time,
            sandbox,
            net,
            power,
            witness,
            rules: setup.rules.clone(),
            setup,
            dir: folder(),
            starts: 0,
            last_receipt: Arc::default(),
            running: None,
        }
    }

    /// A world with a till that runs.
    pub(crate) fn new(setup: Setup) -> Self {
        let mut world = Self::dark(setup);
        world.start();
        world
    }

    pub(crate) fn fair() -> Self {
        Self::new(Setup::default())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("till.db")
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.path()).unwrap()
    }

    /// Switches the till on.
    pub(crate) fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        self.power.on();
        self.time.restarted();
        self.starts += 1;
        let config = ClientConfig::new(
            "https://payby.test/sgs/api".parse().unwrap(),
            PARTNER,
            KEYS.merchant_private().unwrap(),
            KEYS.payby_public().clone(),
        );
        let client = Client::with_transport(config, Line(self.net.clone())).unwrap();
        let shop = Shop {
            notify_url: self.setup.notify.then(|| NOTIFY_URL.to_owned()),
            ..Shop::default()
        };
        let store = Store::open(&self.path()).unwrap();
        let books = Books::new(
            Database::new(store).unwrap(),
            self.power.clone(),
            self.witness.clone(),
        );
        let settings = Settings {
            rules: self.rules.clone(),
            till_prefix: "T1".to_owned(),
            payee: PARTNER.to_owned(),
            business_day_start_h: 0,
        };
        let chance = Chance::new(self.setup.seed.wrapping_mul(31).wrapping_add(self.starts));
        let (driver, checkout) = Driver::new(
            PayByGateway::new(client, shop),
            books,
            self.time.till_clock(),
            Seeded(chance),
            settings,
        )
        .unwrap();
        let mut changes = checkout.subscribe();
        let (witness, power) = (self.witness.clone(), self.power.clone());
        let watcher = tokio::spawn(async move {
            while let Ok(change) = changes.recv().await {
                if let (Change::Order(view), false) = (change, power.is_off()) {
                    witness.saw(&view);
                }
            }
        });
        self.witness.note(&format!("till starts ({})", self.starts));
        let counter = self.counter_over(&checkout);
        self.running = Some(Running {
            checkout,
            counter,
            driver: tokio::spawn(driver.run()),
            watcher,
        });
    }

    /// The counter of a till that has just been switched on.
    fn counter_over(&self, checkout: &Checkout) -> Counter {
        Counter::open(
            Store::open(&self.path()).unwrap(),
            checkout.clone(),
            self.time.till_clock(),
            Seeded(Chance::new(
                self.setup.seed.wrapping_mul(37).wrapping_add(self.starts),
            )),
            Kept(self.last_receipt.clone()),
            fils_counter::Settings {
                prefix: "T1".to_owned(),
                day_start_h: 0,
                shop: fils_sale::receipt::Shop {
                    name: "Baqala".to_owned(),
                    trn: Some("100123456700003".to_owned()),
                    ..fils_sale::receipt::Shop::default()
                },
                rounding: self.setup.rounding,
                tips: true,
                training: true,
                print: true,
                drawer: true,
            },
        )
        .unwrap()
    }

    pub(crate) fn runs(&self) -> bool {
        self.running.is_some()
    }

    /// Pulls the plug: whatever the driver was about to do does not happen.
    pub(crate) async fn crash(&mut self) {
        self.power.cut();
        if let Some(running) = self.running.take() {
            self.witness.note("till stops");
            running.driver.abort();
            drop(running.driver.await);
            running.watcher.abort();
        }
    }

    pub(crate) async fn restart(&mut self) {
        self.crash().await;
        self.start();
    }

    pub(crate) fn checkout(&self) -> Checkout {
        let running = self.running.as_ref().expect("the till is off");
        running.checkout.clone()
    }

    pub(crate) fn counter(&self) -> Counter {
        let running = self.running.as_ref().expect("the till is off");
        running.counter.clone()
    }

    // People.

    pub(crate) async fn charge(&self, fils: i64) -> OrderNumber {
        self.charge_with(fils, None).await.unwrap()
    }

    pub(crate) async fn charge_with(
        &self,
        fils: i64,
        code: Option<&str>,
    ) -> Result<OrderNumber, CheckoutError> {
        let request = ChargeRequest {
            amount: Money::from_fils(fils).unwrap(),
            subject: None,
            code: code.map(|code| CustomerCode::new(code).unwrap()),
            by: cashier(),
            sale: None,
            details: fils_order::Details::default(),
        };
        let view = self.checkout().charge(request).await?;
        Ok(view.order.parse().unwrap())
    }

    pub(crate) async fn cancel(&self, order: &OrderNumber) -> Result<OrderView, CheckoutError> {
        self.checkout().cancel(order.clone(), cashier()).await
    }

    pub(crate) async fn view(&self, order: &OrderNumber) -> OrderView {
        self.checkout().order(order.clone()).await.unwrap()
    }

    pub(crate) async fn state(&self, order: &OrderNumber) -> StateView {
        self.view(order).await.state
    }

    pub(crate) async fn alert(&self, order: &OrderNumber) -> Option<&'static str> {
        let view = self.view(order).await;
        view.alert.map(|alert| alert.code.as_str())
    }

    pub(crate) async fn refund(
        &self,
        order: &OrderNumber,
        fils: i64,
    ) -> Result<RefundView, CheckoutError> {
        let reason = "as the customer wishes".to_owned();
        self.checkout()
            .refund(
                order.clone(),
                Money::from_fils(fils).unwrap(),
                reason,
                cashier(),
            )
            .await
    }

    pub(crate) async fn refund_state(&self, refund: &RefundView) -> String {
        let number: RefundNumber = refund.refund.parse().unwrap();
        self.checkout().refund_status(number).await.unwrap().state
    }

    pub(crate) fn customer(&self, order: &OrderNumber, action: CustomerAction) {
        let now = self.time.now_ms();
        self.sandbox
            .customer(order.as_str(), action, now)
            .unwrap_or_else(|error| panic!("{action:?}: {error}"));
        self.witness.look();
    }

    /// The notifications that are due, as the listener takes them in. Answers how many there were.
    pub(crate) async fn notifications(&self) -> usize {
        let now = self.time.now_ms();
        let due = self.sandbox.due_notifications(now);
        for notice in &due {
            let sign = notice.headers.iter().find(|(name, _)| *name == "Sign");
            let sign = sign.map_or("", |(_, sign)| sign.as_str());
            let notified = read_notification(&notice.body, sign, KEYS.payby_public()).unwrap();
            self.checkout().notified(notified).await.unwrap();
            self.sandbox.notification_answered(notice.id, true, now);
        }
        due.len()
    }

    pub(crate) fn fault(&self, fault: Fault) {
        self.sandbox.add_fault(fault);
    }

    // Time.

    pub(crate) async fn sleep(&self, seconds: f64) {
        tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
    }

    /// Seconds since the world began.
    pub(crate) fn seconds(&self) -> f64 {
        self.time.seconds()
    }

    /// Waits, a tenth of a second at a time, until the order shows what is wanted.
    pub(crate) async fn until(
        &self,
        order: &OrderNumber,
        within: f64,
        what: impl Fn(&OrderView) -> bool,
    ) -> OrderView {
        let end = self.seconds() + within;
        loop {
            let view = self.view(order).await;
            if what(&view) {
                return view;
            }
            assert!(
                self.seconds() < end,
                "not within {within} s: {view:#?}\n{}",
                self.witness.timeline()
            );
            self.sleep(0.1).await;
        }
    }

    pub(crate) async fn until_state(
        &self,
        order: &OrderNumber,
        within: f64,
        state: StateView,
    ) -> OrderView {
        self.until(order, within, |view| view.state == state).await
    }

    // What is left to look at.

    pub(crate) fn at_payby(&self, order: &OrderNumber) -> Option<OrderSnapshot> {
        self.sandbox.order(order.as_str(), self.time.now_ms())
    }

    pub(crate) fn calls(&self, order: &OrderNumber, op: Op) -> Vec<LogEntry> {
        self.sandbox
            .log()
            .into_iter()
            .filter(|entry| {
                entry.operation == Some(op)
                    && entry.merchant_order_no.as_deref() == Some(order.as_str())
            })
            .collect()
    }

    /// When calls of an operation came to PayBy, in seconds since the world began.
    pub(crate) fn times(&self, order: &OrderNumber, op: Op) -> Vec<f64> {
        let seconds = |entry: LogEntry| Time::seconds_of(entry.at_ms);
        self.calls(order, op).into_iter().map(seconds).collect()
    }

    pub(crate) fn journal(&self, order: &OrderNumber) -> Vec<Entry> {
        self.reader().journal_of(order).unwrap()
    }

    /// What must hold at the end of every story.
    pub(crate) fn finish(&self) {
        self.witness.look();
        let checked = self.reader().check();
        assert!(checked.is_ok(), "{checked:?}");
        let problems = self.witness.problems(&self.net);
        assert!(
            problems.is_empty(),
            "{problems:#?}\n{}",
            self.witness.timeline()
        );
    }
}
