//! The accountant's file: what the shop sold, the wallets' money it was paid with, and PayBy's money beside it, down to the fils.

use fils_day::{Figures, Tender, post};
use fils_export::{Cell, Column, Kind, Section, TOTAL};
use fils_order::SignedMoney;
use fils_store::matching;

use super::money::{Movement, Movements, side};
use super::takings::Taken;
use super::walk::{Record, by};
use super::words::{
    self, DIFFERENCES, FUNDS, NOTE_DIFFERENCES, NOTE_SETTLEMENT, NOTE_SUMMARY, NOTE_WALLET,
    SETTLEMENT, SUMMARY, WALLET,
};
use super::{Ground, PapersError, Sheet, cash, takings};

/// The tables, in the order of the file.
pub(super) fn sections() -> Vec<Section> {
    vec![
        summary_section(),
        takings::takings_section(),
        takings::vat_section(),
        wallet_section(),
        differences_section(),
        settlement_section(),
        funds_section(),
        cash::section(),
    ]
}

/// What PayBy settled in these days.
#[derive(Default)]
struct Settled {
    rows: Vec<Vec<Cell>>,
    funds: Vec<Vec<Cell>>,
    gross: i64,
    fees: i64,
    fee_vat: i64,
    net: i64,
    to_bank: i64,
    /// Differences that nobody has decided about, such as a fee that is not the usual one.
    open: usize,
}

/// Everything the file says, read in one go.
struct Gathered {
    taken: Taken,
    movements: Movements,
    settled: Settled,
    cash: Figures,
}

pub(super) fn write(ground: &Ground<'_>, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    let all = gather(ground)?;
    sheet.open(0)?;
    summary(&all, sheet)?;
    sheet.open(1)?;
    takings::write_takings(&all.taken, sheet)?;
    sheet.open(2)?;
    takings::write_vat(&all.taken, sheet)?;
    sheet.open(3)?;
    wallet(&all.movements, sheet)?;
    sheet.open(4)?;
    differences(&all.movements, sheet)?;
    let settled = all.settled;
    sheet.open(5)?;
    for row in settled.rows {
        sheet.row(row)?;
    }
    let mut total = vec![
        Cell::Code("total", TOTAL),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ];
    total.extend([settled.gross, settled.fees, settled.fee_vat, settled.net].map(Cell::fils));
    sheet.total(total)?;
    sheet.open(6)?;
    for row in settled.funds {
        sheet.row(row)?;
    }
    sheet.open(7)?;
    cash::write(ground, sheet)
}

fn gather(ground: &Ground<'_>) -> Result<Gathered, PapersError> {
    let mut taken = Taken::default();
    let mut movements = Movements::default();
    for day in ground.days {
        let mut figures = Figures::default();
        ground.facts(day, |record, fact| {
            let group = post(fact);
            taken.all.add(&group);
            figures.add(&group);
            if let Record::Entry(entry) = record {
                movements.take(entry, fact);
            }
            Ok(())
        })?;
        taken.keep(&day.name, figures);
    }
    movements.compare(ground)?;
    Ok(Gathered {
        taken,
        movements,
        settled: settled(ground)?,
        cash: cash::together(ground)?,
    })
}

