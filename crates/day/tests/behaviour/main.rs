//! What a day comes to, for days nobody thought of.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use fils_day::{
    Account, CashMoved, Fact, Figures, Paper, PaperKind, PaperLine, Report, ReportKind, Section,
    Tender, Terms, post,
};
use fils_order::{Money, SignedMoney, UtcMs};
use fils_sale::VatClass;
use fils_sale::receipt::Shop;
use proptest::prelude::*;

fn money(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

fn line() -> impl Strategy<Value = PaperLine> {
    (
        0..3_usize,
        prop::sample::select(vec!["", "Drinks", "Snacks"]),
        0..100_000_i64,
        0..100_u8,
    )
        .prop_map(|(class, category, gross, off)| {
            let class = VatClass::ALL[class];
            let discount = gross * i64::from(off) / 300;
            PaperLine {
                class,
                category: category.to_owned(),
                gross: money(gross),
                discount: money(discount),
                vat: class.vat_within(money(gross - discount)),
            }
        })
}

fn total(lines: &[PaperLine]) -> i64 {
    lines
        .iter()
        .map(|line| line.gross.fils() - line.discount.fils())
        .sum()
}

/// A paper that adds up: a part in cash, with rounding, a part by wallet, with a tip, and perhaps too much.
fn paper() -> impl Strategy<Value = Paper> {
    (
        prop::collection::vec(line(), 1..5),
        prop::bool::ANY,
        0..=100_i64,
        0..25_i64,
        0..500_i64,
        prop::option::of(1..900_i64),
        (prop::sample::select(vec!["Amal", "Badr"]), 0..24_u8),
    )
        .prop_map(|(lines, back, share, odd, tip, over, (by, hour))| {
            let total = total(&lines);
            let kind = if back {
                PaperKind::GivenBack
            } else {
                PaperKind::Sale
            };
            let by_wallet = total * share / 100;
            let in_cash = total - by_wallet;
            let rounding = if in_cash > 25 { -odd } else { 0 };
            let (tip, over) = if back || by_wallet == 0 {
                (0, 0)
            } else {
                (tip, over.unwrap_or_default())
            };
            Paper {
                kind,
                by: by.to_owned(),
                hour,
                lines,
                cash: (in_cash > 0).then(|| money(in_cash + rounding)),
                wallet: (by_wallet > 0).then(|| money(by_wallet + tip + over)),
                rounding: SignedMoney(rounding),
                tips: money(tip),
                over: money(over),
            }
        })
}

fn fact() -> impl Strategy<Value = Fact> {
    let amount = || (0..200_000_i64).prop_map(money);
    prop_oneof![
        8 => paper().prop_map(Fact::Paper),
        6 => (0..7_usize, amount()).prop_map(|(why, amount)| Fact::Cash {
            why: [
                CashMoved::Float,
                CashMoved::PaidIn,
                CashMoved::PaidOut,
                CashMoved::Drop,
                CashMoved::Sale,
                CashMoved::Returned,
                CashMoved::Refund,
            ][why],
            amount,
        }),
        1 => (-5_000..90_000_i64).prop_map(|fils| Fact::Carried(SignedMoney(fils))),
        1 => (-5_000..90_000_i64, amount())
            .prop_map(|(expected, counted)| Fact::Counted { expected: SignedMoney(expected), counted }),
        4 => amount().prop_map(Fact::Proved),
        1 => amount().prop_map(Fact::TakenBack),
        2 => amount().prop_map(Fact::Refunded),
        1 => amount().prop_map(Fact::TakenOver),
        1 => amount().prop_map(Fact::Void),
        1 => amount().prop_map(Fact::Cancelled),
    ]
}

fn terms(kind: ReportKind) -> Terms {
    Terms {
        kind,
        n: Some(2),
        number: Some("T1-Z0002".to_owned()),
        till: "T1".to_owned(),
        shop: Shop {
            trn: Some("100000000000003".to_owned()),
            ..Shop::default()
        },
        day: "2026-11-21".to_owned(),
        from: None,
        to: UtcMs(1),
        by: "Badr".to_owned(),
        first_receipt: None,
        last_receipt: None,
        total_before: SignedMoney(1_000),
        open: Vec::new(),
        signed_off: None,
        head_seq: 0,
        head: String::new(),
        training: false,
    }
}

proptest! {
    #[test]
    fn every_fact_balances_whatever_it_is(fact in fact()) {
        let group = post(&fact);
        prop_assert_eq!(group.balance(), SignedMoney(0));
        let odd = group.postings.iter().any(|posting| posting.account == Account::Unexplained);
        prop_assert!(!odd, "a paper that adds up leaves nothing unexplained");
    }

    #[test]
    fn the_figures_of_any_day_add_up(facts in prop::collection::vec(fact(), 0..60)) {
        let figures = Figures::of(&facts);
        prop_assert_eq!(figures.contradictions(), Vec::<&str>::new());
        let papers = || facts.iter().filter_map(|fact| {
            if let Fact::Paper(paper) = fact { Some(paper) } else { None }
        });
        let of = |kind: PaperKind| papers().filter(move |paper| paper.kind == kind);
        let sum = |kind| of(kind).map(|paper| total(&paper.lines)).sum::<i64>();
        prop_assert_eq!(figures.sold.amount.0, sum(PaperKind::Sale));
        prop_assert_eq!(figures.given_back.amount.0, sum(PaperKind::GivenBack));
        let vat = |kind| of(kind).flat_map(|paper| &paper.lines).map(|line| line.vat.fils()).sum::<i64>();
        prop_assert_eq!(figures.vat().0, vat(PaperKind::Sale) - vat(PaperKind::GivenBack));
        let tips: i64 = papers().map(|paper| paper.tips.fils()).sum();
        prop_assert_eq!(figures.tips.amount.0, tips);
        prop_assert_eq!(usize::try_from(figures.sold.count).unwrap(), of(PaperKind::Sale).count());
    }

    #[test]
    fn two_halves_of_a_day_make_the_whole(facts in prop::collection::vec(fact(), 0..40), at in 0..40_usize) {
        let (before, after) = facts.split_at(at.min(facts.len()));
        let mut both = Figures::of(before);
        for fact in after {
            both.add(&post(fact));
        }
        prop_assert_eq!(both, Figures::of(&facts));
    }

    #[test]
    fn a_report_that_was_kept_reads_as_it_was_made(facts in prop::collection::vec(fact(), 0..30)) {
        let report = Report::make(terms(ReportKind::Z), Figures::of(&facts));
        let kept = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Report>(&kept).unwrap(), &report);
        prop_assert_eq!(report.grand_total().0, 1_000 + report.figures.net().0);
        let line = |code: &str| report.lines.iter().find(|line| line.code == code && line.section == Section::Totals);
        prop_assert_eq!(line("grand_total").unwrap().amount.unwrap(), report.grand_total());
    }
}

