//! What crosses to the window and back, where the checkout has no view of its own. The window's types are generated from these.

pub(crate) mod counter;
pub(crate) mod display;
pub(crate) mod find;
pub(crate) mod keeping;
pub(crate) mod printing;
pub(crate) mod products;

use std::collections::BTreeMap;

use fils_checkout::view::{MoneyView, OrderView, RefundView};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::errors::CommandError;

/// Where the till is in its set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SetupCode {
    /// Nobody has set it up.
    Needed,
    /// Its key waits for the passphrase.
    Locked,
    /// It takes payments.
    Ready,
    /// It cannot be opened; `failure` says why.
    Failed,
}

/// Whether money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ModeCode {
    /// Against the PayBy inside Fils.
    Training,
    /// Against PayBy.
    Live,
}

/// The computer's clock as PayBy sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct ClockView {
    /// How far PayBy's clock is ahead of this computer's, ms.
    pub(crate) offset_ms: i64,
}

/// The till itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct AppView {
    /// Where it is in its set-up.
    pub(crate) setup: SetupCode,
    /// Why it cannot be opened.
    pub(crate) failure: Option<CommandError>,
    /// Whether money moves; null until it is ready.
    pub(crate) mode: Option<ModeCode>,
    /// The program's version.
    pub(crate) version: String,
    /// The merchant's id at PayBy.
    pub(crate) partner_id: Option<String>,
    /// What the till's numbers begin with.
    pub(crate) till_name: Option<String>,
    /// Set when the computer's clock is wrong.
    pub(crate) clock: Option<ClockView>,
    /// False while PayBy does not answer.
    pub(crate) online: bool,
    /// What to do when the books cannot be written: a sentence.
    pub(crate) storage: Option<String>,
    /// What in the configuration is not understood: sentences.
    pub(crate) warnings: Vec<String>,
    /// It is set up, and nobody works at it yet.
    pub(crate) owner_needed: bool,
    /// Who is at it.
    pub(crate) person: Option<PersonView>,
    /// What they may ask for, at once or with a manager's PIN: codes of actions. The gate decides; this is for what to offer.
    pub(crate) may: Vec<String>,
    /// After how many seconds without a touch it locks itself; 0 is never.
    pub(crate) idle_lock_s: u32,
    /// What the shop has chosen about selling.
    pub(crate) sells: counter::SellSettings,
}

/// What somebody is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleCode {
    /// Sells.
    Cashier,
    /// Sells, decides, sets up the till.
    Manager,
    /// All of it.
    Owner,
}

/// Somebody who works at the till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct PersonView {
    /// For commands.
    pub(crate) person: String,
    /// The name.
    pub(crate) name: String,
    /// What they are.
    pub(crate) role: RoleCode,
    /// Whether they work here.
    pub(crate) active: bool,
    /// Until when too many wrong PINs keep them out, UTC ms.
    pub(crate) locked_until_ms: Option<i64>,
}

/// A person as somebody enters or changes them.
#[derive(Clone, Serialize, Deserialize, Type)]
pub(crate) struct PersonForm {
    /// Null for somebody new.
    pub(crate) person: Option<String>,
    /// The name.
    pub(crate) name: String,
    /// What they are to be.
    pub(crate) role: RoleCode,
    /// Whether they work here.
    pub(crate) active: bool,
    /// Null leaves the PIN as it is.
    pub(crate) pin: Option<String>,
}

/// A public key to give to PayBy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct PublicKeyView {
    /// As PEM.
    pub(crate) public_pem: String,
}

/// Which PayBy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EnvironmentCode {
    /// PayBy's test system.
    Uat,
    /// Real money.
    Production,
    /// The address in `base_url`.
    Custom,
}

/// A PayBy account as a person enters it. The private key is not in it: it was made or read on this side.
#[derive(Clone, Serialize, Deserialize, Type)]
pub(crate) struct AccountForm {
    /// Which PayBy.
    pub(crate) environment: EnvironmentCode,
    /// Where a custom one answers.
    pub(crate) base_url: Option<String>,
    /// The merchant's id.
    pub(crate) partner_id: String,
    /// Who gets the money, where that is not the partner.
    pub(crate) payee_mid: Option<String>,
    /// PayBy's public key: PEM, or the bare base64 that portals show.
    pub(crate) payby_public_key: String,
    /// Seals the private key in a file; without one it goes to the computer's keyring.
    pub(crate) passphrase: Option<String>,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct CheckView {
    /// What was checked.
    pub(crate) code: String,
    /// Whether it works; null when it could not be tried.
    pub(crate) ok: Option<bool>,
    /// What was found, and what to do about it.
    pub(crate) detail: Option<String>,
}

/// What a typed amount comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct AmountEntryView {
    /// Whether it can be charged.
    pub(crate) ok: bool,
    /// The amount, when it can.
    pub(crate) amount: Option<MoneyView>,
    /// Why it cannot.
    pub(crate) error: Option<String>,
}

