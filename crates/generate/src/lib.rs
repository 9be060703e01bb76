//! A shop's past, made up: products, sales and payments for a till in training, for demonstrations and measurements.
//!
//! [`fill`] writes what the till itself would have written, by the functions that the till writes with: baskets are rung up and totalled
//! by [`fils_sale`], orders and refunds live through the state machines of [`fils_order`], rows go through [`fils_store`] with every
//! constraint and trigger in force, and the journal's chain holds. Nothing is open in the end.
//!
//! The PayBy of training gets the same past, as far as it remembers (the last 50,000 orders, in whole days), so that what was sold can be
//! asked about, refunded and compared. With [`Wanted::mistakes`], differences are hidden in it and written down in `mistakes.jsonl` in the
//! home, and every day's statement is put into its folder `statements`; otherwise the two sides agree.
//!
//! It is repeatable: the same numbers, seed and last day, in a home with the same settings, give the same products, sales, orders and
//! receipts byte for byte, on every computer. A last day that is not over yet ends now, so name one that is to repeat it.

mod basket;
mod calendar;
mod dice;
mod fees;
mod goods;
mod hide;
mod life;
mod mistakes;
mod payby;
mod refund;
mod rows;
mod sell;
mod take_back;
mod till;
mod words;

use std::path::PathBuf;
use std::sync::mpsc::sync_channel;

use chrono::NaiveDate;
use fils_catalogue::{Catalogue, CatalogueError, Product};
use fils_checkout::{Clock as _, LedgerError, SystemClock};
use fils_home::config::{Config, ConfigError, Mode};
use fils_home::lock::{DriverLock, LockError};
use fils_home::{Home, Training};
use fils_order::{AmountError, NumberError, Span};
use fils_store::{OrderQuery, Store, StoreError, receipts, sales, shifts};
use payby_sandbox::PastError;

use crate::calendar::Day;
use crate::mistakes::Plan;
use crate::payby::Payby;
use crate::rows::DayRows;
use crate::till::{Shopkeeping, Till};

/// Days that are made while one is written.
const AHEAD: usize = 2;
/// More could not be shown on one receipt sequence of six digits, nor made in an hour.
const MOST_SALES: u32 = 20_000_000;
/// More barcodes than this would not all be different.
const MOST_PRODUCTS: u32 = 1_000_000;

/// What to make up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many products, at most 1,000,000.
    pub products: u32,
    /// How many sales, at most 20,000,000; a few of them given up.
    pub sales: u32,
    /// What chance starts from.
    pub seed: u64,
    /// The last business day; today when not set.
    pub until: Option<NaiveDate>,
    /// How many differences between the books and PayBy of every kind are hidden. Only where PayBy's statements tell of them by now.
    pub mistakes: u32,
}

/// What was made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// How many products.
    pub products: u32,
    /// How many sales.
    pub sales: u32,
    /// The first business day with sales, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// The last one.
    pub until: Option<String>,
}

/// Why nothing was made up, or not all of it. Each message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// Money moves here.
    #[error(
        "The till in {} is live: sales are made up only in training. Name another folder with --home, and run `fils init --training` there.", .0.display()
    )]
    Live(PathBuf),
    /// There is something already.
    #[error(
        "The till in {} has {what} already: a made-up past fits only an empty one. Name a new folder with --home.", .dir.display()
    )]
    NotEmpty {
        /// The home.
        dir: PathBuf,
        /// What it has.
        what: &'static str,
    },
    /// More than can be made.
    #[error(
        "That is too many: at most {MOST_PRODUCTS} products and {MOST_SALES} sales can be made up."
    )]
    TooMany,
    /// A day that cannot be the last.
    #[error("{0} cannot be the last day: name one that has begun, and is not before 1990.")]
    Day(String),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// It is open elsewhere.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The books.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// More differences than could hide.
    #[error(
        "That many mistakes cannot hide among these sales: at most {0} of each kind can; ask for fewer, or for more sales."
    )]
    TooManyMistakes(u32),
    /// PayBy's side of the past.
    #[error(
        "PayBy's side of the made-up past cannot be kept ({0}): remove the folder, and try again."
    )]
    Payby(#[from] PastError),
    /// A file beside the books.
    #[error("{} cannot be written ({why}): check the disk and its permissions, and begin with a new folder.", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        why: std::io::Error,
    },
    /// A number of this till.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// What was made up breaks a rule of the till.
    #[error(
        "The made-up past broke a rule of the till ({0}): remove the folder, and report this with the seed."
    )]
    Impossible(String),
}

impl GenerateError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Live(_) => "generate_live",
            Self::NotEmpty { .. } => "generate_not_empty",
            Self::TooMany => "generate_too_many",
            Self::Day(_) => "generate_day",
            Self::Config(error) => error.code(),
            Self::Lock(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Catalogue(error) => error.code(),
            Self::TooManyMistakes(_) => "generate_too_many_mistakes",
            Self::Payby(_) => "generate_payby",
            Self::File { .. } => "generate_file",
            Self::Number(_) => "bad_number",
            Self::Impossible(_) => "generate_impossible",
        }
    }
}

impl From<AmountError> for GenerateError {
    fn from(error: AmountError) -> Self {
        Self::Impossible(error.to_string())
    }
}

impl From<LedgerError> for GenerateError {
    fn from(error: LedgerError) -> Self {
        Self::Impossible(error.to_string())
    }
}

