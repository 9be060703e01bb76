//! What the customer sees, from what is known: one function of the state and the time. It is told the time and asks nobody.

use fils_checkout::qr::{self, Qr};
use fils_checkout::view::{MoneyView, OrderView, SceneView, StateView};
use fils_counter::view::{BasketView, LineView, ProofCode, SaleView};
use fils_order::{Money, UtcMs};

use crate::news::News;
use crate::views::SetupCode;
use crate::views::display::{DisplayLine, DisplayStage, DisplayView};

/// A customer has this long to read that it is paid, ms; the next basket ends it sooner.
const THANKS_MS: i64 = 12_000;

/// The shop as its customers know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shop {
    pub(super) name: String,
    pub(super) name_ar: Option<String>,
    pub(super) languages: Vec<String>,
    pub(super) training: bool,
}

/// What was paid a moment ago.
#[derive(Clone, Debug)]
struct Thanks {
    at: UtcMs,
    sale: String,
    /// The payment that proved it, of which the sale hears a moment later.
    order: Option<String>,
    amount: MoneyView,
    change: Option<MoneyView>,
}

impl Thanks {
    /// Whether the sale knows of the payment.
    fn is_known_to(&self, sale: &SaleView) -> bool {
        let mut payments = sale.payments.iter();
        self.order.is_none()
            || payments.any(|one| one.order == self.order && one.proof == ProofCode::Proved)
    }
}

/// A payment in front, with its QR while it can be scanned.
#[derive(Clone, Debug)]
struct Asked {
    order: OrderView,
    qr: Option<Qr>,
}

impl Asked {
    fn of(order: OrderView) -> Self {
        let waits = order.state == StateView::AwaitingPayment && order.scene == SceneView::Qr;
        let link = order.token_url.as_deref().filter(|_| waits);
        let qr = link.and_then(|link| match qr::draw(link) {
            Ok(qr) => Some(qr),
            Err(error) => {
                tracing::error!(%error, order = order.order, "the customer has no QR to scan");
                None
            }
        });
        Self { order, qr }
    }
}

/// Everything the customer's screen goes by.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) shop: Shop,
    /// Whether the till takes payments.
    ready: bool,
    /// Whether somebody is at it.
    manned: bool,
    basket: Option<BasketView>,
    /// The sale in front of the cashier, or the one that the order in front pays.
    sale_id: Option<String>,
    sale: Option<SaleView>,
    /// The payment in front of the cashier.
    order_id: Option<String>,
    asked: Option<Asked>,
    thanks: Option<Thanks>,
}

impl Scene {
    /// The cashier has this in front. What is known of it comes next.
    pub(super) fn turn(&mut self, sale: Option<String>, order: Option<String>) {
        if order.is_some() && self.order_id == order {
            return;
        }
        if self.sale_id != sale {
            self.sale = None;
        }
        if self.order_id != order {
            self.asked = None;
        }
        (self.sale_id, self.order_id) = (sale, order);
    }

    /// What the cashier has in front: a sale, a payment.
    pub(super) fn in_front(&self) -> (Option<String>, Option<String>) {
        (self.sale_id.clone(), self.order_id.clone())
    }

    /// What the books say of the payment in front, unless something newer is known.
    pub(super) fn found_order(&mut self, order: OrderView) {
        let known = self.asked.as_ref().map(|asked| asked.order.at_ms);
        if self.order_id.as_ref() == Some(&order.order) && known.is_none_or(|at| at < order.at_ms) {
            self.put_order(order);
        }
    }

    /// What the books say of the sale in front, unless it is known.
    pub(super) fn found_sale(&mut self, sale: SaleView) {
        if self.sale_id.as_ref() == Some(&sale.sale) && self.sale.is_none() {
            self.sale = Some(sale);
        }
    }

    pub(super) fn found_basket(&mut self, basket: BasketView) {
        self.basket = Some(basket);
    }

