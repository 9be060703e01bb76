//! `fils report x|z`: look at the day, or close it, also while a till is open.

use std::path::Path;

use fils_day::{OpenItem, Report as Made};
use fils_home::config::Config;
use fils_home::printing::{PrintEnd, print_queued};
use fils_home::{OfficeOpenError, ReportPaper, open_office};
use fils_office::{Office, OfficeError, SignOff, amount};
use serde_json::{Value, json};

use super::backup;
use crate::args::{Global, Report, ReportKind};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{home, person};

pub(crate) async fn run(global: &Global, asked: Report, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    let config = Config::load(&home)?.config;
    let office = open_office(&home)?;
    let by = asked.by.clone().unwrap_or_else(|| person().0);
    if asked.print && config.printer.is_none() {
        return Err(OfficeError::NoPrinter.into());
    }
    let made = match made(&office, &asked, &by) {
        Err(OfficeError::StillOpen { items }) => return Ok(still_open(&items, out)),
        made => made?,
    };
    let mut line = about(&made);
    if let Some(file) = &asked.pdf {
        let bytes = ReportPaper::of(&made, false).pdf(config.paper);
        let bytes = bytes.map_err(|error| Failure::wrong(error.code(), error.to_string()))?;
        write(file, &bytes)?;
        line["pdf"] = json!(file.display().to_string());
    }
    let mut exit = Exit::Done;
    if asked.print {
        let job = match made.terms.n {
            Some(n) => office.print_report(Some(n), &by)?,
            None => office.print_look(&made, &by)?,
        };
        let ended = print_queued(&home, &config, job, &by, "fils report").await?;
        let printed = matches!(ended, PrintEnd::Printed);
        line["printed"] = json!(printed);
        if let Some(sentence) = sentence(ended) {
            out.say(&sentence);
            exit = Exit::Person;
        }
    }
    if out.is_json() {
        out.object(&line.as_object().cloned().unwrap_or_default());
    } else {
        shown(&made, out);
    }
    if made.terms.n.is_some() {
        backup::after_z(&home, &by, out).await;
    }
    Ok(exit)
}

fn made(office: &Office, asked: &Report, by: &str) -> Result<Made, OfficeError> {
    let day = asked.day.as_deref();
    match asked.kind {
        ReportKind::X => office.look_at(day, by),
        ReportKind::Z => {
            let sign_off = asked.sign_off.as_deref();
            office.close(day, sign_off.map(|reason| SignOff { by, reason }), by)
        }
    }
}

/// Nothing is closed: what is open is named, and a person decides.
fn still_open(items: &[OpenItem], out: &mut Output) -> Exit {
    if out.is_json() {
        let line = json!({ "closed": false, "open": open(items) });
        out.object(&line.as_object().cloned().unwrap_or_default());
    } else {
        for item in items {
            out.line(&item.words);
        }
        out.say("Nothing was closed: settle what is open, or sign it off with --sign-off REASON --by NAME.");
    }
    Exit::Person
}

fn open(items: &[OpenItem]) -> Vec<Value> {
    let items = items.iter().map(|item| {
        json!({ "code": item.code, "number": item.number, "amount": item.amount.map(amount), "words": item.words })
    });
    items.collect()
}

fn about(report: &Made) -> Value {
    let (terms, figures) = (&report.terms, &report.figures);
    let lines = report.lines.iter().map(|line| {
        json!({ "section": line.section, "code": line.code, "label": line.label, "count": line.count,
                "amount": line.amount.map(amount) })
    });
    let takings = figures
        .by_tender
        .iter()
        .map(|(tender, of)| (tender.as_str().to_owned(), json!(amount(of.net()))));
    json!({
        "report": terms.kind, "number": terms.number, "day": terms.day,
        "from": terms.from.map(|at| at.to_string()), "to": terms.to.to_string(), "by": terms.by,
        "signed_off_by": terms.signed_off.as_ref().map(|closing| &closing.by),
        "reason": terms.signed_off.as_ref().map(|closing| &closing.reason),
        "receipts": figures.sold.count, "credit_notes": figures.given_back.count,
        "first_receipt": terms.first_receipt, "last_receipt": terms.last_receipt,
        "sold": amount(figures.sold.amount), "given_back": amount(figures.given_back.amount),
        "net": amount(figures.net()), "vat": amount(figures.vat()),
        "by_tender": takings.collect::<serde_json::Map<_, _>>(),
        "grand_total": amount(report.grand_total()), "cancelled": figures.cancelled.count,
        "open": open(&terms.open), "head_seq": terms.head_seq, "head": terms.head,
        "training": terms.training, "lines": lines.collect::<Vec<_>>(),
    })
}

fn shown(report: &Made, out: &mut Output) {
    let terms = &report.terms;
    let title = terms
        .number
        .clone()
        .unwrap_or_else(|| "X report".to_owned());
    out.line(&format!("{title}, business day {}", terms.day));
    for line in &report.lines {
        let name = match &line.label {
            Some(label) => format!("{} {}", line.code, label),
            None => line.code.clone(),
        };
        let count = line
            .count
            .map_or_else(String::new, |count| count.to_string());
        let amount = line.amount.map_or_else(String::new, amount);
        let section = line.section.as_str();
        let row = format!("  {section:<12}{name:<28}{count:>8}{amount:>16}");
        out.line(row.trim_end());
    }
    for item in &terms.open {
        out.line(&format!("! {}", item.words));
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|why| {
        let sentence = format!(
            "{} cannot be written ({why}): check its directory and permissions.",
            file.display()
        );
        Failure::wrong("file_not_written", sentence)
    })
}

/// What to say of a report that is not on paper.
fn sentence(ended: PrintEnd) -> Option<String> {
    match ended {
        PrintEnd::Printed => None,
        PrintEnd::NotPrinted(fault) | PrintEnd::Uncertain(fault) | PrintEnd::Waits(Some(fault)) => {
            Some(fault.message)
        }
        PrintEnd::Waits(None) => {
            Some("The report waits in the print queue of the till that is open.".to_owned())
        }
    }
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        Self::wrong(error.code(), error.to_string())
    }
}

impl From<OfficeOpenError> for Failure {
    fn from(error: OfficeOpenError) -> Self {
        Self::wrong(error.code(), error.to_string())
    }
}
