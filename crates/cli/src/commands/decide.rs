//! `fils decide`: what a person decides about an order that waits for one.

use fils_checkout::view::{AlertKind, OrderView, StateView};
use fils_order::{Decision, OrderNumber};

use crate::args::{Choice, Global};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{Watch, ended, person};

pub(crate) async fn run(
    global: &Global,
    order: &str,
    choice: Choice,
    reason: String,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let number: OrderNumber = order.parse()?;
    let mut watch = Watch::open(global, "fils decide", out).await?;
    let exit = decide(&mut watch, &number, choice, reason, out).await;
    watch.close().await;
    exit
}

async fn decide(
    watch: &mut Watch,
    number: &OrderNumber,
    choice: Choice,
    reason: String,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let first = watch.order_now(number, out).await?;
    let taken_up = watch.checkout().taken_up().await?.orders.contains(number);
    // Proof wins over a decision, so it gets the chance to come first.
    if first.unfinished || first.state == StateView::NeedsReview {
        watch.asked(Some(number.clone()), out).await?;
    }
    watch.not_stopped().await?;
    let view = watch.order_now(number, out).await?;
    if (taken_up || is_unknown(&first)) && !is_unknown(&view) && choice == Choice::Close {
        out.say("PayBy has just proved what became of the order; there is nothing left to decide about closing it.");
        return watch.follow(view, proved, out).await;
    }
    let decision = match choice {
        Choice::Keep => Decision::Keep,
        Choice::Revoke => Decision::Revoke,
        Choice::Close => Decision::Close,
    };
    // An order that PayBy says nothing about is given up before it is ended, so that no driver sends it again.
    let given_up = choice == Choice::Close && view.alert.is_some() && is_open(&view);
    if given_up {
        watch.checkout().cancel(number.clone(), person()).await?;
    }
    watch
        .checkout()
        .decide(number.clone(), decision, reason, person())
        .await?;
    let view = watch.order_now(number, out).await?;
    match choice {
        Choice::Keep | Choice::Close => {
            out.payment(&view, None);
            Ok(Exit::Done)
        }
        Choice::Revoke => watch.follow(view, taken_back, out).await,
    }
}

/// Whether nothing is proved about it yet.
const fn is_unknown(view: &OrderView) -> bool {
    matches!(
        view.state,
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing
    )
}

const fn is_open(view: &OrderView) -> bool {
    matches!(
        view.state,
        StateView::Submitting | StateView::AwaitingPayment
    )
}

/// How an order ended that was to be closed, and that `PayBy` proved after all.
fn proved(view: &OrderView) -> Option<Exit> {
    match ended(view)? {
        StateView::Closed => Some(Exit::Done),
        StateView::Paid => Some(Exit::NotDone),
        StateView::PaidLate | StateView::NeedsReview => Some(Exit::Person),
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => None,
    }
}

fn taken_back(view: &OrderView) -> Option<Exit> {
    match ended(view)? {
        StateView::Closed => Some(Exit::Done),
        StateView::Paid => Some(Exit::NotDone),
        StateView::PaidLate | StateView::NeedsReview => {
            let refused = view
                .alert
                .as_ref()
                .is_some_and(|alert| alert.code == AlertKind::RevokeNotConfirmed);
            Some(if refused { Exit::NotDone } else { Exit::Person })
        }
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => None,
    }
}
