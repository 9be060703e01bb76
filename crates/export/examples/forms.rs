//! Writes a made-up paper in every form into a folder, for people to look at:
//! `cargo run -p fils-export --example forms -- FOLDER [ROWS]`. Says how long each took.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::time::Instant;

use fils_export::{Cell, Language, Writer, csv, pdf, xlsx};

#[path = "../tests/behaviour/sample.rs"]
#[allow(dead_code)]
mod sample;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap());
    let rows: i64 = args.next().map_or(120, |rows| rows.parse().unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for (language, code) in [(Language::English, "en"), (Language::Arabic, "ar")] {
        let head = sample::head();
        let sections = || vec![sample::orders(), sample::cash()];
        let file = |end: &str| {
            BufWriter::new(File::create(folder.join(format!("paper-{code}.{end}"))).unwrap())
        };
        let timed = |end: &str, writer: Box<dyn Writer + '_>| {
            let started = Instant::now();
            fill(writer, rows);
            println!("{code} {end}: {:?}", started.elapsed());
        };
        let marked = true;
        timed(
            "csv",
            csv(file("csv"), &head, sections(), language, marked).unwrap(),
        );
        timed(
            "xlsx",
            xlsx(file("xlsx"), &head, sections(), language).unwrap(),
        );
        timed("pdf", pdf(file("pdf"), &head, sections(), language));
    }
}

fn fill(mut writer: Box<dyn Writer + '_>, rows: i64) {
    let sold = [
        "Karak chai ×2, Samosa",
        "شاي كرك كبير ×2",
        "=1+1",
        "Milk 1 l, Bread, Eggs ×12, Dates",
    ];
    writer.open(0).unwrap();
    for (number, sold) in (1..=rows).zip(sold.iter().cycle()) {
        writer
            .row(sample::row(number, sold, number * 775 - 500))
            .unwrap();
    }
    let items = rows * (rows + 1) / 2;
    writer
        .total(sample::total(items, items * 775 - 500 * rows))
        .unwrap();
    writer.open(1).unwrap();
    let day = Cell::Day("2026-11-20".to_owned());
    writer.row(vec![day, Cell::fils(5000)]).unwrap();
    writer
        .total(vec![
            Cell::Code("total", fils_export::TOTAL),
            Cell::fils(5000),
        ])
        .unwrap();
    writer.finish().unwrap();
}
