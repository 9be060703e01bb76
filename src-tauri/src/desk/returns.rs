//! Receipts, and giving money back.

use fils_checkout::view::MoneyView;
use fils_counter::view::{ReceiptRowView, ReturnableView, TenderCode};
use fils_counter::{Back, CounterError, GiveBack};
use fils_sale::returns::Wanted;
use fils_sale::{LineId, Quantity};

use super::counter::{money, sale_id};
use super::{Desk, Who};
use crate::errors::CommandError;
use crate::views::counter::{ReceiptsQuery, ReturnWhat};

fn wanted(what: ReturnWhat) -> Result<Wanted, CounterError> {
    Ok(match what {
        ReturnWhat::All => Wanted::All,
        ReturnWhat::Amount { amount } => Wanted::Amount {
            amount: money(&amount)?,
        },
        ReturnWhat::Lines { lines } => Wanted::Lines {
            lines: lines
                .into_iter()
                .map(|line| Ok((LineId(line.line), Quantity::parse_entry(&line.quantity)?)))
                .collect::<Result<_, CounterError>>()?,
        },
    })
}

impl Desk {
    /// Receipts and credit notes.
    pub(crate) async fn receipts(
        &self,
        query: ReceiptsQuery,
    ) -> Result<Vec<ReceiptRowView>, CommandError> {
        self.at_counter(move |counter| {
            let day = match (query.all_days, query.day) {
                (true, _) => None,
                (false, Some(day)) => Some(day),
                (false, None) => Some(counter.today()),
            };
            counter.receipts(day.as_deref(), query.search.as_deref())
        })
        .await
    }

    /// What of a sale can be given back.
    pub(crate) async fn returnable(&self, sale: &str) -> Result<ReturnableView, CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| counter.returnable(&sale))
            .await
    }

    /// What giving that back would come to.
    pub(crate) async fn credit_preview(
        &self,
        sale: &str,
        what: ReturnWhat,
    ) -> Result<MoneyView, CommandError> {
        let sale = sale_id(sale)?;
        let what = wanted(what)?;
        let credit = self
            .at_counter(move |counter| counter.credit(&sale, &what))
            .await?;
        Ok(credit.total.into())
    }

    /// Gives money back.
    pub(crate) async fn give_back(
        &self,
        who: Who,
        sale: &str,
        what: ReturnWhat,
        (tender, order): (TenderCode, Option<String>),
        reason: String,
    ) -> Result<ReturnableView, CommandError> {
        let sale = sale_id(sale)?;
        let how = match (tender, order) {
            (TenderCode::Cash, _) => Back::Cash,
            (TenderCode::Wallet, order) => Back::Wallet(order.unwrap_or_default().parse()?),
        };
        let give = GiveBack {
            what: wanted(what)?,
            how,
            why: &reason,
            approved_by: who.approved_by.as_deref(),
            by: &who.name,
        };
        let till = self.till().await?;
        Ok(till.counter.give_back(&sale, give).await?)
    }

    /// Gives back in cash what a sale holds too much.
    pub(crate) async fn give_excess_back(
        &self,
        who: Who,
        sale: &str,
        reason: String,
    ) -> Result<(), CommandError> {
        let sale = sale_id(sale)?;
        self.at_counter(move |counter| {
            counter.give_excess_back(&sale, &reason, who.approved_by.as_deref(), &who.name)
        })
        .await
    }
}
