//! Whatever comes back, in whatever order: never more than was sold, and all of it to the fils.

use fils_order::Money;
use fils_sale::returns::{Credit, ReturnError, Wanted, credit, left};
use fils_sale::{Basket, LineId, Quantity, Totals};
use proptest::prelude::*;

use crate::kit::{add, aed, any_basket, basket, breakfast, coffee, fils, qty};

/// A sale and what has come back of it.
struct Desk {
    basket: Basket,
    totals: Totals,
    returned: Vec<Credit>,
}

impl Desk {
    fn of(basket: Basket) -> Self {
        let totals = basket.totals().unwrap();
        Self {
            basket,
            totals,
            returned: Vec::new(),
        }
    }

    fn gives_back(&mut self, wanted: &Wanted) -> Result<Credit, ReturnError> {
        let credit = credit(&self.basket, &self.totals, &self.returned, wanted)?;
        self.returned.push(credit.clone());
        Ok(credit)
    }

    fn line(&mut self, line: u32, quantity: &str) -> Result<Credit, ReturnError> {
        self.gives_back(&lines(&[(line, qty(quantity))]))
    }

    fn gone(&self) -> (i64, i64) {
        let total = self.returned.iter().map(|c| c.total.fils()).sum();
        let vat = self.returned.iter().map(|c| c.vat.fils()).sum();
        (total, vat)
    }
}

fn lines(wanted: &[(u32, Quantity)]) -> Wanted {
    Wanted::Lines {
        lines: wanted.iter().map(|(id, q)| (LineId(*id), *q)).collect(),
    }
}

fn amount(text: &str) -> Wanted {
    Wanted::Amount { amount: aed(text) }
}

#[test]
fn three_for_ten_come_back_one_by_one_for_ten() {
    let mut desk = Desk::of(basket([
        add(coffee(), "3"),
        fils_sale::Edit::SetPrice {
            line: LineId(0),
            price: fils(333),
        },
        add(
            fils_sale::Item::amount("Fils", fils(1), fils_sale::VatClass::Standard),
            "1",
        ),
        fils_sale::Edit::DiscountLine {
            line: LineId(0),
            discount: Some(fils_sale::Discount::Amount(fils(2))),
        },
    ]));
    // 9.97 for three.
    let back: Vec<i64> = (0..3)
        .map(|_| desk.line(0, "1").unwrap().total.fils())
        .collect();
    assert_eq!(back, [332, 333, 332]);
    assert_eq!(
        desk.gone(),
        (997, desk.totals.lines[0].vat.fils()),
        "money and VAT of the line"
    );
}

#[test]
fn the_last_grams_take_the_rest_of_their_price() {
    let mut desk = Desk::of(breakfast());
    let back: Vec<i64> = ["0.100", "0.200", "0.050"]
        .map(|grams| desk.line(1, grams).unwrap().total.fils())
        .into();
    // 13.60 for 350 g.
    assert_eq!(back, [389, 777, 194]);
    assert_eq!(
        desk.line(1, "0.001").unwrap_err().code(),
        "return_more_than_left"
    );
}

#[test]
fn the_stored_form_is_pinned() {
    let mut desk = Desk::of(breakfast());
    assert_eq!(
        serde_json::to_value(desk.line(1, "0.350").unwrap()).unwrap(),
        serde_json::json!({
            "lines": [{ "line": 1, "class": "0", "quantity": 350, "total": 1360, "vat": 0 }],
            "total": 1360,
            "vat": 0,
            "by_class": [{ "class": "0", "total": 1360, "net": 1360, "vat": 0 }],
        })
    );
    assert_eq!(
        serde_json::to_value(lines(&[(1, qty("2"))])).unwrap(),
        serde_json::json!({ "kind": "lines", "lines": [[1, 2000]] })
    );
}

#[test]
fn everything_comes_back_as_it_was_sold() {
    let mut desk = Desk::of(breakfast());
    let all = desk.gives_back(&Wanted::All).unwrap();
    assert_eq!((all.total, all.vat), (desk.totals.total, desk.totals.vat));
    assert_eq!(all.by_class, desk.totals.by_class);
    assert_eq!(all.lines[1].quantity, Some(qty("0.350")));
    assert_eq!(desk.gives_back(&Wanted::All), Err(ReturnError::Nothing));
}

#[test]
fn no_more_comes_back_than_was_sold() {
    let mut desk = Desk::of(breakfast());
    let error = desk.line(0, "3").unwrap_err();
    assert_eq!(
        error,
        ReturnError::MoreThanLeft {
            left: "2".to_owned()
        }
    );
    desk.line(0, "1").unwrap();
    desk.line(0, "1").unwrap();
    let error = desk.line(0, "1").unwrap_err();
    assert_eq!(
        error,
        ReturnError::MoreThanLeft {
            left: "0".to_owned()
        }
    );
    let error = desk.gives_back(&amount("13.61")).unwrap_err();
    assert_eq!(
        error,
        ReturnError::MoreThanLeft {
            left: "13.60".to_owned()
        }
    );
    desk.gives_back(&amount("13.60")).unwrap();
    assert_eq!(desk.gone().0, desk.totals.total.fils());
}

