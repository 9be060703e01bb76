//! `fils reconcile`: the till's money against `PayBy`'s, also while the till is open.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use fils_home::Home;
use fils_home::config::{Config, Mode};
use fils_home::matching::{Matching, MatchingError, OnProgress};
use fils_office::view::matching::{
    MatchCounts, MatchDecision, MatchDue, MatchKind, MatchProgress, MatchRow, MatchRun, MatchSide,
    MatchSource, MatchStep,
};
use fils_order::UtcMs;
use serde::Serialize;

use crate::args::{Global, Reconcile, YESTERDAY};
use crate::commands::orders::date;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{Watch, home, person};
use crate::{passphrase, sentences};

/// Why something that is due may wait: nobody has to look.
const IN_TIME: &str = "statement_not_ready";

pub(crate) async fn run(
    global: &Global,
    asked: Reconcile,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let home = home(global)?;
    if let (Some(number), Some(reason)) = (&asked.explain, &asked.reason) {
        return explain(&home, number, reason, out).await;
    }
    if let Some(file) = &asked.statement {
        return statement(&home, file, out).await;
    }
    let config = Config::load(&home)?.config;
    match config.mode {
        // That PayBy is a part of the open till.
        Mode::Training => {
            let watch = Watch::open(global, "fils reconcile", out).await?;
            let matching = watch.matching();
            let compared = compare(&matching, asked, out).await;
            watch.close().await;
            compared
        }
        Mode::Live => {
            let matching = Matching::beside(&home, passphrase::at_hand(global)?).await?;
            compare(&matching, asked, out).await
        }
    }
}

async fn compare(matching: &Matching, asked: Reconcile, out: &mut Output) -> Result<Exit, Failure> {
    let by = person().0;
    let told = telling(out);
    let day = |day: &str| Ok::<_, Failure>(date(day)?.format("%Y-%m-%d").to_string());
    let mut scope = Scope::These;
    let (runs, waiting) = if let Some(one) = &asked.day {
        let one = day(one)?;
        (
            vec![matching.list(&one, &one, &by, &told).await?],
            Vec::new(),
        )
    } else if let (Some(from), Some(to)) = (&asked.from, &asked.to) {
        let run = matching.list(&day(from)?, &day(to)?, &by, &told).await?;
        (vec![run], Vec::new())
    } else if let Some(one) = &asked.fetch {
        let one = match one.as_str() {
            YESTERDAY => yesterday(matching),
            one => day(one)?,
        };
        (
            vec![matching.statement(&one, &by, &told).await?],
            Vec::new(),
        )
    } else {
        scope = Scope::Everything;
        matching.due(&by, &told).await?
    };
    tell(matching, &runs, &waiting, scope, out)
}

/// What must be decided for a command to end well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// What it compared.
    These,
    /// Whatever was found on any day.
    Everything,
}

/// Yesterday in Dubai.
fn yesterday(matching: &Matching) -> String {
    let today = fils_office::Due::named(&matching.office().calendar_day());
    let before = today.map(|today| fils_office::Due::at(UtcMs(today.from.0 - 1)).day);
    before.unwrap_or_default()
}

async fn statement(home: &Home, file: &Path, out: &mut Output) -> Result<Exit, Failure> {
    let matching = Matching::offline(home)?;
    let run = matching.file(file, &person().0, &telling(out)).await?;
    tell(&matching, &[run], &[], Scope::These, out)
}

async fn explain(
    home: &Home,
    number: &str,
    reason: &str,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let matching = Matching::offline(home)?;
    let office = matching.office().clone();
    let (number, reason) = (number.to_owned(), reason.to_owned());
    let done = tokio::task::spawn_blocking(move || {
        let mut rows = Vec::new();
        let open = office.differences_named(&number)?.into_iter();
        for row in open.filter(|row| row.decision.is_none()) {
            rows.push(office.explain(row.id, &reason, &person().0)?);
        }
        if rows.is_empty() {
            return Err(fils_office::OfficeError::NoDifference);
        }
        Ok(rows)
    });
    let rows = done
        .await
        .map_err(|error| MatchingError::Interrupted(error.to_string()))?
        .map_err(MatchingError::from)?;
    for row in &rows {
        show(row, out);
    }
    Ok(Exit::Done)
}

