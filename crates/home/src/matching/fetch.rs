//! Getting PayBy's list and statements, and comparing with them.

use std::path::Path;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;
use fils_office::view::matching::{MatchDue, MatchProgress, MatchRun, MatchSource, MatchStep};
use fils_office::{Due, OfficeError, Origin};
use fils_order::{Span, UtcMs};
use fils_reconcile::{PaybySays, Period, Source};
use payby::statement::Reading;
use payby::{AcquireOrder, Code, OrderPage, OrderPageQuery, Outcome, Said, Unknown};

use super::{Matching, MatchingError, OnProgress, says};

/// How many orders one page has.
const PAGE: u32 = 200;
/// No merchant has more pages in a time that is compared at once.
const MOST_PAGES: u32 = 10_000;
/// How often a page is asked for before it is given up.
const TRIES: u32 = 3;
/// From one try to the next.
const PAUSE: Duration = Duration::from_secs(2);
/// When a statement is ready after the cut-off: PayBy's papers say about half an hour.
const READY: Span = Span::mins(30);
/// The largest statement that is read.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// Which of how many days is at hand.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) day: Option<String>,
    pub(super) done: u32,
    pub(super) total: u32,
    pub(super) on_progress: OnProgress,
}

impl Place {
    pub(super) fn only(day: Option<&str>, on_progress: &OnProgress) -> Self {
        Self {
            day: day.map(str::to_owned),
            done: 0,
            total: 1,
            on_progress: OnProgress::clone(on_progress),
        }
    }

    fn tell(&self, step: MatchStep, done: usize, total: Option<usize>) {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (self.on_progress)(MatchProgress {
            day: self.day.clone(),
            days_done: self.done,
            days_total: self.total,
            done: small(done),
            total: total.map(small),
            step,
        });
    }
}

impl Matching {
    /// Compares PayBy's order list of some days, `YYYY-MM-DD`, both among them, with the books.
    ///
    /// # Errors
    /// [`MatchingError`]; then nothing was written down.
    pub async fn list(
        &self,
        from: &str,
        to: &str,
        by: &str,
        on_progress: &OnProgress,
    ) -> Result<MatchRun, MatchingError> {
        let (from, to) = (Due::named(from)?, Due::named(to)?);
        if to.from < from.from {
            return Err(OfficeError::BadDay(to.day).into());
        }
        let _turn = self.inner.turn.lock().await;
        let place = Place::only(Some(&from.day), on_progress);
        self.list_days(&from, &to, by, place).await
    }

    pub(super) async fn list_days(
        &self,
        from: &Due,
        to: &Due,
        by: &str,
        place: Place,
    ) -> Result<MatchRun, MatchingError> {
        let asked = UtcMs(self.request_time()?.0);
        let items = self.pages(&from.day, &to.day, &place).await?;
        // What happens after it was asked for is not in it.
        let period = Period::new(from.from, to.to.min(asked).max(from.from.plus(Span(1))));
        let says = says::list(&items, period);
        self.compare(says, Origin::default(), by, place).await
    }

    /// Every order of these days, page after page. Orders that are made meanwhile move others to the next page, so an order may come
    /// twice, and none is left out.
    async fn pages(
        &self,
        from: &str,
        to: &str,
        place: &Place,
    ) -> Result<Vec<AcquireOrder>, MatchingError> {
        let date = |day: &str| {
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .map_err(|_| OfficeError::BadDay(day.to_owned()))
        };
        let mut query = OrderPageQuery {
            start_date: date(from)?,
            end_date: date(to)?,
            device_ids: Vec::new(),
            statuses: Vec::new(),
            page: 0,
            size: PAGE,
        };
        let mut items = Vec::new();
        while query.page < MOST_PAGES {
            let page = self.page(&query).await?;
            if page.unreadable > 0 {
                tracing::warn!(
                    unreadable = page.unreadable,
                    page = query.page,
                    "orders of PayBy's list cannot be read"
                );
            }
            let empty = page.items.is_empty() && page.unreadable == 0;
            items.extend(page.items);
            let total = page
                .total_elements
                .and_then(|all| usize::try_from(all).ok());
            place.tell(MatchStep::Fetching, items.len(), total);
            query.page += 1;
            let last = page
                .total_pages
                .is_some_and(|pages| u64::from(query.page) >= pages);
            if empty || last {
                break;
            }
        }
        Ok(items)
    }

