//! Comparing, and writing down what was found.

use fils_order::{OrderNumber, Span, UtcMs};
use fils_reconcile::{
    Finding, Kind, Ours, PaybySays, Period, Side, Source, Terms, Theirs, What, compare,
};
use fils_store::matching::{self, Decision, NewReconciled, NewRun, ReconciledRow};
use fils_store::{Books, NewEntry, journal};
use serde_json::{Value, json};

use super::show::one;
use super::{Origin, Summary, gather, stored};
use crate::error::unreadable;
use crate::view::matching::{MatchRow, MatchRun, MatchStep};
use crate::{Office, OfficeError, entry};

/// How many rows are written between two words about it.
const STRIDE: usize = 500;

impl Office {
    /// Compares what PayBy says with the books and writes down what was found, all of it or nothing.
    ///
    /// `on_progress` hears the step and how many of how many rows of it are done.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn compare(
        &self,
        mut says: PaybySays,
        terms: &Terms,
        origin: &Origin,
        by: &str,
        on_progress: &mut dyn FnMut(MatchStep, usize, usize),
    ) -> Result<MatchRun, OfficeError> {
        let source = stored(says.source);
        on_progress(MatchStep::Comparing, 0, says.rows.len());
        let books = self.look(|tx| {
            says.period.follows = gather::follows(tx, source, says.period.from)?;
            Ok(gather::gather(tx, &says)?)
        })?;
        let compared = compare(&books, &says, terms);
        drop(books);
        let rows = compared
            .findings
            .iter()
            .map(new_row)
            .collect::<Result<Vec<_>, _>>()?;
        let at = self.now();
        let summary = Summary {
            counts: compared.counts(),
            left_out: compared.left_out,
            fees: compared.fees.clone(),
        };
        let run = NewRun {
            source,
            from: says.period.from,
            to: says.period.to,
            file: origin.file.clone(),
            digest: origin.digest,
            by: by.to_owned(),
            at,
            counts: text("a comparison", &summary)?,
        };
        let parts = Parts::of(&says);
        drop(says);
        let id = self.books(|tx| {
            let id = matching::insert_run(tx, &run)?;
            let mut entries = vec![matched(&run, &summary)];
            for (done, (row, finding)) in rows.iter().zip(&compared.findings).enumerate() {
                if done % STRIDE == 0 {
                    on_progress(MatchStep::Storing, done, rows.len());
                }
                entries.extend(put(tx, id, at, row, finding, by)?);
            }
            entries.extend(withdraw(tx, id, at, parts, by)?);
            journal::append(tx, &entries)?;
            Ok::<_, OfficeError>(id)
        })?;
        on_progress(MatchStep::Storing, rows.len(), rows.len());
        Ok(super::show::run(&matching::RunRow { id, run }))
    }

    /// Compares one payment or refund again with what PayBy says of it by its own signature, and writes that down in its row. `says` is
    /// none when PayBy says that it knows no such thing.
    ///
    /// # Errors
    /// [`OfficeError::NoDifference`]; when the books cannot be read or written.
    pub fn compare_again(
        &self,
        row: i64,
        says: Option<Theirs>,
        terms: &Terms,
        by: &str,
    ) -> Result<MatchRow, OfficeError> {
        let at = self.now();
        self.books(|tx| {
            let old = matching::by_id(tx, row)?.ok_or(OfficeError::NoDifference)?;
            let ours = gather::about(tx, &old)?;
            let says = alone(&old, ours.as_ref(), says, at);
            let mut books = fils_reconcile::Books::default();
            if says.source == Source::List {
                books.payments.extend(ours);
            } else {
                books.refunds.extend(ours);
            }
            let compared = compare(&books, &says, terms);
            let finding = compared.findings.first();
            let Some(finding) = finding.filter(|finding| finding.number == old.found.number) else {
                return one(tx, row);
            };
            let entry = put(tx, old.run, at, &new_row(finding)?, finding, by)?;
            journal::append(tx, &entry.into_iter().collect::<Vec<_>>())?;
            one(tx, row)
        })
    }
}

/// PayBy's word about one movement, and a time in which it would have to have it.
fn alone(row: &ReconciledRow, ours: Option<&Ours>, says: Option<Theirs>, now: UtcMs) -> PaybySays {
    let first = ours.map_or(now, |ours| ours.created_at);
    let last = ours
        .and_then(|ours| ours.moved_at)
        .map_or(first, |moved| moved.max(first));
    let edge = Period::EDGE;
    let refund = row.found.what == What::Refund.code();
    PaybySays {
        source: if refund {
            Source::Statement
        } else {
            Source::List
        },
        period: Period::new(
            first.plus(Span(-edge.0)),
            last.plus(edge).plus(Span::secs(1)),
        ),
        rows: says.into_iter().collect(),
        settled: Vec::new(),
        funds: Vec::new(),
    }
}

fn text(what: &str, value: &impl serde::Serialize) -> Result<String, OfficeError> {
    serde_json::to_string(value).map_err(|error| unreadable(what, &error))
}

