//! Setting a till up: for training, or with a PayBy account.

use fils_store::{OrderFilter, OrderQuery, Reader, StoreError};
use payby::keys::{KeyError, PrivateKey, PublicKey};
use payby::{Client, ClientConfig};
use secrecy::SecretString;
use url::Url;

use crate::config::{Config, ConfigError, Mode};
use crate::paths::{Home, HomeError};
use crate::vault::{self, KeyPlace, VaultError};

/// A PayBy account.
#[derive(Debug)]
pub struct Account {
    /// Where PayBy answers.
    pub base_url: Url,
    /// The merchant's id.
    pub partner_id: String,
    /// The till's private key.
    pub private_key: PrivateKey,
    /// PayBy's public key.
    pub payby_key: PublicKey,
    /// Where the private key is kept.
    pub key_place: KeyPlace,
    /// Seals it, where it is sealed.
    pub passphrase: Option<SecretString>,
}

/// Why a till is not set up. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetUpError {
    /// The home directory.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// A setting, or the file.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The account.
    #[error(transparent)]
    Account(#[from] payby::ConfigError),
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Where the key is kept.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database that is there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The home's orders belong to another account.
    #[error(
        "The till in {0} has orders of another account: name another directory with --home for the new one."
    )]
    HasOrders(String),
}

impl SetUpError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Home(error) => error.code(),
            Self::Config(error) => error.code(),
            Self::Account(_) => "account",
            Self::Key(error) => error.code(),
            Self::Vault(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::HasOrders(_) => "has_orders",
        }
    }
}

/// The configuration that is there, or a new one.
fn present(home: &Home) -> Result<Option<Config>, ConfigError> {
    match Config::load(home) {
        Ok(loaded) => Ok(Some(loaded.config)),
        Err(ConfigError::NotSetUp { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn apply(config: &mut Config, settings: &[(String, String)]) -> Result<(), ConfigError> {
    settings
        .iter()
        .try_for_each(|(name, value)| config.set(name, value))
}

/// Orders are watched and refunded at the account they were made with: a home with orders keeps its account.
fn refuse_other_account(home: &Home) -> Result<(), SetUpError> {
    let reader = match Reader::open(&home.database()) {
        Err(StoreError::Missing { .. } | StoreError::MissingDirectory { .. }) => return Ok(()),
        opened => opened?,
    };
    let any = reader.orders(&OrderQuery {
        filter: OrderFilter::All,
        limit: Some(1),
        ..OrderQuery::default()
    })?;
    if any.is_empty() {
        Ok(())
    } else {
        Err(SetUpError::HasOrders(home.dir().display().to_string()))
    }
}

/// Sets a till up for training. Done again, it only applies the settings.
///
/// # Errors
/// [`SetUpError`]; then nothing was changed.
pub fn set_up_training(home: &Home, settings: &[(String, String)]) -> Result<Config, SetUpError> {
    let mut config = match present(home)? {
        Some(config) if config.mode == Mode::Training => config,
        Some(_) => {
            refuse_other_account(home)?;
            Config::default()
        }
        None => Config::default(),
    };
    config.mode = Mode::Training;
    apply(&mut config, settings)?;
    home.make()?;
    config.save(home)?;
    Ok(config)
}

/// Sets a till up with a PayBy account. The key is kept before the configuration names it.
///
/// # Errors
/// [`SetUpError`]; then the till is set up as it was before.
pub fn set_up_account(
    home: &Home,
    account: Account,
    settings: &[(String, String)],
) -> Result<Config, SetUpError> {
    let mut config = match present(home)? {
        Some(config) if same_account(&config, &account) => config,
        Some(config) => {
            refuse_other_account(home)?;
            config
        }
        None => Config::default(),
    };
    let pem = account.private_key.to_pkcs8_pem()?;
    // The client knows what an account must look like.
    let client = ClientConfig::new(
        account.base_url.clone(),
        &account.partner_id,
        std::sync::Arc::new(account.private_key),
        account.payby_key.clone(),
    );
    Client::new(client)?;
    config.mode = Mode::Live;
    config.base_url = Some(account.base_url);
    config.partner_id = Some(account.partner_id.clone());
    config.payby_public_key = Some(account.payby_key.to_pem());
    config.key_store = account.key_place;
    apply(&mut config, settings)?;
    home.make()?;
    vault::keep(
        account.key_place,
        home,
        &account.partner_id,
        &pem,
        account.passphrase.as_ref(),
    )?;
    config.save(home)?;
    Ok(config)
}

fn same_account(config: &Config, account: &Account) -> bool {
    config.mode == Mode::Live
        && config.base_url.as_ref() == Some(&account.base_url)
        && config.partner_id.as_ref() == Some(&account.partner_id)
}

/// Changes settings of a till that is set up.
///
/// # Errors
/// [`SetUpError`]; then nothing was changed.
pub fn change_settings(home: &Home, settings: &[(String, String)]) -> Result<Config, SetUpError> {
    let mut config = Config::load(home)?.config;
    apply(&mut config, settings)?;
    config.save(home)?;
    Ok(config)
}
