//! Setting the till up: training, or a PayBy account whose private key never leaves this side.

use std::path::Path;
use std::sync::Arc;

use fils_home::config::Config;
use fils_home::vault::{self, KeyPlace, VaultError};
use fils_home::{Account, SetUpError};
use payby::keys::{KeyError, PrivateKey, PublicKey};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Desk, Stage, held};
use crate::errors::CommandError;
use crate::views::{AccountForm, AppView, CheckView, EnvironmentCode, PublicKeyView};

/// PayBy's public documentation, "Environment".
const UAT: &str = "https://uat.test2pay.com/sgs/api";
const PRODUCTION: &str = "https://api.payby.com/sgs/api";
/// No key file is larger.
const KEY_FILE_LIMIT: u64 = 64 * 1024;

impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<SetUpError> for CommandError {
    fn from(error: SetUpError) -> Self {
        if matches!(error, SetUpError::Vault(VaultError::NoKeyring { .. })) {
            // The screens ask for a passphrase then, which seals the key in a file.
            return Self::of("passphrase_needed", &error);
        }
        Self::of(error.code(), &error)
    }
}

/// Runs what is slow and blocks off the async threads.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => {
            tracing::error!(%error, "work off the async threads failed");
            Err(CommandError::internal())
        }
    }
}

fn public_half(key: &PrivateKey) -> PublicKeyView {
    PublicKeyView {
        public_pem: key.public_pem(),
    }
}

fn base_url(form: &AccountForm) -> Result<url::Url, CommandError> {
    let text = match form.environment {
        EnvironmentCode::Uat => UAT,
        EnvironmentCode::Production => PRODUCTION,
        EnvironmentCode::Custom => form.base_url.as_deref().unwrap_or_default().trim(),
    };
    text.parse().map_err(|_| {
        CommandError::new(
            "base_url",
            "That is not an address. It starts with https:// and ends with /sgs/api.",
        )
    })
}

impl Desk {
    /// Sets the till up for training and opens it.
    pub(crate) async fn setup_training(self: &Arc<Self>) -> Result<AppView, CommandError> {
        self.may_set_up()?;
        let home = self.home.clone();
        aside(move || Ok(fils_home::set_up_training(&home, &[])?)).await?;
        self.open_after_setup(None).await
    }

    /// Payments under way belong to the account they were made with.
    pub(super) fn may_set_up(&self) -> Result<(), CommandError> {
        if held(&self.floor).unsettled() == 0 {
            return Ok(());
        }
        Err(CommandError::new(
            "payments_open",
            "Payments are under way. Wait until they are settled, then set the till up anew.",
        ))
    }

    /// Makes a key pair and keeps the private half here until the account comes.
    pub(crate) async fn make_key(&self) -> Result<PublicKeyView, CommandError> {
        let key = aside(|| Ok(PrivateKey::generate()?)).await?;
        Ok(self.hold(key))
    }

    /// Lets the person choose a key file. Neither its path nor what is in it goes to the screens.
    pub(crate) async fn import_key(
        self: &Arc<Self>,
    ) -> Result<Option<PublicKeyView>, CommandError> {
        let desk = Arc::clone(self);
        let key = aside(move || {
            let chosen = desk.front.get().and_then(|front| front.pick_key_file());
            chosen.as_deref().map(read_key).transpose()
        })
        .await?;
        Ok(key.map(|key| self.hold(key)))
    }

    fn hold(&self, key: PrivateKey) -> PublicKeyView {
        let view = public_half(&key);
        *held(&self.key) = Some(key);
        view
    }

    /// Keeps the account and opens the till.
    pub(crate) async fn setup_account(
        self: &Arc<Self>,
        form: AccountForm,
    ) -> Result<AppView, CommandError> {
        self.may_set_up()?;
        let passphrase = form.passphrase.clone().map(SecretString::from);
        let desk = Arc::clone(self);
        let sealed = passphrase.clone();
        aside(move || desk.keep_account(&form, sealed)).await?;
        self.open_after_setup(passphrase).await
    }

