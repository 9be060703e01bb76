//! What a statement's files say of themselves.

use std::collections::HashMap;

use crate::amount::{Amount, Millis};

use super::rows::amount;
use super::{moment, plain};

/// Which of the three files it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// What was paid.
    Purchase,
    /// What was settled.
    Settle,
    /// How the balance moved.
    Fund,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its name.
    pub file: String,
    /// Which file it is.
    pub kind: FileKind,
    /// How many rows were read from it.
    pub rows: usize,
    /// How many rows PayBy says there are: in this file, or in all of its kind.
    pub total_count: Option<u64>,
    /// The merchant.
    pub mid: Option<String>,
    /// PayBy's number of the period.
    pub period_no: Option<String>,
    /// When the period begins.
    pub starts: Option<Millis>,
    /// When it ends: the merchant's cut-off.
    pub ends: Option<Millis>,
    /// The amounts of a settlement file.
    pub totals: Option<Totals>,
}

/// The totals of a settlement. What was there and is credited, less what is debited, is what goes to the bank and what stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// What had stayed before.
    pub opening: Option<Amount>,
    /// All credits.
    pub credit: Option<Amount>,
    /// All debits.
    pub debit: Option<Amount>,
    /// All commissions, without VAT.
    pub comm: Option<Amount>,
    /// All VAT on them.
    pub vat: Option<Amount>,
    /// What goes to the bank.
    pub to_bank: Option<Amount>,
    /// What PayBy says of that, such as `success`.
    pub to_bank_state: Option<String>,
    /// What stays.
    pub stay: Option<Amount>,
}

impl Totals {
    /// The sum of two files' totals: what had stayed before and what stays now is the same money in both.
    fn and(&self, other: &Self) -> Option<Self> {
        let sum = |one: Option<Amount>, other: Option<Amount>| match (one, other) {
            (Some(one), Some(other)) => one
                .fils()
                .checked_add(other.fils())
                .and_then(|fils| Amount::from_fils(fils).ok())
                .map(Some),
            (one, other) => Some(one.or(other)),
        };
        Some(Self {
            opening: self.opening.or(other.opening),
            credit: sum(self.credit, other.credit)?,
            debit: sum(self.debit, other.debit)?,
            comm: sum(self.comm, other.comm)?,
            vat: sum(self.vat, other.vat)?,
            to_bank: sum(self.to_bank, other.to_bank)?,
            to_bank_state: self
                .to_bank_state
                .clone()
                .or_else(|| other.to_bank_state.clone()),
            stay: other.stay.or(self.stay),
        })
    }
}

/// The totals of all settlement files. PayBy's papers leave open whether each of several files has its own totals or those of all: each has
/// its own when each counts its own rows.
pub(super) fn totals(summaries: &[Summary]) -> Option<Totals> {
    let settle: Vec<&Summary> = summaries
        .iter()
        .filter(|summary| summary.kind == FileKind::Settle)
        .collect();
    let mut each = settle.iter().filter_map(|summary| summary.totals.as_ref());
    let first = each.next()?.clone();
    let own = settle.len() > 1
        && settle
            .iter()
            .all(|summary| summary.total_count == u64::try_from(summary.rows).ok());
    if own {
        each.try_fold(first, |sum, totals| sum.and(totals))
    } else {
        Some(first)
    }
}

/// The pairs of a first line, by plain name.
pub(super) fn pairs<'a>(cells: &[&'a str]) -> HashMap<String, &'a str> {
    cells
        .iter()
        .filter_map(|cell| cell.split_once(':'))
        .map(|(name, value)| (plain(name), value.trim()))
        .collect()
}

pub(super) fn summary(
    file: &str,
    kind: FileKind,
    rows: usize,
    pairs: &HashMap<String, &str>,
) -> Summary {
    let get = |name: &str| pairs.get(name).copied().filter(|value| !value.is_empty());
    let money = |name: &str| get(name).and_then(amount);
    let bank = get("settletobank").map(to_bank);
    let totals = Totals {
        opening: money("openingamount"),
        credit: money("totalcredit"),
        debit: money("totaldebit"),
        comm: money("totalcomm"),
        vat: money("totalvat"),
        to_bank: bank.as_ref().and_then(|(amount, _)| *amount),
        to_bank_state: bank.and_then(|(_, state)| state),
        stay: money("stayamount"),
    };
    Summary {
        file: file.to_owned(),
        kind,
        rows,
        total_count: get("totalcount").and_then(|count| count.parse().ok()),
        mid: get("mid").map(str::to_owned),
        period_no: get("settleperiodno")
            .or_else(|| get("periodno"))
            .map(str::to_owned),
        starts: get("starttime").and_then(moment),
        ends: get("endtime").and_then(moment),
        totals: (kind == FileKind::Settle && totals != Totals::default()).then_some(totals),
    }
}

/// `AED 139.49 success`.
fn to_bank(text: &str) -> (Option<Amount>, Option<String>) {
    let number = |word: &&str| amount(word).is_some();
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "AED")
        .collect();
    let amount = words
        .iter()
        .find(|word| number(word))
        .and_then(|word| amount(word));
    let state: Vec<&str> = words.into_iter().filter(|word| !number(word)).collect();
    (amount, (!state.is_empty()).then(|| state.join(" ")))
}