#[test]
fn what_was_not_sold_does_not_come_back() {
    let mut desk = Desk::of(breakfast());
    assert_eq!(desk.line(7, "1").unwrap_err().code(), "return_no_such_line");
    let twice = lines(&[(0, qty("1")), (0, qty("1"))]);
    assert_eq!(
        desk.gives_back(&twice).unwrap_err().code(),
        "return_no_such_line"
    );
    assert_eq!(desk.line(0, "0.5").unwrap_err().code(), "part_of_a_piece");
    assert_eq!(desk.gives_back(&lines(&[])), Err(ReturnError::Nothing));
    let nothing = Wanted::Amount {
        amount: Money::ZERO,
    };
    assert_eq!(desk.gives_back(&nothing), Err(ReturnError::Nothing));
}

#[test]
fn an_amount_lowers_what_the_goods_are_worth() {
    let mut desk = Desk::of(breakfast());
    let some = desk.gives_back(&amount("10.00")).unwrap();
    assert_eq!(some.total, aed("10.00"));
    assert!(some.lines.iter().all(|line| line.quantity.is_none()));
    let rest = left(&desk.basket, &desk.totals, &desk.returned).unwrap();
    assert_eq!(rest.total, aed("25.48"));
    assert_eq!(rest.lines[0].quantity, Some(qty("2")));
    let goods = desk.gives_back(&Wanted::All).unwrap();
    assert_eq!(goods.total, aed("25.48"));
    assert_eq!(goods.lines[0].quantity, Some(qty("2")));
}

#[test]
fn the_returns_of_another_sale_are_noticed() {
    let mut other = Desk::of(basket([add(coffee(), "9")]));
    other.gives_back(&Wanted::All).unwrap();
    let mut desk = Desk::of(breakfast());
    desk.returned = other.returned;
    assert_eq!(desk.gives_back(&Wanted::All), Err(ReturnError::DoesNotFit));
    desk.totals.lines.pop();
    desk.returned.clear();
    assert_eq!(desk.gives_back(&Wanted::All), Err(ReturnError::DoesNotFit));
}

#[derive(Clone, Debug)]
enum Wish {
    Part { line: usize, of_left: i64 },
    Amount { of_left: i64 },
    Wild(Wanted),
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let wild = prop_oneof![
        (0..9_u32, 1..30_000_i64)
            .prop_map(|(line, q)| lines(&[(line, Quantity::from_thousandths(q).unwrap())])),
        (0..9_000_000_i64).prop_map(|amount| Wanted::Amount {
            amount: fils(amount)
        }),
    ];
    prop_oneof![
        3 => (0..8_usize, prop_oneof![Just(1000_i64), 0..=1000_i64]).prop_map(|(line, of_left)| Wish::Part { line, of_left }),
        1 => (0..=1000_i64).prop_map(|of_left| Wish::Amount { of_left }),
        1 => wild.prop_map(Wish::Wild),
    ]
}

/// What a wish asks for: a part, in thousandths, of what is left.
fn wanted(desk: &Desk, wish: &Wish) -> Option<Wanted> {
    let rest = left(&desk.basket, &desk.totals, &desk.returned).unwrap();
    match wish {
        Wish::Wild(wanted) => Some(wanted.clone()),
        Wish::Amount { of_left } => Some(Wanted::Amount {
            amount: fils(
                i64::try_from(i128::from(rest.total.fils()) * i128::from(*of_left) / 1000).unwrap(),
            ),
        }),
        Wish::Part { line, of_left } => {
            let line = rest.lines.get(*line)?;
            let whole = line.quantity?.is_whole();
            let part = line.quantity?.thousandths() * of_left / 1000;
            let part = if whole { part / 1000 * 1000 } else { part };
            let part = Quantity::from_thousandths(part).ok()?;
            Some(lines(&[(line.line.0, part)]))
        }
    }
}

proptest! {
    #[test]
    fn returns_never_exceed_the_sale_and_end_at_it(basket in any_basket(), wishes in prop::collection::vec(any_wish(), 0..8)) {
        let mut desk = Desk::of(basket);
        for wish in wishes {
            let Some(wanted) = wanted(&desk, &wish) else { continue };
            if let Ok(credit) = desk.gives_back(&wanted) {
                let total: i64 = credit.lines.iter().map(|l| l.total.fils()).sum();
                let vat: i64 = credit.lines.iter().map(|l| l.vat.fils()).sum();
                prop_assert_eq!((credit.total.fils(), credit.vat.fils()), (total, vat));
                prop_assert_eq!(credit.by_class.iter().map(|c| c.total.fils()).sum::<i64>(), total);
                for line in &credit.lines {
                    prop_assert!(line.vat <= line.total);
                }
            }
            let (total, vat) = desk.gone();
            prop_assert!(total <= desk.totals.total.fils() && vat <= desk.totals.vat.fils());
            let rest = left(&desk.basket, &desk.totals, &desk.returned).unwrap();
            prop_assert_eq!(total + rest.total.fils(), desk.totals.total.fils());
            // The last of the goods takes the last of the money.
            prop_assert!(rest.lines.iter().all(|line| line.quantity.is_some() || line.total.is_zero()));
        }
        let rest = left(&desk.basket, &desk.totals, &desk.returned).unwrap().total;
        match desk.gives_back(&Wanted::All) {
            Ok(last) => prop_assert_eq!(last.total, rest),
            Err(error) => {
                prop_assert_eq!(error, ReturnError::Nothing);
                prop_assert!(rest.is_zero());
            }
        }
        prop_assert_eq!(desk.gone(), (desk.totals.total.fils(), desk.totals.vat.fils()));
    }
}
