//! The till's clock: the one place where the driver learns what time it is.

use std::sync::Mutex;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use fils_order::{Span, UtcMs};

use crate::Clock;

/// Jumps of the computer's clock up to this size are left alone.
const TOLERATED: Span = Span::secs(2);

/// The computer's clock, which never goes backwards while the till runs.
///
/// A clock set forward, or a computer that slept, is followed at once: waking too early is safe. A clock set back is
/// followed at the next start; until then time goes on evenly, so that no deadline moves away.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
    anchor: Mutex<(Instant, UtcMs)>,
}

impl SystemClock {
    /// A clock that starts at the computer's time.
    pub fn new() -> Self {
        let started = Instant::now();
        Self {
            started,
            anchor: Mutex::new((started, wall())),
        }
    }

    /// How long it has been running, which setting the computer's clock does not change.
    pub fn running(&self) -> Span {
        Span(i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX))
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> UtcMs {
        let mut anchor = self
            .anchor
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let (instant, at) = *anchor;
        let elapsed = i64::try_from(instant.elapsed().as_millis()).unwrap_or(i64::MAX);
        let even = at.plus(Span(elapsed));
        let wall = wall();
        if wall.since(even) > TOLERATED {
            *anchor = (Instant::now(), wall);
            return wall;
        }
        even
    }
}

#[expect(clippy::disallowed_methods, reason = "the till's clock")]
fn wall() -> UtcMs {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UtcMs(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_goes_backwards() {
        let clock = SystemClock::new();
        // As if the computer had been an hour ahead when the till started.
        *clock.anchor.lock().unwrap() = (Instant::now(), wall().plus(Span::hours(1)));
        let first = clock.now();
        assert!(first >= wall().plus(Span::mins(59)));
        assert!(clock.now() >= first);
    }

    #[test]
    fn how_long_it_has_been_running_does_not_follow_the_computers_clock() {
        let clock = SystemClock::new();
        *clock.anchor.lock().unwrap() = (Instant::now(), wall().plus(Span::hours(-1)));
        let jumped = clock.now();
        assert!(wall().since(jumped) < Span::secs(1));
        assert!(clock.running() < Span::mins(30));
    }

    #[test]
    fn it_follows_a_jump_forward_at_once() {
        let clock = SystemClock::new();
        *clock.anchor.lock().unwrap() = (Instant::now(), wall().plus(Span::hours(-1)));
        assert!(wall().since(clock.now()) < Span::secs(1));
    }
}
