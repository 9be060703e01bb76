//! `cargo xtask pictures`: every screen in both languages, light and dark, taken from the real window.

use anyhow::Result;

use crate::project::{cargo, go};
use crate::{packages, ui};

/// Builds Fils, drives its window through every screen and saves what it shows under `docs/pictures`.
pub(crate) fn pictures() -> Result<()> {
    packages::need(packages::TEST)?;
    ui::build()?;
    go("build Fils", cargo(&["build", "--workspace", "--bins"]))?;
    go(
        "take the pictures",
        cargo(&["run", "--package", "fils-tests", "--example", "pictures"]),
    )
}
