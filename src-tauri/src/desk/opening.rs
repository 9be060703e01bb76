//! Opening the till in the background, watching its driver, and opening it again when that dies.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fils_checkout::Change;
use fils_home::config::{ConfigError, Mode};
use fils_home::vault::VaultError;
use fils_home::{CustomerDisplay, Day, OpenError, Opening, OrdersQuery, Till};
use secrecy::SecretString;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior};

use super::{Desk, Facts, Stage, held};
use crate::errors::CommandError;
use crate::news::News;
use crate::views::ModeCode;
use crate::views::counter::SellSettings;

/// What others read when they find the till open.
const WHO: &str = "the till window";
/// How often the driver is looked after.
const LOOK_AFTER: Duration = Duration::from_millis(500);
/// How often it is looked up whether whoever is at the till still works here.
const LOOK_WHO: Duration = Duration::from_secs(5);
/// A driver that dies more often than this within [`LIVES_WITHIN`] is not started again: a person has to look.
const LIVES: usize = 5;
const LIVES_WITHIN: Duration = Duration::from_mins(1);

/// Why a till is not open, for the stage it is in.
pub(super) fn stage_of(error: &OpenError) -> Stage {
    if matches!(error, OpenError::Config(ConfigError::NotSetUp { .. })) {
        Stage::Needed
    } else if matches!(error, OpenError::Vault(VaultError::PassphraseNeeded)) {
        Stage::Locked
    } else {
        Stage::Failed(CommandError::of(error.code(), error))
    }
}

fn facts(till: &Till) -> Facts {
    Facts {
        mode: match till.config.mode {
            Mode::Training => ModeCode::Training,
            Mode::Live => ModeCode::Live,
        },
        partner_id: till.partner_id().to_owned(),
        till_name: till.config.till_prefix.clone(),
        warnings: till.warnings.clone(),
        idle_lock_s: till.config.idle_lock_s,
        sells: SellSettings {
            tips: till.config.tips,
            cash_rounding_fils: till.config.cash_rounding_fils,
            registered: till.config.receipt_shop().is_registered(),
            display: till.config.customer_display != CustomerDisplay::Off,
        },
    }
}

