//! What a scanner read: a product's code, or a label with the price or weight in it.

use fils_order::Money;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::quantity::latin;

/// The longest code.
pub const MAX_CODE_CHARS: usize = 48;
/// Digits of an EAN-13 label after the prefix and before the check digit.
const LABEL_DIGITS: u8 = 10;

/// What was scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Scanned {
    /// A product, in the form [`normalise`] gives.
    Code {
        /// The code.
        code: String,
    },
    /// A label of the shop's scale with a price in it.
    WithPrice {
        /// The item's digits on the label, leading zeros and all.
        item: String,
        /// What the customer was promised, VAT inside.
        price: Money,
    },
    /// A label of the shop's scale with a weight in it.
    WithWeight {
        /// The item's digits on the label, leading zeros and all.
        item: String,
        /// The weight.
        grams: u32,
    },
}

/// Why what was scanned is not a barcode. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BarcodeError {
    /// Nothing.
    #[error("The barcode is empty. Scan it again.")]
    Empty,
    /// Longer than [`MAX_CODE_CHARS`].
    #[error(
        "The barcode has {length} characters; at most {MAX_CODE_CHARS} are possible. Scan one barcode at a time."
    )]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// Something that no barcode holds.
    #[error(
        "The barcode has characters that no barcode has. Set the scanner to an English keyboard and scan again."
    )]
    NotPrintable,
    /// The check digit does not fit the others.
    #[error(
        "“{code}” was misread or mistyped: its last digit should be {expected}. Scan it again."
    )]
    CheckDigit {
        /// What was read.
        code: String,
        /// The check digit the others ask for.
        expected: char,
    },
    /// A label without a price or weight.
    #[error("The label “{0}” says nothing: its price or weight is zero. Weigh the goods again.")]
    EmptyLabel(String),
}

impl BarcodeError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "barcode_empty",
            Self::TooLong { .. } => "barcode_too_long",
            Self::NotPrintable => "barcode_not_printable",
            Self::CheckDigit { .. } => "barcode_check_digit",
            Self::EmptyLabel(_) => "barcode_empty_label",
        }
    }
}

/// Why settings for labels make no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EmbeddedError {
    /// Not two digits of the range GS1 leaves to shops.
    #[error("“{0}” cannot be the start of a label. Use 02 or 20 to 29.")]
    BadPrefix(String),
    /// The same prefix for two things.
    #[error(
        "Labels that start with {0} would hold both a price and a weight. Use each start once."
    )]
    Twice(String),
    /// No room for the value or the item.
    #[error("A label has room for an item number of 4 to 6 digits. Enter 4, 5 or 6.")]
    ItemDigits,
}

impl EmbeddedError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadPrefix(_) => "label_bad_prefix",
            Self::Twice(_) => "label_prefix_twice",
            Self::ItemDigits => "label_item_digits",
        }
    }
}

/// How the shop's scale writes its labels: EAN-13 of a two-digit prefix, the item's digits, the price in fils or the weight in grams
/// in the other digits, and the check digit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EmbeddedSettings", into = "EmbeddedSettings")]
pub struct Embedded {
    price: Vec<String>,
    weight: Vec<String>,
    item_digits: u8,
}

/// [`Embedded`] as files have it, unchecked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
struct EmbeddedSettings {
    price: Vec<String>,
    weight: Vec<String>,
    item_digits: u8,
}

impl Default for EmbeddedSettings {
    fn default() -> Self {
        Embedded::default().into()
    }
}

impl TryFrom<EmbeddedSettings> for Embedded {
    type Error = EmbeddedError;
    fn try_from(settings: EmbeddedSettings) -> Result<Self, EmbeddedError> {
        Self::new(settings.price, settings.weight, settings.item_digits)
    }
}

impl From<Embedded> for EmbeddedSettings {
    fn from(embedded: Embedded) -> Self {
        Self {
            price: embedded.price,
            weight: embedded.weight,
            item_digits: embedded.item_digits,
        }
    }
}

impl Default for Embedded {
    /// What most scales are set to: 21 for a weight, 23 for a price, five digits for the item, five for the value (up to 999.99 AED or
    /// 99.999 kg).
    fn default() -> Self {
        Self {
            price: vec!["23".to_owned()],
            weight: vec!["21".to_owned()],
            item_digits: 5,
        }
    }
}

impl Embedded {
    /// Labels with these prefixes, which are `02` or `20` to `29`, and so many digits for the item (4 to 6).
    ///
    /// # Errors
    /// An [`EmbeddedError`] that says what to enter.
    pub fn new(
        price: Vec<String>,
        weight: Vec<String>,
        item_digits: u8,
    ) -> Result<Self, EmbeddedError> {
        if !(4..=6).contains(&item_digits) {
            return Err(EmbeddedError::ItemDigits);
        }
        let prefixes: Vec<&String> = price.iter().chain(&weight).collect();
        for (index, prefix) in prefixes.iter().enumerate() {
            let digits = prefix.as_bytes();
            let of_shops =
                digits == b"02" || matches!(digits, [b'2', second] if second.is_ascii_digit());
            if !of_shops {
                return Err(EmbeddedError::BadPrefix((*prefix).clone()));
            }
            if prefixes[..index].contains(prefix) {
                return Err(EmbeddedError::Twice((*prefix).clone()));
            }
        }
        Ok(Self {
            price,
            weight,
            item_digits,
        })
    }

