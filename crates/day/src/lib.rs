//! What a business day comes to. Pure.
//!
//! Everything that happened is a [`Fact`]. Each fact becomes one [`Group`] of postings that come to nothing together, as in any
//! bookkeeping, and every figure of [`Figures`] is a sum over postings: there is no second way to a figure, so figures cannot
//! contradict each other. Screens, X and Z reports and files show these figures and no others.

mod fact;
mod figures;
mod posting;
mod report;

pub use fact::{CashMoved, Fact, Paper, PaperKind, PaperLine, Tender};
pub use figures::{CashFigures, ClassFigure, Figures, Sum, TenderFigure, WalletFigures};
pub use posting::{Account, Group, GroupKind, Posting, post};
pub use report::{Closing, Line, OpenItem, Report, ReportKind, Section, Terms};
