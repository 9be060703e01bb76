//! X and Z reports. A Z closes a business day: it takes in everything after the Z before it, so that nothing falls between two.

use fils_day::{Closing, Report, ReportKind, Terms};
use fils_order::{SignedMoney, UtcMs};
use fils_store::day::{Marks, Part, marks_at};
use fils_store::prints::{self, PrintWhat};
use fils_store::reports::{self, ReportRow};
use fils_store::{Books, ChainHead, journal};
use serde_json::json;

use crate::day::bounds::BusinessDay;
use crate::day::decide::waiting;
use crate::day::facts::gather;
use crate::error::unreadable;
use crate::view::{OpenItem, ReportView, ZPreview, ZRow};
use crate::{Office, OfficeError, entry, held, reason};

/// Z reports shown at once.
const SHOWN: u32 = 50;

/// Who signs off what is still open, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignOff<'a> {
    /// The manager.
    pub by: &'a str,
    /// Why it may stay open, in the manager's words.
    pub reason: &'a str,
}

/// What a report takes in.
struct Taken {
    day: BusinessDay,
    before: Option<ReportRow>,
    after: Marks,
    to: Marks,
}

impl Office {
    /// What the business day that is now has come to so far. Closes nothing; a line in the journal says that somebody looked.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn x_report(&self, by: &str) -> Result<ReportView, OfficeError> {
        Ok(ReportView::of(&self.look_at(None, by)?, false))
    }

    /// The X report of a business day, of the one that is now without one, as it is printed.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read or written.
    pub fn look_at(&self, day: Option<&str>, by: &str) -> Result<Report, OfficeError> {
        let day = self.business_day(day)?;
        let now = self.now();
        self.books(|tx| {
            let taken = self.taken_by_x(tx, day)?;
            let report = self.make(tx, &taken, ReportKind::X, (by, now), None)?;
            let params = json!({ "report": "x", "day": report.terms.day, "net": amount(report.figures.net()) });
            journal::append(tx, &[entry(now, "report_printed", by, &params)])?;
            Ok(report)
        })
    }

    /// What closing would make, and of which day. Changes nothing.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn z_preview(&self, by: &str) -> Result<ZPreview, OfficeError> {
        let now = self.now();
        self.look(|tx| {
            let days = self.closable(tx)?;
            let day = days.first().cloned().unwrap_or_else(|| self.today());
            let taken = taken_by_z(tx, self.business_day(Some(&day))?)?;
            let report = self.make(tx, &taken, ReportKind::Z, (by, now), None)?;
            Ok(ZPreview {
                open: report.terms.open.iter().map(OpenItem::from).collect(),
                report: ReportView::of(&report, false),
                days,
                day,
            })
        })
    }

    /// Closes a business day: without one, the oldest that is not closed. The report is kept as it is, and can be printed whenever.
    ///
    /// # Errors
    /// [`OfficeError::NotTheOldest`], [`OfficeError::NothingToClose`], [`OfficeError::StillOpen`] without a sign-off; then nothing is
    /// closed.
    pub fn close_day(
        &self,
        day: Option<&str>,
        sign_off: Option<SignOff<'_>>,
        by: &str,
    ) -> Result<ReportView, OfficeError> {
        let report = self.close(day, sign_off, by)?;
        Ok(ReportView::of(&report, false))
    }

    /// The same, as it is printed.
    ///
    /// # Errors
    /// As [`Office::close_day`].
    pub fn close(
        &self,
        day: Option<&str>,
        sign_off: Option<SignOff<'_>>,
        by: &str,
    ) -> Result<Report, OfficeError> {
        let closing = sign_off.map(|sign_off| {
            Ok::<_, OfficeError>(Closing {
                by: sign_off.by.to_owned(),
                reason: reason(sign_off.reason)?,
            })
        });
        let closing = closing.transpose()?;
        let asked = day.map(|day| self.business_day(Some(day))).transpose()?;
        let now = self.now();
        let (report, head) = self.books(|tx| {
            let days = self.closable(tx)?;
            let oldest = days.first().ok_or(OfficeError::NothingToClose)?;
            if let Some(asked) = asked
                && asked.name != *oldest
            {
                return Err(if days.contains(&asked.name) {
                    OfficeError::NotTheOldest(oldest.clone())
                } else {
                    OfficeError::NothingToClose
                });
            }
            let taken = taken_by_z(tx, self.business_day(Some(oldest))?)?;
            self.store_z(tx, &taken, closing, (by, now))
        })?;
        let why = report.terms.number.clone().unwrap_or_default();
        if let Err(why) = held(&self.inner.heads).keep(&head, now, &why) {
            // The report itself carries the head; the file beside it is a second witness.
            tracing::error!(%why, "the journal's end cannot be kept beside the books");
        }
        Ok(report)
    }

    fn store_z(
        &self,
        tx: &Books<'_>,
        taken: &Taken,
        closing: Option<Closing>,
        (by, now): (&str, UtcMs),
    ) -> Result<(Report, ChainHead), OfficeError> {
        let mut report = self.make(tx, taken, ReportKind::Z, (by, now), closing)?;
        let open = report.terms.open.len();
        if open == 0 {
            report.terms.signed_off = None;
        } else if report.terms.signed_off.is_none() {
            return Err(OfficeError::StillOpen {
                items: report.terms.open,
            });
        }
        let terms = &report.terms;
        let signed_off = terms.signed_off.as_ref();
        reports::insert(
            tx,
            &ReportRow {
                n: terms.n.unwrap_or(1),
                business_day: terms.day.clone(),
                at: now,
                by: by.to_owned(),
                signed_off: signed_off.map(|closing| (closing.by.clone(), closing.reason.clone())),
                to: taken.to,
                journal_hash: reports::journal_hash(tx, taken.to.journal)?,
                net: report.figures.net(),
                grand_total: report.grand_total(),
                body: serde_json::to_string(&report)
                    .map_err(|why| unreadable("a Z report", &why))?,
            },
        )?;
        let params = json!({
            "report": terms.number, "day": terms.day, "net": amount(report.figures.net()),
            "grand_total": amount(report.grand_total()), "open": open,
            "signed_off_by": signed_off.map(|closing| &closing.by),
            "reason": signed_off.map(|closing| &closing.reason),
        });
        let head = journal::append(tx, &[entry(now, "day_closed", by, &params)])?;
        Ok((report, head))
    }

    /// The Z reports before a place, the newest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn z_reports(&self, before: Option<i64>) -> Result<Vec<ZRow>, OfficeError> {
        self.look(|tx| {
            let rows = reports::before(tx, before, SHOWN)?;
            rows.iter()
                .map(|row| Ok(ZRow::of(row, &read_report(row)?)))
                .collect()
        })
    }

    /// A Z report as it was made.
    ///
    /// # Errors
    /// [`OfficeError::NoSuchReport`].
    pub fn report(&self, n: i64) -> Result<ReportView, OfficeError> {
        self.look(|tx| {
            let report = kept(tx, n)?;
            Ok(ReportView::of(&report, prints::report_printed(tx, n)?))
        })
    }

    /// The same, as it is printed.
    ///
    /// # Errors
    /// [`OfficeError::NoSuchReport`].
    pub fn kept_report(&self, n: i64) -> Result<Report, OfficeError> {
        self.look(|tx| kept(tx, n))
    }

    /// Queues a Z report for printing, as a copy when it was printed before; without a number, the X report of the day that is now. Answers
    /// the job's number.
    ///
    /// # Errors
    /// [`OfficeError::NoSuchReport`], [`OfficeError::NoPrinter`].
    pub fn print_report(&self, n: Option<i64>, by: &str) -> Result<i64, OfficeError> {
        if !self.settings().printer {
            return Err(OfficeError::NoPrinter);
        }
        let Some(n) = n else {
            let report = self.look_at(None, by)?;
            return self.print_look(&report, by);
        };
        let now = self.now();
        self.books(|tx| {
            let report = kept(tx, n)?;
            let copy = prints::report_printed(tx, n)?;
            let job = prints::queue_report(tx, &PrintWhat::Report(n), by, now)?;
            let params = json!({ "report": report.terms.number, "copy": copy });
            journal::append(tx, &[entry(now, "report_printed", by, &params)])?;
            Ok(job)
        })
    }

    /// Queues an X report that was made. Answers the job's number.
    ///
    /// # Errors
    /// [`OfficeError::NoPrinter`].
    pub fn print_look(&self, report: &Report, by: &str) -> Result<i64, OfficeError> {
        if !self.settings().printer {
            return Err(OfficeError::NoPrinter);
        }
        let body = serde_json::to_string(report).map_err(|why| unreadable("an X report", &why))?;
        let now = self.now();
        self.books(|tx| Ok(prints::queue_report(tx, &PrintWhat::Look(body), by, now)?))
    }

    /// The business days that can be closed, the oldest first. The one that is now can be, once, even without a sale.
    fn closable(&self, tx: &Books<'_>) -> Result<Vec<String>, OfficeError> {
        let mut days = self.unclosed(tx)?;
        let today = self.today();
        if !days.contains(&today) && reports::of_day(tx, &today)?.is_none() {
            days.push(today);
        }
        Ok(days)
    }

    /// An X is what a Z of the day would be if every day before it was closed.
    fn taken_by_x(&self, tx: &Books<'_>, day: BusinessDay) -> Result<Taken, OfficeError> {
        let before = reports::last(tx)?;
        let closed = before.as_ref().map_or_else(Marks::default, |row| row.to);
        // Of a day that is closed, all of it.
        let base = match reports::of_day(tx, &day.name)? {
            Some(row) if row.to == closed && day.name != self.today() => Marks::default(),
            _ => closed,
        };
        let after = match day.back(1, self.settings().day_start_h) {
            Some(earlier) => marks_at(tx, &earlier.name, day.from, base)?,
            None => base,
        };
        let to = marks_at(tx, &day.name, day.to, after)?;
        Ok(Taken {
            day,
            before,
            after,
            to,
        })
    }

    fn make(
        &self,
        tx: &Books<'_>,
        taken: &Taken,
        kind: ReportKind,
        (by, now): (&str, UtcMs),
        signed_off: Option<Closing>,
    ) -> Result<Report, OfficeError> {
        let part = Part::Between {
            after: taken.after,
            to: taken.to,
        };
        let settings = self.settings();
        let gathered = gather(tx, part, settings)?;
        let before = taken.before.as_ref();
        let n = before.map_or(1, |row| row.n + 1);
        let numbered = kind == ReportKind::Z;
        let head = journal::head(tx)?;
        let terms = Terms {
            kind,
            n: numbered.then_some(n),
            number: numbered.then(|| format!("{}-Z{n:04}", settings.prefix)),
            till: settings.prefix.clone(),
            shop: settings.shop.clone(),
            day: taken.day.name.clone(),
            from: before.map(|row| row.at),
            to: now,
            by: by.to_owned(),
            first_receipt: gathered.first_receipt,
            last_receipt: gathered.last_receipt,
            total_before: before.map_or(SignedMoney(0), |row| row.grand_total),
            open: waiting(tx)?.open_items(),
            signed_off,
            head_seq: head.seq,
            head: head.hex(),
            training: settings.training,
        };
        Ok(Report::make(terms, gathered.figures))
    }
}

fn taken_by_z(tx: &Books<'_>, day: BusinessDay) -> Result<Taken, OfficeError> {
    let before = reports::last(tx)?;
    let after = before.as_ref().map_or_else(Marks::default, |row| row.to);
    let to = marks_at(tx, &day.name, day.to, after)?;
    Ok(Taken {
        day,
        before,
        after,
        to,
    })
}

/// A decimal amount that may be below nothing, as files have it.
pub fn amount(amount: SignedMoney) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let size = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

fn kept(tx: &Books<'_>, n: i64) -> Result<Report, OfficeError> {
    let row = reports::by_place(tx, n)?.ok_or(OfficeError::NoSuchReport(n))?;
    read_report(&row)
}

/// A Z report as it was stored.
pub(crate) fn read_report(row: &ReportRow) -> Result<Report, OfficeError> {
    serde_json::from_str(&row.body).map_err(|why| unreadable(&format!("Z report {}", row.n), &why))
}
