//! How wide the columns of a table on paper are.

use std::cell::RefCell;
use std::collections::HashMap;

use fils_paper::{Direction, Face, PaperError, SetLine};

use crate::table::{Cell, Column, Kind, Language};
use crate::text;

/// Between what two columns hold.
pub(crate) const GUTTER: i32 = 140;
/// What a column of words is left with when there is little room.
const NARROWEST: i32 = 1_100;
/// The longest word that a column is widened for.
const LONGEST_WORD: i32 = 3_400;
/// Sizes of type to try, in units.
pub(crate) const SIZES: [u16; 3] = [160, 140, 120];
/// Texts to remember, so that memory stays bounded.
pub(crate) const REMEMBERED: usize = 20_000;
/// Longer than anything that stands on one line.
const ENDLESS: i32 = 4_000_000;

/// What a cell says on paper.
pub(crate) fn said(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Code(_, words) => words.get(language).to_owned(),
        Cell::Amount(money) => text::grouped(*money),
        Cell::Count(count) => text::count(*count),
        Cell::Time(at) => text::clock(*at),
        Cell::Day(day) => text::day(day),
        Cell::Percent(hundredths) => format!("{} %", text::percent(*hundredths)),
    }
}

/// Characters to measure at once, so that what rounding adds is spread over them.
const MANY: i32 = 100;

/// How wide texts are. A Latin character is measured once.
pub(crate) struct Ruler {
    face: Face,
    size: u16,
    /// In 64ths of a unit.
    latin: HashMap<char, i32>,
    /// What was shaped to be measured, in units: lists repeat themselves.
    shaped: RefCell<HashMap<String, i32>>,
}

impl Ruler {
    pub(crate) fn new(face: Face, size: u16) -> Result<Self, PaperError> {
        let mut latin = HashMap::new();
        for c in (' '..='~').chain(['\u{2212}']) {
            let bar = SetLine::set("||", (face, size), Direction::LeftToRight, ENDLESS)?;
            let many = usize::try_from(MANY).unwrap_or(1);
            let text = format!("|{}|", c.to_string().repeat(many));
            let line = SetLine::set(&text, (face, size), Direction::LeftToRight, ENDLESS)?;
            let wide = |lines: &[SetLine]| lines.iter().map(SetLine::width).sum::<i32>();
            latin.insert(c, (wide(&line) - wide(&bar)) * 64 / MANY + 1);
        }
        Ok(Self {
            face,
            size,
            latin,
            shaped: RefCell::default(),
        })
    }

    /// How wide a text is on one line, or a little more.
    pub(crate) fn width(&self, text: &str) -> Result<i32, PaperError> {
        let mut wide = 0;
        for c in text.chars() {
            match self.latin.get(&c) {
                Some(width) => wide += width,
                None => return self.shaped(text),
            }
        }
        Ok(wide / 64 + 4)
    }

    fn shaped(&self, text: &str) -> Result<i32, PaperError> {
        if let Some(width) = self.shaped.borrow().get(text) {
            return Ok(*width);
        }
        let direction = Direction::of(text);
        let lines = SetLine::set(text, (self.face, self.size), direction, ENDLESS)?;
        let width = lines.iter().map(SetLine::width).max().unwrap_or(0);
        let mut shaped = self.shaped.borrow_mut();
        if shaped.len() < REMEMBERED {
            shaped.insert(text.to_owned(), width);
        }
        Ok(width)
    }
}

/// What the columns would like and what they need, gutters included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Whether it may be broken into lines.
    pub(crate) breaks: bool,
    pub(crate) wide: i32,
    /// What its longest word takes: a number that is broken cannot be read.
    pub(crate) least: i32,
}

