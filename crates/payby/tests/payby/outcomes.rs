//! Accepted, refused, unknown: which reply proves what.

use payby::{
    Code, OrderRef, OrderStatus, Outcome, Said, Signature, TransportErrorKind, Unknown, WireReply,
};

use crate::setting::{NOW, PAID, Setting, forged, head, reply, signed, success, unsigned};

async fn query(answer: WireReply) -> Outcome<payby::AcquireOrder> {
    let setting = Setting::answering(Ok(answer));
    let order = OrderRef::Merchant("M1".to_owned());
    setting.client.get_order(&order, NOW).await.outcome
}

fn said(apply_status: &str, code: &str, msg: &str) -> Said {
    Said {
        code: Code::from(code),
        msg: msg.to_owned(),
        apply_status: apply_status.to_owned(),
        trace_code: Some("959451".to_owned()),
    }
}

#[tokio::test]
async fn a_signed_success_is_accepted() {
    let Outcome::Accepted(order) = query(signed(&success(PAID))).await else {
        panic!("not accepted");
    };
    assert_eq!(order.status, OrderStatus::PaidSuccess);
    assert_eq!(order.merchant_order_no.as_deref(), Some("M1"));
    assert_eq!(order.total_amount.unwrap().amount.fils(), 1230);
}

#[tokio::test]
async fn a_signed_refusal_is_refused_in_either_form() {
    for status in ["FAIL", "SUCCESS", "ERROR"] {
        for code in [
            "400", "403", "404", "601", "62001", "62004", "62016", "62999",
        ] {
            let outcome = query(signed(&head(status, code, "no"))).await;
            assert_eq!(outcome, Outcome::Refused(said(status, code, "no")));
        }
    }
}

#[tokio::test]
async fn trouble_inside_the_gateway_is_unknown_even_when_signed() {
    for status in ["FAIL", "SUCCESS", "ERROR"] {
        for code in ["500", "504", "503"] {
            for (answer, signed) in [
                (signed(&head(status, code, "")), true),
                (unsigned(&head(status, code, "")), false),
            ] {
                let said = said(status, code, "");
                assert_eq!(
                    query(answer).await,
                    Outcome::Unknown(Unknown::Gateway { said, signed })
                );
            }
        }
        for (answer, signed) in [
            (signed(&head(status, "402", "")), true),
            (unsigned(&head(status, "402", "")), false),
        ] {
            let Outcome::Unknown(unknown) = query(answer).await else {
                panic!("402 proves nothing");
            };
            assert!(unknown.asks_to_slow_down());
            assert_eq!(
                unknown,
                Unknown::RateLimited {
                    said: said(status, "402", ""),
                    signed
                }
            );
        }
    }
}

#[tokio::test]
async fn without_a_signature_nothing_is_proved() {
    for body in [
        success(PAID),
        head("FAIL", "62001", "paid"),
        head("FAIL", "62002", "closed"),
        head("FAIL", "400", "bad"),
    ] {
        let Outcome::Unknown(Unknown::Unsigned { said }) = query(unsigned(&body)).await else {
            panic!("{body}");
        };
        assert!(body.contains(said.code.as_str()));
    }
    let empty = reply(200, &[("sign", " ")], &success(PAID));
    assert!(matches!(
        query(empty).await,
        Outcome::Unknown(Unknown::Unsigned { .. })
    ));
}

#[tokio::test]
async fn another_signature_proves_nothing() {
    let body = success(PAID);
    let good = signed(&body).headers[0].1.clone();
    let mut changed = signed(&body);
    changed.body = body.replace("PAID_SUCCESS", "CREATED").into_bytes();
    let mut reformatted = signed(&body);
    reformatted.body.push(b'\n');
    let twice = reply(200, &[("sign", &good), ("Sign", &good)], &body);
    let garbage = reply(200, &[("sign", "not base64")], &body);
    for answer in [forged(&body), changed, reformatted, twice, garbage] {
        let outcome = query(answer).await;
        assert!(
            matches!(
                outcome,
                Outcome::Unknown(Unknown::BadSignature { said: Some(_) })
            ),
            "{outcome:?}"
        );
    }
    let outcome = query(forged("not json")).await;
    assert_eq!(
        outcome,
        Outcome::Unknown(Unknown::BadSignature { said: None })
    );
    let outcome = query(forged(&head("FAIL", "402", "slow"))).await;
    assert!(matches!(
        outcome,
        Outcome::Unknown(Unknown::BadSignature { .. })
    ));
}

