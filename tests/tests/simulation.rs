//! Hundreds of bad days: replies lost, late, doubled and reordered, faults of PayBy's, customers and cashiers at every instant, a till
//! that loses power between any two steps, a disk that fills, a clock that jumps.
//!
//! Whatever happens: a sale never has two orders that can be paid, paid is never shown of what nobody paid, what was paid is never
//! missed, and everything ends, with a person told where one is needed.
//!
//! `FILS_SEEDS=2000 cargo test -p fils-tests simulation` tries more days; `FILS_SEED=17` one, and prints it.

mod day;
mod every_step;
mod judge;
mod trouble;

use std::collections::BTreeSet;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use day::Day;

/// How many days are tried without `FILS_SEEDS`.
const DAYS: u64 = 200;

/// A day that went wrong.
struct Failure {
    seed: u64,
    said: String,
    story: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: String = self.said.split_whitespace().collect::<Vec<_>>().join(" ");
        let said: String = said.chars().take(400).collect();
        write!(f, "seed {}: {said}", self.seed)
    }
}

/// Lives one day, and says what was seen; or what went wrong, with the day's story.
fn try_day(seed: u64) -> Result<BTreeSet<String>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let story = Mutex::new(None);
    let lived = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let mut day = Day::new(seed);
            *story.lock().unwrap() = Some(day.world.witness.clone());
            day.live().await;
            day.look_back().await;
            day.judge().await;
            day.seen
        })
    }));
    let story = story.lock().unwrap().take();
    let story = story.map(|witness| witness.timeline()).unwrap_or_default();
    if std::env::var("FILS_SEED").is_ok() {
        println!("{story}");
    }
    lived.map_err(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()))
            .unwrap_or_default();
        Failure { seed, said, story }
    })
}

fn number_in(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Tries seeds side by side, and gives everything that was seen.
fn try_days(seeds: &[u64]) -> BTreeSet<String> {
    let next = AtomicUsize::new(0);
    let seen = Mutex::new(BTreeSet::new());
    let failures = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&day) = seeds.get(index) else { break };
                    match try_day(day) {
                        Ok(more) => seen.lock().unwrap().extend(more),
                        Err(failure) => failures.lock().unwrap().push(failure),
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    if let Some(first) = failures.first() {
        let all: Vec<String> = failures.iter().map(Failure::to_string).collect();
        let (wrong, of) = (failures.len(), seeds.len());
        panic!(
            "{}\n{}\n{wrong} of {of} days went wrong:\n{}",
            first.story,
            first.said,
            all.join("\n")
        );
    }
    seen.into_inner().unwrap()
}

#[test]
fn whatever_happens_money_is_neither_missed_nor_made_up() {
    let seeds: Vec<u64> = match number_in("FILS_SEED") {
        Some(seed) => vec![seed],
        None => (0..number_in("FILS_SEEDS").unwrap_or(DAYS)).collect(),
    };
    let seen = try_days(&seeds);
    println!("{seen:#?}");
    // Days that show nothing prove nothing.
    if seeds.len() as u64 >= DAYS {
        for wanted in [
            "paid",
            "closed",
            "paid_late",
            "needs_review",
            "closed cancelled_by_cashier",
            "closed expired",
            "closed refused",
            "closed failed_at_payby",
            "closed revoked",
            "closed never_reached_payby",
            "alert payby_not_answering",
            "alert cancel_not_confirmed",
        ] {
            assert!(seen.contains(wanted), "no day showed: {wanted}");
        }
    }
}
