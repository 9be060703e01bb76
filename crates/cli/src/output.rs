//! What is printed: results on standard output, sentences on standard error.

use std::collections::HashMap;
use std::io::{self, Write};

use fils_checkout::qr;
use fils_checkout::view::{OrderView, RefundView, time_text};
use fils_home::StoryEntry;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::exit::Failure;
use crate::sentences;

/// Why something is not proved, where the order or refund itself does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// The printer of one command. It remembers what it said, so that it says nothing twice.
pub(crate) struct Output {
    json: bool,
    stdout: io::Stdout,
    stderr: io::Stderr,
    said: HashMap<String, String>,
    qr_shown: Option<String>,
}

/// A payment, as programs read it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PaymentLine<'a> {
    order: &'a str,
    state: &'static str,
    at: String,
    amount: String,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_url: Option<&'a str>,
    expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scanned_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refunded: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// A refund, as programs read it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RefundLine<'a> {
    refund: &'a str,
    order: &'a str,
    amount: String,
    currency: &'a str,
    state: &'a str,
    at: String,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// Decimal text without separators: `1234.50`.
pub(crate) fn decimal(fils: i64) -> String {
    format!("{}.{:02}", fils / 100, fils.rem_euclid(100))
}

impl<'a> PaymentLine<'a> {
    pub(crate) fn of(view: &'a OrderView, odd: Option<&'a Odd>) -> Self {
        let alert = view.alert.as_ref();
        Self {
            order: &view.order,
            state: view.state.as_str(),
            at: time_text(view.at_ms),
            amount: decimal(view.amount.fils),
            currency: &view.amount.currency,
            token_url: view.token_url.as_deref(),
            expires_at: time_text(view.expires_at_ms),
            order_no: view.order_no.as_deref(),
            scanned_by: view.scanned_by.as_deref(),
            paid_at: view.paid_at_ms.map(time_text),
            paid_amount: view.paid_amount.as_ref().map(|paid| decimal(paid.fils)),
            refunded: (view.refunded.fils > 0).then(|| decimal(view.refunded.fils)),
            reason: view.reason.as_deref(),
            reason_detail: view.reason_detail.as_deref(),
            alert: alert
                .map(|alert| alert.code.as_str())
                .or(odd.map(|odd| odd.code)),
            message: alert
                .map(sentences::alert)
                .or_else(|| odd.map(|odd| odd.message.clone())),
        }
    }
}

impl<'a> RefundLine<'a> {
    pub(crate) fn of(view: &'a RefundView, odd: Option<&'a Odd>) -> Self {
        let alert = view.alert.as_ref();
        Self {
            refund: &view.refund,
            order: &view.order,
            amount: decimal(view.amount.fils),
            currency: &view.amount.currency,
            state: &view.state,
            at: time_text(view.at_ms),
            reason: &view.reason,
            order_no: view.order_no.as_deref(),
            detail: view.detail.as_deref(),
            alert: alert
                .map(|alert| alert.code.as_str())
                .or(odd.map(|odd| odd.code)),
            message: alert
                .map(sentences::alert)
                .or_else(|| odd.map(|odd| odd.message.clone())),
        }
    }
}

