//! The exact text of a request's `bizContent`, made once and sent as often as needed.

use std::fmt;
use std::ops::Range;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::value::RawValue;

/// The field whose value lets anybody take the customer's money.
const SECRET_FIELD: &str = "authCode";
/// What stands in its place wherever the text is kept or shown.
const MASK: &str = "\"***\"";
/// Shorter values are not looked for in replies: they would also hit what is no secret.
const SHORTEST_SECRET: usize = 6;

/// Why a content cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// Letters, digits, `-` and `_`, from 1 to 64 of them.
    #[error("an order number has 1 to 64 letters, digits, - or _")]
    OrderNumber,
    /// A text is missing that PayBy requires.
    #[error("{field} is empty")]
    Empty {
        /// The field's name on the wire.
        field: &'static str,
    },
    /// A text is longer than PayBy takes.
    #[error("{field} has {length} characters, and PayBy takes at most {limit}")]
    TooLong {
        /// The field's name on the wire.
        field: &'static str,
        /// How many characters fit.
        limit: usize,
        /// How many there are.
        length: usize,
    },
    /// The amount is zero or less.
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    /// The amount is more than this operation takes.
    #[error("the amount is more than PayBy takes at once")]
    AmountTooLarge,
    /// A kept text is not a JSON object.
    #[error("the kept content is not a JSON object")]
    NotJson,
    /// The customer's code was not kept, and without it this content cannot be sent again.
    #[error("the customer's code is needed to send this again, and it is never kept")]
    CodeMissing,
    /// A field could not be encrypted.
    #[error("a field could not be encrypted")]
    Encrypt,
}

/// The exact JSON text of a `bizContent`.
///
/// PayBy treats the same number with the same content as the same request, so a retry must repeat the text to the
/// byte. A customer's payment code inside it is a secret: it is not printed, and [`FrozenContent::without_secrets`]
/// gives the text as it may be stored.
#[derive(Clone)]
pub struct FrozenContent(SecretString);

impl FrozenContent {
    pub(crate) fn write(content: &impl Serialize) -> Result<Self, ContentError> {
        serde_json::to_string(content)
            .map(|text| Self(text.into()))
            .map_err(|_| ContentError::NotJson)
    }

    /// Takes up a content that was kept with [`FrozenContent::without_secrets`], byte for byte. Where the customer's
    /// code was masked it must be given again, else [`ContentError::CodeMissing`].
    pub fn restore(kept: &str, customer_code: Option<&SecretString>) -> Result<Self, ContentError> {
        let is_object = serde_json::from_str::<&RawValue>(kept)
            .is_ok_and(|raw| raw.get().starts_with('{') && raw.get().len() == kept.len());
        if !is_object {
            return Err(ContentError::NotJson);
        }
        let places = secret_places(kept);
        if !places.iter().any(|place| &kept[place.clone()] == MASK) {
            return Ok(Self(kept.into()));
        }
        let code = customer_code.ok_or(ContentError::CodeMissing)?;
        let code =
            serde_json::to_string(code.expose_secret()).map_err(|_| ContentError::NotJson)?;
        Ok(Self(replace(kept, &places, &code).into()))
    }

    /// The text with the customer's code masked: for databases, journals and screens.
    pub fn without_secrets(&self) -> String {
        mask(self.text())
    }

    pub(crate) fn text(&self) -> &str {
        self.0.expose_secret()
    }

    /// The secret values inside, to be kept out of what is recorded of a reply.
    pub(crate) fn secrets(&self) -> Secrets {
        let text = self.text();
        let values = secret_places(text)
            .into_iter()
            .filter_map(|place| serde_json::from_str::<String>(&text[place]).ok())
            .filter(|value| value.len() >= SHORTEST_SECRET)
            .map(SecretString::from)
            .collect();
        Secrets(values)
    }
}

impl fmt::Debug for FrozenContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FrozenContent")
            .field(&self.without_secrets())
            .finish()
    }
}

/// Values that must not appear in anything recorded.
#[derive(Default)]
pub(crate) struct Secrets(Vec<SecretString>);

impl Secrets {
    /// `text` without any of them, and without the value of any field that is always a secret.
    pub(crate) fn remove_from(&self, text: &str) -> String {
        self.0.iter().fold(mask(text), |text, secret| {
            text.replace(secret.expose_secret(), "***")
        })
    }
}

fn mask(text: &str) -> String {
    replace(text, &secret_places(text), MASK)
}

