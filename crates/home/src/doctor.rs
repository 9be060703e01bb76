//! What is wrong with a till, and what to do about it.

use std::sync::Arc;
use std::time::Duration;

use fils_catalogue::{CatalogueError, Reader};
use fils_order::Span;
use fils_store::{Store, StoreError};
use payby::keys::{PrivateKey, PublicKey};
use payby::{
    Client, ClientConfig, Code, Millis, OrderRef, Outcome, Trace, TransportErrorKind, Unknown,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use url::Url;

use crate::books::Books;
use crate::config::{Config, Mode};
use crate::keeping::health::{self, HealthItem, HealthState};
use crate::lock::{DriverLock, LockError};
use crate::open::now;
use crate::paths::Home;
use crate::vault;

/// PayBy refuses requests that are further from its clock than 15 minutes; a till should be told well before.
const CLOCK_TOLERATED: Span = Span::mins(2);

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What, as a code.
    pub check: &'static str,
    /// Whether it is fine; `None` when it could not be tried.
    pub ok: Option<bool>,
    /// What was found, and what to do when it is not fine.
    pub message: String,
}

impl Check {
    fn fine(check: &'static str, message: impl Into<String>) -> Self {
        Self {
            check,
            ok: Some(true),
            message: message.into(),
        }
    }

    fn wrong(check: &'static str, message: impl Into<String>) -> Self {
        Self {
            check,
            ok: Some(false),
            message: message.into(),
        }
    }

    fn untried(check: &'static str, message: impl Into<String>) -> Self {
        Self {
            check,
            ok: None,
            message: message.into(),
        }
    }
}

/// Looks at everything a till needs, as [`examine`] does, and at what the page of health shows: backups, disk, queue, journal.
pub async fn examine_all(home: &Home, passphrase: Option<SecretString>) -> Vec<Check> {
    let mut checks = examine(home, passphrase).await;
    if let Ok(loaded) = Config::load(home) {
        checks.extend(
            health::examine(home, &loaded.config, None, now())
                .into_iter()
                // The books' own check was made just now.
                .filter(|item| item.code != "integrity")
                .filter_map(as_check),
        );
    }
    checks
}

/// An item of the page of health. What somebody should look at some time is no fault.
fn as_check(item: HealthItem) -> Option<Check> {
    let check = HEALTH.into_iter().find(|code| *code == item.code)?;
    Some(match item.state {
        HealthState::Fine | HealthState::Look => Check::fine(check, item.words),
        HealthState::Bad => Check::wrong(check, item.words),
        HealthState::Unknown => Check::untried(check, item.words),
    })
}

/// What of the page of health needs no open till.
const HEALTH: [&str; 8] = [
    "backup",
    "second_place",
    "disk",
    "size",
    "queue",
    "journal",
    "version",
    "logs",
];

/// Looks at everything a till needs: configuration, folder, database, key, connection, clock.
pub async fn examine(home: &Home, passphrase: Option<SecretString>) -> Vec<Check> {
    let mut checks = Vec::new();
    let config = match Config::load(home) {
        Ok(loaded) => {
            let warnings = loaded.warnings();
            checks.push(match warnings.first() {
                None => Check::fine(
                    "config",
                    format!("{} is in order.", home.config().display()),
                ),
                Some(_) => Check::wrong("config", warnings.join(" ")),
            });
            loaded.config
        }
        Err(error) => {
            checks.push(Check::wrong("config", error.to_string()));
            return checks;
        }
    };
    checks.push(writable(home));
    let lock = DriverLock::acquire(home, "fils doctor", now());
    checks.push(match &lock {
        Ok(_) => Check::fine("driver", "No other program drives this till."),
        Err(error @ LockError::AlreadyOpen { .. }) => Check::fine("driver", error.to_string()),
        Err(error) => Check::wrong("driver", error.to_string()),
    });
    checks.push(database(home, lock.is_ok()));
    checks.push(products(home));
    drop(lock);
    match config.mode {
        Mode::Training => checks.push(Check::fine(
            "mode",
            "Training: PayBy is played inside Fils, and no money moves.",
        )),
        Mode::Live => match account(home, &config, passphrase).await {
            Ok((key_check, client)) => {
                checks.push(key_check);
                checks.extend(connection(&client).await);
            }
            Err(wrong) => {
                checks.push(wrong);
                checks.push(Check::untried(
                    "connection",
                    "Without its keys the till cannot talk to PayBy.",
                ));
            }
        },
    }
    checks
}

