//! Importing and exporting CSV.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use fils_catalogue::import::{Applied, Change, ImportError, Refusals, Source, Stage};
use fils_catalogue::{Mark, Product};
use fils_order::Money;
use fils_sale::{Unit, VatClass};
use proptest::prelude::*;

use crate::{fresh, go_on, import, preview, product, refused, try_preview};

const FULL: &str = "code,name,name_ar,barcodes,price,vat,category,unit\n\
    M1,Milk,حليب,6291041500213;036000291452,12.50,5,Dairy,piece\n\
    D1,Dates,تمر,,\"1,020\",0,,kg\n\
    T1,Tailoring,,,open,exempt,Services,\n";

#[test]
fn a_file_becomes_products() {
    let (_dir, mut catalogue) = fresh();
    let shown = preview(&catalogue, FULL);
    assert_eq!((shown.added, shown.changed, shown.unchanged), (3, 0, 0));
    assert_eq!(shown.rows()[0].row, 2);
    assert_eq!(shown.rows()[0].change, Change::Added);
    assert_eq!(catalogue.count().unwrap(), 0, "a preview changes nothing");
    let done = catalogue
        .apply(&shown, Refusals::Forbid, &mut go_on)
        .unwrap();
    assert_eq!(
        done,
        Applied {
            added: 3,
            changed: 0,
            unchanged: 0,
            refused: 0
        }
    );
    let milk = catalogue.by_barcode("0036000291452").unwrap().unwrap();
    assert_eq!(milk.barcodes, ["6291041500213", "0036000291452"]);
    assert_eq!(milk.price, Some(Money::from_fils(1250).unwrap()));
    let dates = catalogue.by_code("d1").unwrap().unwrap();
    assert_eq!(
        (dates.unit, dates.vat, dates.price.map(Money::fils)),
        (Unit::Kg, VatClass::Zero, Some(102_000))
    );
    let tailoring = catalogue.by_code("T1").unwrap().unwrap();
    assert_eq!((tailoring.price, tailoring.vat), (None, VatClass::Exempt));
}

#[test]
fn importing_again_changes_only_what_differs() {
    let (_dir, mut catalogue) = fresh();
    import(&mut catalogue, FULL);
    catalogue.set_active("D1", false).unwrap();
    let shown = preview(&catalogue, &FULL.replace("12.50", "13"));
    assert_eq!((shown.added, shown.changed, shown.unchanged), (0, 1, 2));
    catalogue
        .apply(&shown, Refusals::Forbid, &mut go_on)
        .unwrap();
    assert_eq!(
        catalogue
            .by_code("M1")
            .unwrap()
            .unwrap()
            .price
            .unwrap()
            .fils(),
        1300
    );
    assert!(!catalogue.by_code("D1").unwrap().unwrap().active);
}

#[test]
fn columns_that_are_not_there_leave_their_fields_alone() {
    let (_dir, mut catalogue) = fresh();
    import(&mut catalogue, FULL);
    import(&mut catalogue, "PRICE;Code; Na me ;VAT\n9.75;m1;Milk;5 %\n");
    let milk = catalogue.by_code("M1").unwrap().unwrap();
    assert_eq!(milk.code, "m1");
    assert_eq!(milk.price.unwrap().fils(), 975);
    assert_eq!(milk.name_ar.as_deref(), Some("حليب"));
    assert_eq!(milk.category.as_deref(), Some("Dairy"));
    assert_eq!(milk.barcodes.len(), 2);
    // An empty cell empties its field.
    import(
        &mut catalogue,
        "code,name,name_ar,price,vat\nM1,Milk,,9.75,5\n",
    );
    assert_eq!(catalogue.by_code("M1").unwrap().unwrap().name_ar, None);
}

