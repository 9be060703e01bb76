//! X and Z reports: figures put on paper. A Z report is kept as it was made and never made anew.

use fils_order::{SignedMoney, UtcMs};
use fils_sale::VatClass;
use fils_sale::receipt::Shop;
use serde::{Deserialize, Serialize};

use crate::fact::Tender;
use crate::figures::{Figures, Sum};

/// Which report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// A look at what is going on. Closes nothing.
    X,
    /// Closes a business day.
    Z,
}

/// What belongs together on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What was sold and given back.
    Sales,
    /// VAT by class.
    Vat,
    /// By tender, and the way from there to the money.
    Tenders,
    /// The account at PayBy.
    Wallet,
    /// The drawer.
    Cash,
    /// By whoever sold.
    Cashiers,
    /// By category.
    Categories,
    /// How many of what.
    Counts,
    /// Running totals.
    Totals,
}

impl Section {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Vat => "vat",
            Self::Tenders => "tenders",
            Self::Wallet => "wallet",
            Self::Cash => "cash",
            Self::Cashiers => "cashiers",
            Self::Categories => "categories",
            Self::Counts => "counts",
            Self::Totals => "totals",
        }
    }
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Where it stands.
    pub section: Section,
    /// What it says, as a code.
    pub code: String,
    /// What a person called it: a name, a category, a number.
    #[serde(default)]
    pub label: Option<String>,
    /// How many.
    #[serde(default)]
    pub count: Option<u32>,
    /// How much.
    #[serde(default)]
    pub amount: Option<SignedMoney>,
}

/// Something that was still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenItem {
    /// What it is, as a code.
    pub code: String,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
    /// What it is worth.
    #[serde(default)]
    pub amount: Option<SignedMoney>,
    /// A sentence in English.
    pub words: String,
}

/// Who answers for what was still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The manager.
    pub by: String,
    /// Why it may stay open.
    pub reason: String,
}

/// What a report says beside its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Which report it is.
    pub kind: ReportKind,
    /// Its place among the Z reports, from 1.
    #[serde(default)]
    pub n: Option<i64>,
    /// Its printed number.
    #[serde(default)]
    pub number: Option<String>,
    /// The till's name.
    pub till: String,
    /// The shop, as it was.
    pub shop: Shop,
    /// The business day, `YYYY-MM-DD`.
    pub day: String,
    /// When what it takes in begins: the end of the report before.
    #[serde(default)]
    pub from: Option<UtcMs>,
    /// When it was made.
    pub to: UtcMs,
    /// By whom.
    pub by: String,
    /// The first paper in it.
    #[serde(default)]
    pub first_receipt: Option<String>,
    /// The last paper in it.
    #[serde(default)]
    pub last_receipt: Option<String>,
    /// What all Z reports before came to.
    pub total_before: SignedMoney,
    /// What was still open.
    #[serde(default)]
    pub open: Vec<OpenItem>,
    /// Who answers for it.
    #[serde(default)]
    pub signed_off: Option<Closing>,
    /// The place of the journal's last entry.
    pub head_seq: i64,
    /// Its hash in hexadecimal.
    pub head: String,
    /// Whether no money moved.
    #[serde(default)]
    pub training: bool,
}

/// A report: what is shown, printed and kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What it says beside its figures.
    pub terms: Terms,
    /// Its lines, in the order of the paper.
    pub lines: Vec<Line>,
    /// The figures behind them.
    pub figures: Figures,
}

impl Report {
    /// Puts figures on paper.
    pub fn make(terms: Terms, figures: Figures) -> Self {
        let mut page = Page::default();
        page.sales(&figures);
        if terms.shop.is_registered() {
            page.vat(&figures);
        }
        page.tenders(&figures);
        page.wallet(&figures);
        page.cash(&figures);
        page.people(&figures);
        page.counts(&terms, &figures);
        page.totals(&terms, &figures);
        Self {
            lines: page.0,
            terms,
            figures,
        }
    }

    /// What all Z reports come to with this one.
    pub fn grand_total(&self) -> SignedMoney {
        SignedMoney(
            self.terms
                .total_before
                .0
                .saturating_add(self.figures.net().0),
        )
    }
}

#[derive(Default)]
struct Page(Vec<Line>);

impl Page {
    fn line(
        &mut self,
        section: Section,
        code: &str,
        count: Option<u32>,
        amount: Option<SignedMoney>,
    ) {
        self.0.push(Line {
            section,
            code: code.to_owned(),
            label: None,
            count,
            amount,
        });
    }

    fn amount(&mut self, section: Section, code: &str, amount: SignedMoney) {
        self.line(section, code, None, Some(amount));
    }

