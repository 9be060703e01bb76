//! What is searched for is found, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value
)]

use fils_checkout::Clock;
use fils_counter::Sold;
use fils_order::{Money, SaleId, UtcMs};
use fils_sale::receipt::Shop;
use fils_sale::{Basket, Discount, Edit, Item, Quantity, VatClass};
use fils_store::cash::{CashKind, NewCash, Tendered};
use fils_store::receipts::{ReceiptKind, ReceiptRow};
use fils_store::{
    ChainHead, OrderRow, SaleRow, Store, StoreError, VoidRow, cash, orders, receipts, sales, shifts,
};
use tempfile::TempDir;

use crate::view::{FindQuery, FlagCode, FoundRow, SaleStateCode, TenderFilter};
use crate::{Heads, Office, OfficeError, Settings};

/// 2026-11-21 12:00 in Dubai.
const NOON: UtcMs = UtcMs(1_795_248_000_000);
const MINUTE: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE;

/// A clock that goes on by so many milliseconds whenever it is looked at.
struct Looked(std::sync::atomic::AtomicI64, i64);

impl Clock for Looked {
    fn now(&self) -> UtcMs {
        UtcMs(
            self.0
                .fetch_add(self.1, std::sync::atomic::Ordering::Relaxed),
        )
    }
}

struct NoHeads;

