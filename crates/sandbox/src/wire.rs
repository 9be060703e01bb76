//! The JSON of the wire, written on its own: it and a client check one another.

use aws_lc_rs::digest;
use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::codes::Refusal;
use crate::fault::FaultKind;
use crate::model::{Notice, NoticeOf, Order, Refund, RefundStatus, Transfer, TransferStatus};
use crate::money::{Fils, Money};

/// A time in ms since the epoch: a number, or a number in quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Millis(pub(crate) i64);

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        value
            .as_i64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
            .map(Self)
            .ok_or_else(|| D::Error::custom("not a time in milliseconds"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope<'a> {
    pub(crate) request_time: Option<Millis>,
    #[serde(borrow)]
    pub(crate) biz_content: Option<&'a RawValue>,
}

/// Reads `bizContent`; what cannot be read is refused by its first fault.
pub(crate) fn read<T: DeserializeOwned>(biz: &RawValue) -> Result<T, Refusal> {
    serde_json::from_str(biz.get()).map_err(|error| Refusal::invalid(&error.to_string()))
}

/// SHA-256 over the content with sorted members and normalised numbers: equal for the same parameters.
pub(crate) fn fingerprint(biz: &RawValue) -> Result<String, Refusal> {
    let value: Value = read(biz)?;
    let mut text = String::new();
    canonical(&value, &mut text);
    Ok(hex(
        digest::digest(&digest::SHA256, text.as_bytes()).as_ref()
    ))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}

fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (name, member) in sorted {
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                canonical(member, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Number(number) => {
            let text = number.to_string();
            match text.parse::<Decimal>() {
                Ok(decimal) => out.push_str(&decimal.normalize().to_string()),
                Err(_) => out.push_str(&text),
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Head<'a> {
    pub(crate) apply_status: &'a str,
    pub(crate) code: &'a str,
    pub(crate) msg: &'a str,
    pub(crate) trace_code: &'a str,
    /// Not documented, and there in PayBy's samples.
    pub(crate) success: bool,
}

#[derive(Serialize)]
pub(crate) struct Reply<'a> {
    pub(crate) head: Head<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<&'a RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentInfo<'a> {
    paid_amount: Money,
    paid_time: i64,
    payer_mid: &'a str,
    pay_channel: &'static str,
    payer_fee_amount: Money,
    payee_fee_amount: Money,
    settlement_amount: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_time: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcquireOrder<'a> {
    merchant_order_no: String,
    order_no: &'a str,
    status: &'static str,
    product: &'static str,
    total_amount: Money,
    payee_mid: String,
    expired_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<&'a str>,
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_ar: Option<&'a str>,
    request_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessory_content: Option<&'a RawValue>,
    pay_scene_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secondary_merchant_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<&'a str>,
    /// A string, as PayBy's samples have it.
    revoked: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_des: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_info: Option<PaymentInfo<'a>>,
    /// A field no reader knows: real gateways add some at any time.
    promotion_info_list: [(); 0],
}

/// The order as a reply shows it, with what a fault makes wrong in it.
pub(crate) fn acquire_order<'a>(order: &'a Order, wrong: Option<&FaultKind>) -> AcquireOrder<'a> {
    let mut total = order.total;
    let mut currency = order.currency.as_str();
    let mut payee = order.payee_mid.clone();
    let mut number = order.merchant_order_no.clone();
    if let Some(FaultKind::WrongAmount { add_fils }) = wrong {
        total = total.plus(Fils(*add_fils));
    } else if let Some(FaultKind::WrongCurrency) = wrong {
        currency = "USD";
    } else if let Some(FaultKind::WrongPayee) = wrong {
        payee = String::from("200000099999");
    } else if let Some(FaultKind::WrongNumber) = wrong {
        number.push_str("-X");
    }
    AcquireOrder {
        merchant_order_no: number,
        order_no: &order.order_no,
        status: order.status.text(),
        product: order.scene.product(),
        total_amount: Money::new(total, currency),
        payee_mid: payee,
        expired_time: order.expired_time,
        notify_url: order.notify_url.as_deref(),
        subject: &order.subject,
        subject_ar: order.subject_ar.as_deref(),
        request_time: order.request_time,
        accessory_content: order.accessory.as_deref(),
        pay_scene_code: order.scene.text(),
        device_id: order.device_id.as_deref(),
        secondary_merchant_id: order.secondary_merchant_id.as_deref(),
        reserved: order.reserved.as_deref(),
        revoked: if order.revoked { "true" } else { "false" },
        fail_code: order.fail.as_ref().map(|fail| fail.code.as_str()),
        fail_des: order.fail.as_ref().map(|fail| fail.des.as_str()),
        payment_info: order.paid.as_ref().map(|paid| PaymentInfo {
            paid_amount: Money::new(
                if total == order.total {
                    paid.amount
                } else {
                    total
                },
                currency,
            ),
            paid_time: paid.at,
            payer_mid: &paid.payer_mid,
            pay_channel: "BALANCE",
            payer_fee_amount: Money::new(Fils(0), currency),
            payee_fee_amount: Money::new(paid.fee.plus(paid.fee_vat), currency),
            settlement_amount: Money::new(paid.settled(), currency),
            settled_time: paid.settled_at,
        }),
        promotion_info_list: [],
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundOrder<'a> {
    refund_merchant_order_no: String,
    order_no: &'a str,
    origin_merchant_order_no: &'a str,
    status: RefundStatus,
    amount: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<&'a str>,
    request_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_des: Option<&'static str>,
}

pub(crate) fn refund_order<'a>(refund: &'a Refund, wrong: Option<&FaultKind>) -> RefundOrder<'a> {
    let mut amount = refund.amount;
    let mut currency = refund.currency.as_str();
    let mut number = refund.refund_merchant_order_no.clone();
    if let Some(FaultKind::WrongAmount { add_fils }) = wrong {
        amount = amount.plus(Fils(*add_fils));
    } else if let Some(FaultKind::WrongCurrency) = wrong {
        currency = "USD";
    } else if let Some(FaultKind::WrongNumber) = wrong {
        number.push_str("-X");
    }
    let failed = refund.status == RefundStatus::Failure;
    RefundOrder {
        refund_merchant_order_no: number,
        order_no: &refund.order_no,
        origin_merchant_order_no: &refund.origin_merchant_order_no,
        status: refund.status,
        amount: Money::new(amount, currency),
        reason: refund.reason.as_deref(),
        operator_name: refund.operator_name.as_deref(),
        notify_url: refund.notify_url.as_deref(),
        reserved: refund.reserved.as_deref(),
        request_time: refund.request_time,
        settled_time: refund.settled_at,
        fail_code: failed.then_some("92004"),
        fail_des: failed.then_some("Channel rejection"),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransferOrder<'a> {
    merchant_order_no: &'a str,
    order_no: &'a str,
    product: &'static str,
    status: TransferStatus,
    amount: Money,
    beneficiary_identity_type: &'a str,
    beneficiary_identity: &'a str,
    memo: &'a str,
    request_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_info: Option<TransferPaymentInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_des: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransferPaymentInfo {
    payer_fee_amount: Money,
    arrival_time: i64,
}

pub(crate) fn transfer_order(transfer: &Transfer) -> TransferOrder<'_> {
    TransferOrder {
        merchant_order_no: &transfer.merchant_order_no,
        order_no: &transfer.order_no,
        product: "Transfer to Botim Money Account",
        status: transfer.status,
        amount: Money::new(transfer.amount, &transfer.currency),
        beneficiary_identity_type: &transfer.identity_type,
        beneficiary_identity: &transfer.identity_mask,
        memo: &transfer.memo,
        request_time: transfer.request_time,
        notify_url: transfer.notify_url.as_deref(),
        reserved: transfer.reserved.as_deref(),
        payment_info: transfer.arrived_at.map(|arrival_time| TransferPaymentInfo {
            payer_fee_amount: Money::new(Fils(0), &transfer.currency),
            arrival_time,
        }),
        fail_code: transfer.fail.as_ref().map(|fail| fail.code.as_str()),
        fail_des: transfer.fail.as_ref().map(|fail| fail.des.as_str()),
    }
}

#[derive(Serialize)]
struct NoticeBody<'a> {
    #[serde(rename = "_input_charset")]
    input_charset: &'static str,
    notify_id: &'a str,
    notify_timestamp: i64,
    #[serde(rename = "acquireOrder", skip_serializing_if = "Option::is_none")]
    acquire_order: Option<AcquireOrder<'a>>,
    #[serde(rename = "refundOrder", skip_serializing_if = "Option::is_none")]
    refund_order: Option<RefundOrder<'a>>,
    #[serde(rename = "transferOrder", skip_serializing_if = "Option::is_none")]
    transfer_order: Option<TransferOrder<'a>>,
}

/// The body of a push notification (PayBy's public documentation, "Payment result notification").
pub(crate) fn notice(
    notice: &Notice,
    wrong: Option<&FaultKind>,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut body = NoticeBody {
        input_charset: "UTF-8",
        notify_id: &notice.notify_id,
        notify_timestamp: notice.notify_timestamp,
        acquire_order: None,
        refund_order: None,
        transfer_order: None,
    };
    match &notice.about {
        NoticeOf::Order(order) => body.acquire_order = Some(acquire_order(order, wrong)),
        NoticeOf::Refund(refund) => body.refund_order = Some(refund_order(refund, wrong)),
        NoticeOf::Transfer(transfer) => body.transfer_order = Some(transfer_order(transfer)),
    }
    serde_json::to_vec(&body)
}
