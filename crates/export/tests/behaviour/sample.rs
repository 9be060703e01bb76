//! A paper to write.

use std::io::Cursor;

use fils_export::{
    Cell, Column, Head, Kind, Language, Section, TOTAL, Words, Writer, csv, pdf, xlsx,
};
use fils_order::UtcMs;

pub(crate) fn head() -> Head {
    Head {
        code: "orders",
        title: Words::new("Orders", "الطلبات"),
        shop: "Al Noor Grocery & Café".to_owned(),
        shop_ar: Some("بقالة ومقهى النور".to_owned()),
        trn: Some("100123456700003".to_owned()),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        till: "T1".to_owned(),
        version: "0.1.0".to_owned(),
        made_at: UtcMs(1_795_213_800_000),
        made_by: "Fatima".to_owned(),
        training: false,
    }
}

pub(crate) const CASH: Words = Words::new("Cash", "نقدًا");

pub(crate) fn orders() -> Section {
    Section {
        code: "orders",
        title: Words::new("Orders", "الطلبات"),
        columns: vec![
            Column::new("receipt_number", Kind::Text, "Receipt number", "رقم الإيصال"),
            Column::new("issued_at", Kind::Time, "Issued", "وقت الإصدار"),
            Column::new("business_day", Kind::Day, "Business day", "يوم العمل"),
            Column::new("sold", Kind::Text, "What was sold", "ما بيع"),
            Column::new("tender", Kind::Text, "Paid by", "طريقة الدفع"),
            Column::new("items", Kind::Count, "Items", "القطع").summed(),
            Column::new("total", Kind::Amount, "Total", "الإجمالي").summed(),
            Column::new("fee", Kind::Percent, "Fee", "الرسوم"),
        ],
        note: Some(Words::new("VAT inside.", "شاملة الضريبة.")),
    }
}

pub(crate) fn row(number: i64, sold: &str, fils: i64) -> Vec<Cell> {
    vec![
        Cell::Text(format!("T1-{number:06}")),
        Cell::Time(UtcMs(1_795_213_800_000 + number * 60_000)),
        Cell::Day("2026-11-20".to_owned()),
        Cell::text(Some(sold)),
        Cell::Code("cash", CASH),
        Cell::Count(number),
        Cell::fils(fils),
        Cell::Percent(150),
    ]
}

pub(crate) fn total(items: i64, fils: i64) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty; 8];
    cells[0] = Cell::Code("total", TOTAL);
    cells[5] = Cell::Count(items);
    cells[6] = Cell::fils(fils);
    cells
}

/// A second table, with a column of its own and one that the first has too.
pub(crate) fn cash() -> Section {
    Section {
        code: "cash",
        title: Words::new("Cash", "النقد"),
        columns: vec![
            Column::new("business_day", Kind::Day, "Business day", "يوم العمل"),
            Column::new("counted", Kind::Amount, "Counted", "المعدود").summed(),
        ],
        note: None,
    }
}

pub(crate) fn fill(mut writer: Box<dyn Writer + '_>) {
    writer.open(0).unwrap();
    writer
        .row(row(1, "Karak chai, large ×2, \"hot\"", 1250))
        .unwrap();
    writer
        .row(row(2, "=HYPERLINK(\"http://x\")", 123_456_789))
        .unwrap();
    writer.row(row(3, "شاي كرك كبير", -5)).unwrap();
    writer.total(total(6, 123_458_034)).unwrap();
    writer.open(1).unwrap();
    writer
        .row(vec![Cell::Day("2026-11-20".to_owned()), Cell::fils(5000)])
        .unwrap();
    writer
        .total(vec![Cell::Code("total", TOTAL), Cell::fils(5000)])
        .unwrap();
    writer.finish().unwrap();
}

pub(crate) fn as_csv(head: &Head, language: Language, mark: bool) -> String {
    let mut out = Vec::new();
    fill(csv(&mut out, head, vec![orders(), cash()], language, mark).unwrap());
    String::from_utf8(out).unwrap()
}

pub(crate) fn as_xlsx(head: &Head, language: Language) -> Cursor<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    fill(xlsx(&mut out, head, vec![orders(), cash()], language).unwrap());
    out
}

pub(crate) fn as_pdf(head: &Head, language: Language) -> Vec<u8> {
    let mut out = Vec::new();
    fill(pdf(&mut out, head, vec![orders(), cash()], language));
    out
}
