//! `cargo xtask pictures`: the README's pictures, taken from the real window.

use anyhow::Result;

use crate::project::{cargo, go};
use crate::{packages, ui};

/// Builds Fils, drives its window through every screen and saves what it shows.
pub(crate) fn pictures() -> Result<()> {
    packages::need(packages::TEST)?;
    ui::build()?;
    go("build Fils", cargo(&["build", "--package", "fils-till"]))?;
    go(
        "take the pictures",
        cargo(&["run", "--package", "fils-tests", "--example", "pictures"]),
    )
}
