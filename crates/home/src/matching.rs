//! Comparing the till's money with PayBy's: fetching its list and its statement, asking it, and bringing what it says to the
//! [office](fils_office), which compares and keeps.
//!
//! A list is signed by PayBy, a statement is not. So a statement can raise a question, and never settles one: whatever moves an
//! order, and whatever takes a payment over, rests on a signed answer.

mod ask;
mod fetch;
mod says;

use std::path::PathBuf;
use std::sync::Arc;

use fils_checkout::Checkout;
use fils_office::view::matching::MatchProgress;
use fils_office::{Office, OfficeError};
use fils_order::Span;
use fils_reconcile::{FeeRate, Terms};
use payby::{Client, ClientConfig};
use secrecy::SecretString;

pub use ask::Since;

use crate::config::Config;
use crate::ledger::CLOCK_OFFSET;
use crate::office::OfficeOpenError;
use crate::open::OpenError;
use crate::paths::Home;

/// Hears how far a comparison is. It is called from threads that may block.
pub type OnProgress = Arc<dyn Fn(MatchProgress) + Send + Sync>;

/// Why something could not be compared, or PayBy not be asked. Every message is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MatchingError {
    /// The office.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The office does not open.
    #[error(transparent)]
    Opening(#[from] OfficeOpenError),
    /// No proof came from PayBy, one way or the other.
    #[error("PayBy did not answer ({why}): look at the internet connection, then try again.")]
    NoAnswer {
        /// What went wrong, in the words of whoever said it.
        why: String,
    },
    /// PayBy's clock and the computer's differ too much.
    #[error("PayBy refuses because the computer's clock is wrong: set the clock, then try again.")]
    Clock,
    /// PayBy refused, by its own signature.
    #[error(
        "PayBy refused ({code} {message}): try again later, and ask PayBy's support when it stays so."
    )]
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
    /// The statement is not made yet.
    #[error(
        "PayBy has no statement of {day} yet: it comes about half an hour after the day is closed there; try again at {again}."
    )]
    NotReady {
        /// The day.
        day: String,
        /// When to try again, as people read it.
        again: String,
    },
    /// There is no statement, though there should have been.
    #[error(
        "PayBy has no statement of {day}, though this till took payments then: ask PayBy's support for it, and give Fils the file."
    )]
    NoStatement {
        /// The day.
        day: String,
    },
    /// PayBy makes a day's statement after that day.
    #[error(
        "{day} is not over at PayBy: compare its order list today, and the statement tomorrow."
    )]
    NotOver {
        /// The day.
        day: String,
    },
    /// A file cannot be read.
    #[error("The file {} cannot be read ({why}): choose it again.", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A file is not a statement.
    #[error(
        "{file} is not a statement of PayBy ({why}): choose the ZIP as it was downloaded, or a CSV file out of it."
    )]
    NotAStatement {
        /// Its name.
        file: String,
        /// Why.
        why: String,
    },
    /// A file has only a part of a statement.
    #[error(
        "{file} has no list of payments in it: choose the whole ZIP, or its Purchase_Statement file."
    )]
    NoPayments {
        /// Its name.
        file: String,
    },
    /// A file ends early.
    #[error("{file} is not whole ({why}): download it from PayBy again.")]
    CutOff {
        /// Its name.
        file: String,
        /// What is missing.
        why: String,
    },
    /// A statement of somebody else.
    #[error(
        "{file} is the statement of merchant {theirs}, and this till belongs to merchant {ours}: choose another file."
    )]
    OtherMerchant {
        /// Its name.
        file: String,
        /// Whose it is.
        theirs: String,
        /// Whose the till is.
        ours: String,
    },
    /// A statement that says nothing of its time.
    #[error("{file} does not say of which day it is: choose the ZIP as it was downloaded.")]
    NoDay {
        /// Its name.
        file: String,
    },
    /// Nothing to ask PayBy about.
    #[error("PayBy cannot be asked about this: explain it, or take it up with PayBy's support.")]
    NothingToAsk,
    /// PayBy knows no such payment.
    #[error(
        "PayBy says by its signature that it knows no such payment or refund: take it up with PayBy's support, and explain it here."
    )]
    NotAtPayBy,
    /// PayBy says something else than the row.
    #[error("PayBy says now that this payment is {status}: compare again, or explain it.")]
    NotPaid {
        /// The status, in PayBy's word.
        status: String,
    },
    /// The payment is not the shop's.
    #[error(
        "PayBy's answer does not prove that the money is this shop's ({why}): take it up with PayBy's support, and explain it here."
    )]
    NotProved {
        /// What is missing or differs.
        why: &'static str,
    },
    /// There is no line to PayBy.
    #[error(
        "The till is not connected to PayBy here: open it first, or give Fils the statement as a file."
    )]
    NoLine,
    /// A thread ended early.
    #[error("The comparison was interrupted ({0}): try again.")]
    Interrupted(String),
}

