//! What a backup says of itself.

use fils_order::UtcMs;
use fils_store::backup::Counts;
use serde::{Deserialize, Serialize};

/// What tells a manifest of ours from another program's.
pub(super) const WHAT: &str = "fils backup";
/// The form of the archive, counted up when it changes.
pub(super) const FORM: u32 = 1;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was due.
    Due,
    /// A business day was closed.
    Z,
    /// A person asked for it.
    Asked,
    /// A year's records for the shelf.
    Year,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Due, Self::Z, Self::Asked, Self::Year];

    /// Its code, as in names of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Z => "z",
            Self::Asked => "asked",
            Self::Year => "year",
        }
    }
}

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal.
    pub sha256: String,
}

/// What is in the books of a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Sales.
    pub sales: i64,
    /// Wallet orders.
    pub orders: i64,
    /// Refunds.
    pub refunds: i64,
    /// Receipts and credit notes.
    pub receipts: i64,
    /// Movements of cash.
    pub cash: i64,
    /// Z reports.
    pub z_reports: i64,
    /// People.
    pub people: i64,
    /// The business day of the first sale, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    /// That of the last one.
    pub last_day: Option<String>,
}

impl From<&Counts> for Contents {
    fn from(counts: &Counts) -> Self {
        let (first_day, last_day) = counts.days.clone().unzip();
        Self {
            sales: counts.sales,
            orders: counts.orders,
            refunds: counts.refunds,
            receipts: counts.receipts,
            cash: counts.cash,
            z_reports: counts.z_reports,
            people: counts.people,
            first_day,
            last_day,
        }
    }
}

/// The papers of the year that a backup was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are the names in the file")]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Receipts and credit notes of it.
    pub receipts: i64,
    /// The first one's number.
    pub first: String,
    /// The last one's number.
    pub last: String,
    /// Whether the year was over.
    pub over: bool,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `fils backup`.
    pub what: String,
    /// The form of the archive.
    pub form: u32,
    /// The version that made it.
    pub program: String,
    /// When, on Dubai's clock, RFC 3339.
    pub made_at: String,
    /// When, UTC ms.
    pub made_ms: i64,
    /// Why.
    pub why: Why,
    /// Who asked for it.
    pub by: String,
    /// What the till's numbers begin with.
    pub till: String,
    /// The shop's name.
    pub shop: Option<String>,
    /// `training` or `live`.
    pub mode: String,
    /// The merchant's id at PayBy.
    pub partner_id: Option<String>,
    /// The database's schema number.
    pub schema: i64,
    /// What is in the books.
    pub contents: Contents,
    /// The place of the last receipt; 0 without one.
    pub last_receipt: i64,
    /// Its number.
    pub last_number: Option<String>,
    /// The journal's last entry.
    pub journal_to: i64,
    /// Its hash, in hexadecimal.
    pub journal_hash: String,
    /// The year it is the archive of.
    #[serde(default)]
    pub year: Option<Year>,
    /// The files.
    pub parts: Vec<Part>,
}

impl Manifest {
    /// When it was made.
    pub fn made(&self) -> UtcMs {
        UtcMs(self.made_ms)
    }
}
