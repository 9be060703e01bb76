//! The till as it went from day to day: shifts, sales, payments, papers.

use std::collections::{BTreeMap, VecDeque};

use fils_catalogue::Product;
use fils_counter::Sold;
use fils_order::{Money, OrderNumber, Rules, SaleId, SignedMoney, Span, UtcMs};
use fils_sale::receipt::{Head, Receipt, Shop};
use fils_sale::shift::{CashMove, Count, DENOMINATIONS, Drawer};
use fils_sale::tender::{CashRounding, Payment};
use fils_store::NewEntry;
use fils_store::cash::{CashKind, NewCash, Tendered};
use fils_store::receipts::{ReceiptKind, ReceiptRow};
use fils_store::shifts::ClosedShift;
use serde_json::{Value, json};

use crate::GenerateError;
use crate::calendar::Day;
use crate::dice::Dice;
use crate::life::Setting;
use crate::mistakes::Plan;
use crate::payby::PaybyDay;
use crate::rows::{DayRows, Row};
use crate::words::{CASHIERS, MANAGER, PAID_OUT};

/// How many sales a customer may come back with.
const REMEMBERED: usize = 400;
/// What the drawer starts with, in fils.
const FLOAT: i64 = 50_000;
/// What the drawer holds before some of it goes to the safe.
const FULL: i64 = 300_000;

/// What a home is set to, as far as its past depends on it.
pub(crate) struct Shopkeeping {
    pub(crate) prefix: String,
    pub(crate) payee: String,
    pub(crate) rounding: CashRounding,
    pub(crate) shop: Shop,
    pub(crate) sent: fils_home::Shop,
    pub(crate) rules: Rules,
    /// Nothing happens after this.
    pub(crate) end: UtcMs,
}

impl Shopkeeping {
    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting {
            rules: &self.rules,
            sent: &self.sent,
            end: self.end,
        }
    }
}

/// A complete sale that something may come back from.
pub(crate) struct Past {
    pub(crate) sale: SaleId,
    pub(crate) sold: Sold,
    /// The wallet that paid all of it.
    pub(crate) wallet: Option<OrderNumber>,
    /// What the drawer holds of it.
    pub(crate) cash: Money,
    pub(crate) receipt: String,
}

/// The open shift.
struct Shift {
    id: i64,
    moves: Vec<CashMove>,
}

/// The till on its way through the days.
pub(crate) struct Till<'a> {
    pub(crate) keeping: &'a Shopkeeping,
    pub(crate) products: &'a [Product],
    pub(crate) dice: Dice,
    pub(crate) day: String,
    /// Who sits there.
    pub(crate) by: &'static str,
    pub(crate) recent: VecDeque<Past>,
    rows: Vec<Row>,
    /// What the journal will say, by its time.
    later: BTreeMap<(UtcMs, u64), NewEntry>,
    shift: Shift,
    shifts: i64,
    cash: i64,
    receipts: i64,
    kept_for_later: u64,
    plan: &'a Plan,
    /// How many sales there were.
    sales: u32,
    /// What PayBy knows of the day.
    pub(crate) payby: PaybyDay,
}

impl<'a> Till<'a> {
    pub(crate) fn new(
        keeping: &'a Shopkeeping,
        products: &'a [Product],
        plan: &'a Plan,
        seed: u64,
    ) -> Self {
        Self {
            keeping,
            products,
            dice: Dice::of(seed, 3),
            day: String::new(),
            by: CASHIERS[0],
            recent: VecDeque::new(),
            rows: Vec::new(),
            later: BTreeMap::new(),
            shift: Shift {
                id: 0,
                moves: Vec::new(),
            },
            shifts: 0,
            cash: 0,
            receipts: 0,
            kept_for_later: 0,
            plan,
            sales: 0,
            payby: PaybyDay::default(),
        }
    }

    /// One day, from the opening of its shift to its close.
    pub(crate) fn live(&mut self, day: &Day) -> Result<DayRows, GenerateError> {
        self.day.clone_from(&day.name);
        self.by = self.dice.pick::<&'static str>(&CASHIERS);
        let changes_at = day.opens.plus(Span(day.closes.since(day.opens).0 / 2));
        let customers = day.customers(&mut self.dice);
        let mut now = day.opens.plus(Span::mins(-5));
        self.open_shift(now)?;
        let mut changed = false;
        for at in customers {
            now = now.plus(Span::secs(2)).max(at);
            if !changed && now >= changes_at {
                changed = true;
                self.by = self.dice.pick::<&'static str>(&CASHIERS);
            }
            if self.dice.happens(14) {
                now = self.take_back(now)?.plus(Span::secs(3));
            }
            let hidden = self.plan.of_sale(self.sales);
            self.sales += 1;
            now = self.sell(now, hidden)?;
            now = self.mind_drawer(now)?;
        }
        let closes = day.closes.plus(Span::mins(4));
        self.close_shift(now.plus(Span::mins(1)).max(closes))?;
        let mut payby = std::mem::take(&mut self.payby);
        payby.wrong_fees = self.plan.fees_of(&day.name);
        Ok(DayRows {
            rows: std::mem::take(&mut self.rows),
            sales: day.sales,
            payby: Some((day.opens, day.name.clone(), payby)),
        })
    }

