//! What a signed claim is worth.

use fils_order::{
    Claim, ClaimStatus, MisfitField, Money, Payment, Scene, Verdict, check_subject,
    default_subject, judge,
};

use crate::kit::{Till, at};

fn verdict(change: impl FnOnce(&mut Claim), status: ClaimStatus) -> Verdict {
    let till = Till::drafted(Scene::Qr);
    let mut claim = till.claim(status);
    change(&mut claim);
    judge(&till.order, &claim, at(60.0))
}

fn misfit(
    change: impl FnOnce(&mut Claim),
    status: ClaimStatus,
) -> Option<(MisfitField, String, String, bool)> {
    match verdict(change, status) {
        Verdict::Misfit(misfit) => Some((
            misfit.field,
            misfit.ours,
            misfit.theirs,
            misfit.claims_money,
        )),
        Verdict::Paid(_)
        | Verdict::Revoked
        | Verdict::Closed(_)
        | Verdict::Waiting
        | Verdict::NoEvidence => None,
    }
}

#[test]
fn paid_and_settled_are_proof() {
    for status in [ClaimStatus::PaidSuccess, ClaimStatus::Settled] {
        let Verdict::Paid(payment) = verdict(|_| {}, status) else {
            panic!("not proof")
        };
        assert_eq!(
            payment,
            Payment {
                paid_at: at(4.0),
                paid_amount: Some(Money::from_fils(1250).unwrap()),
                channel: Some("BALANCE".into()),
            }
        );
    }
}

#[test]
fn a_payment_without_its_time_was_paid_when_the_till_learned_of_it() {
    let Verdict::Paid(payment) = verdict(|claim| claim.paid_at = None, ClaimStatus::PaidSuccess)
    else {
        panic!("not proof")
    };
    assert_eq!(payment.paid_at, at(60.0));
}

#[test]
fn a_discount_does_not_spoil_the_proof() {
    let discount = |claim: &mut Claim| claim.paid_amount = Some(Money::from_fils(1000).unwrap());
    assert!(matches!(
        verdict(discount, ClaimStatus::PaidSuccess),
        Verdict::Paid(_)
    ));
}

#[test]
fn each_field_that_differs_is_a_misfit_whatever_the_status() {
    type Change = fn(&mut Claim);
    let cases: [(Change, MisfitField, &str, &str); 4] = [
        (
            |c| c.number = Some("X-1".into()),
            MisfitField::Number,
            "T1-20261120T223000-ABCDEFGHJK",
            "X-1",
        ),
        (
            |c| c.amount = Some(Money::from_fils(1249).unwrap()),
            MisfitField::Amount,
            "12.50",
            "12.49",
        ),
        (
            |c| c.currency = Some("USD".into()),
            MisfitField::Currency,
            "AED",
            "USD",
        ),
        (
            |c| c.payee = Some("200000000002".into()),
            MisfitField::Payee,
            "200000000001",
            "200000000002",
        ),
    ];
    for (change, field, ours, theirs) in cases {
        for (status, money) in [
            (ClaimStatus::PaidSuccess, true),
            (ClaimStatus::Settled, true),
            (ClaimStatus::Created, false),
            (ClaimStatus::Failure, false),
        ] {
            assert_eq!(
                misfit(change, status),
                Some((field, ours.to_owned(), theirs.to_owned(), money))
            );
        }
    }
}

#[test]
fn what_is_absent_is_no_proof_of_payment_and_no_contradiction_elsewhere() {
    type Change = fn(&mut Claim);
    let cases: [(Change, MisfitField); 4] = [
        (|c| c.number = None, MisfitField::Number),
        (|c| c.amount = None, MisfitField::Amount),
        (|c| c.currency = None, MisfitField::Currency),
        (|c| c.payee = None, MisfitField::Payee),
    ];
    for (change, field) in cases {
        let (seen, _, theirs, money) = misfit(change, ClaimStatus::PaidSuccess).unwrap();
        assert_eq!((seen, theirs.as_str(), money), (field, "", true));
        assert_eq!(misfit(change, ClaimStatus::Created), None);
        assert_eq!(misfit(change, ClaimStatus::Failure), None);
    }
}

#[test]
fn a_reply_that_names_no_order_proves_nothing() {
    for status in [ClaimStatus::Created, ClaimStatus::Failure] {
        assert_eq!(verdict(|c| c.number = None, status), Verdict::NoEvidence);
    }
    let nameless = |c: &mut Claim| {
        c.number = None;
        c.revoked = true;
    };
    assert_eq!(verdict(nameless, ClaimStatus::Settled), Verdict::NoEvidence);
}

#[test]
fn a_revoked_payment_is_no_payment_whatever_its_status() {
    for status in [
        ClaimStatus::PaidSuccess,
        ClaimStatus::Settled,
        ClaimStatus::Failure,
    ] {
        assert_eq!(verdict(|c| c.revoked = true, status), Verdict::Revoked);
    }
}

#[test]
fn failure_closes_with_paybys_words_and_created_waits() {
    assert_eq!(
        verdict(|_| {}, ClaimStatus::Failure),
        Verdict::Closed(Some("ORDER_CLOSED closed".into()))
    );
    assert_eq!(verdict(|_| {}, ClaimStatus::Created), Verdict::Waiting);
}

#[test]
fn statuses_of_other_products_prove_nothing() {
    for status in ["AUTHORIZATION", "VOID", "NEWER_THAN_FILS", ""] {
        assert_eq!(
            verdict(|_| {}, ClaimStatus::Other(status.into())),
            Verdict::NoEvidence
        );
    }
}

#[test]
fn a_subject_has_at_most_64_characters_in_any_script() {
    assert_eq!(check_subject("  "), Ok(None));
    assert_eq!(check_subject(" Coffee "), Ok(Some("Coffee".into())));
    let longest = "ق".repeat(64);
    assert_eq!(check_subject(&format!(" {longest} ")), Ok(Some(longest)));
    let error = check_subject(&"ق".repeat(65)).unwrap_err();
    assert_eq!(error.length, 65);
    assert!(
        error.to_string().contains("65"),
        "the person sees the count"
    );
}

#[test]
fn a_sale_without_a_subject_is_named_after_its_number() {
    let order = Till::drafted(Scene::Qr).order;
    let subject = default_subject(&order.number);
    assert_eq!(subject, "Sale EFGHJK");
    assert!(check_subject(&subject).is_ok());
}
