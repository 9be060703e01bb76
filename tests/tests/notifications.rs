//! Notifications over real HTTP: they only make faster what asking would find.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use fils_checkout::view::StateView;
use fils_home::{Listener, Opening, open, set_up_training};
use fils_order::OrderNumber;
use fils_store::Entry;
use payby::keys::PrivateKey;
use payby_sandbox::{CustomerAction, FaultKind, MERCHANT_PRIVATE, Op};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::scenarios::{KEYS, PARTNER, PAYBY_KEY, World, folder, key_of, put_keys};

/// A till with an order that waits, deaf to everything but notifications.
struct Shop {
    world: World,
    listener: Listener,
    order: OrderNumber,
}

impl Shop {
    async fn open() -> Self {
        let world = World::fair();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let key = KEYS.payby_public().clone();
        let listener = Listener::start(address, key, world.checkout())
            .await
            .unwrap();
        let order = world.charge(1_000).await;
        world
            .until_state(&order, 5.0, StateView::AwaitingPayment)
            .await;
        let shop = Self {
            world,
            listener,
            order,
        };
        let silent = FaultKind::LostReply { hang_ms: 60_000 };
        shop.world
            .fault(payby_sandbox::Fault::new(silent).on(Op::GetOrder));
        shop
    }

    /// What PayBy says once the customer has paid.
    fn paid(number: &str, id: &str) -> Value {
        json!({
            "notify_id": id,
            "notify_timestamp": 1_795_213_800_000_i64,
            "_input_charset": "utf-8",
            "acquireOrder": {
                "merchantOrderNo": number,
                "orderNo": "131795213800000001",
                "status": "PAID_SUCCESS",
                "totalAmount": { "amount": 10.00, "currency": "AED" },
                "payeeMid": PARTNER,
                "paymentInfo": { "paidTime": "1795213800000", "payChannel": "BALANCE" },
            },
        })
    }

