//! The house's plan, read off the house: which room knows which, who may read the clock, what may be committed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

/// Every room and the rooms it may know.
const ROOMS: [(&str, &[&str]); 21] = [
    ("fils-order", &[]),
    ("payby", &[]),
    ("fils-sale", &["fils-order"]),
    ("fils-catalogue", &["fils-order", "fils-sale"]),
    ("fils-paper", &["fils-order", "fils-sale"]),
    ("fils-people", &["fils-order"]),
    ("fils-printer", &[]),
    ("fils-store", &["fils-order"]),
    ("fils-checkout", &["fils-order"]),
    (
        "fils-counter",
        &["fils-order", "fils-sale", "fils-store", "fils-checkout"],
    ),
    ("payby-sandbox", &["payby"]),
    ("fils-reconcile", &["fils-order"]),
    ("fils-day", &["fils-order", "fils-sale"]),
    ("fils-export", &["fils-order", "fils-paper"]),
    (
        "fils-office",
        &[
            "fils-order",
            "fils-sale",
            "fils-catalogue",
            "fils-store",
            "fils-checkout",
            "fils-counter",
            "fils-day",
            "fils-reconcile",
            "fils-export",
        ],
    ),
    ("fils-home", &LIBRARIES),
    (
        "fils-generate",
        &[
            "fils-order",
            "fils-sale",
            "fils-catalogue",
            "fils-store",
            "fils-checkout",
            "fils-counter",
            "fils-home",
            "payby-sandbox",
        ],
    ),
    ("fils-cli", &PROGRAMS),
    ("fils-till", &PROGRAMS),
    ("fils-tests", &PROGRAMS),
    ("xtask", &[]),
];
const LIBRARIES: [&str; 15] = [
    "fils-order",
    "payby",
    "fils-sale",
    "fils-catalogue",
    "fils-paper",
    "fils-people",
    "fils-printer",
    "fils-store",
    "fils-checkout",
    "fils-counter",
    "fils-reconcile",
    "fils-day",
    "fils-export",
    "fils-office",
    "payby-sandbox",
];
const PROGRAMS: [&str; 17] = [
    "fils-order",
    "payby",
    "fils-sale",
    "fils-catalogue",
    "fils-paper",
    "fils-people",
    "fils-printer",
    "fils-store",
    "fils-checkout",
    "fils-counter",
    "fils-reconcile",
    "fils-day",
    "fils-export",
    "fils-office",
    "payby-sandbox",
    "fils-home",
    "fils-generate",
];

/// What would let a pure room, or the driver, do what is not its work.
const KEPT_OUT: [(&str, &[&str]); 9] = [
    (
        "fils-order",
        &[
            "tokio", "reqwest", "rusqlite", "rand", "axum", "tauri", "tracing",
        ],
    ),
    (
        "fils-checkout",
        &["reqwest", "rusqlite", "axum", "tauri", "rsa", "aws-lc-rs"],
    ),
    ("payby", &["rusqlite", "axum", "tauri"]),
    (
        "fils-sale",
        &[
            "tokio", "reqwest", "rusqlite", "rand", "axum", "tauri", "tracing",
        ],
    ),
    ("fils-catalogue", &["tokio", "reqwest", "axum", "tauri"]),
    (
        "fils-paper",
        &["tokio", "reqwest", "rusqlite", "axum", "tauri"],
    ),
    (
        "fils-people",
        &["tokio", "reqwest", "rusqlite", "axum", "tauri"],
    ),
    ("fils-store", &["tokio", "reqwest", "axum", "tauri"]),
    ("fils-counter", &["reqwest", "rusqlite", "axum", "tauri"]),
];

/// The places that read the computer's clock: one for each program or library that lives in time.
const CLOCKS: [&str; 2] = [
    "crates/checkout/src/clock.rs",
    "crates/sandbox/src/server.rs",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata")
}

/// The files git keeps, relative to the project's folder.
fn tracked() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git");
    assert!(
        listed.status.success(),
        "the checks of the files need a git work tree"
    );
    let names = String::from_utf8(listed.stdout).unwrap();
    names
        .split('\0')
        .filter(|name| !name.is_empty() && root().join(name).is_file())
        .map(str::to_owned)
        .collect()
}

