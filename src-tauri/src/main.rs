//! The Fils desktop till.

// On Windows a program of the console subsystem would open a console window beside the till.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    fils_till::run()
}