fn writable(home: &Home) -> Check {
    let probe = home.dir().join(".writable");
    match std::fs::write(&probe, b"fils").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Check::fine(
            "folder",
            format!("{} can be written.", home.dir().display()),
        ),
        Err(why) => {
            let sentence = format!(
                "{} cannot be written ({why}): give this user write permission, or free some space on the disk.",
                home.dir().display()
            );
            Check::wrong("folder", sentence)
        }
    }
}

/// Opening it for writing also brings its schema up to date, which only the driver may do.
fn database(home: &Home, may_write: bool) -> Check {
    let path = home.database();
    if !path.exists() {
        return Check::fine(
            "database",
            "There is no database yet; the first payment makes it.",
        );
    }
    let opened: Result<(), StoreError> = if may_write {
        Store::open(&path).map(|_| ())
    } else {
        Ok(())
    };
    if let Err(error) = opened {
        return Check::wrong("database", error.to_string());
    }
    match Books::open(home).and_then(|books| books.check()) {
        Ok(()) => Check::fine("database", "The database and its journal are whole."),
        Err(error) => Check::wrong("database", error.to_string()),
    }
}

/// What sells without products needs no catalogue.
fn products(home: &Home) -> Check {
    match Reader::open(&home.catalogue()).and_then(|catalogue| catalogue.count()) {
        Ok(count) => Check::fine("products", format!("The catalogue has {count} products.")),
        Err(CatalogueError::Missing { .. }) => {
            Check::fine("products", "There are no products yet.")
        }
        Err(error) => Check::wrong("products", error.to_string()),
    }
}

async fn account(
    home: &Home,
    config: &Config,
    passphrase: Option<SecretString>,
) -> Result<(Check, Client), Check> {
    let wrong = |message: String| Check::wrong("key", message);
    let (Some(base_url), Some(partner_id), Some(payby_key)) = (
        config.base_url.clone(),
        config.partner_id.clone(),
        config.payby_public_key.as_deref(),
    ) else {
        return Err(wrong(
            "The account is not whole: run `fils init` with your PayBy account.".to_owned(),
        ));
    };
    let (place, at, name) = (config.key_store, home.clone(), partner_id.clone());
    let opened =
        tokio::task::spawn_blocking(move || vault::open(place, &at, &name, passphrase.as_ref()))
            .await;
    let pem = match opened {
        Ok(Ok(pem)) => pem,
        Ok(Err(error)) => return Err(wrong(error.to_string())),
        Err(error) => return Err(wrong(error.to_string())),
    };
    let key =
        PrivateKey::from_pem(pem.expose_secret()).map_err(|error| wrong(error.to_string()))?;
    let payby_key = PublicKey::from_pem(payby_key).map_err(|error| wrong(error.to_string()))?;
    let print = key.public_key().fingerprint();
    let client =
        client(base_url, &partner_id, key, payby_key).map_err(|error| wrong(error.to_string()))?;
    Ok((
        Check::fine(
            "key",
            format!("The till's key opens; its public half is {print}."),
        ),
        client,
    ))
}

/// A client for trying an account out.
///
/// # Errors
/// [`payby::ConfigError`] when the account cannot be right.
pub fn client(
    base_url: Url,
    partner_id: &str,
    private_key: PrivateKey,
    payby_key: PublicKey,
) -> Result<Client, payby::ConfigError> {
    let mut config = ClientConfig::new(base_url, partner_id, Arc::new(private_key), payby_key);
    config.connect_timeout = Duration::from_secs(5);
    Client::new(config)
}

