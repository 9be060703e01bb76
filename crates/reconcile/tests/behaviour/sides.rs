//! Rows to begin with.

use fils_order::{Money, SignedMoney, Span, UtcMs};
use fils_reconcile::{
    Books, Compared, Finding, Fund, FundKind, Kind, Ours, OursState, PaybySays, Period, Settled,
    Source, Terms, Theirs, TheirsState, What, compare,
};

/// Midnight in Dubai, 2026-03-01.
pub(crate) const DAY_ONE: UtcMs = UtcMs(1_772_308_800_000);
pub(crate) const DAY: Span = Span::hours(24);

pub(crate) fn money(fils: i64) -> Money {
    Money::from_fils(fils).unwrap()
}

pub(crate) fn noon() -> UtcMs {
    DAY_ONE.plus(Span::hours(12))
}

/// A payment of the books, paid at noon of the first day.
pub(crate) fn paid(number: &str, fils: i64) -> Ours {
    Ours {
        number: number.to_owned(),
        origin: None,
        payby_no: Some(format!("13{number}")),
        amount: money(fils),
        paid_amount: Some(money(fils)),
        state: OursState::Paid,
        created_at: noon().plus(Span::secs(-20)),
        moved_at: Some(noon()),
        moved_by_payby: true,
        subject: Some("Karak".to_owned()),
    }
}

pub(crate) fn in_state(number: &str, state: OursState) -> Ours {
    let moved = matches!(state, OursState::Paid | OursState::Returned);
    Ours {
        state,
        moved_at: moved.then(noon),
        ..paid(number, 5_000)
    }
}

pub(crate) fn refunded(number: &str, origin: &str, fils: i64) -> Ours {
    Ours {
        origin: Some(origin.to_owned()),
        moved_by_payby: false,
        paid_amount: None,
        ..paid(number, fils)
    }
}

/// The row that PayBy would have of it.
pub(crate) fn row(ours: &Ours) -> Theirs {
    Theirs {
        refund: ours.origin.is_some(),
        number: Some(ours.number.clone()),
        origin: ours.origin.clone(),
        payby_no: ours.payby_no.clone(),
        amount: ours.amount,
        state: TheirsState::Paid,
        at: ours.moved_at,
        subject: ours.subject.clone(),
    }
}

/// What PayBy takes: 1.5 %, rounded half up, and 5 % VAT on it.
pub(crate) fn cost(fils: i64) -> (i64, i64) {
    let fee = (fils * 15 + 500) / 1000;
    (fee, (fee * 5 + 50) / 100)
}

pub(crate) fn settled(row: &Theirs, at: UtcMs) -> Settled {
    let (fee, vat) = if row.refund {
        (0, 0)
    } else {
        cost(row.amount.fils())
    };
    Settled {
        refund: row.refund,
        number: row.number.clone(),
        origin: row.origin.clone(),
        payby_no: row.payby_no.clone(),
        total: None,
        net: money(row.amount.fils() - fee - vat),
        fee: money(fee),
        vat: money(vat),
        product: Some("Dynamic QR Code".to_owned()),
        channel: Some("BALANCE".to_owned()),
        settled_at: Some(at),
        paid_at: row.at,
        subject: row.subject.clone(),
    }
}

/// The totals of settled rows as a statement has them.
pub(crate) fn totals(settled: &[Settled], day: usize) -> Vec<Fund> {
    let sum = |refund: bool, of: fn(&Settled) -> Money| -> i64 {
        settled
            .iter()
            .filter(|row| row.refund == refund)
            .map(|row| of(row).fils())
            .sum()
    };
    let credit = sum(false, |row| row.net);
    let debit = sum(true, |row| row.net);
    let (fees, vat) = (sum(false, |row| row.fee), sum(false, |row| row.vat));
    [
        ("totalCredit", FundKind::Credit, credit),
        ("totalDebit", FundKind::Debit, debit),
        ("totalComm", FundKind::Fee, fees),
        ("totalVAT", FundKind::FeeVat, vat),
        ("settleToBank", FundKind::ToBank, credit - debit),
    ]
    .map(|(name, kind, fils)| Fund {
        number: format!("{day:08}-{name}"),
        kind,
        amount: SignedMoney(fils),
        state: "success".to_owned(),
        at: None,
        settled: false,
        about: Vec::new(),
    })
    .into()
}

pub(crate) fn statement(rows: Vec<Theirs>) -> PaybySays {
    PaybySays {
        source: Source::Statement,
        period: Period::new(DAY_ONE, DAY_ONE.plus(DAY)),
        rows,
        settled: Vec::new(),
        funds: Vec::new(),
    }
}

pub(crate) fn list(rows: Vec<Theirs>) -> PaybySays {
    PaybySays {
        source: Source::List,
        ..statement(rows)
    }
}

pub(crate) fn books(payments: Vec<Ours>) -> Books {
    Books {
        payments,
        ..Books::default()
    }
}

pub(crate) fn compared(books: &Books, says: &PaybySays) -> Compared {
    compare(books, says, &Terms::default())
}

/// The one finding of a comparison.
pub(crate) fn only(books: &Books, says: &PaybySays) -> Finding {
    let mut findings = compared(books, says).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}

pub(crate) fn kinds(compared: &Compared) -> Vec<(What, Kind, &str)> {
    compared
        .findings
        .iter()
        .map(|finding| (finding.what, finding.kind, finding.number.as_str()))
        .collect()
}
