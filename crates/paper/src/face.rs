//! The two faces receipts are set in, and their outlines.

use std::sync::OnceLock;

use harfrust::{Buffer, Direction, ShapeOptions, ShaperFont};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, HintingInstance, OutlinePen, Target};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Path, PathBuilder};

use crate::PaperError;

/// A weight of `DejaVu Sans Condensed`, which holds Latin and Arabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Text.
    Regular,
    /// Titles, names and totals.
    Bold,
}

/// A face that was read: once for shaping, once for its outlines.
pub(crate) struct Loaded {
    bytes: &'static [u8],
    shaping: harfrust::Font,
    outlines: FontRef<'static>,
    units_per_em: i64,
    /// Glyph and advance, in font units, of the characters of ASCII.
    latin: Vec<(u32, i32)>,
}

impl Face {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => dejavu::sans_condensed::regular(),
            Self::Bold => dejavu::sans_condensed::bold(),
        }
    }

    /// The face, read at the first use and kept.
    pub(crate) fn load(self) -> Result<&'static Loaded, PaperError> {
        static REGULAR: OnceLock<Option<Loaded>> = OnceLock::new();
        static BOLD: OnceLock<Option<Loaded>> = OnceLock::new();
        let cell = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        };
        cell.get_or_init(|| Loaded::read(self.bytes()))
            .as_ref()
            .ok_or(PaperError::Font)
    }
}

impl Loaded {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let shaping = harfrust::Font::new(bytes, 0)?;
        // An unreadable font is the only failure there is, and `None` says it.
        let outlines = FontRef::new(bytes).ok()?;
        let units_per_em = i64::from(shaping.units_per_em());
        let latin = latin(&shaping);
        (units_per_em > 0).then_some(Self {
            bytes,
            shaping,
            outlines,
            units_per_em,
            latin,
        })
    }

    /// Glyph and advance, in font units, of a character of ASCII; the missing glyph for any other.
    pub(crate) fn latin(&self, c: char) -> (u32, i32) {
        let place = usize::try_from(u32::from(c)).unwrap_or(usize::MAX);
        self.latin.get(place).copied().unwrap_or_default()
    }

    /// The font file.
    pub(crate) fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// The font as the shaper reads it.
    pub(crate) fn shaping(&self) -> &harfrust::Font {
        &self.shaping
    }

    /// The glyph of a character by itself; 0, the missing glyph, when there is none.
    pub(crate) fn glyph_of(&self, c: char) -> u32 {
        self.outlines.charmap().map(c).map_or(0, GlyphId::to_u32)
    }

    /// Font units at `size` dots per em, in 64ths of a dot.
    pub(crate) fn scaled(&self, units: i32, size: u16) -> i32 {
        let scaled = i64::from(units) * i64::from(size) * 64;
        i32::try_from(scaled.div_euclid(self.units_per_em)).unwrap_or(i32::MAX)
    }

    /// What fits the outlines to whole dots at `size`.
    pub(crate) fn hinting(&self, size: u16) -> Option<HintingInstance> {
        // Without hints the outline is drawn as it was designed: paler, but right.
        HintingInstance::new(
            &self.outlines.outline_glyphs(),
            Size::new(f32::from(size)),
            LocationRef::default(),
            Target::Mono,
        )
        .ok()
    }

    /// Adds a glyph's outline to `path`, its origin at (`x`, `y`), y downwards. A glyph without an outline adds nothing.
    pub(crate) fn outline(
        &self,
        glyph: u32,
        settings: DrawSettings<'_>,
        at: (f32, f32),
        path: &mut PathBuilder,
    ) {
        if let Some(outline) = self.outlines.outline_glyphs().get(GlyphId::new(glyph)) {
            let mut pen = Pen { path, at };
            // A glyph that cannot be drawn leaves the gap that its advance reserves.
            if outline.draw(settings, &mut pen).is_err() {
                pen.path.close();
            }
        }
    }

    /// One glyph's outline, fitted to dots where `hinting` is given.
    pub(crate) fn glyph(
        &self,
        glyph: u32,
        size: u16,
        hinting: Option<&HintingInstance>,
    ) -> Option<Path> {
        let mut path = PathBuilder::new();
        let settings = hinting.map_or_else(
            || unhinted(f32::from(size)),
            |instance| DrawSettings::hinted(instance, false),
        );
        self.outline(glyph, settings, (0.0, 0.0), &mut path);
        path.finish()
    }
}

/// Each character of ASCII as the shaper sets it by itself.
fn latin(shaping: &harfrust::Font) -> Vec<(u32, i32)> {
    let font = ShaperFont::new(shaping);
    let alone = |c: char| {
        let mut buffer = Buffer::new();
        buffer.push_str(c.encode_utf8(&mut [0; 4]));
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        // One character with a direction is always shaped; were it not, it would be missing, and the tests say so.
        harfrust::shape(&font, &mut buffer, ShapeOptions::new())
            .ok()
            .and_then(|()| {
                let id = buffer.glyph_infos().first()?.glyph_id;
                Some((id, buffer.glyph_positions().first()?.x_advance))
            })
            .unwrap_or_default()
    };
    ('\0'..='\x7F').map(alone).collect()
}

/// Outlines as designed, at `size` dots per em.
pub(crate) fn unhinted(size: f32) -> DrawSettings<'static> {
    DrawSettings::unhinted(Size::new(size), LocationRef::default())
}

/// Writes a font's outline, y upwards, into a path whose y runs downwards.
struct Pen<'a> {
    path: &'a mut PathBuilder,
    at: (f32, f32),
}

impl Pen<'_> {
    fn map(&self, x: f32, y: f32) -> (f32, f32) {
        (self.at.0 + x, self.at.1 - y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.map(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.map(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (cx, cy) = self.map(cx, cy);
        let (x, y) = self.map(x, y);
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (ax, ay) = self.map(ax, ay);
        let (bx, by) = self.map(bx, by);
        let (x, y) = self.map(x, y);
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
