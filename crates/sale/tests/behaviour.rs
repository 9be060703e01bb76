//! How sales add up, are paid, come back and are told on paper.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm
)]

#[path = "behaviour/barcodes.rs"]
mod barcodes;
#[path = "behaviour/baskets.rs"]
mod baskets;
#[path = "behaviour/kit.rs"]
mod kit;
#[path = "behaviour/receipts.rs"]
mod receipts;
#[path = "behaviour/returned.rs"]
mod returned;
#[path = "behaviour/tenders.rs"]
mod tenders;
#[path = "behaviour/totals.rs"]
mod totals;
