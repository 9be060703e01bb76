//! The manager's day: its figures, its reports, what was cancelled.

use fils_office::view::{CancellationRow, CancellationsQuery, DayView, ReportView, ZPreview, ZRow};

use super::Answer;
use crate::gate::Pass;

/// A business day; null is the one that is now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn day(pass: Pass, day: Option<String>) -> Answer<DayView> {
    pass.allows(async move |desk, _| desk.day(day).await).await
}

/// What was cancelled: who or what, why, when it was asked for and proved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancellations(
    pass: Pass,
    query: CancellationsQuery,
) -> Answer<Vec<CancellationRow>> {
    pass.allows(async move |desk, _| desk.cancellations(query).await)
        .await
}

/// The day so far. Closes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn x_report(pass: Pass) -> Answer<ReportView> {
    pass.allows(async |desk, who| desk.x_report(who).await)
        .await
}

/// What closing the next day would make. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn z_preview(pass: Pass) -> Answer<ZPreview> {
    pass.allows(async |desk, who| desk.z_preview(who).await)
        .await
}

/// Closes a business day; `sign_off` is the reason why open items may stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_day(
    pass: Pass,
    day: String,
    sign_off: Option<String>,
) -> Answer<ReportView> {
    pass.allows(async move |desk, who| desk.close_day(who, day, sign_off).await)
        .await
}

/// The Z reports before a place, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn z_reports(pass: Pass, before: Option<i64>) -> Answer<Vec<ZRow>> {
    pass.allows(async move |desk, _| desk.z_reports(before).await)
        .await
}

/// A Z report as it was made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report(pass: Pass, n: i64) -> Answer<ReportView> {
    pass.allows(async move |desk, _| desk.report(n).await).await
}

/// Queues a report for printing; null is the X report of now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_report(pass: Pass, n: Option<i64>) -> Answer<()> {
    pass.allows(async move |desk, who| desk.print_report(who, n).await)
        .await
}

/// Writes a report as a document where the person wants it, and says where; null when they name no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_report(pass: Pass, n: Option<i64>) -> Answer<Option<String>> {
    pass.allows(async move |desk, who| desk.save_report(who, n).await)
        .await
}
