//! Reading what happened out of the books. What it comes to is [`fils_day`]'s alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike as _;
use fils_counter::Sold;
use fils_day::{CashMoved, Fact, Figures, Paper, PaperKind, PaperLine, Tender};
use fils_order::{Money, SaleId, SignedMoney, UtcMs};
use fils_sale::VatClass;
use fils_sale::receipt::{PaidBy, Receipt};
use fils_sale::returns::Credit;
use fils_store::cash::{CashKind, CashRow};
use fils_store::day::{MoneyEntry, PaperRow, Part};
use fils_store::receipts::ReceiptKind;
use fils_store::{Books, cash, day, sales, shifts};
use serde_json::Value;

use crate::day::bounds::BusinessDay;
use crate::error::unreadable;
use crate::{OfficeError, Settings};

/// What a part of the books comes to.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) figures: Figures,
    pub(crate) first_receipt: Option<String>,
    pub(crate) last_receipt: Option<String>,
    /// The shifts that cash moved in, or that ended.
    pub(crate) shifts: BTreeSet<i64>,
}

impl Gathered {
    fn take(&mut self, fact: &Fact) {
        self.figures.add(&fils_day::post(fact));
    }
}

/// Reads a part of the books, and nothing else of them.
pub(crate) fn gather(
    tx: &Books<'_>,
    part: Part<'_>,
    settings: &Settings,
) -> Result<Gathered, OfficeError> {
    let mut all = Gathered::default();
    day::papers(tx, part, |row| {
        all.take(&Fact::Paper(paper(&row)?));
        if all.first_receipt.is_none() {
            all.first_receipt = Some(row.number.clone());
        }
        all.last_receipt = Some(row.number);
        Ok::<_, OfficeError>(())
    })?;
    let rows = day::cash_moved(tx, part)?;
    let mut begins: BTreeMap<i64, i64> = BTreeMap::new();
    for row in &rows {
        all.take(&Fact::Cash {
            why: why(row.cash.kind),
            amount: row.cash.amount,
        });
        begins.entry(row.cash.shift).or_insert(row.id);
    }
    for entry in day::entries(tx, part)? {
        if entry.kind == "shift_closed" {
            let ended = number(&entry, "shift")?;
            begins.entry(ended).or_insert(i64::MAX);
        }
        for fact in of_entry(tx, &entry, settings)? {
            all.take(&fact);
        }
    }
    // A drawer that nobody touched holds what it held.
    if let Some(open) = shifts::open_at(tx, day::begins(tx, part)?)? {
        begins.entry(open.id).or_insert(i64::MAX);
    }
    for (shift, first) in begins {
        if let Some(carried) = carried(tx, part, shift, first)? {
            all.take(&Fact::Carried(carried));
        }
        all.shifts.insert(shift);
    }
    Ok(all)
}

/// What a day's papers come to, without what is on them: what another day is compared with.
pub(crate) fn totals(
    tx: &Books<'_>,
    day: &BusinessDay,
    settings: &Settings,
) -> Result<Figures, OfficeError> {
    let mut figures = Figures::default();
    for (kind, at, total) in day::totals(tx, &day.name)? {
        let kind = match kind {
            ReceiptKind::Sale => PaperKind::Sale,
            ReceiptKind::Refund => PaperKind::GivenBack,
        };
        let line = PaperLine {
            class: VatClass::Standard,
            category: String::new(),
            gross: total,
            discount: Money::ZERO,
            vat: Money::ZERO,
        };
        let fact = Fact::Paper(Paper {
            kind,
            by: String::new(),
            hour: hour(at),
            lines: vec![line],
            cash: Some(total),
            wallet: None,
            rounding: SignedMoney(0),
            tips: Money::ZERO,
            over: Money::ZERO,
        });
        figures.add(&fils_day::post(&fact));
    }
    for entry in day::entries(tx, day.part())?
        .iter()
        .filter(|entry| entry.alone)
    {
        for fact in of_entry(tx, entry, settings)? {
            if matches!(fact, Fact::Paper(_)) {
                figures.add(&fils_day::post(&fact));
            }
        }
    }
    Ok(figures)
}

