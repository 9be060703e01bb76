//! QR codes, as shapes for a screen and as lines for a terminal.

use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

/// A QR code's dark modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Qr {
    /// Modules per side, without the quiet zone. A reader needs four light modules around.
    pub size: u32,
    /// An SVG path of the dark modules in module units: `M0 0h7v1h-7z…`.
    pub path: String,
}

/// The text does not fit a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the payment link is too long for a QR code")]
pub struct QrTooLong;

fn code(text: &str) -> Result<QrCode, QrTooLong> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrTooLong)
}

/// Draws `text` as a path of horizontal runs.
///
/// # Errors
/// [`QrTooLong`] above about 2,300 characters.
pub fn draw(text: &str) -> Result<Qr, QrTooLong> {
    use std::fmt::Write as _;
    let code = code(text)?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..]
                .iter()
                .take_while(|color| **color == Color::Dark)
                .count();
            if run > 0 {
                // Writing to a String cannot fail.
                write!(path, "M{x} {y}h{run}v1h-{run}z").unwrap_or_default();
            }
            x += run.max(1);
        }
    }
    Ok(Qr {
        size: u32::try_from(width).unwrap_or(u32::MAX),
        path,
    })
}

/// Draws `text` for a terminal, two modules a character high, with its quiet zone.
///
/// # Errors
/// [`QrTooLong`] above about 2,300 characters.
pub fn terminal(text: &str) -> Result<String, QrTooLong> {
    use qrcode::render::unicode::Dense1x2;
    // Light modules are drawn, so that it reads on the usual dark terminal.
    Ok(code(text)?
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build())
}
