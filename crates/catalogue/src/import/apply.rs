//! Storing what a preview showed.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{ImportError, Preview, Progress, Stage, tell};
use crate::{Catalogue, read, write};

/// What to do about refused rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusals {
    /// There must be none.
    Forbid,
    /// They are left out: somebody has seen them and wants the others.
    LeaveOut,
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Products that are new.
    pub added: usize,
    /// Products that changed.
    pub changed: usize,
    /// Products that were that way already.
    pub unchanged: usize,
    /// Rows that were left out.
    pub refused: usize,
}

impl Catalogue {
    /// Stores what `preview` showed, in one transaction: everything, or when this fails nothing.
    ///
    /// # Errors
    /// [`ImportError::Refused`] when rows are refused and `refusals` forbids it; [`ImportError::Stale`] when the catalogue has
    /// changed since the preview; [`ImportError::Stopped`] when `on_progress` stops it; those of the disk.
    pub fn apply(
        &mut self,
        preview: &Preview,
        refusals: Refusals,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Applied, ImportError> {
        if refusals == Refusals::Forbid && !preview.refused.is_empty() {
            return Err(ImportError::Refused {
                refused: preview.refused.len(),
            });
        }
        self.transact(|tx| {
            if read::revision(tx)? != preview.revision {
                return Err(ImportError::Stale);
            }
            for id in preview.rows.iter().filter_map(|row| row.id) {
                write::drop_barcodes(tx, id)?;
            }
            let total = preview.rows.len();
            for (index, row) in preview.rows.iter().enumerate() {
                write::store(tx, row.id, &row.product)?;
                tell(on_progress, Stage::Storing, index + 1, total)?;
            }
            Ok(Applied {
                added: preview.added,
                changed: preview.changed,
                unchanged: preview.unchanged,
                refused: preview.refused.len(),
            })
        })
    }
}
