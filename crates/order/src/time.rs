//! Points in time and spans, both in whole milliseconds.

use std::fmt;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtcMs(pub i64);

/// A length of time in milliseconds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A span of whole seconds.
    pub const fn secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// A span of whole minutes.
    pub const fn mins(minutes: i64) -> Self {
        Self::secs(minutes.saturating_mul(60))
    }

    /// A span of whole hours.
    pub const fn hours(hours: i64) -> Self {
        Self::mins(hours.saturating_mul(60))
    }
}

/// Dubai keeps UTC+4 all year.
const DUBAI_OFFSET_S: i32 = 4 * 3600;

impl UtcMs {
    /// This point moved by `span`, staying at the ends of the range instead of overflowing.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long after `earlier` this point is; negative when it is before.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The same point as a date and time in UTC. Out-of-range values give the epoch.
    pub fn to_utc(self) -> DateTime<Utc> {
        Utc.timestamp_millis_opt(self.0)
            .single()
            .unwrap_or_default()
    }

    /// The same point on Dubai's clock (UTC+4, no summer time).
    pub fn to_dubai(self) -> DateTime<FixedOffset> {
        let utc = self.to_utc();
        FixedOffset::east_opt(DUBAI_OFFSET_S)
            .map_or_else(|| utc.fixed_offset(), |zone| utc.with_timezone(&zone))
    }

    /// The business day, `YYYY-MM-DD`, of this point: Dubai's calendar day, which starts at `start_hour` (0–23) o'clock.
    pub fn business_day(self, start_hour: u8) -> String {
        let shifted = self.plus(Span::hours(-i64::from(start_hour)));
        shifted.to_dubai().format("%Y-%m-%d").to_string()
    }
}

impl fmt::Display for UtcMs {
    /// RFC 3339 in UTC with milliseconds, such as `2026-11-21T08:15:30.250Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_day_can_start_after_midnight() {
        // 2026-11-20T22:30:00Z is 02:30 on the 21st in Dubai.
        let at = UtcMs(1_795_213_800_000);
        assert_eq!(at.to_string(), "2026-11-20T22:30:00.000Z");
        assert_eq!(at.business_day(0), "2026-11-21");
        assert_eq!(at.business_day(4), "2026-11-20");
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(UtcMs(i64::MAX).plus(Span::secs(1)), UtcMs(i64::MAX));
        assert_eq!(UtcMs(5).since(UtcMs(7)), Span(-2));
    }
}
