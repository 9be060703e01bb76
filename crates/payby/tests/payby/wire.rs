//! Over real connections: headers, exact bytes, time limits, redirects, and what a server can do wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mockito::{Matcher, Server, ServerGuard};
use payby::{
    Client, ClientConfig, ConfigError, OrderRef, Outcome, Signature, TransportErrorKind, Unknown,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::setting::{GATEWAY, MERCHANT, NOW, PAID, PARTNER, config, merchant_public, success};

const BODY: &str = r#"{"requestTime":1781493898000,"bizContent":{"merchantOrderNo":"M1"}}"#;
const PATH: &str = "/sgs/api/acquire2/getOrder";

fn number() -> OrderRef {
    OrderRef::Merchant("M1".to_owned())
}

fn client_of(server: &ServerGuard) -> Client {
    Client::new(config(&format!("{}/sgs/api", server.url()))).unwrap()
}

async fn listener() -> (TcpListener, ClientConfig) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = config(&format!(
        "http://{}/sgs/api",
        listener.local_addr().unwrap()
    ));
    (listener, config)
}

/// Reads one whole request of a connection; nothing when the client closed it.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut received = Vec::new();
    loop {
        let mut part = [0; 4096];
        match stream.read(&mut part).await.unwrap() {
            0 => return None,
            length => received.extend_from_slice(&part[..length]),
        }
        if received.ends_with(BODY.as_bytes()) {
            return Some(String::from_utf8(received).unwrap());
        }
    }
}

fn answer(body: &str) -> String {
    let sign = GATEWAY.sign(body.as_bytes()).unwrap();
    format!(
        "HTTP/1.1 200 OK\r\nSign: {sign}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn transport_kind<T>(outcome: &Outcome<T>) -> Option<TransportErrorKind> {
    match outcome {
        Outcome::Unknown(Unknown::Transport { kind, .. }) => Some(*kind),
        Outcome::Unknown(_) | Outcome::Accepted(_) | Outcome::Refused(_) => None,
    }
}

#[tokio::test]
async fn the_signed_bytes_are_the_sent_bytes() {
    let mut server = Server::new_async().await;
    let reply = success(PAID);
    let mock = server
        .mock("POST", PATH)
        .match_header("content-type", "application/json")
        .match_header("content-language", "en")
        .match_header("partner-id", PARTNER)
        .match_body(Matcher::Exact(BODY.to_owned()))
        .match_request(|request| {
            let signs = request.header("sign");
            let sign = signs.first().unwrap().to_str().unwrap();
            signs.len() == 1 && merchant_public().verify(request.body().unwrap(), sign)
        })
        .with_header("sign", &GATEWAY.sign(reply.as_bytes()).unwrap())
        .with_header("date", "Mon, 15 Jun 2026 03:24:58 GMT")
        .with_body(&reply)
        .expect(1)
        .create_async()
        .await;
    let exchange = client_of(&server).get_order(&number(), NOW).await;
    assert!(
        matches!(exchange.outcome, Outcome::Accepted(_)),
        "{:?}",
        exchange.outcome
    );
    assert_eq!(exchange.trace.request_body, BODY);
    assert_eq!(exchange.trace.date, Some(payby::Millis(1_781_493_898_000)));
    mock.assert_async().await;
}

#[tokio::test]
async fn replies_without_or_with_a_wrong_signature_are_unknown() {
    let mut server = Server::new_async().await;
    server
        .mock("POST", PATH)
        .with_body(success(PAID))
        .create_async()
        .await;
    let exchange = client_of(&server).get_order(&number(), NOW).await;
    assert!(matches!(
        exchange.outcome,
        Outcome::Unknown(Unknown::Unsigned { .. })
    ));
    assert_eq!(exchange.trace.signature, Some(Signature::Missing));

    let mut server = Server::new_async().await;
    let sign = MERCHANT.sign(success(PAID).as_bytes()).unwrap();
    server
        .mock("POST", PATH)
        .with_header("sign", &sign)
        .with_body(success(PAID))
        .create_async()
        .await;
    let exchange = client_of(&server).get_order(&number(), NOW).await;
    assert!(matches!(
        exchange.outcome,
        Outcome::Unknown(Unknown::BadSignature { .. })
    ));
    assert_eq!(exchange.trace.signature, Some(Signature::Invalid));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let mut server = Server::new_async().await;
        let from = server
            .mock("POST", PATH)
            .with_status(status)
            .with_header("location", "/elsewhere")
            .expect(1)
            .create_async()
            .await;
        let mut elsewhere = Vec::new();
        for method in ["GET", "POST"] {
            elsewhere.push(
                server
                    .mock(method, "/elsewhere")
                    .expect(0)
                    .create_async()
                    .await,
            );
        }
        let exchange = client_of(&server).get_order(&number(), NOW).await;
        let status = u16::try_from(status).unwrap();
        assert_eq!(
            exchange.outcome,
            Outcome::Unknown(Unknown::HttpStatus { status, said: None })
        );
        from.assert_async().await;
        for mock in elsewhere {
            mock.assert_async().await;
        }
    }
}

#[tokio::test]
async fn a_reply_that_is_too_large_is_unknown() {
    for declared in [true, false] {
        let mut server = Server::new_async().await;
        let large = vec![b' '; 1024 * 1024 + 1];
        let mock = server.mock("POST", PATH);
        let mock = if declared {
            mock.with_body(&large)
        } else {
            mock.with_chunked_body(move |writer| writer.write_all(&large))
        };
        mock.create_async().await;
        let exchange = client_of(&server).get_order(&number(), NOW).await;
        assert_eq!(
            transport_kind(&exchange.outcome),
            Some(TransportErrorKind::TooLarge),
            "{:?}",
            exchange.outcome
        );
    }
}

