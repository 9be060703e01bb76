//! An open till, and waiting for the truth.

use std::time::Duration;

use fils_checkout::view::{OrderView, RefundView, StateView};
use fils_checkout::{Change, Checkout, CheckoutError, Person};
use fils_counter::Counter;
use fils_home::config::Config;
use fils_home::matching::Matching;
use fils_home::{Home, LookUpKind, LookedUp, Opening, Till};
use fils_order::{OrderNumber, RefundNumber};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Instant, sleep, sleep_until};

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::{Odd, Output};
use crate::passphrase;
use crate::stop::Stop;

/// How often it is checked that the driver still runs.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The home that was named, else the platform's.
pub(crate) fn home(global: &Global) -> Result<Home, Failure> {
    // An empty FILS_HOME is none.
    let named = global
        .home
        .clone()
        .filter(|dir| !dir.as_os_str().is_empty());
    Ok(Home::find(named)?)
}

/// Who acts, as the journal names them.
pub(crate) fn person() -> Person {
    Person("fils".to_owned())
}

/// An open till, watched by one command.
pub(crate) struct Watch {
    till: Till,
    changes: Receiver<Change>,
    stop: Stop,
    patience: Duration,
    /// Since when the person has known that something is odd, counted from this command's start at the earliest.
    told: Option<Instant>,
    /// Since when the books cannot be written, and what to do about it.
    storage: Option<(Instant, String)>,
    _logs: Option<fils_home::logs::Logs>,
}

/// What may end the waiting.
#[derive(Debug)]
pub(crate) enum News {
    Order(Box<OrderView>),
    Refund(Box<RefundView>),
    /// Changes were missed: read again.
    Missed,
    /// Ctrl-C or SIGTERM.
    Stop,
    /// The truth cannot be had in the time there is.
    Enough,
}

impl Watch {
    /// Opens the till of the home for driving. Everything unfinished is taken up.
    pub(crate) async fn open(
        global: &Global,
        who: &str,
        out: &mut Output,
    ) -> Result<Self, Failure> {
        let mut stop = Stop::new().map_err(|error| {
            Failure::wrong(
                "signals",
                format!("Fils cannot take Ctrl-C ({error}): restart the computer."),
            )
        })?;
        let home = home(global)?;
        let passphrase = passphrase::at_hand(global)?;
        let logs = start_logs(&home, out);
        let opening = Opening {
            home: &home,
            who,
            passphrase,
        };
        let till = tokio::select! {
            opened = fils_home::open(opening) => opened?,
            () = stop.asked() => return Err(interrupted()),
        };
        // From here on nothing that changes is missed.
        let changes = till.checkout.subscribe();
        for warning in &till.warnings {
            out.say(warning);
        }
        if till.training().is_some() && !out.is_json() {
            out.say("Training: no money moves.");
        }
        let patience = Duration::from_secs(till.config.unresolved_exit_s.into());
        Ok(Self {
            till,
            changes,
            stop,
            patience,
            told: None,
            storage: None,
            _logs: logs,
        })
    }

    pub(crate) fn checkout(&self) -> &Checkout {
        &self.till.checkout
    }

    /// What `PayBy` says of a number, and the sale of this till that it is about.
    pub(crate) async fn look_up(
        &self,
        kind: LookUpKind,
        number: &str,
    ) -> Result<(LookedUp, Option<String>), Failure> {
        let found = self.till.look_up(kind, number).await?;
        let ours = match kind {
            LookUpKind::Payment => &found.number,
            LookUpKind::Refund => &found.order,
            LookUpKind::Transfer => &None,
        };
        let row = match ours {
            Some(ours) => self.till.office.found(ours)?,
            None => None,
        };
        Ok((found, row.map(|row| row.sale)))
    }

    pub(crate) fn matching(&self) -> Matching {
        self.till.matching().clone()
    }

    pub(crate) fn counter(&self) -> Counter {
        self.till.counter.clone()
    }

