//! The statement of a day: a ZIP of pipe-separated files (PayBy's public documentation, "Statement download").

use std::io::{Cursor, Write as _};

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use serde_json::value::RawValue;
use zip::write::SimpleFileOptions;

use crate::book::Book;
use crate::codes::{self, Refusal};
use crate::dubai;
use crate::model::{Order, Refund, RefundStatus};
use crate::money::Fils;
use crate::ops::{Call, Done};
use crate::past::StatementZip;
use crate::settings::{Settings, StatementVersion};
use crate::wire;

/// PayBy makes a statement within half an hour after the cut-off (midnight in Dubai).
const READY_AFTER_MS: i64 = 30 * 60_000;

const PURCHASE_V1: &str = "paidTime|transactionType|totalAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|status|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved";
const SETTLE_V1: &str = "settledTIme|transactionType|direction|settlementAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|paidTime|status|comm|commCurrency|VAT|VATCurrency|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved";
const PURCHASE_V2: &str = "merchantOrderNo|orderNo|paidTime|payeeMid|merchantName|terminalId|operatorId|storeId|storeName|scheme|orderCurrency|totalAmount|transactionType|productName|paySceneCode|paymentMethodType|subject|installmentPlan|planAcceptanceID|originMerchantOrderNo|reserved|status|authCode|cardNumber|cardIssuingCountry|cardLevel|cardType|customerName|mobileNumber|emailAddress|source|agreementType|authProtocolNo|dccAmount|dccCurrency|exchangeRate|dccMarkup|dccQuoteId";
const SETTLE_V2: &str = "merchantOrderNo|orderNo|settledTime|paidTime|payeeMid|merchantName|terminalId|operatorId|storeId|storeName|scheme|orderCurrency|totalAmount|transactionType|direction|productName|paySceneCode|paymentMethodType|subject|installmentPlan|planAcceptanceID|originMerchantOrderNo|reserved|status|settlementAmount|commCurrency|comm|VATCurrency|VAT|authCode|cardNumber|cardIssuingCountry|cardLevel|cardType|source|agreementType|authProtocolNo|dccAmount|dccCurrency|exchangeRate|dccMarkup|dccQuoteId";

const FUND_SUMMARY: &str = "ACCOUNTING_DATE|NUMBER_INCOME|AMOUNT_INCOME|NUMBER_PAYOUT|AMOUNT_PAYOUT|BEGINNING_BALANCE|ENDING_BALANCE";
const FUND: &str = "ACCOUNTING_TIME|TXN_NO|PRODUCT|BUSINESS_TYPE|DIRECTION|TXN_AMT|BEFORE_AMT|AFTER_AMT|ACCOUNT_TYPE|MERCHANT_ORDER_NO|ORDER_NO";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    statement_date: Option<String>,
}

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Payment,
    Refund,
    /// A payment that was settled and then taken back.
    Revoked,
}

/// One line, whichever columns show it.
struct Row<'a> {
    kind: Kind,
    amount: Fils,
    fee: Fils,
    fee_vat: Fils,
    number: &'a str,
    order_no: &'a str,
    origin: &'a str,
    paid_at: i64,
    settled_at: Option<i64>,
    order: &'a Order,
}

