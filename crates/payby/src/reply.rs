//! What PayBy says of orders, refunds, transfers and balances. Fields, states and channels that are not known are
//! kept or ignored, never an error.

use std::fmt;

use serde::Deserialize;

use crate::accessory::AccessoryContent;
use crate::amount::{Millis, Money};
use crate::tolerant;

macro_rules! statuses {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// Any other state, as PayBy wrote it.
            Other(String),
        }

        impl $name {
            /// The state as PayBy writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Other(text),
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                tolerant::required_text(deserializer).map(Self::from)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

statuses! {
    /// The state of an order.
    OrderStatus {
        /// Waiting to be paid.
        Created = "CREATED",
        /// Paid.
        PaidSuccess = "PAID_SUCCESS",
        /// Paid, and settled to the merchant.
        Settled = "SETTLED",
        /// Cancelled or expired; or paid and then revoked, when `revoked` says so.
        Failure = "FAILURE",
    }
}

statuses! {
    /// The state of a refund.
    RefundStatus {
        /// Accepted, not finished.
        Created = "CREATED",
        /// Deducted from the merchant.
        RefundedSettled = "REFUNDED_SETTLED",
        /// With the payer or the payer's bank.
        Success = "SUCCESS",
        /// Not refunded.
        Failure = "FAILURE",
    }
}

statuses! {
    /// The state of a transfer.
    TransferStatus {
        /// Accepted, not finished.
        Created = "CREATED",
        /// Arrived.
        Success = "SUCCESS",
        /// Not transferred.
        Failure = "FAILURE",
    }
}

/// An order as PayBy sees it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "AcquireOrderWire")]
pub struct AcquireOrder {
    /// The merchant's number.
    pub merchant_order_no: Option<String>,
    /// PayBy's number.
    pub order_no: Option<String>,
    /// Its state.
    pub status: OrderStatus,
    /// What was to be paid.
    pub total_amount: Option<Money>,
    /// Who receives the money.
    pub payee_mid: Option<String>,
    /// When it expires.
    pub expired_time: Option<Millis>,
    /// When it was first asked for.
    pub request_time: Option<Millis>,
    /// Whether it was revoked: a paid order that was revoked is refunded.
    pub revoked: bool,
    /// Why it failed, as a code.
    pub fail_code: Option<String>,
    /// Why it failed, in words.
    pub fail_des: Option<String>,
    /// What is sold.
    pub subject: Option<String>,
    /// How it is paid.
    pub pay_scene_code: Option<String>,
    /// PayBy's product.
    pub product: Option<String>,
    /// Where PayBy reports a payment.
    pub notify_url: Option<String>,
    /// The device that took the payment.
    pub device_id: Option<String>,
    /// What the merchant sent along.
    pub reserved: Option<String>,
    /// What the sale consists of and where it takes place.
    pub accessory_content: Option<AccessoryContent>,
    /// How it was paid; only of a paid order.
    pub payment_info: Option<PaymentInfo>,
}

/// How an order was paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PaymentInfo {
    /// What the customer paid: less than the total where PayBy gave a discount.
    #[serde(deserialize_with = "tolerant::detail")]
    pub paid_amount: Option<Money>,
    /// When.
    #[serde(deserialize_with = "tolerant::detail")]
    pub paid_time: Option<Millis>,
    /// When the money was settled to the merchant.
    #[serde(deserialize_with = "tolerant::detail")]
    pub settled_time: Option<Millis>,
    /// Who: PayBy's member number.
    #[serde(deserialize_with = "tolerant::detail_text")]
    pub payer_mid: Option<String>,
    /// From what: a balance, a card, a bank.
    #[serde(deserialize_with = "tolerant::detail_text")]
    pub pay_channel: Option<String>,
    /// The payer's fee.
    #[serde(deserialize_with = "tolerant::detail")]
    pub payer_fee_amount: Option<Money>,
    /// The merchant's fee.
    #[serde(deserialize_with = "tolerant::detail")]
    pub payee_fee_amount: Option<Money>,
    /// What the merchant receives.
    #[serde(deserialize_with = "tolerant::detail")]
    pub settlement_amount: Option<Money>,
    /// The card, where one was used.
    #[serde(deserialize_with = "tolerant::detail")]
    pub card_info: Option<CardInfo>,
}

