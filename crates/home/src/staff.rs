//! The people who use the till: who they are, how they prove it, and what of it is written down.
//!
//! Everything here waits for the disk, and for the hash of a PIN: call it where waiting is allowed. Each wish opens the books for
//! itself, so nothing is held while nobody signs in.

use fils_checkout::{Clock as _, Randomness as _, SystemClock, SystemRandom};
use fils_order::{OrderNumber, UtcMs};
use fils_people::{
    Action, BadPersonId, Denied, Locked, Lockout, Moment, NameError, NewPin, Person, PersonId, Pin,
    PinError, PinHash, PinHashError, Role, RosterError, SALT, approve, check_name, check_roster,
    managing,
};
use fils_store::journal::{self, NewEntry};
use fils_store::people::{self, PersonRow};
use fils_store::{Books, Reader, Store, StoreError};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::paths::Home;

/// Who the journal names for what no person has proved to have done.
const FILS: &str = "fils";

/// Why something about people was not done. Every message is one sentence that says what to do, and none holds a digit of a PIN.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StaffError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// An identifier.
    #[error(transparent)]
    Id(#[from] BadPersonId),
    /// A PIN that cannot be one.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// A PIN that cannot be looked at.
    #[error(transparent)]
    Hash(#[from] PinHashError),
    /// A PIN that is not looked at now.
    #[error(transparent)]
    Locked(#[from] Locked),
    /// A PIN that is somebody else's, or nobody's.
    #[error("{}", wrong(*.tries_left))]
    WrongPin {
        /// How many more may be wrong until a wait starts.
        tries_left: u32,
    },
    /// What the others forbid.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// What the people cannot be.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// Nobody of this identifier or name.
    #[error("Nobody here is called {who}: choose a person from the list.")]
    Nobody {
        /// The identifier or name.
        who: String,
    },
    /// The first owner is there already.
    #[error("This till has people already: sign in as one of them.")]
    NotFirst,
    /// Somebody new without a PIN.
    #[error("Choose a PIN for {name}: nobody signs in without one.")]
    PinMissing {
        /// Who it is.
        name: String,
    },
    /// What is kept of a person cannot be read.
    #[error(
        "What is kept of {name} cannot be read ({why}): keep the file and restore the latest backup."
    )]
    Record {
        /// Who it is.
        name: String,
        /// What is wrong.
        why: String,
    },
}

fn wrong(tries_left: u32) -> String {
    match tries_left {
        1 => "That is not the PIN: one more wrong one, and you have to wait.".to_owned(),
        left => format!("That is not the PIN: type it again, {left} tries are left."),
    }
}

impl StaffError {
    /// The error's stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Name(error) => error.code(),
            Self::Id(error) => error.code(),
            Self::Pin(error) => error.code(),
            Self::Hash(error) => error.code(),
            Self::Locked(locked) => locked.code(),
            Self::WrongPin { .. } => "pin_wrong",
            Self::Denied(denied) => denied.code(),
            Self::Roster(error) => error.code(),
            Self::Nobody { .. } => "nobody",
            Self::NotFirst => "people_exist",
            Self::PinMissing { .. } => "pin_missing",
            Self::Record { .. } => "db_record",
        }
    }
}

/// Somebody, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: Person,
    /// Until when wrong PINs keep them out, by the clock that lists them.
    pub waits_until: Option<UtcMs>,
}

/// What somebody is to become.
#[derive(Debug)]
pub struct PersonChange {
    /// Who; somebody new without it.
    pub id: Option<PersonId>,
    /// The name, as it was typed.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether they work here.
    pub active: bool,
    /// Another PIN, as it was typed, which also ends a wait.
    pub pin: Option<SecretString>,
}

/// Who changes people.
#[derive(Debug, Clone, Copy)]
pub enum ChangedBy<'a> {
    /// Somebody at the till, within what they may.
    Person(&'a Person),
    /// Whoever may use this computer's files, at a command line.
    Computer,
}

impl ChangedBy<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Person(person) => &person.name,
            Self::Computer => FILS,
        }
    }
}

