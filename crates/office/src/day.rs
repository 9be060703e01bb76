//! The day's page: figures of one business day, beside two others, and what needs a person.

pub(crate) mod bounds;
pub(crate) mod decide;
pub(crate) mod facts;

use std::collections::BTreeMap;

use fils_day::{Figures, Sum, Tender};
use fils_order::{SignedMoney, Span};
use fils_sale::VatClass;
use fils_store::day::{Marks, Since};
use fils_store::matching::{self, Source};
use fils_store::{Books, reports, shifts};

use crate::day::bounds::BusinessDay;
use crate::day::facts::{Gathered, gather, tender_filter};
use crate::reports::read_report;
use crate::view::{
    CancelFigure, Compared, DayCash, DayMatched, DayShift, DayView, DayWallet, DecisionCodeDay,
    Figure, FindQuery, FlagCode, SaleStateCode, ZRow, signed,
};
use crate::{Office, OfficeError};

/// Unclosed days shown; a shop that never closed one has a day for every day.
const UNCLOSED: usize = 400;

/// A business day in a few numbers, for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySummary {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// What was sold by each tender, before what went back.
    pub takings: Vec<(&'static str, SignedMoney)>,
    /// The VAT that is owed.
    pub vat: SignedMoney,
    /// What went back.
    pub refunds: SignedMoney,
    /// Wallet payments closed unpaid.
    pub cancelled: u32,
    /// Sales of the day that wait for their payment.
    pub open: u32,
    /// Things that need a person now, of whatever day.
    pub alerts: u32,
}

/// A day and the two it is compared with, of which only sums and hours are known.
struct Three {
    today: Figures,
    yesterday: Figures,
    last_week: Figures,
}

impl Office {
    /// The page of a business day; of the one that is now without one.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read.
    pub fn day(&self, day: Option<&str>) -> Result<DayView, OfficeError> {
        let day = self.business_day(day)?;
        self.look(|tx| self.view_of(tx, &day))
    }

    /// What a business day came to: sums over its postings. Every paper about a day is made from these.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read.
    pub fn figures(&self, day: &str) -> Result<Figures, OfficeError> {
        let day = self.business_day(Some(day))?;
        self.look(|tx| Ok(gather(tx, day.part(), self.settings())?.figures))
    }

    /// A business day in a few numbers; of the one that is now without one.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`]; when the books cannot be read.
    pub fn summary(&self, day: Option<&str>) -> Result<DaySummary, OfficeError> {
        let day = self.business_day(day)?;
        self.look(|tx| {
            let figures = gather(tx, day.part(), self.settings())?.figures;
            let takings = Tender::ALL.into_iter().map(|tender| {
                let of = figures.by_tender.get(&tender).copied().unwrap_or_default();
                (tender.as_str(), of.sold.amount)
            });
            // Who never closed a day is not told about every day that is not closed.
            let closes = reports::last(tx)?.is_some();
            let today = self.today();
            let unclosed = self.unclosed(tx)?.into_iter();
            let unclosed: Vec<String> = unclosed.filter(|day| closes && *day < today).collect();
            let alerts = decide::to_decide(tx, self, &unclosed)?.into_iter();
            let alerts = alerts.filter(|one| {
                !matches!(
                    one.code,
                    DecisionCodeDay::OpenOrder
                        | DecisionCodeDay::OpenSale
                        | DecisionCodeDay::OpenShift
                        | DecisionCodeDay::StatementDue
                )
            });
            Ok(DaySummary {
                takings: takings.collect(),
                vat: figures.vat(),
                refunds: figures.given_back.amount,
                cancelled: figures.cancelled.count,
                open: decide::waiting(tx)?.open_on(&day.name),
                alerts: alerts.map(|one| one.count).fold(0, u32::saturating_add),
                day: day.name.clone(),
            })
        })
    }

    pub(crate) fn business_day(&self, day: Option<&str>) -> Result<BusinessDay, OfficeError> {
        let start_h = self.settings().day_start_h;
        match day {
            Some(day) => BusinessDay::named(day.trim(), start_h),
            None => BusinessDay::named(&self.today(), start_h),
        }
    }

