//! PayBy's behaviour as its documentation gives it, in memory under a clock of the test's own and over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value
)]

mod faults;
mod merchant;
mod notifications;
mod operations;
mod over_http;
mod refunds;
mod statement;
