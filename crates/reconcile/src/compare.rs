//! The comparison.

use std::collections::HashSet;

use fils_order::{Money, SignedMoney, Span, UtcMs};

use crate::fee::{Fee, Tariff, Tariffs};
use crate::finding::{Compared, Finding, Side};
use crate::fund;
use crate::judge::{self, Verdict};
use crate::kind::{Advice, Kind, What};
use crate::rows::{Index, Key, Numbered, Once, later};
use crate::side::{
    Books, Ours, OursState, PaybySays, Period, Settled, Source, Terms, Theirs, TheirsState,
};

/// PayBy's own times are written to the second.
const SECOND: Span = Span::secs(1);

/// Compares the books with what PayBy says. The books are to be read after PayBy's list was: what moved in between is then in the books, and
/// no difference. Takes time in proportion to the rows.
pub fn compare(books: &Books, says: &PaybySays, terms: &Terms) -> Compared {
    let mut work = Work {
        books,
        says,
        terms,
        payments: Index::new(&books.payments),
        refunds: Index::new(&books.refunds),
        rows: Once::new(&says.rows, later),
        settled: Once::new(&says.settled, |_, _| false),
        seen: HashSet::new(),
        findings: Vec::new(),
        left_out: 0,
    };
    work.take_rows();
    let rates = work.take_settled();
    work.take_missing();
    let funds = fund::compare(says, &work.settled, &work.payments);
    work.findings.extend(funds);
    let mut findings = work.findings;
    findings.sort_by(|a, b| {
        let order = |finding: &Finding| (finding.kind == Kind::Matched, finding.at);
        order(a)
            .cmp(&order(b))
            .then_with(|| a.number.cmp(&b.number))
    });
    Compared {
        findings,
        fees: rates.into_rates(),
        left_out: work.left_out,
    }
}

struct Work<'a> {
    books: &'a Books,
    says: &'a PaybySays,
    terms: &'a Terms,
    payments: Index<'a>,
    refunds: Index<'a>,
    rows: Once<'a, Theirs>,
    settled: Once<'a, Settled>,
    /// What of the books PayBy has, by whether it is a refund and its place there.
    seen: HashSet<(bool, usize)>,
    findings: Vec<Finding>,
    left_out: usize,
}

impl<'a> Work<'a> {
    fn find(&self, key: &Key<'_>, row: &impl Numbered) -> Option<(usize, &'a Ours)> {
        let index = if key.refund {
            &self.refunds
        } else {
            &self.payments
        };
        let number = row.number().filter(|_| !key.payby);
        let place = index.find(number, row.payby_no())?;
        Some((place, index.get(place)?))
    }

    fn of_other_till(&self, row: &impl Numbered, origin: Option<&str>) -> bool {
        let foreign = |number: &str| {
            self.terms
                .other_tills
                .iter()
                .any(|prefix| number.starts_with(prefix.as_str()))
        };
        row.number().is_some_and(foreign) || origin.is_some_and(foreign)
    }

    fn earlier(&self, key: &Key<'_>, number: &str) -> Option<Kind> {
        let earlier = if key.refund {
            &self.books.earlier_refunds
        } else {
            &self.books.earlier
        };
        earlier.get(number).copied()
    }

    fn take_rows(&mut self) {
        let rows: Vec<(Key<'a>, &'a Theirs)> = self.rows.iter().collect();
        for (key, row) in rows {
            let found = self.find(&key, row);
            if let Some((place, _)) = found {
                self.seen.insert((key.refund, place));
            } else if self.of_other_till(row, row.origin.as_deref()) {
                self.left_out += 1;
                continue;
            }
            match self.judge(&key, row, found.map(|(_, ours)| ours)) {
                Some(verdict) => {
                    let ours = found.map(|(_, ours)| ours).or_else(|| self.revoked(row));
                    let finding = self.finding(verdict, &key, ours, row);
                    self.findings.push(finding);
                }
                None => self.left_out += 1,
            }
        }
    }

