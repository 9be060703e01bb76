//! Writing products, with what they are found by.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{CatalogueError, Product, fold, prepared};

/// The row of the product with this code.
pub(crate) fn id_of(conn: &Connection, code: &str) -> Result<i64, CatalogueError> {
    id_if_any(conn, &fold::code_key(code.trim()))?.ok_or_else(|| CatalogueError::NotFound {
        code: code.trim().to_owned(),
    })
}

fn id_if_any(conn: &Connection, code_key: &str) -> Result<Option<i64>, CatalogueError> {
    prepared(conn, "SELECT id FROM products WHERE code_key = ?1")?
        .query_row([code_key], |row| row.get(0))
        .optional()
        .map_err(|e| CatalogueError::on(conn, "read a product", e))
}

/// Stores a checked product, in the place of row `at` if given, else of the product with its code.
pub(crate) fn put(
    conn: &Connection,
    at: Option<i64>,
    product: &Product,
) -> Result<(), CatalogueError> {
    let same_code = id_if_any(conn, &fold::code_key(&product.code))?;
    if at.is_some() && same_code.is_some() && same_code != at {
        return Err(CatalogueError::CodeTaken {
            code: product.code.clone(),
        });
    }
    let at = at.or(same_code);
    for barcode in &product.barcodes {
        if let Some((owner, code)) = owner_of(conn, barcode)?
            && Some(owner) != at
        {
            return Err(CatalogueError::BarcodeTaken {
                barcode: barcode.clone(),
                owner: code,
            });
        }
    }
    if let Some(id) = at {
        drop_barcodes(conn, id)?;
    }
    store(conn, at, product)
}

/// The row and code of the product that has a barcode.
pub(crate) fn owner_of(
    conn: &Connection,
    barcode: &str,
) -> Result<Option<(i64, String)>, CatalogueError> {
    prepared(
        conn,
        "SELECT p.id, p.code FROM barcodes b JOIN products p ON p.id = b.product WHERE b.barcode = ?1",
    )?
    .query_row([barcode], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
    .map_err(|e| CatalogueError::on(conn, "look for a barcode", e))
}

/// Frees the barcodes of a product, so that another may take them in the same transaction.
pub(crate) fn drop_barcodes(conn: &Connection, id: i64) -> Result<(), CatalogueError> {
    run(conn, "DELETE FROM barcodes WHERE product = ?1", [id])
}

/// Writes a product whose code and barcodes are free or its own, and whose old barcodes are dropped.
pub(crate) fn store(
    conn: &Connection,
    at: Option<i64>,
    product: &Product,
) -> Result<(), CatalogueError> {
    let name_key = fold::key(&product.name);
    let name_ar_key = product
        .name_ar
        .as_deref()
        .map(fold::key)
        .filter(|key| !key.is_empty())
        .unwrap_or_else(|| name_key.clone());
    // A new row gets its number from SQLite.
    run(
        conn,
        "INSERT INTO products (id, code, code_key, code_letters, name, name_key, name_ar, name_ar_key, price_fils, vat, category, colour, unit, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (id) DO UPDATE SET code = ?2, code_key = ?3, code_letters = ?4, name = ?5, name_key = ?6, name_ar = ?7,
             name_ar_key = ?8,
             price_fils = ?9, vat = ?10, category = ?11, colour = ?12, unit = ?13, active = ?14",
        params![
            at,
            product.code,
            fold::code_key(&product.code),
            fold::words(&product.code).concat(),
            product.name,
            name_key,
            product.name_ar,
            name_ar_key,
            product.price.map(fils_order::Money::fils),
            product.vat.as_str(),
            product.category,
            product.colour.as_ref().map(crate::Colour::as_str),
            product.unit.as_str(),
            product.active,
        ],
    )?;
    let id = at.unwrap_or_else(|| conn.last_insert_rowid());
    for (place, barcode) in product.barcodes.iter().enumerate() {
        run(
            conn,
            "INSERT INTO barcodes (barcode, product, place) VALUES (?1, ?2, ?3)",
            params![barcode, id, i64::try_from(place).unwrap_or(i64::MAX)],
        )?;
    }
    if at.is_some() {
        unindex(conn, id)?;
    }
    index(conn, id, product)
}

/// Offers a product, or not any more.
pub(crate) fn set_active(conn: &Connection, id: i64, active: bool) -> Result<(), CatalogueError> {
    run(
        conn,
        "UPDATE products SET active = ?2 WHERE id = ?1",
        params![id, active],
    )?;
    let product = prepared(
        conn,
        &format!(
            "SELECT {} FROM products p WHERE p.id = ?1",
            crate::read::PRODUCT
        ),
    )?
    .query_row([id], |row| crate::read::product(row, 0))
    .map_err(|e| CatalogueError::on(conn, "read a product", e))?;
    unindex(conn, id)?;
    index(conn, id, &product)
}

fn unindex(conn: &Connection, id: i64) -> Result<(), CatalogueError> {
    run(conn, "DELETE FROM words_active WHERE rowid = ?1", [id])?;
    run(conn, "DELETE FROM words_inactive WHERE rowid = ?1", [id])
}

fn index(conn: &Connection, id: i64, product: &Product) -> Result<(), CatalogueError> {
    let sql = if product.active {
        "INSERT INTO words_active (rowid, words) VALUES (?1, ?2)"
    } else {
        "INSERT INTO words_inactive (rowid, words) VALUES (?1, ?2)"
    };
    run(conn, sql, params![id, words_of(product)])
}

/// The words of a product's names, and those of its code when it has several, with single spaces.
fn words_of(product: &Product) -> String {
    let mut all = fold::words(&product.name);
    all.extend(product.name_ar.iter().flat_map(|name| fold::words(name)));
    let bare: Vec<String> = all
        .iter()
        .filter_map(|word| fold::without_article(word))
        .map(str::to_owned)
        .collect();
    all.extend(bare);
    all.extend(
        Some(fold::words(&product.code))
            .filter(|words| words.len() > 1)
            .into_iter()
            .flatten(),
    );
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

fn run(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<(), CatalogueError> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params))
        .map(|_| ())
        .map_err(|e| CatalogueError::on(conn, "write a product", e))
}