#[test]
fn files_are_written_in_many_ways() {
    for text in [
        "code,name,price,vat\nA,Tea,1.50,5\n",
        "\u{FEFF}code,name,price,vat\r\nA,Tea,1.50,5\r\n",
        "code;name;price;vat\nA;Tea;1.50;5",
        "Code\tNAME\tprice\tvat\nA\tTea\t1.50\t5\n",
        "\n\n\"code\",\"name\",price,vat,,\n,,,\n\nA,Tea,1.50,5,,\n",
        "vat,price,name,code\n٥,١٫٥٠,Tea,A\n",
        "code,name,price,vat\rA,Tea,1.50,5\r",
    ] {
        let (_dir, mut catalogue) = fresh();
        let done = import(&mut catalogue, text);
        assert_eq!((done.added, done.refused), (1, 0), "{text:?}");
        let tea = catalogue.by_code("A").unwrap().unwrap();
        assert_eq!((tea.name.as_str(), tea.price.unwrap().fils()), ("Tea", 150));
    }
}

/// One row for each thing that can be wrong, and two good ones.
const ROWS: &str = "code,name,barcodes,price,vat,unit,active,colour\n\
        OK,Fine,,1.00,5,,,\n\
        ,No code,,1.00,5,,,\n\
        A,,,1.005,7,box,perhaps,red\n\
        B,B,,0,5,,,\n\
        C,C,,-1,5,,,\n\
        D,D,,,,,,\n\
        E,E,6291041500214,1,5,,,\n\
        F,F,6.29104E+12,1,5,,,\n\
        ok,Again,,1.00,5,,,\n\
        G,G,SAME,1,5,,,\n\
        H,H,SAME,1,5,,,\n\
        I,I,TAKEN,1,5,,,\n\
        J,J,,1,5,,,,extra\n\
        K,\"two\nlines\",,1,5,,,\n\
        L,L,X;X,1,5,,,\n\
        M,M,,\"12,50\",5,,,\n";

#[test]
fn every_problem_of_every_row_is_named() {
    let (_dir, mut catalogue) = fresh();
    let holder = Product {
        barcodes: vec!["TAKEN".to_owned()],
        ..product("OWNER", "Owner")
    };
    catalogue.put(&holder).unwrap();
    let shown = preview(&catalogue, ROWS);
    assert_eq!(
        refused(&shown),
        [
            (3, vec!["code_missing"]),
            (
                4,
                vec![
                    "amount_too_many_decimals",
                    "vat_class_unknown",
                    "colour_unknown",
                    "unit_unknown",
                    "active_unknown",
                    "name_missing"
                ]
            ),
            (5, vec!["amount_zero"]),
            (6, vec!["amount_negative"]),
            (7, vec!["price_missing", "vat_missing"]),
            (8, vec!["barcode_check_digit"]),
            (9, vec!["barcode_shortened"]),
            (10, vec!["code_twice"]),
            (12, vec!["barcode_in_file_twice"]),
            (13, vec!["barcode_taken"]),
            (14, vec!["extra_cells"]),
            (15, vec!["line_break"]),
            (16, vec!["barcode_twice"]),
            (17, vec!["amount_not_a_number"]),
        ]
    );
    assert_eq!(shown.added, 2);
    for one in &shown.refused {
        let reason = one.reason();
        assert!(reason.ends_with('.') && !reason.contains('\n'), "{reason}");
        assert_eq!(one.code(), one.problems[0].code());
    }
    assert!(shown.refused[7].reason().contains("row 2"));
    assert!(shown.refused[9].reason().contains("OWNER"));

    let error = catalogue
        .apply(&shown, Refusals::Forbid, &mut go_on)
        .unwrap_err();
    assert!(matches!(error, ImportError::Refused { refused: 14 }));
    assert_eq!(catalogue.count().unwrap(), 1, "nothing half-imported");
    let done = catalogue
        .apply(&shown, Refusals::LeaveOut, &mut go_on)
        .unwrap();
    assert_eq!((done.added, done.refused), (2, 14));
    assert_eq!(catalogue.count().unwrap(), 3);
}

