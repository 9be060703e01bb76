//! Totals and movements: whether the settled rows account for them.

use std::collections::{HashMap, HashSet};

use fils_order::SignedMoney;

use crate::compare::of_period;
use crate::finding::{Finding, Side};
use crate::kind::{Advice, Kind, What};
use crate::rows::{Index, Once};
use crate::side::{Fund, FundKind, OursState, PaybySays, Settled};

/// What the settled rows come to, in fils.
#[derive(Default)]
struct Sums {
    credit: i64,
    debit: i64,
    fees: i64,
    fee_vat: i64,
    /// Of refunds alone.
    refund_fees: i64,
    refund_fee_vat: i64,
}

/// What the rows and the books say of movements that name an order.
struct Accounted<'a> {
    /// What comes in: payments, paid or settled.
    payments: HashSet<&'a str>,
    /// What goes out: refunds.
    refunds: HashSet<&'a str>,
    /// What goes out of a payment's settlement, when fees are movements of their own.
    fees: HashMap<&'a str, [i64; 3]>,
    books: &'a Index<'a>,
}

impl<'a> Accounted<'a> {
    fn new(says: &'a PaybySays, settled: &Once<'a, Settled>, books: &'a Index<'a>) -> Self {
        let mut accounted = Self {
            payments: HashSet::new(),
            refunds: HashSet::new(),
            fees: HashMap::new(),
            books,
        };
        let rows = says
            .rows
            .iter()
            .map(|row| (row.refund, &row.number, &row.payby_no));
        let all = says
            .settled
            .iter()
            .map(|row| (row.refund, &row.number, &row.payby_no));
        for (refund, number, payby_no) in rows.chain(all) {
            let numbers = if refund {
                &mut accounted.refunds
            } else {
                &mut accounted.payments
            };
            numbers.extend([number, payby_no].into_iter().flatten().map(String::as_str));
        }
        for (_, row) in settled.iter() {
            let (fee, vat) = (row.fee.fils(), row.vat.fils());
            for number in [&row.number, &row.payby_no].into_iter().flatten() {
                accounted
                    .fees
                    .insert(number, [fee, vat, fee.saturating_add(vat)]);
            }
        }
        accounted
    }

    /// Whether a movement is that of a row: a chargeback, say, goes the other way than the payment it names.
    fn has(&self, number: &str, fund: &Fund) -> bool {
        if fund.amount.0 >= 0 {
            return self.payments.contains(number);
        }
        let out = fund.amount.0.saturating_neg();
        let returned = self
            .books
            .find(Some(number), Some(number))
            .and_then(|place| self.books.get(place))
            .is_some_and(|ours| ours.state == OursState::Returned);
        let fee = self
            .fees
            .get(number)
            .is_some_and(|fees| fees.contains(&out));
        returned || fee || self.refunds.contains(number)
    }
}

/// One finding for every total, and for every movement that no row accounts for.
pub(crate) fn compare(
    says: &PaybySays,
    settled: &Once<'_, Settled>,
    payments: &Index<'_>,
) -> Vec<Finding> {
    let funds = once(&says.funds);
    let mut sums = Sums::default();
    for (_, row) in settled.iter() {
        let net = row.net.fils();
        if row.refund {
            sums.debit = sums.debit.saturating_add(net);
            sums.refund_fees = sums.refund_fees.saturating_add(row.fee.fils());
            sums.refund_fee_vat = sums.refund_fee_vat.saturating_add(row.vat.fils());
        } else {
            sums.credit = sums.credit.saturating_add(net);
            sums.fees = sums.fees.saturating_add(row.fee.fils());
            sums.fee_vat = sums.fee_vat.saturating_add(row.vat.fils());
        }
    }
    for fund in &funds {
        if fund.kind == FundKind::Movement && fund.settled {
            if fund.amount.0 >= 0 {
                sums.credit = sums.credit.saturating_add(fund.amount.0);
            } else {
                sums.debit = sums.debit.saturating_sub(fund.amount.0);
            }
        }
    }
    let accounted = Accounted::new(says, settled, payments);
    let to_bank: Vec<i64> = funds
        .iter()
        .filter(|fund| fund.kind == FundKind::ToBank)
        .map(|fund| fund.amount.0)
        .collect();
    funds
        .into_iter()
        .filter_map(|fund| match fund.kind {
            FundKind::Movement => movement(says, fund, &accounted, &to_bank),
            FundKind::Credit
            | FundKind::Debit
            | FundKind::Fee
            | FundKind::FeeVat
            | FundKind::ToBank => Some(total(says, fund, &sums)),
        })
        .collect()
}

