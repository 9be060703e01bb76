//! `fils recover`: take up everything unfinished, and wait until it is finished.

use std::collections::BTreeMap;
use std::time::Duration;

use fils_checkout::view::{OrderView, RefundView, StateView};
use tokio::time::Instant;

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{News, Watch};

pub(crate) async fn run(
    global: &Global,
    seconds: Option<u64>,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let mut watch = Watch::open(global, "fils recover", out).await?;
    let until =
        seconds.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
    let exit = recover(&mut watch, until, out).await;
    watch.close().await;
    exit
}

/// Everything of which something was said.
#[derive(Default)]
struct Known {
    orders: BTreeMap<String, OrderView>,
    refunds: BTreeMap<String, RefundView>,
}

impl Known {
    /// A closed order that is only watched is no news.
    fn order(&mut self, view: OrderView, out: &mut Output) {
        let plain = view.alert.is_none() && !view.unfinished;
        if plain && !self.orders.contains_key(&view.order) {
            return;
        }
        out.payment(&view, None);
        self.orders.insert(view.order.clone(), view);
    }

    fn refund(&mut self, view: RefundView, out: &mut Output) {
        out.refund(&view, None);
        self.refunds.insert(view.refund.clone(), view);
    }

    fn unfinished(&self) -> bool {
        let refund_open = |view: &RefundView| !view.is_final && view.state != "needs_review";
        self.orders.values().any(|view| view.unfinished) || self.refunds.values().any(refund_open)
    }

    fn needs_person(&self) -> bool {
        let order = |view: &OrderView| {
            view.alert.is_some()
                || matches!(view.state, StateView::PaidLate | StateView::NeedsReview)
        };
        let refund = |view: &RefundView| view.alert.is_some() || view.state == "needs_review";
        self.orders.values().any(order) || self.refunds.values().any(refund)
    }
}

async fn recover(
    watch: &mut Watch,
    until: Option<Instant>,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let mut known = Known::default();
    let taken_up = watch.checkout().taken_up().await?;
    for number in taken_up.orders {
        let view = watch.checkout().order(number).await?;
        out.payment(&view, None);
        known.orders.insert(view.order.clone(), view);
    }
    for number in taken_up.refunds {
        known.refund(watch.checkout().refund_status(number).await?, out);
    }
    read_again(watch, &mut known, out).await?;

    let checkout = watch.checkout().clone();
    let asked = checkout.asked(None);
    tokio::pin!(asked);
    let mut all_asked = false;
    loop {
        if all_asked && !known.unfinished() {
            break;
        }
        let news = tokio::select! {
            done = &mut asked, if !all_asked => {
                done?;
                all_asked = true;
                read_again(watch, &mut known, out).await?;
                continue;
            }
            news = watch.next(until, out) => news?,
        };
        match news {
            News::Order(view) => known.order(*view, out),
            News::Refund(view) => known.refund(*view, out),
            News::Missed => read_again(watch, &mut known, out).await?,
            News::Stop | News::Enough => break,
        }
    }
    if known.unfinished() || known.needs_person() {
        return Ok(Exit::Person);
    }
    if !out.is_json() {
        out.line("Nothing is unfinished, and nothing needs a person.");
    }
    Ok(Exit::Done)
}

/// What is open now, and what became of what was.
async fn read_again(watch: &Watch, known: &mut Known, out: &mut Output) -> Result<(), Failure> {
    let checkout = watch.checkout();
    for view in checkout.open_orders().await? {
        known.order(view, out);
    }
    for view in checkout.open_refunds().await? {
        known.refund(view, out);
    }
    let orders: Vec<String> = known
        .orders
        .values()
        .filter(|view| view.unfinished)
        .map(|view| view.order.clone())
        .collect();
    for order in orders {
        known.order(checkout.order(order.parse()?).await?, out);
    }
    let refunds: Vec<String> = known
        .refunds
        .values()
        .filter(|view| !view.is_final)
        .map(|view| view.refund.clone())
        .collect();
    for refund in refunds {
        known.refund(checkout.refund_status(refund.parse()?).await?, out);
    }
    Ok(())
}
