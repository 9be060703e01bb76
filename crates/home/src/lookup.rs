//! Asking PayBy about any payment, refund or transfer by its number, whoever made it. It changes nothing here and nothing there.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    reason = "PayBy's ways to fail may grow at any time; what is new proves nothing"
)]

use fils_checkout::{Clock as _, SystemClock};
use fils_order::{Money, UtcMs};
use payby::{
    AcquireOrder, Exchange, Millis, OrderRef, Outcome, PlacedRefund, RefundRef, Signature,
    TransferOrder,
};

use crate::books::BooksError;
use crate::open::Till;
use crate::secrets::readable;

/// What to look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUpKind {
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// A transfer to a wallet.
    Transfer,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUpEnd {
    /// PayBy knows it, and signed what it says.
    Found,
    /// PayBy does not know it, or refuses to say, and signed that.
    Refused,
    /// No answer, or none that PayBy signed: nothing is known.
    NoProof,
}

/// What PayBy says of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedUp {
    /// What came of it.
    pub end: LookUpEnd,
    /// PayBy's words, or what went wrong; none when it was found.
    pub words: Option<String>,
    /// The merchant's number.
    pub number: Option<String>,
    /// Of a refund: the merchant's number of the order.
    pub order: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// PayBy's word for its state.
    pub status: Option<String>,
    /// How much.
    pub amount: Option<Money>,
    /// When it was paid, or the transfer arrived.
    pub paid_at: Option<UtcMs>,
    /// What it was for.
    pub subject: Option<String>,
    /// What else is known: a code and a text each.
    pub detail: Vec<(&'static str, String)>,
    /// PayBy's reply without secrets.
    pub raw: String,
}

/// Why nothing could be looked up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookUpError {
    /// No number of anybody's.
    #[error("“{0}” is no number: it has 1 to 64 letters, digits, - and _.")]
    BadNumber(String),
    /// The books.
    #[error(transparent)]
    Books(#[from] BooksError),
}

impl LookUpError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadNumber(_) => "bad_number",
            Self::Books(error) => error.code(),
        }
    }
}

impl Till {
    /// Asks PayBy what a number is, ours or PayBy's. A number of digits alone is taken for PayBy's first.
    ///
    /// # Errors
    /// [`LookUpError`]; that PayBy does not answer is no error but [`LookUpEnd::NoProof`].
    pub async fn look_up(&self, kind: LookUpKind, number: &str) -> Result<LookedUp, LookUpError> {
        let number = number.trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if number.is_empty() || number.len() > 64 || !number.chars().all(fits) {
            return Err(LookUpError::BadNumber(number.to_owned()));
        }
        let offset = self.books()?.clock_offset()?;
        let mut ours = vec![true];
        if number.bytes().all(|b| b.is_ascii_digit()) {
            ours.insert(0, false);
        }
        let mut found = None;
        for ours in ours {
            let at = Millis(SystemClock::new().now().plus(offset).0);
            let one = self.ask_payby(kind, number, ours, at).await;
            let refused = one.end == LookUpEnd::Refused;
            found = Some(one);
            if !refused {
                break;
            }
        }
        found.ok_or_else(|| LookUpError::BadNumber(number.to_owned()))
    }

    async fn ask_payby(&self, kind: LookUpKind, number: &str, ours: bool, at: Millis) -> LookedUp {
        let number = number.to_owned();
        let order = |number| {
            if ours {
                OrderRef::Merchant(number)
            } else {
                OrderRef::PayBy(number)
            }
        };
        match kind {
            LookUpKind::Payment => told(self.client.get_order(&order(number), at).await, payment),
            LookUpKind::Transfer => {
                told(self.client.get_transfer(&order(number), at).await, transfer)
            }
            LookUpKind::Refund => {
                let refund = if ours {
                    RefundRef::Merchant(number)
                } else {
                    RefundRef::PayBy(number)
                };
                told(self.client.get_refund(&refund, at).await, refund_of)
            }
        }
    }
}

impl LookedUp {
    fn nothing(end: LookUpEnd) -> Self {
        Self {
            end,
            words: None,
            number: None,
            order: None,
            payby_no: None,
            status: None,
            amount: None,
            paid_at: None,
            subject: None,
            detail: Vec::new(),
            raw: String::new(),
        }
    }
}