    /// The payment that a row gives back which no refund of the books accounts for: PayBy writes what was revoked like that.
    fn revoked(&self, row: &Theirs) -> Option<&'a Ours> {
        let place = self
            .payments
            .find(row.origin.as_deref().filter(|_| row.refund), None)?;
        self.payments
            .get(place)
            .filter(|ours| ours.state == OursState::Returned && ours.amount == row.amount)
    }

    /// What a row comes to; nothing when it is no money and no business of the books.
    fn judge(&self, key: &Key<'_>, row: &Theirs, ours: Option<&Ours>) -> Option<Verdict> {
        match (ours, key.refund) {
            (Some(ours), false) => Some(judge::payment(ours, row, &self.says.period)),
            (Some(ours), true) => Some(judge::refund(ours, row)),
            (None, _) if row.state != TheirsState::Paid => None,
            (None, false) => Some((Kind::TheirsOnly, Advice::TakeOver)),
            (None, true) if self.revoked(row).is_some() => Some((Kind::Matched, Advice::Nothing)),
            (None, true) => Some((Kind::TheirsOnly, Advice::ForeignRefund)),
        }
    }

    fn finding(
        &self,
        (kind, advice): Verdict,
        key: &Key<'_>,
        ours: Option<&Ours>,
        row: &Theirs,
    ) -> Finding {
        let ours_at = ours.map(|ours| ours.moved_at.unwrap_or(ours.created_at));
        let named = named(key, ours, row, row.origin.as_deref());
        Finding {
            what: named.what,
            kind,
            number: named.number,
            order: named.order,
            refund: named.refund,
            payby_no: named.payby_no,
            at: row.at.or(ours_at).unwrap_or(self.says.period.from),
            ours: ours.map(our_side),
            theirs: Some(Side {
                amount: signed(row.amount),
                state: row.state.code().to_owned(),
                at: row.at,
                subject: row.subject.clone(),
                fee: None,
                net: None,
            }),
            advice,
        }
    }

    fn take_settled(&mut self) -> Tariffs {
        let rows: Vec<(Key<'a>, &'a Settled)> = self.settled.iter().collect();
        let wholes = self.wholes(&rows);
        let taken: Vec<_> = rows
            .iter()
            .zip(&wholes)
            .map(|((_, row), whole)| (tariff(row), *whole, fee(row)))
            .collect();
        let tariffs = Tariffs::new(&self.terms.fees, self.terms.fee_vat_ppm, &taken);
        for ((key, row), whole) in rows.into_iter().zip(wholes) {
            let found = self.find(&key, row);
            if let Some((place, _)) = found {
                self.seen.insert((key.refund, place));
            } else if self.of_other_till(row, row.origin.as_deref()) {
                self.left_out += 1;
                continue;
            }
            let expected = tariffs.expected(tariff(row), whole, fee(row));
            self.take_one_settled(&key, row, whole, expected);
        }
        tariffs
    }

    fn take_one_settled(
        &mut self,
        key: &Key<'a>,
        row: &'a Settled,
        whole: Money,
        expected: Option<Fee>,
    ) {
        let ours = self.find(key, row).map(|(_, ours)| ours);
        let listed = self.rows.get(key);
        let mut said_of_payment = listed
            .and_then(|listed| self.judge(key, listed, ours))
            .map(|verdict| verdict.0);
        if listed.is_none() {
            let as_paid = Theirs {
                refund: row.refund,
                number: row.number.clone(),
                origin: row.origin.clone(),
                payby_no: row.payby_no.clone(),
                amount: whole,
                state: TheirsState::Paid,
                at: row.paid_at.or(row.settled_at),
                subject: row.subject.clone(),
            };
            said_of_payment = self.told_elsewhere(key, ours, &as_paid);
        }
        let reference = listed.map(|listed| listed.amount);
        let fits = match (reference, ours) {
            (Some(amount), None) => amount == whole,
            // PayBy may settle what the customer paid, or all of it and bear the discount.
            (Some(amount), Some(ours)) => amount == whole || judge::same_amount(ours, whole),
            (None, Some(ours)) => {
                judge::same_amount(ours, whole) || said_of_payment == Some(Kind::AmountDiffers)
            }
            (None, None) => true,
        };
        let (kind, advice) = if fits {
            fee_verdict(expected, fee(row))
        } else {
            (Kind::AmountDiffers, Advice::SettledDiffers)
        };
        let expected_side = expected.map(|fee| (whole, fee));
        let named = named(key, ours, row, row.origin.as_deref());
        let amount = reference.or(ours.map(|ours| ours.amount)).unwrap_or(whole);
        self.findings.push(Finding {
            what: What::Settlement,
            kind,
            number: named.number,
            order: named.order,
            refund: named.refund,
            payby_no: named.payby_no,
            at: row.settled_at.unwrap_or(self.says.period.from),
            ours: (ours.is_some() || expected_side.is_some()).then(|| Side {
                amount: signed(amount),
                state: "settled".to_owned(),
                at: ours.and_then(|ours| ours.moved_at),
                subject: ours.and_then(|ours| ours.subject.clone()),
                fee: expected,
                net: None,
            }),
            theirs: Some(Side {
                amount: signed(whole),
                state: "settled".to_owned(),
                at: row.settled_at,
                subject: row.subject.clone(),
                fee: Some(fee(row)),
                net: Some(signed(row.net)),
            }),
            advice,
        });
    }

    /// A payment that is settled here and stands in no row beside it: another day's statement tells of it. It is told here when no comparison
    /// has told of it yet, or when this one puts right what an earlier one said.
    fn told_elsewhere(
        &mut self,
        key: &Key<'a>,
        ours: Option<&'a Ours>,
        as_paid: &Theirs,
    ) -> Option<Kind> {
        let verdict = self.judge(key, as_paid, ours)?;
        let number = ours.map_or(key.number, |ours| ours.number.as_str());
        let period = &self.says.period;
        let of_this_day = as_paid
            .at
            .is_some_and(|at| at >= period.from && at < period.to);
        let told = self.earlier(key, number);
        let tell = match told {
            None => verdict.0 != Kind::Matched || of_this_day,
            Some(Kind::Matched) => false,
            Some(
                Kind::OursOnly
                | Kind::TheirsOnly
                | Kind::AmountDiffers
                | Kind::StateDiffers
                | Kind::FeeUnexpected,
            ) => verdict.0 == Kind::Matched || told == Some(Kind::OursOnly),
        };
        if tell {
            let finding = self.finding(verdict, key, ours, as_paid);
            self.findings.push(finding);
        }
        // Once matched by its own row, another amount is the settlement's difference.
        (told != Some(Kind::Matched)).then_some(verdict.0)
    }

    /// The whole amount of each settled row. A file may have only what was settled, and PayBy's papers leave open whether that has the fee
    /// inside: it is read as it fits most of the rows.
    fn wholes(&self, rows: &[(Key<'a>, &'a Settled)]) -> Vec<Money> {
        let mut fitting = [0_usize; READINGS];
        for (key, row) in rows.iter().filter(|(_, row)| row.total.is_none()) {
            let listed = self.rows.get(key).map(|row| row.amount);
            let ours = self.find(key, *row).map(|(_, ours)| ours);
            for (count, read) in fitting.iter_mut().zip(readings(row)) {
                let fits =
                    listed == Some(read) || ours.is_some_and(|ours| judge::same_amount(ours, read));
                *count += usize::from(fits);
            }
        }
        // Of those that fit as many rows, the first.
        let best = (0..READINGS)
            .rev()
            .max_by_key(|reading| fitting.get(*reading).copied())
            .unwrap_or_default();
        rows.iter()
            .map(|(_, row)| {
                let read = readings(row).get(best).copied().unwrap_or(row.net);
                row.total.unwrap_or(read)
            })
            .collect()
    }

    fn take_missing(&mut self) {
        let source = self.says.source;
        let mut missing = Vec::new();
        for (refund, index) in [(false, &self.payments), (true, &self.refunds)] {
            if refund && source == Source::List {
                continue;
            }
            for (place, ours) in index.iter() {
                if self.seen.contains(&(refund, place)) || !self.must_have(ours, refund) {
                    continue;
                }
                missing.push((refund, ours));
            }
        }
        for (refund, ours) in missing {
            let key = Key {
                refund,
                number: &ours.number,
                payby: false,
            };
            let named = named(&key, Some(ours), ours, ours.origin.as_deref());
            self.findings.push(Finding {
                what: named.what,
                kind: Kind::OursOnly,
                number: named.number,
                order: named.order,
                refund: named.refund,
                payby_no: named.payby_no,
                at: ours.moved_at.unwrap_or(ours.created_at),
                ours: Some(our_side(ours)),
                theirs: None,
                advice: if refund {
                    Advice::RefundMissingAtPayby
                } else {
                    Advice::MissingAtPayby
                },
            });
        }
    }

    /// Whether PayBy's side would have to have this: money moved, certainly within the time it covers.
    fn must_have(&self, ours: &Ours, refund: bool) -> bool {
        let moved = match ours.state {
            OursState::Paid | OursState::Returned => ours.moved_at,
            OursState::Open | OursState::Closed | OursState::Review => None,
        };
        let Some(moved) = moved else { return false };
        let Period {
            from,
            to,
            edge,
            follows,
        } = self.says.period;
        let (first, last, edge) = match self.says.source {
            Source::List => (ours.created_at, ours.created_at, edge),
            Source::Statement if ours.moved_by_payby => (moved, moved, SECOND),
            Source::Statement => (ours.created_at, moved, edge),
        };
        let back = Span(edge.0.saturating_neg());
        if last >= to.plus(back) {
            return false;
        }
        if first >= from.plus(edge) {
            return true;
        }
        // Near the start: it is in this period, or in the one before, which was compared as well.
        let key = Key {
            refund,
            number: &ours.number,
            payby: false,
        };
        let told = self.earlier(&key, &ours.number);
        follows && last >= from.plus(back) && told.is_none_or(|told| told == Kind::OursOnly)
    }
}

