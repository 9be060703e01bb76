//! Random shifts: whatever people do, every fils is accounted for.

use std::collections::BTreeMap;

use fils_checkout::view::StateView;
use fils_counter::view::{ProofCode, SaleView, TenderCode};
use fils_counter::{Back, CashMoved, Charge, GiveBack};
use fils_order::{Money, OrderNumber, SaleId, SignedMoney};
use fils_sale::receipt::{Kind, Receipt};
use fils_sale::returns::Wanted;
use fils_sale::tender::CashRounding;
use fils_sale::{Discount, Edit, LineId, Quantity, VatClass};
use fils_store::Store;
use fils_store::receipts::{self, ReceiptQuery};
use payby_sandbox::{CustomerAction, Fault, FaultKind, Op};

use super::{AMAL, BADR, item, number, sale_of};
use crate::scenarios::{Chance, Setup, World};

/// A till with a person at it who does anything at any time.
struct Shift {
    world: World,
    chance: Chance,
    sales: Vec<SaleId>,
    orders: Vec<OrderNumber>,
}

fn fils(fils: u64) -> Money {
    Money::from_fils(i64::try_from(fils).unwrap()).unwrap()
}

impl Shift {
    fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let rounding = if chance.percent(50) {
            CashRounding::Off
        } else {
            CashRounding::Nearest25InCustomersFavour
        };
        Self {
            world: World::new(Setup {
                seed,
                rounding,
                ..Setup::default()
            }),
            chance,
            sales: Vec::new(),
            orders: Vec::new(),
        }
    }

    /// One thing that a person does. Refusals are part of life.
    async fn act(&mut self) {
        match self.chance.between(0, 13) {
            0..=3 => self.edit(),
            4 | 5 => {
                if let Ok(view) = self.world.counter().start_sale(AMAL) {
                    self.sales.push(sale_of(&view));
                }
            }
            6 | 7 => self.cash().await,
            8 | 9 => self.charge().await,
            10 => self.customer(),
            11 => self.give_back().await,
            12 => self.other().await,
            _ => self.world.sleep(3.0).await,
        }
    }

    fn edit(&mut self) {
        let class = self.chance.one_of(&VatClass::ALL);
        let price =
            Money::from_fils(i64::try_from(self.chance.between(1, 9_999)).unwrap()).unwrap();
        let mut item = item("P", "1.00", class);
        item.price = price;
        item.code = Some(format!("P{}", self.chance.between(1, 5)));
        let line = LineId(u32::try_from(self.chance.between(0, 4)).unwrap());
        let edit = match self.chance.between(0, 9) {
            0 => Edit::DiscountSale {
                discount: Some(Discount::Percent(
                    u16::try_from(self.chance.between(1, 5_000)).unwrap(),
                )),
            },
            1 => Edit::DiscountLine {
                line,
                discount: Some(Discount::Amount(fils(self.chance.between(1, 300)))),
            },
            2 => Edit::Remove { line },
            _ => Edit::Add {
                item,
                quantity: Quantity::pieces(u32::try_from(self.chance.between(1, 4)).unwrap())
                    .unwrap(),
            },
        };
        drop(self.world.counter().edit(edit, AMAL));
    }

    async fn cash(&mut self) {
        let Some(sale) = self.any_sale() else { return };
        let due = self.world.counter().sale(&sale).unwrap().due.fils;
        let given = fils(self.chance.between(1, u64::try_from(due).unwrap() + 5_000));
        drop(self.world.counter().take_cash(&sale, given, AMAL).await);
    }

    async fn charge(&mut self) {
        let Some(sale) = self.any_sale() else { return };
        let part = self.chance.percent(30);
        let charge = Charge {
            amount: part.then(|| fils(self.chance.between(1, 2_000))),
            tip: self.chance.percent(20).then(|| fils(150)),
            ..Charge::default()
        };
        if let Ok(order) = self.world.counter().charge(&sale, charge, AMAL).await {
            self.orders.push(number(&order));
        }
        if self.chance.percent(70) {
            self.world.sleep(1.0).await;
            self.customer();
        }
    }

    fn customer(&mut self) {
        let Some(order) = self.orders.last().cloned() else {
            return;
        };
        let now = self.world.time.now_ms();
        let what = self.chance.one_of(&[
            CustomerAction::Pay,
            CustomerAction::Pay,
            CustomerAction::Decline,
            CustomerAction::PayLate,
        ]);
        drop(self.world.sandbox.customer(order.as_str(), what, now));
        self.world.witness.look();
    }

    async fn give_back(&mut self) {
        let Some(sale) = self.any_sale() else { return };
        let counter = self.world.counter();
        let Ok(view) = counter.returnable(&sale) else {
            return;
        };
        if view.ways.is_empty() {
            return;
        }
        let way = self.chance.one_of(&view.ways);
        let how = match way.order {
            Some(order) => Back::Wallet(order.parse().unwrap()),
            None => Back::Cash,
        };
        let most = u64::try_from(way.left.fils).unwrap();
        let what = match self.chance.between(0, 2) {
            0 => Wanted::All,
            1 => Wanted::Amount {
                amount: fils(self.chance.between(1, most)),
            },
            _ => Wanted::Lines {
                lines: vec![(LineId(0), Quantity::pieces(1).unwrap())],
            },
        };
        let give = GiveBack {
            what,
            how,
            why: "as the customer wishes",
            approved_by: Some(BADR),
            by: AMAL,
        };
        drop(counter.give_back(&sale, give).await);
    }

    async fn other(&mut self) {
        let counter = self.world.counter();
        match self.chance.between(0, 5) {
            0 => drop(counter.park(None, AMAL)),
            1 => {
                if let Some(parked) = counter.parked().unwrap().first() {
                    drop(counter.take_up(&parked.sale.parse().unwrap(), AMAL));
                }
            }
            2 => drop(counter.move_cash(CashMoved::In, fils(500), "change", None, AMAL)),
            3 => {
                if let Some(sale) = self.any_sale() {
                    drop(counter.give_cash_back(&sale, Some(BADR), AMAL));
                }
            }
            4 => {
                if let Some(sale) = self.any_sale() {
                    drop(counter.back_to_basket(&sale, AMAL));
                }
            }
            _ => self.world.restart().await,
        }
    }

    fn any_sale(&mut self) -> Option<SaleId> {
        if self.sales.is_empty() {
            return None;
        }
        let latest = self.sales.len().saturating_sub(3);
        Some(self.chance.one_of(&self.sales[latest..]))
    }

    /// Lets everything that is under way come to its end, and decides late money as a manager would.
    async fn settle(&mut self) {
        for _ in 0..40 {
            self.world.sleep(30.0).await;
            let mut open = false;
            for order in &self.orders {
                match self.world.state(order).await {
                    StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => {
                        open = true
                    }
                    StateView::PaidLate => {
                        let by = crate::scenarios::cashier();
                        let keep = fils_order::Decision::Keep;
                        let checkout = self.world.checkout();
                        let kept = checkout.decide(order.clone(), keep, "kept".to_owned(), by);
                        drop(kept.await);
                        open = true;
                    }
                    StateView::Paid | StateView::Closed | StateView::NeedsReview => {}
                }
            }
            if !open {
                break;
            }
        }
        self.world.sleep(5.0).await;
    }

    fn papers(&self) -> Vec<Receipt> {
        let mut store = Store::open(&self.world.path()).unwrap();
        let query = ReceiptQuery {
            limit: 10_000,
            ..ReceiptQuery::default()
        };
        let mut rows = store
            .transact::<_, fils_store::StoreError>(|tx| receipts::find(tx, &query))
            .unwrap();
        rows.reverse();
        let places: Vec<i64> = rows.iter().map(|row| row.n).collect();
        let expected: Vec<i64> = (1..=i64::try_from(rows.len()).unwrap()).collect();
        assert_eq!(places, expected, "no gap, no number twice");
        rows.iter()
            .map(|row| serde_json::from_str(&row.body).unwrap())
            .collect()
    }

    fn judge(&self) {
        let counter = self.world.counter();
        let papers = self.papers();
        let by_number: BTreeMap<&str, &Receipt> = papers
            .iter()
            .map(|paper| (paper.number.as_str(), paper))
            .collect();
        let minded: Vec<String> = counter
            .overpaid_sales()
            .unwrap()
            .into_iter()
            .map(|view| view.sale)
            .collect();
        for id in &self.sales {
            let view = counter.sale(id).unwrap();
            let proved: i64 = view
                .payments
                .iter()
                .filter(|payment| payment.proof == ProofCode::Proved)
                .map(|payment| payment.amount.fils)
                .sum();
            assert_eq!(view.complete, view.receipt.is_some());
            if view.complete {
                assert!(proved >= view.total.fils, "goods without money: {view:#?}");
                fits(&view, by_number[view.receipt.as_deref().unwrap()]);
            }
            assert_eq!(minded.contains(&view.sale), view.over.fils > 0, "{view:#?}");
            if let Ok(returnable) = counter.returnable(id) {
                assert_eq!(
                    returnable.left.fils + returnable.sale.returned.fils,
                    view.total.fils,
                    "what is left and what went back is what was sold"
                );
            }
        }
        self.drawer();
    }

    /// What the drawer should hold is what cash payments left in it, less what was handed out.
    fn drawer(&self) {
        let counter = self.world.counter();
        let shifts = counter.shifts(100).unwrap();
        let expected: i64 = shifts.iter().map(|shift| shift.expected_fils).sum();
        let put_in: i64 = shifts.iter().map(|shift| shift.paid_in.fils).sum();
        let refunds: i64 = shifts.iter().map(|shift| shift.refunds.fils).sum();
        let from_sales: i64 = self
            .sales
            .iter()
            .flat_map(|sale| counter.sale(sale).unwrap().payments)
            .filter(|payment| payment.tender == TenderCode::Cash)
            .map(|payment| payment.amount.fils + payment.rounding_fils)
            .sum();
        assert_eq!(expected, put_in + from_sales - refunds);
    }
}

