//! What has to be on the machine besides Rust and Node, and putting it there.

use anyhow::{Context, Result, bail};

use crate::project::{ask, command, go, root};

/// A system package and the reason Fils needs it.
#[derive(Clone, Copy)]
pub(crate) struct Package {
    /// Debian's and Ubuntu's name for it.
    name: &'static str,
    why: &'static str,
}

const fn package(name: &'static str, why: &'static str) -> Package {
    Package { name, why }
}

/// What building and opening Fils needs.
pub(crate) const BUILD: &[Package] = &[
    package(
        "build-essential",
        "compiles SQLite and the cryptography library",
    ),
    package("pkg-config", "finds the window library"),
    package(
        "libwebkit2gtk-4.1-dev",
        "the web view that Fils' window is made of",
    ),
];

/// What the tests need as well: a display that exists only in memory, and a driver for the window.
pub(crate) const TEST: &[Package] = &[
    BUILD[0],
    BUILD[1],
    BUILD[2],
    package("webkit2gtk-driver", "drives the real window in tests"),
    package(
        "xvfb",
        "a display in memory, for machines and tests without a screen",
    ),
    package(
        "fonts-noto-core",
        "Latin and Arabic letters for that display",
    ),
];

/// Makes sure that Node and every package are there; says what is missing and why, and installs it where apt can.
pub(crate) fn need(packages: &[Package]) -> Result<()> {
    node()?;
    if !cfg!(target_os = "linux") {
        return elsewhere();
    }
    let missing: Vec<&Package> = packages
        .iter()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine:");
    for package in &missing {
        println!("  {:<24} {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if ask(command(&root(), "apt-get", &["--version"])).is_none() {
        bail!(
            "this system has no apt-get: install what these Debian packages hold with your own package manager: {}",
            names.join(" ")
        );
    }
    install(&names)
}

fn installed(package: &Package) -> bool {
    let query = command(
        &root(),
        "dpkg-query",
        &["-W", "-f", "${Status}", package.name],
    );
    ask(query).is_some_and(|status| status == "install ok installed")
}

fn install(names: &[&str]) -> Result<()> {
    // Another apt may be running on a machine that has just started: wait for it.
    const WAIT: [&str; 2] = ["-o", "DPkg::Lock::Timeout=300"];
    let update = [&["apt-get"], &WAIT[..], &["update"]].concat();
    let install = [
        &["apt-get"],
        &WAIT[..],
        &["install", "-y", "--no-install-recommends"],
        names,
    ]
    .concat();
    for (title, words) in [
        ("read the package lists", update),
        ("install what is missing", install),
    ] {
        let mut words = words;
        if !is_root() {
            words.insert(0, "sudo");
        }
        let (program, args) = words.split_first().context("an empty command")?;
        let mut command = command(&root(), program, args);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        go(title, command)?;
    }
    Ok(())
}

fn is_root() -> bool {
    ask(command(&root(), "id", &["-u"])).is_some_and(|id| id == "0")
}

fn node() -> Result<()> {
    const OLDEST: u32 = 20;
    let how = "install Node 20 or newer with npm (nodejs.org, your package manager, or a version manager)";
    let Some(version) = ask(command(&root(), "node", &["--version"])) else {
        bail!("Node is missing; it builds Fils' screens: {how}");
    };
    let major: Option<u32> = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(()),
        Some(_) | None => bail!("Node {version} is too old: {how}"),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "one of two ends of `need`")]
fn elsewhere() -> Result<()> {
    if cfg!(windows) {
        println!(
            "On Windows, Fils needs Microsoft's C++ build tools and WebView2 (part of Windows 11)."
        );
    } else if cfg!(target_os = "macos") {
        println!("On macOS, Fils needs the Xcode command line tools: xcode-select --install");
    }
    Ok(())
}
