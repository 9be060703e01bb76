use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payby_sandbox::{Keys, SandboxConfig, Server, Settings};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::merchant::{body, code, keys, order, request};

#[allow(clippy::disallowed_methods)]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

fn client() -> Client {
    Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap()
}

async fn send(server: &Server, path: &str, biz: &Value) -> Result<Response, reqwest::Error> {
    let request = request(path, body(now(), biz));
    client()
        .post(format!("{}{path}", server.base_url()))
        .header("Content-Type", "application/json")
        .header("Partner-Id", Settings::PARTNER_ID)
        .header("sign", request.sign.unwrap())
        .body(request.body)
        .send()
        .await
}

async fn call(server: &Server, path: &str, biz: &Value) -> Value {
    let response = send(server, path, biz).await.unwrap();
    assert_eq!(response.status(), 200);
    let sign = response.headers()["sign"].to_str().unwrap().to_owned();
    let bytes = response.bytes().await.unwrap();
    assert!(keys().payby_public().verify(&bytes, &sign));
    serde_json::from_slice(&bytes).unwrap()
}

async fn control(
    server: &Server,
    method: reqwest::Method,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let mut request = client().request(method, format!("{}{path}", server.origin()));
    if !body.is_null() {
        request = request
            .header("Content-Type", "application/json")
            .body(body.to_string());
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap(),
    )
}

async fn post(server: &Server, path: &str, body: Value) -> (u16, Value) {
    control(server, reqwest::Method::POST, path, body).await
}

async fn get(server: &Server, path: &str) -> (u16, Value) {
    control(server, reqwest::Method::GET, path, Value::Null).await
}

#[tokio::test]
async fn a_payment_from_the_till_through_the_phone_to_the_log() {
    let server = Server::start(SandboxConfig::new(keys())).await.unwrap();
    let placed = call(&server, "/acquire2/placeOrder", &order("T-1", "12.30")).await;
    let url = placed["body"]["interActionParams"]["tokenUrl"]
        .as_str()
        .unwrap();
    let page = client().get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'"));
    let html = page.text().await.unwrap();
    assert!(html.contains("<html") && !html.contains("https://") && !html.contains("//cdn"));
    for asset in [
        "/phone/phone.css",
        "/phone/phone.js",
        "/phone/wallet.js",
        "/wallet",
    ] {
        let response = client()
            .get(format!("{}{asset}", server.origin()))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "{asset}");
    }
    let path = url.strip_prefix(&server.origin()).unwrap();
    let (status, state) = get(&server, &format!("{path}/state")).await;
    assert_eq!((status, &state["order"]["amount"]), (200, &json!("12.30")));
    assert_eq!(
        post(&server, &format!("{path}/scan"), Value::Null).await.0,
        200
    );
    let (_, paid) = post(&server, &format!("{path}/pay"), Value::Null).await;
    assert_eq!(paid["status"], "PAID_SUCCESS");
    let queried = call(
        &server,
        "/acquire2/getOrder",
        &json!({ "merchantOrderNo": "T-1" }),
    )
    .await;
    assert_eq!(queried["body"]["acquireOrder"]["status"], "PAID_SUCCESS");
    let (_, log) = get(&server, "/control/log").await;
    assert_eq!(log[0]["operation"], "place_order");
    assert_eq!(log[1]["order_status"], "PAID_SUCCESS");
    assert_eq!(log[1]["signature_valid"], true);
    assert_eq!(log[1]["code"], "0");
    server.shutdown().await;
}

#[tokio::test]
async fn the_control_api_plays_the_customer() {
    let server = Server::start(SandboxConfig::new(keys())).await.unwrap();
    call(&server, "/acquire2/placeOrder", &order("T-1", "10")).await;
    assert_eq!(
        post(&server, "/control/orders/T-9/pay", Value::Null)
            .await
            .0,
        404
    );
    assert_eq!(
        post(&server, "/control/orders/T-1/dance", Value::Null)
            .await
            .0,
        404
    );
    assert_eq!(
        post(&server, "/control/orders/T-1/scan", Value::Null)
            .await
            .0,
        200
    );
    assert_eq!(
        post(&server, "/control/orders/T-1/decline", Value::Null)
            .await
            .0,
        200
    );
    assert_eq!(
        post(&server, "/control/orders/T-1/pay", Value::Null)
            .await
            .0,
        409
    );
    let (_, order) = get(&server, "/control/orders/T-1").await;
    assert_eq!(order["fail_code"], "PAYER_REJECTED");
}