fn with_ending(endings: &[&str]) -> Vec<(String, String)> {
    tracked()
        .into_iter()
        .filter(|name| endings.iter().any(|ending| name.ends_with(ending)))
        .map(|name| {
            let text = std::fs::read_to_string(root().join(&name)).expect("a text file in UTF-8");
            (name, text)
        })
        .collect()
}

/// What breaks a rule, one line each; nothing when it holds.
fn report(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Edges that the plan does not have, among `edges` of (room, the room it knows).
fn wrong_edges(edges: &[(String, String)]) -> Vec<String> {
    let plan: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    edges
        .iter()
        .filter(|(from, to)| {
            !plan
                .get(from.as_str())
                .is_some_and(|may| may.contains(&to.as_str()))
        })
        .map(|(from, to)| format!("{from} → {to}"))
        .collect()
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let metadata = metadata();
    let rooms: BTreeSet<&str> = metadata
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let planned: BTreeSet<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        rooms, planned,
        "a room is missing from the plan, or the plan has one too many"
    );

    let edges: Vec<(String, String)> = metadata
        .packages
        .iter()
        .flat_map(|package| {
            let known = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.path.is_some());
            known.map(|dependency| (package.name.to_string(), dependency.name.clone()))
        })
        .collect();
    assert!(edges.len() > 10, "the edges were not read: {edges:?}");
    report("a room knows one it must not know", &wrong_edges(&edges));
}

#[test]
fn a_wrong_edge_is_found() {
    let edge = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(
        wrong_edges(&[
            edge("payby", "fils-order"),
            edge("fils-store", "fils-order")
        ]),
        ["payby → fils-order"]
    );
    assert_eq!(
        wrong_edges(&[edge("a-new-room", "payby")]),
        ["a-new-room → payby"]
    );
}

#[test]
fn rooms_bring_nothing_that_is_not_their_work() {
    let metadata = metadata();
    let mut broken = Vec::new();
    for (room, kept_out) in KEPT_OUT {
        let package = metadata
            .packages
            .iter()
            .find(|package| package.name == room)
            .expect(room);
        for dependency in &package.dependencies {
            // What a room's own tests use is their business.
            let ships = dependency.kind != cargo_metadata::DependencyKind::Development;
            // The driver is one tokio task; a store that waited on a runtime would not be a store.
            if ships && kept_out.contains(&dependency.name.as_str()) {
                broken.push(format!("{room} uses {}", dependency.name));
            }
        }
    }
    report("a room can do what another room is for", &broken);
}

/// Lines of `text` that read the computer's clock, comments aside.
fn clock_reads(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const READS: [&str; 3] = ["SystemTime::now(", "Utc::now(", "Local::now("];
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.starts_with("//"))
        .filter(|(_, line)| READS.iter().any(|read| line.contains(read)))
        .map(|(index, line)| (index + 1, line))
}

#[test]
fn time_is_read_in_one_place_of_each_program() {
    let ships = |name: &str| {
        (name.starts_with("crates/") && name.contains("/src/"))
            || name.starts_with("src-tauri/src/")
    };
    let mut broken = Vec::new();
    for (name, text) in with_ending(&[".rs"]).iter().filter(|(name, _)| ships(name)) {
        let reads: Vec<(usize, &str)> = clock_reads(text).collect();
        if !CLOCKS.contains(&name.as_str()) {
            broken.extend(
                reads
                    .iter()
                    .map(|(number, line)| format!("{name}:{number}: {line}")),
            );
        } else if reads.len() != 1 {
            broken.push(format!(
                "{name} is a clock and reads the time {} times",
                reads.len()
            ));
        }
    }
    report("time is an argument; ask the program's clock", &broken);
}

