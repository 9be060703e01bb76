//! The same table in every form.

use std::io::{BufWriter, Cursor};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use fils_export::{Cell, ExportError, Head, Language, csv, pdf, xlsx};
use proptest::prelude::*;

use crate::sample::{as_csv, as_pdf, as_xlsx, cash, head, orders, row, total};

#[test]
fn csv_is_what_rfc_4180_says() {
    assert_eq!(
        as_csv(&head(), Language::English, false),
        "section,receipt_number,issued_at,business_day,sold,tender,items,total,fee,counted,till,range,program\r\n\
         orders,T1-000001,2026-11-21T02:31:00+04:00,2026-11-20,\"Karak chai, large ×2, \"\"hot\"\"\",cash,1,12.50,1.50,,\
         T1,2026-11-01/2026-11-30,Fils 0.1.0\r\n\
         orders,T1-000002,2026-11-21T02:32:00+04:00,2026-11-20,\"'=HYPERLINK(\"\"http://x\"\")\",cash,2,1234567.89,1.50,,\
         T1,2026-11-01/2026-11-30,Fils 0.1.0\r\n\
         orders,T1-000003,2026-11-21T02:33:00+04:00,2026-11-20,شاي كرك كبير,cash,3,-0.05,1.50,,\
         T1,2026-11-01/2026-11-30,Fils 0.1.0\r\n\
         cash,,,2026-11-20,,,,,,50.00,T1,2026-11-01/2026-11-30,Fils 0.1.0\r\n"
    );
}

#[test]
fn a_paper_of_one_table_needs_no_column_for_its_sections() {
    let mut out = Vec::new();
    csv(&mut out, &head(), vec![cash()], Language::English, false)
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "business_day,counted,till,range,program\r\n"
    );
}

#[test]
fn csv_begins_with_excels_mark_when_asked_and_speaks_arabic() {
    let text = as_csv(&head(), Language::Arabic, true);
    assert!(text.starts_with("\u{FEFF}القسم,رقم الإيصال,"));
    assert!(text.contains("نقدًا") && !text.contains("cash"));
    assert!(!as_csv(&head(), Language::English, false).contains('\u{FEFF}'));
}

#[test]
fn no_text_runs_as_a_formula_and_no_number_is_spoiled() {
    let mut out = Vec::new();
    let mut writer = csv(&mut out, &head(), vec![orders()], Language::English, false).unwrap();
    let nasty = [
        "=1+1",
        "+971501234567",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "'=1",
        "＝1",
        "fine",
    ];
    for text in nasty {
        writer.row(row(1, text, -1250)).unwrap();
    }
    writer.finish().unwrap();
    let mut reader = ::csv::Reader::from_reader(out.as_slice());
    let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for (record, text) in records.iter().zip(nasty) {
        let guarded = if text == "fine" {
            text.to_owned()
        } else {
            format!("'{text}")
        };
        assert_eq!(&record[3], guarded);
        assert_eq!(&record[6], "-12.50");
    }
}

#[test]
fn a_shop_in_training_says_so_in_every_form() {
    let training = Head {
        training: true,
        ..head()
    };
    let text = as_csv(&training, Language::English, false);
    assert!(text.lines().skip(1).all(|line| line.ends_with(",TRAINING")));
    let mut book: Xlsx<_> = open_workbook_from_rs(as_xlsx(&training, Language::English)).unwrap();
    let sheet = book.worksheet_range("Orders").unwrap();
    assert!(
        sheet
            .get((1, 0))
            .unwrap()
            .to_string()
            .starts_with("TRAINING")
    );
    assert!(training.file_name("csv").contains("TRAINING"));
}

#[test]
fn a_file_is_named_after_its_range_till_and_program() {
    assert_eq!(
        head().file_name("xlsx"),
        "fils-orders-T1-2026-11-01_2026-11-30-v0.1.0.xlsx"
    );
    let day = Head {
        to: "2026-11-01".to_owned(),
        till: "T/1".to_owned(),
        ..head()
    };
    assert_eq!(day.file_name("csv"), "fils-orders-T1-2026-11-01-v0.1.0.csv");
}

#[test]
fn a_workbook_holds_numbers_and_dates_to_the_fils() {
    let mut book: Xlsx<_> = open_workbook_from_rs(as_xlsx(&head(), Language::English)).unwrap();
    assert_eq!(book.sheet_names(), ["Orders", "Cash"]);
    let sheet = book.worksheet_range("Orders").unwrap();
    let cell = |row, column| sheet.get((row, column)).unwrap().clone();
    assert_eq!(
        cell(0, 0),
        Data::String("Orders – Al Noor Grocery & Café".to_owned())
    );
    for part in [
        "2026-11-01 – 2026-11-30",
        "Till T1",
        "TRN 100123456700003",
        "Fils 0.1.0",
        "Fatima",
    ] {
        assert!(cell(1, 0).to_string().contains(part), "{part}");
    }
    assert_eq!(cell(3, 6), Data::String("Total".to_owned()));
    assert_eq!(cell(4, 6), Data::Float(12.5));
    assert_eq!(cell(5, 6), Data::Float(1_234_567.89));
    assert_eq!(cell(6, 6), Data::Float(-0.05));
    // The last row is a sum that says its value.
    assert_eq!(cell(7, 6), Data::Float(1_234_580.34));
    assert_eq!(cell(7, 5), Data::Float(6.0));
    let formulas = book.worksheet_formula("Orders").unwrap();
    assert_eq!(formulas.get_value((7, 6)).unwrap(), "SUM(G5:G7)");
    let Data::DateTime(time) = cell(4, 1) else {
        panic!("{:?}", cell(4, 1))
    };
    assert!(time.is_datetime());
    assert_eq!(time.to_ymd_hms_milli(), (2026, 11, 21, 2, 31, 0, 0));
    let Data::DateTime(day) = cell(4, 2) else {
        panic!("{:?}", cell(4, 2))
    };
    assert_eq!(day.to_ymd_hms_milli(), (2026, 11, 20, 0, 0, 0, 0));
    assert_eq!(cell(4, 7), Data::Float(0.015));
    // A text is a text, whatever it begins with.
    assert_eq!(
        cell(5, 3),
        Data::String("=HYPERLINK(\"http://x\")".to_owned())
    );
    assert_eq!(cell(4, 4), Data::String("Cash".to_owned()));
}

