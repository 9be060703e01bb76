//! What PayBy has of an order, and what it should have.

use fils_order::{Draft, Money, Order, OrderNumber, Scene, Span, UtcMs};
use payby_sandbox::{Fils, PastEnd, PastOrder};
use serde_json::Value;

use crate::GenerateError;
use crate::mistakes::{Kind, Mistake, What, amount_text};
use crate::payby;
use crate::till::Till;

impl Till<'_> {
    /// Tells PayBy's side of an order, with what is hidden in it.
    pub(crate) fn at_payby(
        &mut self,
        hidden: Option<Kind>,
        amount: Money,
        mut known: PastOrder,
        over: UtcMs,
    ) {
        let PastEnd::Paid { at, .. } = known.end else {
            if hidden == Some(Kind::StateDiffers) {
                let at = over.plus(Span(self.dice.between(20_000, 200_000)));
                known.end = payby::paid(at);
                self.hidden(
                    Kind::StateDiffers,
                    &known,
                    at,
                    (Some("closed"), Some("paid")),
                );
            }
            self.payby.orders.push(known);
            return;
        };
        let ours = amount.to_string();
        match hidden {
            Some(Kind::OursOnly) => {
                self.hidden(Kind::OursOnly, &known, UtcMs(at), (Some(&ours), None));
                return;
            }
            Some(Kind::AmountDiffers) => {
                let more = self.dice.between(1, 40) * 25;
                let fils = if amount.fils() > 2 * more && self.dice.happens(500) {
                    amount.fils() - more
                } else {
                    amount.fils() + more
                };
                known.total = Some(Fils(fils));
                let theirs = amount_text(fils);
                let sides = (Some(ours.as_str()), Some(theirs.as_str()));
                self.hidden(Kind::AmountDiffers, &known, UtcMs(at), sides);
            }
            Some(Kind::TheirsOnly | Kind::StateDiffers | Kind::FeeUnexpected) | None => {}
        }
        self.payby.orders.push(known);
    }

    /// A payment at PayBy, with a number as this till makes them, that the books know nothing of.
    pub(crate) fn hide_a_strangers(
        &mut self,
        sale: (&fils_order::SaleId, &str),
        now: UtcMs,
    ) -> Result<(), GenerateError> {
        let amount = Money::from_fils(self.dice.between(20, 400) * 25)?;
        let (sale, subject) = sale;
        let draft = Draft {
            number: OrderNumber::make(&self.keeping.prefix, now, self.bits())?,
            sale: sale.clone(),
            amount,
            payee: self.keeping.payee.clone(),
            subject: subject.to_owned(),
            details: fils_order::Details::default(),
            scene: Scene::Qr,
        };
        let order = Order::new(draft, now, &self.keeping.rules);
        let at = now.plus(Span(self.dice.between(5_000, 30_000)));
        let known = PastOrder {
            content: self.keeping.sent.order_content(&order, order.expires_at),
            order_no: format!("13{:016}", self.dice.below(10_000_000_000_000_000)),
            created_at: now.0,
            total: None,
            end: payby::paid(at),
        };
        let theirs = amount.to_string();
        self.hidden(Kind::TheirsOnly, &known, at, (None, Some(&theirs)));
        self.payby.orders.push(known);
        Ok(())
    }

    fn hidden(
        &mut self,
        kind: Kind,
        order: &PastOrder,
        at: UtcMs,
        (ours, theirs): (Option<&str>, Option<&str>),
    ) {
        let content: Option<Value> = serde_json::from_str(&order.content).ok();
        let number = content
            .as_ref()
            .and_then(|content| content.get("merchantOrderNo")?.as_str());
        self.payby.mistakes.push(Mistake {
            kind,
            what: What::Payment,
            order: number.map(str::to_owned),
            order_no: order.order_no.clone(),
            day: at.business_day(0),
            ours: ours.map(str::to_owned),
            theirs: theirs.map(str::to_owned),
        });
    }
}
