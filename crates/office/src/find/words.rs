//! The words a sale is found by.
//!
//! A word as it stands is of a name or a code, folded, at least [`WHOLE`] letters long. The others say what they are before an
//! `=`, which no folded word has:
//!
//! | word | is |
//! |---|---|
//! | `p=kar` | what a word begins with, up to three letters: the beginnings that too many words have to be looked up one by one |
//! | `z=54321…` | a number of any kind, backwards, so that its last digits are a beginning |
//! | `f=1250` | an amount, in fils |
//! | `b=640` | the block of days it stands in, which holds a search to a part of the index |
//! | `s=` `t=` `c=` `g=` `v=` `h=` `x=` `r=` | state, tender, cashier, category, VAT class, hour, flag, day of a credit note |

use std::collections::BTreeSet;

use fils_catalogue::fold;
use fils_counter::Sold;
use fils_order::{Money, Order, SaleId, UtcMs};
use fils_sale::Line;
use fils_store::cash::{self, CashKind, CashRow};
use fils_store::find::{self as index, Find, NameKind};
use fils_store::receipts::{self, ReceiptKind, ReceiptRow};
use fils_store::returns::{self, ReturnRow};
use fils_store::{Books, OrderRow, RefundRow, SaleRow, VoidRow, orders, refunds, sales};

use crate::OfficeError;
use crate::view::{FlagCode, SaleStateCode};

/// Words shorter than this are found by what they begin with alone.
pub(super) const WHOLE: usize = 4;

/// Things sold that a list names.
const NAMED: usize = 3;

/// All that is written of a sale.
struct Facts {
    sale: SaleRow,
    sold: Option<Sold>,
    orders: Vec<(OrderRow, Vec<RefundRow>)>,
    cash: Vec<CashRow>,
    papers: Vec<ReceiptRow>,
    returns: Vec<ReturnRow>,
    void: Option<VoidRow>,
    open: bool,
    overpaid: bool,
}

/// Takes a sale into the search as it now is.
pub(super) fn take_in(tx: &Books<'_>, sale: &SaleId) -> Result<(), OfficeError> {
    let Some(facts) = Facts::read(tx, sale)? else {
        return Ok(());
    };
    let (words, vocabulary) = facts.words(tx)?;
    index::put(tx, &facts.find(), &words, &vocabulary)?;
    Ok(())
}

impl Facts {
    fn read(tx: &Books<'_>, sale: &SaleId) -> Result<Option<Self>, OfficeError> {
        let Some(row) = sales::by_id(tx, sale)? else {
            return Ok(None);
        };
        let orders = orders::of_sale(tx, sale)?.into_iter().map(|order| {
            let refunds = refunds::of_order(tx, &order.number)?;
            Ok((order, refunds))
        });
        let (open, overpaid) = index::open_and_overpaid(tx, sale)?;
        Ok(Some(Self {
            orders: orders.collect::<Result<_, OfficeError>>()?,
            // One record that cannot be read is found by what else is known of it, and keeps no other from being found.
            sold: row
                .body
                .as_deref()
                .and_then(|body| serde_json::from_str(body).ok()),
            sale: row,
            cash: cash::of_sale(tx, sale)?,
            papers: receipts::papers_of(tx, sale)?,
            returns: returns::of_sale(tx, sale)?,
            void: sales::void_of(tx, sale)?,
            open,
            overpaid,
        }))
    }

    fn receipt(&self) -> Option<&ReceiptRow> {
        self.papers
            .iter()
            .find(|paper| paper.kind == ReceiptKind::Sale)
    }

    fn credit_notes(&self) -> impl Iterator<Item = &ReceiptRow> {
        self.papers
            .iter()
            .filter(|paper| paper.kind == ReceiptKind::Refund)
    }

    fn refunds(&self) -> impl Iterator<Item = &RefundRow> {
        self.orders.iter().flat_map(|(_, refunds)| refunds)
    }

    /// When, and on which business day: the receipt's where there is one.
    fn when(&self) -> (UtcMs, &str) {
        match self.receipt() {
            Some(receipt) => (receipt.at, &receipt.business_day),
            None => (self.sale.created_at, &self.sale.business_day),
        }
    }

    /// What went back: by credit note where goods were sold, else by refund.
    fn returned(&self) -> Money {
        let amounts: Vec<Money> = if self.receipt().is_some() {
            self.credit_notes().map(|note| note.total).collect()
        } else {
            let done = self.refunds().filter(|refund| refund.state == "refunded");
            done.map(|refund| refund.amount).collect()
        };
        amounts.into_iter().fold(Money::ZERO, |sum, amount| {
            sum.checked_add(amount).unwrap_or(Money::MAX)
        })
    }

