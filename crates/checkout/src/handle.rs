//! What screens and commands hold.

use std::fmt;

use fils_order::{
    AmountError, Decision, Denied, Details, Money, NumberError, OrderNumber, RefundNumber, SaleId,
    SubjectError,
};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::ports::{LedgerError, Notified, NotifiedOutcome, Rejected};
use crate::view::{OrderView, RefundView};

/// Who acts, as the journal names them: `cashier`, `fils`, later a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person(pub String);

/// What the scanner read from the customer's phone. It pays, so it is never stored or shown.
#[derive(Clone)]
pub struct CustomerCode(SecretString);

/// A scan that is no customer's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "This is not a customer's payment code. Ask the customer to open “Pay” in the wallet and scan again."
)]
pub struct CustomerCodeError;

impl CustomerCode {
    /// Takes what was scanned: 8 to 128 letters and digits.
    ///
    /// # Errors
    /// [`CustomerCodeError`] for anything else.
    pub fn new(scanned: &str) -> Result<Self, CustomerCodeError> {
        let scanned = scanned.trim();
        let fits = (8..=128).contains(&scanned.len())
            && scanned.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits {
            Ok(Self(SecretString::from(scanned)))
        } else {
            Err(CustomerCodeError)
        }
    }

    /// The code, for the one request that needs it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for CustomerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerCode(…)")
    }
}

/// What to charge.
#[derive(Clone, Debug)]
pub struct ChargeRequest {
    /// How much.
    pub amount: Money,
    /// What the customer reads; without one, "Sale" and the last digits of the number.
    pub subject: Option<String>,
    /// The customer's code, when we scan it.
    pub code: Option<CustomerCode>,
    /// Who charges.
    pub by: Person,
    /// The sale it pays for, which must be stored; without one, a new sale of this amount.
    pub sale: Option<SaleId>,
    /// What else is said of the sale.
    pub details: Details,
}

/// Why a wish was not granted. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckoutError {
    /// It does not apply to the order as it is.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such order.
    #[error("There is no order {0} on this till. Check the number.")]
    NoSuchOrder(OrderNumber),
    /// The sale has an order that is not proved closed.
    #[error("The sale still has an open payment. Wait until it is closed, then try again.")]
    SaleHeld,
    /// A refund needs a payment.
    #[error("The order is not paid, so there is nothing to refund.")]
    NotPaid,
    /// More than what is left.
    #[error("At most {remaining} AED of this order can still be refunded. Enter less.")]
    RefundTooLarge {
        /// What can still be refunded.
        remaining: Money,
    },
    /// PayBy takes refunds for 180 days.
    #[error(
        "The order was paid more than 180 days ago; PayBy no longer refunds it. Give the money back another way."
    )]
    RefundTooLate,
    /// A refund and a revocation exclude each other.
    #[error("The order has a refund, so the payment cannot be revoked. Refund the rest instead.")]
    HasRefund,
    /// A reason is missing.
    #[error("Say why in a few words: the reason is kept with the order.")]
    ReasonMissing,
    /// A reason does not fit.
    #[error("The reason has {length} characters; at most 64 are possible. Shorten it.")]
    ReasonTooLong {
        /// Its length in characters.
        length: usize,
    },
    /// A subject does not fit.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// An amount does not fit.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// A number does not fit.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The books cannot be read or written.
    #[error("{0}")]
    Storage(String),
    /// The driver has stopped.
    #[error("Fils is closing. Start it again; what was under way is taken up.")]
    Stopped,
}

impl CheckoutError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::NoSuchOrder(_) => "no_such_order",
            Self::SaleHeld => "sale_held",
            Self::NotPaid => "not_paid",
            Self::RefundTooLarge { .. } => "refund_too_large",
            Self::RefundTooLate => "refund_too_late",
            Self::HasRefund => "has_refund",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong { .. } => "reason_too_long",
            Self::Subject(_) => "subject_too_long",
            Self::Amount(error) => error.code(),
            Self::Number(_) => "bad_number",
            Self::Storage(_) => "storage",
            Self::Stopped => "stopped",
        }
    }
}

impl From<LedgerError> for CheckoutError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::SaleHeld => Self::SaleHeld,
            LedgerError::Storage(_) | LedgerError::Stale => Self::Storage(error.to_string()),
        }
    }
}

/// Something that screens show has changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// An order.
    Order(Box<OrderView>),
    /// A refund.
    Refund(Box<RefundView>),
    /// PayBy's clock was measured: this many milliseconds ahead of the till's.
    Clock(i64),
    /// The books cannot be written, with the sentence to show; `None` when they can again.
    Storage(Option<String>),
}

pub(crate) type Reply<T> = oneshot::Sender<Result<T, CheckoutError>>;

pub(crate) enum Wish {
    Charge(ChargeRequest, Reply<OrderView>),
    Replace(OrderNumber, Option<CustomerCode>, Person, Reply<OrderView>),
    Cancel(OrderNumber, Person, Reply<OrderView>),
    Ask(OrderNumber, Person, Reply<OrderView>),
    TryAgain(OrderNumber, Person, Reply<OrderView>),
    Decide(OrderNumber, Decision, String, Person, Reply<OrderView>),
    Refund {
        order: OrderNumber,
        amount: Money,
        reason: String,
        by: Person,
        reply: Reply<RefundView>,
    },
    Order(OrderNumber, Reply<OrderView>),
    RefundStatus(RefundNumber, Reply<RefundView>),
    Open(Reply<Vec<OrderView>>),
    OpenRefunds(Reply<Vec<RefundView>>),
    TakenUp(Reply<TakenUp>),
    Asked(Option<OrderNumber>, Reply<()>),
    Notified(Box<Notified>, Reply<NotifiedOutcome>),
    Rejected(Rejected, Reply<()>),
}

