//! PayBy as the driver sees it: the client's words as claims and answers.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    reason = "PayBy's codes, statuses and ways to fail may grow at any time; what is new proves nothing"
)]

use fils_checkout::{Call, CustomerCode, Exchange, Gateway, Signature};
use fils_order::{
    Answer, Claim, ClaimStatus, Goods, Money, Order, OrderNumber, Refund, RefundClaim,
    RefundNumber, RefundStatus, Refusal, RefusalKind, Scene, SeemsToSay, SeemsToSayKind, Unknown,
    UtcMs,
};
use payby::{
    AccessoryContent, AcquireOrder, Amount, AmountDetail, Client, Code, ContentError, DynQr,
    FrozenContent, GoodsDetail, HttpTransport, Millis, OrderRef, OrderStatus, Outcome, PayScene,
    PlaceOrder, PlaceRefund, RefundOrder, RefundRef, Said, TerminalDetail, Trace, Transport,
    TransportErrorKind,
};
use secrecy::SecretString;

/// What a shop sends along with every order, where it is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// The shop's name.
    pub merchant_name: Option<String>,
    /// The branch.
    pub store_id: Option<String>,
    /// The till.
    pub terminal_id: Option<String>,
    /// The device PayBy knows the till by.
    pub device_id: Option<String>,
    /// Where PayBy reports payments.
    pub notify_url: Option<String>,
}

/// The client, as the driver's gateway.
#[derive(Debug)]
pub struct PayByGateway<T = HttpTransport> {
    client: Client<T>,
    shop: Shop,
}

impl<T: Transport> PayByGateway<T> {
    /// A gateway over a client.
    pub fn new(client: Client<T>, shop: Shop) -> Self {
        Self { client, shop }
    }
}

impl Shop {
    /// The content of an order's create, as it is stored and sent. `expires_at` is on PayBy's clock; a customer's code is not in it.
    pub fn order_content(&self, order: &Order, expires_at: UtcMs) -> String {
        text_of(self.freeze_order(order, expires_at))
    }

    fn freeze_order(
        &self,
        order: &Order,
        expires_at: UtcMs,
    ) -> Result<FrozenContent, ContentError> {
        let scene = match order.scene {
            Scene::Qr => PayScene::DynQr(DynQr::default()),
            // The code itself comes when it is sent; this stands where it goes.
            Scene::Code => PayScene::QrPay {
                auth_code: SecretString::from("-"),
            },
        };
        let total = amount(order.amount)?;
        let mut place = PlaceOrder::new(order.number.as_str(), &order.subject, total, scene);
        place.expired_time = Some(millis(expires_at));
        place.payee_mid = Some(order.payee.clone());
        place.notify_url.clone_from(&self.notify_url);
        place.device_id.clone_from(&self.device_id);
        let details = &order.details;
        place.subject_ar.clone_from(&details.subject_ar);
        let terminal = TerminalDetail {
            operator_id: details.operator.clone(),
            store_id: self.store_id.clone(),
            terminal_id: self.terminal_id.clone(),
            merchant_name: self.merchant_name.clone(),
            ..TerminalDetail::default()
        };
        place.accessory_content = Some(AccessoryContent {
            amount_detail: Some(AmountDetail {
                amount: Some(payby::Money::aed(total)),
                vat_amount: part(details.vat)?,
                tip_amount: part(details.tip)?,
                ..AmountDetail::default()
            }),
            goods_detail: details.goods.as_ref().map(goods).transpose()?,
            terminal_detail: (terminal != TerminalDetail::default()).then_some(terminal),
        });
        place.freeze()
    }
}

/// The content of a refund, as it is stored and sent.
pub fn refund_content(refund: &Refund) -> String {
    text_of(freeze_refund(refund))
}

fn freeze_refund(refund: &Refund) -> Result<FrozenContent, ContentError> {
    let origin = OrderRef::Merchant(refund.order.to_string());
    let mut place = PlaceRefund::new(refund.number.as_str(), origin, amount(refund.amount)?);
    place.reason = Some(refund.reason.clone());
    place.freeze()
}

