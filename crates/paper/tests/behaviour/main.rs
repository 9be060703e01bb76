//! What receipts on paper promise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm
)]

mod printer;
mod samples;

use fils_paper::{
    Bitmap, Cut, Drawer, Mark, Options, Page, PaperError, Run, Scale, Width, draw, escpos,
};
use fils_sale::Unit;
use fils_sale::receipt::Receipt;
use proptest::prelude::*;

fn every_page() -> Vec<Page> {
    samples::all()
        .iter()
        .flat_map(|(_, receipt)| Width::ALL.map(|width| draw(receipt, width).unwrap()))
        .collect()
}

fn text_of(receipt: &Receipt) -> String {
    draw(receipt, Width::Mm80).unwrap().lines().join("\n")
}

fn runs(page: &Page) -> Vec<&Run> {
    page.marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(run) => Some(run),
            _ => None,
        })
        .collect()
}

fn run<'a>(page: &'a Page, text: &str) -> &'a Run {
    let found = runs(page).into_iter().find(|run| run.text.trim() == text);
    found.unwrap_or_else(|| panic!("no run says {text:?}: {:?}", page.lines()))
}

/// Left and right end of everything drawn, in 64ths of a dot, with the line it stands on.
fn extents(page: &Page) -> Vec<(i32, i32, i32)> {
    let mut out = Vec::new();
    for mark in &page.marks {
        match mark {
            Mark::Text(run) => out.push((run.baseline, run.x, run.x + run.width())),
            Mark::Dirham(sign) => {
                out.push((sign.baseline, sign.x, sign.x + i32::from(sign.size) * 54))
            }
            Mark::Block(block) => {
                assert!(block.x >= 0 && block.x + block.width <= i32::from(page.width.dots()))
            }
            Mark::Qr(qr) => {
                let side = i32::try_from(qr.side).unwrap();
                assert!(qr.x >= 0 && qr.x + qr.module * side <= i32::from(page.width.dots()));
            }
        }
    }
    out.sort_unstable();
    out
}

fn assert_nothing_is_cut_off_or_overlaps(page: &Page) {
    let extents = extents(page);
    for (_, left, right) in &extents {
        assert!(
            *left >= 0 && *right <= i32::from(page.width.dots()) * 64 + 1,
            "{left}..{right}"
        );
    }
    for pair in extents.windows(2) {
        let ((line, _, right), (next, left, _)) = (pair[0], pair[1]);
        assert!(
            next > line + 18 || (next == line && left >= right - 1),
            "{pair:?}"
        );
    }
    let last = extents.last().unwrap().0;
    assert!(i64::from(page.height) > i64::from(last));
}

#[test]
fn nothing_is_cut_off_or_overlaps() {
    for page in every_page() {
        assert_nothing_is_cut_off_or_overlaps(&page);
    }
}

#[test]
fn the_printer_prints_the_picture() {
    for page in every_page() {
        let bitmap = page.raster().unwrap();
        assert_eq!(bitmap.width(), usize::from(page.width.dots()));
        let options = Options {
            cut: Cut::Full,
            drawer: Some(Drawer::Pin2),
            dots_per_line: page.width.dots(),
        };
        let printed = printer::print(&escpos(&bitmap, &options).unwrap());
        assert_eq!(printed.picture, bitmap);
        assert!(printed.widest_line <= usize::from(page.width.dots()) / 8);
        assert_eq!(printed.acts, ["reset", "drawer 0", "picture", "full cut"]);
    }
}

#[test]
fn a_printer_is_told_to_cut_and_kick_only_when_asked() {
    let acts = |cut, drawer| {
        let options = Options {
            cut,
            drawer,
            dots_per_line: 384,
        };
        printer::print(&escpos(&Bitmap::new(384, 10), &options).unwrap()).acts
    };
    assert_eq!(acts(Cut::None, None), ["reset", "picture", "feed"]);
    assert_eq!(
        acts(Cut::Partial, Some(Drawer::Pin5)),
        ["reset", "drawer 1", "picture", "partial cut"]
    );
}

#[test]
fn a_narrow_picture_stands_in_the_middle_of_a_wide_line_and_a_wide_one_is_refused() {
    let mut bitmap = Bitmap::new(384, 1);
    bitmap.blacken(0, 0);
    let options = |dots_per_line| Options {
        cut: Cut::None,
        drawer: None,
        dots_per_line,
    };
    let printed = printer::print(&escpos(&bitmap, &options(576)).unwrap());
    assert!(printed.picture.is_black(96, 0));
    assert_eq!(
        escpos(&bitmap, &options(320)),
        Err(PaperError::TooWide {
            picture: 384,
            printer: 320
        })
    );
}

