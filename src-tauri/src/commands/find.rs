//! Searching for orders, and looking numbers up at PayBy.

use fils_office::view::{FindChoices, FindQuery, FoundPage, SavedFilter};

use super::Answer;
use crate::gate::Pass;
use crate::views::find::{LookUpCode, LookedUpView, SaleStory};

/// A page of the sales that fit, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_orders(pass: Pass, query: FindQuery) -> Answer<FoundPage> {
    pass.allows(async move |desk, _| desk.find_orders(query).await)
        .await
}

/// Among whom and what a search can choose.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_choices(pass: Pass) -> Answer<FindChoices> {
    pass.allows(async |desk, _| desk.find_choices().await).await
}

/// The searches that were kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn saved_filters(pass: Pass) -> Answer<Vec<SavedFilter>> {
    pass.allows(async |desk, _| desk.saved_filters().await)
        .await
}

/// Keeps a search under a name; answers all that are kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_filter(
    pass: Pass,
    name: String,
    query: FindQuery,
) -> Answer<Vec<SavedFilter>> {
    pass.allows(async move |desk, _| desk.save_filter(name, query).await)
        .await
}

/// Forgets a search that was kept; answers those that are left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_filter(pass: Pass, id: String) -> Answer<Vec<SavedFilter>> {
    pass.allows(async move |desk, _| desk.forget_filter(id).await)
        .await
}

/// A sale and all that happened to it. Its own number, an order's or a receipt's names it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sale_story(pass: Pass, sale: String) -> Answer<SaleStory> {
    pass.allows(async move |desk, _| desk.sale_story(sale).await)
        .await
}

/// What PayBy says of a number, and what it is here, if it is here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_up(pass: Pass, kind: LookUpCode, number: String) -> Answer<LookedUpView> {
    pass.allows(async move |desk, _| desk.look_up(kind, &number).await)
        .await
}
