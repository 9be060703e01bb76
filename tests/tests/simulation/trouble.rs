//! What goes wrong on a bad day.

use fils_order::{Rules, Span};
use payby_sandbox::{Fault, FaultKind, Op};

use crate::scenarios::{Chance, Setup, Weather};

pub(super) fn setup(seed: u64, chance: &mut Chance) -> Setup {
    let skew = match chance.between(0, 9) {
        0 => 20 * 60_000,
        1 => -20 * 60_000,
        2 => 3 * 3_600_000,
        _ => 0,
    };
    // Short ones mostly: the more waiting, the fewer days.
    let window = chance.one_of(&[20, 20, 20, 20, 20, 20, 20, 20, 30, 30, 90, 120]);
    Setup {
        seed,
        rules: Rules {
            payment_window: Span::secs(window),
            ..Rules::default()
        },
        payby_ahead_ms: skew,
        notify: chance.percent(50),
        weather: Weather::fair(),
        ..Setup::default()
    }
}

pub(super) fn weather(chance: &mut Chance, clock_jumps: bool) -> Weather {
    let mut part = |most: u64| {
        if chance.percent(50) {
            chance.between(1, most)
        } else {
            0
        }
    };
    Weather {
        lost_request: part(40),
        lost_reply: part(40),
        doubled: part(30),
        slow: part(60),
        // A clock that jumps ahead makes the till believe that a request is too old to land.
        stray: if clock_jumps { 0 } else { part(15) },
        paid_before_cancel: part(40),
        paid_after_cancel: part(40),
        down: part(10) > 8,
        even: false,
    }
}

pub(super) fn fault(chance: &mut Chance, clock_jumps: bool) -> Fault {
    let code = |code: &str, signed: Option<bool>, processed: bool| FaultKind::Code {
        code: code.to_owned(),
        msg: None,
        signed,
        processed,
    };
    let op = chance.one_of(&[
        Op::PlaceOrder,
        Op::PlaceOrder,
        Op::GetOrder,
        Op::GetOrder,
        Op::CancelOrder,
        Op::CancelOrder,
        Op::RevokeOrder,
        Op::GetCashierUrlInfo,
        Op::Refund,
        Op::GetRefund,
    ]);
    let unsigned = chance.one_of(&["0", "62001", "62002", "62004", "62007", "400"]);
    let lie = match op {
        Op::PlaceOrder => chance.one_of(&["62026", "62016"]),
        Op::CancelOrder => chance.one_of(&["62001", "62002"]),
        Op::GetOrder if !clock_jumps => "62004",
        Op::GetOrder
        | Op::RevokeOrder
        | Op::GetCashierUrlInfo
        | Op::UpdateExpiredTime
        | Op::QueryOrderPage
        | Op::Refund
        | Op::GetRefund
        | Op::Transfer
        | Op::GetTransfer
        | Op::GetOrderStatement
        | Op::GetBalance
        | Op::Notify => "500",
    };
    let kind = match chance.between(0, 18) {
        0..=2 => code(chance.one_of(&["500", "504"]), None, false),
        3 => code(chance.one_of(&["500", "504"]), Some(true), true),
        4 => code("402", None, false),
        5 => code(unsigned, Some(false), chance.percent(50)),
        6 => code(lie, Some(true), false),
        7 => FaultKind::Unsigned,
        8 => FaultKind::BadSignature,
        9 => FaultKind::Truncated,
        10 => FaultKind::NotJson,
        11 => FaultKind::HttpStatus { status: 502 },
        12 => FaultKind::Delay {
            ms: chance.between(2_000, 13_000),
        },
        13 => FaultKind::LostReply {
            hang_ms: chance.between(0, 15_000),
        },
        14 if op == Op::PlaceOrder && !clock_jumps => FaultKind::LandCreateLate {
            after_ms: chance.between(1_000, 700_000),
            answer_timeout: chance.percent(50),
        },
        15 if op == Op::Refund => FaultKind::RefundFails,
        16..=17 if chance.percent(60) => chance.one_of(&[
            FaultKind::WrongAmount { add_fils: 100 },
            FaultKind::WrongCurrency,
            FaultKind::WrongPayee,
            FaultKind::WrongNumber,
        ]),
        _ => FaultKind::LostRequest {
            hang_ms: chance.between(0, 15_000),
        },
    };
    let times = u32::try_from(chance.between(1, 6)).unwrap();
    Fault::new(kind).on(op).times(times)
}
