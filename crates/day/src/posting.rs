//! Postings: every fact moves money from somewhere to somewhere, so its postings come to nothing together.

use fils_order::{Money, SignedMoney};
use fils_sale::VatClass;

use crate::fact::{CashMoved, Fact, Paper, PaperKind, Tender};

/// Where money is, or what it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// Goods before discounts, VAT taken out.
    Goods,
    /// The VAT inside what was charged.
    Vat,
    /// What was taken off prices.
    Discounts,
    /// What customers have paid and no paper says what for, by tender. A receipt empties it.
    Held,
    /// What cash rounding left out.
    Rounding,
    /// What belongs to the staff.
    Tips,
    /// The drawer.
    Drawer,
    /// Where a drawer's first money comes from.
    Float,
    /// What was put into the drawer without a sale.
    PaidIn,
    /// What was taken out of the drawer to pay for something.
    PaidOut,
    /// What was taken out of the drawer to the safe.
    Drops,
    /// What the drawer held before.
    Carried,
    /// What was counted.
    Counted,
    /// What was counted too little (above nothing) or too much.
    Difference,
    /// The merchant's account at PayBy.
    Wallet,
    /// Payments taken over that no order of this till asked for.
    TakenOver,
    /// Sales given up; no money.
    Void,
    /// Wallet payments closed unpaid; no money.
    Cancelled,
    /// The other side of what is no money.
    NotSold,
    /// What does not add up in a record. Always nothing in sound books.
    Unexplained,
}

/// An amount on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// What it gets; below nothing for what it gives.
    pub amount: SignedMoney,
    /// Paid with what, where it matters.
    pub tender: Option<Tender>,
    /// Of which line, where it is of one: VAT class and category.
    pub of: Option<(VatClass, String)>,
}

impl Posting {
    fn new(account: Account, fils: i64) -> Self {
        Self {
            account,
            amount: SignedMoney(fils),
            tender: None,
            of: None,
        }
    }

    fn by(account: Account, tender: Tender, fils: i64) -> Self {
        Self {
            tender: Some(tender),
            ..Self::new(account, fils)
        }
    }
}

/// What a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// Goods were sold.
    Sale,
    /// Goods came back.
    GivenBack,
    /// Cash moved.
    Cash(CashMoved),
    /// What a drawer held before.
    Carried,
    /// A drawer was counted.
    Counted,
    /// A wallet paid.
    Proved,
    /// A payment was taken back.
    TakenBack,
    /// Money went back to a wallet.
    Refunded,
    /// A payment was taken over.
    TakenOver,
    /// A sale was given up.
    Void,
    /// A wallet's payment was to be closed.
    Cancelled,
}

/// The postings of one fact. They come to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is about.
    pub kind: GroupKind,
    /// Who did it, on papers.
    pub by: Option<String>,
    /// When, on papers: the hour in Dubai.
    pub hour: Option<u8>,
    /// The postings.
    pub postings: Vec<Posting>,
}

impl Group {
    fn plain(kind: GroupKind, from: Account, to: Account, fils: i64) -> Self {
        Self {
            kind,
            by: None,
            hour: None,
            postings: vec![Posting::new(to, fils), Posting::new(from, -fils)],
        }
    }

    /// What the postings come to.
    pub fn balance(&self) -> SignedMoney {
        let sum = self.postings.iter().map(|posting| posting.amount.0);
        SignedMoney(sum.fold(0, i64::saturating_add))
    }

    /// The same group, balanced: what a record does not explain is posted as that and shown, never swallowed.
    fn balanced(mut self) -> Self {
        let SignedMoney(off) = self.balance();
        if off != 0 {
            self.postings
                .push(Posting::new(Account::Unexplained, off.saturating_neg()));
        }
        self
    }
}

