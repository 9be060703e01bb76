//! `fils refund`: give money back.

use fils_order::{Money, OrderNumber};

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::{Watch, person};

pub(crate) async fn run(
    global: &Global,
    order: &str,
    amount: &str,
    reason: String,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let number: OrderNumber = order.parse()?;
    let amount = Money::parse_entry(amount)?;
    let mut watch = Watch::open(global, "fils refund", out).await?;
    let exit = refund(&mut watch, number, amount, reason, out).await;
    watch.close().await;
    exit
}

async fn refund(
    watch: &mut Watch,
    number: OrderNumber,
    amount: Money,
    reason: String,
    out: &mut Output,
) -> Result<Exit, Failure> {
    // An order left open may be paid by now.
    let view = watch.order_now(&number, out).await?;
    if view.unfinished {
        watch.asked(Some(number.clone()), out).await?;
    }
    watch.not_stopped().await?;
    let taken_up = watch.checkout().taken_up().await?.refunds;
    let refund = watch
        .checkout()
        .refund(number, amount, reason, person())
        .await?;
    if taken_up
        .iter()
        .any(|earlier| earlier.as_str() == refund.refund)
    {
        out.say("An earlier refund of this order is not final; taking up that one.");
    }
    watch.follow_refund(refund, out).await
}
