//! The client as its users see it: keys against OpenSSL's vectors, calls against a server on this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod keys;
