//! `fils`: the checkout without a window, for scripts, kiosks, support and tests.
//!
//! Results go to standard output, one line each; sentences for people, warnings and errors go to standard error; the log goes to
//! the home. Exit codes: 0 done and proved, 1 wrong use or set-up, 2 not done and proved, 3 needs a person or not proved.

mod args;
mod commands;
mod exit;
mod output;
mod passphrase;
mod sentences;
mod stop;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use args::Args;
use exit::{Exit, Failure};
use output::Output;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return not_understood(&error).into(),
    };
    let mut out = Output::new(args.global.json);
    let ended = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(commands::run(args, &mut out)),
        Err(error) => Err(Failure::wrong(
            "runtime",
            format!(
                "The computer gives Fils no threads ({error}): close other programs, then try again."
            ),
        )),
    };
    let exit = ended.unwrap_or_else(|failure| {
        out.failure(&failure);
        failure.exit
    });
    exit.into()
}

/// What the parser says: help and version are answers, everything else is wrong use.
fn not_understood(error: &clap::Error) -> Exit {
    let json = std::env::args_os()
        .skip(1)
        .take_while(|arg| arg != "--")
        .any(|arg| arg == "--json");
    let mut out = Output::new(json && error.use_stderr());
    if error.use_stderr() {
        out.usage(&error.render().to_string());
        Exit::Wrong
    } else {
        out.line(error.render().to_string().trim_end());
        Exit::Done
    }
}
