//! Searching for orders, one sale's story, and what PayBy says of a number.

use fils_home::{Books, LookUpError};
use fils_office::view::{FindChoices, FindQuery, FoundPage, FoundRow, SavedFilter};
use fils_office::{Office, OfficeError};
use fils_order::{OrderNumber, SaleId};

use super::Desk;
use super::orders::{entry_view, story_view};
use super::setup::aside;
use crate::errors::CommandError;
use crate::views::find::{LookUpCode, LookedUpDetail, LookedUpView, SaleStory};

impl From<LookUpError> for CommandError {
    fn from(error: LookUpError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl Desk {
    /// Asks the office, off the async threads.
    async fn searched<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let office = self.till().await?.office.clone();
        aside(move || work(&office).map_err(|error| CommandError::of(error.code(), &error))).await
    }

    /// A page of the sales that fit.
    pub(crate) async fn find_orders(&self, query: FindQuery) -> Result<FoundPage, CommandError> {
        self.searched(move |office| office.find(&query)).await
    }

    /// Among whom and what a search can choose.
    pub(crate) async fn find_choices(&self) -> Result<FindChoices, CommandError> {
        self.searched(Office::find_choices).await
    }

    /// The searches that were kept.
    pub(crate) async fn saved_filters(&self) -> Result<Vec<SavedFilter>, CommandError> {
        self.searched(Office::saved_filters).await
    }

    /// Keeps a search under a name.
    pub(crate) async fn save_filter(
        &self,
        name: String,
        query: FindQuery,
    ) -> Result<Vec<SavedFilter>, CommandError> {
        self.searched(move |office| office.save_filter(&name, &query))
            .await
    }

    /// Forgets a search that was kept.
    pub(crate) async fn forget_filter(&self, id: String) -> Result<Vec<SavedFilter>, CommandError> {
        self.searched(move |office| office.forget_filter(&id)).await
    }

    /// A sale and all that happened to it.
    pub(crate) async fn sale_story(&self, number: String) -> Result<SaleStory, CommandError> {
        let books = self.till().await?.books()?;
        let found = {
            let number = number.clone();
            self.searched(move |office| office.found(&number)).await?
        };
        let row = found.ok_or_else(|| {
            CommandError::new(
                "no_such_sale",
                format!("There is no sale {number} in this till."),
            )
        })?;
        aside(move || told(&books, row)).await
    }

    /// What PayBy says of a number, and what it is here.
    pub(crate) async fn look_up(
        &self,
        kind: LookUpCode,
        number: &str,
    ) -> Result<LookedUpView, CommandError> {
        let found = self.till().await?.look_up(kind.into(), number).await?;
        // Of a refund, the order that it gives back; a transfer is made by no till.
        let ours = match kind {
            LookUpCode::Payment => found.number.clone(),
            LookUpCode::Refund => found.order.clone(),
            LookUpCode::Transfer => None,
        };
        let here = match ours {
            Some(ours) => self.searched(move |office| office.found(&ours)).await?,
            None => None,
        };
        Ok(LookedUpView {
            kind,
            end: found.end.into(),
            words: found.words,
            number: found.number,
            payby_no: found.payby_no,
            status: found.status,
            amount: found.amount.map(Into::into),
            paid_at_ms: found.paid_at.map(|at| at.0),
            subject: found.subject,
            detail: found
                .detail
                .into_iter()
                .map(|(code, text)| LookedUpDetail {
                    code: code.to_owned(),
                    text,
                })
                .collect(),
            raw: found.raw,
            here,
        })
    }
}

fn told(books: &Books, row: FoundRow) -> Result<SaleStory, CommandError> {
    let sale: SaleId = row.sale.parse()?;
    let mut orders = Vec::new();
    for number in &row.orders {
        let number: OrderNumber = number.parse()?;
        orders.extend(books.story(&number)?.map(story_view));
    }
    let entries = books.sale_entries(&sale)?;
    Ok(SaleStory {
        row,
        orders,
        entries: entries.into_iter().map(entry_view).collect(),
    })
}
