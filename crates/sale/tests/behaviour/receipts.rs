//! What papers say, and what the paper of a shop that is not registered for VAT must not.

use fils_order::{Money, SignedMoney, UtcMs};
use fils_sale::receipt::{Head, PaidBy, Receipt, ReceiptError, Shop, TrnError, check_trn};
use fils_sale::returns::{Wanted, credit};
use fils_sale::tender::{CashRounding, Payment, Proof, cash, cash_back, standing};
use fils_sale::{Basket, VatClass};
use proptest::prelude::*;

use crate::kit::{aed, any_basket, breakfast, fils, wallet};

const ROUNDED: CashRounding = CashRounding::Nearest25InCustomersFavour;

fn head(registered: bool) -> Head {
    Head {
        number: "T1-000042".to_owned(),
        shop: Shop {
            name: "Corner".to_owned(),
            name_ar: Some("الزاوية".to_owned()),
            address: "Al Wasl Road, Dubai".to_owned(),
            trn: registered.then(|| "100123456700003".to_owned()),
            ..Shop::default()
        },
        at: UtcMs(1_795_213_800_000),
        till: "T1".to_owned(),
        cashier: "Mona".to_owned(),
        qr: None,
        training: false,
    }
}

/// A breakfast of 35.48: 20.00 by wallet, the rest by a note of 20, rounded.
fn payments() -> Vec<Payment> {
    vec![
        wallet("T1-1", aed("20.00"), Proof::Proved),
        wallet("T1-2", aed("15.48"), Proof::NotPaid),
        cash(aed("15.48"), aed("20.00"), ROUNDED).unwrap().payment(),
    ]
}

fn receipt(registered: bool) -> Receipt {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    Receipt::sale(head(registered), &basket, &totals, &payments()).unwrap()
}

fn credit_note(registered: bool) -> Receipt {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    let credit = credit(&basket, &totals, &[], &Wanted::All).unwrap();
    let back = [
        wallet("T1-1", aed("20.00"), Proof::UnderWay),
        cash_back(aed("15.48"), aed("15.25"), ROUNDED).payment(),
    ];
    Receipt::refund(
        head(registered),
        "T1-000041".to_owned(),
        &basket,
        &credit,
        &back,
    )
    .unwrap()
}

#[test]
fn the_titles_are_those_of_the_law() {
    assert_eq!(receipt(true).title_en(), "Tax Invoice");
    assert_eq!(receipt(true).title_ar(), "فاتورة ضريبية");
    assert_eq!(credit_note(true).title_en(), "Tax Credit Note");
    assert_eq!(credit_note(true).title_ar(), "إشعار دائن ضريبي");
}

#[test]
fn a_shop_that_is_not_registered_says_nothing_of_tax() {
    for paper in [receipt(false), credit_note(false)] {
        assert!(!paper.title_en().to_lowercase().contains("tax"));
        assert!(!paper.title_en().to_lowercase().contains("invoice"));
        assert!(!paper.title_ar().contains("ضريبي"));
        assert!(!paper.shows_vat());
        let json = serde_json::to_value(&paper).unwrap();
        assert!(json["vat"].is_null());
        for line in json["lines"].as_array().unwrap() {
            assert!(line["vat"].is_null());
        }
    }
    let blank = Shop {
        trn: Some("  ".to_owned()),
        ..Shop::default()
    };
    assert!(!blank.is_registered());
}

#[test]
fn a_receipt_says_what_was_sold_and_how_it_was_paid() {
    let paper = receipt(true);
    assert!(paper.shows_vat());
    assert_eq!(
        (paper.subtotal, paper.sale_discount, paper.total),
        (aed("36.48"), aed("1.00"), aed("35.48"))
    );
    assert_eq!(paper.vat.as_ref().unwrap().amount, aed("1.04"));
    assert_eq!(paper.rounding, SignedMoney(-23));
    assert_eq!(paper.change, aed("4.75"));
    let moved: Vec<Money> = paper.payments.iter().map(|p| p.amount).collect();
    assert_eq!(
        moved,
        [aed("20.00"), aed("15.25")],
        "what was not paid is not on it"
    );
    assert_eq!(
        paper.payments[1].by,
        PaidBy::Cash {
            given: aed("20.00"),
            change: aed("4.75")
        }
    );
    assert_eq!(paper.lines[0].vat.unwrap().class, VatClass::Standard);
    assert_eq!(paper.lines[0].name_ar.as_deref(), Some("قهوة"));
    assert_eq!(paper.qr.as_deref(), Some("T1-1"));
    assert_eq!(paper.order_numbers.len(), 1);
}