    fn sum(&mut self, section: Section, code: &str, sum: Sum) {
        self.line(section, code, Some(sum.count), Some(sum.amount));
    }

    /// Only where there is something to say.
    fn some(&mut self, section: Section, code: &str, amount: SignedMoney) {
        if amount.0 != 0 {
            self.amount(section, code, amount);
        }
    }

    fn named(&mut self, section: Section, code: &str, name: &str, sum: Sum) {
        self.sum(section, code, sum);
        if let Some(line) = self.0.last_mut() {
            line.label = Some(name.to_owned());
        }
    }

    fn sales(&mut self, figures: &Figures) {
        use Section::Sales;
        self.sum(Sales, "sold", figures.sold);
        self.sum(Sales, "given_back", figures.given_back);
        self.amount(Sales, "net", figures.net());
        if figures.discounts.count > 0 {
            self.sum(Sales, "discounts", figures.discounts);
        }
    }

    fn vat(&mut self, figures: &Figures) {
        for class in VatClass::ALL {
            let Some(of) = figures.by_vat.get(&class) else {
                continue;
            };
            let code = match class {
                VatClass::Standard => "class_5",
                VatClass::Zero => "class_0",
                VatClass::Exempt => "class_exempt",
            };
            self.sum(Section::Vat, code, of.charged);
        }
        self.amount(Section::Vat, "vat_sold", figures.vat_sold);
        self.some(Section::Vat, "vat_given_back", figures.vat_given_back);
        self.amount(Section::Vat, "vat", figures.vat());
    }

    fn tenders(&mut self, figures: &Figures) {
        use Section::Tenders;
        for tender in Tender::ALL {
            let of = figures.by_tender.get(&tender).copied().unwrap_or_default();
            self.line(
                Tenders,
                tender.as_str(),
                Some(of.sold.count),
                Some(of.net()),
            );
        }
        self.some(Tenders, "tips", figures.tips.amount);
        self.some(Tenders, "rounding", figures.rounding.amount);
        self.some(Tenders, "cash_held", figures.cash_held);
        self.some(Tenders, "wallet_held", figures.wallet.held);
        self.some(Tenders, "unexplained", figures.unexplained);
    }

    fn wallet(&mut self, figures: &Figures) {
        let wallet = &figures.wallet;
        self.sum(Section::Wallet, "received", wallet.received);
        self.sum(Section::Wallet, "refunded", wallet.refunded);
        self.amount(Section::Wallet, "of_papers", wallet.of_papers);
        self.amount(Section::Wallet, "held", wallet.held);
        if wallet.taken_over.count > 0 {
            self.sum(Section::Wallet, "taken_over", wallet.taken_over);
        }
    }

    fn cash(&mut self, figures: &Figures) {
        use Section::Cash;
        let cash = &figures.cash;
        self.amount(Cash, "opened_with", cash.opened_with);
        self.amount(Cash, "sales", cash.sales);
        self.amount(Cash, "refunds", cash.refunds);
        self.some(Cash, "paid_in", cash.paid_in);
        self.some(Cash, "paid_out", cash.paid_out);
        self.some(Cash, "drops", cash.drops);
        self.amount(Cash, "expected", cash.expected);
        if cash.counts > 0 {
            self.line(Cash, "counted", Some(cash.counts), Some(cash.counted));
            self.amount(Cash, "difference", cash.difference);
        }
        self.some(Cash, "uncounted", cash.uncounted);
    }

    fn people(&mut self, figures: &Figures) {
        for (name, sum) in &figures.by_cashier {
            self.named(Section::Cashiers, "cashier", name, *sum);
        }
        for (name, sum) in &figures.by_category {
            self.named(Section::Categories, "category", name, *sum);
        }
    }

    fn counts(&mut self, terms: &Terms, figures: &Figures) {
        use Section::Counts;
        for (code, number) in [
            ("first_receipt", &terms.first_receipt),
            ("last_receipt", &terms.last_receipt),
        ] {
            if let Some(number) = number {
                self.line(Counts, code, None, None);
                if let Some(line) = self.0.last_mut() {
                    line.label = Some(number.clone());
                }
            }
        }
        self.line(Counts, "receipts", Some(figures.sold.count), None);
        self.line(Counts, "credit_notes", Some(figures.given_back.count), None);
        self.sum(Counts, "voids", figures.voids);
        self.sum(Counts, "cancellations", figures.cancelled);
    }

    fn totals(&mut self, terms: &Terms, figures: &Figures) {
        use Section::Totals;
        let net = figures.net();
        self.amount(Totals, "total_before", terms.total_before);
        self.amount(Totals, "net", net);
        let grand = terms.total_before.0.saturating_add(net.0);
        self.amount(Totals, "grand_total", SignedMoney(grand));
    }
}
