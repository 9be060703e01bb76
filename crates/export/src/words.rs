//! What papers say around their tables.

use crate::Words;

pub(crate) const TRN: Words = Words::new("TRN", "الرقم الضريبي");
pub(crate) const TILL: Words = Words::new("Till", "الصندوق");
pub(crate) const MADE: Words = Words::new("Made", "أُعدّ في");
pub(crate) const BY: Words = Words::new("by", "بواسطة");
/// What stands in the first cell of a row of totals.
pub const TOTAL: Words = Words::new("Total", "الإجمالي");
pub(crate) const AMOUNTS: Words = Words::new("Amounts in AED", "المبالغ بالدرهم الإماراتي");
pub(crate) const NOTHING: Words = Words::new("Nothing in these days.", "لا شيء في هذه الأيام.");
pub(crate) const TRAINING: Words =
    Words::new("TRAINING – no money moved", "تدريب – لم تتحرك أي أموال");
pub(crate) const PAGE: Words = Words::new("Page", "صفحة");
pub(crate) const OF: Words = Words::new("of", "من");
