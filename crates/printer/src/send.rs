//! Sending a job, and knowing what came of it.

use std::fmt;
use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::connection::Connection;
use crate::conversation::Conversation;
use crate::fault::{Fault, FaultCode, Warning};
use crate::line::Line;
use crate::status::Status;

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the printer to be there.
    pub connect: Duration,
    /// For an answer to a question; a printer that does not give it in time is one that never answers.
    pub answer: Duration,
    /// For it to take the next piece, however many there are.
    pub write: Duration,
    /// For it to say, once all was sent, that all was worked off.
    pub printed: Duration,
    /// For it to close its side.
    pub close: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            answer: Duration::from_secs(1),
            write: Duration::from_secs(10),
            printed: Duration::from_secs(10),
            close: Duration::from_secs(2),
        }
    }
}

/// What came of a job. `Display` is what to tell a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[must_use = "a job that was not sent waits for somebody to care"]
pub enum Outcome {
    /// The printer has taken it.
    Sent {
        /// Whether the printer said that it has worked off all of it; otherwise it just took it.
        confirmed: bool,
        /// What will be wrong soon.
        warning: Option<Warning>,
    },
    /// The printer has nothing of it: it may be sent again.
    NotSent(Fault),
    /// The printer has some of it, perhaps all: only a person who has looked at the paper can say whether to send it again.
    Uncertain(Fault),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent { warning: None, .. } => f.write_str("Printed."),
            Self::Sent {
                warning: Some(warning),
                ..
            } => write!(f, "Printed. {warning}"),
            Self::NotSent(fault) => fault.fmt(f),
            Self::Uncertain(fault) => write!(
                f,
                "{fault} It may have printed in part: look at the paper before printing again."
            ),
        }
    }
}

/// Asks a printer how it is; `None` when it is there but answers nothing.
///
/// # Errors
/// When it cannot be reached, or the line breaks.
pub async fn status(connection: &Connection, patience: &Patience) -> Result<Option<Status>, Fault> {
    let fault = |code| Fault {
        code,
        at: connection.clone(),
    };
    let line = Line::open(connection, patience.connect)
        .await
        .map_err(fault)?;
    let mut conversation = Conversation::new(line);
    let status = conversation
        .status(patience.answer)
        .await
        .map_err(|why| fault(broken_line(&why)))?;
    // It was asked and has answered; how it hangs up says nothing.
    drop(conversation.close(patience.answer).await);
    Ok(status)
}

/// Sends a job: the bytes as the printer understands them, with its cut and its drawer kick. One job at a time to one printer.
pub async fn send(connection: &Connection, job: &[u8], patience: &Patience) -> Outcome {
    let fault = |code| Fault {
        code,
        at: connection.clone(),
    };
    let line = match Line::open(connection, patience.connect).await {
        Ok(line) => line,
        Err(code) => return Outcome::NotSent(fault(code)),
    };
    let mut conversation = Conversation::new(line);
    let before = match conversation.status(patience.answer).await {
        Ok(before) => before,
        Err(why) => return Outcome::NotSent(fault(broken_line(&why))),
    };
    if let Some(code) = before.and_then(|status| status.fault()) {
        return Outcome::NotSent(fault(code));
    }
    if conversation.has_ended() {
        return Outcome::NotSent(fault(FaultCode::ConnectionLost));
    }
    let mut written = 0;
    if let Err(why) = conversation.write(job, &mut written, patience.write).await {
        let fault = fault(broken_line(&why));
        return if written == 0 {
            Outcome::NotSent(fault)
        } else {
            Outcome::Uncertain(fault)
        };
    }
    let taken = match before {
        Some(_) => ask_after(&mut conversation, patience).await,
        None => Ok(Taken::default()),
    };
    match (taken, conversation.close(patience.close).await) {
        (Err(code), _) => Outcome::Uncertain(fault(code)),
        // A printer that has said it is done may hang up as it likes; one that said nothing must not break off.
        (Ok(taken), Ok(())) => taken.into(),
        (
            Ok(
                taken @ Taken {
                    confirmed: true, ..
                },
            ),
            Err(_),
        ) => taken.into(),
        (
            Ok(Taken {
                confirmed: false, ..
            }),
            Err(why),
        ) => Outcome::Uncertain(fault(broken_line(&why))),
    }
}

/// What a printer says after a job.
#[derive(Clone, Copy, Default)]
struct Taken {
    confirmed: bool,
    warning: Option<Warning>,
}

impl From<Taken> for Outcome {
    fn from(taken: Taken) -> Self {
        Self::Sent {
            confirmed: taken.confirmed,
            warning: taken.warning,
        }
    }
}

/// Waits until the printer has worked off the job, looking meanwhile whether something happens to it.
async fn ask_after(
    conversation: &mut Conversation,
    patience: &Patience,
) -> Result<Taken, FaultCode> {
    let broken = |why: io::Error| broken_line(&why);
    let until = Instant::now() + patience.printed;
    conversation
        .ask_in_turn(patience.write)
        .await
        .map_err(broken)?;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let confirmed = conversation
            .answered_in_turn(left.min(patience.answer))
            .await
            .map_err(broken)?;
        let after = conversation.status(patience.answer).await.map_err(broken)?;
        let over = Instant::now() >= until;
        let Some(after) = after else {
            if conversation.has_ended() {
                return Err(FaultCode::ConnectionLost);
            }
            // Some printers answer nothing while they print. It answered before the job; if it never does again, something
            // happened to it.
            if over {
                return Err(FaultCode::Stalled);
            }
            continue;
        };
        match after.fault() {
            // Printed to the end, and the roll with it.
            Some(FaultCode::PaperOut) if confirmed => {}
            Some(code) => return Err(code),
            None => {}
        }
        // Some printers do not know the question that is answered in turn: being well for so long is an answer, too.
        if confirmed || over {
            return Ok(Taken {
                confirmed,
                warning: after.warning(),
            });
        }
    }
}

fn broken_line(why: &io::Error) -> FaultCode {
    if why.kind() == io::ErrorKind::TimedOut {
        FaultCode::Stalled
    } else {
        FaultCode::ConnectionLost
    }
}
