//! Which days the shop was open, and when its customers came.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use fils_order::{Span, UtcMs};

use crate::GenerateError;
use crate::dice::Dice;

/// Dubai keeps UTC+4 all year.
const DUBAI: Span = Span::hours(4);
/// The shop opens at eight, or when the business day begins if that is later.
const OPENS_H: i64 = 8;
/// How many hours it is open.
const HOURS: i64 = 15;
/// How busy each of them is.
const BUSY: [i64; 15] = [
    30, 45, 55, 60, 85, 90, 70, 60, 65, 85, 110, 125, 115, 80, 45,
];
/// How busy Monday to Sunday are: the weekend is Saturday and Sunday, and Friday's evening belongs to it.
const WEEK: [i64; 7] = [88, 90, 95, 104, 128, 140, 122];
/// A new shop's month has at least this many sales a day.
const FEWEST: u32 = 20;
/// As many as one till can take in a day of ordinary length.
const MOST: u32 = 900;
/// The days of a shop with few sales.
const MONTH: u32 = 30;
/// What is left of today when its last sale is over.
const MARGIN: Span = Span::mins(15);
/// A day that has been open for less has no sales yet.
const SHORTEST: Span = Span::mins(30);

/// One day of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// The business day, `YYYY-MM-DD`.
    pub(crate) name: String,
    /// When its first customer may come.
    pub(crate) opens: UtcMs,
    /// When its last customer has come.
    pub(crate) closes: UtcMs,
    /// How many sales it has.
    pub(crate) sales: u32,
    /// Its weight among the days.
    weight: i64,
}

/// The days of so many sales, the last of them `until` (or the day before, while `until` has hardly begun at `now`).
pub(crate) fn days(
    sales: u32,
    until: NaiveDate,
    now: UtcMs,
    start_h: u8,
    seed: u64,
) -> Result<Vec<Day>, GenerateError> {
    let count = MONTH
        .min(sales.div_ceil(FEWEST))
        .max(sales.div_ceil(MOST))
        .max(1);
    let mut last = until;
    if day(last, now, start_h).is_none() {
        last = back(last, 1)?;
    }
    let mut days = Vec::new();
    for ago in (0..count).rev() {
        days.extend(day(back(last, ago)?, now, start_h));
    }
    let mut dice = Dice::of(seed, 2);
    for day in &mut days {
        day.weight *= dice.between(900, 1100);
    }
    share(sales, &mut days);
    Ok(days)
}

fn back(day: NaiveDate, days: u32) -> Result<NaiveDate, GenerateError> {
    day.checked_sub_days(Days::new(u64::from(days)))
        .ok_or_else(|| GenerateError::Day(day.to_string()))
}

/// When a business day begins.
pub(crate) fn begins(date: NaiveDate, start_h: u8) -> UtcMs {
    let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    UtcMs(midnight).plus(Span::hours(i64::from(start_h)).minus(DUBAI))
}

/// A difference of two spans.
trait Minus {
    fn minus(self, other: Self) -> Self;
}

impl Minus for Span {
    fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// A day as far as it has come at `now`; none when the shop has hardly opened.
fn day(date: NaiveDate, now: UtcMs, start_h: u8) -> Option<Day> {
    let begins = begins(date, start_h);
    let opens = begins.plus(Span::hours((OPENS_H - i64::from(start_h)).max(0)));
    let whole = Span::hours(HOURS);
    let so_far = now.plus(Span(0).minus(MARGIN));
    let closes = opens.plus(whole).min(so_far);
    let open = closes.since(opens);
    (open >= SHORTEST).then(|| Day {
        name: date.to_string(),
        opens,
        closes,
        sales: 0,
        weight: weekday(date) * open.0 / whole.0.div_euclid(100),
    })
}

fn weekday(date: NaiveDate) -> i64 {
    let index = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    WEEK[index]
}

/// Gives every day its part of the sales, so that they add up.
fn share(sales: u32, days: &mut [Day]) {
    let whole: i128 = days.iter().map(|day| i128::from(day.weight)).sum();
    let mut before = 0;
    let mut sum = 0;
    for day in days {
        sum += i128::from(day.weight);
        let until_now = i128::from(sales) * sum / whole.max(1);
        day.sales = u32::try_from(until_now - before).unwrap_or_default();
        before = until_now;
    }
}

impl Day {
    /// When each customer comes to the till, the first one first.
    pub(crate) fn customers(&self, dice: &mut Dice) -> Vec<UtcMs> {
        let slot = self.closes.since(self.opens).0 / i64::try_from(BUSY.len()).unwrap_or(1);
        let whole = i128::from(BUSY.iter().sum::<i64>()) * i128::from(slot);
        let count = i128::from(self.sales);
        (0..count)
            .map(|place| {
                let at = place * 1000 + i128::from(dice.between(0, 700));
                self.opens.plus(when(at * whole / (count * 1000), slot))
            })
            .collect()
    }
}

/// How long after the opening so much of the day's business is done.
fn when(done: i128, slot: i64) -> Span {
    let mut left = done;
    let mut passed = Span(0);
    for busy in BUSY {
        let of_slot = i128::from(busy) * i128::from(slot);
        if left < of_slot {
            let within = i64::try_from(left / i128::from(busy)).unwrap_or_default();
            return Span(passed.0 + within);
        }
        left -= of_slot;
        passed.0 += slot;
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: UtcMs = UtcMs(4_000_000_000_000);

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_sale_has_a_day_and_the_weekend_is_busier() {
        for count in [0, 1, 7, 600, 50_000] {
            let days = days(count, date("2026-11-20"), LATER, 0, 1).unwrap();
            assert_eq!(days.iter().map(|day| day.sales).sum::<u32>(), count);
            assert_eq!(days.last().unwrap().name, "2026-11-20");
        }
        let days = days(50_000, date("2026-11-20"), LATER, 0, 1).unwrap();
        let of = |name: &str| days.iter().find(|day| day.name == name).unwrap().sales;
        assert!(of("2026-11-14") > of("2026-11-16"), "Saturday and Monday");
    }

    #[test]
    fn customers_come_in_order_while_the_shop_is_open() {
        let days = days(5000, date("2026-11-20"), LATER, 4, 1).unwrap();
        for day in &days {
            let customers = day.customers(&mut Dice::of(1, 9));
            assert!(customers.is_sorted());
            assert_eq!(u32::try_from(customers.len()), Ok(day.sales));
            for at in customers {
                assert!(at >= day.opens && at < day.closes);
                assert_eq!(at.business_day(4), day.name);
            }
        }
    }

    #[test]
    fn today_ends_now_and_has_no_sales_before_the_shop_opens() {
        // 12:00 and 08:20 in Dubai.
        let (noon, early) = (UtcMs(1_795_248_000_000), UtcMs(1_795_234_800_000));
        assert_eq!(noon.business_day(0), "2026-11-21");
        let until = date("2026-11-21");
        let last = |now| {
            let days = days(600, until, now, 0, 1).unwrap();
            days.last().unwrap().clone()
        };
        assert_eq!(last(noon).name, "2026-11-21");
        assert_eq!(last(noon).closes, noon.plus(Span::mins(-15)));
        assert_eq!(last(early).name, "2026-11-20");
    }
}
