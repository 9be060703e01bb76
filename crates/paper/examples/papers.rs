//! Draws the sample receipts into a folder, as a printer prints them, as the screen shows them, and as PDF, for people to look at:
//! `cargo run -p fils-paper --example papers -- FOLDER`. Says how long each took.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;
use std::time::Instant;

use fils_paper::{Cut, Options, Scale, Width, draw, escpos};

#[path = "../tests/behaviour/samples.rs"]
mod samples;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for (name, receipt) in samples::all() {
        for width in [Width::Mm80, Width::Mm58] {
            let started = Instant::now();
            let page = draw(&receipt, width).unwrap();
            let drawn = started.elapsed();
            let bitmap = page.raster().unwrap();
            let dots = started.elapsed();
            let options = Options {
                cut: Cut::Partial,
                drawer: None,
                dots_per_line: width.dots(),
            };
            let bytes = escpos(&bitmap, &options).unwrap();
            let printed = started.elapsed();
            let name = format!("{name}-{}", width.millimetres());
            std::fs::write(
                folder.join(format!("{name}-print.png")),
                bitmap.png().unwrap(),
            )
            .unwrap();
            let before = Instant::now();
            std::fs::write(
                folder.join(format!("{name}-screen.png")),
                page.png(Scale::Two).unwrap(),
            )
            .unwrap();
            let screen = before.elapsed();
            let before = Instant::now();
            std::fs::write(folder.join(format!("{name}.pdf")), page.pdf().unwrap()).unwrap();
            let pdf = before.elapsed();
            println!(
                "{name}: {} dots, {} bytes; page {drawn:?}, with dots {dots:?}, with bytes {printed:?}; screen {screen:?}; PDF {pdf:?}",
                page.height,
                bytes.len(),
            );
        }
    }
}
