//! What papers say in both languages.

use fils_export::{Cell, Words};
use fils_sale::VatClass;

use super::PaperCode;
use crate::view::CancelOutcomeCode;

pub(super) const TAKINGS: Words = Words::new("Takings by day", "المبيعات حسب اليوم");
pub(super) const VAT_BY_CLASS: Words = Words::new("VAT by class", "الضريبة حسب الفئة");
pub(super) const VAT_BY_DAY: Words = Words::new("VAT by day", "الضريبة حسب اليوم");
pub(super) const ORDERS: Words = Words::new("Orders", "الطلبات");
pub(super) const RECEIPTS: Words =
    Words::new("Receipts and credit notes", "الإيصالات والإشعارات الدائنة");
pub(super) const CANCELLATIONS: Words = Words::new("Cancelled payments", "الدفعات الملغاة");
pub(super) const SHIFTS: Words = Words::new("Shifts and cash", "الورديات والنقد");
pub(super) const MATCHING: Words = Words::new("Match with PayBy", "المطابقة مع PayBy");
pub(super) const ACCOUNTANT: Words = Words::new("Accountant’s file", "ملف المحاسب");
pub(super) const JOURNAL: Words = Words::new("Journal", "سجل العمليات");
pub(super) const SUMMARY: Words = Words::new("Summary", "الملخص");
pub(super) const WALLET: Words = Words::new("Wallet payments", "دفعات المحفظة");
pub(super) const DIFFERENCES: Words = Words::new("Differences", "الفروق");
pub(super) const SETTLEMENT: Words = Words::new("Settlement and fees", "التسوية والرسوم");
pub(super) const FUNDS: Words = Words::new("Bank and totals", "البنك والمجاميع");

pub(super) const NOTE_TAKINGS: Words = Words::new(
    "Net is what was sold less what was given back, VAT inside. In cash and by wallet add up to it; tips and rounding come on top.",
    "الصافي هو المبيعات ناقص المُرجع، شاملًا الضريبة. النقد والمحفظة معًا يساويانه، والإكراميات والتقريب فوقه.",
);
pub(super) const NOTE_VAT: Words = Words::new(
    "What was sold less what was given back. The VAT is inside the prices and was rounded on every line of every receipt.",
    "المبيعات ناقص المُرجع. الضريبة داخل الأسعار، وقُرّبت في كل سطر من كل إيصال.",
);
pub(super) const NOTE_ORDERS: Words = Words::new(
    "A row for every sale: by the day of its receipt, or of its beginning when it has none. What was given back is on the credit notes.",
    "سطر لكل عملية بيع: بيوم إيصالها، أو بيوم بدايتها إن لم يكن لها إيصال. والمُرجع في الإشعارات الدائنة.",
);
pub(super) const NOTE_RECEIPTS: Words = Words::new(
    "Credit notes are below zero. Amounts that were charged without a receipt are rows without a number.",
    "الإشعارات الدائنة بالسالب. والمبالغ المحصّلة من دون إيصال أسطر بلا رقم.",
);
pub(super) const NOTE_CANCELLATIONS: Words = Words::new(
    "Only PayBy’s proof ends a payment. Until then it is open, and Fils keeps asking.",
    "لا تنتهي الدفعة إلا بإثبات من PayBy، وحتى ذلك الحين تبقى مفتوحة ويواصل Fils السؤال.",
);
pub(super) const NOTE_SHIFTS: Words = Words::new(
    "By the day on which the shift was opened. A difference below zero was missing.",
    "بيوم فتح الوردية. الفرق السالب نقص.",
);
pub(super) const NOTE_MATCHING: Words = Words::new(
    "The days are Dubai’s calendar days, as PayBy counts them.",
    "الأيام أيام التقويم في دبي كما تحسبها PayBy.",
);
pub(super) const NOTE_SUMMARY: Words = Words::new(
    "Every line is a sum of the tables that follow. The three checks are zero, or say what is open.",
    "كل سطر مجموع للجداول التالية. والفحوص الثلاثة صفر، أو تقول ما هو مفتوح.",
);
pub(super) const NOTE_WALLET: Words = Words::new(
    "Ours: what PayBy proved to this till in these days. PayBy: what its list or statement says of the same days.",
    "لدينا: ما أثبتته PayBy لنقطة البيع في هذه الأيام. لدى PayBy: ما تقوله قائمتها أو كشفها عن الأيام نفسها.",
);
pub(super) const NOTE_DIFFERENCES: Words = Words::new(
    "Every row above whose two amounts are not equal, and why.",
    "كل سطر سابق لا يتساوى مبلغاه، والسبب.",
);
pub(super) const NOTE_SETTLEMENT: Words = Words::new(
    "By the day on which PayBy settled, from its statements. Whole amount less fee and VAT on the fee is what was settled.",
    "بيوم التسوية لدى PayBy، من كشوفها. المبلغ كاملًا ناقص الرسوم وضريبتها هو ما سُوّي.",
);

