//! How a request reaches PayBy: HTTPS, one connection kept alive, and failures with names.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// One request, ready to be sent as it stands.
#[derive(Clone)]
pub struct WireRequest {
    /// Where to.
    pub url: Url,
    /// The headers, the signature among them.
    pub headers: Vec<(&'static str, String)>,
    /// The exact bytes that were signed. They can contain a customer's payment code.
    pub body: Vec<u8>,
    /// The most bytes a reply's body may have; one that has more is [`TransportErrorKind::TooLarge`].
    pub reply_limit: usize,
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireRequest")
            .field("url", &self.url.as_str())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One whole reply, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WireReply {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in any case.
    pub headers: Vec<(String, String)>,
    /// The exact bytes of the body.
    pub body: Vec<u8>,
}

impl WireReply {
    /// The values of a header, its name in any case.
    pub(crate) fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What kept a whole reply from coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The time was up. The request may have arrived.
    Timeout,
    /// No connection: nothing was sent.
    Connect,
    /// The host's name could not be resolved: nothing was sent.
    Dns,
    /// No trusted encrypted connection: nothing was sent.
    Tls,
    /// The connection broke. The request may have arrived.
    Interrupted,
    /// The reply was larger than any reply of PayBy's. The request has arrived.
    TooLarge,
}

/// Why no whole reply came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct TransportError {
    /// What failed.
    pub kind: TransportErrorKind,
    /// In the network library's words; without secrets.
    pub detail: String,
}

/// Carries requests to PayBy. [`HttpTransport`] does it for real; a simulation brings its own.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once and waits for the whole reply. Must not send it twice, follow a redirect, or change a
    /// byte of either body.
    fn post(
        &self,
        request: WireRequest,
    ) -> impl Future<Output = Result<WireReply, TransportError>> + Send;
}

/// HTTPS/1.1 with connections kept alive, no redirects, no proxy, TLS 1.2 or newer.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    http: reqwest::Client,
}

impl HttpTransport {
    /// `connect_timeout` is for name, connection and TLS; `call_timeout` for the whole call to the reply's last byte.
    /// `plain` serves only a server on this machine, and then needs no certificates of the system.
    pub(crate) fn new(
        connect_timeout: Duration,
        call_timeout: Duration,
        plain: bool,
    ) -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .timeout(call_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .http1_only()
            .https_only(!plain)
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
            .referer(false)
            .tcp_nodelay(true)
            .dns_resolver(Arc::new(Resolver));
        let builder = if plain {
            builder.tls_certs_only([])
        } else {
            builder
        };
        Ok(Self {
            http: builder.build()?,
        })
    }
}

impl Transport for HttpTransport {
    async fn post(&self, request: WireRequest) -> Result<WireReply, TransportError> {
        let mut call = self.http.post(request.url).body(request.body);
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let mut reply = call.send().await.map_err(explain)?;
        let status = reply.status().as_u16();
        let headers = reply
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = reply.chunk().await.map_err(explain)? {
            if body.len() + chunk.len() > request.reply_limit {
                return Err(TransportError {
                    kind: TransportErrorKind::TooLarge,
                    detail: format!("the reply has more than {} bytes", request.reply_limit),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(WireReply {
            status,
            headers,
            body,
        })
    }
}

/// Whether the URL's host can only be this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn is_localhost(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
}

/// The system's resolver, with an error that can be recognised; `localhost` is never taken for another machine.
struct Resolver;

#[derive(Debug, thiserror::Error)]
#[error("the name {name} could not be resolved")]
struct DnsError {
    name: String,
    #[source]
    source: Option<std::io::Error>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let failed = |source| -> Box<dyn StdError + Send + Sync> {
                Box::new(DnsError {
                    name: name.clone(),
                    source,
                })
            };
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|error| failed(Some(error)))?;
            let addresses: Vec<SocketAddr> = found
                .filter(|address| !is_localhost(&name) || address.ip().is_loopback())
                .collect();
            if addresses.is_empty() {
                return Err(failed(None));
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn explain(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if causes(&error).any(<dyn StdError>::is::<DnsError>) {
        TransportErrorKind::Dns
    } else if causes(&error).any(is_tls) {
        TransportErrorKind::Tls
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Interrupted
    };
    let words: Vec<String> = causes(&error).map(ToString::to_string).collect();
    TransportError {
        kind,
        detail: words.join(": "),
    }
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}

/// TLS's own errors travel inside an I/O error, which hides them from its chain of causes.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let inside = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match inside {
        Some(inner) => is_tls(inner),
        None => error.is::<rustls::Error>(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::{HttpTransport, Transport as _, TransportErrorKind, WireRequest};

    #[tokio::test]
    async fn a_name_that_cannot_exist_is_told_from_a_closed_port() {
        let limit = Duration::from_secs(5);
        let transport = HttpTransport::new(limit, limit, true).unwrap();
        // A label of more than 63 letters is refused before anything leaves the computer.
        let url = format!("http://{}.invalid/", "a".repeat(70));
        let request = WireRequest {
            url: url.parse().unwrap(),
            headers: Vec::new(),
            body: b"secret".to_vec(),
            reply_limit: 1,
        };
        assert!(!format!("{request:?}").contains("secret"));
        let error = transport.post(request).await.unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Dns, "{error}");
    }
}
