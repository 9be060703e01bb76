//! The project's folder, and running programs in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The folder cargo builds into: `CARGO_TARGET_DIR` where it is set.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// `program` with `args`, to be run in `folder`.
pub(crate) fn command(folder: &Path, program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(args);
    command
}

/// The cargo that runs this program, with `args`, in the workspace.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&root(), &cargo, args)
}

/// Runs `command` to its end with its output shown, and fails when it failed. Says what it runs and how long it took.
pub(crate) fn go(title: &str, mut command: Command) -> Result<()> {
    println!("\n── {title}: {}", shown(&command));
    let start = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("could not start `{}`", shown(&command)))?;
    let seconds = start.elapsed().as_secs_f32();
    if !status.success() {
        bail!(
            "{title} failed after {seconds:.1} s ({status}): {}",
            shown(&command)
        );
    }
    println!("── {title}: done in {seconds:.1} s");
    Ok(())
}

/// Runs `command` quietly and gives what it printed, or `None` when it is missing or failed.
pub(crate) fn ask(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
