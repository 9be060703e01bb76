//! Paper being written on, from top to bottom.

use qrcode::{Color, EcLevel, QrCode};

use crate::text::{Base, Content, Line, Style, lines};
use crate::{Block, Mark, Page, PaperError, Qr, Run, Sign, Width};

/// Where a line stands between the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// Paper with what is on it so far. Lengths in dots.
pub(crate) struct Sheet {
    width: Width,
    y: i32,
    marks: Vec<Mark>,
    lines: Vec<String>,
}

/// White between two columns.
const GUTTER: i32 = 16;
/// A QR code's quiet zone, in modules on each side.
const QUIET: i32 = 4;

impl Sheet {
    pub(crate) const fn new(width: Width) -> Self {
        Self {
            width,
            y: 0,
            marks: Vec::new(),
            lines: Vec::new(),
        }
    }

    pub(crate) fn finish(self, title: String) -> Result<Page, PaperError> {
        Ok(Page {
            width: self.width,
            height: u32::try_from(self.y).map_err(|_| PaperError::TooLarge)?,
            marks: self.marks,
            title,
            lines: self.lines,
        })
    }

    /// Dots across.
    pub(crate) fn across(&self) -> i32 {
        i32::from(self.width.dots())
    }

    /// Leaves paper white.
    pub(crate) fn gap(&mut self, height: i32) {
        self.y += height;
    }

    /// A text over the whole width.
    pub(crate) fn text(
        &mut self,
        text: &str,
        style: Style,
        base: Base,
        align: Align,
    ) -> Result<(), PaperError> {
        let across = self.across();
        self.text_within(text, style, base, align, (0, across))
    }

    /// A text between two distances from the left edge.
    pub(crate) fn text_within(
        &mut self,
        text: &str,
        style: Style,
        base: Base,
        align: Align,
        (left, right): (i32, i32),
    ) -> Result<(), PaperError> {
        for line in lines(text, style, base, right - left)? {
            self.place(line, style, align, (left, right));
            self.y += height(style);
        }
        Ok(())
    }

    /// What a value is, on the left, and the value, on the right. Parts of the label that do not fit beside the value on one line
    /// stand below each other, and a value that leaves them no room gets a line of its own.
    pub(crate) fn row(
        &mut self,
        label: &[&str],
        value: &str,
        style: Style,
    ) -> Result<(), PaperError> {
        let across = self.across();
        let base = Base::LeftToRight;
        let mut values = lines(value, style, base, across)?;
        let joined = lines(&label.join("  "), style, base, across)?;
        let mut left = across - GUTTER - widest(&values);
        // A long value, such as a name, is broken; an amount never is.
        if left < widest(&joined) && value.contains(' ') {
            values = lines(value, style, base, across * 3 / 5)?;
            left = across - GUTTER - widest(&values);
        }
        let mut labels = Vec::new();
        if joined.len() <= 1 && widest(&joined) <= left {
            labels = joined;
        } else {
            for part in label {
                labels.extend(lines(part, style, base, across)?);
            }
        }
        let top = self.y;
        let beside = widest(&labels) <= left;
        for line in labels {
            self.place(line, style, Align::Left, (0, across));
            self.y += height(style);
        }
        let below = self.y;
        if beside {
            self.y = top;
        }
        for line in values {
            self.place(line, style, Align::Right, (0, across));
            self.y += height(style);
        }
        self.y = self.y.max(below);
        Ok(())
    }

    /// A line across.
    pub(crate) fn rule(&mut self, thickness: i32) {
        let block = Block {
            x: 0,
            y: self.y,
            width: self.across(),
            height: thickness,
        };
        self.marks.push(Mark::Block(block));
        self.y += thickness;
    }

    /// Texts in the middle, one below the other, with a frame around them that cannot be overlooked.
    pub(crate) fn framed(
        &mut self,
        texts: &[(&str, Base)],
        style: Style,
    ) -> Result<(), PaperError> {
        const LINE: i32 = 4;
        const PADDING: i32 = 10;
        let top = self.y;
        self.y += LINE + PADDING;
        let across = self.across();
        let inner = (LINE + PADDING, across - LINE - PADDING);
        for (text, base) in texts {
            self.text_within(text, style, *base, Align::Middle, inner)?;
        }
        self.y += PADDING + LINE;
        let tall = self.y - top;
        let frame = [
            (0, top, across, LINE),
            (0, self.y - LINE, across, LINE),
            (0, top, LINE, tall),
            (across - LINE, top, LINE, tall),
        ];
        for (x, y, width, height) in frame {
            self.marks.push(Mark::Block(Block {
                x,
                y,
                width,
                height,
            }));
        }
        Ok(())
    }

    /// A QR code in the middle, about 24 mm wide. What no QR code can hold is left out: its text is always printed too.
    pub(crate) fn qr(&mut self, content: &str) {
        let levels = [EcLevel::M, EcLevel::L];
        let Some(code) = levels
            .into_iter()
            .find_map(|level| QrCode::with_error_correction_level(content, level).ok())
        else {
            return;
        };
        let side = code.width();
        let Ok(modules) = i32::try_from(side) else {
            return;
        };
        let quiet = modules + 2 * QUIET;
        let module = (224 / quiet).clamp(4, 8).min(self.across() / quiet);
        if module < 2 {
            return;
        }
        self.y += QUIET * module;
        let dark = code
            .to_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        self.marks.push(Mark::Qr(Qr {
            x: (self.across() - modules * module) / 2,
            y: self.y,
            module,
            side,
            dark,
        }));
        self.y += (modules + QUIET) * module;
    }

    fn place(&mut self, line: Line, style: Style, align: Align, (left, right): (i32, i32)) {
        let spare = (right - left) * 64 - line.width;
        let x = left * 64
            + match align {
                Align::Left => 0,
                Align::Middle => spare / 2,
                Align::Right => spare,
            };
        let baseline = self.y + ascent(style);
        for piece in line.pieces {
            let x = x + piece.x;
            let (face, size) = (style.face, style.size);
            self.marks.push(match piece.content {
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
                    right_to_left,
                    text,
                    glyphs,
                }),
            });
        }
        self.lines.push(line.text);
    }
}

/// The widest line, in whole dots.
fn widest(lines: &[Line]) -> i32 {
    lines
        .iter()
        .map(|line| line.width)
        .max()
        .unwrap_or(0)
        .div_euclid(64)
        + 1
}

/// From the top of a line to what its letters stand on. The face reaches 0.93 em up and 0.24 em down.
fn ascent(style: Style) -> i32 {
    i32::from(style.size) * 95 / 100
}

/// From one line to the next.
fn height(style: Style) -> i32 {
    i32::from(style.size) * 122 / 100
}
