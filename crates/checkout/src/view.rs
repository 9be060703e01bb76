//! What screens, the command line and scripts see of orders. Whole and ready to show: nothing is computed from it outside.

use fils_order::{
    AED, AlertCode, CloseCause, ClosedCause, Money, Order, PaidHow, Refund, Rules, Scene, State,
    UtcMs,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Money as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MoneyView {
    /// Whole fils.
    pub fils: i64,
    /// With thousands separated: `1,234.50`.
    pub text: String,
    /// Always `AED`.
    pub currency: String,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            fils: money.fils(),
            text: money.grouped(),
            currency: AED.to_owned(),
        }
    }
}

/// The states of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StateView {
    /// Sent, or about to be; PayBy's answer is not known.
    Submitting,
    /// PayBy waits for the customer.
    AwaitingPayment,
    /// The till wants it closed and PayBy has not confirmed.
    Closing,
    /// Proved paid.
    Paid,
    /// Closed unpaid.
    Closed,
    /// Proved paid after it was closed; a person decides.
    PaidLate,
    /// PayBy's word does not fit; a person decides.
    NeedsReview,
}

impl StateView {
    fn of(order: &Order) -> Self {
        match order.state {
            State::Draft | State::Submitting { .. } => Self::Submitting,
            State::AwaitingPayment { .. } => Self::AwaitingPayment,
            State::Closing { .. } => Self::Closing,
            State::Paid { .. } => Self::Paid,
            State::Closed { .. } => Self::Closed,
            State::PaidLate { .. } => Self::PaidLate,
            State::NeedsReview { .. } => Self::NeedsReview,
        }
    }

    /// The state as text, the same in every interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitting => "submitting",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Closing => "closing",
            Self::Paid => "paid",
            Self::Closed => "closed",
            Self::PaidLate => "paid_late",
            Self::NeedsReview => "needs_review",
        }
    }
}

/// The one line that says what is going on; a message catalogue has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Headline {
    /// On its way to PayBy.
    Sending,
    /// It was sent, no answer came, and the till is finding out.
    Checking,
    /// The customer has not scanned yet.
    WaitingForCustomer,
    /// The customer has scanned and is confirming.
    Scanned,
    /// We scanned the customer's code; the customer is confirming.
    Confirming,
    /// The cashier cancelled; PayBy has not confirmed.
    CancellingByCashier,
    /// The customer's time is up; PayBy has not confirmed.
    CancellingExpired,
    /// PayBy refused it; whether an earlier try landed is not known yet.
    CancellingRefused,
    /// Proved paid.
    Paid,
    /// The cashier cancelled, and the customer had just paid.
    PaidWhileCancelling,
    /// Paid late, and kept.
    PaidKept,
    /// Cancelled by the cashier.
    ClosedCancelled,
    /// Not paid in time.
    ClosedExpired,
    /// Refused by PayBy.
    ClosedRefused,
    /// Closed by PayBy.
    ClosedFailed,
    /// The payment was taken back.
    ClosedRevoked,
    /// The late payment was refunded.
    ClosedRefunded,
    /// Ended by a person without proof.
    ClosedByPerson,
    /// Never reached PayBy.
    ClosedNeverReached,
    /// Paid after it was closed.
    PaidLate,
    /// PayBy's word does not fit.
    NeedsReview,
    /// The payment is being taken back.
    Revoking,
}

/// What needs a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// PayBy does not answer, or not in a way that proves anything.
    PaybyNotAnswering,
    /// PayBy seems not to accept the till's signature.
    SignatureNotAccepted,
    /// The cancel is not confirmed.
    CancelNotConfirmed,
    /// The payment cannot be taken back, or not yet.
    RevokeNotConfirmed,
    /// The refund is not confirmed.
    RefundNotConfirmed,
    /// Paid after it was closed.
    PaidLate,
    /// PayBy's word does not fit the order.
    NeedsReview,
}

impl From<AlertCode> for AlertKind {
    fn from(code: AlertCode) -> Self {
        match code {
            AlertCode::PaybyNotAnswering => Self::PaybyNotAnswering,
            AlertCode::SignatureNotAccepted => Self::SignatureNotAccepted,
            AlertCode::CancelNotConfirmed => Self::CancelNotConfirmed,
            AlertCode::RevokeNotConfirmed => Self::RevokeNotConfirmed,
            AlertCode::RefundNotConfirmed => Self::RefundNotConfirmed,
            AlertCode::PaidLate => Self::PaidLate,
            AlertCode::NeedsReview => Self::NeedsReview,
        }
    }
}

