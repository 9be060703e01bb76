//! Which line of a receipt stands where.

use fils_order::{Money, UtcMs};
use fils_sale::receipt::{Kind, PaidBy, Receipt, ReceiptLine, ReceiptPayment};
use fils_sale::{Quantity, Unit, VatClass};

use crate::sheet::{Align, Sheet};
use crate::sign::DIRHAM;
use crate::text::{Base, Style};
use crate::words::{self, Label};
use crate::{Face, Page, PaperError, Width};

/// Draws a receipt. The same receipt and width give the same page, always.
///
/// # Errors
/// [`PaperError::Font`] and [`PaperError::TooLarge`].
pub fn draw(receipt: &Receipt, width: Width) -> Result<Page, PaperError> {
    let mut paper = Paper {
        receipt,
        sheet: Sheet::new(width),
        sizes: Sizes::of(width),
    };
    paper.top()?;
    paper.about()?;
    paper.goods()?;
    paper.sums()?;
    paper.payments()?;
    paper.bottom()?;
    let title = format!("{} {}", receipt.title_en(), receipt.number);
    paper.sheet.finish(title)
}

/// Type sizes, in dots per em.
pub(crate) struct Sizes {
    pub(crate) small: u16,
    pub(crate) text: u16,
    pub(crate) name: u16,
    pub(crate) title: u16,
    total: u16,
}

impl Sizes {
    pub(crate) const fn of(width: Width) -> Self {
        match width {
            Width::Mm58 => Self {
                small: 19,
                text: 21,
                name: 30,
                title: 26,
                total: 30,
            },
            Width::Mm80 => Self {
                small: 21,
                text: 24,
                name: 38,
                title: 32,
                total: 38,
            },
            Width::Mm80Narrow => Self {
                small: 20,
                text: 23,
                name: 36,
                title: 30,
                total: 36,
            },
        }
    }
}

pub(crate) const fn regular(size: u16) -> Style {
    Style {
        face: Face::Regular,
        size,
    }
}

/// Arabic letters are smaller in their em than Latin ones: on lines of their own they are set larger, to look the same.
pub(crate) const fn arabic(style: Style) -> Style {
    Style {
        size: style.size + style.size / 9,
        ..style
    }
}

pub(crate) const fn bold(size: u16) -> Style {
    Style {
        face: Face::Bold,
        size,
    }
}

/// An amount with the currency's sign before it.
fn dirhams(amount: Money) -> String {
    format!("{DIRHAM}\u{A0}{}", amount.grouped())
}

/// An amount that is taken off.
fn minus(amount: Money) -> String {
    format!("−{}", amount.grouped())
}

struct Paper<'a> {
    receipt: &'a Receipt,
    sheet: Sheet,
    sizes: Sizes,
}

