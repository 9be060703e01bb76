//! Measurements at 100,000 products: `cargo test --release -p fils-catalogue speed -- --ignored --nocapture`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use fils_catalogue::import::{Refusals, Source};
use fils_catalogue::{Catalogue, Page};

use crate::{fresh, go_on, import};

const PRODUCTS: u32 = 100_000;

const ADJECTIVES: [(&str, &str); 8] = [
    ("Fresh", "طازج"),
    ("Organic", "عضوي"),
    ("Full Cream", "كامل الدسم"),
    ("Low Fat", "قليل الدسم"),
    ("Premium", "ممتاز"),
    ("Classic", "كلاسيك"),
    ("Spicy", "حار"),
    ("Sweet", "حلو"),
];
const NOUNS: [(&str, &str); 10] = [
    ("Milk", "حليب"),
    ("Coffee", "القهوة"),
    ("Rice", "أرز"),
    ("Chocolate", "شوكولاتة"),
    ("Biscuits", "بسكويت"),
    ("Orange Juice", "عصير برتقال"),
    ("Chicken", "دجاج"),
    ("Cheese", "جبنة"),
    ("Dates", "تمر"),
    ("Water", "مياه"),
];

/// A shop's list, always the same.
fn list() -> String {
    let mut csv = String::from("code,name,name_ar,barcodes,price,vat,category,unit\n");
    for n in 0..PRODUCTS {
        let pick = |of: usize, by: u32| usize::try_from(n / by).unwrap() % of;
        let (adjective, adjective_ar) = ADJECTIVES[pick(8, 1)];
        let (noun, noun_ar) = NOUNS[pick(10, 8)];
        let body = format!("629{n:09}");
        let check = fils_sale::barcode::check_digit(&body);
        writeln!(
            csv,
            "P{n:06},{adjective} {noun} Brand{} {}g,{noun_ar} {adjective_ar},{body}{check},{}.{:02},5,Category {},piece",
            n % 997,
            50 + n % 40 * 25,
            1 + n % 300,
            n % 100,
            n % 40
        )
        .unwrap();
    }
    csv
}

/// What a screen lists, in one category or all: an ordinary category, and one with a handful of products.
fn on_a_screen(catalogue: &mut Catalogue) -> Vec<(Duration, String)> {
    let mut csv = String::from("code,name,price,vat,category\n");
    for n in 0..5 {
        writeln!(csv, "R{n},Milky {n},1,5,Rare").unwrap();
    }
    import(catalogue, &csv);
    let reader = catalogue.reader().unwrap();
    let mut times = Vec::new();
    for category in ["Category 7", "Rare"] {
        let page = Page {
            category: Some(category.to_owned()),
            limit: 50,
            ..Page::default()
        };
        for text in ["", "b", "milk", "p0", "629", "ح", "s", "5"] {
            for _ in 0..5 {
                let start = Instant::now();
                reader.list(text, &page).unwrap();
                times.push((start.elapsed(), format!("{text} in {category}")));
            }
        }
    }
    for skip in [0, 50_000, 99_000] {
        let page = Page {
            skip,
            limit: 100,
            ..Page::default()
        };
        let start = Instant::now();
        reader.list("", &page).unwrap();
        times.push((start.elapsed(), format!("everything from {skip}")));
    }
    times
}

#[test]
#[ignore = "takes seconds, and only a release build says anything"]
fn speed_of_an_import_and_of_a_keystroke() {
    let (_dir, mut catalogue) = fresh();
    let source = Source::of(list().into_bytes()).unwrap();
    let start = Instant::now();
    let shown = catalogue.preview(&source, &mut go_on).unwrap();
    let previewed = start.elapsed();
    catalogue
        .apply(&shown, Refusals::Forbid, &mut go_on)
        .unwrap();
    let imported = start.elapsed();
    let again = Instant::now();
    let same = catalogue.preview(&source, &mut go_on).unwrap();
    assert_eq!(same.unchanged, 100_000);
    println!(
        "100,000 rows: preview {previewed:?}, with storing {imported:?}; preview of the same again {:?}",
        again.elapsed()
    );

    let reader = catalogue.reader().unwrap();
    let mut times: Vec<(Duration, String)> = Vec::new();
    for text in [
        "milk",
        "full cream milk",
        "coffee brand99",
        "p012345",
        "6290000123",
        "حليب كامل الدسم",
        "القهوه",
        "ارز طازج",
        "organic chocolate 500g",
        "sweet dates brand1",
        "p0 6 m",
        "b b b",
        "٦٢٩٠٠",
    ] {
        for end in text.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let typed = &text[..end];
            for _ in 0..5 {
                let start = Instant::now();
                reader.search(typed, 50, false).unwrap();
                times.push((start.elapsed(), typed.to_owned()));
            }
        }
    }
    times.extend(on_a_screen(&mut catalogue));
    times.sort();
    for (time, typed) in times.iter().rev().take(5) {
        println!("{time:?}: {typed}");
    }
    let at = |percent: usize| &times[(times.len() - 1) * percent / 100];
    println!(
        "{} keystrokes: median {:?}, p99 {:?}, slowest {:?}",
        times.len(),
        at(50).0,
        at(99),
        at(100)
    );
    assert!(imported < Duration::from_secs(10), "{imported:?}");
    assert!(at(99).0 < Duration::from_millis(20), "{:?}", at(99));
}
