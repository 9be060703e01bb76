//! What wrong PINs cost: a wait that grows, holds over restarts, and does not believe the computer's clock more than it must.
//!
//! A wait is served while the program runs, by a counter that no person can set (`Instant`). The computer's clock is asked for one
//! thing only: how long the program was *not* running. What it says then is believed up to [`WALL_BUDGET`] for one streak of
//! wrong PINs, and never for time in which the program ran. So:
//!
//! - The clock set **forward** while the till runs: nothing changes.
//! - The clock set forward while it is closed, as often as one likes: ends waits of [`WALL_BUDGET`] in all. The waits up to then are
//!   30 s, 1 min, 5 min, 15 min and 1 h, so this gains five tries in the life of a streak. Afterwards only a till that runs
//!   serves a wait, one hour for one try: a million PINs take a century.
//! - The clock set **back**: time that it says was less than none counts as none. The till serves the rest while it runs, at most an hour.
//! - The program killed in the middle of a try: the try was counted and kept before the PIN was looked at.
//!
//! Who can write the till's files can write the count as well; against them the operating system's accounts help, not this.

use fils_order::{Span, UtcMs};
use serde::{Deserialize, Serialize};

/// Wrong PINs in a row before the first wait: the fifth starts it.
pub const FREE_TRIES: u32 = 5;

/// How much waiting the computer's clock alone may serve for one streak of wrong PINs: all the growing waits and one of the longest.
pub const WALL_BUDGET: Span = Span::secs(30 + 60 + 5 * 60 + 15 * 60 + 60 * 60);

/// The longest wait.
const LONGEST: Span = Span::hours(1);

/// What the program's clocks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The computer's clock, which anybody may have set.
    pub wall: UtcMs,
    /// This start of the program: a number that another start does not have (random, or counted).
    pub run: u64,
    /// How long this start has been running, by a clock that cannot be set.
    pub running: Span,
}

/// A wait that is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Too many wrong PINs: try again in {}, or ask a manager.", spoken(*.wait))]
pub struct Locked {
    /// What is left of it, more than nothing.
    pub wait: Span,
}

impl Locked {
    /// The error's stable code, for programs.
    pub const fn code(self) -> &'static str {
        "pin_locked"
    }
}

fn spoken(wait: Span) -> String {
    let seconds = wait.0.max(0).saturating_add(999) / 1000;
    if seconds == 1 {
        "1 second".to_owned()
    } else if seconds < 120 {
        format!("{seconds} seconds")
    } else {
        format!("{} minutes", (seconds + 59) / 60)
    }
}

/// The wrong PINs of one person in a row, and the wait they cost. Kept with the person.
///
/// A try goes so: [`begin`](Self::begin), keep what it returns, look at the PIN, and keep [`Lockout::default`] if it was right.
/// A try is thereby counted before anything is known about it, and ending the program gains nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lockout {
    /// Wrong PINs, and tries that never came to an end, since the last right one.
    #[serde(default)]
    wrong: u32,
    /// What was left of the wait at `seen`.
    #[serde(default)]
    wait: Span,
    /// What of [`WALL_BUDGET`] is used up.
    #[serde(default)]
    believed: Span,
    /// When `wait` was worked out.
    #[serde(default)]
    seen: Option<Moment>,
}

impl Lockout {
    /// Counts a try that starts now, as a wrong one. Keep the result before looking at the PIN.
    ///
    /// # Errors
    /// [`Locked`] while a wait is not over; such a try is not looked at, counts for nothing and changes nothing.
    pub fn begin(self, now: Moment) -> Result<Self, Locked> {
        let settled = self.settled(now);
        if settled.wait > Span(0) {
            return Err(Locked { wait: settled.wait });
        }
        let wrong = settled.wrong.saturating_add(1);
        Ok(Self {
            wrong,
            wait: wait_after(wrong),
            ..settled
        })
    }

    /// What is left of the wait; nothing when a try may start.
    ///
    /// # Errors
    /// [`Locked`] while it is not over.
    pub fn check(self, now: Moment) -> Result<(), Locked> {
        let wait = self.settled(now).wait;
        if wait > Span(0) {
            Err(Locked { wait })
        } else {
            Ok(())
        }
    }

