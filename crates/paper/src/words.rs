//! What receipts say in both languages.

/// A label in both languages: English first, then Arabic.
pub(crate) struct Label(pub(crate) &'static str, pub(crate) &'static str);

impl Label {
    /// Both, as parts of a row's label. The Arabic is isolated, so that figures beside it stay where they are.
    pub(crate) fn parts(&self) -> [String; 2] {
        [self.0.to_owned(), format!("\u{2067}{}\u{2069}", self.1)]
    }
}

pub(crate) const INVOICE_NUMBER: Label = Label("Invoice no.", "رقم الفاتورة");
pub(crate) const CREDIT_NUMBER: Label = Label("Credit note no.", "رقم الإشعار");
pub(crate) const RECEIPT_NUMBER: Label = Label("Receipt no.", "رقم الإيصال");
pub(crate) const ORIGINAL_INVOICE: Label = Label("For invoice", "عن الفاتورة");
pub(crate) const ORIGINAL_RECEIPT: Label = Label("For receipt", "عن الإيصال");
pub(crate) const DATE: Label = Label("Date", "التاريخ");
pub(crate) const TILL: Label = Label("Till", "الصندوق");
pub(crate) const CASHIER: Label = Label("Cashier", "الكاشير");
pub(crate) const TRN: Label = Label("TRN", "الرقم الضريبي");
pub(crate) const PHONE: Label = Label("Tel.", "هاتف");
pub(crate) const DISCOUNT: Label = Label("Discount", "خصم");
pub(crate) const SUBTOTAL: Label = Label("Subtotal", "المجموع الفرعي");
pub(crate) const NET: Label = Label("Total without VAT", "الإجمالي بدون الضريبة");
pub(crate) const VAT: Label = Label("VAT 5 % (included)", "ضريبة القيمة المضافة");
pub(crate) const ZERO_RATED: Label = Label("Goods at VAT 0 %", "سلع بنسبة صفر");
pub(crate) const EXEMPT: Label = Label("Goods exempt from VAT", "سلع معفاة من الضريبة");
pub(crate) const TOTAL: Label = Label("Total", "الإجمالي");
pub(crate) const REFUNDED: Label = Label("Refunded", "المبلغ المسترد");
pub(crate) const ROUNDING: Label = Label("Rounding", "تقريب");
pub(crate) const TIP: Label = Label("Tip", "إكرامية");
pub(crate) const OVER: Label = Label("Paid above the total", "مدفوع زيادة");
pub(crate) const CASH: Label = Label("Cash", "نقدًا");
pub(crate) const GIVEN: Label = Label("Given", "المبلغ المستلم");
pub(crate) const CHANGE: Label = Label("Change", "الباقي");
pub(crate) const WALLET: Label = Label("PayBy wallet", "محفظة إلكترونية");
pub(crate) const ORDER: Label = Label("Order", "الطلب");
pub(crate) const COPY: Label = Label("COPY", "نسخة");
pub(crate) const TRAINING: Label = Label("TRAINING – NOT A RECEIPT", "تدريب – ليس إيصالًا");
/// Beside a line that is taxed at zero.
pub(crate) const LINE_ZERO: &str = "(VAT 0 %)";
/// Beside a line that is not taxed.
pub(crate) const LINE_EXEMPT: &str = "(VAT exempt)";
