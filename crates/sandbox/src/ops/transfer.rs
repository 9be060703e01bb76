//! Transfers to a wallet (PayBy's public documentation, "Transfer to Botim Money account").

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Call, Done, OrderRef, limited, notify_url, number};
use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::model::{Fail, Transfer, TransferStatus};
use crate::money::{Fils, Money};
use crate::ops::account;
use crate::wire;

/// The most one transfer may carry.
const LIMIT: Fils = Fils(1_000_000);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    merchant_order_no: Option<String>,
    beneficiary_identity_type: Option<String>,
    beneficiary_identity: Option<String>,
    beneficiary_full_name: Option<String>,
    #[serde(alias = "totalAmount")]
    amount: Option<Money>,
    memo: Option<String>,
    notify_url: Option<String>,
    reserved: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    transfer_order: wire::TransferOrder<'a>,
}

fn body(transfer: &Transfer) -> Result<Done, Refusal> {
    Done::body(&Body {
        transfer_order: wire::transfer_order(transfer),
    })
}

/// What tells one transfer from another: the encrypted fields are compared by what is in them, because encrypting
/// the same text twice gives two texts.
fn fingerprint(content: &Content, identity: &str, name: Option<&str>, amount: Fils) -> String {
    let parts = [
        content
            .beneficiary_identity_type
            .as_deref()
            .unwrap_or_default(),
        identity,
        name.unwrap_or_default(),
        &amount.text(),
        content.memo.as_deref().unwrap_or_default(),
        content.notify_url.as_deref().unwrap_or_default(),
        content.reserved.as_deref().unwrap_or_default(),
    ]
    .join("\u{1f}");
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, parts.as_bytes());
    wire::hex(hash.as_ref())
}

pub(super) fn place(book: &mut Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let content: Content = wire::read(biz)?;
    let key = number("merchantOrderNo", content.merchant_order_no.as_ref())?;
    let open = |field: &str, text: &Option<String>| match text {
        Some(text) => call
            .keys
            .payby()
            .decrypt_field(text)
            .map(Some)
            .map_err(|_| {
                Refusal::invalid(&format!("{field} is not encrypted with PayBy's public key"))
            }),
        None => Ok(None),
    };
    let identity = open("beneficiaryIdentity", &content.beneficiary_identity)?
        .ok_or_else(|| Refusal::invalid("beneficiaryIdentity"))?;
    let name = open("beneficiaryFullName", &content.beneficiary_full_name)?;
    let amount = content
        .amount
        .as_ref()
        .ok_or_else(|| Refusal::invalid("amount"))?;
    let fingerprint = fingerprint(&content, &identity, name.as_deref(), amount.amount.0);
    if let Some(transfer) = book.transfer(&key) {
        return if transfer.fingerprint == fingerprint {
            body(transfer)
        } else {
            Err(codes::MERCHANT_ORDER_NO_EXIST)
        };
    }
    if amount.amount.0 <= Fils(0) || amount.amount.0 > LIMIT || amount.currency != "AED" {
        return Err(Refusal::invalid("amount"));
    }
    let identity_type = identity_type(content.beneficiary_identity_type.as_deref(), &identity)?;
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(codes::NAME_NOT_MATCH);
    }
    let memo = limited("memo", content.memo.as_ref(), 32)?
        .filter(|memo| !memo.is_empty())
        .ok_or_else(|| Refusal::invalid("memo"))?;
    let covered = amount.amount.0 <= account::available(book, call.settings);
    let transfer = Transfer {
        order_no: book.number("14", call.now),
        merchant_order_no: key,
        fingerprint,
        status: TransferStatus::Created,
        amount: amount.amount.0,
        currency: amount.currency.clone(),
        identity_type,
        identity_mask: mask(&identity),
        memo,
        notify_url: notify_url(content.notify_url.as_ref())?,
        reserved: limited("reserved", content.reserved.as_ref(), 20)?,
        request_time: call.request_time,
        created_at: call.now,
        arrived_at: None,
        fail: (!covered).then(|| Fail::new("92004", "The balance does not cover the transfer")),
    };
    book.put_transfer(transfer.clone(), call.settings);
    body(&transfer)
}

fn identity_type(given: Option<&str>, identity: &str) -> Result<String, Refusal> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match given {
        Some("PHONE_NO") => identity
            .strip_prefix('+')
            .and_then(|rest| rest.split_once('-'))
            .is_some_and(|(country, number)| digits(country) && digits(number)),
        Some("MEMBER_ID") => digits(identity) && identity.len() <= 20,
        Some(_) | None => return Err(Refusal::invalid("beneficiaryIdentityType")),
    };
    match (fits, given) {
        (true, Some(given)) => Ok(given.to_owned()),
        (true | false, _) => Err(Refusal::of_code("62027", None)),
    }
}

/// The last two digits are enough to recognise a beneficiary.
fn mask(identity: &str) -> String {
    let tail: String = identity
        .chars()
        .skip(identity.chars().count().saturating_sub(2))
        .collect();
    format!("*{tail}")
}

pub(super) fn get(book: &Book, biz: &RawValue) -> Result<Done, Refusal> {
    let wanted: OrderRef = wire::read(biz)?;
    let transfer = match (&wanted.merchant_order_no, &wanted.order_no) {
        (Some(number), None) => book
            .transfer(number)
            .ok_or(codes::MERCHANT_ORDER_NO_NOT_EXIST)?,
        (None, Some(number)) => book
            .transfer_by_no(number)
            .ok_or(codes::ORDER_NO_NOT_EXIST)?,
        (Some(_), Some(_)) | (None, None) => {
            return Err(Refusal::invalid("give either merchantOrderNo or orderNo"));
        }
    };
    body(transfer)
}
