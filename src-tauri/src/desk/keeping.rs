//! Backups, going back to one, and the till's health.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fils_home::keeping::health::{self, HealthItem, Live};
use fils_home::keeping::{self, AuditError, KeepingError, Wanted, Why};
use secrecy::SecretString;

use super::floor::Floor;
use super::setup::aside;
use super::{Desk, Stage, Who, held};
use crate::errors::CommandError;
use crate::views::AppView;
use crate::views::keeping::{BackupsView, RestorePreview};

/// Who brings a backup back where nobody can be signed in.
const NOBODY: &str = "computer";

/// A backup that was chosen and is not brought back yet.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    file: PathBuf,
    passphrase: Option<SecretString>,
}

impl From<KeepingError> for CommandError {
    fn from(error: KeepingError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<AuditError> for CommandError {
    fn from(error: AuditError) -> Self {
        Self::of(error.code(), &error)
    }
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn nothing_chosen() -> CommandError {
    CommandError::new("restore_nothing_picked", "Choose the backup first.")
}

impl Desk {
    /// How everything stands.
    pub(crate) async fn health(&self) -> Result<Vec<HealthItem>, CommandError> {
        let config = self.loaded()?;
        let printer = self.till().await?.printing.status();
        let cut = self.network_down().await;
        let live = {
            let floor = held(&self.floor);
            Live {
                printer,
                clock_offset_ms: floor.clock_offset_ms,
                online: !cut && floor.payby_answers(),
            }
        };
        let (home, now) = (self.home.clone(), self.now());
        aside(move || Ok(health::examine(&home, &config, Some(&live), now))).await
    }

    /// Checks the books from end to end.
    pub(crate) async fn check_integrity(&self, who: Who) -> Result<Vec<HealthItem>, CommandError> {
        let (home, now) = (self.home.clone(), self.now());
        aside(move || Ok(health::check(&home, &who.name, now)?)).await?;
        self.health().await
    }

    /// The backups there are.
    pub(crate) async fn backups(&self) -> Result<BackupsView, CommandError> {
        let config = self.loaded()?;
        let (home, now) = (self.home.clone(), self.now());
        aside(move || {
            let rows = keeping::list(&home, &config)?;
            let troubles = keeping::troubles(&home, &config, now);
            let problem = troubles.into_iter().find(|one| one.code == "backup");
            Ok(BackupsView {
                rows: rows.iter().map(Into::into).collect(),
                folder: home.backups().display().to_string(),
                place_there: config
                    .backup_place
                    .as_deref()
                    .is_some_and(|place| Path::new(place).is_dir()),
                place: config.backup_place,
                encrypted: keeping::encrypts(&home),
                problem: problem.map(|one| one.words),
            })
        })
        .await
    }

    /// Makes a backup. Waiting for it holds up neither the till nor its closing.
    pub(crate) async fn back_up(&self, who: Who) -> Result<BackupsView, CommandError> {
        let made = {
            let till = self.till().await?;
            till.keeper.asked(Wanted::new(Why::Asked, &who.name))
        };
        made.await?;
        self.backups().await
    }

    /// Encrypts backups from now on, or stops it.
    pub(crate) async fn set_backup_passphrase(
        &self,
        who: Who,
        passphrase: Option<String>,
    ) -> Result<BackupsView, CommandError> {
        let home = self.home.clone();
        let passphrase = passphrase.map(SecretString::from);
        aside(move || {
            match &passphrase {
                Some(passphrase) => keeping::keep_passphrase(&home, passphrase)?,
                None => keeping::forget_passphrase(&home)?,
            }
            Ok(())
        })
        .await?;
        self.at_counter(move |counter| {
            let names = ["backup_passphrase".to_owned()];
            let approved_by = who.approved_by.as_deref();
            counter.note_change("settings_changed", &names, approved_by, &who.name)
        })
        .await?;
        self.backups().await
    }

    /// Lets the person choose a folder.
    pub(crate) async fn pick_backup_place(
        self: &Arc<Self>,
    ) -> Result<Option<String>, CommandError> {
        let desk = Arc::clone(self);
        aside(move || {
            let chosen = desk.front.get().and_then(|front| front.pick_folder());
            Ok(chosen.map(|folder| folder.display().to_string()))
        })
        .await
    }

    /// Lets the person choose a backup. Where it is stays here.
    pub(crate) async fn pick_restore(
        self: &Arc<Self>,
    ) -> Result<Option<RestorePreview>, CommandError> {
        let desk = Arc::clone(self);
        let chosen = aside(move || Ok(desk.front.get().and_then(|front| front.pick_backup_file())));
        let Some(file) = chosen.await? else {
            return Ok(None);
        };
        let preview = self.seen(&file, None).await?;
        *held(&self.restoring) = Some(Chosen {
            file,
            passphrase: None,
        });
        Ok(Some(preview))
    }

    /// Opens the chosen backup.
    pub(crate) async fn open_restore(
        &self,
        passphrase: String,
    ) -> Result<RestorePreview, CommandError> {
        let chosen = held(&self.restoring).clone().ok_or_else(nothing_chosen)?;
        let passphrase = SecretString::from(passphrase);
        let preview = self.seen(&chosen.file, Some(passphrase.clone())).await?;
        *held(&self.restoring) = Some(Chosen {
            passphrase: Some(passphrase),
            ..chosen
        });
        Ok(preview)
    }

    async fn seen(
        &self,
        file: &Path,
        passphrase: Option<SecretString>,
    ) -> Result<RestorePreview, CommandError> {
        let (home, file) = (self.home.clone(), file.to_path_buf());
        aside(
            move || match keeping::look(&home, &file, passphrase.as_ref()) {
                Ok(seen) => Ok(RestorePreview::of(name(&file), seen)),
                Err(KeepingError::PassphraseNeeded { .. }) => {
                    Ok(RestorePreview::locked(name(&file)))
                }
                Err(error) => Err(error.into()),
            },
        )
        .await
    }

    /// Brings the chosen backup back and opens the till with it. The till that is open is closed for it, and opened again as it was
    /// when that fails.
    pub(crate) async fn restore(self: &Arc<Self>, replace: bool) -> Result<AppView, CommandError> {
        self.may_set_up()?;
        let chosen = held(&self.restoring).clone().ok_or_else(nothing_chosen)?;
        let person = held(&self.presence).person().cloned();
        let by = person.map_or_else(|| NOBODY.to_owned(), |person| person.name);
        let was_open = {
            let mut place = self.till.write().await;
            match place.take() {
                Some(till) => {
                    till.close().await;
                    true
                }
                None => false,
            }
        };
        let home = self.home.clone();
        let restored = aside(move || {
            Ok(keeping::restore(
                &home,
                &chosen.file,
                chosen.passphrase.as_ref(),
                replace,
                &by,
            )?)
        })
        .await;
        if let Err(error) = restored {
            if was_open {
                let passphrase = held(&self.passphrase).clone();
                self.open_or_say(passphrase).await;
            }
            return Err(error);
        }
        held(&self.restoring).take();
        // Whoever was at the till may be somebody else in these books.
        held(&self.presence).forget();
        *held(&self.floor) = Floor::default();
        let passphrase = held(&self.passphrase).clone();
        self.open_or_say(passphrase).await;
        Ok(self.app().await)
    }

    /// Opens the till, or comes to the stage that says why not.
    async fn open_or_say(self: &Arc<Self>, passphrase: Option<SecretString>) {
        if let Err(error) = self.open(passphrase).await {
            tracing::warn!(code = error.code(), %error, "the till is not open");
            self.enter(super::opening::stage_of(&error)).await;
        }
    }

    /// Whether the till cannot be opened for want of its private key, as after a backup was brought back to another computer.
    /// Giving it the key of the account that its orders belong to is then all that can be done.
    pub(super) fn lacks_its_key(&self) -> bool {
        const LOST: [&str; 4] = [
            "key_missing",
            "key_not_in_keyring",
            "key_keyring_damaged",
            "no_keyring",
        ];
        matches!(&*self.stage.borrow(), Stage::Failed(failure) if LOST.contains(&failure.code.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use fils_people::Role;

    use super::super::tests::desk_choosing;
    use super::*;
    use crate::views::SetupCode;

    /// A desk whose training till has made a backup, and the backup.
    async fn backed_up(dir: &tempfile::TempDir) -> (Arc<Desk>, PathBuf) {
        let (desk, _) = desk_choosing(dir, true, None);
        assert_eq!(desk.app().await.setup, SetupCode::Ready);
        let made = desk.back_up(Who::named("Mona")).await.unwrap();
        let file = PathBuf::from(&made.folder).join(&made.rows[0].file);
        (desk, file)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_backup_is_the_third_way_to_start() {
        let dir = tempfile::tempdir().unwrap();
        let (shop, file) = backed_up(&dir).await;
        let elsewhere = tempfile::tempdir().unwrap();
        let (desk, _) = desk_choosing(&elsewhere, false, Some(file));
        assert_eq!(desk.app().await.setup, SetupCode::Needed);
        let refused = desk.restore(false).await.unwrap_err();
        assert_eq!(refused.code, "restore_nothing_picked");
        let seen = desk.pick_restore().await.unwrap().unwrap();
        assert!(!seen.locked && seen.training);
        assert_eq!(seen.till.as_deref(), Some("T1"));
        let app = desk.restore(false).await.unwrap();
        assert_eq!(app.setup, SetupCode::Ready);
        drop(shop);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_open_till_goes_back_and_signs_everybody_out() {
        let dir = tempfile::tempdir().unwrap();
        let (shop, file) = backed_up(&dir).await;
        let copy = dir.path().join("copy.zip");
        std::fs::copy(&file, &copy).unwrap();
        drop(shop);
        let elsewhere = tempfile::tempdir().unwrap();
        let (desk, _) = desk_choosing(&elsewhere, true, Some(copy.clone()));
        assert_eq!(desk.app().await.setup, SetupCode::Ready);
        desk.seat("Noor", Role::Owner);
        desk.pick_restore().await.unwrap().unwrap();
        let app = desk.restore(false).await.unwrap();
        assert_eq!((app.setup, app.person), (SetupCode::Ready, None));

        // One that is damaged leaves the till open as it was.
        desk.seat("Noor", Role::Owner);
        desk.pick_restore().await.unwrap().unwrap();
        let bytes = std::fs::read(&copy).unwrap();
        std::fs::write(&copy, &bytes[..bytes.len() - 100]).unwrap();
        let refused = desk.restore(true).await.unwrap_err();
        assert_eq!(refused.code, "backup_damaged");
        let app = desk.app().await;
        assert_eq!(app.setup, SetupCode::Ready);
        assert_eq!(
            app.person.map(|person| person.name).as_deref(),
            Some("Noor")
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn backups_are_encrypted_from_the_settings_and_health_sees_them() {
        let dir = tempfile::tempdir().unwrap();
        let (desk, _) = backed_up(&dir).await;
        let mona = || Who::named("Mona");
        let words = "four simple words".to_owned();
        let view = desk
            .set_backup_passphrase(mona(), Some(words))
            .await
            .unwrap();
        assert!(view.encrypted);
        assert!(
            desk.back_up(mona())
                .await
                .unwrap()
                .rows
                .iter()
                .any(|row| row.encrypted)
        );
        let empty = desk
            .set_backup_passphrase(mona(), Some(" ".to_owned()))
            .await;
        assert_eq!(empty.unwrap_err().code, "passphrase_empty");
        let view = desk.set_backup_passphrase(mona(), None).await.unwrap();
        assert!(!view.encrypted);
        let items = desk.check_integrity(mona()).await.unwrap();
        let what = |code: &str| {
            let item = items.iter().find(|item| item.code == code).unwrap();
            item.what.clone()
        };
        assert_eq!(
            (what("backup").as_str(), what("integrity").as_str()),
            ("fine", "fine")
        );
        assert_eq!(
            (what("printer").as_str(), what("payby").as_str()),
            ("none", "fine")
        );
    }
}
