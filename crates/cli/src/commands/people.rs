//! `fils people`: who uses the till, also while it is open. Whoever may use this computer's files needs nobody's PIN for it, as a
//! shop whose only owner has forgotten theirs must not be lost.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use fils_home::Home;
use fils_home::config::Config;
use fils_home::staff::{ChangedBy, Member, PersonChange, Staff, StaffError};
use fils_people::{Person, Role, RosterError};
use secrecy::SecretString;
use serde_json::{Value, json};
use zeroize::Zeroize as _;

use crate::args::{Global, People, PinSource};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::watch::home;

pub(crate) fn run(global: &Global, asked: People, out: &mut Output) -> Result<Exit, Failure> {
    let home = home(global)?;
    // People belong to a till that is set up.
    Config::load(&home)?;
    let staff = Staff::new(home.clone());
    match asked {
        People::List => {
            for member in staff.everybody()? {
                show(&member, out);
            }
        }
        People::Add { name, role, pin } => {
            let pin = read_pin(&pin)?;
            let change = PersonChange {
                id: None,
                name,
                role: role.into(),
                active: true,
                pin: Some(pin),
            };
            let person = put(&staff, &home, &change)?;
            done(&person, "added", out);
        }
        People::Stop { name } => {
            let change = PersonChange {
                active: false,
                ..as_is(&staff, &name)?
            };
            let person = put(&staff, &home, &change)?;
            done(&person, "stopped", out);
        }
        People::NewPin { name, pin } => {
            let as_is = as_is(&staff, &name)?;
            let change = PersonChange {
                pin: Some(read_pin(&pin)?),
                ..as_is
            };
            let person = put(&staff, &home, &change)?;
            done(&person, "given a new PIN", out);
        }
    }
    Ok(Exit::Done)
}

fn put(staff: &Staff, home: &Home, change: &PersonChange) -> Result<Person, Failure> {
    home.make()?;
    let first = staff.everybody()?.is_empty();
    staff.put(change, ChangedBy::Computer).map_err(|error| {
        if first && matches!(error, StaffError::Roster(RosterError::NoOwner)) {
            return Failure::wrong(
                "no_owner",
                "The first person at a till is its owner: add one with --role owner.",
            );
        }
        error.into()
    })
}

/// The active person of this name, unchanged.
fn as_is(staff: &Staff, name: &str) -> Result<PersonChange, Failure> {
    let wanted = name.trim().to_lowercase();
    let everybody = staff.everybody()?.into_iter().map(|member| member.person);
    let mut active = everybody.filter(|person| person.active);
    let person = active
        .find(|person| person.name.to_lowercase() == wanted)
        .ok_or_else(|| StaffError::Nobody {
            who: name.to_owned(),
        })?;
    Ok(PersonChange {
        id: Some(person.id),
        name: person.name,
        role: person.role,
        active: true,
        pin: None,
    })
}

/// The PIN, which never stands on a command line: others on the computer could read it there.
fn read_pin(asked: &PinSource) -> Result<SecretString, Failure> {
    if let Some(name) = &asked.pin_env {
        return std::env::var(name).map(SecretString::from).map_err(|_| {
            Failure::wrong(
                "pin_missing",
                format!("The variable {name} holds no PIN: set it, or leave --pin-env out and type the PIN."),
            )
        });
    }
    let unread = |error: io::Error| {
        Failure::wrong(
            "pin_missing",
            format!(
                "The PIN cannot be read ({error}): type it, or name a variable with --pin-env."
            ),
        )
    };
    if io::stdin().is_terminal() {
        let mut stderr = io::stderr().lock();
        write!(stderr, "PIN: ")
            .and_then(|()| stderr.flush())
            .map_err(unread)?;
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(unread)?;
    let pin = SecretString::from(line.trim_end_matches(['\r', '\n']));
    line.zeroize();
    Ok(pin)
}

fn object(person: &Person) -> Value {
    json!({
        "person": person.id, "name": person.name, "role": person.role, "active": person.active,
    })
}

fn show(member: &Member, out: &mut Output) {
    let person = &member.person;
    if out.is_json() {
        let mut object = object(person);
        object["locked_until"] = json!(member.waits_until.map(|at| at.0));
        out.object(&object);
        return;
    }
    let more = match (person.active, member.waits_until) {
        (false, _) => "  stopped",
        (true, Some(_)) => "  kept out by wrong PINs",
        (true, None) => "",
    };
    let role = person.role.code();
    out.line(format!("{:<40} {role:<8}{more}", person.name).trim_end());
}

fn done(person: &Person, what: &str, out: &mut Output) {
    if out.is_json() {
        out.object(&object(person));
    } else {
        out.line(&format!(
            "{} ({}) was {what}.",
            person.name,
            person.role.code()
        ));
    }
}

impl From<crate::args::RoleName> for Role {
    fn from(name: crate::args::RoleName) -> Self {
        match name {
            crate::args::RoleName::Cashier => Self::Cashier,
            crate::args::RoleName::Manager => Self::Manager,
            crate::args::RoleName::Owner => Self::Owner,
        }
    }
}
