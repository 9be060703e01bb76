//! A till, opened: the real parts put together.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use fils_checkout::{Checkout, Clock as _, Driver, Settings, SystemClock, SystemRandom};
use fils_counter::{Counter, CounterError};
use fils_office::Office;
use fils_order::UtcMs;
use fils_store::{Store, StoreError};
use payby::keys::{KeyError, PrivateKey, PublicKey};
use payby::{Client, ClientConfig};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use url::Url;

use crate::books::{Books, BooksError};
use crate::config::{Config, ConfigError, Mode};
use crate::gateway::{PayByGateway, Shop};
use crate::keeping::{self, Keeper, KeepingError};
use crate::ledger::Database;
use crate::listener::Listener;
use crate::lock::{DriverLock, LockError};
use crate::matching::{self, Matching};
use crate::paths::{Home, HomeError};
use crate::printing::{Pace, Printing, PrintingError, follow};
use crate::search::Search;
use crate::training::{Training, TrainingError};
use crate::vault::{self, VaultError};

/// What opening a till needs.
#[derive(Debug)]
pub struct Opening<'a> {
    /// Its home.
    pub home: &'a Home,
    /// Who opens it, for the sentence that others get: `the till window`, `fils charge`.
    pub who: &'a str,
    /// Opens the sealed key, where the key is sealed.
    pub passphrase: Option<SecretString>,
}

/// Why a till does not open. Every message is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The home directory.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// It is open elsewhere.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The private key.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The private key, or PayBy's.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The client of PayBy.
    #[error(transparent)]
    Client(#[from] payby::ConfigError),
    /// The training PayBy.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// The books.
    #[error(transparent)]
    Books(#[from] BooksError),
    /// The counter.
    #[error(transparent)]
    Counter(#[from] CounterError),
    /// A restore that was interrupted.
    #[error(transparent)]
    Keeping(#[from] KeepingError),
    /// The address for notifications.
    #[error(
        "Notifications cannot be listened for at {address} ({why}): free that address, or set notify_listen to another one."
    )]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the operating system said.
        why: std::io::Error,
    },
    /// The operating system gives no thread or timer.
    #[error(
        "Fils cannot start its driver ({0}): restart the computer, and report this if it stays."
    )]
    Driver(String),
}

impl OpenError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config(error) => error.code(),
            Self::Home(error) => error.code(),
            Self::Lock(error) => error.code(),
            Self::Vault(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Client(_) => "account",
            Self::Training(_) => "training",
            Self::Books(error) => error.code(),
            Self::Counter(error) => error.code(),
            Self::Keeping(error) => error.code(),
            Self::Listen { .. } => "notify_listen",
            Self::Driver(_) => "driver",
        }
    }
}

/// An open till. It drives payments until it is closed or dropped; what is unfinished then is taken up at the next opening.
#[derive(Debug)]
pub struct Till {
    /// Wishes go in here, changes come out.
    pub checkout: Checkout,
    /// Baskets, sales, receipts, shifts and returns.
    pub counter: Counter,
    /// The manager's side of the books.
    pub office: Office,
    /// The print queue.
    pub printing: Printing,
    /// Makes backups.
    pub keeper: Keeper,
    /// Asks PayBy what happened since a backup that was brought back.
    since: tokio::task::AbortHandle,
    /// Its configuration.
    pub config: Config,
    /// Sentences about keys in `config.toml` that Fils does not know.
    pub warnings: Vec<String>,
    home: Home,
    matching: Matching,
    pub(crate) client: Client,
    search: Option<Search>,
    partner_id: String,
    base_url: Url,
    training: Option<Training>,
    listener: Option<Listener>,
    stop: Option<oneshot::Sender<()>>,
    driver: Option<JoinHandle<()>>,
    /// Given up last.
    lock: Option<DriverLock>,
}

/// The two ends of the line to PayBy.
struct Line {
    base_url: Url,
    partner_id: String,
    payee: String,
    merchant_key: Arc<PrivateKey>,
    payby_key: PublicKey,
}

