//! The paper that shows a person that the printer prints: both languages, figures, a QR.

use fils_order::{Money, SignedMoney, UtcMs};
use fils_sale::receipt::{Kind, Receipt, ReceiptLine};
use fils_sale::{Quantity, Unit};

use super::PrinterSetup;

/// A receipt of nothing, marked as worth nothing.
pub(super) fn sample(setup: &PrinterSetup, at: UtcMs) -> Receipt {
    let place = setup.connection.as_ref().map(ToString::to_string);
    let line = ReceiptLine {
        code: None,
        name: "Test print".to_owned(),
        name_ar: Some("طباعة تجريبية".to_owned()),
        quantity: Quantity::pieces(1).ok(),
        unit: Unit::Piece,
        price: Some(Money::ZERO),
        gross: Money::ZERO,
        discount: Money::ZERO,
        total: Money::ZERO,
        vat: None,
        note: place,
    };
    let shop = fils_sale::receipt::Shop {
        // It is no tax invoice, and must not look like one.
        trn: None,
        ..setup.shop.clone()
    };
    Receipt {
        kind: Kind::Sale,
        number: "TEST".to_owned(),
        original: None,
        shop,
        at,
        till: setup.till.clone(),
        cashier: "Fils".to_owned(),
        order_numbers: Vec::new(),
        lines: vec![line],
        subtotal: Money::ZERO,
        sale_discount: Money::ZERO,
        total: Money::ZERO,
        vat: None,
        rounding: SignedMoney(0),
        tips: Money::ZERO,
        over: Money::ZERO,
        payments: Vec::new(),
        change: Money::ZERO,
        note: None,
        qr: Some("TEST".to_owned()),
        copy: false,
        training: true,
    }
}
