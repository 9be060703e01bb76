//! The plug is pulled before and after every single write and every single request of a story, one at a time.

use std::panic::AssertUnwindSafe;

use fils_order::{Decision, Order, OrderNumber, StateCode};
use payby_sandbox::CustomerAction;

use crate::scenarios::{Cut, Setup, World, cashier};

/// How long a story may take, in seconds.
const LONGEST: f64 = 600.0;
/// More steps than any story has.
const MOST_STEPS: u32 = 400;

/// The orders as they were last written, the oldest first.
fn orders(world: &World) -> Vec<Order> {
    let written = world.witness.orders();
    written.into_iter().map(|written| written.order).collect()
}

fn is(world: &World, index: usize, state: StateCode) -> bool {
    orders(world)
        .get(index)
        .is_some_and(|order| order.code() == state)
}

fn number(world: &World, index: usize) -> OrderNumber {
    orders(world)[index].number.clone()
}

/// A person who looks at the screen, acts, and looks again; and who switches the till on when it is off.
async fn insist(world: &mut World, done: impl Fn(&World) -> bool, act: impl AsyncFn(&World)) {
    let end = world.seconds() + LONGEST;
    let mut patience = 0;
    loop {
        if world.power.is_off() {
            world.restart().await;
        }
        if done(world) {
            return;
        }
        if patience == 0 {
            act(world).await;
        }
        patience = (patience + 1) % 16;
        world.sleep(0.25).await;
        assert!(world.seconds() < end, "it does not come to its end");
    }
}

async fn wait(world: &mut World, done: impl Fn(&World) -> bool) {
    insist(world, done, async |_| {}).await;
}

async fn charge(world: &mut World) {
    insist(
        world,
        |world| !orders(world).is_empty(),
        async |world| drop(world.charge_with(1_000, None).await),
    )
    .await;
    wait(world, |world| is(world, 0, StateCode::AwaitingPayment)).await;
}

async fn paid_and_refunded(world: &mut World) {
    charge(world).await;
    world.customer(&number(world, 0), CustomerAction::Pay);
    wait(world, |world| is(world, 0, StateCode::Paid)).await;
    let refunded = |world: &World| {
        let order = world.at_payby(&number(world, 0));
        order.is_some_and(|order| order.refunded == "10.00")
    };
    let give_back = async |world: &World| drop(world.refund(&number(world, 0), 1_000).await);
    insist(world, refunded, give_back).await;
    let settled = |world: &World| {
        let refunds = world.reader().refunds_of(&number(world, 0)).unwrap();
        refunds.iter().any(|refund| refund.state == "refunded")
    };
    wait(world, settled).await;
}

async fn cancelled_and_replaced(world: &mut World) {
    charge(world).await;
    insist(
        world,
        |world| is(world, 0, StateCode::Closed),
        async |world| drop(world.cancel(&number(world, 0)).await),
    )
    .await;
    insist(
        world,
        |world| orders(world).len() == 2,
        async |world| {
            let old = number(world, 0);
            drop(world.checkout().replace(old, None, cashier()).await);
        },
    )
    .await;
    wait(world, |world| is(world, 1, StateCode::AwaitingPayment)).await;
    world.customer(&number(world, 1), CustomerAction::Pay);
    wait(world, |world| is(world, 1, StateCode::Paid)).await;
}

async fn paid_late_and_revoked(world: &mut World) {
    charge(world).await;
    insist(
        world,
        |world| is(world, 0, StateCode::Closed),
        async |world| drop(world.cancel(&number(world, 0)).await),
    )
    .await;
    world.customer(&number(world, 0), CustomerAction::PayLate);
    wait(world, |world| is(world, 0, StateCode::PaidLate)).await;
    insist(
        world,
        |world| is(world, 0, StateCode::Closed),
        async |world| {
            let reason = "nobody took the goods".to_owned();
            let order = number(world, 0);
            let checkout = world.checkout();
            drop(
                checkout
                    .decide(order, Decision::Revoke, reason, cashier())
                    .await,
            );
        },
    )
    .await;
    assert!(world.at_payby(&number(world, 0)).unwrap().revoked);
}

/// Lives the story once. False when it had fewer steps than that.
fn once(seed: u64, cut: Cut, story: &impl AsyncFn(&mut World)) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut world = World::dark(Setup {
            seed,
            ..Setup::default()
        });
        world.start();
        world.power.cut_at(cut);
        story(&mut world).await;
        let happened = !world.power.is_to_be_cut();
        world.finish();
        happened
    })
}

fn at_every_step(story: impl AsyncFn(&mut World) + Copy) {
    let kinds = [
        Cut::BeforeWrite as fn(u32) -> Cut,
        Cut::AfterWrite,
        Cut::BeforeRequest,
        Cut::AfterRequest,
    ];
    for kind in kinds {
        for step in 0..MOST_STEPS {
            let cut = kind(step);
            let lived =
                std::panic::catch_unwind(AssertUnwindSafe(|| once(u64::from(step), cut, &story)));
            match lived {
                Ok(true) => {}
                Ok(false) => {
                    assert!(step > 4, "a story of {step} steps tells nothing");
                    break;
                }
                Err(panic) => {
                    eprintln!("the plug was pulled at {cut:?}");
                    std::panic::resume_unwind(panic);
                }
            }
        }
    }
}

#[test]
fn a_payment_and_its_refund_survive_a_power_cut_at_every_step() {
    at_every_step(paid_and_refunded);
}

#[test]
fn a_cancel_and_its_replacement_survive_a_power_cut_at_every_step() {
    at_every_step(cancelled_and_replaced);
}

#[test]
fn a_late_payment_and_its_way_back_survive_a_power_cut_at_every_step() {
    at_every_step(paid_late_and_revoked);
}