    /// Ends early when the person has thought better of it before anything was done.
    pub(crate) async fn not_stopped(&mut self) -> Result<(), Failure> {
        if self.stop.was_asked().await {
            Err(interrupted())
        } else {
            Ok(())
        }
    }

    /// Stops driving. What is unfinished is taken up at the next opening.
    pub(crate) async fn close(self) {
        self.till.close().await;
    }

    /// Waits until `PayBy` was asked about an order that the start took up.
    pub(crate) async fn asked(
        &mut self,
        order: Option<OrderNumber>,
        out: &mut Output,
    ) -> Result<(), Failure> {
        if !out.is_json() {
            out.say("Asking PayBy first.");
        }
        let checkout = self.till.checkout.clone();
        let asked = checkout.asked(order);
        tokio::pin!(asked);
        loop {
            tokio::select! {
                done = &mut asked => return Ok(done?),
                () = self.stop.asked() => return Err(interrupted()),
                () = sleep(HEARTBEAT) => self.alive()?,
            }
        }
    }

    /// An order as it is now, with everything that was said about it so far behind it.
    pub(crate) async fn order_now(
        &mut self,
        number: &OrderNumber,
        out: &mut Output,
    ) -> Result<OrderView, Failure> {
        let mut view = self.till.checkout.order(number.clone()).await?;
        loop {
            match self.changes.try_recv() {
                Ok(Change::Order(newer)) if newer.order == view.order => view = *newer,
                Ok(Change::Order(_) | Change::Refund(_)) => {}
                Ok(Change::Clock(offset)) => out.clock(offset),
                Ok(Change::Storage(sentence)) => self.storage(sentence, out),
                Err(TryRecvError::Lagged(_)) => {
                    view = self.till.checkout.order(number.clone()).await?
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => return Ok(view),
            }
        }
    }

    /// The next thing that matters. `until` is when the waiting ends by itself.
    pub(crate) async fn next(
        &mut self,
        until: Option<Instant>,
        out: &mut Output,
    ) -> Result<News, Failure> {
        loop {
            let storage = self
                .storage
                .as_ref()
                .map(|(since, _)| *since + self.patience);
            let enough = [until, storage].into_iter().flatten().min();
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(Change::Order(view)) => return Ok(News::Order(view)),
                    Ok(Change::Refund(view)) => return Ok(News::Refund(view)),
                    Ok(Change::Clock(offset)) => out.clock(offset),
                    Ok(Change::Storage(sentence)) => self.storage(sentence, out),
                    Err(RecvError::Lagged(_)) => return Ok(News::Missed),
                    Err(RecvError::Closed) => return Err(CheckoutError::Stopped.into()),
                },
                () = self.stop.asked() => return Ok(News::Stop),
                () = sleep_until(enough.unwrap_or_else(Instant::now)), if enough.is_some() => return Ok(News::Enough),
                () = sleep(HEARTBEAT) => self.alive()?,
            }
        }
    }

    fn storage(&mut self, sentence: Option<String>, out: &mut Output) {
        match sentence {
            Some(sentence) => {
                // Once is enough: it stays so until it is said to be over.
                if self.storage.is_none() {
                    out.notice("storage", &sentence, &serde_json::json!({}));
                    self.storage = Some((Instant::now(), sentence));
                }
            }
            None => {
                if self.storage.take().is_some() {
                    out.say("The books can be written again.");
                }
            }
        }
    }

    fn alive(&self) -> Result<(), Failure> {
        if self.till.is_running() {
            return Ok(());
        }
        let sentence = "Fils's driver has ended unexpectedly; what was under way is not known. Run `fils recover`, and report this.";
        Err(Failure {
            exit: Exit::Person,
            ..Failure::wrong("stopped", sentence)
        })
    }

    /// When the person has been told for long enough.
    fn told_until(&mut self, odd: bool) -> Option<Instant> {
        if odd {
            Some(*self.told.get_or_insert_with(Instant::now) + self.patience)
        } else {
            self.told = None;
            None
        }
    }

    /// What to say at the end where the order itself says nothing.
    fn unstored(&self) -> Option<Odd> {
        self.storage.as_ref().map(|(_, sentence)| Odd {
            code: "storage",
            message: sentence.clone(),
        })
    }

    /// Prints what an order goes through until `ends` says how it ended, or the truth cannot be had. A signal cancels.
    pub(crate) async fn follow(
        &mut self,
        first: OrderView,
        ends: fn(&OrderView) -> Option<Exit>,
        out: &mut Output,
    ) -> Result<Exit, Failure> {
        let number: OrderNumber = first.order.parse()?;
        let mut view = first;
        loop {
            out.payment(&view, None);
            if let Some(exit) = ends(&view) {
                return Ok(exit);
            }
            let until = self.told_until(view.unfinished && view.alert.is_some());
            match self.next(until, out).await? {
                News::Order(newer) if newer.order == view.order => view = *newer,
                News::Order(_) | News::Refund(_) => {}
                News::Missed => view = self.order_now(&number, out).await?,
                News::Stop => self.cancel(&number, out).await,
                News::Enough => {
                    out.payment(&view, self.unstored().as_ref());
                    return Ok(Exit::Person);
                }
            }
        }
    }

    /// As a cashier would; the truth comes from what follows.
    async fn cancel(&mut self, number: &OrderNumber, out: &mut Output) {
        match self.till.checkout.cancel(number.clone(), person()).await {
            Ok(_) => out.say("Cancelling; waiting for PayBy's word."),
            Err(error) => out.say(&error.to_string()),
        }
    }

    /// Prints what a refund goes through until it ends, or the truth cannot be had.
    pub(crate) async fn follow_refund(
        &mut self,
        first: RefundView,
        out: &mut Output,
    ) -> Result<Exit, Failure> {
        let number: RefundNumber = first.refund.parse()?;
        let mut view = first;
        loop {
            out.refund(&view, None);
            match view.state.as_str() {
                "refunded" => return Ok(Exit::Done),
                "failed" => return Ok(Exit::NotDone),
                "needs_review" => return Ok(Exit::Person),
                _ => {}
            }
            let until = self.told_until(view.alert.is_some() || view.state == "requested");
            match self.next(until, out).await? {
                News::Refund(newer) if newer.refund == view.refund => view = *newer,
                News::Order(_) | News::Refund(_) => {}
                News::Missed => view = self.till.checkout.refund_status(number.clone()).await?,
                News::Stop => out.say("A refund that has been asked for cannot be called back; waiting for PayBy's word."),
                News::Enough => {
                    let odd = self.unstored().unwrap_or_else(not_confirmed);
                    out.refund(&view, Some(&odd));
                    return Ok(Exit::Person);
                }
            }
        }
    }
}

