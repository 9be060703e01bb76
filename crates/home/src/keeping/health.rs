//! The till's health: one list for the window and for `fils doctor`. Each item says how it stands and what to do.

use std::collections::BTreeMap;
use std::path::Path;

use fils_order::{Span, UtcMs};
use fils_store::backup::{self, Keeping, Kept};
use fils_store::prints::PrintState;
use fils_store::{Reader, StoreError, journal, prints};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::audit;
use crate::config::Config;
use crate::paths::Home;
use crate::printing::PrinterView;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// As it should be.
    Fine,
    /// It works, and somebody should look at it.
    Look,
    /// Something is wrong.
    Bad,
    /// Not known.
    Unknown,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct HealthItem {
    /// What, as a code.
    pub code: String,
    /// How it stands.
    pub state: HealthState,
    /// Which of its sentences, as a code.
    pub what: String,
    /// The sentence in English: how it stands, and what to do where it is not fine.
    pub words: String,
    /// What stands in the sentence, by name.
    pub args: BTreeMap<String, String>,
    /// The time in it, UTC ms.
    pub at_ms: Option<i64>,
    /// Where to go to do something about it, as a code.
    pub go: Option<String>,
}

impl HealthItem {
    fn new(code: &str, state: HealthState, what: &str, words: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            state,
            what: what.to_owned(),
            words: words.into(),
            args: BTreeMap::new(),
            at_ms: None,
            go: None,
        }
    }

    #[allow(
        clippy::needless_pass_by_value,
        reason = "figures are given as they are made"
    )]
    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    fn at(mut self, at: UtcMs) -> Self {
        self.at_ms = Some(at.0);
        self
    }

    fn go(mut self, place: &str) -> Self {
        self.go = Some(place.to_owned());
        self
    }
}

/// What only an open till knows.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// The printer and its queue.
    pub printer: PrinterView,
    /// How far PayBy's clock is ahead, in ms.
    pub clock_offset_ms: i64,
    /// Whether PayBy answers.
    pub online: bool,
}

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;
/// Below this much room a till stops being able to sell within days, or at the next backup.
const DISK_BAD: u64 = 500 * MIB;
const DISK_LOOK: u64 = 2 * GIB;
const DISK_DAYS_BAD: u64 = 7;
const DISK_DAYS_LOOK: u64 = 60;
/// A second backup may fail in a row before this, no more.
const BACKUP_BAD: Span = Span::hours(7 * 24);
const DAY: Span = Span::hours(24);
/// As the window tolerates before it tells the cashier.
const CLOCK_LOOK_MS: i64 = 2_000;
const CLOCK_BAD_MS: i64 = 2 * 60_000;
/// A check of pages and journal older than this should be done again.
const CHECK_OLD: Span = Span::hours(31 * 24);

/// Looks at everything that needs no network and takes no time. With `live`, also at what only an open till knows.
pub fn examine(home: &Home, config: &Config, live: Option<&Live>, now: UtcMs) -> Vec<HealthItem> {
    let facts = facts(home, now);
    let mut items = Vec::new();
    match &facts {
        Ok(facts) => {
            items.push(backups(config, facts, now));
            items.push(second(config, facts));
            items.push(disk(home, Some(facts)));
            items.push(size(facts));
        }
        Err(error) => {
            items.push(HealthItem::new(
                "backup",
                HealthState::Unknown,
                "unread",
                error.to_string(),
            ));
            items.push(disk(home, None));
        }
    }
    if let Some(live) = live {
        items.push(clock(live.clock_offset_ms));
        items.push(printer(&live.printer));
        items.push(payby(live.online));
    }
    if let Ok(facts) = &facts {
        items.push(queue(facts));
        items.push(integrity(facts, now));
        items.push(heads(home, facts));
    }
    items.push(
        HealthItem::new(
            "version",
            HealthState::Fine,
            "version",
            format!(
                "This is Fils {}; its books have schema {}.",
                env!("CARGO_PKG_VERSION"),
                backup::schema()
            ),
        )
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("schema", backup::schema()),
    );
    items.push(logs(home));
    items
}

