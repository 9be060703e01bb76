//! A document on A4: every page says what it is a part of and how many there are; columns' names stand on every page.

use std::collections::HashMap;
use std::io::Write;
use std::rc::Rc;

use fils_paper::{A4, About, Block, Book, Direction, Face, Mark, PaperError, SetLine};

use crate::plan::{GUTTER, REMEMBERED, Ruler, SIZES, said, widths, wishes};
use crate::table::{Cell, Head, Kind, Language, Section};
use crate::writer::Writer;
use crate::{ExportError, text, words};

/// The most pages a document may have: some hundred thousand lines.
const MOST_PAGES: usize = 6_000;
/// Rows that certainly take more: who waits for them gets nothing.
const MOST_ROWS: usize = 120_000;
/// White around the page.
const MARGIN: i32 = 720;
/// What the head of a page takes, and its foot.
const HEAD: i32 = 760;
const FOOT: i32 = 420;
/// What a text may be wider than it was measured, out of the gutter.
const SLACK: i32 = 30;
/// The grey behind columns' names, and of the line under a row.
const NAMES_GREY: u8 = 232;
const LINE_GREY: u8 = 205;

/// A section as it was given.
#[derive(Default)]
struct Filled {
    rows: Vec<Vec<Cell>>,
    total: Option<Vec<Cell>>,
}

pub(crate) struct PdfWriter<W> {
    to: W,
    head: Head,
    sections: Vec<Section>,
    filled: Vec<Filled>,
    open: usize,
    language: Language,
}

impl<W: Write> PdfWriter<W> {
    pub(crate) fn begin(to: W, head: Head, sections: Vec<Section>, language: Language) -> Self {
        let filled = sections.iter().map(|_| Filled::default()).collect();
        Self {
            to,
            head,
            sections,
            filled,
            open: 0,
            language,
        }
    }

    fn current(&mut self) -> Result<&mut Filled, ExportError> {
        self.filled
            .get_mut(self.open)
            .ok_or(ExportError::Row { section: "" })
    }
}

impl<W: Write> Writer for PdfWriter<W> {
    fn open(&mut self, section: usize) -> Result<(), ExportError> {
        self.open = section;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        let rows = &mut self.current()?.rows;
        if rows.len() >= MOST_ROWS {
            return Err(ExportError::TooManyPages { pages: MOST_PAGES });
        }
        rows.push(cells);
        Ok(())
    }

    fn total(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        self.current()?.total = Some(cells);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        let plan = Plan::make(&self.sections, &self.filled, self.language)?;
        let mut counting = Pages::new(&self.head, self.language, &plan, None);
        counting.all(&self.sections, &self.filled)?;
        let count = counting.finish()?.0;
        let book = Book::new(&about(&self.head, self.language));
        let mut drawing = Pages::new(&self.head, self.language, &plan, Some((book, count)));
        drawing.all(&self.sections, &self.filled)?;
        if let Some(bytes) = drawing.finish()?.1 {
            self.to.write_all(&bytes)?;
        }
        Ok(self.to.flush()?)
    }
}

fn about(head: &Head, language: Language) -> About {
    let title = format!("{} {}", head.title.get(language), head.range());
    let till = format!("{} {}", words::TILL.en, head.till);
    About {
        title,
        subject: format!("{}, {}, {till}", head.shop, head.range()),
        keywords: vec![head.range(), till, head.program()],
        program: head.program(),
        language: match language {
            Language::English => "en-AE".to_owned(),
            Language::Arabic => "ar-AE".to_owned(),
        },
    }
}

/// The paper, the size of type and the columns' widths.
struct Plan {
    paper: A4,
    size: u16,
    widths: Vec<Vec<i32>>,
    regular: Ruler,
    bold: Ruler,
}

impl Plan {
    /// Upright where every table fits; else on its side; else with smaller type.
    fn make(
        sections: &[Section],
        filled: &[Filled],
        language: Language,
    ) -> Result<Self, PaperError> {
        let tries = [
            (A4::Portrait, SIZES[0], true),
            (A4::Landscape, SIZES[0], true),
            (A4::Landscape, SIZES[1], true),
            (A4::Landscape, SIZES[2], true),
            (A4::Landscape, SIZES[2], false),
        ];
        for (paper, size, whole) in tries {
            if let Some(plan) = Self::with(sections, filled, language, (paper, size), whole)? {
                return Ok(plan);
            }
        }
        Err(PaperError::TooLarge)
    }