impl Desk {
    /// Opens what is there, without holding up the window.
    pub(crate) fn open_in_background(self: &Arc<Self>) {
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move { desk.open_or_train().await });
    }

    async fn open_or_train(self: Arc<Self>) {
        let set_up = fils_home::config::Config::load(&self.home);
        if self.train
            && matches!(set_up, Err(ConfigError::NotSetUp { .. }))
            && let Err(error) = fils_home::set_up_training(&self.home, &[])
        {
            self.enter(Stage::Failed(CommandError::of(error.code(), &error)))
                .await;
            return;
        }
        if let Err(error) = self.open(None).await {
            tracing::warn!(code = error.code(), %error, "the till is not open");
            self.enter(stage_of(&error)).await;
        }
    }

    /// Opens the till, shows what it finds, and looks after it from then on.
    ///
    /// # Errors
    /// [`OpenError`]; then the stage is as it was.
    pub(super) async fn open(
        self: &Arc<Self>,
        passphrase: Option<SecretString>,
    ) -> Result<(), OpenError> {
        let mut place = self.till.write().await;
        if let Some(open) = place.take() {
            open.close().await;
        }
        let till = fils_home::open(Opening {
            home: &self.home,
            who: WHO,
            passphrase: passphrase.clone(),
        })
        .await?;
        *held(&self.passphrase) = passphrase;
        let changes = till.checkout.subscribe();
        let news = till.counter.subscribe();
        let printer = till.printing.subscribe();
        self.find(&till).await;
        self.name_display(&till);
        if let Some(front) = self.front.get() {
            front.customer(till.config.customer_display);
        }
        let ready = Stage::Ready(facts(&till));
        if *self.stage.borrow() == Stage::Closed {
            till.close().await;
            return Ok(());
        }
        *place = Some(till);
        drop(place);
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move { desk.look_after(changes).await });
        tauri::async_runtime::spawn(Arc::clone(self).follow(news));
        tauri::async_runtime::spawn(Arc::clone(self).follow_prints(printer));
        self.enter(ready).await;
        self.tell(News::Resync);
        self.refresh_display().await;
        Ok(())
    }

    /// What is unfinished, and what ended a moment ago.
    async fn find(&self, till: &Till) {
        let open = till.checkout.open_orders().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the open orders are not known yet");
            Vec::new()
        });
        let refunds = till.checkout.open_refunds().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the open refunds are not known yet");
            Vec::new()
        });
        let read = till.books().and_then(|books| {
            let today = books.orders(&OrdersQuery {
                day: Day::Today,
                ..OrdersQuery::default()
            })?;
            Ok((today, books.clock_offset()?))
        });
        let mut floor = held(&self.floor);
        match read {
            Ok((today, offset)) => {
                floor.found(today, Vec::new());
                floor.clock_offset_ms = offset.0;
            }
            Err(error) => tracing::warn!(%error, "the day's orders are not known yet"),
        }
        floor.found(open, refunds);
    }

    /// Comes to another stage and says so. The end is final.
    pub(super) async fn enter(&self, stage: Stage) {
        let entered = self.stage.send_if_modified(|now| {
            if *now == Stage::Closed || *now == stage {
                return false;
            }
            *now = stage;
            true
        });
        if entered {
            self.tell_app().await;
        }
    }

    /// Passes on every change, and opens the till again when its driver dies. Ends with the till.
    async fn look_after(self: Arc<Self>, mut changes: Receiver<Change>) {
        let mut looks = tokio::time::interval(LOOK_AFTER);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut who = tokio::time::interval(LOOK_WHO);
        who.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                change = changes.recv() => match change {
                    Ok(change) => self.pass_on(change).await,
                    Err(RecvError::Lagged(missed)) => {
                        tracing::warn!(missed, "the screens fell behind");
                        self.catch_up().await;
                    }
                    Err(RecvError::Closed) => return,
                },
                _ = who.tick() => self.look_who_is_here().await,
                _ = looks.tick() => {
                    self.renew_display();
                    let runs = self.till.read().await.as_ref().map(Till::is_running);
                    match runs {
                        Some(true) => {}
                        Some(false) => {
                            // The next opening has a watch of its own.
                            tauri::async_runtime::spawn(Arc::clone(&self).take_up_again());
                            return;
                        }
                        None => return,
                    }
                }
            }
            self.go_on_closing().await;
        }
    }

    async fn pass_on(&self, change: Change) {
        held(&self.floor).take(&change, self.now());
        match change {
            Change::Order(order) => self.tell(News::Order(order)),
            Change::Refund(refund) => self.tell(News::Refund(refund)),
            Change::Clock(_) | Change::Storage(_) => {}
        }
        self.tell_app().await;
    }

    async fn catch_up(&self) {
        if let Some(till) = self.till.read().await.as_ref() {
            self.find(till).await;
        }
        self.tell(News::Resync);
        self.refresh_display().await;
        self.tell_app().await;
    }

    /// The driver died. Opening the till again takes everything up: recovery is the ordinary path.
    ///
    /// Boxed, for the opening that follows comes back here when its driver dies too.
    pub(super) fn take_up_again(self: Arc<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move { self.reopen().await })
    }

    async fn reopen(self: Arc<Self>) {
        tracing::error!("the driver has died; the till is opened again");
        let now = Instant::now();
        let too_often = {
            let mut deaths = held(&self.deaths);
            deaths.retain(|at| now.duration_since(*at) < LIVES_WITHIN);
            deaths.push(now);
            deaths.len() > LIVES
        };
        let passphrase = held(&self.passphrase).clone();
        let opened = if too_often {
            Err(CommandError::new(
                "driver",
                "Fils had the same problem several times. Nothing is lost: restart the computer, and send the log if it stays.",
            ))
        } else {
            self.open(passphrase)
                .await
                .map_err(|error| CommandError::of(error.code(), &error))
        };
        if let Err(failure) = opened {
            if let Some(till) = self.till.write().await.take() {
                till.close().await;
            }
            self.enter(Stage::Failed(failure)).await;
        }
    }
}
