//! Push notifications: signed like a reply, tried again until the merchant says SUCCESS (PayBy's public
//! documentation, "Payment result notification").

use serde::Serialize;

use crate::book::Book;
use crate::fault::{FaultKind, Op};
use crate::model::{Notice, NoticeState};
use crate::sandbox::Sandbox;
use crate::settings::Settings;
use crate::wire;

/// A POST to make now. Tell [`Sandbox::notification_answered`] what came of it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Names this delivery.
    pub id: u64,
    /// Where to.
    pub url: String,
    /// The headers: `Content-Type` and, unless a fault took it, `Sign`.
    pub headers: Vec<(&'static str, String)>,
    /// The exact bytes.
    pub body: Vec<u8>,
}

/// A notification, for looking at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// The `notify_id` the merchant sees; a duplicate has the same.
    pub notify_id: String,
    /// The merchant order number.
    pub merchant_order_no: String,
    /// Where it goes.
    pub url: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next, UTC ms, this machine's clock.
    pub due_ms: i64,
    /// Where it stands.
    pub state: NoticeState,
}

/// Whether a merchant's answer acknowledges a notification: HTTP 200 with `{"response":"SUCCESS"}` or plain
/// `SUCCESS`, in any case of letters.
pub fn acknowledges(status: u16, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let said = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|value| {
            value
                .get("response")
                .unwrap_or(&value)
                .as_str()
                .map(str::to_owned)
        })
        .unwrap_or_else(|| text.trim().to_owned());
    status == 200 && said.eq_ignore_ascii_case("success")
}

impl Sandbox {
    /// The notifications to send now. Each stays on its way until it is answered.
    pub fn due_notifications(&self, now_ms: i64) -> Vec<Outgoing> {
        let mut book = self.book();
        book.advance(&self.settings, now_ms);
        let due: Vec<Notice> = book
            .notices()
            .filter(|notice| notice.state == NoticeState::Waiting && notice.due <= now_ms)
            .cloned()
            .collect();
        due.into_iter()
            .filter_map(|notice| self.send(&mut book, notice, now_ms))
            .collect()
    }

    fn send(&self, book: &mut Book, mut notice: Notice, now_ms: i64) -> Option<Outgoing> {
        let plan = book.faults.plan(Op::Notify, &[&notice.merchant_order_no]);
        if plan.delay_ms > 0 && plan.kind.is_none() {
            notice.due = now_ms + i64::try_from(plan.delay_ms).unwrap_or(i64::MAX / 2);
            book.put_notice(notice);
            return None;
        }
        notice.tries += 1;
        if let Some(
            FaultKind::NetworkDown
            | FaultKind::LostRequest { .. }
            | FaultKind::HttpStatus { .. }
            | FaultKind::Code { .. },
        ) = plan.kind
        {
            try_again(&mut notice, &self.settings, now_ms);
            book.put_notice(notice);
            return None;
        }
        let Ok(mut body) = wire::notice(&notice, plan.kind.as_ref()) else {
            notice.state = NoticeState::GivenUp;
            book.put_notice(notice);
            return None;
        };
        let mut headers = vec![("Content-Type", "application/json;charset=UTF-8".to_owned())];
        if let Ok(sign) = self.keys.payby().sign(&body) {
            match plan.kind {
                Some(FaultKind::Unsigned) => {}
                // A signature by the right key over other bytes.
                Some(FaultKind::BadSignature) => {
                    if let Ok(other) = self.keys.payby().sign(b"another body") {
                        headers.push(("Sign", other));
                    }
                }
                Some(_) | None => headers.push(("Sign", sign)),
            }
        }
        match plan.kind {
            Some(FaultKind::Truncated) => body.truncate(body.len() / 2),
            Some(FaultKind::NotJson) => body = b"<html></html>".to_vec(),
            Some(_) | None => {}
        }
        notice.state = NoticeState::Sending;
        notice.reply_lost = matches!(plan.kind, Some(FaultKind::LostReply { .. }));
        let outgoing = Outgoing {
            id: notice.id,
            url: notice.url.clone(),
            headers,
            body,
        };
        book.put_notice(notice);
        Some(outgoing)
    }

    /// What came of a delivery: whether the merchant [acknowledged](acknowledges) it.
    pub fn notification_answered(&self, id: u64, acknowledged: bool, now_ms: i64) {
        let mut book = self.book();
        let Some(mut notice) = book.notice(id).cloned() else {
            return;
        };
        if notice.state != NoticeState::Sending {
            return;
        }
        if acknowledged && !notice.reply_lost {
            notice.state = NoticeState::Delivered;
        } else {
            try_again(&mut notice, &self.settings, now_ms);
        }
        book.put_notice(notice);
    }

    /// Every notification, oldest first (settled ones up to a bound).
    pub fn notifications(&self) -> Vec<NoticeView> {
        self.book()
            .notices()
            .map(|notice| NoticeView {
                notify_id: notice.notify_id.clone(),
                merchant_order_no: notice.merchant_order_no.clone(),
                url: notice.url.clone(),
                tries: notice.tries,
                due_ms: notice.due,
                state: notice.state,
            })
            .collect()
    }
}

fn try_again(notice: &mut Notice, settings: &Settings, now_ms: i64) {
    let tried = usize::try_from(notice.tries).unwrap_or(usize::MAX);
    let delay = tried
        .checked_sub(1)
        .and_then(|past| Settings::RETRIES_MS.get(past));
    match delay {
        Some(delay) => {
            notice.state = NoticeState::Waiting;
            notice.due = now_ms + settings.speed.scaled(*delay);
        }
        None => notice.state = NoticeState::GivenUp,
    }
}