#[tokio::test]
async fn the_control_api_breaks_things_and_mends_them() {
    let server = Server::start(SandboxConfig::new(keys())).await.unwrap();
    call(&server, "/acquire2/placeOrder", &order("T-1", "10")).await;
    let two = json!([{ "op": "get_order", "times": 1, "kind": "lost_reply" }, { "op": "get_order", "kind": "http_status", "status": 503 }]);
    let (status, added) = post(&server, "/control/faults", two).await;
    assert_eq!((status, added["ids"].as_array().unwrap().len()), (200, 2));
    let by = json!({ "merchantOrderNo": "T-1" });
    let lost = send(&server, "/acquire2/getOrder", &by).await.unwrap_err();
    assert!(!lost.is_timeout(), "the connection closes at once");
    assert_eq!(
        send(&server, "/acquire2/getOrder", &by)
            .await
            .unwrap()
            .status(),
        503
    );
    let (_, faults) = get(&server, "/control/faults").await;
    assert_eq!(faults.as_array().unwrap().len(), 1);
    let (status, refused) = post(
        &server,
        "/control/faults",
        json!({ "kind": "unsigned", "time": 3 }),
    )
    .await;
    assert_eq!((status, &refused["error"]), (400, &json!("bad_fault")));
    control(
        &server,
        reqwest::Method::DELETE,
        "/control/faults",
        Value::Null,
    )
    .await;
    assert_eq!(code(&call(&server, "/acquire2/getOrder", &by).await), "0");
    let (_, auth) = post(&server, "/control/auth-codes", Value::Null).await;
    assert_eq!(auth["auth_code"].as_str().unwrap().len(), 19);
    let foreign = client()
        .post(format!("{}/control/orders/T-1/pay_late", server.origin()))
        .header("Origin", "https://elsewhere.example")
        .send()
        .await
        .unwrap();
    assert_eq!(foreign.status(), 403);
}

