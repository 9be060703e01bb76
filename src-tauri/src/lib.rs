//! The Fils desktop till: a window, and thin commands over the checkout.
//!
//! The window shows at once; the home is opened beside it. Everything the screens may ask is in `commands`, who may ask it in `gate`, everything they are
//! told without asking in `news`; what stands behind both is the `desk`.

mod args;
mod commands;
mod customer;
mod desk;
mod errors;
mod front;
mod gate;
mod instance;
mod news;
mod panics;
mod shell;
mod views;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use fils_home::Home;

use args::Args;
use desk::Desk;

/// Opens the till and returns when it is closed.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let home = match Home::find(args.home) {
        Ok(home) => home,
        Err(error) => return fail(&error.to_string()),
    };
    // Without a log the till works all the same.
    let logs = fils_home::logs::start(&home);
    if let Err(sentence) = &logs {
        eprintln!("{sentence}");
    }
    panics::log_them();
    let desk = Arc::new(Desk::new(home.clone(), args.training));
    match shell::build(&desk, &home) {
        Ok(app) => {
            app.run(shell::on_event(desk));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("The window cannot be opened: {error}")),
    }
}

fn fail(sentence: &str) -> ExitCode {
    tracing::error!("{sentence}");
    eprintln!("{sentence}");
    ExitCode::FAILURE
}
