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
        .lines()
        .filter_map(|line| line.split_once("__TAURI_INVOKE"))
        .filter_map(|(_, call)| call.split_once("(\""))
        .map(|(_, rest)| rest.split('"').next().unwrap().replace('_', "-"))
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
        .filter(|line| line.contains("=> ") && line.contains("__TAURI_INVOKE"))
        .collect();
    assert_eq!(commands.len(), 25);
    for command in commands {
        let arguments = command.split("=>").next().unwrap();
        assert!(
            !arguments.contains("StateView") && !arguments.contains("OrderView"),
            "{command}"
        );
    }
}

/// The till without a display: the real commands behind the real capabilities, with training in a home of its own.
struct Mock {
    window: WebviewWindow<MockRuntime>,
    stranger: WebviewWindow<MockRuntime>,
    desk: Arc<Desk>,
    _app: App<MockRuntime>,
    _home: tempfile::TempDir,
}

impl Mock {
    fn training() -> Self {
        let home = tempfile::tempdir().unwrap();
        let desk = Arc::new(Desk::new(Home::at(home.path()), true));
        let app = behind(mock_builder(), &desk)
            .plugin(tauri_plugin_dialog::init())
            .plugin(window_state(&Home::at(home.path())))
            .build(tauri::generate_context!(test = true))
            .unwrap();
        let window = |label| {
            WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default())
                .build()
                .unwrap()
        };
        Self {
            window: window("main"),
            stranger: window("stranger"),
            desk,
            _app: app,
            _home: home,
        }
    }

    fn ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        ask(&self.window, command, arguments)
    }

    /// Asks until the answer fits: the driver goes on by itself.
    fn until(&self, command: &str, arguments: &Value, fits: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.ask(command, arguments.clone()).unwrap();
            if fits(&answer) {
                return answer;
            }
            assert!(start.elapsed() < Duration::from_mins(1), "{answer:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        tauri::async_runtime::block_on(self.desk.shut());
    }
}

fn ask(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let url = if cfg!(windows) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    };
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

#[test]
fn a_payment_goes_from_charge_to_paid_through_the_commands() {
    let till = Mock::training();
    let app = till.ask("app_state", json!({})).unwrap();
    assert_eq!(app["setup"], "ready");
    assert_eq!(app["mode"], "training");
    let entry = till.ask("enter_amount", json!({ "text": "٣٫٥٠" })).unwrap();
    assert_eq!(entry["amount"]["text"], "3.50");

    let charge = json!({ "amountText": "3.50", "description": "Karak" });
    let order = till.ask("charge", charge).unwrap();
    let number = json!({ "order": order["order"] });
    let waiting = till.until("payments", &json!({}), |payments| {
        payments[0]["state"] == "awaiting_payment"
    });
    assert_eq!(waiting[0]["subject"], "Karak");
    let qr = till.ask("qr", number.clone()).unwrap();
    assert!(qr["path"].as_str().unwrap().starts_with('M'));

    let pay = json!({ "order": order["order"], "act": "pay" });
    till.ask("training_customer", pay).unwrap();
    let story = till.until("story", &number, |story| story["order"]["state"] == "paid");
    assert_eq!(story["order"]["amount"]["fils"], 350);
}

#[test]
fn errors_carry_a_code_and_a_sentence() {
    let till = Mock::training();
    let charge = json!({ "amountText": "-1", "description": null });
    let error = till.ask("charge", charge).unwrap_err();
    assert_eq!(error["code"], "amount_negative");
    assert!(error["message"].as_str().unwrap().ends_with('.'));
    let decide = json!({ "order": "T1-NONE", "decision": "keep", "reason": "because" });
    let error = till.ask("decide", decide).unwrap_err();
    assert_eq!(error["code"], "no_such_order");
}

#[test]
fn only_the_tills_own_window_may_ask_and_only_for_its_commands() {
    let till = Mock::training();
    let refused = ask(&till.stranger, "app_state", json!({})).unwrap_err();
    assert!(
        refused.as_str().unwrap().contains("not allowed"),
        "{refused}"
    );
    for command in [
        "plugin:dialog|open",
        "plugin:window-state|save_window_state",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:path|resolve_directory",
    ] {
        let refused = till.ask(command, json!({})).unwrap_err();
        let refused = refused.as_str().unwrap();
        assert!(
            refused.contains("not allowed") || refused.contains("not found"),
            "{command}: {refused}"
        );
    }
}