/// What the books say of themselves.
struct Facts {
    backup: Kept,
    second: Kept,
    check: Kept,
    used: bool,
    sales: i64,
    monthly: i64,
    bytes: u64,
    waiting: usize,
    uncertain: usize,
    /// The first kept head that the journal does not have.
    missing: Option<(i64, String)>,
    /// Why the ends that were kept beside the journal cannot be read.
    unread: Option<String>,
    heads: usize,
    entries: i64,
}

fn facts(home: &Home, now: UtcMs) -> Result<Facts, StoreError> {
    let path = home.database();
    let reader = Reader::open(&path)?;
    let (witnesses, unread) = match audit::beside(home) {
        Ok(witnesses) => (witnesses, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    reader.look(|conn| {
        let open = prints::open(conn)?;
        let mut missing = None;
        for witness in &witnesses {
            let found = journal::hash_at(conn, witness.head.seq)?;
            if missing.is_none() && witness.head.seq > 0 && found != Some(witness.head.hash) {
                missing = Some((witness.head.seq, witness.kept_in.clone()));
            }
        }
        Ok(Facts {
            backup: backup::kept(conn, Keeping::Backup)?,
            second: backup::kept(conn, Keeping::Second)?,
            check: backup::kept(conn, Keeping::Check)?,
            used: !backup::is_unused(conn)?,
            sales: backup::sales(conn)?,
            monthly: backup::papers_since(conn, &now.plus(Span(-30 * DAY.0)).business_day(0))?,
            bytes: bytes_of(&path),
            waiting: open
                .iter()
                .filter(|job| job.state == PrintState::Waiting)
                .count(),
            uncertain: open
                .iter()
                .filter(|job| job.state == PrintState::Uncertain)
                .count(),
            missing,
            unread: unread.clone(),
            heads: witnesses.len(),
            entries: journal::head(conn)?.seq,
        })
    })
}

fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |meta| meta.len())
}

fn text_of(at: UtcMs) -> String {
    at.to_dubai().format("%Y-%m-%d %H:%M").to_string()
}

fn backups(config: &Config, facts: &Facts, now: UtcMs) -> HealthItem {
    let item = |state, what, words: String| HealthItem::new("backup", state, what, words);
    if let Some(problem) = &facts.backup.problem {
        let old = facts
            .backup
            .done
            .is_none_or(|done| now.since(done) > BACKUP_BAD);
        let state = if old {
            HealthState::Bad
        } else {
            HealthState::Look
        };
        return item(
            state,
            "failed",
            format!("The last backup could not be made: {problem}"),
        )
        .with("problem", problem)
        .go("backup");
    }
    let Some(done) = facts.backup.done else {
        return if facts.used {
            let words =
                "No backup was made yet. One is made soon while the till is open; or make one now.";
            item(HealthState::Look, "none_yet", words.to_owned()).go("backup")
        } else {
            let words = "There is nothing to back up yet.";
            item(HealthState::Fine, "nothing", words.to_owned())
        };
    };
    let allowed = match config.backup_every_h {
        0 => BACKUP_BAD,
        hours => Span(Span::hours(hours.into()).0 + DAY.0),
    };
    let at = text_of(done);
    let age = now.since(done);
    let (state, what, words) = if age > BACKUP_BAD && age > allowed {
        let words = format!("The last backup is from {at}: make one now.");
        (HealthState::Bad, "old", words)
    } else if age > allowed {
        let words = format!("The last backup is from {at}: leave the till open, or make one now.");
        (HealthState::Look, "old", words)
    } else {
        let words = format!("The last backup is from {at}, and was read again.");
        (HealthState::Fine, "fine", words)
    };
    item(state, what, words)
        .with("at", at)
        .at(done)
        .go("backup")
}

