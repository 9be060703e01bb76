//! A past that never was: what a till that was made up would have left at PayBy.

use std::collections::VecDeque;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::book::{Book, close};
use crate::model::{Fail, Order, OrderStatus, Paid, Refund, RefundStatus, Scene};
use crate::money::{Fils, Money};
use crate::settings::Settings;
use crate::state_file::{StateError, StateFile};
use crate::statement;
use crate::wire::{self, Millis};

/// An order of the past. Times are UTC ms.
#[derive(Clone, Debug)]
pub struct PastOrder {
    /// What the merchant sent as `bizContent`, without the customer's code.
    pub content: String,
    /// PayBy's number.
    pub order_no: String,
    /// When it was made.
    pub created_at: i64,
    /// The amount, where PayBy has another than the merchant sent.
    pub total: Option<Fils>,
    /// What became of it.
    pub end: PastEnd,
}

/// What became of an order.
#[derive(Clone, Debug)]
pub enum PastEnd {
    /// It was paid.
    Paid {
        /// When.
        at: i64,
        /// When it was settled; none when that is still to come.
        settled_at: Option<i64>,
        /// The fee, where it is not the usual one.
        fee: Option<Fils>,
    },
    /// It was cancelled, or expired.
    Closed {
        /// When.
        at: i64,
        /// PayBy's code for why.
        code: String,
        /// Why.
        reason: String,
    },
}

/// A refund of the past, done.
#[derive(Clone, Debug)]
pub struct PastRefund {
    /// The merchant's number.
    pub number: String,
    /// PayBy's number.
    pub order_no: String,
    /// The merchant's number of the order it gives back.
    pub origin: String,
    /// How much.
    pub amount: Fils,
    /// Why.
    pub reason: Option<String>,
    /// When it was asked for.
    pub created_at: i64,
    /// When it was taken from the merchant.
    pub settled_at: i64,
}

/// A statement's ZIP file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementZip {
    /// The name PayBy gives it.
    pub name: String,
    /// Its bytes: the same for the same past.
    pub bytes: Vec<u8>,
}

/// Why a past cannot be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PastError {
    /// PayBy would not have taken that content.
    #[error("the content of the order {order_no} is none that PayBy takes: {why}")]
    Content {
        /// PayBy's number.
        order_no: String,
        /// What is wrong with it.
        why: String,
    },
    /// A refund of an order that there is not.
    #[error("the refund {0} gives back an order that was never made, or is forgotten already")]
    NoOrigin(String),
    /// The ZIP cannot be made.
    #[error("the statement of {0} cannot be packed: {1}")]
    Zip(NaiveDate, String),
    /// The state file.
    #[error(transparent)]
    State(#[from] StateError),
}

/// A past as PayBy has it.
pub struct Past {
    settings: Settings,
    book: Book,
    /// When each order was made, and its number, in the order they were added.
    made: VecDeque<(i64, String)>,
}

// Fields are named as on the wire.
#[allow(clippy::struct_field_names)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    merchant_order_no: String,
    subject: String,
    subject_ar: Option<String>,
    total_amount: Money,
    pay_scene_code: Scene,
    expired_time: Option<Millis>,
    payee_mid: Option<String>,
    device_id: Option<String>,
    reserved: Option<String>,
    accessory_content: Option<Box<RawValue>>,
}

