//! The client: freezes, signs, sends, verifies, and tells accepted from refused from unknown.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use url::Url;

use crate::amount::Millis;
use crate::content::{ContentError, FrozenContent};
use crate::keys::{PrivateKey, PublicKey};
use crate::operation::Operation;
use crate::outcome::{Exchange, NotSent, Outcome, Trace, Unknown};
use crate::reply::{
    AcquireOrder, CashierUrlInfo, CashierUrlInfoWire, MaybeOrder, MemberBalance, MemberBalanceWire,
    OneOrder, OneTransfer, OrderPage, OrderPageWire, PlacedOrder, PlacedRefund, TransferOrder,
};
use crate::request::{OrderPageQuery, OrderRef, PlaceOrder, PlaceRefund, PlaceTransfer, RefundRef};
use crate::statement::Statement;
use crate::transport::{HttpTransport, Transport, WireRequest, is_loopback};
use crate::verdict::{self, Seen};

/// The most bytes of a JSON reply.
const JSON_LIMIT: usize = 1024 * 1024;
/// The most bytes of a statement.
const STATEMENT_LIMIT: usize = 64 * 1024 * 1024;

/// Whose client it is, and of whom.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The gateway's address, such as `https://api.payby.com/sgs/api`. Plain `http` only to this machine.
    pub base_url: Url,
    /// The merchant's number at PayBy, up to 12 letters or digits.
    pub partner_id: String,
    /// Signs what is sent.
    pub merchant_key: Arc<PrivateKey>,
    /// Verifies what is received.
    pub payby_key: PublicKey,
    /// How long a connection may take to come up.
    pub connect_timeout: Duration,
    /// How long a call may take in all.
    pub call_timeout: Duration,
}

impl ClientConfig {
    /// With the time-outs a till needs: 5 seconds to connect, 10 seconds for a whole call.
    pub fn new(
        base_url: Url,
        partner_id: &str,
        merchant_key: Arc<PrivateKey>,
        payby_key: PublicKey,
    ) -> Self {
        Self {
            base_url,
            partner_id: partner_id.to_owned(),
            merchant_key,
            payby_key,
            connect_timeout: Duration::from_secs(5),
            call_timeout: Duration::from_secs(10),
        }
    }
}

/// Why a client cannot be made. Every message is one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Unencrypted, and not to this machine.
    #[error(
        "The address must begin with https://; an unencrypted one is only allowed on this computer (http://127.0.0.1)."
    )]
    NotEncrypted,
    /// A user name, a query or a fragment in the address, or no host.
    #[error(
        "The address must have the form https://host/path, without user name, question mark or #; copy it again from PayBy's documents."
    )]
    BaseUrl,
    /// Empty, longer than 12, or with other characters.
    #[error(
        "The partner number must be 1 to 12 letters or digits; copy it from PayBy's merchant portal."
    )]
    PartnerId,
    /// The merchant's own public key stands where PayBy's belongs.
    #[error(
        "The key given as PayBy's is this till's own public key; copy PayBy's public key from its merchant portal."
    )]
    OwnKey,
    /// The system's certificates could not be read, or the network library could not start.
    #[error(
        "Secure connections cannot be set up on this computer ({0}); install its certificates (on Debian: ca-certificates) and try again."
    )]
    Tls(String),
}

/// A client of PayBy's gateway. Cheap to clone; all clones share their connections.
///
/// Every call takes the request time: PayBy's clock as the caller estimates it, which must be within 15 minutes of
/// the truth. Every call is sent exactly once; repeating it is the caller's decision.
#[derive(Debug)]
pub struct Client<T = HttpTransport> {
    inner: Arc<Inner<T>>,
}

#[derive(Debug)]
struct Inner<T> {
    base: Url,
    partner_id: String,
    merchant_key: Arc<PrivateKey>,
    payby_key: PublicKey,
    transport: T,
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl Client<HttpTransport> {
    /// A client over HTTPS.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        let plain = config.base_url.scheme() == "http" && is_loopback(&config.base_url);
        let transport = HttpTransport::new(config.connect_timeout, config.call_timeout, plain)
            .map_err(|error| ConfigError::Tls(error.to_string()))?;
        Self::with_transport(config, transport)
    }
}