impl AlertKind {
    /// The kind as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaybyNotAnswering => "payby_not_answering",
            Self::SignatureNotAccepted => "signature_not_accepted",
            Self::CancelNotConfirmed => "cancel_not_confirmed",
            Self::RevokeNotConfirmed => "revoke_not_confirmed",
            Self::RefundNotConfirmed => "refund_not_confirmed",
            Self::PaidLate => "paid_late",
            Self::NeedsReview => "needs_review",
        }
    }

    /// What is known and what to do, in a sentence or two of plain English.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::PaybyNotAnswering => {
                "PayBy does not answer, so it is not known whether the customer has paid. Fils keeps asking. Check the \
                 internet; do not hand over the goods and do not charge again."
            }
            Self::SignatureNotAccepted => {
                "PayBy does not accept this till's signature, it seems. Check in the PayBy portal that this till's public \
                 key is the one registered for the partner id. Fils keeps asking."
            }
            Self::CancelNotConfirmed => {
                "PayBy has not confirmed the cancel, so the customer may still pay. Fils keeps trying. Do not hand over the \
                 goods and do not charge again until it is confirmed."
            }
            Self::RevokeNotConfirmed => {
                "PayBy has not confirmed that the money went back. If PayBy refuses to revoke, refund the order instead."
            }
            Self::RefundNotConfirmed => {
                "PayBy has not confirmed the refund. Fils keeps asking; do not refund a second time."
            }
            Self::PaidLate => {
                "The customer paid after the order was closed. Decide: keep the sale and hand over the goods, or give the \
                 money back."
            }
            Self::NeedsReview => {
                "PayBy's answer does not fit this order. Do not hand over the goods; a manager has to look and decide."
            }
        }
    }
}

/// What needs a person about an order, since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AlertView {
    /// What.
    pub code: AlertKind,
    /// Since when, UTC ms.
    pub since_ms: i64,
    /// What PayBy says or seems to say.
    pub detail: Option<String>,
}

/// Who scans whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SceneView {
    /// The customer scans our QR.
    Qr,
    /// We scan the customer's code.
    Code,
}

/// What a person may do with an order as it is.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each button shows or does not, by itself"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActionsView {
    /// Cancel it.
    pub cancel: bool,
    /// Ask PayBy now.
    pub ask: bool,
    /// Start another payment for the same sale.
    pub replace: bool,
    /// Keep the late payment.
    pub keep: bool,
    /// Take the payment back.
    pub revoke: bool,
    /// End it without proof.
    pub close: bool,
    /// Refund it.
    pub refund: bool,
}

/// An order, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OrderView {
    /// Merchant order number.
    pub order: String,
    /// Its last characters, for people.
    pub short: String,
    /// The sale it pays for.
    pub sale: String,
    /// State.
    pub state: StateView,
    /// What is going on.
    pub headline: Headline,
    /// When it came to this state, UTC ms.
    pub at_ms: i64,
    /// When it began, UTC ms.
    pub created_at_ms: i64,
    /// What the customer owes.
    pub amount: MoneyView,
    /// What the customer reads.
    pub subject: String,
    /// The same in Arabic, where it has a name in it.
    pub subject_ar: Option<String>,
    /// Who scans whom.
    pub scene: SceneView,
    /// When the till starts closing it by itself, UTC ms; only while it waits.
    pub deadline_ms: Option<i64>,
    /// When PayBy lets it expire, UTC ms.
    pub expires_at_ms: i64,
    /// What the QR says; only while the customer may pay.
    pub token_url: Option<String>,
    /// The customer who scanned, masked.
    pub scanned_by: Option<String>,
    /// PayBy's number.
    pub order_no: Option<String>,
    /// When the customer paid, UTC ms.
    pub paid_at_ms: Option<i64>,
    /// What the customer paid, where PayBy gave a discount.
    pub paid_amount: Option<MoneyView>,
    /// Why it is closing, closed, or needs review.
    pub reason: Option<String>,
    /// More about the reason: PayBy's words, or ours and theirs.
    pub reason_detail: Option<String>,
    /// What needs a person.
    pub alert: Option<AlertView>,
    /// Whether the till is still finding out what became of it.
    pub unfinished: bool,
    /// Money that went back, or is on its way.
    pub refunded: MoneyView,
    /// What can still be refunded.
    pub refundable: MoneyView,
    /// What a person may do.
    pub actions: ActionsView,
}

