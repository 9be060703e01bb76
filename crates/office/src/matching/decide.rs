//! What a person does about a difference. Each is in the journal with the person's name.

use fils_order::{OrderNumber, SaleId};
use fils_reconcile::{Side, TheirsState, What};
use fils_store::matching::{self, Assigned, Decided, Decision, NewOrphan, ReconciledRow};
use fils_store::{Books, NewEntry, journal, sales};
use serde_json::json;

use super::Proof;
use super::keep::about;
use super::show::one;
use crate::error::unreadable;
use crate::view::matching::{MatchRow, OrphanRow};
use crate::{Office, OfficeError, entry, reason};

impl Office {
    /// Writes down why a difference is as it is.
    ///
    /// # Errors
    /// [`OfficeError::NoDifference`], [`OfficeError::Decided`], a reason that is missing or too long.
    pub fn explain(&self, id: i64, why: &str, by: &str) -> Result<MatchRow, OfficeError> {
        let why = reason(why)?;
        let at = self.now();
        self.books(|tx| {
            let row = undecided(tx, id)?;
            let decided = Decided {
                decision: Decision::Explained,
                reason: why.clone(),
                by: by.to_owned(),
                at,
            };
            matching::decide(tx, &row, Some(&decided))?;
            let params = json!({
                "what": row.found.what, "number": row.found.number, "kind": row.found.kind, "reason": why,
            });
            let order = row.found.order.as_deref();
            journal::append(tx, &[about(tx, at, "difference_explained", by, &params, order)?])?;
            one(tx, id)
        })
    }

    /// Takes an explanation back.
    ///
    /// # Errors
    /// [`OfficeError::NoDifference`], [`OfficeError::NotDecided`], [`OfficeError::TakenOver`].
    pub fn reopen(&self, id: i64, by: &str) -> Result<MatchRow, OfficeError> {
        let at = self.now();
        self.books(|tx| {
            let row = matching::by_id(tx, id)?.ok_or(OfficeError::NoDifference)?;
            match row.decided.as_ref().map(|decided| decided.decision) {
                None => return Err(OfficeError::NotDecided),
                Some(Decision::TakenOver) => return Err(OfficeError::TakenOver),
                Some(Decision::Explained) => {}
            }
            matching::decide(tx, &row, None)?;
            let params = json!({
                "what": row.found.what, "number": row.found.number, "kind": row.found.kind, "why": "person",
                "reason": row.decided.map(|decided| decided.reason),
            });
            let order = row.found.order.as_deref();
            journal::append(tx, &[about(tx, at, "difference_reopened", by, &params, order)?])?;
            one(tx, id)
        })
    }

    /// Takes over a payment that PayBy has and this till never made. `proof` is PayBy's signed word about it.
    ///
    /// # Errors
    /// [`OfficeError::NoDifference`], [`OfficeError::Decided`]; [`OfficeError::NotToTakeOver`] when it is not such a payment, or the
    /// proof is about another one.
    pub fn take_over(
        &self,
        id: i64,
        proof: &Proof,
        why: &str,
        by: &str,
    ) -> Result<MatchRow, OfficeError> {
        let why = reason(why)?;
        let at = self.now();
        let business_day = self.day_of(proof.paid_at);
        self.books(|tx| {
            let row = undecided(tx, id)?;
            if !proves(tx, &row, proof)? {
                return Err(OfficeError::NotToTakeOver);
            }
            let orphan = matching::insert_orphan(
                tx,
                &NewOrphan {
                    number: proof.number.clone(),
                    payby_no: proof.payby_no.clone(),
                    amount: proof.amount,
                    subject: proof.subject.clone(),
                    paid_at: proof.paid_at,
                    business_day,
                    taken_at: at,
                    taken_by: by.to_owned(),
                    reason: why.clone(),
                },
            )?;
            let decided = Decided {
                decision: Decision::TakenOver,
                reason: why.clone(),
                by: by.to_owned(),
                at,
            };
            matching::decide(tx, &row, Some(&decided))?;
            let params = json!({
                "orphan": orphan, "number": proof.number, "payby_no": proof.payby_no,
                "amount": proof.amount.to_string(), "paid_at": proof.paid_at.to_string(), "subject": proof.subject, "reason": why,
            });
            journal::append(tx, &[entry(at, "payment_taken_over", by, &params)])?;
            one(tx, id)
        })
    }

