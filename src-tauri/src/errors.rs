//! What a command says when it does not do what was asked: a code to branch on, a sentence to show.

use std::fmt::Display;

use fils_checkout::{CheckoutError, CustomerCodeError};
use fils_order::{AmountError, NumberError};
use fils_people::{Action, Denied};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct CommandError {
    /// For the screens.
    pub(crate) code: String,
    /// For the person: what happened and what to do.
    pub(crate) message: String,
    /// With `needs_manager`: what a manager's PIN is needed for.
    pub(crate) action: Option<String>,
}

impl CommandError {
    /// A code and a sentence of our own.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            action: None,
        }
    }

    /// The same, about an action, where a manager's PIN would let it through.
    pub(crate) fn about(mut self, action: Action) -> Self {
        if self.code == Denied::NeedsManager.code() {
            self.action = Some(action.code().to_owned());
        }
        self
    }

    /// Nobody is signed in.
    pub(crate) fn signed_out() -> Self {
        Self::new(
            "signed_out",
            "Nobody is signed in. Choose your name and type your PIN.",
        )
    }

    /// A code, and what an error says by itself.
    pub(crate) fn of(code: &str, error: &impl Display) -> Self {
        Self::new(code, error.to_string())
    }

    /// The till is not open, so there is nothing to ask.
    pub(crate) fn not_ready() -> Self {
        Self::new(
            "not_ready",
            "The till is not open yet. Set it up or unlock it first.",
        )
    }

    /// A part of the program failed. What it was about is in the log, not on the screen.
    pub(crate) fn internal() -> Self {
        Self::new(
            "internal",
            "Fils had a problem with that and goes on. Nothing is lost; look at the order before you try again.",
        )
    }
}

impl From<CheckoutError> for CommandError {
    fn from(error: CheckoutError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<AmountError> for CommandError {
    fn from(error: AmountError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<NumberError> for CommandError {
    fn from(error: NumberError) -> Self {
        Self::of("bad_number", &error)
    }
}

impl From<CustomerCodeError> for CommandError {
    fn from(error: CustomerCodeError) -> Self {
        Self::of("not_a_code", &error)
    }
}
