//! Over a real store: orders as the driver leaves them, PayBy's word as its papers have it.

use std::sync::Mutex;

use fils_checkout::Clock;
use fils_order::{Money, OrderNumber, RefundNumber, SaleId, SignedMoney, Span, UtcMs};
use fils_reconcile::{
    Fund, FundKind, PaybySays, Period, Settled, Source, Terms, Theirs, TheirsState,
};
use fils_sale::receipt::Shop;
use fils_store::{ChainHead, OrderRow, RefundRow, SaleRow, Store, journal, orders, refunds, sales};
use serde_json::json;
use tempfile::TempDir;

use super::{Origin, Proof};
use crate::view::matching::{MatchAct, MatchDecision, MatchKind, MatchRow, MatchRun, MatchWhat};
use crate::{Heads, Office, OfficeError, Settings};

/// Midnight in Dubai, 2026-11-21.
const DAY: UtcMs = UtcMs(1_795_204_800_000);
const LENGTH: Span = Span::hours(24);
const BY: &str = "Mona";

struct NoHeads;

impl Heads for NoHeads {
    fn keep(&self, _: &ChainHead, _: UtcMs, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// A clock that stands until it is set.
struct Standing(std::sync::Arc<Mutex<UtcMs>>);

impl Clock for Standing {
    fn now(&self) -> UtcMs {
        *self.0.lock().unwrap()
    }
}

struct Shelf {
    _dir: TempDir,
    store: Store,
    office: Office,
    now: std::sync::Arc<Mutex<UtcMs>>,
}

fn money(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

fn number(n: u32) -> String {
    format!("T1-20261121T080000-{n:010}")
}

impl Shelf {
    /// Books of which it is noon of the day after.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("fils.db");
        let store = Store::open(&path).unwrap();
        let now = std::sync::Arc::new(Mutex::new(DAY.plus(Span::hours(36))));
        let settings = Settings {
            prefix: "T1".to_owned(),
            day_start_h: 0,
            shop: Shop::default(),
            training: false,
            printer: false,
        };
        let office = Office::open(
            Store::open(&path).unwrap(),
            Standing(std::sync::Arc::clone(&now)),
            NoHeads,
            settings,
        );
        Self {
            _dir: dir,
            store,
            office,
            now,
        }
    }

    fn at(&self, now: UtcMs) {
        *self.now.lock().unwrap() = now;
    }

    fn order(&mut self, n: u32, fils: i64, state: &str, paid_at: Option<UtcMs>) {
        let at = paid_at.unwrap_or(DAY.plus(Span::hours(10)));
        let created_at = at.plus(Span::secs(-20));
        let day = created_at.business_day(0);
        let sale: SaleId = format!("T1-S20261121T080000-{n:010}").parse().unwrap();
        let order: OrderNumber = number(n).parse().unwrap();
        let closed = state == "closed";
        self.store
            .transact(|tx| {
                sales::insert(
                    tx,
                    &SaleRow {
                        id: sale.clone(),
                        amount: money(fils),
                        subject: "Karak".to_owned(),
                        by: "Amal".to_owned(),
                        created_at,
                        business_day: day.clone(),
                        shift: None,
                        body: None,
                    },
                )?;
                orders::insert(
                    tx,
                    &OrderRow {
                        number: order,
                        sale: sale.clone(),
                        amount: money(fils),
                        subject: "Karak".to_owned(),
                        scene: "qr".to_owned(),
                        by: "Amal".to_owned(),
                        created_at,
                        business_day: day,
                        state: state.to_owned(),
                        released: closed,
                        wake_at: None,
                        payby_no: Some(format!("1300{n}")),
                        paid_at,
                        attention: false,
                        body: json!({ "state": { "code": state, "cause": closed.then_some("expired") } })
                            .to_string(),
                        content: None,
                        version: 1,
                    },
                )
            })
            .unwrap();
    }

    fn paid(&mut self, n: u32, fils: i64) {
        let at = DAY.plus(Span::mins(8 * 60 + i64::from(n)));
        self.order(n, fils, "paid", Some(at));
    }

    fn refunded(&mut self, n: u32, order: u32, fils: i64) {
        let at = DAY.plus(Span::hours(15));
        let refund: RefundNumber = format!("T1-R20261121T110000-{n:010}").parse().unwrap();
        self.store
            .transact(|tx| {
                refunds::insert(
                    tx,
                    &RefundRow {
                        number: refund,
                        order: number(order).parse().unwrap(),
                        amount: money(fils),
                        reason: "too sweet".to_owned(),
                        by: "Amal".to_owned(),
                        created_at: at.plus(Span::secs(-5)),
                        business_day: "2026-11-21".to_owned(),
                        state: "refunded".to_owned(),
                        unresolved: false,
                        wake_at: None,
                        payby_no: Some(format!("1400{n}")),
                        refunded_at: Some(at),
                        attention: false,
                        body: "{}".to_owned(),
                        content: None,
                        version: 1,
                    },
                )
            })
            .unwrap();
    }

    fn compare(&self, says: PaybySays) -> MatchRun {
        self.office
            .compare(
                says,
                &Terms::default(),
                &Origin::default(),
                BY,
                &mut |_, _, _| {},
            )
            .unwrap()
    }

    fn rows(&self) -> Vec<MatchRow> {
        let view = self.office.matching(Some("2026-11-21"), true).unwrap();
        assert_eq!(
            view.rows.iter().filter(|row| open(row)).count(),
            view.open as usize
        );
        view.rows
    }

    /// The row of this number.
    #[track_caller]
    fn row(&self, what: MatchWhat, number: &str) -> MatchRow {
        let mut rows = self.rows();
        rows.retain(|row| row.what == what && row.number == number);
        assert_eq!(rows.len(), 1, "{rows:#?}");
        rows.remove(0)
    }

    fn journal(&self) -> Vec<(String, serde_json::Value)> {
        self.office
            .look(|tx| Ok(journal::latest(tx, 1000)?))
            .unwrap()
            .into_iter()
            .rev()
            .map(|line| {
                assert_eq!(line.entry.by, BY);
                (
                    line.entry.kind,
                    serde_json::from_str(&line.entry.params).unwrap(),
                )
            })
            .collect()
    }
}

fn open(row: &MatchRow) -> bool {
    row.kind != MatchKind::Matched && row.decision.is_none()
}

fn theirs(n: u32, fils: i64) -> Theirs {
    Theirs {
        refund: false,
        number: Some(number(n)),
        origin: None,
        payby_no: Some(format!("1300{n}")),
        amount: money(fils),
        state: TheirsState::Paid,
        at: Some(DAY.plus(Span::mins(8 * 60 + i64::from(n)))),
        subject: Some("Karak".to_owned()),
    }
}

fn settled(n: u32, fils: i64, fee: i64) -> Settled {
    let vat = (fee * 5 + 50) / 100;
    Settled {
        refund: false,
        number: Some(number(n)),
        origin: None,
        payby_no: Some(format!("1300{n}")),
        total: Some(money(fils)),
        net: money(fils - fee - vat),
        fee: money(fee),
        vat: money(vat),
        product: None,
        channel: None,
        settled_at: Some(DAY.plus(Span::hours(20))),
        paid_at: Some(DAY.plus(Span::hours(8))),
        subject: None,
    }
}

fn statement(rows: Vec<Theirs>) -> PaybySays {
    PaybySays {
        source: Source::Statement,
        period: Period::new(DAY, DAY.plus(LENGTH)),
        rows,
        settled: Vec::new(),
        funds: Vec::new(),
    }
}

/// A day with one difference of every kind.
fn every_kind(shelf: &mut Shelf) -> PaybySays {
    for n in 1..=20 {
        shelf.paid(n, 10_000);
    }
    shelf.paid(21, 5_000);
    shelf.paid(22, 700);
    shelf.order(23, 900, "closed", None);
    shelf.refunded(1, 1, 300);
    let mut rows: Vec<Theirs> = (1..=20).map(|n| theirs(n, 10_000)).collect();
    // 21 is missing, 22 has another amount, 23 is paid there and closed here, 24 is nobody's.
    rows.extend([theirs(22, 800), theirs(23, 900), theirs(24, 1_500)]);
    rows.push(Theirs {
        refund: true,
        number: Some("T1-R20261121T110000-0000000001".to_owned()),
        origin: Some(number(1)),
        payby_no: Some("14001".to_owned()),
        at: Some(DAY.plus(Span::hours(15))),
        ..theirs(1, 300)
    });
    let mut says = statement(rows);
    says.settled = (1..=20).map(|n| settled(n, 10_000, 150)).collect();
    says.settled[19] = settled(20, 10_000, 250);
    says.funds.push(Fund {
        number: "w1".to_owned(),
        kind: FundKind::Movement,
        amount: SignedMoney(-77_700),
        state: "WITHDRAWAL".to_owned(),
        at: Some(DAY.plus(Span::hours(21))),
        settled: false,
        about: Vec::new(),
    });
    says
}

#[test]
fn every_kind_is_found_once_and_has_its_way_out() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    let run = shelf.compare(says);
    let counts = run.counts;
    assert_eq!(
        (
            counts.ours_only,
            counts.theirs_only,
            counts.amount_differs,
            counts.state_differs,
            counts.fee_unexpected
        ),
        (1, 2, 1, 1, 1)
    );
    let kind = |n| shelf.row(MatchWhat::Payment, &number(n)).kind;
    assert_eq!(kind(21), MatchKind::OursOnly);
    assert_eq!(kind(22), MatchKind::AmountDiffers);
    assert_eq!(kind(23), MatchKind::StateDiffers);
    assert_eq!(kind(24), MatchKind::TheirsOnly);
    assert_eq!(kind(1), MatchKind::Matched);
    let fee = shelf.row(MatchWhat::Settlement, &number(20));
    assert_eq!(fee.kind, MatchKind::FeeUnexpected);
    assert_eq!(fee.fee_expected.unwrap().text, "1.50");
    assert_eq!(fee.fee.unwrap().text, "2.50");
    assert_eq!(fee.acts, [MatchAct::Explain, MatchAct::OpenOrder]);
    let foreign = shelf.row(MatchWhat::Payment, &number(24));
    assert_eq!(
        foreign.acts,
        [MatchAct::TakeOver, MatchAct::Ask, MatchAct::Explain]
    );
    assert_eq!(foreign.sale, None);
    let missing = shelf.row(MatchWhat::Payment, &number(21));
    assert_eq!(
        missing.acts,
        [MatchAct::Ask, MatchAct::Explain, MatchAct::OpenOrder]
    );
    let moved = shelf.row(MatchWhat::Fund, "w1");
    assert_eq!(moved.acts, [MatchAct::Explain]);
    assert_eq!(moved.theirs.unwrap().amount.unwrap().text, "-777.00");

    let view = shelf.office.matching(Some("2026-11-21"), false).unwrap();
    assert_eq!((view.open, view.rows.len()), (6, 6));
    assert_eq!(view.usual_fee.as_deref(), Some("1.50 %"));
    // 20 of 100.00, 50.00, 7.00, less 3.00; theirs has 8.00 and 9.00 and 15.00, and not the 50.00.
    assert_eq!(view.ours_total.text, "2,054.00");
    assert_eq!(view.theirs_total.text, "2,029.00");
    assert_eq!(view.difference.text, "-25.00");
    assert_eq!(view.fees.text, "31.00");
}

#[test]
fn comparing_twice_says_the_same_and_counts_nothing_twice() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    let first = shelf.compare(says.clone());
    let rows = shelf.rows();
    let second = shelf.compare(says);
    assert_eq!(first.counts, second.counts);
    assert_eq!(rows, shelf.rows());
    assert_eq!(
        shelf.office.rows_of_run(second.id).unwrap().len(),
        rows.len()
    );
    assert!(shelf.office.rows_of_run(first.id).unwrap().is_empty());
    let view = shelf.office.matching(Some("2026-11-21"), true).unwrap();
    assert_eq!((view.runs.len(), view.counts), (2, second.counts));
}

