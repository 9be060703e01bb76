//! What an import would do.

use std::collections::HashMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::header::Header;
use super::{ImportError, Problem, Progress, RawRow, Source, Stage, row, tell};
use crate::read::{PRODUCT, product as read_product};
use crate::{CatalogueError, Product, Reader, fold, prepared, write};

/// What an import would do, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// How many products are new.
    pub added: usize,
    /// How many known products change.
    pub changed: usize,
    /// How many are as the file has them already.
    pub unchanged: usize,
    /// The rows that cannot be taken, in the order of the file.
    pub refused: Vec<Refused>,
    /// Columns that are passed over, as the file names them.
    pub ignored_columns: Vec<String>,
    /// Sheets of a workbook that are passed over: all but the first.
    pub ignored_sheets: Vec<String>,
    pub(super) rows: Vec<Previewed>,
    pub(super) revision: i64,
}

/// A row that is added or changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previewed {
    /// Its number, as a spreadsheet counts: the first row is 1.
    pub row: u64,
    /// What it does.
    pub change: Change,
    /// The product as it will be.
    pub product: Product,
    pub(super) id: Option<i64>,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It adds a product.
    Added,
    /// It changes one.
    Changed,
    /// The product is that way already.
    Unchanged,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its number, as a spreadsheet counts: the first row is 1.
    pub row: u64,
    /// The code it names, if any.
    pub product: Option<String>,
    /// Everything that is wrong with it, at least one.
    pub problems: Vec<Problem>,
}

impl Refused {
    /// The stable code of the first problem.
    pub fn code(&self) -> &'static str {
        self.problems.first().map_or("refused", Problem::code)
    }

    /// All problems, one sentence after another.
    pub fn reason(&self) -> String {
        let sentences: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        sentences.join(" ")
    }
}

impl Preview {
    /// The rows that add or change a product, in the order of the file.
    pub fn rows(&self) -> &[Previewed] {
        &self.rows
    }
}

impl Reader {
    /// Reads `source` and says what importing it would do. Changes nothing.
    ///
    /// # Errors
    /// An [`ImportError`] when the file as a whole is unfit, the catalogue cannot be read, or `on_progress` stops it.
    pub fn preview(
        &self,
        source: &Source,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Preview, ImportError> {
        let file = source.rows()?;
        let mut rows = file.rows.into_iter();
        let header = Header::read(&rows.next().ok_or(ImportError::Empty)?.cells)?;
        let revision = self.revision()?;
        let total = rows.len();
        let mut check = Check {
            reader: self,
            header: &header,
            good: Vec::with_capacity(total),
            refused: Vec::new(),
            codes: HashMap::with_capacity(total),
            barcodes: HashMap::with_capacity(total),
        };
        for (index, raw) in rows.enumerate() {
            check.take(&raw)?;
            tell(on_progress, Stage::Checking, index + 1, total)?;
        }
        check.refuse_taken_barcodes()?;
        // The catalogue may have been written while it was being read.
        if self.revision()? != revision {
            return Err(ImportError::Stale);
        }
        let Check {
            good, mut refused, ..
        } = check;
        refused.sort_by_key(|one| one.row);
        let count = |change| good.iter().filter(|row| row.change == change).count();
        Ok(Preview {
            added: count(Change::Added),
            changed: count(Change::Changed),
            unchanged: count(Change::Unchanged),
            refused,
            ignored_columns: header.ignored,
            ignored_sheets: file.ignored_sheets,
            rows: good
                .into_iter()
                .filter(|row| row.change != Change::Unchanged)
                .collect(),
            revision,
        })
    }

    /// The row and the product with this code.
    fn known(&self, code_key: &str) -> Result<Option<(i64, Product)>, CatalogueError> {
        let failed = |e| CatalogueError::on(&self.conn, "read a product", e);
        let mut statement = prepared(
            &self.conn,
            &format!("SELECT p.id, {PRODUCT} FROM products p WHERE p.code_key = ?1"),
        )?;
        let mut rows = statement.query([code_key]).map_err(failed)?;
        match rows.next().map_err(failed)? {
            None => Ok(None),
            Some(row) => Ok(Some((
                row.get(0).map_err(failed)?,
                read_product(row, 1).map_err(failed)?,
            ))),
        }
    }
}

/// The rows so far.
struct Check<'c> {
    reader: &'c Reader,
    header: &'c Header,
    good: Vec<Previewed>,
    refused: Vec<Refused>,
    /// The row that named each code first, whether it is good or not.
    codes: HashMap<String, u64>,
    /// The row that named each barcode first.
    barcodes: HashMap<String, u64>,
}

