//! Settings that may be changed in the window.

use super::Answer;
use crate::gate::Pass;
use crate::views::AppView;
use crate::views::counter::{SettingChange, SettingRefusal, SettingView};

/// What may be set, with what it is set to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings(pass: Pass) -> Answer<Vec<SettingView>> {
    pass.allows(async |desk, _| desk.settings()).await
}

/// Which of these would be refused. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_settings(
    pass: Pass,
    changes: Vec<SettingChange>,
) -> Answer<Vec<SettingRefusal>> {
    pass.allows(async move |desk, _| desk.try_settings(&changes))
        .await
}

/// Changes all of these settings, or none, and opens the till with them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_settings(pass: Pass, changes: Vec<SettingChange>) -> Answer<AppView> {
    pass.allows(async move |desk, who| desk.change_settings(who, changes).await)
        .await
}
