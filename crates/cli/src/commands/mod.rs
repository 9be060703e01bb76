//! The commands, one file each.

mod audit;
mod backup;
mod cancel;
mod charge;
mod day;
mod decide;
mod doctor;
mod export;
mod find;
mod generate;
mod init;
mod lookup;
mod orders;
mod people;
mod products;
mod receipt;
mod reconcile;
mod recover;
mod refund;
mod report;
mod restore;
mod sandbox;
mod sell;
mod show;

use crate::args::{Args, Command};
use crate::exit::{Exit, Failure};
use crate::output::Output;

/// Runs what was asked for.
pub(crate) async fn run(args: Args, out: &mut Output) -> Result<Exit, Failure> {
    let global = &args.global;
    match args.command {
        Command::Init(asked) => init::run(global, asked, out).await,
        Command::Charge(asked) => charge::run(global, asked, out).await,
        Command::Cancel { order } => cancel::run(global, &order, out).await,
        Command::Refund {
            order,
            amount,
            reason,
        } => refund::run(global, &order, &amount, reason, out).await,
        Command::Decide {
            order,
            decision,
            reason,
        } => decide::run(global, &order, decision, reason, out).await,
        Command::Recover { seconds } => recover::run(global, seconds, out).await,
        Command::Orders { day, all } => orders::run(global, day, all, out),
        Command::Show { order } => show::run(global, &order, out),
        Command::Find(asked) => find::run(global, &asked, out),
        Command::Lookup { what, number } => lookup::run(global, what, &number, out).await,
        Command::Products(asked) => products::run(global, asked, out).await,
        Command::People(asked) => people::run(global, asked, out),
        Command::Receipt(asked) => receipt::run(global, asked, out).await,
        Command::Sell(asked) => sell::run(global, asked, out).await,
        Command::Reconcile(asked) => reconcile::run(global, asked, out).await,
        Command::Day { day } => day::run(global, day.as_deref(), out),
        Command::Report(asked) => report::run(global, asked, out).await,
        Command::Export(asked) => export::run(global, asked, out),
        Command::Generate(asked) => generate::run(global, &asked, out),
        Command::Doctor => doctor::run(global, out).await,
        Command::Audit(asked) => audit::run(global, &asked, out).await,
        Command::Backup(asked) => backup::run(global, asked, out).await,
        Command::Restore(asked) => restore::run(global, asked, out).await,
        Command::Sandbox(asked) => sandbox::run(global, asked, out).await,
    }
}
