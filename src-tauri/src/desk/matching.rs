//! The till's money against PayBy's: comparing, and settling what differs.

use std::path::PathBuf;
use std::sync::Arc;

use fils_home::matching::{Matching, MatchingError, OnProgress};
use fils_office::view::matching::{MatchRow, MatchRun, MatchView, OrphanRow};
use fils_office::{Office, OfficeError};
use fils_order::UtcMs;

use super::setup::aside;
use super::{Desk, Who};
use crate::errors::CommandError;
use crate::news::News;

impl From<MatchingError> for CommandError {
    fn from(error: MatchingError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl Desk {
    /// What compares. The till may be closed meanwhile: nothing that a comparison does is of the driver.
    async fn compares(&self) -> Result<Matching, CommandError> {
        Ok(self.till().await?.matching().clone())
    }

    /// Works with what was compared, off the async threads.
    async fn compared<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let matching = self.compares().await?;
        aside(move || {
            work(matching.office()).map_err(|error| CommandError::of(error.code(), &error))
        })
        .await
    }

    /// Tells the screens how far a comparison is.
    fn tells_progress(self: &Arc<Self>) -> OnProgress {
        let desk = Arc::clone(self);
        Arc::new(move |progress| desk.tell(News::Matching(Box::new(progress))))
    }

    /// What is known of a day.
    pub(crate) async fn matching(
        &self,
        day: Option<String>,
        with_matched: bool,
    ) -> Result<MatchView, CommandError> {
        self.compared(move |office| office.matching(day.as_deref(), with_matched))
            .await
    }

    /// Compares everything that is due, and shows today with what could not be compared and why.
    pub(crate) async fn match_due(self: &Arc<Self>, who: Who) -> Result<MatchView, CommandError> {
        let matching = self.compares().await?;
        let (_, waiting) = matching.due(&who.name, &self.tells_progress()).await?;
        let mut view = self.matching(None, false).await?;
        view.due = waiting;
        Ok(view)
    }

    /// Compares PayBy's list of a day.
    pub(crate) async fn match_list(
        self: &Arc<Self>,
        who: Who,
        day: String,
    ) -> Result<MatchView, CommandError> {
        let matching = self.compares().await?;
        let told = self.tells_progress();
        matching.list(&day, &day, &who.name, &told).await?;
        self.matching(Some(day), false).await
    }

    /// Fetches and compares PayBy's statement of a day.
    pub(crate) async fn match_statement(
        self: &Arc<Self>,
        who: Who,
        day: String,
    ) -> Result<MatchView, CommandError> {
        let matching = self.compares().await?;
        let told = self.tells_progress();
        let run = matching.statement(&day, &who.name, &told).await?;
        self.shows(&run).await
    }

    /// Compares a statement that the person chooses; none when they choose none.
    pub(crate) async fn match_file(
        self: &Arc<Self>,
        who: Who,
    ) -> Result<Option<MatchView>, CommandError> {
        let desk = Arc::clone(self);
        let chosen: Option<PathBuf> = aside(move || {
            Ok(desk
                .front
                .get()
                .and_then(|front| front.pick_statement_file()))
        })
        .await?;
        let Some(path) = chosen else {
            return Ok(None);
        };
        let matching = self.compares().await?;
        let told = self.tells_progress();
        let run = matching.file(&path, &who.name, &told).await?;
        self.shows(&run).await.map(Some)
    }

    /// The day that a comparison was about.
    async fn shows(&self, run: &MatchRun) -> Result<MatchView, CommandError> {
        // Noon of the first day: a cut-off need not be midnight.
        let day = UtcMs(run.from_ms.midpoint(run.to_ms)).business_day(0);
        self.matching(Some(day), false).await
    }

    /// Asks PayBy about a difference and compares again.
    pub(crate) async fn match_ask(&self, who: Who, id: i64) -> Result<MatchRow, CommandError> {
        Ok(self.compares().await?.ask(id, &who.name).await?)
    }

    /// Takes a payment over on PayBy's signed word.
    pub(crate) async fn match_take_over(
        &self,
        who: Who,
        id: i64,
        reason: &str,
    ) -> Result<MatchRow, CommandError> {
        let matching = self.compares().await?;
        Ok(matching.take_over(id, reason, &who.name).await?)
    }

    /// Explains a difference.
    pub(crate) async fn match_explain(
        &self,
        who: Who,
        id: i64,
        reason: String,
    ) -> Result<MatchRow, CommandError> {
        self.compared(move |office| office.explain(id, &reason, &who.name))
            .await
    }

    /// Takes an explanation back.
    pub(crate) async fn match_reopen(&self, who: Who, id: i64) -> Result<MatchRow, CommandError> {
        self.compared(move |office| office.reopen(id, &who.name))
            .await
    }

    /// The payments taken over.
    pub(crate) async fn orphans(&self) -> Result<Vec<OrphanRow>, CommandError> {
        self.compared(Office::orphans).await
    }

    /// Says what a payment taken over was.
    pub(crate) async fn assign_orphan(
        &self,
        who: Who,
        id: i64,
        sale: Option<String>,
        words: String,
    ) -> Result<Vec<OrphanRow>, CommandError> {
        self.compared(move |office| office.assign_orphan(id, sale.as_deref(), &words, &who.name))
            .await
    }
}
