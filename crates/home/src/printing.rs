//! The print queue: a worker of its own that brings papers to the printer in their order.
//!
//! A job is written down as being printed before its first byte leaves. What certainly was not printed waits and is tried again, ever more
//! slowly; what may have been printed in part waits for a person, also after the program ended in the middle of it. So nothing is
//! printed twice unasked, and no sale waits for a printer.

mod once;
mod queue;
mod sample;
mod worker;

use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use fils_checkout::Clock;
use fils_counter::News;
use fils_paper::{PaperError, Width};
use fils_printer::{Connection, Device, Fault, Patience, Warning};
use fils_sale::receipt::Shop;
use fils_store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot, watch};

pub use once::{PrintEnd, print_once, print_queued};
pub(crate) use queue::read;
use worker::{Wish, Worker};

/// What is wrong with a print or a printer: a code for programs, a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrintFault {
    /// The code.
    pub code: String,
    /// The sentence.
    pub message: String,
}

impl PrintFault {
    fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

impl From<&Fault> for PrintFault {
    fn from(fault: &Fault) -> Self {
        Self::new(fault.code.as_str(), fault.to_string())
    }
}

impl From<Warning> for PrintFault {
    fn from(warning: Warning) -> Self {
        Self::new(warning.as_str(), warning.to_string())
    }
}

/// What a print job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PrintWhat {
    /// Prints a receipt.
    Receipt,
    /// Prints a report of a day.
    Report,
    /// Opens the drawer.
    Drawer,
}

/// Where a print job that has not ended stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PrintStateCode {
    /// Nothing of it was printed yet.
    Waiting,
    /// It is being sent.
    Printing,
    /// Some of it may have been printed; a person decides.
    Uncertain,
}

/// A print job that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrintView {
    /// Its number.
    pub id: i64,
    /// What it does.
    pub what: PrintWhat,
    /// The receipt's number.
    pub receipt: Option<String>,
    /// Whether the paper is marked as a copy.
    pub copy: bool,
    /// Where it stands.
    pub state: PrintStateCode,
    /// What was wrong last.
    pub fault: Option<PrintFault>,
    /// How often it was sent.
    pub tries: u32,
    /// When it was asked for, UTC ms.
    pub at_ms: i64,
    /// By whom.
    pub by: String,
}

/// The printer and what waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrinterView {
    /// Whether there is one.
    pub set: bool,
    /// Where it is.
    pub connection: Option<String>,
    /// What keeps it from printing.
    pub fault: Option<PrintFault>,
    /// What will keep it from printing soon.
    pub warning: Option<PrintFault>,
    /// What has not ended, in its order.
    pub queue: Vec<PrintView>,
}

/// Something plugged into this computer that may be a printer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrinterDevice {
    /// How to reach it, as the setting `printer` takes it.
    pub connection: String,
    /// What it calls itself, or where it is.
    pub name: String,
}

impl From<Device> for PrinterDevice {
    fn from(device: Device) -> Self {
        Self {
            connection: device.connection.to_string(),
            name: device.name,
        }
    }
}

/// The USB printers and serial lines of this computer, to choose from.
pub async fn printer_devices() -> Vec<PrinterDevice> {
    let found = fils_printer::devices().await;
    found.into_iter().map(PrinterDevice::from).collect()
}

/// Why something was not printed, or not queued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrintingError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// No printer is set.
    #[error("No printer is set: choose one in the settings, or with `fils init --set printer=…`.")]
    NoPrinter,
    /// No receipt has this number.
    #[error("There is no receipt {number}: check the number.")]
    NoSuchReceipt {
        /// What was asked for.
        number: String,
    },
    /// The job has ended, or never was.
    #[error("This print has ended: look at the queue again.")]
    Ended,
    /// The job is on its way to the printer.
    #[error("This is being printed: wait until the printer has taken it.")]
    UnderWay,
    /// What is stored is not a receipt.
    #[error("Receipt {number} in the database cannot be read: restore the latest backup.")]
    Unreadable {
        /// Its number.
        number: String,
    },
    /// The printer.
    #[error("{}", .0.message)]
    Printer(PrintFault),
    /// The worker cannot be started, or is gone.
    #[error("Fils cannot print at the moment ({0}): close Fils and open it again.")]
    Stopped(String),
}

impl PrintingError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Store(error) => error.code(),
            Self::Paper(error) => error.code(),
            Self::NoPrinter => "no_printer",
            Self::NoSuchReceipt { .. } => "no_such_receipt",
            Self::Ended => "print_ended",
            Self::UnderWay => "print_under_way",
            Self::Unreadable { .. } => "receipt_unreadable",
            Self::Printer(fault) => &fault.code,
            Self::Stopped(_) => "printing_stopped",
        }
    }

    fn fault(&self) -> PrintFault {
        PrintFault::new(self.code(), self.to_string())
    }
}

/// Where papers go, and what a test print says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterSetup {
    /// The printer, if there is one.
    pub connection: Option<Connection>,
    /// The paper in it.
    pub paper: Width,
    /// The shop.
    pub shop: Shop,
    /// The till's name.
    pub till: String,
}

impl From<&crate::config::Config> for PrinterSetup {
    fn from(config: &crate::config::Config) -> Self {
        Self {
            connection: config.printer.clone(),
            paper: config.paper,
            shop: config.receipt_shop(),
            till: config.till_prefix.clone(),
        }
    }
}

