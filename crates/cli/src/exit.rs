//! How a command ends.

use std::process::ExitCode;

use fils_checkout::CheckoutError;
use fils_generate::GenerateError;
use fils_home::config::ConfigError;
use fils_home::keeping::{AuditError, KeepingError};
use fils_home::matching::MatchingError;
use fils_home::paths::HomeError;
use fils_home::printing::PrintingError;
use fils_home::staff::StaffError;
use fils_home::vault::VaultError;
use fils_home::{BooksError, ExportsError, LookUpError, OpenError, ProductsError, SetUpError};
use fils_order::{AmountError, NumberError, SubjectError};
use payby::keys::KeyError;

/// The exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done and proved.
    Done,
    /// Wrong use or set-up; nothing was done.
    Wrong,
    /// Not done, and that is proved.
    NotDone,
    /// A person has to look, or nothing is proved.
    Person,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Wrong => 1,
            Exit::NotDone => 2,
            Exit::Person => 3,
        })
    }
}

/// Why a command ended early: a code for programs, a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) exit: Exit,
}

impl Failure {
    /// Wrong use or set-up.
    pub(crate) fn wrong(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            exit: Exit::Wrong,
        }
    }
}

impl From<CheckoutError> for Failure {
    fn from(error: CheckoutError) -> Self {
        // When the driver is gone, what it was doing is not known.
        let exit = if error == CheckoutError::Stopped {
            Exit::Person
        } else {
            Exit::Wrong
        };
        Self {
            exit,
            ..Self::wrong(error.code(), error.to_string())
        }
    }
}

macro_rules! coded {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::wrong(error.code(), error.to_string())
            }
        })*
    };
}

coded!(
    LookUpError,
    OpenError,
    BooksError,
    ProductsError,
    ExportsError,
    SetUpError,
    StaffError,
    ConfigError,
    HomeError,
    VaultError,
    KeyError,
    AmountError,
    GenerateError,
    AuditError,
    KeepingError
);

impl From<MatchingError> for Failure {
    fn from(error: MatchingError) -> Self {
        // What PayBy did not say is not proved; what it does not have yet, somebody asks for later.
        let unproved = matches!(
            error,
            MatchingError::NoAnswer { .. }
                | MatchingError::Clock
                | MatchingError::Refused { .. }
                | MatchingError::NotReady { .. }
                | MatchingError::NoStatement { .. }
                | MatchingError::Interrupted(_)
        );
        let failure = Self::wrong(error.code(), error.to_string());
        Self {
            exit: if unproved { Exit::Person } else { failure.exit },
            ..failure
        }
    }
}

impl From<PrintingError> for Failure {
    fn from(error: PrintingError) -> Self {
        Self::wrong(error.code(), error.to_string())
    }
}

impl From<SubjectError> for Failure {
    fn from(error: SubjectError) -> Self {
        CheckoutError::from(error).into()
    }
}

impl From<NumberError> for Failure {
    fn from(error: NumberError) -> Self {
        CheckoutError::from(error).into()
    }
}
