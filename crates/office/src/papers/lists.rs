//! Sales, receipts and cancellations, a row each.

use fils_day::{Fact, Figures, PaperKind, Tender, post};
use fils_export::{Cell, Column, Kind, Section, TOTAL};
use fils_order::UtcMs;
use fils_store::papers;

use super::walk::{Record, alone, by};
use super::words::{self, CANCELLATIONS, ORDERS, RECEIPTS};
use super::{Ground, PapersError, Sheet};
use crate::day::bounds::BusinessDay;
use crate::view::CancellationsQuery;

const fn amount(key: &'static str, en: &'static str, ar: &'static str) -> Column {
    Column::new(key, Kind::Amount, en, ar).summed()
}

const fn text(key: &'static str, en: &'static str, ar: &'static str) -> Column {
    Column::new(key, Kind::Text, en, ar)
}

const DAY: Column = Column::new("business_day", Kind::Day, "Business day", "يوم العمل");
const CASHIER: Column = text("cashier", "Cashier", "الكاشير");
const VAT: Column = amount("vat", "VAT inside", "منه الضريبة");
const CASH: Column = amount("cash", "In cash", "نقدًا");
const WALLET: Column = amount("wallet", "By wallet", "بالمحفظة");
const TIPS: Column = amount("tips", "Tips", "الإكراميات");
const WALLET_ORDERS: Column = text("orders", "Wallet payments", "دفعات المحفظة");
const PAYBY_NUMBERS: Column = text("payby_numbers", "PayBy’s numbers", "أرقام PayBy");

pub(super) fn orders_section() -> Section {
    Section {
        code: "orders",
        title: ORDERS,
        columns: vec![
            text("sale", "Sale", "عملية البيع"),
            text("receipt_number", "Receipt", "الإيصال"),
            Column::new("sold_at", Kind::Time, "Time", "الوقت"),
            DAY,
            CASHIER,
            text("sold", "What was sold", "ما بيع"),
            text("state", "State", "الحالة"),
            amount("total", "Total", "الإجمالي"),
            VAT,
            CASH,
            WALLET,
            TIPS,
            amount("not_completed", "Not completed", "غير مكتمل"),
            WALLET_ORDERS,
            PAYBY_NUMBERS,
        ],
        note: Some(words::NOTE_ORDERS),
    }
}

/// A sale as the list of orders has it.
struct OrderLine<'a> {
    sale: Cell,
    receipt: Cell,
    at: UtcMs,
    day: &'a str,
    by: &'a str,
    what: Option<&'a str>,
    state: Cell,
    figures: Figures,
    not_completed: i64,
    wallets: Vec<(String, Option<String>)>,
}

impl OrderLine<'_> {
    fn cells(self) -> Vec<Cell> {
        let [total, vat, cash, wallet, tips] = money(&self.figures);
        let numbers: Vec<&str> = self
            .wallets
            .iter()
            .filter_map(|(_, payby_no)| payby_no.as_deref())
            .collect();
        let orders: Vec<&str> = self
            .wallets
            .iter()
            .map(|(order, _)| order.as_str())
            .collect();
        vec![
            self.sale,
            self.receipt,
            Cell::Time(self.at),
            Cell::Day(self.day.to_owned()),
            Cell::text(Some(self.by)),
            Cell::text(self.what),
            self.state,
            total,
            vat,
            cash,
            wallet,
            tips,
            Cell::fils(self.not_completed),
            Cell::text(Some(&orders.join(" "))),
            Cell::text(Some(&numbers.join(" "))),
        ]
    }
}

/// What figures come to, VAT, cash, wallet and tips.
fn money(figures: &Figures) -> [Cell; 5] {
    [
        figures.net(),
        figures.vat(),
        by(figures, Tender::Cash),
        by(figures, Tender::Wallet),
        figures.tips.amount,
    ]
    .map(Cell::Amount)
}

