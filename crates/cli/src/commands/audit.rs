//! `fils audit`: whether the journal is as it was written. It reads and changes nothing, so that a copy can be audited anywhere.

use fils_home::keeping::audit;
use serde_json::json;

use crate::args::{Audit, Global};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::home;

pub(crate) async fn run(global: &Global, asked: &Audit, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    let heads = asked.heads.clone();
    let found = tokio::task::spawn_blocking(move || audit(&home, &heads))
        .await
        .map_err(|error| Failure::wrong("audit", error.to_string()))??;
    let head = found.head.hex();
    let broken = found.broken.as_ref();
    if out.is_json() {
        out.object(&json!({
            "ok": broken.is_none(), "entries": found.entries, "head": head,
            "broken_at": broken.and_then(|broken| broken.at), "why": broken.map(|broken| &broken.why),
        }));
    } else {
        let entries = found.entries;
        out.line(&match broken {
            None => format!(
                "The journal is whole: {entries} entries, compared with {} ends that were kept.\nIts end is {head}.",
                found.witnesses
            ),
            Some(broken) => match broken.at {
                Some(at) => format!("The journal breaks at entry {at}: {}.", broken.why),
                None => format!("The books and the journal differ: {}.", broken.why),
            },
        });
        if broken.is_some() {
            out.say("Keep this computer and its backups as they are, and compare the books with a backup.");
        }
    }
    Ok(match broken {
        None => Exit::Done,
        Some(_) => Exit::Person,
    })
}
