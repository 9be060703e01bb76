#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_800_000_000_000;
const LINK: &str = "https://q.example/T1-1";

fn money(fils: i64) -> Value {
    serde_json::to_value(MoneyView::from(Money::from_fils(fils).unwrap())).unwrap()
}

fn lines(count: u32) -> Value {
    let line = |line: u32| {
        json!({
            "line": line, "code": null, "name": format!("Karak {line}"), "name_ar": "كرك", "note": "no sugar",
            "quantity": "1", "unit": "piece", "price": money(100), "gross": money(100), "discount": money(0),
            "discount_text": null, "total": money(100), "vat": "5"
        })
    };
    (1..=count).map(line).collect()
}

fn basket(count: u32) -> BasketView {
    serde_json::from_value(json!({
        "sale": "S2", "lines": lines(count), "count": count, "subtotal": money(i64::from(count) * 100), "discount": money(0),
        "discount_text": null, "vat": money(5), "total": money(i64::from(count) * 100), "note": "call Ali",
        "can_undo": true, "changed_line": count
    }))
    .unwrap()
}

/// A sale of AED 2.90: three lines of 1.00, less 0.10.
fn sale(paid: i64) -> SaleView {
    let complete = paid >= 290;
    serde_json::from_value(json!({
        "sale": "S1", "short": "S1", "subject": "Karak", "at_ms": NOW, "by": "Noor", "lines": lines(3), "discount": money(10),
        "vat": money(14), "total": money(290), "status": if complete { "paid" } else { "open" }, "complete": complete,
        "void": false, "paid": money(paid), "under_way": money(0), "due": money((290 - paid).max(0)), "over": money(0),
        "change": money((paid - 290).max(0)), "cash_due": money(0), "quick_amounts": [], "payments": [], "receipt": null,
        "returned": money(0), "tips": false, "has_odd": false
    }))
    .unwrap()
}

fn order(state: &str, change: &Value) -> OrderView {
    let waits = ["submitting", "awaiting_payment"].contains(&state);
    let mut order = json!({
        "order": "T1-1", "short": "1", "sale": "S1", "state": state, "headline": "checking", "at_ms": NOW,
        "created_at_ms": NOW, "amount": money(290), "subject": "Karak", "scene": "qr",
        "deadline_ms": waits.then_some(NOW + 90_000), "expires_at_ms": NOW + 180_000,
        "token_url": (state == "awaiting_payment").then_some(LINK), "unfinished": true, "alert": null,
        "refunded": money(0), "refundable": money(0),
        "actions": { "cancel": false, "ask": false, "replace": false, "keep": false, "revoke": false, "close": false, "refund": false }
    });
    for (name, value) in change.as_object().unwrap() {
        order[name] = value.clone();
    }
    serde_json::from_value(order).unwrap()
}

fn waiting() -> OrderView {
    order("awaiting_payment", &json!({}))
}

/// A till with somebody at it, and an empty basket.
fn scene() -> Scene {
    Scene {
        shop: Shop {
            name: "Karak House".to_owned(),
            name_ar: Some("بيت الكرك".to_owned()),
            languages: vec!["ar".to_owned(), "en".to_owned()],
            training: true,
        },
        ready: true,
        manned: true,
        basket: Some(basket(0)),
        ..Scene::default()
    }
}

/// The same with a payment of a sale in front.
fn paying(order: OrderView) -> Scene {
    let mut scene = scene();
    scene.turn(None, Some("T1-1".to_owned()));
    scene.found_order(order);
    scene.found_sale(sale(0));
    scene
}

fn hear(scene: &mut Scene, order: OrderView) {
    scene.hear(&News::Order(Box::new(order)), UtcMs(NOW));
}

fn at(scene: &Scene, ms: i64) -> DisplayView {
    scene.view(UtcMs(NOW + ms))
}

fn stage(scene: &Scene) -> DisplayStage {
    at(scene, 0).stage
}

#[test]
fn nobody_served_is_a_welcome_in_the_shops_name_and_languages() {
    let view = at(&scene(), 0);
    assert_eq!(
        view,
        DisplayView {
            stage: DisplayStage::Welcome,
            shop: "Karak House".to_owned(),
            shop_ar: Some("بيت الكرك".to_owned()),
            languages: vec!["ar".to_owned(), "en".to_owned()],
            training: true,
            ..DisplayView::default()
        }
    );
}

