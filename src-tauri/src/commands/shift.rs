//! Shifts and the drawer.

use fils_counter::view::ShiftView;

use super::Answer;
use crate::gate::Pass;
use crate::views::counter::{CountForm, CountView, DenominationView, MovedCode, OpenThingsView};

/// The open shift; null when there is none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shift(pass: Pass) -> Answer<Option<ShiftView>> {
    pass.allows(async |desk, _| desk.shift().await).await
}

/// The latest shifts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shifts(pass: Pass) -> Answer<Vec<ShiftView>> {
    pass.allows(async |desk, _| desk.shifts().await).await
}

/// The notes and coins of the country, largest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn denominations(pass: Pass) -> Answer<Vec<DenominationView>> {
    pass.allows(async |_, _| Ok(crate::desk::shift::denominations()))
        .await
}

/// Opens a shift with what is in the drawer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_shift(pass: Pass, float: String) -> Answer<ShiftView> {
    pass.allows(async move |desk, who| desk.open_shift(who, &float).await)
        .await
}

/// Writes down cash that moves without a sale.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_cash(
    pass: Pass,
    kind: MovedCode,
    amount: String,
    reason: String,
) -> Answer<ShiftView> {
    pass.allows(async move |desk, who| desk.move_cash(who, kind, &amount, reason).await)
        .await
}

/// What is not finished.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_things(pass: Pass) -> Answer<OpenThingsView> {
    pass.allows(async |desk, _| desk.open_things().await).await
}

/// What a count comes to, against what should be in the drawer. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_total(pass: Pass, form: CountForm) -> Answer<CountView> {
    pass.allows(async move |desk, _| desk.count_total(form).await)
        .await
}

/// Closes the shift with what was counted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_shift(
    pass: Pass,
    form: CountForm,
    note: Option<String>,
) -> Answer<ShiftView> {
    pass.allows(async move |desk, who| desk.close_shift(who, form, note).await)
        .await
}

/// Opens the drawer without a sale.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_drawer(pass: Pass, reason: String) -> Answer<()> {
    pass.allows(async move |desk, who| desk.open_drawer(who, reason).await)
        .await
}
