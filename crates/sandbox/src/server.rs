//! The sandbox on a port: the API under `/sgs/api`, the customer's phone, the control API, notifications.

mod control;
mod line;
mod phone;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};
use axum::routing::any;
use rand::Rng as _;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

use crate::gateway::{ApiReply, ApiRequest, BODY_LIMIT, Delivery};
use crate::keys::Keys;
use crate::notify::{Outgoing, acknowledges};
use crate::sandbox::Sandbox;
use crate::settings::{Settings, Speed};
use crate::state_file::StateError;
use crate::state_file::StateFile;
use line::{Lines, Wire};

/// Why the sandbox does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The port cannot be had.
    #[error("cannot listen on {address}: {source}. Choose another port, or 0 for any.")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The speed makes no sense.
    #[error("the speed {0} is not between 0.001 and 1000000")]
    Speed(f64),
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// The client that delivers notifications cannot be made.
    #[error("notifications cannot be sent: {0}")]
    Notifier(#[source] reqwest::Error),
}

/// Where and how a sandbox runs.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// The address to listen on: loopback, unless real phones must reach the customer's page.
    pub host: IpAddr,
    /// The port; 0: any free one.
    pub port: u16,
    /// Scheme, host and port under which customers reach the pages; none: the address listened on.
    pub public_origin: Option<String>,
    /// The keys of both sides.
    pub keys: Keys,
    /// The merchant's id.
    pub partner_id: String,
    /// How many times faster than real time PayBy's own delays run (notification retries, settlement).
    pub speed: f64,
    /// Where the state is kept; none: it is gone at the end.
    pub state_file: Option<PathBuf>,
}

impl SandboxConfig {
    /// Loopback, any port, real time, no state file.
    pub fn new(keys: Keys) -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            public_origin: None,
            keys,
            partner_id: Settings::PARTNER_ID.to_owned(),
            speed: 1.0,
            state_file: None,
        }
    }
}

/// The sandbox's only clock: UTC ms.
#[allow(clippy::disallowed_methods)]
pub(crate) fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}

/// What every route shares.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) sandbox: Arc<Sandbox>,
    state_file: Option<Arc<StateFile>>,
    /// Rings when something may be due sooner than the notifier thinks.
    changed: Arc<Notify>,
    /// Held by everything that still runs.
    alive: mpsc::Sender<()>,
    stopped: watch::Receiver<bool>,
}

impl Shared {
    /// Runs something that may change the book off the async threads, and keeps what changed before anyone is told.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Sandbox) -> T + Send + 'static,
    ) -> Result<T, String> {
        let sandbox = Arc::clone(&self.sandbox);
        let state_file = self.state_file.clone();
        let alive = self.alive.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _alive = alive;
            let done = work(&sandbox);
            match state_file {
                Some(file) => file
                    .save(&sandbox)
                    .map(|()| done)
                    .map_err(|error| error.to_string()),
                None => Ok(done),
            }
        })
        .await
        .map_err(|error| error.to_string())?;
        self.changed.notify_one();
        done
    }
}

/// A running sandbox. Dropping it stops it; [`shutdown`](Self::shutdown) also waits.
///
/// Beside the gateway (`/sgs/api`) and the customer's pages (`/pay/{token}`, `/wallet`) it serves a control API for
/// scripts and tests, JSON in snake case:
///
/// | request | does |
/// |---|---|
/// | `POST /control/orders/{merchantOrderNo}/{scan\|pay\|decline\|fail_try\|pay_late}` | plays the customer; the order |
/// | `GET /control/orders`, `GET /control/orders/{merchantOrderNo}` | the orders, newest first; one |
/// | `POST /control/faults` | adds a [`Fault`](crate::Fault), or a list of them; their ids |
/// | `GET /control/faults`, `DELETE /control/faults`, `DELETE /control/faults/{id}` | the faults in force; clears all; one |
/// | `GET /control/log` | every call, oldest first ([`LogEntry`](crate::LogEntry)) |
/// | `GET /control/notifications` | every notification and where it stands |
/// | `POST /control/auth-codes` | a customer's code for QRPAY (any 16 to 24 digits are one) |
/// | `GET /control/clock` | PayBy's clock, ms |
pub struct Server {
    address: SocketAddr,
    sandbox: Arc<Sandbox>,
    shared: Option<Shared>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    running: mpsc::Receiver<()>,
}