    async fn page(&self, query: &OrderPageQuery) -> Result<OrderPage, MatchingError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let line = self.line()?;
            let exchange = line.client.order_page(query, self.request_time()?).await;
            match exchange.outcome {
                Outcome::Accepted(page) => return Ok(page),
                Outcome::Refused(said) => return Err(refused(&said)),
                Outcome::Unknown(unknown) if tries >= TRIES => return Err(no_answer(&unknown)),
                Outcome::Unknown(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Fetches PayBy's statement of a day, `YYYY-MM-DD`, and compares it with the books.
    ///
    /// # Errors
    /// [`MatchingError::NotReady`] says when to try again; then nothing was written down.
    pub async fn statement(
        &self,
        day: &str,
        by: &str,
        on_progress: &OnProgress,
    ) -> Result<MatchRun, MatchingError> {
        let day = Due::named(day)?;
        let _turn = self.inner.turn.lock().await;
        let place = Place::only(Some(&day.day), on_progress);
        self.statement_of(&day, by, place).await
    }

    async fn statement_of(
        &self,
        day: &Due,
        by: &str,
        place: Place,
    ) -> Result<MatchRun, MatchingError> {
        let now = UtcMs(self.request_time()?.0);
        if now < day.to {
            return Err(MatchingError::NotOver {
                day: day.day.clone(),
            });
        }
        place.tell(MatchStep::Fetching, 0, None);
        let date = NaiveDate::parse_from_str(&day.day, "%Y-%m-%d")
            .map_err(|_| OfficeError::BadDay(day.day.clone()))?;
        let exchange = self
            .line()?
            .patient
            .statement(date, self.request_time()?)
            .await;
        let statement = match exchange.outcome {
            Outcome::Accepted(statement) => statement,
            Outcome::Refused(said) if said.code == Code::StatementNotExist => {
                return self.without_statement(day, now, by, place).await;
            }
            Outcome::Refused(said) => return Err(refused(&said)),
            Outcome::Unknown(unknown) => return Err(no_answer(&unknown)),
        };
        place.tell(MatchStep::Reading, 0, None);
        let name = statement
            .file_name
            .clone()
            .unwrap_or_else(|| "The statement".to_owned());
        let period = Period::new(day.from, day.to);
        let origin = Origin {
            file: statement.file_name.clone(),
            digest: sha256(&statement.zip),
        };
        let says = self
            .aside(move |inner| {
                let reading = statement.read().map_err(|error| not_one(&name, &error))?;
                read(&name, &reading, inner.merchant.as_deref(), Some(period))
            })
            .await?;
        self.compare(says, origin, by, place).await
    }

    /// PayBy says, by its signature, that there is no statement. Of a day on which nothing moved that is the whole truth, once it would
    /// be ready.
    async fn without_statement(
        &self,
        day: &Due,
        now: UtcMs,
        by: &str,
        place: Place,
    ) -> Result<MatchRun, MatchingError> {
        let ready = day.to.plus(READY);
        // Half an hour is about half an hour.
        let surely = ready.plus(Span::hours(3));
        let again = if now < ready { ready } else { now.plus(READY) };
        let not_ready = || MatchingError::NotReady {
            day: day.day.clone(),
            again: again.to_dubai().format("%H:%M").to_string(),
        };
        if now < surely {
            return Err(not_ready());
        }
        let asked = day.clone();
        let moved = self
            .aside(move |inner| Ok(inner.office.moved(&asked)?))
            .await?;
        if moved {
            return Err(MatchingError::NoStatement {
                day: day.day.clone(),
            });
        }
        let says = PaybySays {
            source: Source::Statement,
            period: Period::new(day.from, day.to),
            rows: Vec::new(),
            settled: Vec::new(),
            funds: Vec::new(),
        };
        self.compare(says, Origin::default(), by, place).await
    }

    /// Compares a statement in a file, the ZIP or a CSV file out of it, with the books.
    ///
    /// # Errors
    /// [`MatchingError`]; then nothing was written down.
    pub async fn file(
        &self,
        path: &Path,
        by: &str,
        on_progress: &OnProgress,
    ) -> Result<MatchRun, MatchingError> {
        let _turn = self.inner.turn.lock().await;
        let place = Place::only(None, on_progress);
        place.tell(MatchStep::Reading, 0, None);
        let path = path.to_path_buf();
        let (says, origin) = self
            .aside(move |inner| {
                let bytes = bytes(&path)?;
                let name = path
                    .file_name()
                    .unwrap_or(path.as_os_str())
                    .to_string_lossy()
                    .into_owned();
                let reading =
                    Reading::of_file(&name, &bytes).map_err(|error| not_one(&name, &error))?;
                let says = read(&name, &reading, inner.merchant.as_deref(), None)?;
                let digest = sha256(&bytes);
                let file = Some(name);
                Ok((says, Origin { file, digest }))
            })
            .await?;
        let place = Place {
            day: Some(says.period.from.business_day(0)),
            ..place
        };
        self.compare(says, origin, by, place).await
    }

    async fn compare(
        &self,
        says: PaybySays,
        origin: Origin,
        by: &str,
        place: Place,
    ) -> Result<MatchRun, MatchingError> {
        let by = by.to_owned();
        self.aside(move |inner| {
            let mut tell = |step, done, total| place.tell(step, done, Some(total));
            let run = inner
                .office
                .compare(says, &inner.terms, &origin, &by, &mut tell)?;
            Ok(run)
        })
        .await
    }

    /// Compares everything that is due: today's list, and the statement of every past day that was never compared. Answers the
    /// comparisons that were made, and what could not be compared and why.
    ///
    /// # Errors
    /// When the books cannot be read or written. That PayBy cannot be reached is not an error: it is said of what is due.
    pub async fn due(
        &self,
        by: &str,
        on_progress: &OnProgress,
    ) -> Result<(Vec<MatchRun>, Vec<MatchDue>), MatchingError> {
        let _turn = self.inner.turn.lock().await;
        let today = Due::at(crate::open::now());
        let days = self
            .aside(|inner| Ok(inner.office.statements_due()?))
            .await?;
        let mut left: Vec<(Due, MatchSource)> = vec![(today, MatchSource::List)];
        left.extend(days.into_iter().map(|day| (day, MatchSource::Statement)));
        let total = u32::try_from(left.len()).unwrap_or(u32::MAX);
        let (mut runs, mut waiting) = (Vec::new(), Vec::new());
        let mut cut: Option<&'static str> = None;
        for (done, (day, source)) in left.into_iter().enumerate() {
            let place = Place {
                day: Some(day.day.clone()),
                done: u32::try_from(done).unwrap_or(u32::MAX),
                total,
                on_progress: OnProgress::clone(on_progress),
            };
            let made = match (cut, source) {
                (Some(why), _) => Err(why),
                (None, MatchSource::List) => why(self.list_days(&day, &day, by, place).await)?,
                (None, MatchSource::Statement) => why(self.statement_of(&day, by, place).await)?,
            };
            match made {
                Ok(run) => runs.push(run),
                Err(why) => {
                    // What ails the line ails it for every day.
                    cut = cut.or(LINE.contains(&why).then_some(why));
                    waiting.push(MatchDue {
                        day: day.day,
                        source,
                        why: Some(why.to_owned()),
                    });
                }
            }
        }
        Ok((runs, waiting))
    }
}

/// Codes of what is not about one day alone.
const LINE: [&str; 3] = ["no_answer", "clock_wrong", "no_line"];

/// What kept a day from being compared, as a code. What is wrong with the books is no reason but an error.
fn why(
    made: Result<MatchRun, MatchingError>,
) -> Result<Result<MatchRun, &'static str>, MatchingError> {
    match made {
        Ok(run) => Ok(Ok(run)),
        Err(
            error @ (MatchingError::Office(_)
            | MatchingError::Opening(_)
            | MatchingError::Interrupted(_)),
        ) => Err(error),
        Err(error) => {
            tracing::info!(code = error.code(), %error, "a day could not be compared");
            Ok(Err(error.code()))
        }
    }
}

fn read(
    name: &str,
    reading: &Reading,
    merchant: Option<&str>,
    day: Option<Period>,
) -> Result<PaybySays, MatchingError> {
    let says = says::statement(name, reading, merchant, day)?;
    for line in &reading.unreadable {
        // The rows that it may have been about turn up as differences, which asking PayBy clears.
        tracing::warn!(file = line.file, line = line.line, why = %line.reason, "a line of the statement cannot be read");
    }
    Ok(says)
}

fn not_one(file: &str, error: &dyn std::fmt::Display) -> MatchingError {
    MatchingError::NotAStatement {
        file: file.to_owned(),
        why: error.to_string(),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, MatchingError> {
    let unread = |why: String| MatchingError::File {
        path: path.to_path_buf(),
        why,
    };
    let about = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?;
    if !about.is_file() {
        return Err(unread("it is not a file".to_owned()));
    }
    if about.len() > FILE_LIMIT {
        return Err(unread("it is larger than any statement".to_owned()));
    }
    std::fs::read(path).map_err(|error| unread(error.to_string()))
}

fn sha256(bytes: &[u8]) -> Option<[u8; 32]> {
    digest(&SHA256, bytes).as_ref().try_into().ok()
}

pub(super) fn refused(said: &Said) -> MatchingError {
    if said.is_request_time() {
        return MatchingError::Clock;
    }
    MatchingError::Refused {
        code: said.code.as_str().to_owned(),
        message: said.msg.clone(),
    }
}

pub(super) fn no_answer(unknown: &Unknown) -> MatchingError {
    if unknown.seems_to_say().is_some_and(Said::is_request_time) {
        return MatchingError::Clock;
    }
    MatchingError::NoAnswer {
        why: crate::gateway::why(unknown),
    }
}
