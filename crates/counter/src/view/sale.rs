//! Sales, their payments, papers and returns.

use fils_checkout::view::MoneyView;
use fils_order::{Money, OrderNumber};
use fils_sale::receipt::Receipt;
use fils_sale::returns as rules;
use fils_sale::tender::{Payment, Proof, Status, Tender, quick_amounts};
use fils_store::receipts::{ReceiptKind, ReceiptRow};
use fils_store::returns::{ReturnRow, Way};
use fils_store::{Books, SaleRow, receipts, returns, sales};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::basket::{LineView, UnitCode, lines};
use crate::basket::subject_ar;
use crate::payments::{Payments, excess, sold, sum};
use crate::record::{self, Sold};
use crate::returns::{credits, left_of, original, state};
use crate::{CounterError, Settings};

/// Where a sale's payments bring it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SaleStatus {
    /// Nothing is proved.
    Open,
    /// A part is proved.
    PartlyPaid,
    /// What is proved covers it.
    Paid,
    /// More is proved than it costs.
    Overpaid,
}

impl From<Status> for SaleStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::PartlyPaid => Self::PartlyPaid,
            Status::Paid => Self::Paid,
            Status::Overpaid => Self::Overpaid,
        }
    }
}

/// What is paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TenderCode {
    /// Notes and coins.
    Cash,
    /// A PayBy wallet.
    Wallet,
}

/// What is known of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProofCode {
    /// It is proved.
    Proved,
    /// It could still be made.
    UnderWay,
    /// It was not made, or nobody has decided that it counts.
    NotPaid,
    /// It was made and went back.
    Returned,
}

impl From<Proof> for ProofCode {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Proved => Self::Proved,
            Proof::UnderWay => Self::UnderWay,
            Proof::NotPaid => Self::NotPaid,
            Proof::Returned => Self::Returned,
        }
    }
}

/// A payment of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentView {
    /// With what.
    pub tender: TenderCode,
    /// The wallet's order.
    pub order: Option<String>,
    /// What it pays of the sale.
    pub amount: MoneyView,
    /// What the customer added.
    pub tip: MoneyView,
    /// Cash: what was handed over.
    pub given: Option<MoneyView>,
    /// Cash: what went back.
    pub change: Option<MoneyView>,
    /// Cash: what rounding added, in fils.
    pub rounding_fils: i64,
    /// What is known of it.
    pub proof: ProofCode,
}

impl From<&Payment> for PaymentView {
    fn from(payment: &Payment) -> Self {
        let some = Self {
            tender: TenderCode::Wallet,
            order: None,
            amount: payment.amount.into(),
            tip: payment.tip.into(),
            given: None,
            change: None,
            rounding_fils: 0,
            proof: payment.proof.into(),
        };
        match &payment.tender {
            Tender::Wallet { order } => Self {
                order: Some(order.to_string()),
                ..some
            },
            Tender::Cash {
                given,
                change,
                rounding,
            } => Self {
                tender: TenderCode::Cash,
                given: Some((*given).into()),
                change: Some((*change).into()),
                rounding_fils: rounding.0,
                ..some
            },
        }
    }
}

/// A sale with what is paid of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is shown, or not, by itself"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SaleView {
    /// Its number.
    pub sale: String,
    /// Its last characters, for people.
    pub short: String,
    /// What the customer reads.
    pub subject: String,
    /// The same in Arabic, where it has a name in it.
    pub subject_ar: Option<String>,
    /// When it was started, UTC ms.
    pub at_ms: i64,
    /// Who sold.
    pub by: String,
    /// What was sold.
    pub lines: Vec<LineView>,
    /// All discounts together.
    pub discount: MoneyView,
    /// The VAT inside `total`.
    pub vat: MoneyView,
    /// What is to be paid.
    pub total: MoneyView,
    /// The one status that its payments give.
    pub status: SaleStatus,
    /// Whether it has its receipt: the goods may go.
    pub complete: bool,
    /// Whether it was given up.
    pub void: bool,
    /// What is proved.
    pub paid: MoneyView,
    /// What could still be proved.
    pub under_way: MoneyView,
    /// What is left to pay.
    pub due: MoneyView,
    /// What it holds too much and has to go back.
    pub over: MoneyView,
    /// The change of its cash payments together.
    pub change: MoneyView,
    /// What is asked for where the rest is paid in cash.
    pub cash_due: MoneyView,
    /// What a customer is likely to hand over.
    pub quick_amounts: Vec<MoneyView>,
    /// Its payments, cash first.
    pub payments: Vec<PaymentView>,
    /// Its receipt's number, once it is complete.
    pub receipt: Option<String>,
    /// What went back of it by returns.
    pub returned: MoneyView,
    /// Whether the customer is asked for a tip.
    pub tips: bool,
    /// Whether a wallet's payment of it waits for a person.
    pub has_odd: bool,
}

