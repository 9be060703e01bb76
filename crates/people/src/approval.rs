//! Who asked, and who let them: what the journal keeps of every action.

use serde::Serialize;

use crate::action::{Action, Permission, Role, permission};
use crate::person::{Person, PersonId};

/// An action that was let through. Only [`approve`] makes one, so whoever holds it need not ask again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use = "an approval is for doing what was approved, and for the journal"]
pub struct Approval {
    action: Action,
    by: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<PersonId>,
}

impl Approval {
    /// What was approved, and nothing else.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Who asked.
    pub const fn by(&self) -> &PersonId {
        &self.by
    }

    /// Whose PIN let them; `None` when they needed nobody's.
    pub const fn approved_by(&self) -> Option<&PersonId> {
        self.approved_by.as_ref()
    }
}

/// Why an action was not let through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// A manager's PIN lets it through.
    #[error("This needs a manager: ask one to type a PIN.")]
    NeedsManager,
    /// Who lent a PIN may not do it either.
    #[error("{name} may not approve this: ask a manager or the owner.")]
    ApproverMayNot {
        /// Whose PIN it was.
        name: String,
    },
    /// Only somebody of this role may, logged in.
    #[error("Only {} may do this, after logging in.", match .least { Role::Cashier => "a cashier", Role::Manager => "a manager", Role::Owner => "the owner" })]
    Never {
        /// The least role that may.
        least: Role,
    },
    /// The person does not work here any more.
    #[error("{name} does not work here any more: log in as somebody who does.")]
    Inactive {
        /// The person.
        name: String,
    },
}

impl Denied {
    /// The denial's stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NeedsManager => "needs_manager",
            Self::ApproverMayNot { .. } => "approver_may_not",
            Self::Never { .. } => "not_permitted",
            Self::Inactive { .. } => "person_inactive",
        }
    }
}

/// Lets `by` do `action`, with the help of `approver`, who has just typed the right PIN. An approver who was not needed is not
/// named.
///
/// # Errors
/// Why not; [`Denied::NeedsManager`] is the only one that a PIN on the spot can change.
pub fn approve(action: Action, by: &Person, approver: Option<&Person>) -> Result<Approval, Denied> {
    working(by)?;
    let approved_by = match permission(by.role, action) {
        Permission::Allowed => None,
        Permission::NeedsManager => {
            let approver = approver.ok_or(Denied::NeedsManager)?;
            working(approver)?;
            match permission(approver.role, action) {
                Permission::Allowed => Some(approver.id.clone()),
                Permission::NeedsManager | Permission::Never => {
                    return Err(Denied::ApproverMayNot {
                        name: approver.name.clone(),
                    });
                }
            }
        }
        Permission::Never => {
            return Err(Denied::Never {
                least: least(action),
            });
        }
    };
    Ok(Approval {
        action,
        by: by.id.clone(),
        approved_by,
    })
}

fn working(person: &Person) -> Result<(), Denied> {
    if person.active {
        Ok(())
    } else {
        Err(Denied::Inactive {
            name: person.name.clone(),
        })
    }
}

fn least(action: Action) -> Role {
    Role::ALL
        .into_iter()
        .find(|&role| permission(role, action) == Permission::Allowed)
        .unwrap_or(Role::Owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u32, role: Role) -> Person {
        Person {
            id: PersonId::parse(&format!("p{id}")).unwrap(),
            name: format!("P{id}"),
            role,
            active: true,
        }
    }

    #[test]
    fn a_cashier_refunds_with_a_managers_pin_and_both_are_named() {
        let cashier = person(1, Role::Cashier);
        let manager = person(2, Role::Manager);
        assert_eq!(
            approve(Action::Refund, &cashier, None),
            Err(Denied::NeedsManager)
        );
        let approval = approve(Action::Refund, &cashier, Some(&manager)).unwrap();
        assert_eq!(
            serde_json::to_string(&approval).unwrap(),
            r#"{"action":"refund","by":"p1","approved_by":"p2"}"#
        );
        let alone = approve(Action::Refund, &manager, None).unwrap();
        assert_eq!((alone.by(), alone.approved_by()), (&manager.id, None));
        assert_eq!(alone.action(), Action::Refund);
    }

    #[test]
    fn two_cashiers_do_not_make_a_manager() {
        let denied = approve(
            Action::Refund,
            &person(1, Role::Cashier),
            Some(&person(2, Role::Cashier)),
        );
        assert_eq!(
            denied,
            Err(Denied::ApproverMayNot {
                name: "P2".to_owned()
            })
        );
    }

    #[test]
    fn what_is_the_owners_is_not_lent() {
        let owner = person(3, Role::Owner);
        let denied = approve(
            Action::ChangeAccount,
            &person(2, Role::Manager),
            Some(&owner),
        )
        .unwrap_err();
        assert_eq!(denied, Denied::Never { least: Role::Owner });
        assert_eq!(
            denied.to_string(),
            "Only the owner may do this, after logging in."
        );
        assert!(approve(Action::ChangeAccount, &owner, None).is_ok());
    }

    #[test]
    fn who_left_neither_acts_nor_approves() {
        let mut left = person(2, Role::Manager);
        left.active = false;
        for denied in [
            approve(Action::Sell, &left, None),
            approve(Action::Refund, &person(1, Role::Cashier), Some(&left)),
        ] {
            assert_eq!(
                denied,
                Err(Denied::Inactive {
                    name: "P2".to_owned()
                })
            );
        }
    }
}
