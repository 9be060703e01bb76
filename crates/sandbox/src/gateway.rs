//! The gateway: what happens to a request before and after an operation. Signatures, the request-time window, faults,
//! the log (PayBy's public documentation, "Integration guide").

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::fault::{FaultKind, Op, Plan};
use crate::log::LogEntry;
use crate::ops::{self, Call, Done};
use crate::sandbox::Sandbox;
use crate::settings::Settings;
use crate::wire::{Envelope, Head, Millis, Reply};

/// A request as it came over the wire.
#[derive(Clone, Default)]
pub struct ApiRequest {
    /// The path, with or without `/sgs/api` in front.
    pub path: String,
    /// The header `sign`.
    pub sign: Option<String>,
    /// The header `Partner-Id`.
    pub partner_id: Option<String>,
    /// The exact bytes of the body.
    pub body: Vec<u8>,
}

/// The body stays out: it can hold a customer's code.
impl std::fmt::Debug for ApiRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiRequest")
            .field("path", &self.path)
            .field("partner_id", &self.partner_id)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What becomes of a reply on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It arrives after this time.
    Reply {
        /// Milliseconds until it is sent.
        after_ms: u64,
    },
    /// Nothing arrives; the connection closes after this time.
    Drop {
        /// Milliseconds until the connection closes.
        after_ms: u64,
    },
}

/// A reply as it goes over the wire.
#[derive(Clone, Debug)]
pub struct ApiReply {
    /// The HTTP status: 200 but for a fault that says otherwise.
    pub status: u16,
    /// The headers: `Content-Type`, `Date` (PayBy's clock), and where it is signed `sign`.
    pub headers: Vec<(&'static str, String)>,
    /// The exact bytes of the body.
    pub body: Vec<u8>,
    /// Whether and when it arrives.
    pub delivery: Delivery,
}

/// The most a request's body may hold, bytes.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;

/// What can be read of a request before anything is checked, for faults and the log.
#[derive(Default)]
struct Glance {
    merchant_order_no: Option<String>,
    refund_merchant_order_no: Option<String>,
    request_time: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Named {
    merchant_order_no: Option<String>,
    order_no: Option<String>,
    origin_merchant_order_no: Option<String>,
    origin_order_no: Option<String>,
    refund_merchant_order_no: Option<String>,
    token_url: Option<String>,
}

impl Glance {
    fn at(book: &Book, body: &[u8]) -> Self {
        let Ok(envelope) = serde_json::from_slice::<Envelope<'_>>(body) else {
            return Self::default();
        };
        let named: Named = envelope
            .biz_content
            .and_then(|biz| serde_json::from_str(biz.get()).ok())
            .unwrap_or_default();
        let by_no = |number: Option<String>| {
            let number = number?;
            book.order_by_no(&number)
                .map(|order| order.merchant_order_no.clone())
        };
        let by_token = |url: Option<String>| {
            let url = url?;
            let order = book.order_by_token(url.rsplit('/').next()?)?;
            Some(order.merchant_order_no.clone())
        };
        let by_refund = named.refund_merchant_order_no.as_ref().and_then(|number| {
            let refund = book.refund(number)?;
            Some(refund.origin_merchant_order_no.clone())
        });
        Self {
            merchant_order_no: named
                .merchant_order_no
                .or(named.origin_merchant_order_no)
                .or_else(|| by_no(named.order_no))
                .or_else(|| by_no(named.origin_order_no))
                .or_else(|| by_token(named.token_url))
                .or(by_refund),
            refund_merchant_order_no: named.refund_merchant_order_no,
            request_time: envelope.request_time.map(|Millis(ms)| ms),
        }
    }

    fn numbers(&self) -> Vec<&str> {
        [&self.merchant_order_no, &self.refund_merchant_order_no]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect()
    }
}

/// A reply before faults touch it.
struct Answer {
    apply_status: &'static str,
    code: String,
    msg: String,
    trace_code: String,
    body: Vec<u8>,
    signed: bool,
    file: Option<String>,
}

impl Sandbox {
    /// One call of a merchant. `now_ms` is this machine's clock, UTC ms.
    pub fn handle(&self, request: &ApiRequest, now_ms: i64) -> ApiReply {
        let op = Op::of_path(&request.path);
        let signature_valid = request
            .sign
            .as_deref()
            .is_some_and(|sign| self.keys.merchant_public().verify(&request.body, sign));
        let (answer, plan, clock) = {
            let mut book = self.book();
            book.advance(&self.settings, now_ms);
            let glance = Glance::at(&book, &request.body);
            let plan = op.map_or_else(Plan::default, |op| book.faults.plan(op, &glance.numbers()));
            let clock = now_ms.saturating_add(book.skew(&self.settings));
            let (result, processed) =
                self.outcome(&mut book, op, request, signature_valid, &plan, clock);
            let trace_code = format!("{:06}", book.next() % 1_000_000);
            let answer = answer(result, trace_code);
            let entry = entry(&book, op, request, signature_valid, glance, &plan, now_ms);
            book.put_log(finish(entry, &answer, &plan, processed));
            (answer, plan, clock)
        };
        self.dress(answer, &plan, clock)
    }

