//! One customer at the till.

use fils_counter::Sold;
use fils_order::{Draft, Money, Order, OrderNumber, SaleId, Scene, Span, State, UtcMs};
use fils_sale::receipt::Receipt;
use fils_sale::tender::{self, Payment, Proof, Tender};
use fils_store::cash::CashKind;
use fils_store::receipts::ReceiptKind;
use fils_store::{SaleRow, VoidRow};
use serde_json::json;

use crate::life::{self, Fate, TILL};
use crate::mistakes::Kind;
use crate::rows::Row;
use crate::till::{CashAbout, Past, Till, tendered, text};
use crate::words::GIVEN_UP;
use crate::{GenerateError, basket};

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Cash,
    /// The customer scans the QR.
    Wallet,
    /// The till scans the customer.
    Code,
    /// A part in cash, the rest by the wallet.
    Mixed,
    /// The QR's time runs out, then cash.
    ExpiredThenCash,
    /// The cashier cancels, then cash.
    CancelledThenCash,
    /// The cashier cancels, then another QR.
    CancelledThenWallet,
    /// The customer's code is refused, then cash.
    RefusedThenCash,
    /// The customer pays while the till is closing the order.
    PaidWhileClosing,
    /// Nothing comes of it.
    GivenUp,
    /// Nothing comes of it, and a QR ran out.
    GivenUpAfterQr,
}

/// How many of a thousand customers pay in which way.
const WAYS: [(u64, Way); 11] = [
    (420, Way::Cash),
    (420, Way::Wallet),
    (60, Way::Code),
    (35, Way::Mixed),
    (15, Way::ExpiredThenCash),
    (12, Way::CancelledThenCash),
    (12, Way::CancelledThenWallet),
    (8, Way::RefusedThenCash),
    (4, Way::PaidWhileClosing),
    (7, Way::GivenUp),
    (7, Way::GivenUpAfterQr),
];

/// A sale that is being paid.
struct Paying {
    id: SaleId,
    sold: Sold,
    subject: String,
    payments: Vec<Payment>,
    cash: Money,
    wallet: Option<OrderNumber>,
    by_wallet_last: bool,
    /// What is wrong with it at PayBy.
    hidden: Option<Kind>,
}

