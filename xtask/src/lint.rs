//! `cargo xtask lint`: every check that is not a test.

use anyhow::{Result, bail};

use crate::project::{ask, cargo, command, go, root};
use crate::{packages, ui};

/// The cargo-deny that reads `deny.toml`.
const CARGO_DENY: &str = "0.20.2";

/// A check's name and what carries it out.
type Check = (&'static str, fn() -> Result<()>);

/// Runs every check to its end, then fails if one of them failed: one run shows everything there is to mend.
pub(crate) fn lint() -> Result<()> {
    packages::need(packages::BUILD)?;
    ui::modules()?;
    let checks: [Check; 8] = [
        ("format", format),
        ("clippy", clippy),
        ("papers", papers),
        ("licences, bans and sources", licences),
        ("advisories", advisories),
        ("the screens' types", types),
        ("the screens' style", style),
        ("stale bindings", bindings),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        if let Err(error) = check() {
            eprintln!("── {name}: {error:#}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("\nEvery check holds.");
        return Ok(());
    }
    bail!("these checks do not hold: {}", failed.join(", "))
}

fn format() -> Result<()> {
    go("format", cargo(&["fmt", "--all", "--", "--check"]))
}

fn clippy() -> Result<()> {
    // The window's program embeds the screens: without them its build has nothing to embed.
    ui::build()?;
    go(
        "clippy",
        cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    )
}

/// The documentation of the rooms: every link in it leads somewhere.
fn papers() -> Result<()> {
    let mut doc = cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    go("papers", doc)
}

fn licences() -> Result<()> {
    cargo_deny()?;
    let words = [
        "deny",
        "--all-features",
        "check",
        "licenses",
        "bans",
        "sources",
    ];
    go("licences, bans and sources", cargo(&words))
}

/// Advisories live in a database that not every machine can reach: not reaching it is said, not failed.
fn advisories() -> Result<()> {
    cargo_deny()?;
    if ask(cargo(&["deny", "fetch", "db"])).is_none() {
        println!(
            "\n── advisories: their database cannot be reached from this machine; not checked"
        );
        return Ok(());
    }
    go("advisories", cargo(&["deny", "check", "advisories"]))
}

fn cargo_deny() -> Result<()> {
    if ask(cargo(&["deny", "--version"])).is_some() {
        return Ok(());
    }
    println!("cargo-deny is missing; it checks what Fils is built from.");
    let mut install = cargo(&["install", "--locked", "cargo-deny", "--version", CARGO_DENY]);
    // It runs for seconds and is built once: a quick build beats a quick program.
    install
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    go("install cargo-deny", install)
}

fn types() -> Result<()> {
    go("the screens' types", ui::npm(&["run", "check"]))
}

fn style() -> Result<()> {
    go("the screens' style", ui::npm(&["run", "lint"]))
}

/// Makes the types that cross to the screens anew, and fails when the committed file says something else.
fn bindings() -> Result<()> {
    const FILE: &str = "ui/src/shared/ipc/bindings.ts";
    let committed = std::fs::read(root().join(FILE))?;
    // The whole workspace, or its dependencies would be built once more with the features of one package.
    go(
        "make the bindings",
        cargo(&["test", "--workspace", "--lib", "bindings"]),
    )?;
    if std::fs::read(root().join(FILE))? == committed {
        return Ok(());
    }
    go(
        "what changed",
        command(&root(), "git", &["--no-pager", "diff", "--", FILE]),
    )?;
    bail!("{FILE} was stale; it has been made anew: commit it")
}
