use std::sync::{Arc, Mutex};

use fils_order::Span;

use super::*;

const NOON: i64 = 1_795_240_800_000;

/// A home whose programs' clocks are set by hand.
struct Shop {
    dir: tempfile::TempDir,
    wall: Arc<Mutex<i64>>,
}

/// One start of a program.
struct Start {
    staff: Staff,
    running: Arc<Mutex<i64>>,
    wall: Arc<Mutex<i64>>,
}

impl Shop {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            wall: Arc::new(Mutex::new(NOON)),
        }
    }

    fn start(&self, run: u64) -> Start {
        let (wall, running) = (Arc::clone(&self.wall), Arc::new(Mutex::new(0)));
        let (told, ran) = (Arc::clone(&wall), Arc::clone(&running));
        let staff = Staff::by_clock(Home::at(self.dir.path()), move || Moment {
            wall: UtcMs(*told.lock().unwrap()),
            run,
            running: Span(*ran.lock().unwrap()),
        });
        Start {
            staff,
            running,
            wall,
        }
    }

    fn journal(&self) -> Vec<NewEntry> {
        let reader = Reader::open(&Home::at(self.dir.path()).database()).unwrap();
        let mut entries: Vec<NewEntry> = reader
            .latest_entries(100)
            .unwrap()
            .into_iter()
            .map(|entry| entry.entry)
            .collect();
        entries.reverse();
        entries
    }

    fn kinds(&self) -> Vec<String> {
        self.journal().into_iter().map(|entry| entry.kind).collect()
    }
}

impl Start {
    fn later(&self, seconds: i64) {
        *self.running.lock().unwrap() += seconds * 1000;
        *self.wall.lock().unwrap() += seconds * 1000;
    }
}

impl std::ops::Deref for Start {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.staff
    }
}

fn pin(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn added(name: &str, role: Role, digits: &str) -> PersonChange {
    PersonChange {
        id: None,
        name: name.to_owned(),
        role,
        active: true,
        pin: Some(pin(digits)),
    }
}

fn changed(person: &Person) -> PersonChange {
    PersonChange {
        id: Some(person.id.clone()),
        name: person.name.clone(),
        role: person.role,
        active: person.active,
        pin: None,
    }
}

fn code<T: std::fmt::Debug>(answer: Result<T, StaffError>) -> &'static str {
    answer.unwrap_err().code()
}

#[test]
fn the_first_owner_is_made_once_and_signs_in() {
    let shop = Shop::new();
    let till = shop.start(1);
    assert_eq!(till.everybody().unwrap(), []);
    assert_eq!(code(till.make_owner(" ", &pin("182736"))), "name_empty");
    assert_eq!(code(till.make_owner("Noor", &pin("123456"))), "pin_run");
    assert_eq!(till.everybody().unwrap(), []);
    let owner = till.make_owner("  Noor ", &pin("182736")).unwrap();
    assert_eq!((owner.name.as_str(), owner.role), ("Noor", Role::Owner));
    assert_eq!(
        code(till.make_owner("Mallory", &pin("918273"))),
        "people_exist"
    );
    assert_eq!(till.sign_in(&owner.id, &pin("١٨٢٧٣٦")).unwrap(), owner);
    assert_eq!(shop.kinds(), ["person_added", "person_signed_in"]);
}

#[test]
fn wrong_pins_cost_a_wait_that_neither_a_restart_nor_the_clock_ends() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    for tries_left in [4, 3, 2, 1] {
        let refused = till.sign_in(&owner.id, &pin("000001")).unwrap_err();
        assert!(
            matches!(refused, StaffError::WrongPin { tries_left: left } if left == tries_left),
            "{refused}"
        );
    }
    assert_eq!(code(till.sign_in(&owner.id, &pin("000001"))), "pin_locked");
    assert_eq!(
        code(till.sign_in(&owner.id, &pin("182736"))),
        "pin_locked",
        "the right one is not looked at"
    );
    let member = till.everybody().unwrap().remove(0);
    assert_eq!(member.waits_until, Some(UtcMs(NOON + 30_000)));

    // Started again at once, with the clock set back an hour: the whole wait is served by running.
    drop(till);
    *shop.wall.lock().unwrap() -= 3_600_000;
    let again = shop.start(2);
    again.later(29);
    assert_eq!(code(again.sign_in(&owner.id, &pin("182736"))), "pin_locked");
    again.later(1);
    again.sign_in(&owner.id, &pin("182736")).unwrap();
    let first = again.sign_in(&owner.id, &pin("000001")).unwrap_err();
    assert!(
        matches!(first, StaffError::WrongPin { tries_left: 4 }),
        "a right PIN ends the streak"
    );
}

