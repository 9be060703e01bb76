//! The customer: what a person with the wallet on a phone does.

use serde::{Deserialize, Serialize};

use crate::book::{self, Book};
use crate::model::{Fail, Order, OrderStatus, Scene};
use crate::ops::{CUSTOMER_MASK, token_url};
use crate::sandbox::Sandbox;
use crate::settings::Settings;

/// What the customer does with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerAction {
    /// Scans the QR.
    Scan,
    /// Pays (scanning first if need be).
    Pay,
    /// Refuses: the order fails.
    Decline,
    /// Tries to pay and has not enough money: the order stays open unless it was created for one try.
    FailTry,
    /// Pays after the order is closed: at once if it is closed already, else shortly after its cancellation or expiry.
    PayLate,
}

impl CustomerAction {
    /// Every action with its name in paths.
    pub const ALL: [(&'static str, Self); 5] = [
        ("scan", Self::Scan),
        ("pay", Self::Pay),
        ("decline", Self::Decline),
        ("fail_try", Self::FailTry),
        ("pay_late", Self::PayLate),
    ];

    /// The action of a name in a path.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, action)| *action)
    }
}

/// Why the customer cannot do that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomerError {
    /// PayBy has no such order (it may not have arrived yet).
    #[error("PayBy knows no order {0}")]
    UnknownOrder(String),
    /// The order's state does not allow it.
    #[error("order {order} is {}, so the customer cannot do that", status.text())]
    NotPossible {
        /// The order's merchant number.
        order: String,
        /// Its status.
        status: OrderStatus,
    },
}

/// An order as the control API and the customer's phone see it. Times are UTC ms of PayBy's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderSnapshot {
    /// The merchant's number.
    pub merchant_order_no: String,
    /// PayBy's number.
    pub order_no: String,
    /// The status on the wire.
    pub status: OrderStatus,
    /// Decimal text.
    pub amount: String,
    /// `AED`.
    pub currency: String,
    /// What is sold.
    pub subject: String,
    /// The same in Arabic, when the merchant gave it.
    pub subject_ar: Option<String>,
    /// The shop's name, when the merchant gave it.
    pub merchant_name: Option<String>,
    /// `DYNQR` or `QRPAY`.
    pub scene: Scene,
    /// The customer's page; a DYNQR order's QR holds it.
    pub phone_url: String,
    /// When it came to exist.
    pub created_at: i64,
    /// When it expires.
    pub expires_at: i64,
    /// Whether a customer has scanned it.
    pub scanned: bool,
    /// The customer's masked number once scanned or paid.
    pub payer: Option<String>,
    /// When it was paid.
    pub paid_at: Option<i64>,
    /// Decimal text of what is given back or on its way back.
    pub refunded: String,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Why it failed.
    pub fail_code: Option<String>,
    /// Whether a late payment is to come.
    pub pays_late: bool,
}

impl Sandbox {
    /// Lets the customer do something with an order.
    pub fn customer(
        &self,
        merchant_order_no: &str,
        action: CustomerAction,
        now_ms: i64,
    ) -> Result<OrderSnapshot, CustomerError> {
        let mut book = self.book();
        book.advance(&self.settings, now_ms);
        let clock = now_ms.saturating_add(book.skew(&self.settings));
        let order = book
            .order(merchant_order_no)
            .cloned()
            .ok_or_else(|| CustomerError::UnknownOrder(merchant_order_no.to_owned()))?;
        act(&mut book, &self.settings, order, action, clock)?;
        // A payment that was to come late may have come at once.
        book.advance(&self.settings, now_ms);
        book.order(merchant_order_no)
            .map(|order| snapshot(&book, order, &self.settings))
            .ok_or_else(|| CustomerError::UnknownOrder(merchant_order_no.to_owned()))
    }

    /// The same by the token in a QR's address.
    pub fn customer_by_token(
        &self,
        token: &str,
        action: CustomerAction,
        now_ms: i64,
    ) -> Result<OrderSnapshot, CustomerError> {
        let number = self
            .book()
            .order_by_token(token)
            .map(|order| order.merchant_order_no.clone());
        match number {
            Some(number) => self.customer(&number, action, now_ms),
            None => Err(CustomerError::UnknownOrder("of this code".to_owned())),
        }
    }

