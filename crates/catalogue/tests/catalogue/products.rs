//! Products one by one.

use fils_catalogue::{CatalogueError, Language, Page, Product, ProductError};
use fils_order::Money;
use fils_sale::{Unit, VatClass};

use crate::{fresh, product};

#[test]
fn a_product_comes_back_as_it_was_stored() {
    let (_dir, mut catalogue) = fresh();
    let milk = Product {
        name_ar: Some("حليب".to_owned()),
        barcodes: vec!["6291041500213".to_owned(), "AB 12".to_owned()],
        price: None,
        vat: VatClass::Exempt,
        category: Some("Dairy".to_owned()),
        colour: Some("#1A7F37".parse().unwrap()),
        unit: Unit::Kg,
        ..product("M-1", "Milk")
    };
    catalogue.put(&milk).unwrap();
    assert_eq!(catalogue.by_code(" m-1 ").unwrap().as_ref(), Some(&milk));
    assert_eq!(catalogue.by_barcode("AB 12").unwrap().as_ref(), Some(&milk));
    assert_eq!(catalogue.by_barcode("AB 13").unwrap(), None);
    let reader = catalogue.reader().unwrap();
    assert_eq!(reader.by_code("M-1").unwrap(), Some(milk));
    assert_eq!(reader.count().unwrap(), 1);
}

#[test]
fn texts_are_trimmed_and_barcodes_take_their_one_form() {
    let (_dir, mut catalogue) = fresh();
    let mut cola = product(" C1 ", "  Cola ");
    cola.name_ar = Some("  ".to_owned());
    cola.barcodes = vec!["036000291452".to_owned()];
    catalogue.put(&cola).unwrap();
    let stored = catalogue.by_barcode("0036000291452").unwrap().unwrap();
    assert_eq!(
        (stored.code.as_str(), stored.name.as_str(), &stored.name_ar),
        ("C1", "Cola", &None)
    );
}

