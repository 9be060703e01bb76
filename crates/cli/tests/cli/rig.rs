//! A till's home, the `fils` processes in it, and the PayBy they talk to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const PARTNER_ID: &str = "200000000888";
const PASSPHRASE: &str = "four simple words here";
/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Keys of both sides, made once.
pub(crate) fn keys() -> &'static Path {
    static KEYS: OnceLock<TempDir> = OnceLock::new();
    let dir = KEYS.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        payby_sandbox::Keys::in_dir(dir.path()).unwrap();
        dir
    });
    dir.path()
}

/// A `fils` process with its environment in hand.
pub(crate) fn fils(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fils"));
    command
        .env("FILS_HOME", home)
        .env("FILS_PASSPHRASE", PASSPHRASE)
        // No keyring answers here, whoever runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a process that has ended left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) lines: Vec<Value>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// The last line of standard output.
    pub(crate) fn last(&self) -> &Value {
        self.lines
            .last()
            .unwrap_or_else(|| panic!("no line: {self:?}"))
    }

    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// Asserts wrong use: exit 1, one sentence, and a line that programs understand.
    #[track_caller]
    pub(crate) fn refused(self, error: &str) -> String {
        let ended = self.exits(1);
        assert_eq!(ended.last()["error"], error, "{ended:?}");
        let message = ended.last()["message"].as_str().unwrap().to_owned();
        assert!(ended.err.contains(&message), "{ended:?}");
        message
    }
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    Ended {
        code: output.status.code(),
        lines: out
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        err: String::from_utf8(output.stderr).unwrap(),
        out,
    }
}

/// A process that is still running, and its lines so far.
pub(crate) struct Running {
    child: Child,
    coming: Receiver<Value>,
    lines: Vec<Value>,
    err: Option<JoinHandle<String>>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (send, coming) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines() {
                let line = line.unwrap();
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if send.send(value).is_err() {
                    return;
                }
            }
        });
        let mut stderr = child.stderr.take().unwrap();
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            child,
            coming,
            lines: Vec::new(),
            err: Some(err),
        }
    }

    /// The first line, from now on, that fits.
    #[track_caller]
    pub(crate) fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            match self
                .coming
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(line) => {
                    self.lines.push(line.clone());
                    if fits(&line) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("the line did not come: {:?}", self.lines)
                }
            }
        }
    }

    /// Waits until the order is in this state, and gives its line.
    #[track_caller]
    pub(crate) fn state(&mut self, state: &str) -> Value {
        self.until(|line| line["state"] == state)
    }

    pub(crate) fn signal(&self, signal: &str) {
        let done = Command::new("kill")
            .args([format!("-{signal}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Waits for the end.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ended {
        let end = Instant::now() + PATIENCE;
        loop {
            match self
                .coming
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(line) => self.lines.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end: {:?}", self.lines),
            }
        }
        let code = self.child.wait().unwrap().code();
        let err = self.err.take().unwrap().join().unwrap();
        Ended {
            code,
            lines: std::mem::take(&mut self.lines),
            out: String::new(),
            err,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A PayBy of its own: `fils sandbox` on a free port.
pub(crate) struct PayBy {
    _running: Running,
    address: String,
    pub(crate) base_url: String,
}

impl PayBy {
    pub(crate) fn start() -> Self {
        let mut command = fils(Path::new("/nonexistent"));
        command.args(["sandbox", "--json", "--keys"]).arg(keys());
        let mut running = Running::start(command);
        let said = running.until(|line| line["base_url"].is_string());
        let base_url = said["base_url"].as_str().unwrap().to_owned();
        let address = said["address"]
            .as_str()
            .unwrap()
            .trim_start_matches("http://")
            .to_owned();
        Self {
            _running: running,
            address,
            base_url,
        }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut line = TcpStream::connect(&self.address).unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        write!(
            line,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut reply = String::new();
        line.read_to_string(&mut reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}: {reply}");
        serde_json::from_str(body).unwrap()
    }

    /// Plays the customer.
    pub(crate) fn customer(&self, order: &str, action: &str) {
        self.call(
            "POST",
            &format!("/control/orders/{order}/{action}"),
            &Value::Null,
        );
    }

    /// A code as a customer's phone shows it.
    pub(crate) fn auth_code(&self) -> String {
        self.call("POST", "/control/auth-codes", &Value::Null)["auth_code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Breaks something.
    pub(crate) fn fault(&self, fault: &Value) {
        self.call("POST", "/control/faults", fault);
    }

    /// Mends everything.
    pub(crate) fn mend(&self) {
        self.call("DELETE", "/control/faults", &Value::Null);
    }

    /// Every call of an operation.
    pub(crate) fn log(&self, operation: &str) -> Vec<Value> {
        let log = self.call("GET", "/control/log", &Value::Null);
        log.as_array()
            .unwrap()
            .iter()
            .filter(|call| call["operation"] == operation)
            .cloned()
            .collect()
    }
}

/// A till that is set up with that PayBy.
pub(crate) struct Till {
    dir: TempDir,
    pub(crate) payby: PayBy,
}

impl Till {
    pub(crate) fn new(settings: &[&str]) -> Self {
        Self::with_key(&keys().join("merchant_private.pem"), settings)
    }

    pub(crate) fn with_key(private_key: &Path, settings: &[&str]) -> Self {
        let till = Self {
            dir: tempfile::tempdir().unwrap(),
            payby: PayBy::start(),
        };
        let base_url = till.payby.base_url.clone();
        run(init(&till.home(), &base_url, private_key, settings)).exits(0);
        till
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = fils(&self.home());
        command.arg("--json").args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        run(self.command(args))
    }

    pub(crate) fn start(&self, args: &[&str]) -> Running {
        Running::start(self.command(args))
    }

    /// A charge whose QR is shown, and its order.
    #[track_caller]
    pub(crate) fn charge(&self, amount: &str) -> (Running, String) {
        let mut charge = self.start(&["charge", amount]);
        let waiting = charge.state("awaiting_payment");
        let order = waiting["order"].as_str().unwrap().to_owned();
        (charge, order)
    }

    /// An order that is paid.
    pub(crate) fn paid(&self, amount: &str) -> String {
        let (charge, order) = self.charge(amount);
        self.payby.customer(&order, "pay");
        charge.end().exits(0);
        order
    }

    /// An order that the cashier cancelled.
    pub(crate) fn cancelled(&self, amount: &str) -> String {
        let (charge, order) = self.charge(amount);
        charge.signal("INT");
        charge.end().exits(2);
        order
    }

    /// One order with its journal.
    pub(crate) fn show(&self, order: &str) -> Value {
        self.run(&["show", order]).exits(0).last().clone()
    }
}

pub(crate) fn init(home: &Path, base_url: &str, private_key: &Path, settings: &[&str]) -> Command {
    let mut command = fils(home);
    command.args([
        "--json",
        "init",
        "--partner-id",
        PARTNER_ID,
        "--base-url",
        base_url,
        "--private-key",
    ]);
    command
        .arg(private_key)
        .arg("--payby-public-key")
        .arg(keys().join("payby_public.pem"));
    for setting in settings {
        command.args(["--set", setting]);
    }
    command
}

/// A fault for every call of every kind until mended.
pub(crate) fn every(kind: &str) -> Value {
    json!({ "kind": kind })
}

/// A fault with a code for every call of one operation.
pub(crate) fn code(operation: &str, code: &str) -> Value {
    json!({ "op": operation, "kind": "code", "code": code })
}