#[test]
fn the_screens_talk_to_the_core_through_one_door() {
    let mut broken = Vec::new();
    for (name, text) in with_ending(&[".ts", ".svelte"]) {
        let Some(inside) = name.strip_prefix("ui/src/") else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let from = line.contains(" from ") || line.contains("import(");
            if from && line.contains("@tauri-apps/") && !inside.starts_with("shared/ipc/") {
                broken.push(format!(
                    "{name}:{}: only shared/ipc imports Tauri",
                    number + 1
                ));
            }
            if from && inside.starts_with("shared/") && line.contains("/features/") {
                broken.push(format!("{name}:{}: shared/ imports a feature", number + 1));
            }
            if inside.starts_with("features/") && line.contains("{@html") {
                broken.push(format!(
                    "{name}:{}: text from outside must not become markup",
                    number + 1
                ));
            }
        }
    }
    report("the screens' rooms", &broken);
}

#[test]
fn committed_text_names_no_one_machine() {
    // Written in two halves, or this file would break its own rule.
    let paths = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
        concat!("/home/", "runner"),
        concat!("../sha", "red/"),
    ];
    let text = [
        ".rs", ".md", ".ts", ".svelte", ".css", ".html", ".json", ".toml", ".sql", ".lock", ".svg",
        "run",
    ];
    let broken: Vec<String> = with_ending(&text)
        .iter()
        .flat_map(|(name, text)| {
            let lines = text.lines().enumerate();
            lines
                .filter(|(_, line)| paths.iter().any(|path| names_path(line, path)))
                .map(move |(number, line)| format!("{name}:{}: {}", number + 1, line.trim()))
        })
        .collect();
    report("a path of somebody's machine", &broken);
}

/// Whether `line` names the absolute `path`: an import such as `../../shared/x` in the screens does not count, nor does
/// a path with something before it.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| {
            before.is_alphanumeric() || matches!(before, '.' | '/' | '_' | '-')
        }) && !(path.starts_with("..") && (line.contains(" from ") || line.contains("import")))
    })
}

#[test]
fn locks_name_the_public_registries_only() {
    let mut broken = Vec::new();
    for (name, text) in with_ending(&["Cargo.lock", "package-lock.json"]) {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let public = line.contains("https://registry.npmjs.org/")
                || line.contains("registry+https://github.com/rust-lang/crates.io-index");
            let source = line.starts_with("\"resolved\":") || line.starts_with("source = ");
            if source && !public {
                broken.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    report("a dependency from elsewhere", &broken);
}

#[test]
fn files_stay_readable() {
    const LONGEST: usize = 800;
    let generated = ["ui/src/shared/ipc/bindings.ts"];
    let broken: Vec<String> = with_ending(&[".rs", ".ts", ".svelte"])
        .iter()
        .filter(|(name, _)| !generated.contains(&name.as_str()))
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    report("a file that holds more than one idea", &broken);
}

#[test]
fn the_repository_stays_light() {
    const HEAVIEST: u64 = 768 * 1024;
    let broken: Vec<String> = tracked()
        .into_iter()
        .filter_map(|name| {
            let bytes = std::fs::metadata(root().join(&name)).ok()?.len();
            (bytes > HEAVIEST).then(|| format!("{name}: {bytes} bytes"))
        })
        .collect();
    report("a file that every clone pays for", &broken);
}

#[test]
fn papers_point_at_what_is_there() {
    let mut broken = Vec::new();
    for (name, text) in with_ending(&[".md"]) {
        let folder = root().join(&name).parent().unwrap().to_path_buf();
        for target in links(&text) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !path.contains("://") && !folder.join(path).exists() {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    report("a link that leads nowhere", &broken);
}

/// What the Markdown links and pictures in `text` point at.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next())
        .collect()
}

#[test]
fn links_are_read() {
    assert_eq!(
        links("see [a](b.md) and ![c](d/e.png \"f\")"),
        ["b.md", "d/e.png"]
    );
}

#[test]
fn decisions_are_numbered_without_gaps_and_listed() {
    let folder = root().join("docs/decisions");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("docs/decisions")
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(|first: char| first.is_ascii_digit()))
        .collect();
    names.sort();
    let list = std::fs::read_to_string(folder.join("README.md")).expect("docs/decisions/README.md");
    for (index, name) in names.iter().enumerate() {
        assert!(
            name.starts_with(&format!("{:04}-", index + 1)),
            "a gap before {name}"
        );
        assert!(
            list.contains(name.as_str()),
            "{name} is not in the list of decisions"
        );
    }
    assert!(!names.is_empty());
}
