//! Products as they cross to the window and back.

use fils_catalogue::import::{Problem, Refused};
use fils_catalogue::{Colour, Language, Page, Product};
use fils_checkout::view::MoneyView;
use fils_counter::view::{UnitCode, VatCode};
use fils_order::Money;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::errors::CommandError;

/// Something the shop sells, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ProductView {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_ar: Option<String>,
    pub(crate) barcodes: Vec<String>,
    /// Of one piece or kilogram, VAT inside; none when the cashier enters it.
    pub(crate) price: Option<MoneyView>,
    pub(crate) vat: VatCode,
    pub(crate) category: Option<String>,
    /// Of its tile, `#rrggbb`.
    pub(crate) colour: Option<String>,
    pub(crate) unit: UnitCode,
    /// Whether it is sold.
    pub(crate) active: bool,
}

impl From<Product> for ProductView {
    fn from(product: Product) -> Self {
        Self {
            code: product.code,
            name: product.name,
            name_ar: product.name_ar,
            barcodes: product.barcodes,
            price: product.price.map(MoneyView::from),
            vat: product.vat.into(),
            category: product.category,
            colour: product.colour.map(String::from),
            unit: product.unit.into(),
            active: product.active,
        }
    }
}

/// In whose order products are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LanguageCode {
    #[default]
    En,
    Ar,
}

/// Which products to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Type)]
pub(crate) struct ProductsQuery {
    /// What was typed: the beginnings of words of the name in either language, of a code or of a barcode. Empty lists everything.
    pub(crate) text: String,
    /// Of one category only.
    pub(crate) category: Option<String>,
    /// What is not sold any more, instead of what is.
    pub(crate) inactive: bool,
    /// In whose order, where nothing was typed.
    #[serde(default)]
    pub(crate) language: LanguageCode,
    /// How many to pass over.
    pub(crate) offset: u32,
    /// The most to give.
    pub(crate) limit: u32,
}

impl ProductsQuery {
    pub(crate) fn page(&self) -> Page {
        Page {
            category: self.category.clone(),
            language: match self.language {
                LanguageCode::En => Language::English,
                LanguageCode::Ar => Language::Arabic,
            },
            inactive: self.inactive,
            skip: self.offset,
            limit: self.limit,
        }
    }
}

/// A page of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ProductsView {
    pub(crate) products: Vec<ProductView>,
    /// How many fit, on all pages.
    pub(crate) count: u32,
    /// More fit than were counted: more letters are needed.
    pub(crate) more: bool,
}

/// A product as somebody enters it.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
pub(crate) struct ProductForm {
    /// Its code so far, when it is changed.
    pub(crate) before: Option<String>,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_ar: String,
    pub(crate) barcodes: Vec<String>,
    /// As it was typed; empty when the cashier enters the price.
    pub(crate) price_text: String,
    pub(crate) vat: VatCode,
    pub(crate) category: String,
    pub(crate) colour: Option<String>,
    pub(crate) unit: UnitCode,
    pub(crate) active: bool,
}

impl ProductForm {
    /// The product it describes.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub(crate) fn product(self) -> Result<Product, CommandError> {
        let price = Some(self.price_text.trim()).filter(|text| !text.is_empty());
        let product = Product {
            code: self.code,
            name: self.name,
            name_ar: Some(self.name_ar),
            barcodes: self.barcodes,
            price: price.map(Money::parse_entry).transpose()?,
            vat: self.vat.into(),
            category: Some(self.category),
            colour: self.colour.map(|text| text.parse::<Colour>()).transpose()?,
            unit: self.unit.into(),
            active: self.active,
        };
        Ok(product.checked()?)
    }
}

/// A row of a file that adds a product or changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ImportRow {
    /// As a spreadsheet counts: the first row is 1.
    pub(crate) row: u64,
    /// As it will be.
    pub(crate) product: ProductView,
    /// As it is; none when it is new.
    pub(crate) before: Option<ProductView>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ProblemView {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code().to_owned(),
            message: problem.to_string(),
        }
    }
}

/// A row of a file that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct RefusedRow {
    /// As a spreadsheet counts: the first row is 1.
    pub(crate) row: u64,
    /// The code of the product it names.
    pub(crate) product: Option<String>,
    /// The first problem's.
    pub(crate) code: String,
    /// Every problem, one sentence after another.
    pub(crate) message: String,
    pub(crate) problems: Vec<ProblemView>,
}

impl From<&Refused> for RefusedRow {
    fn from(refused: &Refused) -> Self {
        Self {
            row: refused.row,
            product: refused.product.clone(),
            code: refused.code().to_owned(),
            message: refused.reason(),
            problems: refused.problems.iter().map(ProblemView::from).collect(),
        }
    }
}

/// What a file of products would change, or has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ImportPreview {
    /// The file's name.
    pub(crate) file: String,
    pub(crate) added: u32,
    pub(crate) changed: u32,
    pub(crate) unchanged: u32,
    pub(crate) refused: u32,
    /// The first of each, in the order of the file.
    pub(crate) first_added: Vec<ImportRow>,
    pub(crate) first_changed: Vec<ImportRow>,
    pub(crate) first_refused: Vec<RefusedRow>,
    /// What the file has and products have not.
    pub(crate) ignored_columns: Vec<String>,
    /// Sheets of a workbook beside the first.
    pub(crate) ignored_sheets: Vec<String>,
}
