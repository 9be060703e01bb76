//! `config.toml`: which account, where the key is, and the rules a shop may set.

use std::net::SocketAddr;
use std::ops::Range;
use std::path::PathBuf;

use fils_order::{Rules, Span};
use fils_paper::Width;
use fils_printer::Connection;
use fils_sale::barcode::{Embedded, EmbeddedError};
use toml_edit::{Document, DocumentMut, Item, Value};
use url::Url;

use crate::durable;
use crate::paths::Home;
use crate::settings::{self, Setting};
use crate::shop::CustomerDisplay;
use crate::vault::KeyPlace;

/// Whether money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Against the PayBy inside Fils; nobody is charged.
    Training,
    /// Against PayBy.
    Live,
}

impl Mode {
    /// The mode's name, as in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Live => "live",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::Training, Self::Live]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// A till's configuration. Every field has its default but what names an account.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whether money moves.
    pub mode: Mode,
    /// Where PayBy answers. Set in live mode.
    pub base_url: Option<Url>,
    /// The merchant's id at PayBy. Set in live mode.
    pub partner_id: Option<String>,
    /// PayBy's public key as PEM. Set in live mode.
    pub payby_public_key: Option<String>,
    /// Where the merchant's private key is.
    pub key_store: KeyPlace,
    /// Who gets the money, where that is not the partner.
    pub payee_mid: Option<String>,
    /// What this till's numbers begin with.
    pub till_prefix: String,
    /// The customer's time to pay, in seconds, 20 to 120.
    pub payment_window_s: u32,
    /// More of it once the customer has scanned, in seconds, 0 to 30.
    pub scanned_extra_s: u32,
    /// What the expiry told to PayBy comes after the customer's time, in seconds, 30 to 600.
    pub expiry_extra_s: u32,
    /// From one query to the next, in milliseconds, 2000 to 3000.
    pub query_every_ms: u32,
    /// From one cancel to the next, in seconds, 3 to 10.
    pub cancel_every_s: u32,
    /// What is added to PayBy's 15 minutes before "not known" is believed, in seconds, 30 to 3600.
    pub not_known_margin_s: u32,
    /// How long a closed order is watched after its expiry, in hours, 1 to 168.
    pub watch_after_expiry_h: u32,
    /// When a command ends without the truth, counted from when the person was told, in seconds, 0 to 3600.
    pub unresolved_exit_s: u32,
    /// How long a connection may take, in seconds, 1 to 30.
    pub connect_timeout_s: u32,
    /// How long a whole call may take, in seconds, 2 to 60.
    pub call_timeout_s: u32,
    /// The hour at which a business day begins in Dubai, 0 to 23.
    pub business_day_start_h: u8,
    /// Where PayBy's notifications are listened for; off when not set.
    pub notify_listen: Option<SocketAddr>,
    /// The address at which PayBy reaches that listener.
    pub notify_public_url: Option<Url>,
    /// The shop's name, told to PayBy and printed on receipts.
    pub merchant_name: Option<String>,
    /// The shop's name in Arabic, for receipts.
    pub merchant_name_ar: Option<String>,
    /// The shop's address, for receipts.
    pub address: Option<String>,
    /// The same in Arabic.
    pub address_ar: Option<String>,
    /// The shop's telephone number, for receipts.
    pub phone: Option<String>,
    /// The tax registration number; without one nothing printed says "Tax Invoice" or names VAT.
    pub trn: Option<String>,
    /// What receipts end with.
    pub receipt_footer: Option<String>,
    /// The same in Arabic.
    pub receipt_footer_ar: Option<String>,
    /// Cash is rounded to this many fils in the customer's favour, 0 (off) or 25.
    pub cash_rounding_fils: u32,
    /// The largest discount a cashier gives without a manager, in percent, 0 to 100.
    pub discount_limit_percent: u32,
    /// Whether customers are asked for a tip.
    pub tips: bool,
    /// Where the receipt printer is.
    pub printer: Option<Connection>,
    /// The paper in it.
    pub paper: Width,
    /// Whether every receipt is printed; when not set, it is as soon as there is a printer.
    pub print_receipts: Option<bool>,
    /// What labels of the shop's scale with a price in them begin with.
    pub price_prefixes: Vec<String>,
    /// The same for labels with a weight.
    pub weight_prefixes: Vec<String>,
    /// After how many seconds without a touch the till locks itself, 0 (never) to 3600.
    pub idle_lock_s: u32,
    /// Where the customer's display is.
    pub customer_display: CustomerDisplay,
    /// The languages customers read, one or two of `en` and `ar`, the first one first.
    pub customer_languages: Vec<String>,
    /// A backup is made when the last one is this many hours old, 0 (only at each Z report) to 168.
    pub backup_every_h: u32,
    /// The folder that every backup is copied to: a stick, a disk, a share.
    pub backup_place: Option<String>,
    /// The fee agreed with PayBy, in percent of a payment; when not set, the usual one is found from its statements.
    pub payby_fee_percent: Option<String>,
    /// What the numbers of the merchant's other tills begin with: their payments are none of this till's.
    pub other_tills: Vec<String>,
    /// The branch, told to PayBy.
    pub store_id: Option<String>,
    /// The till, told to PayBy.
    pub terminal_id: Option<String>,
    /// The device, told to PayBy.
    pub device_id: Option<String>,
    /// The language of the screens: `en`.
    pub language: String,
    /// The file as it was read, with its comments and what this program does not know.
    file: DocumentMut,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::Training,
            base_url: None,
            partner_id: None,
            payby_public_key: None,
            key_store: KeyPlace::Keyring,
            payee_mid: None,
            till_prefix: "T1".to_owned(),
            payment_window_s: 90,
            scanned_extra_s: 30,
            expiry_extra_s: 90,
            query_every_ms: 2500,
            cancel_every_s: 4,
            not_known_margin_s: 120,
            watch_after_expiry_h: 24,
            unresolved_exit_s: 30,
            connect_timeout_s: 5,
            call_timeout_s: 10,
            business_day_start_h: 0,
            notify_listen: None,
            notify_public_url: None,
            merchant_name: None,
            merchant_name_ar: None,
            address: None,
            address_ar: None,
            phone: None,
            trn: None,
            receipt_footer: None,
            receipt_footer_ar: None,
            cash_rounding_fils: 0,
            discount_limit_percent: 10,
            tips: false,
            printer: None,
            paper: Width::Mm80,
            print_receipts: None,
            price_prefixes: Embedded::default().price().to_vec(),
            weight_prefixes: Embedded::default().weight().to_vec(),
            idle_lock_s: 300,
            customer_display: CustomerDisplay::Auto,
            customer_languages: vec!["en".to_owned(), "ar".to_owned()],
            backup_every_h: 24,
            backup_place: None,
            payby_fee_percent: None,
            other_tills: Vec::new(),
            store_id: None,
            terminal_id: None,
            device_id: None,
            language: "en".to_owned(),
            file: DocumentMut::new(),
        }
    }
}