/// A row, as programs read it.
#[derive(Serialize)]
struct RowLine<'a> {
    kind: &'a str,
    order: Option<&'a str>,
    order_no: Option<&'a str>,
    ours: Option<String>,
    theirs: Option<String>,
    what: &'a str,
    number: &'a str,
    refund: Option<&'a str>,
    day: &'a str,
    advice: &'a str,
    decision: Option<&'a str>,
    reason: Option<&'a str>,
}

/// What the kind of a row compares: amounts, states or fees, as text.
fn sides(row: &MatchRow) -> (Option<String>, Option<String>) {
    let fees = || {
        let fee = |fee: &Option<fils_checkout::view::MoneyView>| {
            fee.as_ref().map(|fee| decimal(fee.fils))
        };
        (fee(&row.fee_expected), fee(&row.fee))
    };
    let both = |text: fn(&MatchSide) -> Option<String>| {
        (
            row.ours.as_ref().and_then(text),
            row.theirs.as_ref().and_then(text),
        )
    };
    match row.kind {
        MatchKind::StateDiffers => both(|side| Some(side.state.clone())),
        MatchKind::FeeUnexpected => fees(),
        MatchKind::Matched
        | MatchKind::OursOnly
        | MatchKind::TheirsOnly
        | MatchKind::AmountDiffers => {
            both(|side| side.amount.as_ref().map(|amount| decimal(amount.fils)))
        }
    }
}

/// Decimal text without separators; below zero too.
fn decimal(fils: i64) -> String {
    let sign = if fils < 0 { "-" } else { "" };
    format!("{sign}{}", crate::output::decimal(fils.saturating_abs()))
}

impl<'a> RowLine<'a> {
    fn of(row: &'a MatchRow) -> Self {
        let (ours, theirs) = sides(row);
        Self {
            kind: row.kind.code(),
            order: row.order.as_deref(),
            order_no: row.payby_no.as_deref(),
            ours,
            theirs,
            what: row.what.code(),
            number: &row.number,
            refund: row.refund.as_deref(),
            day: &row.day,
            advice: &row.advice,
            decision: row.decision.map(MatchDecision::code),
            reason: row.reason.as_deref(),
        }
    }
}

fn show(row: &MatchRow, out: &mut Output) {
    let line = RowLine::of(row);
    if out.is_json() {
        out.object(&line);
        return;
    }
    let dash = || "-".to_owned();
    out.line(&format!(
        "{}  {:<10} {:<14} {:>12} {:>12}  {}",
        line.day,
        line.what,
        line.kind,
        line.ours.unwrap_or_else(dash),
        line.theirs.unwrap_or_else(dash),
        line.number,
    ));
    let to_do = match (line.decision, line.reason) {
        (Some(decision), Some(reason)) => format!("{}: {reason}", decision.replace('_', " ")),
        (_, _) => sentences::advice(line.advice).to_owned(),
    };
    out.line(&format!("            {to_do}"));
}

