//! The real database on a disk that can fail and in a machine whose plug can be pulled.

use std::sync::{Arc, Mutex};

use fils_checkout::{Changes, Ledger, LedgerError, Stored};
use fils_home::Database;
use fils_order::{Order, OrderNumber, Refund, RefundNumber, Span};
use tokio::sync::Notify;

use super::Witness;

/// When the plug is pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Just before this many writes from now.
    BeforeWrite(u32),
    /// Just after this many writes from now, before anything follows from it.
    AfterWrite(u32),
    /// Just before this many requests from now.
    BeforeRequest(u32),
    /// Just after this many requests from now went out.
    AfterRequest(u32),
}

#[derive(Default)]
struct Supply {
    off: bool,
    cut: Option<Cut>,
    disk_full: bool,
}

/// The till's power and disk.
#[derive(Default)]
pub(crate) struct Power {
    supply: Mutex<Supply>,
    gone: Notify,
}

impl Power {
    pub(crate) fn on(&self) {
        let mut supply = self.supply.lock().unwrap();
        supply.off = false;
        supply.cut = None;
    }

    pub(crate) fn is_off(&self) -> bool {
        self.supply.lock().unwrap().off
    }

    pub(crate) fn cut(&self) {
        self.supply.lock().unwrap().off = true;
        self.gone.notify_one();
    }

    /// Whether the plug is still to be pulled.
    pub(crate) fn is_to_be_cut(&self) -> bool {
        self.supply.lock().unwrap().cut.is_some()
    }

    pub(crate) fn cut_at(&self, cut: Cut) {
        self.supply.lock().unwrap().cut = Some(cut);
    }

    pub(crate) fn disk_full(&self, full: bool) {
        self.supply.lock().unwrap().disk_full = full;
    }

    /// Returns when the plug is pulled.
    pub(crate) async fn gone(&self) {
        self.gone.notified().await;
    }

    fn at(&self, step: impl Fn(Cut) -> Option<(Cut, bool)>) -> Moment {
        let mut supply = self.supply.lock().unwrap();
        if supply.off {
            return Moment::Dark;
        }
        let Some((left, now)) = supply.cut.and_then(step) else {
            return Moment::Go;
        };
        supply.cut = Some(left);
        if !now {
            return Moment::Go;
        }
        supply.off = true;
        supply.cut = None;
        self.gone.notify_one();
        match left {
            Cut::BeforeWrite(_) | Cut::BeforeRequest(_) => Moment::Dark,
            Cut::AfterWrite(_) | Cut::AfterRequest(_) => Moment::LastBreath,
        }
    }

    fn at_write(&self) -> Moment {
        self.at(|cut| match cut {
            Cut::BeforeWrite(0) | Cut::AfterWrite(0) => Some((cut, true)),
            Cut::BeforeWrite(n) => Some((Cut::BeforeWrite(n - 1), false)),
            Cut::AfterWrite(n) => Some((Cut::AfterWrite(n - 1), false)),
            Cut::BeforeRequest(_) | Cut::AfterRequest(_) => None,
        })
    }

    pub(crate) fn at_request(&self) -> Moment {
        self.at(|cut| match cut {
            Cut::BeforeRequest(0) | Cut::AfterRequest(0) => Some((cut, true)),
            Cut::BeforeRequest(n) => Some((Cut::BeforeRequest(n - 1), false)),
            Cut::AfterRequest(n) => Some((Cut::AfterRequest(n - 1), false)),
            Cut::BeforeWrite(_) | Cut::AfterWrite(_) => None,
        })
    }
}

/// What happens to a write or a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// It happens.
    Go,
    /// It happens, and nothing after it.
    LastBreath,
    /// It does not happen.
    Dark,
}

pub(crate) struct Books {
    inner: Database,
    power: Arc<Power>,
    witness: Arc<Witness>,
}

fn dark() -> LedgerError {
    LedgerError::Storage("no power".to_owned())
}

impl Books {
    pub(crate) fn new(inner: Database, power: Arc<Power>, witness: Arc<Witness>) -> Self {
        Self {
            inner,
            power,
            witness,
        }
    }

    fn readable(&self) -> Result<&Database, LedgerError> {
        if self.power.is_off() {
            Err(dark())
        } else {
            Ok(&self.inner)
        }
    }
}

impl Ledger for Books {
    fn commit(&mut self, changes: Changes) -> Result<(), LedgerError> {
        if self.power.supply.lock().unwrap().disk_full {
            return Err(LedgerError::Storage("the disk is full".to_owned()));
        }
        let moment = self.power.at_write();
        if moment == Moment::Dark {
            return Err(dark());
        }
        self.inner.commit(changes.clone())?;
        self.witness.wrote(&changes);
        if moment == Moment::LastBreath {
            return Err(dark());
        }
        Ok(())
    }

    fn order(&self, number: &OrderNumber) -> Result<Option<Stored<Order>>, LedgerError> {
        self.readable()?.order(number)
    }

    fn refund(&self, number: &RefundNumber) -> Result<Option<Stored<Refund>>, LedgerError> {
        self.readable()?.refund(number)
    }

    fn refunds_of(&self, number: &OrderNumber) -> Result<Vec<Stored<Refund>>, LedgerError> {
        self.readable()?.refunds_of(number)
    }

    fn orders_to_resume(&self) -> Result<Vec<Stored<Order>>, LedgerError> {
        self.readable()?.orders_to_resume()
    }

    fn refunds_to_resume(&self) -> Result<Vec<Stored<Refund>>, LedgerError> {
        self.readable()?.refunds_to_resume()
    }

    fn clock_offset(&self) -> Result<Span, LedgerError> {
        self.readable()?.clock_offset()
    }

    fn notification_seen(&self, id: &str) -> Result<bool, LedgerError> {
        self.readable()?.notification_seen(id)
    }
}