impl Till<'_> {
    /// Rings up, takes the payment, issues the receipt. Answers when the customer leaves.
    pub(crate) fn sell(
        &mut self,
        start: UtcMs,
        hidden: Option<Kind>,
    ) -> Result<UtcMs, GenerateError> {
        let sold = basket::fill(&mut self.dice, self.products)?;
        let id = SaleId::make(&self.keeping.prefix, start, self.dice.bits())?;
        let lines = i64::try_from(sold.basket.lines().len()).unwrap_or(1);
        let now = start.plus(Span(self.dice.between(1500, 3500) * lines.min(8)));
        let mut paying = Paying {
            subject: sold.subject(),
            id,
            sold,
            payments: Vec::new(),
            cash: Money::ZERO,
            wallet: None,
            by_wallet_last: false,
            hidden,
        };
        self.start(&paying, now)?;
        let now = now.plus(Span(self.dice.between(900, 3000)));
        if hidden == Some(Kind::TheirsOnly) {
            self.hide_a_strangers((&paying.id, &paying.subject), now)?;
        }
        let ended = self.pay(&mut paying, now)?;
        match ended {
            Ended::Paid(at) => self.complete(paying, at),
            Ended::GivenUp(at) => Ok(self.give_up(&paying, at)),
        }
    }

    fn start(&mut self, paying: &Paying, now: UtcMs) -> Result<(), GenerateError> {
        let total = paying.sold.totals.total;
        let row = SaleRow {
            id: paying.id.clone(),
            amount: total,
            subject: paying.subject.clone(),
            by: self.by.to_owned(),
            created_at: now,
            business_day: self.day.clone(),
            shift: Some(self.shift()),
            body: Some(text(&paying.sold)?),
        };
        self.put(Row::Sale(row));
        let params = json!({ "sale": paying.id.as_str(), "amount": total.to_string(), "subject": paying.subject });
        self.note(now, "sale_started", self.by, &params);
        Ok(())
    }

    fn way(&mut self) -> Way {
        let mut at = self.dice.below(1000);
        for (share, way) in WAYS {
            if at < share {
                return way;
            }
            at -= share;
        }
        Way::Cash
    }

    fn pay(&mut self, paying: &mut Paying, now: UtcMs) -> Result<Ended, GenerateError> {
        let total = paying.sold.totals.total;
        let way = match paying.hidden {
            Some(Kind::OursOnly | Kind::AmountDiffers) => Way::Wallet,
            Some(Kind::StateDiffers) => Way::ExpiredThenCash,
            Some(Kind::TheirsOnly | Kind::FeeUnexpected) | None => self.way(),
        };
        let at = match way {
            Way::Cash => self.take_cash(paying, total, now)?,
            Way::Wallet => self.wallet(paying, Scene::Qr, Outcome::Paid, now)?,
            Way::Code => self.wallet(paying, Scene::Code, Outcome::Paid, now)?,
            Way::Mixed => {
                let part = total.fils() * self.dice.between(20, 80) / 100 / 100 * 100;
                if part == 0 {
                    self.take_cash(paying, total, now)?
                } else {
                    let now = self.take_exactly(paying, Money::from_fils(part)?, now)?;
                    self.wallet(paying, Scene::Qr, Outcome::Paid, now)?
                }
            }
            Way::ExpiredThenCash => {
                let now = self.wallet(paying, Scene::Qr, Outcome::Expired, now)?;
                self.take_cash(paying, total, now)?
            }
            Way::CancelledThenCash => {
                let now = self.wallet(paying, Scene::Qr, Outcome::Cancelled, now)?;
                self.take_cash(paying, total, now)?
            }
            Way::CancelledThenWallet => {
                let now = self.wallet(paying, Scene::Qr, Outcome::Cancelled, now)?;
                self.wallet(paying, Scene::Qr, Outcome::Paid, now)?
            }
            Way::RefusedThenCash => {
                let now = self.wallet(paying, Scene::Code, Outcome::Refused, now)?;
                self.take_cash(paying, total, now)?
            }
            Way::PaidWhileClosing => {
                self.wallet(paying, Scene::Qr, Outcome::PaidWhileClosing, now)?
            }
            Way::GivenUp => now,
            Way::GivenUpAfterQr => self.wallet(paying, Scene::Qr, Outcome::Expired, now)?,
        };
        Ok(match way {
            Way::GivenUp | Way::GivenUpAfterQr => Ended::GivenUp(at),
            Way::Cash
            | Way::Wallet
            | Way::Code
            | Way::Mixed
            | Way::ExpiredThenCash
            | Way::CancelledThenCash
            | Way::CancelledThenWallet
            | Way::RefusedThenCash
            | Way::PaidWhileClosing => Ended::Paid(at),
        })
    }

    /// Takes cash for what is due: what people hand over is mostly a round sum.
    fn take_cash(
        &mut self,
        paying: &mut Paying,
        due: Money,
        now: UtcMs,
    ) -> Result<UtcMs, GenerateError> {
        let quick = tender::quick_amounts(due, self.keeping.rounding);
        let given = *self.dice.pick(&quick[..quick.len().min(4)]);
        let now = now.plus(Span(self.dice.between(4000, 15_000)));
        self.tender(paying, due, given, now)
    }

    /// Takes a part in cash.
    fn take_exactly(
        &mut self,
        paying: &mut Paying,
        part: Money,
        now: UtcMs,
    ) -> Result<UtcMs, GenerateError> {
        let due = paying.sold.totals.total;
        let now = now.plus(Span(self.dice.between(4000, 9000)));
        self.tender(paying, due, part, now)
    }

    fn tender(
        &mut self,
        paying: &mut Paying,
        due: Money,
        given: Money,
        now: UtcMs,
    ) -> Result<UtcMs, GenerateError> {
        let taken = tender::cash(due, given, self.keeping.rounding)
            .map_err(|error| GenerateError::Impossible(error.to_string()))?;
        let (tendered, stays, payment) = tendered(taken);
        let about = CashAbout {
            sale: Some(paying.id.clone()),
            tendered: Some(tendered),
            ..CashAbout::default()
        };
        self.move_cash(now, (CashKind::Sale, stays), about);
        let params = json!({ "sale": paying.id.as_str(), "towards": taken.towards.to_string(),
                             "given": taken.given.to_string(), "change": taken.change.to_string() });
        self.note(now, "cash_taken", self.by, &params);
        paying.cash = stays;
        paying.by_wallet_last = false;
        paying.payments.push(payment);
        Ok(now)
    }

    /// Asks a wallet for what is due.
    fn wallet(
        &mut self,
        paying: &mut Paying,
        scene: Scene,
        outcome: Outcome,
        now: UtcMs,
    ) -> Result<UtcMs, GenerateError> {
        let total = paying.sold.totals.total;
        let amount = tender::standing(total, &paying.payments).due;
        let number = OrderNumber::make(&self.keeping.prefix, now, self.bits())?;
        let draft = Draft {
            number: number.clone(),
            sale: paying.id.clone(),
            amount,
            payee: self.keeping.payee.clone(),
            subject: paying.subject.clone(),
            details: paying.sold.details(amount == total, None, self.by),
            scene,
        };
        let order = Order::new(draft, now, &self.keeping.rules);
        let fate = self.fate(outcome, scene, now);
        let who = (self.by, self.day.as_str());
        let lived = life::live(&self.keeping.setting(), order, who, fate, &mut self.dice)?;
        let paid = matches!(lived.order.state, State::Paid { .. });
        let meant = matches!(outcome, Outcome::Paid | Outcome::PaidWhileClosing);
        if paid != meant {
            return Err(GenerateError::Impossible(format!(
                "the order {number} did not end as it was to"
            )));
        }
        let proof = if paid { Proof::Proved } else { Proof::NotPaid };
        let tender = Tender::Wallet {
            order: number.clone(),
        };
        paying.payments.push(Payment::new(tender, amount, proof));
        paying.by_wallet_last = paid;
        if paid && amount == total {
            paying.wallet = Some(number);
        }
        if let Some(known) = lived.payby {
            self.at_payby(paying.hidden, amount, known, lived.over);
        }
        self.put(Row::Order(Box::new(lived.row)));
        self.journal(lived.entries);
        self.journal_later(lived.later);
        Ok(lived.over.plus(Span(self.dice.between(300, 2000))))
    }

    fn fate(&mut self, outcome: Outcome, scene: Scene, now: UtcMs) -> Fate {
        let dice = &mut self.dice;
        let scanned = now.plus(Span(dice.between(2500, 12_000)));
        let paid = scanned.plus(Span(dice.between(1500, 14_000)));
        match (outcome, scene) {
            (Outcome::Paid, Scene::Qr) => Fate {
                scanned: Some(scanned),
                paid: Some(paid),
                ..Fate::default()
            },
            // The customer has agreed by showing the code; some are asked for a PIN.
            (Outcome::Paid, Scene::Code) => Fate {
                paid: Some(if dice.happens(700) { now } else { scanned }),
                ..Fate::default()
            },
            (Outcome::Cancelled, _) => Fate {
                cancelled: Some(paid.plus(Span(dice.between(0, 20_000)))),
                ..Fate::default()
            },
            (Outcome::Expired, _) => Fate::default(),
            (Outcome::Refused, _) => Fate {
                refused: true,
                ..Fate::default()
            },
            (Outcome::PaidWhileClosing, _) => Fate {
                scanned: Some(scanned),
                paid: Some(paid),
                cancelled: Some(paid.plus(Span(100))),
                ..Fate::default()
            },
        }
    }

    fn complete(&mut self, paying: Paying, now: UtcMs) -> Result<UtcMs, GenerateError> {
        let head = self.head(now);
        let number = head.number.clone();
        let sold = &paying.sold;
        // Cash stands first, as the till lists a sale's payments.
        let mut payments = paying.payments.clone();
        payments.sort_by_key(|payment| matches!(payment.tender, Tender::Wallet { .. }));
        let receipt = Receipt::sale(head, &sold.basket, &sold.totals, &payments)
            .map_err(|error| GenerateError::Impossible(error.to_string()))?;
        let vat = sold.totals.vat;
        self.issue((ReceiptKind::Sale, vat), &paying.id, &receipt)?;
        let params = json!({ "sale": paying.id.as_str(), "receipt": number, "total": sold.totals.total.to_string(),
                             "vat": vat.to_string() });
        let by = if paying.by_wallet_last { TILL } else { self.by };
        self.note(now, "sale_completed", by, &params);
        // What nobody at PayBy could give back stays sold.
        if matches!(paying.hidden, Some(Kind::OursOnly | Kind::AmountDiffers)) {
            return Ok(now);
        }
        self.remember(Past {
            sale: paying.id,
            sold: paying.sold,
            wallet: paying.wallet,
            cash: paying.cash,
            receipt: number,
        });
        Ok(now)
    }

    fn give_up(&mut self, paying: &Paying, now: UtcMs) -> UtcMs {
        let now = now.plus(Span(self.dice.between(2000, 9000)));
        let why = *self.dice.pick(&GIVEN_UP);
        self.put(Row::Void(VoidRow {
            sale: paying.id.clone(),
            at: now,
            by: self.by.to_owned(),
            approved_by: None,
            reason: why.to_owned(),
        }));
        let params = json!({ "sale": paying.id.as_str(), "reason": why, "approved_by": Option::<&str>::None });
        self.note(now, "sale_void", self.by, &params);
        now
    }
}

/// When paying ended, and how.
enum Ended {
    Paid(UtcMs),
    GivenUp(UtcMs),
}

/// What becomes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Paid,
    Expired,
    Cancelled,
    Refused,
    PaidWhileClosing,
}
