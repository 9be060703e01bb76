//! Every kind of order and every kind of event, by name.

use fils_order::{
    Answer, CancelOutcome, Claim, ClaimStatus, CloseCause, ClosedCause, Contact, Decision, Event,
    Misfit, MisfitField, Money, Order, PaidHow, Payment, RefusalKind, Revoking, Rules, Scanned,
    Scene, State, Told,
};

use crate::kit::{QR, at, claim, draft, refused, signature_not_accepted, timed_out, unknown};

pub(crate) struct Specimen {
    pub(crate) name: String,
    pub(crate) order: Order,
}

pub(crate) const KINDS: [RefusalKind; 8] = [
    RefusalKind::NotKnown,
    RefusalKind::NumberTaken,
    RefusalKind::SaysPaid,
    RefusalKind::SaysClosed,
    RefusalKind::SaysRevoked,
    RefusalKind::RequestTime,
    RefusalKind::TokenNotKnown,
    RefusalKind::Other,
];

fn order(scene: Scene, state: State) -> Order {
    let mut order = Order::new(draft(scene), at(0.0), &Rules::default());
    if state != State::Draft {
        order.contact.create_started = Some(at(0.0));
    }
    order.state = state;
    order.since = at(30.0);
    order
}

/// PayBy has named the order.
fn known(mut order: Order) -> Order {
    order.payby_no = Some("131000000001".into());
    order.contact.known = true;
    order
}

fn payment() -> Payment {
    Payment {
        paid_at: at(4.0),
        paid_amount: None,
        channel: None,
    }
}

fn misfit(field: MisfitField, claims_money: bool) -> Misfit {
    Misfit {
        field,
        ours: "12.50".into(),
        theirs: "9.99".into(),
        claims_money,
    }
}

fn with(mut order: Order, change: impl FnOnce(&mut Contact)) -> Order {
    change(&mut order.contact);
    order
}

fn open() -> Vec<(&'static str, Order)> {
    let submitting = |resendable| order(Scene::Qr, State::Submitting { resendable });
    let awaiting = |scene, scanned| {
        known(order(
            scene,
            State::AwaitingPayment {
                token_url: (scene == Scene::Qr).then(|| QR.to_owned()),
                scanned,
            },
        ))
    };
    let scanned = Scanned {
        phone: "+971-58*92".into(),
        at: at(9.0),
    };
    vec![
        ("draft", order(Scene::Qr, State::Draft)),
        ("draft, customer's code", order(Scene::Code, State::Draft)),
        (
            "submitting, create under way",
            with(submitting(true), |contact| contact.create_in_flight = true),
        ),
        (
            "submitting, create unknown",
            with(submitting(true), |contact| contact.creates_unknown = 1),
        ),
        ("submitting, found without its QR", known(submitting(true))),
        (
            "submitting, code gone",
            with(
                order(Scene::Code, State::Submitting { resendable: false }),
                |contact| contact.creates_unknown = 1,
            ),
        ),
        ("awaiting", awaiting(Scene::Qr, None)),
        ("awaiting, scanned", awaiting(Scene::Qr, Some(scanned))),
        ("awaiting, customer's code", awaiting(Scene::Code, None)),
    ]
}

fn closing_ones() -> Vec<(&'static str, Order)> {
    let closing = |cause, asked_payby| order(Scene::Qr, State::Closing { cause, asked_payby });
    let tried = |outcome| {
        with(known(closing(CloseCause::Cashier, true)), |contact| {
            contact.cancel = outcome;
            contact.cancel_started = Some(at(58.0));
            if outcome == CancelOutcome::Failed {
                contact.cancel_failures = 1;
                contact.cancel_failed_since = Some(at(58.5));
            }
        })
    };
    vec![
        (
            "closing by cashier, asking",
            with(known(closing(CloseCause::Cashier, false)), |contact| {
                contact.query_in_flight = true;
            }),
        ),
        (
            "closing by deadline, asked",
            known(closing(CloseCause::Deadline, true)),
        ),
        (
            "closing, create unknown",
            with(closing(CloseCause::Cashier, true), |contact| {
                contact.creates_unknown = 1;
            }),
        ),
        (
            "closing, nothing sent",
            with(closing(CloseCause::Deadline, false), |contact| {
                contact.create_started = None;
            }),
        ),
        (
            "closing as refused, earlier create unknown",
            with(closing(CloseCause::Refused, true), |contact| {
                contact.creates_unknown = 1;
            }),
        ),
        ("closing, cancel failed", tried(CancelOutcome::Failed)),
        (
            "closing, cancel failed, person told",
            with(tried(CancelOutcome::Failed), |contact| {
                contact.cancel_failures = 3;
                contact.told = Some(Told {
                    code: fils_order::AlertCode::CancelNotConfirmed,
                    at: at(50.0),
                });
            }),
        ),
        ("closing, cancel accepted", tried(CancelOutcome::Accepted)),
        ("closing, cancel pointless", tried(CancelOutcome::Pointless)),
    ]
}

