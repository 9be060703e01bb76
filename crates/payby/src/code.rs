//! The result codes of PayBy's public documentation, and the ones it does not list.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A result code. Codes that are not known keep their text.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// Any other code, as PayBy wrote it.
            Other(String),
        }

        impl Code {
            /// Every code that has a name.
            pub const KNOWN: &'static [Self] = &[$(Self::$name,)*];

            /// The code as PayBy writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for Code {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// Done.
    Success = "0",
    /// A parameter is wrong, or the request time is more than 15 minutes from PayBy's clock.
    InvalidParameter = "400",
    /// Slow down; the outcome of the call is not known.
    RateLimitReject = "402",
    /// The product or the API is not enabled for this account, or this IP address is not on its list.
    Unauthorized = "403",
    /// The service is away.
    ServiceNotAvailable = "404",
    /// The outcome is not known: query.
    SystemError = "500",
    /// The outcome is not known: query.
    ServiceTimeout = "504",
    /// Refused by risk control.
    RiskFail = "601",
    /// The order is paid.
    OrderPaid = "62001",
    /// The order is closed.
    OrderFailure = "62002",
    /// The order is paid and settled.
    OrderSettled = "62003",
    /// PayBy knows no such order (yet).
    OrderNotExist = "62004",
    /// More than is left to refund.
    RefundAmountExceeded = "62006",
    /// PayBy knows no such refund (yet).
    RefundMerchantOrderNoNotExist = "62007",
    /// The expiry lies before the request.
    ExpiredTimeBeforeRequest = "62008",
    /// The expiry lies more than 48 hours ahead.
    ExpiredTimeTooLate = "62009",
    /// The payment scene is not one PayBy knows.
    PaySceneCodeIllegal = "62012",
    /// There is no statement of that day (yet).
    StatementNotExist = "62013",
    /// A refund of an order that is not paid.
    OrderNotPaid = "62015",
    /// The number is taken, with other parameters.
    MerchantOrderNoExist = "62016",
    /// The refund's number is taken, with other parameters.
    RefundMerchantOrderNoExist = "62017",
    /// The merchant has not applied for this product.
    ProductIsNotApplied = "62026",
    /// A payment by the customer's code without the code.
    MissingAuthCode = "62033",
    /// PayBy knows no such order (yet); the second code for it.
    MerchantOrderNotExist = "62035",
    /// There is no such device.
    DeviceNotExist = "62036",
    /// The device may not be used.
    DeviceForbidden = "62037",
    /// The revocation failed.
    RevokeFailed = "62039",
    /// The order was revoked before; it can no longer be refunded.
    AlreadyRevoked = "62040",
    /// The order was refunded before; it can no longer be revoked.
    AlreadyRefunded = "62041",
    /// The refund is rejected.
    RefundRejected = "62045",
    /// The revocation is rejected.
    RevokeRejected = "62046",
    /// The token is not known or has expired.
    TokenUrlNotExist = "62082",
    /// The expiry is not valid.
    ExpiredTimeInvalid = "62089",
}

impl Code {
    /// Whether the code leaves the outcome of the call open even in a signed reply: 402, and the 5xx of a gateway.
    pub fn leaves_outcome_open(&self) -> bool {
        *self == Self::RateLimitReject || self.is_gateway_trouble()
    }

    /// 500, 504 and whatever else a gateway numbers like them.
    pub(crate) fn is_gateway_trouble(&self) -> bool {
        let text = self.as_str().as_bytes();
        text.len() == 3 && text.first() == Some(&b'5') && text.iter().all(u8::is_ascii_digit)
    }

    /// Whether it says that PayBy knows no such order: it may still learn of it.
    pub fn is_order_not_known(&self) -> bool {
        matches!(self, Self::OrderNotExist | Self::MerchantOrderNotExist)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_keeps_its_text() {
        for code in Code::KNOWN {
            assert_eq!(Code::from(code.as_str()), *code);
        }
        for other in ["", "62999", "00", "SYSTEM_ERROR"] {
            assert_eq!(Code::from(other), Code::Other(other.to_owned()));
            assert_eq!(Code::from(other).to_string(), other);
        }
    }

    #[test]
    fn only_trouble_of_the_gateway_leaves_the_outcome_open() {
        let open: Vec<&str> = Code::KNOWN
            .iter()
            .filter(|code| code.leaves_outcome_open())
            .map(Code::as_str)
            .collect();
        assert_eq!(open, ["402", "500", "504"]);
        assert!(Code::from("503").leaves_outcome_open());
        assert!(!Code::from("5000").leaves_outcome_open());
        assert!(!Code::from("62500").leaves_outcome_open());
    }
}
