//! The till's money against PayBy's.

use fils_office::view::matching::{MatchRow, MatchView, OrphanRow};

use super::Answer;
use crate::gate::Pass;

/// What is known of a day of Dubai's calendar; null is today.
#[tauri::command]
#[specta::specta]
pub(crate) async fn matching(
    pass: Pass,
    day: Option<String>,
    with_matched: bool,
) -> Answer<MatchView> {
    pass.allows(async move |desk, _| desk.matching(day, with_matched).await)
        .await
}

/// Compares everything that is due: today's list, and the statement of every past day that was never compared. What could not be
/// compared, and why, is in `due`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_due(pass: Pass) -> Answer<MatchView> {
    pass.allows(async |desk, who| desk.match_due(who).await)
        .await
}

/// Compares PayBy's order list of a day with the books.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_list(pass: Pass, day: String) -> Answer<MatchView> {
    pass.allows(async move |desk, who| desk.match_list(who, day).await)
        .await
}

/// Fetches PayBy's statement of a day and compares it with the books.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_statement(pass: Pass, day: String) -> Answer<MatchView> {
    pass.allows(async move |desk, who| desk.match_statement(who, day).await)
        .await
}

/// Compares a statement in a file that the person chooses; null when they choose none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_file(pass: Pass) -> Answer<Option<MatchView>> {
    pass.allows(async |desk, who| desk.match_file(who).await)
        .await
}

/// Asks PayBy about a difference and compares again with its answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_ask(pass: Pass, id: i64) -> Answer<MatchRow> {
    pass.allows(async move |desk, who| desk.match_ask(who, id).await)
        .await
}

/// Takes over a payment that this till never made, on PayBy's signed word.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_take_over(pass: Pass, id: i64, reason: String) -> Answer<MatchRow> {
    pass.allows(async move |desk, who| desk.match_take_over(who, id, &reason).await)
        .await
}

/// Says why a difference is as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_explain(pass: Pass, id: i64, reason: String) -> Answer<MatchRow> {
    pass.allows(async move |desk, who| desk.match_explain(who, id, reason).await)
        .await
}

/// Takes an explanation back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn match_reopen(pass: Pass, id: i64) -> Answer<MatchRow> {
    pass.allows(async move |desk, who| desk.match_reopen(who, id).await)
        .await
}

/// The payments taken over, those first of which nobody knows what they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn orphans(pass: Pass) -> Answer<Vec<OrphanRow>> {
    pass.allows(async |desk, _| desk.orphans().await).await
}

/// Says what a payment taken over was: a sale, or something else in words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn assign_orphan(
    pass: Pass,
    id: i64,
    sale: Option<String>,
    words: String,
) -> Answer<Vec<OrphanRow>> {
    pass.allows(async move |desk, who| desk.assign_orphan(who, id, sale, words).await)
        .await
}
