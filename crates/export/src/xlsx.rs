//! An Excel workbook: a sheet for each section, numbers as numbers and times as times, written to the disk row by row.

use std::io::{Seek, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use crate::table::{Cell, Head, Kind, Language, Section};
use crate::writer::Writer;
use crate::{ExportError, text, words};

/// The row with the columns' names: above it stand what the paper is, where it comes from and what to know.
const NAMES: u32 = 3;
/// Rows on one sheet. Excel has 1,048,576.
const ROWS: u32 = 1_000_000;
/// The widest and the narrowest column, in characters.
const WIDTHS: (usize, usize) = (9, 48);

/// How cells look.
struct Looks {
    title: Format,
    about: Format,
    name: Format,
    name_of_number: Format,
    text: Format,
    amount: Format,
    count: Format,
    time: Format,
    day: Format,
    percent: Format,
}

impl Looks {
    fn new() -> Self {
        let name = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color(Color::RGB(0x00E9_EDF1))
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            about: Format::new().set_font_color(Color::RGB(0x0055_5555)),
            name_of_number: name.clone().set_align(FormatAlign::Right),
            name: name.set_align(FormatAlign::Left),
            text: Format::new(),
            amount: Format::new().set_num_format("#,##0.00"),
            count: Format::new().set_num_format("#,##0"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            percent: Format::new().set_num_format("0.00%"),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Amount => &self.amount,
            Kind::Count => &self.count,
            Kind::Time => &self.time,
            Kind::Day => &self.day,
            Kind::Percent => &self.percent,
        }
    }

    /// The same in a row of totals.
    fn of_total(&self, kind: Kind) -> Format {
        self.of(kind)
            .clone()
            .set_bold()
            .set_border_top(FormatBorder::Thin)
    }
}

/// Where the sheet that is being written stands.
#[derive(Default)]
struct Place {
    /// Its place in the workbook.
    sheet: usize,
    /// Its section's place.
    section: usize,
    /// How many sheets the section has.
    part: u32,
    /// The next row.
    row: u32,
    /// The widest text of each column so far, in characters.
    widths: Vec<usize>,
}

pub(crate) struct XlsxWriter<W> {
    to: W,
    workbook: Workbook,
    head: Head,
    sections: Vec<Section>,
    language: Language,
    looks: Looks,
    place: Option<Place>,
}

impl<W: Write + Seek + Send> XlsxWriter<W> {
    pub(crate) fn begin(
        to: W,
        head: Head,
        sections: Vec<Section>,
        language: Language,
    ) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(&head, language)?);
        Ok(Self {
            to,
            workbook,
            head,
            sections,
            language,
            looks: Looks::new(),
            place: None,
        })
    }

    /// Adds a sheet with everything above its first row.
    fn sheet(&mut self, section: usize, part: u32) -> Result<(), ExportError> {
        let Some(of) = self.sections.get(section) else {
            return Err(ExportError::Row { section: "" });
        };
        let language = self.language;
        let name = if part > 1 {
            format!("{} {part}", of.title.get(language))
        } else {
            of.title.get(language).to_owned()
        };
        let about = about(&self.head, language);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(&name))?;
        sheet.set_right_to_left(language == Language::Arabic);
        let title = format!("{name} – {}", self.head.shop(language));
        sheet.write_string_with_format(0, 0, title, &self.looks.title)?;
        sheet.write_string_with_format(1, 0, &about, &self.looks.about)?;
        if let Some(note) = of.note {
            sheet.write_string_with_format(2, 0, note.get(language), &self.looks.about)?;
        }
        let mut widths = Vec::new();
        for (column, place) in of.columns.iter().zip(0_u16..) {
            let look = match column.kind {
                Kind::Text | Kind::Time | Kind::Day => &self.looks.name,
                Kind::Amount | Kind::Count | Kind::Percent => &self.looks.name_of_number,
            };
            let name = column.title.get(language);
            sheet.write_string_with_format(NAMES, place, name, look)?;
            // A name may take two lines.
            widths.push(name.chars().count().div_ceil(2) + 2);
        }
        sheet.set_freeze_panes(NAMES + 1, 0)?;
        sheet.set_repeat_rows(0, NAMES)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        let footer = format!("&L{}&R&P / &N", about.replace('&', "&&"));
        sheet.set_footer(footer.chars().take(250).collect::<String>());
        self.place = Some(Place {
            sheet: self.workbook.worksheets().len() - 1,
            section,
            part,
            row: NAMES + 1,
            widths,
        });
        Ok(())
    }

    /// Ends the sheet at hand: widths, and a filter over its rows.
    fn close(&mut self) -> Result<(), ExportError> {
        let Some(place) = self.place.take() else {
            return Ok(());
        };
        let sheet = self.workbook.worksheet_from_index(place.sheet)?;
        for (width, column) in place.widths.iter().zip(0_u16..) {
            let width = (*width).clamp(WIDTHS.0, WIDTHS.1);
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            sheet.set_column_width(column, width)?;
        }
        Ok(())
    }
}

