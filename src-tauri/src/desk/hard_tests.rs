//! What happens rarely: a driver that dies, a hidden window that is needed, an account that is corrected.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

use fils_checkout::view::{OrderView, StateView};
use payby_sandbox::{
    CustomerAction, Keys, MERCHANT_PRIVATE, MERCHANT_PUBLIC, SandboxConfig, Server, Settings,
};
use tempfile::TempDir;
use tokio::sync::Notify;

use super::*;
use crate::views::{
    AccountForm, CloseDecision, CustomerAct, EnvironmentCode, FaultCode, FaultForm,
};

/// Queries are seconds apart, and the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(1);

fn ali() -> Who {
    Who::named("Ali")
}

/// A window that only writes down what it is told.
#[derive(Default)]
struct Notebook {
    lines: Mutex<Vec<String>>,
    orders: Mutex<Vec<OrderView>>,
    written: Notify,
    key_file: Mutex<Option<PathBuf>>,
}

impl Notebook {
    fn write(&self, line: &str) {
        held(&self.lines).push(line.to_owned());
        self.written.notify_waiters();
    }

    fn has(&self, line: &str) -> bool {
        held(&self.lines).iter().any(|one| one == line)
    }

    /// Waits until something is found, looking again at whatever is written.
    async fn until<T>(&self, find: impl Fn(&Self) -> Option<T>) -> T {
        let found = async {
            loop {
                let mut written = std::pin::pin!(self.written.notified());
                written.as_mut().enable();
                if let Some(found) = find(self) {
                    return found;
                }
                written.await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, found).await;
        waited.unwrap_or_else(|_| panic!("only this was told: {:?}", held(&self.lines)))
    }

    async fn line(&self, line: &str) {
        self.until(|book| book.has(line).then_some(())).await;
    }

    async fn order(&self, number: &str, fits: impl Fn(&OrderView) -> bool) {
        self.until(|book| {
            let orders = held(&book.orders);
            let found = orders.iter().any(|one| one.order == number && fits(one));
            found.then_some(())
        })
        .await;
    }
}

struct Pages(Arc<Notebook>);

impl Front for Pages {
    fn tell(&self, news: News) {
        if let News::Order(order) = &news {
            held(&self.0.orders).push((**order).clone());
        }
        self.0.write(match news {
            News::Order(_) => "order",
            News::Refund(_) => "refund",
            News::App(_) => "app",
            News::Basket(_) => "basket",
            News::Sale(_) => "sale",
            News::Drawer => "drawer",
            News::Print(_) => "prints",
            News::Resync => "resync",
            News::Import { .. } => "import",
            News::Matching(_) => "matching",
            News::CloseRequested(_) => "close?",
        });
    }
    fn show(&self) {
        self.0.write("show");
    }
    fn hide(&self) {
        self.0.write("hide");
    }
    fn exit(&self) {
        self.0.write("exit");
    }
    fn customer(&self, _: fils_home::CustomerDisplay) {
        self.0.write("customer");
    }
    fn pick_key_file(&self) -> Option<PathBuf> {
        held(&self.0.key_file).clone()
    }
    fn pick_import_file(&self) -> Option<PathBuf> {
        None
    }
    fn pick_statement_file(&self) -> Option<PathBuf> {
        None
    }
    fn pick_place(&self, _: &str) -> Option<PathBuf> {
        None
    }
}

fn start(home: &TempDir, train: bool) -> (Arc<Desk>, Arc<Notebook>) {
    let desk = Arc::new(Desk::new(Home::at(home.path()), train));
    let book = Arc::new(Notebook::default());
    desk.face(Box::new(Pages(Arc::clone(&book))));
    desk.open_in_background();
    (desk, book)
}

async fn charge(desk: &Desk, book: &Notebook, amount: &str) -> String {
    let order = desk.charge(&ali(), amount, None, None).await.unwrap().order;
    book.order(&order, |one| one.token_url.is_some()).await;
    order
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_died_is_replaced_and_takes_everything_up() {
    let home = tempfile::tempdir().unwrap();
    let (desk, book) = start(&home, true);
    let order = charge(&desk, &book, "5").await;
    held(&book.lines).clear();
    Arc::clone(&desk).take_up_again().await;
    book.line("resync").await;
    assert_eq!(desk.payments().await.unwrap()[0].order, order);
    desk.training_customer(&order, CustomerAct::Pay)
        .await
        .unwrap();
    book.order(&order, |one| one.state == StateView::Paid).await;

    // One that dies again and again is left alone, with a sentence.
    for _ in 0..5 {
        Arc::clone(&desk).take_up_again().await;
    }
    let app = desk.app().await;
    assert_eq!(app.setup, SetupCode::Failed);
    assert_eq!(app.failure.unwrap().code, "driver");
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_window_comes_back_when_a_person_is_needed() {
    let home = tempfile::tempdir().unwrap();
    let (desk, book) = start(&home, true);
    let order = charge(&desk, &book, "9").await;
    desk.close_decision(CloseDecision::Background).await;
    assert!(book.has("hide"));
    let wrong = FaultForm {
        kind: FaultCode::WrongAmount,
        op: Some("get_order".to_owned()),
        count: 3,
    };
    desk.training_fault(&wrong).await.unwrap();
    desk.training_customer(&order, CustomerAct::Pay)
        .await
        .unwrap();
    book.order(&order, |one| one.state == StateView::NeedsReview)
        .await;
    book.line("show").await;
    assert_eq!(desk.alerts().await.unwrap().len(), 1);
    assert!(!book.has("exit") && !desk.may_end());
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_that_do_not_answer_do_not_hold_the_window() {
    let home = tempfile::tempdir().unwrap();
    let (desk, book) = start(&home, true);
    charge(&desk, &book, "9").await;
    desk.close_requested().await;
    desk.close_requested().await;
    assert!(!book.has("hide"), "a person may press twice");
    let long_ago = desk.now().plus(fils_order::Span::secs(-10));
    *held(&desk.closing) = Closing::Asked(long_ago);
    desk.close_requested().await;
    assert!(book.has("hide") && !book.has("exit"));
    desk.shut().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_never_opens_can_be_closed() {
    let home = tempfile::tempdir().unwrap();
    let (desk, book) = start(&home, true);
    desk.app().await;
    // As a keyring that waits for a person would hold it.
    let opening = desk.till.write().await;
    desk.close_requested().await;
    assert!(book.has("exit"));
    drop(opening);
    desk.till.write().await.take().unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_account_is_tested_corrected_and_takes_a_payment() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::in_dir(folder.path()).unwrap();
    let payby_key = keys.payby_public().to_pem();
    let payby = Server::start(SandboxConfig::new(keys)).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let (desk, book) = start(&home, false);

    assert_eq!(desk.import_key().await.unwrap(), None, "no file was chosen");
    *held(&book.key_file) = Some(folder.path().join(MERCHANT_PUBLIC));
    assert_eq!(
        desk.import_key().await.unwrap_err().code,
        "key_public_given"
    );
    *held(&book.key_file) = Some(folder.path().join(MERCHANT_PRIVATE));
    desk.import_key().await.unwrap().unwrap();

    let mut form = AccountForm {
        environment: EnvironmentCode::Custom,
        base_url: Some("not an address".to_owned()),
        partner_id: "999999999999".to_owned(),
        payee_mid: None,
        payby_public_key: payby_key,
        passphrase: Some("three quiet words".to_owned()),
    };
    let refused = desk.setup_account(form.clone()).await.unwrap_err();
    assert_eq!(refused.code, "base_url");
    form.base_url = Some(payby.base_url());
    desk.setup_account(form.clone()).await.unwrap();
    let checks = desk.test_connection().await;
    assert!(
        checks.iter().any(|check| check.ok == Some(false)),
        "the partner id is wrong: {checks:?}"
    );

    // The correction needs no new key.
    form.partner_id = Settings::PARTNER_ID.to_owned();
    let app = desk.setup_account(form).await.unwrap();
    assert_eq!(
        (app.setup, app.mode),
        (SetupCode::Ready, Some(ModeCode::Live))
    );
    let checks = desk.test_connection().await;
    assert!(
        checks.iter().all(|check| check.ok != Some(false)),
        "{checks:?}"
    );
    assert_eq!(
        desk.training_status().await.unwrap(),
        None,
        "real money has no drawer"
    );

    let order = charge(&desk, &book, "7").await;
    assert_eq!(
        desk.setup_training().await.unwrap_err().code,
        "payments_open"
    );
    payby.customer(&order, CustomerAction::Pay).await.unwrap();
    book.order(&order, |one| one.state == StateView::Paid).await;
    assert_eq!(desk.setup_training().await.unwrap_err().code, "has_orders");
    desk.shut().await;
    payby.shutdown().await;
}
