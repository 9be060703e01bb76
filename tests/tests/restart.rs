//! Tills that are killed: a process of their own, ended by the operating system without a word, and another one that finds the
//! truth.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fils_checkout::view::{OrderView, StateView};
use fils_checkout::{ChargeRequest, Checkout};
use fils_home::vault::KeyPlace;
use fils_home::{Account, Home, Opening, Till, open, set_up_account, set_up_training};
use fils_order::{Money, OrderNumber};
use payby_sandbox::{
    CustomerAction, Fault, FaultKind, MERCHANT_PRIVATE, Op, OrderStatus, SandboxConfig, Server,
};
use secrecy::SecretString;
use tempfile::TempDir;

use crate::scenarios::{KEYS, PARTNER, cashier, folder, key_of, put_keys};

const HOME: &str = "FILS_TEST_RESTART_HOME";
const DEED: &str = "FILS_TEST_RESTART_DEED";
const PASSPHRASE: &str = "open sesame";
/// A start, a query and two seconds between queries, on a busy computer.
const PATIENCE: Duration = Duration::from_secs(30);

async fn opened(home: &Home) -> Till {
    let opening = Opening {
        home,
        who: "a test",
        passphrase: Some(SecretString::from(PASSPHRASE)),
    };
    open(opening).await.unwrap()
}

async fn charge(checkout: &Checkout) -> OrderNumber {
    let request = ChargeRequest {
        amount: Money::from_fils(1_250).unwrap(),
        subject: Some("Coffee".to_owned()),
        code: None,
        by: cashier(),
        sale: None,
        details: fils_order::Details::default(),
    };
    checkout
        .charge(request)
        .await
        .unwrap()
        .order
        .parse()
        .unwrap()
}

