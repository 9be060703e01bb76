//! Before the window is built: something to show must be there, and the list of what it may ask for.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

/// What the window may ask of the program. Each gets a permission `allow-…`, which `capabilities/main.json` gives to a window.
macro_rules! commands {
    ($($module:ident::$name:ident: $class:ident $(($action:ident))?,)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name),)*];
    };
}

include!("src/commands/table.rs");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    screens(Path::new("../ui/dist"))?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes)?;
    Ok(())
}

/// The program embeds the built screens. Where they have not been built (lints, tests of the core), a placeholder stands
/// for them, older than any source, so that whoever builds the screens sees that they are due.
fn screens(built: &Path) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", built.display());
    let page = built.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(built)?;
    let mut file = File::create(&page)?;
    file.write_all(b"<!doctype html><title>Fils</title><p>The screens are not built: run `cargo xtask run`.</p>\n")?;
    file.set_modified(SystemTime::UNIX_EPOCH)
}
