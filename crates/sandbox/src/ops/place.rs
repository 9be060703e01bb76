//! Create (PayBy's public documentation, "Create order"): idempotent under the merchant's number.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Call, Done, limited, notify_url, number};
use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::fault::FaultKind;
use crate::model::{HeldCreate, Order, OrderStatus, Scene};
use crate::money::Money;
use crate::settings::Settings;
use crate::wire::{self, Millis};

// Fields are named as on the wire.
#[allow(clippy::struct_field_names)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    merchant_order_no: Option<String>,
    subject: Option<String>,
    subject_ar: Option<String>,
    total_amount: Option<Money>,
    pay_scene_code: Option<String>,
    pay_scene_params: Option<Value>,
    expired_time: Option<Millis>,
    payee_mid: Option<String>,
    notify_url: Option<String>,
    device_id: Option<String>,
    secondary_merchant_id: Option<String>,
    reserved: Option<String>,
    accessory_content: Option<Box<RawValue>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    acquire_order: wire::AcquireOrder<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inter_action_params: Option<InterActionParams>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InterActionParams {
    token_url: String,
}

pub(super) fn place(book: &mut Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let fingerprint = wire::fingerprint(biz)?;
    let content: Content = wire::read(biz)?;
    let key = number("merchantOrderNo", content.merchant_order_no.as_ref())?;
    if let Some(order) = book.order(&key) {
        return if order.fingerprint == fingerprint {
            body(order, call)
        } else {
            Err(codes::MERCHANT_ORDER_NO_EXIST)
        };
    }
    let order = new_order(book, call, &content, key, fingerprint)?;
    let pays_at_once =
        order.scene == Scene::Qrpay && order.total.0 < call.settings.confirm_from_fils;
    if let Some(FaultKind::LandCreateLate { after_ms, .. }) = call.fault {
        let id = book.next();
        book.put_held(HeldCreate {
            id,
            land_at: call.now + i64::try_from(*after_ms).unwrap_or(i64::MAX / 2),
            order,
            pays_at_once,
        });
        return Err(Refusal::of_code("504", None));
    }
    let number = order.merchant_order_no.clone();
    if pays_at_once {
        book.pay(call.settings, order, call.now);
    } else {
        book.put_order(order, call.settings);
    }
    let order = book.order(&number).ok_or_else(Refusal::system_error)?;
    body(order, call)
}

fn body(order: &Order, call: &Call<'_>) -> Result<Done, Refusal> {
    let shown = order.status == OrderStatus::Created && order.scene == Scene::Dynqr;
    Done::body(&Body {
        acquire_order: wire::acquire_order(order, call.fault),
        inter_action_params: shown.then(|| InterActionParams {
            token_url: token_url(order, call.settings),
        }),
    })
}

/// Where the customer's phone goes for this order.
pub(crate) fn token_url(order: &Order, settings: &Settings) -> String {
    format!("{}/pay/{}", settings.origin, order.token)
}

