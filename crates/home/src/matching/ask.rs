//! Asking PayBy about one difference.

use std::time::Duration;

use fils_checkout::Person;
use fils_office::Proof;
use fils_office::view::matching::{MatchKind, MatchRow, MatchWhat};
use fils_order::OrderNumber;
use fils_reconcile::Theirs;
use payby::{AcquireOrder, Code, OrderRef, OrderStatus, Outcome, RefundRef, Trace};
use tokio::time::{Instant, sleep, timeout_at};

use super::fetch::{Place, no_answer, refused};
use super::{Line, Matching, MatchingError, OnProgress, says};
use fils_office::Due;

/// How long the driver gets to hear PayBy's answer and take it in.
const DRIVER: Duration = Duration::from_secs(15);
/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(100);

/// What comparing the days since a backup came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// How many days were compared.
    pub days: u32,
    /// What PayBy and the books still disagree about.
    pub differences: Vec<MatchRow>,
}

/// What PayBy says of a payment or a refund by its own signature; none when it knows no such thing.
struct Signed {
    theirs: Option<Theirs>,
    order: Option<AcquireOrder>,
    said: String,
    raw: String,
}

impl Matching {
    /// Asks PayBy about a difference, lets the driver take the answer in when it is about an order of this till, and compares the row
    /// again with what is then known.
    ///
    /// # Errors
    /// [`MatchingError::NothingToAsk`], [`MatchingError::NoAnswer`], [`MatchingError::NotAtPayBy`] and [`MatchingError::NotPaid`] about a
    /// payment that the till does not know; the row is then as it was.
    pub async fn ask(&self, id: i64, by: &str) -> Result<MatchRow, MatchingError> {
        let row = self.row(id).await?;
        let signed = self.signed(&row).await?;
        self.note(&row, &signed, by).await?;
        if row.ours.is_none() {
            match (&signed.theirs, &signed.order) {
                (None, _) => return Err(MatchingError::NotAtPayBy),
                (Some(_), Some(order)) if !is_paid(order) => {
                    return Err(MatchingError::NotPaid {
                        status: order.status.to_string(),
                    });
                }
                (Some(_), _) => {}
            }
        }
        let first = self.again(id, signed.theirs.clone(), by).await?;
        let order = row.order.clone().filter(|_| row.sale.is_some());
        let (Some(order), true) = (order, is_open(&first)) else {
            return Ok(first);
        };
        // The driver asks for itself: what moves an order is the proof that it has seen.
        if self.drive(&order, by).await? {
            self.again(id, signed.theirs, by).await
        } else {
            Ok(first)
        }
    }

    /// Takes over a payment that this till never made, on PayBy's signed word that it came in, to this shop, with this amount.
    ///
    /// # Errors
    /// [`MatchingError::NoAnswer`]: then the difference can be explained instead; [`MatchingError::NotAtPayBy`],
    /// [`MatchingError::NotPaid`], [`MatchingError::NotProved`]; those of [`fils_office::Office::take_over`].
    pub async fn take_over(
        &self,
        id: i64,
        reason: &str,
        by: &str,
    ) -> Result<MatchRow, MatchingError> {
        let row = self.row(id).await?;
        if row.what != MatchWhat::Payment {
            return Err(MatchingError::NothingToAsk);
        }
        let signed = self.signed(&row).await?;
        self.note(&row, &signed, by).await?;
        let order = signed.order.ok_or(MatchingError::NotAtPayBy)?;
        let proof = proof(&order, self.line()?, crate::open::now())?;
        let (reason, by) = (reason.to_owned(), by.to_owned());
        self.aside(move |inner| Ok(inner.office.take_over(id, &proof, &reason, &by)?))
            .await
    }

