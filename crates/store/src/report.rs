//! What a business day brought in.

use fils_order::SignedMoney;
use rusqlite::{Connection, Row};

use crate::StoreError;

/// A day's takings, and how many orders are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takings {
    /// How many orders of the day are paid, and what they come to.
    pub paid: (u32, SignedMoney),
    /// How many were paid after they were closed and wait for a person's decision, and what they come to. Not in `paid`.
    pub paid_late: (u32, SignedMoney),
    /// How many refunds made on the day are proved, and what they come to.
    pub refunded: (u32, SignedMoney),
    /// Orders of the day that could still be paid.
    pub open: u32,
    /// Orders of the day that are closed unpaid.
    pub closed: u32,
    /// Orders of the day a person must look at.
    pub attention: u32,
}

impl Takings {
    /// Paid less refunded. Below zero when the day refunded more than it took.
    pub fn net(&self) -> SignedMoney {
        SignedMoney(self.paid.1.0 - self.refunded.1.0)
    }
}

/// A sum; unlike one order's amount it has no largest value.
fn sum(row: &Row<'_>, index: usize) -> rusqlite::Result<SignedMoney> {
    row.get(index).map(SignedMoney)
}

/// The takings of a business day, `YYYY-MM-DD`.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn takings(conn: &Connection, day: &str) -> Result<Takings, StoreError> {
    let orders = conn
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'paid'),
                 coalesce(sum(amount_fils) FILTER (WHERE state = 'paid'), 0),
                 count(*) FILTER (WHERE state = 'paid_late'),
                 coalesce(sum(amount_fils) FILTER (WHERE state = 'paid_late'), 0),
                 count(*) FILTER (WHERE state IN ('submitting', 'awaiting_payment', 'closing')),
                 count(*) FILTER (WHERE state = 'closed'),
                 count(*) FILTER (WHERE attention = 1)
             FROM orders WHERE business_day = ?1",
        )
        .and_then(|mut statement| {
            statement.query_row([day], |row| {
                Ok(Takings {
                    paid: (row.get(0)?, sum(row, 1)?),
                    paid_late: (row.get(2)?, sum(row, 3)?),
                    refunded: (0, SignedMoney(0)),
                    open: row.get(4)?,
                    closed: row.get(5)?,
                    attention: row.get(6)?,
                })
            })
        })
        .map_err(|e| StoreError::on(conn, "add up the day", e))?;
    let refunded = conn
        .prepare_cached(
            "SELECT count(*), coalesce(sum(amount_fils), 0) FROM refunds
             WHERE business_day = ?1 AND state = 'refunded'",
        )
        .and_then(|mut statement| statement.query_row([day], |row| Ok((row.get(0)?, sum(row, 1)?))))
        .map_err(|e| StoreError::on(conn, "add up the day's refunds", e))?;
    Ok(Takings { refunded, ..orders })
}