fn second(config: &Config, facts: &Facts) -> HealthItem {
    let item = |state, what, words: String| {
        HealthItem::new("second_place", state, what, words).go("settings_backup")
    };
    let Some(place) = config.backup_place.as_deref() else {
        let words = "Backups are on this computer only: choose a second place, such as a USB stick, for when the computer is lost.";
        return item(HealthState::Look, "not_set", words.to_owned());
    };
    if !Path::new(place).is_dir() {
        let words = format!("The second place {place} is not there: plug it in or connect it.");
        return item(HealthState::Look, "missing", words).with("place", place);
    }
    if let Some(problem) = &facts.second.problem {
        let words = format!("The backup could not be brought to the second place: {problem}");
        return item(HealthState::Look, "failed", words)
            .with("place", place)
            .with("problem", problem);
    }
    match facts.second.done {
        None => item(
            HealthState::Look,
            "none_yet",
            format!("No backup is in {place} yet: make one now."),
        )
        .with("place", place),
        Some(done) => item(
            HealthState::Fine,
            "fine",
            format!("The last backup in {place} is from {}.", text_of(done)),
        )
        .with("place", place)
        .with("at", text_of(done))
        .at(done),
    }
}

fn disk(home: &Home, facts: Option<&Facts>) -> HealthItem {
    let item = |state, what, words: String| HealthItem::new("disk", state, what, words);
    let free = match fs4::available_space(home.dir()) {
        Ok(free) => free,
        Err(why) => {
            let words = format!("How much room the disk has cannot be told ({why}).");
            return item(HealthState::Unknown, "unknown", words).with("why", why);
        }
    };
    // What a sale takes, and how many there are a day, tell how long the room lasts.
    let days = facts.and_then(|facts| {
        let each = facts.bytes.checked_div(u64::try_from(facts.sales).ok()?)?;
        let monthly = u64::try_from(facts.monthly).ok()?.checked_mul(each)?;
        free.checked_mul(30)?.checked_div(monthly)
    });
    let room = room(free);
    let lasts = match days {
        Some(days) if days < 3650 => format!(", which lasts about {days} days as it is used now"),
        Some(_) | None => String::new(),
    };
    let short = days.unwrap_or(u64::MAX);
    let (state, what, words) = if free < DISK_BAD || short < DISK_DAYS_BAD {
        let words = format!("The disk has only {room} left{lasts}: free some space now.");
        (HealthState::Bad, "full", words)
    } else if free < DISK_LOOK || short < DISK_DAYS_LOOK {
        let words = format!("The disk has {room} left{lasts}: free some space soon.");
        (HealthState::Look, "low", words)
    } else {
        let words = format!("The disk has {room} left{lasts}.");
        (HealthState::Fine, "fine", words)
    };
    let item = item(state, what, words).with("room", room);
    match days.filter(|days| *days < 3650) {
        Some(days) => item.with("days", days),
        None => item,
    }
}

/// A size as people say it.
fn room(bytes: u64) -> String {
    if bytes >= GIB {
        format!("{}.{} GB", bytes / GIB, bytes % GIB * 10 / GIB)
    } else if bytes >= MIB {
        format!("{} MB", bytes / MIB)
    } else {
        format!("{} kB", bytes / 1024)
    }
}

fn size(facts: &Facts) -> HealthItem {
    let total = room(facts.bytes);
    let each = u64::try_from(facts.sales)
        .ok()
        .and_then(|sales| facts.bytes.checked_div(sales))
        .filter(|_| facts.sales >= 100);
    let (what, words) = match each {
        Some(each) => (
            "each",
            format!("The books take {total}, {} for each sale.", room(each)),
        ),
        None => ("total", format!("The books take {total}.")),
    };
    let item = HealthItem::new("size", HealthState::Fine, what, words)
        .with("total", total)
        .with("sales", facts.sales);
    match each {
        Some(each) => item.with("each", room(each)),
        None => item,
    }
}

