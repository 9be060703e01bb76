//! The printer, its queue, and receipts as pictures, files and paper.

use fils_home::printing::{PrinterDevice, PrinterView};

use super::Answer;
use crate::gate::Pass;
use crate::views::counter::SettingChange;
use crate::views::printing::{PaperWidth, ReceiptPicture};

/// The printer and what waits for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn printer(pass: Pass) -> Answer<PrinterView> {
    pass.allows(async |desk, _| desk.printer().await).await
}

/// Prints a sample; refused with what is wrong with the printer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_print(pass: Pass) -> Answer<()> {
    pass.allows(async |desk, _| desk.test_print().await).await
}

/// Prints what may have been printed in part once more, or tries at once what waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_again(pass: Pass, id: i64) -> Answer<PrinterView> {
    pass.allows(async move |desk, who| desk.print_again(&who, id).await)
        .await
}

/// Takes a print out of the queue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_up_print(pass: Pass, id: i64) -> Answer<PrinterView> {
    pass.allows(async move |desk, who| desk.give_up_print(&who, id).await)
        .await
}

/// What is plugged into this computer that may be a printer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn printer_devices(pass: Pass) -> Answer<Vec<PrinterDevice>> {
    pass.allows(async |desk, _| Ok(desk.printer_devices().await))
        .await
}

/// A receipt as it prints.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipt_picture(
    pass: Pass,
    number: String,
    width: PaperWidth,
) -> Answer<ReceiptPicture> {
    pass.allows(async move |desk, _| desk.receipt_picture(number, width).await)
        .await
}

/// A receipt as the shop would print it with these changes; what would be refused is left out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipt_sample(
    pass: Pass,
    changes: Vec<SettingChange>,
    width: PaperWidth,
) -> Answer<ReceiptPicture> {
    pass.allows(async move |desk, _| desk.receipt_sample(changes, width).await)
        .await
}

/// Queues a receipt: as a copy when it was queued before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_receipt(pass: Pass, number: String) -> Answer<()> {
    pass.allows(async move |desk, who| desk.print_receipt(&who, &number).await)
        .await
}

/// Writes a receipt as a document where the person wants it, and says where; null when they name no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_receipt(pass: Pass, number: String) -> Answer<Option<String>> {
    pass.allows(async move |desk, _| desk.save_receipt(number).await)
        .await
}
