//! Statements in the documented formats, and in formats nobody documented.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use payby::statement::{
    Direction, FileKind, Reading, RowStatus, StatementError, StatementFile, TransactionType,
    UnreadableReason,
};
use payby::{Amount, Millis};
use proptest::prelude::*;

const PURCHASE_V1: &str = "\
mid:200000012345|periodNo:20260302|startTime:2026-03-01 00:00|endTime:2026-03-02 00:00|totalCount:3
paidTime|transactionType|totalAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|status|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved
2026-03-01T17:46:36+0400|PAYMENT|60.00|AED|Smart Purchase|QRPAY|T1-1|131610000000000001|SUCCESS|BALANCE|Karak & Samosa|200000012345|1|Aisha|2|Corner Shop|Main||
01-03-2026 18:00:01|REFUND|12.5|AED|Dynamic QR Code|DYNQR|T1-R1|231610000000000002|SUCCESS|BALANCE|Karak|200000012345||||||T1-0|
2026-03-01T19:00:00+0400|PAYMENT|8.00|AED|Dynamic QR Code|DYNQR|T1-2|131610000000000003|REVERTED|BALANCE|چاي|200000012345|||||||
";

const SETTLE_V1: &str = "\
settlePeriodNo:20260302|startTime:2026-03-01 00:00|endTime:2026-03-02 01:00|openingAmount:AED 1.00|totalCount:3|totalCredit:AED 59.05|totalDebit:AED 112.50|totalComm:AED 0.90|totalVAT:AED 0.05|settleToBank:AED -53.45 success|stayAmount:AED 1.00
settledTIme|transactionType|direction|settlementAmount|orderCurrency|productName|paySceneCode|merchantOrderNo|orderNo|paidTime|status|comm|commCurrency|VAT|VATCurrency|paymentMethodType|subject|payeeMid|terminalId|operatorId|storeId|merchantName|storeName|originMerchantOrderNo|reserved
2026-03-02T00:18:39+0400|PAYMENT|IN|59.05|AED|Smart Purchase|QRPAY|T1-1|131610000000000001|2026-03-01T17:46:36+0400|SUCCESS|0.90|AED|0.05|AED|BALANCE|Karak|200000012345|||||||
2026-03-02T00:18:39+0400|REFUND|DEBIT|12.50|AED|Dynamic QR Code|DYNQR|T1-R1|231610000000000002|2026-03-01T18:00:01+0400|SUCCESS|0.00|AED|0.00|AED|BALANCE|Karak|200000012345||||||T1-0|
2026-03-02T00:18:39+0400|ADJUST|OUT|100.00|AED|||adjust77|804c2f6f|2026-03-02T00:18:39+0400||0.00|AED|0.00|AED|BALANCE|||||||||
";

const SETTLE_V2: &str = "\
mid:200000012345|settlePeriodNo:20260302|startTime:2026-03-01 00:00|endTime:2026-03-02 00:00|openingAmount:AED 0.00|totalCount:1|totalCredit:AED 59.05|totalDebit:AED 0.00|totalComm:AED 0.90|totalVAT:AED 0.05|settleToBank:AED 59.05 processing|stayAmount:AED 0.00
merchantOrderNo|orderNo|settledTime|paidTime|payeeMid|merchantName|terminalId|operatorId|storeId|storeName|scheme|orderCurrency|totalAmount|transactionType|direction|productName|paySceneCode|paymentMethodType|subject|installmentPlan|planAcceptanceID|originMerchantOrderNo|reserved|status|settlementAmount|commCurrency|comm|VATCurrency|VAT|authCode|cardNumber|cardIssuingCountry|cardLevel|cardType|source|agreementType|authProtocolNo|dccAmount|dccCurrency|exchangeRate|dccMarkup|dccQuoteId
T1-1|131610000000000001|2026-03-02T00:18:39+0400|2026-03-01T17:46:36+0400|200000012345||||||VISA|AED|60.00|PAYMENT|CREDIT|Smart Purchase|QRPAY|CARD|Karak|||||SUCCESS|59.05|AED|0.90|AED|0.05|||||||||||||
";

