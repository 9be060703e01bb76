//! Search as a cashier types.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::Write as _;

use fils_sale::barcode;

use crate::read::PRODUCT;
use crate::{CatalogueError, Listed, Page, Product, Reader, fold, prepared};

/// The most words that are looked for; a name has no more that matter.
const MOST_WORDS: usize = 12;

/// How many products that fit are counted. Beyond that more letters are needed anyway, and each keystroke must stay well below
/// 20 ms.
const COUNTED: usize = 300;

/// How many are looked for in each way, one more than are counted: that one says that there are more.
const CANDIDATES: u32 = 301;

// The statements below say which index to go by: SQLite's planner does not know how few rows a beginning leaves.

/// A product and how well it fits: of two that fit as well, the active one, then the shorter name comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rank: Rank,
    active: Reverse<bool>,
    length: usize,
    name: String,
    id: i64,
}

/// What fits best comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Its code or a barcode is what was typed.
    Exact,
    /// A name begins with what was typed.
    Begins,
    /// It holds every word.
    Holds,
}

/// Among which products to search.
#[derive(Clone, Copy)]
struct Scope<'a> {
    active: bool,
    /// Of one category only.
    category: Option<&'a str>,
}

impl Reader {
    /// The products that fit what was typed so far, the best first, at most `limit`: every word typed is the beginning of a word of
    /// the product's name in either language, or all of it is the beginning of its code or of a barcode. Nothing typed finds
    /// nothing.
    ///
    /// Inactive products are found only when asked for, and come after the active ones that fit as well.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn search(
        &self,
        text: &str,
        limit: usize,
        inactive: bool,
    ) -> Result<Vec<Product>, CatalogueError> {
        let scope = |active| Scope {
            active,
            category: None,
        };
        let mut found = self.fitting(text, scope(true))?;
        if inactive {
            found.extend(self.fitting(text, scope(false))?);
        }
        self.products(ordered(found).into_iter().take(limit))
    }

    /// A page of what a screen lists: every product of its kind in the order of the names, or, once something is typed, those that
    /// fit it as in [`Reader::search`], the best first.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn list(&self, text: &str, page: &Page) -> Result<Listed, CatalogueError> {
        if text.trim().is_empty() {
            return Ok(Listed {
                products: self.page(page)?,
                count: self.count_on(page)?,
                more: false,
            });
        }
        let found = ordered(self.fitting(
            text,
            Scope {
                active: !page.inactive,
                category: page.category.as_deref(),
            },
        )?);
        let more = found.len() > COUNTED;
        let counted = found.into_iter().take(COUNTED);
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Listed {
            count: u32::try_from(counted.len()).unwrap_or(u32::MAX),
            products: self.products(counted.skip(at(page.skip)).take(at(page.limit)))?,
            more,
        })
    }

    /// What fits, in no order, some of it more than once.
    fn fitting(&self, text: &str, scope: Scope<'_>) -> Result<Vec<Found>, CatalogueError> {
        let mut words = fold::words(text);
        words.truncate(MOST_WORDS);
        let mut found = self.exact(text, scope)?;
        if !words.is_empty() {
            found.extend(self.beginning(&words.join(" "), scope)?);
            found.extend(self.coded(&words.concat(), scope)?);
            found.extend(self.holding(&words, scope)?);
        }
        Ok(found)
    }

    fn products(&self, found: impl Iterator<Item = Found>) -> Result<Vec<Product>, CatalogueError> {
        let sql = format!("SELECT {PRODUCT} FROM products p WHERE p.id = ?1");
        let mut products = Vec::new();
        for one in found {
            products.extend(self.many(&sql, [one.id])?);
        }
        Ok(products)
    }

    fn exact(&self, text: &str, scope: Scope<'_>) -> Result<Vec<Found>, CatalogueError> {
        let typed = fold::latin_digits(text.trim());
        // What is typed half-way is no barcode yet; it is looked for as it stands.
        let scanned = barcode::normalise(&typed).unwrap_or(typed);
        self.find(
            "SELECT p.id, p.name, p.active FROM products p WHERE (p.code_key = ?1
                 OR p.id = (SELECT product FROM barcodes WHERE barcode = ?2)) AND p.active = ?3 AND (?4 IS NULL OR p.category = ?4)",
            (
                fold::code_key(text.trim()),
                scanned,
                scope.active,
                scope.category,
            ),
            Rank::Exact,
        )
    }

    /// Products whose name, in either language, begins with `key`.
    fn beginning(&self, key: &str, scope: Scope<'_>) -> Result<Vec<Found>, CatalogueError> {
        let end = format!("{key}{}", char::MAX);
        let mut found = Vec::new();
        for (column, index) in [
            ("name_key", "products_by_name"),
            ("name_ar_key", "products_by_name_ar"),
        ] {
            // Few products are of one category, so that is what is gone by where one is named.
            let (index, within) = match scope.category {
                None => (index, "?5 IS NULL"),
                Some(_) => ("products_by_category", "p.category = ?5"),
            };
            found.extend(self.find(
                &format!(
                    "SELECT p.id, p.name, p.active FROM products p INDEXED BY {index} WHERE p.active = ?1 AND p.{column} >= ?2 AND p.{column} < ?3
                     AND {within} ORDER BY p.{column} LIMIT ?4"
                ),
                (scope.active, key, &end, CANDIDATES, scope.category),
                Rank::Begins,
            )?);
        }
        Ok(found)
    }

    /// Products whose code, or a barcode, begins with `letters`.
    fn coded(&self, letters: &str, scope: Scope<'_>) -> Result<Vec<Found>, CatalogueError> {
        let end = |start: &str| format!("{start}{}", char::MAX);
        let mut found = self.find(
            "SELECT p.id, p.name, p.active FROM products p INDEXED BY products_by_code
             WHERE p.active = ?1 AND p.code_letters >= ?2 AND p.code_letters < ?3 AND (?5 IS NULL OR p.category = ?5)
             ORDER BY p.code_letters LIMIT ?4",
            (scope.active, letters, end(letters), CANDIDATES, scope.category),
            Rank::Holds,
        )?;
        let capitals = letters.to_uppercase();
        // UPC-A is stored as EAN-13, but printed without the zero in front.
        let upc = format!("0{letters}");
        let starts = if letters.bytes().all(|b| b.is_ascii_digit()) {
            [letters, &upc]
        } else {
            [letters, &capitals]
        };
        for start in starts {
            found.extend(self.find(
                "SELECT p.id, p.name, p.active FROM barcodes b CROSS JOIN products p ON p.id = b.product
                 WHERE b.barcode >= ?2 AND b.barcode < ?3 AND p.active = ?1 AND (?5 IS NULL OR p.category = ?5)
                 ORDER BY b.barcode LIMIT ?4",
                (scope.active, start, end(start), CANDIDATES, scope.category),
                Rank::Holds,
            )?);
        }
        Ok(found)
    }

    /// Products that hold a word beginning with each of `words`.
    fn holding(&self, words: &[String], scope: Scope<'_>) -> Result<Vec<Found>, CatalogueError> {
        let table = if scope.active {
            "words_active"
        } else {
            "words_inactive"
        };
        self.find(
            &format!(
                "SELECT p.id, p.name, p.active FROM {table} CROSS JOIN products p ON p.id = {table}.rowid
                 WHERE {table} MATCH ?1 AND (?3 IS NULL OR p.category = ?3) ORDER BY {table}.rowid LIMIT ?2"
            ),
            (expression(words), CANDIDATES, scope.category),
            Rank::Holds,
        )
    }

    fn find(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        rank: Rank,
    ) -> Result<Vec<Found>, CatalogueError> {
        prepared(&self.conn, sql)?
            .query_map(params, |row| {
                let name: String = row.get(1)?;
                Ok(Found {
                    rank,
                    active: Reverse(row.get(2)?),
                    length: name.chars().count(),
                    name,
                    id: row.get(0)?,
                })
            })
            .and_then(Iterator::collect)
            .map_err(|e| CatalogueError::on(&self.conn, "search", e))
    }
}

/// What was found, each once, the best first.
fn ordered(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_unstable();
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.id));
    found
}

/// The words as FTS5 is asked for them. They are letters and digits only, so the quotation marks hold them.
fn expression(words: &[String]) -> String {
    let mut all = String::new();
    for word in words {
        let between = if all.is_empty() { "" } else { " AND " };
        // Writing to a text cannot fail.
        match fold::without_article(word) {
            Some(bare) => write!(all, "{between}(\"{word}\"* OR \"{bare}\"*)"),
            None => write!(all, "{between}\"{word}\"*"),
        }
        .unwrap_or_default();
    }
    all
}