    /// Says what a payment that was taken over turned out to be: a sale of this till, or something else in words. It is said once,
    /// and moves no money: a sale that is not paid stays so.
    ///
    /// # Errors
    /// [`OfficeError::NoOrphan`], [`OfficeError::Assigned`], [`OfficeError::NoSale`]; words that are missing or too long.
    pub fn assign_orphan(
        &self,
        id: i64,
        sale: Option<&str>,
        words: &str,
        by: &str,
    ) -> Result<Vec<OrphanRow>, OfficeError> {
        let at = self.now();
        let sale = sale.map(str::trim).filter(|sale| !sale.is_empty());
        let words = match (words.trim(), sale) {
            ("", Some(sale)) => sale.to_owned(),
            (words, _) => reason(words)?,
        };
        self.books(|tx| {
            let row = matching::orphan(tx, id)?.ok_or(OfficeError::NoOrphan)?;
            if row.assigned.is_some() {
                return Err(OfficeError::Assigned);
            }
            let sale = sale.map(|sale| known_sale(tx, sale)).transpose()?;
            let params = json!({
                "number": row.orphan.number, "payby_no": row.orphan.payby_no,
                "amount": row.orphan.amount.to_string(), "sale": sale, "words": words,
            });
            let assigned = Assigned {
                sale,
                words,
                by: by.to_owned(),
                at,
            };
            matching::assign_orphan(tx, id, &assigned)?;
            journal::append(tx, &[entry(at, "payment_assigned", by, &params)])?;
            Ok::<_, OfficeError>(())
        })?;
        self.orphans()
    }

    /// How many calls about an order have been answered, well or badly.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn calls_answered(&self, order: &OrderNumber) -> Result<usize, OfficeError> {
        self.look(|tx| {
            let story = journal::of_order(tx, order)?;
            let answered = story
                .iter()
                .filter(|line| line.entry.kind == "call_answered");
            Ok(answered.count())
        })
    }

    /// Writes down that PayBy was asked about a difference and what it said, with the exchange.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn asked(
        &self,
        row: &MatchRow,
        said: &str,
        raw: Option<String>,
        by: &str,
    ) -> Result<(), OfficeError> {
        let at = self.now();
        self.books(|tx| {
            let params = json!({
                "what": row.what, "number": row.number, "kind": row.kind, "said": said,
            });
            let line = about(
                tx,
                at,
                "difference_asked",
                by,
                &params,
                row.order.as_deref(),
            )?;
            journal::append(tx, &[NewEntry { raw, ..line }])?;
            Ok(())
        })
    }
}

fn undecided(tx: &Books<'_>, id: i64) -> Result<ReconciledRow, OfficeError> {
    let row = matching::by_id(tx, id)?
        .filter(|row| row.found.kind != fils_reconcile::Kind::Matched.code())
        .ok_or(OfficeError::NoDifference)?;
    if row.decided.is_some() {
        return Err(OfficeError::Decided);
    }
    Ok(row)
}

/// Whether the row is a payment that is not this till's, and the proof is about it, with its amount.
fn proves(tx: &Books<'_>, row: &ReconciledRow, proof: &Proof) -> Result<bool, OfficeError> {
    let theirs: Option<Side> = row
        .found
        .theirs
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|error| unreadable(&row.found.number, &error))?;
    let says =
        |side: Side| side.amount.0 == proof.amount.fils() && side.state == TheirsState::Paid.code();
    let about_it = match &row.found.payby_no {
        Some(payby_no) => *payby_no == proof.payby_no,
        None => proof.number.as_deref() == Some(row.found.number.as_str()),
    };
    let ours = matching::order_facts(tx, proof.number.as_deref(), Some(&proof.payby_no))?;
    Ok(row.found.what == What::Payment.code()
        && row.found.ours.is_none()
        && theirs.is_some_and(says)
        && about_it
        && ours.is_none())
}

/// A sale by its own number, or by one of its orders'.
fn known_sale(tx: &Books<'_>, text: &str) -> Result<SaleId, OfficeError> {
    let unknown = || OfficeError::NoSale(text.to_owned());
    let id: SaleId = text.parse().map_err(|_| unknown())?;
    if sales::by_id(tx, &id)?.is_some() {
        return Ok(id);
    }
    let order = matching::order_facts(tx, Some(text), None)?;
    order.map(|order| order.sale).ok_or_else(unknown)
}
