//! `fils show`: one order with everything that happened to it, also while a till is open.

use fils_checkout::CheckoutError;
use fils_home::{Books, BooksError, Story};
use fils_order::{OrderNumber, UtcMs};
use fils_store::StoreError;
use serde_json::{Value, json};

use crate::args::Global;
use crate::exit::{Exit, Failure};
use crate::output::{Output, PaymentLine, RefundLine, entry_line};
use crate::sentences;
use crate::watch::home;

pub(crate) fn run(global: &Global, order: &str, out: &mut Output) -> Result<Exit, Failure> {
    let number: OrderNumber = order.parse()?;
    let story = match Books::open(&home(global)?) {
        Err(BooksError::Store(StoreError::Missing { .. })) => None,
        books => books?.story(&number)?,
    };
    let story = story.ok_or(CheckoutError::NoSuchOrder(number))?;
    if out.is_json() {
        out.object(&object(&story));
    } else {
        tell(&story, out);
    }
    Ok(Exit::Done)
}

fn object(story: &Story) -> Value {
    let mut object = json!(PaymentLine::of(&story.order, None));
    if let Some(members) = object.as_object_mut() {
        let refunds: Vec<RefundLine<'_>> = story
            .refunds
            .iter()
            .map(|refund| RefundLine::of(refund, None))
            .collect();
        let journal: Vec<Value> = story.entries.iter().map(entry_line).collect();
        members.insert("subject".to_owned(), json!(story.order.subject));
        members.insert(
            "created_at".to_owned(),
            json!(UtcMs(story.order.created_at_ms).to_string()),
        );
        members.insert("refunds".to_owned(), json!(refunds));
        members.insert("journal".to_owned(), json!(journal));
    }
    object
}

fn tell(story: &Story, out: &mut Output) {
    out.payment_as_is(&story.order);
    out.line(&format!("  {}", story.order.subject));
    for refund in &story.refunds {
        out.refund(refund, None);
    }
    for entry in &story.entries {
        let at = UtcMs(entry.at_ms)
            .to_dubai()
            .format("%Y-%m-%d %H:%M:%S%.3f");
        let told = entry
            .data
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| match value {
                Value::Null => None,
                Value::String(text) if text.is_empty() => None,
                Value::String(text) => Some(format!("{name}={text}")),
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    Some(format!("{name}={value}"))
                }
            });
        let told: Vec<String> = told.collect();
        out.line(&format!(
            "  {at}  {:<16} {:<8} {}",
            entry.kind,
            entry.by,
            told.join(" ")
        ));
    }
    if let Some(alert) = &story.order.alert {
        out.line(&sentences::alert(alert));
    }
}
