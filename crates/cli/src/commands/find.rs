//! `fils find`: the orders that fit what is looked for, whoever paid how, also while a till is open.

use fils_office::view::{FindQuery, FoundRow, TenderFilter};
use fils_order::UtcMs;
use serde_json::json;

use crate::args::{Find, Global, TenderName};
use crate::commands::orders::date;
use crate::exit::{Exit, Failure};
use crate::output::{Output, decimal};
use crate::watch::home;

/// Orders taken into the search in one go.
const AT_A_TIME: u32 = 500;

pub(crate) fn run(global: &Global, asked: &Find, out: &mut Output) -> Result<Exit, Failure> {
    let office = fils_home::open_office(&home(global)?)?;
    let mut told = false;
    while office.is_behind()? {
        let left = office.catch_up(AT_A_TIME)?;
        if left > 0 && !told {
            out.say("Taking the latest orders into the search …");
            told = true;
        }
    }
    let day = |day: &Option<String>| day.as_deref().map(day_text).transpose();
    let mut query = FindQuery {
        text: asked.text.join(" "),
        from: day(&asked.from)?,
        to: day(&asked.to)?,
        tender: asked.tender.map(|tender| match tender {
            TenderName::Cash => TenderFilter::Cash,
            TenderName::Wallet => TenderFilter::Wallet,
        }),
        cashier: asked.cashier.clone(),
        category: asked.category.clone(),
        ..FindQuery::default()
    };
    let mut left = asked.limit;
    let mut found = false;
    loop {
        let page = office.find(&query)?;
        for row in &page.rows {
            if left == 0 {
                return Ok(Exit::Done);
            }
            left -= 1;
            found = true;
            tell(row, out);
        }
        match page.next {
            Some(next) if left > 0 => query.after = Some(next),
            Some(_) | None => break,
        }
    }
    if !found && !out.is_json() {
        out.say("Nothing fits.");
    }
    Ok(Exit::Done)
}

fn day_text(day: &str) -> Result<String, Failure> {
    Ok(date(day)?.format("%Y-%m-%d").to_string())
}

fn tell(row: &FoundRow, out: &mut Output) {
    if out.is_json() {
        out.object(&json!({
            "sale": row.sale, "receipt": row.receipt, "orders": row.orders, "at": UtcMs(row.at_ms).to_string(),
            "day": row.day, "state": row.state, "total": decimal(row.total.fils),
            "returned": row.returned.as_ref().map(|back| decimal(back.fils)), "cashier": row.cashier,
            "tenders": row.tenders, "what": row.what, "attention": row.attention,
        }));
        return;
    }
    let at = UtcMs(row.at_ms).to_dubai().format("%Y-%m-%d %H:%M");
    let number = row.receipt.as_deref().unwrap_or(&row.sale);
    out.line(&format!(
        "{at}  AED {:>10}  {:<14} {number}  {}  {}",
        row.total.text,
        row.state.as_str(),
        row.cashier,
        row.what
    ));
}
