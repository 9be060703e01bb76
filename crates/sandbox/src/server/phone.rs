//! The customer's phone: a page at the QR's address, self-contained.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::json;

use super::control::{new_auth_code, only_own_pages, refuse, told, unknown_action};
use super::{Shared, now_ms};
use crate::customer::{CustomerAction, CustomerError};

/// Nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(wallet))
        .route("/wallet", get(wallet))
        .route("/wallet/code", get(code))
        .route("/wallet/orders", get(orders))
        .route("/pay/{token}", get(pay))
        .route("/pay/{token}/state", get(state))
        .route("/pay/{token}/{action}", post(action))
        .route("/phone/phone.css", get(style))
        .route("/phone/phone.js", get(script))
        .route("/phone/wallet.js", get(wallet_script))
        .layer(middleware::from_fn(only_own_pages))
}

fn page(html: &'static str) -> Response {
    (
        [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
        ],
        Html(html),
    )
        .into_response()
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
        ],
        text,
    )
        .into_response()
}

async fn pay() -> Response {
    page(include_str!("phone/pay.html"))
}

async fn wallet() -> Response {
    page(include_str!("phone/wallet.html"))
}

async fn style() -> Response {
    asset("text/css; charset=utf-8", include_str!("phone/phone.css"))
}

async fn script() -> Response {
    asset(
        "text/javascript; charset=utf-8",
        include_str!("phone/phone.js"),
    )
}

async fn wallet_script() -> Response {
    asset(
        "text/javascript; charset=utf-8",
        include_str!("phone/wallet.js"),
    )
}

async fn state(State(shared): State<Shared>, Path(token): Path<String>) -> Response {
    let now = now_ms();
    match shared.sandbox.order_by_token(&token, now) {
        Some(order) => Json(json!({ "order": order, "clock_ms": shared.sandbox.clock_ms(now) }))
            .into_response(),
        None => refuse(
            StatusCode::NOT_FOUND,
            "unknown_order",
            &CustomerError::UnknownOrder("of this code".to_owned()).to_string(),
        ),
    }
}

async fn action(
    State(shared): State<Shared>,
    Path((token, action)): Path<(String, String)>,
) -> Response {
    let Some(action) = CustomerAction::of_name(&action) else {
        return unknown_action();
    };
    told(
        shared
            .run(move |sandbox| sandbox.customer_by_token(&token, action, now_ms()))
            .await,
    )
}

/// The orders that wait for this customer, and the last ones that ended.
async fn orders(State(shared): State<Shared>) -> Response {
    let mut orders = shared.sandbox.orders(now_ms());
    orders.truncate(12);
    Json(orders).into_response()
}

/// A payment code with its QR, as a wallet shows it to a till's scanner.
async fn code() -> Response {
    let code = new_auth_code();
    match qrcode::QrCode::new(code.as_bytes()) {
        Ok(qr) => {
            let svg = qr
                .render::<qrcode::render::svg::Color<'_>>()
                .min_dimensions(220, 220)
                .quiet_zone(true)
                .build();
            Json(json!({ "code": code, "svg": svg })).into_response()
        }
        Err(error) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            "no_code",
            &error.to_string(),
        ),
    }
}
