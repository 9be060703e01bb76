//! The control API; [`Server`](super::Server) documents it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{delete, get, post};
use rand::RngExt as _;
use serde_json::{Value, json};

use super::{Shared, now_ms};
use crate::customer::{CustomerAction, CustomerError};
use crate::fault::Fault;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/control/orders", get(orders))
        .route("/control/orders/{number}", get(order))
        .route("/control/orders/{number}/{action}", post(customer))
        .route(
            "/control/faults",
            get(faults).post(add_faults).delete(clear_faults),
        )
        .route("/control/faults/{id}", delete(clear_fault))
        .route("/control/log", get(log))
        .route("/control/notifications", get(notifications))
        .route("/control/auth-codes", post(auth_code))
        .route("/control/clock", get(clock))
        .layer(middleware::from_fn(only_own_pages))
}

/// A page from elsewhere that happens to be open in a browser on this machine may not play the customer.
pub(super) async fn only_own_pages(request: Request, next: Next) -> Response {
    if is_foreign(request.headers()) {
        return refuse(
            StatusCode::FORBIDDEN,
            "foreign_page",
            "A page from another site may not do this.",
        );
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    match (origin, host) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") != Some(host),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "error": code, "message": message }))).into_response()
}

/// What a customer's action gave, as a response.
pub(super) fn told<T: serde::Serialize>(
    done: Result<Result<T, CustomerError>, String>,
) -> Response {
    match done {
        Ok(Ok(order)) => Json(order).into_response(),
        Ok(Err(error @ CustomerError::UnknownOrder(_))) => {
            refuse(StatusCode::NOT_FOUND, "unknown_order", &error.to_string())
        }
        Ok(Err(error @ CustomerError::NotPossible { .. })) => {
            refuse(StatusCode::CONFLICT, "not_possible", &error.to_string())
        }
        Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "not_kept", &error),
    }
}

async fn orders(State(shared): State<Shared>) -> Response {
    Json(shared.sandbox.orders(now_ms())).into_response()
}

async fn order(State(shared): State<Shared>, Path(number): Path<String>) -> Response {
    match shared.sandbox.order(&number, now_ms()) {
        Some(order) => Json(order).into_response(),
        None => refuse(
            StatusCode::NOT_FOUND,
            "unknown_order",
            &CustomerError::UnknownOrder(number).to_string(),
        ),
    }
}

async fn customer(
    State(shared): State<Shared>,
    Path((number, action)): Path<(String, String)>,
) -> Response {
    let Some(action) = CustomerAction::of_name(&action) else {
        return unknown_action();
    };
    told(
        shared
            .run(move |sandbox| sandbox.customer(&number, action, now_ms()))
            .await,
    )
}

pub(super) fn unknown_action() -> Response {
    let names: Vec<&str> = CustomerAction::ALL.iter().map(|(name, _)| *name).collect();
    refuse(
        StatusCode::NOT_FOUND,
        "unknown_action",
        &format!("A customer can {}.", names.join(", ")),
    )
}

async fn faults(State(shared): State<Shared>) -> Response {
    Json(shared.sandbox.faults()).into_response()
}

async fn add_faults(State(shared): State<Shared>, body: Bytes) -> Response {
    match read_faults(&body) {
        Ok(faults) => {
            let ids: Vec<u64> = faults
                .into_iter()
                .map(|fault| shared.sandbox.add_fault(fault))
                .collect();
            shared.changed.notify_one();
            Json(json!({ "ids": ids, "faults": shared.sandbox.faults() })).into_response()
        }
        Err(message) => refuse(StatusCode::BAD_REQUEST, "bad_fault", &message),
    }
}

/// One fault or a list. A member nobody knows is refused: a misspelt `times` would break the till for good.
fn read_faults(body: &[u8]) -> Result<Vec<Fault>, String> {
    let value: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let list = if let Value::Array(list) = value {
        list
    } else {
        vec![value]
    };
    list.into_iter()
        .map(|value| {
            let fault: Fault =
                serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            let known = serde_json::to_value(&fault).map_err(|error| error.to_string())?;
            let unknown = value
                .as_object()
                .into_iter()
                .flatten()
                .find(|(name, given)| !given.is_null() && known.get(name.as_str()).is_none());
            match unknown {
                Some((name, _)) => Err(format!(
                    "a fault of kind {} has no \"{name}\"",
                    fault.kind.name()
                )),
                None => Ok(fault),
            }
        })
        .collect()
}

async fn clear_faults(State(shared): State<Shared>) -> Response {
    let cleared = shared.sandbox.clear_faults();
    shared.changed.notify_one();
    Json(json!({ "cleared": cleared })).into_response()
}

async fn clear_fault(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let cleared = shared.sandbox.clear_fault(id);
    shared.changed.notify_one();
    if cleared {
        Json(json!({ "cleared": 1 })).into_response()
    } else {
        refuse(
            StatusCode::NOT_FOUND,
            "unknown_fault",
            "There is no such fault.",
        )
    }
}

async fn log(State(shared): State<Shared>) -> Response {
    Json(shared.sandbox.log()).into_response()
}

async fn notifications(State(shared): State<Shared>) -> Response {
    Json(shared.sandbox.notifications()).into_response()
}

async fn auth_code() -> Response {
    Json(json!({ "auth_code": new_auth_code() })).into_response()
}

/// A customer's payment code: 19 digits, as wallets show them.
pub(super) fn new_auth_code() -> String {
    format!(
        "28{:017}",
        rand::rng().random_range(0..100_000_000_000_000_000_u64)
    )
}

async fn clock(State(shared): State<Shared>) -> Response {
    Json(json!({ "clock_ms": shared.sandbox.clock_ms(now_ms()) })).into_response()
}
