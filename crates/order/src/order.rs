//! An order, its states, and what can happen to it.

use serde::{Deserialize, Serialize};

use crate::{
    Claim, Details, Misfit, MisfitField, Money, OrderNumber, Payment, Rules, SaleId, Span, UtcMs,
};

/// Who scans whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// The customer scans our QR (PayBy's DYNQR).
    Qr,
    /// We scan the customer's code (PayBy's QRPAY).
    Code,
}

/// A payment attempt: one order at PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Merchant order number.
    pub number: OrderNumber,
    /// The sale it pays for.
    pub sale: SaleId,
    /// What the customer owes.
    pub amount: Money,
    /// Who gets the money: a PayBy member id.
    pub payee: String,
    /// What the customer reads.
    pub subject: String,
    /// What else is said of the sale.
    #[serde(default)]
    pub details: Details,
    /// Who scans whom.
    pub scene: Scene,
    /// The start of the order, on the till's clock.
    pub created_at: UtcMs,
    /// When PayBy lets the order expire, on the till's clock.
    pub expires_at: UtcMs,
    /// When it came to its present state.
    pub since: UtcMs,
    /// Its present state, with the data of that state.
    pub state: State,
    /// Whether it was ever proved closed and so no longer holds its sale. Never goes back.
    pub released: bool,
    /// PayBy's number, once known.
    pub payby_no: Option<String>,
    /// Calls under way, tried and due.
    pub contact: Contact,
}

/// What a new order starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Merchant order number.
    pub number: OrderNumber,
    /// The sale it pays for.
    pub sale: SaleId,
    /// What the customer owes.
    pub amount: Money,
    /// Who gets the money.
    pub payee: String,
    /// What the customer reads.
    pub subject: String,
    /// What else is said of the sale.
    pub details: Details,
    /// Who scans whom.
    pub scene: Scene,
}

/// An order's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum State {
    /// Written down, not yet sent.
    Draft,
    /// Sent, or about to be; whether PayBy has it is not known, or its QR is not.
    Submitting {
        /// Whether the content can be sent again. A customer's code is never stored, so after a restart it cannot.
        resendable: bool,
    },
    /// PayBy has it and waits for the customer.
    AwaitingPayment {
        /// What the QR says; none when we scanned the customer's code.
        token_url: Option<String>,
        /// The customer who scanned.
        scanned: Option<Scanned>,
    },
    /// The till wants it closed and PayBy has not confirmed.
    Closing {
        /// Who or what wants it closed.
        cause: CloseCause,
        /// Whether the query that comes before a cancel has been answered, well or badly.
        asked_payby: bool,
    },
    /// Proved paid.
    Paid {
        /// The proof.
        payment: Payment,
        /// When in the order's life the proof came.
        how: PaidHow,
    },
    /// Closed unpaid.
    Closed {
        /// Why.
        cause: ClosedCause,
        /// What PayBy or the person said about it.
        detail: Option<String>,
        /// Whether the last look after its expiry has been taken.
        watch_over: bool,
        /// What did not fit when a person ended it: the same again is no news.
        weighed: Option<Misfit>,
    },
    /// Proved paid after it was closed; a person decides.
    PaidLate {
        /// The proof.
        payment: Payment,
        /// The payment is being taken back.
        revoking: Option<Revoking>,
    },
    /// PayBy's word does not fit the order; a person decides.
    NeedsReview {
        /// What does not fit.
        misfit: Misfit,
        /// The payment is being taken back.
        revoking: Option<Revoking>,
    },
}

/// When in an order's life its payment was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidHow {
    /// While the customer was expected.
    InTime,
    /// While the till was closing it: the customer was faster.
    WhileClosing,
    /// After it had been closed, and a person kept the sale.
    KeptLate,
}

/// A state's name, the same in every interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateCode {
    /// See [`State::Draft`].
    Draft,
    /// See [`State::Submitting`].
    Submitting,
    /// See [`State::AwaitingPayment`].
    AwaitingPayment,
    /// See [`State::Closing`].
    Closing,
    /// See [`State::Paid`].
    Paid,
    /// See [`State::Closed`].
    Closed,
    /// See [`State::PaidLate`].
    PaidLate,
    /// See [`State::NeedsReview`].
    NeedsReview,
}

