//! What is to be compared and was not.

use chrono::NaiveDate;
use fils_order::{Span, UtcMs};
use fils_store::matching::{self, Source};
use fils_store::{Books, settings};

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

impl Due {
    /// The day in Dubai that a moment is in.
    pub fn at(at: UtcMs) -> Self {
        let dubai = Span::hours(4);
        let local = at.plus(dubai).0;
        let from = UtcMs(local - local.rem_euclid(DAY.0)).plus(Span(-dubai.0));
        Self {
            day: at.business_day(0),
            from,
            to: from.plus(DAY),
        }
    }

    /// The day of this name, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`].
    pub fn named(day: &str) -> Result<Self, OfficeError> {
        let bad = || OfficeError::BadDay(day.to_owned());
        let date = NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| bad())?;
        let morning = date.and_hms_opt(8, 0, 0).ok_or_else(bad)?.and_utc();
        let found = Self::at(UtcMs(morning.timestamp_millis()));
        if found.day == day && found.from.0 > 0 {
            Ok(found)
        } else {
            Err(bad())
        }
    }

    /// The day after it.
    #[must_use]
    pub fn next(&self) -> Self {
        Self::at(self.to)
    }
}

impl Office {
    /// The day in Dubai that is now: PayBy's lists and statements go by it, whenever the shop's own day begins.
    pub fn calendar_day(&self) -> String {
        self.now().business_day(0)
    }

    /// Whether money moved in the books on this day: customers paid, or refunds were proved.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn moved(&self, day: &Due) -> Result<bool, OfficeError> {
        self.look(|tx| {
            let paid = matching::orders_paid(tx, day.from, day.to)?;
            Ok(!paid.is_empty() || !matching::refunds_proved(tx, day.from, day.to)?.is_empty())
        })
    }

    /// What the till has learnt and keeps under this name.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, OfficeError> {
        self.look(|tx| Ok(settings::get(tx, key)?))
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

pub(crate) fn statements_due(tx: &Books<'_>, now: UtcMs) -> Result<Vec<Due>, OfficeError> {
    let today = Due::at(now);
    let Some(first) = matching::first_order_at(tx)? else {
        return Ok(Vec::new());
    };
    let first = Due::at(first)
        .from
        .max(Due::at(now.plus(Span(-REACH.0))).from);
    let runs = matching::runs(tx, first, today.from)?;
    let compared = |day: &Due| {
        // A merchant's cut-off need not be midnight; noon lies in the statement of its day.
        let noon = day.from.plus(NOON);
        runs.iter().any(|row| {
            row.run.source == Source::Statement && row.run.from <= noon && noon < row.run.to
        })
    };
    let mut due = Vec::new();
    let mut day = Due::at(first);
    while day.from < today.from {
        let next = day.next();
        if !compared(&day) {
            due.push(day);
        }
        day = next;
    }
    Ok(due)
}

/// Whether today's list was never compared, though there is something to compare.
pub(super) fn list_due(tx: &Books<'_>, now: UtcMs) -> Result<Option<Due>, OfficeError> {
    let today = Due::at(now);
    let runs = matching::runs(tx, today.from, today.to)?;
    let listed = runs.iter().any(|row| row.run.source == Source::List);
    let anything = !matching::orders_created(tx, today.from, today.to)?.is_empty();
    Ok((anything && !listed).then_some(today))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_dubai() {
        // 2026-11-20T22:30:00Z is 02:30 on the 21st in Dubai.
        let day = Due::at(UtcMs(1_795_213_800_000));
        assert_eq!(day.day, "2026-11-21");
        assert_eq!(day.from.to_string(), "2026-11-20T20:00:00.000Z");
        assert_eq!(Due::at(day.from), day);
        assert_eq!(Due::at(UtcMs(day.from.0 - 1)).day, "2026-11-20");
        assert_eq!(day.next().day, "2026-11-22");
        assert_eq!(Due::named("2026-11-21").unwrap(), day);
        for wrong in ["", "2026-02-30", "2026-2-3", "21-11-2026", "1960-01-01"] {
            assert!(Due::named(wrong).is_err(), "{wrong}");
        }
    }
}