pub(super) fn orders(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    sheet.open(0)?;
    let mut all = Figures::default();
    let mut not_completed = 0_i64;
    for day in ground.days {
        ground.facts(day, |record, fact| {
            if matches!(fact, Fact::Paper(paper) if paper.kind == PaperKind::Sale) {
                all.add(&post(fact));
                sheet.row(sold(ground, day, &record, fact)?)?;
            }
            Ok(())
        })?;
        for sale in papers::not_completed(ground.tx, &day.name)? {
            let fils = sale.amount.fils();
            not_completed = not_completed.saturating_add(fils);
            let line = OrderLine {
                sale: Cell::text(Some(sale.sale.as_str())),
                receipt: Cell::Empty,
                at: sale.created_at,
                day: &day.name,
                by: &sale.by,
                what: Some(&sale.subject),
                state: words::sale_state(if sale.void { "void" } else { "open" }),
                figures: Figures::default(),
                not_completed: fils,
                wallets: papers::wallets_of_sale(ground.tx, &sale.sale)?,
            };
            sheet.row(line.cells())?;
        }
    }
    let [total, vat, cash, wallet, tips] = money(&all);
    let mut cells = vec![Cell::Empty; 7];
    cells.extend([total, vat, cash, wallet, tips, Cell::fils(not_completed)]);
    cells.extend([Cell::Empty, Cell::Empty]);
    sheet.total(headed(cells))
}

/// The row of a sale that is complete.
fn sold(
    ground: &Ground<'_>,
    day: &BusinessDay,
    record: &Record<'_>,
    fact: &Fact,
) -> Result<Vec<Cell>, PapersError> {
    let figures = alone(fact);
    let line = match record {
        Record::Paper(paper) => {
            let about = papers::sale_of_receipt(ground.tx, paper.n)?;
            let sale = about.as_ref().map(|about| &about.sale);
            OrderLine {
                sale: Cell::text(sale.map(fils_order::SaleId::as_str)),
                receipt: Cell::text(Some(&paper.number)),
                at: paper.at,
                day: &day.name,
                by: &paper.by,
                what: about.as_ref().map(|about| about.subject.as_str()),
                state: words::sale_state("complete"),
                figures,
                not_completed: 0,
                wallets: match sale {
                    Some(sale) => papers::wallets_of_sale(ground.tx, sale)?,
                    None => Vec::new(),
                },
            }
            .cells()
        }
        Record::Entry(entry) => {
            let order = entry.order.as_ref().map(fils_order::OrderNumber::as_str);
            let (subject, payby_no) = match order {
                Some(order) => (
                    papers::subject_of_order(ground.tx, order)?,
                    papers::payby_no(ground.tx, order)?,
                ),
                None => (None, None),
            };
            OrderLine {
                sale: Cell::text(entry.sale.as_ref().map(fils_order::SaleId::as_str)),
                receipt: Cell::Empty,
                at: entry.at,
                day: &day.name,
                by: entry.made_by.as_deref().unwrap_or(&entry.by),
                what: subject.as_deref(),
                state: words::sale_state("complete"),
                figures,
                not_completed: 0,
                wallets: order
                    .map(|order| (order.to_owned(), payby_no))
                    .into_iter()
                    .collect(),
            }
            .cells()
        }
    };
    Ok(line)
}

/// A row of totals: the word in its first cell.
fn headed(mut cells: Vec<Cell>) -> Vec<Cell> {
    if let Some(first) = cells.first_mut() {
        *first = Cell::Code("total", TOTAL);
    }
    cells
}

pub(super) fn receipts_section() -> Section {
    Section {
        code: "receipts",
        title: RECEIPTS,
        columns: vec![
            text("receipt_number", "Number", "الرقم"),
            text("kind", "Paper", "المستند"),
            Column::new("issued_at", Kind::Time, "Issued", "وقت الإصدار"),
            DAY,
            CASHIER,
            text("original", "For receipt", "عن الإيصال"),
            text("sale", "Sale", "عملية البيع"),
            amount("amount", "Amount", "المبلغ"),
            VAT,
            CASH,
            WALLET,
            TIPS,
            amount("rounding", "Rounding", "التقريب"),
        ],
        note: Some(words::NOTE_RECEIPTS),
    }
}

