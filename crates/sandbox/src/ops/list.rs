//! The list of orders (PayBy's public documentation, "Query order page"). Days are Dubai's.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Call, Done};
use crate::book::Book;
use crate::codes::Refusal;
use crate::dubai;
use crate::model::Order;
use crate::wire;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    start_date: Option<String>,
    end_date: Option<String>,
    #[serde(default)]
    device_id_list: Option<Vec<String>>,
    #[serde(default)]
    include_status_list: Option<Vec<String>>,
    sort_page_param: Option<SortPage>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct SortPage {
    #[serde(default)]
    number: usize,
    size: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    total_elements: usize,
    total_pages: usize,
    sort_page_param: SortPage,
    items: Vec<wire::AcquireOrder<'a>>,
}

fn day(field: &str, text: Option<&String>) -> Result<NaiveDate, Refusal> {
    text.and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .ok_or_else(|| Refusal::invalid(field))
}

pub(super) fn page(book: &Book, call: &Call<'_>, biz: &RawValue) -> Result<Done, Refusal> {
    let content: Content = wire::read(biz)?;
    let start = day("startDate", content.start_date.as_ref())?;
    let end = day("endDate", content.end_date.as_ref())?;
    let page = content
        .sort_page_param
        .filter(|page| (1..=1000).contains(&page.size))
        .ok_or_else(|| Refusal::invalid("sortPageParam"))?;
    let devices = content.device_id_list.unwrap_or_default();
    let statuses = content.include_status_list.unwrap_or_default();
    let mut found: Vec<&Order> = book
        .orders()
        .filter(|order| {
            let created = dubai::day(order.created_at);
            (start..=end).contains(&created)
                && (statuses.is_empty()
                    || statuses.iter().any(|status| status == order.status.text()))
                && (devices.is_empty()
                    || order
                        .device_id
                        .as_ref()
                        .is_some_and(|device| devices.contains(device)))
        })
        .collect();
    found.sort_by(|a, b| {
        b.created_at
            .cmp(&a.created_at)
            .then_with(|| b.order_no.cmp(&a.order_no))
    });
    Done::body(&Body {
        total_elements: found.len(),
        total_pages: found.len().div_ceil(page.size),
        sort_page_param: page,
        items: found
            .into_iter()
            .skip(page.number.saturating_mul(page.size))
            .take(page.size)
            .map(|order| wire::acquire_order(order, call.fault))
            .collect(),
    })
}