#[test]
fn an_explanation_stays_while_the_difference_is_the_same() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says.clone());
    let row = shelf.row(MatchWhat::Payment, &number(22));
    assert!(matches!(
        shelf.office.explain(row.id, "  ", BY),
        Err(OfficeError::ReasonMissing)
    ));
    let explained = shelf.office.explain(row.id, " tip by phone ", BY).unwrap();
    assert_eq!(explained.decision, Some(MatchDecision::Explained));
    assert_eq!(explained.reason.as_deref(), Some("tip by phone"));
    assert!(matches!(
        shelf.office.explain(row.id, "again", BY),
        Err(OfficeError::Decided)
    ));
    shelf.compare(says.clone());
    let kept = shelf.row(MatchWhat::Payment, &number(22));
    assert_eq!(kept.decided_by.as_deref(), Some(BY));

    // The same payment, another amount: nobody has explained that.
    let mut other = says.clone();
    other.rows[20].amount = money(801);
    shelf.compare(other);
    assert_eq!(shelf.row(MatchWhat::Payment, &number(22)).decision, None);
    let kinds: Vec<String> = shelf.journal().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            "matched",
            "difference_explained",
            "matched",
            "matched",
            "difference_reopened"
        ]
    );
}

#[test]
fn an_explanation_can_be_taken_back() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says);
    let row = shelf.row(MatchWhat::Fund, "w1");
    assert!(matches!(
        shelf.office.reopen(row.id, BY),
        Err(OfficeError::NotDecided)
    ));
    shelf.office.explain(row.id, "rent", BY).unwrap();
    assert_eq!(shelf.office.open_differences().unwrap(), 5);
    let reopened = shelf.office.reopen(row.id, BY).unwrap();
    assert_eq!((reopened.decision, reopened.reason), (None, None));
    assert_eq!(shelf.office.open_differences().unwrap(), 6);
    assert!(matches!(
        shelf.office.explain(9_999, "nothing", BY),
        Err(OfficeError::NoDifference)
    ));
    let matched = shelf.row(MatchWhat::Payment, &number(1));
    assert!(matches!(
        shelf.office.explain(matched.id, "fine", BY),
        Err(OfficeError::NoDifference)
    ));
}

