//! PayBy's words as one side of a comparison.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    reason = "PayBy's statuses and kinds of rows may grow at any time; what is new is kept in its own word"
)]

use fils_order::{Money, SignedMoney, UtcMs};
use fils_reconcile::{Fund, FundKind, PaybySays, Period, Settled, Source, Theirs, TheirsState};
use payby::statement::{
    Direction, FileKind, FundRow, PurchaseRow, Reading, RowStatus, SettleRow, TransactionType,
    UnreadableReason,
};
use payby::{AcquireOrder, Amount, Millis, OrderStatus, RefundOrder, RefundStatus};

use super::MatchingError;

fn money(amount: Amount) -> Option<Money> {
    Money::from_fils(amount.fils()).ok()
}

fn aed(money: &payby::Money) -> Option<Money> {
    Money::from_fils(money.amount.fils())
        .ok()
        .filter(|_| money.currency == fils_order::AED)
}

fn at(time: Millis) -> UtcMs {
    UtcMs(time.0)
}

/// An order of a list or of a query; none without an amount in AED, which no order of a till is.
pub(super) fn order(order: &AcquireOrder) -> Option<Theirs> {
    let state = match &order.status {
        OrderStatus::PaidSuccess | OrderStatus::Settled | OrderStatus::Failure if order.revoked => {
            TheirsState::Revoked
        }
        OrderStatus::PaidSuccess | OrderStatus::Settled => TheirsState::Paid,
        OrderStatus::Created => TheirsState::Waiting,
        OrderStatus::Failure => TheirsState::Closed,
        other => TheirsState::Other(other.as_str().to_owned()),
    };
    let paid = order.payment_info.as_ref().and_then(|paid| paid.paid_time);
    Some(Theirs {
        refund: false,
        number: order.merchant_order_no.clone(),
        origin: None,
        payby_no: order.order_no.clone(),
        amount: order.total_amount.as_ref().and_then(aed)?,
        state,
        at: paid.or(order.request_time).map(at),
        subject: order.subject.clone(),
    })
}

/// A refund of a query.
pub(super) fn refund(refund: &RefundOrder) -> Option<Theirs> {
    let state = match &refund.status {
        RefundStatus::RefundedSettled | RefundStatus::Success => TheirsState::Paid,
        RefundStatus::Created => TheirsState::Waiting,
        RefundStatus::Failure => TheirsState::Closed,
        other => TheirsState::Other(other.as_str().to_owned()),
    };
    Some(Theirs {
        refund: true,
        number: refund.refund_merchant_order_no.clone(),
        origin: refund.origin_merchant_order_no.clone(),
        payby_no: refund.order_no.clone(),
        amount: refund.amount.as_ref().and_then(aed)?,
        state,
        at: refund.request_time.map(at),
        subject: None,
    })
}

/// A list of orders.
pub(super) fn list(items: &[AcquireOrder], period: Period) -> PaybySays {
    PaybySays {
        source: Source::List,
        period,
        rows: items.iter().filter_map(order).collect(),
        settled: Vec::new(),
        funds: Vec::new(),
    }
}

/// A statement. `day` is the period of a day that was asked for, for a statement that does not say its own.
pub(super) fn statement(
    file: &str,
    reading: &Reading,
    merchant: Option<&str>,
    day: Option<Period>,
) -> Result<PaybySays, MatchingError> {
    fits(file, reading, merchant)?;
    let said = reading.period();
    let period = said
        .map(|(from, to)| Period::new(at(from), at(to)))
        .or(day)
        .or_else(|| of_rows(reading));
    let period = period.ok_or_else(|| MatchingError::NoDay {
        file: file.to_owned(),
    })?;
    let mut says = PaybySays {
        source: Source::Statement,
        period,
        rows: Vec::with_capacity(reading.purchases.len()),
        settled: Vec::with_capacity(reading.settled.len()),
        funds: Vec::new(),
    };
    for row in &reading.purchases {
        take_purchase(row, &mut says);
    }
    for row in &reading.settled {
        take_settled(row, &mut says);
    }
    says.funds.extend(reading.funds.iter().map(fund));
    says.funds.extend(totals(reading, period));
    Ok(says)
}

/// Whether it is a whole statement of this merchant.
fn fits(file: &str, reading: &Reading, merchant: Option<&str>) -> Result<(), MatchingError> {
    let others = reading
        .summaries
        .iter()
        .filter_map(|summary| summary.mid.as_deref());
    if let Some(ours) = merchant
        && let Some(theirs) = others.into_iter().find(|theirs| *theirs != ours)
    {
        return Err(MatchingError::OtherMerchant {
            file: file.to_owned(),
            theirs: theirs.to_owned(),
            ours: ours.to_owned(),
        });
    }
    let cut = reading
        .unreadable
        .iter()
        .find(|line| matches!(line.reason, UnreadableReason::Count { .. }));
    if let Some(cut) = cut {
        return Err(MatchingError::CutOff {
            file: cut.file.clone(),
            why: cut.reason.to_string(),
        });
    }
    let has_payments = reading
        .summaries
        .iter()
        .any(|summary| summary.kind == FileKind::Purchase);
    if has_payments {
        Ok(())
    } else {
        Err(MatchingError::NoPayments {
            file: file.to_owned(),
        })
    }
}

/// The days in Dubai of the rows, for a file that says nothing of its period.
fn of_rows(reading: &Reading) -> Option<Period> {
    let times = || reading.purchases.iter().filter_map(|row| row.paid_time);
    let first = fils_office::Due::at(at(times().min()?));
    let last = fils_office::Due::at(at(times().max()?));
    Some(Period::new(first.from, last.to))
}

