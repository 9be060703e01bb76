//! The till's money against a PayBy that is there: lists, statements, files, asking, taking over.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use fils_checkout::OrderWrite;
use fils_checkout::view::StateView;
use fils_home::matching::{Matching, MatchingError, OnProgress};
use fils_home::{Home, Till, Training, set_up_training};
use fils_office::view::matching::{
    MatchDecision, MatchKind, MatchProgress, MatchRow, MatchSource, MatchStep, MatchWhat,
};
use fils_order::{Money, Order, PaidHow, Payment, SaleId, Scene, Span, State, UtcMs};
use fils_store::{OrderRow, SaleRow, Store, orders, sales};
use payby::{Amount, Client, ClientConfig, DynQr, Millis, Outcome, PayScene, PlaceOrder};
use payby_sandbox::{
    CustomerAction, Fault, FaultKind, Fils, Keys, Past, PastEnd, PastOrder, Settings,
    StatementVersion,
};
use serde_json::json;

use crate::{charge, till, until};

const BY: &str = "Mona";

fn quiet() -> OnProgress {
    Arc::new(|_| {})
}

fn now() -> UtcMs {
    use fils_checkout::Clock as _;
    fils_checkout::SystemClock::new().now()
}

/// Another program of the same merchant.
async fn foreign(till: &Till, home: &Home, number: &str, fils: i64) {
    let keys = Keys::in_dir(&home.dir().join("training").join("keys")).unwrap();
    let client = Client::new(ClientConfig::new(
        till.base_url().clone(),
        till.partner_id(),
        keys.merchant_private().unwrap(),
        keys.payby_public().clone(),
    ))
    .unwrap();
    let amount = Amount::from_fils(fils).unwrap();
    let mut order = PlaceOrder::new(
        number,
        "Catering",
        amount,
        PayScene::DynQr(DynQr::default()),
    );
    order.payee_mid = Some(till.partner_id().to_owned());
    let placed = client.place_order(&order, Millis(now().0)).await;
    assert!(matches!(placed.outcome, Outcome::Accepted(_)), "{placed:?}");
    pay(till, number).await;
}

async fn pay(till: &Till, order: &str) {
    let training = till.training().unwrap();
    training.customer(order, CustomerAction::Pay).await.unwrap();
}

fn row(matching: &Matching, run: i64, number: &str) -> MatchRow {
    let mut rows = matching.office().rows_of_run(run).unwrap();
    rows.retain(|row| row.number == number);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.remove(0)
}

fn get_order(kind: FaultKind) -> Fault {
    let mut fault = Fault::new(kind);
    fault.op = serde_json::from_value(json!("getOrder")).unwrap();
    fault
}

fn server_error() -> FaultKind {
    FaultKind::Code {
        code: "500".to_owned(),
        msg: None,
        signed: None,
        processed: false,
    }
}

