//! Jobs on their way to printers in every mood: what was printed, what was not, and what nobody can know.
#![allow(clippy::unwrap_used)]

mod kit;
mod network;
#[cfg(target_os = "linux")]
mod serial;
