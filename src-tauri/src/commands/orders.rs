//! What was written: orders, their stories, what waits for a person.

use fils_checkout::view::OrderView;

use super::Answer;
use crate::gate::Pass;
use crate::views::{OrdersQuery, OrdersView, StoryView};

/// What needs a person, the oldest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alerts(pass: Pass) -> Answer<Vec<OrderView>> {
    pass.allows(async |desk, _| desk.alerts().await).await
}

/// A day's orders.
#[tauri::command]
#[specta::specta]
pub(crate) async fn orders(pass: Pass, query: OrdersQuery) -> Answer<OrdersView> {
    pass.allows(async move |desk, _| desk.orders(query).await)
        .await
}

/// An order and all that happened to it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn story(pass: Pass, order: String) -> Answer<StoryView> {
    pass.allows(async move |desk, _| desk.story(&order).await)
        .await
}
