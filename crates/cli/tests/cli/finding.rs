//! Finding orders, and looking numbers up at PayBy.

use serde_json::{Value, json};

use crate::rig::{Till, every};

fn sales(lines: &[Value]) -> Vec<&Value> {
    lines
        .iter()
        .filter(|line| line["sale"].is_string())
        .collect()
}

#[test]
fn orders_are_found_by_what_is_known_of_them() {
    let till = Till::new(&[]);
    let paid = till.paid("12.50");
    let cancelled = till.cancelled("99");
    for (asked, order) in [
        (&["find", "12.50"][..], &paid),
        (&["find", &paid], &paid),
        (&["find", &paid[paid.len() - 6..]], &paid),
        (&["find", "--tender", "wallet"], &paid),
        (&["find", "99"], &cancelled),
    ] {
        let ended = till.run(asked).exits(0);
        let found = sales(&ended.lines);
        assert_eq!(found.len(), 1, "{asked:?}: {found:?}");
        assert_eq!(found[0]["orders"], json!([order]), "{asked:?}");
    }
    let all = till.run(&["find"]).exits(0);
    let states: Vec<&Value> = sales(&all.lines)
        .iter()
        .map(|line| &line["state"])
        .collect();
    assert_eq!(
        states,
        [&json!("unpaid"), &json!("complete")],
        "the newest first"
    );
    assert!(sales(&till.run(&["find", "--tender", "cash"]).exits(0).lines).is_empty());
    assert_eq!(
        sales(&till.run(&["find", "--limit", "1"]).exits(0).lines).len(),
        1
    );
    till.run(&["find", "--from", "yesterday"])
        .refused("bad_day");
}

#[test]
fn any_number_is_looked_up_and_only_a_signed_answer_is_a_fact() {
    let till = Till::new(&[]);
    let order = till.paid("12.50");
    let refund = till
        .run(&["refund", &order, "2.50", "--reason", "cold"])
        .exits(0);
    let refund = refund.last()["refund"].as_str().unwrap().to_owned();

    let ended = till.run(&["lookup", "payment", &order]).exits(0);
    let found = ended.last();
    assert_eq!(found["result"], "found");
    assert_eq!(found["amount"], "12.50");
    assert_eq!(found["number"], order.as_str());
    assert!(found["sale"].is_string(), "this till made it");
    assert!(
        !found["reply"]
            .as_str()
            .unwrap()
            .contains("tokenUrl\": \"http")
    );
    let payby_no = found["order_no"].as_str().unwrap();
    let by_paybys = till.run(&["lookup", "payment", payby_no]).exits(0);
    assert_eq!(by_paybys.last()["number"], order.as_str());

    let back = till.run(&["lookup", "refund", &refund]).exits(0);
    assert_eq!(back.last()["amount"], "2.50");
    assert_eq!(back.last()["order"], order.as_str());
    assert_eq!(back.last()["sale"], found["sale"]);

    let unknown = till.run(&["lookup", "transfer", "T1-NOBODYS"]).exits(2);
    assert_eq!(unknown.last()["result"], "refused");
    till.run(&["lookup", "payment", "not a number"])
        .refused("bad_number");

    till.payby.fault(&every("unsigned"));
    let unsigned = till.run(&["lookup", "payment", &order]).exits(3);
    assert_eq!(unsigned.last()["result"], "no_proof");
    assert_eq!(unsigned.last()["amount"], Value::Null);
}
