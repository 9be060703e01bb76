//! `cargo xtask test`: every test there is.

use anyhow::Result;

use crate::project::{cargo, go};
use crate::{packages, ui};

/// Runs the screens' tests, then every Rust test. The window's tests start displays and drivers of their own.
pub(crate) fn test(filter: &[String]) -> Result<()> {
    packages::need(packages::TEST)?;
    ui::build()?;
    if filter.is_empty() {
        go("test the screens", ui::npm(&["run", "test"]))?;
    }
    // The window's and the command line's tests start the real programs, so those are built first: the same features as
    // the tests' own build, or every dependency would be built twice.
    go(
        "build the programs and the tests",
        cargo(&["build", "--workspace", "--all-targets"]),
    )?;
    let mut words = vec!["test", "--workspace", "--no-fail-fast", "--"];
    words.extend(filter.iter().map(String::as_str));
    go("test Fils", cargo(&words))
}