impl MatchingError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Office(error) => error.code(),
            Self::Opening(error) => error.code(),
            Self::NoAnswer { .. } => "no_answer",
            Self::Clock => "clock_wrong",
            Self::Refused { .. } => "payby_refused",
            Self::NotReady { .. } => "statement_not_ready",
            Self::NoStatement { .. } => "no_statement",
            Self::NotOver { .. } => "day_not_over",
            Self::File { .. } => "file_unreadable",
            Self::NotAStatement { .. } => "not_a_statement",
            Self::NoPayments { .. } => "statement_part",
            Self::CutOff { .. } => "statement_cut_off",
            Self::OtherMerchant { .. } => "other_merchant",
            Self::NoDay { .. } => "statement_no_day",
            Self::NothingToAsk => "nothing_to_ask",
            Self::NotAtPayBy => "not_at_payby",
            Self::NotPaid { .. } => "not_paid_at_payby",
            Self::NotProved { .. } => "not_proved",
            Self::NoLine => "no_line",
            Self::Interrupted(_) => "interrupted",
        }
    }
}

/// The line to PayBy that comparing uses.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// For questions a person waits for.
    client: Client,
    /// For downloads, which take their time.
    patient: Client,
    /// Who gets the money.
    payee: String,
}

impl Line {
    /// A line as the driver's, and one with more patience.
    pub(crate) fn new(
        mut config: ClientConfig,
        payee: &str,
    ) -> Result<(Client, Self), payby::ConfigError> {
        let client = Client::new(config.clone())?;
        config.call_timeout = DOWNLOAD;
        let line = Self {
            patient: Client::new(config)?,
            client: client.clone(),
            payee: payee.to_owned(),
        };
        Ok((client, line))
    }
}

/// How long a statement may take to come.
const DOWNLOAD: std::time::Duration = std::time::Duration::from_mins(2);

/// A till's money against PayBy's. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Matching {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    office: Office,
    /// The merchant's id at PayBy, where it is known.
    merchant: Option<String>,
    terms: Terms,
    line: Option<Line>,
    checkout: Option<Checkout>,
    /// One comparison at a time: two would only wait for each other in the books.
    turn: tokio::sync::Mutex<()>,
}

impl Matching {
    pub(crate) fn new(
        office: Office,
        config: &Config,
        merchant: Option<String>,
        line: Option<Line>,
        checkout: Option<Checkout>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                office,
                merchant,
                terms: terms(config),
                line,
                checkout,
                turn: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// Without a line to PayBy, for files; also while another program has the till open.
    ///
    /// # Errors
    /// [`MatchingError::Opening`].
    pub fn offline(home: &Home) -> Result<Self, MatchingError> {
        let config = Config::load(home).map_err(OfficeOpenError::from)?.config;
        let office = crate::office::open_office(home)?;
        let merchant = crate::open::merchant(&config);
        Ok(Self::new(office, &config, merchant, None, None))
    }

    /// With a line to PayBy and without a driver, also while another program has the till open. Not in training, where PayBy is a
    /// part of the open till.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn beside(home: &Home, passphrase: Option<SecretString>) -> Result<Self, OpenError> {
        let config = Config::load(home)?.config;
        let office = crate::office::beside(home, &config)?;
        let line = crate::open::live_only(home, &config, passphrase).await?;
        let merchant = crate::open::merchant(&config);
        Ok(Self::new(office, &config, merchant, Some(line), None))
    }

    /// The office, which knows what was compared.
    pub fn office(&self) -> &Office {
        &self.inner.office
    }

    fn line(&self) -> Result<&Line, MatchingError> {
        self.inner.line.as_ref().ok_or(MatchingError::NoLine)
    }

    /// The time that goes to PayBy.
    fn request_time(&self) -> Result<payby::Millis, MatchingError> {
        let text = self.office().setting(CLOCK_OFFSET)?;
        let offset = Span(text.and_then(|text| text.parse().ok()).unwrap_or(0));
        Ok(payby::Millis(crate::open::now().plus(offset).0))
    }

    /// Works with the books off the async threads.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, MatchingError> + Send + 'static,
    ) -> Result<T, MatchingError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .map_err(|error| MatchingError::Interrupted(error.to_string()))?
    }
}

/// What a shop has agreed with PayBy, and which rows are another till's.
fn terms(config: &Config) -> Terms {
    let fee = config.payby_fee_ppm().map(|ppm| FeeRate {
        refund: false,
        product: None,
        channel: None,
        ppm,
    });
    Terms {
        fees: fee.into_iter().collect(),
        other_tills: config
            .other_tills
            .iter()
            // This till's own payments are never another's.
            .filter(|prefix| **prefix != config.till_prefix)
            .map(|prefix| format!("{prefix}-"))
            .collect(),
        ..Terms::default()
    }
}