/// One thing that happened, as programs read it: its own members beside those that every entry has.
pub(crate) fn entry_line(entry: &StoryEntry) -> Value {
    let mut line = Map::new();
    if let Value::Object(data) = &entry.data {
        line.clone_from(data);
    }
    line.insert("seq".to_owned(), json!(entry.seq));
    line.insert("at".to_owned(), json!(time_text(entry.at_ms)));
    line.insert("kind".to_owned(), json!(entry.kind));
    line.insert("by".to_owned(), json!(entry.by));
    for (name, text) in [
        ("refund", &entry.refund),
        ("request", &entry.raw_request),
        ("reply", &entry.raw_reply),
    ] {
        if let Some(text) = text {
            line.insert(name.to_owned(), json!(text));
        }
    }
    Value::Object(line)
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            json,
            stdout: io::stdout(),
            stderr: io::stderr(),
            said: HashMap::new(),
            qr_shown: None,
        }
    }

    /// Whether programs read it.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a line on standard output.
    pub(crate) fn line(&mut self, text: &str) {
        let mut stdout = self.stdout.lock();
        // A reader that has gone away must not end a payment.
        if let Err(error) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
            tracing::warn!(%error, "standard output is gone");
        }
    }

    /// Prints a value on standard output as one line of JSON.
    pub(crate) fn object(&mut self, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(text) => self.line(&text),
            Err(error) => tracing::error!(%error, "a line cannot be written as JSON"),
        }
    }

    /// Tells a person something that is not a result.
    pub(crate) fn say(&mut self, sentence: &str) {
        if let Err(error) = writeln!(self.stderr.lock(), "{sentence}") {
            tracing::warn!(%error, sentence, "standard error is gone");
        }
    }

    /// Tells a person something that programs should know, too.
    pub(crate) fn notice(&mut self, notice: &str, message: &str, more: &Value) {
        self.say(message);
        if self.json {
            let mut line = json!({ "notice": notice, "message": message });
            if let (Some(line), Some(more)) = (line.as_object_mut(), more.as_object()) {
                line.extend(more.clone());
            }
            self.object(&line);
        }
    }

    /// `PayBy`'s clock was measured.
    pub(crate) fn clock(&mut self, offset_ms: i64) {
        self.notice(
            "clock_wrong",
            &sentences::clock_wrong(offset_ms),
            &json!({ "offset_ms": offset_ms }),
        );
    }

    /// A command has failed.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        self.say(&failure.message);
        if self.json {
            self.object(&json!({ "error": failure.code, "message": failure.message }));
        }
    }

    /// The parser's words.
    pub(crate) fn usage(&mut self, rendered: &str) {
        self.say(rendered.trim_end());
        if self.json {
            let message = rendered
                .split("\n\n")
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .trim();
            self.object(&json!({ "error": "usage", "message": message }));
        }
    }

    /// Where a payment stands, when that is news.
    pub(crate) fn payment(&mut self, view: &OrderView, odd: Option<&Odd>) {
        let line = PaymentLine::of(view, odd);
        if self.json {
            self.news(&view.order, &line);
            return;
        }
        let mut text = sentences::payment(view);
        if let Some(message) = line.message {
            text = format!("{text}\n  {message}");
        }
        if self.is_news(&view.order, &text) {
            self.line(&text);
        }
        if let Some(url) = view
            .token_url
            .as_deref()
            .filter(|url| self.qr_shown.as_deref() != Some(*url))
        {
            self.qr_shown = Some(url.to_owned());
            match qr::terminal(url) {
                Ok(picture) => self.line(&format!("{picture}\n{url}")),
                Err(error) => self.line(&format!("{url}\n{error}")),
            }
        }
    }

    /// A payment as it was written, for lists: without its QR.
    pub(crate) fn payment_as_is(&mut self, view: &OrderView) {
        let line = PaymentLine::of(view, None);
        if self.json {
            self.object(&line);
        } else {
            let message = line
                .message
                .map(|message| format!("\n  {message}"))
                .unwrap_or_default();
            let at = fils_order::UtcMs(view.created_at_ms)
                .to_dubai()
                .format("%Y-%m-%d %H:%M:%S");
            self.line(&format!("{at}  {}{message}", sentences::payment(view)));
        }
    }

    /// Where a refund stands, when that is news.
    pub(crate) fn refund(&mut self, view: &RefundView, odd: Option<&Odd>) {
        let line = RefundLine::of(view, odd);
        if self.json {
            self.news(&view.refund, &line);
            return;
        }
        let mut text = sentences::refund(view);
        if let Some(message) = line.message {
            text = format!("{text}\n  {message}");
        }
        if self.is_news(&view.refund, &text) {
            self.line(&text);
        }
    }

    fn news(&mut self, about: &str, line: &impl Serialize) {
        match serde_json::to_string(line) {
            Ok(text) if self.is_news(about, &text) => self.line(&text),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "a line cannot be written as JSON"),
        }
    }

    fn is_news(&mut self, about: &str, text: &str) -> bool {
        let before = self.said.insert(about.to_owned(), text.to_owned());
        before.as_deref() != Some(text)
    }
}
