//! Many measurements of one thing, and how they are told.

use std::time::{Duration, Instant};

use anyhow::Result;
use hdrhistogram::Histogram;

/// How long one thing took, each time.
pub(crate) struct Sample {
    name: &'static str,
    nanoseconds: Histogram<u64>,
}

impl Sample {
    pub(crate) fn new(name: &'static str) -> Result<Self> {
        Ok(Self {
            name,
            nanoseconds: Histogram::new(3)?,
        })
    }

    /// Runs `work` `times` times and measures each run.
    pub(crate) fn of(
        name: &'static str,
        times: u32,
        mut work: impl FnMut() -> Result<()>,
    ) -> Result<Self> {
        let mut sample = Self::new(name)?;
        for _ in 0..times {
            let start = Instant::now();
            work()?;
            sample.add(start.elapsed())?;
        }
        Ok(sample)
    }

    pub(crate) fn add(&mut self, took: Duration) -> Result<()> {
        self.nanoseconds.record(u64::try_from(took.as_nanos())?)?;
        Ok(())
    }

    /// One line: the median, the 99th percentile, and what they should stay below.
    pub(crate) fn tell(&self, below: &str) {
        let at = |quantile| shown(self.nanoseconds.value_at_quantile(quantile));
        println!(
            "  {:<44} median {:>9}   p99 {:>9}   of {:<6} {below}",
            self.name,
            at(0.5),
            at(0.99),
            self.nanoseconds.len()
        );
    }
}

fn shown(nanoseconds: u64) -> String {
    let took = Duration::from_nanos(nanoseconds);
    if took < Duration::from_millis(1) {
        format!("{:.1} µs", took.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", took.as_secs_f64() * 1e3)
    }
}