    /// The business days after the last Z report that have records, the oldest first.
    pub(crate) fn unclosed(&self, tx: &Books<'_>) -> Result<Vec<String>, OfficeError> {
        let start_h = self.settings().day_start_h;
        let marks = reports::last(tx)?.map_or_else(Marks::default, |report| report.to);
        let mut days = Vec::new();
        let mut since = (Since::Marks(marks), String::new());
        while days.len() < UNCLOSED
            && let Some(at) = fils_store::day::next_record(tx, since.0, &since.1)?
        {
            let day = BusinessDay::named(&self.day_of(at), start_h)?;
            since = (Since::Time(day.to), self.day_of(day.to));
            days.push(day.name);
        }
        Ok(days)
    }

    fn view_of(&self, tx: &Books<'_>, day: &BusinessDay) -> Result<DayView, OfficeError> {
        let start_h = self.settings().day_start_h;
        let gathered = gather(tx, day.part(), self.settings())?;
        let other = |days: u64| match day.back(days, start_h) {
            Some(day) => facts::totals(tx, &day, self.settings()),
            None => Ok::<_, OfficeError>(Figures::default()),
        };
        let three = Three {
            yesterday: other(1)?,
            last_week: other(7)?,
            today: gathered.figures.clone(),
        };
        let today = self.today();
        let earlier = self.unclosed(tx)?.into_iter().filter(|day| *day < today);
        let unclosed: Vec<String> = earlier.collect();
        let closed_by = match reports::of_day(tx, &day.name)? {
            Some(row) => Some(ZRow::of(&row, &read_report(&row)?)),
            None => None,
        };
        let figures = &three.today;
        let of = |query| named(&day.name, query);
        let extras = Extras::of(&day.name, figures);
        Ok(DayView {
            closed_by,
            to_decide: decide::to_decide(tx, self, &unclosed)?,
            unclosed,
            sold: three.compared(|figures| figures.sold),
            given_back: three.compared(|figures| figures.given_back),
            net: three.compared(|figures| Sum {
                count: figures.sold.count,
                amount: figures.net(),
            }),
            vat: signed(figures.vat()),
            vat_registered: self.settings().shop.is_registered(),
            average: average(figures.sold).map(signed),
            by_tender: by_tender(day, figures),
            by_vat: by_vat(day, figures),
            by_cashier: by_name(&figures.by_cashier, |name| FindQuery {
                cashier: Some(name),
                ..of(FindQuery::default())
            }),
            by_category: by_name(&figures.by_category, |name| FindQuery {
                category: Some(name),
                ..of(FindQuery::default())
            }),
            by_hour: by_hour(day, figures, start_h),
            by_hour_last_week: hours(start_h)
                .map(|hour| signed(at_hour(&three.last_week, hour).amount))
                .collect(),
            refunds: extras.refunds,
            cancellations: extras.cancellations,
            voids: extras.voids,
            discounts: extras.discounts,
            tips: extras.tips,
            rounding: extras.rounding,
            cash: cash(tx, &gathered)?,
            matched: matched(tx, day)?,
            wallet: wallet(tx, day, figures)?,
            day: day.name.clone(),
            today,
        })
    }
}

/// What is less than a total, and more than nothing.
struct Extras {
    refunds: Figure,
    cancellations: CancelFigure,
    voids: Figure,
    discounts: Figure,
    tips: Figure,
    rounding: Figure,
}

impl Extras {
    fn of(day: &str, figures: &Figures) -> Self {
        Self {
            refunds: figure(
                "refunds",
                figures.given_back,
                Some(FindQuery {
                    refunded_on: Some(day.to_owned()),
                    ..FindQuery::default()
                }),
            ),
            cancellations: CancelFigure {
                count: figures.cancelled.count,
                query: flagged(day, FlagCode::Cancelled),
            },
            voids: figure(
                "voids",
                figures.voids,
                Some(FindQuery {
                    states: vec![SaleStateCode::Void],
                    ..named(day, FindQuery::default())
                }),
            ),
            discounts: figure(
                "discounts",
                figures.discounts,
                Some(flagged(day, FlagCode::Discount)),
            ),
            tips: figure("tips", figures.tips, Some(flagged(day, FlagCode::Tip))),
            rounding: figure("rounding", figures.rounding, None),
        }
    }
}