    /// `whole`: only if no word has to be broken.
    fn with(
        sections: &[Section],
        filled: &[Filled],
        language: Language,
        (paper, size): (A4, u16),
        whole: bool,
    ) -> Result<Option<Self>, PaperError> {
        let across = paper.size().0 - 2 * MARGIN;
        let mut all = Vec::new();
        for (section, filled) in sections.iter().zip(filled) {
            let total = filled.total.as_ref();
            let wishes = wishes(&section.columns, &filled.rows, total, (language, size))?;
            // On an upright page, a column of long words gets room for some of them at least.
            let wanted: i32 = wishes
                .iter()
                .map(|wish| {
                    if wish.breaks {
                        wish.wide.min(3_000)
                    } else {
                        wish.wide
                    }
                })
                .sum();
            let cramped = paper == A4::Portrait && wanted > across;
            match widths(&wishes, across, whole).filter(|_| !cramped) {
                Some(widths) => all.push(widths),
                None => return Ok(None),
            }
        }
        Ok(Some(Self {
            paper,
            size,
            widths: all,
            regular: Ruler::new(Face::Regular, size)?,
            bold: Ruler::new(Face::Bold, size)?,
        }))
    }
}

/// Pages being filled from top to bottom; drawn when there is a book and it is known how many they are.
struct Pages<'a> {
    head: &'a Head,
    language: Language,
    plan: &'a Plan,
    book: Option<(Book, usize)>,
    /// Pages begun so far.
    count: usize,
    y: i32,
    marks: Vec<Mark>,
    tints: Vec<(Block, u8)>,
    /// What was set, by face and width.
    set: HashMap<(Face, i32), HashMap<String, Lines>>,
}

/// A text, set.
type Lines = Rc<[SetLine]>;

/// Where a text stands in its room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Where reading begins.
    Start,
    /// Where it ends.
    End,
    /// Right, in either language: figures stand under each other.
    Right,
}

impl<'a> Pages<'a> {
    fn new(
        head: &'a Head,
        language: Language,
        plan: &'a Plan,
        book: Option<(Book, usize)>,
    ) -> Self {
        Self {
            head,
            language,
            plan,
            book,
            count: 0,
            y: i32::MAX,
            marks: Vec::new(),
            tints: Vec::new(),
            set: HashMap::new(),
        }
    }

    fn across(&self) -> i32 {
        self.plan.paper.size().0 - 2 * MARGIN
    }

    fn bottom(&self) -> i32 {
        self.plan.paper.size().1 - MARGIN - FOOT
    }

    /// From one line of a table to the next.
    fn line(&self) -> i32 {
        i32::from(self.plan.size) * 125 / 100
    }

    fn all(&mut self, sections: &[Section], filled: &[Filled]) -> Result<(), ExportError> {
        for ((section, filled), widths) in sections.iter().zip(filled).zip(&self.plan.widths) {
            self.section(section, filled, widths)?;
        }
        Ok(())
    }

    /// Ends the last page. Answers how many pages there are, and the document when it was drawn.
    fn finish(mut self) -> Result<(usize, Option<Vec<u8>>), ExportError> {
        self.end_page()?;
        let bytes = self.book.map(|(book, _)| book.finish()).transpose()?;
        Ok((self.count, bytes))
    }

    fn section(
        &mut self,
        section: &Section,
        filled: &Filled,
        widths: &[i32],
    ) -> Result<(), ExportError> {
        // A section begins where some of its rows fit too.
        if self.y > self.bottom() - 9 * self.line() {
            self.new_page()?;
        } else {
            self.y += 2 * self.line();
        }
        let language = self.language;
        self.said(section.title.get(language), (Face::Bold, 200), Side::Start)?;
        self.y += 270;
        if let Some(note) = section.note {
            for line in set(note.get(language), (Face::Regular, 150), self.across())? {
                self.put(&line, 0, self.across(), Side::Start, 150);
                self.y += 190;
            }
        }
        self.y += 60;
        self.names(section, widths)?;
        if filled.rows.is_empty() {
            self.y += self.line() / 2;
            self.said(
                words::NOTHING.get(language),
                (Face::Regular, self.plan.size),
                Side::Start,
            )?;
            self.y += self.line();
        }
        for row in &filled.rows {
            self.row(section, row, widths, Face::Regular)?;
        }
        if let Some(total) = &filled.total {
            self.row(section, total, widths, Face::Bold)?;
        }
        Ok(())
    }