impl Row<'_> {
    fn is_out(&self) -> bool {
        self.kind != Kind::Payment
    }

    /// A revoked payment that was never settled says so where it was paid.
    fn is_reverted(&self) -> bool {
        match self.kind {
            Kind::Refund => false,
            Kind::Revoked => true,
            Kind::Payment => self.order.revoked && self.settled_at.is_none(),
        }
    }

    fn net(&self) -> Fils {
        self.amount.minus(self.fee).minus(self.fee_vat)
    }

    fn cell(&self, column: &str) -> String {
        let terminal = |field: &str| -> String {
            self.order
                .accessory
                .as_deref()
                .and_then(|raw| serde_json::from_str::<serde_json::Value>(raw.get()).ok())
                .and_then(|value| {
                    Some(
                        value
                            .get("terminalDetail")?
                            .get(field)?
                            .as_str()?
                            .to_owned(),
                    )
                })
                .unwrap_or_default()
        };
        match column {
            "paidTime" => dubai::stamp(self.paid_at),
            "settledTIme" | "settledTime" => self.settled_at.map(dubai::stamp).unwrap_or_default(),
            "transactionType" => match self.kind {
                Kind::Refund => "REFUND".to_owned(),
                Kind::Payment | Kind::Revoked => "PAYMENT".to_owned(),
            },
            "direction" => if self.is_out() { "OUT" } else { "IN" }.to_owned(),
            "totalAmount" => self.amount.text(),
            "settlementAmount" => self.net().text(),
            "comm" => self.fee.text(),
            "VAT" => self.fee_vat.text(),
            "orderCurrency" | "commCurrency" | "VATCurrency" => self.order.currency.clone(),
            "productName" => self.order.scene.product().to_owned(),
            "paySceneCode" => self.order.scene.text().to_owned(),
            "merchantOrderNo" => self.number.to_owned(),
            "orderNo" => self.order_no.to_owned(),
            "status" => if self.is_reverted() {
                "REVERTED"
            } else {
                "SUCCESS"
            }
            .to_owned(),
            "paymentMethodType" => "BALANCE".to_owned(),
            // A pipe in a text would make a column of it.
            "subject" => self.order.subject.replace(['|', '\n', '\r'], " "),
            "payeeMid" => self.order.payee_mid.clone(),
            "originMerchantOrderNo" => self.origin.to_owned(),
            "reserved" => self.order.reserved.clone().unwrap_or_default(),
            "terminalId" | "operatorId" | "storeId" | "merchantName" | "storeName" => {
                terminal(column)
            }
            _ => String::new(),
        }
    }

    fn line(&self, columns: &str) -> String {
        columns
            .split('|')
            .map(|column| self.cell(column))
            .collect::<Vec<_>>()
            .join("|")
    }
}

pub(crate) fn download(book: &Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let content: Content = wire::read(biz)?;
    let day = content
        .statement_date
        .and_then(|text| NaiveDate::parse_from_str(&text, "%Y%m%d").ok())
        .ok_or_else(|| Refusal::invalid("statementDate"))?;
    if call.now < dubai::end_of(day) + READY_AFTER_MS {
        return Err(codes::STATEMENT_NOT_EXIST);
    }
    let zip = of_day(book, call.settings, day).map_err(|_| Refusal::system_error())?;
    let StatementZip { name, bytes } = zip.ok_or(codes::STATEMENT_NOT_EXIST)?;
    Ok(Done::File { name, bytes })
}

type Failed = Box<dyn std::error::Error>;

/// The statement of a day; none when there is nothing on it.
pub(crate) fn of_day(
    book: &Book,
    settings: &Settings,
    day: NaiveDate,
) -> Result<Option<StatementZip>, Failed> {
    let end = dubai::end_of(day);
    let start = end - 24 * 3_600_000;
    let within = |at: i64| at >= start && at < end;
    let rows = rows(book, within);
    let paid: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.kind != Kind::Revoked && within(row.paid_at))
        .collect();
    let settled: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.settled_at.is_some_and(within))
        .collect();
    if paid.is_empty() && settled.is_empty() {
        return Ok(None);
    }
    Ok(Some(StatementZip {
        name: format!(
            "{}_{}Transaction_Settle_Statement.zip",
            settings.partner_id,
            day.format("%Y%m%d")
        ),
        bytes: archive(settings, day, &paid, &settled)?,
    }))
}