/// An answer that is not signed is none, and one to another shop is no proof.
async fn only_proof_takes_over(training: &Training, matching: &Matching, orphan: i64) {
    for (kind, code) in [
        (FaultKind::Unsigned, "no_answer"),
        (FaultKind::BadSignature, "no_answer"),
        (FaultKind::WrongPayee, "not_proved"),
        (FaultKind::WrongAmount { add_fils: 100 }, "not_to_take_over"),
    ] {
        training.clear_faults();
        training.add_fault(get_order(kind));
        let refused = matching
            .take_over(orphan, "catering", BY)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), code, "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn todays_list_is_compared_and_what_differs_is_settled_with_payby() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let till = till(&home).await;
    let (checkout, training) = (&till.checkout, till.training().unwrap());
    let matching = till.matching().clone();
    let office = matching.office();

    let known = charge(checkout, "12.30").await.order;
    until(checkout, &known, |view| view.token_url.is_some()).await;
    pay(&till, &known).await;
    until(checkout, &known, |view| view.state == StateView::Paid).await;
    foreign(&till, &home, "WEB-1", 4_500).await;
    // Paid at PayBy while it does not tell the till.
    let slow = charge(checkout, "7").await.order;
    until(checkout, &slow, |view| {
        view.state == StateView::AwaitingPayment
    })
    .await;
    training.add_fault(get_order(server_error()));
    pay(&till, &slow).await;

    let steps: Arc<Mutex<Vec<MatchProgress>>> = Arc::default();
    let heard = Arc::clone(&steps);
    let told: OnProgress = Arc::new(move |progress| heard.lock().unwrap().push(progress));
    let today = office.calendar_day();
    let run = matching.list(&today, &today, BY, &told).await.unwrap();
    assert_eq!(run.source, MatchSource::List);
    assert_eq!((run.counts.matched, run.counts.theirs_only), (1, 1));
    assert_eq!(row(&matching, run.id, &known).kind, MatchKind::Matched);
    let behind = row(&matching, run.id, &slow);
    assert_eq!(behind.kind, MatchKind::StateDiffers);
    let steps: Vec<MatchStep> = steps.lock().unwrap().iter().map(|one| one.step).collect();
    assert_eq!(steps.first(), Some(&MatchStep::Fetching));
    assert_eq!(steps.last(), Some(&MatchStep::Storing));

    // PayBy cannot be asked: nothing is believed, and nothing is lost.
    let orphan = row(&matching, run.id, "WEB-1");
    let refused = matching.take_over(orphan.id, "catering", BY).await;
    assert!(
        matches!(refused, Err(MatchingError::NoAnswer { .. })),
        "{refused:?}"
    );
    assert!(office.orphans().unwrap().is_empty());
    only_proof_takes_over(training, &matching, orphan.id).await;
    training.clear_faults();
    let taken = matching.take_over(orphan.id, "catering", BY).await.unwrap();
    assert_eq!(taken.decision, Some(MatchDecision::TakenOver));
    let orphans = office.orphans().unwrap();
    assert_eq!((orphans.len(), orphans[0].amount.fils), (1, 4_500));
    office
        .assign_orphan(orphans[0].id, None, "the catering of Tuesday", BY)
        .unwrap();

    // Asked, the driver learns it, and the row follows.
    let asked = matching.ask(behind.id, BY).await.unwrap();
    assert_eq!(asked.kind, MatchKind::Matched, "{asked:#?}");
    until(checkout, &slow, |view| view.state == StateView::Paid).await;

    // Again, and by what is due: the same, once each.
    let (runs, waiting) = matching.due(BY, &quiet()).await.unwrap();
    assert_eq!((runs.len(), waiting.len()), (1, 0));
    assert_eq!(runs[0].counts.matched, 3);
    assert_eq!(office.open_differences().unwrap(), 0);
    let since = matching.since(&today, BY, &quiet()).await.unwrap();
    assert_eq!((since.days, since.differences.len()), (1, 0));
    till.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_payby_it_is_said_what_could_not_be_compared() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    Yesterday::of(&home).write(&home);
    let till = till(&home).await;
    till.training()
        .unwrap()
        .add_fault(Fault::new(FaultKind::NotJson));
    let matching = till.matching();
    let (runs, waiting) = matching.due(BY, &quiet()).await.unwrap();
    assert!(runs.is_empty());
    let whys: Vec<Option<&str>> = waiting.iter().map(|due| due.why.as_deref()).collect();
    assert_eq!(whys, [Some("no_answer"), Some("no_answer")]);
    let today = matching.office().calendar_day();
    let early = matching.statement(&today, BY, &quiet()).await.unwrap_err();
    assert_eq!(early.code(), "day_not_over");
    till.close().await;
}

/// Yesterday, as the till's books and PayBy have it: six payments, of which one is missing at PayBy, one was never made here, and one
/// has another amount there.
struct Yesterday {
    from: UtcMs,
    day: String,
}

impl Yesterday {
    fn of(home: &Home) -> Self {
        let today = fils_office::Due::at(now());
        let day = fils_office::Due::at(UtcMs(today.from.0 - 1));
        let yesterday = Self {
            from: day.from,
            day: day.day,
        };
        let mut store = Store::open(&home.database()).unwrap();
        for n in 1..=5 {
            yesterday.insert(&mut store, n);
        }
        yesterday
    }

