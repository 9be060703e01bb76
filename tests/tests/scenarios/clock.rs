//! Two clocks on one time: the world's, and the till's, which can be wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use fils_checkout::Clock;
use fils_order::UtcMs;
use tokio::time::Instant;

/// 2026-11-20T22:30:00Z.
const BEGINNING: i64 = 1_795_213_800_000;

pub(crate) struct Time {
    beginning: Instant,
    /// How far the till's clock is ahead.
    ahead_ms: AtomicI64,
    /// What a clock that was set back shows only from the next start on.
    ahead_at_start_ms: AtomicI64,
    jumps: AtomicU64,
}

impl Time {
    pub(crate) fn start() -> Self {
        Self {
            beginning: Instant::now(),
            ahead_ms: AtomicI64::new(0),
            ahead_at_start_ms: AtomicI64::new(0),
            jumps: AtomicU64::new(0),
        }
    }

    /// The true time, UTC ms.
    pub(crate) fn now_ms(&self) -> i64 {
        BEGINNING + i64::try_from(self.beginning.elapsed().as_millis()).unwrap()
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.beginning.elapsed().as_secs_f64()
    }

    /// When that was, in seconds from the beginning.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn seconds_of(at_ms: i64) -> f64 {
        (at_ms - BEGINNING) as f64 / 1000.0
    }

    pub(crate) fn till_clock(self: &Arc<Self>) -> TillClock {
        TillClock(self.clone())
    }

    /// How often the till's clock was set.
    pub(crate) fn jumps(&self) -> u64 {
        self.jumps.load(Ordering::Relaxed)
    }

    /// Sets the till's clock: forward at once, back from the next start on, as the till's own clock has it.
    pub(crate) fn jump(&self, by_ms: i64) {
        self.ahead_at_start_ms.fetch_add(by_ms, Ordering::Relaxed);
        let due = self.ahead_at_start_ms.load(Ordering::Relaxed);
        if due > self.ahead_ms.load(Ordering::Relaxed) {
            self.restarted();
        }
    }

    pub(crate) fn restarted(&self) {
        let due = self.ahead_at_start_ms.load(Ordering::Relaxed);
        if self.ahead_ms.swap(due, Ordering::Relaxed) != due {
            self.jumps.fetch_add(1, Ordering::Relaxed);
        }
    }
}

pub(crate) struct TillClock(Arc<Time>);

impl Clock for TillClock {
    fn now(&self) -> UtcMs {
        UtcMs(self.0.now_ms() + self.0.ahead_ms.load(Ordering::Relaxed))
    }
}