#[tokio::test]
async fn a_silent_server_costs_no_more_than_the_time_limit() {
    let (listener, mut config) = listener().await;
    config.call_timeout = Duration::from_millis(200);
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let received = request(&mut stream).await;
        // Half an answer, and then nothing: the limit is for the whole call.
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            .await
            .unwrap();
        let closed = request(&mut stream).await;
        (received, closed)
    });
    let client = Client::new(config).unwrap();
    let exchange = tokio::time::timeout(Duration::from_secs(5), client.get_order(&number(), NOW))
        .await
        .unwrap();
    assert_eq!(
        transport_kind(&exchange.outcome),
        Some(TransportErrorKind::Timeout),
        "{:?}",
        exchange.outcome
    );
    let (received, closed) = server.await.unwrap();
    assert!(received.unwrap().ends_with(BODY));
    assert_eq!(closed, None, "nothing is sent a second time");
}

#[tokio::test]
async fn a_broken_answer_is_unknown_and_not_asked_again() {
    for half in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"head\"",
        "no http at all\r\n\r\n",
    ] {
        let (listener, config) = listener().await;
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let server = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                request(&mut stream).await;
                counted.fetch_add(1, Ordering::SeqCst);
                stream.write_all(half.as_bytes()).await.unwrap();
            }
        });
        let exchange = Client::new(config).unwrap().get_order(&number(), NOW).await;
        assert_eq!(
            transport_kind(&exchange.outcome),
            Some(TransportErrorKind::Interrupted),
            "{:?}",
            exchange.outcome
        );
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        server.abort();
    }
}

#[tokio::test]
async fn a_closed_port_is_no_connection() {
    let (listener, config) = listener().await;
    drop(listener);
    let exchange = Client::new(config).unwrap().get_order(&number(), NOW).await;
    assert_eq!(
        transport_kind(&exchange.outcome),
        Some(TransportErrorKind::Connect),
        "{:?}",
        exchange.outcome
    );
}

#[tokio::test]
async fn a_server_without_tls_is_not_trusted_with_https() {
    let (listener, mut config) = listener().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = [0; 1024];
        let length = stream.read(&mut hello).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
        hello[..length].to_vec()
    });
    config.base_url.set_scheme("https").unwrap();
    let exchange = Client::new(config).unwrap().get_order(&number(), NOW).await;
    assert_eq!(
        transport_kind(&exchange.outcome),
        Some(TransportErrorKind::Tls),
        "{:?}",
        exchange.outcome
    );
    let hello = server.await.unwrap();
    assert!(!String::from_utf8_lossy(&hello).contains("requestTime"));
}

#[tokio::test]
async fn one_connection_serves_many_calls() {
    let (listener, config) = listener().await;
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    let server = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                while request(&mut stream).await.is_some() {
                    stream
                        .write_all(answer(&success(PAID)).as_bytes())
                        .await
                        .unwrap();
                }
            });
        }
    });
    let client = Client::new(config).unwrap();
    for _ in 0..5 {
        let client = client.clone();
        let exchange = tokio::spawn(async move { client.get_order(&number(), NOW).await })
            .await
            .unwrap();
        assert!(
            matches!(exchange.outcome, Outcome::Accepted(_)),
            "{:?}",
            exchange.outcome
        );
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    server.abort();
}

#[test]
fn only_this_machine_is_spoken_to_without_tls() {
    for base in [
        "https://api.payby.com/sgs/api",
        "https://uat.test2pay.com/sgs/api/",
        "http://127.0.0.1:9000/sgs/api",
        "http://127.8.8.8/sgs/api",
        "http://[::1]:9000/sgs/api",
        "http://localhost:9000/sgs/api",
        "http://LOCALHOST/",
    ] {
        assert!(Client::new(config(base)).is_ok(), "{base}");
    }
    for base in [
        "http://api.payby.com/sgs/api",
        "http://192.168.1.5/sgs/api",
        "http://0.0.0.0/sgs/api",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
    ] {
        assert_eq!(
            Client::new(config(base)).unwrap_err(),
            ConfigError::NotEncrypted,
            "{base}"
        );
    }
    for base in [
        "https://user@api.payby.com/",
        "https://u:p@api.payby.com/",
        "https://a.test/?x=1",
        "https://a.test/#x",
    ] {
        assert_eq!(
            Client::new(config(base)).unwrap_err(),
            ConfigError::BaseUrl,
            "{base}"
        );
    }
}

#[test]
fn a_partner_number_and_two_different_keys_are_needed() {
    for partner in ["", "2000000181289", "20 0", "2000\r\nx", "é"] {
        let mut config = config("https://a.test/");
        partner.clone_into(&mut config.partner_id);
        assert_eq!(
            Client::new(config).unwrap_err(),
            ConfigError::PartnerId,
            "{partner}"
        );
    }
    let mut config = config("https://a.test/");
    config.payby_key = merchant_public();
    assert_eq!(Client::new(config).unwrap_err(), ConfigError::OwnKey);
}

#[test]
fn a_client_prints_no_secret() {
    let client = Client::new(config("https://a.test/")).unwrap();
    let printed = format!("{client:?} {:?}", config("https://a.test/"));
    assert!(printed.contains("PrivateKey"));
    let pem = include_str!("../data/merchant_pkcs8.pem").replace('\n', "");
    assert!(!printed.contains(&pem[100..120]));
}
