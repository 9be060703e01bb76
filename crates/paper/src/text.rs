//! From text to lines of placed glyphs: bidirectional order, Arabic joining, and breaks where a line is full.

use std::ops::Range;

use harfrust::{Buffer, BufferFlags, Direction, GlyphInfo, ShapeOptions, ShaperFont};
use unicode_bidi::{BidiInfo, Level, ParagraphInfo};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use crate::face::{Face, Loaded};
use crate::sign::{self, DIRHAM};
use crate::{Glyph, PaperError};

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) face: Face,
    /// Dots per em.
    pub(crate) size: u16,
}

/// Which way a text runs as a whole; what it contains may run the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    LeftToRight,
    RightToLeft,
}

impl Base {
    /// The direction of the first letter that has one.
    pub(crate) fn of(text: &str) -> Self {
        match unicode_bidi::get_base_direction(text) {
            unicode_bidi::Direction::Rtl => Self::RightToLeft,
            unicode_bidi::Direction::Ltr | unicode_bidi::Direction::Mixed => Self::LeftToRight,
        }
    }
}

/// One line, not yet placed. Lengths in 64ths of a dot.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What it says, in reading order, without invisible characters.
    pub(crate) text: String,
    pub(crate) width: i32,
    /// From left to right.
    pub(crate) pieces: Vec<Piece>,
}

/// A part of a line, with its distance from the line's left end.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) x: i32,
    pub(crate) content: Content,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Glyphs from left to right, and what they say in reading order.
    Glyphs {
        text: String,
        right_to_left: bool,
        glyphs: Vec<Glyph>,
    },
    /// The dirham sign.
    Dirham,
}

/// The text in lines no wider than `width` dots. Line feeds start a new line; other control characters are spaces.
pub(crate) fn lines(
    text: &str,
    style: Style,
    base: Base,
    width: i32,
) -> Result<Vec<Line>, PaperError> {
    let loaded = style.face.load()?;
    let mut out = Vec::new();
    for part in text.split('\n') {
        let clean: String = part
            .chars()
            .map(|c| {
                if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let clean = clean.trim();
        if !clean.is_empty() {
            Paragraph::new(clean, style, base, loaded).broken(width * 64, &mut out);
        }
    }
    Ok(out)
}

/// A text of figures, capitals and the signs between them on one line, if it fits: numbers, dates, codes. Its characters stand side by
/// side as the font spaces them, which needs no shaping; lists are full of them.
pub(crate) fn plain(text: &str, style: Style, width: i32) -> Result<Option<Line>, PaperError> {
    let steady = |b: u8| {
        b.is_ascii_digit()
            || b.is_ascii_uppercase()
            || matches!(b, b' ' | b'.' | b',' | b':' | b'/' | b'-' | b'%')
    };
    if text.is_empty() || !text.bytes().all(steady) || text.starts_with(' ') || text.ends_with(' ')
    {
        return Ok(None);
    }
    let loaded = style.face.load()?;
    let mut pen = 0;
    let mut glyphs = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (id, units) = loaded.latin(c);
        let advance = loaded.scaled(units, style.size);
        glyphs.push(Glyph {
            id,
            x: pen,
            y: 0,
            advance,
            text: at..at + c.len_utf8(),
        });
        pen += advance;
    }
    if pen > width * 64 {
        return Ok(None);
    }
    let content = Content::Glyphs {
        text: text.to_owned(),
        right_to_left: false,
        glyphs,
    };
    Ok(Some(Line {
        text: text.to_owned(),
        width: pen,
        pieces: vec![Piece { x: 0, content }],
    }))
}

struct Paragraph<'a> {
    text: &'a str,
    style: Style,
    font: ShaperFont<'static, 'static>,
    loaded: &'static Loaded,
    bidi: BidiInfo<'a>,
}

/// Bytes that no line holds, so that they are not tried as one.
const MORE_THAN_A_LINE: usize = 1024;

impl<'a> Paragraph<'a> {
    fn new(text: &'a str, style: Style, base: Base, loaded: &'static Loaded) -> Self {
        let level = match base {
            Base::LeftToRight => Level::ltr(),
            Base::RightToLeft => Level::rtl(),
        };
        Self {
            text,
            style,
            font: ShaperFont::new(loaded.shaping()),
            loaded,
            bidi: BidiInfo::new(text, Some(level)),
        }
    }

    fn broken(&self, width: i32, out: &mut Vec<Line>) {
        let breaks: Vec<(usize, BreakOpportunity)> = linebreaks(self.text).collect();
        let mut start = 0;
        while start < self.text.len() {
            let (end, line) = self.next_line(start, &breaks, width);
            out.extend(line);
            start = end;
        }
    }

