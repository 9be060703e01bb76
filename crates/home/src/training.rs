//! Training: the PayBy that runs inside the till, with keys and a memory of its own below the home directory.

use std::path::PathBuf;
use std::sync::Arc;

use payby::keys::{PrivateKey, PublicKey};
use payby_sandbox::{
    ActiveFault, CustomerAction, CustomerError, Fault, Keys, KeysError, SandboxConfig, Server,
    ServerError, Settings,
};
use url::Url;

use crate::durable;
use crate::paths::Home;

/// Why there is no training.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrainingError {
    /// Its keys cannot be made or read.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// Its server does not start.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Its folder lacks the till's key.
    #[error("The training keys in {} lack the till's own: remove that folder, and new ones are made.", .0.display())]
    NoKey(PathBuf),
    /// Its folder cannot be written.
    #[error("The training folder {} cannot be written ({why}): check its permissions and the disk.", .dir.display())]
    NotWritten {
        /// The folder.
        dir: PathBuf,
        /// What the operating system said.
        why: std::io::Error,
    },
}

/// The PayBy inside the till, and everything that plays its customers and breaks its line.
pub struct Training {
    server: Server,
}

impl std::fmt::Debug for Training {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Training")
            .field("address", &self.server.address())
            .finish_non_exhaustive()
    }
}

/// What a till needs to talk to its training PayBy.
pub(crate) struct TrainingAccount {
    pub(crate) base_url: Url,
    pub(crate) partner_id: String,
    pub(crate) merchant_key: Arc<PrivateKey>,
    pub(crate) payby_key: PublicKey,
}

fn folder(home: &Home) -> PathBuf {
    home.dir().join("training")
}

impl Training {
    /// The merchant's id at the PayBy inside the till.
    pub const PARTNER_ID: &'static str = Settings::PARTNER_ID;

    /// What it remembers from one start to the next.
    pub fn state_file(home: &Home) -> PathBuf {
        folder(home).join("payby.db")
    }

    /// Starts it, with the state it had, on the port it had when that is free: a QR on a customer's phone stays good.
    pub(crate) async fn start(home: &Home) -> Result<(Self, TrainingAccount), TrainingError> {
        let dir = folder(home);
        let keys = Keys::in_dir(&dir.join("keys"))?;
        let merchant_key = keys
            .merchant_private()
            .ok_or_else(|| TrainingError::NoKey(dir.join("keys")))?;
        let payby_key = keys.payby_public().clone();
        let port_file = dir.join("port");
        let last: u16 = std::fs::read_to_string(&port_file)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0);
        let config = |port| SandboxConfig {
            port,
            state_file: Some(Self::state_file(home)),
            ..SandboxConfig::new(keys.clone())
        };
        let server = match Server::start(config(last)).await {
            Err(ServerError::Listen { .. }) if last != 0 => Server::start(config(0)).await?,
            started => started?,
        };
        let port = server.address().port().to_string();
        durable::write(&port_file, port.as_bytes()).map_err(|why| TrainingError::NotWritten {
            dir: dir.clone(),
            why,
        })?;
        let base_url =
            Url::parse(&server.base_url()).map_err(|error| TrainingError::NotWritten {
                dir,
                why: std::io::Error::other(error),
            })?;
        let partner_id = Settings::PARTNER_ID.to_owned();
        Ok((
            Self { server },
            TrainingAccount {
                base_url,
                partner_id,
                merchant_key,
                payby_key,
            },
        ))
    }

    /// Where it answers as PayBy.
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// Plays the customer of an order.
    ///
    /// # Errors
    /// [`CustomerError`] when the order cannot take that.
    pub async fn customer(&self, order: &str, action: CustomerAction) -> Result<(), CustomerError> {
        self.server.customer(order, action).await.map(|_| ())
    }

    /// Breaks something.
    pub fn add_fault(&self, fault: Fault) {
        self.server.sandbox().add_fault(fault);
    }

    /// Mends everything.
    pub fn clear_faults(&self) {
        self.server.sandbox().clear_faults();
    }

    /// What is broken now.
    pub fn faults(&self) -> Vec<ActiveFault> {
        self.server.sandbox().faults()
    }

    pub(crate) async fn shutdown(self) {
        self.server.shutdown().await;
    }
}