    /// Wrong PINs in a row.
    pub const fn wrong(self) -> u32 {
        self.wrong
    }

    /// How many more may be wrong until a wait starts: 1 when the next one starts it.
    pub const fn tries_left(self) -> u32 {
        let left = FREE_TRIES.saturating_sub(self.wrong);
        if left == 0 { 1 } else { left }
    }

    /// The same with what was waited until now taken off. Keeping it now and then, and when the program ends, saves the person from
    /// waiting twice.
    #[must_use]
    pub fn settled(self, now: Moment) -> Self {
        // A kept wait that is longer than any was not ours.
        let wait = minus(self.wait.min(LONGEST), Span(0));
        let Some(seen) = self.seen.filter(|_| wait > Span(0)) else {
            return Self {
                wait,
                seen: Some(now),
                ..self
            };
        };
        let (ran, closed) = if seen.run == now.run {
            (minus(now.running, seen.running), Span(0))
        } else {
            let ran = now.running.max(Span(0));
            (ran, minus(now.wall.since(seen.wall), ran))
        };
        let wait = minus(wait, ran);
        let believed_now = closed.min(wait).min(minus(WALL_BUDGET, self.believed));
        Self {
            wait: minus(wait, believed_now),
            believed: Span(self.believed.0.saturating_add(believed_now.0)),
            seen: Some(now),
            ..self
        }
    }
}

/// The difference, never less than nothing.
fn minus(from: Span, what: Span) -> Span {
    Span(from.0.saturating_sub(what.0).max(0))
}