    /// Posts a body, signed with a key if there is one; answers the status and the body.
    async fn post(&self, body: &str, key: Option<&PrivateKey>) -> (u16, String) {
        let mut request = reqwest::Client::new()
            .post(format!("http://{}/payby", self.listener.address()))
            .header("content-type", "application/json")
            .body(body.to_owned());
        if let Some(key) = key {
            request = request.header("sign", key.sign(body.as_bytes()).unwrap());
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    fn written(&self, kind: &str) -> Vec<Entry> {
        let mut entries = self.world.reader().latest_entries(100).unwrap();
        entries.retain(|entry| entry.entry.kind == kind);
        entries
    }

    /// Why the last notification without proof was turned away.
    fn turned_away(&self) -> String {
        let entries = self.written("notification_rejected");
        let data: Value = serde_json::from_str(&entries[0].entry.params).unwrap();
        data["reason"].as_str().unwrap().to_owned()
    }

    async fn waits(&self) -> bool {
        self.world.state(&self.order).await == StateView::AwaitingPayment
    }
}

#[tokio::test]
async fn a_signed_notification_makes_the_order_paid_and_the_same_again_changes_nothing() {
    let shop = Shop::open().await;
    shop.world.customer(&shop.order, CustomerAction::Pay);
    let body = Shop::paid(shop.order.as_str(), "2017-1").to_string();
    for _ in 0..3 {
        let (status, answer) = shop.post(&body, Some(&PAYBY_KEY)).await;
        assert_eq!(
            (status, answer.as_str()),
            (200, r#"{"response":"SUCCESS"}"#)
        );
        assert_eq!(shop.world.state(&shop.order).await, StateView::Paid);
    }
    assert_eq!(shop.written("notification").len(), 1, "taken in once");
    shop.world.finish();
}

#[tokio::test]
async fn what_payby_has_not_signed_changes_nothing_and_is_written_down() {
    let shop = Shop::open().await;
    let body = Shop::paid(shop.order.as_str(), "2017-1").to_string();
    let merchant = key_of(MERCHANT_PRIVATE);
    for (key, reason) in [(None, "unsigned"), (Some(&merchant), "bad_signature")] {
        let (status, answer) = shop.post(&body, key).await;
        assert_eq!(status, 401);
        assert!(!answer.contains("SUCCESS"));
        assert!(shop.waits().await);
        assert_eq!(shop.turned_away(), reason);
    }
    // PayBy's signature, over another body.
    let sign = PAYBY_KEY.sign(body.as_bytes()).unwrap();
    let other = body.replace("10.0", "99.0");
    let address = format!("http://{}/", shop.listener.address());
    let request = reqwest::Client::new()
        .post(address)
        .header("sign", sign)
        .body(other);
    assert_eq!(request.send().await.unwrap().status(), 401);
    let (status, _) = shop.post("not JSON", Some(&PAYBY_KEY)).await;
    assert_eq!(status, 400);
    assert_eq!(shop.turned_away(), "unreadable");
    assert!(shop.waits().await);
    assert_eq!(shop.written("notification").len(), 0);
    shop.world.finish();
}

#[tokio::test]
async fn a_notification_about_somebody_elses_order_changes_nothing() {
    let shop = Shop::open().await;
    let body = Shop::paid("T9-20260101T000000-0000000000", "2017-9").to_string();
    for _ in 0..2 {
        let (status, _) = shop.post(&body, Some(&PAYBY_KEY)).await;
        assert_eq!(status, 200, "PayBy need not send it again");
    }
    assert!(shop.waits().await);
    assert_eq!(shop.turned_away(), "foreign");
    assert_eq!(
        shop.written("notification_rejected").len(),
        1,
        "written down once"
    );
    shop.world.finish();
}

#[tokio::test]
async fn a_signed_notification_that_does_not_fit_goes_to_a_person() {
    let shop = Shop::open().await;
    let mut body = Shop::paid(shop.order.as_str(), "2017-1");
    body["acquireOrder"]["totalAmount"]["amount"] = json!(9.99);
    shop.post(&body.to_string(), Some(&PAYBY_KEY)).await;
    let view = shop.world.view(&shop.order).await;
    assert_eq!(view.state, StateView::NeedsReview);
    assert_eq!(view.reason.as_deref(), Some("amount_differs"));
    shop.world.finish();
}

#[tokio::test]
async fn a_notification_too_large_is_turned_away() {
    let shop = Shop::open().await;
    let (status, _) = shop.post(&"x".repeat(65 * 1024), Some(&PAYBY_KEY)).await;
    assert_eq!(status, 413);
    assert_eq!(shop.turned_away(), "too_large");
    assert!(shop.waits().await);
    shop.world.finish();
}

async fn connect(shop: &Shop, head: &str) -> TcpStream {
    let mut line = TcpStream::connect(shop.listener.address()).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    line
}

#[tokio::test]
async fn who_sends_too_slowly_is_cut_off() {
    let shop = Shop::open().await;
    let head = "POST / HTTP/1.1\r\nHost: till\r\nContent-Length: 1000\r\n\r\n{\"half\":";
    let mut line = connect(&shop, head).await;
    // Until the listener has the beginning; then the ten seconds pass at once.
    shop.world.sleep(0.2).await;
    tokio::time::pause();
    let mut answer = vec![0; 1000];
    let read = line.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    tokio::time::resume();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(shop.turned_away(), "too_slow");
}

#[tokio::test]
async fn who_never_ends_the_headers_is_cut_off() {
    let shop = Shop::open().await;
    let mut line = connect(&shop, "POST / HTTP/1.1\r\nHost: ti").await;
    shop.world.sleep(0.2).await;
    tokio::time::pause();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    tokio::time::resume();
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    assert!(shop.waits().await);
    shop.world.finish();
}

#[tokio::test]
async fn a_flood_of_forgeries_does_not_fill_the_books() {
    let shop = Shop::open().await;
    for _ in 0..60 {
        let (status, _) = shop.post("{}", None).await;
        assert_eq!(status, 401);
    }
    assert_eq!(
        shop.written("notification_rejected").len(),
        30,
        "in a minute"
    );
    let body = Shop::paid(shop.order.as_str(), "2017-1").to_string();
    shop.world.customer(&shop.order, CustomerAction::Pay);
    shop.post(&body, Some(&PAYBY_KEY)).await;
    assert_eq!(shop.world.state(&shop.order).await, StateView::Paid);
}

/// The whole way: PayBy's own notification to a till that was set up to listen.
#[tokio::test]
async fn the_training_payby_notifies_the_till_before_it_asks() {
    let dir = folder();
    put_keys(&dir.path().join("training").join("keys"));
    let home = fils_home::Home::at(dir.path());
    let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let settings = [
        ("notify_listen".to_owned(), address.to_string()),
        // Slow enough to tell a notification from a query.
        ("query_every_ms".to_owned(), "3000".to_owned()),
    ];
    set_up_training(&home, &settings).unwrap();
    let opening = Opening {
        home: &home,
        who: "a test",
        passphrase: None,
    };
    let till = open(opening).await.unwrap();
    assert_eq!(till.notify_address(), Some(address));
    let request = fils_checkout::ChargeRequest {
        amount: fils_order::Money::from_fils(1_000).unwrap(),
        subject: None,
        code: None,
        by: crate::scenarios::cashier(),
        sale: None,
        details: fils_order::Details::default(),
    };
    let order = till.checkout.charge(request).await.unwrap().order;
    let number: OrderNumber = order.parse().unwrap();
    let mut changes = till.checkout.subscribe();
    let training = till.training().unwrap();
    // Nobody answers a query, so only a notification can tell.
    let silent = FaultKind::LostReply { hang_ms: 60_000 };
    training.add_fault(payby_sandbox::Fault::new(silent).on(Op::GetOrder));
    while training
        .customer(&order, CustomerAction::Pay)
        .await
        .is_err()
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let paid = async {
        while till.checkout.order(number.clone()).await.unwrap().state != StateView::Paid {
            drop(changes.recv().await);
        }
    };
    tokio::time::timeout(Duration::from_secs(8), paid)
        .await
        .expect("a notification");
    // A line that says nothing must not keep the till from closing.
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(b"POST / HTTP/1.1\r\nHost:").await.unwrap();
    // The listener has it once it has answered somebody who came later.
    let url = format!("http://{address}/");
    let later = reqwest::Client::new().post(url).body("{}").send();
    assert_eq!(later.await.unwrap().status(), 401);
    tokio::time::timeout(Duration::from_secs(5), till.close())
        .await
        .expect("it closes at once");
}
