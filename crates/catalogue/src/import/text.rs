//! The rows of a CSV file.

use super::{Cell, ImportError, MAX_ROWS, RawRow, Rows, header};

/// What may stand between cells. The first row tells which does.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A row put behind the file. If it does not come out as it is, a quotation mark before it was never closed.
const END: &str = "\u{1}end";

/// Reads the rows of `bytes`.
pub(super) fn rows(bytes: &[u8]) -> Result<Rows, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|e| ImportError::NotUtf8 {
        row: 1 + breaks(&bytes[..e.valid_up_to()]),
    })?;
    let text = format!("{text}\n{END}\n");
    let mut best = Vec::new();
    let mut known = 0;
    for separator in SEPARATORS {
        let first = first_row(&text, separator);
        let found = header::known_in(&first);
        if best.is_empty() || found > known {
            (best, known) = (vec![separator], found);
        }
    }
    let separator = best.first().copied().unwrap_or(b',');
    split(&text, separator)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The cells of the first row that is not empty.
fn first_row(text: &str, separator: u8) -> Vec<String> {
    let mut record = csv::StringRecord::new();
    let mut reader = reader(text, separator);
    // What cannot be read is reported by the second reading.
    while reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            return record.iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

fn split(text: &str, separator: u8) -> Result<Rows, ImportError> {
    let mut reader = reader(text, separator);
    let mut record = csv::StringRecord::new();
    let mut rows: Vec<RawRow> = Vec::new();
    // Where the last row began, its number, and how many line breaks it holds.
    let (mut last_at, mut number, mut within) = (0, 1, 0);
    let mut ended = false;
    while reader
        .read_record(&mut record)
        .map_err(|e| ImportError::BadWorkbook {
            detail: e.to_string(),
        })?
    {
        let at = beginning(text, record.position());
        // A spreadsheet counts a text of several lines as one row, and an empty line as one, too.
        number += breaks(&text.as_bytes()[last_at..at]) - within;
        last_at = at;
        within = record.iter().map(|cell| breaks(cell.as_bytes())).sum();
        if record.len() == 1 && record.get(0) == Some(END) {
            ended = true;
            break;
        }
        if number > MAX_ROWS {
            return Err(ImportError::TooLarge);
        }
        let cells: Vec<Cell> = record
            .iter()
            .map(|cell| Cell::Text(cell.trim().to_owned()))
            .collect();
        if !cells.iter().all(Cell::is_empty) {
            rows.push(RawRow { number, cells });
        }
    }
    if !ended {
        return Err(ImportError::OpenQuote { row: number });
    }
    Ok(Rows {
        rows,
        ignored_sheets: Vec::new(),
    })
}

/// Where a record's first byte is: the reader leaves empty lines, and half of a line's end, before it.
fn beginning(text: &str, position: Option<&csv::Position>) -> usize {
    let start = position
        .and_then(|position| usize::try_from(position.byte()).ok())
        .unwrap_or_default()
        .min(text.len());
    text.as_bytes()[start..]
        .iter()
        .position(|byte| !matches!(byte, b'\r' | b'\n'))
        .map_or(text.len(), |blank| start + blank)
}

/// Line ends: `\n`, `\r\n` or `\r`.
fn breaks(bytes: &[u8]) -> u64 {
    let lone = |(index, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes
        .iter()
        .enumerate()
        .filter(|at| lone(*at))
        .fold(0, |sum, _| sum + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(text: &str) -> Vec<u64> {
        rows(text.as_bytes())
            .unwrap()
            .rows
            .iter()
            .map(|row| row.number)
            .collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        assert_eq!(numbers("code,name\na,b\nc,d"), [1, 2, 3]);
        assert_eq!(numbers("code,name\r\na,b\r\nc,d\r\n"), [1, 2, 3]);
        assert_eq!(numbers("code,name\ra,b\rc,d\r"), [1, 2, 3]);
        assert_eq!(numbers("\n\ncode,name\n\na,b\n,,\n\r\nc,d\n\n"), [3, 5, 8]);
        assert_eq!(numbers("code,name\n\"a\nb\r\nc\",b\nc,d"), [1, 2, 3]);
    }

    #[test]
    fn a_file_that_ends_in_a_quotation_is_refused_with_the_row() {
        let error = rows(b"code,name\na,b\nc,\"d\ne,f\n").err().unwrap();
        assert!(
            matches!(error, ImportError::OpenQuote { row: 3 }),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cells in proptest::collection::vec(proptest::collection::vec("[a-z\",;\n ]{0,6}", 3), 1..8)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["code", "name", "price"]).unwrap();
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let read = rows(&writer.into_inner().unwrap()).unwrap().rows;
            let expected: Vec<(u64, Vec<Cell>)> = cells
                .iter()
                .zip(2..)
                .map(|(row, number)| (number, row.iter().map(|cell| Cell::Text(cell.trim().to_owned())).collect::<Vec<_>>()))
                .filter(|(_, row)| !row.iter().all(Cell::is_empty))
                .collect();
            let found: Vec<(u64, Vec<Cell>)> = read.into_iter().skip(1).map(|row| (row.number, row.cells)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
