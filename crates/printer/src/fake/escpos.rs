//! The bytes of a job as a printer takes them apart.

use std::fmt;

/// Dots that a line feed advances: the printers' own 1/6 inch at 203 dots to the inch, rounded as they round it.
const LINE: usize = 30;

/// Taken apart one command at a time.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    command: Vec<u8>,
}

impl Tokens {
    /// Takes the next byte; the command that it completes.
    pub(super) fn push(&mut self, byte: u8) -> Option<Vec<u8>> {
        self.command.push(byte);
        let complete = length(&self.command).is_some_and(|length| self.command.len() >= length);
        complete.then(|| std::mem::take(&mut self.command))
    }

    /// The beginning of a command that was not completed.
    pub(super) fn rest(&self) -> &[u8] {
        &self.command
    }
}

/// The length of the command that starts with these bytes, once they tell.
fn length(command: &[u8]) -> Option<usize> {
    let at = |index: usize| command.get(index).copied().map(usize::from);
    Some(match command {
        [] => return None,
        [0x10 | 0x1B | 0x1C | 0x1D] => return None,
        // DLE: status, enquiry, real-time requests.
        [0x10, 0x04 | 0x05, ..] => 3,
        [0x10, 0x14, 0x01 | 0x02, ..] => 5,
        [0x10, 0x14, 0x08, ..] => 10,
        [0x10, 0x14, ..] => 3,
        // ESC: initialise, cut, line spacing; one argument; two; bit image.
        [0x1B, b'@' | b'i' | b'm' | b'2' | b'<' | b'L' | b'S', ..] => 2,
        [0x1B, b'p', ..] => 5,
        [0x1B, b'$' | b'\\' | b'c' | b'B', ..] => 4,
        [0x1B, b'*', ..] => 5 + (at(3)? + 256 * at(4)?) * if at(2)? > 1 { 3 } else { 1 },
        [0x1B, ..] => 3,
        // FS: stored images.
        [0x1C, b'p', ..] => 4,
        [0x1C, b'&' | b'.', ..] => 2,
        [0x1C, ..] => 3,
        // GS: raster, cut, functions with their length, margins; one argument.
        [0x1D, b'v', ..] => 8 + (at(4)? + 256 * at(5)?) * (at(6)? + 256 * at(7)?),
        [0x1D, b'V', ..] => {
            if matches!(at(2)?, 65 | 66 | 97 | 98 | 103 | 104) {
                4
            } else {
                3
            }
        }
        [0x1D, b'(', ..] => 5 + at(3)? + 256 * at(4)?,
        [0x1D, b'8', ..] => 7 + at(3)? + 256 * (at(4)? + 256 * (at(5)? + 256 * at(6)?)),
        [0x1D, b'L' | b'W' | b'P' | b'$' | b'\\', ..] => 4,
        [0x1D, b'*', ..] => 4 + at(2)? * at(3)? * 8,
        [0x1D, ..] => 3,
        _ => 1,
    })
}

/// What a job leaves on the paper: one bit for each dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    dots: usize,
    rows: Vec<Vec<u8>>,
    /// The rows after which the paper was cut.
    pub cuts: Vec<usize>,
    /// How often the drawer was opened.
    pub kicks: usize,
    /// What was printed in the printer's own letters.
    pub text: String,
    /// Whether a picture was wider than the paper; what was beyond its edge is lost.
    pub overrun: bool,
    /// Whether the last command broke off.
    pub torn: bool,
    /// Commands that this printer does not know.
    pub unknown: Vec<Vec<u8>>,
}

impl Paper {
    /// Prints `bytes` on paper of so many dots across (384 for 58 mm, 576 for 80 mm).
    pub fn print(bytes: &[u8], dots: usize) -> Self {
        let mut paper = Self {
            dots,
            rows: Vec::new(),
            cuts: Vec::new(),
            kicks: 0,
            text: String::new(),
            overrun: false,
            torn: false,
            unknown: Vec::new(),
        };
        let mut tokens = Tokens::default();
        for &byte in bytes {
            if let Some(command) = tokens.push(byte) {
                paper.obey(&command);
            }
        }
        paper.torn = !tokens.rest().is_empty();
        if let [0x1D, b'v', _, _, _, _, _, _, ..] = tokens.rest() {
            paper.obey(tokens.rest());
        }
        paper
    }

