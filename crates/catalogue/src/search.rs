//! Search as a cashier types.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::Write as _;

use fils_sale::barcode;

use crate::read::PRODUCT;
use crate::{CatalogueError, Product, Reader, fold, prepared};

/// The most words that are looked for; a name has no more that matter.
const MOST_WORDS: usize = 12;

/// How many products that hold the words are put in order. Beyond that more letters are needed anyway, and each keystroke must stay
/// well below 20 ms.
const CANDIDATES: u32 = 300;

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
        let mut words = fold::words(text);
        words.truncate(MOST_WORDS);
        let mut found = self.exact(text, inactive)?;
        if !words.is_empty() {
            let key = words.join(" ");
            for active in [true, false] {
                if active || inactive {
                    found.extend(self.beginning(&key, active)?);
                    found.extend(self.coded(&words.concat(), active)?);
                    found.extend(self.holding(&words, active)?);
                }
            }
        }
        found.sort_unstable();
        let mut seen = HashSet::new();
        found.retain(|one| seen.insert(one.id));
        found.truncate(limit);
        let sql = format!("SELECT {PRODUCT} FROM products p WHERE p.id = ?1");
        let mut products = Vec::with_capacity(found.len());
        for one in found {
            products.extend(self.many(&sql, [one.id])?);
        }
        Ok(products)
    }

    fn exact(&self, text: &str, inactive: bool) -> Result<Vec<Found>, CatalogueError> {
        let typed = fold::latin_digits(text.trim());
        // What is typed half-way is no barcode yet; it is looked for as it stands.
        let scanned = barcode::normalise(&typed).unwrap_or(typed);
        self.find(
            "SELECT p.id, p.name, p.active FROM products p WHERE (p.code_key = ?1
                 OR p.id = (SELECT product FROM barcodes WHERE barcode = ?2)) AND (p.active = 1 OR ?3)",
            (fold::code_key(text.trim()), scanned, inactive),
            Rank::Exact,
        )
    }

    /// Products whose name, in either language, begins with `key`.
    fn beginning(&self, key: &str, active: bool) -> Result<Vec<Found>, CatalogueError> {
        let end = format!("{key}{}", char::MAX);
        let mut found = Vec::new();
        for (column, index) in [
            ("name_key", "products_by_name"),
            ("name_ar_key", "products_by_name_ar"),
        ] {
            found.extend(self.find(
                &format!(
                    "SELECT p.id, p.name, p.active FROM products p INDEXED BY {index} WHERE p.active = ?1 AND p.{column} >= ?2 AND p.{column} < ?3
                     ORDER BY p.{column} LIMIT ?4"
                ),
                (active, key, &end, CANDIDATES),
                Rank::Begins,
            )?);
        }
        Ok(found)
    }

    /// Products whose code, or a barcode, begins with `letters`.
    fn coded(&self, letters: &str, active: bool) -> Result<Vec<Found>, CatalogueError> {
        let end = |start: &str| format!("{start}{}", char::MAX);
        let mut found = self.find(
            "SELECT p.id, p.name, p.active FROM products p INDEXED BY products_by_code
             WHERE p.active = ?1 AND p.code_letters >= ?2 AND p.code_letters < ?3 ORDER BY p.code_letters LIMIT ?4",
            (active, letters, end(letters), CANDIDATES),
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
                 WHERE b.barcode >= ?2 AND b.barcode < ?3 AND p.active = ?1 ORDER BY b.barcode LIMIT ?4",
                (active, start, end(start), CANDIDATES),
                Rank::Holds,
            )?);
        }
        Ok(found)
    }

    /// Products that hold a word beginning with each of `words`.
    fn holding(&self, words: &[String], active: bool) -> Result<Vec<Found>, CatalogueError> {
        let table = if active {
            "words_active"
        } else {
            "words_inactive"
        };
        self.find(
            &format!(
                "SELECT p.id, p.name, p.active FROM {table} CROSS JOIN products p ON p.id = {table}.rowid
                 WHERE {table} MATCH ?1 ORDER BY {table}.rowid LIMIT ?2"
            ),
            (expression(words), CANDIDATES),
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