    /// The names of the columns, on grey.
    fn names(&mut self, section: &Section, widths: &[i32]) -> Result<(), ExportError> {
        let style = (Face::Bold, self.plan.size);
        let top = self.y;
        let mut lines = 1;
        let mut names = Vec::new();
        for (column, width) in section.columns.iter().zip(widths) {
            let name = set(column.title.get(self.language), style, width - GUTTER)?;
            lines = lines.max(i32::try_from(name.len()).unwrap_or(1));
            names.push(name);
        }
        let height = lines * self.line() + 100;
        self.tint(0, top, self.across(), height, NAMES_GREY);
        let mut x = 0;
        for ((name, column), width) in names.into_iter().zip(&section.columns).zip(widths) {
            self.y = top + 50;
            for line in name {
                self.put(
                    &line,
                    x + GUTTER / 2,
                    width - GUTTER,
                    side(column.kind),
                    style.1,
                );
                self.y += self.line();
            }
            x += width;
        }
        self.y = top + height + 30;
        Ok(())
    }

    fn row(
        &mut self,
        section: &Section,
        cells: &[Cell],
        widths: &[i32],
        face: Face,
    ) -> Result<(), ExportError> {
        let mut texts = Vec::with_capacity(cells.len());
        let mut lines = 1;
        for (cell, width) in cells.iter().zip(widths) {
            let text = said(cell, self.language);
            lines = lines.max(self.lines(&text, face, width - GUTTER)?);
            texts.push(text);
        }
        let height = i32::try_from(lines).unwrap_or(1) * self.line() + 50;
        if self.y + height > self.bottom() {
            self.new_page()?;
            self.names(section, widths)?;
        }
        let top = self.y;
        if self.book.is_some() {
            let style = (face, self.plan.size);
            let mut x = 0;
            for ((text, column), width) in texts.iter().zip(&section.columns).zip(widths) {
                self.y = top + 20;
                for line in self.set_again(text, face, width - GUTTER)?.iter() {
                    self.put(
                        line,
                        x + GUTTER / 2,
                        width - GUTTER,
                        side(column.kind),
                        style.1,
                    );
                    self.y += self.line();
                }
                x += width;
            }
            match face {
                Face::Regular => self.tint(0, top + height - 6, self.across(), 6, LINE_GREY),
                Face::Bold => self.tint(0, top - 6, self.across(), 14, 0),
            }
        }
        self.y = top + height;
        Ok(())
    }

    fn new_page(&mut self) -> Result<(), ExportError> {
        self.end_page()?;
        self.count += 1;
        if self.count > MOST_PAGES {
            return Err(ExportError::TooManyPages { pages: MOST_PAGES });
        }
        if self.book.is_some() {
            self.page_head()?;
            self.page_foot()?;
        }
        self.y = MARGIN + HEAD;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), ExportError> {
        if let Some((book, _)) = &mut self.book
            && self.count > 0
        {
            book.page(self.plan.paper, &self.tints, &self.marks)?;
        }
        self.tints.clear();
        self.marks.clear();
        Ok(())
    }

    fn page_head(&mut self) -> Result<(), ExportError> {
        let (head, language) = (self.head, self.language);
        let (large, small) = ((Face::Bold, 220), (Face::Regular, 160));
        self.y = MARGIN;
        self.said(head.shop(language), large, Side::Start)?;
        self.said(head.title.get(language), large, Side::End)?;
        self.y = MARGIN + 290;
        let mut parts = vec![format!("{} {}", words::TILL.get(language), head.till)];
        if let Some(trn) = &head.trn {
            parts.push(format!("{} {trn}", words::TRN.get(language)));
        }
        self.said(&parts.join(" · "), small, Side::Start)?;
        let (from, to) = (text::day(&head.from), text::day(&head.to));
        // Kept in its order: from the first day to the last, as each language reads.
        let range = if from == to {
            from
        } else {
            format!("\u{2068}{from}\u{2069} – \u{2068}{to}\u{2069}")
        };
        self.said(&range, small, Side::End)?;
        if head.training {
            self.y = MARGIN - 230;
            self.said(
                words::TRAINING.get(language),
                (Face::Bold, 180),
                Side::Start,
            )?;
        }
        self.tint(0, MARGIN + 540, self.across(), 16, 0);
        Ok(())
    }