/// Each movement once, however many files have it; one that is among the settled rows in any of them is.
fn once(all: &[Fund]) -> Vec<&Fund> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(all.len());
    let mut funds: Vec<&Fund> = Vec::with_capacity(all.len());
    for fund in all {
        match places.get(fund.number.as_str()) {
            None => {
                places.insert(&fund.number, funds.len());
                funds.push(fund);
            }
            Some(place) => {
                if let Some(kept) = funds.get_mut(*place)
                    && fund.settled
                {
                    *kept = fund;
                }
            }
        }
    }
    funds
}

/// PayBy's papers leave open whether what was settled has the fee inside; a total that fits either reading is right.
fn total(says: &PaybySays, fund: &Fund, sums: &Sums) -> Finding {
    let costs = sums.fees.saturating_add(sums.fee_vat);
    let refund_costs = sums.refund_fees.saturating_add(sums.refund_fee_vat);
    let both = |sum: i64, costs: i64| [sum, sum.saturating_add(costs), sum.saturating_sub(costs)];
    let balance = sums.credit.saturating_sub(sums.debit);
    let reads: [i64; 3] = match fund.kind {
        FundKind::Credit => both(sums.credit, costs),
        FundKind::Debit => both(sums.debit, refund_costs),
        FundKind::Fee => both(sums.fees, sums.refund_fees),
        FundKind::FeeVat => both(sums.fee_vat, sums.refund_fee_vat),
        FundKind::ToBank | FundKind::Movement => {
            let all = costs.saturating_add(refund_costs);
            [
                balance,
                balance.saturating_sub(all),
                balance.saturating_sub(costs).saturating_add(refund_costs),
            ]
        }
    };
    let fits = reads.contains(&fund.amount.0);
    let ours = if fits { fund.amount.0 } else { reads[0] };
    let (kind, advice) = if fits {
        (Kind::Matched, Advice::Nothing)
    } else {
        (Kind::AmountDiffers, Advice::CheckTotal)
    };
    finding(says, fund, kind, advice, Some(ours))
}

/// A movement that is one of the rows is no other money; one to the bank that the statement's own total accounts for is matched.
fn movement(
    says: &PaybySays,
    fund: &Fund,
    accounted: &Accounted<'_>,
    to_bank: &[i64],
) -> Option<Finding> {
    if fund.about.iter().any(|number| accounted.has(number, fund)) {
        return None;
    }
    let out = fund.amount.0.saturating_neg();
    if out > 0 && !fund.settled && to_bank.contains(&out) {
        let ours = Some(fund.amount.0);
        return Some(finding(says, fund, Kind::Matched, Advice::Nothing, ours));
    }
    let advice = Advice::ExplainMovement;
    Some(finding(says, fund, Kind::TheirsOnly, advice, None))
}

fn finding(
    says: &PaybySays,
    fund: &Fund,
    kind: Kind,
    advice: Advice,
    ours: Option<i64>,
) -> Finding {
    let side = |amount: SignedMoney, state: &str| Side {
        amount,
        state: state.to_owned(),
        at: fund.at,
        subject: None,
        fee: None,
        net: None,
    };
    Finding {
        what: What::Fund,
        kind,
        number: fund.number.clone(),
        order: None,
        refund: None,
        payby_no: None,
        at: fund.at.unwrap_or_else(|| of_period(&says.period)),
        ours: ours.map(|fils| side(SignedMoney(fils), "sum")),
        theirs: Some(side(fund.amount, &fund.state)),
        advice,
    }
}
