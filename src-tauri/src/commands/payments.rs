//! Payments: charge, cancel, ask, decide, refund, and those under way.

use fils_checkout::qr::Qr;
use fils_checkout::view::{OrderView, RefundView};

use super::Answer;
use crate::desk::enter_amount as entered;
use crate::gate::{Pass, Visit};
use crate::views::{AmountEntryView, DecisionCode};

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
    pass: Pass,
    amount_text: String,
    description: Option<String>,
) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.charge(&who, &amount_text, description, None).await)
        .await
}

/// Starts a payment with the code on the customer's phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_code(
    pass: Pass,
    amount_text: String,
    description: Option<String>,
    code: String,
) -> Answer<OrderView> {
    pass.allows(async move |desk, who| {
        desk.charge(&who, &amount_text, description, Some(&code))
            .await
    })
    .await
}

/// Cancels a payment. It is closing when this returns, and closed only when PayBy confirms.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel(pass: Pass, order: String) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.cancel(&who, &order).await)
        .await
}

/// Asks PayBy about a payment now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask(pass: Pass, order: String) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.ask(&who, &order).await)
        .await
}

/// Starts another payment for the sale of one that is proved closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn replace(pass: Pass, order: String) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.replace(&who, &order).await)
        .await
}

/// A person decides about an order that waits for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decide(
    pass: Pass,
    order: String,
    decision: DecisionCode,
    reason: String,
) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.decide(&who, &order, decision, reason).await)
        .await
}

/// Gives money back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund(
    pass: Pass,
    order: String,
    amount_text: String,
    reason: String,
) -> Answer<RefundView> {
    pass.allows(async move |desk, who| desk.refund(&who, &order, &amount_text, reason).await)
        .await
}

/// The payments under way and those that ended a moment ago, the newest first. Shown whoever is signed in, and when nobody is: a
/// customer may be standing there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn payments(visit: Visit) -> Answer<Vec<OrderView>> {
    visit.admits(async |desk| desk.payments().await).await
}

/// The QR of a payment that waits for its customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn qr(visit: Visit, order: String) -> Answer<Option<Qr>> {
    visit.admits(async move |desk| desk.qr(&order).await).await
}