struct Named {
    what: What,
    number: String,
    order: Option<String>,
    refund: Option<String>,
    payby_no: Option<String>,
}

fn named(key: &Key<'_>, ours: Option<&Ours>, row: &impl Numbered, origin: Option<&str>) -> Named {
    let ours = ours.filter(|ours| ours.origin.is_some() == key.refund);
    let number = ours.map_or(key.number, |ours| ours.number.as_str());
    let origin = ours.and_then(|ours| ours.origin.as_deref()).or(origin);
    let mine = (!key.payby || ours.is_some()).then(|| number.to_owned());
    Named {
        what: if key.refund {
            What::Refund
        } else {
            What::Payment
        },
        number: number.to_owned(),
        order: if key.refund {
            origin.map(str::to_owned)
        } else {
            mine.clone()
        },
        refund: mine.filter(|_| key.refund),
        payby_no: row
            .payby_no()
            .or_else(|| ours.and_then(|ours| ours.payby_no.as_deref()))
            .map(str::to_owned),
    }
}

impl Numbered for Ours {
    fn refund(&self) -> bool {
        self.origin.is_some()
    }
    fn number(&self) -> Option<&str> {
        Some(&self.number)
    }
    fn payby_no(&self) -> Option<&str> {
        self.payby_no.as_deref()
    }
}

