//! Keeps the search of orders up to date while the till is open, on a thread and a connection of its own.
//!
//! Selling writes down which sales changed and goes on. Here they are taken in, few at a time and with a pause after each time, so that
//! a payment never waits longer than for one of them; also when a million wait, after the search was made or books were restored.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use fils_office::Office;

/// Sales taken in at a time, in one transaction.
const AT_A_TIME: u32 = 32;
/// Left to others between two times.
const PAUSE: Duration = Duration::from_millis(20);
/// Looked again after so long. Whoever searches takes the last few sales in at once, so nobody waits for this.
const IDLE: Duration = Duration::from_secs(15);
/// Opening the till comes first.
const START: Duration = Duration::from_secs(2);

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Search {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Search {
    /// Starts it over an office of its own.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(crate) fn start(office: Office) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new()
            .name("search".to_owned())
            .spawn(move || keep_up(&office, &stopped))?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the search had panicked");
        }
    }
}

fn keep_up(office: &Office, stopped: &Receiver<()>) {
    let mut wait = START;
    loop {
        match stopped.recv_timeout(wait) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
        wait = match office.is_behind() {
            Ok(false) => IDLE,
            Ok(true) => match office.catch_up(AT_A_TIME) {
                Ok(0) => IDLE,
                Ok(_) => PAUSE,
                Err(error) => later(&error),
            },
            Err(error) => later(&error),
        };
    }
}

/// Nothing is lost: what was not taken in is still written down as changed.
fn later(error: &fils_office::OfficeError) -> Duration {
    tracing::warn!(code = error.code(), %error, "the search could not be brought up to date yet");
    IDLE
}
