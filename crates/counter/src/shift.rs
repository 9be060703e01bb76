//! Shifts and the drawer.

use fils_order::{Money, UtcMs};
use fils_sale::shift::{Count, Drawer};
use fils_store::cash::{self, CashKind, NewCash};
use fils_store::shifts::{self, ClosedShift, ShiftRow};
use fils_store::{Books, baskets, journal, orders, prints, sales};
use serde_json::json;

use crate::record;
use crate::view::{OpenThings, ShiftView, moves};
use crate::{Counter, CounterError, News, entry, reason};

/// Cash that moves without a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashMoved {
    /// Put in, such as change from the bank.
    In,
    /// Taken out to pay for something.
    Out,
    /// Taken out to the safe.
    Drop,
}

impl Counter {
    /// Opens a shift with what is in the drawer.
    ///
    /// # Errors
    /// [`CounterError::ShiftOpen`].
    pub fn open_shift(&self, float: Money, by: &str) -> Result<ShiftView, CounterError> {
        let now = self.now();
        let day = self.day(now);
        let view = self.books(|tx| {
            if shifts::current(tx)?.is_some() {
                return Err(CounterError::ShiftOpen);
            }
            let id = open(tx, by, now, &day)?;
            moved(
                tx,
                id,
                (CashKind::Float, float),
                None,
                (by, None),
                (now, &day),
            )?;
            current(tx)
        })?;
        self.tell(News::Drawer);
        Ok(view)
    }

    /// The open shift, if there is one.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn shift(&self) -> Result<Option<ShiftView>, CounterError> {
        self.look(|tx| match shifts::current(tx)? {
            Some(shift) => view(tx, &shift).map(Some),
            None => Ok(None),
        })
    }

    /// The latest `limit` shifts, the newest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn shifts(&self, limit: u32) -> Result<Vec<ShiftView>, CounterError> {
        self.look(|tx| {
            let rows = shifts::latest(tx, limit)?;
            rows.iter().map(|row| view(tx, row)).collect()
        })
    }

    /// Writes down cash that moved without a sale.
    ///
    /// # Errors
    /// [`CounterError::NoShift`], [`CounterError::ReasonMissing`].
    pub fn move_cash(
        &self,
        what: CashMoved,
        amount: Money,
        why: &str,
        approved_by: Option<&str>,
        by: &str,
    ) -> Result<ShiftView, CounterError> {
        let why = reason(why)?;
        if amount.is_zero() {
            return Err(fils_sale::tender::TenderError::NothingGiven.into());
        }
        let kind = match what {
            CashMoved::In => CashKind::PaidIn,
            CashMoved::Out => CashKind::PaidOut,
            CashMoved::Drop => CashKind::Drop,
        };
        let now = self.now();
        let day = self.day(now);
        let view = self.books(|tx| {
            let shift = shifts::current(tx)?.ok_or(CounterError::NoShift)?;
            let who = (by, approved_by);
            moved(tx, shift.id, (kind, amount), Some(&why), who, (now, &day))?;
            self.kick_drawer(tx, false, by, now)?;
            current(tx)
        })?;
        self.tell(News::Drawer);
        self.tell(News::Print);
        Ok(view)
    }

    /// What is not finished: before a shift ends, somebody should look at it.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn open_things(&self) -> Result<OpenThings, CounterError> {
        self.look(open_things)
    }

    /// Closes the shift with what was counted. What is still open stays open, and is named in the journal.
    ///
    /// # Errors
    /// [`CounterError::NoShift`], [`CounterError::CountTooLarge`].
    pub fn close_shift(
        &self,
        count: &Count,
        note: Option<&str>,
        by: &str,
    ) -> Result<ShiftView, CounterError> {
        let counted = count.total().ok_or(CounterError::CountTooLarge)?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        let now = self.now();
        let view = self.books(|tx| {
            let shift = shifts::current(tx)?.ok_or(CounterError::NoShift)?;
            let expected = Drawer::expected(&moves(&cash::of_shift(tx, shift.id)?));
            let open = open_things(tx)?;
            let closed = ClosedShift {
                at: now.max(shift.opened_at),
                by: by.to_owned(),
                expected,
                counted,
                count: record::write("a count", count)?,
                note: note.map(str::to_owned),
            };
            shifts::close(tx, shift.id, &closed)?;
            let params = json!({ "shift": shift.id, "expected_fils": expected.0, "counted": counted.to_string(),
                                 "note": note, "open": open });
            journal::append(tx, &[entry(now, "shift_closed", by, &params)])?;
            let closed = ShiftRow {
                closed: Some(closed),
                ..shift
            };
            view(tx, &closed)
        })?;
        self.tell(News::Drawer);
        Ok(view)
    }
}

/// The open shift. Cash needs one: where nobody opened it, it begins now, with nothing counted.
pub(crate) fn shift_or_new(
    tx: &Books<'_>,
    by: &str,
    now: UtcMs,
    day: &str,
) -> Result<i64, CounterError> {
    match shifts::current(tx)? {
        Some(shift) => Ok(shift.id),
        None => open(tx, by, now, day),
    }
}

fn open(tx: &Books<'_>, by: &str, now: UtcMs, day: &str) -> Result<i64, CounterError> {
    let id = shifts::open(tx, now, by, day)?;
    let params = json!({ "shift": id });
    journal::append(tx, &[entry(now, "shift_opened", by, &params)])?;
    Ok(id)
}

fn moved(
    tx: &Books<'_>,
    shift: i64,
    (kind, amount): (CashKind, Money),
    why: Option<&str>,
    (by, approved_by): (&str, Option<&str>),
    (now, day): (UtcMs, &str),
) -> Result<(), CounterError> {
    cash::insert(
        tx,
        &NewCash {
            shift,
            kind,
            amount,
            sale: None,
            tendered: None,
            reason: why.map(str::to_owned),
            by: by.to_owned(),
            approved_by: approved_by.map(str::to_owned),
            at: now,
            business_day: day.to_owned(),
        },
    )?;
    let params = json!({ "shift": shift, "move": kind.as_str(), "amount": amount.to_string(), "reason": why,
                         "approved_by": approved_by });
    journal::append(tx, &[entry(now, "cash_moved", by, &params)])?;
    Ok(())
}

fn current(tx: &Books<'_>) -> Result<ShiftView, CounterError> {
    let shift = shifts::current(tx)?.ok_or(CounterError::NoShift)?;
    view(tx, &shift)
}

fn view(tx: &Books<'_>, shift: &ShiftRow) -> Result<ShiftView, CounterError> {
    Ok(ShiftView::of(shift, &cash::of_shift(tx, shift.id)?))
}

fn open_things(tx: &Books<'_>) -> Result<OpenThings, CounterError> {
    let orders = orders::unfinished(tx)?.into_iter();
    // A closed order that is only watched for late money is settled as far as a shift is concerned.
    let open = orders.filter(|row| {
        matches!(
            row.state.as_str(),
            "submitting" | "awaiting_payment" | "closing"
        )
    });
    Ok(OpenThings {
        orders: open.map(|row| row.number).collect(),
        sales: sales::open(tx)?.into_iter().map(|row| row.id).collect(),
        overpaid: sales::overpaid(tx)?.into_iter().map(|row| row.id).collect(),
        parked: baskets::parked(tx)?.len(),
        prints: prints::open(tx)?.len(),
    })
}