/// A paper's title.
pub(super) const fn title(paper: PaperCode) -> Words {
    match paper {
        PaperCode::Accountant => ACCOUNTANT,
        PaperCode::Takings => TAKINGS,
        PaperCode::Vat => VAT_BY_DAY,
        PaperCode::Orders => ORDERS,
        PaperCode::Receipts => RECEIPTS,
        PaperCode::Cancellations => CANCELLATIONS,
        PaperCode::Shifts => SHIFTS,
        PaperCode::Matching => MATCHING,
        PaperCode::Journal => JOURNAL,
    }
}

/// A VAT class.
pub(super) const fn vat(class: VatClass) -> Cell {
    match class {
        VatClass::Standard => Cell::Code("5", Words::new("5 %", "5 %")),
        VatClass::Zero => Cell::Code("0", Words::new("0 %", "0 %")),
        VatClass::Exempt => Cell::Code("exempt", Words::new("Exempt", "معفاة")),
    }
}

/// A code with its words; a code that has none stands for itself.
fn coded(code: &str, all: &[(&'static str, Words)]) -> Cell {
    all.iter().find(|(known, _)| *known == code).map_or_else(
        || Cell::text(Some(code)),
        |(known, words)| Cell::Code(known, *words),
    )
}

pub(super) fn sale_state(code: &str) -> Cell {
    coded(
        code,
        &[
            ("complete", Words::new("Complete", "مكتملة")),
            ("open", Words::new("Open", "مفتوحة")),
            ("void", Words::new("Given up", "مُتراجع عنها")),
        ],
    )
}

pub(super) fn paper_kind(code: &str) -> Cell {
    coded(
        code,
        &[
            ("receipt", Words::new("Receipt", "إيصال")),
            ("credit_note", Words::new("Credit note", "إشعار دائن")),
            ("without_receipt", Words::new("Without receipt", "بلا إيصال")),
        ],
    )
}

/// Who cancelled: a person, or the till.
pub(super) fn who(by: &str) -> Cell {
    coded(by, &[("till", Words::new("The till", "نقطة البيع"))])
}

/// Why it was cancelled.
pub(super) fn why(code: &str) -> Cell {
    const TILL: Words = Words::new("Cancelled at the till", "أُلغيت من نقطة البيع");
    const LATE: Words = Words::new(
        "The customer did not pay in time",
        "لم يدفع العميل في الوقت المحدد",
    );
    coded(
        code,
        &[
            ("cashier", TILL),
            ("cancelled_by_cashier", TILL),
            ("deadline", LATE),
            ("expired", LATE),
            (
                "replaced",
                Words::new("Another attempt took its place", "حلّت محلها محاولة أخرى"),
            ),
            (
                "refused",
                Words::new("PayBy refused the payment", "رفضت PayBy العملية"),
            ),
            (
                "failed_at_payby",
                Words::new("The payment failed at PayBy", "فشلت العملية لدى PayBy"),
            ),
            (
                "closed_by_person",
                Words::new("A person ended it", "أنهاها موظف"),
            ),
            (
                "never_reached_payby",
                Words::new("PayBy never received it", "لم تصل إلى PayBy قط"),
            ),
            (
                "revoked",
                Words::new("The payment was taken back", "أُعيدت الدفعة إلى العميل"),
            ),
        ],
    )
}

/// How a cancellation ended.
pub(super) const fn outcome(outcome: CancelOutcomeCode) -> Cell {
    match outcome {
        CancelOutcomeCode::Proved => Cell::Code("proved", Words::new("Proved", "ثبت الإلغاء")),
        CancelOutcomeCode::Open => Cell::Code("open", Words::new("Not proved yet", "لم يثبت بعد")),
        CancelOutcomeCode::PaidInstead => Cell::Code(
            "paid_instead",
            Words::new("The customer paid after all", "دفع العميل رغم ذلك"),
        ),
        CancelOutcomeCode::Refused => Cell::Code(
            "refused",
            Words::new("PayBy had not taken it", "لم تقبلها PayBy أصلًا"),
        ),
        CancelOutcomeCode::WithoutProof => Cell::Code(
            "without_proof",
            Words::new(
                "Ended by a person, without proof",
                "أنهاها موظف من دون إثبات",
            ),
        ),
    }
}

/// What moved.
pub(super) fn what(code: &str) -> Cell {
    coded(
        code,
        &[
            ("payment", Words::new("Payment", "دفعة")),
            ("refund", Words::new("Refund", "استرداد")),
            ("taken_over", Words::new("Taken over", "أُخذت من PayBy")),
            ("settlement", Words::new("Settlement", "تسوية")),
            ("fund", Words::new("Total or movement", "مجموع أو حركة")),
        ],
    )
}

/// What a comparison came to.
pub(super) fn kind(code: &str) -> Cell {
    coded(
        code,
        &[
            ("matched", Words::new("Agrees", "متطابق")),
            (
                "ours_only",
                Words::new("Missing at PayBy", "ناقص لدى PayBy"),
            ),
            (
                "theirs_only",
                Words::new("Missing in the books", "ناقص في دفاترنا"),
            ),
            (
                "amount_differs",
                Words::new("Amount differs", "المبلغ مختلف"),
            ),
            (
                "state_differs",
                Words::new("State differs", "الحالة مختلفة"),
            ),
            (
                "fee_unexpected",
                Words::new("Unusual fee", "رسوم غير معتادة"),
            ),
        ],
    )
}

/// What a person decided.
pub(super) fn decision(code: &str) -> Cell {
    coded(
        code,
        &[
            ("explained", Words::new("Explained", "فُسّر")),
            ("taken_over", Words::new("Taken over", "أُخذ")),
        ],
    )
}

/// How the two amounts of a movement stand to each other.
pub(super) fn standing(code: &str) -> Cell {
    coded(
        code,
        &[
            ("agrees", Words::new("Agrees", "متطابق")),
            (
                "not_compared",
                Words::new("Not compared with PayBy yet", "لم يُطابق مع PayBy بعد"),
            ),
            ("other_days", Words::new("In other days", "في أيام أخرى")),
            ("explained", Words::new("Explained", "فُسّر")),
            ("taken_over", Words::new("Taken over", "أُخذت من PayBy")),
            ("open", Words::new("Open", "مفتوح")),
        ],
    )
}

/// A state of either side.
pub(super) fn state(code: &str) -> Cell {
    coded(
        code,
        &[
            ("open", Words::new("Open", "مفتوحة")),
            ("waiting", Words::new("Waiting", "بالانتظار")),
            ("paid", Words::new("Paid", "مدفوعة")),
            ("closed", Words::new("Closed", "مغلقة")),
            ("returned", Words::new("Given back", "أُعيدت")),
            ("revoked", Words::new("Taken back", "سُحبت")),
            ("review", Words::new("To be decided", "تنتظر قرارًا")),
            ("settled", Words::new("Settled", "سُوّيت")),
        ],
    )
}

/// A part of the summary.
pub(super) const fn part(code: &'static str) -> Cell {
    let words = match code.as_bytes() {
        b"sales" => Words::new("Sales", "المبيعات"),
        b"wallet" => Words::new("Wallet money, our books", "أموال المحفظة في دفاترنا"),
        b"payby" => Words::new("PayBy’s money", "أموال PayBy"),
        b"settlement" => Words::new("Settled by PayBy", "سوّته PayBy"),
        b"cash" => Words::new("Cash", "النقد"),
        _ => Words::new("Checks", "الفحوص"),
    };
    Cell::Code(code, words)
}

/// The lines of the summary.
const LINES: &[(&str, Words)] = &[
    (
        "sold",
        Words::new("Sold, VAT inside", "المبيعات شاملة الضريبة"),
    ),
    ("given_back", Words::new("Given back", "المُرجع")),
    (
        "net",
        Words::new("Sold less given back", "المبيعات ناقص المُرجع"),
    ),
    ("vat", Words::new("VAT inside", "منه الضريبة")),
    ("by_cash", Words::new("Of it in cash", "منه نقدًا")),
    ("by_wallet", Words::new("Of it by wallet", "منه بالمحفظة")),
    ("tips", Words::new("Tips", "الإكراميات")),
    ("rounding", Words::new("Cash rounding", "تقريب النقد")),
    (
        "received",
        Words::new("Received from wallets", "استُلم من المحافظ"),
    ),
    (
        "refunded",
        Words::new("Given back to wallets", "أُعيد إلى المحافظ"),
    ),
    (
        "taken_over",
        Words::new("Payments taken over", "دفعات أُخذت من PayBy"),
    ),
    ("ours", Words::new("Together", "المجموع")),
    (
        "held",
        Words::new("Of it on no receipt yet", "منه بلا إيصال بعد"),
    ),
    (
        "payments",
        Words::new("Payments at PayBy", "الدفعات لدى PayBy"),
    ),
    (
        "refunds",
        Words::new("Refunds at PayBy", "المبالغ المستردة لدى PayBy"),
    ),
    ("theirs", Words::new("Together", "المجموع")),
    (
        "difference",
        Words::new("Ours less PayBy’s", "لدينا ناقص ما لدى PayBy"),
    ),
    ("explained", Words::new("Of it explained", "منه مُفسَّر")),
    (
        "other_days",
        Words::new("Of it in other days", "منه في أيام أخرى"),
    ),
    (
        "not_compared",
        Words::new("Of it not compared yet", "منه لم يُطابق بعد"),
    ),
    ("open", Words::new("Of it open", "منه مفتوح")),
    (
        "gross",
        Words::new("Whole amount settled", "المبلغ المسوّى كاملًا"),
    ),
    ("fees", Words::new("PayBy’s fees", "رسوم PayBy")),
    ("fee_vat", Words::new("VAT on the fees", "ضريبة الرسوم")),
    ("settled", Words::new("Settled", "المسوّى")),
    ("to_bank", Words::new("Sent to the bank", "حُوّل إلى البنك")),
    (
        "opened_with",
        Words::new("In the drawers at the start", "في الأدراج عند البداية"),
    ),
    ("cash_sales", Words::new("Cash sales", "مبيعات نقدية")),
    (
        "cash_refunds",
        Words::new("Given back in cash", "أُعيد نقدًا"),
    ),
    ("paid_in", Words::new("Paid in", "إيداع")),
    ("paid_out", Words::new("Paid out", "صرف")),
    ("drops", Words::new("Brought to the safe", "نُقل إلى الخزنة")),
    (
        "expected",
        Words::new("Should be there", "يجب أن يكون في الأدراج"),
    ),
    (
        "cash_difference",
        Words::new("Counted too much or too little", "زيادة أو نقص عند العدّ"),
    ),
    (
        "check_sales",
        Words::new(
            "Sales agree with wallet money",
            "المبيعات تطابق أموال المحفظة",
        ),
    ),
    (
        "check_payby",
        Words::new("Our money is PayBy’s money", "أموالنا هي أموال PayBy"),
    ),
    (
        "check_settlement",
        Words::new("The settlement adds up", "التسوية مجموعها صحيح"),
    ),
];

/// A line of the summary.
pub(super) fn line(code: &'static str) -> Cell {
    coded(code, LINES)
}

/// What a check came to.
pub(super) const fn verdict(fine: bool) -> Cell {
    if fine {
        Cell::Code("fine", Words::new("Fits to the fils", "مطابق حتى آخر فلس"))
    } else {
        Cell::Code(
            "open",
            Words::new("Open: see the differences", "مفتوح: انظر الفروق"),
        )
    }
}
