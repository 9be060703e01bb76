//! `fils day`: what a business day came to and what needs a person, also while a till is open.

use fils_home::open_office;
use fils_office::amount;
use serde_json::{Map, Value, json};

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::home;

pub(crate) fn run(global: &Global, day: Option<&str>, out: &mut Output) -> Result<Exit, Failure> {
    let office = open_office(&home(global)?)?;
    let summary = office.summary(day)?;
    if out.is_json() {
        let takings: Map<String, Value> = summary
            .takings
            .iter()
            .map(|(tender, sold)| ((*tender).to_owned(), json!(amount(*sold))))
            .collect();
        let line = json!({
            "day": summary.day,
            "takings": takings,
            "vat": amount(summary.vat),
            "refunds": amount(summary.refunds),
            "cancelled": summary.cancelled,
            "open": summary.open,
            "alerts": summary.alerts,
        });
        out.object(&line.as_object().cloned().unwrap_or_default());
    } else {
        shown(&office.day(day)?, out);
    }
    Ok(if summary.alerts > 0 {
        Exit::Person
    } else {
        Exit::Done
    })
}

fn shown(view: &fils_office::view::DayView, out: &mut Output) {
    out.line(&format!("Business day {}", view.day));
    let mut row = |name: &str, text: &str| out.line(&format!("  {name:<24}{text:>16}"));
    row("Sold", &view.sold.today.text);
    row("Given back", &view.given_back.today.text);
    row("Net", &view.net.today.text);
    if view.vat_registered {
        row("VAT in it", &view.vat.text);
    }
    for figure in &view.by_tender {
        row(&format!("  {}", figure.key), &figure.amount.text);
    }
    row("Cancelled", &view.cancellations.count.to_string());
    for one in &view.to_decide {
        let about = one.about.as_deref().unwrap_or_default();
        let line = format!("! {} ({}) {about}", one.code.as_str(), one.count);
        out.line(line.trim_end());
    }
}