impl<W: Write + Seek + Send> Writer for XlsxWriter<W> {
    fn open(&mut self, section: usize) -> Result<(), ExportError> {
        self.close()?;
        self.sheet(section, 1)
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        let next = self
            .place
            .as_ref()
            .filter(|place| place.row > ROWS)
            .map(|place| (place.section, place.part + 1));
        if let Some((section, part)) = next {
            self.close()?;
            self.sheet(section, part)?;
        }
        let Some(place) = &mut self.place else {
            return Err(ExportError::Row { section: "" });
        };
        let sheet = self.workbook.worksheet_from_index(place.sheet)?;
        for ((cell, column), width) in cells.iter().zip(0_u16..).zip(&mut place.widths) {
            let look = self.looks.of(kind(cell));
            let at = (place.row, column);
            *width = (*width).max(put(sheet, at, cell, look, self.language)?);
        }
        place.row += 1;
        Ok(())
    }

    fn total(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        let Some(place) = &mut self.place else {
            return Err(ExportError::Row { section: "" });
        };
        let Some(section) = self.sections.get(place.section) else {
            return Err(ExportError::Row { section: "" });
        };
        let sheet = self.workbook.worksheet_from_index(place.sheet)?;
        let (first, last) = (NAMES + 2, place.row);
        let formulas = place.part == 1 && last >= first;
        if last >= first
            && let Ok(columns) = u16::try_from(section.columns.len())
        {
            sheet.autofilter(NAMES, 0, last - 1, columns.saturating_sub(1))?;
        }
        for ((cell, column), number) in cells.iter().zip(&section.columns).zip(0_u16..) {
            let look = self.looks.of_total(column.kind);
            let at = (place.row, number);
            let sum = match cell {
                Cell::Amount(money) => Some(text::amount(*money)),
                Cell::Count(count) => Some(count.to_string()),
                Cell::Empty
                | Cell::Text(_)
                | Cell::Code(..)
                | Cell::Time(_)
                | Cell::Day(_)
                | Cell::Percent(_) => None,
            };
            let long = match sum.filter(|_| formulas && column.adds_up) {
                Some(sum) => {
                    let letters = rust_xlsxwriter::utility::column_number_to_name(number);
                    let formula = Formula::new(format!("=SUM({letters}{first}:{letters}{last})"));
                    let long = sum.len() + 4;
                    sheet.write_formula_with_format(at.0, at.1, formula.set_result(sum), &look)?;
                    long
                }
                None => put(sheet, at, cell, &look, self.language)?,
            };
            if let Some(width) = place.widths.get_mut(usize::from(number)) {
                *width = (*width).max(long);
            }
        }
        place.row += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.close()?;
        self.workbook.save_to_writer(&mut self.to)?;
        Ok(self.to.flush()?)
    }
}