    fn page_foot(&mut self) -> Result<(), ExportError> {
        let (head, language) = (self.head, self.language);
        let small = (Face::Regular, 140);
        self.y = self.plan.paper.size().1 - MARGIN - 200;
        self.tint(0, self.y - 60, self.across(), 8, LINE_GREY);
        let made = format!(
            "{} · {} \u{2068}{}\u{2069} {} \u{2068}{}\u{2069} · \u{2068}{}\u{2069}",
            words::AMOUNTS.get(language),
            words::MADE.get(language),
            text::clock(head.made_at),
            words::BY.get(language),
            head.made_by,
            head.program()
        );
        self.said(&made, small, Side::Start)?;
        let total = self.book.as_ref().map_or(0, |(_, total)| *total);
        let page = format!(
            "{} {} {} {total}",
            words::PAGE.get(language),
            self.count,
            words::OF.get(language)
        );
        self.said(&page, small, Side::End)
    }

    /// A text over the whole width that has its line to itself.
    fn said(&mut self, text: &str, style: (Face, u16), side: Side) -> Result<(), ExportError> {
        let across = self.across();
        let direction = match self.language {
            Language::English => Direction::LeftToRight,
            Language::Arabic => Direction::RightToLeft,
        };
        for line in SetLine::set(text, style, direction, across)?
            .into_iter()
            .take(1)
        {
            self.put(&line, 0, across, side, style.1);
        }
        Ok(())
    }

    /// How many lines a text takes.
    fn lines(&mut self, text: &str, face: Face, width: i32) -> Result<usize, PaperError> {
        let ruler = match face {
            Face::Regular => &self.plan.regular,
            Face::Bold => &self.plan.bold,
        };
        if text.is_empty() {
            return Ok(0);
        }
        if !text.contains('\n') && ruler.width(text)? <= width {
            return Ok(1);
        }
        Ok(self.set_again(text, face, width)?.len())
    }

    /// A text of a table, from memory where it was set before: lists repeat themselves.
    fn set_again(&mut self, text: &str, face: Face, width: i32) -> Result<Lines, PaperError> {
        let known = self.set.entry((face, width)).or_default();
        if let Some(lines) = known.get(text) {
            return Ok(Rc::clone(lines));
        }
        let lines: Lines = set(text, (face, self.plan.size), width + SLACK)?.into();
        // Figures and codes are set in no time, and seldom come again.
        let shaped = text
            .bytes()
            .any(|b| b.is_ascii_lowercase() || !b.is_ascii());
        if shaped && known.len() < REMEMBERED {
            known.insert(text.to_owned(), Rc::clone(&lines));
        }
        Ok(lines)
    }

    /// Places a line in a room that begins `from` units from where reading begins.
    fn put(&mut self, line: &SetLine, from: i32, width: i32, side: Side, height: u16) {
        let left = MARGIN
            + match self.language {
                Language::English => from,
                Language::Arabic => self.across() - from - width,
            };
        let right = left + width - line.width();
        let x = match (side, self.language) {
            (Side::Right, _) => right,
            (Side::Start, Language::English) | (Side::End, Language::Arabic) => left,
            (Side::End, Language::English) | (Side::Start, Language::Arabic) => right,
        };
        let baseline = self.y + i32::from(height) * 95 / 100;
        line.place(x.max(0), baseline, &mut self.marks);
    }

    fn tint(&mut self, from: i32, y: i32, width: i32, height: i32, grey: u8) {
        let block = Block {
            x: MARGIN + from,
            y,
            width,
            height,
        };
        self.tints.push((block, grey));
    }
}

fn set(text: &str, style: (Face, u16), width: i32) -> Result<Vec<SetLine>, PaperError> {
    SetLine::set(text, style, Direction::of(text), width)
}

fn side(kind: Kind) -> Side {
    match kind {
        Kind::Text | Kind::Time | Kind::Day => Side::Start,
        Kind::Amount | Kind::Count | Kind::Percent => Side::Right,
    }
}
