//! `fils lookup`: what PayBy says of a payment, refund or transfer, whoever made it.

use fils_checkout::view::time_text;
use fils_home::{LookUpEnd, LookUpKind, LookedUp};
use serde_json::json;

use crate::args::{Global, LookUpName};
use crate::exit::{Exit, Failure};
use crate::output::{Output, decimal};
use crate::watch::Watch;

pub(crate) async fn run(
    global: &Global,
    what: LookUpName,
    number: &str,
    out: &mut Output,
) -> Result<Exit, Failure> {
    let kind = match what {
        LookUpName::Payment => LookUpKind::Payment,
        LookUpName::Refund => LookUpKind::Refund,
        LookUpName::Transfer => LookUpKind::Transfer,
    };
    let watch = Watch::open(global, "fils lookup", out).await?;
    let found = watch.look_up(kind, number).await;
    watch.close().await;
    let (found, sale) = found?;
    if out.is_json() {
        out.object(&object(what, &found, sale.as_deref()));
    } else {
        tell(&found, sale.as_deref(), out);
    }
    Ok(match found.end {
        LookUpEnd::Found => Exit::Done,
        LookUpEnd::Refused => Exit::NotDone,
        LookUpEnd::NoProof => Exit::Person,
    })
}

fn object(what: LookUpName, found: &LookedUp, sale: Option<&str>) -> serde_json::Value {
    let end = match found.end {
        LookUpEnd::Found => "found",
        LookUpEnd::Refused => "refused",
        LookUpEnd::NoProof => "no_proof",
    };
    let mut object = json!({
        "kind": what.as_str(), "result": end, "number": found.number, "order": found.order, "order_no": found.payby_no,
        "status": found.status, "amount": found.amount.map(|amount| decimal(amount.fils())),
        "paid_at": found.paid_at.map(|at| time_text(at.0)), "subject": found.subject, "sale": sale,
        "message": found.words, "reply": found.raw,
    });
    if let Some(members) = object.as_object_mut() {
        for (code, text) in &found.detail {
            members.entry(*code).or_insert_with(|| json!(text));
        }
    }
    object
}

fn tell(found: &LookedUp, sale: Option<&str>, out: &mut Output) {
    match found.end {
        LookUpEnd::Found => out.line("PayBy knows it, and signed its answer."),
        LookUpEnd::Refused => out.line("PayBy says no, and signed it."),
        LookUpEnd::NoProof => {
            out.line("PayBy did not answer, or not in a way that proves anything. Nothing is known; ask again.");
        }
    }
    let amount = found
        .amount
        .map(|amount| format!("AED {}", amount.grouped()));
    let paid = found.paid_at.map(|at| time_text(at.0));
    let facts = [
        ("said", &found.words),
        ("status", &found.status),
        ("amount", &amount),
        ("number", &found.number),
        ("order_no", &found.payby_no),
        ("paid_at", &paid),
        ("subject", &found.subject),
    ];
    for (name, text) in facts {
        if let Some(text) = text {
            out.line(&format!("  {name:<12} {text}"));
        }
    }
    for (name, text) in &found.detail {
        out.line(&format!("  {name:<12} {text}"));
    }
    if found.end == LookUpEnd::Found {
        out.line(&match sale {
            Some(sale) => format!("This till made it: sale {sale}."),
            None => "This till did not make it.".to_owned(),
        });
    }
}
