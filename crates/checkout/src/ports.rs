//! What the driver needs from the world, as traits that it owns.

use std::future::Future;

use fils_order::{
    Answer, Claim, Order, OrderNumber, Refund, RefundClaim, RefundNumber, SaleId, Span, UtcMs,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::CustomerCode;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, on the till's clock.
    fn now(&self) -> UtcMs;
}

/// Gives random bits for numbers.
pub trait Randomness: Send + 'static {
    /// 64 unpredictable bits.
    fn bits(&mut self) -> u64;
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Randomness for SystemRandom {
    fn bits(&mut self) -> u64 {
        rand::random()
    }
}

/// Whether a reply's signature is PayBy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Yes.
    Valid,
    /// There is one, and it is not.
    Invalid,
    /// There is none, or no reply.
    Missing,
}

/// A call as the journal keeps it; secrets are left out by the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The operation, in PayBy's words.
    pub op: String,
    /// `accepted`, `refused` or `unknown`.
    pub outcome: String,
    /// PayBy's code, where there is one.
    pub code: Option<String>,
    /// PayBy's message, or what went wrong on the way.
    pub message: Option<String>,
    /// The status that the reply gives the order.
    pub status: Option<String>,
    /// The HTTP status.
    pub http_status: Option<u16>,
    /// PayBy's trace code, which its support asks for.
    pub trace_code: Option<String>,
    /// Whether the reply's signature was PayBy's.
    pub signature: Signature,
    /// PayBy's clock, from the reply's `Date` header.
    pub payby_clock: Option<UtcMs>,
    /// The reply says that the request's time is too far from PayBy's clock.
    pub request_time_refused: bool,
    /// The request's body.
    pub request: String,
    /// The reply's body.
    pub reply: String,
}

/// An answered call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<T> {
    /// What it is worth.
    pub answer: Answer<T>,
    /// What was said.
    pub exchange: Exchange,
}

/// PayBy, as the driver needs it. `at` is the request time on PayBy's clock.
///
/// Every call ends by itself within its time-out, and says nothing that a valid signature does not back.
pub trait Gateway: Send + Sync + 'static {
    /// The content of a create as it will be sent, byte for byte, every time. `expires_at` is on PayBy's clock. A customer's code
    /// is not in it.
    fn order_content(&self, order: &Order, expires_at: UtcMs) -> String;
    /// The content of a refund, likewise.
    fn refund_content(&self, refund: &Refund) -> String;
    /// Places an order; the answer carries the QR's text while it can be paid.
    fn create(
        &self,
        content: String,
        code: Option<CustomerCode>,
        at: UtcMs,
    ) -> impl Future<Output = Call<(Claim, Option<String>)>> + Send;
    /// Asks for an order's status.
    fn query(&self, number: OrderNumber, at: UtcMs) -> impl Future<Output = Call<Claim>> + Send;
    /// Asks whether a QR was scanned: the masked phone number once it was.
    fn ask_scanned(
        &self,
        token_url: String,
        at: UtcMs,
    ) -> impl Future<Output = Call<Option<String>>> + Send;
    /// Cancels an order.
    fn cancel(&self, number: OrderNumber, at: UtcMs) -> impl Future<Output = Call<Claim>> + Send;
    /// Takes a payment back.
    fn revoke(&self, number: OrderNumber, at: UtcMs) -> impl Future<Output = Call<Claim>> + Send;
    /// Places a refund.
    fn place_refund(
        &self,
        content: String,
        at: UtcMs,
    ) -> impl Future<Output = Call<RefundClaim>> + Send;
    /// Asks for a refund's status.
    fn query_refund(
        &self,
        number: RefundNumber,
        at: UtcMs,
    ) -> impl Future<Output = Call<RefundClaim>> + Send;
}

/// A row, with the version that a change of it must name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The row.
    pub item: T,
    /// Its version.
    pub version: i64,
    /// The frozen content of its create.
    pub content: String,
    /// Who began it.
    pub by: String,
    /// The business day it belongs to, `YYYY-MM-DD`, decided when it began.
    pub day: String,
}

/// An order to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderWrite {
    /// As it is now.
    pub order: Order,
    /// The frozen content of its create.
    pub content: String,
    /// When the driver comes back to it.
    pub wake_at: Option<UtcMs>,
    /// Who began it.
    pub by: String,
    /// The business day it belongs to.
    pub day: String,
    /// The version it was read at; `None` for a new one.
    pub expected: Option<i64>,
}

