//! What was written, to read: orders, their stories, and what a day took. Works also while another program drives.

use fils_checkout::view::{self, MoneyView, OrderView, RefundView};
use fils_order::{OrderNumber, Refund, Rules, SaleId, Span};
use fils_store::{OrderFilter, OrderQuery, OrderRow, Reader, StoreError};
use serde::Serialize;
use serde_json::Value;

use crate::config::{Config, ConfigError};
use crate::ledger::{CLOCK_OFFSET, read_order, read_refund};
use crate::paths::Home;

/// Why the books cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BooksError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A record.
    #[error("{0}")]
    Record(String),
}

impl BooksError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Config(error) => error.code(),
            Self::Record(_) => "db_record",
        }
    }
}

/// Which day's orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Day {
    /// The business day that is now.
    #[default]
    Today,
    /// A business day, `YYYY-MM-DD`.
    On(String),
    /// Every day.
    All,
}

/// Which orders.
#[derive(Clone, Debug, Default)]
pub struct OrdersQuery {
    /// Of which day.
    pub day: Day,
    /// That contain this text: number, PayBy's number, description, cashier, amount.
    pub search: Option<String>,
    /// In which states.
    pub filter: OrderFilter,
}

/// One order's whole story.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The order as it is.
    pub order: OrderView,
    /// Its refunds, oldest first.
    pub refunds: Vec<RefundView>,
    /// What happened, oldest first.
    pub entries: Vec<StoryEntry>,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct StoryEntry {
    /// Its place in the journal.
    pub seq: i64,
    /// When, UTC ms.
    pub at_ms: i64,
    /// What kind of thing, as a code.
    pub kind: String,
    /// Who did it.
    pub by: String,
    /// The refund it is about.
    pub refund: Option<String>,
    /// What happened: a flat object.
    pub data: Value,
    /// The request as it was sent, without secrets.
    pub raw_request: Option<String>,
    /// The reply as it came, or the notification.
    pub raw_reply: Option<String>,
}

/// The books of a home, open for reading.
#[derive(Debug)]
pub struct Books {
    reader: Reader,
    rules: Rules,
    day_start_h: u8,
}

impl Books {
    /// Opens them.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn open(home: &Home) -> Result<Self, BooksError> {
        let config = Config::load(home)?.config;
        let reader = Reader::open(&home.database())?;
        Ok(Self {
            reader,
            rules: config.rules(),
            day_start_h: config.business_day_start_h,
        })
    }

    /// The business day that is now, `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        crate::open::now().business_day(self.day_start_h)
    }

    fn day(&self, day: &Day) -> Option<String> {
        match day {
            Day::Today => Some(self.today()),
            Day::On(day) => Some(day.clone()),
            Day::All => None,
        }
    }

    /// The orders that fit, the newest first.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn orders(&self, query: &OrdersQuery) -> Result<Vec<OrderView>, BooksError> {
        let rows = self.reader.orders(&OrderQuery {
            day: self.day(&query.day),
            search: query.search.clone(),
            filter: query.filter,
            ..OrderQuery::default()
        })?;
        rows.iter().map(|row| self.view(row)).collect()
    }

    /// An order.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn order(&self, number: &OrderNumber) -> Result<Option<OrderView>, BooksError> {
        self.reader
            .order(number)?
            .map(|row| self.view(&row))
            .transpose()
    }

    fn refunds(&self, number: &OrderNumber) -> Result<Vec<Refund>, BooksError> {
        let rows = self.reader.refunds_of(number)?;
        rows.iter()
            .map(|row| read_refund(row).map_err(|error| BooksError::Record(error.to_string())))
            .collect()
    }

    fn view(&self, row: &OrderRow) -> Result<OrderView, BooksError> {
        let order = read_order(row).map_err(|error| BooksError::Record(error.to_string()))?;
        let refunds = match order.payment() {
            Some(_) => self.refunds(&row.number)?,
            None => Vec::new(),
        };
        Ok(view::order(&order, &refunds, &self.rules))
    }

    /// An order with everything that happened to it.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn story(&self, number: &OrderNumber) -> Result<Option<Story>, BooksError> {
        let Some(order) = self.order(number)? else {
            return Ok(None);
        };
        let refunds = self.refunds(number)?.iter().map(view::refund).collect();
        let entries = self
            .reader
            .journal_of(number)?
            .into_iter()
            .map(story_entry)
            .collect();
        Ok(Some(Story {
            order,
            refunds,
            entries,
        }))
    }

    /// What is written of a sale beside its orders, oldest first: cash, papers, returns, whoever allowed what.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn sale_entries(&self, sale: &SaleId) -> Result<Vec<StoryEntry>, BooksError> {
        let entries = self.reader.journal_of_sale(sale)?;
        Ok(entries.into_iter().map(story_entry).collect())
    }

    /// What a business day took: paid less refunded.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn taken(&self, day: &Day) -> Result<MoneyView, BooksError> {
        let Some(day) = self.day(day) else {
            return Err(BooksError::Record(
                "Name a day: what was taken is counted by day.".to_owned(),
            ));
        };
        let fils = self.reader.takings(&day)?.net().0;
        let text = fils_order::Money::from_fils(fils.abs())
            .unwrap_or_default()
            .grouped();
        let text = if fils < 0 { format!("-{text}") } else { text };
        Ok(MoneyView {
            fils,
            text,
            currency: fils_order::AED.to_owned(),
        })
    }

    /// How far PayBy's clock was ahead of the till's when it was last measured.
    ///
    /// # Errors
    /// [`BooksError`].
    pub fn clock_offset(&self) -> Result<Span, BooksError> {
        let text = self.reader.setting(CLOCK_OFFSET)?;
        Ok(Span(text.and_then(|text| text.parse().ok()).unwrap_or(0)))
    }

    /// Checks the database's pages and the journal's chain.
    ///
    /// # Errors
    /// [`BooksError`] with what is wrong.
    pub fn check(&self) -> Result<(), BooksError> {
        self.reader.check()?;
        Ok(())
    }
}

fn story_entry(entry: fils_store::Entry) -> StoryEntry {
    let mut data: Value = serde_json::from_str(&entry.entry.params).unwrap_or(Value::Null);
    let mut take = |name: &str| {
        let text = data.as_object_mut()?.remove(name)?;
        text.as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let raw_request = take("request");
    let raw_reply = take("reply").or_else(|| take("raw"));
    StoryEntry {
        seq: entry.seq,
        at_ms: entry.entry.at.0,
        kind: entry.entry.kind,
        by: entry.entry.by,
        refund: entry.entry.refund.map(|refund| refund.to_string()),
        data,
        raw_request,
        raw_reply,
    }
}