fn settled(ground: &Ground<'_>) -> Result<Settled, PapersError> {
    let mut all = Settled::default();
    for day in ground.days {
        for row in matching::of_day(ground.tx, &day.name, true, None)? {
            let money = matches!(row.found.what.as_str(), "settlement" | "fund");
            if money && row.found.kind != "matched" && row.decided.is_none() {
                all.open += 1;
            }
            let Some(theirs) = side(&row, row.found.theirs.as_deref())? else {
                continue;
            };
            let first = [
                Cell::Day(row.found.day.clone()),
                Cell::text(Some(&row.found.number)),
            ];
            match row.found.what.as_str() {
                "settlement" => {
                    let sign = if row.found.refund.is_some() { -1 } else { 1 };
                    let whole = sign * theirs.amount.0.saturating_abs();
                    let net = sign * theirs.net.unwrap_or(theirs.amount).0.saturating_abs();
                    let fee = theirs
                        .fee
                        .map_or([0, 0], |fee| [fee.fee.fils(), fee.vat.fils()]);
                    // With a refund the fee of the payment may come back: then less is debited than was refunded.
                    let back = sign < 0 && whole + fee[0] + fee[1] == net;
                    let [fee, vat] = fee.map(|fils| if back { -fils } else { fils });
                    all.gross = all.gross.saturating_add(whole);
                    all.fees = all.fees.saturating_add(fee);
                    all.fee_vat = all.fee_vat.saturating_add(vat);
                    all.net = all.net.saturating_add(net);
                    let mut cells = Vec::from(first);
                    cells.push(Cell::text(row.found.payby_no.as_deref()));
                    cells.push(words::kind(&row.found.kind));
                    cells.extend([whole, fee, vat, net].map(Cell::fils));
                    all.rows.push(cells);
                }
                "fund" => {
                    if row.found.number.ends_with("settleToBank") {
                        all.to_bank = all.to_bank.saturating_add(theirs.amount.0);
                    }
                    let decided = row.decided.as_ref();
                    let mut cells = Vec::from(first);
                    cells.extend([
                        words::kind(&row.found.kind),
                        Cell::Amount(theirs.amount),
                        words::state(&theirs.state),
                        Cell::text(decided.map(|one| one.reason.as_str())),
                        Cell::text(decided.map(|one| one.by.as_str())),
                    ]);
                    all.funds.push(cells);
                }
                _ => {}
            }
        }
    }
    Ok(all)
}

fn summary_section() -> Section {
    Section {
        code: "summary",
        title: SUMMARY,
        columns: vec![
            Column::new("part", Kind::Text, "Part", "القسم"),
            Column::new("line", Kind::Text, "Line", "البند"),
            Column::new("count", Kind::Count, "Number", "العدد"),
            Column::new("amount", Kind::Amount, "Amount", "المبلغ"),
            Column::new("verdict", Kind::Text, "Check", "الفحص"),
        ],
        note: Some(NOTE_SUMMARY),
    }
}

/// Lines of the summary, being written.
struct Lines<'a, 'b> {
    sheet: &'a mut Sheet<'b>,
}

impl Lines<'_, '_> {
    fn counted(
        &mut self,
        part: &'static str,
        line: &'static str,
        count: usize,
        fils: i64,
    ) -> Result<(), PapersError> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.write(part, line, Cell::Count(count), fils, Cell::Empty)
    }

    fn plain(
        &mut self,
        part: &'static str,
        line: &'static str,
        amount: SignedMoney,
    ) -> Result<(), PapersError> {
        self.write(part, line, Cell::Empty, amount.0, Cell::Empty)
    }

    /// A line that is zero when all is well.
    fn check(&mut self, line: &'static str, fils: i64, fine: bool) -> Result<(), PapersError> {
        self.write("checks", line, Cell::Empty, fils, words::verdict(fine))
    }

    fn write(
        &mut self,
        part: &'static str,
        line: &'static str,
        count: Cell,
        fils: i64,
        verdict: Cell,
    ) -> Result<(), PapersError> {
        let cells = vec![
            words::part(part),
            words::line(line),
            count,
            Cell::fils(fils),
            verdict,
        ];
        self.sheet.row(cells)
    }
}

