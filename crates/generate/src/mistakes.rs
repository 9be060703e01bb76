//! Differences between the books and PayBy, hidden in a past on purpose.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use fils_order::{Money, Span, UtcMs};
use serde::Serialize;

use crate::GenerateError;
use crate::calendar::Day;
use crate::dice::Dice;
use crate::payby::{settlement_stated, stated};

/// Of so many sales one may have a mistake of each kind.
const SALES_A_MISTAKE: u32 = 10;
/// Of so many sales one may have a wrong fee: what is usual must stay usual on every day.
const SALES_A_FEE: u32 = 18;

/// What is wrong. The codes are those of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// PayBy knows nothing of a payment.
    OursOnly,
    /// PayBy has a payment that this till never made.
    TheirsOnly,
    /// PayBy has another amount.
    AmountDiffers,
    /// Closed here, and paid at PayBy.
    StateDiffers,
    /// PayBy took another fee than usual.
    FeeUnexpected,
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Payment,
    Settlement,
}

/// A hidden difference, as it is written down for whoever wants to know whether it was found. Amounts are decimal text; of a difference of
/// states the states, of a fee the fees.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Mistake {
    pub(crate) kind: Kind,
    pub(crate) what: What,
    /// The merchant's number.
    pub(crate) order: Option<String>,
    /// PayBy's number.
    pub(crate) order_no: String,
    /// The day of PayBy's statement that has it, or should.
    pub(crate) day: String,
    pub(crate) ours: Option<String>,
    pub(crate) theirs: Option<String>,
}

/// Which sales have something hidden in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// By the place of the sale in the whole past.
    sales: BTreeMap<u32, Kind>,
    /// By business day.
    fees: BTreeMap<String, u32>,
}

impl Plan {
    /// Hides `each` of every kind where PayBy's statements tell of them already at `now`. A closed order is paid at PayBy only where its
    /// watch is over, `watched` after its day: until then the till would find out by itself.
    pub(crate) fn new(
        days: &[Day],
        (each, seed): (u32, u64),
        watched: Span,
        now: UtcMs,
    ) -> Result<Self, GenerateError> {
        let mut plan = Self::default();
        if each == 0 {
            return Ok(plan);
        }
        let is_there = |ready: Option<UtcMs>| ready.is_some_and(|ready| ready <= now);
        let mut places = Vec::new();
        let mut unwatched = Vec::new();
        let mut room = Vec::new();
        let mut first = 0;
        for day in days {
            if is_there(stated(day.closes)) {
                places.extend(first..first + day.sales);
                if day.closes.plus(watched) <= now {
                    unwatched.extend(first..first + day.sales);
                }
            }
            if is_there(settlement_stated(day.closes)) {
                room.extend((0..day.sales / SALES_A_FEE).map(|_| &day.name));
            }
            first += day.sales;
        }
        let sales = u32::try_from(unwatched.len()).unwrap_or(u32::MAX);
        let fees = u32::try_from(room.len()).unwrap_or(u32::MAX);
        let most = (sales / SALES_A_MISTAKE).min(fees);
        if each > most {
            return Err(GenerateError::TooManyMistakes(most));
        }
        let mut dice = Dice::of(seed, 7);
        for kind in [
            Kind::StateDiffers,
            Kind::OursOnly,
            Kind::TheirsOnly,
            Kind::AmountDiffers,
        ] {
            let among = if kind == Kind::StateDiffers {
                &mut unwatched
            } else {
                &mut places
            };
            let mut left = each;
            while left > 0 {
                let place = draw(among, &mut dice);
                if let Entry::Vacant(entry) = plan.sales.entry(place) {
                    entry.insert(kind);
                    left -= 1;
                }
            }
        }
        for _ in 0..each {
            let day = draw(&mut room, &mut dice);
            *plan.fees.entry(day.clone()).or_default() += 1;
        }
        Ok(plan)
    }

    /// What the sale at this place hides.
    pub(crate) fn of_sale(&self, place: u32) -> Option<Kind> {
        self.sales.get(&place).copied()
    }

    /// How many wrong fees this day hides.
    pub(crate) fn fees_of(&self, day: &str) -> u32 {
        self.fees.get(day).copied().unwrap_or_default()
    }
}

/// Takes one out. `things` is not empty.
fn draw<T>(things: &mut Vec<T>, dice: &mut Dice) -> T {
    let end = u64::try_from(things.len()).unwrap_or(u64::MAX);
    let place = usize::try_from(dice.below(end)).unwrap_or_default();
    things.swap_remove(place)
}

/// Fils as decimal text.
pub(crate) fn amount_text(fils: i64) -> String {
    Money::from_fils(fils).unwrap_or_default().to_string()
}