impl Three {
    fn compared(&self, of: impl Fn(&Figures) -> Sum) -> Compared {
        let (today, yesterday, last_week) =
            (of(&self.today), of(&self.yesterday), of(&self.last_week));
        let than = |other: Sum| signed(SignedMoney(today.amount.0.saturating_sub(other.amount.0)));
        Compared {
            today: signed(today.amount),
            yesterday: signed(yesterday.amount),
            last_week: signed(last_week.amount),
            count: today.count,
            count_yesterday: yesterday.count,
            count_last_week: last_week.count,
            than_yesterday: than(yesterday),
            than_last_week: than(last_week),
            change_yesterday: change(today.amount, yesterday.amount),
            change_last_week: change(today.amount, last_week.amount),
        }
    }
}

/// How much more or less, in percent with one digit, half up; none beside nothing.
fn change(now: SignedMoney, then: SignedMoney) -> Option<String> {
    if then.0 <= 0 {
        return None;
    }
    let (now, then) = (i128::from(now.0), i128::from(then.0));
    let more = now - then;
    let tenths = (more.abs() * 2000 + then) / (then * 2);
    let sign = match more {
        _ if tenths == 0 => "",
        more if more < 0 => "-",
        _ => "+",
    };
    Some(format!("{sign}{}.{} %", tenths / 10, tenths % 10))
}

fn average(sold: Sum) -> Option<SignedMoney> {
    let count = i64::from(sold.count);
    (count > 0).then(|| SignedMoney((sold.amount.0 + count / 2) / count))
}

fn figure(key: &str, sum: Sum, query: Option<FindQuery>) -> Figure {
    Figure {
        key: key.to_owned(),
        label: None,
        count: sum.count,
        amount: signed(sum.amount),
        query,
    }
}

/// A search within a day.
fn named(day: &str, query: FindQuery) -> FindQuery {
    FindQuery {
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        ..query
    }
}

fn flagged(day: &str, flag: FlagCode) -> FindQuery {
    FindQuery {
        flags: vec![flag],
        ..named(day, FindQuery::default())
    }
}

fn by_tender(day: &BusinessDay, figures: &Figures) -> Vec<Figure> {
    let all = Tender::ALL.into_iter().map(|tender| {
        let of = figures.by_tender.get(&tender).copied().unwrap_or_default();
        let sum = Sum {
            count: of.sold.count,
            amount: of.net(),
        };
        let query = FindQuery {
            tender: Some(tender_filter(tender)),
            ..named(&day.name, FindQuery::default())
        };
        figure(tender.as_str(), sum, Some(query))
    });
    all.collect()
}

fn by_vat(day: &BusinessDay, figures: &Figures) -> Vec<Figure> {
    let classes = VatClass::ALL.into_iter().filter_map(|class| {
        let of = figures.by_vat.get(&class)?;
        let query = FindQuery {
            vat: Some(class.as_str().to_owned()),
            ..named(&day.name, FindQuery::default())
        };
        Some(figure(class.as_str(), of.charged, Some(query)))
    });
    classes.collect()
}

/// The largest first.
fn by_name(sums: &BTreeMap<String, Sum>, query: impl Fn(String) -> FindQuery) -> Vec<Figure> {
    let figures = sums.iter().map(|(name, sum)| Figure {
        label: Some(name.clone()).filter(|name| !name.is_empty()),
        ..figure(name, *sum, Some(query(name.clone())))
    });
    let mut figures: Vec<Figure> = figures.collect();
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.amount.fils));
    figures
}

fn hours(start_h: u8) -> impl Iterator<Item = u8> {
    (0..24).map(move |hour| (hour + start_h) % 24)
}

fn at_hour(figures: &Figures, hour: u8) -> Sum {
    figures.by_hour.get(&hour).copied().unwrap_or_default()
}