/// How long the worker waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// After the first time that nothing could be printed; twice as long after each further one.
    pub first_pause: Duration,
    /// The longest of these pauses.
    pub longest_pause: Duration,
    /// How often the queue is looked at for what another program put there.
    pub look: Duration,
    /// How long what is queued may take to be printed when the till closes.
    pub ending: Duration,
    /// How long after it was asked for the drawer may still open: nobody expects it later.
    pub drawer: fils_order::Span,
    /// What the printer is given.
    pub patience: Patience,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(2),
            longest_pause: Duration::from_secs(30),
            look: Duration::from_secs(1),
            ending: Duration::from_secs(10),
            drawer: fils_order::Span::mins(1),
            patience: Patience::default(),
        }
    }
}

/// A hint that something was queued. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nudge(mpsc::UnboundedSender<Wish>);

impl Nudge {
    /// Says that something was queued. `false` when the worker is gone.
    pub fn nudge(&self) -> bool {
        self.0.send(Wish::Look).is_ok()
    }
}

/// The worker that prints. Dropped, it stops; what it was printing then is uncertain.
#[derive(Debug)]
pub struct Printing {
    wishes: mpsc::UnboundedSender<Wish>,
    view: watch::Receiver<PrinterView>,
    thread: Option<JoinHandle<()>>,
}

impl Printing {
    /// Starts the worker on the books at `database`. One at a time: the till's lock sees to that.
    ///
    /// # Errors
    /// [`PrintingError::Store`], and [`PrintingError::Stopped`] when the operating system gives no thread.
    pub fn start(
        database: &Path,
        setup: PrinterSetup,
        clock: impl Clock,
        pace: Pace,
    ) -> Result<Self, PrintingError> {
        let stopped = |why: std::io::Error| PrintingError::Stopped(why.to_string());
        let store = Store::open(database)?;
        let (wishes, coming) = mpsc::unbounded_channel();
        let (worker, view) = Worker::new(store, setup, clock, pace, coming)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(stopped)?;
        let thread = std::thread::Builder::new()
            .name("printing".to_owned())
            .spawn(move || runtime.block_on(worker.run()))
            .map_err(stopped)?;
        Ok(Self {
            wishes,
            view,
            thread: Some(thread),
        })
    }

    /// The printer and what waits for it, as they are.
    pub fn status(&self) -> PrinterView {
        self.view.borrow().clone()
    }

    /// The same, and every change of it.
    pub fn subscribe(&self) -> watch::Receiver<PrinterView> {
        self.view.clone()
    }

    /// A hint for whoever queues something, so that it is printed at once.
    pub fn nudge(&self) -> Nudge {
        Nudge(self.wishes.clone())
    }

    /// Prints from now on where and how the settings say.
    pub fn set_up(&self, setup: PrinterSetup) {
        if self.wishes.send(Wish::SetUp(Box::new(setup))).is_err() {
            tracing::error!("nobody prints any more");
        }
    }

    /// Prints a sample, beside the queue.
    ///
    /// # Errors
    /// [`PrintingError::NoPrinter`], and [`PrintingError::Printer`] with what is wrong.
    pub async fn test_print(&self) -> Result<(), PrintingError> {
        self.ask(Wish::Test).await
    }

    /// Puts a job back into the queue that may have been printed in part, or tries one at once that waits.
    ///
    /// # Errors
    /// [`PrintingError::Ended`], [`PrintingError::UnderWay`].
    pub async fn print_again(&self, id: i64, by: &str) -> Result<PrinterView, PrintingError> {
        let by = by.to_owned();
        self.ask(|reply| Wish::Again { id, by, reply }).await
    }

    /// Takes a job out of the queue.
    ///
    /// # Errors
    /// [`PrintingError::Ended`], [`PrintingError::UnderWay`].
    pub async fn give_up(&self, id: i64, by: &str) -> Result<PrinterView, PrintingError> {
        let by = by.to_owned();
        self.ask(|reply| Wish::GiveUp { id, by, reply }).await
    }

    /// Queues a receipt: as a copy when it was queued before, else as the original. One that has not ended is not queued twice but tried at
    /// once. Answers the job's number.
    ///
    /// # Errors
    /// [`PrintingError::NoPrinter`], [`PrintingError::NoSuchReceipt`].
    pub async fn print(&self, number: &str, by: &str) -> Result<i64, PrintingError> {
        let (number, by) = (number.to_owned(), by.to_owned());
        self.ask(|reply| Wish::Print { number, by, reply }).await
    }

    /// Stops the worker, off the async threads. What waits for a printer that is well gets a moment to be printed.
    pub async fn stop(&mut self) {
        // A worker that is gone needs no telling.
        drop(self.wishes.send(Wish::Stop));
        let Some(thread) = self.thread.take() else {
            return;
        };
        let ended = tokio::task::spawn_blocking(move || thread.join()).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::error!("printing had panicked");
        }
    }

    /// The same on the present thread.
    pub(crate) fn halt(&mut self) {
        // A worker that is gone needs no telling.
        drop(self.wishes.send(Wish::Stop));
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("printing had panicked");
        }
    }

    async fn ask<T>(
        &self,
        wish: impl FnOnce(oneshot::Sender<Result<T, PrintingError>>) -> Wish,
    ) -> Result<T, PrintingError> {
        let gone = || PrintingError::Stopped("its worker has ended".to_owned());
        let (reply, answer) = oneshot::channel();
        self.wishes.send(wish(reply)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

impl Drop for Printing {
    fn drop(&mut self) {
        self.halt();
    }
}

/// Prints what the counter queues as soon as it says so, until either is gone.
pub(crate) async fn follow(counter: Receiver<News>, nudge: Nudge) {
    let mut counter = counter;
    loop {
        match counter.recv().await {
            Ok(News::Print) | Err(RecvError::Lagged(_)) => {
                if !nudge.nudge() {
                    return;
                }
            }
            Ok(News::Sale(_) | News::Basket | News::Drawer) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests;
