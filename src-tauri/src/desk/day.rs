//! The manager's day.

use std::sync::Arc;

use fils_home::ReportPaper;
use fils_home::keeping::health::{HealthItem, HealthState};
use fils_office::view::{
    CancellationRow, CancellationsQuery, DayView, DecisionCodeDay, Go, ReportView, ToDecide,
    ZPreview, ZRow,
};
use fils_office::{Office, OfficeError, SignOff};

use super::setup::aside;
use super::{Desk, Who};
use crate::errors::CommandError;

impl From<OfficeError> for CommandError {
    fn from(error: OfficeError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl Desk {
    /// Asks the office, off the async threads.
    async fn in_office<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let office = self.till().await?.office.clone();
        aside(move || Ok(work(&office)?)).await
    }

    /// A business day, with what is wrong with the till itself.
    pub(crate) async fn day(&self, day: Option<String>) -> Result<DayView, CommandError> {
        let mut view = self
            .in_office(move |office| office.day(day.as_deref()))
            .await?;
        let known = |code| view.to_decide.iter().any(|one| one.code == code);
        let trouble: Vec<ToDecide> = self
            .health()
            .await?
            .into_iter()
            .filter_map(trouble)
            .filter(|one| !known(one.code))
            .collect();
        view.to_decide.extend(trouble);
        Ok(view)
    }

    /// What was cancelled.
    pub(crate) async fn cancellations(
        &self,
        query: CancellationsQuery,
    ) -> Result<Vec<CancellationRow>, CommandError> {
        self.in_office(move |office| office.cancellations(&query))
            .await
    }

    /// The day so far.
    pub(crate) async fn x_report(&self, who: Who) -> Result<ReportView, CommandError> {
        self.in_office(move |office| office.x_report(&who.name))
            .await
    }

    /// What closing the next day would make.
    pub(crate) async fn z_preview(&self, who: Who) -> Result<ZPreview, CommandError> {
        self.in_office(move |office| office.z_preview(&who.name))
            .await
    }

    /// Closes a business day. Whoever's PIN let it through answers for what is still open.
    pub(crate) async fn close_day(
        &self,
        who: Who,
        day: String,
        sign_off: Option<String>,
    ) -> Result<ReportView, CommandError> {
        self.in_office(move |office| {
            let by = who.approved_by.as_deref().unwrap_or(&who.name);
            let sign_off = sign_off.as_deref().map(|reason| SignOff { by, reason });
            office.close_day(Some(&day), sign_off, &who.name)
        })
        .await
    }

    /// The Z reports before a place.
    pub(crate) async fn z_reports(&self, before: Option<i64>) -> Result<Vec<ZRow>, CommandError> {
        self.in_office(move |office| office.z_reports(before)).await
    }

    /// A Z report as it was made.
    pub(crate) async fn report(&self, n: i64) -> Result<ReportView, CommandError> {
        self.in_office(move |office| office.report(n)).await
    }

    /// Queues a report for printing.
    pub(crate) async fn print_report(&self, who: Who, n: Option<i64>) -> Result<(), CommandError> {
        self.in_office(move |office| office.print_report(n, &who.name))
            .await?;
        // A worker that is gone says so where printing is shown.
        self.till().await?.printing.nudge().nudge();
        Ok(())
    }

    /// Writes a report as a document where the person wants it; none when they name no place.
    pub(crate) async fn save_report(
        self: &Arc<Self>,
        who: Who,
        n: Option<i64>,
    ) -> Result<Option<String>, CommandError> {
        let office = self.till().await?.office.clone();
        let desk = Arc::clone(self);
        aside(move || {
            let report = match n {
                Some(n) => office.kept_report(n)?,
                None => office.look_at(None, &who.name)?,
            };
            let width = desk.loaded()?.paper;
            let pdf = ReportPaper::of(&report, false)
                .pdf(width)
                .map_err(|error| CommandError::of(error.code(), &error))?;
            let terms = &report.terms;
            let name = terms.number.clone();
            let name = name.unwrap_or_else(|| format!("{}-X-{}", terms.till, terms.day));
            let Some(file) = desk.place_for(&format!("{name}.pdf")) else {
                return Ok(None);
            };
            std::fs::write(&file, pdf).map_err(|why| {
                let sentence = format!(
                    "{} cannot be written ({why}): choose another folder, or make room on the disk.",
                    file.display()
                );
                CommandError::new("file_not_written", sentence)
            })?;
            Ok(Some(file.display().to_string()))
        })
        .await
    }
}

/// What of the till's health a manager has to see on the day's page: what is bad, not what is fine or could be better.
fn trouble(item: HealthItem) -> Option<ToDecide> {
    // A backup that is late, or not in its second place, is decided about before it is missed.
    let late = matches!(
        (item.code.as_str(), item.what.as_str()),
        ("backup", "failed" | "old") | ("second_place", "missing" | "failed") | ("disk", "low")
    );
    if item.state != HealthState::Bad && !late {
        return None;
    }
    let (code, go) = match item.code.as_str() {
        "clock" => (DecisionCodeDay::Clock, Go::Health),
        "payby" => (DecisionCodeDay::Offline, Go::Health),
        "printer" | "queue" => (DecisionCodeDay::Printer, Go::SettingsPrinter),
        "disk" => (DecisionCodeDay::Disk, Go::Health),
        "backup" | "second_place" => (DecisionCodeDay::Backup, Go::Health),
        "integrity" | "journal" => (DecisionCodeDay::Audit, Go::Health),
        _ => return None,
    };
    Some(ToDecide::thing(code, go, Some(item.words), item.at_ms))
}