const FUND: &str = "\
ACCOUNTING_DATE|NUMBER_INCOME|AMOUNT_INCOME|NUMBER_PAYOUT|AMOUNT_PAYOUT|BEGINNING_BALANCE|ENDING_BALANCE
20260301|1|59.05|1|59.05|0.00|0.00
ACCOUNTING_TIME|TXN_NO|PRODUCT|BUSINESS_TYPE|DIRECTION|TXN_AMT|BEFORE_AMT|AFTER_AMT|ACCOUNT_TYPE|MERCHANT_ORDER_NO|ORDER_NO
2026-03-02T00:18:39+0400|t1|Smart Purchase|SETTLE|CREDIT|59.05|0.00|59.05|BALANCE|T1-1|131610000000000001
02-03-2026 00:30:00|t2|Withdrawal|WITHDRAWAL|DEBIT|59.05|59.05|0.00|BALANCE||
";

fn file(name: &str, text: &str) -> StatementFile {
    StatementFile {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn fils(fils: i64) -> Amount {
    Amount::from_fils(fils).unwrap()
}

/// 2026-03-01 17:46:36 in Dubai.
const PAID: Millis = Millis(1_772_372_796_000);

#[test]
fn every_file_of_a_zip_is_read_into_typed_rows() {
    let zip = zipped(&[
        ("Purchase_Statement_01032026_001.csv", PURCHASE_V1),
        ("Purchase_Settle_Statement_01032026_001.csv", SETTLE_V1),
        ("200000012345_20260301_fund_statement_001.csv", FUND),
        ("read me.txt", "hello"),
    ]);
    let reading = Reading::of_file("day.zip", &zip).unwrap();
    assert!(reading.is_whole(), "{:?}", reading.unreadable);
    assert_eq!(reading.unknown_files, ["read me.txt"]);
    assert_eq!(
        (
            reading.purchases.len(),
            reading.settled.len(),
            reading.funds.len()
        ),
        (3, 3, 2)
    );
    assert_eq!(reading.period_no(), Some("20260302"));
    let (start, end) = reading.period().unwrap();
    assert_eq!((end.0 - start.0) / 3_600_000, 25);

    let payment = &reading.purchases[0];
    assert_eq!(payment.kind, TransactionType::Payment);
    assert_eq!(
        (payment.total_amount, payment.paid_time),
        (fils(6_000), Some(PAID))
    );
    assert_eq!(payment.merchant_order_no.as_deref(), Some("T1-1"));
    let refund = &reading.purchases[1];
    assert_eq!(refund.kind, TransactionType::Refund);
    assert_eq!(refund.origin_merchant_order_no.as_deref(), Some("T1-0"));
    assert_eq!(
        refund.paid_time,
        Some(Millis(PAID.0 + (13 * 60 + 25) * 1_000))
    );
    assert_eq!(reading.purchases[2].status, RowStatus::Reverted);

    let adjusted = &reading.settled[2];
    assert_eq!(adjusted.kind, TransactionType::Other("ADJUST".to_owned()));
    assert_eq!(
        (adjusted.direction, adjusted.status.clone()),
        (Direction::Out, RowStatus::Success)
    );
    assert_eq!(reading.settled[1].direction, Direction::Out);
    let settled = &reading.settled[0];
    assert_eq!(
        (settled.comm, settled.vat, settled.total_amount),
        (fils(90), fils(5), None)
    );

    let totals = reading.totals().unwrap();
    assert_eq!(totals.to_bank, Some(fils(-5_345)));
    assert_eq!(totals.to_bank_state.as_deref(), Some("success"));
    assert_eq!(
        (totals.credit, totals.stay),
        (Some(fils(5_905)), Some(fils(100)))
    );
    let withdrawn = &reading.funds[1];
    assert_eq!(
        (withdrawn.direction, withdrawn.amount),
        (Direction::Out, fils(5_905))
    );
    assert_eq!(reading.funds[0].merchant_order_no.as_deref(), Some("T1-1"));
}

#[test]
fn the_second_version_says_the_same_and_the_total() {
    let one = Reading::of_file("settle.csv", SETTLE_V2.as_bytes()).unwrap();
    let settled = &one.settled[0];
    assert_eq!(settled.total_amount, Some(fils(6_000)));
    assert_eq!(settled.payment_method_type.as_deref(), Some("CARD"));
    assert_eq!(settled.direction, Direction::In);
    assert_eq!(settled.paid_time, Some(PAID));
    assert_eq!(
        one.totals().unwrap().to_bank_state.as_deref(),
        Some("processing")
    );
    assert_eq!(one.summaries[0].kind, FileKind::Settle);
    assert_eq!(one.summaries[0].mid.as_deref(), Some("200000012345"));
}

#[test]
fn a_single_file_is_read_as_a_person_saved_it() {
    let with_bom = format!("\u{feff}{}", PURCHASE_V1.replace('\n', "\r\n"));
    let reading = Reading::of_file("p.csv", with_bom.as_bytes()).unwrap();
    assert_eq!(reading.purchases.len(), 3);
    assert!(reading.is_whole());
    assert_eq!(reading.purchases[2].subject.as_deref(), Some("چاي"));
}

#[test]
fn what_cannot_be_read_is_told_line_by_line() {
    let mut lines: Vec<String> = PURCHASE_V1.lines().map(str::to_owned).collect();
    lines[0] = lines[0].replace("totalCount:3", "totalCount:7");
    let good = lines[2].clone();
    lines.push(good.replace("60.00", "sixty"));
    lines.push(good.replace("2026-03-01T17:46:36+0400", "yesterday"));
    lines.push(good.replace("|AED|", "|USD|"));
    lines.push(good.replace("Karak & Samosa", "Karak | Samosa"));
    lines.push(good.replace("T1-1|131610000000000001", "|"));
    lines.push(good.replace("PAYMENT", ""));
    let reading = Reading::of_file("p.csv", lines.join("\n").as_bytes()).unwrap();
    assert_eq!(reading.purchases.len(), 3);
    let told: Vec<(usize, UnreadableReason)> = reading
        .unreadable
        .into_iter()
        .map(|line| (line.line, line.reason))
        .collect();
    assert_eq!(
        told,
        [
            (6, UnreadableReason::Amount("totalamount")),
            (7, UnreadableReason::Time("paidtime")),
            (8, UnreadableReason::Currency("ordercurrency")),
            (
                9,
                UnreadableReason::Cells {
                    found: 20,
                    expected: 19
                }
            ),
            (10, UnreadableReason::Missing("orderNo")),
            (11, UnreadableReason::Missing("transactionType")),
        ]
    );
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let cut: String = PURCHASE_V1
        .lines()
        .take(4)
        .fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        });
    let reading = Reading::of_file("p.csv", cut.as_bytes()).unwrap();
    assert_eq!(
        reading.unreadable[0].reason,
        UnreadableReason::Count {
            expected: 3,
            found: 2
        }
    );
}

