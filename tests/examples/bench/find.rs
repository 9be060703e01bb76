//! Searching among a million past sales: whatever is asked, in less than a blink.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use fils_home::{Home, open_office};
use fils_office::Office;
use fils_office::view::{FindQuery, FlagCode, SaleStateCode, TenderFilter};

use crate::sample::Sample;

/// Sales taken into the search in one transaction, where nobody else waits for the books.
const AT_A_TIME: u32 = 2_000;
/// As the window does it, beside a till that sells.
const BESIDE: u32 = 32;
/// Each search is asked so often.
const TIMES: u32 = 20;

pub(crate) fn measure(home: &Home) -> Result<()> {
    let office = open_office(home)?;
    take_in(&office)?;
    let mut all = Sample::new("find orders, anything")?;
    for (name, queries) in queries(&office)? {
        let mut sample = Sample::new(name)?;
        for _ in 0..TIMES {
            for query in &queries {
                let begun = Instant::now();
                black_box(office.find(query)?);
                let took = begun.elapsed();
                sample.add(took)?;
                all.add(took)?;
            }
        }
        sample.tell("below 50 ms");
    }
    all.tell("below 50 ms");
    pages(&office)
}

/// Brings the search up to date, where it is not yet; that is done once.
fn take_in(office: &Office) -> Result<()> {
    if !office.is_behind()? {
        return Ok(());
    }
    let mut beside = Sample::new("take 32 sales into the search")?;
    for _ in 0..200 {
        let begun = Instant::now();
        office.catch_up(BESIDE)?;
        beside.add(begun.elapsed())?;
    }
    beside.tell("that long nobody else writes");
    let begun = Instant::now();
    while office.catch_up(AT_A_TIME)? > 0 {}
    println!("  the search was made in {} s", begun.elapsed().as_secs());
    Ok(())
}

fn text(text: &str) -> FindQuery {
    FindQuery {
        text: text.to_owned(),
        ..FindQuery::default()
    }
}

/// What people ask, by kinds, with numbers, names and days of the sales that are there.
#[allow(clippy::too_many_lines, reason = "it is a list")]
fn queries(office: &Office) -> Result<Vec<(&'static str, Vec<FindQuery>)>> {
    let newest = office.find(&FindQuery::default())?.rows;
    let row = newest.get(7).context("there are no sales")?;
    let choices = office.find_choices()?;
    let person = choices.people.first().context("nobody sold")?.clone();
    let category = choices
        .categories
        .first()
        .context("nothing has a category")?
        .clone();
    let month = format!("{}-01", &row.day[..7]);
    let first_word = row.what.split_whitespace().next().unwrap_or_default();
    let typing: Vec<FindQuery> = (1..=first_word.chars().count())
        .map(|letters| text(&first_word.chars().take(letters).collect::<String>()))
        .collect();
    let year = |change: FindQuery| FindQuery {
        from: Some("2025-07-01".to_owned()),
        to: Some(row.day.clone()),
        ..change
    };
    let mut numbers = vec![
        text(&row.sale),
        text(&row.short),
        text("123"),
        text("1234"),
        text("99999"),
    ];
    numbers.extend(row.receipt.iter().map(|number| text(number)));
    numbers.extend(row.orders.iter().map(|number| text(number)));
    let states = SaleStateCode::ALL.map(|state| FindQuery {
        states: vec![state],
        ..FindQuery::default()
    });
    let flags = [
        FlagCode::Attention,
        FlagCode::Discount,
        FlagCode::Refund,
        FlagCode::Tip,
        FlagCode::Cancelled,
        FlagCode::Overpaid,
        FlagCode::Unfinished,
    ];
    let mut pairs = Vec::new();
    for one in flags {
        for other in flags {
            pairs.push(FindQuery {
                flags: vec![one, other],
                cashier: Some(person.clone()),
                ..FindQuery::default()
            });
        }
    }
    let hours = (0..24).flat_map(|hour| {
        [text(""), text("milk")].map(|query| FindQuery {
            hour: Some(hour),
            tender: Some(TenderFilter::Cash),
            category: Some(category.clone()),
            cashier: Some(person.clone()),
            vat: Some("0".to_owned()),
            ..query
        })
    });
    Ok(vec![
        (
            "find orders, days alone",
            vec![
                FindQuery::default(),
                year(FindQuery::default()),
                FindQuery {
                    from: Some(month.clone()),
                    to: Some(row.day.clone()),
                    ..FindQuery::default()
                },
                FindQuery {
                    from: Some("2025-03-01".to_owned()),
                    to: Some("2025-03-31".to_owned()),
                    ..FindQuery::default()
                },
            ],
        ),
        ("find orders, each letter typed", typing),
        ("find orders, numbers", numbers),
        (
            "find orders, common words and amounts",
            vec![
                text("milk"),
                text("حليب"),
                text("الحليب"),
                text("water"),
                text("12.50"),
                text("AED 7.25"),
                text(&person),
                text("milk water"),
                text(&format!("{person} milk 12.50")),
            ],
        ),
        (
            "find orders, nothing fits",
            vec![text("zzqqxx"), text("milk zzqqxx"), text("98765432198765")],
        ),
        ("find orders, states", states.to_vec()),
        (
            "find orders, states with text and days",
            states
                .map(|query| {
                    year(FindQuery {
                        text: "milk".to_owned(),
                        ..query
                    })
                })
                .to_vec(),
        ),
        ("find orders, pairs of flags", pairs),
        ("find orders, five filters", hours.collect()),
    ])
}

/// Scrolling down: page after page.
fn pages(office: &Office) -> Result<()> {
    let mut sample = Sample::new("find orders, the next page")?;
    for words in ["", "milk"] {
        let mut query = text(words);
        for _ in 0..200 {
            let begun = Instant::now();
            let page = office.find(&query)?;
            sample.add(begun.elapsed())?;
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
    }
    sample.tell("below 50 ms");
    Ok(())
}
