//! The store as its users meet it: what it refuses, what survives, what it says when the database is unfit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
mod counter;
mod crash;
mod half_way;
mod journal;
mod opening;
mod reading;
mod rows;
mod rules;
