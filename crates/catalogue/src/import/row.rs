//! One row as a product, or every reason why it is none.

use fils_order::Money;
use fils_sale::{Unit, VatClass};
use unicode_normalization::UnicodeNormalization as _;

use super::header::{Column, Header};
use super::{Cell, Problem, RawRow};
use crate::export::{OPEN, without_apostrophe};
use crate::{Colour, Product, ProductError, fold};

/// A number of so many digits is a whole EAN-8, UPC-A or EAN-13; of any other, it is not known how many zeros were before it.
const WHOLE: [usize; 3] = [8, 12, 13];

/// A row's product. The fields of columns the file has not are those of `known`, the product with the row's code.
pub(super) fn product(
    row: &RawRow,
    header: &Header,
    known: Option<&Product>,
) -> Result<Product, Vec<Problem>> {
    let mut read = Read {
        row,
        header,
        problems: Vec::new(),
        unreadable: Vec::new(),
    };
    let found = row
        .cells
        .iter()
        .rposition(|cell| !cell.is_empty())
        .map_or(0, |last| last + 1);
    if found > header.width {
        read.problems.push(Problem::ExtraCells {
            found,
            expected: header.width,
        });
    }
    let product = Product {
        code: read.text(Column::Code).unwrap_or_default(),
        name: read.text(Column::Name).unwrap_or_default(),
        name_ar: read.optional(Column::NameAr, known.and_then(|p| p.name_ar.clone())),
        barcodes: read.barcodes(known),
        price: read.price(),
        vat: read.vat(),
        category: read.optional(Column::Category, known.and_then(|p| p.category.clone())),
        colour: read.colour(known),
        unit: read.unit(known),
        active: read.active(known),
    };
    let mut problems = std::mem::take(&mut read.problems);
    problems.extend(rules_broken(&product));
    // What could not be read is said already; that it is missing, or invisible, says nothing new.
    problems.retain(|one| {
        !matches!(one, Problem::Product(ProductError::Missing { field } | ProductError::Invisible { field })
            if read.unreadable.contains(field))
    });
    if problems.is_empty() {
        product.checked().map_err(|e| vec![e.into()])
    } else {
        Err(problems)
    }
}

/// The rules each part of the product breaks on its own, so that all of a row's problems are named at once.
fn rules_broken(product: &Product) -> Vec<Problem> {
    let sound = Product {
        code: "x".to_owned(),
        name: "x".to_owned(),
        name_ar: None,
        barcodes: Vec::new(),
        price: None,
        vat: product.vat,
        category: None,
        colour: None,
        unit: product.unit,
        active: product.active,
    };
    let parts = [
        Product {
            code: product.code.clone(),
            ..sound.clone()
        },
        Product {
            name: product.name.clone(),
            ..sound.clone()
        },
        Product {
            name_ar: product.name_ar.clone(),
            ..sound.clone()
        },
        Product {
            category: product.category.clone(),
            ..sound.clone()
        },
    ];
    let of_barcodes = Product {
        barcodes: product.barcodes.clone(),
        ..sound
    };
    parts
        .into_iter()
        .chain([of_barcodes])
        .filter_map(|part| part.checked().err())
        .map(Problem::Product)
        .collect()
}

struct Read<'r> {
    row: &'r RawRow,
    header: &'r Header,
    problems: Vec<Problem>,
    /// The columns whose cell holds what cannot be read as one line of text.
    unreadable: Vec<&'static str>,
}