fn not_confirmed() -> Odd {
    use fils_checkout::view::AlertKind;
    let kind = AlertKind::RefundNotConfirmed;
    Odd {
        code: kind.as_str(),
        message: kind.sentence().to_owned(),
    }
}

/// Nothing was done, and that is certain.
fn interrupted() -> Failure {
    Failure {
        exit: Exit::NotDone,
        ..Failure::wrong("interrupted", "Stopped before anything was done.")
    }
}

/// A till works without its log. Only a home that is set up gets one.
fn start_logs(home: &Home, out: &mut Output) -> Option<fils_home::logs::Logs> {
    Config::load(home).ok()?;
    // The log looks for old files before it makes its folder.
    let made = std::fs::create_dir_all(home.logs()).map_err(|why| {
        let logs = home.logs();
        format!(
            "The log {} cannot be written ({why}): check its permissions and the disk.",
            logs.display()
        )
    });
    match made.and_then(|()| fils_home::logs::start(home)) {
        Ok(logs) => Some(logs),
        Err(sentence) => {
            out.say(&sentence);
            None
        }
    }
}

/// Where an order stands that has come to an end.
pub(crate) const fn ended(view: &OrderView) -> Option<StateView> {
    if view.unfinished {
        None
    } else {
        Some(view.state)
    }
}
