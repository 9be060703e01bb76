//! What was written, for the lists and stories on the screens.

use std::collections::BTreeMap;

use fils_checkout::view::{OrderView, StateView};
use fils_home::secrets::readable;
use fils_home::{Books, BooksError, Day, OrderFilter, OrdersQuery as Query, Story};
use serde_json::Value;

use super::Desk;
use crate::errors::CommandError;
use crate::views::{CountsView, FilterCode, OrdersQuery, OrdersView, StoryEntry, StoryView};

impl From<BooksError> for CommandError {
    fn from(error: BooksError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl Desk {
    /// Reads the books off the async threads.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Books) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let books = self.till().await?.books()?;
        let read = tokio::task::spawn_blocking(move || work(&books)).await;
        read.map_err(|error| {
            tracing::error!(%error, "the books were not read");
            CommandError::internal()
        })?
    }

    /// A day's orders.
    pub(crate) async fn orders(&self, query: OrdersQuery) -> Result<OrdersView, CommandError> {
        self.read(move |books| day_of(books, query)).await
    }

    /// An order and all that happened to it.
    pub(crate) async fn story(&self, order: &str) -> Result<StoryView, CommandError> {
        let number: fils_order::OrderNumber = order.parse()?;
        self.read(move |books| {
            let story = books.story(&number)?;
            story.map(story_view).ok_or_else(|| {
                CommandError::from(fils_checkout::CheckoutError::NoSuchOrder(number))
            })
        })
        .await
    }
}

fn day_of(books: &Books, query: OrdersQuery) -> Result<OrdersView, CommandError> {
    let day = query.day.map_or(Day::Today, Day::On);
    let every = books.orders(&Query {
        day: day.clone(),
        ..Query::default()
    })?;
    let counts = counts(&every);
    let total_taken = books.taken(&day)?;
    let search = Some(query.search.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = match query.filter {
        FilterCode::All => OrderFilter::All,
        FilterCode::Open => OrderFilter::Open,
        FilterCode::Paid => OrderFilter::Paid,
        FilterCode::Closed => OrderFilter::Closed,
        FilterCode::Attention => OrderFilter::Attention,
    };
    let named = match &day {
        Day::On(day) => day.clone(),
        Day::Today | Day::All => books.today(),
    };
    let rows = if search.is_none() && filter == OrderFilter::All {
        every
    } else {
        books.orders(&Query {
            day,
            search,
            filter,
        })?
    };
    Ok(OrdersView {
        day: named,
        rows,
        total_taken,
        counts,
    })
}

fn counts(orders: &[OrderView]) -> CountsView {
    let mut counts = CountsView::default();
    for order in orders {
        counts.all += 1;
        counts.attention += u32::from(order.alert.is_some());
        match order.state {
            StateView::Submitting | StateView::AwaitingPayment | StateView::Closing => {
                counts.open += 1;
            }
            StateView::Paid | StateView::PaidLate => counts.paid += 1,
            StateView::Closed => counts.closed += 1,
            StateView::NeedsReview => {}
        }
    }
    counts
}

pub(super) fn story_view(story: Story) -> StoryView {
    StoryView {
        entries: story.entries.into_iter().map(entry_view).collect(),
        order: story.order,
        refunds: story.refunds,
    }
}

pub(super) fn entry_view(entry: fils_home::StoryEntry) -> StoryEntry {
    StoryEntry {
        seq: entry.seq,
        at_ms: entry.at_ms,
        kind: entry.kind,
        by: Some(entry.by),
        refund: entry.refund,
        text_params: texts(&entry.data),
        raw: raw(entry.raw_request, entry.raw_reply),
    }
}

/// The named texts of a journal entry, which is a flat object.
fn texts(data: &Value) -> BTreeMap<String, String> {
    let Value::Object(fields) = data else {
        return BTreeMap::new();
    };
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some(value.to_string())
        }
    };
    fields
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
        .collect()
}

/// What was sent and what came back, one after the other, laid out for reading and without secrets.
fn raw(request: Option<String>, reply: Option<String>) -> Option<String> {
    match (
        request.map(|body| readable(&body)),
        reply.map(|body| readable(&body)),
    ) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(request), Some(reply)) => Some(format!("{request}\n\n{reply}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_becomes_named_texts() {
        let data = json!({ "from": "closing", "reason": null, "failures": 3, "signed": true });
        let said = texts(&data);
        assert_eq!(said.get("from").map(String::as_str), Some("closing"));
        assert_eq!(said.get("failures").map(String::as_str), Some("3"));
        assert_eq!(said.get("signed").map(String::as_str), Some("true"));
        assert!(!said.contains_key("reason"));
        assert!(texts(&json!("text")).is_empty());
    }

    #[test]
    fn request_and_reply_stand_one_after_the_other() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(raw(text("{a}"), text("{b}")), text("{a}\n\n{b}"));
        assert_eq!(raw(None, text("{b}")), text("{b}"));
        assert_eq!(raw(None, None), None);
    }

    #[test]
    fn what_lets_somebody_pay_is_not_shown() {
        let reply =
            r#"{"body":{"interActionParams":{"tokenUrl":"https://pay.example/?ft=abc123"}}}"#;
        let shown = raw(None, Some(reply.to_owned())).unwrap_or_default();
        assert!(
            shown.contains("tokenUrl") && !shown.contains("abc123"),
            "{shown}"
        );
    }
}