/// What a shift's drawer held before the part of the books began.
fn carried(
    tx: &Books<'_>,
    part: Part<'_>,
    shift: i64,
    first: i64,
) -> Result<Option<SignedMoney>, OfficeError> {
    // A shift without cash in the part is looked through for what came before it.
    let before = |row: &CashRow| match part {
        Part::Day { day, .. } => row.cash.business_day.as_str() < day,
        Part::Between { after, .. } => row.id <= after.cash,
    };
    let opened_before = shifts::by_id(tx, shift)?.is_some_and(|shift| match part {
        Part::Day { from, .. } => shift.opened_at < from,
        Part::Between { .. } => true,
    });
    if !opened_before {
        return Ok(None);
    }
    let rows = cash::of_shift_before(tx, shift, first)?;
    let facts = rows.iter().filter(|row| before(row)).map(|row| {
        let fils = row.cash.amount.fils();
        if why(row.cash.kind).comes_in() {
            fils
        } else {
            -fils
        }
    });
    let held: i64 = facts.sum();
    Ok((held != 0).then_some(SignedMoney(held)))
}

pub(crate) const fn why(kind: CashKind) -> CashMoved {
    match kind {
        CashKind::Float => CashMoved::Float,
        CashKind::PaidIn => CashMoved::PaidIn,
        CashKind::PaidOut => CashMoved::PaidOut,
        CashKind::Drop => CashMoved::Drop,
        CashKind::Sale => CashMoved::Sale,
        CashKind::Returned => CashMoved::Returned,
        CashKind::Refund => CashMoved::Refund,
    }
}

fn hour(at: UtcMs) -> u8 {
    u8::try_from(at.to_dubai().hour()).unwrap_or_default()
}

/// A paper with the classes and categories of what it is about.
pub(crate) fn paper(row: &PaperRow) -> Result<Paper, OfficeError> {
    let what = || format!("receipt {}", row.number);
    let receipt: Receipt =
        serde_json::from_str(&row.body).map_err(|why| unreadable(&what(), &why))?;
    let sold: Option<Sold> = row
        .sold
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|why| unreadable(&what(), &why))?;
    let sold = sold.ok_or_else(|| unreadable(&what(), &"its sale has no goods"))?;
    let registered = receipt.vat.is_some();
    let (kind, lines) = match row.kind {
        ReceiptKind::Sale => (PaperKind::Sale, sold_lines(&sold, registered)),
        ReceiptKind::Refund => {
            let credit = row.credit.as_deref().map(serde_json::from_str::<Credit>);
            let credit = credit
                .transpose()
                .map_err(|why| unreadable(&what(), &why))?
                .ok_or_else(|| unreadable(&what(), &"nothing says what came back"))?;
            (
                PaperKind::GivenBack,
                credit_lines(&sold, &credit, registered),
            )
        }
    };
    let (mut in_cash, mut by_wallet) = (None, None);
    for payment in &receipt.payments {
        let of = match payment.by {
            PaidBy::Cash { .. } => &mut in_cash,
            PaidBy::Wallet { .. } => &mut by_wallet,
        };
        let so_far: Money = of.unwrap_or_default();
        *of = Some(so_far.checked_add(payment.amount).unwrap_or(Money::MAX));
    }
    Ok(Paper {
        kind,
        by: row.by.clone(),
        hour: hour(row.at),
        lines,
        cash: in_cash,
        wallet: by_wallet,
        rounding: receipt.rounding,
        tips: receipt.tips,
        over: receipt.over,
    })
}

fn sold_lines(sold: &Sold, registered: bool) -> Vec<PaperLine> {
    let lines = sold.basket.lines().iter().zip(&sold.totals.lines);
    lines
        .map(|(line, total)| PaperLine {
            class: total.class,
            category: line.item.category.clone().unwrap_or_default(),
            gross: total.gross,
            discount: total.gross.checked_sub(total.total).unwrap_or_default(),
            vat: vat(registered, total.vat),
        })
        .collect()
}

fn credit_lines(sold: &Sold, credit: &Credit, registered: bool) -> Vec<PaperLine> {
    let category = |of| sold.basket.line(of)?.item.category.clone();
    let lines = credit.lines.iter().map(|line| PaperLine {
        class: line.class,
        category: category(line.line).unwrap_or_default(),
        gross: line.total,
        discount: Money::ZERO,
        vat: vat(registered, line.vat),
    });
    lines.collect()
}

