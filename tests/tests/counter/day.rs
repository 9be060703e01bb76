//! A day's figures against an independent count: the papers as printed, the orders as the driver knows them, the drawers as the
//! counter shows them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use fils_checkout::view::StateView;
use fils_day::{Figures, ReportKind, Tender};
use fils_office::view::{CancelOutcomeCode, CancellationsQuery};
use fils_office::{Heads, Office, OfficeError, Settings, SignOff};
use fils_order::{OrderNumber, UtcMs};
use fils_sale::receipt::{Kind, PaidBy, Receipt};
use fils_store::{ChainHead, Store};

use super::BADR;
use crate::scenarios::World;

/// What the file beside the books would hold.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<ChainHead>>>);

impl Heads for Kept {
    fn keep(&self, head: &ChainHead, _: UtcMs, _: &str) -> Result<(), String> {
        self.0.lock().unwrap().push(*head);
        Ok(())
    }
}

fn office(world: &World, kept: &Kept) -> Office {
    let counter = world.counter();
    let settings = Settings {
        prefix: "T1".to_owned(),
        day_start_h: counter.settings().day_start_h,
        shop: counter.settings().shop.clone(),
        training: true,
        printer: true,
    };
    let store = Store::open(&world.path()).unwrap();
    Office::open(store, world.time.till_clock(), kept.clone(), settings)
}

/// What papers, orders and drawers say, counted without a posting.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    sold: i64,
    given_back: i64,
    vat: i64,
    receipts: u32,
    credit_notes: u32,
    tips: i64,
    by_cashier: BTreeMap<String, i64>,
    cash: i64,
    wallet: i64,
    received: i64,
    refunded: i64,
    drawers: i64,
}

impl Count {
    async fn of(world: &World, orders: &[OrderNumber], papers: &[Receipt]) -> Self {
        let mut count = Self::default();
        for paper in papers {
            count.paper(paper);
        }
        for number in orders {
            let order = world.view(number).await;
            if matches!(order.state, StateView::Paid | StateView::PaidLate) {
                count.received += order.amount.fils;
            }
            count.refunded += order.refunded.fils;
        }
        let shifts = world.counter().shifts(1_000).unwrap();
        count.drawers = shifts.iter().map(|shift| shift.expected_fils).sum();
        count
    }

    fn paper(&mut self, paper: &Receipt) {
        let sign = match paper.kind {
            Kind::Sale => 1,
            Kind::Refund => -1,
        };
        let total = paper.total.fils();
        if sign > 0 {
            self.sold += total;
            self.receipts += 1;
        } else {
            self.given_back += total;
            self.credit_notes += 1;
        }
        self.vat += sign * paper.vat.as_ref().unwrap().amount.fils();
        self.tips += sign * paper.tips.fils();
        *self.by_cashier.entry(paper.cashier.clone()).or_default() += sign * total;
        let moved = |wallet: bool| -> i64 {
            let of = paper.payments.iter().filter(|payment| match payment.by {
                PaidBy::Wallet { .. } => wallet,
                PaidBy::Cash { .. } => !wallet,
            });
            of.map(|payment| payment.amount.fils()).sum()
        };
        let over = paper.over.fils().min(moved(true) - paper.tips.fils());
        self.wallet += sign * (moved(true) - paper.tips.fils() - over);
        self.cash += sign * (moved(false) - paper.rounding.0 - (paper.over.fils() - over));
    }

    fn from(all: &[Figures]) -> Self {
        let mut count = Self::default();
        for figures in all {
            count.sold += figures.sold.amount.0;
            count.given_back += figures.given_back.amount.0;
            count.vat += figures.vat().0;
            count.receipts += figures.sold.count;
            count.credit_notes += figures.given_back.count;
            count.tips += figures.tips.amount.0;
            for (name, sum) in &figures.by_cashier {
                *count.by_cashier.entry(name.clone()).or_default() += sum.amount.0;
            }
            let net = |tender| figures.by_tender.get(&tender).map_or(0, |of| of.net().0);
            count.cash += net(Tender::Cash);
            count.wallet += net(Tender::Wallet);
            count.received += figures.wallet.received.amount.0;
            count.refunded += figures.wallet.refunded.amount.0;
        }
        // An open drawer goes into the next day with what it holds.
        count.drawers = all.last().map_or(0, |last| last.cash.uncounted.0);
        count
    }
}