    fn number(n: i64) -> String {
        format!("T1-20250101T000000-{n:010}")
    }

    fn at(&self, n: i64) -> UtcMs {
        self.from.plus(Span::mins(9 * 60 + n))
    }

    fn insert(&self, store: &mut Store, n: i64) {
        store
            .transact(|tx| {
                let (sale, order) = self.rows(n, self.at(n));
                sales::insert(tx, &sale)?;
                orders::insert(tx, &order)
            })
            .unwrap();
    }

    /// A paid sale of as many dirhams as ten times its number.
    fn rows(&self, n: i64, at: UtcMs) -> (SaleRow, OrderRow) {
        let amount = Money::from_fils(1_000 * n).unwrap();
        let sale: SaleId = format!("T1-S20250101T000000-{n:010}").parse().unwrap();
        let paid_at = at.plus(Span::secs(20));
        let order = Order {
            number: Self::number(n).parse().unwrap(),
            sale: sale.clone(),
            amount,
            payee: Settings::PARTNER_ID.to_owned(),
            subject: "Karak".to_owned(),
            details: fils_order::Details::default(),
            scene: Scene::Qr,
            created_at: at,
            expires_at: at.plus(Span::mins(3)),
            since: paid_at,
            state: State::Paid {
                payment: Payment {
                    paid_at,
                    paid_amount: None,
                    channel: None,
                },
                how: PaidHow::InTime,
            },
            released: false,
            payby_no: Some(format!("1310{n}")),
            contact: fils_order::Contact::default(),
        };
        let order = fils_home::order_row(OrderWrite {
            order,
            content: "{}".to_owned(),
            wake_at: None,
            by: "Amal".to_owned(),
            day: self.day.clone(),
            expected: None,
        })
        .unwrap();
        (
            SaleRow {
                id: sale,
                amount,
                subject: "Karak".to_owned(),
                by: "Amal".to_owned(),
                created_at: at,
                business_day: self.day.clone(),
                shift: None,
                body: None,
            },
            order,
        )
    }

    fn past(&self) -> Past {
        let mut past = Past::new(Settings::new(Settings::PARTNER_ID));
        for n in [1, 2, 3, 4, 6] {
            let at = self.at(n);
            let dirhams = 10 * n;
            past.add(PastOrder {
                content: json!({
                    "merchantOrderNo": Self::number(n), "subject": "Karak",
                    "totalAmount": { "amount": dirhams, "currency": "AED" },
                    "paySceneCode": "DYNQR", "payeeMid": Settings::PARTNER_ID,
                })
                .to_string(),
                order_no: format!("1310{n}"),
                created_at: at.0,
                total: (n == 4).then_some(Fils(4_100)),
                end: PastEnd::Paid {
                    at: at.plus(Span::secs(20)).0,
                    settled_at: Some(at.plus(Span::hours(5)).0),
                    fee: None,
                },
            })
            .unwrap();
        }
        past
    }

    fn write(&self, home: &Home) {
        let state = home.dir().join("training");
        std::fs::create_dir_all(&state).unwrap();
        self.past().write(&state.join("payby.db")).unwrap();
    }

    /// PayBy's statement of it as a file.
    fn file(&self, dir: &std::path::Path, version: StatementVersion) -> PathBuf {
        let mut past = self.past();
        past.set_statement(version);
        let date = chrono::NaiveDate::parse_from_str(&self.day, "%Y-%m-%d").unwrap();
        let zip = past.statement(date).unwrap().unwrap();
        let path = dir.join(zip.name);
        std::fs::write(&path, zip.bytes).unwrap();
        path
    }
}

fn check_yesterday(matching: &Matching, run: i64) {
    let kind = |n| {
        let mut rows = matching.office().rows_of_run(run).unwrap();
        rows.retain(|row| row.what == MatchWhat::Payment && row.number == Yesterday::number(n));
        rows.first().map(|row| row.kind)
    };
    assert_eq!(kind(1), Some(MatchKind::Matched));
    assert_eq!(kind(4), Some(MatchKind::AmountDiffers));
    assert_eq!(kind(5), Some(MatchKind::OursOnly));
    assert_eq!(kind(6), Some(MatchKind::TheirsOnly));
}

