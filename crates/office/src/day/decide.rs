//! What needs a person: the first thing on the day's page.

use std::collections::BTreeSet;

use fils_order::{AlertCode, Money, Order, SignedMoney};
use fils_store::{
    Books, OrderFilter, OrderQuery, OrderRow, day, matching, orders, prints, refunds, sales, shifts,
};

use crate::error::unreadable;
use crate::matching::statements_due;
use crate::view::{
    DecisionCodeDay as Code, FindQuery, FlagCode, Go, SaleStateCode, ToDecide, signed,
};
use crate::{Office, OfficeError};

/// Things of one kind, gathered.
struct Pile {
    code: Code,
    go: Go,
    count: u32,
    fils: i64,
    since: Option<i64>,
    order: Option<String>,
    sale: Option<String>,
    query: Option<FindQuery>,
}

impl Pile {
    fn new(code: Code, go: Go) -> Self {
        Self {
            code,
            go,
            count: 0,
            fils: 0,
            since: None,
            order: None,
            sale: None,
            query: None,
        }
    }

    fn add(&mut self, amount: Money, at: i64, order: Option<&str>, sale: &str) {
        self.count = self.count.saturating_add(1);
        self.fils = self.fils.saturating_add(amount.fils());
        self.since = Some(self.since.map_or(at, |since| since.min(at)));
        self.order = order.map(str::to_owned);
        self.sale = Some(sale.to_owned());
    }

    /// Nothing where there is nothing. One thing is named; several are found by their query.
    fn into_view(self) -> Option<ToDecide> {
        let single = self.count == 1;
        let one = |number: Option<String>| number.filter(|_| single);
        (self.count > 0).then(|| ToDecide {
            code: self.code,
            count: self.count,
            amount: Some(signed(SignedMoney(self.fils))),
            about: one(self.order.clone()).or_else(|| one(self.sale.clone())),
            at_ms: self.since,
            go: self.go,
            query: self.query,
            order: one(self.order),
            sale: one(self.sale),
            day: None,
        })
    }
}

/// What is odd about wallets' payments, and what waits for its payment.
#[derive(Default)]
pub(crate) struct Waiting {
    pub(crate) alerts: Vec<(Code, OrderRow)>,
    pub(crate) refunds: Vec<fils_store::RefundRow>,
    pub(crate) overpaid: Vec<fils_store::SaleRow>,
    pub(crate) orders: Vec<OrderRow>,
    pub(crate) sales: Vec<fils_store::SaleRow>,
}

fn code_of(row: &OrderRow) -> Result<Code, OfficeError> {
    let order: Order = serde_json::from_str(&row.body)
        .map_err(|why| unreadable(&format!("order {}", row.number), &why))?;
    Ok(match order.alert().map(|alert| alert.code) {
        Some(AlertCode::PaidLate) => Code::LatePayment,
        Some(AlertCode::CancelNotConfirmed) => Code::CancelUnsure,
        Some(AlertCode::PaybyNotAnswering | AlertCode::SignatureNotAccepted) => Code::Offline,
        Some(
            AlertCode::NeedsReview | AlertCode::RevokeNotConfirmed | AlertCode::RefundNotConfirmed,
        )
        | None => Code::NeedsReview,
    })
}

/// Reads it; only rows that wait are read.
pub(crate) fn waiting(tx: &Books<'_>) -> Result<Waiting, OfficeError> {
    let query = OrderQuery {
        filter: OrderFilter::Attention,
        ..OrderQuery::default()
    };
    let mut waiting = Waiting::default();
    for row in orders::find(tx, &query)? {
        waiting.alerts.push((code_of(&row)?, row));
    }
    waiting.refunds = refunds::needing_attention(tx)?;
    waiting.overpaid = sales::overpaid(tx)?;
    let open = orders::unfinished(tx)?.into_iter().filter(|row| {
        matches!(
            row.state.as_str(),
            "submitting" | "awaiting_payment" | "closing"
        )
    });
    waiting.orders = open.collect();
    waiting.sales = sales::open(tx)?;
    Ok(waiting)
}

