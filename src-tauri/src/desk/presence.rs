//! Who is at the till, and what others lent them a PIN for. Kept here and nowhere else: the screens are shown it, and cannot say it.

use std::time::Duration;

use fils_people::{Action, Permission, Person, PersonId, approve, permission};
use tokio::time::Instant;

use super::{Desk, held};
use crate::errors::CommandError;

/// How long a PIN on the spot lets somebody do what it was typed for.
const GRANT: Duration = Duration::from_mins(1);

/// Who has a command carried out, as the books name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    /// The name on screens and papers, and in the books.
    pub(crate) name: String,
    /// The name of whoever typed a PIN on the spot, where one was needed.
    pub(crate) approved_by: Option<String>,
    pub(super) id: PersonId,
}

impl Who {
    /// Somebody, for tests of what comes behind the gate.
    #[cfg(test)]
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            approved_by: None,
            id: PersonId::parse("test").unwrap(),
        }
    }

    /// Who acts, for the checkout.
    pub(crate) fn person(&self) -> fils_checkout::Person {
        fils_checkout::Person(self.name.clone())
    }
}

/// A PIN that was typed on the spot: for one action of one person, once.
#[derive(Debug)]
struct Grant {
    action: Action,
    to: PersonId,
    approver: Person,
    until: Instant,
}

/// Who is at the till. What is signed out takes what was lent along.
#[derive(Debug, Default)]
pub(super) struct Presence {
    person: Option<Person>,
    grants: Vec<Grant>,
    /// Whether it is known that the shop has people.
    pub(super) founded: bool,
}

impl Presence {
    /// Somebody signs in, in the place of whoever was there.
    pub(super) fn sign_in(&mut self, person: Person) {
        self.grants.clear();
        self.founded = true;
        self.person = Some(person);
    }

    /// Nobody is at the till any more; who it was.
    pub(super) fn sign_out(&mut self) -> Option<Person> {
        self.grants.clear();
        self.person.take()
    }

    /// Other books were put in the place of these: nobody is at the till, and whether they have people is to be seen.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The person at the till, as they are now. Whoever does not work here any more is signed out.
    pub(super) fn renew(&mut self, now: Person) {
        if self.person.as_ref().map(|person| &person.id) == Some(&now.id) {
            self.person = Some(now).filter(|person| person.active);
        }
        if self.person.is_none() {
            self.grants.clear();
        }
    }

    pub(super) fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    /// `approver`, whose PIN was right, lets `to` do `action` once, who has to be at the till still.
    pub(super) fn grant(
        &mut self,
        action: Action,
        to: &Person,
        approver: Person,
    ) -> Result<(), CommandError> {
        let by = self.person.as_ref().filter(|person| person.id == to.id);
        let by = by.ok_or_else(CommandError::signed_out)?;
        let approval = approve(action, by, Some(&approver))?;
        let to = approval.by().clone();
        self.grants.retain(|grant| grant.action != action);
        self.grants.push(Grant {
            action,
            to,
            approver,
            until: Instant::now() + GRANT,
        });
        Ok(())
    }

    /// Lets the person at the till do `action`, and uses up what was lent for it.
    fn admit(&mut self, action: Action) -> Result<Who, CommandError> {
        let by = self.person.as_ref().ok_or_else(CommandError::signed_out)?;
        let now = Instant::now();
        self.grants.retain(|grant| grant.until > now);
        let lent = (permission(by.role, action) == Permission::NeedsManager)
            .then(|| {
                let fits = |grant: &Grant| grant.action == action && grant.to == by.id;
                self.grants.iter().position(fits)
            })
            .flatten()
            .map(|place| self.grants.swap_remove(place).approver);
        let approval = approve(action, by, lent.as_ref())
            .map_err(|denied| CommandError::from(denied).about(action))?;
        Ok(Who {
            name: by.name.clone(),
            approved_by: approval.approved_by().and(lent).map(|person| person.name),
            id: by.id.clone(),
        })
    }
}

impl From<fils_people::Denied> for CommandError {
    fn from(denied: fils_people::Denied) -> Self {
        Self::of(denied.code(), &denied)
    }
}

impl Desk {
    /// Whether somebody is at the till at all, before what they want is looked at.
    ///
    /// # Errors
    /// `signed_out`.
    pub(crate) fn somebody(&self) -> Result<(), CommandError> {
        let presence = held(&self.presence);
        presence
            .person()
            .map(|_| ())
            .ok_or_else(CommandError::signed_out)
    }

    /// Lets the person at the till do `action`, once.
    ///
    /// # Errors
    /// `signed_out`, `needs_manager`, or why not even a manager's PIN helps.
    pub(crate) fn may(&self, action: Action) -> Result<Who, CommandError> {
        held(&self.presence).admit(action)
    }

    /// Lets somebody whom the gate has let in do something more, which only the details of the wish ask for: a discount over the
    /// limit.
    ///
    /// # Errors
    /// As [`Desk::may`]; `signed_out` when somebody else is at the till by now.
    pub(crate) fn may_also(&self, who: Who, action: Action) -> Result<Who, CommandError> {
        let mut presence = held(&self.presence);
        if presence.person().map(|person| &person.id) != Some(&who.id) {
            return Err(CommandError::signed_out());
        }
        let also = presence.admit(action)?;
        Ok(Who {
            approved_by: also.approved_by.or(who.approved_by),
            ..also
        })
    }

