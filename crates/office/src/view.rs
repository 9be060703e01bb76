//! What screens and programs show of the manager's side.

mod find;

pub use find::{
    FindChoices, FindQuery, FlagCode, FoundPage, FoundRow, SaleStateCode, SavedFilter, TenderFilter,
};

pub mod matching;
