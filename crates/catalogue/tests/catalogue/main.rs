//! The catalogue as its users meet it: what it stores and refuses, what is found, what an import does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod importing;
mod opening;
mod products;
mod searching;
mod speed;
mod workbooks;

use std::ops::ControlFlow;

use fils_catalogue::import::{Applied, ImportError, Preview, Problem, Progress, Refusals, Source};
use fils_catalogue::{Catalogue, Product};
use fils_order::Money;
use fils_sale::{Unit, VatClass};
use tempfile::TempDir;

/// An empty catalogue, and the folder it is in.
fn fresh() -> (TempDir, Catalogue) {
    let dir = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(&dir.path().join("catalogue.db")).unwrap();
    (dir, catalogue)
}

fn product(code: &str, name: &str) -> Product {
    Product {
        code: code.to_owned(),
        name: name.to_owned(),
        name_ar: None,
        barcodes: Vec::new(),
        price: Some(Money::from_fils(1250).unwrap()),
        vat: VatClass::Standard,
        category: None,
        colour: None,
        unit: Unit::Piece,
        active: true,
    }
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn preview(catalogue: &Catalogue, csv: &str) -> Preview {
    try_preview(catalogue, csv.as_bytes()).unwrap()
}

fn try_preview(catalogue: &Catalogue, bytes: &[u8]) -> Result<Preview, ImportError> {
    catalogue.preview(&Source::of(bytes.to_vec())?, &mut go_on)
}

/// Imports what can be imported.
fn import(catalogue: &mut Catalogue, csv: &str) -> Applied {
    let preview = preview(catalogue, csv);
    catalogue
        .apply(&preview, Refusals::LeaveOut, &mut go_on)
        .unwrap()
}

/// The refused rows, with the code of each problem.
fn refused(preview: &Preview) -> Vec<(u64, Vec<&'static str>)> {
    preview
        .refused
        .iter()
        .map(|one| (one.row, one.problems.iter().map(Problem::code).collect()))
        .collect()
}
