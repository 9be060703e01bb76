//! The display list: what stands where on the paper, once and for every output.

use std::ops::Range;

use crate::{Face, PaperError};

/// Paper, by the roll's width, with the dots a printer of 203 dots per inch prints across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 58 mm: 384 dots (48 mm).
    Mm58,
    /// 80 mm: 576 dots (72 mm).
    Mm80,
    /// 80 mm in printers that print 42 columns: 512 dots (64 mm).
    Mm80Narrow,
}

impl Width {
    /// Every width.
    pub const ALL: [Self; 3] = [Self::Mm58, Self::Mm80, Self::Mm80Narrow];

    /// Printed dots across.
    pub const fn dots(self) -> u16 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
            Self::Mm80Narrow => 512,
        }
    }

    /// The roll's width in millimetres.
    pub const fn millimetres(self) -> u16 {
        match self {
            Self::Mm58 => 58,
            Self::Mm80 | Self::Mm80Narrow => 80,
        }
    }

    /// What the printer leaves white on either side, in dots: 8 dots are a millimetre.
    pub const fn margin(self) -> u16 {
        (self.millimetres() * 8 - self.dots()) / 2
    }
}

/// A drawn receipt. Lengths are dots of 1/203 inch from the printed area's upper left corner, unless said otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The paper.
    pub width: Width,
    /// How long it is.
    pub height: u32,
    /// What is drawn, from top to bottom.
    pub marks: Vec<Mark>,
    /// What it is called, for a document's properties.
    pub title: String,
    pub(crate) lines: Vec<String>,
}

/// One thing on the paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Glyphs of one face, size and direction.
    Text(Run),
    /// The dirham sign.
    Dirham(Sign),
    /// A black rectangle.
    Block(Block),
    /// A QR code.
    Qr(Qr),
}

/// Placed glyphs.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The face.
    pub face: Face,
    /// Dots per em.
    pub size: u16,
    /// Left end, in 64ths of a dot.
    pub x: i32,
    /// The line the glyphs stand on.
    pub baseline: i32,
    /// Whether it reads from right to left.
    pub right_to_left: bool,
    /// What it says, in reading order.
    pub text: String,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// How far the pen moves, in 64ths of a dot.
    pub fn width(&self) -> i32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// A glyph of a run. Lengths in 64ths of a dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u32,
    /// Where it is drawn, from the run's left end.
    pub x: i32,
    /// Where it is drawn, downwards from the baseline.
    pub y: i32,
    /// How far the pen moves.
    pub advance: i32,
    /// The bytes of the run's text that it stands for.
    pub text: Range<usize>,
}

/// A dirham sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Left end, in 64ths of a dot.
    pub x: i32,
    /// The line it stands on.
    pub baseline: i32,
    /// The face it stands beside.
    pub face: Face,
    /// Dots per em.
    pub size: u16,
}

/// A black rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Across.
    pub width: i32,
    /// Down.
    pub height: i32,
}

/// A QR code without its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// A module's side.
    pub module: i32,
    /// Modules along a side.
    pub side: usize,
    /// Whether each module is dark, row by row.
    pub dark: Vec<bool>,
}

impl Qr {
    /// The dark modules as rectangles, those that touch in a row joined.
    pub fn blocks(&self) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        for (row, modules) in self.dark.chunks(self.side.max(1)).enumerate() {
            let y = self.y + self.module * clamp(row);
            let mut column = 0;
            for run in modules.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    out.push(Block {
                        x: self.x + self.module * clamp(column),
                        y,
                        width: self.module * clamp(run.len()),
                        height: self.module,
                    });
                }
                column += run.len();
            }
        }
        out
    }
}

/// A count of modules, of which a QR code has at most 177.
fn clamp(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Dots as the number type of paths.
#[expect(
    clippy::cast_precision_loss,
    reason = "what is passed on is below 2^23, which an f32 holds exactly"
)]
pub(crate) fn dots(value: i32) -> f32 {
    value.clamp(-0x7F_FFFF, 0x7F_FFFF) as f32
}

/// 64ths of a dot as the number type of paths.
pub(crate) fn sixtyfourths(value: i32) -> f32 {
    dots(value.div_euclid(64)) + dots(value.rem_euclid(64)) / 64.0
}

impl Page {
    /// What the paper says, a line for each line of text and column, in the order they are drawn.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The picture for a screen: PNG in grey, the whole roll's width, `scale` pixels to the dot.
    ///
    /// # Errors
    /// [`PaperError::Font`] and [`PaperError::TooLarge`].
    pub fn png(&self, scale: Scale) -> Result<Vec<u8>, PaperError> {
        crate::preview::png(self, scale)
    }

    /// The document: PDF with the roll's width and one page as long as the receipt. Text is text: it can be selected and searched.
    ///
    /// # Errors
    /// [`PaperError::Font`], and [`PaperError::Pdf`] when the document cannot be written.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        crate::pdf::pdf(self)
    }

    /// The picture for a thermal printer: one bit to the dot, the printed width.
    ///
    /// # Errors
    /// [`PaperError::Font`] and [`PaperError::TooLarge`].
    pub fn raster(&self) -> Result<crate::Bitmap, PaperError> {
        crate::bitmap::raster(self)
    }
}

/// Pixels to the dot in a picture for a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// One: 203 dots per inch.
    One,
    /// Two, for screens with small pixels.
    Two,
    /// Three.
    Three,
}

impl Scale {
    /// Pixels to the dot.
    pub const fn pixels(self) -> u16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}
