//! A made-up past, read back by the rooms that will live with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use fils_catalogue::{Catalogue, Page, Product};
use fils_checkout::{Clock as _, SystemClock};
use fils_generate::{GenerateError, Made, Wanted, fill};
use fils_home::lock::DriverLock;
use fils_home::{Books, Day, Home, OrdersQuery, set_up_training};
use fils_order::{Order, State};
use fils_sale::receipt::Receipt;
use fils_sale::shift::{CashMove, Count, Drawer};
use fils_store::{Reader, StoreError, cash, receipts, shifts};
use tempfile::TempDir;

const SALES: u32 = 2500;

fn a_day() -> NaiveDate {
    "2026-03-20".parse().unwrap()
}

fn training() -> (TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    let shop = [
        ("merchant_name", "Corner Shop"),
        ("trn", "100000000000003"),
        ("cash_rounding_fils", "25"),
    ];
    let settings = shop.map(|(name, value)| (name.to_owned(), value.to_owned()));
    set_up_training(&home, &settings).unwrap();
    (dir, home)
}

fn wanted(sales: u32, seed: u64) -> Wanted {
    Wanted {
        products: 300,
        sales,
        seed,
        until: Some(a_day()),
        mistakes: 0,
    }
}

fn made(sales: u32, seed: u64) -> (TempDir, Home) {
    let (dir, home) = training();
    fill(&home, wanted(sales, seed), &mut |_| {}).unwrap();
    (dir, home)
}

/// One number that SQL finds.
fn number(home: &Home, sql: &str) -> i64 {
    let reader = Reader::open(&home.database()).unwrap();
    reader
        .look(|conn| Ok::<_, StoreError>(conn.query_row(sql, [], |row| row.get(0)).unwrap()))
        .unwrap()
}

/// Every row of the tables that a shop would compare.
fn rows(path: &Path, tables: &[&str]) -> BTreeMap<String, Vec<String>> {
    let reader = Reader::open(path).unwrap();
    let read = |table: &str| {
        reader
            .look(|conn| {
                let mut statement = conn
                    .prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))
                    .unwrap();
                let columns = statement.column_count();
                let rows = statement.query_map([], |row| {
                    let values = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
                    Ok(values.collect::<Vec<_>>().join("|"))
                });
                Ok::<_, StoreError>(rows.unwrap().map(Result::unwrap).collect::<Vec<_>>())
            })
            .unwrap()
    };
    tables
        .iter()
        .map(|table| ((*table).to_owned(), read(table)))
        .collect()
}

const TABLES: [&str; 9] = [
    "sales", "orders", "refunds", "receipts", "returns", "cash", "shifts", "voids", "journal",
];

/// Every product, those that are not sold any more last.
fn products(home: &Home) -> Vec<Product> {
    let catalogue = Catalogue::open(&home.catalogue()).unwrap();
    let of = |inactive| {
        let page = Page {
            inactive,
            limit: 10_000,
            ..Page::default()
        };
        catalogue.page(&page).unwrap()
    };
    let all = [of(false), of(true)].concat();
    assert_eq!(all.len(), 300);
    all
}

