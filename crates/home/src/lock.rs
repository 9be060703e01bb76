//! One driver at a time per home: two would query, cancel and pay the same orders behind each other's back. Reading needs no lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use fils_order::UtcMs;
use serde::{Deserialize, Serialize};

use crate::durable;
use crate::paths::Home;

/// Who holds a lock. It lies in a file of its own, since on Windows a locked file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// What it is: "the till window", "fils charge".
    pub who: String,
    /// Its process.
    pub pid: u32,
    /// Since when it holds the lock.
    pub since: UtcMs,
}

/// Why the lock was not had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// The till is open already.
    #[error("The till in {} is already open{}: use it there, or close it first.", .dir.display(), said(.holder.as_ref()))]
    AlreadyOpen {
        /// The home directory.
        dir: PathBuf,
        /// By whom, where that can be read.
        holder: Option<Holder>,
    },
    /// The lock cannot be made.
    #[error("The till in {} cannot be locked ({why}): check that the directory is there and may be written.", .dir.display())]
    NotPossible {
        /// The home directory.
        dir: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

impl LockError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyOpen { .. } => "already_open",
            Self::NotPossible { .. } => "lock_not_possible",
        }
    }
}

fn said(holder: Option<&Holder>) -> String {
    holder.map_or_else(String::new, |holder| {
        let since = holder.since.to_dubai().format("%Y-%m-%d %H:%M:%S");
        format!(
            " in {} (process {}, since {since} Dubai time)",
            holder.who, holder.pid
        )
    })
}

/// The right to drive a home's payments. Given up when dropped, and by the operating system when the process ends in any way.
#[derive(Debug)]
pub struct DriverLock {
    file: File,
    told: PathBuf,
}

impl DriverLock {
    /// Takes the lock, and tells others that `who` has had it since `now`.
    ///
    /// # Errors
    /// [`LockError::AlreadyOpen`] says where the till is open.
    pub fn acquire(home: &Home, who: &str, now: UtcMs) -> Result<Self, LockError> {
        let not_possible = |why| LockError::NotPossible {
            dir: home.dir().to_path_buf(),
            why,
        };
        let told = home.dir().join("driver.json");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options
            .open(home.dir().join("driver.lock"))
            .map_err(not_possible)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::AlreadyOpen {
                    dir: home.dir().to_path_buf(),
                    holder: holder(home),
                });
            }
            Err(TryLockError::Error(why)) => return Err(not_possible(why)),
        }
        let holder = Holder {
            who: who.to_owned(),
            pid: std::process::id(),
            since: now,
        };
        let text = serde_json::to_vec(&holder).map_err(|e| not_possible(e.into()))?;
        durable::write(&told, &text).map_err(not_possible)?;
        Ok(Self { file, told })
    }
}

/// How long an opening till waits for one that is just ending: a program that was killed keeps its locks until the
/// operating system has cleared it away.
const ENDING: Duration = Duration::from_secs(1);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

impl DriverLock {
    /// Takes the lock like [`acquire`](Self::acquire), and gives one who is just ending a second to be gone.
    ///
    /// # Errors
    /// [`LockError::AlreadyOpen`] says where the till is open.
    pub async fn acquire_soon(home: &Home, who: &str, now: UtcMs) -> Result<Self, LockError> {
        let mut waited = Duration::ZERO;
        loop {
            match Self::acquire(home, who, now) {
                Err(LockError::AlreadyOpen { .. }) if waited < ENDING => {
                    tokio::time::sleep(BETWEEN_TRIES).await;
                    waited += BETWEEN_TRIES;
                }
                acquired => return acquired,
            }
        }
    }
}

impl Drop for DriverLock {
    fn drop(&mut self) {
        // While the lock is still held, so that a successor's note is never taken away.
        if let Err(e) = std::fs::remove_file(&self.told) {
            tracing::warn!(path = %self.told.display(), error = %e, "the note of who drives is left behind");
        }
        if let Err(e) = self.file.unlock() {
            tracing::warn!(error = %e, "the driver's lock is left to the operating system");
        }
    }
}

/// Who noted that it drives this home. The note of one that was killed stays until the next takes the lock.
fn holder(home: &Home) -> Option<Holder> {
    let text = std::fs::read(home.dir().join("driver.json")).ok()?;
    serde_json::from_slice(&text).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    use super::*;

    const HOME: &str = "FILS_TEST_LOCK_HOME";
    const NOW: UtcMs = UtcMs(1_795_233_600_000);

    #[test]
    fn the_second_is_told_where_the_till_is_open() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let first = DriverLock::acquire(&home, "the till window", NOW).unwrap();
        let refused = DriverLock::acquire(&home, "fils charge", NOW).unwrap_err();
        assert_eq!(refused.code(), "already_open");
        let text = refused.to_string();
        for part in [
            "the till window",
            &format!("process {}", std::process::id()),
            "2026-11-21 08:00:00 Dubai",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.contains(&dir.path().display().to_string()), "{text}");
        drop(first);
        DriverLock::acquire(&home, "fils charge", NOW).unwrap();
    }

    #[tokio::test]
    async fn one_that_is_just_ending_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let first = DriverLock::acquire(&home, "the till window", NOW).unwrap();
        let (second, ()) = tokio::join!(
            DriverLock::acquire_soon(&home, "the till window", NOW),
            async { drop(first) }
        );
        second.unwrap();
    }

    #[test]
    fn two_homes_are_two_tills() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let _first = DriverLock::acquire(&Home::at(one.path()), "a", NOW).unwrap();
        let _second = DriverLock::acquire(&Home::at(two.path()), "b", NOW).unwrap();
    }

    #[test]
    fn an_unreadable_note_still_refuses() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let _first = DriverLock::acquire(&home, "a", NOW).unwrap();
        std::fs::write(dir.path().join("driver.json"), "{").unwrap();
        let refused = DriverLock::acquire(&home, "b", NOW).unwrap_err();
        assert!(
            matches!(refused, LockError::AlreadyOpen { holder: None, .. }),
            "{refused}"
        );
        assert!(
            refused
                .to_string()
                .ends_with("is already open: use it there, or close it first."),
            "{refused}"
        );
    }

    #[test]
    fn a_missing_home_cannot_be_locked() {
        let dir = tempfile::tempdir().unwrap();
        let error = DriverLock::acquire(&Home::at(dir.path().join("gone")), "a", NOW).unwrap_err();
        assert!(matches!(error, LockError::NotPossible { .. }), "{error}");
    }

    /// The child: takes the lock, says so, and holds it until it is killed.
    #[test]
    #[ignore = "the child of a_killed_driver_gives_up_its_lock"]
    fn child() {
        let Some(home) = std::env::var_os(HOME) else {
            return;
        };
        let lock = DriverLock::acquire(&Home::at(home), "fils charge", NOW).unwrap();
        println!("locked");
        std::thread::park();
        drop(lock);
    }

    fn start(home: &Home) -> Child {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["lock::tests::child", "--exact", "--ignored", "--nocapture"])
            .env(HOME, home.dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines.any(|line| line.unwrap().contains("locked")),
            "the child ended by itself"
        );
        child
    }

    #[test]
    fn a_killed_driver_gives_up_its_lock() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path());
        let mut child = start(&home);
        let refused = DriverLock::acquire(&home, "the till window", NOW).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains(&format!("fils charge (process {}", child.id())),
            "{refused}"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        let lock = DriverLock::acquire(&home, "the till window", NOW).unwrap();
        assert_eq!(holder(&home).unwrap().who, "the till window");
        drop(lock);
        assert_eq!(holder(&home), None);
    }
}