/// The people of a home, as long as one program runs: waits are served by its running.
pub struct Staff {
    home: Home,
    moment: Box<dyn Fn() -> Moment + Send + Sync>,
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff")
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

/// A person with what the books keep beside.
struct Kept {
    person: Person,
    lockout: Lockout,
    row: PersonRow,
}

fn kept(row: PersonRow) -> Result<Kept, StaffError> {
    let damaged = |why: String| StaffError::Record {
        name: row.name.clone(),
        why,
    };
    let role = Role::from_code(&row.role).ok_or_else(|| damaged(format!("role {}", row.role)))?;
    let lockout = serde_json::from_str(&row.lockout).map_err(|error| damaged(error.to_string()))?;
    let person = Person {
        id: PersonId::parse(&row.id)?,
        name: row.name.clone(),
        role,
        active: row.active,
    };
    Ok(Kept {
        person,
        lockout,
        row,
    })
}

impl Kept {
    fn keep(mut self, tx: &Books<'_>) -> Result<(), StaffError> {
        self.row.name.clone_from(&self.person.name);
        self.person.role.code().clone_into(&mut self.row.role);
        self.row.active = self.person.active;
        self.row.lockout =
            serde_json::to_string(&self.lockout).map_err(|error| StaffError::Record {
                name: self.row.name.clone(),
                why: error.to_string(),
            })?;
        Ok(people::put(tx, &self.row)?)
    }
}

fn read(rows: Vec<PersonRow>) -> Result<Vec<Kept>, StaffError> {
    rows.into_iter().map(kept).collect()
}

fn one(tx: &Books<'_>, id: &PersonId) -> Result<Kept, StaffError> {
    let found = people::all(tx)?
        .into_iter()
        .find(|row| row.id == id.as_str());
    found
        .map(kept)
        .transpose()?
        .ok_or_else(|| StaffError::Nobody {
            who: id.to_string(),
        })
}

fn salt() -> [u8; SALT] {
    let mut salt = [0; SALT];
    for half in salt.chunks_exact_mut(8) {
        half.copy_from_slice(&SystemRandom.bits().to_le_bytes());
    }
    salt
}

/// What the journal says of a person.
fn about(person: &Person) -> Value {
    json!({
        "person": person.id, "name": person.name, "role": person.role, "active": person.active,
    })
}

impl Staff {
    /// The people of `home`. One for as long as the program runs.
    pub fn new(home: Home) -> Self {
        let (clock, run) = (SystemClock::new(), SystemRandom.bits());
        Self::by_clock(home, move || Moment {
            wall: clock.now(),
            run,
            running: clock.running(),
        })
    }

    fn by_clock(home: Home, moment: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self {
            home,
            moment: Box::new(moment),
        }
    }

    fn now(&self) -> Moment {
        (self.moment)()
    }

    fn store(&self) -> Result<Store, StaffError> {
        Ok(Store::open(&self.home.database())?)
    }

    fn note(&self, tx: &Books<'_>, kind: &str, by: &str, what: &Value) -> Result<(), StaffError> {
        self.note_of(tx, kind, by, what, None)
    }

    fn note_of(
        &self,
        tx: &Books<'_>,
        kind: &str,
        by: &str,
        what: &Value,
        order: Option<OrderNumber>,
    ) -> Result<(), StaffError> {
        let entry = NewEntry {
            at: self.now().wall,
            kind: kind.to_owned(),
            by: by.to_owned(),
            order,
            refund: None,
            params: what.to_string(),
            raw: None,
        };
        journal::append(tx, &[entry])?;
        Ok(())
    }

    /// Everybody, by name; also those who do not work here any more. Nobody where there are no books yet.
    ///
    /// # Errors
    /// When there are books and they cannot be read: nothing is known then.
    pub fn everybody(&self) -> Result<Vec<Member>, StaffError> {
        let reader = match Reader::open(&self.home.database()) {
            Err(StoreError::Missing { .. } | StoreError::MissingDirectory { .. }) => {
                return Ok(Vec::new());
            }
            opened => opened?,
        };
        let now = self.now();
        let member = |one: Kept| Member {
            waits_until: one
                .lockout
                .check(now)
                .err()
                .map(|locked| now.wall.plus(locked.wait)),
            person: one.person,
        };
        let rows: Vec<PersonRow> = reader.look(people::all)?;
        Ok(read(rows)?.into_iter().map(member).collect())
    }