    /// Dots across.
    pub const fn width(&self) -> usize {
        self.dots
    }

    /// Rows of dots, fed ones included.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is a dot; not beyond the paper's edges.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.dots
            && self
                .rows
                .get(y)
                .and_then(|row| row.get(x / 8))
                .is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// The rows as printers and one-bit pictures have them: eight dots a byte, the leftmost first, a set bit black.
    pub fn rows(&self) -> &[Vec<u8>] {
        &self.rows
    }

    /// A picture that any viewer opens (portable bitmap, P4).
    pub fn pbm(&self) -> Vec<u8> {
        let mut picture = format!("P4\n{} {}\n", self.dots, self.rows.len()).into_bytes();
        picture.extend(self.rows.iter().flatten());
        picture
    }

    fn obey(&mut self, command: &[u8]) {
        match command {
            [b'\n'] => self.line_feed(),
            [byte @ 0x20..=0xFF] => self.text.push(char::from(*byte)),
            [b'\r' | b'\t' | 0] => {}
            [0x1D, b'v', b'0' | 0, mode, w0, w1, h0, h1, data @ ..] => {
                let wide = usize::from(u16::from_le_bytes([*w0, *w1]));
                let high = usize::from(u16::from_le_bytes([*h0, *h1]));
                self.raster(data, wide, high, mode & 1 != 0, mode & 2 != 0);
            }
            [0x1D, b'V', 66 | 98, feed] => {
                self.feed(usize::from(*feed));
                self.cuts.push(self.rows.len());
            }
            [0x1D, b'V', ..] | [0x1B, b'i' | b'm'] => self.cuts.push(self.rows.len()),
            [0x1B, b'p', ..] | [0x10, 0x14, 0x01, ..] => self.kicks += 1,
            [0x1B, b'J', dots] => self.feed(usize::from(*dots)),
            [0x1B, b'd', lines] => self.feed(usize::from(*lines) * LINE),
            // Settings that leave nothing on the paper, and questions.
            [
                0x1B,
                b'@' | b'2' | b'3' | b'a' | b'!' | b'E' | b't' | b'R' | b'M' | b'c' | b'=',
                ..,
            ]
            | [
                0x1D,
                b'(' | b'L' | b'W' | b'P' | b'!' | b'B' | b'r' | b'a',
                ..,
            ]
            | [0x10, 0x04 | 0x05, ..] => {}
            other => self.unknown.push(other.to_vec()),
        }
    }

    fn line_feed(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.feed(LINE);
    }

    fn feed(&mut self, dots: usize) {
        let row = vec![0; self.dots.div_ceil(8)];
        self.rows.resize(self.rows.len() + dots, row);
    }

    fn raster(
        &mut self,
        data: &[u8],
        wide: usize,
        high: usize,
        twice_wide: bool,
        twice_high: bool,
    ) {
        if wide == 0 {
            return;
        }
        for line in data.chunks(wide).take(high) {
            let mut row = vec![0; self.dots.div_ceil(8)];
            for x in 0..wide * 8 * (1 + usize::from(twice_wide)) {
                let source = if twice_wide { x / 2 } else { x };
                let black = line
                    .get(source / 8)
                    .is_some_and(|byte| byte & (0x80 >> (source % 8)) != 0);
                if !black {
                    continue;
                }
                match row.get_mut(x / 8) {
                    Some(byte) if x < self.dots => *byte |= 0x80 >> (x % 8),
                    Some(_) | None => self.overrun = true,
                }
            }
            if twice_high {
                self.rows.push(row.clone());
            }
            self.rows.push(row);
        }
    }
}

