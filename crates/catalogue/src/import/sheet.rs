//! The rows of an Excel workbook: its first sheet, read cell by cell.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::{Cell, ImportError, MAX_ROWS, MAX_UNPACKED, RawRow, Rows};

/// Columns behind this one are not read.
const MAX_COLUMNS: u32 = 256;

/// Excel keeps 15 digits of a number; what follows is noise of its arithmetic.
const DIGITS: usize = 15;

/// Reads the rows of the first sheet of `bytes`.
pub(super) fn rows(bytes: &[u8]) -> Result<Rows, ImportError> {
    check_size(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| bad(&e))?;
    let mut sheets = book.sheet_names();
    if sheets.is_empty() {
        return Err(ImportError::Empty);
    }
    let first = sheets.remove(0);
    let mut cells = book.worksheet_cells_reader(&first).map_err(|e| bad(&e))?;
    let mut rows: Vec<RawRow> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|e| bad(&e))? {
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        let value = read(cell.get_value());
        if value.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        if number > MAX_ROWS {
            return Err(ImportError::TooLarge);
        }
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(RawRow {
                number,
                cells: Vec::new(),
            });
        }
        if let (Some(last), Ok(column)) = (rows.last_mut(), usize::try_from(column)) {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::Text(String::new()));
            }
            last.cells[column] = value;
        }
    }
    Ok(Rows {
        rows,
        ignored_sheets: sheets,
    })
}

/// Refuses a workbook that says it is too large before it is unpacked.
fn check_size(bytes: &[u8]) -> Result<(), ImportError> {
    let archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| ImportError::BadWorkbook {
            detail: e.to_string(),
        })?;
    match archive.decompressed_size() {
        Some(size) if size <= u128::from(MAX_UNPACKED) => Ok(()),
        Some(_) | None => Err(ImportError::TooLarge),
    }
}

fn bad(error: &XlsxError) -> ImportError {
    ImportError::BadWorkbook {
        detail: error.to_string(),
    }
}

fn read(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::String(text) => Cell::Text(text.trim().to_owned()),
        DataRef::SharedString(text) => Cell::Text(text.trim().to_owned()),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(decimal(*number)),
        DataRef::Bool(yes) => Cell::Text(if *yes { "yes" } else { "no" }.to_owned()),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => Cell::Date,
        DataRef::Error(_) => Cell::Fault,
        DataRef::Empty => Cell::Text(String::new()),
    }
}

/// A number as the decimal text a person sees in Excel. A workbook stores binary fractions: the text is made of the 15 digits
/// Excel keeps, and every later step works on the text.
fn decimal(number: f64) -> String {
    let scientific = format!("{number:.*e}", DIGITS - 1);
    let (sign, rest) = match scientific.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", scientific.as_str()),
    };
    let Some((digits, exponent)) = rest.split_once('e') else {
        // Not a number, or none that ends.
        return scientific;
    };
    let digits = digits.replace('.', "");
    let Ok(point) = exponent.parse::<i32>().map(|exponent| exponent + 1) else {
        return scientific;
    };
    let plain = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => format!("{digits:0<point$}."),
        Ok(point) => format!("{}.{}", &digits[..point], &digits[point..]),
        Err(_) => format!(
            "0.{}{digits}",
            "0".repeat(usize::try_from(-point).unwrap_or(0))
        ),
    };
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    let plain = if plain.starts_with('.') {
        format!("0{plain}")
    } else {
        plain.to_owned()
    };
    if plain.is_empty() || plain == "0" {
        "0".to_owned()
    } else {
        format!("{sign}{plain}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_become_the_text_a_person_sees() {
        for (number, text) in [
            (12.5, "12.5"),
            (0.1 + 0.2, "0.3"),
            (3.0 * 1.1, "3.3"),
            (0.05, "0.05"),
            (0.5, "0.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (-4.25, "-4.25"),
            (100.0, "100"),
            (12.345, "12.345"),
            (6_291_041_500_213.0, "6291041500213"),
            (1e20, "100000000000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(decimal(number), text);
        }
        assert_eq!(decimal(f64::INFINITY), "inf");
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_way_through_a_workbook(fils in 1..9_999_999_999_999_i64) {
            let text = format!("{}.{:02}", fils / 100, fils % 100);
            let read = decimal(text.parse::<f64>().unwrap());
            prop_assert_eq!(fils_order::Money::parse_entry(&read).unwrap().fils(), fils);
        }
    }
}
