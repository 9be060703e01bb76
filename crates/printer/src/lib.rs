//! Brings bytes to a receipt printer, over the network, USB or a serial line, and says what is wrong with it.
//!
//! [`send()`] asks the printer how it is, sends, and waits until the printer has taken it. Its [`Outcome`] keeps apart what was
//! printed, what certainly was not, and what may have been in part: only the middle one may be sent again unasked. Printers that
//! answer nothing are taken as they are. [`fake::FakePrinter`] is a printer on this machine, for tests and for training.

mod connection;
mod conversation;
mod devices;
pub mod fake;
mod fault;
mod line;
mod send;
mod status;
mod usb;

pub use connection::{Connection, ConnectionError, DEFAULT_BAUD, DEFAULT_PORT};
pub use devices::{Device, devices};
pub use fault::{Fault, FaultCode, Warning};
pub use send::{Outcome, Patience, send, status};
pub use status::Status;