fn proof(n: u32, fils: i64) -> Proof {
    Proof {
        number: Some(number(n)),
        payby_no: format!("1300{n}"),
        amount: money(fils),
        subject: Some("Karak".to_owned()),
        paid_at: DAY.plus(Span::hours(9)),
    }
}

#[test]
fn a_payment_nobody_made_is_taken_over_once_and_assigned_once() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says.clone());
    let row = shelf.row(MatchWhat::Payment, &number(24));
    let taken = shelf
        .office
        .take_over(
            row.id,
            &proof(24, 1_500),
            "paid while the till was away",
            BY,
        )
        .unwrap();
    assert_eq!(taken.decision, Some(MatchDecision::TakenOver));
    assert_eq!(taken.acts, [MatchAct::Assign]);
    let orphan = taken.orphan.unwrap();
    assert!(matches!(
        shelf
            .office
            .take_over(row.id, &proof(24, 1_500), "again", BY),
        Err(OfficeError::Decided)
    ));
    assert!(matches!(
        shelf.office.reopen(row.id, BY),
        Err(OfficeError::TakenOver)
    ));
    let (kind, params) = shelf.journal().pop().unwrap();
    assert_eq!(kind, "payment_taken_over");
    assert_eq!(
        (&params["orphan"], &params["amount"]),
        (&json!(orphan), &json!("15.00"))
    );

    // From then on it is in the books, so it matches, and stays taken over.
    let run = shelf.compare(says);
    assert_eq!(run.counts.theirs_only, 1);
    let kept = shelf.row(MatchWhat::Payment, &number(24));
    assert_eq!(
        (kept.kind, kept.decision),
        (MatchKind::Matched, Some(MatchDecision::TakenOver))
    );

    assert!(matches!(
        shelf.office.assign_orphan(orphan, Some("T9-S1"), "", BY),
        Err(OfficeError::NoSale(_))
    ));
    assert!(matches!(
        shelf.office.assign_orphan(orphan, None, " ", BY),
        Err(OfficeError::ReasonMissing)
    ));
    // A sale may be named by its order.
    let rows = shelf
        .office
        .assign_orphan(orphan, Some(&number(21)), "", BY)
        .unwrap();
    assert_eq!(
        rows[0].assigned_sale.as_deref(),
        Some("T1-S20261121T080000-0000000021")
    );
    assert!(matches!(
        shelf.office.assign_orphan(orphan, None, "a deposit", BY),
        Err(OfficeError::Assigned)
    ));
}

