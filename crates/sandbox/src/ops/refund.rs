//! Refunds: partial, several, never more than was paid (PayBy's public documentation, "Refund order").

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Call, Done, OrderRef, limited, notify_url, number};
use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::fault::FaultKind;
use crate::model::{Order, OrderStatus, Refund, RefundStatus};
use crate::money::{Fils, Money};
use crate::settings::Settings;
use crate::wire;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    refund_merchant_order_no: Option<String>,
    origin_merchant_order_no: Option<String>,
    origin_order_no: Option<String>,
    amount: Option<Money>,
    operator_name: Option<String>,
    reason: Option<String>,
    notify_url: Option<String>,
    reserved: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    refund_order: wire::RefundOrder<'a>,
    refund_summary: Summary,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    acquire_amount: Money,
    remain_refund_amount: Money,
}

pub(super) fn place(book: &mut Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let fingerprint = wire::fingerprint(biz)?;
    let content: Content = wire::read(biz)?;
    let key = number(
        "refundMerchantOrderNo",
        content.refund_merchant_order_no.as_ref(),
    )?;
    if let Some(refund) = book.refund(&key) {
        return if refund.fingerprint == fingerprint {
            body(book, call, refund)
        } else {
            Err(codes::REFUND_NO_EXIST)
        };
    }
    let origin = OrderRef {
        merchant_order_no: content.origin_merchant_order_no.clone(),
        order_no: content.origin_order_no.clone(),
    };
    let mut order = origin.find(book)?.clone();
    let amount = check(book, call, &order, content.amount.as_ref())?;
    let refund = Refund {
        order_no: book.number("19", call.now),
        refund_merchant_order_no: key.clone(),
        origin_merchant_order_no: order.merchant_order_no.clone(),
        fingerprint,
        status: RefundStatus::Created,
        amount,
        currency: order.currency.clone(),
        reason: limited("reason", content.reason.as_ref(), 64)?,
        operator_name: limited("operatorName", content.operator_name.as_ref(), 64)?,
        notify_url: notify_url(content.notify_url.as_ref())?,
        reserved: limited("reserved", content.reserved.as_ref(), 20)?,
        request_time: call.request_time,
        created_at: call.now,
        settled_at: None,
        fails: matches!(call.fault, Some(FaultKind::RefundFails)),
    };
    order.refunds.push(key);
    book.put_order(order, call.settings);
    book.put_refund(refund.clone(), call.settings);
    body(book, call, &refund)
}

fn check(
    book: &Book,
    call: &Call<'_>,
    order: &Order,
    wanted: Option<&Money>,
) -> Result<Fils, Refusal> {
    let wanted = wanted.ok_or_else(|| Refusal::invalid("amount"))?;
    if wanted.amount.0.0 <= 0 || wanted.currency != order.currency {
        return Err(Refusal::invalid("amount"));
    }
    if order.revoked {
        return Err(codes::ORDER_REVOKED);
    }
    let paid = match (order.status, &order.paid) {
        (OrderStatus::PaidSuccess | OrderStatus::Settled, Some(paid)) => paid,
        (OrderStatus::Failure, _) => return Err(codes::ORDER_FAILURE),
        (OrderStatus::Created | OrderStatus::PaidSuccess | OrderStatus::Settled, _) => {
            return Err(codes::ORDER_NOT_PAID);
        }
    };
    if call.now > paid.at + Settings::REFUNDABLE_MS {
        return Err(codes::REFUND_REJECTED);
    }
    if wanted.amount.0 > paid.amount.minus(book.refunded(order)) {
        return Err(codes::REFUND_AMOUNT_EXCEEDED);
    }
    Ok(wanted.amount.0)
}

fn body(book: &Book, call: &Call<'_>, refund: &Refund) -> Result<Done, Refusal> {
    let order = book
        .order(&refund.origin_merchant_order_no)
        .ok_or_else(Refusal::system_error)?;
    let paid = order.paid.as_ref().map_or(Fils(0), |paid| paid.amount);
    Done::body(&Body {
        refund_order: wire::refund_order(refund, call.fault),
        refund_summary: Summary {
            acquire_amount: Money::new(paid, &order.currency),
            remain_refund_amount: Money::new(paid.minus(book.refunded(order)), &order.currency),
        },
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefundRef {
    refund_merchant_order_no: Option<String>,
    order_no: Option<String>,
}

pub(super) fn get(book: &Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: RefundRef = wire::read(biz)?;
    let refund = match (&wanted.refund_merchant_order_no, &wanted.order_no) {
        (Some(number), None) => book.refund(number).ok_or(codes::REFUND_NOT_EXIST)?,
        (None, Some(number)) => book.refund_by_no(number).ok_or(codes::ORDER_NO_NOT_EXIST)?,
        (Some(_), Some(_)) | (None, None) => {
            return Err(Refusal::invalid(
                "give either refundMerchantOrderNo or orderNo",
            ));
        }
    };
    body(book, call, refund)
}