    /// No labels: every EAN-13 is a product's.
    pub fn none() -> Self {
        Self {
            price: Vec::new(),
            weight: Vec::new(),
            item_digits: 5,
        }
    }

    /// The prefixes of labels with a price.
    pub fn price(&self) -> &[String] {
        &self.price
    }

    /// The prefixes of labels with a weight.
    pub fn weight(&self) -> &[String] {
        &self.weight
    }

    /// How many digits a label has for the item.
    pub fn item_digits(&self) -> u8 {
        self.item_digits
    }
}

/// Reads what a scanner sent or a person typed.
///
/// # Errors
/// A [`BarcodeError`] that says what to do.
pub fn read(text: &str, embedded: &Embedded) -> Result<Scanned, BarcodeError> {
    let code = normalise(text)?;
    let has = |prefixes: &[String]| prefixes.iter().any(|p| code.starts_with(p.as_str()));
    let is_label = code.len() == 13 && code.bytes().all(|b| b.is_ascii_digit());
    let (of_price, of_weight) = (has(&embedded.price), has(&embedded.weight));
    if !is_label || !(of_price || of_weight) {
        return Ok(Scanned::Code { code });
    }
    let value_at = 2 + usize::from(embedded.item_digits.min(LABEL_DIGITS));
    let item = code[2..value_at].to_owned();
    // At most six digits, all of them digits: `normalise` gave them.
    let value: u32 = code[value_at..12].parse().unwrap_or_default();
    if value == 0 {
        return Err(BarcodeError::EmptyLabel(code));
    }
    if of_price {
        let price = Money::from_fils(i64::from(value)).unwrap_or_default();
        Ok(Scanned::WithPrice { item, price })
    } else {
        Ok(Scanned::WithWeight { item, grams: value })
    }
}

/// The one form a barcode is stored and looked up in.
///
/// Eight, twelve or thirteen digits are EAN-8 or UPC-E, UPC-A and EAN-13, and their check digit must fit. UPC-A and UPC-E (eight digits
/// that start with 0 or 1 and whose expansion fits) become the EAN-13 they are short for. Other printable ASCII up to
/// [`MAX_CODE_CHARS`] stays as it is: Code 128. Spaces around it go, and Arabic digits, as an Arabic keyboard gives
/// them, become Latin ones.
///
/// # Errors
/// A [`BarcodeError`] that says what to do.
pub fn normalise(text: &str) -> Result<String, BarcodeError> {
    let code: String = text.trim().chars().map(latin).collect();
    if code.is_empty() {
        return Err(BarcodeError::Empty);
    }
    if !code.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return Err(BarcodeError::NotPrintable);
    }
    if code.len() > MAX_CODE_CHARS {
        return Err(BarcodeError::TooLong { length: code.len() });
    }
    if !code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(code);
    }
    match code.len() {
        8 => eight(code),
        12 => checked(code).map(|upc| format!("0{upc}")),
        13 => checked(code),
        _ => Ok(code),
    }
}

/// Eight digits: UPC-E when they can be, else EAN-8. Both can fit; EAN-8 that starts with 0 or 1 is a shop's own, and found by the same
/// form it was stored in.
fn eight(code: String) -> Result<String, BarcodeError> {
    match expanded(&code).map(checked) {
        Some(Ok(upc)) => Ok(format!("0{upc}")),
        // EAN-8 may start with 0 or 1 as well.
        Some(Err(_)) | None => checked(code),
    }
}

/// The UPC-A that eight digits of UPC-E are short for, with their check digit: the sixth digit of the six in the middle says where the
/// zeros were.
fn expanded(code: &str) -> Option<String> {
    let system = code.get(..1).filter(|system| ["0", "1"].contains(system))?;
    let (middle, check) = (code.get(1..7)?, code.get(7..8)?);
    let (maker, last) = middle.split_at(5);
    let body = match last {
        "0" | "1" | "2" => format!("{}{last}0000{}", &maker[..2], &maker[2..]),
        "3" => format!("{}00000{}", &maker[..3], &maker[3..]),
        "4" => format!("{}00000{}", &maker[..4], &maker[4..]),
        _ => format!("{maker}0000{last}"),
    };
    Some(format!("{system}{body}{check}"))
}

/// Digits whose last one fits the others.
fn checked(code: String) -> Result<String, BarcodeError> {
    let (body, last) = code.split_at(code.len().saturating_sub(1));
    let expected = check_digit(body);
    if last.starts_with(expected) {
        Ok(code)
    } else {
        Err(BarcodeError::CheckDigit { code, expected })
    }
}

/// The check digit GS1 asks for after these digits: weights 3 and 1 from the right.
pub fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}
