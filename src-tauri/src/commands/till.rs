//! The till as a whole.

use secrecy::SecretString;

use super::Answer;
use crate::gate::Visit;
use crate::views::{AppView, CheckView, CloseDecision};

/// The till as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_state(visit: Visit) -> Answer<AppView> {
    visit.admits(async |desk| Ok(desk.app().await)).await
}

/// Opens a till whose key is sealed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(visit: Visit, passphrase: String) -> Answer<AppView> {
    let passphrase = SecretString::from(passphrase);
    visit
        .admits(async move |desk| desk.unlock(passphrase).await)
        .await
}

/// Checks everything that taking a payment needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_connection(visit: Visit) -> Answer<Vec<CheckView>> {
    visit
        .admits(async |desk| Ok(desk.test_connection().await))
        .await
}

/// What the person answers when the window is to close with payments under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_decision(visit: Visit, decision: CloseDecision) -> Answer<()> {
    visit
        .admits(async move |desk| {
            desk.close_decision(decision).await;
            Ok(())
        })
        .await
}
