//! A random month, consistent but for what was hidden in it: exactly that is found.

use std::collections::{BTreeSet, HashMap};

use fils_order::{Span, UtcMs};
use fils_reconcile::{
    Books, Kind, Ours, OursState, PaybySays, Period, Source, Terms, Theirs, TheirsState, What,
    compare,
};
use proptest::prelude::*;

use crate::sides::*;

const DAYS: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Paid,
    Closed,
    Returned,
    Refunded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    OursOnly,
    TheirsOnly,
    AmountDiffers,
    StateDiffers,
    FeeUnexpected,
}

#[derive(Clone, Debug)]
struct Sale {
    /// Ms of the month.
    at: i64,
    fils: i64,
    fate: Fate,
    by_payby: bool,
    hidden: Option<Hidden>,
    twice: bool,
}

fn sale() -> impl Strategy<Value = Sale> {
    let fate = prop_oneof![
        8 => Just(Fate::Paid), 2 => Just(Fate::Closed), 1 => Just(Fate::Returned), 2 => Just(Fate::Refunded)
    ];
    let hidden = prop_oneof![
        12 => Just(None),
        1 => Just(Some(Hidden::OursOnly)), 1 => Just(Some(Hidden::TheirsOnly)), 1 => Just(Some(Hidden::AmountDiffers)),
        1 => Just(Some(Hidden::StateDiffers)), 1 => Just(Some(Hidden::FeeUnexpected)),
    ];
    // What is hidden at the very edges of the month belongs to the months beside it.
    let hour = 3_600_000;
    let month = i64::try_from(DAYS).unwrap() * 24 * hour;
    (
        hour..month - 24 * hour,
        100..900_000_i64,
        fate,
        any::<bool>(),
        hidden,
        any::<bool>(),
    )
        .prop_map(|(at, fils, fate, by_payby, hidden, twice)| Sale {
            at,
            fils,
            fate,
            by_payby,
            hidden,
            twice,
        })
}

#[derive(Default)]
struct Month {
    payments: Vec<Ours>,
    refunds: Vec<Ours>,
    rows: Vec<Theirs>,
    settled: Vec<fils_reconcile::Settled>,
    hidden: BTreeSet<(What, Kind, String)>,
}

#[allow(clippy::too_many_lines, reason = "one life after another")]
fn lived(sales: &[Sale]) -> Month {
    let mut month = Month::default();
    let mut wrong_fees = 0;
    for (place, sale) in sales.iter().enumerate() {
        let at = DAY_ONE.plus(Span(sale.at));
        let number = format!("T1-{place}");
        let mut ours = paid(&number, sale.fils);
        ours.created_at = at.plus(Span::secs(-25));
        ours.moved_at = Some(at);
        ours.moved_by_payby = sale.by_payby;
        let mut theirs = row(&ours);
        if !sale.by_payby {
            // The till learned of it a little later than it happened.
            theirs.at = Some(at.plus(Span::secs(-9)));
        }
        match sale.fate {
            Fate::Paid | Fate::Refunded => {}
            Fate::Closed => {
                ours.state = OursState::Closed;
                ours.moved_at = None;
                if sale.hidden == Some(Hidden::StateDiffers) {
                    month.hide(What::Payment, Kind::StateDiffers, &number);
                    month.theirs(theirs, sale.twice);
                }
                month.payments.push(ours);
                continue;
            }
            Fate::Returned => {
                ours.state = OursState::Returned;
                theirs.state = TheirsState::Revoked;
                month.rows.push(theirs);
                month.payments.push(ours);
                continue;
            }
        }
        let mut with_refund = sale.fate == Fate::Refunded;
        match sale.hidden {
            None | Some(Hidden::StateDiffers) => month.theirs(theirs, sale.twice),
            Some(Hidden::OursOnly) => {
                month.hide(What::Payment, Kind::OursOnly, &number);
                with_refund = false;
            }
            Some(Hidden::TheirsOnly) => {
                month.hide(What::Payment, Kind::TheirsOnly, &number);
                month.theirs(theirs, sale.twice);
                continue;
            }
            Some(Hidden::AmountDiffers) => {
                month.hide(What::Payment, Kind::AmountDiffers, &number);
                theirs.amount = money(sale.fils + 100);
                month.theirs(theirs, sale.twice);
            }
            Some(Hidden::FeeUnexpected) => {
                month.theirs(theirs, sale.twice);
                // Not so many that they would be the usual ones.
                if wrong_fees * 8 < place {
                    wrong_fees += 1;
                    month.hide(What::Settlement, Kind::FeeUnexpected, &number);
                    let last = month
                        .settled
                        .iter_mut()
                        .rev()
                        .take(1 + usize::from(sale.twice));
                    for settled in last {
                        settled.fee = money(settled.fee.fils() + 50);
                        settled.net = money((settled.net.fils() - 50).max(0));
                    }
                }
            }
        }
        if with_refund {
            let number = format!("T1-R{place}");
            let mut back = refunded(&number, &ours.number, sale.fils / 2 + 1);
            back.created_at = at.plus(Span::mins(30));
            back.moved_at = Some(at.plus(Span::mins(31)));
            month.theirs(row(&back), sale.twice);
            month.refunds.push(back);
        }
        month.payments.push(ours);
    }
    month
}