fn our_side(ours: &Ours) -> Side {
    Side {
        amount: signed(ours.amount),
        state: ours.state.code().to_owned(),
        at: ours.moved_at,
        subject: ours.subject.clone(),
        fee: None,
        net: None,
    }
}

fn fee_verdict(expected: Option<Fee>, taken: Fee) -> Verdict {
    match expected {
        Some(expected) if expected.fee != taken.fee => (Kind::FeeUnexpected, Advice::CheckFee),
        Some(expected) if expected.vat != taken.vat => (Kind::FeeUnexpected, Advice::CheckFeeVat),
        Some(_) | None => (Kind::Matched, Advice::Nothing),
    }
}

fn tariff(row: &Settled) -> Tariff<'_> {
    Tariff {
        refund: row.refund,
        product: row.product.as_deref(),
        channel: row.channel.as_deref(),
    }
}

/// In how many ways a settled amount can be read.
const READINGS: usize = 3;

/// The whole amount of a row whose settled amount has neither fee nor VAT inside, or both, or the VAT alone.
fn readings(row: &Settled) -> [Money; READINGS] {
    let with = |one: Money, other: Money| one.checked_add(other).unwrap_or(one);
    let before_vat = with(row.net, row.fee);
    [with(before_vat, row.vat), row.net, before_vat]
}

const fn fee(row: &Settled) -> Fee {
    Fee {
        fee: row.fee,
        vat: row.vat,
    }
}

const fn signed(amount: Money) -> SignedMoney {
    SignedMoney(amount.fils())
}

/// The moment a finding of a whole statement is about: its first.
pub(crate) const fn of_period(period: &Period) -> UtcMs {
    period.from
}
