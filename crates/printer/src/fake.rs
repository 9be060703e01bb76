//! A receipt printer on this machine, for tests and for training: it takes jobs over TCP, answers how it is, and keeps what it
//! printed. It can be out of paper, open, silent, deaf, or lose its power in the middle of a job.

mod escpos;

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

pub use escpos::Paper;

use crate::connection::Connection;
use crate::status::{IN_TURN, QUESTIONS, Status};

/// How the printer is, and how it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// What its sensors see; what it answers.
    pub status: Status,
    /// What it answers.
    pub manners: Manners,
}

/// How much a printer answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manners {
    /// Everything.
    Answers,
    /// How it is, but not when it is done.
    AnswersAtOnceOnly,
    /// Nothing.
    Silent,
}

/// What happens in the middle of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The roll is used up.
    PaperOut,
    /// Somebody opens the cover.
    CoverOpen,
    /// The plug is pulled.
    PowerOff,
    /// It takes nothing more.
    Stall,
}

/// What one connection brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What was printed; the questions in between are left out.
    pub bytes: Vec<u8>,
    /// Whether nothing was lost.
    pub whole: bool,
}

impl Job {
    /// What is on the paper, so many dots across (384 for 58 mm, 576 for 80 mm).
    pub fn paper(&self, dots: usize) -> Paper {
        Paper::print(&self.bytes, dots)
    }
}

#[derive(Debug)]
struct State {
    on: bool,
    condition: Condition,
    /// After so many bytes of the next job.
    mishap: Option<(usize, Mishap)>,
    jobs: Vec<Job>,
}

/// The printer. Dropped, it is gone.
#[derive(Debug)]
pub struct FakePrinter {
    address: SocketAddr,
    state: watch::Sender<State>,
    server: JoinHandle<()>,
}

impl FakePrinter {
    /// Switches on a printer in good order on a free port of this machine. It lives in the runtime that this is called in.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start() -> io::Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// The same on a port of one's own choice.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start_at(address: SocketAddr) -> io::Result<Self> {
        let listener = listen(address)?;
        let address = listener.local_addr()?;
        let state = watch::Sender::new(State {
            on: true,
            condition: Condition {
                status: Status::default(),
                manners: Manners::Answers,
            },
            mishap: None,
            jobs: Vec::new(),
        });
        let server = tokio::spawn(serve(listener, state.clone()));
        Ok(Self {
            address,
            state,
            server,
        })
    }

    /// Where it is.
    pub fn connection(&self) -> Connection {
        Connection::Network {
            host: self.address.ip().to_string(),
            port: self.address.port(),
        }
    }

    /// What its sensors see from now on.
    pub fn set_status(&self, status: Status) {
        self.state
            .send_modify(|state| state.condition.status = status);
    }

    /// What it answers from now on.
    pub fn set_manners(&self, manners: Manners) {
        self.state
            .send_modify(|state| state.condition.manners = manners);
    }

    /// Lets something happen after so many bytes of the next job.
    pub fn mishap_after(&self, bytes: usize, mishap: Mishap) {
        self.state
            .send_modify(|state| state.mishap = Some((bytes, mishap)));
    }

    /// How it is.
    pub fn condition(&self) -> Condition {
        self.state.borrow().condition
    }

    /// What was printed until now, in order; a job is there once its connection has ended.
    pub fn jobs(&self) -> Vec<Job> {
        self.state.borrow().jobs.clone()
    }

    /// Waits until there are so many jobs.
    pub async fn jobs_once(&self, count: usize) -> Vec<Job> {
        let mut watching = self.state.subscribe();
        match watching.wait_for(|state| state.jobs.len() >= count).await {
            Ok(state) => state.jobs.clone(),
            // Its sender is ours, and still there.
            Err(_) => self.jobs(),
        }
    }

    /// Pulls the plug; what was being printed breaks off.
    pub async fn switch_off(&mut self) {
        self.state.send_modify(|state| state.on = false);
        // It ends by itself now; a server that panicked has ended, too.
        drop((&mut self.server).await);
    }

    /// Puts the plug back in, at the same address.
    ///
    /// # Errors
    /// When somebody has taken the port meanwhile.
    pub async fn switch_on(&mut self) -> io::Result<()> {
        if !self.server.is_finished() {
            self.switch_off().await;
        }
        let listener = listen(self.address)?;
        self.state.send_modify(|state| state.on = true);
        self.server = tokio::spawn(serve(listener, self.state.clone()));
        Ok(())
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// With a small buffer, as printers have: who sends to one that stalls notices soon.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    // A printer that is switched on again has its old address, whatever connections it had.
    socket.set_reuseaddr(cfg!(unix))?;
    socket.set_recv_buffer_size(4096)?;
    socket.bind(address)?;
    socket.listen(8)
}

