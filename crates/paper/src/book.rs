//! Documents of many pages: lists and reports on A4. Lengths are twentieths of a point from the page's upper left corner.

use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;

use crate::page::dots;
use crate::pdf::{Fonts, Pen};
use crate::text::{Base, Content, Line, Style, lines};
use crate::{Block, Face, Mark, PaperError, Run, Sign};

/// Units to the point.
pub const UNITS_PER_POINT: i32 = 20;
/// Points to the unit.
const POINTS: f32 = 1.0 / 20.0;

/// A sheet of A4, upright or on its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum A4 {
    /// Higher than wide.
    Portrait,
    /// Wider than high.
    Landscape,
}

impl A4 {
    /// Across and down.
    pub const fn size(self) -> (i32, i32) {
        match self {
            Self::Portrait => (11_906, 16_838),
            Self::Landscape => (16_838, 11_906),
        }
    }
}

/// Which way a text reads as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As English.
    LeftToRight,
    /// As Arabic.
    RightToLeft,
}

impl Direction {
    /// That of the first letter that has one; left to right where none has.
    pub fn of(text: &str) -> Self {
        match Base::of(text) {
            Base::LeftToRight => Self::LeftToRight,
            Base::RightToLeft => Self::RightToLeft,
        }
    }
}

/// One line of text, shaped and ready to be placed.
#[derive(Clone, Debug)]
pub struct SetLine {
    line: Line,
    style: Style,
}

impl SetLine {
    /// Shapes `text` in lines no wider than `width`, `size` units high.
    ///
    /// # Errors
    /// [`PaperError::Font`].
    pub fn set(
        text: &str,
        (face, size): (Face, u16),
        direction: Direction,
        width: i32,
    ) -> Result<Vec<Self>, PaperError> {
        let style = Style { face, size };
        if let Some(line) = crate::text::plain(text, style, width)? {
            return Ok(vec![Self { line, style }]);
        }
        let base = match direction {
            Direction::LeftToRight => Base::LeftToRight,
            Direction::RightToLeft => Base::RightToLeft,
        };
        let wrap = |line| Self { line, style };
        Ok(lines(text, style, base, width)?
            .into_iter()
            .map(wrap)
            .collect())
    }

    /// How wide it is, rounded up.
    pub fn width(&self) -> i32 {
        self.line.width.div_euclid(64) + 1
    }

    /// What it says, in reading order.
    pub fn text(&self) -> &str {
        &self.line.text
    }

    /// Adds its marks, with its left end at `x` on `baseline`.
    pub fn place(&self, x: i32, baseline: i32, marks: &mut Vec<Mark>) {
        let Style { face, size } = self.style;
        for piece in &self.line.pieces {
            let x = x * 64 + piece.x;
            marks.push(match &piece.content {
                Content::Dirham => Mark::Dirham(Sign {
                    x,
                    baseline,
                    face,
                    size,
                }),
                Content::Glyphs {
                    text,
                    right_to_left,
                    glyphs,
                } => Mark::Text(Run {
                    face,
                    size,
                    x,
                    baseline,
                    right_to_left: *right_to_left,
                    text: text.clone(),
                    glyphs: glyphs.clone(),
                }),
            });
        }
    }
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// What it can be found by.
    pub keywords: Vec<String>,
    /// The program that made it.
    pub program: String,
    /// Its language, such as `en-AE`.
    pub language: String,
}

/// A document that grows page by page.
pub struct Book {
    document: Document,
    fonts: Fonts,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").finish_non_exhaustive()
    }
}

impl Book {
    /// A document without pages.
    pub fn new(about: &About) -> Self {
        let mut document = Document::new();
        document.set_metadata(
            Metadata::new()
                .title(about.title.clone())
                .description(about.subject.clone())
                .keywords(about.keywords.clone())
                .creator(about.program.clone())
                .language(about.language.clone()),
        );
        Self {
            document,
            fonts: Fonts::default(),
        }
    }

    /// Adds a page: first the rectangles with their greys (0 black, 255 white), then the marks in black.
    ///
    /// # Errors
    /// [`PaperError::Font`].
    pub fn page(
        &mut self,
        paper: A4,
        tints: &[(Block, u8)],
        marks: &[Mark],
    ) -> Result<(), PaperError> {
        let (width, height) = paper.size();
        let settings = PageSettings::from_wh(dots(width) * POINTS, dots(height) * POINTS)
            .ok_or(PaperError::TooLarge)?;
        let mut sheet = self.document.start_page_with(settings);
        let mut pen = Pen::new(sheet.surface(), &mut self.fonts, 0.0, POINTS);
        pen.tint(tints);
        pen.page(marks)?;
        sheet.finish();
        Ok(())
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// [`PaperError::Pdf`] when it cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, PaperError> {
        self.document
            .finish()
            .map_err(|error| PaperError::Pdf(format!("{error:?}")))
    }
}