/// What a person decides about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DecisionCode {
    /// Keep the late payment as a sale.
    Keep,
    /// Give the money back.
    Revoke,
    /// End it without proof.
    Close,
}

/// Which orders to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilterCode {
    /// Every one.
    All,
    /// Not finished.
    Open,
    /// Paid.
    Paid,
    /// Closed unpaid.
    Closed,
    /// What needs a person.
    Attention,
}

/// Which orders to list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct OrdersQuery {
    /// The business day, `2026-11-21`; null is today.
    pub(crate) day: Option<String>,
    /// A part of the number, the amount or the description.
    pub(crate) search: String,
    /// Which of them.
    pub(crate) filter: FilterCode,
}

/// How many orders a filter finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct CountsView {
    /// Every one.
    pub(crate) all: u32,
    /// Not finished.
    pub(crate) open: u32,
    /// Paid.
    pub(crate) paid: u32,
    /// Closed unpaid.
    pub(crate) closed: u32,
    /// What needs a person.
    pub(crate) attention: u32,
}

/// A day's orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct OrdersView {
    /// The business day.
    pub(crate) day: String,
    /// The orders, newest first.
    pub(crate) rows: Vec<OrderView>,
    /// What the day's customers paid, less what was given back.
    pub(crate) total_taken: MoneyView,
    /// How many there are, whatever was searched for.
    pub(crate) counts: CountsView,
}

/// One journal entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct StoryEntry {
    /// Its place in the journal.
    pub(crate) seq: i64,
    /// When, UTC ms.
    pub(crate) at_ms: i64,
    /// What kind of thing happened.
    pub(crate) kind: String,
    /// Who did it: a person, `till` or `payby`.
    pub(crate) by: Option<String>,
    /// About which refund.
    pub(crate) refund: Option<String>,
    /// What happened, in named texts.
    pub(crate) text_params: BTreeMap<String, String>,
    /// The request and the reply, as they were.
    pub(crate) raw: Option<String>,
}

/// An order and all that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct StoryView {
    /// The order.
    pub(crate) order: OrderView,
    /// Its refunds, oldest first.
    pub(crate) refunds: Vec<RefundView>,
    /// Its journal, oldest first.
    pub(crate) entries: Vec<StoryEntry>,
}

/// What the training customer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomerAct {
    /// Scans the QR.
    Scan,
    /// Pays.
    Pay,
    /// Says no.
    Decline,
    /// Pays after it was closed.
    PayLate,
}

/// What breaks in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultCode {
    /// A request never reaches PayBy.
    LostRequest,
    /// PayBy acts, the reply is lost.
    LostReply,
    /// A reply comes later than the till waits.
    Delay,
    /// PayBy asks to slow down.
    Code,
    /// A reply's signature does not fit.
    BadSignature,
    /// A reply has no signature.
    Unsigned,
    /// A reply ends half-way.
    Truncated,
    /// A web page instead of a reply.
    NotJson,
    /// A signed reply with another amount.
    WrongAmount,
    /// An order comes to exist later than it was sent.
    LandCreateLate,
    /// A refund is accepted and fails afterwards.
    RefundFails,
    /// Nothing gets through.
    NetworkDown,
}

/// What is to break in training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct FaultForm {
    /// What.
    pub(crate) kind: FaultCode,
    /// At which operation; null is any.
    pub(crate) op: Option<String>,
    /// How often.
    pub(crate) count: u32,
}

/// What is broken in training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct FaultView {
    /// What.
    pub(crate) kind: String,
    /// At which operation; null is any.
    pub(crate) op: Option<String>,
    /// How often it is still to come; 0 is until it is cleared.
    pub(crate) count: u32,
}

/// The training PayBy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) struct TrainingView {
    /// What is broken, the network aside.
    pub(crate) faults: Vec<FaultView>,
    /// Whether nothing gets through.
    pub(crate) network_down: bool,
}

/// What a person answers when the window is to close with payments under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CloseDecision {
    /// Keep the window open.
    Stay,
    /// Hide it, and end once everything is settled.
    Background,
    /// End now; the next start takes everything up.
    Quit,
}
