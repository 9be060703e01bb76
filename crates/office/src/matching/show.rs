//! What is known, for screens and programs.

use fils_order::SignedMoney;
use fils_reconcile::{Advice, Kind, Side, What};
use fils_store::matching::{self, ReconciledRow, RunRow};
use fils_store::{Books, StoreError};

use super::due::{list_due, statements_due};
use super::{Due, Summary};
use crate::error::unreadable;
use crate::view::matching::{
    MatchAct, MatchCounts, MatchDay, MatchDue, MatchKind, MatchRow, MatchRun, MatchSide,
    MatchSource, MatchView, OrphanRow, percent, signed,
};
use crate::{Office, OfficeError};

/// The most rows a view has: who has more differences settles these first.
const ROWS: u32 = 200;
/// The most payments taken over that are listed.
const ORPHANS: u32 = 500;

impl Office {
    /// What is known of a day, `YYYY-MM-DD`, of Dubai's calendar; without one of today.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read.
    pub fn matching(
        &self,
        day: Option<&str>,
        with_matched: bool,
    ) -> Result<MatchView, OfficeError> {
        let now = self.now();
        let day = match day {
            Some(day) => Due::named(day)?,
            None => Due::at(now),
        };
        self.look(|tx| {
            let runs = matching::runs(tx, day.from, day.to)?;
            let usual_fee = usual_fee(&runs);
            let mut counts = MatchCounts::default();
            let mut open = 0;
            for one in matching::counts(tx, &day.day)? {
                let kind = kind(&one.kind)?;
                counts.add(kind.into(), one.count);
                open += one.undecided;
            }
            let totals = matching::totals(tx, &day.day)?;
            let rows = matching::of_day(tx, &day.day, with_matched, Some(ROWS))?;
            let other_days = matching::open_days(tx)?.into_iter();
            let mut to_compare: Vec<MatchDue> = statements_due(tx, now)?
                .into_iter()
                .map(|due| to_do(due, MatchSource::Statement))
                .collect();
            to_compare.extend(list_due(tx, now)?.map(|due| to_do(due, MatchSource::List)));
            Ok(MatchView {
                runs: runs.iter().map(run).collect(),
                counts,
                open,
                rows: rows
                    .into_iter()
                    .map(|row| show(tx, row))
                    .collect::<Result<_, _>>()?,
                ours_total: signed(totals.ours),
                theirs_total: signed(totals.theirs),
                difference: signed(SignedMoney(totals.theirs.0 - totals.ours.0)),
                fees: signed(totals.fees),
                fee_vat: signed(totals.fee_vat),
                usual_fee,
                settled: signed(totals.settled),
                other_days: other_days
                    .filter(|other| other.day != day.day)
                    .map(|other| MatchDay {
                        day: other.day,
                        open: other.open,
                    })
                    .collect(),
                due: to_compare,
                day: day.day,
            })
        })
    }

    /// Every row that a comparison found and no later one has found again, in the order in which they were first found.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn rows_of_run(&self, run: i64) -> Result<Vec<MatchRow>, OfficeError> {
        self.look(|tx| {
            let rows = matching::of_run(tx, run)?;
            rows.into_iter().map(|row| show(tx, row)).collect()
        })
    }

    /// One row.
    ///
    /// # Errors
    /// [`OfficeError::NoDifference`] when there is none.
    pub fn match_row(&self, id: i64) -> Result<MatchRow, OfficeError> {
        self.look(|tx| one(tx, id))
    }

    /// The differences that name this number: our order's, our refund's or PayBy's.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn differences_named(&self, number: &str) -> Result<Vec<MatchRow>, OfficeError> {
        self.look(|tx| {
            let rows = matching::differences_named(tx, number)?;
            rows.into_iter().map(|row| show(tx, row)).collect()
        })
    }

    /// How many differences nobody has decided about, on every day.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn open_differences(&self) -> Result<u32, OfficeError> {
        self.look(|tx| Ok(matching::open_days(tx)?.iter().map(|day| day.open).sum()))
    }

    /// The payments taken over: first those of which nobody knows what they are.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn orphans(&self) -> Result<Vec<OrphanRow>, OfficeError> {
        self.look(|tx| {
            let rows = matching::orphans(tx, ORPHANS)?;
            Ok(rows.into_iter().map(OrphanRow::from).collect())
        })
    }
}

fn to_do(due: Due, source: MatchSource) -> MatchDue {
    MatchDue {
        day: due.day,
        source,
        why: None,
    }
}

/// What the latest statement was found to cost.
fn usual_fee(runs: &[RunRow]) -> Option<String> {
    let summaries = runs
        .iter()
        .filter_map(|row| serde_json::from_str::<Summary>(&row.run.counts).ok());
    let mut fees = summaries.flat_map(|summary| summary.fees);
    fees.find(|rate| !rate.refund).map(|rate| percent(&rate))
}

