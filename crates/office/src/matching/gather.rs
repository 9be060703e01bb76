//! The books' side of a comparison.

use std::collections::{HashMap, HashSet};

use fils_order::{Span, UtcMs};
use fils_reconcile::{Books as OurBooks, Kind, Ours, OursState, PaybySays, Period, Source, What};
use fils_store::matching::{self, OrderFacts, OrphanRow, ReconciledRow, RefundFacts};
use fils_store::{Books, StoreError};

/// A payment of the books.
pub(super) fn payment(order: OrderFacts) -> Ours {
    let state = match (order.state.as_str(), order.cause.as_deref()) {
        ("paid" | "paid_late", _) => OursState::Paid,
        ("closed", Some("revoked" | "refunded")) => OursState::Returned,
        ("closed", _) => OursState::Closed,
        ("needs_review", _) => OursState::Review,
        (_, _) => OursState::Open,
    };
    Ours {
        number: order.number.into(),
        origin: None,
        payby_no: order.payby_no,
        amount: order.amount,
        paid_amount: order.paid_amount,
        state,
        created_at: order.created_at,
        moved_at: order.paid_at,
        moved_by_payby: true,
        subject: Some(order.subject),
    }
}

/// A refund of the books. When it was done is known only from when the till learned of it.
pub(super) fn refund(refund: RefundFacts) -> Ours {
    let state = match refund.state.as_str() {
        "refunded" => OursState::Paid,
        "failed" => OursState::Closed,
        "needs_review" => OursState::Review,
        _ => OursState::Open,
    };
    Ours {
        number: refund.number.into(),
        origin: Some(refund.order.into()),
        payby_no: refund.payby_no,
        amount: refund.amount,
        paid_amount: None,
        state,
        created_at: refund.created_at,
        moved_at: refund.refunded_at,
        moved_by_payby: false,
        subject: None,
    }
}

/// A payment that was taken over, as one of the books.
fn taken_over(row: OrphanRow) -> Ours {
    let orphan = row.orphan;
    Ours {
        number: orphan.number.unwrap_or_else(|| orphan.payby_no.clone()),
        origin: None,
        payby_no: Some(orphan.payby_no),
        amount: orphan.amount,
        paid_amount: None,
        state: OursState::Paid,
        created_at: orphan.paid_at,
        moved_at: Some(orphan.paid_at),
        moved_by_payby: true,
        subject: orphan.subject,
    }
}

/// The payments or the refunds found so far, each once.
#[derive(Default)]
struct Found {
    all: Vec<Ours>,
    names: HashSet<String>,
}

impl Extend<Ours> for Found {
    fn extend<T: IntoIterator<Item = Ours>>(&mut self, more: T) {
        for one in more {
            self.add(one);
        }
    }
}

impl Found {
    fn add(&mut self, one: Ours) {
        if self.names.insert(one.number.clone()) {
            if let Some(payby_no) = &one.payby_no {
                self.names.insert(payby_no.clone());
            }
            self.all.push(one);
        }
    }
}

