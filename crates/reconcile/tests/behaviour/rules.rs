//! Rule by rule.

use fils_order::{Money, SignedMoney, Span};
use fils_reconcile::{
    Advice, Books, Fund, FundKind, Kind, OursState, PaybySays, Terms, TheirsState, What, compare,
};

use crate::sides::*;

#[test]
fn a_payment_is_matched_by_our_number_then_by_paybys() {
    let ours = paid("T1-1", 5_000);
    let by_number = only(&books(vec![ours.clone()]), &statement(vec![row(&ours)]));
    assert_eq!(by_number.kind, Kind::Matched);
    assert_eq!(by_number.advice, Advice::Nothing);
    assert_eq!(by_number.day(), "2026-03-01");
    let mut nameless = row(&ours);
    nameless.number = None;
    let by_payby = only(&books(vec![ours.clone()]), &statement(vec![nameless]));
    assert_eq!(
        (by_payby.kind, by_payby.number.as_str()),
        (Kind::Matched, "T1-1")
    );
    assert_eq!(by_payby.order.as_deref(), Some("T1-1"));
}

#[test]
fn a_row_counts_once_however_often_it_comes() {
    let ours = paid("T1-1", 5_000);
    let says = statement(vec![row(&ours), row(&ours), row(&ours)]);
    assert_eq!(only(&books(vec![ours]), &says).kind, Kind::Matched);
    let stranger = row(&paid("X-1", 900));
    let says = statement(vec![stranger.clone(), stranger]);
    assert_eq!(only(&Books::default(), &says).kind, Kind::TheirsOnly);
}

#[test]
fn a_list_that_moved_between_two_pages_has_the_later_state() {
    let ours = paid("T1-1", 5_000);
    let waiting = |mut theirs: fils_reconcile::Theirs| {
        theirs.state = TheirsState::Waiting;
        theirs
    };
    let says = list(vec![row(&ours), waiting(row(&ours))]);
    assert_eq!(only(&books(vec![ours.clone()]), &says).kind, Kind::Matched);
    let says = list(vec![waiting(row(&ours)), row(&ours)]);
    assert_eq!(only(&books(vec![ours]), &says).kind, Kind::Matched);
}