#[test]
fn a_phone_reads_the_code_off_the_paper() {
    for (_, receipt) in samples::all() {
        for width in Width::ALL {
            let bitmap = draw(&receipt, width).unwrap().raster().unwrap();
            let grey = |x, y| if bitmap.is_black(x, y) { 0 } else { 255 };
            let mut image =
                rqrr::PreparedImage::prepare_from_greyscale(bitmap.width(), bitmap.height(), grey);
            let read: Vec<String> = image
                .detect_grids()
                .iter()
                .map(|grid| grid.decode().unwrap().1)
                .collect();
            assert_eq!(read, [samples::order().to_string()]);
        }
    }
}

#[test]
fn a_code_that_nothing_can_hold_leaves_its_text() {
    let mut receipt = samples::ordinary();
    receipt.qr = Some("x".repeat(5000));
    let page = draw(&receipt, Width::Mm58).unwrap();
    assert!(!page.marks.iter().any(|mark| matches!(mark, Mark::Qr(_))));
    assert_eq!(page.lines().concat().matches("xxxxx").count(), 1000);
}

#[test]
fn a_registered_shop_prints_a_tax_invoice() {
    let text = text_of(&samples::ordinary());
    for needed in [
        "Tax Invoice",
        "فاتورة ضريبية",
        "Al Noor Grocery & Café",
        "بقالة ومقهى النور",
        "100123456700003",
        "T1-000123",
        "21/11/2026 12:35",
        "Till 1",
        "Fatima",
        "Karak chai, large",
        "شاي كرك كبير",
        "2 × 6.00",
        "1.350 kg × 7.99",
        "−6.50",
        "\u{20C3}\u{A0}90.29",
        "−5.00",
        "VAT 5 %",
        "\u{20C3}\u{A0}85.29",
        "−0.04",
        "\u{20C3}\u{A0}50.00",
        "\u{20C3}\u{A0}14.75",
        "FS260912-0001-7QK4",
        "Thank you, come again",
        "شكرًا لزيارتكم",
    ] {
        assert!(text.contains(needed), "{needed} is missing from\n{text}");
    }
}

#[test]
fn a_shop_that_is_not_registered_never_prints_tax_words() {
    for mut receipt in samples::all().into_iter().map(|(_, receipt)| receipt) {
        // Figures that should not be there are not printed either.
        for trn in [None, Some("  ".to_owned())] {
            receipt.shop.trn = trn;
            assert!(receipt.vat.is_some());
            let page = draw(&receipt, Width::Mm58).unwrap();
            let text = page.lines().join("\n") + &page.title;
            for word in ["Tax", "VAT", "TRN", "Invoice", "ضريب", "فاتورة"] {
                assert!(
                    !text.to_lowercase().contains(&word.to_lowercase()),
                    "{word} is in\n{text}"
                );
            }
        }
    }
}

#[test]
fn a_credit_note_names_the_invoice() {
    let text = text_of(&samples::refund());
    for needed in [
        "Tax Credit Note",
        "إشعار دائن ضريبي",
        "T1-C00007",
        "For invoice",
        "T1-000123",
        "Refunded",
        "1 ×",
    ] {
        assert!(text.contains(needed), "{needed} is missing from\n{text}");
    }
}

#[test]
fn copies_and_training_cannot_be_taken_for_the_real_thing() {
    let text = text_of(&samples::crowded());
    assert!(text.contains("COPY") && text.contains("نسخة"));
    assert_eq!(text.matches("TRAINING – NOT A RECEIPT").count(), 2);
    assert_eq!(text.matches("تدريب").count(), 2);
    let text = text_of(&samples::ordinary());
    assert!(!text.contains("COPY") && !text.contains("TRAINING"));
}

#[test]
fn zero_rated_and_exempt_goods_are_told_apart() {
    let text = text_of(&samples::crowded());
    for needed in [
        "(VAT 0 %)",
        "(VAT exempt)",
        "Goods at VAT 0 %",
        "Goods exempt from VAT",
        "\u{20C3}\u{A0}9,876,543,210.00",
    ] {
        assert!(text.contains(needed), "{needed} is missing from\n{text}");
    }
}

