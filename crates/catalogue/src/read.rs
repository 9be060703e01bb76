//! Reading the catalogue: one product, a category's products, how many there are.

use std::path::{Path, PathBuf};

use fils_order::Money;
use fils_sale::{Unit, VatClass};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use crate::{CatalogueError, Colour, Product, fold, open, prepared};

/// The columns of a product, in the order [`product`] reads them; barcodes separated by [`SEPARATOR`].
pub(crate) const PRODUCT: &str =
    "p.code, p.name, p.name_ar, p.price_fils, p.vat, p.category, p.colour, p.unit, p.active,
    (SELECT group_concat(barcode, char(31) ORDER BY place) FROM barcodes WHERE product = p.id)";

/// What no barcode holds.
const SEPARATOR: char = '\u{1F}';

/// The catalogue, open for reading.
#[derive(Debug)]
pub struct Reader {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
}

/// A category and how many of its products are sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its name; none for the products without one.
    pub name: Option<String>,
    /// Its active products.
    pub products: u32,
}

/// In whose order products are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// By their name.
    #[default]
    English,
    /// By their Arabic name, or their name where there is none.
    Arabic,
}

/// Which products to list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Page {
    /// Of one category only.
    pub category: Option<String>,
    /// In whose order.
    pub language: Language,
    /// The inactive ones instead of the active ones.
    pub inactive: bool,
    /// How many to pass over.
    pub skip: u32,
    /// The most to give.
    pub limit: u32,
}

/// A page of products, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The products on the page.
    pub products: Vec<Product>,
    /// How many fit, on all pages.
    pub count: u32,
    /// Whether more fit than are counted: what was typed is the beginning of too much.
    pub more: bool,
}

impl Reader {
    /// Opens the catalogue at `path` for reading only. It may be written by others meanwhile.
    ///
    /// # Errors
    /// [`CatalogueError::Missing`] when there is none, [`CatalogueError::Older`] when [`crate::Catalogue::open`] has to bring it up
    /// to date first, and the others for a file that is unfit.
    pub fn open(path: &Path) -> Result<Self, CatalogueError> {
        Ok(Self::over(open::for_reading(path)?, path))
    }

    pub(crate) fn over(conn: Connection, path: &Path) -> Self {
        Self {
            conn,
            path: path.to_path_buf(),
        }
    }

    /// Where the catalogue is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The product with this code, active or not; case does not matter.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn by_code(&self, code: &str) -> Result<Option<Product>, CatalogueError> {
        self.one(
            &format!("SELECT {PRODUCT} FROM products p WHERE p.code_key = ?1"),
            &fold::code_key(code.trim()),
        )
    }

    /// The product with this barcode, active or not. The barcode is in the form [`fils_sale::barcode::normalise`] gives.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn by_barcode(&self, barcode: &str) -> Result<Option<Product>, CatalogueError> {
        self.one(
            &format!(
                "SELECT {PRODUCT} FROM barcodes b JOIN products p ON p.id = b.product WHERE b.barcode = ?1"
            ),
            barcode,
        )
    }

    /// The categories with products that are sold, by name; those without one last.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn categories(&self) -> Result<Vec<Category>, CatalogueError> {
        let failed = |e| CatalogueError::on(&self.conn, "read the categories", e);
        prepared(
            &self.conn,
            "SELECT category, count(*) FROM products WHERE active = 1
             GROUP BY category ORDER BY category IS NULL, category",
        )?
        .query_map([], |row| {
            Ok(Category {
                name: row.get(0)?,
                products: row.get(1)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(failed)
    }

    /// Products in the order of their names.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn page(&self, page: &Page) -> Result<Vec<Product>, CatalogueError> {
        let order = match page.language {
            Language::English => "p.name_key",
            Language::Arabic => "p.name_ar_key",
        };
        let within = if page.category.is_some() {
            "AND p.category = ?2"
        } else {
            "AND ?2 IS NULL"
        };
        let sql = format!(
            "SELECT {PRODUCT} FROM products p WHERE p.active = ?1 {within} ORDER BY {order}, p.id LIMIT ?3 OFFSET ?4"
        );
        self.many(
            &sql,
            (!page.inactive, &page.category, page.limit, page.skip),
        )
    }

    /// How many products all pages like this one have.
    pub(crate) fn count_on(&self, page: &Page) -> Result<u32, CatalogueError> {
        let within = if page.category.is_some() {
            "AND category = ?2"
        } else {
            "AND ?2 IS NULL"
        };
        prepared(
            &self.conn,
            &format!("SELECT count(*) FROM products WHERE active = ?1 {within}"),
        )?
        .query_row((!page.inactive, &page.category), |row| row.get(0))
        .map_err(|e| CatalogueError::on(&self.conn, "count the products", e))
    }

    /// How many products there are, active or not.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn count(&self) -> Result<u32, CatalogueError> {
        prepared(&self.conn, "SELECT count(*) FROM products")?
            .query_row([], |row| row.get(0))
            .map_err(|e| CatalogueError::on(&self.conn, "count the products", e))
    }

    /// How many transactions have changed the catalogue.
    pub(crate) fn revision(&self) -> Result<i64, CatalogueError> {
        revision(&self.conn)
    }

    fn one(&self, sql: &str, key: &str) -> Result<Option<Product>, CatalogueError> {
        prepared(&self.conn, sql)?
            .query_row([key], |row| product(row, 0))
            .optional()
            .map_err(|e| CatalogueError::on(&self.conn, "read a product", e))
    }

    pub(crate) fn many(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<Product>, CatalogueError> {
        prepared(&self.conn, sql)?
            .query_map(params, |row| product(row, 0))
            .and_then(Iterator::collect)
            .map_err(|e| CatalogueError::on(&self.conn, "read products", e))
    }
}

/// As [`Reader::revision`], within a transaction.
pub(crate) fn revision(conn: &Connection) -> Result<i64, CatalogueError> {
    prepared(conn, "SELECT count FROM revision")?
        .query_row([], |row| row.get(0))
        .map_err(|e| CatalogueError::on(conn, "read its revision", e))
}

/// Reads the columns of [`PRODUCT`], the first of which is number `at`.
pub(crate) fn product(row: &Row<'_>, at: usize) -> rusqlite::Result<Product> {
    let price: Option<i64> = row.get(at + 3)?;
    let vat: String = row.get(at + 4)?;
    let unit: String = row.get(at + 7)?;
    let colour: Option<String> = row.get(at + 6)?;
    let barcodes: Option<String> = row.get(at + 9)?;
    Ok(Product {
        code: row.get(at)?,
        name: row.get(at + 1)?,
        name_ar: row.get(at + 2)?,
        barcodes: barcodes
            .iter()
            .flat_map(|all| all.split(SEPARATOR))
            .map(str::to_owned)
            .collect(),
        price: price
            .map(Money::from_fils)
            .transpose()
            .map_err(|e| unfit(at + 3, Type::Integer, e))?,
        vat: vat
            .parse::<VatClass>()
            .map_err(|e| unfit(at + 4, Type::Text, e))?,
        category: row.get(at + 5)?,
        colour: colour
            .map(|text| text.parse::<Colour>())
            .transpose()
            .map_err(|e| unfit(at + 6, Type::Text, e))?,
        // The schema allows two.
        unit: if unit == Unit::Kg.as_str() {
            Unit::Kg
        } else {
            Unit::Piece
        },
        active: row.get(at + 8)?,
    })
}

fn unfit(
    column: usize,
    kind: Type,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
}
