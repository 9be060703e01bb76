//! A merchant, a gateway, and a transport that answers whatever a test wants.

use std::sync::{Arc, LazyLock, Mutex};

use payby::keys::{PrivateKey, PublicKey};
use payby::{
    Client, ClientConfig, Millis, Transport, TransportError, TransportErrorKind, WireReply,
    WireRequest,
};

pub(crate) const NOW: Millis = Millis(1_781_493_898_000);
pub(crate) const PARTNER: &str = "200000018128";

pub(crate) static MERCHANT: LazyLock<Arc<PrivateKey>> = LazyLock::new(|| {
    Arc::new(PrivateKey::from_pem(include_str!("../data/merchant_pkcs8.pem")).unwrap())
});
pub(crate) static GATEWAY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::from_pem(include_str!("../data/payby_pkcs8.pem")).unwrap());

pub(crate) fn merchant_public() -> PublicKey {
    MERCHANT.public_key().clone()
}

pub(crate) fn config(base_url: &str) -> ClientConfig {
    ClientConfig::new(
        base_url.parse().unwrap(),
        PARTNER,
        Arc::clone(&MERCHANT),
        GATEWAY.public_key().clone(),
    )
}

/// Answers every call the same way and remembers what was asked.
pub(crate) struct Canned {
    answer: Result<WireReply, TransportError>,
    asked: Arc<Mutex<Vec<WireRequest>>>,
}

impl Transport for Canned {
    async fn post(&self, request: WireRequest) -> Result<WireReply, TransportError> {
        self.asked.lock().unwrap().push(request);
        self.answer.clone()
    }
}

pub(crate) struct Setting {
    pub(crate) client: Client<Canned>,
    asked: Arc<Mutex<Vec<WireRequest>>>,
}

impl Setting {
    pub(crate) fn answering(answer: Result<WireReply, TransportError>) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let transport = Canned {
            answer,
            asked: Arc::clone(&asked),
        };
        let client =
            Client::with_transport(config("https://gateway.test/sgs/api/"), transport).unwrap();
        Self { client, asked }
    }

    pub(crate) fn signed(body: &str) -> Self {
        Self::answering(Ok(signed(body)))
    }

    pub(crate) fn failing(kind: TransportErrorKind) -> Self {
        Self::answering(Err(TransportError {
            kind,
            detail: "as the test wants".to_owned(),
        }))
    }

    /// The one request that was sent: its path and its body.
    pub(crate) fn asked(&self) -> (String, String) {
        let asked = self.asked.lock().unwrap();
        assert_eq!(asked.len(), 1, "every call is sent exactly once");
        let body = String::from_utf8(asked[0].body.clone()).unwrap();
        (asked[0].url.path().to_owned(), body)
    }

    pub(crate) fn nothing_was_sent(&self) -> bool {
        self.asked.lock().unwrap().is_empty()
    }
}

pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> WireReply {
    WireReply {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

pub(crate) fn signed(body: &str) -> WireReply {
    let sign = GATEWAY.sign(body.as_bytes()).unwrap();
    reply(200, &[("sign", &sign)], body)
}

pub(crate) fn unsigned(body: &str) -> WireReply {
    reply(200, &[], body)
}

/// Signed by somebody who is not PayBy.
pub(crate) fn forged(body: &str) -> WireReply {
    let sign = MERCHANT.sign(body.as_bytes()).unwrap();
    reply(200, &[("sign", &sign)], body)
}

pub(crate) fn head(apply_status: &str, code: &str, msg: &str) -> String {
    format!(
        r#"{{"head":{{"applyStatus":"{apply_status}","code":"{code}","msg":"{msg}","traceCode":"959451"}}}}"#
    )
}

pub(crate) fn success(body: &str) -> String {
    format!(
        r#"{{"head":{{"applyStatus":"SUCCESS","code":"0","msg":"SUCCESS","traceCode":"959451"}},"body":{body}}}"#
    )
}

pub(crate) const PAID: &str = r#"{"acquireOrder":{"merchantOrderNo":"M1","orderNo":"131644231565010741","status":"PAID_SUCCESS","totalAmount":{"amount":12.30,"currency":"AED"},"payeeMid":"200000018128"}}"#;
