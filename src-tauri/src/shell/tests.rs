#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use specta_typescript::Typescript;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

use super::*;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/shared/ipc/bindings.ts")
}

/// The window's types as they are generated now.
fn generated() -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bindings.ts");
    let header = "// Generated from the program's commands and events. To write it anew: \
                  FILS_WRITE_BINDINGS=1 cargo test -p fils-till bindings\n";
    interface::<MockRuntime>()
        .export(Typescript::default().header(header), &file)
        .unwrap();
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn the_committed_bindings_are_fresh() {
    let (file, generated) = (committed(), generated());
    if std::env::var_os("FILS_WRITE_BINDINGS").is_some() {
        std::fs::write(&file, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    assert!(
        committed == generated,
        "{} is stale: run FILS_WRITE_BINDINGS=1 cargo test -p fils-till bindings",
        file.display()
    );
}

/// What the window may do, as its capability says: its own commands and being told, nothing of Tauri's or a plugin's.
#[test]
fn the_window_may_call_its_commands_and_nothing_else() {
    let text = include_str!("../../capabilities/main.json");
    let capability: Value = serde_json::from_str(text).unwrap();
    assert_eq!(capability["windows"], json!(["main"]));
    let granted: BTreeSet<String> =
        serde_json::from_value(capability["permissions"].clone()).unwrap();
    let mut needed: BTreeSet<String> = generated()
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace('_', "-"))
        .map(|command| format!("allow-{command}"))
        .collect();
    assert_eq!(needed.len(), 25);
    needed.extend(["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned));
    assert_eq!(granted, needed);
}

#[test]
fn no_command_can_set_a_status() {
    let generated = generated();
    let commands: Vec<&str> = generated
        .lines()
        .filter(|line| line.contains("__TAURI_INVOKE("))
        .collect();
    assert!(!commands.is_empty());
    for command in commands {
        let arguments = command.split("=>").next().unwrap();
        assert!(
            !arguments.contains("StateView") && !arguments.contains("OrderView"),
            "{command}"
        );
    }
}