impl Waiting {
    fn views(&self) -> Vec<ToDecide> {
        let state = |state| FindQuery {
            states: vec![state],
            ..FindQuery::default()
        };
        let flag = |flag| FindQuery {
            flags: vec![flag],
            ..FindQuery::default()
        };
        let mut piles = Vec::new();
        for (code, query) in [
            (Code::LatePayment, state(SaleStateCode::Late)),
            (Code::CancelUnsure, flag(FlagCode::Attention)),
            (Code::NeedsReview, state(SaleStateCode::Review)),
            (Code::Offline, flag(FlagCode::Attention)),
        ] {
            let mut pile = Pile::new(code, Go::Alerts);
            pile.query = Some(query);
            for (_, row) in self.alerts.iter().filter(|(its, _)| *its == code) {
                let number = Some(row.number.as_str());
                pile.add(row.amount, row.created_at.0, number, row.sale.as_str());
            }
            piles.push(pile);
        }
        let mut over = Pile::new(Code::Overpaid, Go::Orders);
        over.query = Some(flag(FlagCode::Overpaid));
        for row in &self.overpaid {
            over.add(row.amount, row.created_at.0, None, row.id.as_str());
        }
        piles.insert(3, over);
        let mut stuck = Pile::new(Code::RefundStuck, Go::Alerts);
        stuck.query = Some(flag(FlagCode::Refund));
        for row in &self.refunds {
            let order = row.order.as_str();
            stuck.add(row.amount, row.created_at.0, Some(order), "");
            stuck.sale = None;
        }
        piles.insert(4, stuck);
        let (orders, sales) = self.open_piles();
        piles.extend([orders, sales]);
        let mut views: Vec<ToDecide> = piles.into_iter().filter_map(Pile::into_view).collect();
        for view in &mut views {
            // What a sale holds too much is not what it costs.
            if view.code == Code::Overpaid {
                view.amount = None;
            }
        }
        views
    }

    fn open_piles(&self) -> (Pile, Pile) {
        let open = FindQuery {
            states: vec![SaleStateCode::Open],
            ..FindQuery::default()
        };
        let mut orders = Pile::new(Code::OpenOrder, Go::Orders);
        orders.query = Some(open.clone());
        for row in &self.orders {
            let number = Some(row.number.as_str());
            orders.add(row.amount, row.created_at.0, number, row.sale.as_str());
        }
        let mut sales = Pile::new(Code::OpenSale, Go::Orders);
        sales.query = Some(open);
        for row in &self.sales {
            sales.add(row.amount, row.created_at.0, None, row.id.as_str());
        }
        (orders, sales)
    }

    /// How many sales of a business day wait for their payment.
    pub(crate) fn open_on(&self, day: &str) -> u32 {
        let orders = self.orders.iter().filter(|row| row.business_day == day);
        let sales = self.sales.iter().filter(|row| row.business_day == day);
        let open: BTreeSet<&str> = orders
            .map(|row| row.sale.as_str())
            .chain(sales.map(|row| row.id.as_str()))
            .collect();
        u32::try_from(open.len()).unwrap_or(u32::MAX)
    }