#[test]
fn a_try_counts_even_when_the_program_ends_in_the_middle_of_it() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    // A PIN that is damaged on the disk stops every try after it was counted and before it is known to be wrong.
    let store = || Store::open(&Home::at(shop.dir.path()).database()).unwrap();
    let damage = |hash: &str| {
        let kept: Result<(), StaffError> = store().transact(|tx| {
            let mut kept = one(tx, &owner.id)?;
            kept.row.pin_hash = hash.to_owned();
            kept.keep(tx)
        });
        kept.unwrap();
    };
    damage("$argon2id$torn");
    for _ in 0..5 {
        assert_eq!(code(till.sign_in(&owner.id, &pin("182736"))), "pin_damaged");
    }
    assert_eq!(code(till.sign_in(&owner.id, &pin("182736"))), "pin_locked");
}

#[test]
fn managers_manage_cashiers_and_owners_everybody() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    let by = ChangedBy::Person(&owner);
    let manager = till
        .put(&added("Mona", Role::Manager, "271828"), by)
        .unwrap();
    let cashier = till
        .put(&added("Ali", Role::Cashier, "314159"), by)
        .unwrap();
    assert_eq!(
        code(till.put(&added("ali", Role::Cashier, "161803"), by)),
        "name_taken"
    );

    let by = ChangedBy::Person(&manager);
    till.put(&added("Omar", Role::Cashier, "141421"), by)
        .unwrap();
    let raised = PersonChange {
        role: Role::Manager,
        ..changed(&cashier)
    };
    assert_eq!(code(till.put(&raised, by)), "not_permitted");
    let own = PersonChange {
        pin: Some(pin("271829")),
        ..changed(&manager)
    };
    assert_eq!(code(till.put(&own, by)), "not_permitted");
    let by = ChangedBy::Person(&cashier);
    assert_eq!(
        code(till.put(&added("Eve", Role::Cashier, "141422"), by)),
        "not_permitted"
    );

    let last = PersonChange {
        active: false,
        ..changed(&owner)
    };
    assert_eq!(code(till.put(&last, ChangedBy::Person(&owner))), "no_owner");
    assert_eq!(till.everybody().unwrap().len(), 4);
}

#[test]
fn whoever_is_stopped_stays_in_the_books_and_does_not_sign_in() {
    let shop = Shop::new();
    let till = shop.start(1);
    till.make_owner("Noor", &pin("182736")).unwrap();
    let by = ChangedBy::Computer;
    let ali = till
        .put(&added("Ali", Role::Cashier, "314159"), by)
        .unwrap();
    let stopped = PersonChange {
        active: false,
        ..changed(&ali)
    };
    till.put(&stopped, by).unwrap();
    assert_eq!(
        code(till.sign_in(&ali.id, &pin("314159"))),
        "person_inactive"
    );
    // The name is free for somebody else, and the one who left cannot come back under it.
    till.put(&added("Ali", Role::Cashier, "141421"), by)
        .unwrap();
    assert_eq!(code(till.put(&changed(&ali), by)), "name_taken");
    assert_eq!(till.everybody().unwrap().len(), 3);
    let change = shop
        .journal()
        .into_iter()
        .find(|e| e.kind == "person_changed");
    let params: Value = serde_json::from_str(&change.unwrap().params).unwrap();
    assert_eq!(
        (&params["active"], &params["before_active"]),
        (&json!(false), &json!(true))
    );
}