/// What a cell is shown as.
fn kind(cell: &Cell) -> Kind {
    match cell {
        Cell::Empty | Cell::Text(_) | Cell::Code(..) => Kind::Text,
        Cell::Amount(_) => Kind::Amount,
        Cell::Count(_) => Kind::Count,
        Cell::Time(_) => Kind::Time,
        Cell::Day(_) => Kind::Day,
        Cell::Percent(_) => Kind::Percent,
    }
}

/// Writes a cell; a text stays a text, whatever it begins with. Answers how many characters it takes.
fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    look: &Format,
    language: Language,
) -> Result<usize, ExportError> {
    let words = |sheet: &mut Worksheet, words: &str| -> Result<usize, ExportError> {
        // Excel takes 32,767 characters.
        let fits: String = words.chars().take(32_000).collect();
        let long = fits.chars().count() + 2;
        sheet.write_string_with_format(row, column, fits, look)?;
        Ok(long)
    };
    match cell {
        Cell::Empty => {
            sheet.write_blank(row, column, look)?;
            Ok(0)
        }
        Cell::Text(text) => words(sheet, text),
        Cell::Code(_, code) => words(sheet, code.get(language)),
        Cell::Amount(money) => {
            sheet.write_with_format(row, column, Decimal::new(money.0, 2), look)?;
            Ok(text::grouped(*money).chars().count() + 3)
        }
        Cell::Count(count) => {
            sheet.write_with_format(row, column, Decimal::new(*count, 0), look)?;
            Ok(text::count(*count).chars().count() + 2)
        }
        Cell::Time(at) => {
            let local = at.to_dubai().naive_local();
            sheet.write_datetime_with_format(row, column, local, look)?;
            Ok(20)
        }
        Cell::Day(day) => match ExcelDateTime::parse_from_str(day) {
            Ok(date) => {
                sheet.write_datetime_with_format(row, column, &date, look)?;
                Ok(12)
            }
            Err(_) => words(sheet, day),
        },
        Cell::Percent(hundredths) => {
            sheet.write_with_format(row, column, Decimal::new(*hundredths, 4), look)?;
            Ok(9)
        }
    }
}

/// Where a sheet comes from, in one line.
fn about(head: &Head, language: Language) -> String {
    let mut parts = Vec::new();
    if head.training {
        parts.push(words::TRAINING.get(language).to_owned());
    }
    parts.push(format!("{} – {}", head.from, head.to));
    parts.push(format!("{} {}", words::TILL.get(language), head.till));
    if let Some(trn) = &head.trn {
        parts.push(format!("{} {trn}", words::TRN.get(language)));
    }
    parts.push(words::AMOUNTS.get(language).to_owned());
    parts.push(format!(
        "{} {} {} {}",
        words::MADE.get(language),
        text::clock(head.made_at),
        words::BY.get(language),
        head.made_by
    ));
    parts.push(head.program());
    parts.join(" · ")
}

/// What the file says of itself before it is opened.
fn properties(head: &Head, language: Language) -> Result<DocProperties, ExportError> {
    let made = ExcelDateTime::from_timestamp(head.made_at.0.div_euclid(1000))?;
    let keywords = format!("{}, {}, {}", head.range(), head.till, head.program());
    let title = format!("{} {}", head.title.get(language), head.range());
    let mut properties = DocProperties::new()
        .set_title(title)
        .set_subject(about(head, language))
        .set_author(&head.made_by)
        .set_company(head.shop(language))
        .set_keywords(keywords)
        .set_comment(head.program())
        .set_creation_datetime(&made)
        .set_custom_property("Range", head.range())
        .set_custom_property("Till", head.till.as_str())
        .set_custom_property("Program", head.program());
    if head.training {
        properties = properties.set_custom_property("Training", true);
    }
    Ok(properties)
}

/// A name that Excel takes for a sheet.
fn sheet_name(name: &str) -> String {
    let kept = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    name.chars().filter(kept).take(31).collect()
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}
