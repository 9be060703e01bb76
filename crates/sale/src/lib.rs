//! What Fils knows about selling, as pure data and pure functions: baskets and their totals, how they are paid, what may come
//! back, and what the papers say.
//!
//! Nothing here reads a clock, a file or the network, and nothing is random. Every amount is [`fils_order::Money`], whole fils with
//! VAT inside; every quantity is a [`Quantity`], whole thousandths. Each figure is computed in one place, so that the
//! screen, the paper and PayBy show the same one.

mod apportion;
pub mod barcode;
mod basket;
mod discount;
mod edit;
mod error;
mod item;
mod quantity;
pub mod receipt;
pub mod returns;
pub mod shift;
pub mod tender;
mod totals;
mod vat;

pub use basket::{Basket, Line, LineId, MAX_LINES, MAX_NOTE_CHARS};
pub use discount::{Discount, MAX_BASIS_POINTS};
pub use edit::Edit;
pub use error::SaleError;
pub use item::Item;
pub use quantity::{MAX_THOUSANDTHS, Quantity, QuantityError, Unit};
pub use totals::{ClassTotal, LineTotal, Totals};
pub use vat::{VatClass, VatClassError};