/// Fills the empty training home `home`. `on_progress` hears how many sales are written.
///
/// # Errors
/// [`GenerateError`]. Of refusals nothing is left. When the disk fails on the way, whole days are left, with books that are in order; the
/// home is then not empty any more.
pub fn fill(
    home: &Home,
    wanted: Wanted,
    on_progress: &mut dyn FnMut(u32),
) -> Result<Made, GenerateError> {
    if wanted.products > MOST_PRODUCTS || wanted.sales > MOST_SALES {
        return Err(GenerateError::TooMany);
    }
    let config = Config::load(home)?.config;
    if config.mode != Mode::Training {
        return Err(GenerateError::Live(home.dir().to_path_buf()));
    }
    let now = SystemClock::new().now();
    let lock = DriverLock::acquire(home, "fils generate", now)?;
    let start_h = config.business_day_start_h;
    let until = last_day(wanted.until, &now.business_day(start_h))?;
    let days = calendar::days(wanted.sales, until, now, start_h, wanted.seed)?;
    let open: Vec<Day> = days.into_iter().filter(|day| day.sales > 0).collect();
    let rules = config.rules();
    // An hour for the order itself.
    let watched = Span(rules.watch_after_expiry.0 + Span::hours(1).0);
    let hidden = (wanted.mistakes, wanted.seed);
    let plan = Plan::new(&open, hidden, watched, now)?;
    let mut store = Store::open(&home.database())?;
    let mut catalogue = Catalogue::open(&home.catalogue())?;
    refuse_if_used(home, &mut store, &catalogue)?;

    let products = goods::products(wanted.seed, wanted.products)?;
    if !products.is_empty() {
        catalogue.put_all(&products)?;
    }
    // Closed orders are watched for a day; a past that is over has seen that, too.
    let over = calendar::begins(until, start_h).plus(Span::hours(24 + 30));
    let keeping = Shopkeeping {
        prefix: config.till_prefix.clone(),
        payee: config
            .payee_mid
            .clone()
            .unwrap_or_else(|| Training::PARTNER_ID.to_owned()),
        rounding: config.rounding(),
        shop: config.receipt_shop(),
        sent: fils_home::shop(&config),
        rules,
        end: over.min(now),
    };
    let mut payby = Payby::new(home, wanted.sales, wanted.mistakes > 0, now);
    let making = Making {
        keeping: &keeping,
        products: &products,
        plan: &plan,
        seed: wanted.seed,
    };
    write_days(&mut store, &making, &open, &mut payby, on_progress)?;
    if let Some(last) = open.last() {
        payby.finish(date(&last.name)?, home)?;
    }
    drop(lock);
    Ok(Made {
        products: wanted.products,
        sales: wanted.sales,
        from: open.first().map(|day| day.name.clone()),
        until: open.last().map(|day| day.name.clone()),
    })
}

/// The day that was named, or today; not one to come.
fn last_day(named: Option<NaiveDate>, today: &str) -> Result<NaiveDate, GenerateError> {
    let wrong = |day: &str| GenerateError::Day(day.to_owned());
    let today: NaiveDate = today.parse().map_err(|_| wrong(today))?;
    let day = named.unwrap_or(today);
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or(NaiveDate::MIN);
    if day > today || day < first {
        return Err(wrong(&day.to_string()));
    }
    Ok(day)
}

fn refuse_if_used(
    home: &Home,
    store: &mut Store,
    catalogue: &Catalogue,
) -> Result<(), GenerateError> {
    let used = |what| {
        Err(GenerateError::NotEmpty {
            dir: home.dir().to_path_buf(),
            what,
        })
    };
    let (paper, shift, sale) = store.transact(|tx| {
        let paper = receipts::last(tx)? > 0;
        let shift = !shifts::latest(tx, 1)?.is_empty();
        Ok::<_, StoreError>((paper, shift, !sales::open(tx)?.is_empty()))
    })?;
    let one = OrderQuery {
        limit: Some(1),
        ..OrderQuery::default()
    };
    if paper || shift || sale || !store.reader()?.orders(&one)?.is_empty() {
        return used("sales");
    }
    if catalogue.count()? > 0 {
        return used("products");
    }
    Ok(())
}

/// What days are made from.
struct Making<'a> {
    keeping: &'a Shopkeeping,
    products: &'a [Product],
    plan: &'a Plan,
    seed: u64,
}

fn date(day: &str) -> Result<NaiveDate, GenerateError> {
    day.parse().map_err(|_| GenerateError::Day(day.to_owned()))
}

/// Makes day after day on one thread and writes them on this one.
fn write_days(
    store: &mut Store,
    making: &Making<'_>,
    days: &[Day],
    payby: &mut Payby,
    on_progress: &mut dyn FnMut(u32),
) -> Result<(), GenerateError> {
    let (made, to_write) = sync_channel::<Result<DayRows, GenerateError>>(AHEAD);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut till = Till::new(making.keeping, making.products, making.plan, making.seed);
            for day in days {
                let lived = till.live(day);
                let failed = lived.is_err();
                // Nobody listens any more when the disk has failed.
                if made.send(lived).is_err() || failed {
                    return;
                }
            }
            drop(made.send(Ok(till.finish())));
        });
        let mut written = 0;
        for day in to_write {
            let day = day?;
            store.transact(|tx| rows::write(tx, day.rows))?;
            written += day.sales;
            if let Some((begins, name, known)) = day.payby {
                payby.take(date(&name)?, begins, day.sales, known)?;
            }
            on_progress(written);
        }
        Ok(())
    })
}