    /// What a Z report names as open: a manager signs it off.
    pub(crate) fn open_items(&self) -> Vec<fils_day::OpenItem> {
        let item = |code: Code, number: &str, amount: Money, words: String| fils_day::OpenItem {
            code: code.as_str().to_owned(),
            number: Some(number.to_owned()),
            amount: Some(SignedMoney(amount.fils())),
            words,
        };
        let mut items = Vec::new();
        for (code, row) in &self.alerts {
            let words = if *code == Code::LatePayment {
                "paid after it was closed, and nobody has decided"
            } else if *code == Code::CancelUnsure {
                "PayBy has not confirmed that it is closed"
            } else if *code == Code::Offline {
                "PayBy does not answer about it"
            } else {
                "PayBy's word does not fit it, and nobody has decided"
            };
            let words = format!("Order {}: {words}.", row.number);
            items.push(item(*code, row.number.as_str(), row.amount, words));
        }
        for row in &self.overpaid {
            let words = format!("Sale {} holds more money than it costs.", row.id);
            items.push(fils_day::OpenItem {
                amount: None,
                ..item(Code::Overpaid, row.id.as_str(), row.amount, words)
            });
        }
        for row in &self.refunds {
            let words = format!("Refund {} is not confirmed.", row.number);
            items.push(item(
                Code::RefundStuck,
                row.number.as_str(),
                row.amount,
                words,
            ));
        }
        let odd = |row: &&OrderRow| self.alerts.iter().all(|(_, its)| its.number != row.number);
        for row in self.orders.iter().filter(odd) {
            let words = format!("Order {} could still be paid.", row.number);
            items.push(item(
                Code::OpenOrder,
                row.number.as_str(),
                row.amount,
                words,
            ));
        }
        for row in &self.sales {
            let words = format!("Sale {} is not complete.", row.id);
            items.push(item(Code::OpenSale, row.id.as_str(), row.amount, words));
        }
        items
    }
}

/// Everything that needs a person and that the books know of, the most urgent first.
pub(crate) fn to_decide(
    tx: &Books<'_>,
    office: &Office,
    unclosed: &[String],
) -> Result<Vec<ToDecide>, OfficeError> {
    let waiting = waiting(tx)?;
    let mut all = waiting.views();
    let (money, open): (Vec<_>, Vec<_>) = all
        .drain(..)
        .partition(|one| !matches!(one.code, Code::OpenOrder | Code::OpenSale));
    let mut all = money;
    differences(tx, &mut all)?;
    let due = statements_due(tx, office.now())?;
    if let Some(first) = due.first() {
        all.push(ToDecide {
            count: u32::try_from(due.len()).unwrap_or(u32::MAX),
            ..ToDecide::thing(Code::StatementDue, Go::Match, Some(first.day.clone()), None)
        });
    }
    let uncertain = prints::open(tx)?
        .into_iter()
        .filter(|job| job.state == prints::PrintState::Uncertain)
        .map(|job| job.at.0);
    let uncertain: Vec<i64> = uncertain.collect();
    if let Some(first) = uncertain.iter().min() {
        all.push(ToDecide {
            count: u32::try_from(uncertain.len()).unwrap_or(u32::MAX),
            ..ToDecide::thing(
                Code::PrintUncertain,
                Go::SettingsPrinter,
                None,
                Some(*first),
            )
        });
    }
    all.extend(open);
    if let Some(oldest) = unclosed.first() {
        all.push(ToDecide {
            count: u32::try_from(unclosed.len()).unwrap_or(u32::MAX),
            day: Some(oldest.clone()),
            ..ToDecide::thing(Code::UnclosedDay, Go::Reports, Some(oldest.clone()), None)
        });
    }
    if let Some(shift) = shifts::current(tx)?
        && shift.business_day != office.today()
    {
        let (by, at) = (shift.opened_by, shift.opened_at.0);
        all.push(ToDecide::thing(
            Code::OpenShift,
            Go::Shift,
            Some(by),
            Some(at),
        ));
    }
    Ok(all)
}

/// What the books and PayBy do not agree on, a day each, and payments that nobody knows what they were for.
fn differences(tx: &Books<'_>, all: &mut Vec<ToDecide>) -> Result<(), OfficeError> {
    for open in matching::open_days(tx)? {
        all.push(ToDecide {
            count: open.open,
            day: Some(open.day.clone()),
            ..ToDecide::thing(Code::Difference, Go::Match, Some(open.day), None)
        });
    }
    let orphans = day::unassigned(tx)?;
    if orphans.0 > 0 {
        all.push(ToDecide {
            count: orphans.0,
            amount: Some(signed(orphans.1)),
            ..ToDecide::thing(Code::Orphan, Go::Match, None, None)
        });
    }
    Ok(())
}