/// What the books have of the time PayBy speaks of, and of everything it names.
pub(super) fn gather(tx: &Books<'_>, says: &PaybySays) -> Result<OurBooks, StoreError> {
    let Period { from, to, edge, .. } = says.period;
    let (from, to) = (from.plus(Span(-edge.0)), to.plus(edge));
    let mut payments = Found::default();
    let mut refunds = Found::default();
    let orders = match says.source {
        Source::List => matching::orders_created(tx, from, to)?,
        Source::Statement => matching::orders_paid(tx, from, to)?,
    };
    payments.extend(orders.into_iter().map(payment));
    if says.source == Source::Statement {
        refunds.extend(
            matching::refunds_proved(tx, from, to)?
                .into_iter()
                .map(refund),
        );
    }
    let names = says.numbers();
    for row in matching::orphans(tx, u32::MAX)? {
        let is_named = |number: &String| names.contains(number.as_str());
        let orphan = &row.orphan;
        let in_time = (from..to).contains(&orphan.paid_at);
        if in_time || is_named(&orphan.payby_no) || orphan.number.as_ref().is_some_and(is_named) {
            payments.add(taken_over(row));
        }
    }
    for name in &names {
        if !payments.names.contains(*name)
            && let Some(order) = matching::order_facts(tx, Some(name), Some(name))?
        {
            payments.add(payment(order));
        }
    }
    for (number, origin) in refunds_named(says) {
        named_refund(tx, number, origin, &mut refunds)?;
    }
    Ok(OurBooks {
        earlier: earlier(tx, says.period, What::Payment, &payments.all, &names)?,
        earlier_refunds: earlier(tx, says.period, What::Refund, &refunds.all, &names)?,
        payments: payments.all,
        refunds: refunds.all,
    })
}

/// What the books have of one row's movement.
pub(super) fn about(tx: &Books<'_>, row: &ReconciledRow) -> Result<Option<Ours>, StoreError> {
    let number = row.found.number.as_str();
    if row.found.what == What::Refund.code() {
        return Ok(matching::refund_facts(tx, number)?.map(refund));
    }
    if let Some(order) = matching::order_facts(tx, Some(number), row.found.payby_no.as_deref())? {
        return Ok(Some(payment(order)));
    }
    match &row.found.payby_no {
        Some(payby_no) => Ok(matching::orphan_of_payby_no(tx, payby_no)?.map(taken_over)),
        None => Ok(None),
    }
}

/// Number and origin of every refund that PayBy names.
fn refunds_named(says: &PaybySays) -> impl Iterator<Item = (Option<&str>, Option<&str>)> {
    let rows = says.rows.iter().filter(|row| row.refund);
    let settled = says.settled.iter().filter(|row| row.refund);
    let rows = rows.map(|row| (row.number.as_deref(), row.origin.as_deref()));
    rows.chain(settled.map(|row| (row.number.as_deref(), row.origin.as_deref())))
}

/// A refund by its number, else every one of the order it gives back: PayBy's number tells which.
fn named_refund(
    tx: &Books<'_>,
    number: Option<&str>,
    origin: Option<&str>,
    refunds: &mut Found,
) -> Result<(), StoreError> {
    if let Some(number) = number {
        if refunds.names.contains(number) {
            return Ok(());
        }
        if let Some(found) = matching::refund_facts(tx, number)? {
            refunds.add(refund(found));
            return Ok(());
        }
    }
    if let Some(origin) = origin {
        refunds.extend(matching::refunds_of(tx, origin)?.into_iter().map(refund));
    }
    Ok(())
}

/// What comparisons of other times said of these, and of what PayBy names.
fn earlier(
    tx: &Books<'_>,
    period: Period,
    what: What,
    ours: &[Ours],
    named: &HashSet<&str>,
) -> Result<HashMap<String, Kind>, StoreError> {
    let ours: HashSet<&str> = ours.iter().map(|one| one.number.as_str()).collect();
    let mut known = HashMap::new();
    for number in ours.union(named) {
        if let Some(found) = matching::earlier(tx, what.code(), number)?
            && apart(&found, period)
            && let Some(kind) = Kind::of_code(&found.kind)
        {
            known.insert((*number).to_owned(), kind);
        }
    }
    Ok(known)
}

fn apart(found: &matching::Earlier, period: Period) -> bool {
    found.to <= period.from || found.from >= period.to
}

/// Whether the time up to this moment was compared from the same source.
pub(super) fn follows(
    tx: &Books<'_>,
    source: matching::Source,
    from: UtcMs,
) -> Result<bool, StoreError> {
    let before = matching::runs(tx, UtcMs(from.0.saturating_sub(1)), from)?;
    Ok(before.iter().any(|row| row.run.source == source))
}
