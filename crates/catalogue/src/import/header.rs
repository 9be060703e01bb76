//! Which column is where.

use super::{Cell, ImportError};

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Name,
    NameAr,
    Barcodes,
    Price,
    Vat,
    Category,
    Unit,
    Colour,
    Active,
}

/// Every column, and whether it must be there.
const COLUMNS: [(Column, &str, bool); 10] = [
    (Column::Code, "code", true),
    (Column::Name, "name", true),
    (Column::NameAr, "name_ar", false),
    (Column::Barcodes, "barcodes", false),
    (Column::Price, "price", true),
    (Column::Vat, "vat", true),
    (Column::Category, "category", false),
    (Column::Unit, "unit", false),
    (Column::Colour, "colour", false),
    (Column::Active, "active", false),
];

impl Column {
    /// The column with this name, however it is spaced and in whatever case.
    fn named(name: &str) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
            .flat_map(char::to_lowercase)
            .collect();
        let name = match name.as_str() {
            "barcode" => "barcodes",
            "color" => "colour",
            other => other,
        };
        COLUMNS
            .iter()
            .find(|(_, known, _)| known.replace('_', "") == name)
            .map(|(column, _, _)| *column)
    }

    /// How files and messages name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::NameAr => "Arabic name",
            Self::Barcodes => "barcode",
            Self::Price => "price",
            Self::Vat => "VAT class",
            Self::Category => "category",
            Self::Unit => "unit",
            Self::Colour => "colour",
            Self::Active => "field “active”",
        }
    }
}

/// How many of `names` are columns.
pub(super) fn known_in(names: &[String]) -> usize {
    names
        .iter()
        .filter(|name| Column::named(name).is_some())
        .count()
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    places: Vec<(Column, usize)>,
    /// How many columns are named.
    pub(super) width: usize,
    /// The names that are not columns.
    pub(super) ignored: Vec<String>,
}

impl Header {
    /// Reads the first row.
    pub(super) fn read(cells: &[Cell]) -> Result<Self, ImportError> {
        let mut header = Self {
            places: Vec::new(),
            width: 0,
            ignored: Vec::new(),
        };
        for (place, cell) in cells.iter().enumerate() {
            let name = match cell {
                Cell::Text(text) | Cell::Number(text) => text.trim(),
                Cell::Date | Cell::Fault => "",
            };
            if name.is_empty() {
                continue;
            }
            header.width = place + 1;
            match Column::named(name) {
                Some(column) if header.place(column).is_some() => {
                    return Err(ImportError::SameColumn {
                        name: name.to_owned(),
                    });
                }
                Some(column) => header.places.push((column, place)),
                None => header.ignored.push(name.to_owned()),
            }
        }
        let missing: Vec<String> = COLUMNS
            .iter()
            .filter(|(column, _, needed)| *needed && header.place(*column).is_none())
            .map(|(_, name, _)| (*name).to_owned())
            .collect();
        if missing.is_empty() {
            Ok(header)
        } else {
            Err(ImportError::MissingColumns { names: missing })
        }
    }

    /// Where a column is, if it is.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, place)| *place)
    }
}