impl SaleView {
    pub(crate) fn of(
        tx: &Books<'_>,
        row: &SaleRow,
        settings: &Settings,
    ) -> Result<Self, CounterError> {
        let sold = sold(row)?.ok_or_else(|| CounterError::NoSuchSale(row.id.clone()))?;
        let payments = Payments::of(tx, &row.id)?;
        let standing = payments.standing(row.amount);
        let receipt = receipts::of_sale(tx, &row.id)?.map(|receipt| receipt.number);
        let change = payments.all.iter().map(|payment| match payment.tender {
            Tender::Cash { change, .. } => change,
            Tender::Wallet { .. } => Money::ZERO,
        });
        let returned = credits(tx, &returns::of_sale(tx, &row.id)?)?;
        Ok(Self {
            sale: row.id.to_string(),
            short: row.id.short().to_owned(),
            subject: row.subject.clone(),
            subject_ar: subject_ar(&sold.basket),
            at_ms: row.created_at.0,
            by: row.by.clone(),
            lines: lines(&sold.basket, &sold.totals),
            discount: sold.totals.discount.into(),
            vat: sold.totals.vat.into(),
            total: row.amount.into(),
            status: standing.status.into(),
            complete: receipt.is_some(),
            void: sales::void_of(tx, &row.id)?.is_some(),
            paid: standing.paid.into(),
            under_way: standing.under_way.into(),
            due: standing.due.into(),
            over: excess(tx, row)?.into(),
            change: sum(change).into(),
            cash_due: settings.rounding.asked(standing.due).into(),
            quick_amounts: quick_amounts(standing.due, settings.rounding)
                .into_iter()
                .map(MoneyView::from)
                .collect(),
            payments: payments.all.iter().map(PaymentView::from).collect(),
            receipt,
            returned: sum(returned.iter().map(|credit| credit.total)).into(),
            tips: settings.tips,
            has_odd: payments.odd,
        })
    }
}

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKindCode {
    /// A receipt, or tax invoice.
    Sale,
    /// A credit note.
    Refund,
}

/// A paper in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReceiptRowView {
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: ReceiptKindCode,
    /// Of which sale.
    pub sale: String,
    /// What it comes to.
    pub total: MoneyView,
    /// When it was issued, UTC ms.
    pub at_ms: i64,
    /// Who sold, or gave back.
    pub by: String,
    /// How many lines it has.
    pub lines: u32,
    /// The first of them.
    pub first: String,
    /// The same in Arabic, where it has a name in it.
    pub first_ar: Option<String>,
}

impl ReceiptRowView {
    pub(crate) fn of(row: &ReceiptRow) -> Result<Self, CounterError> {
        let receipt: Receipt = record::read("a receipt", &row.body)?;
        let first = receipt.lines.first();
        Ok(Self {
            number: row.number.clone(),
            kind: match row.kind {
                ReceiptKind::Sale => ReceiptKindCode::Sale,
                ReceiptKind::Refund => ReceiptKindCode::Refund,
            },
            sale: row.sale.to_string(),
            total: row.total.into(),
            at_ms: row.at.0,
            by: row.by.clone(),
            lines: u32::try_from(receipt.lines.len()).unwrap_or(u32::MAX),
            first_ar: first.and_then(|line| line.name_ar.clone()),
            first: first.map(|line| line.name.clone()).unwrap_or_default(),
        })
    }
}

/// Where a return stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// The money has gone back.
    Done,
    /// PayBy has not confirmed it.
    UnderWay,
    /// PayBy refused it: nothing went back.
    Failed,
}

/// A return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnView {
    /// How much goes back.
    pub total: MoneyView,
    /// The VAT inside.
    pub vat: MoneyView,
    /// With what.
    pub tender: TenderCode,
    /// PayBy's refund, where the money goes back to a wallet.
    pub refund: Option<String>,
    /// The credit note, once the money is proved to have gone back.
    pub receipt: Option<String>,
    /// When, UTC ms.
    pub at_ms: i64,
    /// Who gave it back.
    pub by: String,
    /// Whose PIN allowed it.
    pub approved_by: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ReturnState,
}