/// Every day adds up, and all of them to what was printed, paid and put into drawers. Then every day is closed: nothing falls
/// between two reports.
pub(super) async fn adds_up(world: &World, orders: &[OrderNumber], papers: &[Receipt]) {
    let kept = Kept::default();
    let office = office(world, &kept);
    let days = office.z_preview(BADR).unwrap().days;
    let expected = Count::of(world, orders, papers).await;
    let by_day: Vec<Figures> = days
        .iter()
        .map(|day| office.figures(day).unwrap())
        .collect();
    for (day, figures) in days.iter().zip(&by_day) {
        assert_eq!(figures.contradictions(), Vec::<&str>::new(), "{day}");
        assert_eq!(figures.unexplained.0, 0);
        shows(&office, day, figures);
    }
    assert_eq!(Count::from(&by_day), expected);
    for (pair, named) in by_day.windows(2).zip(days.windows(2)) {
        let later = office.day(Some(&named[1])).unwrap();
        let (yesterday, known) = (later.net.yesterday.fils, pair[0].net().0);
        // The days with records follow each other.
        assert_eq!(yesterday, known, "{named:?}");
    }
    let log = CancellationsQuery {
        from: days.first().cloned(),
        ..CancellationsQuery::default()
    };
    let log = office.cancellations(&log).unwrap();
    let closed = log.iter().filter(|row| {
        !matches!(
            row.outcome,
            CancelOutcomeCode::PaidInstead | CancelOutcomeCode::Open
        )
    });
    let cancelled: u32 = by_day.iter().map(|figures| figures.cancelled.count).sum();
    assert_eq!(u32::try_from(closed.count()).unwrap(), cancelled);
    closes(&office, &kept, &days, &expected);
}

/// The page shows the figures and no others.
fn shows(office: &Office, day: &str, figures: &Figures) {
    let view = office.day(Some(day)).unwrap();
    let net = figures.net().0;
    assert_eq!(view.net.today.fils, net);
    for split in [
        &view.by_tender,
        &view.by_vat,
        &view.by_cashier,
        &view.by_category,
        &view.by_hour,
    ] {
        let sum: i64 = split.iter().map(|figure| figure.amount.fils).sum();
        assert_eq!(sum, net, "{split:#?}");
    }
    let wallet = &view.wallet;
    assert_eq!(
        wallet.received.fils - wallet.refunded.fils,
        wallet.of_receipts.fils + wallet.held.fils
    );
}

/// Closes day after day, the oldest first.
fn closes(office: &Office, kept: &Kept, days: &[String], expected: &Count) {
    let sign_off = SignOff {
        by: BADR,
        reason: "as the test has it",
    };
    let mut closed = Vec::new();
    for (index, day) in days.iter().enumerate() {
        if let Some(later) = days.get(index + 1) {
            let early = office.close(Some(later), Some(sign_off), BADR);
            assert!(matches!(early, Err(OfficeError::NotTheOldest(oldest)) if oldest == *day));
        }
        let report = office.close(Some(day), Some(sign_off), BADR).unwrap();
        let number = format!("T1-Z{:04}", index + 1);
        assert_eq!(report.terms.number.as_deref(), Some(number.as_str()));
        assert_eq!(report.terms.kind, ReportKind::Z);
        assert_eq!(report.figures.contradictions(), Vec::<&str>::new());
        closed.push(report);
    }
    let figures: Vec<Figures> = closed.iter().map(|report| report.figures.clone()).collect();
    assert_eq!(&Count::from(&figures), expected);
    let last = closed.last().unwrap();
    assert_eq!(
        last.grand_total().0,
        expected.sold - expected.given_back,
        "the running total is what all days came to"
    );
    let again = office.close(None, None, BADR);
    assert!(matches!(again, Err(OfficeError::NothingToClose)));
    for report in &closed {
        let n = report.terms.n.unwrap();
        assert_eq!(
            &office.kept_report(n).unwrap(),
            report,
            "kept as it was made"
        );
    }
    assert_eq!(kept.0.lock().unwrap().len(), closed.len());
}
