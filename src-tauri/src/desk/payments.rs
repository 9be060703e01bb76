//! What a cashier does: charge, cancel, ask, decide, refund.

use fils_checkout::CustomerCode;
use fils_checkout::qr::{self, Qr};
use fils_checkout::view::{MoneyView, OrderView, RefundView};
use fils_counter::Charge;
use fils_order::{Decision, Money, OrderNumber};
use fils_people::Action;

use super::{Desk, Who, held};
use crate::errors::CommandError;
use crate::views::{AmountEntryView, DecisionCode};

fn number(text: &str) -> Result<OrderNumber, CommandError> {
    Ok(text.parse()?)
}

/// What a typed amount comes to.
pub(crate) fn enter_amount(text: &str) -> AmountEntryView {
    match Money::parse_entry(text) {
        Ok(amount) => AmountEntryView {
            ok: true,
            amount: Some(MoneyView::from(amount)),
            error: None,
        },
        Err(error) => AmountEntryView {
            ok: false,
            amount: None,
            error: Some(error.code().to_owned()),
        },
    }
}

impl Desk {
    /// Starts a payment: the customer scans our QR, or we have scanned the customer's code.
    pub(crate) async fn charge(
        &self,
        who: &Who,
        amount: &str,
        description: Option<String>,
        code: Option<&str>,
    ) -> Result<OrderView, CommandError> {
        let charge = Charge {
            code: code.map(CustomerCode::new).transpose()?,
            ..Charge::default()
        };
        let amount = Money::parse_entry(amount)?;
        let till = self.till().await?;
        let charged = till
            .counter
            .charge_amount(amount, description.as_deref(), charge, &who.name);
        Ok(charged.await?)
    }

    /// Cancels: the order is closing when this returns.
    pub(crate) async fn cancel(&self, who: &Who, order: &str) -> Result<OrderView, CommandError> {
        let order = number(order)?;
        self.said(
            self.till()
                .await?
                .checkout
                .cancel(order, who.person())
                .await,
        )
    }

    /// Asks PayBy now.
    pub(crate) async fn ask(&self, who: &Who, order: &str) -> Result<OrderView, CommandError> {
        let order = number(order)?;
        self.said(self.till().await?.checkout.ask(order, who.person()).await)
    }

    /// Another payment for the sale of an order that is proved closed.
    pub(crate) async fn replace(&self, who: &Who, order: &str) -> Result<OrderView, CommandError> {
        let order = number(order)?;
        self.charge_again(who, order).await
    }

    /// A person decides about an order that waits for it.
    pub(crate) async fn decide(
        &self,
        who: &Who,
        order: &str,
        decision: DecisionCode,
        reason: String,
    ) -> Result<OrderView, CommandError> {
        let order = number(order)?;
        let decision = match decision {
            DecisionCode::Keep => Decision::Keep,
            DecisionCode::Revoke => Decision::Revoke,
            DecisionCode::Close => Decision::Close,
        };
        let till = self.till().await?;
        self.note_approval(who, Action::DecideAlert, &order).await?;
        self.said(
            till.checkout
                .decide(order, decision, reason, who.person())
                .await,
        )
    }

    /// Gives money back.
    pub(crate) async fn refund(
        &self,
        who: &Who,
        order: &str,
        amount: &str,
        reason: String,
    ) -> Result<RefundView, CommandError> {
        let order = number(order)?;
        let amount = Money::parse_entry(amount)?;
        let till = self.till().await?;
        self.note_approval(who, Action::Refund, &order).await?;
        self.said(
            till.checkout
                .refund(order, amount, reason, who.person())
                .await,
        )
    }

    /// The payments under way, and those that ended a moment ago; the newest first.
    pub(crate) async fn payments(&self) -> Result<Vec<OrderView>, CommandError> {
        let open = self.said(self.till().await?.checkout.open_orders().await)?;
        Ok(held(&self.floor).payments(&open, self.now()))
    }

    /// What needs a person, the oldest first. A refund's alert stands at its order.
    pub(crate) async fn alerts(&self) -> Result<Vec<OrderView>, CommandError> {
        let till = self.till().await?;
        let mut alerts = self.said(till.checkout.open_orders().await)?;
        alerts.retain(|order| order.alert.is_some());
        for refund in self.said(till.checkout.open_refunds().await)? {
            let known = alerts.iter().any(|order| order.order == refund.order);
            if refund.alert.is_some() && !known {
                let order = number(&refund.order)?;
                let mut order = self.said(till.checkout.order(order).await)?;
                order.alert = refund.alert;
                alerts.push(order);
            }
        }
        alerts.sort_by_key(|order| order.alert.as_ref().map(|alert| alert.since_ms));
        Ok(alerts)
    }

    /// The QR of an order that waits for its customer.
    pub(crate) async fn qr(&self, order: &str) -> Result<Option<Qr>, CommandError> {
        let order = number(order)?;
        let order = self.said(self.till().await?.checkout.order(order).await)?;
        let drawn = order.token_url.as_deref().map(qr::draw).transpose();
        drawn.map_err(|error| CommandError::of("qr_too_long", &error))
    }
}
