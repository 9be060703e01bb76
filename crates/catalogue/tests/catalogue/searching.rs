//! Search as a cashier types.

use fils_catalogue::{Catalogue, Listed, Page, Product};

use crate::{fresh, product};

fn filled() -> (tempfile::TempDir, Catalogue) {
    let (dir, mut catalogue) = fresh();
    for (code, name, name_ar, barcode) in [
        (
            "MLK-1",
            "Al Rawabi Full Cream Milk 1L",
            "حليب كامل الدسم",
            "6291041500213",
        ),
        ("MLK-2", "Milk", "الحليب", "036000291452"),
        ("CHOC", "Milk Chocolate", "شوكولاتة بالحليب", ""),
        ("RICE", "Basmati Rice", "أُرْز بسمتي", ""),
        ("COF", "Café Latte", "قهوة لاتيه", ""),
        ("SWT", "Halawa", "حلوى", ""),
        ("LAY", "Lay's Chips 330g", "رقائق", ""),
        ("6291", "Box", "صندوق", ""),
    ] {
        let one = Product {
            name_ar: Some(name_ar.to_owned()),
            barcodes: Some(barcode.to_owned())
                .filter(|code| !code.is_empty())
                .into_iter()
                .collect(),
            ..product(code, name)
        };
        catalogue.put(&one).unwrap();
    }
    (dir, catalogue)
}

fn codes(catalogue: &Catalogue, text: &str) -> Vec<String> {
    let found = catalogue.search(text, 20, false).unwrap();
    found.into_iter().map(|one| one.code).collect()
}

#[test]
fn the_beginning_of_every_word_is_enough_in_either_language() {
    let (_dir, catalogue) = filled();
    for (text, expected) in [
        ("mil", vec!["MLK-2", "CHOC", "MLK-1"]),
        ("CREAM ra", vec!["MLK-1"]),
        ("choc mil", vec!["CHOC"]),
        ("cafe", vec!["COF"]),
        ("lays", vec!["LAY"]),
        ("lay's", vec!["LAY"]),
        ("ارز", vec!["RICE"]),
        ("إرز", vec!["RICE"]),
        ("قهوه", vec!["COF"]),
        ("حلوي", vec!["SWT"]),
        ("الحليب", vec!["MLK-2", "MLK-1"]),
        ("حلـيب كامل", vec!["MLK-1"]),
        ("٣٣٠", vec!["LAY"]),
        ("basmati أرز", vec!["RICE"]),
        ("lk", vec![]),
        ("", vec![]),
        ("  \" * ( ", vec![]),
        ("AND", vec![]),
        ("milk OR rice", vec![]),
        ("words:milk", vec![]),
    ] {
        assert_eq!(codes(&catalogue, text), expected, "{text:?}");
    }
}

#[test]
fn codes_and_barcodes_are_found_and_an_exact_one_comes_first() {
    let (_dir, catalogue) = filled();
    for (text, expected) in [
        ("mlk-1", vec!["MLK-1"]),
        ("mlk1", vec!["MLK-1"]),
        ("mlk", vec!["MLK-2", "MLK-1"]),
        ("6291", vec!["6291", "MLK-1"]),
        ("٦٢٩١٠٤١٥٠٠٢١٣", vec!["MLK-1"]),
        ("6291041500213", vec!["MLK-1"]),
        ("036000291452", vec!["MLK-2"]),
        ("0360002", vec!["MLK-2"]),
        ("0036000291452", vec!["MLK-2"]),
    ] {
        assert_eq!(codes(&catalogue, text), expected, "{text:?}");
    }
}

#[test]
fn what_is_not_sold_is_hidden_unless_asked_for() {
    let (_dir, mut catalogue) = filled();
    catalogue.set_active("MLK-2", false).unwrap();
    assert_eq!(codes(&catalogue, "milk"), ["CHOC", "MLK-1"]);
    assert_eq!(codes(&catalogue, "mlk-2"), Vec::<String>::new());
    assert_eq!(codes(&catalogue, "036000291452"), Vec::<String>::new());
    let all = catalogue.search("milk", 20, true).unwrap();
    let all: Vec<&str> = all.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(all, ["CHOC", "MLK-2", "MLK-1"]);
    catalogue.set_active("MLK-2", true).unwrap();
    assert_eq!(codes(&catalogue, "milk"), ["MLK-2", "CHOC", "MLK-1"]);
}

