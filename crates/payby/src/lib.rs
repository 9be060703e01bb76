//! A client for the PayBy (Botim Money) acquiring gateway.
//!
//! It signs exactly the bytes it sends, verifies exactly the bytes it receives, and tells three outcomes apart:
//! accepted, refused, not known. A reply that is not validly signed proves nothing, whatever it says. Money is exact,
//! in fils. The client has no clock and never repeats a call: both are the caller's.
//!
//! ```no_run
//! use std::sync::Arc;
//! use payby::keys::{PrivateKey, PublicKey};
//! use payby::{Amount, Client, ClientConfig, DynQr, Millis, Outcome, PayScene, PlaceOrder};
//!
//! # async fn example(pem: &str, payby_pem: &str, now: Millis) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(ClientConfig::new(
//!     "https://uat.test2pay.com/sgs/api".parse()?,
//!     "200000018128",
//!     Arc::new(PrivateKey::from_pem(pem)?),
//!     PublicKey::from_pem(payby_pem)?,
//! ))?;
//! let scene = PayScene::DynQr(DynQr::default());
//! let order = PlaceOrder::new("T1-20260701-8F3A", "Iced tea", Amount::from_fils(12_30)?, scene);
//! match client.place_order(&order, now).await.outcome {
//!     Outcome::Accepted(placed) => println!("show {:?} as a QR", placed.token_url),
//!     Outcome::Refused(said) => println!("refused: {} {}", said.code, said.msg),
//!     Outcome::Unknown(unknown) => println!("query it: {unknown:?}"),
//! }
//! # Ok(())
//! # }
//! ```

mod accessory;
mod amount;
mod client;
mod code;
mod content;
mod decimal;
pub mod keys;
pub mod notification;
mod operation;
mod outcome;
mod reply;
mod request;
pub mod statement;
mod tolerant;
mod transport;
mod verdict;

pub use accessory::{AccessoryContent, AmountDetail, GoodsDetail, TerminalDetail};
pub use amount::{AED, Amount, AmountError, Millis, Money};
pub use client::{Client, ClientConfig, ConfigError};
pub use code::Code;
pub use content::{ContentError, FrozenContent};
pub use operation::Operation;
pub use outcome::{Exchange, NotSent, Outcome, Said, Signature, Trace, Unknown};
pub use reply::{
    AcquireOrder, Balance, CardInfo, CashierUrlInfo, MemberBalance, OrderPage, OrderStatus,
    PaymentInfo, PlacedOrder, PlacedRefund, RefundOrder, RefundStatus, RefundSummary,
    TransferOrder, TransferPaymentInfo, TransferStatus,
};
pub use request::{
    Beneficiary, DynQr, OrderPageQuery, OrderRef, PayScene, PlaceOrder, PlaceRefund, PlaceTransfer,
    RefundRef,
};
pub use statement::Statement;
pub use transport::{
    HttpTransport, Transport, TransportError, TransportErrorKind, WireReply, WireRequest,
};