/// What was unfinished when the till started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenUp {
    /// Orders, oldest first.
    pub orders: Vec<OrderNumber>,
    /// Refunds, oldest first.
    pub refunds: Vec<RefundNumber>,
}

/// A handle to the running driver. Cheap to clone; dropping the last one ends the driver.
#[derive(Clone)]
pub struct Checkout {
    pub(crate) wishes: mpsc::Sender<Wish>,
    pub(crate) changes: broadcast::Sender<Change>,
}

impl fmt::Debug for Checkout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkout").finish_non_exhaustive()
    }
}

impl Checkout {
    async fn wish<T>(&self, wish: impl FnOnce(Reply<T>) -> Wish) -> Result<T, CheckoutError> {
        let (reply, answer) = oneshot::channel();
        self.wishes
            .send(wish(reply))
            .await
            .map_err(|_| CheckoutError::Stopped)?;
        answer.await.map_err(|_| CheckoutError::Stopped)?
    }

    /// Starts a sale with one payment. The order is stored when this returns, and on its way.
    ///
    /// # Errors
    /// [`CheckoutError`]; then no order went out.
    pub async fn charge(&self, request: ChargeRequest) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Charge(request, reply)).await
    }

    /// Starts another payment for the sale of an order that is proved closed.
    ///
    /// # Errors
    /// [`CheckoutError::SaleHeld`] while the old one is not proved closed.
    pub async fn replace(
        &self,
        order: OrderNumber,
        code: Option<CustomerCode>,
        by: Person,
    ) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Replace(order, code, by, reply))
            .await
    }

    /// Cancels: the order is closing when this returns, and closed only when PayBy confirms.
    ///
    /// # Errors
    /// [`CheckoutError::Denied`] when there is nothing to cancel.
    pub async fn cancel(&self, order: OrderNumber, by: Person) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Cancel(order, by, reply)).await
    }

    /// Asks PayBy now.
    ///
    /// # Errors
    /// [`CheckoutError::NoSuchOrder`].
    pub async fn ask(&self, order: OrderNumber, by: Person) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Ask(order, by, reply)).await
    }

    /// Sends an open order again: same number, same content.
    ///
    /// # Errors
    /// [`CheckoutError::Denied`] when it is not open.
    pub async fn try_again(
        &self,
        order: OrderNumber,
        by: Person,
    ) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::TryAgain(order, by, reply)).await
    }

    /// Decides about an order that waits for a person.
    ///
    /// # Errors
    /// [`CheckoutError::Denied`] when the decision does not apply.
    pub async fn decide(
        &self,
        order: OrderNumber,
        decision: Decision,
        reason: String,
        by: Person,
    ) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Decide(order, decision, reason, by, reply))
            .await
    }

    /// Gives money back. While an earlier refund of the order is not final, takes up that one.
    ///
    /// # Errors
    /// [`CheckoutError`]; then no refund went out.
    pub async fn refund(
        &self,
        order: OrderNumber,
        amount: Money,
        reason: String,
        by: Person,
    ) -> Result<RefundView, CheckoutError> {
        self.wish(|reply| Wish::Refund {
            order,
            amount,
            reason,
            by,
            reply,
        })
        .await
    }

    /// An order as it is now.
    ///
    /// # Errors
    /// [`CheckoutError::NoSuchOrder`].
    pub async fn order(&self, order: OrderNumber) -> Result<OrderView, CheckoutError> {
        self.wish(|reply| Wish::Order(order, reply)).await
    }

    /// A refund as it is now.
    ///
    /// # Errors
    /// [`CheckoutError::Storage`].
    pub async fn refund_status(&self, refund: RefundNumber) -> Result<RefundView, CheckoutError> {
        self.wish(|reply| Wish::RefundStatus(refund, reply)).await
    }

    /// Every order that is unfinished or waits for a person, oldest first.
    ///
    /// # Errors
    /// [`CheckoutError::Stopped`].
    pub async fn open_orders(&self) -> Result<Vec<OrderView>, CheckoutError> {
        self.wish(Wish::Open).await
    }

    /// Every refund that is not final, oldest first.
    ///
    /// # Errors
    /// [`CheckoutError::Stopped`].
    pub async fn open_refunds(&self) -> Result<Vec<RefundView>, CheckoutError> {
        self.wish(Wish::OpenRefunds).await
    }

    /// What was unfinished when the till started, and is taken up.
    ///
    /// # Errors
    /// [`CheckoutError::Stopped`].
    pub async fn taken_up(&self) -> Result<TakenUp, CheckoutError> {
        self.wish(Wish::TakenUp).await
    }

    /// Returns once PayBy has been asked, well or badly, about everything that the start had to ask about: every unfinished
    /// order and refund and every closed order still watched; or about one order alone.
    ///
    /// # Errors
    /// [`CheckoutError::Stopped`].
    pub async fn asked(&self, order: Option<OrderNumber>) -> Result<(), CheckoutError> {
        self.wish(|reply| Wish::Asked(order, reply)).await
    }

    /// Takes in a notification whose signature is valid.
    ///
    /// # Errors
    /// [`CheckoutError::Storage`]; then PayBy should send it again.
    pub async fn notified(&self, notified: Notified) -> Result<NotifiedOutcome, CheckoutError> {
        self.wish(|reply| Wish::Notified(Box::new(notified), reply))
            .await
    }

    /// Writes down a notification that proves nothing.
    ///
    /// # Errors
    /// [`CheckoutError::Storage`].
    pub async fn rejected(&self, rejected: Rejected) -> Result<(), CheckoutError> {
        self.wish(|reply| Wish::Rejected(rejected, reply)).await
    }

    /// What changes from now on. A receiver that falls behind misses changes and should read again.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}