    /// An order as it is now.
    pub fn order(&self, merchant_order_no: &str, now_ms: i64) -> Option<OrderSnapshot> {
        let mut book = self.book();
        book.advance(&self.settings, now_ms);
        let order = book.order(merchant_order_no)?;
        Some(snapshot(&book, order, &self.settings))
    }

    /// An order by the token in its QR's address.
    pub fn order_by_token(&self, token: &str, now_ms: i64) -> Option<OrderSnapshot> {
        let mut book = self.book();
        book.advance(&self.settings, now_ms);
        let order = book.order_by_token(token)?;
        Some(snapshot(&book, order, &self.settings))
    }

    /// Every order, newest first.
    pub fn orders(&self, now_ms: i64) -> Vec<OrderSnapshot> {
        let mut book = self.book();
        book.advance(&self.settings, now_ms);
        let mut all: Vec<OrderSnapshot> = book
            .orders()
            .map(|order| snapshot(&book, order, &self.settings))
            .collect();
        all.sort_by(|a, b| {
            b.created_at
                .cmp(&a.created_at)
                .then_with(|| b.order_no.cmp(&a.order_no))
        });
        all
    }
}

fn act(
    book: &mut Book,
    settings: &Settings,
    mut order: Order,
    action: CustomerAction,
    clock: i64,
) -> Result<(), CustomerError> {
    let impossible = CustomerError::NotPossible {
        order: order.merchant_order_no.clone(),
        status: order.status,
    };
    let open = order.status == OrderStatus::Created;
    match action {
        CustomerAction::Scan if open && order.scene == Scene::Dynqr => {
            order.scanned_at = order.scanned_at.or(Some(clock));
            book.put_order(order, settings);
        }
        CustomerAction::Pay if open => book.pay(settings, order, clock),
        CustomerAction::Decline if open => {
            book::close(
                &mut order,
                Fail::new("PAYER_REJECTED", "The customer has declined"),
                clock,
            );
            book.put_order(order, settings);
        }
        CustomerAction::FailTry if open => {
            order.scanned_at = order.scanned_at.or(Some(clock));
            if order.one_time_payment {
                book::close(
                    &mut order,
                    Fail::new("PAYMENT_FAILED", "The payment has failed"),
                    clock,
                );
            }
            book.put_order(order, settings);
        }
        CustomerAction::PayLate if open => {
            order.pays_late = true;
            book.put_order(order, settings);
        }
        CustomerAction::PayLate if order.status == OrderStatus::Failure && !order.revoked => {
            book.pay(settings, order, clock);
        }
        CustomerAction::Scan
        | CustomerAction::Pay
        | CustomerAction::Decline
        | CustomerAction::FailTry
        | CustomerAction::PayLate => return Err(impossible),
    }
    Ok(())
}

fn snapshot(book: &Book, order: &Order, settings: &Settings) -> OrderSnapshot {
    let merchant_name = order
        .accessory
        .as_deref()
        .and_then(|raw| serde_json::from_str::<serde_json::Value>(raw.get()).ok())
        .and_then(|value| {
            Some(
                value
                    .get("terminalDetail")?
                    .get("merchantName")?
                    .as_str()?
                    .to_owned(),
            )
        });
    OrderSnapshot {
        merchant_order_no: order.merchant_order_no.clone(),
        order_no: order.order_no.clone(),
        status: order.status,
        amount: order.total.text(),
        currency: order.currency.clone(),
        subject: order.subject.clone(),
        subject_ar: order.subject_ar.clone(),
        merchant_name,
        scene: order.scene,
        phone_url: token_url(order, settings),
        created_at: order.created_at,
        expires_at: order.expired_time,
        scanned: order.scanned_at.is_some(),
        payer: (order.scanned_at.is_some() || order.paid.is_some())
            .then(|| CUSTOMER_MASK.to_owned()),
        paid_at: order.paid.as_ref().map(|paid| paid.at),
        refunded: book.refunded(order).text(),
        revoked: order.revoked,
        fail_code: order.fail.as_ref().map(|fail| fail.code.clone()),
        pays_late: order.pays_late,
    }
}