impl fmt::Display for Paper {
    /// The picture in letters, two rows of dots a line: for the report of a test, and for looking at a small one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for y in (0..self.height()).step_by(2) {
            let line: String = (0..self.dots)
                .map(|x| match (self.is_black(x, y), self.is_black(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                })
                .collect();
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn raster(wide: u8, rows: &[u8], mode: u8) -> Vec<u8> {
        let high = u8::try_from(rows.len() / usize::from(wide)).unwrap();
        let mut bytes = vec![0x1D, b'v', b'0', mode, wide, 0, high, 0];
        bytes.extend(rows);
        bytes
    }

    #[test]
    fn a_raster_comes_back_as_its_dots() {
        let paper = Paper::print(&raster(1, &[0b1000_0001, 0b0000_0000, 0b0001_1000], 0), 8);
        assert_eq!((paper.width(), paper.height()), (8, 3));
        assert_eq!(paper.to_string(), "▀      ▀\n   ▀▀\n");
        assert!(paper.is_black(7, 0) && !paper.is_black(6, 0) && !paper.is_black(8, 0));
        assert_eq!(paper.pbm(), b"P4\n8 3\n\x81\x00\x18");
        assert!(!paper.overrun && paper.unknown.is_empty());
    }

    #[test]
    fn a_doubled_raster_is_doubled() {
        let paper = Paper::print(&raster(1, &[0b1000_0000], 3), 16);
        assert_eq!(paper.rows(), [vec![0b1100_0000, 0], vec![0b1100_0000, 0]]);
    }

    #[test]
    fn bands_follow_each_other_and_feeds_leave_white() {
        let job = [
            raster(1, &[0xFF], 0),
            vec![0x1B, b'J', 2],
            raster(1, &[0x0F], 0),
        ]
        .concat();
        let paper = Paper::print(&job, 8);
        assert_eq!(paper.rows(), [[0xFF], [0], [0], [0x0F]]);
    }

    #[test]
    fn what_is_beyond_the_edge_is_lost_and_told() {
        assert!(Paper::print(&raster(2, &[0, 1], 0), 8).overrun);
        assert!(!Paper::print(&raster(2, &[1, 0], 0), 8).overrun);
        assert!(Paper::print(&raster(1, &[1], 0), 5).overrun);
    }

    #[test]
    fn cuts_and_kicks_are_counted() {
        let job = [
            b"\x1B@\x1Bp\x00\x19\xFAHello\n".as_slice(),
            b"\x1DVB\x03\x1BM\x01\x1DV\x00\x10\x14\x01\x00\x01",
        ]
        .concat();
        let paper = Paper::print(&job, 8);
        assert_eq!(paper.cuts, [33, 33]);
        assert_eq!(paper.kicks, 2);
        assert_eq!(paper.text, "Hello\n");
        assert!(paper.unknown.is_empty(), "{:?}", paper.unknown);
    }

    #[test]
    fn dots_that_look_like_commands_are_dots() {
        let paper = Paper::print(&raster(3, &[0x1B, b'p', 0, 0x1D, b'V', 0], 0), 24);
        assert_eq!((paper.kicks, paper.cuts.len(), paper.height()), (0, 0, 2));
    }

    #[test]
    fn half_a_picture_is_printed_and_told() {
        let paper = Paper::print(&[0x1D, b'v', b'0', 0, 1, 0, 2, 0, 0xFF], 8);
        assert!(paper.torn);
        assert_eq!(paper.rows(), [[0xFF]]);
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_printer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let paper = Paper::print(&bytes, 32);
            prop_assert!(paper.rows().iter().all(|row| row.len() == 4));
        }

        #[test]
        fn any_picture_survives(rows in proptest::collection::vec(any::<[u8; 4]>(), 1..60)) {
            let flat: Vec<u8> = rows.concat();
            let paper = Paper::print(&raster(4, &flat, 0), 32);
            prop_assert_eq!(paper.rows().concat(), flat);
        }
    }
}