impl StateCode {
    /// The name as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
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

/// The customer who scanned the QR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    /// The masked phone number, such as `+971-58*92`.
    pub phone: String,
    /// When the till learned of it.
    pub at: UtcMs,
}

/// Who or what wants an order closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseCause {
    /// The cashier.
    Cashier,
    /// The customer's time is up.
    Deadline,
    /// PayBy refused it when it was sent again; whether an earlier try landed is not known.
    Refused,
}

/// Why an order is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedCause {
    /// The cashier cancelled it.
    CancelledByCashier,
    /// The customer's time was up.
    Expired,
    /// PayBy refused to make it.
    Refused,
    /// PayBy closed it by itself.
    FailedAtPayby,
    /// The payment was taken back.
    Revoked,
    /// The payment was refunded in full after it came late.
    Refunded,
    /// A person ended it without PayBy's proof.
    ClosedByPerson,
    /// It never reached PayBy, and can no longer.
    NeverReachedPayby,
}

/// A payment being taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Revoking {
    /// When the present or last try started.
    pub started: Option<UtcMs>,
    /// Whether a try is under way.
    pub in_flight: bool,
    /// Whether PayBy accepted it and only the confirmation is missing.
    pub accepted: bool,
    /// Tries that failed in a row.
    pub failures: u32,
}

/// How the last cancel went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CancelOutcome {
    /// None was tried.
    #[default]
    None,
    /// PayBy accepted it; a query has to confirm.
    Accepted,
    /// PayBy says that there is nothing left to cancel: paid or closed. A query has to prove which.
    Pointless,
    /// It failed, or its outcome is unknown.
    Failed,
}

/// The calls of one order: under way, tried, due. The same in every state, so that a restart or a change of state cannot make two
/// queries of one order run at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each call is under way, wanted, or not, by itself"
)]
pub struct Contact {
    /// A validly signed claim has named the order: PayBy has it, and no refusal can mean that it was never made.
    pub known: bool,
    /// A create is under way.
    pub create_in_flight: bool,
    /// A create is wanted as soon as it may start.
    pub create_wanted: bool,
    /// When the last create started.
    pub create_started: Option<UtcMs>,
    /// Creates whose outcome is unknown.
    pub creates_unknown: u32,
    /// How often its times were frozen anew.
    pub refrozen: u32,
    /// The next create freezes its content anew: it is the first, or PayBy refused the last for its times.
    pub freeze_wanted: bool,
    /// A query is under way.
    pub query_in_flight: bool,
    /// When the last query started.
    pub query_started: Option<UtcMs>,
    /// The last query ran into its time-out, so the next may start at once.
    pub query_timed_out: bool,
    /// The query under way started before the last cancel or revoke was answered, so it cannot tell what became of that.
    pub query_outdated: bool,
    /// Somebody or something wants a query now.
    pub query_wanted: bool,
    /// Queries (and creates) in a row that proved nothing.
    pub failures: u32,
    /// Asking whether the QR was scanned is under way.
    pub scan_in_flight: bool,
    /// When that was last asked.
    pub scan_started: Option<UtcMs>,
    /// PayBy does not know the QR (any more); no use in asking.
    pub scan_over: bool,
    /// A cancel is under way.
    pub cancel_in_flight: bool,
    /// When the last cancel started.
    pub cancel_started: Option<UtcMs>,
    /// How it went.
    pub cancel: CancelOutcome,
    /// Cancels that did not do.
    pub cancel_failures: u32,
    /// When the first of them had failed.
    pub cancel_failed_since: Option<UtcMs>,
    /// A cancel is wanted sooner than the slow schedule has it.
    pub cancel_soon: bool,
    /// What a reply without a valid signature says; told to a person, never believed.
    pub seems_to_say: Option<SeemsToSay>,
    /// Since when a person knows that something is odd.
    pub told: Option<Told>,
}

/// What a person was told, and when first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What is odd now.
    pub code: AlertCode,
    /// Since when something is.
    pub at: UtcMs,
}