    /// What PayBy decides, and whether it carried anything out.
    fn outcome(
        &self,
        book: &mut Book,
        op: Option<Op>,
        request: &ApiRequest,
        signature_valid: bool,
        plan: &Plan,
        clock: i64,
    ) -> (Result<Done, Refusal>, bool) {
        if let Some(
            FaultKind::LostRequest { .. } | FaultKind::NetworkDown | FaultKind::HttpStatus { .. },
        ) = plan.kind
        {
            return (Err(Refusal::system_error()), false);
        }
        let forced = forced_refusal(plan);
        if let Some((refusal, false)) = forced {
            return (Err(refusal), false);
        }
        let result = self.process(book, op, request, signature_valid, plan, clock);
        let processed =
            result.is_ok() || matches!(plan.kind, Some(FaultKind::LandCreateLate { .. }));
        match forced {
            Some((refusal, _)) => (Err(refusal), processed),
            None => (result, processed),
        }
    }

    fn process(
        &self,
        book: &mut Book,
        op: Option<Op>,
        request: &ApiRequest,
        signature_valid: bool,
        plan: &Plan,
        clock: i64,
    ) -> Result<Done, Refusal> {
        let op = op.ok_or_else(Refusal::no_such_service)?;
        if request.partner_id.as_deref() != Some(self.settings.partner_id.as_str()) {
            return Err(Refusal::unauthorized());
        }
        if !signature_valid {
            return Err(Refusal::bad_request_signature());
        }
        if request.body.len() > BODY_LIMIT {
            return Err(Refusal::invalid("the request is too long"));
        }
        let (request_time, biz) = read_envelope(&request.body)?;
        if request_time < clock - Settings::REQUEST_WINDOW_MS {
            return Err(codes::REQUESTTIME_TOO_EARLY);
        }
        if request_time > clock + Settings::REQUEST_WINDOW_MS {
            return Err(codes::REQUESTTIME_TOO_LATER);
        }
        let call = Call {
            now: clock,
            request_time,
            settings: &self.settings,
            keys: &self.keys,
            fault: plan.kind.as_ref(),
        };
        ops::run(op, book, &call, biz)
    }

