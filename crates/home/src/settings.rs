//! Every key of `config.toml`: its name, what it takes, and where it goes.

use std::net::SocketAddr;

use fils_sale::receipt::check_trn;
use url::{Host, Url};

use crate::config::{Config, Mode};
use crate::shop::{self, CustomerDisplay};
use crate::vault::KeyPlace;

/// Longest text PayBy takes for a shop's names and for a notification's address (its public documentation, create order).
const TEXT_MAX: usize = 200;

/// A key of `config.toml`.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether a person sets it by name; the others come from connecting an account.
    pub(crate) settable: bool,
    /// What it takes, as the end of "… must be".
    pub(crate) takes: &'static str,
    /// Its value as text; `None` when it is not set.
    pub(crate) get: fn(&Config) -> Option<String>,
    /// Takes a value; `None` unsets it, which gives the default. `false` when the value does not fit.
    pub(crate) set: fn(&mut Config, Option<&str>) -> bool,
    /// Whether it is written as a number.
    pub(crate) number: bool,
}

macro_rules! whole {
    ($field:ident, $low:literal ..= $high:literal) => {
        Setting {
            name: stringify!($field),
            settable: true,
            takes: concat!("a whole number from ", $low, " to ", $high),
            get: |config| Some(config.$field.to_string()),
            set: |config, text| {
                let value = match text {
                    None => Some(Config::default().$field),
                    Some(text) => text
                        .parse()
                        .ok()
                        .filter(|value| ($low..=$high).contains(value)),
                };
                put(&mut config.$field, value)
            },
            number: true,
        }
    };
}

macro_rules! text {
    ($field:ident, $settable:literal, $takes:expr, $fits:expr) => {
        Setting {
            name: stringify!($field),
            settable: $settable,
            takes: $takes,
            get: |config| config.$field.clone(),
            set: |config, text| {
                let value = match text {
                    None => Some(None),
                    Some(text) => $fits(text).then(|| Some(text.to_owned())),
                };
                put(&mut config.$field, value)
            },
            number: false,
        }
    };
}

fn put<T>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

const MEMBER: &str = "a PayBy id of 1 to 12 letters and digits";
const SHOP_TEXT: &str = "a text of at most 200 characters";
const SHOP_LINES: &str = "a text of at most 200 characters, in one or more lines";
const ON_OFF: &str = "on or off";
const PREFIXES: &str =
    "two digits that labels begin with, 02 or 20 to 29, several with commas between them, or none";

