//! A till's home directory: configuration, the sealed key, the lock, and the real parts put together.

pub mod config;
mod durable;
pub mod lock;
pub mod paths;
mod settings;
pub mod vault;