/// A settlement file of some rows, which counts so many.
fn settle_part(rows: std::ops::Range<u32>, count: u32, credit: u32) -> String {
    let head = SETTLE_V1.lines().next().unwrap();
    let head = head
        .replace("totalCount:3", &format!("totalCount:{count}"))
        .replace(
            "totalCredit:AED 59.05",
            &format!("totalCredit:AED {credit}.00"),
        );
    let columns = SETTLE_V1.lines().nth(1).unwrap();
    let row = SETTLE_V1.lines().nth(2).unwrap();
    let mut text = format!("{head}\n{columns}\n");
    for n in rows {
        writeln!(text, "{}", row.replace("T1-1", &format!("T1-{n}"))).unwrap();
    }
    text
}

#[test]
fn several_files_have_their_own_totals_or_those_of_all() {
    let own = [
        file("s_001.csv", &settle_part(0..5, 5, 50)),
        file("s_002.csv", &settle_part(5..8, 3, 30)),
    ];
    let reading = Reading::of_files(&own).unwrap();
    assert!(reading.is_whole(), "{:?}", reading.unreadable);
    assert_eq!(reading.totals().unwrap().credit, Some(fils(8_000)));
    assert_eq!(reading.totals().unwrap().opening, Some(fils(100)));
    let all = [
        file("s_001.csv", &settle_part(0..5, 8, 80)),
        file("s_002.csv", &settle_part(5..8, 8, 80)),
    ];
    let reading = Reading::of_files(&all).unwrap();
    assert!(reading.is_whole(), "{:?}", reading.unreadable);
    assert_eq!(reading.totals().unwrap().credit, Some(fils(8_000)));
}