impl Month {
    fn hide(&mut self, what: What, kind: Kind, number: &str) {
        self.hidden.insert((what, kind, number.to_owned()));
    }

    fn theirs(&mut self, row: Theirs, twice: bool) {
        let later = if row.refund { Span(0) } else { Span::hours(24) };
        let settled = settled(&row, row.at.unwrap().plus(later));
        if twice {
            self.rows.push(row.clone());
            self.settled.push(settled.clone());
        }
        self.rows.push(row);
        self.settled.push(settled);
    }

    fn books(&self) -> Books {
        Books {
            payments: self.payments.clone(),
            refunds: self.refunds.clone(),
            ..Books::default()
        }
    }

    fn statement(&self, from: UtcMs, to: UtcMs, day: usize) -> PaybySays {
        let within = |at: Option<UtcMs>| at.is_some_and(|at| at >= from && at < to);
        let rows = self
            .rows
            .iter()
            .filter(|row| within(row.at))
            .cloned()
            .collect();
        let settled: Vec<_> = self
            .settled
            .iter()
            .filter(|row| within(row.settled_at))
            .cloned()
            .collect();
        let mut once = settled.clone();
        once.sort_by(|a, b| (a.refund, &a.number).cmp(&(b.refund, &b.number)));
        once.dedup_by(|a, b| (a.refund, &a.number) == (b.refund, &b.number));
        PaybySays {
            source: Source::Statement,
            period: Period::new(from, to),
            rows,
            settled,
            funds: totals(&once, day),
        }
    }
}

/// Every fee, so that a day with few rows has its usual one.
fn terms() -> Terms {
    let rate = |refund, ppm| fils_reconcile::FeeRate {
        refund,
        product: None,
        channel: None,
        ppm,
    };
    Terms {
        fees: vec![rate(false, 15_000), rate(true, 0)],
        ..Terms::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn exactly_what_was_hidden_is_found_day_by_day(sales in prop::collection::vec(sale(), 0..120)) {
        let month = lived(&sales);
        let mut books = month.books();
        let mut found = Vec::new();
        for day in 0..DAYS {
            let from = DAY_ONE.plus(Span::hours(24 * i64::try_from(day).unwrap()));
            let mut says = month.statement(from, from.plus(DAY), day);
            says.period.follows = day > 0;
            let compared = compare(&books, &says, &terms());
            for finding in &compared.findings {
                match finding.what {
                    What::Payment => books.earlier.insert(finding.number.clone(), finding.kind),
                    What::Refund => books.earlier_refunds.insert(finding.number.clone(), finding.kind),
                    What::Settlement | What::Fund => None,
                };
                if finding.kind != Kind::Matched {
                    found.push((finding.what, finding.kind, finding.number.clone()));
                }
            }
        }
        let once: BTreeSet<_> = found.iter().cloned().collect();
        prop_assert_eq!(&once, &month.hidden);
        prop_assert_eq!(found.len(), once.len(), "something is told twice: {:?}", found);
    }

    #[test]
    fn exactly_what_was_hidden_is_found_in_one_go(sales in prop::collection::vec(sale(), 60..200)) {
        let month = lived(&sales);
        let says = month.statement(DAY_ONE, DAY_ONE.plus(Span::hours(24 * 7)), 0);
        // The usual fee is found from the rows.
        let compared = compare(&month.books(), &says, &Terms::default());
        let found: BTreeSet<_> = compared
            .findings
            .iter()
            .filter(|finding| finding.kind != Kind::Matched)
            .map(|finding| (finding.what, finding.kind, finding.number.clone()))
            .collect();
        prop_assert_eq!(found, month.hidden);
        let mut numbers = HashMap::new();
        for finding in &compared.findings {
            let before = numbers.insert((finding.what, finding.number.as_str()), finding.kind);
            prop_assert_eq!(before, None, "{} is told twice", &finding.number);
        }
    }
}

#[test]
fn fifty_thousand_rows_are_compared_at_once() {
    let sales: Vec<Sale> = (0..50_000)
        .map(|n| Sale {
            at: 3_600_000 + n * 8_000,
            fils: 500 + n % 7_001,
            fate: Fate::Paid,
            by_payby: true,
            hidden: None,
            twice: false,
        })
        .collect();
    let month = lived(&sales);
    let says = month.statement(DAY_ONE, DAY_ONE.plus(Span::hours(24 * 9)), 0);
    let books = month.books();
    let started = std::time::Instant::now();
    let found = compare(&books, &says, &Terms::default());
    let took = started.elapsed();
    assert_eq!(found.counts().differences(), 0);
    assert!(found.counts().matched >= 100_000);
    // A comparison of every row with every other would take minutes.
    assert!(took.as_secs() < 20, "{took:?}");
}