/// A content that breaks one of PayBy's limits gives an empty text: the client refuses it with the reason, and nothing is
/// sent. The till checks every text a person types before it comes here.
fn text_of(frozen: Result<FrozenContent, ContentError>) -> String {
    match frozen {
        Ok(content) => content.without_secrets(),
        Err(error) => {
            tracing::error!(%error, "an order's content breaks a limit");
            String::new()
        }
    }
}

fn part(money: Option<Money>) -> Result<Option<payby::Money>, ContentError> {
    money
        .map(|money| Ok(payby::Money::aed(amount(money)?)))
        .transpose()
}

fn goods(goods: &Goods) -> Result<GoodsDetail, ContentError> {
    Ok(GoodsDetail {
        goods_id: goods.id.clone(),
        goods_name: Some(goods.name.clone()),
        goods_category: goods.category.clone(),
        price: part(goods.price)?,
        quantity: goods.quantity,
        ..GoodsDetail::default()
    })
}

fn amount(money: Money) -> Result<Amount, ContentError> {
    Amount::from_fils(money.fils()).map_err(|_| ContentError::AmountTooLarge)
}

fn millis(at: UtcMs) -> Millis {
    Millis(at.0)
}

impl<T: Transport> Gateway for PayByGateway<T> {
    fn order_content(&self, order: &Order, expires_at: UtcMs) -> String {
        self.shop.order_content(order, expires_at)
    }

    fn refund_content(&self, refund: &Refund) -> String {
        refund_content(refund)
    }

    async fn create(
        &self,
        content: String,
        code: Option<CustomerCode>,
        at: UtcMs,
    ) -> Call<(Claim, Option<String>)> {
        let code = code.map(|code| SecretString::from(code.expose()));
        match FrozenContent::restore(&content, code.as_ref()) {
            Ok(content) => {
                let exchange = self.client.place_order_content(&content, millis(at)).await;
                call(
                    exchange,
                    |placed| (claim(&placed.order), placed.token_url),
                    |(claim, _)| status_of(claim),
                )
            }
            Err(error) => not_sent("placeOrder", &error),
        }
    }

    async fn query(&self, number: OrderNumber, at: UtcMs) -> Call<Claim> {
        let order = OrderRef::Merchant(number.into());
        call(
            self.client.get_order(&order, millis(at)).await,
            |order| claim(&order),
            status_of,
        )
    }

    async fn ask_scanned(&self, token_url: String, at: UtcMs) -> Call<Option<String>> {
        let exchange = self.client.cashier_url_info(&token_url, millis(at)).await;
        call(
            exchange,
            |info| info.payer_mobile,
            |phone| phone.as_ref().map(|_| "scanned".to_owned()),
        )
    }

    async fn cancel(&self, number: OrderNumber, at: UtcMs) -> Call<Claim> {
        let order = OrderRef::Merchant(number.into());
        call(
            self.client.cancel_order(&order, millis(at)).await,
            claim_or_nothing,
            status_of,
        )
    }

    async fn revoke(&self, number: OrderNumber, at: UtcMs) -> Call<Claim> {
        let order = OrderRef::Merchant(number.into());
        call(
            self.client.revoke_order(&order, millis(at)).await,
            claim_or_nothing,
            status_of,
        )
    }

    async fn place_refund(&self, content: String, at: UtcMs) -> Call<RefundClaim> {
        match FrozenContent::restore(&content, None) {
            Ok(content) => {
                let exchange = self.client.refund_content(&content, millis(at)).await;
                call(
                    exchange,
                    |placed| refund_claim(&placed.refund_order),
                    refund_status_of,
                )
            }
            Err(error) => not_sent("refund/placeOrder", &error),
        }
    }

    async fn query_refund(&self, number: RefundNumber, at: UtcMs) -> Call<RefundClaim> {
        let refund = RefundRef::Merchant(number.into());
        let exchange = self.client.get_refund(&refund, millis(at)).await;
        call(
            exchange,
            |placed| refund_claim(&placed.refund_order),
            refund_status_of,
        )
    }
}

