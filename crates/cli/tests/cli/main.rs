//! `fils` as a stranger uses it: the real binary, real processes, a PayBy on this machine.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod exporting;
mod finding;
mod generating;
mod input;
mod keeping;
mod matching;
mod people;
mod products;
mod receipts;
mod rig;
mod scenarios;
mod selling;

/// The scenarios wait for clocks far more than they compute, so they all run at once.
#[test]
fn payments_end_with_the_truth() {
    let running: Vec<_> = scenarios::ALL
        .iter()
        .map(|(name, scenario)| {
            (
                *name,
                std::thread::Builder::new()
                    .name((*name).to_owned())
                    .spawn(scenario)
                    .unwrap(),
            )
        })
        .collect();
    let failed: Vec<&str> = running
        .into_iter()
        .filter_map(|(name, thread)| thread.join().is_err().then_some(name))
        .collect();
    assert!(failed.is_empty(), "failed: {failed:?}");
}