fn clock(offset_ms: i64) -> HealthItem {
    let (state, what, words) = if offset_ms.abs() < CLOCK_LOOK_MS {
        let words = "This computer's clock agrees with PayBy's.".to_owned();
        (HealthState::Fine, "fine", words)
    } else {
        let seconds = offset_ms.abs() / 1000;
        let (what, side) = if offset_ms > 0 {
            ("behind", "behind")
        } else {
            ("ahead", "ahead of")
        };
        let words =
            format!("This computer's clock is {seconds} seconds {side} PayBy's: set it right.");
        let state = if offset_ms.abs() >= CLOCK_BAD_MS {
            HealthState::Bad
        } else {
            HealthState::Look
        };
        (state, what, words)
    };
    HealthItem::new("clock", state, what, words).with("seconds", offset_ms.abs() / 1000)
}

fn printer(printer: &PrinterView) -> HealthItem {
    let item = |state, what, words: String| {
        HealthItem::new("printer", state, what, words).go("settings_printer")
    };
    if !printer.set {
        let words = "There is no printer.".to_owned();
        return item(HealthState::Fine, "none", words);
    }
    match (&printer.fault, &printer.warning) {
        (Some(fault), _) => item(HealthState::Bad, "fault", fault.message.clone())
            .with("fault", &fault.code)
            .with("message", &fault.message),
        (None, Some(warning)) => item(HealthState::Look, "warning", warning.message.clone())
            .with("fault", &warning.code)
            .with("message", &warning.message),
        (None, None) => item(
            HealthState::Fine,
            "fine",
            "The printer is ready.".to_owned(),
        ),
    }
}

fn payby(online: bool) -> HealthItem {
    if online {
        HealthItem::new("payby", HealthState::Fine, "fine", "PayBy answers.")
    } else {
        let words =
            "PayBy does not answer: check the internet connection. Cash can be taken meanwhile.";
        HealthItem::new("payby", HealthState::Bad, "offline", words)
    }
}

fn queue(facts: &Facts) -> HealthItem {
    let (waiting, uncertain) = (facts.waiting, facts.uncertain);
    let (state, what, words) = if uncertain > 0 {
        let words = format!(
            "{uncertain} papers may have been printed in part: say whether to print them again."
        );
        (HealthState::Look, "uncertain", words)
    } else if waiting > 0 {
        let words = format!("{waiting} papers wait for the printer.");
        (HealthState::Look, "waiting", words)
    } else {
        let words = "Nothing waits to be printed.".to_owned();
        (HealthState::Fine, "empty", words)
    };
    HealthItem::new("queue", state, what, words)
        .with("waiting", waiting)
        .with("uncertain", uncertain)
        .go("settings_printer")
}

fn integrity(facts: &Facts, now: UtcMs) -> HealthItem {
    let item =
        |state, what, words: String| HealthItem::new("integrity", state, what, words).go("check");
    if let Some(problem) = &facts.check.problem {
        return item(HealthState::Bad, "broken", problem.clone()).with("problem", problem);
    }
    match facts.check.done {
        Some(done) if now.since(done) <= CHECK_OLD => item(
            HealthState::Fine,
            "fine",
            format!("The books were checked on {} and are whole.", text_of(done)),
        )
        .with("at", text_of(done))
        .at(done),
        Some(done) => item(
            HealthState::Look,
            "old",
            format!(
                "The books were last checked on {}: check them again.",
                text_of(done)
            ),
        )
        .with("at", text_of(done))
        .at(done),
        None if facts.used => {
            let words = "The books were not checked yet: check them once a month.";
            item(HealthState::Look, "never", words.to_owned())
        }
        None => item(
            HealthState::Fine,
            "nothing",
            "There is nothing to check yet.".to_owned(),
        ),
    }
}