impl Heads for NoHeads {
    fn keep(&self, _: &ChainHead, _: UtcMs, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// An office, and the books beside it as the till has them.
struct Shopful {
    office: Office,
    books: Store,
    made: i64,
    _dir: TempDir,
}

fn fils(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

fn product(name: &str, name_ar: &str, code: &str, category: Option<&str>, price: i64) -> Item {
    Item {
        code: Some(code.to_owned()),
        barcode: None,
        name_ar: Some(name_ar.to_owned()),
        category: category.map(str::to_owned),
        ..Item::amount(name, fils(price), VatClass::Standard)
    }
}

fn karak() -> Item {
    product("Karak chai", "شاي كرك", "KAR-1", Some("Drinks"), 150)
}

fn milk() -> Item {
    Item {
        barcode: Some("6291041500213".to_owned()),
        vat: VatClass::Zero,
        ..product("Camel milk", "حليب الإبل", "MILK-77", None, 1099)
    }
}

impl Shopful {
    fn new() -> Self {
        Self::with_clock(0)
    }

    /// Its clock goes on by so many milliseconds whenever it is looked at.
    fn with_clock(ms: i64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("fils.db");
        let mut books = Store::open(&path).unwrap();
        books
            .transact(|tx| shifts::open(tx, NOON, "Aisha", "2026-11-21"))
            .map_err(|error: StoreError| error)
            .unwrap();
        let settings = Settings {
            prefix: "T1".to_owned(),
            day_start_h: 0,
            shop: Shop::default(),
            training: true,
            printer: false,
        };
        let clock = Looked(std::sync::atomic::AtomicI64::new(NOON.0), ms);
        let office = Office::open(Store::open(&path).unwrap(), clock, NoHeads, settings);
        Self {
            office,
            books,
            made: 0,
            _dir: dir,
        }
    }

    fn sell(&mut self, items: &[Item], by: &str, at: UtcMs, off: Option<i64>) -> SaleId {
        self.made += 1;
        let mut basket = Basket::default();
        for item in items {
            basket = basket
                .edit(Edit::Add {
                    item: item.clone(),
                    quantity: Quantity::pieces(1).unwrap(),
                })
                .unwrap();
        }
        if let Some(off) = off {
            let discount = Some(Discount::Amount(fils(off)));
            basket = basket.edit(Edit::DiscountSale { discount }).unwrap();
        }
        let totals = basket.totals().unwrap();
        let sold = Sold { basket, totals };
        let id: SaleId = format!("T1-S20261121T080000-SALE{:06}", self.made)
            .parse()
            .unwrap();
        let row = SaleRow {
            id: id.clone(),
            amount: sold.totals.total,
            subject: items[0].name.clone(),
            by: by.to_owned(),
            created_at: at,
            business_day: at.business_day(0),
            shift: Some(1),
            body: Some(serde_json::to_string(&sold).unwrap()),
        };
        self.books
            .transact(|tx| sales::insert(tx, &row))
            .map_err(|e: StoreError| e)
            .unwrap();
        id
    }

    fn order(&mut self, sale: &SaleId, number: &str, state: &str, payby_no: &str) {
        let of = self
            .books
            .look(|tx| sales::by_id(tx, sale))
            .map_err(|e: StoreError| e)
            .unwrap()
            .unwrap();
        let row = OrderRow {
            number: number.parse().unwrap(),
            sale: sale.clone(),
            amount: of.amount,
            subject: of.subject,
            scene: "qr".to_owned(),
            by: of.by,
            created_at: of.created_at,
            business_day: of.business_day,
            state: state.to_owned(),
            released: state == "closed",
            wake_at: None,
            payby_no: Some(payby_no.to_owned()),
            paid_at: (state == "paid").then_some(of.created_at),
            attention: state == "paid_late",
            body: "{}".to_owned(),
            content: None,
            version: 1,
        };
        self.books
            .transact(|tx| orders::insert(tx, &row))
            .map_err(|e: StoreError| e)
            .unwrap();
    }

    fn cash(&mut self, sale: &SaleId) {
        let of = self
            .books
            .look(|tx| sales::by_id(tx, sale))
            .map_err(|e: StoreError| e)
            .unwrap()
            .unwrap();
        let row = NewCash {
            shift: 1,
            kind: CashKind::Sale,
            amount: of.amount,
            sale: Some(sale.clone()),
            tendered: Some(Tendered {
                towards: of.amount,
                given: of.amount,
                change: Money::ZERO,
                rounding: fils_order::SignedMoney(0),
            }),
            reason: None,
            by: of.by,
            approved_by: None,
            at: of.created_at,
            business_day: of.business_day,
        };
        self.books
            .transact(|tx| cash::insert(tx, &row))
            .map_err(|e: StoreError| e)
            .unwrap();
    }

    fn paper(&mut self, sale: &SaleId, kind: ReceiptKind, total: i64, at: UtcMs) -> String {
        let row = self
            .books
            .transact(|tx| {
                let n = receipts::last(tx)? + 1;
                let row = ReceiptRow {
                    n,
                    number: format!("T1-{n:06}"),
                    kind,
                    sale: sale.clone(),
                    total: fils(total),
                    vat: Money::ZERO,
                    at,
                    business_day: at.business_day(0),
                    shift: None,
                    by: "till".to_owned(),
                    body: "{}".to_owned(),
                };
                receipts::insert(tx, &row)?;
                Ok::<_, StoreError>(row)
            })
            .unwrap();
        row.number
    }

    fn find(&self, query: &FindQuery) -> Vec<FoundRow> {
        self.office.find(query).unwrap().rows
    }

    fn typed(&self, text: &str) -> Vec<String> {
        self.of(FindQuery {
            text: text.to_owned(),
            ..FindQuery::default()
        })
    }

    fn of(&self, query: FindQuery) -> Vec<String> {
        self.find(&query).into_iter().map(|row| row.sale).collect()
    }
}

/// A sale paid by wallet, one paid in cash, and one that was never paid.
fn three() -> (Shopful, [String; 3]) {
    let mut shop = Shopful::new();
    let wallet = shop.sell(&[karak(), milk()], "Aisha", NOON, None);
    shop.order(
        &wallet,
        "T1-20261121T080000-ORDER1WALL",
        "paid",
        "131990000054321",
    );
    shop.paper(&wallet, ReceiptKind::Sale, 1249, NOON);
    let cash = shop.sell(&[karak()], "Bilal Khan", UtcMs(NOON.0 + MINUTE), Some(50));
    shop.cash(&cash);
    shop.paper(&cash, ReceiptKind::Sale, 100, UtcMs(NOON.0 + MINUTE));
    let never = shop.sell(&[milk()], "Aisha", UtcMs(NOON.0 + 2 * MINUTE), None);
    shop.order(
        &never,
        "T1-20261121T080200-ORDER3NEVE",
        "closed",
        "131990000099999",
    );
    (
        shop,
        [wallet.to_string(), cash.to_string(), never.to_string()],
    )
}

#[test]
fn everything_that_is_known_of_a_sale_finds_it() {
    let (shop, [wallet, cash, never]) = three();
    for (text, found) in [
        ("", vec![&never, &cash, &wallet]),
        ("karak", vec![&cash, &wallet]),
        ("KAR", vec![&cash, &wallet]),
        ("k", vec![&cash, &wallet]),
        ("camel mil", vec![&never, &wallet]),
        ("karak camel", vec![&wallet]),
        ("شاي", vec![&cash, &wallet]),
        ("الحليب", vec![&never, &wallet]),
        ("ابل", vec![&never, &wallet]),
        ("milk-77", vec![&never, &wallet]),
        ("milk77", vec![&never, &wallet]),
        ("500213", vec![&never, &wallet]),
        ("54321", vec![&wallet]),
        ("131990000099999", vec![&never]),
        ("T1-20261121T080000-ORDER1WALL", vec![&wallet]),
        ("R1WALL", vec![&wallet]),
        ("T1-000002", vec![&cash]),
        ("000002", vec![&cash]),
        ("12.49", vec![&wallet]),
        ("AED 12.49", vec![&wallet]),
        ("١٢٫٤٩", vec![&wallet]),
        ("١٢.٤٩", vec![&wallet]),
        ("1", vec![&cash, &wallet]),
        ("1.00", vec![&cash]),
        ("bilal", vec![&cash]),
        ("khan 1.00", vec![&cash]),
        ("aisha karak", vec![&wallet]),
        ("tea", vec![]),
        ("karak tea", vec![]),
        ("\"karak\" OR *", vec![]),
    ] {
        let found: Vec<String> = found.into_iter().cloned().collect();
        assert_eq!(shop.typed(text), found, "{text}");
    }
}

#[test]
fn every_filter_narrows_what_is_found() {
    let (mut shop, [wallet, cash, never]) = three();
    let note_day = UtcMs(NOON.0 + DAY_MS);
    shop.paper(&wallet.parse().unwrap(), ReceiptKind::Refund, 150, note_day);
    let void = shop.sell(&[karak()], "Aisha", UtcMs(NOON.0 + 180 * MINUTE), None);
    let ended = VoidRow {
        sale: void.clone(),
        at: NOON,
        by: "Noura".to_owned(),
        approved_by: None,
        reason: "Changed their mind".to_owned(),
    };
    shop.books
        .transact(|tx| sales::void(tx, &ended))
        .map_err(|e: StoreError| e)
        .unwrap();
    let void = void.to_string();
    let any = FindQuery::default;
    let state = |state| FindQuery {
        states: vec![state],
        ..any()
    };
    let flag = |flag| FindQuery {
        flags: vec![flag],
        ..any()
    };
    for (query, found) in [
        (state(SaleStateCode::PartReturned), vec![&wallet]),
        (state(SaleStateCode::Complete), vec![&cash]),
        (state(SaleStateCode::Unpaid), vec![&never]),
        (state(SaleStateCode::Void), vec![&void]),
        (state(SaleStateCode::Late), vec![]),
        (
            FindQuery {
                states: vec![SaleStateCode::Void, SaleStateCode::Complete],
                ..any()
            },
            vec![&void, &cash],
        ),
        (
            FindQuery {
                tender: Some(TenderFilter::Cash),
                ..any()
            },
            vec![&cash],
        ),
        (
            FindQuery {
                tender: Some(TenderFilter::Wallet),
                ..any()
            },
            vec![&wallet],
        ),
        (
            FindQuery {
                cashier: Some("Aisha".to_owned()),
                ..any()
            },
            vec![&void, &never, &wallet],
        ),
        (
            FindQuery {
                cashier: Some("aisha".to_owned()),
                ..any()
            },
            vec![],
        ),
        (
            FindQuery {
                category: Some("Drinks".to_owned()),
                ..any()
            },
            vec![&void, &cash, &wallet],
        ),
        (
            FindQuery {
                category: Some(String::new()),
                ..any()
            },
            vec![&never, &wallet],
        ),
        (
            FindQuery {
                category: Some("Shoes".to_owned()),
                ..any()
            },
            vec![],
        ),
        (
            FindQuery {
                vat: Some("0".to_owned()),
                ..any()
            },
            vec![&never, &wallet],
        ),
        (
            FindQuery {
                hour: Some(12),
                ..any()
            },
            vec![&never, &cash, &wallet],
        ),
        (
            FindQuery {
                hour: Some(15),
                ..any()
            },
            vec![&void],
        ),
        (flag(FlagCode::Discount), vec![&cash]),
        (flag(FlagCode::Cancelled), vec![&never]),
        (flag(FlagCode::Unfinished), vec![&never]),
        (flag(FlagCode::Attention), vec![]),
        (
            FindQuery {
                refunded_on: Some("2026-11-22".to_owned()),
                ..any()
            },
            vec![&wallet],
        ),
        (
            FindQuery {
                refunded_on: Some("2026-11-21".to_owned()),
                ..any()
            },
            vec![],
        ),
        (
            FindQuery {
                from: Some("2026-11-22".to_owned()),
                ..any()
            },
            vec![],
        ),
        (
            FindQuery {
                to: Some("2026-11-21".to_owned()),
                from: Some("2026-11-21".to_owned()),
                text: "karak".to_owned(),
                tender: Some(TenderFilter::Cash),
                hour: Some(12),
                ..any()
            },
            vec![&cash],
        ),
    ] {
        let found: Vec<String> = found.into_iter().cloned().collect();
        assert_eq!(shop.of(query.clone()), found, "{query:?}");
    }
    assert_eq!(shop.typed("noura"), [void]);
}

#[test]
fn a_sale_stands_where_its_receipt_stands() {
    let mut shop = Shopful::new();
    let late = shop.sell(&[karak()], "Aisha", NOON, None);
    let on = |day: &str| FindQuery {
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        ..FindQuery::default()
    };
    assert_eq!(shop.of(on("2026-11-21")), [late.to_string()]);
    let first = shop.find(&on("2026-11-21")).remove(0);
    assert_eq!((first.state, first.receipt), (SaleStateCode::Open, None));
    shop.cash(&late);
    shop.paper(&late, ReceiptKind::Sale, 150, UtcMs(NOON.0 + DAY_MS));
    assert_eq!(shop.of(on("2026-11-21")), Vec::<String>::new());
    let row = shop.find(&on("2026-11-22")).remove(0);
    assert_eq!(row.state, SaleStateCode::Complete);
    assert_eq!(row.day, "2026-11-22");
    assert_eq!(row.receipt.as_deref(), Some("T1-000001"));
    assert_eq!(
        (row.what.as_str(), row.what_ar.as_deref()),
        ("Karak chai", Some("شاي كرك"))
    );
    assert_eq!(
        shop.find(&FindQuery::default()).len(),
        1,
        "it is there once"
    );
}

#[test]
fn pages_follow_each_other_and_end() {
    let mut shop = Shopful::new();
    // More than one page, and more sales in a second than one.
    let made: Vec<String> = (0..120)
        .map(|n| {
            shop.sell(&[karak()], "Aisha", UtcMs(NOON.0 + n / 3 * 10_000), None)
                .to_string()
        })
        .collect();
    while shop.office.catch_up(30).unwrap() > 0 {}
    for text in ["", "karak"] {
        let mut query = FindQuery {
            text: text.to_owned(),
            ..FindQuery::default()
        };
        let mut all = Vec::new();
        let mut pages = 0;
        loop {
            let page = shop.office.find(&query).unwrap();
            all.extend(page.rows.into_iter().map(|row| row.sale));
            pages += 1;
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(pages, 3);
        let mut sorted = all.clone();
        sorted.sort();
        assert_eq!(sorted, made, "each once");
        sorted.reverse();
        assert_eq!(all, sorted, "the newest first");
    }
}

#[test]
fn while_much_is_missing_a_search_says_so_and_goes_on() {
    let mut shop = Shopful::new();
    for n in 0..45 {
        shop.sell(&[karak()], "Aisha", UtcMs(NOON.0 + n * 1000), None);
    }
    let page = shop.office.find(&FindQuery::default()).unwrap();
    assert_eq!((page.rows.len(), page.behind), (0, 45));
    assert_eq!(shop.office.catch_up(10).unwrap(), 35);
    let page = shop.office.find(&FindQuery::default()).unwrap();
    assert_eq!(
        (page.rows.len(), page.behind),
        (45, 0),
        "few are taken in at once"
    );
    assert!(page.rows[0].sale.ends_with("000045"));
    assert!(!shop.office.is_behind().unwrap());
}

#[test]
fn a_number_of_any_kind_leads_to_its_sale() {
    let (shop, [wallet, cash, _]) = three();
    for (number, sale) in [
        (wallet.as_str(), Some(&wallet)),
        ("T1-20261121T080000-ORDER1WALL", Some(&wallet)),
        ("T1-000002", Some(&cash)),
        ("T1-999999", None),
        ("no number", None),
    ] {
        let found = shop.office.found(number).unwrap().map(|row| row.sale);
        assert_eq!(found.as_ref(), sale, "{number}");
    }
}

#[test]
fn a_sale_that_cannot_be_read_is_found_by_what_else_is_known() {
    let mut shop = Shopful::new();
    let row = SaleRow {
        id: "T1-S20261121T080000-BROKEN0001".parse().unwrap(),
        amount: fils(777),
        subject: "Shawarma".to_owned(),
        by: "Aisha".to_owned(),
        created_at: NOON,
        business_day: "2026-11-21".to_owned(),
        shift: Some(1),
        body: Some("{}".to_owned()),
    };
    shop.books
        .transact(|tx| sales::insert(tx, &row))
        .map_err(|e: StoreError| e)
        .unwrap();
    let whole = shop.sell(&[karak()], "Aisha", NOON, None);
    assert_eq!(shop.typed("shawarma 7.77"), [row.id.to_string()]);
    assert_eq!(shop.typed("karak"), [whole.to_string()]);
}

#[test]
fn searches_are_kept_under_a_name() {
    let (shop, _) = three();
    let query = FindQuery {
        text: "karak".to_owned(),
        flags: vec![FlagCode::Discount],
        after: Some("17".to_owned()),
        ..FindQuery::default()
    };
    let kept = shop.office.save_filter(" Cheap karak ", &query).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].name, "Cheap karak");
    assert_eq!(
        kept[0].query,
        FindQuery {
            after: None,
            ..query.clone()
        }
    );
    let again = FindQuery {
        text: "milk".to_owned(),
        ..FindQuery::default()
    };
    let kept = shop.office.save_filter("Cheap karak", &again).unwrap();
    assert_eq!((kept.len(), &kept[0].query), (1, &again));
    assert!(matches!(
        shop.office.save_filter("  ", &again),
        Err(OfficeError::NameMissing)
    ));
    assert!(matches!(
        shop.office.save_filter(&"x".repeat(41), &again),
        Err(OfficeError::NameTooLong { length: 41 })
    ));
    assert_eq!(shop.office.forget_filter(&kept[0].id).unwrap(), []);
    assert_eq!(shop.office.saved_filters().unwrap(), []);
}

#[test]
fn what_is_no_day_or_no_page_is_refused() {
    let shop = Shopful::new();
    let bad = FindQuery {
        from: Some("yesterday".to_owned()),
        ..FindQuery::default()
    };
    assert!(matches!(shop.office.find(&bad), Err(OfficeError::BadDay(day)) if day == "yesterday"));
    let bad = FindQuery {
        after: Some("page two".to_owned()),
        ..FindQuery::default()
    };
    assert!(matches!(
        shop.office.find(&bad),
        Err(OfficeError::BadCursor)
    ));
}

#[test]
fn a_search_that_takes_long_goes_on_with_the_next_page() {
    let mut shop = Shopful::with_clock(15);
    // One a month, over two years; only the oldest and the newest are of milk.
    let mut made = Vec::new();
    for month in 0..24 {
        let item = if month % 23 == 0 { milk() } else { karak() };
        let at = UtcMs(NOON.0 - (23 - month) * 30 * DAY_MS);
        made.push(shop.sell(&[item], "Aisha", at, None).to_string());
    }
    while shop.office.catch_up(50).unwrap() > 0 {}
    let mut query = FindQuery {
        text: "milk".to_owned(),
        ..FindQuery::default()
    };
    let mut found = Vec::new();
    let mut pages = 0;
    loop {
        let page = shop.office.find(&query).unwrap();
        pages += 1;
        found.extend(page.rows.into_iter().map(|row| row.sale));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    assert_eq!(found, [made[23].clone(), made[0].clone()]);
    assert!(pages > 2, "{pages} pages");
}