    /// Compares PayBy's list of every day from `day`, `YYYY-MM-DD`, to today, and asks about every order of this till that it tells
    /// something else of. For books that were put back from a backup of that day: what happened since is at PayBy, and not in them.
    /// Payments that the books do not have stay as differences, which a person takes over.
    ///
    /// # Errors
    /// [`MatchingError`]; the days before the one that failed are compared.
    pub async fn since(
        &self,
        day: &str,
        by: &str,
        on_progress: &OnProgress,
    ) -> Result<Since, MatchingError> {
        let today = Due::at(crate::open::now());
        let mut day = Due::named(day)?;
        let mut runs = Vec::new();
        {
            let _turn = self.inner.turn.lock().await;
            let span = (today.to.0 - day.from.0) / (today.to.0 - today.from.0);
            let total = u32::try_from(span).unwrap_or(1);
            while day.from <= today.from {
                let place = Place {
                    day: Some(day.day.clone()),
                    done: u32::try_from(runs.len()).unwrap_or(u32::MAX),
                    total,
                    on_progress: OnProgress::clone(on_progress),
                };
                runs.push(self.list_days(&day, &day, by, place).await?.id);
                day = day.next();
            }
        }
        let days = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        let mut differences = Vec::new();
        for run in runs {
            let found = self
                .aside(move |inner| Ok(inner.office.rows_of_run(run)?))
                .await?;
            for row in found.into_iter().filter(is_open) {
                let row = if row.sale.is_some() {
                    self.ask(row.id, by).await?
                } else {
                    row
                };
                if is_open(&row) {
                    differences.push(row);
                }
            }
        }
        Ok(Since { days, differences })
    }

    async fn row(&self, id: i64) -> Result<MatchRow, MatchingError> {
        self.aside(move |inner| Ok(inner.office.match_row(id)?))
            .await
    }

    async fn again(
        &self,
        id: i64,
        theirs: Option<Theirs>,
        by: &str,
    ) -> Result<MatchRow, MatchingError> {
        let by = by.to_owned();
        self.aside(move |inner| Ok(inner.office.compare_again(id, theirs, &inner.terms, &by)?))
            .await
    }

    async fn note(&self, row: &MatchRow, signed: &Signed, by: &str) -> Result<(), MatchingError> {
        let (row, by) = (row.clone(), by.to_owned());
        let (said, raw) = (signed.said.clone(), signed.raw.clone());
        self.aside(move |inner| Ok(inner.office.asked(&row, &said, Some(raw), &by)?))
            .await
    }

    async fn signed(&self, row: &MatchRow) -> Result<Signed, MatchingError> {
        match row.what {
            MatchWhat::Payment => self.signed_order(row).await,
            MatchWhat::Refund => self.signed_refund(row).await,
            MatchWhat::Settlement | MatchWhat::Fund => Err(MatchingError::NothingToAsk),
        }
    }

    async fn signed_order(&self, row: &MatchRow) -> Result<Signed, MatchingError> {
        // A payment of this till goes by its own number, another by PayBy's, which nobody else can have.
        let order = match (&row.payby_no, row.ours.is_some()) {
            (Some(payby_no), false) => OrderRef::PayBy(payby_no.clone()),
            (Some(_) | None, _) => OrderRef::Merchant(row.number.clone()),
        };
        let at = self.request_time()?;
        let exchange = self.line()?.client.get_order(&order, at).await;
        let raw = raw(&exchange.trace);
        match exchange.outcome {
            Outcome::Accepted(order) if names(&order, row) => Ok(Signed {
                theirs: says::order(&order),
                said: order.status.to_string(),
                order: Some(order),
                raw,
            }),
            Outcome::Accepted(_) => Err(MatchingError::NotProved {
                why: "it is about another payment",
            }),
            Outcome::Refused(said)
                if matches!(said.code, Code::OrderNotExist | Code::MerchantOrderNotExist) =>
            {
                Ok(Signed {
                    theirs: None,
                    order: None,
                    said: said.code.as_str().to_owned(),
                    raw,
                })
            }
            Outcome::Refused(said) => Err(refused(&said)),
            Outcome::Unknown(unknown) => Err(no_answer(&unknown)),
        }
    }

    async fn signed_refund(&self, row: &MatchRow) -> Result<Signed, MatchingError> {
        let refund = match (&row.payby_no, row.ours.is_some()) {
            (Some(payby_no), false) => RefundRef::PayBy(payby_no.clone()),
            (Some(_) | None, _) => RefundRef::Merchant(row.number.clone()),
        };
        let at = self.request_time()?;
        let exchange = self.line()?.client.get_refund(&refund, at).await;
        let raw = raw(&exchange.trace);
        match exchange.outcome {
            Outcome::Accepted(placed) => Ok(Signed {
                theirs: says::refund(&placed.refund_order),
                said: placed.refund_order.status.to_string(),
                order: None,
                raw,
            }),
            Outcome::Refused(said) if said.code == Code::RefundMerchantOrderNoNotExist => {
                Ok(Signed {
                    theirs: None,
                    order: None,
                    said: said.code.as_str().to_owned(),
                    raw,
                })
            }
            Outcome::Refused(said) => Err(refused(&said)),
            Outcome::Unknown(unknown) => Err(no_answer(&unknown)),
        }
    }

