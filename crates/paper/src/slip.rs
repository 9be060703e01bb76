//! A report of a till on its roll of paper: what it is, and figures in both languages.

use fils_order::UtcMs;
use fils_sale::receipt::Shop;

use crate::layout::{Sizes, arabic, bold, clock, regular};
use crate::sheet::{Align, Sheet};
use crate::text::{Base, Style};
use crate::words;
use crate::{Page, PaperError, Width};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In English, or as a person wrote it.
    pub en: String,
    /// In Arabic; empty for what has no other language, such as a name.
    pub ar: String,
}

impl Words {
    /// A text in both languages.
    pub fn new(en: &str, ar: &str) -> Self {
        Self {
            en: en.to_owned(),
            ar: ar.to_owned(),
        }
    }

    fn parts(&self) -> Vec<String> {
        let mut parts = vec![format!("\u{2068}{}\u{2069}", self.en)];
        if !self.ar.is_empty() {
            parts.push(format!("\u{2067}{}\u{2069}", self.ar));
        }
        parts
    }
}

/// A line: what it is, and its value as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    /// What it is.
    pub label: Words,
    /// Its value.
    pub value: String,
    /// Whether it is a sum that the eye should find.
    pub strong: bool,
}

/// Lines that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipPart {
    /// What they are about.
    pub title: Words,
    /// The lines.
    pub rows: Vec<SlipRow>,
    /// Sentences below them.
    pub notes: Vec<String>,
}

/// A report on a roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The shop.
    pub shop: Shop,
    /// What it is.
    pub title: Words,
    /// Its number, where it has one.
    pub number: Option<String>,
    /// Its parts, from top to bottom.
    pub parts: Vec<SlipPart>,
    /// Whether it was printed before.
    pub copy: bool,
    /// Whether no money moved.
    pub training: bool,
}

impl Slip {
    /// Draws it. The same report and width give the same page, always.
    ///
    /// # Errors
    /// [`PaperError::Font`] and [`PaperError::TooLarge`].
    pub fn draw(&self, width: Width) -> Result<Page, PaperError> {
        let mut paper = Paper {
            slip: self,
            sheet: Sheet::new(width),
            sizes: Sizes::of(width),
        };
        paper.top()?;
        for part in &self.parts {
            paper.part(part)?;
        }
        paper.bottom()?;
        let number = self.number.as_deref().unwrap_or_default();
        let title = format!("{} {number}", self.title.en);
        paper.sheet.finish(title.trim().to_owned())
    }
}

/// Date and time on Dubai's clock, as the country writes them.
pub fn written(at: UtcMs) -> String {
    clock(at)
}

struct Paper<'a> {
    slip: &'a Slip,
    sheet: Sheet,
    sizes: Sizes,
}

