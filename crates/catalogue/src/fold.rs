//! Folding: what a person types and what a product is called become the same letters, in either language.
//!
//! Case, accents, Arabic diacritics and tatweel go; the forms of alef become one, as do taa marbuta and haa, alef maqsura
//! and yaa; Arabic and Persian digits become Latin ones. What is folded is only compared and searched, never shown.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The Arabic article, which people leave out when they search.
const ARTICLE: &str = "ال";

/// Letters that must be left of a word without its article, so that a word that only begins alike stays whole.
const STEM: usize = 3;

/// The folded words of `text`, each of letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().filter(|c| !is_unwritten(*c)) {
        if c.is_alphanumeric() {
            word.extend(letter(c).to_lowercase().filter(|c| !is_unwritten(*c)));
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `text` as one folded key: its words with one space between them.
pub(crate) fn key(text: &str) -> String {
    words(text).join(" ")
}

/// A word without the Arabic article, if it has one and enough is left.
pub fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix(ARTICLE)
        .filter(|rest| rest.chars().count() >= STEM)
}

/// The key of a product code: its case, and which digits it is written with, do not tell two products apart.
pub(crate) fn code_key(code: &str) -> String {
    code.nfkc()
        .map(digit)
        .flat_map(char::to_lowercase)
        .collect()
}

/// `text` with Arabic and Persian digits as Latin ones.
pub fn latin_digits(text: &str) -> String {
    text.chars().map(digit).collect()
}

/// What does not count in a comparison: accents and vowel marks, tatweel, apostrophes, marks of direction and joining.
fn is_unwritten(c: char) -> bool {
    is_combining_mark(c)
        || matches!(
            c,
            '\u{0640}' | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00AD}' | '\u{061C}'
                | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        )
}

/// One letter for the letters that are written one for another. Hamza over or under a letter is a mark of its own by now.
fn letter(c: char) -> char {
    match c {
        '\u{0671}' => '\u{0627}',
        '\u{0629}' | '\u{06C1}' | '\u{06D5}' | '\u{06BE}' => '\u{0647}',
        '\u{0649}' | '\u{06CC}' => '\u{064A}',
        '\u{06A9}' => '\u{0643}',
        _ => digit(c),
    }
}

fn digit(c: char) -> char {
    let latin = |zero: char| {
        u32::from(c)
            .checked_sub(u32::from(zero))
            .and_then(|value| char::from_digit(value, 10))
            .unwrap_or(c)
    };
    match c {
        '\u{0660}'..='\u{0669}' => latin('\u{0660}'),
        '\u{06F0}'..='\u{06F9}' => latin('\u{06F0}'),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_in_many_ways_is_one_word() {
        for (left, right) in [
            ("أرز", "ارز"),
            ("إسباني", "اسباني"),
            ("آيس", "ايس"),
            ("ٱلماء", "الماء"),
            ("قهوة", "قهوه"),
            ("حلوى", "حلوي"),
            ("شای", "شاي"),
            ("کعک", "كعك"),
            ("حَلِيب", "حليب"),
            ("حـــليب", "حليب"),
            ("ﻼ", "لا"),
            ("٣٣٠ مل", "330 مل"),
            ("۳۳۰", "330"),
            ("Café", "CAFE"),
            ("Lay's", "lays"),
            ("Lay’s", "LAYS"),
            ("Coca-Cola", "coca  cola"),
            ("ＣＯＬＡ", "cola"),
            ("سؤال", "سوال"),
        ] {
            assert_eq!(key(left), key(right), "{left} and {right}");
        }
    }

    #[test]
    fn what_is_another_word_stays_another() {
        for (left, right) in [
            ("حليب", "حلب"),
            ("7up", "7 up"),
            ("تمر", "ثمر"),
            ("ab", "abc"),
        ] {
            assert_ne!(key(left), key(right), "{left} and {right}");
        }
    }

    #[test]
    fn the_article_is_left_out_of_whole_words_only() {
        assert_eq!(without_article("الحليب"), Some("حليب"));
        assert_eq!(without_article("الم"), None);
        assert_eq!(without_article("حليب"), None);
    }

    #[test]
    fn codes_differ_by_more_than_case() {
        assert_eq!(code_key("Ab-١٢"), code_key("aB-12"));
        assert_ne!(code_key("ab-12"), code_key("ab12"));
    }

    proptest! {
        #[test]
        fn words_are_what_the_index_takes_as_one_word(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert!(!word.is_empty());
                prop_assert!(word.chars().all(|c| !c.is_ascii() || c.is_ascii_lowercase() || c.is_ascii_digit()), "{word:?}");
            }
        }

        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,40}") {
            let once = key(&text);
            prop_assert_eq!(key(&once), once);
        }
    }
}