fn wait_after(wrong: u32) -> Span {
    match wrong {
        0..FREE_TRIES => Span(0),
        FREE_TRIES => Span::secs(30),
        6 => Span::mins(1),
        7 => Span::mins(5),
        8 => Span::mins(15),
        9.. => LONGEST,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: i64 = 1_795_240_800_000;

    fn at(run: u64, wall_s: i64, running_s: i64) -> Moment {
        Moment {
            wall: UtcMs(NOON).plus(Span::secs(wall_s)),
            run,
            running: Span::secs(running_s),
        }
    }

    /// `tries` wrong PINs in a row, each as soon as it may start, all in run 1; the time of the last one.
    fn after(tries: u32) -> (Lockout, i64) {
        let (mut state, mut second) = (Lockout::default(), 0);
        for _ in 0..tries {
            if let Err(locked) = state.check(at(1, second, second)) {
                second += locked.wait.0 / 1000;
            }
            state = state.begin(at(1, second, second)).unwrap();
        }
        (state, second)
    }

    fn wait(state: Lockout, now: Moment) -> i64 {
        state
            .check(now)
            .map_or_else(|locked| locked.wait.0 / 1000, |()| 0)
    }

    #[test]
    fn the_fifth_wrong_pin_starts_a_wait_and_each_further_one_a_longer() {
        let mut waits = Vec::new();
        for tries in 0..=11 {
            let (state, second) = after(tries);
            waits.push(wait(state, at(1, second, second)));
        }
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600]);
    }

    #[test]
    fn a_try_during_the_wait_is_not_looked_at_and_costs_nothing() {
        let (state, second) = after(5);
        let locked = state.begin(at(1, second + 10, second + 10)).unwrap_err();
        assert_eq!(locked.wait, Span::secs(20));
        assert_eq!(
            locked.to_string(),
            "Too many wrong PINs: try again in 20 seconds, or ask a manager."
        );
        assert_eq!(state.wrong(), 5);
        assert!(state.begin(at(1, second + 30, second + 30)).is_ok());
    }

    #[test]
    fn tries_left_are_told_before_they_are_gone() {
        let left: Vec<u32> = (0..7).map(|tries| after(tries).0.tries_left()).collect();
        assert_eq!(left, [5, 4, 3, 2, 1, 1, 1]);
    }

    #[test]
    fn a_right_pin_ends_the_streak() {
        let fresh = Lockout::default();
        assert_eq!((fresh.wrong(), fresh.tries_left()), (0, 5));
        assert!(fresh.check(at(9, 0, 0)).is_ok());
    }

    #[test]
    fn a_restart_ends_no_wait() {
        let (state, second) = after(9);
        let kept = serde_json::to_string(&state).unwrap();
        let state: Lockout = serde_json::from_str(&kept).unwrap();
        assert_eq!(wait(state, at(2, second, 0)), 3600);
        assert_eq!(wait(state, at(2, second + 60, 55)), 3540);
    }

    #[test]
    fn a_night_with_the_till_off_serves_the_wait() {
        let (state, second) = after(9);
        assert_eq!(wait(state, at(2, second + 12 * 3600, 3)), 0);
    }

    #[test]
    fn the_clock_set_forward_changes_nothing_while_the_till_runs() {
        let (state, second) = after(9);
        assert_eq!(wait(state, at(1, second + 1_000_000, second + 10)), 3590);
    }

    #[test]
    fn the_clock_set_back_neither_ends_the_wait_nor_makes_it_longer() {
        let (state, second) = after(9);
        for back in [-3600, -1_000_000_000] {
            assert_eq!(wait(state, at(1, back, second + 10)), 3590);
            assert_eq!(wait(state, at(2, back, 10)), 3590);
            assert_eq!(wait(state, at(2, back, 3600)), 0);
        }
    }

    /// Set the clock forward, restart, try; set it back, restart; and so on, a thousand times.
    #[test]
    fn who_plays_with_the_clock_gains_five_tries_and_no_more() {
        let mut state = Lockout::default();
        let mut tries = 0;
        for run in 0..1000_u64 {
            let forward = if run % 2 == 0 { 7200 } else { 0 };
            while let Ok(counted) = state.begin(at(run, forward, 0)) {
                state = counted;
                tries += 1;
            }
            state = state.settled(at(run, forward, 0));
        }
        assert_eq!(tries, FREE_TRIES + 5);
        // And still nobody is locked out for good.
        assert_eq!(wait(state, at(2000, 0, 3600)), 0);
    }

    #[test]
    fn what_is_waited_is_served_once() {
        let (state, second) = after(9);
        let state = state.settled(at(1, second + 1000, second + 1000));
        assert_eq!(wait(state, at(1, second + 1000, second + 1000)), 2600);
        // The clock says nothing new about the thousand seconds that were served already.
        assert_eq!(wait(state, at(2, second + 1000, 0)), 2600);
    }

    #[test]
    fn a_kept_wait_out_of_all_reason_is_cut() {
        let mad = r#"{"wrong":9,"wait":9223372036854775807,"believed":-9223372036854775808,
            "seen":{"wall":0,"run":1,"running":0}}"#;
        let state: Lockout = serde_json::from_str(mad).unwrap();
        assert!(wait(state, at(1, 0, 0)) <= 3600);
        assert_eq!(wait(state, at(1, 0, 3600)), 0);
        assert_eq!(
            serde_json::from_str::<Lockout>("{}").unwrap(),
            Lockout::default()
        );
    }

    proptest! {
        /// Whatever the clocks say, and however often the till is started: no wait is longer than an hour, running an hour serves it,
        /// and the clock alone never serves more than its budget.
        #[test]
        fn no_clock_locks_for_ever_or_unlocks_for_nothing(
            walls in proptest::collection::vec(any::<i64>(), 1..40),
            runs in proptest::collection::vec(0_u64..3, 40),
        ) {
            let mut state = Lockout::default();
            let mut tries = 0_u32;
            for (wall, run) in walls.iter().zip(&runs) {
                let now = Moment { wall: UtcMs(*wall), run: *run, running: Span(0) };
                match state.begin(now) {
                    Ok(counted) => { state = counted; tries += 1; }
                    Err(locked) => {
                        prop_assert!(locked.wait <= LONGEST);
                        state = state.settled(now);
                    }
                }
            }
            prop_assert!(tries <= FREE_TRIES + 5);
            let later = Moment { wall: UtcMs(0), run: 77, running: LONGEST };
            prop_assert!(state.check(later).is_ok());
        }
    }
}