fn numbers(numbers: &[&Option<String>]) -> Vec<String> {
    numbers
        .iter()
        .filter_map(|number| (*number).clone())
        .collect()
}

fn row_state(status: &RowStatus) -> TheirsState {
    match status {
        RowStatus::Success => TheirsState::Paid,
        RowStatus::Reverted => TheirsState::Revoked,
        RowStatus::Other(word) => TheirsState::Other(word.clone()),
        // Newer than this till.
        _ => TheirsState::Other(String::new()),
    }
}

fn take_purchase(row: &PurchaseRow, says: &mut PaybySays) {
    let Some(amount) = money(row.total_amount) else {
        return;
    };
    let refund = match &row.kind {
        TransactionType::Payment => false,
        TransactionType::Refund => true,
        other => {
            let named = row.order_no.as_ref().or(row.merchant_order_no.as_ref());
            says.funds.push(Fund {
                number: named.cloned().unwrap_or_default(),
                kind: FundKind::Movement,
                amount: SignedMoney(amount.fils()),
                state: word(other),
                at: row.paid_time.map(at),
                settled: false,
                about: Vec::new(),
            });
            return;
        }
    };
    says.rows.push(Theirs {
        refund,
        number: row.merchant_order_no.clone(),
        origin: row.origin_merchant_order_no.clone(),
        payby_no: row.order_no.clone(),
        amount,
        state: row_state(&row.status),
        at: row.paid_time.map(at),
        subject: row.subject.clone(),
    });
}

fn take_settled(row: &SettleRow, says: &mut PaybySays) {
    let amounts = (
        money(row.settlement_amount),
        money(row.comm),
        money(row.vat),
    );
    let (Some(net), Some(fee), Some(vat)) = amounts else {
        return;
    };
    let refund = match (&row.kind, row.direction) {
        (TransactionType::Payment, Direction::In) => Some(false),
        (TransactionType::Refund, Direction::Out) => Some(true),
        // A correction, or something that is neither: it is in the totals all the same.
        _ => None,
    };
    let Some(refund) = refund else {
        let known = matches!(row.kind, TransactionType::Payment | TransactionType::Refund);
        let named = row.order_no.as_ref().or(row.merchant_order_no.as_ref());
        let sign = if row.direction == Direction::In {
            1
        } else {
            -1
        };
        says.funds.push(Fund {
            number: format!("{}-{}", named.cloned().unwrap_or_default(), word(&row.kind)),
            kind: FundKind::Movement,
            amount: SignedMoney(sign * net.fils()),
            state: word(&row.kind),
            at: row.settled_time.map(at),
            settled: true,
            about: if known {
                numbers(&[&row.merchant_order_no, &row.order_no])
            } else {
                Vec::new()
            },
        });
        return;
    };
    says.settled.push(Settled {
        refund,
        number: row.merchant_order_no.clone(),
        origin: row.origin_merchant_order_no.clone(),
        payby_no: row.order_no.clone(),
        total: row.total_amount.and_then(money),
        net,
        fee,
        vat,
        product: row.product_name.clone(),
        channel: row.payment_method_type.clone(),
        settled_at: row.settled_time.map(at),
        paid_at: row.paid_time.map(at),
        subject: row.subject.clone(),
    });
}

fn word(kind: &TransactionType) -> String {
    match kind {
        TransactionType::Payment => "PAYMENT".to_owned(),
        TransactionType::Refund => "REFUND".to_owned(),
        TransactionType::Other(word) => word.clone(),
        // Newer than this till.
        _ => String::new(),
    }
}

fn fund(row: &FundRow) -> Fund {
    let sign = match row.direction {
        Direction::In => 1,
        Direction::Out => -1,
    };
    let number = row.txn_no.as_ref().or(row.order_no.as_ref());
    let state = row.business_type.as_ref().or(row.product.as_ref());
    Fund {
        number: number.cloned().unwrap_or_default(),
        kind: FundKind::Movement,
        amount: SignedMoney(sign * row.amount.fils()),
        state: state.cloned().unwrap_or_default(),
        at: row.accounting_time.map(at),
        settled: false,
        about: numbers(&[&row.merchant_order_no, &row.order_no]),
    }
}

/// The totals of the settlement, each a movement of its own.
fn totals(reading: &Reading, period: Period) -> Vec<Fund> {
    let Some(totals) = reading.totals() else {
        return Vec::new();
    };
    let day = period.from.business_day(0).replace('-', "");
    let of = reading.period_no().unwrap_or(&day);
    let fils = |amount: Option<Amount>| amount.map(Amount::fils);
    let bank = fils(totals.to_bank).map(|bank| {
        bank.saturating_add(fils(totals.stay).unwrap_or_default())
            .saturating_sub(fils(totals.opening).unwrap_or_default())
    });
    let all = [
        ("totalCredit", FundKind::Credit, fils(totals.credit)),
        ("totalDebit", FundKind::Debit, fils(totals.debit)),
        ("totalComm", FundKind::Fee, fils(totals.comm)),
        ("totalVAT", FundKind::FeeVat, fils(totals.vat)),
        ("settleToBank", FundKind::ToBank, bank),
    ];
    let state = totals.to_bank_state.clone().unwrap_or_default();
    all.into_iter()
        .filter_map(|(name, kind, amount)| {
            Some(Fund {
                number: format!("{of}-{name}"),
                kind,
                amount: SignedMoney(amount?),
                state: state.clone(),
                at: None,
                settled: false,
                about: Vec::new(),
            })
        })
        .collect()
}
