//! X and Z reports on paper: the same lines that the screens show, in both languages.

use fils_day::{Line, Report, ReportKind, Section};
use fils_order::SignedMoney;
use fils_paper::{
    Cut, Options, PaperError, Slip, SlipPart, SlipRow, Width, Words, escpos, written,
};

/// A report ready for paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPaper(Slip);

impl ReportPaper {
    /// The paper of a report; marked as a copy when it was printed before.
    pub fn of(report: &Report, copy: bool) -> Self {
        let terms = &report.terms;
        let mut parts = vec![about(report)];
        for section in SECTIONS {
            parts.extend(part(report, section));
        }
        parts.extend(still_open(report));
        parts.push(SlipPart {
            title: Words::new("End of the journal", "نهاية السجل"),
            notes: vec![format!("{} · {}", terms.head_seq, terms.head)],
            ..SlipPart::default()
        });
        Self(Slip {
            shop: terms.shop.clone(),
            title: match terms.kind {
                ReportKind::X => Words::new("X report", "تقرير X"),
                ReportKind::Z => Words::new("Z report", "تقرير Z"),
            },
            number: terms.number.clone(),
            parts,
            copy,
            training: terms.training,
        })
    }

    /// The document, as wide as the roll.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn pdf(&self, width: Width) -> Result<Vec<u8>, PaperError> {
        self.0.draw(width)?.pdf()
    }

    /// The bytes for a thermal printer, the cut included. They open no drawer.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn escpos(&self, width: Width) -> Result<Vec<u8>, PaperError> {
        let options = Options {
            cut: Cut::Partial,
            drawer: None,
            dots_per_line: width.dots(),
        };
        escpos(&self.0.draw(width)?.raster()?, &options)
    }
}

const SECTIONS: [Section; 9] = [
    Section::Sales,
    Section::Vat,
    Section::Tenders,
    Section::Wallet,
    Section::Cash,
    Section::Cashiers,
    Section::Categories,
    Section::Counts,
    Section::Totals,
];

fn about(report: &Report) -> SlipPart {
    let terms = &report.terms;
    let mut rows = vec![
        plain("Business day", "يوم العمل", terms.day.clone()),
        plain("Till", "الصندوق", terms.till.clone()),
    ];
    if let Some(from) = terms.from {
        rows.push(plain("Since", "منذ", written(from)));
    }
    rows.push(plain("Made", "وقت الإصدار", written(terms.to)));
    rows.push(plain("By", "بواسطة", terms.by.clone()));
    if let Some(trn) = terms
        .shop
        .trn
        .clone()
        .filter(|_| terms.shop.is_registered())
    {
        rows.push(plain("TRN", "الرقم الضريبي", trn));
    }
    SlipPart {
        rows,
        ..SlipPart::default()
    }
}

fn plain(en: &str, ar: &str, value: String) -> SlipRow {
    SlipRow {
        label: Words::new(en, ar),
        value,
        strong: false,
    }
}

fn part(report: &Report, section: Section) -> Option<SlipPart> {
    let of = report.lines.iter().filter(|line| line.section == section);
    let rows: Vec<SlipRow> = of.map(row).collect();
    (!rows.is_empty()).then(|| SlipPart {
        title: title(section),
        rows,
        notes: Vec::new(),
    })
}

fn still_open(report: &Report) -> Option<SlipPart> {
    let terms = &report.terms;
    if terms.open.is_empty() {
        return None;
    }
    let mut notes: Vec<String> = terms.open.iter().map(|item| item.words.clone()).collect();
    let mut rows = Vec::new();
    if let Some(closing) = &terms.signed_off {
        rows.push(plain("Signed off by", "أقرّها", closing.by.clone()));
        notes.push(closing.reason.clone());
    }
    Some(SlipPart {
        title: Words::new("Still open", "لم يُحسم بعد"),
        rows,
        notes,
    })
}

