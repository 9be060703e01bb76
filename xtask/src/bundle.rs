//! `cargo xtask bundle`: packages a shop can install.

use anyhow::{Context, Result, bail};

use crate::project::{cargo, command, go, root, target};
use crate::{packages, ui};

/// Makes a .deb and an .rpm, and says where they are.
pub(crate) fn bundle() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "on this system run `npx tauri build` in ui/: the .deb and .rpm packages are made on Linux"
        );
    }
    packages::need(packages::BUILD)?;
    ui::build()?;
    // The packages bring the command line along.
    go(
        "build the command line",
        cargo(&["build", "--release", "--package", "fils-cli"]),
    )?;
    // The Tauri command line is one of the screens' modules and brings its own program.
    let tauri = root().join("ui/node_modules/.bin/tauri");
    let words = ["build", "--bundles", "deb,rpm"];
    go(
        "bundle Fils",
        command(&root().join("src-tauri"), &tauri.to_string_lossy(), &words),
    )?;
    let folder = target().join("release/bundle");
    for kind in ["deb", "rpm"] {
        for entry in
            std::fs::read_dir(folder.join(kind)).with_context(|| format!("no .{kind} was made"))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == kind) {
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}