fn call<T, C>(
    exchange: payby::Exchange<T>,
    claim: impl FnOnce(T) -> C,
    status: impl FnOnce(&C) -> Option<String>,
) -> Call<C> {
    let mut record = record(&exchange.trace);
    let answer = match exchange.outcome {
        Outcome::Accepted(value) => {
            let claim = claim(value);
            record.status = status(&claim);
            "accepted".clone_into(&mut record.outcome);
            Answer::Accepted(claim)
        }
        Outcome::Refused(said) => {
            "refused".clone_into(&mut record.outcome);
            record.request_time_refused = said.is_request_time();
            Answer::Refused(refusal(&said))
        }
        Outcome::Unknown(unknown) => {
            record.request_time_refused = unknown.seems_to_say().is_some_and(Said::is_request_time);
            if record.message.is_none() {
                record.message = Some(why(&unknown));
            }
            Answer::Unknown(no_evidence(&unknown))
        }
    };
    Call {
        answer,
        exchange: record,
    }
}

fn not_sent<C>(op: &str, error: &ContentError) -> Call<C> {
    let exchange = Exchange {
        op: op.to_owned(),
        outcome: "unknown".to_owned(),
        code: None,
        message: Some(error.to_string()),
        status: None,
        http_status: None,
        trace_code: None,
        signature: Signature::Missing,
        payby_clock: None,
        request_time_refused: false,
        request: String::new(),
        reply: String::new(),
    };
    Call {
        answer: Answer::Unknown(Unknown::default()),
        exchange,
    }
}

fn record(trace: &Trace) -> Exchange {
    let said = trace.said.as_ref();
    Exchange {
        op: trace.operation.name().to_owned(),
        outcome: "unknown".to_owned(),
        code: said.map(|said| said.code.as_str().to_owned()),
        message: said.map(|said| said.msg.clone()),
        status: None,
        http_status: trace.http_status,
        trace_code: said.and_then(|said| said.trace_code.clone()),
        signature: match trace.signature {
            Some(payby::Signature::Valid) => Signature::Valid,
            Some(payby::Signature::Invalid) => Signature::Invalid,
            Some(payby::Signature::Missing) | None => Signature::Missing,
        },
        payby_clock: trace.date.map(|date| UtcMs(date.0)),
        request_time_refused: false,
        request: trace.request_body.clone(),
        reply: trace.reply_body.clone(),
    }
}

/// What an unknown outcome says, in a few words.
pub(crate) fn why(unknown: &payby::Unknown) -> String {
    match unknown {
        payby::Unknown::NotSent(error) => error.to_string(),
        payby::Unknown::Transport { detail, .. } => detail.clone(),
        payby::Unknown::HttpStatus { status, .. } => format!("HTTP {status}"),
        payby::Unknown::Unreadable { why } => why.clone(),
        payby::Unknown::RateLimited { said, .. }
        | payby::Unknown::Gateway { said, .. }
        | payby::Unknown::Unsigned { said } => said.msg.clone(),
        _ => "no evidence".to_owned(),
    }
}

fn refusal(said: &Said) -> Refusal {
    let kind = match said.code {
        _ if said.is_request_time() => RefusalKind::RequestTime,
        Code::OrderNotExist | Code::MerchantOrderNotExist | Code::RefundMerchantOrderNoNotExist => {
            RefusalKind::NotKnown
        }
        Code::MerchantOrderNoExist | Code::RefundMerchantOrderNoExist => RefusalKind::NumberTaken,
        Code::OrderPaid | Code::OrderSettled => RefusalKind::SaysPaid,
        Code::OrderFailure => RefusalKind::SaysClosed,
        Code::AlreadyRevoked => RefusalKind::SaysRevoked,
        Code::TokenUrlNotExist => RefusalKind::TokenNotKnown,
        _ => RefusalKind::Other,
    };
    Refusal {
        kind,
        code: said.code.as_str().to_owned(),
        message: said.msg.clone(),
    }
}

fn no_evidence(unknown: &payby::Unknown) -> Unknown {
    let timed_out = matches!(
        unknown,
        payby::Unknown::Transport {
            kind: TransportErrorKind::Timeout,
            ..
        }
    );
    let seems_to_say = unknown.seems_to_say().map(|said| SeemsToSay {
        kind: if said.is_signature_not_accepted() {
            SeemsToSayKind::SignatureNotAccepted
        } else if said.is_request_time() {
            SeemsToSayKind::RequestTime
        } else {
            SeemsToSayKind::Other
        },
        code: said.code.as_str().to_owned(),
        message: said.msg.clone(),
    });
    Unknown {
        timed_out,
        seems_to_say,
    }
}

