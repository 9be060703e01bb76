//! The worker: one print at a time, and an ear for people meanwhile.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use fils_checkout::Clock;
use fils_order::UtcMs;
use fils_paper::{Cut, Drawer, Options, draw, escpos, kick};
use fils_printer::Outcome;
use fils_sale::receipt::Receipt;
use fils_store::prints::{PrintRow, PrintState, PrintWhat};
use fils_store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::queue::{Queue, interrupted};
use super::sample::sample;
use super::{Pace, PrintFault, PrinterSetup, PrinterView, PrintingError};

type Reply<T> = oneshot::Sender<Result<T, PrintingError>>;

/// What people and programs want of the worker.
#[derive(Debug)]
pub(super) enum Wish {
    /// Something was queued.
    Look,
    /// The settings changed.
    SetUp(Box<PrinterSetup>),
    /// Print a sample.
    Test(Reply<()>),
    /// Put a job back.
    Again {
        id: i64,
        by: String,
        reply: Reply<PrinterView>,
    },
    /// Take a job out.
    GiveUp {
        id: i64,
        by: String,
        reply: Reply<PrinterView>,
    },
    /// Queue a receipt.
    Print {
        number: String,
        by: String,
        reply: Reply<i64>,
    },
    /// End.
    Stop,
}

/// What is on its way to the printer.
enum Errand {
    Job(i64),
    Test(Reply<()>),
    /// Only asks how it is, while something is wrong with it and nothing waits.
    Look,
}

struct UnderWay {
    errand: Errand,
    outcome: Pin<Box<dyn Future<Output = Outcome> + Send>>,
}

/// A job whose end is not on the disk yet.
struct Settling {
    id: i64,
    to: PrintState,
    fault: Option<PrintFault>,
}

pub(super) struct Worker<C> {
    queue: Queue,
    setup: PrinterSetup,
    clock: C,
    pace: Pace,
    wishes: mpsc::UnboundedReceiver<Wish>,
    view: watch::Sender<PrinterView>,
    under_way: Option<UnderWay>,
    settling: Option<Settling>,
    tests: VecDeque<Reply<()>>,
    /// Jobs that cannot be drawn, and why: they wait for a person and hold up nobody.
    undrawable: BTreeMap<i64, PrintFault>,
    /// What is wrong with the printer.
    fault: Option<PrintFault>,
    /// What is wrong with the books.
    books: Option<PrintFault>,
    warning: Option<PrintFault>,
    /// How long the last pause was, and until when it lasts.
    pause: Duration,
    not_before: Option<Instant>,
}

impl<C: Clock> Worker<C> {
    pub(super) fn new(
        store: Store,
        setup: PrinterSetup,
        clock: C,
        pace: Pace,
        wishes: mpsc::UnboundedReceiver<Wish>,
    ) -> Result<(Self, watch::Receiver<PrinterView>), StoreError> {
        let mut queue = Queue::new(store)?;
        queue.take_up(clock.now())?;
        let (view, seen) = watch::channel(PrinterView::default());
        let worker = Self {
            queue,
            setup,
            clock,
            pace,
            wishes,
            view,
            under_way: None,
            settling: None,
            tests: VecDeque::new(),
            undrawable: BTreeMap::new(),
            fault: None,
            books: None,
            warning: None,
            pause: Duration::ZERO,
            not_before: None,
        };
        worker.publish();
        Ok((worker, seen))
    }

    pub(super) async fn run(mut self) {
        loop {
            match self.start_next() {
                Ok(()) if self.settling.is_none() => self.books = None,
                Ok(()) => {}
                Err(error) => self.books_failed(&error),
            }
            self.publish();
            let until = self.next_look();
            tokio::select! {
                biased;
                wish = self.wishes.recv() => match wish {
                    None | Some(Wish::Stop) => break,
                    Some(wish) => self.grant(wish),
                },
                outcome = ended(&mut self.under_way) => self.came_to(&outcome),
                () = tokio::time::sleep_until(until) => {}
            }
        }
        self.finish().await;
    }

    /// Gives what is under way and what waits a moment, while the printer is well; of what is under way afterwards nobody knows what was
    /// printed.
    async fn finish(&mut self) {
        let drained = tokio::time::timeout(self.pace.ending, async {
            loop {
                if self.under_way.is_none() && (self.fault.is_some() || self.start_next().is_err())
                {
                    return;
                }
                if self.under_way.is_none() {
                    return;
                }
                let outcome = ended(&mut self.under_way).await;
                self.came_to(&outcome);
            }
        });
        if drained.await.is_err() {
            tracing::warn!("the printer was too slow for what was queued");
        }
        if let Some(UnderWay {
            errand: Errand::Job(id),
            ..
        }) = self.under_way.take()
        {
            self.settle(id, PrintState::Uncertain, Some(interrupted()));
        }
        self.publish();
    }

