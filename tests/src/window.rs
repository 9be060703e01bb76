//! The real program in its real window, touched and read the way a person does.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Driver, Screen};

/// How long a person is taken to wait for something that should be there at once, on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Who owns the tills of tests and pictures, and how they sign in.
pub const OWNER: &str = "Noor";
/// The owner's PIN.
pub const PIN: &str = "246810";
/// How long a window may take to open.
const OPENING: Duration = Duration::from_secs(90);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// The folder one till lives in. It outlives the window, so that a till can be closed, or killed, and opened again.
pub struct TillHome {
    folder: TempDir,
}

impl TillHome {
    /// A folder that nobody has used.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("fils-till-").tempdir()?;
        for name in ["home", "data", "config", "cache", "runtime"] {
            std::fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self { folder })
    }

    /// What `--home` is given.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Runs the built `fils` on this till and gives the last thing it says.
    ///
    /// # Errors
    /// When the program has not been built, or does not do what it was asked.
    pub fn fils(&self, words: &[&str]) -> Result<Value> {
        let said = std::process::Command::new(built("fils")?)
            .arg("--home")
            .arg(self.home())
            .arg("--json")
            .args(words)
            .output()?;
        let lines = String::from_utf8_lossy(&said.stdout).into_owned();
        if !said.status.success() {
            let why = String::from_utf8_lossy(&said.stderr).into_owned();
            bail!("`fils {}` fails:\n{lines}{why}", words.join(" "));
        }
        let last = lines.lines().last().unwrap_or("null");
        serde_json::from_str(last).with_context(|| format!("not JSON: {last}"))
    }

    fn environment(&self, screen: &Screen) -> [(&'static str, String); 6] {
        let folder = |name: &str| self.folder.path().join(name).to_string_lossy().into_owned();
        [
            ("DISPLAY", screen.display()),
            ("GDK_BACKEND", "x11".to_owned()),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_CACHE_HOME", folder("cache")),
            // No session bus here: neither a keyring nor a running till of the developer's can be found.
            ("XDG_RUNTIME_DIR", folder("runtime")),
        ]
    }
}

/// An open till. Dropping it ends the program at once, as a power cut would; [`Window::close`] ends the session first.
pub struct Window {
    client: Client,
    // Fields are dropped in this order: the driver and its window before their screen.
    driver: Driver,
    _screen: Screen,
    log: PathBuf,
    started: Instant,
}

impl Window {
    /// Opens the built `fils-till` on a display of its own, living in `home`.
    ///
    /// # Errors
    /// When the program has not been built, or the display, the driver or the window cannot be started.
    pub async fn open(home: &TillHome, args: &[&str]) -> Result<Self> {
        Self::open_program(&built("fils-till")?, home, args).await
    }

    /// Opens `program` like [`Window::open`].
    pub async fn open_program(program: &Path, home: &TillHome, args: &[&str]) -> Result<Self> {
        let screen = Screen::start()?;
        let log = home.folder.path().join("driver.log");
        let mut driver = Driver::start(&log, home.environment(&screen))?;
        let mut started = Instant::now();
        let mut opened = tokio::time::timeout(OPENING, session(&driver, program, home, args)).await;
        if opened.is_err() {
            // The driver sometimes never answers its first question: one that is asked anew does.
            drop(driver);
            driver = Driver::start(&log, home.environment(&screen))?;
            started = Instant::now();
            opened = tokio::time::timeout(OPENING, session(&driver, program, home, args)).await;
        }
        let client = opened
            .with_context(|| format!("the driver does not answer; {}", last_words(&log)))?
            .with_context(|| format!("the window did not open; {}", last_words(&log)))?;
        Ok(Self {
            client,
            driver,
            _screen: screen,
            log,
            started,
        })
    }

    /// Opens the till like [`Window::open`], and comes to it as its owner, who is made where the till has nobody yet.
    pub async fn open_as_owner(home: &TillHome, args: &[&str]) -> Result<Self> {
        let window = Self::open(home, args).await?;
        window.come_as_owner().await?;
        Ok(window)
    }

