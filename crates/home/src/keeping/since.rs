//! What happened at PayBy since the backup that was brought back: asked for once, as soon as PayBy answers.

use std::sync::Arc;
use std::time::Duration;

use crate::matching::{Matching, OnProgress};
use crate::paths::Home;

/// Between two tries, while PayBy does not answer.
const AGAIN: Duration = Duration::from_mins(1);

/// Compares PayBy's list of every day since the backup with the books, where one was brought back and that was not done yet. Orders
/// of this till are asked about; payments that the books do not have stay as differences, which a person takes over.
pub(crate) async fn take_up(home: Home, matching: Matching) {
    let from = match super::compare_from(&home) {
        Ok(Some(from)) => from,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(code = error.code(), %error, "whether a backup was brought back is not known");
            return;
        }
    };
    let day = from.business_day(0);
    let quietly: OnProgress = Arc::new(|_| ());
    loop {
        match matching.since(&day, "till", &quietly).await {
            Ok(_) => break,
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "what happened since the backup is asked for again");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
    if let Err(error) = super::compared(&home) {
        tracing::warn!(code = error.code(), %error, "what happened since the backup will be asked for once more");
    }
}
