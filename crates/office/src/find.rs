//! Searching for orders, in the till's words: a sale with all that was paid and given back for it.
//!
//! What a sale is found by is a set of words ([`words`]), and a search is an expression over them ([`ask`]). The index is brought up
//! to date when somebody searches or when the till is idle, never by selling.

mod ask;
mod words;

use fils_order::{OrderNumber, SaleId};
use fils_store::find::{self as index, Find, NameKind, Wanted};
use fils_store::{Books, StoreError, receipts};

use crate::error::unreadable;
use crate::view::{
    FindChoices, FindQuery, FoundPage, FoundRow, SaleStateCode, SavedFilter, TenderFilter,
};
use crate::{Office, OfficeError};

/// Sales on a page.
const PAGE: u32 = 50;

/// So many sales are taken in before a search, which keeps it quick. When more wait, somebody takes them in beside, and the page
/// says how many are missing.
const AT_ONCE: u32 = 40;

/// A search that took so long ends its page.
const LONG_ENOUGH_MS: i64 = 20;

/// Blocks of 32 days that are looked through at once.
const MOST_BLOCKS: i64 = 64;

/// How far the sales that are not taken in are counted.
const COUNTED: u32 = 10_000;

/// The longest name of a search that is kept, in characters.
const NAME_MAX: usize = 40;

/// Sales that were found, each with its place.
type Placed = Vec<(i64, Find)>;

impl Office {
    /// A page of the sales that fit, the newest first. Sales that changed are taken in first where they are few. A page may hold fewer
    /// than fit on it, or none, and still have a next one: then little fits, and it was looked for long enough.
    ///
    /// # Errors
    /// [`OfficeError::BadDay`], [`OfficeError::BadCursor`]; when the books cannot be read.
    pub fn find(&self, query: &FindQuery) -> Result<FoundPage, OfficeError> {
        for day in [&query.from, &query.to, &query.refunded_on]
            .into_iter()
            .flatten()
        {
            if !index::is_day(day) {
                return Err(OfficeError::BadDay(day.clone()));
            }
        }
        let before = query.after.as_deref().map(cursor).transpose()?;
        let behind = self.take_in_few()?;
        self.look(|tx| {
            let words = match ask::expression(tx, query)? {
                ask::Asked::Everything => None,
                ask::Asked::Words(words) => Some(words),
                ask::Asked::Nothing => {
                    return Ok(FoundPage {
                        rows: Vec::new(),
                        next: None,
                        behind,
                    });
                }
            };
            let range = index::range(tx, query.from.as_deref(), query.to.as_deref(), before)?;
            let Some((first, last)) = range else {
                return Ok(FoundPage {
                    rows: Vec::new(),
                    next: None,
                    behind,
                });
            };
            let (mut found, mut next) = match words {
                None => (page(tx, None, (first, last), PAGE + 1)?, None),
                Some(words) => self.in_blocks(tx, &words, (first, last))?,
            };
            let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
            if found.len() > most {
                found.truncate(most);
                next = found.last().map(|(id, _)| *id);
            }
            Ok(FoundPage {
                next: next.map(|id| id.to_string()),
                rows: found
                    .into_iter()
                    .map(|(_, find)| row(find))
                    .collect::<Result<_, _>>()?,
                behind,
            })
        })
    }

