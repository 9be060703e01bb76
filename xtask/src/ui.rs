//! The screens: their npm modules, their build, their checks.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::project::{command, go, root};

/// What the built screens are made from, under `ui/`.
const SOURCES: [&str; 6] = [
    "src",
    "public",
    "index.html",
    "package-lock.json",
    "vite.config.ts",
    "svelte.config.js",
];

fn folder() -> PathBuf {
    root().join("ui")
}

/// npm, named as the platform names it.
pub(crate) fn npm(args: &[&str]) -> Command {
    command(
        &folder(),
        if cfg!(windows) { "npm.cmd" } else { "npm" },
        args,
    )
}

/// Installs the npm modules when they are missing or older than the lock file.
pub(crate) fn modules() -> Result<()> {
    let lock = changed(&folder().join("package-lock.json"))?;
    let installed = changed(&folder().join("node_modules/.package-lock.json"))?;
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    go(
        "install the screens' modules",
        npm(&["ci", "--no-audit", "--no-fund"]),
    )
}

/// Builds the screens when a source is newer than what was built last.
pub(crate) fn build() -> Result<()> {
    modules()?;
    let built = changed(&folder().join("dist/index.html"))?;
    let mut newest = None;
    for source in SOURCES {
        newest = newest.max(changed(&folder().join(source))?);
    }
    if built.is_some() && built >= newest {
        return Ok(());
    }
    go("build the screens", npm(&["run", "build"]))
}

/// When a file, or the newest file in a folder, was last changed; `None` when it isn't there.
fn changed(path: &Path) -> Result<Option<SystemTime>> {
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("could not look at {}", path.display()));
        }
    };
    if !about.is_dir() {
        return Ok(Some(about.modified()?));
    }
    let mut newest = None;
    for entry in std::fs::read_dir(path)? {
        newest = newest.max(changed(&entry?.path())?);
    }
    Ok(newest)
}