/// Why there is no configuration to go by.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Nobody has set the till up.
    #[error("Fils is not set up in {}: run `fils init --training` to try it, or `fils init` with your PayBy account.", .dir.display())]
    NotSetUp {
        /// The home directory.
        dir: PathBuf,
    },
    /// The file cannot be read.
    #[error("{} cannot be read ({why}): check its permissions.", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{} is not understood at line {line} ({why}): correct that line, or run `fils init` again.", .path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A value in the file does not fit.
    #[error("{} has a wrong value at line {line}: `{name}` must be {takes}.", .path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key.
        name: &'static str,
        /// What it takes.
        takes: &'static str,
    },
    /// The file lacks what live mode needs.
    #[error("{} lacks `{name}`, which live mode needs: run `fils init` with your PayBy account.", .path.display())]
    Lacks {
        /// The file.
        path: PathBuf,
        /// The key.
        name: &'static str,
    },
    /// There is no such setting.
    #[error("There is no setting `{name}`: choose one of {}.", settable())]
    UnknownSetting {
        /// What was asked for.
        name: String,
    },
    /// A value does not fit its setting.
    #[error("`{name}` cannot be `{value}`: it must be {takes}.")]
    BadValue {
        /// The setting.
        name: &'static str,
        /// What it was to be.
        value: String,
        /// What it takes.
        takes: &'static str,
    },
    /// Labels that mean two things.
    #[error("{} gives price_prefixes and weight_prefixes that do not go together: {why}", .path.display())]
    Labels {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: EmbeddedError,
    },
    /// The file cannot be written.
    #[error("{} cannot be written ({why}): check the directory's permissions and the disk.", .path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        why: std::io::Error,
    },
}

