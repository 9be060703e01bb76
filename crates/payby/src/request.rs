//! What is asked: the `bizContent` of every operation.

use chrono::NaiveDate;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use crate::accessory::AccessoryContent;
use crate::amount::{Amount, Millis, Money};
use crate::content::{ContentError, FrozenContent};
use crate::keys::PublicKey;

/// The most a transfer may move, in fils: AED 10,000.
const TRANSFER_MAX_FILS: i64 = 1_000_000;

/// Names an order or a transfer: by the merchant's number or by PayBy's, never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderRef {
    /// `merchantOrderNo`, the merchant's own number.
    Merchant(String),
    /// `orderNo`, PayBy's number.
    PayBy(String),
}

/// Names a refund: by the merchant's number or by PayBy's, never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRef {
    /// `refundMerchantOrderNo`, the merchant's own number of the refund.
    Merchant(String),
    /// `orderNo`, PayBy's number of the refund.
    PayBy(String),
}

/// How the customer pays.
#[derive(Debug, Clone)]
pub enum PayScene {
    /// The customer scans a QR made of the order's `tokenUrl` (`DYNQR`).
    DynQr(DynQr),
    /// The till scanned the code on the customer's phone (`QRPAY`).
    QrPay {
        /// What the scanner read. Whoever has it can take the customer's money.
        auth_code: SecretString,
    },
}

/// What may be set for a QR; `None` leaves PayBy's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DynQr {
    /// Whether, once a customer has scanned, only that customer can pay. PayBy's default: yes.
    pub change_payer: Option<bool>,
    /// Whether a failed try ends the order. PayBy's default: no.
    pub one_time_payment: Option<bool>,
    /// The only e-mail address that may pay.
    pub email: Option<String>,
    /// The only Emirates ID that may pay.
    pub eid: Option<String>,
}

/// A new order (PayBy's public documentation, "Create order").
#[derive(Debug, Clone)]
pub struct PlaceOrder {
    /// The merchant's number, unique for ever: 1 to 64 letters, digits, `-` and `_`.
    pub merchant_order_no: String,
    /// What is sold, up to 64 characters.
    pub subject: String,
    /// The same in Arabic, up to 200 characters.
    pub subject_ar: Option<String>,
    /// What is to be paid.
    pub total_amount: Money,
    /// How.
    pub scene: PayScene,
    /// When the order expires; at most 48 hours ahead, 2 hours when `None`.
    pub expired_time: Option<Millis>,
    /// The member that receives the money, when it is not the partner.
    pub payee_mid: Option<String>,
    /// Where PayBy reports a payment, up to 200 characters.
    pub notify_url: Option<String>,
    /// The device that takes the payment, up to 200 characters.
    pub device_id: Option<String>,
    /// The merchant behind the partner.
    pub secondary_merchant_id: Option<String>,
    /// Comes back in replies; up to 20 characters.
    pub reserved: Option<String>,
    /// What the sale consists of and where it takes place.
    pub accessory_content: Option<AccessoryContent>,
}

impl PlaceOrder {
    /// An order with nothing but what PayBy requires.
    pub fn new(merchant_order_no: &str, subject: &str, amount: Amount, scene: PayScene) -> Self {
        Self {
            merchant_order_no: merchant_order_no.to_owned(),
            subject: subject.to_owned(),
            subject_ar: None,
            total_amount: Money::aed(amount),
            scene,
            expired_time: None,
            payee_mid: None,
            notify_url: None,
            device_id: None,
            secondary_merchant_id: None,
            reserved: None,
            accessory_content: None,
        }
    }

