//! `cargo xtask bench`: what Fils takes, measured on this machine as it is shipped.

use anyhow::Result;

use crate::project::{cargo, go};
use crate::{packages, ui};

/// Builds with optimisation, then measures the core against the sandbox and, with `window`, the program's start and
/// memory on a display of its own.
pub(crate) fn bench(window: bool) -> Result<()> {
    packages::need(if window {
        packages::TEST
    } else {
        packages::BUILD
    })?;
    if window {
        ui::build()?;
        go(
            "build Fils",
            cargo(&["build", "--release", "--package", "fils-till"]),
        )?;
    }
    let mut measure = cargo(&[
        "run",
        "--release",
        "--package",
        "fils-tests",
        "--example",
        "bench",
    ]);
    if !window {
        measure.args(["--", "--no-window"]);
    }
    go("measure", measure)
}
