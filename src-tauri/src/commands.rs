//! What the window may ask. Each parses nothing and decides nothing: it asks the desk and returns what it says. No command can
//! set a payment's status.

use std::future::Future;
use std::sync::Arc;

use fils_checkout::qr::Qr;
use fils_checkout::view::{OrderView, RefundView};
use secrecy::SecretString;
use tauri::State;

use crate::desk::{Desk, enter_amount as entered};
use crate::errors::CommandError;
use crate::views::{
    AccountForm, AmountEntryView, AppView, CheckView, CloseDecision, CustomerAct, DecisionCode,
    FaultForm, OrdersQuery, OrdersView, PublicKeyView, StoryView, TrainingView,
};

type Shared<'a> = State<'a, Arc<Desk>>;
type Answer<T> = Result<T, CommandError>;

/// Runs a command so that a panic in it becomes an answer: the window would wait forever for one that never comes.
async fn answered<T, F>(desk: Shared<'_>, work: impl FnOnce(Arc<Desk>) -> F) -> Answer<T>
where
    T: Send + 'static,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    match tauri::async_runtime::spawn(work(Arc::clone(&desk))).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "a command failed");
            Err(CommandError::internal())
        }
    }
}

/// The till as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_state(desk: Shared<'_>) -> Answer<AppView> {
    answered(desk, async |desk| Ok(desk.app().await)).await
}

/// Sets the till up for training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn setup_training(desk: Shared<'_>) -> Answer<AppView> {
    answered(desk, async |desk| desk.setup_training().await).await
}

/// Makes a key pair; the private half stays in the program.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_key(desk: Shared<'_>) -> Answer<PublicKeyView> {
    answered(desk, async |desk| desk.make_key().await).await
}

/// Lets the person choose a private key's file; null when they do not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_key(desk: Shared<'_>) -> Answer<Option<PublicKeyView>> {
    answered(desk, async |desk| desk.import_key().await).await
}

/// Keeps a PayBy account with the key made or chosen before, and opens the till.
#[tauri::command]
#[specta::specta]
pub(crate) async fn setup_account(desk: Shared<'_>, account: AccountForm) -> Answer<AppView> {
    answered(desk, async move |desk| desk.setup_account(account).await).await
}

/// Checks everything that taking a payment needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_connection(desk: Shared<'_>) -> Answer<Vec<CheckView>> {
    answered(desk, async |desk| Ok(desk.test_connection().await)).await
}

/// Opens a till whose key is sealed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(desk: Shared<'_>, passphrase: String) -> Answer<AppView> {
    let passphrase = SecretString::from(passphrase);
    answered(desk, async move |desk| desk.unlock(passphrase).await).await
}

/// What a typed amount comes to.
#[tauri::command]
#[specta::specta]
pub(crate) fn enter_amount(text: &str) -> AmountEntryView {
    entered(text)
}

/// Starts a payment: the customer scans our QR.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge(
    desk: Shared<'_>,
    amount_text: String,
    description: Option<String>,
) -> Answer<OrderView> {
    answered(desk, async move |desk| {
        desk.charge(&amount_text, description, None).await
    })
    .await
}

/// Starts a payment with the code on the customer's phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_code(
    desk: Shared<'_>,
    amount_text: String,
    description: Option<String>,
    code: String,
) -> Answer<OrderView> {
    answered(desk, async move |desk| {
        desk.charge(&amount_text, description, Some(&code)).await
    })
    .await
}

/// Cancels a payment. It is closing when this returns, and closed only when PayBy confirms.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel(desk: Shared<'_>, order: String) -> Answer<OrderView> {
    answered(desk, async move |desk| desk.cancel(&order).await).await
}

/// Asks PayBy about a payment now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask(desk: Shared<'_>, order: String) -> Answer<OrderView> {
    answered(desk, async move |desk| desk.ask(&order).await).await
}

/// Starts another payment for the sale of one that is proved closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn replace(desk: Shared<'_>, order: String) -> Answer<OrderView> {
    answered(desk, async move |desk| desk.replace(&order).await).await
}

/// A person decides about an order that waits for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decide(
    desk: Shared<'_>,
    order: String,
    decision: DecisionCode,
    reason: String,
) -> Answer<OrderView> {
    answered(desk, async move |desk| {
        desk.decide(&order, decision, reason).await
    })
    .await
}

/// Gives money back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund(
    desk: Shared<'_>,
    order: String,
    amount_text: String,
    reason: String,
) -> Answer<RefundView> {
    answered(desk, async move |desk| {
        desk.refund(&order, &amount_text, reason).await
    })
    .await
}

/// The payments under way and those that ended a moment ago, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payments(desk: Shared<'_>) -> Answer<Vec<OrderView>> {
    answered(desk, async |desk| desk.payments().await).await
}

/// What needs a person, the oldest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alerts(desk: Shared<'_>) -> Answer<Vec<OrderView>> {
    answered(desk, async |desk| desk.alerts().await).await
}

/// A day's orders.
#[tauri::command]
#[specta::specta]
pub(crate) async fn orders(desk: Shared<'_>, query: OrdersQuery) -> Answer<OrdersView> {
    answered(desk, async move |desk| desk.orders(query).await).await
}

/// An order and all that happened to it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn story(desk: Shared<'_>, order: String) -> Answer<StoryView> {
    answered(desk, async move |desk| desk.story(&order).await).await
}

/// The QR of a payment that waits for its customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn qr(desk: Shared<'_>, order: String) -> Answer<Option<Qr>> {
    answered(desk, async move |desk| desk.qr(&order).await).await
}

/// What is broken in training; null where money is real.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_status(desk: Shared<'_>) -> Answer<Option<TrainingView>> {
    answered(desk, async |desk| desk.training_status().await).await
}

/// Plays the customer, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_customer(
    desk: Shared<'_>,
    order: String,
    act: CustomerAct,
) -> Answer<()> {
    answered(desk, async move |desk| {
        desk.training_customer(&order, act).await
    })
    .await
}

/// Breaks something, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_fault(desk: Shared<'_>, fault: FaultForm) -> Answer<TrainingView> {
    answered(desk, async move |desk| desk.training_fault(&fault).await).await
}

/// Mends everything, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_clear(desk: Shared<'_>) -> Answer<TrainingView> {
    answered(desk, async |desk| desk.training_clear().await).await
}

/// What the person answers when the window is to close with payments under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_decision(desk: Shared<'_>, decision: CloseDecision) -> Answer<()> {
    answered(desk, async move |desk| {
        desk.close_decision(decision).await;
        Ok(())
    })
    .await
}
