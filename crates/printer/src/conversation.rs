//! Asking a printer how it is, and understanding what it answers.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use tokio::time::Instant;

use crate::line::{Heard, Line};
use crate::status::{IN_TURN, QUESTIONS, Status, answers_at_once, answers_in_turn, starts_unasked};

/// How many bytes follow the first one of what a printer says unasked.
const UNASKED_REST: usize = 3;

/// An open line, and what was heard on it.
pub(crate) struct Conversation {
    line: Line,
    /// Answers to questions that are answered at once.
    at_once: VecDeque<u8>,
    /// Questions of that kind whose answers may still come, and would be taken for those of the next.
    owed: usize,
    /// Whether the question that is answered in its turn was.
    in_turn: bool,
    /// Bytes still to come of something unasked.
    unasked: usize,
    /// The printer has closed its side.
    ended: bool,
}

impl Conversation {
    pub(crate) const fn new(line: Line) -> Self {
        Self {
            line,
            at_once: VecDeque::new(),
            owed: 0,
            in_turn: false,
            unasked: 0,
            ended: false,
        }
    }

    /// How the printer is; `None` when it does not answer in time.
    ///
    /// One question at a time: the answers do not say what they answer.
    pub(crate) async fn status(&mut self, patience: Duration) -> io::Result<Option<Status>> {
        while self.owed > 0 {
            if self.answer_at_once(patience).await?.is_none() {
                return Ok(None);
            }
            self.owed -= 1;
        }
        let mut answers = [None; 4];
        for (question, answer) in QUESTIONS.iter().zip(&mut answers) {
            self.at_once.clear();
            self.say(question, patience).await?;
            *answer = self.answer_at_once(patience).await?;
            if answer.is_none() {
                self.owed += 1;
                break;
            }
        }
        Ok(answers[0].map(|_| Status::read(answers)))
    }

    /// Asks to be told when everything sent so far has been worked off.
    pub(crate) async fn ask_in_turn(&mut self, patience: Duration) -> io::Result<()> {
        self.in_turn = false;
        self.say(&IN_TURN, patience).await
    }

    /// Whether that was answered, listening for up to `patience`.
    pub(crate) async fn answered_in_turn(&mut self, patience: Duration) -> io::Result<bool> {
        let until = Instant::now() + patience;
        while !self.in_turn && self.hear(until).await? {}
        Ok(self.in_turn)
    }

    /// Hands over everything; what was handed over goes into `written`, even when it fails.
    pub(crate) async fn write(
        &mut self,
        bytes: &[u8],
        written: &mut usize,
        patience: Duration,
    ) -> io::Result<()> {
        while let Some(rest @ [_, ..]) = bytes.get(*written..) {
            *written += self.line.write(rest, patience).await?;
        }
        self.line.flush(patience).await
    }

    pub(crate) async fn close(self, patience: Duration) -> io::Result<()> {
        self.line.close(patience).await
    }

    /// Whether the printer has closed its side: it will answer nothing more.
    pub(crate) const fn has_ended(&self) -> bool {
        self.ended
    }

    async fn say(&mut self, question: &[u8], patience: Duration) -> io::Result<()> {
        self.write(question, &mut 0, patience).await
    }

    async fn answer_at_once(&mut self, patience: Duration) -> io::Result<Option<u8>> {
        let until = Instant::now() + patience;
        loop {
            if let Some(answer) = self.at_once.pop_front() {
                return Ok(Some(answer));
            }
            if !self.hear(until).await? {
                return Ok(None);
            }
        }
    }

    /// Listens once; whether it is worth listening again.
    async fn hear(&mut self, until: Instant) -> io::Result<bool> {
        let patience = until.saturating_duration_since(Instant::now());
        if self.ended || patience.is_zero() {
            return Ok(false);
        }
        match self.line.read(patience).await? {
            Heard::Bytes(bytes) => {
                for byte in bytes {
                    self.sort(byte);
                }
                Ok(true)
            }
            Heard::Silence => Ok(false),
            Heard::End => {
                self.ended = true;
                Ok(false)
            }
        }
    }

    fn sort(&mut self, byte: u8) {
        if self.unasked > 0 {
            self.unasked -= 1;
        } else if starts_unasked(byte) {
            self.unasked = UNASKED_REST;
        } else if answers_at_once(byte) {
            self.at_once.push_back(byte);
        } else if answers_in_turn(byte) {
            self.in_turn = true;
        }
    }
}
