//! What a person can do to a basket, and what it refuses.

use fils_order::Money;
use fils_sale::{Basket, Discount, Edit, Item, LineId, MAX_LINES, SaleError, VatClass};
use proptest::prelude::*;

use crate::kit::{add, aed, any_basket, any_edit, basket, breakfast, coffee, dates, fils, qty};

fn refused(basket: &Basket, edit: Edit) -> &'static str {
    basket.edit(edit).unwrap_err().code()
}

#[test]
fn scanning_the_same_thing_again_raises_its_quantity() {
    let two = basket([add(coffee(), "1"), add(dates(), "0.2"), add(coffee(), "3")]);
    assert_eq!(two.lines().len(), 2);
    assert_eq!(two.lines()[0].quantity, qty("4"));
}

#[test]
fn what_differs_stays_on_a_line_of_its_own() {
    let dearer = Item {
        price: aed("13.00"),
        ..coffee()
    };
    let noted = Edit::NoteLine {
        line: LineId(0),
        note: Some("no sugar".to_owned()),
    };
    assert_eq!(
        basket([add(coffee(), "1"), add(dearer, "1")]).lines().len(),
        2
    );
    assert_eq!(
        basket([add(coffee(), "1"), noted, add(coffee(), "1")])
            .lines()
            .len(),
        2
    );
    // Each weighing is a line.
    assert_eq!(
        basket([add(dates(), "0.2"), add(dates(), "0.2")])
            .lines()
            .len(),
        2
    );
}

#[test]
fn a_price_of_this_sale_does_not_join_the_usual_one() {
    let cheap = Edit::SetPrice {
        line: LineId(0),
        price: aed("10.00"),
    };
    let both = basket([add(coffee(), "1"), cheap, add(coffee(), "1")]);
    assert_eq!(both.totals().unwrap().total, aed("22.50"));
}

#[test]
fn a_removed_line_is_gone_and_its_number_never_returns() {
    let remove = Edit::Remove { line: LineId(1) };
    let next = basket([
        add(coffee(), "1"),
        add(dates(), "1"),
        remove.clone(),
        add(dates(), "1"),
    ]);
    let ids: Vec<LineId> = next.lines().iter().map(|line| line.id).collect();
    assert_eq!(ids, [LineId(0), LineId(2)]);
    assert_eq!(refused(&next, remove), "no_such_line");
    let cleared = next.edit(Edit::Clear).unwrap();
    assert!(cleared.is_empty());
    assert_eq!(
        cleared.edit(add(coffee(), "1")).unwrap().lines()[0].id,
        LineId(3)
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let full = breakfast();
    let discount = |discount| Edit::DiscountLine {
        line: LineId(0),
        discount: Some(discount),
    };
    assert_eq!(refused(&full, add(coffee(), "1.5")), "part_of_a_piece");
    let half = Edit::SetQuantity {
        line: LineId(0),
        quantity: qty("0.5"),
    };
    assert_eq!(refused(&full, half), "part_of_a_piece");
    assert_eq!(
        refused(&full, discount(Discount::Amount(aed("25.01")))),
        "discount_too_large"
    );
    assert_eq!(
        refused(&full, discount(Discount::Percent(0))),
        "percent_out_of_range"
    );
    let whole = Edit::DiscountSale {
        discount: Some(Discount::Amount(aed("36.49"))),
    };
    assert_eq!(refused(&full, whole), "discount_too_large");
    let long = Edit::NoteSale {
        note: Some("x".repeat(201)),
    };
    assert_eq!(refused(&full, long), "note_too_long");
}

#[test]
fn a_discount_on_an_empty_basket_is_refused_when_it_is_money() {
    let off = |discount| Edit::DiscountSale {
        discount: Some(discount),
    };
    let empty = Basket::default();
    assert_eq!(
        refused(&empty, off(Discount::Amount(fils(1)))),
        "discount_too_large"
    );
    let ten = basket([off(Discount::Percent(1000)), add(coffee(), "2")]);
    assert_eq!(ten.totals().unwrap().total, aed("22.50"));
}

#[test]
fn a_total_of_more_than_twelve_digits_is_refused_and_the_basket_stays() {
    let dear = Item::amount("Palace", aed("999999999999.99"), VatClass::Exempt);
    let one = basket([add(dear.clone(), "1")]);
    assert_eq!(one.edit(add(dear, "1")).unwrap_err(), SaleError::TooLarge);
    assert_eq!(refused(&one, add(coffee(), "1")), "total_too_large");
    let gift = Item::amount("Key", Money::ZERO, VatClass::Standard);
    assert!(one.edit(add(gift, "1")).is_ok());
}

#[test]
fn a_quantity_stops_at_its_limit() {
    let gift = Item::amount("Straw", Money::ZERO, VatClass::Standard);
    let many = basket([add(gift.clone(), "999999")]);
    assert_eq!(refused(&many, add(gift, "1")), "quantity_too_large");
}

#[test]
fn a_basket_is_full_at_its_limit() {
    let mut full = Basket::default();
    for _ in 0..MAX_LINES {
        full = full.edit(add(dates(), "0.001")).unwrap();
    }
    assert_eq!(refused(&full, add(dates(), "0.001")), "too_many_lines");
}

#[test]
fn an_empty_note_is_no_note() {
    let note = |text: &str| Edit::NoteSale {
        note: Some(text.to_owned()),
    };
    assert_eq!(basket([note(" gift ")]).note(), Some("gift"));
    assert_eq!(basket([note("gift"), note("  ")]).note(), None);
}

#[test]
fn the_stored_form_is_pinned() {
    let json = serde_json::to_value(breakfast()).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "lines": [
                { "id": 0, "item": { "code": "C1", "barcode": "6291041500213", "name": "Coffee", "name_ar": "قهوة",
                    "category": "Drinks", "unit": "piece", "price": 1250, "vat": "5" },
                  "quantity": 2000, "discount": { "percent": 1000 } },
                { "id": 1, "item": { "code": "D1", "name": "Dates", "unit": "kg", "price": 3995, "vat": "0" }, "quantity": 350 },
            ],
            "discount": { "amount": 100 },
            "next_line": 2,
        })
    );
    let edit = Edit::Remove { line: LineId(3) };
    assert_eq!(
        serde_json::to_value(edit).unwrap(),
        serde_json::json!({ "kind": "remove", "line": 3 })
    );
}

proptest! {
    #[test]
    fn a_basket_comes_back_from_the_disk_as_it_was(basket in any_basket()) {
        let json = serde_json::to_string(&basket).unwrap();
        prop_assert_eq!(serde_json::from_str::<Basket>(&json).unwrap(), basket);
    }

    #[test]
    fn an_edit_is_done_whole_or_refused_and_says_why(basket in any_basket(), edit in any_edit()) {
        match basket.edit(edit) {
            Ok(next) => prop_assert!(next.totals().is_ok()),
            Err(error) => prop_assert!(!error.to_string().is_empty() && !error.code().is_empty()),
        }
    }
}
