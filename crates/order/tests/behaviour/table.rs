//! The transition table: every kind of order meets every kind of event. One text pins it for readers; loops prove what must
//! hold everywhere.

use std::fmt::Write as _;

use fils_order::{
    AlertCode, Answer, Claim, ClaimStatus, ClosedCause, Decision, Effect, Event, MisfitField,
    Order, RefusalKind, Rules, Span, State, StateCode, Step, UtcMs, step,
};

use crate::kit::{START, at};
use crate::specimens::{KINDS, events, specimens};

/// One cell: an order, an event, what follows.
struct Cell {
    name: String,
    call: &'static str,
    says: String,
    before: Order,
    event: Event,
    now: UtcMs,
    step: Step,
}

/// The table at some time after the start. The call that an answer belongs to is under way, and nothing else is new.
fn table(seconds: f64) -> Vec<Cell> {
    let rules = Rules::default();
    let now = at(seconds);
    let mut cells = Vec::new();
    for specimen in specimens() {
        for (call, says, event) in events(&specimen.order) {
            let mut before = specimen.order.clone();
            if before.state != State::Draft {
                before.contact.query_started = Some(now.plus(Span::secs(-1)));
            }
            under_way(&mut before, &event, now);
            let step = step(&before, event.clone(), now, &rules);
            cells.push(Cell {
                name: specimen.name.clone(),
                call,
                says,
                before,
                event,
                now,
                step,
            });
        }
    }
    cells
}

fn under_way(order: &mut Order, event: &Event, now: UtcMs) {
    let contact = &mut order.contact;
    let ago = Some(now.plus(Span::secs(-1)));
    match event {
        Event::CreateAnswered(_) => {
            contact.create_in_flight = true;
            contact.create_started = contact.create_started.or(ago);
        }
        Event::QueryAnswered(_) => contact.query_in_flight = true,
        Event::ScanAnswered(_) => contact.scan_in_flight = true,
        Event::CancelAnswered(_) => {
            contact.cancel_in_flight = true;
            contact.cancel_started = ago;
        }
        Event::RevokeAnswered(_) => {
            if let State::PaidLate {
                revoking: Some(revoking),
                ..
            }
            | State::NeedsReview {
                revoking: Some(revoking),
                ..
            } = &mut order.state
            {
                revoking.in_flight = true;
            }
        }
        _ => {}
    }
}

const ONE_MINUTE: f64 = 60.0;
const TWO_HOURS: f64 = 7200.0;
const TWO_DAYS: f64 = 172_800.0;

fn everywhere(check: impl Fn(&Cell)) {
    for seconds in [ONE_MINUTE, TWO_HOURS, TWO_DAYS] {
        for cell in table(seconds) {
            check(&cell);
        }
    }
}

impl Cell {
    fn after(&self) -> &Order {
        &self.step.order
    }

    fn claim(&self) -> Option<&Claim> {
        match &self.event {
            Event::CreateAnswered(Answer::Accepted((claim, _)))
            | Event::QueryAnswered(Answer::Accepted(claim))
            | Event::CancelAnswered(Answer::Accepted(claim))
            | Event::RevokeAnswered(Answer::Accepted(claim))
            | Event::Notified(claim) => Some(claim),
            _ => None,
        }
    }

    fn is_unknown(&self) -> bool {
        matches!(
            self.event,
            Event::CreateAnswered(Answer::Unknown(_))
                | Event::QueryAnswered(Answer::Unknown(_))
                | Event::ScanAnswered(Answer::Unknown(_))
                | Event::CancelAnswered(Answer::Unknown(_))
                | Event::RevokeAnswered(Answer::Unknown(_))
        )
    }

    /// The deadline alone moves an open order to closing; nothing else happens by time.
    fn code_without_time(&self) -> StateCode {
        let open = matches!(
            self.before.code(),
            StateCode::Submitting | StateCode::AwaitingPayment
        );
        if open && self.now >= self.before.deadline(&Rules::default()) {
            StateCode::Closing
        } else {
            self.before.code()
        }
    }

    fn fail(&self, why: &str) -> ! {
        panic!(
            "{why}\n  {} + {} {} at {}\n  before {:#?}\n  after {:#?}",
            self.name, self.call, self.says, self.now, self.before, self.step
        )
    }

    fn check(&self, holds: bool, why: &str) {
        if !holds {
            self.fail(why);
        }
    }
}

fn fits(claim: &Claim, order: &Order) -> bool {
    claim.names(order) && claim.amount == Some(order.amount) && claim.claims_money()
}

