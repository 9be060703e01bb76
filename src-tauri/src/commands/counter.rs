//! Selling: the basket, parking, sales and their payments.

use fils_checkout::view::OrderView;
use fils_counter::view::{BasketView, ParkedView, SaleView, VatCode};

use super::Answer;
use crate::desk::counter::Wish;
use crate::gate::Pass;
use crate::views::counter::{CashPreview, ScanView};

/// The basket at hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn basket(pass: Pass) -> Answer<BasketView> {
    pass.allows(async |desk, _| desk.basket().await).await
}

/// Adds a product. Without a quantity it is one; without a price it is the product's own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_product(
    pass: Pass,
    code: String,
    quantity: Option<String>,
    price: Option<String>,
) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.add_product(who, &code, quantity, price).await)
        .await
}

/// Adds an amount that is no product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_amount(
    pass: Pass,
    amount: String,
    name: Option<String>,
    vat: VatCode,
) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::AddAmount { amount, name, vat }).await)
        .await
}

/// What a scanned or typed code means; a product is added, unless a sale is being paid.
#[tauri::command]
#[specta::specta]
pub(crate) async fn scan(pass: Pass, text: String, paying: bool) -> Answer<ScanView> {
    pass.allows(async move |desk, who| desk.scan(who, &text, paying).await)
        .await
}

/// Changes how much of a line there is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_quantity(pass: Pass, line: u32, text: String) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::SetQuantity { line, text }).await)
        .await
}

/// Changes a line's price.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_price(pass: Pass, line: u32, text: String) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::SetPrice { line, text }).await)
        .await
}

/// Gives a line a discount such as `10%` or `5`; null takes it off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discount_line(
    pass: Pass,
    line: u32,
    text: Option<String>,
) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::DiscountLine { line, text }).await)
        .await
}

/// Notes something at a line; null takes it off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn note_line(pass: Pass, line: u32, text: Option<String>) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::NoteLine { line, text }).await)
        .await
}

/// Takes a line out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_line(pass: Pass, line: u32) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::Remove { line }).await)
        .await
}

/// Gives the whole sale a discount such as `10%` or `5`; null takes it off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discount_sale(pass: Pass, text: Option<String>) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::DiscountSale { text }).await)
        .await
}

/// Notes something about the whole sale; null takes it off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn note_sale(pass: Pass, text: Option<String>) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::NoteSale { text }).await)
        .await
}

/// Empties the basket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clear_basket(pass: Pass) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.edit(who, Wish::Clear).await)
        .await
}

/// Takes the last change of the basket back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo(pass: Pass) -> Answer<BasketView> {
    pass.allows(async |desk, _| desk.undo().await).await
}

/// Puts the basket aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn park(pass: Pass, name: Option<String>) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.park(who, name).await)
        .await
}

/// The baskets that were put aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn parked(pass: Pass) -> Answer<Vec<ParkedView>> {
    pass.allows(async |desk, _| desk.parked().await).await
}

/// Takes a basket up again; the one at hand is put aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_up(pass: Pass, sale: String) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.take_up(who, &sale).await)
        .await
}

/// Makes the basket a sale that is being paid.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_sale(pass: Pass) -> Answer<SaleView> {
    pass.allows(async |desk, who| desk.start_sale(who).await)
        .await
}

/// A sale with what is paid of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sale(pass: Pass, sale: String) -> Answer<SaleView> {
    pass.allows(async move |desk, _| desk.sale(&sale).await)
        .await
}

/// The sales that are started and not complete.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_sales(pass: Pass) -> Answer<Vec<SaleView>> {
    pass.allows(async |desk, _| desk.open_sales().await).await
}

/// The sales that hold more money than they should.
#[tauri::command]
#[specta::specta]
pub(crate) async fn overpaid_sales(pass: Pass) -> Answer<Vec<SaleView>> {
    pass.allows(async |desk, _| desk.overpaid_sales().await)
        .await
}

/// What taking this much cash would do. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_cash(pass: Pass, sale: String, given: String) -> Answer<CashPreview> {
    pass.allows(async move |desk, _| desk.preview_cash(&sale, &given).await)
        .await
}

/// Takes cash; an empty text is exactly what is asked for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_cash(pass: Pass, sale: String, given: String) -> Answer<SaleView> {
    pass.allows(async move |desk, who| desk.take_cash(who, &sale, &given).await)
        .await
}

/// Asks a wallet for what is due, or for a part of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_sale(
    pass: Pass,
    sale: String,
    amount: Option<String>,
    tip: Option<String>,
    code: Option<String>,
) -> Answer<OrderView> {
    pass.allows(async move |desk, who| desk.charge_sale(who, &sale, amount, tip, code).await)
        .await
}

/// Gives back the cash of a sale that is not complete.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_cash_back(pass: Pass, sale: String) -> Answer<SaleView> {
    pass.allows(async move |desk, who| desk.give_cash_back(who, &sale).await)
        .await
}

/// Goes back from paying to the basket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_to_basket(pass: Pass, sale: String) -> Answer<BasketView> {
    pass.allows(async move |desk, who| desk.back_to_basket(who, &sale).await)
        .await
}

/// Gives a sale up of which nothing is paid.
#[tauri::command]
#[specta::specta]
pub(crate) async fn void_sale(pass: Pass, sale: String, reason: String) -> Answer<SaleView> {
    pass.allows(async move |desk, who| desk.void_sale(who, &sale, reason).await)
        .await
}
