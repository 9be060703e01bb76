//! A merchant with the training keys.

use std::sync::OnceLock;

use payby_sandbox::{ApiReply, ApiRequest, Delivery, Keys, Sandbox, Settings};
use serde_json::{Value, json};

/// 2026-01-01 00:00 UTC.
pub(crate) const T0: i64 = 1_767_225_600_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;

pub(crate) fn keys() -> Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::generate().unwrap()).clone()
}

pub(crate) fn sandbox() -> Sandbox {
    with(|_| {})
}

pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Sandbox {
    let mut settings = Settings::new(Settings::PARTNER_ID);
    change(&mut settings);
    Sandbox::new(settings, keys())
}

pub(crate) fn request(path: &str, body: Vec<u8>) -> ApiRequest {
    ApiRequest {
        path: format!("/sgs/api{path}"),
        sign: Some(keys().merchant_private().unwrap().sign(&body).unwrap()),
        partner_id: Some(Settings::PARTNER_ID.to_owned()),
        body,
    }
}

pub(crate) fn body(at: i64, biz: &Value) -> Vec<u8> {
    json!({ "requestTime": at, "bizContent": biz })
        .to_string()
        .into_bytes()
}

/// The raw reply of a call at a time.
pub(crate) fn raw(sandbox: &Sandbox, path: &str, biz: &Value, at: i64) -> ApiReply {
    sandbox.handle(&request(path, body(at, biz)), at)
}

pub(crate) fn sign_of(reply: &ApiReply) -> Option<&str> {
    reply
        .headers
        .iter()
        .find(|(name, _)| *name == "sign")
        .map(|(_, value)| value.as_str())
}

pub(crate) fn is_signed(reply: &ApiReply) -> bool {
    sign_of(reply).is_some_and(|sign| keys().payby_public().verify(&reply.body, sign))
}

/// The JSON of a reply that must arrive, validly signed, with HTTP 200.
pub(crate) fn call(sandbox: &Sandbox, path: &str, biz: &Value, at: i64) -> Value {
    let reply = raw(sandbox, path, biz, at);
    assert_eq!(reply.status, 200);
    assert!(
        matches!(reply.delivery, Delivery::Reply { .. }),
        "{path} did not arrive"
    );
    assert!(
        is_signed(&reply),
        "{}",
        String::from_utf8_lossy(&reply.body)
    );
    serde_json::from_slice(&reply.body).unwrap()
}

pub(crate) fn code(value: &Value) -> &str {
    value["head"]["code"].as_str().unwrap()
}

pub(crate) fn order(number: &str, amount: &str) -> Value {
    json!({
        "merchantOrderNo": number, "subject": "Coffee", "subjectAr": "قهوة",
        "totalAmount": { "amount": serde_json::from_str::<Value>(amount).unwrap(), "currency": "AED" },
        "paySceneCode": "DYNQR",
    })
}

pub(crate) fn place(sandbox: &Sandbox, number: &str, amount: &str, at: i64) -> Value {
    let reply = call(sandbox, "/acquire2/placeOrder", &order(number, amount), at);
    assert_eq!(code(&reply), "0", "{reply}");
    reply
}

pub(crate) fn get(sandbox: &Sandbox, number: &str, at: i64) -> Value {
    call(
        sandbox,
        "/acquire2/getOrder",
        &json!({ "merchantOrderNo": number }),
        at,
    )
}

pub(crate) fn status(sandbox: &Sandbox, number: &str, at: i64) -> String {
    get(sandbox, number, at)["body"]["acquireOrder"]["status"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(crate) fn by_number(sandbox: &Sandbox, path: &str, number: &str, at: i64) -> Value {
    call(sandbox, path, &json!({ "merchantOrderNo": number }), at)
}
