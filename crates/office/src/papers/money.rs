//! What was compared with PayBy: every movement of wallets' money beside what PayBy says of it.

use std::collections::HashMap;

use chrono::NaiveDate;
use fils_day::Fact;
use fils_export::{Cell, Column, Kind, Section, TOTAL};
use fils_order::{Money, UtcMs};
use fils_reconcile::Side;
use fils_store::day::MoneyEntry;
use fils_store::matching::{self, ReconciledRow};
use fils_store::papers;
use serde_json::Value;

use super::words::{self, MATCHING, NOTE_MATCHING};
use super::{Ground, PapersError, Sheet};
use crate::error::unreadable;

/// A movement of wallets' money, once, however often it is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Movement {
    /// `payment`, `refund` or `taken_over`.
    pub(super) what: &'static str,
    pub(super) number: String,
    pub(super) order: Option<String>,
    pub(super) payby_no: Option<String>,
    pub(super) at: UtcMs,
    /// What it did to our money in these days, in fils.
    pub(super) ours: i64,
    /// What PayBy says it did in these days.
    pub(super) theirs: i64,
    pub(super) standing: &'static str,
    /// Why the two are not equal, in a person's words.
    pub(super) reason: Option<String>,
    pub(super) by: Option<String>,
}

/// Whether it is a refund, and its number: what tells it from every other.
type Key = (bool, String);

/// The movements of a paper's days.
#[derive(Default)]
pub(super) struct Movements {
    pub(super) all: Vec<Movement>,
    places: HashMap<Key, usize>,
}

impl Movements {
    /// Takes what the journal says of a wallet's money.
    pub(super) fn take(&mut self, entry: &MoneyEntry, fact: &Fact) {
        let order = entry.order.as_ref().map(ToString::to_string);
        let (what, number, amount, sign) = match fact {
            Fact::Proved(amount) => ("payment", order.clone(), amount, 1),
            Fact::TakenBack(amount) => ("payment", order.clone(), amount, -1),
            Fact::Refunded(amount) => {
                let refund = entry.refund.as_ref().map(ToString::to_string);
                ("refund", refund, amount, -1)
            }
            Fact::TakenOver(amount) => {
                // What cannot be read names nothing; the money counts all the same.
                let params: Value = serde_json::from_str(&entry.params).unwrap_or_default();
                let named = |name: &str| params.get(name).and_then(Value::as_str);
                let number = named("number").or_else(|| named("payby_no"));
                ("taken_over", number.map(str::to_owned), amount, 1)
            }
            Fact::Paper(_)
            | Fact::Cash { .. }
            | Fact::Carried(_)
            | Fact::Counted { .. }
            | Fact::Void(_)
            | Fact::Cancelled(_) => return,
        };
        let number = number.unwrap_or_default();
        self.add(what, number, order, entry.at, sign * Money::fils(*amount));
    }

    fn add(
        &mut self,
        what: &'static str,
        number: String,
        order: Option<String>,
        at: UtcMs,
        fils: i64,
    ) {
        let key = (what == "refund", number.clone());
        if let Some(known) = self
            .places
            .get(&key)
            .and_then(|place| self.all.get_mut(*place))
        {
            known.ours += fils;
            return;
        }
        self.places.insert(key, self.all.len());
        self.all.push(Movement {
            what,
            number,
            order,
            payby_no: None,
            at,
            ours: fils,
            theirs: 0,
            standing: "not_compared",
            reason: None,
            by: None,
        });
    }

    /// Puts PayBy's word beside ours, and adds what only PayBy has.
    pub(super) fn compare(&mut self, ground: &Ground<'_>) -> Result<(), PapersError> {
        for movement in &mut self.all {
            let what = if movement.what == "refund" {
                "refund"
            } else {
                "payment"
            };
            if let Some(row) = matching::of_number(ground.tx, what, &movement.number)? {
                movement.beside(ground, &row)?;
            }
            if movement.payby_no.is_none() && movement.what != "taken_over" {
                movement.payby_no = match what {
                    "refund" => papers::payby_no_of_refund(ground.tx, &movement.number)?,
                    _ => papers::payby_no(ground.tx, &movement.number)?,
                };
            }
            movement.stand();
        }
        self.only_theirs(ground)
    }

    fn only_theirs(&mut self, ground: &Ground<'_>) -> Result<(), PapersError> {
        for day in calendar(ground.time()) {
            for row in matching::of_day(ground.tx, &day, true, None)? {
                let what = match row.found.what.as_str() {
                    "payment" => "payment",
                    "refund" => "refund",
                    _ => continue,
                };
                let key = (what == "refund", row.found.number.clone());
                if self.places.contains_key(&key) {
                    continue;
                }
                let at = side(&row, row.found.theirs.as_deref())?.and_then(|side| side.at);
                let mut movement = Movement {
                    what,
                    number: row.found.number.clone(),
                    order: row.found.order.clone(),
                    payby_no: None,
                    at: at.unwrap_or(row.found_at),
                    ours: 0,
                    theirs: 0,
                    standing: "not_compared",
                    reason: None,
                    by: None,
                };
                movement.beside(ground, &row)?;
                movement.stand();
                if movement.theirs != 0 {
                    self.places.insert(key, self.all.len());
                    self.all.push(movement);
                }
            }
        }
        Ok(())
    }
}

impl Movement {
    /// Ours less PayBy's.
    pub(super) fn difference(&self) -> i64 {
        self.ours.saturating_sub(self.theirs)
    }