#[test]
fn a_new_pin_ends_the_old_one_and_the_wait() {
    let shop = Shop::new();
    let till = shop.start(1);
    till.make_owner("Noor", &pin("182736")).unwrap();
    let by = ChangedBy::Computer;
    let ali = till
        .put(&added("Ali", Role::Cashier, "314159"), by)
        .unwrap();
    for _ in 0..5 {
        till.sign_in(&ali.id, &pin("000001")).unwrap_err();
    }
    assert_eq!(code(till.sign_in(&ali.id, &pin("314159"))), "pin_locked");
    let given = PersonChange {
        pin: Some(pin("161803")),
        ..changed(&ali)
    };
    till.put(&given, by).unwrap();
    assert_eq!(code(till.sign_in(&ali.id, &pin("314159"))), "pin_wrong");
    till.sign_in(&ali.id, &pin("161803")).unwrap();

    assert_eq!(
        code(till.change_pin(&ali.id, &pin("314159"), &pin("235711"))),
        "pin_wrong"
    );
    assert_eq!(
        code(till.change_pin(&ali.id, &pin("161803"), &pin("111111"))),
        "pin_all_equal"
    );
    till.change_pin(&ali.id, &pin("161803"), &pin("235711"))
        .unwrap();
    till.sign_in(&ali.id, &pin("235711")).unwrap();
}

#[test]
fn a_pin_on_the_spot_is_written_down_with_both_names() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    let by = ChangedBy::Computer;
    let ali = till
        .put(&added("Ali", Role::Cashier, "314159"), by)
        .unwrap();
    let omar = till
        .put(&added("Omar", Role::Cashier, "141421"), by)
        .unwrap();
    let lent = till
        .approve(Action::Refund, &ali, &owner.id, &pin("182736"))
        .unwrap();
    assert_eq!(lent, owner);
    let last = shop.journal().pop().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.by.as_str()),
        ("approval_given", "Noor")
    );
    assert!(last.params.contains("\"refund\"") && last.params.contains("\"Ali\""));
    assert_eq!(
        code(till.approve(Action::Refund, &ali, &omar.id, &pin("141421"))),
        "approver_may_not"
    );
    assert_eq!(
        code(till.approve(Action::Refund, &ali, &owner.id, &pin("182737"))),
        "pin_wrong"
    );
}

#[test]
fn no_pin_and_no_hash_comes_into_the_journal() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    till.sign_in(&owner.id, &pin("182737")).unwrap_err();
    till.sign_in(&owner.id, &pin("182736")).unwrap();
    till.change_pin(&owner.id, &pin("182736"), &pin("271828"))
        .unwrap();
    till.signed_out(&owner).unwrap();
    let expected = [
        "person_added",
        "person_refused",
        "person_signed_in",
        "pin_changed",
        "person_signed_out",
    ];
    assert_eq!(shop.kinds(), expected);
    let written = format!("{:?}", shop.journal());
    for secret in ["182736", "182737", "271828", "argon2"] {
        assert!(!written.contains(secret), "{secret}");
    }
}

#[test]
fn a_hash_of_another_cost_is_made_anew_at_the_next_sign_in() {
    let shop = Shop::new();
    let till = shop.start(1);
    let owner = till.make_owner("Noor", &pin("182736")).unwrap();
    let cheap = {
        use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
        let params = Params::new(256, 1, 1, None).unwrap();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(b"182736", b"some salt of 16b")
            .unwrap()
            .to_string()
    };
    let kept_hash = || {
        let reader = Reader::open(&Home::at(shop.dir.path()).database()).unwrap();
        let rows: Vec<PersonRow> = reader.look(people::all).unwrap();
        rows[0].pin_hash.clone()
    };
    let kept: Result<(), StaffError> = till.store().unwrap().transact(|tx| {
        let mut kept = one(tx, &owner.id)?;
        kept.row.pin_hash = cheap.clone();
        kept.keep(tx)
    });
    kept.unwrap();
    till.sign_in(&owner.id, &pin("182736")).unwrap();
    assert!(!PinHash::read(&kept_hash()).unwrap().is_outdated());
    till.sign_in(&owner.id, &pin("182736")).unwrap();
}
