//! Training: plays the customer and breaks the line.

use super::Answer;
use crate::gate::{Pass, Visit};
use crate::views::{CustomerAct, FaultForm, TrainingView};

/// What is broken in training; null where money is real.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_status(visit: Visit) -> Answer<Option<TrainingView>> {
    visit
        .admits(async |desk| desk.training_status().await)
        .await
}

/// Plays the customer, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_customer(pass: Pass, order: String, act: CustomerAct) -> Answer<()> {
    pass.allows(async move |desk, _| desk.training_customer(&order, act).await)
        .await
}

/// Breaks something, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_fault(pass: Pass, fault: FaultForm) -> Answer<TrainingView> {
    pass.allows(async move |desk, _| desk.training_fault(&fault).await)
        .await
}

/// Mends everything, in training.
#[tauri::command]
#[specta::specta]
pub(crate) async fn training_clear(pass: Pass) -> Answer<TrainingView> {
    pass.allows(async |desk, _| desk.training_clear().await)
        .await
}
