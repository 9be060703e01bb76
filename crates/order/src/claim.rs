//! What a validly signed reply claims about an order, and whether it proves anything.

use serde::{Deserialize, Serialize};

use crate::{AED, Money, Order, UtcMs};

/// The status PayBy gives an order. [`ClaimStatus::Other`] keeps what we do not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimStatus {
    /// Waiting to be paid.
    Created,
    /// Paid.
    PaidSuccess,
    /// Paid, and settled to the merchant.
    Settled,
    /// Cancelled or expired.
    Failure,
    /// A status of another product, or one that is newer than Fils.
    Other(String),
}

/// What a reply says about an order. Only ever made from a reply whose signature was valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Our number, as the reply has it.
    pub number: Option<String>,
    /// PayBy's own number.
    pub payby_no: Option<String>,
    /// The order's status at PayBy.
    pub status: ClaimStatus,
    /// The order's amount; `None` when absent.
    pub amount: Option<Money>,
    /// The amount's currency.
    pub currency: Option<String>,
    /// Who gets the money.
    pub payee: Option<String>,
    /// Whether a payment was taken back.
    pub revoked: bool,
    /// When the customer paid.
    pub paid_at: Option<UtcMs>,
    /// What the customer paid; less than the amount when PayBy gave a discount.
    pub paid_amount: Option<Money>,
    /// How the customer paid.
    pub channel: Option<String>,
    /// Why it failed, in PayBy's words.
    pub failure: Option<String>,
}

/// A proved payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// When the customer paid: PayBy's word, else when the till learned of it.
    pub paid_at: UtcMs,
    /// What the customer paid, where PayBy says so.
    pub paid_amount: Option<Money>,
    /// How the customer paid, where PayBy says so.
    pub channel: Option<String>,
}

/// The part of a claim that does not fit our order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MisfitField {
    /// It speaks of another order.
    Number,
    /// Another amount.
    Amount,
    /// Another currency.
    Currency,
    /// The money goes to somebody else.
    Payee,
    /// It was proved paid, and now PayBy says that the money went back.
    RevokedAfterPaid,
    /// It was proved paid, and now PayBy says it failed.
    FailedAfterPaid,
}

/// A validly signed claim that does not fit the order it was given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misfit {
    /// What does not fit.
    pub field: MisfitField,
    /// What our order says.
    pub ours: String,
    /// What the claim says; empty when it says nothing.
    pub theirs: String,
    /// Whether the claim says that money moved.
    pub claims_money: bool,
}

/// What a claim is worth for an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Proof that it is paid.
    Paid(Payment),
    /// Proof that it is paid no more: PayBy took the payment back.
    Revoked,
    /// Proof that it is closed unpaid, with PayBy's words.
    Closed(Option<String>),
    /// It waits for the customer.
    Waiting,
    /// It proves nothing.
    NoEvidence,
    /// It does not fit; a person has to look.
    Misfit(Misfit),
}

impl Claim {
    /// Whether the claim says that money moved and stayed.
    pub const fn claims_money(&self) -> bool {
        matches!(self.status, ClaimStatus::PaidSuccess | ClaimStatus::Settled) && !self.revoked
    }

    /// Whether the claim names this order.
    pub fn names(&self, order: &Order) -> bool {
        self.number.as_deref() == Some(order.number.as_str())
    }
}

/// Judges a claim against the order it was given for. `now` stands in for a payment time that PayBy leaves out.
///
/// Proof of payment needs our number, amount, currency and payee, a paid status, and no revocation. What is absent is no
/// proof; in a claim that moves no money an absent field is no contradiction either.
pub fn judge(order: &Order, claim: &Claim, now: UtcMs) -> Verdict {
    if let Some(misfit) = misfit(order, claim) {
        return Verdict::Misfit(misfit);
    }
    match claim.status {
        // A reply that names no order proves nothing about this one.
        _ if claim.number.is_none() => Verdict::NoEvidence,
        _ if claim.revoked => Verdict::Revoked,
        ClaimStatus::PaidSuccess | ClaimStatus::Settled => Verdict::Paid(Payment {
            paid_at: claim.paid_at.unwrap_or(now),
            paid_amount: claim.paid_amount,
            channel: claim.channel.clone(),
        }),
        ClaimStatus::Failure => Verdict::Closed(claim.failure.clone()),
        ClaimStatus::Created => Verdict::Waiting,
        ClaimStatus::Other(_) => Verdict::NoEvidence,
    }
}

fn misfit(order: &Order, claim: &Claim) -> Option<Misfit> {
    let claims_money = claim.claims_money();
    let amount = claim.amount.map(|amount| amount.to_string());
    let checks = [
        (
            MisfitField::Number,
            order.number.to_string(),
            claim.number.clone(),
        ),
        (MisfitField::Amount, order.amount.to_string(), amount),
        (
            MisfitField::Currency,
            AED.to_owned(),
            claim.currency.clone(),
        ),
        (MisfitField::Payee, order.payee.clone(), claim.payee.clone()),
    ];
    for (field, ours, theirs) in checks {
        let fits = theirs
            .as_ref()
            .map_or(!claims_money, |theirs| *theirs == ours);
        if !fits {
            return Some(Misfit {
                field,
                ours,
                theirs: theirs.unwrap_or_default(),
                claims_money,
            });
        }
    }
    None
}