#[tokio::test(flavor = "multi_thread")]
async fn yesterdays_statement_is_fetched_when_it_is_due_and_then_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path());
    set_up_training(&home, &[]).unwrap();
    let yesterday = Yesterday::of(&home);
    yesterday.write(&home);
    let till = till(&home).await;
    let matching = till.matching();
    let due = matching.office().matching(None, false).unwrap().due;
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].day.as_str(), due[0].source),
        (yesterday.day.as_str(), MatchSource::Statement)
    );

    let made = matching.statement(&yesterday.day, BY, &quiet()).await;
    let run = match made {
        // In the first half hour of a day PayBy has none yet, and says when.
        Err(MatchingError::NotReady { again, .. }) => {
            assert_eq!(again, "00:30");
            till.close().await;
            return;
        }
        made => made.unwrap(),
    };
    check_yesterday(matching, run.id);
    assert!(run.file.is_some());
    assert!(matching.office().statements_due().unwrap().is_empty());
    let (runs, waiting) = matching.due(BY, &quiet()).await.unwrap();
    assert_eq!((runs.len(), waiting.len()), (1, 0), "today's list alone");
    // The payment nobody made here is proved by PayBy, which has it.
    let open = matching
        .office()
        .matching(Some(&yesterday.day), false)
        .unwrap()
        .rows;
    let foreign = open
        .iter()
        .find(|row| row.what == MatchWhat::Payment && row.kind == MatchKind::TheirsOnly)
        .unwrap();
    let taken = matching
        .take_over(foreign.id, "restored", BY)
        .await
        .unwrap();
    assert!(taken.orphan.is_some());
    // The one that is missing there is not known when PayBy is asked, so it stays.
    let missing = open
        .iter()
        .find(|row| row.number == Yesterday::number(5))
        .unwrap();
    let asked = matching.ask(missing.id, BY).await.unwrap();
    assert_eq!(asked.kind, MatchKind::OursOnly);
    till.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_in_a_file_is_read_without_a_connection_in_both_versions() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path().join("home"));
    set_up_training(&home, &[]).unwrap();
    let yesterday = Yesterday::of(&home);
    let matching = Matching::offline(&home).unwrap();
    for version in [StatementVersion::V1, StatementVersion::V2] {
        let file = yesterday.file(dir.path(), version);
        let run = matching.file(&file, BY, &quiet()).await.unwrap();
        check_yesterday(&matching, run.id);
        assert_eq!(run.from_ms, yesterday.from.0);
        let view = matching
            .office()
            .matching(Some(&yesterday.day), true)
            .unwrap();
        assert_eq!(view.counts, run.counts);
    }
    let nobody = matching
        .list("2026-01-01", "2026-01-01", BY, &quiet())
        .await;
    assert_eq!(nobody.unwrap_err().code(), "no_line");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_is_refused_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path().join("home"));
    set_up_training(&home, &[]).unwrap();
    Yesterday::of(&home);
    let matching = Matching::offline(&home).unwrap();
    let purchases =
        "paidTime|transactionType|totalAmount|orderCurrency|merchantOrderNo|orderNo|status\n";
    let row = "2026-01-12T17:46:36+0400|PAYMENT|60.00|AED|M1|131|SUCCESS\n";
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("nothing.zip", b"PK\x03\x04 and no more".to_vec(), "not_a_statement"),
        ("empty.csv", Vec::new(), "not_a_statement"),
        ("photo.jpg", vec![0xff; 4096], "not_a_statement"),
        ("list.csv", b"code,name,price\nA,Tea,5\n".to_vec(), "not_a_statement"),
        (
            "other.csv",
            format!("mid:200000000001|totalCount:1\n{purchases}{row}").into_bytes(),
            "other_merchant",
        ),
        (
            "cut.csv",
            format!("mid:200000000888|totalCount:3\n{purchases}{row}").into_bytes(),
            "statement_cut_off",
        ),
        (
            "settled.csv",
            b"settledTime|transactionType|direction|settlementAmount|orderCurrency|merchantOrderNo|orderNo|status\n".to_vec(),
            "statement_part",
        ),
    ];
    for (name, content, code) in cases {
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        let error = matching.file(&path, BY, &quiet()).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        let sentence = error.to_string();
        assert!(
            sentence.contains(name) && sentence.ends_with('.'),
            "{sentence}"
        );
    }
    let missing = dir.path().join("missing.zip");
    let error = matching.file(&missing, BY, &quiet()).await.unwrap_err();
    assert_eq!(error.code(), "file_unreadable");
    let error = matching.file(dir.path(), BY, &quiet()).await.unwrap_err();
    assert_eq!(error.code(), "file_unreadable");
    assert_eq!(matching.office().open_differences().unwrap(), 0);
}