    /// Takes what the latest comparison said of it.
    fn beside(&mut self, ground: &Ground<'_>, row: &ReconciledRow) -> Result<(), PapersError> {
        let sign = if row.found.what == "refund" { -1 } else { 1 };
        let theirs = side(row, row.found.theirs.as_deref())?;
        let (from, to) = ground.time();
        let moved = theirs.filter(|side| side.state == "paid");
        let here = moved.filter(|side| {
            side.at.map_or_else(
                || row.found.day >= ground.asked.from && row.found.day <= ground.asked.to,
                |at| at >= from && at < to,
            )
        });
        self.theirs = here.map_or(0, |side| sign * side.amount.0.saturating_abs());
        self.payby_no.clone_from(&row.found.payby_no);
        self.standing = match (&row.decided, row.found.kind.as_str()) {
            (Some(decided), _) => decided.decision.as_str(),
            (None, "matched") => "other_days",
            (None, _) => "open",
        };
        if let Some(decided) = &row.decided {
            self.reason = Some(decided.reason.clone());
            self.by = Some(decided.by.clone());
        }
        Ok(())
    }

    fn stand(&mut self) {
        if self.difference() == 0 && self.standing != "not_compared" {
            self.standing = "agrees";
        } else if self.difference() == 0 && self.ours == 0 {
            // It came and went in these days: PayBy has nothing to say of it.
            self.standing = "agrees";
        }
    }
}

/// One side of a comparison.
pub(super) fn side(row: &ReconciledRow, text: Option<&str>) -> Result<Option<Side>, PapersError> {
    text.map(serde_json::from_str)
        .transpose()
        .map_err(|why| unreadable(&row.found.number, &why).into())
}

/// The days of Dubai's calendar that a time touches.
pub(super) fn calendar((from, to): (UtcMs, UtcMs)) -> impl Iterator<Item = String> {
    let first: NaiveDate = from.to_dubai().date_naive();
    let last: NaiveDate = to.to_dubai().date_naive();
    first
        .iter_days()
        .take_while(move |day| *day <= last)
        .map(|day| day.format("%Y-%m-%d").to_string())
}

pub(super) fn matching_section() -> Section {
    let text = |key, en, ar| Column::new(key, Kind::Text, en, ar);
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    Section {
        code: "matching",
        title: MATCHING,
        columns: vec![
            Column::new("day", Kind::Day, "Day", "اليوم"),
            text("what", "What", "ما هو"),
            text("number", "Number", "الرقم"),
            text("order", "Order", "الطلب"),
            text("payby_number", "PayBy’s number", "رقم PayBy"),
            text("kind", "Result", "النتيجة"),
            amount("ours", "Ours", "لدينا"),
            text("our_state", "Our state", "حالته لدينا"),
            amount("theirs", "PayBy’s", "لدى PayBy"),
            text("their_state", "PayBy’s state", "حالته لدى PayBy"),
            amount("fee", "Fee", "الرسوم"),
            text("decision", "Decided", "القرار"),
            text("reason", "Reason", "السبب"),
            text("decided_by", "By", "بواسطة"),
            Column::new("decided_at", Kind::Time, "When", "متى"),
        ],
        note: Some(NOTE_MATCHING),
    }
}

/// Everything that was compared, the differences of each day first.
pub(super) fn matching(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    sheet.open(0)?;
    let mut sums = [0_i64; 3];
    for day in ground.days {
        for row in matching::of_day(ground.tx, &day.name, true, None)? {
            let ours = side(&row, row.found.ours.as_deref())?;
            let theirs = side(&row, row.found.theirs.as_deref())?;
            let back = row.found.what == "refund" || row.found.refund.is_some();
            let sign = if back { -1 } else { 1 };
            let whole = |side: &Option<Side>| {
                side.as_ref().map(|side| match row.found.what.as_str() {
                    "fund" => side.amount.0,
                    _ => sign * side.amount.0.saturating_abs(),
                })
            };
            let values = [
                whole(&ours),
                whole(&theirs),
                theirs.as_ref().and_then(|side| Some(side.fee?.fee.fils())),
            ];
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = sum.saturating_add(value.unwrap_or_default());
            }
            sheet.row(matching_row(&row, values, ours.as_ref(), theirs.as_ref()))?;
        }
    }
    let mut cells = vec![Cell::Empty; 15];
    let [ours, theirs, fee] = sums;
    for (place, cell) in [
        (0, Cell::Code("total", TOTAL)),
        (6, Cell::fils(ours)),
        (8, Cell::fils(theirs)),
        (10, Cell::fils(fee)),
    ] {
        if let Some(at) = cells.get_mut(place) {
            *at = cell;
        }
    }
    sheet.total(cells)
}

fn matching_row(
    row: &ReconciledRow,
    values: [Option<i64>; 3],
    ours: Option<&Side>,
    theirs: Option<&Side>,
) -> Vec<Cell> {
    let [our_amount, their_amount, fee] = values.map(|fils| fils.map_or(Cell::Empty, Cell::fils));
    let decided = row.decided.as_ref();
    let state = |side: Option<&Side>| side.map_or(Cell::Empty, |side| words::state(&side.state));
    vec![
        Cell::Day(row.found.day.clone()),
        words::what(&row.found.what),
        Cell::text(Some(&row.found.number)),
        Cell::text(row.found.order.as_deref()),
        Cell::text(row.found.payby_no.as_deref()),
        words::kind(&row.found.kind),
        our_amount,
        state(ours),
        their_amount,
        state(theirs),
        fee,
        decided.map_or(Cell::Empty, |one| words::decision(one.decision.as_str())),
        Cell::text(decided.map(|one| one.reason.as_str())),
        Cell::text(decided.map(|one| one.by.as_str())),
        decided.map_or(Cell::Empty, |one| Cell::Time(one.at)),
    ]
}
