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
use crate::settings::{Settings, StatementVersion};
use crate::wire;

/// PayBy makes a statement within half an hour after the cut-off (midnight in Dubai).
const READY_AFTER_MS: i64 = 30 * 60_000;

const PURCHASE_V1: &str = "paidTime|transactionType|totalAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|status|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved";
const SETTLE_V1: &str = "settledTIme|transactionType|direction|settlementAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|paidTime|status|comm|commCurrency|VAT|VATCurrency|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved";
const PURCHASE_V2: &str = "merchantOrderNo|orderNo|paidTime|payeeMid|merchantName|terminalId|operatorId|storeId|storeName|scheme|orderCurrency|totalAmount|transactionType|productName|paySceneCode|paymentMethodType|subject|installmentPlan|planAcceptanceID|originMerchantOrderNo|reserved|status|authCode|cardNumber|cardIssuingCountry|cardLevel|cardType|customerName|mobileNumber|emailAddress|source|agreementType|authProtocolNo|dccAmount|dccCurrency|exchangeRate|dccMarkup|dccQuoteId";
const SETTLE_V2: &str = "merchantOrderNo|orderNo|settledTime|paidTime|payeeMid|merchantName|terminalId|operatorId|storeId|storeName|scheme|orderCurrency|totalAmount|transactionType|direction|productName|paySceneCode|paymentMethodType|subject|installmentPlan|planAcceptanceID|originMerchantOrderNo|reserved|status|settlementAmount|commCurrency|comm|VATCurrency|VAT|authCode|cardNumber|cardIssuingCountry|cardLevel|cardType|source|agreementType|authProtocolNo|dccAmount|dccCurrency|exchangeRate|dccMarkup|dccQuoteId";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    statement_date: Option<String>,
}

/// One line, whichever columns show it.
struct Row<'a> {
    refund: bool,
    amount: Fils,
    fee: Fils,
    number: &'a str,
    order_no: &'a str,
    origin: &'a str,
    paid_at: i64,
    settled_at: Option<i64>,
    order: &'a Order,
}

impl Row<'_> {
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
            "transactionType" => if self.refund { "REFUND" } else { "PAYMENT" }.to_owned(),
            "direction" => if self.refund { "OUT" } else { "IN" }.to_owned(),
            "totalAmount" => self.amount.text(),
            "settlementAmount" => self.amount.minus(self.fee).text(),
            "comm" => self.fee.text(),
            "VAT" => Fils(0).text(),
            "orderCurrency" | "commCurrency" | "VATCurrency" => self.order.currency.clone(),
            "productName" => self.order.scene.product().to_owned(),
            "paySceneCode" => self.order.scene.text().to_owned(),
            "merchantOrderNo" => self.number.to_owned(),
            "orderNo" => self.order_no.to_owned(),
            "status" => "SUCCESS".to_owned(),
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
    let rows = rows(book);
    let paid: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| dubai::day(row.paid_at) == day)
        .collect();
    let settled: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.settled_at.map(dubai::day) == Some(day))
        .collect();
    if paid.is_empty() && settled.is_empty() {
        return Err(codes::STATEMENT_NOT_EXIST);
    }
    let bytes =
        archive(call.settings, day, &paid, &settled).map_err(|_| Refusal::system_error())?;
    Ok(Done::File {
        name: format!(
            "{}_{}Transaction_Settle_Statement.zip",
            call.settings.partner_id,
            day.format("%Y%m%d")
        ),
        bytes,
    })
}

fn rows(book: &Book) -> Vec<Row<'_>> {
    let payments = book.orders().filter_map(|order| {
        let paid = order.paid.as_ref()?;
        Some(Row {
            refund: false,
            amount: paid.amount,
            fee: paid.fee,
            number: &order.merchant_order_no,
            order_no: &order.order_no,
            origin: "",
            paid_at: paid.at,
            settled_at: paid.settled_at,
            order,
        })
    });
    let refunds = book.refunds().filter_map(|refund: &Refund| {
        let done = matches!(
            refund.status,
            RefundStatus::RefundedSettled | RefundStatus::Success
        );
        let settled_at = refund.settled_at.filter(|_| done)?;
        Some(Row {
            refund: true,
            amount: refund.amount,
            fee: Fils(0),
            number: &refund.refund_merchant_order_no,
            order_no: &refund.order_no,
            origin: &refund.origin_merchant_order_no,
            paid_at: settled_at,
            settled_at: Some(settled_at),
            order: book.order(&refund.origin_merchant_order_no)?,
        })
    });
    let mut rows: Vec<Row<'_>> = payments.chain(refunds).collect();
    rows.sort_by(|a, b| {
        a.paid_at
            .cmp(&b.paid_at)
            .then_with(|| a.order_no.cmp(b.order_no))
    });
    rows
}

fn archive(
    settings: &Settings,
    day: NaiveDate,
    paid: &[&Row<'_>],
    settled: &[&Row<'_>],
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
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
    let sum = |refund: bool| {
        settled
            .iter()
            .filter(|row| row.refund == refund)
            .fold(Fils(0), |sum, row| sum.plus(row.amount.minus(row.fee)))
    };
    let commission = settled.iter().fold(Fils(0), |sum, row| sum.plus(row.fee));
    let (credit, debit) = (sum(false), sum(true));
    let settle_head = format!(
        "mid:{mid}|settlePeriodNo:{number}|{period}|openingAmount:AED 0.00|totalCount:{}|totalCredit:AED {}|totalDebit:AED {}|totalComm:AED {}|totalVAT:AED 0.00|settleToBank:AED {} success|stayAmount:AED 0.00",
        settled.len(),
        credit.text(),
        debit.text(),
        commission.text(),
        credit.minus(debit).text(),
    );
    let stamp = format!("{:02}{:02}{:04}", day.day(), day.month(), day.year());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, head, columns, rows) in [
        (
            format!("Purchase_Statement_{stamp}_001.csv"),
            purchase_head,
            purchase_columns,
            paid,
        ),
        (
            format!("Purchase_Settle_Statement_{stamp}_001.csv"),
            settle_head,
            settle_columns,
            settled,
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        writeln!(zip, "{head}\n{columns}")?;
        for row in rows {
            writeln!(zip, "{}", row.line(columns))?;
        }
    }
    Ok(zip.finish()?.into_inner())
}