    /// What the journal says after the last day, up to the end.
    pub(crate) fn finish(&mut self) -> DayRows {
        self.catch_up(self.keeping.end);
        DayRows {
            rows: std::mem::take(&mut self.rows),
            sales: 0,
            payby: None,
        }
    }

    /// Bits for a number.
    pub(crate) fn bits(&mut self) -> u64 {
        self.dice.bits()
    }

    pub(crate) fn put(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// A line of the journal that is about no order.
    pub(crate) fn note(&mut self, at: UtcMs, kind: &str, by: &str, params: &Value) {
        self.journal(vec![NewEntry {
            at,
            kind: kind.to_owned(),
            by: by.to_owned(),
            order: None,
            refund: None,
            params: params.to_string(),
            raw: None,
        }]);
    }

    /// Lines of the journal, after what was to be said before them.
    pub(crate) fn journal(&mut self, entries: Vec<NewEntry>) {
        for entry in entries {
            self.catch_up(entry.at);
            self.rows.push(Row::Journal(entry));
        }
    }

    /// Lines of the journal whose time is still to come.
    pub(crate) fn journal_later(&mut self, entries: Vec<NewEntry>) {
        for entry in entries {
            self.kept_for_later += 1;
            self.later.insert((entry.at, self.kept_for_later), entry);
        }
    }

    fn catch_up(&mut self, now: UtcMs) {
        while let Some(first) = self.later.first_entry() {
            if first.key().0 > now {
                return;
            }
            self.rows.push(Row::Journal(first.remove()));
        }
    }

    /// Writes down cash that moved. Answers its number.
    pub(crate) fn move_cash(
        &mut self,
        at: UtcMs,
        (kind, amount): (CashKind, Money),
        about: CashAbout,
    ) -> i64 {
        self.cash += 1;
        self.shift.moves.push(match kind {
            CashKind::Float => CashMove::Float(amount),
            CashKind::PaidIn => CashMove::PaidIn(amount),
            CashKind::PaidOut => CashMove::PaidOut(amount),
            CashKind::Drop => CashMove::Drop(amount),
            CashKind::Sale => CashMove::Sale(amount),
            CashKind::Returned | CashKind::Refund => CashMove::Refund(amount),
        });
        let cash = NewCash {
            shift: self.shift.id,
            kind,
            amount,
            sale: about.sale,
            tendered: about.tendered,
            reason: about.reason,
            by: self.by.to_owned(),
            approved_by: about.approved_by,
            at,
            business_day: self.day.clone(),
        };
        self.put(Row::Cash(self.cash, cash));
        self.cash
    }

    fn move_without_sale(&mut self, at: UtcMs, what: (CashKind, Money), why: Option<&str>) {
        let (kind, amount) = what;
        let approved_by = (kind == CashKind::PaidOut).then_some(MANAGER);
        let about = CashAbout {
            reason: why.map(str::to_owned),
            approved_by: approved_by.map(str::to_owned),
            ..CashAbout::default()
        };
        self.move_cash(at, what, about);
        let params = json!({ "shift": self.shift.id, "move": kind.as_str(), "amount": amount.to_string(),
                             "reason": why, "approved_by": approved_by });
        self.note(at, "cash_moved", self.by, &params);
    }

    fn open_shift(&mut self, at: UtcMs) -> Result<(), GenerateError> {
        self.shifts += 1;
        self.shift = Shift {
            id: self.shifts,
            moves: Vec::new(),
        };
        self.put(Row::ShiftOpened {
            id: self.shifts,
            at,
            by: self.by.to_owned(),
            day: self.day.clone(),
        });
        let params = json!({ "shift": self.shifts });
        self.note(at, "shift_opened", self.by, &params);
        self.move_without_sale(at, (CashKind::Float, Money::from_fils(FLOAT)?), None);
        Ok(())
    }

    /// Between two customers: a full drawer goes to the safe, and now and then something is paid out or put in.
    fn mind_drawer(&mut self, now: UtcMs) -> Result<UtcMs, GenerateError> {
        let held = Drawer::expected(&self.shift.moves).0;
        if held >= FULL {
            let much = (held - FLOAT) / 10_000 * 10_000;
            let at = now.plus(Span::secs(20));
            self.move_without_sale(
                at,
                (CashKind::Drop, Money::from_fils(much)?),
                Some("To the safe"),
            );
            return Ok(at);
        }
        if self.dice.happens(2) && held > FLOAT {
            let why = *self.dice.pick(&PAID_OUT);
            let much = Money::from_fils(self.dice.between(10, 80) * 100)?;
            let at = now.plus(Span::secs(20));
            self.move_without_sale(at, (CashKind::PaidOut, much), Some(why));
            return Ok(at);
        }
        if self.dice.happens(1) {
            let much = Money::from_fils(self.dice.between(1, 4) * 5000)?;
            let at = now.plus(Span::secs(20));
            self.move_without_sale(at, (CashKind::PaidIn, much), Some("Change from the bank"));
            return Ok(at);
        }
        Ok(now)
    }

    fn close_shift(&mut self, at: UtcMs) -> Result<(), GenerateError> {
        let expected = Drawer::expected(&self.shift.moves);
        let off = if self.dice.happens(800) {
            0
        } else {
            self.dice.between(-20, 20) * 25
        };
        let counted = Money::from_fils((expected.0 + off).max(0))?;
        let count = count(counted);
        let note = (off != 0 && self.dice.happens(500)).then_some("Counted twice");
        let closed = ClosedShift {
            at,
            by: self.by.to_owned(),
            expected,
            counted,
            count: text(&count)?,
            note: note.map(str::to_owned),
        };
        self.put(Row::ShiftClosed(self.shift.id, closed));
        let open = json!({ "orders": [], "sales": [], "overpaid": [], "parked": 0, "prints": 0 });
        let params = json!({ "shift": self.shift.id, "expected_fils": expected.0, "counted": counted.to_string(),
                             "note": note, "open": open });
        self.note(at, "shift_closed", self.by, &params);
        Ok(())
    }

    /// The next paper of the sequence, as it will be printed.
    pub(crate) fn head(&mut self, at: UtcMs) -> Head {
        self.receipts += 1;
        let keeping = self.keeping;
        Head {
            number: format!("{}-{:06}", keeping.prefix, self.receipts),
            shop: keeping.shop.clone(),
            at,
            till: keeping.prefix.clone(),
            cashier: self.by.to_owned(),
            qr: None,
            training: true,
        }
    }

    /// Issues the paper whose head was made last. Answers its place.
    pub(crate) fn issue(
        &mut self,
        (kind, vat): (ReceiptKind, Money),
        sale: &SaleId,
        receipt: &Receipt,
    ) -> Result<i64, GenerateError> {
        let row = ReceiptRow {
            n: self.receipts,
            number: receipt.number.clone(),
            kind,
            sale: sale.clone(),
            total: receipt.total,
            vat,
            at: receipt.at,
            business_day: self.day.clone(),
            shift: Some(self.shift.id),
            by: receipt.cashier.clone(),
            body: text(receipt)?,
        };
        self.put(Row::Receipt(Box::new(row)));
        Ok(self.receipts)
    }

    /// The shift that is open.
    pub(crate) const fn shift(&self) -> i64 {
        self.shift.id
    }

    /// Keeps a sale in mind.
    pub(crate) fn remember(&mut self, past: Past) {
        self.recent.push_back(past);
        if self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
    }
}

/// What cash is about.
#[derive(Default)]
pub(crate) struct CashAbout {
    pub(crate) sale: Option<SaleId>,
    pub(crate) tendered: Option<Tendered>,
    pub(crate) reason: Option<String>,
    pub(crate) approved_by: Option<String>,
}

/// A tendered payment as the books write it, and what stays in the drawer.
pub(crate) fn tendered(taken: fils_sale::tender::CashTaken) -> (Tendered, Money, Payment) {
    let stays = taken.given.checked_sub(taken.change).unwrap_or_default();
    let tendered = Tendered {
        towards: taken.towards,
        given: taken.given,
        change: taken.change,
        rounding: SignedMoney(stays.fils() - taken.towards.fils()),
    };
    (tendered, stays, taken.payment())
}

/// JSON as the till stores it.
pub(crate) fn text<T: serde::Serialize>(record: &T) -> Result<String, GenerateError> {
    serde_json::to_string(record).map_err(|error| GenerateError::Impossible(error.to_string()))
}

/// A drawer of notes and coins that comes to this.
fn count(amount: Money) -> Count {
    let mut left = amount.fils();
    let mut count = Count::default();
    for denomination in DENOMINATIONS {
        let pieces = left / denomination.value().fils();
        if pieces > 0 {
            left -= pieces * denomination.value().fils();
            let pieces = u32::try_from(pieces).unwrap_or(u32::MAX);
            count.pieces.insert(denomination, pieces);
        }
    }
    count.loose = Money::from_fils(left).unwrap_or_default();
    count
}