#[test]
fn only_what_is_proved_is_taken_over() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says);
    let refused = |number: &str, what, proof: &Proof| {
        let row = shelf.row(what, number);
        let taken = shelf.office.take_over(row.id, proof, "why", BY);
        assert!(
            matches!(taken, Err(OfficeError::NotToTakeOver)),
            "{taken:?}"
        );
    };
    // Another amount, another payment, a payment of this till's, and no payment at all.
    refused(&number(24), MatchWhat::Payment, &proof(24, 1_600));
    refused(&number(24), MatchWhat::Payment, &proof(25, 1_500));
    refused(&number(22), MatchWhat::Payment, &proof(22, 800));
    refused("w1", MatchWhat::Fund, &proof(24, 77_700));
    assert!(shelf.office.orphans().unwrap().is_empty());
}

#[test]
fn what_payby_proves_later_settles_the_row() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says);
    let terms = Terms::default();
    // PayBy has it after all.
    let row = shelf.row(MatchWhat::Payment, &number(21));
    let now = shelf
        .office
        .compare_again(row.id, Some(theirs(21, 5_000)), &terms, BY)
        .unwrap();
    assert_eq!(now.kind, MatchKind::Matched);
    // It knows no such thing, so the row stays.
    let row = shelf.row(MatchWhat::Payment, &number(22));
    let now = shelf
        .office
        .compare_again(row.id, None, &terms, BY)
        .unwrap();
    assert_eq!(now.kind, MatchKind::OursOnly);
    let closed = Theirs {
        state: TheirsState::Closed,
        ..theirs(23, 900)
    };
    let row = shelf.row(MatchWhat::Payment, &number(23));
    let now = shelf
        .office
        .compare_again(row.id, Some(closed), &terms, BY)
        .unwrap();
    assert_eq!(now.kind, MatchKind::Matched);
    assert_eq!(shelf.office.open_differences().unwrap(), 4);
}