pub(super) fn receipts(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    sheet.open(0)?;
    let mut all = Figures::default();
    for day in ground.days {
        ground.facts(day, |record, fact| {
            if let Fact::Paper(paper) = fact {
                all.add(&post(fact));
                sheet.row(receipt(ground, day, &record, paper.kind, fact)?)?;
            }
            Ok(())
        })?;
    }
    let mut cells = vec![Cell::Empty; 7];
    cells.extend(money(&all));
    cells.push(Cell::Amount(all.rounding.amount));
    sheet.total(headed(cells))
}

/// The row of a receipt, of a credit note, or of what was sold or given back without one.
fn receipt(
    ground: &Ground<'_>,
    day: &BusinessDay,
    record: &Record<'_>,
    kind: PaperKind,
    fact: &Fact,
) -> Result<Vec<Cell>, PapersError> {
    let figures = alone(fact);
    let mut cells = match record {
        Record::Paper(paper) => {
            let about = papers::sale_of_receipt(ground.tx, paper.n)?;
            let original = about.as_ref().and_then(|about| about.original.as_deref());
            let kind = match kind {
                PaperKind::Sale => "receipt",
                PaperKind::GivenBack => "credit_note",
            };
            vec![
                Cell::text(Some(&paper.number)),
                words::paper_kind(kind),
                Cell::Time(paper.at),
                Cell::Day(day.name.clone()),
                Cell::text(Some(&paper.by)),
                Cell::text(original),
                Cell::text(about.as_ref().map(|about| about.sale.as_str())),
            ]
        }
        Record::Entry(entry) => vec![
            Cell::Empty,
            words::paper_kind("without_receipt"),
            Cell::Time(entry.at),
            Cell::Day(day.name.clone()),
            Cell::text(entry.made_by.as_deref()),
            Cell::Empty,
            Cell::text(entry.sale.as_ref().map(fils_order::SaleId::as_str)),
        ],
    };
    cells.extend(money(&figures));
    cells.push(Cell::Amount(figures.rounding.amount));
    Ok(cells)
}

pub(super) fn cancellations_section() -> Section {
    Section {
        code: "cancellations",
        title: CANCELLATIONS,
        columns: vec![
            Column::new("asked_at", Kind::Time, "Asked", "طُلب الإلغاء"),
            text("order", "Order", "الطلب"),
            text("sale", "Sale", "عملية البيع"),
            amount("amount", "Amount", "المبلغ"),
            text("by", "By", "بواسطة"),
            text("why", "Why", "السبب"),
            text("reason", "In their words", "بكلماتهم"),
            Column::new("tries", Kind::Count, "Tries", "المحاولات"),
            Column::new("ended_at", Kind::Time, "Ended", "انتهى"),
            text("outcome", "Outcome", "النتيجة"),
        ],
        note: Some(words::NOTE_CANCELLATIONS),
    }
}

pub(super) fn cancellations(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    sheet.open(0)?;
    let (mut count, mut fils) = (0_i64, 0_i64);
    for day in ground.days {
        let query = CancellationsQuery {
            from: Some(day.name.clone()),
            to: Some(day.name.clone()),
            text: String::new(),
        };
        for row in ground.office.cancellations(&query)?.into_iter().rev() {
            count += i64::from(row.tries);
            fils = fils.saturating_add(row.amount.fils);
            sheet.row(vec![
                Cell::Time(UtcMs(row.at_ms)),
                Cell::Text(row.order),
                Cell::Text(row.sale),
                Cell::fils(row.amount.fils),
                words::who(&row.by),
                words::why(&row.why),
                Cell::text(row.reason.as_deref()),
                Cell::Count(i64::from(row.tries)),
                row.proved_ms
                    .map_or(Cell::Empty, |at| Cell::Time(UtcMs(at))),
                words::outcome(row.outcome),
            ])?;
        }
    }
    let mut cells = vec![Cell::Empty; 10];
    if let Some(cell) = cells.get_mut(3) {
        *cell = Cell::fils(fils);
    }
    if let Some(cell) = cells.get_mut(7) {
        *cell = Cell::Count(count);
    }
    sheet.total(headed(cells))
}
