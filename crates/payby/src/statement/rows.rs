//! The rows of a statement's files, typed.

use std::collections::HashMap;

use crate::amount::{AED, Amount, Millis};

use super::reading::UnreadableReason;
use super::{moment, plain};

/// What a row is about (`transactionType`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransactionType {
    /// A customer paid.
    Payment,
    /// Money went back to a customer.
    Refund,
    /// Anything else, in PayBy's word: `ADJUST`, `TRANSFER`, `WITHDRAWAL`, `CHARGEBACK`.
    Other(String),
}

/// Whether a row still holds (`status`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowStatus {
    /// It does. Rows that are no order have no status; they do, too.
    Success,
    /// The payment was revoked.
    Reverted,
    /// A word that is newer than this reader.
    Other(String),
}

/// Which way money went, for the merchant (`direction`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the merchant: `IN` or `CREDIT`.
    In,
    /// From the merchant: `OUT` or `DEBIT`.
    Out,
}

/// A row of a purchase file: what was paid on the day. Times are moments, amounts AED as PayBy writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseRow {
    /// What it is about.
    pub kind: TransactionType,
    /// The merchant's number; of a refund, the merchant's refund number.
    pub merchant_order_no: Option<String>,
    /// PayBy's number.
    pub order_no: Option<String>,
    /// The merchant's number of the order that a refund gives back.
    pub origin_merchant_order_no: Option<String>,
    /// The order's total.
    pub total_amount: Amount,
    /// When it was paid.
    pub paid_time: Option<Millis>,
    /// Whether it still holds.
    pub status: RowStatus,
    /// PayBy's product.
    pub product_name: Option<String>,
    /// Who scanned whom.
    pub pay_scene_code: Option<String>,
    /// How the customer paid.
    pub payment_method_type: Option<String>,
    /// What the customer read.
    pub subject: Option<String>,
    /// Who got the money.
    pub payee_mid: Option<String>,
    /// The terminal that the merchant named.
    pub terminal_id: Option<String>,
}

/// A row of a settlement file: what was credited or debited on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleRow {
    /// What it is about.
    pub kind: TransactionType,
    /// Which way.
    pub direction: Direction,
    /// The merchant's number; of a refund, the merchant's refund number.
    pub merchant_order_no: Option<String>,
    /// PayBy's number.
    pub order_no: Option<String>,
    /// The merchant's number of the order that a refund gives back.
    pub origin_merchant_order_no: Option<String>,
    /// The order's total; only the second version has it.
    pub total_amount: Option<Amount>,
    /// What was settled.
    pub settlement_amount: Amount,
    /// PayBy's commission, without VAT.
    pub comm: Amount,
    /// The VAT on it.
    pub vat: Amount,
    /// When it was settled.
    pub settled_time: Option<Millis>,
    /// When it was paid.
    pub paid_time: Option<Millis>,
    /// Whether it still holds.
    pub status: RowStatus,
    /// PayBy's product.
    pub product_name: Option<String>,
    /// Who scanned whom.
    pub pay_scene_code: Option<String>,
    /// How the customer paid.
    pub payment_method_type: Option<String>,
    /// What the customer read.
    pub subject: Option<String>,
}

/// A row of a fund file: a change of the merchant's balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundRow {
    /// When.
    pub accounting_time: Option<Millis>,
    /// PayBy's number of the movement.
    pub txn_no: Option<String>,
    /// PayBy's product.
    pub product: Option<String>,
    /// What it is about.
    pub business_type: Option<String>,
    /// Which way.
    pub direction: Direction,
    /// How much.
    pub amount: Amount,
    /// The balance before.
    pub before: Option<Amount>,
    /// The balance after.
    pub after: Option<Amount>,
    /// The merchant's number of what moved it.
    pub merchant_order_no: Option<String>,
    /// PayBy's number of what moved it.
    pub order_no: Option<String>,
}

/// Where each column stands, by its plain name.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(HashMap<String, usize>);

impl Columns {
    pub(super) fn of(cells: &[&str]) -> Self {
        let mut columns = HashMap::with_capacity(cells.len());
        for (place, cell) in cells.iter().enumerate() {
            columns.entry(plain(cell)).or_insert(place);
        }
        Self(columns)
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }
}

/// One line's cells under their columns.
pub(super) struct Cells<'a> {
    pub(super) columns: &'a Columns,
    pub(super) cells: &'a [&'a str],
}

type Read<T> = Result<T, UnreadableReason>;

