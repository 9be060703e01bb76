//! The gate between the window and the desk: who may have a command carried out.
//!
//! A command reaches the desk through its [`Pass`] or its [`Visit`] and in no other way. Both read the command's class from the table
//! under the command's own name, so a handler can neither forget the check nor ask for another one. What is not in the table is
//! refused.

use std::future::Future;
use std::sync::Arc;

use fils_people::Action;
use tauri::ipc::{CommandArg, CommandItem, InvokeError};
use tauri::{Manager as _, Runtime};

use crate::commands::TABLE;
use crate::desk::{Desk, Who};
use crate::errors::CommandError;

/// What it takes to be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Whoever stands there, nobody included.
    Open,
    /// Whoever sets up a shop that has no owner yet; afterwards somebody who may do this.
    Founding(Action),
    /// Somebody who is signed in and may do this.
    Needs(Action),
}

/// What the window's commands find: the desk, behind the gate.
pub(crate) struct Gate(Arc<Desk>);

impl Gate {
    pub(crate) fn before(desk: &Arc<Desk>) -> Self {
        Self(Arc::clone(desk))
    }
}

/// The way to the desk for a command that needs somebody.
pub(crate) struct Pass {
    desk: Arc<Desk>,
    action: Action,
}

impl Pass {
    /// Does the work when the person at the till may, and says who that is and whose PIN let them.
    ///
    /// # Errors
    /// `signed_out` when nobody is signed in, `needs_manager` when a manager's PIN would let it through, `not_permitted` when not even
    /// that would; then those of the work.
    pub(crate) async fn allows<T, F>(
        self,
        work: impl FnOnce(Arc<Desk>, Who) -> F + Send + 'static,
    ) -> Result<T, CommandError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, CommandError>> + Send + 'static,
    {
        let Self { desk, action } = self;
        answered(async move {
            let who = desk.may(action)?;
            work(desk, who).await
        })
        .await
    }
}

/// The way to the desk for a command that is carried out for anybody, at least while the shop has no owner.
pub(crate) struct Visit {
    desk: Arc<Desk>,
    founding: Option<Action>,
}

impl Visit {
    /// Does the work for whoever stands there.
    ///
    /// # Errors
    /// As [`Pass::allows`] where the shop has an owner and the command is one of setting up; then those of the work.
    pub(crate) async fn admits<T, F>(
        self,
        work: impl FnOnce(Arc<Desk>) -> F + Send + 'static,
    ) -> Result<T, CommandError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, CommandError>> + Send + 'static,
    {
        let Self { desk, founding } = self;
        answered(async move {
            if let Some(action) = founding {
                desk.may_found(action).await?;
            }
            work(desk).await
        })
        .await
    }
}

/// Runs a command so that a panic in it becomes an answer: the window would wait forever for one that never comes.
async fn answered<T: Send + 'static>(
    work: impl Future<Output = Result<T, CommandError>> + Send + 'static,
) -> Result<T, CommandError> {
    match tauri::async_runtime::spawn(work).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "a command failed");
            Err(CommandError::internal())
        }
    }
}

/// The command's class, and the desk. A command whose table line and way in do not fit each other is refused, which the test of
/// all commands finds.
fn come<R: Runtime>(command: &CommandItem<'_, R>) -> Option<(Class, Arc<Desk>)> {
    let (_, class) = TABLE.iter().find(|(name, _)| *name == command.name)?;
    let webview = command.message.webview_ref();
    let gate = webview.try_state::<Gate>()?;
    Some((*class, Arc::clone(&gate.0)))
}

fn refused(command: &str) -> InvokeError {
    tracing::error!(command, "a command has another class than its way in");
    InvokeError::from(CommandError::internal())
}

impl<'de, R: Runtime> CommandArg<'de, R> for Pass {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        match come(&command) {
            Some((Class::Needs(action), desk)) => {
                desk.somebody()?;
                Ok(Self { desk, action })
            }
            Some((Class::Open | Class::Founding(_), _)) | None => Err(refused(command.name)),
        }
    }
}

impl<'de, R: Runtime> CommandArg<'de, R> for Visit {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let (founding, desk) = match come(&command) {
            Some((Class::Open, desk)) => (None, desk),
            Some((Class::Founding(action), desk)) => (Some(action), desk),
            Some((Class::Needs(_), _)) | None => return Err(refused(command.name)),
        };
        Ok(Self { desk, founding })
    }
}

/// The window does not send these: they are found on this side.
macro_rules! unsent {
    ($($way:ty),*) => {
        $(impl specta::function::FunctionArg for $way {
            fn to_datatype(_: &mut specta::Types) -> Option<specta::datatype::DataType> {
                None
            }
        })*
    };
}

unsent!(Pass, Visit);
