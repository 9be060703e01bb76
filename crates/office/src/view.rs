//! What screens and programs show of the manager's side.

mod find;

pub use find::{
    FindChoices, FindQuery, FlagCode, FoundPage, FoundRow, SaleStateCode, SavedFilter, TenderFilter,
};

pub mod matching;

mod day;

pub use day::{
    CancelFigure, CancelOutcomeCode, CancellationRow, CancellationsQuery, Compared, DayCash,
    DayMatched, DayShift, DayView, DayWallet, DecisionCodeDay, Figure, Go, OpenItem, ReportCode,
    ReportLine, ReportView, ToDecide, ZPreview, ZRow, signed,
};