fn closed(cause: ClosedCause, released: bool, over: bool, weighed: Option<Misfit>) -> Order {
    let mut order = known(order(
        Scene::Qr,
        State::Closed {
            cause,
            detail: None,
            watch_over: over,
            weighed,
        },
    ));
    order.released = released;
    order
}

fn ended() -> Vec<(&'static str, Order)> {
    let paid = |how| {
        known(order(
            Scene::Qr,
            State::Paid {
                payment: payment(),
                how,
            },
        ))
    };
    let mut kept = paid(PaidHow::KeptLate);
    kept.released = true;
    let mut never = closed(ClosedCause::NeverReachedPayby, true, false, None);
    never.contact.known = false;
    never.payby_no = None;
    let mut person = closed(ClosedCause::ClosedByPerson, false, false, None);
    person.contact.known = false;
    person.contact.creates_unknown = 1;
    let weighed = Some(misfit(MisfitField::Amount, true));
    vec![
        ("paid in time", paid(PaidHow::InTime)),
        ("paid while closing", paid(PaidHow::WhileClosing)),
        ("paid, kept late", kept),
        (
            "closed by cashier",
            closed(ClosedCause::CancelledByCashier, true, false, None),
        ),
        (
            "closed by deadline",
            closed(ClosedCause::Expired, true, false, None),
        ),
        (
            "closed as refused",
            closed(ClosedCause::Refused, true, false, None),
        ),
        (
            "closed at PayBy",
            closed(ClosedCause::FailedAtPayby, true, false, None),
        ),
        (
            "closed, revoked",
            closed(ClosedCause::Revoked, true, false, None),
        ),
        (
            "closed, refunded",
            closed(ClosedCause::Refunded, true, false, None),
        ),
        ("closed, never reached PayBy", never),
        ("closed by person, not known", person),
        (
            "closed by person, misfit weighed",
            closed(ClosedCause::ClosedByPerson, false, false, weighed),
        ),
        (
            "closed, no more watched",
            closed(ClosedCause::Expired, true, true, None),
        ),
    ]
}

fn for_a_person() -> Vec<(&'static str, Order)> {
    let late = |revoking| {
        let mut order = known(order(
            Scene::Qr,
            State::PaidLate {
                payment: payment(),
                revoking,
            },
        ));
        order.released = true;
        order
    };
    let review = |field, money, revoking| {
        known(order(
            Scene::Qr,
            State::NeedsReview {
                misfit: misfit(field, money),
                revoking,
            },
        ))
    };
    let tried = |in_flight, accepted, failures| {
        Some(Revoking {
            started: Some(at(58.0)),
            in_flight,
            accepted,
            failures,
        })
    };
    vec![
        ("paid late", late(None)),
        ("paid late, revoke under way", late(tried(true, false, 0))),
        ("paid late, revoke accepted", late(tried(false, true, 0))),
        ("paid late, revoke unknown", late(tried(false, false, 1))),
        (
            "review, amount of a payment",
            review(MisfitField::Amount, true, None),
        ),
        (
            "review, payee while waiting",
            review(MisfitField::Payee, false, None),
        ),
        (
            "review, revoked after paid",
            review(MisfitField::RevokedAfterPaid, false, None),
        ),
        (
            "review, failed after paid",
            review(MisfitField::FailedAfterPaid, false, None),
        ),
        (
            "review, revoke under way",
            review(MisfitField::Amount, true, tried(true, false, 0)),
        ),
        (
            "review, revoke accepted",
            review(MisfitField::Amount, true, tried(false, true, 0)),
        ),
        (
            "review, revoke failed thrice",
            with(
                review(MisfitField::Amount, true, tried(false, false, 3)),
                |contact| {
                    contact.told = Some(Told {
                        code: fils_order::AlertCode::RevokeNotConfirmed,
                        at: at(50.0),
                    });
                },
            ),
        ),
    ]
}

/// Every kind of order.
pub(crate) fn specimens() -> Vec<Specimen> {
    open()
        .into_iter()
        .chain(closing_ones())
        .chain(ended())
        .chain(for_a_person())
        .map(|(name, order)| Specimen {
            name: name.to_owned(),
            order,
        })
        .collect()
}

