//! Writing all products as CSV, in a form that [`crate::import`] reads back to the same products.

use std::io::Write;

use crate::read::{PRODUCT, product};
use crate::{CatalogueError, Product, Reader, prepared};

/// The columns, in the order they are written.
pub const COLUMNS: [&str; 10] = [
    "code", "name", "name_ar", "barcodes", "price", "vat", "category", "unit", "colour", "active",
];

/// What an open price is written as.
pub(crate) const OPEN: &str = "open";

/// What a spreadsheet would take for a formula. A text that begins so is written behind an apostrophe.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\''];

/// How an export begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mark {
    /// With the mark by which Excel knows UTF-8, without which it spoils Arabic.
    #[default]
    ForSpreadsheets,
    /// With the first column's name, for programs.
    Plain,
}

impl Reader {
    /// Writes every product as CSV (UTF-8, commas, prices as decimal text) in the order of the codes, and gives their number.
    ///
    /// A text that a spreadsheet would run as a formula is written behind an apostrophe, which an import takes off again.
    ///
    /// # Errors
    /// [`CatalogueError::Export`] when `to` cannot be written; else when the catalogue cannot be read.
    pub fn export_csv(&self, to: impl Write, mark: Mark) -> Result<u64, CatalogueError> {
        let mut to = to;
        let failed = |detail: String| CatalogueError::Export { detail };
        if mark == Mark::ForSpreadsheets {
            to.write_all("\u{FEFF}".as_bytes())
                .map_err(|e| failed(e.to_string()))?;
        }
        let mut csv = csv::Writer::from_writer(to);
        csv.write_record(COLUMNS)
            .map_err(|e| failed(e.to_string()))?;
        let unread = |e| CatalogueError::on(&self.conn, "read products", e);
        let mut statement = prepared(
            &self.conn,
            &format!("SELECT {PRODUCT} FROM products p ORDER BY p.code_key"),
        )?;
        let mut rows = statement.query([]).map_err(unread)?;
        let mut written = 0;
        while let Some(row) = rows.next().map_err(unread)? {
            csv.write_record(fields(&product(row, 0).map_err(unread)?))
                .map_err(|e| failed(e.to_string()))?;
            written += 1;
        }
        csv.flush().map_err(|e| failed(e.to_string()))?;
        Ok(written)
    }
}

/// A product's fields, in the order of [`COLUMNS`].
fn fields(product: &Product) -> [String; 10] {
    let price = product
        .price
        .map_or_else(|| OPEN.to_owned(), |price| price.to_string());
    [
        text(&product.code),
        text(&product.name),
        text(product.name_ar.as_deref().unwrap_or_default()),
        text(&product.barcodes.join(";")),
        price,
        product.vat.as_str().to_owned(),
        text(product.category.as_deref().unwrap_or_default()),
        product.unit.as_str().to_owned(),
        product
            .colour
            .as_ref()
            .map(|colour| colour.as_str().to_owned())
            .unwrap_or_default(),
        if product.active { "yes" } else { "no" }.to_owned(),
    ]
}

fn text(plain: &str) -> String {
    if plain.starts_with(FORMULA) {
        format!("'{plain}")
    } else {
        plain.to_owned()
    }
}

/// A field as it was before [`text`].
pub(crate) fn without_apostrophe(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => field,
    }
}
