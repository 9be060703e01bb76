//! Why the office did not do what was asked. Each sentence says what to do.

use fils_counter::CounterError;
use fils_store::StoreError;

/// Why the office did not do what was asked; nothing was changed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// The books.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the counter wrote.
    #[error(transparent)]
    Counter(#[from] CounterError),
    /// What is stored cannot be read.
    #[error(
        "What is stored about {what} cannot be read ({why}): keep the data folder and report this."
    )]
    Record {
        /// About what.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A reason is missing.
    #[error("Say why in a few words: the reason is kept.")]
    ReasonMissing,
    /// A reason does not fit.
    #[error("The reason has {length} characters; at most 200 are possible. Shorten it.")]
    ReasonTooLong {
        /// Its length in characters.
        length: usize,
    },
    /// An earlier day comes first.
    #[error("{0} is not closed yet. Close that day first.")]
    NotTheOldest(String),
    /// Nothing happened since the last Z report.
    #[error("There is nothing to close: nothing was written since the last Z report.")]
    NothingToClose,
    /// A manager has to sign off.
    #[error("{} still open. A manager can close the day all the same, with a reason: {}", things(.items.len()), named(.items))]
    StillOpen {
        /// What is open.
        items: Vec<fils_day::OpenItem>,
    },
    /// No such Z report.
    #[error("There is no Z report {0} on this till. Look at the list again.")]
    NoSuchReport(i64),
    /// There is no printer.
    #[error("No printer is set up: choose one in the settings, or save the report as PDF.")]
    NoPrinter,
    /// Not a day.
    #[error("“{0}” is not a day. Write it as 2026-11-21.")]
    BadDay(String),
    /// A difference that is not there, or not any more.
    #[error("There is no such difference any more. Look at the list again.")]
    NoDifference,
    /// A difference that somebody has decided about.
    #[error("Somebody has decided about this difference already. Look at the list again.")]
    Decided,
    /// A difference that nobody has decided about.
    #[error("Nobody has decided about this difference, so there is nothing to take back.")]
    NotDecided,
    /// A payment taken over stays taken over.
    #[error("The payment was taken over, which is not taken back. Say what it was instead.")]
    TakenOver,
    /// Not a payment to take over.
    #[error(
        "Only a payment that PayBy proves and this till never made can be taken over. Ask PayBy about it, or explain it."
    )]
    NotToTakeOver,
    /// No such payment was taken over.
    #[error("There is no such payment any more. Look at the list again.")]
    NoOrphan,
    /// A payment that was assigned before.
    #[error("Somebody has said already what this payment was. Look at the list again.")]
    Assigned,
    /// Not a sale.
    #[error(
        "There is no sale {0} on this till. Check the number, or say in words what the payment was."
    )]
    NoSale(String),
    /// Not where a page of this list ended, or not one of the searches that are kept.
    #[error("This list has changed meanwhile: begin it again.")]
    BadCursor,
    /// A name is missing.
    #[error("Give it a name.")]
    NameMissing,
    /// A name does not fit.
    #[error("The name has {length} characters; at most 40 are possible. Shorten it.")]
    NameTooLong {
        /// Its length in characters.
        length: usize,
    },
}

impl OfficeError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Counter(error) => error.code(),
            Self::Record { .. } => "db_record",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong { .. } => "reason_too_long",
            Self::NotTheOldest(_) => "not_the_oldest_day",
            Self::NothingToClose => "nothing_to_close",
            Self::StillOpen { .. } => "still_open",
            Self::NoSuchReport(_) => "no_such_report",
            Self::NoPrinter => "no_printer",
            Self::BadDay(_) => "bad_day",
            Self::NoDifference => "no_difference",
            Self::Decided => "difference_decided",
            Self::NotDecided => "difference_not_decided",
            Self::TakenOver => "payment_taken_over",
            Self::NotToTakeOver => "not_to_take_over",
            Self::NoOrphan => "no_orphan",
            Self::Assigned => "orphan_assigned",
            Self::NoSale(_) => "no_sale",
            Self::BadCursor => "bad_cursor",
            Self::NameMissing => "name_missing",
            Self::NameTooLong { .. } => "name_too_long",
        }
    }
}

/// What is stored about `what` cannot be read.
pub(crate) fn unreadable(what: &str, why: &impl ToString) -> OfficeError {
    OfficeError::Record {
        what: what.to_owned(),
        why: why.to_string(),
    }
}

fn things(count: usize) -> String {
    match count {
        1 => "One thing is".to_owned(),
        count => format!("{count} things are"),
    }
}

/// The first few, in words.
fn named(items: &[fils_day::OpenItem]) -> String {
    let words: Vec<&str> = items
        .iter()
        .take(3)
        .map(|item| item.words.as_str())
        .collect();
    let more = if items.len() > 3 { " …" } else { "" };
    format!("{}{more}", words.join(" "))
}
