//! A sale is complete when proved payments cover it, and not before.

use fils_order::{Money, SignedMoney};
use fils_sale::tender::{
    CashRounding, Payment, Proof, Status, Tender, TenderError, cash, cash_back, quick_amounts,
    standing,
};
use proptest::prelude::*;

use crate::kit::{aed, fils, wallet};

const ROUNDED: CashRounding = CashRounding::Nearest25InCustomersFavour;

fn status(total: &str, payments: &[(Proof, &str)]) -> Status {
    let payments: Vec<Payment> = payments
        .iter()
        .map(|(proof, amount)| wallet("T1-1", aed(amount), *proof))
        .collect();
    standing(aed(total), &payments).status
}

#[test]
fn only_what_is_proved_pays() {
    for proof in [Proof::UnderWay, Proof::NotPaid, Proof::Returned] {
        assert_eq!(status("10.00", &[(proof, "10.00")]), Status::Open);
    }
    assert_eq!(
        status("10.00", &[(Proof::Proved, "4.00")]),
        Status::PartlyPaid
    );
    assert_eq!(
        status(
            "10.00",
            &[(Proof::Proved, "4.00"), (Proof::UnderWay, "6.00")]
        ),
        Status::PartlyPaid
    );
    assert_eq!(
        status("10.00", &[(Proof::Proved, "4.00"), (Proof::Proved, "6.00")]),
        Status::Paid
    );
    assert_eq!(
        status(
            "10.00",
            &[(Proof::Proved, "10.00"), (Proof::Proved, "10.00")]
        ),
        Status::Overpaid
    );
    assert_eq!(
        status(
            "10.00",
            &[(Proof::Proved, "10.00"), (Proof::Returned, "10.00")]
        ),
        Status::Paid
    );
}

#[test]
fn goods_leave_only_when_it_is_covered() {
    assert!(!Status::Open.is_complete());
    assert!(!Status::PartlyPaid.is_complete());
    assert!(Status::Paid.is_complete());
    assert!(Status::Overpaid.is_complete());
}

#[test]
fn a_basket_nobody_paid_for_is_open_even_when_it_costs_nothing() {
    assert_eq!(standing(Money::ZERO, &[]).status, Status::Open);
    let nothing = cash(Money::ZERO, Money::ZERO, ROUNDED).unwrap().payment();
    assert_eq!(
        standing(Money::ZERO, std::slice::from_ref(&nothing)).status,
        Status::Paid
    );
    assert_eq!(standing(aed("1.00"), &[nothing]).status, Status::Open);
}

#[test]
fn cash_gives_change() {
    let taken = cash(aed("37.40"), aed("50"), CashRounding::Off).unwrap();
    assert_eq!(taken.towards, aed("37.40"));
    assert_eq!(taken.change, aed("12.60"));
    assert_eq!(taken.rounding, SignedMoney(0));
}

#[test]
fn less_cash_than_is_due_is_a_part_payment() {
    let taken = cash(aed("37.40"), aed("20"), ROUNDED).unwrap();
    assert_eq!((taken.towards, taken.change), (aed("20"), Money::ZERO));
    assert_eq!(taken.rounding, SignedMoney(0));
}

#[test]
fn rounding_is_in_the_customers_favour() {
    for (due, asked, rounding) in [
        (1037, 1025, -12),
        (1025, 1025, 0),
        (1049, 1025, -24),
        (12, 0, -12),
    ] {
        let taken = cash(fils(due), fils(2000), ROUNDED).unwrap();
        assert_eq!(taken.change, fils(2000 - asked), "{due}");
        assert_eq!(taken.rounding, SignedMoney(rounding), "{due}");
        assert_eq!(taken.towards, fils(due));
    }
    // What rounds to nothing is paid by nothing.
    let taken = cash(fils(12), Money::ZERO, ROUNDED).unwrap();
    assert_eq!(
        (taken.towards, taken.rounding),
        (fils(12), SignedMoney(-12))
    );
}

#[test]
fn cash_without_a_reason_is_refused() {
    assert_eq!(
        cash(aed("1.00"), Money::ZERO, CashRounding::Off),
        Err(TenderError::NothingGiven)
    );
    assert_eq!(
        cash(Money::ZERO, aed("1.00"), CashRounding::Off),
        Err(TenderError::NothingDue)
    );
}

#[test]
fn the_amounts_to_tap_are_those_a_customer_hands_over() {
    let amounts = |due: &str, rounding| -> Vec<String> {
        let amounts = quick_amounts(aed(due), rounding);
        amounts.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        amounts("37.40", CashRounding::Off),
        [
            "37.40", "40.00", "50.00", "100.00", "200.00", "500.00", "1000.00"
        ]
    );
    assert_eq!(amounts("37.40", ROUNDED)[0], "37.25");
    assert_eq!(amounts("1000.00", CashRounding::Off), ["1000.00"]);
    assert_eq!(
        amounts("999999999999.99", CashRounding::Off),
        ["999999999999.99"]
    );
    assert_eq!(quick_amounts(Money::ZERO, ROUNDED), [Money::ZERO]);
}

#[test]
fn money_back_is_rounded_up_and_never_above_what_was_paid() {
    let back = cash_back(fils(512), fils(1025), ROUNDED);
    assert_eq!((back.handed, back.rounding), (fils(525), SignedMoney(13)));
    // A sale of 10.37 that was rounded to 10.25 gives back 10.25.
    let back = cash_back(fils(1037), fils(1025), ROUNDED);
    assert_eq!((back.handed, back.rounding), (fils(1025), SignedMoney(-12)));
    let back = cash_back(fils(512), fils(1025), CashRounding::Off);
    assert_eq!((back.handed, back.rounding), (fils(512), SignedMoney(0)));
}

