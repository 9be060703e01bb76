//! A product and the rules it must keep.

use std::fmt;
use std::str::FromStr;

use fils_order::Money;
use fils_sale::barcode::{self, BarcodeError};
use fils_sale::{Item, Unit, VatClass};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::fold;

/// The most barcodes one product may have.
pub const MAX_BARCODES: usize = 50;
/// The longest code, in characters.
const MAX_CODE: usize = 64;
/// The longest name, in characters.
const MAX_NAME: usize = 200;
/// The longest name of a category, in characters.
const MAX_CATEGORY: usize = 100;

/// Something the shop sells, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What the shop calls it; its key. Codes that differ in case only are one code.
    pub code: String,
    /// Its name, in English or the only language there is.
    pub name: String,
    /// Its name in Arabic.
    #[serde(default)]
    pub name_ar: Option<String>,
    /// Its barcodes, in the form [`fils_sale::barcode::normalise`] gives; each belongs to one product.
    #[serde(default)]
    pub barcodes: Vec<String>,
    /// The price of one piece or kilogram, VAT inside; none when the cashier enters it at the sale.
    #[serde(default)]
    pub price: Option<Money>,
    /// How it is taxed.
    pub vat: VatClass,
    /// The category it is shown under.
    #[serde(default)]
    pub category: Option<String>,
    /// The colour of its button.
    #[serde(default)]
    pub colour: Option<Colour>,
    /// What its price is for.
    #[serde(default)]
    pub unit: Unit,
    /// Whether it is offered for sale.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// A colour, written `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(String);

/// Why a product cannot be stored. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProductError {
    /// A field that every product has is empty.
    #[error("The {field} is missing: every product needs one.")]
    Missing {
        /// `code` or `name`.
        field: &'static str,
    },
    /// A text is too long.
    #[error("The {field} has {length} characters: shorten it to {most}.")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// Its length in characters.
        length: usize,
        /// The most it may have.
        most: usize,
    },
    /// A text holds a line break, a tab or a character that is not seen and turns the text around.
    #[error("The {field} has a line break or an invisible character: type it again.")]
    Invisible {
        /// Which text.
        field: &'static str,
    },
    /// A barcode is none.
    #[error("{0}")]
    Barcode(#[from] BarcodeError),
    /// A barcode holds what separates barcodes in files.
    #[error("The barcode {0} has a semicolon, which separates barcodes: take the semicolon out.")]
    Semicolon(String),
    /// The same barcode twice on one product.
    #[error("The barcode {0} is there twice: name it once.")]
    SameBarcode(String),
    /// More than [`MAX_BARCODES`].
    #[error("The product has {0} barcodes: at most {MAX_BARCODES} are possible.")]
    TooManyBarcodes(usize),
    /// A price of nothing, which would be given away by a slip.
    #[error("The price is zero: enter more than 0.00, or leave it open.")]
    ZeroPrice,
    /// Not a colour.
    #[error("“{0}” is not a colour: write it as # and six digits, such as #1a7f37.")]
    Colour(String),
}

impl ProductError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { field: "name" } => "name_missing",
            Self::Missing { .. } => "code_missing",
            Self::TooLong { .. } => "text_too_long",
            Self::Invisible { .. } => "text_invisible",
            Self::Barcode(e) => e.code(),
            Self::Semicolon(_) => "barcode_semicolon",
            Self::SameBarcode(_) => "barcode_twice",
            Self::TooManyBarcodes(_) => "barcodes_too_many",
            Self::ZeroPrice => "price_zero",
            Self::Colour(_) => "colour_unknown",
        }
    }
}

impl Product {
    /// The product with its texts trimmed and its barcodes normalised, as it is stored.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn checked(self) -> Result<Self, ProductError> {
        let code = required("code", &self.code, MAX_CODE)?;
        if fold::code_key(&code).is_empty() {
            return Err(ProductError::Missing { field: "code" });
        }
        if self.price.is_some_and(Money::is_zero) {
            return Err(ProductError::ZeroPrice);
        }
        Ok(Self {
            code,
            name: required("name", &self.name, MAX_NAME)?,
            name_ar: optional("Arabic name", self.name_ar.as_deref(), MAX_NAME)?,
            barcodes: barcodes(self.barcodes.iter().map(String::as_str))?,
            category: optional("category", self.category.as_deref(), MAX_CATEGORY)?,
            ..self
        })
    }

    /// The product as a sale remembers it, at its price or, for an open one, at `price`; none when there is no price at all.
    /// `price` wins where both are there.
    pub fn item(&self, price: Option<Money>) -> Option<Item> {
        Some(Item {
            code: Some(self.code.clone()),
            barcode: self.barcodes.first().cloned(),
            name: self.name.clone(),
            name_ar: self.name_ar.clone(),
            category: self.category.clone(),
            unit: self.unit,
            price: price.or(self.price)?,
            vat: self.vat,
        })
    }
}

/// `text` as it is stored: trimmed, composed, with single spaces.
fn required(field: &'static str, text: &str, most: usize) -> Result<String, ProductError> {
    optional(field, Some(text), most)?.ok_or(ProductError::Missing { field })
}

fn optional(
    field: &'static str,
    text: Option<&str>,
    most: usize,
) -> Result<Option<String>, ProductError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().any(is_invisible) {
        return Err(ProductError::Invisible { field });
    }
    let text: String = text.nfc().collect();
    let length = text.chars().count();
    if length > most {
        return Err(ProductError::TooLong {
            field,
            length,
            most,
        });
    }
    Ok(Some(text))
}

/// Control characters, and those that turn the text around them: a name must read on paper as it was typed.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Barcodes in their one form, each once.
fn barcodes<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Vec<String>, ProductError> {
    let mut codes: Vec<String> = Vec::new();
    for text in texts {
        let code = barcode::normalise(text)?;
        if code.contains(';') {
            return Err(ProductError::Semicolon(code));
        }
        if codes.contains(&code) {
            return Err(ProductError::SameBarcode(code));
        }
        codes.push(code);
        if codes.len() > MAX_BARCODES {
            return Err(ProductError::TooManyBarcodes(codes.len()));
        }
    }
    Ok(codes)
}

impl Colour {
    /// The colour as `#rrggbb`, in small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Colour {
    type Err = ProductError;
    fn from_str(text: &str) -> Result<Self, ProductError> {
        let colour = text.trim().to_ascii_lowercase();
        match colour.strip_prefix('#') {
            Some(digits) if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self(colour))
            }
            _ => Err(ProductError::Colour(text.trim().to_owned())),
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = ProductError;
    fn try_from(text: String) -> Result<Self, ProductError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.0
    }
}