/// Every kind of claim about an order.
pub(crate) fn claims(order: &Order) -> Vec<(&'static str, Claim)> {
    let paid = || claim(order, ClaimStatus::PaidSuccess);
    let revoked = |mut claim: Claim| {
        claim.revoked = true;
        claim
    };
    let misfit = |mut claim: Claim| {
        claim.amount = Some(Money::from_fils(999).unwrap());
        claim
    };
    let foreign = |mut claim: Claim| {
        claim.number = Some("SOMEBODY-ELSE".into());
        claim
    };
    let nameless = |mut claim: Claim| {
        claim.number = None;
        claim
    };
    vec![
        ("created", claim(order, ClaimStatus::Created)),
        ("paid", paid()),
        ("settled", claim(order, ClaimStatus::Settled)),
        ("failure", claim(order, ClaimStatus::Failure)),
        ("void", claim(order, ClaimStatus::Other("VOID".into()))),
        (
            "settled but revoked",
            revoked(claim(order, ClaimStatus::Settled)),
        ),
        (
            "failure but revoked",
            revoked(claim(order, ClaimStatus::Failure)),
        ),
        ("paid with other amount", misfit(paid())),
        (
            "created with other amount",
            misfit(claim(order, ClaimStatus::Created)),
        ),
        (
            "failure with other amount",
            misfit(claim(order, ClaimStatus::Failure)),
        ),
        ("paid with other number", foreign(paid())),
        ("paid with no number", nameless(paid())),
        (
            "failure with no number",
            nameless(claim(order, ClaimStatus::Failure)),
        ),
    ]
}

/// An event with the call or the person it comes from, and what it says.
pub(crate) type Named = (&'static str, String, Event);

fn failures<T>(call: &'static str, event: fn(Answer<T>) -> Event) -> Vec<Named> {
    let mut events: Vec<Named> = KINDS
        .iter()
        .map(|kind| (call, format!("refused {kind:?}"), event(refused(*kind))))
        .collect();
    events.push((call, "unknown".into(), event(unknown())));
    events.push((call, "timed out".into(), event(timed_out())));
    let unsigned = event(signature_not_accepted());
    events.push((call, "unsigned".into(), unsigned));
    events
}

/// Every kind of event for an order.
pub(crate) fn events(order: &Order) -> Vec<Named> {
    let wishes = [
        ("submit", Event::Submit),
        ("resumed", Event::Resumed),
        ("woke", Event::Woke),
        ("cashier cancels", Event::CashierCancelled),
        ("asked", Event::Asked),
        ("tried again", Event::TriedAgain),
        ("decided keep", Event::Decided(Decision::Keep)),
        ("decided revoke", Event::Decided(Decision::Revoke)),
        ("decided close", Event::Decided(Decision::Close)),
        ("refunded in full", Event::RefundedInFull),
    ];
    let mut events: Vec<Named> = wishes
        .into_iter()
        .map(|(name, event)| (name, String::new(), event))
        .collect();
    for (name, claim) in claims(order) {
        let token = (claim.status == ClaimStatus::Created).then(|| QR.to_owned());
        let create = Event::CreateAnswered(Answer::Accepted((claim.clone(), token)));
        events.push(("create", name.into(), create));
        let query = Event::QueryAnswered(Answer::Accepted(claim.clone()));
        events.push(("query", name.into(), query));
        let cancel = Event::CancelAnswered(Answer::Accepted(claim.clone()));
        events.push(("cancel", name.into(), cancel));
        let revoke = Event::RevokeAnswered(Answer::Accepted(claim.clone()));
        events.push(("revoke", name.into(), revoke));
        events.push(("notified", name.into(), Event::Notified(claim)));
    }
    let without_qr = Answer::Accepted((claim(order, ClaimStatus::Created), None));
    let without_qr = Event::CreateAnswered(without_qr);
    events.push(("create", "created without QR".into(), without_qr));
    for (name, phone) in [("somebody", Some("+971-58*92".into())), ("nobody", None)] {
        let event = Event::ScanAnswered(Answer::Accepted(phone));
        events.push(("scanned?", name.into(), event));
    }
    events.extend(failures("create", Event::CreateAnswered));
    events.extend(failures("query", Event::QueryAnswered));
    events.extend(failures("scanned?", Event::ScanAnswered));
    events.extend(failures("cancel", Event::CancelAnswered));
    events.extend(failures("revoke", Event::RevokeAnswered));
    events
}
