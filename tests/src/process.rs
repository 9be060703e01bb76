//! Programs the harness starts: each is ended with everything it started itself, however the test ends.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a program may take to start or to end on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
const BETWEEN: Duration = Duration::from_millis(20);

/// A program in a process group of its own. Dropping it ends the whole group.
pub(crate) struct Group(Child);

impl Group {
    /// Starts `command` as the leader of a new group.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| {
                format!("could not start {name}; `cargo xtask test` installs what the tests need")
            })?;
        Ok(Self(child))
    }

    /// Fails when the program has ended already.
    fn still_runs(&mut self) -> Result<()> {
        match self.0.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("it ended at once ({status})"),
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // A plain kill would leave the driver's window behind. The shell knows how to end a group; nothing here may be
        // unsafe code.
        let group = format!("kill -s KILL -- -{}", self.0.id());
        let ended = Command::new("sh")
            .args(["-c", &group])
            .stderr(Stdio::null())
            .status();
        if let Err(error) = ended.and_then(|_| self.0.wait()) {
            eprintln!("process group {} may still run: {error}", self.0.id());
        }
        // Killed is not gone: on a busy machine a program keeps its files and locks for a while.
        let start = Instant::now();
        while let Some(member) = member_of(self.0.id()) {
            if start.elapsed() > LONGEST {
                eprintln!("process {member} does not end");
                return;
            }
            std::thread::sleep(BETWEEN);
        }
    }
}

/// A display that exists only in memory.
pub(crate) struct Screen {
    _server: Group,
    number: String,
}

impl Screen {
    /// Starts a display on a number that is free, as large as a common till's.
    pub(crate) fn start() -> Result<Self> {
        let (reader, writer) = std::io::pipe()?;
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-screen", "0", "1366x900x24"])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(writer)
            .stderr(Stdio::null());
        let server = Group::start(server)?;
        // The server writes the number it took once it can be drawn on, and closes the pipe if it cannot start.
        let mut number = String::new();
        BufReader::new(reader).read_line(&mut number)?;
        let number = number.trim().to_owned();
        if number.is_empty() {
            bail!("Xvfb started no display");
        }
        Ok(Self {
            _server: server,
            number,
        })
    }

    /// What `DISPLAY` is set to.
    pub(crate) fn display(&self) -> String {
        format!(":{}", self.number)
    }
}

/// WebKit's WebDriver server.
pub(crate) struct Driver {
    server: Group,
    port: u16,
}

impl Driver {
    /// Starts a driver on a port of its own, writing to `log`, and waits until the port answers. The programs it opens
    /// inherit `env` and nothing that could lead them to the developer's own session.
    pub(crate) fn start<'a>(
        log: &Path,
        env: impl IntoIterator<Item = (&'a str, String)>,
    ) -> Result<Self> {
        let port = free_port()?;
        let output = std::fs::File::create(log)?;
        let mut server = Command::new("WebKitWebDriver");
        server
            .arg(format!("--port={port}"))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(env)
            .stdout(output.try_clone()?)
            .stderr(output);
        let mut server = Group::start(server)?;
        wait_for_port(port, &mut server)?;
        Ok(Self { server, port })
    }

    /// The memory that the programs it opened take, in bytes: what they share with others is counted in part.
    pub(crate) fn memory_of_opened(&self) -> Result<u64> {
        let own = self.server.0.id();
        let mut bytes = 0;
        for entry in std::fs::read_dir("/proc")? {
            let folder = entry?.path();
            let number = folder
                .file_name()
                .and_then(|name| name.to_str()?.parse::<u32>().ok());
            // A process may end while it is looked at.
            let Ok(stat) = std::fs::read_to_string(folder.join("stat")) else {
                continue;
            };
            if number.is_some_and(|number| number != own) && group_of(&stat) == Some(own) {
                bytes += proportional_bytes(&folder)?;
            }
        }
        Ok(bytes)
    }

    /// Where its sessions are asked for.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// The process group in a line of `/proc/…/stat`: the third word after the name, which stands in brackets.
fn group_of(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?
        .1
        .split_whitespace()
        .nth(2)?
        .parse()
        .ok()
}

/// A process of the group that still holds what it had open: one that waits only to be counted has nothing any more.
fn member_of(group: u32) -> Option<String> {
    std::fs::read_dir("/proc").ok()?.find_map(|entry| {
        let folder = entry.ok()?.path();
        let stat = std::fs::read_to_string(folder.join("stat")).ok()?;
        // Of a program that was killed the first thread may be done before the others are.
        let lives = group_of(&stat) == Some(group)
            && (!stat.contains(") Z ") || std::fs::read_dir(folder.join("task")).ok()?.count() > 1);
        lives.then(|| folder.display().to_string())
    })
}

fn proportional_bytes(folder: &Path) -> Result<u64> {
    let memory = std::fs::read_to_string(folder.join("smaps_rollup"))?;
    let kilobytes = memory
        .lines()
        .find_map(|line| {
            line.strip_prefix("Pss:")?
                .split_whitespace()
                .next()?
                .parse::<u64>()
                .ok()
        })
        .context("smaps_rollup has no Pss")?;
    Ok(kilobytes * 1024)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

fn wait_for_port(port: u16, server: &mut Group) -> Result<()> {
    let start = Instant::now();
    while std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        server.still_runs().context("WebKitWebDriver")?;
        if start.elapsed() > LONGEST {
            bail!("WebKitWebDriver does not answer on port {port}");
        }
        std::thread::sleep(BETWEEN);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_found_behind_any_name() {
        assert_eq!(group_of("12 (Web) (x) y) S 3 45 45 0 -1"), Some(45));
        assert_eq!(group_of("nothing"), None);
    }

    #[test]
    fn two_screens_take_two_numbers() -> Result<()> {
        let (one, two) = (Screen::start()?, Screen::start()?);
        assert_ne!(one.display(), two.display());
        Ok(())
    }

    #[test]
    fn a_dropped_group_takes_its_children_along() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let written = folder.path().join("child");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "sleep 600 & echo $! > \"$0\"; wait"])
            .arg(&written);
        let group = Group::start(shell)?;
        let start = Instant::now();
        let child = loop {
            let text = std::fs::read_to_string(&written).unwrap_or_default();
            if text.ends_with('\n') {
                break text.trim().to_owned();
            }
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "the shell did not start"
            );
            std::thread::sleep(Duration::from_millis(5));
        };
        drop(group);
        let left = std::fs::read_to_string(format!("/proc/{child}/stat"));
        assert!(
            left.is_ok_and(|words| words.contains(") Z "))
                || !Path::new(&format!("/proc/{child}")).exists(),
            "the child still runs"
        );
        Ok(())
    }

    #[test]
    fn the_driver_answers_when_it_is_said_to_have_started() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let driver = Driver::start(&folder.path().join("log"), [])?;
        assert!(std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, driver.port)).is_ok());
        Ok(())
    }
}
