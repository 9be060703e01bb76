//! What the program tells the window without being asked.

use fils_checkout::view::{OrderView, RefundView};
use fils_counter::view::{BasketView, SaleView};
use fils_home::printing::PrinterView;
use fils_office::view::matching::MatchProgress;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use crate::views::AppView;

/// An order changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct Changed {
    /// As it is now.
    pub(crate) order: OrderView,
}

/// A refund changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct RefundChanged {
    /// As it is now.
    pub(crate) refund: RefundView,
}

/// The till itself changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct AppChanged(pub(crate) AppView);

/// More changed than could be told one by one: everything shown should be asked for again.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct Resync;

/// How far an import of products is.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct ImportProgress {
    /// Rows that are done.
    pub(crate) done: u32,
    /// Rows in all.
    pub(crate) all: u32,
}

/// How far a comparison with PayBy is.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct Matching(pub(crate) MatchProgress);

/// The window is to close while payments are under way.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct CloseRequested {
    /// How many payments and refunds are not settled.
    pub(crate) open: u32,
}

/// The basket at hand changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct BasketChanged(pub(crate) BasketView);

/// A sale changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct SaleChanged(pub(crate) SaleView);

/// The printer, or what waits for it, changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct PrintChanged(pub(crate) PrinterView);

/// Cash moved, or a shift began or ended: what is shown of them should be asked for again.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub(crate) struct DrawerChanged;

/// One of the above.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// An order changed.
    Order(Box<OrderView>),
    /// A refund changed.
    Refund(Box<RefundView>),
    /// The till itself changed.
    App(Box<AppView>),
    /// The basket at hand changed.
    Basket(Box<BasketView>),
    /// A sale changed.
    Sale(Box<SaleView>),
    /// Cash moved, or a shift began or ended.
    Drawer,
    /// The printer, or what waits for it, changed.
    Print(Box<PrinterView>),
    /// Ask for everything again.
    Resync,
    /// This many rows of an import are done, of so many.
    Import { done: u32, all: u32 },
    /// How far a comparison with PayBy is.
    Matching(Box<MatchProgress>),
    /// The window is to close while this many payments and refunds are under way.
    CloseRequested(u32),
}