#[test]
fn a_product_is_found_by_what_it_is_called_now() {
    let (_dir, mut catalogue) = filled();
    catalogue.put(&product("SWT", "Turkish delight")).unwrap();
    assert_eq!(codes(&catalogue, "halawa"), Vec::<String>::new());
    assert_eq!(codes(&catalogue, "حلوى"), Vec::<String>::new());
    assert_eq!(codes(&catalogue, "deli"), ["SWT"]);
}

#[test]
fn no_more_are_given_than_asked_for() {
    let (_dir, catalogue) = filled();
    assert_eq!(catalogue.search("m", 2, false).unwrap().len(), 2);
    assert_eq!(catalogue.search("m", 0, false).unwrap().len(), 0);
}

/// The codes on a page, how many fit, and whether there are more.
fn listed(catalogue: &Catalogue, text: &str, page: &Page) -> (Vec<String>, u32, bool) {
    let Listed {
        products,
        count,
        more,
    } = catalogue.list(text, page).unwrap();
    (
        products.into_iter().map(|one| one.code).collect(),
        count,
        more,
    )
}

#[test]
fn a_list_is_everything_until_something_is_typed() {
    let (_dir, mut catalogue) = filled();
    for (code, category) in [("MLK-1", "Dairy"), ("MLK-2", "Dairy"), ("RICE", "Pantry")] {
        let one = catalogue.by_code(code).unwrap().unwrap();
        let one = Product {
            category: Some(category.to_owned()),
            ..one
        };
        catalogue.put(&one).unwrap();
    }
    catalogue.set_active("MLK-2", false).unwrap();
    let all = Page {
        limit: 2,
        skip: 1,
        ..Page::default()
    };
    let codes = |codes: &[&str]| {
        codes
            .iter()
            .map(|&code| code.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed(&catalogue, " ", &all),
        (codes(&["RICE", "6291"]), 7, false)
    );
    let dairy = Page {
        category: Some("Dairy".to_owned()),
        limit: 10,
        ..Page::default()
    };
    assert_eq!(
        listed(&catalogue, "", &dairy),
        (codes(&["MLK-1"]), 1, false)
    );
    assert_eq!(
        listed(&catalogue, "mil", &dairy),
        (codes(&["MLK-1"]), 1, false)
    );
    assert_eq!(
        listed(&catalogue, "حليب", &dairy),
        (codes(&["MLK-1"]), 1, false)
    );
    for elsewhere in ["choc", "rice", "RICE", "6291"] {
        let found = listed(&catalogue, elsewhere, &dairy).0;
        assert!(
            found.iter().all(|code| code == "MLK-1"),
            "{elsewhere}: {found:?}"
        );
    }
    let stopped = Page {
        inactive: true,
        limit: 10,
        ..Page::default()
    };
    for text in ["", "milk", "mlk", "036000291452"] {
        assert_eq!(
            listed(&catalogue, text, &stopped),
            (codes(&["MLK-2"]), 1, false),
            "{text}"
        );
    }
    let second = Page {
        skip: 1,
        limit: 1,
        ..Page::default()
    };
    assert_eq!(
        listed(&catalogue, "mil", &second),
        (codes(&["MLK-1"]), 2, false)
    );
}

#[test]
fn a_beginning_of_too_much_says_that_there_is_more() {
    let (_dir, mut catalogue) = fresh();
    let mut csv = String::from("code,name,price,vat\n");
    for n in 0..700 {
        use std::fmt::Write as _;
        writeln!(csv, "C{n},Tea {n} green,1,5").unwrap();
    }
    crate::import(&mut catalogue, &csv);
    let page = Page {
        limit: 5,
        ..Page::default()
    };
    let (codes, count, more) = listed(&catalogue, "t", &page);
    assert_eq!((codes.len(), count, more), (5, 300, true));
    assert_eq!(listed(&catalogue, "c69", &page).1, 11);
    assert!(!listed(&catalogue, "tea 69", &page).2);
}
