//! What the window may ask. Each command parses nothing and decides nothing: it passes the [gate](crate::gate), asks the desk and
//! returns what it says. No command can set a payment's status.
//!
//! A new command is a function here, with [`Pass`](crate::gate::Pass) or [`Visit`](crate::gate::Visit) as its way to the desk, and a line
//! in `table.rs`.

mod counter;
mod customer;
mod day;
mod find;
mod keeping;
mod matching;
mod orders;
mod papers;
mod payments;
mod people;
mod printing;
mod products;
mod receipts;
mod settings;
mod setup;
mod shift;
mod till;
mod training;

use crate::errors::CommandError;
use crate::gate::Class;

type Answer<T> = Result<T, CommandError>;

/// Turns the table into the gate's list and the window's interface.
macro_rules! commands {
    ($($module:ident::$name:ident: $class:ident $(($action:ident))?,)*) => {
        /// Every command and its class.
        pub(crate) const TABLE: &[(&str, Class)] = &[
            $((stringify!($name), Class::$class $((fils_people::Action::$action))?),)*
        ];

        /// Every command with its types.
        pub(crate) fn collected<R: tauri::Runtime>() -> tauri_specta::Commands<R> {
            tauri_specta::collect_commands![$($module::$name,)*]
        }
    };
}

include!("table.rs");