fn replace(text: &str, places: &[Range<usize>], with: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        result.push_str(&text[done..place.start]);
        result.push_str(with);
        done = place.end;
    }
    result.push_str(&text[done..]);
    result
}

/// Where the values of secret fields stand, at any depth. Works on text alone, so that the rest keeps every byte and
/// a broken reply is masked too.
fn secret_places(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let end = literal_end(bytes, at);
        let colon = skip_space(bytes, end);
        let is_key = bytes.get(colon) == Some(&b':');
        if is_key && is_secret_name(&text[at..end]) {
            let start = skip_space(bytes, colon + 1);
            let value_end = value_end(bytes, start);
            places.push(start..value_end);
            at = value_end;
        } else {
            at = end;
        }
    }
    places
}

fn is_secret_name(literal: &str) -> bool {
    serde_json::from_str::<String>(literal)
        .is_ok_and(|name| name.eq_ignore_ascii_case(SECRET_FIELD))
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let space = bytes[from..]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace());
    from + space.count()
}

/// The end of the string literal that begins at `start`; of the text, when it is never closed.
fn literal_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn value_end(bytes: &[u8], start: usize) -> usize {
    if bytes.get(start) == Some(&b'"') {
        return literal_end(bytes, start);
    }
    let value = bytes[start..]
        .iter()
        .take_while(|byte| !matches!(byte, b',' | b'}' | b']'));
    start + value.count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use secrecy::SecretString;

    use super::{ContentError, FrozenContent, Secrets, mask};

    #[test]
    fn masks_the_code_wherever_it_stands() {
        for (text, masked) in [
            (r#"{"authCode":"281004089"}"#, r#"{"authCode":"***"}"#),
            (
                r#"{"a":{"authCode" : "1\"2" ,"b":1.0}}"#,
                r#"{"a":{"authCode" : "***" ,"b":1.0}}"#,
            ),
            (r#"{"authCode":12345,"b":1}"#, r#"{"authCode":"***","b":1}"#),
            (r#"{"auth\u0043ode":"x"}"#, r#"{"auth\u0043ode":"***"}"#),
            (r#"{"AUTHCODE":"x"}"#, r#"{"AUTHCODE":"***"}"#),
            (r#"{"authCode":"never closed"#, r#"{"authCode":"***""#),
            (
                r#"{"subject":"authCode","b":"authCode: 5"}"#,
                r#"{"subject":"authCode","b":"authCode: 5"}"#,
            ),
            ("not json at all", "not json at all"),
            ("", ""),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn a_kept_content_comes_back_to_the_byte() {
        let text = r#"{ "amount":12.30, "paySceneParams":{"authCode":"281004089\"1"} }"#;
        let code = SecretString::from("281004089\"1");
        let content = FrozenContent::restore(text, None).unwrap();
        let kept = content.without_secrets();
        assert!(!kept.contains("281004089"));
        assert_eq!(
            FrozenContent::restore(&kept, Some(&code)).unwrap().text(),
            text
        );
        assert_eq!(
            FrozenContent::restore(&kept, None).unwrap_err(),
            ContentError::CodeMissing
        );
        assert!(!format!("{content:?}").contains("281004089"));
    }

    #[test]
    fn only_an_object_is_a_content() {
        for text in ["", "null", "[]", "{", "{}x", " {}", "\"{}\""] {
            assert_eq!(
                FrozenContent::restore(text, None).unwrap_err(),
                ContentError::NotJson
            );
        }
    }

    #[test]
    fn an_echoed_code_is_found_in_a_reply() {
        let content = FrozenContent::restore(r#"{"authCode":"281004089"}"#, None).unwrap();
        let reply = r#"{"head":{"msg":"code 281004089 is used up"}}"#;
        assert_eq!(
            content.secrets().remove_from(reply),
            r#"{"head":{"msg":"code *** is used up"}}"#
        );
        assert_eq!(Secrets::default().remove_from(reply), reply);
    }

    proptest! {
        #[test]
        fn masking_any_text_leaves_no_code(text in "\\PC{0,80}", code in "[0-9]{18}") {
            let quoted = serde_json::to_string(&text).unwrap();
            let json = format!(r#"{{"subject":{quoted},"authCode":"{code}","note":{quoted}}}"#);
            let masked = mask(&json);
            prop_assert!(!masked.contains(&code));
            prop_assert_eq!(mask(&text), text.clone());
            let back = FrozenContent::restore(&masked, Some(&SecretString::from(code))).unwrap();
            prop_assert_eq!(back.text(), json);
        }
    }
}