    /// The line that starts at `start`, and where the next one does.
    fn next_line(
        &self,
        start: usize,
        breaks: &[(usize, BreakOpportunity)],
        width: i32,
    ) -> (usize, Option<Line>) {
        let rest = self.text.len();
        if rest - start < MORE_THAN_A_LINE
            && let Some(line) = self.shaped(start..rest).filter(|line| line.width <= width)
        {
            return (rest, Some(line));
        }
        let mut best = None;
        let reach = start + MORE_THAN_A_LINE;
        let within = |end: &usize| (start + 1..reach).contains(end);
        for (end, _) in breaks.iter().filter(|(end, _)| within(end)) {
            match self.shaped(start..*end) {
                Some(line) if line.width > width => break,
                fits => best = Some((*end, fits)),
            }
        }
        best.unwrap_or_else(|| self.split_word(start, width))
    }

    /// As much of a word that is wider than the line as fits, at least one character.
    fn split_word(&self, start: usize, width: i32) -> (usize, Option<Line>) {
        let mut best = (self.text.len(), None);
        for (taken, (offset, grapheme)) in self.text[start..].grapheme_indices(true).enumerate() {
            let end = start + offset + grapheme.len();
            let line = self.shaped(start..end);
            if taken > 0 && line.as_ref().is_some_and(|line| line.width > width) {
                break;
            }
            best = (end, line);
        }
        best
    }

    /// One line of the text, without the spaces at its end. Nothing when nothing is left.
    fn shaped(&self, range: Range<usize>) -> Option<Line> {
        let visible = self.text[range.clone()].trim_end();
        let range = range.start..range.start + visible.len();
        let paragraph = self.paragraph().filter(|_| !range.is_empty())?;
        let (levels, runs) = self.bidi.visual_runs(paragraph, range.clone());
        let mut line = Line {
            text: visible.chars().filter(|c| !invisible(*c)).collect(),
            width: 0,
            pieces: Vec::new(),
        };
        for run in runs {
            let right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
            let mut parts = segments(self.text, run);
            if right_to_left {
                parts.reverse();
            }
            for part in parts {
                self.place(part, right_to_left, &mut line);
            }
        }
        Some(line)
    }

    fn paragraph(&self) -> Option<&ParagraphInfo> {
        self.bidi.paragraphs.first()
    }

    fn place(&self, part: Segment, right_to_left: bool, line: &mut Line) {
        let x = line.width;
        let (content, width) = match part {
            Segment::Dirham => (Content::Dirham, sign::advance(self.style.size)),
            Segment::Text(range) => self.glyphs(range, right_to_left),
        };
        line.width += width;
        line.pieces.push(Piece { x, content });
    }

    fn glyphs(&self, range: Range<usize>, right_to_left: bool) -> (Content, i32) {
        let text = &self.text[range];
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(if right_to_left {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.guess_segment_properties();
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let mut glyphs = Vec::new();
        let mut pen = 0;
        // A buffer with text and a direction is always shaped; were it not, the line stays empty and the tests say so.
        if harfrust::shape(&self.font, &mut buffer, ShapeOptions::new()).is_ok() {
            let start = |info: &GlyphInfo| usize::try_from(info.cluster).unwrap_or(text.len());
            let mut starts: Vec<usize> = buffer.glyph_infos().iter().map(start).collect();
            starts.push(text.len());
            starts.sort_unstable();
            for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
                let scaled = |units| self.loaded.scaled(units, self.style.size);
                let advance = scaled(position.x_advance);
                glyphs.push(Glyph {
                    id: info.glyph_id,
                    x: pen + scaled(position.x_offset),
                    y: -scaled(position.y_offset),
                    advance,
                    text: cluster(&starts, start(info)),
                });
                pen += advance;
            }
        }
        let content = Content::Glyphs {
            text: text.to_owned(),
            right_to_left,
            glyphs,
        };
        (content, pen)
    }
}

/// The bytes that a glyph stands for: from its cluster's start to the next one in reading order. `starts` is sorted.
fn cluster(starts: &[usize], start: usize) -> Range<usize> {
    let next = starts.partition_point(|other| *other <= start);
    start..starts.get(next).copied().unwrap_or(start)
}

enum Segment {
    Text(Range<usize>),
    Dirham,
}

/// A run without what is not shaped: the dirham sign is drawn, and the marks that steer direction have done their work.
fn segments(text: &str, run: Range<usize>) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut start = run.start;
    for (offset, c) in text[run.clone()].char_indices() {
        let at = run.start + offset;
        if c == DIRHAM || invisible(c) {
            if at > start {
                out.push(Segment::Text(start..at));
            }
            if c == DIRHAM {
                out.push(Segment::Dirham);
            }
            start = at + c.len_utf8();
        }
    }
    if run.end > start {
        out.push(Segment::Text(start..run.end));
    }
    out
}

/// Marks, embeddings, overrides and isolates.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
