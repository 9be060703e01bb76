//! PayBy's side of the past: what it was asked for, what it knows of it, and the statements it makes.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use fils_home::{Home, Training};
use fils_order::{ClosedCause, Order, State, UtcMs};
use payby_sandbox::{Past, PastEnd, PastError, PastOrder, PastRefund, Settings, StatementVersion};

use crate::GenerateError;
use crate::calendar;
use crate::fees::{self, Hidden};
use crate::mistakes::Mistake;

use fils_order::Span;

/// How many orders the training PayBy keeps in its memory, whole days of them.
pub(crate) const REMEMBERED: usize = 50_000;
/// What was paid is settled a day later.
const SETTLED_AFTER: Span = Span::hours(24);
/// A statement is there half an hour after its day.
const READY_AFTER: Span = Span::mins(35);

/// What PayBy was asked for on a day, and what became of it there.
#[derive(Default)]
pub(crate) struct PaybyDay {
    pub(crate) orders: Vec<PastOrder>,
    pub(crate) refunds: Vec<PastRefund>,
    /// How many of the day's payments get a wrong fee.
    pub(crate) wrong_fees: u32,
    /// What was hidden on the day, but for the fees.
    pub(crate) mistakes: Vec<Mistake>,
}

/// What PayBy knows of an order that was lived; nothing when it refused to make it.
pub(crate) fn order(
    order: &Order,
    content: &str,
    payby_no: &str,
    over: UtcMs,
) -> Option<PastOrder> {
    let end = match &order.state {
        State::Paid { payment, .. } => paid(payment.paid_at),
        State::Closed { cause, .. } => {
            let (code, reason) = match cause {
                ClosedCause::Refused | ClosedCause::NeverReachedPayby => return None,
                ClosedCause::CancelledByCashier => {
                    ("ORDER_CANCELLED", "The merchant has cancelled the order")
                }
                ClosedCause::Expired
                | ClosedCause::FailedAtPayby
                | ClosedCause::Revoked
                | ClosedCause::Refunded
                | ClosedCause::ClosedByPerson => ("ORDER_EXPIRED", "The order has expired"),
            };
            PastEnd::Closed {
                at: over.0,
                code: code.to_owned(),
                reason: reason.to_owned(),
            }
        }
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => return None,
    };
    Some(PastOrder {
        content: content.to_owned(),
        order_no: payby_no.to_owned(),
        created_at: order.created_at.0,
        total: None,
        end,
    })
}

/// Paid, as usual.
pub(crate) const fn paid(at: UtcMs) -> PastEnd {
    PastEnd::Paid {
        at: at.0,
        settled_at: Some(at.plus(SETTLED_AFTER).0),
        fee: None,
    }
}

/// When what lies at `at` can be read in a statement.
pub(crate) fn stated(at: UtcMs) -> Option<UtcMs> {
    let day: NaiveDate = at.business_day(0).parse().ok()?;
    let next = day.checked_add_days(Days::new(1))?;
    Some(calendar::begins(next, 0).plus(READY_AFTER))
}

/// When the settlement of what is paid at `at` can be read in a statement.
pub(crate) fn settlement_stated(at: UtcMs) -> Option<UtcMs> {
    stated(at.plus(SETTLED_AFTER))
}

/// PayBy through the days.
pub(crate) struct Payby {
    past: Past,
    now: UtcMs,
    state_file: PathBuf,
    /// Where statements go, when they are wanted.
    statements: Option<PathBuf>,
    /// The next day that has no statement yet.
    next: Option<NaiveDate>,
    /// When each day that is remembered began.
    days: VecDeque<(UtcMs, usize)>,
    /// How many sales are still to come: those that would be forgotten in the end need not be told of at all.
    left: u64,
    /// Wrong fees that their own day had no room for.
    owed: u32,
    mistakes: Vec<Mistake>,
}

impl Payby {
    /// `sales` is how many are to come.
    pub(crate) fn new(home: &Home, sales: u32, hides: bool, now: UtcMs) -> Self {
        Self {
            past: Past::new(Settings::new(Training::PARTNER_ID)),
            now,
            state_file: Training::state_file(home),
            statements: hides.then(|| statements(home)),
            next: None,
            days: VecDeque::new(),
            left: u64::from(sales),
            owed: 0,
            mistakes: Vec::new(),
        }
    }

