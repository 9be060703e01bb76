//! What each day sold and gave back, and its VAT.

use fils_day::{ClassFigure, Figures, Tender, post};
use fils_export::{Cell, Column, Kind, Section, TOTAL};
use fils_sale::VatClass;

use super::walk::{by, count};
use super::words::{self, NOTE_TAKINGS, TAKINGS, VAT_BY_CLASS, VAT_BY_DAY};
use super::{Ground, PapersError, Sheet};

/// What the days come to, each and together.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) all: Figures,
    /// The days on which anything was sold or given back.
    pub(super) days: Vec<(String, Figures)>,
}

impl Ground<'_> {
    /// Adds the days up; cash in the drawer aside, which shifts have.
    pub(super) fn taken(&self) -> Result<Taken, PapersError> {
        let mut taken = Taken::default();
        for day in self.days {
            let mut figures = Figures::default();
            self.facts(day, |_, fact| {
                let group = post(fact);
                taken.all.add(&group);
                figures.add(&group);
                Ok(())
            })?;
            taken.keep(&day.name, figures);
        }
        Ok(taken)
    }
}

impl Taken {
    /// Keeps a day that has something to tell.
    pub(super) fn keep(&mut self, day: &str, figures: Figures) {
        if figures.sold.count > 0 || figures.given_back.count > 0 {
            self.days.push((day.to_owned(), figures));
        }
    }
}

pub(super) fn takings_section() -> Section {
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    Section {
        code: "takings",
        title: TAKINGS,
        columns: vec![
            Column::new("business_day", Kind::Day, "Business day", "يوم العمل"),
            Column::new("receipts", Kind::Count, "Receipts", "الإيصالات").summed(),
            amount("sold", "Sold", "المبيعات"),
            Column::new("credit_notes", Kind::Count, "Credit notes", "إشعارات دائنة").summed(),
            amount("given_back", "Given back", "المُرجع"),
            amount("net", "Net", "الصافي"),
            amount("vat", "VAT inside", "منه الضريبة"),
            amount("cash", "In cash", "نقدًا"),
            amount("wallet", "By wallet", "بالمحفظة"),
            amount("discounts", "Discounts", "الخصومات"),
            amount("tips", "Tips", "الإكراميات"),
            amount("rounding", "Rounding", "التقريب"),
        ],
        note: Some(NOTE_TAKINGS),
    }
}

fn takings_row(first: Cell, figures: &Figures) -> Vec<Cell> {
    vec![
        first,
        Cell::Count(count(figures.sold)),
        Cell::Amount(figures.sold.amount),
        Cell::Count(count(figures.given_back)),
        Cell::Amount(figures.given_back.amount),
        Cell::Amount(figures.net()),
        Cell::Amount(figures.vat()),
        Cell::Amount(by(figures, Tender::Cash)),
        Cell::Amount(by(figures, Tender::Wallet)),
        Cell::Amount(figures.discounts.amount),
        Cell::Amount(figures.tips.amount),
        Cell::Amount(figures.rounding.amount),
    ]
}

pub(super) fn write_takings(taken: &Taken, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    for (day, figures) in &taken.days {
        sheet.row(takings_row(Cell::Day(day.clone()), figures))?;
    }
    sheet.total(takings_row(Cell::Code("total", TOTAL), &taken.all))
}

fn vat_columns() -> Vec<Column> {
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    vec![
        Column::new("vat_class", Kind::Text, "VAT class", "فئة الضريبة"),
        Column::new("papers", Kind::Count, "Papers", "المستندات"),
        amount("charged", "Charged, VAT inside", "المبلغ شامل الضريبة"),
        amount("without_vat", "Without VAT", "المبلغ بدون الضريبة"),
        amount("vat", "VAT", "الضريبة"),
    ]
}

/// VAT by class, for all days.
pub(super) fn vat_section() -> Section {
    Section {
        code: "vat",
        title: VAT_BY_CLASS,
        columns: vat_columns(),
        note: Some(words::NOTE_VAT),
    }
}

pub(super) fn vat_sections() -> Vec<Section> {
    let mut columns = vec![Column::new(
        "business_day",
        Kind::Day,
        "Business day",
        "يوم العمل",
    )];
    columns.extend(vat_columns());
    let days = Section {
        code: "vat_by_day",
        title: VAT_BY_DAY,
        columns,
        note: None,
    };
    vec![vat_section(), days]
}

fn vat_row(class: Cell, figure: &ClassFigure) -> Vec<Cell> {
    let charged = figure.charged.amount.0;
    vec![
        class,
        Cell::Count(count(figure.charged)),
        Cell::fils(charged),
        Cell::fils(charged.saturating_sub(figure.vat.0)),
        Cell::Amount(figure.vat),
    ]
}

/// What all classes come to. On how many papers is not the sum of the classes': one paper can have several.
fn vat_total(figures: &Figures) -> Vec<Cell> {
    let (net, vat) = (figures.net().0, figures.vat().0);
    vec![
        Cell::Code("total", TOTAL),
        Cell::Count(count(figures.sold) + count(figures.given_back)),
        Cell::fils(net),
        Cell::fils(net.saturating_sub(vat)),
        Cell::fils(vat),
    ]
}

pub(super) fn write_vat(taken: &Taken, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    for class in VatClass::ALL {
        if let Some(figure) = taken.all.by_vat.get(&class) {
            sheet.row(vat_row(words::vat(class), figure))?;
        }
    }
    sheet.total(vat_total(&taken.all))
}

pub(super) fn vat(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    let taken = ground.taken()?;
    sheet.open(0)?;
    write_vat(&taken, sheet)?;
    sheet.open(1)?;
    for (day, figures) in &taken.days {
        for class in VatClass::ALL {
            if let Some(figure) = figures.by_vat.get(&class) {
                let mut cells = vec![Cell::Day(day.clone())];
                cells.extend(vat_row(words::vat(class), figure));
                sheet.row(cells)?;
            }
        }
    }
    let mut total = vat_total(&taken.all);
    total.insert(1, Cell::Empty);
    sheet.total(total)
}