pub(super) fn run(row: &RunRow) -> MatchRun {
    // Counts that cannot be read are none: the rows themselves are what counts.
    let summary: Summary = serde_json::from_str(&row.run.counts).unwrap_or_default();
    MatchRun {
        id: row.id,
        source: row.run.source.into(),
        from_ms: row.run.from.0,
        to_ms: row.run.to.0,
        file: row.run.file.clone(),
        at_ms: row.run.at.0,
        by: row.run.by.clone(),
        counts: summary.counts.into(),
    }
}

fn kind(code: &str) -> Result<Kind, OfficeError> {
    Kind::of_code(code).ok_or_else(|| unreadable("a comparison", &code))
}

pub(super) fn one(tx: &Books<'_>, id: i64) -> Result<MatchRow, OfficeError> {
    let row = matching::by_id(tx, id)?.ok_or(OfficeError::NoDifference)?;
    show(tx, row)
}

fn side(row: &ReconciledRow, text: Option<&String>) -> Result<Option<Side>, OfficeError> {
    text.map(|text| serde_json::from_str(text))
        .transpose()
        .map_err(|error| unreadable(&row.found.number, &error))
}

fn show(tx: &Books<'_>, row: ReconciledRow) -> Result<MatchRow, OfficeError> {
    let ours = side(&row, row.found.ours.as_ref())?;
    let theirs = side(&row, row.found.theirs.as_ref())?;
    let what = What::of_code(&row.found.what)
        .ok_or_else(|| unreadable(&row.found.number, &row.found.what))?;
    let kind = kind(&row.found.kind)?;
    let plain = kind == Kind::Matched && row.decided.is_none();
    let (sale, orphan) = if plain {
        (None, None)
    } else {
        (sale(tx, &row)?, orphan(tx, &row)?)
    };
    let acts = acts(&row, what, kind, theirs.as_ref(), sale.is_some(), orphan);
    let fee = |side: Option<&Side>| {
        let fee = side?.fee?;
        Some(fee.fee.into())
    };
    let (decision, reason, decided_by, decided_ms) = match row.decided {
        Some(decided) => (
            Some(decided.decision.into()),
            Some(decided.reason),
            Some(decided.by),
            Some(decided.at.0),
        ),
        None => (None, None, None, None),
    };
    Ok(MatchRow {
        id: row.id,
        what: what.into(),
        kind: MatchKind::from(kind),
        fee_expected: fee(ours.as_ref()),
        fee: fee(theirs.as_ref()),
        ours: ours.as_ref().map(MatchSide::from),
        theirs: theirs.as_ref().map(MatchSide::from),
        day: row.found.day,
        number: row.found.number,
        order: row.found.order,
        sale,
        refund: row.found.refund,
        payby_no: row.found.payby_no,
        advice: row.found.advice,
        acts,
        decision,
        reason,
        decided_by,
        decided_ms,
        orphan: orphan.map(|(id, _)| id),
    })
}

/// The sale of the row's order, when that is an order of this till.
fn sale(tx: &Books<'_>, row: &ReconciledRow) -> Result<Option<String>, StoreError> {
    match &row.found.order {
        Some(order) => {
            let found = matching::order_facts(tx, Some(order), None)?;
            Ok(found.map(|order| order.sale.to_string()))
        }
        None => Ok(None),
    }
}

/// The payment taken over from the row, and whether nobody knows what it is.
fn orphan(tx: &Books<'_>, row: &ReconciledRow) -> Result<Option<(i64, bool)>, StoreError> {
    match (&row.found.payby_no, row.found.what.as_str()) {
        (Some(payby_no), "payment") => {
            let found = matching::orphan_of_payby_no(tx, payby_no)?;
            Ok(found.map(|orphan| (orphan.id, orphan.assigned.is_none())))
        }
        (_, _) => Ok(None),
    }
}

/// What can be done about a row, the best first.
fn acts(
    row: &ReconciledRow,
    what: What,
    kind: Kind,
    theirs: Option<&Side>,
    known: bool,
    orphan: Option<(i64, bool)>,
) -> Vec<MatchAct> {
    let mut acts = Vec::new();
    if orphan.is_some_and(|(_, open)| open) {
        acts.push(MatchAct::Assign);
    }
    let undecided = kind != Kind::Matched && row.decided.is_none();
    let paid = theirs.is_some_and(|side| side.state == fils_reconcile::TheirsState::Paid.code());
    if undecided {
        match what {
            What::Payment if !known => {
                if paid && orphan.is_none() {
                    acts.push(MatchAct::TakeOver);
                }
                acts.push(MatchAct::Ask);
            }
            What::Payment | What::Refund => acts.push(MatchAct::Ask),
            What::Settlement | What::Fund => {}
        }
    }
    if undecided {
        acts.push(MatchAct::Explain);
    }
    if known {
        let first = row.found.advice == Advice::Decide.code();
        let place = if first { 0 } else { acts.len() };
        acts.insert(place, MatchAct::OpenOrder);
    }
    acts
}