    /// Checks every limit and makes the exact text to be kept and sent.
    pub fn freeze(&self) -> Result<FrozenContent, ContentError> {
        order_number(&self.merchant_order_no)?;
        required("subject", &self.subject, 64)?;
        optional("subjectAr", self.subject_ar.as_ref(), 200)?;
        optional("notifyUrl", self.notify_url.as_ref(), 200)?;
        optional("deviceId", self.device_id.as_ref(), 200)?;
        optional("reserved", self.reserved.as_ref(), 20)?;
        if let Some(content) = &self.accessory_content {
            content.check()?;
        }
        positive(&self.total_amount)?;
        let (code, params) = self.scene.wire()?;
        FrozenContent::write(&PlaceOrderWire {
            merchant_order_no: &self.merchant_order_no,
            subject: &self.subject,
            subject_ar: self.subject_ar.as_deref(),
            total_amount: &self.total_amount,
            pay_scene_code: code,
            pay_scene_params: params,
            expired_time: self.expired_time,
            payee_mid: self.payee_mid.as_deref(),
            notify_url: self.notify_url.as_deref(),
            device_id: self.device_id.as_deref(),
            secondary_merchant_id: self.secondary_merchant_id.as_deref(),
            reserved: self.reserved.as_deref(),
            accessory_content: self.accessory_content.as_ref(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceOrderWire<'a> {
    merchant_order_no: &'a str,
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_ar: Option<&'a str>,
    total_amount: &'a Money,
    pay_scene_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_scene_params: Option<SceneParams<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_time: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payee_mid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secondary_merchant_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessory_content: Option<&'a AccessoryContent>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct SceneParams<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_payer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_time_payment: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eid: Option<&'a str>,
}

impl PayScene {
    fn wire(&self) -> Result<(&'static str, Option<SceneParams<'_>>), ContentError> {
        match self {
            Self::DynQr(params) if *params == DynQr::default() => Ok(("DYNQR", None)),
            Self::DynQr(params) => Ok((
                "DYNQR",
                Some(SceneParams {
                    auth_code: None,
                    change_payer: params.change_payer.map(word),
                    one_time_payment: params.one_time_payment.map(word),
                    email: params.email.as_deref(),
                    eid: params.eid.as_deref(),
                }),
            )),
            Self::QrPay { auth_code } if auth_code.expose_secret().is_empty() => {
                Err(ContentError::Empty { field: "authCode" })
            }
            Self::QrPay { auth_code } => Ok((
                "QRPAY",
                Some(SceneParams {
                    auth_code: Some(auth_code.expose_secret()),
                    ..SceneParams::default()
                }),
            )),
        }
    }
}

/// PayBy writes the yes and no of a scene as text.
fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

/// A refund of a paid order, whole or in part, within 180 days.
#[derive(Debug, Clone)]
pub struct PlaceRefund {
    /// The merchant's number of the refund, unique for ever: 1 to 64 letters, digits, `-` and `_`.
    pub refund_merchant_order_no: String,
    /// The order it refunds.
    pub origin: OrderRef,
    /// How much.
    pub amount: Money,
    /// Who does it.
    pub operator_name: Option<String>,
    /// Why, up to 64 characters.
    pub reason: Option<String>,
    /// Where PayBy reports the refund's end, up to 200 characters.
    pub notify_url: Option<String>,
    /// Comes back in replies; up to 20 characters.
    pub reserved: Option<String>,
}

impl PlaceRefund {
    /// A refund with nothing but what PayBy requires.
    pub fn new(refund_merchant_order_no: &str, origin: OrderRef, amount: Amount) -> Self {
        Self {
            refund_merchant_order_no: refund_merchant_order_no.to_owned(),
            origin,
            amount: Money::aed(amount),
            operator_name: None,
            reason: None,
            notify_url: None,
            reserved: None,
        }
    }

    /// Checks every limit and makes the exact text to be kept and sent.
    pub fn freeze(&self) -> Result<FrozenContent, ContentError> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            refund_merchant_order_no: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            origin_merchant_order_no: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            origin_order_no: Option<&'a str>,
            amount: &'a Money,
            #[serde(skip_serializing_if = "Option::is_none")]
            operator_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            notify_url: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reserved: Option<&'a str>,
        }
        order_number(&self.refund_merchant_order_no)?;
        optional("operatorName", self.operator_name.as_ref(), 200)?;
        optional("reason", self.reason.as_ref(), 64)?;
        optional("notifyUrl", self.notify_url.as_ref(), 200)?;
        optional("reserved", self.reserved.as_ref(), 20)?;
        positive(&self.amount)?;
        let (merchant, payby) = self.origin.halves()?;
        FrozenContent::write(&Wire {
            refund_merchant_order_no: &self.refund_merchant_order_no,
            origin_merchant_order_no: merchant,
            origin_order_no: payby,
            amount: &self.amount,
            operator_name: self.operator_name.as_deref(),
            reason: self.reason.as_deref(),
            notify_url: self.notify_url.as_deref(),
            reserved: self.reserved.as_deref(),
        })
    }
}

/// Who receives a transfer. Encrypted before it is sent, and not printed.
#[derive(Debug, Clone)]
pub enum Beneficiary {
    /// A mobile number such as `+971-585812345` (`PHONE_NO`).
    Phone(SecretString),
    /// A PayBy member number (`MEMBER_ID`).
    Member(SecretString),
}

/// A transfer to a wallet, up to AED 10,000.
#[derive(Debug, Clone)]
pub struct PlaceTransfer {
    /// The merchant's number of the transfer, unique for ever: 1 to 64 letters, digits, `-` and `_`.
    pub merchant_order_no: String,
    /// Who receives it.
    pub beneficiary: Beneficiary,
    /// The receiver's full name, which PayBy then compares.
    pub beneficiary_full_name: Option<SecretString>,
    /// How much.
    pub amount: Money,
    /// What for, 1 to 32 characters.
    pub memo: String,
    /// Where PayBy reports the transfer's end, up to 200 characters.
    pub notify_url: Option<String>,
}

impl PlaceTransfer {
    /// Checks every limit, encrypts the receiver for PayBy, and makes the exact text to be kept and sent. Two calls
    /// give two different texts: keep the first and repeat it.
    pub fn freeze(&self, payby_key: &PublicKey) -> Result<FrozenContent, ContentError> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            merchant_order_no: &'a str,
            beneficiary_identity_type: &'static str,
            beneficiary_identity: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            beneficiary_full_name: Option<String>,
            amount: &'a Money,
            memo: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            notify_url: Option<&'a str>,
        }
        order_number(&self.merchant_order_no)?;
        required("memo", &self.memo, 32)?;
        optional("notifyUrl", self.notify_url.as_ref(), 200)?;
        positive(&self.amount)?;
        if self.amount.amount.fils() > TRANSFER_MAX_FILS {
            return Err(ContentError::AmountTooLarge);
        }
        let (kind, identity) = match &self.beneficiary {
            Beneficiary::Phone(number) => ("PHONE_NO", number),
            Beneficiary::Member(number) => ("MEMBER_ID", number),
        };
        required("beneficiaryIdentity", identity.expose_secret(), 20)?;
        let seal = |text: &SecretString| {
            payby_key
                .encrypt_field(text.expose_secret())
                .map_err(|_| ContentError::Encrypt)
        };
        FrozenContent::write(&Wire {
            merchant_order_no: &self.merchant_order_no,
            beneficiary_identity_type: kind,
            beneficiary_identity: seal(identity)?,
            beneficiary_full_name: self.beneficiary_full_name.as_ref().map(seal).transpose()?,
            amount: &self.amount,
            memo: &self.memo,
            notify_url: self.notify_url.as_deref(),
        })
    }
}

