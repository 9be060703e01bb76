//! Setting the till up, and setting it up anew.

use super::Answer;
use crate::gate::Visit;
use crate::views::{AccountForm, AppView, PublicKeyView};

/// Sets the till up for training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn setup_training(visit: Visit) -> Answer<AppView> {
    visit.admits(async |desk| desk.setup_training().await).await
}

/// Makes a key pair; the private half stays in the program.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_key(visit: Visit) -> Answer<PublicKeyView> {
    visit.admits(async |desk| desk.make_key().await).await
}

/// Lets the person choose a private key's file; null when they do not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_key(visit: Visit) -> Answer<Option<PublicKeyView>> {
    visit.admits(async |desk| desk.import_key().await).await
}

/// Keeps a PayBy account with the key made or chosen before, and opens the till.
#[tauri::command]
#[specta::specta]
pub(crate) async fn setup_account(visit: Visit, account: AccountForm) -> Answer<AppView> {
    visit
        .admits(async move |desk| desk.setup_account(account).await)
        .await
}
