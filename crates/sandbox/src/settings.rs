//! How a sandbox is set up.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use crate::money::Fils;

/// The VAT on fees, in millionths.
const FEE_VAT_PPM: i64 = 50_000;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How many times faster than real time PayBy's own delays run: notification retries, settlement, a refund's way to
/// the payer's bank. What the merchant named as a moment (`expiredTime`) is never scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    thousandths: i64,
}

impl Speed {
    /// Real time.
    pub const REAL: Self = Self { thousandths: 1000 };

    /// From a factor between 0.001 and 1,000,000; none outside.
    pub fn new(factor: f64) -> Option<Self> {
        let thousandths = Decimal::from_f64(factor)?
            .checked_mul(Decimal::ONE_THOUSAND)?
            .to_i64()?;
        (1..=1_000_000_000)
            .contains(&thousandths)
            .then_some(Self { thousandths })
    }

    /// A delay of real PayBy, ms, as long as it is here.
    pub(crate) fn scaled(self, ms: i64) -> i64 {
        ms.saturating_mul(1000) / self.thousandths
    }
}

/// Which columns a statement has (PayBy's public documentation, "Statement download").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementVersion {
    /// The first form, with the column `settledTIme`.
    V1,
    /// The form of 2026, with card and currency columns.
    V2,
}

/// How this PayBy behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The merchant's id, compared with the header `Partner-Id`.
    pub partner_id: String,
    /// Where the customer's pages are: scheme, host and port, without a slash at the end.
    pub origin: String,
    /// How fast PayBy's own delays run.
    pub speed: Speed,
    /// How far PayBy's clock is ahead of this machine's, ms.
    pub clock_skew_ms: i64,
    /// What order tokens are made from. The same seed and the same calls give the same tokens.
    pub seed: u64,
    /// From this amount (fils) a customer whose code was scanned must confirm on the phone; below, it is paid at once.
    pub confirm_from_fils: i64,
    /// Time from a refund's creation until it is taken from the merchant, ms, not scaled.
    pub refund_takes_ms: i64,
    /// Time from a transfer's creation until it has arrived, ms, not scaled.
    pub transfer_takes_ms: i64,
    /// Time from an order's closing until a late payment arrives, ms, not scaled.
    pub late_payment_ms: i64,
    /// What the account holds before the first payment, fils.
    pub opening_balance_fils: i64,
    /// What PayBy takes of a payment, in millionths of it, before VAT.
    pub fee_ppm: i64,
    /// The columns of statements.
    pub statement: StatementVersion,
    /// How many rows a statement's file has before the next one begins.
    pub statement_file_rows: usize,
    /// Whether changed records are collected for [`Sandbox::take_changes`](crate::Sandbox::take_changes).
    pub record_changes: bool,
}

impl Settings {
    /// The partner id of a training account.
    pub const PARTNER_ID: &'static str = "200000000888";

    /// Real time, no skew, a merchant with the given id.
    pub fn new(partner_id: impl Into<String>) -> Self {
        Self {
            partner_id: partner_id.into(),
            origin: "http://127.0.0.1".to_owned(),
            speed: Speed::REAL,
            clock_skew_ms: 0,
            seed: 0,
            confirm_from_fils: 50_000,
            refund_takes_ms: 1_000,
            transfer_takes_ms: 2_000,
            late_payment_ms: 3_000,
            opening_balance_fils: 10_000_000,
            fee_ppm: 15_000,
            statement: StatementVersion::V1,
            statement_file_rows: 50_000,
            record_changes: false,
        }
    }

    /// PayBy's expiry when the merchant names none.
    pub(crate) const DEFAULT_EXPIRY_MS: i64 = 2 * HOUR_MS;
    /// The latest expiry after the request.
    pub(crate) const LONGEST_EXPIRY_MS: i64 = 48 * HOUR_MS;
    /// The latest expiry an update may set.
    pub(crate) const LONGEST_UPDATED_EXPIRY_MS: i64 = 15 * 24 * HOUR_MS;
    /// How far a request's time may be from PayBy's clock.
    pub(crate) const REQUEST_WINDOW_MS: i64 = 15 * MINUTE_MS;
    /// How long after the payment a refund is possible.
    pub(crate) const REFUNDABLE_MS: i64 = 180 * 24 * HOUR_MS;
    /// The delays before the tries of a notification that was not acknowledged.
    pub(crate) const RETRIES_MS: [i64; 7] = [
        2 * MINUTE_MS,
        10 * MINUTE_MS,
        10 * MINUTE_MS,
        60 * MINUTE_MS,
        120 * MINUTE_MS,
        360 * MINUTE_MS,
        900 * MINUTE_MS,
    ];

    /// The fee for an amount and the VAT on it, each rounded half up.
    pub(crate) fn fee(&self, amount: Fils) -> (Fils, Fils) {
        let part = |fils: i64, ppm: i64| {
            let exact = i128::from(fils) * i128::from(ppm);
            Fils(i64::try_from((exact + 500_000) / 1_000_000).unwrap_or_default())
        };
        let fee = part(amount.0, self.fee_ppm);
        (fee, part(fee.0, FEE_VAT_PPM))
    }

    pub(crate) fn settlement_ms(&self) -> i64 {
        self.speed.scaled(24 * HOUR_MS)
    }

    pub(crate) fn refund_arrives_ms(&self) -> i64 {
        self.speed.scaled(10 * MINUTE_MS)
    }
}