/// Every key, in the order in which a new file lists them.
pub(crate) static ALL: &[Setting] = &[
    Setting {
        name: "mode",
        settable: false,
        takes: "\"training\" or \"live\"",
        get: |config| Some(config.mode.as_str().to_owned()),
        set: |config, text| put(&mut config.mode, text.and_then(Mode::read)),
        number: false,
    },
    Setting {
        name: "base_url",
        settable: false,
        takes: "an address that starts with https:// (http:// only on this computer)",
        get: |config| config.base_url.as_ref().map(Url::to_string),
        set: |config, text| {
            put(
                &mut config.base_url,
                text.map_or(Some(None), |text| base_url(text).map(Some)),
            )
        },
        number: false,
    },
    text!(partner_id, false, MEMBER, member),
    text!(
        payby_public_key,
        false,
        "PayBy's public key as PEM",
        public_key
    ),
    Setting {
        name: "key_store",
        settable: false,
        takes: "\"keyring\" or \"sealed\"",
        get: |config| Some(config.key_store.as_str().to_owned()),
        set: |config, text| put(&mut config.key_store, key_place(text)),
        number: false,
    },
    text!(payee_mid, true, MEMBER, member),
    Setting {
        name: "till_prefix",
        settable: true,
        takes: "1 to 16 letters, digits, - or _",
        get: |config| Some(config.till_prefix.clone()),
        set: |config, text| {
            let text = text.map_or_else(|| Config::default().till_prefix, str::to_owned);
            put(&mut config.till_prefix, prefix(&text).then_some(text))
        },
        number: false,
    },
    whole!(payment_window_s, 20..=120),
    whole!(scanned_extra_s, 0..=30),
    whole!(expiry_extra_s, 30..=600),
    whole!(query_every_ms, 2000..=3000),
    whole!(cancel_every_s, 3..=10),
    whole!(not_known_margin_s, 30..=3600),
    whole!(watch_after_expiry_h, 1..=168),
    whole!(unresolved_exit_s, 0..=3600),
    whole!(connect_timeout_s, 1..=30),
    whole!(call_timeout_s, 2..=60),
    whole!(business_day_start_h, 0..=23),
    Setting {
        name: "notify_listen",
        settable: true,
        takes: "an address and port to listen on, such as 127.0.0.1:9099 (leave it empty for off)",
        get: |config| config.notify_listen.map(|address| address.to_string()),
        set: |config, text| {
            let value = text.map_or(Some(None), |text| text.parse::<SocketAddr>().ok().map(Some));
            put(&mut config.notify_listen, value)
        },
        number: false,
    },
    Setting {
        name: "notify_public_url",
        settable: true,
        takes: "an address of at most 200 characters that starts with https:// or http://",
        get: |config| config.notify_public_url.as_ref().map(Url::to_string),
        set: |config, text| {
            let value = text.map_or(Some(None), |text| public_url(text).map(Some));
            put(&mut config.notify_public_url, value)
        },
        number: false,
    },
    text!(merchant_name, true, SHOP_TEXT, shop_text),
    text!(merchant_name_ar, true, SHOP_TEXT, shop_text),
    text!(address, true, SHOP_LINES, shop_lines),
    text!(address_ar, true, SHOP_LINES, shop_lines),
    text!(phone, true, SHOP_TEXT, shop_text),
    Setting {
        name: "trn",
        settable: true,
        takes: "a tax registration number of 15 digits",
        get: |config| config.trn.clone(),
        set: |config, text| {
            let value = text.map_or(Some(None), |text| check_trn(text).ok().map(Some));
            put(&mut config.trn, value)
        },
        number: false,
    },
    text!(receipt_footer, true, SHOP_LINES, shop_lines),
    text!(receipt_footer_ar, true, SHOP_LINES, shop_lines),
    Setting {
        name: "cash_rounding_fils",
        settable: true,
        takes: "0 (off) or 25",
        get: |config| Some(config.cash_rounding_fils.to_string()),
        set: |config, text| {
            let value = match text {
                None | Some("0") => Some(0),
                Some("25") => Some(25),
                Some(_) => None,
            };
            put(&mut config.cash_rounding_fils, value)
        },
        number: true,
    },
    whole!(discount_limit_percent, 0..=100),
    Setting {
        name: "tips",
        settable: true,
        takes: ON_OFF,
        get: |config| Some(on_off(config.tips)),
        set: |config, text| put(&mut config.tips, text.map_or(Some(false), read_on_off)),
        number: false,
    },
    Setting {
        name: "printer",
        settable: true,
        takes: "where the printer is: 192.168.1.50:9100, usb:04b8:0e15 or serial:/dev/ttyUSB0@9600 (leave it empty for none)",
        get: |config| config.printer.as_ref().map(ToString::to_string),
        set: |config, text| {
            let value = text.map_or(Some(None), |text| text.parse().ok().map(Some));
            put(&mut config.printer, value)
        },
        number: false,
    },
    Setting {
        name: "paper",
        settable: true,
        takes: "58, 80, or 80-narrow for printers of 42 columns",
        get: |config| Some(shop::paper_name(config.paper).to_owned()),
        set: |config, text| {
            let value = text.map_or(Some(Config::default().paper), shop::read_paper);
            put(&mut config.paper, value)
        },
        number: false,
    },
    Setting {
        name: "print_receipts",
        settable: true,
        takes: "on or off (leave it empty for on when there is a printer)",
        get: |config| config.print_receipts.map(on_off),
        set: |config, text| {
            let value = text.map_or(Some(None), |text| read_on_off(text).map(Some));
            put(&mut config.print_receipts, value)
        },
        number: false,
    },
    Setting {
        name: "price_prefixes",
        settable: true,
        takes: PREFIXES,
        get: |config| Some(shop::prefixes_text(&config.price_prefixes)),
        set: |config, text| {
            let value = text.map_or_else(
                || Some(Config::default().price_prefixes),
                shop::read_prefixes,
            );
            put(&mut config.price_prefixes, value)
        },
        number: false,
    },
    Setting {
        name: "weight_prefixes",
        settable: true,
        takes: PREFIXES,
        get: |config| Some(shop::prefixes_text(&config.weight_prefixes)),
        set: |config, text| {
            let value = text.map_or_else(
                || Some(Config::default().weight_prefixes),
                shop::read_prefixes,
            );
            put(&mut config.weight_prefixes, value)
        },
        number: false,
    },
    whole!(idle_lock_s, 0..=3600),
    Setting {
        name: "customer_display",
        settable: true,
        takes: "off, auto, or the screen's number from 1 to 9",
        get: |config| Some(config.customer_display.to_string()),
        set: |config, text| {
            let value = text.map_or(Some(CustomerDisplay::Auto), CustomerDisplay::read);
            put(&mut config.customer_display, value)
        },
        number: false,
    },
    Setting {
        name: "customer_languages",
        settable: true,
        takes: "en, ar, or both with a comma between them",
        get: |config| Some(config.customer_languages.join(",")),
        set: |config, text| {
            let value = text.map_or_else(
                || Some(Config::default().customer_languages),
                shop::read_languages,
            );
            put(&mut config.customer_languages, value)
        },
        number: false,
    },
    whole!(backup_every_h, 0..=168),
    text!(
        backup_place,
        true,
        "a folder's whole path, such as /media/backups or D:\\Backups (leave it empty for none)",
        whole_path
    ),
    text!(
        payby_fee_percent,
        true,
        "a percentage from 0 to 100 with at most four decimals, such as 1.50 (leave it empty to find the usual one)",
        |text: &str| ppm(text).is_some()
    ),
    Setting {
        name: "other_tills",
        settable: true,
        takes: "what the numbers of the merchant's other tills begin with, such as T2,T3 (leave it empty for none)",
        get: |config| (!config.other_tills.is_empty()).then(|| config.other_tills.join(",")),
        set: |config, text| {
            let names = text.into_iter().flat_map(|text| text.split(','));
            let names: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
            let value = names.iter().all(|name| prefix(name)).then_some(names);
            put(&mut config.other_tills, value)
        },
        number: false,
    },
    text!(store_id, true, SHOP_TEXT, shop_text),
    text!(terminal_id, true, SHOP_TEXT, shop_text),
    text!(device_id, true, SHOP_TEXT, shop_text),
    Setting {
        name: "language",
        settable: true,
        takes: "en",
        get: |config| Some(config.language.clone()),
        set: |config, text| {
            let text = text.unwrap_or("en");
            put(
                &mut config.language,
                (text == "en").then(|| text.to_owned()),
            )
        },
        number: false,
    },
];