fn title(section: Section) -> Words {
    let (en, ar) = match section {
        Section::Sales => ("Sales", "المبيعات"),
        Section::Vat => ("VAT (included)", "ضريبة القيمة المضافة"),
        Section::Tenders => ("Paid by", "طرق الدفع"),
        Section::Wallet => ("PayBy wallets", "محافظ PayBy"),
        Section::Cash => ("Cash drawer", "درج النقد"),
        Section::Cashiers => ("By cashier", "حسب الكاشير"),
        Section::Categories => ("By category", "حسب الفئة"),
        Section::Counts => ("Counts", "الأعداد"),
        Section::Totals => ("Running totals", "المجاميع التراكمية"),
    };
    Words::new(en, ar)
}

fn row(line: &Line) -> SlipRow {
    let name = match (line.code.as_str(), &line.label) {
        ("category", Some(name)) if name.is_empty() => Words::new("No category", "بلا فئة"),
        ("cashier" | "category", Some(name)) => Words::new(name, ""),
        (code, _) => words(line.section, code),
    };
    let value = match (line.amount, &line.label, line.count) {
        (Some(amount), _, _) => figure(amount),
        (None, Some(label), _) => label.clone(),
        (None, None, count) => count.map_or_else(String::new, |count| count.to_string()),
    };
    let counted = line.count.filter(|_| line.amount.is_some());
    let label = match counted {
        Some(count) if name.ar.is_empty() => Words::new(&format!("{} ({count})", name.en), ""),
        Some(count) => Words::new(&name.en, &format!("{} ({count})", name.ar)),
        None => name,
    };
    SlipRow {
        label,
        value,
        strong: matches!(
            line.code.as_str(),
            "net" | "vat" | "expected" | "grand_total"
        ),
    }
}

/// An amount as papers write it.
fn figure(amount: SignedMoney) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    format!("{sign}{}", fils_counter::view::size_text(amount))
}

