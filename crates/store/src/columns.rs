//! Columns read as the types they hold.

use std::error::Error;

use fils_order::Money;
use rusqlite::Row;
use rusqlite::types::Type;

/// An amount in fils.
pub(crate) fn money(row: &Row<'_>, index: usize) -> rusqlite::Result<Money> {
    Money::from_fils(row.get(index)?)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(index, Type::Integer, Box::new(e)))
}

/// An amount in fils, where there may be none.
pub(crate) fn money_option(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Money>> {
    match row.get::<_, Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => money(row, index).map(Some),
    }
}

/// One of `all`, by the name the database writes it with.
pub(crate) fn named<T: Copy>(
    row: &Row<'_>,
    index: usize,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    let found = all.iter().copied().find(|one| name(*one) == text);
    found.ok_or_else(|| {
        let unknown = format!("{text:?} is not known here");
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, unknown.into())
    })
}

/// A text that is a number of ours.
pub(crate) fn parsed<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    as_text(index, row.get(index)?)
}

/// As [`parsed`], where there may be none.
pub(crate) fn parsed_option<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    row.get::<_, Option<String>>(index)?
        .map(|text| as_text(index, text))
        .transpose()
}

fn as_text<T>(index: usize, text: String) -> rusqlite::Result<T>
where
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    T::try_from(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(e)))
}
