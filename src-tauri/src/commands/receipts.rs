//! Receipts, and giving money back.

use fils_checkout::view::MoneyView;
use fils_counter::view::{ReceiptRowView, ReturnableView, TenderCode};

use super::Answer;
use crate::gate::Pass;
use crate::views::counter::{ReceiptsQuery, ReturnWhat};

/// Receipts and credit notes, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipts(pass: Pass, query: ReceiptsQuery) -> Answer<Vec<ReceiptRowView>> {
    pass.allows(async move |desk, _| desk.receipts(query).await)
        .await
}

/// What of a sale can be given back, and what was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn returnable(pass: Pass, sale: String) -> Answer<ReturnableView> {
    pass.allows(async move |desk, _| desk.returnable(&sale).await)
        .await
}

/// What giving that back would come to. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn credit_preview(
    pass: Pass,
    sale: String,
    what: ReturnWhat,
) -> Answer<MoneyView> {
    pass.allows(async move |desk, _| desk.credit_preview(&sale, what).await)
        .await
}

/// Gives money back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_back(
    pass: Pass,
    sale: String,
    what: ReturnWhat,
    tender: TenderCode,
    order: Option<String>,
    reason: String,
) -> Answer<ReturnableView> {
    pass.allows(async move |desk, who| {
        desk.give_back(who, &sale, what, (tender, order), reason)
            .await
    })
    .await
}

/// Gives back in cash what a sale holds too much.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_excess_back(pass: Pass, sale: String, reason: String) -> Answer<()> {
    pass.allows(async move |desk, who| desk.give_excess_back(who, &sale, reason).await)
        .await
}
