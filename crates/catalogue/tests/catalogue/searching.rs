//! Search as a cashier types.

use fils_catalogue::{Catalogue, Product};

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
