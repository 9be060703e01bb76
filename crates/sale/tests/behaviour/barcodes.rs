//! What a scanner reads is a product, a label with its price or weight, or refused with a sentence.

use fils_sale::barcode::{
    BarcodeError, Embedded, EmbeddedError, Scanned, check_digit, normalise, read,
};
use proptest::prelude::*;

use crate::kit::aed;

fn code(text: &str) -> Result<String, BarcodeError> {
    match read(text, &Embedded::default())? {
        Scanned::Code { code } => Ok(code),
        other => panic!("{text} is {other:?}"),
    }
}

fn with_check(digits: &str) -> String {
    format!("{digits}{}", check_digit(digits))
}

#[test]
fn products_are_read_whatever_their_barcode() {
    for (text, stored) in [
        // EAN-13, EAN-8.
        ("6291041500213", "6291041500213"),
        (" 4006381333931\n", "4006381333931"),
        ("96385074", "96385074"),
        // UPC-A is the EAN-13 with a zero before it.
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        // UPC-E, one for each way the zeros were left out, with the UPC-A it is short for.
        ("04252614", "0042100005264"),
        ("01234531", "0012300000451"),
        ("01234543", "0012340000053"),
        ("01234565", "0012345000065"),
        // Code 128, and numbers of a shop's own.
        ("ABC-1234/5", "ABC-1234/5"),
        ("lower Case", "lower Case"),
        ("123456", "123456"),
        ("00012345678905", "00012345678905"),
    ] {
        assert_eq!(code(text).as_deref(), Ok(stored), "{text}");
    }
}

#[test]
fn a_short_and_a_long_form_of_one_barcode_are_the_same() {
    assert_eq!(normalise("04252614"), normalise("042100005264"));
    assert_eq!(normalise("036000291452"), normalise("0036000291452"));
}

#[test]
fn eight_digits_that_start_with_zero_may_be_an_ean_8() {
    let own = with_check("0123451");
    assert_eq!(code(&own), Ok(own.clone()));
    // Where both fit it is UPC-E, when the catalogue is filled and when it is scanned.
    assert_eq!(code(&with_check("0123457")), Ok("0012345000072".to_owned()));
}

#[test]
fn a_misread_digit_is_noticed() {
    for text in [
        "6291041500214",
        "6291041500313",
        "96385075",
        "036000291453",
        "01234566",
    ] {
        let error = code(text).unwrap_err();
        assert_eq!(error.code(), "barcode_check_digit", "{text}");
        assert!(error.to_string().contains("Scan it again"));
    }
}

#[test]
fn what_no_barcode_holds_is_refused() {
    assert_eq!(normalise("  "), Err(BarcodeError::Empty));
    assert_eq!(normalise("قهوة"), Err(BarcodeError::NotPrintable));
    assert_eq!(normalise("A\tB"), Err(BarcodeError::NotPrintable));
    assert_eq!(normalise(&"A".repeat(48)), Ok("A".repeat(48)));
    assert_eq!(
        normalise(&"A".repeat(49)),
        Err(BarcodeError::TooLong { length: 49 })
    );
}

#[test]
fn an_arabic_keyboard_gives_the_same_digits() {
    assert_eq!(code("٦٢٩١٠٤١٥٠٠٢١٣"), Ok("6291041500213".to_owned()));
}

#[test]
fn a_label_holds_its_price_or_its_weight() {
    let labels = Embedded::default();
    assert_eq!(
        read(&with_check("230012301234"), &labels),
        Ok(Scanned::WithPrice {
            item: "00123".to_owned(),
            price: aed("12.34")
        })
    );
    assert_eq!(
        read(&with_check("210012300350"), &labels),
        Ok(Scanned::WithWeight {
            item: "00123".to_owned(),
            grams: 350
        })
    );
    // Another prefix of the shop's own is a product.
    assert!(matches!(
        read(&with_check("220012300350"), &labels),
        Ok(Scanned::Code { .. })
    ));
    assert!(matches!(
        read(&with_check("210012300350"), &Embedded::none()),
        Ok(Scanned::Code { .. })
    ));
}

#[test]
fn a_scale_may_write_its_labels_otherwise() {
    let prefixes = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
    let labels = Embedded::new(prefixes(&["02", "28"]), prefixes(&["29"]), 4).unwrap();
    let price = Ok(Scanned::WithPrice {
        item: "4567".to_owned(),
        price: aed("1000.00"),
    });
    assert_eq!(read(&with_check("284567100000"), &labels), price);
    // 02 is a label in UPC-A's form: 12 digits that start with 2.
    assert_eq!(read(&with_check("24567100000"), &labels), price);
    let longest = Embedded::new(vec![], prefixes(&["21"]), 6).unwrap();
    assert_eq!(
        read(&with_check("211234569999"), &longest),
        Ok(Scanned::WithWeight {
            item: "123456".to_owned(),
            grams: 9999
        })
    );
}

#[test]
fn a_label_that_says_nothing_or_was_misread_is_refused() {
    let labels = Embedded::default();
    let empty = read(&with_check("230012300000"), &labels).unwrap_err();
    assert_eq!(empty.code(), "barcode_empty_label");
    let misread = format!("23001230999{}", check_digit("230012301234"));
    let misread = format!("{misread}0");
    assert_eq!(
        read(&misread, &labels).unwrap_err().code(),
        "barcode_check_digit"
    );
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let new = |price: &str, weight: &str, digits| {
        Embedded::new(vec![price.to_owned()], vec![weight.to_owned()], digits)
    };
    assert_eq!(
        new("23", "62", 5),
        Err(EmbeddedError::BadPrefix("62".to_owned()))
    );
    assert_eq!(
        new("23", "23", 5),
        Err(EmbeddedError::Twice("23".to_owned()))
    );
    assert_eq!(new("2", "21", 5).unwrap_err().code(), "label_bad_prefix");
    assert_eq!(new("23", "21", 3), Err(EmbeddedError::ItemDigits));
    assert_eq!(new("23", "21", 7), Err(EmbeddedError::ItemDigits));
    let stored: Embedded = serde_json::from_str(r#"{"price":["20"]}"#).unwrap();
    assert_eq!(stored, new("20", "21", 5).unwrap());
    assert!(serde_json::from_str::<Embedded>(r#"{"price":["62"]}"#).is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_what_is_stored_reads_as_itself(text in "[ -~٠-٩é]{0,50}|[0-9]{6,14}") {
        match normalise(&text) {
            Ok(code) => prop_assert_eq!(normalise(&code), Ok(code)),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn one_wrong_digit_is_always_noticed(digits in "[0-9]{12}", at in 0..13_usize, other in 1..10_u32) {
        let right = with_check(&digits);
        prop_assert!(normalise(&right).is_ok());
        let mut wrong: Vec<char> = right.chars().collect();
        wrong[at] = char::from_digit((wrong[at].to_digit(10).unwrap() + other) % 10, 10).unwrap();
        let wrong: String = wrong.into_iter().collect();
        prop_assert!(normalise(&wrong).is_err());
    }
}
