//! What a till can ask of PayBy, and where.

use std::fmt;

/// An operation of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Create an order.
    PlaceOrder,
    /// Query an order.
    GetOrder,
    /// Close an order that is not paid.
    CancelOrder,
    /// Close an order whose state is not known: refunds a paid one.
    RevokeOrder,
    /// Has a customer scanned the QR?
    GetCashierUrlInfo,
    /// Move an order's expiry.
    UpdateExpiredTime,
    /// List orders.
    QueryOrderPage,
    /// Refund an order.
    PlaceRefund,
    /// Query a refund.
    GetRefund,
    /// Transfer to a wallet.
    PlaceTransfer,
    /// Query a transfer.
    GetTransfer,
    /// Download a day's statement.
    GetOrderStatement,
    /// The account's balance.
    GetBalance,
}

impl Operation {
    /// The path under the base address.
    pub fn path(self) -> &'static str {
        match self {
            Self::PlaceOrder => "/acquire2/placeOrder",
            Self::GetOrder => "/acquire2/getOrder",
            Self::CancelOrder => "/acquire2/cancelOrder",
            Self::RevokeOrder => "/acquire2/revokeOrder",
            Self::GetCashierUrlInfo => "/acquire2/getCashierUrlInfo",
            Self::UpdateExpiredTime => "/acquire2/updateExpiredTime",
            Self::QueryOrderPage => "/acquire2Query/queryOrderPage",
            Self::PlaceRefund => "/acquire2/refund/placeOrder",
            Self::GetRefund => "/acquire2/refund/getOrder",
            Self::PlaceTransfer => "/transfer/placeTransferOrder",
            Self::GetTransfer => "/transfer/getTransferOrder",
            Self::GetOrderStatement => "/acquire2/download/getOrderStatement",
            Self::GetBalance => "/member/getBalance",
        }
    }

    /// A short name that does not change, for logs and journals.
    pub fn name(self) -> &'static str {
        match self {
            Self::PlaceOrder => "place_order",
            Self::GetOrder => "get_order",
            Self::CancelOrder => "cancel_order",
            Self::RevokeOrder => "revoke_order",
            Self::GetCashierUrlInfo => "get_cashier_url_info",
            Self::UpdateExpiredTime => "update_expired_time",
            Self::QueryOrderPage => "query_order_page",
            Self::PlaceRefund => "place_refund",
            Self::GetRefund => "get_refund",
            Self::PlaceTransfer => "place_transfer",
            Self::GetTransfer => "get_transfer",
            Self::GetOrderStatement => "get_order_statement",
            Self::GetBalance => "get_balance",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
