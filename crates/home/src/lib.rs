//! A till's home directory: configuration, the sealed key, the lock, and the real parts put together.
//!
//! The desktop till and the command line both open a till here, so that there is one way to do it. [`open()`] gives a [`Till`]
//! that drives payments; [`Books`] reads what was written, also while another program drives.

mod books;
pub mod config;
mod counter;
pub mod doctor;
mod durable;
mod exports;
mod gateway;
pub mod keeping;
mod ledger;
mod listener;
pub mod lock;
pub mod logs;
mod lookup;
pub mod matching;
mod office;
mod open;
mod papers;
pub mod paths;
pub mod printing;
mod products;
mod reporting;
mod search;
pub mod secrets;
mod settings;
mod setup;
mod shop;
pub mod staff;
mod training;
pub mod vault;

pub use books::{Books, BooksError, Day, OrdersQuery, Story, StoryEntry};
pub use exports::{ExportsError, VERSION, export_paper, paper_file, stream_paper};
pub use fils_paper::Width as PaperWidth;
pub use fils_store::OrderFilter;
pub use gateway::{PayByGateway, Shop, refund_content};
pub use ledger::{Database, order_row, refund_row};
pub use listener::{Listener, read_notification};
pub use lookup::{LookUpEnd, LookUpError, LookUpKind, LookedUp};
pub use office::{OfficeOpenError, open_office};
pub use open::{OpenError, Opening, Till, open, shop};
pub use papers::{Paper, Papers, PapersError, Picture, sample_picture};
pub use paths::Home;
pub use products::{ProductsError, export_products, export_sample, open_catalogue};
pub use reporting::ReportPaper;
pub use setup::{Account, SetUpError, change_settings, set_up_account, set_up_training};
pub use shop::CustomerDisplay;
pub use training::{Training, TrainingError};
