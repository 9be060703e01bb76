//! What a comparison finds.

use fils_order::{SignedMoney, UtcMs};
use serde::{Deserialize, Serialize};

use crate::fee::{Fee, FeeRate};
use crate::kind::{Advice, Counts, Kind, What};

/// What one comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// One for every movement of money that either side has: differences first, each part in the order of its time.
    pub findings: Vec<Finding>,
    /// The fee rates that it went by.
    pub fees: Vec<FeeRate>,
    /// Rows that are no movement of this till's money: of other tills, and unpaid ones that the books do not have.
    pub left_out: usize,
}

impl Compared {
    /// How many there are of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            counts.add(finding.kind);
        }
        counts
    }
}

/// What was found of one movement of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What moved.
    pub what: What,
    /// What the comparison came to.
    pub kind: Kind,
    /// What tells it from every other of its `what`: our number where there is one, else the number at PayBy.
    pub number: String,
    /// The order it is about: of this till's books, or the number at PayBy. None for a fund.
    pub order: Option<String>,
    /// The refund it is about.
    pub refund: Option<String>,
    /// PayBy's number.
    pub payby_no: Option<String>,
    /// The moment it is about: PayBy's word, else ours.
    pub at: UtcMs,
    /// What the books say. For a fund, what its rows come to.
    pub ours: Option<Side>,
    /// What PayBy says.
    pub theirs: Option<Side>,
    /// What a person should do.
    pub advice: Advice,
}

impl Finding {
    /// The day in Dubai, `YYYY-MM-DD`.
    pub fn day(&self) -> String {
        self.at.business_day(0)
    }

    /// The fee as it should be.
    pub fn fee_expected(&self) -> Option<Fee> {
        self.ours.as_ref()?.fee
    }

    /// The fee as it was taken.
    pub fn fee_taken(&self) -> Option<Fee> {
        self.theirs.as_ref()?.fee
    }
}

/// One side of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The amount in fils. Of a settlement, the whole amount before the fee.
    pub amount: SignedMoney,
    /// The state's code.
    pub state: String,
    /// When the money moved, as this side has it.
    pub at: Option<UtcMs>,
    /// What the customer reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Of a settlement, the fee: ours is the expected one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// Of a settlement, what was credited or debited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<SignedMoney>,
}
