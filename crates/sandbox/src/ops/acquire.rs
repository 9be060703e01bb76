//! What is done with an order that exists: query, cancel, revoke, scanned?, expiry.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Call, Done, OrderRef, order_body};
use crate::book::{self, Book};
use crate::codes::{self, Refusal};
use crate::model::{Fail, Order, OrderStatus};
use crate::settings::Settings;
use crate::wire::{self, Millis};

pub(super) fn get(book: &Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: OrderRef = wire::read(biz)?;
    order_body(wanted.find(book)?, call)
}

pub(super) fn cancel(book: &mut Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: OrderRef = wire::read(biz)?;
    let mut order = wanted.find(book)?.clone();
    if let Some(refusal) = not_open(&order) {
        return Err(refusal);
    }
    book::close(
        &mut order,
        Fail::new("ORDER_CANCELLED", "The merchant has cancelled the order"),
        call.now,
    );
    book.put_order(order.clone(), call.settings);
    order_body(&order, call)
}

/// The refusal for what only an order in CREATED allows.
fn not_open(order: &Order) -> Option<Refusal> {
    match order.status {
        OrderStatus::Created => None,
        OrderStatus::PaidSuccess => Some(codes::ORDER_PAID),
        OrderStatus::Settled => Some(codes::ORDER_SETTLED),
        OrderStatus::Failure => Some(codes::ORDER_FAILURE),
    }
}

/// Gives a payment back or closes an unpaid order; a settled order keeps its status. Revoking again changes nothing.
pub(super) fn revoke(book: &mut Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: OrderRef = wire::read(biz)?;
    let mut order = wanted.find(book)?.clone();
    if order.revoked {
        return order_body(&order, call);
    }
    if book.refunded(&order).0 > 0 {
        return Err(codes::ORDER_REFUNDED);
    }
    match order.status {
        OrderStatus::Failure => return Err(codes::ORDER_FAILURE),
        OrderStatus::Created | OrderStatus::PaidSuccess => {
            book::close(
                &mut order,
                Fail::new("ORDER_REVOKED", "The merchant has revoked the order"),
                call.now,
            );
        }
        OrderStatus::Settled => {}
    }
    order.revoked = true;
    order.revoked_at = Some(call.now);
    order.pays_late = false;
    book.put_order(order.clone(), call.settings);
    order_body(&order, call)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenUrl {
    token_url: Option<String>,
}

#[derive(Serialize)]
struct CashierUrlInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    payer: Option<Payer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payer {
    mobile_number_mask: &'static str,
}

/// The one customer of this PayBy.
pub(crate) const CUSTOMER_MASK: &str = "+971-58*92";

pub(super) fn cashier_url_info(book: &Book, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: TokenUrl = wire::read(biz)?;
    let url = wanted
        .token_url
        .ok_or_else(|| Refusal::invalid("tokenUrl"))?;
    // The sandbox may have moved to another port since; the token is what counts.
    let token = url.rsplit('/').next().unwrap_or_default();
    let order = book
        .order_by_token(token)
        .filter(|order| order.status == OrderStatus::Created)
        .ok_or(codes::TOKEN_URL_NOT_EXIST)?;
    Done::body(&CashierUrlInfo {
        payer: order.scanned_at.map(|_| Payer {
            mobile_number_mask: CUSTOMER_MASK,
        }),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewExpiry {
    merchant_order_no: Option<String>,
    order_no: Option<String>,
    expired_time: Option<Millis>,
}

pub(super) fn update_expired_time(
    book: &mut Book,
    call: &Call<'_>,
    biz: &RawValue,
) -> Result<Done, Refusal> {
    let content: NewExpiry = wire::read(biz)?;
    let wanted = OrderRef {
        merchant_order_no: content.merchant_order_no,
        order_no: content.order_no,
    };
    let Millis(expiry) = content
        .expired_time
        .ok_or_else(|| Refusal::invalid("expiredTime"))?;
    let mut order = wanted.find(book)?.clone();
    if let Some(refusal) = not_open(&order) {
        return Err(refusal);
    }
    if expiry <= call.request_time || expiry <= call.now {
        return Err(codes::EXPIRED_BEFORE_REQUEST);
    }
    if expiry > call.now + Settings::LONGEST_UPDATED_EXPIRY_MS {
        return Err(codes::INVALID_EXPIRED_TIME);
    }
    order.expired_time = expiry;
    book.put_order(order.clone(), call.settings);
    order_body(&order, call)
}