#[test]
fn long_names_are_broken_and_whole() {
    let receipt = samples::crowded();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    for width in Width::ALL {
        let text = squeezed(&draw(&receipt, width).unwrap().lines().concat());
        for line in &receipt.lines {
            assert!(text.contains(&squeezed(&line.name)));
            assert!(text.contains(&squeezed(line.name_ar.as_deref().unwrap())));
        }
    }
}

fn named(name_ar: &str) -> Page {
    let line = samples::line("x", Some(name_ar), 1000, Unit::Piece, 100);
    draw(&samples::receipt(vec![line]), Width::Mm80).unwrap()
}

#[test]
fn arabic_letters_join() {
    let word = "كبير";
    let page = named(word);
    let joined: Vec<u32> = run(&page, word)
        .glyphs
        .iter()
        .map(|glyph| glyph.id)
        .collect();
    let alone: Vec<u32> = word
        .chars()
        .rev()
        .map(|letter| run(&named(&letter.to_string()), &letter.to_string()).glyphs[0].id)
        .collect();
    assert_eq!(joined.len(), alone.len());
    assert!(
        joined
            .iter()
            .zip(&alone)
            .all(|(joined, alone)| joined != alone),
        "{joined:?} {alone:?}"
    );
    assert!(joined.iter().all(|glyph| *glyph != 0));
}

#[test]
fn arabic_lines_start_at_the_right_and_figures_in_them_read_from_the_left() {
    let page = named("علبة 250 جم");
    let (first, figure, last) = (run(&page, "علبة"), run(&page, "250"), run(&page, "جم"));
    assert!(first.right_to_left && last.right_to_left && !figure.right_to_left);
    assert!(last.x < figure.x && figure.x < first.x);
    assert!((first.x + first.width() - 576 * 64).abs() <= 64);
    assert_eq!(
        first.glyphs[1].text,
        6..8,
        "the last letter is leftmost, after the space"
    );
}

#[test]
fn a_shop_with_one_language_only_is_set_in_its_direction() {
    let mut receipt = samples::ordinary();
    receipt.lines[0].name = "شاي".to_owned();
    receipt.lines[0].name_ar = None;
    let page = draw(&receipt, Width::Mm80).unwrap();
    let name = run(&page, "شاي");
    assert!((name.x + name.width() - 576 * 64).abs() <= 64);
}

#[test]
fn amounts_stand_in_a_column_of_equal_digits() {
    let page = draw(&samples::ordinary(), Width::Mm80).unwrap();
    let digits: Vec<i32> = run(&page, "12.00")
        .glyphs
        .iter()
        .map(|glyph| glyph.advance)
        .collect();
    assert!(
        digits
            .iter()
            .all(|advance| *advance == digits[0] || *advance == digits[2])
    );
    for amount in ["12.00", "65.00", "10.79", "9.00", "−6.50"] {
        let run = run(&page, amount);
        assert!((run.x + run.width() - 576 * 64).abs() <= 64, "{amount}");
    }
}

#[test]
fn the_same_receipt_gives_the_same_bytes_in_every_output() {
    let page = || draw(&samples::ordinary(), Width::Mm80).unwrap();
    assert_eq!(page(), page());
    assert_eq!(page().raster().unwrap(), page().raster().unwrap());
    assert_eq!(page().pdf().unwrap(), page().pdf().unwrap());
    assert!(page().pdf().unwrap().starts_with(b"%PDF-"));
}

#[test]
fn pictures_have_the_size_of_the_paper() {
    let page = draw(&samples::ordinary(), Width::Mm58).unwrap();
    let size = |bytes: Vec<u8>| {
        let reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        (reader.info().width, reader.info().height)
    };
    assert_eq!(
        size(page.png(Scale::Two).unwrap()),
        (58 * 8 * 2, page.height * 2)
    );
    assert_eq!(
        size(page.raster().unwrap().png().unwrap()),
        (384, page.height)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_fits(name in "\\PC{0,80}", name_ar in "[ء-ي0-9a-z .\\u{064B}-\\u{0652}]{0,80}", price in 0_i64..999_999_999_999) {
        let mut line = samples::line(&name, Some(&name_ar), 1000, Unit::Piece, price);
        line.note = Some(name_ar);
        let mut receipt = samples::receipt(vec![line]);
        receipt.cashier = name;
        for width in Width::ALL {
            assert_nothing_is_cut_off_or_overlaps(&draw(&receipt, width).unwrap());
        }
    }
}
