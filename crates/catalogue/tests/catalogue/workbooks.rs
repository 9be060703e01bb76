//! Importing XLSX. The workbooks are written here, cell by cell, as Excel writes them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use fils_catalogue::import::{ImportError, Preview, Refusals};
use zip::write::SimpleFileOptions;

use crate::{fresh, go_on, refused, try_preview};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Products" sheetId="1" r:id="rId1"/><sheet name="Old" sheetId="2" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// A workbook whose first sheet has these rows of cells, each `text`, or `n:` and a number, `d:` and a date's number, `e:` and an error.
fn workbook(rows: &[(u32, &[&str])]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (number, cells) in rows {
        write!(sheet, "<row r=\"{number}\">").unwrap();
        for (cell, column) in cells.iter().zip('A'..) {
            let at = format!("{column}{number}");
            match cell.split_once(':') {
                Some(("n", value)) => write!(sheet, "<c r=\"{at}\"><v>{value}</v></c>"),
                Some(("d", value)) => write!(sheet, "<c r=\"{at}\" s=\"1\"><v>{value}</v></c>"),
                Some(("e", value)) => write!(sheet, "<c r=\"{at}\" t=\"e\"><v>{value}</v></c>"),
                _ if cell.is_empty() => Ok(()),
                _ => write!(
                    sheet,
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                ),
            }
            .unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEAD: &[&str] = &[
    "Code", "Name", "Name AR", "Barcodes", "Price", "VAT", "Supplier",
];

fn shown(rows: &[(u32, &[&str])]) -> Preview {
    let (_dir, catalogue) = fresh();
    try_preview(&catalogue, &workbook(rows)).unwrap()
}

#[test]
fn a_workbook_becomes_products_with_exact_prices() {
    let (_dir, mut catalogue) = fresh();
    let bytes = workbook(&[
        (2, HEAD),
        (
            3,
            &[
                "n:1001",
                "Milk",
                "حليب",
                "n:6291041500213",
                "n:1.1000000000000001",
                "n:5",
            ],
        ),
        (5, &["A", "Tea", "", "036000291452", "12.30", "exempt"]),
        (6, &["B", "Bag", "", "", "n:3.3000000000000003", "n:0"]),
    ]);
    let shown = try_preview(&catalogue, &bytes).unwrap();
    assert_eq!((shown.added, shown.refused.len()), (3, 0));
    assert_eq!(shown.ignored_columns, ["Supplier"]);
    assert_eq!(shown.ignored_sheets, ["Old"]);
    catalogue
        .apply(&shown, Refusals::Forbid, &mut go_on)
        .unwrap();
    let price = |code: &str| {
        catalogue
            .by_code(code)
            .unwrap()
            .unwrap()
            .price
            .unwrap()
            .fils()
    };
    assert_eq!((price("1001"), price("A"), price("B")), (110, 1230, 330));
    assert_eq!(
        catalogue
            .by_barcode("6291041500213")
            .unwrap()
            .unwrap()
            .name_ar
            .as_deref(),
        Some("حليب")
    );
}

#[test]
fn what_a_workbook_spoils_is_named_with_its_row() {
    let found = shown(&[
        (1, HEAD),
        (4, &["A", "A", "", "n:36000291452", "n:1.005", "n:5"]),
        (7, &["B", "B", "", "", "d:45000", "n:0.05"]),
        (9, &["C", "e:#N/A", "", "", "n:1e-7", "n:5"]),
    ]);
    assert_eq!(
        refused(&found),
        [
            (4, vec!["barcode_number", "amount_too_many_decimals"]),
            (7, vec!["cell_date", "vat_class_unknown"]),
            (9, vec!["cell_fault", "amount_too_many_decimals"]),
        ]
    );
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let found = shown(&[
        (1, &["code", "name", "price", "vat"]),
        (1_000_000, &["A", "A", "n:1", "n:5"]),
    ]);
    assert_eq!(found.rows()[0].row, 1_000_000);
    let (_dir, catalogue) = fresh();
    let beyond = workbook(&[(1, HEAD), (1_000_001, &["A"])]);
    assert!(matches!(
        try_preview(&catalogue, &beyond).unwrap_err(),
        ImportError::TooLarge
    ));
}
