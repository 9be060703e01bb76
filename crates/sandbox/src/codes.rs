//! PayBy's response codes (PayBy's public documentation, section "Response Codes").

use std::borrow::Cow;

/// What PayBy answers when it does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Cow<'static, str>,
    pub(crate) msg: Cow<'static, str>,
    pub(crate) apply_status: &'static str,
    /// Whether the reply carries PayBy's signature; none: by the code.
    pub(crate) signed: Option<bool>,
}

impl Refusal {
    const fn new(code: &'static str, msg: &'static str) -> Self {
        Self {
            code: Cow::Borrowed(code),
            msg: Cow::Borrowed(msg),
            apply_status: "FAIL",
            signed: None,
        }
    }

    /// A refusal with any code. The name is PayBy's own where it is known.
    pub(crate) fn of_code(code: &str, msg: Option<&str>) -> Self {
        let known = NAMES.iter().find(|(known, _)| *known == code);
        Self {
            code: Cow::Owned(code.to_owned()),
            msg: msg.map_or_else(
                || Cow::Borrowed(known.map_or("UNKNOWN_CODE", |(_, name)| name)),
                |msg| Cow::Owned(msg.to_owned()),
            ),
            apply_status: "FAIL",
            signed: None,
        }
    }

    /// 400 for one field, named in the message.
    pub(crate) fn invalid(what: &str) -> Self {
        Self {
            msg: Cow::Owned(format!("INVALID_PARAMETER: {what}")),
            ..Self::new("400", "")
        }
    }

    /// A caller PayBy does not know cannot be answered under a signature it would trust.
    pub(crate) fn unauthorized() -> Self {
        Self {
            signed: Some(false),
            ..Self::new("403", "UNAUTHORIZED")
        }
    }

    /// The request's signature was not accepted.
    pub(crate) fn bad_request_signature() -> Self {
        Self {
            apply_status: "ERROR",
            ..Self::unauthorized()
        }
    }

    pub(crate) fn no_such_service() -> Self {
        Self {
            signed: Some(false),
            ..Self::new("404", "SERVICE_NOT_AVAILABLE")
        }
    }

    pub(crate) fn system_error() -> Self {
        Self::new("500", "SYSTEM_ERROR")
    }

    /// Whether PayBy signs a reply with this code: every business refusal, and 400 from an
    /// authenticated caller; the other gateway-level refusals may come unsigned.
    pub(crate) fn is_signed(&self) -> bool {
        self.signed.unwrap_or_else(|| {
            !matches!(
                self.code.as_ref(),
                "402" | "403" | "404" | "500" | "504" | "601"
            )
        })
    }
}

macro_rules! refusals {
    ($($constant:ident $code:literal $name:literal;)*) => {
        $(pub(crate) const $constant: Refusal = Refusal::new($code, $name);)*
        const NAMES: &[(&str, &str)] = &[$(($code, $name)),*, ("402", "RATE_LIMIT_REJECT"), ("403", "UNAUTHORIZED"),
            ("404", "SERVICE_NOT_AVAILABLE"), ("500", "SYSTEM_ERROR"), ("504", "SERVICE_TIMEOUT"), ("601", "RISK_FAIL"),
            ("400", "INVALID_PARAMETER"), ("62036", "MERCHANT_DEVICE_NOT_EXIST"), ("62037", "DEVICE_ACCESS_FORBIDDEN"),
            ("62039", "REVOKE_FAILURE"), ("62046", "REVOKE_REJECTED"), ("62027", "BENEFICIARY_NOT_EXIST")];
    };
}

refusals! {
    REQUESTTIME_TOO_EARLY "400" "REQUESTTIME_TOO_EARLY";
    REQUESTTIME_TOO_LATER "400" "REQUESTTIME_TOO_LATER";
    ORDER_PAID "62001" "ORDER_PAID";
    ORDER_FAILURE "62002" "ORDER_FAILURE";
    ORDER_SETTLED "62003" "ORDER_SETTLED";
    MERCHANT_ORDER_NO_NOT_EXIST "62004" "MERCHANT_ORDER_NO_NOT_EXIST";
    REFUND_AMOUNT_EXCEEDED "62006" "REFUND_AMOUNT_EXCEEDED";
    REFUND_NOT_EXIST "62007" "REFUND_MERCHANT_ORDER_NO_NOT_EXIST";
    EXPIRED_BEFORE_REQUEST "62008" "EXPIREDTIME_LESS_THAN_REQUESTTIME";
    EXPIRED_TOO_LATE "62009" "EXPIREDTIME_TOO_LATER";
    PAY_SCENE_ILLEGAL "62012" "PAYSCENECODE_ILLEGAL";
    STATEMENT_NOT_EXIST "62013" "STATEMENT_NOT_EXIST";
    ORDER_NOT_PAID "62015" "ORDER_NOT_PAID";
    MERCHANT_ORDER_NO_EXIST "62016" "MERCHANT_ORDER_NO_EXIST";
    REFUND_NO_EXIST "62017" "REFUND_MERCHANT_ORDER_NO_EXIST";
    NAME_NOT_MATCH "62023" "NAME_NOT_MATCH";
    PRODUCT_NOT_APPLIED "62026" "PRODUCT_IS_NOT_APPLIED";
    MISSING_AUTHCODE "62033" "MISSING_AUTHCODE";
    ORDER_NO_NOT_EXIST "62035" "ORDER_NO_NOT_EXIST";
    ORDER_REVOKED "62040" "ACQUIRE_ORDER_REVOKED";
    ORDER_REFUNDED "62041" "ACQUIRE_ORDER_REFUNDED";
    REFUND_REJECTED "62045" "REFUND_REJECTED";
    TOKEN_URL_NOT_EXIST "62082" "TOKEN_URL_NOT_EXIST";
    INVALID_EXPIRED_TIME "62089" "INVALID_EXPIRED_TIME";
}