fn new_order(
    book: &mut Book,
    call: &Call<'_>,
    content: &Content,
    merchant_order_no: String,
    fingerprint: String,
) -> Result<Order, Refusal> {
    let subject = limited("subject", content.subject.as_ref(), 64)?
        .filter(|subject| !subject.trim().is_empty())
        .ok_or_else(|| Refusal::invalid("subject"))?;
    let total = content
        .total_amount
        .as_ref()
        .ok_or_else(|| Refusal::invalid("totalAmount"))?;
    if total.amount.0.0 <= 0 {
        return Err(Refusal::invalid("totalAmount.amount"));
    }
    if total.currency != "AED" {
        return Err(Refusal::invalid("totalAmount.currency"));
    }
    let scene = scene(content)?;
    let one_time_payment = content
        .pay_scene_params
        .as_ref()
        .and_then(|params| params.get("oneTimePayment"))
        .is_some_and(|value| value == "true" || *value == Value::Bool(true));
    let order_no = book.number("13", call.now);
    let token = book.token(call.settings, &merchant_order_no);
    Ok(Order {
        order_no,
        token,
        fingerprint,
        status: OrderStatus::Created,
        total: total.amount.0,
        currency: total.currency.clone(),
        payee_mid: limited("payeeMid", content.payee_mid.as_ref(), 20)?
            .unwrap_or_else(|| call.settings.partner_id.clone()),
        subject,
        subject_ar: limited("subjectAr", content.subject_ar.as_ref(), 200)?,
        scene,
        request_time: call.request_time,
        created_at: call.now,
        expired_time: expired_time(content, call)?,
        notify_url: notify_url(content.notify_url.as_ref())?,
        device_id: limited("deviceId", content.device_id.as_ref(), 200)?,
        secondary_merchant_id: limited(
            "secondaryMerchantId",
            content.secondary_merchant_id.as_ref(),
            20,
        )?,
        reserved: limited("reserved", content.reserved.as_ref(), 20)?,
        accessory: accessory(content)?,
        one_time_payment,
        revoked: false,
        revoked_at: None,
        fail: None,
        scanned_at: None,
        paid: None,
        closed_at: None,
        pays_late: false,
        refunds: Vec::new(),
        merchant_order_no,
    })
}

/// The two scenes a till uses; PayBy's others exist and are not applied for.
fn scene(content: &Content) -> Result<Scene, Refusal> {
    match content.pay_scene_code.as_deref() {
        Some("DYNQR") => Ok(Scene::Dynqr),
        Some("QRPAY") => {
            let code = content
                .pay_scene_params
                .as_ref()
                .and_then(|params| params.get("authCode"))
                .and_then(Value::as_str)
                .filter(|code| !code.is_empty())
                .ok_or(codes::MISSING_AUTHCODE)?;
            let good =
                (16..=24).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
            if good {
                Ok(Scene::Qrpay)
            } else {
                Err(Refusal::invalid("paySceneParams.authCode"))
            }
        }
        Some(
            "PAYPAGE" | "INAPP" | "JSAPI" | "DIRECTPAY" | "EWALLET" | "AUTODEBIT" | "PAYANDSIGN"
            | "PREAUTH" | "FACE" | "CASHTOPUP",
        ) => Err(codes::PRODUCT_NOT_APPLIED),
        Some(_) | None => Err(codes::PAY_SCENE_ILLEGAL),
    }
}

fn expired_time(content: &Content, call: &Call<'_>) -> Result<i64, Refusal> {
    let Some(Millis(wanted)) = content.expired_time else {
        return Ok(call.request_time + Settings::DEFAULT_EXPIRY_MS);
    };
    if wanted <= call.request_time {
        return Err(codes::EXPIRED_BEFORE_REQUEST);
    }
    if wanted > call.request_time + Settings::LONGEST_EXPIRY_MS {
        return Err(codes::EXPIRED_TOO_LATE);
    }
    if wanted <= call.now {
        return Err(codes::INVALID_EXPIRED_TIME);
    }
    Ok(wanted)
}

/// Kept as it came, so that amounts inside are given back to the letter.
fn accessory(content: &Content) -> Result<Option<Box<RawValue>>, Refusal> {
    let Some(raw) = &content.accessory_content else {
        return Ok(None);
    };
    let value: Value = wire::read(raw)?;
    if !value.is_object() {
        return Err(Refusal::invalid("accessoryContent"));
    }
    let terminal = value.get("terminalDetail");
    for field in [
        "operatorId",
        "storeId",
        "terminalId",
        "merchantName",
        "storeName",
    ] {
        let text = terminal
            .and_then(|detail| detail.get(field))
            .and_then(Value::as_str)
            .map(str::to_owned);
        limited(field, text.as_ref(), 200)?;
    }
    Ok(Some(raw.clone()))
}
