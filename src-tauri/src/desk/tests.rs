#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

use fils_checkout::view::{OrderView, StateView};
use payby::keys::PrivateKey;

use super::*;
use crate::front::Front;
use crate::views::{
    AccountForm, CloseDecision, CustomerAct, DecisionCode, EnvironmentCode, FaultCode, FaultForm,
    FilterCode, OrdersQuery,
};

/// A window that only writes down what it is told.
#[derive(Clone, Default)]
pub(super) struct Notebook(
    Arc<Mutex<Vec<String>>>,
    Arc<tokio::sync::Notify>,
    Option<PathBuf>,
);

impl Notebook {
    fn write(&self, line: String) {
        held(&self.0).push(line);
        self.1.notify_waiters();
    }

    pub(super) fn lines(&self) -> Vec<String> {
        held(&self.0).clone()
    }

    /// Waits, for at most 30 seconds, until a line was written.
    pub(super) async fn until(&self, wanted: &str) {
        let seen = async {
            loop {
                let mut written = std::pin::pin!(self.1.notified());
                written.as_mut().enable();
                if self.lines().iter().any(|line| line == wanted) {
                    return;
                }
                written.await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(30), seen).await;
        assert!(
            found.is_ok(),
            "{wanted} never came; what came: {:?}",
            self.lines()
        );
    }
}

impl Front for Notebook {
    fn tell(&self, news: News) {
        self.write(match news {
            News::Order(order) => format!("order {}", order.state.as_str()),
            News::Refund(refund) => format!("refund {}", refund.state),
            News::App(app) => format!("app {:?} online {}", app.setup, app.online),
            News::Basket(basket) => format!("basket {}", basket.total.text),
            News::Sale(sale) => format!("sale {:?}", sale.status),
            News::Drawer => "drawer".to_owned(),
            News::Print(printer) => format!("prints {}", printer.queue.len()),
            News::Resync => "resync".to_owned(),
            News::Import { done, all } => format!("import {done} of {all}"),
            News::Matching(progress) => format!("matching {:?}", progress.step),
            News::CloseRequested(open) => format!("close requested with {open}"),
        });
    }
    fn show(&self) {
        self.write("show".to_owned());
    }
    fn hide(&self) {
        self.write("hide".to_owned());
    }
    fn exit(&self) {
        self.write("exit".to_owned());
    }
    fn customer(&self, wanted: fils_home::CustomerDisplay) {
        self.write(format!("customer {wanted}"));
    }
    fn pick_key_file(&self) -> Option<PathBuf> {
        self.2.clone()
    }
    fn pick_import_file(&self) -> Option<PathBuf> {
        self.2.clone()
    }
    fn pick_statement_file(&self) -> Option<PathBuf> {
        None
    }
    fn pick_folder(&self) -> Option<PathBuf> {
        self.2.as_ref()?.parent().map(std::path::Path::to_path_buf)
    }
    fn pick_backup_file(&self) -> Option<PathBuf> {
        self.2.clone()
    }
    fn pick_place(&self, name: &str) -> Option<PathBuf> {
        self.2.as_ref().map(|file| file.with_file_name(name))
    }
}

fn ali() -> Who {
    Who::named("Ali")
}

fn desk(dir: &tempfile::TempDir, train: bool) -> (Arc<Desk>, Notebook) {
    desk_choosing(dir, train, None)
}

pub(super) fn desk_choosing(
    dir: &tempfile::TempDir,
    train: bool,
    file: Option<PathBuf>,
) -> (Arc<Desk>, Notebook) {
    let desk = Arc::new(Desk::new(Home::at(dir.path().join("home")), train));
    let notebook = Notebook(Arc::default(), Arc::default(), file);
    desk.face(Box::new(notebook.clone()));
    desk.open_in_background();
    (desk, notebook)
}

/// Waits, for at most 30 seconds, until the order is in a state.
async fn until(desk: &Desk, order: &str, state: StateView) -> OrderView {
    let wait = async {
        loop {
            let all = desk.orders(everything()).await.unwrap();
            let view = all
                .rows
                .into_iter()
                .find(|view| view.order == order)
                .unwrap();
            if view.state == state {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait)
        .await
        .unwrap_or_else(|_| panic!("never {state:?}"))
}

fn everything() -> OrdersQuery {
    OrdersQuery {
        day: None,
        search: String::new(),
        filter: FilterCode::All,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_goes_through_in_training_and_every_change_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, notebook) = desk(&dir, true);
    let app = desk.app().await;
    assert_eq!(
        (app.setup, app.mode),
        (SetupCode::Ready, Some(ModeCode::Training))
    );

    let order = desk
        .charge(&ali(), "12.50", Some("  Karak tea ".to_owned()), None)
        .await
        .unwrap();
    assert_eq!(
        (order.amount.text.as_str(), order.subject.as_str()),
        ("12.50", "Karak tea")
    );
    let waiting = until(&desk, &order.order, StateView::AwaitingPayment).await;
    let qr = desk.qr(&order.order).await.unwrap().unwrap();
    assert_eq!(
        qr,
        fils_checkout::qr::draw(waiting.token_url.as_deref().unwrap()).unwrap()
    );
    desk.training_customer(&order.order, CustomerAct::Pay)
        .await
        .unwrap();
    until(&desk, &order.order, StateView::Paid).await;
    notebook.until("order paid").await;
    assert_eq!(
        desk.qr(&order.order).await.unwrap(),
        None,
        "a QR that was paid must not be shown"
    );

    let day = desk.orders(everything()).await.unwrap();
    assert_eq!(
        (day.total_taken.text.as_str(), day.counts.paid),
        ("12.50", 1)
    );
    let story = desk.story(&order.order).await.unwrap();
    assert!(
        story
            .entries
            .iter()
            .any(|entry| entry.kind == "state_changed")
    );
    let back = desk
        .refund(&ali(), &order.order, "2.50", "one was cold".to_owned())
        .await
        .unwrap();
    assert_eq!(back.amount.fils, 250);
    notebook.until("refund refunded").await;
    desk.close_decision(CloseDecision::Quit).await;
    assert_eq!(notebook.lines().last().map(String::as_str), Some("exit"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_types_wrongly_gets_a_code_and_sends_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _notebook) = desk(&dir, true);
    desk.app().await;
    for (amount, description, code, expected) in [
        ("0", None, None, "amount_zero"),
        ("1.234", None, None, "amount_too_many_decimals"),
        ("1", Some("x".repeat(65)), None, "subject_too_long"),
        ("1", None, Some("12 34"), "not_a_code"),
    ] {
        let refused = desk
            .charge(&ali(), amount, description, code)
            .await
            .unwrap_err();
        assert_eq!(refused.code, expected);
        assert!(refused.message.ends_with('.'), "{}", refused.message);
    }
    assert_eq!(
        desk.cancel(&ali(), "no such order!")
            .await
            .unwrap_err()
            .code,
        "bad_number"
    );
    assert_eq!(
        desk.cancel(&ali(), "T1-none").await.unwrap_err().code,
        "no_such_order"
    );
    assert!(desk.orders(everything()).await.unwrap().rows.is_empty());
    desk.close_decision(CloseDecision::Quit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_with_a_payment_under_way_asks_and_goes_on_behind_the_screen() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, notebook) = desk(&dir, true);
    desk.app().await;
    let order = desk.charge(&ali(), "3", None, None).await.unwrap();
    until(&desk, &order.order, StateView::AwaitingPayment).await;

    desk.close_requested().await;
    notebook.until("close requested with 1").await;
    assert!(!desk.may_end());
    desk.close_decision(CloseDecision::Stay).await;
    desk.close_requested().await;
    desk.close_decision(CloseDecision::Background).await;
    notebook.until("hide").await;
    assert!(!desk.may_end(), "the payment is not settled");
    desk.training_customer(&order.order, CustomerAct::Pay)
        .await
        .unwrap();
    notebook.until("exit").await;
    assert!(desk.may_end());
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_again_brings_a_hidden_window_back() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, notebook) = desk(&dir, true);
    desk.app().await;
    desk.charge(&ali(), "3", None, None).await.unwrap();
    desk.close_requested().await;
    desk.close_decision(CloseDecision::Background).await;
    desk.recall();
    notebook.until("show").await;
    assert!(!desk.may_end());
    desk.close_decision(CloseDecision::Quit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_payment_is_an_alert_until_a_person_decides() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _notebook) = desk(&dir, true);
    desk.app().await;
    let order = desk.charge(&ali(), "9", None, None).await.unwrap();
    until(&desk, &order.order, StateView::AwaitingPayment).await;
    assert_eq!(
        desk.cancel(&ali(), &order.order).await.unwrap().state,
        StateView::Closing
    );
    until(&desk, &order.order, StateView::Closed).await;
    desk.training_customer(&order.order, CustomerAct::PayLate)
        .await
        .unwrap();
    desk.ask(&ali(), &order.order).await.unwrap();
    until(&desk, &order.order, StateView::PaidLate).await;
    assert_eq!(desk.alerts().await.unwrap().len(), 1);
    let unsaid = desk
        .decide(&ali(), &order.order, DecisionCode::Keep, "  ".to_owned())
        .await
        .unwrap_err();
    assert_eq!(unsaid.code, "reason_missing");
    desk.decide(
        &ali(),
        &order.order,
        DecisionCode::Keep,
        "the customer waited".to_owned(),
    )
    .await
    .unwrap();
    assert!(desk.alerts().await.unwrap().is_empty());
    desk.close_decision(CloseDecision::Quit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_cut_is_shown_and_what_was_sent_is_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, notebook) = desk(&dir, true);
    desk.app().await;
    let order = desk.charge(&ali(), "4", None, None).await.unwrap();
    until(&desk, &order.order, StateView::AwaitingPayment).await;
    let cut = FaultForm {
        kind: FaultCode::NetworkDown,
        op: None,
        count: 0,
    };
    assert!(desk.training_fault(&cut).await.unwrap().network_down);
    notebook.until("app Ready online false").await;
    desk.training_clear().await.unwrap();
    desk.training_customer(&order.order, CustomerAct::Pay)
        .await
        .unwrap();
    until(&desk, &order.order, StateView::Paid).await;
    assert!(desk.app().await.online);
    desk.close_decision(CloseDecision::Quit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_set_up_with_a_key_that_never_leaves_and_opens_again_with_its_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("merchant.pem");
    let (merchant, theirs) = (
        PrivateKey::generate().unwrap(),
        PrivateKey::generate().unwrap(),
    );
    std::fs::write(
        &file,
        secrecy::ExposeSecret::expose_secret(&merchant.to_pkcs8_pem().unwrap()),
    )
    .unwrap();
    let (first, _notebook) = desk_choosing(&dir, false, Some(file));
    assert_eq!(first.app().await.setup, SetupCode::Needed);
    assert_eq!(
        first
            .charge(&ali(), "1", None, None)
            .await
            .unwrap_err()
            .code,
        "not_ready"
    );

    let shown = first.import_key().await.unwrap().unwrap();
    assert_eq!(shown.public_pem, merchant.public_pem());
    let form = |payby_public_key: String| AccountForm {
        environment: EnvironmentCode::Custom,
        base_url: Some("http://127.0.0.1:9/sgs/api".to_owned()),
        partner_id: "200000000001".to_owned(),
        payee_mid: None,
        payby_public_key,
        passphrase: Some("correct horse".to_owned()),
    };
    let own = first
        .setup_account(form(merchant.public_pem()))
        .await
        .unwrap_err();
    assert!(own.message.contains("own public key"), "{}", own.message);
    let ready = first
        .setup_account(form(theirs.public_pem()))
        .await
        .unwrap();
    assert_eq!(
        (ready.setup, ready.mode),
        (SetupCode::Ready, Some(ModeCode::Live))
    );
    first.close_decision(CloseDecision::Quit).await;

    let (again, _notebook) = desk(&dir, false);
    assert_eq!(again.app().await.setup, SetupCode::Locked);
    let wrong = again.unlock(SecretString::from("wrong")).await.unwrap_err();
    assert_eq!(wrong.code, "passphrase_wrong");
    let open = again
        .unlock(SecretString::from("correct horse"))
        .await
        .unwrap();
    assert_eq!(open.setup, SetupCode::Ready);
    again.close_decision(CloseDecision::Quit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_is_open_elsewhere_says_where() {
    let dir = tempfile::tempdir().unwrap();
    let (first, _notebook) = desk(&dir, true);
    first.app().await;
    let (second, _notebook) = desk(&dir, true);
    let app = second.app().await;
    assert_eq!(app.setup, SetupCode::Failed);
    let failure = app.failure.unwrap();
    assert_eq!(failure.code, "already_open");
    assert!(
        failure.message.contains("the till window"),
        "{}",
        failure.message
    );
    first.close_decision(CloseDecision::Quit).await;
}