    /// Makes the first owner of a till that has nobody.
    ///
    /// # Errors
    /// [`StaffError::NotFirst`] when there is somebody; what is wrong with the name or the PIN.
    pub fn make_owner(&self, name: &str, pin: &SecretString) -> Result<Person, StaffError> {
        let owner = Person {
            id: new_id()?,
            name: check_name(name)?,
            role: Role::Owner,
            active: true,
        };
        let hash = PinHash::of(&NewPin::chosen(pin)?, &salt())?;
        self.store()?.transact(|tx| {
            if !people::all(tx)?.is_empty() {
                return Err(StaffError::NotFirst);
            }
            self.new_person(owner.clone(), hash).keep(tx)?;
            self.note(tx, "person_added", &owner.name, &about(&owner))
        })?;
        Ok(owner)
    }

    fn new_person(&self, person: Person, hash: PinHash) -> Kept {
        let row = PersonRow {
            id: person.id.to_string(),
            name: person.name.clone(),
            role: person.role.code().to_owned(),
            pin_hash: hash.into(),
            active: person.active,
            lockout: String::new(),
            created_at: self.now().wall,
            version: 0,
        };
        Kept {
            person,
            lockout: Lockout::default(),
            row,
        }
    }

    /// Adds somebody, changes or stops them, or gives them another PIN.
    ///
    /// # Errors
    /// Why `by` may not, why the people cannot be these, what is wrong with the name or the PIN.
    pub fn put(&self, change: &PersonChange, by: ChangedBy<'_>) -> Result<Person, StaffError> {
        let name = check_name(&change.name)?;
        let hash = match &change.pin {
            Some(pin) => Some(PinHash::of(&NewPin::chosen(pin)?, &salt())?),
            None => None,
        };
        self.store()?.transact(|tx| {
            let all = read(people::all(tx)?)?;
            let before = match &change.id {
                Some(id) => Some(one(tx, id)?),
                None => None,
            };
            if let ChangedBy::Person(by) = by {
                let role = before.as_ref().map(|before| before.person.role);
                let _approval = approve(managing(role, change.role), by, None)?;
            }
            let after = Person {
                id: match &change.id {
                    Some(id) => id.clone(),
                    None => new_id()?,
                },
                name,
                role: change.role,
                active: change.active,
            };
            let others = all.iter().map(|one| &one.person);
            let others = others.filter(|person| person.id != after.id);
            check_roster(others.chain([&after]))?;
            self.change(tx, before, &after, hash, by.name())?;
            Ok(after)
        })
    }

    fn change(
        &self,
        tx: &Books<'_>,
        before: Option<Kept>,
        after: &Person,
        hash: Option<PinHash>,
        by: &str,
    ) -> Result<(), StaffError> {
        let Some(mut kept) = before else {
            let hash = hash.ok_or_else(|| StaffError::PinMissing {
                name: after.name.clone(),
            })?;
            self.new_person(after.clone(), hash).keep(tx)?;
            return self.note(tx, "person_added", by, &about(after));
        };
        let changed = kept.person != *after;
        let old = std::mem::replace(&mut kept.person, after.clone());
        let new_pin = hash.is_some();
        if let Some(hash) = hash {
            kept.row.pin_hash = hash.into();
            kept.lockout = Lockout::default();
        }
        kept.keep(tx)?;
        if changed {
            let mut what = about(after);
            what["before_name"] = json!(old.name);
            what["before_role"] = json!(old.role);
            what["before_active"] = json!(old.active);
            self.note(tx, "person_changed", by, &what)?;
        }
        if new_pin {
            self.note(tx, "pin_given", by, &about(after))?;
        }
        Ok(())
    }

    /// Lets somebody at the till who knows their PIN.
    ///
    /// # Errors
    /// [`StaffError::WrongPin`], or [`StaffError::Locked`] while a wait is not over or when this try started one; why the person may
    /// not; that it cannot be worked out.
    pub fn sign_in(&self, id: &PersonId, pin: &SecretString) -> Result<Person, StaffError> {
        self.prove(id, pin, |tx, kept| {
            self.note(
                tx,
                "person_signed_in",
                &kept.person.name,
                &about(&kept.person),
            )
        })
    }

    /// Lets `to` do `action`, which `approver` proves to allow.
    ///
    /// # Errors
    /// As [`Staff::sign_in`]; [`StaffError::Denied`] when the approver may not do it either, before the PIN is looked at.
    pub fn approve(
        &self,
        action: Action,
        to: &Person,
        approver: &PersonId,
        pin: &SecretString,
    ) -> Result<Person, StaffError> {
        let lender = self.find(approver)?;
        let _approval = approve(action, to, Some(&lender))?;
        self.prove(approver, pin, |tx, kept| {
            let what = json!({
                "action": action, "person": to.id, "name": to.name, "approver": kept.person.id,
            });
            self.note(tx, "approval_given", &kept.person.name, &what)
        })
    }

