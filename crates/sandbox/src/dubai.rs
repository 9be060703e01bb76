//! Dubai's calendar: UTC+4 all year.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

const OFFSET_MS: i64 = 4 * 3_600_000;

pub(crate) fn local(ms: i64) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(ms.saturating_add(OFFSET_MS))
        .unwrap_or_default()
        .naive_utc()
}

/// The day in Dubai on which a moment (UTC ms) lies.
pub(crate) fn day(ms: i64) -> NaiveDate {
    local(ms).date()
}

/// When a day in Dubai ends, UTC ms.
pub(crate) fn end_of(day: NaiveDate) -> i64 {
    let next = day.succ_opt().unwrap_or(day);
    next.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
        - OFFSET_MS
}

/// A moment as statements write it: `2021-01-12T17:46:36+0400`.
pub(crate) fn stamp(ms: i64) -> String {
    local(ms).format("%Y-%m-%dT%H:%M:%S+0400").to_string()
}