/// Opens a till and takes up everything unfinished. Call it inside a tokio runtime; the driver runs on a thread of its own.
///
/// # Errors
/// [`OpenError`]; then nothing was changed and nothing runs.
pub async fn open(opening: Opening<'_>) -> Result<Till, OpenError> {
    let home = opening.home;
    keeping::finish_restore(home)?;
    let loaded = Config::load(home)?;
    let warnings = loaded.warnings();
    let config = loaded.config;
    let clock = SystemClock::new();
    let lock = DriverLock::acquire_soon(home, opening.who, clock.now()).await?;
    let store = Store::open(&home.database())?;
    let (line, training) = line(home, &config, opening.passphrase).await?;
    let (client, to_compare) = matching::Line::new(account(&line, &config), &line.payee)?;
    let gateway = PayByGateway::new(client.clone(), shop(&config));
    let settings = Settings {
        rules: config.rules(),
        till_prefix: config.till_prefix.clone(),
        payee: line.payee.clone(),
        business_day_start_h: config.business_day_start_h,
    };
    let books = Database::new(store)?;
    let (driver, checkout) = Driver::new(gateway, books, clock, SystemRandom, settings)
        .map_err(|error| OpenError::Driver(error.to_string()))?;
    let counter = crate::counter::open(home, &config, checkout.clone())?;
    let office = crate::office::beside(home, &config)?;
    let matching = Matching::new(
        office.clone(),
        &config,
        Some(line.partner_id.clone()),
        Some(to_compare),
        Some(checkout.clone()),
    );
    let listener = match config.notify_listen {
        Some(address) => Some(
            Listener::start(address, line.payby_key.clone(), checkout.clone())
                .await
                .map_err(|why| OpenError::Listen { address, why })?,
        ),
        None => None,
    };
    let printing = print(home, &config, &counter)?;
    let keeper = Keeper::start(home, keeping::Pace::default())
        .map_err(|error| OpenError::Driver(error.to_string()))?;
    let search = Search::start(crate::office::beside(home, &config)?)
        .map_err(|error| OpenError::Driver(error.to_string()))?;
    let (stop, stopped) = oneshot::channel();
    let thread = start(driver, stopped)?;
    let since = tokio::spawn(keeping::take_up_since(home.clone(), matching.clone())).abort_handle();
    Ok(Till {
        checkout,
        counter,
        office,
        printing,
        keeper,
        since,
        config,
        warnings,
        home: home.clone(),
        matching,
        client,
        search: Some(search),
        partner_id: line.partner_id,
        base_url: line.base_url,
        training,
        listener,
        stop: Some(stop),
        driver: Some(thread),
        lock: Some(lock),
    })
}

/// Whose client it is, and of whom.
fn account(line: &Line, config: &Config) -> ClientConfig {
    let mut account = ClientConfig::new(
        line.base_url.clone(),
        &line.partner_id,
        line.merchant_key.clone(),
        line.payby_key.clone(),
    );
    account.connect_timeout = Duration::from_secs(config.connect_timeout_s.into());
    account.call_timeout = Duration::from_secs(config.call_timeout_s.into());
    account
}

/// The merchant's id at PayBy, where it is set up.
pub(crate) fn merchant(config: &Config) -> Option<String> {
    match config.mode {
        Mode::Training => Some(Training::PARTNER_ID.to_owned()),
        Mode::Live => config.partner_id.clone(),
    }
}

/// A line to PayBy for comparing, without a driver. In training there is none: that PayBy is a part of the open till.
pub(crate) async fn live_only(
    home: &Home,
    config: &Config,
    passphrase: Option<SecretString>,
) -> Result<matching::Line, OpenError> {
    let line = live_line(home, config, passphrase).await?;
    let (_, line) = matching::Line::new(account(&line, config), &line.payee)?;
    Ok(line)
}

/// Prints what the counter queues, and what was queued before.
fn print(home: &Home, config: &Config, counter: &Counter) -> Result<Printing, OpenError> {
    let printing = Printing::start(
        &home.database(),
        config.into(),
        SystemClock::new(),
        Pace::default(),
    )
    .map_err(|error| {
        if let PrintingError::Store(error) = error {
            OpenError::Store(error)
        } else {
            OpenError::Driver(error.to_string())
        }
    })?;
    tokio::spawn(follow(counter.subscribe(), printing.nudge()));
    Ok(printing)
}

/// The driver's own thread, so that no screen and no other task can hold it up.
fn start(
    driver: Driver<PayByGateway, Database, SystemClock, SystemRandom>,
    stopped: oneshot::Receiver<()>,
) -> Result<JoinHandle<()>, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| OpenError::Driver(error.to_string()))?;
    std::thread::Builder::new()
        .name("driver".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    ended = driver.run() => {
                        if let Err(error) = ended {
                            tracing::error!(%error, "the driver has ended");
                        }
                    }
                    _ = stopped => {}
                }
            });
        })
        .map_err(|error| OpenError::Driver(error.to_string()))
}

