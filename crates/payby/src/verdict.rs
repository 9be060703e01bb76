//! What a reply proves. Only a validly signed one proves anything, and only where PayBy's documents say that it does.

use std::time::UNIX_EPOCH;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::amount::Millis;
use crate::code::Code;
use crate::content::Secrets;
use crate::keys::PublicKey;
use crate::outcome::{Outcome, Said, Signature, Trace, Unknown};
use crate::statement::Statement;
use crate::tolerant;
use crate::transport::WireReply;

/// The most bytes of a reply that are recorded.
const RECORDED: usize = 64 * 1024;

#[derive(Deserialize)]
struct Envelope {
    head: Head,
    #[serde(default)]
    body: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    #[serde(default, deserialize_with = "tolerant::text")]
    apply_status: Option<String>,
    #[serde(deserialize_with = "tolerant::required_text")]
    code: String,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    msg: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    trace_code: Option<String>,
}

/// A reply, looked at once.
pub(crate) struct Seen<'a> {
    reply: &'a WireReply,
    secrets: &'a Secrets,
    signature: Signature,
    /// The head and the body, or why there are none.
    content: Result<(Said, Option<Box<RawValue>>), String>,
    recorded: String,
}

impl<'a> Seen<'a> {
    pub(crate) fn new(reply: &'a WireReply, key: &PublicKey, secrets: &'a Secrets) -> Self {
        Self {
            reply,
            secrets,
            signature: signature(reply, key),
            content: envelope(&reply.body, secrets),
            recorded: recorded(&reply.body, secrets),
        }
    }

    fn said(&self) -> Option<&Said> {
        self.content.as_ref().ok().map(|(said, _)| said)
    }

    pub(crate) fn record(&self, trace: &mut Trace) {
        trace.http_status = Some(self.reply.status);
        trace.signature = Some(self.signature);
        trace.said = self.said().cloned();
        trace.date = self.reply.header("date").next().and_then(date);
        trace.reply_body.clone_from(&self.recorded);
    }
}

/// The outcome of an operation whose body must be there.
pub(crate) fn json<B: DeserializeOwned>(seen: &Seen<'_>) -> Outcome<B> {
    with_body(seen, |body| match body {
        Some(raw) => serde_json::from_str(raw.get()).map_err(|error| error.to_string()),
        None => Err("the reply has no body".to_owned()),
    })
}

/// The outcome of an operation that may be answered without a body.
pub(crate) fn json_or_nothing<B: DeserializeOwned + Default>(seen: &Seen<'_>) -> Outcome<B> {
    with_body(seen, |body| match body {
        Some(raw) => serde_json::from_str(raw.get()).map_err(|error| error.to_string()),
        None => Ok(B::default()),
    })
}

fn with_body<B>(
    seen: &Seen<'_>,
    read: impl FnOnce(Option<&RawValue>) -> Result<B, String>,
) -> Outcome<B> {
    match judge(seen) {
        Outcome::Accepted(body) => match read(body) {
            Ok(value) => Outcome::Accepted(value),
            Err(why) => Outcome::Unknown(Unknown::Unreadable {
                why: seen.secrets.remove_from(&why),
            }),
        },
        Outcome::Refused(said) => Outcome::Refused(said),
        Outcome::Unknown(unknown) => Outcome::Unknown(unknown),
    }
}

/// The outcome of a download: a ZIP comes unsigned with a file name, a refusal as signed JSON.
pub(crate) fn statement(seen: &Seen<'_>) -> Outcome<Statement> {
    let reply = seen.reply;
    let Some(disposition) = reply.header("content-disposition").next() else {
        return with_body(seen, |_| {
            Err("a statement was expected, not JSON".to_owned())
        });
    };
    if reply.status != 200 {
        return Outcome::Unknown(http_status(seen));
    }
    if seen.signature == Signature::Invalid {
        return Outcome::Unknown(Unknown::BadSignature { said: None });
    }
    match Statement::received(disposition, &reply.body) {
        Some(statement) => Outcome::Accepted(statement),
        None => Outcome::Unknown(Unknown::Unreadable {
            why: "the statement is not a whole ZIP file".to_owned(),
        }),
    }
}

fn judge<'a>(seen: &'a Seen<'_>) -> Outcome<Option<&'a RawValue>> {
    if seen.reply.status != 200 {
        return Outcome::Unknown(http_status(seen));
    }
    let (said, body) = match (&seen.content, seen.signature) {
        (_, Signature::Invalid) => {
            let said = seen.said().cloned();
            return Outcome::Unknown(Unknown::BadSignature { said });
        }
        (Err(why), Signature::Valid | Signature::Missing) => {
            return Outcome::Unknown(Unknown::Unreadable { why: why.clone() });
        }
        (Ok((said, body)), Signature::Valid | Signature::Missing) => (said.clone(), body),
    };
    let signed = seen.signature == Signature::Valid;
    if said.code == Code::RateLimitReject {
        return Outcome::Unknown(Unknown::RateLimited { said, signed });
    }
    if said.code.is_gateway_trouble() {
        return Outcome::Unknown(Unknown::Gateway { said, signed });
    }
    if !signed {
        return Outcome::Unknown(Unknown::Unsigned { said });
    }
    match (said.apply_status.as_str(), &said.code) {
        ("SUCCESS", Code::Success) => Outcome::Accepted(body.as_deref()),
        (status, Code::Success) => Outcome::Unknown(Unknown::Unreadable {
            why: format!("code 0 with applyStatus {status:?}"),
        }),
        ("SUCCESS" | "FAIL" | "ERROR", _) => Outcome::Refused(said),
        (status, code) => Outcome::Unknown(Unknown::Unreadable {
            why: format!("code {code} with applyStatus {status:?}"),
        }),
    }
}

fn http_status(seen: &Seen<'_>) -> Unknown {
    Unknown::HttpStatus {
        status: seen.reply.status,
        said: seen.said().cloned(),
    }
}

fn signature(reply: &WireReply, key: &PublicKey) -> Signature {
    let mut signs = reply.header("sign").filter(|sign| !sign.trim().is_empty());
    match (signs.next(), signs.next()) {
        (None, _) => Signature::Missing,
        (Some(sign), None) if key.verify(&reply.body, sign) => Signature::Valid,
        (Some(_), _) => Signature::Invalid,
    }
}

fn envelope(body: &[u8], secrets: &Secrets) -> Result<(Said, Option<Box<RawValue>>), String> {
    let envelope: Envelope =
        serde_json::from_slice(body).map_err(|error| secrets.remove_from(&error.to_string()))?;
    let head = envelope.head;
    let said = Said {
        code: Code::from(head.code.as_str()),
        msg: secrets.remove_from(&head.msg.unwrap_or_default()),
        apply_status: head.apply_status.unwrap_or_default(),
        trace_code: head.trace_code,
    };
    Ok((said, envelope.body))
}

fn recorded(body: &[u8], secrets: &Secrets) -> String {
    if body.starts_with(b"PK") {
        return format!("(a file of {} bytes)", body.len());
    }
    let mut text = secrets.remove_from(&String::from_utf8_lossy(body));
    if text.len() > RECORDED {
        let end = (0..=RECORDED).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

fn date(header: &str) -> Option<Millis> {
    let time = httpdate::parse_http_date(header).ok()?;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Millis)
}