/// The key with this name.
pub(crate) fn named(name: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.name == name)
}

fn member(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn prefix(text: &str) -> bool {
    (1..=16).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// A percentage in millionths of the whole; `None` when it is not one.
pub(crate) fn ppm(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    // A percent is 10,000 millionths, so four decimals are whole.
    let ppm: i64 = format!("{whole}{part:0<4}").parse().ok()?;
    (ppm <= 1_000_000).then_some(ppm)
}

fn shop_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= TEXT_MAX && !text.contains(char::is_control)
}

/// Several lines of it, as an address has them.
fn shop_lines(text: &str) -> bool {
    shop_text(&text.replace('\n', " "))
}

/// A folder that may not be there at the moment: sticks come and go.
fn whole_path(text: &str) -> bool {
    std::path::Path::new(text).is_absolute() && !text.contains(char::is_control)
}

fn on_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn read_on_off(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// Only a look at the shape; whoever uses the key reads it in full.
fn public_key(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains("PRIVATE")
}

fn key_place(text: Option<&str>) -> Option<KeyPlace> {
    [KeyPlace::Keyring, KeyPlace::Sealed]
        .into_iter()
        .find(|place| Some(place.as_str()) == text)
}

/// Money travels over it, so it is encrypted, except to this very computer.
fn base_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (plain && (url.scheme() == "https" || (url.scheme() == "http" && loopback))).then_some(url)
}

fn public_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let fits = matches!(url.scheme(), "https" | "http")
        && url.has_host()
        && url.as_str().chars().count() <= TEXT_MAX;
    fits.then_some(url)
}