#[test]
fn a_product_that_breaks_a_rule_is_refused() {
    let (_dir, mut catalogue) = fresh();
    let bad: [(Product, &str); 10] = [
        (product("  ", "A"), "code_missing"),
        (product("a", ""), "name_missing"),
        (product("a", &"n".repeat(201)), "text_too_long"),
        (product("a", "one\ntwo"), "text_invisible"),
        (product("a", "pay \u{202E}05.21"), "text_invisible"),
        (
            Product {
                price: Some(Money::ZERO),
                ..product("a", "A")
            },
            "price_zero",
        ),
        (
            Product {
                barcodes: vec!["6291041500214".to_owned()],
                ..product("a", "A")
            },
            "barcode_check_digit",
        ),
        (
            Product {
                barcodes: vec!["A;B".to_owned()],
                ..product("a", "A")
            },
            "barcode_semicolon",
        ),
        (
            Product {
                barcodes: vec!["AB".to_owned(), " AB".to_owned()],
                ..product("a", "A")
            },
            "barcode_twice",
        ),
        (
            Product {
                barcodes: (0..51).map(|n| format!("B{n}")).collect(),
                ..product("a", "A")
            },
            "barcodes_too_many",
        ),
    ];
    for (product, code) in bad {
        let error = catalogue.put(&product).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    assert_eq!(
        "red".parse::<fils_catalogue::Colour>().unwrap_err(),
        ProductError::Colour("red".to_owned())
    );
    assert_eq!(catalogue.count().unwrap(), 0);
}

#[test]
fn a_barcode_belongs_to_one_product() {
    let (_dir, mut catalogue) = fresh();
    let with = |code: &str| Product {
        barcodes: vec!["AB".to_owned()],
        ..product(code, "A")
    };
    catalogue.put(&with("1")).unwrap();
    catalogue.put(&with("1")).unwrap();
    let error = catalogue.put(&with("2")).unwrap_err();
    assert!(
        matches!(&error, CatalogueError::BarcodeTaken { owner, .. } if owner == "1"),
        "{error}"
    );
    assert_eq!(catalogue.by_code("2").unwrap(), None);
    catalogue.put(&product("1", "A")).unwrap();
    catalogue.put(&with("2")).unwrap();
    assert_eq!(catalogue.by_barcode("AB").unwrap().unwrap().code, "2");
}

#[test]
fn a_code_can_be_corrected_but_not_taken() {
    let (_dir, mut catalogue) = fresh();
    catalogue.put(&product("1", "One")).unwrap();
    catalogue.put(&product("2", "Two")).unwrap();
    assert_eq!(
        catalogue
            .replace("1", &product("2", "One"))
            .unwrap_err()
            .code(),
        "code_taken"
    );
    catalogue.replace("1", &product("3", "Three")).unwrap();
    assert_eq!(catalogue.by_code("1").unwrap(), None);
    assert_eq!(catalogue.by_code("3").unwrap().unwrap().name, "Three");
    assert_eq!(catalogue.search("one", 9, true).unwrap(), []);
    assert_eq!(
        catalogue
            .replace("1", &product("1", "One"))
            .unwrap_err()
            .code(),
        "product_not_found"
    );
    assert_eq!(
        catalogue.set_active("1", true).unwrap_err().code(),
        "product_not_found"
    );
}

#[test]
fn pages_and_categories_show_what_is_sold() {
    let (_dir, mut catalogue) = fresh();
    for (code, name, name_ar, category) in [
        ("1", "Tea", "شاي", Some("Drinks")),
        ("2", "Apple", "تفاح", Some("Fruit")),
        ("3", "Coffee", "قهوة", Some("Drinks")),
        ("4", "Bag", "كيس", None),
        ("5", "Beer", "بيرة", Some("Drinks")),
    ] {
        let one = Product {
            name_ar: Some(name_ar.to_owned()),
            category: category.map(str::to_owned),
            ..product(code, name)
        };
        catalogue.put(&one).unwrap();
    }
    catalogue.set_active("5", false).unwrap();
    let categories: Vec<(Option<String>, u32)> = catalogue
        .categories()
        .unwrap()
        .into_iter()
        .map(|one| (one.name, one.products))
        .collect();
    assert_eq!(
        categories,
        [
            (Some("Drinks".to_owned()), 2),
            (Some("Fruit".to_owned()), 1),
            (None, 1)
        ]
    );
    let codes = |page: Page| -> Vec<String> {
        let page = catalogue.page(&page).unwrap();
        page.into_iter().map(|one| one.code).collect()
    };
    let all = Page {
        limit: 10,
        ..Page::default()
    };
    assert_eq!(codes(all.clone()), ["2", "4", "3", "1"]);
    let arabic = Page {
        language: Language::Arabic,
        ..all.clone()
    };
    assert_eq!(codes(arabic), ["2", "1", "3", "4"]);
    let drinks = Page {
        category: Some("Drinks".to_owned()),
        ..all.clone()
    };
    assert_eq!(codes(drinks), ["3", "1"]);
    let second = Page {
        skip: 1,
        limit: 2,
        ..all.clone()
    };
    assert_eq!(codes(second), ["4", "3"]);
    assert_eq!(
        codes(Page {
            inactive: true,
            ..all
        }),
        ["5"]
    );
}

#[test]
fn a_sale_takes_a_copy_with_a_price() {
    let open = Product {
        price: None,
        barcodes: vec!["AB".to_owned()],
        ..product("1", "Alteration")
    };
    assert_eq!(open.item(None), None);
    let price = Money::from_fils(4000).unwrap();
    let item = open.item(Some(price)).unwrap();
    assert_eq!((item.price, item.code.as_deref()), (price, Some("1")));
    assert_eq!(product("2", "A").item(None).unwrap().price.fils(), 1250);
}

#[test]
fn a_new_product_never_takes_the_place_of_another() {
    let (_dir, mut catalogue) = fresh();
    catalogue.add(&product("A", "Tea")).unwrap();
    let taken = catalogue.add(&product("a", "Coffee")).unwrap_err();
    assert_eq!(taken.code(), "code_taken");
    assert_eq!(catalogue.by_code("A").unwrap().unwrap().name, "Tea");
    let empty = catalogue.add(&product(" ", "Coffee")).unwrap_err();
    assert_eq!(empty.code(), "code_missing");
    assert_eq!(catalogue.count().unwrap(), 1);
}

#[test]
fn many_products_are_stored_together_or_not_at_all() {
    let (_dir, mut catalogue) = fresh();
    let (tea, mut coffee) = (product("T", "Tea"), product("C", "Coffee"));
    catalogue.put_all(&[tea.clone(), coffee.clone()]).unwrap();
    assert_eq!(catalogue.count().unwrap(), 2);
    coffee.name = String::new();
    let milk = product("M", "Milk");
    let error = catalogue.put_all(&[milk, coffee]).unwrap_err();
    assert_eq!(error.code(), "name_missing");
    assert_eq!(catalogue.count().unwrap(), 2);
    assert_eq!(catalogue.by_code("T").unwrap(), Some(tea));
}