impl<T: Transport> Client<T> {
    /// A client over another transport. The time-outs are then the transport's business.
    pub fn with_transport(config: ClientConfig, transport: T) -> Result<Self, ConfigError> {
        let url = &config.base_url;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(url) => {}
            _ => return Err(ConfigError::NotEncrypted),
        }
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !bare || url.fragment().is_some() || url.host().is_none() {
            return Err(ConfigError::BaseUrl);
        }
        let partner = config.partner_id.as_bytes();
        if !(1..=12).contains(&partner.len()) || !partner.iter().all(u8::is_ascii_alphanumeric) {
            return Err(ConfigError::PartnerId);
        }
        if *config.merchant_key.public_key() == config.payby_key {
            return Err(ConfigError::OwnKey);
        }
        Ok(Self {
            inner: Arc::new(Inner {
                base: config.base_url,
                partner_id: config.partner_id,
                merchant_key: config.merchant_key,
                payby_key: config.payby_key,
                transport,
            }),
        })
    }

    /// PayBy's public key, as configured: for [`PlaceTransfer::freeze`] and [`crate::notification::read`].
    pub fn payby_key(&self) -> &PublicKey {
        &self.inner.payby_key
    }

    /// Creates an order, or returns its state when the same was created before.
    pub async fn place_order(
        &self,
        order: &PlaceOrder,
        request_time: Millis,
    ) -> Exchange<PlacedOrder> {
        self.ask(
            Operation::PlaceOrder,
            request_time,
            order.freeze(),
            verdict::json,
        )
        .await
    }

    /// As [`Client::place_order`], with the text made before.
    pub async fn place_order_content(
        &self,
        content: &FrozenContent,
        request_time: Millis,
    ) -> Exchange<PlacedOrder> {
        self.ask(
            Operation::PlaceOrder,
            request_time,
            Ok(content.clone()),
            verdict::json,
        )
        .await
    }

    /// Queries an order. The caller compares the order's number with the one it asked for.
    pub async fn get_order(
        &self,
        order: &OrderRef,
        request_time: Millis,
    ) -> Exchange<AcquireOrder> {
        self.ask(
            Operation::GetOrder,
            request_time,
            order.content(None),
            |seen| verdict::json(seen).map(|one: OneOrder| one.acquire_order),
        )
        .await
    }

    /// Closes an order that is not paid. The order comes back where PayBy sends it.
    pub async fn cancel_order(
        &self,
        order: &OrderRef,
        request_time: Millis,
    ) -> Exchange<Option<AcquireOrder>> {
        self.ask(
            Operation::CancelOrder,
            request_time,
            order.content(None),
            maybe_order,
        )
        .await
    }

    /// Closes an order whatever its state: a paid one is refunded. Whether it was shows only in a query.
    pub async fn revoke_order(
        &self,
        order: &OrderRef,
        request_time: Millis,
    ) -> Exchange<Option<AcquireOrder>> {
        self.ask(
            Operation::RevokeOrder,
            request_time,
            order.content(None),
            maybe_order,
        )
        .await
    }

    /// Asks whether a customer has scanned the QR made of this token.
    pub async fn cashier_url_info(
        &self,
        token_url: &str,
        request_time: Millis,
    ) -> Exchange<CashierUrlInfo> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            token_url: &'a str,
        }
        let content = FrozenContent::write(&Wire { token_url });
        self.ask(
            Operation::GetCashierUrlInfo,
            request_time,
            content,
            |seen| verdict::json_or_nothing(seen).map(|wire: CashierUrlInfoWire| wire.into()),
        )
        .await
    }

    /// Moves an order's expiry, at most 15 days ahead.
    pub async fn update_expired_time(
        &self,
        order: &OrderRef,
        expired_time: Millis,
        request_time: Millis,
    ) -> Exchange<Option<AcquireOrder>> {
        let content = order.content(Some(expired_time));
        self.ask(
            Operation::UpdateExpiredTime,
            request_time,
            content,
            maybe_order,
        )
        .await
    }

    /// Lists orders, a page at a time.
    pub async fn order_page(
        &self,
        query: &OrderPageQuery,
        request_time: Millis,
    ) -> Exchange<OrderPage> {
        self.ask(
            Operation::QueryOrderPage,
            request_time,
            query.content(),
            |seen| verdict::json(seen).map(|wire: OrderPageWire| wire.into()),
        )
        .await
    }

    /// Refunds an order, or returns the refund's state when the same was asked before.
    pub async fn refund(
        &self,
        refund: &PlaceRefund,
        request_time: Millis,
    ) -> Exchange<PlacedRefund> {
        self.ask(
            Operation::PlaceRefund,
            request_time,
            refund.freeze(),
            verdict::json,
        )
        .await
    }

    /// As [`Client::refund`], with the text made before.
    pub async fn refund_content(
        &self,
        content: &FrozenContent,
        request_time: Millis,
    ) -> Exchange<PlacedRefund> {
        self.ask(
            Operation::PlaceRefund,
            request_time,
            Ok(content.clone()),
            verdict::json,
        )
        .await
    }

    /// Queries a refund.
    pub async fn get_refund(
        &self,
        refund: &RefundRef,
        request_time: Millis,
    ) -> Exchange<PlacedRefund> {
        self.ask(
            Operation::GetRefund,
            request_time,
            refund.content(),
            verdict::json,
        )
        .await
    }

    /// Transfers to a wallet. A retry must repeat the same text: see [`PlaceTransfer::freeze`] and
    /// [`Client::transfer_content`].
    pub async fn transfer(
        &self,
        transfer: &PlaceTransfer,
        request_time: Millis,
    ) -> Exchange<TransferOrder> {
        let content = transfer.freeze(&self.inner.payby_key);
        self.ask(
            Operation::PlaceTransfer,
            request_time,
            content,
            one_transfer,
        )
        .await
    }

    /// As [`Client::transfer`], with the text made before.
    pub async fn transfer_content(
        &self,
        content: &FrozenContent,
        request_time: Millis,
    ) -> Exchange<TransferOrder> {
        self.ask(
            Operation::PlaceTransfer,
            request_time,
            Ok(content.clone()),
            one_transfer,
        )
        .await
    }

    /// Queries a transfer.
    pub async fn get_transfer(
        &self,
        transfer: &OrderRef,
        request_time: Millis,
    ) -> Exchange<TransferOrder> {
        self.ask(
            Operation::GetTransfer,
            request_time,
            transfer.content(None),
            one_transfer,
        )
        .await
    }

    /// Downloads a day's statement. PayBy does not sign it, so it proves nothing by itself.
    pub async fn statement(&self, day: NaiveDate, request_time: Millis) -> Exchange<Statement> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire {
            statement_date: String,
        }
        let content = FrozenContent::write(&Wire {
            statement_date: day.format("%Y%m%d").to_string(),
        });
        self.ask(
            Operation::GetOrderStatement,
            request_time,
            content,
            verdict::statement,
        )
        .await
    }

    /// The account's balance in a currency, such as `AED`.
    pub async fn balance(&self, currency: &str, request_time: Millis) -> Exchange<MemberBalance> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            currency_code: &'a str,
        }
        let content = FrozenContent::write(&Wire {
            currency_code: currency,
        });
        self.ask(Operation::GetBalance, request_time, content, |seen| {
            verdict::json(seen).map(|wire: MemberBalanceWire| wire.into())
        })
        .await
    }

    async fn ask<V>(
        &self,
        operation: Operation,
        request_time: Millis,
        content: Result<FrozenContent, ContentError>,
        read: impl FnOnce(&Seen<'_>) -> Outcome<V>,
    ) -> Exchange<V> {
        let mut trace = Trace {
            operation,
            url: self.url(operation).into(),
            request_time,
            request_body: String::new(),
            http_status: None,
            signature: None,
            said: None,
            date: None,
            reply_body: String::new(),
        };
        let prepared = content
            .map_err(NotSent::from)
            .and_then(|content| Ok((self.sign(operation, &content, request_time)?, content)));
        let (request, content) = match prepared {
            Ok(prepared) => prepared,
            Err(not_sent) => {
                let outcome = Outcome::Unknown(Unknown::NotSent(not_sent));
                return Exchange { outcome, trace };
            }
        };
        trace.request_body = body(&content.without_secrets(), request_time);
        let outcome = match self.inner.transport.post(request).await {
            Err(error) => Outcome::Unknown(Unknown::Transport {
                kind: error.kind,
                detail: error.detail,
            }),
            Ok(reply) => {
                let secrets = content.secrets();
                let seen = Seen::new(&reply, &self.inner.payby_key, &secrets);
                seen.record(&mut trace);
                read(&seen)
            }
        };
        Exchange { outcome, trace }
    }

    fn url(&self, operation: Operation) -> Url {
        let mut url = self.inner.base.clone();
        let path = format!("{}{}", url.path().trim_end_matches('/'), operation.path());
        url.set_path(&path);
        url
    }

    fn sign(
        &self,
        operation: Operation,
        content: &FrozenContent,
        request_time: Millis,
    ) -> Result<WireRequest, NotSent> {
        let body = SecretString::from(body(content.text(), request_time));
        let bytes = body.expose_secret().as_bytes();
        let sign = self.inner.merchant_key.sign(bytes)?;
        Ok(WireRequest {
            url: self.url(operation),
            headers: vec![
                ("Content-Type", "application/json".to_owned()),
                ("Content-Language", "en".to_owned()),
                ("Partner-Id", self.inner.partner_id.clone()),
                ("sign", sign),
            ],
            body: bytes.to_vec(),
            reply_limit: if operation == Operation::GetOrderStatement {
                STATEMENT_LIMIT
            } else {
                JSON_LIMIT
            },
        })
    }
}

fn body(content: &str, request_time: Millis) -> String {
    format!(r#"{{"requestTime":{request_time},"bizContent":{content}}}"#)
}

fn maybe_order(seen: &Seen<'_>) -> Outcome<Option<AcquireOrder>> {
    verdict::json_or_nothing(seen).map(|maybe: MaybeOrder| maybe.acquire_order)
}

fn one_transfer(seen: &Seen<'_>) -> Outcome<TransferOrder> {
    verdict::json(seen).map(|one: OneTransfer| one.transfer_order)
}