fn money(money: &payby::Money) -> Option<Money> {
    Money::from_fils(money.amount.fils()).ok()
}

fn at(time: Millis) -> UtcMs {
    UtcMs(time.0)
}

/// What a validly signed reply claims about an order.
pub(crate) fn claim(order: &AcquireOrder) -> Claim {
    let paid = order.payment_info.as_ref();
    let failure = match (&order.fail_code, &order.fail_des) {
        (None, None) => None,
        (code, words) => {
            let parts: Vec<&str> = [code, words]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            Some(parts.join(" "))
        }
    };
    Claim {
        number: order.merchant_order_no.clone(),
        payby_no: order.order_no.clone(),
        status: match &order.status {
            OrderStatus::Created => ClaimStatus::Created,
            OrderStatus::PaidSuccess => ClaimStatus::PaidSuccess,
            OrderStatus::Settled => ClaimStatus::Settled,
            OrderStatus::Failure => ClaimStatus::Failure,
            other => ClaimStatus::Other(other.as_str().to_owned()),
        },
        amount: order.total_amount.as_ref().and_then(money),
        currency: order
            .total_amount
            .as_ref()
            .map(|amount| amount.currency.clone()),
        payee: order.payee_mid.clone(),
        revoked: order.revoked,
        paid_at: paid.and_then(|paid| paid.paid_time).map(at),
        paid_amount: paid
            .and_then(|paid| paid.paid_amount.as_ref())
            .and_then(money),
        channel: paid.and_then(|paid| paid.pay_channel.clone()),
        failure,
    }
}

/// A reply that accepted a call and says nothing about the order claims nothing.
#[allow(clippy::needless_pass_by_value, reason = "it is what a call gives")]
fn claim_or_nothing(order: Option<AcquireOrder>) -> Claim {
    order.as_ref().map_or_else(
        || Claim {
            number: None,
            payby_no: None,
            status: ClaimStatus::Other(String::new()),
            amount: None,
            currency: None,
            payee: None,
            revoked: false,
            paid_at: None,
            paid_amount: None,
            channel: None,
            failure: None,
        },
        claim,
    )
}

fn status_of(claim: &Claim) -> Option<String> {
    let text = match &claim.status {
        ClaimStatus::Created => "CREATED",
        ClaimStatus::PaidSuccess => "PAID_SUCCESS",
        ClaimStatus::Settled => "SETTLED",
        ClaimStatus::Failure => "FAILURE",
        ClaimStatus::Other(text) => text,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a validly signed reply claims about a refund.
pub(crate) fn refund_claim(refund: &RefundOrder) -> RefundClaim {
    RefundClaim {
        number: refund.refund_merchant_order_no.clone(),
        order: refund.origin_merchant_order_no.clone(),
        payby_no: refund.order_no.clone(),
        status: match &refund.status {
            payby::RefundStatus::Created => RefundStatus::Created,
            payby::RefundStatus::RefundedSettled => RefundStatus::RefundedSettled,
            payby::RefundStatus::Success => RefundStatus::Success,
            payby::RefundStatus::Failure => RefundStatus::Failure,
            other => RefundStatus::Other(other.as_str().to_owned()),
        },
        amount: refund.amount.as_ref().and_then(money),
        currency: refund.amount.as_ref().map(|amount| amount.currency.clone()),
        failure: refund.fail_des.clone().or_else(|| refund.fail_code.clone()),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "other replies have no status")]
fn refund_status_of(claim: &RefundClaim) -> Option<String> {
    Some(match &claim.status {
        RefundStatus::Created => "CREATED".to_owned(),
        RefundStatus::RefundedSettled => "REFUNDED_SETTLED".to_owned(),
        RefundStatus::Success => "SUCCESS".to_owned(),
        RefundStatus::Failure => "FAILURE".to_owned(),
        RefundStatus::Other(text) => text.clone(),
    })
}
