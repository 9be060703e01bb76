//! The people: who there is, who is at the till, who lends a PIN.

use std::sync::Arc;

use fils_home::staff::{ChangedBy, Member, PersonChange, Staff, StaffError};
use fils_people::{Action, Permission, PersonId, Role, permission};
use secrecy::SecretString;

use super::setup::aside;
use super::{Desk, Who, held};
use crate::errors::CommandError;
use crate::views::{AppView, PersonForm, PersonView, RoleCode};

impl From<StaffError> for CommandError {
    fn from(error: StaffError) -> Self {
        Self::of(error.code(), &error)
    }
}

impl From<RoleCode> for Role {
    fn from(code: RoleCode) -> Self {
        match code {
            RoleCode::Cashier => Self::Cashier,
            RoleCode::Manager => Self::Manager,
            RoleCode::Owner => Self::Owner,
        }
    }
}

impl From<Role> for RoleCode {
    fn from(role: Role) -> Self {
        match role {
            Role::Cashier => Self::Cashier,
            Role::Manager => Self::Manager,
            Role::Owner => Self::Owner,
        }
    }
}

impl From<Member> for PersonView {
    fn from(member: Member) -> Self {
        Self {
            locked_until_ms: member.waits_until.map(|at| at.0),
            ..Self::from(&member.person)
        }
    }
}

impl From<&fils_people::Person> for PersonView {
    fn from(person: &fils_people::Person) -> Self {
        Self {
            person: person.id.to_string(),
            name: person.name.clone(),
            role: person.role.into(),
            active: person.active,
            locked_until_ms: None,
        }
    }
}

/// What somebody of this role may, at once or with a manager's PIN, as codes.
pub(super) fn may(role: Role) -> Vec<String> {
    let may = |action: &&Action| permission(role, **action) != Permission::Never;
    let actions = Action::ALL.iter().filter(may);
    actions.map(|action| action.code().to_owned()).collect()
}

fn id(text: &str) -> Result<PersonId, CommandError> {
    Ok(PersonId::parse(text).map_err(StaffError::from)?)
}

impl Desk {
    async fn staff<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Staff) -> Result<T, StaffError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let staff = Arc::clone(&self.staff);
        aside(move || Ok(work(&staff)?)).await
    }

    /// Whether anybody was ever made here. People are never deleted, so once there is somebody nobody asks again.
    pub(super) async fn anybody(&self) -> Result<bool, CommandError> {
        if held(&self.presence).founded {
            return Ok(true);
        }
        let founded = self
            .staff(|staff| Ok(!staff.everybody()?.is_empty()))
            .await?;
        held(&self.presence).founded |= founded;
        Ok(founded)
    }

    /// Makes the first owner, who is at the till from then on.
    pub(crate) async fn make_owner(
        &self,
        name: String,
        pin: SecretString,
    ) -> Result<AppView, CommandError> {
        // The owner belongs to a till that is set up: its home is there, and its books are.
        drop(self.till().await?);
        let owner = self
            .staff(move |staff| staff.make_owner(&name, &pin))
            .await?;
        held(&self.presence).sign_in(owner);
        self.tell_app().await;
        Ok(self.app().await)
    }

    /// Those who may sign in.
    pub(crate) async fn people(&self) -> Result<Vec<PersonView>, CommandError> {
        let mut people = self.people_all().await?;
        people.retain(|person| person.active);
        Ok(people)
    }

    /// Everybody who ever worked here, those who do first.
    pub(crate) async fn people_all(&self) -> Result<Vec<PersonView>, CommandError> {
        let everybody = self.staff(Staff::everybody).await?;
        let mut people: Vec<PersonView> = everybody.into_iter().map(PersonView::from).collect();
        people.sort_by_key(|person| !person.active);
        Ok(people)
    }

    /// Somebody comes to the till, in the place of whoever was there.
    pub(crate) async fn sign_in(
        &self,
        person: &str,
        pin: SecretString,
    ) -> Result<AppView, CommandError> {
        let id = id(person)?;
        let person = self.staff(move |staff| staff.sign_in(&id, &pin)).await?;
        held(&self.presence).sign_in(person);
        self.tell_app().await;
        Ok(self.app().await)
    }

    /// Nobody is at the till any more. Payments go on.
    pub(crate) async fn lock(&self) -> AppView {
        let left = held(&self.presence).sign_out();
        if let Some(person) = left
            && let Err(error) = self.staff(move |staff| staff.signed_out(&person)).await
        {
            // Whoever leaves is gone, written down or not.
            tracing::warn!(code = error.code, "that somebody left was not written down");
        }
        self.tell_app().await;
        self.app().await
    }

    /// Somebody lends the person at the till a PIN, for one action.
    pub(crate) async fn approve(
        &self,
        action: &str,
        approver: &str,
        pin: SecretString,
    ) -> Result<(), CommandError> {
        let action = Action::ALL.iter().copied().find(|one| one.code() == action);
        let action = action.ok_or_else(|| {
            CommandError::new(
                "no_such_action",
                "The till does not know what this PIN is for.",
            )
        })?;
        let approver = id(approver)?;
        let to = held(&self.presence).person().cloned();
        let to = to.ok_or_else(CommandError::signed_out)?;
        let by = to.clone();
        let lender = self
            .staff(move |staff| staff.approve(action, &by, &approver, &pin))
            .await?;
        held(&self.presence).grant(action, &to, lender)
    }

    /// The person at the till takes another PIN.
    pub(crate) async fn change_pin(
        &self,
        who: Who,
        old: SecretString,
        new: SecretString,
    ) -> Result<(), CommandError> {
        self.staff(move |staff| staff.change_pin(&who.id, &old, &new))
            .await
    }

    /// Adds somebody, changes or stops them, or gives them another PIN; everybody afterwards.
    pub(crate) async fn put_person(
        &self,
        form: PersonForm,
    ) -> Result<Vec<PersonView>, CommandError> {
        let change = PersonChange {
            id: form.person.as_deref().map(id).transpose()?,
            name: form.name,
            role: form.role.into(),
            active: form.active,
            pin: form.pin.map(SecretString::from),
        };
        let by = held(&self.presence).person().cloned();
        let by = by.ok_or_else(CommandError::signed_out)?;
        self.staff(move |staff| staff.put(&change, ChangedBy::Person(&by)))
            .await?;
        self.look_who_is_here().await;
        self.people_all().await
    }

    /// Whoever is at the till may have been changed or stopped meanwhile, here or at a command line.
    pub(super) async fn look_who_is_here(&self) {
        let Some(here) = held(&self.presence).person().cloned() else {
            return;
        };
        let id = here.id.clone();
        let now = match self.staff(move |staff| staff.find(&id)).await {
            Ok(now) => now,
            Err(error) => {
                tracing::warn!(code = error.code, "who is at the till was not looked up");
                return;
            }
        };
        if now != here {
            held(&self.presence).renew(now);
            self.tell_app().await;
        }
    }

    /// Writes down at an order that somebody's PIN lets this be done, before it is.
    pub(super) async fn note_approval(
        &self,
        who: &Who,
        action: Action,
        order: &fils_order::OrderNumber,
    ) -> Result<(), CommandError> {
        let Some(approved_by) = who.approved_by.clone() else {
            return Ok(());
        };
        let (by, order) = (who.name.clone(), order.clone());
        self.staff(move |staff| staff.approved(action, order, &by, &approved_by))
            .await
    }
}