#[test]
fn proof_of_payment_moves_every_unpaid_order_to_paid_and_nothing_else_does() {
    everywhere(|cell| {
        let before = &cell.before;
        let proof = cell.claim().is_some_and(|claim| fits(claim, before));
        let paid = |order: &Order| matches!(order.code(), StateCode::Paid | StateCode::PaidLate);
        if proof {
            // What PayBy answers to a revoke may be the order as it was; a query tells.
            let revoke = matches!(cell.event, Event::RevokeAnswered(_));
            // The money went back, and the status stays paid or the notification is old.
            let gone = match &before.state {
                State::Closed { cause, .. } => {
                    *cause == ClosedCause::Refunded
                        || (*cause == ClosedCause::Revoked
                            && matches!(cell.event, Event::Notified(_)))
                }
                State::NeedsReview { misfit, .. } => {
                    matches!(
                        misfit.field,
                        MisfitField::RevokedAfterPaid | MisfitField::FailedAfterPaid
                    ) && matches!(cell.event, Event::Notified(_))
                }
                _ => false,
            };
            cell.check(paid(cell.after()) || revoke || gone, "proof did not win");
        } else if !paid(before) {
            cell.check(!paid(cell.after()), "paid without proof");
        }
    });
}

#[test]
fn a_late_payment_is_never_shown_as_an_ordinary_one() {
    everywhere(|cell| {
        let was_over = matches!(cell.before.code(), StateCode::Closed | StateCode::PaidLate);
        if was_over && cell.after().code() == StateCode::Paid {
            let kept = matches!(cell.event, Event::Decided(Decision::Keep));
            cell.check(kept, "a late payment became an ordinary one");
        }
    });
}

#[test]
fn an_unknown_answer_changes_no_state() {
    everywhere(|cell| {
        if cell.is_unknown() {
            cell.check(
                cell.after().code() == cell.code_without_time(),
                "an unknown answer changed the state",
            );
            cell.check(
                cell.after().released == cell.before.released,
                "an unknown answer released",
            );
        }
    });
}

#[test]
fn only_paybys_word_or_a_person_closes() {
    everywhere(|cell| {
        let before = &cell.before;
        if before.code() == StateCode::Closed || cell.after().code() != StateCode::Closed {
            return;
        }
        let nothing_can_land =
            before.contact.create_started.is_none() || cell.now.since(START) >= Span::mins(17);
        let allowed = match &cell.event {
            Event::Decided(Decision::Close) => {
                matches!(before.code(), StateCode::Closing | StateCode::NeedsReview)
            }
            Event::RefundedInFull => before.code() == StateCode::PaidLate,
            Event::CreateAnswered(Answer::Refused(_)) => {
                !before.contact.known && before.contact.creates_unknown == 0
            }
            Event::QueryAnswered(Answer::Refused(refusal)) => {
                refusal.kind == RefusalKind::NotKnown
                    && before.code() == StateCode::Closing
                    && !before.contact.known
                    && nothing_can_land
            }
            Event::CreateAnswered(_) | Event::QueryAnswered(_) | Event::RevokeAnswered(_) => {
                cell.claim().is_some_and(|claim| {
                    claim.names(before) && (claim.revoked || claim.status == ClaimStatus::Failure)
                })
            }
            _ => false,
        };
        cell.check(allowed, "closed without proof or decision");
    });
}

#[test]
fn only_proof_releases_the_sale_and_nothing_holds_it_again() {
    everywhere(|cell| {
        let (before, after) = (cell.before.released, cell.after().released);
        cell.check(after || !before, "released went back");
        if after && !before {
            let person = matches!(cell.event, Event::Decided(_));
            cell.check(!person, "a decision is no proof");
            cell.check(
                cell.after().code() == StateCode::Closed,
                "released while open",
            );
        }
    });
}

#[test]
fn nothing_changes_state_without_evidence_or_a_wish() {
    everywhere(|cell| {
        let idle = matches!(
            cell.event,
            Event::Woke | Event::Asked | Event::ScanAnswered(_)
        ) || (cell.event == Event::Resumed && cell.before.state != State::Draft);
        if idle {
            cell.check(
                cell.after().code() == cell.code_without_time(),
                "changed without evidence",
            );
        }
    });
}

