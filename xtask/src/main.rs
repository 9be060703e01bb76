//! `cargo xtask …`: everything a developer, a packager or a build machine does with Fils.

mod bench;
mod bundle;
mod lint;
mod packages;
mod pictures;
mod project;
mod run;
mod test;
mod ui;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, runs, checks and packs Fils.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build, and open Fils in training mode
    Run {
        /// Where the till keeps its data; the platform's data directory without it
        #[arg(long)]
        home: Option<PathBuf>,
        /// Open it as a shop would, without forcing training mode
        #[arg(long)]
        live: bool,
        /// Build with optimisation, as it is shipped
        #[arg(long)]
        release: bool,
    },
    /// Run every test, the window's included
    Test {
        /// Handed to the test programs, say a part of a test's name
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Run every check that is not a test: format, clippy, licences, the UI's linter, stale bindings
    Lint,
    /// Make installable .deb and .rpm packages
    Bundle,
    /// Measure Fils against the sandbox and print what it takes
    Bench {
        /// Leave the window out: no display is needed
        #[arg(long)]
        no_window: bool,
    },
    /// Drive the real window through its screens and save them under docs/pictures
    Pictures,
    /// Install what building and testing need, and do nothing else
    Prepare,
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::Run {
            home,
            live,
            release,
        } => run::run(home.as_deref(), live, release),
        Task::Test { filter } => test::test(&filter),
        Task::Lint => lint::lint(),
        Task::Bundle => bundle::bundle(),
        Task::Bench { no_window } => bench::bench(!no_window),
        Task::Pictures => pictures::pictures(),
        Task::Prepare => {
            packages::need(packages::TEST)?;
            ui::modules()
        }
    }
}
