//! A manager's evening: a month with hidden mistakes is compared, settled and closed by somebody who only presses what is there to press.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::Days;
use fils_checkout::{Clock as _, SystemClock};
use fils_tests::{PATIENCE, TillHome, Window};
use serde_json::Value;

use super::{ONE_AT_A_TIME, Till};

/// Thirty statements are fetched and compared within this, also on a busy machine.
const LONG: Duration = Duration::from_mins(2);
/// More steps than this, and the manager is sent round in circles.
const STEPS: usize = 120;

/// What a manager sees first of a difference that nobody has settled: its mark, and the mark of its first button.
const FIRST_DIFFERENCE: &str = "
    const open = [...document.querySelectorAll('[data-testid^=match-row-]')]
      .find((row) => !row.dataset.decision && row.dataset.kind !== 'matched');
    if (!open) return null;
    const button = open.querySelector('button[data-testid^=match-]:not(:disabled)');
    return [open.dataset.testid, open.dataset.kind, button?.dataset.testid ?? ''];";

#[tokio::test]
async fn a_manager_finds_and_settles_every_mistake_of_a_month_and_closes_it() -> Result<()> {
    let till = a_month_with_mistakes().await?;
    let hidden = hidden(&till.home)?;
    ensure!(
        hidden.values().all(|&count| count > 0) && hidden.len() == 5,
        "{hidden:?}"
    );

    till.window.touch("nav-day").await?;
    till.window.touch("decide-statement_due").await?;
    till.window.touch("match-due").await?;
    till.until_compared().await?;
    let found = till.settles_everything().await?;
    for (kind, count) in &hidden {
        ensure!(
            found.get(kind) >= Some(count),
            "{count} of {kind} are hidden, and {found:?} was shown"
        );
    }

    till.window.touch("nav-day").await?;
    till.window.touch("decide-late_payment").await?;
    till.gives_the_money_back().await?;
    till.window.touch("nav-day").await?;
    till.window.touch("day-tab-figures").await?;
    till.window.until_gone("decide-late_payment").await?;
    for settled in [
        "statement_due",
        "difference",
        "orphan",
        "late_payment",
        "needs_review",
    ] {
        let mark = format!("decide-{settled}");
        ensure!(
            !till.window.has(&mark).await?,
            "the day still says {settled}"
        );
    }
    till.closes_every_day().await?;

    let Till { window, home, turn } = till;
    window.close().await?;
    let audit = home.fils(&["audit"])?;
    ensure!(audit["ok"] == Value::Bool(true), "{audit}");
    drop(turn);
    Ok(())
}

/// A till in training with a month behind it that ended the day before yesterday, so that every statement is ready.
async fn a_month_with_mistakes() -> Result<Till> {
    let turn = ONE_AT_A_TIME.lock().await;
    let home = TillHome::new()?;
    home.fils(&["init", "--training", "--set", "trn=100123456700003"])?;
    let until = SystemClock::new()
        .now()
        .to_dubai()
        .date_naive()
        .checked_sub_days(Days::new(2))
        .context("no such day")?;
    home.fils(&[
        "generate",
        "--products",
        "40",
        "--sales",
        "600",
        "--seed",
        "11",
        "--mistakes",
        "1",
        "--until",
        &until.to_string(),
    ])?;
    let window = Window::open_as_owner(&home, &["--training"]).await?;
    Ok(Till { window, home, turn })
}

/// How many mistakes of each kind were written down when they were hidden.
fn hidden(home: &TillHome) -> Result<BTreeMap<String, usize>> {
    let list = std::fs::read_to_string(home.home().join("mistakes.jsonl"))?;
    let mut counts = BTreeMap::new();
    for line in list.lines() {
        let mistake: Value = serde_json::from_str(line)?;
        let kind = mistake["kind"]
            .as_str()
            .context("a mistake without a kind")?;
        *counts.entry(kind.to_owned()).or_insert(0) += 1;
    }
    Ok(counts)
}

