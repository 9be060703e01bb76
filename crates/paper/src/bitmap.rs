//! The receipt in dots, as a thermal printer prints it.

use std::collections::HashMap;

use skrifa::outline::HintingInstance;
use tiny_skia::{FillRule, Mask, Path, Transform};

use crate::page::{dots, sixtyfourths};
use crate::{Block, Face, Mark, Page, PaperError, Run, Sign, sign};

/// A picture with one bit to the dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Bitmap {
    /// A white picture.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            bytes: vec![0; width.div_ceil(8) * height],
        }
    }

    /// Dots across.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Dots down.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Bytes in a row.
    pub const fn stride(&self) -> usize {
        self.width.div_ceil(8)
    }

    /// The rows one after the other, each starting with a byte of its own; the highest bit is the leftmost dot, and 1 is black.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a dot is black. Outside the picture nothing is.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width
            && self
                .bytes
                .get(y * self.stride() + x / 8)
                .is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Makes a dot black. Outside the picture nothing happens.
    pub fn blacken(&mut self, x: usize, y: usize) {
        let index = y * self.stride() + x / 8;
        if x < self.width
            && let Some(byte) = self.bytes.get_mut(index)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }

    /// The picture as PNG, one bit to the pixel.
    ///
    /// # Errors
    /// [`PaperError::TooLarge`].
    pub fn png(&self) -> Result<Vec<u8>, PaperError> {
        // PNG's grey has 0 for black.
        let inverted: Vec<u8> = self.bytes.iter().map(|byte| !byte).collect();
        crate::preview::encode(self.width, self.height, png::BitDepth::One, &inverted)
    }

    fn block(&mut self, block: Block) {
        for y in block.y..block.y + block.height {
            for x in block.x..block.x + block.width {
                self.dot(x, y);
            }
        }
    }

    fn dot(&mut self, x: i32, y: i32) {
        if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) {
            self.blacken(x, y);
        }
    }

    fn stamp(&mut self, stamp: &Stamp, x: i32, y: i32) {
        for (dx, dy) in &stamp.black {
            self.dot(x + dx, y + dy);
        }
    }
}

/// The black dots of a glyph, from its origin.
#[derive(Default)]
struct Stamp {
    black: Vec<(i32, i32)>,
}

impl Stamp {
    /// The dots that a path covers by at least `least` of 255.
    fn of(path: Option<&Path>, smooth: bool, least: u8) -> Self {
        Self::try_of(path, smooth, least).unwrap_or_default()
    }

    fn try_of(path: Option<&Path>, smooth: bool, least: u8) -> Option<Self> {
        let path = path?;
        let bounds = path.bounds().round_out()?;
        let mut mask = Mask::new(bounds.width(), bounds.height())?;
        let shift = Transform::from_translate(-dots(bounds.x()), -dots(bounds.y()));
        mask.fill_path(path, FillRule::Winding, smooth, shift);
        let mut black = Vec::new();
        for (y, row) in
            (bounds.y()..).zip(mask.data().chunks(usize::try_from(bounds.width()).ok()?))
        {
            let covered = (bounds.x()..)
                .zip(row)
                .filter(|(_, cover)| **cover >= least);
            black.extend(covered.map(|(x, _)| (x, y)));
        }
        Some(Self { black })
    }
}

/// The page in dots.
pub(crate) fn raster(page: &Page) -> Result<Bitmap, PaperError> {
    let height = usize::try_from(page.height).map_err(|_| PaperError::TooLarge)?;
    let mut bitmap = Bitmap::new(usize::from(page.width.dots()), height);
    let mut stamps = Stamps::default();
    for mark in &page.marks {
        match mark {
            Mark::Text(run) => stamps.text(run, &mut bitmap)?,
            Mark::Dirham(sign) => dirham(*sign, &mut bitmap),
            Mark::Block(block) => bitmap.block(*block),
            Mark::Qr(qr) => qr
                .blocks()
                .into_iter()
                .for_each(|block| bitmap.block(block)),
        }
    }
    Ok(bitmap)
}

fn dirham(sign: Sign, bitmap: &mut Bitmap) {
    let outline = sign::outline(f32::from(sign.size), sign.face == Face::Bold, 0.0, 0.0);
    bitmap.stamp(
        &Stamp::of(outline.as_ref(), true, HALF),
        whole(sign.x),
        sign.baseline,
    );
}

/// A dot is black when the outline covers half of it.
const HALF: u8 = 128;
/// Joined writing is not fitted to dots, and its thin strokes would break at half.
const THIN: u8 = 100;

/// The whole dot nearest to so many 64ths.
fn whole(sixtyfourths: i32) -> i32 {
    (sixtyfourths + 32).div_euclid(64)
}

/// Glyphs drawn so far: a receipt uses the same few again and again.
#[derive(Default)]
struct Stamps {
    hinting: HashMap<(Face, u16), Option<HintingInstance>>,
    glyphs: HashMap<(Face, u16, u32), Stamp>,
}

impl Stamps {
    fn text(&mut self, run: &Run, bitmap: &mut Bitmap) -> Result<(), PaperError> {
        if run.right_to_left {
            return joined(run, bitmap);
        }
        let loaded = run.face.load()?;
        let hinting = self
            .hinting
            .entry((run.face, run.size))
            .or_insert_with(|| loaded.hinting(run.size));
        for glyph in &run.glyphs {
            let stamp = self
                .glyphs
                .entry((run.face, run.size, glyph.id))
                .or_insert_with(|| {
                    let path = loaded.glyph(glyph.id, run.size, hinting.as_ref());
                    Stamp::of(path.as_ref(), false, HALF)
                });
            bitmap.stamp(stamp, whole(run.x + glyph.x), run.baseline + whole(glyph.y));
        }
        Ok(())
    }
}

/// Letters that touch are one outline: rounding each to whole dots would tear them apart.
fn joined(run: &Run, bitmap: &mut Bitmap) -> Result<(), PaperError> {
    let path = crate::preview::run_outline(run, 1.0, sixtyfourths(run.x), 0.0)?;
    bitmap.stamp(&Stamp::of(path.as_ref(), true, THIN), 0, run.baseline);
    Ok(())
}