/// What each column would like. Of long tables the longest texts are measured, which are few.
pub(crate) fn wishes(
    columns: &[Column],
    rows: &[Vec<Cell>],
    total: Option<&Vec<Cell>>,
    (language, size): (Language, u16),
) -> Result<Vec<Wish>, PaperError> {
    let regular = Ruler::new(Face::Regular, size)?;
    let bold = Ruler::new(Face::Bold, size)?;
    let mut out = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let mut wide = 0;
        for word in column.title.get(language).split(' ') {
            wide = wide.max(bold.width(word)?);
        }
        let mut least = wide;
        let mut longest = 0;
        for cell in rows.iter().chain(total).filter_map(|row| row.get(place)) {
            let text = said(cell, language);
            let length = text.chars().count();
            if length * 10 >= longest * 9 {
                longest = longest.max(length);
                wide = wide.max(bold.width(&text)?.max(regular.width(&text)?));
            }
            if column.kind == Kind::Text {
                // Only texts that are long enough to be broken are looked at word by word.
                for word in text.split(' ').filter(|word| word.len() > 8) {
                    least = least.max(regular.width(word)?);
                }
            }
        }
        out.push(Wish {
            breaks: column.kind == Kind::Text,
            wide: wide + GUTTER,
            least: least.min(LONGEST_WORD) + GUTTER,
        });
    }
    Ok(out)
}

/// Widths that fill `across`, or `None` when even narrow columns do not fit. `whole`: no word is to be broken.
pub(crate) fn widths(wishes: &[Wish], across: i32, whole: bool) -> Option<Vec<i32>> {
    let given = |wish: &Wish, cap: i32| match (wish.breaks, whole) {
        (true, true) => wish.wide.min(cap.max(wish.least)),
        (true, false) => wish.wide.min(cap),
        (false, _) => wish.wide,
    };
    let mut widths: Vec<i32> = wishes.iter().map(|wish| wish.wide).collect();
    let total: i32 = widths.iter().sum();
    let breaking: Vec<usize> = (0..wishes.len())
        .filter(|place| wishes.get(*place).is_some_and(|wish| wish.breaks))
        .collect();
    if total > across {
        // The widest columns of words give way, down to one width for all of them.
        let cap = (NARROWEST..=across).rev().find(|cap| {
            let taken: i32 = wishes.iter().map(|wish| given(wish, *cap)).sum();
            taken <= across
        })?;
        for (width, wish) in widths.iter_mut().zip(wishes) {
            *width = given(wish, cap);
        }
        return Some(widths);
    }
    let spread: Vec<usize> = if breaking.is_empty() {
        (0..wishes.len()).collect()
    } else {
        breaking
    };
    let share = (across - total) / i32::try_from(spread.len().max(1)).unwrap_or(1);
    for place in spread {
        if let Some(width) = widths.get_mut(place) {
            *width += share;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(wide: i32, breaks: bool) -> Wish {
        Wish {
            breaks,
            wide,
            least: 1_200,
        }
    }

    #[test]
    fn columns_fill_the_page_and_words_give_way_first() {
        let roomy = widths(&[wish(1000, true), wish(500, false)], 4000, true).unwrap();
        assert_eq!(roomy, [3500, 500]);
        let tight = widths(
            &[wish(9000, true), wish(500, false), wish(1200, true)],
            5000,
            true,
        )
        .unwrap();
        assert_eq!(tight, [3300, 500, 1200]);
        assert_eq!(widths(&[wish(6000, false)], 5000, false), None);
        // A word that would be broken asks for a larger page, or for smaller type.
        assert_eq!(
            widths(&[wish(4000, true), wish(500, false)], 1600, true),
            None
        );
        assert!(widths(&[wish(4000, true), wish(500, false)], 1600, false).is_some());
    }

    #[test]
    fn a_ruler_measures_what_is_set() {
        let ruler = Ruler::new(Face::Regular, 160).unwrap();
        for text in [
            "1,234.50",
            "T1-000123",
            "Al Noor Grocery",
            "شاي كرك",
            "−5.00",
        ] {
            let line =
                SetLine::set(text, (Face::Regular, 160), Direction::of(text), ENDLESS).unwrap();
            let wide = line.first().unwrap().width();
            let measured = ruler.width(text).unwrap();
            assert!(
                (wide..wide + 16).contains(&measured),
                "{text}: {measured}, {wide}"
            );
        }
    }
}