#[test]
fn goods_are_shown_as_they_are_added_without_what_is_noted_at_them() {
    let mut scene = scene();
    scene.hear(&News::Basket(Box::new(basket(2))), UtcMs(NOW));
    let view = at(&scene, 0);
    assert_eq!((view.stage, view.lines.len()), (DisplayStage::Basket, 2));
    assert_eq!((view.latest, view.total.unwrap().fils), (Some(2), 200));
    assert_eq!(view.discount, None);
    let text = serde_json::to_string(&at(&scene, 0)).unwrap();
    assert!(!text.contains("sugar") && !text.contains("Ali"), "{text}");
}

#[test]
fn a_sale_shows_lines_less_discount_as_its_total_and_what_is_left() {
    let mut scene = scene();
    scene.turn(Some("S1".to_owned()), None);
    scene.found_sale(sale(0));
    let view = at(&scene, 0);
    assert_eq!(view.stage, DisplayStage::Basket);
    let sum: i64 = view.lines.iter().map(|line| line.total.fils).sum();
    assert_eq!(sum - view.discount.unwrap().fils, view.total.unwrap().fils);
    assert_eq!((view.paid, view.due), (None, None));
    scene.hear(&News::Sale(Box::new(sale(100))), UtcMs(NOW));
    let view = at(&scene, 0);
    assert_eq!(
        (view.paid.unwrap().fils, view.due.unwrap().fils),
        (100, 190)
    );
}

#[test]
fn every_state_of_a_payment_has_its_stage_and_only_one_that_waits_has_a_qr() {
    let scanned = json!({ "scanned_by": "+971-58*92" });
    let code = json!({ "scene": "code", "token_url": null });
    let no_link = json!({ "token_url": null });
    let plain = json!({});
    let cases = [
        ("submitting", &plain, DisplayStage::Checking, false),
        ("awaiting_payment", &plain, DisplayStage::Pay, true),
        ("awaiting_payment", &scanned, DisplayStage::Scanned, true),
        ("awaiting_payment", &code, DisplayStage::Scanned, false),
        ("awaiting_payment", &no_link, DisplayStage::Checking, false),
        ("closing", &plain, DisplayStage::Checking, false),
        ("paid", &plain, DisplayStage::Thanks, false),
        ("closed", &plain, DisplayStage::Basket, false),
        ("paid_late", &plain, DisplayStage::Error, false),
        ("needs_review", &plain, DisplayStage::Error, false),
    ];
    for (state, change, stage, qr) in cases {
        // A link that is still known shows nothing in any other state.
        let mut order = order(state, change);
        if change.get("token_url").is_none() {
            order.token_url = Some(LINK.to_owned());
        }
        let view = at(&paying(order), 0);
        assert_eq!(
            (view.stage, view.qr.is_some()),
            (stage, qr),
            "{state} {change}"
        );
        assert_eq!(view.ends_at_ms.is_some(), qr, "{state} {change}");
        let text = serde_json::to_string(&view).unwrap();
        assert!(
            !text.contains("971"),
            "nobody reads whose phone it is: {text}"
        );
    }
}

#[test]
fn the_qr_goes_with_the_first_word_that_the_order_waits_no_longer() {
    for next in ["closing", "closed", "paid", "needs_review"] {
        let mut scene = paying(waiting());
        assert!(at(&scene, 0).qr.is_some());
        hear(&mut scene, order(next, &json!({ "at_ms": NOW + 1 })));
        assert_eq!(at(&scene, 1).qr, None, "{next}");
        // What was on its way meanwhile, or is read late, does not bring it back.
        hear(&mut scene, waiting());
        scene.found_order(waiting());
        assert_eq!(at(&scene, 1).qr, None, "{next}");
    }
}

#[test]
fn a_qr_that_expired_goes_though_nobody_says_so() {
    let scene = paying(waiting());
    assert!(at(&scene, 179_999).qr.is_some());
    let view = at(&scene, 180_000);
    assert_eq!((view.stage, view.qr), (DisplayStage::Checking, None));
}

#[test]
fn another_order_and_another_sale_change_nothing() {
    let mut scene = paying(waiting());
    let before = at(&scene, 0);
    hear(
        &mut scene,
        order("paid", &json!({ "order": "T1-2", "sale": "S9" })),
    );
    let other = SaleView {
        sale: "S9".to_owned(),
        ..sale(290)
    };
    scene.hear(&News::Sale(Box::new(other)), UtcMs(NOW));
    assert_eq!(at(&scene, 0), before);
}

