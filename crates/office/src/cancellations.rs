//! Who or what cancelled a wallet's payment, why, when it was asked for, when it was proved, and how often it was tried.

use fils_order::UtcMs;
use fils_store::day::{self, MoneyEntry};
use fils_store::{Books, Entry, NewEntry, journal};
use serde_json::Value;

use crate::view::{CancelOutcomeCode, CancellationRow, CancellationsQuery};
use crate::{Office, OfficeError};

/// Rows shown at once; a file takes them all, by shorter ranges.
const SHOWN: usize = 10_000;
/// Who cancels what nobody asked for: time was up, or PayBy refused.
const TILL: &str = "till";

impl Office {
    /// What was cancelled in a range of business days, the latest first. Without a range, the business day that is now.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read.
    pub fn cancellations(
        &self,
        query: &CancellationsQuery,
    ) -> Result<Vec<CancellationRow>, OfficeError> {
        let today = self.business_day(None)?;
        let named = |day: &Option<String>| match day {
            Some(day) => self.business_day(Some(day)).map(Some),
            None => Ok(None),
        };
        let (from, to) = match (named(&query.from)?, named(&query.to)?) {
            (None, None) => (today.from, today.to),
            (Some(from), None) => (from.from, today.to),
            // The first payment was after this.
            (None, Some(to)) => (UtcMs(0), to.to),
            (Some(from), Some(to)) => (from.from, to.to),
        };
        self.look(|tx| rows(tx, (from, to), query.text.trim()))
    }
}

fn rows(
    tx: &Books<'_>,
    (from, to): (UtcMs, UtcMs),
    text: &str,
) -> Result<Vec<CancellationRow>, OfficeError> {
    let text = text.to_lowercase();
    let mut rows = Vec::new();
    for entry in day::cancellations(tx, from, to)? {
        if let Some(row) = row(tx, &entry)?
            && fits(&row, &text)
        {
            rows.push(row);
        }
        if rows.len() == SHOWN {
            break;
        }
    }
    Ok(rows)
}

fn fits(row: &CancellationRow, text: &str) -> bool {
    let reason = row.reason.as_deref().unwrap_or_default();
    let all = [&row.order, &row.sale, &row.by, &row.amount.text];
    text.is_empty()
        || reason.to_lowercase().contains(text)
        || all.iter().any(|one| one.to_lowercase().contains(text))
}

fn of<'a>(params: &'a Value, name: &str) -> Option<&'a str> {
    params.get(name).and_then(Value::as_str)
}

/// One cancellation, from the entry that began it to the one that ended it.
fn row(tx: &Books<'_>, began: &MoneyEntry) -> Result<Option<CancellationRow>, OfficeError> {
    let (Some(order), Some(sale)) = (&began.order, &began.sale) else {
        return Ok(None);
    };
    let mut told = Told::default();
    for entry in journal::of_order(tx, order)? {
        if entry.entry.refund.is_none() {
            told.hear(began, &entry);
        }
    }
    Ok(Some(CancellationRow {
        order: order.to_string(),
        sale: sale.to_string(),
        at_ms: began.at.0,
        by: told.by.unwrap_or_else(|| TILL.to_owned()),
        why: told.why,
        reason: told.reason,
        tries: told.tries,
        proved_ms: told.ended.map(|(_, at)| at.0),
        outcome: told
            .ended
            .map_or(CancelOutcomeCode::Open, |(outcome, _)| outcome),
        amount: began.amount.unwrap_or_default().into(),
    }))
}

/// What an order's story says of one cancellation.
#[derive(Default)]
struct Told {
    by: Option<String>,
    why: String,
    reason: Option<String>,
    tries: u32,
    ended: Option<(CancelOutcomeCode, UtcMs)>,
}

impl Told {
    fn hear(&mut self, began: &MoneyEntry, line: &Entry) {
        let (seq, entry) = (line.seq, &line.entry);
        // What cannot be read says nothing.
        let params: Value = serde_json::from_str(&entry.params).unwrap_or_default();
        let said = |name: &str| of(&params, name);
        match entry.kind.as_str() {
            // The wish is written in the transaction of the change it brings.
            "person_acted"
                if said("action") == Some("cancel") && seq < began.seq && entry.at == began.at =>
            {
                self.acted(entry, said("reason"));
            }
            "person_acted" if said("action") == Some("close") && seq > began.seq => {
                self.acted(entry, said("reason"));
            }
            "call_started" if said("op") == Some("cancel") && seq > began.seq => {
                self.tries = self.tries.saturating_add(1);
            }
            "state_changed" if seq >= began.seq && self.ended.is_none() => {
                if let Some(why) = said("reason") {
                    why.clone_into(&mut self.why);
                }
                let outcome = outcome(said("to").unwrap_or_default(), said("reason"));
                self.ended = outcome.map(|outcome| (outcome, entry.at));
            }
            _ => {}
        }
    }

    fn acted(&mut self, entry: &NewEntry, reason: Option<&str>) {
        self.by = Some(entry.by.clone());
        self.reason = reason.map(str::to_owned);
    }
}

/// How a state ends a cancellation, when it does.
fn outcome(state: &str, reason: Option<&str>) -> Option<CancelOutcomeCode> {
    match (state, reason) {
        ("closed", Some("closed_by_person")) => Some(CancelOutcomeCode::WithoutProof),
        ("closed", Some("refused" | "never_reached_payby")) => Some(CancelOutcomeCode::Refused),
        ("closed", _) => Some(CancelOutcomeCode::Proved),
        ("paid" | "paid_late", _) => Some(CancelOutcomeCode::PaidInstead),
        _ => None,
    }
}