fn tell(
    matching: &Matching,
    runs: &[MatchRun],
    waiting: &[MatchDue],
    scope: Scope,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let mut counts = MatchCounts::default();
    let mut open = 0_u32;
    for run in runs {
        let rows = matching
            .office()
            .rows_of_run(run.id)
            .map_err(MatchingError::from)?;
        let differs = rows.iter().any(|row| row.kind != MatchKind::Matched);
        if !out.is_json() && (differs || runs.len() == 1) {
            out.line(&about(run));
            if differs {
                out.line(&format!(
                    "{:<10}  {:<10} {:<14} {:>12} {:>12}  number, and what to do",
                    "day", "what", "", "ours", "PayBy's"
                ));
            }
        }
        for row in &rows {
            counts.add(row.kind, 1);
            let differs = row.kind != MatchKind::Matched;
            open += u32::from(differs && row.decision.is_none());
            if out.is_json() || differs {
                show(row, out);
            }
        }
    }
    for alike in waiting.chunk_by(|one, next| (one.source, &one.why) == (next.source, &next.why)) {
        out.say(&later(alike));
    }
    if out.is_json() {
        out.object(&counts);
    } else {
        out.line(&totals(&counts, open));
    }
    let office = matching.office();
    let all = office.open_differences().map_err(MatchingError::from)?;
    let others = all.saturating_sub(open);
    if scope == Scope::Everything && others > 0 {
        out.say(&format!(
            "{others} more differences of other days wait for a decision; the till shows them."
        ));
        open = all;
    }
    let unproved = waiting
        .iter()
        .any(|due| due.why.as_deref() != Some(IN_TIME));
    Ok(if open > 0 || unproved {
        Exit::Person
    } else {
        Exit::Done
    })
}

fn about(run: &MatchRun) -> String {
    let what = match run.source {
        MatchSource::List => "PayBy's order list",
        MatchSource::Statement => "PayBy's statement",
    };
    let time = |ms: i64| UtcMs(ms).to_dubai().format("%Y-%m-%d %H:%M");
    let file = run.file.as_ref().map(|file| format!(" ({file})"));
    format!(
        "{what}{} from {} to {}:",
        file.unwrap_or_default(),
        time(run.from_ms),
        time(run.to_ms)
    )
}

fn totals(counts: &MatchCounts, open: u32) -> String {
    let differ = counts.ours_only
        + counts.theirs_only
        + counts.amount_differs
        + counts.state_differs
        + counts.fee_unexpected;
    let explained = differ.saturating_sub(open);
    let explained = if explained > 0 {
        format!(", {explained} of them decided")
    } else {
        String::new()
    };
    format!(
        "{} match, {differ} differ{explained}. Ours only {}, theirs only {}, amount {}, state {}, fee {}.",
        counts.matched,
        counts.ours_only,
        counts.theirs_only,
        counts.amount_differs,
        counts.state_differs,
        counts.fee_unexpected
    )
}

/// What could not be compared and why, for days that share it.
fn later(alike: &[MatchDue]) -> String {
    let (Some(first), Some(last)) = (alike.first(), alike.last()) else {
        return String::new();
    };
    let what = match first.source {
        MatchSource::List => "order list",
        MatchSource::Statement => "statement",
    };
    let why = match first.why.as_deref() {
        Some("statement_not_ready") => "PayBy has not made it yet; try again in half an hour",
        Some("no_statement") => {
            "PayBy has none, though payments were taken; ask PayBy's support, then use --statement"
        }
        Some("no_answer") => "PayBy did not answer; look at the internet connection",
        Some("clock_wrong") => "the computer's clock is wrong; set it",
        Some(_) | None => "it could not be compared; look into the log",
    };
    let days = if alike.len() == 1 {
        first.day.clone()
    } else {
        format!("{} days from {} to {}", alike.len(), first.day, last.day)
    };
    format!("The {what} of {days} was not compared: {why}.")
}

/// Tells a person at a terminal how far it is, in one line that rewrites itself.
fn telling(out: &Output) -> OnProgress {
    let quiet = out.is_json() || !io::stderr().is_terminal();
    Arc::new(move |progress: MatchProgress| {
        if quiet {
            return;
        }
        let step = match progress.step {
            MatchStep::Fetching => "Fetching",
            MatchStep::Reading => "Reading",
            MatchStep::Comparing => "Comparing",
            MatchStep::Storing => "Storing",
        };
        let of = progress.total.map(|total| format!(" of {total}"));
        let day = progress.day.unwrap_or_default();
        let mut stderr = io::stderr().lock();
        let told = write!(
            stderr,
            "\r\u{1b}[K{day} {step}: {}{}",
            progress.done,
            of.unwrap_or_default()
        )
        .and_then(|()| stderr.flush());
        if let Err(error) = told {
            tracing::debug!(%error, "standard error is gone");
        }
    })
}