impl Past {
    /// An empty past.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            book: Book::new(true),
            made: VecDeque::new(),
        }
    }

    /// Adds an order.
    ///
    /// # Errors
    /// [`PastError::Content`].
    pub fn add(&mut self, order: PastOrder) -> Result<(), PastError> {
        let order = self.order(order)?;
        let made = (order.created_at, order.merchant_order_no.clone());
        self.made.push_back(made);
        self.book.put_order(order, &self.settings);
        Ok(())
    }

    /// How many orders there are.
    pub fn orders(&self) -> usize {
        self.made.len()
    }

    /// Forgets the orders that were added first and made before a moment, with their refunds: what statements of that time are needed are
    /// to be asked for before.
    pub fn forget_before(&mut self, at: i64) {
        while self.made.front().is_some_and(|(made, _)| *made < at) {
            if let Some((_, oldest)) = self.made.pop_front() {
                self.book.forget_order(&oldest);
            }
        }
    }

    fn order(&mut self, past: PastOrder) -> Result<Order, PastError> {
        let wrong = |why: String| PastError::Content {
            order_no: past.order_no.clone(),
            why,
        };
        let biz: &RawValue =
            serde_json::from_str(&past.content).map_err(|error| wrong(error.to_string()))?;
        let fingerprint = wire::fingerprint(biz).map_err(|_| wrong("no JSON".to_owned()))?;
        let content: Content =
            serde_json::from_str(&past.content).map_err(|error| wrong(error.to_string()))?;
        let token = self.book.token(&self.settings, &content.merchant_order_no);
        let mut order = Order {
            order_no: past.order_no,
            token,
            fingerprint,
            status: OrderStatus::Created,
            total: past.total.unwrap_or(content.total_amount.amount.0),
            currency: content.total_amount.currency,
            payee_mid: content
                .payee_mid
                .unwrap_or_else(|| self.settings.partner_id.clone()),
            subject: content.subject,
            subject_ar: content.subject_ar,
            scene: content.pay_scene_code,
            request_time: past.created_at,
            created_at: past.created_at,
            expired_time: content
                .expired_time
                .map_or(past.created_at + Settings::DEFAULT_EXPIRY_MS, |at| at.0),
            notify_url: None,
            device_id: content.device_id,
            secondary_merchant_id: None,
            reserved: content.reserved,
            accessory: content.accessory_content,
            one_time_payment: false,
            revoked: false,
            revoked_at: None,
            fail: None,
            scanned_at: None,
            paid: None,
            closed_at: None,
            pays_late: false,
            refunds: Vec::new(),
            merchant_order_no: content.merchant_order_no,
        };
        self.end(&mut order, past.end);
        Ok(order)
    }

    fn end(&self, order: &mut Order, end: PastEnd) {
        match end {
            PastEnd::Closed { at, code, reason } => {
                close(order, Fail::new(&code, &reason), at);
            }
            PastEnd::Paid {
                at,
                settled_at,
                fee,
            } => {
                let (usual, vat) = self.settings.fee(order.total);
                // VAT follows the fee.
                let vat = fee.map_or(vat, |fee| Fils((fee.0 * 5 + 50) / 100));
                order.status = if settled_at.is_some() {
                    OrderStatus::Settled
                } else {
                    OrderStatus::PaidSuccess
                };
                order.scanned_at = (order.scene == Scene::Dynqr).then_some(at);
                order.paid = Some(Paid {
                    at,
                    amount: order.total,
                    fee: fee.unwrap_or(usual),
                    fee_vat: vat,
                    payer_mid: "100000030030".to_owned(),
                    settled_at,
                });
            }
        }
    }

    /// Adds a refund of an order that is still known.
    ///
    /// # Errors
    /// [`PastError::NoOrigin`].
    pub fn add_refund(&mut self, past: PastRefund) -> Result<(), PastError> {
        let Some(mut order) = self.book.order(&past.origin).cloned() else {
            return Err(PastError::NoOrigin(past.number));
        };
        order.refunds.push(past.number.clone());
        let refund = Refund {
            order_no: past.order_no,
            refund_merchant_order_no: past.number,
            origin_merchant_order_no: past.origin,
            fingerprint: String::new(),
            status: RefundStatus::Success,
            amount: past.amount,
            currency: order.currency.clone(),
            reason: past.reason,
            operator_name: None,
            notify_url: None,
            reserved: None,
            request_time: past.created_at,
            created_at: past.created_at,
            settled_at: Some(past.settled_at),
            fails: false,
        };
        self.book.put_order(order, &self.settings);
        self.book.put_refund(refund, &self.settings);
        Ok(())
    }

    /// The statement of a day (Dubai's), in the columns of the settings; none when nothing was paid or settled on it.
    ///
    /// # Errors
    /// [`PastError::Zip`].
    pub fn statement(&self, day: NaiveDate) -> Result<Option<StatementZip>, PastError> {
        statement::of_day(&self.book, &self.settings, day)
            .map_err(|error| PastError::Zip(day, error.to_string()))
    }

    /// Changes the columns of the statements to come.
    pub fn set_statement(&mut self, version: crate::StatementVersion) {
        self.settings.statement = version;
    }

    /// Writes what is kept into the state file of a PayBy that is not running.
    ///
    /// # Errors
    /// [`StateError`], within [`PastError::State`].
    pub fn write(mut self, state_file: &Path) -> Result<(), PastError> {
        let changes = self.book.take_changes();
        StateFile::open(state_file)?.put(&changes)?;
        Ok(())
    }
}
