//! What the shop sells: lists, changes, files.

use super::Answer;
use crate::gate::Pass;
use crate::views::products::{
    ImportPreview, ProductForm, ProductView, ProductsQuery, ProductsView,
};

/// A page of products.
#[tauri::command]
#[specta::specta]
pub(crate) async fn products(pass: Pass, query: ProductsQuery) -> Answer<ProductsView> {
    pass.allows(async move |desk, _| desk.products(query).await)
        .await
}

/// The categories with products that are sold, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn categories(pass: Pass) -> Answer<Vec<String>> {
    pass.allows(async |desk, _| desk.categories().await).await
}

/// Keeps a new product, or one that was changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn put_product(pass: Pass, form: ProductForm) -> Answer<ProductView> {
    pass.allows(async move |desk, who| {
        let put = desk.put_product(form).await?;
        desk.note_products(who, put.code.clone()).await?;
        Ok(put)
    })
    .await
}

/// Lets the person choose a file and says what importing it would do; null when they choose none. Changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_import(pass: Pass) -> Answer<Option<ImportPreview>> {
    pass.allows(async |desk, _| desk.pick_import().await).await
}

/// Imports the file that was chosen: all of it, or without its refused rows when the person wants that.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_import(pass: Pass, leave_out_refused: bool) -> Answer<ImportPreview> {
    pass.allows(async move |desk, who| {
        let applied = desk.apply_import(leave_out_refused).await?;
        desk.note_products(who, applied.file.clone()).await?;
        Ok(applied)
    })
    .await
}

/// Forgets the file that was chosen: nobody wants to import it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_import(pass: Pass) -> Answer<()> {
    pass.allows(async |desk, _| {
        desk.drop_import();
        Ok(())
    })
    .await
}

/// Writes a short list that shows what can be imported, and says where; null when the person names no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_sample(pass: Pass) -> Answer<Option<String>> {
    pass.allows(async |desk, _| desk.export_sample().await)
        .await
}

/// Writes every product into a file that the person names, and says where it is; null when they name none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_products(pass: Pass) -> Answer<Option<String>> {
    pass.allows(async |desk, _| desk.export_products().await)
        .await
}