impl ConfigError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSetUp { .. } => "not_set_up",
            Self::Unreadable { .. } => "config_unreadable",
            Self::NotToml { .. } | Self::BadLine { .. } => "config_invalid",
            Self::Lacks { .. } => "config_lacks",
            Self::UnknownSetting { .. } => "setting_unknown",
            Self::BadValue { .. } => "setting_invalid",
            Self::Labels { why, .. } => why.code(),
            Self::NotWritten { .. } => "config_not_written",
        }
    }
}

fn settable() -> String {
    let names: Vec<&str> = setting_names().collect();
    names.join(", ")
}

/// The names that [`Config::set`] takes.
pub fn setting_names() -> impl Iterator<Item = &'static str> {
    settings::ALL
        .iter()
        .filter(|setting| setting.settable)
        .map(|setting| setting.name)
}

/// A configuration as it was read, and the keys in the file that this program does not know.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// Names of keys that mean nothing to this program: mistyped, or a newer Fils's. They stay in the file.
    pub unknown: Vec<String>,
}

impl Loaded {
    /// One sentence for each unknown key.
    pub fn warnings(&self) -> Vec<String> {
        let sentence = |name| {
            format!(
                "config.toml has a key `{name}` that Fils does not know: correct its name or remove it."
            )
        };
        self.unknown.iter().map(sentence).collect()
    }
}

impl Config {
    /// Reads the configuration of a home.
    ///
    /// # Errors
    /// [`ConfigError::NotSetUp`] when there is none, and one sentence for whatever makes it unfit.
    pub fn load(home: &Home) -> Result<Loaded, ConfigError> {
        let path = home.config();
        match std::fs::read(&path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => read(path, &text),
                Err(e) => {
                    let valid = e.utf8_error().valid_up_to();
                    let line = line_at(&String::from_utf8_lossy(&e.as_bytes()[..valid]), valid);
                    let why = "it is not UTF-8 text".to_owned();
                    Err(ConfigError::NotToml { path, line, why })
                }
            },
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(ConfigError::NotSetUp {
                dir: home.dir().to_path_buf(),
            }),
            Err(why) => Err(ConfigError::Unreadable { path, why }),
        }
    }

    /// Writes the configuration, so that a crash leaves the old file or the new one. Comments and unknown keys stay.
    ///
    /// # Errors
    /// [`ConfigError::BadValue`] when a field is out of its range, [`ConfigError::Lacks`] when live mode lacks an account,
    /// [`ConfigError::NotWritten`].
    pub fn save(&mut self, home: &Home) -> Result<(), ConfigError> {
        let path = home.config();
        for setting in settings::ALL {
            let value = (setting.get)(self);
            if value.is_some() && !(setting.set)(&mut self.clone(), value.as_deref()) {
                return Err(bad_value(setting, value.unwrap_or_default()));
            }
        }
        self.require_account(&path)?;
        self.require_plain_labels(&path)?;
        for setting in settings::ALL {
            self.write_down(setting);
        }
        durable::write(&path, self.file.to_string().as_bytes())
            .map_err(|why| ConfigError::NotWritten { path, why })
    }

    /// Sets a rule by its name. An empty value unsets it, which gives the default.
    ///
    /// # Errors
    /// [`ConfigError::UnknownSetting`] names those there are; [`ConfigError::BadValue`] says what it takes.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ConfigError> {
        let setting = settings::named(name)
            .filter(|setting| setting.settable)
            .ok_or_else(|| ConfigError::UnknownSetting {
                name: name.to_owned(),
            })?;
        let value = value.trim();
        if (setting.set)(self, (!value.is_empty()).then_some(value)) {
            Ok(())
        } else {
            Err(bad_value(setting, value.to_owned()))
        }
    }

    /// What a settable rule takes, as the end of "… must be".
    pub fn takes(name: &str) -> Option<&'static str> {
        settings::named(name).map(|setting| setting.takes)
    }

    /// The value of a settable rule, as text.
    pub fn get(&self, name: &str) -> Option<String> {
        settings::named(name).and_then(|setting| (setting.get)(self))
    }

    /// Who gets the money: the payee if one is set, else the partner.
    pub fn payee(&self) -> Option<&str> {
        self.payee_mid.as_deref().or(self.partner_id.as_deref())
    }

    /// The fee agreed with PayBy in millionths of a payment: 15,000 is 1.5 %.
    pub fn payby_fee_ppm(&self) -> Option<i64> {
        self.payby_fee_percent.as_deref().and_then(settings::ppm)
    }

    /// The rules of an order's life that a shop may set; the others are the house's.
    pub fn rules(&self) -> Rules {
        Rules {
            payment_window: Span::secs(self.payment_window_s.into()),
            scanned_extra: Span::secs(self.scanned_extra_s.into()),
            expiry_extra: Span::secs(self.expiry_extra_s.into()),
            query_every: Span(self.query_every_ms.into()),
            cancel_every: Span::secs(self.cancel_every_s.into()),
            not_known_margin: Span::secs(self.not_known_margin_s.into()),
            watch_after_expiry: Span::hours(self.watch_after_expiry_h.into()),
            ..Rules::default()
        }
    }

    fn require_account(&self, path: &std::path::Path) -> Result<(), ConfigError> {
        let needed = [
            ("base_url", self.base_url.is_some()),
            ("partner_id", self.partner_id.is_some()),
            ("payby_public_key", self.payby_public_key.is_some()),
        ];
        match needed
            .into_iter()
            .find(|(_, there)| self.mode == Mode::Live && !there)
        {
            Some((name, _)) => Err(ConfigError::Lacks {
                path: path.to_path_buf(),
                name,
            }),
            None => Ok(()),
        }
    }

    fn require_plain_labels(&self, path: &std::path::Path) -> Result<(), ConfigError> {
        match self.labels() {
            Ok(_) => Ok(()),
            Err(why) => Err(ConfigError::Labels {
                path: path.to_path_buf(),
                why,
            }),
        }
    }

    /// Brings one key of the file up to date; a default that nobody wrote down stays out of it.
    fn write_down(&mut self, setting: &Setting) {
        let Some(text) = (setting.get)(self) else {
            self.file.remove(setting.name);
            return;
        };
        let there = self.file.get(setting.name).and_then(as_text);
        let default = (setting.get)(&Self::default());
        if there.as_deref() == Some(&text)
            || (there.is_none() && setting.settable && default.as_deref() == Some(&text))
        {
            return;
        }
        let mut value = match text.parse::<i64>() {
            Ok(number) if setting.number => Value::from(number),
            _ => Value::from(text),
        };
        if let Some(old) = self.file.get(setting.name).and_then(Item::as_value) {
            *value.decor_mut() = old.decor().clone();
        }
        self.file[setting.name] = Item::Value(value);
    }
}

