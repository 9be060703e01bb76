//! Receipts as shops print them, and some that no shop should.

use fils_order::{Money, OrderNumber, SignedMoney, UtcMs};
use fils_sale::receipt::{Kind, LineVat, PaidBy, Receipt, ReceiptLine, ReceiptPayment, Shop, Vat};
use fils_sale::{ClassTotal, Quantity, Unit, VatClass};

/// An amount in fils.
pub(crate) fn fils(amount: i64) -> Money {
    Money::from_fils(amount).unwrap()
}

/// The number of the sample's order.
pub(crate) fn order() -> OrderNumber {
    "FS260912-0001-7QK4".parse().unwrap()
}

/// A registered shop with everything filled in.
pub(crate) fn shop() -> Shop {
    Shop {
        name: "Al Noor Grocery & Café".to_owned(),
        name_ar: Some("بقالة ومقهى النور".to_owned()),
        address: "Shop 4, Al Rigga Road, Deira\nDubai, United Arab Emirates".to_owned(),
        address_ar: Some("محل ٤، شارع الرقة، ديرة، دبي".to_owned()),
        phone: Some("+971 4 222 3344".to_owned()),
        trn: Some("100123456700003".to_owned()),
        footer: Some("Thank you, come again".to_owned()),
        footer_ar: Some("شكرًا لزيارتكم".to_owned()),
    }
}

/// A line of `thousandths` at `price` fils.
pub(crate) fn line(
    name: &str,
    name_ar: Option<&str>,
    thousandths: i64,
    unit: Unit,
    price: i64,
) -> ReceiptLine {
    let gross = fils((price * thousandths + 500) / 1000);
    ReceiptLine {
        code: None,
        name: name.to_owned(),
        name_ar: name_ar.map(str::to_owned),
        quantity: Some(Quantity::try_from(thousandths).unwrap()),
        unit,
        price: Some(fils(price)),
        gross,
        discount: Money::ZERO,
        total: gross,
        vat: Some(LineVat {
            class: VatClass::Standard,
            amount: VatClass::Standard.vat_within(gross),
        }),
        note: None,
    }
}

/// A receipt of these lines, all at 5 %, paid in cash with the next hundred dirhams.
pub(crate) fn receipt(lines: Vec<ReceiptLine>) -> Receipt {
    let total: i64 = lines.iter().map(|line| line.total.fils()).sum();
    let vat: i64 = lines
        .iter()
        .filter_map(|line| line.vat)
        .map(|vat| vat.amount.fils())
        .sum();
    let given = (total + 9_999) / 10_000 * 10_000;
    let change = fils(given - total);
    Receipt {
        kind: Kind::Sale,
        number: "T1-000123".to_owned(),
        original: None,
        shop: shop(),
        at: UtcMs(1_795_250_100_000),
        till: "Till 1".to_owned(),
        cashier: "Fatima".to_owned(),
        order_numbers: Vec::new(),
        lines,
        subtotal: fils(total),
        sale_discount: Money::ZERO,
        total: fils(total),
        vat: Some(Vat {
            amount: fils(vat),
            by_class: vec![ClassTotal {
                class: VatClass::Standard,
                total: fils(total),
                net: fils(total - vat),
                vat: fils(vat),
            }],
        }),
        rounding: SignedMoney(0),
        tips: Money::ZERO,
        over: Money::ZERO,
        payments: vec![ReceiptPayment {
            by: PaidBy::Cash {
                given: fils(given),
                change,
            },
            amount: fils(total),
        }],
        change,
        note: None,
        qr: Some(order().to_string()),
        copy: false,
        training: false,
    }
}

