//! What crosses rooms: the harness that opens the real window and drives it.
//!
//! Linux only, for WebKit's driver and the display in memory are: elsewhere the window is tried by hand.

#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod window;

#[cfg(target_os = "linux")]
pub use window::{OWNER, PATIENCE, PIN, TillHome, Window};