    /// Forgets what is known of what is in front, to be found anew.
    pub(super) fn forget(&mut self) {
        self.sale = None;
        self.asked = None;
    }

    /// Takes in what the screens are told.
    pub(super) fn hear(&mut self, news: &News, now: UtcMs) {
        match news {
            News::Order(order) if self.order_id.as_ref() == Some(&order.order) => {
                let known = self.asked.as_ref().map(|asked| asked.order.at_ms);
                // What was on its way while the books were asked is older than they are.
                if known.is_none_or(|at| at <= order.at_ms) {
                    self.put_order((**order).clone());
                }
            }
            News::Sale(sale) if self.sale_id.as_ref() == Some(&sale.sale) => {
                let completes =
                    sale.complete && self.sale.as_ref().is_some_and(|was| !was.complete);
                self.thank_for_sale(sale, completes, now);
                self.sale = Some((**sale).clone());
            }
            News::Basket(basket) => self.basket = Some((**basket).clone()),
            News::App(app) => {
                self.ready = app.setup == SetupCode::Ready;
                self.manned = app.person.is_some();
            }
            News::Order(_)
            | News::Sale(_)
            | News::Refund(_)
            | News::Drawer
            | News::Print(_)
            | News::Resync
            | News::Import { .. }
            | News::Matching(_)
            | News::CloseRequested(_) => {}
        }
    }

    fn put_order(&mut self, order: OrderView) {
        if self.sale_id.as_ref() != Some(&order.sale) {
            self.sale = None;
            self.sale_id = Some(order.sale.clone());
        }
        if order.state == StateView::Paid {
            self.thanks = Some(Thanks {
                at: UtcMs(order.at_ms),
                sale: order.sale.clone(),
                order: Some(order.order.clone()),
                amount: order.amount.clone(),
                change: None,
            });
        }
        self.asked = Some(Asked::of(order));
    }

    fn thank_for_sale(&mut self, sale: &SaleView, completes: bool, now: UtcMs) {
        let thanked = self.thanks.as_ref().filter(|one| one.sale == sale.sale);
        let at = match thanked {
            Some(thanks) if sale.complete => thanks.at,
            _ if completes => now,
            Some(_) | None => return,
        };
        self.thanks = Some(Thanks {
            at,
            sale: sale.sale.clone(),
            order: None,
            amount: sale.total.clone(),
            change: some(&sale.change),
        });
    }

    /// The customer's screen at this time.
    pub(super) fn view(&self, now: UtcMs) -> DisplayView {
        let blank = self.blank();
        if !self.ready {
            return blank;
        }
        if let Some(view) = self.payment(&blank, now) {
            return view;
        }
        if let Some(thanks) = self.thanks(now) {
            return DisplayView {
                stage: DisplayStage::Thanks,
                amount: Some(thanks.amount.clone()),
                change: thanks.change.clone(),
                ..blank
            };
        }
        if !self.manned {
            return blank;
        }
        let sale = self.sale.as_ref();
        let basket = self.basket.as_ref();
        match (sale.filter(|sale| open(sale)), basket) {
            (Some(sale), _) => of_sale(sale, blank),
            (None, Some(basket)) if !basket.lines.is_empty() => of_basket(basket, blank),
            (None, Some(_) | None) => blank,
        }
    }

    /// The welcome.
    fn blank(&self) -> DisplayView {
        DisplayView {
            shop: self.shop.name.clone(),
            shop_ar: self.shop.name_ar.clone(),
            languages: self.shop.languages.clone(),
            training: self.shop.training,
            ..DisplayView::default()
        }
    }