/// Which orders to list.
#[derive(Debug, Clone)]
pub struct OrderPageQuery {
    /// The first day.
    pub start_date: NaiveDate,
    /// The last day.
    pub end_date: NaiveDate,
    /// Only of these devices; empty for all.
    pub device_ids: Vec<String>,
    /// Only in these states, as PayBy writes them; empty for all.
    pub statuses: Vec<String>,
    /// Which page, from 0.
    pub page: u32,
    /// How many orders a page has.
    pub size: u32,
}

impl OrderPageQuery {
    pub(crate) fn content(&self) -> Result<FrozenContent, ContentError> {
        #[derive(Serialize)]
        struct Page {
            number: u32,
            size: u32,
        }
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            start_date: String,
            end_date: String,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            device_id_list: &'a [String],
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            include_status_list: &'a [String],
            sort_page_param: Page,
        }
        FrozenContent::write(&Wire {
            start_date: self.start_date.format("%Y-%m-%d").to_string(),
            end_date: self.end_date.format("%Y-%m-%d").to_string(),
            device_id_list: &self.device_ids,
            include_status_list: &self.statuses,
            sort_page_param: Page {
                number: self.page,
                size: self.size,
            },
        })
    }
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct RefWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_order_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_merchant_order_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_no: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_time: Option<Millis>,
}

impl OrderRef {
    /// The merchant's number or PayBy's, checked.
    fn halves(&self) -> Result<(Option<&str>, Option<&str>), ContentError> {
        match self {
            Self::Merchant(number) => order_number(number).map(|()| (Some(number.as_str()), None)),
            Self::PayBy(number) => {
                required("orderNo", number, 64).map(|()| (None, Some(number.as_str())))
            }
        }
    }

    pub(crate) fn content(
        &self,
        expired_time: Option<Millis>,
    ) -> Result<FrozenContent, ContentError> {
        let (merchant_order_no, order_no) = self.halves()?;
        FrozenContent::write(&RefWire {
            merchant_order_no,
            order_no,
            expired_time,
            ..RefWire::default()
        })
    }
}

impl RefundRef {
    pub(crate) fn content(&self) -> Result<FrozenContent, ContentError> {
        FrozenContent::write(&match self {
            Self::Merchant(number) => {
                order_number(number)?;
                RefWire {
                    refund_merchant_order_no: Some(number),
                    ..RefWire::default()
                }
            }
            Self::PayBy(number) => {
                required("orderNo", number, 64)?;
                RefWire {
                    order_no: Some(number),
                    ..RefWire::default()
                }
            }
        })
    }
}

fn order_number(number: &str) -> Result<(), ContentError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=64).contains(&number.len()) && number.bytes().all(allowed) {
        Ok(())
    } else {
        Err(ContentError::OrderNumber)
    }
}

fn required(field: &'static str, text: &str, limit: usize) -> Result<(), ContentError> {
    let length = text.chars().count();
    if length == 0 {
        Err(ContentError::Empty { field })
    } else if length > limit {
        Err(ContentError::TooLong {
            field,
            limit,
            length,
        })
    } else {
        Ok(())
    }
}

pub(crate) fn optional(
    field: &'static str,
    text: Option<&String>,
    limit: usize,
) -> Result<(), ContentError> {
    text.map_or(Ok(()), |text| required(field, text, limit))
}

fn positive(money: &Money) -> Result<(), ContentError> {
    if money.amount > Amount::ZERO {
        Ok(())
    } else {
        Err(ContentError::AmountNotPositive)
    }
}