fn summary(all: &Gathered, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    let figures = &all.taken.all;
    let movements = &all.movements.all;
    let mut lines = Lines { sheet };
    let received = sum(movements, |one| one.what == "payment", |one| one.ours);
    let refunded = sum(movements, |one| one.what == "refund", |one| one.ours);
    let over = sum(movements, |one| one.what == "taken_over", |one| one.ours);
    let ours = sum(movements, |_| true, |one| one.ours);
    let theirs = sum(movements, |_| true, |one| one.theirs);
    let difference = sum(movements, |_| true, Movement::difference);
    let open = sum(movements, unsettled, Movement::difference);
    let settled = &all.settled;
    let settlement = settled.gross - settled.fees - settled.fee_vat - settled.net;
    let by_wallet = by(figures, Tender::Wallet).0;
    // What wallets paid less what papers say of it is held; what is left of that is no money of this world.
    let unsaid =
        received.fils + refunded.fils - by_wallet - figures.tips.amount.0 - figures.wallet.held.0
            + figures.unexplained.0;

    lines.check("check_sales", unsaid, unsaid == 0)?;
    lines.check("check_payby", open.fils, open.count == 0)?;
    let settles = settlement == 0 && settled.open == 0;
    lines.check("check_settlement", settlement, settles)?;

    sales(&mut lines, figures)?;

    lines.counted("wallet", "received", received.count, received.fils)?;
    lines.counted("wallet", "refunded", refunded.count, refunded.fils)?;
    lines.counted("wallet", "taken_over", over.count, over.fils)?;
    lines.counted("wallet", "ours", ours.count, ours.fils)?;
    lines.plain("wallet", "held", figures.wallet.held)?;

    let paid = sum(movements, |one| one.theirs > 0, |one| one.theirs);
    let back = sum(movements, |one| one.theirs < 0, |one| one.theirs);
    lines.counted("payby", "payments", paid.count, paid.fils)?;
    lines.counted("payby", "refunds", back.count, back.fils)?;
    lines.counted("payby", "theirs", paid.count + back.count, theirs.fils)?;
    lines.plain("payby", "difference", SignedMoney(difference.fils))?;
    for (line, standings) in [
        ("explained", &["explained", "taken_over"] as &[&str]),
        ("other_days", &["other_days"]),
        ("not_compared", &["not_compared"]),
        ("open", &["open"]),
    ] {
        let of = sum(
            movements,
            |one| standings.contains(&one.standing),
            Movement::difference,
        );
        lines.counted("payby", line, of.count, of.fils)?;
    }

    lines.counted("settlement", "gross", settled.rows.len(), settled.gross)?;
    lines.plain("settlement", "fees", SignedMoney(settled.fees))?;
    lines.plain("settlement", "fee_vat", SignedMoney(settled.fee_vat))?;
    lines.plain("settlement", "settled", SignedMoney(settled.net))?;
    lines.plain("settlement", "to_bank", SignedMoney(settled.to_bank))?;
    drawers(&mut lines, &all.cash)
}

fn sales(lines: &mut Lines<'_, '_>, figures: &Figures) -> Result<(), PapersError> {
    let count = |sum: fils_day::Sum| usize::try_from(sum.count).unwrap_or(usize::MAX);
    let back = SignedMoney(figures.given_back.amount.0.saturating_neg());
    lines.counted("sales", "sold", count(figures.sold), figures.sold.amount.0)?;
    lines.counted("sales", "given_back", count(figures.given_back), back.0)?;
    for (line, amount) in [
        ("net", figures.net()),
        ("vat", figures.vat()),
        ("by_cash", by(figures, Tender::Cash)),
        ("by_wallet", by(figures, Tender::Wallet)),
        ("tips", figures.tips.amount),
        ("rounding", figures.rounding.amount),
    ] {
        lines.plain("sales", line, amount)?;
    }
    Ok(())
}

fn drawers(lines: &mut Lines<'_, '_>, figures: &Figures) -> Result<(), PapersError> {
    let cash = &figures.cash;
    let out = |amount: SignedMoney| SignedMoney(amount.0.saturating_neg());
    for (line, amount) in [
        ("opened_with", cash.opened_with),
        ("cash_sales", cash.sales),
        ("cash_refunds", out(cash.refunds)),
        ("paid_in", cash.paid_in),
        ("paid_out", out(cash.paid_out)),
        ("drops", out(cash.drops)),
        ("expected", cash.expected),
        ("cash_difference", cash.difference),
    ] {
        lines.plain("cash", line, amount)?;
    }
    Ok(())
}

/// How many, and what they come to.
struct Of {
    count: usize,
    fils: i64,
}

fn sum(
    movements: &[Movement],
    which: impl Fn(&Movement) -> bool,
    value: impl Fn(&Movement) -> i64,
) -> Of {
    let mut of = Of { count: 0, fils: 0 };
    for movement in movements.iter().filter(|one| which(one)) {
        of.count += 1;
        of.fils = of.fils.saturating_add(value(movement));
    }
    of
}

/// Whether somebody still has to do something about it.
fn unsettled(movement: &Movement) -> bool {
    matches!(movement.standing, "open" | "not_compared")
}