    fn now(&self) -> UtcMs {
        self.clock.now()
    }

    fn next_look(&self) -> Instant {
        let look = Instant::now() + self.pace.look;
        match self.not_before {
            Some(at) if self.under_way.is_none() => at.min(look),
            Some(_) | None => look,
        }
    }

    fn publish(&self) {
        let queue = match self.queue.views() {
            Ok(mut queue) => {
                for job in &mut queue {
                    if let Some(fault) = self.undrawable.get(&job.id) {
                        job.fault = Some(fault.clone());
                    }
                }
                queue
            }
            Err(error) => {
                tracing::error!(code = error.code(), %error, "the print queue cannot be read");
                self.view.borrow().queue.clone()
            }
        };
        let now = PrinterView {
            set: self.setup.connection.is_some(),
            connection: self.setup.connection.as_ref().map(ToString::to_string),
            fault: self.books.clone().or_else(|| self.fault.clone()),
            warning: self.warning.clone(),
            queue,
        };
        self.view.send_if_modified(|view| {
            let changed = *view != now;
            *view = now;
            changed
        });
    }

    fn grant(&mut self, wish: Wish) {
        let now = self.now();
        match wish {
            Wish::Look | Wish::Stop => {}
            Wish::SetUp(setup) => {
                self.setup = *setup;
                self.fault = None;
                self.warning = None;
                self.undrawable.clear();
                self.at_once();
            }
            Wish::Test(reply) => self.tests.push_back(reply),
            Wish::Again { id, by, reply } => {
                let done = self.queue.again(id, &by, now);
                self.undrawable.remove(&id);
                self.at_once();
                self.answer(reply, done);
            }
            Wish::GiveUp { id, by, reply } => {
                let done = self.queue.give_up(id, &by, now);
                self.undrawable.remove(&id);
                self.answer(reply, done);
            }
            Wish::Print { number, by, reply } => {
                let queued = if self.setup.connection.is_some() {
                    self.queue.print(&number, &by, now)
                } else {
                    Err(PrintingError::NoPrinter)
                };
                if let Ok(id) = queued {
                    self.undrawable.remove(&id);
                    self.at_once();
                }
                // Whoever gets a number finds it in the queue until it has ended.
                self.publish();
                // Who asked may have gone.
                drop(reply.send(queued));
            }
        }
    }

    fn answer(&self, reply: Reply<PrinterView>, done: Result<(), PrintingError>) {
        self.publish();
        let view = done.map(|()| self.view.borrow().clone());
        // Who asked may have gone.
        drop(reply.send(view));
    }

    /// Somebody has mended something, or says so.
    fn at_once(&mut self) {
        self.pause = Duration::ZERO;
        self.not_before = None;
    }

    fn later(&mut self) {
        let longer = self.pause.saturating_mul(2);
        self.pause = longer.clamp(self.pace.first_pause, self.pace.longest_pause);
        self.not_before = Some(Instant::now() + self.pause);
    }

    fn books_failed(&mut self, error: &StoreError) {
        tracing::error!(code = error.code(), %error, "the print queue cannot be kept");
        self.books = Some(PrintFault::new(error.code(), error.to_string()));
        self.later();
    }

    /// Starts what is next, unless something is under way.
    fn start_next(&mut self) -> Result<(), StoreError> {
        if self.under_way.is_some() {
            return Ok(());
        }
        if let Some(Settling { id, to, fault }) = self.settling.take() {
            self.settle(id, to, fault);
            if self.settling.is_some() {
                return Ok(());
            }
        }
        while let Some(reply) = self.tests.pop_front() {
            if self.start_test(reply) {
                return Ok(());
            }
        }
        if self.not_before.is_some_and(|at| at > Instant::now()) {
            return Ok(());
        }
        self.not_before = None;
        if self.setup.connection.is_none() {
            return Ok(());
        }
        for job in self.queue.open()? {
            let waits = job.state == PrintState::Waiting && !self.undrawable.contains_key(&job.id);
            if waits && self.start_job(&job)? {
                return Ok(());
            }
        }
        if self.fault.is_some() {
            self.look_at_printer();
        }
        Ok(())
    }

