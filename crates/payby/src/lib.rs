//! A client for the `PayBy` (Botim Money) acquiring gateway.

pub mod keys;