/// Asks PayBy about an order that does not exist. A signed "not known" proves the address, both keys, the partner id and the
/// clock at once; every other answer tells which of them is wrong.
pub async fn connection(client: &Client) -> Vec<Check> {
    let asked = now();
    let nobody = OrderRef::Merchant(format!("fils-check-{}", asked.0));
    let exchange = client.get_order(&nobody, Millis(asked.0)).await;
    let mut checks = reached(&exchange.outcome);
    checks.push(clock(&exchange.trace, asked.0));
    checks
}

fn reached<T>(outcome: &Outcome<T>) -> Vec<Check> {
    let up = || Check::fine("connection", "PayBy answers.");
    let keys = || {
        Check::fine(
            "signature",
            "PayBy accepts this till's signature, and its own is genuine.",
        )
    };
    match outcome {
        Outcome::Accepted(_) => vec![up(), keys()],
        Outcome::Refused(said) if said.code.is_order_not_known() => vec![up(), keys()],
        Outcome::Refused(said) if said.is_request_time() => vec![up(), keys()],
        Outcome::Refused(said) => vec![
            up(),
            keys(),
            Check::wrong(
                "account",
                format!(
                    "PayBy refuses ({} {}): ask PayBy to enable acquiring for this partner id.",
                    said.code, said.msg
                ),
            ),
        ],
        Outcome::Unknown(unknown) => not_reached(unknown),
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "ways to fail may grow")]
fn not_reached(unknown: &Unknown) -> Vec<Check> {
    if let Some(said) = unknown.seems_to_say() {
        let sentence = if said.is_signature_not_accepted() {
            "PayBy does not accept this till's signature: register this till's public key in the PayBy portal, and check \
             the partner id."
                .to_owned()
        } else if said.is_request_time() {
            "PayBy says that this computer's clock is wrong: set it right.".to_owned()
        } else if matches!(said.code, Code::Unauthorized | Code::ServiceNotAvailable) {
            format!(
                "PayBy lets this till not in ({} {}): ask PayBy to enable the product, and to whitelist this shop's IP address.",
                said.code, said.msg
            )
        } else {
            format!(
                "PayBy's answer is not signed as it should be; it seems to say {} {}.",
                said.code, said.msg
            )
        };
        let kind = if matches!(unknown, Unknown::BadSignature { .. }) {
            "The answer's signature is not PayBy's: check PayBy's public key for this environment."
        } else {
            "An answer came."
        };
        return vec![
            Check::fine("connection", kind),
            Check::wrong("signature", sentence),
        ];
    }
    let sentence = match unknown {
        Unknown::BadSignature { .. } => {
            return vec![
                Check::fine("connection", "An answer came."),
                Check::wrong(
                    "signature",
                    "The answer's signature is not PayBy's: check PayBy's public key for this environment.",
                ),
            ];
        }
        Unknown::Transport {
            kind: TransportErrorKind::Timeout,
            ..
        } => "PayBy does not answer in time: check the internet connection, then try again."
            .to_owned(),
        Unknown::Transport { detail, .. } => {
            format!(
                "PayBy cannot be reached ({detail}): check the internet connection and the address."
            )
        }
        Unknown::HttpStatus { status, .. } => {
            format!(
                "Something at that address answers HTTP {status}, and it is not PayBy: check the address."
            )
        }
        other => format!("The answer is not one of PayBy's ({other:?}): check the address."),
    };
    vec![Check::wrong("connection", sentence)]
}

fn clock(trace: &Trace, asked_ms: i64) -> Check {
    let Some(date) = trace.date else {
        return Check::untried(
            "clock",
            "No answer told PayBy's time, so the clock could not be compared.",
        );
    };
    let offset = Span(date.0 - asked_ms);
    if offset.0.abs() <= CLOCK_TOLERATED.0 {
        return Check::fine("clock", "This computer's clock agrees with PayBy's.");
    }
    let direction = if offset.0 > 0 { "behind" } else { "ahead of" };
    let minutes = offset.0.abs() / 60_000;
    Check::wrong(
        "clock",
        format!("This computer's clock is {minutes} minutes {direction} PayBy's: set it right."),
    )
}