/// What an unsigned or wrongly signed reply says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeemsToSay {
    /// What kind of trouble it would be.
    pub kind: SeemsToSayKind,
    /// The reply's code.
    pub code: String,
    /// The reply's message.
    pub message: String,
}

/// Kinds of trouble that only unsigned replies speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeemsToSayKind {
    /// PayBy does not accept the till's signature.
    SignatureNotAccepted,
    /// The request's time is too far from PayBy's clock.
    RequestTime,
    /// Something else.
    Other,
}

/// What needs a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertCode {
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

impl AlertCode {
    /// The code as text.
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
}

/// What needs a person, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What.
    pub code: AlertCode,
    /// Since when.
    pub since: UtcMs,
    /// What PayBy says or seems to say.
    pub detail: Option<String>,
}

/// The three outcomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// A validly signed success.
    Accepted(T),
    /// A validly signed refusal.
    Refused(Refusal),
    /// Anything else: no evidence.
    Unknown(Unknown),
}

/// A validly signed refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What it means for an order.
    pub kind: RefusalKind,
    /// PayBy's code.
    pub code: String,
    /// PayBy's message.
    pub message: String,
}

/// What a refusal means for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// PayBy knows no such order, yet (62004, 62035).
    NotKnown,
    /// The number is taken with other parameters (62016, 62017): ask.
    NumberTaken,
    /// It says paid (62001, 62003): a query has to prove it.
    SaysPaid,
    /// It says closed (62002): a query has to prove it.
    SaysClosed,
    /// It says revoked already (62040): a query has to prove it.
    SaysRevoked,
    /// The request's time is too far from PayBy's clock.
    RequestTime,
    /// The QR is not known or expired (62082).
    TokenNotKnown,
    /// Any other.
    Other,
}

/// A call without evidence.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Unknown {
    /// It ran into its time-out.
    pub timed_out: bool,
    /// What a reply that cannot be trusted says.
    pub seems_to_say: Option<SeemsToSay>,
}

/// A person's decision about an order that needs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Keep the late payment and the sale.
    Keep,
    /// Give the money back.
    Revoke,
    /// End an order that PayBy never proves either way.
    Close,
}

/// What can happen to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Send the draft.
    Submit,
    /// The till has started and takes the order up again.
    Resumed,
    /// The time that [`crate::Wake`] asked for has come.
    Woke,
    /// The cashier cancels.
    CashierCancelled,
    /// A person wants to know now.
    Asked,
    /// A person wants the create sent again.
    TriedAgain,
    /// A person decided.
    Decided(Decision),
    /// The refunds of the order have given everything back.
    RefundedInFull,
    /// The create was answered; with the QR's text while it can be paid.
    CreateAnswered(Answer<(Claim, Option<String>)>),
    /// A query was answered.
    QueryAnswered(Answer<Claim>),
    /// "Scanned?" was answered, with the masked phone number once somebody scanned.
    ScanAnswered(Answer<Option<String>>),
    /// A cancel was answered.
    CancelAnswered(Answer<Claim>),
    /// A revoke was answered.
    RevokeAnswered(Answer<Claim>),
    /// PayBy sent a notification with a valid signature.
    Notified(Claim),
}

impl Order {
    /// A new order, not sent yet.
    pub fn new(draft: Draft, now: UtcMs, rules: &Rules) -> Self {
        Self {
            number: draft.number,
            sale: draft.sale,
            amount: draft.amount,
            payee: draft.payee,
            subject: draft.subject,
            details: draft.details,
            scene: draft.scene,
            created_at: now,
            expires_at: now.plus(rules.payment_window).plus(rules.expiry_extra),
            since: now,
            state: State::Draft,
            released: false,
            payby_no: None,
            contact: Contact::default(),
        }
    }

    /// The name of its state.
    pub const fn code(&self) -> StateCode {
        match self.state {
            State::Draft => StateCode::Draft,
            State::Submitting { .. } => StateCode::Submitting,
            State::AwaitingPayment { .. } => StateCode::AwaitingPayment,
            State::Closing { .. } => StateCode::Closing,
            State::Paid { .. } => StateCode::Paid,
            State::Closed { .. } => StateCode::Closed,
            State::PaidLate { .. } => StateCode::PaidLate,
            State::NeedsReview { .. } => StateCode::NeedsReview,
        }
    }