impl<'a> Cells<'a> {
    fn get(&self, column: &str) -> Option<&'a str> {
        let place = self.columns.0.get(column)?;
        self.cells
            .get(*place)
            .copied()
            .filter(|cell| !cell.is_empty())
    }

    fn text(&self, column: &str) -> Option<String> {
        self.get(column).map(str::to_owned)
    }

    fn optional_amount(&self, column: &'static str) -> Read<Option<Amount>> {
        self.get(column)
            .map(|cell| amount(cell).ok_or(UnreadableReason::Amount(column)))
            .transpose()
    }

    fn amount(&self, column: &'static str) -> Read<Amount> {
        self.optional_amount(column)?
            .ok_or(UnreadableReason::Amount(column))
    }

    fn time(&self, column: &'static str) -> Read<Option<Millis>> {
        self.get(column)
            .map(|cell| moment(cell).ok_or(UnreadableReason::Time(column)))
            .transpose()
    }

    fn in_aed(&self, columns: &[&'static str]) -> Read<()> {
        let foreign = |column: &&str| {
            self.get(column)
                .is_some_and(|currency| !currency.eq_ignore_ascii_case(AED))
        };
        match columns.iter().find(|column| foreign(column)) {
            Some(column) => Err(UnreadableReason::Currency(column)),
            None => Ok(()),
        }
    }

    fn kind(&self) -> Read<TransactionType> {
        let word = self
            .get("transactiontype")
            .ok_or(UnreadableReason::Missing("transactionType"))?;
        Ok(match word.to_ascii_uppercase().as_str() {
            "PAYMENT" => TransactionType::Payment,
            "REFUND" => TransactionType::Refund,
            other => TransactionType::Other(other.to_owned()),
        })
    }

    fn status(&self) -> RowStatus {
        let word = self.get("status").unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "" | "SUCCESS" => RowStatus::Success,
            "REVERTED" => RowStatus::Reverted,
            other => RowStatus::Other(other.to_owned()),
        }
    }

    fn direction(&self) -> Option<Direction> {
        match self.get("direction")?.to_ascii_uppercase().as_str() {
            "IN" | "CREDIT" | "CR" => Some(Direction::In),
            "OUT" | "DEBIT" | "DR" => Some(Direction::Out),
            _ => None,
        }
    }

    fn number(&self, columns: [&'static str; 2]) -> Read<()> {
        if columns.iter().any(|column| self.get(column).is_some()) {
            Ok(())
        } else {
            Err(UnreadableReason::Missing("orderNo"))
        }
    }

    pub(super) fn purchase(&self) -> Read<PurchaseRow> {
        self.in_aed(&["ordercurrency"])?;
        self.number(["merchantorderno", "orderno"])?;
        Ok(PurchaseRow {
            kind: self.kind()?,
            merchant_order_no: self.text("merchantorderno"),
            order_no: self.text("orderno"),
            origin_merchant_order_no: self.text("originmerchantorderno"),
            total_amount: self.amount("totalamount")?,
            paid_time: self.time("paidtime")?,
            status: self.status(),
            product_name: self.text("productname"),
            pay_scene_code: self.text("payscenecode"),
            payment_method_type: self.text("paymentmethodtype"),
            subject: self.text("subject"),
            payee_mid: self.text("payeemid"),
            terminal_id: self.text("terminalid"),
        })
    }

    pub(super) fn settled(&self) -> Read<SettleRow> {
        self.in_aed(&["ordercurrency", "commcurrency", "vatcurrency"])?;
        self.number(["merchantorderno", "orderno"])?;
        let kind = self.kind()?;
        let direction = match (self.direction(), &kind, self.get("direction")) {
            (Some(direction), _, _) => direction,
            (None, TransactionType::Payment, None) => Direction::In,
            (None, TransactionType::Refund, None) => Direction::Out,
            (None, _, _) => return Err(UnreadableReason::Missing("direction")),
        };
        Ok(SettleRow {
            kind,
            direction,
            merchant_order_no: self.text("merchantorderno"),
            order_no: self.text("orderno"),
            origin_merchant_order_no: self.text("originmerchantorderno"),
            total_amount: self.optional_amount("totalamount")?,
            settlement_amount: self.amount("settlementamount")?,
            comm: self.optional_amount("comm")?.unwrap_or(Amount::ZERO),
            vat: self.optional_amount("vat")?.unwrap_or(Amount::ZERO),
            settled_time: self.time("settledtime")?,
            paid_time: self.time("paidtime")?,
            status: self.status(),
            product_name: self.text("productname"),
            pay_scene_code: self.text("payscenecode"),
            payment_method_type: self.text("paymentmethodtype"),
            subject: self.text("subject"),
        })
    }

    pub(super) fn fund(&self) -> Read<FundRow> {
        self.number(["txnno", "orderno"])?;
        Ok(FundRow {
            accounting_time: self.time("accountingtime")?,
            txn_no: self.text("txnno"),
            product: self.text("product"),
            business_type: self.text("businesstype"),
            direction: self
                .direction()
                .ok_or(UnreadableReason::Missing("DIRECTION"))?,
            amount: self.amount("txnamt")?,
            before: self.optional_amount("beforeamt")?,
            after: self.optional_amount("afteramt")?,
            merchant_order_no: self.text("merchantorderno"),
            order_no: self.text("orderno"),
        })
    }
}

/// An amount with or without its currency: `60.00`, `AED 60.00`.
pub(super) fn amount(text: &str) -> Option<Amount> {
    let text = text.trim();
    let number = text.strip_prefix(AED).unwrap_or(text);
    number
        .strip_suffix(AED)
        .unwrap_or(number)
        .trim()
        .parse()
        .ok()
}
