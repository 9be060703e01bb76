//! Receipts on paper: one layout, drawn once into a list of what stands where ([`Page`]), which every output shares — the picture on
//! the screen ([`Page::png`]), the document ([`Page::pdf`]) and the dots of a thermal printer ([`Page::raster`], [`escpos()`]).
//!
//! Thermal printers cannot shape Arabic, so a receipt reaches them as a picture. Text is ordered by the Unicode Bidirectional Algorithm
//! and shaped as `HarfBuzz` does it, so that Arabic joins and runs from right to left, with Latin figures in between.
//!
//! # The face
//! `DejaVu Sans Condensed`, from the `dejavu` crate, for three reasons. It holds Latin and Arabic in one design, so a line
//! with both has one weight and one baseline. It is narrow, and carries instructions that fit its letters to whole dots: at
//! 203 dots per inch and one bit to the dot they decide whether small print can be read. And as a crate it is there wherever
//! `cargo` is: the faces of the screens come through npm as WOFF2, and would make every room's tests wait for them. The
//! dirham sign is too young for it and drawn here.
//!
//! [`Book`] makes documents of many pages out of the same marks, for lists and reports on A4.
//!
//! Everything here is pure: no clock, no files, no network. The same receipt gives the same bytes.

mod bitmap;
mod book;
mod error;
mod escpos;
mod face;
mod layout;
mod page;
mod pdf;
mod preview;
mod sheet;
mod sign;
mod slip;
mod text;
mod words;

pub use bitmap::Bitmap;
pub use book::{A4, About, Book, Direction, SetLine, UNITS_PER_POINT};
pub use error::PaperError;
pub use escpos::{Cut, Drawer, Options, escpos, kick};
pub use face::Face;
pub use layout::draw;
pub use page::{Block, Glyph, Mark, Page, Qr, Run, Scale, Sign, Width};
pub use sign::DIRHAM;
pub use slip::{Slip, SlipPart, SlipRow, Words, written};
