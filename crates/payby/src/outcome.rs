//! What came of a call: accepted, refused, or not known; and the record of it.

use crate::amount::Millis;
use crate::code::Code;
use crate::content::ContentError;
use crate::keys::SignError;
use crate::operation::Operation;
use crate::transport::TransportErrorKind;

/// A call and everything to be remembered of it.
#[derive(Debug, Clone)]
pub struct Exchange<T> {
    /// What came of it.
    pub outcome: Outcome<T>,
    /// What was sent and received, without secrets.
    pub trace: Trace,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// PayBy did it, and signed that it did.
    Accepted(T),
    /// PayBy did not do it, and signed that it did not.
    Refused(Said),
    /// Whether PayBy did it is not known. Nothing may be concluded from it; ask again or query.
    Unknown(Unknown),
}

impl<T> Outcome<T> {
    /// The same outcome with another value inside.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Accepted(value) => Outcome::Accepted(change(value)),
            Self::Refused(said) => Outcome::Refused(said),
            Self::Unknown(unknown) => Outcome::Unknown(unknown),
        }
    }
}

/// What the head of a reply says. Proven only inside [`Outcome::Refused`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The result code.
    pub code: Code,
    /// PayBy's words.
    pub msg: String,
    /// `SUCCESS`, `FAIL` or `ERROR`; empty when absent.
    pub apply_status: String,
    /// PayBy's number of the call, for its support.
    pub trace_code: Option<String>,
}

impl Said {
    /// Whether it says that the request time is more than 15 minutes from PayBy's clock: this clock is wrong.
    pub fn is_request_time(&self) -> bool {
        [self.code.as_str(), self.msg.as_str()].iter().any(|text| {
            let letters: String = text
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|letter| letter.to_ascii_uppercase())
                .collect();
            letters.contains("REQUESTTIMETOOEARLY") || letters.contains("REQUESTTIMETOOLATE")
        })
    }

    /// Whether it says that the request's signature was not accepted: the merchant's public key at PayBy is not the
    /// other half of this private key, or the partner number is another one.
    pub fn is_signature_not_accepted(&self) -> bool {
        self.apply_status == "ERROR"
    }
}

/// Why the outcome of a call is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// Nothing was sent.
    NotSent(NotSent),
    /// No whole answer came: the request may or may not have arrived.
    Transport {
        /// What failed.
        kind: TransportErrorKind,
        /// In the network library's words.
        detail: String,
    },
    /// 402: slow down.
    RateLimited {
        /// What it says.
        said: Said,
        /// Whether the reply was validly signed.
        signed: bool,
    },
    /// 500, 504 and their like: PayBy itself does not know.
    Gateway {
        /// What it says.
        said: Said,
        /// Whether the reply was validly signed.
        signed: bool,
    },
    /// The reply has no signature, so anybody may have written it.
    Unsigned {
        /// What it says.
        said: Said,
    },
    /// The reply's signature is not PayBy's over these bytes.
    BadSignature {
        /// What it says, when it says anything.
        said: Option<Said>,
    },
    /// Not HTTP 200; redirects are not followed.
    HttpStatus {
        /// The status.
        status: u16,
        /// What the body says, when it says anything.
        said: Option<Said>,
    },
    /// The reply is not what PayBy's documents describe.
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
}

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The content breaks one of PayBy's limits.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl Unknown {
    /// What PayBy seems to say, without proof that it is PayBy who says it or that it is final. For a person to
    /// read; nothing may be decided by it.
    pub fn seems_to_say(&self) -> Option<&Said> {
        match self {
            Self::RateLimited { said, .. }
            | Self::Gateway { said, .. }
            | Self::Unsigned { said } => Some(said),
            Self::BadSignature { said } | Self::HttpStatus { said, .. } => said.as_ref(),
            Self::NotSent(_) | Self::Transport { .. } | Self::Unreadable { .. } => None,
        }
    }

    /// Whether it asks to be called less often: code 402, or HTTP's own 429.
    pub fn asks_to_slow_down(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. } | Self::HttpStatus { status: 429, .. }
        )
    }
}

/// Whether a reply was signed by PayBy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// By PayBy's key over exactly these bytes.
    Valid,
    /// There is one, and it is not that.
    Invalid,
    /// There is none.
    Missing,
}

/// The record of a call, without secrets: for the log, the journal and support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// What was asked.
    pub operation: Operation,
    /// The address that was called.
    pub url: String,
    /// The request time that was sent.
    pub request_time: Millis,
    /// The bytes that were sent, the customer's code masked. Empty when nothing was sent.
    pub request_body: String,
    /// The reply's HTTP status; nothing when no reply came.
    pub http_status: Option<u16>,
    /// The reply's signature; nothing when no reply came.
    pub signature: Option<Signature>,
    /// What the reply's head says, whoever wrote it.
    pub said: Option<Said>,
    /// The server's clock by the reply's `Date` header, to the second.
    pub date: Option<Millis>,
    /// The reply's body as text, the customer's code masked, cut at 64 KiB.
    pub reply_body: String,
}