/// What a fact does to the accounts.
pub fn post(fact: &Fact) -> Group {
    match fact {
        Fact::Paper(paper) => of_paper(paper),
        Fact::Cash { why, amount } => of_cash(*why, *amount),
        Fact::Carried(SignedMoney(fils)) => {
            Group::plain(GroupKind::Carried, Account::Carried, Account::Drawer, *fils)
        }
        Fact::Counted { expected, counted } => Group {
            kind: GroupKind::Counted,
            by: None,
            hour: None,
            postings: vec![
                Posting::new(Account::Drawer, expected.0.saturating_neg()),
                Posting::new(Account::Counted, counted.fils()),
                Posting::new(
                    Account::Difference,
                    expected.0.saturating_sub(counted.fils()),
                ),
            ],
        },
        Fact::Proved(amount) => wallet(GroupKind::Proved, amount.fils()),
        Fact::TakenBack(amount) => wallet(GroupKind::TakenBack, -amount.fils()),
        Fact::Refunded(amount) => wallet(GroupKind::Refunded, -amount.fils()),
        Fact::TakenOver(amount) => Group::plain(
            GroupKind::TakenOver,
            Account::TakenOver,
            Account::Wallet,
            amount.fils(),
        ),
        Fact::Void(amount) => {
            let fils = amount.fils();
            Group::plain(GroupKind::Void, Account::NotSold, Account::Void, fils)
        }
        Fact::Cancelled(amount) => Group::plain(
            GroupKind::Cancelled,
            Account::NotSold,
            Account::Cancelled,
            amount.fils(),
        ),
    }
}

/// What came to the account at PayBy, or left it, for customers.
fn wallet(kind: GroupKind, fils: i64) -> Group {
    Group {
        kind,
        by: None,
        hour: None,
        postings: vec![
            Posting::by(Account::Wallet, Tender::Wallet, fils),
            Posting::by(Account::Held, Tender::Wallet, -fils),
        ],
    }
}

fn of_cash(why: CashMoved, amount: Money) -> Group {
    let fils = if why.comes_in() {
        amount.fils()
    } else {
        -amount.fils()
    };
    let other = match why {
        CashMoved::Float => Posting::new(Account::Float, -fils),
        CashMoved::PaidIn => Posting::new(Account::PaidIn, -fils),
        CashMoved::PaidOut => Posting::new(Account::PaidOut, -fils),
        CashMoved::Drop => Posting::new(Account::Drops, -fils),
        CashMoved::Sale | CashMoved::Returned | CashMoved::Refund => {
            Posting::by(Account::Held, Tender::Cash, -fils)
        }
    };
    Group {
        kind: GroupKind::Cash(why),
        by: None,
        hour: None,
        postings: vec![Posting::new(Account::Drawer, fils), other],
    }
}

/// A paper says what money that was held is for: goods, their VAT, tips. What was paid too much stays held.
fn of_paper(paper: &Paper) -> Group {
    let (kind, sign) = match paper.kind {
        PaperKind::Sale => (GroupKind::Sale, 1),
        PaperKind::GivenBack => (GroupKind::GivenBack, -1),
    };
    let mut postings = Vec::with_capacity(3 * paper.lines.len() + 5);
    for line in &paper.lines {
        let of = Some((line.class, line.category.clone()));
        let (gross, vat) = (line.gross.fils(), line.vat.fils());
        for (account, fils) in [
            (Account::Goods, -sign * (gross - vat)),
            (Account::Vat, -sign * vat),
            (Account::Discounts, sign * line.discount.fils()),
        ] {
            if fils != 0 {
                let of = of.clone();
                let plain = Posting::new(account, fils);
                postings.push(Posting { of, ..plain });
            }
        }
    }
    let (tips, over) = (paper.tips.fils(), paper.over.fils());
    let by_wallet = paper.wallet.map_or(0, Money::fils);
    // A wallet that is paid after all is what makes a sale hold too much; cash is taken for what is due.
    let over_wallet = over.min((by_wallet - tips).max(0));
    let mut moved = |account, tender, fils: i64| {
        if fils != 0 {
            postings.push(Posting::by(account, tender, sign * fils));
        }
    };
    if let Some(cash) = paper.cash {
        moved(Account::Held, Tender::Cash, cash.fils());
    }
    moved(Account::Held, Tender::Cash, over_wallet - over);
    moved(Account::Rounding, Tender::Cash, -paper.rounding.0);
    if let Some(wallet) = paper.wallet {
        moved(Account::Held, Tender::Wallet, wallet.fils());
    }
    moved(Account::Held, Tender::Wallet, -over_wallet);
    moved(Account::Tips, Tender::Wallet, -tips);
    Group {
        kind,
        by: Some(paper.by.clone()),
        hour: Some(paper.hour),
        postings,
    }
    .balanced()
}