async fn serve(listener: TcpListener, state: watch::Sender<State>) {
    let mut watching = state.subscribe();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = off(&mut watching) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(take(stream, state.clone()));
                }
                Err(_) => break,
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn off(watching: &mut watch::Receiver<State>) {
    // An error means that the printer is gone altogether.
    drop(watching.wait_for(|state| !state.on).await);
}

/// One connection: a job, with questions in between.
async fn take(mut stream: TcpStream, state: watch::Sender<State>) {
    let mut watching = state.subscribe();
    let mut job = Taking::default();
    let mut buffer = [0; 1024];
    loop {
        let read = tokio::select! {
            biased;
            () = off(&mut watching) => {
                job.lost = true;
                break;
            }
            read = stream.read(&mut buffer) => read,
        };
        let bytes = match read {
            Ok(0) => break,
            Ok(read) => buffer.get(..read).unwrap_or_default(),
            Err(_) => {
                job.lost = true;
                break;
            }
        };
        let mut answers = Vec::new();
        for &byte in bytes {
            if let Some(answer) = job.push(byte, &state) {
                answers.push(answer);
            }
        }
        // Who asks and does not wait for the answer goes without.
        if !answers.is_empty() && stream.write_all(&answers).await.is_err() {
            break;
        }
        if job.stalled {
            off(&mut watching).await;
        }
    }
    job.end(&state);
}

/// What was taken of a job until now.
#[derive(Default)]
struct Taking {
    tokens: escpos::Tokens,
    /// What may still turn out to be a question.
    held: Vec<u8>,
    printed: Vec<u8>,
    /// The last bytes: real printers look for questions in everything, pictures included.
    last: [u8; 3],
    lost: bool,
    stalled: bool,
}

impl Taking {
    /// Takes a byte; the answer it asks for.
    fn push(&mut self, byte: u8, state: &watch::Sender<State>) -> Option<u8> {
        let condition = state.borrow().condition;
        if self.stalled || !state.borrow().on {
            self.lost = true;
            return None;
        }
        self.last.rotate_left(1);
        self.last[2] = byte;
        let question = QUESTIONS
            .iter()
            .position(|question| *question == self.last)
            .filter(|_| condition.manners != Manners::Silent);
        let mut answer = question.map(|question| answer_at_once(question, condition.status));
        self.held.push(byte);
        match self.tokens.push(byte) {
            Some(command) if QUESTIONS.iter().any(|question| command == question) => {
                self.held.clear();
            }
            Some(command) if command == IN_TURN => {
                self.held.clear();
                if condition.manners == Manners::Answers && condition.status.fault().is_none() {
                    answer = Some(answer_in_turn(condition.status));
                }
            }
            None if self.held.len() < IN_TURN.len() => {}
            Some(_) | None => {
                for byte in std::mem::take(&mut self.held) {
                    self.print(byte, state);
                }
            }
        }
        answer
    }

    fn print(&mut self, byte: u8, state: &watch::Sender<State>) {
        let (on, well) = {
            let state = state.borrow();
            (state.on, state.condition.status.fault().is_none())
        };
        if self.stalled || !on || !well {
            self.lost = true;
            return;
        }
        self.printed.push(byte);
        let due = match state.borrow().mishap {
            Some((after, mishap)) if self.printed.len() >= after => mishap,
            Some(_) | None => return,
        };
        state.send_modify(|state| {
            state.mishap = None;
            match due {
                Mishap::PaperOut => state.condition.status.paper_out = true,
                Mishap::CoverOpen => state.condition.status.cover_open = true,
                Mishap::PowerOff => state.on = false,
                Mishap::Stall => {}
            }
        });
        self.stalled = due == Mishap::Stall;
    }

    fn end(self, state: &watch::Sender<State>) {
        let unfinished = !self.tokens.rest().is_empty();
        if self.printed.is_empty() && !self.lost {
            return;
        }
        state.send_modify(|state| {
            state.jobs.push(Job {
                bytes: self.printed,
                whole: !self.lost && !unfinished,
            });
        });
    }
}

fn answer_at_once(question: usize, status: Status) -> u8 {
    let bit = |on: bool, bits: u8| if on { bits } else { 0 };
    let bits = match question {
        0 => bit(status.offline || status.fault().is_some(), 0x08),
        1 => bit(status.cover_open, 0x04) | bit(status.paper_out, 0x20),
        2 => bit(status.cutter, 0x08) | bit(status.broken, 0x20) | bit(status.recovering, 0x40),
        _ => bit(status.paper_near_end, 0x0C) | bit(status.paper_out, 0x60),
    };
    0x12 | bits
}

fn answer_in_turn(status: Status) -> u8 {
    if status.paper_near_end { 0x03 } else { 0 }
}