#[tokio::test]
async fn a_get_is_no_operation() {
    let server = Server::start(SandboxConfig::new(keys())).await.unwrap();
    let reply = client()
        .get(format!("{}/acquire2/getOrder", server.base_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers().get_all("date").iter().count(), 1);
    let reply: Value = serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap();
    assert_eq!(code(&reply), "404");
}

#[tokio::test]
async fn notifications_are_posted_until_acknowledged() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = SandboxConfig::new(keys());
    // Two minutes are 120 ms.
    config.speed = 1000.0;
    let server = Server::start(config).await.unwrap();
    let mut content = order("T-1", "10");
    content["notifyUrl"] = json!(format!("http://{address}/notify"));
    call(&server, "/acquire2/placeOrder", &content).await;
    post(&server, "/control/orders/T-1/pay", Value::Null).await;
    let mut seen = Vec::new();
    for answer in ["FAIL", r#"{"response":"SUCCESS"}"#] {
        let accepted = tokio::time::timeout(Duration::from_secs(10), listener.accept()).await;
        let (mut stream, _) = accepted.unwrap().unwrap();
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"}") {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).await.unwrap();
            assert!(read > 0);
            bytes.extend_from_slice(&part[..read]);
        }
        let reply = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
            answer.len()
        );
        stream.write_all(reply.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        seen.push(text.split("\r\n\r\n").nth(1).unwrap().to_owned());
    }
    assert_eq!(seen[0], seen[1]);
    let delivered = async {
        while get(&server, "/control/notifications").await.1[0]["state"] != "delivered" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), delivered)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_state_outlives_the_program_on_the_same_port() {
    let dir = tempfile::tempdir().unwrap();
    let mut config = SandboxConfig::new(keys());
    config.state_file = Some(dir.path().join("sandbox.db"));
    let server = Server::start(config.clone()).await.unwrap();
    config.port = server.address().port();
    let placed = call(&server, "/acquire2/placeOrder", &order("T-1", "10")).await;
    call(&server, "/acquire2/placeOrder", &order("T-2", "10")).await;
    post(&server, "/control/orders/T-2/pay", Value::Null).await;
    let mut second = config.clone();
    second.port = 0;
    assert!(
        Server::start(second).await.is_err(),
        "one sandbox per state file"
    );
    server.shutdown().await;

    let server = Server::start(config).await.unwrap();
    let again = call(&server, "/acquire2/placeOrder", &order("T-1", "10")).await;
    assert_eq!(placed["body"], again["body"]);
    post(&server, "/control/orders/T-1/pay", Value::Null).await;
    for number in ["T-1", "T-2"] {
        let order = call(
            &server,
            "/acquire2/getOrder",
            &json!({ "merchantOrderNo": number }),
        )
        .await;
        assert_eq!(order["body"]["acquireOrder"]["status"], "PAID_SUCCESS");
    }
    let third = call(&server, "/acquire2/placeOrder", &order("T-3", "10")).await;
    assert_ne!(
        third["body"]["acquireOrder"]["orderNo"],
        placed["body"]["acquireOrder"]["orderNo"]
    );
    let (_, log) = get(&server, "/control/log").await;
    let numbers: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["seq"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_sandbox_that_is_gone_cuts_idle_and_waiting_connections() {
    let dir = tempfile::tempdir().unwrap();
    let mut config = SandboxConfig::new(keys());
    config.state_file = Some(dir.path().join("sandbox.db"));
    let server = Server::start(config.clone()).await.unwrap();
    let client = client();
    let clock = format!("{}/control/clock", server.origin());
    assert_eq!(client.get(&clock).send().await.unwrap().status(), 200);
    post(
        &server,
        "/control/faults",
        json!({ "kind": "delay", "ms": 600_000 }),
    )
    .await;
    let waiting = tokio::spawn(
        client
            .post(format!("{}/acquire2/getOrder", server.base_url()))
            .send(),
    );
    while get(&server, "/control/log").await.1 == json!([]) {
        tokio::task::yield_now().await;
    }
    tokio::time::timeout(Duration::from_secs(5), server.shutdown())
        .await
        .unwrap();
    assert!(waiting.await.unwrap().is_err());
    assert!(client.get(&clock).send().await.is_err());
    Server::start(config).await.unwrap().shutdown().await;
}

#[test]
fn keys_are_made_once_and_belong_together() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("keys");
    let made = Keys::in_dir(&folder).unwrap();
    let read = Keys::in_dir(&folder).unwrap();
    assert_eq!(made.payby_public(), read.payby_public());
    assert_eq!(made.merchant_public(), read.merchant_public());
    for (file, first_line) in [
        ("merchant_private.pem", "-----BEGIN PRIVATE KEY-----"),
        ("payby_private.pem", "-----BEGIN PRIVATE KEY-----"),
        ("merchant_public.pem", "-----BEGIN PUBLIC KEY-----"),
        ("payby_public.pem", "-----BEGIN PUBLIC KEY-----"),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.starts_with(first_line), "{file}");
    }
    std::fs::remove_file(folder.join("merchant_private.pem")).unwrap();
    let without = Keys::in_dir(&folder).unwrap();
    assert!(without.merchant_private().is_none(), "the till holds it");
    std::fs::copy(
        folder.join("payby_public.pem"),
        folder.join("merchant_public.pem"),
    )
    .unwrap();
    std::fs::write(folder.join("merchant_private.pem"), "nonsense").unwrap();
    let message = Keys::in_dir(&folder).unwrap_err().to_string();
    assert!(message.contains("merchant_private.pem"), "{message}");
}
