//! Selling through the window's commands, as its screens do it.

use serde_json::{Value, json};

use super::{Mock, code, named, owner, person};

const KARAK: &str = "6291003000010";

fn product(name: &str, barcode: &str, price: &str, unit: &str) -> Value {
    let barcodes: Vec<&str> = [barcode]
        .into_iter()
        .filter(|code| !code.is_empty())
        .collect();
    json!({ "form": {
        "before": null, "code": name, "name": name, "name_ar": "منتج", "barcodes": barcodes, "price_text": price,
        "vat": "5", "category": "", "colour": null, "unit": unit, "active": true,
    } })
}

/// A shop with a few products and somebody of this role at its till.
fn shop(role: &str) -> Mock {
    let till = Mock::training();
    till.ask("make_owner", owner()).unwrap();
    for form in [
        product("KARAK", KARAK, "2.50", "piece"),
        product("12345", "", "8.00", "kg"),
        product("REPAIR", "96385074", "", "piece"),
    ] {
        till.ask("put_product", form).unwrap();
    }
    till.ask("put_person", person("Ali", role, "314159"))
        .unwrap();
    let ali = named(&till, "Ali");
    till.ask("sign_in", json!({ "person": ali, "pin": "314159" }))
        .unwrap();
    till
}

fn scan(till: &Mock, text: &str) -> Value {
    till.ask("scan", json!({ "text": text, "paying": false }))
        .unwrap()
}

#[test]
fn goods_are_scanned_paid_in_cash_printed_and_brought_back() {
    let till = shop("manager");
    assert_eq!(scan(&till, KARAK)["kind"], "added");
    let twice = scan(&till, KARAK);
    assert_eq!(twice["basket"]["lines"][0]["quantity"], "2");
    assert_eq!(twice["basket"]["changed_line"], 0);
    assert_eq!(scan(&till, "6291003000019")["kind"], "bad_code");
    assert_eq!(scan(&till, "5000112637922")["kind"], "unknown");
    assert_eq!(scan(&till, "96385074")["kind"], "wants_price");
    assert_eq!(scan(&till, "12345")["kind"], "wants_weight");
    let weighed = json!({ "code": "12345", "quantity": "0.350", "price": null });
    let basket = till.ask("add_product", weighed).unwrap();
    assert_eq!(basket["total"]["text"], "7.80");
    let repair = json!({ "code": "REPAIR", "quantity": null, "price": "12" });
    let basket = till.ask("add_product", repair).unwrap();
    assert_eq!(
        (&basket["total"]["text"], &basket["count"]),
        (&json!("19.80"), &json!(4))
    );

    let sale = till.ask("start_sale", json!({})).unwrap();
    let id = sale["sale"].clone();
    let paying = till
        .ask("scan", json!({ "text": KARAK, "paying": true }))
        .unwrap();
    assert_eq!(
        paying["kind"], "product",
        "nothing is added while a sale is paid"
    );
    let preview = json!({ "sale": id, "given": "20" });
    let preview = till.ask("preview_cash", preview).unwrap();
    assert_eq!(preview["change"]["text"], "0.20");
    let typed = till
        .ask("preview_cash", json!({ "sale": id, "given": "2x" }))
        .unwrap();
    assert_eq!(typed["error"], "amount_not_a_number");
    let done = till
        .ask("take_cash", json!({ "sale": id, "given": "20" }))
        .unwrap();
    assert_eq!(
        (&done["complete"], &done["receipt"]),
        (&json!(true), &json!("T1-000001"))
    );
    let known = scan(&till, "T1-000001");
    assert_eq!((&known["kind"], &known["sale"]), (&json!("receipt"), &id));

    bring_back_and_close(&till, &id);
}

