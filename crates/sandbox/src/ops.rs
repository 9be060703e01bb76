//! The operations. Each takes the authenticated `bizContent` and gives a reply's body or a refusal.

mod account;
mod acquire;
mod list;
mod place;
mod refund;
mod transfer;

pub(crate) use acquire::CUSTOMER_MASK;
pub(crate) use place::token_url;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::fault::{FaultKind, Op};
use crate::keys::Keys;
use crate::model::Order;
use crate::settings::Settings;
use crate::{statement, wire};

/// One call that has passed the gateway.
pub(crate) struct Call<'a> {
    /// PayBy's clock, UTC ms.
    pub(crate) now: i64,
    /// The request's time.
    pub(crate) request_time: i64,
    pub(crate) settings: &'a Settings,
    pub(crate) keys: &'a Keys,
    /// The fault that meets this call.
    pub(crate) fault: Option<&'a FaultKind>,
}

/// What a call gave.
pub(crate) enum Done {
    Body(Box<RawValue>),
    File { name: String, bytes: Vec<u8> },
}

impl Done {
    fn body<T: Serialize>(body: &T) -> Result<Self, Refusal> {
        serde_json::value::to_raw_value(body)
            .map(Self::Body)
            .map_err(|_| Refusal::system_error())
    }
}

pub(crate) fn run(
    op: Op,
    book: &mut Book,
    call: &Call<'_>,
    biz: &RawValue,
) -> Result<Done, Refusal> {
    match op {
        Op::PlaceOrder => place::place(book, call, biz),
        Op::GetOrder => acquire::get(book, call, biz),
        Op::CancelOrder => acquire::cancel(book, call, biz),
        Op::RevokeOrder => acquire::revoke(book, call, biz),
        Op::GetCashierUrlInfo => acquire::cashier_url_info(book, biz),
        Op::UpdateExpiredTime => acquire::update_expired_time(book, call, biz),
        Op::QueryOrderPage => list::page(book, call, biz),
        Op::Refund => refund::place(book, call, biz),
        Op::GetRefund => refund::get(book, call, biz),
        Op::Transfer => transfer::place(book, call, biz),
        Op::GetTransfer => transfer::get(book, biz),
        Op::GetOrderStatement => statement::download(book, call, biz),
        Op::GetBalance => account::balance(book, call, biz),
        Op::Notify => Err(Refusal::no_such_service()),
    }
}

/// Names an order by one of its two numbers, never both.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderRef {
    merchant_order_no: Option<String>,
    order_no: Option<String>,
}

impl OrderRef {
    fn find<'b>(&self, book: &'b Book) -> Result<&'b Order, Refusal> {
        match (&self.merchant_order_no, &self.order_no) {
            (Some(number), None) => book.order(number).ok_or(codes::MERCHANT_ORDER_NO_NOT_EXIST),
            (None, Some(number)) => book.order_by_no(number).ok_or(codes::ORDER_NO_NOT_EXIST),
            (Some(_), Some(_)) | (None, None) => {
                Err(Refusal::invalid("give either merchantOrderNo or orderNo"))
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderBody<'a> {
    acquire_order: wire::AcquireOrder<'a>,
}

fn order_body(order: &Order, call: &Call<'_>) -> Result<Done, Refusal> {
    Done::body(&OrderBody {
        acquire_order: wire::acquire_order(order, call.fault),
    })
}

/// A merchant's own number: letters, digits, `-`, `_`; at most 64.
fn number(field: &str, value: Option<&String>) -> Result<String, Refusal> {
    value
        .filter(|number| {
            (1..=64).contains(&number.len())
                && number
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
        .cloned()
        .ok_or_else(|| Refusal::invalid(field))
}

/// An optional text with PayBy's limit, in characters.
fn limited(field: &str, value: Option<&String>, limit: usize) -> Result<Option<String>, Refusal> {
    match value {
        Some(text) if text.chars().count() > limit => Err(Refusal::invalid(&format!(
            "{field} is longer than {limit} characters"
        ))),
        other => Ok(other.cloned()),
    }
}

/// A URL PayBy can notify.
fn notify_url(value: Option<&String>) -> Result<Option<String>, Refusal> {
    let text = limited("notifyUrl", value, 200)?.filter(|text| !text.is_empty());
    match text {
        Some(text)
            if !url::Url::parse(&text)
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https")) =>
        {
            Err(Refusal::invalid("notifyUrl"))
        }
        other => Ok(other),
    }
}