fn wallet_section() -> Section {
    let text = |key, en, ar| Column::new(key, Kind::Text, en, ar);
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    Section {
        code: "wallet",
        title: WALLET,
        columns: vec![
            Column::new("at", Kind::Time, "Time", "الوقت"),
            text("what", "What", "ما هو"),
            text("number", "Number", "الرقم"),
            text("order", "Order", "الطلب"),
            text("payby_number", "PayBy’s number", "رقم PayBy"),
            amount("ours", "Ours", "لدينا"),
            amount("theirs", "PayBy’s", "لدى PayBy"),
            amount("difference", "Difference", "الفرق"),
            text("standing", "Result", "النتيجة"),
        ],
        note: Some(NOTE_WALLET),
    }
}

/// What both tables of movements say of one.
fn movement(one: &Movement) -> Vec<Cell> {
    vec![
        Cell::Time(one.at),
        words::what(one.what),
        Cell::text(Some(&one.number)),
        Cell::text(one.order.as_deref()),
        Cell::text(one.payby_no.as_deref()),
        Cell::fils(one.ours),
        Cell::fils(one.theirs),
        Cell::fils(one.difference()),
        words::standing(one.standing),
    ]
}

fn movements_total(movements: &[Movement], which: impl Fn(&Movement) -> bool) -> Vec<Cell> {
    let mut cells = vec![Cell::Code("total", TOTAL)];
    cells.extend(vec![Cell::Empty; 4]);
    cells.push(Cell::fils(sum(movements, &which, |one| one.ours).fils));
    cells.push(Cell::fils(sum(movements, &which, |one| one.theirs).fils));
    cells.push(Cell::fils(
        sum(movements, &which, Movement::difference).fils,
    ));
    cells.push(Cell::Empty);
    cells
}

fn wallet(movements: &Movements, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    for one in &movements.all {
        sheet.row(movement(one))?;
    }
    sheet.total(movements_total(&movements.all, |_| true))
}

fn differences_section() -> Section {
    let mut columns = wallet_section().columns;
    columns.push(Column::new("reason", Kind::Text, "Reason", "السبب"));
    columns.push(Column::new("decided_by", Kind::Text, "By", "بواسطة"));
    Section {
        code: "differences",
        title: DIFFERENCES,
        columns,
        note: Some(NOTE_DIFFERENCES),
    }
}

fn differences(movements: &Movements, sheet: &mut Sheet<'_>) -> Result<(), PapersError> {
    let differs = |one: &Movement| one.standing != "agrees";
    for one in movements.all.iter().filter(|one| differs(one)) {
        let mut cells = movement(one);
        cells.push(Cell::text(one.reason.as_deref()));
        cells.push(Cell::text(one.by.as_deref()));
        sheet.row(cells)?;
    }
    let mut cells = movements_total(&movements.all, differs);
    cells.extend([Cell::Empty, Cell::Empty]);
    sheet.total(cells)
}

fn settlement_section() -> Section {
    let text = |key, en, ar| Column::new(key, Kind::Text, en, ar);
    let amount = |key, en, ar| Column::new(key, Kind::Amount, en, ar).summed();
    Section {
        code: "settlement",
        title: SETTLEMENT,
        columns: vec![
            Column::new("day", Kind::Day, "Settled", "يوم التسوية"),
            text("number", "Number", "الرقم"),
            text("payby_number", "PayBy’s number", "رقم PayBy"),
            text("result", "Result", "النتيجة"),
            amount("gross", "Whole amount", "المبلغ كاملًا"),
            amount("fee", "Fee", "الرسوم"),
            amount("fee_vat", "VAT on the fee", "ضريبة الرسوم"),
            amount("settled", "Settled", "المسوّى"),
        ],
        note: Some(NOTE_SETTLEMENT),
    }
}

fn funds_section() -> Section {
    let text = |key, en, ar| Column::new(key, Kind::Text, en, ar);
    Section {
        code: "funds",
        title: FUNDS,
        columns: vec![
            Column::new("day", Kind::Day, "Day", "اليوم"),
            text("number", "Number", "الرقم"),
            text("result", "Result", "النتيجة"),
            Column::new("amount", Kind::Amount, "Amount", "المبلغ"),
            text("state", "State", "الحالة"),
            text("reason", "Reason", "السبب"),
            text("decided_by", "By", "بواسطة"),
        ],
        note: None,
    }
}