impl Read<'_> {
    /// The text of a cell; none when the file has no such column, or the cell holds what is no text.
    fn text(&mut self, column: Column) -> Option<String> {
        let place = self.header.place(column)?;
        let text = match self.row.cells.get(place) {
            None => "",
            Some(Cell::Text(text) | Cell::Number(text)) => without_apostrophe(text.trim()),
            Some(Cell::Date) => {
                self.problems.push(Problem::Date(column.name()));
                self.unreadable.push(column.name());
                return None;
            }
            Some(Cell::Fault) => {
                self.problems.push(Problem::Fault(column.name()));
                self.unreadable.push(column.name());
                return None;
            }
        };
        let breaks = text.matches('\n').count();
        if breaks > 0 {
            self.unreadable.push(column.name());
            self.problems.push(Problem::LineBreak {
                column: column.name(),
                line: self.row.number + u64::try_from(breaks).unwrap_or(u64::MAX),
            });
        }
        Some(text.to_owned())
    }

    /// Whether the column is there and its cell holds text; then an empty cell counts as much as a full one.
    fn optional(&mut self, column: Column, known: Option<String>) -> Option<String> {
        match self.text(column) {
            Some(text) => Some(text).filter(|text| !text.is_empty()),
            None => known,
        }
    }

    fn is_number(&self, column: Column) -> bool {
        self.header
            .place(column)
            .and_then(|place| self.row.cells.get(place))
            .is_some_and(|cell| matches!(cell, Cell::Number(_)))
    }

    fn price(&mut self) -> Option<Money> {
        let text = self.text(Column::Price)?;
        if text.is_empty() {
            self.problems.push(Problem::NoPrice);
            return None;
        }
        if text.eq_ignore_ascii_case(OPEN) {
            return None;
        }
        match Money::parse_entry(&text) {
            Ok(price) => Some(price),
            Err(reason) => {
                self.problems.push(Problem::Price { text, reason });
                None
            }
        }
    }

    fn vat(&mut self) -> VatClass {
        let Some(text) = self.text(Column::Vat) else {
            return VatClass::default();
        };
        if text.is_empty() {
            self.problems.push(Problem::NoVat);
            return VatClass::default();
        }
        fold::latin_digits(&text).parse().unwrap_or_else(|e| {
            self.problems.push(Problem::Vat(e));
            VatClass::default()
        })
    }

    fn unit(&mut self, known: Option<&Product>) -> Unit {
        let Some(text) = self.text(Column::Unit) else {
            return known.map(|p| p.unit).unwrap_or_default();
        };
        match text.to_lowercase().as_str() {
            "" | "piece" => Unit::Piece,
            "kg" => Unit::Kg,
            _ => {
                self.problems.push(Problem::Unit(text));
                Unit::Piece
            }
        }
    }

    fn active(&mut self, known: Option<&Product>) -> bool {
        let Some(text) = self.text(Column::Active) else {
            return known.is_none_or(|p| p.active);
        };
        match text.to_lowercase().as_str() {
            "" => known.is_none_or(|p| p.active),
            "yes" | "true" | "1" => true,
            "no" | "false" | "0" => false,
            _ => {
                self.problems.push(Problem::Active(text));
                true
            }
        }
    }

    fn colour(&mut self, known: Option<&Product>) -> Option<Colour> {
        let Some(text) = self.text(Column::Colour) else {
            return known.and_then(|p| p.colour.clone());
        };
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(colour) => Some(colour),
            Err(e) => {
                self.problems.push(Problem::Product(e));
                None
            }
        }
    }

    fn barcodes(&mut self, known: Option<&Product>) -> Vec<String> {
        let Some(text) = self.text(Column::Barcodes) else {
            return known.map(|p| p.barcodes.clone()).unwrap_or_default();
        };
        let text = fold::latin_digits(&text);
        if self.is_number(Column::Barcodes) && !WHOLE.contains(&text.len()) {
            self.problems.push(Problem::NumberBarcode(text));
            return Vec::new();
        }
        let mut barcodes = Vec::new();
        for one in text.split(';').map(str::trim).filter(|one| !one.is_empty()) {
            if is_shortened(one) {
                self.problems
                    .push(Problem::ShortenedBarcode(one.to_owned()));
            } else {
                barcodes.push(one.to_owned());
            }
        }
        barcodes
    }
}

/// Whether a spreadsheet has written digits as `6.29E+12`.
fn is_shortened(text: &str) -> bool {
    let Some((digits, power)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    are_digits(power) && are_digits(&digits.replacen(['.', ','], "", 1))
}

/// The code a row names, if any.
pub(super) fn code(row: &RawRow, header: &Header) -> Option<String> {
    match row.cells.get(header.place(Column::Code)?)? {
        Cell::Text(text) | Cell::Number(text) => {
            let code: String = without_apostrophe(text.trim()).nfc().collect();
            Some(code).filter(|code| !code.is_empty())
        }
        Cell::Date | Cell::Fault => None,
    }
}