async fn until(checkout: &Checkout, order: &OrderNumber, wanted: StateView) -> OrderView {
    let mut changes = checkout.subscribe();
    let wait = async {
        loop {
            let view = checkout.order(order.clone()).await.unwrap();
            if view.state == wanted {
                return view;
            }
            drop(changes.recv().await);
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("in time")
}

/// Plays the till that will be killed; started by the tests below and by nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by the tests that kill it"]
async fn a_till_that_will_be_killed() {
    let (Ok(home), Ok(deed)) = (std::env::var(HOME), std::env::var(DEED)) else {
        return;
    };
    let till = opened(&Home::at(home)).await;
    let order = charge(&till.checkout).await;
    if deed != "charge" {
        until(&till.checkout, &order, StateView::AwaitingPayment).await;
    }
    if deed == "cancel" {
        till.checkout
            .cancel(order.clone(), cashier())
            .await
            .unwrap();
    }
    println!("\norder {order}");
    std::future::pending::<()>().await;
}

/// A till in a process of its own.
struct Doomed(Child);

impl Doomed {
    /// Starts it, lets it do what it shall, and gives the order's number.
    fn start(home: &Path, deed: &str) -> (Self, OrderNumber) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "restart::a_till_that_will_be_killed",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(HOME, home)
            .env(DEED, deed)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let doomed = Self(child);
        for line in lines {
            if let Some(order) = line.unwrap().strip_prefix("order ") {
                return (doomed, order.parse().unwrap());
            }
        }
        panic!("the till said no order");
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        // Ended already, where the test went well.
        if let Ok(None) = self.0.try_wait() {
            drop(self.0.kill());
            drop(self.0.wait());
        }
    }
}

/// A PayBy that lives on while tills die, and a home with an account there.
struct Street {
    dir: TempDir,
    payby: Server,
}

impl Street {
    async fn new() -> Self {
        let dir = folder();
        let payby = Server::start(SandboxConfig::new(KEYS.clone()))
            .await
            .unwrap();
        let account = Account {
            base_url: payby.base_url().parse().unwrap(),
            partner_id: PARTNER.to_owned(),
            private_key: key_of(MERCHANT_PRIVATE),
            payby_key: KEYS.payby_public().clone(),
            key_place: KeyPlace::Sealed,
            passphrase: Some(SecretString::from(PASSPHRASE)),
        };
        let street = Self { dir, payby };
        set_up_account(&street.home(), account, &[]).unwrap();
        street
    }

    fn home(&self) -> Home {
        Home::at(self.dir.path())
    }

    async fn start(&self, deed: &'static str) -> (Doomed, OrderNumber) {
        let home = self.dir.path().to_owned();
        tokio::task::spawn_blocking(move || Doomed::start(&home, deed))
            .await
            .unwrap()
    }

    fn status(&self, order: &OrderNumber) -> Option<OrderStatus> {
        let orders = self.payby.sandbox().orders(i64::MIN / 2);
        orders
            .into_iter()
            .find(|other| other.merchant_order_no == order.as_str())
            .map(|order| order.status)
    }

    async fn close(self, till: Till) {
        till.books().unwrap().check().unwrap();
        till.close().await;
        self.payby.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_pays_while_the_till_is_dead_has_paid() {
    let street = Street::new().await;
    let (doomed, order) = street.start("wait").await;
    doomed.kill();
    street
        .payby
        .customer(order.as_str(), CustomerAction::Pay)
        .await
        .unwrap();
    let till = opened(&street.home()).await;
    assert_eq!(
        till.checkout.taken_up().await.unwrap().orders,
        std::slice::from_ref(&order)
    );
    let view = until(&till.checkout, &order, StateView::Paid).await;
    assert_eq!(view.amount.fils, 1_250);
    street.close(till).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_till_killed_while_its_create_hangs_finds_the_order_and_its_qr() {
    let street = Street::new().await;
    let hangs = Fault::new(FaultKind::LostReply { hang_ms: 60_000 }).on(Op::PlaceOrder);
    street.payby.sandbox().add_fault(hangs);
    let (doomed, order) = street.start("charge").await;
    while street.status(&order).is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    doomed.kill();
    street.payby.sandbox().clear_faults();
    let till = opened(&street.home()).await;
    let view = until(&till.checkout, &order, StateView::AwaitingPayment).await;
    assert!(view.token_url.is_some());
    assert_eq!(street.payby.sandbox().orders(i64::MIN / 2).len(), 1);
    street.close(till).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_till_killed_while_it_cancels_goes_on_cancelling() {
    let street = Street::new().await;
    let lost = Fault::new(FaultKind::LostRequest { hang_ms: 60_000 }).on(Op::CancelOrder);
    street.payby.sandbox().add_fault(lost);
    let (doomed, order) = street.start("cancel").await;
    doomed.kill();
    assert_eq!(street.status(&order), Some(OrderStatus::Created));
    street.payby.sandbox().clear_faults();
    let till = opened(&street.home()).await;
    let view = until(&till.checkout, &order, StateView::Closed).await;
    assert_eq!(view.reason.as_deref(), Some("cancelled_by_cashier"));
    assert_eq!(street.status(&order), Some(OrderStatus::Failure));
    street.close(till).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_training_till_that_was_killed_goes_on_with_the_same_payby() {
    let dir = folder();
    put_keys(&dir.path().join("training").join("keys"));
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let path = dir.path().to_owned();
    let (doomed, order) = tokio::task::spawn_blocking(move || Doomed::start(&path, "wait"))
        .await
        .unwrap();
    let refused = open(Opening {
        home: &home,
        who: "another",
        passphrase: None,
    })
    .await;
    assert!(refused.is_err(), "one driver at a time");
    doomed.kill();
    let till = opened(&home).await;
    let view = until(&till.checkout, &order, StateView::AwaitingPayment).await;
    assert!(view.token_url.is_some());
    let training = till.training().unwrap();
    training
        .customer(order.as_str(), CustomerAction::Pay)
        .await
        .unwrap();
    until(&till.checkout, &order, StateView::Paid).await;
    till.books().unwrap().check().unwrap();
    till.close().await;
    // And once more, in peace.
    let till = opened(&home).await;
    assert!(till.checkout.taken_up().await.unwrap().orders.is_empty());
    let view = till.checkout.order(order).await.unwrap();
    assert_eq!(view.state, StateView::Paid);
    till.close().await;
}
