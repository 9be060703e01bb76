//! How orders and refunds behave, told as events and what follows from them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm
)]

#[path = "behaviour/acceptance.rs"]
mod acceptance;
#[path = "behaviour/claims.rs"]
mod claims;
#[path = "behaviour/clock_and_restart.rs"]
mod clock_and_restart;
#[path = "behaviour/closing.rs"]
mod closing;
#[path = "behaviour/kit.rs"]
mod kit;
#[path = "behaviour/late.rs"]
mod late;
#[path = "behaviour/refunds.rs"]
mod refunds;
#[path = "behaviour/simulation.rs"]
mod simulation;
#[path = "behaviour/specimens.rs"]
mod specimens;
#[path = "behaviour/table.rs"]
mod table;
#[path = "behaviour/world.rs"]
mod world;