#[tokio::test]
async fn the_signature_header_is_found_in_any_case() {
    let body = success(PAID);
    let good = signed(&body).headers[0].1.clone();
    for name in ["sign", "Sign", "SIGN"] {
        let answer = reply(
            200,
            &[("content-type", "application/json"), (name, &good)],
            &body,
        );
        assert!(
            matches!(query(answer).await, Outcome::Accepted(_)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn only_http_200_proves_anything() {
    for status in [
        100, 201, 204, 301, 302, 307, 308, 400, 401, 403, 404, 429, 500, 502, 503, 504,
    ] {
        for body in [success(PAID), head("FAIL", "62002", "closed")] {
            let mut answer = signed(&body);
            answer.status = status;
            let Outcome::Unknown(unknown) = query(answer).await else {
                panic!("HTTP {status} was believed");
            };
            assert!(unknown.seems_to_say().is_some());
            assert_eq!(unknown.asks_to_slow_down(), status == 429);
        }
        let outcome = query(reply(status, &[], "<html>sorry</html>")).await;
        assert_eq!(
            outcome,
            Outcome::Unknown(Unknown::HttpStatus { status, said: None })
        );
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_unknown() {
    let truncated = &success(PAID)[..90];
    for body in [
        "",
        "null",
        "[]",
        "OK",
        "<html></html>",
        "{}",
        r#"{"head":null}"#,
        r#"{"head":{}}"#,
        r#"{"head":{"applyStatus":"SUCCESS","code":""}}"#,
        r#"{"head":{"code":"0"},"body":{}}"#,
        r#"{"head":{"applyStatus":"SUCCESS","code":"0"}}"#,
        r#"{"head":{"applyStatus":"SUCCESS","code":"0"},"body":null}"#,
        r#"{"head":{"applyStatus":"SUCCESS","code":"0"},"body":{}}"#,
        r#"{"head":{"applyStatus":"SUCCESS","code":"0"},"head":{"applyStatus":"FAIL","code":"62002"},"body":{}}"#,
        r#"{"head":{"applyStatus":"PENDING","code":"62002"}}"#,
        r#"{"head":{"code":"62002"}}"#,
        truncated,
        &success(r#"{"acquireOrder":{"merchantOrderNo":"M1"}}"#),
        &success(
            r#"{"acquireOrder":{"status":"PAID_SUCCESS","totalAmount":{"amount":12.345,"currency":"AED"}}}"#,
        ),
        &success(r#"{"acquireOrder":{"status":"PAID_SUCCESS","revoked":"maybe"}}"#),
        &success(r#"{"acquireOrder":{"status":"CREATED","status":"PAID_SUCCESS"}}"#),
        &success(PAID).replace("\"SUCCESS\",\"code\"", "\"FAIL\",\"code\""),
    ] {
        let outcome = query(signed(body)).await;
        assert!(
            matches!(outcome, Outcome::Unknown(Unknown::Unreadable { .. })),
            "{body}: {outcome:?}"
        );
        assert!(!matches!(
            query(unsigned(body)).await,
            Outcome::Accepted(_) | Outcome::Refused(_)
        ));
    }
    let mut binary = signed("x");
    binary.body = vec![0xff, 0xfe, 0x00];
    assert!(matches!(
        query(binary).await,
        Outcome::Unknown(Unknown::BadSignature { said: None })
    ));
}

#[tokio::test]
async fn a_broken_connection_is_unknown() {
    for kind in [
        TransportErrorKind::Timeout,
        TransportErrorKind::Connect,
        TransportErrorKind::Dns,
        TransportErrorKind::Tls,
        TransportErrorKind::Interrupted,
        TransportErrorKind::TooLarge,
    ] {
        let setting = Setting::failing(kind);
        let order = OrderRef::Merchant("M1".to_owned());
        let exchange = setting.client.get_order(&order, NOW).await;
        let Outcome::Unknown(unknown) = exchange.outcome else {
            panic!("{kind:?} proves nothing");
        };
        assert!(matches!(&unknown, Unknown::Transport { kind: found, .. } if *found == kind));
        assert_eq!(unknown.seems_to_say(), None);
        assert_eq!(exchange.trace.http_status, None);
        assert_eq!(exchange.trace.signature, None);
        assert!(exchange.trace.request_body.contains("M1"));
    }
}

#[tokio::test]
async fn a_wrong_clock_is_recognised_signed_or_not() {
    for msg in [
        "REQUESTTIME_TOO_EARLY",
        "REQUESTTIME_TOO_LATE",
        "requestTime too late",
    ] {
        let Outcome::Refused(said) = query(signed(&head("FAIL", "400", msg))).await else {
            panic!("a signed refusal");
        };
        assert!(said.is_request_time());
        let Outcome::Unknown(unknown) = query(unsigned(&head("FAIL", "400", msg))).await else {
            panic!("unsigned proves nothing");
        };
        assert!(unknown.seems_to_say().unwrap().is_request_time());
    }
    let Outcome::Refused(said) = query(signed(&head(
        "FAIL",
        "400",
        "INVALID_PARAMETER requestTime",
    )))
    .await
    else {
        panic!("a signed refusal");
    };
    assert!(!said.is_request_time());
}

#[tokio::test]
async fn an_unaccepted_signature_is_recognised() {
    let Outcome::Unknown(unknown) =
        query(unsigned(&head("ERROR", "403", "verify sign failed"))).await
    else {
        panic!("unsigned proves nothing");
    };
    assert!(unknown.seems_to_say().unwrap().is_signature_not_accepted());
}

#[tokio::test]
async fn the_trace_tells_the_whole_story() {
    let mut answer = signed(&success(PAID));
    answer.headers.push((
        "Date".to_owned(),
        "Mon, 15 Jun 2026 03:24:58 GMT".to_owned(),
    ));
    let setting = Setting::answering(Ok(answer));
    let trace = setting
        .client
        .get_order(&OrderRef::Merchant("M1".to_owned()), NOW)
        .await
        .trace;
    assert_eq!(trace.operation, payby::Operation::GetOrder);
    assert_eq!(trace.url, "https://gateway.test/sgs/api/acquire2/getOrder");
    assert_eq!(trace.request_time, NOW);
    assert_eq!(trace.http_status, Some(200));
    assert_eq!(trace.signature, Some(Signature::Valid));
    assert_eq!(trace.said, Some(said("SUCCESS", "0", "SUCCESS")));
    assert_eq!(trace.date, Some(payby::Millis(1_781_493_898_000)));
    assert_eq!(trace.reply_body, success(PAID));
    assert_eq!(trace.request_body, setting.asked().1);
}

#[tokio::test]
async fn a_large_reply_is_recorded_in_part() {
    let body = success(&format!(
        r#"{{"acquireOrder":{{"status":"CREATED","subject":"{}"}}}}"#,
        "é".repeat(100_000)
    ));
    let setting = Setting::signed(&body);
    let exchange = setting
        .client
        .get_order(&OrderRef::Merchant("M1".to_owned()), NOW)
        .await;
    assert!(matches!(exchange.outcome, Outcome::Accepted(_)));
    assert!(exchange.trace.reply_body.len() < 66_000);
    assert!(exchange.trace.reply_body.ends_with('…'));
}
