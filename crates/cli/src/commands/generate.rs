//! `fils generate`: a past for a till in training.

use std::time::Instant;

use fils_generate::{Wanted, fill};
use serde_json::json;

use crate::args::{Generate, Global};
use crate::commands::orders::date;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::home;

/// Somebody who waits is told this often, in sales.
const TELL_EVERY: u32 = 50_000;

pub(crate) fn run(global: &Global, asked: &Generate, out: &mut Output) -> Result<Exit, Failure> {
    let wanted = Wanted {
        products: asked.products,
        sales: asked.sales,
        seed: asked.seed,
        until: asked.until.as_deref().map(date).transpose()?,
        mistakes: asked.mistakes,
    };
    let started = Instant::now();
    let mut told = 0;
    let home = home(global)?;
    let made = fill(&home, wanted, &mut |written| {
        if written / TELL_EVERY > told {
            told = written / TELL_EVERY;
            out.say(&format!("{written} of {} sales …", wanted.sales));
        }
    })?;
    let seconds = started.elapsed().as_secs();
    if out.is_json() {
        out.object(&json!({
            "products": made.products, "sales": made.sales, "from": made.from, "until": made.until, "seed": asked.seed,
            "mistakes": asked.mistakes, "seconds": seconds,
        }));
        return Ok(Exit::Done);
    }
    let days = match (made.from, made.until) {
        (Some(from), Some(until)) => format!(" from {from} to {until}"),
        (None, _) | (_, None) => String::new(),
    };
    out.line(&format!(
        "Made up {} products and {} sales{days}, in {seconds} s.",
        made.products, made.sales
    ));
    if asked.mistakes > 0 {
        out.line(&format!(
            "Of every kind of difference, {} are hidden; {} says which, and PayBy's statements are in {}.",
            asked.mistakes,
            home.dir().join("mistakes.jsonl").display(),
            home.dir().join("statements").display()
        ));
    }
    Ok(Exit::Done)
}