/// What a line says. A code that this program does not know stands for itself.
fn words(section: Section, code: &str) -> Words {
    let (en, ar) = match (section, code) {
        (Section::Vat, "class_5") => ("Goods at 5 %", "سلع بنسبة ٥٪"),
        (Section::Vat, "class_0") => ("Goods at 0 %", "سلع بنسبة صفر"),
        (Section::Vat, "class_exempt") => ("Goods exempt", "سلع معفاة"),
        (Section::Vat, "vat_sold") => ("VAT of sales", "ضريبة المبيعات"),
        (Section::Vat, "vat_given_back") => ("VAT given back", "ضريبة المرتجعات"),
        (Section::Vat, "vat") => ("VAT owed", "الضريبة المستحقة"),
        (Section::Sales, "sold") => ("Sold", "المبيعات"),
        (Section::Sales, "given_back") => ("Given back", "المرتجعات"),
        (Section::Sales, "discounts") => ("Discounts in it", "الخصومات ضمنها"),
        (Section::Cash, "sales") => ("From sales", "من المبيعات"),
        (Section::Cash, "refunds") => ("Given back", "المبالغ المردودة"),
        (_, "net") => ("Net", "الصافي"),
        (_, "cash") => ("Cash", "نقدًا"),
        (_, "wallet") => ("Wallet", "محفظة"),
        (_, "tips") => ("Tips on top", "إكراميات إضافية"),
        (_, "rounding") => ("Cash rounding", "تقريب النقد"),
        (_, "cash_held") => ("Cash on no receipt", "نقد بلا إيصال"),
        (_, "wallet_held") => ("Wallet money on no receipt", "أموال محفظة بلا إيصال"),
        (_, "unexplained") => ("Not explained", "غير مفسَّر"),
        (_, "received") => ("Received", "المستلَم"),
        (_, "refunded") => ("Refunded", "المسترد"),
        (_, "of_papers") => ("On receipts", "على الإيصالات"),
        (_, "held") => ("On no receipt", "بلا إيصال"),
        (_, "taken_over") => ("Taken over", "مدفوعات مضمومة"),
        (_, "opened_with") => ("At the start", "رصيد البداية"),
        (_, "paid_in") => ("Paid in", "إيداع"),
        (_, "paid_out") => ("Paid out", "مصروفات"),
        (_, "drops") => ("To the safe", "إلى الخزنة"),
        (_, "expected") => ("Expected", "المتوقَّع"),
        (_, "counted") => ("Counted", "المعدود"),
        (_, "difference") => ("Difference", "الفرق"),
        (_, "uncounted") => ("Not counted yet", "لم يُعدّ بعد"),
        (_, "first_receipt") => ("First paper", "أول ورقة"),
        (_, "last_receipt") => ("Last paper", "آخر ورقة"),
        (_, "receipts") => ("Receipts", "الإيصالات"),
        (_, "credit_notes") => ("Credit notes", "إشعارات دائنة"),
        (_, "voids") => ("Sales given up", "مبيعات ملغاة"),
        (_, "cancellations") => ("Wallet payments cancelled", "مدفوعات محفظة ملغاة"),
        (_, "total_before") => ("Total before", "المجموع السابق"),
        (_, "grand_total") => ("Grand total", "المجموع الكلي"),
        (_, other) => (other, ""),
    };
    Words::new(en, ar)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use fils_day::{CashMoved, Fact, Figures, Paper, PaperKind, PaperLine, Terms};
    use fils_order::{Money, UtcMs};
    use fils_sale::VatClass;
    use fils_sale::receipt::Shop;

    use super::*;

    fn money(fils: i64) -> Money {
        Money::from_fils(fils).unwrap()
    }

    fn report() -> Report {
        let sold = Fact::Paper(Paper {
            kind: PaperKind::Sale,
            by: "Amal".to_owned(),
            hour: 9,
            lines: vec![PaperLine {
                class: VatClass::Standard,
                category: String::new(),
                gross: money(1250),
                discount: money(200),
                vat: money(50),
            }],
            cash: Some(money(1025)),
            wallet: None,
            rounding: SignedMoney(-25),
            tips: Money::ZERO,
            over: Money::ZERO,
        });
        let cash = Fact::Cash {
            why: CashMoved::Sale,
            amount: money(1025),
        };
        let terms = Terms {
            kind: ReportKind::Z,
            n: Some(7),
            number: Some("T1-Z0007".to_owned()),
            till: "T1".to_owned(),
            shop: Shop {
                name: "Karak House".to_owned(),
                trn: Some("100000000000003".to_owned()),
                ..Shop::default()
            },
            day: "2026-11-21".to_owned(),
            from: None,
            to: UtcMs(1_795_290_000_000),
            by: "Badr".to_owned(),
            first_receipt: Some("T1-000001".to_owned()),
            last_receipt: Some("T1-000001".to_owned()),
            total_before: SignedMoney(100_000),
            open: Vec::new(),
            signed_off: None,
            head_seq: 12,
            head: "ab".repeat(32),
            training: false,
        };
        Report::make(terms, Figures::of(&[sold, cash]))
    }

    #[test]
    fn every_line_of_a_report_has_words_in_both_languages() {
        let report = report();
        for line in &report.lines {
            let name = words(line.section, &line.code);
            let named = matches!(line.code.as_str(), "cashier" | "category");
            assert!(named || !name.ar.is_empty(), "{line:?}");
        }
        let ReportPaper(slip) = ReportPaper::of(&report, false);
        let lines = slip.draw(Width::Mm80).unwrap().lines().join("\n");
        for text in [
            "Grand total",
            "1,010.50",
            "−0.25",
            "T1-Z0007",
            "Amal (1)",
            "No category",
        ] {
            assert!(lines.contains(text), "{text} in {lines}");
        }
    }

    #[test]
    fn it_fits_every_roll_as_a_file_and_for_a_printer() {
        let paper = ReportPaper::of(&report(), true);
        for width in Width::ALL {
            assert!(paper.pdf(width).unwrap().starts_with(b"%PDF"));
            assert!(!paper.escpos(width).unwrap().is_empty());
        }
    }
}
