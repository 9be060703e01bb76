//! Ringing up: the basket at hand, undo, and parking.

use fils_order::{SUBJECT_MAX, SaleId, UtcMs};
use fils_sale::{Basket, Edit, LineId};
use fils_store::baskets::{self, BasketRow};
use fils_store::{Books, SaleRow, journal, sales};
use serde_json::json;

use crate::record::{self, Ringing, Sold};
use crate::view::{BasketView, ParkedView};
use crate::{Counter, CounterError, News, entry};

impl Counter {
    /// The basket at hand. One that nobody started is empty.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn basket(&self) -> Result<BasketView, CounterError> {
        self.look(|tx| match baskets::at_hand(tx)? {
            None => BasketView::empty(),
            Some(row) => BasketView::of(&row),
        })
    }

    /// What the basket at hand would take off after this change, in basis points of its goods, and whether the change lowers a
    /// price: what a limit on discounts is compared with. Nothing is changed.
    ///
    /// # Errors
    /// [`CounterError::Sale`] when the basket does not take the change.
    pub fn weigh(&self, edit: &Edit) -> Result<Weighed, CounterError> {
        let edit = edit.clone();
        self.look(|tx| {
            let basket = match baskets::at_hand(tx)? {
                Some(row) => read(&row)?.basket,
                None => Basket::default(),
            };
            let lowers_price = match &edit {
                Edit::SetPrice { line, price } => basket
                    .line(*line)
                    .is_some_and(|line| *price < line.item.price),
                Edit::Add { .. }
                | Edit::SetQuantity { .. }
                | Edit::DiscountLine { .. }
                | Edit::NoteLine { .. }
                | Edit::Remove { .. }
                | Edit::DiscountSale { .. }
                | Edit::NoteSale { .. }
                | Edit::Clear => false,
            };
            let before = basket.totals()?.discount_basis_points();
            let after = basket.edit(edit)?.totals()?.discount_basis_points();
            Ok(Weighed {
                before,
                after,
                lowers_price,
            })
        })
    }

    /// Changes the basket at hand; it is stored when this returns.
    ///
    /// # Errors
    /// [`CounterError::Sale`] when the basket does not take that; it is then as it was.
    pub fn edit(&self, edit: Edit, by: &str) -> Result<BasketView, CounterError> {
        let fresh = self.fresh_number()?;
        let now = self.now();
        let view = self.books(|tx| {
            let mut row = match baskets::at_hand(tx)? {
                Some(row) => row,
                None => basket_row(fresh, &Ringing::default(), by, now)?,
            };
            let mut ringing = read(&row)?;
            let before = ringing.basket.lines().len();
            let mut touched = line_of(&edit, &ringing.basket);
            let next = ringing.basket.edit(edit)?;
            if next.lines().len() > before {
                touched = next.lines().last().map(|line| line.id);
            }
            ringing.change_to(next, touched);
            keep(tx, &mut row, &ringing, now)
        })?;
        self.tell(News::Basket);
        Ok(view)
    }

    /// Takes the last change of the basket back.
    ///
    /// # Errors
    /// [`CounterError::NothingToUndo`].
    pub fn undo(&self) -> Result<BasketView, CounterError> {
        let now = self.now();
        let view = self.books(|tx| {
            let mut row = baskets::at_hand(tx)?.ok_or(CounterError::NothingToUndo)?;
            let mut ringing = read(&row)?;
            if !ringing.undo() {
                return Err(CounterError::NothingToUndo);
            }
            keep(tx, &mut row, &ringing, now)
        })?;
        self.tell(News::Basket);
        Ok(view)
    }

    /// Puts the basket at hand aside, under a name if one is given.
    ///
    /// # Errors
    /// [`CounterError::BasketEmpty`].
    pub fn park(&self, name: Option<&str>, by: &str) -> Result<BasketView, CounterError> {
        let now = self.now();
        self.books(|tx| {
            let row = baskets::at_hand(tx)?.ok_or(CounterError::BasketEmpty)?;
            park(tx, row, name, by, now)
        })?;
        self.tell(News::Basket);
        BasketView::empty()
    }

    /// The parked baskets, the one that has waited longest first.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn parked(&self) -> Result<Vec<ParkedView>, CounterError> {
        self.look(parked)
    }

    /// Takes a parked basket up again. What is at hand is parked first, unless it is empty.
    ///
    /// # Errors
    /// [`CounterError::NotParked`].
    pub fn take_up(&self, sale: &SaleId, by: &str) -> Result<BasketView, CounterError> {
        let now = self.now();
        let view = self.books(|tx| {
            let mut row = baskets::by_sale(tx, sale)?
                .filter(|row| row.parked_at.is_some())
                .ok_or(CounterError::NotParked)?;
            make_room(tx, by, now)?;
            (row.parked_at, row.parked_as) = (None, None);
            let ringing = read(&row)?;
            let params = json!({ "sale": row.sale.as_str() });
            journal::append(tx, &[entry(now, "sale_taken_up", by, &params)])?;
            keep(tx, &mut row, &ringing, now)
        })?;
        self.tell(News::Basket);
        Ok(view)
    }
}