#[test]
fn a_barcode_moves_when_the_file_takes_it_off_its_owner() {
    let head = "code,name,barcodes,price,vat\n";
    let (_dir, mut catalogue) = fresh();
    import(&mut catalogue, &format!("{head}A,A,X,1,5\nB,B,Y,1,5\n"));
    let swapped = format!("{head}A,A,Y,1,5\nB,B,X,1,5\n");
    assert_eq!(refused(&preview(&catalogue, &swapped)), []);
    import(&mut catalogue, &swapped);
    assert_eq!(catalogue.by_barcode("X").unwrap().unwrap().code, "B");
    // The row that would free X is refused itself, and with it those that count on it.
    let broken = format!("{head}B,B,Z,free,5\nC,C,X,1,5\n");
    assert_eq!(
        refused(&preview(&catalogue, &broken)),
        [(2, vec!["amount_not_a_number"]), (3, vec!["barcode_taken"])]
    );
    import(&mut catalogue, &format!("{head}T,T,TAKEN,1,5\n"));
    let chain = format!("{head}D,D,Y,1,5\nA,A,X,1,5\nB,B,TAKEN,1,5\n");
    assert_eq!(
        refused(&preview(&catalogue, &chain)),
        [
            (2, vec!["barcode_taken"]),
            (3, vec!["barcode_taken"]),
            (4, vec!["barcode_taken"])
        ]
    );
}