fn sale(cash: Option<i64>, wallet: Option<i64>) -> Paper {
    Paper {
        kind: PaperKind::Sale,
        by: "Amal".to_owned(),
        hour: 9,
        lines: vec![PaperLine {
            class: VatClass::Standard,
            category: String::new(),
            gross: money(1_000),
            discount: Money::ZERO,
            vat: money(48),
        }],
        cash: cash.map(money),
        wallet: wallet.map(money),
        rounding: SignedMoney(0),
        tips: Money::ZERO,
        over: Money::ZERO,
    }
}

#[test]
fn a_wallet_that_was_paid_after_all_is_held_until_it_goes_back() {
    // 10.00 in cash, and the wallet's 10.00 came late.
    let cash = Fact::Cash {
        why: CashMoved::Sale,
        amount: money(1_000),
    };
    let mut facts = vec![
        cash,
        Fact::Paper(sale(Some(1_000), None)),
        Fact::Proved(money(1_000)),
    ];
    let figures = Figures::of(&facts);
    assert_eq!(figures.net().0, 1_000);
    assert_eq!(figures.wallet.held.0, 1_000);
    assert_eq!(figures.by_tender[&Tender::Cash].net().0, 1_000);
    assert!(figures.contradictions().is_empty());
    facts.push(Fact::Refunded(money(1_000)));
    assert_eq!(Figures::of(&facts).wallet.held.0, 0);
}

#[test]
fn what_a_receipt_holds_too_much_is_not_sold() {
    let mut paper = sale(Some(400), Some(1_000));
    paper.over = money(400);
    let facts = [
        Fact::Proved(money(1_000)),
        Fact::Cash {
            why: CashMoved::Sale,
            amount: money(400),
        },
        Fact::Paper(paper),
    ];
    let figures = Figures::of(&facts);
    assert_eq!(figures.net().0, 1_000);
    assert_eq!(figures.by_tender[&Tender::Wallet].net().0, 600);
    assert_eq!((figures.wallet.held.0, figures.cash_held.0), (400, 0));
    assert!(figures.contradictions().is_empty());
}

#[test]
fn a_record_that_does_not_add_up_is_shown_and_never_swallowed() {
    let figures = Figures::of(&[Fact::Paper(sale(Some(999), None))]);
    assert_eq!(figures.unexplained.0.abs(), 1);
    assert!(figures.contradictions().contains(&"by_tender") || figures.unexplained.0 != 0);
    let report = Report::make(terms(ReportKind::X), figures);
    assert!(report.lines.iter().any(|line| line.code == "unexplained"));
}

#[test]
fn a_shop_that_is_not_registered_prints_no_vat() {
    let mut terms = terms(ReportKind::Z);
    terms.shop.trn = None;
    let report = Report::make(terms, Figures::of(&[Fact::Paper(sale(Some(1_000), None))]));
    assert!(report.lines.iter().all(|line| line.section != Section::Vat));
}

#[test]
fn a_count_says_what_is_missing_from_a_drawer() {
    let facts = [
        Fact::Cash {
            why: CashMoved::Float,
            amount: money(20_000),
        },
        Fact::Cash {
            why: CashMoved::Drop,
            amount: money(5_000),
        },
        Fact::Counted {
            expected: SignedMoney(15_000),
            counted: money(14_750),
        },
    ];
    let cash = Figures::of(&facts).cash;
    assert_eq!((cash.expected.0, cash.counted.0), (15_000, 14_750));
    assert_eq!((cash.difference.0, cash.uncounted.0), (-250, 0));
}