    /// Whether the till is still finding out what became of it. A late payment or a misfit waits for a person instead, unless
    /// the person asked for the money to go back.
    pub const fn is_unfinished(&self) -> bool {
        match &self.state {
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Closing { .. } => true,
            State::PaidLate { revoking, .. } | State::NeedsReview { revoking, .. } => {
                revoking.is_some()
            }
            State::Paid { .. } | State::Closed { .. } => false,
        }
    }

    /// Whether it is closed and still looked at now and then.
    pub const fn is_watched(&self) -> bool {
        matches!(
            self.state,
            State::Closed {
                watch_over: false,
                ..
            }
        )
    }

    /// When the till starts closing it by itself.
    pub fn deadline(&self, rules: &Rules) -> UtcMs {
        let extra = match &self.state {
            State::AwaitingPayment {
                scanned: Some(_), ..
            } => rules.scanned_extra,
            State::AwaitingPayment { scanned: None, .. }
            | State::Draft
            | State::Submitting { .. }
            | State::Closing { .. }
            | State::Paid { .. }
            | State::Closed { .. }
            | State::PaidLate { .. }
            | State::NeedsReview { .. } => Span(0),
        };
        let agreed = self.created_at.plus(rules.payment_window).plus(extra);
        agreed.min(self.created_at.plus(rules.close_latest))
    }

    /// The proof of payment, where there is one.
    pub const fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Paid { payment, .. } | State::PaidLate { payment, .. } => Some(payment),
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Closing { .. }
            | State::Closed { .. }
            | State::NeedsReview { .. } => None,
        }
    }

    /// What needs a person about it. Derived, so that it cannot disagree with the state.
    pub fn alert(&self) -> Option<Alert> {
        let detail = || {
            self.contact
                .seems_to_say
                .as_ref()
                .map(|said| format!("{} {}", said.code, said.message))
        };
        match &self.state {
            State::PaidLate { .. } | State::NeedsReview { .. } => {
                let code = match (&self.contact.told, &self.state) {
                    (Some(told), _) => told.code,
                    (None, State::NeedsReview { .. }) => AlertCode::NeedsReview,
                    (None, _) => AlertCode::PaidLate,
                };
                Some(Alert {
                    code,
                    since: self.since,
                    detail: detail(),
                })
            }
            State::Paid { .. } | State::Closed { .. } => None,
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Closing { .. } => self.contact.told.map(|told| Alert {
                code: told.code,
                since: told.at,
                detail: detail(),
            }),
        }
    }

    /// Why it is closed or needs review, as a code.
    pub const fn reason(&self) -> Option<&'static str> {
        match &self.state {
            State::Closed { cause, .. } => Some(match cause {
                ClosedCause::CancelledByCashier => "cancelled_by_cashier",
                ClosedCause::Expired => "expired",
                ClosedCause::Refused => "refused",
                ClosedCause::FailedAtPayby => "failed_at_payby",
                ClosedCause::Revoked => "revoked",
                ClosedCause::Refunded => "refunded",
                ClosedCause::ClosedByPerson => "closed_by_person",
                ClosedCause::NeverReachedPayby => "never_reached_payby",
            }),
            State::NeedsReview { misfit, .. } => Some(match misfit.field {
                MisfitField::Number => "number_differs",
                MisfitField::Amount => "amount_differs",
                MisfitField::Currency => "currency_differs",
                MisfitField::Payee => "payee_differs",
                MisfitField::RevokedAfterPaid => "revoked_after_paid",
                MisfitField::FailedAfterPaid => "failed_after_paid",
            }),
            State::Closing { cause, .. } => Some(match cause {
                CloseCause::Cashier => "cancelled_by_cashier",
                CloseCause::Deadline => "expired",
                CloseCause::Refused => "refused",
            }),
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Paid { .. }
            | State::PaidLate { .. } => None,
        }
    }
}