    fn by_cash(&self) -> bool {
        let paid = |row: &&CashRow| row.cash.kind == CashKind::Sale;
        let back = |row: &&CashRow| row.cash.kind == CashKind::Returned;
        self.cash.iter().filter(paid).count() > 0 && self.cash.iter().filter(back).count() == 0
    }

    fn by_wallet(&self) -> bool {
        self.orders.iter().any(|(order, _)| order.state == "paid")
    }

    fn attention(&self) -> bool {
        self.overpaid
            || self.orders.iter().any(|(order, _)| order.attention)
            || self.refunds().any(|refund| refund.attention)
    }

    fn state(&self) -> SaleStateCode {
        let any = |state: &str| self.orders.iter().any(|(order, _)| order.state == state);
        let live = any("submitting") || any("awaiting_payment") || any("closing");
        let complete = self.receipt().is_some() || (self.sale.body.is_none() && any("paid"));
        if any("needs_review") {
            SaleStateCode::Review
        } else if any("paid_late") {
            SaleStateCode::Late
        } else if self.void.is_some() {
            SaleStateCode::Void
        } else if complete {
            let back = self.returned();
            if back.is_zero() {
                SaleStateCode::Complete
            } else if back < self.sale.amount {
                SaleStateCode::PartReturned
            } else {
                SaleStateCode::Returned
            }
        } else if live || self.by_cash() || self.by_wallet() || self.orders.is_empty() {
            SaleStateCode::Open
        } else {
            SaleStateCode::Unpaid
        }
    }

    fn flags(&self) -> Vec<FlagCode> {
        let refund = !self.returns.is_empty()
            || self.refunds().any(|refund| refund.state != "failed")
            || self
                .cash
                .iter()
                .any(|row| row.cash.kind == CashKind::Refund);
        let all = [
            (FlagCode::Attention, self.attention()),
            (
                FlagCode::Discount,
                self.sold
                    .as_ref()
                    .is_some_and(|sold| !sold.totals.discount.is_zero()),
            ),
            (FlagCode::Refund, refund),
            (
                FlagCode::Tip,
                self.orders.iter().any(|(order, _)| tipped(order)),
            ),
            (
                FlagCode::Cancelled,
                self.orders.iter().any(|(order, _)| order.state == "closed"),
            ),
            (FlagCode::Overpaid, self.overpaid),
            (FlagCode::Unfinished, self.open),
        ];
        all.into_iter()
            .filter_map(|(flag, has)| has.then_some(flag))
            .collect()
    }

    fn find(&self) -> Find {
        let (at, day) = self.when();
        let (what, what_ar) = self.what();
        Find {
            sale: self.sale.id.clone(),
            at,
            business_day: day.to_owned(),
            state: self.state().as_str().to_owned(),
            total: self.sale.amount,
            returned: self.returned(),
            by: self.sale.by.clone(),
            receipt: self.receipt().map(|receipt| receipt.number.clone()),
            orders: self
                .orders
                .iter()
                .map(|(order, _)| order.number.to_string())
                .collect(),
            cash: self.by_cash(),
            wallet: self.by_wallet(),
            attention: self.attention(),
            what,
            what_ar,
        }
    }

    /// The first things sold, in both languages.
    fn what(&self) -> (String, Option<String>) {
        let Some(sold) = &self.sold else {
            return (self.sale.subject.clone(), None);
        };
        let lines = sold.basket.lines();
        let more = lines.len().saturating_sub(NAMED);
        let text = |between: &str, name: fn(&Line) -> &str| {
            let mut named: Vec<String> = lines
                .iter()
                .take(NAMED)
                .map(|line| times(line, name(line)))
                .collect();
            if more > 0 {
                named.push(format!("+{more}"));
            }
            named.join(between)
        };
        let arabic = lines
            .iter()
            .take(NAMED)
            .any(|line| line.item.name_ar.is_some());
        (
            text(", ", |line| &line.item.name),
            arabic.then(|| {
                text("، ", |line| {
                    line.item.name_ar.as_deref().unwrap_or(&line.item.name)
                })
            }),
        )
    }

    /// The words, with a blank between them, and those of them that can be found by their beginning.
    fn words(&self, tx: &Books<'_>) -> Result<(String, Vec<String>), OfficeError> {
        let mut named = BTreeSet::new();
        let mut all = BTreeSet::new();
        self.name(&mut named);
        for word in &named {
            for letters in 1..WHOLE {
                all.insert(format!(
                    "p={}",
                    word.chars().take(letters).collect::<String>()
                ));
            }
        }
        self.number(&mut all);
        self.mark(tx, &mut all)?;
        named.retain(|word| word.chars().count() >= WHOLE);
        let mut words: Vec<&str> = named.iter().map(String::as_str).collect();
        words.extend(all.iter().map(String::as_str));
        Ok((words.join(" "), named.into_iter().collect()))
    }