fn heads(home: &Home, facts: &Facts) -> HealthItem {
    let entries = facts.entries;
    if let Some(words) = &facts.unread {
        return HealthItem::new("journal", HealthState::Bad, "unread", words.clone())
            .with("file", home.journal_heads().display());
    }
    match &facts.missing {
        Some((seq, place)) => {
            let words = format!(
                "Entry {seq} of the journal is not what was kept in {place}: keep this computer as it is, and compare the books with a backup."
            );
            HealthItem::new("journal", HealthState::Bad, "differs", words)
                .with("seq", seq)
                .with("place", place)
                .go("check")
        }
        None => HealthItem::new(
            "journal",
            HealthState::Fine,
            "fine",
            match facts.heads {
                0 => format!("The journal has {entries} entries."),
                heads => format!(
                    "The journal has {entries} entries, and the {heads} ends of it that were kept beside it fit."
                ),
            },
        )
        .with("entries", entries)
        .with("heads", facts.heads)
        .with("file", home.journal_heads().display()),
    }
}

fn logs(home: &Home) -> HealthItem {
    let dir = home.logs();
    let words = format!("The log, for support, is in {}.", dir.display());
    HealthItem::new("logs", HealthState::Fine, "logs", words).with("dir", dir.display())
}

/// Something about the keeping that a manager should decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// `backup`, `disk` or `audit`.
    pub code: &'static str,
    /// One sentence.
    pub words: String,
    /// Since when, where that is known.
    pub at: Option<UtcMs>,
}

/// What of the home's health a manager should decide, cheap enough for every look at the day. The second place counts once it was
/// chosen; until then the page of health advises it.
pub fn troubles(home: &Home, config: &Config, now: UtcMs) -> Vec<Trouble> {
    let tells = |item: &HealthItem| match (item.code.as_str(), item.state) {
        (_, HealthState::Fine | HealthState::Unknown) => None,
        ("backup", _) => Some("backup"),
        ("second_place", _) if item.what != "not_set" => Some("backup"),
        ("disk", _) => Some("disk"),
        ("integrity" | "journal", HealthState::Bad) => Some("audit"),
        _ => None,
    };
    examine(home, config, None, now)
        .into_iter()
        .filter_map(|item| {
            Some(Trouble {
                code: tells(&item)?,
                words: item.words,
                at: item.at_ms.map(UtcMs),
            })
        })
        .collect()
}

/// Checks every page and the whole journal, and writes down what was found and who asked. Takes seconds for a million entries.
///
/// # Errors
/// When the books cannot be read or written at all.
pub fn check(home: &Home, by: &str, now: UtcMs) -> Result<(), super::AuditError> {
    let whole = Reader::open(&home.database())?.check();
    let problem = match whole {
        Err(
            error @ (StoreError::Corrupted { .. }
            | StoreError::BrokenChain { .. }
            | StoreError::NotADatabase { .. }),
        ) => Some(error.to_string()),
        Err(error) => return Err(error.into()),
        Ok(_) => audit::audit(home, &[])?.broken.map(|broken| match broken.at {
            Some(at) => format!(
                "The journal was changed at entry {at} ({}): keep the file and compare it with a backup.",
                broken.why
            ),
            None => format!(
                "The books and the journal differ ({}): keep the file and compare it with a backup.",
                broken.why
            ),
        }),
    };
    let went = problem.as_deref().map_or(Ok(()), Err);
    let mut store = fils_store::Store::open(&home.database())?;
    store.transact(|tx| -> Result<(), StoreError> {
        backup::keep(tx, Keeping::Check, now, went)?;
        let params = serde_json::json!({ "ok": went.is_ok(), "problem": problem });
        let entry = fils_store::NewEntry {
            at: now,
            kind: "audited".to_owned(),
            by: by.to_owned(),
            order: None,
            refund: None,
            params: params.to_string(),
            raw: None,
        };
        journal::append(tx, &[entry])?;
        Ok(())
    })?;
    Ok(())
}