/// A refund, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundView {
    /// Merchant refund number.
    pub refund: String,
    /// The order whose money goes back.
    pub order: String,
    /// How much.
    pub amount: MoneyView,
    /// `submitting`, `requested`, `refunded`, `failed` or `needs_review`.
    pub state: String,
    /// When it came to this state, UTC ms.
    pub at_ms: i64,
    /// Why, in the person's words.
    pub reason: String,
    /// PayBy's words, or what does not fit.
    pub detail: Option<String>,
    /// PayBy's number.
    pub order_no: Option<String>,
    /// What needs a person.
    pub alert: Option<AlertView>,
    /// Whether nothing more will happen to it.
    pub is_final: bool,
}

/// What of an order has been refunded or is on its way.
pub fn refunded(refunds: &[Refund]) -> Money {
    refunds
        .iter()
        .filter(|refund| refund.counts())
        .try_fold(Money::ZERO, |sum, refund| sum.checked_add(refund.amount))
        .unwrap_or_default()
}

/// Shows an order.
pub fn order(order: &Order, refunds: &[Refund], rules: &Rules) -> OrderView {
    let given_back = refunded(refunds);
    let refundable = match order.payment() {
        Some(_) => order.amount.checked_sub(given_back).unwrap_or_default(),
        None => Money::ZERO,
    };
    let (token_url, scanned_by) = match &order.state {
        State::AwaitingPayment { token_url, scanned } => (
            token_url.clone(),
            scanned.as_ref().map(|scanned| scanned.phone.clone()),
        ),
        State::Draft
        | State::Submitting { .. }
        | State::Closing { .. }
        | State::Paid { .. }
        | State::Closed { .. }
        | State::PaidLate { .. }
        | State::NeedsReview { .. } => (None, None),
    };
    let waits = matches!(
        order.state,
        State::Submitting { .. } | State::AwaitingPayment { .. }
    );
    let paid_amount = order
        .payment()
        .and_then(|payment| payment.paid_amount)
        .filter(|paid| *paid != order.amount)
        .map(MoneyView::from);
    OrderView {
        order: order.number.to_string(),
        short: order.number.short().to_owned(),
        sale: order.sale.to_string(),
        state: StateView::of(order),
        headline: headline(order),
        at_ms: order.since.0,
        created_at_ms: order.created_at.0,
        amount: order.amount.into(),
        subject: order.subject.clone(),
        subject_ar: order.details.subject_ar.clone(),
        scene: match order.scene {
            Scene::Qr => SceneView::Qr,
            Scene::Code => SceneView::Code,
        },
        deadline_ms: waits.then(|| order.deadline(rules).0),
        expires_at_ms: order.expires_at.0,
        token_url,
        scanned_by,
        order_no: order.payby_no.clone(),
        paid_at_ms: order.payment().map(|payment| payment.paid_at.0),
        paid_amount,
        reason: order.reason().map(str::to_owned),
        reason_detail: reason_detail(order),
        alert: order.alert().map(alert),
        unfinished: order.is_unfinished(),
        refunded: given_back.into(),
        refundable: refundable.into(),
        actions: actions(order, given_back, refundable),
    }
}

/// Shows a refund.
pub fn refund(refund: &Refund) -> RefundView {
    use fils_order::RefundState;
    RefundView {
        refund: refund.number.to_string(),
        order: refund.order.to_string(),
        amount: refund.amount.into(),
        state: refund.code().as_str().to_owned(),
        at_ms: refund.since.0,
        reason: refund.reason.clone(),
        detail: match &refund.state {
            RefundState::Failed { detail } | RefundState::NeedsReview { detail } => {
                Some(detail.clone())
            }
            RefundState::Submitting | RefundState::Requested | RefundState::Refunded => None,
        },
        order_no: refund.payby_no.clone(),
        alert: refund.alert().map(alert),
        is_final: refund.is_final(),
    }
}

