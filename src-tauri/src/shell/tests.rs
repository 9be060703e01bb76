#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod selling;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use specta_typescript::Typescript;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

use fils_people::{Permission, Role, permission};

use super::*;
use crate::commands::TABLE;
use crate::gate::Class;

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

/// Compares a file that is made from the program with what is committed, or writes it where that was asked for.
fn fresh(file: &str, generated: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("FILS_WRITE_BINDINGS").is_some() {
        std::fs::write(&file, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    assert!(
        committed == generated,
        "{} is stale: run FILS_WRITE_BINDINGS=1 cargo test -p fils-till bindings",
        file.display()
    );
}

#[test]
fn the_committed_bindings_are_fresh() {
    fresh("../ui/src/shared/ipc/bindings.ts", &generated());
}

/// The commands of the customer's window, which the till's window has no use for.
const CUSTOMERS: [&str; 1] = ["display"];

/// What the window may do, as its capability says: its own commands and being told, nothing of Tauri's or a plugin's.
#[test]
fn the_capability_beside_the_bindings_gives_the_window_its_commands_and_nothing_else() {
    let mut permissions = ["core:event:allow-listen", "core:event:allow-unlisten"]
        .map(str::to_owned)
        .to_vec();
    permissions.extend(
        TABLE
            .iter()
            .filter(|(name, _)| !CUSTOMERS.contains(name))
            .map(|(name, _)| format!("allow-{}", name.replace('_', "-"))),
    );
    let capability = json!({
        "identifier": "main",
        "description": "What the till's window may ask of the program, and nothing else: its own commands, and to be told what changed. \
                        Made from the list of commands.",
        "windows": ["main"],
        "local": true,
        "permissions": permissions,
    });
    let text = serde_json::to_string_pretty(&capability).unwrap();
    fresh("capabilities/main.json", &format!("{text}\n"));
}

/// Who may have what carried out: the gate's own answer for every command and everybody who could stand there.
#[test]
fn the_table_of_commands_and_roles_beside_the_bindings_is_what_the_gate_does() {
    fresh("../docs/permissions.md", &permissions());
}

#[test]
fn every_command_in_the_list_is_in_the_bindings() {
    let generated = generated();
    let calls = generated
        .lines()
        .filter(|line| line.contains("__TAURI_INVOKE"))
        .filter(|line| line.contains("=> "))
        .count();
    assert_eq!(calls, TABLE.len());
    let names: BTreeSet<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names.len(),
        TABLE.len(),
        "a command stands twice in the list"
    );
    for name in names {
        assert!(generated.contains(&format!("(\"{name}\"")), "{name}");
    }
}

fn permissions() -> String {
    let mut table = "# Who may do what\n\n\
        Made from the list of the window's commands and the table of roles; `FILS_WRITE_BINDINGS=1 cargo test -p fils-till bindings` \
        writes it anew.\n\n\
        *yes*: at once. *PIN*: when a manager or the owner types a PIN on the spot; both are written down. *no*: not even then. The last \
        column is a till at which nobody is signed in.\n\n\
        | command | action | cashier | manager | owner | nobody |\n|---|---|---|---|---|---|\n".to_owned();
    for (name, class) in TABLE {
        let (action, nobody) = match class {
            Class::Open => (None, "yes"),
            Class::Founding(action) => (Some(action), "until the shop has an owner"),
            Class::Needs(action) => (Some(action), "no"),
        };
        let may = |role| match action.map(|action| permission(role, *action)) {
            None | Some(Permission::Allowed) => "yes",
            Some(Permission::NeedsManager) => "PIN",
            Some(Permission::Never) => "no",
        };
        let [cashier, manager, owner] = Role::ALL.map(may);
        let action = action.map_or("", |action| action.code());
        writeln!(
            table,
            "| {name} | {action} | {cashier} | {manager} | {owner} | {nobody} |"
        )
        .unwrap();
    }
    table
}

#[test]
fn no_command_can_set_a_status() {
    let generated = generated();
    let commands: Vec<&str> = generated
        .lines()
        .filter(|line| line.contains("=> ") && line.contains("__TAURI_INVOKE"))
        .collect();
    assert_eq!(commands.len(), TABLE.len());
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
    customer: WebviewWindow<MockRuntime>,
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
            customer: window("customer"),
            stranger: window("stranger"),
            desk,
            _app: app,
            _home: home,
        }
    }

    /// The same with somebody at it.
    fn manned() -> Self {
        let till = Self::training();
        till.desk.seat("Noor", Role::Owner);
        till
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

/// The deny is the default: asked for by nobody, with nothing filled in, every command that needs somebody says so.
#[test]
fn nobody_is_let_in_but_where_the_list_says_so() {
    let till = Mock::training();
    till.ask("make_owner", owner()).unwrap();
    till.ask("lock", json!({})).unwrap();
    for (name, class) in TABLE {
        let said = match till.ask(name, json!({})) {
            Ok(_) => "done".to_owned(),
            Err(error) => error["code"]
                .as_str()
                .unwrap_or("not understood")
                .to_owned(),
        };
        match class {
            Class::Needs(_) => assert_eq!(said, "signed_out", "{name}"),
            // What is to be set up is read before it is known that the shop has an owner.
            Class::Founding(_) => {
                assert!(
                    ["signed_out", "not understood"].contains(&said.as_str()),
                    "{name}: {said}"
                );
            }
            // `approve` is open, and finds nobody to lend a PIN to; but it was not given one.
            Class::Open => assert!(
                !["signed_out", "internal"].contains(&said.as_str()),
                "{name}: {said}"
            ),
        }
    }
}

/// The customer's window is told what it shows, and not even that anything else exists.
#[test]
fn the_customers_window_has_its_one_command_and_nothing_else() {
    let till = Mock::manned();
    let watch = json!({ "to": "__CHANNEL__:7" });
    ask(&till.customer, "display", watch.clone()).unwrap();
    for (window, allowed) in [(&till.customer, &CUSTOMERS[..]), (&till.stranger, &[])] {
        let names = TABLE.iter().map(|(name, _)| *name);
        let events = ["plugin:event|listen", "plugin:event|emit"];
        for name in names.chain(events).filter(|name| !allowed.contains(name)) {
            let refused = ask(window, name, json!({})).unwrap_err();
            let refused = refused.as_str().unwrap_or_default();
            assert!(refused.contains("not allowed"), "{name}: {refused}");
        }
    }
    // Nor can the till's window take the customer's place.
    let refused = till.ask("display", watch).unwrap_err();
    assert!(refused.as_str().unwrap_or_default().contains("not allowed"));
}

fn owner() -> Value {
    json!({ "name": "Noor", "pin": "182736" })
}

fn person(name: &str, role: &str, pin: &str) -> Value {
    json!({ "form": { "person": null, "name": name, "role": role, "active": true, "pin": pin } })
}

fn code<T: std::fmt::Debug>(answer: Result<T, Value>) -> String {
    answer.unwrap_err()["code"].as_str().unwrap().to_owned()
}

/// The identifier of somebody on the lock screen.
fn named(till: &Mock, name: &str) -> Value {
    let people = till.ask("people", json!({})).unwrap();
    let people = people.as_array().unwrap().iter();
    let mut found = people.filter(|one| one["name"] == name);
    found.next().unwrap()["person"].clone()
}

#[test]
fn the_first_owner_is_made_by_whoever_sets_up_and_nobody_sets_up_after_that() {
    let till = Mock::training();
    let app = till.ask("app_state", json!({})).unwrap();
    assert_eq!(
        (&app["owner_needed"], &app["person"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        code(till.ask("make_owner", json!({ "name": "Noor", "pin": "111111" }))),
        "pin_all_equal"
    );
    let app = till.ask("make_owner", owner()).unwrap();
    assert_eq!(
        (&app["owner_needed"], &app["person"]["name"]),
        (&json!(false), &json!("Noor"))
    );
    assert_eq!(app["idle_lock_s"], 300);
    assert_eq!(
        code(till.ask("make_owner", json!({ "name": "Eve", "pin": "918273" }))),
        "people_exist"
    );

    till.ask("lock", json!({})).unwrap();
    assert_eq!(code(till.ask("setup_training", json!({}))), "signed_out");
    let sign_in = json!({ "person": named(&till, "Noor"), "pin": "182736" });
    till.ask("sign_in", sign_in).unwrap();
    assert_eq!(
        till.ask("setup_training", json!({})).unwrap()["setup"],
        "ready"
    );
}

#[test]
fn a_cashier_refunds_with_a_managers_pin_and_the_order_names_both() {
    let till = Mock::training();
    till.ask("make_owner", owner()).unwrap();
    till.ask("put_person", person("Mona", "manager", "271828"))
        .unwrap();
    till.ask("put_person", person("Ali", "cashier", "314159"))
        .unwrap();
    let (ali, mona) = (named(&till, "Ali"), named(&till, "Mona"));
    assert_eq!(
        code(till.ask("sign_in", json!({ "person": ali, "pin": "271828" }))),
        "pin_wrong"
    );
    let app = till
        .ask("sign_in", json!({ "person": ali, "pin": "314159" }))
        .unwrap();
    assert_eq!(app["person"]["name"], "Ali");
    assert!(
        !app["may"]
            .as_array()
            .unwrap()
            .contains(&json!("see_people"))
    );
    assert_eq!(code(till.ask("people_all", json!({}))), "not_permitted");
    assert_eq!(code(till.ask("setup_training", json!({}))), "not_permitted");

    let charge = json!({ "amountText": "3.50", "description": "Karak" });
    let order = till.ask("charge", charge).unwrap()["order"].clone();
    let number = json!({ "order": order });
    till.until("payments", &json!({}), |payments| {
        payments[0]["state"] == "awaiting_payment"
    });
    // Whoever leaves does not take the payment along.
    till.ask("lock", json!({})).unwrap();
    assert!(till.ask("qr", number.clone()).unwrap().is_object());
    till.ask("sign_in", json!({ "person": ali, "pin": "314159" }))
        .unwrap();
    till.ask("training_customer", json!({ "order": order, "act": "pay" }))
        .unwrap();
    till.until("story", &number, |story| story["order"]["state"] == "paid");

    let refund = json!({ "order": order, "amountText": "1", "reason": "cold" });
    let refused = till.ask("refund", refund.clone()).unwrap_err();
    assert_eq!(
        (&refused["code"], &refused["action"]),
        (&json!("needs_manager"), &json!("refund"))
    );
    let lend = |pin: &str| json!({ "action": "refund", "person": mona, "pin": pin });
    assert_eq!(code(till.ask("approve", lend("271829"))), "pin_wrong");
    till.ask("approve", lend("271828")).unwrap();
    till.ask("refund", refund.clone()).unwrap();
    assert_eq!(code(till.ask("refund", refund)), "needs_manager");
    let story = till.ask("story", number).unwrap();
    let entries = story["entries"].as_array().unwrap();
    let approved = entries
        .iter()
        .find(|entry| entry["kind"] == "approved")
        .unwrap();
    assert_eq!(
        (&approved["by"], &approved["text_params"]["approved_by"]),
        (&json!("Ali"), &json!("Mona"))
    );
    let asked = entries.iter().find(|entry| {
        entry["text_params"]["action"] == "refund" && entry["kind"] == "person_acted"
    });
    assert_eq!(asked.unwrap()["by"], "Ali");
}

#[test]
fn whoever_is_stopped_while_at_the_till_is_signed_out() {
    let till = Mock::training();
    till.ask("make_owner", owner()).unwrap();
    let people = till
        .ask("put_person", person("Mona", "owner", "271828"))
        .unwrap();
    assert_eq!(people.as_array().unwrap().len(), 2);
    let noor = named(&till, "Noor");
    let stop = json!({ "form": { "person": noor, "name": "Noor", "role": "owner", "active": false, "pin": null } });
    till.ask("put_person", stop).unwrap();
    let app = till.ask("app_state", json!({})).unwrap();
    assert_eq!(
        (&app["person"], &app["owner_needed"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(
        till.ask("people", json!({}))
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        code(till.ask("sign_in", json!({ "person": noor, "pin": "182736" }))),
        "person_inactive"
    );
}

#[test]
fn a_payment_goes_from_charge_to_paid_through_the_commands() {
    let till = Mock::manned();
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
    let till = Mock::manned();
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