#[test]
fn a_workbook_in_arabic_runs_from_right_to_left() {
    let bytes = as_xlsx(&head(), Language::Arabic);
    let mut book: Xlsx<_> = open_workbook_from_rs(bytes).unwrap();
    let sheet = book.worksheet_range("الطلبات").unwrap();
    assert_eq!(sheet.get((3, 0)).unwrap(), "رقم الإيصال");
    assert_eq!(sheet.get((0, 0)).unwrap(), "الطلبات – بقالة ومقهى النور");
    assert_eq!(sheet.get((4, 4)).unwrap(), "نقدًا");
}

#[test]
fn a_document_has_pages_that_break_tables_and_know_their_number() {
    for language in [Language::English, Language::Arabic] {
        let one = as_pdf(&head(), language);
        assert!(one.starts_with(b"%PDF-") && pages(&one) == 1);
        let mut out = Vec::new();
        let mut writer = pdf(&mut out, &head(), vec![orders()], language);
        writer.open(0).unwrap();
        for number in 0..200 {
            writer.row(row(number, "Karak chai", 1250)).unwrap();
        }
        writer.total(total(19_900, 250_000)).unwrap();
        writer.finish().unwrap();
        assert!((4..=8).contains(&pages(&out)), "{} pages", pages(&out));
        assert_eq!(out, {
            let mut again = Vec::new();
            let mut writer = pdf(&mut again, &head(), vec![orders()], language);
            writer.open(0).unwrap();
            for number in 0..200 {
                writer.row(row(number, "Karak chai", 1250)).unwrap();
            }
            writer.total(total(19_900, 250_000)).unwrap();
            writer.finish().unwrap();
            again
        });
    }
}

/// The pages of a document, by its page objects.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() + text.matches("/Type/Page").count()
        - text.matches("/Type /Pages").count()
        - text.matches("/Type/Pages").count()
}

#[test]
fn words_too_long_for_their_column_stand_on_several_lines() {
    let mut out = Vec::new();
    let mut writer = pdf(&mut out, &head(), vec![orders()], Language::English);
    writer.open(0).unwrap();
    writer
        .row(row(1, &"Karak chai ×2, ".repeat(400), 1250))
        .unwrap();
    writer.row(row(2, &"x".repeat(3000), 1250)).unwrap();
    writer.finish().unwrap();
    assert!(pages(&out) >= 2);
}

#[test]
fn a_document_that_nobody_would_turn_the_pages_of_is_refused_before_it_is_made() {
    let mut out = Vec::new();
    let mut writer = pdf(&mut out, &head(), vec![cash()], Language::English);
    writer.open(0).unwrap();
    let refused = (0..1_000_000).find_map(|_| writer.row(vec![Cell::Empty, Cell::Empty]).err());
    let refused = refused.unwrap();
    assert_eq!(refused.code(), "export_too_many_pages");
    assert!(refused.to_string().contains("XLSX"), "{refused}");
}

#[test]
fn many_rows_go_straight_to_the_disk() {
    let file = tempfile::tempfile().unwrap();
    let mut writer = xlsx(
        BufWriter::new(file),
        &head(),
        vec![orders()],
        Language::English,
    )
    .unwrap();
    writer.open(0).unwrap();
    for number in 0..20_000 {
        writer.row(row(number, "Karak", 100)).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn a_row_outside_a_section_is_refused() {
    let mut out = Cursor::new(Vec::new());
    let mut writer = xlsx(&mut out, &head(), vec![], Language::English).unwrap();
    assert!(matches!(
        writer.row(vec![Cell::Empty]),
        Err(ExportError::Row { .. })
    ));
    assert!(matches!(writer.open(0), Err(ExportError::Row { .. })));
}

proptest! {
    #[test]
    fn any_text_and_amount_read_back_from_csv(text in "\\PC{0,30}", fils in any::<i64>()) {
        let mut out = Vec::new();
        let mut writer = csv(&mut out, &head(), vec![orders()], Language::English, false).unwrap();
        writer.row(row(1, &text, fils)).unwrap();
        writer.finish().unwrap();
        let mut reader = ::csv::Reader::from_reader(out.as_slice());
        let record = reader.records().next().unwrap().unwrap();
        let read = &record[3];
        prop_assert!(read == text || read.strip_prefix('\'') == Some(&text));
        let amount = record[6].replace('.', "").parse::<i64>().unwrap();
        prop_assert_eq!(amount, fils);
    }
}
