//! What is to be compared and was not.

use fils_order::{Span, UtcMs};
use fils_store::Books;
use fils_store::matching::{self, Source};

use crate::{Office, OfficeError};

/// A statement that was never asked for is asked for this long; then its day is too old to begin with.
const REACH: Span = Span::hours(62 * 24);
const DAY: Span = Span::hours(24);
const NOON: Span = Span::hours(12);

/// A day of Dubai's calendar, with its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// Its start, midnight in Dubai.
    pub from: UtcMs,
    /// Its end, not in it.
    pub to: UtcMs,
}

/// The day in Dubai that a moment is in.
pub(super) fn day_at(at: UtcMs) -> Due {
    let dubai = Span::hours(4);
    let local = at.plus(dubai).0;
    let from = UtcMs(local - local.rem_euclid(DAY.0)).plus(Span(-dubai.0));
    Due {
        day: at.business_day(0),
        from,
        to: from.plus(DAY),
    }
}

impl Office {
    /// The day in Dubai that is now: PayBy's lists and statements go by it, whenever the shop's own day begins.
    pub fn calendar_day(&self) -> String {
        self.now().business_day(0)
    }

    /// The past days whose statement was never compared, the oldest first: since the first order, and at most 62 days back.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn statements_due(&self) -> Result<Vec<Due>, OfficeError> {
        let now = self.now();
        self.look(|tx| statements_due(tx, now))
    }
}

pub(super) fn statements_due(tx: &Books<'_>, now: UtcMs) -> Result<Vec<Due>, OfficeError> {
    let today = day_at(now);
    let Some(first) = matching::first_order_at(tx)? else {
        return Ok(Vec::new());
    };
    let first = day_at(first)
        .from
        .max(day_at(now.plus(Span(-REACH.0))).from);
    let runs = matching::runs(tx, first, today.from)?;
    let compared = |day: &Due| {
        // A merchant's cut-off need not be midnight; noon lies in the statement of its day.
        let noon = day.from.plus(NOON);
        runs.iter().any(|row| {
            row.run.source == Source::Statement && row.run.from <= noon && noon < row.run.to
        })
    };
    let mut due = Vec::new();
    let mut day = day_at(first);
    while day.from < today.from {
        let next = day_at(day.to);
        if !compared(&day) {
            due.push(day);
        }
        day = next;
    }
    Ok(due)
}

/// Whether today's list was never compared, though there is something to compare.
pub(super) fn list_due(tx: &Books<'_>, now: UtcMs) -> Result<Option<Due>, OfficeError> {
    let today = day_at(now);
    let runs = matching::runs(tx, today.from, today.to)?;
    let listed = runs.iter().any(|row| row.run.source == Source::List);
    let anything = !matching::orders_created(tx, today.from, today.to)?.is_empty();
    Ok((anything && !listed).then_some(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_dubai() {
        // 2026-11-20T22:30:00Z is 02:30 on the 21st in Dubai.
        let day = day_at(UtcMs(1_795_213_800_000));
        assert_eq!(day.day, "2026-11-21");
        assert_eq!(day.from.to_string(), "2026-11-20T20:00:00.000Z");
        assert_eq!(day_at(day.from), day);
        assert_eq!(day_at(UtcMs(day.from.0 - 1)).day, "2026-11-20");
        assert_eq!(day_at(day.to).day, "2026-11-22");
    }
}