/// Some of the goods come back for cash, and the drawer is counted.
fn bring_back_and_close(till: &Mock, id: &Value) {
    let what = json!({ "kind": "lines", "lines": [{ "line": 0, "quantity": "1" }] });
    let preview = json!({ "sale": id, "what": what });
    assert_eq!(till.ask("credit_preview", preview).unwrap()["text"], "2.50");
    let give =
        json!({ "sale": id, "what": what, "tender": "cash", "order": null, "reason": "cold" });
    let left = till.ask("give_back", give).unwrap();
    assert_eq!(
        (&left["left"]["text"], &left["papers"][1]["number"]),
        (&json!("17.30"), &json!("T1-000002"))
    );
    let listed = till
        .ask(
            "receipts",
            json!({ "query": { "search": "karak", "day": null, "all_days": false } }),
        )
        .unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 2);

    let shift = till.ask("shift", json!({})).unwrap();
    assert_eq!(shift["expected_text"], "17.30");
    let form = json!({ "pieces": [{ "fils": 1000, "pieces": 1 }, { "fils": 500, "pieces": 1 }, { "fils": 100, "pieces": 2 }], "loose": "" });
    let counted = till.ask("count_total", json!({ "form": form })).unwrap();
    assert_eq!(
        (&counted["counted"]["text"], &counted["difference_fils"]),
        (&json!("17.00"), &json!(-30))
    );
    let closed = till
        .ask("close_shift", json!({ "form": form, "note": null }))
        .unwrap();
    assert_eq!(closed["difference_text"], "0.30");
    assert_eq!(till.ask("shift", json!({})).unwrap(), Value::Null);
}

#[test]
fn a_cashier_needs_a_manager_for_what_goes_over_the_limit_by_whatever_way() {
    let till = shop("cashier");
    scan(&till, KARAK);
    let refused = |command: &str, arguments: Value| {
        let error = till.ask(command, arguments).unwrap_err();
        assert_eq!(error["code"], "needs_manager", "{command}: {error}");
        error["action"].as_str().unwrap().to_owned()
    };
    till.ask("discount_sale", json!({ "text": "10%" })).unwrap();
    assert_eq!(
        refused("discount_sale", json!({ "text": "11%" })),
        "discount_over_limit"
    );
    assert_eq!(
        refused("discount_line", json!({ "line": 0, "text": "1" })),
        "discount_over_limit"
    );
    assert_eq!(
        refused("set_price", json!({ "line": 0, "text": "2.49" })),
        "discount_over_limit"
    );
    till.ask("set_price", json!({ "line": 0, "text": "2.60" }))
        .unwrap();
    // A discount that was small becomes large when the goods it was for go.
    till.ask("discount_sale", json!({ "text": null })).unwrap();
    till.ask("set_quantity", json!({ "line": 0, "text": "4" }))
        .unwrap();
    till.ask("discount_sale", json!({ "text": "1" })).unwrap();
    assert_eq!(
        refused("set_quantity", json!({ "line": 0, "text": "1" })),
        "discount_over_limit"
    );
    assert_eq!(
        refused("open_drawer", json!({ "reason": "change" })),
        "open_drawer"
    );
    let out = json!({ "kind": "paid_out", "amount": "5", "reason": "water" });
    assert_eq!(refused("move_cash", out), "paid_out");
    let changes = json!({ "changes": [{ "name": "tips", "value": "on" }] });
    assert_eq!(refused("change_settings", changes), "change_settings");
    assert_eq!(
        code(till.ask("discount_sale", json!({ "text": "ten" }))),
        "not_a_discount"
    );
}

#[test]
fn settings_are_taken_together_and_the_basket_stays() {
    let till = shop("owner");
    scan(&till, KARAK);
    let changes = |price: &str| {
        json!({ "changes": [
            { "name": "trn", "value": "100 1234 5670 0003" },
            { "name": "cash_rounding_fils", "value": price },
        ] })
    };
    let refusals = till.ask("try_settings", changes("7")).unwrap();
    assert_eq!(refusals[0]["name"], "cash_rounding_fils");
    assert_eq!(
        code(till.ask("change_settings", changes("7"))),
        "setting_invalid"
    );
    let app = till.ask("app_state", json!({})).unwrap();
    assert_eq!(app["sells"]["registered"], false, "none of them was taken");
    let app = till.ask("change_settings", changes("25")).unwrap();
    assert_eq!(
        app["sells"],
        json!({ "tips": false, "cash_rounding_fils": 25, "registered": true, "display": true })
    );
    assert_eq!(app["person"]["name"], "Ali");
    let basket = till.ask("basket", json!({})).unwrap();
    assert_eq!(basket["total"]["text"], "2.50");
    let account = json!({ "changes": [{ "name": "base_url", "value": "https://evil.test/" }] });
    assert!(till.ask("change_settings", account).is_err());
}
