//! What stands behind the window: one home, opened in the background, and everything the screens may ask of it.
//!
//! The desk decides nothing about payments. It opens the till, passes wishes to the checkout and changes to the screens, and
//! keeps the program alive until what is under way is settled.

mod closing;
pub(crate) mod counter;
mod day;
mod display;
mod find;
mod floor;
mod keeping;
mod matching;
mod opening;
mod orders;
pub(crate) mod papers;
mod payments;
mod people;
mod presence;
mod printing;
mod products;
mod returns;
mod settings;
mod setup;
pub(crate) mod shift;
mod training;

#[cfg(test)]
mod hard_tests;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use fils_checkout::{CheckoutError, Clock as _, SystemClock};
use fils_home::staff::Staff;
use fils_home::{Home, Till};
use fils_order::UtcMs;
use payby::keys::PrivateKey;
use secrecy::SecretString;
use tokio::sync::{RwLock, RwLockReadGuard, watch};
use tokio::time::Instant;

use crate::errors::CommandError;
use crate::front::Front;
use crate::news::News;
use crate::views::counter::SellSettings;
use crate::views::{AppView, ClockView, ModeCode, PersonView, SetupCode};
use closing::Closing;
use display::Display;
use floor::Floor;
pub(crate) use payments::enter_amount;
use presence::Presence;
pub(crate) use presence::Who;
use products::Shelf;

/// A till that takes longer to open than this is asked about again by whoever waits.
const OPENING_WAIT: Duration = Duration::from_secs(20);
/// PayBy's clock and the computer's may differ by this much before a person is told.
const CLOCK_TOLERATED_MS: i64 = 2_000;

/// How far the till is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// Being opened.
    Opening,
    /// Nobody has set it up.
    Needed,
    /// Its key waits for the passphrase.
    Locked,
    /// It takes payments.
    Ready(Facts),
    /// It cannot be opened.
    Failed(CommandError),
    /// The program ends.
    Closed,
}

/// What is known of an open till and does not change while it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    mode: ModeCode,
    partner_id: String,
    till_name: String,
    warnings: Vec<String>,
    idle_lock_s: u32,
    sells: SellSettings,
}

/// What stands behind the window.
pub(crate) struct Desk {
    home: Home,
    /// Sets training up where nothing is set up.
    train: bool,
    clock: SystemClock,
    front: OnceLock<Box<dyn Front>>,
    stage: watch::Sender<Stage>,
    /// Held for reading by every command under way, so that closing waits for them.
    till: RwLock<Option<Till>>,
    floor: Mutex<Floor>,
    staff: Arc<Staff>,
    presence: Mutex<Presence>,
    shelf: Arc<Shelf>,
    told: Mutex<Option<AppView>>,
    display: Mutex<Display>,
    /// A backup that was chosen.
    restoring: Mutex<Option<keeping::Chosen>>,
    /// A key that was made or read and is not kept yet: it waits for the account.
    key: Mutex<Option<PrivateKey>>,
    /// Opens the sealed key again when the driver has to be restarted.
    passphrase: Mutex<Option<SecretString>>,
    closing: Mutex<Closing>,
    /// When the driver died lately.
    deaths: Mutex<Vec<Instant>>,
}