#[test]
fn a_file_that_is_unfit_as_a_whole_is_one_clear_error() {
    let (_dir, catalogue) = fresh();
    for (bytes, code) in [
        (&b""[..], "import_empty"),
        (b"\n\n , \n", "import_empty"),
        (b"code,name,price\nA,B,1\n", "import_missing_columns"),
        (b"A,B,1,5\n", "import_missing_columns"),
        (b"code,name,price,vat,Code\n", "import_same_column"),
        (b"code,name,price,vat\nA,\xC7,1,5\n", "import_not_utf8"),
        (b"\xFF\xFEc\0o\0d\0e\0", "import_not_utf8"),
        (
            b"code,name,price,vat\nA,\"B,1,5\nC,D,1,5\n",
            "import_open_quote",
        ),
        (b"PK\x03\x04nonsense", "import_bad_workbook"),
        (b"\xD0\xCF\x11\xE0nonsense", "import_old_excel"),
    ] {
        let error = try_preview(&catalogue, bytes).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    let error = try_preview(&catalogue, b"sku,name,price\n").unwrap_err();
    assert!(error.to_string().contains("column code, vat:"), "{error}");
    let missing = Source::open(std::path::Path::new("no-such-file.csv")).unwrap_err();
    assert_eq!(missing.code(), "import_cannot_read");
}

#[test]
fn columns_nobody_asked_for_are_named_and_passed_over() {
    let (_dir, catalogue) = fresh();
    let shown = preview(
        &catalogue,
        "code,Supplier,name,price,vat,Notes\nA,X,Tea,1,5,\"long\nstory\"\n",
    );
    assert_eq!(shown.ignored_columns, ["Supplier", "Notes"]);
    assert_eq!((shown.added, shown.refused.len()), (1, 0));
}

#[test]
fn what_changed_since_the_preview_is_not_overwritten() {
    let (_dir, mut catalogue) = fresh();
    let shown = preview(&catalogue, FULL);
    catalogue.put(&product("M1", "Other")).unwrap();
    let error = catalogue
        .apply(&shown, Refusals::LeaveOut, &mut go_on)
        .unwrap_err();
    assert!(matches!(error, ImportError::Stale));
    assert_eq!(catalogue.count().unwrap(), 1);
}

#[test]
fn an_import_shows_its_progress_and_can_be_stopped() {
    let (_dir, mut catalogue) = fresh();
    let mut csv = String::from("code,name,price,vat\n");
    for n in 0..2500 {
        writeln!(csv, "C{n},N{n},1,5").unwrap();
    }
    let mut seen = Vec::new();
    let source = Source::of(csv.into_bytes()).unwrap();
    let shown = catalogue
        .preview(&source, &mut |progress| {
            seen.push((progress.stage, progress.done, progress.total));
            ControlFlow::Continue(())
        })
        .unwrap();
    let error = catalogue
        .apply(&shown, Refusals::Forbid, &mut |progress| {
            seen.push((progress.stage, progress.done, progress.total));
            if progress.done == 2000 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap_err();
    assert!(matches!(error, ImportError::Stopped));
    assert_eq!(
        seen,
        [
            (Stage::Checking, 1000, 2500),
            (Stage::Checking, 2000, 2500),
            (Stage::Checking, 2500, 2500),
            (Stage::Storing, 1000, 2500),
            (Stage::Storing, 2000, 2500),
        ]
    );
    assert_eq!(catalogue.count().unwrap(), 0);
    assert_eq!(catalogue.search("n1", 5, true).unwrap(), []);
}

fn exported(catalogue: &fils_catalogue::Catalogue, mark: Mark) -> String {
    let mut bytes = Vec::new();
    catalogue.export_csv(&mut bytes, mark).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_export_is_what_an_import_reads() {
    let (_dir, mut catalogue) = fresh();
    import(&mut catalogue, FULL);
    catalogue
        .put(&Product {
            active: false,
            colour: Some("#1a7f37".parse().unwrap()),
            ..product("=1+1", "@home \"best\", '=x")
        })
        .unwrap();
    let text = exported(&catalogue, Mark::Plain);
    assert!(
        text.starts_with(
            "code,name,name_ar,barcodes,price,vat,category,unit,colour,active\n'=1+1,\"'@home"
        ),
        "{text}"
    );
    assert!(
        text.contains("6291041500213;0036000291452,12.50,5,Dairy,piece,,yes"),
        "{text}"
    );
    assert!(exported(&catalogue, Mark::ForSpreadsheets).starts_with("\u{FEFF}code"));
    let shown = preview(&catalogue, &text);
    assert_eq!((shown.unchanged, shown.refused.len()), (4, 0));
}

fn any_product() -> impl Strategy<Value = Product> {
    (
        "[=+@'A-Z0-9 -]{1,8}[A-Z]",
        "\\PC{0,20}[a-zء-ي]",
        proptest::option::of("[ء-ي'\",;]{1,9}ب"),
        proptest::collection::btree_set("[-A-Z=']{1,6}", 0..3),
        proptest::option::of(1..99_999_999_999_999_i64),
        proptest::sample::select(VatClass::ALL.to_vec()),
        proptest::option::of("[a-z;,\"']{1,5}"),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(code, name, name_ar, barcodes, price, vat, category, kg, active)| Product {
                code,
                name,
                name_ar,
                barcodes: barcodes.into_iter().collect(),
                price: price.map(|fils| Money::from_fils(fils).unwrap()),
                vat,
                category,
                colour: None,
                unit: if kg { Unit::Kg } else { Unit::Piece },
                active,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_catalogue_survives_its_way_through_a_file(products in proptest::collection::vec(any_product(), 1..6)) {
        let (_dir, mut catalogue) = fresh();
        for one in &products {
            // Names of marks only, or barcodes of another product, are refused; what was taken must come back.
            match catalogue.put(one) {
                Ok(()) => {}
                Err(e) => prop_assert!(["text_invisible", "barcode_taken"].contains(&e.code()), "{}", e),
            }
        }
        let text = exported(&catalogue, Mark::Plain);
        let (_other_dir, mut other) = fresh();
        let shown = preview(&other, &text);
        prop_assert_eq!(refused(&shown), []);
        other.apply(&shown, Refusals::Forbid, &mut go_on).unwrap();
        prop_assert_eq!(exported(&other, Mark::Plain), text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "code,name,price,vat\n[\\PC\n\",;]{0,100}") {
        let (_dir, catalogue) = fresh();
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            if let Err(e) = try_preview(&catalogue, bytes) {
                prop_assert!(e.code().starts_with("import_"), "{}", e);
            }
        }
    }
}