impl Paper<'_> {
    /// The shop, what the paper is, and what it is not.
    fn top(&mut self) -> Result<(), PaperError> {
        let shop = &self.receipt.shop;
        let (small, name, title) = (self.sizes.small, self.sizes.name, self.sizes.title);
        self.sheet.gap(8);
        self.training()?;
        self.pair(&shop.name, shop.name_ar.as_deref(), bold(name))?;
        self.sheet.gap(4);
        self.pair(&shop.address, shop.address_ar.as_deref(), regular(small))?;
        if let Some(phone) = &shop.phone {
            self.labelled(&words::PHONE, phone, regular(small))?;
        }
        if let Some(trn) = shop.trn.as_deref().filter(|_| shop.is_registered()) {
            self.labelled(&words::TRN, trn, bold(small))?;
        }
        self.sheet.gap(12);
        self.sheet.rule(2);
        self.sheet.gap(8);
        self.pair(
            self.receipt.title_en(),
            Some(self.receipt.title_ar()),
            bold(title),
        )?;
        if self.receipt.copy {
            self.sheet.gap(6);
            self.sheet.framed(
                &[(&words::COPY.parts().join("  "), Base::LeftToRight)],
                bold(self.sizes.text),
            )?;
        }
        self.sheet.gap(8);
        Ok(())
    }

    fn training(&mut self) -> Result<(), PaperError> {
        if self.receipt.training {
            let Label(en, ar) = words::TRAINING;
            let texts = [(en, Base::LeftToRight), (ar, Base::RightToLeft)];
            self.sheet.framed(&texts, bold(self.sizes.text))?;
            self.sheet.gap(10);
        }
        Ok(())
    }

    /// A text in English and one in Arabic below it, in the middle.
    fn pair(&mut self, en: &str, ar: Option<&str>, style: Style) -> Result<(), PaperError> {
        self.own(en, style, Align::Middle)?;
        self.own(ar.unwrap_or_default(), style, Align::Middle)
    }

    /// A text with lines of its own, in the direction it is written in.
    fn own(&mut self, text: &str, style: Style, align: Align) -> Result<(), PaperError> {
        match (Base::of(text), align) {
            (Base::LeftToRight, _) => self.sheet.text(text, style, Base::LeftToRight, align),
            (Base::RightToLeft, Align::Middle) => {
                self.sheet
                    .text(text, arabic(style), Base::RightToLeft, Align::Middle)
            }
            (Base::RightToLeft, Align::Left | Align::Right) => {
                self.sheet
                    .text(text, arabic(style), Base::RightToLeft, Align::Right)
            }
        }
    }

    /// A label and its value in the middle of one line.
    fn labelled(&mut self, label: &Label, value: &str, style: Style) -> Result<(), PaperError> {
        let [en, ar] = label.parts();
        let text = format!("{en}  \u{2066}{value}\u{2069}  {ar}");
        self.sheet
            .text(&text, style, Base::LeftToRight, Align::Middle)
    }

    /// Number, date, till, cashier.
    fn about(&mut self) -> Result<(), PaperError> {
        let style = regular(self.sizes.small);
        let registered = self.receipt.shop.is_registered();
        let number = match (self.receipt.kind, registered) {
            (Kind::Sale, true) => words::INVOICE_NUMBER,
            (Kind::Refund, true) => words::CREDIT_NUMBER,
            (Kind::Sale | Kind::Refund, false) => words::RECEIPT_NUMBER,
        };
        let when = clock(self.receipt.at);
        let mut rows = vec![(number, self.receipt.number.as_str())];
        if let Some(original) = &self.receipt.original {
            let label = if registered {
                words::ORIGINAL_INVOICE
            } else {
                words::ORIGINAL_RECEIPT
            };
            rows.push((label, original));
        }
        rows.push((words::DATE, &when));
        rows.push((words::TILL, &self.receipt.till));
        rows.push((words::CASHIER, &self.receipt.cashier));
        for (label, value) in rows {
            if !value.trim().is_empty() {
                self.row(&label, value, style)?;
            }
        }
        self.divide();
        Ok(())
    }

    fn divide(&mut self) {
        self.sheet.gap(8);
        self.sheet.rule(2);
        self.sheet.gap(8);
    }

    fn goods(&mut self) -> Result<(), PaperError> {
        for line in &self.receipt.lines {
            self.line(line)?;
            self.sheet.gap(8);
        }
        self.sheet.rule(2);
        self.sheet.gap(8);
        Ok(())
    }

    fn line(&mut self, line: &ReceiptLine) -> Result<(), PaperError> {
        let text = regular(self.sizes.text);
        let small = regular(self.sizes.small);
        self.own(&line.name, bold(self.sizes.text), Align::Left)?;
        self.own(
            line.name_ar.as_deref().unwrap_or_default(),
            text,
            Align::Left,
        )?;
        let quantity = self.quantity(line);
        let quantity: Vec<&str> = quantity.iter().map(String::as_str).collect();
        self.sheet.row(&quantity, &line.gross.grouped(), text)?;
        if !line.discount.is_zero() {
            self.row(&words::DISCOUNT, &minus(line.discount), text)?;
        }
        if let Some(note) = &line.note {
            self.own(&format!("» {note}"), small, Align::Left)?;
        }
        Ok(())
    }

    /// `2 × 6.00`, and how it is taxed where that is not the rule.
    fn quantity(&self, line: &ReceiptLine) -> Vec<String> {
        let amount = line.quantity.map(|quantity| measured(quantity, line.unit));
        let price = line.price.map(Money::grouped);
        let mut parts = match (amount, price) {
            (Some(amount), Some(price)) => vec![format!("{amount} × {price}")],
            (Some(amount), None) => vec![format!("{amount} ×")],
            (None, Some(price)) => vec![price],
            (None, None) => Vec::new(),
        };
        let taxed = line.vat.filter(|_| self.receipt.shows_vat());
        match taxed.map(|vat| vat.class) {
            Some(VatClass::Zero) => parts.push(words::LINE_ZERO.to_owned()),
            Some(VatClass::Exempt) => parts.push(words::LINE_EXEMPT.to_owned()),
            Some(VatClass::Standard) | None => {}
        }
        parts
    }

    fn row(&mut self, label: &Label, value: &str, style: Style) -> Result<(), PaperError> {
        let [en, ar] = label.parts();
        self.sheet.row(&[&en, &ar], value, style)
    }

    /// What the goods come to, with the VAT inside.
    fn sums(&mut self) -> Result<(), PaperError> {
        let style = regular(self.sizes.text);
        if !self.receipt.sale_discount.is_zero() {
            self.row(&words::SUBTOTAL, &dirhams(self.receipt.subtotal), style)?;
            self.row(&words::DISCOUNT, &minus(self.receipt.sale_discount), style)?;
        }
        if self.receipt.shows_vat()
            && let Some(vat) = &self.receipt.vat
        {
            if let Some(net) = self.receipt.total.checked_sub(vat.amount) {
                self.row(&words::NET, &dirhams(net), style)?;
            }
            for class in &vat.by_class {
                let label = match class.class {
                    VatClass::Standard => continue,
                    VatClass::Zero => words::ZERO_RATED,
                    VatClass::Exempt => words::EXEMPT,
                };
                self.row(&label, &dirhams(class.total), style)?;
            }
            self.row(&words::VAT, &dirhams(vat.amount), style)?;
        }
        let label = match self.receipt.kind {
            Kind::Sale => words::TOTAL,
            Kind::Refund => words::REFUNDED,
        };
        self.sheet.gap(6);
        self.row(&label, &dirhams(self.receipt.total), bold(self.sizes.total))?;
        self.divide();
        Ok(())
    }

    /// How it was paid, and what stands between the total and the payments.
    fn payments(&mut self) -> Result<(), PaperError> {
        let style = regular(self.sizes.text);
        let rounding = self.receipt.rounding.0;
        // An amount of money that a receipt holds has an opposite.
        if let Ok(rounded) = Money::from_fils(rounding.saturating_abs())
            && rounding != 0
        {
            let text = if rounding < 0 {
                minus(rounded)
            } else {
                format!("+{}", rounded.grouped())
            };
            self.row(&words::ROUNDING, &text, style)?;
        }
        for (label, amount) in [
            (words::TIP, self.receipt.tips),
            (words::OVER, self.receipt.over),
        ] {
            if !amount.is_zero() {
                self.row(&label, &dirhams(amount), style)?;
            }
        }
        for payment in &self.receipt.payments {
            self.payment(payment)?;
        }
        Ok(())
    }

    fn payment(&mut self, payment: &ReceiptPayment) -> Result<(), PaperError> {
        let style = regular(self.sizes.text);
        match &payment.by {
            PaidBy::Cash { given, change } => {
                self.row(&words::CASH, &dirhams(payment.amount), style)?;
                if !change.is_zero() {
                    self.row(&words::GIVEN, &dirhams(*given), style)?;
                    self.row(&words::CHANGE, &dirhams(*change), bold(self.sizes.text))?;
                }
            }
            PaidBy::Wallet { order } => {
                self.row(&words::WALLET, &dirhams(payment.amount), style)?;
                let small = regular(self.sizes.small);
                self.row(&words::ORDER, &order.to_string(), small)?;
            }
        }
        Ok(())
    }

    /// The note, the code to find the sale by, and the shop's last word.
    fn bottom(&mut self) -> Result<(), PaperError> {
        let small = regular(self.sizes.small);
        if let Some(note) = &self.receipt.note {
            self.sheet.gap(8);
            self.own(&format!("» {note}"), small, Align::Left)?;
        }
        if let Some(code) = &self.receipt.qr {
            self.sheet.gap(4);
            self.sheet.qr(code);
            self.sheet
                .text(code, small, Base::LeftToRight, Align::Middle)?;
        }
        self.sheet.gap(12);
        let shop = &self.receipt.shop;
        let footer = shop.footer.as_deref().unwrap_or_default();
        self.pair(footer, shop.footer_ar.as_deref(), regular(self.sizes.text))?;
        if self.receipt.training {
            self.sheet.gap(10);
        }
        self.training()?;
        self.sheet.gap(8);
        Ok(())
    }
}

/// A quantity with its unit.
fn measured(quantity: Quantity, unit: Unit) -> String {
    match unit {
        Unit::Piece => quantity.to_string(),
        Unit::Kg => format!("{quantity} kg"),
    }
}

/// Date and time on Dubai's clock, as the country writes them.
pub(crate) fn clock(at: UtcMs) -> String {
    at.to_dubai().format("%d/%m/%Y %H:%M").to_string()
}