const fn vat(registered: bool, amount: Money) -> Money {
    if registered { amount } else { Money::ZERO }
}

fn text<'a>(params: &'a Value, name: &str) -> Option<&'a str> {
    params.get(name).and_then(Value::as_str)
}

/// Money is never left out of a day because what was written down of it cannot be read.
fn lacks(entry: &MoneyEntry, name: &str) -> OfficeError {
    unreadable(
        &format!("journal entry {}", entry.seq),
        &format!("it lacks “{name}”"),
    )
}

fn number(entry: &MoneyEntry, name: &str) -> Result<i64, OfficeError> {
    let params: Value = serde_json::from_str(&entry.params)
        .map_err(|why| unreadable(&format!("journal entry {}", entry.seq), &why))?;
    params
        .get(name)
        .and_then(Value::as_i64)
        .ok_or_else(|| lacks(entry, name))
}

/// What an entry of the journal says of money.
pub(crate) fn of_entry(
    tx: &Books<'_>,
    entry: &MoneyEntry,
    settings: &Settings,
) -> Result<Vec<Fact>, OfficeError> {
    let what = || format!("journal entry {}", entry.seq);
    let params: Value =
        serde_json::from_str(&entry.params).map_err(|why| unreadable(&what(), &why))?;
    let amount = |name: &str| -> Result<Money, OfficeError> {
        let text = text(&params, name).unwrap_or_default();
        decimal(text).ok_or_else(|| unreadable(&what(), &format!("“{text}” is no amount")))
    };
    let facts = match entry.kind.as_str() {
        "state_changed" if entry.refund.is_some() => refund_changed(tx, entry, &params, settings)?,
        "state_changed" => order_changed(tx, entry, &params, settings)?,
        "sale_void" => {
            let sale = text(&params, "sale").ok_or_else(|| lacks(entry, "sale"))?;
            let sale: SaleId = sale.parse().map_err(|why| unreadable(&what(), &why))?;
            let row = sales::by_id(tx, &sale)?.ok_or_else(|| lacks(entry, "sale"))?;
            vec![Fact::Void(row.amount)]
        }
        "shift_closed" => vec![Fact::Counted {
            expected: SignedMoney(number(entry, "expected_fils")?),
            counted: amount("counted")?,
        }],
        "payment_taken_over" => vec![Fact::TakenOver(amount("amount")?)],
        _ => Vec::new(),
    };
    Ok(facts)
}

/// An amount as the journal writes it: `12.50`, `0.00`.
fn decimal(text: &str) -> Option<Money> {
    let (whole, part) = text.split_once('.')?;
    if part.len() != 2 {
        return None;
    }
    let fils = whole.parse::<i64>().ok()?.checked_mul(100)?;
    Money::from_fils(fils.checked_add(part.parse().ok()?)?).ok()
}

/// What was known of an order's money at a point of the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// PayBy had proved that the money is there.
    paid: bool,
    /// It paid for its sale.
    counts: bool,
}

impl Known {
    /// After a state of the order. What does not fit changes nothing: a person decides.
    fn after(self, state: &str, reason: Option<&str>) -> Self {
        match state {
            "paid" => Self {
                paid: true,
                counts: true,
            },
            "paid_late" => Self { paid: true, ..self },
            "needs_review" => self,
            // What was refunded in full left with its refund.
            "closed" if reason == Some("refunded") => self,
            _ => Self::default(),
        }
    }

    fn of(tx: &Books<'_>, entry: &MoneyEntry) -> Result<Self, OfficeError> {
        let Some(order) = &entry.order else {
            return Ok(Self::default());
        };
        let states = day::states_before(tx, order, entry.seq)?;
        let so_far = states.iter().fold(Self::default(), |known, (to, reason)| {
            known.after(to, reason.as_deref())
        });
        Ok(so_far)
    }
}