/// The data behind a lock. What a panic left half-done there is whole at the next change, for each is written in one go.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// A desk for a home. Nothing is opened until [`Desk::open_in_background`].
    pub(crate) fn new(home: Home, train: bool) -> Self {
        let staff = Arc::new(Staff::new(home.clone()));
        let shelf = Arc::new(Shelf::of(home.clone()));
        Self {
            home,
            train,
            clock: SystemClock::new(),
            front: OnceLock::new(),
            stage: watch::Sender::new(Stage::Opening),
            till: RwLock::new(None),
            floor: Mutex::new(Floor::default()),
            staff,
            presence: Mutex::new(Presence::default()),
            shelf,
            told: Mutex::new(None),
            display: Mutex::new(Display::default()),
            restoring: Mutex::new(None),
            key: Mutex::new(None),
            passphrase: Mutex::new(None),
            closing: Mutex::new(Closing::default()),
            deaths: Mutex::new(Vec::new()),
        }
    }

    /// Gives it its window. Only the first one counts.
    pub(crate) fn face(&self, front: Box<dyn Front>) {
        if self.front.set(front).is_err() {
            tracing::warn!("the desk has a window already");
        }
    }

    fn now(&self) -> UtcMs {
        self.clock.now()
    }

    fn tell(&self, news: News) {
        self.show(&news);
        if let Some(front) = self.front.get() {
            front.tell(news);
        }
    }

    /// Waits until the till is not being opened any more.
    async fn stage(&self) -> Stage {
        let mut stages = self.stage.subscribe();
        let settled = stages.wait_for(|stage| *stage != Stage::Opening);
        match tokio::time::timeout(OPENING_WAIT, settled).await {
            Ok(Ok(stage)) => stage.clone(),
            // Still opening after a long time, or never to be: the caller says that the till is not ready.
            Ok(Err(_)) | Err(_) => Stage::Opening,
        }
    }

    /// The open till, for as long as the guard is held.
    async fn till(&self) -> Result<RwLockReadGuard<'_, Till>, CommandError> {
        if matches!(self.stage().await, Stage::Ready(_)) {
            RwLockReadGuard::try_map(self.till.read().await, Option::as_ref)
                .map_err(|_| CommandError::not_ready())
        } else {
            Err(CommandError::not_ready())
        }
    }

    /// The till as the screens see it.
    pub(crate) async fn app(&self) -> AppView {
        let stage = self.stage().await;
        let cut = self.network_down().await;
        let owner_needed = matches!(stage, Stage::Ready(_)) && self.owner_needed().await;
        self.view(stage, cut, owner_needed)
    }

    async fn owner_needed(&self) -> bool {
        match self.anybody().await {
            Ok(anybody) => !anybody,
            Err(error) => {
                tracing::warn!(
                    code = error.code,
                    "whether the shop has people is not known"
                );
                false
            }
        }
    }

    fn view(&self, stage: Stage, cut: bool, owner_needed: bool) -> AppView {
        let person = held(&self.presence).person().cloned();
        let floor = held(&self.floor);
        let (setup, failure, facts) = match stage {
            Stage::Opening => (SetupCode::Failed, Some(slow()), None),
            Stage::Needed => (SetupCode::Needed, None, None),
            Stage::Locked => (SetupCode::Locked, None, None),
            Stage::Ready(facts) => (SetupCode::Ready, None, Some(facts)),
            Stage::Failed(failure) => (SetupCode::Failed, Some(failure), None),
            Stage::Closed => (SetupCode::Failed, Some(CommandError::not_ready()), None),
        };
        let offset_ms = floor.clock_offset_ms;
        let clock = (offset_ms.abs() >= CLOCK_TOLERATED_MS).then_some(ClockView { offset_ms });
        let sells = facts
            .as_ref()
            .map(|facts| facts.sells.clone())
            .unwrap_or_default();
        let idle_lock_s = facts.as_ref().map_or(0, |facts| facts.idle_lock_s);
        let (mode, partner_id, till_name, warnings) = match facts {
            Some(facts) => (
                Some(facts.mode),
                Some(facts.partner_id),
                Some(facts.till_name),
                facts.warnings,
            ),
            None => (None, None, None, Vec::new()),
        };
        AppView {
            setup,
            failure,
            mode,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            partner_id,
            till_name,
            clock,
            online: !cut && floor.payby_answers(),
            storage: floor.storage.clone(),
            warnings,
            owner_needed,
            may: person
                .as_ref()
                .map_or_else(Vec::new, |one| people::may(one.role)),
            person: person.as_ref().map(PersonView::from),
            idle_lock_s,
            sells,
        }
    }

    /// Tells the screens about the till where it differs from what they were told last.
    async fn tell_app(&self) {
        if *self.stage.borrow() == Stage::Opening {
            return;
        }
        let app = self.app().await;
        if held(&self.told).replace(app.clone()).as_ref() != Some(&app) {
            self.tell(News::App(Box::new(app)));
        }
    }

    /// The checkout's word, or what to say while the driver is being restarted.
    fn said<T>(&self, answer: Result<T, CheckoutError>) -> Result<T, CommandError> {
        answer.map_err(|error| {
            if error == CheckoutError::Stopped && *self.stage.borrow() != Stage::Closed {
                return CommandError::new(
                    "stopped",
                    "Fils is taking its payments up again. Look at the order, then try again in a moment.",
                );
            }
            CommandError::from(error)
        })
    }
}

fn slow() -> CommandError {
    CommandError::new(
        "opening",
        "The till takes unusually long to open. Wait a little, then try again.",
    )
}