impl Till {
    async fn until_compared(&self) -> Result<()> {
        let start = Instant::now();
        while self.window.has("match-progress").await? || !self.window.has("match-next-day").await?
        {
            if start.elapsed() > LONG {
                bail!(
                    "nothing was compared; the screen says:\n{}",
                    self.window.everything().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// Presses the first button of the first open difference until there is none left, on this day and on all others. Answers how
    /// many differences of each kind were shown.
    async fn settles_everything(&self) -> Result<BTreeMap<String, usize>> {
        let mut seen = BTreeMap::new();
        for _ in 0..STEPS {
            let first = self.window.run(FIRST_DIFFERENCE).await?;
            if let Some([row, kind, button]) = texts(&first) {
                seen.insert(row.clone(), kind);
                self.presses(&row, &button).await?;
            } else if self.window.has("match-next-day").await? {
                let before = self.day().await?;
                self.window.touch("match-next-day").await?;
                self.until_another_day(&before).await?;
            } else if self.assigns_what_was_taken_over().await? {
            } else {
                let mut kinds = BTreeMap::new();
                for kind in seen.into_values() {
                    *kinds.entry(kind).or_insert(0) += 1;
                }
                return Ok(kinds);
            }
        }
        bail!(
            "it never ends; the screen says:\n{}",
            self.window.everything().await?
        )
    }

    async fn presses(&self, row: &str, button: &str) -> Result<()> {
        self.window.touch(button).await?;
        if button.starts_with("match-takeover-") || button.starts_with("match-explain-") {
            self.gives_a_reason().await?;
        }
        self.until_changed(row, button).await
    }

    async fn gives_a_reason(&self) -> Result<()> {
        let words = self.window.find("match-reason").await?;
        words.send_keys("Checked with PayBy").await?;
        self.window.touch("match-reason-confirm").await?;
        self.window.until_gone("match-reason-dialog").await
    }

    /// Decides about the payment that came too late, on the page that the day leads to.
    async fn gives_the_money_back(&self) -> Result<()> {
        self.window.touch("decide-revoke").await?;
        let words = self.window.find("decide-reason").await?;
        words.send_keys("The customer has no goods").await?;
        self.window.touch("decide-confirm").await?;
        self.window.until_gone("decide-dialog").await
    }

    /// Waits until the difference is settled, or offers something else to do first.
    async fn until_changed(&self, row: &str, button: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let first = texts(&self.window.run(FIRST_DIFFERENCE).await?);
            let same = first
                .as_ref()
                .is_some_and(|[now, _, offered]| now == row && offered == button);
            let asked = first
                .as_ref()
                .is_some_and(|[_, _, offered]| offered.is_empty());
            if !same && !asked {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "`{button}` changes nothing; the screen says:\n{}",
                    self.window.everything().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn day(&self) -> Result<Value> {
        self.window
            .run("return document.querySelector('[data-testid=match-part]')?.dataset.day ?? null")
            .await
    }

    async fn until_another_day(&self, before: &Value) -> Result<()> {
        let start = Instant::now();
        loop {
            let day = self.day().await?;
            if !day.is_null() && day != *before {
                return Ok(());
            }
            ensure!(start.elapsed() < PATIENCE, "the next day is not shown");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn assigns_what_was_taken_over(&self) -> Result<bool> {
        if !self.window.has("match-orphans").await? {
            return Ok(false);
        }
        let Ok(orphan) = self.window.first_of("orphan-assign-").await else {
            return Ok(false);
        };
        self.window
            .touch(&format!("orphan-assign-{orphan}"))
            .await?;
        self.window.touch("assign-way-other").await?;
        self.window
            .find("assign-words")
            .await?
            .send_keys("Paid at the market stall")
            .await?;
        self.window.touch("assign-confirm").await?;
        self.window.until_gone("assign-dialog").await?;
        self.window
            .until_gone(&format!("orphan-assign-{orphan}"))
            .await?;
        Ok(true)
    }

    /// Closes one business day after another, the oldest first, until none is left to close.
    async fn closes_every_day(&self) -> Result<()> {
        self.window.touch("day-tab-reports").await?;
        for n in 1..=40 {
            self.window.touch("close-day").await?;
            self.window.find("closing").await?;
            if self.window.has("sign-off").await? {
                self.window
                    .find("sign-off")
                    .await?
                    .send_keys("Looked at each")
                    .await?;
            }
            self.window.touch("close-day-sure").await?;
            self.window.touch("close-day-confirm").await?;
            self.window
                .until("report-sheet", &format!("Z{n:04}"), PATIENCE)
                .await?;
            let preview = self
                .window
                .run("return document.querySelectorAll('[data-testid^=z-row-]').length")
                .await?;
            ensure!(preview.as_i64() >= Some(1), "{preview} reports are listed");
            if n >= 30 {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn texts(value: &Value) -> Option<[String; 3]> {
    let all = value
        .as_array()?
        .iter()
        .map(|text| Some(text.as_str()?.to_owned()));
    all.collect::<Option<Vec<String>>>()?.try_into().ok()
}
