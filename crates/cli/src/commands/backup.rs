//! `fils backup`: a copy of the books that is proved to open, also while the till is open.

use fils_checkout::{Clock as _, SystemClock};
use fils_home::Home;
use fils_home::keeping::{KeepingError, Made, Wanted, Why, back_up};
use fils_home::lock::DriverLock;
use serde_json::json;

use crate::args::{Backup, Global};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::passphrase;
use crate::watch::home;

/// Who backups from here are by, in the books.
pub(super) const BY: &str = "computer";

pub(crate) async fn run(global: &Global, asked: Backup, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    let passphrase = if asked.encrypt {
        Some(passphrase::at_hand(global)?.ok_or(KeepingError::NoPassphrase)?)
    } else {
        None
    };
    if let Some(folder) = asked.to.as_deref().filter(|folder| !folder.exists()) {
        // A new folder is made, and none above it: a stick that is not plugged in must not become one.
        if let Err(error) = std::fs::create_dir(folder) {
            tracing::warn!(%error, "the folder for the backup is not made");
        }
    }
    let wanted = Wanted {
        why: if asked.year.is_some() {
            Why::Year
        } else {
            Why::Asked
        },
        by: BY.to_owned(),
        to: asked.to,
        passphrase,
        year: asked.year,
    };
    let made = tokio::task::spawn_blocking(move || back_up(&home, &wanted))
        .await
        .map_err(|error| Failure::wrong("backup", error.to_string()))?
        .map_err(failure)?;
    tell(&made, out);
    // The copy in the second place is somebody's errand; the backup itself is made.
    Ok(match made.second {
        Some(Err(_)) => Exit::Person,
        Some(Ok(_)) | None => Exit::Done,
    })
}

/// The backup that belongs to a Z report. An open till makes it itself; that there is none changes nothing about the report.
pub(super) async fn after_z(home: &Home, by: &str, out: &mut Output) {
    match DriverLock::acquire(home, "fils report", SystemClock::new().now()) {
        Ok(lock) => drop(lock),
        Err(_) => return,
    }
    let (home, wanted) = (home.clone(), Wanted::new(Why::Z, by));
    let made = tokio::task::spawn_blocking(move || back_up(&home, &wanted)).await;
    match made {
        Ok(
            Ok(Made {
                second: Some(Err(error)),
                ..
            })
            | Err(error),
        ) => out.say(&error.to_string()),
        Ok(Ok(_)) => {}
        Err(error) => out.say(&error.to_string()),
    }
}

/// A place that is away or full is no wrong use: somebody has to plug it in, or make room.
fn failure(error: KeepingError) -> Failure {
    let person = matches!(
        error,
        KeepingError::PlaceMissing { .. }
            | KeepingError::DiskFull { .. }
            | KeepingError::NotWritten { .. }
            | KeepingError::Damaged { .. }
            | KeepingError::UnderWay
    );
    let failure = Failure::from(error);
    Failure {
        exit: if person { Exit::Person } else { failure.exit },
        ..failure
    }
}

fn tell(made: &Made, out: &mut Output) {
    let manifest = &made.manifest;
    let second = made.second.as_ref();
    if out.is_json() {
        out.object(&json!({
            "file": made.file.display().to_string(), "bytes": made.bytes, "encrypted": made.encrypted, "verified": true,
            "sales": manifest.contents.sales, "receipts": manifest.contents.receipts, "entries": manifest.journal_to,
            "head": manifest.journal_hash, "last_receipt": manifest.last_number, "year": manifest.year,
            "second": second.and_then(|second| second.as_ref().ok()).map(|file| file.display().to_string()),
            "second_error": second.and_then(|second| second.as_ref().err()).map(ToString::to_string),
        }));
        return;
    }
    let file = made.file.display();
    out.line(&format!(
        "{file}: {} sales, {} receipts, {} journal entries; read again, and whole.",
        manifest.contents.sales, manifest.contents.receipts, manifest.journal_to
    ));
    if let Some(year) = &manifest.year {
        let so_far = if year.over { "" } else { " so far" };
        out.line(&format!(
            "Receipts of {}{so_far}: {}, from {} to {}.",
            year.year, year.receipts, year.first, year.last
        ));
    }
    match second {
        Some(Ok(file)) => out.line(&format!("{}: the same, read again there.", file.display())),
        Some(Err(error)) => out.say(&error.to_string()),
        None => {}
    }
}
