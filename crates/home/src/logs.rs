//! The program's own log, for support: files in the home, one a day, kept two weeks. No secret is ever given to it.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

use crate::paths::Home;

/// Days of log that are kept.
const KEPT: usize = 14;

/// Writes the log until dropped, and then what is still to be written.
#[derive(Debug)]
pub struct Logs(#[expect(dead_code, reason = "held for its drop")] WorkerGuard);

/// Starts the log below `home`. `FILS_LOG` sets the level, in `tracing`'s syntax; `info` without it.
///
/// # Errors
/// A sentence, when the log cannot be written; the till works without.
pub fn start(home: &Home) -> Result<Logs, String> {
    home.make().map_err(|error| error.to_string())?;
    // The appender complains aloud when its folder is not there yet.
    std::fs::create_dir_all(home.logs()).map_err(|why| not_written(&why))?;
    let appender = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("fils")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(home.logs())
        .map_err(|error| not_written(&error))?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let filter = EnvFilter::try_from_env("FILS_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(false)
        .try_init()
        .map_err(|error| format!("The log is started already ({error})."))?;
    Ok(Logs(guard))
}

fn not_written(why: &dyn std::fmt::Display) -> String {
    format!("The log cannot be written ({why}): check the home's permissions and the disk.")
}