    /// Lets whoever stands there set up a shop without people; afterwards the person at the till, as [`Desk::may`].
    ///
    /// # Errors
    /// As [`Desk::may`].
    pub(crate) async fn may_found(&self, action: Action) -> Result<(), CommandError> {
        let keyless = action == Action::ChangeAccount && self.lacks_its_key();
        if self.anybody().await? && !keyless {
            self.may(action)?;
        }
        Ok(())
    }

    /// Puts somebody at the till without a PIN.
    #[cfg(test)]
    pub(crate) fn seat(&self, name: &str, role: fils_people::Role) {
        held(&self.presence).sign_in(Person {
            id: PersonId::parse("test").unwrap(),
            name: name.to_owned(),
            role,
            active: true,
        });
    }
}

#[cfg(test)]
mod tests {
    use fils_people::Role;

    use super::*;

    fn person(id: &str, role: Role) -> Person {
        Person {
            id: PersonId::parse(id).unwrap(),
            name: id.to_uppercase(),
            role,
            active: true,
        }
    }

    fn ali() -> Person {
        person("ali", Role::Cashier)
    }

    fn cashier_at_the_till() -> Presence {
        let mut presence = Presence::default();
        presence.sign_in(ali());
        presence
    }

    fn code<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> String {
        answer.unwrap_err().code
    }

    #[test]
    fn nobody_may_do_anything() {
        let mut presence = Presence::default();
        for &action in Action::ALL {
            assert_eq!(code(presence.admit(action)), "signed_out");
        }
        let manager = person("mona", Role::Manager);
        assert_eq!(
            code(presence.grant(Action::Refund, &ali(), manager)),
            "signed_out"
        );
    }

    #[test]
    fn a_pin_on_the_spot_serves_once_and_both_are_named() {
        let mut presence = cashier_at_the_till();
        let refused = presence.admit(Action::Refund).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.action.as_deref()),
            ("needs_manager", Some("refund"))
        );
        let manager = person("mona", Role::Manager);
        presence.grant(Action::Refund, &ali(), manager).unwrap();
        assert_eq!(code(presence.admit(Action::OpenDrawer)), "needs_manager");
        let who = presence.admit(Action::Refund).unwrap();
        assert_eq!(
            (who.name.as_str(), who.approved_by.as_deref()),
            ("ALI", Some("MONA"))
        );
        assert_eq!(code(presence.admit(Action::Refund)), "needs_manager");
    }

    #[test]
    fn whoever_needs_nobody_uses_up_nothing() {
        let mut presence = Presence::default();
        presence.sign_in(person("mona", Role::Manager));
        let who = presence.admit(Action::Refund).unwrap();
        assert_eq!(who.approved_by, None);
        assert_eq!(code(presence.admit(Action::ChangeAccount)), "not_permitted");
    }

    #[test]
    fn one_who_may_not_cannot_lend_a_pin() {
        let mut presence = cashier_at_the_till();
        let other = person("omar", Role::Cashier);
        assert_eq!(
            code(presence.grant(Action::Refund, &ali(), other)),
            "approver_may_not"
        );
        let owner = person("noor", Role::Owner);
        assert_eq!(
            code(presence.grant(Action::ManageCashiers, &ali(), owner)),
            "not_permitted"
        );
    }

    #[test]
    fn signing_out_or_switching_drops_what_was_lent() {
        let locks = |presence: &mut Presence| assert!(presence.sign_out().is_some());
        let switches = |presence: &mut Presence| presence.sign_in(person("omar", Role::Cashier));
        for leave in [locks as fn(&mut Presence), switches] {
            let mut presence = cashier_at_the_till();
            let manager = person("mona", Role::Manager);
            presence.grant(Action::Refund, &ali(), manager).unwrap();
            leave(&mut presence);
            presence.sign_in(ali());
            assert_eq!(code(presence.admit(Action::Refund)), "needs_manager");
        }
    }

    #[test]
    fn whoever_is_changed_or_stopped_meanwhile_is_so_at_the_till() {
        let mut presence = cashier_at_the_till();
        let raised = Person {
            role: Role::Manager,
            ..ali()
        };
        presence.renew(raised);
        assert!(presence.admit(Action::Refund).is_ok());
        presence.renew(person("omar", Role::Cashier));
        assert!(
            presence.admit(Action::Refund).is_ok(),
            "somebody else was meant"
        );
        let stopped = Person {
            active: false,
            ..ali()
        };
        presence.renew(stopped);
        assert_eq!(code(presence.admit(Action::Sell)), "signed_out");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pin_on_the_spot_lasts_a_minute() {
        for (seconds, lets) in [(59, true), (60, false)] {
            let mut presence = cashier_at_the_till();
            let manager = person("mona", Role::Manager);
            presence.grant(Action::Refund, &ali(), manager).unwrap();
            tokio::time::advance(Duration::from_secs(seconds)).await;
            assert_eq!(
                presence.admit(Action::Refund).is_ok(),
                lets,
                "{seconds} s later"
            );
        }
    }
}