/// A refund to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundWrite {
    /// As it is now.
    pub refund: Refund,
    /// The frozen content of its placement.
    pub content: String,
    /// When the driver comes back to it.
    pub wake_at: Option<UtcMs>,
    /// Who began it.
    pub by: String,
    /// The business day it belongs to.
    pub day: String,
    /// The version it was read at; `None` for a new one.
    pub expected: Option<i64>,
}

/// What a journal entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// An order or a refund came to be.
    Created,
    /// A call is about to go out.
    CallStarted,
    /// A call was answered, or not.
    CallAnswered,
    /// The state changed.
    StateChanged,
    /// Somebody did something.
    PersonActed,
    /// A person was told that something is odd.
    AlertRaised,
    /// It is not odd any more.
    AlertCleared,
    /// A notification came.
    Notification,
    /// A notification came that proves nothing: forged, foreign, or unreadable.
    NotificationRejected,
    /// PayBy's clock was measured.
    ClockMeasured,
    /// The till started and took it up again.
    Resumed,
}

impl JournalKind {
    /// The kind as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::CallStarted => "call_started",
            Self::CallAnswered => "call_answered",
            Self::StateChanged => "state_changed",
            Self::PersonActed => "person_acted",
            Self::AlertRaised => "alert_raised",
            Self::AlertCleared => "alert_cleared",
            Self::Notification => "notification",
            Self::NotificationRejected => "notification_rejected",
            Self::ClockMeasured => "clock_measured",
            Self::Resumed => "resumed",
        }
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// When.
    pub at: UtcMs,
    /// About which order.
    pub order: Option<OrderNumber>,
    /// About which refund.
    pub refund: Option<RefundNumber>,
    /// What kind of thing happened.
    pub kind: JournalKind,
    /// Who did it: a person, `till` or `payby`.
    pub by: String,
    /// What happened, as flat JSON of texts.
    pub data: serde_json::Value,
}

/// What one event changes, written whole or not at all.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// A sale that begins.
    pub new_sale: Option<(SaleId, UtcMs)>,
    /// An order.
    pub order: Option<OrderWrite>,
    /// A refund.
    pub refund: Option<RefundWrite>,
    /// Journal entries, in order.
    pub journal: Vec<JournalEntry>,
    /// A newly measured offset of PayBy's clock from the till's.
    pub clock_offset: Option<Span>,
    /// A notification's id, which must be new.
    pub notification: Option<(String, UtcMs)>,
}

/// Why the ledger could not be read or written. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The disk, the file, or its permissions.
    #[error("{0}")]
    Storage(String),
    /// The row is not what it was when it was read.
    #[error("the record was changed by something else; nothing was written")]
    Stale,
    /// The sale has an order that is not proved closed.
    #[error("the sale already has an open payment; wait until it is closed")]
    SaleHeld,
}

/// The till's books.
pub trait Ledger: Send + 'static {
    /// Writes all changes durably, or none.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing was written.
    fn commit(&mut self, changes: Changes) -> Result<(), LedgerError>;
    /// Reads an order.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn order(&self, number: &OrderNumber) -> Result<Option<Stored<Order>>, LedgerError>;
    /// Reads a refund.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn refund(&self, number: &RefundNumber) -> Result<Option<Stored<Refund>>, LedgerError>;
    /// All refunds of an order, oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn refunds_of(&self, number: &OrderNumber) -> Result<Vec<Stored<Refund>>, LedgerError>;
    /// Every order that is unfinished, watched, or waits for a person.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn orders_to_resume(&self) -> Result<Vec<Stored<Order>>, LedgerError>;
    /// Every refund that is not final.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn refunds_to_resume(&self) -> Result<Vec<Stored<Refund>>, LedgerError>;
    /// The last measured offset of PayBy's clock from the till's.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn clock_offset(&self) -> Result<Span, LedgerError>;
    /// Whether a notification was seen before.
    ///
    /// # Errors
    /// [`LedgerError::Storage`].
    fn notification_seen(&self, id: &str) -> Result<bool, LedgerError>;
}

/// What a notification with a valid signature speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotificationPayload {
    /// A payment.
    Order(Claim),
    /// A refund.
    Refund(RefundClaim),
    /// Something that a till does not handle, such as a transfer.
    Other,
}

/// A notification whose signature is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// PayBy's id of it; the same one can come again.
    pub id: String,
    /// What it speaks of.
    pub payload: NotificationPayload,
    /// The body as it came.
    pub raw: String,
}

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotifiedOutcome {
    /// It was taken in.
    Taken,
    /// It was seen before.
    Repeated,
    /// It speaks of something that is not this till's.
    Foreign,
}

/// A notification that proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Why, as a code: `bad_signature`, `unreadable`, `too_large`.
    pub reason: String,
    /// The beginning of its body.
    pub raw: String,
}