fn alert(alert: fils_order::Alert) -> AlertView {
    AlertView {
        code: alert.code.into(),
        since_ms: alert.since.0,
        detail: alert.detail,
    }
}

fn headline(order: &Order) -> Headline {
    match &order.state {
        State::Draft => Headline::Sending,
        State::Submitting { .. }
            if order.contact.creates_unknown == 0 && order.contact.failures == 0 =>
        {
            Headline::Sending
        }
        State::Submitting { .. } => Headline::Checking,
        State::AwaitingPayment {
            scanned: Some(_), ..
        } => Headline::Scanned,
        State::AwaitingPayment { .. } if order.scene == Scene::Code => Headline::Confirming,
        State::AwaitingPayment { .. } => Headline::WaitingForCustomer,
        State::Closing {
            cause: CloseCause::Cashier,
            ..
        } => Headline::CancellingByCashier,
        State::Closing {
            cause: CloseCause::Deadline,
            ..
        } => Headline::CancellingExpired,
        State::Closing {
            cause: CloseCause::Refused,
            ..
        } => Headline::CancellingRefused,
        State::Paid {
            how: PaidHow::KeptLate,
            ..
        } => Headline::PaidKept,
        State::Paid {
            how: PaidHow::WhileClosing,
            ..
        } => Headline::PaidWhileCancelling,
        State::Paid { .. } => Headline::Paid,
        State::PaidLate {
            revoking: Some(_), ..
        }
        | State::NeedsReview {
            revoking: Some(_), ..
        } => Headline::Revoking,
        State::PaidLate { revoking: None, .. } => Headline::PaidLate,
        State::NeedsReview { revoking: None, .. } => Headline::NeedsReview,
        State::Closed { cause, .. } => match cause {
            ClosedCause::CancelledByCashier => Headline::ClosedCancelled,
            ClosedCause::Expired => Headline::ClosedExpired,
            ClosedCause::Refused => Headline::ClosedRefused,
            ClosedCause::FailedAtPayby => Headline::ClosedFailed,
            ClosedCause::Revoked => Headline::ClosedRevoked,
            ClosedCause::Refunded => Headline::ClosedRefunded,
            ClosedCause::ClosedByPerson => Headline::ClosedByPerson,
            ClosedCause::NeverReachedPayby => Headline::ClosedNeverReached,
        },
    }
}

fn reason_detail(order: &Order) -> Option<String> {
    match &order.state {
        State::Closed { detail, .. } => detail.clone(),
        State::NeedsReview { misfit, .. } => {
            let theirs = if misfit.theirs.is_empty() {
                "nothing"
            } else {
                &misfit.theirs
            };
            Some(format!("ours {}, PayBy's {theirs}", misfit.ours))
        }
        State::Draft
        | State::Submitting { .. }
        | State::AwaitingPayment { .. }
        | State::Closing { .. }
        | State::Paid { .. }
        | State::PaidLate { .. } => None,
    }
}

fn actions(order: &Order, given_back: Money, refundable: Money) -> ActionsView {
    let refund = !refundable.is_zero();
    let unrefunded = given_back.is_zero();
    let some = ActionsView {
        ask: true,
        ..ActionsView::default()
    };
    match &order.state {
        State::Draft | State::Submitting { .. } | State::AwaitingPayment { .. } => ActionsView {
            cancel: true,
            ..some
        },
        State::Closing { .. } => ActionsView {
            cancel: true,
            close: order.contact.told.is_some(),
            ..some
        },
        State::Paid { .. } => ActionsView { refund, ..some },
        State::Closed { .. } => ActionsView {
            replace: order.released,
            ..some
        },
        State::PaidLate { revoking: None, .. } => ActionsView {
            keep: true,
            revoke: unrefunded,
            refund,
            ..some
        },
        State::NeedsReview { revoking: None, .. } => ActionsView {
            revoke: unrefunded,
            close: true,
            ..some
        },
        State::PaidLate { .. } | State::NeedsReview { .. } => some,
    }
}

/// RFC 3339 text of a view's time.
pub fn time_text(ms: i64) -> String {
    UtcMs(ms).to_string()
}
