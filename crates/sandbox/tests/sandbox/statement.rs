use std::io::{Cursor, Read as _};

use payby::statement::{Direction, Reading, RowStatus, TransactionType};
use payby_sandbox::{
    CustomerAction, Fils, Past, PastEnd, PastError, PastOrder, PastRefund, Sandbox, Settings,
};

use payby_sandbox::CustomerAction::Pay;
use payby_sandbox::StatementVersion;
use serde_json::json;

use crate::merchant::*;

const PATH: &str = "/acquire2/download/getOrderStatement";

fn files(zip: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn a_day_with_payments_has_a_zip_half_an_hour_after_midnight() {
    for (version, first_column) in [
        (StatementVersion::V1, "paidTime"),
        (StatementVersion::V2, "merchantOrderNo"),
    ] {
        let sandbox = with(|settings| settings.statement = version);
        // 04:00 in Dubai on the first of January.
        let mut content = order("T-1", "12.30");
        content["subject"] = json!("Tea | cake");
        content["accessoryContent"] = json!({ "terminalDetail": { "terminalId": "till-1" } });
        call(&sandbox, "/acquire2/placeOrder", &content, T0);
        sandbox.customer("T-1", Pay, T0).unwrap();
        let wanted = json!({ "statementDate": "20260101" });
        let ready = T0 + 20 * HOUR + 30 * MINUTE;
        assert_eq!(code(&call(&sandbox, PATH, &wanted, ready - 1)), "62013");
        let reply = raw(&sandbox, PATH, &wanted, ready);
        assert!(sign_of(&reply).is_none());
        let header = |name: &str| {
            let found = reply.headers.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(header("Content-Type"), "application/zip");
        assert_eq!(
            header("Content-Disposition"),
            "attachment; filename=200000000888_20260101Transaction_Settle_Statement.zip"
        );
        let files = files(&reply.body);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        let mut expected = vec![
            "Purchase_Statement_01012026_001.csv",
            "Purchase_Settle_Statement_01012026_001.csv",
        ];
        if version == StatementVersion::V2 {
            expected.push("200000000888_20260101_fund_statement_001.csv");
        }
        assert_eq!(names, expected);
        let lines: Vec<_> = files[0].1.lines().collect();
        assert!(
            lines[0].starts_with("mid:200000000888|periodNo:20260102|")
                && lines[0].ends_with("totalCount:1")
        );
        let columns: Vec<_> = lines[1].split('|').collect();
        let cells: Vec<_> = lines[2].split('|').collect();
        assert_eq!(columns[0], first_column);
        assert_eq!(columns.len(), cells.len());
        let cell = |name: &str| cells[columns.iter().position(|column| *column == name).unwrap()];
        assert_eq!(cell("paidTime"), "2026-01-01T04:00:00+0400");
        assert_eq!(cell("totalAmount"), "12.30");
        assert_eq!(cell("subject"), "Tea   cake");
        assert_eq!(cell("terminalId"), "till-1");
    }
}

#[test]
fn a_day_without_payments_has_none() {
    let sandbox = sandbox();
    let reply = call(&sandbox, PATH, &json!({ "statementDate": "20251230" }), T0);
    assert_eq!(code(&reply), "62013");
    assert_eq!(
        code(&call(
            &sandbox,
            PATH,
            &json!({ "statementDate": "2025-12-30" }),
            T0
        )),
        "400"
    );
}

const DAY: i64 = 24 * HOUR;

fn read(sandbox: &Sandbox, day: &str, at: i64) -> Reading {
    let reply = raw(sandbox, PATH, &json!({ "statementDate": day }), at);
    Reading::of_file("day.zip", &reply.body).unwrap()
}

fn amount(fils: i64) -> payby::Amount {
    payby::Amount::from_fils(fils).unwrap()
}

#[test]
fn what_was_paid_is_settled_a_day_later_less_the_fee_and_the_vat_on_it() {
    for version in [StatementVersion::V1, StatementVersion::V2] {
        let sandbox = with(|settings| settings.statement = version);
        for (number, price) in [("T-1", "100.00"), ("T-2", "33.33")] {
            call(&sandbox, "/acquire2/placeOrder", &order(number, price), T0);
            sandbox.customer(number, Pay, T0 + MINUTE).unwrap();
        }
        let later = T0 + 3 * DAY;
        let first = read(&sandbox, "20260101", later);
        assert_eq!((first.purchases.len(), first.settled.len()), (2, 0));
        let second = read(&sandbox, "20260102", later);
        assert!(second.is_whole(), "{:?}", second.unreadable);
        assert_eq!((second.purchases.len(), second.settled.len()), (0, 2));
        let settled = &second.settled[0];
        // 1.5 % of 100.00, and 5 % of that.
        assert_eq!((settled.comm, settled.vat), (amount(150), amount(8)));
        assert_eq!(settled.settlement_amount, amount(9_842));
        assert_eq!(
            settled.total_amount.is_some(),
            version == StatementVersion::V2
        );
        let totals = second.totals().unwrap();
        let credit: i64 = second
            .settled
            .iter()
            .map(|row| row.settlement_amount.fils())
            .sum();
        assert_eq!(totals.credit, Some(amount(credit)));
        assert_eq!(totals.to_bank, totals.credit);
        assert_eq!(totals.comm, Some(amount(150 + 50)));
        assert_eq!(totals.vat, Some(amount(8 + 3)));
        if version == StatementVersion::V2 {
            let last = second.funds.last().unwrap();
            assert_eq!(second.funds.len(), 3);
            assert_eq!(
                (last.direction, last.amount),
                (Direction::Out, amount(credit))
            );
            assert_eq!(last.after, Some(payby::Amount::ZERO));
        }
    }
}

#[test]
fn refunds_and_revoked_payments_stand_where_they_moved_money() {
    let sandbox = sandbox();
    for number in ["T-1", "T-2", "T-3"] {
        call(
            &sandbox,
            "/acquire2/placeOrder",
            &order(number, "10.00"),
            T0,
        );
        sandbox.customer(number, Pay, T0).unwrap();
    }
    // Before it is settled, and after.
    call(
        &sandbox,
        "/acquire2/revokeOrder",
        &json!({ "merchantOrderNo": "T-1" }),
        T0 + HOUR,
    );
    let refund = json!({
        "refundMerchantOrderNo": "R-1", "originMerchantOrderNo": "T-2",
        "amount": { "amount": 4.0, "currency": "AED" }, "reason": "cold",
    });
    call(&sandbox, "/acquire2/refund/placeOrder", &refund, T0 + HOUR);
    call(
        &sandbox,
        "/acquire2/revokeOrder",
        &json!({ "merchantOrderNo": "T-3" }),
        T0 + DAY + HOUR,
    );
    let later = T0 + 4 * DAY;
    let first = read(&sandbox, "20260101", later);
    let of = |number: &str| {
        let row = first
            .purchases
            .iter()
            .find(|row| row.merchant_order_no.as_deref() == Some(number));
        row.unwrap().clone()
    };
    assert_eq!(of("T-1").status, RowStatus::Reverted);
    assert_eq!(of("T-3").status, RowStatus::Success);
    assert_eq!(of("R-1").kind, TransactionType::Refund);
    assert_eq!(of("R-1").origin_merchant_order_no.as_deref(), Some("T-2"));
    assert_eq!(first.totals().unwrap().debit, Some(amount(400)));
    let second = read(&sandbox, "20260102", later);
    let rows: Vec<_> = second
        .settled
        .iter()
        .map(|row| {
            (
                row.merchant_order_no.as_deref().unwrap(),
                row.direction,
                row.status.clone(),
            )
        })
        .collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.contains(&("T-3", Direction::Out, RowStatus::Reverted)));
    assert!(rows.contains(&("T-2", Direction::In, RowStatus::Success)));
}

#[test]
fn a_large_day_has_several_files_with_the_totals_of_all() {
    let sandbox = with(|settings| settings.statement_file_rows = 4);
    for n in 0..10 {
        let number = format!("T-{n}");
        call(
            &sandbox,
            "/acquire2/placeOrder",
            &order(&number, "5.00"),
            T0 + n,
        );
        sandbox.customer(&number, Pay, T0 + n).unwrap();
    }
    let later = T0 + 3 * DAY;
    let reply = raw(
        &sandbox,
        PATH,
        &json!({ "statementDate": "20260102" }),
        later,
    );
    let names: Vec<_> = files(&reply.body)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names.len(), 4);
    assert_eq!(names[3], "Purchase_Settle_Statement_02012026_003.csv");
    let reading = Reading::of_file("day.zip", &reply.body).unwrap();
    assert!(reading.is_whole(), "{:?}", reading.unreadable);
    assert_eq!(reading.settled.len(), 10);
    let credit: i64 = reading
        .settled
        .iter()
        .map(|row| row.settlement_amount.fils())
        .sum();
    assert_eq!(reading.totals().unwrap().credit, Some(amount(credit)));
}

