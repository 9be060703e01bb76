//! Backups, going back to one, and the till's health.

use fils_home::keeping::health::HealthItem;

use super::Answer;
use crate::gate::{Pass, Visit};
use crate::views::AppView;
use crate::views::keeping::{BackupsView, RestorePreview};

/// How everything stands, and what to do where it is not fine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn health(pass: Pass) -> Answer<Vec<HealthItem>> {
    pass.allows(async |desk, _| desk.health().await).await
}

/// Checks every page of the books and the whole journal, then as `health`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_integrity(pass: Pass) -> Answer<Vec<HealthItem>> {
    pass.allows(async |desk, who| desk.check_integrity(who).await)
        .await
}

/// The backups there are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backups(pass: Pass) -> Answer<BackupsView> {
    pass.allows(async |desk, _| desk.backups().await).await
}

/// Makes a backup and reads it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up(pass: Pass) -> Answer<BackupsView> {
    pass.allows(async |desk, who| desk.back_up(who).await).await
}

/// Encrypts backups with this from now on; null stops it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_backup_passphrase(
    pass: Pass,
    passphrase: Option<String>,
) -> Answer<BackupsView> {
    pass.allows(async move |desk, who| desk.set_backup_passphrase(who, passphrase).await)
        .await
}

/// Lets the person choose a folder for the second place; null when they do not. Changes nothing by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_backup_place(pass: Pass) -> Answer<Option<String>> {
    pass.allows(async |desk, _| desk.pick_backup_place().await)
        .await
}

/// Lets the person choose a backup and says what it is; null when they do not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_restore(visit: Visit) -> Answer<Option<RestorePreview>> {
    visit.admits(async |desk| desk.pick_restore().await).await
}

/// Opens the chosen backup with its passphrase, and says what it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_restore(visit: Visit, passphrase: String) -> Answer<RestorePreview> {
    visit
        .admits(async move |desk| desk.open_restore(passphrase).await)
        .await
}

/// Brings the chosen backup back and opens the till with it. With `replace`, books that have sales are put aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore(visit: Visit, replace: bool) -> Answer<AppView> {
    visit
        .admits(async move |desk| desk.restore(replace).await)
        .await
}