impl Paper<'_> {
    fn top(&mut self) -> Result<(), PaperError> {
        self.sheet.gap(8);
        self.training()?;
        let shop = &self.slip.shop;
        let (name, title) = (self.sizes.name, self.sizes.title);
        self.middle(&shop.name, bold(name))?;
        self.middle(shop.name_ar.as_deref().unwrap_or_default(), bold(name))?;
        self.sheet.gap(12);
        self.sheet.rule(2);
        self.sheet.gap(8);
        self.middle(&self.slip.title.en, bold(title))?;
        self.middle(&self.slip.title.ar, bold(title))?;
        if let Some(number) = &self.slip.number {
            self.middle(number, bold(title))?;
        }
        if self.slip.copy {
            self.sheet.gap(6);
            let text = words::COPY.parts().join("  ");
            let style = bold(self.sizes.text);
            self.sheet.framed(&[(&text, Base::LeftToRight)], style)?;
        }
        self.sheet.gap(8);
        Ok(())
    }

    fn training(&mut self) -> Result<(), PaperError> {
        if self.slip.training {
            let texts = [
                ("TRAINING – NO MONEY MOVED", Base::LeftToRight),
                ("تدريب – لم يتحرك أي مال", Base::RightToLeft),
            ];
            self.sheet.framed(&texts, bold(self.sizes.text))?;
            self.sheet.gap(10);
        }
        Ok(())
    }

    fn middle(&mut self, text: &str, style: Style) -> Result<(), PaperError> {
        if text.is_empty() {
            return Ok(());
        }
        let base = Base::of(text);
        let style = match base {
            Base::LeftToRight => style,
            Base::RightToLeft => arabic(style),
        };
        self.sheet.text(text, style, base, Align::Middle)
    }

    fn part(&mut self, part: &SlipPart) -> Result<(), PaperError> {
        self.sheet.rule(2);
        self.sheet.gap(8);
        if !part.title.en.is_empty() {
            let title = part.title.parts();
            let title: Vec<&str> = title.iter().map(String::as_str).collect();
            self.sheet.row(&title, "", bold(self.sizes.text))?;
            self.sheet.gap(4);
        }
        for row in &part.rows {
            let style = if row.strong {
                bold(self.sizes.text)
            } else {
                regular(self.sizes.text)
            };
            let label = row.label.parts();
            let label: Vec<&str> = label.iter().map(String::as_str).collect();
            // A figure's minus stays before it, whatever stands beside it.
            let value = format!("\u{2066}{}\u{2069}", row.value);
            self.sheet.row(&label, &value, style)?;
        }
        let small = regular(self.sizes.small);
        for note in &part.notes {
            let base = Base::of(note);
            let align = match base {
                Base::LeftToRight => Align::Left,
                Base::RightToLeft => Align::Right,
            };
            self.sheet.text(note, small, base, align)?;
        }
        self.sheet.gap(8);
        Ok(())
    }

    fn bottom(&mut self) -> Result<(), PaperError> {
        self.sheet.rule(2);
        self.sheet.gap(10);
        self.training()?;
        self.sheet.gap(8);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn slip() -> Slip {
        Slip {
            shop: Shop {
                name: "Karak House".to_owned(),
                name_ar: Some("بيت الكرك".to_owned()),
                ..Shop::default()
            },
            title: Words::new("Z report", "تقرير Z"),
            number: Some("T1-Z0007".to_owned()),
            parts: vec![SlipPart {
                title: Words::new("Sales", "المبيعات"),
                rows: vec![
                    SlipRow {
                        label: Words::new("Sold (214)", "المبيعات (214)"),
                        value: "12,345.50".to_owned(),
                        strong: false,
                    },
                    SlipRow {
                        label: Words::new("Net", "الصافي"),
                        value: "−45.25".to_owned(),
                        strong: true,
                    },
                ],
                notes: vec!["Order T1-1 could still be paid.".to_owned()],
            }],
            copy: true,
            training: true,
        }
    }

    #[test]
    fn a_report_says_what_it_is_in_both_languages_on_every_roll() {
        for width in Width::ALL {
            let page = slip().draw(width).unwrap();
            let text = page.lines().join("\n");
            for words in [
                "Z report",
                "تقرير Z",
                "T1-Z0007",
                "12,345.50",
                "−45.25",
                "Net",
                "الصافي",
            ] {
                assert!(text.contains(words), "{words} in {text}");
            }
            assert_eq!(page.title, "Z report T1-Z0007");
            assert!(page.pdf().unwrap().starts_with(b"%PDF"));
            assert!(page.raster().unwrap().height() > 0);
        }
    }

    #[test]
    fn a_copy_and_training_cannot_be_overlooked() {
        let marked = slip().draw(Width::Mm80).unwrap().lines().join("\n");
        assert!(
            marked.contains("COPY") && marked.contains("نسخة"),
            "{marked}"
        );
        assert!(marked.matches("TRAINING").count() == 2, "{marked}");
        let plain = Slip {
            copy: false,
            training: false,
            ..slip()
        };
        let plain = plain.draw(Width::Mm80).unwrap().lines().join("\n");
        assert!(
            !plain.contains("COPY") && !plain.contains("TRAINING"),
            "{plain}"
        );
    }
}