impl Server {
    /// Starts a sandbox. It answers as soon as this returns. Must be called inside a tokio runtime.
    pub async fn start(config: SandboxConfig) -> Result<Self, ServerError> {
        let speed = Speed::new(config.speed).ok_or(ServerError::Speed(config.speed))?;
        let wanted = SocketAddr::new(config.host, config.port);
        let listening = |source| ServerError::Listen {
            address: wanted,
            source,
        };
        let listener = TcpListener::bind(wanted).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;
        let mut settings = Settings::new(config.partner_id);
        settings.speed = speed;
        settings.origin = config.public_origin.map_or_else(
            || format!("http://{address}"),
            |origin| origin.trim_end_matches('/').to_owned(),
        );
        settings.seed = rand::rng().next_u64();
        settings.record_changes = config.state_file.is_some();
        let sandbox = Arc::new(Sandbox::new(settings, config.keys));
        let state_file = match config.state_file {
            Some(path) => {
                let file = StateFile::open(&path)?;
                file.load(&sandbox)?;
                Some(Arc::new(file))
            }
            None => None,
        };
        let (stop, stopped) = watch::channel(false);
        let (alive, running) = mpsc::channel(1);
        let shared = Shared {
            sandbox: Arc::clone(&sandbox),
            state_file,
            changed: Arc::new(Notify::new()),
            alive,
            stopped: stopped.clone(),
        };
        let poster = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(ServerError::Notifier)?;
        let lines = Lines::new(listener, stopped);
        let serving = tokio::spawn(serve(lines, shared.clone()));
        tokio::spawn(deliver(shared.clone(), poster));
        Ok(Self {
            address,
            sandbox,
            shared: Some(shared),
            stop,
            serving,
            running,
        })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port here; the customer's phone (`/wallet`) and the control API (`/control`) are below.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL for a till: `http://127.0.0.1:PORT/sgs/api`.
    pub fn base_url(&self) -> String {
        format!("{}/sgs/api", self.origin())
    }

    /// PayBy itself, to look into, to break, and to play the customer.
    pub fn sandbox(&self) -> &Arc<Sandbox> {
        &self.sandbox
    }

    /// Plays the customer, keeps what changed and lets notifications go out.
    pub async fn customer(
        &self,
        merchant_order_no: &str,
        action: crate::CustomerAction,
    ) -> Result<crate::OrderSnapshot, crate::CustomerError> {
        let number = merchant_order_no.to_owned();
        let unknown = crate::CustomerError::UnknownOrder(number.clone());
        let Some(shared) = &self.shared else {
            return Err(unknown);
        };
        let done = shared
            .run(move |sandbox| sandbox.customer(&number, action, now_ms()))
            .await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "the customer's action was not kept");
            Err(unknown)
        })
    }

    /// Stops listening, cuts every connection, and waits until nothing runs any more: then the port and the state
    /// file are free.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        self.shared = None;
        if let Err(error) = (&mut self.serving).await {
            tracing::debug!(%error, "the sandbox ended early");
        }
        // Ends when the last holder of `alive` is gone; nobody sends.
        if tokio::time::timeout(Duration::from_secs(10), self.running.recv())
            .await
            .is_err()
        {
            tracing::warn!("a part of the sandbox is still running");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.serving.abort();
    }
}

