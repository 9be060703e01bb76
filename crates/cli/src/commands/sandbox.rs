//! `fils sandbox`: a `PayBy` on this computer, alone.

use payby_sandbox::{Keys, SandboxConfig, Server};
use serde_json::json;

use crate::args::{Global, Sandbox};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::stop::Stop;
use crate::watch::home;

/// `PayBy`'s longest merchant id.
const PARTNER_ID_MAX: usize = 12;

pub(crate) async fn run(
    global: &Global,
    asked: Sandbox,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let partner_id = asked.partner_id;
    let fits = (1..=PARTNER_ID_MAX).contains(&partner_id.len())
        && partner_id.bytes().all(|b| b.is_ascii_alphanumeric());
    if !fits {
        let sentence = format!(
            "“{partner_id}” is not a partner id: it has 1 to {PARTNER_ID_MAX} letters and digits."
        );
        return Err(Failure::wrong("partner_id", sentence));
    }
    let mut stop = Stop::new().map_err(|error| Failure::wrong("signals", error.to_string()))?;
    let dir = match asked.keys {
        Some(dir) => dir,
        None => home(global)?.dir().join("sandbox-keys"),
    };
    let keys_dir = dir.clone();
    // Making an RSA key takes a moment.
    let keys = tokio::task::spawn_blocking(move || Keys::in_dir(&keys_dir))
        .await
        .map_err(|error| Failure::wrong("keys", error.to_string()))?
        .map_err(|error| Failure::wrong("keys", error.to_string()))?;
    let config = SandboxConfig {
        port: asked.port,
        partner_id: partner_id.clone(),
        speed: asked.speed,
        ..SandboxConfig::new(keys)
    };
    let server = Server::start(config)
        .await
        .map_err(|error| Failure::wrong("sandbox", error.to_string()))?;
    let (origin, base_url, control) = (
        server.origin().clone(),
        server.base_url(),
        format!("{}/control", server.origin()),
    );
    if out.is_json() {
        let keys = dir.display().to_string();
        out.object(&json!({
            "address": origin, "base_url": base_url, "control_url": control, "partner_id": partner_id, "keys": keys,
        }));
    } else {
        out.line(&format!(
            "PayBy's sandbox answers at {base_url}\nControl: {control}\nPartner id: {partner_id}\nKeys: {}\nCtrl-C ends it.",
            dir.display()
        ));
    }
    stop.asked().await;
    server.shutdown().await;
    Ok(Exit::Done)
}