/// What was paid, settled or given back within some time.
fn rows(book: &Book, within: impl Fn(i64) -> bool) -> Vec<Row<'_>> {
    let payments = book.orders().filter_map(|order| {
        let paid = order.paid.as_ref()?;
        let row = Row {
            kind: Kind::Payment,
            amount: paid.amount,
            fee: paid.fee,
            fee_vat: paid.fee_vat,
            number: &order.merchant_order_no,
            order_no: &order.order_no,
            origin: "",
            paid_at: paid.at,
            settled_at: paid.settled_at,
            order,
        };
        (within(paid.at) || paid.settled_at.is_some_and(&within)).then_some(row)
    });
    let revoked = book.orders().filter_map(|order| {
        let paid = order
            .paid
            .as_ref()
            .filter(|paid| paid.settled_at.is_some())?;
        let at = order.revoked_at.filter(|at| within(*at))?;
        Some(Row {
            kind: Kind::Revoked,
            amount: paid.amount,
            fee: Fils(0),
            fee_vat: Fils(0),
            number: &order.merchant_order_no,
            order_no: &order.order_no,
            origin: "",
            paid_at: paid.at,
            settled_at: Some(at),
            order,
        })
    });
    let refunds = book.refunds().filter_map(|refund: &Refund| {
        let done = matches!(
            refund.status,
            RefundStatus::RefundedSettled | RefundStatus::Success
        );
        let settled_at = refund.settled_at.filter(|at| done && within(*at))?;
        Some(Row {
            kind: Kind::Refund,
            amount: refund.amount,
            fee: Fils(0),
            fee_vat: Fils(0),
            number: &refund.refund_merchant_order_no,
            order_no: &refund.order_no,
            origin: &refund.origin_merchant_order_no,
            paid_at: settled_at,
            settled_at: Some(settled_at),
            order: book.order(&refund.origin_merchant_order_no)?,
        })
    });
    let mut rows: Vec<Row<'_>> = payments.chain(revoked).chain(refunds).collect();
    rows.sort_by(|a, b| {
        a.paid_at
            .cmp(&b.paid_at)
            .then_with(|| a.order_no.cmp(b.order_no))
    });
    rows
}

/// What a day's settlement comes to.
struct Sums {
    credit: Fils,
    debit: Fils,
    fees: Fils,
    fee_vat: Fils,
}