#[test]
fn a_list_is_read_page_by_page() {
    let sandbox = sandbox();
    for n in 0..7 {
        call(
            &sandbox,
            "/acquire2/placeOrder",
            &order(&format!("T-{n}"), "5.00"),
            T0 + n,
        );
    }
    let mut seen = Vec::new();
    for page in 0..4 {
        let wanted = json!({
            "startDate": "2026-01-01", "endDate": "2026-01-01", "sortPageParam": { "number": page, "size": 3 },
        });
        let reply = call(
            &sandbox,
            "/acquire2Query/queryOrderPage",
            &wanted,
            T0 + MINUTE,
        );
        assert_eq!(
            (
                &reply["body"]["totalElements"],
                &reply["body"]["totalPages"]
            ),
            (&json!(7), &json!(3))
        );
        let items = reply["body"]["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|item| item["merchantOrderNo"].as_str().unwrap().to_owned()),
        );
    }
    let expected: Vec<_> = (0..7).rev().map(|n| format!("T-{n}")).collect();
    assert_eq!(seen, expected);
}

fn past_order(number: &str, at: i64, end: PastEnd) -> PastOrder {
    PastOrder {
        content: order(number, "20.00").to_string(),
        order_no: format!("13{number}"),
        created_at: at,
        total: None,
        end,
    }
}