    /// Takes in a business day.
    pub(crate) fn take(
        &mut self,
        date: NaiveDate,
        begins: UtcMs,
        sales: u32,
        mut day: PaybyDay,
    ) -> Result<(), GenerateError> {
        self.left = self.left.saturating_sub(u64::from(sales));
        let wanted = self.statements.is_some()
            || usize::try_from(self.left).unwrap_or(usize::MAX) <= 2 * REMEMBERED;
        if !wanted {
            return Ok(());
        }
        self.owed += day.wrong_fees;
        let hidden = self.hide_fees(&mut day);
        self.mistakes.append(&mut day.mistakes);
        self.mistakes.extend(hidden);
        let before = self.past.orders();
        for mut order in day.orders {
            self.not_yet_settled(&mut order);
            self.past.add(order)?;
        }
        self.days.push_back((begins, self.past.orders() - before));
        for refund in day.refunds {
            match self.past.add_refund(refund) {
                // Of an order that is forgotten already.
                Ok(()) | Err(PastError::NoOrigin(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.write_statements(date)?;
        self.forget();
        Ok(())
    }

    fn hide_fees(&mut self, day: &mut PaybyDay) -> Vec<Mistake> {
        let now = self.now;
        let wrong: BTreeSet<&str> = day
            .mistakes
            .iter()
            .map(|mistake| mistake.order_no.as_str())
            .collect();
        let fits = |order_no: &str, at: UtcMs| {
            !wrong.contains(order_no) && settlement_stated(at).is_some_and(|ready| ready <= now)
        };
        let Hidden { mistakes, left } = fees::hide(&mut day.orders, self.owed, fits);
        self.owed = left;
        mistakes
    }

    /// What would be settled only after now is not settled yet.
    fn not_yet_settled(&self, order: &mut PastOrder) {
        if let PastEnd::Paid { settled_at, .. } = &mut order.end
            && settled_at.is_some_and(|at| at > self.now.0)
        {
            *settled_at = None;
        }
    }

    /// Forgets the oldest days while there are too many orders without them.
    fn forget(&mut self) {
        while let (Some((_, first)), Some((second, _))) = (self.days.front(), self.days.get(1)) {
            if self.past.orders() - first < REMEMBERED {
                return;
            }
            let until = second.0;
            self.past.forget_before(until);
            self.days.pop_front();
        }
    }

    /// Writes the statement of every day up to this one that has none yet.
    fn write_statements(&mut self, until: NaiveDate) -> Result<(), GenerateError> {
        let Some(folder) = self.statements.clone() else {
            return Ok(());
        };
        let mut day = self.next.unwrap_or(until);
        while day <= until {
            let following = day
                .checked_add_days(Days::new(1))
                .ok_or_else(|| GenerateError::Day(day.to_string()))?;
            if calendar::begins(following, 0).plus(READY_AFTER) > self.now {
                break;
            }
            self.write_statement(&folder, day)?;
            day = following;
        }
        self.next = Some(day);
        Ok(())
    }

    /// One day has the columns of the first version, the next those of the second: a shop meets both.
    fn write_statement(&mut self, folder: &Path, day: NaiveDate) -> Result<(), GenerateError> {
        let odd = calendar::begins(day, 0).0 / Span::hours(24).0 % 2 != 0;
        self.past.set_statement(if odd {
            StatementVersion::V1
        } else {
            StatementVersion::V2
        });
        let Some(zip) = self.past.statement(day)? else {
            return Ok(());
        };
        write(&folder.join(&zip.name), &zip.bytes)
    }

    /// Ends the past: the statements of the days after the last one, the mistakes, PayBy's memory.
    pub(crate) fn finish(mut self, last: NaiveDate, home: &Home) -> Result<(), GenerateError> {
        if self.owed > 0 {
            return Err(GenerateError::TooManyMistakes(0));
        }
        // What was paid on the last day is settled on the next, or the one after.
        let until = last.checked_add_days(Days::new(2)).unwrap_or(last);
        self.write_statements(until)?;
        if self.statements.is_some() {
            self.mistakes
                .sort_by(|a, b| (&a.day, &a.order_no, a.kind).cmp(&(&b.day, &b.order_no, b.kind)));
            let mut lines = String::new();
            for mistake in &self.mistakes {
                lines.push_str(&crate::till::text(mistake)?);
                lines.push('\n');
            }
            write(&home.dir().join("mistakes.jsonl"), lines.as_bytes())?;
        }
        if let Some(folder) = self.state_file.parent() {
            std::fs::create_dir_all(folder).map_err(|why| unwritten(folder, why))?;
        }
        self.past.write(&self.state_file)?;
        Ok(())
    }
}

fn statements(home: &Home) -> PathBuf {
    home.dir().join("statements")
}

fn unwritten(path: &Path, why: std::io::Error) -> GenerateError {
    GenerateError::File {
        path: path.to_path_buf(),
        why,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), GenerateError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|why| unwritten(folder, why))?;
    }
    std::fs::write(path, bytes).map_err(|why| unwritten(path, why))
}