    /// Looks through the blocks of days, the newest first, until a page is full or it took long enough; then the page ends there, however
    /// little is on it, and the next one goes on. So no search takes long, however little fits.
    fn in_blocks(
        &self,
        tx: &Books<'_>,
        words: &str,
        (first, last): (i64, i64),
    ) -> Result<(Placed, Option<i64>), OfficeError> {
        let begun = self.now();
        let mut found = Vec::new();
        let (mut top, mut blocks) = (last, 1);
        loop {
            let asked = self.now();
            let newest = index::block_of(top);
            let oldest = (newest - blocks + 1).max(index::block_of(first));
            let bottom = index::first_of_block(oldest).max(first);
            let within: Vec<String> = (oldest..=newest)
                .map(|block| format!("\"b={block}\""))
                .collect();
            let words = format!("({words}) AND ({})", within.join(" OR "));
            let left = (PAGE + 1).saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
            found.extend(page(tx, Some(&words), (bottom, top), left)?);
            if found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX) || bottom <= first {
                return Ok((found, None));
            }
            let now = self.now();
            if now.0 - begun.0 >= LONG_ENOUGH_MS {
                return Ok((found, Some(bottom)));
            }
            top = bottom - 1;
            blocks = match now.0 - asked.0 {
                ..=2 => (blocks * 2).min(MOST_BLOCKS),
                3..=8 => blocks,
                _ => (blocks / 2).max(1),
            };
        }
    }

    /// Takes in what changed, when that is quick. Answers how many sales the search lacks.
    fn take_in_few(&self) -> Result<u32, OfficeError> {
        let due = self.look(|tx| Ok(index::count_due(tx, COUNTED)?))?;
        if due == 0 || due > AT_ONCE {
            return Ok(due);
        }
        match self.catch_up(AT_ONCE) {
            // Somebody else writes; what is found is right as far as it goes, and says how far.
            Err(OfficeError::Store(StoreError::Locked { .. })) => Ok(due),
            caught_up => caught_up,
        }
    }

    /// Takes at most `most` sales that changed into the search, the newest first, in one transaction. Answers how many are left,
    /// counted up to ten thousand. Nobody else can write meanwhile: a hundred sales take some hundredths of a second.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn catch_up(&self, most: u32) -> Result<u32, OfficeError> {
        self.books(|tx| {
            // The newest of all, but among them the oldest first: of two in one second the later one stands later.
            for sale in index::due(tx, most)?.into_iter().rev() {
                words::take_in(tx, &sale)?;
                index::not_due(tx, &sale)?;
            }
            Ok(index::count_due(tx, COUNTED)?)
        })
    }

    /// Whether sales changed since they were taken in.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn is_behind(&self) -> Result<bool, OfficeError> {
        self.look(|tx| Ok(index::count_due(tx, 1)? > 0))
    }

    /// Among whom and what a search can choose.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn find_choices(&self) -> Result<FindChoices, OfficeError> {
        self.look(|tx| {
            Ok(FindChoices {
                people: index::names(tx, NameKind::Person)?,
                categories: index::names(tx, NameKind::Category)?,
            })
        })
    }

    /// The sale with this number, that this order pays for, or whose receipt or credit note has it, as the search shows it.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn found(&self, number: &str) -> Result<Option<FoundRow>, OfficeError> {
        let sale = self.look(|tx| sale_of(tx, number))?;
        let Some(sale) = sale else {
            return Ok(None);
        };
        self.books(|tx| {
            words::take_in(tx, &sale)?;
            index::not_due(tx, &sale)?;
            index::of_sale(tx, &sale)?.map(row).transpose()
        })
    }

    /// The searches that were kept.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn saved_filters(&self) -> Result<Vec<SavedFilter>, OfficeError> {
        self.look(saved)
    }

    /// Keeps a search under a name, in the place of the one that had it. Answers all that are kept.
    ///
    /// # Errors
    /// [`OfficeError::NameMissing`], [`OfficeError::NameTooLong`]; when the books cannot be written.
    pub fn save_filter(
        &self,
        name: &str,
        query: &FindQuery,
    ) -> Result<Vec<SavedFilter>, OfficeError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(OfficeError::NameMissing);
        }
        let length = name.chars().count();
        if length > NAME_MAX {
            return Err(OfficeError::NameTooLong { length });
        }
        // A search begins at its beginning.
        let query = FindQuery {
            after: None,
            ..query.clone()
        };
        let body = serde_json::to_string(&query).map_err(|why| unreadable("a search", &why))?;
        self.books(|tx| {
            index::save(tx, name, &body)?;
            saved(tx)
        })
    }

    /// Forgets a search that was kept. Answers those that are left.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn forget_filter(&self, id: &str) -> Result<Vec<SavedFilter>, OfficeError> {
        let id: i64 = id.parse().map_err(|_| OfficeError::BadCursor)?;
        self.books(|tx| {
            index::forget(tx, id)?;
            saved(tx)
        })
    }
}

fn page(
    tx: &Books<'_>,
    words: Option<&str>,
    (first, last): (i64, i64),
    limit: u32,
) -> Result<Placed, OfficeError> {
    Ok(index::page(
        tx,
        &Wanted {
            words,
            first,
            last,
            limit,
        },
    )?)
}

fn cursor(text: &str) -> Result<i64, OfficeError> {
    text.parse().map_err(|_| OfficeError::BadCursor)
}

fn saved(tx: &Books<'_>) -> Result<Vec<SavedFilter>, OfficeError> {
    let kept = index::saved(tx)?.into_iter().map(|kept| {
        Ok(SavedFilter {
            id: kept.id.to_string(),
            name: kept.name,
            query: serde_json::from_str(&kept.body)
                .map_err(|why| unreadable("a search that was kept", &why))?,
        })
    });
    kept.collect()
}

/// Which sale a number is about: its own, an order's or a paper's.
fn sale_of(tx: &Books<'_>, number: &str) -> Result<Option<SaleId>, OfficeError> {
    if let Some(paper) = receipts::by_number(tx, number)? {
        return Ok(Some(paper.sale));
    }
    if let Ok(order) = number.parse::<OrderNumber>()
        && let Some(order) = fils_store::orders::by_number(tx, &order)?
    {
        return Ok(Some(order.sale));
    }
    match number.parse::<SaleId>() {
        Ok(sale) => Ok(fils_store::sales::by_id(tx, &sale)?.map(|row| row.id)),
        Err(_) => Ok(None),
    }
}

fn row(find: Find) -> Result<FoundRow, OfficeError> {
    let state = SaleStateCode::ALL
        .into_iter()
        .find(|state| state.as_str() == find.state)
        .ok_or_else(|| unreadable("a sale in the search", &find.state))?;
    let tenders = [
        (find.cash, TenderFilter::Cash),
        (find.wallet, TenderFilter::Wallet),
    ];
    Ok(FoundRow {
        short: find.sale.short().to_owned(),
        sale: find.sale.to_string(),
        receipt: find.receipt,
        orders: find.orders,
        at_ms: find.at.0,
        day: find.business_day,
        state,
        total: find.total.into(),
        returned: (!find.returned.is_zero()).then(|| find.returned.into()),
        cashier: find.by,
        tenders: tenders
            .into_iter()
            .filter_map(|(paid, tender)| paid.then_some(tender))
            .collect(),
        what: find.what,
        what_ar: find.what_ar,
        attention: find.attention,
    })
}

#[cfg(test)]
mod tests;
