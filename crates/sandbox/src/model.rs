//! What PayBy keeps: orders, refunds, transfers. Times are PayBy's clock, UTC ms.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::money::Fils;

/// An order's status (PayBy's public documentation, `acquireOrder.status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    /// Waiting to be paid.
    Created,
    /// Paid.
    PaidSuccess,
    /// Paid and settled to the merchant.
    Settled,
    /// Cancelled, expired, refused; or paid and revoked.
    Failure,
}

impl OrderStatus {
    /// The status as it stands on the wire.
    pub fn text(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::PaidSuccess => "PAID_SUCCESS",
            Self::Settled => "SETTLED",
            Self::Failure => "FAILURE",
        }
    }
}

/// How the customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Scene {
    /// The customer scans the till's QR.
    Dynqr,
    /// The till scans the customer's code.
    Qrpay,
}

impl Scene {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Dynqr => "DYNQR",
            Self::Qrpay => "QRPAY",
        }
    }

    pub(crate) fn product(self) -> &'static str {
        match self {
            Self::Dynqr => "Dynamic QR Code",
            Self::Qrpay => "Smart Purchase",
        }
    }
}

/// Why an order failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fail {
    pub(crate) code: String,
    pub(crate) des: String,
}

impl Fail {
    pub(crate) fn new(code: &str, des: &str) -> Self {
        Self {
            code: code.to_owned(),
            des: des.to_owned(),
        }
    }
}

/// A payment that has arrived.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Paid {
    pub(crate) at: i64,
    pub(crate) amount: Fils,
    /// What PayBy takes, and the VAT on it.
    pub(crate) fee: Fils,
    #[serde(default)]
    pub(crate) fee_vat: Fils,
    pub(crate) payer_mid: String,
    pub(crate) settled_at: Option<i64>,
}

impl Paid {
    /// What the merchant gets.
    pub(crate) fn settled(&self) -> Fils {
        self.amount.minus(self.fee).minus(self.fee_vat)
    }
}

/// An order, with what PayBy alone knows about it. Fields are named as on the wire.
#[allow(clippy::struct_field_names)]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) merchant_order_no: String,
    pub(crate) order_no: String,
    pub(crate) token: String,
    /// SHA-256 of the request's content, to know the same request again without keeping the customer's code.
    pub(crate) fingerprint: String,
    pub(crate) status: OrderStatus,
    pub(crate) total: Fils,
    pub(crate) currency: String,
    pub(crate) payee_mid: String,
    pub(crate) subject: String,
    pub(crate) subject_ar: Option<String>,
    pub(crate) scene: Scene,
    pub(crate) request_time: i64,
    pub(crate) created_at: i64,
    pub(crate) expired_time: i64,
    pub(crate) notify_url: Option<String>,
    pub(crate) device_id: Option<String>,
    pub(crate) secondary_merchant_id: Option<String>,
    pub(crate) reserved: Option<String>,
    pub(crate) accessory: Option<Box<RawValue>>,
    pub(crate) one_time_payment: bool,
    pub(crate) revoked: bool,
    #[serde(default)]
    pub(crate) revoked_at: Option<i64>,
    pub(crate) fail: Option<Fail>,
    pub(crate) scanned_at: Option<i64>,
    pub(crate) paid: Option<Paid>,
    pub(crate) closed_at: Option<i64>,
    /// The customer's payment arrives after the order is closed.
    pub(crate) pays_late: bool,
    pub(crate) refunds: Vec<String>,
}

/// A refund's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RefundStatus {
    Created,
    RefundedSettled,
    Success,
    Failure,
}

/// A refund of a paid order. Fields are named as on the wire.
#[allow(clippy::struct_field_names)]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) refund_merchant_order_no: String,
    pub(crate) order_no: String,
    pub(crate) origin_merchant_order_no: String,
    pub(crate) fingerprint: String,
    pub(crate) status: RefundStatus,
    pub(crate) amount: Fils,
    pub(crate) currency: String,
    pub(crate) reason: Option<String>,
    pub(crate) operator_name: Option<String>,
    pub(crate) notify_url: Option<String>,
    pub(crate) reserved: Option<String>,
    pub(crate) request_time: i64,
    pub(crate) created_at: i64,
    pub(crate) settled_at: Option<i64>,
    pub(crate) fails: bool,
}

/// A transfer's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TransferStatus {
    Created,
    Success,
    Failure,
}

/// A transfer to a wallet. What came encrypted is kept masked only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transfer {
    pub(crate) merchant_order_no: String,
    pub(crate) order_no: String,
    pub(crate) fingerprint: String,
    pub(crate) status: TransferStatus,
    pub(crate) amount: Fils,
    pub(crate) currency: String,
    pub(crate) identity_type: String,
    pub(crate) identity_mask: String,
    pub(crate) memo: String,
    pub(crate) notify_url: Option<String>,
    pub(crate) reserved: Option<String>,
    pub(crate) request_time: i64,
    pub(crate) created_at: i64,
    pub(crate) arrived_at: Option<i64>,
    pub(crate) fail: Option<Fail>,
}

/// A create that was sent and has not arrived yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct HeldCreate {
    pub(crate) id: u64,
    pub(crate) land_at: i64,
    pub(crate) order: Order,
    pub(crate) pays_at_once: bool,
}

/// What a notification tells, as it was when the event happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeOf {
    Order(Box<Order>),
    Refund(Box<Refund>),
    Transfer(Box<Transfer>),
}

/// Where a notification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Waits for its next try.
    Waiting,
    /// On its way.
    Sending,
    /// The merchant answered SUCCESS.
    Delivered,
    /// All tries are used up.
    GivenUp,
}

/// A push notification. `due` is this machine's clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Notice {
    pub(crate) id: u64,
    pub(crate) notify_id: String,
    pub(crate) notify_timestamp: i64,
    pub(crate) url: String,
    pub(crate) merchant_order_no: String,
    pub(crate) about: NoticeOf,
    pub(crate) tries: u32,
    pub(crate) due: i64,
    pub(crate) state: NoticeState,
    /// The last try's answer is lost on its way back, whatever the merchant said.
    #[serde(default)]
    pub(crate) reply_lost: bool,
}
