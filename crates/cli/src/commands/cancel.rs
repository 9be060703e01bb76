//! `fils cancel`: cancel an order of whichever process began it, and wait for the proof.

use fils_checkout::CheckoutError;
use fils_checkout::view::{Headline, OrderView, StateView};
use fils_order::{Denied, OrderNumber};

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{Watch, ended, person};

pub(crate) async fn run(global: &Global, order: &str, out: &mut Output) -> Result<Exit, Failure> {
    let number: OrderNumber = order.parse()?;
    let mut watch = Watch::open(global, "fils cancel", out).await?;
    let exit = cancel(&mut watch, &number, out).await;
    watch.close().await;
    exit
}

async fn cancel(
    watch: &mut Watch,
    number: &OrderNumber,
    out: &mut Output,
) -> Result<Exit, Failure> {
    match watch.checkout().cancel(number.clone(), person()).await {
        Ok(_) => {}
        // It has ended: how is the answer.
        Err(CheckoutError::Denied(
            denied @ (Denied::AlreadyPaid | Denied::AlreadyClosed | Denied::NeedsDecision),
        )) => {
            out.say(&denied.to_string());
        }
        Err(error) => return Err(error.into()),
    }
    let view = watch.order_now(number, out).await?;
    watch.follow(view, ends, out).await
}

fn ends(view: &OrderView) -> Option<Exit> {
    match ended(view)? {
        // What a person ended is not proved.
        StateView::Closed if view.headline == Headline::ClosedByPerson => Some(Exit::Person),
        StateView::Closed => Some(Exit::Done),
        StateView::Paid | StateView::PaidLate => Some(Exit::NotDone),
        StateView::NeedsReview => Some(Exit::Person),
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => None,
    }
}