/// What a change does to the discounts of the basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// What is taken off now, in basis points.
    pub before: u16,
    /// What would be taken off.
    pub after: u16,
    /// Whether a price goes down by hand.
    pub lowers_price: bool,
}

/// The line that a change is about; for goods that are added, the one they join.
fn line_of(edit: &Edit, basket: &Basket) -> Option<LineId> {
    match edit {
        Edit::Add { item, .. } => basket.joins(item),
        Edit::SetQuantity { line, .. }
        | Edit::SetPrice { line, .. }
        | Edit::DiscountLine { line, .. }
        | Edit::NoteLine { line, .. } => Some(*line),
        Edit::Remove { .. } | Edit::DiscountSale { .. } | Edit::NoteSale { .. } | Edit::Clear => {
            None
        }
    }
}

pub(crate) fn parked(tx: &Books<'_>) -> Result<Vec<ParkedView>, CounterError> {
    baskets::parked(tx)?.iter().map(ParkedView::of).collect()
}

pub(crate) fn basket_row(
    sale: SaleId,
    ringing: &Ringing,
    by: &str,
    now: UtcMs,
) -> Result<BasketRow, CounterError> {
    Ok(BasketRow {
        sale,
        body: record::write("a basket", ringing)?,
        parked_at: None,
        parked_as: None,
        by: by.to_owned(),
        created_at: now,
        changed_at: now,
    })
}

pub(crate) fn read(row: &BasketRow) -> Result<Ringing, CounterError> {
    record::read("a basket", &row.body)
}

fn keep(
    tx: &Books<'_>,
    row: &mut BasketRow,
    ringing: &Ringing,
    now: UtcMs,
) -> Result<BasketView, CounterError> {
    row.body = record::write("a basket", ringing)?;
    row.changed_at = now;
    baskets::put(tx, row)?;
    BasketView::of(row)
}

fn park(
    tx: &Books<'_>,
    mut row: BasketRow,
    name: Option<&str>,
    by: &str,
    now: UtcMs,
) -> Result<(), CounterError> {
    if read(&row)?.basket.is_empty() {
        return Err(CounterError::BasketEmpty);
    }
    row.parked_at = Some(now);
    row.parked_as = name
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| name.chars().take(SUBJECT_MAX).collect());
    baskets::put(tx, &row)?;
    let params = json!({ "sale": row.sale.as_str(), "name": row.parked_as });
    journal::append(tx, &[entry(now, "sale_parked", by, &params)])?;
    Ok(())
}

/// Parks what is at hand; an empty basket just goes.
pub(crate) fn make_room(tx: &Books<'_>, by: &str, now: UtcMs) -> Result<(), CounterError> {
    let Some(row) = baskets::at_hand(tx)? else {
        return Ok(());
    };
    if read(&row)?.basket.is_empty() {
        baskets::remove(tx, &row.sale)?;
        return Ok(());
    }
    park(tx, row, None, by, now)
}

/// Makes the basket at hand a sale that never changes.
pub(crate) fn freeze(
    tx: &Books<'_>,
    by: &str,
    when: (UtcMs, &str, i64),
) -> Result<SaleRow, CounterError> {
    let row = baskets::at_hand(tx)?.ok_or(CounterError::BasketEmpty)?;
    let basket = read(&row)?.basket;
    baskets::remove(tx, &row.sale)?;
    as_sale(tx, row.sale, basket, by, when)
}

/// Stores a basket as a sale, with the time, the business day and the shift it belongs to.
pub(crate) fn as_sale(
    tx: &Books<'_>,
    id: SaleId,
    basket: Basket,
    by: &str,
    (now, day, shift): (UtcMs, &str, i64),
) -> Result<SaleRow, CounterError> {
    if basket.is_empty() {
        return Err(CounterError::BasketEmpty);
    }
    let totals = basket.totals()?;
    if totals.total.is_zero() {
        return Err(CounterError::NothingToPay);
    }
    let sale = SaleRow {
        id,
        amount: totals.total,
        subject: subject(&basket),
        by: by.to_owned(),
        created_at: now,
        business_day: day.to_owned(),
        shift: Some(shift),
        body: Some(record::write("a sale", &Sold { basket, totals })?),
    };
    sales::insert(tx, &sale)?;
    let params = json!({ "sale": sale.id.as_str(), "amount": sale.amount.to_string(), "subject": sale.subject });
    journal::append(tx, &[entry(now, "sale_started", by, &params)])?;
    Ok(sale)
}

/// What the customer reads: the first item, and how many more there are.
pub(crate) fn subject(basket: &Basket) -> String {
    let Some(first) = basket.lines().first() else {
        return String::new();
    };
    let more = basket.lines().len() - 1;
    let rest = if more == 0 {
        String::new()
    } else {
        format!(" + {more} more")
    };
    let room = SUBJECT_MAX.saturating_sub(rest.chars().count());
    let name: String = first.item.name.chars().take(room).collect();
    format!("{}{rest}", name.trim_end())
}

/// The same in Arabic, where the first item has a name in it.
pub(crate) fn subject_ar(basket: &Basket) -> Option<String> {
    let name = basket.lines().first()?.item.name_ar.as_deref()?;
    match basket.lines().len() - 1 {
        0 => Some(name.to_owned()),
        more => Some(format!("{name} + {more}")),
    }
}