/// The card an order was paid with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CardInfo {
    /// Such as `MASTERCARD`.
    #[serde(deserialize_with = "tolerant::detail_text")]
    pub brand: Option<String>,
    /// Debit or credit, as PayBy writes it.
    #[serde(deserialize_with = "tolerant::detail_text")]
    pub card_type: Option<String>,
    /// Its last four digits.
    #[serde(deserialize_with = "tolerant::detail_text")]
    pub last4: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcquireOrderWire {
    #[serde(default, deserialize_with = "tolerant::text")]
    merchant_order_no: Option<String>,
    #[serde(default, deserialize_with = "tolerant::text")]
    order_no: Option<String>,
    status: OrderStatus,
    #[serde(default)]
    total_amount: Option<Money>,
    #[serde(default, deserialize_with = "tolerant::text")]
    payee_mid: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    expired_time: Option<Millis>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    request_time: Option<Millis>,
    #[serde(default, deserialize_with = "tolerant::flag")]
    revoked: bool,
    /// The name `revoked` once had.
    #[serde(default, deserialize_with = "tolerant::flag")]
    revoke: bool,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    fail_code: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    fail_des: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    subject: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    pay_scene_code: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    product: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    notify_url: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    device_id: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    reserved: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    accessory_content: Option<AccessoryContent>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    payment_info: Option<PaymentInfo>,
    /// Where the token stood in 2022.
    #[serde(default, deserialize_with = "tolerant::detail")]
    inter_action_params: Option<TokenWire>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    interaction_params: Option<TokenWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenWire {
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    token_url: Option<String>,
}

fn token(either: Option<TokenWire>, or: Option<TokenWire>) -> Option<String> {
    let url = |wire: Option<TokenWire>| wire.and_then(|wire| wire.token_url);
    url(either).or_else(|| url(or))
}

impl From<AcquireOrderWire> for AcquireOrder {
    fn from(wire: AcquireOrderWire) -> Self {
        Self {
            merchant_order_no: wire.merchant_order_no,
            order_no: wire.order_no,
            status: wire.status,
            total_amount: wire.total_amount,
            payee_mid: wire.payee_mid,
            expired_time: wire.expired_time,
            request_time: wire.request_time,
            revoked: wire.revoked || wire.revoke,
            fail_code: wire.fail_code,
            fail_des: wire.fail_des,
            subject: wire.subject,
            pay_scene_code: wire.pay_scene_code,
            product: wire.product,
            notify_url: wire.notify_url,
            device_id: wire.device_id,
            reserved: wire.reserved,
            accessory_content: wire.accessory_content,
            payment_info: wire.payment_info,
        }
    }
}

/// The answer to a create.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "PlacedOrderWire")]
pub struct PlacedOrder {
    /// The order, in the state it is in now: a repeated create may find it paid.
    pub order: AcquireOrder,
    /// What the QR says; only of a `DYNQR` order that is still waiting to be paid.
    pub token_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlacedOrderWire {
    acquire_order: AcquireOrderWire,
    #[serde(default, deserialize_with = "tolerant::detail")]
    inter_action_params: Option<TokenWire>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    interaction_params: Option<TokenWire>,
}

impl From<PlacedOrderWire> for PlacedOrder {
    fn from(wire: PlacedOrderWire) -> Self {
        let mut order = wire.acquire_order;
        let inside = token(
            order.inter_action_params.take(),
            order.interaction_params.take(),
        );
        Self {
            token_url: token(wire.inter_action_params, wire.interaction_params).or(inside),
            order: order.into(),
        }
    }
}

/// The answer that holds one order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneOrder {
    pub(crate) acquire_order: AcquireOrder,
}

/// The answer that may hold one order.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MaybeOrder {
    #[serde(default)]
    pub(crate) acquire_order: Option<AcquireOrder>,
}