async fn serve(lines: Lines, shared: Shared) {
    let mut stopped = shared.stopped.clone();
    let router = Router::new()
        .route("/sgs/api/{*path}", any(api))
        .merge(phone::routes())
        .merge(control::routes())
        .layer(DefaultBodyLimit::max(2 * BODY_LIMIT))
        .with_state(shared);
    let serving = axum::serve(lines, router.into_make_service_with_connect_info::<Wire>());
    tokio::select! {
        ended = serving => {
            if let Err(error) = ended {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        }
        // Open connections are cut by their lines: a till that waits sees what a dead gateway looks like.
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
}

async fn api(
    State(shared): State<Shared>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let request = ApiRequest {
        // Only POST is an operation.
        path: if method == Method::POST {
            uri.path().to_owned()
        } else {
            format!("{method} {}", uri.path())
        },
        sign: text("sign"),
        partner_id: text("partner-id"),
        body: body.to_vec(),
    };
    match shared
        .run(move |sandbox| sandbox.handle(&request, now_ms()))
        .await
    {
        Ok(reply) => send(reply, &wire).await,
        Err(error) => {
            tracing::error!(%error, "a call could not be kept");
            wire.cut();
            Response::new(Body::empty())
        }
    }
}

async fn send(reply: ApiReply, wire: &Wire) -> Response<Body> {
    match reply.delivery {
        Delivery::Drop { after_ms } => {
            tokio::time::sleep(Duration::from_millis(after_ms)).await;
            wire.cut();
            Response::new(Body::empty())
        }
        Delivery::Reply { after_ms } => {
            if after_ms > 0 {
                tokio::time::sleep(Duration::from_millis(after_ms)).await;
            }
            let mut response = Response::new(Body::from(reply.body));
            *response.status_mut() =
                StatusCode::from_u16(reply.status).unwrap_or(StatusCode::BAD_GATEWAY);
            for (name, value) in reply.headers {
                if let Ok(value) = HeaderValue::from_str(&value) {
                    response.headers_mut().insert(
                        axum::http::HeaderName::from_bytes(name.as_bytes())
                            .unwrap_or(axum::http::header::WARNING),
                        value,
                    );
                }
            }
            response
        }
    }
}

/// Sends what is due, and sleeps until something is.
async fn deliver(shared: Shared, poster: reqwest::Client) {
    let mut stopped = shared.stopped.clone();
    loop {
        match shared
            .run_quietly(|sandbox| sandbox.due_notifications(now_ms()))
            .await
        {
            Ok(due) => {
                for outgoing in due {
                    tokio::spawn(post(shared.clone(), poster.clone(), outgoing));
                }
            }
            Err(error) => tracing::error!(%error, "notifications could not be kept"),
        }
        let wait = shared
            .sandbox
            .next_due_ms()
            .map_or(60_000, |due| (due - now_ms()).clamp(1, 60_000));
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(1));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = shared.changed.notified() => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

impl Shared {
    /// As [`run`](Self::run), for the notifier itself, which must not wake itself up.
    async fn run_quietly<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Sandbox) -> T + Send + 'static,
    ) -> Result<T, String> {
        let quiet = Self {
            changed: Arc::new(Notify::new()),
            ..self.clone()
        };
        quiet.run(work).await
    }
}

async fn post(shared: Shared, poster: reqwest::Client, outgoing: Outgoing) {
    let id = outgoing.id;
    let mut request = poster.post(&outgoing.url).body(outgoing.body);
    for (name, value) in outgoing.headers {
        request = request.header(name, value);
    }
    let mut stopped = shared.stopped.clone();
    let sent = tokio::select! {
        sent = request.send() => sent,
        // After a restart it is sent again.
        _ = stopped.wait_for(|stopped| *stopped) => return,
    };
    let acknowledged = match sent {
        Ok(response) => {
            let status = response.status().as_u16();
            match response.bytes().await {
                Ok(body) => acknowledges(status, &body),
                Err(error) => {
                    tracing::info!(%error, "a notification's answer was cut off");
                    false
                }
            }
        }
        Err(error) => {
            tracing::info!(%error, "a notification did not arrive");
            false
        }
    };
    if let Err(error) = shared
        .run(move |sandbox| sandbox.notification_answered(id, acknowledged, now_ms()))
        .await
    {
        tracing::error!(%error, "a notification's answer could not be kept");
    }
}