#[test]
fn a_receipt_without_a_wallet_is_found_by_its_number() {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    let paid = [cash(totals.total, aed("50"), CashRounding::Off)
        .unwrap()
        .payment()];
    let paper = Receipt::sale(head(true), &basket, &totals, &paid).unwrap();
    assert_eq!(paper.qr.as_deref(), Some("T1-000042"));
}

#[test]
fn a_credit_note_names_the_invoice() {
    let paper = credit_note(true);
    assert_eq!(paper.original.as_deref(), Some("T1-000041"));
    assert_eq!(
        (paper.total, paper.rounding),
        (aed("35.48"), SignedMoney(-23))
    );
    let back: Vec<Money> = paper.payments.iter().map(|p| p.amount).collect();
    assert_eq!(back, [aed("20.00"), aed("15.25")]);
    assert_eq!(paper.vat.unwrap().amount, aed("1.04"));
    assert_eq!(paper.lines[1].quantity, Some(crate::kit::qty("0.350")));
}

#[test]
fn there_is_no_receipt_before_the_sale_is_paid() {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    let open =
        |payments: &[Payment]| Receipt::sale(head(true), &basket, &totals, payments).unwrap_err();
    assert_eq!(open(&[]), ReceiptError::NotPaid);
    assert_eq!(
        open(&[wallet("T1-1", totals.total, Proof::UnderWay)]),
        ReceiptError::NotPaid
    );
    assert_eq!(open(&payments()[..2]), ReceiptError::NotPaid);
}

#[test]
fn figures_of_another_sale_make_no_paper() {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    let paid = [wallet("T1-1", totals.total, Proof::Proved)];
    let other = Receipt::sale(head(true), &Basket::default(), &totals, &paid);
    assert_eq!(other, Err(ReceiptError::DoesNotFit));
    let all = credit(&basket, &totals, &[], &Wanted::All).unwrap();
    let less = [wallet("T1-1", aed("35.47"), Proof::Proved)];
    let short = Receipt::refund(head(true), "T1-1".to_owned(), &basket, &all, &less);
    assert_eq!(short, Err(ReceiptError::DoesNotFit));
}

#[test]
fn a_sale_that_was_paid_twice_says_so() {
    let basket = breakfast();
    let totals = basket.totals().unwrap();
    let paid = [
        wallet("T1-1", totals.total, Proof::Proved),
        wallet("T1-2", totals.total, Proof::Proved),
    ];
    let paper = Receipt::sale(head(true), &basket, &totals, &paid).unwrap();
    assert_eq!((paper.total, paper.over), (totals.total, totals.total));
}

#[test]
fn a_reprint_is_a_copy_and_nothing_else() {
    let paper = receipt(true);
    let copy = paper.as_copy();
    assert!(copy.copy && !paper.copy);
    assert_eq!(
        Receipt {
            copy: false,
            ..copy
        },
        paper
    );
}

#[test]
fn a_receipt_comes_back_from_the_disk_as_it_was() {
    for paper in [receipt(true), receipt(false), credit_note(true)] {
        let json = serde_json::to_string(&paper).unwrap();
        assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), paper);
    }
}