#[test]
fn what_is_no_statement_is_refused() {
    for bytes in [&b""[..], b"hello", b"a|b|c\n1|2|3", b"mid:1|totalCount:0\n"] {
        assert_eq!(Reading::of_file("x", bytes), Err(StatementError::NoColumns));
    }
    let broken = Reading::of_file("x.zip", b"PK\x03\x04 and then nothing");
    assert!(matches!(broken, Err(StatementError::Zip(_))));
}

#[test]
fn fifty_thousand_rows_are_read_at_once() {
    let text = settle_part(0..50_000, 50_000, 1);
    let started = std::time::Instant::now();
    let reading = Reading::of_file("s.csv", text.as_bytes()).unwrap();
    let took = started.elapsed();
    assert_eq!(reading.settled.len(), 50_000);
    // Far from what it takes, however busy the machine is.
    assert!(took.as_secs() < 30, "{took:?}");
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9 .:+-]{0,12}",
        2 => "-?[0-9]{1,13}(\\.[0-9]{0,3})?",
        1 => Just("PAYMENT".to_owned()),
        1 => Just("REFUND".to_owned()),
        1 => Just("AED".to_owned()),
        1 => Just("2026-03-01T17:46:36+0400".to_owned()),
        1 => "\\PC{0,6}",
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let reading = Reading::of_file("x", &bytes);
        prop_assert!(reading.is_err() || reading.is_ok());
    }

    #[test]
    fn a_damaged_zip_is_read_or_refused(at in 0..1_000_usize, byte: u8) {
        let mut zip = zipped(&[("a.csv", PURCHASE_V1), ("b.csv", SETTLE_V1)]);
        let place = at % zip.len();
        zip[place] = byte;
        if let Ok(reading) = Reading::of_file("x", &zip) {
            prop_assert!(reading.purchases.len() <= 3 && reading.settled.len() <= 3);
        }
    }

    #[test]
    fn every_line_is_a_row_or_told_and_no_cell_is_invented(
        rows in prop::collection::vec(prop::collection::vec(cell(), 17..=20), 0..30),
    ) {
        let head = PURCHASE_V1.lines().nth(1).unwrap();
        let mut text = format!("{head}\n");
        let mut lines = 0;
        for row in &rows {
            let line = row.iter().map(|cell| cell.replace(['|', '\n', '\r'], " ")).collect::<Vec<_>>().join("|");
            lines += usize::from(!line.trim().is_empty() && line.lines().count() == 1);
            prop_assume!(line.lines().count() <= 1);
            writeln!(text, "{line}").unwrap();
        }
        let reading = Reading::of_file("p.csv", text.as_bytes()).unwrap();
        prop_assert_eq!(reading.purchases.len() + reading.unreadable.len(), lines);
        for read in &reading.purchases {
            let amounts = rows.iter().filter_map(|row| row.get(2));
            prop_assert!(amounts.filter_map(|cell| cell.trim().parse().ok()).any(|amount: Amount| amount == read.total_amount));
            let named = read.merchant_order_no.as_deref().or(read.order_no.as_deref()).unwrap();
            prop_assert!(text.contains(named));
        }
    }
}
