//! Reading what a gateway sends with more patience than its documents promise: numbers and strings for each other,
//! absent and null alike, and a detail that cannot be read never spoils the rest.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::decimal;

/// One JSON value, as its text.
enum Scalar {
    Text(String),
    Number(String),
    Flag(bool),
    Null,
    Nested,
}

fn scalar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text)
            .map(Scalar::Text)
            .map_err(D::Error::custom),
        Some(b'{' | b'[') => Ok(Scalar::Nested),
        Some(b't') => Ok(Scalar::Flag(true)),
        Some(b'f') => Ok(Scalar::Flag(false)),
        Some(b'n') => Ok(Scalar::Null),
        _ => Ok(Scalar::Number(text.to_owned())),
    }
}

/// A number's text, from a number or a string.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match scalar(deserializer)? {
        Scalar::Number(text) => Ok(text),
        Scalar::Text(text) => Ok(text.trim().to_owned()),
        Scalar::Flag(_) | Scalar::Null | Scalar::Nested => Err(D::Error::custom("not a number")),
    }
}

/// Text that decides something: a string or a number; absent, null and empty are nothing; anything else is an error.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match scalar(deserializer)? {
        Scalar::Number(text) => Ok(Some(text)),
        Scalar::Text(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Scalar::Null => Ok(None),
        Scalar::Flag(_) | Scalar::Nested => Err(D::Error::custom("not a text")),
    }
}

/// As [`text`], but it must be there.
pub(crate) fn required_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    text(deserializer)?.ok_or_else(|| D::Error::custom("an empty text"))
}

/// A detail: nothing when absent, null, or in a form that is not known.
pub(crate) fn detail<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    // A detail decides nothing: one that cannot be read is the same as one that was not sent.
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// A count nothing depends on: also `2.0` and `"2"`.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match scalar(deserializer)? {
        Scalar::Number(text) | Scalar::Text(text) => {
            Ok(decimal::scaled(text.trim(), 0).and_then(|count| u64::try_from(count).ok()))
        }
        Scalar::Flag(_) | Scalar::Null | Scalar::Nested => Ok(None),
    }
}

/// Text nothing depends on.
pub(crate) fn detail_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match scalar(deserializer)? {
        Scalar::Number(text) => Ok(Some(text)),
        Scalar::Text(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Scalar::Flag(flag) => Ok(Some(flag.to_string())),
        Scalar::Null | Scalar::Nested => Ok(None),
    }
}

/// Yes or no, as a boolean, a string or a number; absent, null and empty are no. A word that is neither is an error,
/// because guessing "no" could turn revoked money into a sale.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let word = match scalar(deserializer)? {
        Scalar::Flag(flag) => return Ok(flag),
        Scalar::Null => return Ok(false),
        Scalar::Number(text) | Scalar::Text(text) => text.trim().to_ascii_lowercase(),
        Scalar::Nested => return Err(D::Error::custom("neither true nor false")),
    };
    match word.as_str() {
        "true" | "1" | "y" | "yes" => Ok(true),
        "" | "false" | "0" | "n" | "no" | "null" => Ok(false),
        _ => Err(D::Error::custom("neither true nor false")),
    }
}

/// The items of a list that can be read, and how many could not: one bad record must not hide the others.
pub(crate) struct Readable<T> {
    pub(crate) items: Vec<T>,
    pub(crate) unreadable: usize,
}

impl<T> Default for Readable<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            unreadable: 0,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Readable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Option::<Vec<Box<RawValue>>>::deserialize(deserializer)?.unwrap_or_default();
        let mut readable = Self::default();
        for raw in all {
            match serde_json::from_str(raw.get()) {
                Ok(item) => readable.items.push(item),
                Err(_) => readable.unreadable += 1,
            }
        }
        Ok(readable)
    }
}
