//! Plain English for what a person reads in a terminal.

use fils_checkout::view::{AlertKind, AlertView, Headline, OrderView, RefundView};
use fils_order::UtcMs;

/// A time of day on Dubai's clock.
pub(crate) fn clock(ms: i64) -> String {
    UtcMs(ms).to_dubai().format("%H:%M:%S").to_string()
}

/// What needs a person, with what `PayBy` says about it.
pub(crate) fn alert(alert: &AlertView) -> String {
    let sentence = alert.code.sentence();
    let Some(detail) = &alert.detail else {
        return sentence.to_owned();
    };
    match alert.code {
        AlertKind::NeedsReview => format!("{sentence} It says: {detail}."),
        // A refusal to revoke is signed.
        AlertKind::RevokeNotConfirmed => format!("{sentence} PayBy says: {detail}."),
        AlertKind::PaybyNotAnswering
        | AlertKind::SignatureNotAccepted
        | AlertKind::CancelNotConfirmed
        | AlertKind::RefundNotConfirmed
        | AlertKind::PaidLate => format!("{sentence} PayBy seems to say: {detail}."),
    }
}

/// Where an order stands, in one line.
pub(crate) fn payment(view: &OrderView) -> String {
    let because = view
        .reason_detail
        .as_deref()
        .map(|detail| format!(" ({detail})"))
        .unwrap_or_default();
    let what = match view.headline {
        Headline::Sending => "Sending it to PayBy.".to_owned(),
        Headline::Checking => "Sent, and no answer yet; finding out what became of it.".to_owned(),
        Headline::WaitingForCustomer => match view.deadline_ms {
            Some(deadline) => format!(
                "Waiting for the customer to scan, until {}.",
                clock(deadline)
            ),
            None => "Waiting for the customer to scan.".to_owned(),
        },
        Headline::Scanned => {
            format!(
                "Scanned: {} is confirming.",
                view.scanned_by.as_deref().unwrap_or("the customer")
            )
        }
        Headline::Confirming => "The customer is confirming.".to_owned(),
        Headline::CancellingByCashier => {
            "Cancelling; it is not closed until PayBy has confirmed.".to_owned()
        }
        Headline::CancellingExpired => "The customer's time is up; cancelling.".to_owned(),
        Headline::CancellingRefused => {
            "PayBy refused it; making sure that no earlier try has landed.".to_owned()
        }
        Headline::Paid => format!("Paid{}.", at(view.paid_at_ms)),
        Headline::PaidWhileCancelling => format!(
            "Paid{}: the customer was faster than the cancel.",
            at(view.paid_at_ms)
        ),
        Headline::PaidKept => format!("Paid{}, late, and kept.", at(view.paid_at_ms)),
        Headline::ClosedCancelled => "Cancelled; the customer was not charged.".to_owned(),
        Headline::ClosedExpired => "Closed: the customer did not pay in time.".to_owned(),
        Headline::ClosedRefused => format!("Closed: PayBy refused it{because}."),
        Headline::ClosedFailed => format!("Closed by PayBy{because}."),
        Headline::ClosedRevoked => "Closed: the payment was taken back.".to_owned(),
        Headline::ClosedRefunded => "Closed: the late payment was refunded.".to_owned(),
        Headline::ClosedByPerson => {
            "Ended by a person without PayBy's proof; it stays watched.".to_owned()
        }
        Headline::ClosedNeverReached => "Closed: it never reached PayBy.".to_owned(),
        Headline::PaidLate => format!("Paid{}, after it was closed.", at(view.paid_at_ms)),
        Headline::NeedsReview => format!("PayBy's answer does not fit{because}."),
        Headline::Revoking => {
            "Taking the payment back; it is not done until PayBy has confirmed.".to_owned()
        }
    };
    format!(
        "{}  {} {}  {what}",
        view.order, view.amount.currency, view.amount.text
    )
}

fn at(ms: Option<i64>) -> String {
    ms.map(|ms| format!(" at {}", clock(ms)))
        .unwrap_or_default()
}

/// Where a refund stands, in one line.
pub(crate) fn refund(view: &RefundView) -> String {
    let because = view
        .detail
        .as_deref()
        .map(|detail| format!(" ({detail})"))
        .unwrap_or_default();
    let what = match view.state.as_str() {
        "submitting" => "Asking PayBy to give it back.".to_owned(),
        "requested" => "PayBy has taken the request; waiting until it is done.".to_owned(),
        "refunded" => "Refunded.".to_owned(),
        "failed" => format!("Not refunded: PayBy refused{because}."),
        other => format!("{other}{because}."),
    };
    format!(
        "{}  {} {}  of {}  {what}",
        view.refund, view.amount.currency, view.amount.text, view.order
    )
}

/// What a person should know about the clock.
pub(crate) fn clock_wrong(offset_ms: i64) -> String {
    let seconds = offset_ms.unsigned_abs() / 1000;
    match offset_ms {
        0 => "This computer's clock agrees with PayBy's again.".to_owned(),
        1.. => format!(
            "This computer's clock is {seconds} s behind PayBy's. Fils allows for it in what goes to PayBy; set the clock right."
        ),
        _ => format!(
            "This computer's clock is {seconds} s ahead of PayBy's. Fils allows for it in what goes to PayBy; set the clock right."
        ),
    }
}

/// What to do about a difference from `PayBy`, by its code.
pub(crate) fn advice(code: &str) -> &'static str {
    match code {
        "nothing" => "Nothing to do.",
        "ask_payby" => "Ask PayBy about it in the till; its signed answer decides.",
        "missing_at_payby" => {
            "PayBy proved this payment and does not list it: ask PayBy in the till, then PayBy's support, or explain it."
        }
        "refund_missing_at_payby" => {
            "PayBy proved this refund and does not list it: ask PayBy in the till, then PayBy's support."
        }
        "take_over" => {
            "PayBy has a payment that this till never made: find out whose it is and take it over in the till."
        }
        "foreign_refund" => {
            "A refund that this till never made, say from PayBy's portal: write the credit note, or explain it."
        }
        "amount_differs" => {
            "The amounts differ: ask PayBy in the till, keep the paper for PayBy's support, and explain it."
        }
        "still_payable" => {
            "Closed here and still payable at PayBy: ask PayBy in the till, which cancels it, or wait until it has expired."
        }
        "decide" => "The order waits for a decision: decide it with `fils decide` or in the till.",
        "other_order" => {
            "The refund gives back another order's money than the books say: ask PayBy's support."
        }
        "settled_differs" => "What was settled is not what was paid: ask PayBy's support.",
        "check_fee" => {
            "The fee is not the usual one: compare it with the contract, then ask PayBy's support."
        }
        "check_fee_vat" => "The VAT on the fee does not fit the fee: look at PayBy's tax invoice.",
        "check_total" => {
            "A total is not the sum of its rows: fetch the statement again, then ask PayBy's support."
        }
        "explain_movement" => {
            "No payment of the books explains it: find it on the account, then explain it."
        }
        _ => "Look at it in the till.",
    }
}
