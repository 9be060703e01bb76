//! For any basket, every total is the sum of what is printed, to the fils.

use fils_sale::{Discount, Edit, LineId, VatClass};
use proptest::prelude::*;

use crate::kit::{add, aed, any_basket, basket, breakfast, coffee, dates, fils};

#[test]
fn a_breakfast_adds_up() {
    let totals = breakfast().totals().unwrap();
    // 2 × 12.50 − 10 % = 22.50; 0.350 kg × 39.95 = 13.9825 → 13.98; together 36.48; 1.00 off is 0.62 and 0.38 of them.
    let [coffees, fruit] = totals.lines[..] else {
        panic!("two lines");
    };
    assert_eq!(
        (coffees.gross, coffees.discount, coffees.sale_discount),
        (aed("25.00"), aed("2.50"), aed("0.62"))
    );
    assert_eq!((coffees.total, coffees.vat), (aed("21.88"), aed("1.04")));
    assert_eq!(
        (fruit.gross, fruit.sale_discount),
        (aed("13.98"), aed("0.38"))
    );
    assert_eq!((fruit.total, fruit.vat), (aed("13.60"), fils(0)));
    assert_eq!(
        (
            totals.gross,
            totals.discount,
            totals.sale_discount,
            totals.total,
            totals.vat
        ),
        (
            aed("38.98"),
            aed("3.50"),
            aed("1.00"),
            aed("35.48"),
            aed("1.04")
        )
    );
    assert_eq!(totals.subtotal(), aed("36.48"));
    let classes: Vec<_> = totals
        .by_class
        .iter()
        .map(|class| (class.class, class.total, class.net, class.vat))
        .collect();
    assert_eq!(
        classes,
        [
            (VatClass::Standard, aed("21.88"), aed("20.84"), aed("1.04")),
            (VatClass::Zero, aed("13.60"), aed("13.60"), fils(0)),
        ]
    );
}

#[test]
fn a_limit_on_discounts_sees_all_of_them() {
    // 3.50 of 38.98 is 8.979 %.
    assert_eq!(breakfast().totals().unwrap().discount_basis_points(), 898);
    let none = basket([add(coffee(), "1")]).totals().unwrap();
    assert_eq!(none.discount_basis_points(), 0);
    assert_eq!(fils_sale::Totals::default().discount_basis_points(), 0);
}

#[test]
fn vat_is_of_each_line_and_not_of_the_sum() {
    // 0.10 holds 0.0048 of VAT: nothing on a line, a fils on the sum of three.
    let mut edits = Vec::new();
    for name in ["a", "b", "c"] {
        edits.push(add(
            fils_sale::Item::amount(name, fils(10), VatClass::Standard),
            "1",
        ));
    }
    let totals = basket(edits).totals().unwrap();
    assert_eq!(totals.vat, fils(0));
    assert_eq!(VatClass::Standard.vat_within(totals.total), fils(1));
}

#[test]
fn a_discount_that_a_smaller_basket_outgrows_stops_at_nothing() {
    let small = breakfast()
        .edit(Edit::DiscountSale {
            discount: Some(Discount::Amount(aed("30.00"))),
        })
        .unwrap()
        .edit(Edit::Remove { line: LineId(0) })
        .unwrap();
    let totals = small.totals().unwrap();
    assert_eq!(
        (totals.total, totals.sale_discount),
        (fils(0), aed("13.98"))
    );
}

#[test]
fn all_of_it_can_be_taken_off() {
    let free = basket([
        add(coffee(), "3"),
        add(dates(), "0.123"),
        Edit::DiscountSale {
            discount: Some(Discount::Percent(10_000)),
        },
    ]);
    let totals = free.totals().unwrap();
    assert_eq!((totals.total, totals.vat), (fils(0), fils(0)));
    assert_eq!(totals.discount_basis_points(), 10_000);
    assert!(totals.lines.iter().all(|line| line.total.is_zero()));
}

proptest! {
    #[test]
    fn every_total_is_the_sum_of_what_is_printed(basket in any_basket()) {
        let totals = basket.totals().unwrap();
        let sum = |of: fn(&fils_sale::LineTotal) -> i64| totals.lines.iter().map(of).sum::<i64>();
        prop_assert_eq!(totals.gross.fils(), sum(|l| l.gross.fils()));
        prop_assert_eq!(totals.discount.fils(), sum(|l| l.discount.fils() + l.sale_discount.fils()));
        prop_assert_eq!(totals.sale_discount.fils(), sum(|l| l.sale_discount.fils()));
        prop_assert_eq!(totals.total.fils(), sum(|l| l.total.fils()));
        prop_assert_eq!(totals.vat.fils(), sum(|l| l.vat.fils()));
        prop_assert_eq!(totals.gross.fils() - totals.discount.fils(), totals.total.fils());
        prop_assert_eq!(totals.subtotal().fils() - totals.sale_discount.fils(), totals.total.fils());
        for line in &totals.lines {
            prop_assert_eq!(line.gross.fils() - line.discount.fils() - line.sale_discount.fils(), line.total.fils());
            prop_assert_eq!(line.vat, line.class.vat_within(line.total));
            prop_assert!(line.vat <= line.total);
        }
        let classes = |of: fn(&fils_sale::ClassTotal) -> i64| totals.by_class.iter().map(of).sum::<i64>();
        prop_assert_eq!(classes(|c| c.total.fils()), totals.total.fils());
        prop_assert_eq!(classes(|c| c.vat.fils()), totals.vat.fils());
        prop_assert_eq!(classes(|c| c.net.fils()), totals.total.fils() - totals.vat.fils());
    }

    #[test]
    fn a_discount_takes_off_exactly_what_it_says_while_there_is_enough(basket in any_basket(), amount in 1..5_000_i64) {
        let plain = basket.edit(Edit::DiscountSale { discount: None }).unwrap().totals().unwrap();
        let off = Edit::DiscountSale { discount: Some(Discount::Amount(fils(amount))) };
        match basket.edit(off) {
            Ok(less) => {
                let less = less.totals().unwrap();
                prop_assert_eq!(less.total.fils(), plain.total.fils() - amount);
                for (before, after) in plain.lines.iter().zip(&less.lines) {
                    prop_assert!(after.total <= before.total);
                }
            }
            Err(error) => {
                prop_assert_eq!(error.code(), "discount_too_large");
                prop_assert!(amount > plain.total.fils());
            }
        }
    }
}