/// Whether a customer has scanned an order's QR.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CashierUrlInfo {
    /// The masked mobile number of the customer who scanned, such as `+971-58*92`; nothing until then.
    pub payer_mobile: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CashierUrlInfoWire {
    #[serde(default, deserialize_with = "tolerant::detail")]
    payer: Option<PayerWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PayerWire {
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    mobile_number_mask: Option<String>,
}

impl From<CashierUrlInfoWire> for CashierUrlInfo {
    fn from(wire: CashierUrlInfoWire) -> Self {
        Self {
            payer_mobile: wire.payer.and_then(|payer| payer.mobile_number_mask),
        }
    }
}

/// One page of a list of orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderPage {
    /// How many orders there are in all, where PayBy says so.
    pub total_elements: Option<u64>,
    /// How many pages there are, where PayBy says so.
    pub total_pages: Option<u64>,
    /// The orders of this page.
    pub items: Vec<AcquireOrder>,
    /// How many orders of this page could not be read.
    pub unreadable: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderPageWire {
    #[serde(default, deserialize_with = "tolerant::whole")]
    total_elements: Option<u64>,
    #[serde(default, deserialize_with = "tolerant::whole")]
    total_pages: Option<u64>,
    items: tolerant::Readable<AcquireOrder>,
}

impl From<OrderPageWire> for OrderPage {
    fn from(wire: OrderPageWire) -> Self {
        Self {
            total_elements: wire.total_elements,
            total_pages: wire.total_pages,
            items: wire.items.items,
            unreadable: wire.items.unreadable,
        }
    }
}

/// A refund as PayBy sees it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "RefundOrderWire")]
pub struct RefundOrder {
    /// The merchant's number of the refund.
    pub refund_merchant_order_no: Option<String>,
    /// PayBy's number of the refund.
    pub order_no: Option<String>,
    /// The merchant's number of the order.
    pub origin_merchant_order_no: Option<String>,
    /// PayBy's number of the order.
    pub origin_order_no: Option<String>,
    /// Its state.
    pub status: RefundStatus,
    /// How much.
    pub amount: Option<Money>,
    /// What PayBy gave back of its fee.
    pub fee_refunded: Option<Money>,
    /// When it was first asked for.
    pub request_time: Option<Millis>,
    /// Who did it.
    pub operator_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Why it failed, as a code.
    pub fail_code: Option<String>,
    /// Why it failed, in words.
    pub fail_des: Option<String>,
    /// What the merchant sent along.
    pub reserved: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefundOrderWire {
    #[serde(default, deserialize_with = "tolerant::text")]
    refund_merchant_order_no: Option<String>,
    /// What one of PayBy's samples calls the refund's number.
    #[serde(default, deserialize_with = "tolerant::text")]
    merchant_order_no: Option<String>,
    #[serde(default, deserialize_with = "tolerant::text")]
    order_no: Option<String>,
    #[serde(default, deserialize_with = "tolerant::text")]
    origin_merchant_order_no: Option<String>,
    #[serde(default, deserialize_with = "tolerant::text")]
    origin_order_no: Option<String>,
    status: RefundStatus,
    #[serde(default)]
    amount: Option<Money>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    fee_refunded: Option<Money>,
    #[serde(default, deserialize_with = "tolerant::detail")]
    request_time: Option<Millis>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    operator_name: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    fail_code: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    fail_des: Option<String>,
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    reserved: Option<String>,
}

impl From<RefundOrderWire> for RefundOrder {
    fn from(wire: RefundOrderWire) -> Self {
        Self {
            refund_merchant_order_no: wire.refund_merchant_order_no.or(wire.merchant_order_no),
            order_no: wire.order_no,
            origin_merchant_order_no: wire.origin_merchant_order_no,
            origin_order_no: wire.origin_order_no,
            status: wire.status,
            amount: wire.amount,
            fee_refunded: wire.fee_refunded,
            request_time: wire.request_time,
            operator_name: wire.operator_name,
            reason: wire.reason,
            fail_code: wire.fail_code,
            fail_des: wire.fail_des,
            reserved: wire.reserved,
        }
    }
}

/// What is left to refund of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RefundSummary {
    /// What the order was paid with.
    #[serde(deserialize_with = "tolerant::detail")]
    pub acquire_amount: Option<Money>,
    /// What can still be refunded.
    #[serde(deserialize_with = "tolerant::detail")]
    pub remain_refund_amount: Option<Money>,
}

/// The answer to a refund, and to the query of one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlacedRefund {
    /// The refund, in the state it is in now.
    pub refund_order: RefundOrder,
    /// What is left to refund, where PayBy says so.
    #[serde(default, deserialize_with = "tolerant::detail")]
    pub refund_summary: Option<RefundSummary>,
}

/// A transfer as PayBy sees it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransferOrder {
    /// The merchant's number.
    #[serde(default, deserialize_with = "tolerant::text")]
    pub merchant_order_no: Option<String>,
    /// PayBy's number.
    #[serde(default, deserialize_with = "tolerant::text")]
    pub order_no: Option<String>,
    /// Its state.
    pub status: TransferStatus,
    /// How much.
    #[serde(default)]
    pub amount: Option<Money>,
    /// When it was first asked for.
    #[serde(default, deserialize_with = "tolerant::detail")]
    pub request_time: Option<Millis>,
    /// What for.
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    pub memo: Option<String>,
    /// How it went; only of a finished transfer.
    #[serde(default, deserialize_with = "tolerant::detail")]
    pub payment_info: Option<TransferPaymentInfo>,
    /// Why it failed, as a code.
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    pub fail_code: Option<String>,
    /// Why it failed, in words.
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    pub fail_des: Option<String>,
}

/// How a transfer went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TransferPaymentInfo {
    /// The merchant's fee.
    #[serde(deserialize_with = "tolerant::detail")]
    pub payer_fee_amount: Option<Money>,
    /// When the money arrived.
    #[serde(deserialize_with = "tolerant::detail")]
    pub arrival_time: Option<Millis>,
}

/// The answer that holds one transfer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneTransfer {
    pub(crate) transfer_order: TransferOrder,
}

/// The account's balances.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberBalance {
    /// Whose.
    pub member_id: Option<String>,
    /// One for each currency.
    pub balances: Vec<Balance>,
}

/// A balance in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Balance {
    /// What can be spent.
    #[serde(deserialize_with = "tolerant::detail")]
    pub available_balance: Option<Money>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberBalanceWire {
    #[serde(default, deserialize_with = "tolerant::detail_text")]
    member_id: Option<String>,
    #[serde(default)]
    balance_list: tolerant::Readable<Balance>,
}

impl From<MemberBalanceWire> for MemberBalance {
    fn from(wire: MemberBalanceWire) -> Self {
        Self {
            member_id: wire.member_id,
            balances: wire.balance_list.items,
        }
    }
}