fn by_hour(day: &BusinessDay, figures: &Figures, start_h: u8) -> Vec<Figure> {
    let all = hours(start_h).map(|hour| {
        let query = FindQuery {
            hour: Some(hour),
            ..named(&day.name, FindQuery::default())
        };
        figure(&hour.to_string(), at_hour(figures, hour), Some(query))
    });
    all.collect()
}

fn cash(tx: &Books<'_>, gathered: &Gathered) -> Result<DayCash, OfficeError> {
    let cash = &gathered.figures.cash;
    let mut all = Vec::new();
    let mut uncounted = false;
    for id in &gathered.shifts {
        let Some(row) = shifts::by_id(tx, *id)? else {
            continue;
        };
        let closed = row.closed.as_ref();
        uncounted |= closed.is_none();
        all.push(DayShift {
            id: row.id,
            by: row.opened_by.clone(),
            opened_ms: row.opened_at.0,
            closed_ms: closed.map(|closed| closed.at.0),
            difference: closed.map(|closed| {
                let counted = closed.counted.fils();
                signed(SignedMoney(counted.saturating_sub(closed.expected.0)))
            }),
        });
    }
    let counted = cash.counts > 0;
    // A count beside what is expected says something only when it is of all of it.
    let whole = counted && !uncounted && cash.uncounted.0 == 0;
    Ok(DayCash {
        opened_with: signed(cash.opened_with),
        sales: signed(cash.sales),
        refunds: signed(cash.refunds),
        paid_in: signed(cash.paid_in),
        paid_out: signed(cash.paid_out),
        drops: signed(cash.drops),
        expected: signed(cash.expected),
        counted: whole.then(|| signed(cash.counted)),
        difference: counted.then(|| signed(cash.difference)),
        shifts: all,
    })
}

fn wallet(tx: &Books<'_>, day: &BusinessDay, figures: &Figures) -> Result<DayWallet, OfficeError> {
    let wallet = &figures.wallet;
    let totals = matching::totals(tx, &day.name)?;
    let fees = totals.fees.0.saturating_add(totals.fee_vat.0);
    Ok(DayWallet {
        received: signed(wallet.received.amount),
        refunded: signed(wallet.refunded.amount),
        tips: signed(figures.tips.amount),
        of_receipts: signed(wallet.of_papers),
        held: signed(wallet.held),
        taken_over: signed(wallet.taken_over.amount),
        fees: (fees != 0).then(|| signed(SignedMoney(fees))),
    })
}

fn matched(tx: &Books<'_>, day: &BusinessDay) -> Result<DayMatched, OfficeError> {
    // The middle of the business day lies in the lists and statements that are about it.
    let noon = day.from.plus(Span::hours(12));
    let runs = matching::runs(tx, noon, noon.plus(Span(1)))?;
    let latest = |source: Source| {
        let of = runs.iter().filter(|row| row.run.source == source);
        of.map(|row| row.run.at.0).max()
    };
    let open = matching::open_days(tx)?;
    let open = open.into_iter().find(|open| open.day == day.name);
    Ok(DayMatched {
        list_at_ms: latest(Source::List),
        statement_at_ms: latest(Source::Statement),
        open_differences: open.map_or(0, |open| open.open),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_in_percent() {
        let change = |now, then| change(SignedMoney(now), SignedMoney(then));
        assert_eq!(change(1124, 1000).as_deref(), Some("+12.4 %"));
        assert_eq!(change(500, 1000).as_deref(), Some("-50.0 %"));
        assert_eq!(change(1000, 1000).as_deref(), Some("0.0 %"));
        assert_eq!(change(10_000, 10_001).as_deref(), Some("0.0 %"));
        assert_eq!(change(-1000, 1000).as_deref(), Some("-200.0 %"));
        assert_eq!(change(1000, 0), None);
        assert_eq!(change(1000, -5), None);
    }

    #[test]
    fn a_days_hours_begin_where_the_day_does() {
        let hours: Vec<u8> = hours(4).collect();
        assert_eq!(
            (hours.len(), hours[0], hours[19], hours[20]),
            (24, 4, 23, 0)
        );
    }
}