    /// What is written with letters: things sold, their codes, people.
    fn name(&self, named: &mut BTreeSet<String>) {
        let mut texts = vec![self.sale.subject.as_str(), &self.sale.by];
        if let Some(sold) = &self.sold {
            for line in sold.basket.lines() {
                texts.push(&line.item.name);
                texts.extend(line.item.name_ar.as_deref());
                if let Some(code) = &line.item.code {
                    texts.push(code);
                    named.insert(fold::words(code).concat());
                }
            }
        }
        texts.extend(self.void.iter().map(|void| void.by.as_str()));
        texts.extend(self.returns.iter().map(|row| row.given_back.by.as_str()));
        for text in texts {
            for word in fold::words(text) {
                if let Some(bare) = fold::without_article(&word) {
                    named.insert(bare.to_owned());
                }
                named.insert(word);
            }
        }
    }

    /// What is written with digits: numbers of every kind, and amounts.
    fn number(&self, all: &mut BTreeSet<String>) {
        let mut numbers = vec![self.sale.id.as_str()];
        let mut amounts = vec![self.sale.amount];
        for (order, refunds) in &self.orders {
            numbers.push(order.number.as_str());
            numbers.extend(order.payby_no.as_deref());
            amounts.push(order.amount);
            for refund in refunds {
                numbers.push(refund.number.as_str());
                numbers.extend(refund.payby_no.as_deref());
                amounts.push(refund.amount);
            }
        }
        for paper in &self.papers {
            numbers.push(&paper.number);
            amounts.push(paper.total);
        }
        for row in &self.cash {
            amounts.push(row.cash.amount);
            amounts.extend(row.cash.tendered.map(|tendered| tendered.towards));
        }
        if let Some(sold) = &self.sold {
            let barcodes = sold
                .basket
                .lines()
                .iter()
                .map(|line| line.item.barcode.as_deref());
            numbers.extend(barcodes.flatten());
        }
        all.extend(
            numbers
                .into_iter()
                .map(|number| format!("z={}", backwards(number))),
        );
        all.extend(
            amounts
                .into_iter()
                .map(|amount| format!("f={}", amount.fils())),
        );
    }

    /// What filters go by.
    fn mark(&self, tx: &Books<'_>, all: &mut BTreeSet<String>) -> Result<(), OfficeError> {
        all.insert(marked("s", self.state().as_str()));
        if self.by_cash() {
            all.insert("t=cash".to_owned());
        }
        if self.by_wallet() {
            all.insert("t=wallet".to_owned());
        }
        let cashier = index::number_name(tx, NameKind::Person, &self.sale.by)?;
        all.insert(format!("c={cashier}"));
        if let Some(sold) = &self.sold {
            for line in sold.basket.lines() {
                let category = match line.item.category.as_deref() {
                    None | Some("") => 0,
                    Some(name) => index::number_name(tx, NameKind::Category, name)?,
                };
                all.insert(format!("g={category}"));
                all.insert(marked("v", line.item.vat.as_str()));
            }
        }
        let (at, day) = self.when();
        all.insert(format!("b={}", index::block_of_day(day)));
        all.insert(format!("h={}", hour(at)));
        all.extend(
            self.flags()
                .into_iter()
                .map(|flag| marked("x", flag.as_str())),
        );
        all.extend(
            self.credit_notes()
                .map(|note| marked("r", &note.business_day)),
        );
        Ok(())
    }
}

/// A word of a kind: its letters and digits, which the index takes as one.
pub(super) fn marked(kind: &str, value: &str) -> String {
    let letters: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{kind}={letters}")
}

/// A number backwards, its letters and digits only, so that its end is a beginning.
pub(super) fn backwards(number: &str) -> String {
    let mut letters: Vec<char> = fold::words(number).concat().chars().collect();
    letters.reverse();
    letters.into_iter().collect()
}

fn tipped(order: &OrderRow) -> bool {
    order.state == "paid"
        && serde_json::from_str::<Order>(&order.body)
            .is_ok_and(|order| order.details.tip.is_some_and(|tip| !tip.is_zero()))
}

fn times(line: &Line, name: &str) -> String {
    match line.quantity.as_pieces() {
        Some(pieces) if pieces > 1 => format!("{name} ×{pieces}"),
        Some(_) | None => name.to_owned(),
    }
}

/// The hour in Dubai, 0 to 23.
fn hour(at: UtcMs) -> i64 {
    const HOUR_MS: i64 = 3_600_000;
    (at.0.div_euclid(HOUR_MS) + 4).rem_euclid(24)
}