#[test]
fn thanks_stay_a_moment_and_end_with_the_next_goods() {
    let mut scene = paying(waiting());
    hear(&mut scene, order("paid", &json!({})));
    let view = at(&scene, 0);
    assert_eq!(
        (view.stage, view.amount.unwrap().fils),
        (DisplayStage::Thanks, 290)
    );
    scene.hear(&News::Sale(Box::new(sale(290))), UtcMs(NOW));
    scene.turn(Some("S1".to_owned()), None);
    scene.found_sale(sale(290));
    assert_eq!(at(&scene, 11_999).stage, DisplayStage::Thanks);
    assert_eq!(at(&scene, 12_000).stage, DisplayStage::Welcome);
    scene.turn(None, None);
    assert_eq!(at(&scene, 5_000).stage, DisplayStage::Thanks);
    scene.hear(&News::Basket(Box::new(basket(1))), UtcMs(NOW));
    assert_eq!(at(&scene, 5_000).stage, DisplayStage::Basket);
}

#[test]
fn a_payment_from_yesterday_that_is_looked_at_thanks_nobody() {
    let old = json!({ "at_ms": NOW - 86_400_000 });
    let scene = paying(order("paid", &old));
    assert_ne!(stage(&scene), DisplayStage::Thanks);
    let mut scene = self::scene();
    scene.turn(Some("S1".to_owned()), None);
    scene.found_sale(sale(290));
    assert_eq!(stage(&scene), DisplayStage::Welcome);
    // Nor when something went back of it.
    scene.hear(&News::Sale(Box::new(sale(290))), UtcMs(NOW));
    assert_eq!(stage(&scene), DisplayStage::Welcome);
}

#[test]
fn cash_is_thanked_for_with_its_change() {
    let mut scene = scene();
    scene.turn(Some("S1".to_owned()), None);
    scene.found_sale(sale(0));
    scene.hear(&News::Sale(Box::new(sale(500))), UtcMs(NOW));
    let view = at(&scene, 1_000);
    assert_eq!(
        (view.stage, view.change.unwrap().fils),
        (DisplayStage::Thanks, 210)
    );
}

#[test]
fn a_part_that_is_paid_by_wallet_leaves_the_rest_to_pay() {
    let part = |state| order(state, &json!({ "amount": money(100) }));
    let mut scene = paying(part("awaiting_payment"));
    assert_eq!(at(&scene, 0).amount.unwrap().fils, 100);
    hear(&mut scene, part("paid"));
    let mut left = sale(100);
    left.payments = serde_json::from_value(json!([{
        "tender": "wallet", "order": "T1-1", "amount": money(100), "tip": money(0), "given": null, "change": null,
        "rounding_fils": 0, "proof": "proved"
    }]))
    .unwrap();
    scene.hear(&News::Sale(Box::new(left)), UtcMs(NOW));
    let view = at(&scene, 0);
    assert_eq!(
        (view.stage, view.due.unwrap().fils),
        (DisplayStage::Basket, 190)
    );
}

#[test]
fn thanks_stay_while_the_sale_has_not_heard_of_its_payment() {
    let mut scene = paying(waiting());
    hear(&mut scene, order("paid", &json!({})));
    scene.turn(Some("S1".to_owned()), None);
    assert_eq!(stage(&scene), DisplayStage::Thanks);
}

#[test]
fn with_nobody_at_the_till_only_a_payment_under_way_is_shown_without_its_goods() {
    let mut scene = paying(waiting());
    scene.manned = false;
    let view = at(&scene, 0);
    assert_eq!((view.stage, view.lines.len()), (DisplayStage::Pay, 0));
    for (state, then) in [
        ("closing", DisplayStage::Checking),
        ("closed", DisplayStage::Welcome),
        ("paid", DisplayStage::Thanks),
        ("needs_review", DisplayStage::Welcome),
    ] {
        let mut scene = paying(waiting());
        scene.manned = false;
        hear(&mut scene, order(state, &json!({})));
        assert_eq!(stage(&scene), then, "{state}");
    }
    let mut scene = self::scene();
    scene.manned = false;
    scene.hear(&News::Basket(Box::new(basket(2))), UtcMs(NOW));
    assert_eq!(stage(&scene), DisplayStage::Welcome);
}

#[test]
fn a_till_that_takes_no_payments_says_welcome() {
    let mut scene = paying(waiting());
    scene.ready = false;
    assert_eq!(
        (stage(&scene), at(&scene, 0).qr),
        (DisplayStage::Welcome, None)
    );
}

#[test]
fn turning_away_shows_the_basket_at_hand_and_turning_back_the_payment() {
    let mut scene = paying(waiting());
    scene.turn(None, None);
    assert_eq!(stage(&scene), DisplayStage::Welcome);
    scene.turn(None, Some("T1-1".to_owned()));
    assert_eq!(stage(&scene), DisplayStage::Welcome);
    scene.found_order(waiting());
    assert_eq!(stage(&scene), DisplayStage::Pay);
    // Said twice, it stays.
    scene.turn(None, Some("T1-1".to_owned()));
    assert_eq!(stage(&scene), DisplayStage::Pay);
}
