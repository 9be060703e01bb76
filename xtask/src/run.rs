//! `cargo xtask run`: from a fresh machine to an open till.

use std::path::Path;

use anyhow::{Result, bail};

use crate::project::{cargo, command, go, root, target};
use crate::{packages, ui};

/// Installs what is missing, builds, and opens Fils.
pub(crate) fn run(home: Option<&Path>, live: bool, release: bool) -> Result<()> {
    packages::need(packages::BUILD)?;
    ui::build()?;
    // Every program: the features are then those of the tests' build, which need not build the dependencies again.
    let mut build = vec!["build", "--workspace", "--bins"];
    if release {
        build.push("--release");
    }
    go("build Fils", cargo(&build))?;
    let till = target()
        .join(if release { "release" } else { "debug" })
        .join(format!("fils-till{}", std::env::consts::EXE_SUFFIX));
    if !has_display() {
        bail!(
            "Fils is built, but there is no display to open it on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
             Run this command in a desktop session, or show the window to nobody with\n    \
             xvfb-run {} --training",
            till.display()
        );
    }
    let mut open = command(&root(), &till.to_string_lossy(), &[]);
    if !live {
        open.arg("--training");
    }
    if let Some(home) = home {
        open.arg("--home").arg(std::path::absolute(home)?);
    }
    go("open Fils", open)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
