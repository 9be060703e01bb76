//! What a comparison finds, and what it never invents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod edges;
mod month;
mod rules;
mod sides;
