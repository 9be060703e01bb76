//! Figures: sums over postings.

use std::collections::{BTreeMap, BTreeSet};

use fils_order::SignedMoney;
use fils_sale::VatClass;
use serde::{Deserialize, Serialize};

use crate::fact::{CashMoved, Fact, Tender};
use crate::posting::{Account, Group, GroupKind, Posting, post};

/// How many, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many papers, payments or sales.
    pub count: u32,
    /// What they come to.
    pub amount: SignedMoney,
}

impl Sum {
    fn add(&mut self, fils: i64) {
        plus(&mut self.amount, fils);
    }

    fn one(&mut self, fils: i64) {
        self.count = self.count.saturating_add(1);
        self.add(fils);
    }
}

fn plus(to: &mut SignedMoney, fils: i64) {
    to.0 = to.0.saturating_add(fils);
}

/// What one tender did for the papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderFigure {
    /// What it paid of receipts, without tips and rounding, and of how many.
    pub sold: Sum,
    /// What went back by it, and on how many credit notes; not below nothing.
    pub given_back: Sum,
}

impl TenderFigure {
    /// Sold less given back.
    pub fn net(&self) -> SignedMoney {
        SignedMoney(self.sold.amount.0.saturating_sub(self.given_back.amount.0))
    }
}

/// What one VAT class came to, sold less given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFigure {
    /// On how many papers, and what was charged, VAT inside.
    pub charged: Sum,
    /// The VAT inside.
    pub vat: SignedMoney,
}

/// The drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashFigures {
    /// What it held at first, and what was put in as change when a shift was opened.
    pub opened_with: SignedMoney,
    /// What sales brought, less what went back before they were complete.
    pub sales: SignedMoney,
    /// What went back afterwards; not below nothing.
    pub refunds: SignedMoney,
    /// What was put in.
    pub paid_in: SignedMoney,
    /// What was taken out to pay for something; not below nothing.
    pub paid_out: SignedMoney,
    /// What was taken out to the safe; not below nothing.
    pub drops: SignedMoney,
    /// What it should hold by all of that.
    pub expected: SignedMoney,
    /// What was counted at the ends of shifts.
    pub counted: SignedMoney,
    /// Counted less expected, of the shifts that ended.
    pub difference: SignedMoney,
    /// What drawers that were not counted yet should hold.
    pub uncounted: SignedMoney,
    /// How many drawers were counted.
    pub counts: u32,
}

/// The account at PayBy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletFigures {
    /// Payments that PayBy proved.
    pub received: Sum,
    /// What PayBy proved to have gone back: refunds, and payments taken back; not below nothing.
    pub refunded: Sum,
    /// What papers say of it, tips and all: receipts less credit notes.
    pub of_papers: SignedMoney,
    /// What came in and is on no paper: open, late or too much; below nothing when such money of an earlier time found its paper or went
    /// back.
    pub held: SignedMoney,
    /// Payments taken over that this till never asked for.
    pub taken_over: Sum,
}

/// What a time of business came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Receipts, VAT inside, after discounts.
    pub sold: Sum,
    /// Credit notes; not below nothing.
    pub given_back: Sum,
    /// The VAT of what was sold.
    pub vat_sold: SignedMoney,
    /// The VAT of what was given back; not below nothing.
    pub vat_given_back: SignedMoney,
    /// By tender.
    pub by_tender: BTreeMap<Tender, TenderFigure>,
    /// By VAT class, by its code.
    pub by_vat: BTreeMap<VatClass, ClassFigure>,
    /// By whoever sold or gave back.
    pub by_cashier: BTreeMap<String, Sum>,
    /// By category; an empty text for goods without one.
    pub by_category: BTreeMap<String, Sum>,
    /// By hour in Dubai.
    pub by_hour: BTreeMap<u8, Sum>,
    /// What was taken off prices, less what of it went back with goods.
    pub discounts: Sum,
    /// What belongs to the staff.
    pub tips: Sum,
    /// What cash rounding added (above nothing) or left out.
    pub rounding: Sum,
    /// What cash came in and is on no paper, as [`WalletFigures::held`].
    pub cash_held: SignedMoney,
    /// Sales given up.
    pub voids: Sum,
    /// Wallet payments that were to be closed.
    pub cancelled: Sum,
    /// The drawer.
    pub cash: CashFigures,
    /// The account at PayBy.
    pub wallet: WalletFigures,
    /// What records do not explain. Nothing in sound books.
    pub unexplained: SignedMoney,
}