    /// Starts a job; `false` when it is not to be sent.
    fn start_job(&mut self, job: &PrintRow) -> Result<bool, StoreError> {
        let now = self.now();
        let fresh = (0..=self.pace.drawer.0).contains(&now.since(job.at).0);
        let bytes = match &job.what {
            PrintWhat::Receipt(n) => self
                .queue
                .receipt(job, *n)
                .and_then(|(receipt, drawer)| self.drawn(&receipt, drawer && fresh)),
            PrintWhat::Report(_) | PrintWhat::Look(_) => self
                .queue
                .report(job)
                .and_then(|report| Ok(report.escpos(self.setup.paper)?)),
            PrintWhat::Drawer if fresh => Ok(kick(Drawer::Pin2).to_vec()),
            PrintWhat::Drawer => {
                let late = PrintFault::new(
                    "drawer_late",
                    "The printer was not ready when the drawer was to open, so it stayed shut: open it again if you need to.",
                );
                let (from, to) = (PrintState::Waiting, PrintState::GivenUp);
                self.queue.advance(job.id, from, to, Some(&late), now)?;
                return Ok(false);
            }
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(print = job.id, code = error.code(), %error, "a paper cannot be drawn");
                self.undrawable.insert(job.id, error.fault());
                return Ok(false);
            }
        };
        if !self.queue.begin(job, now)? {
            return Ok(false);
        }
        self.send(Errand::Job(job.id), bytes);
        Ok(true)
    }

    /// Starts a test print; `false` when there is nothing to send.
    fn start_test(&mut self, reply: Reply<()>) -> bool {
        let bytes = if self.setup.connection.is_some() {
            self.drawn(&sample(&self.setup, self.now()), false)
        } else {
            Err(PrintingError::NoPrinter)
        };
        match bytes {
            Ok(bytes) => {
                self.send(Errand::Test(reply), bytes);
                true
            }
            Err(error) => {
                // Who asked may have gone.
                drop(reply.send(Err(error)));
                false
            }
        }
    }

    fn drawn(&self, receipt: &Receipt, drawer: bool) -> Result<Vec<u8>, PrintingError> {
        let paper = self.setup.paper;
        let options = Options {
            cut: Cut::Partial,
            drawer: drawer.then_some(Drawer::Pin2),
            dots_per_line: paper.dots(),
        };
        Ok(escpos(&draw(receipt, paper)?.raster()?, &options)?)
    }

    fn send(&mut self, errand: Errand, bytes: Vec<u8>) {
        let Some(connection) = self.setup.connection.clone() else {
            return;
        };
        let patience = self.pace.patience;
        self.under_way = Some(UnderWay {
            errand,
            outcome: Box::pin(
                async move { fils_printer::send(&connection, &bytes, &patience).await },
            ),
        });
    }

    /// Asks the printer how it is: a fault that nothing else would notice to be gone.
    fn look_at_printer(&mut self) {
        let Some(connection) = self.setup.connection.clone() else {
            return;
        };
        let patience = self.pace.patience;
        let outcome = async move {
            let well = |warning| Outcome::Sent {
                confirmed: false,
                warning,
            };
            match fils_printer::status(&connection, &patience).await {
                Ok(None) => well(None),
                Ok(Some(status)) => match status.fault() {
                    None => well(status.warning()),
                    Some(code) => Outcome::NotSent(fils_printer::Fault {
                        code,
                        at: connection,
                    }),
                },
                Err(fault) => Outcome::NotSent(fault),
            }
        };
        self.under_way = Some(UnderWay {
            errand: Errand::Look,
            outcome: Box::pin(outcome),
        });
    }

    /// The printer has said what came of it.
    fn came_to(&mut self, outcome: &Outcome) {
        let Some(UnderWay { errand, .. }) = self.under_way.take() else {
            return;
        };
        let fault = match outcome {
            Outcome::Sent { warning, .. } => {
                self.warning = warning.map(PrintFault::from);
                self.fault = None;
                self.at_once();
                None
            }
            Outcome::NotSent(fault) | Outcome::Uncertain(fault) => {
                self.later();
                self.fault = Some(PrintFault::from(fault));
                Some(PrintFault {
                    message: outcome.to_string(),
                    ..PrintFault::from(fault)
                })
            }
        };
        match errand {
            Errand::Look => {}
            Errand::Test(reply) => {
                // Who asked may have gone.
                drop(reply.send(match fault {
                    None => Ok(()),
                    Some(fault) => Err(PrintingError::Printer(fault)),
                }));
            }
            Errand::Job(id) => {
                let to = match outcome {
                    Outcome::Sent { .. } => PrintState::Printed,
                    Outcome::NotSent(_) => PrintState::Waiting,
                    Outcome::Uncertain(_) => PrintState::Uncertain,
                };
                self.settle(id, to, fault);
            }
        }
    }

    /// Writes down what came of a job. While that fails nothing else is printed: a job that is not settled is not sent again.
    fn settle(&mut self, id: i64, to: PrintState, fault: Option<PrintFault>) {
        let now = self.now();
        let settled = self
            .queue
            .advance(id, PrintState::Printing, to, fault.as_ref(), now);
        if let Err(error) = settled {
            self.books_failed(&error);
            self.settling = Some(Settling { id, to, fault });
        }
    }
}

/// Waits for what is under way; for ever when nothing is.
async fn ended(under_way: &mut Option<UnderWay>) -> Outcome {
    match under_way {
        Some(UnderWay { outcome, .. }) => outcome.await,
        None => std::future::pending().await,
    }
}
