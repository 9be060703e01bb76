//! The receipt for a screen: outlines as designed, edges in grey.

use tiny_skia::{FillRule, Mask, Path, PathBuilder, Rect, Transform};

use crate::face::unhinted;
use crate::page::{dots, sixtyfourths};
use crate::{Block, Face, Mark, Page, PaperError, Run, Scale, sign};

/// The page as a grey PNG with the roll's margins.
pub(crate) fn png(page: &Page, scale: Scale) -> Result<Vec<u8>, PaperError> {
    let pixels = scale.pixels();
    let factor = f32::from(pixels);
    let margin = f32::from(page.width.margin());
    let width = u32::from(page.width.dots() + 2 * page.width.margin()) * u32::from(pixels);
    let height = page
        .height
        .checked_mul(u32::from(pixels))
        .ok_or(PaperError::TooLarge)?;
    let mut mask = Mask::new(width, height).ok_or(PaperError::TooLarge)?;
    let shift = Transform::from_translate(margin * factor, 0.0);
    for mark in &page.marks {
        if let Some(path) = outline(mark, factor)? {
            mask.fill_path(&path, FillRule::Winding, true, shift);
        }
    }
    let grey: Vec<u8> = mask.data().iter().map(|cover| 255 - cover).collect();
    let side = |side: u32| usize::try_from(side).map_err(|_| PaperError::TooLarge);
    encode(side(width)?, side(height)?, png::BitDepth::Eight, &grey)
}

/// A mark's outline, `factor` pixels to the dot. Nothing for what has no ink, such as a space.
fn outline(mark: &Mark, factor: f32) -> Result<Option<Path>, PaperError> {
    Ok(match mark {
        Mark::Text(run) => run_outline(
            run,
            factor,
            sixtyfourths(run.x) * factor,
            dots(run.baseline) * factor,
        )?,
        Mark::Dirham(place) => sign::outline(
            f32::from(place.size) * factor,
            place.face == Face::Bold,
            sixtyfourths(place.x) * factor,
            dots(place.baseline) * factor,
        ),
        Mark::Block(block) => blocks(&[*block], factor),
        Mark::Qr(qr) => blocks(&qr.blocks(), factor),
    })
}

/// A run's glyphs as one outline, its left end at (`x`, `y`).
pub(crate) fn run_outline(
    run: &Run,
    factor: f32,
    x: f32,
    y: f32,
) -> Result<Option<Path>, PaperError> {
    let loaded = run.face.load()?;
    let mut path = PathBuilder::new();
    for glyph in &run.glyphs {
        let at = (
            x + sixtyfourths(glyph.x) * factor,
            y + sixtyfourths(glyph.y) * factor,
        );
        loaded.outline(
            glyph.id,
            unhinted(f32::from(run.size) * factor),
            at,
            &mut path,
        );
    }
    Ok(path.finish())
}

fn blocks(blocks: &[Block], factor: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for block in blocks {
        let (x, y) = (dots(block.x) * factor, dots(block.y) * factor);
        path.push_rect(Rect::from_xywh(
            x,
            y,
            dots(block.width) * factor,
            dots(block.height) * factor,
        )?);
    }
    path.finish()
}

/// Grey pixels as PNG, with the resolution of the paper.
pub(crate) fn encode(
    width: usize,
    height: usize,
    depth: png::BitDepth,
    pixels: &[u8],
) -> Result<Vec<u8>, PaperError> {
    let side = |side: usize| u32::try_from(side).map_err(|_| PaperError::TooLarge);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side(width)?, side(height)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(|_| PaperError::TooLarge)?;
    writer
        .write_image_data(pixels)
        .map_err(|_| PaperError::TooLarge)?;
    writer.finish().map_err(|_| PaperError::TooLarge)?;
    Ok(out)
}