#[test]
fn two_payments_under_one_number_are_two() {
    let ours = paid("T1-1", 5_000);
    let mut second = row(&ours);
    second.payby_no = Some("13-other".to_owned());
    let found = compared(
        &books(vec![ours.clone()]),
        &statement(vec![row(&ours), second]),
    );
    assert_eq!(
        kinds(&found),
        [
            (What::Payment, Kind::TheirsOnly, "13-other"),
            (What::Payment, Kind::Matched, "T1-1")
        ]
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_payby_proves_beats_what_the_books_believe() {
    for (ours, theirs, kind, advice) in [
        (
            OursState::Closed,
            TheirsState::Paid,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Open,
            TheirsState::Paid,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Review,
            TheirsState::Paid,
            Kind::StateDiffers,
            Advice::Decide,
        ),
        (
            OursState::Returned,
            TheirsState::Paid,
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Paid,
            TheirsState::Revoked,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Returned,
            TheirsState::Revoked,
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Closed,
            TheirsState::Revoked,
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Paid,
            TheirsState::Closed,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Closed,
            TheirsState::Closed,
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Open,
            TheirsState::Closed,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Open,
            TheirsState::Waiting,
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Closed,
            TheirsState::Waiting,
            Kind::StateDiffers,
            Advice::StillPayable,
        ),
        (
            OursState::Paid,
            TheirsState::Waiting,
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
        (
            OursState::Open,
            TheirsState::Other("AUTHORIZATION".to_owned()),
            Kind::Matched,
            Advice::Nothing,
        ),
        (
            OursState::Paid,
            TheirsState::Other("VOID".to_owned()),
            Kind::StateDiffers,
            Advice::AskPayby,
        ),
    ] {
        let ours = in_state("T1-1", ours);
        let mut row = row(&ours);
        row.state = theirs;
        let found = only(&books(vec![ours.clone()]), &list(vec![row.clone()]));
        assert_eq!(
            (found.kind, found.advice),
            (kind, advice),
            "{:?} {:?}",
            ours.state,
            row.state
        );
    }
}

#[test]
fn what_moved_while_the_list_was_read_is_no_difference() {
    let end = DAY_ONE.plus(DAY);
    let mut ours = paid("T1-1", 5_000);
    ours.created_at = end.plus(Span::secs(-30));
    ours.moved_at = Some(end.plus(Span::secs(1)));
    let mut theirs = row(&ours);
    theirs.state = TheirsState::Waiting;
    let found = only(&books(vec![ours.clone()]), &list(vec![theirs.clone()]));
    assert_eq!(found.kind, Kind::Matched);
    ours.state = OursState::Open;
    ours.moved_at = None;
    theirs.state = TheirsState::Closed;
    let found = only(&books(vec![ours]), &list(vec![theirs]));
    assert_eq!(found.kind, Kind::Matched);
}

#[test]
fn another_amount_is_a_difference_and_a_discount_of_paybys_is_none() {
    let ours = paid("T1-1", 5_000);
    let mut theirs = row(&ours);
    theirs.amount = money(5_500);
    let found = only(&books(vec![ours.clone()]), &statement(vec![theirs.clone()]));
    assert_eq!(
        (found.kind, found.advice),
        (Kind::AmountDiffers, Advice::AmountDiffers)
    );
    assert_eq!(found.ours.unwrap().amount, SignedMoney(5_000));
    assert_eq!(found.theirs.unwrap().amount, SignedMoney(5_500));
    let mut discounted = ours;
    discounted.paid_amount = Some(money(4_500));
    for total in [4_500, 5_000] {
        theirs.amount = money(total);
        let found = only(
            &books(vec![discounted.clone()]),
            &statement(vec![theirs.clone()]),
        );
        assert_eq!(found.kind, Kind::Matched);
    }
}

#[test]
fn refunds_are_matched_by_their_own_number_and_their_order() {
    let back = refunded("T1-R1", "T1-1", 2_000);
    let with = |back: &fils_reconcile::Ours| Books {
        refunds: vec![back.clone()],
        ..Books::default()
    };
    let found = only(&with(&back), &statement(vec![row(&back)]));
    assert_eq!((found.what, found.kind), (What::Refund, Kind::Matched));
    assert_eq!(found.order.as_deref(), Some("T1-1"));
    assert_eq!(found.refund.as_deref(), Some("T1-R1"));
    let mut elsewhere = row(&back);
    elsewhere.origin = Some("T1-2".to_owned());
    let found = only(&with(&back), &statement(vec![elsewhere]));
    assert_eq!(
        (found.kind, found.advice),
        (Kind::StateDiffers, Advice::OtherOrder)
    );
    let found = only(&Books::default(), &statement(vec![row(&back)]));
    assert_eq!(
        (found.kind, found.advice),
        (Kind::TheirsOnly, Advice::ForeignRefund)
    );
    assert_eq!(found.order.as_deref(), Some("T1-1"));
    let mut failed = back.clone();
    failed.state = OursState::Closed;
    failed.moved_at = None;
    let found = only(&with(&failed), &statement(vec![row(&back)]));
    assert_eq!(
        (found.kind, found.advice),
        (Kind::StateDiffers, Advice::AskPayby)
    );
    let found = only(&with(&back), &statement(vec![]));
    assert_eq!(
        (found.kind, found.advice),
        (Kind::OursOnly, Advice::RefundMissingAtPayby)
    );
    // A list has no refunds.
    assert!(compared(&with(&back), &list(vec![])).findings.is_empty());
}

#[test]
fn a_revoked_payment_that_payby_lists_as_a_refund_is_matched() {
    let ours = in_state("T1-1", OursState::Returned);
    let mut back = row(&refunded("pb-77", "T1-1", 5_000));
    let found = compared(
        &books(vec![ours.clone()]),
        &statement(vec![row(&ours), back.clone()]),
    );
    assert!(
        found
            .findings
            .iter()
            .all(|finding| finding.kind == Kind::Matched),
        "{found:#?}"
    );
    assert_eq!(found.findings.len(), 2);
    back.amount = money(4_000);
    let found = compared(
        &books(vec![ours.clone()]),
        &statement(vec![row(&ours), back]),
    );
    assert_eq!(found.counts().theirs_only, 1);
}

#[test]
fn unpaid_orders_and_other_tills_are_none_of_ours() {
    let mut closed = row(&paid("X-1", 900));
    closed.state = TheirsState::Closed;
    let sister = row(&paid("T2-1", 900));
    let terms = Terms {
        other_tills: vec!["T2-".to_owned()],
        ..Terms::default()
    };
    let found = compare(
        &Books::default(),
        &list(vec![closed, sister.clone()]),
        &terms,
    );
    assert_eq!((found.findings.len(), found.left_out), (0, 2));
    assert_eq!(
        only(&Books::default(), &list(vec![sister])).kind,
        Kind::TheirsOnly
    );
}

/// Settled payments of one day, with their books.
fn day_of(count: i64) -> (Books, PaybySays) {
    let ours: Vec<_> = (1..=count)
        .map(|n| paid(&format!("T1-{n}"), 1_000 + n * 373))
        .collect();
    let mut says = statement(ours.iter().map(row).collect());
    let at = noon().plus(Span::hours(2));
    says.settled = says.rows.iter().map(|row| settled(row, at)).collect();
    says.funds = totals(&says.settled, 1);
    (books(ours), says)
}

#[test]
fn settlement_adds_up_and_the_usual_fee_is_found() {
    let (books, says) = day_of(30);
    let found = compared(&books, &says);
    assert_eq!(found.counts().differences(), 0, "{found:#?}");
    assert_eq!(found.counts().matched, 30 + 30 + 5);
    assert_eq!(found.fees.len(), 1);
    assert_eq!(found.fees[0].ppm, 15_000);
}

#[test]
fn a_wrong_fee_a_wrong_vat_and_a_wrong_net_are_told_apart() {
    let (books, mut says) = day_of(30);
    let off = |money: Money, fils: i64| self::money(money.fils() + fils);
    says.settled[3].fee = off(says.settled[3].fee, 40);
    says.settled[3].net = off(says.settled[3].net, -40);
    says.settled[5].vat = off(says.settled[5].vat, 7);
    says.settled[5].net = off(says.settled[5].net, -7);
    says.settled[7].net = off(says.settled[7].net, -100);
    says.funds = totals(&says.settled, 1);
    let found = compared(&books, &says);
    let odd: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.kind != Kind::Matched)
        .map(|finding| {
            (
                finding.what,
                finding.kind,
                finding.advice,
                finding.number.as_str(),
            )
        })
        .collect();
    assert_eq!(odd.len(), 3, "{odd:?}");
    for expected in [
        (
            What::Settlement,
            Kind::FeeUnexpected,
            Advice::CheckFee,
            "T1-4",
        ),
        (
            What::Settlement,
            Kind::FeeUnexpected,
            Advice::CheckFeeVat,
            "T1-6",
        ),
        (
            What::Settlement,
            Kind::AmountDiffers,
            Advice::SettledDiffers,
            "T1-8",
        ),
    ] {
        assert!(odd.contains(&expected), "{expected:?} in {odd:?}");
    }
    let fee = found
        .findings
        .iter()
        .find(|finding| finding.number == "T1-4" && finding.what == What::Settlement);
    let fee = fee.unwrap();
    assert_eq!(
        fee.fee_expected().unwrap().fee,
        money(cost(1_000 + 4 * 373).0)
    );
    assert_eq!(
        fee.fee_taken().unwrap().fee,
        money(cost(1_000 + 4 * 373).0 + 40)
    );
}

#[test]
fn a_settlement_amount_with_the_fee_inside_or_not_is_read_either_way() {
    let (books, mut says) = day_of(20);
    for row in &mut says.settled {
        row.net = money(row.net.fils() + row.fee.fils() + row.vat.fils());
    }
    let costs: i64 = says
        .settled
        .iter()
        .map(|row| row.fee.fils() + row.vat.fils())
        .sum();
    says.funds = totals(&says.settled, 1);
    says.funds[4].amount.0 -= costs;
    let found = compared(&books, &says);
    assert_eq!(found.counts().differences(), 0, "{found:#?}");
    assert_eq!(found.fees[0].ppm, 15_000);
}

#[test]
fn a_total_that_is_not_the_sum_of_its_rows_is_told() {
    let (books, mut says) = day_of(10);
    says.funds[0].amount.0 += 1;
    let found = compared(&books, &says);
    let odd = &found.findings[0];
    assert_eq!(
        (odd.what, odd.kind, odd.advice),
        (What::Fund, Kind::AmountDiffers, Advice::CheckTotal)
    );
    assert_eq!(found.counts().differences(), 1);
}

#[test]
fn a_movement_is_told_unless_a_row_or_the_bank_total_accounts_for_it() {
    let (books, mut says) = day_of(10);
    let movement = |number: &str, fils: i64, settled: bool, about: &[&str]| Fund {
        number: number.to_owned(),
        kind: FundKind::Movement,
        amount: SignedMoney(fils),
        state: "ADJUST".to_owned(),
        at: Some(noon()),
        settled,
        about: about.iter().map(|&number| number.to_owned()).collect(),
    };
    let bank = says.funds[4].amount.0;
    says.funds.push(movement("w1", -bank, false, &[]));
    says.funds.push(movement("p1", 400, false, &["T1-3"]));
    says.funds.push(movement("adj1", -10_000, true, &[]));
    // The totals have the adjustment in them.
    says.funds[1].amount.0 += 10_000;
    says.funds[4].amount.0 -= 10_000;
    says.funds.push(movement("w1b", 10_000 - bank, false, &[]));
    let found = compared(&books, &says);
    let odd: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.kind != Kind::Matched)
        .collect();
    let told: Vec<_> = odd
        .iter()
        .map(|finding| (finding.kind, finding.number.as_str(), finding.advice))
        .collect();
    assert_eq!(
        told,
        [
            (Kind::TheirsOnly, "adj1", Advice::ExplainMovement),
            (Kind::TheirsOnly, "w1", Advice::ExplainMovement)
        ]
    );
}

#[test]
fn a_movement_that_goes_the_other_way_than_its_row_is_told() {
    let (mut books, mut says) = day_of(5);
    let movement = |number: &str, fils: i64, about: &str| Fund {
        number: number.to_owned(),
        kind: FundKind::Movement,
        amount: SignedMoney(fils),
        state: "CHARGEBACK".to_owned(),
        at: Some(noon()),
        settled: false,
        about: vec![about.to_owned()],
    };
    let fee = says.settled[1].fee.fils();
    books.payments.push(in_state("T1-9", OursState::Returned));
    books.payments[5].moved_at = Some(DAY_ONE.plus(Span::hours(-30)));
    says.funds
        .push(movement("f1", says.settled[0].net.fils(), "13T1-1"));
    says.funds
        .push(movement("f2", -says.settled[0].net.fils(), "T1-1"));
    says.funds.push(movement("f3", -fee, "T1-2"));
    says.funds.push(movement("f4", -5_000, "T1-9"));
    let found = compared(&books, &says);
    let told: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.kind != Kind::Matched)
        .map(|finding| (finding.kind, finding.number.as_str()))
        .collect();
    assert_eq!(told, [(Kind::TheirsOnly, "f2")]);
}