impl Figures {
    /// What these facts come to.
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut figures = Self::default();
        for fact in facts {
            figures.add(&post(fact));
        }
        figures
    }

    /// Sold less given back.
    pub fn net(&self) -> SignedMoney {
        SignedMoney(self.sold.amount.0.saturating_sub(self.given_back.amount.0))
    }

    /// The VAT that is owed: of what was sold less of what was given back.
    pub fn vat(&self) -> SignedMoney {
        SignedMoney(self.vat_sold.0.saturating_sub(self.vat_given_back.0))
    }

    /// Adds one group of postings.
    pub fn add(&mut self, group: &Group) {
        match group.kind {
            GroupKind::Sale => self.paper(group, 1),
            GroupKind::GivenBack => self.paper(group, -1),
            GroupKind::Cash(why) => self.drawer(group, why),
            GroupKind::Carried => plus(
                &mut self.cash.opened_with,
                on(&group.postings, Account::Drawer),
            ),
            GroupKind::Counted => self.counted(group),
            GroupKind::Proved => {
                self.wallet
                    .received
                    .one(on(&group.postings, Account::Wallet));
            }
            GroupKind::TakenBack | GroupKind::Refunded => {
                let back = on(&group.postings, Account::Wallet).saturating_neg();
                self.wallet.refunded.one(back);
            }
            GroupKind::TakenOver => {
                let taken = on(&group.postings, Account::Wallet);
                self.wallet.taken_over.one(taken);
            }
            GroupKind::Void => self.voids.one(on(&group.postings, Account::Void)),
            GroupKind::Cancelled => self.cancelled.one(on(&group.postings, Account::Cancelled)),
        }
        self.everywhere(group);
    }

    /// What is summed over postings of whatever group.
    fn everywhere(&mut self, group: &Group) {
        for posting in &group.postings {
            let fils = posting.amount.0;
            match (posting.account, posting.tender) {
                (Account::Held, Some(Tender::Wallet)) => {
                    plus(&mut self.wallet.held, fils.saturating_neg());
                }
                (Account::Held, _) => plus(&mut self.cash_held, fils.saturating_neg()),
                (Account::Drawer, _) => {
                    plus(&mut self.cash.uncounted, fils);
                    if group.kind != GroupKind::Counted {
                        plus(&mut self.cash.expected, fils);
                    }
                }
                (Account::Unexplained, _) => plus(&mut self.unexplained, fils),
                (
                    Account::Goods
                    | Account::Vat
                    | Account::Discounts
                    | Account::Rounding
                    | Account::Tips
                    | Account::Float
                    | Account::PaidIn
                    | Account::PaidOut
                    | Account::Drops
                    | Account::Carried
                    | Account::Counted
                    | Account::Difference
                    | Account::Wallet
                    | Account::TakenOver
                    | Account::Void
                    | Account::Cancelled
                    | Account::NotSold,
                    _,
                ) => {}
            }
        }
    }

    fn paper(&mut self, group: &Group, sign: i64) {
        let goods: i64 = group.postings.iter().filter_map(charged).sum();
        let vat = on(&group.postings, Account::Vat).saturating_neg();
        if sign > 0 {
            self.sold.one(goods);
            plus(&mut self.vat_sold, vat);
        } else {
            self.given_back.one(goods.saturating_neg());
            plus(&mut self.vat_given_back, vat.saturating_neg());
        }
        let by = group.by.clone().unwrap_or_default();
        self.by_cashier.entry(by).or_default().one(goods);
        let hour = group.hour.unwrap_or_default();
        self.by_hour.entry(hour).or_default().one(goods);
        self.lines(&group.postings);
        self.tenders(&group.postings, sign);
        for (figure, account) in [
            (&mut self.discounts, Account::Discounts),
            (&mut self.tips, Account::Tips),
            (&mut self.rounding, Account::Rounding),
        ] {
            let fils = on(&group.postings, account);
            if fils != 0 {
                let towards_the_shop = account == Account::Discounts;
                figure.one(if towards_the_shop { fils } else { -fils });
            }
        }
        let of_wallet = |posting: &&Posting| {
            posting.account == Account::Held && posting.tender == Some(Tender::Wallet)
        };
        let of_papers = group.postings.iter().filter(of_wallet);
        let of_papers: i64 = of_papers.map(|posting| posting.amount.0).sum();
        plus(&mut self.wallet.of_papers, of_papers);
    }

    fn lines(&mut self, postings: &[Posting]) {
        let (mut classes, mut categories) = (BTreeSet::new(), BTreeSet::new());
        for posting in postings {
            let (Some((class, category)), Some(fils)) = (&posting.of, charged(posting)) else {
                continue;
            };
            let of_class = self.by_vat.entry(*class).or_default();
            of_class.charged.add(fils);
            if posting.account == Account::Vat {
                plus(&mut of_class.vat, posting.amount.0.saturating_neg());
            }
            if classes.insert(*class) {
                of_class.charged.one(0);
            }
            let of_category = self.by_category.entry(category.clone()).or_default();
            of_category.add(fils);
            if categories.insert(category) {
                of_category.one(0);
            }
        }
    }

    fn tenders(&mut self, postings: &[Posting], sign: i64) {
        for tender in Tender::ALL {
            let of = || postings.iter().filter(|p| p.tender == Some(tender));
            if of().next().is_none() {
                continue;
            }
            let fils: i64 = of().map(|posting| posting.amount.0).sum();
            let figure = self.by_tender.entry(tender).or_default();
            if sign > 0 {
                figure.sold.one(fils);
            } else {
                figure.given_back.one(fils.saturating_neg());
            }
        }
    }

    fn drawer(&mut self, group: &Group, why: CashMoved) {
        let fils = on(&group.postings, Account::Drawer);
        let cash = &mut self.cash;
        match why {
            CashMoved::Float => plus(&mut cash.opened_with, fils),
            CashMoved::Sale | CashMoved::Returned => plus(&mut cash.sales, fils),
            CashMoved::Refund => plus(&mut cash.refunds, -fils),
            CashMoved::PaidIn => plus(&mut cash.paid_in, fils),
            CashMoved::PaidOut => plus(&mut cash.paid_out, -fils),
            CashMoved::Drop => plus(&mut cash.drops, -fils),
        }
    }

    fn counted(&mut self, group: &Group) {
        let cash = &mut self.cash;
        cash.counts = cash.counts.saturating_add(1);
        plus(&mut cash.counted, on(&group.postings, Account::Counted));
        let missing = on(&group.postings, Account::Difference);
        plus(&mut cash.difference, missing.saturating_neg());
    }

    /// What does not add up, as the names of figures; nothing ever does not.
    pub fn contradictions(&self) -> Vec<&'static str> {
        let net = self.net().0;
        let sum = |of: &mut dyn Iterator<Item = SignedMoney>| -> i64 { of.map(|one| one.0).sum() };
        let by_vat: i64 = sum(&mut self.by_vat.values().map(|class| class.charged.amount));
        let vat = sum(&mut self.by_vat.values().map(|class| class.vat));
        let cash = &self.cash;
        let wallet = &self.wallet;
        let moves = cash.opened_with.0 + cash.sales.0 - cash.refunds.0 + cash.paid_in.0
            - cash.paid_out.0
            - cash.drops.0;
        let of_wallet = self.by_tender.get(&Tender::Wallet);
        let all = [
            (
                "by_tender",
                sum(&mut self.by_tender.values().map(TenderFigure::net)) + self.unexplained.0,
                net,
            ),
            ("by_vat", by_vat, net),
            ("vat", vat, self.vat().0),
            (
                "by_cashier",
                sum(&mut self.by_cashier.values().map(|one| one.amount)),
                net,
            ),
            (
                "by_category",
                sum(&mut self.by_category.values().map(|one| one.amount)),
                net,
            ),
            (
                "by_hour",
                sum(&mut self.by_hour.values().map(|one| one.amount)),
                net,
            ),
            ("expected", moves, cash.expected.0),
            (
                "difference",
                cash.expected.0 + cash.difference.0,
                cash.counted.0 + cash.uncounted.0,
            ),
            (
                "wallet",
                wallet.received.amount.0 - wallet.refunded.amount.0,
                wallet.of_papers.0 + wallet.held.0,
            ),
            (
                "tips",
                of_wallet.map_or(0, |one| one.net().0) + self.tips.amount.0,
                wallet.of_papers.0,
            ),
            (
                "drawer",
                cash.sales.0 - cash.refunds.0,
                self.by_tender
                    .get(&Tender::Cash)
                    .map_or(0, |one| one.net().0)
                    + self.rounding.amount.0
                    + self.cash_held.0,
            ),
        ];
        let wrong = all.into_iter().filter(|(_, left, right)| left != right);
        wrong.map(|(name, _, _)| name).collect()
    }
}

/// What postings do to one account.
fn on(postings: &[Posting], account: Account) -> i64 {
    let of = postings.iter().filter(|posting| posting.account == account);
    of.map(|posting| posting.amount.0).sum()
}

/// What a posting says was charged for goods; nothing for the others.
fn charged(posting: &Posting) -> Option<i64> {
    match posting.account {
        Account::Goods | Account::Vat | Account::Discounts => {
            Some(posting.amount.0.saturating_neg())
        }
        Account::Held
        | Account::Rounding
        | Account::Tips
        | Account::Drawer
        | Account::Float
        | Account::PaidIn
        | Account::PaidOut
        | Account::Drops
        | Account::Carried
        | Account::Counted
        | Account::Difference
        | Account::Wallet
        | Account::TakenOver
        | Account::Void
        | Account::Cancelled
        | Account::NotSold
        | Account::Unexplained => None,
    }
}