#[test]
fn the_books_are_whole_and_the_sums_agree() {
    let (_dir, home) = made(SALES, 1);
    Books::open(&home).unwrap().check().unwrap();
    assert_eq!(
        number(&home, "SELECT count(*) FROM sales"),
        i64::from(SALES)
    );
    // Nothing is left open, and nothing waits for anybody.
    for table in [
        "open_sales",
        "overpaid_sales",
        "refunds_to_credit",
        "print_jobs",
        "baskets",
    ] {
        assert_eq!(
            number(&home, &format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
    assert_eq!(
        number(
            &home,
            "SELECT count(*) FROM orders WHERE attention = 1 OR wake_at IS NOT NULL"
        ),
        0
    );
    // Receipts and credit notes follow each other without a gap.
    assert_eq!(
        number(&home, "SELECT max(n) FROM receipts"),
        number(&home, "SELECT count(*) FROM receipts")
    );
    // What the receipts say is what was proved to be paid.
    let invoiced = number(
        &home,
        "SELECT sum(total_fils) FROM receipts WHERE kind = 'sale'",
    );
    let by_wallet = number(
        &home,
        "SELECT sum(amount_fils) FROM orders WHERE state = 'paid'",
    );
    let in_cash = number(
        &home,
        "SELECT sum(towards_fils) FROM cash WHERE kind = 'sale'",
    );
    assert_eq!(invoiced, by_wallet + in_cash);
    // What went back likewise.
    let credited = number(
        &home,
        "SELECT sum(total_fils) FROM receipts WHERE kind = 'refund'",
    );
    assert_eq!(
        credited,
        number(&home, "SELECT sum(total_fils) FROM returns")
    );
    assert_eq!(
        number(
            &home,
            "SELECT sum(amount_fils) FROM refunds WHERE state = 'refunded'"
        ),
        number(
            &home,
            "SELECT sum(total_fils) FROM returns WHERE refund_number IS NOT NULL"
        )
    );
    // Every sale is complete or void.
    let ended =
        "(SELECT count(*) FROM voids) + (SELECT count(*) FROM receipts WHERE kind = 'sale')";
    assert_eq!(number(&home, &format!("SELECT {ended}")), i64::from(SALES));
}

#[test]
fn a_past_has_something_of_everything() {
    let (_dir, home) = made(SALES, 2);
    for (what, sql) in [
        (
            "cash alone",
            "SELECT count(*) FROM cash WHERE kind = 'sale'",
        ),
        (
            "paid in time",
            "SELECT count(*) FROM orders WHERE body LIKE '%\"in_time\"%'",
        ),
        (
            "paid while closing",
            "SELECT count(*) FROM orders WHERE body LIKE '%\"while_closing\"%'",
        ),
        (
            "expired",
            "SELECT count(*) FROM orders WHERE body LIKE '%\"expired\"%'",
        ),
        (
            "cancelled",
            "SELECT count(*) FROM orders WHERE body LIKE '%\"cancelled_by_cashier\"%'",
        ),
        (
            "refused",
            "SELECT count(*) FROM orders WHERE body LIKE '%\"refused\"%'",
        ),
        (
            "by code",
            "SELECT count(*) FROM orders WHERE scene = 'code' AND state = 'paid'",
        ),
        (
            "mixed",
            "SELECT count(*) FROM cash c JOIN orders o ON o.sale = c.sale WHERE c.kind = 'sale' AND o.state = 'paid'",
        ),
        ("voids", "SELECT count(*) FROM voids"),
        (
            "returns in cash",
            "SELECT count(*) FROM returns WHERE cash IS NOT NULL",
        ),
        (
            "returns to wallets",
            "SELECT count(*) FROM returns WHERE refund_number IS NOT NULL",
        ),
        (
            "rounding",
            "SELECT count(*) FROM cash WHERE rounding_fils < 0",
        ),
        ("drops", "SELECT count(*) FROM cash WHERE kind = 'drop'"),
        (
            "paid out",
            "SELECT count(*) FROM cash WHERE kind = 'paid_out'",
        ),
        (
            "differences",
            "SELECT count(*) FROM shifts WHERE counted_fils <> expected_fils",
        ),
    ] {
        assert!(number(&home, sql) > 0, "{what}");
    }
    assert_eq!(
        number(&home, "SELECT count(DISTINCT business_day) FROM sales"),
        30
    );
    let cashiers = number(&home, "SELECT count(DISTINCT made_by) FROM sales");
    assert!(cashiers >= 3, "{cashiers}");
}

#[test]
fn every_order_and_receipt_reads_back_as_the_till_reads_it() {
    let (_dir, home) = made(600, 3);
    let books = Books::open(&home).unwrap();
    let query = OrdersQuery {
        day: Day::All,
        ..OrdersQuery::default()
    };
    let orders = books.orders(&query).unwrap();
    assert_eq!(
        i64::try_from(orders.len()).unwrap(),
        number(&home, "SELECT count(*) FROM orders")
    );
    for view in orders {
        let story = books.story(&view.order.parse().unwrap()).unwrap().unwrap();
        assert_eq!(story.entries.first().unwrap().kind, "created");
        let times: Vec<i64> = story.entries.iter().map(|entry| entry.at_ms).collect();
        assert!(times.is_sorted(), "{}", view.order);
    }
    let reader = Reader::open(&home.database()).unwrap();
    reader
        .look(|conn| {
            for n in 1..=receipts::last(conn)? {
                let row = receipts::by_place(conn, n)?.expect("no gap");
                let receipt: Receipt = serde_json::from_str(&row.body).unwrap();
                assert_eq!((&receipt.number, receipt.total), (&row.number, row.total));
                assert_eq!(row.number, format!("T1-{n:06}"));
                assert!(receipt.training && receipt.vat.is_some());
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let latest = reader.latest_entries(u32::MAX).unwrap();
    assert!(latest.iter().rev().map(|entry| entry.entry.at).is_sorted());
}

#[test]
fn every_drawer_holds_what_its_moves_come_to() {
    let (_dir, home) = made(600, 4);
    let reader = Reader::open(&home.database()).unwrap();
    reader
        .look(|conn| {
            let all = shifts::latest(conn, 1000)?;
            assert_eq!(all.len(), 30);
            for shift in all {
                let closed = shift.closed.expect("every shift is closed");
                let moves = cash::of_shift(conn, shift.id)?.into_iter().map(|row| {
                    let amount = row.cash.amount;
                    match row.cash.kind {
                        cash::CashKind::Float => CashMove::Float(amount),
                        cash::CashKind::PaidIn => CashMove::PaidIn(amount),
                        cash::CashKind::PaidOut => CashMove::PaidOut(amount),
                        cash::CashKind::Drop => CashMove::Drop(amount),
                        cash::CashKind::Sale => CashMove::Sale(amount),
                        cash::CashKind::Returned | cash::CashKind::Refund => {
                            CashMove::Refund(amount)
                        }
                    }
                });
                let moves: Vec<CashMove> = moves.collect();
                assert_eq!(Drawer::expected(&moves), closed.expected);
                let count: Count = serde_json::from_str(&closed.count).unwrap();
                assert_eq!(count.total(), Some(closed.counted));
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn the_same_seed_gives_the_same_past_byte_for_byte() {
    let (_one, first) = made(400, 5);
    let (_two, second) = made(400, 5);
    let (_three, other) = made(400, 6);
    assert_eq!(products(&first), products(&second));
    assert_ne!(products(&first), products(&other));
    let of = |home: &Home| rows(&home.database(), &TABLES);
    assert_eq!(of(&first), of(&second));
    assert_ne!(of(&first), of(&other));
}

#[test]
fn products_are_found_in_both_languages() {
    let (_dir, home) = made(10, 7);
    let catalogue = Catalogue::open(&home.catalogue()).unwrap();
    let product = products(&home)
        .into_iter()
        .find(|product| !product.barcodes.is_empty())
        .unwrap();
    let found = |text: &str| {
        let found = catalogue.search(text, 50, false).unwrap();
        found.iter().any(|found| found.code == product.code)
    };
    assert!(found(&product.name));
    assert!(found(product.name_ar.as_deref().unwrap()));
    assert!(found(&product.barcodes[0]));
}

#[test]
fn a_past_ends_now_when_its_last_day_is_today() {
    let (_dir, home) = training();
    let asked = Wanted {
        until: None,
        ..wanted(200, 8)
    };
    let made = fill(&home, asked, &mut |_| {}).unwrap();
    let now = SystemClock::new().now();
    let latest = number(&home, "SELECT max(at) FROM journal");
    assert!(latest < now.0, "the journal knows the future");
    let today = now.business_day(0);
    assert!(made.until.unwrap() <= today);
    Books::open(&home).unwrap().check().unwrap();
}

#[test]
fn progress_is_told_until_everything_is_written() {
    let (_dir, home) = training();
    let mut told = Vec::new();
    let made = fill(&home, wanted(90, 9), &mut |sales| told.push(sales)).unwrap();
    assert!(told.is_sorted());
    assert_eq!(told.last(), Some(&90));
    let expected = Made {
        products: 300,
        sales: 90,
        from: made.from.clone(),
        until: Some("2026-03-20".to_owned()),
    };
    assert_eq!(made, expected);
    let days: BTreeSet<String> = [made.from.unwrap(), made.until.unwrap()].into();
    assert_eq!(days.len(), 2);
}

#[test]
fn only_an_empty_training_home_that_nobody_has_open_is_filled() {
    let (_dir, home) = training();
    let again = |home: &Home| fill(home, wanted(5, 1), &mut |_| {}).unwrap_err();
    let lock = DriverLock::acquire(&home, "the till window", SystemClock::new().now()).unwrap();
    assert_eq!(again(&home).code(), "already_open");
    drop(lock);
    fill(&home, wanted(5, 1), &mut |_| {}).unwrap();
    let before = rows(&home.database(), &TABLES);
    let error = again(&home);
    assert_eq!(error.code(), "generate_not_empty");
    assert!(
        error.to_string().contains("Name a new folder with --home"),
        "{error}"
    );
    assert_eq!(rows(&home.database(), &TABLES), before);

    let (_dir, home) = training();
    let text = std::fs::read_to_string(home.config()).unwrap();
    assert!(text.contains("mode = \"training\""));
    let account = "mode = \"live\"\nbase_url = \"https://uat.test2pay.com/sgs/api\"\npartner_id = \"200000012345\"\n\
                   payby_public_key = \"-\"";
    let live = text.replace("mode = \"training\"", account);
    std::fs::write(home.config(), live).unwrap();
    assert!(matches!(again(&home), GenerateError::Live(_)));
    assert!(!home.database().exists());
}

#[test]
fn a_day_to_come_and_too_much_are_refused() {
    let (_dir, home) = training();
    let future = Wanted {
        until: Some("2999-01-01".parse().unwrap()),
        ..wanted(5, 1)
    };
    let error = fill(&home, future, &mut |_| {}).unwrap_err();
    assert_eq!(error.code(), "generate_day");
    let error = fill(&home, wanted(u32::MAX, 1), &mut |_| {}).unwrap_err();
    assert_eq!(error.code(), "generate_too_many");
    assert!(!home.database().exists());
}

#[test]
fn orders_live_through_the_states_of_the_driver() {
    let (_dir, home) = made(600, 10);
    let reader = Reader::open(&home.database()).unwrap();
    for row in reader.orders(&fils_store::OrderQuery::default()).unwrap() {
        let order: Order = serde_json::from_str(&row.body).unwrap();
        match &order.state {
            State::Paid { payment, .. } => {
                assert_eq!(Some(payment.paid_at), row.paid_at);
                assert!(payment.paid_at >= order.created_at);
            }
            State::Closed { watch_over, .. } => assert!(watch_over & order.released),
            State::Draft
            | State::Submitting { .. }
            | State::AwaitingPayment { .. }
            | State::Closing { .. }
            | State::PaidLate { .. }
            | State::NeedsReview { .. } => panic!("{} is {:?}", row.number, order.state),
        }
        assert!(
            row.content
                .is_some_and(|content| content.contains(row.number.as_str()))
        );
    }
}
