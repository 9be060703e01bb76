//! What is hidden in a made-up past is found, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use fils_generate::{GenerateError, Wanted, fill};
use fils_home::matching::Matching;
use fils_home::{Home, set_up_training};
use fils_office::view::matching::{MatchKind, MatchRow, MatchWhat};
use fils_store::{Reader, StoreError};
use payby::statement::Reading;
use serde_json::Value;
use tempfile::TempDir;

fn training() -> (TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let shop = [
        ("merchant_name", "Corner Shop"),
        ("trn", "100000000000003"),
        ("cash_rounding_fils", "25"),
    ];
    let settings = shop.map(|(name, value)| (name.to_owned(), value.to_owned()));
    set_up_training(&home, &settings).unwrap();
    (dir, home)
}

fn wanted(sales: u32, seed: u64) -> Wanted {
    Wanted {
        products: 300,
        sales,
        seed,
        until: Some("2026-03-20".parse().unwrap()),
        mistakes: 0,
    }
}

/// One number that SQL finds.
fn number(home: &Home, sql: &str) -> i64 {
    let reader = Reader::open(&home.database()).unwrap();
    reader
        .look(|conn| Ok::<_, StoreError>(conn.query_row(sql, [], |row| row.get(0)).unwrap()))
        .unwrap()
}

fn hiding(sales: u32, seed: u64, mistakes: u32) -> (TempDir, Home) {
    let (dir, home) = training();
    let asked = Wanted {
        mistakes,
        ..wanted(sales, seed)
    };
    fill(&home, asked, &mut |_| {}).unwrap();
    (dir, home)
}

