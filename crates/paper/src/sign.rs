//! The dirham sign, U+20C3, which no font at hand has yet: a D with two bars across.

use tiny_skia::{Path, PathBuilder, Rect};

/// The character.
pub const DIRHAM: char = '\u{20C3}';

/// What the sign takes on the line, in hundredths of an em, the gap after it included.
const ADVANCE: i32 = 86;

/// How far the pen moves over the sign at `size` dots per em, in 64ths of a dot.
pub(crate) fn advance(size: u16) -> i32 {
    i32::from(size) * ADVANCE * 64 / 100
}

/// The sign with its left edge at `x` on the baseline `y`, `size` dots per em. Bars and bowl stand on whole dots when `size`
/// does, so that thermal paper shows them evenly.
pub(crate) fn outline(size: f32, bold: bool, x: f32, y: f32) -> Option<Path> {
    let stem = (size * if bold { 0.125 } else { 0.09 }).round().max(2.0);
    let bar = (size * if bold { 0.085 } else { 0.07 }).round().max(2.0);
    let cap = (size * 0.73).round();
    let left = x + (size * 0.11).round();
    let right = x + (size * 0.74).round();
    let (top, bottom) = (y - cap, y);
    let mut path = PathBuilder::new();
    bowl(&mut path, (left, top), (right, bottom), Turn::Filled);
    bowl(
        &mut path,
        (left + stem, top + bar),
        (right - stem, bottom - bar),
        Turn::Hollow,
    );
    let middle = y - (cap / 2.0).round();
    let apart = (size * 0.045).round().max(1.0);
    let reach = (size * 0.1).round().max(2.0);
    for bar_top in [middle - apart - bar, middle + apart] {
        let band = Rect::from_ltrb(left - reach, bar_top, right + reach, bar_top + bar)?;
        path.push_rect(band);
    }
    path.finish()
}

/// Which way a contour runs: with the nonzero rule the inner one must run against the outer one.
#[derive(Clone, Copy)]
enum Turn {
    Filled,
    Hollow,
}

/// The shape of a D between two corners.
fn bowl(path: &mut PathBuilder, (left, top): (f32, f32), (right, bottom): (f32, f32), turn: Turn) {
    let middle = f32::midpoint(top, bottom);
    let straight = left + (right - left) * 0.3;
    // The length of a Bézier handle that draws a quarter of an ellipse.
    let across = (right - straight) * 0.552;
    let down = (middle - top) * 0.552;
    path.move_to(left, top);
    match turn {
        Turn::Filled => {
            path.line_to(straight, top);
            path.cubic_to(straight + across, top, right, middle - down, right, middle);
            path.cubic_to(
                right,
                middle + down,
                straight + across,
                bottom,
                straight,
                bottom,
            );
            path.line_to(left, bottom);
        }
        Turn::Hollow => {
            path.line_to(left, bottom);
            path.line_to(straight, bottom);
            path.cubic_to(
                straight + across,
                bottom,
                right,
                middle + down,
                right,
                middle,
            );
            path.cubic_to(right, middle - down, straight + across, top, straight, top);
        }
    }
    path.close();
}