#[test]
fn no_order_is_forgotten() {
    everywhere(|cell| {
        let after = cell.after();
        let contact = &after.contact;
        let revoking = match &after.state {
            State::PaidLate { revoking, .. } | State::NeedsReview { revoking, .. } => {
                revoking.as_ref().is_some_and(|revoking| revoking.in_flight)
            }
            _ => false,
        };
        let busy = contact.create_in_flight
            || contact.query_in_flight
            || contact.cancel_in_flight
            || revoking;
        let cared_for = after.is_unfinished() || after.is_watched();
        if cared_for && after.state != State::Draft {
            cell.check(
                busy || cell.step.wake.is_some(),
                "nothing would ever happen to it",
            );
        }
        if let Some(wake) = cell.step.wake {
            cell.check(wake.at > cell.now, "a wake that has been");
        } else {
            cell.check(
                busy || !matches!(after.code(), StateCode::Closing),
                "closing waits for nothing",
            );
        }
    });
}

#[test]
fn calls_of_a_kind_never_overlap_and_queries_keep_their_distance() {
    everywhere(|cell| {
        let before = &cell.before;
        let mut after_event = before.contact.clone();
        match &cell.event {
            Event::CreateAnswered(_) => after_event.create_in_flight = false,
            Event::QueryAnswered(_) => after_event.query_in_flight = false,
            Event::CancelAnswered(_) => after_event.cancel_in_flight = false,
            Event::Resumed => {
                after_event.create_in_flight = false;
                after_event.query_in_flight = false;
                after_event.cancel_in_flight = false;
            }
            _ => {}
        }
        let timed_out = cell.call == "query" && cell.says == "timed out";
        for effect in &cell.step.effects {
            let same = cell.step.effects.iter().filter(|other| *other == effect);
            cell.check(same.count() == 1, "the same call twice");
            match effect {
                Effect::Create(_) => {
                    cell.check(!after_event.create_in_flight, "two creates");
                    cell.check(
                        cell.after().code() == StateCode::Submitting,
                        "created out of place",
                    );
                }
                Effect::Query => {
                    cell.check(!after_event.query_in_flight, "two queries");
                    let distance = before
                        .contact
                        .query_started
                        .is_none_or(|started| cell.now.since(started) >= Span::secs(2));
                    cell.check(distance || timed_out, "queries too close");
                }
                Effect::Cancel => {
                    cell.check(!after_event.cancel_in_flight, "two cancels");
                    cell.check(
                        matches!(cell.after().code(), StateCode::Closing | StateCode::Closed),
                        "cancelled out of place",
                    );
                }
                Effect::Revoke => cell.check(
                    matches!(
                        cell.after().code(),
                        StateCode::PaidLate | StateCode::NeedsReview
                    ),
                    "revoked out of place",
                ),
                Effect::AskScanned { .. } => cell.check(
                    cell.after().code() == StateCode::AwaitingPayment,
                    "asked about a QR nobody shows",
                ),
            }
        }
    });
}

#[test]
fn a_denied_wish_leaves_the_order_as_it_was() {
    everywhere(|cell| {
        if cell.step.denied.is_some() {
            cell.check(
                cell.after().code() == cell.code_without_time(),
                "a denied wish changed the state",
            );
            let wish = matches!(
                cell.event,
                Event::CashierCancelled | Event::TriedAgain | Event::Decided(_)
            );
            cell.check(wish, "denied what nobody wished");
        }
    });
}

#[test]
fn what_needs_a_person_always_alerts() {
    everywhere(|cell| {
        let needs = matches!(
            cell.after().code(),
            StateCode::PaidLate | StateCode::NeedsReview
        );
        if needs {
            cell.check(cell.after().alert().is_some(), "no alert");
        }
        if matches!(cell.after().code(), StateCode::Paid | StateCode::Closed) {
            cell.check(
                cell.after().alert().is_none(),
                "an alert that nobody can end",
            );
        }
        if cell.after().alert().map(|alert| alert.code) == Some(AlertCode::PaidLate) {
            cell.check(cell.after().code() == StateCode::PaidLate, "not late");
        }
    });
}

#[test]
fn an_order_is_stored_and_read_back_whole() {
    everywhere(|cell| {
        let text = serde_json::to_string(cell.after()).unwrap();
        let read: Order = serde_json::from_str(&text).unwrap();
        cell.check(read == *cell.after(), "the stored order differs");
    });
}

#[test]
fn the_same_answer_again_changes_no_state() {
    let rules = Rules::default();
    everywhere(|cell| {
        if cell.claim().is_some() {
            let again = step(cell.after(), cell.event.clone(), cell.now, &rules);
            let (before, after) = (cell.after().code(), again.order.code());
            // Two queries that agree weigh more than a misfit that a person closed, and a proof found twice stays found.
            cell.check(
                before == after,
                &format!("the same again moved {before:?} to {after:?}"),
            );
        }
    });
}