/// What is printed adds up, and is what was paid.
fn fits(view: &SaleView, paper: &Receipt) {
    assert_eq!(paper.kind, Kind::Sale);
    assert_eq!(paper.total.fils(), view.total.fils);
    let lines: i64 = paper.lines.iter().map(|line| line.total.fils()).sum();
    assert_eq!(lines, paper.subtotal.fils());
    assert_eq!(lines - paper.sale_discount.fils(), paper.total.fils());
    let vat = paper.vat.as_ref().unwrap();
    let by_line: i64 = paper
        .lines
        .iter()
        .map(|line| line.vat.unwrap().amount.fils())
        .sum();
    let by_class: i64 = vat.by_class.iter().map(|class| class.vat.fils()).sum();
    assert_eq!((by_line, by_class), (vat.amount.fils(), vat.amount.fils()));
    let moved: i64 = paper
        .payments
        .iter()
        .map(|payment| payment.amount.fils())
        .sum();
    let SignedMoney(rounding) = paper.rounding;
    assert_eq!(
        moved,
        paper.total.fils() + rounding + paper.tips.fils() + paper.over.fils()
    );
}

#[tokio::test(start_paused = true)]
async fn whatever_people_do_in_a_shift_every_fils_is_accounted_for() {
    for seed in 0..12 {
        let mut shift = Shift::new(seed);
        if seed % 3 == 0 {
            let lost = FaultKind::LostReply { hang_ms: 8_000 };
            shift.world.fault(Fault::new(lost).on(Op::Refund));
        }
        for _ in 0..40 {
            shift.act().await;
        }
        if seed % 2 == 1 {
            // Into the next business day, with whatever is open.
            shift.world.sleep(22.0 * 3600.0).await;
        }
        for _ in 0..40 {
            shift.act().await;
        }
        shift.world.sandbox.clear_faults();
        shift.settle().await;
        shift.judge();
        super::day::adds_up(&shift.world, &shift.orders, &shift.papers()).await;
        shift.world.finish();
    }
}
