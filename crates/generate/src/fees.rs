//! Wrong fees, hidden among right ones.

use fils_order::UtcMs;
use payby_sandbox::{Fils, PastEnd, PastOrder};
use serde::Deserialize;

use crate::mistakes::{Kind, Mistake, What, amount_text};

/// Of so many payments that are settled together one may have a wrong fee: what is usual must stay usual.
const ONE_IN: usize = 5;
/// Of fewer payments nobody could say what is usual.
const FEWEST: usize = 5;
/// The fee of the training PayBy, in millionths.
const FEE_PPM: i64 = 15_000;
/// What is wrong with a wrong fee, in fils.
const TOO_MUCH: i64 = 125;
/// A payment that is hardly worth its fee, in fils.
const TOO_SMALL: i64 = 500;

/// What was hidden, and how many wrong fees the day had no room for.
pub(crate) struct Hidden {
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) left: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    merchant_order_no: String,
    pay_scene_code: String,
    total_amount: Total,
}

#[derive(Deserialize)]
struct Total {
    amount: serde_json::Number,
}

/// What a fee for an amount is, rounded half up.
fn usual(fils: i64) -> i64 {
    (fils * FEE_PPM + 500_000) / 1_000_000
}

/// Gives up to `wanted` of a day's payments a wrong fee: of those by QR that `may` takes by PayBy's
/// number and the time they were paid.
pub(crate) fn hide(
    orders: &mut [PastOrder],
    wanted: u32,
    may: impl Fn(&str, UtcMs) -> bool,
) -> Hidden {
    let mut hidden = Hidden {
        mistakes: Vec::new(),
        left: wanted,
    };
    if wanted == 0 {
        return hidden;
    }
    let fitting: Vec<(usize, Content, i64)> = orders
        .iter()
        .enumerate()
        .filter_map(|(place, order)| {
            let PastEnd::Paid { at, .. } = order.end else {
                return None;
            };
            let content: Content = serde_json::from_str(&order.content).ok()?;
            let by_qr = content.pay_scene_code == "DYNQR" && may(&order.order_no, UtcMs(at));
            let fils = fils(&content.total_amount.amount)?;
            by_qr.then_some((place, content, fils))
        })
        .collect();
    if fitting.len() < FEWEST {
        return hidden;
    }
    let room = fitting.len() / ONE_IN;
    let step = ONE_IN.min(fitting.len());
    let candidates = fitting.iter().skip(1).step_by(step).chain(&fitting);
    let mut taken = std::collections::BTreeSet::new();
    for (place, content, fils) in candidates {
        if hidden.left == 0 || taken.len() >= room {
            break;
        }
        let Some(order) = orders.get_mut(*place) else {
            continue;
        };
        if *fils < TOO_SMALL || !taken.insert(*place) {
            continue;
        }
        let PastEnd::Paid {
            fee, settled_at, ..
        } = &mut order.end
        else {
            continue;
        };
        let Some(settled) = *settled_at else { continue };
        let (right, wrong) = (usual(*fils), usual(*fils) + TOO_MUCH);
        *fee = Some(Fils(wrong));
        hidden.left -= 1;
        hidden.mistakes.push(Mistake {
            kind: Kind::FeeUnexpected,
            what: What::Settlement,
            order: Some(content.merchant_order_no.clone()),
            order_no: order.order_no.clone(),
            day: UtcMs(settled).business_day(0),
            ours: Some(amount_text(right)),
            theirs: Some(amount_text(wrong)),
        });
    }
    hidden
}

/// An amount as it stands in JSON: a decimal with at most two places.
fn fils(number: &serde_json::Number) -> Option<i64> {
    let money = fils_order::Money::parse_entry(&number.to_string()).ok()?;
    Some(money.fils())
}
