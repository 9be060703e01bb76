//! A picture in the language of receipt printers: raster bands (`GS v 0`), which every ESC/POS printer understands.

use crate::{Bitmap, PaperError};

/// Rows in a band. Small enough for the buffers of cheap printers, large enough not to stutter.
const BAND: usize = 128;
/// Feeds three lines, so that short receipts can be torn off.
const FEED: [u8; 3] = [0x1B, b'd', 3];

/// What happens to the paper after the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Fed only, for printers without a knife.
    None,
    /// Cut but for one point.
    Partial,
    /// Cut through.
    Full,
}

/// The connector pin that opens the cash drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Pin 2, the usual one.
    Pin2,
    /// Pin 5, a second drawer.
    Pin5,
}

/// How a receipt is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What happens to the paper afterwards.
    pub cut: Cut,
    /// The drawer to open, before anything is printed: nobody waits for paper to take their change.
    pub drawer: Option<Drawer>,
    /// What the printer prints across. A narrower picture stands in the middle.
    pub dots_per_line: u16,
}

/// The bytes that print a picture.
///
/// # Errors
/// [`PaperError::TooWide`]: the picture is wider than the printer's line.
pub fn escpos(bitmap: &Bitmap, options: &Options) -> Result<Vec<u8>, PaperError> {
    let line = usize::from(options.dots_per_line);
    let spare = line
        .checked_sub(bitmap.width())
        .ok_or(PaperError::TooWide {
            picture: bitmap.width(),
            printer: line,
        })?;
    let indent = spare / 2 / 8;
    let mut out = vec![0x1B, b'@'];
    if let Some(drawer) = options.drawer {
        out.extend(kick(drawer));
    }
    for rows in bitmap.bytes().chunks(bitmap.stride().max(1) * BAND) {
        band(rows, bitmap.stride(), indent, &mut out)?;
    }
    out.extend(match options.cut {
        Cut::None => FEED.to_vec(),
        // "Feed to the knife, and cut."
        Cut::Full => vec![0x1D, b'V', 65, 0],
        Cut::Partial => vec![0x1D, b'V', 66, 0],
    });
    Ok(out)
}

/// The bytes that open a drawer: a pulse of 50 ms, then 500 ms of rest.
pub fn kick(drawer: Drawer) -> [u8; 5] {
    let pin = match drawer {
        Drawer::Pin2 => 0,
        Drawer::Pin5 => 1,
    };
    [0x1B, b'p', pin, 25, 250]
}

fn band(rows: &[u8], stride: usize, indent: usize, out: &mut Vec<u8>) -> Result<(), PaperError> {
    let across = u16::try_from(stride + indent).map_err(|_| PaperError::TooLarge)?;
    let down = u16::try_from(rows.len() / stride.max(1)).map_err(|_| PaperError::TooLarge)?;
    out.extend([0x1D, b'v', b'0', 0]);
    out.extend(across.to_le_bytes());
    out.extend(down.to_le_bytes());
    for row in rows.chunks(stride.max(1)) {
        out.resize(out.len() + indent, 0);
        out.extend(row);
    }
    Ok(())
}
