//! A PayBy that runs on this machine: for training, demonstrations and tests.
//!
//! [`Sandbox`] is PayBy itself: it takes a request's bytes and the time and gives a reply's bytes. It does no IO and
//! reads no clock, so a simulation can drive it in memory under a clock of its own. [`Server`] puts it on a loopback
//! port, together with the customer's phone (a web page at the QR's address), the control API, the delivery of
//! notifications and a state file.
//!
//! The JSON is written here on its own, from PayBy's public documentation; only the keys come from the `payby` crate.
//! So a client and this PayBy check one another.

mod book;
mod codes;
mod customer;
mod dubai;
mod fault;
mod gateway;
mod keys;
mod log;
mod model;
mod money;
mod notify;
mod ops;
mod past;
mod sandbox;
mod server;
mod settings;
mod state_file;
mod statement;
mod wire;

pub use book::{Change, RecordKind};
pub use customer::{CustomerAction, CustomerError, OrderSnapshot};
pub use fault::{ActiveFault, Fault, FaultKind, Op};
pub use gateway::{ApiReply, ApiRequest, Delivery};
pub use keys::{Keys, KeysError, MERCHANT_PRIVATE, MERCHANT_PUBLIC, PAYBY_PRIVATE, PAYBY_PUBLIC};
pub use log::LogEntry;
pub use model::{NoticeState, OrderStatus, Scene};
pub use money::Fils;
pub use notify::{NoticeView, Outgoing, acknowledges};
pub use past::{Past, PastEnd, PastError, PastOrder, PastRefund, StatementZip};
pub use sandbox::Sandbox;
pub use server::{SandboxConfig, Server, ServerError};
pub use settings::{Settings, Speed, StatementVersion};
pub use state_file::StateError;