    /// Changes the PIN of somebody who knows the old one.
    ///
    /// # Errors
    /// As [`Staff::sign_in`] for the old one; what is wrong with the new one.
    pub fn change_pin(
        &self,
        id: &PersonId,
        old: &SecretString,
        new: &SecretString,
    ) -> Result<(), StaffError> {
        let hash = PinHash::of(&NewPin::chosen(new)?, &salt())?;
        self.prove(id, old, |tx, kept| {
            kept.row.pin_hash = hash.into();
            self.note(tx, "pin_changed", &kept.person.name, &about(&kept.person))
        })?;
        Ok(())
    }

    /// Writes down that somebody left the till.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn signed_out(&self, person: &Person) -> Result<(), StaffError> {
        self.store()?
            .transact(|tx| self.note(tx, "person_signed_out", &person.name, &about(person)))
    }

    /// Writes down at an order that `approved_by` let `by` do `action` to it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn approved(
        &self,
        action: Action,
        order: OrderNumber,
        by: &str,
        approved_by: &str,
    ) -> Result<(), StaffError> {
        let what = json!({ "action": action, "approved_by": approved_by });
        self.store()?
            .transact(|tx| self.note_of(tx, "approved", by, &what, Some(order)))
    }

    /// The person of this identifier, as they are now.
    ///
    /// # Errors
    /// [`StaffError::Nobody`].
    pub fn find(&self, id: &PersonId) -> Result<Person, StaffError> {
        let found = self.everybody()?.into_iter().map(|member| member.person);
        let mut found = found.filter(|person| person.id == *id);
        found.next().ok_or_else(|| StaffError::Nobody {
            who: id.to_string(),
        })
    }

    /// Counts a try, looks at the PIN, and writes down what came of it: the count before anything is known, so that ending the
    /// program in between gains nothing.
    fn prove(
        &self,
        id: &PersonId,
        pin: &SecretString,
        proved: impl FnOnce(&Books<'_>, &mut Kept) -> Result<(), StaffError>,
    ) -> Result<Person, StaffError> {
        let pin = Pin::typed(pin)?;
        let mut store = self.store()?;
        let tried = store.transact(|tx| {
            let mut kept = one(tx, id)?;
            if !kept.person.active {
                return Err(StaffError::from(Denied::Inactive {
                    name: kept.person.name,
                }));
            }
            kept.lockout = kept.lockout.begin(self.now())?;
            let hash = kept.row.pin_hash.clone();
            kept.keep(tx)?;
            Ok(hash)
        })?;
        let hash = PinHash::read(&tried)?;
        if !hash.matches(&pin)? {
            return Err(store.transact(|tx| self.refused(tx, id))?);
        }
        let renewed = hash.is_outdated().then(|| PinHash::renewed(&pin, &salt()));
        let renewed = renewed.transpose()?;
        store.transact(|tx| {
            let mut kept = one(tx, id)?;
            if kept.row.pin_hash != tried {
                // Somebody gave another PIN meanwhile: this one proves nothing any more.
                return Err(wrong_pin(&kept));
            }
            if let Some(renewed) = renewed {
                kept.row.pin_hash = renewed.into();
            }
            kept.lockout = Lockout::default();
            proved(tx, &mut kept)?;
            let person = kept.person.clone();
            kept.keep(tx)?;
            Ok(person)
        })
    }

    /// Writes down that a PIN was wrong, and says what that costs.
    fn refused(&self, tx: &Books<'_>, id: &PersonId) -> Result<StaffError, StaffError> {
        let kept = one(tx, id)?;
        let mut what = about(&kept.person);
        what["wrong"] = json!(kept.lockout.wrong());
        self.note(tx, "person_refused", FILS, &what)?;
        Ok(match kept.lockout.check(self.now()) {
            Err(locked) => locked.into(),
            Ok(()) => wrong_pin(&kept),
        })
    }
}

fn wrong_pin(kept: &Kept) -> StaffError {
    StaffError::WrongPin {
        tries_left: kept.lockout.tries_left(),
    }
}

fn new_id() -> Result<PersonId, StaffError> {
    Ok(PersonId::parse(&format!("p{:016x}", SystemRandom.bits()))?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