    fn keep_account(
        &self,
        form: &AccountForm,
        passphrase: Option<SecretString>,
    ) -> Result<(), CommandError> {
        let payby_key = PublicKey::from_pem(&form.payby_public_key)?;
        let base_url = base_url(form)?;
        let mut waiting = held(&self.key);
        let private_key = match waiting.take() {
            Some(key) => key,
            None => self.kept_key()?,
        };
        let pem = private_key.to_pkcs8_pem()?;
        let account = Account {
            base_url,
            partner_id: form.partner_id.trim().to_owned(),
            private_key,
            payby_key,
            key_place: match &passphrase {
                Some(_) => KeyPlace::Sealed,
                None => KeyPlace::Keyring,
            },
            passphrase,
        };
        // An empty payee unsets the one of an earlier try.
        let payee = form.payee_mid.as_deref().unwrap_or_default().to_owned();
        let settings = [("payee_mid".to_owned(), payee)];
        match fils_home::set_up_account(&self.home, account, &settings) {
            Ok(_) => Ok(()),
            Err(error) => {
                // The person corrects what was wrong and tries again with the same key.
                *waiting = Some(PrivateKey::from_pem(pem.expose_secret())?);
                Err(error.into())
            }
        }
    }

    /// The key that is kept already, for a person who corrects the account.
    fn kept_key(&self) -> Result<PrivateKey, CommandError> {
        let missing = || {
            CommandError::new(
                "key_missing",
                "Make a key pair, or choose the file of one you have.",
            )
        };
        let config = Config::load(&self.home).map_err(|_| missing())?.config;
        let account = config.partner_id.ok_or_else(missing)?;
        let passphrase = held(&self.passphrase).clone();
        let pem = vault::open(config.key_store, &self.home, &account, passphrase.as_ref())
            .map_err(|error| CommandError::of(error.code(), &error))?;
        Ok(PrivateKey::from_pem(pem.expose_secret())?)
    }

    /// Opens a sealed till.
    pub(crate) async fn unlock(
        self: &Arc<Self>,
        passphrase: SecretString,
    ) -> Result<AppView, CommandError> {
        if self.stage().await != Stage::Locked {
            return Ok(self.app().await);
        }
        self.open(Some(passphrase))
            .await
            .map_err(|error| CommandError::of(error.code(), &error))?;
        Ok(self.app().await)
    }

    async fn open_after_setup(
        self: &Arc<Self>,
        passphrase: Option<SecretString>,
    ) -> Result<AppView, CommandError> {
        if let Err(error) = self.open(passphrase).await {
            let failure = CommandError::of(error.code(), &error);
            if matches!(*self.stage.borrow(), Stage::Ready(_)) {
                self.enter(Stage::Failed(failure.clone())).await;
            }
            return Err(failure);
        }
        Ok(self.app().await)
    }

    /// Looks at everything that taking a payment needs, and says what is wrong with it.
    pub(crate) async fn test_connection(&self) -> Vec<CheckView> {
        let passphrase = held(&self.passphrase).clone();
        let checks = fils_home::doctor::examine(&self.home, passphrase).await;
        let seen = checks.into_iter().map(|check| CheckView {
            code: check.check.to_owned(),
            ok: check.ok,
            detail: Some(check.message),
        });
        seen.collect()
    }
}

fn read_key(path: &Path) -> Result<PrivateKey, CommandError> {
    use std::io::Read as _;
    let unreadable = |error: std::io::Error| {
        CommandError::new(
            "key_file",
            format!("The file cannot be read ({error}). Check that it is there and may be read."),
        )
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = zeroize::Zeroizing::new(Vec::new());
    file.take(KEY_FILE_LIMIT)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(PrivateKey::from_bytes(&bytes)?)
}
