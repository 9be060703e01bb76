//! Going through the days, fact by fact, each with the record it comes from.

use fils_day::{Fact, Figures, Sum, Tender};
use fils_order::SignedMoney;
use fils_store::day::{self, MoneyEntry, PaperRow};

use super::{Ground, PapersError};
use crate::day::bounds::BusinessDay;
use crate::day::facts;

/// The record that a fact was read from.
pub(super) enum Record<'a> {
    /// A receipt or credit note.
    Paper(&'a PaperRow),
    /// An entry of the journal about money.
    Entry(&'a MoneyEntry),
}

impl Ground<'_> {
    /// Gives every fact of a day to `each`, with its record: first the papers in their sequence, then what the journal says of money.
    /// Cash has its own papers, the shifts.
    pub(super) fn facts(
        &self,
        of: &BusinessDay,
        mut each: impl FnMut(Record<'_>, &Fact) -> Result<(), PapersError>,
    ) -> Result<(), PapersError> {
        day::papers(self.tx, of.part(), |row| {
            let fact = Fact::Paper(facts::paper(&row)?);
            each(Record::Paper(&row), &fact)
        })?;
        for entry in day::entries(self.tx, of.part())? {
            for fact in facts::of_entry(self.tx, &entry, self.office.settings())? {
                each(Record::Entry(&entry), &fact)?;
            }
        }
        Ok(())
    }
}

/// What one fact comes to.
pub(super) fn alone(fact: &Fact) -> Figures {
    Figures::of([fact])
}

/// What a tender brought, less what went back by it.
pub(super) fn by(figures: &Figures, tender: Tender) -> SignedMoney {
    figures
        .by_tender
        .get(&tender)
        .map_or(SignedMoney(0), fils_day::TenderFigure::net)
}

/// How many of a sum, as a cell takes it.
pub(super) fn count(sum: Sum) -> i64 {
    i64::from(sum.count)
}
