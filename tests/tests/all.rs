//! What crosses rooms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod acceptance;
mod architecture;
mod counter;
mod hidden;
mod notifications;
mod restart;
mod scenarios;
mod simulation;
#[cfg(target_os = "linux")]
mod window;
