//! The client as its users see it: keys against OpenSSL's vectors, calls against servers on this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod keys;
mod notifications;
mod outcomes;
mod replies;
mod requests;
mod setting;
mod statements;
mod wire;