/// What follows from an event, in a line.
fn outcome(cell: &Cell) -> String {
    let mut line = describe(cell.after());
    for effect in &cell.step.effects {
        let name = match effect {
            Effect::Create(freeze) => format!("create {freeze:?}"),
            Effect::Query => "query".into(),
            Effect::AskScanned { .. } => "scanned?".into(),
            Effect::Cancel => "cancel".into(),
            Effect::Revoke => "revoke".into(),
        };
        let _ = write!(line, " + {}", name.to_lowercase());
    }
    match cell.step.wake {
        Some(wake) => {
            let seconds = wake.at.since(cell.now).0;
            let _ = write!(
                line,
                ", {:?} in {}.{:03} s",
                wake.why,
                seconds / 1000,
                seconds % 1000
            );
        }
        None => line.push_str(", no wake"),
    }
    if let Some(denied) = cell.step.denied {
        let _ = write!(line, ", denied {}", denied.code());
    }
    line
}

fn describe(order: &Order) -> String {
    let mut line = order.code().as_str().to_owned();
    if let Some(reason) = order.reason() {
        let _ = write!(line, " ({reason})");
    }
    let data = match &order.state {
        State::Submitting { resendable: false } => "code gone",
        State::AwaitingPayment {
            scanned: Some(_), ..
        } => "scanned",
        State::Closing {
            asked_payby: false, ..
        } => "not asked yet",
        State::Paid { how, .. } => match how {
            fils_order::PaidHow::InTime => "in time",
            fils_order::PaidHow::WhileClosing => "while closing",
            fils_order::PaidHow::KeptLate => "kept",
        },
        State::Closed {
            watch_over: true, ..
        } => "watch over",
        State::PaidLate {
            revoking: Some(revoking),
            ..
        }
        | State::NeedsReview {
            revoking: Some(revoking),
            ..
        } => {
            if revoking.accepted {
                "revoke accepted"
            } else {
                "revoking"
            }
        }
        _ => "",
    };
    if !data.is_empty() {
        let _ = write!(line, ", {data}");
    }
    if order.released {
        line.push_str(", released");
    }
    line
}

/// The calls that lead to one outcome, with what they say.
type Calls = Vec<(&'static str, Vec<String>)>;

/// The rows of one kind of order: outcomes in order of appearance, each with its events.
fn rows(cells: &[&Cell]) -> String {
    let mut rows: Vec<(String, Calls)> = Vec::new();
    for cell in cells {
        let outcome = outcome(cell);
        let place = rows.iter().position(|(seen, _)| *seen == outcome);
        let place = place.unwrap_or_else(|| {
            rows.push((outcome, Vec::new()));
            rows.len() - 1
        });
        let events = &mut rows[place].1;
        match events.iter_mut().find(|(call, _)| *call == cell.call) {
            Some((_, says)) => says.push(cell.says.clone()),
            None => events.push((cell.call, vec![cell.says.clone()])),
        }
    }
    let mut text = String::new();
    for (outcome, calls) in rows {
        let _ = writeln!(text, "  → {outcome}");
        for (call, says) in calls {
            let all = cells.iter().filter(|cell| cell.call == call).count();
            let _ = match (all, says.len()) {
                (1, _) => writeln!(text, "      {call}"),
                (all, some) if all == some => writeln!(text, "      {call}: anything"),
                (_, _) => writeln!(text, "      {call}: {}", fold(&says)),
            };
        }
    }
    text
}

/// Names what belongs together by one name.
fn fold(says: &[String]) -> String {
    let refusals = says.iter().filter(|said| said.starts_with("refused"));
    let all_refused = refusals.count() == KINDS.len();
    let silence = ["unknown", "timed out", "unsigned"];
    let all_silent = silence
        .iter()
        .all(|silent| says.iter().any(|said| said == silent));
    let mut named: Vec<&str> = says
        .iter()
        .map(String::as_str)
        .filter(|said| !(all_refused && said.starts_with("refused")))
        .filter(|said| !(all_silent && silence.contains(said)))
        .collect();
    if all_refused {
        named.push("any refusal");
    }
    if all_silent {
        named.push("any silence");
    }
    named.join(", ")
}

#[test]
fn the_table_reads_as_pinned() {
    let cells = table(ONE_MINUTE);
    let mut text = String::new();
    for specimen in specimens() {
        let cells: Vec<&Cell> = cells
            .iter()
            .filter(|cell| cell.name == specimen.name)
            .collect();
        let _ = write!(text, "{}\n{}\n", specimen.name, rows(&cells));
    }
    insta::assert_snapshot!("transitions", text);
}
