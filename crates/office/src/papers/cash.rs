//! Shifts: what each drawer should have held, and what was counted.

use fils_day::{Fact, Figures, post};
use fils_export::{Cell, Column, Kind, Section, TOTAL};
use fils_store::{cash, papers, shifts};

use super::words::{NOTE_SHIFTS, SHIFTS};
use super::{Ground, PapersError, Sheet};
use crate::day::facts;

pub(super) fn section() -> Section {
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    Section {
        code: "shifts",
        title: SHIFTS,
        columns: vec![
            Column::new("shift", Kind::Text, "Shift", "الوردية"),
            Column::new("business_day", Kind::Day, "Business day", "يوم العمل"),
            Column::new("opened_at", Kind::Time, "Opened", "فُتحت"),
            Column::new("opened_by", Kind::Text, "By", "بواسطة"),
            Column::new("closed_at", Kind::Time, "Closed", "أُغلقت"),
            Column::new("closed_by", Kind::Text, "Counted by", "عدّها"),
            amount("opened_with", "At the start", "عند البداية"),
            amount("sales", "Sales", "المبيعات"),
            amount("refunds", "Given back", "المُرجع"),
            amount("paid_in", "Paid in", "إيداع"),
            amount("paid_out", "Paid out", "صرف"),
            amount("drops", "To the safe", "إلى الخزنة"),
            amount("expected", "Should hold", "يجب أن يكون"),
            amount("counted", "Counted", "المعدود"),
            amount("difference", "Difference", "الفرق"),
            Column::new("note", Kind::Text, "Note", "ملاحظة"),
        ],
        note: Some(NOTE_SHIFTS),
    }
}

fn amounts(figures: &Figures, counted: bool) -> Vec<Cell> {
    let cash = &figures.cash;
    let after_the_count = |amount| {
        if counted {
            Cell::Amount(amount)
        } else {
            Cell::Empty
        }
    };
    vec![
        Cell::Amount(cash.opened_with),
        Cell::Amount(cash.sales),
        Cell::Amount(cash.refunds),
        Cell::Amount(cash.paid_in),
        Cell::Amount(cash.paid_out),
        Cell::Amount(cash.drops),
        Cell::Amount(cash.expected),
        after_the_count(cash.counted),
        after_the_count(cash.difference),
    ]
}

/// Writes the shifts that were opened on these days. Answers what they come to.
pub(super) fn write(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    let mut all = Figures::default();
    for id in papers::shifts_opened(ground.tx, &ground.asked.from, &ground.asked.to)? {
        let Some(shift) = shifts::by_id(ground.tx, id)? else {
            continue;
        };
        let mut figures = Figures::default();
        for fact in facts_of(ground, &shift)? {
            let group = post(&fact);
            figures.add(&group);
            all.add(&group);
        }
        let closed = shift.closed.as_ref();
        let mut cells = vec![
            Cell::Text(shift.id.to_string()),
            Cell::Day(shift.business_day.clone()),
            Cell::Time(shift.opened_at),
            Cell::text(Some(&shift.opened_by)),
            closed.map_or(Cell::Empty, |closed| Cell::Time(closed.at)),
            Cell::text(closed.map(|closed| closed.by.as_str())),
        ];
        cells.extend(amounts(&figures, closed.is_some()));
        cells.push(Cell::text(closed.and_then(|closed| closed.note.as_deref())));
        sheet.row(cells)?;
    }
    let mut cells = vec![Cell::Empty; 6];
    if let Some(first) = cells.first_mut() {
        *first = Cell::Code("total", TOTAL);
    }
    cells.extend(amounts(&all, true));
    cells.push(Cell::Empty);
    sheet.total(cells)
}

/// What happened to the drawer of a shift.
fn facts_of(ground: &Ground<'_>, shift: &shifts::ShiftRow) -> Result<Vec<Fact>, PapersError> {
    let rows = cash::of_shift(ground.tx, shift.id)?;
    let mut all: Vec<Fact> = rows
        .iter()
        .map(|row| Fact::Cash {
            why: facts::why(row.cash.kind),
            amount: row.cash.amount,
        })
        .collect();
    if let Some(closed) = &shift.closed {
        all.push(Fact::Counted {
            expected: closed.expected,
            counted: closed.counted,
        });
    }
    Ok(all)
}

/// What the drawers of the shifts come to, for a summary.
pub(super) fn together(ground: &Ground<'_>) -> Result<Figures, PapersError> {
    let mut all = Figures::default();
    for id in papers::shifts_opened(ground.tx, &ground.asked.from, &ground.asked.to)? {
        if let Some(shift) = shifts::by_id(ground.tx, id)? {
            for fact in facts_of(ground, &shift)? {
                all.add(&post(&fact));
            }
        }
    }
    Ok(all)
}