/// A statement of 50,000 payments, each settled, in the columns of the first version.
fn large_statement(yesterday: &Yesterday, rows: i64) -> Vec<u8> {
    use std::fmt::Write as _;
    use std::io::Write as _;
    let day = &yesterday.day;
    let mut paid = format!(
        "mid:200000000888|startTime:{day} 00:00|totalCount:{rows}\n\
         paidTime|transactionType|totalAmount|orderCurrency|productName|merchantOrderNo|orderNo|status|subject\n"
    );
    let mut settled = String::from(
        "settledTIme|transactionType|direction|settlementAmount|orderCurrency|productName|merchantOrderNo|orderNo|paidTime|\
         status|comm|commCurrency|VAT|VATCurrency|subject\n",
    );
    for n in 1..=rows {
        let number = Yesterday::number(n);
        let time = format!("{day}T12:{:02}:{:02}+0400", n % 3600 / 60, n % 60);
        let fils = 1_000 * n;
        let (fee, vat) = (fils * 15 / 1000, (fils * 15 / 1000 * 5 + 50) / 100);
        let text = |fils: i64| format!("{}.{:02}", fils / 100, fils % 100);
        writeln!(
            paid,
            "{time}|PAYMENT|{}|AED|Dynamic QR Code|{number}|1310{n}|SUCCESS|Karak",
            text(fils)
        )
        .unwrap();
        writeln!(
            settled,
            "{day}T23:00:00+0400|PAYMENT|IN|{}|AED|Dynamic QR Code|{number}|1310{n}|{time}|SUCCESS|{}|AED|{}|AED|Karak",
            text(fils - fee - vat),
            text(fee),
            text(vat)
        )
        .unwrap();
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("Purchase_1.csv", paid), ("Settle_1.csv", settled)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: run it in release"]
async fn fifty_thousand_payments_are_compared_within_five_seconds() {
    const ROWS: i64 = 50_000;
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path().join("home"));
    set_up_training(&home, &[]).unwrap();
    let yesterday = Yesterday::of(&home);
    let mut store = Store::open(&home.database()).unwrap();
    store
        .transact(|tx| {
            for n in 6..=ROWS {
                let (sale, order) = yesterday.rows(n, yesterday.from.plus(Span(n * 1_000)));
                sales::insert(tx, &sale)?;
                orders::insert(tx, &order)?;
            }
            Ok::<_, fils_store::StoreError>(())
        })
        .unwrap();
    let file = dir.path().join("large.zip");
    std::fs::write(&file, large_statement(&yesterday, ROWS)).unwrap();
    let matching = Matching::offline(&home).unwrap();
    for round in ["first", "second"] {
        let began = std::time::Instant::now();
        let run = matching.file(&file, BY, &quiet()).await.unwrap();
        let took = began.elapsed();
        assert_eq!(i64::from(run.counts.matched), 2 * ROWS, "{:?}", run.counts);
        let view = std::time::Instant::now();
        matching
            .office()
            .matching(Some(&yesterday.day), true)
            .unwrap();
        println!(
            "{round}: {ROWS} payments in {took:?}, shown in {:?}",
            view.elapsed()
        );
        assert!(took.as_secs() < 5, "{took:?}");
    }
}