#[test]
fn the_stored_form_is_pinned() {
    let taken = cash(fils(1037), fils(2000), ROUNDED).unwrap().payment();
    assert_eq!(
        serde_json::to_value([taken, wallet("T1-1", fils(5), Proof::UnderWay)]).unwrap(),
        serde_json::json!([
            { "tender": { "kind": "cash", "given": 2000, "change": 975, "rounding": -12 }, "amount": 1037, "tip": 0, "proof": "proved" },
            { "tender": { "kind": "wallet", "order": "T1-1" }, "amount": 5, "tip": 0, "proof": "under_way" },
        ])
    );
    assert_eq!(
        serde_json::to_value(ROUNDED).unwrap(),
        serde_json::json!("nearest_25_in_customers_favour")
    );
}

fn any_payment() -> impl Strategy<Value = Payment> {
    let proofs = [
        Proof::Proved,
        Proof::UnderWay,
        Proof::NotPaid,
        Proof::Returned,
    ];
    let amounts = prop_oneof![0..2_000_i64, 0..99_999_999_999_999_i64];
    (
        prop::sample::select(proofs.to_vec()),
        amounts,
        any::<bool>(),
    )
        .prop_map(|(proof, amount, in_cash)| {
            if in_cash {
                let tender = Tender::Cash {
                    given: fils(amount),
                    change: Money::ZERO,
                    rounding: SignedMoney(0),
                };
                Payment::new(tender, fils(amount), proof)
            } else {
                wallet("T1-1", fils(amount), proof)
            }
        })
}

proptest! {
    #[test]
    fn every_sale_has_a_status_and_its_figures_agree(
        total in prop_oneof![0..3_000_i64, 0..99_999_999_999_999_i64],
        payments in prop::collection::vec(any_payment(), 0..6),
    ) {
        let at = standing(fils(total), &payments);
        let proved: i128 = payments.iter().filter(|p| p.proof == Proof::Proved).map(|p| i128::from(p.amount.fils())).sum();
        prop_assert!(at.due.is_zero() || at.over.is_zero());
        prop_assert_eq!(at.status.is_complete(), proved >= i128::from(total) && payments.iter().any(|p| p.proof == Proof::Proved));
        prop_assert_eq!(at.status == Status::Overpaid, proved > i128::from(total));
        if proved < 99_999_999_999_999 {
            prop_assert_eq!(at.paid.fils() + at.due.fils(), total + at.over.fils());
        }
    }

    #[test]
    fn a_proved_payment_never_takes_a_status_back(
        total in 0..3_000_i64,
        payments in prop::collection::vec(any_payment(), 0..6),
        more in any_payment(),
        at in 0..6_usize,
    ) {
        let before = standing(fils(total), &payments);
        let mut after = payments.clone();
        after.insert(at.min(payments.len()), more.clone());
        let after = standing(fils(total), &after);
        prop_assert!(after.status >= before.status);
        prop_assert!(after.due <= before.due && after.paid >= before.paid);
        if more.proof != Proof::Proved {
            prop_assert_eq!((after.status, after.due, after.paid), (before.status, before.due, before.paid));
        }
    }

    #[test]
    fn payments_count_in_any_order(total in 0..3_000_i64, payments in prop::collection::vec(any_payment(), 0..6)) {
        let back: Vec<Payment> = payments.iter().rev().cloned().collect();
        prop_assert_eq!(standing(fils(total), &payments), standing(fils(total), &back));
    }

    #[test]
    fn the_drawer_keeps_what_was_paid_and_rounded(due in 1..9_000_i64, given in 1..20_000_i64, rounds: bool) {
        let rounding = if rounds { ROUNDED } else { CashRounding::Off };
        let taken = cash(fils(due), fils(given), rounding).unwrap();
        prop_assert_eq!(taken.given.fils() - taken.change.fils(), taken.towards.fils() + taken.rounding.0);
        prop_assert!(taken.towards.fils() <= due && taken.rounding.0 <= 0 && taken.rounding.0 > -25);
        prop_assert!(rounds || taken.rounding.0 == 0);
    }

    #[test]
    fn every_amount_to_tap_pays_for_it(due in 1..9_000_000_i64, rounds: bool) {
        let rounding = if rounds { ROUNDED } else { CashRounding::Off };
        let amounts = quick_amounts(fils(due), rounding);
        prop_assert!(amounts.windows(2).all(|w| w[0] < w[1]));
        for amount in amounts {
            if !amount.is_zero() {
                prop_assert_eq!(cash(fils(due), amount, rounding).unwrap().towards, fils(due));
            }
        }
    }

    #[test]
    fn a_sales_cash_goes_back_once(due in 1..9_000_i64, parts in prop::collection::vec(1..4_000_i64, 1..8), rounds: bool) {
        let rounding = if rounds { ROUNDED } else { CashRounding::Off };
        let mut held = rounding.asked(fils(due));
        let kept = held;
        let mut left = due;
        let mut handed = 0;
        for part in parts.into_iter().map(|part| part.min(left)).collect::<Vec<_>>() {
            let part = part.min(left);
            left -= part;
            let back = cash_back(fils(part), held, rounding);
            prop_assert_eq!(back.handed.fils(), part + back.rounding.0);
            handed += back.handed.fils();
            held = held.checked_sub(back.handed).unwrap();
        }
        prop_assert!(handed <= kept.fils());
    }
}