/// Only what PayBy signed is told as a fact.
fn told<T>(exchange: Exchange<T>, read: impl FnOnce(T) -> LookedUp) -> LookedUp {
    let signed = exchange.trace.signature == Some(Signature::Valid);
    let told = match exchange.outcome {
        Outcome::Accepted(value) if signed => read(value),
        Outcome::Refused(said) if signed => LookedUp {
            words: Some(format!("{} ({})", said.msg, said.code.as_str())),
            ..LookedUp::nothing(LookUpEnd::Refused)
        },
        Outcome::Unknown(unknown) => LookedUp {
            words: Some(crate::gateway::why(&unknown)),
            ..LookedUp::nothing(LookUpEnd::NoProof)
        },
        _ => LookedUp::nothing(LookUpEnd::NoProof),
    };
    LookedUp {
        raw: readable(&exchange.trace.reply_body),
        ..told
    }
}

fn money(money: &payby::Money) -> Option<Money> {
    Money::from_fils(money.amount.fils()).ok()
}

fn time(at: Millis) -> UtcMs {
    UtcMs(at.0)
}

/// What there is of these.
fn known<const N: usize>(all: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    all.into_iter()
        .filter_map(|(code, text)| Some((code, text.filter(|text| !text.is_empty())?)))
        .collect()
}

fn dirhams(amount: Option<&payby::Money>) -> Option<String> {
    amount
        .and_then(money)
        .map(|amount| format!("AED {}", amount.grouped()))
}

fn payment(order: AcquireOrder) -> LookedUp {
    let paid = order.payment_info.unwrap_or_default();
    let failure = [order.fail_code, order.fail_des];
    let failure: Vec<String> = failure.into_iter().flatten().collect();
    LookedUp {
        number: order.merchant_order_no,
        payby_no: order.order_no,
        status: Some(order.status.as_str().to_owned()),
        amount: order.total_amount.as_ref().and_then(money),
        paid_at: paid.paid_time.map(time),
        subject: order.subject,
        detail: known([
            ("revoked", order.revoked.then(|| "true".to_owned())),
            ("paid_amount", dirhams(paid.paid_amount.as_ref())),
            ("channel", paid.pay_channel),
            ("fee", dirhams(paid.payee_fee_amount.as_ref())),
            ("settled", dirhams(paid.settlement_amount.as_ref())),
            ("payee", order.payee_mid),
            ("device", order.device_id),
            ("failure", Some(failure.join(" "))),
        ]),
        ..LookedUp::nothing(LookUpEnd::Found)
    }
}

fn refund_of(placed: PlacedRefund) -> LookedUp {
    let refund = placed.refund_order;
    let failure: Vec<String> = [refund.fail_code, refund.fail_des]
        .into_iter()
        .flatten()
        .collect();
    LookedUp {
        number: refund.refund_merchant_order_no,
        order: refund.origin_merchant_order_no.clone(),
        payby_no: refund.order_no,
        status: Some(refund.status.as_str().to_owned()),
        amount: refund.amount.as_ref().and_then(money),
        subject: refund.reason,
        detail: known([
            ("order", refund.origin_merchant_order_no),
            ("order_payby", refund.origin_order_no),
            ("operator", refund.operator_name),
            ("fee_back", dirhams(refund.fee_refunded.as_ref())),
            ("failure", Some(failure.join(" "))),
        ]),
        ..LookedUp::nothing(LookUpEnd::Found)
    }
}

fn transfer(transfer: TransferOrder) -> LookedUp {
    let paid = transfer.payment_info.unwrap_or_default();
    let failure: Vec<String> = [transfer.fail_code, transfer.fail_des]
        .into_iter()
        .flatten()
        .collect();
    LookedUp {
        number: transfer.merchant_order_no,
        payby_no: transfer.order_no,
        status: Some(transfer.status.as_str().to_owned()),
        amount: transfer.amount.as_ref().and_then(money),
        paid_at: paid.arrival_time.map(time),
        subject: transfer.memo,
        detail: known([
            ("fee", dirhams(paid.payer_fee_amount.as_ref())),
            ("failure", Some(failure.join(" "))),
        ]),
        ..LookedUp::nothing(LookUpEnd::Found)
    }
}