    /// The payment in front while it is not settled. Under way, it is shown whoever is at the till.
    fn payment(&self, blank: &DisplayView, now: UtcMs) -> Option<DisplayView> {
        let Asked { order, qr } = self.asked.as_ref()?;
        // Past this PayBy takes no payment: should nobody have said so yet, the QR goes all the same.
        let payable = now.0 < order.expires_at_ms;
        let stage = match order.state {
            StateView::Submitting | StateView::Closing => DisplayStage::Checking,
            StateView::AwaitingPayment if !payable => DisplayStage::Checking,
            StateView::AwaitingPayment if order.scene == SceneView::Code => DisplayStage::Scanned,
            StateView::AwaitingPayment if qr.is_none() => DisplayStage::Checking,
            StateView::AwaitingPayment if order.scanned_by.is_some() => DisplayStage::Scanned,
            StateView::AwaitingPayment => DisplayStage::Pay,
            StateView::PaidLate | StateView::NeedsReview if self.manned => DisplayStage::Error,
            StateView::PaidLate | StateView::NeedsReview | StateView::Paid | StateView::Closed => {
                return None;
            }
        };
        let scannable = matches!(stage, DisplayStage::Pay | DisplayStage::Scanned);
        let qr = qr.clone().filter(|_| scannable);
        let sale = self.sale.as_ref().filter(|sale| sale.sale == order.sale);
        let view = match sale.filter(|_| self.manned && stage != DisplayStage::Error) {
            Some(sale) => of_sale(sale, blank.clone()),
            None => blank.clone(),
        };
        Some(DisplayView {
            stage,
            amount: (stage != DisplayStage::Error).then(|| order.amount.clone()),
            starts_at_ms: qr.as_ref().map(|_| order.created_at_ms),
            ends_at_ms: qr.as_ref().and(order.deadline_ms),
            qr,
            ..view
        })
    }

    /// What to thank for: a moment long, until the next customer's goods are there, and not for a part of a sale.
    fn thanks(&self, now: UtcMs) -> Option<&Thanks> {
        let thanks = self.thanks.as_ref()?;
        let sale = self.sale.as_ref().filter(|sale| sale.sale == thanks.sale);
        let fresh = now.0 - thanks.at.0 < THANKS_MS;
        let next = self
            .basket
            .as_ref()
            .is_some_and(|basket| !basket.lines.is_empty());
        let in_front = match &self.sale_id {
            Some(sale) => *sale == thanks.sale,
            None => !next,
        };
        let partly = sale.is_some_and(|sale| open(sale) && thanks.is_known_to(sale));
        (fresh && in_front && !partly).then_some(thanks)
    }
}

/// It waits for money.
fn open(sale: &SaleView) -> bool {
    !sale.complete && !sale.void
}

fn some(money: &MoneyView) -> Option<MoneyView> {
    (money.fils > 0).then(|| money.clone())
}

fn line(line: &LineView) -> DisplayLine {
    DisplayLine {
        line: line.line,
        name: line.name.clone(),
        name_ar: line.name_ar.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit,
        total: line.total.clone(),
    }
}

fn of_basket(basket: &BasketView, blank: DisplayView) -> DisplayView {
    DisplayView {
        stage: DisplayStage::Basket,
        lines: basket.lines.iter().map(line).collect(),
        latest: basket.changed_line,
        discount: some(&basket.discount),
        total: Some(basket.total.clone()),
        ..blank
    }
}

fn of_sale(sale: &SaleView, blank: DisplayView) -> DisplayView {
    // A sale's discount counts those of its lines, which the lines' totals have taken off already.
    let lines = sale.lines.iter().map(|line| line.total.fils);
    let off = lines.sum::<i64>().saturating_sub(sale.total.fils);
    let paid = some(&sale.paid);
    DisplayView {
        stage: DisplayStage::Basket,
        lines: sale.lines.iter().map(line).collect(),
        discount: Money::from_fils(off)
            .ok()
            .map(MoneyView::from)
            .as_ref()
            .and_then(some),
        total: Some(sale.total.clone()),
        due: paid.as_ref().map(|_| sale.due.clone()),
        paid,
        ..blank
    }
}

#[cfg(test)]
mod tests;
