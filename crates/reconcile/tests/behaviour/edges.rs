//! The edges of what a list or a statement covers, and what earlier comparisons said.

use fils_order::{Span, UtcMs};
use fils_reconcile::{Books, Kind, Ours, Theirs, What};

use crate::sides::*;

fn paid_at(at: UtcMs, by_payby: bool) -> Ours {
    Ours {
        created_at: at.plus(Span::secs(-20)),
        moved_at: Some(at),
        moved_by_payby: by_payby,
        ..paid("T1-1", 5_000)
    }
}

fn missing(ours: Ours, follows: bool, told: Option<Kind>) -> bool {
    let mut says = statement(vec![]);
    says.period.follows = follows;
    let mut books = books(vec![ours]);
    books
        .earlier
        .extend(told.map(|kind| ("T1-1".to_owned(), kind)));
    let found = compared(&books, &says);
    assert!(
        found
            .findings
            .iter()
            .all(|finding| finding.kind == Kind::OursOnly)
    );
    !found.findings.is_empty()
}

#[test]
fn only_what_the_period_certainly_covers_can_be_missing() {
    let (start, end) = (DAY_ONE, DAY_ONE.plus(DAY));
    let second = |n: i64| Span::secs(n);
    // PayBy's own time is exact.
    assert!(missing(paid_at(start.plus(second(2)), true), false, None));
    assert!(missing(paid_at(end.plus(second(-2)), true), false, None));
    assert!(!missing(paid_at(end, true), false, None));
    assert!(!missing(paid_at(start.plus(second(-2)), true), false, None));
    // Ours is not.
    assert!(!missing(paid_at(start.plus(second(2)), false), false, None));
    assert!(!missing(paid_at(end.plus(second(-2)), false), false, None));
    assert!(missing(paid_at(noon(), false), false, None));
    // Learned of today, and perhaps paid yesterday, while the till was off.
    let mut late = paid_at(noon(), false);
    late.created_at = start.plus(Span::hours(-1));
    assert!(!missing(late, false, None));
}

#[test]
fn what_fell_between_two_statements_is_missing_from_the_second() {
    let ours = || paid_at(DAY_ONE.plus(Span::secs(-30)), false);
    assert!(!missing(ours(), false, None));
    assert!(missing(ours(), true, None));
    assert!(!missing(ours(), true, Some(Kind::Matched)));
    // Its own end is left to the one after.
    let ours = || paid_at(DAY_ONE.plus(DAY).plus(Span::secs(-30)), false);
    assert!(!missing(ours(), true, None));
}

#[test]
fn what_was_not_paid_cannot_be_missing() {
    use fils_reconcile::OursState::{Closed, Open, Review};
    for state in [Open, Closed, Review] {
        let books = books(vec![in_state("T1-1", state)]);
        assert!(compared(&books, &statement(vec![])).findings.is_empty());
        assert!(compared(&books, &list(vec![])).findings.is_empty());
    }
}

#[test]
fn a_list_covers_orders_by_when_they_were_made() {
    let mut ours = paid("T1-1", 5_000);
    ours.created_at = DAY_ONE.plus(Span::hours(-2));
    // Made yesterday, paid today: yesterday's list has it.
    assert!(
        compared(&books(vec![ours]), &list(vec![]))
            .findings
            .is_empty()
    );
    let found = only(&books(vec![paid("T1-1", 5_000)]), &list(vec![]));
    assert_eq!(found.kind, Kind::OursOnly);
}

/// A payment of yesterday, settled today.
fn settled_today(ours: &Ours) -> (Theirs, fils_reconcile::PaybySays) {
    let theirs = row(ours);
    let mut says = statement(vec![]);
    says.settled = vec![settled(&theirs, noon())];
    (theirs, says)
}

fn yesterday() -> Ours {
    let at = noon().plus(Span::hours(-24));
    paid_at(at, true)
}

#[test]
fn what_is_settled_on_another_day_is_matched_by_its_number() {
    let ours = yesterday();
    let (_, says) = settled_today(&ours);
    let found = compared(&books(vec![ours]), &says);
    assert_eq!(kinds(&found), [(What::Settlement, Kind::Matched, "T1-1")]);
}

#[test]
fn a_settled_payment_is_not_missing_from_a_statement_without_its_purchase_row() {
    let ours = paid("T1-1", 5_000);
    let (_, says) = settled_today(&ours);
    let found = compared(&books(vec![ours]), &says);
    assert_eq!(
        kinds(&found),
        [
            (What::Payment, Kind::Matched, "T1-1"),
            (What::Settlement, Kind::Matched, "T1-1")
        ]
    );
}

#[test]
fn a_difference_of_another_day_is_told_once() {
    let ours = yesterday();
    let (_, says) = settled_today(&ours);
    let unknown = compared(&Books::default(), &says);
    assert_eq!(unknown.counts().theirs_only, 1);
    let mut books = Books::default();
    books.earlier.insert("T1-1".to_owned(), Kind::TheirsOnly);
    let told = compared(&books, &says);
    assert_eq!(kinds(&told), [(What::Settlement, Kind::Matched, "T1-1")]);
}

#[test]
fn a_later_row_puts_right_what_seemed_missing() {
    let ours = yesterday();
    let (_, says) = settled_today(&ours);
    let mut books = books(vec![ours]);
    books.earlier.insert("T1-1".to_owned(), Kind::OursOnly);
    let found = compared(&books, &says);
    assert!(kinds(&found).contains(&(What::Payment, Kind::Matched, "T1-1")));
    assert_eq!(found.counts().differences(), 0);
}

#[test]
fn what_was_paid_as_it_should_and_settled_otherwise_is_the_settlements_difference() {
    let ours = yesterday();
    let (_, mut says) = settled_today(&ours);
    says.settled[0].net = money(1_000);
    let mut books = books(vec![ours]);
    books.earlier.insert("T1-1".to_owned(), Kind::Matched);
    let found = compared(&books, &says);
    assert_eq!(
        kinds(&found),
        [(What::Settlement, Kind::AmountDiffers, "T1-1")]
    );
}
