//! Compares what a till has written down with what PayBy says of it: pure.
//!
//! [`compare()`] takes the books and PayBy's order list, or a statement, and says of every movement of money whether both agree. It claims
//! no more than it can know: that something is missing is said only of what the list or statement covers, and what PayBy proves beats what
//! the books believe.

mod compare;
mod fee;
mod finding;
mod fund;
mod judge;
mod kind;
mod rows;
mod side;

pub use compare::compare;
pub use fee::{Fee, FeeRate};
pub use finding::{Compared, Finding, Side};
pub use kind::{Advice, Counts, Kind, What};
pub use side::{
    Books, Fund, FundKind, Ours, OursState, PaybySays, Period, Settled, Source, Terms, Theirs,
    TheirsState,
};