fn statements(home: &Home) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(home.dir().join("statements"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

async fn open(home: &Home) -> fils_home::Till {
    let opening = fils_home::Opening {
        home,
        who: "the test",
        passphrase: None,
    };
    fils_home::open(opening).await.unwrap()
}

/// Every difference that comparing all statements finds, one after the other.
async fn found(home: &Home) -> Vec<MatchRow> {
    let matching = Matching::offline(home).unwrap();
    let mut found = Vec::new();
    for file in statements(home) {
        let run = matching
            .file(&file, "Amina", &(Arc::new(|_| {}) as _))
            .await
            .unwrap();
        let rows = matching.office().rows_of_run(run.id).unwrap();
        found.extend(
            rows.into_iter()
                .filter(|row| row.kind != MatchKind::Matched),
        );
    }
    found
}

fn mistakes(home: &Home) -> Vec<Value> {
    let text = std::fs::read_to_string(home.dir().join("mistakes.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn kind(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Matched => "matched",
        MatchKind::OursOnly => "ours_only",
        MatchKind::TheirsOnly => "theirs_only",
        MatchKind::AmountDiffers => "amount_differs",
        MatchKind::StateDiffers => "state_differs",
        MatchKind::FeeUnexpected => "fee_unexpected",
    }
}

/// Kind, number, PayBy's number, day, and what both sides say.
type Told = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
);

fn told(row: &MatchRow) -> Told {
    let amount = |fils: i64| format!("{}.{:02}", fils / 100, fils % 100);
    let side = |side: &Option<fils_office::view::matching::MatchSide>| {
        side.as_ref().map(|side| match row.kind {
            MatchKind::StateDiffers => side.state.clone(),
            MatchKind::Matched
            | MatchKind::OursOnly
            | MatchKind::TheirsOnly
            | MatchKind::AmountDiffers
            | MatchKind::FeeUnexpected => amount(side.amount.as_ref().unwrap().fils),
        })
    };
    let (ours, theirs) = if row.kind == MatchKind::FeeUnexpected {
        assert_eq!(row.what, MatchWhat::Settlement);
        let fee =
            |fee: &Option<fils_checkout::view::MoneyView>| fee.as_ref().map(|fee| amount(fee.fils));
        (fee(&row.fee_expected), fee(&row.fee))
    } else {
        assert_eq!(row.what, MatchWhat::Payment);
        (side(&row.ours), side(&row.theirs))
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    (
        kind(row.kind).to_owned(),
        text(&row.order),
        text(&row.payby_no),
        row.day.clone(),
        ours,
        theirs,
    )
}

fn written(mistake: &Value) -> Told {
    let text = |name: &str| mistake[name].as_str().map(str::to_owned);
    let must = |name: &str| text(name).unwrap();
    (
        must("kind"),
        must("order"),
        must("order_no"),
        must("day"),
        text("ours"),
        text("theirs"),
    )
}

#[tokio::test]
async fn exactly_what_was_hidden_is_found() {
    for (sales, seed, each) in [(2500, 1, 20), (400, 2, 2), (1200, 3, 5)] {
        let (_dir, home) = hiding(sales, seed, each);
        let mistakes = mistakes(&home);
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for mistake in &mistakes {
            *counts.entry(mistake["kind"].as_str().unwrap()).or_default() += 1;
        }
        let kinds = [
            "amount_differs",
            "fee_unexpected",
            "ours_only",
            "state_differs",
            "theirs_only",
        ];
        assert_eq!(counts, kinds.into_iter().map(|kind| (kind, each)).collect());
        let hidden: BTreeSet<Told> = mistakes.iter().map(written).collect();
        let rows = found(&home).await;
        let found: BTreeSet<Told> = rows.iter().map(told).collect();
        assert_eq!(found, hidden, "{sales} sales");
        assert_eq!(rows.len(), mistakes.len(), "a difference is told twice");
    }
}

#[tokio::test]
async fn a_past_without_mistakes_is_matched_to_the_last_fils() {
    let (_dir, home) = hiding(600, 4, 0);
    assert!(!home.dir().join("mistakes.jsonl").exists());
    assert!(!home.dir().join("statements").exists());
    let config = fils_home::config::Config::load(&home).unwrap().config;
    assert_eq!(config.mode, fils_home::config::Mode::Training);
    let till = open(&home).await;
    let matching = till.matching();
    let progress = Arc::new(|_| {}) as _;
    let settled = matching
        .statement("2026-03-21", "Amina", &progress)
        .await
        .unwrap();
    assert!(settled.counts.matched > 5, "{:?}", settled.counts);
    let listed = matching
        .list("2026-02-01", "2026-03-21", "Amina", &progress)
        .await
        .unwrap();
    let orders = number(
        &home,
        "SELECT count(*) FROM orders WHERE body NOT LIKE '%\"cause\":\"refused\"%'",
    );
    assert_eq!(i64::from(listed.counts.matched), orders);
    for run in [settled, listed] {
        let counts = run.counts;
        let differences = counts.ours_only
            + counts.theirs_only
            + counts.amount_differs
            + counts.state_differs
            + counts.fee_unexpected;
        assert_eq!(differences, 0, "{counts:?}");
    }
    till.close().await;
}

#[tokio::test]
async fn payby_proves_what_was_hidden_in_it_when_it_is_asked() {
    let (_dir, home) = hiding(400, 5, 2);
    let rows = found(&home).await;
    let row = rows
        .iter()
        .find(|row| row.kind == MatchKind::StateDiffers)
        .unwrap();
    let till = open(&home).await;
    let row = till.matching().ask(row.id, "Amina").await.unwrap();
    assert_eq!(row.kind, MatchKind::Matched, "{row:?}");
    let late = number(
        &home,
        "SELECT count(*) FROM orders WHERE state = 'paid_late'",
    );
    assert_eq!(late, 1);
    till.close().await;
}

#[test]
fn statements_come_in_both_versions_a_day_each() {
    let (_dir, home) = hiding(400, 6, 1);
    let files = statements(&home);
    // Twenty days, and the one on which the last is settled.
    assert_eq!(files.len(), 21);
    let mut with_funds = 0;
    for file in &files {
        let reading = Reading::of_file("day.zip", &std::fs::read(file).unwrap()).unwrap();
        assert!(reading.is_whole(), "{:?}", reading.unreadable);
        assert!(!reading.settled.is_empty() || !reading.purchases.is_empty());
        with_funds += usize::from(!reading.funds.is_empty());
    }
    assert!((9..=11).contains(&with_funds), "{with_funds}");
}

#[test]
fn the_same_seed_hides_the_same() {
    let all = |home: &Home| {
        let files = statements(home)
            .into_iter()
            .map(|file| std::fs::read(file).unwrap());
        (mistakes(home), files.collect::<Vec<_>>())
    };
    let (_one, first) = hiding(400, 7, 2);
    let (_two, second) = hiding(400, 7, 2);
    let (_three, other) = hiding(400, 8, 2);
    assert_eq!(all(&first), all(&second));
    assert_ne!(mistakes(&first), mistakes(&other));
}

#[test]
fn more_than_can_hide_is_refused_with_what_can() {
    let (_dir, home) = training();
    let asked = Wanted {
        mistakes: 100,
        ..wanted(400, 1)
    };
    let error = fill(&home, asked, &mut |_| {}).unwrap_err();
    assert_eq!(error.code(), "generate_too_many_mistakes");
    let GenerateError::TooManyMistakes(most) = error else {
        panic!("{error}");
    };
    assert!(!home.database().exists());
    let asked = Wanted {
        mistakes: most,
        ..wanted(400, 1)
    };
    fill(&home, asked, &mut |_| {}).unwrap();
    assert_eq!(mistakes(&home).len(), usize::try_from(5 * most).unwrap());
}