    /// Has the driver ask about an order of this till, and waits until it was answered. False without a driver.
    async fn drive(&self, order: &str, by: &str) -> Result<bool, MatchingError> {
        let Some(checkout) = &self.inner.checkout else {
            return Ok(false);
        };
        let Ok(number) = order.parse::<OrderNumber>() else {
            return Ok(false);
        };
        let seen = self.calls_answered(&number).await?;
        let mut changes = checkout.subscribe();
        if let Err(error) = checkout.ask(number.clone(), Person(by.to_owned())).await {
            // The row says what PayBy answered; the order follows when the driver asks by itself.
            tracing::warn!(code = error.code(), %error, "the driver could not ask about an order");
            return Ok(false);
        }
        let until = Instant::now() + DRIVER;
        while self.calls_answered(&number).await? <= seen {
            if Instant::now() >= until {
                return Ok(false);
            }
            // Whatever changes may be the answer; what was missed is looked up all the same.
            let change = timeout_at(until.min(Instant::now() + LOOK), changes.recv());
            if matches!(change.await, Ok(Err(_))) {
                sleep(LOOK).await;
            }
        }
        Ok(true)
    }

    /// How many calls about an order have been answered, well or badly.
    async fn calls_answered(&self, number: &OrderNumber) -> Result<usize, MatchingError> {
        let number = number.clone();
        self.aside(move |inner| Ok(inner.office.calls_answered(&number)?))
            .await
    }
}

/// What was sent and what came, for the journal. Neither has a secret in it.
fn raw(trace: &Trace) -> String {
    format!("{}\n{}", trace.request_body, trace.reply_body)
}

fn is_open(row: &MatchRow) -> bool {
    row.kind != MatchKind::Matched && row.decision.is_none()
}

/// Whether an answer is about what was asked: by the number that it was asked by.
fn names(order: &AcquireOrder, row: &MatchRow) -> bool {
    if row.ours.is_some() {
        order.merchant_order_no.as_deref() == Some(row.number.as_str())
    } else {
        match &row.payby_no {
            Some(payby_no) => order.order_no.as_ref() == Some(payby_no),
            None => order.merchant_order_no.as_deref() == Some(row.number.as_str()),
        }
    }
}

fn is_paid(order: &AcquireOrder) -> bool {
    matches!(
        order.status,
        OrderStatus::PaidSuccess | OrderStatus::Settled
    ) && !order.revoked
}

/// What a signed answer proves, by the same rules as for a payment of this till's own, but for the number: paid, not taken back, to this
/// shop, and of an amount in the one currency.
fn proof(
    order: &AcquireOrder,
    line: &Line,
    now: fils_order::UtcMs,
) -> Result<Proof, MatchingError> {
    if !is_paid(order) {
        return Err(MatchingError::NotPaid {
            status: order.status.to_string(),
        });
    }
    let lacks = |why| MatchingError::NotProved { why };
    if order.payee_mid.as_deref() != Some(line.payee.as_str()) {
        return Err(lacks("it does not name this shop as the payee"));
    }
    let says = says::order(order).ok_or_else(|| lacks("it names no amount in AED"))?;
    if says.amount.is_zero() {
        return Err(lacks("its amount is zero"));
    }
    let payby_no = order
        .order_no
        .clone()
        .ok_or_else(|| lacks("it has no number of PayBy's"))?;
    let paid = order.payment_info.as_ref().and_then(|paid| paid.paid_time);
    Ok(Proof {
        number: order.merchant_order_no.clone(),
        payby_no,
        amount: says.amount,
        subject: order.subject.clone(),
        paid_at: paid.map_or(now, |at| fils_order::UtcMs(at.0)),
    })
}
