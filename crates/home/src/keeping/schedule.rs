//! Making backups when they are due, on a thread of its own that nothing waits for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use fils_order::UtcMs;
use fils_store::Reader;
use fils_store::backup::{self, Interrupt, Keeping};
use tokio::sync::oneshot;

use super::backup::{Made, Wanted, catch_up, is_due, run};
use super::error::KeepingError;
use super::manifest::Why;
use super::names::{self, Place};
use crate::config::Config;
use crate::paths::Home;

/// When it is looked whether something is due.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// First, after the till was opened: a till that was just opened has other things to do.
    pub first: Duration,
    /// And then again.
    pub then: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first: Duration::from_mins(5),
            then: Duration::from_mins(1),
        }
    }
}

enum Ask {
    BackUp(Wanted, Option<oneshot::Sender<Result<Made, KeepingError>>>),
    End,
}

/// What makes backups while a till is open. It ends with its last handle.
pub struct Keeper {
    asks: Sender<Ask>,
    stop: Arc<AtomicBool>,
    copying: Arc<Mutex<Option<Interrupt>>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").finish_non_exhaustive()
    }
}

impl Keeper {
    /// Starts it.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(home: &Home, pace: Pace) -> std::io::Result<Self> {
        let (asks, asked) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let copying = Arc::new(Mutex::new(None));
        let worker = Worker {
            home: home.clone(),
            pace,
            asked,
            stop: Arc::clone(&stop),
            copying: Arc::clone(&copying),
        };
        let thread = std::thread::Builder::new()
            .name("backups".to_owned())
            .spawn(move || worker.run())?;
        Ok(Self {
            asks,
            stop,
            copying,
            thread: Some(thread),
        })
    }

    /// Asks for a backup that nobody waits for, as at a Z report.
    pub fn ask(&self, why: Why, by: &str) {
        if self
            .asks
            .send(Ask::BackUp(Wanted::new(why, by), None))
            .is_err()
        {
            tracing::warn!("no backup is made: its thread has ended");
        }
    }

    /// Makes a backup now, and answers when it is proved.
    ///
    /// # Errors
    /// [`KeepingError`].
    pub async fn back_up(&self, wanted: Wanted) -> Result<Made, KeepingError> {
        self.asked(wanted).await
    }

    /// As [`Keeper::back_up`], without holding on to this handle meanwhile.
    pub fn asked(
        &self,
        wanted: Wanted,
    ) -> impl Future<Output = Result<Made, KeepingError>> + Send + use<> {
        let (answer, answered) = oneshot::channel();
        let sent = self.asks.send(Ask::BackUp(wanted, Some(answer))).is_ok();
        async move {
            if sent {
                answered.await.unwrap_or(Err(KeepingError::Stopped))
            } else {
                Err(KeepingError::Stopped)
            }
        }
    }

    /// Breaks off what is being made, and ends.
    pub fn end(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(interrupt) = held(&self.copying).take() {
            interrupt.interrupt();
        }
        // A thread that has ended already needs no telling.
        if self.asks.send(Ask::End).is_err() {
            tracing::debug!("the backups' thread has ended before");
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the backups' thread had panicked");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.end();
    }
}

fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Worker {
    home: Home,
    pace: Pace,
    asked: Receiver<Ask>,
    stop: Arc<AtomicBool>,
    copying: Arc<Mutex<Option<Interrupt>>>,
}

impl Worker {
    fn run(self) {
        let mut wait = self.pace.first;
        while !self.stop.load(Ordering::Relaxed) {
            match self.asked.recv_timeout(wait) {
                Ok(Ask::BackUp(wanted, answer)) => self.asked_for(&wanted, answer),
                Ok(Ask::End) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    wait = self.pace.then;
                    if let Err(error) = self.look() {
                        tracing::warn!(code = error.code(), %error, "a backup could not be made");
                    }
                }
            }
        }
    }

    fn make(&self, wanted: &Wanted) -> Result<Made, KeepingError> {
        let made = run(
            &self.home,
            wanted,
            crate::open::now(),
            &self.stop,
            |begun| {
                *held(&self.copying) = Some(begun);
            },
        );
        held(&self.copying).take();
        made
    }

    fn asked_for(
        &self,
        wanted: &Wanted,
        answer: Option<oneshot::Sender<Result<Made, KeepingError>>>,
    ) {
        let made = self.make(wanted);
        if let Err(error) = &made {
            tracing::warn!(code = error.code(), %error, "a backup could not be made");
        }
        // Whoever asked may have gone away; the backup is made all the same.
        if answer.is_some_and(|answer| answer.send(made).is_err()) {
            tracing::debug!("nobody waits for the backup any more");
        }
    }

    /// Makes a backup when one is due, and brings it to a second place that was away.
    fn look(&self) -> Result<(), KeepingError> {
        let config = Config::load(&self.home)?.config;
        let now = crate::open::now();
        let reader = Reader::open(&self.home.database())?;
        let (kept, second, used, closed) = reader.look(|conn| {
            let used = !backup::is_unused(conn)?;
            let kept = backup::kept(conn, Keeping::Backup)?;
            let second = backup::kept(conn, Keeping::Second)?;
            Ok::<_, KeepingError>((kept, second, used, backup::last_z(conn)?))
        })?;
        drop(reader);
        // A day that was closed, here or from the command line, and is in no backup yet.
        if closed.is_some() && closed > kept.tried {
            self.make(&Wanted::new(Why::Z, "till"))?;
            return Ok(());
        }
        if used && is_due(&config, &kept, now) {
            self.make(&Wanted::new(Why::Due, "till"))?;
            return Ok(());
        }
        self.mind_second(&config, &kept, &second, now)
    }

    fn mind_second(
        &self,
        config: &Config,
        kept: &backup::Kept,
        second: &backup::Kept,
        now: UtcMs,
    ) -> Result<(), KeepingError> {
        let there = config
            .backup_place
            .as_deref()
            .is_some_and(|place| std::path::Path::new(place).is_dir());
        let behind = second.done < kept.done || second.problem.is_some();
        if !there || !behind {
            return Ok(());
        }
        let own = names::list(&self.home, config)?;
        let newest = own
            .iter()
            .find(|file| file.place == Place::Home && file.year.is_none());
        match newest {
            Some(newest) => catch_up(&self.home, config, newest, now, &self.stop),
            None => Ok(()),
        }
    }
}
