//! `fils restore`: the books of a backup, in a home whose till is not open.

use fils_home::keeping::{KeepingError, Manifest, look, restore};
use fils_order::UtcMs;
use serde_json::json;

use super::backup::BY;
use crate::args::{Global, Restore};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::passphrase;
use crate::watch::home;

pub(crate) async fn run(
    global: &Global,
    asked: Restore,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let home = home(global)?;
    let passphrase = passphrase::at_hand(global)?;
    if asked.dry_run {
        let seen = look(&home, &asked.file, passphrase.as_ref()).map_err(failure)?;
        tell(&seen.manifest, out);
        if out.is_json() {
            out.object(&json!({
                "manifest": seen.manifest, "encrypted": seen.encrypted, "bytes": seen.bytes, "sales_here": seen.sales_here,
            }));
        } else if seen.sales_here > 0 {
            out.line(&format!(
                "This till has {} sales of its own; --replace would put them aside.",
                seen.sales_here
            ));
        }
        return Ok(Exit::Done);
    }
    let back = tokio::task::spawn_blocking(move || {
        restore(&home, &asked.file, passphrase.as_ref(), asked.replace, BY)
    })
    .await
    .map_err(|error| Failure::wrong("restore", error.to_string()))?
    .map_err(failure)?;
    let manifest = &back.manifest;
    tell(manifest, out);
    if out.is_json() {
        out.object(&json!({
            "restored": true, "till": manifest.till, "made_at": manifest.made_at, "sales": manifest.contents.sales,
            "aside": back.aside.as_ref().map(|dir| dir.display().to_string()),
            "receipts_left_out": back.skipped.map(|(from, to)| json!({ "from": from, "to": to })),
        }));
        return Ok(Exit::Done);
    }
    if let Some(aside) = &back.aside {
        out.line(&format!(
            "The books that were here are in {}.",
            aside.display()
        ));
    }
    if let Some((from, to)) = back.skipped {
        out.line(&format!(
            "Receipts {from} to {to} are left out, for some of them may have been given since; the journal says so."
        ));
    }
    if manifest.mode == "live" {
        out.say(
            "The private key is in no backup: if this computer does not have it, give it with `fils init`.",
        );
    }
    out.say(
        "What is unfinished is taken up, and PayBy is asked what happened since, when the till is opened next.",
    );
    Ok(Exit::Done)
}

fn tell(manifest: &Manifest, out: &mut Output) {
    if out.is_json() {
        return;
    }
    let shop = manifest.shop.as_deref().unwrap_or("a shop without a name");
    let made = UtcMs(manifest.made_ms).to_dubai().format("%Y-%m-%d %H:%M");
    out.line(&format!(
        "Till {} of {shop}, {}, as it was on {made}: {} sales, last receipt {}.",
        manifest.till,
        manifest.mode,
        manifest.contents.sales,
        manifest.last_number.as_deref().unwrap_or("none")
    ));
}

/// A damaged backup, or books that are in the way, need somebody; anything else was asked for wrongly.
fn failure(error: KeepingError) -> Failure {
    let person = matches!(
        error,
        KeepingError::Damaged { .. }
            | KeepingError::DiskFull { .. }
            | KeepingError::NotWritten { .. }
    );
    let failure = Failure::from(error);
    Failure {
        exit: if person { Exit::Person } else { failure.exit },
        ..failure
    }
}
