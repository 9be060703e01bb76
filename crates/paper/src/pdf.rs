//! Pages as PDF: text in embedded subsets of the faces, everything else as vectors.

use std::collections::HashMap;

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use tiny_skia::PathSegment;

use crate::page::{dots, sixtyfourths};
use crate::{Block, Face, Mark, Page, PaperError, Run, Sign, sign};

/// Points to the dot: 72 points and 203 dots to the inch.
const POINTS: f32 = 72.0 / 203.0;
/// Points to the millimetre.
const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// What the dirham sign says when it is copied.
const AED: &str = "AED ";

/// The page as PDF.
pub(crate) fn pdf(page: &Page) -> Result<Vec<u8>, PaperError> {
    let width = f32::from(page.width.millimetres()) * POINTS_PER_MM;
    let height = dots(i32::try_from(page.height).map_err(|_| PaperError::TooLarge)?) * POINTS;
    let left = (width - f32::from(page.width.dots()) * POINTS) / 2.0;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(page.title.clone())
            .creator("Fils".to_owned())
            .language("en-AE".to_owned()),
    );
    let settings = PageSettings::from_wh(width, height).ok_or(PaperError::TooLarge)?;
    let mut sheet = document.start_page_with(settings);
    let mut fonts = Fonts::default();
    Pen::new(sheet.surface(), &mut fonts, left, POINTS).page(&page.marks)?;
    sheet.finish();
    document
        .finish()
        .map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

/// The faces a document has used so far.
#[derive(Default)]
pub(crate) struct Fonts(HashMap<Face, Font>);

impl Fonts {
    fn get(&mut self, face: Face) -> Result<Font, PaperError> {
        if let Some(font) = self.0.get(&face) {
            return Ok(font.clone());
        }
        let font = Font::new(face.load()?.bytes().into(), 0).ok_or(PaperError::Font)?;
        self.0.insert(face, font.clone());
        Ok(font)
    }
}

/// Draws marks on a page.
pub(crate) struct Pen<'a> {
    surface: Surface<'a>,
    fonts: &'a mut Fonts,
    left: f32,
    /// Points to the unit that lengths are in.
    points: f32,
}

impl<'a> Pen<'a> {
    /// `left` is where the marks' own left edge stands, in points.
    pub(crate) fn new(surface: Surface<'a>, fonts: &'a mut Fonts, left: f32, points: f32) -> Self {
        Self {
            surface,
            fonts,
            left,
            points,
        }
    }

    /// Draws everything.
    pub(crate) fn page(mut self, marks: &[Mark]) -> Result<(), PaperError> {
        for mark in marks {
            self.draw(mark)?;
        }
        self.surface.finish();
        Ok(())
    }

    /// Fills rectangles with a grey, 0 black and 255 white; what is drawn after them is black.
    pub(crate) fn tint(&mut self, tints: &[(Block, u8)]) {
        for (block, grey) in tints {
            self.surface.set_fill(Some(Fill {
                paint: luma::Color::new(*grey).into(),
                ..Fill::default()
            }));
            self.blocks(&[*block]);
        }
        self.surface.set_fill(None);
    }

    fn draw(&mut self, mark: &Mark) -> Result<(), PaperError> {
        match mark {
            Mark::Text(run) => self.text(run)?,
            Mark::Dirham(place) => self.dirham(*place)?,
            Mark::Block(block) => self.blocks(&[*block]),
            Mark::Qr(qr) => self.blocks(&qr.blocks()),
        }
        Ok(())
    }

    fn text(&mut self, run: &Run) -> Result<(), PaperError> {
        let font = self.fonts.get(run.face)?;
        let em = f32::from(run.size);
        let mut pen = 0;
        let mut glyphs = Vec::with_capacity(run.glyphs.len());
        for glyph in &run.glyphs {
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(glyph.id),
                sixtyfourths(glyph.advance) / em,
                sixtyfourths(glyph.x - pen) / em,
                -sixtyfourths(glyph.y) / em,
                0.0,
                glyph.text.clone(),
                None,
            ));
            pen += glyph.advance;
        }
        let start = self.point(sixtyfourths(run.x), dots(run.baseline));
        self.surface
            .draw_glyphs(start, &glyphs, font, &run.text, em * self.points, false);
        Ok(())
    }

    /// The sign's outline, and a space that says "AED" where the text is copied or read aloud.
    fn dirham(&mut self, place: Sign) -> Result<(), PaperError> {
        let font = self.fonts.get(place.face)?;
        let (x, y) = (sixtyfourths(place.x), dots(place.baseline));
        let space = KrillaGlyph::new(
            GlyphId::new(place.face.load()?.glyph_of(' ')),
            sixtyfourths(sign::advance(place.size)) / f32::from(place.size),
            0.0,
            0.0,
            0.0,
            0..AED.len(),
            None,
        );
        let start = self.point(x, y);
        self.surface.draw_glyphs(
            start,
            &[space],
            font,
            AED,
            f32::from(place.size) * self.points,
            false,
        );
        if let Some(path) = sign::outline(f32::from(place.size), place.face == Face::Bold, x, y)
            .and_then(|path| self.path(&path))
        {
            self.surface.draw_path(&path);
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut path = PathBuilder::new();
        for block in blocks {
            let corner = self.point(dots(block.x), dots(block.y));
            let (width, height) = (
                dots(block.width) * self.points,
                dots(block.height) * self.points,
            );
            if let Some(rect) = Rect::from_xywh(corner.x, corner.y, width, height) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point::from_xy(self.left + x * self.points, y * self.points)
    }

    fn path(&self, outline: &tiny_skia::Path) -> Option<Path> {
        let at = |point: tiny_skia::Point| self.point(point.x, point.y);
        let mut path = PathBuilder::new();
        for segment in outline.segments() {
            match segment {
                PathSegment::MoveTo(to) => path.move_to(at(to).x, at(to).y),
                PathSegment::LineTo(to) => path.line_to(at(to).x, at(to).y),
                PathSegment::QuadTo(handle, to) => {
                    path.quad_to(at(handle).x, at(handle).y, at(to).x, at(to).y)
                }
                PathSegment::CubicTo(one, two, to) => {
                    path.cubic_to(
                        at(one).x,
                        at(one).y,
                        at(two).x,
                        at(two).y,
                        at(to).x,
                        at(to).y,
                    );
                }
                PathSegment::Close => path.close(),
            }
        }
        path.finish()
    }
}