#[test]
fn the_stored_form_is_pinned() {
    let json = serde_json::to_value(receipt(true)).unwrap();
    assert_eq!(
        json["lines"][0],
        serde_json::json!({ "code": "C1", "name": "Coffee", "name_ar": "قهوة", "quantity": 2000, "unit": "piece", "price": 1250,
            "gross": 2500, "discount": 250, "total": 2250, "vat": { "class": "5", "amount": 104 }, "note": null })
    );
    assert_eq!(
        json["payments"],
        serde_json::json!([
            { "by": { "kind": "wallet", "order": "T1-1" }, "amount": 2000 },
            { "by": { "kind": "cash", "given": 2000, "change": 475 }, "amount": 1525 },
        ])
    );
    let names: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut pinned = [
        "kind",
        "number",
        "original",
        "shop",
        "at",
        "till",
        "cashier",
        "order_numbers",
        "lines",
        "subtotal",
        "sale_discount",
        "total",
        "vat",
        "rounding",
        "tips",
        "over",
        "payments",
        "change",
        "note",
        "qr",
        "copy",
        "training",
    ];
    pinned.sort_unstable();
    let mut names = names;
    names.sort_unstable();
    assert_eq!(names, pinned);
    assert_eq!(
        (&json["kind"], &json["vat"]["amount"]),
        (&"sale".into(), &104.into())
    );
}

#[test]
fn a_tax_registration_number_has_fifteen_digits() {
    assert_eq!(
        check_trn(" 100-1234-5670-0003 "),
        Ok("100123456700003".to_owned())
    );
    assert_eq!(
        check_trn("١٠٠١٢٣٤٥٦٧٠٠٠٠٣"),
        Ok("100123456700003".to_owned())
    );
    for text in ["", "10012345670000", "1001234567000034", "10012345670000X"] {
        assert_eq!(check_trn(text), Err(TrnError), "{text}");
    }
}

/// The basket paid in two: a part by wallet with a tip, the rest in cash.
fn paid_in_two(total: Money, by_wallet: i64, tip: i64, over: i64, rounds: bool) -> Vec<Payment> {
    let by_wallet = fils(by_wallet.min(total.fils()));
    let mut first = wallet("T1-1", by_wallet, Proof::Proved);
    first.tip = fils(tip);
    let due = standing(total, std::slice::from_ref(&first)).due;
    let rounding = if rounds { ROUNDED } else { CashRounding::Off };
    let mut payments = vec![first];
    if !due.is_zero() {
        let given = due.checked_add(fils(over)).unwrap();
        payments.push(cash(due, given, rounding).unwrap().payment());
    }
    payments
}

proptest! {
    /// Lines + VAT + discounts − rounding, to the fils.
    #[test]
    fn any_paper_adds_up(
        basket in any_basket(), by_wallet in 0..20_000_i64, tip in 0..500_i64, over in 0..5_000_i64,
        rounds: bool, registered: bool,
    ) {
        let totals = basket.totals().unwrap();
        let payments = paid_in_two(totals.total, by_wallet, tip, over, rounds);
        let paper = Receipt::sale(head(registered), &basket, &totals, &payments).unwrap();
        let mut subtotal = 0;
        for line in &paper.lines {
            prop_assert_eq!(line.gross.fils() - line.discount.fils(), line.total.fils());
            subtotal += line.total.fils();
        }
        prop_assert_eq!(paper.subtotal.fils(), subtotal);
        prop_assert_eq!(subtotal - paper.sale_discount.fils(), paper.total.fils());
        let moved: i64 = paper.payments.iter().map(|p| p.amount.fils()).sum();
        prop_assert_eq!(paper.total.fils() + paper.rounding.0 + paper.tips.fils() + paper.over.fils(), moved);
        for payment in &paper.payments {
            if let PaidBy::Cash { given, change } = payment.by {
                prop_assert_eq!(given.fils() - change.fils(), payment.amount.fils());
            }
        }
        prop_assert_eq!(paper.vat.is_some(), registered);
        if let Some(vat) = &paper.vat {
            let of_lines: i64 = paper.lines.iter().filter_map(|l| l.vat).map(|v| v.amount.fils()).sum();
            let of_classes: i64 = vat.by_class.iter().map(|c| c.vat.fils()).sum();
            prop_assert_eq!((vat.amount.fils(), vat.amount.fils()), (of_lines, of_classes));
            let gross: i64 = vat.by_class.iter().map(|c| c.net.fils() + c.vat.fils()).sum();
            prop_assert_eq!(gross, paper.total.fils());
        }
    }
}