/// What of a line can still be given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnableLine {
    /// The line's number.
    pub line: u32,
    /// What it is called.
    pub name: String,
    /// The same in Arabic.
    pub name_ar: Option<String>,
    /// By piece or weight.
    pub unit: UnitCode,
    /// How much was sold.
    pub sold: String,
    /// How much is left; none when all of it went back.
    pub left: Option<String>,
    /// What that is worth.
    pub left_total: MoneyView,
}

/// A way for money to go back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnWay {
    /// With what.
    pub tender: TenderCode,
    /// The wallet's order.
    pub order: Option<String>,
    /// At most this much.
    pub left: MoneyView,
}

/// What of a sale can be given back, and what was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnableView {
    /// The sale.
    pub sale: SaleView,
    /// Its lines.
    pub lines: Vec<ReturnableLine>,
    /// What can still be given back.
    pub left: MoneyView,
    /// How.
    pub ways: Vec<ReturnWay>,
    /// What was given back, oldest first.
    pub returns: Vec<ReturnView>,
    /// Its papers, oldest first.
    pub papers: Vec<ReceiptRowView>,
}

impl ReturnableView {
    pub(crate) fn of(
        tx: &Books<'_>,
        row: &SaleRow,
        sold: &Sold,
        settings: &Settings,
    ) -> Result<Self, CounterError> {
        original(tx, row)?;
        let known = returns::of_sale(tx, &row.id)?;
        let left = rules::left(&sold.basket, &sold.totals, &credits(tx, &known)?)?;
        let lines = left.lines.iter().filter_map(|of| {
            let line = sold.basket.line(of.line)?;
            Some(ReturnableLine {
                line: of.line.0,
                name: line.item.name.clone(),
                name_ar: line.item.name_ar.clone(),
                unit: line.item.unit.into(),
                sold: line.quantity.to_string(),
                left: of.quantity.map(|quantity| quantity.to_string()),
                left_total: of.total.into(),
            })
        });
        let papers = receipts::papers_of(tx, &row.id)?;
        Ok(Self {
            sale: SaleView::of(tx, row, settings)?,
            lines: lines.collect(),
            left: left.total.into(),
            ways: ways(tx, row, left.total)?,
            returns: known
                .iter()
                .map(|one| return_view(tx, one))
                .collect::<Result<_, _>>()?,
            papers: papers
                .iter()
                .map(ReceiptRowView::of)
                .collect::<Result<_, _>>()?,
        })
    }
}

/// The wallets that paid, each with what can go back to it, then cash.
fn ways(tx: &Books<'_>, row: &SaleRow, left: Money) -> Result<Vec<ReturnWay>, CounterError> {
    let mut ways = Vec::new();
    if left.is_zero() {
        return Ok(ways);
    }
    for payment in Payments::of(tx, &row.id)?.all {
        let Tender::Wallet { order } = &payment.tender else {
            continue;
        };
        match left_of(tx, order, payment.amount) {
            Ok(of_order) if !of_order.is_zero() => {
                ways.push(way(Some(order), of_order.min(left)));
            }
            // While a refund is under way, what is left is not known.
            Ok(_) | Err(CounterError::RefundUnderWay) => {}
            Err(error) => return Err(error),
        }
    }
    ways.push(way(None, left));
    Ok(ways)
}

fn way(order: Option<&OrderNumber>, left: Money) -> ReturnWay {
    ReturnWay {
        tender: match order {
            Some(_) => TenderCode::Wallet,
            None => TenderCode::Cash,
        },
        order: order.map(OrderNumber::to_string),
        left: left.into(),
    }
}

fn return_view(tx: &Books<'_>, known: &ReturnRow) -> Result<ReturnView, CounterError> {
    let back = &known.given_back;
    let paper = match back.receipt {
        Some(n) => receipts::by_place(tx, n)?,
        None => None,
    };
    let refund = match &back.way {
        Way::Wallet(number) => Some(number.to_string()),
        Way::Cash(_) => None,
    };
    Ok(ReturnView {
        total: back.total.into(),
        vat: back.vat.into(),
        tender: match &back.way {
            Way::Wallet(_) => TenderCode::Wallet,
            Way::Cash(_) => TenderCode::Cash,
        },
        refund,
        receipt: paper.map(|paper| paper.number),
        at_ms: back.at.0,
        by: back.by.clone(),
        approved_by: back.approved_by.clone(),
        reason: back.reason.clone(),
        state: state(tx, known)?,
    })
}
