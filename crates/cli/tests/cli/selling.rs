//! `fils sell`: goods, money and a receipt without a window.

use std::fs;

use serde_json::json;

use crate::rig::Till;

const GOODS: &str = "code,name,name_ar,barcodes,price,vat,category,unit\n\
    KARAK,Karak tea,شاي كرك,6291003000010,2.50,5,Drinks,piece\n\
    BREAD,Arabic bread,خبز عربي,96385074,1.00,0,Bakery,piece\n\
    BOXX2,Box,,BOXX2,4.00,5,,piece\n\
    TOM,Tomatoes,طماطم,,8.00,0,Vegetables,kg\n\
    OPEN,Repair,,,open,5,,piece\n";

fn shop(settings: &[&str]) -> Till {
    let till = Till::new(settings);
    let file = till.home().join("goods.csv");
    fs::write(&file, GOODS).unwrap();
    let imported = till
        .run(&["products", "import", file.to_str().unwrap()])
        .exits(0);
    assert_eq!(imported.last()["added"], 5);
    till
}

#[test]
fn goods_are_sold_for_cash_with_change_and_a_receipt() {
    let till = shop(&[]);
    let sold = till
        .run(&[
            "sell",
            "6291003000010x3",
            "96385074",
            "TOMx0.350",
            "--cash",
            "20",
        ])
        .exits(0);
    let last = sold.last();
    assert_eq!(last["total"], "11.30");
    assert_eq!(last["vat"], "0.36");
    assert_eq!(last["change"], "8.70");
    assert_eq!(last["receipt"], "T1-000001");
    assert_eq!(last["payments"][0]["tender"], "cash");
    assert_eq!(last["payments"][0]["amount"], "11.30");
    let png = till.home().join("receipt.png");
    let sale = last["sale"].as_str().unwrap();
    till.run(&["receipt", sale, "--png", png.to_str().unwrap()])
        .exits(0);
    assert!(fs::read(png).unwrap().starts_with(b"\x89PNG"));
    let exact = till.run(&["sell", "KARAK"]).exits(0);
    assert_eq!(
        (&exact.last()["change"], &exact.last()["receipt"]),
        (&json!("0.00"), &json!("T1-000002"))
    );
}

#[test]
fn what_cannot_be_sold_is_refused_before_anything_is_done() {
    let till = shop(&[]);
    for (args, error) in [
        (&["sell", "5000112637922"][..], "unknown_product"),
        (&["sell", "6291003000019"], "barcode_check_digit"),
        (&["sell", "KARAKx0"], "unknown_product"),
        (&["sell", "KARAKx1.5"], "part_of_a_piece"),
        (&["sell", "TOM"], "weight_missing"),
        (&["sell", "OPEN"], "price_missing"),
        (&["sell", "KARAK", "--cash", "2"], "cash_too_little"),
        (&["sell", "KARAK", "--cash", "two"], "amount_not_a_number"),
        (&["sell", "KARAK", "--cash", "3", "--wallet"], "usage"),
        (&["sell"], "usage"),
    ] {
        till.run(args).refused(error);
    }
    // A code with an x in it is that code.
    let sold = till.run(&["sell", "BOXX2"]).exits(0);
    assert_eq!(
        (&sold.last()["total"], &sold.last()["receipt"]),
        (&json!("4.00"), &json!("T1-000001"))
    );
}

#[test]
fn a_wallet_pays_for_goods_or_the_sale_is_given_up() {
    let till = shop(&[]);
    let mut sell = till.start(&["sell", "KARAKx2", "96385074", "--wallet"]);
    let waiting = sell.state("awaiting_payment");
    assert_eq!(waiting["amount"], "6.00");
    till.payby
        .customer(waiting["order"].as_str().unwrap(), "pay");
    let sold = sell.end().exits(0);
    let last = sold.last();
    assert_eq!(
        (&last["receipt"], &last["vat"]),
        (&json!("T1-000001"), &json!("0.24"))
    );
    assert_eq!(last["payments"][0]["order"], waiting["order"]);
    assert_eq!(last["payments"][0]["proof"], "proved");

    let mut refused = till.start(&["sell", "KARAK", "--wallet"]);
    let waiting = refused.state("awaiting_payment");
    till.payby
        .customer(waiting["order"].as_str().unwrap(), "decline");
    let ended = refused.end().exits(2);
    assert_eq!(ended.last()["receipt"], json!(null));
    let next = till.run(&["sell", "KARAK"]).exits(0);
    assert_eq!(next.last()["receipt"], "T1-000002", "no number is lost");
}

#[test]
fn an_amount_that_was_charged_has_a_receipt_too() {
    let till = shop(&["trn=100123456700003"]);
    let order = till.paid("10.50");
    let pdf = till.home().join("receipt.pdf");
    till.run(&["receipt", &order, "--pdf", pdf.to_str().unwrap()])
        .exits(0);
    assert!(fs::read(pdf).unwrap().starts_with(b"%PDF"));
}
