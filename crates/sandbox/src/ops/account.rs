//! The merchant's balance (PayBy's public documentation, "Get balance").

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Call, Done};
use crate::book::Book;
use crate::codes::Refusal;
use crate::model::{OrderStatus, RefundStatus, TransferStatus};
use crate::money::{Fils, Money};
use crate::settings::Settings;
use crate::wire;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    currency_code: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    member_id: &'a str,
    balance_list: Vec<Balance>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Balance {
    available_balance: Money,
}

/// What was there at first, and what has settled, less what went out.
pub(super) fn available(book: &Book, settings: &Settings) -> Fils {
    let mut sum = Fils(settings.opening_balance_fils);
    for order in book.orders() {
        if let (OrderStatus::Settled, false, Some(paid)) =
            (order.status, order.revoked, &order.paid)
        {
            sum = sum.plus(paid.settled());
        }
    }
    for refund in book.refunds() {
        let settled = book
            .order(&refund.origin_merchant_order_no)
            .is_some_and(|order| order.status == OrderStatus::Settled);
        if settled
            && matches!(
                refund.status,
                RefundStatus::RefundedSettled | RefundStatus::Success
            )
        {
            sum = sum.minus(refund.amount);
        }
    }
    for transfer in book.transfers() {
        if transfer.status != TransferStatus::Failure && transfer.fail.is_none() {
            sum = sum.minus(transfer.amount);
        }
    }
    sum
}

pub(super) fn balance(book: &Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let content: Content = wire::read(biz)?;
    if content.currency_code.as_deref() != Some("AED") {
        return Err(Refusal::invalid("currencyCode"));
    }
    Done::body(&Body {
        member_id: &call.settings.partner_id,
        balance_list: vec![Balance {
            available_balance: Money::new(available(book, call.settings), "AED"),
        }],
    })
}
