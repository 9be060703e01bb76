//! `fils orders`: the orders of a day, also while a till is open.

use chrono::NaiveDate;
use fils_home::{Books, BooksError, Day, OrdersQuery};
use fils_store::StoreError;

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::home;

pub(crate) fn run(
    global: &Global,
    day: Option<String>,
    all: bool,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let day = match day {
        Some(day) => Day::On(date(&day)?.format("%Y-%m-%d").to_string()),
        None if all => Day::All,
        None => Day::Today,
    };
    let orders = match Books::open(&home(global)?) {
        // A till that has not taken its first payment has no orders.
        Err(BooksError::Store(StoreError::Missing { .. })) => Vec::new(),
        books => books?.orders(&OrdersQuery {
            day,
            ..OrdersQuery::default()
        })?,
    };
    if orders.is_empty() && !out.is_json() {
        out.say("There are no orders.");
    }
    // Oldest first, as they happened.
    for order in orders.iter().rev() {
        out.payment_as_is(order);
    }
    Ok(Exit::Done)
}

/// A day as people write it.
pub(crate) fn date(day: &str) -> Result<NaiveDate, Failure> {
    let wrong = || {
        Failure::wrong(
            "bad_day",
            format!("“{day}” is not a day: write it as YYYY-MM-DD, such as 2026-11-21."),
        )
    };
    NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").map_err(|_| wrong())
}
