//! `fils charge`: take a payment and wait for the truth about it.

use fils_checkout::CustomerCode;
use fils_checkout::view::{OrderView, StateView};
use fils_counter::Charge;
use fils_order::{Money, check_subject};

use crate::args::{self, Global};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{Watch, ended, person};

pub(crate) async fn run(
    global: &Global,
    asked: args::Charge,
    out: &mut Output,
) -> Result<Exit, Failure> {
    // Whatever is wrong with what was typed is said before the till is opened.
    let amount = Money::parse_entry(&asked.amount)?;
    let subject = asked
        .subject
        .as_deref()
        .map(check_subject)
        .transpose()?
        .flatten();
    let code = asked
        .scan
        .as_deref()
        .map(CustomerCode::new)
        .transpose()
        .map_err(|error| Failure::wrong("bad_customer_code", error.to_string()))?;
    let mut watch = Watch::open(global, "fils charge", out).await?;
    let charge = Charge {
        code,
        ..Charge::default()
    };
    let exit = take(&mut watch, amount, subject.as_deref(), charge, out).await;
    watch.close().await;
    exit
}

async fn take(
    watch: &mut Watch,
    amount: Money,
    subject: Option<&str>,
    charge: Charge,
    out: &mut Output,
) -> Result<Exit, Failure> {
    watch.not_stopped().await?;
    let counter = watch.counter();
    let order = counter
        .charge_amount(amount, subject, charge, &person().0)
        .await?;
    watch.follow(order, ends, out).await
}

fn ends(view: &OrderView) -> Option<Exit> {
    match ended(view)? {
        StateView::Paid => Some(Exit::Done),
        StateView::Closed => Some(Exit::NotDone),
        StateView::PaidLate | StateView::NeedsReview => Some(Exit::Person),
        StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => None,
    }
}