impl Check<'_> {
    fn take(&mut self, raw: &RawRow) -> Result<(), CatalogueError> {
        let code = row::code(raw, self.header);
        let key = code.as_deref().map(fold::code_key);
        let known = match &key {
            Some(key) => self.reader.known(key)?,
            None => None,
        };
        let read = row::product(raw, self.header, known.as_ref().map(|(_, product)| product));
        let (product, mut problems) = match read {
            Ok(product) => (Some(product), Vec::new()),
            Err(problems) => (None, problems),
        };
        if let (Some(key), Some(code)) = (key, &code) {
            let first = *self.codes.entry(key).or_insert(raw.number);
            if first != raw.number {
                problems.push(Problem::SameCode {
                    code: code.clone(),
                    row: first,
                });
            }
        }
        for barcode in product.iter().flat_map(|product| &product.barcodes) {
            let first = *self.barcodes.entry(barcode.clone()).or_insert(raw.number);
            if first != raw.number {
                problems.push(Problem::SameBarcode {
                    barcode: barcode.clone(),
                    row: first,
                });
            }
        }
        match product {
            Some(product) if problems.is_empty() => {
                let change = match &known {
                    None => Change::Added,
                    Some((_, before)) if *before == product => Change::Unchanged,
                    Some(_) => Change::Changed,
                };
                self.good.push(Previewed {
                    row: raw.number,
                    change,
                    product,
                    id: known.map(|(id, _)| id),
                });
            }
            Some(_) | None => self.refused.push(Refused {
                row: raw.number,
                product: code,
                problems,
            }),
        }
        Ok(())
    }

    /// Refuses rows that name a barcode of another product, unless the file itself takes it off that product. Refusing a row may leave
    /// a barcode where it was, so this goes on until nothing more is refused.
    fn refuse_taken_barcodes(&mut self) -> Result<(), CatalogueError> {
        let mut claims = Vec::new();
        for (index, row) in self.good.iter().enumerate() {
            if row.change == Change::Unchanged {
                continue;
            }
            for barcode in &row.product.barcodes {
                if let Some((owner, code)) = write::owner_of(&self.reader.conn, barcode)?
                    && Some(owner) != row.id
                {
                    claims.push((index, barcode.clone(), owner, code));
                }
            }
        }
        let mut keeps: HashMap<i64, usize> = HashMap::new();
        for (index, row) in self.good.iter().enumerate() {
            keeps.extend(row.id.map(|id| (id, index)));
        }
        let mut bad: HashMap<usize, Vec<Problem>> = HashMap::new();
        loop {
            let before = bad.len();
            for (index, barcode, owner, code) in &claims {
                // A row of the file may name a barcode once only, so an owner in the file no longer has it.
                let freed = keeps.get(owner).is_some_and(|row| !bad.contains_key(row));
                let problem = Problem::BarcodeTaken {
                    barcode: barcode.clone(),
                    owner: code.clone(),
                };
                let problems = bad.get(index);
                if !freed && problems.is_none_or(|known| !known.contains(&problem)) {
                    bad.entry(*index).or_default().push(problem);
                }
            }
            if bad.len() == before {
                break;
            }
        }
        let mut index = 0;
        let refused = &mut self.refused;
        self.good.retain(|row| {
            let problems = bad.remove(&index);
            index += 1;
            let Some(problems) = problems else {
                return true;
            };
            refused.push(Refused {
                row: row.row,
                product: Some(row.product.code.clone()),
                problems,
            });
            false
        });
        Ok(())
    }
}