    /// Signs, and lets the fault do what it does to a reply.
    fn dress(&self, answer: Answer, plan: &Plan, clock: i64) -> ApiReply {
        let mut reply = ApiReply {
            status: 200,
            headers: vec![("Date", http_date(clock))],
            body: answer.body,
            delivery: Delivery::Reply {
                after_ms: plan.delay_ms,
            },
        };
        if let Some(name) = answer.file {
            reply
                .headers
                .push(("Content-Type", "application/zip".to_owned()));
            reply.headers.push((
                "Content-Disposition",
                format!("attachment; filename={name}"),
            ));
        } else {
            reply
                .headers
                .push(("Content-Type", "application/json;charset=UTF-8".to_owned()));
        }
        if answer.signed {
            // A signature of the right key and shape over other bytes.
            let over: &[u8] = match plan.kind {
                Some(FaultKind::BadSignature) => b"another body",
                Some(_) | None => &reply.body,
            };
            match self.keys.payby().sign(over) {
                Ok(sign) => reply.headers.push(("sign", sign)),
                Err(error) => tracing::error!(%error, "a reply goes out unsigned"),
            }
        }
        if let Some(fault) = &plan.kind {
            spoil(&mut reply, fault, plan.delay_ms);
        }
        reply
    }
}

fn read_envelope(body: &[u8]) -> Result<(i64, &RawValue), Refusal> {
    let envelope: Envelope<'_> =
        serde_json::from_slice(body).map_err(|error| Refusal::invalid(&error.to_string()))?;
    let Millis(request_time) = envelope
        .request_time
        .ok_or_else(|| Refusal::invalid("requestTime"))?;
    let biz = envelope
        .biz_content
        .ok_or_else(|| Refusal::invalid("bizContent"))?;
    Ok((request_time, biz))
}

/// The refusal a fault asks for, and whether the operation is carried out all the same.
fn forced_refusal(plan: &Plan) -> Option<(Refusal, bool)> {
    if let Some(FaultKind::Code {
        code,
        msg,
        signed,
        processed,
    }) = &plan.kind
    {
        let mut refusal = Refusal::of_code(code, msg.as_deref());
        refusal.signed = *signed;
        Some((refusal, *processed))
    } else {
        None
    }
}

fn answer(result: Result<Done, Refusal>, trace_code: String) -> Answer {
    let (head, body, signed) = match result {
        Ok(Done::File { name, bytes }) => {
            return Answer {
                apply_status: "SUCCESS",
                code: "0".to_owned(),
                msg: "SUCCESS".to_owned(),
                trace_code,
                body: bytes,
                signed: false,
                file: Some(name),
            };
        }
        Ok(Done::Body(body)) => (
            ("SUCCESS", "0".to_owned(), "SUCCESS".to_owned()),
            Some(body),
            true,
        ),
        Err(refusal) => {
            let signed = refusal.is_signed();
            (
                (
                    refusal.apply_status,
                    refusal.code.into_owned(),
                    refusal.msg.into_owned(),
                ),
                None,
                signed,
            )
        }
    };
    let (apply_status, code, msg) = head;
    let bytes = serde_json::to_vec(&Reply {
        head: Head {
            apply_status,
            code: &code,
            msg: &msg,
            trace_code: &trace_code,
            success: apply_status == "SUCCESS",
        },
        body: body.as_deref(),
    });
    Answer {
        apply_status,
        code,
        msg,
        trace_code,
        // Strings and an already written body: this cannot fail.
        body: bytes.unwrap_or_default(),
        signed,
        file: None,
    }
}

/// How a fault spoils a finished reply.
fn spoil(reply: &mut ApiReply, fault: &FaultKind, delay_ms: u64) {
    match fault {
        FaultKind::LostRequest { hang_ms } | FaultKind::LostReply { hang_ms } => {
            reply.delivery = Delivery::Drop {
                after_ms: hang_ms + delay_ms,
            };
        }
        FaultKind::NetworkDown
        | FaultKind::LandCreateLate {
            answer_timeout: false,
            ..
        } => {
            reply.delivery = Delivery::Drop { after_ms: delay_ms };
        }
        FaultKind::HttpStatus { status } => {
            reply.status = *status;
            not_json(
                reply,
                &format!("<html><body><h1>{status}</h1></body></html>"),
            );
        }
        FaultKind::NotJson => not_json(
            reply,
            "<html><body><h1>Service temporarily unavailable</h1></body></html>",
        ),
        FaultKind::Truncated => reply.body.truncate(reply.body.len() / 2),
        FaultKind::Unsigned => reply.headers.retain(|(name, _)| *name != "sign"),
        FaultKind::BadSignature
        | FaultKind::Delay { .. }
        | FaultKind::Code { .. }
        | FaultKind::WrongAmount { .. }
        | FaultKind::WrongCurrency
        | FaultKind::WrongPayee
        | FaultKind::WrongNumber
        | FaultKind::DuplicateNotification { .. }
        | FaultKind::ReorderNotification { .. }
        | FaultKind::LandCreateLate { .. }
        | FaultKind::RefundFails
        | FaultKind::ClockSkew { .. } => {}
    }
}

fn not_json(reply: &mut ApiReply, html: &str) {
    reply.body = html.as_bytes().to_vec();
    reply
        .headers
        .retain(|(name, _)| *name != "sign" && *name != "Content-Type");
    reply.headers.push(("Content-Type", "text/html".to_owned()));
}

fn http_date(ms: i64) -> String {
    let since = std::time::Duration::from_millis(u64::try_from(ms).unwrap_or_default());
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + since)
}

fn entry(
    book: &Book,
    op: Option<Op>,
    request: &ApiRequest,
    signature_valid: bool,
    glance: Glance,
    plan: &Plan,
    now_ms: i64,
) -> LogEntry {
    let order_status = glance
        .merchant_order_no
        .as_ref()
        .and_then(|number| book.order(number))
        .map(|order| order.status.text().to_owned());
    LogEntry {
        seq: 0,
        at_ms: now_ms,
        operation: op,
        path: request.path.clone(),
        merchant_order_no: glance.merchant_order_no,
        refund_merchant_order_no: glance.refund_merchant_order_no,
        request_time: glance.request_time,
        partner_id: request.partner_id.clone(),
        signature_valid,
        processed: false,
        answered: false,
        delay_ms: plan.delay_ms,
        http_status: None,
        apply_status: None,
        code: None,
        msg: None,
        trace_code: None,
        order_status,
        fault: plan.names(),
    }
}

/// Fills in what was answered, if anything was.
fn finish(mut entry: LogEntry, answer: &Answer, plan: &Plan, processed: bool) -> LogEntry {
    let probe = ApiReply {
        status: 200,
        headers: Vec::new(),
        body: Vec::new(),
        delivery: Delivery::Reply { after_ms: 0 },
    };
    let shown = plan.kind.as_ref().map_or_else(
        || probe.clone(),
        |fault| {
            let mut spoilt = probe.clone();
            spoil(&mut spoilt, fault, 0);
            spoilt
        },
    );
    entry.processed = processed;
    entry.answered = matches!(shown.delivery, Delivery::Reply { .. });
    if entry.answered {
        entry.http_status = Some(shown.status);
        if !matches!(
            plan.kind,
            Some(FaultKind::HttpStatus { .. } | FaultKind::NotJson)
        ) {
            entry.apply_status = Some(answer.apply_status.to_owned());
            entry.code = Some(answer.code.clone());
            entry.msg = Some(answer.msg.clone());
            entry.trace_code = Some(answer.trace_code.clone());
        }
    }
    entry
}