async fn line(
    home: &Home,
    config: &Config,
    passphrase: Option<SecretString>,
) -> Result<(Line, Option<Training>), OpenError> {
    match config.mode {
        Mode::Training => {
            let (training, account) = Training::start(home).await?;
            let line = Line {
                payee: config
                    .payee_mid
                    .clone()
                    .unwrap_or_else(|| account.partner_id.clone()),
                base_url: account.base_url,
                partner_id: account.partner_id,
                merchant_key: account.merchant_key,
                payby_key: account.payby_key,
            };
            Ok((line, Some(training)))
        }
        Mode::Live => Ok((live_line(home, config, passphrase).await?, None)),
    }
}

async fn live_line(
    home: &Home,
    config: &Config,
    passphrase: Option<SecretString>,
) -> Result<Line, OpenError> {
    let lacks = |name| ConfigError::Lacks {
        path: home.config(),
        name,
    };
    let base_url = config.base_url.clone().ok_or_else(|| lacks("base_url"))?;
    let partner_id = config
        .partner_id
        .clone()
        .ok_or_else(|| lacks("partner_id"))?;
    let payby_key = config
        .payby_public_key
        .as_deref()
        .ok_or_else(|| lacks("payby_public_key"))?;
    let payby_key = PublicKey::from_pem(payby_key)?;
    let payee = config.payee().unwrap_or(&partner_id).to_owned();
    let (place, at, account) = (config.key_store, home.clone(), partner_id.clone());
    // The keyring may ask a person, and a passphrase takes a moment of hard work.
    let pem =
        tokio::task::spawn_blocking(move || vault::open(place, &at, &account, passphrase.as_ref()))
            .await
            .map_err(|error| OpenError::Driver(error.to_string()))??;
    let merchant_key = Arc::new(PrivateKey::from_pem(pem.expose_secret())?);
    Ok(Line {
        base_url,
        partner_id,
        payee,
        merchant_key,
        payby_key,
    })
}

/// What goes along with every order.
pub fn shop(config: &Config) -> Shop {
    let local = || {
        config
            .notify_listen
            .filter(|_| config.mode == Mode::Training)
            .map(|at| format!("http://{at}/"))
    };
    Shop {
        merchant_name: config.merchant_name.clone(),
        store_id: config.store_id.clone(),
        terminal_id: config.terminal_id.clone(),
        device_id: config.device_id.clone(),
        notify_url: config
            .notify_public_url
            .as_ref()
            .map(ToString::to_string)
            .or_else(local),
    }
}

impl Till {
    /// What was written, to read.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn books(&self) -> Result<Books, BooksError> {
        Books::open(&self.home)
    }

    /// The till's money against PayBy's.
    pub fn matching(&self) -> &Matching {
        &self.matching
    }

    /// The PayBy inside the till, in training.
    pub fn training(&self) -> Option<&Training> {
        self.training.as_ref()
    }

    /// The merchant's id at PayBy.
    pub fn partner_id(&self) -> &str {
        &self.partner_id
    }

    /// Where PayBy answers.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Where notifications are listened for, when they are.
    pub fn notify_address(&self) -> Option<std::net::SocketAddr> {
        self.listener.as_ref().map(Listener::address)
    }

    /// Whether the driver still runs. When it does not, open the till again: recovery is the ordinary path.
    pub fn is_running(&self) -> bool {
        self.driver
            .as_ref()
            .is_some_and(|driver| !driver.is_finished())
    }

    /// Stops driving, listening and training, and gives up the lock.
    pub async fn close(mut self) {
        if let Some(listener) = self.listener.take() {
            listener.shutdown().await;
        }
        // What was proved a moment ago gets its receipt now, and not at the next opening.
        if let Err(error) = self.counter.settle_all() {
            tracing::error!(code = error.code(), %error, "what is paid could not be settled yet");
        }
        self.printing.stop().await;
        self.stop_driver();
        if let Some(training) = self.training.take() {
            training.shutdown().await;
        }
    }

    fn stop_driver(&mut self) {
        self.printing.halt();
        drop(self.search.take());
        self.since.abort();
        self.keeper.end();
        drop(self.stop.take());
        if let Some(driver) = self.driver.take()
            && driver.join().is_err()
        {
            tracing::error!("the driver had panicked");
        }
        drop(self.lock.take());
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        self.stop_driver();
    }
}

/// The computer's time, for what is not driven.
pub(crate) fn now() -> UtcMs {
    SystemClock::new().now()
}
