//! Who may do what at the till, how they prove who they are, and what a wrong PIN costs: pure, without IO or a clock.
//!
//! [`permission`] is the whole table of roles and actions; [`approve`] is the only way to an [`Approval`], which
//! says who asked and who let them. [`Pin`]s are kept as [`PinHash`]es (argon2id), and [`Lockout`] counts the tries. Time and
//! random bytes are arguments.

mod action;
mod approval;
mod lockout;
mod person;
mod pin;

pub use action::{Action, Permission, Role, managing, permission};
pub use approval::{Approval, Denied, approve};
pub use lockout::{FREE_TRIES, Locked, Lockout, Moment, WALL_BUDGET};
pub use person::{
    BadPersonId, MAX_NAME, NameError, Person, PersonId, RosterError, check_name, check_roster,
};
pub use pin::{MAX_DIGITS, MIN_DIGITS, NewPin, Pin, PinError, PinHash, PinHashError, SALT};
