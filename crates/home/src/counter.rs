//! The counter of an open till: its settings, and where the place of the last receipt is kept.

use std::io::ErrorKind;
use std::path::PathBuf;

use fils_checkout::{Checkout, SystemClock, SystemRandom};
use fils_counter::{Counter, CounterError, LastReceipt, Settings};
use fils_store::Store;

use crate::config::{Config, Mode};
use crate::durable;
use crate::paths::Home;

/// The file beside the books that holds the place of the last receipt.
struct Beside(PathBuf);

impl LastReceipt for Beside {
    fn read(&self) -> Result<i64, String> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(format!("{}: {error}", self.0.display())),
        };
        text.trim()
            .parse()
            .map_err(|error| format!("{}: {error}", self.0.display()))
    }

    fn write(&self, n: i64) -> Result<(), String> {
        durable::write(&self.0, format!("{n}\n").as_bytes())
            .map_err(|error| format!("{}: {error}", self.0.display()))
    }
}

/// Opens the counter over the books of `home` and the driver behind `checkout`.
pub(crate) fn open(
    home: &Home,
    config: &Config,
    checkout: Checkout,
) -> Result<Counter, CounterError> {
    let settings = Settings {
        prefix: config.till_prefix.clone(),
        day_start_h: config.business_day_start_h,
        shop: config.receipt_shop(),
        rounding: config.rounding(),
        tips: config.tips,
        training: config.mode == Mode::Training,
        print: config.prints_receipts(),
        drawer: config.printer.is_some(),
    };
    Counter::open(
        Store::open(&home.database())?,
        checkout,
        SystemClock::new(),
        SystemRandom,
        Beside(home.dir().join("last-receipt")),
        settings,
    )
}