fn new_row(finding: &Finding) -> Result<NewReconciled, OfficeError> {
    let side = |side: Option<&Side>| side.map(|side| text(&finding.number, side)).transpose();
    Ok(NewReconciled {
        what: finding.what.code().to_owned(),
        number: finding.number.clone(),
        kind: finding.kind.code().to_owned(),
        advice: finding.advice.code().to_owned(),
        day: finding.day(),
        order: finding.order.clone(),
        refund: finding.refund.clone(),
        payby_no: finding.payby_no.clone(),
        ours: side(finding.ours.as_ref())?,
        theirs: side(finding.theirs.as_ref())?,
    })
}

/// Writes one row. A decision about another difference than this one is dropped, which the journal tells.
fn put(
    tx: &Books<'_>,
    run: i64,
    at: UtcMs,
    row: &NewReconciled,
    finding: &Finding,
    by: &str,
) -> Result<Option<NewEntry>, OfficeError> {
    let before = matching::of_number(tx, &row.what, &row.number)?;
    let decided = before.as_ref().and_then(|old| old.decided.as_ref());
    let keeps = match (&before, decided) {
        (Some(old), Some(decided)) => stays(old, decided.decision, finding)?,
        (Some(_) | None, _) => false,
    };
    matching::put(tx, run, at, row, keeps)?;
    let Some(dropped) = decided.filter(|_| !keeps) else {
        return Ok(None);
    };
    let why = if finding.kind == Kind::Matched {
        "matches_now"
    } else {
        "another_difference"
    };
    let params = json!({
        "what": row.what, "number": row.number, "kind": row.kind, "why": why,
        "decision": dropped.decision.as_str(), "reason": dropped.reason, "decided_by": dropped.by,
    });
    Ok(Some(about(
        tx,
        at,
        "difference_reopened",
        by,
        &params,
        row.order.as_deref(),
    )?))
}

/// Whether a decision about what was found before is one about what is found now. A payment that was taken over is in the books
/// from then on, so it matches.
fn stays(old: &ReconciledRow, decision: Decision, now: &Finding) -> Result<bool, OfficeError> {
    if decision == Decision::TakenOver && now.kind == Kind::Matched {
        return Ok(true);
    }
    let before = |text: &Option<String>| -> Result<Option<Side>, OfficeError> {
        let read = text.as_deref().map(serde_json::from_str).transpose();
        read.map_err(|error| unreadable(&old.found.number, &error))
    };
    let same = |before: Option<Side>, now: Option<&Side>| match (before, now) {
        (Some(before), Some(now)) => {
            before.amount == now.amount
                && before.state == now.state
                && before.fee == now.fee
                && before.net == now.net
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    Ok(old.found.kind == now.kind.code()
        && same(before(&old.found.ours)?, now.ours.as_ref())
        && same(before(&old.found.theirs)?, now.theirs.as_ref()))
}

/// Which parts PayBy's word had: what a part says nothing of, it does not withdraw.
#[derive(Clone, Copy)]
struct Parts {
    rows: bool,
    settled: bool,
    funds: bool,
}

impl Parts {
    fn of(says: &PaybySays) -> Self {
        Self {
            rows: !says.rows.is_empty(),
            settled: !says.settled.is_empty(),
            funds: !says.funds.is_empty(),
        }
    }

    fn has(self, what: &str) -> bool {
        match what {
            "payment" | "refund" => self.rows,
            "settlement" => self.settled,
            "fund" => self.funds,
            _ => false,
        }
    }
}

/// What PayBy said before of the same time and says no more is no difference any more: neither side has it.
fn withdraw(
    tx: &Books<'_>,
    run: i64,
    at: UtcMs,
    parts: Parts,
    by: &str,
) -> Result<Vec<NewEntry>, OfficeError> {
    let mut entries = Vec::new();
    for old in matching::differences_gone(tx, run)? {
        // What the books have is looked at again whenever its time is compared.
        if !parts.has(&old.found.what) || old.found.ours.is_some() {
            continue;
        }
        let params = json!({
            "what": old.found.what, "number": old.found.number, "kind": old.found.kind, "why": "withdrawn",
            "theirs": old.found.theirs,
        });
        let order = old.found.order.clone();
        let gone = NewReconciled {
            kind: Kind::Matched.code().to_owned(),
            advice: fils_reconcile::Advice::Nothing.code().to_owned(),
            theirs: None,
            ..old.found
        };
        matching::put(tx, run, at, &gone, false)?;
        entries.push(about(
            tx,
            at,
            "difference_reopened",
            by,
            &params,
            order.as_deref(),
        )?);
    }
    Ok(entries)
}

fn matched(run: &NewRun, summary: &Summary) -> NewEntry {
    let counts = json!(summary.counts);
    entry(
        run.at,
        "matched",
        &run.by,
        &json!({
            "source": run.source.as_str(), "from": run.from.to_string(), "to": run.to.to_string(),
            "file": run.file, "counts": counts,
        }),
    )
}

/// A line about a difference; it stands in its order's story too, when that is an order of this till.
pub(super) fn about(
    tx: &Books<'_>,
    at: UtcMs,
    kind: &str,
    by: &str,
    params: &Value,
    order: Option<&str>,
) -> Result<NewEntry, OfficeError> {
    let ours: Option<OrderNumber> = match order {
        Some(number) => matching::order_facts(tx, Some(number), None)?.map(|found| found.number),
        None => None,
    };
    Ok(NewEntry {
        order: ours,
        ..entry(at, kind, by, params)
    })
}