impl Sums {
    fn of(settled: &[&Row<'_>]) -> Self {
        let mut sums = Self {
            credit: Fils(0),
            debit: Fils(0),
            fees: Fils(0),
            fee_vat: Fils(0),
        };
        for row in settled {
            if row.is_out() {
                sums.debit = sums.debit.plus(row.net());
            } else {
                sums.credit = sums.credit.plus(row.net());
            }
            sums.fees = sums.fees.plus(row.fee);
            sums.fee_vat = sums.fee_vat.plus(row.fee_vat);
        }
        sums
    }

    /// What goes to the bank: nothing while more went out than came in, which stays to be made up for.
    fn to_bank(&self) -> Fils {
        self.credit.minus(self.debit).max(Fils(0))
    }

    fn stays(&self) -> Fils {
        self.credit.minus(self.debit).minus(self.to_bank())
    }
}

fn archive(
    settings: &Settings,
    day: NaiveDate,
    paid: &[&Row<'_>],
    settled: &[&Row<'_>],
) -> Result<Vec<u8>, Failed> {
    let (purchase_columns, settle_columns) = match settings.statement {
        StatementVersion::V1 => (PURCHASE_V1, SETTLE_V1),
        StatementVersion::V2 => (PURCHASE_V2, SETTLE_V2),
    };
    let next = day.succ_opt().unwrap_or(day);
    let period = format!(
        "startTime:{} 00:00|endTime:{} 00:00",
        day.format("%Y-%m-%d"),
        next.format("%Y-%m-%d")
    );
    let mid = &settings.partner_id;
    let number = next.format("%Y%m%d");
    let purchase_head = format!(
        "mid:{mid}|periodNo:{number}|{period}|totalCount:{}",
        paid.len()
    );
    let sums = Sums::of(settled);
    let settle_head = format!(
        "mid:{mid}|settlePeriodNo:{number}|{period}|openingAmount:AED 0.00|totalCount:{}|totalCredit:AED {}|totalDebit:AED {}|totalComm:AED {}|totalVAT:AED {}|settleToBank:AED {} success|stayAmount:AED {}",
        settled.len(),
        sums.credit.text(),
        sums.debit.text(),
        sums.fees.text(),
        sums.fee_vat.text(),
        sums.to_bank().text(),
        sums.stays().text(),
    );
    let stamp = format!("{:02}{:02}{:04}", day.day(), day.month(), day.year());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The same statement has the same bytes, whenever it is made.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let most = settings.statement_file_rows.max(1);
    for (name, head, columns, rows) in [
        ("Purchase_Statement", purchase_head, purchase_columns, paid),
        (
            "Purchase_Settle_Statement",
            settle_head,
            settle_columns,
            settled,
        ),
    ] {
        for part in 0..rows.len().div_ceil(most).max(1) {
            zip.start_file(format!("{name}_{stamp}_{:03}.csv", part + 1), options)?;
            writeln!(zip, "{head}\n{columns}")?;
            for row in rows.iter().skip(part * most).take(most) {
                writeln!(zip, "{}", row.line(columns))?;
            }
        }
    }
    if settings.statement == StatementVersion::V2 {
        let name = format!("{mid}_{}_fund_statement_001.csv", day.format("%Y%m%d"));
        zip.start_file(name, options)?;
        fund(&mut zip, day, settled, &sums)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// How the balance moved: each settled row, then what went to the bank.
fn fund(
    zip: &mut impl std::io::Write,
    day: NaiveDate,
    settled: &[&Row<'_>],
    sums: &Sums,
) -> Result<(), Failed> {
    let to_bank = sums.to_bank();
    let (incomes, payouts): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
        settled.iter().partition(|row| !row.is_out());
    writeln!(zip, "{FUND_SUMMARY}")?;
    writeln!(
        zip,
        "{}|{}|{}|{}|{}|0.00|{}",
        day.format("%Y%m%d"),
        incomes.len(),
        sums.credit.text(),
        payouts.len() + usize::from(to_bank.0 > 0),
        sums.debit.plus(to_bank).text(),
        sums.stays().text(),
    )?;
    writeln!(zip, "{FUND}")?;
    let mut balance = Fils(0);
    let mut by_time: Vec<&&Row<'_>> = settled.iter().collect();
    by_time.sort_by_key(|row| (row.settled_at, row.order_no));
    for row in by_time {
        let before = balance;
        let (direction, after) = if row.is_out() {
            ("DEBIT", before.minus(row.net()))
        } else {
            ("CREDIT", before.plus(row.net()))
        };
        balance = after;
        let kind = match row.kind {
            Kind::Payment => "SETTLE",
            Kind::Refund => "REFUND",
            Kind::Revoked => "REVERT",
        };
        writeln!(
            zip,
            "{}|F{}{}|{}|{kind}|{direction}|{}|{}|{}|BASIC|{}|{}",
            row.settled_at.map(dubai::stamp).unwrap_or_default(),
            kind.chars().take(3).collect::<String>(),
            row.order_no,
            row.order.scene.product(),
            row.net().text(),
            before.text(),
            after.text(),
            row.number,
            row.order_no,
        )?;
    }
    if to_bank.0 > 0 {
        writeln!(
            zip,
            "{}|FBANK{}|Withdrawal|WITHDRAWAL|DEBIT|{}|{}|{}|BASIC||",
            dubai::stamp(dubai::end_of(day) - 1_000),
            day.format("%Y%m%d"),
            to_bank.text(),
            balance.text(),
            balance.minus(to_bank).text(),
        )?;
    }
    Ok(())
}
