//! What a finding is about, what it says, and what a person should do. The codes are the same in every interface.

use serde::{Deserialize, Serialize};

/// What moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A customer's payment.
    Payment,
    /// Money that went back to a customer.
    Refund,
    /// What PayBy credits or debits the merchant for a payment or a refund, less its fee and the VAT on it.
    Settlement,
    /// Money between PayBy and the merchant: the totals of a statement, and what is neither payment nor refund.
    Fund,
}

impl What {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Settlement => "settlement",
            Self::Fund => "fund",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Payment, Self::Refund, Self::Settlement, Self::Fund]
            .into_iter()
            .find(|what| what.code() == code)
    }
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Both sides agree.
    Matched,
    /// The books have it, and PayBy should and does not.
    OursOnly,
    /// PayBy has it, and the books do not.
    TheirsOnly,
    /// Both have it, of different amounts.
    AmountDiffers,
    /// Both have it, in states that do not go together.
    StateDiffers,
    /// PayBy's fee, or the VAT on it, is not the usual one.
    FeeUnexpected,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Matched,
        Self::OursOnly,
        Self::TheirsOnly,
        Self::AmountDiffers,
        Self::StateDiffers,
        Self::FeeUnexpected,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::OursOnly => "ours_only",
            Self::TheirsOnly => "theirs_only",
            Self::AmountDiffers => "amount_differs",
            Self::StateDiffers => "state_differs",
            Self::FeeUnexpected => "fee_unexpected",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How many findings there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// See [`Kind::Matched`].
    pub matched: u64,
    /// See [`Kind::OursOnly`].
    pub ours_only: u64,
    /// See [`Kind::TheirsOnly`].
    pub theirs_only: u64,
    /// See [`Kind::AmountDiffers`].
    pub amount_differs: u64,
    /// See [`Kind::StateDiffers`].
    pub state_differs: u64,
    /// See [`Kind::FeeUnexpected`].
    pub fee_unexpected: u64,
}

impl Counts {
    /// Counts one more.
    pub const fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Matched => self.matched += 1,
            Kind::OursOnly => self.ours_only += 1,
            Kind::TheirsOnly => self.theirs_only += 1,
            Kind::AmountDiffers => self.amount_differs += 1,
            Kind::StateDiffers => self.state_differs += 1,
            Kind::FeeUnexpected => self.fee_unexpected += 1,
        }
    }

    /// How many there are that are not matched.
    pub const fn differences(&self) -> u64 {
        self.ours_only
            + self.theirs_only
            + self.amount_differs
            + self.state_differs
            + self.fee_unexpected
    }
}

/// What a person should do about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Nothing.
    Nothing,
    /// Ask PayBy: its signed answer moves the order, or the refund, to where it belongs.
    AskPayby,
    /// PayBy's list or statement lacks a payment it had proved. Ask it; when it knows the payment, have PayBy's support correct the paper.
    MissingAtPayby,
    /// PayBy lacks a refund it had proved. Ask it, then PayBy's support; the customer may not have the money.
    RefundMissingAtPayby,
    /// A payment this till never made: find out whose it is, take it over, then assign it.
    TakeOver,
    /// A refund this till never made, say from PayBy's portal: write the credit note, or explain it.
    ForeignRefund,
    /// The amounts differ: ask PayBy; keep the paper for PayBy's support, and explain.
    AmountDiffers,
    /// Closed in the books, and still payable at PayBy: cancel it, or wait until it has expired.
    StillPayable,
    /// The order waits for a person's decision already: decide it there.
    Decide,
    /// The refund gives back another order's money than the books say.
    OtherOrder,
    /// What was settled is not what was paid: PayBy's support.
    SettledDiffers,
    /// The fee is not the usual one: compare it with the contract, then PayBy's support.
    CheckFee,
    /// The VAT on the fee is not that of the fee: the tax invoice of PayBy is needed.
    CheckFeeVat,
    /// A total is not the sum of its rows: fetch the statement again, then PayBy's support.
    CheckTotal,
    /// A movement without a counterpart in the books, say to the bank: find it on the account, and explain it.
    ExplainMovement,
}

impl Advice {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::AskPayby => "ask_payby",
            Self::MissingAtPayby => "missing_at_payby",
            Self::RefundMissingAtPayby => "refund_missing_at_payby",
            Self::TakeOver => "take_over",
            Self::ForeignRefund => "foreign_refund",
            Self::AmountDiffers => "amount_differs",
            Self::StillPayable => "still_payable",
            Self::Decide => "decide",
            Self::OtherOrder => "other_order",
            Self::SettledDiffers => "settled_differs",
            Self::CheckFee => "check_fee",
            Self::CheckFeeVat => "check_fee_vat",
            Self::CheckTotal => "check_total",
            Self::ExplainMovement => "explain_movement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_what_they_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_code(kind.code()), Some(kind));
        }
        for what in [What::Payment, What::Refund, What::Settlement, What::Fund] {
            assert_eq!(What::of_code(what.code()), Some(what));
        }
        assert_eq!(Kind::of_code("fine"), None);
    }
}