    /// Makes the first owner, or signs the only person in, whichever the screen asks for.
    pub async fn come_as_owner(&self) -> Result<()> {
        let start = Instant::now();
        let first = loop {
            if self.has("first-owner").await? {
                break true;
            }
            if self.has("lock-screen").await? {
                break false;
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "the screen asks for nobody, but says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        };
        if first {
            self.find("owner-name").await?.send_keys(OWNER).await?;
            self.touch("owner-next").await?;
            self.pin(PIN).await?;
        }
        self.pin(PIN).await?;
        self.find("nav-till").await?;
        Ok(())
    }

    /// Touches somebody's name on the lock screen.
    pub async fn touch_person(&self, name: &str) -> Result<()> {
        let script = "const tiles = [...document.querySelectorAll('[data-testid^=person-]')]; \
             const found = tiles.find((tile) => tile.innerText.includes(arguments[0])); \
             found?.click(); return found !== undefined";
        let start = Instant::now();
        while self.client.execute(script, vec![json!(name)]).await? != json!(true) {
            if start.elapsed() > PATIENCE {
                bail!(
                    "{name} is not on the screen, which says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        Ok(())
    }

    /// Types a PIN on the screen's pad, and ends it.
    pub async fn pin(&self, pin: &str) -> Result<()> {
        for digit in pin.chars() {
            self.touch(&format!("pin-{digit}")).await?;
        }
        self.touch("pin-enter").await
    }

    /// The WebDriver session, for what has no method here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The element marked `data-testid`, once it is there and shown.
    pub async fn find(&self, test_id: &str) -> Result<Element> {
        let css = selector(test_id);
        let start = Instant::now();
        loop {
            if let Some(element) = self.shown(&css).await? {
                return Ok(element);
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "no `{test_id}` on the screen, which says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Whether an element marked `test_id` is shown now.
    pub async fn has(&self, test_id: &str) -> Result<bool> {
        Ok(self.shown(&selector(test_id)).await?.is_some())
    }

    /// Waits until nothing marked `test_id` is shown.
    pub async fn until_gone(&self, test_id: &str) -> Result<()> {
        let start = Instant::now();
        while self.has(test_id).await? {
            if start.elapsed() > PATIENCE {
                bail!(
                    "`{test_id}` is still on the screen, which says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        Ok(())
    }

    /// Touches the element marked `test_id`.
    pub async fn touch(&self, test_id: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            // A projection redraws: what was found a moment ago may have been replaced.
            match self.find(test_id).await?.click().await {
                Ok(()) => return Ok(()),
                Err(error) if start.elapsed() > PATIENCE => {
                    return Err(error).with_context(|| format!("`{test_id}` cannot be touched"));
                }
                Err(_) => tokio::time::sleep(BETWEEN_LOOKS).await,
            }
        }
    }

    /// What the element marked `test_id` says, as it is shown.
    pub async fn text(&self, test_id: &str) -> Result<String> {
        loop {
            self.find(test_id).await?;
            // It may be redrawn between finding and reading it: read in one go, and look again when it has gone.
            if let Some(said) = self.read(test_id).await? {
                return Ok(said);
            }
        }
    }

    /// Waits up to `longest` until the element marked `test_id` says something that contains `words`.
    pub async fn until(&self, test_id: &str, words: &str, longest: Duration) -> Result<()> {
        let start = Instant::now();
        loop {
            // The element may be redrawn between finding and reading it: read in one go.
            let said = self.read(test_id).await?;
            if said.as_deref().is_some_and(|said| said.contains(words)) {
                return Ok(());
            }
            if start.elapsed() > longest {
                bail!(
                    "`{test_id}` says {said:?} and not {words:?} after {longest:?}; the screen says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Types `keys` where the focus is, the way a keyboard or a scanner does.
    pub async fn type_keys(&self, keys: &str) -> Result<()> {
        self.client.active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    /// Types a code as a scanner plugged into the keyboard does: within milliseconds, ended with Enter, and wherever the
    /// focus happens to be. What the page does not take for itself does what it would do in a browser.
    pub async fn scan(&self, code: &str) -> Result<()> {
        // A hand takes up the scanner after the keyboard, longer than a burst of keys has gaps; and a scanner's keys come
        // evenly, however busy this machine is.
        let script = "
            const [code, done] = arguments;
            setTimeout(() => {
              let at = performance.now();
              for (const key of [...code, 'Enter']) {
                const on = document.activeElement ?? document.body;
                const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
                Object.defineProperty(event, 'timeStamp', { value: at });
                at += 2;
                if (!on.dispatchEvent(event)) continue;
                if (key === 'Enter') {
                  on.form?.requestSubmit();
                } else if (on.matches('input, textarea')) {
                  on.setRangeText(key, on.selectionStart, on.selectionEnd, 'end');
                  on.dispatchEvent(new InputEvent('input', { bubbles: true, data: key }));
                }
              }
              done();
            }, 100);";
        self.client.execute_async(script, vec![json!(code)]).await?;
        Ok(())
    }

    /// What stands in the field marked `test_id`.
    pub async fn value(&self, test_id: &str) -> Result<String> {
        let found = self.find(test_id).await?;
        Ok(found.prop("value").await?.unwrap_or_default())
    }

    /// The rest of the first mark on the screen that begins with `start`, once there is one: the number of what is shown.
    pub async fn first_of(&self, start: &str) -> Result<String> {
        let script = "const found = document.querySelector(`[data-testid^=\"${arguments[0]}\"]`); \
             return found && found.dataset.testid.slice(arguments[0].length)";
        let since = Instant::now();
        loop {
            let found = self.client.execute(script, vec![json!(start)]).await?;
            if let Some(rest) = found.as_str() {
                return Ok(rest.to_owned());
            }
            if since.elapsed() > PATIENCE {
                bail!(
                    "nothing on the screen begins with `{start}`; it says:\n{}",
                    self.everything().await?
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Everything that can be read on the screen.
    pub async fn everything(&self) -> Result<String> {
        let text = self.run("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Sets the window's size in pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        Ok(())
    }

    /// A PNG of what the window shows.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// Ends the session, which closes the window, and then the driver.
    pub async fn close(self) -> Result<()> {
        self.client.close().await?;
        drop(self.driver);
        Ok(())
    }

    /// Ends the program without a word of warning, as a power cut does.
    pub fn kill(self) {
        drop(self);
    }

    /// Time since the program was started, the driver's own included.
    pub fn since_start(&self) -> Duration {
        self.started.elapsed()
    }

    /// The memory that the program and its web view take, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.driver.memory_of_opened()
    }

    /// What the program and its driver have written so far.
    pub fn last_words(&self) -> String {
        last_words(&self.log)
    }

    async fn read(&self, test_id: &str) -> Result<Option<String>> {
        let script =
            "const found = document.querySelector(arguments[0]); return found && found.innerText";
        let said = self
            .client
            .execute(script, vec![json!(selector(test_id))])
            .await?;
        Ok(said.as_str().map(str::to_owned))
    }

    async fn shown(&self, css: &str) -> Result<Option<Element>> {
        let found = match self.client.find_all(Locator::Css(css)).await {
            Ok(found) => found,
            // The screen was redrawn while the driver looked: nothing is shown yet.
            Err(error) if error.to_string().contains("Stale element") => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        for element in found {
            // An element that has just been replaced is not shown.
            if element.is_displayed().await.unwrap_or(false) {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

fn selector(test_id: &str) -> String {
    format!("[data-testid=\"{test_id}\"]")
}

async fn session(
    driver: &Driver,
    program: &Path,
    home: &TillHome,
    args: &[&str],
) -> Result<Client> {
    let mut words = vec![
        "--home".to_owned(),
        home.home().to_string_lossy().into_owned(),
    ];
    words.extend(args.iter().map(|&word| word.to_owned()));
    let mut wanted = fantoccini::wd::Capabilities::new();
    wanted.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program, "args": words }),
    );
    Ok(ClientBuilder::rustls()?
        .capabilities(wanted)
        .connect(&driver.url())
        .await?)
}

/// A program of ours beside the running test program.
fn built(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    // target/debug/deps/all-…, target/debug/examples/pictures
    let folder = own
        .parent()
        .and_then(Path::parent)
        .context("the test program lies in no target folder")?;
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        bail!(
            "{} is missing: `cargo xtask test` builds it, so does `cargo build --workspace --bins`",
            program.display()
        );
    }
    Ok(program)
}

fn last_words(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(20).collect();
    let lines: Vec<&str> = lines.into_iter().rev().collect();
    format!("its last words:\n{}", lines.join("\n"))
}