fn bad_value(setting: &'static Setting, value: String) -> ConfigError {
    ConfigError::BadValue {
        name: setting.name,
        value,
        takes: setting.takes,
    }
}

fn read(path: PathBuf, text: &str) -> Result<Loaded, ConfigError> {
    let parsed = match Document::parse(text) {
        Ok(parsed) => parsed,
        Err(e) => {
            let line = e.span().map_or(1, |span| line_at(text, span.start));
            let why = e.message().lines().next().unwrap_or_default().to_owned();
            return Err(ConfigError::NotToml { path, line, why });
        }
    };
    let mut config = Config::default();
    let mut unknown = Vec::new();
    for (name, item) in parsed.iter() {
        let Some(setting) = settings::named(name) else {
            unknown.push(name.to_owned());
            continue;
        };
        let value = as_text(item).filter(|_| item.is_integer() == setting.number);
        if value.is_none() || !(setting.set)(&mut config, value.as_deref()) {
            return Err(ConfigError::BadLine {
                line: line_at(text, item.span().map_or(0, |Range { start, .. }| start)),
                path,
                name: setting.name,
                takes: setting.takes,
            });
        }
    }
    config.require_account(&path)?;
    config.require_plain_labels(&path)?;
    config.file = parsed.into_mut();
    Ok(Loaded { config, unknown })
}

fn as_text(item: &Item) -> Option<String> {
    item.as_str()
        .map(str::to_owned)
        .or_else(|| item.as_integer().map(|number| number.to_string()))
}

/// The line, from 1, in which the byte at `at` stands.
fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
