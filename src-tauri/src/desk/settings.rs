//! Settings that may be changed in the window. What connects the till to PayBy is not among them.

use std::sync::Arc;

use fils_home::config::{Config, ConfigError};
use secrecy::SecretString;

use super::{Desk, Who, held};
use crate::errors::CommandError;
use crate::views::AppView;
use crate::views::counter::{SettingChange, SettingRefusal, SettingView};

/// What the window may set: the shop on paper, money, printer, displays, labels and the lock.
const SETTABLE: [&str; 24] = [
    "merchant_name",
    "merchant_name_ar",
    "address",
    "address_ar",
    "phone",
    "trn",
    "receipt_footer",
    "receipt_footer_ar",
    "cash_rounding_fils",
    "discount_limit_percent",
    "payby_fee_percent",
    "other_tills",
    "tips",
    "printer",
    "paper",
    "print_receipts",
    "price_prefixes",
    "weight_prefixes",
    "customer_display",
    "customer_languages",
    "idle_lock_s",
    "business_day_start_h",
    "backup_every_h",
    "backup_place",
];

impl Desk {
    pub(super) fn loaded(&self) -> Result<Config, CommandError> {
        let loaded = Config::load(&self.home).map_err(|error| refused(&error))?;
        Ok(loaded.config)
    }

    /// What may be set.
    pub(crate) fn settings(&self) -> Result<Vec<SettingView>, CommandError> {
        let config = self.loaded()?;
        let views = SETTABLE.into_iter().map(|name| SettingView {
            name: name.to_owned(),
            value: config.get(name),
            takes: Config::takes(name).unwrap_or_default().to_owned(),
        });
        Ok(views.collect())
    }

    /// Which of these would be refused.
    pub(crate) fn try_settings(
        &self,
        changes: &[SettingChange],
    ) -> Result<Vec<SettingRefusal>, CommandError> {
        let mut config = self.loaded()?;
        let mut refusals = Vec::new();
        for change in changes {
            if set(&mut config, change).is_err() {
                refusals.push(SettingRefusal {
                    takes: Config::takes(&change.name).unwrap_or_default().to_owned(),
                    name: change.name.clone(),
                });
            }
        }
        Ok(refusals)
    }

    /// Changes settings and opens the till again with them: payments under way are taken up as after any start.
    pub(crate) async fn change_settings(
        self: &Arc<Self>,
        who: Who,
        changes: Vec<SettingChange>,
    ) -> Result<AppView, CommandError> {
        let mut config = self.loaded()?;
        for change in &changes {
            set(&mut config, change)?;
        }
        config.save(&self.home).map_err(|error| refused(&error))?;
        let names: Vec<String> = changes.into_iter().map(|change| change.name).collect();
        self.at_counter(move |counter| {
            let approved_by = who.approved_by.as_deref();
            counter.note_change("settings_changed", &names, approved_by, &who.name)
        })
        .await?;
        let passphrase: Option<SecretString> = held(&self.passphrase).clone();
        self.open(passphrase)
            .await
            .map_err(|error| CommandError::of(error.code(), &error))?;
        Ok(self.app().await)
    }
}

fn refused(error: &ConfigError) -> CommandError {
    CommandError::of(error.code(), error)
}

pub(super) fn set(config: &mut Config, change: &SettingChange) -> Result<(), CommandError> {
    if !SETTABLE.contains(&change.name.as_str()) {
        return Err(refused(&ConfigError::UnknownSetting {
            name: change.name.clone(),
        }));
    }
    let value = change.value.as_deref().unwrap_or_default();
    config
        .set(&change.name, value)
        .map_err(|error| refused(&error))
}