/// A sale as any other.
pub(crate) fn ordinary() -> Receipt {
    let mut discounted = line(
        "Dates, Khalas 1 kg box",
        Some("تمر خلاص علبة 1 كجم"),
        2000,
        Unit::Piece,
        3250,
    );
    discounted.discount = fils(650);
    discounted.total = fils(5850);
    discounted.note = Some("Gift wrap / تغليف هدية".to_owned());
    let mut receipt = receipt(vec![
        line(
            "Karak chai, large",
            Some("شاي كرك كبير"),
            2000,
            Unit::Piece,
            600,
        ),
        discounted,
        line("Tomatoes, local", Some("طماطم محلية"), 1350, Unit::Kg, 799),
        line("Water 1.5 L", None, 6000, Unit::Piece, 150),
    ]);
    receipt.sale_discount = fils(500);
    let total = receipt.subtotal.checked_sub(fils(500)).unwrap();
    receipt.total = total;
    receipt.rounding = SignedMoney(-4);
    receipt.order_numbers = vec![order()];
    receipt.payments = vec![
        ReceiptPayment {
            by: PaidBy::Wallet { order: order() },
            amount: fils(5000),
        },
        ReceiptPayment {
            by: PaidBy::Cash {
                given: fils(5000),
                change: fils(5000 - (total.fils() - 5000 - 4)),
            },
            amount: fils(total.fils() - 5000 - 4),
        },
    ];
    receipt
}

/// The credit note of one of its lines.
pub(crate) fn refund() -> Receipt {
    let mut back = line(
        "Karak chai, large",
        Some("شاي كرك كبير"),
        1000,
        Unit::Piece,
        600,
    );
    back.price = None;
    let mut receipt = receipt(vec![back]);
    receipt.kind = Kind::Refund;
    "T1-C00007".clone_into(&mut receipt.number);
    receipt.original = Some("T1-000123".to_owned());
    receipt.payments = vec![ReceiptPayment {
        by: PaidBy::Wallet { order: order() },
        amount: fils(600),
    }];
    receipt.copy = true;
    receipt
}

/// The same sale of a shop that is not registered for VAT.
pub(crate) fn unregistered() -> Receipt {
    let mut receipt = ordinary();
    receipt.shop.trn = None;
    receipt
}

/// Thirty lines, long names in both languages, huge amounts, three classes of VAT, training.
pub(crate) fn crowded() -> Receipt {
    let mut lines: Vec<ReceiptLine> = (1..=27)
        .map(|n| {
            line(
                &format!("Product number {n}"),
                Some("منتج للتجربة"),
                1000 * n,
                Unit::Piece,
                125 * n,
            )
        })
        .collect();
    let mut exempt = line(
        "A very long product name that nobody would print on a label, with SUPERCALIFRAGILISTICEXPIALIDOCIOUSINGREDIENTSWITHOUTSPACES",
        Some(
            "اسم منتج طويل جدًا لا يتسع له سطر واحد على الورق مع رقم الطراز AB-1234/56 وكمية 12 قطعة في الصندوق",
        ),
        999_999_000,
        Unit::Piece,
        999,
    );
    exempt.vat = Some(LineVat {
        class: VatClass::Exempt,
        amount: Money::ZERO,
    });
    let mut zero = line(
        "Gold bar 1 kg, fine",
        Some("سبيكة ذهب"),
        1000,
        Unit::Piece,
        987_654_321_000,
    );
    zero.vat = Some(LineVat {
        class: VatClass::Zero,
        amount: Money::ZERO,
    });
    lines.push(exempt);
    lines.push(zero);
    lines.push(line(
        "Hammour, whole",
        Some("هامور كامل"),
        2345,
        Unit::Kg,
        7_995,
    ));
    let mut receipt = receipt(lines);
    if let Some(vat) = &mut receipt.vat {
        for (class, index) in [(VatClass::Exempt, 27), (VatClass::Zero, 28)] {
            let total = receipt.lines[index].total;
            vat.by_class.push(ClassTotal {
                class,
                total,
                net: total,
                vat: Money::ZERO,
            });
        }
    }
    "Muhammad Abdulrahman Al-Khwarizmi bin Yusuf Al-Ansari".clone_into(&mut receipt.cashier);
    receipt.note =
        Some("Deliver to villa 12 after 17:00. التوصيل إلى الفيلا 12 بعد الساعة 17:00".to_owned());
    receipt.training = true;
    receipt.copy = true;
    receipt
}

/// Every sample with a name.
pub(crate) fn all() -> Vec<(&'static str, Receipt)> {
    vec![
        ("ordinary", ordinary()),
        ("refund", refund()),
        ("unregistered", unregistered()),
        ("crowded", crowded()),
    ]
}
