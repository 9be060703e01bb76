//! Shifts and the drawer.

use fils_counter::view::{ShiftView, size_text};
use fils_counter::{CashMoved, Counter, CounterError};
use fils_order::SignedMoney;
use fils_people::Action;
use fils_sale::shift::{Count, DENOMINATIONS, difference};

use super::counter::money;
use super::{Desk, Who};
use crate::errors::CommandError;
use crate::views::counter::{CountForm, CountView, DenominationView, MovedCode, OpenThingsView};

/// How many shifts are listed.
const LISTED: u32 = 30;

/// The notes and coins of the country, largest first.
pub(crate) fn denominations() -> Vec<DenominationView> {
    let each = DENOMINATIONS.iter().map(|denomination| DenominationView {
        fils: denomination.value().fils(),
        text: denomination.value().grouped(),
        note: !denomination.is_coin(),
    });
    each.collect()
}

fn count(form: &CountForm) -> Result<Count, CounterError> {
    let mut count = Count::default();
    if !form.loose.trim().is_empty() {
        count.loose = match money(&form.loose) {
            Err(error) if error.code() == "amount_zero" => fils_order::Money::ZERO,
            read => read?,
        };
    }
    for row in &form.pieces {
        let known = DENOMINATIONS
            .iter()
            .find(|denomination| denomination.value().fils() == row.fils);
        let denomination = known.ok_or(CounterError::CountTooLarge)?;
        count.pieces.insert(*denomination, row.pieces);
    }
    Ok(count)
}

impl Desk {
    /// The open shift.
    pub(crate) async fn shift(&self) -> Result<Option<ShiftView>, CommandError> {
        self.at_counter(Counter::shift).await
    }

    /// The latest shifts.
    pub(crate) async fn shifts(&self) -> Result<Vec<ShiftView>, CommandError> {
        self.at_counter(|counter| counter.shifts(LISTED)).await
    }

    /// Opens a shift.
    pub(crate) async fn open_shift(
        &self,
        who: Who,
        float: &str,
    ) -> Result<ShiftView, CommandError> {
        let float = match float.trim() {
            "" | "0" | "0.00" => fils_order::Money::ZERO,
            text => money(text)?,
        };
        self.at_counter(move |counter| counter.open_shift(float, &who.name))
            .await
    }

    /// Writes down cash that moves without a sale. Each kind is an action of its own.
    pub(crate) async fn move_cash(
        &self,
        who: Who,
        kind: MovedCode,
        amount: &str,
        reason: String,
    ) -> Result<ShiftView, CommandError> {
        let amount = money(amount)?;
        let (action, moved) = match kind {
            MovedCode::PaidIn => (Action::PaidIn, CashMoved::In),
            MovedCode::PaidOut => (Action::PaidOut, CashMoved::Out),
            MovedCode::Drop => (Action::Drop, CashMoved::Drop),
        };
        let who = self.may_also(who, action)?;
        self.at_counter(move |counter| {
            counter.move_cash(
                moved,
                amount,
                &reason,
                who.approved_by.as_deref(),
                &who.name,
            )
        })
        .await
    }

    /// What is not finished.
    pub(crate) async fn open_things(&self) -> Result<OpenThingsView, CommandError> {
        let orders = self.payments().await?;
        let alerts = self.alerts().await?;
        let (sales, overpaid, parked) = self
            .at_counter(|counter| {
                Ok((
                    counter.open_sales()?,
                    counter.overpaid_sales()?,
                    counter.parked()?,
                ))
            })
            .await?;
        Ok(OpenThingsView {
            orders: orders
                .into_iter()
                .filter(|order| order.unfinished)
                .collect(),
            sales,
            overpaid,
            parked,
            prints: self.till().await?.printing.status().queue,
            alerts: u32::try_from(alerts.len()).unwrap_or(u32::MAX),
        })
    }

    /// What a count comes to.
    pub(crate) async fn count_total(&self, form: CountForm) -> Result<CountView, CommandError> {
        let counted = count(&form)?.total().ok_or(CounterError::CountTooLarge)?;
        let shift = self.shift().await?.ok_or(CounterError::NoShift)?;
        let differs = difference(counted, SignedMoney(shift.expected_fils));
        Ok(CountView {
            counted: counted.into(),
            difference_fils: differs.0,
            difference_text: size_text(differs),
        })
    }

    /// Closes the shift.
    pub(crate) async fn close_shift(
        &self,
        who: Who,
        form: CountForm,
        note: Option<String>,
    ) -> Result<ShiftView, CommandError> {
        let count = count(&form)?;
        self.at_counter(move |counter| counter.close_shift(&count, note.as_deref(), &who.name))
            .await
    }

    /// Opens the drawer without a sale.
    pub(crate) async fn open_drawer(&self, who: Who, reason: String) -> Result<(), CommandError> {
        self.at_counter(move |counter| {
            counter.open_drawer(&reason, who.approved_by.as_deref(), &who.name)
        })
        .await
    }
}