const fn paid(at: i64) -> PastEnd {
    PastEnd::Paid {
        at,
        settled_at: Some(at + DAY),
        fee: None,
    }
}

fn refund(origin: &str) -> PastRefund {
    PastRefund {
        number: format!("R-{origin}"),
        order_no: format!("23{origin}"),
        origin: origin.to_owned(),
        amount: Fils(500),
        reason: Some("cold".to_owned()),
        created_at: T0 + HOUR,
        settled_at: T0 + HOUR + 1,
    }
}

/// Four orders, of which the first is forgotten, and a refund.
fn a_past() -> Past {
    let mut past = Past::new(Settings::new(Settings::PARTNER_ID));
    past.add(past_order("T-0", T0, paid(T0))).unwrap();
    past.add(past_order("T-1", T0 + 1, paid(T0 + 1))).unwrap();
    past.add(PastOrder {
        total: Some(Fils(2_500)),
        ..past_order("T-2", T0 + 2, paid(T0 + 2))
    })
    .unwrap();
    let closed = PastEnd::Closed {
        at: T0 + HOUR,
        code: "ORDER_EXPIRED".to_owned(),
        reason: "expired".to_owned(),
    };
    past.add(past_order("T-3", T0 + 3, closed)).unwrap();
    past.add_refund(refund("T-1")).unwrap();
    past.forget_before(T0 + 1);
    past
}

#[test]
fn a_past_forgets_what_it_is_told_to_and_has_the_statements_of_the_rest() {
    let mut past = a_past();
    assert_eq!(past.orders(), 3);
    assert!(matches!(
        past.add_refund(refund("T-0")),
        Err(PastError::NoOrigin(_))
    ));
    let bad = PastOrder {
        content: "{}".to_owned(),
        ..past_order("T-4", T0, paid(T0))
    };
    assert!(matches!(past.add(bad), Err(PastError::Content { .. })));
    let day = "2026-01-01".parse().unwrap();
    let zip = past.statement(day).unwrap().unwrap();
    assert_eq!(past.statement(day).unwrap().unwrap(), zip);
    assert_eq!(
        Reading::of_file(&zip.name, &zip.bytes)
            .unwrap()
            .purchases
            .len(),
        3
    );
    assert_eq!(past.statement("2025-01-01".parse().unwrap()).unwrap(), None);
}

#[tokio::test]
async fn a_past_is_what_the_next_payby_remembers() {
    let dir = tempfile::tempdir().unwrap();
    let state_file = dir.path().join("payby.db");
    a_past().write(&state_file).unwrap();

    let config = payby_sandbox::SandboxConfig {
        state_file: Some(state_file),
        ..payby_sandbox::SandboxConfig::new(keys())
    };
    let server = payby_sandbox::Server::start(config).await.unwrap();
    let sandbox = std::sync::Arc::clone(server.sandbox());
    let now = T0 + 3 * DAY;
    let get = |number: &str| {
        call(
            &sandbox,
            "/acquire2/getOrder",
            &json!({ "merchantOrderNo": number }),
            now,
        )
    };
    assert_eq!(get("T-1")["body"]["acquireOrder"]["status"], "SETTLED");
    assert_eq!(
        get("T-2")["body"]["acquireOrder"]["totalAmount"]["amount"],
        json!(25.0)
    );
    assert_eq!(get("T-3")["body"]["acquireOrder"]["status"], "FAILURE");
    assert_ne!(code(&get("T-0")), "0");
    let again = json!({
        "refundMerchantOrderNo": "R-9", "originMerchantOrderNo": "T-1",
        "amount": { "amount": 15.0, "currency": "AED" }, "reason": "late",
    });
    assert_eq!(
        code(&call(&sandbox, "/acquire2/refund/placeOrder", &again, now)),
        "0"
    );
    assert!(sandbox.customer("T-3", CustomerAction::Pay, now).is_err());
    server.shutdown().await;
}