fn order_changed(
    tx: &Books<'_>,
    entry: &MoneyEntry,
    params: &Value,
    settings: &Settings,
) -> Result<Vec<Fact>, OfficeError> {
    let from = text(params, "from").ok_or_else(|| lacks(entry, "from"))?;
    let to = text(params, "to").ok_or_else(|| lacks(entry, "to"))?;
    let amount = entry.amount.ok_or_else(|| lacks(entry, "order"))?;
    let mut facts = Vec::new();
    let before = match from {
        // Nothing was ever proved before the first proof.
        "draft" | "submitting" | "awaiting_payment" | "closing" => Known::default(),
        _ => Known::of(tx, entry)?,
    };
    let after = before.after(to, text(params, "reason"));
    match (before.paid, after.paid) {
        (false, true) => facts.push(Fact::Proved(amount)),
        (true, false) => facts.push(Fact::TakenBack(amount)),
        (true, true) | (false, false) => {}
    }
    if entry.alone && before.counts != after.counts {
        let kind = if after.counts {
            PaperKind::Sale
        } else {
            PaperKind::GivenBack
        };
        facts.push(Fact::Paper(alone(kind, entry, amount, settings)));
    }
    let waited = matches!(
        from,
        "draft" | "submitting" | "awaiting_payment" | "closing"
    );
    if to == "closed" && waited {
        facts.push(Fact::Cancelled(amount));
    }
    Ok(facts)
}

fn refund_changed(
    tx: &Books<'_>,
    entry: &MoneyEntry,
    params: &Value,
    settings: &Settings,
) -> Result<Vec<Fact>, OfficeError> {
    if text(params, "to").ok_or_else(|| lacks(entry, "to"))? != "refunded" {
        return Ok(Vec::new());
    }
    let amount = entry.refunded.ok_or_else(|| lacks(entry, "refund"))?;
    let mut facts = vec![Fact::Refunded(amount)];
    if entry.alone && Known::of(tx, entry)?.counts {
        facts.push(Fact::Paper(alone(
            PaperKind::GivenBack,
            entry,
            amount,
            settings,
        )));
    }
    Ok(facts)
}

/// An amount that was sold without goods and has no receipt: taxed as any amount is.
fn alone(kind: PaperKind, entry: &MoneyEntry, amount: Money, settings: &Settings) -> Paper {
    let tips = match kind {
        PaperKind::Sale => entry.tip.unwrap_or_default(),
        PaperKind::GivenBack => Money::ZERO,
    };
    let gross = amount.checked_sub(tips).unwrap_or(amount);
    let class = VatClass::Standard;
    Paper {
        kind,
        by: entry.made_by.clone().unwrap_or_default(),
        hour: hour(entry.at),
        lines: vec![PaperLine {
            class,
            category: String::new(),
            gross,
            discount: Money::ZERO,
            vat: vat(settings.shop.is_registered(), class.vat_within(gross)),
        }],
        cash: None,
        wallet: Some(amount),
        rounding: SignedMoney(0),
        tips,
        over: Money::ZERO,
    }
}

/// What a tender is called in a search.
pub(crate) const fn tender_filter(tender: Tender) -> crate::view::TenderFilter {
    match tender {
        Tender::Cash => crate::view::TenderFilter::Cash,
        Tender::Wallet => crate::view::TenderFilter::Wallet,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn entry(params: &str) -> MoneyEntry {
        MoneyEntry {
            seq: 7,
            at: UtcMs(1_795_233_600_000),
            kind: "shift_closed".to_owned(),
            by: "Amal".to_owned(),
            params: params.to_owned(),
            order: None,
            refund: None,
            amount: None,
            tip: None,
            sale: None,
            alone: false,
            made_by: None,
            refunded: None,
        }
    }

    #[test]
    fn an_entry_that_lacks_its_figure_is_named_and_never_nothing() {
        let whole = entry(r#"{"expected_fils":250}"#);
        assert_eq!(number(&whole, "expected_fils").unwrap(), 250);
        for params in [
            "{}",
            r#"{"expected_fils":"250"}"#,
            "[",
            r#"{"expected_fils":2.5}"#,
        ] {
            let error = number(&entry(params), "expected_fils").unwrap_err();
            assert!(error.to_string().contains("journal entry 7"), "{error}");
        }
    }
}
