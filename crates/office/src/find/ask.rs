//! A search as an expression over the words of the index. Everything is in it but the period, which is a range of places.

use fils_catalogue::fold;
use fils_order::Money;
use fils_store::Books;
use fils_store::find::{self as index, NameKind};

use super::words::{WHOLE, backwards, marked};
use crate::OfficeError;
use crate::view::{FindQuery, TenderFilter};

/// The most parts of a typed text that are looked for.
const MOST_PARTS: usize = 8;

/// The most words with one beginning that are named one by one; of more, the index puts the sales together itself.
const MOST_WORDS: u32 = 64;

/// The last letters of a number that are enough to look for it: with a digit among them, and without.
const ENOUGH: (usize, usize) = (3, 4);

/// What to ask the index.
pub(super) enum Asked {
    /// Every sale.
    Everything,
    /// Those with these words.
    Words(String),
    /// What is looked for does not exist.
    Nothing,
}

pub(super) fn expression(tx: &Books<'_>, query: &FindQuery) -> Result<Asked, OfficeError> {
    let mut all = Vec::new();
    let parts: Vec<&str> = query.text.split_whitespace().collect();
    for part in parts
        .iter()
        .filter(|part| parts.len() == 1 || !is_currency(part))
        .take(MOST_PARTS)
    {
        match typed(tx, part)? {
            Some(found) => all.push(found),
            None => return Ok(Asked::Nothing),
        }
    }
    for (kind, name) in [
        (NameKind::Person, &query.cashier),
        (NameKind::Category, &query.category),
    ] {
        let Some(name) = name else { continue };
        let number = match index::name_number(tx, kind, name)? {
            _ if kind == NameKind::Category && name.is_empty() => 0,
            Some(number) => number,
            None => return Ok(Asked::Nothing),
        };
        let letter = match kind {
            NameKind::Person => 'c',
            NameKind::Category => 'g',
        };
        all.push(format!("\"{letter}={number}\""));
    }
    if !query.states.is_empty() {
        let states: Vec<String> = query
            .states
            .iter()
            .map(|state| quoted("s", state.as_str()))
            .collect();
        all.push(format!("({})", states.join(" OR ")));
    }
    all.extend(query.tender.map(|tender| match tender {
        TenderFilter::Cash => "\"t=cash\"".to_owned(),
        TenderFilter::Wallet => "\"t=wallet\"".to_owned(),
    }));
    all.extend(query.vat.as_deref().map(|class| quoted("v", class)));
    all.extend(query.hour.map(|hour| format!("\"h={hour}\"")));
    all.extend(query.flags.iter().map(|flag| quoted("x", flag.as_str())));
    all.extend(query.refunded_on.as_deref().map(|day| quoted("r", day)));
    Ok(if all.is_empty() {
        Asked::Everything
    } else {
        Asked::Words(all.join(" AND "))
    })
}

/// A word of a kind, with nothing in it that FTS5 reads.
fn quoted(kind: &str, value: &str) -> String {
    format!("\"{}\"", marked(kind, value))
}

/// What a part of a typed text can be: words, the end of a number, an amount. `None` when nothing is like it.
fn typed(tx: &Books<'_>, part: &str) -> Result<Option<String>, OfficeError> {
    let words = fold::words(part);
    let mut ways = Vec::new();
    let mut named = Vec::new();
    for word in &words {
        named.extend(begins(tx, word)?);
    }
    // Each of its words has to be there.
    if named.len() == words.len() && !named.is_empty() {
        ways.push(match named.as_slice() {
            [one] => one.clone(),
            several => format!("({})", several.join(" AND ")),
        });
    }
    let amount = Money::parse_entry(&fold::latin_digits(part));
    let decimal = part.contains(['.', ',', '\u{066B}', '\u{066C}']) && amount.is_ok();
    let end = backwards(part);
    let enough = if end.contains(|c: char| c.is_ascii_digit()) {
        ENOUGH.0
    } else {
        ENOUGH.1
    };
    if !decimal && end.chars().count() >= enough {
        ways.push(format!("\"z={end}\"*"));
    }
    ways.extend(amount.ok().map(|amount| format!("\"f={}\"", amount.fils())));
    Ok(match ways.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("({})", ways.join(" OR "))),
    })
}

/// Words that begin so; with the Arabic article or without.
fn begins(tx: &Books<'_>, word: &str) -> Result<Option<String>, OfficeError> {
    let mut ways = Vec::new();
    for start in [Some(word), fold::without_article(word)]
        .into_iter()
        .flatten()
    {
        if start.chars().count() < WHOLE {
            ways.push(format!("\"p={start}\""));
            continue;
        }
        let known = index::beginning(tx, start, MOST_WORDS + 1)?;
        if known.len() > usize::try_from(MOST_WORDS).unwrap_or(usize::MAX) {
            ways.push(format!("\"{start}\"*"));
        } else {
            ways.extend(known.into_iter().map(|known| format!("\"{known}\"")));
        }
    }
    Ok(match ways.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("({})", ways.join(" OR "))),
    })
}

/// Whether it only says that an amount is in dirhams.
fn is_currency(part: &str) -> bool {
    let folded = fold::words(part).concat();
    ["aed", "dh", "dhs", "درهم", "دا"].contains(&folded.as_str()) || part == "\u{20C3}"
}
