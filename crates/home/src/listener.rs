//! PayBy's notifications: an HTTP listener that only speeds up what polling would find.
//!
//! It is off unless `notify_listen` is set. TLS is a reverse proxy's job. A body that is too large, too slow, unsigned or
//! foreign changes nothing and is written down.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use fils_checkout::{Checkout, NotificationPayload, Notified, Rejected};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use payby::keys::PublicKey;
use payby::notification::{self, ACKNOWLEDGEMENT, NotificationError, Payload};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::{JoinHandle, JoinSet};

use crate::gateway::{claim, refund_claim};

/// PayBy's notifications are a few kilobytes.
const BODY_LIMIT: usize = 64 * 1024;
/// A sender that takes longer, for its headers or for its body, is not PayBy.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// The longest that one connection may last.
const LINE_LIMIT: Duration = Duration::from_secs(30);
/// How long a till that closes waits for notifications that are under way.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Connections at the same time; further ones wait for a place.
const AT_ONCE: usize = 32;
/// How long the listener waits when the system gives it no connection, such as when there are no file handles left.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// A listener for notifications. Ends when dropped.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    checkout: Checkout,
    payby_key: Arc<PublicKey>,
}

impl Listener {
    /// Listens at `address` for what PayBy signs with `payby_key`. Every path is taken.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn start(
        address: SocketAddr,
        payby_key: PublicKey,
        checkout: Checkout,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Shared {
            checkout,
            payby_key: Arc::new(payby_key),
        };
        let router = Router::new()
            .route("/", post(take))
            .route("/{*path}", post(take))
            .with_state(shared);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, router, stopped));
        Ok(Self {
            address,
            stop: Some(stop),
            serving,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets those that are being taken in finish. Who has not sent a whole request by then never will, and is cut off.
    pub(crate) async fn shutdown(mut self) {
        drop(self.stop.take());
        match tokio::time::timeout(LAST_WORDS, &mut self.serving).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::debug!(%error, "the listener for notifications ended early");
            }
            Err(_) => tracing::debug!("a notification that does not end is cut off"),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Takes connections until stopped, and then lets those that are open finish.
async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut lines = JoinSet::new();
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            biased;
            // Dropping the sender stops it too.
            _ = &mut stopped => break,
            next = next => next,
        };
        match accepted {
            Ok((line, _)) => {
                let router = router.clone();
                lines.spawn(async move {
                    one_line(line, router).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken for notifications");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
        while lines.try_join_next().is_some() {}
    }
    drop(listener);
    while lines.join_next().await.is_some() {}
}

/// One connection, one request: PayBy sends a notification at a time.
async fn one_line(line: TcpStream, router: Router) {
    let service = TowerToHyperService::new(router);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(TIME_LIMIT)
        .keep_alive(false)
        .serve_connection(TokioIo::new(line), service);
    match tokio::time::timeout(LINE_LIMIT, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a notification's connection ended early"),
        Err(_) => tracing::debug!("a notification's connection lasted too long"),
    }
}

async fn take(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(TIME_LIMIT, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => judge(&shared, &parts.headers, &body).await,
        Ok(Err(_)) => reject(&shared, unread("too_large"), StatusCode::PAYLOAD_TOO_LARGE).await,
        Err(_) => reject(&shared, unread("too_slow"), StatusCode::REQUEST_TIMEOUT).await,
    }
}

/// Verifies and reads a notification: the exact bytes of its body and its `sign` header (empty when absent).
///
/// # Errors
/// [`Rejected`], for the journal: `unsigned`, `bad_signature` or `unreadable`.
pub fn read_notification(
    body: &[u8],
    sign: &str,
    payby_key: &PublicKey,
) -> Result<Notified, Rejected> {
    let raw = String::from_utf8_lossy(body).into_owned();
    let read = match notification::read(body, sign, payby_key) {
        Ok(read) => read,
        Err(error) => {
            let reason = match error {
                NotificationError::Unsigned => "unsigned",
                NotificationError::BadSignature => "bad_signature",
                NotificationError::Unreadable(_) => "unreadable",
            };
            return Err(Rejected {
                reason: reason.to_owned(),
                raw,
            });
        }
    };
    let payload = match &read.payload {
        Payload::Order(order) => NotificationPayload::Order(claim(order)),
        Payload::Refund(refund) => NotificationPayload::Refund(refund_claim(refund)),
        Payload::Transfer(_) | Payload::Void | Payload::Other => NotificationPayload::Other,
    };
    Ok(Notified {
        id: read.notify_id,
        payload,
        raw,
    })
}

async fn judge(shared: &Shared, headers: &HeaderMap, body: &[u8]) -> Response {
    let sign = headers
        .get("sign")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let notified = match read_notification(body, sign, &shared.payby_key) {
        Ok(notified) => notified,
        Err(rejected) => {
            let status = match rejected.reason.as_str() {
                "unreadable" => StatusCode::BAD_REQUEST,
                _ => StatusCode::UNAUTHORIZED,
            };
            return reject(shared, rejected, status).await;
        }
    };
    match shared.checkout.notified(notified).await {
        Ok(_) => (
            [(header::CONTENT_TYPE, "application/json")],
            Body::from(ACKNOWLEDGEMENT),
        )
            .into_response(),
        Err(error) => {
            // PayBy sends it again when it is not acknowledged.
            tracing::warn!(%error, "a notification could not be taken in");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn unread(reason: &str) -> Rejected {
    Rejected {
        reason: reason.to_owned(),
        raw: String::new(),
    }
}

async fn reject(shared: &Shared, rejected: Rejected, status: StatusCode) -> Response {
    if let Err(error) = shared.checkout.rejected(rejected).await {
        tracing::warn!(%error, "a rejected notification could not be written down");
    }
    status.into_response()
}
