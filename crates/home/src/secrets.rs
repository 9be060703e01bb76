//! What was sent and received, fit to be shown: without what would let somebody pay, sign or sign in.

use serde_json::Value;

/// The names whose values are never shown, in small letters: QR tokens, customers' codes, signatures, keys, PINs.
const SECRET: [&str; 16] = [
    "tokenurl",
    "token",
    "accesstoken",
    "authcode",
    "paycode",
    "paymentcode",
    "customercode",
    "identitycode",
    "sign",
    "signature",
    "privatekey",
    "publickey",
    "secret",
    "password",
    "passphrase",
    "pin",
];

/// What is shown in their place.
const REMOVED: &str = "***";

/// A body as it was sent or received, laid out for reading and without secrets. What is no JSON is shown only as far as nothing in it
/// is named like a secret.
pub fn readable(body: &str) -> String {
    if let Ok(mut value) = serde_json::from_str::<Value>(body) {
        remove(&mut value);
        return format!("{value:#}");
    }
    let small = body.to_ascii_lowercase();
    if SECRET.iter().any(|name| small.contains(name)) {
        "(it cannot be read, and may have a secret in it)".to_owned()
    } else {
        body.to_owned()
    }
}

fn remove(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if SECRET.contains(&name.to_ascii_lowercase().as_str()) && !value.is_null() {
                    *value = Value::String(REMOVED.to_owned());
                } else {
                    remove(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(remove),
        // JSON inside a text, as PayBy nests it.
        Value::String(text) if text.starts_with(['{', '[']) => {
            if let Ok(mut inner) = serde_json::from_str::<Value>(text) {
                remove(&mut inner);
                *text = inner.to_string();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_codes_signatures_and_keys_are_removed_wherever_they_stand() {
        let body = r#"{"head":{"sign":"AbC=","code":"0"},"body":{"interActionParams":{"tokenUrl":"https://pay/abc123"},
            "list":[{"authCode":"281004089123456789"}],"paySceneParams":"{\"authCode\":\"28100408\",\"kept\":1}",
            "PrivateKey":"MIIE","amount":12.5,"pin":null,"merchantOrderNo":"T1-1"}}"#;
        let shown = readable(body);
        for secret in ["AbC=", "abc123", "281004089123456789", "28100408", "MIIE"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        for kept in ["T1-1", "12.5", "kept", "\"code\": \"0\""] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }

    #[test]
    fn what_is_no_json_is_shown_when_it_names_no_secret() {
        assert_eq!(readable("502 Bad Gateway"), "502 Bad Gateway");
        assert_eq!(readable(""), "");
        assert!(!readable(r#"{"tokenUrl":"https://pay/abc123"#).contains("abc123"));
    }

    proptest! {
        #[test]
        fn no_secret_is_shown_however_deep(secret in "[a-z0-9]{12}", depth in 0..12_usize, name in 0..SECRET.len()) {
            let mut value = serde_json::json!({ SECRET[name]: secret.clone() });
            for level in 0..depth {
                value = if level % 2 == 0 { serde_json::json!([value]) } else { serde_json::json!({ "in": value }) };
            }
            prop_assert!(!readable(&value.to_string()).contains(&secret));
        }
    }
}
