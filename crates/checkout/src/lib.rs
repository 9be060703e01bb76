//! The driver of payments. It owns time, IO and the order of events; [`fils_order::step`] owns every decision.
//!
//! One task handles one event at a time: read the row, decide, write the new state with its journal entries in one
//! transaction, and only then run the calls and tell the screens. Screens and commands hold a [`Checkout`], which sends
//! wishes and reads views; nothing they do can set a status.

mod clock;
mod driver;
mod handle;
mod ports;
pub mod qr;
pub mod view;

pub use clock::SystemClock;
pub use driver::{Driver, Settings};
pub use handle::{
    Change, ChargeRequest, Checkout, CheckoutError, CustomerCode, CustomerCodeError, Person,
    TakenUp,
};
pub use ports::{
    Call, Changes, Clock, Exchange, Gateway, JournalEntry, JournalKind, Ledger, LedgerError,
    NotificationPayload, Notified, NotifiedOutcome, OrderWrite, Randomness, RefundWrite, Rejected,
    Signature, Stored, SystemRandom,
};
