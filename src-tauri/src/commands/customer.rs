//! The customer's screen: its page listens, and the till's window says what the cashier has in front.

use tauri::ipc::Channel;

use super::Answer;
use crate::gate::{Pass, Visit};
use crate::views::display::DisplayView;

/// Tells the customer's screen what it shows, now and whenever that changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn display(visit: Visit, to: Channel<DisplayView>) -> Answer<()> {
    visit
        .admits(async move |desk| {
            desk.watch_display(to);
            Ok(())
        })
        .await
}

/// What the cashier has in front: a sale, a payment, or neither. The customer sees it too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_customer(
    pass: Pass,
    sale: Option<String>,
    order: Option<String>,
) -> Answer<()> {
    pass.allows(async move |desk, _| desk.show_customer(sale, order).await)
        .await
}