#[test]
fn what_payby_withdraws_is_no_difference_any_more() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(says.clone());
    let mut corrected = says;
    corrected.rows.retain(|row| row.number != Some(number(24)));
    corrected.funds.push(Fund {
        number: "w2".to_owned(),
        ..corrected.funds[0].clone()
    });
    shelf.compare(corrected.clone());
    let row = shelf.row(MatchWhat::Payment, &number(24));
    assert_eq!((row.kind, row.theirs), (MatchKind::Matched, None));
    assert_eq!(shelf.row(MatchWhat::Fund, "w1").kind, MatchKind::TheirsOnly);
    // A file without its settlement says nothing of it.
    corrected.settled.clear();
    corrected.funds.clear();
    shelf.compare(corrected);
    assert_eq!(
        shelf.row(MatchWhat::Settlement, &number(20)).kind,
        MatchKind::FeeUnexpected
    );
    assert_eq!(shelf.row(MatchWhat::Fund, "w1").kind, MatchKind::TheirsOnly);
}

#[test]
fn a_list_knows_states_and_lookups_go_by_any_number() {
    let mut shelf = Shelf::new();
    let says = every_kind(&mut shelf);
    shelf.compare(PaybySays {
        source: Source::List,
        settled: Vec::new(),
        funds: Vec::new(),
        ..says
    });
    let row = shelf.row(MatchWhat::Payment, &number(23));
    assert_eq!(row.ours.as_ref().unwrap().state, "closed");
    assert_eq!(row.theirs.as_ref().unwrap().state, "paid");
    for named in [number(23), "130023".to_owned()] {
        let rows = shelf.office.differences_named(&named).unwrap();
        assert_eq!(rows.len(), 1, "{named}");
        assert_eq!(rows[0].id, row.id);
    }
    assert!(
        shelf
            .office
            .differences_named(&number(1))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_is_due_is_every_past_day_since_the_first_sale_until_it_was_compared() {
    let mut shelf = Shelf::new();
    assert!(shelf.office.statements_due().unwrap().is_empty());
    shelf.paid(1, 500);
    shelf.at(DAY.plus(Span::hours(10)));
    assert!(shelf.office.statements_due().unwrap().is_empty());
    let due = shelf.office.matching(None, false).unwrap().due;
    assert_eq!(due.len(), 1, "today's list");
    shelf.at(DAY.plus(Span::hours(3 * 24 + 1)));
    let days = |shelf: &Shelf| -> Vec<String> {
        let due = shelf.office.statements_due().unwrap();
        due.into_iter().map(|due| due.day).collect()
    };
    assert_eq!(days(&shelf), ["2026-11-21", "2026-11-22", "2026-11-23"]);
    // A cut-off two hours before midnight: the day's noon tells whose statement it is.
    let mut says = statement(vec![theirs(1, 500)]);
    says.period = Period::new(DAY.plus(Span::hours(-2)), DAY.plus(Span::hours(22)));
    shelf.compare(says);
    assert_eq!(days(&shelf), ["2026-11-22", "2026-11-23"]);
    shelf.at(DAY.plus(Span::hours(200 * 24)));
    assert_eq!(days(&shelf).len(), 62);
}

#[test]
fn a_failure_half_way_leaves_nothing() {
    let mut shelf = Shelf::new();
    let mut says = every_kind(&mut shelf);
    // A number longer than any: the books refuse it, after other rows were written.
    says.funds.push(Fund {
        number: "x".repeat(200),
        ..says.funds[0].clone()
    });
    let failed = shelf.office.compare(
        says,
        &Terms::default(),
        &Origin::default(),
        BY,
        &mut |_, _, _| {},
    );
    assert!(failed.is_err());
    assert!(shelf.rows().is_empty() && shelf.journal().is_empty());
    let view = shelf.office.matching(Some("2026-11-21"), true).unwrap();
    assert!(view.runs.is_empty());
}
