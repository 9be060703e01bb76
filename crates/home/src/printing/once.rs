//! Printing one receipt for a command: by itself where no till is open, else through the queue of the till that is.

use std::time::Duration;

use fils_checkout::{Clock as _, SystemClock};
use fils_store::prints::{self, PrintState};
use fils_store::{Reader, Store, StoreError};
use tokio::time::{Instant, sleep};

use super::queue::{Queue, fault};
use super::{Pace, PrintFault, PrintStateCode, Printing, PrintingError};
use crate::config::Config;
use crate::lock::{DriverLock, LockError};
use crate::paths::Home;

/// How often the queue of another program is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long a command waits for a printer.
const ENOUGH: Duration = Duration::from_mins(1);

/// What came of a command's print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintEnd {
    /// It is on paper.
    Printed,
    /// Nothing of it was printed, and nothing will be.
    NotPrinted(PrintFault),
    /// Nothing of it was printed yet; it waits in the queue of the till that is open.
    Waits(Option<PrintFault>),
    /// Some of it may have been printed; it waits for a person.
    Uncertain(PrintFault),
}

/// Prints a receipt: as a copy when it was queued before. `who` tells others what holds the till meanwhile.
///
/// # Errors
/// [`PrintingError`]; then nothing was queued.
pub async fn print_once(
    home: &Home,
    config: &Config,
    number: &str,
    by: &str,
    who: &str,
) -> Result<PrintEnd, PrintingError> {
    if config.printer.is_none() {
        return Err(PrintingError::NoPrinter);
    }
    let clock = SystemClock::new();
    let _lock = match DriverLock::acquire(home, who, clock.now()) {
        Ok(lock) => lock,
        Err(LockError::AlreadyOpen { .. }) => return beside(home, number, by, &clock).await,
        Err(error @ LockError::NotPossible { .. }) => {
            return Err(PrintingError::Stopped(error.to_string()));
        }
    };
    let mut printing = Printing::start(&home.database(), config.into(), clock, Pace::default())?;
    let ended = alone(&printing, number, by).await;
    printing.stop().await;
    ended
}

/// Sees a job that is queued to its end. `who` tells others what holds the till meanwhile.
///
/// # Errors
/// [`PrintingError`]; the job is in the queue then.
pub async fn print_queued(
    home: &Home,
    config: &Config,
    id: i64,
    by: &str,
    who: &str,
) -> Result<PrintEnd, PrintingError> {
    let clock = SystemClock::new();
    let _lock = match DriverLock::acquire(home, who, clock.now()) {
        Ok(lock) => lock,
        Err(LockError::AlreadyOpen { .. }) => return watched(home, id).await,
        Err(error @ LockError::NotPossible { .. }) => {
            return Err(PrintingError::Stopped(error.to_string()));
        }
    };
    let mut printing = Printing::start(&home.database(), config.into(), clock, Pace::default())?;
    let ended = driven(&printing, id, by).await;
    printing.stop().await;
    ended
}

/// Drives the queue until the receipt is printed, or cannot be.
async fn alone(printing: &Printing, number: &str, by: &str) -> Result<PrintEnd, PrintingError> {
    let id = printing.print(number, by).await?;
    driven(printing, id, by).await
}

async fn driven(printing: &Printing, id: i64, by: &str) -> Result<PrintEnd, PrintingError> {
    let mut view = printing.subscribe();
    let until = Instant::now() + ENOUGH;
    loop {
        let now = view.borrow_and_update().clone();
        let Some(job) = now.queue.into_iter().find(|job| job.id == id) else {
            return Ok(PrintEnd::Printed);
        };
        let over = Instant::now() >= until;
        let fault = job.fault.or(now.fault);
        match (job.state, fault) {
            (PrintStateCode::Uncertain, fault) => {
                return Ok(PrintEnd::Uncertain(
                    fault.unwrap_or_else(super::queue::interrupted),
                ));
            }
            (PrintStateCode::Waiting, Some(fault)) => {
                // Nobody drives the queue from here on, and a paper that comes out days later helps nobody.
                printing.give_up(id, by).await?;
                return Ok(PrintEnd::NotPrinted(fault));
            }
            (PrintStateCode::Waiting | PrintStateCode::Printing, fault) if over => {
                return Ok(PrintEnd::Waits(fault));
            }
            (PrintStateCode::Waiting | PrintStateCode::Printing, _) => {}
        }
        if let Ok(Err(_)) = tokio::time::timeout_at(until, view.changed()).await {
            return Err(PrintingError::Stopped("its worker has ended".to_owned()));
        }
    }
}

/// Queues the receipt at the till that is open, and looks what comes of it.
async fn beside(
    home: &Home,
    number: &str,
    by: &str,
    clock: &SystemClock,
) -> Result<PrintEnd, PrintingError> {
    let id = Queue::new(Store::open(&home.database())?)?.print(number, by, clock.now())?;
    watched(home, id).await
}

/// Looks what the till that is open makes of a job.
async fn watched(home: &Home, id: i64) -> Result<PrintEnd, PrintingError> {
    let reader = Reader::open(&home.database())?;
    let until = Instant::now() + ENOUGH;
    loop {
        let job = reader.look::<_, StoreError>(|conn| prints::by_id(conn, id))?;
        let Some(job) = job else {
            return Err(PrintingError::Ended);
        };
        let wrong = job.fault.as_deref().map(fault);
        match job.state {
            PrintState::Printed => return Ok(PrintEnd::Printed),
            PrintState::GivenUp => return Err(PrintingError::Ended),
            PrintState::Uncertain => {
                return Ok(PrintEnd::Uncertain(
                    wrong.unwrap_or_else(super::queue::interrupted),
                ));
            }
            PrintState::Waiting if wrong.is_some() || Instant::now() >= until => {
                return Ok(PrintEnd::Waits(wrong));
            }
            PrintState::Printing if Instant::now() >= until => return Ok(PrintEnd::Waits(wrong)),
            PrintState::Waiting | PrintState::Printing => sleep(LOOK).await,
        }
    }
}
