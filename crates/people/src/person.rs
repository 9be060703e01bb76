//! The people of a shop.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::action::Role;

/// Longest identifier, in characters.
const MAX_ID: usize = 64;

/// What a person is called in this till's books: letters, digits, `-` and `_`, at most 64. Never used again for somebody else: the
/// journal names people by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonId(String);

impl PersonId {
    /// Reads an identifier.
    ///
    /// # Errors
    /// [`BadPersonId`] when it is empty, too long or has other characters.
    pub fn parse(text: &str) -> Result<Self, BadPersonId> {
        let fits = (1..=MAX_ID).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadPersonId {
                text: text.to_owned(),
            })
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PersonId {
    type Error = BadPersonId;

    fn try_from(text: String) -> Result<Self, BadPersonId> {
        Self::parse(&text)
    }
}

impl From<PersonId> for String {
    fn from(id: PersonId) -> Self {
        id.0
    }
}

/// A text that cannot be a [`PersonId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} names nobody: choose a person from the list.")]
pub struct BadPersonId {
    /// The text.
    pub text: String,
}

impl BadPersonId {
    /// The error's stable code, for programs.
    pub const fn code(&self) -> &'static str {
        "person_id"
    }
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What the books call them.
    pub id: PersonId,
    /// The name that the others know, as [`check_name`] lets it pass.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they still work here. People are never deleted: past sales name them.
    pub active: bool,
}

/// Longest name, in characters: it has to fit on a receipt.
pub const MAX_NAME: usize = 40;

/// Why a name cannot be a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but spaces.
    #[error("The name is empty: write the name that the others call this person.")]
    Empty,
    /// Longer than [`MAX_NAME`].
    #[error(
        "The name is longer than {MAX_NAME} characters: shorten it, it is printed on receipts."
    )]
    TooLong,
    /// A control character or a line break.
    #[error("The name contains a character that cannot be printed: type it again.")]
    Unprintable,
}

impl NameError {
    /// The error's stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::TooLong => "name_too_long",
            Self::Unprintable => "name_unprintable",
        }
    }
}

/// The name without the spaces around it.
///
/// # Errors
/// When it is empty, too long, or cannot be printed.
pub fn check_name(name: &str) -> Result<String, NameError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.chars().any(char::is_control) {
        return Err(NameError::Unprintable);
    }
    if name.chars().count() > MAX_NAME {
        return Err(NameError::TooLong);
    }
    Ok(name.to_owned())
}

/// Why the shop's people cannot be these.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Nobody would be left who may do everything.
    #[error("This is the only owner: make somebody else an owner first.")]
    NoOwner,
    /// Two active people of one name: nobody could tell whose PIN is asked for.
    #[error("Somebody here is already called {name}: add a letter or a family name.")]
    NameTaken {
        /// The name.
        name: String,
    },
}

impl RosterError {
    /// The error's stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoOwner => "no_owner",
            Self::NameTaken { .. } => "name_taken",
        }
    }
}

/// Whether these can be the shop's people: at least one active owner, and no two active people of one name (capitals aside). Ask
/// before a change is kept, with the change made.
///
/// # Errors
/// What is wrong.
pub fn check_roster<'a>(people: impl IntoIterator<Item = &'a Person>) -> Result<(), RosterError> {
    let active: Vec<&Person> = people.into_iter().filter(|person| person.active).collect();
    if !active.iter().any(|person| person.role == Role::Owner) {
        return Err(RosterError::NoOwner);
    }
    let mut names: Vec<String> = Vec::with_capacity(active.len());
    for person in active {
        let name = person.name.to_lowercase();
        if names.contains(&name) {
            return Err(RosterError::NameTaken {
                name: person.name.clone(),
            });
        }
        names.push(name);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u32, name: &str, role: Role, active: bool) -> Person {
        Person {
            id: PersonId::parse(&id.to_string()).unwrap(),
            name: name.to_owned(),
            role,
            active,
        }
    }

    #[test]
    fn names_are_what_can_be_printed() {
        assert_eq!(check_name("  Aisha  "), Ok("Aisha".to_owned()));
        assert_eq!(check_name("عائشة"), Ok("عائشة".to_owned()));
        assert_eq!(check_name("   "), Err(NameError::Empty));
        assert_eq!(check_name("A\nB"), Err(NameError::Unprintable));
        assert!(check_name(&"ع".repeat(MAX_NAME)).is_ok());
        assert_eq!(
            check_name(&"ع".repeat(MAX_NAME + 1)),
            Err(NameError::TooLong)
        );
    }

    #[test]
    fn identifiers_are_plain_text() {
        let id = PersonId::parse("018f-a_B").unwrap();
        let kept = serde_json::to_string(&id).unwrap();
        assert_eq!(kept, "\"018f-a_B\"");
        assert_eq!(serde_json::from_str::<PersonId>(&kept).unwrap(), id);
        for bad in ["", "a b", "ع", "a'", &"a".repeat(65)] {
            assert!(PersonId::parse(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<PersonId>("\"\"").is_err());
    }

    #[test]
    fn the_last_active_owner_stays() {
        let gone = person(1, "Omar", Role::Owner, false);
        let manager = person(2, "Mina", Role::Manager, true);
        assert_eq!(check_roster([&gone, &manager]), Err(RosterError::NoOwner));
        assert_eq!(check_roster([]), Err(RosterError::NoOwner));
        let owner = person(3, "Ola", Role::Owner, true);
        assert_eq!(check_roster([&gone, &manager, &owner]), Ok(()));
    }

    #[test]
    fn two_active_people_never_share_a_name() {
        let owner = person(1, "Ali", Role::Owner, true);
        let same = person(2, "ALI", Role::Cashier, true);
        assert_eq!(
            check_roster([&owner, &same]),
            Err(RosterError::NameTaken {
                name: "ALI".to_owned()
            })
        );
        let left = person(2, "Ali", Role::Cashier, false);
        assert_eq!(check_roster([&owner, &left]), Ok(()));
    }
}
