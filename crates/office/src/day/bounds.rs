//! Business days: where they begin and end.

use chrono::{Days, NaiveDate};
use fils_order::{Span, UtcMs};

use crate::OfficeError;

/// A business day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BusinessDay {
    /// `YYYY-MM-DD`.
    pub(crate) name: String,
    date: NaiveDate,
    /// Its first moment.
    pub(crate) from: UtcMs,
    /// The first moment after it.
    pub(crate) to: UtcMs,
}

impl BusinessDay {
    /// The day of this name, where days begin at `start_h` in Dubai.
    pub(crate) fn named(name: &str, start_h: u8) -> Result<Self, OfficeError> {
        let bad = || OfficeError::BadDay(name.to_owned());
        let date = NaiveDate::parse_from_str(name, "%Y-%m-%d").map_err(|_| bad())?;
        let day = Self::of(date, start_h).ok_or_else(bad)?;
        // 2026-1-5 reads as a date and would find nothing.
        if day.name == name {
            Ok(day)
        } else {
            Err(bad())
        }
    }

    fn of(date: NaiveDate, start_h: u8) -> Option<Self> {
        // Dubai keeps UTC+4 all year.
        let hours = i64::from(start_h) - 4;
        let begin = |date: NaiveDate| {
            let midnight = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
            Some(UtcMs(midnight).plus(Span::hours(hours)))
        };
        Some(Self {
            name: date.format("%Y-%m-%d").to_string(),
            date,
            from: begin(date)?,
            to: begin(date.checked_add_days(Days::new(1))?)?,
        })
    }

    /// The day so many days before.
    pub(crate) fn back(&self, days: u64, start_h: u8) -> Option<Self> {
        Self::of(self.date.checked_sub_days(Days::new(days))?, start_h)
    }

    /// The part of the books that says it is of this day.
    pub(crate) fn part(&self) -> fils_store::day::Part<'_> {
        fils_store::day::Part::Day {
            day: &self.name,
            from: self.from,
            to: self.to,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_holds_every_moment_that_says_it_is_of_it() {
        for start_h in [0, 4, 23] {
            let day = BusinessDay::named("2026-11-21", start_h).unwrap();
            assert_eq!(day.from.business_day(start_h), "2026-11-21");
            assert_eq!(day.to.plus(Span(-1)).business_day(start_h), "2026-11-21");
            assert_eq!(day.to.business_day(start_h), "2026-11-22");
            assert_eq!(day.back(7, start_h).unwrap().name, "2026-11-14");
        }
        for bad in ["", "yesterday", "2026-13-01", "2026-1-5"] {
            assert!(BusinessDay::named(bad, 4).is_err(), "{bad}");
        }
    }
}
